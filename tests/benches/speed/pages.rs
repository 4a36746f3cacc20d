//! The hub's pages with fifty wards of a year behind them, the hub on one core; its memory; its start.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::secrets::{draw_secret, hash_secret};
use trykk_hub::store::{BoxRow, Store};
use trykk_shared::clock::Clock;
use trykk_shared::deck::{Deck, Mode};
use trykk_tests::hospital::{GUIDE, Hospital, ROUND, deck_path};
use trykk_tests::made_up::publish_box;
use trykk_tests::sheets::Answerer;

use crate::hub::programs;
use crate::process::resident_kilobytes;
use crate::report::{Report, milliseconds};

const WARDS: usize = 50;
/// The rounds of a year: this many are counted and published, and one is open.
const ROUNDS: usize = 4;
/// How many people answered on each ward.
const PEOPLE: u64 = 40;
/// The same, on their own.
pub const EVERYBODY: Sheets = Sheets {
    participant: PEOPLE,
    table: 0,
};
/// How often each page is asked for.
const REQUESTS: usize = 300;
/// How many times the hub is started.
const STARTS: usize = 9;

/// Measures all of it.
pub fn measure(report: &mut Report) {
    let mut hospital = Hospital::new(programs(), &plan());
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).expect("the database");
    a_year(&mut store);
    hospital.serve();
    everybody_answers(&hospital);

    let pid = hospital.pid();
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", "0", &pid.to_string()])
        .stdout(Stdio::null())
        .status();
    assert!(pinned.expect("taskset is installed").success());
    let boxes = store.boxes().expect("the boxes");
    let of = |round: &str| {
        boxes
            .iter()
            .find(|ballot_box| ballot_box.round == round)
            .expect("a box")
            .id
    };
    let (open, past) = (of(ROUND), of("round-1"));
    let mut slowest = (Duration::ZERO, Duration::ZERO, String::new());
    let pages = [
        (None, "/log-in".to_owned()),
        (Some(GUIDE), "/rounds".to_owned()),
        (Some(GUIDE), format!("/rounds/{open}")),
        (Some(GUIDE), format!("/rounds/{past}")),
        (Some(GUIDE), format!("/rounds/{past}/figures")),
        (Some(GUIDE), format!("/rounds/{past}/preview")),
        (Some(GUIDE), format!("/rounds/{past}/notes")),
        (Some("leader@example.org"), "/".to_owned()),
        (Some("leader@example.org"), format!("/results/{past}")),
        (Some("senior@example.org"), "/".to_owned()),
        (Some("senior@example.org"), "/roll-ups/round-1/d".to_owned()),
        (Some("admin@example.org"), "/accounts".to_owned()),
    ];
    let (web, count) = (hospital.web(), pages.len());
    for (seed, (who, path)) in (0..).zip(pages) {
        let token = who.map(|who| session(&mut store, who, seed));
        let mut times: Vec<Duration> = (0..REQUESTS).map(|_| get(web, &path, token.as_deref())).collect();
        times.sort_unstable();
        let (median, p99) = (times[REQUESTS / 2], times[REQUESTS * 99 / 100]);
        println!("{path}: median {median:?}, p99 {p99:?}");
        if p99 > slowest.0 {
            slowest = (
                p99,
                median,
                path.replace(&open.to_string(), "{box}")
                    .replace(&past.to_string(), "{box}"),
            );
        }
    }
    let (p99, median, path) = slowest;
    report.limit(
        &format!("Pages: the slowest of {count}, p99, one core"),
        &format!(
            "{} (median {}; `{path}`)",
            milliseconds(p99.as_secs_f64()),
            milliseconds(median.as_secs_f64())
        ),
        "under 25 ms",
        p99 < Duration::from_millis(25),
    );
    let kilobytes = resident_kilobytes(pid);
    report.limit(
        "Hub: resident memory after all of that",
        &format!("{:.1} MB", kilobytes as f64 / 1024.0),
        "under 80 MB",
        kilobytes < 80 * 1024,
    );
    let mut starts: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let begun = Instant::now();
            hospital.serve();
            begun.elapsed()
        })
        .collect();
    starts.sort_unstable();
    report.limit(
        "Hub: from exec until it listens",
        &format!(
            "{} (worst of {STARTS}: {})",
            milliseconds(starts[STARTS / 2].as_secs_f64()),
            milliseconds(starts[STARTS - 1].as_secs_f64())
        ),
        "under 300 ms",
        starts[STARTS / 2] < Duration::from_millis(300),
    );
}

/// Fifty wards, rounds of a year, and somebody in every role.
fn plan() -> String {
    let mut plan = "[organisation]\nname = \"Test hospital\"\n[[department]]\nid = \"d\"\nname = \"D\"\n".to_owned();
    let mut wards = Vec::new();
    for ward in 1..=WARDS {
        wards.push(format!("\"w{ward}\""));
        let _ = write!(
            plan,
            "[[ward]]\nid = \"w{ward}\"\nname = \"Sengepost {ward}\"\ndepartment = \"d\"\nheadcount = 60\n"
        );
    }
    for (email, role, places) in [
        (GUIDE, "guide", "departments = [\"d\"]"),
        ("leader@example.org", "leader", "wards = [\"w1\"]"),
        ("senior@example.org", "senior-leader", "departments = [\"d\"]"),
        ("admin@example.org", "admin", ""),
    ] {
        let _ = write!(plan, "[[account]]\nemail = \"{email}\"\nrole = \"{role}\"\n{places}\n");
    }
    let rounds = (1..=ROUNDS).map(|nth| {
        (
            format!("round-{nth}"),
            format!("2025-0{}-01", 2 * nth),
            format!("2025-0{}-20", 2 * nth),
        )
    });
    let open = (ROUND.to_owned(), "2026-01-01".to_owned(), "2099-01-01".to_owned());
    for (id, opens, closes) in rounds.chain([open]) {
        let _ = write!(
            plan,
            "[[round]]\nid = \"{id}\"\ndeck = \"decks/station.toml\"\nmode = \"drop-in\"\ncodes = false\nwards = [{}]\nopens = \"{opens}\"\n\
             closes = \"{closes}\"\nfloor = 7\nurgent = {{ nb = \"Ring verneombudet.\" }}\n",
            wards.join(", ")
        );
    }
    plan
}

/// Every past round is counted and published, with made-up figures.
fn a_year(store: &mut Store) {
    let mut rng = StdRng::seed_from_u64(9);
    let boxes: Vec<BoxRow> = store.boxes().expect("the boxes");
    for ballot_box in boxes.iter().filter(|ballot_box| ballot_box.round != ROUND) {
        publish_box(store, ballot_box, EVERYBODY, &mut rng);
    }
}

/// On every ward, at its own tablet, in the round that is open.
fn everybody_answers(hospital: &Hospital) {
    let deck = std::fs::read_to_string(deck_path("station.toml")).expect("the deck");
    let deck = Deck::read(&deck).expect("a deck");
    for ward in 1..=WARDS {
        let tablet = hospital.tablet(&format!("tablet-{ward}"), &format!("w{ward}"), None);
        let mut people = Answerer::new(&deck, Mode::DropIn, ward as u64);
        let lines: Vec<String> = (0..PEOPLE).map(|_| people.line(1)).collect();
        tablet.feed(&lines).done();
        tablet.sync().done();
    }
}

/// Somebody is logged in; their token.
pub fn session(store: &mut Store, email: &str, seed: u64) -> String {
    let token = draw_secret(&mut StdRng::seed_from_u64(seed));
    let now = Clock::system().now();
    let begun = store.begin_session(email, &hash_secret(token.as_bytes()), now + 3600, now);
    begun.expect("a session");
    token
}

/// Asks for a page over a connection of its own; how long it took until all of it was there.
pub fn get(web: SocketAddr, path: &str, token: Option<&str>) -> Duration {
    let cookie = token.map_or_else(String::new, |token| format!("Cookie: __Host-trykk={token}\r\n"));
    let request = format!("GET {path} HTTP/1.1\r\nHost: {web}\r\n{cookie}Connection: close\r\n\r\n");
    let mut answer = Vec::new();
    let begun = Instant::now();
    let mut connection = TcpStream::connect(web).expect("the hub listens");
    connection.write_all(request.as_bytes()).expect("sent");
    connection.read_to_end(&mut answer).expect("answered");
    let took = begun.elapsed();
    let status = String::from_utf8_lossy(&answer[..answer.len().min(15)]).into_owned();
    assert!(status.starts_with("HTTP/1.1 200"), "{path}: {status}");
    took
}
