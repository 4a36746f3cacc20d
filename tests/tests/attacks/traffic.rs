//! What someone who watches the network sees: nothing that follows from anyone answering.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, plan};
use trykk_tests::sheets::Answerer;

use crate::impostor::{Impostor, certified, pass_on};
use crate::scene::{OPEN, drop_in, envelopes, lines, people, says, serving, settings, table};

/// Someone who listens on the line: for each connection, what tablet and hub sent.
struct Tap {
    address: SocketAddr,
    /// How many connections came.
    came: Arc<AtomicUsize>,
    /// What was heard on those that are over.
    heard: Arc<Mutex<Vec<Heard>>>,
}

#[derive(Clone, Default)]
struct Heard {
    tablet: Vec<u8>,
    hub: Vec<u8>,
}

impl Tap {
    fn on(hub: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let tap = Tap {
            address: listener.local_addr().unwrap(),
            came: Arc::default(),
            heard: Arc::default(),
        };
        let (came, heard) = (Arc::clone(&tap.came), Arc::clone(&tap.heard));
        thread::spawn(move || {
            for tablet in listener.incoming().flatten() {
                came.fetch_add(1, Ordering::SeqCst);
                let hub = TcpStream::connect(hub).unwrap();
                let (tablet_in, hub_in) = (tablet.try_clone().unwrap(), hub.try_clone().unwrap());
                let up = thread::spawn(move || carry(tablet_in, hub));
                let hub = carry(hub_in, tablet);
                let tablet = up.join().unwrap();
                heard.lock().unwrap().push(Heard { tablet, hub });
            }
        });
        tap
    }

    /// What was heard during a sync. One pass is one connection.
    fn during(&self, pass: impl FnOnce()) -> Heard {
        // What went before may still be on its way to its end.
        let before = self.came.load(Ordering::SeqCst);
        while self.heard.lock().unwrap().len() < before {
            thread::yield_now();
        }
        pass();
        loop {
            let heard = self.heard.lock().unwrap();
            if heard.len() > before {
                assert_eq!(heard.len(), before + 1);
                return heard[before].clone();
            }
            drop(heard);
            thread::yield_now();
        }
    }
}

/// Carries bytes one way to their end, and keeps them.
fn carry(mut from: TcpStream, mut to: TcpStream) -> Vec<u8> {
    let (mut kept, mut buffer) = (Vec::new(), [0; 16 * 1024]);
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..read]);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
    kept
}

/// The bytes inside the encrypted records of one direction. How they are cut into records follows from the speed of
/// the line, so record heads and tags are left out.
fn inside(mut stream: &[u8]) -> usize {
    const HEAD: usize = 5;
    const TAG_AND_TYPE: usize = 17;
    const APPLICATION_DATA: u8 = 23;
    let mut bytes = 0;
    while let Some((head, rest)) = stream.split_at_checked(HEAD) {
        let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
        if head[0] == APPLICATION_DATA {
            bytes += length - TAG_AND_TYPE;
        }
        stream = &rest[length.min(rest.len())..];
    }
    bytes
}

/// The signature in the hub's handshake may be some bytes longer or shorter by chance.
const SIGNATURE_CHANCE: usize = 8;

#[track_caller]
fn same_from_outside(one: &Heard, other: &Heard) {
    assert_eq!(inside(&one.tablet), inside(&other.tablet));
    let (one, other) = (inside(&one.hub), inside(&other.hub));
    assert!(one.abs_diff(other) <= SIGNATURE_CHANCE, "{one} and {other}");
}

#[test]
fn a_slot_with_nothing_to_send_looks_like_one_with_seven_sheets() {
    let hospital = serving(&drop_in(1));
    let tap = Tap::on(hospital.address());
    let idle = hospital.tablet("t1", "w1", Some(tap.address));
    let busy = hospital.tablet("t2", "w1", Some(tap.address));
    let mut people = people(1);
    busy.feed(&lines(&mut people, 7)).done();
    let silence = tap.during(|| drop(idle.sync().done()));
    let seven = tap.during(|| drop(busy.sync().done()));
    assert_eq!(envelopes(&busy.status()), (0, 7 * 13));
    same_from_outside(&silence, &seven);
    // Nor does it show that some wait and may not leave yet, or that the hub knows them already.
    busy.feed(&lines(&mut people, 2)).done();
    let held_back = tap.during(|| drop(busy.sync().done()));
    assert_eq!(envelopes(&busy.status()), (2 * 13, 7 * 13));
    same_from_outside(&silence, &held_back);
    let again = tap.during(|| drop(idle.sync().done()));
    same_from_outside(&silence, &again);
}

/// One request as it is inside TLS: its first line, its size, and the size of the reply.
type Exchange = (String, usize, usize);

#[test]
fn inside_the_encryption_every_slot_is_the_same_requests_of_the_same_sizes() {
    let hospital = serving(&drop_in(1));
    let hub = hospital.address();
    let exchanges: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    let noted = Arc::clone(&exchanges);
    let glass = Impostor::start(certified(&hospital.data()), move |head, request| {
        let reply = pass_on(hub, request);
        let line = head.lines().next().unwrap().to_owned();
        noted.lock().unwrap().push((line, request.len(), reply.len()));
        reply
    });
    let slot = |tablet: &Kiosk| {
        exchanges.lock().unwrap().clear();
        tablet.sync().done();
        exchanges.lock().unwrap().clone()
    };
    let idle = hospital.tablet("t1", "w1", Some(glass.address));
    let busy = hospital.tablet("t2", "w1", Some(glass.address));
    busy.feed(&lines(&mut people(1), 7)).done();
    let silence = slot(&idle);
    let requests: Vec<&str> = silence.iter().map(|(line, ..)| line.as_str()).collect();
    assert_eq!(
        requests,
        [
            "GET /api/v1/manifest HTTP/1.1",
            "POST /api/v1/envelopes HTTP/1.1",
            "POST /api/v1/health HTTP/1.1"
        ]
    );
    assert_eq!(slot(&busy), silence);
    assert_eq!(envelopes(&busy.status()), (0, 7 * 13));
    // The same at the slot after closing.
    hospital.round("close", &["--for-good"]).done();
    assert_eq!(slot(&busy), slot(&idle));
}

#[test]
fn a_whole_slot_takes_the_same_requests_whatever_waits() {
    let hospital = serving(&drop_in(1));
    let tap = Tap::on(hospital.address());
    let tablet = hospital.tablet("t1", "w1", Some(tap.address));
    let mut people = people(1);
    let first = tap.during(|| drop(tablet.sync().done()));
    // All forty who work there.
    for count in [5, 10, 25] {
        tablet.feed(&lines(&mut people, count)).done();
        let slot = tap.during(|| drop(tablet.sync().done()));
        same_from_outside(&first, &slot);
    }
    // A batch, a manifest and a health report: nothing else fits into these sizes.
    let sent = inside(&first.tablet);
    let bodies = trykk_shared::protocol::BATCH_BYTES + trykk_shared::protocol::HEALTH_BYTES;
    assert!((bodies..bodies + 3000).contains(&sent), "{sent}");
}

#[test]
fn nothing_is_sent_on_its_way_before_the_slot() {
    let hospital = serving(&drop_in(1));
    let tap = Tap::on(hospital.address());
    let tablet = hospital.tablet("t1", "w1", Some(tap.address));
    let mut people = people(1);
    let before = tap.during(|| drop(tablet.run(&["sync"]).done()));
    tablet.feed(&lines(&mut people, 9)).done();
    let after = tap.during(|| says(&tablet.run(&["sync"]).done(), "not time to deliver yet"));
    same_from_outside(&before, &after);
    assert_eq!(envelopes(&tablet.status()), (9 * 13, 0));
    assert!(inside(&after.tablet) < trykk_shared::protocol::BATCH_BYTES);
}

#[test]
fn at_the_slot_it_is_delivered_without_being_told() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(1), 9)).done();
    let at = |seconds: i64| {
        let slot = settings(&tablet).next_slot.unwrap();
        let time = jiff::Timestamp::from_second(slot + seconds).unwrap().to_string();
        tablet.run(&["sync", "--clock", &time]).done()
    };
    says(&at(-60), "not time to deliver yet");
    assert_eq!(envelopes(&tablet.status()), (9 * 13, 0));
    says(&at(0), "Everything is delivered");
    assert_eq!(envelopes(&tablet.status()), (0, 9 * 13));
}

#[test]
fn four_people_wait_for_a_fifth() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    tablet.feed(&lines(&mut people, 4)).done();
    says(&tablet.sync().done(), "waits: until more people have answered");
    assert_eq!(envelopes(&tablet.status()), (4 * 13, 0));
    tablet.feed(&lines(&mut people, 1)).done();
    says(&tablet.sync().done(), "Everything is delivered");
    assert_eq!(envelopes(&tablet.status()), (0, 5 * 13));
    // The next four wait again; after closing they leave.
    tablet.feed(&lines(&mut people, 4)).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (4 * 13, 5 * 13));
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (0, 9 * 13));
}

fn tables() -> (Hospital, Kiosk, Answerer) {
    let hospital = serving(&plan(1, 40, "table", "table", &format!("wards = [\"w1\"]\n{OPEN}")));
    let tablet = hospital.tablet("t1", "w1", None);
    (hospital, tablet, Answerer::new(&table(), Mode::Table, 1))
}

#[test]
fn one_table_waits_for_a_second() {
    let (_hospital, tablet, mut tables) = tables();
    // Twelve people, but one table.
    tablet.feed(&[tables.line(12)]).done();
    says(&tablet.sync().done(), "waits: until more people have answered");
    assert_eq!(envelopes(&tablet.status()).1, 0);
    tablet.feed(&[tables.line(1)]).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()).0, 0);
}
