//! Somebody who can write to the hub's database puts a key of their own in the place of an open box's: what is answered
//! from then on would be sealed to them.

use trykk_hub::keys::opening::OpeningKey;
use trykk_shared::seal;

use crate::scene::{answered, lines, only_box, opened, rng, says};

/// Who can write to the database asks fewer questions for an hour: one person's sheet looks like that of many, and would leave by
/// itself.
#[test]
fn a_tablet_sends_nobody_alone_to_a_round_that_asks_something_else() {
    let mut ward = answered(8);
    let (folder, store) = opened(&ward.hospital.data());
    let before = store.count_envelopes(only_box(&store).id).unwrap();
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    let deck: String = database
        .query_row("SELECT deck FROM round", [], |row| row.get(0))
        .unwrap();
    let mut fewer: serde_json::Value = serde_json::from_str(&deck).unwrap();
    let items = fewer["items"].as_array().unwrap()[..1].to_vec();
    fewer["items"] = items.into();
    ward.tablet.feed(&lines(&mut ward.people, 1)).done();
    database
        .execute("UPDATE round SET deck = ?1", [fewer.to_string()])
        .unwrap();
    says(&ward.tablet.sync().refused(), "than when this tablet first saw it");
    assert_eq!(ward.tablet.status()["state"], "key-changed");
    assert_eq!(store.count_envelopes(only_box(&store).id).unwrap(), before);
    database.execute("UPDATE round SET deck = ?1", [deck]).unwrap();
    ward.tablet.sync().done();
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_tablet_takes_and_sends_nothing_once_a_box_has_another_key() {
    let mut ward = answered(8);
    let fingerprint = |ward: &crate::scene::Ward| {
        let status = ward.hospital.hub(&["round", "status", "--json"]).json();
        status["boxes"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let first = fingerprint(&ward);
    let (folder, store) = opened(&ward.hospital.data());
    let ballot_box = only_box(&store);
    let before = store.count_envelopes(ballot_box.id).unwrap();
    let waiting = lines(&mut ward.people, 6);
    ward.tablet.feed(&waiting).done();
    // The thief keeps the private key.
    let thief = OpeningKey::draw(&mut rng(41));
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    let swap = |key: [u8; 32]| database.execute("UPDATE box SET public_key = ?1", [key]).unwrap();
    swap(thief.sealing_key().to_bytes());
    assert_ne!(fingerprint(&ward), first, "whoever compares sees it");

    says(
        &ward.tablet.sync().refused(),
        "has another key or other questions than when this tablet first saw it",
    );
    let status = ward.tablet.status();
    assert_eq!(status["state"], "key-changed");
    assert_eq!(status["something_waits"], true);
    let late = lines(&mut crate::scene::people(9), 3);
    says(&ward.tablet.feed(&late).refused(), "another key");
    assert_eq!(
        store.count_envelopes(ballot_box.id).unwrap(),
        before,
        "nothing left the tablet"
    );
    // Nothing on the hub opens with the thief's key.
    let mut select = database.prepare("SELECT kind, sealed FROM envelope").unwrap();
    let sealed = select.query_map([], |row| Ok((row.get::<_, u8>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let mut tried = 0;
    for row in sealed.unwrap() {
        let (kind, sealed) = row.unwrap();
        let kind = trykk_shared::kind::EnvelopeKind::from_number(kind).unwrap();
        let info = seal::info(&ballot_box.round, kind);
        assert!(thief.open(&info, &seal::aad(ballot_box.id), &sealed).is_err());
        tried += 1;
    }
    assert!(tried > 0);

    // With the box's own key back everything goes on, to the last answer.
    swap(ballot_box.key.unwrap());
    ward.tablet.sync().done();
    ward.close();
    ward.hospital.count(&[]).done();
    ward.is_exact(0);
}

#[test]
fn a_count_does_not_take_a_tablets_refusal_for_nothing_waits() {
    let ward = answered(8);
    let (folder, store) = opened(&ward.hospital.data());
    let key = only_box(&store).key.unwrap();
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    let thief = OpeningKey::draw(&mut rng(42)).sealing_key().to_bytes();
    let swap = |key: [u8; 32]| database.execute("UPDATE box SET public_key = ?1", [key]).unwrap();
    swap(thief);
    ward.hospital.round("close", &["--for-good"]).done();
    ward.tablet.sync().refused();
    swap(key);
    says(&ward.hospital.count(&[]).refused(), "that nothing waits");
}
