//! People's pages in a real browser: every page in every language on a desk and on a telephone, and the way through them
//! by hand.

mod all_pages;
mod desk;
mod gathering;
mod hand;
mod keyboard;
mod people;
mod preview;
mod report;
mod scene;
mod spreadsheets;

use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
