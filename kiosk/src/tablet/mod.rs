//! The tablet: what is on its disk, and what may be done with it now.

mod board;
mod codes;
mod counted;
mod delivery;
mod error;
mod facts;
mod glance;
mod manifest;
mod open;
mod pace;
mod pin;
mod shared;
mod sheets;
mod standing;
mod time;
mod trouble;
mod waiting;

pub use board::Staff;
pub use codes::{CodeError, CodesNeeded, LONGEST_WAIT_MS, wait_before_code};
pub use delivery::{MIN_PARTICIPANTS_PER_DELIVERY, MIN_TABLES_PER_DELIVERY, Replies};
pub use error::{DeliverError, OpenError};
pub use facts::{AnswersWait, Facts, Own};
pub use glance::Glance;
pub use pin::{LONGEST_PIN_WAIT_MS, wait_before_pin};
pub use shared::SharedTablet;
pub use sheets::{Receipt, TAKE_BACK_SECONDS};
pub use standing::{Found, OpenRound, RoundOutcome, Standing};

use std::fs::File;
use std::path::{Path, PathBuf};

use trykk_shared::clock::Clock;
use trykk_shared::ids::BoxId;
use trykk_shared::version::is_older;

use crate::hub_time::HubTime;
use crate::settings::{Enrolment, Settings};
use crate::store::{EnvelopeStore, StoreError};
use pace::Pace;

/// A tablet's data folder, opened by one process at a time.
#[derive(Debug)]
pub struct Tablet {
    folder: PathBuf,
    store: EnvelopeStore,
    settings: Settings,
    clock: Clock,
    /// Which start of the system this is, or of this opening where that is not known.
    start: String,
    /// What is known of the hub's time, noted or not.
    hub_time: Option<HubTime>,
    set_aside: Vec<PathBuf>,
    /// Whether the envelope store was damaged when the folder was opened.
    lost_answers: bool,
    /// Delivered a moment ago and still to be taken back, until so many seconds after the system's start: it does not leave yet. Lives
    /// in memory only.
    recent: Option<(Receipt, i64)>,
    /// How fast sheets are delivered where no start codes are asked for. Lives in memory only.
    pace: Pace,
    /// Whether somebody is answering into a box right now.
    answering: Option<BoxId>,
    /// Held by whoever works with the folder; who only looks has none.
    _lock: Option<File>,
}

impl Tablet {
    /// Damaged files that were moved aside when the folder was opened.
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The version that the hub runs, where it is newer than this program's.
    pub fn newer_hub(&self) -> Option<&str> {
        let hub = self.settings.manifest.as_ref()?.hub_version.as_deref()?;
        is_older(env!("CARGO_PKG_VERSION"), hub).then_some(hub)
    }

    /// What the tablet remembers.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the settings durably: all of the change or, when this fails, nothing.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), StoreError> {
        let mut settings = self.settings.clone();
        change(&mut settings);
        if settings != self.settings {
            settings.save(&self.folder)?;
            self.settings = settings;
        }
        Ok(())
    }

    /// Says that somebody is answering into a box, so that the tablet does not report "nothing waits" meanwhile.
    pub fn set_answering(&mut self, box_id: Option<BoxId>) {
        self.answering = box_id;
    }

    /// How many envelopes of all boxes wait, and how many the hub holds.
    pub fn waiting_and_sent(&self) -> (usize, usize) {
        let sent = self.store.kept().filter(|kept| kept.sent).count();
        (self.store.kept().count() - sent, sent)
    }

    fn waits(&self, box_id: BoxId) -> bool {
        self.answering == Some(box_id) || self.store.kept().any(|kept| kept.box_id == box_id && !kept.sent)
    }

    /// Whether the disk takes what an enrolment changes: asked before a place of a link is used.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn try_keeping(&self) -> Result<(), StoreError> {
        Ok(self.settings.save(&self.folder)?)
    }

    /// Takes up an enrolment. Envelopes that are here already stay.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take_enrolment(&mut self, enrolment: Enrolment, first_slot: i64) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.change_settings(|settings| {
            settings.enrolment = Some(enrolment);
            settings.contact = None;
            settings.last_heard = Some(now);
            settings.manifest = None;
            settings.newest_protocol = 0;
            settings.next_slot = Some(first_slot);
            settings.last_problem = None;
            settings.obstacle = None;
        })
    }
}
