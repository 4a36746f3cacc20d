//! Silence is said: a published result that nobody makes a report of, a report that nobody makes a plan of. A round that nobody follows up
//! can harm.

use std::collections::BTreeSet;

use super::method::Method;
use crate::organisation::{Organisation, Role};

/// After so many more days the senior leader hears of it too.
pub const RAISED_AFTER_DAYS: i64 = 14;
/// What is older than this is not spoken of any more: another mapping is due.
pub const SPOKEN_OF_DAYS: i64 = 365;

/// What was made of a published result. Days are counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// When it was published.
    pub published: i64,
    /// When its report was given.
    pub report: Option<i64>,
    /// When its plan was made.
    pub plan: Option<i64>,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A report.
    Report,
    /// A plan.
    Plan,
}

/// That something is missing for too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// What.
    pub missing: Missing,
    /// The last day on which it would have been in time.
    pub due: i64,
    /// Whether the senior leader hears of it.
    pub raised: bool,
}

/// What is missing of a published result on `today`, if anything is for too long. A plan speaks for the report that it rests on.
pub fn find_silence(follow_up: &FollowUp, method: &Method, today: i64) -> Option<Silence> {
    let (missing, due) = match (follow_up.plan, follow_up.report) {
        (Some(_), _) => return None,
        (None, None) => (Missing::Report, follow_up.published + method.report_within_days),
        (None, Some(report)) => {
            let from = report.max(follow_up.published);
            (Missing::Plan, from + method.plan_within_days)
        }
    };
    if today <= due || today > follow_up.published + SPOKEN_OF_DAYS {
        return None;
    }
    Some(Silence {
        missing,
        due,
        raised: today > due + RAISED_AFTER_DAYS,
    })
}

/// Who of those that silence is said to before the senior leader hears of it does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// Nobody has the leader's role there.
    NoLeader,
    /// Nobody has the guide's.
    NoGuide,
    /// Neither.
    Nobody,
}

/// Where there is somebody of a role who can read what is owed: who is blocked cannot.
#[derive(Debug, Default)]
struct There<'o> {
    wards: BTreeSet<&'o str>,
    departments: BTreeSet<&'o str>,
}

impl<'o> There<'o> {
    fn of(organisation: &'o Organisation, role: Role) -> Self {
        let mut there = There::default();
        let accounts = organisation.accounts.values();
        for account in accounts.filter(|account| account.role == role && !account.blocked) {
            there.wards.extend(account.places.wards.iter().map(String::as_str));
            there
                .departments
                .extend(account.places.departments.iter().map(String::as_str));
        }
        there
    }

    fn reaches(&self, organisation: &Organisation, ward: &String) -> bool {
        let of = || organisation.wards.get(ward).map(|ward| ward.department.as_str());
        self.wards.contains(ward.as_str()) || of().is_some_and(|department| self.departments.contains(department))
    }
}

/// Whether leader and guide of wards exist: nobody can owe what nobody was told.
#[derive(Debug)]
pub struct Hearers<'o> {
    organisation: &'o Organisation,
    leaders: There<'o>,
    guides: There<'o>,
}

impl<'o> Hearers<'o> {
    /// Of an organisation, looked for once for all its wards.
    pub fn of(organisation: &'o Organisation) -> Self {
        Hearers {
            organisation,
            leaders: There::of(organisation, Role::Leader),
            guides: There::of(organisation, Role::Guide),
        }
    }

    /// Who there is not at any of these wards.
    pub fn find_unheard(&self, wards: &[String]) -> Option<Unheard> {
        let has = |there: &There<'_>| wards.iter().any(|ward| there.reaches(self.organisation, ward));
        match (has(&self.leaders), has(&self.guides)) {
            (true, true) => None,
            (false, true) => Some(Unheard::NoLeader),
            (true, false) => Some(Unheard::NoGuide),
            (false, false) => Some(Unheard::Nobody),
        }
    }
}

impl FollowUp {
    /// Whether its days can be: none before the publishing, none to come, the plan not before the report.
    pub fn is_in_order(&self, today: i64) -> bool {
        let possible = |day: Option<i64>| day.is_none_or(|day| (self.published..=today).contains(&day));
        let follows = self.report.zip(self.plan).is_none_or(|(report, plan)| report <= plan);
        possible(self.report) && possible(self.plan) && follows
    }
}
