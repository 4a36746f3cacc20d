//! The plan of measures of a ward's process: bundles of ideas and what became of them, proposals, ratings, decisions, and the measures
//! that leader, safety rep and union rep sign. Pure; `store/plans.rs` keeps it.

mod fields;
pub mod measures;
pub mod proposals;
mod signed;

use crate::signing::{Post, Standing, State, Version};

pub(crate) use fields::Fields;
pub use fields::{Fault, Wrong};
pub use signed::{Change, Field, Told, changes, find_signed, version};

use measures::{HelpAnswer, HelpState, Measure, Status, StatusSet};
use proposals::{Bundle, BundleState, Decided, Proposal, Rating};

use crate::organisation::Role;

/// All that is kept of the plan of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The bundles of ideas, in the order in which they were written down.
    pub bundles: Vec<BundleRow>,
    /// The proposals, in the same order.
    pub proposals: Vec<ProposalRow>,
    /// The measures, in the same order.
    pub measures: Vec<MeasureRow>,
    /// The versions that were put forward to be signed, the first one first. One that nobody answered is not kept once there is a later one.
    pub versions: Vec<PlanVersion>,
}

/// A bundle that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleRow {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The bundle.
    pub bundle: Bundle,
    /// What the staff are told that became of it.
    pub reply: Option<Decided>,
}

/// A proposal that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The number of its bundle.
    pub bundle: u32,
    /// The proposal.
    pub proposal: Proposal,
    /// What was decided.
    pub decided: Option<Decided>,
    /// How often that was decided.
    pub decisions: u32,
    /// What each account thinks of it.
    pub ratings: Vec<RatingRow>,
}

/// What one account thinks of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingRow {
    /// In which role.
    pub role: Role,
    /// Whose.
    pub account: String,
    /// The four figures.
    pub rating: Rating,
}

/// A measure that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureRow {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The measure.
    pub measure: Measure,
    /// Every status it was given, the first one first.
    pub set: Vec<StatusSet>,
    /// What the senior leader last answered, to whatever was asked then.
    pub answer: Option<HelpAnswer>,
}

/// A version of the measures that was put forward to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersion {
    /// 1, 2, 3.
    pub number: u32,
    /// What is signed.
    pub version: Version,
    /// The measures with their numbers, as they stood then.
    pub measures: Vec<(u32, Measure)>,
    /// Who put it forward, or changed it.
    pub account: String,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
}

/// What somebody owes a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owing {
    /// A signature for a post, which stands like this.
    Signature(Post, State),
    /// Replies to so many bundles, the first of them since this day.
    Replies(usize, i64),
    /// So many measures are overdue.
    Measures(usize),
    /// So many measures are to be evaluated.
    Evaluations(usize),
}

impl BundleRow {
    /// How it stands on `today`.
    pub fn state(&self, today: i64) -> BundleState {
        match (&self.reply, self.bundle.answer_by) {
            (Some(_), _) => BundleState::Replied,
            (None, day) if day < today => BundleState::Overdue(day),
            (None, day) => BundleState::Owed(day),
        }
    }
}

impl MeasureRow {
    /// Its status now.
    pub fn status(&self) -> Status {
        self.set.last().map_or(Status::NotBegun, |last| last.status)
    }

    /// Whether it is neither done nor stopped.
    pub fn is_open(&self) -> bool {
        matches!(self.status(), Status::NotBegun | Status::UnderWay)
    }

    /// Whether it is open, and its deadline is over.
    pub fn is_overdue(&self, today: i64) -> bool {
        self.is_open() && self.measure.deadline < today
    }

    /// Whether the day of its evaluation has come and it was given no status since: a status says what was seen.
    pub fn is_evaluation_due(&self, today: i64) -> bool {
        let evaluation = self.measure.evaluation;
        let is_seen = self.set.last().is_some_and(|last| last.day >= evaluation);
        self.status() != Status::Stopped && evaluation <= today && !is_seen
    }

    /// What became of the help that it asks, if it asks any. An answer to another text than the present one is none.
    pub fn help(&self, today: i64) -> Option<HelpState<'_>> {
        let asked = self.measure.help.as_ref()?;
        Some(match self.answer.as_ref().filter(|answer| answer.text == asked.text) {
            Some(answer) => HelpState::Answered(answer),
            None if asked.answer_by < today => HelpState::Overdue(asked.answer_by),
            None => HelpState::Owed(asked.answer_by),
        })
    }
}

impl Plan {
    /// The measures as they are signed.
    pub fn content(&self) -> Vec<(u32, Measure)> {
        self.measures
            .iter()
            .map(|row| (row.number, row.measure.clone()))
            .collect()
    }

    /// The open measures, the most urgent first.
    pub fn open_measures(&self) -> Vec<&MeasureRow> {
        let mut open: Vec<&MeasureRow> = self.measures.iter().filter(|row| row.is_open()).collect();
        open.sort_by_key(|row| (row.measure.deadline, row.number));
        open
    }

    /// What a meeting begins with: the open measures, and those that are to be evaluated, the most urgent first.
    pub fn agenda(&self, today: i64) -> Vec<&MeasureRow> {
        let mut agenda = self.open_measures();
        let others = self.measures.iter().filter(|row| !row.is_open());
        agenda.extend(others.filter(|row| row.is_evaluation_due(today)));
        agenda
    }

    /// How many measures are overdue.
    pub fn count_overdue(&self, today: i64) -> usize {
        self.measures.iter().filter(|row| row.is_overdue(today)).count()
    }

    /// What is owed on `today`. `signing`: how its signing stands, once it was put forward.
    pub fn owing(&self, signing: Option<&Standing>, today: i64) -> Vec<Owing> {
        let open = signing.map_or(&[][..], |signing| &signing.posts);
        let open = open.iter().filter(|post| !post.stands());
        let mut owing: Vec<Owing> = open
            .map(|post| Owing::Signature(post.post.clone(), post.state))
            .collect();
        let late = self.bundles.iter().filter_map(|row| match row.state(today) {
            BundleState::Overdue(day) => Some(day),
            _ => None,
        });
        let late: Vec<i64> = late.collect();
        owing.extend(late.iter().min().map(|first| Owing::Replies(late.len(), *first)));
        match self.count_overdue(today) {
            0 => {}
            overdue => owing.push(Owing::Measures(overdue)),
        }
        match self.measures.iter().filter(|row| row.is_evaluation_due(today)).count() {
            0 => {}
            due => owing.push(Owing::Evaluations(due)),
        }
        owing
    }

    /// The version that was put forward last.
    pub fn last_version(&self) -> Option<&PlanVersion> {
        self.versions.last()
    }
}
