//! Rounds of earlier years, with made-up figures: where it matters that they are there, and not who answered.

use rand::RngExt;
use rand::rngs::StdRng;
use trykk_hub::figures::pulse::Pulse;
use trykk_hub::figures::release::release;
use trykk_hub::figures::tally::{Sheets, Tally, blank};
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::store::{BoxRow, CountStep, Counted, CountedFigures, Opening, Store};
use trykk_shared::counted::{CountedList, list_size};
use trykk_shared::kind::Unit;

use crate::hospital::GUIDE;

fn open_box(store: &mut Store, ballot_box: &BoxRow, rng: &mut StdRng) {
    let opening = Opening {
        key: OpeningKey::draw(rng).sealing_key(),
        guide_shares: Vec::new(),
        recovery_share: Vec::new(),
        round: None,
        departments: None,
    };
    store.open_box(ballot_box.id, &opening, ballot_box.opens).expect("open");
}

fn count_box(store: &mut Store, ballot_box: &BoxRow, rng: &mut StdRng, figures: impl Fn() -> CountedFigures) {
    let list = CountedList::hide([], list_size(40, &ballot_box.shape), rng);
    let counted = store.count_box(ballot_box.id, ballot_box.closes + 1000, &[], &[], &mut |_, _, _| {
        CountStep::Counted(Box::new(Counted {
            figures: figures(),
            list: list.clone(),
            notes: Vec::new(),
            guides: vec![GUIDE.to_owned()],
            added: Vec::new(),
            notes_until: i64::MAX,
        }))
    });
    assert!(counted.expect("counted"));
}

/// Opens a pulse's box, counts it to these words and publishes them.
pub fn publish_pulse(store: &mut Store, ballot_box: &BoxRow, pulse: &Pulse, rng: &mut StdRng) {
    open_box(store, ballot_box, rng);
    count_box(store, ballot_box, rng, || CountedFigures::Pulse(pulse.clone()));
    store.publish_pulse(ballot_box.id).expect("published");
}

/// Opens a box, counts it to made-up figures of so many sheets and publishes it.
pub fn publish_box(store: &mut Store, ballot_box: &BoxRow, sheets: Sheets, rng: &mut StdRng) {
    open_box(store, ballot_box, rng);
    let round = store.round(&ballot_box.round).expect("the round");
    let mut tally = Tally {
        sheets,
        questions: blank(&round.deck, round.mode),
        unreadable: 0,
        answered: None,
    };
    for question in &mut tally.questions {
        let answers = match question.unit {
            Unit::Participant => sheets.participant,
            Unit::Table => sheets.table,
        };
        for _ in 0..answers {
            let nth = rng.random_range(0..question.counts.len());
            *question.counts.values_mut().nth(nth).expect("a value") += 1;
        }
    }
    let published = release(
        &ballot_box.round,
        &ballot_box.wards,
        ballot_box.floor,
        &round.deck,
        &tally,
    );
    count_box(store, ballot_box, rng, || CountedFigures::Tally(tally.clone()));
    let at = ballot_box.closes + 2000;
    store.publish(ballot_box.id, &published, at).expect("published");
}
