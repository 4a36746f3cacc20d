//! What may be done with a box, and doing it: confirm, open, close, count, release, close unread.

mod beside;
mod closing;
pub mod code_shares;
pub mod code_slips;
pub mod codes;
pub mod count;
mod counting;
mod deciders;
mod ending;
mod keys;
mod notes;
mod obstacle;
mod opening;
mod over;
mod overdue;
pub mod phase;
mod pulse_beside;
pub mod room;
mod unread;
mod upkeep;
pub mod waiting;

pub use beside::{Beside, find_beside};
pub use closing::{close, close_due_for_good, close_for_good, extend};
pub use counting::{CountOrder, GuideProof, count, find_later_guides, has_too_few};
pub use deciders::{check_decider, holds_share, may_unconfirm};
pub use ending::{Failed, NOTES_SECONDS, forget_unreleased, publish, sweep, sweep_unfinished};
pub use keys::{GivenAt, PassphraseOrder, PassphraseSet, prove_guide, set_passphrase, unwrap_counting_key};
pub use notes::{open_note, open_notes, open_sorting, seal_sorting};
pub use obstacle::{OpeningError, find_obstacle, find_waiting};
pub use opening::{confirm, open, open_due, put_back_missing, unconfirm};
pub use over::OverBoxes;
pub use overdue::{CONFIRMED_LATELY, Overdue, find_overdue};
pub use pulse_beside::find_pulses_of_few;
pub use unread::{
    SinceLook, UNREAD_GRACE_SECONDS, Unread, close_unread, end_due_unread, end_unread, is_surely_below_floor,
    keep_answers, lengthen_unread,
};
pub use upkeep::{Depth, Upkeep, misses_rounds};

use trykk_shared::plural::plural;

use crate::clock::ClockDoubt;
use crate::data::DataError;
use crate::figures::pulse::PULSE_ANSWERS;
use crate::figures::release::MIN_TABLES_TO_PUBLISH;
use crate::keys::passphrase::PassphraseError;
use crate::keys::recovery;
use crate::store::StoreError;

/// Tablets in words.
fn said(how: &str, tablets: &[String]) -> String {
    match tablets {
        [] => format!("{how} no tablet"),
        tablets => format!("{how} {}", tablets.join(", ")),
    }
}

/// What can be done about too few answers.
const WAY_ON: &str = "It is closed for good; close it unread";

/// Why a box was not opened, counted or released. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The data folder failed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The time is not sure.
    #[error(transparent)]
    Clock(#[from] ClockDoubt),
    /// There are no start codes.
    #[error(transparent)]
    Codes(#[from] codes::CodesError),
    /// Something keeps it from opening.
    #[error(transparent)]
    Opening(#[from] OpeningError),
    /// Another round would be open on a ward at the same time.
    #[error(transparent)]
    Beside(#[from] Beside),
    /// The guide has no counting key.
    #[error("{0} has no counting passphrase yet")]
    NoGuideKey(String),
    /// It may be opened again.
    #[error("round {0:?} in {1} is not closed for good; close it for good first")]
    NotForGood(String, String),
    /// Enough people may have answered.
    #[error(
        "enough people may have answered in round {0:?} in {1}, or tablets have not said that nothing waits; closing it unread takes the passphrase of a guide who can count it, and can be taken back for a week"
    )]
    UnreadNeedsProof(String, String),
    /// The guide came after the confirming: whoever takes it back and confirms anew would settle who reads.
    #[error("{0} came after the round was confirmed; only a guide who can count it takes the confirming back")]
    CameLater(String),
    /// The guide came after the confirming: whoever ends the round, or hands out start codes, settles what is read.
    #[error(
        "{0} came after the round was confirmed; only a guide who can count it closes it for good or unread, or hands out start codes"
    )]
    MayNotDecide(String),
    /// It is not known that this is the guide who holds the key.
    #[error("{0} came in by a new invitation and has not given the counting passphrase since")]
    NotProven(String),
    /// It was confirmed as another plan.
    #[error(
        "round {0:?} in {1} was confirmed before this hub was restored, as another plan than it has now; nothing was done"
    )]
    ConfirmedOtherwise(String, String),
    /// It was confirmed, and the hub's share of its key is gone.
    #[error(
        "the hub's share of the key of round {0:?} in {1} is not on its disk: opened like this, it could only be counted with the recovery sheet; nothing was done"
    )]
    ShareLost(String, String),
    /// Somebody to be let in is not one of the later guides.
    #[error("{0} is not a guide with a passphrase who came after the round was confirmed; those are: {1}")]
    NotALaterGuide(String, String),
    /// Somebody without a share would say who reads.
    #[error("only a guide who could count when the round was confirmed lets others in, with their passphrase")]
    LetInTakesPassphrase,
    /// Nobody could read the notes.
    #[error(
        "no guide of {0} who could count when the round was confirmed has a counting passphrase, so the notes would be lost"
    )]
    NobodyForNotes(String),
    /// The hub has no recovery key.
    #[error("this hub has no recovery key")]
    NoRecoveryKey,
    /// A passphrase does not do.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// A recovery sheet does not do.
    #[error(transparent)]
    RecoverySheet(#[from] recovery::RecoverySheetError),
    /// The guide has no share of this box.
    #[error(
        "{0} has no share of this box: not a guide of the ward when it was confirmed, without a counting key then, or with another one now; another guide can count, or the recovery sheet"
    )]
    NoGuideShare(String),
    /// Two shares are needed.
    #[error("counting needs two of three: the hub's share, a guide's passphrase, the recovery sheet")]
    TooFewShares {
        /// Whether a guide's passphrase was given.
        guide: bool,
        /// Whether the recovery sheet was given.
        recovery_sheet: bool,
    },
    /// The shares do not fit the box.
    #[error("the shares do not open this box; use another two of hub, guide and recovery sheet")]
    WrongShares,
    /// Tablets may still hold answers.
    #[error("tablets that have not said since closing that nothing waits: {}", .0.join("; "))]
    TabletsWait(Vec<String>),
    /// A stolen tablet's envelopes wait for a decision.
    #[error("tablets reported stolen have envelopes in quarantine: {}", .0.join(", "))]
    Quarantine(Vec<String>),
    /// It was counted before, from other tablets.
    #[error(
        "round {round:?} in {wards} was counted before this hub was restored, {}, {}. Two counts of one round, a tablet more and a tablet less, would tell what those few answered: count it in the same way",
        said("without", .left_out), said("with what was sent after the report by", .taken)
    )]
    CountedBefore {
        /// The round.
        round: String,
        /// The box's wards.
        wards: String,
        /// The tablets that were left out.
        left_out: Vec<String>,
        /// Stolen ones whose envelopes were counted.
        taken: Vec<String>,
    },
    /// It was counted before: nothing more is taken.
    #[error(
        "round {0:?} in {1} was counted before this hub was restored or killed; nobody can answer any more. Count it once more"
    )]
    CountedOnce(String, String),
    /// It was counted before, and something of what was counted is not here.
    #[error(
        "round {0:?} in {1} was counted before this hub was restored, and not all of what was counted is here again; let every tablet deliver, then count"
    )]
    CountedMore(String, String),
    /// A named tablet is not one of this box.
    #[error("{0} is not a tablet of this box; its tablets are: {1}")]
    NotATablet(String, String),
    /// A restored database has forgotten how it ended.
    #[error(
        "round {0:?} in {1} had ended before this hub was restored, and has ended again in the same way; nothing else was changed"
    )]
    EndedBefore(String, String),
    /// Too few answered.
    #[error("fewer than {floor} people{} answered{}. {}", if *.tables { format!(" at {MIN_TABLES_TO_PUBLISH} tables") } else { String::new() }, if *.opened { " anything that can be read; what was opened to see it is forgotten" } else { "; nothing was opened" }, WAY_ON)]
    BelowFloor {
        /// The fewest people.
        floor: u32,
        /// Whether tables are counted too.
        tables: bool,
        /// Whether envelopes had to be opened to see it: too many sheets had no answer, or none that can be read.
        opened: bool,
    },
    /// A pulse whose result is not published: nothing would be said, and its answers would be gone.
    #[error(
        "{0:?} is a pulse of round {1:?}, which is not published in these wards yet; publish that first. Nothing was opened"
    )]
    ResultNotPublished(String, String),
    /// A pulse of a question that too few answered before: no word could be said of it.
    #[error(
        "{0:?} is a pulse of round {1:?}, in which fewer than {PULSE_ANSWERS} answered {2:?} as far as is published; plan it without that question. Nothing was confirmed"
    )]
    TooFewBefore(String, String, String),
    /// It was refused as too few before, and hardly anything has come since.
    #[error(
        "fewer than {floor} people had answered when this was tried last; try again when {} come. {}",
        plural(*.more, "more sheet has", "more sheets have"), WAY_ON
    )]
    TriedBefore {
        /// The fewest people.
        floor: u32,
        /// How many more sheets it takes.
        more: u64,
    },
}
