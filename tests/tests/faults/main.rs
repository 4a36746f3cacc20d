//! Faults: killed processes, lost replies, full disks, restored hubs. No answer is lost or counted twice.

mod certificates;
mod damage;
mod disk;
mod drafts;
mod enrolling;
mod gathering;
mod kills;
mod kills_hub;
mod mail;
mod restored;
mod simulation;
mod starts;
mod stick;
mod story;
mod support;
mod thin;
mod together;
mod webhook;

use trykk_tests::hospital::Programs;

/// The programs under test, built beside the tests.
fn programs() -> Programs {
    Programs {
        hub: env!("CARGO_BIN_EXE_trykk-hub-for-tests").into(),
        kiosk: env!("CARGO_BIN_EXE_trykk-kiosk-for-tests").into(),
    }
}
