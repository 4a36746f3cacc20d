//! The hub starts with a clock that is years ahead or behind: nothing is destroyed, closed for good or published by it.

use trykk_hub::store::CLOCK;
use trykk_tests::hospital::Hospital;

use crate::scene::{answered_on, closed, drop_in, lines, only_box, opened, says, serving, states};

/// `serve` with a clock that nobody confirms.
fn serve_at(hospital: &mut Hospital, time: &str) {
    hospital.serve_with(&["--clock", time]);
    hospital.serve();
}

#[test]
fn a_start_in_another_decade_closes_and_opens_nothing() {
    let plan = drop_in(1).replace("2099-01-01", "2090-01-01");
    let mut ward = answered_on(serving(&plan), 9);
    let next = plan.split("[[round]]").nth(1).unwrap();
    let next = next
        .replace("2026-autumn", "2098-autumn")
        .replace("2020-01-01", "2098-01-01")
        .replace("2090-01-01", "2099-01-01");
    ward.hospital.apply(&format!("{plan}\n[[round]]{next}")).done();
    serve_at(&mut ward.hospital, "2104-06-01T12:00:00Z");
    assert_eq!(states(&ward.hospital), ["open", "planned"], "whatever the clock says");
    ward.tablet.sync().done();
    ward.tablet.feed(&lines(&mut ward.people, 6)).done();
    ward.tablet.sync().done();
    let said = ward.hospital.hub(&["clock"]).done();
    says(&said, "For the hub it is 20");
    says(
        &ward.hospital.hub(&["clock", "--clock", "2104-06-01T12:00:00Z"]).done(),
        "clock --confirm",
    );
    // Right again, by itself: nothing was lost.
    ward.hospital.serve_with(&[]);
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["open", "planned"]);
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn notes_outlive_a_start_in_another_decade() {
    let mut ward = closed(12);
    ward.hospital.count(&[]).done();
    ward.hospital.round("release", &[]).done();
    let notes = |hospital: &Hospital| {
        let (_, store) = opened(&hospital.data());
        store.kept_notes(only_box(&store).id).unwrap()
    };
    let before = notes(&ward.hospital);
    serve_at(&mut ward.hospital, "2040-01-01T00:00:00Z");
    let after = notes(&ward.hospital);
    assert_eq!((after.count, after.until), (before.count, before.until));
    assert_ne!(after.count, 0);
}

/// A hub that is years behind would give notes a wrong end; one that was off for a fortnight is asked about once.
#[test]
fn nothing_is_counted_published_or_destroyed_by_a_clock_that_nobody_believes() {
    let mut ward = closed(12);
    let at = ["--clock", "2001-01-01T00:00:00Z"];
    says(&ward.hospital.count(&at).refused(), "clock --confirm");
    says(&ward.hospital.round("close-unread", &at).refused(), "clock --confirm");
    ward.hospital.count(&[]).done();
    says(&ward.hospital.round("release", &at).refused(), "clock --confirm");
    ward.hospital.kill();
    let (_, mut store) = opened(&ward.hospital.data());
    let latest: i64 = store.setting(CLOCK).unwrap().unwrap().parse().unwrap();
    store
        .set_setting(CLOCK, &(latest - 14 * 24 * 3600).to_string())
        .unwrap();
    drop(store);
    // Where the system has set its clock over the network, nobody needs to be asked.
    let asked = ward.hospital.round("release", &[]);
    if !std::path::Path::new("/run/systemd/timesync/synchronized").exists() {
        says(&asked.refused(), "clock --confirm");
        ward.hospital.hub(&["clock", "--confirm"]).done();
        ward.hospital.round("release", &[]).done();
    }
    assert_eq!(states(&ward.hospital), ["released"]);
}
