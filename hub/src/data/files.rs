//! Files that last: written so that after a power cut they are old or new, whole; destroyed so that nothing stays.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::folder::DataError;

/// How the names of files begin that are not written to their end yet.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Takes a file out of its place, then overwrites and removes it. Nobody ever finds half of it there: after a kill in between
/// it lies aside, until [`destroy_unfinished`]. Doing it twice, or at the same time, does no harm.
///
/// # Errors
/// When the disk fails.
pub fn destroy(path: &Path) -> Result<(), DataError> {
    let aside = unfinished(path);
    let moved = match fs::rename(path, &aside) {
        // Somebody else who settles the same box was as far.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved.and_then(|()| sync_folder(path)),
    };
    moved
        .and_then(|()| destroy_file(&aside))
        .map_err(|error| DataError::Disk(path.to_owned(), error))
}

/// Where a file is written until it is whole and gets its name.
pub fn unfinished(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{UNFINISHED}{name}"))
}

/// Destroys what kills left in a folder of files that were being written or destroyed. What somebody is writing there is left alone.
///
/// # Errors
/// When the disk fails.
pub fn destroy_unfinished(folder: &Path) -> Result<(), DataError> {
    let destroyed = fs::read_dir(folder).and_then(|files| {
        for file in files {
            let file = file?;
            if file.file_name().to_string_lossy().starts_with(UNFINISHED) {
                destroy_unheld(&file.path())?;
            }
        }
        Ok(())
    });
    match destroyed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DataError::Disk(folder.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Destroys a file unless somebody is writing it, or has given it its name meanwhile.
fn destroy_unheld(path: &Path) -> io::Result<()> {
    let file = match File::options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(()),
        held => held?,
    }
    let opened = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) if (there.dev(), there.ino()) == (opened.dev(), opened.ino()) => destroy_file(path),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Overwrites and removes a file, if it is there.
///
/// # Errors
/// When the disk fails.
pub fn destroy_file(path: &Path) -> io::Result<()> {
    let mut file = match File::options().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    sync_folder(path)
}

/// Reads a file; `None` when it is not there.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, DataError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DataError::Disk(path.to_owned(), error)),
    }
}

/// Writes a private file so that after a power cut it is the old one or the new one, whole.
///
/// # Errors
/// When the disk fails.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), DataError> {
    // Gone before it was held: whoever destroys what kills left took it for that.
    let written = write_held(path, contents).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => write_held(path, contents),
        _ => Err(error),
    });
    written.map_err(|error| DataError::Disk(path.to_owned(), error))
}

fn write_held(path: &Path, contents: &[u8]) -> io::Result<()> {
    // A named temporary file is made for its owner alone (mode 0600).
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(folder_of(path))?;
    // Until it has its name.
    file.as_file().lock()?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    let _held = file.persist(path).map_err(|error| error.error)?;
    sync_folder(path)
}

/// Removes a file, if it is there.
///
/// # Errors
/// When the disk fails.
pub fn remove(path: &Path) -> Result<(), DataError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DataError::Disk(path.to_owned(), error)),
        _ => Ok(()),
    }
}

/// Syncs the folder that holds `path`, so that a rename in it lasts.
///
/// # Errors
/// When the disk fails.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// The folder that holds `path`; for a bare name, the one that the program was started in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let named = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// What a kill left goes; what somebody is writing meanwhile is written.
    #[test]
    fn what_is_being_written_is_not_taken_for_what_a_kill_left() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let held = folder.join(format!("{UNFINISHED}held"));
        fs::write(&held, b"half of it").unwrap();
        let writing = File::options().write(true).open(&held).unwrap();
        writing.lock().unwrap();
        destroy_unfinished(folder).unwrap();
        assert_eq!(fs::read(&held).unwrap(), b"half of it");
        drop(writing);
        destroy_unfinished(folder).unwrap();
        assert!(!held.exists());
        // Of two that do both again and again none is refused, and none finds anything but what was written.
        let done = AtomicBool::new(false);
        std::thread::scope(|both| {
            both.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    destroy_unfinished(folder).unwrap();
                }
            });
            let found: Vec<_> = (0..300_u32)
                .map(|nth| {
                    let path = folder.join(format!("box-{}", nth % 3));
                    (nth, write(&path, &nth.to_be_bytes()), read(&path))
                })
                .collect();
            done.store(true, Ordering::Relaxed);
            for (nth, written, read) in found {
                written.unwrap();
                assert_eq!(*read.unwrap().unwrap(), nth.to_be_bytes());
            }
        });
    }
}
