//! Hubs that were put back to a time when a round was not yet what it became: a draft with another plan, confirmed with
//! another key, or not planned at all. What was opened is opened as it was; tablets hold answers to it.

use trykk_hub::data::DataFolder;
use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, plan};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

/// A round whose time has not come.
const LATER: &str = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

/// The round as somebody first thought of it: other questions, other floor, answered at tables.
fn draft() -> String {
    plan(
        1,
        400,
        "table",
        "table",
        &LATER.replace("floor = 7", "floor = 12\ncodes = false"),
    )
}

/// The round as it was confirmed.
fn planned() -> String {
    plan(1, 400, "station", "drop-in", LATER)
}

fn back_up(hospital: &Hospital) {
    let file = hospital.path("backup.db");
    hospital.hub(&["backup", file.to_str().unwrap()]).done();
}

fn restore(hospital: &mut Hospital) {
    hospital.kill();
    let file = hospital.path("backup.db");
    hospital.hub(&["restore", file.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
}

/// A tablet on which some people have answered in the round that is opened now; the hub has it, and the tablet.
fn open_and_answer(hospital: &mut Hospital) -> (Kiosk, Answerer) {
    hospital.round("open", &[]).done();
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = Answerer::new(&station(), Mode::DropIn, 5);
    tablet.feed(&sheets(&mut people, 9)).done();
    tablet.sync().done();
    (tablet, people)
}

fn the_box(hospital: &Hospital) -> (String, Option<[u8; 32]>, u32) {
    let store = DataFolder::open(&hospital.data()).unwrap().1;
    let ballot_box = store.boxes().unwrap().remove(0);
    let round = store.round(&ballot_box.round).unwrap();
    (round.mode.name().to_owned(), ballot_box.key, ballot_box.floor)
}

/// Enrolled once more (the tablet came after the backup, or its token did), everything is delivered, counted, and exact.
fn counts_exactly(hospital: &mut Hospital, tablet: &Kiosk, mut people: Answerer) {
    hospital.serve();
    if !tablet.sync().ok {
        let link = hospital.link("w1", None);
        tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
        tablet.sync().done();
    }
    tablet.feed(&sheets(&mut people, 2)).done();
    close_and_count(hospital, &[tablet]);
    assert_exact(hospital, &[("w1", &people)]);
}

#[test]
fn a_draft_from_the_backup_opens_as_what_it_was_confirmed_as() {
    let mut hospital = Hospital::new(programs(), &draft());
    back_up(&hospital);
    hospital.apply(&planned()).done();
    let (tablet, people) = open_and_answer(&mut hospital);
    let opened = the_box(&hospital);
    restore(&mut hospital);
    assert_eq!(the_box(&hospital).0, "table", "the draft is what the backup holds");
    hospital.serve();
    assert_eq!(the_box(&hospital), opened, "opened before anybody asks, as it was");
    let why = hospital.apply(&draft()).refused();
    assert!(why.contains("was confirmed or opened"), "{why}");
    counts_exactly(&mut hospital, &tablet, people);
}

#[test]
fn a_key_that_was_taken_back_since_the_backup_does_not_shut_out_the_one_that_was_opened() {
    let mut hospital = Hospital::new(programs(), &draft());
    hospital.round("confirm", &[]).done();
    let first = the_box(&hospital).1;
    back_up(&hospital);
    hospital.round("unconfirm", &[]).done();
    hospital.apply(&planned()).done();
    let (tablet, people) = open_and_answer(&mut hospital);
    let opened = the_box(&hospital);
    assert_ne!(opened.1, first);
    restore(&mut hospital);
    assert_eq!(the_box(&hospital).1, first);
    // By hand, as a guide who cannot wait for the server would.
    hospital.round("open", &[]).done();
    assert_eq!(the_box(&hospital), opened);
    counts_exactly(&mut hospital, &tablet, people);
}

#[test]
fn the_same_plan_with_the_key_that_was_taken_back_opens_with_the_later_one() {
    let mut hospital = Hospital::new(programs(), &planned());
    hospital.round("confirm", &[]).done();
    back_up(&hospital);
    hospital.round("unconfirm", &[]).done();
    let (tablet, people) = open_and_answer(&mut hospital);
    let opened = the_box(&hospital);
    restore(&mut hospital);
    assert_ne!(the_box(&hospital), opened);
    hospital.serve();
    assert_eq!(the_box(&hospital), opened);
    counts_exactly(&mut hospital, &tablet, people);
}

#[test]
fn a_round_that_the_backup_does_not_plan_is_put_back_with_its_box() {
    let without = planned().split("[[round]]").next().unwrap().to_owned();
    let mut hospital = Hospital::new(programs(), &without);
    back_up(&hospital);
    hospital.apply(&planned()).done();
    let (tablet, people) = open_and_answer(&mut hospital);
    let opened = the_box(&hospital);
    restore(&mut hospital);
    hospital.serve();
    assert_eq!(the_box(&hospital), opened);
    let why = hospital.apply(&without).refused();
    assert!(why.contains("cannot be left out"), "{why}");
    counts_exactly(&mut hospital, &tablet, people);
}

#[test]
fn what_was_only_confirmed_is_not_confirmed_as_something_else_and_the_ways_out_that_are_named_lead_out() {
    for apply_it_again in [true, false] {
        let mut hospital = Hospital::new(programs(), &draft());
        back_up(&hospital);
        hospital.apply(&planned()).done();
        hospital.round("confirm", &[]).done();
        let confirmed = the_box(&hospital).1;
        restore(&mut hospital);
        for action in ["confirm", "open"] {
            let why = hospital.round(action, &[]).refused();
            assert!(why.contains("as another plan than it has now"), "{why}");
            assert!(why.contains("trykk-hub round unconfirm"), "{why}");
        }
        if apply_it_again {
            hospital.apply(&planned()).done();
        } else {
            hospital.round("unconfirm", &[]).done();
        }
        hospital.round("confirm", &[]).done();
        assert_eq!(the_box(&hospital).1 == confirmed, apply_it_again);
        hospital.round("open", &[]).done();
    }
}

#[test]
fn a_confirmed_round_does_not_open_without_the_hubs_share() {
    let hospital = Hospital::new(programs(), &planned());
    hospital.round("confirm", &[]).done();
    for share in std::fs::read_dir(hospital.data().join("shares")).unwrap() {
        std::fs::remove_file(share.unwrap().path()).unwrap();
    }
    let why = hospital.round("open", &[]).refused();
    assert!(why.contains("could only be counted with the recovery sheet"), "{why}");
    hospital.round("unconfirm", &[]).done();
    hospital.round("open", &[]).done();
}
