//! What somebody at the command line can do about an error: errors say what happened, this says how to mend it here.

use crate::clock::ClockDoubt;
use crate::data::DataError;
use crate::keys::passphrase::PassphraseError;
use crate::rounds::{OpeningError, RoundError};
use crate::store::StoreError;

/// How a clock that is right is confirmed.
pub(super) const CONFIRM_CLOCK: &str = " with trykk-hub clock --confirm";

/// The error with what to do about it.
pub(super) fn advise(error: anyhow::Error) -> anyhow::Error {
    let advice = if let Some(error) = error.downcast_ref::<RoundError>() {
        advise_round(error)
    } else if let Some(error) = error.downcast_ref::<StoreError>() {
        advise_store(error)
    } else if error.downcast_ref::<ClockDoubt>().is_some() {
        Some(CONFIRM_CLOCK)
    } else if let Some(DataError::NotThere(_)) = error.downcast_ref() {
        Some("; make one with trykk-hub init --data")
    } else if let Some(PassphraseError::Damaged) = error.downcast_ref() {
        Some(": trykk-hub guide passphrase --new-key")
    } else {
        None
    };
    match advice {
        Some(advice) => anyhow::anyhow!("{error:#}{advice}"),
        None => error,
    }
}

fn advise_round(error: &RoundError) -> Option<&'static str> {
    Some(match error {
        RoundError::Store(error) => return advise_store(error),
        RoundError::Clock(_) => CONFIRM_CLOCK,
        RoundError::Passphrase(PassphraseError::Damaged) => ": trykk-hub guide passphrase --new-key",
        RoundError::Opening(OpeningError::NobodyCounts(_)) => {
            "; set one with trykk-hub guide passphrase, then open the round"
        }
        RoundError::Opening(OpeningError::ClosingPast { confirmed: false, .. }) => {
            "; plan another closing time in the file and apply it, then open the round"
        }
        RoundError::Opening(OpeningError::ClosingPast { .. }) => {
            "; give it another closing time with trykk-hub round extend, then open it"
        }
        RoundError::Opening(OpeningError::NoUrgentRoute(_)) => "; add urgent = { nb = \"...\" } to it",
        RoundError::Beside(_) => {
            "; choose a time before that one opens, or close that one first with trykk-hub round close"
        }
        RoundError::ConfirmedOtherwise(..) => {
            "; apply the plan as it was then, or take the confirming back with trykk-hub round unconfirm, and confirm it anew"
        }
        RoundError::ShareLost(..) => {
            "; put it back from a copy of the folder, or take the confirming back with trykk-hub round unconfirm, and confirm it again"
        }
        RoundError::NotForGood(..) => " with trykk-hub round close --for-good",
        RoundError::UnreadNeedsProof(..) => ". Give --ward, --guide and --passphrase-file",
        RoundError::NoGuideKey(_) => "; set one with trykk-hub guide passphrase",
        RoundError::NobodyForNotes(_) => {
            "; let a later guide in with --let-in EMAIL (who has none sets one with trykk-hub guide passphrase)"
        }
        RoundError::NoRecoveryKey => "; set it up anew with trykk-hub init",
        RoundError::TooFewShares {
            guide: false,
            recovery_sheet: false,
        } => ". Give --guide with --passphrase-file, or --recovery-file",
        RoundError::TooFewShares { guide: true, .. } => ". The hub's own share is not on its disk; add --recovery-file",
        RoundError::TooFewShares { .. } => {
            ". The hub's own share is not on its disk; add --guide with --passphrase-file"
        }
        RoundError::TabletsWait(_) => {
            "; wait for them, or take in the files that they wrote on a stick (trykk-hub import; after a restore once more) and leave them out with --leave-out TABLET; what is not here is then not counted"
        }
        RoundError::Quarantine(_) => "; take them all with --take TABLET or leave them all with --leave TABLET",
        _ => return None,
    })
}

fn advise_store(error: &StoreError) -> Option<&'static str> {
    match error {
        StoreError::ChangedMeanwhile("the plan") => Some("; apply the file again"),
        StoreError::ChangedMeanwhile(_) => Some("; try again"),
        StoreError::OtherKey { .. } => {
            Some("; take the confirming back with trykk-hub round unconfirm, and confirm it again")
        }
        _ => None,
    }
}
