//! A tablet that is enrolled again on another ward: what people answered on the one before is delivered, counted, and nobody else's.

use trykk_shared::protocol::{Outcome, Refusal};
use trykk_tests::hospital::{Hospital, Kiosk, ROUND};
use trykk_tests::sheets::{Answerer, counted};

use crate::scene::{Sender, address, drop_in, envelopes, lines, opened, people, says, sealed, serving};

fn move_to(hospital: &Hospital, tablet: &Kiosk, ward: &str) {
    let link = hospital.link(ward, None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    tablet.sync().done();
}

fn is_exact(hospital: &Hospital, wards: &[(&str, &Answerer)]) {
    let results = hospital.results();
    for (ward, people) in wards {
        assert_eq!(counted(&results, ward), people.expected, "{ward}");
    }
}

/// A case of tablets goes from ward to ward: ten people answered on the first, three of whom still wait when it moves; the second
/// ward answers at once, and then it comes back.
#[test]
fn a_tablet_that_moves_takes_what_waits_along_and_delivers_it_where_it_belongs() {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    let id = tablet.id();
    let (mut first, mut second) = (people(1), people(2));
    tablet.feed(&lines(&mut first, 7)).done();
    tablet.sync().done();
    tablet.feed(&lines(&mut first, 3)).done();
    move_to(&hospital, &tablet, "w2");
    assert_eq!(tablet.id(), id, "it is the same tablet");
    let status = tablet.status();
    assert_eq!(status["state"], "open");
    tablet.feed(&lines(&mut second, 8)).done();
    tablet.sync().done();
    assert_eq!(
        envelopes(&tablet.status()),
        (3 * 13, 15 * 13),
        "three are too few to leave"
    );
    // The first ward waits for it, wherever it stands.
    hospital.round("close", &["--ward", "w1", "--for-good"]).done();
    says(&hospital.count(&["--ward", "w1"]).refused(), &id);
    tablet.sync().done();
    hospital.count(&["--ward", "w1"]).done();
    is_exact(&hospital, &[("w1", &first)]);
    assert_eq!(tablet.status()["state"], "open", "the second ward goes on");
    tablet.feed(&lines(&mut second, 2)).done();
    move_to(&hospital, &tablet, "w1");
    hospital.round("close", &["--ward", "w2", "--for-good"]).done();
    tablet.sync().done();
    hospital.count(&["--ward", "w2"]).done();
    is_exact(&hospital, &[("w1", &first), ("w2", &second)]);
    hospital.round("release", &[]).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (0, 0), "forgotten, both of them");
}

/// A ward that is counted without the tablet that moved away: it says that something came too late.
#[test]
fn a_tablet_that_moved_hears_that_what_it_holds_came_too_late() {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    let other = hospital.tablet("t2", "w1", None);
    tablet.feed(&lines(&mut people(3), 3)).done();
    other.feed(&lines(&mut people(1), 8)).done();
    let link = hospital.link("w2", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    hospital.round("close", &["--ward", "w1", "--for-good"]).done();
    other.sync().done();
    hospital.count(&["--ward", "w1", "--leave-out", &tablet.id()]).done();
    tablet.sync().done();
    assert_eq!(tablet.status()["too_late"], serde_json::json!([ROUND]));
}

/// The token moves a tablet only together with a link, and gives it nothing of wards where it never stood.
#[test]
fn a_tablet_delivers_only_where_it_has_stood() {
    let hospital = serving(&drop_in(3));
    let tablet = hospital.tablet("t1", "w1", None);
    move_to(&hospital, &tablet, "w2");
    let third = hospital.tablet("t3", "w3", None);
    let stuffed = sealed(&lines(&mut people(7), 1), &address(&third), 4);
    let outcomes = Sender::with_token_of(&tablet).send(address(&third).box_id, &stuffed);
    assert_eq!(outcomes, vec![Outcome::Refused(Refusal::NotYourBox); 13]);
    // One that is reported stolen is not taken back into use by a link.
    let stolen = tablet.id();
    hospital.hub(&["tablet", "stolen", "--tablet", &stolen]).done();
    move_to(&hospital, &tablet, "w3");
    assert_ne!(tablet.id(), stolen);
    let (_, store) = opened(&hospital.data());
    assert_eq!(store.tablets().unwrap().len(), 3);
}
