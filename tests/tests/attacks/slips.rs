//! Printing slips: two guides at once, and hubs that were put back to before a printing.

use trykk_hub::rounds::code_slips::{SlipOrder, confirm_slips, print_slips};
use trykk_shared::protocol::Outcome;
use trykk_shared::refusal::Refusal;
use trykk_tests::hospital::{Hospital, Kiosk};
use trykk_tests::sheets::{Answerer, counted};

use crate::codes::{as_strs, confirmed, feed, print, read_slips, with_codes};
use crate::scene::{Sender, address, envelopes, lines, only_box, opened, people, rng, says, sealed};

/// Two guides print at once, each for another tablet, and each confirms: not two slips for everybody.
#[test]
fn two_printings_at_once_are_not_twice_as_many_slips_as_people() {
    let hospital = confirmed(9);
    let tablets = ["t1", "t2"].map(|name| hospital.tablet(name, "w1", None).id());
    let (folder, mut store) = opened(&hospital.data());
    let ballot_box = only_box(&store);
    let now = trykk_shared::clock::Clock::system().now();
    let mut printings = Vec::new();
    for tablet in &tablets {
        let order = SlipOrder {
            tablet,
            slips: 9,
            spares: 0,
        };
        let slips = print_slips(&mut store, &folder, &ballot_box, order, None, now, &mut rng(3)).unwrap();
        printings.push(slips.printing);
    }
    confirm_slips(&mut store, &folder, &ballot_box, &tablets[0], &printings[0], None, now).unwrap();
    let second = confirm_slips(&mut store, &folder, &ballot_box, &tablets[1], &printings[1], None, now);
    says(
        &second.unwrap_err().to_string(),
        "9 slips are printed for them: 9 more are too many",
    );
    assert_eq!(store.codes(ballot_box.id, &tablets[1]).unwrap().unwrap().live(), 0);
}

/// A hub restored from before the printing, on which somebody prints before anything else: the record beside the database
/// still has the slips that people hold.
#[test]
fn printing_on_a_restored_hub_takes_nobodys_slip() {
    let mut hospital = confirmed(9);
    let tablet = hospital.tablet("t1", "w1", None);
    hospital.round("open", &[]).done();
    let backup = hospital.path("backup");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 5, 1).done());
    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    says(
        &print(&hospital, &tablet.id(), 9, 0).refused(),
        "5 slips are printed for them",
    );
    let (more, _) = read_slips(&print(&hospital, &tablet.id(), 4, 0).done());
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    tablet.point_to(&hospital);
    tablet.sync().done();
    feed(&tablet, &lines(&mut people(1), 9), &as_strs(&[slips, more].concat())).done();
}

/// A confirming that only the record knows is taken back: the slips that the server has put back into the database go too.
#[test]
fn slips_do_not_outlive_a_confirming_that_is_taken_back_on_a_restored_hub() {
    let mut hospital = Hospital::new(crate::programs(), &with_codes(9).replace("2020-01-01", "2098-01-01"));
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let backup = hospital.path("backup");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    hospital.round("confirm", &[]).done();
    print(&hospital, &tablet.id(), 9, 0).done();
    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    let lists = |hospital: &Hospital| {
        let (_, store) = opened(&hospital.data());
        store.codes_of(only_box(&store).id).unwrap().len()
    };
    assert_eq!(lists(&hospital), 1, "put back");
    hospital.round("unconfirm", &[]).done();
    assert_eq!(lists(&hospital), 0);
    hospital.round("confirm", &[]).done();
    assert_eq!(lists(&hospital), 0);
}

/// A tablet loses its settings after people have answered, and is enrolled anew once the round is closed: it has no slips under its new
/// id, and what was answered with the old ones is taken all the same once the old id is out of use. Not a sheet more.
#[test]
fn a_tablet_that_is_enrolled_anew_delivers_what_was_answered_with_its_old_slips() {
    let hospital = confirmed(40);
    let tablet = hospital.tablet("t1", "w1", None);
    hospital.round("open", &[]).done();
    let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 13, 0).done());
    tablet.sync().done();
    let mut answering = people(1);
    feed(&tablet, &lines(&mut answering, 9), &as_strs(&slips[..9])).done();
    tablet.sync().done();
    feed(&tablet, &lines(&mut answering, 4), &as_strs(&slips[9..])).done();
    hospital.round("close", &["--for-good"]).done();
    let old = tablet.id();
    std::fs::remove_file(tablet.data.join("tablet.json")).unwrap();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    says(
        &tablet.sync().refused(),
        "as many sheets from this tablet as it may deliver",
    );
    assert_eq!(envelopes(&tablet.status()).0, 52);
    hospital.hub(&["tablet", "retire", "--tablet", &old]).done();
    tablet.sync().done();
    let stuffed = sealed(&lines(&mut people(7), 1), &address(&tablet), 4);
    let outcomes = Sender::with_token_of(&tablet).send(address(&tablet).box_id, &stuffed);
    assert_eq!(outcomes, vec![Outcome::Refused(Refusal::Full); 13]);
    hospital.count(&["--leave-out", &old]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w1"), answering.expected);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 13);
}

/// Twenty people have a slip for a tablet: nine sheets are delivered, and some wait, when its settings are lost and it is enrolled anew.
/// Gives the id that it had, too.
fn enrolled_anew_with_slips(waiting: usize) -> (Hospital, Kiosk, Answerer, String) {
    let hospital = confirmed(20);
    let tablet = hospital.tablet("t1", "w1", None);
    hospital.round("open", &[]).done();
    let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 20, 0).done());
    tablet.sync().done();
    let mut answering = people(1);
    feed(&tablet, &lines(&mut answering, 9), &as_strs(&slips[..9])).done();
    tablet.sync().done();
    feed(
        &tablet,
        &lines(&mut answering, waiting),
        &as_strs(&slips[9..9 + waiting]),
    )
    .done();
    let old = tablet.id();
    std::fs::remove_file(tablet.data.join("tablet.json")).unwrap();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    (hospital, tablet, answering, old)
}

/// The same while the round goes on, as the admin is told to do it: the old id is reported, and slips are printed anew for those who
/// have not answered. What was answered with the old slips arrives beside what is answered with the new ones.
#[test]
fn slips_printed_anew_leave_room_for_what_was_answered_with_the_lost_ones() {
    let (hospital, tablet, mut answering, old) = enrolled_anew_with_slips(4);
    hospital.hub(&["tablet", "retire", "--tablet", &old]).done();
    hospital.hub(&["tablet", "stolen", "--tablet", &old]).done();
    let (anew, _) = read_slips(&print(&hospital, &tablet.id(), 7, 0).done());
    tablet.sync().done();
    feed(&tablet, &lines(&mut answering, 7), &as_strs(&anew)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&["--leave-out", &old]).done();
    assert_eq!(counted(&hospital.results(), "w1"), answering.expected);
    assert_eq!(hospital.results()["wards"][0]["sheets"]["participant"], 20);
}

/// First some of what was answered with the lost slips arrives, then slips are printed anew: what arrived is not hidden by them.
#[test]
fn slips_printed_later_do_not_hide_what_came_with_lost_ones() {
    let (hospital, tablet, mut answering, old) = enrolled_anew_with_slips(5);
    hospital.hub(&["tablet", "stolen", "--tablet", &old]).done();
    tablet.sync().done();
    let (anew, _) = read_slips(&print(&hospital, &tablet.id(), 6, 0).done());
    says(&print(&hospital, &tablet.id(), 1, 0).refused(), "20 slips are printed");
    tablet.sync().done();
    feed(&tablet, &lines(&mut answering, 6), &as_strs(&anew)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&["--leave-out", &old]).done();
    assert_eq!(counted(&hospital.results(), "w1"), answering.expected);
}

/// A retired tablet's rest came in from another one; when it is reported stolen then, nobody gets a slip too many.
#[test]
fn a_rest_that_came_from_elsewhere_is_not_printed_anew() {
    let (hospital, tablet, _, old) = enrolled_anew_with_slips(11);
    hospital.hub(&["tablet", "retire", "--tablet", &old]).done();
    tablet.sync().done();
    hospital.hub(&["tablet", "stolen", "--tablet", &old]).done();
    let refused = print(&hospital, &tablet.id(), 1, 0).refused();
    says(&refused, "20 slips are printed");
}

/// A hub restored from before a tablet was enrolled, whose folder is lost too, does not know it, nor can anybody report it: its slips that nobody used are
/// printed again for another one.
#[test]
fn slips_of_a_tablet_that_the_hub_no_longer_knows_are_printed_again() {
    let mut hospital = confirmed(9);
    let backup = hospital.path("backup");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let forgotten = hospital.tablet("t1", "w1", None);
    print(&hospital, &forgotten.id(), 9, 0).done();
    hospital.kill();
    std::fs::remove_dir_all(hospital.data().join("tablets")).unwrap();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    let next = hospital.tablet("t2", "w1", None);
    print(&hospital, &next.id(), 9, 0).done();
}

/// The same tablet, on which people have answered: what they gave arrives once it is enrolled there again, before the count, and when
/// that is made once more.
#[test]
fn what_was_answered_on_a_tablet_that_the_hub_no_longer_knows_arrives() {
    let mut hospital = confirmed(20);
    hospital.round("open", &[]).done();
    let backup = hospital.path("backup");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let tablet = hospital.tablet("t1", "w1", None);
    let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 20, 0).done());
    tablet.sync().done();
    let mut answering = people(1);
    feed(&tablet, &lines(&mut answering, 15), &as_strs(&slips[..15])).done();
    tablet.sync().done();
    let mut lose_the_tablets = || {
        hospital.kill();
        std::fs::remove_dir_all(hospital.data().join("tablets")).unwrap();
        hospital.hub(&["restore", backup.to_str().unwrap()]).done();
        hospital.hub(&["review", "--confirm"]).done();
        hospital.serve();
        let link = hospital.link("w1", None);
        tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
        hospital.round("close", &["--for-good"]).done();
        tablet.sync().done();
        hospital.count(&[]).done();
        assert_eq!(counted(&hospital.results(), "w1"), answering.expected);
    };
    lose_the_tablets();
    lose_the_tablets();
}
