//! Days and times of day, as people say them.

use trykk_shared::language::Language;
use trykk_shared::months::month_names;

use super::fill;

/// A day, as people write it.
pub fn day(language: Language, zone: &jiff::tz::TimeZone, seconds: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_second(seconds) else {
        return String::new();
    };
    let date = time.to_zoned(zone.clone());
    let month = month_names(language)[usize::try_from(date.month() - 1).unwrap_or(0)];
    // A day stays with its month at the end of a line.
    match language {
        Language::En => format!("{}\u{a0}{month} {}", date.day(), date.year()),
        _ => format!("{}.\u{a0}{month} {}", date.day(), date.year()),
    }
}

/// A day that is counted from 1970-01-01, as people write it.
pub fn say_date(language: Language, day_number: i64) -> String {
    day(language, &jiff::tz::TimeZone::UTC, day_number.saturating_mul(24 * 3600))
}

/// A day and a time of day.
pub fn moment(language: Language, zone: &jiff::tz::TimeZone, seconds: i64) -> String {
    let clock = jiff::Timestamp::from_second(seconds)
        .map(|time| time.to_zoned(zone.clone()).strftime("%H:%M").to_string())
        .unwrap_or_default();
    let between = match language {
        Language::En => "at",
        _ => "kl.",
    };
    format!("{} {between}\u{a0}{clock}", day(language, zone, seconds))
}

/// The same for the end of something: what ends at midnight ends with the day before.
pub fn end_moment(language: Language, zone: &jiff::tz::TimeZone, seconds: i64) -> String {
    let at_midnight = jiff::Timestamp::from_second(seconds)
        .is_ok_and(|time| time.to_zoned(zone.clone()).time() == jiff::civil::Time::midnight());
    if !at_midnight {
        return moment(language, zone, seconds);
    }
    let last = day(language, zone, seconds - 1);
    match language {
        Language::En => format!("{last} at midnight"),
        _ => format!("{last} kl.\u{a0}24:00"),
    }
}

/// The days from an opening to a closing. A month that both lie in is named once.
pub fn say_period(text: &str, language: Language, zone: &jiff::tz::TimeZone, opens: i64, closes: i64) -> String {
    // What closes at midnight closes with the day before.
    let date = |seconds| jiff::Timestamp::from_second(seconds).map(|time| time.to_zoned(zone.clone()).date());
    if let (Ok(first), Ok(last)) = (date(opens), date(closes - 1))
        && (first.year(), first.month()) == (last.year(), last.month())
    {
        let whole = day(language, zone, closes - 1);
        return match (first == last, language) {
            (true, _) => whole,
            (false, Language::En) => format!("{}–{whole}", first.day()),
            (false, _) => format!("{}.–{whole}", first.day()),
        };
    }
    fill(text, &[&day(language, zone, opens), &day(language, zone, closes - 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_names_a_month_once() {
        let zone = jiff::tz::TimeZone::get("Europe/Oslo").unwrap();
        // The turn of 16 to 17 October 2026; eleven days before, and a month before.
        let (closes, day_seconds) = (1_792_188_000, 86_400);
        let say = |language, days: i64| say_period("{} til {}", language, &zone, closes - days * day_seconds, closes);
        assert_eq!(say(Language::Nb, 12), "5.–16.\u{a0}oktober 2026");
        assert_eq!(say(Language::En, 12), "5–16\u{a0}October 2026");
        assert_eq!(say(Language::Nn, 1), "16.\u{a0}oktober 2026");
        assert_eq!(
            say(Language::Nb, 30),
            "17.\u{a0}september 2026 til 16.\u{a0}oktober 2026"
        );
    }

    #[test]
    fn what_ends_at_midnight_ends_with_its_last_day() {
        let zone = jiff::tz::TimeZone::get("Europe/Oslo").unwrap();
        // The turn of 16 to 17 October 2026, and an afternoon.
        let (midnight, afternoon) = (1_792_188_000, 1_792_162_800);
        assert_eq!(
            end_moment(Language::Nb, &zone, midnight),
            "16.\u{a0}oktober 2026 kl.\u{a0}24:00"
        );
        assert_eq!(
            end_moment(Language::En, &zone, midnight),
            "16\u{a0}October 2026 at midnight"
        );
        assert_eq!(
            end_moment(Language::Nb, &zone, afternoon),
            "16.\u{a0}oktober 2026 kl.\u{a0}17:00"
        );
    }
}
