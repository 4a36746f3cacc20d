//! The hub's time. What is deleted, opened or closed for good at a time cannot be taken back, so a clock that has jumped is
//! not believed: time goes on from the latest that was seen, which is never later than it is, until the clock is near that
//! again, was set over the network, or somebody confirms it.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use trykk_shared::clock::{Clock, MOST_BEHIND, SAME_SECONDS};

use crate::store::{CLOCK, CLOCK_DOUBT, Store, StoreError};

/// How far the clock may be ahead of the latest time seen, in seconds: two days, a hub that was off for a weekend.
pub const MOST_AHEAD: i64 = 2 * 24 * 3600;
/// How often the latest time is kept, in seconds.
const KEEP_LATEST_EVERY: i64 = 3600;
/// There once the system has set its clock over the network since it started (systemd-timesyncd(8)).
const SET_BY_NETWORK: &str = "/run/systemd/timesync/synchronized";

/// The clock shows what cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this machine's clock says {}, but this hub's last time was {}; set the clock right, or confirm it if it is right",
    said(*.shows), said(*.latest)
)]
pub struct ClockDoubt {
    /// What the clock shows, in seconds since 1970.
    pub shows: i64,
    /// The latest time that was seen, in seconds since 1970.
    pub latest: i64,
}

fn said(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| format!("{seconds} s"), |time| time.to_string())
}

/// A time at which something may be done that sets an end or cannot be taken back: of a clock that nobody doubts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SureTime(i64);

impl SureTime {
    /// In seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0
    }
}

/// Whether a clock that shows `shows` is believed, when it must be `latest` or later.
///
/// # Errors
/// [`ClockDoubt`]: it is more than [`MOST_AHEAD`] ahead or more than [`MOST_BEHIND`] behind.
pub fn believe(latest: i64, shows: i64, set_by_network: bool) -> Result<i64, ClockDoubt> {
    let near = (latest.saturating_sub(MOST_BEHIND)..=latest.saturating_add(MOST_AHEAD)).contains(&shows);
    if near || set_by_network {
        Ok(shows)
    } else {
        Err(ClockDoubt { shows, latest })
    }
}

/// The hub's clock; copies share what they know.
#[derive(Clone, Debug)]
pub struct HubClock {
    system: Clock,
    /// Whether it is the system's own time, which the network may have set.
    is_systems: bool,
    known: Arc<Mutex<Known>>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    /// What it was at `at`, in seconds since 1970.
    time: i64,
    at: Instant,
    doubt: Option<ClockDoubt>,
    /// When the latest time was kept.
    kept: Option<i64>,
}

impl Known {
    fn new(time: i64, doubt: Option<ClockDoubt>) -> Self {
        Known {
            time,
            at: Instant::now(),
            doubt,
            kept: None,
        }
    }

    fn now(&self) -> i64 {
        let gone = i64::try_from(self.at.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.time.saturating_add(gone)
    }
}

impl HubClock {
    /// A clock that somebody says is right.
    pub fn confirmed(system: Clock) -> Self {
        HubClock {
            system,
            is_systems: system == Clock::system(),
            known: Arc::new(Mutex::new(Known::new(system.now(), None))),
        }
    }

    /// A clock, believed as far as the store's latest time lets it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn read(system: Clock, store: &Store) -> Result<Self, StoreError> {
        let clock = HubClock::confirmed(system);
        if let Some(latest) = latest(store)? {
            *clock.known() = match believe(latest, system.now(), clock.set_by_network()) {
                Ok(now) => Known::new(now, None),
                Err(doubt) => Known::new(latest, Some(doubt)),
            };
        }
        Ok(clock)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_by_network(&self) -> bool {
        self.is_systems && Path::new(SET_BY_NETWORK).exists()
    }

    /// The time, in seconds since 1970; never later than it is, as far as the hub can know.
    pub fn now(&self) -> i64 {
        self.time(*self.known())
    }

    /// What it is by what is known: between two looks the system's clock is followed where it goes on as time does, so that every
    /// process on this machine has the same second.
    fn time(&self, known: Known) -> i64 {
        let (now, shows) = (known.now(), self.system.now());
        let goes_on = known.doubt.is_none() && now.abs_diff(shows) <= SAME_SECONDS;
        if goes_on { shows } else { now }
    }

    /// The time, for what cannot be taken back.
    ///
    /// # Errors
    /// [`ClockDoubt`] while the clock is not believed.
    pub fn sure(&self) -> Result<SureTime, ClockDoubt> {
        let known = *self.known();
        known.doubt.map_or_else(|| Ok(SureTime(self.time(known))), Err)
    }

    /// Why the clock is not believed, if it is not.
    pub fn doubt(&self) -> Option<ClockDoubt> {
        self.known().doubt
    }

    /// What the system shows, believed or not, in seconds since 1970.
    pub fn shows(&self) -> i64 {
        self.system.now()
    }

    /// Compares with the system's clock once more, hears whether somebody confirmed it, and keeps the latest time.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn look(&self, store: &mut Store) -> Result<(), StoreError> {
        let before = *self.known();
        let shows = self.system.now();
        // What was said is gone: somebody has confirmed it.
        if before.doubt.is_some() && before.kept.is_some() && store.setting(CLOCK_DOUBT)?.is_none() {
            return self.confirm(store);
        }
        let after = match believe(before.now(), shows, self.set_by_network()) {
            Ok(now) => Known {
                kept: before.kept,
                ..Known::new(now, None)
            },
            Err(doubt) => Known {
                doubt: Some(doubt),
                ..before
            },
        };
        *self.known() = after;
        let (was_doubtful, is_doubtful) = (before.doubt.is_some(), after.doubt.is_some());
        let first = before.kept.is_none();
        match after.doubt {
            Some(doubt) if first || !was_doubtful => {
                store.set_setting(CLOCK_DOUBT, &doubt.shows.to_string())?;
                tracing::error!(%doubt, "the clock is not believed; nothing is published, counted or destroyed early");
            }
            None if first || was_doubtful => store.delete_setting(CLOCK_DOUBT)?,
            _ => {}
        }
        let due = after.kept.is_none_or(|kept| after.now() - kept >= KEEP_LATEST_EVERY);
        if due || was_doubtful != is_doubtful {
            self.keep(store)?;
        }
        Ok(())
    }

    /// Believes the system's clock from now on: somebody has said that it is right.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn confirm(&self, store: &mut Store) -> Result<(), StoreError> {
        *self.known() = Known::new(self.system.now(), None);
        self.keep(store)?;
        store.delete_setting(CLOCK_DOUBT)
    }

    fn keep(&self, store: &mut Store) -> Result<(), StoreError> {
        let now = self.now();
        store.set_setting(CLOCK, &now.to_string())?;
        self.known().kept = Some(now);
        Ok(())
    }
}

/// The latest time that a store knows. One that cannot be read is none.
fn latest(store: &Store) -> Result<Option<i64>, StoreError> {
    Ok(store.setting(CLOCK)?.and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However the clock jumps, what is believed is never more than two days from what it was; if it is near, it is the
        /// clock itself.
        #[test]
        fn a_clock_that_jumps_is_not_believed(latest in -5_000_000_000_i64..5_000_000_000, jump in -5_000_000_000_i64..5_000_000_000) {
            let shows = latest + jump;
            match believe(latest, shows, false) {
                Ok(now) => {
                    prop_assert_eq!(now, shows);
                    prop_assert!((-MOST_BEHIND..=MOST_AHEAD).contains(&jump));
                }
                Err(doubt) => {
                    prop_assert_eq!(doubt, ClockDoubt { shows, latest });
                    prop_assert!(!(-MOST_BEHIND..=MOST_AHEAD).contains(&jump));
                }
            }
            prop_assert_eq!(believe(latest, shows, true), Ok(shows));
        }
    }

    #[test]
    fn a_doubted_clock_goes_on_from_the_latest_time_until_it_is_confirmed() {
        let folder = tempfile::tempdir().unwrap();
        let (_, mut store) = crate::data::DataFolder::create(&folder.path().join("hub")).unwrap();
        let day = 24 * 3600;
        HubClock::confirmed(Clock::starting_at(1000 * day))
            .look(&mut store)
            .unwrap();
        let wild = Clock::starting_at(9000 * day);
        let clock = HubClock::read(wild, &store).unwrap();
        assert!((1000 * day..1000 * day + 60).contains(&clock.now()));
        assert_eq!(clock.sure().unwrap_err().latest / day, 1000);
        clock.look(&mut store).unwrap();
        assert!(clock.doubt().is_some(), "looking does not believe it");
        // Somebody confirms it in another process.
        HubClock::read(wild, &store).unwrap().confirm(&mut store).unwrap();
        clock.look(&mut store).unwrap();
        assert_eq!(clock.sure().unwrap().seconds() / day, 9000);
        // Back again, by the same way.
        let back = HubClock::read(Clock::starting_at(1001 * day), &store).unwrap();
        assert_eq!(back.doubt().unwrap().shows / day, 1001);
        assert!(back.now() / day >= 9000);
    }
}
