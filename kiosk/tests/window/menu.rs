//! The staff menu: a long press and a PIN lead to it, and nothing else does; it leaves by itself.

use trykk_kiosk::flow::{
    EnrolmentError, EnrolmentProgress, Event, Flow, HOLD_MS, MENU_MS, MenuAct, Page, PinFault, StickFault, Task, Wish,
};
use trykk_kiosk::managed::Managed;
use trykk_kiosk::panel::{Knob, Levels, Turn};
use trykk_kiosk::tablet::Standing;
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;
use trykk_shared::pin::{Pin, PinHash};

use crate::glass::{Place, label, says, tap, texts};
use crate::rehearsal::{PIN, Rehearsal, Stage, kept_pin, station};
use crate::scenes::{Do, drop_in, perform};

fn flow() -> Flow<Rehearsal> {
    Flow::new(Rehearsal::open(station(), Mode::DropIn), 0)
}

/// A finger stays on the name for so long; gives when it lifted.
fn hold(flow: &mut Flow<Rehearsal>, from: u64, long: u64) -> u64 {
    flow.handle(Event::Touched, from);
    flow.handle(Event::HoldBegan, from);
    for now in (from..from + long).step_by(500) {
        flow.tick(now);
    }
    flow.handle(Event::HoldEnded, from + long);
    from + long
}

fn type_pin(flow: &mut Flow<Rehearsal>, pin: &str, now: u64) {
    flow.handle(Event::Type(pin.to_owned()), now);
    flow.handle(Event::Next, now);
}

fn is_menu(flow: &Flow<Rehearsal>) -> bool {
    matches!(flow.view().page, Page::Menu(_))
}

fn fault(flow: &Flow<Rehearsal>) -> Option<PinFault> {
    match flow.view().page {
        Page::Pin(page) => page.fault,
        page => panic!("{page:?}"),
    }
}

/// A flow in the menu, at this time.
fn in_menu() -> (Flow<Rehearsal>, u64) {
    let mut flow = flow();
    let now = open_menu(&mut flow, 1000);
    (flow, now)
}

/// Opens the menu; gives when.
fn open_menu(flow: &mut Flow<Rehearsal>, from: u64) -> u64 {
    let now = hold(flow, from, HOLD_MS) + 1000;
    type_pin(flow, PIN, now);
    assert!(is_menu(flow));
    now
}

#[test]
fn only_a_finger_that_stays_on_the_name_leads_to_the_pin() {
    let mut flow = flow();
    let now = hold(&mut flow, 1000, HOLD_MS - 1);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    // One that does something else meanwhile has let go.
    flow.handle(Event::HoldBegan, now);
    flow.handle(Event::Language(Language::En), now + 10);
    flow.tick(now + 2 * HOLD_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    let now = hold(&mut flow, now + 3 * HOLD_MS, HOLD_MS);
    assert_eq!(fault(&flow), None);
    // It is not there while somebody answers.
    flow.handle(Event::Back, now);
    flow.handle(Event::Start, now + 1);
    let now = hold(&mut flow, now + 1000, HOLD_MS);
    flow.handle(Event::Menu, now);
    assert!(matches!(flow.view().page, Page::Question(_)));
}

#[test]
fn the_right_pin_opens_the_menu_and_a_wrong_one_says_so_and_is_not_shown() {
    let mut flow = flow();
    let now = hold(&mut flow, 1000, HOLD_MS);
    flow.handle(Event::InMenu(MenuAct::Ask(Wish::Quit)), now);
    flow.handle(Event::InMenu(MenuAct::Sure), now);
    assert_eq!(flow.take_wish(), None, "nothing is done before the PIN");
    flow.handle(Event::Type("4283".into()), now);
    assert!(!format!("{:?}", flow.view()).contains("4283"));
    flow.handle(Event::Type("18".into()), now);
    flow.handle(Event::Next, now);
    assert_eq!(fault(&flow), Some(PinFault::Wrong));
    assert_eq!(flow.backend().wrong_pins, 1);
    type_pin(&mut flow, "12", now + 10);
    assert_eq!(fault(&flow), Some(PinFault::Wrong), "what can be none is another one");
    type_pin(&mut flow, PIN, now + 20);
    assert!(is_menu(&flow));
}

#[test]
fn after_wrong_pins_the_next_one_waits_and_nobody_leaves_meanwhile() {
    let mut flow = flow();
    flow.backend_mut().pin_wait = 2 * MENU_MS;
    let now = hold(&mut flow, 1000, HOLD_MS);
    type_pin(&mut flow, PIN, now);
    flow.tick(now + 2 * MENU_MS - 1);
    assert!(matches!(flow.view().page, Page::Pin(page) if page.looking));
    type_pin(&mut flow, PIN, now + 2 * MENU_MS - 1);
    flow.tick(now + 2 * MENU_MS);
    assert!(is_menu(&flow));
}

#[test]
fn a_ward_without_a_pin_has_no_menu_and_what_is_decided_for_the_tablet_wins() {
    let mut backend = Rehearsal::open(station(), Mode::DropIn);
    backend.pin = None;
    let mut flow = Flow::new(backend, 0);
    let now = hold(&mut flow, 1000, HOLD_MS);
    assert_eq!(fault(&flow), Some(PinFault::NotSet));
    type_pin(&mut flow, PIN, now);
    assert_eq!(fault(&flow), Some(PinFault::NotSet));
    let own: Pin = "905511".parse().unwrap();
    let managed = Managed {
        pin_hash: Some(PinHash::of(
            &own,
            &mut <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(5),
        )),
        ..Managed::default()
    };
    let backend = Rehearsal::open(station(), Mode::DropIn);
    assert_eq!(backend.pin, Some(kept_pin()));
    let mut flow = Flow::managed(backend, managed, 0);
    let now = hold(&mut flow, 1000, HOLD_MS);
    type_pin(&mut flow, PIN, now);
    assert_eq!(fault(&flow), Some(PinFault::Wrong));
    type_pin(&mut flow, "905511", now);
    assert!(is_menu(&flow));
}

#[test]
fn the_menu_leaves_by_itself_whatever_is_done_for_it_beside() {
    let (mut flow, now) = in_menu();
    flow.tick(now + MENU_MS - 1);
    assert!(is_menu(&flow));
    flow.tick(now + MENU_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    let (mut flow, now) = in_menu();
    flow.handle(Event::InMenu(MenuAct::Export), now);
    assert_eq!(flow.backend().exported, Managed::default().sticks());
    // Nothing leads out of the program meanwhile, nor into a second task.
    flow.handle(Event::InMenu(MenuAct::Ask(Wish::Quit)), now + 1);
    flow.handle(Event::InMenu(MenuAct::Send), now + 2);
    assert!(matches!(flow.view().page, Page::Menu(page) if page.task == Task::Exporting && page.asked.is_none()));
    assert_eq!(flow.backend().sent, 0);
    // A stick that never answers locks nobody out.
    flow.tick(now + 2 + MENU_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    let now = open_menu(&mut flow, now + 2 * MENU_MS);
    flow.handle(Event::Finish, now);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    // What became of it stands there when somebody comes back, and until they have left.
    flow.backend_mut().task = Task::NotExported(StickFault::Full);
    let now = open_menu(&mut flow, now + 1);
    assert!(matches!(flow.view().page, Page::Menu(page) if page.task == Task::NotExported(StickFault::Full)));
    flow.handle(Event::Finish, now);
    let now = open_menu(&mut flow, now + 1);
    assert!(matches!(flow.view().page, Page::Menu(page) if page.task == Task::Idle));
    // One that ends just before the menu would leave is read.
    flow.handle(Event::InMenu(MenuAct::Export), now);
    flow.tick(now + MENU_MS - 1);
    flow.backend_mut().task = Task::Exported;
    let before = flow.revision();
    let ended = now + MENU_MS;
    flow.tick(ended);
    assert!(is_menu(&flow) && flow.revision() > before);
    flow.tick(ended + MENU_MS - 1);
    assert!(is_menu(&flow));
    flow.tick(ended + MENU_MS);
    assert!(!is_menu(&flow), "nobody has touched it for long");
    let now = ended;
    // The page of the PIN leaves too.
    let now = hold(&mut flow, now + 4 * MENU_MS, HOLD_MS);
    flow.handle(Event::Type("4".into()), now);
    flow.tick(now + MENU_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
}

#[test]
fn nothing_ends_the_program_that_is_not_asked_for_twice() {
    let (mut flow, now) = in_menu();
    let before = flow.view().serial;
    flow.handle(Event::InMenu(MenuAct::Sure), now);
    assert_eq!(flow.take_wish(), None);
    flow.handle(Event::InMenu(MenuAct::Ask(Wish::Quit)), now);
    assert!(flow.view().serial > before, "the second half of a double tap is none");
    flow.handle(Event::InMenu(MenuAct::Send), now);
    assert_eq!(flow.backend().sent, 0);
    flow.handle(Event::InMenu(MenuAct::No), now);
    flow.handle(Event::InMenu(MenuAct::Sure), now);
    assert_eq!(flow.take_wish(), None);
    flow.handle(Event::InMenu(MenuAct::Ask(Wish::Restart)), now);
    flow.handle(Event::InMenu(MenuAct::Sure), now);
    assert_eq!((flow.take_wish(), flow.take_wish()), (Some(Wish::Restart), None));
    let (mut flow, now) = in_menu();
    flow.handle(Event::InMenu(MenuAct::Send), now);
    assert_eq!(flow.backend().sent, 1);
}

#[test]
fn what_the_menu_shows_follows_the_tablet() {
    let (mut flow, now) = in_menu();
    let before = flow.revision();
    flow.tick(now + 500);
    assert_eq!(flow.revision(), before);
    flow.backend_mut().facts.address = "10.0.0.7".into();
    flow.tick(now + 1000);
    assert!(flow.revision() > before);
    assert!(matches!(flow.view().page, Page::Menu(page) if page.facts.address == "10.0.0.7"));
    // Somebody who answers elsewhere does not close it, nor does a round that closes.
    flow.backend_mut().standing = Standing::NoRound { ward: "w".into() };
    flow.tick(now + 1500);
    assert!(is_menu(&flow));
}

#[test]
fn light_and_volume_are_turned_where_they_can_be_and_nothing_else_is_done_there() {
    let (mut flow, now) = in_menu();
    flow.handle(Event::InMenu(MenuAct::Adjust), now);
    assert!(is_menu(&flow), "there is nothing to turn");
    flow.handle(Event::InMenu(MenuAct::Turn(Knob::Light, Turn::Up)), now);
    let levels = |light, volume| Levels { light, volume };
    flow.backend_mut().levels = levels(Some(50), None);
    let before = flow.revision();
    flow.tick(now + 500);
    assert!(flow.revision() > before, "it was found meanwhile");
    flow.handle(Event::InMenu(MenuAct::Turn(Knob::Light, Turn::Up)), now + 500);
    assert_eq!(
        flow.backend().levels,
        levels(Some(50), None),
        "not from the menu itself"
    );
    flow.handle(Event::InMenu(MenuAct::Adjust), now + 500);
    for turn in [Turn::Up, Turn::Up, Turn::Down] {
        flow.handle(Event::InMenu(MenuAct::Turn(Knob::Light, turn)), now + 1000);
    }
    flow.handle(Event::InMenu(MenuAct::Turn(Knob::Volume, Turn::Up)), now + 1000);
    assert_eq!(flow.view().page, Page::Panel(levels(Some(60), None)));
    flow.handle(Event::InMenu(MenuAct::Send), now + 1000);
    flow.handle(Event::InMenu(MenuAct::Ask(Wish::Quit)), now + 1000);
    assert_eq!(flow.backend().sent, 0);
    flow.handle(Event::Back, now + 1500);
    assert!(
        matches!(flow.view().page, Page::Menu(page) if page.asked.is_none() && page.levels == levels(Some(60), None))
    );
    // It leaves by itself too, and nobody turns anything without the PIN.
    flow.handle(Event::InMenu(MenuAct::Adjust), now + 2000);
    flow.tick(now + 2000 + MENU_MS);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
    flow.handle(Event::InMenu(MenuAct::Adjust), now + 2001 + MENU_MS);
    flow.handle(
        Event::InMenu(MenuAct::Turn(Knob::Light, Turn::Down)),
        now + 2001 + MENU_MS,
    );
    assert_eq!(flow.backend().levels, levels(Some(60), None));
}

/// With fingers, on the pages.
#[test]
fn light_and_volume_have_a_page_of_their_own() {
    let mut backend = drop_in();
    backend.levels = Levels {
        light: Some(40),
        volume: Some(10),
    };
    let stage = Stage::new(backend, (1280, 800));
    crate::scenes::perform(
        &stage,
        &[
            crate::scenes::Do::Hold,
            crate::scenes::Do::Type(PIN),
            crate::scenes::Do::Next,
        ],
    );
    stage.pass(1000);
    tap(&stage, "Lys og lyd");
    for label in [
        "Mer lys",
        "Mindre lys",
        "Mindre lys",
        "Lavere lyd",
        "Lavere lyd",
        "Høyere lyd",
    ] {
        tap(&stage, label);
    }
    assert!(says(&stage, "30 %") && says(&stage, "10 %"));
    tap(&stage, "Tilbake");
    assert!(matches!(stage.window.view().page, Page::Menu(_)));
}

/// With a real finger on real pixels: one that stays leads there, a tap does not.
#[test]
fn a_finger_on_the_name_is_felt() {
    let stage = Stage::new(drop_in(), (1280, 800));
    let name = texts(&stage).into_iter().find(|text| label(text) == "Trykk").unwrap();
    let (x, y) = Place::of(&name).middle();
    let window = slint::ComponentHandle::window(stage.app());
    let position = slint::LogicalPosition::new(x, y);
    let button = slint::platform::PointerEventButton::Left;
    let press = || window.dispatch_event(slint::platform::WindowEvent::PointerPressed { position, button });
    let release = || window.dispatch_event(slint::platform::WindowEvent::PointerReleased { position, button });
    press();
    stage.pass(HOLD_MS / 2);
    release();
    stage.pass(HOLD_MS);
    assert!(matches!(stage.window.view().page, Page::Welcome(_)));
    press();
    stage.pass(HOLD_MS);
    assert!(matches!(stage.window.view().page, Page::Pin(_)));
    release();
    stage.pass(1000);
    assert!(
        matches!(stage.window.view().page, Page::Pin(_)),
        "the finger that lifts types nothing"
    );
    let away = slint::LogicalPosition::new(x + 400.0, y + 300.0);
    stage.window.with_backend(|backend| backend.pin = None);
    stage.pass(MENU_MS);
    press();
    window.dispatch_event(slint::platform::WindowEvent::PointerMoved { position: away });
    stage.pass(HOLD_MS);
    assert!(
        matches!(stage.window.view().page, Page::Welcome(_)),
        "one that slides away has let go"
    );
}

/// The tablet moves by the link on a stick, once somebody is sure; the menu stays until that ended, so that nobody begins to answer meanwhile.
#[test]
fn a_tablet_moves_by_a_stick_and_nobody_answers_meanwhile() {
    let (mut flow, now) = in_menu();
    let act = |flow: &mut Flow<Rehearsal>, act, now| flow.handle(Event::InMenu(act), now);
    let moved = |flow: &Flow<Rehearsal>| match flow.view().page {
        Page::Menu(page) => (page.moving, page.moved),
        page => panic!("{page:?}"),
    };
    // One that belongs nowhere yet is enrolled on its first page.
    act(&mut flow, MenuAct::Ask(Wish::Move), now + 1);
    act(&mut flow, MenuAct::Sure, now + 1);
    assert!(flow.backend().sticks.is_empty());
    flow.backend_mut().facts.hub = "hub.example.org:8443".into();
    flow.tick(now + 2);
    act(&mut flow, MenuAct::Ask(Wish::Move), now + 3);
    act(&mut flow, MenuAct::No, now + 4);
    act(&mut flow, MenuAct::Sure, now + 5);
    assert!(flow.backend().sticks.is_empty(), "nobody was sure");
    act(&mut flow, MenuAct::Ask(Wish::Move), now + 6);
    act(&mut flow, MenuAct::Sure, now + 7);
    assert_eq!(flow.backend().sticks, [(Managed::default().sticks(), None::<String>)]);
    assert_eq!((moved(&flow), flow.take_wish()), ((true, None), None));
    // It is not left, does nothing else, and does not leave by itself.
    flow.handle(Event::Finish, now + 8);
    act(&mut flow, MenuAct::Send, now + 9);
    act(&mut flow, MenuAct::TypeIn, now + 10);
    act(&mut flow, MenuAct::Ask(Wish::Quit), now + 11);
    act(&mut flow, MenuAct::Sure, now + 12);
    flow.tick(now + 3 * MENU_MS);
    assert_eq!(moved(&flow), (true, None));
    assert_eq!(
        (flow.backend().sent, flow.backend().sticks.len(), flow.take_wish()),
        (0, 1, None)
    );
    // What became of it stands there until something else is done, or somebody leaves.
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoStick);
    let later = now + 3 * MENU_MS + 500;
    flow.tick(later);
    assert_eq!(moved(&flow), (false, Some(Err(EnrolmentError::NoStick))));
    flow.tick(later + MENU_MS - 1);
    act(&mut flow, MenuAct::Ask(Wish::Move), later + MENU_MS - 1);
    assert_eq!(moved(&flow), (false, None));
    act(&mut flow, MenuAct::Sure, later + MENU_MS);
    flow.backend_mut().enrolment = EnrolmentProgress::Idle;
    flow.backend_mut().enrolled_ward = "Medisin 2".into();
    flow.tick(later + MENU_MS + 1);
    assert_eq!(moved(&flow), (false, Some(Ok("Medisin 2".into()))));
    flow.tick(later + 2 * MENU_MS + 1);
    assert!(matches!(flow.view().page, Page::Welcome(_)));
}

/// The row of the Wi-Fi is missing where there is none.
#[test]
fn the_wifi_is_named_where_there_is_one() {
    let stage = Stage::new(drop_in(), (1280, 800));
    perform(&stage, &[Do::Hold, Do::Type(PIN), Do::Next]);
    assert!(!says(&stage, "Trådløst nett"));
    stage
        .window
        .with_backend(|backend| backend.facts.wifi = "Helse-Gjest".into());
    stage.pass(500);
    assert!(says(&stage, "Trådløst nett") && says(&stage, "Helse-Gjest"));
}
