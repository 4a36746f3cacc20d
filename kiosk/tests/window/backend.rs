//! The window's backend over a real tablet on a real disk.

use std::collections::BTreeSet;

use trykk_kiosk::flow::{Ask, Backend, Event, Flow, Page, Question};
use trykk_kiosk::settings::{Enrolment, Token};
use trykk_kiosk::tablet::{Replies, SharedTablet, Standing, Tablet};
use trykk_kiosk::window::TabletBackend;
use trykk_shared::clock::Clock;
use trykk_shared::counted::{CountNumber, CountedList};
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Texts;
use trykk_shared::protocol::{BoxInfo, BoxState, Condition, Level, Manifest, TabletTrouble, WardName};
use trykk_shared::protocol_version::{
    PROTOCOL, PROTOCOL_WITH_CONDITION, PROTOCOL_WITH_TROUBLES, PROTOCOL_WITH_TWO_CLOSINGS,
};
use trykk_shared::randomness::system_rng;
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::SealingKey;
use trykk_shared::start_code::CodeList;
use trykk_shared::waiting::Waiting;

use crate::rehearsal::station;

// 2026-12-31 23:00 UTC: the end of the year in Oslo.
pub const CLOSES: i64 = 1_798_758_000;

pub fn manifest(state: BoxState) -> Manifest {
    let ward = WardName {
        id: "med-1".into(),
        name: "Medisinsk sengepost 1".into(),
    };
    let mut key = [0; 32];
    key[0] = 9;
    Manifest {
        protocol: PROTOCOL,
        incarnation: "first".into(),
        now: CLOSES - 86_400,
        ward: ward.clone(),
        tablet: "tablet-1".into(),
        time_zone: "Europe/Oslo".into(),
        out_of_use: false,
        slot_seconds: 3600,
        contact: None,
        hub_version: None,
        hub_key: None,
        staff_pin: None,
        for_staff: None,
        boxes: vec![BoxInfo {
            id: BoxId([5; 16]),
            round: "2026-autumn".into(),
            state,
            key: SealingKey::from_bytes(&key).unwrap(),
            wards: vec![ward],
            mode: Mode::DropIn,
            deck: Some(station()),
            opens: 0,
            closes: CLOSES,
            floor: 7,
            urgent: Texts::default(),
            asks_for_code: false,
            codes: None,
            most_sheets: None,
            closed_for_good: false,
            held: 0,
            left_out: false,
            counted: None,
            here: true,
            pulse: false,
        }],
    }
}

pub fn enrolment() -> Enrolment {
    Enrolment {
        address: "hub.example.org:8443".into(),
        fingerprint: String::new(),
        tablet: "tablet-1".into(),
        ward: "med-1".into(),
        token: Token("token".into()),
    }
}

pub fn tablet(folder: &std::path::Path) -> SharedTablet {
    let mut tablet = Tablet::open(folder, Clock::starting_at(CLOSES - 86_400)).unwrap();
    tablet.take_enrolment(enrolment(), 0).unwrap();
    tablet.take_manifest(manifest(BoxState::Open)).unwrap();
    SharedTablet::new(tablet)
}

pub fn answered(flow: &mut Flow<TabletBackend>) {
    flow.handle(Event::Start, 0);
    flow.handle(Event::Face(4), 0);
    while !matches!(flow.view().page, Page::Overview(_)) {
        flow.handle(Event::Skip, 0);
    }
}

#[test]
fn a_delivery_is_on_the_disk_when_it_is_said_and_off_it_when_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    let Page::Welcome(welcome) = flow.view().page else {
        panic!("no welcome")
    };
    assert_eq!((welcome.last_day, welcome.wards.len()), ((31, 12), 1));
    answered(&mut flow);
    assert_eq!(
        tablet.lock().waiting_and_sent(),
        (0, 0),
        "nothing is stored before it is delivered"
    );
    assert!(
        tablet.lock().health(Condition::default()).boxes[0].waits,
        "somebody is answering"
    );
    flow.handle(Event::Deliver, 0);
    assert!(matches!(flow.view().page, Page::Thanks { .. }));
    let shape = station().shape(Mode::DropIn);
    let envelopes = shape.participant_marks + shape.participant_notes;
    assert_eq!(tablet.lock().waiting_and_sent(), (envelopes, 0));
    flow.handle(Event::TakeBack, 1000);
    assert!(matches!(flow.view().page, Page::TakenBack { gone: true }));
    assert_eq!(tablet.lock().waiting_and_sent(), (0, 0));
    // As long as the round is open somebody may still answer, whatever is stored.
    assert!(tablet.lock().health(Condition::default()).boxes[0].waits);
    // Closed, it may be opened again: until it is closed for good nobody hears whether something waits.
    tablet.lock().take_manifest(manifest(BoxState::Closed)).unwrap();
    assert!(tablet.lock().health(Condition::default()).boxes[0].waits);
    tablet.lock().take_manifest(closed_for_good()).unwrap();
    assert!(!tablet.lock().health(Condition::default()).boxes[0].waits);
}

/// Whoever began before the closing finishes, and their sheet leaves with the others: none leaves while they answer, and none
/// alone behind them.
#[test]
fn what_is_left_leaves_when_nobody_is_answering_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    answered(&mut flow);
    flow.handle(Event::Deliver, 0);
    flow.handle(Event::Finish, 0);
    answered(&mut flow);
    assert!(tablet.lock().find_due().is_empty(), "one alone");
    tablet.lock().take_manifest(manifest(BoxState::Closed)).unwrap();
    assert!(tablet.lock().find_due().is_empty(), "it may be opened again");
    tablet.lock().take_manifest(closed_for_good()).unwrap();
    assert!(tablet.lock().find_due().is_empty(), "somebody is answering");
    flow.handle(Event::Deliver, 0);
    flow.handle(Event::Finish, 0);
    let due = tablet.lock().find_due();
    let shape = station().shape(Mode::DropIn);
    assert_eq!(due[0].1.len(), 2 * (shape.participant_marks + shape.participant_notes));
    // A hub that says that people can answer again is not believed.
    tablet.lock().take_manifest(manifest(BoxState::Open)).unwrap();
    assert!(matches!(tablet.lock().standing(), Standing::Closed { .. }));
    assert!(!tablet.lock().find_due().is_empty());
}

/// The clock's battery is dead and the hub is away: the tablet goes by what it last heard, and people answer.
#[test]
fn people_answer_on_a_tablet_whose_clock_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    drop(tablet(folder.path()));
    let anew = Tablet::open(folder.path(), Clock::starting_at(0)).unwrap();
    assert!(matches!(anew.standing(), Standing::Open(_)));
    let mut flow = Flow::new(TabletBackend::over(Some(SharedTablet::new(anew))), 0);
    answered(&mut flow);
    flow.handle(Event::Deliver, 0);
    assert!(matches!(flow.view().page, Page::Thanks { .. }));
}

/// A tablet's clock was three weeks behind, or ahead, when it heard the hub; then it is set right, while the tablet runs, while it is
/// off, or both. The round goes on, and ends when it ends.
#[test]
fn a_clock_that_is_set_right_closes_no_round() {
    const DAY: i64 = 86_400;
    for off in [-21 * DAY, 21 * DAY, -50 * 365 * DAY, 0] {
        for restarts in [0, 1, 2] {
            let folder = tempfile::tempdir().unwrap();
            let open = |now: i64| Tablet::open(folder.path(), Clock::starting_at(now)).unwrap();
            let mut tablet = open(CLOSES - DAY + off);
            tablet.take_enrolment(enrolment(), 0).unwrap();
            tablet.take_manifest(manifest(BoxState::Open)).unwrap();
            // No time passes within this process.
            let now = [CLOSES - DAY, CLOSES - DAY / 2, CLOSES - 100][restarts];
            if restarts > 0 {
                drop(tablet);
                tablet = open(CLOSES - DAY / 2);
            }
            if restarts == 2 {
                tablet.note_time().unwrap();
                drop(tablet);
                tablet = open(now);
            }
            tablet.set_clock(Clock::starting_at(now));
            assert!(matches!(tablet.standing(), Standing::Open(_)), "{off} {restarts}");
            tablet.note_time().unwrap();
            assert!(matches!(tablet.standing(), Standing::Open(_)), "{off} {restarts}");
            drop(tablet);
            let over = open(CLOSES + 100);
            assert!(matches!(over.standing(), Standing::Closed { .. }), "{off} {restarts}");
        }
    }
}

/// What is to be taken back waits for seconds that pass, whatever the clock shows.
#[test]
fn a_clock_that_is_set_back_keeps_no_answer_from_leaving_and_one_set_on_takes_no_second_away() {
    for step in [-30 * 86_400, 30 * 86_400] {
        let folder = tempfile::tempdir().unwrap();
        let tablet = tablet(folder.path());
        let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
        answered(&mut flow);
        flow.handle(Event::Deliver, 0);
        assert!(matches!(flow.view().page, Page::Thanks { .. }));
        tablet.lock().set_clock(Clock::starting_at(CLOSES - 86_400 + step));
        flow.handle(Event::TakeBack, 1000);
        assert!(matches!(flow.view().page, Page::TakenBack { gone: true }), "{step}");
    }
}

/// A hub that is silent for an hour is not said to be silent for days because the tablet's clock was set right.
#[test]
fn a_clock_that_is_set_alarms_nobody_about_the_hub() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut tablet = tablet.lock();
    tablet
        .change_settings(|settings| settings.last_problem = Some("no answer".into()))
        .unwrap();
    for step in [-30 * 86_400, 30 * 86_400] {
        tablet.set_clock(Clock::starting_at(CLOSES + step));
        assert!(!tablet.is_offline(), "{step}");
    }
}

/// A hub that knows one closing only: what is left leaves at it, and people answer again when it opens the round again.
#[test]
fn what_an_older_hub_closes_leaves_and_may_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let older = Manifest {
        protocol: PROTOCOL_WITH_TWO_CLOSINGS - 1,
        ..manifest(BoxState::Closed)
    };
    // One that has spoken a newer protocol does not become older: somebody else speaks in its name.
    tablet.lock().take_manifest(older.clone()).unwrap();
    assert!(tablet.lock().health(Condition::default()).boxes[0].waits);
    tablet.lock().take_enrolment(enrolment(), 0).unwrap();
    tablet.lock().take_manifest(older).unwrap();
    assert!(!tablet.lock().health(Condition::default()).boxes[0].waits);
    let again = Manifest {
        protocol: PROTOCOL_WITH_TWO_CLOSINGS - 1,
        ..manifest(BoxState::Open)
    };
    tablet.lock().take_manifest(again).unwrap();
    assert!(matches!(tablet.lock().standing(), Standing::Open(_)));
}

/// The last person has just delivered when the round is closed for good: the others wait until nothing can be taken back, and all
/// leave together.
#[test]
fn nobodys_sheet_leaves_by_itself_because_it_could_still_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    let deliver = |flow: &mut Flow<TabletBackend>| {
        answered(flow);
        flow.tick(500);
        flow.handle(Event::Deliver, 1000);
    };
    deliver(&mut flow);
    flow.handle(Event::Finish, 2000);
    deliver(&mut flow);
    tablet.lock().take_manifest(closed_for_good()).unwrap();
    tablet.lock().set_answering(None);
    assert!(tablet.lock().find_due().is_empty(), "the second can be taken back");
    flow.handle(Event::Finish, 3000);
    let due = tablet.lock().find_due();
    assert_eq!(due[0].1.len(), 2 * 13);
}

/// A hub that does not say what is asked, or asks something else, does not have fewer than five people's envelopes leave.
#[test]
fn what_five_people_are_is_settled_when_a_round_is_first_seen() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    answered(&mut flow);
    flow.tick(500);
    flow.handle(Event::Deliver, 1000);
    flow.handle(Event::Finish, 2000);
    let mut other = manifest(BoxState::Open);
    other.boxes[0].deck.as_mut().unwrap().items.truncate(1);
    tablet.lock().take_manifest(other).unwrap();
    assert!(tablet.lock().find_due().is_empty());
    assert!(matches!(tablet.lock().standing(), Standing::KeyChanged { .. }));
    let mut none = manifest(BoxState::Open);
    none.boxes[0].deck = None;
    tablet.lock().take_manifest(none).unwrap();
    assert!(tablet.lock().find_due().is_empty());
    tablet.lock().take_manifest(manifest(BoxState::Open)).unwrap();
    assert!(matches!(tablet.lock().standing(), Standing::Open(_)));
}

fn closed_for_good() -> Manifest {
    let mut manifest = manifest(BoxState::Closed);
    manifest.boxes[0].closed_for_good = true;
    manifest
}

/// The hub hears why something waits once nobody can answer any more, and how the tablet is at every contact; an older hub hears neither.
#[test]
fn the_hub_hears_why_something_waits_only_once_the_round_is_closed_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let condition = Condition {
        version: "1.2.3".to_owned(),
        battery: Some(Level::Low),
        ..Condition::default()
    };
    let said = || {
        let health = tablet.lock().health(condition.clone());
        (health.boxes[0].waits, health.boxes[0].why, health.condition)
    };
    assert_eq!(said(), (true, None, Some(condition.clone())));
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    answered(&mut flow);
    flow.handle(Event::Deliver, 0);
    flow.handle(Event::Finish, 0);
    assert_eq!(
        said(),
        (true, None, Some(condition.clone())),
        "whether anybody answered"
    );
    tablet.lock().take_manifest(closed_for_good()).unwrap();
    assert_eq!(said(), (true, Some(Waiting::Slot), Some(condition.clone())));
    // Nor whether somebody is answering still.
    tablet.lock().set_answering(Some(BoxId([5; 16])));
    assert_eq!(said().1, Some(Waiting::Slot));
    tablet.lock().set_answering(None);
    let refused = Replies {
        refused: [(BoxId([5; 16]), [Refusal::Full].into())].into(),
        ..Replies::default()
    };
    tablet.lock().end_slot(0, &refused).unwrap();
    assert_eq!(said(), (true, Some(Waiting::Full), Some(condition.clone())));
    // A round beside it that has another key now keeps this one from nothing.
    let mut two = closed_for_good();
    let beside = BoxInfo {
        id: BoxId([6; 16]),
        ..two.boxes[0].clone()
    };
    two.boxes.push(beside);
    tablet.lock().take_manifest(two.clone()).unwrap();
    two.boxes[1].key = SealingKey::from_bytes(&[11; 32]).unwrap();
    tablet.lock().take_manifest(two).unwrap();
    let health = tablet.lock().health(condition.clone());
    let whys: Vec<_> = health.boxes.iter().map(|said| said.why).collect();
    assert_eq!(whys, [Some(Waiting::Full), Some(Waiting::OtherQuestions)]);
    let older = Manifest {
        protocol: PROTOCOL_WITH_CONDITION - 1,
        ..closed_for_good()
    };
    tablet.lock().take_manifest(older).unwrap();
    assert_eq!(said(), (true, None, None));
}

/// A tablet whose program is older than its hub's says so; of a newer one there is nothing to say.
#[test]
fn a_tablet_says_that_its_hub_is_newer() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    for (version, newer) in [
        (None, None),
        (Some("0.0.1"), None),
        (Some(env!("CARGO_PKG_VERSION")), None),
        (Some("999.0.0"), Some("999.0.0")),
    ] {
        let told = Manifest {
            hub_version: version.map(str::to_owned),
            ..manifest(BoxState::Open)
        };
        tablet.lock().take_manifest(told).unwrap();
        assert_eq!(tablet.lock().newer_hub(), newer);
    }
}

/// One who presses sheet after sheet is noticed, and delayed by nothing. The hub hears of it once nothing waits: before, it would tell
/// of sheets that have not left.
#[test]
fn sheets_that_come_faster_than_people_can_answer_are_said_once_all_have_left() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    let press_through = |flow: &mut Flow<TabletBackend>, then: Event| {
        flow.handle(Event::Start, 0);
        while !matches!(flow.view().page, Page::Overview(_)) {
            let next = match flow.view().page {
                Page::Question(Question {
                    ask: Ask::Face { .. }, ..
                }) => Event::Face(4),
                Page::Question(Question {
                    ask: Ask::Card { .. }, ..
                }) => Event::Card(true),
                _ => Event::Skip,
            };
            flow.handle(next, 0);
        }
        flow.tick(500);
        flow.handle(Event::Deliver, 1000);
        assert!(matches!(flow.view().page, Page::Thanks { .. }));
        flow.handle(then, 2000);
    };
    let noted = || !tablet.lock().settings().troubles.is_empty();
    for _ in 0..8 {
        press_through(&mut flow, Event::TakeBack);
        flow.handle(Event::Finish, 2000);
        assert!(!noted(), "what is taken back counts for nothing");
    }
    // Five are enough where no time passes at all; a slow machine takes some.
    let mut pressed = 0;
    while !noted() && pressed < 100 {
        press_through(&mut flow, Event::Finish);
        pressed += 1;
    }
    assert!(noted() && pressed >= 5);
    tablet.lock().set_answering(None);
    let told = || tablet.lock().health(Condition::default()).boxes[0].troubles.clone();
    assert!(told().is_empty(), "they wait");
    let sent: BTreeSet<_> = tablet.lock().find_due()[0]
        .1
        .iter()
        .map(|envelope| envelope.id())
        .collect();
    assert_eq!(tablet.lock().waiting_and_sent(), (sent.len(), 0));
    tablet.lock().record_replies(&sent, &BTreeSet::new()).unwrap();
    assert_eq!(told(), [TabletTrouble::TooFast].into());
    // An older hub takes no health that names it.
    let older = Manifest {
        protocol: PROTOCOL_WITH_TROUBLES - 1,
        ..manifest(BoxState::Open)
    };
    tablet.lock().take_manifest(older).unwrap();
    assert!(told().is_empty());
}

#[test]
fn somebody_who_guesses_codes_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let codes = CodeList::new([1; 16], vec![[2; 16]; 512]).unwrap();
    let mut asking = manifest(BoxState::Open);
    asking.boxes[0].asks_for_code = true;
    asking.boxes[0].codes = Some(codes);
    tablet.lock().take_manifest(asking).unwrap();
    let told = || tablet.lock().health(Condition::default()).boxes[0].troubles.clone();
    for nth in 1..=20 {
        assert!(told().is_empty(), "{nth}");
        let guess = "100000".parse().unwrap();
        assert!(tablet.lock().check_code(BoxId([5; 16]), &guess).is_err());
    }
    assert_eq!(told(), [TabletTrouble::ManyWrongCodes].into());
}

#[test]
fn someone_who_began_before_closing_may_finish_and_after_the_count_it_is_too_late() {
    for (state, page) in [(BoxState::Closed, "thanks"), (BoxState::Counted, "too late")] {
        let folder = tempfile::tempdir().unwrap();
        let tablet = tablet(folder.path());
        let mut flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
        answered(&mut flow);
        tablet.lock().take_manifest(manifest(state)).unwrap();
        flow.tick(500);
        flow.handle(Event::Deliver, 1000);
        let shown = flow.view().page;
        match page {
            "thanks" => assert!(matches!(shown, Page::Thanks { .. })),
            _ => assert!(matches!(
                shown,
                Page::NotDelivered(trykk_kiosk::flow::DeliveryError::TooLate)
            )),
        }
        flow.handle(Event::Finish, 2000);
        assert!(matches!(flow.view().page, Page::Closed { .. }));
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_said_and_takes_nothing() {
    let mut backend = TabletBackend::over(None);
    assert_eq!(backend.standing(), trykk_kiosk::tablet::Standing::Damaged);
    backend.set_answering(Some(BoxId([5; 16])));
    assert!(!backend.offline());
}

/// What a tablet has forgotten it looks for in no count: a hub that is put back may count such a box once more, and a tablet that holds
/// nothing would find all of it.
#[test]
fn a_box_that_was_over_once_is_checked_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let tablet = tablet(folder.path());
    let counted = |state, number| {
        let mut manifest = manifest(state);
        manifest.boxes[0].counted = Some(CountNumber([number; 32]));
        manifest
    };
    let unchecked = |manifest: &Manifest| tablet.lock().find_unchecked(manifest).len();
    assert_eq!(unchecked(&counted(BoxState::Counted, 1)), 1);
    assert_eq!(
        unchecked(&counted(BoxState::Released, 1)),
        1,
        "it slept: it looks before it forgets"
    );
    let list = CountedList::hide([], 1, &mut system_rng());
    let number = list.number(BoxId([5; 16]));
    tablet.lock().check_count(BoxId([5; 16]), number, &list).unwrap();
    let mut same = manifest(BoxState::Released);
    same.boxes[0].counted = Some(number);
    assert_eq!(unchecked(&same), 0, "once");
    tablet.lock().take_manifest(same).unwrap();
    assert!(tablet.lock().health(Condition::default()).checks[0].whole);
    tablet.lock().take_manifest(manifest(BoxState::Closed)).unwrap();
    assert_eq!(unchecked(&counted(BoxState::Counted, 2)), 0);
    tablet.lock().take_manifest(counted(BoxState::Counted, 2)).unwrap();
    let checks = tablet.lock().health(Condition::default()).checks;
    assert_eq!(
        (checks.len(), checks[0].number),
        (1, number),
        "what it found while it held them"
    );
}
