//! Where a process is, what is next, who owes what, and which phase may begin.

use super::Process;
use super::meetings::{Agenda, agenda};
use super::method::Method;
use crate::organisation::Role;
use crate::signing::{LONGEST_WORDS, Post, Standing, State};
use crate::written::read_text;

/// How a phase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseState {
    /// It was begun, and a later one too.
    Past,
    /// The present one.
    Present,
    /// It is still to begin.
    ToCome,
}

/// What is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The process rests.
    Rest,
    /// A goal sheet is written: the next phase begins with a checkpoint.
    WriteGoals,
    /// The checkpoint is put forward, once the present phase is done.
    Ask,
    /// It is signed.
    Sign,
    /// The next phase can begin.
    Begin,
    /// There is no next phase: follow up, and map again.
    Stay,
    /// The method in force does not have the present phase: a guide says which one is next.
    Choose,
}

/// What somebody owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// A goal sheet.
    Goals,
    /// An answer at the checkpoint, which stands like this.
    Signature(State),
    /// The minutes of a meeting that was on this day.
    Meeting(i64),
    /// A day for the next meeting.
    PlanMeeting,
}

/// Who owes what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whose it is: the role, and at which ward where a post signs.
    pub role: Role,
    /// See [`Owed::role`].
    pub post: Option<Post>,
    /// What.
    pub due: Due,
}

/// Where a process is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The present phase, from 0; nothing where the method in force does not have it.
    pub position: Option<usize>,
    /// What is next.
    pub next: Next,
    /// The phase that comes next, from 0.
    pub next_phase: Option<usize>,
    /// Who owes what.
    pub owed: Vec<Owed>,
}

impl Where {
    /// How a phase stands.
    pub fn state(&self, phase: usize) -> PhaseState {
        match self.position {
            Some(position) if phase < position => PhaseState::Past,
            Some(position) if phase == position => PhaseState::Present,
            _ => PhaseState::ToCome,
        }
    }
}

/// The phase that comes next, from 0, if there is one.
pub fn find_next_phase(method: &Method, process: &Process) -> Option<usize> {
    let position = process.present().and_then(|begun| method.position(&begun.phase));
    let next = position.map_or(0, |position| position + 1);
    (next < method.phases.len()).then_some(next)
}

/// What is next, and in which phase it is.
fn find_next(method: &Method, process: &Process, signing: Option<&Standing>) -> (Option<usize>, Next) {
    let position = process.present().and_then(|begun| method.position(&begun.phase));
    let phase = find_next_phase(method, process).map(|next| &method.phases[next]);
    let asks = phase.is_some_and(|phase| phase.checkpoint);
    let next = match (process.resting, phase, signing) {
        (Some(_), _, _) => Next::Rest,
        _ if position.is_none() => Next::Choose,
        (None, None, _) => Next::Stay,
        _ if !asks => Next::Begin,
        _ if process.goal_sheet().is_none() => Next::WriteGoals,
        (_, _, None) => Next::Ask,
        (_, _, Some(signing)) if signing.may_go_on() => Next::Begin,
        _ => Next::Sign,
    };
    (position, next)
}

/// What meetings leave to the guide.
fn find_meeting_due(process: &Process, today: i64) -> Option<Owed> {
    let due = match agenda(&process.meetings, today) {
        Agenda::Overdue(day) => Due::Meeting(day),
        Agenda::Unplanned => Due::PlanMeeting,
        Agenda::Planned(_) | Agenda::NoneNeeded => return None,
    };
    Some(Owed {
        role: Role::Guide,
        post: None,
        due,
    })
}

/// Where a process is on `today`. `signing`: how the checkpoint of the next phase stands, once it was put forward in the version of today.
pub fn stand(method: &Method, process: &Process, signing: Option<&Standing>, today: i64) -> Where {
    let (position, next) = find_next(method, process, signing);
    let mut owed = match (next, signing) {
        (Next::WriteGoals, _) => vec![Owed {
            role: Role::Leader,
            post: None,
            due: Due::Goals,
        }],
        (Next::Sign, Some(signing)) => {
            let open = signing.posts.iter().filter(|post| !post.stands());
            let owed = open.map(|post| Owed {
                role: post.post.role,
                post: Some(post.post.clone()),
                due: Due::Signature(post.state),
            });
            owed.collect()
        }
        _ => Vec::new(),
    };
    if next != Next::Rest {
        owed.extend(find_meeting_due(process, today));
    }
    Where {
        position,
        next,
        next_phase: find_next_phase(method, process),
        owed,
    }
}

/// Why a phase cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// Only leader and guide say that a phase begins.
    #[error("only leader and guide say that a phase begins")]
    NotTheirs,
    /// The process rests.
    #[error("the process rests")]
    Resting,
    /// It is neither the next one nor an earlier one.
    #[error("it is not the next phase")]
    NotNext,
    /// Leader, safety rep and union rep have not signed.
    #[error("leader, safety rep and union rep have not signed")]
    Unsigned,
    /// A guide goes on without that, and does not say why.
    #[error("a reason is missing")]
    NoReason,
    /// The method in force does not have the present phase: only a guide goes on, with a reason.
    #[error("the method in force does not have the present phase; a guide says where to go on")]
    Unknown,
    /// The hospital's own file of the method cannot be read: until it is mended, nothing begins.
    #[error("the hospital's own file of the method has a fault; mend it first")]
    FaultyMethod,
    /// There is a sign in the reason that nobody can see.
    #[error("there is a sign in the reason that nobody can see")]
    Unseen,
    /// The reason is longer than [`LONGEST_WORDS`].
    #[error("the reason is longer than {LONGEST_WORDS} characters")]
    TooLong,
}

/// Whether a phase may begin, said by somebody with this role; gives the reason where it begins before everybody has signed. Phases come
/// in order; one may go back to an earlier one. `signing` as in [`stand`].
///
/// # Errors
/// [`BeginError`]
pub fn may_begin(
    method: &Method,
    process: &Process,
    signing: Option<&Standing>,
    phase: &str,
    role: Role,
    reason: &str,
) -> Result<Option<String>, BeginError> {
    if !matches!(role, Role::Guide | Role::Leader) {
        return Err(BeginError::NotTheirs);
    }
    let (position, next) = find_next(method, process, signing);
    if next == Next::Rest {
        return Err(BeginError::Resting);
    }
    let wanted = method.position(phase).ok_or(BeginError::NotNext)?;
    match position {
        // What the method in force does not have leads to any phase of it, as a guide says and says why.
        None => {}
        Some(present) if wanted < present => return Ok(None),
        _ if find_next_phase(method, process) != Some(wanted) => return Err(BeginError::NotNext),
        _ if next == Next::Begin => return Ok(None),
        _ => {}
    }
    if role != Role::Guide {
        return Err(match next {
            Next::Choose => BeginError::Unknown,
            _ => BeginError::Unsigned,
        });
    }
    let reason = read_text(reason).map_err(|_| BeginError::Unseen)?;
    match reason.chars().count() {
        0 => Err(BeginError::NoReason),
        long if long > LONGEST_WORDS => Err(BeginError::TooLong),
        _ => Ok(Some(reason)),
    }
}
