//! A round that is closed and opened again, by hand or by a clock, sends nobody's sheet by itself; closed for good it stays so.

use trykk_tests::hospital::{Hospital, Kiosk};
use trykk_tests::network::Network;

use crate::programs;
use crate::scene::{answered, drop_in, envelopes, lines, only_box, opened, people, says, serving, settings, states};

/// How many envelopes have left the tablet.
fn left(tablet: &Kiosk) -> u64 {
    envelopes(&tablet.status()).1
}

#[test]
fn closing_and_opening_again_after_each_person_sends_nobody_alone() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    for _ in 0..4 {
        tablet.feed(&lines(&mut people, 1)).done();
        hospital.round("close", &[]).done();
        tablet.sync().done();
        assert_eq!(left(&tablet), 0);
        // Nor is anything counted while it can be opened again.
        says(
            &hospital.count(&["--leave-out", &tablet.id()]).refused(),
            "is not closed for good",
        );
        hospital.round("extend", &["--closes", "2099-06-30"]).done();
        tablet.sync().done();
        assert_eq!(left(&tablet), 0);
    }
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(left(&tablet), 4 * 13, "together");
}

/// The hub's clock is put past the closing, and back; a copy of the database from before is put back.
#[test]
fn a_clock_that_runs_past_the_closing_and_back_sends_nobody_alone_and_opens_nothing_that_is_closed_for_good() {
    let mut hospital = Hospital::new(programs(), &drop_in(1));
    let network = Network::to(hospital.serve());
    let tablet = hospital.tablet("t1", "w1", Some(network.address()));
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let mut people = people(1);
    let before = "2098-12-30T12:00:00Z";
    // Before the closing, just past it, before it again, past the hour, and before the closing once more.
    for (time, state, sent, for_good) in [
        (before, "open", 0, false),
        ("2099-01-01T23:30:00Z", "closed", 0, false),
        (before, "open", 0, false),
        ("2099-01-02T12:00:00Z", "closed", 2 * 13, true),
        (before, "closed", 2 * 13, true),
    ] {
        hospital.kill();
        hospital.set_clock(time);
        network.retarget(hospital.serve());
        tablet.sync().done();
        assert_eq!(left(&tablet), sent, "{time}");
        let fed = tablet.feed(&lines(&mut people, 1));
        assert_eq!(fed.ok, state == "open", "{time}: {}", fed.err);
        let status = hospital.hub(&["round", "status", "--json"]).json();
        assert_eq!(status["boxes"][0]["state"], state, "{time}");
        assert_eq!(status["boxes"][0]["closed_for_good"], for_good, "{time}");
    }
    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    network.retarget(hospital.serve());
    assert_eq!(states(&hospital), ["closed"], "it is noted beside the database");
    let refused = hospital.round("extend", &["--closes", "2099-06-30"]).refused();
    says(&refused, "is closed for good");
}

/// Somebody who can write to the hub's disk opens it again: each tablet has heard that it is closed for good, and takes and
/// sends nobody's answers one by one.
#[test]
fn a_tablet_that_has_heard_of_the_last_closing_believes_no_other_hub() {
    let mut ward = answered(8);
    ward.close();
    let (folder, store) = opened(&ward.hospital.data());
    ward.hospital.kill();
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    database
        .execute("UPDATE box SET closed_for_good = 0, closes = 4070908800", [])
        .unwrap();
    let record = ward
        .hospital
        .data()
        .join("openings")
        .join(only_box(&store).id.to_string());
    let text = std::fs::read_to_string(&record).unwrap();
    let forged = text.replace("\"closed_for_good\":true", "\"closed_for_good\":false");
    assert_ne!(text, forged);
    std::fs::write(&record, forged).unwrap();
    let mut settings = settings(&ward.tablet);
    let address = ward.hospital.serve().to_string();
    settings.enrolment.as_mut().unwrap().address = address;
    settings.save(&ward.tablet.data).unwrap();
    ward.tablet.sync().done();
    assert_eq!(states(&ward.hospital), ["open"]);
    says(
        &ward.tablet.feed(&lines(&mut ward.people, 1)).refused(),
        "the round is closed for good",
    );
    assert_eq!(ward.tablet.status()["state"], "closed");
}
