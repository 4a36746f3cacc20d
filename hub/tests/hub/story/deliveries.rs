//! The open box: what tablets deliver, more than once and too much, and how it closes.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use trykk_hub::store::{Delivery, DeliveryError, Store, StoreError, TabletState};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::protocol::{BoxState, Outcome};
use trykk_shared::refusal::Refusal;

use super::given::{
    CAP, CLOSES, HANNE, OPENS, TURID, delivery, envelope, marks, one_box, tablet, take, waits, wrong_state,
};

/// So many marks of participants, and nothing else.
fn marks_alone(count: u64) -> PerKind<u64> {
    PerKind {
        participant_marks: count,
        ..PerKind::default()
    }
}

pub fn takes_deliveries(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    let now = OPENS + 10;
    let first = marks(3, rng);
    assert_eq!(take(store, delivery(HANNE, box_id, &first), now), [Outcome::Stored; 3]);
    // A lost reply: the same again, from the same tablet, from another one, and twice in one batch.
    assert_eq!(take(store, delivery(HANNE, box_id, &first), now), [Outcome::Known; 3]);
    assert_eq!(take(store, delivery(TURID, box_id, &first), now), [Outcome::Known; 3]);
    let twice = [marks(1, rng), first].concat();
    let twice = [&twice[..1], &twice[..1]].concat();
    assert_eq!(
        take(store, delivery(HANNE, box_id, &twice), now),
        [Outcome::Stored, Outcome::Known]
    );
    assert_eq!(store.count_envelopes(box_id).unwrap(), marks_alone(4));
    assert_eq!(store.count_noted_envelopes(box_id).unwrap(), marks_alone(4));
    // Others' boxes, boxes that are not there, no box, envelopes that were found wrong before.
    let other = one_box(store, "med-2").id;
    let refused = [
        (Some(other), Refusal::UnknownBox),
        (Some(BoxId([77; 16])), Refusal::UnknownBox),
        (None, Refusal::UnknownBox),
    ];
    for (to, refusal) in refused {
        let delivery = Delivery {
            box_id: to,
            ..delivery(HANNE, box_id, &marks(2, rng))
        };
        assert_eq!(take(store, delivery, now), [Outcome::Refused(refusal); 2]);
    }
    let mixed = [vec![Err(Refusal::WrongId)], marks(1, rng)].concat();
    let outcomes = take(store, delivery(TURID, box_id, &mixed), now);
    assert_eq!(outcomes, [Outcome::Refused(Refusal::WrongId), Outcome::Stored]);
    // One of a group that is refused takes nothing from the others.
    let group = [
        delivery([9; 32], box_id, &marks(1, rng)),
        delivery(TURID, box_id, &marks(1, rng)),
    ];
    let outcomes = store.store_deliveries(&group, now).unwrap();
    assert_eq!(outcomes, [Err(DeliveryError::UnknownTablet), Ok(vec![Outcome::Stored])]);
    assert_eq!(store.count_envelopes(box_id).unwrap(), marks_alone(6));
    assert_eq!(store.count_noted_envelopes(box_id).unwrap(), marks_alone(6));
}

pub fn keeps_to_the_cap(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    let many = marks(CAP, rng);
    let outcomes = take(store, delivery(HANNE, box_id, &many), OPENS + 20);
    let stored = outcomes.iter().filter(|outcome| **outcome == Outcome::Stored).count();
    assert_eq!(stored, CAP - 4, "four were there from this tablet");
    assert!(
        outcomes[stored..]
            .iter()
            .all(|outcome| *outcome == Outcome::Refused(Refusal::Full))
    );
    // At the cap a repeat is a repeat, and other kinds and tablets have caps of their own.
    assert_eq!(
        take(store, delivery(HANNE, box_id, &many[..1]), OPENS + 20),
        [Outcome::Known]
    );
    let note = [envelope(EnvelopeKind::ParticipantNote, rng)];
    assert_eq!(
        take(store, delivery(HANNE, box_id, &note), OPENS + 20),
        [Outcome::Stored]
    );
    // No table answers in this round.
    let table = [envelope(EnvelopeKind::TableMark, rng)];
    assert_eq!(
        take(store, delivery(HANNE, box_id, &table), OPENS + 20),
        [Outcome::Refused(Refusal::Full)]
    );
    assert_eq!(
        take(store, delivery(TURID, box_id, &marks(1, rng)), OPENS + 20),
        [Outcome::Stored]
    );
    let handed = store.boxes_for_tablet(&tablet(store, HANNE), true, OPENS + 21).unwrap();
    assert_eq!(handed[0].held, CAP as u64 + 1, "as many as are held from it");
}

pub fn quarantines(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    store
        .set_tablet_state("turid", TabletState::Stolen, crate::KEEP_NOWHERE)
        .unwrap();
    assert!(matches!(
        store.set_tablet_state("nobody", TabletState::Stolen, crate::KEEP_NOWHERE),
        Err(StoreError::NotFound(..))
    ));
    let before = store.count_envelopes(box_id).unwrap();
    let sent = marks(2, rng);
    assert_eq!(
        take(store, delivery(TURID, box_id, &sent), OPENS + 30),
        [Outcome::Stored; 2]
    );
    assert_eq!(
        take(store, delivery(TURID, box_id, &sent), OPENS + 30),
        [Outcome::Known; 2]
    );
    assert_eq!(store.count_envelopes(box_id).unwrap(), before);
    assert_eq!(store.count_noted_envelopes(box_id).unwrap(), before);
    let tablets = store.tablets_of(box_id).unwrap();
    let held: BTreeMap<&str, u64> = tablets
        .iter()
        .map(|handed| (handed.tablet.id.as_str(), handed.quarantined))
        .collect();
    assert_eq!(held, [("hanne", 0), ("turid", 2)].into());
}

pub fn clear(store: &Store, box_id: BoxId) -> bool {
    let tablets = store.tablets_of(box_id).unwrap();
    let hanne = tablets.iter().find(|handed| handed.tablet.id == "hanne").unwrap();
    hanne.said_nothing_waits
}

pub fn closes_and_is_extended(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    let hanne = tablet(store, HANNE);
    wrong_state(store.count_box(box_id, CLOSES - 1, &[], &[], &mut |_, _, _| panic!("it is open")));
    store
        .note_health(&hanne, &[0; 32], &waits(box_id, false), None, CLOSES - 1)
        .unwrap();
    assert!(!clear(store, box_id), "before closing it says nothing about the end");
    assert_eq!(one_box(store, "med-1").state_at(CLOSES - 1), Some(BoxState::Open));
    assert_eq!(one_box(store, "med-1").state_at(CLOSES), Some(BoxState::Closed));
    // What waited is still taken, and lies in the order of its arrival until the database is tidied.
    assert!(!store.take_arrived_after_closing(), "everything came while it was open");
    let note = [envelope(EnvelopeKind::ParticipantNote, rng)];
    assert_eq!(
        take(store, delivery(HANNE, box_id, &note), CLOSES + 5),
        [Outcome::Stored]
    );
    assert!(store.take_arrived_after_closing() && !store.take_arrived_after_closing());
    assert!(
        store.owes_tidying().unwrap(),
        "whoever opens the database next tidies it"
    );
    assert_eq!(
        take(store, delivery(HANNE, box_id, &note), CLOSES + 5),
        [Outcome::Known]
    );
    assert!(!store.take_arrived_after_closing(), "nothing came");
    store
        .note_health(&hanne, &[0; 32], &waits(box_id, true), None, CLOSES + 5)
        .unwrap();
    assert!(!clear(store, box_id));
    store
        .note_health(&hanne, &[0; 32], &waits(box_id, false), None, CLOSES + 6)
        .unwrap();
    assert!(clear(store, box_id));
    assert_eq!(tablet(store, HANNE).last_seen, Some(CLOSES + 6));
    // Extended: it is open again, and what tablets said holds no more.
    store
        .set_closing(box_id, CLOSES + 100, CLOSES, || Ok::<_, StoreError>(()))
        .unwrap();
    assert_eq!(one_box(store, "med-1").state_at(CLOSES + 50), Some(BoxState::Open));
    assert!(!clear(store, box_id));
    store
        .note_health(&hanne, &[0; 32], &waits(box_id, false), None, CLOSES + 100)
        .unwrap();
    assert!(clear(store, box_id));
}
