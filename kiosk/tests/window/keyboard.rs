//! The keyboard on the glass: accents behind a long press, the letters of Northern Sami in every language.

use slint::platform::{Key, PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition};
use trykk_kiosk::flow::{COUNTDOWN_MS, Page, WRITING_IDLE_MS};
use trykk_kiosk::window::ui;
use trykk_shared::answers::{Answers, Sheet};
use trykk_shared::language::Language;

use crate::by_hand::{is_welcome, sheets, station_stage, type_out};
use crate::glass::{Place, find, says, tap};
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

/// In a full note the letter that is held is not typed, and its accent takes no other one's place.
#[test]
fn an_accent_takes_no_letters_place_but_its_own() {
    let stage = writing();
    let full = "a".repeat(2000);
    stage.app().global::<ui::Note>().invoke_type(full.as_str().into());
    let before = written(&stage);
    assert!(!before.is_empty() && before.chars().all(|letter| letter == 'a'));
    hold_key(&stage, "e");
    tap(&stage, "é");
    assert_eq!(written(&stage), before);
    // The letter that is held is the last one, and stood there before: that one becomes the accent.
    hold_key(&stage, "a");
    tap(&stage, "á");
    assert_eq!(written(&stage).chars().count(), before.chars().count());
}

fn send(stage: &Stage, event: WindowEvent) {
    stage.app().window().dispatch_event(event);
    stage.pass(1);
}

/// A finger stays for so long, as time passes: in small steps.
fn stay(stage: &Stage, milliseconds: u64) {
    for _ in 0..milliseconds / 10 {
        // The toolkit's clock goes on by one more.
        stage.pass(9);
    }
}

fn middle_of(stage: &Stage, key: &str) -> LogicalPosition {
    let (x, y) = Place::of(&find(stage, key).unwrap_or_else(|| panic!("no key {key:?}"))).middle();
    LogicalPosition::new(x, y)
}

#[test]
fn a_finger_that_stays_on_delete_deletes_on_until_it_lifts_or_slides_off() {
    let button = PointerEventButton::Left;
    let text = "To ord og mange flere ord til";
    let written_by = |stage: &Stage| written(stage).chars().count();
    for slides_off in [false, true] {
        let stage = writing();
        stage.app().global::<ui::Note>().invoke_type(text.into());
        stage.pass(1000);
        let all = text.chars().count();
        let position = middle_of(&stage, "Slett siste tegn");
        send(&stage, WindowEvent::PointerPressed { position, button });
        assert_eq!(written_by(&stage), all - 1, "at once");
        stay(&stage, 450);
        assert_eq!(written_by(&stage), all - 1, "and then not for a while");
        stay(&stage, 50 + 10 * 80);
        let left = written_by(&stage);
        assert!((all - 12..=all - 9).contains(&left), "{left} of {all}");
        if slides_off {
            let position = middle_of(&stage, "Komma");
            send(&stage, WindowEvent::PointerMoved { position });
            stay(&stage, 1000);
        } else {
            send(&stage, WindowEvent::PointerReleased { position, button });
            stay(&stage, 1000);
        }
        assert_eq!(written_by(&stage), left, "slid off: {slides_off}");
    }
}

#[test]
fn what_is_deleted_on_and_on_ends_with_the_page_and_with_the_note() {
    let button = PointerEventButton::Left;
    let stage = writing();
    stage
        .app()
        .global::<ui::Note>()
        .invoke_type("Mange ord, og flere til".into());
    stage.pass(1000);
    let position = middle_of(&stage, "Slett siste tegn");
    send(&stage, WindowEvent::PointerPressed { position, button });
    stay(&stage, 900);
    // The keyboard is closed by a key of a real one, while the finger stays.
    stage.app().global::<ui::Note>().invoke_done();
    stage.pass(1);
    let left = written(&stage);
    assert!(!left.is_empty());
    stay(&stage, 1000);
    assert_eq!(written(&stage), left);
    send(&stage, WindowEvent::PointerReleased { position, button });
    // An elbow on the key is nobody who is there: the empty note is left as it is, and forgotten.
    let stage = writing();
    stage.app().global::<ui::Note>().invoke_type("To".into());
    stage.pass(1000);
    let position = middle_of(&stage, "Slett siste tegn");
    send(&stage, WindowEvent::PointerPressed { position, button });
    stay(&stage, 2000);
    assert_eq!(written(&stage), "");
    stage.pass(WRITING_IDLE_MS + COUNTDOWN_MS);
    assert!(is_welcome(&stage));
}

/// The caret goes where the arrows send it, on the glass and on a real keyboard, and letters go where it stands.
#[test]
fn a_slip_in_the_middle_is_mended_without_deleting_what_stands_behind_it() {
    let stage = writing();
    let press = |key: Key| send(&stage, WindowEvent::KeyPressed { text: key.into() });
    type_out(&stage, "Vi er få");
    assert!(says(&stage, "Vi er få|"));
    for _ in 0..3 {
        tap(&stage, "Skrivemerket til venstre");
    }
    assert!(says(&stage, "Vi er| få"));
    type_out(&stage, " for");
    assert_eq!(written(&stage), "Vi er for få");
    assert!(says(&stage, "Vi er for| få"));
    tap(&stage, "Slett siste tegn");
    hold_key(&stage, "e");
    tap(&stage, "ê");
    assert_eq!(written(&stage), "Vi er foê få");
    press(Key::Backspace);
    press(Key::Home);
    press(Key::LeftArrow);
    press(Key::Backspace);
    assert!(says(&stage, "|Vi er fo få"), "there is nothing before the first letter");
    press(Key::RightArrow);
    assert!(says(&stage, "V|i er fo få"));
    press(Key::End);
    press(Key::RightArrow);
    tap(&stage, "Skrivemerket til høyre");
    type_out(&stage, ".");
    assert_eq!(written(&stage), "Vi er fo få.");
    // Whoever comes back to the note writes on at its end.
    press(Key::Home);
    tap(&stage, "Ferdig");
    assert!(!says(&stage, "|"));
    tap(&stage, "Skriv videre på lappen");
    assert!(says(&stage, "Vi er fo få.|"));
}

/// Where a text is read from the right, left is on.
#[test]
fn arrows_point_to_where_the_caret_goes_in_arabic_too() {
    let stage = writing();
    stage.app().global::<ui::Note>().invoke_type("نحن".into());
    stage.pass(1);
    tap(&stage, "Skrivemerket til venstre");
    assert!(says(&stage, "نحن|"), "it is at the end, which is at the left");
    tap(&stage, "Skrivemerket til høyre");
    assert!(says(&stage, "نح|ن"));
}

/// How many letters are left is said before there are none, and then nothing more is taken.
#[test]
fn whoever_writes_much_is_told_how_much_is_left() {
    let stage = writing();
    let left = |stage: &Stage| match stage.window.view().page {
        Page::Note(note) => note.left,
        page => panic!("{page:?}"),
    };
    let most = left(&stage);
    let note = stage.app().global::<ui::Note>();
    note.invoke_type("å".repeat(most - 41).into());
    stage.pass(1);
    assert!(!says(&stage, "tegn igjen"));
    note.invoke_type("å".into());
    stage.pass(1);
    assert!(says(&stage, "40 tegn igjen"));
    note.invoke_type("æ".repeat(60).into());
    stage.pass(1);
    assert!(says(&stage, "0 tegn igjen") && !says(&stage, "40 tegn igjen"));
    assert_eq!((written(&stage).chars().count(), left(&stage)), (most, 0));
}

/// What may tell who somebody is, is said beneath the note while it stands there, and keeps nobody from handing it in.
#[test]
fn a_note_that_may_tell_who_somebody_is_is_warned_of_and_delivered_all_the_same() {
    let stage = writing();
    let type_on = |text: &str| {
        stage.app().global::<ui::Note>().invoke_type(text.into());
        stage.pass(1);
    };
    type_on("Ring 912 34 56");
    assert!(!says(&stage, "Dette ligner"));
    type_on("7");
    assert!(says(
        &stage,
        "Dette ligner et telefonnummer. Det kan vise hvem noen er."
    ));
    assert!(says(&stage, "Du bestemmer selv om det skal stå."));
    tap(&stage, "Ferdig");
    assert!(says(&stage, "Dette ligner et telefonnummer."), "it stays with the note");
    tap(&stage, "Skriv videre på lappen");
    tap(&stage, "Slett siste tegn");
    assert!(!says(&stage, "Dette ligner"), "and goes with the number");
    type_on("7");
    tap(&stage, "Ferdig");
    tap(&stage, "Neste");
    assert!(!says(&stage, "Dette ligner"));
    tap(&stage, "Lever");
    let Sheet::DropIn(answers) = &sheets(&stage)[0] else {
        panic!("no sheet of one person")
    };
    let mut expected = Answers::new();
    expected.put_notes("note-improve", ["Ring 912 34 567"]);
    assert!(*answers == expected);
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
