//! Fifteen tables of a gathering that write an idea at the same moment, the hub on one core: how long a page takes to take it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::audit::Who;
use trykk_hub::data::DataFolder;
use trykk_hub::gathering::{Position, Prepared, Stage, Step, WRITES, keeping};
use trykk_hub::process::method::Method;
use trykk_hub::signing::Needs;
use trykk_shared::clock::Clock;
use trykk_tests::hospital::Hospital;

use crate::hub::open_hospital_with;
use crate::report::{Report, milliseconds};

/// How many tables write at once.
const TABLES: usize = 15;
/// How many ideas each writes: all of them together are a minute's worth of what a gathering takes.
const IDEAS: usize = *WRITES.start() as usize / TABLES - 1;
/// What a page may take.
const LIMIT: Duration = Duration::from_millis(100);

/// Measures it.
pub fn measure(report: &mut Report) {
    let mut hospital = open_hospital_with(&["--web-listen", "127.0.0.1:0"]);
    let web = hospital.web();
    let page = format!("/gathering/{}", prepare(&hospital));
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", "0", &hospital.pid().to_string()])
        .stdout(Stdio::null())
        .status();
    assert!(pinned.expect("taskset is installed").success());
    let together = Barrier::new(TABLES);
    let mut times: Vec<Duration> = thread::scope(|scope| {
        let (page, together) = (&page, &together);
        let tables: Vec<_> = (0..TABLES)
            .map(|table| scope.spawn(move || write_ideas(web, page, table, together)))
            .collect();
        tables
            .into_iter()
            .flat_map(|table| table.join().expect("a table"))
            .collect()
    });
    times.sort_unstable();
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    report.limit(
        &format!("A gathering: {TABLES} tables write at once, p99, one core"),
        &format!(
            "{} (median {})",
            milliseconds(p99.as_secs_f64()),
            milliseconds(median.as_secs_f64())
        ),
        "under 100 ms",
        p99 < LIMIT,
    );
}

/// A gathering of which the ideas are open; gives its code.
fn prepare(hospital: &Hospital) -> String {
    let (_, mut store) = DataFolder::open(&hospital.data()).expect("the folder");
    let now = Clock::system().now();
    store.act_as(Who::Shell, now);
    let ward = ["w1".to_owned()];
    store
        .start_process(&ward, Needs::One, &Method::four(), now)
        .expect("a process");
    let prepared = Prepared {
        day: now / 86_400,
        areas: vec!["Pauser".to_owned(), "Samarbeid".to_owned()],
        tables: u8::try_from(TABLES).expect("few"),
    };
    let drawn = keeping::draw(&mut StdRng::seed_from_u64(2));
    let code = drawn.1.as_str().to_owned();
    let number = store
        .prepare_gathering("w1", None, 0, &prepared, drawn)
        .expect("prepared");
    let stage = Stage::At {
        step: Step::Ideas,
        open: true,
    };
    let position = Position {
        stage,
        ..Position::PREPARED
    };
    store.lead_gathering("w1", number, 1, position).expect("led");
    code
}

/// A table of its own browser: it reads the page, and sends its ideas in the form that it got, each together with the others'.
fn write_ideas(web: SocketAddr, page: &str, table: usize, together: &Barrier) -> Vec<Duration> {
    let cookie = format!("__Host-trykk={table:0>43}");
    let (answer, _) = ask(web, "GET", page, &cookie, "");
    let (_, rest) = answer.split_once("name=\"check\" value=\"").expect("a form");
    let check = rest.split('"').next().expect("its check").to_owned();
    let ideas = (0..IDEAS).map(|nth| {
        let form = format!(
            "check={check}&area={}&idea=En+fast+person+tar+telefonen+mens+de+andre+spiser%2C+{table}-{nth}",
            nth % 2
        );
        together.wait();
        let (answer, took) = ask(web, "POST", &format!("{page}/ideas"), &cookie, &form);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        took
    });
    ideas.collect()
}

/// What the hub answers over a connection of its own, and how long it took until all of it was there.
fn ask(web: SocketAddr, method: &str, path: &str, cookie: &str, body: &str) -> (String, Duration) {
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {web}\r\nCookie: {cookie}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    let mut answer = String::new();
    let begun = Instant::now();
    let mut connection = TcpStream::connect(web).expect("the hub listens");
    connection.write_all(request.as_bytes()).expect("sent");
    connection.read_to_string(&mut answer).expect("answered");
    (answer, begun.elapsed())
}
