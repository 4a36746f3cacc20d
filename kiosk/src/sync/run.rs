//! The one sync loop of a running tablet: it waits for the next slot, makes a pass, and tries again after failures.

use std::time::Duration;

use rand::CryptoRng;
use tokio::sync::Notify;

use super::pass::{SyncError, pass};
use super::schedule::{draw_retry_pause, slot_has_come};
use crate::tablet::SharedTablet;

/// The longest the loop sleeps before it looks at the clock again: a tablet may have been asleep itself.
const LOOK_AT_CLOCK_EVERY: Duration = Duration::from_secs(30);

/// Runs until the runtime ends. `wake` starts a pass before its time: the tablet was just enrolled.
pub async fn run(tablet: &SharedTablet, wake: &Notify, rng: &mut impl CryptoRng) {
    let mut failures = 0;
    loop {
        match pass(tablet, false, rng).await {
            Ok(_) => failures = 0,
            Err(SyncError::NotEnrolled) => {
                wake.notified().await;
                continue;
            }
            Err(error) => {
                tracing::warn!(reason = %error, "a pass did not come to its end");
                failures += 1;
            }
        }
        if failures > 0 {
            let pause = draw_retry_pause(failures, rng);
            wait(tablet, pause, wake).await;
            continue;
        }
        while !slot_has_come(&tablet.lock()) {
            tokio::select! { () = tokio::time::sleep(LOOK_AT_CLOCK_EVERY) => {}, () = wake.notified() => break }
            note_time(tablet);
        }
    }
}

/// Waits for a retry; the clocks are looked at meanwhile, as ever.
async fn wait(tablet: &SharedTablet, mut pause: Duration, wake: &Notify) {
    while !pause.is_zero() {
        let part = pause.min(LOOK_AT_CLOCK_EVERY);
        tokio::select! { () = tokio::time::sleep(part) => {}, () = wake.notified() => return }
        pause -= part;
        note_time(tablet);
    }
}

/// A disk that fails is said by whatever else is stored; this process knows the time all the same.
fn note_time(tablet: &SharedTablet) {
    if let Err(error) = tablet.lock().note_time() {
        tracing::warn!(reason = %error, "the time could not be noted");
    }
}
