//! Times as people write them: a day, or a day and a time, in the organisation's time zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Why a time that a person wrote was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// There is no such time zone.
    #[error("there is no time zone {0:?}; write one like Europe/Oslo")]
    NoTimeZone(String),
    /// It is neither a day nor a day and a time.
    #[error("{0:?} is not a time; write a day like 2026-11-30, or a day and time like 2026-11-30T16:00")]
    NotATime(String),
}

/// A time zone by its IANA name.
///
/// # Errors
/// When there is none of this name.
pub fn read_time_zone(name: &str) -> Result<TimeZone, TimeError> {
    TimeZone::get(name).map_err(|_| TimeError::NoTimeZone(name.to_owned()))
}

/// When something opens: at the start of a day, or at a time. Seconds since 1970-01-01 UTC.
///
/// # Errors
/// When the text is neither.
pub fn read_opening_time(text: &str, zone: &TimeZone) -> Result<i64, TimeError> {
    read(text, zone, false)
}

/// When something closes: at the end of a day, or at a time. Seconds since 1970-01-01 UTC.
///
/// # Errors
/// When the text is neither.
pub fn read_closing_time(text: &str, zone: &TimeZone) -> Result<i64, TimeError> {
    read(text, zone, true)
}

fn read(text: &str, zone: &TimeZone, end_of_day: bool) -> Result<i64, TimeError> {
    let fault = || TimeError::NotATime(text.to_owned());
    let local: DateTime = if text.contains('T') {
        text.parse().map_err(|_| fault())?
    } else {
        let day: Date = text.parse().map_err(|_| fault())?;
        let day = if end_of_day {
            day.tomorrow().map_err(|_| fault())?
        } else {
            day
        };
        day.at(0, 0, 0, 0)
    };
    let zoned = local.to_zoned(zone.clone()).map_err(|_| fault())?;
    Ok(zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_opens_at_its_start_and_closes_at_its_end_in_local_time() {
        let oslo = read_time_zone("Europe/Oslo").unwrap();
        let second = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
        assert_eq!(
            read_opening_time("2026-11-01", &oslo).unwrap(),
            second("2026-10-31T23:00:00Z")
        );
        assert_eq!(
            read_closing_time("2026-11-30", &oslo).unwrap(),
            second("2026-11-30T23:00:00Z")
        );
        assert_eq!(
            read_closing_time("2026-06-30T16:00", &oslo).unwrap(),
            second("2026-06-30T14:00:00Z")
        );
        // The last Sunday of October has 25 hours.
        assert_eq!(
            read_closing_time("2026-10-25", &oslo).unwrap() - read_opening_time("2026-10-25", &oslo).unwrap(),
            25 * 3600
        );
        assert!(read_opening_time("soon", &oslo).is_err());
        assert!(read_time_zone("Oslo").is_err());
    }
}
