//! What the guide prepares: the day, the areas, how many tables.

use serde::{Deserialize, Serialize};

use crate::plan::proposals::LONGEST_NAME;
use crate::plan::{Fault, Fields, Wrong};

/// The most areas of a gathering.
const MOST_AREAS: usize = 8;
/// The most tables of a gathering.
const MOST_TABLES: u8 = 60;
/// The longest time of a step.
pub const MOST_MINUTES: i64 = 180;

/// What was prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The day, counted from 1970-01-01.
    pub day: i64,
    /// The areas, in words. There is at least one.
    pub areas: Vec<String>,
    /// How many tables there are.
    pub tables: u8,
}

/// What was typed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenPrepared {
    /// A day.
    pub day: String,
    /// The areas that were ticked, and those that were written, one a line.
    pub areas: Vec<String>,
    /// A number.
    pub tables: String,
}

/// What was typed. An area that stands twice counts once; the day may be today.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_prepared(written: &WrittenPrepared, before: Option<&Prepared>, today: i64) -> Result<Prepared, Vec<Fault>> {
    let mut fields = Fields::default();
    let day = fields.day_to_come("day", &written.day, before.map(|before| before.day), today);
    let mut areas: Vec<String> = Vec::new();
    for line in written.areas.iter().flat_map(|written| written.lines()) {
        let area = fields.some_words("areas", line, LONGEST_NAME);
        if !area.is_empty() && !areas.contains(&area) {
            areas.push(area);
        }
    }
    match areas.len() {
        0 => fields.refuse("areas", Wrong::Missing),
        many if many > MOST_AREAS => fields.refuse("areas", Wrong::TooMany(MOST_AREAS)),
        _ => {}
    }
    let tables = written.tables.trim();
    let tables = match tables.parse::<u8>() {
        Ok(number) if (1..=MOST_TABLES).contains(&number) => number,
        _ if tables.is_empty() => {
            fields.refuse("tables", Wrong::Missing);
            0
        }
        Ok(0) | Err(_) => {
            fields.refuse("tables", Wrong::NotChosen);
            0
        }
        Ok(_) => {
            fields.refuse("tables", Wrong::TooMany(usize::from(MOST_TABLES)));
            0
        }
    };
    fields.done(Prepared { day, areas, tables })
}

/// How many minutes a step has, as they were typed; none is no limit.
///
/// # Errors
/// When it is no number of minutes.
pub fn read_minutes(written: &str) -> Result<Option<i64>, Vec<Fault>> {
    let mut fields = Fields::default();
    let written = written.trim();
    let minutes = match written {
        "" => None,
        written => {
            let minutes = written.parse().ok();
            let minutes = minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
            Some(fields.choice("minutes", minutes, 0))
        }
    };
    fields.done(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: i64 = 20_000;

    fn written(day: &str, areas: &[&str], tables: &str) -> WrittenPrepared {
        WrittenPrepared {
            day: day.to_owned(),
            areas: areas.iter().map(|area| (*area).to_owned()).collect(),
            tables: tables.to_owned(),
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let wrong = |written: WrittenPrepared| {
            let faults = read_prepared(&written, None, TODAY).unwrap_err();
            let faults = faults.into_iter().map(|fault| (fault.field, fault.wrong));
            faults.collect::<Vec<_>>()
        };
        let at = |field: &str, wrong| (field.to_owned(), wrong);
        assert_eq!(
            wrong(written("", &["", " \n "], "")),
            [
                at("day", Wrong::Missing),
                at("areas", Wrong::Missing),
                at("tables", Wrong::Missing)
            ]
        );
        let many: Vec<String> = (0..9).map(|nth| nth.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(
            wrong(written("2001-01-01", &many, "61")),
            [
                at("day", Wrong::NoDay),
                at("areas", Wrong::TooMany(8)),
                at("tables", Wrong::TooMany(60))
            ]
        );
        assert_eq!(
            wrong(written("2024-10-04", &["Pauser"], "0"))[..],
            [at("tables", Wrong::NotChosen)]
        );
        assert_eq!(
            wrong(written("2024-10-03", &["Pauser"], "4"))[..],
            [at("day", Wrong::Past)]
        );
        let read = read_prepared(
            &written("2024-10-04", &["Pauser", "Ro\r\nPauser\n"], " 4 "),
            None,
            TODAY,
        )
        .unwrap();
        assert_eq!((read.day, read.tables), (TODAY, 4));
        assert_eq!(read.areas, ["Pauser", "Ro"]);
        let kept = Prepared {
            day: TODAY - 1,
            ..read.clone()
        };
        assert!(read_prepared(&written("2024-10-03", &["Ro"], "4"), Some(&kept), TODAY).is_ok());
        assert_eq!(read_minutes(" "), Ok(None));
        assert_eq!(read_minutes("10"), Ok(Some(10)));
        assert!(
            ["0", "181", "ti"]
                .into_iter()
                .all(|minutes| read_minutes(minutes).is_err())
        );
    }
}
