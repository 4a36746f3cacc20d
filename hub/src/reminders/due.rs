//! Which reminders are due: from a process as it stands, what was begun before, and who wants none.

use std::collections::{BTreeMap, BTreeSet};

use super::{ASKED_WITHIN_DAYS, DAYS_BEFORE_DEADLINE, Known, Letter, Reminder, ReminderKind, Scene};
use crate::organisation::{Account, Role};
use crate::plan::measures::HelpState;
use crate::plan::proposals::BundleState;
use crate::plan::{BundleRow, MeasureRow, Plan};
use crate::process::method::Method;
use crate::signing::{Version, stand};
use jiff::tz::TimeZone;

/// From this hour of the day on, where the wards' clocks are, letters leave.
const FROM_HOUR: i8 = 7;
/// And before this one.
const UNTIL_HOUR: i8 = 20;

/// What the method says of reminders, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// For so long nobody is reminded of a signature.
    pub signature_after: i64,
    /// A process in which nothing happened for so long is quiet.
    pub quiet_after: i64,
}

impl Rules {
    /// Those of a method.
    pub fn of(method: &Method) -> Self {
        Rules {
            signature_after: method.signature_after_days,
            quiet_after: method.quiet_after_days,
        }
    }
}

/// Whether letters leave at this moment: nobody is rung out of bed by one.
pub fn is_time_to_send(now: i64, zone: &TimeZone) -> bool {
    jiff::Timestamp::from_second(now).is_ok_and(|time| {
        let hour = time.to_zoned(zone.clone()).hour();
        (FROM_HOUR..UNTIL_HOUR).contains(&hour)
    })
}

/// The last day on which something happened in a process: a phase, a goal sheet, a meeting, a version of the plan, a status, an answer from
/// above, a signature. Nothing of what staff answered or wrote is looked at.
pub fn last_day(scene: &Scene, today: i64) -> i64 {
    let (process, plan) = (&scene.process, &scene.plan);
    let begun = process.begun.iter().map(|begun| begun.day);
    let goals = process.goals.iter().map(|sheet| sheet.day);
    let meetings = process.meetings.iter().map(|meeting| meeting.minutes.day);
    let versions = plan.versions.iter().map(|version| version.day);
    let set = plan.measures.iter().flat_map(|row| row.set.iter().map(|set| set.day));
    let answers = plan
        .measures
        .iter()
        .flat_map(|row| row.answers.iter().map(|one| one.day));
    let signed = scene.signings.iter().flat_map(|(asked, given)| {
        let given = given.iter().map(|one| one.day);
        given.chain([asked.since])
    });
    let days = begun.chain(goals).chain(meetings).chain(versions);
    let days = days.chain(set).chain(answers).chain(signed);
    days.filter(|day| *day <= today).max().unwrap_or(today)
}

/// What is due, to nobody in particular: kind, thing, version, and the day that is named.
type Due = (ReminderKind, String, String, i64);

fn list_of_measure(row: &MeasureRow, today: i64) -> Vec<Due> {
    let measure = &row.measure;
    let of = |kind, day: i64| (kind, row.number.to_string(), day.to_string(), day);
    let mut due = Vec::new();
    if row.is_overdue(today) {
        due.push(of(ReminderKind::Overdue, measure.deadline));
    } else if row.is_open() && measure.deadline - DAYS_BEFORE_DEADLINE <= today {
        due.push(of(ReminderKind::DeadlineSoon, measure.deadline));
    }
    if row.is_evaluation_due(today) {
        due.push(of(ReminderKind::EvaluationDue, measure.evaluation));
    }
    due
}

fn find_reply(row: &BundleRow, today: i64) -> Option<Due> {
    match row.state(today) {
        BundleState::Overdue(day) => Some((ReminderKind::ReplyOverdue, row.number.to_string(), day.to_string(), day)),
        BundleState::Owed(_) | BundleState::Replied => None,
    }
}

/// The answers that a senior leader owes: to what was signed, and to these words. A week before the day they are reminded of each once; later
/// where it was signed later.
fn list_help(plan: &Plan, today: i64) -> Vec<Due> {
    let signed = plan.signed_measures();
    let due = signed.iter().filter_map(|row| {
        let day = match row.help(today)? {
            HelpState::Answered(_) => return None,
            HelpState::Owed(day) if day - DAYS_BEFORE_DEADLINE > today => return None,
            HelpState::Owed(day) | HelpState::Overdue(day) => day,
        };
        // Other words are another question. Their digest stands for them: the key holds no word of a plan.
        let words = Version::of(&[&row.measure.help.as_ref()?.text]).mark();
        Some((
            ReminderKind::HelpOwed,
            row.number.to_string(),
            format!("{day}.{words}"),
            day,
        ))
    });
    due.collect()
}

/// Whether a meeting or a day to come is planned: nobody calls that quiet.
fn is_planned(scene: &Scene, today: i64) -> bool {
    let mut open = scene.process.meetings.iter().filter(|meeting| !meeting.closed);
    open.any(|meeting| meeting.minutes.day >= today)
}

fn list_quiet(scene: &Scene, rules: Rules, today: i64) -> Option<Due> {
    let last = last_day(scene, today);
    let is_quiet = today - last >= rules.quiet_after && !is_planned(scene, today);
    is_quiet.then(|| (ReminderKind::Quiet, String::new(), last.to_string(), last))
}

/// Whether an account is let in and reaches the process.
fn reaches(scene: &Scene, account: &Account) -> bool {
    !account.blocked && covers(scene, account)
}

/// Whether an account's places reach the process, let in or not.
fn covers(scene: &Scene, account: &Account) -> bool {
    scene.organisation.covers(&account.places, &scene.process.wards)
}

/// The signatures that are owed, to those who owe them.
fn list_signatures(scene: &Scene, rules: Rules, today: i64) -> Vec<Reminder> {
    let mut owed = Vec::new();
    for (asked, given) in &scene.signings {
        let old = today - asked.since;
        if old < rules.signature_after || old > ASKED_WITHIN_DAYS {
            continue;
        }
        let standing = stand(&scene.organisation, asked, given, today);
        for post in &standing.posts {
            for email in &post.owed_by {
                owed.push(Reminder {
                    kind: ReminderKind::SignatureOwed,
                    process: scene.process.id.clone(),
                    thing: format!("{}.{}", asked.kind.name(), asked.thing),
                    version: asked.version.written(),
                    day: asked.since,
                    email: email.clone(),
                    role: post.post.role,
                });
            }
        }
    }
    owed
}

/// The reminders that may be begun at `now`, on `today`, of one process: what is due, to whom it concerns, without what was begun before (a
/// key is never due twice, unless a guide asked or it certainly was not sent) and without those who want none. Nothing while the process
/// rests. What counts of a plan is what was signed last; before anything was signed, the plan as it stands.
pub fn due_reminders(
    scene: &Scene,
    rules: Rules,
    known: &BTreeMap<(String, String), Known>,
    unreminded: &BTreeSet<String>,
    (today, now): (i64, i64),
) -> Vec<Reminder> {
    if scene.process.resting.is_some() {
        return Vec::new();
    }
    let mut reminders = list_all(scene, rules, today);
    reminders.retain(|one| {
        let person = &one.email;
        let may_begin = known
            .get(&(person.clone(), one.key()))
            .is_none_or(|known| known.may_begin(now));
        let account = scene.organisation.accounts.get(person);
        let is_reached = account.is_some_and(|account| account.role != Role::Admin && reaches(scene, account));
        may_begin && is_reached && !unreminded.contains(person)
    });
    reminders
}

/// Everything that is due on `today` of one process, to whom it concerns: also while the process rests, to those who want none or are
/// blocked, and what was begun before. Each person and thing once.
pub fn list_all(scene: &Scene, rules: Rules, today: i64) -> Vec<Reminder> {
    let measures = scene.plan.measures_in_force();
    let due = measures.iter().flat_map(|row| list_of_measure(row, today));
    let replies = scene.plan.bundles.iter().filter_map(|row| find_reply(row, today));
    let help = list_help(&scene.plan, today);
    let due = due.chain(replies).chain(help).chain(list_quiet(scene, rules, today));
    let due: Vec<Due> = due.collect();
    let mut reminders = list_signatures(scene, rules, today);
    for (kind, thing, version, day) in due {
        for (email, account) in &scene.organisation.accounts {
            if kind.roles().contains(&account.role) && covers(scene, account) {
                reminders.push(Reminder {
                    kind,
                    process: scene.process.id.clone(),
                    thing: thing.clone(),
                    version: version.clone(),
                    day,
                    email: email.clone(),
                    role: account.role,
                });
            }
        }
    }
    // Two wards that are in one process have posts of their own, which one person may hold both: they are told once.
    let mut told = BTreeSet::new();
    reminders.retain(|one| told.insert((one.email.clone(), one.key())));
    reminders
}

/// What each person is told at once of a process.
pub fn group_by_letter(reminders: Vec<Reminder>) -> Vec<Letter> {
    let mut letters: BTreeMap<(String, String), Vec<Reminder>> = BTreeMap::new();
    for one in reminders {
        let whose = (one.email.clone(), one.process.clone());
        letters.entry(whose).or_default().push(one);
    }
    let place = |kind| ReminderKind::ALL.iter().position(|other| *other == kind);
    letters
        .into_iter()
        .map(|((email, process), mut reminders)| {
            reminders.sort_by_key(|one| (place(one.kind), one.day, one.thing.clone()));
            Letter {
                email,
                process,
                reminders,
            }
        })
        .collect()
}
