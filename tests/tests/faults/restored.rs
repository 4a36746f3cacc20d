//! Hubs that were put back to an earlier day, and tablets whose clocks were: every answer is counted, or somebody is
//! told by name what is missing; and what has ended has ended.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

fn backed_up(hospital: &Hospital, name: &str) -> PathBuf {
    let file = hospital.path(name);
    hospital.hub(&["backup", file.to_str().unwrap()]).done();
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "a backup is its owner's alone");
    file
}

/// Killed, restored, confirmed, serving again.
fn restored(hospital: &mut Hospital, backup: &Path) {
    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
}

/// What the pages answer to a browser that asks for one.
fn page_status(hospital: &mut Hospital, path: &str) -> String {
    let mut stream = TcpStream::connect(hospital.web()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    said.lines().next().unwrap().to_owned()
}

/// Somebody chose a password with an invitation, and was removed from the plan since. A database from before brings neither
/// the invitation nor the password back, and no page opens before an admin has gone through it.
#[test]
fn nobody_who_was_removed_comes_back_with_a_database_from_before() {
    let leader = "leder@example.org";
    let plan = station_plan(1, 400, OPEN);
    let with_leader =
        plan.clone() + &format!("[[account]]\nemail = \"{leader}\"\nrole = \"leader\"\nwards = [\"w1\"]\n");
    let mut hospital = Hospital::new(programs(), &plan);
    let applied = hospital.apply(&with_leader).done();
    let invitation = applied
        .split_whitespace()
        .find(|word| word.contains("/invitation/"))
        .unwrap();
    let password = hospital.path("password");
    fs::write(&password, "fire vanlige ord her").unwrap();
    let accept = |hospital: &Hospital| {
        let arguments = ["account", "accept", "--invitation", invitation, "--password-file"];
        hospital.hub(&[&arguments[..], &[password.to_str().unwrap()]].concat())
    };
    let unused = backed_up(&hospital, "unused.db");
    accept(&hospital).done();
    let used = backed_up(&hospital, "used.db");
    hospital.apply(&plan).done();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    assert_eq!(page_status(&mut hospital, "/log-in"), "HTTP/1.1 200 OK");
    for backup in [unused, used] {
        hospital.kill();
        hospital.hub(&["restore", backup.to_str().unwrap()]).done();
        hospital.serve();
        assert_eq!(
            page_status(&mut hospital, "/log-in"),
            "HTTP/1.1 503 Service Unavailable"
        );
        let shown = hospital.hub(&["review", "--confirm"]).done();
        assert!(shown.contains(&format!("{leader}  leader")), "{shown}");
        let why = accept(&hospital).refused();
        assert!(why.contains("was used before"), "{why}");
        hospital.serve();
        assert_eq!(page_status(&mut hospital, "/log-in"), "HTTP/1.1 200 OK");
        let store = trykk_hub::data::DataFolder::open(&hospital.data()).unwrap().1;
        assert_eq!(store.password(leader).unwrap(), None);
    }
}

/// A tablet delivered twice, and the hub was put back to the time between; the round is closed.
fn put_back_between_two_deliveries() -> (Hospital, Kiosk, Answerer) {
    let (mut hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 9)).done();
    tablet.sync().done();
    let backup = backed_up(&hospital, "backup.db");
    tablet.feed(&sheets(&mut people, 10)).done();
    tablet.sync().done();
    restored(&mut hospital, &backup);
    hospital.round("close", &["--for-good"]).done();
    (hospital, tablet, people)
}

fn published(hospital: &Hospital) -> Value {
    hospital
        .hub(&["results", "--round", ROUND, "--as", "leader", "--format", "json"])
        .json()
}

#[test]
fn a_tablet_whose_answers_the_restored_hub_has_lost_does_not_say_that_nothing_waits() {
    let (hospital, tablet, people) = put_back_between_two_deliveries();
    // The tablet starts again and makes a pass at once. It is no slot, so nothing is delivered in it.
    tablet.run(&["sync"]).done();
    let why = hospital.count(&[]).refused();
    assert!(why.contains(&tablet.id()), "{why}");
    tablet.sync().done();
    hospital.count(&[]).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_tablet_that_people_can_still_answer_on_does_not_say_that_nothing_waits() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 9)).done();
    tablet.sync().done();
    // Closed early: the tablet has not heard of it, and takes answers.
    hospital.round("close", &["--for-good"]).done();
    tablet.feed(&sheets(&mut people, 1)).done();
    hospital.count(&[]).refused();
    tablet.sync().done();
    hospital.count(&[]).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn what_a_tablet_that_was_left_out_had_delivered_to_a_lost_hub_is_said_to_be_too_late() {
    let (hospital, tablet, _) = put_back_between_two_deliveries();
    hospital.count(&["--leave-out", &tablet.id()]).done();
    tablet.sync().done();
    assert_eq!(tablet.status()["too_late"], serde_json::json!([ROUND]));
}

/// A round of one afternoon: planned in the backup or not even that, opened, answered, over by the clock.
fn an_afternoon(planned_in_backup: bool, confirmed_first: bool) {
    let when = "opens = \"2026-03-02T08:00\"\ncloses = \"2026-03-02T16:00\"\nfloor = 7";
    let plan = station_plan(1, 400, when);
    let without = plan.split("[[round]]").next().unwrap().to_owned();
    let mut hospital = Hospital::new(programs(), if planned_in_backup { &plan } else { &without });
    hospital.set_clock("2026-03-02T02:00:00Z");
    hospital.serve();
    let mut tablet = hospital.tablet("t1", "w1", None);
    let backup = backed_up(&hospital, "backup.db");
    hospital.apply(&plan).done();
    hospital.kill();
    hospital.set_clock("2026-03-02T09:00:00Z");
    hospital.serve();
    tablet.set_clock("2026-03-02T09:00:00Z");
    let mut people = Answerer::new(&station(), trykk_shared::deck::Mode::DropIn, 1);
    tablet.sync().done();
    tablet.feed(&sheets(&mut people, 11)).done();
    tablet.sync().done();
    // In the evening the database is gone, and the round should have closed.
    hospital.kill();
    hospital.set_clock("2026-03-02T17:00:00Z");
    tablet.set_clock("2026-03-02T17:00:00Z");
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    if confirmed_first {
        hospital.hub(&["review", "--confirm"]).done();
    }
    if !planned_in_backup {
        let said = hospital.hub(&["review"]).done();
        assert!(said.contains(ROUND) && !said.contains("Apply the plan"), "{said}");
        // Nor does it do harm.
        hospital.apply(&plan).done();
    }
    if !confirmed_first {
        hospital.hub(&["review", "--confirm"]).done();
    }
    hospital.serve();
    // The tablet has not been heard of: it is waited for, by name.
    let why = hospital.count(&[]).refused();
    assert!(why.contains(&tablet.id()), "{why}");
    tablet.sync().done();
    hospital.count(&[]).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_round_that_was_only_planned_in_the_backup_opens_again_with_its_key_after_its_time() {
    an_afternoon(true, false);
}

#[test]
fn and_when_the_review_was_confirmed_before_it_opened_its_tablets_are_waited_for_all_the_same() {
    an_afternoon(true, true);
}

#[test]
fn a_round_that_is_not_even_planned_in_the_backup_comes_back_by_itself() {
    an_afternoon(false, false);
}

#[test]
fn a_round_that_was_released_is_not_counted_or_released_in_another_way_by_a_hub_from_before() {
    let (mut hospital, tablet, mut people) = one_ward();
    let second = hospital.tablet("t2", "w1", None);
    for tablet in [&tablet, &second] {
        tablet.feed(&sheets(&mut people, 9)).done();
        tablet.sync().done();
    }
    hospital.round("close", &["--for-good"]).done();
    for tablet in [&tablet, &second] {
        tablet.sync().done();
    }
    let backup = backed_up(&hospital, "backup.db");
    hospital.count(&[]).done();
    hospital.round("release", &[]).done();
    let released = published(&hospital);
    {
        // Sealed notes do not tell how long they are.
        let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
        let sql = "SELECT count(DISTINCT length(sealed)), count(*) FROM note";
        let (lengths, notes): (u64, u64) = database
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert!(lengths == 1 && notes > 1, "{lengths} lengths of {notes} notes");
    }

    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    // Both shares lie in the backup: the guide's and the recovery share.
    let sheet = hospital.path("recovery-sheet");
    let again = hospital.count(&["--recovery-file", sheet.to_str().unwrap(), "--leave-out", &second.id()]);
    assert!(again.refused().contains("had ended before this hub was restored"));
    assert_eq!(published(&hospital), released, "the same release is there again");
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    assert_eq!(published(&hospital), released);
    let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
    for left in ["guide_share", "envelope"] {
        let rows: u64 = database
            .query_row(&format!("SELECT count(*) FROM {left}"), [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 0, "{left}");
    }
    // And what stood there before the restore is gone with the confirmation.
    let left: Vec<_> = fs::read_dir(hospital.data())
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("before-restore"))
        .collect();
    assert_eq!(left, [""; 0]);
}

/// A tablet is three weeks behind, or ahead, when it hears the hub; then it is off, its clock is set right, and no hub answers. People
/// answer until the round is over, and not a day longer.
#[test]
fn a_tablet_whose_clock_is_set_right_keeps_its_round() {
    let when = "opens = \"2026-03-02T08:00\"\ncloses = \"2026-03-09T16:00\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &station_plan(1, 400, when));
    hospital.set_clock("2026-03-03T09:00:00Z");
    hospital.serve();
    let mut people = Answerer::new(&station(), trykk_shared::deck::Mode::DropIn, 1);
    let mut fed = Vec::new();
    for (nth, wrong) in ["2026-02-10T09:00:00Z", "2026-03-24T09:00:00Z", "2026-03-03T09:00:00Z"]
        .into_iter()
        .enumerate()
    {
        let mut tablet = hospital.tablet(&format!("t{nth}"), "w1", None);
        tablet.set_clock(wrong);
        tablet.sync().done();
        for right in ["2026-03-03T09:05:00Z", "2026-03-09T14:00:00Z"] {
            tablet.set_clock(right);
            assert_eq!(tablet.status()["state"], "open", "{wrong}, then {right}");
            tablet.feed(&sheets(&mut people, 7)).done();
        }
        tablet.set_clock("2026-03-09T15:30:00Z");
        assert_eq!(tablet.status()["state"], "closed", "{wrong}");
        fed.push(tablet);
    }
    hospital.kill();
    hospital.set_clock("2026-03-09T15:30:00Z");
    hospital.serve();
    for tablet in &mut fed {
        tablet.point_to(&hospital);
    }
    let tablets: Vec<&Kiosk> = fed.iter().collect();
    close_and_count(&hospital, &tablets);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn a_tablet_whose_clock_lost_its_battery_goes_on_delivering() {
    let (hospital, mut tablet, mut people): (Hospital, Kiosk, Answerer) = one_ward();
    tablet.sync().done();
    tablet.feed(&sheets(&mut people, 9)).done();
    // Both clocks run on; the tablet's begins anew at the turn of the century.
    tablet.set_clock("2000-01-01T00:00:00Z");
    tablet.run(&["sync"]).done();
    assert_eq!(waiting_and_delivered(&tablet).0, 0, "the slot of 2026 never comes");
    tablet.feed(&sheets(&mut people, 9)).done();
    tablet.set_clock("2000-01-01T00:01:00Z");
    tablet.run(&["sync"]).done();
    assert_ne!(waiting_and_delivered(&tablet).0, 0, "the next one is drawn as ever");
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}
