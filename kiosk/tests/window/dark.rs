//! Quiet hours, and a picture that never burns in.

use std::cell::Cell;
use std::rc::Rc;

use trykk_kiosk::flow::{DARK_AFTER_MS, Event, Flow, IDLE_MS, Page, STEP_MS, STILL_MS, UNLIT_MS};
use trykk_kiosk::managed::{Managed, QuietHours};
use trykk_shared::deck::Mode;

use crate::glass::buttons;
use crate::rehearsal::{Rehearsal, Stage, station};
use crate::scenes::drop_in;
use crate::screens::picture;

const NIGHT: u16 = 23 * 60;

fn managed() -> Managed {
    Managed {
        quiet_hours: Some(QuietHours::try_from("22:00-05:30".to_owned()).unwrap()),
        ..Managed::default()
    }
}

fn at_night() -> Flow<Rehearsal> {
    let mut backend = Rehearsal::open(station(), Mode::DropIn);
    backend.minute_of_day = Some(NIGHT);
    Flow::managed(backend, managed(), 0)
}

#[test]
fn in_quiet_hours_the_screen_is_dark_and_the_touch_that_wakes_it_presses_nothing() {
    let mut flow = at_night();
    flow.tick(DARK_AFTER_MS - 1);
    assert!(!flow.view().dark);
    flow.tick(DARK_AFTER_MS);
    let serial = flow.view().serial;
    assert!(flow.view().dark);
    flow.tick(DARK_AFTER_MS);
    // Whatever lies under the finger.
    flow.handle(Event::Start, DARK_AFTER_MS + 1);
    assert!(!flow.view().dark && matches!(flow.view().page, Page::Welcome(_)));
    assert!(
        flow.view().serial > serial,
        "the finger that woke it lifts on another screen"
    );
    assert_eq!(flow.backend().answering, None);
    assert_eq!(flow.backend().darkened, [true, false], "once for each");
    flow.handle(Event::Start, DARK_AFTER_MS + 500);
    assert!(matches!(flow.view().page, Page::Question(_)));
    // It does not go dark while somebody answers: they are asked whether they are here.
    flow.tick(2 * DARK_AFTER_MS);
    assert!(!flow.view().dark && flow.view().countdown.is_some());
}

/// The panel's light comes by another program, and may take its time.
#[test]
fn nothing_is_pressed_on_a_glass_whose_light_is_not_back_yet() {
    let woken_at = DARK_AFTER_MS + 1;
    let waking = || {
        let mut flow = at_night();
        flow.tick(DARK_AFTER_MS);
        flow.backend_mut().lit = false;
        flow.handle(Event::Touched, woken_at);
        assert!(!flow.view().dark);
        flow
    };
    let answers = |flow: &Flow<Rehearsal>| flow.backend().answering.is_some();
    // The light comes: it is another screen then, so the finger that went down on the unlit glass presses nothing either.
    let mut flow = waking();
    let unlit = flow.view().serial;
    flow.handle(Event::Start, woken_at + 300);
    flow.backend_mut().lit = true;
    flow.handle(Event::Start, woken_at + 400);
    assert!(!answers(&flow) && flow.view().serial > unlit);
    assert_eq!(flow.view().since, woken_at + 400);
    flow.handle(Event::Start, woken_at + 900);
    assert!(answers(&flow));
    // It does not come: after a second it counts all the same.
    let mut flow = waking();
    flow.tick(woken_at + UNLIT_MS - 1);
    flow.handle(Event::Start, woken_at + UNLIT_MS - 1);
    assert!(!answers(&flow));
    flow.tick(woken_at + UNLIT_MS);
    flow.handle(Event::Start, woken_at + UNLIT_MS + 500);
    assert!(answers(&flow));
    // A light that is there at once costs nobody anything.
    let mut flow = waking();
    flow.backend_mut().lit = true;
    flow.tick(woken_at + 1);
    flow.handle(Event::Start, woken_at + 300);
    assert!(answers(&flow));
    // Nor does one that was never out.
    let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
    flow.backend_mut().lit = false;
    flow.handle(Event::Start, 300);
    assert!(answers(&flow));
}

#[test]
fn it_is_light_by_day_without_quiet_hours_and_before_anybody_knows_the_time() {
    let dark = |minute, managed| {
        let mut backend = Rehearsal::open(station(), Mode::DropIn);
        backend.minute_of_day = minute;
        let mut flow = Flow::managed(backend, managed, 0);
        flow.tick(10 * DARK_AFTER_MS);
        flow.view().dark
    };
    assert!(dark(Some(NIGHT), managed()));
    assert!(!dark(Some(12 * 60), managed()));
    assert!(!dark(None, managed()));
    assert!(!dark(Some(NIGHT), Managed::default()));
    // Morning comes by itself.
    let mut flow = at_night();
    flow.tick(2 * DARK_AFTER_MS);
    let before = flow.revision();
    flow.backend_mut().minute_of_day = Some(6 * 60);
    flow.tick(2 * DARK_AFTER_MS + 500);
    assert!(!flow.view().dark && flow.revision() > before);
    assert_eq!(flow.backend().darkened, [true, false]);
}

#[test]
fn the_picture_moves_gently_while_nobody_is_there_and_stands_still_under_a_finger() {
    let mut flow = Flow::new(Rehearsal::open(station(), Mode::DropIn), 0);
    flow.tick(STILL_MS - 1);
    let (before, moved) = (flow.revision(), flow.view().moved);
    assert_eq!(moved, (0, 0));
    flow.tick(STILL_MS + STEP_MS);
    assert!(flow.revision() > before && flow.view().moved != (0, 0));
    let serial = flow.view().serial;
    flow.handle(Event::Start, STILL_MS + STEP_MS + 1);
    assert_eq!(flow.view().moved, (0, 0));
    assert!(flow.view().serial > serial, "it was a tap like any other");
    flow.tick(STILL_MS + STEP_MS + IDLE_MS);
    assert_eq!(flow.view().moved, (0, 0));
}

/// On real pixels: black to the edges, one thing to touch; and the pages stay on the glass wherever they stand.
#[test]
fn a_dark_screen_is_black_and_a_moved_picture_stays_on_the_glass() {
    let mut backend = drop_in();
    backend.minute_of_day = Some(NIGHT);
    let stage = Stage::new(backend, (1280, 800));
    for step in 0..9 {
        stage.pass(if step == 0 { STILL_MS } else { STEP_MS });
        assert_eq!(crate::faults::faults(&stage), Vec::<String>::new(), "{step}");
    }
    let night = Rc::new(Cell::new(0_u64));
    let clock = Rc::clone(&night);
    let mut backend = drop_in();
    backend.minute_of_day = Some(NIGHT);
    let window = trykk_kiosk::window::Window::managed(backend, managed(), Rc::new(move || clock.get())).unwrap();
    let app = slint::ComponentHandle::window(window.app());
    app.set_size(slint::PhysicalSize::new(1280, 800));
    slint::ComponentHandle::show(window.app()).unwrap();
    night.set(2 * DARK_AFTER_MS);
    window.tick();
    i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(1));
    let pixels = app.take_snapshot().unwrap();
    assert!(
        pixels
            .as_slice()
            .iter()
            .all(|pixel| (pixel.r, pixel.g, pixel.b) == (0, 0, 0))
    );
    assert!(!buttons(&stage).is_empty());
    picture(&stage, "c0-moved");
}
