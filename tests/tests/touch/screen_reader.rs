//! A sheet that is answered by names and roles alone, as a screen reader tells them.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::Value;
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::language::Language;
use trykk_tests::sheets::{Answerer, Expected, counted};
use trykk_tests::touchscreen::Touchscreen;

use crate::sheets::{counted_after, hospital};

fn strings(of: &Value) -> Vec<String> {
    let list = of.as_array().expect("a list").iter();
    list.map(|one| one.as_str().expect("a text").to_owned()).collect()
}

/// What was answered by a press on this screen, if one of the deck's questions was told on it.
fn take(deck: &Deck, screen: &Value, expected: &mut Expected) -> Option<String> {
    let (texts, pressed) = (strings(&screen["texts"]), screen["pressed"].as_str()?);
    if pressed == "Lever" {
        // Every question stands there once more.
        return None;
    }
    let item = deck
        .items
        .iter()
        .find(|item| texts.iter().any(|text| text == item.text.get(Language::Nb)))?;
    let value = match &item.question {
        Question::Statement { faces, .. } => {
            let face = faces.iter().position(|label| label.get(Language::Nb) == pressed);
            (face.expect("a face") + 1).to_string()
        }
        Question::Card if pressed == "Nei" => "no".to_owned(),
        Question::Card if pressed == "Ja, slik er det" => "yes".to_owned(),
        Question::Note { .. } => return Some(item.id.clone()),
        question => panic!("{pressed:?} answers no {question:?}"),
    };
    *expected.entry((item.id.clone(), value)).or_default() += 1;
    Some(item.id.clone())
}

/// By command (`scripts/walk-screen-reader`): the window is built otherwise for it, and Debian's AT-SPI is needed.
#[test]
#[ignore = "scripts/walk-screen-reader builds the window that tells screen readers what stands on it"]
fn a_sheet_is_answered_and_delivered_by_what_the_window_tells_a_screen_reader() {
    let (hospital, deck) = hospital("station", "drop-in");
    let tablet = hospital.tablet("t1", "w1", None);
    let mut others = Answerer::new(&deck, Mode::DropIn, 5);
    let lines: Vec<String> = (0..9).map(|_| others.line(1)).collect();
    tablet.feed(&lines).done();
    let mut expected = others.expected.clone();

    let folder = tempfile::tempdir().unwrap();
    let walker = folder.path().join("screen_reader.py");
    std::fs::write(&walker, include_str!("../../src/screen_reader.py")).unwrap();
    let screen = Touchscreen::start(1280, 800);
    let window = tablet.command(&["run"]);
    let walked = Command::new("dbus-run-session")
        .args(["--", "/usr/bin/python3"])
        .arg(&walker)
        .arg(window.get_program())
        .args(window.get_args())
        .env("DISPLAY", screen.display())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .expect("dbus-run-session is installed");
    let said = String::from_utf8(walked.stdout).unwrap();
    let wrong = String::from_utf8_lossy(&walked.stderr).into_owned();
    assert!(walked.status.success(), "{said}\n{wrong}");

    // The registry of AT-SPI has a line of its own.
    let lines = said.lines().filter(|line| line.starts_with('{'));
    let screens: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut told = Vec::new();
    for screen in &screens {
        let buttons = strings(&screen["buttons"]);
        assert!(!strings(&screen["texts"]).is_empty(), "a silent screen: {screen}");
        assert!(
            buttons.iter().all(|name| !name.trim().is_empty()),
            "a button without a name: {screen}"
        );
        let names: BTreeSet<&String> = buttons.iter().collect();
        assert_eq!(names.len(), buttons.len(), "two buttons with one name: {screen}");
        told.extend(take(&deck, screen, &mut expected));
    }
    told.dedup();
    let asked: Vec<String> = deck.items.iter().map(|item| item.id.clone()).collect();
    assert_eq!(told, asked, "every question was told, in its order");

    let results = counted_after(&hospital, &tablet);
    assert_eq!(counted(&results, "w1"), expected);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 10);
    assert_eq!(results["wards"][0]["unreadable"], 0);
}
