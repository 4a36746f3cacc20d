//! Before anybody answers: address and code of a new tablet, the welcome and the start code.
//! `Debug` of what holds answers, notes or codes is in the list of `screen.rs` that shows nothing of it.

use trykk_shared::deck::Mode;
use trykk_shared::language::Language;
use trykk_shared::waiting::Waiting;
use zeroize::Zeroizing;

use crate::flow::backend::{EnrolmentError, TypedCodeError};
use crate::flow::event::Field;

/// The enrolment page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EnrolPage {
    /// The hub's address as typed.
    pub host: String,
    /// The code as typed; wiped when dropped.
    pub code: Zeroizing<String>,
    /// Where letters go.
    pub field: Field,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// The tablet's own address on the network; "" where it is on none.
    pub address: String,
    /// Whether the tablet is talking to the hub.
    pub running: bool,
    /// What went wrong the last time.
    pub fault: Option<EnrolmentError>,
}

/// The welcome page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The deck's title.
    pub title: String,
    /// The wards in the box.
    pub wards: Vec<String>,
    /// How people answer.
    pub mode: Mode,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// How long it takes, in minutes.
    pub minutes: usize,
    /// The last day one can answer, as day of the month and month.
    pub last_day: (u8, u8),
    /// Whether the hub has not been heard from for long.
    pub offline: bool,
    /// Why answers wait on the tablet, as far as people are told.
    pub waiting: Option<Waiting>,
    /// Whether a file was damaged, and answers that waited may be lost.
    pub damaged: bool,
}

/// The page of the start code.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CodePage {
    /// The digits typed so far; wiped when dropped.
    pub digits: Zeroizing<String>,
    /// Whether the code is being looked at.
    pub looking: bool,
    /// Why the last one opened no sheet, or why none can.
    pub fault: Option<TypedCodeError>,
}
