//! Twelve paper tables through one tablet: typed in from the staff menu, to the last figure and note of the count.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use trykk_kiosk::flow::{Event, Flow, MenuAct, Page, TypedAsk, TypedPart};
use trykk_kiosk::managed::Managed;
use trykk_kiosk::tablet::{SharedTablet, Tablet};
use trykk_kiosk::window::TabletBackend;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;
use trykk_shared::pin::PinHash;
use trykk_tests::hospital::{Hospital, Kiosk, deck_path, plan};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;

const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
const PIN: &str = "428317";

/// The flow of a real tablet, with its staff menu open.
fn open_menu(tablet: &Kiosk) -> Flow<TabletBackend> {
    let opened = Tablet::open(&tablet.data, tablet.clock()).unwrap();
    let managed = Managed {
        pin_hash: Some(PinHash::of(&PIN.parse().unwrap(), &mut StdRng::seed_from_u64(7))),
        ..Managed::default()
    };
    let mut flow = Flow::managed(TabletBackend::over(Some(SharedTablet::new(opened))), managed, 0);
    flow.handle(Event::Menu, 0);
    flow.handle(Event::Type(PIN.to_owned()), 0);
    flow.handle(Event::Next, 0);
    flow.handle(Event::InMenu(MenuAct::TypeIn), 0);
    flow
}

/// What somebody types where the tablet asks, reading it from this sheet: the number, or the note; "" where nobody answered.
fn read_paper(sheet: &Value, deck: &Deck, page: &trykk_kiosk::flow::TypingInPage) -> String {
    let paper = match page.part {
        TypedPart::Own => &sheet["answers"],
        TypedPart::Table => &sheet["table"],
        TypedPart::Member(member) => &sheet["members"][member - 1],
    };
    let asked = |text: &str| deck.items.iter().find(|item| item.text.get(Language::Nb) == text);
    let value = asked(&page.text).map_or(&Value::Null, |item| &paper[&item.id]);
    match (&page.ask, value) {
        (TypedAsk::Members { .. }, _) => sheet["members"].as_array().unwrap().len().to_string(),
        (TypedAsk::Note { nth, .. }, Value::Array(notes)) => notes
            .get(nth - 1)
            .map_or(String::new(), |note| note.as_str().unwrap().to_owned()),
        (TypedAsk::Card, Value::Bool(yes)) => if *yes { "1" } else { "2" }.to_owned(),
        (_, Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Types a whole sheet in, and delivers it.
fn type_in(flow: &mut Flow<TabletBackend>, sheet: &Value, deck: &Deck) {
    loop {
        let typed = match flow.view().page {
            Page::TypingIn(page) if matches!(page.ask, TypedAsk::Check(_)) => break,
            Page::TypingIn(page) => read_paper(sheet, deck, &page),
            other => panic!("{other:?}"),
        };
        flow.handle(Event::Type(typed), 0);
        flow.handle(Event::Done, 0);
    }
    flow.handle(Event::Type("0".to_owned()), 0);
    flow.handle(Event::Done, 0);
}

#[test]
fn twelve_paper_tables_through_one_tablet_come_to_the_count() {
    let plan = plan(1, 60, "table", "table", &format!("wards = [\"w1\"]\n{OPEN}"));
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.sync().done();
    let deck = Deck::read(&std::fs::read_to_string(deck_path("table.toml")).unwrap()).unwrap();
    let mut tables = Answerer::new(&deck, Mode::Table, 13);
    let mut flow = open_menu(&tablet);
    for nth in 1..=12 {
        let sheet: Value = serde_json::from_str(&tables.line(if nth % 3 == 0 { 5 } else { 4 })).unwrap();
        type_in(&mut flow, &sheet, &deck);
        assert!(matches!(flow.view().page, Page::TypingIn(page) if page.sheet == nth + 1 && page.untouched));
    }
    // A thirteenth is begun and left behind: nothing of it is counted.
    flow.handle(Event::Type("4".to_owned()), 0);
    flow.handle(Event::Done, 0);
    flow.handle(Event::Type("1".to_owned()), 0);
    flow.handle(Event::Done, 0);
    flow.handle(Event::Leave, 0);
    flow.handle(Event::Forget, 0);
    assert!(matches!(flow.view().page, Page::Menu(page) if page.told.delivered == 12 && page.told.thrown));
    drop(flow);
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w1"), tables.expected);
    assert_eq!(results["wards"][0]["sheets"]["table"], 12);
    assert_eq!(results["wards"][0]["sheets"]["participant"], tables.people);
    assert_eq!(results["wards"][0]["unreadable"], 0);
}

/// Where the round asks for codes, each sheet takes one of the pile, and a code that was used opens no second sheet.
#[test]
fn paper_sheets_take_start_codes_and_each_code_once() {
    let plan = plan(
        1,
        40,
        "station",
        "drop-in",
        &format!("wards = [\"w1\"]\ncodes = true\n{OPEN}"),
    );
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    hospital.round("confirm", &[]).done();
    let tablet = hospital.tablet("t1", "w1", None);
    let id = tablet.id();
    let printed = hospital
        .hub(&[
            "codes",
            "print",
            "--round",
            trykk_tests::hospital::ROUND,
            "--tablet",
            &id,
            "--slips",
            "8",
        ])
        .done();
    let is_code = |line: &&str| line.len() == 7 && line.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let codes: Vec<String> = printed
        .lines()
        .filter(is_code)
        .map(|code| code.replace(' ', ""))
        .collect();
    assert_eq!(codes.len(), 8);
    hospital.round("open", &[]).done();
    tablet.sync().done();
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station.toml")).unwrap()).unwrap();
    let mut people = Answerer::new(&deck, Mode::DropIn, 5);
    let mut flow = open_menu(&tablet);
    for (nth, code) in codes.iter().enumerate() {
        let sheet: Value = serde_json::from_str(&people.line(1)).unwrap();
        type_in(&mut flow, &sheet, &deck);
        if nth == 1 {
            flow.handle(Event::Type(codes[0].clone()), 0);
            flow.handle(Event::Done, 0);
            assert!(
                matches!(flow.view().page, Page::TypingIn(page) if page.fault.is_some()),
                "used"
            );
        }
        flow.handle(Event::Type(code.clone()), 0);
        flow.handle(Event::Done, 0);
        assert!(matches!(flow.view().page, Page::TypingIn(page) if page.sheet == nth + 2));
    }
    drop(flow);
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    assert_eq!(counted(&hospital.results(), "w1"), people.expected);
}
