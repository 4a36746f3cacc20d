//! Tablets that are taken out of use, stolen, or not known any more.

use trykk_shared::protocol::Outcome;
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::Address;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND, plan};

use crate::scene::{
    OPEN, Sender, Ward, answered, drop_in, envelopes, lines, opened, people, says, sealed, serving, settings, states,
};

#[test]
fn a_retired_tablet_delivers_until_the_count_and_gets_no_new_round() {
    let two = drop_in(1).replace("closes = \"2099-01-01\"", "closes = \"2098-01-01\"")
        + "[[round]]\nid = \"later\"\ndeck = \"decks/station.toml\"\nmode = \"drop-in\"\ncodes = false\nwards = [\"w1\"]\n\
           opens = \"2098-06-01\"\ncloses = \"2099-01-01\"\nurgent = { nb = \"Ring verneombudet.\" }\n";
    let mut ward = crate::scene::answered_on(serving(&two), 10);
    let retired = ward.hospital.tablet("t2", "w1", None);
    retired.feed(&lines(&mut ward.people, 3)).done();
    let id = retired.id();
    ward.hospital.hub(&["tablet", "retire", "--tablet", &id]).done();
    ward.hospital.round("close", &["--for-good"]).done();
    ward.hospital.hub(&["round", "open", "--round", "later"]).done();
    ward.tablet.sync().done();
    // It is still waited for, and what it holds is taken.
    says(&ward.hospital.count(&[]).refused(), &id);
    retired.sync().done();
    // Once it has heard of it, it asks nobody any more.
    assert_eq!(retired.status()["state"], "out-of-use");
    says(
        &retired.feed(&lines(&mut people(6), 1)).refused(),
        "was taken out of use",
    );
    let rounds = |tablet: &Kiosk| -> Vec<String> {
        let manifest = settings(tablet).manifest.unwrap();
        manifest.boxes.into_iter().map(|info| info.round).collect()
    };
    assert_eq!(rounds(&retired), ["2026-autumn"]);
    assert_eq!(rounds(&ward.tablet).len(), 2);
    // Whoever has its token stuffs no later round.
    let later = settings(&ward.tablet).manifest.unwrap().boxes;
    let later = later.into_iter().find(|info| info.round == "later").unwrap();
    let to = Address {
        round: later.round,
        box_id: later.id,
        key: later.key,
    };
    let stuffed = sealed(&lines(&mut people(5), 1), &to, 5);
    let outcomes = Sender::with_token_of(&retired).send(to.box_id, &stuffed);
    assert!(
        outcomes
            .iter()
            .all(|outcome| *outcome == Outcome::Refused(Refusal::NotYourBox))
    );
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
    // It hears how the round ends, forgets its envelopes after the release, and is never given the later round.
    retired.sync().done();
    assert_eq!(retired.status()["state"], "out-of-use");
    assert_eq!(envelopes(&retired.status()), (0, 3 * 13));
    ward.hospital.round("release", &[]).done();
    retired.sync().done();
    assert_eq!(retired.status()["state"], "out-of-use");
    assert_eq!(envelopes(&retired.status()), (0, 0));
    assert_eq!(rounds(&retired), ["2026-autumn"]);
}

/// Ten people on an honest tablet; on the stolen one six before the report and seven after. What the guide decides
/// is done, and everything else is as it was.
fn stolen(decision: &str, people_counted: u64) {
    let Ward {
        hospital,
        tablet,
        people: mut honest,
    } = answered(10);
    let stolen = hospital.tablet("t2", "w1", None);
    stolen.feed(&lines(&mut honest, 6)).done();
    stolen.sync().done();
    let id = stolen.id();
    hospital.hub(&["tablet", "stolen", "--tablet", &id]).done();
    let trusted = hospital.hub(&["tablet", "retire", "--tablet", &id]).refused();
    says(&trusted, "was reported stolen and stays so");
    let mut after = people(2);
    stolen.feed(&lines(&mut after, 7)).done();
    stolen.sync().done();
    // The thief learns nothing of it.
    assert_eq!(envelopes(&stolen.status()), (0, 13 * 13));
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    let refused = hospital.count(&[]).refused();
    says(&refused, "quarantine");
    says(&refused, &id);
    says(
        &hospital.count(&["--take", &id, "--leave", &id]).refused(),
        "quarantine",
    );
    assert_eq!(states(&hospital), ["closed"]);
    hospital.count(&[decision, &id]).done();
    if decision == "--take" {
        for (answer, count) in after.expected {
            *honest.expected.entry(answer).or_default() += count;
        }
        honest.people += after.people;
    }
    assert_eq!(honest.people, people_counted);
    Ward {
        hospital,
        tablet,
        people: honest,
    }
    .is_exact(0);
}

#[test]
fn what_a_stolen_tablet_sent_is_taken_whole() {
    stolen("--take", 23);
}

#[test]
fn what_a_stolen_tablet_sent_is_left_whole() {
    stolen("--leave", 16);
}

#[test]
fn a_stolen_tablet_is_not_waited_for() {
    let ward = answered(10);
    let stolen = ward.hospital.tablet("t2", "w1", None);
    stolen.feed(&lines(&mut people(2), 6)).done();
    ward.hospital
        .hub(&["tablet", "stolen", "--tablet", &stolen.id()])
        .done();
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
    stolen.sync().done();
    assert_eq!(stolen.status()["too_late"], serde_json::json!([ROUND]));
}

#[test]
fn a_tablet_out_of_use_is_told_no_pin() {
    for state in ["retire", "stolen"] {
        let hospital = serving(&drop_in(1));
        let tablet = hospital.tablet("t1", "w1", None);
        let connection = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
        connection
            .execute("INSERT INTO staff_pin VALUES ('w1', 'what is kept of a PIN')", [])
            .unwrap();
        tablet.sync().done();
        let told = || settings(&tablet).manifest.unwrap().staff_pin;
        assert_eq!(told().as_deref(), Some("what is kept of a PIN"));
        hospital.hub(&["tablet", state, "--tablet", &tablet.id()]).done();
        tablet.sync().done();
        assert_eq!(told(), None, "{state}");
    }
}

#[test]
fn a_tablet_the_hub_does_not_know_keeps_everything_and_is_enrolled_again() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    tablet.feed(&lines(&mut people, 8)).done();
    let before = tablet.status();
    let database = opened(&hospital.data()).0.database();
    let connection = rusqlite::Connection::open(database).unwrap();
    connection.execute("DELETE FROM tablet", []).unwrap();
    connection.execute("DELETE FROM tablet_box", []).unwrap();
    says(
        &tablet.sync().refused(),
        "the hub does not know this tablet: enrol it again",
    );
    assert_eq!(envelopes(&tablet.status()), envelopes(&before));
    says(
        tablet.status()["last_problem"].as_str().unwrap(),
        "does not know this tablet",
    );
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    tablet.sync().done();
    let ward = Ward {
        hospital,
        tablet,
        people,
    };
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_retired_tablet_without_a_round_is_told_so() {
    let hospital = serving(&plan(2, 40, "station", "drop-in", &format!("wards = [\"w2\"]\n{OPEN}")));
    let tablet = hospital.tablet("t1", "w1", None);
    hospital.hub(&["tablet", "retire", "--tablet", &tablet.id()]).done();
    says(&tablet.sync().refused(), "taken out of use");
    hospital
        .hub(&["tablet", "retire", "--tablet", "tablet-nobody"])
        .refused();
}

fn troubles(hospital: &Hospital) -> Vec<String> {
    let status = hospital.hub(&["round", "status", "--json"]).json();
    let tablets = status["boxes"][0]["tablets"].as_array().unwrap().clone();
    let said = tablets
        .iter()
        .flat_map(|tablet| tablet["troubles"].as_array().unwrap().clone());
    said.map(|trouble| trouble.as_str().unwrap().to_owned()).collect()
}

/// A memory card is copied into a second tablet, and people answer on both. What waits on one of them is not given up because the
/// other one says that nothing waits.
#[test]
fn what_waits_on_a_copied_tablet_is_not_given_up_because_the_other_has_nothing() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("card", "w1", None);
    let mut ward = Ward {
        hospital,
        tablet,
        people: people(1),
    };
    let copied = ward.tablet.copied_as(&ward.hospital, "copy");
    ward.tablet.feed(&lines(&mut ward.people, 9)).done();
    copied.feed(&lines(&mut ward.people, 9)).done();
    // The copy is heard of, and nothing leaves: it was no slot.
    copied.run(&["sync"]).done();
    ward.tablet.sync().done();
    assert_eq!(
        troubles(&ward.hospital),
        [""; 0],
        "it could be one whose request came late"
    );
    copied.run(&["sync"]).done();
    ward.tablet.run(&["sync"]).done();
    assert_eq!(troubles(&ward.hospital), ["copied"]);
    ward.hospital.round("close", &["--for-good"]).done();
    ward.tablet.sync().done();
    let id = ward.tablet.id();
    says(&ward.hospital.count(&[]).refused(), &id);
    // The guide sees to it that both deliver, and decides.
    copied.sync().done();
    says(&ward.hospital.count(&[]).refused(), &id);
    ward.hospital.count(&["--leave-out", &id]).done();
    ward.is_exact(0);
}

/// Enrolled again, the tablet is alone again: its copy is unknown to the hub, and says so.
#[test]
fn a_copied_tablet_that_is_enrolled_again_is_believed_again() {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("card", "w1", None);
    let copied = tablet.copied_as(&hospital, "copy");
    for tablet in [&tablet, &copied, &tablet, &copied] {
        tablet.sync().done();
    }
    assert_eq!(troubles(&hospital), ["copied"]);
    let id = tablet.id();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    tablet.sync().done();
    assert_eq!(tablet.id(), id, "it is the same tablet");
    says(&copied.sync().refused(), "does not know this tablet");
    let mut people = people(3);
    tablet.feed(&lines(&mut people, 9)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    // What was the matter stays said of this round.
    assert_eq!(troubles(&hospital), ["copied"]);
}

/// Whoever has its token, and not what the hub told it last, does not say for it that nothing waits.
#[test]
fn a_stolen_token_does_not_say_that_nothing_waits() {
    let mut ward = crate::scene::answered_on(serving(&drop_in(1)), 8);
    ward.tablet.feed(&lines(&mut ward.people, 3)).done();
    let thief = ward.tablet.copied_as(&ward.hospital, "thief");
    let (mut stolen, _) = trykk_kiosk::settings::Settings::open(&thief.data).unwrap();
    stolen.contact = None;
    stolen.has_store = false;
    stolen.save(&thief.data).unwrap();
    std::fs::remove_file(thief.data.join("envelopes.db")).unwrap();
    ward.hospital.round("close", &["--for-good"]).done();
    for _ in 0..3 {
        thief.sync().done();
        says(&ward.hospital.count(&[]).refused(), &ward.tablet.id());
    }
}
