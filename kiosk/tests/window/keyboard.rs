//! The keyboard on the glass: accents behind a long press, the letters of Northern Sami in every language.

use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition};
use trykk_kiosk::flow::Page;
use trykk_shared::language::Language;

use crate::by_hand::{station_stage, type_out};
use crate::glass::{Place, find, tap};
use crate::rehearsal::Stage;

/// How long a finger stays that wants an accent, in milliseconds.
const LONG_MS: u64 = 600;

/// A finger stays on a key, and lifts.
pub fn hold_key(stage: &Stage, key: &str) {
    stage.pass(1000);
    press_for(stage, key, LONG_MS);
}

fn press_for(stage: &Stage, key: &str, long: u64) {
    let (x, y) = Place::of(&find(stage, key).unwrap_or_else(|| panic!("no key {key:?}"))).middle();
    let (position, button) = (LogicalPosition::new(x, y), PointerEventButton::Left);
    let send = |event| stage.app().window().dispatch_event(event);
    send(WindowEvent::PointerPressed { position, button });
    stage.pass(long);
    send(WindowEvent::PointerReleased { position, button });
    stage.pass(1);
}

fn written(stage: &Stage) -> String {
    match stage.window.view().page {
        Page::Note(note) => note.text.to_string(),
        page => panic!("{page:?}"),
    }
}

fn writing() -> Stage {
    let stage = station_stage();
    tap(&stage, "Begynn");
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Skriv på lappen");
    stage
}

#[test]
fn an_accent_takes_the_place_of_the_letter_that_was_held() {
    let stage = writing();
    type_out(&stage, "Kaf");
    hold_key(&stage, "e");
    assert_eq!(written(&stage), "Kafe", "the plain letter stands there at once");
    for accent in ["è", "ê", "ë"] {
        assert!(find(&stage, accent).is_some(), "{accent}");
    }
    tap(&stage, "é");
    assert_eq!(written(&stage), "Kafé");
    assert!(find(&stage, "è").is_none() && find(&stage, "Komma").is_some());
    // Whoever writes on instead has the plain letter, and so has a short tap.
    type_out(&stage, " ");
    hold_key(&stage, "a");
    type_out(&stage, "v");
    assert!(find(&stage, "à").is_none());
    press_for(&stage, "e", 300);
    assert!(find(&stage, "ê").is_none());
    assert_eq!(written(&stage), "Kafé ave");
    // What is deleted has no accents any more; a letter without any asks for nothing.
    hold_key(&stage, "o");
    tap(&stage, "Slett siste tegn");
    assert!(find(&stage, "ö").is_none());
    hold_key(&stage, "v");
    assert!(find(&stage, "Komma").is_some());
    assert_eq!(written(&stage), "Kafé avev");
}

#[test]
fn a_capital_letter_has_capital_accents() {
    let stage = writing();
    hold_key(&stage, "E");
    assert!(find(&stage, "é").is_none());
    tap(&stage, "É");
    assert_eq!(written(&stage), "É");
    hold_key(&stage, "n");
    tap(&stage, "ŋ");
    assert_eq!(written(&stage), "Éŋ");
}

#[test]
fn the_letters_of_northern_sami_are_two_taps_away_in_every_language() {
    for (language, signs, case) in [
        (Language::Nb, "Tall og tegn", "Stor bokstav"),
        (Language::Nn, "Tal og teikn", "Stor bokstav"),
        (Language::En, "Digits and marks", "Capital letter"),
    ] {
        let scenes = crate::scenes::scenes();
        let scene = scenes.iter().find(|scene| scene.name == "12-note-typing").unwrap();
        let stage = scene.stage(crate::rehearsal::Glass::new(1280, 800), language);
        if find(&stage, signs).is_none() {
            let there: Vec<_> = crate::glass::buttons(&stage).iter().map(crate::glass::label).collect();
            panic!("{language}: {there:?}");
        }
        tap(&stage, signs);
        for letter in ["á", "č", "đ", "ŋ", "š", "ŧ", "ž"] {
            tap(&stage, letter);
        }
        tap(&stage, case);
        tap(&stage, "Č");
        assert_eq!(written(&stage), "áčđŋšŧžČ");
    }
}
