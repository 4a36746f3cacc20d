//! A hub that does not count everything: the tablets look for themselves.

use trykk_shared::counted::CountedList;
use trykk_shared::protocol::{BoxState, Counted, paths};
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk};

use crate::scene::{Ward, answered, box_info, envelopes, kept, lines, now, only_box, opened, says, settings};

/// What `round status` says of the only box's count.
fn count(hospital: &Hospital) -> serde_json::Value {
    hospital.hub(&["round", "status", "--json"]).json()["boxes"][0]["count"].clone()
}

/// A ward where nine people answered on one tablet and seven on another.
fn two_tablets() -> (Ward, Kiosk) {
    let mut ward = answered(9);
    let other = ward.hospital.tablet("t2", "w1", None);
    other.feed(&lines(&mut ward.people, 7)).done();
    other.sync().done();
    ward.hospital.round("close", &["--for-good"]).done();
    ward.tablet.sync().done();
    other.sync().done();
    (ward, other)
}

/// Everybody's answers are counted: both tablets find theirs, one of them as late as after the release, before it forgets them. Both show
/// the number that the hub shows.
#[test]
fn tablets_find_all_that_they_delivered_also_after_the_release() {
    let (ward, late) = two_tablets();
    assert!(count(&ward.hospital).is_null(), "nothing is counted yet");
    ward.hospital.count(&[]).done();
    assert_eq!(count(&ward.hospital)["found_all"], 0);
    ward.tablet.sync().done();
    let number = count(&ward.hospital)["number"].as_str().unwrap().to_owned();
    assert_eq!(ward.tablet.status()["counted"], number);
    assert_eq!(count(&ward.hospital)["found_all"], 1);
    ward.hospital.round("release", &[]).done();
    assert_eq!(envelopes(&late.status()).1, kept(&late).len() as u64);
    late.sync().done();
    ward.tablet.sync().done();
    for tablet in [&ward.tablet, &late] {
        let status = tablet.status();
        assert_eq!(
            (&status["counted"], &status["state"]),
            (&number.clone().into(), &"released".into())
        );
        assert_eq!(envelopes(&status), (0, 0), "what it held is forgotten");
        says(
            &tablet.run(&["status"]).done(),
            &format!("Every answer on this tablet is in the count {number}."),
        );
    }
    let found = count(&ward.hospital);
    assert_eq!(
        (&found["tablets"], &found["found_all"], &found["miss_some"]),
        (&2.into(), &2.into(), &0.into())
    );
    ward.is_exact(0);
}

/// Whoever runs the hub takes one envelope out of the database, or breaks it, before the count. The hub's own figures do not say so; the
/// tablet that brought it does, and the hub's pages are told.
#[test]
fn a_hub_that_drops_or_spoils_one_envelope_is_found_out_by_the_tablet_that_brought_it() {
    for spoils in [false, true] {
        let (ward, other) = two_tablets();
        let gone = kept(&other)[3].envelope.id();
        let connection = rusqlite::Connection::open(ward.hospital.data().join("hub.db")).unwrap();
        let sql = match spoils {
            true => "UPDATE envelope SET sealed = zeroblob(length(sealed)) WHERE id = ?1",
            false => "DELETE FROM envelope WHERE id = ?1",
        };
        assert_eq!(connection.execute(sql, [gone.0]).unwrap(), 1);
        ward.hospital.count(&[]).done();
        ward.tablet.sync().done();
        other.sync().done();
        assert_eq!(ward.tablet.status()["counted"], count(&ward.hospital)["number"]);
        assert_eq!(other.status()["counted"], "missing");
        says(
            &other.run(&["status"]).done(),
            "Some answers on this tablet are not in the count: tell the process guide.",
        );
        let found = count(&ward.hospital);
        assert_eq!((&found["found_all"], &found["miss_some"]), (&1.into(), &1.into()));
        // Published all the same: the tablet has not forgotten what it found.
        ward.hospital.round("release", &[]).done();
        other.sync().done();
        assert_eq!(other.status()["counted"], "missing");
    }
}

/// A hub that names another list than the one whose number it shows, or one without the tablet's envelopes, is not believed; and whoever
/// holds a tablet's token learns from the list's size nothing of how many answered.
#[test]
fn the_list_says_neither_how_many_answered_nor_what_the_number_does_not() {
    let sizes = [9, 16].map(|people_count| {
        let ward = answered(people_count);
        ward.close();
        ward.hospital.count(&[]).done();
        let enrolment = settings(&ward.tablet).enrolment.unwrap();
        let hub = trykk_kiosk::hub::Hub::pinned(&enrolment.address, enrolment.fingerprint.parse().unwrap()).unwrap();
        let box_id = box_info(&ward.tablet).id;
        let ask = |path: String| now(hub.get::<Counted>(&path, Some(&enrolment.token)));
        let list = ask(format!("{}/{box_id}", paths::COUNTED)).unwrap().ids;
        assert!(kept(&ward.tablet).iter().all(|kept| list.holds(kept.envelope.id())));
        assert!(ask(format!("{}/{}", paths::COUNTED, "0".repeat(32))).is_err());
        // A tablet that came after the count was given no key, and learns nothing of it.
        let stranger = ward.hospital.tablet("t9", "w1", None);
        let enrolment = settings(&stranger).enrolment.unwrap();
        let refused = now(hub.get::<Counted>(&format!("{}/{box_id}", paths::COUNTED), Some(&enrolment.token)));
        assert!(refused.is_err());
        // Another list than the number's, in the hub's database.
        let (_, store) = opened(&ward.hospital.data());
        assert_eq!(only_box(&store).id, box_id);
        drop(store);
        let mut other = list.to_bytes();
        let drawn: Vec<usize> = (0..other.len() / 16)
            .filter(|nth| {
                !kept(&ward.tablet)
                    .iter()
                    .any(|kept| kept.envelope.id().0[..] == other[nth * 16..][..16])
            })
            .collect();
        other.drain(drawn[0] * 16..drawn[0] * 16 + 16);
        let other = CountedList::from_bytes(&other).unwrap();
        assert!(kept(&ward.tablet).iter().all(|kept| other.holds(kept.envelope.id())));
        let connection = rusqlite::Connection::open(ward.hospital.data().join("hub.db")).unwrap();
        connection
            .execute("UPDATE box SET counted = ?1", [other.to_bytes()])
            .unwrap();
        ward.tablet.sync().done();
        assert_eq!(ward.tablet.status()["counted"], "missing");
        list.to_bytes().len()
    });
    assert_eq!(sizes[0], sizes[1]);
    assert!(sizes[0] > 0);
}

/// Whoever can write to the hub's database, and to nothing else.
fn write_to_database(hospital: &Hospital, sql: &str, values: impl rusqlite::Params) {
    let connection = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
    assert!(connection.execute(sql, values).unwrap() > 0, "{sql}");
}

/// Two tablets, and the count of all but one envelope of the second.
fn counted_without_one() -> (Ward, Kiosk) {
    let (ward, other) = two_tablets();
    let gone = kept(&other)[3].envelope.id();
    write_to_database(&ward.hospital, "DELETE FROM envelope WHERE id = ?1", [gone.0]);
    ward.hospital.count(&[]).done();
    (ward, other)
}

/// A list that cannot be had hides nothing: the tablet keeps what it holds, also of a published round, and asks again; after a day it says
/// that its answers are not there. A hub that was only busy loses nothing by it.
#[test]
fn a_tablet_that_cannot_look_keeps_its_envelopes_and_then_says_so() {
    let broken = ["x'00'", "NULL", "substr(counted, 1, length(counted) - 1)"];
    for (nth, breaks) in broken.into_iter().enumerate() {
        let (ward, other) = counted_without_one();
        let held = envelopes(&other.status());
        let list = opened(&ward.hospital.data())
            .1
            .kept_count(box_info(&other).id)
            .unwrap()
            .unwrap()
            .list
            .unwrap();
        write_to_database(&ward.hospital, &format!("UPDATE box SET counted = {breaks}"), []);
        ward.hospital.round("release", &[]).done();
        for _ in 0..2 {
            other.sync().done();
            assert_eq!(
                (&other.status()["counted"], envelopes(&other.status())),
                (&serde_json::Value::Null, held),
                "{breaks}"
            );
        }
        if nth == 0 {
            // The hub has its list again: the tablet finds what is missing by itself.
            write_to_database(&ward.hospital, "UPDATE box SET counted = ?1", [list.to_bytes()]);
        } else {
            let mut settings = settings(&other);
            settings.unlooked.values_mut().for_each(|since| *since -= 24 * 3600);
            settings.save(&other.data).unwrap();
        }
        other.sync().done();
        assert_eq!(
            (&other.status()["counted"], envelopes(&other.status())),
            (&"missing".into(), (0, 0)),
            "{breaks}"
        );
        // Where there is a number and no list, the hub takes the tablet's word all the same.
        assert_eq!(count(&ward.hospital)["miss_some"], 1, "{breaks}");
    }
}

/// A tablet that misses answers says so as long as anybody asks, whether it is taken out of use or reported stolen meanwhile.
#[test]
fn taking_a_tablet_out_of_use_takes_no_complaint_away() {
    for how in ["retire", "stolen"] {
        let (ward, other) = counted_without_one();
        ward.tablet.sync().done();
        other.sync().done();
        ward.hospital.round("release", &[]).done();
        ward.hospital.hub(&["tablet", how, "--tablet", &other.id()]).done();
        other.sync();
        ward.tablet.sync().done();
        let after = count(&ward.hospital);
        assert_eq!(
            (&after["tablets"], &after["found_all"], &after["miss_some"]),
            (&2.into(), &1.into(), &1.into()),
            "{how}"
        );
    }
}

/// Whoever holds a stolen tablet says nothing about the count; nor does a later word take a complaint back.
#[test]
fn a_complaint_stands_and_a_stolen_tablet_makes_none() {
    let (ward, other) = counted_without_one();
    other.sync().done();
    let mut forged = settings(&other);
    forged
        .count_checks
        .values_mut()
        .for_each(|checked| checked.whole = true);
    forged.save(&other.data).unwrap();
    other.sync().done();
    assert_eq!(count(&ward.hospital)["miss_some"], 1);
    let (ward, other) = counted_without_one();
    ward.hospital.hub(&["tablet", "stolen", "--tablet", &other.id()]).done();
    other.sync();
    assert_eq!(count(&ward.hospital)["miss_some"], 0);
}

/// The hub is put back to before the count once it is published: the count can be checked all the same, and those who read it read it.
#[test]
fn a_restore_after_the_release_keeps_the_count_that_can_be_checked() {
    let (mut ward, other) = two_tablets();
    let backup = ward.hospital.path("backup");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let releases = |hospital: &Hospital| {
        let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
        let sql = "SELECT count(*) FROM audit WHERE deed = 'released'";
        database.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    let gone = kept(&other)[3].envelope.id();
    write_to_database(&ward.hospital, "DELETE FROM envelope WHERE id = ?1", [gone.0]);
    ward.hospital.count(&[]).done();
    let number = count(&ward.hospital)["number"].clone();
    ward.hospital.round("release", &[]).done();
    ward.hospital.kill();
    ward.hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    ward.hospital.hub(&["review", "--confirm"]).done();
    ward.hospital.serve();
    for tablet in [&ward.tablet, &other] {
        tablet.point_to(&ward.hospital);
        tablet.sync().done();
    }
    assert_eq!(
        (&count(&ward.hospital)["number"], &ward.tablet.status()["counted"]),
        (&number, &number)
    );
    assert_eq!(other.status()["counted"], "missing");
    let (_, store) = opened(&ward.hospital.data());
    let readers = store.readers(only_box(&store).id).unwrap();
    assert_eq!(
        readers.iter().map(|reader| reader.email.as_str()).collect::<Vec<_>>(),
        [GUIDE]
    );
    assert_eq!(releases(&ward.hospital), 1, "the log says that it was released, once");
    ward.hospital.hub(&["audit", "verify"]).done();
}

/// The copy is from before the guide had a counting key: whoever takes the next invitation of that account reads nothing of what was counted.
#[test]
fn who_has_no_counting_key_in_a_copy_reads_nothing_that_came_after_it() {
    let mut ward = answered(9);
    let backup = ward.hospital.path("backup");
    ward.hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let copy = rusqlite::Connection::open(&backup).unwrap();
    let forget = "UPDATE account SET counting_public = NULL, counting_wrapped = NULL WHERE email = ?1";
    assert_eq!(copy.execute(forget, [GUIDE]).unwrap(), 1);
    drop(copy);
    ward.hospital.round("close", &["--for-good"]).done();
    ward.tablet.sync().done();
    ward.hospital.count(&[]).done();
    ward.hospital.round("release", &[]).done();
    ward.hospital.kill();
    ward.hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    ward.hospital.hub(&["review", "--confirm"]).done();
    ward.hospital.serve();
    let (_, store) = opened(&ward.hospital.data());
    assert_eq!(only_box(&store).state, Some(BoxState::Released));
    assert!(store.readers(only_box(&store).id).unwrap().is_empty());
}

/// Whoever writes to the database puts the envelope that it dropped into the list afterwards, with the number that the list then has. The
/// tablets believe it; the log does not.
#[test]
fn a_list_that_was_written_anew_after_the_count_is_found_out() {
    let (ward, other) = two_tablets();
    let gone = kept(&other)[3].envelope.id();
    let held: Vec<[u8; 16]> = [&ward.tablet, &other]
        .into_iter()
        .flat_map(kept)
        .map(|kept| kept.envelope.id().0)
        .collect();
    write_to_database(&ward.hospital, "DELETE FROM envelope WHERE id = ?1", [gone.0]);
    ward.hospital.count(&[]).done();
    assert_eq!(count(&ward.hospital)["changed_since"], false);
    let box_id = box_info(&ward.tablet).id;
    let list = opened(&ward.hospital.data())
        .1
        .kept_count(box_id)
        .unwrap()
        .unwrap()
        .list
        .unwrap()
        .to_bytes();
    let mut ids = list.as_chunks::<16>().0.to_vec();
    let drawn = ids.iter().position(|id| !held.contains(id)).unwrap();
    ids[drawn] = gone.0;
    ids.sort_unstable();
    let list = CountedList::from_bytes(&ids.concat()).unwrap();
    let number = list.number(box_id);
    write_to_database(
        &ward.hospital,
        "UPDATE box SET counted = ?1, count_number = ?2",
        rusqlite::params![list.to_bytes(), number.0],
    );
    other.sync().done();
    assert_eq!(
        other.status()["counted"],
        count(&ward.hospital)["number"],
        "it cannot know"
    );
    assert_eq!(count(&ward.hospital)["changed_since"], true);
    says(
        &ward.hospital.hub(&["round", "status"]).done(),
        "not the number that the audit log has",
    );
}
