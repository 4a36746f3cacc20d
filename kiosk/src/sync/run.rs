//! The one sync loop of a running tablet: it waits for the next slot, makes a pass, and tries again after failures.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::CryptoRng;
use tokio::sync::Notify;

use super::pass::{SyncError, pass};
use super::schedule::{draw_retry_pause, slot_has_come};
use crate::tablet::SharedTablet;

/// The longest the loop sleeps before it looks at the clock again: a tablet may have been asleep itself.
const LOOK_AT_CLOCK_EVERY: Duration = Duration::from_secs(30);

/// What the window rings for a pass before its time. All passes are the loop's: two at once would look like a tablet and its copy.
#[derive(Debug, Default)]
pub struct Bell {
    wake: Notify,
    /// Whether the next pass delivers, slot or not.
    delivers: AtomicBool,
    /// Whether the last pass that was to deliver came to its end.
    outcome: Mutex<Option<bool>>,
    talking: tokio::sync::Mutex<()>,
}

impl Bell {
    /// The tablet was just enrolled: there is something new to ask.
    pub fn ring(&self) {
        self.wake.notify_one();
    }

    /// Held by whoever talks to the hub as this tablet. One that moves in the middle of a pass would be told of its old ward afterwards, and look
    /// like its own copy.
    pub async fn talk_alone(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.talking.lock().await
    }

    /// Somebody wants what may leave to leave now.
    pub fn ring_to_deliver(&self) {
        self.note(None);
        self.delivers.store(true, Ordering::SeqCst);
        self.wake.notify_one();
    }

    /// Whether the pass that was rung for came to its end; none while it has not.
    pub fn outcome(&self) -> Option<bool> {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, outcome: Option<bool>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
    }
}

/// Runs until the runtime ends. `bell` starts a pass before its time.
pub async fn run(tablet: &SharedTablet, bell: &Bell, rng: &mut impl CryptoRng) {
    let (mut failures, wake) = (0, &bell.wake);
    loop {
        let delivers = bell.delivers.swap(false, Ordering::SeqCst);
        let passed = {
            let _alone = bell.talk_alone().await;
            pass(tablet, delivers, rng).await
        };
        if delivers {
            bell.note(Some(passed.is_ok()));
        }
        match passed {
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
