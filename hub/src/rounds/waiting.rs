//! Why a tablet is waited for, as far as the hub knows. Pure.

use trykk_shared::protocol::{BoxState, TabletTrouble};
use trykk_shared::waiting::Waiting;

use crate::store::{BoxRow, HandedTablet, TabletState};

/// Why answers may wait on a tablet, as it says itself, or as the hub must believe where it says nothing; nothing where it is not waited
/// for. Before the box is closed for good that does not follow from anybody's answers. `refused`: whether something of it was refused because it had delivered as much as it may.
pub fn find_reason(ballot_box: &BoxRow, handed: &HandedTablet, refused: bool, now: i64) -> Option<Waiting> {
    let state = ballot_box.state_at(now).filter(|state| state.takes_envelopes())?;
    if handed.said_nothing_waits || handed.tablet.state == TabletState::Stolen {
        return None;
    }
    if state == BoxState::Open || !ballot_box.is_closed_for_good(now) {
        return Some(Waiting::InTime);
    }
    let heard = handed.tablet.last_seen.is_some_and(|seen| seen > ballot_box.closes);
    Some(match heard {
        false => Waiting::Unreachable,
        true if handed.troubles.contains(&TabletTrouble::Copied) => Waiting::Copied,
        true => handed
            .why
            .unwrap_or(if refused { Waiting::Full } else { Waiting::Slot }),
    })
}
