//! Why a planned round has not opened though its time has come. Pure: what the store says goes in, the reason comes out.

use crate::organisation::Organisation;
use crate::rounds::{Obstacle, obstacle};
use crate::store::BoxRow;

/// How long the hub may take to open what is due, in seconds. It looks three times a minute.
const PATIENCE: i64 = 60;

/// What keeps a round from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// A rule.
    Known(Obstacle),
    /// Something that only the hub's log tells.
    Unknown,
}

/// What keeps a box from opening at `now`; `None` when it is open already, not due yet, or about to open.
pub fn hindrance(organisation: &Organisation, one: &BoxRow, now: i64) -> Option<Hindrance> {
    if one.state.is_some() || now < one.opens {
        return None;
    }
    let known = obstacle(organisation, one, now).map(Hindrance::Known);
    known.or((now >= one.opens + PATIENCE).then_some(Hindrance::Unknown))
}
