//! What is written at gatherings (`gatherings/ID`), beside the database and in no backup. A file is written anew as a whole with every
//! change, its times are set to 1970, and the bytes of the one before are overwritten; a file system that keeps old blocks when it
//! writes (copy on write, flash) may keep them all the same.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, FileTimes};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::files::{destroy, destroy_file, sync_folder, unfinished};
use super::folder::{DataError, DataFolder};

const GATHERINGS: &str = "gatherings";
/// How the names of files begin that are not written to their end yet, or not destroyed.
const UNFINISHED: &str = ".unfinished-";

impl DataFolder {
    fn gathering_path(&self, id: &str) -> PathBuf {
        self.0.join(GATHERINGS).join(id)
    }

    /// Keeps what is written at a gathering, durably, in the place of what was there. Nobody else may write there meanwhile: the hub's one
    /// writer does.
    ///
    /// # Errors
    /// When the disk fails; then what was there is there.
    pub fn keep_gathering(&self, id: &str, bytes: &[u8]) -> Result<(), DataError> {
        let path = self.gathering_path(id);
        let kept = replace(&self.0.join(GATHERINGS), &path, bytes);
        kept.map_err(|error| DataError::Disk(path, error))
    }

    /// What is written at a gathering, if anything is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn kept_gathering(&self, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, DataError> {
        let path = self.gathering_path(id);
        read_whole(&path).map_err(|error| DataError::Disk(path, error))
    }

    /// Destroys what is written at a gathering. Doing it twice does no harm.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn destroy_gathering(&self, id: &str) -> Result<(), DataError> {
        destroy(&self.gathering_path(id))
    }

    /// Destroys what kills left of files that were being written: what stands under its own name stays. Nobody else may write there meanwhile.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn settle_gatherings(&self) -> Result<(), DataError> {
        let folder = self.0.join(GATHERINGS);
        let settled = fs::read_dir(&folder).and_then(|files| {
            for file in files {
                let file = file?;
                if file.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
                    destroy_aside(&file.path())?;
                }
            }
            Ok(())
        });
        match settled {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DataError::Disk(folder, error)),
            _ => Ok(()),
        }
    }
}

/// Overwrites and removes what lies aside; if a kill left it as a second name of what is in force, only the name goes.
fn destroy_aside(aside: &Path) -> io::Result<()> {
    match fs::symlink_metadata(aside) {
        Ok(found) if found.nlink() > 1 => {
            fs::remove_file(aside)?;
            sync_folder(aside)
        }
        Ok(_) => destroy_file(aside),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads a file that the writer may replace, and overwrite, meanwhile: what was read counts if it still stands under its name afterwards.
fn read_whole(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let found = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Ok(None),
        _ => Err(error),
    };
    loop {
        let mut file = match File::open(path) {
            Err(error) => return found(error),
            Ok(file) => file,
        };
        let opened = file.metadata()?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(opened.len()).unwrap_or(0) + 1));
        file.read_to_end(&mut bytes)?;
        match fs::metadata(path) {
            Err(error) => return found(error),
            Ok(now) if (now.dev(), now.ino()) == (opened.dev(), opened.ino()) => return Ok(Some(bytes)),
            Ok(_) => {}
        }
    }
}

/// The file before stays under a second name until the new one is in its place; then it is overwritten.
fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if !folder.exists() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        sync_folder(folder)?;
    }
    let aside = unfinished(path);
    destroy_aside(&aside)?;
    match fs::hard_link(path, &aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            // Once, and not with every change: the log would say when ideas were written.
            static TOLD: Once = Once::new();
            TOLD.call_once(|| tracing::warn!(reason = %error, "files of gatherings are replaced, and the old ones cannot be overwritten on this file system"));
        }
        Ok(()) => {}
    }
    write_without_time(folder, path, bytes)?;
    if let Err(error) = destroy_aside(&aside) {
        // What was written is safe; the next change tries again.
        static TOLD: Once = Once::new();
        TOLD.call_once(|| tracing::warn!(reason = %error, "the file of a gathering was replaced, and the old one could not be overwritten"));
    }
    Ok(())
}

fn write_without_time(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new()
        .prefix(OsStr::new(UNFINISHED))
        .tempfile_in(folder)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| set_no_time(file.as_file()))
        .and_then(|()| file.as_file().sync_all());
    if let Err(error) = written {
        // What was written of it is overwritten too; the error that counts is the first.
        let _ = destroy_file(file.path());
        return Err(error);
    }
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(path)
}

fn set_no_time(file: &File) -> io::Result<()> {
    let times = FileTimes::new().set_accessed(SystemTime::UNIX_EPOCH);
    file.set_times(times.set_modified(SystemTime::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "abc";

    fn a_folder() -> (tempfile::TempDir, DataFolder, PathBuf) {
        let place = tempfile::tempdir().unwrap();
        let (folder, _) = DataFolder::create(&place.path().join("hub")).unwrap();
        let gatherings = place.path().join("hub").join(GATHERINGS);
        (place, folder, gatherings)
    }

    fn names(folder: &Path) -> Vec<String> {
        let files = fs::read_dir(folder).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_the_bytes_before_are_overwritten() {
        let (_place, folder, gatherings) = a_folder();
        folder.settle_gatherings().unwrap();
        assert!(folder.kept_gathering(ID).unwrap().is_none());
        folder.keep_gathering(ID, b"the first idea").unwrap();
        // Whoever had the old file open looks at what became of its blocks.
        let before = File::open(gatherings.join(ID)).unwrap();
        folder.keep_gathering(ID, b"another idea").unwrap();
        let mut left = Vec::new();
        io::Read::read_to_end(&mut &before, &mut left).unwrap();
        assert_eq!(left, [0; 14]);
        assert_eq!(folder.kept_gathering(ID).unwrap().unwrap()[..], b"another idea"[..]);
        assert_eq!(names(&gatherings), [ID]);
        let metadata = fs::metadata(gatherings.join(ID)).unwrap();
        assert_eq!(metadata.modified().unwrap(), SystemTime::UNIX_EPOCH);
        assert_eq!(metadata.mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&gatherings).unwrap().mode() & 0o777, 0o700);
        folder.destroy_gathering(ID).unwrap();
        folder.destroy_gathering(ID).unwrap();
        assert!(names(&gatherings).is_empty());
    }

    /// A kill between any two steps: opened anew, there is the file before or the new one, whole, and no remnant of either.
    #[test]
    fn a_kill_between_leaves_the_old_file_or_the_new_one_and_no_remnant() {
        for killed_after in ["link", "unfinished", "rename"] {
            let (_place, folder, gatherings) = a_folder();
            let path = gatherings.join(ID);
            folder.keep_gathering(ID, b"old").unwrap();
            fs::hard_link(&path, unfinished(&path)).unwrap();
            if killed_after == "unfinished" {
                fs::write(gatherings.join(format!("{UNFINISHED}aX9")), b"ne").unwrap();
            }
            if killed_after == "rename" {
                write_without_time(&gatherings, &path, b"new").unwrap();
            }
            let remnant = File::open(unfinished(&path)).unwrap();
            folder.settle_gatherings().unwrap();
            let kept = folder.kept_gathering(ID).unwrap().unwrap();
            let is_new = killed_after == "rename";
            assert_eq!(kept[..], if is_new { *b"new" } else { *b"old" }, "{killed_after}");
            assert_eq!(names(&gatherings), [ID], "{killed_after}");
            let mut left = Vec::new();
            io::Read::read_to_end(&mut &remnant, &mut left).unwrap();
            assert_eq!(
                left == [0; 3],
                is_new,
                "{killed_after}: what is in force is not overwritten"
            );
            // And the next change goes on from there, also where nobody settled first.
            fs::hard_link(&path, unfinished(&path)).unwrap();
            folder.keep_gathering(ID, b"next").unwrap();
            assert_eq!(folder.kept_gathering(ID).unwrap().unwrap()[..], b"next"[..]);
            assert_eq!(names(&gatherings), [ID], "{killed_after}");
        }
    }

    /// Whoever reads beside the writer reads a whole file, never one that is being overwritten.
    #[test]
    fn a_file_is_read_whole_beside_the_writer() {
        let (_place, folder, _) = a_folder();
        folder.keep_gathering(ID, &[b'x'; 4096]).unwrap();
        let done = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::SeqCst) {
                    let read = folder.kept_gathering(ID).unwrap().unwrap();
                    assert!(read.len() == 4096 && read.iter().all(|byte| *byte == read[0] && *byte != 0));
                }
            });
            for nth in 0..300_u32 {
                let byte = b'a' + u8::try_from(nth % 26).unwrap();
                folder.keep_gathering(ID, &[byte; 4096]).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::SeqCst);
            reader.join().unwrap();
        });
    }

    #[test]
    fn a_disk_that_fails_leaves_what_was_there() {
        let (_place, folder, gatherings) = a_folder();
        folder.keep_gathering(ID, b"old").unwrap();
        // A folder in the way of what is written aside.
        fs::create_dir(unfinished(&gatherings.join(ID))).unwrap();
        assert!(matches!(folder.keep_gathering(ID, b"new"), Err(DataError::Disk(..))));
        assert_eq!(folder.kept_gathering(ID).unwrap().unwrap()[..], b"old"[..]);
    }
}
