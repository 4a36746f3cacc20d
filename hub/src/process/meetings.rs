//! Meetings of leader, safety rep, union rep and guide: when, who took part by role, what was decided, and when the next one is. One is not
//! closed without a next day, or a reason why none is needed.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::organisation::times::read_day;
use crate::written::read_text;

/// The longest text of what was decided, in characters.
pub const LONGEST_DECIDED: usize = 4000;
/// The longest reason why no next meeting is needed, in characters.
pub const LONGEST_REASON: usize = 300;
/// No day is further away than this.
const MOST_DAYS: i64 = 3 * 366;

/// What kind of meeting it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingKind {
    /// Before the mapping.
    Introductory,
    /// The regular one of the three and the guide.
    Regular,
    /// A gathering for measures.
    Gathering,
    /// About what became of the measures.
    FollowUp,
}

impl MeetingKind {
    /// Every kind.
    pub const ALL: [MeetingKind; 4] = [
        MeetingKind::Introductory,
        MeetingKind::Regular,
        MeetingKind::Gathering,
        MeetingKind::FollowUp,
    ];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            MeetingKind::Introductory => "introductory",
            MeetingKind::Regular => "regular",
            MeetingKind::Gathering => "gathering",
            MeetingKind::FollowUp => "follow-up",
        }
    }
}

impl FromStr for MeetingKind {
    type Err = MeetingError;

    fn from_str(name: &str) -> Result<Self, MeetingError> {
        let found = MeetingKind::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or(MeetingError::NoKind)
    }
}

/// Who took part: roles, never names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The leader.
    Leader,
    /// The safety rep.
    SafetyRep,
    /// The union rep.
    UnionRep,
    /// The process guide.
    Guide,
    /// The senior leader.
    SeniorLeader,
    /// Others who work there.
    Staff,
}

impl Part {
    /// Everybody who can take part, in the order in which they are shown.
    pub const ALL: [Part; 6] = [
        Part::Leader,
        Part::SafetyRep,
        Part::UnionRep,
        Part::Guide,
        Part::SeniorLeader,
        Part::Staff,
    ];

    /// As forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Leader => "leader",
            Part::SafetyRep => "safety-rep",
            Part::UnionRep => "union-rep",
            Part::Guide => "guide",
            Part::SeniorLeader => "senior-leader",
            Part::Staff => "staff",
        }
    }
}

/// What is written of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// What kind it is.
    pub kind: MeetingKind,
    /// Its day, counted from 1970-01-01.
    pub day: i64,
    /// Who took part.
    pub parts: Vec<Part>,
    /// What was decided.
    pub decided: String,
    /// The day of the next one.
    pub next: Option<i64>,
    /// Why none is needed.
    pub none_needed: Option<String>,
}

/// A meeting as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// 1, 2, 3.
    pub number: u32,
    /// What is written of it.
    pub minutes: Minutes,
    /// Whether it is closed: nothing of it changes any more.
    pub closed: bool,
    /// Who wrote it last.
    pub account: String,
    /// How often it was saved.
    pub revision: u32,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenMinutes {
    /// The kind's name.
    pub kind: String,
    /// The day.
    pub day: String,
    /// The names of who took part.
    pub parts: Vec<String>,
    /// What was decided.
    pub decided: String,
    /// The day of the next one.
    pub next: String,
    /// Why none is needed.
    pub none_needed: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingError {
    /// It is of no kind.
    NoKind,
    /// It has no day, or one too far away.
    NoDay,
    /// What was decided is longer than [`LONGEST_DECIDED`].
    DecidedTooLong,
    /// The next one is no day, not after this one, or too far away.
    NextNotAfter,
    /// The next one has a day, and a reason why it is not needed.
    NextAndNone,
    /// That reason is longer than [`LONGEST_REASON`].
    ReasonTooLong,
    /// There is a sign in a text that nobody can see.
    Unseen,
    /// It is closed before it was held.
    NotHeld,
    /// It is closed, and nobody took part.
    NoParts,
    /// It is closed, and nothing was decided.
    NothingDecided,
    /// It is closed without a next day, or a reason why none is needed.
    NoNext,
}

/// What was typed of a meeting, to be saved or, with `closes`, to be closed.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(written: &WrittenMinutes, closes: bool, today: i64) -> Result<Minutes, Vec<MeetingError>> {
    let mut faults = Vec::new();
    let kind = written.kind.parse();
    let near = |day: &i64| (today - MOST_DAYS..=today + MOST_DAYS).contains(day);
    let day = read_day(&written.day).filter(near);
    let parts: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|part| written.parts.iter().any(|name| name == part.name()))
        .collect();
    let (decided, none_needed) = (read_text(&written.decided), read_text(&written.none_needed));
    let is_unseen = decided.is_err() || none_needed.is_err();
    let (decided, none_needed) = (decided.unwrap_or_default(), none_needed.unwrap_or_default());
    let next = match written.next.trim() {
        "" => None,
        next => Some(
            read_day(next)
                .filter(near)
                .filter(|next| day.is_none_or(|day| *next > day)),
        ),
    };
    faults.extend(kind.err());
    if is_unseen {
        faults.push(MeetingError::Unseen);
    }
    if day.is_none() {
        faults.push(MeetingError::NoDay);
    }
    if decided.chars().count() > LONGEST_DECIDED {
        faults.push(MeetingError::DecidedTooLong);
    }
    if next == Some(None) {
        faults.push(MeetingError::NextNotAfter);
    }
    if next.is_some() && !none_needed.is_empty() {
        faults.push(MeetingError::NextAndNone);
    }
    if none_needed.chars().count() > LONGEST_REASON {
        faults.push(MeetingError::ReasonTooLong);
    }
    if closes {
        let wants = [
            (day.is_some_and(|day| day > today), MeetingError::NotHeld),
            (parts.is_empty(), MeetingError::NoParts),
            (decided.is_empty() && !is_unseen, MeetingError::NothingDecided),
            (
                next.is_none() && none_needed.is_empty() && !is_unseen,
                MeetingError::NoNext,
            ),
        ];
        faults.extend(
            wants
                .into_iter()
                .filter(|(wanting, _)| *wanting)
                .map(|(_, fault)| fault),
        );
    }
    match (kind, day) {
        (Ok(kind), Some(day)) if faults.is_empty() => Ok(Minutes {
            kind,
            day,
            parts,
            decided,
            next: next.flatten(),
            none_needed: (!none_needed.is_empty()).then_some(none_needed),
        }),
        _ => Err(faults),
    }
}

impl Minutes {
    /// The next meeting, as closing this one plans it.
    pub fn plan_next(&self) -> Option<Minutes> {
        Some(Minutes {
            kind: match self.kind {
                MeetingKind::Introductory => MeetingKind::Regular,
                kind => kind,
            },
            day: self.next?,
            parts: Vec::new(),
            decided: String::new(),
            next: None,
            none_needed: None,
        })
    }
}

/// What the meetings of a process leave open on `today`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agenda {
    /// The next one is on this day.
    Planned(i64),
    /// One was on this day, and is not closed.
    Overdue(i64),
    /// None is planned.
    Unplanned,
    /// None is planned, and the last one says why none is needed.
    NoneNeeded,
}

/// What meetings leave open.
pub fn agenda(meetings: &[Meeting], today: i64) -> Agenda {
    let open = meetings.iter().filter(|meeting| !meeting.closed);
    match open.map(|meeting| meeting.minutes.day).min() {
        Some(day) if day < today => Agenda::Overdue(day),
        Some(day) => Agenda::Planned(day),
        None => {
            let last = meetings
                .iter()
                .max_by_key(|meeting| (meeting.minutes.day, meeting.number));
            match last.is_some_and(|meeting| meeting.minutes.none_needed.is_some()) {
                true => Agenda::NoneNeeded,
                false => Agenda::Unplanned,
            }
        }
    }
}
