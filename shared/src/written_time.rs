//! Times as people write them: understood to the second, or refused. Nothing of what is written is passed over.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// A time as a person wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenTime {
    /// A day: `2026-11-30`.
    Day(Date),
    /// A day and what the clock on the wall shows: `2026-11-30T16:00`.
    OnTheWall(DateTime),
    /// A moment, by its distance from UTC: `2026-11-30T16:00+01:00` or `2026-11-30T15:00Z`.
    Moment(Timestamp),
}

/// What somebody wrote is none of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a time; write a day like 2026-11-30, a day and time like 2026-11-30T16:00, or with the distance from UTC like 2026-11-30T16:00+01:00"
)]
pub struct WrittenTimeError(pub String);

impl FromStr for WrittenTime {
    type Err = WrittenTimeError;

    /// A blank does for the T, seconds may be added, and blanks around it do not count.
    fn from_str(text: &str) -> Result<Self, WrittenTimeError> {
        read(text.trim()).ok_or_else(|| WrittenTimeError(text.to_owned()))
    }
}

impl fmt::Display for WrittenTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrittenTime::Day(day) => write!(f, "{day}"),
            WrittenTime::OnTheWall(wall) => f.write_str(&write_wall(*wall)),
            WrittenTime::Moment(moment) => {
                let wall = moment.to_zoned(TimeZone::UTC).datetime();
                write!(f, "{}Z", write_wall(wall))
            }
        }
    }
}

/// A day and time of day as [`WrittenTime`] reads it; seconds only where there are some.
pub fn write_wall(wall: DateTime) -> String {
    let form = if wall.second() == 0 {
        "%Y-%m-%dT%H:%M"
    } else {
        "%Y-%m-%dT%H:%M:%S"
    };
    wall.strftime(form).to_string()
}

fn read(text: &str) -> Option<WrittenTime> {
    let (day, rest) = text.split_at_checked("2026-11-30".len())?;
    let day = read_day(day)?;
    if rest.is_empty() {
        return Some(WrittenTime::Day(day));
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let (time, distance) = rest.split_at(rest.find(['Z', '+', '-']).unwrap_or(rest.len()));
    let wall = day.to_datetime(read_time(time)?);
    if distance.is_empty() {
        return Some(WrittenTime::OnTheWall(wall));
    }
    Some(WrittenTime::Moment(read_distance(distance)?.to_timestamp(wall).ok()?))
}

fn read_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(number(year, 4)?, two_digits(month)?, two_digits(day)?).ok()
}

fn read_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two_digits)?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

fn read_distance(text: &str) -> Option<Offset> {
    let (sign, distance) = match text.split_at_checked(1)? {
        ("Z", "") => return Some(Offset::UTC),
        ("+", distance) => (1, distance),
        ("-", distance) => (-1, distance),
        _ => return None,
    };
    // As a time of day it has no more than 23 hours and 59 minutes; seconds it never has.
    let distance = Some(distance).filter(|text| text.len() == "01:00".len());
    let distance = read_time(distance?)?;
    let minutes = i32::from(distance.hour()) * 60 + i32::from(distance.minute());
    Offset::from_seconds(sign * minutes * 60).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    number(text, 2)?.try_into().ok()
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
