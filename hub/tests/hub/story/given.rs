//! What the story is about: a hospital, its tablets, and what they send.

use std::collections::BTreeSet;

use rand::Rng;
use rand::rngs::StdRng;
use trykk_hub::figures::release::{Figure, Release, ReleasedQuestion};
use trykk_hub::figures::tally::{Sheets, Tally};
use trykk_hub::organisation::{Account, Organisation, Places, Role, Round, RoundPlan, Ward};
use trykk_hub::store::{ArrivedEnvelope, BoxRow, Delivery, Store, StoreError, TabletRow};
use trykk_shared::deck::{Mode, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, Unit};
use trykk_shared::protocol::{BoxHealth, Health, Outcome};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::{Envelope, sealed_bytes};

use crate::given::{a_deck, note, statement, text};

pub const OPENS: i64 = 1000;
pub const CLOSES: i64 = 2000;
pub const GUIDE: &str = "guide@example.org";
pub const HANNE: [u8; 32] = [1; 32];
pub const TURID: [u8; 32] = [2; 32];
/// What the smaller ward's tablets may deliver: a sheet of two marks for each of the eight who work there.
pub const CAP: usize = 16;

/// Two wards of one department, a guide, and a round with a box for each ward.
pub fn the_plan() -> Organisation {
    let ward = |headcount| Ward {
        name: "Ward".to_owned(),
        department: "medicine".to_owned(),
        headcount,
        closed: false,
    };
    let guide = Account {
        role: Role::Guide,
        places: Places {
            wards: vec!["med-1".to_owned()],
            departments: Vec::new(),
        },
        blocked: false,
        has_counting_key: false,
    };
    let deck = a_deck([("card", Question::Card), ("face", statement(5)), ("note", note(1))]);
    let round = Round {
        deck,
        plan: RoundPlan {
            mode: Mode::DropIn,
            opens: OPENS,
            closes: CLOSES,
            floor: 7,
            urgent: text("Ring 113"),
            codes: false,
            pulse_of: None,
        },
        boxes: vec![(vec!["med-1".to_owned()], false), (vec!["med-2".to_owned()], false)],
    };
    Organisation {
        name: "Demo hospital".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        departments: [("medicine".to_owned(), "Medicine".to_owned())].into(),
        wards: [("med-1".to_owned(), ward(8)), ("med-2".to_owned(), ward(30))].into(),
        accounts: [(GUIDE.to_owned(), guide)].into(),
        rounds: [("autumn".to_owned(), round)].into(),
        keepers: Vec::new(),
        settled: Vec::new(),
        rounds_departments: Default::default(),
        bound: Default::default(),
        holding: Default::default(),
        decks: Vec::new(),
    }
}

/// An envelope that came in, or why it was refused.
pub type Arrived = Result<ArrivedEnvelope, Refusal>;

pub fn envelope(kind: EnvelopeKind, rng: &mut StdRng) -> Arrived {
    let mut bytes = vec![0; sealed_bytes(kind)];
    rng.fill_bytes(&mut bytes);
    let envelope = Envelope::from_sealed(kind, bytes).unwrap();
    Ok(ArrivedEnvelope {
        kind,
        id: envelope.id(),
        sealed: envelope.into_sealed(),
    })
}

pub fn marks(count: usize, rng: &mut StdRng) -> Vec<Arrived> {
    (0..count)
        .map(|_| envelope(EnvelopeKind::ParticipantMark, rng))
        .collect()
}

pub fn delivery(token_hash: [u8; 32], box_id: BoxId, envelopes: &[Arrived]) -> Delivery {
    Delivery {
        token_hash,
        box_id: Some(box_id),
        envelopes: envelopes.to_vec(),
    }
}

/// What became of one delivery.
pub fn take(store: &mut Store, delivery: Delivery, now: i64) -> Vec<Outcome> {
    let mut taken = store.store_deliveries(&[delivery], now).unwrap();
    assert_eq!(taken.len(), 1);
    taken.remove(0).unwrap()
}

pub fn one_box(store: &Store, ward: &str) -> BoxRow {
    let boxes = store.boxes().unwrap();
    boxes.into_iter().find(|ballot_box| ballot_box.wards == [ward]).unwrap()
}

pub fn changed_meanwhile<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::ChangedMeanwhile(_))), "{result:?}");
}

pub fn wrong_state<T: std::fmt::Debug>(result: Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::WrongState { .. })), "{result:?}");
}

pub fn waits(box_id: BoxId, waits: bool) -> Health {
    Health {
        boxes: vec![BoxHealth {
            box_id,
            waits,
            why: None,
            troubles: BTreeSet::new(),
        }],
        checks: Vec::new(),
        condition: None,
    }
}

/// All that can be seen of a box from outside.
pub fn looks(store: &Store, box_id: BoxId) -> String {
    let boxes = store.boxes().unwrap();
    let ballot_box = boxes.iter().find(|ballot_box| ballot_box.id == box_id);
    let counted = (store.tally(box_id).unwrap(), store.release(box_id).unwrap());
    let kept = (store.notes(box_id, GUIDE).unwrap(), store.shares(box_id).unwrap());
    let inside = (
        store.count_envelopes(box_id).unwrap(),
        store.tablets_of(box_id).unwrap(),
    );
    format!("{ballot_box:?} {inside:?} {counted:?} {kept:?}")
}

pub fn a_tally() -> Tally {
    Tally {
        sheets: Sheets {
            participant: 9,
            table: 0,
        },
        questions: Vec::new(),
        unreadable: 0,
        answered: None,
    }
}

pub fn a_release(round: &str) -> Release {
    Release {
        round: round.to_owned(),
        wards: vec!["med-1".to_owned()],
        participants: 9,
        tables: 0,
        questions: vec![ReleasedQuestion {
            id: "card".to_owned(),
            unit: Unit::Participant,
            n: 6,
            figure: Figure::Hidden,
        }],
    }
}

pub fn tablet(store: &Store, token_hash: [u8; 32]) -> TabletRow {
    store.tablet_by_token(&token_hash).unwrap().unwrap()
}
