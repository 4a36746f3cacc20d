//! A round: written, checked, confirmed, hung up, answered, counted, published.

use std::fs;

use trykk_tests::hospital::Kiosk;
use trykk_tests::paper::Paper;

use super::{Desk, MORNING, TELLEORD};
use crate::all_pages::pictures;

/// The guide writes a round as a draft, is warned, mends it, and plans it.
pub fn plan_round(desk: &Desk, deck: &str) {
    let browser = &desk.browser;
    desk.go("/wards");
    desk.look("guide-wards");
    desk.press("a[href='/wards/akuttmottaket']");
    desk.look("guide-ward");
    desk.press("a[href^='/rounds/new']");
    browser.write("name", "Høsten 2026");
    for ward in ["hjerteposten", "sovnlaboratoriet", "sarpoliklinikken"] {
        browser.tick(&format!("[name=ward][value='{ward}']"));
    }
    browser.choose("deck", deck);
    browser.fill("opens-day", "2026-10-06");
    browser.fill("closes-day", "2026-10-16");
    browser.tick("[name=language][value=en]");
    browser.write("urgent-nb", "Ring verneombudet på 5555.");
    browser.write("urgent-nn", "Ring verneombodet på 5555.");
    desk.press(".buttons button");
    desk.says("Lagret.");
    let warned = browser.texts("section.weak li");
    let small = "5 arbeider her, og 7 må svare før noe kan publiseres.";
    let named = warned
        .iter()
        .any(|warned| warned.contains(small) && warned.contains("Gjelder Sårpoliklinikken"));
    assert!(named, "{warned:?}");
    desk.look("round-warned");

    // Left and found again, with all that was written.
    desk.go("/rounds");
    desk.press("a.card[href^='/drafts/']");
    for ward in ["sovnlaboratoriet", "sarpoliklinikken"] {
        browser.choose(&format!("group {ward}"), "1");
    }
    desk.press(".buttons button");
    desk.says("Ingenting her gjør beskyttelsen svakere.");
    desk.press("button[formaction$='/plan']");
    desk.says("Neste skritt er å bekrefte den.");
    desk.look("rounds-planned");
}

/// The guide confirms a box, and gives its path.
pub fn confirm(desk: &Desk, wards: &str) -> String {
    desk.go("/rounds");
    let path = desk.link("a.card", wards);
    desk.press(&format!("a.card[href='{path}']"));
    desk.press("form[action$='/confirm'] button");
    desk.says("Bekreftet");
    path
}

/// The guide prints the poster: one sheet in each size, in one language and in both.
pub fn print_posters(desk: &Desk) {
    let browser = &desk.browser;
    desk.press(".poster-link a");
    let number = browser.texts(".poster .number strong").remove(0);
    // Its groups hold together by hard spaces.
    let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
    desk.look("poster");
    let print = |name: &str| -> Paper { browser.print(&pictures().join(format!("poster-{name}.pdf"))) };
    for (size, sheet) in [("A4", (210, 297)), ("A5", (148, 210))] {
        let choose =
            |row: u32, what: String| desk.press(&format!(".sizes .choices:nth-of-type({row}) a[href*='{what}']"));
        choose(1, format!("size={}", size.to_lowercase()));
        for languages in ["one", "all"] {
            choose(2, format!("languages={languages}"));
            let paper = print(&format!("{size}-{languages}"));
            assert_eq!(
                (paper.pages, paper.size),
                (1, sheet),
                "{size} {languages}: {}",
                paper.text
            );
            let mut said = vec![
                "Akuttmottaket",
                "6.–16. oktober 2026",
                "Nettbrettet står her: Pauserommet, nord.",
                "Svarene viser hva som er bra hos dere",
                "Ring verneombudet på 5555.",
                &number,
            ];
            said.push(match languages {
                "all" => "Ring verneombodet på 5555.",
                _ => "Hvordan er det å jobbe her?",
            });
            // Where a line breaks says nothing, in columns least of all.
            let bare = |words: &str| words.split_whitespace().collect::<String>();
            for words in said {
                let there = bare(&paper.text).contains(&bare(words));
                assert!(there, "{words} is not on {size} {languages}: {}", paper.text);
            }
            assert!(!paper.text.contains("Logg ut"), "navigation on paper: {}", paper.text);
        }
    }
    desk.up();
}

/// The guide makes a link for a tablet on a ward; a real tablet takes it, and the page says so.
pub fn enrol(desk: &Desk, ward: &str) -> Kiosk {
    let browser = &desk.browser;
    desk.go("/tablets");
    browser.choose("ward", ward);
    desk.press("form[action='/tablets/links'] button");
    let page = browser.path();
    let link = browser.texts("p.link").remove(0);
    let mut tablet = desk.hospital.bare_tablet(ward);
    tablet.set_clock(MORNING);
    tablet.run(&["enrol", &link]).done();
    browser.goto(&page);
    desk.says("Koden er brukt");
    tablet
}

/// The guide prints slips for the tablet of a box, on the box's page; gives the codes, sorted as the tablet's feed takes them.
pub fn print_slips(desk: &Desk, path: &str, proposed: &str) -> Vec<String> {
    let browser = &desk.browser;
    browser.goto(path);
    let slips = browser.run("return document.querySelector('[name=slips]').value", &[]);
    assert_eq!(slips, proposed, "a slip for each who works there");
    desk.press("form[action$='/codes'] button");
    let mut codes = browser.texts(".slips .code");
    assert_eq!(codes.len().to_string(), proposed);
    desk.press("form[action$='/codes/confirm'] button");
    codes.sort();
    codes
}

/// People answer on a tablet, each with a slip.
pub fn answer(desk: &Desk, tablet: &Kiosk, codes: &[String], answers: &[String]) {
    let file = desk.hospital.path("codes.txt");
    fs::write(&file, codes[..answers.len()].join("\n")).unwrap();
    let lines = tablet.feed_file(answers);
    tablet
        .run(&["feed", "--codes", file.to_str().unwrap(), lines.to_str().unwrap()])
        .done();
    tablet.sync().done();
}

/// The guide closes a box, counts it, looks at the figures and publishes them.
pub fn end(desk: &Desk, path: &str, tablet: &Kiosk, answered: usize) {
    let browser = &desk.browser;
    browser.goto(path);
    browser.tick("#close > summary");
    desk.press("form[action$='/close'] button");
    desk.press("form[action$='/close-for-good'] button");
    tablet.sync().done();
    browser.goto(path);
    desk.says("Ingenting venter");
    browser.write("passphrase", TELLEORD);
    desk.press("form[action$='/count'] button");
    desk.says("Telt opp");
    desk.press(".doors a[href$='/figures']");
    desk.says(&format!("{answered}\npersoner svarte"));
    desk.up();
    browser.tick("[name=sure]");
    desk.press("form[action$='/release'] button");
    desk.says("Publisert");
}
