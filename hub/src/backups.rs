//! Copies of the database that the hub makes when an admin asks for one on a page: in a folder beside it, for a fortnight.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::data::{self, DataError};
use crate::store::{Copied, Store, StoreError};

/// How long a copy stays, in seconds. It holds what the database held: old ones are to go.
pub const KEPT_SECONDS: i64 = 14 * 24 * 3600;
/// What a copy is called: the time in UTC, to the minute.
const NAME: &str = "hub-%Y-%m-%dT%H%MZ.db";

/// Why no copy was made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is one of this minute.
    #[error("a copy was made less than a minute ago")]
    JustMade,
    /// The store failed, or the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn file_error(path: &Path, error: io::Error) -> StoreError {
    StoreError::File(path.display().to_string(), error)
}

/// What a copy that is made at `now` is called.
fn name(now: i64) -> String {
    let time = Timestamp::from_second(now).unwrap_or(Timestamp::UNIX_EPOCH);
    time.strftime(NAME).to_string()
}

/// When a copy was made, by its name; nothing where it is none of ours.
fn made_at(file_name: &str) -> Option<i64> {
    let time = DateTime::strptime(NAME, file_name).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

fn copies(folder: &Path) -> Result<Vec<(i64, PathBuf)>, io::Error> {
    let files = match fs::read_dir(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for file in files {
        let file = file?;
        if let Some(made) = file.file_name().to_str().and_then(made_at) {
            found.push((made, file.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// Makes a copy in `folder`: of the database alone, without answers that are not counted, readable by its owner alone.
///
/// # Errors
/// [`BackupError`]
pub fn make(store: &mut Store, folder: &Path, now: i64) -> Result<PathBuf, BackupError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| file_error(folder, error))?;
    let copy = folder.join(name(now));
    match store.back_up(&copy, Copied::WithoutAnswers, now) {
        Ok(()) => Ok(copy),
        Err(StoreError::File(_, error)) if error.kind() == io::ErrorKind::AlreadyExists => Err(BackupError::JustMade),
        Err(error) => Err(error.into()),
    }
}

/// The newest copy in `folder`.
///
/// # Errors
/// When it cannot be read.
pub fn newest(folder: &Path) -> Result<Option<PathBuf>, io::Error> {
    Ok(copies(folder)?.pop().map(|(_, copy)| copy))
}

/// Destroys copies in `folder` whose time is over at `now`. What somebody else laid there stays.
///
/// # Errors
/// When the disk fails.
pub fn expire(folder: &Path, now: i64) -> Result<(), DataError> {
    data::destroy_unfinished(folder)?;
    let copies = copies(folder).map_err(|error| DataError::Disk(folder.to_owned(), error))?;
    for (made, copy) in copies {
        if now.saturating_sub(made) > KEPT_SECONDS {
            data::destroy(&copy)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::data::DataFolder;

    const NOW: i64 = 1_790_000_000;

    #[test]
    fn a_copy_is_whole_its_owners_alone_and_goes_after_a_fortnight() {
        let place = tempfile::tempdir().unwrap();
        let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
        store.set_setting("organisation", "A hospital").unwrap();
        let backups = folder.backups();
        assert_eq!(newest(&backups).unwrap(), None);
        expire(&backups, NOW).unwrap();
        let copy = make(&mut store, &backups, NOW).unwrap();
        assert_eq!(copy.file_name().unwrap(), "hub-2026-09-21T1413Z.db");
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&backups).unwrap().permissions().mode() & 0o777, 0o700);
        let copied = Store::open_existing(&copy).unwrap();
        assert_eq!(copied.setting("organisation").unwrap().as_deref(), Some("A hospital"));
        drop(copied);
        // Once a minute: nobody fills the disk with them by pressing a button, and none is written over.
        assert!(matches!(
            make(&mut store, &backups, NOW + 19),
            Err(BackupError::JustMade)
        ));
        let second = make(&mut store, &backups, NOW + 61).unwrap();
        assert_eq!(newest(&backups).unwrap(), Some(second.clone()));
        let others = backups.join("hub-before-the-move.db");
        fs::write(&others, b"somebody's own").unwrap();
        expire(&backups, NOW + KEPT_SECONDS - 60).unwrap();
        assert!(copy.exists());
        expire(&backups, NOW + KEPT_SECONDS + 19).unwrap();
        assert!(!copy.exists() && second.exists() && others.exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_and_nothing_is_noted() {
        let place = tempfile::tempdir().unwrap();
        let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
        fs::write(folder.backups(), b"no folder").unwrap();
        assert!(matches!(
            make(&mut store, &folder.backups(), NOW),
            Err(BackupError::Store(_))
        ));
        assert_eq!(store.setting(crate::store::BACKED_UP).unwrap(), None);
    }
}
