//! From an empty folder to files in the leader's hands, on pages alone: what a hospital does after `init` and `serve`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::Hospital;

use crate::hand::{PASSWORD, TELLEORD, says};
use crate::programs;

const ADMIN: &str = "it@example.org";
const A4: (u32, u32) = (210, 297);
const A5: (u32, u32) = (148, 210);
/// As Norwegian Excel writes it: semicolons, and the letters of Windows.
const WARDS: &str =
    "Avdeling;Enhet;Ansatte\r\nMedisinsk avdeling;Sengepost \u{d8};34\r\nMedisinsk avdeling;Dagposten;12\r\n";
const PEOPLE: &str = "E-post;Rolle;Avdeling;Enhet;Spr\u{e5}k\n\
    guide@example.org;prosessveileder;Medisinsk avdeling;;bokm\u{e5}l\n\
    leder@example.org;leder;;Sengepost \u{d8};bokm\u{e5}l\n\
    vo@example.org;verneombud;;Sengepost \u{d8};bokm\u{e5}l\n\
    senior@example.org;overordnet leder;Medisinsk avdeling;;bokm\u{e5}l\n";

/// Where the sheets are kept that were printed: `target/pages`.
fn printed(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../target").into());
    target.join("pages").join(name)
}

/// Comes in by an invitation, choosing a password.
fn come_in(browser: &Browser, invitation: &str) {
    browser.goto(invitation);
    browser.write("password", PASSWORD);
    browser.write("again", PASSWORD);
    browser.press("main button");
    says(browser, "Logg ut");
}

/// Sets a field that people choose in, like a day in a calendar.
fn set(browser: &Browser, field: &str, value: &str) {
    browser.run(
        "document.querySelector(`[name='${arguments[0]}']`).value = arguments[1]",
        &[field.into(), value.into()],
    );
}

/// The words of everything that a selector finds.
fn words(browser: &Browser, css: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent.trim())";
    serde_json::from_value(browser.run(script, &[css.into()])).unwrap()
}

#[test]
fn from_an_empty_folder_to_the_files_of_the_result() {
    let mut hospital = Hospital::bare(programs());
    let address = hospital.serve().to_string();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0", "--address", &address]);
    hospital.serve();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));

    // The first administrator, and the organisation as lists.
    let invitation = hospital
        .hub(&["account", "add", "--email", ADMIN, "--role", "admin"])
        .done();
    let (_, secret) = invitation.split_once("/invitation/").expect("an invitation");
    come_in(
        &browser,
        &format!("/invitation/{}", secret.split_whitespace().next().unwrap()),
    );
    browser.goto("/organisation");
    browser.write("name", "Fjordvik sykehus");
    browser.press("form[action='/organisation'] button");
    browser.press("a[href='/organisation/import']");
    let file = hospital.path("enheter.csv");
    let windows: Vec<u8> = WARDS
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    fs::write(&file, windows).unwrap();
    browser.choose_file("file", &file);
    browser.press("form.deck-file button");
    says(&browser, "Ny enhet: Sengepost Ø i Medisinsk avdeling, 34 ansatte");
    browser.press("form[action$='/make'] button");
    says(&browser, "Endringene er gjort: 3");
    browser.goto("/organisation/import");
    browser.write("list", PEOPLE);
    browser.press("form.deck-file button");
    says(&browser, "Ny bruker: guide@example.org");
    browser.press("form[action$='/make'] button");
    let people = words(&browser, "tbody th");
    let links = words(&browser, "tbody .link");
    let invitation = |email: &str| {
        let at = people.iter().position(|one| one == email).expect(email);
        let (_, secret) = links[at].split_once("/invitation/").unwrap();
        format!("/invitation/{secret}")
    };
    for (guide, name) in [
        ("guide", "guide"),
        ("leader", "leader"),
        ("safety-rep", "vo"),
        ("admin", "admin"),
    ] {
        for language in ["nb", "nn", "en"] {
            browser.goto(&format!("/quick-guides/{guide}?lang={language}"));
            let sheets = browser.print(&printed(&format!("{language}-quick-guide-{name}.pdf")));
            assert_eq!(sheets, [A4], "{guide} in {language}");
        }
    }
    browser.goto("/?lang=nb");
    browser.log_out();

    // The guide: passphrase, a deck of their own, a round.
    come_in(&browser, &invitation("guide@example.org"));
    browser.goto("/passphrase");
    browser.write("passphrase", TELLEORD);
    browser.write("again", TELLEORD);
    browser.press("main button");
    browser.goto("/decks");
    browser.press("a.card[href^='/decks/']");
    browser.press("form[action$='/copy'] button");
    browser.write("title-nb", "Hvordan vi har det på sengeposten");
    browser.press("button[name=act][value=finish]");
    says(&browser, "Hvordan vi har det på sengeposten");
    browser.goto("/rounds/new?ward=dagposten");
    browser.write("name", "Vinteren");
    browser.run(
        "const deck = document.querySelector('#deck');
         deck.value = [...deck.options].find(one => one.text.includes('sengeposten')).value;
         document.querySelector('[name=codes]').checked = false",
        &[],
    );
    set(&browser, "opens-day", "2098-01-01");
    set(&browser, "closes-day", "2099-01-01");
    browser.write("urgent-nb", "Ring verneombudet, 5555.");
    browser.press("form.round-form .buttons button");
    says(&browser, "Blant så få kan en gul lapp kjennes igjen");
    // The small ward waits; the large one answers.
    browser.run(
        "document.querySelectorAll('[name=ward]').forEach(one => one.checked = one.value === 'sengepost-o')",
        &[],
    );
    browser.press("button[formaction$='/plan']");
    let round = browser.path();
    says(&browser, "Planlagt");
    browser.press("form[action$='/confirm'] button");
    says(&browser, "Bekreftet");

    // Posters: one sheet each, in one language and in all.
    for (size, sheet) in [("a4", A4), ("a5", A5)] {
        for languages in ["one", "all"] {
            for language in ["nb", "nn", "en"] {
                browser.goto(&format!(
                    "{round}/poster?size={size}&languages={languages}&lang={language}"
                ));
                let sheets = browser.print(&printed(&format!("{language}-poster-{size}-{languages}.pdf")));
                assert_eq!(sheets, [sheet], "{size} {languages} {language}");
            }
        }
    }
    browser.goto(&format!("{round}?lang=nb"));
    let (fingerprint, on_round) = (words(&browser, ".number strong"), browser.text());
    assert!(fingerprint.iter().all(|number| on_round.contains(number)));

    // A tablet, by the link that the page shows; the page says when it is used.
    browser.goto("/tablets");
    set(&browser, "ward", "sengepost-o");
    browser.press("form[action='/tablets/links'] button");
    let link = words(&browser, "p.link").remove(0);
    let tablet = hospital.bare_tablet("t1");
    tablet.run(&["enrol", &link]).done();
    let page = browser.path();
    browser.goto(&page);
    says(&browser, "Koden er brukt, og nettbrettet er meldt inn");

    // Open, answer, close, count, publish.
    browser.goto(&round);
    browser.tick("#open > summary");
    browser.press("form[action$='/open'] button");
    let answers = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/med-1.jsonl");
    let answers: Vec<String> = fs::read_to_string(answers)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    tablet.feed(&answers).done();
    tablet.sync().done();
    browser.goto(&round);
    browser.tick("#close > summary");
    browser.press("form[action$='/close'] button");
    browser.press("form[action$='/close-for-good'] button");
    tablet.sync().done();
    browser.goto(&round);
    browser.write("passphrase", TELLEORD);
    browser.press("form[action$='/count'] button");
    says(&browser, "Telt opp");
    browser.tick("[name=sure]");
    browser.press("form[action$='/release'] button");
    says(&browser, "Publisert");
    browser.log_out();

    // The leader's page, and the file of it, say the same.
    come_in(&browser, &invitation("leder@example.org"));
    browser.press("a.card");
    says(&browser, "27\npersoner svarte");
    let file = browser.run(
        "return fetch(document.querySelector('a[href$=\"/file/json\"]').href).then(answer => answer.json())",
        &[],
    );
    let number = |value: &Value| value.as_i64().map_or_else(String::new, |number| number.to_string());
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let figures = file["figures"].as_array().expect("figures").iter();
    let shown = figures.filter(|one| !one["at_least"].is_null());
    let in_file: BTreeSet<Vec<String>> = shown
        .map(|one| {
            let words = [text(&one["text"]), text(&one["answer"])].into_iter();
            let counts = ["at_least", "at_most", "answered"].map(|key| number(&one[key]));
            words.chain(counts).collect()
        })
        .collect();
    let rows = browser.run(
        "return [...document.querySelectorAll('main table tbody tr')].map(row => \
         [...row.cells].slice(0, 5).map(cell => cell.textContent.trim())).filter(row => row.length === 5)",
        &[],
    );
    let on_page: BTreeSet<Vec<String>> = serde_json::from_value(rows).unwrap();
    assert!(in_file.len() > 10);
    assert_eq!(in_file, on_page);
    browser.log_out();

    come_in(&browser, &invitation("vo@example.org"));
    says(&browser, "Sengepost Ø");
    browser.goto("/audit");
    says(&browser, "Hentet ut de publiserte tallene");
    browser.log_out();
    come_in(&browser, &invitation("senior@example.org"));
    says(&browser, "Medisinsk avdeling");
    browser.press("a[href^='/roll-ups/']");
    says(&browser, "Færre enn 3 enheter har tall her");
    assert!(!browser.text().contains("personer svarte"), "one ward alone is no sum");
}
