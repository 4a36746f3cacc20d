//! The rules of a count: floors, silent tablets, closing and extending, once and never again.

use trykk_hub::rounds::end_unread;
use trykk_hub::store::Ending;
use trykk_shared::deck::Mode;
use trykk_shared::protocol::{BoxState, Outcome};
use trykk_tests::hospital::{GUIDE, Hospital, ROUND, plan};
use trykk_tests::sheets::{Answerer, counted};

use crate::scene::{
    OPEN, Sender, Ward, address, answered, answered_on, closed, drop_in, envelopes, lines, only_box, opened,
    pass_unread_days, people, says, sealed, sealed_at, serving, settings, states, table,
};

/// A round that was closed can be opened again for an hour; closed for good it has one way on.
#[test]
fn below_the_floor_nothing_is_opened_and_an_extended_round_goes_on() {
    let mut ward = answered(6);
    ward.hospital.round("close", &[]).done();
    ward.tablet.sync().done();
    // Paper that comes now is refused once, with its mend.
    let late = ward.tablet.feed(&lines(&mut people(5), 1)).refused();
    says(
        &late,
        "give the round a later closing time, sync this tablet, and feed again",
    );
    assert_eq!(late.matches("closed").count(), 1, "{late}");
    // Until it is closed for good tablets may have more, and it may open again.
    says(&ward.hospital.count(&[]).refused(), "is not closed for good");
    assert_eq!(states(&ward.hospital), ["closed"]);
    ward.hospital.round("extend", &["--closes", "2099-06-30"]).done();
    assert_eq!(states(&ward.hospital), ["open"]);
    ward.tablet.sync().done();
    ward.tablet.feed(&lines(&mut ward.people, 1)).done();
    ward.hospital.round("close", &["--for-good"]).done();
    says(&ward.hospital.count(&[]).refused(), &ward.tablet.id());
    ward.tablet.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);

    let few = closed(6);
    let refused = few.hospital.count(&[]).refused();
    says(&refused, "fewer than 7 people answered; nothing was opened");
    says(&refused, "It is closed for good; close it unread");
    assert_eq!(states(&few.hospital), ["closed"]);
    let extended = few.hospital.round("extend", &["--closes", "2099-06-30"]).refused();
    says(&extended, "is closed for good; tablets have sent what was left");
    // There is no mend any more, and none is named.
    let late = few.tablet.feed(&lines(&mut people(5), 1)).refused();
    says(&late, "closed for good, and nothing can be added to it");
    assert!(!late.contains("later closing time"), "{late}");
}

/// A tablet is lost between two batches of a delivery: parts of a sheet lie on the hub. No question has more answers than
/// people are said to have answered, on the leader's page neither.
#[test]
fn no_question_has_more_answers_than_people_when_parts_of_sheets_are_missing() {
    let ward = answered(9);
    let lost = ward.hospital.tablet("t2", "w1", None);
    let mut others = people(7);
    let sheet = sealed(&lines(&mut others, 1), &address(&lost), 4);
    let to = address(&lost).box_id;
    Sender::with_token_of(&lost).send(to, &sheet[..11]);
    ward.close();
    ward.hospital.count(&["--leave-out", &lost.id()]).done();
    let results = ward.hospital.results();
    assert_eq!(results["wards"][0]["sheets"]["participant"], 9, "whole sheets");
    ward.hospital.round("release", &[]).done();
    let published = ward
        .hospital
        .hub(&["results", "--round", ROUND, "--as", "leader", "--format", "json"])
        .json();
    let release = &published["releases"][0];
    let most = release["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["n"].as_u64().unwrap());
    assert_eq!(most.max(), Some(10));
    assert_eq!(release["participants"], 10);
}

/// Somebody fills the box with sheets without an answer, so that the three who answered are counted alone.
#[test]
fn sheets_without_an_answer_do_not_lift_a_round_over_the_floor() {
    let mut ward = answered(3);
    let blank = vec![r#"{"answers": {}}"#.to_owned(); 8];
    // No tablet delivers them ...
    says(&ward.tablet.feed(&blank).refused(), "no sheet with an answer");
    let mixed = [lines(&mut ward.people, 2), blank[..2].to_vec()].concat();
    says(&ward.tablet.feed(&mixed).done(), "2 had no answer and were left out");
    // ... and who has its token is not helped by them.
    let to = address(&ward.tablet);
    let stuffed = sealed(&blank, &to, 8);
    let outcomes = Sender::with_token_of(&ward.tablet).send(to.box_id, &stuffed);
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Stored));
    ward.tablet.sync().done();
    // Not before it is closed for good: sheet by sheet it would tell whose had answers.
    ward.hospital.round("close", &[]).done();
    let without = ["--leave-out", &ward.tablet.id()];
    says(&ward.hospital.count(&without).refused(), "is not closed for good");
    ward.close();
    says(
        &ward.hospital.count(&[]).refused(),
        "fewer than 7 people answered anything that can be read",
    );
    says(&ward.hospital.count(&[]).refused(), "when 5 more sheets have come");
}

/// Tables too: those without an answer are none, neither for the floor nor for what is published.
#[test]
fn tables_without_an_answer_do_not_lift_a_round_over_the_floor() {
    let round = format!("wards = [\"w1\"]\n{OPEN}");
    let hospital = serving(&plan(1, 40, "table", "table", &round));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut tables = Answerer::new(&table(), Mode::Table, 1);
    let answered: Vec<String> = (0..3).map(|_| tables.line(4)).collect();
    tablet.feed(&answered).done();
    tablet.sync().done();
    let blank = vec![r#"{"table": {}, "members": [{}]}"#.to_owned(); 4];
    says(&tablet.feed(&blank).refused(), "no sheet with an answer");
    let to = address(&tablet);
    let stuffed = sealed_at(&blank, (&table(), Mode::Table), &to, 8);
    let sender = Sender::with_token_of(&tablet);
    for batch in stuffed.chunks(40) {
        assert!(
            sender
                .send(to.box_id, batch)
                .iter()
                .all(|outcome| *outcome == Outcome::Stored)
        );
    }
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    says(
        &hospital.count(&[]).refused(),
        "at 5 tables answered anything that can be read",
    );
}

/// One command over every ward, or one click, destroys nothing that enough people have answered: it takes a guide's passphrase,
/// ward by ward, and for a week everything is still there.
#[test]
fn what_enough_have_answered_is_not_destroyed_by_one_command() {
    let mut ward = answered(9);
    let close_unread = |hospital: &Hospital, rest: &[&str]| hospital.round("close-unread", rest);
    says(&close_unread(&ward.hospital, &[]).refused(), "is not closed for good");
    ward.hospital.round("close", &["--for-good"]).done();
    // Nothing is known yet of what the tablet has: it may be enough, whatever has arrived.
    says(
        &close_unread(&ward.hospital, &[]).refused(),
        "enough people may have answered",
    );
    ward.tablet.sync().done();
    says(
        &close_unread(&ward.hospital, &[]).refused(),
        "Give --ward, --guide and --passphrase-file",
    );
    let (right, wrong) = (ward.hospital.path("passphrase"), ward.hospital.path("wrong"));
    std::fs::write(&wrong, "noe helt annet enn det").unwrap();
    let with = |hospital: &Hospital, file: &std::path::Path| {
        let proof = [
            "--ward",
            "w1",
            "--guide",
            GUIDE,
            "--passphrase-file",
            file.to_str().unwrap(),
        ];
        hospital.round("close-unread", &proof)
    };
    with(&ward.hospital, &wrong).refused();
    says(
        &with(&ward.hospital, &right).done(),
        "until then: trykk-hub round keep-answers",
    );
    ward.hospital.round("keep-answers", &[]).done();
    with(&ward.hospital, &right).done();
    // A copy from when it was said does not know that it was taken back: nothing is destroyed by it.
    let backup = ward.hospital.path("scheduled.db");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    ward.hospital.round("keep-answers", &[]).done();
    ward.hospital.kill();
    ward.hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    ward.hospital.hub(&["review", "--confirm"]).done();
    assert_eq!(only_box(&opened(&ward.hospital.data()).1).unread_at, None);
    with(&ward.hospital, &right).done();
    // Six days later it is all there, and after eight it is gone.
    pass_unread_days(&ward.hospital, 6);
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["closed"]);
    ward.hospital.kill();
    pass_unread_days(&ward.hospital, 2);
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["closed-unread"]);
}

#[test]
fn a_round_closed_unread_is_forgotten_everywhere_and_stays_unread() {
    let ward = closed(6);
    ward.hospital.round("close-unread", &[]).done();
    ward.tablet.sync().done();
    let status = ward.tablet.status();
    assert_eq!(status["state"], "closed-unread");
    assert_eq!(envelopes(&status), (0, 0));
    assert_eq!(status["too_late"].as_array().unwrap().len(), 0);
    says(&ward.hospital.count(&[]).refused(), "closed-unread");
    says(&ward.hospital.round("release", &[]).refused(), "closed-unread");
    says(
        &ward.hospital.round("extend", &["--closes", "2099-06-30"]).refused(),
        "closed-unread",
    );
    ward.hospital.round("open", &[]).refused();
    // Doing it twice does no harm.
    ward.hospital.round("close-unread", &[]).done();
    assert_eq!(states(&ward.hospital), ["closed-unread"]);
}

#[test]
fn four_tables_are_too_few_and_five_are_counted() {
    for count in [4, 5] {
        let hospital = serving(&plan(1, 40, "table", "table", &format!("wards = [\"w1\"]\n{OPEN}")));
        let tablet = hospital.tablet("t1", "w1", None);
        let mut tables = Answerer::new(&table(), Mode::Table, 1);
        let answered: Vec<String> = (0..count).map(|_| tables.line(4)).collect();
        tablet.feed(&answered).done();
        hospital.round("close", &["--for-good"]).done();
        tablet.sync().done();
        if count == 4 {
            says(&hospital.count(&[]).refused(), "fewer than 7 people at 5 tables");
            assert_eq!(states(&hospital), ["closed"]);
            continue;
        }
        hospital.count(&[]).done();
        let results = hospital.results();
        assert_eq!(counted(&results, "w1"), tables.expected);
        assert_eq!(results["wards"][0]["sheets"]["table"], 5);
        assert_eq!(results["wards"][0]["sheets"]["participant"], 20);
    }
}

#[test]
fn many_tables_of_few_people_are_below_the_floor_too() {
    let times = OPEN.replace("floor = 7", "floor = 20");
    let hospital = serving(&plan(1, 40, "table", "table", &format!("wards = [\"w1\"]\n{times}")));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut tables = Answerer::new(&table(), Mode::Table, 2);
    let lines: Vec<String> = (0..6).map(|_| tables.line(3)).collect();
    tablet.feed(&lines).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    says(&hospital.count(&[]).refused(), "fewer than 20 people at 5 tables");
    assert_eq!(states(&hospital), ["closed"]);
}

#[test]
fn a_silent_tablet_is_named_and_left_out_only_by_name() {
    let ward = answered(10);
    let silent = ward.hospital.tablet("t2", "w1", None);
    silent.feed(&lines(&mut people(2), 6)).done();
    ward.close();
    says(&ward.hospital.count(&[]).refused(), &silent.id());
    let stranger = ward.hospital.count(&["--leave-out", "tablet-nobody"]).refused();
    says(&stranger, "tablet-nobody is not a tablet of this box");
    ward.hospital.count(&["--leave-out", &silent.id()]).done();
    ward.is_exact(0);
    silent.sync().done();
    let status = silent.status();
    assert_eq!(status["state"], "counted");
    assert_eq!(status["too_late"], serde_json::json!([ROUND]));
    let plain = silent.run(&["status"]).done();
    says(&plain, "came too late and are not counted");
    // After the release too.
    ward.hospital.round("release", &[]).done();
    silent.sync().done();
    assert_eq!(silent.status()["too_late"], serde_json::json!([ROUND]));
    assert_eq!(envelopes(&silent.status()), (0, 0));
    // The tablet whose answers are counted says nothing of the kind.
    ward.tablet.sync().done();
    assert_eq!(ward.tablet.status()["too_late"], serde_json::json!([]));
}

#[test]
fn nothing_waits_said_before_closing_does_not_count() {
    let ward = answered(10);
    ward.tablet.sync().done();
    ward.hospital.round("close", &["--for-good"]).done();
    says(
        &ward.hospital.count(&[]).refused(),
        "have not said since closing that nothing waits",
    );
    ward.tablet.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_round_is_not_counted_while_it_is_open() {
    let ward = answered(10);
    says(&ward.hospital.count(&[]).refused(), "only a closed round");
    says(&ward.hospital.round("release", &[]).refused(), "count it first");
    assert_eq!(states(&ward.hospital), ["open"]);
}

#[test]
fn after_the_count_a_delivery_is_too_late() {
    let ward = closed(10);
    let address = address(&ward.tablet);
    let sender = Sender::with_token_of(&ward.tablet);
    ward.hospital.count(&[]).done();
    let late = sealed(&lines(&mut people(3), 2), &address, 3);
    let outcomes = sender.send(address.box_id, &late);
    assert!(
        outcomes
            .iter()
            .all(|outcome| format!("{outcome:?}") == "Refused(TooLate)")
    );
    says(
        &ward.tablet.feed(&lines(&mut people(4), 1)).refused(),
        "closed for good, and nothing can be added to it",
    );
    ward.is_exact(0);
}

#[test]
fn a_round_is_counted_once_and_released_once() {
    let ward = closed(10);
    let hospital = &ward.hospital;
    says(&hospital.round("release", &[]).refused(), "count it first");
    hospital.count(&[]).done();
    says(&hospital.count(&[]).refused(), "is counted");
    says(
        &hospital.round("extend", &["--closes", "2099-06-30"]).refused(),
        "is counted",
    );
    says(&hospital.round("close-unread", &[]).refused(), "is counted");
    hospital.round("release", &[]).done();
    says(&hospital.round("release", &[]).refused(), "is released");
    says(&hospital.count(&[]).refused(), "is released");
    ward.is_exact(0);
    ward.tablet.sync().done();
    assert_eq!(ward.tablet.status()["state"], "released");
    assert_eq!(envelopes(&ward.tablet.status()), (0, 0));
}

#[test]
fn tablets_keep_their_envelopes_until_the_release() {
    let ward = closed(10);
    ward.hospital.count(&[]).done();
    ward.tablet.sync().done();
    assert_eq!(ward.tablet.status()["state"], "counted");
    assert_eq!(envelopes(&ward.tablet.status()), (0, 130));
}

fn pooled() -> Hospital {
    serving(&plan(
        2,
        6,
        "station",
        "drop-in",
        &format!("pooled = [[\"w1\", \"w2\"]]\n{OPEN}"),
    ))
}

#[test]
fn pooled_wards_are_one_box_and_one_count() {
    let hospital = pooled();
    let (one, other) = (hospital.tablet("t1", "w1", None), hospital.tablet("t2", "w2", None));
    let manifest = settings(&other).manifest.unwrap();
    let names: Vec<&str> = manifest.boxes[0].wards.iter().map(|ward| ward.name.as_str()).collect();
    assert_eq!(names, ["Ward 1", "Ward 2"]);
    let mut people = people(1);
    // Four on each side: neither ward alone reaches the floor.
    one.feed(&lines(&mut people, 4)).done();
    other.feed(&lines(&mut people, 4)).done();
    hospital.round("close", &["--for-good"]).done();
    one.sync().done();
    says(&hospital.count(&[]).refused(), &other.id());
    other.sync().done();
    hospital.count(&[]).done();
    let results = hospital.results();
    let wards = results["wards"].as_array().unwrap();
    assert_eq!(wards.len(), 1);
    assert_eq!(wards[0]["wards"], serde_json::json!(["w1", "w2"]));
    assert_eq!(wards[0]["sheets"]["participant"], 8);
    assert_eq!(counted(&results, wards[0]["ward"].as_str().unwrap()), people.expected);
}

#[test]
fn one_ward_of_two_is_closed_counted_and_released_by_itself() {
    let Ward {
        hospital,
        tablet,
        people,
    } = answered_on(serving(&drop_in(2)), 10);
    hospital.round("close", &["--for-good", "--ward", "w1"]).done();
    tablet.sync().done();
    hospital.count(&["--ward", "w1"]).done();
    assert_eq!(states(&hospital), ["counted", "open"]);
    assert_eq!(counted(&hospital.results(), "w1"), people.expected);
    says(&hospital.count(&[]).refused(), "w2");
}

/// A closing unread that came too late left its intention behind: the next start destroyed a finished count.
#[test]
fn a_count_that_was_first_is_not_undone_by_a_closing_unread_that_lost() {
    let mut ward = closed(9);
    ward.hospital.count(&[]).done();
    {
        let (folder, store) = opened(&ward.hospital.data());
        let unread = Ending {
            state: BoxState::ClosedUnread,
            release: None,
            pulse: None,
            notes_until: None,
            round: None,
            departments: None,
            count: None,
            readers: Vec::new(),
        };
        folder.keep_ending(only_box(&store).id, &unread).unwrap();
    }
    ward.hospital.serve();
    assert_eq!(states(&ward.hospital), ["counted"]);
    ward.is_exact(0);
    ward.hospital.round("release", &[]).done();
    assert_eq!(states(&ward.hospital), ["released"]);
}

/// Both at once, over and over: whichever is first, the other is refused, and a new start changes nothing.
#[test]
fn of_a_count_and_a_closing_unread_at_once_one_happens_and_stays() {
    let mut counted = 0;
    for turn in 0..6 {
        let mut ward = closed(9);
        let unread = {
            let (folder, mut store) = opened(&ward.hospital.data());
            let ballot_box = only_box(&store);
            // Sooner or later: the count takes its passphrase first.
            std::thread::spawn(move || {
                (0..turn * 200_000).for_each(|spin| {
                    std::hint::black_box(spin);
                });
                end_unread(&mut store, &folder, &ballot_box, ballot_box.closes + 1).is_ok()
            })
        };
        let count = ward.hospital.count(&[]).ok;
        let unread = unread.join().unwrap();
        assert!(count != unread, "count {count}, closing unread {unread}");
        ward.hospital.serve();
        let state = if count { "counted" } else { "closed-unread" };
        assert_eq!(states(&ward.hospital), [state]);
        if count {
            ward.is_exact(0);
            counted += 1;
        }
    }
    println!("{counted} of 6 were counted");
}

/// Counted without a tablet, put back to before, and counted with it: the difference would be those few people's sheets.
#[test]
fn a_restored_hub_counts_what_it_counted_before_and_nothing_else() {
    let mut ward = answered(9);
    let late = ward.hospital.tablet("t2", "w1", None);
    let mut others = people(7);
    late.feed(&lines(&mut others, 1)).done();
    ward.close();
    let backup = ward.hospital.path("backup.db");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let id = late.id();
    ward.hospital.count(&["--leave-out", &id]).done();
    let first = ward.hospital.results();
    // Two lists of one count tell by what stands in both how many answered: there is one, whose number stays.
    let number = |hospital: &Hospital| {
        hospital.hub(&["round", "status", "--json"]).json()["boxes"][0]["count"]["number"].clone()
    };
    let counted = number(&ward.hospital);
    assert!(counted.is_string());
    ward.hospital.kill();
    ward.hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    ward.hospital.hub(&["review", "--confirm"]).done();
    ward.hospital.serve();
    // The one that was left out may deliver first, and the other not: neither makes another count.
    says(&late.sync().refused(), "the round was counted before they came");
    ward.tablet.sync().done();
    ward.hospital.count(&["--leave-out", &id]).done();
    assert_eq!(ward.hospital.results(), first, "to the last answer");
    assert_eq!(number(&ward.hospital), counted);
    // What came too late says so.
    late.sync();
    assert_eq!(late.status()["too_late"][0], ROUND);
}

/// The copy is from before the closing: people could answer once more, and the recount takes only what was counted. They
/// are told that it came too late; nobody extends a round that was counted.
#[test]
fn what_comes_after_a_count_that_a_restore_has_forgotten_is_said_to_be_too_late() {
    let mut ward = answered(9);
    let backup = ward.hospital.path("backup.db");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    ward.close();
    ward.hospital.count(&[]).done();
    let first = ward.hospital.results();
    ward.hospital.kill();
    ward.hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    ward.hospital.hub(&["review", "--confirm"]).done();
    ward.hospital.serve();
    // It opens for nobody: that it was closed for good is noted beside the database.
    let new = ward.hospital.tablet("t2", "w1", None);
    new.feed(&lines(&mut people(7), 6)).refused();
    says(
        &ward.hospital.round("extend", &["--closes", "2099-06-30"]).refused(),
        "was counted before",
    );
    ward.tablet.sync().done();
    ward.hospital.count(&[]).done();
    assert_eq!(ward.hospital.results(), first, "to the last answer");
}

/// What is done to a whole round goes on where it was cut short, leaves what is done as it is, and says so once all is done.
#[test]
fn a_step_over_several_wards_goes_on_with_those_that_are_left() {
    let hospital = serving(&drop_in(2));
    let tablets = [("t1", "w1"), ("t2", "w2")].map(|(name, ward)| hospital.tablet(name, ward, None));
    for (tablet, seed) in tablets.iter().zip(1..) {
        tablet.feed(&lines(&mut people(seed), 8)).done();
        tablet.sync().done();
    }
    hospital.round("close", &["--for-good"]).done();
    for tablet in &tablets {
        tablet.sync().done();
    }
    hospital.count(&["--ward", "w1"]).done();
    let of_one = || {
        let words = [
            "results", "--round", ROUND, "--ward", "w1", "--as", "guide", "--format", "json",
        ];
        counted(&hospital.hub(&words).json(), "w1")
    };
    let before = of_one();
    let left = hospital.count(&[]).done();
    assert!(left.contains("w2: counted") && !left.contains("w1"), "{left}");
    assert_eq!(of_one(), before);
    assert_eq!(states(&hospital), ["counted", "counted"]);
    let again = hospital.count(&[]).refused();
    assert!(again.contains("w1: ") && again.contains("w2: "), "{again}");
    hospital.round("release", &["--ward", "w2"]).done();
    let left = hospital.round("release", &[]).done();
    assert!(left.contains("w1: released") && !left.contains("w2"), "{left}");
    assert_eq!(states(&hospital), ["released", "released"]);
}
