//! The urn: what the flow needs from the chain behind it. Tests put their own in its place.

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Texts;

use trykk_shared::answers::Sheet;

/// What the tablet can do right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to no ward yet.
    NotEnrolled,
    /// It belongs to a ward, and nothing is asked there at the moment.
    NoRound {
        /// The ward's name.
        ward: String,
    },
    /// A round is open.
    Open(Box<OpenRound>),
    /// The round is closed.
    Closed {
        /// The ward's name.
        ward: String,
        /// What came of it so far.
        outcome: Outcome,
    },
    /// What the tablet stored cannot be read; it is kept aside, and nothing new is taken.
    Damaged,
}

/// What came of a closed round, as far as the tablet knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The count is still to come.
    Waiting,
    /// Counted.
    Counted,
    /// Too few answered: closed for good without being opened.
    ClosedUnread,
    /// Counted without what this tablet still held.
    LeftOut,
}

/// An open round, as the people at the tablet meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRound {
    /// The box that answers go into.
    pub box_id: BoxId,
    /// What is asked.
    pub deck: Deck,
    /// How people answer.
    pub mode: Mode,
    /// The names of the wards in the box: more than one when small wards are pooled.
    pub wards: Vec<String>,
    /// The last day one can answer, as day of the month and month.
    pub last_day: (u8, u8),
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// Where to turn with something urgent.
    pub urgent: Texts,
}

/// Why a sheet was not delivered. Nothing of it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliverFault {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// What the tablet stored cannot be read.
    #[error("the store is damaged")]
    Damaged,
    /// The box is counted, or closed unread.
    #[error("the box takes nothing more")]
    TooLate,
    /// Storing failed in another way.
    #[error("storing failed")]
    Failed,
}

/// Delivered envelopes could not be deleted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the envelopes could not be taken back")]
pub struct TakeBackFault;

/// Why enrolment did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolFault {
    /// What was typed is no address.
    #[error("not an address")]
    Address,
    /// What was typed is no code.
    #[error("not a code")]
    Code,
    /// No hub answers at this address.
    #[error("no hub answers")]
    NoAnswer,
    /// The hub could not prove that it knows the code.
    #[error("the hub does not know the code")]
    NotProven,
    /// The code is used up, or past its time.
    #[error("the code is spent")]
    Spent,
    /// Something else went wrong.
    #[error("enrolment failed")]
    Failed,
}

/// How far enrolment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// Nobody asked for it.
    None,
    /// The tablet is talking to the hub.
    Running,
    /// It failed.
    Failed(EnrolFault),
}

/// The chain behind the window.
pub trait Urn {
    /// Proof of one delivery, by which it can be taken back. Lives in memory only.
    type Receipt;

    /// What the tablet can do right now.
    fn standing(&self) -> Standing;

    /// Whether the hub has not been heard from for so long that people should be told.
    fn offline(&self) -> bool;

    /// Seals a sheet and stores it durably in this box, before returning.
    ///
    /// # Errors
    /// Says why nothing was stored.
    fn deliver(&mut self, into: BoxId, sheet: &Sheet) -> Result<Self::Receipt, DeliverFault>;

    /// Deletes those very envelopes.
    ///
    /// # Errors
    /// When they are still there.
    fn take_back(&mut self, receipt: Self::Receipt) -> Result<(), TakeBackFault>;

    /// Whether someone is answering: their envelopes are still to come.
    fn answering(&mut self, into: Option<BoxId>);

    /// Starts enrolment beside the window; [`Urn::enrolment`] tells how it goes.
    fn enrol(&mut self, link: Link);

    /// How far enrolment has come.
    fn enrolment(&self) -> Enrolment;
}
