//! A stick with a tablet's envelopes on it, in the hands of whoever finds it, and of whoever asks for one again and again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use trykk_kiosk::store::EnvelopeStore;
use trykk_shared::protocol::paths;
use trykk_tests::hospital::{Hospital, Kiosk};

use crate::impostor::{Impostor, certified, pass_on};
use crate::scene::{drop_in, envelopes, lines, people, says, serving, settings};

/// How many envelopes one person's sheet gives.
const A_SHEET: u64 = 13;

fn export(hospital: &Hospital, tablet: &Kiosk, name: &str) -> PathBuf {
    let stick = hospital.path(name);
    fs::create_dir_all(&stick).unwrap();
    tablet.run(&["export", stick.to_str().unwrap()]).done();
    fs::read_dir(&stick).unwrap().next().unwrap().unwrap().path()
}

fn import(hospital: &Hospital, file: &Path) {
    hospital.hub(&["import", file.to_str().unwrap()]).done();
}

/// How many envelopes the hub holds.
fn held(hospital: &Hospital) -> u64 {
    let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
    let count = "SELECT count(*) FROM envelope";
    database.query_row(count, [], |row| row.get(0)).unwrap()
}

/// A file after each person, and the network in between: what a hub, or somebody with two files, gets more than before is never fewer
/// than five people's.
#[test]
fn a_file_after_each_person_sends_nobody_alone() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    let mut seen = Vec::new();
    for person in 1..=17 {
        tablet.feed(&lines(&mut people, 1)).done();
        let file = export(&hospital, &tablet, &format!("stick-{person}"));
        // Most never arrive, and the network comes now and then.
        if person % 4 == 0 {
            import(&hospital, &file);
        }
        if person % 3 == 0 {
            tablet.sync().done();
        }
        seen.push(held(&hospital));
    }
    for pair in seen.windows(2) {
        let more = pair[1] - pair[0];
        assert!(more == 0 || more >= 5 * A_SHEET, "{seen:?}");
    }
    // Five left with the fifth export, which never arrived; the network brings those five and nobody else.
    assert_eq!(seen[5], 5 * A_SHEET, "{seen:?}");
    assert_eq!(seen[16], 15 * A_SHEET, "{seen:?}");
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(held(&hospital), 17 * A_SHEET);
}

/// The hub takes a delivery, and its reply is lost; then one more person answers. What the hub gains with the next delivery, or with a file,
/// is nobody's or at least five people's.
#[test]
fn a_lost_reply_sends_the_next_person_not_alone() {
    let hospital = serving(&drop_in(1));
    let (hub, loses) = (hospital.address(), Arc::new(AtomicBool::new(false)));
    let lost = Arc::clone(&loses);
    let line = Impostor::start(certified(&hospital.data()), move |head, request| {
        let reply = pass_on(hub, request);
        let is_lost = lost.load(Ordering::SeqCst) && head.contains(paths::ENVELOPES);
        if is_lost { Vec::new() } else { reply }
    });
    let tablet = hospital.tablet("t1", "w1", Some(line.address));
    let mut people = people(1);
    let mut seen = vec![0];
    tablet.feed(&lines(&mut people, 5)).done();
    loses.store(true, Ordering::SeqCst);
    tablet.sync().refused();
    loses.store(false, Ordering::SeqCst);
    seen.push(held(&hospital));
    assert_eq!(seen[1], 5 * A_SHEET, "the hub took it");
    // What was not acknowledged waits as before.
    assert_eq!(envelopes(&tablet.status()), (5 * A_SHEET, 0));
    tablet.feed(&lines(&mut people, 1)).done();
    import(&hospital, &export(&hospital, &tablet, "stick"));
    seen.push(held(&hospital));
    tablet.sync().done();
    seen.push(held(&hospital));
    assert_eq!(envelopes(&tablet.status()), (A_SHEET, 5 * A_SHEET));
    // Four more: these five leave together, and are sent again after their reply was lost, whether anybody answers or not.
    tablet.feed(&lines(&mut people, 4)).done();
    loses.store(true, Ordering::SeqCst);
    tablet.sync().refused();
    seen.push(held(&hospital));
    tablet.feed(&lines(&mut people, 1)).done();
    tablet.sync().refused();
    seen.push(held(&hospital));
    loses.store(false, Ordering::SeqCst);
    tablet.sync().done();
    seen.push(held(&hospital));
    assert_eq!(envelopes(&tablet.status()), (A_SHEET, 10 * A_SHEET));
    for pair in seen.windows(2) {
        let more = pair[1] - pair[0];
        assert!(more == 0 || more >= 5 * A_SHEET, "{seen:?}");
    }
    assert_eq!(seen.last(), Some(&(10 * A_SHEET)));
    // At the closing for good everything leaves.
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(held(&hospital), people.people * A_SHEET);
    assert_eq!(envelopes(&tablet.status()).0, 0);
}

#[test]
fn a_found_stick_has_no_token_no_envelope_and_the_size_of_any_other() {
    let hospital = serving(&drop_in(1));
    let (few, many) = (hospital.tablet("t1", "w1", None), hospital.tablet("t2", "w1", None));
    let nobody = fs::metadata(export(&hospital, &few, "empty")).unwrap().len();
    few.feed(&lines(&mut people(1), 4)).done();
    many.feed(&lines(&mut people(2), 9)).done();
    let few_file = fs::read(export(&hospital, &few, "few")).unwrap();
    let many_file = fs::read(export(&hospital, &many, "many")).unwrap();
    assert_eq!((few_file.len() as u64, many_file.len() as u64), (nobody, nobody));
    let token = settings(&many).enrolment.unwrap().token;
    let windows = |size: usize| -> BTreeSet<&[u8]> { many_file.windows(size).collect() };
    assert!(!windows(token.0.len()).contains(token.0.as_bytes()));
    let (store, _) = EnvelopeStore::open(&many.data).unwrap();
    let short = windows(16);
    assert!(store.kept().all(|kept| kept.left));
    for kept in store.kept() {
        let text = data_encoding::BASE64URL_NOPAD.encode(kept.envelope.sealed());
        assert!(!short.contains(&kept.envelope.sealed()[..16]) && !short.contains(&text.as_bytes()[..16]));
        assert!(!short.contains(&kept.envelope.id().0[..]));
    }
    // The same once more is other bytes: two files say not whether they hold the same.
    assert_ne!(fs::read(export(&hospital, &many, "again")).unwrap(), many_file);
    // And it opens at its own hub alone.
    let other = serving(&drop_in(1));
    let file = hospital.path("many");
    let file = fs::read_dir(file).unwrap().next().unwrap().unwrap().path();
    let refused = other.hub(&["import", file.to_str().unwrap()]).refused();
    says(&refused, "a tablet's file for another hub");
}
