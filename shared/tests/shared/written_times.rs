//! Times as people write them: what is written reads back, and everything else is refused.

use jiff::civil::{Date, DateTime, Time};
use proptest::prelude::*;
use trykk_shared::clock::Clock;
use trykk_shared::written_time::WrittenTime;

fn a_day() -> impl Strategy<Value = Date> {
    (0..=9998_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn a_wall() -> impl Strategy<Value = DateTime> {
    (a_day(), 0..24_i8, 0..60_i8, 0..60_i8)
        .prop_map(|(day, hour, minute, second)| day.to_datetime(Time::new(hour, minute, second, 0).unwrap()))
}

fn a_time() -> impl Strategy<Value = WrittenTime> {
    prop_oneof![
        a_day().prop_map(WrittenTime::Day),
        a_wall().prop_map(WrittenTime::OnTheWall),
        a_wall().prop_map(|wall| WrittenTime::Moment(wall.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp())),
    ]
}

/// Whether a text has one of the forms, by its letters alone.
fn has_a_form(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| match c {
            '0'..='9' => '0',
            ' ' => 'T',
            '-' | '+' => '+',
            c => c,
        })
        .collect();
    let Some(rest) = shape.strip_prefix("0000+00+00") else {
        return false;
    };
    let time = rest
        .strip_prefix("T00:00")
        .map(|rest| rest.strip_prefix(":00").unwrap_or(rest));
    rest.is_empty() || time.is_some_and(|distance| ["", "Z", "+00:00"].contains(&distance))
}

proptest! {
    #[test]
    fn what_is_written_reads_back(time in a_time()) {
        let written = time.to_string();
        prop_assert_eq!(written.parse(), Ok(time));
        prop_assert_eq!(written.replace('T', " ").parse(), Ok(time));
        prop_assert_eq!(format!(" {written}\r\n").parse(), Ok(time));
    }

    /// A letter more, less, or another one: the same form with other numbers, or refused by name.
    #[test]
    fn a_slip_of_the_pen_is_another_time_or_none(time in a_time(), at in any::<prop::sample::Index>(), slip in "[0-9TZtz:+. -]{0,2}", cut in 0..2_usize) {
        let mut text = time.to_string();
        let at = at.index(text.len());
        text.replace_range(at..(at + cut).min(text.len()), &slip);
        match text.parse::<WrittenTime>() {
            Ok(_) => prop_assert!(has_a_form(text.trim()), "{:?}", text),
            Err(fault) => {
                let named = format!("{text:?} is not a time; write a day like");
                prop_assert!(fault.to_string().starts_with(&named));
            }
        }
    }

    /// A clock starts at a moment, never at a day or at what a wall in no particular place shows.
    #[test]
    fn a_clock_starts_at_moments_only(time in a_time()) {
        let moment = matches!(time, WrittenTime::Moment(_));
        prop_assert_eq!(time.to_string().parse::<Clock>().is_ok(), moment);
    }
}

#[test]
fn nothing_of_what_is_written_is_passed_over() {
    for refused in [
        "",
        "16:00",
        "2026-11-30T16",
        "2026-11-30T",
        "2026-11-30 ",
        "2026-11-30  16:00",
        "2026-11-30T16:00:60",
        "2026-11-30T24:00",
        "2026-11-30T16:00:00.5",
        "2026-11-30T16.00",
        "2026-11-30T16:00 +01:00",
        "2026-11-30T16:00+01",
        "2026-11-30T16:00+0100",
        "2026-11-30T16:00+01:00:00",
        "2026-11-30T16:00+24:00",
        "2026-11-30T16:00+01:00[Europe/Oslo]",
        "2026-11-30T16:00Z[Europe/Oslo]",
        "2026-11-30t16:00z",
        "2026-11-30+01:00",
        "20261130",
        "2026-11-31",
        "2026-02-29",
        "2026-W48-1",
        "30.11.2026",
        "30.11.2026 16:00",
        "2026-11-30 kl. 16",
        "2026\u{2013}11\u{2013}30",
        "２０２６-11-30",
        "-2026-11-30",
        "+002026-11-30",
    ] {
        let read = refused.parse::<WrittenTime>();
        // A blank at the end does not count: a day is left.
        assert_eq!(read.is_ok(), refused == "2026-11-30 ", "{refused:?}: {read:?}");
        assert!(refused.parse::<Clock>().is_err(), "{refused:?}");
    }
}
