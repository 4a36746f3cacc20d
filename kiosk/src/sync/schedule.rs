//! When the tablet talks to the hub: slots drawn beforehand, and pauses after failures. All of it follows from the clock,
//! the manifest and chance, from nothing that was answered.

use std::time::Duration;

use rand::{CryptoRng, RngExt};
use trykk_shared::protocol::CLOSED_FOR_GOOD_AFTER_SECONDS;

use crate::settings::Settings;
use crate::tablet::Tablet;

/// The interval before the hub has said one, in seconds.
const FIRST_INTERVAL_SECONDS: i64 = 3600;
/// No slot is drawn further ahead than this many intervals.
const FURTHEST_INTERVALS: i64 = 2;
/// The slot after closing is drawn within this many seconds of it.
const AFTER_CLOSING_SECONDS: i64 = 600;

/// The first retry comes within this many seconds, each later one within twice the time of the one before.
const FIRST_RETRY_SECONDS: u64 = 30;
/// No retry waits longer than this, in seconds.
const LONGEST_RETRY_SECONDS: u64 = 1800;

/// How long to wait before retry number `failures` (from 1): exponential backoff with full jitter.
pub fn draw_retry_pause(failures: u32, rng: &mut impl CryptoRng) -> Duration {
    let doubled = FIRST_RETRY_SECONDS.saturating_mul(1 << failures.saturating_sub(1).min(16));
    Duration::from_secs(rng.random_range(1..=doubled.min(LONGEST_RETRY_SECONDS)))
}

/// Whether the slot drawn beforehand has come. One that is further off than any that is drawn was drawn by a clock that
/// has been set back since (or was ahead then): it would never come.
pub fn slot_has_come(tablet: &Tablet) -> bool {
    is_due(tablet.settings(), tablet.clock().now())
}

fn is_due(settings: &Settings, now: i64) -> bool {
    let furthest = now + FURTHEST_INTERVALS * slot_interval(settings).max(FIRST_INTERVAL_SECONDS);
    settings.next_slot.is_none_or(|slot| slot <= now || slot > furthest)
}

/// The time between two slots, on average, in seconds.
pub(crate) fn slot_interval(settings: &Settings) -> i64 {
    let manifest = settings.manifest.as_ref();
    manifest.map_or(FIRST_INTERVAL_SECONDS, |manifest| {
        i64::from(manifest.slot_seconds.max(60))
    })
}

/// Draws the slot after the one at `now`: one interval on, give or take half of it; sooner when a round closes before that, or is
/// closed for good. It follows from the clock, the manifest and chance, from nothing that was answered.
pub fn draw_slot_after(now: i64, settings: &Settings, rng: &mut impl CryptoRng) -> i64 {
    let interval = slot_interval(settings);
    let slot = now + interval / 2 + rng.random_range(0..=interval);
    let after_closing = rng.random_range(1..=AFTER_CLOSING_SECONDS);
    let closings = settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
    closings
        .filter(|info| info.state.takes_envelopes())
        .flat_map(|info| [info.closes, info.closes + CLOSED_FOR_GOOD_AFTER_SECONDS])
        .map(|closes| closes - settings.hub_time.as_ref().map_or(0, |known| known.ahead))
        .filter(|closes| now < *closes && *closes < slot)
        .map(|closes| closes + after_closing)
        .fold(slot, i64::min)
}

/// Draws the first slot of a tablet that was just enrolled at `now`, before the hub has said anything of slots.
pub fn draw_first_slot(now: i64, rng: &mut impl CryptoRng) -> i64 {
    draw_slot_after(now, &Settings::default(), rng)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_slot_drawn_by_a_clock_that_was_set_back_since_has_come() {
        let mut settings = Settings::default();
        let mut rng = StdRng::seed_from_u64(9);
        assert!(is_due(&settings, 1_000_000), "none was drawn yet");
        for _ in 0..1000 {
            let slot = draw_slot_after(1_000_000, &settings, &mut rng);
            settings.next_slot = Some(slot);
            assert!(!is_due(&settings, 1_000_000) && !is_due(&settings, slot - 1) && is_due(&settings, slot));
            assert!(is_due(&settings, 1_000), "the clock's battery died");
        }
    }

    #[test]
    fn slots_come_about_hourly_and_never_at_once() {
        let mut rng = StdRng::seed_from_u64(9);
        for _ in 0..1000 {
            let slot = draw_slot_after(1_000_000, &Settings::default(), &mut rng);
            assert!((1_001_800..=1_005_400).contains(&slot));
        }
    }

    #[test]
    fn retries_wait_longer_and_longer_up_to_a_bound_and_never_together() {
        let mut rng = StdRng::seed_from_u64(3);
        let mut longest = |failures| {
            (0..500)
                .map(|_| draw_retry_pause(failures, &mut rng).as_secs())
                .max()
                .unwrap()
        };
        let (first, third, many) = (longest(1), longest(3), longest(60));
        assert!(first <= 30 && third <= 120 && many <= 1800, "{first} {third} {many}");
        assert!(first < third && third < many);
    }
}
