//! Times as people write them, and participation as people see it.

use proptest::prelude::*;
use trykk_hub::figures::participation::Participation;
use trykk_hub::organisation::times::{TimeError, read_closing_time, read_opening_time, read_time_zone, write_time};
use trykk_shared::deck::{Mode, Question};
use trykk_shared::kind::{PerKind, Unit};

use crate::given::{a_deck, note, score, statement};

fn a_day() -> impl Strategy<Value = String> {
    (2000..2100, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
}

fn a_zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["Europe/Oslo", "UTC", "Arctic/Longyearbyen", "Asia/Kathmandu"])
}

proptest! {
    #[test]
    fn a_day_closes_when_the_next_one_begins(day in a_day(), zone in a_zone()) {
        let zone = read_time_zone(zone).unwrap();
        let next = day.parse::<jiff::civil::Date>().unwrap().tomorrow().unwrap();
        let closes = read_closing_time(&day, &zone).unwrap();
        prop_assert_eq!(closes, read_closing_time(&format!("{next}T00:00"), &zone).unwrap());
        // With summer time beginning or ending a day has 23 or 25 hours.
        let hours = read_closing_time(&next.to_string(), &zone).unwrap() - closes;
        prop_assert!([23, 24, 25].map(|h| h * 3600).contains(&hours));
    }

    #[test]
    fn a_time_of_day_is_that_time_on_the_wall(day in a_day(), hour in 4..23, minute in 0..60, zone in a_zone()) {
        let zone = read_time_zone(zone).unwrap();
        let written = format!("{day}T{hour:02}:{minute:02}");
        let second = read_closing_time(&written, &zone).unwrap();
        let wall = jiff::Timestamp::from_second(second).unwrap().to_zoned(zone).datetime();
        prop_assert_eq!(wall.strftime("%Y-%m-%dT%H:%M").to_string(), written);
    }

    /// Every second of a century in which offsets are whole minutes: what the hub says is read as the same second.
    #[test]
    fn what_is_written_reads_back(second in 946_684_800..4_102_444_800_i64, zone in a_zone()) {
        let zone = read_time_zone(zone).unwrap();
        let written = write_time(second, &zone);
        prop_assert_eq!(read_closing_time(&written, &zone).unwrap(), second);
        prop_assert_eq!(read_opening_time(&written, &zone).unwrap(), second);
        // Without its distance from UTC it is that very second still, or one of two.
        let wall = written.strip_suffix('Z').unwrap_or(&written[..written.len() - "+01:00".len()]);
        match read_closing_time(wall, &zone) {
            Ok(read) => prop_assert_eq!(read, second),
            Err(fault) => prop_assert!(matches!(fault, TimeError::Twice { .. }), "{}", fault),
        }
    }

    /// A blank does for the T: the hour that somebody wrote is never dropped.
    #[test]
    fn a_blank_does_for_the_t(day in a_day(), hour in 4..24, minute in 0..60, second in prop::option::of(0..60)) {
        let zone = read_time_zone("Europe/Oslo").unwrap();
        let time = format!("{hour:02}:{minute:02}{}", second.map_or(String::new(), |second| format!(":{second:02}")));
        let read = |between| read_closing_time(&format!("{day}{between}{time}"), &zone).unwrap();
        prop_assert_eq!(read(' '), read('T'));
    }

    /// The distance from UTC counts, whatever the organisation's zone.
    #[test]
    fn a_distance_from_utc_counts(day in a_day(), hours in -23..=23_i64, minutes in 0..60_i64, zone in a_zone()) {
        let zone = read_time_zone(zone).unwrap();
        let read = |text: String| read_closing_time(&text, &zone).unwrap();
        let sign = if hours < 0 { '-' } else { '+' };
        let shifted = read(format!("{day}T12:00{sign}{:02}:{minutes:02}", hours.abs()));
        let distance = hours.abs() * 3600 + minutes * 60;
        let utc = read(format!("{day} 12:00Z"));
        prop_assert_eq!(utc - shifted, if hours < 0 { -distance } else { distance });
    }

    #[test]
    fn what_is_no_time_is_refused_and_named(text in "[a-z :/.T-]{0,12}") {
        let fault = read_closing_time(&text, &read_time_zone("UTC").unwrap()).unwrap_err().to_string();
        let named = format!("{text:?} is not a time");
        prop_assert!(fault.starts_with(&named));
    }

    #[test]
    fn below_the_floor_participation_always_looks_the_same(floor in 5..40_u64, count in 0..40_u64) {
        prop_assume!(count < floor);
        prop_assert_eq!(Participation::of(count, floor), Participation::of(0, floor));
        prop_assert_eq!(Participation::of(count, floor).to_string(), format!("fewer than {floor}"));
    }

    #[test]
    fn from_the_floor_on_participation_goes_in_fives(floor in 5..40_u64, more in 0..400_u64) {
        let count = floor + more;
        let Participation::AtLeast(shown) = Participation::of(count, floor) else {
            return Err(TestCaseError::fail("the floor is reached"));
        };
        prop_assert!(shown <= count && count - shown < 5, "{count} shows as {shown}");
        prop_assert!((shown - floor).is_multiple_of(5));
        // One more answer changes what is shown only at every fifth.
        let changes = Participation::of(count, floor) != Participation::of(count + 1, floor);
        prop_assert_eq!(changes, (more + 1).is_multiple_of(5));
    }

    /// Envelopes make up as many sheets as the scarcest kind allows, and incomplete sheets do not count.
    #[test]
    fn envelopes_make_up_whole_sheets(people in 0..50_u64, tables in 0..20_u64, short in 1..3_u64) {
        let deck = a_deck([("a", Question::Card), ("b", score()), ("c", statement(3)), ("d", statement(5)), ("e", note(3))]);
        let shape = deck.shape(Mode::Table);
        let counts = PerKind {
            participant_marks: 2 * people,
            participant_notes: 3 * people,
            table_marks: 2 * tables,
        };
        prop_assert_eq!(shape.sheets(Unit::Participant, &counts), people);
        prop_assert_eq!(shape.sheets(Unit::Table, &counts), tables);
        let fewer = PerKind::from_fn(|kind| counts.of(kind).saturating_sub(short));
        prop_assert_eq!(shape.sheets(Unit::Participant, &fewer), people.saturating_sub(1));
        prop_assert_eq!(shape.sheets(Unit::Table, &fewer), tables.saturating_sub(1));
    }
}

/// A day with anything behind it is no day: the hour is not dropped in silence.
#[test]
fn a_day_is_a_day_and_nothing_more() {
    use trykk_hub::organisation::times::{read_day, write_day};
    assert_eq!(read_day(" 2026-11-30 ").map(write_day), Some("2026-11-30".to_owned()));
    for written in [
        "2026-11-30 16:00",
        "2026-11-30T16:00",
        "2026-11-30T16:00+09:00[Asia/Tokyo]",
        "2026-11-30T16:00Z",
        "20261130",
        "2026-11-31",
        "2026-W48-1",
        "30.11.2026",
        "",
    ] {
        assert_eq!(read_day(written), None, "{written}");
    }
}
