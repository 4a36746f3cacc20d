//! Days, counted from 1970-01-01: what deadlines are kept in.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// The day of a time, in seconds since 1970-01-01 UTC, in a time zone.
pub fn day_of(seconds: i64, zone: &TimeZone) -> i64 {
    let local = jiff::Timestamp::from_second(seconds).map(|time| time.to_zoned(zone.clone()).offset().seconds());
    (seconds + i64::from(local.unwrap_or(0))).div_euclid(24 * 3600)
}

/// A day as the calendar has it. One that no calendar has is the first one that is counted.
pub fn date_of(day: i64) -> Date {
    let first = date(1970, 1, 1);
    let days = jiff::Span::new().try_days(day);
    days.and_then(|days| first.checked_add(days)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_its_zone_and_is_found_in_the_calendar() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        // 2026-03-28 22:59:59 and 23:00 UTC: midnight in Oslo, before its clocks go forward.
        let before = day_of(1_774_738_799, &oslo);
        assert_eq!(day_of(1_774_738_800, &oslo), before + 1);
        assert_eq!(date_of(before), date(2026, 3, 28));
        assert_eq!((date_of(0), date_of(-1)), (date(1970, 1, 1), date(1969, 12, 31)));
        assert_eq!(date_of(i64::MAX), date(1970, 1, 1));
    }
}
