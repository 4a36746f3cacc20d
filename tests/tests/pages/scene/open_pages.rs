//! Open pages: of a ward whose result is shown, and of one that has a signed measure with a pulse beside it.

use trykk_hub::board::OpenPage;
use trykk_hub::store::Store;
use trykk_tests::hospital::Hospital;

/// What the open page of a ward without a signed plan is opened with.
pub const OPEN_PAGE: &str = "abcdefghijklmnopqrstuvwxya";
/// What the open page of a ward is opened with whose signed measures name questions that a pulse asked again.
pub const OPEN_PAGE_WITH_A_PULSE: &str = "bbcdefghijklmnopqrstuvwxya";

pub(super) fn add_open_pages(hospital: &Hospital) {
    let mut store = Store::open_existing(&hospital.data().join("hub.db")).unwrap();
    for (ward, round, token) in [
        ("surg-1", "released", OPEN_PAGE),
        ("rehab", "rehab-winter", OPEN_PAGE_WITH_A_PULSE),
    ] {
        let boxes = store.boxes_of(&[ward.to_owned()]).unwrap();
        let shown = boxes.iter().find(|ballot_box| ballot_box.round == round).unwrap();
        let page = OpenPage {
            process: ward.to_owned(),
            token: token.parse().unwrap(),
            pages: "https://trykk.example.org".to_owned(),
            results: Some(shown.id),
        };
        store.change_open_page(ward, None, Some(&page)).unwrap();
    }
}
