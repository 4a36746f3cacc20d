//! What may be done with a box, and doing it: open, close, count, release.

pub mod count;
mod counting;
mod ending;
mod keys;
mod notes;
mod opening;

pub use counting::{CountOrder, GuideProof, count};
pub use ending::{NOTES_SECONDS, close, close_unread, publish, sweep};
pub use keys::{PassphraseSet, set_passphrase, unwrap_counting_key};
pub use notes::open_notes;
pub use opening::{Obstacle, obstacle, open, open_due};

use crate::data::DataError;
use crate::figures::release::FEWEST_TABLES;
use crate::keys::passphrase::PassphraseError;
use crate::keys::recovery;
use crate::store::StoreError;

/// Why a box was not opened, counted or released. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The data folder failed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Nobody could count it.
    #[error(
        "no guide of {0} has a counting passphrase yet; set one with trykk-hub guide passphrase, then open the round"
    )]
    NoCountingKey(String),
    /// Nobody could read the notes.
    #[error(
        "no guide of {0} has a counting passphrase, so the notes would be lost; set one with trykk-hub guide passphrase, then count"
    )]
    NobodyForNotes(String),
    /// It would be closed at once.
    #[error(
        "round {0:?} should have closed already; plan another closing time in the file and apply it, then open the round"
    )]
    ClosingPast(String),
    /// The urgent route is missing.
    #[error("round {0:?} does not say where to turn with something urgent; add urgent = {{ nb = \"...\" }} to it")]
    NoUrgentRoute(String),
    /// The hub has no recovery key.
    #[error("this hub has no recovery key; set it up anew with trykk-hub init")]
    NoRecoveryKey,
    /// A passphrase does not do.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// A recovery sheet does not do.
    #[error(transparent)]
    RecoverySheet(#[from] recovery::RecoverySheetError),
    /// The guide has no share of this box.
    #[error(
        "{0} has no share of this box: not a guide of the ward when it opened, or without a counting key then; another guide can count, or the recovery sheet"
    )]
    NoGuideShare(String),
    /// Two shares are needed.
    #[error("counting needs two of three: the hub's share, a guide's passphrase, the recovery sheet. {0}")]
    TooFewShares(String),
    /// The shares do not fit the box.
    #[error("the shares do not open this box; use another two of hub, guide and recovery sheet")]
    WrongShares,
    /// Tablets may still hold answers.
    #[error("tablets that have not said since closing that nothing waits: {}; wait for them, or leave them out with --leave-out TABLET; what they have not delivered is then not counted", .0.join(", "))]
    TabletsWait(Vec<String>),
    /// A stolen tablet's envelopes wait for a decision.
    #[error("tablets reported stolen have envelopes in quarantine: {}; take them all with --take TABLET or leave them all with --leave TABLET", .0.join(", "))]
    Quarantine(Vec<String>),
    /// A named tablet is not one of this box.
    #[error("{0} is not a tablet of this box; its tablets are: {1}")]
    NotATablet(String, String),
    /// A restored database has forgotten how it ended.
    #[error(
        "round {0:?} in {1} had ended before this hub was restored, and has ended again in the same way; nothing else was changed"
    )]
    EndedBefore(String, String),
    /// Too few answered.
    #[error("fewer than {floor} people{} answered{}; nothing was opened. Extend the round, or close it unread", if *.tables { format!(" at {FEWEST_TABLES} tables") } else { String::new() }, if *.unreadable { " in a way that can be read" } else { "" })]
    BelowFloor {
        /// The fewest people.
        floor: u32,
        /// Whether tables are counted too.
        tables: bool,
        /// Whether envelopes had to be opened to see it.
        unreadable: bool,
    },
}
