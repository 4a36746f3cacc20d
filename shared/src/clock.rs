//! The one place that reads the system's clock. Everything else is handed a [`Clock`] or a time.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::written_time::WrittenTime;

/// How far two clocks that go alike may be apart, in seconds.
pub const SAME_SECONDS: u64 = 2;
/// How far a clock may be behind what was known, in seconds, and still be believed: what setting it right by the network takes back.
pub const MOST_BEHIND: i64 = 600;

/// A clock, in seconds since 1970-01-01 UTC. For demonstrations and tests it may run ahead of or behind the system's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    ahead: i64,
}

/// What a clock cannot start at.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0:?} is no moment that a clock can start at; write it like 2026-11-01T08:00:00Z or 2026-11-01T09:00:00+01:00"
)]
pub struct TimeError(String);

/// A clock that starts at a time of RFC 3339.
impl std::str::FromStr for Clock {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        match text.parse() {
            Ok(WrittenTime::Moment(moment)) => Ok(Clock::starting_at(moment.as_second())),
            _ => Err(TimeError(text.to_owned())),
        }
    }
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Clock::default()
    }

    /// A clock that shows `now` at this moment and goes on from there.
    pub fn starting_at(now: i64) -> Self {
        Clock {
            ahead: now - Clock::system().now(),
        }
    }

    /// The same clock, moved by `seconds`.
    #[must_use]
    pub fn shift(self, seconds: i64) -> Self {
        Clock {
            ahead: self.ahead + seconds,
        }
    }

    /// What it shows, in seconds since 1970-01-01 UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        i64::try_from(since).unwrap_or(i64::MAX).saturating_add(self.ahead)
    }

    /// The seconds since the system started, those included in which it slept. Nobody can set them.
    pub fn since_start(self) -> i64 {
        rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec
    }

    /// Which start of the system this is; none for a clock that runs ahead or behind, whose time goes on in one process only, or
    /// where the system does not say.
    pub fn start(self) -> Option<String> {
        let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        (self.ahead == 0 && !id.trim().is_empty()).then(|| id.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_counts_its_seconds_and_only_its_own_clock_knows_its_start() {
        let clock = Clock::system();
        let before = clock.since_start();
        assert!(before > 0 && clock.shift(-1_000_000).since_start() >= before);
        assert!(clock.start().is_some());
        assert_eq!(clock.start(), Clock::system().start());
        assert_eq!(clock.shift(1).start(), None);
    }
}
