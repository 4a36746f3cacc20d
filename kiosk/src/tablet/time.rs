//! The hub's time on the tablet, and its own clock: see [`crate::hub_time`] for what is known when.

use std::sync::atomic::{AtomicU64, Ordering};

use trykk_shared::clock::Clock;

use super::Tablet;
use crate::hub_time::Reading;
use crate::store::StoreError;

/// A name for a start of the system that nobody knows: no other opening of a data folder has it.
pub(super) fn name_opening() -> String {
    static OPENED: AtomicU64 = AtomicU64::new(0);
    let nth = OPENED.fetch_add(1, Ordering::Relaxed);
    format!(
        "process {}, {nth}, at {}",
        std::process::id(),
        Clock::system().since_start()
    )
}

impl Tablet {
    /// The tablet's own clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Goes by another clock from now on, as when the system's is set. For demonstrations and tests.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// What the tablet's clocks show.
    pub(super) fn reading(&self) -> Reading {
        Reading {
            own: self.clock.now(),
            passed: self.clock.since_start(),
            start: self.start.clone(),
        }
    }

    /// The hub's time, as well as the tablet knows it: seconds since 1970-01-01 UTC. Whatever becomes of the tablet's own clock, it is
    /// never before what was known already, and people answer all the same while the hub is away. Before the hub was heard of it is the
    /// tablet's own time.
    pub fn hub_time(&self) -> i64 {
        let known = self.hub_time.as_ref();
        known.map_or_else(|| self.clock.now(), |known| known.go_on(&self.reading()).seconds)
    }

    /// The time of the day in the wards' time zone, in minutes since midnight, as well as the tablet knows it; none before the hub has
    /// said which zone that is.
    pub fn minute_of_day(&self) -> Option<u16> {
        let manifest = self.settings.manifest.as_ref()?;
        let zone = jiff::tz::TimeZone::get(&manifest.time_zone).ok()?;
        let time = jiff::Timestamp::from_second(self.hub_time()).ok()?.to_zoned(zone);
        u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
    }

    /// How many seconds the hub's clock is ahead of the tablet's own; none before it was heard of.
    pub fn hub_ahead(&self) -> Option<i64> {
        self.hub_time.as_ref().map(|known| {
            let reading = self.reading();
            known.go_on(&reading).seconds.saturating_sub(reading.own)
        })
    }

    /// Looks at the clocks, and notes durably what the next start would not know: that the tablet's clock was set, or that time has gone.
    ///
    /// # Errors
    /// When the disk does not take it; the running process knows it all the same.
    pub fn note_time(&mut self) -> Result<(), StoreError> {
        let Some(known) = &self.hub_time else {
            return Ok(());
        };
        let now = known.go_on(&self.reading());
        self.hub_time = Some(now.clone());
        let noted = self.settings.hub_time.as_ref();
        if noted.is_none_or(|noted| noted.is_worth_noting(&now)) {
            self.change_settings(|settings| settings.hub_time = Some(now))?;
        }
        Ok(())
    }

    /// How many seconds the hub has been silent, by its own time; none where nobody can know.
    pub(super) fn silent_for(&self) -> Option<i64> {
        let manifest = self.settings.manifest.as_ref();
        let (Some(manifest), Some(known)) = (manifest, &self.hub_time) else {
            // Just enrolled: only the tablet's own clock has seen it.
            let heard = self.settings.last_heard?;
            return Some(self.clock.now() - heard).filter(|silent| *silent >= 0);
        };
        let now = known.go_on(&self.reading());
        (!now.or_later).then(|| now.seconds - manifest.now)
    }
}
