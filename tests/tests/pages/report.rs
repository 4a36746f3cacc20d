//! From what people answered on a tablet to the report that leader, safety rep and union rep have signed as seen, in one browser.

use std::fs;
use std::process::Command;

use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, PASSPHRASE, ROUND, plan};

use crate::all_pages::pictures;
use crate::hand::says;
use crate::programs;
use crate::scene::{PASSWORD, answers};

/// Who signs, with which remark.
const SIGNERS: [(&str, &str, &str); 3] = [
    ("leder@example.org", "leader", "Turnusen tar vi opp først."),
    ("vo@example.org", "safety-rep", "Jeg blir med på samlingen."),
    ("tv@example.org", "union-rep", "Fint at noe går bra også."),
];

/// What a note is about: words in it, and the key of the category.
const KEYS: [(&str, &str); 6] = [
    ("Legevisitten", "o"),
    ("Medisinrommet", "w"),
    ("Nyansatte", "g"),
    ("Mer tid", "e"),
    ("nok folk", "e"),
    ("byttet vakt", "e"),
];

/// Leaves pictures of the page that is open, on a desk and on a telephone, and asks axe-core about it.
fn look_at(browser: &Browser, name: &str) {
    for width in [390, 1280] {
        browser.width(width);
        browser.picture(&pictures().join(format!("nb-{width}-{name}.png")));
        assert_eq!(browser.run_axe(), Vec::<String>::new(), "{name} {width}");
    }
}

/// A hub that serves a round which is closed for good; nothing waits on its tablet.
fn closed() -> Hospital {
    let round = "wards = [\"w1\"]\nopens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let accounts = SIGNERS
        .map(|(email, role, _)| format!("[[account]]\nemail = \"{email}\"\nrole = \"{role}\"\nwards = [\"w1\"]\n"));
    let plan = plan(1, 40, "station", "drop-in", round) + &accounts.concat();
    let mut hospital = Hospital::new(programs(), &plan);
    let file = hospital.path("password");
    fs::write(&file, PASSWORD).unwrap();
    for email in SIGNERS.map(|(email, ..)| email).into_iter().chain([GUIDE]) {
        let password = ["account", "password", "--email", email, "--password-file"];
        hospital
            .hub(&[&password[..], &[file.to_str().unwrap()]].concat())
            .done();
    }
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&answers("med-1.jsonl")).done();
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital
}

/// The guide counts, publishes, sorts by keyboard, publishes what the notes are about, and makes areas. Gives the round's path.
fn analyse(browser: &Browser) -> String {
    browser.log_in(GUIDE, PASSWORD);
    browser.goto("/rounds");
    browser.press("a.card");
    let round = browser.path();
    browser.write("passphrase", PASSPHRASE);
    browser.press("form[action$='/count'] button");
    browser.tick("[name=sure]");
    browser.press("form[action$='/release'] button");
    says(browser, "Publisert");

    browser.goto(&format!("{round}/sorting"));
    browser.write("passphrase", PASSPHRASE);
    browser.press("main button");
    while !browser.text().contains("Alle lappene er sortert.") {
        let text = browser.text();
        let (_, key) = KEYS
            .iter()
            .find(|(words, _)| text.contains(words))
            .expect("a note of the demo");
        browser.key(key);
        browser.key_to_leave("n");
    }
    browser.goto(&format!("{round}/sorting/bands"));
    says(browser, "Bemanning og turnus: nevnt av minst halvparten");
    browser.tick("[name=sure]");
    browser.press("form.step button");
    says(browser, "ser dette på siden med resultatet");

    // What stands out of the notes becomes an area, in words that are not those of a note.
    browser.goto(&format!("{round}/areas"));
    let candidate = browser.run(
        "return [...document.querySelectorAll('li.card')].find(card => card.innerText.includes('Bemanning og turnus')) \
         .querySelector('a').getAttribute('href')",
        &[],
    );
    browser.goto(candidate.as_str().unwrap());
    browser.write(
        "sentence",
        "Flere sier at vi trenger nok folk på kveldsvaktene i helgene.",
    );
    browser.press(".area-form button");
    says(
        browser,
        "her står det seks eller flere ord på rad fra en lapp: «vi trenger nok folk på kveldsvaktene i helgene»",
    );
    look_at(browser, "areas-repeat");
    browser.press("article.area a.button");
    look_at(browser, "area-of-notes");
    browser.write(
        "sentence",
        "Helgene er tynt bemannet, og vaktbytter kjennes ikke rettferdige.",
    );
    browser.press(".area-form button");
    assert!(!browser.text().contains("ord på rad fra en lapp:"));
    browser.goto(&format!("{round}/areas/new"));
    browser.tick("[name=kind][value=keep]");
    browser.write("title", "Vi hjelper hverandre");
    browser.write("sentence", "Det merkes på travle vakter, og det tar vi vare på.");
    browser.tick("[name=item][value=card-lend-a-hand]");
    browser.press(".area-form button");
    says(browser, "Området er lagret.");
    round
}

#[test]
fn from_what_people_answered_to_the_report_that_all_three_have_signed() {
    let mut hospital = closed();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));
    let round = analyse(&browser);
    browser.goto(&format!("{round}/report"));
    browser.press("button[value='freeze']");
    says(&browser, "Rapporten er låst. Nå kan de andre lese den.");
    browser.log_out();

    let report = round.replace("/rounds/", "/reports/");
    for (email, _, remark) in SIGNERS {
        browser.log_in(email, PASSWORD);
        browser.goto(&report);
        for said in [
            "Bemanning og turnus: nevnt av minst halvparten",
            "Helgene er tynt bemannet",
            "Vi hjelper hverandre",
        ] {
            says(&browser, said);
        }
        assert!(
            !browser.text().contains("nok folk på kveldsvaktene"),
            "a note is the guide's"
        );
        if email == SIGNERS[0].0 {
            look_at(&browser, "report-of-notes");
        }
        browser.press("#seen a.button");
        browser.write("words", remark);
        browser.write("password", PASSWORD);
        browser.press(".answering button");
        says(&browser, remark);
        browser.log_out();
    }
    browser.log_in(GUIDE, PASSWORD);
    browser.goto(&report);
    for (email, _, remark) in SIGNERS {
        says(&browser, email);
        says(&browser, remark);
    }
    says(&browser, "har svart på om de har sett rapporten");
    assert!(browser.complaints().iter().all(|line| line.contains("/favicon.ico")));

    // The same on paper.
    let pdf = hospital.path("report.pdf");
    hospital
        .hub(&["report", "write", "--round", ROUND, "--pdf", pdf.to_str().unwrap()])
        .done();
    let text = Command::new("pdftotext")
        .arg("-layout")
        .arg(&pdf)
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Bemanning og turnus: nevnt av minst halvparten",
        "Helgene er tynt bemannet",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}
