//! What people write at the command line: understood as it is written, or refused before anything is kept.

use trykk_tests::hospital::{Hospital, plan};

use crate::programs;

/// A hub with one ward, whose round is open.
fn a_hospital() -> Hospital {
    let times = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let hospital = Hospital::new(
        programs(),
        &plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{times}")),
    );
    hospital.round("confirm", &[]).done();
    hospital.round("open", &[]).done();
    hospital
}

#[test]
fn another_closing_time_is_kept_as_it_is_written_and_said() {
    let hospital = a_hospital();
    let closes = || {
        let status = hospital.hub(&["round", "status", "--json"]).json();
        status["boxes"][0]["closes"].as_str().unwrap().to_owned()
    };
    for (written, said, kept) in [
        ("2098-11-30 16:00", "2098-11-30T16:00+01:00", "2098-11-30T15:00:00Z"),
        ("2098-11-30", "2098-12-01T00:00+01:00", "2098-11-30T23:00:00Z"),
        (
            "2098-11-30T16:00+00:00",
            "2098-11-30T17:00+01:00",
            "2098-11-30T16:00:00Z",
        ),
        // What the status says can be given back.
        ("2098-06-30T14:00:00Z", "2098-06-30T16:00+02:00", "2098-06-30T14:00:00Z"),
    ] {
        let done = hospital.round("extend", &["--closes", written]).done();
        assert_eq!(done, format!("w1: open until {said}\n"), "{written}");
        assert_eq!(closes(), kept, "{written}");
    }
    for refused in ["2098-11-30 16", "30.11.2098 16:00", "2098-11-30T16:00[UTC]", "tomorrow"] {
        let said = hospital.round("extend", &["--closes", refused]).refused();
        assert!(said.contains("is not a time; write a day like 2026-11-30"), "{said}");
        assert_eq!(closes(), "2098-06-30T14:00:00Z", "{refused}");
    }
}
