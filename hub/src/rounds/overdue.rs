//! Why a planned round has not opened though its time has come. Pure: what the store says goes in, the reason comes out.

use crate::organisation::Organisation;
use crate::rounds::{Beside, OpeningError, find_beside, find_obstacle, find_waiting};
use crate::store::BoxRow;

/// How long the hub may take to open what is due, in seconds. It looks three times a minute.
const OPEN_WITHIN: i64 = 60;

/// Whether a planned box should have opened long enough ago to say so, whatever it lacks.
pub fn is_overdue(ballot_box: &BoxRow, now: i64) -> bool {
    ballot_box.state.is_none() && now >= ballot_box.opens + OPEN_WITHIN
}

/// How long after its confirming a box whose time has come may still be opening, in seconds: the time of its opening, and the minute that
/// the audit log's times are cut to.
pub const CONFIRMED_LATELY: i64 = 2 * OPEN_WITHIN;

/// A round that should have opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// What keeps it from opening; `None` where only the hub's log tells.
    pub obstacle: Option<OpeningError>,
    /// The round that is open in its place, if one is.
    pub beside: Option<Beside>,
}

impl Overdue {
    /// Whether the hub's next look opens it, as far as can be known from here: its key is drawn, nothing keeps it from that, and it was
    /// confirmed (`lately`: within [`CONFIRMED_LATELY`]) so short a time ago that the hub has not looked since. Where it is still shut after
    /// that, the hub fails to open it.
    pub fn opens_soon(&self, ballot_box: &BoxRow, lately: bool) -> bool {
        lately && ballot_box.is_confirmed() && self.obstacle.is_none() && self.beside.is_none()
    }
}

/// Whether a box should have opened by `now`, and why it has not. One that is about to open is not overdue.
pub fn find_overdue(organisation: &Organisation, boxes: &[BoxRow], ballot_box: &BoxRow, now: i64) -> Option<Overdue> {
    if ballot_box.state.is_some() || now < ballot_box.opens {
        return None;
    }
    let obstacle = find_obstacle(organisation, ballot_box, now).or_else(|| find_waiting(ballot_box));
    let beside = find_beside(boxes, ballot_box, now, now + 1);
    let has_reason = obstacle.is_some() || beside.is_some();
    (has_reason || is_overdue(ballot_box, now)).then_some(Overdue { obstacle, beside })
}
