//! Pulses in plans: what one is, what is wrong with one, and that a plan's file says it.

use std::collections::BTreeSet;

use trykk_hub::organisation::check::Fault;
use trykk_hub::organisation::drafts::{DraftFault, Field, Why};
use trykk_hub::organisation::edit::{EditError, find_faults};
use trykk_hub::organisation::planning::PlanningError;
use trykk_hub::organisation::pulse::{
    PulseFault, PulseRefusal, WrittenPulse, find_pulse_faults, find_pulse_of, make_pulse_deck, plan_pulse,
};
use trykk_hub::organisation::{
    Change, Organisation, Refusal, Round, SettledBox, changes, file, find_new_faults, print,
};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::kind::MAX_ID_BYTES;

const BEFORE: &str = "2026-spring-medicine";
const GUIDE: &str = "guide@example.org";
/// 21 September 2026.
const NOW: i64 = 1_790_000_000;

fn the_plan() -> Organisation {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/hospital.toml");
    file::read(&path).unwrap()
}

fn wards() -> Vec<String> {
    vec!["med-1".to_owned()]
}

fn written(items: &[&str], opens: &str, closes: &str) -> WrittenPulse {
    WrittenPulse {
        items: items.iter().map(|id| (*id).to_owned()).collect(),
        opens: opens.to_owned(),
        closes: closes.to_owned(),
    }
}

fn ask(plan: &Organisation, written: &WrittenPulse) -> Result<(String, Vec<Change>), Vec<PulseRefusal>> {
    let offered = ["recognition", "workload", "card-silence", "card-lend-a-hand"].map(str::to_owned);
    plan_pulse(plan, (BEFORE, &wards()), &offered, written, GUIDE, NOW)
}

/// The plan with a pulse, and its id.
fn with_pulse() -> (Organisation, String) {
    let mut plan = the_plan();
    let asked = written(&["recognition", "card-silence"], "2026-10-05", "2026-10-16");
    let (id, changes) = ask(&plan, &asked).unwrap();
    let [Change::PutRound(put, round)] = &changes[..] else {
        panic!("{changes:?}")
    };
    assert_eq!(*put, id);
    plan.rounds.insert(id.clone(), round.clone());
    (plan, id)
}

#[test]
fn a_pulse_asks_the_same_again_in_the_same_wards_and_its_floor_is_ten() {
    let (plan, id) = with_pulse();
    let (before, pulse) = (&plan.rounds[BEFORE], &plan.rounds[&id]);
    assert_eq!(pulse.plan.pulse_of.as_deref(), Some(BEFORE));
    assert_eq!((pulse.plan.floor, pulse.plan.mode), (10, Mode::DropIn));
    assert_eq!(pulse.boxes, [(wards(), false)]);
    let asked: Vec<_> = pulse
        .deck
        .items
        .iter()
        .map(|item| Some(item) == before.deck.item(&item.id))
        .collect();
    assert_eq!(asked, [true, true]);
    assert!(pulse.deck.id != before.deck.id && pulse.deck.themes.len() < before.deck.themes.len());
    assert_eq!(find_faults(&plan), Vec::new());
    assert_eq!(find_pulse_of(&plan, BEFORE, &wards()), Some(&id));
    assert_eq!(find_pulse_of(&plan, BEFORE, &["med-2".to_owned()]), None);
}

#[test]
fn a_plans_file_says_that_it_is_a_pulse_and_comes_back_the_same() {
    let (plan, id) = with_pulse();
    let printed = print::print(&plan);
    assert!(printed.contains(&format!("pulse_of = \"{BEFORE}\"")), "{printed}");
    let read = file::read_text(&printed, "plan.toml", std::path::Path::new(".")).unwrap();
    assert_eq!(read.rounds[&id], plan.rounds[&id]);
    assert_eq!(changes(&plan, &read).unwrap(), Vec::new());
    // Once it is settled it stays what it is.
    let (mut settled, mut ordinary) = (plan.clone(), plan.clone());
    settled.rounds.get_mut(&id).unwrap().boxes[0].1 = true;
    ordinary.rounds.get_mut(&id).unwrap().plan.pulse_of = None;
    let refused = changes(&settled, &ordinary).unwrap_err().0;
    assert!(matches!(&refused[..], [Refusal::Settled { .. }]), "{refused:?}");
}

#[test]
fn what_is_typed_wrong_is_said_at_its_field() {
    let plan = the_plan();
    let at = |field, why| PulseRefusal::At(DraftFault { field, why });
    let refused = |items: &[&str], opens: &str, closes: &str| ask(&plan, &written(items, opens, closes)).unwrap_err();
    assert_eq!(
        refused(&[], "", ""),
        [
            PulseRefusal::Items,
            at(Field::Opens, Why::Missing),
            at(Field::Closes, Why::Missing)
        ]
    );
    let four = ["recognition", "workload", "card-silence", "card-lend-a-hand"];
    assert_eq!(refused(&four, "2026-10-05", "2026-10-16"), [PulseRefusal::Items]);
    assert_eq!(
        refused(&["note-improve"], "2026-10-05", "2026-10-16"),
        [PulseRefusal::Items]
    );
    let one = &four[..1];
    assert_eq!(refused(one, "2026-09-01", "2026-10-16"), [at(Field::Opens, Why::Past)]);
    assert_eq!(
        refused(one, "2026-10-05", "2026-10-01"),
        [at(Field::Closes, Why::ClosesFirst)]
    );
    assert!(matches!(
        &refused(one, "5. oktober", "2026-10-16")[..],
        [PulseRefusal::At(DraftFault {
            field: Field::Opens,
            why: Why::Time(_)
        })]
    ));
    // Another round is open there then: 1 November to 31 December.
    let meets = refused(one, "2026-10-26", "2026-11-03");
    let [PulseRefusal::Plan(PlanningError::Edit(EditError::Faults(faults)))] = &meets[..] else {
        panic!("{meets:?}")
    };
    assert!(
        matches!(&faults[..], [Fault::Overlap { other, .. }] if other == "2026-autumn"),
        "{faults:?}"
    );
    // A second one would tell by the difference.
    let (plan, id) = with_pulse();
    let second = ask(&plan, &written(one, "2026-10-19", "2026-10-23")).unwrap_err();
    let [PulseRefusal::Plan(PlanningError::Edit(EditError::Faults(faults)))] = &second[..] else {
        panic!("{second:?}")
    };
    assert!(
        faults
            .iter()
            .any(|fault| matches!(fault, Fault::Pulse { why: PulseFault::Second(other), .. } if *other == id)),
        "{faults:?}"
    );
}

#[test]
fn a_round_that_a_file_calls_a_pulse_and_that_is_none_is_refused_in_words() {
    let (plan, id) = with_pulse();
    let faults_of = |change: &dyn Fn(&mut Round)| -> Vec<PulseFault> {
        let mut other = plan.clone();
        change(other.rounds.get_mut(&id).unwrap());
        let round = other.rounds[&id].clone();
        let faults = find_pulse_faults(&other, &[], &id, &round);
        // A file that is applied is asked the same.
        let by_file = find_new_faults(&other, &[], &[Change::PutRound(id.clone(), round)]);
        assert!(faults.iter().all(|fault| by_file.contains(fault)));
        let why = faults.into_iter().map(|fault| match fault {
            Fault::Pulse { why, .. } => why,
            other => panic!("{other:?}"),
        });
        why.collect()
    };
    let none: Vec<PulseFault> = faults_of(&|_| ());
    assert_eq!(none, []);
    let before = BEFORE.to_owned();
    assert_eq!(faults_of(&|round| round.plan.floor = 9), [PulseFault::Floor]);
    assert_eq!(faults_of(&|round| round.deck.items.clear()), [PulseFault::Questions]);
    assert_eq!(
        faults_of(&|round| round.plan.pulse_of = Some("gone".to_owned())),
        [PulseFault::NotThere("gone".to_owned())]
    );
    assert_eq!(
        faults_of(&|round| round.plan.opens = 0),
        [PulseFault::TooEarly(before.clone())]
    );
    // Closed earlier than it was planned: it may be asked again at once, and not while it is open longer.
    let closes = plan.rounds[BEFORE].plan.closes;
    let mut early = plan.rounds[&id].clone();
    early.plan.opens = closes - 5 * 86_400;
    let settled = |open| SettledBox {
        round: BEFORE.to_owned(),
        wards: wards(),
        open,
        unread: false,
    };
    let is_early = |settled: &[SettledBox], round: &Round| !find_pulse_faults(&plan, settled, &id, round).is_empty();
    assert!(is_early(&[], &early) && !is_early(&[settled(None)], &early));
    assert!(is_early(&[settled(Some((0, i64::MAX)))], &plan.rounds[&id]));
    for boxes in [vec![vec!["surg-1".to_owned()]], vec![wards(), vec!["med-2".to_owned()]]] {
        let other = |round: &mut Round| round.boxes = boxes.iter().map(|wards| (wards.clone(), false)).collect();
        assert_eq!(faults_of(&other), [PulseFault::OtherWards(before.clone())]);
    }
    let reworded = |round: &mut Round| round.deck.items[0].text.0.values_mut().for_each(|text| text.push('!'));
    let asked = plan.rounds[&id].deck.items[0].id.clone();
    assert_eq!(faults_of(&reworded), [PulseFault::OtherQuestion(asked)]);
    let mut note = plan.rounds[BEFORE].deck.clone();
    note.items.retain(|item| item.id == "note-improve");
    assert_eq!(
        faults_of(&|round| round.deck.items = note.items.clone()),
        [PulseFault::OtherQuestion("note-improve".to_owned())]
    );
    // Beside tables, or beside another pulse.
    assert!(faults_of(&|round| round.plan.pulse_of = Some("2026-spring".to_owned())).contains(&PulseFault::AtTables));
    let mut plan = plan.clone();
    let mut second = plan.rounds[&id].clone();
    second.plan.pulse_of = Some(id.clone());
    second.plan.opens = second.plan.closes;
    second.plan.closes += 86_400;
    plan.rounds.insert("second".to_owned(), second.clone());
    let faults = find_pulse_faults(&plan, &[], "second", &second);
    assert_eq!(
        faults,
        [Fault::Pulse {
            round: "second".to_owned(),
            why: PulseFault::OfPulse(id)
        }]
    );
}

#[test]
fn a_pulse_that_was_deleted_unread_makes_room_for_another() {
    let (mut plan, id) = with_pulse();
    plan.settled.push(SettledBox {
        round: id.clone(),
        wards: wards(),
        open: None,
        unread: true,
    });
    plan.rounds.get_mut(&id).unwrap().boxes[0].1 = true;
    assert_eq!(find_pulse_of(&plan, BEFORE, &wards()), None);
    let again = ask(&plan, &written(&["recognition"], "2026-10-19", "2026-10-23")).unwrap();
    assert!(again.0 != id);
    plan.settled[0].unread = false;
    assert!(ask(&plan, &written(&["recognition"], "2026-10-19", "2026-10-23")).is_err());
}

#[test]
fn the_deck_of_a_pulse_is_a_deck() {
    let deck = &the_plan().rounds[BEFORE].deck;
    for ids in [vec!["recognition"], vec!["card-silence", "workload", "recognition"]] {
        let ids: BTreeSet<String> = ids.into_iter().map(str::to_owned).collect();
        let made = make_pulse_deck(deck, &ids);
        assert_eq!(Deck::read(&made.to_toml()).unwrap(), made);
        assert_eq!(made.items.len(), ids.len());
    }
    let long = Deck {
        id: "x".repeat(MAX_ID_BYTES),
        ..deck.clone()
    };
    assert!(make_pulse_deck(&long, &BTreeSet::new()).id.len() <= MAX_ID_BYTES);
}
