//! The backend: what the flow needs from the tablet behind it. Tests put their own in its place.

use std::path::PathBuf;

use trykk_shared::answers::Sheet;
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::waiting::Waiting;

use super::menu::{PinFault, Task};
use crate::aloud::Voice;
use crate::panel::{Knob, Levels, Turn};
use crate::tablet::{Facts, Staff, Standing};

/// Why a sheet was not delivered, in the ways in which people are told. Nothing of it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
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

/// Why a start code opens no sheet, in the ways in which people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedCodeError {
    /// Wrong, used, or another tablet's: these are not told apart.
    #[error("the code opens no sheet here")]
    Refused,
    /// No slips were printed for this tablet.
    #[error("this tablet has no codes yet")]
    NotPrinted,
    /// The round is over, or the disk failed.
    #[error("codes cannot be looked at")]
    Failed,
}

/// Delivered envelopes could not be deleted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the envelopes could not be taken back")]
pub struct TakeBackError;

/// Why enrolment did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolmentError {
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
    /// The hub took it, and the tablet's disk did not keep it.
    #[error("enrolment could not be kept")]
    NotKept,
    /// No stick is in.
    #[error("no stick is in")]
    NoStick,
    /// There is no link on it.
    #[error("no link is on the stick")]
    NoLink,
    /// There are several.
    #[error("several links are on the stick")]
    SeveralLinks,
    /// The link on the stick is of another hub.
    #[error("the link is another hub's")]
    OtherHub,
    /// Something else went wrong.
    #[error("enrolment failed")]
    Failed,
}

/// How far enrolment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentProgress {
    /// Nobody asked for it, or it is done.
    Idle,
    /// The tablet is talking to the hub.
    Running,
    /// It failed.
    Failed(EnrolmentError),
}

/// What stands behind the flow: a tablet, or what a test puts in its place.
pub trait Backend {
    /// Proof of one delivery, by which it can be taken back. Lives in memory only.
    type Receipt;

    /// What the tablet can do right now.
    fn standing(&self) -> Standing;

    /// What there is for the staff when nobody answers.
    fn staff(&self) -> Staff;

    /// Whether the hub has not been heard from for so long that people should be told.
    fn offline(&self) -> bool;

    /// Why answers wait here, as far as the screen may say.
    fn waiting(&self) -> Option<Waiting>;

    /// Whether answers that waited here may be lost, so that somebody should be told.
    fn damaged(&self) -> bool;

    /// How long to wait before the next start code is looked at, in milliseconds.
    fn wait_before_code(&self) -> u64;

    /// Looks whether a start code is good for one sheet in this box.
    ///
    /// # Errors
    /// When it opens no sheet.
    fn check_code(&mut self, into: BoxId, code: &StartCode) -> Result<CodePlace, TypedCodeError>;

    /// Seals a sheet and stores it durably in this box, before returning; the code it was begun with is spent by it.
    ///
    /// # Errors
    /// Says why nothing was stored.
    fn deliver(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<Self::Receipt, DeliveryError>;

    /// The same of a sheet that was answered on paper and typed in. It was looked over before, and cannot be taken back.
    ///
    /// # Errors
    /// Says why nothing was stored.
    fn deliver_typed(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<(), DeliveryError>;

    /// Deletes those very envelopes.
    ///
    /// # Errors
    /// When they are still there.
    fn take_back(&mut self, receipt: Self::Receipt) -> Result<(), TakeBackError>;

    /// Forgets what the last delivery could be taken back with, and the code it was begun with.
    fn forget_receipt(&mut self);

    /// Says whether someone is answering: their envelopes are still to come.
    fn set_answering(&mut self, into: Option<BoxId>);

    /// What time of the day it is where the tablet stands, in minutes since midnight; none before the hub has said where that is.
    fn minute_of_day(&self) -> Option<u16>;

    /// What is kept of the PIN of the ward's staff menu, if the hub told of one.
    fn pin_of_ward(&self) -> Option<PinHash>;

    /// How long to wait before the next PIN is looked at, in milliseconds.
    fn wait_before_pin(&self) -> u64;

    /// Looks whether it is the PIN, and counts a wrong one.
    ///
    /// # Errors
    /// When it cannot be counted; then it was not looked at.
    fn check_pin(&mut self, pin: &Pin, kept: &PinHash) -> Result<bool, PinFault>;

    /// How the tablet stands, for the menu.
    fn facts(&self) -> Facts;

    /// Sends what may leave now, beside the window; [`Backend::task`] tells how it goes.
    fn send_now(&mut self);

    /// Writes what may leave now on the stick that is mounted in one of these places, beside the window.
    fn export(&mut self, places: &[PathBuf]);

    /// What is done for the menu.
    fn task(&self) -> Task;

    /// Nothing of that is told any more, unless it still runs.
    fn clear_task(&mut self);

    /// Starts enrolment beside the window; [`Backend::enrolment`] tells how it goes.
    fn enrol(&mut self, link: Link);

    /// The same by the link on the stick that is mounted in one of these places: at this hub's address, where one is decided, and for a tablet that
    /// belongs to a hub with none but that one.
    fn enrol_by_stick(&mut self, _: &[PathBuf], _: Option<&str>) {}

    /// The tablet's own address on the network; "" where it is on none.
    fn address(&self) -> String {
        String::new()
    }

    /// What the ward is called that the last enrolment led to; "" where nobody told.
    fn enrolled_ward(&self) -> String {
        String::new()
    }

    /// How far enrolment has come.
    fn enrolment(&self) -> EnrolmentProgress;

    /// How far light and volume are turned up, where they can be turned.
    fn levels(&self) -> Levels {
        Levels::default()
    }

    /// Looks for what could not be turned so far.
    fn look_for_knobs(&mut self) {}

    /// Turns one of them by a step; [`Backend::levels`] tells how far it is.
    fn turn(&mut self, _: Knob, _: Turn) {}

    /// The panel's light goes out, or comes back.
    fn darken(&mut self, _: bool) {}

    /// Whether the light that was asked for is back; where nobody looks after a light, what stands on the glass is seen at once.
    fn is_lit(&self) -> bool {
        true
    }

    /// In which voice this language can be read aloud; none where nothing is read here.
    fn voice(&self, _: Language) -> Option<Voice> {
        None
    }

    /// Reads these words aloud, beside the window; [`Backend::is_reading`] tells whether it does.
    fn read_aloud(&mut self, _: Language, _: &str) {}

    /// Stops reading at once.
    fn stop_reading(&mut self) {}

    /// Whether something is being read.
    fn is_reading(&mut self) -> bool {
        false
    }
}
