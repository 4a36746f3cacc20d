//! While nobody touches the tablet: what is shown again, and how long it waits for whom.

use slint::ComponentHandle;
use trykk_kiosk::flow::{COUNTDOWN_MS, IDLE_MS, Page, UNHURRIED_IDLE_MS, WRITING_IDLE_MS};
use trykk_kiosk::tablet::Standing;
use trykk_kiosk::window::ui;
use trykk_shared::waiting::Waiting;

use crate::by_hand::{LANDSCAPE, is_welcome, sheets, station_stage, type_out};
use crate::fingers::tap_at;
use crate::glass::{buttons, says, tap};
use crate::rehearsal::{Rehearsal, Stage};

/// A tick and a finger that bring nothing leave the pages alone; whatever brings something is shown.
#[test]
fn only_what_changed_is_shown_again() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    stage.pass(1000);
    let ask = stage.app().global::<ui::Ask>();
    // Written over what stands there: it stays until the page is shown again.
    ask.set_text("unshown".into());
    stage.pass(500);
    stage.app().global::<ui::Touch>().invoke_down(1);
    stage.app().global::<ui::Touch>().invoke_up(1);
    stage.pass(30_000);
    assert_eq!(ask.get_text().as_str(), "unshown", "nothing changed");
    stage.pass(16_000);
    assert!(says(&stage, "Er du her fortsatt?"), "the countdown is shown");
    assert_ne!(ask.get_text().as_str(), "unshown");
    let seconds = stage.app().global::<ui::Shown>().get_countdown();
    stage.pass(1000);
    assert_eq!(stage.app().global::<ui::Shown>().get_countdown(), seconds - 1);
    tap_at(&stage, 640.0, 780.0, 1);
    assert!(!says(&stage, "Er du her fortsatt?"));
    tap(&stage, "Ofte");
    tap(&stage, "Tilbake");
    let there = buttons(&stage);
    assert!(there.iter().any(|button| button.accessible_checked() == Some(true)));
    // News of the backend, too.
    let welcome = station_stage();
    welcome.window.with_backend(|backend| {
        backend.offline = true;
        backend.waiting = Some(Waiting::Unreachable);
    });
    welcome.pass(500);
    assert!(says(&welcome, "Nettbrettet får ikke kontakt med Trykk-serveren"));
}

/// What is typed stands in the view in wiped strings only.
#[test]
fn what_a_view_holds_of_what_is_typed_is_wiped_with_it() {
    fn wiped(_: &zeroize::Zeroizing<String>) {}
    let stage = station_stage();
    tap(&stage, "Begynn");
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Skriv på lappen");
    type_out(&stage, "A");
    let Page::Note(page) = stage.window.view().page else {
        panic!("no note")
    };
    wiped(&page.text);
    assert_eq!(page.text.as_str(), "A");
    let Page::Enrol(page) = Stage::new(Rehearsal::standing(Standing::NotEnrolled), LANDSCAPE)
        .window
        .view()
        .page
    else {
        panic!("not enrolling")
    };
    wiped(&page.code);
}

#[test]
fn somebody_who_needs_more_time_says_so_once() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    tap(&stage, "Ofte");
    stage.pass(46_000);
    assert!(says(&stage, "Er du her fortsatt?"));
    tap(&stage, "Jeg trenger mer tid");
    assert!(says(&stage, "Du blir hørt") && !says(&stage, "Er du her fortsatt?"));
    stage.pass(UNHURRIED_IDLE_MS - 1000);
    assert!(!says(&stage, "Er du her fortsatt?"), "they have more time now");
    stage.pass(1500);
    assert!(says(&stage, "Om 20 sekunder"));
    stage.pass(COUNTDOWN_MS);
    assert!(is_welcome(&stage) && sheets(&stage).is_empty());
    // The next person is none of them.
    tap(&stage, "Begynn");
    stage.pass(46_000);
    assert!(says(&stage, "Er du her fortsatt?"));
}

/// Somebody who asked for it while reading, and went: the next person has the usual time.
#[test]
fn more_time_ends_with_whoever_asked_for_it() {
    let stage = station_stage();
    tap(&stage, "Hvordan er det mulig?");
    stage.pass(46_000);
    tap(&stage, "Jeg trenger mer tid");
    tap(&stage, "Tilbake");
    stage.pass(IDLE_MS + COUNTDOWN_MS);
    tap(&stage, "Begynn");
    stage.pass(46_000);
    assert!(says(&stage, "Er du her fortsatt?"));
}

#[test]
fn somebody_who_writes_has_more_time() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Skriv på lappen");
    tap(&stage, "V");
    stage.pass(WRITING_IDLE_MS - 2000);
    assert!(!says(&stage, "Er du her fortsatt?"));
    stage.pass(2500);
    assert!(says(&stage, "Er du her fortsatt?"));
    tap(&stage, "Jeg er her");
    tap(&stage, "Ferdig");
    stage.pass(46_000);
    assert!(says(&stage, "Er du her fortsatt?"), "written, and gone");
}
