//! The one sync loop of a running tablet: it waits for the next slot, makes a pass, and tries again after failures.

use std::sync::Mutex;
use std::time::Duration;

use rand::{CryptoRng, RngExt};
use tokio::sync::Notify;

use crate::sync::{self, SyncError};
use crate::tablet::Tablet;

/// The longest the loop sleeps before it looks at the clock again: a tablet may have been asleep itself.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The first retry comes within this many seconds, each later one within twice the time of the one before.
const FIRST_RETRY_SECONDS: u64 = 30;
/// No retry waits longer than this, in seconds.
const LONGEST_RETRY_SECONDS: u64 = 1800;

/// How long to wait before retry number `failures` (from 1): exponential backoff with full jitter.
pub fn retry_after(failures: u32, rng: &mut impl CryptoRng) -> Duration {
    let doubled = FIRST_RETRY_SECONDS.saturating_mul(1 << failures.saturating_sub(1).min(16));
    Duration::from_secs(rng.random_range(1..=doubled.min(LONGEST_RETRY_SECONDS)))
}

/// Runs until the runtime ends. `wake` starts a pass before its time (the tablet was just enrolled);
/// `changed` is called after every pass, so that the window shows how the tablet stands now.
pub async fn run(tablet: &Mutex<Tablet>, wake: &Notify, changed: impl Fn(), rng: &mut impl CryptoRng) {
    let mut failures = 0;
    loop {
        match sync::pass(tablet, false, rng).await {
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
        changed();
        if failures > 0 {
            let pause = retry_after(failures, rng);
            tokio::select! { () = tokio::time::sleep(pause) => {}, () = wake.notified() => {} }
            continue;
        }
        while !sync::slot_has_come(&sync::lock(tablet)) {
            tokio::select! { () = tokio::time::sleep(LOOK_EVERY) => {}, () = wake.notified() => break }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn retries_wait_longer_and_longer_up_to_a_bound_and_never_together() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(3);
        let mut longest = |failures| {
            (0..500)
                .map(|_| retry_after(failures, &mut rng).as_secs())
                .max()
                .unwrap()
        };
        let (first, third, many) = (longest(1), longest(3), longest(60));
        assert!(first <= 30 && third <= 120 && many <= 1800, "{first} {third} {many}");
        assert!(first < third && third < many);
    }
}
