//! A thief with the hub's disk or backup: no order of arrival, no answer, no note.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use trykk_hub::store::Store;
use trykk_tests::hospital::{GUIDE, Hospital, plan};

use crate::programs;
use crate::scene::{OPEN, Ward, answered, closed, drop_in, holding, lines, only_box, opened, serving, spellings};

/// The file's bytes without the header fields that count writes and say whether there is a log.
fn pages(file: &Path) -> Vec<u8> {
    let mut bytes = fs::read(file).unwrap();
    for counter in [18..20, 24..28, 40..44, 92..96] {
        bytes[counter].fill(0);
    }
    bytes
}

/// Whether a database's file is the same, byte for byte, as one into which its envelopes came in another order
/// before it was tidied: then it keeps no order of arrival.
fn keeps_no_order(file: &Path) -> bool {
    let folder = TempDir::new().unwrap();
    let other = folder.path().join("other.db");
    fs::copy(file, &other).unwrap();
    let mut connection = Connection::open(&other).unwrap();
    let transaction = connection.transaction().unwrap();
    transaction
        .execute_batch(
            "CREATE TEMP TABLE shuffled AS SELECT * FROM envelope ORDER BY random();
             DELETE FROM envelope;
             INSERT INTO envelope SELECT * FROM shuffled ORDER BY rowid;
             DROP TABLE shuffled;",
        )
        .unwrap();
    transaction.commit().unwrap();
    drop(connection);
    // Shuffled, the order shows: else this proves nothing.
    assert_ne!(pages(file), pages(&other));
    Store::open_existing(&other).unwrap().tidy(0).unwrap();
    pages(file) == pages(&other)
}

/// Three tablets' deliveries in several slots.
fn busy() -> (Ward, usize) {
    let mut ward = answered(9);
    for name in ["t2", "t3"] {
        let tablet = ward.hospital.tablet(name, "w1", None);
        for _ in 0..2 {
            tablet.feed(&lines(&mut ward.people, 8)).done();
            tablet.sync().done();
        }
    }
    (ward, (9 + 32) * 13)
}

#[test]
fn the_hubs_database_and_its_backup_keep_no_order_of_arrival() {
    let (ward, _) = busy();
    let (database, log) = (
        ward.hospital.data().join("hub.db"),
        ward.hospital.data().join("hub.db-wal"),
    );
    // While deliveries come in, the log holds their order: this is what is tidied away.
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let backup = ward.hospital.path("backup.db");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    for file in [&database, &backup] {
        assert!(keeps_no_order(file), "{}", file.display());
    }
    assert_eq!(fs::metadata(&log).map_or(0, |log| log.len()), 0);
}

#[test]
fn closing_tidies_the_order_of_arrival_away() {
    let (ward, _) = busy();
    ward.hospital.round("close", &["--for-good"]).done();
    assert!(keeps_no_order(&ward.hospital.data().join("hub.db")));
    let log = ward.hospital.data().join("hub.db-wal");
    assert_eq!(fs::metadata(&log).map_or(0, |log| log.len()), 0);
}

#[test]
fn the_search_for_an_order_finds_one_where_there_is_one() {
    let (ward, ids) = busy();
    let copy = ward.hospital.path("copy.db");
    // As it is while deliveries come in, with the log written into the file but not tidied.
    let connection = Connection::open(ward.hospital.data().join("hub.db")).unwrap();
    connection
        .query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(()))
        .unwrap();
    fs::copy(ward.hospital.data().join("hub.db"), &copy).unwrap();
    let held: usize = Connection::open(&copy)
        .unwrap()
        .query_row("SELECT count(*) FROM envelope", [], |row| row.get(0))
        .unwrap();
    assert_eq!(held, ids);
    assert!(!keeps_no_order(&copy));
}

fn nowhere(ward: &Ward, needles: &[Vec<u8>], when: &str) {
    let found = holding(&ward.hospital.data(), needles);
    assert_eq!(found, Vec::<PathBuf>::new(), "{when}");
}

#[test]
fn no_note_stands_in_the_hubs_files_before_or_after_the_count() {
    let ward = answered(12);
    let mut notes = [spellings("blåbærgul"), spellings("Lappen er")].concat();
    notes.extend(ward.people.notes.iter().flat_map(|note| spellings(note)));
    nowhere(&ward, &notes, "open");
    ward.close();
    nowhere(&ward, &notes, "closed");
    ward.hospital.count(&[]).done();
    nowhere(&ward, &notes, "counted");
    ward.hospital.round("release", &[]).done();
    nowhere(&ward, &notes, "released");
    let backup = ward.hospital.data().join("backup.db");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    nowhere(&ward, &notes, "backed up");
    ward.is_exact(0);
}

#[test]
fn no_token_and_no_code_stands_in_the_hubs_files() {
    let ward = answered(7);
    let link = ward.hospital.link("w1", None);
    let code = link["code"].as_str().unwrap();
    let enrolment = crate::scene::settings(&ward.tablet).enrolment.unwrap();
    let typed: trykk_shared::enrolment::Code = code.parse().unwrap();
    let needles = [
        enrolment.token.0.clone().into_bytes(),
        data_encoding::BASE64URL_NOPAD
            .decode(enrolment.token.0.as_bytes())
            .unwrap(),
        code.as_bytes().to_vec(),
        code.replace('-', "").into_bytes(),
        typed.ticket().to_vec(),
    ];
    nowhere(&ward, &needles, "enrolled");
}

#[test]
fn while_a_round_is_open_the_hub_tells_participation_only_coarsely() {
    let mut ward = answered(6);
    let told = |ward: &Ward| {
        let status = ward.hospital.hub(&["round", "status", "--json"]).json();
        status["boxes"][0]["participation"].as_str().unwrap().to_owned()
    };
    let other = ward.hospital.tablet("t2", "w1", None);
    assert_eq!(told(&ward), "fewer than 7");
    let mut seen = Vec::new();
    for _ in 0..2 {
        other.feed(&lines(&mut ward.people, 6)).done();
        other.sync().done();
        seen.push(told(&ward));
    }
    assert_eq!(seen, ["12 or more", "17 or more"]);
    let results = ["results", "--round", "2026-autumn", "--as"];
    for reader in ["guide", "leader"] {
        ward.hospital.hub(&[&results[..], &[reader]].concat()).refused();
    }
}

/// What a count holds in memory must not reach the disk by a crash.
#[test]
fn a_crash_of_the_hub_leaves_no_core_dump() {
    let mut hospital = Hospital::new(
        programs(),
        &plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}")),
    );
    hospital.serve();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", hospital.pid())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    let values: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(values, ["0", "0"], "{core}");
}

/// A guide changes a passphrase that somebody may know. What it had wrapped is nowhere in the folder any more, while the hub runs.
#[test]
fn a_passphrase_that_was_given_up_opens_nothing_that_is_left_on_the_disk() {
    let hospital = serving(&drop_in(1));
    let (_, store) = opened(&hospital.data());
    let wrapped = store.counting_key(GUIDE).unwrap().unwrap().wrapped;
    drop(store);
    let (old, new) = (hospital.path("passphrase"), hospital.path("new-passphrase"));
    std::fs::write(&new, "noe ganske annet enn det").unwrap();
    let change = [
        "guide",
        "passphrase",
        "--guide",
        GUIDE,
        "--passphrase-file",
        new.to_str().unwrap(),
    ];
    let change = [&change[..], &["--old-passphrase-file", old.to_str().unwrap()]].concat();
    assert!(
        !holding(&hospital.data(), std::slice::from_ref(&wrapped)).is_empty(),
        "it is there before"
    );
    hospital.hub(&change).done();
    assert_eq!(holding(&hospital.data(), &[wrapped]), Vec::<std::path::PathBuf>::new());
}

/// Nobody releases what was counted: after twelve months its notes and what opened it are gone. It can still be released.
#[test]
fn what_was_counted_and_never_released_is_not_kept_for_ever() {
    let mut ward = closed(9);
    ward.hospital.count(&[]).done();
    let results = ward.hospital.results();
    let left = |hospital: &Hospital| {
        let (folder, store) = opened(&hospital.data());
        let id = only_box(&store).id;
        let shares = store.shares(id).unwrap();
        let notes = store.kept_notes(id).unwrap().count;
        let hub_share = folder.hub_share(id).unwrap().is_some();
        (notes > 0, shares.guides.len(), shares.recovery.is_some(), hub_share)
    };
    assert_eq!(left(&ward.hospital), (true, 1, true, true));
    ward.hospital.kill();
    ward.hospital.set_clock("2098-06-01T12:00:00Z");
    ward.hospital.serve();
    assert_eq!(left(&ward.hospital), (false, 0, false, false));
    assert_eq!(ward.hospital.results(), results);
    ward.hospital.round("release", &[]).done();
}
