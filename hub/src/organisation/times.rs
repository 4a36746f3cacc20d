//! Times as people write them, in the organisation's time zone.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
pub use trykk_shared::days::day_of;
use trykk_shared::written_time::{WrittenTime, WrittenTimeError, write_wall};

/// Why a time that a person wrote was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// There is no such time zone.
    #[error("there is no time zone {0:?}; write one like Europe/Oslo")]
    NoTimeZone(String),
    /// It is none of the forms of a time.
    #[error(transparent)]
    NotATime(#[from] WrittenTimeError),
    /// The clocks go forward past it.
    #[error("there is no {time} in {zone}, as the clocks go forward then; write a time before or after it")]
    Skipped {
        /// The time.
        time: String,
        /// The time zone.
        zone: String,
    },
    /// The clocks go back to it.
    #[error("{time} comes twice in {zone}, as the clocks go back then; write which: {time}{first} or {time}{second}")]
    Twice {
        /// The time.
        time: String,
        /// The time zone.
        zone: String,
        /// The distance from UTC before the clocks go back.
        first: String,
        /// And afterwards.
        second: String,
    },
}

/// The time zone of this name. One that this version of the time zone database does not know reads as UTC.
pub fn zone_named(name: &str) -> TimeZone {
    read_time_zone(name).unwrap_or(TimeZone::UTC)
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
/// When the text is neither, or no time of this zone, or two.
pub fn read_opening_time(text: &str, zone: &TimeZone) -> Result<i64, TimeError> {
    read(text, zone, false)
}

/// When something closes: at the end of a day, or at a time. Seconds since 1970-01-01 UTC.
///
/// # Errors
/// When the text is neither, or no time of this zone, or two.
pub fn read_closing_time(text: &str, zone: &TimeZone) -> Result<i64, TimeError> {
    read(text, zone, true)
}

/// A time as it is read again to the second, with its distance from UTC: `2026-11-30T16:00+01:00`.
pub fn write_time(seconds: i64, zone: &TimeZone) -> String {
    let Ok(time) = jiff::Timestamp::from_second(seconds) else {
        return String::new();
    };
    let time = time.to_zoned(zone.clone());
    format!("{}{}", write_wall(time.datetime()), time.strftime("%:z"))
}

/// The day and the time of day that are read again as this moment: no time for the start of a day, nor, of something that
/// ends, for its end.
pub fn split_time(seconds: i64, zone: &TimeZone, ends: bool) -> (String, String) {
    let Ok(time) = jiff::Timestamp::from_second(seconds) else {
        return (String::new(), String::new());
    };
    let wall = time.to_zoned(zone.clone()).datetime();
    let day = if ends { wall.date().yesterday() } else { Ok(wall.date()) };
    if let Ok(day) = day
        && read(&day.to_string(), zone, ends).is_ok_and(|read| read == seconds)
    {
        return (day.to_string(), String::new());
    }
    let written = write_wall(wall);
    let (day, time) = written.split_once('T').unwrap_or((&written, ""));
    (day.to_owned(), time.to_owned())
}

/// A day as forms have it, `2026-11-30`, counted from 1970-01-01. With an hour or a distance from UTC behind it, it is none: nothing of what
/// was written is passed over.
pub fn read_day(written: &str) -> Option<i64> {
    let Ok(WrittenTime::Day(day)) = written.parse() else {
        return None;
    };
    let begins = day.to_zoned(TimeZone::UTC).ok()?;
    Some(begins.timestamp().as_second().div_euclid(24 * 3600))
}

/// The same, to be put into a form.
pub fn write_day(day: i64) -> String {
    let begins = jiff::Timestamp::from_second(day * 24 * 3600);
    begins.map_or_else(
        |_| String::new(),
        |time| time.to_zoned(TimeZone::UTC).date().to_string(),
    )
}

fn read(text: &str, zone: &TimeZone, end_of_day: bool) -> Result<i64, TimeError> {
    let moment = match text.parse()? {
        WrittenTime::Moment(moment) => moment,
        WrittenTime::OnTheWall(wall) => on_the_wall(wall, zone)?,
        WrittenTime::Day(day) => {
            let begins = if end_of_day { day.tomorrow() } else { Ok(day) };
            let begins = begins.and_then(|day| day.to_zoned(zone.clone()));
            begins.map_err(|_| WrittenTimeError(text.to_owned()))?.timestamp()
        }
    };
    Ok(moment.as_second())
}

/// The one moment at which clocks show this time.
fn on_the_wall(wall: DateTime, zone: &TimeZone) -> Result<jiff::Timestamp, TimeError> {
    let time = write_wall(wall);
    let name = || zone.iana_name().unwrap_or("this time zone").to_owned();
    let offset = match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { .. } => return Err(TimeError::Skipped { time, zone: name() }),
        AmbiguousOffset::Fold { before, after } => {
            let distance = |offset| {
                let shown = jiff::Timestamp::UNIX_EPOCH.to_zoned(TimeZone::fixed(offset));
                shown.strftime("%:z").to_string()
            };
            return Err(TimeError::Twice {
                time,
                zone: name(),
                first: distance(before),
                second: distance(after),
            });
        }
    };
    Ok(offset.to_timestamp(wall).map_err(|_| WrittenTimeError(time))?)
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

    #[test]
    fn a_time_that_clocks_skip_or_show_twice_is_refused_with_a_mend() {
        let oslo = read_time_zone("Europe/Oslo").unwrap();
        let fault = |text| read_closing_time(text, &oslo).unwrap_err().to_string();
        assert_eq!(
            fault("2026-03-29 02:30"),
            "there is no 2026-03-29T02:30 in Europe/Oslo, as the clocks go forward then; write a time before or after it"
        );
        assert_eq!(
            fault("2026-10-25T02:30"),
            "2026-10-25T02:30 comes twice in Europe/Oslo, as the clocks go back then; write which: \
             2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00"
        );
        let (first, second) = ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00");
        let hour = read_closing_time(second, &oslo).unwrap() - read_closing_time(first, &oslo).unwrap();
        assert_eq!(hour, 3600);
    }
}
