//! A hospital with a round in every state: planned, confirmed, open, closed, closed for good, counted, released, closed unread.

mod effect;
mod gatherings;
mod open_pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::process::goals::Goals;
use trykk_hub::process::meetings::{MeetingKind, Minutes, Part};
use trykk_hub::process::method::Method;
use trykk_hub::reminders::{Outcome, Rules, group_by_letter};
use trykk_hub::signing::Needs;
use trykk_hub::store::Store;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{Hospital, Kiosk};
use trykk_tests::made_up::publish_box;

use crate::programs;

use effect::add_effect;
pub use gatherings::CODES;
use gatherings::add_gatherings;
use open_pages::add_open_pages;
pub use open_pages::{OPEN_PAGE, OPEN_PAGE_WITH_A_PULSE};

/// Everybody's password.
pub const PASSWORD: &str = "fire vanlige ord her";
/// Who chooses a counting passphrase only after most rounds have closed.
const LATER_GUIDE: &str = "vikar.for.prosessveilederen@fjordvik-sykehus.example.org";
/// While most rounds are open.
const OPEN: &str = "2026-10-12T08:00:00Z";
/// After most rounds have closed.
const CLOSED: &str = "2026-10-19T07:00:00Z";
/// The same, in seconds since 1970-01-01 UTC.
const CLOSED_SECONDS: i64 = 1_792_393_200;
/// Who has a password.
const PEOPLE: [&str; 8] = [
    "guide@example.org",
    "ny.prosessveileder@example.org",
    "leder@example.org",
    "leder.med@example.org",
    "vo@example.org",
    "tv@example.org",
    "senior@example.org",
    "admin@example.org",
];

/// What staff of the demo answered.
pub fn answers(name: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo").join(name);
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The hub after all that, serving.
pub fn hospital() -> Hospital {
    let mut hospital = Hospital::new(programs(), include_str!("../hospital.toml"));
    fs::write(hospital.path("password"), PASSWORD).unwrap();
    let file = hospital.path("password");
    for email in PEOPLE {
        let arguments = ["account", "password", "--email", email, "--password-file"];
        hospital
            .hub(&[&arguments[..], &[file.to_str().unwrap()]].concat())
            .done();
    }
    add_earlier(&hospital);
    add_effect(&hospital);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.set_clock(OPEN);
    hospital.serve();
    let answered = |name: &str, ward: &str, lines: &[String]| -> Kiosk {
        let tablet = hospital.tablet(name, ward, None);
        tablet.feed(lines).done();
        tablet.sync().done();
        tablet
    };
    let tables = answers("surg-1.jsonl");
    let people = answers("med-1.jsonl");
    let tablets = [
        answered("surg-1", "surg-1", &tables),
        answered("surg-2", "surg-2", &tables),
        answered("surg-3", "surg-3", &tables[1..]),
        answered("ortho", "ortho", &tables[3..]),
        answered("med-2", "med-2", &people[..18]),
        answered("day", "day", &people[..9]),
        answered("maternity", "maternity", &people[..5]),
        answered("pain", "pain", &people[..6]),
        answered("rehab", "rehab", &people[..12]),
        answered("relief", "relief", &people[..9]),
    ];
    // One that is taken out of use, and one that breaks before it has said its last.
    let retired = tablets[7].id();
    let broken = hospital.tablet("broken", "pain", None);
    broken.sync().done();
    let broken = broken.id();
    answered("med-1", "med-1", &people[..16]);
    // One that has not said anything since closing, and one that was stolen and sent something afterwards.
    answered("silent", "med-2", &people[..6]);
    let stolen = hospital.tablet("stolen", "med-2", None);
    stolen.feed(&people[6..12]).done();
    hospital.hub(&["tablet", "stolen", "--tablet", &stolen.id()]).done();
    stolen.sync();

    hospital.set_clock(CLOSED);
    hospital.serve();
    for tablet in &tablets {
        tablet.sync().done();
    }
    let act = |round: &str, action: &str, rest: &[&str]| {
        hospital
            .hub(&[&["round", action, "--round", round], rest].concat())
            .done();
    };
    let passphrase = hospital.path("passphrase");
    let proof = [
        "--guide",
        trykk_tests::hospital::GUIDE,
        "--passphrase-file",
        passphrase.to_str().unwrap(),
    ];
    // A guide who came after the rounds had opened; one count lets them in.
    let later = ["guide", "passphrase", "--guide", LATER_GUIDE, "--passphrase-file"];
    hospital
        .hub(&[&later[..], &[passphrase.to_str().unwrap()]].concat())
        .done();
    for round in ["released", "small"] {
        act(round, "count", &proof);
    }
    act("counted", "count", &[&proof[..], &["--let-in", LATER_GUIDE]].concat());
    act("confirmed", "confirm", &[]);
    // Slips are printed for it, and one in reserve is woken.
    let coded = hospital.tablet("nerves", "nerves", None).id();
    let codes = |rest: &[&str]| {
        let arguments = ["--round", "confirmed", "--tablet", &coded];
        hospital.hub(&[&["codes"], rest, &arguments].concat()).done();
    };
    codes(&["print", "--slips", "40", "--spares", "3"]);
    codes(&["wake", "--spare", "2"]);
    act("few", "count", &[&proof[..], &["--leave-out", &broken]].concat());
    hospital.hub(&["tablet", "retire", "--tablet", &retired]).done();
    // One tablet has looked for its answers in the count, and found them.
    tablets[0].sync().done();
    for round in ["released", "small", "few"] {
        act(round, "release", &[]);
    }
    let areas = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/spring-areas.toml");
    let freeze = ["report", "freeze", "--round", "released", "--ward", "surg-1", "--guide"];
    hospital
        .hub(&[&freeze[..], &[trykk_tests::hospital::GUIDE, "--areas", areas]].concat())
        .done();
    act("unread", "close-unread", &[]);
    act(
        "unread-later",
        "close-unread",
        &[&proof[..], &["--ward", "relief"]].concat(),
    );
    add_process(&hospital);
    add_gatherings(&hospital);
    add_open_pages(&hospital);
    hospital
}

/// A round of half a year before, which the released one is held against.
fn add_earlier(hospital: &Hospital) {
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).unwrap();
    let boxes = store.boxes_of(&["surg-1".to_owned()]).unwrap();
    let earlier = boxes.iter().find(|ballot_box| ballot_box.round == "earlier").unwrap();
    let sheets = Sheets {
        participant: 40,
        table: 10,
    };
    publish_box(&mut store, earlier, sheets, &mut StdRng::seed_from_u64(4));
}

/// The process of a ward as far as its first checkpoint, which is put forward; one meeting closed, the next one planned.
fn add_process(hospital: &Hospital) {
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).unwrap();
    let (method, ward) = (Method::four(), "surg-1".to_owned());
    let goals = Goals {
        goals: vec![
            "Alle skal få tatt pausen sin, også på kveldsvakt".to_owned(),
            "Arbeidstidsplanleggingen og bemanningsplanen skal være forutsigbare".to_owned(),
        ],
        how: "Vi spør på personalmøtet, og ser på de samme utsagnene i neste kartlegging.".to_owned(),
        look: CLOSED_SECONDS / 86_400 + 120,
    };
    let minutes = Minutes {
        kind: MeetingKind::Introductory,
        day: CLOSED_SECONDS / 86_400,
        parts: vec![Part::Leader, Part::SafetyRep, Part::UnionRep, Part::Guide],
        decided: "Lederen setter av to timer til kartleggingen.\nTillitsvalgt spør medlemmene.".to_owned(),
        next: Some(CLOSED_SECONDS / 86_400 + 28),
        none_needed: None,
    };
    store
        .start_process(std::slice::from_ref(&ward), Needs::One, &method, CLOSED_SECONDS)
        .unwrap();
    store.save_goals(&ward, 0, &goals, &method, CLOSED_SECONDS).unwrap();
    assert!(store.ask_checkpoint(&ward, &method, CLOSED_SECONDS).unwrap());
    store.save_meeting(&ward, None, 0, &minutes, true).unwrap();
    // What was sent to those who owe a signature: sent, maybe, not yet.
    let (rules, at) = (Rules::of(&method), CLOSED_SECONDS + 3 * 86_400);
    let letters = group_by_letter(store.due_reminders(&ward, rules, at).unwrap());
    let outcomes = [Outcome::Sent, Outcome::Unknown, Outcome::NotNow].into_iter().cycle();
    for (letter, outcome) in letters.iter().zip(outcomes) {
        store.begin_letter(letter, rules, &letter.email, at).unwrap();
        store.end_letter(&letter.email, outcome, at).unwrap();
    }
}

/// The ids of the boxes, by the names of their wards, as the guide's list links to them.
pub fn boxes(browser: &Browser) -> BTreeMap<String, String> {
    browser.log_in(trykk_tests::hospital::GUIDE, PASSWORD);
    browser.goto("/rounds");
    let script = "return [...document.querySelectorAll('a.card')].map(card => \
                  [card.querySelector('strong').innerText, card.pathname.split('/').pop()])";
    let found = browser.run(script, &[]);
    browser.log_out();
    let found: Vec<(String, String)> = serde_json::from_value(found).unwrap();
    // The newest round of each ward stands first.
    found.into_iter().rev().collect()
}
