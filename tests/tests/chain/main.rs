//! From tablets to exact counts: the real programs, over TLS on loopback.

mod by_hand;
mod ward;
mod written;

use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
