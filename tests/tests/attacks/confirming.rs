//! Confirming: the key is drawn and it is settled who can count; a plan, a backup or a hand in the database changes
//! neither afterwards.

use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::keys::passphrase::Passphrase;
use trykk_tests::hospital::{GUIDE, Hospital, PASSPHRASE, Said};

use crate::programs;
use crate::scene::{drop_in, lines, only_box, opened, people, rng, says};

/// A round whose time has not come.
fn planned() -> String {
    drop_in(1).replace("2020-01-01", "2098-01-01")
}

fn key(hospital: &Hospital) -> Option<[u8; 32]> {
    only_box(&opened(&hospital.data()).1).key
}

fn state(hospital: &Hospital) -> String {
    let status = hospital.hub(&["round", "status", "--json"]).json();
    status["boxes"][0]["state"].as_str().unwrap().to_owned()
}

fn confirm(hospital: &Hospital) -> Said {
    hospital.round("confirm", &[])
}

#[test]
fn a_confirmed_round_stays_as_it_is_and_opens_with_the_key_that_people_could_compare() {
    let mut hospital = Hospital::new(programs(), &planned());
    says(&confirm(&hospital).done(), "confirmed; its fingerprint is ");
    let confirmed = key(&hospital).unwrap();
    assert_eq!(state(&hospital), "confirmed");
    let changed = planned().replace("floor = 7", "floor = 8");
    says(
        &hospital.apply(&changed).refused(),
        "was confirmed or opened; its floor",
    );

    // Until it opens no tablet is given its key.
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.sync().done();
    says(&tablet.feed(&lines(&mut people(3), 1)).refused(), "");
    hospital.round("open", &[]).done();
    assert_eq!(key(&hospital), Some(confirmed));
    tablet.sync().done();
    tablet.feed(&lines(&mut people(3), 8)).done();
    tablet.sync().done();
    says(&hospital.round("unconfirm", &[]).refused(), "was opened before");
    assert_eq!(key(&hospital), Some(confirmed));
}

#[test]
fn a_hub_restored_from_before_the_confirming_confirms_with_the_same_key_and_does_not_open_early() {
    let mut hospital = Hospital::new(programs(), &planned());
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    confirm(&hospital).done();
    let confirmed = key(&hospital);
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    assert_eq!((state(&hospital).as_str(), key(&hospital)), ("planned", None));
    // The server opens what was open before: this was not.
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.sync().done();
    // It is confirmed again as its record has it: whoever reads a sum over the wards is told that it waits for this one.
    assert_eq!((state(&hospital).as_str(), key(&hospital)), ("confirmed", confirmed));
    confirm(&hospital).done();
    assert_eq!(key(&hospital), confirmed);
}

#[test]
fn a_key_put_in_the_place_of_a_confirmed_one_opens_no_round() {
    let hospital = Hospital::new(programs(), &planned());
    confirm(&hospital).done();
    let (folder, _) = opened(&hospital.data());
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    let thief = OpeningKey::draw(&mut rng(43)).sealing_key().to_bytes();
    database.execute("UPDATE box SET public_key = ?1", [thief]).unwrap();
    for action in ["open", "confirm"] {
        let refused = hospital.round(action, &[]).refused();
        says(&refused, "does not have the key that this hub drew for it");
        says(&refused, "trykk-hub round unconfirm");
    }
    assert_eq!(state(&hospital), "confirmed", "it has not opened");
    // The way out that is named leads out.
    says(&hospital.round("unconfirm", &[]).done(), "its key is destroyed");
    confirm(&hospital).done();
    assert_ne!(key(&hospital), Some(thief));
    hospital.round("open", &[]).done();
}

/// A confirmed round that could not open in time is not stuck: its closing time can move, its plan cannot.
#[test]
fn a_confirmed_round_whose_closing_passed_is_given_another_one_and_opens() {
    let mut hospital = Hospital::new(programs(), &planned());
    confirm(&hospital).done();
    let confirmed = key(&hospital);
    says(
        &hospital.round("close", &[]).refused(),
        "only an open round can be closed",
    );
    hospital.set_clock("2099-06-01T12:00:00Z");
    let refused = hospital.round("open", &[]).refused();
    says(
        &refused,
        "should have closed already; give it another closing time with trykk-hub round extend",
    );
    hospital.round("extend", &["--closes", "2099-06-30"]).done();
    assert_eq!(state(&hospital), "confirmed");
    hospital.round("open", &[]).done();
    assert_eq!((state(&hospital).as_str(), key(&hospital)), ("open", confirmed));
}

/// A plan with one more guide.
fn with_guide(email: &str) -> String {
    let entry = format!("[[account]]\nemail = \"{email}\"\nrole = \"guide\"\nwards = [\"w1\"]\n");
    format!("{}\n{entry}", drop_in(1))
}

fn set_passphrase(hospital: &Hospital, email: &str) {
    let file = hospital.path("their-passphrase");
    std::fs::write(&file, "en helt annen frase her").unwrap();
    let set = ["guide", "passphrase", "--guide", email, "--passphrase-file"];
    hospital.hub(&[&set[..], &[file.to_str().unwrap()]].concat()).done();
}

/// Counts what eight people answered, once `before_opening` and then `while_open` have changed the hospital: the guide
/// who was there all the time reads it, and nobody else.
fn reads_alone(other: &str, before_opening: impl FnOnce(&Hospital), while_open: impl FnOnce(&Hospital)) {
    let mut hospital = Hospital::new(programs(), &drop_in(1));
    before_opening(&hospital);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(3), 8)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    while_open(&hospital);
    hospital.count(&[]).done();
    let (_, store) = opened(&hospital.data());
    let id = only_box(&store).id;
    assert!(store.counting_key(other).unwrap().is_some(), "could read notes now");
    assert!(store.may_read_count(id, GUIDE).unwrap() && !store.notes(id, GUIDE).unwrap().is_empty());
    assert!(!store.may_read_count(id, other).unwrap());
    assert_eq!(store.notes(id, other).unwrap(), []);
}

#[test]
fn somebody_who_writes_the_plan_does_not_become_a_reader_by_it() {
    let writer = "plan-writer@example.org";
    reads_alone(
        writer,
        |_| (),
        |hospital| {
            hospital.apply(&with_guide(writer)).done();
            set_passphrase(hospital, writer);
        },
    );
}

#[test]
fn an_account_that_is_removed_and_made_again_is_somebody_elses() {
    let second = "second@example.org";
    reads_alone(
        second,
        |hospital| {
            hospital.apply(&with_guide(second)).done();
            set_passphrase(hospital, second);
        },
        |hospital| {
            hospital.apply(&drop_in(1)).done();
            hospital.apply(&with_guide(second)).done();
            set_passphrase(hospital, second);
        },
    );
}

/// A database from before the confirming knows of no share; the record beside it does.
#[test]
fn a_later_guide_takes_no_confirming_back_on_a_hub_restored_from_before_it() {
    let (second, hospital) = ("second@example.org", Hospital::new(programs(), &planned()));
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    confirm(&hospital).done();
    let confirmed = key(&hospital);
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    let entry = format!("[[account]]\nemail = \"{second}\"\nrole = \"guide\"\nwards = [\"w1\"]\n");
    hospital.apply(&format!("{}\n{entry}", planned())).done();
    set_passphrase(&hospital, second);
    let (folder, mut store) = opened(&hospital.data());
    let ballot_box = only_box(&store);
    let refused = trykk_hub::rounds::unconfirm(&mut store, &folder, &ballot_box, Some(second));
    says(&refused.unwrap_err().to_string(), "came after the round was confirmed");
    confirm(&hospital).done();
    assert_eq!(key(&hospital), confirmed);
    // Everybody is invited anew on a restored hub: the guide's passphrase says that it is the same one.
    let refused = trykk_hub::rounds::unconfirm(&mut store, &folder, &ballot_box, Some(GUIDE));
    says(
        &refused.unwrap_err().to_string(),
        "has not given the counting passphrase",
    );
    prove(&mut store);
    trykk_hub::rounds::unconfirm(&mut store, &folder, &ballot_box, Some(GUIDE)).unwrap();
}

/// A generator that lets something else happen when it is asked first.
struct Meanwhile<F> {
    rng: rand::rngs::StdRng,
    then: Option<F>,
}

impl<F: FnOnce()> rand::TryRng for Meanwhile<F> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.rng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.rng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        if let Some(then) = self.then.take() {
            then();
        }
        self.rng.try_fill_bytes(bytes)
    }
}

impl<F: FnOnce()> rand::TryCryptoRng for Meanwhile<F> {}

/// Between the drawing of a round's keys and the database somebody else changes the round, takes it away, or the guides who could
/// count it. Then nothing is confirmed or opened, and nothing of it is left beside the database: a restore would put it back.
#[test]
fn a_round_that_somebody_changes_while_it_is_confirmed_is_not_confirmed_as_it_was() {
    let second = "[[account]]\nemail = \"second@example.org\"\nrole = \"guide\"\nwards = [\"w1\"]\n";
    let both = format!("{}\n{second}", planned());
    let plan = planned();
    let without_round = plan.split("[[round]]").next().unwrap().to_owned() + second;
    let changes = [
        both.replace("floor = 7", "floor = 8"),
        both.replace("urgent = { nb = \"", "urgent = { nb = \"Nytt: "),
        without_round,
        plan.clone(),
    ];
    for (nth, changed) in changes.iter().enumerate() {
        for opens in [false, true] {
            let hospital = Hospital::new(programs(), &both);
            set_passphrase(&hospital, "second@example.org");
            let (folder, mut store) = opened(&hospital.data());
            let ballot_box = only_box(&store);
            let then = || {
                hospital.apply(changed).done();
            };
            let mut meanwhile = Meanwhile {
                rng: rng(1),
                then: Some(then),
            };
            let now = ballot_box.opens;
            let done = match opens {
                false => trykk_hub::rounds::confirm(&mut store, &folder, &ballot_box, None, now, &mut meanwhile),
                true => trykk_hub::rounds::open(&mut store, &folder, &ballot_box, None, now, &mut meanwhile),
            };
            let refused = done.unwrap_err().to_string();
            assert!(meanwhile.then.is_none(), "{nth} {refused}");
            assert!(folder.opening(ballot_box.id).unwrap().is_none(), "{nth} {opens}");
            assert!(folder.hub_share(ballot_box.id).unwrap().is_none(), "{nth} {opens}");
            let boxes = store.boxes().unwrap();
            assert!(
                boxes.iter().all(|one| one.state.is_none() && !one.is_confirmed()),
                "{nth} {opens}"
            );
            // Confirmed again it is what was saved.
            if let [now_planned] = &boxes[..] {
                trykk_hub::rounds::confirm(&mut store, &folder, now_planned, None, now, &mut rng(2)).unwrap();
            }
        }
    }
}

/// The guide gives the passphrase on a page.
fn prove(store: &mut trykk_hub::store::Store) {
    trykk_hub::rounds::prove_guide(store, GUIDE, &Passphrase::new(PASSPHRASE), b"another password, hashed").unwrap();
}

/// The record beside the database still has the share of the account that was; the address is somebody else's by now.
#[test]
fn a_share_from_before_a_restore_does_not_make_its_address_a_reader() {
    let (second, mut hospital) = ("second@example.org", Hospital::new(programs(), &drop_in(1)));
    hospital.apply(&with_guide(second)).done();
    set_passphrase(&hospital, second);
    let backup = hospital.path("backup.db");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    confirm(&hospital).done();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.apply(&drop_in(1)).done();
    hospital.apply(&with_guide(second)).done();
    set_passphrase(&hospital, second);
    confirm(&hospital).done();
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    tablet.feed(&lines(&mut people(3), 8)).done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    let (_, mut store) = opened(&hospital.data());
    let id = only_box(&store).id;
    assert!(
        !store.may_read_count(id, GUIDE).unwrap(),
        "a count in the shell proves nothing of who is logged in"
    );
    prove(&mut store);
    assert!(store.may_read_count(id, GUIDE).unwrap());
    assert!(!store.may_read_count(id, second).unwrap());
    assert_eq!(store.notes(id, second).unwrap(), []);
}
