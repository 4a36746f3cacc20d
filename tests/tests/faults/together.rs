//! Two processes on one folder: where they cannot work together the second is told so, and where they can nothing fails.

use std::net::TcpListener;
use std::process::Stdio;
use std::thread;

use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

#[test]
fn a_second_process_on_a_tablets_folder_is_refused_and_changes_nothing() {
    let (hospital, tablet, network, mut people) = one_ward_behind_a_network();
    tablet.feed(&sheets(&mut people, 7)).done();
    // The first process waits for a hub that never says a word.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    network.retarget(mute.local_addr().unwrap());
    let mut command = tablet.command(&["sync", "--now"]);
    let mut first = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let waiting = mute.accept().unwrap();
    let file = tablet.feed_file(&sheets(&mut Answerer::new(&station(), Mode::DropIn, 9), 1));
    for second in [vec!["feed", file.to_str().unwrap()], vec!["sync", "--now"]] {
        let why = tablet.run(&second).refused();
        assert!(why.contains("another trykk-kiosk is working with"), "{second:?}: {why}");
    }
    // One that only looks is let in, and does not see what waits.
    let status = tablet.status();
    assert!(status["running"] == true && status["envelopes"].is_null(), "{status}");
    drop(waiting);
    assert!(!first.wait().unwrap().success());
    network.retarget(hospital.address());
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_second_hub_on_one_folder_is_refused_and_so_is_a_restore_under_a_running_hub() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 7)).done();
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let why = hospital.hub(&["serve", "--listen", "127.0.0.1:0"]).refused();
    assert!(why.contains("another hub is running on"), "{why}");
    let why = hospital.hub(&["restore", backup.to_str().unwrap()]).refused();
    assert!(why.contains("stop it, then restore"), "{why}");
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn commands_on_the_hubs_folder_work_while_deliveries_come_in() {
    let mut hospital = Hospital::new(programs(), &station_plan(2, 400, OPEN));
    hospital.serve();
    let tablets: Vec<Kiosk> = (0..4)
        .map(|nth| hospital.tablet(&format!("t{nth}"), if nth < 2 { "w1" } else { "w2" }, None))
        .collect();
    let hospital = &hospital;
    let answered: Vec<Vec<String>> = thread::scope(|scope| {
        let deliver = |nth: usize| {
            let tablet = &tablets[nth];
            move || {
                let mut people = Answerer::new(&station(), Mode::DropIn, nth as u64);
                let mut all = Vec::new();
                for _ in 0..8 {
                    let lines = sheets(&mut people, 5);
                    tablet.feed(&lines).done();
                    tablet.sync().done();
                    all.extend(lines);
                }
                all
            }
        };
        let deliveries: Vec<_> = (0..tablets.len()).map(|nth| scope.spawn(deliver(nth))).collect();
        // Meanwhile the plan grows, links are made, the rounds are looked at, and a copy is written.
        for nth in 0..8 {
            let more = format!("[[department]]\nid = \"x{nth}\"\nname = \"X\"\n");
            hospital.apply(&(station_plan(2, 400, OPEN) + &more)).done();
            hospital.link("w1", None);
            let status = hospital.hub(&["round", "status", "--json"]).json();
            assert_eq!(status["boxes"].as_array().unwrap().len(), 2);
            let copy = hospital.path(&format!("copy-{nth}.db"));
            hospital.hub(&["backup", copy.to_str().unwrap()]).done();
        }
        deliveries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    // The same seeds give the account of what was answered where.
    let mut wards = Vec::new();
    for pair in [[0, 1], [2, 3]] {
        let mut together = Answerer::new(&station(), Mode::DropIn, 0);
        for nth in pair {
            let mut people = Answerer::new(&station(), Mode::DropIn, nth as u64);
            assert_eq!(sheets(&mut people, 40), answered[nth]);
            people
                .expected
                .into_iter()
                .for_each(|(what, count)| *together.expected.entry(what).or_default() += count);
            together.people += people.people;
            together.notes.extend(people.notes);
        }
        wards.push(together);
    }
    let tablets: Vec<&Kiosk> = tablets.iter().collect();
    close_and_count(hospital, &tablets);
    assert_exact(hospital, &[("w1", &wards[0]), ("w2", &wards[1])]);
}
