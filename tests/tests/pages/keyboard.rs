//! A hundred and fifty notes, sorted by keyboard alone.

use std::fs;

use serde_json::json;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, PASSPHRASE, plan};

use crate::programs;
use crate::scene::PASSWORD;

const NOTES: usize = 150;

/// A hub that serves a counted round in which everybody wrote a note.
fn counted() -> Hospital {
    let round = "wards = [\"w1\"]\nopens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &plan(1, 200, "station", "drop-in", round));
    let password = hospital.path("password");
    fs::write(&password, PASSWORD).unwrap();
    let file = password.to_str().unwrap();
    hospital
        .hub(&["account", "password", "--email", GUIDE, "--password-file", file])
        .done();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let sheet = |nth: usize| json!({ "answers": { "card-silence": true, "note-improve": [format!("Lapp {nth}")] } });
    let sheets: Vec<String> = (0..NOTES).map(|nth| sheet(nth).to_string()).collect();
    tablet.feed(&sheets).done();
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    hospital
}

#[test]
fn a_hundred_and_fifty_notes_are_sorted_by_keyboard_alone() {
    let mut hospital = counted();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));
    browser.log_in(GUIDE, PASSWORD);
    browser.goto("/rounds");
    browser.press("a.card");
    let path = format!("{}/sorting", browser.path());
    browser.goto(&path);
    browser.write("passphrase", PASSPHRASE);
    browser.press("main button");
    for nth in 0..NOTES {
        let said = browser.text();
        assert!(said.contains(&format!("{nth} av {NOTES} lapper er sortert.")), "{said}");
        // Every second note is of two categories, and one of them was a slip of the finger.
        let keys: &[&str] = if nth % 2 == 0 { &["t"] } else { &["a", "o", "t", "a"] };
        keys.iter().for_each(|key| browser.key(key));
        browser.key_to_leave("n");
        // One was sorted in a hurry, and is taken back.
        if nth == 3 {
            browser.key_to_leave("u");
            let said = browser.text();
            assert!(said.contains(&format!("{nth} av {NOTES} lapper er sortert.")), "{said}");
            keys.iter().for_each(|key| browser.key(key));
            browser.key_to_leave("n");
        }
    }
    assert!(browser.text().contains("Alle lappene er sortert."));
    browser.goto(&format!("{path}/counts"));
    let rows = browser.run(
        "return [...document.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()).join('|'))",
        &[],
    );
    let rows: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row.as_str()).collect();
    for row in [
        "Tonen mellom oss|150|100 %",
        "Organisering|75|50 %",
        "Arbeidsmengde|0|0 %",
    ] {
        assert!(rows.contains(&row), "{row} is not in {rows:?}");
    }
    let complaints = browser.complaints();
    assert!(
        complaints.iter().all(|line| line.contains("/favicon.ico")),
        "{complaints:?}"
    );
}
