//! A look at a tablet that another process works with, as beside a running window. Nothing on the disk is changed by it.

use std::ops::Deref;
use std::path::Path;

use trykk_shared::clock::Clock;

use super::pace::Pace;
use super::{OpenError, Tablet, time};
use crate::hub_time::Reading;
use crate::settings::Settings;
use crate::store::EnvelopeStore;

/// A tablet that is looked at: everything that changes something wants it opened.
#[derive(Debug)]
pub struct Glance(Tablet);

impl Deref for Glance {
    type Target = Tablet;

    fn deref(&self) -> &Tablet {
        &self.0
    }
}

impl Tablet {
    /// Looks at the data folder, whoever works with it. Damaged files stay where they are.
    ///
    /// # Errors
    /// When the folder or the settings in it cannot be read.
    pub fn glance(folder: &Path, clock: Clock) -> Result<Glance, OpenError> {
        let settings = Settings::read(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
        let store = EnvelopeStore::read(folder)?;
        let start = clock.start().unwrap_or_else(time::name_opening);
        let reading = Reading {
            own: clock.now(),
            passed: clock.since_start(),
            start: start.clone(),
        };
        let hub_time = settings.hub_time.as_ref().map(|known| known.go_on(&reading));
        Ok(Glance(Tablet {
            folder: folder.to_owned(),
            store,
            settings,
            clock,
            start,
            hub_time,
            set_aside: Vec::new(),
            lost_answers: false,
            recent: None,
            pace: Pace::default(),
            answering: None,
            _lock: None,
        }))
    }
}
