//! A hub that does not count everything: the tablets look for themselves.

use trykk_shared::counted::CountedList;
use trykk_shared::protocol::{Counted, paths};
use trykk_tests::hospital::{Hospital, Kiosk};

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
