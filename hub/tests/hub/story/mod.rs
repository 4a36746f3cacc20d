//! The story of one round, told to the traits of the store alone: whatever engine is behind them, it goes like this.

mod deliveries;
pub mod given;

use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::organisation::{Change, Organisation, Ward, changes};
use trykk_hub::rounds::count::SealedSlip;

use trykk_hub::store::{
    AddedGuide, BoxForTablet, CountStep, Counted, CountedFigures, CountingKey, DeliveryError, GuideShare, NewCode,
    NewTablet, NoteRow, Opening, REVIEW, RedeemError, SealedShares, Store, StoreError, TabletState, Ticket,
};
use trykk_shared::counted::CountedList;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxState, Outcome};
use trykk_shared::refusal::Refusal;

use self::deliveries::{clear, closes_and_is_extended, keeps_to_the_cap, quarantines, takes_deliveries};
use self::given::{
    CAP, CLOSES, GUIDE, HANNE, OPENS, TURID, a_release, a_tally, changed_meanwhile, delivery, looks, marks, one_box,
    tablet, take, the_plan, wrong_state,
};
use crate::given::{a_rng, a_store};

fn plans(store: &mut Store) {
    let empty = store.organisation().unwrap();
    assert_eq!(empty, Organisation::default());
    let plan = the_plan();
    let all = changes(&empty, &plan).unwrap();
    store
        .change(&empty, &all, &trykk_hub::store::BoxIds::new(b"a test"))
        .unwrap();
    assert_eq!(store.organisation().unwrap(), plan);
    changed_meanwhile(store.change(&empty, &all, &trykk_hub::store::BoxIds::new(b"a test")));
    let boxes = store.boxes().unwrap();
    assert_eq!(boxes.len(), 2);
    assert!(
        boxes
            .iter()
            .all(|one| one.state.is_none() && one.key.is_none() && one.floor == 7)
    );
    assert_eq!(store.round("autumn").unwrap().deck, plan.rounds["autumn"].deck);
    assert!(matches!(store.round("spring"), Err(StoreError::NotFound(..))));
}

fn gives_the_guide_a_key(store: &mut Store) {
    assert_eq!(store.counting_key(GUIDE).unwrap(), None);
    store.set_counting_key(GUIDE, &[5; 32], b"wrapped").unwrap();
    assert_eq!(
        store.counting_key(GUIDE).unwrap(),
        Some(CountingKey {
            public: [5; 32],
            wrapped: b"wrapped".to_vec()
        })
    );
    assert!(store.organisation().unwrap().accounts[GUIDE].has_counting_key);
    store.set_invitation(GUIDE, b"hash", 1, None).unwrap();
    let nobody = "nobody@example.org";
    for refused in [
        store.counting_key(nobody).map(drop),
        store.set_counting_key(nobody, &[5; 32], b"wrapped"),
        store.set_invitation(nobody, b"hash", 1, None),
    ] {
        assert!(matches!(refused, Err(StoreError::NotFound(..))));
    }
}

fn code(ticket: u8, ward: &str) -> NewCode {
    NewCode {
        ticket_hash: [ticket; 32],
        proof_key: [ticket + 100; 32],
        ward: ward.to_owned(),
        expires: 500,
        tablets: 1,
        made_by: None,
    }
}

fn enrols(store: &mut Store) {
    store.add_code(&code(1, "med-1")).unwrap();
    store.add_code(&code(2, "med-1")).unwrap();
    store.add_code(&code(3, "med-1")).unwrap();
    let nowhere = store.add_code(&code(4, "nowhere"));
    assert!(matches!(nowhere, Err(StoreError::NotFound(..))));
    let tablet = |id: &str, token_hash| NewTablet {
        id: id.to_owned(),
        token_hash,
    };
    assert_eq!(store.proof_keys(100).unwrap().len(), 3);
    let hanne = store
        .redeem(
            &Ticket([1; 32]),
            &tablet("hanne", HANNE),
            None,
            100,
            crate::KEEP_NOWHERE,
        )
        .unwrap()
        .unwrap();
    assert_eq!((hanne.ward.as_str(), hanne.state), ("med-1", TabletState::Active));
    store
        .redeem(
            &Ticket([2; 32]),
            &tablet("turid", TURID),
            None,
            499,
            crate::KEEP_NOWHERE,
        )
        .unwrap()
        .unwrap();
    let again = tablet("again", [3; 32]);
    let faults = [
        (1, 100, RedeemError::Used),
        (9, 100, RedeemError::Unknown),
        (3, 500, RedeemError::Expired),
    ];
    for (ticket, now, fault) in faults {
        assert_eq!(
            store
                .redeem(&Ticket([ticket; 32]), &again, None, now, crate::KEEP_NOWHERE)
                .unwrap(),
            Err(fault)
        );
    }
    assert_eq!(store.proof_keys(499).unwrap(), [[103; 32]]);
    assert_eq!(store.proof_keys(500).unwrap().len(), 0);
    assert_eq!(store.tablets().unwrap().len(), 2);
    assert_eq!(store.tablet_by_token(&HANNE).unwrap(), Some(hanne));
    assert_eq!(store.tablet_by_token(&[3; 32]).unwrap(), None);
}

fn guide_share() -> GuideShare {
    GuideShare {
        sealed_to: None,
        email: GUIDE.to_owned(),
        sealed: b"guide's share".to_vec(),
    }
}

fn opens(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    let hanne = tablet(store, HANNE);
    assert!(
        store.boxes_for_tablet(&hanne, true, OPENS).unwrap().is_empty(),
        "a planned box is nobody's"
    );
    let early = take(store, delivery(HANNE, box_id, &marks(1, rng)), OPENS);
    assert_eq!(early, [Outcome::Refused(Refusal::UnknownBox)]);
    wrong_state(store.set_closing(box_id, CLOSES + 1, CLOSES, || Ok::<_, StoreError>(())));
    wrong_state(store.close_unread(box_id, None, || Ok::<_, StoreError>(())));
    let opening = |key| Opening {
        key,
        guide_shares: vec![guide_share()],
        recovery_share: b"recovery share".to_vec(),
        round: None,
        departments: None,
    };
    let key = OpeningKey::draw(rng).sealing_key();
    store.open_box(box_id, &opening(key.clone()), OPENS).unwrap();
    store.open_box(box_id, &opening(key.clone()), OPENS).unwrap();
    wrong_state(store.open_box(box_id, &opening(OpeningKey::draw(rng).sealing_key()), OPENS));
    let shares = SealedShares {
        guides: vec![guide_share()],
        recovery: Some(b"recovery share".to_vec()),
    };
    assert_eq!(store.shares(box_id).unwrap(), shares);
    for token_hash in [HANNE, TURID] {
        let handed = store
            .boxes_for_tablet(&tablet(store, token_hash), true, OPENS + 1)
            .unwrap();
        let [
            BoxForTablet {
                ballot_box,
                held: 0,
                left_out: false,
                counted: None,
                here: true,
                codes: None,
            },
        ] = &handed[..]
        else {
            panic!("{handed:?}")
        };
        assert_eq!(
            (ballot_box.id, ballot_box.key, ballot_box.state),
            (box_id, Some(key.to_bytes()), Some(BoxState::Open))
        );
    }
    assert_eq!(store.tablets_of(box_id).unwrap().len(), 2);
}

/// A ward that moves to another department takes no box of a round with it of which anything is settled: a sum that was shown without
/// it, and then with it, would show it alone.
fn moves(store: &mut Store) {
    let departments = |store: &_, ward| one_box(store, ward).departments;
    for department in ["surgery", "medicine"] {
        let organisation = store.organisation().unwrap();
        let moved = organisation.wards.iter().map(|(id, ward)| {
            let department = department.to_owned();
            Change::PutWard(
                id.clone(),
                Ward {
                    department,
                    ..ward.clone()
                },
            )
        });
        store
            .change(
                &organisation,
                &moved.collect::<Vec<_>>(),
                &trykk_hub::store::BoxIds::new(b"a test"),
            )
            .unwrap();
        assert_eq!(departments(store, "med-1"), ["medicine"], "open");
        assert_eq!(departments(store, "med-2"), ["medicine"], "planned, in the same round");
    }
}

/// A guide sorts the notes that were sealed to them, and nobody else does.
fn sorts(store: &mut Store, box_id: BoxId) {
    assert_eq!(store.sorting(box_id, GUIDE).unwrap(), None);
    for (before, after) in [
        (None, Some("first")),
        (Some("first"), None),
        (Some("first"), Some("second")),
    ] {
        let changed = store.change_sorting(box_id, GUIDE, |kept| {
            assert_eq!(kept.as_deref(), before.map(str::as_bytes));
            Ok(after.map(|after| after.as_bytes().to_vec()))
        });
        changed.unwrap();
    }
    let failed = store.change_sorting(box_id, GUIDE, |_| Err(StoreError::CannotStore));
    assert!(failed.is_err());
    assert_eq!(store.sorting(box_id, GUIDE).unwrap().as_deref(), Some(&b"second"[..]));
    let nobodys = store.change_sorting(box_id, "other@example.org", |_| Ok(Some(Vec::new())));
    assert!(matches!(nobodys, Err(StoreError::NotFound(..))), "{nobodys:?}");
}

fn counts(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    let now = CLOSES + 200;
    let taken = ["turid".to_owned()];
    let before = looks(store, box_id);
    let inside: u64 = store.count_envelopes(box_id).unwrap().total();
    let mut seen = Vec::new();
    let counted = store.count_box(box_id, now, &taken, &[], &mut |one, _, envelopes: Vec<SealedSlip>| {
        assert_eq!(one.id, box_id);
        seen = envelopes;
        CountStep::Nothing
    });
    assert!(!counted.unwrap());
    assert_eq!(seen.len() as u64, inside + 2, "with the quarantine that was taken");
    assert_eq!(looks(store, box_id), before, "a count that failed changed nothing");
    wrong_state(store.publish(box_id, &a_release("autumn"), 0));
    let notes: Vec<NoteRow> = [9, 3, 6]
        .map(|id| NoteRow {
            email: GUIDE.to_owned(),
            id: [id; 16],
            sealed: vec![id; 80],
        })
        .into();
    let counted = store.count_box(box_id, now, &[], &["hanne".to_owned()], &mut |_, _, envelopes| {
        assert_eq!(envelopes.len() as u64, inside, "without the quarantine");
        CountStep::Counted(Box::new(Counted {
            list: CountedList::hide([], 1, &mut StdRng::seed_from_u64(1)),
            figures: CountedFigures::Tally(a_tally()),
            notes: notes.clone(),
            guides: vec![GUIDE.to_owned(), "later@example.org".to_owned()],
            added: vec![AddedGuide {
                email: "later@example.org".to_owned(),
                added_by: GUIDE.to_owned(),
            }],
            notes_until: i64::MAX,
        }))
    });
    assert!(counted.unwrap());
    assert_eq!(one_box(store, "med-1").state, Some(BoxState::Counted));
    for (email, reads) in [(GUIDE, true), ("later@example.org", true), ("other@example.org", false)] {
        assert_eq!(store.may_read_count(box_id, email).unwrap(), reads, "{email}");
    }
    let added = store.added_guides(box_id).unwrap();
    assert_eq!(added.len(), 1);
    assert_eq!(
        (added[0].email.as_str(), added[0].added_by.as_str()),
        ("later@example.org", GUIDE)
    );
    assert_eq!(store.tally(box_id).unwrap(), Some(a_tally()));
    assert_eq!(
        store.count_envelopes(box_id).unwrap().total(),
        0,
        "the envelopes are gone"
    );
    let kept: Vec<u8> = store
        .notes(box_id, GUIDE)
        .unwrap()
        .iter()
        .map(|note| note.id[0])
        .collect();
    assert_eq!(kept, [3, 6, 9], "by their random ids");
    assert!(store.notes(box_id, "other@example.org").unwrap().is_empty());
    sorts(store, box_id);
    let handed = store.boxes_for_tablet(&tablet(store, HANNE), true, now).unwrap();
    assert_eq!((handed[0].held, handed[0].left_out), (0, true), "left out, and told so");
    assert_eq!(
        take(store, delivery(HANNE, box_id, &marks(1, rng)), now),
        [Outcome::Refused(Refusal::TooLate)]
    );
    wrong_state(store.count_box(box_id, now, &[], &[], &mut |_, _, _| panic!("it is counted")));
    wrong_state(store.set_closing(box_id, now + 1000, now, || Ok::<_, StoreError>(())));
    wrong_state(store.close_unread(box_id, None, || Ok::<_, StoreError>(())));
}

fn publishes(store: &mut Store, box_id: BoxId) {
    assert_eq!(store.release(box_id).unwrap(), None);
    store.publish(box_id, &a_release("autumn"), CLOSES + 9000).unwrap();
    assert_eq!(store.release(box_id).unwrap(), Some(a_release("autumn")));
    assert_eq!(
        store.shares(box_id).unwrap(),
        SealedShares::default(),
        "the shares are destroyed"
    );
    wrong_state(store.publish(box_id, &a_release("another"), 0));
    assert_eq!(store.release(box_id).unwrap(), Some(a_release("autumn")), "frozen");
    assert_eq!(one_box(store, "med-1").state, Some(BoxState::Released));
}

fn closes_the_other_unread(store: &mut Store, rng: &mut StdRng) {
    let other = one_box(store, "med-2").id;
    let opening = Opening {
        key: OpeningKey::draw(rng).sealing_key(),
        guide_shares: Vec::new(),
        recovery_share: b"recovery share".to_vec(),
        round: None,
        departments: None,
    };
    store.open_box(other, &opening, OPENS).unwrap();
    let foreign = take(store, delivery(HANNE, other, &marks(1, rng)), OPENS + 1);
    assert_eq!(foreign, [Outcome::Refused(Refusal::NotYourBox)]);
    store.close_unread(other, None, || Ok::<_, StoreError>(())).unwrap();
    store.close_unread(other, None, || Ok::<_, StoreError>(())).unwrap();
    assert_eq!(one_box(store, "med-2").state, Some(BoxState::ClosedUnread));
    assert_eq!(store.shares(other).unwrap(), SealedShares::default());
    wrong_state(store.count_box(other, CLOSES, &[], &[], &mut |_, _, _| panic!("it is closed unread")));
}

fn is_kept(store: &mut Store, box_id: BoxId, folder: &Path) {
    store.tidy(CLOSES + 8999).unwrap();
    assert_eq!(store.notes(box_id, GUIDE).unwrap().len(), 3);
    assert_eq!(store.sorting(box_id, GUIDE).unwrap().as_deref(), Some(&b"second"[..]));
    let copy = folder.join("backup.db");
    store
        .back_up(&copy, trykk_hub::store::Copied::Whole, CLOSES + 8999)
        .unwrap();
    assert!(
        matches!(
            store.back_up(&copy, trykk_hub::store::Copied::Whole, CLOSES),
            Err(StoreError::File(..))
        ),
        "a backup is never overwritten"
    );
    store.tidy(CLOSES + 9000).unwrap();
    assert!(store.notes(box_id, GUIDE).unwrap().is_empty(), "notes have their time");
    assert_eq!(
        store.sorting(box_id, GUIDE).unwrap(),
        None,
        "what they were sorted into dies with them"
    );
    let late = store.change_sorting(box_id, GUIDE, |_| Ok(Some(b"later".to_vec())));
    assert!(matches!(late, Err(StoreError::NotFound(..))), "{late:?}");
    assert_eq!(store.sorting(box_id, GUIDE).unwrap(), None);
    assert_eq!(store.release(box_id).unwrap(), Some(a_release("autumn")));
}

/// A hub that was restored takes nothing until an admin has looked; then every tablet is waited for anew.
fn is_restored(store: &mut Store, box_id: BoxId, rng: &mut StdRng) {
    store.add_code(&code(8, "med-1")).unwrap();
    store.set_setting(REVIEW, "1").unwrap();
    assert_eq!(store.setting(REVIEW).unwrap().as_deref(), Some("1"));
    let sent = [delivery(HANNE, box_id, &marks(1, rng))];
    assert_eq!(
        store.store_deliveries(&sent, CLOSES).unwrap(),
        [Err(DeliveryError::InReview)]
    );
    store.end_review().unwrap();
    assert_eq!(store.setting(REVIEW).unwrap(), None);
    assert!(store.proof_keys(0).unwrap().is_empty(), "codes from before are void");
    assert!(!clear(store, box_id));
    assert_eq!(
        store.store_deliveries(&sent, CLOSES).unwrap(),
        [Ok(vec![Outcome::Refused(Refusal::TooLate)])]
    );
}

fn story(store: &mut Store, folder: &Path) {
    let mut rng = a_rng(7);
    plans(store);
    gives_the_guide_a_key(store);
    enrols(store);
    let box_id = one_box(store, "med-1").id;
    opens(store, box_id, &mut rng);
    moves(store);
    takes_deliveries(store, box_id, &mut rng);
    keeps_to_the_cap(store, box_id, &mut rng);
    quarantines(store, box_id, &mut rng);
    closes_and_is_extended(store, box_id, &mut rng);
    counts(store, box_id, &mut rng);
    publishes(store, box_id);
    closes_the_other_unread(store, &mut rng);
    is_kept(store, box_id, folder);
    is_restored(store, box_id, &mut rng);
}

/// All that a stolen tablet may bring lies in quarantine. A hub that was started anew is sent all of it again, and says that it is there: "full"
/// would tell the guide that somebody sends beside the tablet.
#[test]
fn what_a_stolen_tablet_sends_again_at_its_cap_is_known() {
    let (mut store, _folder) = a_store();
    let mut rng = a_rng(8);
    plans(&mut store);
    gives_the_guide_a_key(&mut store);
    enrols(&mut store);
    let box_id = one_box(&store, "med-1").id;
    opens(&mut store, box_id, &mut rng);
    let first = marks(1, &mut rng);
    take(&mut store, delivery(TURID, box_id, &first), OPENS + 1);
    store
        .set_tablet_state("turid", TabletState::Stolen, crate::KEEP_NOWHERE)
        .unwrap();
    let rest = marks(CAP - 1, &mut rng);
    let all_stored = vec![Outcome::Stored; CAP - 1];
    assert_eq!(take(&mut store, delivery(TURID, box_id, &rest), OPENS + 2), all_stored);
    let again = [first, rest].concat();
    assert_eq!(
        take(&mut store, delivery(TURID, box_id, &again), OPENS + 3),
        vec![Outcome::Known; CAP]
    );
    let more = marks(1, &mut rng);
    let full = [Outcome::Refused(Refusal::Full)];
    assert_eq!(take(&mut store, delivery(TURID, box_id, &more), OPENS + 4), full);
}

#[test]
fn the_story_of_a_round_on_sqlite() {
    let (mut store, folder) = a_store();
    story(&mut store, folder.path());
    let copy = Store::open_existing(&folder.path().join("backup.db")).unwrap();
    let one = one_box(&copy, "med-1");
    assert_eq!(copy.notes(one.id, GUIDE).unwrap().len(), 3);
    assert_eq!(copy.boxes().unwrap().len(), 2);
}
