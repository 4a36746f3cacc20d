//! From a tablet to an exact count.

use trykk_shared::deck::{Deck, Mode};
use trykk_tests::hospital::{GUIDE, Hospital, deck_path, plan};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;

const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

#[test]
fn a_ward_answers_and_the_guide_gets_exact_counts() {
    let plan = plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}"));
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station.toml")).unwrap()).unwrap();
    let mut people = Answerer::new(&deck, Mode::DropIn, 1);
    let lines: Vec<String> = (0..40).map(|_| people.line(1)).collect();
    tablet.feed(&lines).done();
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w1"), people.expected);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 40);
    assert_eq!(results["wards"][0]["unreadable"], 0);
}

/// As a newcomer types them from the README: bare names, in the folder they stand in.
#[test]
fn files_and_folders_may_be_named_without_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let run = |program: &std::path::Path, arguments: &[&str]| {
        let output = std::process::Command::new(program)
            .args(arguments)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    let (hub, kiosk) = (programs().hub, programs().kiosk);
    let there = |name: &str| folder.path().join(name);
    std::fs::create_dir(there("decks")).unwrap();
    std::fs::copy(deck_path("station.toml"), there("decks/station.toml")).unwrap();
    let plan = plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}"));
    std::fs::write(there("hospital.toml"), plan).unwrap();
    std::fs::write(there("passphrase.txt"), "skoen trykker litt overalt").unwrap();
    run(&hub, &["init", "--data", "hub", "--recovery-sheet", "sheet.txt"]);
    run(&hub, &["apply", "--data", "hub", "hospital.toml"]);
    let guide = [
        "guide",
        "passphrase",
        "--data",
        "hub",
        "--guide",
        GUIDE,
        "--passphrase-file",
        "passphrase.txt",
    ];
    run(&hub, &guide);
    run(&hub, &["backup", "--data", "hub", "backup.db"]);
    run(&kiosk, &["status", "--data", "tablet", "--json"]);
    for name in ["sheet.txt", "backup.db", "hub/hub.db"] {
        assert!(there(name).exists(), "{name}");
    }
}

/// What an administrator does for a colleague who cannot open the link.
#[test]
fn an_invitation_is_accepted_once_by_command_and_not_after_two_weeks() {
    let mut hospital = Hospital::new(
        programs(),
        &plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}")),
    );
    let password = hospital.path("password");
    std::fs::write(&password, "fire vanlige ord her\n").unwrap();
    let password = password.to_str().unwrap();
    let invited = |hospital: &Hospital| {
        let said = hospital.hub(&["account", "invite", "--email", GUIDE]).done();
        said.trim().rsplit(": ").next().unwrap().to_owned()
    };
    let accept = |hospital: &Hospital, link: &str| {
        hospital.hub(&["account", "accept", "--invitation", link, "--password-file", password])
    };
    hospital.set_clock("2026-03-02T08:00:00Z");
    let link = invited(&hospital);
    assert!(accept(&hospital, &link).done().contains(GUIDE));
    assert!(accept(&hospital, &link).refused().contains("was used before"));
    let late = invited(&hospital);
    hospital.set_clock("2026-03-16T08:00:01Z");
    assert!(accept(&hospital, &late).refused().contains("too old"));
}
