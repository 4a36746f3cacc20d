//! The goal sheet: the ward's own goals, how they will be looked at, and when.

use crate::organisation::times::read_day;
use crate::written::read_text;

/// The most goals.
pub const MOST_GOALS: usize = 8;
/// The longest goal, in characters.
pub const LONGEST_GOAL: usize = 240;
/// The longest text of how they are looked at, in characters.
pub const LONGEST_HOW: usize = 600;
/// No day is planned further away than this.
const MOST_DAYS: i64 = 5 * 366;

/// What stands in a goal sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goals {
    /// The goals, in words.
    pub goals: Vec<String>,
    /// How it will be seen whether they are reached.
    pub how: String,
    /// On which day they are looked at, counted from 1970-01-01.
    pub look: i64,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalError {
    /// There is none.
    NoGoals,
    /// There are more than [`MOST_GOALS`].
    TooMany,
    /// One is longer than [`LONGEST_GOAL`].
    GoalTooLong,
    /// Nothing says how they are looked at.
    NoHow,
    /// It is longer than [`LONGEST_HOW`].
    HowTooLong,
    /// There is a sign in it that nobody can see.
    Unseen,
    /// No day to come, or one too far away.
    NoDay,
}

/// What was typed: a goal a line, a text, a day.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(goals: &str, how: &str, look: &str, today: i64) -> Result<Goals, Vec<GoalError>> {
    let mut faults = Vec::new();
    let mut read = |text: &str| {
        let read = read_text(text);
        if read.is_err() && !faults.contains(&GoalError::Unseen) {
            faults.push(GoalError::Unseen);
        }
        read.ok()
    };
    // What cannot be read is not missing.
    let (goals, how) = (read(goals), read(how));
    let (is_unseen, is_how_unseen) = (goals.is_none(), how.is_none());
    let (goals, how) = (goals.unwrap_or_default(), how.unwrap_or_default());
    let goals: Vec<String> = goals
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', '•', '–']).trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    match goals.len() {
        0 if is_unseen => {}
        0 => faults.push(GoalError::NoGoals),
        1..=MOST_GOALS => {}
        _ => faults.push(GoalError::TooMany),
    }
    if goals.iter().any(|goal| goal.chars().count() > LONGEST_GOAL) {
        faults.push(GoalError::GoalTooLong);
    }
    match how.chars().count() {
        0 if is_how_unseen => {}
        0 => faults.push(GoalError::NoHow),
        1..=LONGEST_HOW => {}
        _ => faults.push(GoalError::HowTooLong),
    }
    let day = read_day(look).filter(|day| (today..=today + MOST_DAYS).contains(day));
    match (day, faults.is_empty()) {
        (Some(look), true) => Ok(Goals { goals, how, look }),
        (Some(_), false) => Err(faults),
        (None, _) => {
            faults.push(GoalError::NoDay);
            Err(faults)
        }
    }
}

/// What another version of the goal sheet changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A goal that came.
    Added(String),
    /// One that went.
    Gone(String),
    /// How they are looked at, now.
    How(String),
    /// When, now.
    Look(i64),
}

/// What changed from one version to another.
pub fn changes(before: &Goals, after: &Goals) -> Vec<Change> {
    let missing = |from: &Goals, to: &Goals| -> Vec<String> {
        let goals = from.goals.iter().filter(|goal| !to.goals.contains(goal));
        goals.cloned().collect()
    };
    let mut changes: Vec<Change> = missing(before, after).into_iter().map(Change::Gone).collect();
    changes.extend(missing(after, before).into_iter().map(Change::Added));
    if before.how != after.how {
        changes.push(Change::How(after.how.clone()));
    }
    if before.look != after.look {
        changes.push(Change::Look(after.look));
    }
    changes
}
