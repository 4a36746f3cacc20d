//! Fingers on the glass: one, two, or a palm.
//! These events are hidden from the toolkit's documentation; its version is pinned.

use i_slint_backend_testing::ElementHandle;
use slint::ComponentHandle;
use slint::platform::{InternalEvent, WindowEvent};

use crate::by_hand::station_stage;
use crate::glass::{Place, buttons, find, label, tap};
use crate::rehearsal::{Rehearsal, Stage, station};
use trykk_shared::deck::Mode;

fn touch(stage: &Stage, finger: i32, (x, y): (f32, f32), phase: i_slint_core::input::TouchPhase) {
    let event = InternalEvent::Touch {
        id: finger,
        position: i_slint_core::lengths::LogicalPoint::new(x, y),
        phase,
    };
    stage.app().window().dispatch_event(WindowEvent::internal(event));
    stage.pass(20);
}

fn down(stage: &Stage, finger: i32, at: (f32, f32)) {
    touch(stage, finger, at, i_slint_core::input::TouchPhase::Started);
}

fn up(stage: &Stage, finger: i32, at: (f32, f32)) {
    touch(stage, finger, at, i_slint_core::input::TouchPhase::Ended);
}

pub fn tap_at(stage: &Stage, x: f32, y: f32, finger: i32) {
    down(stage, finger, (x, y));
    up(stage, finger, (x, y));
}

fn place(stage: &Stage, name: &str) -> (f32, f32) {
    let button: ElementHandle = find(stage, name).unwrap_or_else(|| panic!("no button {name:?}"));
    Place::of(&button).middle()
}

#[test]
fn a_palm_and_a_finger_give_one_answer_or_none() {
    for palm_lifts_first in [true, false] {
        let stage = station_stage();
        tap(&stage, "Begynn");
        stage.pass(500);
        let (palm, finger) = (place(&stage, "Sjelden"), place(&stage, "Ofte"));
        let serial = stage.window.view().serial;
        down(&stage, 0, palm);
        down(&stage, 1, finger);
        if palm_lifts_first {
            up(&stage, 0, palm);
            up(&stage, 1, finger);
        } else {
            up(&stage, 1, finger);
            up(&stage, 0, palm);
        }
        assert_eq!(stage.window.view().serial, serial, "nobody knows which was meant");
        // And then a finger alone is heard.
        tap_at(&stage, finger.0, finger.1, 0);
        assert_ne!(stage.window.view().serial, serial);
        tap(&stage, "Tilbake");
        let chosen: Vec<_> = buttons(&stage)
            .iter()
            .filter(|button| button.accessible_checked() == Some(true))
            .map(label)
            .collect();
        assert_eq!(chosen, ["Ofte"]);
    }
}

#[test]
fn a_palm_beside_the_answers_counts_as_a_finger_too() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    stage.pass(500);
    let finger = place(&stage, "Ofte");
    let serial = stage.window.view().serial;
    down(&stage, 0, (640.0, 150.0));
    down(&stage, 1, finger);
    up(&stage, 1, finger);
    up(&stage, 0, (640.0, 150.0));
    assert_eq!(stage.window.view().serial, serial);
    tap_at(&stage, finger.0, finger.1, 1);
    assert_eq!(stage.window.view().serial, serial + 1);
}

/// Wherever on a face it lands, also at its lower edge on a small screen: a tap gives what it shows, never "skip".
#[test]
fn a_low_tap_on_a_face_is_that_face() {
    for size in [(1024, 600), (800, 480), (600, 1024), (1280, 800)] {
        let stage = Stage::new(Rehearsal::open(station(), Mode::DropIn), size);
        tap(&stage, "Begynn");
        let faces: Vec<(String, Place)> = buttons(&stage)
            .iter()
            .filter(|button| button.accessible_checked().is_some() && button.accessible_checkable() == Some(true))
            .map(|face| (label(face), Place::of(face)))
            .collect();
        assert!(faces.len() >= 3, "{faces:?}");
        for (name, face) in faces {
            for (x, y) in [(0.5, 0.99), (0.98, 0.98), (0.5, 0.5), (0.02, 0.02), (0.02, 0.98)] {
                stage.pass(500);
                tap_at(&stage, face.x + face.w * x, face.y + face.h * y, 0);
                tap(&stage, "Tilbake");
                let chosen: Vec<_> = buttons(&stage)
                    .iter()
                    .filter(|button| button.accessible_checked() == Some(true))
                    .map(label)
                    .collect();
                assert_eq!(chosen, [name.as_str()], "at {size:?}, {x} {y} of {name:?}");
            }
        }
    }
}

#[test]
fn a_double_tap_answers_one_question() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    stage.pass(500);
    let ofte = place(&stage, "Ofte");
    let serial = stage.window.view().serial;
    tap_at(&stage, ofte.0, ofte.1, 0);
    tap_at(&stage, ofte.0, ofte.1, 0);
    assert_eq!(stage.window.view().serial, serial + 1);
}

#[test]
fn a_finger_that_slides_off_answers_nothing() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    stage.pass(500);
    let ofte = place(&stage, "Ofte");
    let serial = stage.window.view().serial;
    down(&stage, 0, ofte);
    touch(&stage, 0, (ofte.0, 100.0), i_slint_core::input::TouchPhase::Moved);
    up(&stage, 0, (ofte.0, 100.0));
    assert_eq!(stage.window.view().serial, serial);
}
