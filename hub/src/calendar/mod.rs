//! Meetings, gatherings and deadlines of a process as a calendar. Pure. Whoever has the file or the feed learns days and wards; what a measure
//! is about stands in it only where somebody who is logged in downloads it.
//!
//! An event keeps its UID for good. Its SEQUENCE is made of counters that are kept and only rise: how often a thing was saved, how often it
//! was given a status, which version of the plan was signed. Two different states of an event never have the same.

use icalendar::{Calendar, Component, Event, Property};

use crate::gathering::{Gathering, Stage};
use crate::organisation::times::write_day;
use crate::plan::measures::Status;
use crate::plan::{MeasureRow, Plan};
use crate::process::Process;

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A meeting of leader, safety rep, union rep and guide.
    Meeting,
    /// A gathering for measures.
    Gathering,
    /// The deadline of a measure.
    Deadline,
    /// A measure is looked at, whether it helped.
    Evaluation,
}

impl EntryKind {
    /// As it stands in UIDs: kept for good.
    fn name(self) -> &'static str {
        match self {
            EntryKind::Meeting => "meeting",
            EntryKind::Gathering => "gathering",
            EntryKind::Deadline => "deadline",
            EntryKind::Evaluation => "evaluation",
        }
    }
}

/// Something in the calendar of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub kind: EntryKind,
    /// The number of the meeting, the gathering or the measure.
    pub number: u32,
    /// Its day, counted from 1970-01-01.
    pub day: i64,
    /// Rises with every change.
    pub sequence: u32,
    /// Whether it was taken away.
    pub cancelled: bool,
    /// What the measure is, in the ward's own words. It stands in no feed.
    pub words: Option<String>,
}

fn list_of_measure(row: &MeasureRow, signed: u32) -> [Entry; 2] {
    let times = u32::try_from(row.set.len()).unwrap_or(u32::MAX);
    let sequence = row.revision.saturating_add(times).saturating_add(signed);
    let entry = |kind, day, cancelled| Entry {
        kind,
        number: row.number,
        day,
        sequence,
        cancelled,
        words: Some(row.measure.what.clone()),
    };
    [
        entry(EntryKind::Deadline, row.measure.deadline, !row.is_open()),
        entry(
            EntryKind::Evaluation,
            row.measure.evaluation,
            row.status() == Status::Stopped,
        ),
    ]
}

/// The calendar of a process. Of the plan the measures that count stand in it: those that were signed last, or, before anything was signed,
/// all.
pub fn list_entries(process: &Process, plan: &Plan, gatherings: &[Gathering]) -> Vec<Entry> {
    let meetings = process.meetings.iter().map(|meeting| Entry {
        kind: EntryKind::Meeting,
        number: meeting.number,
        day: meeting.minutes.day,
        sequence: meeting.revision,
        cancelled: false,
        words: None,
    });
    let gatherings = gatherings.iter().map(|gathering| Entry {
        kind: EntryKind::Gathering,
        number: gathering.number,
        day: gathering.prepared.day,
        sequence: gathering.revision,
        cancelled: gathering.position.stage == Stage::GivenUp,
        words: None,
    });
    let signed = plan.signed_version().map_or(0, |version| version.number);
    let measures = plan.measures_in_force();
    let measures = measures.iter().flat_map(|row| list_of_measure(row, signed));
    meetings.chain(gatherings).chain(measures).collect()
}

/// An entry as it is written: with its process, and what it is called in the reader's language.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The id of the process.
    pub process: String,
    /// The entry.
    pub entry: Entry,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Whether the measure's own words stand in it.
    pub tells: bool,
}

fn in_digits(day: i64) -> String {
    write_day(day).replace('-', "")
}

fn write_event(one: &Shown, hub: &str, stamp: &str) -> Event {
    let Entry { kind, number, .. } = one.entry;
    let date = |key: &str, day: i64| Property::new(key, in_digits(day)).add_parameter("VALUE", "DATE").done();
    let status = if one.entry.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}-{number}@{hub}", one.process, kind.name()))
        .sequence(one.entry.sequence)
        .append_property(date("DTSTART", one.entry.day))
        .append_property(date("DTEND", one.entry.day + 1))
        .add_property("DTSTAMP", stamp)
        .add_property("STATUS", status)
        // A deadline keeps nobody busy.
        .add_property("TRANSP", "TRANSPARENT")
        .url(&one.href)
        .summary(&on_one_line(&one.title));
    if let Some(words) = one.entry.words.as_ref().filter(|_| one.tells) {
        event.description(&words.replace('\r', ""));
    }
    event.done()
}

fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect()
}

/// Writes a calendar. `hub`: what tells this hub's events from another's, always the same; `now`: seconds since 1970-01-01 UTC.
pub fn write_calendar(shown: &[Shown], hub: &str, now: i64) -> String {
    let stamp = jiff::Timestamp::from_second(now)
        .map(|time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
        .unwrap_or_default();
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Trykk//Trykk//NO"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Trykk"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.extend(shown.iter().map(|one| write_event(one, hub, &stamp)));
    calendar.to_string()
}
