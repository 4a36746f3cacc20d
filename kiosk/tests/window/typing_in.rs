//! What was answered on paper is typed in from the staff menu: by numbers and Enter, looked over, delivered like taps, or gone.

use std::sync::Arc;

use proptest::prelude::*;
use slint::ComponentHandle;
use slint::platform::{Key, WindowEvent};
use trykk_kiosk::flow::{
    COUNTDOWN_MS, DeliveryError, Event, Flow, MENU_MS, MenuAct, NoTyping, Page, TYPING_IN_IDLE_MS, Told, TypedAsk,
    TypedPart, TypingFault, TypingInPage,
};
use trykk_kiosk::tablet::{CodesNeeded, OpenRound, Standing};
use trykk_kiosk::window::ui;
use trykk_shared::answers::{Answer, Answers, Sheet};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::kind::Unit;

use crate::by_hand::LANDSCAPE;
use crate::glass::{find, says, tap};
use crate::rehearsal::{PIN, Rehearsal, Stage, around_the_table, round, round_with_codes, station};

/// A flow in the menu.
fn in_menu(backend: Rehearsal) -> Flow<Rehearsal> {
    let mut flow = Flow::new(backend, 0);
    flow.handle(Event::Menu, 0);
    flow.handle(Event::Type(PIN.into()), 0);
    flow.handle(Event::Next, 0);
    assert!(matches!(flow.view().page, Page::Menu(_)));
    flow
}

/// The same, typing in.
fn typing(backend: Rehearsal) -> Flow<Rehearsal> {
    let mut flow = in_menu(backend);
    flow.handle(Event::InMenu(MenuAct::TypeIn), 0);
    flow
}

fn page(flow: &Flow<Rehearsal>) -> TypingInPage {
    match flow.view().page {
        Page::TypingIn(page) => *page,
        other => panic!("{other:?}"),
    }
}

fn told(flow: &Flow<Rehearsal>) -> Told {
    match flow.view().page {
        Page::Menu(page) => page.told,
        other => panic!("{other:?}"),
    }
}

/// Types, and presses Enter.
fn enter(flow: &mut Flow<Rehearsal>, text: &str) {
    flow.handle(Event::Type(text.into()), 0);
    flow.handle(Event::Done, 0);
}

fn is_check(flow: &Flow<Rehearsal>) -> bool {
    matches!(page(flow).ask, TypedAsk::Check(_))
}

/// Enters nothing until all is looked over.
fn enter_to_check(flow: &mut Flow<Rehearsal>) {
    for _ in 0..1000 {
        if is_check(flow) {
            return;
        }
        flow.handle(Event::Done, 0);
    }
    panic!("there is no end");
}

fn table() -> Rehearsal {
    Rehearsal::open(around_the_table(), Mode::Table)
}

/// A table of four as paper has it: every question answered, with notes. How many keys it takes.
fn type_table(flow: &mut Flow<Rehearsal>, deck: &Deck) -> (Sheet, usize) {
    let mut keys = 0;
    let mut press = |flow: &mut Flow<Rehearsal>, text: &str| {
        enter(flow, text);
        keys += text.chars().count() + 1;
    };
    press(flow, "4");
    let (mut common, mut members) = (Answers::new(), vec![Answers::new(); 4]);
    for part in 0..=4 {
        let unit = if part == 0 { Unit::Table } else { Unit::Participant };
        let answers = if part == 0 { &mut common } else { &mut members[part - 1] };
        for (nth, item) in deck
            .items
            .iter()
            .filter(|item| item.unit(Mode::Table) == unit)
            .enumerate()
        {
            match &item.question {
                Question::Card => {
                    let yes = (nth + part) % 2 == 0;
                    press(flow, if yes { "1" } else { "2" });
                    answers.put(&item.id, Answer::Card(yes));
                }
                Question::Score { .. } => {
                    press(flow, "7");
                    answers.put(&item.id, Answer::Score(7));
                }
                Question::Statement { faces, .. } => {
                    let face = u8::try_from((nth + part) % faces.len() + 1).unwrap();
                    press(flow, &face.to_string());
                    answers.put(&item.id, Answer::Face(face));
                }
                Question::Note { .. } => {
                    press(flow, "Mer ro.");
                    answers.put_notes(&item.id, ["Mer ro."]);
                    // There is no second one.
                    if matches!(page(flow).ask, TypedAsk::Note { nth: 2, .. }) {
                        press(flow, "");
                    }
                }
            }
        }
    }
    let sheet = Sheet::Table { table: common, members };
    (sheet, keys)
}

#[test]
fn a_table_of_four_is_typed_by_numbers_and_enter_and_delivered_as_it_stands_on_paper() {
    let mut flow = typing(table());
    assert_eq!(page(&flow).ask, TypedAsk::Members { least: 2, most: 12 });
    let (sheet, keys) = type_table(&mut flow, &around_the_table());
    let TypedAsk::Check(rows) = page(&flow).ask else {
        panic!()
    };
    assert_eq!(rows.len(), 5);
    assert_eq!((rows[0].part, rows[4].part), (TypedPart::Table, TypedPart::Member(4)));
    assert!(
        rows[0].values.starts_with("1 2 1 2 1   2 1") && rows[0].values.ends_with(" 7"),
        "{}",
        rows[0].values.as_str()
    );
    assert_eq!(rows[1].notes, 2);
    // Two a second is no fast typist: with the words of eight notes it is within three minutes.
    assert!(keys <= 3 * 60 * 2, "{keys} keys");
    // The last Enter, pressed once too often, delivers nothing.
    flow.handle(Event::Done, 0);
    assert!(is_check(&flow) && flow.backend().delivered.is_empty());
    enter(&mut flow, "0");
    assert_eq!(flow.backend().delivered.len(), 1);
    assert!(
        flow.backend().delivered[0].1 == sheet,
        "what is delivered is what stands on paper"
    );
    // The next sheet begins, and nothing of the last one is in it.
    assert_eq!((page(&flow).sheet, page(&flow).untouched), (2, true));
    flow.handle(Event::Finish, 0);
    assert_eq!(
        told(&flow),
        Told {
            delivered: 1,
            ..Told::default()
        }
    );
    assert_eq!(flow.backend().answering, None);
}

#[test]
fn what_is_wrong_is_corrected_before_it_is_delivered() {
    let mut flow = typing(table());
    enter(&mut flow, "13");
    assert_eq!(page(&flow).fault, Some(TypingFault::NotTaken));
    flow.handle(Event::Erase, 0);
    flow.handle(Event::Erase, 0);
    enter(&mut flow, "2");
    for wrong in ["3", "0", "11"] {
        enter(&mut flow, wrong);
        assert_eq!(page(&flow).fault, Some(TypingFault::NotTaken), "a card takes 1 and 2");
        while !page(&flow).typed.is_empty() {
            flow.handle(Event::Erase, 0);
        }
    }
    enter(&mut flow, "1");
    // Back: what stood there stands there, the next digit takes its place, and Enter alone keeps it.
    flow.handle(Event::Back, 0);
    assert_eq!((page(&flow).number, page(&flow).typed.as_str()), (1, "1"));
    enter(&mut flow, "2");
    flow.handle(Event::Back, 0);
    flow.handle(Event::Done, 0);
    enter_to_check(&mut flow);
    let TypedAsk::Check(rows) = page(&flow).ask else {
        panic!()
    };
    assert!(rows[0].values.starts_with("2 – –"), "{}", rows[0].values.as_str());
    // A line by its number; behind it comes the look at all of them again.
    enter(&mut flow, "9");
    assert_eq!(page(&flow).fault, Some(TypingFault::NotTaken), "there are three papers");
    enter(&mut flow, "3");
    assert_eq!((page(&flow).part, page(&flow).number), (TypedPart::Member(2), 1));
    enter(&mut flow, "4");
    enter_to_check(&mut flow);
    let TypedAsk::Check(rows) = page(&flow).ask else {
        panic!()
    };
    assert!(rows[2].values.starts_with("4 –"), "{}", rows[2].values.as_str());
    // An answer that is taken away, and fewer people than were typed.
    enter(&mut flow, "1");
    flow.handle(Event::Erase, 0);
    flow.handle(Event::Done, 0);
    assert!(page(&flow).number == 2);
    enter_to_check(&mut flow);
    flow.handle(Event::Deliver, 0);
    let mut second = Answers::new();
    second.put(
        &around_the_table()
            .items
            .iter()
            .find(|item| item.unit(Mode::Table) == Unit::Participant)
            .unwrap()
            .id,
        Answer::Face(4),
    );
    let expected = Sheet::Table {
        table: Answers::new(),
        members: vec![Answers::new(), second],
    };
    assert!(flow.backend().delivered[0].1 == expected);
}

#[test]
fn a_sheet_on_which_nobody_answered_is_not_delivered() {
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    assert!(page(&flow).untouched);
    enter_to_check(&mut flow);
    enter(&mut flow, "0");
    assert_eq!(page(&flow).fault, Some(TypingFault::Blank));
    assert!(flow.backend().delivered.is_empty());
    // It can be left without a word: nothing is lost.
    flow.handle(Event::Leave, 0);
    assert_eq!(told(&flow), Told::default());
}

#[test]
fn a_sheet_that_is_thrown_away_is_gone_and_the_menu_says_so() {
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    enter(&mut flow, "4");
    flow.handle(Event::Leave, 0);
    assert!(matches!(flow.view().page, Page::Throwing));
    flow.handle(Event::Stay, 0);
    assert_eq!(page(&flow).number, 2);
    flow.handle(Event::Leave, 0);
    flow.handle(Event::Forget, 0);
    assert_eq!(
        told(&flow),
        Told {
            thrown: true,
            ..Told::default()
        }
    );
    assert_eq!((flow.backend().answering, flow.backend().delivered.len()), (None, 0));
    // Said until something else is done.
    flow.handle(Event::InMenu(MenuAct::Send), 0);
    assert_eq!(told(&flow), Told::default());
}

#[test]
fn ten_minutes_are_waited_and_then_what_was_not_delivered_is_gone_and_that_is_said() {
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    enter(&mut flow, "4");
    flow.tick(MENU_MS + 1);
    assert_eq!(
        page(&flow).number,
        2,
        "the menu's minute is too short for whoever types"
    );
    flow.tick(TYPING_IN_IDLE_MS - 1);
    assert_eq!(flow.view().countdown, None);
    flow.tick(TYPING_IN_IDLE_MS);
    assert_eq!(flow.view().countdown, Some(COUNTDOWN_MS / 1000));
    let left = TYPING_IN_IDLE_MS + COUNTDOWN_MS;
    flow.tick(left);
    assert!(matches!(flow.view().page, Page::LeftBehind));
    assert_eq!((flow.backend().answering, flow.backend().delivered.len()), (None, 0));
    // It stands there for whoever comes back, and goes by itself.
    flow.tick(left + TYPING_IN_IDLE_MS - 1);
    assert!(matches!(flow.view().page, Page::LeftBehind));
    flow.tick(left + TYPING_IN_IDLE_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    // Where nothing was typed there is nothing to say.
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    flow.tick(TYPING_IN_IDLE_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
}

#[test]
fn nothing_is_typed_in_where_no_round_takes_it() {
    let ward = || "Medisinsk sengepost 1".to_owned();
    for (standing, why) in [
        (Standing::NoRound { ward: ward() }, NoTyping::NoRound),
        (Standing::NotEnrolled, NoTyping::NoRound),
        (Standing::Damaged, NoTyping::NoRound),
        (
            Standing::Full {
                ward: ward(),
                round: "r".into(),
            },
            NoTyping::Full,
        ),
        (
            Standing::Open(Arc::new(OpenRound {
                codes: CodesNeeded::NotPrinted,
                ..round_with_codes()
            })),
            NoTyping::NoCodes,
        ),
    ] {
        let flow = typing(Rehearsal::standing(standing));
        assert_eq!(told(&flow).refused, Some(why));
        assert_eq!(flow.backend().answering, None);
    }
    // One that closes meanwhile takes the sheet that was begun, and none after it.
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    enter(&mut flow, "4");
    flow.backend_mut().standing = Standing::NoRound { ward: ward() };
    flow.tick(10);
    enter_to_check(&mut flow);
    enter(&mut flow, "0");
    assert_eq!(flow.backend().delivered.len(), 1);
    assert_eq!(
        (told(&flow).delivered, told(&flow).refused),
        (1, Some(NoTyping::NoRound))
    );
}

#[test]
fn what_cannot_be_stored_stays_to_be_delivered_again() {
    let mut flow = typing(Rehearsal::open(station(), Mode::DropIn));
    enter(&mut flow, "4");
    enter_to_check(&mut flow);
    flow.backend_mut().fault = Some(DeliveryError::DiskFull);
    enter(&mut flow, "0");
    assert_eq!(
        page(&flow).fault,
        Some(TypingFault::NotDelivered(DeliveryError::DiskFull))
    );
    flow.backend_mut().fault = None;
    enter(&mut flow, "0");
    assert_eq!(flow.backend().delivered.len(), 1);
}

/// Where the round asks for codes, each sheet takes one: looked at like any other, and spent by the delivery alone.
#[test]
fn a_sheet_takes_a_start_code_where_the_round_asks_for_one() {
    let mut backend = Rehearsal::standing(Standing::Open(Arc::new(round_with_codes())));
    backend.codes = vec!["042 917".to_owned()];
    backend.code_wait = 4000;
    let mut flow = typing(backend);
    enter(&mut flow, "4");
    enter_to_check(&mut flow);
    enter(&mut flow, "0");
    assert_eq!(page(&flow).ask, TypedAsk::Code { looking: false });
    enter(&mut flow, "04291");
    assert_eq!(page(&flow).ask, TypedAsk::Code { looking: false }, "six digits");
    enter(&mut flow, "8");
    assert_eq!(page(&flow).ask, TypedAsk::Code { looking: true });
    flow.tick(3999);
    enter(&mut flow, "1");
    assert!(flow.backend().delivered.is_empty());
    flow.tick(4000);
    assert_eq!(page(&flow).fault, Some(TypingFault::WrongCode));
    assert!(flow.backend().used_codes.is_empty());
    // The round is over, or the disk not readable: no other code would be better.
    flow.backend_mut().codes_fail = true;
    enter(&mut flow, "042917");
    flow.tick(8000);
    assert_eq!(
        page(&flow).fault,
        Some(TypingFault::NotDelivered(DeliveryError::Failed))
    );
    flow.backend_mut().codes_fail = false;
    enter(&mut flow, "0");
    enter(&mut flow, "042917");
    flow.tick(12_000);
    assert_eq!(
        (flow.backend().used_codes.clone(), flow.backend().delivered.len()),
        (vec![7], 1)
    );
    assert_eq!(page(&flow).sheet, 2);
}

/// With real keys on a real window, and then with fingers alone.
#[test]
fn keys_and_fingers_type_a_sheet() {
    let stage = Stage::new(
        Rehearsal::standing(Standing::Open(Arc::new(round(station(), Mode::DropIn)))),
        LANDSCAPE,
    );
    let key = |text: slint::SharedString| stage.app().window().dispatch_event(WindowEvent::KeyPressed { text });
    stage.app().global::<ui::StaffMenu>().invoke_open();
    for digit in PIN.chars() {
        key(digit.into());
    }
    key(Key::Return.into());
    stage.pass(1000);
    tap(&stage, "Legg inn papir");
    key("4".into());
    // Keys that are no digits type nothing.
    for odd in [Key::LeftArrow, Key::F1, Key::Escape, Key::Tab, Key::Delete] {
        key(odd.into());
    }
    key("x".into());
    key(Key::Return.into());
    stage.pass(1000);
    assert!(says(&stage, "2. "));
    tap(&stage, "3");
    tap(&stage, "Neste");
    while find(&stage, "Lever arket").is_none() {
        key(Key::Return.into());
        stage.pass(1000);
    }
    assert!(says(&stage, "4 3 – – –"));
    tap(&stage, "Lever arket");
    stage.pass(1000);
    let mut expected = Answers::new();
    expected.put(&station().items[0].id, Answer::Face(4));
    expected.put(&station().items[1].id, Answer::Face(3));
    let delivered = stage.window.with_backend(|backend| backend.delivered.clone());
    assert!(delivered.len() == 1 && delivered[0].1 == Sheet::DropIn(expected));
    let left = stage.app().global::<ui::TypingIn>();
    assert_eq!(
        (left.get_typed().as_str(), slint::Model::row_count(&left.get_rows())),
        ("", 0)
    );
    tap(&stage, "Ferdig");
    assert!(says(&stage, "1 papirark er levert."));
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => "[0-9]{1,2}".prop_map(Event::Type),
        2 => "[a-zæøå -]{1,3}".prop_map(Event::Type),
        20 => Just(Event::Done),
        4 => Just(Event::Erase),
        5 => Just(Event::Back),
        2 => (0_usize..6).prop_map(Event::Change),
        3 => Just(Event::Deliver),
        1 => Just(Event::Leave),
        1 => Just(Event::Stay),
        1 => Just(Event::Forget),
        1 => Just(Event::Finish),
        1 => Just(Event::InMenu(MenuAct::TypeIn)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is pressed: what is delivered is a sheet of the round with an answer on it, and nobody is said to answer elsewhere.
    #[test]
    fn a_walk_through_paper_delivers_sheets_of_the_round_alone(events in prop::collection::vec(event(), 1..300), at_table in any::<bool>()) {
        let (deck, mode) = match at_table {
            true => {
                let mut deck = around_the_table();
                let mut seen = Vec::new();
                deck.items.retain(|item| {
                    let kind = std::mem::discriminant(&item.question);
                    let is_first = !seen.contains(&kind);
                    seen.push(kind);
                    is_first
                });
                (deck, Mode::Table)
            }
            false => (station(), Mode::DropIn),
        };
        let mut flow = typing(Rehearsal::open(deck.clone(), mode));
        for event in events {
            let before = flow.backend().delivered.len();
            let looked_over = matches!(&flow.view().page, Page::TypingIn(page) if matches!(page.ask, TypedAsk::Check(_)));
            flow.handle(event, 0);
            for (_, sheet) in &flow.backend().delivered[before..] {
                prop_assert!(looked_over && sheet.check(&deck, mode).is_ok() && !sheet.is_blank());
            }
            let answers = matches!(flow.view().page, Page::TypingIn(_) | Page::Throwing);
            prop_assert_eq!(flow.backend().answering.is_some(), answers);
        }
    }
}
