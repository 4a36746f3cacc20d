//! A thief with the tablet's disk: he finds what is sealed, and nothing of who answered what, when, or in what order.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use rand::seq::SliceRandom;
use tempfile::TempDir;
use trykk_kiosk::store::{EnvelopeStore, FILE, Kept};
use trykk_kiosk::tablet::{OpenRound, Standing, Tablet};
use trykk_shared::answers::Sheet;
use trykk_shared::clock::Clock;
use trykk_shared::deck::Mode;
use trykk_shared::feed;
use trykk_shared::ids::EnvelopeId;
use trykk_shared::seal::{Address, Envelope};
use trykk_tests::hospital::{Hospital, Kiosk};

use crate::scene::{
    address, altered, copy_folder, drop_in, envelopes, files, holding, kept, lines, people, rng, sealed, serving,
    settings, spellings, station,
};

/// A hospital, and a tablet that has its manifest and nobody's answers.
fn fresh() -> (Hospital, Kiosk) {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    (hospital, tablet)
}

fn open(kiosk: &Kiosk) -> (Tablet, std::sync::Arc<OpenRound>) {
    let tablet = Tablet::open(&kiosk.data, Clock::system()).unwrap();
    match tablet.standing() {
        Standing::Open(round) => (tablet, round),
        other => panic!("{other:?}"),
    }
}

fn sheets(lines: &[String]) -> Vec<Sheet> {
    let deck = station();
    lines
        .iter()
        .map(|line| feed::read_line(line, &deck, Mode::DropIn).unwrap())
        .collect()
}

fn ids<'e>(envelopes: impl IntoIterator<Item = &'e Envelope>) -> BTreeSet<EnvelopeId> {
    envelopes.into_iter().map(Envelope::id).collect()
}

/// The file of a store into which these were put at once, and those of them that were sent marked so.
fn built_at_once(kept: &[Kept]) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let mut store = EnvelopeStore::open(folder.path()).unwrap().0;
    let all = kept.iter().map(|one| (*one.envelope).clone()).collect();
    store.add(kept[0].box_id, all, &[]).unwrap();
    store
        .record_replies(
            &ids(kept.iter().filter(|one| one.sent).map(|one| &*one.envelope)),
            &BTreeSet::new(),
        )
        .unwrap();
    fs::read(folder.path().join(FILE)).unwrap()
}

#[test]
fn the_same_envelopes_give_the_same_file_whatever_came_before() {
    let (_hospital, kiosk) = fresh();
    let address = address(&kiosk);
    let all = sealed(&lines(&mut people(1), 30), &address, 1);
    let sent = ids(&all[..130]);
    let mut first: Option<Vec<u8>> = None;
    for history in 0..8 {
        let folder = TempDir::new().unwrap();
        let bytes = live_through(history, folder.path(), &address, &all, &sent);
        assert_eq!(first.get_or_insert_with(|| bytes.clone()), &bytes, "history {history}");
        let names: Vec<_> = files(folder.path()).into_iter().map(|(path, _)| path).collect();
        assert_eq!(names, [folder.path().join(FILE)]);
    }
}

/// One way to the same envelopes: another order, other groups, other people who took theirs back, other rounds that
/// came and went, restarts in between.
fn live_through(
    history: u64,
    folder: &Path,
    address: &Address,
    all: &[Envelope],
    sent: &BTreeSet<EnvelopeId>,
) -> Vec<u8> {
    let mut rng = rng(history);
    let mut store = EnvelopeStore::open(folder).unwrap().0;
    let mut order = all.to_vec();
    order.shuffle(&mut rng);
    let group = [all.len(), 13, 1 + history as usize * 7][history as usize % 3];
    for (nth, part) in order.chunks(group.max(10)).enumerate() {
        store.add(address.box_id, part.to_vec(), &[]).unwrap();
        let passing: Vec<Envelope> = part
            .iter()
            .take(4)
            .map(|one| altered(one, |bytes| bytes[0] ^= 1 + history as u8))
            .collect();
        if nth % 2 == history as usize % 2 {
            store.add(address.box_id, passing.clone(), &[]).unwrap();
            store.remove(&ids(&passing), None).unwrap();
        } else {
            let mut other = address.box_id;
            other.0[0] ^= 1;
            store.add(other, passing, &[]).unwrap();
            store.forget_box(other).unwrap();
        }
        if nth % 3 == 0 {
            store = EnvelopeStore::open(folder).unwrap().0;
        }
    }
    let mut sent: Vec<EnvelopeId> = sent.iter().copied().collect();
    sent.shuffle(&mut rng);
    for part in sent.chunks(1 + 20 * (1 + history as usize % 4)) {
        store
            .record_replies(&part.iter().copied().collect(), &BTreeSet::new())
            .unwrap();
    }
    fs::read(folder.join(FILE)).unwrap()
}

#[test]
fn a_tablets_file_tells_nothing_of_deliveries_take_backs_and_slots() {
    let (_hospital, kiosk) = fresh();
    let mut people = people(2);
    let sheets = sheets(&lines(&mut people, 14));
    let mut rng = rng(2);
    {
        let (mut tablet, round) = open(&kiosk);
        for (nth, sheet) in sheets.iter().enumerate() {
            let receipt = tablet.deliver(sheet, &round, None, &mut rng).unwrap();
            if nth % 3 == 0 {
                assert!(tablet.take_back(&receipt).unwrap());
                assert!(!tablet.take_back(&receipt).unwrap());
                tablet.deliver(sheet, &round, None, &mut rng).unwrap();
            }
            tablet.forget_receipt();
            assert!(!tablet.take_back(&receipt).unwrap());
        }
    }
    assert_eq!(envelopes(&kiosk.status()), (14 * 13, 0));
    assert_eq!(built_at_once(&kept(&kiosk)), fs::read(kiosk.data.join(FILE)).unwrap());
    kiosk.sync().done();
    kiosk.feed(&lines(&mut people, 6)).done();
    kiosk.sync().done();
    kiosk.feed(&lines(&mut people, 2)).done();
    assert_eq!(envelopes(&kiosk.status()), (2 * 13, 20 * 13));
    assert_eq!(built_at_once(&kept(&kiosk)), fs::read(kiosk.data.join(FILE)).unwrap());
}

#[test]
fn the_number_of_writes_does_not_show_in_the_files_header() {
    let (_hospital, kiosk) = fresh();
    let address = address(&kiosk);
    let all = sealed(&lines(&mut people(3), 40), &address, 3);
    // SQLite's change counter, version-valid-for and schema cookie.
    let counters = |folder: &Path| {
        let bytes = fs::read(folder.join(FILE)).unwrap();
        [bytes[24..28].to_vec(), bytes[92..96].to_vec(), bytes[40..44].to_vec()]
    };
    let folder = TempDir::new().unwrap();
    let mut store = EnvelopeStore::open(folder.path()).unwrap().0;
    store.add(address.box_id, all[..13].to_vec(), &[]).unwrap();
    let once = counters(folder.path());
    for one in &all[13..] {
        store.add(address.box_id, vec![one.clone()], &[]).unwrap();
    }
    assert_eq!(once, counters(folder.path()));
    store.remove(&ids(&all), None).unwrap();
    assert_eq!(once, counters(folder.path()));
}

#[test]
fn no_file_of_a_tablet_tells_when_it_was_written() {
    let (_hospital, kiosk) = fresh();
    let ages = || -> Vec<_> {
        let mut paths: Vec<_> = files(&kiosk.data).into_iter().map(|(path, _)| path).collect();
        paths.push(kiosk.data.clone());
        let told =
            |path: &std::path::PathBuf| fs::metadata(path).unwrap().modified().unwrap() != SystemTime::UNIX_EPOCH;
        paths.into_iter().filter(told).collect()
    };
    kiosk.feed(&lines(&mut people(4), 7)).done();
    assert_eq!(ages(), Vec::<std::path::PathBuf>::new());
    kiosk.sync().done();
    kiosk.status();
    assert_eq!(ages(), Vec::<std::path::PathBuf>::new());
}

/// The one time that no program can set is that of the last slot, also through weeks without a network.
#[test]
fn a_slot_in_which_the_hub_is_not_reached_takes_the_last_answers_time_from_the_file() {
    let (mut hospital, kiosk) = fresh();
    let written = || {
        let file = fs::metadata(kiosk.data.join(FILE)).unwrap();
        (file.ino(), file.ctime(), file.ctime_nsec())
    };
    kiosk.feed(&lines(&mut people(4), 7)).done();
    hospital.kill();
    let answered = written();
    // No slot has come: nothing is due, and nothing is tried in vain.
    kiosk.run(&["sync"]).refused();
    assert_eq!(written(), answered);
    kiosk.sync().refused();
    assert_ne!(written(), answered);
    assert_eq!(kiosk.status()["envelopes"]["waiting"], 7 * 13);
}

#[test]
fn nothing_that_was_answered_stands_in_any_file() {
    let (_hospital, kiosk) = fresh();
    let mut people = people(5);
    let fed = lines(&mut people, 12);
    assert!(people.notes.len() > 5);
    {
        let (mut tablet, round) = open(&kiosk);
        let mut rng = rng(5);
        for (nth, sheet) in sheets(&fed[..6]).iter().enumerate() {
            let receipt = tablet.deliver(sheet, &round, None, &mut rng).unwrap();
            if nth == 3 {
                tablet.take_back(&receipt).unwrap();
            }
        }
    }
    let readable = |when: &str| {
        let notes: Vec<Vec<u8>> = people.notes.iter().flat_map(|note| spellings(note)).collect();
        // A part is a trace too.
        let parts = [spellings("blåbærgul"), spellings("Lappen er")].concat();
        assert_eq!(
            holding(&kiosk.data, &[notes, parts].concat()),
            Vec::<std::path::PathBuf>::new(),
            "{when}"
        );
        // The deck stands in the manifest, never beside the envelopes.
        let store = fs::read(kiosk.data.join(FILE)).unwrap();
        for item in station().items {
            for spelling in spellings(&item.id) {
                assert_eq!(crate::scene::find(&spelling, &store), None, "{when}: {}", item.id);
            }
        }
    };
    readable("delivered");
    kiosk.feed(&fed[6..]).done();
    readable("fed");
    kiosk.sync().done();
    readable("synced");
    // A feed that is refused says where and why, and not what was written.
    let private = "{\"answers\": {\"note-improve\": [\"blåbærgul hemmelighet\"], \"recognition\": 99}}".to_owned();
    let refused = kiosk.feed(&[private]).refused();
    assert!(!refused.contains("hemmelighet"), "{refused}");
    readable("refused");
}

#[test]
fn a_tablet_leaves_three_files_and_no_temporary_ones() {
    let (_hospital, kiosk) = fresh();
    let mut people = people(6);
    kiosk.feed(&lines(&mut people, 8)).done();
    kiosk.sync().done();
    kiosk.feed(&lines(&mut people, 1)).done();
    kiosk.status();
    let mut names: Vec<String> = files(&kiosk.data)
        .iter()
        .map(|(path, _)| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["envelopes.db", "lock", "tablet.json"]);
    assert_eq!(fs::metadata(kiosk.data.join("lock")).unwrap().len(), 0);
}

#[test]
fn the_settings_do_not_change_when_someone_answers() {
    let (_hospital, kiosk) = fresh();
    kiosk.sync().done();
    let before = settings(&kiosk);
    let (mut tablet, round) = open(&kiosk);
    let sheet = &sheets(&lines(&mut people(7), 1))[0];
    let receipt = tablet.deliver(sheet, &round, None, &mut rng(7)).unwrap();
    assert_eq!(tablet.settings(), &before);
    tablet.take_back(&receipt).unwrap();
    drop(tablet);
    assert_eq!(settings(&kiosk), before);
}

#[test]
fn a_stolen_tablets_folder_holds_no_key_that_opens_its_envelopes() {
    let (hospital, kiosk) = fresh();
    kiosk.feed(&lines(&mut people(8), 8)).done();
    let thief = hospital.path("thief");
    copy_folder(&kiosk.data, &thief);
    let envelopes = kept(&kiosk);
    let (info, aad) = (
        trykk_shared::seal::info("2026-autumn", envelopes[0].envelope.kind()),
        trykk_shared::seal::aad(envelopes[0].box_id),
    );
    // Every 32 bytes of every file, tried as a private key; and what stands there in letters.
    for (path, bytes) in files(&thief) {
        let letters = data_encoding::BASE64URL_NOPAD;
        let written = bytes
            .split(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))
            .filter_map(|word| letters.decode(word).ok())
            .filter(|word| word.len() == 32);
        let raw = bytes.windows(32).step_by(16).take(400).map(<[u8]>::to_vec);
        for candidate in written.chain(raw) {
            let key = trykk_hub::keys::opening::OpeningKey::from_bytes(candidate.as_slice().try_into().unwrap());
            let opened = key.and_then(|key| key.open(&info, &aad, envelopes[0].envelope.sealed()));
            assert!(opened.is_err(), "{}", path.display());
        }
    }
}
