//! Keeping the database fit to be stolen: no order of arrival in its pages or its log.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::audit::{forget_old, note};
use super::counted::forget_counted;
use super::organisation::set_setting;
use super::{Store, WAIT_FOR_OTHERS};
use crate::audit::Deed;
use crate::store::{BACKED_UP, StoreError, TIDYING_OWED};

/// How long tidying waits for whoever reads what was before. The one writer waits meanwhile, and what it writes for others.
const READERS_WAITED_FOR: Duration = Duration::from_secs(1);

/// Notes that something came after a closing, or was deleted, in the step that does it: whoever is killed before tidying leaves it to be
/// done.
pub(super) fn owe_tidying(connection: &Connection) -> Result<(), rusqlite::Error> {
    // Drawn anew each time: what comes while the database is being tidied is owed by itself. No number, which would count deliveries.
    let sql = "INSERT OR REPLACE INTO setting VALUES (?1, hex(randomblob(16)))";
    connection.prepare_cached(sql)?.execute([TIDYING_OWED])?;
    Ok(())
}

/// The boxes whose notes' time is over by `now` and of which something is in this table, whose key begins with the box. Found from one to the
/// next: of most boxes there ever were nothing is, and of some there is much.
fn list_notes_over(connection: &Connection, table: &str, now: i64) -> Result<Vec<[u8; 16]>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE kept (box) AS (
             SELECT min(box) FROM {table}
             UNION ALL SELECT (SELECT min(box) FROM {table} WHERE box > kept.box) FROM kept WHERE kept.box IS NOT NULL)
         SELECT box.id FROM kept CROSS JOIN box ON box.id = kept.box WHERE box.notes_until <= ?1"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([now], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// Rewrites every table in key order and empties the log, so that neither keeps the order of arrival;
    /// deletes notes whose time is over, and what they were sorted into.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.delete_old(now)?;
        let owed = self.setting(TIDYING_OWED)?;
        // VACUUM copies every table in key order into new pages; the log that it leaves is then cut to nothing. Not while somebody reads what
        // was before: the log would grow by the whole database each time.
        if !self.empty_log()? {
            return self.put_off_for_readers(owed.is_some());
        }
        self.connection.execute_batch("VACUUM")?;
        if !self.empty_log()? {
            return self.put_off_for_readers(owed.is_some());
        }
        // Not before: until then the old pages stand in the file.
        if let Some(owed) = owed {
            let sql = "DELETE FROM setting WHERE key = ?1 AND value = ?2";
            self.connection.execute(sql, [TIDYING_OWED, &owed])?;
            self.empty_log()?;
        }
        Ok(())
    }

    fn put_off_for_readers(&self, is_owed: bool) -> Result<(), StoreError> {
        tracing::warn!("the log could not be emptied while somebody reads; it will be next time");
        if !is_owed {
            owe_tidying(&self.connection)?;
        }
        Ok(())
    }

    /// Whether all of the log is in the file now, and the log cut to nothing: not while somebody reads what was before.
    fn empty_log(&self) -> Result<bool, StoreError> {
        self.connection.busy_timeout(READERS_WAITED_FOR)?;
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self.connection.query_row(sql, [], |row| row.get(0));
        self.connection.busy_timeout(WAIT_FOR_OTHERS)?;
        let busy: bool = busy?;
        Ok(!busy)
    }

    /// Whether something came after a closing, to this or another connection, and the database was not tidied since.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn owes_tidying(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM setting WHERE key = ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        let owed = select.query_row([TIDYING_OWED], |_| Ok(())).optional()?;
        Ok(owed.is_some())
    }

    /// Puts tidying off: several boxes are brought on, and what all of them leave is tidied once, by [`Store::tidy_owed`].
    pub fn put_tidying_off(&mut self) {
        self.put_off = true;
    }

    /// Tidies after a step with one box, or notes that it is owed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tidy_in_turn(&mut self, now: i64) -> Result<(), StoreError> {
        if self.put_off {
            self.owed = true;
            return Ok(());
        }
        self.tidy(now)
    }

    /// Tidies if that is owed, and puts it off no more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tidy_owed(&mut self, now: i64) -> Result<(), StoreError> {
        self.put_off = false;
        if std::mem::take(&mut self.owed) {
            self.tidy(now)?;
        }
        Ok(())
    }

    /// Deletes what is kept for a time, once that is over: notes and what they were sorted into, ids of counted envelopes, the audit log's
    /// oldest entries. Where they lay is written anew by [`Store::tidy`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete_old(&mut self, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for id in list_notes_over(&transaction, "note", now)? {
            transaction.execute("UPDATE box SET notes_deleted = ?2 WHERE id = ?1", params![id, now])?;
            transaction.execute("DELETE FROM note WHERE box = ?1", [id])?;
        }
        for id in list_notes_over(&transaction, "sorting", now)? {
            transaction.execute("DELETE FROM sorting WHERE box = ?1", [id])?;
        }
        forget_counted(&transaction, now)?;
        forget_old(&transaction, now)?;
        Ok(transaction.commit()?)
    }

    /// Writes a copy of the database, in key order too, and tidies: nothing that a backup writes stays in the log. The file gets its name
    /// once it is whole; what a kill leaves is called otherwise, and written anew.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn back_up(&mut self, to: &Path, copied: Copied, now: i64) -> Result<(), StoreError> {
        let file = |error| StoreError::File(to.display().to_string(), error);
        if to.exists() {
            return Err(file(io::ErrorKind::AlreadyExists.into()));
        }
        self.delete_old(now)?;
        let unfinished = crate::data::unfinished(to);
        let destroy = || crate::data::destroy_file(&unfinished).map_err(file);
        destroy()?;
        // SQLite writes into an empty file that is there; made here, it is nobody else's to read.
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished);
        drop(made.map_err(file)?);
        let written = self.write_copy(&unfinished, copied).and_then(|()| {
            let whole = File::open(&unfinished).and_then(|whole| whole.sync_all());
            whole.and_then(|()| std::fs::rename(&unfinished, to)).map_err(file)
        });
        if let Err(error) = written {
            let _ = destroy();
            return Err(error);
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

    fn write_copy(&self, to: &Path, copied: Copied) -> Result<(), StoreError> {
        self.connection
            .execute("VACUUM INTO ?1", params![to.to_string_lossy()])?;
        if copied == Copied::WithoutAnswers {
            let copy = Connection::open(to)?;
            // Overwritten where they lie, and nowhere else: a journal would be another copy of them.
            copy.execute_batch(
                "PRAGMA secure_delete = ON; PRAGMA journal_mode = OFF; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;
                 DELETE FROM envelope; DELETE FROM quarantine; DELETE FROM setting WHERE key = 'tidying_owed';
                 UPDATE tablet_box SET held_1 = 0, held_2 = 0, held_3 = 0, over_1 = 0, over_2 = 0, over_3 = 0, refused_full = 0, clear = 0
                     WHERE box IN (SELECT id FROM box WHERE state = 'open');
                 VACUUM;",
            )?;
        }
        Ok(())
    }
}

/// What a copy of the database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// All that the database holds.
    Whole,
    /// All but the envelopes of boxes that are not counted, and how many there are of each tablet. Two copies around a delivery tell by
    /// their difference whose they are; tablets keep theirs until the release, and deliver them again to a hub that is put back.
    WithoutAnswers,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidying_is_owed_as_long_as_somebody_reads_what_was_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hub.db");
        let mut store = Store::open(&path).unwrap();
        owe_tidying(&store.connection).unwrap();
        let reader = Connection::open(&path).unwrap();
        let read = "BEGIN; SELECT count(*) FROM setting";
        reader.execute_batch(read).unwrap();
        store.tidy(1_790_000_000).unwrap();
        assert!(store.owes_tidying().unwrap(), "the old pages are in the file still");
        reader.execute_batch("COMMIT").unwrap();
        store.tidy(1_790_000_000).unwrap();
        assert!(!store.owes_tidying().unwrap());
        // What nobody owed is owed once it could not be done.
        reader.execute_batch(read).unwrap();
        store.set_setting("organisation", "A hospital").unwrap();
        store.tidy(1_790_000_000).unwrap();
        assert!(store.owes_tidying().unwrap());
        reader.execute_batch("COMMIT").unwrap();
        store.tidy(1_790_000_000).unwrap();
        assert!(!store.owes_tidying().unwrap());
        let log = std::fs::metadata(folder.path().join("hub.db-wal"));
        assert_eq!(log.map_or(0, |log| log.len()), 0);
    }
}
