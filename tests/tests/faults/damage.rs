//! A damaged tablet: the file is moved aside and kept, what proves itself is rescued, and deliveries go on.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rusqlite::Connection;
use trykk_hub::data::DataFolder;
use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;
use crate::support::*;

fn store(tablet: &Kiosk) -> PathBuf {
    tablet.data.join("envelopes.db")
}

/// Damages the store, and looks at the tablet. Gives where the damaged file is kept.
fn damage(tablet: &Kiosk, how: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
    let mut bytes = fs::read(store(tablet)).unwrap();
    how(&mut bytes);
    fs::write(store(tablet), &bytes).unwrap();
    let status = tablet.status();
    let kept = PathBuf::from(status["set_aside"][0].as_str().unwrap());
    assert!(
        fs::read(&kept).unwrap() == bytes,
        "the damaged file was not kept as it was"
    );
    // Once is enough: what took its place is whole.
    assert_eq!(tablet.status()["set_aside"].as_array().unwrap().len(), 0);
    kept
}

/// The sealed bytes of a mark in the store.
fn sealed_mark(tablet: &Kiosk) -> Vec<u8> {
    let database = Connection::open(store(tablet)).unwrap();
    let sql = "SELECT sealed FROM envelope WHERE kind = 1 ORDER BY id LIMIT 1";
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Where some bytes stand in others.
fn place(of: &[u8], bytes: &[u8]) -> usize {
    bytes.windows(of.len()).position(|window| window == of).unwrap()
}

fn answers(figures: &trykk_tests::sheets::Expected) -> u64 {
    figures.values().sum()
}

/// Everything that proves itself is delivered and counted, and nothing else. Gives how many answers are missing.
fn counts_what_is_left(hospital: &Hospital, tablet: &Kiosk, people: &Answerer) -> u64 {
    let (left, delivered) = waiting_and_delivered(tablet);
    assert_eq!(delivered, 0);
    tablet.sync().done();
    assert_eq!(waiting_and_delivered(tablet), (0, left));
    {
        let (_, store) = DataFolder::open(&hospital.data()).unwrap();
        let held: u64 = store.count_envelopes(store.boxes().unwrap()[0].id).unwrap().total();
        assert_eq!(held, left);
    }
    close_and_count(hospital, &[tablet]);
    let results = hospital.results();
    assert_eq!(results["wards"][0]["unreadable"], 0);
    let figures = counted(&results, "w1");
    for (what, count) in &figures {
        assert!(
            people.expected.get(what).is_some_and(|expected| count <= expected),
            "{what:?}"
        );
    }
    answers(&people.expected) - answers(&figures)
}

#[test]
fn a_flipped_bit_in_one_envelope_costs_that_envelope_and_no_other() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 20)).done();
    let mark = sealed_mark(&tablet);
    damage(&tablet, |bytes| {
        let at = place(&mark, bytes) + 40;
        bytes[at] ^= 4;
    });
    assert_eq!(waiting_and_delivered(&tablet), (20 * envelopes_a_sheet() - 1, 0));
    // The envelope may have held a skipped question.
    assert!(counts_what_is_left(&hospital, &tablet, &people) <= 1);
}

/// No id covers what an envelope is called: its size says what it is.
#[test]
fn a_flipped_bit_in_what_an_envelope_is_called_costs_nothing() {
    for bit in 0..8 {
        let (hospital, tablet, mut people) = one_ward();
        tablet.feed(&sheets(&mut people, 12)).done();
        let mut bytes = fs::read(store(&tablet)).unwrap();
        let at = place(&sealed_mark(&tablet), &bytes) - 1;
        bytes[at] ^= 1 << bit;
        fs::write(store(&tablet), &bytes).unwrap();
        assert_eq!(
            waiting_and_delivered(&tablet),
            (12 * envelopes_a_sheet(), 0),
            "bit {bit}"
        );
        tablet.sync().done();
        close_and_count(&hospital, &[&tablet]);
        let results = hospital.results();
        assert_eq!(results["wards"][0]["unreadable"], 0);
        assert_eq!(counted(&results, "w1"), people.expected);
    }
}

/// Enrolled again, the tablet has no manifest yet: that its file was damaged then is told to the hub all the same.
#[test]
fn damage_between_enrolling_again_and_the_first_contact_is_told_to_the_hub() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 12)).done();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    damage(&tablet, |bytes| bytes[63] ^= 0xff);
    tablet.sync().done();
    let status = hospital.hub(&["round", "status", "--json"]).json();
    assert_eq!(status["boxes"][0]["tablets"][0]["troubles"][0], "damaged", "{status}");
    close_and_count(&hospital, &[&tablet]);
    assert_eq!(counted(&hospital.results(), "w1"), people.expected);
}

#[test]
fn a_store_cut_short_keeps_what_is_left_of_it() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 40)).done();
    damage(&tablet, |bytes| bytes.truncate(bytes.len() * 3 / 4));
    let (left, _) = waiting_and_delivered(&tablet);
    assert!(left > 20 * envelopes_a_sheet(), "only {left} envelopes were rescued");
    let missing = counts_what_is_left(&hospital, &tablet, &people);
    assert!(missing < answers(&people.expected) / 2);
}

#[test]
fn a_torn_page_costs_what_stood_on_it_and_no_more() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 40)).done();
    damage(&tablet, |bytes| {
        let page = bytes.len() / 8192 / 2 * 8192;
        bytes[page..page + 8192].fill(0x5a);
    });
    let (left, _) = waiting_and_delivered(&tablet);
    assert!(left > 30 * envelopes_a_sheet(), "only {left} envelopes were rescued");
    counts_what_is_left(&hospital, &tablet, &people);
}

/// What takes up a damaged store is killed at its first write, as a full disk or a power cut would stop it.
#[test]
fn a_rescue_that_is_cut_off_loses_nothing_and_goes_on_at_the_next_start() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 12)).done();
    let waiting = waiting_and_delivered(&tablet);
    let mut bytes = fs::read(store(&tablet)).unwrap();
    // The file says another format: nothing in it is lost, all of it has to be taken up.
    bytes[63] ^= 0xff;
    fs::write(store(&tablet), &bytes).unwrap();
    for _ in 0..3 {
        let status = tablet.command(&["status"]);
        let cut_off = Command::new("prlimit")
            .arg("--fsize=4096")
            .arg(status.get_program())
            .args(status.get_args())
            .output()
            .unwrap();
        assert!(!cut_off.status.success(), "the limit was met");
        assert!(
            fs::read(store(&tablet)).unwrap() == bytes,
            "the file stands where it stood"
        );
    }
    assert_eq!(waiting_and_delivered(&tablet), waiting);
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn garbage_instead_of_a_store_is_kept_and_the_tablet_goes_on() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 7)).done();
    let first = damage(&tablet, |bytes| *bytes = b"nothing that anyone knows".repeat(99));
    let second = damage(&tablet, Vec::clear);
    assert_ne!(first, second);
    assert_eq!(waiting_and_delivered(&tablet), (0, 0));
    // What was answered before lies in the file that is kept; what is answered now is counted exactly.
    let mut later = Answerer::new(&station(), trykk_shared::deck::Mode::DropIn, 8);
    tablet.feed(&sheets(&mut later, 9)).done();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &later)]);
}

/// The start that mends it is cut off before it notes it, or the disk takes no settings then: the file is whole again, and the next
/// start says all the same that answers may be lost.
#[test]
fn damage_that_a_cut_off_start_could_not_note_is_told_at_the_next_one() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 12)).done();
    tablet.sync().done();
    tablet.feed(&sheets(&mut people, 4)).done();
    let settings = tablet.data.join(trykk_kiosk::settings::FILE);
    let before = fs::read(&settings).unwrap();
    damage(&tablet, |bytes| bytes.clear());
    tablet.status();
    fs::write(&settings, before).unwrap();
    tablet.sync().done();
    let status = hospital.hub(&["round", "status", "--json"]).json();
    assert_eq!(
        status["boxes"][0]["tablets"][0]["troubles"],
        serde_json::json!(["damaged"])
    );
}

#[test]
fn damage_after_the_delivery_loses_nothing() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 12)).done();
    tablet.sync().done();
    let troubles = || {
        let status = hospital.hub(&["round", "status", "--json"]).json();
        status["boxes"][0]["tablets"][0]["troubles"].clone()
    };
    assert_eq!(troubles(), serde_json::json!([]));
    damage(&tablet, |bytes| bytes.truncate(5000));
    tablet.sync().done();
    // The guide decides what it means: nothing that waited was lost this time, and the tablet cannot know.
    assert_eq!(troubles(), serde_json::json!(["damaged"]));
    tablet.feed(&sheets(&mut people, 5)).done();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// A check of the file system after a power cut, or a hand: nothing is there any more, and nothing is torn.
#[test]
fn a_store_that_is_gone_is_a_damaged_one_and_the_guide_is_told() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 8)).done();
    tablet.sync().done();
    tablet
        .feed(&sheets(&mut Answerer::new(&station(), Mode::DropIn, 8), 4))
        .done();
    fs::remove_file(store(&tablet)).unwrap();
    for _ in 0..2 {
        tablet.sync().done();
        let status = hospital.hub(&["round", "status", "--json"]).json();
        assert_eq!(
            status["boxes"][0]["tablets"][0]["troubles"],
            serde_json::json!(["damaged"])
        );
    }
    assert!(store(&tablet).exists());
    tablet.feed(&sheets(&mut people, 5)).done();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// Enrolled anew, the store gone, and started twice before the hub answers: it is told all the same.
#[test]
fn a_store_that_is_gone_is_told_however_often_the_tablet_starts_before_it_is_heard() {
    let (mut hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 8)).done();
    tablet.sync().done();
    tablet
        .feed(&sheets(&mut Answerer::new(&station(), Mode::DropIn, 8), 4))
        .done();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    hospital.kill();
    fs::remove_file(store(&tablet)).unwrap();
    for _ in 0..2 {
        tablet.sync();
    }
    hospital.serve();
    tablet.sync().done();
    let status = hospital.hub(&["round", "status", "--json"]).json();
    let tablets = status["boxes"][0]["tablets"].as_array().unwrap();
    let troubles: Vec<_> = tablets.iter().map(|known| known["troubles"].clone()).collect();
    assert_eq!(troubles, [serde_json::json!(["damaged"])], "{status}");
}

#[test]
fn damaged_settings_are_kept_and_a_new_link_lets_the_answers_on_the_tablet_go_on() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 12)).done();
    let old = tablet.id();
    let settings = tablet.data.join("tablet.json");
    let mut bytes = fs::read(&settings).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&settings, &bytes).unwrap();
    let said = tablet.run(&["sync", "--now"]);
    assert!(
        said.err.contains("A damaged file was moved aside and kept"),
        "{}",
        said.err
    );
    assert!(said.refused().contains("this tablet is not enrolled"));
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    // What the hub knew under the tablet's old name says nothing any more; the guide leaves it out by name.
    hospital.count(&["--leave-out", &old]).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_single_flipped_bit_in_the_settings_seals_no_answer_to_nobody() {
    let (_hospital, tablet, mut people) = one_ward();
    tablet.sync().done();
    let settings = tablet.data.join("tablet.json");
    let mut bytes = fs::read(&settings).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    // Within the box's key, which any bytes could be.
    let key = text.find("\"key\"").expect("a box with its key");
    bytes[key + 10] ^= 1;
    fs::write(&settings, &bytes).unwrap();
    let said = tablet.feed(&sheets(&mut people, 3));
    assert!(
        said.err.contains("A damaged file was moved aside and kept"),
        "{}",
        said.err
    );
    said.refused();
}

#[test]
fn an_answer_whose_box_lost_a_bit_on_the_disk_is_counted_in_its_box() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.sync().done();
    tablet.feed(&sheets(&mut people, 9)).done();
    let mut bytes = fs::read(store(&tablet)).unwrap();
    let box_id: Vec<u8> = Connection::open(store(&tablet))
        .unwrap()
        .query_row("SELECT box FROM envelope LIMIT 1", [], |row| row.get(0))
        .unwrap();
    let at = place(&box_id, &bytes);
    bytes[at + 3] ^= 0x10;
    fs::write(store(&tablet), &bytes).unwrap();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// Files beside the hub's database that were cut off: each keeps its own round from going on, says so, and no other.
#[test]
fn a_damaged_record_of_one_round_keeps_no_other_from_going_on() {
    let mut hospital = Hospital::new(programs(), &station_plan(2, 400, OPEN));
    hospital.serve();
    let tablets = ["w1", "w2"].map(|ward| hospital.tablet(ward, ward, None));
    let mut people = [1, 2].map(|seed| Answerer::new(&station(), Mode::DropIn, seed));
    for (tablet, people) in tablets.iter().zip(&mut people) {
        tablet.feed(&sheets(people, 9)).done();
    }
    let (_, store) = DataFolder::open(&hospital.data()).unwrap();
    let damaged = store
        .boxes()
        .unwrap()
        .into_iter()
        .find(|one| one.wards == ["w1"])
        .unwrap();
    let id = damaged.id.to_string();
    for folder in ["endings", "codes"] {
        let folder = hospital.data().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(&id), b"{ \"state\": \"rele").unwrap();
    }
    hospital.serve();
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let shown = hospital.hub(&["review"]).done();
    assert!(shown.contains("is damaged"), "{shown}");
    for tablet in &tablets {
        tablet.sync().done();
    }
    hospital.round("close", &["--for-good"]).done();
    for tablet in &tablets {
        tablet.sync().done();
    }
    let why = hospital.count(&["--ward", "w1"]).refused();
    assert!(why.contains(&id) && why.contains("is damaged"), "{why}");
    hospital.count(&["--ward", "w2"]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w2"), people[1].expected);
    // Put right, the damaged one goes on as well, with every answer.
    for folder in ["endings", "codes"] {
        fs::remove_file(hospital.data().join(folder).join(&id)).unwrap();
    }
    hospital.count(&["--ward", "w1"]).done();
    assert_exact(&hospital, &[("w1", &people[0]), ("w2", &people[1])]);
}
