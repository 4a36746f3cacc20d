//! A hub killed with -9 while tables write at a gathering: what a table was told is kept is there, once, and nothing half.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::audit::Who;
use trykk_hub::data::DataFolder;
use trykk_hub::gathering::{Position, Prepared, Stage, Step, keeping};
use trykk_hub::process::method::Method;
use trykk_hub::signing::Needs;
use trykk_tests::hospital::{Hospital, plan};

use crate::programs;

/// The round does not matter here.
const ROUND: &str = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
/// How often the hub is killed.
const KILLS: usize = 6;
/// How many tables write at once.
const TABLES: usize = 5;

/// Prepares a gathering of which the ideas are open; gives its code.
fn prepare(hospital: &Hospital) -> String {
    let (_, mut store) = DataFolder::open(&hospital.data()).unwrap();
    store.act_as(Who::Shell, 0);
    let wards = ["w1".to_owned()];
    store.start_process(&wards, Needs::One, &Method::four(), 0).unwrap();
    let prepared = Prepared {
        day: 20_000,
        areas: vec!["Pauser".to_owned()],
        tables: 5,
    };
    let drawn = keeping::draw(&mut StdRng::seed_from_u64(2));
    let code = drawn.1.as_str().to_owned();
    let number = store.prepare_gathering("w1", None, 0, &prepared, drawn).unwrap();
    let stage = Stage::At {
        step: Step::Ideas,
        open: true,
    };
    let position = Position {
        stage,
        ..Position::PREPARED
    };
    store.lead_gathering("w1", number, 1, position).unwrap();
    code
}

/// What the hub answers to a request; nothing where it is gone.
fn ask(address: SocketAddr, method: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let mut connection = TcpStream::connect(address).ok()?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    connection.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).ok()?;
    // A hub that is gone in the middle of an answer has said nothing.
    answer.contains("\r\n\r\n").then_some(answer)
}

/// A table that writes idea after idea until the hub is gone; gives those that it was told are kept, and counts them meanwhile.
fn write_until_gone(
    address: SocketAddr,
    page: &str,
    (round, table): (usize, usize),
    stop: &AtomicBool,
    answered: &AtomicUsize,
) -> Vec<String> {
    let mut kept = Vec::new();
    let cookie = format!("__Host-trykk={}", "A".repeat(43));
    let Some(body) = ask(address, "GET", page, &cookie, "") else {
        return kept;
    };
    let (_, rest) = body.split_once("name=\"check\" value=\"").expect("a form");
    let check = rest.split('"').next().unwrap().to_owned();
    for nth in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let idea = format!("idea-{round}-{table}-{nth}.");
        let form = format!("check={check}&area=0&idea={idea}");
        match ask(address, "POST", &format!("{page}/ideas"), &cookie, &form) {
            Some(answer) if answer.starts_with("HTTP/1.1 303") => {
                kept.push(idea);
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Some(answer) => assert!(answer.starts_with("HTTP/1.1 422"), "{answer}"),
            None => break,
        }
    }
    kept
}

/// Whoever follows the guide has a request that does not end by itself. A hub that is told to stop ends it, and does not wait until it may cut it off.
#[test]
fn a_table_that_follows_the_guide_keeps_no_hub_from_stopping() {
    let mut hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", ROUND));
    let code = prepare(&hospital);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let address = hospital.web();
    let page = ask(address, "GET", &format!("/gathering/{code}"), "", "").unwrap();
    let (_, rest) = page.split_once("data-changes=\"").expect("a page that follows");
    let changes = rest.split('"').next().unwrap();
    let followers: Vec<_> = (0..3)
        .map(|_| {
            let mut connection = TcpStream::connect(address).unwrap();
            let request = format!("GET {changes} HTTP/1.1\r\nHost: {address}\r\n\r\n");
            connection.write_all(request.as_bytes()).unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                assert_eq!(connection.read(&mut byte).unwrap(), 1, "it follows");
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            assert!(head.starts_with("HTTP/1.1 200") && head.contains("chunked"), "{head}");
            connection
        })
        .collect();
    let ended = hospital.stop();
    assert!(ended.success(), "{ended}");
    for mut connection in followers {
        let mut rest = String::new();
        connection.read_to_string(&mut rest).unwrap();
        // The last chunk: the answer was ended, not cut off. Nobody was told that something had changed.
        assert!(rest.ends_with("0\r\n\r\n") && !rest.contains("changed"), "{rest:?}");
    }
}

#[test]
fn what_a_table_was_told_is_kept_survives_a_hub_that_is_killed_while_it_writes() {
    let mut hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", ROUND));
    let code = prepare(&hospital);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    let mut kept = Vec::new();
    for round in 0..KILLS {
        hospital.serve();
        let (address, page) = (hospital.web(), format!("/gathering/{code}"));
        let (stop, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
        let written = thread::scope(|scope| {
            let (page, stop, answered) = (&page, &stop, &answered);
            let tables: Vec<_> = (0..TABLES)
                .map(|table| scope.spawn(move || write_until_gone(address, page, (round, table), stop, answered)))
                .collect();
            // Killed at another moment each time, while everybody goes on writing.
            while answered.load(Ordering::Relaxed) < 2 * TABLES + round
                && !tables.iter().all(|table| table.is_finished())
            {
                thread::yield_now();
            }
            hospital.kill();
            stop.store(true, Ordering::Relaxed);
            let written = tables.into_iter().map(|table| table.join().unwrap());
            written.collect::<Vec<_>>()
        });
        kept.extend(written.into_iter().flatten());
    }
    assert!(kept.len() > KILLS * TABLES, "killed too early: {}", kept.len());
    hospital.serve();
    let (folder, store) = DataFolder::open(&hospital.data()).unwrap();
    let id = store.gathering("w1", 1).unwrap().id;
    let canvas = keeping::read(&folder, &id).unwrap();
    let texts: Vec<&str> = canvas.ideas.values().map(|idea| &idea.text[..]).collect();
    for idea in &kept {
        assert_eq!(texts.iter().filter(|text| *text == idea).count(), 1, "{idea}");
    }
    // At most the idea that each table was sending when the hub went is there without an answer.
    assert!(texts.len() <= kept.len() + KILLS * TABLES);
    let files = std::fs::read_dir(hospital.data().join("gatherings")).unwrap();
    assert_eq!(files.count(), 1, "no remnant");
}
