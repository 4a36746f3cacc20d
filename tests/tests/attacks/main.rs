//! Rules and attacks: what a count refuses, and what thieves and strangers cannot learn.



use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
