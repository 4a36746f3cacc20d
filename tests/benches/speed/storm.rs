//! Two crowds of tablets: those of a country on the night on which a round closes everywhere, and those that come back to the network in
//! one minute after a long time without. Each has a connection of its own, and speaks as a tablet does.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use rusqlite::params;
use trykk_hub::secrets::{draw_secret, hash_secret};
use trykk_hub::store::Store;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BATCH_BYTES;
use trykk_tests::hospital::{GUIDE, Hospital, plan};

use crate::hub::programs;
use crate::load::Connection;
use crate::made;
use crate::pages::get;
use crate::process::most_resident_kilobytes;
use crate::report::{Report, milliseconds};

/// How many envelopes a delivery holds.
const BATCH: usize = 100;
/// A time on the night on which it closes: half a minute before, by the hub's clock.
const EVENING: &str = "2027-03-20T22:59:30Z";
/// Some days earlier, when it is open.
const DAYS_BEFORE: &str = "2027-03-10T12:00:00Z";
/// What a page may take meanwhile.
const PAGE: Duration = Duration::from_millis(500);

/// A crowd.
#[derive(Clone, Copy)]
struct Crowd {
    what: &'static str,
    wards: usize,
    tablets: usize,
    /// How many deliveries each makes.
    deliveries: usize,
    headcount: u32,
    /// Whether the round closes in the middle of it.
    closes: bool,
}

/// What came of it.
struct Seen {
    took: Duration,
    /// The slowest of the guide's pages, and how many were asked for.
    page: (Duration, usize),
    resident: u64,
}

/// Measures both.
pub fn measure(report: &mut Report) {
    let night = Crowd {
        what: "Closing night: 1,500 wards, a tablet each, 600 envelopes each",
        wards: 1500,
        tablets: 1500,
        deliveries: 6,
        headcount: 60,
        closes: true,
    };
    let back = Crowd {
        what: "Back at once: 2,000 tablets of 100 wards, 1,000 envelopes each",
        wards: 100,
        tablets: 2000,
        deliveries: 10,
        headcount: 2000,
        closes: false,
    };
    for crowd in [night, back] {
        let seen = bring(crowd);
        let rows = crowd.tablets * crowd.deliveries * BATCH;
        let seconds = seen.took.as_secs_f64();
        report.limit(
            crowd.what,
            &format!("all stored in {seconds:.0} s ({:.0} rows/s)", rows as f64 / seconds),
            "none lost, none twice",
            true,
        );
        let (slowest, asked) = seen.page;
        report.limit(
            "The slowest page of a guide meanwhile",
            &format!("{} of {asked}", milliseconds(slowest.as_secs_f64())),
            "under 500 ms",
            slowest < PAGE,
        );
        report.limit(
            "Most resident memory",
            &format!("{:.0} MB", seen.resident as f64 / 1024.0),
            "",
            true,
        );
    }
}

fn bring(crowd: Crowd) -> Seen {
    let wards: Vec<String> = (1..=crowd.wards).map(|nth| format!("\"w{nth}\"")).collect();
    let round = format!(
        "wards = [{}]\nopens = \"2027-03-01\"\ncloses = \"2027-03-20\"\nfloor = 7",
        wards.join(", ")
    );
    let plan = plan(crowd.wards, crowd.headcount, "station", "drop-in", &round);
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.set_clock(DAYS_BEFORE);
    hospital.serve();
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).expect("the database");
    while !store.boxes_in(None).expect("the boxes").is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    let tablets = enrol(&hospital, &store, crowd);
    let now = if crowd.closes { EVENING } else { DAYS_BEFORE };
    let now_seconds = now.parse::<jiff::Timestamp>().expect("a time").as_second();
    hospital.set_clock(now);
    hospital.serve();
    let web = hospital.web();
    let token = draw_secret(&mut StdRng::seed_from_u64(5));
    store
        .begin_session(GUIDE, &hash_secret(token.as_bytes()), now_seconds + 7200, now_seconds)
        .expect("a session");
    let over = AtomicBool::new(false);
    let (took, page) = thread::scope(|scope| {
        let pages = scope.spawn(|| read_pages(web, &token, &over));
        let took = deliver(hospital.address(), &tablets, crowd.deliveries);
        over.store(true, Ordering::Relaxed);
        (took, pages.join().expect("the pages"))
    });
    let resident = most_resident_kilobytes(hospital.pid());
    hospital.kill();
    let raw = rusqlite::Connection::open(hospital.data().join("hub.db")).expect("the database");
    let stored: usize = raw
        .query_row("SELECT count(*) FROM envelope", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(stored, crowd.tablets * crowd.deliveries * BATCH, "each once");
    Seen { took, page, resident }
}

/// Tablets as the hub knows them once they are enrolled: what proves each of them, and the box of its ward.
fn enrol(hospital: &Hospital, store: &Store, crowd: Crowd) -> Vec<(String, BoxId)> {
    let raw = rusqlite::Connection::open(hospital.data().join("hub.db")).expect("the database");
    let boxes = store.boxes().expect("the boxes");
    let mut rng = StdRng::seed_from_u64(4);
    raw.execute_batch("BEGIN").expect("a transaction");
    let tablets = (0..crowd.tablets).map(|nth| {
        let ward = format!("w{}", nth % crowd.wards + 1);
        let of_ward = boxes.iter().find(|ballot_box| ballot_box.wards == [ward.clone()]);
        let token = draw_secret(&mut rng);
        let sql = "INSERT INTO tablet (id, ward, token_hash, state) VALUES (?1, ?2, ?3, 'active')";
        raw.execute(
            sql,
            params![format!("tablet-{nth}"), ward, hash_secret(token.as_bytes())],
        )
        .expect("a tablet");
        (token, of_ward.expect("its box").id)
    });
    let tablets = tablets.collect();
    raw.execute_batch("COMMIT").expect("committed");
    tablets
}

/// Every tablet asks for its manifest, and then all deliver side by side, each waiting for its reply before it goes on.
fn deliver(address: SocketAddr, tablets: &[(String, BoxId)], deliveries: usize) -> Duration {
    let begun = Instant::now();
    let mut connections: Vec<Connection> = tablets
        .iter()
        .map(|(token, _)| {
            let mut connection = Connection::open(address);
            connection.ask(&made::manifest_request(token), b"");
            connection
        })
        .collect();
    println!("{} tablets were heard after {:?}", tablets.len(), begun.elapsed());
    let mut rng = StdRng::seed_from_u64(3);
    let expected = made::all_stored(BATCH);
    for nth in 0..=deliveries {
        for (connection, (token, box_id)) in connections.iter_mut().zip(tablets) {
            if nth > 0 {
                connection.receive(&expected);
            }
            if nth < deliveries {
                let envelopes = made::envelopes(BATCH, &mut rng);
                connection.prepare(&made::request(token, *box_id, &envelopes, Some(BATCH_BYTES)));
                connection.send();
            }
        }
    }
    begun.elapsed()
}

/// A guide looks at the wards again and again; the slowest look, and how many there were.
fn read_pages(web: SocketAddr, token: &str, over: &AtomicBool) -> (Duration, usize) {
    let (mut slowest, mut asked) = (Duration::ZERO, 0);
    while !over.load(Ordering::Relaxed) {
        for path in ["/wards?q=Ward+17", "/tablets", "/account"] {
            let took = get(web, path, Some(token));
            if took > PAGE {
                println!("{path}: {took:?}");
            }
            slowest = slowest.max(took);
            asked += 1;
        }
        thread::sleep(Duration::from_millis(200));
    }
    (slowest, asked)
}
