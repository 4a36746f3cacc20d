//! Why a planned round has not opened though its time has come. Pure: what the store says goes in, the reason comes out.

use crate::organisation::Organisation;
use crate::store::BoxRow;

/// How long the hub may take to open what is due, in seconds. It looks three times a minute.
const PATIENCE: i64 = 60;

/// What keeps a round from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It should have closed already.
    ClosingPast,
    /// The urgent route is missing.
    NoUrgentRoute,
    /// No guide of its wards has a counting key.
    NobodyCounts,
    /// Something that only the hub's log tells.
    Unknown,
}

/// What keeps a box from opening at `now`; `None` when it is open already, not due yet, or about to open.
pub fn hindrance(organisation: &Organisation, one: &BoxRow, now: i64) -> Option<Hindrance> {
    if one.state.is_some() || now < one.opens {
        return None;
    }
    let round = organisation.rounds.get(&one.round);
    let counts = |guide: &String| {
        let account = organisation.accounts.get(guide);
        account.is_some_and(|account| account.has_counting_key)
    };
    // In the order in which opening asks.
    if one.closes <= now {
        Some(Hindrance::ClosingPast)
    } else if round.is_some_and(|round| round.plan.urgent.is_blank()) {
        Some(Hindrance::NoUrgentRoute)
    } else if !organisation.guides_of(&one.wards).any(counts) {
        Some(Hindrance::NobodyCounts)
    } else if now >= one.opens + PATIENCE {
        Some(Hindrance::Unknown)
    } else {
        None
    }
}
