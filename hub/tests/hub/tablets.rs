//! What becomes of tablets, in the database and beside it.

use proptest::prelude::*;
use trykk_hub::data::DataFolder;
use trykk_hub::enrolment::draw_tablet;
use trykk_hub::organisation::changes;
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{KeptTablet, NewCode, Store, TabletRow, TabletState, Ticket};
use trykk_hub::tablets;
use trykk_shared::randomness::system_rng;

use crate::story::given::the_plan;

pub fn a_hub() -> (tempfile::TempDir, DataFolder, Store) {
    let place = tempfile::tempdir().unwrap();
    let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
    trykk_hub::certificates::Ca::create(&folder).unwrap();
    let plan = the_plan();
    let empty = store.organisation().unwrap();
    let ids = folder.box_ids().unwrap();
    store.change(&empty, &changes(&empty, &plan).unwrap(), &ids).unwrap();
    (place, folder, store)
}

#[test]
fn what_kills_left_beside_the_database_is_destroyed_in_every_folder() {
    let (place, folder, _) = a_hub();
    let parts = ["shares", "openings", "codes", "counts", "endings", "reports", "tablets"];
    let left = parts.map(|part| place.path().join("hub").join(part).join(".unfinished-1"));
    for file in &left {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, b"ids of envelopes").unwrap();
    }
    let kept = left[0].with_file_name("0123");
    std::fs::write(&kept, b"a share").unwrap();
    // Each opening of a box looks where there are few: what ended in ten years is not gone through for it.
    folder.destroy_left_over_of_keys().unwrap();
    assert!(left[..4].iter().all(|file| !file.exists()) && left[4..].iter().all(|file| file.exists()));
    std::fs::write(&left[0], b"a share").unwrap();
    folder.destroy_left_over().unwrap();
    let still: Vec<_> = left.iter().filter(|file| file.exists()).collect();
    assert!(still.is_empty(), "{still:?}");
    assert_eq!(std::fs::read(kept).unwrap(), b"a share");
}

/// Enrols at a ward; gives the tablet and its token's hash.
fn enrol(store: &mut Store, folder: &DataFolder, ward: &str, shows: Option<[u8; 32]>) -> (TabletRow, [u8; 32]) {
    let (tablet, token) = draw_tablet(&mut system_rng());
    let ticket_hash = hash_secret(token.as_bytes());
    store
        .add_code(&NewCode {
            ticket_hash,
            proof_key: ticket_hash,
            ward: ward.to_owned(),
            expires: 500,
            tablets: 1,
            made_by: None,
        })
        .unwrap();
    let enrolled = tablets::enrol(store, folder, &Ticket(ticket_hash), &tablet, shows.as_ref(), 100);
    (enrolled.unwrap().unwrap(), tablet.token_hash)
}

/// Should the reply to a move be lost, the tablet goes on with the token that it has; once it shows the new one, whoever has a copy of
/// the old one is unknown.
#[test]
fn a_token_is_good_until_the_next_one_is_shown() {
    let (_place, folder, mut store) = a_hub();
    let (first, old) = enrol(&mut store, &folder, "med-1", None);
    let (moved, lost) = enrol(&mut store, &folder, "med-2", Some(old));
    assert_eq!((&moved.id, moved.ward.as_str()), (&first.id, "med-2"));
    store.end_token_before(&old).unwrap();
    assert_eq!(store.tablet_by_token(&old).unwrap().unwrap().id, first.id);
    let (again, new) = enrol(&mut store, &folder, "med-1", Some(old));
    assert_eq!(again.id, first.id);
    assert_eq!(store.tablet_by_token(&lost).unwrap(), None);
    store.end_token_before(&new).unwrap();
    assert_eq!(store.tablet_by_token(&old).unwrap(), None);
    assert_eq!(store.tablet_by_token(&new).unwrap().unwrap().ward, "med-1");
    assert_eq!(
        enrol(&mut store, &folder, "med-1", Some(old)).0.id.len(),
        first.id.len()
    );
    assert_eq!(
        store.tablets().unwrap().len(),
        2,
        "a copy that comes later is another tablet"
    );
}

/// A database from before each step, put back: it knows what the folder knows, and the other way round.
#[test]
fn a_database_from_before_learns_what_became_of_its_tablets() {
    let (place, folder, mut store) = a_hub();
    let (gone, _) = enrol(&mut store, &folder, "med-1", None);
    let (moved, token) = enrol(&mut store, &folder, "med-1", None);
    let copy = place.path().join("copy.db");
    store.back_up(&copy, trykk_hub::store::Copied::Whole, 100).unwrap();
    tablets::set_state(&mut store, &folder, &gone.id, TabletState::Stolen).unwrap();
    enrol(&mut store, &folder, "med-2", Some(token));
    let (later, _) = enrol(&mut store, &folder, "med-2", None);
    tablets::set_state(&mut store, &folder, &later.id, TabletState::Retired).unwrap();
    let newest = store.kept_tablets().unwrap();
    let mut put_back = Store::open_existing(&copy).unwrap();
    let mut learnt = tablets::settle(&mut put_back, &folder).unwrap();
    learnt.sort();
    let mut all = vec![gone.id, moved.id, later.id];
    all.sort();
    assert_eq!(learnt, all);
    assert_eq!(put_back.kept_tablets().unwrap(), newest);
    assert_eq!(tablets::settle(&mut put_back, &folder).unwrap(), Vec::<String>::new());
    // A folder that is lost is written again, and a file that is damaged keeps nobody.
    std::fs::write(place.path().join("hub/tablets").join(&all[0]), "{").unwrap();
    std::fs::remove_file(place.path().join("hub/tablets").join(&all[1])).unwrap();
    assert_eq!(tablets::settle(&mut put_back, &folder).unwrap(), Vec::<String>::new());
    let mut kept = folder.tablets().unwrap();
    kept.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(kept, newest);
}

proptest! {
    /// However often a tablet moves: it is told of every ward where it stood, once, and each step is the newer one.
    #[test]
    fn a_tablet_remembers_where_it_stood(wards in proptest::collection::vec("w[1-4]", 1..12)) {
        let (tablet, _) = draw_tablet(&mut system_rng());
        let mut kept = KeptTablet::new(&tablet, &wards[0]);
        for ward in &wards[1..] {
            let before = kept.changes;
            kept = kept.moved_to(ward, [1; 32], [2; 32]);
            prop_assert_eq!(kept.changes, before + 1);
        }
        prop_assert_eq!(&kept.ward, wards.last().unwrap());
        for ward in &wards {
            let stood = kept.stood_at.iter().filter(|stood| *stood == ward).count();
            prop_assert!(stood == 1 || (stood == 0 && *ward == kept.ward));
        }
    }
}
