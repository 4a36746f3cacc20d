//! The plan of measures of a ward's process: bundles of ideas and what became of them, proposals, ratings, decisions, and the measures
//! that leader, safety rep and union rep sign, each with what is seen of it since. Pure; `store/plans.rs` keeps it.

pub mod effect;
mod fields;
pub mod idea_box;
pub mod measures;
pub mod proposals;
mod signed;

use crate::signing::{Post, Standing, State, Version};

pub(crate) use fields::Fields;
pub use fields::{Fault, Wrong};
pub use signed::{Change, Field, Told, changes, is_signed_by_leaving, list_signed_before, version};

use measures::{HelpAnswer, HelpState, Measure, Status, StatusSet};
use proposals::{Bundle, BundleState, Decided, Proposal, Rating};

use crate::analysis::areas::AreaKind;
use crate::organisation::Role;
use std::collections::BTreeSet;
use trykk_shared::ids::BoxId;

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
    /// All that was answered from above, to whatever was asked then, the first answer first.
    pub answers: Vec<HelpAnswer>,
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
    /// On which day leader, safety rep and union rep had signed it, or were gone on without. Whatever comes later changes nothing of it.
    pub signed: Option<i64>,
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
    /// The status that was given last to what is to be done. Other words begin with none: nobody has said anything of them.
    pub fn last_set(&self) -> Option<&StatusSet> {
        self.set.iter().rev().find(|set| set.what == self.measure.what)
    }

    /// Its status now.
    pub fn status(&self) -> Status {
        self.last_set().map_or(Status::NotBegun, |last| last.status)
    }

    /// What was answered last to a text.
    pub fn answer_to(&self, text: &str) -> Option<&HelpAnswer> {
        self.answers.iter().rev().find(|answer| answer.text == text)
    }

    /// How many answers it was given.
    pub fn answered(&self) -> u32 {
        self.answers.last().map_or(0, |last| last.number)
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
        let is_seen = self.last_set().is_some_and(|last| last.day >= evaluation);
        self.status() != Status::Stopped && evaluation <= today && !is_seen
    }

    /// Whether somebody may decide what is done with it now: its evaluation is due, or a question that it names was asked again, in a round or
    /// in a pulse that opened on the day `pulse`; and it was neither stopped nor closed since.
    pub fn waits_for_next(&self, effect: Option<&effect::Effect<'_>>, pulse: Option<i64>, today: i64) -> bool {
        let in_a_round = match effect {
            Some(effect::Effect::Beside { now, .. }) => Some(now.result.opened),
            _ => None,
        };
        let asked_again = in_a_round.max(pulse);
        let is_closed = |last: &StatusSet| {
            let before = asked_again.is_none_or(|opened| last.day >= opened);
            last.next == Some(measures::NextStep::Close) && before
        };
        let is_over = self.status() == Status::Stopped || self.last_set().is_some_and(is_closed);
        !is_over && (asked_again.is_some() || self.is_evaluation_due(today))
    }

    /// Whether it mended something, was closed, and what is published since leans to the good side: then keeping that is worth a proposal.
    pub fn may_be_kept_up(&self, effect: Option<&effect::Effect<'_>>) -> bool {
        let is_closed = self
            .last_set()
            .is_some_and(|last| last.next == Some(measures::NextStep::Close));
        let mends = self.measure.aim == AreaKind::Improve;
        mends && is_closed && self.status() == Status::Done && effect.is_some_and(effect::Effect::is_good)
    }

    /// What became of the help that it asks, if it asks any. An answer to another text than the present one is none.
    pub fn help(&self, today: i64) -> Option<HelpState<'_>> {
        let asked = self.measure.help.as_ref()?;
        Some(match self.answer_to(&asked.text) {
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

    /// What a follow-up meeting begins with: the same, each with its question before and now; and those whose question was asked again since
    /// anybody said how they stand, by a round or a pulse. `find_pulse`: on which day a pulse was opened that says something of a measure.
    pub fn agenda_beside<'r>(
        &self,
        results: &'r [effect::PublishedResult],
        find_pulse: impl Fn(&MeasureRow) -> Option<i64>,
        today: i64,
    ) -> Vec<(&MeasureRow, Option<effect::Effect<'r>>)> {
        let beside = |row: &MeasureRow| {
            let item = row.measure.item.as_ref();
            item.map(|item| effect::find_effect(item, results))
        };
        let agenda = self.agenda(today);
        let is_unseen = |row: &MeasureRow| {
            let asked = match beside(row) {
                Some(effect::Effect::Beside { now, .. }) => Some(now.result.opened),
                _ => None,
            };
            let asked = asked.max(find_pulse(row));
            asked.is_some_and(|asked| row.last_set().is_none_or(|last| last.day < asked))
        };
        let others = self.measures.iter().filter(|row| {
            let is_there = agenda.iter().any(|other| other.number == row.number);
            !is_there && row.status() != Status::Stopped && is_unseen(row)
        });
        let others: Vec<&MeasureRow> = others.collect();
        agenda.into_iter().chain(others).map(|row| (row, beside(row))).collect()
    }

    /// The measures of the version that was signed last, in the words that were signed, each with what became of it.
    pub fn signed_measures(&self) -> Vec<MeasureRow> {
        let signed = self.signed_version().map_or(&[][..], |signed| &signed.measures);
        let row = |(number, measure): &(u32, Measure)| {
            let row = self.measures.iter().find(|row| row.number == *number)?;
            Some(MeasureRow {
                measure: measure.clone(),
                ..row.clone()
            })
        };
        signed.iter().filter_map(row).collect()
    }

    /// The boxes of whose results measures name a question, as they stand and as they were put forward.
    pub fn named_results(&self) -> BTreeSet<BoxId> {
        let versions = self.versions.iter().flat_map(|version| &version.measures);
        let measures = self.measures.iter().map(|row| &row.measure);
        let measures = measures.chain(versions.map(|(_, measure)| measure));
        measures
            .filter_map(|measure| Some(measure.item.as_ref()?.result))
            .collect()
    }

    /// The measures that count: as they were signed last, since nobody alone moves a deadline that all have signed. Before anything is
    /// signed, as they stand.
    pub fn measures_in_force(&self) -> Vec<MeasureRow> {
        match self.signed_version() {
            Some(_) => self.signed_measures(),
            None => self.measures.clone(),
        }
    }

    /// How many measures are overdue, of those that count.
    pub fn count_signed_overdue(&self, today: i64) -> usize {
        let counting = self.measures_in_force();
        counting.iter().filter(|row| row.is_overdue(today)).count()
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

    /// The version that was signed last, if one was: at the time, whatever was answered to it since.
    pub fn signed_version(&self) -> Option<&PlanVersion> {
        self.versions.iter().rev().find(|version| version.signed.is_some())
    }
}
