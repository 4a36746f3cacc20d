//! A tablet that is enrolled again on another ward: what people answered on the one before is delivered, counted, and nobody else's.

use trykk_hub::enrolment::draw_tablet;
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{NewCode, Ticket};
use trykk_shared::protocol::Outcome;
use trykk_shared::refusal::Refusal;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND};
use trykk_tests::sheets::{Answerer, counted};

use crate::scene::{Sender, address, drop_in, envelopes, lines, opened, people, rng, says, sealed, serving, settings};

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

/// Somebody with its token filled the tablet's share of the first ward, whose hub refuses what it holds. The second ward's answers all
/// arrived, and the hub was started anew: the second ward is counted, with nobody left out.
#[test]
fn a_box_that_refuses_a_tablet_keeps_no_other_box_waiting() {
    let mut hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(1), 7)).done();
    let to = address(&tablet);
    for seed in [3, 4] {
        let stuffed = sealed(&lines(&mut people(seed), 20), &to, seed);
        let outcomes = Sender::with_token_of(&tablet).send(to.box_id, &stuffed);
        assert_eq!(outcomes, vec![Outcome::Stored; 20 * 13]);
    }
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 91);
    let link = hospital.link("w2", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    let mut second = people(2);
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 91);
    tablet.feed(&lines(&mut second, 8)).done();
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 91);
    assert_eq!(envelopes(&tablet.status()), (7 * 13, 8 * 13));
    hospital.kill();
    hospital.serve();
    tablet.point_to(&hospital);
    hospital.round("close", &["--ward", "w2", "--for-good"]).done();
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 91);
    hospital.count(&["--ward", "w2"]).done();
    is_exact(&hospital, &[("w2", &second)]);
    hospital.round("close", &["--ward", "w1", "--for-good"]).done();
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 91);
    says(&hospital.count(&["--ward", "w1"]).refused(), &tablet.id());
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

fn restore(hospital: &mut Hospital, backup: &str) {
    hospital.kill();
    hospital.hub(&["restore", backup]).done();
}

fn serve_again(hospital: &mut Hospital) {
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
}

/// Eight people on the first ward are in the copy; the tablet moves then, and twelve people of the second ward answer on it.
fn moved_after_the_copy() -> (Hospital, Kiosk, Answerer, Answerer, String) {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    let (mut first, mut second) = (people(1), people(2));
    tablet.feed(&lines(&mut first, 8)).done();
    tablet.sync().done();
    let backup = hospital.path("backup.db").to_str().unwrap().to_owned();
    hospital.hub(&["backup", &backup]).done();
    move_to(&hospital, &tablet, "w2");
    tablet.feed(&lines(&mut second, 10)).done();
    tablet.sync().done();
    tablet.feed(&lines(&mut second, 2)).done();
    (hospital, tablet, first, second, backup)
}

fn count_both(hospital: &Hospital, tablet: &Kiosk, first: &Answerer, second: &Answerer) {
    hospital.round("close", &["--for-good"]).done();
    says(&hospital.count(&["--ward", "w2"]).refused(), &tablet.id());
    tablet.sync().done();
    hospital.count(&[]).done();
    is_exact(hospital, &[("w1", first), ("w2", second)]);
}

/// The copy has the tablet on the ward where it stood before: it stays where it is, and waits in vain for nothing.
#[test]
fn a_restored_hub_knows_where_its_tablets_stand() {
    let (mut hospital, tablet, first, mut second, backup) = moved_after_the_copy();
    let retired = hospital.tablet("t2", "w2", None);
    hospital.hub(&["tablet", "retire", "--tablet", &retired.id()]).done();
    restore(&mut hospital, &backup);
    serve_again(&mut hospital);
    tablet.point_to(&hospital);
    tablet.sync().done();
    assert_eq!(tablet.status()["ward"], "w2");
    tablet.feed(&lines(&mut second, 6)).done();
    let (_, store) = opened(&hospital.data());
    let mut states: Vec<_> = store
        .tablets()
        .unwrap()
        .into_iter()
        .map(|tablet| (tablet.ward, tablet.state.name()))
        .collect();
    states.sort();
    assert_eq!(
        states,
        [("w2".to_owned(), "active"), ("w2".to_owned(), "retired")],
        "enrolled and retired since"
    );
    hospital.round("close", &["--for-good"]).done();
    says(&hospital.count(&["--ward", "w2"]).refused(), &retired.id());
    retired.point_to(&hospital);
    retired.sync().done();
    count_both(&hospital, &tablet, &first, &second);
}

/// The same where what lies beside the database is lost: the tablet does not follow the hub to where it stood before, goes on for the
/// ward where it stands, and says what is to be done.
#[test]
fn a_tablet_does_not_follow_a_hub_that_knows_no_better() {
    let (mut hospital, tablet, first, mut second, backup) = moved_after_the_copy();
    let old = tablet.id();
    std::fs::remove_dir_all(hospital.data().join("tablets")).unwrap();
    restore(&mut hospital, &backup);
    serve_again(&mut hospital);
    tablet.point_to(&hospital);
    says(&tablet.sync().refused(), "enrol it again");
    tablet.feed(&lines(&mut second, 6)).done();
    let link = hospital.link("w2", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&["--leave-out", &old]).done();
    is_exact(&hospital, &[("w1", &first), ("w2", &second)]);
}

/// "Take it out of use", then enrolled on the next ward: it is the same tablet, in use again, and what waited on it arrives.
#[test]
fn a_tablet_out_of_use_that_is_enrolled_elsewhere_delivers_what_it_held() {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    let id = tablet.id();
    let other = hospital.tablet("t2", "w1", None);
    let mut first = people(1);
    tablet.feed(&lines(&mut first, 8)).done();
    tablet.sync().done();
    tablet.feed(&lines(&mut first, 4)).done();
    other.feed(&lines(&mut first, 9)).done();
    hospital.hub(&["tablet", "retire", "--tablet", &id]).done();
    move_to(&hospital, &tablet, "w2");
    assert_eq!(tablet.id(), id);
    assert_eq!(tablet.status()["state"], "open");
    hospital.round("close", &["--ward", "w1", "--for-good"]).done();
    other.sync().done();
    says(&hospital.count(&["--ward", "w1"]).refused(), &id);
    tablet.sync().done();
    hospital.count(&["--ward", "w1"]).done();
    is_exact(&hospital, &[("w1", &first)]);
}

/// One tablet is set up and its disk copied. Whichever of the two is enrolled next has a key of its own, and the other says that it
/// must be enrolled: they never speak for each other.
#[test]
fn a_copy_that_is_enrolled_is_another_tablet() {
    let hospital = serving(&drop_in(2));
    let first = hospital.tablet("t1", "w1", None);
    let copy = hospital.bare_tablet("t2");
    std::fs::create_dir_all(&copy.data).unwrap();
    for file in std::fs::read_dir(&first.data).unwrap() {
        let file = file.unwrap().path();
        std::fs::copy(&file, copy.data.join(file.file_name().unwrap())).unwrap();
    }
    move_to(&hospital, &copy, "w2");
    says(&first.sync().refused(), "enrol it again");
    assert_eq!(first.status()["ward"], "w1", "nobody has moved it");
    move_to(&hospital, &first, "w1");
    assert_ne!(first.id(), copy.id());
    let (mut one, mut two) = (people(1), people(2));
    first.feed(&lines(&mut one, 8)).done();
    copy.feed(&lines(&mut two, 9)).done();
    hospital.round("close", &["--for-good"]).done();
    first.sync().done();
    copy.sync().done();
    // What the copy was handed under the name of both: it has nothing of it.
    hospital.count(&[]).done();
    is_exact(&hospital, &[("w1", &one), ("w2", &two)]);
}

/// Settings are lost, and the next link is one for another ward: the tablet says that it holds something, and where it belongs.
#[test]
fn what_a_tablet_holds_for_elsewhere_is_said() {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(1), 4)).done();
    std::fs::remove_file(tablet.data.join("tablet.json")).unwrap();
    move_to(&hospital, &tablet, "w2");
    assert_eq!(tablet.status()["for_elsewhere"], true);
    says(&tablet.sync().done(), "Enrol it once with a link of the ward");
    move_to(&hospital, &tablet, "w1");
    move_to(&hospital, &tablet, "w2");
    assert_eq!(tablet.status()["for_elsewhere"], false);
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (0, 4 * 13));
}

/// The reply to a move is lost: the hub believes the tablet on the next ward, and the tablet stands where it stood. Its people answer
/// into their own ward's box, and it is said.
#[test]
fn people_answer_for_the_ward_that_they_see_when_the_reply_to_a_move_is_lost() {
    let hospital = serving(&drop_in(2));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut first = people(1);
    tablet.feed(&lines(&mut first, 8)).done();
    tablet.sync().done();
    // What the hub does with the link of the other ward; its reply never comes.
    let shown = hash_secret(settings(&tablet).enrolment.unwrap().token.0.as_bytes());
    let (folder, mut store) = opened(&hospital.data());
    let ticket = Ticket([1; 32]);
    store
        .add_code(&NewCode {
            ticket_hash: ticket.0,
            proof_key: [2; 32],
            ward: "w2".to_owned(),
            expires: i64::MAX,
            tablets: 1,
            made_by: None,
        })
        .unwrap();
    let (new, _) = draw_tablet(&mut rng(3));
    let moved = trykk_hub::tablets::enrol(&mut store, &folder, &ticket, &new, Some(&shown), 0);
    assert_eq!(moved.unwrap().unwrap().ward, "w2");
    says(&tablet.sync().refused(), "believes that this tablet stands at");
    assert_eq!(tablet.status()["state"], "open");
    tablet.feed(&lines(&mut first, 6)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().refused();
    hospital.count(&["--ward", "w1"]).done();
    is_exact(&hospital, &[("w1", &first)]);
    move_to(&hospital, &tablet, "w1");
}
