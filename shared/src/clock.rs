//! The one place that reads the system's clock. Everything else is handed a [`Clock`] or a time.

use std::time::{SystemTime, UNIX_EPOCH};

/// A clock, in seconds since 1970-01-01 UTC. For demonstrations and tests it may run ahead of or behind the system's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    ahead: i64,
}

/// A time that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}; write it like 2026-11-01T08:00:00Z")]
pub struct TimeError(#[from] jiff::Error);

/// A clock that starts at a time of RFC 3339.
impl std::str::FromStr for Clock {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Ok(Clock::starting_at(text.parse::<jiff::Timestamp>()?.as_second()))
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
}
