//! By hand: what a guide and a leader do from the invitation to the result, in one browser.

use std::fs;

use trykk_tests::browser::Browser;
use trykk_tests::hospital::{Hospital, plan};

use crate::programs;

const GUIDE: &str = "ny.prosessveileder@example.org";
const LEADER: &str = "leder@example.org";
const PASSWORD: &str = "fire vanlige ord her";
const TELLEORD: &str = "fire andre ord til telling";
const ACCOUNTS: &str = "[[account]]\nemail = \"ny.prosessveileder@example.org\"\nrole = \"guide\"\nwards = [\"w1\"]\n\
                        [[account]]\nemail = \"leder@example.org\"\nrole = \"leader\"\nwards = [\"w1\"]\n";

/// The page says this.
#[track_caller]
pub fn says(browser: &Browser, words: &str) {
    let text = browser.text();
    assert!(text.contains(words), "{words:?} is not on {}:\n{text}", browser.path());
}

/// Follows an invitation and chooses the password.
fn come_in(browser: &Browser, hospital: &Hospital, email: &str) {
    let invitation = hospital.hub(&["account", "invite", "--email", email]).done();
    let link = invitation.split_whitespace().last().unwrap();
    browser.goto(link);
    says(browser, email);
    browser.write("password", PASSWORD);
    browser.write("again", "fire vanlige ord hei");
    browser.press("main button");
    says(browser, "De to passordene er ikke like");
    browser.write("password", PASSWORD);
    browser.write("again", PASSWORD);
    browser.press("main button");
    says(browser, email);
    browser.log_out();
    assert_eq!(browser.path(), "/log-in");
    browser.goto(link);
    says(browser, "Lenken kan være brukt før");
    browser.goto("/log-in");
    browser.write("email", email);
    browser.write("password", "fire uvanlige ord her");
    browser.press("main button");
    says(browser, "E-post og passord passer ikke sammen");
    browser.write("password", PASSWORD);
    browser.press("main button");
    says(browser, "Logg ut");
}

#[test]
fn from_the_invitation_to_the_leaders_result_and_out_again() {
    let round = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &(plan(1, 40, "station", "drop-in", round) + ACCOUNTS));
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let answers = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/med-1.jsonl");
    let answers: Vec<String> = fs::read_to_string(answers)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));

    come_in(&browser, &hospital, GUIDE);
    says(&browser, "Velg et telleord");
    browser.press(".first-steps [aria-current] a[href='/passphrase']");
    browser.write("passphrase", TELLEORD);
    browser.write("again", TELLEORD);
    browser.press("main button");
    says(&browser, "Telleordet er lagret og prøvd");
    browser.goto("/rounds");
    browser.press("a.card");
    let round = browser.path();
    says(&browser, "Planlagt");
    browser.tick("#open > summary");
    browser.press("form[action$='/open'] button");
    says(&browser, "færre enn 7 personer");

    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&answers).done();
    tablet.sync().done();
    browser.goto(&round);
    says(&browser, "27 eller flere personer");
    browser.tick("#close > summary");
    browser.press("form[action$='/close'] button");
    says(
        &browser,
        "kan du åpne igjen. Da stenger kartleggingen for godt av seg selv.",
    );
    browser.press("form[action$='/close-for-good'] button");
    says(&browser, "Ikke hørt fra etter stenging");
    tablet.sync().done();
    browser.goto(&round);
    says(&browser, "Ingenting venter");
    browser.write("passphrase", "fire gale ord til telling");
    browser.press("form[action$='/count'] button");
    says(&browser, "Telleordet stemmer ikke. Ingenting er åpnet.");
    browser.write("passphrase", TELLEORD);
    browser.press("form[action$='/count'] button");
    says(&browser, "Telt opp");
    browser.press("a[href$='/notes']");
    browser.write("passphrase", TELLEORD);
    browser.press("main form button");
    says(&browser, "Legevisitten starter sjelden når den skal");
    browser.goto(&round);
    browser.tick("[name=sure]");
    browser.press("form[action$='/release'] button");
    says(&browser, "Publisert");
    browser.log_out();

    come_in(&browser, &hospital, LEADER);
    browser.press("a.card");
    let result = browser.path();
    says(&browser, "27\npersoner svarte");
    assert!(!browser.text().contains("Legevisitten"), "a note is the guide's");
    assert!(result.starts_with("/results/"), "{result}");
    browser.log_out();
    browser.back();
    assert!(!browser.text().contains("personer svarte"), "back shows the result");
    browser.goto(&result);
    assert_eq!(browser.path(), "/log-in");
    let surprises = browser.complaints();
    let surprises = surprises
        .iter()
        .filter(|line| !line.contains("the server responded with a status of 4"));
    assert_eq!(surprises.collect::<Vec<_>>(), Vec::<&String>::new());
}
