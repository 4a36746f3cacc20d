//! How far the work with a ward has come, what is to be done next, and what is late. Pure: what the store says goes in.

use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use crate::rounds::overdue::is_overdue;
use crate::store::{BoxRow, SECONDS_OF_DAY};

/// How long before its opening a round asks for care.
const SOON: i64 = 14 * SECONDS_OF_DAY;
/// How long a round may wait for its count after its closing before it is late.
const COUNT_WITHIN: i64 = 7 * SECONDS_OF_DAY;
/// How long a round may wait to be published after its closing before it is late.
const PUBLISH_WITHIN: i64 = 21 * SECONDS_OF_DAY;

/// How far the work with a ward has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// There is no round, and nobody writes one.
    NoRound,
    /// A round is being written.
    Draft,
    /// A round is planned.
    Planned,
    /// A round is confirmed, and waits for its opening.
    Confirmed,
    /// People answer.
    Open,
    /// It is closed, and to be counted.
    ToCount,
    /// It is counted, and to be published.
    ToPublish,
    /// It is published.
    Published,
    /// The last one was closed without being counted.
    ClosedUnread,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Make a round.
    MakeRound,
    /// Finish what is being written.
    FinishDraft,
    /// Do away with what keeps it from opening.
    Mend,
    /// Choose a counting passphrase.
    ChoosePassphrase,
    /// Enrol a tablet.
    EnrolTablet,
    /// Look after a tablet.
    SeeTablet,
    /// Confirm the round.
    Confirm,
    /// Print slips with start codes.
    PrintCodes,
    /// Wait for the opening.
    WaitToOpen,
    /// Wait while people answer.
    WaitForAnswers,
    /// Wait until it is closed for good.
    WaitForGood,
    /// Wait for the last answers from tablets.
    WaitForTablets,
    /// Count it.
    Count,
    /// Decide about a round that too few have answered.
    DecideTooFew,
    /// Take its closing unread back, or let it happen.
    WatchUnread,
    /// Publish it.
    Publish,
    /// Another guide publishes it: this one does not read what was counted.
    AskOther,
    /// Read the result.
    SeeResult,
    /// Say what was made of a result that nobody has followed up for too long.
    FollowUp,
}

/// How much something needs the guide: the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It is late.
    Late,
    /// There is something to do.
    ToDo,
    /// It goes by itself.
    Runs,
    /// There is nothing to do.
    Idle,
}

/// A box of a ward, as far as its work depends on it.
#[derive(Clone, Copy, Debug)]
pub struct BoxFacts<'b> {
    /// The box.
    pub ballot_box: &'b BoxRow,
    /// Whether something keeps it from opening.
    pub hindered: bool,
    /// Whether it opens with the hub's next look: its time had come before it was confirmed.
    pub opens_soon: bool,
    /// Whether its count would be refused for too few answers, by what has arrived.
    pub too_few: bool,
    /// Whether some tablet has not said since its closing that nothing waits.
    pub tablets_wait: bool,
    /// Whether start codes are printed for it.
    pub has_codes: bool,
    /// Whether this guide reads what was counted.
    pub may_read: bool,
}

/// What is known of a ward.
#[derive(Clone, Copy, Debug)]
pub struct WardFacts<'b> {
    /// Its boxes.
    pub boxes: &'b [BoxFacts<'b>],
    /// Whether a draft is about it.
    pub has_draft: bool,
    /// Whether a tablet in use stands there.
    pub has_tablet: bool,
    /// Whether one of its tablets needs care.
    pub tablet_needs_care: bool,
    /// Whether the guide has a counting passphrase.
    pub has_key: bool,
    /// Whether a published result waits for too long for its report or its plan.
    pub owes_follow_up: bool,
}

/// How a ward stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How far the work has come.
    pub phase: Phase,
    /// What is to be done next.
    pub next: Next,
    /// How much it needs the guide.
    pub need: Need,
    /// The box that this is about, if it is about one.
    pub box_id: Option<BoxId>,
}

/// How a ward stands at `now`: by that of its boxes that needs the guide most, or comes first. Where none needs the guide, and a result
/// was not followed up in time, that is what is late.
pub fn stand(ward: &WardFacts<'_>, now: i64) -> Standing {
    let standing = stand_by_boxes(ward, now);
    match ward.owes_follow_up && standing.need > Need::ToDo {
        true => Standing {
            next: Next::FollowUp,
            need: Need::Late,
            ..standing
        },
        false => standing,
    }
}

fn stand_by_boxes(ward: &WardFacts<'_>, now: i64) -> Standing {
    let alive = ward.boxes.iter().filter(|facts| !facts.ballot_box.is_over());
    let standings = alive.map(|facts| (of_box(ward, facts, now), facts.ballot_box.opens));
    if let Some((standing, _)) = standings.min_by_key(|(standing, opens)| (standing.need, *opens, standing.box_id)) {
        return standing;
    }
    // What a pulse says stands beside its result, which is what the ward works with.
    let rounds = ward.boxes.iter().filter(|facts| facts.ballot_box.pulse_of.is_none());
    let last = rounds.max_by_key(|facts| facts.ballot_box.opens);
    let last = last.map(|facts| facts.ballot_box);
    let idle = |phase, next, ballot_box: Option<&BoxRow>| Standing {
        phase,
        next,
        need: Need::Idle,
        box_id: ballot_box.map(|ballot_box| ballot_box.id),
    };
    if ward.has_draft {
        return Standing {
            need: Need::ToDo,
            ..idle(Phase::Draft, Next::FinishDraft, None)
        };
    }
    match last {
        None => idle(Phase::NoRound, Next::MakeRound, None),
        Some(ballot_box) if ballot_box.state == Some(BoxState::Released) => {
            idle(Phase::Published, Next::SeeResult, last)
        }
        Some(_) => idle(Phase::ClosedUnread, Next::MakeRound, last),
    }
}

fn of_box(ward: &WardFacts<'_>, facts: &BoxFacts<'_>, now: i64) -> Standing {
    let ballot_box = facts.ballot_box;
    let (phase, next) = match ballot_box.state_at(now) {
        None => before_opening(ward, facts, now),
        Some(BoxState::Open) => (Phase::Open, while_open(ward, facts)),
        Some(BoxState::Closed) => (Phase::ToCount, after_closing(ward, facts, now)),
        Some(BoxState::Counted) if facts.may_read => (Phase::ToPublish, Next::Publish),
        Some(BoxState::Counted) => (Phase::ToPublish, Next::AskOther),
        Some(BoxState::Released) => (Phase::Published, Next::SeeResult),
        Some(BoxState::ClosedUnread) => (Phase::ClosedUnread, Next::MakeRound),
    };
    let late = match next {
        _ if ballot_box.state.is_none() => is_overdue(ballot_box, now) && !facts.opens_soon,
        Next::Count | Next::DecideTooFew | Next::WaitForTablets => now >= ballot_box.closes + COUNT_WITHIN,
        Next::SeeTablet if phase == Phase::ToCount => now >= ballot_box.closes + COUNT_WITHIN,
        Next::Publish | Next::AskOther => now >= ballot_box.closes + PUBLISH_WITHIN,
        _ => false,
    };
    let need = match next {
        _ if late => Need::Late,
        Next::WaitToOpen | Next::WaitForAnswers | Next::WaitForGood | Next::WaitForTablets | Next::AskOther => {
            Need::Runs
        }
        Next::SeeResult | Next::MakeRound => Need::Idle,
        // Weeks before its opening a round that is planned can wait.
        Next::Confirm | Next::EnrolTablet | Next::PrintCodes | Next::ChoosePassphrase
            if ballot_box.state.is_none() && ballot_box.opens - now > SOON =>
        {
            Need::Runs
        }
        _ => Need::ToDo,
    };
    Standing {
        phase,
        next,
        need,
        box_id: Some(ballot_box.id),
    }
}

fn before_opening(ward: &WardFacts<'_>, facts: &BoxFacts<'_>, now: i64) -> (Phase, Next) {
    let ballot_box = facts.ballot_box;
    let phase = if ballot_box.is_confirmed() {
        Phase::Confirmed
    } else {
        Phase::Planned
    };
    let next = if !ballot_box.is_confirmed() && !ward.has_key {
        Next::ChoosePassphrase
    } else if facts.hindered {
        Next::Mend
    } else if !ballot_box.is_confirmed() {
        Next::Confirm
    } else if !ward.has_tablet {
        Next::EnrolTablet
    } else if ballot_box.asks_for_codes && !facts.has_codes {
        Next::PrintCodes
    } else if ward.tablet_needs_care && ballot_box.opens - now <= SOON {
        Next::SeeTablet
    } else {
        Next::WaitToOpen
    };
    (phase, next)
}

fn while_open(ward: &WardFacts<'_>, facts: &BoxFacts<'_>) -> Next {
    if !ward.has_tablet {
        Next::EnrolTablet
    } else if facts.ballot_box.asks_for_codes && !facts.has_codes {
        Next::PrintCodes
    } else if ward.tablet_needs_care {
        Next::SeeTablet
    } else {
        Next::WaitForAnswers
    }
}

fn after_closing(ward: &WardFacts<'_>, facts: &BoxFacts<'_>, now: i64) -> Next {
    if facts.ballot_box.unread_at.is_some() {
        Next::WatchUnread
    } else if !facts.ballot_box.is_closed_for_good(now) {
        Next::WaitForGood
    } else if facts.tablets_wait && ward.tablet_needs_care {
        Next::SeeTablet
    } else if facts.tablets_wait {
        Next::WaitForTablets
    } else if facts.too_few {
        Next::DecideTooFew
    } else {
        Next::Count
    }
}
