//! Keeping the database fit to be stolen: no order of arrival in its pages or its log.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::params;

use super::Store;
use super::audit::{forget_old, note};
use super::organisation::set_setting;
use crate::audit::Deed;
use crate::store::{BACKED_UP, StoreError};

impl Store {
    /// Rewrites every table in key order and empties the log, so that neither keeps the order of arrival;
    /// deletes notes whose time is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.delete_old(now)?;
        // VACUUM copies every table in key order into new pages; the log that it leaves is then cut to nothing.
        self.connection.execute_batch("VACUUM")?;
        let busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            tracing::warn!("the log could not be emptied while somebody reads; it will be next time");
        }
        Ok(())
    }

    /// Deletes what is kept for a time, once that is over.
    fn delete_old(&mut self, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute(
            "UPDATE box SET notes_deleted = ?1
             WHERE notes_until <= ?1 AND EXISTS (SELECT 1 FROM note WHERE note.box = box.id)",
            [now],
        )?;
        transaction.execute(
            "DELETE FROM note WHERE box IN (SELECT id FROM box WHERE notes_until <= ?1)",
            [now],
        )?;
        forget_old(&transaction, now)?;
        Ok(transaction.commit()?)
    }

    /// Writes a copy of the whole database, in key order too, notes when, and tidies: nothing that a backup writes stays in the log.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn back_up(&mut self, to: &Path, now: i64) -> Result<(), StoreError> {
        if to.exists() {
            let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(StoreError::File(to.display().to_string(), error));
        }
        self.delete_old(now)?;
        // SQLite writes into an empty file that is there; made here, it is nobody else's to read.
        let file = |error| StoreError::File(to.display().to_string(), error);
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
        drop(made.map_err(file)?);
        let written = self.connection.execute("VACUUM INTO ?1", params![to.to_string_lossy()]);
        if let Err(error) = written {
            let _ = std::fs::remove_file(to);
            return Err(error.into());
        }
        crate::data::sync_folder(to).map_err(file)?;
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        set_setting(&transaction, BACKED_UP, &now.to_string())?;
        note(&transaction, &hand, &[], &Deed::BackedUp {})?;
        transaction.commit()?;
        // The copy is there, whatever becomes of this; the daily tidying tries again.
        if let Err(error) = self.tidy(now) {
            tracing::warn!(%error, "the database could not be tidied after it was copied; it will be tried again");
        }
        Ok(())
    }
}
