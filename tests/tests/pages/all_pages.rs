//! Every page, in every language, on a desk and on a telephone: readable by everybody, and a picture of each. These three take longest and
//! are begun first, since tests begin in the order of their names: everything else goes beside them.

use std::path::PathBuf;

use serde_json::json;
use trykk_tests::browser::Browser;

use crate::people::{Person, Shown, people};
use crate::scene::{PASSWORD, boxes, hospital};

const WIDTHS: [u32; 2] = [1280, 390];

#[test]
fn every_page_can_be_read_by_everybody_in_bokmål_on_every_screen() {
    sweep("nb");
}

#[test]
fn every_page_can_be_read_by_everybody_in_nynorsk_on_every_screen() {
    sweep("nn");
}

#[test]
fn every_page_can_be_read_by_everybody_in_english_on_every_screen() {
    sweep("en");
}

fn sweep(language: &str) {
    let mut hospital = hospital();
    let invited = "avdelingssykepleier.dagkirurgi@fjordvik-sykehus.example.org";
    let invitation = hospital.hub(&["account", "invite", "--email", invited]).done();
    let invitation = invitation.split_whitespace().last().unwrap();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/", hospital.web()));
    let boxes = boxes(&browser);
    let (mut faults, mut nth) = (Vec::new(), 0);
    for person in people(&boxes, invitation) {
        let Person { email, pages } = &person;
        if let Some(email) = email {
            browser.log_in(email, PASSWORD);
        }
        for shown in pages {
            open(&browser, shown, language);
            faults.extend(read(&browser, shown, language, nth));
            nth += 1;
        }
        if email.is_some() {
            browser.goto("/");
            browser.log_out();
        }
    }
    breaks_are_noticed(&browser);
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Breaks a page in every way that is looked for, on the telephone: a check that sees nothing would be worth nothing.
fn breaks_are_noticed(browser: &Browser) {
    browser.goto("/log-in?lang=nb");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    browser.run(
        "const [heading, lead, label, button] = ['h1', '.lead', 'label', 'main button'].map(css => document.querySelector(css));
         heading.style.whiteSpace = 'nowrap';
         heading.innerText = 'Kvinneklinikken, fødsel og barsel, poliklinikken';
         Object.assign(lead.style, { height: '20px', overflow: 'hidden' });
         label.style.color = '#D9D2C5';
         Object.assign(button.style, { padding: 0, height: '30px' });
         button.setAttribute('style', 'color: red');
         console.error('something failed');",
        &[],
    );
    browser.width(390);
    let look = browser.run(include_str!("look.js"), &[json!(390)]).to_string();
    for fault in [
        "px wide in a window of 390",
        "cut off: <h1>",
        "cut off: <p.lead>",
        "small: <button>",
    ] {
        assert!(look.contains(fault), "{fault}: {look}");
    }
    let axe = browser.run_axe().join("\n");
    assert!(axe.contains("color-contrast"), "{axe}");
    let complaints = browser.complaints().join("\n");
    for complaint in ["something failed", "Content Security Policy"] {
        assert!(complaints.contains(complaint), "{complaint}: {complaints}");
    }
}

fn open(browser: &Browser, shown: &Shown, language: &str) {
    browser.width(WIDTHS[0]);
    browser.complaints();
    let joint = if shown.path.contains('?') { '&' } else { '?' };
    browser.goto(&format!("{}{joint}lang={language}", shown.path));
    if let Some(script) = shown.before {
        browser.run(script, &[]);
    }
    if let Some((fields, button)) = &shown.step {
        for (field, text) in fields {
            browser.write(field, text);
        }
        browser.press(button);
    }
}

/// What is wrong with the page that is open, the `nth` of all.
fn read(browser: &Browser, shown: &Shown, language: &str, nth: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let mut found = |width: u32, fault: String| faults.push(format!("{language} {width} {}: {fault}", shown.name));
    let status = browser.status();
    if status != shown.status {
        found(0, format!("answered with {status}, not {}", shown.status));
    }
    let spoken = browser.run("return document.documentElement.lang", &[]);
    if spoken != language {
        found(0, format!("is written in {spoken}"));
    }
    for width in WIDTHS {
        browser.width(width);
        browser.picture(&pictures().join(format!("{language}-{width}-{}.png", shown.name)));
    }
    browser.run(
        "document.querySelectorAll('details').forEach(one => one.open = true)",
        &[],
    );
    for width in WIDTHS {
        browser.width(width);
        let look = browser.run(include_str!("look.js"), &[json!(width)]);
        for fault in look.as_array().unwrap() {
            found(width, fault.as_str().unwrap().to_owned());
        }
        if asks_axe(language, width, nth) {
            browser.run_axe().into_iter().for_each(|fault| found(width, fault));
        }
    }
    // That a page is a refusal is no surprise.
    let refusal = format!("the server responded with a status of {} ", shown.status);
    let surprises = browser.complaints();
    let surprises = surprises
        .into_iter()
        .filter(|line| shown.status < 400 || !line.contains(&refusal));
    surprises.for_each(|line| found(0, line));
    faults
}

/// Whether axe-core is asked about the `nth` page in this language at this width. It takes longest of all and sees the same page in each
/// language: bokmål is asked about everywhere, the others where everything is tightest, every second page in one and the rest in the other;
/// everything in each by scripts/sweep.
fn asks_axe(language: &str, width: u32, nth: usize) -> bool {
    let is_turn = match language {
        "nb" => true,
        "nn" => width == WIDTHS[1] && nth.is_multiple_of(2),
        _ => width == WIDTHS[1] && !nth.is_multiple_of(2),
    };
    is_turn || std::env::var_os("TRYKK_SWEEP").is_some()
}

/// Where the pictures go: `target/pages`.
pub fn pictures() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("pages")
}
