//! What is decided for the tablet wins over what is done on it.

use std::cell::Cell;
use std::rc::Rc;

use slint::ComponentHandle;
use trykk_kiosk::flow::{
    EnrolmentError, EnrolmentProgress, Event, FIRST_TRY_AGAIN_MS, Field, Flow, IDLE_MS, LAST_TRY_AGAIN_MS, Page,
    TABLE_IDLE_MS,
};
use trykk_kiosk::managed::Managed;
use trykk_kiosk::tablet::Standing;
use trykk_kiosk::window::{Window, ui};
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;

use crate::glass::{says, tap};
use crate::rehearsal::{Rehearsal, Stage, station};

fn languages(languages: &[Language]) -> Managed {
    Managed {
        languages: languages.to_vec(),
        ..Managed::default()
    }
}

#[test]
fn only_the_chosen_languages_are_offered_and_the_first_one_comes_back() {
    let managed = languages(&[Language::Nn, Language::En]);
    let mut flow = Flow::managed(Rehearsal::open(station(), Mode::DropIn), managed, 0);
    let offered = |flow: &Flow<Rehearsal>| match flow.view().page {
        Page::Welcome(page) => page.languages,
        page => panic!("{page:?}"),
    };
    assert_eq!(
        (flow.view().language, offered(&flow)),
        (Language::Nn, vec![Language::Nn, Language::En])
    );
    flow.handle(Event::Language(Language::Nb), 1);
    assert_eq!(flow.view().language, Language::Nn, "not offered, not taken");
    flow.handle(Event::Language(Language::En), 2);
    assert_eq!(flow.view().language, Language::En);
    flow.tick(2 * IDLE_MS);
    assert_eq!(flow.view().language, Language::Nn);
    // A deck in none of them keeps its own.
    let mut deck = station();
    deck.languages = vec![Language::Nb];
    let flow = Flow::managed(Rehearsal::open(deck, Mode::DropIn), languages(&[Language::En]), 0);
    assert_eq!(offered(&flow), [Language::Nb]);
}

#[test]
fn a_hub_that_is_decided_is_not_typed_and_stays() {
    let managed = Managed {
        hub: Some("hub.example.org:8443".into()),
        ..Managed::default()
    };
    let mut flow = Flow::managed(Rehearsal::standing(Standing::NotEnrolled), managed, 0);
    let typed = |flow: &Flow<Rehearsal>| match flow.view().page {
        Page::Enrol(page) => (page.host, page.code.to_string(), page.field),
        page => panic!("{page:?}"),
    };
    let fresh = ("hub.example.org:8443".to_owned(), String::new(), Field::Code);
    assert_eq!(typed(&flow), fresh);
    flow.handle(Event::Field(Field::Host), 1);
    flow.handle(Event::Type("7k3m".into()), 2);
    assert_eq!(typed(&flow), (fresh.0.clone(), "7k3m".to_owned(), Field::Code));
    flow.tick(TABLE_IDLE_MS + IDLE_MS);
    assert_eq!(
        typed(&flow),
        fresh,
        "what was typed is forgotten, what is decided is not"
    );
    let now = TABLE_IDLE_MS + 2 * IDLE_MS;
    flow.handle(Event::Type("7K3M-Q2XA-90TD-VW4F".into()), now);
    flow.handle(Event::Enrol, now);
    let link = flow.backend().link.clone().unwrap();
    assert_eq!(link.address, "hub.example.org:8443");
    // Nothing typed: nothing to count down for.
    flow.backend_mut().enrolment = EnrolmentProgress::Idle;
    flow.tick(10 * TABLE_IDLE_MS);
    assert_eq!(flow.view().countdown, None);
}

/// What the flow tries after `now`, if it tries anything: the link, which is taken out so that the next try shows.
fn tried(flow: &mut Flow<Rehearsal>, now: u64) -> Option<String> {
    flow.tick(now);
    flow.backend_mut().link.take().map(|link| link.address)
}

fn linked() -> Managed {
    Managed {
        link: Some("hub.example.org/7K3M-Q2XA-90TD-VW4F".parse().unwrap()),
        ..Managed::default()
    }
}

#[test]
fn a_link_that_is_decided_is_tried_until_the_hub_takes_it() {
    let mut flow = Flow::managed(Rehearsal::standing(Standing::NotEnrolled), linked(), 0);
    let hub = Some("hub.example.org:8443".to_owned());
    assert_eq!(tried(&mut flow, 500), hub);
    assert_eq!(tried(&mut flow, 1000), None, "one try runs");
    // No network yet: later and later, and never more seldom than every five minutes.
    let (mut now, mut pause) = (500, FIRST_TRY_AGAIN_MS);
    for _ in 0..12 {
        flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer);
        assert_eq!(tried(&mut flow, now + pause - 1), None);
        now += pause;
        assert_eq!(tried(&mut flow, now), hub, "after {pause} ms");
        pause = (2 * pause).min(LAST_TRY_AGAIN_MS);
    }
    // Somebody types another one: nothing takes the keys away from under their fingers.
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer);
    now += pause;
    flow.handle(Event::Field(Field::Code), now);
    assert_eq!(tried(&mut flow, now), None);
    flow.handle(Event::Type("7".into()), now);
    assert_eq!(tried(&mut flow, now + FIRST_TRY_AGAIN_MS), None);
    flow.handle(Event::Erase, now + FIRST_TRY_AGAIN_MS);
    assert_eq!(tried(&mut flow, now + 2 * FIRST_TRY_AGAIN_MS), hub);
    // A disk that took nothing may take it later. Used up: another try would not help.
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NotKept);
    assert_eq!(tried(&mut flow, now + 10 * LAST_TRY_AGAIN_MS), hub);
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::Spent);
    assert_eq!(tried(&mut flow, now + 20 * LAST_TRY_AGAIN_MS), None);
}

#[test]
fn a_typed_code_that_is_spent_does_not_stop_the_link_that_is_decided() {
    let mut flow = Flow::managed(Rehearsal::standing(Standing::NotEnrolled), linked(), 0);
    let hub = Some("hub.example.org:8443".to_owned());
    assert_eq!(tried(&mut flow, 500), hub);
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer);
    // Yesterday's code.
    let typed = |flow: &mut Flow<Rehearsal>, code: &str, now| {
        flow.handle(Event::Field(Field::Host), now);
        flow.handle(Event::Type("hub.example.org".into()), now);
        flow.handle(Event::Done, now);
        flow.handle(Event::Type(code.into()), now);
        flow.handle(Event::Enrol, now);
        assert!(flow.backend_mut().link.take().is_some());
        flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::Spent);
    };
    typed(&mut flow, "9XQ2-M3KA-90TD-VW4F", 1000);
    let gone = 1000 + 2 * TABLE_IDLE_MS;
    assert_eq!(tried(&mut flow, gone), hub, "it was not this link that is spent");
    // The link's own code, typed by hand.
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer);
    typed(&mut flow, "7K3M-Q2XA-90TD-VW4F", gone + 1000);
    assert_eq!(tried(&mut flow, gone + 3 * TABLE_IDLE_MS), None);
    // It stays spent, whatever is typed after it.
    typed(&mut flow, "9XQ2-M3KA-90TD-VW4F", gone + 3 * TABLE_IDLE_MS);
    assert_eq!(tried(&mut flow, gone + 6 * TABLE_IDLE_MS), None);
}

#[test]
fn a_stick_whose_link_is_spent_does_not_stop_the_link_that_is_decided() {
    let mut flow = Flow::managed(Rehearsal::standing(Standing::NotEnrolled), linked(), 0);
    let hub = Some("hub.example.org:8443".to_owned());
    assert_eq!(tried(&mut flow, 500), hub);
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer);
    flow.handle(Event::EnrolByStick, 1000);
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::Spent);
    assert_eq!(
        tried(&mut flow, 1000 + FIRST_TRY_AGAIN_MS),
        hub,
        "it was not this link that is spent"
    );
}

#[test]
fn a_tablet_that_is_enrolled_does_nothing_with_a_link() {
    let mut flow = Flow::managed(Rehearsal::open(station(), Mode::DropIn), linked(), 0);
    assert_eq!(tried(&mut flow, LAST_TRY_AGAIN_MS), None);
}

/// A link on a stick: looked for where sticks are mounted, for the hub that is decided, and never while another one is tried.
#[test]
fn a_link_on_a_stick_is_looked_for_where_it_is_decided() {
    let managed = Managed {
        hub: Some("hub.example.org:8443".into()),
        stick: Some("/mnt/stick".into()),
        ..Managed::default()
    };
    let mut flow = Flow::managed(Rehearsal::standing(Standing::NotEnrolled), managed, 0);
    flow.handle(Event::EnrolByStick, 1);
    flow.handle(Event::EnrolByStick, 2);
    let asked = (
        vec![std::path::PathBuf::from("/mnt/stick")],
        Some("hub.example.org:8443".to_owned()),
    );
    assert_eq!(flow.backend().sticks, [asked]);
    flow.backend_mut().enrolment = EnrolmentProgress::Failed(EnrolmentError::NoStick);
    flow.tick(3);
    let Page::Enrol(page) = flow.view().page else {
        panic!("it is enrolled")
    };
    assert_eq!(page.fault, Some(EnrolmentError::NoStick));
    flow.handle(Event::EnrolByStick, 4);
    assert_eq!(flow.backend().sticks.len(), 2);
    // On one that belongs to a ward nobody does that outside the menu.
    let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
    flow.handle(Event::EnrolByStick, 1);
    flow.handle(Event::Start, 2);
    flow.handle(Event::EnrolByStick, 3);
    assert!(flow.backend().sticks.is_empty());
}

/// The network comes while somebody looks at the first page: it says so by itself.
#[test]
fn the_first_page_says_when_the_network_comes() {
    let mut backend = Rehearsal::standing(Standing::NotEnrolled);
    backend.address.clear();
    let stage = Stage::new(backend, (1280, 800));
    assert!(says(&stage, "Ikke på nett ennå"));
    stage
        .window
        .with_backend(|backend| backend.address = "10.0.2.15".into());
    stage.pass(500);
    assert!(says(&stage, "På nett: 10.0.2.15"));
    tap(&stage, "English");
    assert!(says(&stage, "Network: 10.0.2.15"));
    tap(&stage, "Use a USB stick");
    assert_eq!(stage.window.with_backend(|backend| backend.sticks.len()), 1);
}

#[test]
fn the_scale_makes_everything_smaller() {
    // The platform is the stage's.
    let stage = Stage::new(Rehearsal::open(station(), Mode::DropIn), (1280, 800));
    let unit = stage.app().global::<ui::Theme>().get_u();
    let managed = Managed {
        scale: 0.5,
        ..Managed::default()
    };
    let now = Rc::new(Cell::new(0));
    let backend = Rehearsal::open(station(), Mode::DropIn);
    let window = Window::managed(backend, managed, Rc::new(move || now.get())).unwrap();
    window.app().window().set_size(slint::PhysicalSize::new(1280, 800));
    i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(1));
    let smaller = window.app().global::<ui::Theme>().get_u();
    assert!((smaller - unit / 2.0).abs() < 0.01, "{smaller} and {unit}");
}
