//! Reminders: what of a ward's process is due, whom it is said to, and what was said already. Pure; `store/reminders.rs` keeps it and
//! `cli/remind.rs` sends it. No reminder says what was found, planned or written: only of which ward, what is owed, and by when.

mod due;
pub mod letter;

use crate::organisation::{Organisation, Role};
use crate::plan::Plan;
use crate::process::Process;
use crate::store::PlanSigning;

pub use due::{Rules, due_reminders, group_by_letter, is_time_to_send, last_day, list_all};

/// Who may be reminded of something.
pub const REMINDED: &[Role] = &[
    Role::Guide,
    Role::Leader,
    Role::SafetyRep,
    Role::UnionRep,
    Role::SeniorLeader,
];
/// So many days before its deadline somebody is reminded of a measure.
pub const DAYS_BEFORE_DEADLINE: i64 = 7;
/// What was asked to be signed longer ago than this is not reminded of, in days.
pub const ASKED_WITHIN_DAYS: i64 = 365;
/// After so many attempts a reminder that the mail server does not take is given up: nine in the first two days, then daily for two weeks.
pub const MOST_TRIES: u32 = 23;

/// What a reminder is about. The names are kept for years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReminderKind {
    /// A signature is owed.
    SignatureOwed,
    /// The deadline of a measure is near.
    DeadlineSoon,
    /// The deadline of a measure is over.
    Overdue,
    /// A measure is to be evaluated.
    EvaluationDue,
    /// The staff were to be told what became of a bundle of ideas.
    ReplyOverdue,
    /// An answer to help that is asked from above is owed soon, or was.
    HelpOwed,
    /// Nothing has happened for long.
    Quiet,
}

impl ReminderKind {
    /// Every kind, in the order in which a letter has them.
    pub const ALL: [ReminderKind; 7] = [
        ReminderKind::SignatureOwed,
        ReminderKind::Overdue,
        ReminderKind::DeadlineSoon,
        ReminderKind::EvaluationDue,
        ReminderKind::ReplyOverdue,
        ReminderKind::HelpOwed,
        ReminderKind::Quiet,
    ];

    /// As it is kept.
    pub fn name(self) -> &'static str {
        match self {
            ReminderKind::SignatureOwed => "signature",
            ReminderKind::DeadlineSoon => "deadline-soon",
            ReminderKind::Overdue => "overdue",
            ReminderKind::EvaluationDue => "evaluation",
            ReminderKind::ReplyOverdue => "reply-overdue",
            ReminderKind::HelpOwed => "help-owed",
            ReminderKind::Quiet => "quiet",
        }
    }

    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        ReminderKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Who of a ward is reminded. Of signatures those who owe one are, whichever role they hold.
    pub fn roles(self) -> &'static [Role] {
        match self {
            ReminderKind::SignatureOwed => &crate::signing::SIGNERS,
            ReminderKind::DeadlineSoon => &[Role::Leader],
            ReminderKind::Overdue | ReminderKind::EvaluationDue => {
                &[Role::Leader, Role::SafetyRep, Role::UnionRep, Role::Guide]
            }
            ReminderKind::ReplyOverdue => &[Role::Leader, Role::SafetyRep, Role::UnionRep],
            ReminderKind::HelpOwed => &[Role::SeniorLeader],
            ReminderKind::Quiet => &[Role::Leader, Role::Guide],
        }
    }
}

/// A reminder to one person of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What it is about.
    pub kind: ReminderKind,
    /// The process.
    pub process: String,
    /// Which measure, or what is to be signed; empty where it is the process itself.
    pub thing: String,
    /// The version or the day of it: another one is reminded of anew.
    pub version: String,
    /// The day that the reminder names, counted from 1970-01-01.
    pub day: i64,
    /// Whom.
    pub email: String,
    /// In which role.
    pub role: Role,
}

impl Reminder {
    /// What it is known by, together with the person: nobody gets two with the same key unasked.
    pub fn key(&self) -> String {
        [self.kind.name(), &self.process, &self.thing, &self.version].join("/")
    }
}

/// How far a reminder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderState {
    /// It was given to the mail server, and it is not known yet what became of it.
    Begun,
    /// The mail server took it.
    Sent,
    /// It may have been sent: the hub ended, or the line broke, before the mail server had answered.
    Maybe,
    /// It was not sent.
    Failed,
    /// A guide asked for it to be sent again.
    Asked,
}

impl ReminderState {
    /// Every state.
    pub const ALL: [ReminderState; 5] = [
        ReminderState::Begun,
        ReminderState::Sent,
        ReminderState::Maybe,
        ReminderState::Failed,
        ReminderState::Asked,
    ];

    /// As it is kept.
    pub fn name(self) -> &'static str {
        match self {
            ReminderState::Begun => "begun",
            ReminderState::Sent => "sent",
            ReminderState::Maybe => "maybe",
            ReminderState::Failed => "failed",
            ReminderState::Asked => "asked",
        }
    }

    /// The state of this name.
    pub fn find(name: &str) -> Option<Self> {
        ReminderState::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What is known of a reminder that was begun once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How far it is.
    pub state: ReminderState,
    /// When it is tried again, in seconds since 1970-01-01 UTC, if it is.
    pub again: Option<i64>,
}

impl Known {
    /// Whether it may be begun at `now`: a guide has asked for it, or it certainly was not sent and its time has come again.
    pub fn may_begin(&self, now: i64) -> bool {
        match self.state {
            ReminderState::Asked => true,
            ReminderState::Failed => self.again.is_some_and(|again| again <= now),
            ReminderState::Begun | ReminderState::Sent | ReminderState::Maybe => false,
        }
    }
}

/// A process with all that reminders are made of.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The organisation around its wards.
    pub organisation: Organisation,
    /// The process.
    pub process: Process,
    /// Its plan.
    pub plan: Plan,
    /// What is asked to be signed there and still takes answers, with what was answered.
    pub signings: Vec<PlanSigning>,
}

/// What one person is told of one process at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Whom.
    pub email: String,
    /// Of which process.
    pub process: String,
    /// What, in the order of [`ReminderKind::ALL`]; never empty.
    pub reminders: Vec<Reminder>,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// It was not sent; it may be tried again.
    NotNow,
    /// It was not sent, and never will be: the mail server does not know the address, say.
    Never,
    /// It was given to the mail server, which did not answer.
    Unknown,
}

impl Outcome {
    /// How a reminder stands after so many attempts, the last of them at `now`.
    pub fn settle(self, tries: u32, now: i64) -> Known {
        let (state, again) = match self {
            Outcome::Sent => (ReminderState::Sent, None),
            Outcome::Unknown => (ReminderState::Maybe, None),
            Outcome::Never => (ReminderState::Failed, None),
            Outcome::NotNow => {
                let again = (tries < MOST_TRIES).then(|| now.saturating_add(pause_after(tries)));
                (ReminderState::Failed, again)
            }
        };
        Known { state, again }
    }
}

/// How long is waited after so many attempts that failed, in seconds: five minutes, doubled each time, at most a day.
pub fn pause_after(tries: u32) -> i64 {
    let doubled = 300_i64 << tries.saturating_sub(1).min(20);
    doubled.min(24 * 3600)
}
