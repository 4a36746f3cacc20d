//! Tablets killed with -9 between any two steps, and the hub in the midst of a delivery.

use std::fs;

use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND, plan};
use trykk_tests::network::Weather;
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

#[test]
fn a_feed_killed_before_any_step_is_wholly_there_or_not_at_all() {
    let (hospital, tablet, mut people) = one_ward();
    let (mut waiting, mut taken, mut lost) = (0, 0, 0);
    let mut kills = Kills::new(20);
    while !kills.done() {
        let lines = sheets(&mut people, 2);
        let file = tablet.feed_file(&lines);
        let lived = kills.run(&tablet.command(&["feed", file.to_str().unwrap()]));
        let (now, _) = waiting_and_delivered(&tablet);
        if now == waiting {
            assert!(!lived, "a feed said that it was done, and nothing is there");
            tablet.feed(&lines).done();
            lost += 1;
        } else {
            taken += u32::from(!lived);
        }
        waiting += 2 * envelopes_a_sheet();
        assert_eq!(waiting_and_delivered(&tablet), (waiting, 0));
    }
    assert!(
        lost > 5 && taken > 2,
        "killed too early or too late: {lost} lost, {taken} taken"
    );
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// A code is spent in the same step in which its sheet is stored: never one without the other.
#[test]
fn a_code_whose_sheet_was_killed_before_any_step_is_spent_with_it_or_not_at_all() {
    let plan = plan(
        1,
        400,
        "station",
        "drop-in",
        &format!("codes = true\nwards = [\"w1\"]\n{OPEN}"),
    );
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = Answerer::new(&station(), Mode::DropIn, 1);
    hospital.round("confirm", &[]).done();
    let id = tablet.id();
    let printed = hospital.hub(&["codes", "print", "--round", ROUND, "--tablet", &id, "--slips", "200"]);
    let printed = printed.done();
    let mut slips = printed.lines().filter(|line| line.len() == 7);
    hospital.round("open", &[]).done();
    tablet.sync().done();
    let list = tablet.data.with_extension("codes");
    let (mut waiting, mut spent, mut free) = (0, 0, 0);
    let mut kills = Kills::new(12);
    while !kills.done() {
        let file = tablet.feed_file(&sheets(&mut people, 1));
        fs::write(&list, slips.next().unwrap()).unwrap();
        let arguments = ["feed", file.to_str().unwrap(), "--codes", list.to_str().unwrap()];
        let lived = kills.run(&tablet.command(&arguments));
        let stored = waiting_and_delivered(&tablet).0 > waiting;
        let again = tablet.run(&arguments);
        assert_eq!(again.ok, !stored, "a code and its sheet: {}", again.err);
        assert!(stored || !lived);
        if stored {
            spent += u32::from(!lived);
        } else {
            free += 1;
        }
        waiting += envelopes_a_sheet();
        assert_eq!(waiting_and_delivered(&tablet), (waiting, 0));
    }
    assert!(
        free > 5 && spent > 1,
        "killed too early or too late: {free} free, {spent} spent"
    );
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_sync_killed_before_any_step_loses_and_doubles_nothing() {
    let (hospital, tablet, mut people) = one_ward();
    let mut kills = Kills::new(20);
    while !kills.done() {
        tablet.feed(&sheets(&mut people, 5)).done();
        kills.run(&tablet.command(&["sync", "--now"]));
        tablet.sync().done();
        let all = people.people * envelopes_a_sheet();
        assert_eq!(waiting_and_delivered(&tablet), (0, all));
    }
    assert!(kills.kills > 20, "it was killed {} times", kills.kills);
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn an_enrolment_killed_before_any_step_leaves_a_tablet_that_can_be_enrolled() {
    let (hospital, _, mut people) = one_ward();
    let mut tablets: Vec<Kiosk> = Vec::new();
    let mut kills = Kills::new(20);
    while !kills.done() {
        let tablet = hospital.bare_tablet(&format!("e{}", tablets.len()));
        let link = |fresh: &serde_json::Value| fresh["link"].as_str().unwrap().to_owned();
        let first = link(&hospital.link("w1", None));
        kills.run(&tablet.command(&["enrol", &first]));
        if tablet.status()["enrolled"] == false {
            // The code may be used up already; then a new one is asked for.
            if !tablet.run(&["enrol", &first]).ok {
                tablet.run(&["enrol", &link(&hospital.link("w1", None))]).done();
            }
        }
        tablet.run(&["sync"]).done();
        tablet.feed(&sheets(&mut people, 1)).done();
        tablets.push(tablet);
    }
    assert!(kills.kills > 15, "it was killed {} times", kills.kills);
    hospital.round("close", &["--for-good"]).done();
    for tablet in &tablets {
        tablet.sync().done();
    }
    // Tablets that the hub enrolled and that never heard of it are left out by name.
    let known: Vec<String> = tablets.iter().map(Kiosk::id).collect();
    let status = hospital.hub(&["round", "status", "--json"]).json();
    let mut left_out = Vec::new();
    for tablet in status["boxes"][0]["tablets"].as_array().unwrap() {
        let id = tablet["tablet"].as_str().unwrap().to_owned();
        if !known.contains(&id) {
            left_out.extend(["--leave-out".to_owned(), id]);
        }
    }
    let left_out: Vec<&str> = left_out.iter().map(String::as_str).collect();
    hospital.count(&left_out).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_hub_killed_at_any_byte_of_a_delivery_gets_it_exactly_once_in_the_end() {
    let (mut hospital, tablet, network, mut people) = one_ward_behind_a_network();
    // In the handshake, the manifest, the body, at its very end, in the health that follows.
    let points = [
        1, 300, 1_500, 2_500, 20_000, 130_000, 262_000, 263_800, 264_000, 264_500, 266_000, 268_000,
    ];
    let mut died = 0;
    for bytes in points {
        tablet.feed(&sheets(&mut people, 6)).done();
        let pid = hospital.pid();
        network.when_sent(network.sent() + bytes, move || kill(pid));
        died += u32::from(!tablet.sync().ok);
        network.forget_when();
        restart(&mut hospital, &network);
        tablet.sync().done();
        let all = people.people * envelopes_a_sheet();
        assert_eq!(waiting_and_delivered(&tablet), (0, all), "killed after {bytes} bytes");
    }
    assert!(died > 8, "the hub died {died} times only");
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_copy_of_the_hub_put_back_after_a_lost_reply_and_half_a_delivery_loses_nothing() {
    let (mut hospital, tablet, network, mut people) = one_ward_behind_a_network();
    let database = ["hub.db", "hub.db-wal", "hub.db-shm"].map(|name| hospital.data().join(name));
    // The hub holds two batches of which the tablet has not heard.
    tablet.feed(&sheets(&mut people, 120)).done();
    network.set(Weather::LoseReplies);
    tablet.sync().refused();
    tablet.sync().refused();
    network.set(Weather::Fair);
    hospital.kill();
    let copy = database.clone().map(|file| fs::read(file).ok());
    network.retarget(hospital.serve());
    // Of the next delivery the tablet hears of a first batch only.
    tablet.feed(&sheets(&mut people, 60)).done();
    let pid = hospital.pid();
    network.when_sent(network.sent() + 400_000, move || kill(pid));
    tablet.sync().refused();
    assert!(waiting_and_delivered(&tablet).1 > 0);
    hospital.kill();
    for (file, copy) in database.iter().zip(copy) {
        let _ = fs::remove_file(file);
        copy.into_iter().for_each(|bytes| fs::write(file, bytes).unwrap());
    }
    network.retarget(hospital.serve());
    tablet.sync().done();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}
