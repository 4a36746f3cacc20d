//! What a dishonest tablet may put into a box: copies, envelopes for something else, garbage, too many.

use trykk_shared::kind::EnvelopeKind;
use trykk_shared::protocol::{Outcome, SentEnvelope};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::{Address, Envelope};
use trykk_tests::hospital::plan;

use crate::scene::{
    OPEN, Sender, Ward, address, altered, answered, answered_on, drop_in, envelopes, garbage, kept, lines, people,
    says, sealed, serving, states,
};

/// Sends envelopes into a ward's box, closes it and counts.
fn count_with(ward: &Ward, extra: &[Envelope]) -> Vec<Outcome> {
    let outcomes = Sender::with_token_of(&ward.tablet).send(address(&ward.tablet).box_id, extra);
    ward.close();
    ward.hospital.count(&[]).done();
    outcomes
}

#[test]
fn a_copied_envelope_counts_once_whoever_sends_it() {
    let ward = answered(10);
    let other = ward.hospital.tablet("t2", "w1", None);
    let copies: Vec<Envelope> = kept(&ward.tablet).iter().map(|one| (*one.envelope).clone()).collect();
    let box_id = address(&ward.tablet).box_id;
    let thief = Sender::with_token_of(&other);
    let twice = [&copies[..50], &copies[..50]].concat();
    assert_eq!(thief.send(box_id, &twice), vec![Outcome::Known; 100]);
    for copy in copies.chunks(60) {
        assert_eq!(thief.send(box_id, copy), vec![Outcome::Known; copy.len()]);
    }
    other.sync().done();
    ward.hospital.round("close", &["--for-good"]).done();
    ward.tablet.sync().done();
    other.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_copy_that_comes_first_takes_nothing_from_its_owner() {
    let mut ward = answered(10);
    let other = ward.hospital.tablet("t2", "w1", None);
    ward.tablet.feed(&lines(&mut ward.people, 6)).done();
    let copies: Vec<Envelope> = kept(&ward.tablet)
        .iter()
        .filter(|one| !one.sent)
        .map(|one| (*one.envelope).clone())
        .collect();
    let outcomes = Sender::with_token_of(&other).send(address(&ward.tablet).box_id, &copies);
    assert_eq!(outcomes, vec![Outcome::Stored; 6 * 13]);
    ward.tablet.sync().done();
    assert_eq!(envelopes(&ward.tablet.status()), (0, 16 * 13));
    ward.close();
    other.sync().done();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn an_envelope_for_another_box_is_not_read() {
    let ward = answered_on(serving(&drop_in(2)), 10);
    let elsewhere = ward.hospital.tablet("t2", "w2", None);
    let (here, there) = (address(&ward.tablet), address(&elsewhere));
    let one_of = |address: &Address, seed| sealed(&lines(&mut people(seed), 1), address, seed);
    let mut foreign = one_of(&there, 5);
    // Sealed to the right key for another box, and for another round.
    let other_box = Address {
        box_id: there.box_id,
        ..here.clone()
    };
    let other_round = Address {
        round: "2026-spring".to_owned(),
        ..here.clone()
    };
    foreign.extend(one_of(&other_box, 6));
    foreign.extend(one_of(&other_round, 7));
    let sender = Sender::with_token_of(&ward.tablet);
    // Into the box of a ward that is not its own it gets nothing at all.
    let refused = Outcome::Refused(Refusal::NotYourBox);
    assert_eq!(sender.send(there.box_id, &foreign), vec![refused; 39]);
    assert_eq!(sender.send(here.box_id, &foreign), vec![Outcome::Stored; 39]);
    ward.hospital.round("close", &["--for-good", "--ward", "w1"]).done();
    ward.tablet.sync().done();
    ward.hospital.count(&["--ward", "w1"]).done();
    ward.is_exact(39);
}

/// A drop-in round has no tables: a mark that is called a table's there, by a flipped bit or on purpose, is the participant's that it was
/// sealed as, and counts against the same cap.
#[test]
fn an_envelope_under_another_kind_of_its_size_is_what_it_was_sealed_as() {
    let mut ward = answered(10);
    let lines = lines(&mut ward.people, 1);
    let whole = sealed(&lines, &address(&ward.tablet), 8);
    let relabelled: Vec<Envelope> = whole
        .iter()
        .map(|one| match one.kind() {
            EnvelopeKind::ParticipantMark => {
                Envelope::from_sealed(EnvelopeKind::TableMark, one.sealed().to_vec()).unwrap()
            }
            _ => one.clone(),
        })
        .collect();
    let outcomes = count_with(&ward, &relabelled);
    assert!(
        outcomes.iter().all(|outcome| *outcome == Outcome::Stored),
        "{outcomes:?}"
    );
    ward.is_exact(0);
}

#[test]
fn a_table_mark_in_a_participants_envelope_is_not_read() {
    let ward = answered(10);
    let address = address(&ward.tablet);
    let plain = [0; trykk_shared::kind::MARK_BYTES];
    let info = trykk_shared::seal::info(&address.round, EnvelopeKind::TableMark);
    let aad = trykk_shared::seal::aad(address.box_id);
    let bytes = address.key.seal(&info, &aad, &plain, &mut crate::scene::rng(9));
    let envelope = Envelope::from_sealed(EnvelopeKind::ParticipantMark, bytes).unwrap();
    count_with(&ward, &[envelope]);
    ward.is_exact(1);
}

#[test]
fn garbled_envelopes_are_reported_and_change_nothing_else() {
    let ward = answered(10);
    let copies: Vec<Envelope> = kept(&ward.tablet).iter().map(|one| (*one.envelope).clone()).collect();
    let mut wrong: Vec<Envelope> = [0, 31, 32, 60, 111]
        .into_iter()
        .zip(&copies)
        .map(|(at, one)| altered(one, |bytes| bytes[at] ^= 1))
        .collect();
    // X25519 does not look at the highest bit of a key: the same envelope with it flipped must not open once more.
    wrong.extend(copies[10..20].iter().map(|one| altered(one, |bytes| bytes[31] ^= 0x80)));
    // Keys of small order, and nothing but zeros.
    wrong.push(altered(&copies[20], |bytes| bytes[..32].fill(0)));
    wrong.push(altered(&copies[21], |bytes| bytes.fill(0)));
    wrong.extend(garbage(&copies[30..40], 10));
    let outcomes = count_with(&ward, &wrong);
    assert_eq!(outcomes, vec![Outcome::Stored; 27]);
    ward.is_exact(27);
}

#[test]
fn garbage_does_not_lift_a_box_over_the_floor() {
    let ward = answered(6);
    let copies: Vec<Envelope> = kept(&ward.tablet).iter().map(|one| (*one.envelope).clone()).collect();
    let garbage = garbage(&copies, 11);
    let outcomes = Sender::with_token_of(&ward.tablet).send(address(&ward.tablet).box_id, &garbage);
    assert_eq!(outcomes, vec![Outcome::Stored; 78]);
    ward.close();
    let refused = ward.hospital.count(&[]).refused();
    says(&refused, "fewer than 7 people answered anything that can be read");
    says(&refused, "what was opened to see it is forgotten");
    assert_eq!(states(&ward.hospital), ["closed"]);
    says(
        &ward
            .hospital
            .hub(&["results", "--round", "2026-autumn", "--as", "guide"])
            .refused(),
        "not counted yet",
    );
}

#[test]
fn copies_of_one_question_do_not_make_people() {
    let ward = answered(6);
    let address = address(&ward.tablet);
    // Freshly sealed, so no repeats: but always the same question, never a whole sheet.
    let one_question: Vec<Envelope> = (0..40)
        .map(|seed| sealed(&lines(&mut people(12), 1), &address, seed).swap_remove(0))
        .collect();
    let note = kept(&ward.tablet)
        .iter()
        .find(|one| one.envelope.kind() == EnvelopeKind::ParticipantNote)
        .map(|one| (*one.envelope).clone())
        .unwrap();
    let extra = [&one_question[..], &garbage(&[note.clone(), note], 13)].concat();
    Sender::with_token_of(&ward.tablet).send(address.box_id, &extra);
    ward.close();
    says(&ward.hospital.count(&[]).refused(), "anything that can be read");
}

#[test]
fn an_entry_with_a_wrong_id_or_size_is_refused_and_the_rest_is_taken() {
    let mut ward = answered(10);
    let address = address(&ward.tablet);
    let line = lines(&mut ward.people, 1);
    let good: Vec<SentEnvelope> = sealed(&line, &address, 14).iter().map(SentEnvelope::from).collect();
    let mut batch = good.clone();
    batch[0].id = batch[1].id;
    batch[1].sealed.truncate(20);
    batch[2].sealed = "not base64 !".to_owned();
    let outcomes = Sender::with_token_of(&ward.tablet)
        .send_raw(address.box_id, batch)
        .unwrap();
    assert_eq!(outcomes[0], Outcome::Refused(Refusal::WrongId));
    assert_eq!(outcomes[1], Outcome::Refused(Refusal::Malformed));
    assert_eq!(outcomes[2], Outcome::Refused(Refusal::Malformed));
    assert_eq!(outcomes[3..], vec![Outcome::Stored; 10]);
    let again = Sender::with_token_of(&ward.tablet)
        .send_raw(address.box_id, good)
        .unwrap();
    assert_eq!(again[..3], vec![Outcome::Stored; 3]);
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

/// Without start codes a tablet takes a sheet for each who works there. It says so before somebody begins, not after; what
/// it took is delivered, and a corrected headcount opens it again.
#[test]
fn a_full_tablet_says_so_before_anybody_begins_and_loses_nothing() {
    let plan_for = |headcount| {
        let round = format!("wards = [\"w1\"]\n{OPEN}");
        plan(1, headcount, "station", "drop-in", &round)
    };
    let hospital = serving(&plan_for(12));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    says(
        &tablet.feed(&lines(&mut people_again(), 13)).refused(),
        "has room for 12",
    );
    tablet.feed(&lines(&mut people, 12)).done();
    assert_eq!(tablet.status()["state"], "full");
    says(&tablet.feed(&lines(&mut people_again(), 1)).refused(), "has room for 0");
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (0, 12 * 13), "what it took is delivered");
    // Somebody with its token gets no further.
    let to = address(&tablet);
    let stuffed = sealed(&lines(&mut people_again(), 1), &to, 3);
    let outcomes = Sender::with_token_of(&tablet).send(to.box_id, &stuffed);
    assert_eq!(outcomes, vec![Outcome::Refused(Refusal::Full); 13]);
    // Another tablet of the ward is as full; both have room again once the headcount is put right.
    let other = hospital.tablet("t2", "w1", None);
    assert_eq!(other.status()["state"], "full");
    hospital.apply(&plan_for(16)).done();
    for tablet in [&tablet, &other] {
        tablet.sync().done();
        assert_eq!(tablet.status()["state"], "open");
        tablet.feed(&lines(&mut people, 2)).done();
    }
    hospital.round("close", &["--for-good"]).done();
    for tablet in [&tablet, &other] {
        tablet.sync().done();
    }
    hospital.count(&[]).done();
    let ward = Ward {
        hospital,
        tablet,
        people,
    };
    ward.is_exact(0);
}

/// What a tablet took counts for it whatever became of its files: the hub takes all that people are let begin, or they do not begin.
#[test]
fn a_tablet_that_lost_a_file_takes_neither_more_nor_fewer_sheets_than_there_is_room_for() {
    let round = format!("wards = [\"w1\"]\n{OPEN}");
    let hospital = serving(&plan(1, 12, "station", "drop-in", &round));
    let tablet = hospital.tablet("t1", "w1", None);
    let mut people = people(1);
    tablet.feed(&lines(&mut people, 9)).done();
    tablet.sync().done();
    std::fs::remove_file(tablet.data.join("envelopes.db")).unwrap();
    says(&tablet.feed(&lines(&mut people_again(), 4)).refused(), "has room for 3");
    tablet.feed(&lines(&mut people, 1)).done();
    let before = tablet.id();
    // Its settings lost: it is another tablet now, and holds one sheet that the hub knows of no other.
    std::fs::remove_file(tablet.data.join("tablet.json")).unwrap();
    let link = hospital.link("w1", None);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
    tablet.sync().done();
    // Of the nine under its old id it hears in fives from the floor: seven or more.
    says(&tablet.feed(&lines(&mut people_again(), 5)).refused(), "has room for 4");
    tablet.feed(&lines(&mut people, 2)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()).0, 0, "what it took is delivered");
    hospital.count(&["--leave-out", &before]).done();
    let ward = Ward {
        hospital,
        tablet,
        people,
    };
    ward.is_exact(0);
}

/// Whoever takes a ward's sheets for themselves on one tablet keeps nobody from answering on the other, once that one is reported.
#[test]
fn the_sheets_of_a_stolen_tablet_keep_nobody_from_answering() {
    let round = format!("wards = [\"w1\"]\n{OPEN}");
    let hospital = serving(&plan(1, 12, "station", "drop-in", &round));
    let (tablet, other) = (hospital.tablet("t1", "w1", None), hospital.tablet("t2", "w1", None));
    tablet.feed(&lines(&mut people(1), 12)).done();
    tablet.sync().done();
    other.sync().done();
    assert_eq!(other.status()["state"], "full");
    hospital.hub(&["tablet", "stolen", "--tablet", &tablet.id()]).done();
    other.sync().done();
    assert_eq!(other.status()["state"], "open");
    says(
        &other.feed(&lines(&mut people_again(), 13)).refused(),
        "has room for 12",
    );
}

/// Without start codes all tablets of a ward take together as many sheets as people work there; what each hears of the others is
/// coarse. Two that knew nothing of each other lose nothing, and the guide is told.
#[test]
fn two_tablets_of_a_ward_do_not_take_twice_as_many_sheets_as_people_work_there() {
    let round = format!("wards = [\"w1\"]\n{OPEN}");
    let hospital = serving(&plan(1, 12, "station", "drop-in", &round));
    let (tablet, other) = (hospital.tablet("t1", "w1", None), hospital.tablet("t2", "w1", None));
    let mut people = people(1);
    let room_of_the_other = |fed: &str| {
        other.sync().done();
        says(&other.feed(&lines(&mut people_again(), 13)).refused(), fed);
    };
    tablet.feed(&lines(&mut people, 6)).done();
    tablet.sync().done();
    room_of_the_other("has room for 12");
    tablet.feed(&lines(&mut people, 5)).done();
    tablet.sync().done();
    room_of_the_other("has room for 5");
    // Neither hears of the other's last ones in time: all of them are delivered.
    other.feed(&lines(&mut people, 5)).done();
    assert_eq!(other.status()["state"], "full");
    tablet.feed(&lines(&mut people, 1)).done();
    hospital.round("close", &["--for-good"]).done();
    for tablet in [&tablet, &other] {
        tablet.sync().done();
        assert_eq!(envelopes(&tablet.status()).0, 0, "what a tablet took is never refused");
    }
    hospital.count(&[]).done();
    let ward = Ward {
        hospital,
        tablet,
        people,
    };
    ward.is_exact(0);
}

/// Somebody else, whose answers are not counted.
fn people_again() -> trykk_tests::sheets::Answerer {
    people(99)
}
