//! The whole of it in one run: a finger on a tablet, the guide's count on a page, what the leader reads.

use serde_json::{Value, json};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::language::Language;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk, PASSPHRASE, Said, deck_path, plan};
use trykk_tests::sheets::{Answerer, Expected};

use crate::hands::Hands;
use crate::programs;
use crate::sheets::Person;

const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
const LEADER: &str = "leder@example.org";
const PASSWORD: &str = "fire vanlige ord her";
const NOTE: &str = "Mer ro til rapporten";

/// Somebody can log in.
fn give_password(hospital: &Hospital, email: &str) {
    let file = hospital.path("password");
    std::fs::write(&file, PASSWORD).unwrap();
    let file = file.to_str().unwrap();
    hospital
        .hub(&["account", "password", "--email", email, "--password-file", file])
        .done();
}

/// The cells of every line of the page's table.
fn table(browser: &Browser) -> Vec<Vec<String>> {
    let script = "return [...document.querySelectorAll('tbody tr')].map(line => [...line.cells].map(cell => cell.textContent.trim()))";
    serde_json::from_value(browser.run(script, &[])).unwrap()
}

/// What stands in the figure under a heading.
fn figure(browser: &Browser, heading: &str) -> String {
    let script = "return [...document.querySelectorAll('figure')]
        .find(figure => figure.querySelector('h3')?.textContent === arguments[0])?.innerText";
    let text = browser.run(script, &[json!(heading)]);
    text.as_str()
        .unwrap_or_else(|| panic!("no figure {heading:?}"))
        .to_owned()
}

/// How many said yes to a card, of how many.
fn yes(expected: &Expected, id: &str) -> (u64, u64) {
    let of = |value: &str| expected.get(&(id.to_owned(), value.to_owned())).copied().unwrap_or(0);
    (of("yes"), of("yes") + of("no"))
}

/// The codes on the slips of the page.
fn codes(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.slips .code')].map(code => code.textContent)";
    serde_json::from_value(browser.run(script, &[])).unwrap()
}

/// Feeds sheets, each with a code.
fn feed_with(tablet: &Kiosk, lines: &[String], mut codes: Vec<String>) -> Said {
    codes.sort();
    let list = tablet.data.with_extension("codes");
    std::fs::write(&list, codes.join("\n")).unwrap();
    let file = tablet.feed_file(lines);
    tablet.run(&["feed", file.to_str().unwrap(), "--codes", list.to_str().unwrap()])
}

#[test]
fn from_a_finger_on_the_glass_to_the_leaders_page() {
    let leader = format!("[[account]]\nemail = \"{LEADER}\"\nrole = \"leader\"\nwards = [\"w1\"]\n");
    let round = format!("codes = true\nwards = [\"w1\"]\n{OPEN}");
    let plan = plan(1, 60, "station", "drop-in", &round) + &leader;
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    give_password(&hospital, GUIDE);
    give_password(&hospital, LEADER);
    let tablet = hospital.tablet("t1", "w1", None);
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station.toml")).unwrap()).unwrap();
    let mut others = Answerer::new(&deck, Mode::DropIn, 8);
    let lines: Vec<String> = (0..19).map(|_| others.line(1)).collect();
    let mut expected = others.expected.clone();

    // The guide confirms the round, prints a slip for each of twenty people, and opens.
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));
    browser.log_in(GUIDE, PASSWORD);
    // The overview says what is next for the ward.
    browser.press("main td a[href^='/rounds/']");
    let round = browser.path();
    browser.press("form[action$='/confirm'] button");
    browser.write("slips", "20");
    browser.press("form[action$='/codes'] button");
    let mut slips = codes(&browser);
    assert_eq!(slips.len(), 20);
    browser.press("form[action$='/codes/confirm'] button");
    assert!(codes(&browser).is_empty(), "they are shown once");
    browser.tick("#open > summary");
    browser.press("form[action$='/open'] button");
    tablet.sync().done();

    let mine = slips.pop().unwrap();
    feed_with(&tablet, &lines, slips).done();
    let mut hands = Hands::at(&tablet, 1280, 800);
    hands.tap("Begynn");
    hands.type_out(&mine.replace(' ', ""));
    hands.tap("Gå videre");
    Person::new(&deck, &mut expected).answer(&mut hands, NOTE);
    hands.kill();
    let again = feed_with(&tablet, &lines[..1], vec![mine]).refused();
    assert!(again.contains("or it is used"), "{again}");
    tablet.sync().done();

    browser.goto(&round);
    assert!(browser.text().contains("17 eller flere personer"), "{}", browser.text());
    browser.tick("#close > summary");
    browser.press("form[action$='/close'] button");
    browser.press("form[action$='/close-for-good'] button");
    tablet.sync().done();
    browser.goto(&round);
    browser.write("passphrase", PASSPHRASE);
    browser.press("form[action$='/count'] button");
    browser.goto(&format!("{round}/figures"));
    let cards = deck.items.iter().filter(|item| item.question == Question::Card);
    let cards: Vec<(&str, &str)> = cards
        .map(|item| (item.id.as_str(), item.text.get(Language::Nb)))
        .collect();
    for (id, text) in &cards {
        let (yes, n) = yes(&expected, id);
        let shown = figure(&browser, text);
        assert!(
            shown.contains(&format!("{yes} av {n}")),
            "{yes} of {n} on {text}: {shown}"
        );
    }
    browser.goto(&format!("{round}/notes"));
    browser.write("passphrase", PASSPHRASE);
    browser.press("main form button");
    assert!(browser.text().contains(NOTE), "{}", browser.text());
    browser.goto(&round);
    browser.tick("[name=sure]");
    browser.press("form[action$='/release'] button");
    browser.log_out();

    browser.log_in(LEADER, PASSWORD);
    browser.press("a.card");
    let lines = table(&browser);
    for (id, text) in &cards {
        let (yes, n) = yes(&expected, id);
        // Up to three on either side stay together with nobody.
        let (least, most) = match (yes, n - yes) {
            (..=3, _) => (0, 3),
            (_, ..=3) => (n - 3, n),
            _ => (yes, yes),
        };
        let line = lines.iter().find(|line| line[0] == *text).unwrap();
        let numbers = [least, most, n].map(|number| number.to_string());
        assert_eq!(line[2..5], numbers, "{text}");
    }
    assert!(!browser.text().contains(NOTE), "notes are the guide's alone");
    let released = hospital.hub(&[
        "results",
        "--round",
        "2026-autumn",
        "--as",
        "leader",
        "--format",
        "json",
    ]);
    let released: Value = released.json();
    assert_eq!(released["releases"][0]["participants"], 20);
}
