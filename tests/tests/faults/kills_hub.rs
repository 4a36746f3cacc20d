//! The hub's commands killed with -9 between any two steps.

use std::collections::BTreeMap;
use std::fs;

use trykk_hub::data::DataFolder;
use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

/// A round whose time has not come.
const PLANNED: &str = "opens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
/// More wards than there are steps to be killed before.
const WARDS: usize = 60;

/// What became of the wards of one round, each of which has its commands killed at another step.
struct Life {
    hospital: Hospital,
    tablets: Vec<Kiosk>,
    people: Vec<Answerer>,
}

impl Life {
    fn ward(nth: usize) -> String {
        format!("w{}", nth + 1)
    }

    /// Does something to the round in each ward in turn, killed one step later each time, then again as `mend` does.
    /// In the wards that are left it is done without a kill. Says how often it was killed.
    fn killed(&self, dense: u32, action: &[&str], mut mend: impl FnMut(&str)) -> u32 {
        let mut kills = Kills::new(dense);
        for nth in 0..self.people.len() {
            let ward = Self::ward(nth);
            let words = [&["round", action[0], "--round", ROUND, "--ward", &ward], &action[1..]].concat();
            if !kills.done() {
                kills.run(&self.hospital.hub_command(&words));
            }
            mend(&ward);
        }
        assert!(kills.done(), "{action:?} has more steps than there are wards");
        kills.kills
    }

    fn boxes(&self) -> Vec<(String, &Answerer)> {
        self.people
            .iter()
            .enumerate()
            .map(|(nth, one)| (Self::ward(nth), one))
            .collect()
    }

    fn assert_exact(&self) {
        let boxes = self.boxes();
        let boxes: Vec<(&str, &Answerer)> = boxes.iter().map(|(ward, one)| (ward.as_str(), *one)).collect();
        assert_exact(&self.hospital, &boxes);
    }

    /// What is kept of a key leads to no box that could be counted with the recovery sheet alone.
    fn assert_records_have_shares(&self) {
        let (folder, store) = DataFolder::open(&self.hospital.data()).unwrap();
        for ballot_box in store.boxes().unwrap() {
            let record = folder.opening(ballot_box.id).unwrap();
            let share = folder.hub_share(ballot_box.id).unwrap();
            assert!(record.is_none() || share.is_some(), "{}", ballot_box.ward_ids());
        }
    }

    /// The files that hold something of a box's key.
    fn key_files(&self) -> Vec<String> {
        let mut files = Vec::new();
        for part in ["shares", "openings"] {
            for file in fs::read_dir(self.hospital.data().join(part)).unwrap() {
                files.push(format!("{part}/{}", file.unwrap().file_name().display()));
            }
        }
        files
    }
}

#[test]
fn a_round_survives_kills_between_any_two_steps_of_its_opening_count_and_release() {
    let mut life = Life {
        hospital: Hospital::new(programs(), &station_plan(WARDS, 40, PLANNED)),
        tablets: Vec::new(),
        people: (0..WARDS)
            .map(|nth| Answerer::new(&station(), Mode::DropIn, nth as u64))
            .collect(),
    };
    let mut confirmed = BTreeMap::new();
    let kills = life.killed(10, &["confirm"], |ward| {
        confirmed.insert(
            ward.to_owned(),
            life.hospital.round("confirm", &["--ward", ward]).done(),
        );
    });
    assert!(kills > 10, "confirming ended after {kills} steps");
    let kills = life.killed(10, &["unconfirm"], |ward| {
        life.assert_records_have_shares();
        let again = life.hospital.round("unconfirm", &["--ward", ward]);
        let done = again.ok || again.err.contains("only a confirmed round");
        assert!(done, "{}", again.err);
    });
    assert!(kills > 10, "taking it back ended after {kills} steps");
    assert!(life.key_files().is_empty(), "{:?}", life.key_files());
    for (ward, said) in &mut confirmed {
        let again = life.hospital.round("confirm", &["--ward", ward]).done();
        assert_ne!(again, std::mem::replace(said, again.clone()), "another key");
    }
    let open = |life: &Life, ward: &str| life.hospital.round("open", &["--ward", ward]).done();
    let kills = life.killed(10, &["open"], |ward| drop(open(&life, ward)));
    assert!(kills > 10, "opening ended after {kills} steps");
    let status = life.hospital.hub(&["round", "status"]).done();
    for (ward, said) in &confirmed {
        let (_, fingerprint) = said.trim().split_once("its fingerprint is ").unwrap();
        let open = format!("{ROUND} {ward}: open");
        let line = status.lines().find(|line| line.starts_with(&open)).unwrap();
        assert!(line.ends_with(fingerprint), "{line} was confirmed with {fingerprint}");
    }

    life.hospital.serve();
    for (nth, people) in life.people.iter_mut().enumerate() {
        let tablet = life.hospital.tablet(&format!("t{nth}"), &Life::ward(nth), None);
        tablet.feed(&sheets(people, 7)).done();
        life.tablets.push(tablet);
    }
    let kills = life.killed(4, &["close", "--for-good"], |ward| {
        life.hospital.round("close", &["--for-good", "--ward", ward]).done();
    });
    assert!(kills > 10, "closing ended after {kills} steps");
    let (folder, store) = DataFolder::open(&life.hospital.data()).unwrap();
    for ballot_box in store.boxes().unwrap() {
        assert!(ballot_box.closed_for_good && folder.is_closed_for_good(ballot_box.id) == Some(true));
    }
    life.tablets.iter().for_each(|tablet| drop(tablet.sync().done()));
    // The tablets are done with it; no server takes part in what follows.
    life.hospital.kill();

    // Killed with the recovery sheet, then done with the guide's passphrase.
    let sheet = life.hospital.path("recovery-sheet");
    let proof = ["count", "--recovery-file", sheet.to_str().unwrap()];
    let kills = life.killed(4, &proof, |ward| {
        let again = life.hospital.count(&["--ward", ward]);
        // A count that was done before the kill is not done twice.
        if !again.ok {
            assert!(
                again
                    .err
                    .contains("only a closed round that is not counted can be counted"),
                "{}",
                again.err
            );
        }
    });
    assert!(kills > 15, "counting ended after {kills} steps");
    life.assert_exact();

    let kills = life.killed(4, &["release"], |ward| {
        let again = life.hospital.round("release", &["--ward", ward]);
        if !again.ok {
            assert!(
                again.err.contains("only a counted round can be released, once"),
                "{}",
                again.err
            );
        }
    });
    assert!(kills > 15, "releasing ended after {kills} steps");
    assert_eq!(life.key_files(), Vec::<String>::new());
    let released = life
        .hospital
        .hub(&["results", "--round", ROUND, "--as", "leader"])
        .json();
    assert_eq!(released["releases"].as_array().unwrap().len(), WARDS);
    life.assert_exact();
}

#[test]
fn a_plan_applied_with_a_kill_before_any_step_is_wholly_applied_or_not_at_all() {
    let hospital = Hospital::new(programs(), &station_plan(1, 40, PLANNED));
    let read = || DataFolder::open(&hospital.data()).unwrap().1.organisation().unwrap();
    let mut kills = Kills::new(20);
    for wards in 2.. {
        if kills.done() {
            break;
        }
        let plan = station_plan(wards, 40, PLANNED);
        let file = hospital.path("next.toml");
        fs::write(&file, &plan).unwrap();
        let before = read();
        let lived = kills.run(&hospital.hub_command(&["apply", "--confirm", file.to_str().unwrap()]));
        let after = read();
        assert!(
            after == before && !lived || after.wards.len() == wards,
            "{} wards",
            after.wards.len()
        );
        hospital.apply(&plan).done();
        assert_eq!(read().wards.len(), wards);
        assert!(hospital.apply(&plan).done().contains("as in the file already"));
    }
    assert!(kills.kills > 10, "it was killed {} times", kills.kills);
}

#[test]
fn a_restore_killed_before_any_step_can_be_done_again() {
    let (mut hospital, tablet, network, mut people) = one_ward_behind_a_network();
    tablet.feed(&sheets(&mut people, 7)).done();
    tablet.sync().done();
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    tablet.feed(&sheets(&mut people, 5)).done();
    tablet.sync().done();
    hospital.kill();
    let restore = ["restore", backup.to_str().unwrap()];
    let mut kills = Kills::new(8);
    while !kills.done() {
        kills.run(&hospital.hub_command(&restore));
        hospital.hub(&restore).done();
        let status = hospital.hub(&["round", "status", "--json"]).json();
        assert_eq!(status["boxes"][0]["participation"], "7 or more");
    }
    assert!(kills.kills > 15, "it was killed {} times", kills.kills);
    network.retarget(hospital.serve());
    assert!(tablet.sync().refused().contains("restored from a backup"));
    hospital.hub(&["review", "--confirm"]).done();
    tablet.sync().done();
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn setting_up_killed_before_any_step_can_be_done_again_and_not_after_that() {
    let hospital = Hospital::new(programs(), &station_plan(1, 40, PLANNED));
    let mut kills = Kills::new(12);
    for nth in 0.. {
        if kills.done() {
            break;
        }
        let data = hospital.path(&format!("hub-{nth}"));
        let (data, sheet) = (data.to_str().unwrap(), hospital.path("another-sheet"));
        let arguments = ["init", "--data", data, "--recovery-sheet", sheet.to_str().unwrap()];
        let lived = kills.run(hospital.program().args(arguments));
        let again = hospital.program().args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&again.stderr).into_owned();
        // Killed after its last step it is set up already, and says so.
        assert!(again.status.success() || said.contains("nothing was changed"), "{said}");
        assert!(!(lived && again.status.success()), "set up twice");
        let once_more = hospital.program().args(arguments).output().unwrap();
        assert!(!once_more.status.success());
        let sheet = fs::read_to_string(&sheet).unwrap();
        assert!(sheet.lines().any(|line| line.starts_with("TRYKK-1")), "{sheet}");
    }
    assert!(kills.kills > 10, "it was killed {} times", kills.kills);
}
