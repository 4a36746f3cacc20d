//! The plan's file, as people write it.

use trykk_hub::organisation::Organisation;
use trykk_hub::organisation::file::{PlanErrors, read};

/// Reads the demo's plan with `from` replaced by `to`, once at least.
fn changed(from: &str, to: &str) -> Result<Organisation, PlanErrors> {
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets");
    let plan = std::fs::read_to_string(format!("{assets}/demo/hospital.toml")).unwrap();
    assert!(plan.contains(from), "{from:?}");
    let plan = plan.replace(from, to).replace("../decks", &format!("{assets}/decks"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.toml");
    std::fs::write(&file, plan).unwrap();
    read(&file)
}

/// When the autumn's round closes, with this as its closing time, as the hub writes it.
fn closes(written: &str) -> Result<String, String> {
    let plan =
        changed("closes = \"2026-12-31\"", &format!("closes = {written}")).map_err(|faults| faults.to_string())?;
    let closes = plan.rounds["2026-autumn"].plan.closes;
    Ok(trykk_hub::organisation::times::write_time(closes, &plan.zone()))
}

#[test]
fn every_time_of_a_plan_is_understood_to_the_second_or_refused() {
    for (written, read) in [
        ("\"2026-12-31\"", "2027-01-01T00:00+01:00"),
        ("\"2026-12-30 16:00\"", "2026-12-30T16:00+01:00"),
        ("\"2026-12-30T16:00+00:00\"", "2026-12-30T17:00+01:00"),
        ("\"2026-12-30T16:00:30Z\"", "2026-12-30T17:00:30+01:00"),
        // As TOML writes times.
        ("2026-12-30", "2026-12-31T00:00+01:00"),
        ("2026-12-30 16:00:00", "2026-12-30T16:00+01:00"),
        ("2026-12-30T16:00:00-05:00", "2026-12-30T22:00+01:00"),
    ] {
        assert_eq!(closes(written).as_deref(), Ok(read), "{written}");
    }
    for refused in [
        "\"2026-12-30 kl. 16\"",
        "\"2026-12-30T16:00[UTC]\"",
        "\"30.12.2026\"",
        "16:00:00",
    ] {
        let fault = closes(refused).unwrap_err();
        let named = "round \"2026-autumn\": closes: ";
        let said =
            fault.contains(named) && fault.contains("is not a time; write a day like 2026-11-30, a day and time");
        assert!(said, "{refused}: {fault}");
    }
    let number = closes("2026").unwrap_err();
    assert!(number.contains("expected a time like \"2026-11-30T16:00\""), "{number}");
}

#[test]
fn names_and_addresses_of_a_plan_are_kept_in_one_form() {
    let composed = changed("admin@example.org", "\u{feff}DRIFT.k\u{e5}re@Example.org ").unwrap();
    let parts = changed("admin@example.org", "drift.ka\u{30a}re@example.org").unwrap();
    assert!(composed.accounts.contains_key("drift.k\u{e5}re@example.org"));
    assert_eq!(composed.accounts, parts.accounts);
    let twice = changed(
        "email = \"admin@example.org\"\nrole = \"admin\"",
        "email = \"k\u{e5}re@example.org\"\nrole = \"admin\"\n\n[[account]]\nemail = \"ka\u{30a}re@example.org\"\nrole = \"admin\"",
    );
    let twice = twice.unwrap_err().to_string();
    assert!(
        twice.contains("account \"k\u{e5}re@example.org\" stands twice"),
        "{twice}"
    );

    let named = |name: &str| {
        changed(
            "id = \"med-1\"\nname = \"Medisinsk sengepost 1\"",
            &format!("id = \"med-1\"\nname = \"{name}\""),
        )
    };
    let ward = named("Sengepost\u{a0}A\u{30a} \u{200b}").unwrap().wards["med-1"]
        .name
        .clone();
    assert_eq!(ward, "Sengepost \u{c5}");
    for (name, fault) in [
        (" ", "it is empty"),
        ("\\u0007Sengepost", "control character (U+0007)"),
        ("Senge\\npost", "more than one line"),
    ] {
        let said = named(name).unwrap_err().to_string();
        assert!(
            said.contains("the name of ward \"med-1\" cannot be used") && said.contains(fault),
            "{said}"
        );
    }
    // An editor's mark before the first line is no fault.
    assert!(changed("# An invented", "\u{feff}# An invented").is_ok_and(|plan| plan.wards.len() > 1));
}

#[test]
fn a_time_that_is_not_understood_hides_no_other_fault_of_its_round() {
    let said = changed(
        "opens = \"2026-11-01\"\ncloses = \"2026-12-31\"\nfloor = 7",
        "opens = \"soon\"\ncloses = \"later\"\nfloor = 4",
    );
    let said = said.unwrap_err().to_string();
    for fault in ["opens: \"soon\"", "closes: \"later\"", "has floor 4"] {
        assert!(said.contains(fault), "{said}");
    }
}
