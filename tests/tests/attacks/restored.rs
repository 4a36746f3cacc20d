//! What a hub no longer knows that was put back from a copy: who had delivered, who came later, until when a round was open.

use rusqlite::Connection;
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk, ROUND, Said, plan};
use trykk_tests::sheets::counted;

use crate::programs;
use crate::scene::{
    Ward, answered, drop_in, envelopes, lines, only_box, opened, pass_unread_days, people, says, serving, states,
    station,
};

fn back_up(hospital: &Hospital) -> String {
    let backup = hospital.path("backup.db").to_str().unwrap().to_owned();
    hospital.hub(&["backup", &backup]).done();
    backup
}

fn put_back(hospital: &mut Hospital, backup: &str) {
    hospital.kill();
    hospital.hub(&["restore", backup]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
}

/// A ward with a tablet on which nobody has answered.
fn enrolled() -> Ward {
    let hospital = serving(&drop_in(1));
    let tablet = hospital.tablet("t1", "w1", None);
    Ward {
        hospital,
        tablet,
        people: people(1),
    }
}

fn close_unread(hospital: &Hospital, with_proof: bool) -> Said {
    let file = hospital.path("passphrase");
    let proof = [
        "--ward",
        "w1",
        "--guide",
        GUIDE,
        "--passphrase-file",
        file.to_str().unwrap(),
    ];
    hospital.round("close-unread", if with_proof { &proof } else { &[] })
}

/// Nine people on one tablet and five on another, which then falls silent with one more; counted without it; the copy is put back.
fn counted_without_a_tablet_that_had_delivered() -> (Ward, Kiosk) {
    let mut ward = enrolled();
    let silent = ward.hospital.tablet("t2", "w1", None);
    let backup = back_up(&ward.hospital);
    ward.tablet.feed(&lines(&mut ward.people, 9)).done();
    ward.tablet.sync().done();
    silent.feed(&lines(&mut ward.people, 5)).done();
    silent.sync().done();
    silent.feed(&lines(&mut people(9), 1)).done();
    ward.close();
    ward.hospital.count(&["--leave-out", &silent.id()]).done();
    assert_eq!(counted(&ward.hospital.results(), "w1"), ward.people.expected);
    put_back(&mut ward.hospital, &backup);
    (ward, silent)
}

/// What was counted of a tablet that is left out is taken from it again, and nothing more.
#[test]
fn a_tablet_that_was_left_out_brings_back_what_was_counted_of_it() {
    let (ward, silent) = counted_without_a_tablet_that_had_delivered();
    ward.tablet.sync().done();
    says(&silent.sync().refused(), "the round was counted before they came");
    assert_eq!(envelopes(&silent.status()).0, 13);
    assert_eq!(envelopes(&silent.status()).1, 5 * 13);
    says(&close_unread(&ward.hospital, true).refused(), "was counted");
    ward.hospital.count(&["--leave-out", &silent.id()]).done();
    assert_eq!(counted(&ward.hospital.results(), "w1"), ward.people.expected);
    assert_eq!(ward.hospital.results()["wards"][0]["sheets"]["participant"], 14);
}

/// It never comes back: the count cannot be made again, and the round can still be ended, with proof and a week later.
#[test]
fn a_count_that_can_never_be_made_again_is_closed_unread() {
    let (mut ward, silent) = counted_without_a_tablet_that_had_delivered();
    ward.tablet.sync().done();
    let refused = ward.hospital.count(&["--leave-out", &silent.id()]).refused();
    says(&refused, "let every tablet deliver");
    says(&close_unread(&ward.hospital, false).refused(), "passphrase");
    close_unread(&ward.hospital, true).done();
    ward.hospital.kill();
    pass_unread_days(&ward.hospital, 8);
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["closed-unread"]);
}

/// A tablet that was enrolled after the copy holds what a ward answered, and the hub does not know it: what lies beside the database
/// is lost too.
#[test]
fn what_an_unknown_tablet_may_hold_is_not_destroyed_by_one_click() {
    let mut ward = enrolled();
    let backup = back_up(&ward.hospital);
    let unknown = ward.hospital.tablet("t2", "w1", None);
    unknown.feed(&lines(&mut ward.people, 30)).done();
    unknown.sync().done();
    std::fs::remove_dir_all(ward.hospital.data().join("tablets")).unwrap();
    put_back(&mut ward.hospital, &backup);
    ward.tablet.feed(&lines(&mut ward.people, 3)).done();
    ward.close();
    says(&close_unread(&ward.hospital, false).refused(), "passphrase");
    assert_eq!(states(&ward.hospital), ["closed"]);
    let link = ward.hospital.link("w1", None);
    unknown.run(&["enrol", link["link"].as_str().unwrap()]).done();
    unknown.sync().done();
    ward.hospital.count(&[]).done();
    assert_eq!(counted(&ward.hospital.results(), "w1"), ward.people.expected);
}

/// A round is given more time, and the copy does not know it.
#[test]
fn a_round_that_was_extended_stays_open_on_a_restored_hub() {
    let plan = drop_in(1)
        .replace("2020-01-01", "2026-03-02")
        .replace("2099-01-01", "2026-03-05");
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.set_clock("2026-03-02T12:00:00Z");
    hospital.serve();
    let backup = back_up(&hospital);
    hospital.round("extend", &["--closes", "2026-03-20"]).done();
    hospital.kill();
    hospital.set_clock("2026-03-09T12:00:00Z");
    put_back(&mut hospital, &backup);
    assert_eq!(states(&hospital), ["open"]);
    // One that was closed early stays closed, too.
    hospital.round("close", &[]).done();
    put_back(&mut hospital, &backup);
    assert_eq!(states(&hospital), ["closed"]);
    hospital.round("extend", &["--closes", "2026-03-21"]).done();
    assert_eq!(states(&hospital), ["open"]);
}

/// A round whose closing time is years past and that nobody has counted is told to its tablets all the same.
#[test]
fn a_round_that_closed_long_ago_and_is_not_counted_still_takes_what_waits() {
    let mut ward = answered(9);
    ward.tablet.feed(&lines(&mut ward.people, 3)).done();
    ward.hospital.round("close", &["--for-good"]).done();
    ward.hospital.kill();
    let connection = Connection::open(ward.hospital.data().join("hub.db")).unwrap();
    connection.execute("UPDATE box SET closes = 1000000000", []).unwrap();
    drop(connection);
    ward.hospital.serve();
    ward.tablet.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
    assert!(only_box(&opened(&ward.hospital.data()).1).is_counted());
}

/// A tablet that was out of use before the round opened stays so on a restored hub.
#[test]
fn a_tablet_that_was_out_of_use_is_not_taken_into_service_by_a_restore() {
    let mut hospital = Hospital::new(programs(), &drop_in(1).replace("2020-01-01", "2098-01-01"));
    hospital.serve();
    let old = hospital.tablet("t1", "w1", None);
    hospital.hub(&["tablet", "retire", "--tablet", &old.id()]).done();
    hospital.round("open", &[]).done();
    let backup = back_up(&hospital);
    put_back(&mut hospital, &backup);
    says(&old.sync().refused(), "out of use");
    assert_eq!(old.status()["state"], "no-round");
    let (_, store) = opened(&hospital.data());
    assert!(
        store.tablets_of(only_box(&store).id).unwrap().is_empty(),
        "nobody waits for it"
    );
}

/// A round was published after the copy was made, in which it is a draft with other questions, or not planned at all.
#[test]
fn what_was_published_comes_back_under_the_questions_that_were_asked() {
    let later = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let draft = plan(1, 40, "table", "table", later);
    let planned = plan(1, 40, "station", "drop-in", later);
    let without = planned.split("[[round]]").next().unwrap().to_owned();
    for first in [draft, without] {
        let mut hospital = Hospital::new(programs(), &first);
        let backup = back_up(&hospital);
        hospital.apply(&planned).done();
        hospital.round("open", &[]).done();
        hospital.serve();
        let tablet = hospital.tablet("t1", "w1", None);
        tablet.feed(&lines(&mut people(1), 9)).done();
        hospital.round("close", &["--for-good"]).done();
        tablet.sync().done();
        hospital.count(&[]).done();
        hospital.round("release", &[]).done();
        let read = ["results", "--round", ROUND, "--as", "leader", "--format", "json"];
        let published = hospital.hub(&read).json();
        put_back(&mut hospital, &backup);
        assert_eq!(states(&hospital), ["released"]);
        assert_eq!(hospital.hub(&read).json(), published);
        let (_, store) = opened(&hospital.data());
        assert_eq!(store.round(ROUND).unwrap().deck.id, station().id);
    }
}

/// Two wards that are pooled after the copy was made: it plans them apart, and their time has come.
fn pooled_after_the_copy() -> (Ward, String) {
    let plan = drop_in(2);
    let hospital = Hospital::new(programs(), &plan);
    let backup = back_up(&hospital);
    let pooled = plan.replace("wards = [\"w1\", \"w2\"]", "pooled = [[\"w1\", \"w2\"]]");
    assert_ne!(plan, pooled);
    hospital.apply(&pooled).done();
    let mut hospital = hospital;
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let mut ward = Ward {
        hospital,
        tablet,
        people: people(1),
    };
    ward.tablet.feed(&lines(&mut ward.people, 12)).done();
    ward.tablet.sync().done();
    (ward, backup)
}

fn pooled_only(hospital: &Hospital) -> Vec<(Vec<String>, Option<&'static str>)> {
    let (_, store) = opened(&hospital.data());
    let boxes = store.boxes().unwrap().into_iter();
    boxes
        .map(|one| (one.wards, one.state.map(|state| state.name())))
        .collect()
}

/// The copy plans the wards of an open round apart. Nobody opens them apart, in the review or after it: the round is open as it was.
#[test]
fn a_round_is_open_in_the_wards_that_it_was_opened_in_whatever_the_copy_plans() {
    let (mut ward, backup) = pooled_after_the_copy();
    let both = vec!["w1".to_owned(), "w2".to_owned()];
    ward.hospital.kill();
    ward.hospital.hub(&["restore", &backup]).done();
    ward.hospital.serve();
    assert_eq!(
        pooled_only(&ward.hospital),
        [(both.clone(), Some("open"))],
        "in the review"
    );
    ward.hospital.hub(&["review", "--confirm"]).done();
    ward.tablet.point_to(&ward.hospital);
    ward.tablet.sync().done();
    assert_eq!(envelopes(&ward.tablet.status()), (0, 12 * 13));
    ward.close();
    ward.hospital.count(&[]).done();
    assert_eq!(counted(&ward.hospital.results(), "w1+w2"), ward.people.expected);
    ward.hospital.round("release", &[]).done();
    // And once it is published: nobody is asked once more, apart.
    ward.hospital.kill();
    ward.hospital.hub(&["restore", &backup]).done();
    ward.hospital.hub(&["round", "open", "--round", ROUND]).refused();
    ward.hospital.serve();
    assert_eq!(pooled_only(&ward.hospital), [(both, Some("released"))]);
}

/// What the copy plans and whose time has come waits until somebody has looked and confirmed it: it may have been planned otherwise
/// since, or taken back. By hand it opens.
#[test]
fn nothing_that_the_copy_only_plans_opens_by_itself() {
    let mut hospital = Hospital::new(programs(), &drop_in(1));
    let backup = back_up(&hospital);
    hospital.hub(&["restore", &backup]).done();
    hospital.serve();
    assert_eq!(states(&hospital), ["planned"]);
    hospital.kill();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    assert_eq!(states(&hospital), ["planned"]);
    hospital.round("open", &[]).done();
    assert_eq!(states(&hospital), ["open"]);
}

/// A round that was planned, opened and closed unread after the copy comes back with the review, before anybody can plan another one
/// under its name: that would be replaced by it.
#[test]
fn a_round_that_was_closed_unread_after_the_copy_is_known_before_another_takes_its_place() {
    let whole = drop_in(1);
    let mut hospital = Hospital::new(programs(), whole.split("[[round]]").next().unwrap());
    let backup = back_up(&hospital);
    hospital.apply(&whole).done();
    hospital.round("open", &[]).done();
    hospital.round("close", &["--for-good"]).done();
    close_unread(&hospital, false).done();
    hospital.hub(&["restore", &backup]).done();
    says(
        &hospital.hub(&["review", "--confirm"]).done(),
        "2026-autumn w1: closed-unread",
    );
    hospital.serve();
    assert_eq!(states(&hospital), ["closed-unread"]);
    // Another round cannot be planned in its place.
    hospital.apply(&whole.replace("floor = 7", "floor = 9")).refused();
}

/// A round that was confirmed as another plan after the copy was made: the review says so, and its confirming can be taken back.
#[test]
fn what_was_confirmed_otherwise_after_the_copy_is_said_by_the_review() {
    let planned = drop_in(1).replace("2020-01-01", "2098-01-01");
    let hospital = Hospital::new(programs(), &planned);
    let backup = back_up(&hospital);
    hospital.apply(&planned.replace("floor = 7", "floor = 8")).done();
    hospital.round("confirm", &[]).done();
    hospital.hub(&["restore", &backup]).done();
    let said = hospital.hub(&["review", "--confirm"]).done();
    says(
        &said,
        "2026-autumn w1: planned; confirmed as another plan after the copy was made",
    );
    hospital.round("confirm", &[]).refused();
    hospital.round("unconfirm", &[]).done();
    says(
        &hospital.hub(&["review"]).done(),
        "planned for 2098-01-01 00:00, waits for being confirmed",
    );
    hospital.round("confirm", &[]).done();
}

/// A round was taken away after the copy was made. Nobody answers what was taken away: it waits for somebody to confirm it.
#[test]
fn a_round_that_only_the_copy_plans_does_not_open_by_itself() {
    let planned = drop_in(1).replace("2020-01-01", "2026-03-01");
    let mut hospital = Hospital::new(programs(), &planned);
    hospital.set_clock("2026-02-01T12:00:00Z");
    let backup = back_up(&hospital);
    let (round, _) = planned.split_once("[[round]]").unwrap();
    hospital.apply(round).done();
    hospital.hub(&["restore", &backup]).done();
    let said = hospital.hub(&["review", "--confirm"]).done();
    says(&said, "planned for 2026-03-01 00:00, waits for being confirmed");
    hospital.set_clock("2026-03-02T12:00:00Z");
    hospital.serve();
    assert_eq!(states(&hospital), ["planned"]);
    hospital.round("confirm", &[]).done();
    hospital.kill();
    hospital.serve();
    assert_eq!(states(&hospital), ["open"]);
}

/// A closing unread that was taken back is not known to a copy that is put back by hand; and the week does not run while the hub is off,
/// for nobody can take it back meanwhile.
#[test]
fn the_week_before_closing_unread_runs_only_while_it_can_be_taken_back() {
    let plan = drop_in(1).replace("2020-01-01", "2026-03-01");
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.set_clock("2026-03-02T12:00:00Z");
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(1), 9)).done();
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    close_unread(&hospital, true).done();
    hospital.kill();
    hospital.set_clock("2026-03-12T12:00:00Z");
    hospital.serve();
    assert_eq!(states(&hospital), ["closed"], "off for ten days");
    let copy = std::fs::read(hospital.data().join("hub.db")).unwrap();
    hospital.round("keep-answers", &[]).done();
    hospital.kill();
    for log in ["hub.db-wal", "hub.db-shm"] {
        std::fs::remove_file(hospital.data().join(log)).ok();
    }
    std::fs::write(hospital.data().join("hub.db"), copy).unwrap();
    hospital.set_clock("2026-03-13T12:00:00Z");
    hospital.serve();
    let connection = Connection::open(hospital.data().join("hub.db")).unwrap();
    connection.execute("UPDATE box SET unread_at = 1", []).unwrap();
    drop(connection);
    hospital.kill();
    hospital.serve();
    assert_eq!(states(&hospital), ["closed"], "taken back");
}

/// The copy is from before the round was planned, and a tablet was taken out of use in the middle of it: it is waited for all the same,
/// and what it holds is counted.
#[test]
fn a_tablet_out_of_use_is_waited_for_in_a_round_that_comes_back() {
    let plan = drop_in(1);
    let before = plan.replace("[[round]]", "[[no-round]]");
    let before = &before[..before.find("[[no-round]]").unwrap()];
    let mut hospital = Hospital::new(programs(), before);
    let backup = back_up(&hospital);
    hospital.apply(&plan).done();
    hospital.serve();
    let (retired, other) = (hospital.tablet("t1", "w1", None), hospital.tablet("t2", "w1", None));
    let mut answering = people(1);
    retired.feed(&lines(&mut answering, 9)).done();
    other.feed(&lines(&mut answering, 10)).done();
    retired.sync().done();
    other.sync().done();
    retired.feed(&lines(&mut answering, 4)).done();
    hospital.hub(&["tablet", "retire", "--tablet", &retired.id()]).done();
    put_back(&mut hospital, &backup);
    hospital.round("close", &["--for-good"]).done();
    other.sync().done();
    says(&close_unread(&hospital, false).refused(), "passphrase");
    says(&hospital.count(&[]).refused(), &retired.id());
    retired.sync().done();
    hospital.count(&[]).done();
    assert_eq!(counted(&hospital.results(), "w1"), answering.expected);
}

/// Off for a holiday, so that nobody believes its clock; an admin confirms it. The week has not run meanwhile.
#[test]
fn the_week_does_not_run_while_a_clock_is_doubted() {
    let mut ward = closed_with_nine();
    close_unread(&ward.hospital, true).done();
    let at = |hospital: &Hospital| only_box(&opened(&hospital.data()).1).unread_at.unwrap();
    let before = at(&ward.hospital);
    let later = trykk_shared::clock::Clock::system().now() + 10 * 24 * 3600;
    let later = jiff::Timestamp::from_second(later).unwrap().to_string();
    ward.hospital.serve_with(&["--clock", &later]);
    ward.hospital.serve();
    ward.hospital.kill();
    ward.hospital.hub(&["clock", "--confirm", "--clock", &later]).done();
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["closed"]);
    assert!(at(&ward.hospital) > before + 9 * 24 * 3600);
    ward.hospital.round("keep-answers", &["--clock", &later]).done();
}

fn closed_with_nine() -> Ward {
    let mut ward = enrolled();
    ward.tablet.feed(&lines(&mut ward.people, 9)).done();
    ward.tablet.sync().done();
    ward.close();
    ward
}

/// A ward goes over to another department after the copy was made, and its round is opened and published there. What comes back belongs
/// where it did: the difference of two roll-ups would be that ward.
#[test]
fn what_comes_back_belongs_to_the_departments_that_it_was_opened_in() {
    let plan = drop_in(2);
    let mut hospital = Hospital::new(programs(), &plan);
    let backup = back_up(&hospital);
    let other = "[[department]]\nid = \"elsewhere\"\nname = \"Elsewhere\"\n";
    let moved = plan.replacen("[[department]]", &format!("{other}[[department]]"), 1);
    let moved = moved.replace("departments = [\"d\"]", "departments = [\"d\", \"elsewhere\"]");
    let (before, after) = moved.split_at(moved.find("id = \"w2\"").unwrap());
    let moved = format!(
        "{before}{}",
        after.replacen("department = \"d\"", "department = \"elsewhere\"", 1)
    );
    hospital.apply(&moved).done();
    hospital.serve();
    let of_w2 = |hospital: &Hospital| {
        let (_, store) = opened(&hospital.data());
        let boxes = store.boxes().unwrap();
        boxes.into_iter().find(|one| one.wards == ["w2"]).unwrap().departments
    };
    assert_eq!(of_w2(&hospital), ["elsewhere"]);
    put_back(&mut hospital, &backup);
    assert_eq!(of_w2(&hospital), ["elsewhere"], "open");
    let tablet = hospital.tablet("t1", "w2", None);
    tablet.feed(&lines(&mut people(1), 9)).done();
    hospital.round("close", &["--for-good", "--ward", "w2"]).done();
    tablet.sync().done();
    hospital.count(&["--ward", "w2"]).done();
    hospital.round("release", &["--ward", "w2"]).done();
    put_back(&mut hospital, &backup);
    assert_eq!(of_w2(&hospital), ["elsewhere"], "published");
}

/// Two copies around a delivery would tell by their difference whose envelopes they are, and a folder that is copied before the count
/// could be counted from each. What a button on a page copies holds none; the tablets keep theirs, and a hub that is put back from it
/// gets every one, once.
#[test]
fn what_the_button_copies_holds_no_answer_and_a_hub_put_back_from_it_gets_them_all() {
    let mut ward = enrolled();
    let later = ward.hospital.tablet("t2", "w1", None);
    ward.tablet.feed(&lines(&mut ward.people, 8)).done();
    ward.tablet.sync().done();
    later.feed(&lines(&mut ward.people, 1)).done();
    ward.close();
    let copies: Vec<String> = [1_790_000_000, 1_790_000_100]
        .into_iter()
        .map(|now| {
            let (folder, mut store) = opened(&ward.hospital.data());
            let copy = trykk_hub::backups::make(&mut store, &folder.backups(), now).unwrap();
            drop(store);
            later.sync().done();
            copy.to_str().unwrap().to_owned()
        })
        .collect();
    let sealed: Vec<Vec<u8>> = {
        let live = Connection::open(ward.hospital.data().join("hub.db")).unwrap();
        let mut select = live.prepare("SELECT sealed FROM envelope").unwrap();
        let rows = select.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(sealed.len(), 9 * 13);
    for copy in &copies {
        let bytes = std::fs::read(copy).unwrap();
        for envelope in &sealed {
            let part = &envelope[..24];
            assert!(
                !bytes.windows(part.len()).any(|window| window == part),
                "an envelope lies in {copy}"
            );
        }
    }
    put_back(&mut ward.hospital, &copies[0]);
    ward.tablet.point_to(&ward.hospital);
    later.point_to(&ward.hospital);
    says(&ward.hospital.count(&[]).refused(), &later.id());
    ward.tablet.sync().done();
    later.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}
