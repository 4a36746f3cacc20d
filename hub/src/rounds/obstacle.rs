//! What keeps a planned box from opening. Pure.

use crate::organisation::Organisation;
use crate::store::BoxRow;

/// What keeps a planned box from opening.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// It would be closed at once.
    #[error("round {round:?} should have closed already")]
    ClosingPast {
        /// The round.
        round: String,
        /// Whether it is confirmed: its plan can no longer change, its closing time can.
        confirmed: bool,
    },
    /// It asks for start codes, which are printed between confirming and opening.
    #[error("round {0:?} asks for start codes and is not confirmed yet; confirm it, then print the slips")]
    NotConfirmed(String),
    /// A database from before plans it, and nobody has confirmed it since.
    #[error(
        "round {0:?} was planned before this hub was restored, and may have been changed or taken away since; confirm it, or take it away"
    )]
    PlannedBefore(String),
    /// The urgent route is missing.
    #[error("round {0:?} does not say where to turn with something urgent")]
    NoUrgentRoute(String),
    /// A ward of it is closed, and nobody has confirmed it.
    #[error(
        "ward {ward:?} is closed and takes part in no new round; open the ward again, or leave it out of round {round:?}"
    )]
    ClosedWard {
        /// The round.
        round: String,
        /// The ward.
        ward: String,
    },
    /// Nobody could count it.
    #[error("no guide of {0} has a counting passphrase yet")]
    NobodyCounts(String),
}

/// Why a planned box waits for being confirmed, if it does.
pub fn find_waiting(ballot_box: &BoxRow) -> Option<OpeningError> {
    let round = ballot_box.round.clone();
    ballot_box
        .waits_for_confirming()
        .then_some(match ballot_box.asks_for_codes {
            true => OpeningError::NotConfirmed(round),
            false => OpeningError::PlannedBefore(round),
        })
}

/// What keeps a planned box from opening at `now`, if anything does.
pub fn find_obstacle(organisation: &Organisation, ballot_box: &BoxRow, now: i64) -> Option<OpeningError> {
    let round = organisation.rounds.get(&ballot_box.round);
    let has_key = |guide: &String| {
        let account = organisation.accounts.get(guide);
        account.is_some_and(|account| account.has_counting_key)
    };
    let is_closed = |ward: &&String| organisation.wards.get(*ward).is_some_and(|ward| ward.closed);
    let closed = ballot_box
        .wards
        .iter()
        .find(is_closed)
        .filter(|_| !ballot_box.is_confirmed());
    if ballot_box.closes <= now {
        Some(OpeningError::ClosingPast {
            round: ballot_box.round.clone(),
            confirmed: ballot_box.is_confirmed(),
        })
    } else if round.is_some_and(|round| round.plan.urgent.is_blank()) {
        Some(OpeningError::NoUrgentRoute(ballot_box.round.clone()))
    } else if let Some(ward) = closed {
        Some(OpeningError::ClosedWard {
            round: ballot_box.round.clone(),
            ward: ward.clone(),
        })
    } else if !organisation.guides_of(&ballot_box.wards).any(has_key) {
        Some(OpeningError::NobodyCounts(ballot_box.ward_ids()))
    } else {
        None
    }
}
