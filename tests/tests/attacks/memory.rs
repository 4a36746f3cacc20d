//! Strangers who guess passwords: however often they do, and however many come in, the hub's memory stays as it is.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use trykk_hub::people::passwords::hash_password;
use trykk_hub::store::Store;
use trykk_shared::randomness::system_rng;
use trykk_tests::hospital::{GUIDE, Hospital};

use crate::programs;
use crate::scene::drop_in;

/// At the same time.
const STRANGERS: usize = 6;
/// Each of them, with as many addresses.
const GUESSES: usize = 20;
/// Of the guide, among them.
const LOG_INS: usize = 30;
/// In KiB. The memory that passwords are hashed in is there from the first one on.
const MAY_GROW_BY: u64 = 24 * 1024;

fn say(pages: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(pages).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

/// A browser that has the form for logging in open.
struct Browser {
    pages: SocketAddr,
    cookie: String,
    check: String,
}

impl Browser {
    fn at(pages: SocketAddr) -> Self {
        let form = say(pages, "GET /log-in HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n");
        let between = |begin: &str, end: &str| {
            let rest = form.split(begin).nth(1).unwrap_or_else(|| panic!("{begin}: {form}"));
            rest.split(end).next().unwrap().to_owned()
        };
        Browser {
            pages,
            cookie: between("set-cookie: ", ";"),
            check: between("name=\"check\" value=\"", "\""),
        }
    }

    /// Gives the status.
    fn log_in(&self, email: &str, password: &str) -> u16 {
        let form = format!("check={}&email={email}&password={password}", self.check);
        let request = format!(
            "POST /log-in HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.cookie,
            form.len()
        );
        let reply = say(self.pages, &request);
        reply.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap()
    }
}

fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

/// A hub with its pages, where they are, and a guide who has a password.
fn serve_pages() -> (Hospital, SocketAddr) {
    let mut hospital = Hospital::new(programs(), &drop_in(1));
    let kept = hash_password("fire vanlige ord her", &mut system_rng()).unwrap();
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).unwrap();
    store.set_password(GUIDE, &kept).unwrap();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let pages = hospital.web();
    assert_eq!(
        Browser::at(pages).log_in("nobody@example.org", "gjetter+p%C3%A5+noe"),
        422
    );
    (hospital, pages)
}

fn log_guide_in(pages: SocketAddr) {
    assert_eq!(Browser::at(pages).log_in(GUIDE, "fire+vanlige+ord+her"), 303);
}

#[test]
fn whoever_guesses_or_logs_in_makes_no_hub_grow() {
    let (hospital, pages) = serve_pages();
    let pid = hospital.pid();
    let before = resident_kib(pid);
    let strangers = (0..STRANGERS).map(|stranger| {
        thread::spawn(move || {
            let browser = Browser::at(pages);
            for guess in 0..GUESSES {
                let email = format!("nobody{stranger}-{guess}@example.org");
                assert_eq!(browser.log_in(&email, "gjetter+p%C3%A5+noe"), 422);
            }
        })
    });
    let strangers: Vec<_> = strangers.collect();
    for _ in 0..LOG_INS {
        log_guide_in(pages);
    }
    for stranger in strangers {
        stranger.join().unwrap();
    }
    let after = resident_kib(pid);
    println!("resident: {before} KiB before, {after} after");
    assert!(
        after <= before + MAY_GROW_BY,
        "resident: {before} KiB before, {after} after"
    );
}

#[test]
#[ignore = "takes long: scripts/soak log-ins"]
fn ten_thousand_attempts_leave_the_memory_as_it_was() {
    let attempts = std::env::var("TRYKK_SOAK_LOG_INS").map_or(10_000, |count| count.parse().unwrap());
    let (hospital, pages) = serve_pages();
    let pid = hospital.pid();
    let before = resident_kib(pid);
    let mut most = before;
    for attempt in 0..attempts / 2 {
        log_guide_in(pages);
        // Whoever guesses on is refused after a while, by 429.
        let email = format!("nobody{attempt}@example.org");
        let status = Browser::at(pages).log_in(&email, "gjetter+p%C3%A5+noe");
        assert!(matches!(status, 422 | 429), "{status}");
        let now = resident_kib(pid);
        most = most.max(now);
        if attempt % 500 == 0 {
            println!("after {} attempts: {now} KiB", 2 * attempt);
        }
    }
    println!("resident: {before} KiB before, {most} at most");
    assert!(
        most <= before + MAY_GROW_BY,
        "resident: {before} KiB before, {most} at most"
    );
}
