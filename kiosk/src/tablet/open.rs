//! Opening the data folder, and what is mended and noted first.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::SystemTime;

use trykk_shared::clock::Clock;

use super::error::OpenError;
use super::pace::Pace;
use super::{Tablet, codes, time};
use crate::hub_time::Reading;
use crate::settings::Settings;
use crate::store::{EnvelopeStore, StoreError};

impl Tablet {
    /// Opens the data folder, making it if need be, and keeps other processes out until dropped.
    ///
    /// # Errors
    /// When another process has it open, or the disk does not let it be used.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, OpenError> {
        let cannot = |error| OpenError::Folder(folder.to_owned(), error);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(cannot)?;
        let mut lock = File::options();
        // Not written: whoever finds the folder in use has changed nothing in it.
        lock.write(true).create(true).truncate(false);
        let lock = lock.open(folder.join("lock")).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        // Some file systems do not let a file's time be set; nothing depends on it but modesty.
        let _ = lock.set_modified(SystemTime::UNIX_EPOCH);
        let (settings, damaged_settings) = Settings::open(folder).map_err(cannot)?;
        let has_file = EnvelopeStore::is_there(folder);
        let file_is_gone = settings.has_store && !has_file;
        let (mut store, damaged_store) = EnvelopeStore::open(folder)?;
        let damaged = EnvelopeStore::count_damaged(folder);
        // Mended by a start that was cut off before it could note it.
        let not_noted = settings.damage_noted.is_some_and(|noted| noted < damaged) || settings.loss_untold;
        let known = settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        if let Some(manifest) = &settings.manifest {
            codes::take_lists(&mut store, Some(manifest), &settings.replaced_codes, manifest)?;
        }
        let mended = store.mend_boxes(&known.map(|info| info.id).collect::<Vec<_>>())?;
        if mended > 0 {
            tracing::warn!(envelopes = mended, "flipped bits were mended; the disk may be failing");
        }
        let start = clock.start().unwrap_or_else(time::name_opening);
        let reading = Reading {
            own: clock.now(),
            passed: clock.since_start(),
            start: start.clone(),
        };
        let hub_time = settings.hub_time.as_ref().map(|known| known.go_on(&reading));
        let mut tablet = Tablet {
            folder: folder.to_owned(),
            start,
            hub_time,
            store,
            settings,
            clock,
            lost_answers: !damaged_store.is_empty() || file_is_gone || not_noted,
            set_aside: damaged_settings.into_iter().chain(damaged_store).collect(),
            recent: None,
            pace: Pace::default(),
            answering: None,
            _lock: Some(lock),
        };
        if tablet.lost_answers {
            // First of all: what is mended and not noted is forgotten, and nobody hears that answers may be lost.
            tablet.note_damage()?;
        } else if tablet.settings.damage_noted != Some(damaged)
            && let Err(error) = tablet.change_settings(|settings| settings.damage_noted = Some(damaged))
        {
            tracing::error!(reason = %error, "that no file is damaged could not be noted");
        }
        if tablet.settings.enrolment.is_some()
            && let Err(error) = tablet.note_store(has_file)
        {
            tracing::error!(reason = %error, "that the envelope store is there could not be noted");
        }
        Ok(tablet)
    }

    /// Writes the store's file where there is none, and notes that it is there: one that is gone at a later start was lost.
    fn note_store(&mut self, has_file: bool) -> Result<(), StoreError> {
        if !has_file {
            self.store.write_anew()?;
        }
        match self.settings.has_store {
            true => Ok(()),
            false => self.change_settings(|settings| settings.has_store = true),
        }
    }
}
