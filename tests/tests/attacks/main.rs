//! Rules and attacks: what a count refuses, and what thieves and strangers cannot learn.

mod clock;
mod closings;
mod codes;
mod confirming;
mod counted;
mod counting;
mod envelopes;
mod impostor;
mod memory;
mod moved;
mod plans;
mod restored;
mod scene;
mod shares;
mod slips;
mod stick;
mod strangers;
mod swapped_key;
mod tablets;
mod thief;
mod thief_hub;
mod traffic;

use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
