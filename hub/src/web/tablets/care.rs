//! Which tablets need care. Pure; nothing here follows from how much a tablet has delivered, or when.

use crate::store::{BoxRow, SECONDS_OF_DAY, TabletRow, TabletState};
use std::collections::BTreeSet;

use trykk_shared::protocol::{BoxState, TabletTrouble};

/// How long a tablet may be silent while people answer on it, in seconds: one that is on talks to the hub every hour.
pub const SILENT_AFTER: i64 = 2 * SECONDS_OF_DAY;
/// How long a tablet may take for its last delivery once a round has closed for good, in seconds.
const LAST_DELIVERY: i64 = 3 * 3600;

/// What a tablet needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    /// Something is wrong with it that somebody has to see to.
    Troubled(TabletTrouble),
    /// It has not been heard of for so many days, and a round needs it.
    Silent(i64),
    /// A round is closed for good, and it has not said that nothing waits.
    Waits,
}

/// Whether answers wait on a tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// No round needs it.
    NoRound,
    /// People answer: whether anything waits is not said.
    NotSaid,
    /// A round has closed, and it has not said that nothing waits.
    Yes,
    /// It has said since closing that nothing waits.
    No,
}

/// A box that is neither counted nor over, as one tablet stands to it.
#[derive(Clone, Debug)]
pub struct Needed<'b> {
    /// The box.
    pub ballot_box: &'b BoxRow,
    /// Whether the tablet was given its key.
    pub handed: bool,
    /// Whether it has said since closing that nothing waits.
    pub said_nothing_waits: bool,
    /// What has troubled it since the box opened, as it says itself.
    pub troubles: BTreeSet<TabletTrouble>,
}

/// Whether answers wait on a tablet, of all its boxes.
pub fn waiting(needed: &[Needed<'_>], now: i64) -> Waiting {
    let handed = || needed.iter().filter(|needed| needed.handed);
    let closed = |needed: &&Needed<'_>| needed.ballot_box.state_at(now) == Some(BoxState::Closed);
    if handed().filter(closed).any(|needed| !needed.said_nothing_waits) {
        Waiting::Yes
    } else if needed
        .iter()
        .any(|needed| needed.ballot_box.state_at(now) == Some(BoxState::Open))
    {
        Waiting::NotSaid
    } else if handed().any(|needed| closed(&needed)) {
        Waiting::No
    } else {
        Waiting::NoRound
    }
}

/// What a tablet needs at `now`, if anything.
pub fn care(tablet: &TabletRow, needed: &[Needed<'_>], now: i64) -> Option<Care> {
    if tablet.state != TabletState::Active {
        return None;
    }
    // That sheets came too fast is said of the round, and of no tablet.
    let troubles = needed.iter().flat_map(|needed| &needed.troubles);
    if let Some(trouble) = troubles.filter(|trouble| **trouble != TabletTrouble::TooFast).min() {
        return Some(Care::Troubled(*trouble));
    }
    let is_needed = matches!(waiting(needed, now), Waiting::NotSaid | Waiting::Yes);
    let silent = now - tablet.last_seen.unwrap_or(now);
    if is_needed && silent >= SILENT_AFTER {
        return Some(Care::Silent(silent / SECONDS_OF_DAY));
    }
    let late = needed.iter().any(|needed| {
        let ballot_box = needed.ballot_box;
        needed.handed
            && !needed.said_nothing_waits
            && ballot_box.is_closed_for_good(now)
            && now >= ballot_box.closes + LAST_DELIVERY
    });
    late.then_some(Care::Waits)
}
