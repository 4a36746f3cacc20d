//! The process of a ward, or of the wards that are counted together: where it is, what is next, who owes what. Pure;
//! `store/processes.rs` keeps it. `method.rs` is what the phases are.

pub mod goals;
pub mod meetings;
pub mod method;
pub mod passed_on;
pub mod silence;
mod standing;

use goals::Goals;
use meetings::Meeting;

use crate::signing::{Asked, Needs, SigningError, Version};

pub use standing::{BeginError, Due, Next, Owed, PhaseState, Where, find_next_phase, may_begin, stand};

/// A process, with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its id: that of the first of its wards.
    pub id: String,
    /// Its wards. None is in two processes.
    pub wards: Vec<String>,
    /// Whether one holder of a role signs its checkpoints, or all.
    pub needs: Needs,
    /// Since which day it is put to rest, if it is. Days are counted from 1970-01-01.
    pub resting: Option<i64>,
    /// The phases that have begun, in the order in which they did; the last is the present one. There is always one.
    pub begun: Vec<Begun>,
    /// Every version of the goal sheet, the first one first.
    pub goals: Vec<GoalSheet>,
    /// Its meetings, in the order in which they were written down.
    pub meetings: Vec<Meeting>,
}

/// That a phase began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Which.
    pub phase: String,
    /// On which day.
    pub day: i64,
    /// Who said so.
    pub account: String,
    /// Why it began before everybody had signed, where it did.
    pub reason: Option<String>,
    /// The version of the goal sheet at that time, if there was one.
    pub goals: Option<u32>,
}

/// A version of the goal sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalSheet {
    /// 1, 2, 3.
    pub version: u32,
    /// What stands in it.
    pub goals: Goals,
    /// Who saved it.
    pub account: String,
    /// On which day.
    pub day: i64,
}

impl Process {
    /// The phase in which it is.
    pub fn present(&self) -> Option<&Begun> {
        self.begun.last()
    }

    /// The goal sheet as it stands.
    pub fn goal_sheet(&self) -> Option<&GoalSheet> {
        self.goals.last()
    }

    /// What signing the checkpoint of a phase is kept under.
    pub fn checkpoint(&self, phase: &str) -> String {
        format!("{}.{phase}", self.id)
    }

    /// What is signed at the checkpoint of a phase now: the goal sheet as it stands, for this time that the phase begins. Nothing where
    /// there is no goal sheet.
    pub fn checkpoint_version(&self, phase: &str) -> Option<Version> {
        Some(version_of(phase, self.begun.len(), self.goal_sheet()?))
    }

    /// The goal sheet that a version of a phase's checkpoint is about, also where the phase has begun since.
    pub fn signed_sheet(&self, phase: &str, version: Version) -> Option<&GoalSheet> {
        let is_it = |sheet: &&GoalSheet| (1..=self.begun.len()).any(|times| version_of(phase, times, sheet) == version);
        self.goals.iter().rev().find(is_it)
    }

    /// Whether a checkpoint that was put forward is still answered: not after a phase has begun since, nor while the process rests.
    ///
    /// # Errors
    /// [`SigningError::Past`] and [`SigningError::Resting`].
    pub fn takes_answers(&self, asked: &Asked) -> Result<(), SigningError> {
        if self.checkpoint_version(phase_of(&asked.thing)) != Some(asked.version) {
            return Err(SigningError::Past);
        }
        match self.resting {
            Some(_) => Err(SigningError::Resting),
            None => Ok(()),
        }
    }
}

/// Covers the number of the sheet too: the same words, saved again, are signed again.
fn version_of(phase: &str, times: usize, sheet: &GoalSheet) -> Version {
    let Goals { goals, how, look } = &sheet.goals;
    let (times, number, look) = (times.to_string(), sheet.version.to_string(), look.to_string());
    let mut parts = vec![phase, &times, &number, how, &look];
    parts.extend(goals.iter().map(String::as_str));
    Version::of(&parts)
}

/// The process whose checkpoint this is.
pub fn process_of(thing: &str) -> &str {
    thing.split_once('.').map_or(thing, |(process, _)| process)
}

/// The phase whose checkpoint this is.
pub fn phase_of(thing: &str) -> &str {
    thing.split_once('.').map_or("", |(_, phase)| phase)
}
