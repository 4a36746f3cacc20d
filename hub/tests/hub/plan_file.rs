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
