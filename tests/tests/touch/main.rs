//! Real fingers on a real window, to the guide's count and the leader's page.

mod bare;
mod board;
mod hands;
mod memory;
mod screen_reader;
mod sheets;
mod whole;

use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
