//! Envelopes that leave on a stick, where no network goes: one file, sealed to the hub. What may be in it is what may leave over the
//! network now, and all of it stays on the tablet until the hub says that it has it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rand::CryptoRng;
use rustix::fs::{Advice, AtFlags, Mode, OFlags, fadvise, openat, renameat, syncfs, unlinkat};
use rustix::io::Errno;
use trykk_shared::exported::{EXTENSION, Exported};

use crate::sticks::Stick;
use crate::store::StoreError;
use crate::sync::pack_batches;
use crate::tablet::SharedTablet;

/// How much of the file is compared at a time, in bytes.
const CHUNK_BYTES: usize = 64 * 1024;

/// Why nothing was exported. Nothing on the tablet is lost by any of these, and what may have been noted as leaving leaves over the
/// network or with the next export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The tablet belongs to no hub yet.
    #[error("this tablet is not enrolled; run trykk-kiosk enrol with the link from the hub")]
    NotEnrolled,
    /// The hub has not said yet what files are sealed to.
    #[error(
        "the hub has not told this tablet its key for files yet; let the tablet reach the hub once, after trykk-hub is updated"
    )]
    NoKey,
    /// There is no such folder.
    #[error("{0} is not a folder; put the stick in, and name the folder where it is mounted")]
    NotAFolder(PathBuf),
    /// The stick takes no file.
    #[error(
        "nothing can be written in {0}: it is read-only, or this user may not; move the stick's switch, or take another one. Nothing is lost"
    )]
    ReadOnly(PathBuf),
    /// There is no room.
    #[error("{0} is full; make room there, or take another stick. Nothing is lost")]
    Full(PathBuf),
    /// It was pulled out, or it is failing.
    #[error(
        "{0} does not take the file ({1}); it was pulled out, or it is failing. Put it in again, or take another one. Nothing is lost"
    )]
    Failed(PathBuf, io::Error),
    /// What was read back is not what was written.
    #[error("what was written in {0} cannot be read back; take another stick. Nothing is lost")]
    Differs(PathBuf),
    /// The tablet has lost answers, and what is there may hold them.
    #[error(
        "answers on this tablet may be lost, and {0} may hold them: take that file in first (trykk-hub import, or the page of tablets), delete it from the stick, and export once more"
    )]
    WouldReplace(PathBuf),
    /// The tablet's own disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of writing on the stick.
fn explain(folder: &Path, error: io::Error) -> ExportError {
    let folder = folder.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => ExportError::Full(folder),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => ExportError::ReadOnly(folder),
        ErrorKind::NotFound | ErrorKind::NotADirectory => ExportError::NotAFolder(folder),
        _ => ExportError::Failed(folder, error),
    }
}

/// The file's name: the tablet's own, so that a later export takes the place of an earlier one, which it holds, and no name says how
/// many there were.
fn name_file(tablet: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    let named: String = tablet.chars().map(plain).collect();
    format!("trykk-{named}.{EXTENSION}")
}

/// The folder that somebody named, as it is now.
///
/// # Errors
/// When it is none, or the system does not let it be looked at.
pub fn find_folder(folder: &Path) -> Result<Stick, ExportError> {
    Stick::at(folder).map_err(|error| explain(folder, error))
}

/// Writes what may leave now into one file on `stick`, and says where. The file is whole, on the stick, and was read back when this
/// returns: the stick may be pulled out.
///
/// # Errors
/// See [`ExportError`].
pub fn export(tablet: &SharedTablet, stick: &Stick, rng: &mut impl CryptoRng) -> Result<PathBuf, ExportError> {
    let (token, name, key) = {
        let tablet = tablet.lock();
        let enrolment = tablet.settings().enrolment.as_ref().ok_or(ExportError::NotEnrolled)?;
        let manifest = tablet.settings().manifest.as_ref();
        let key = manifest.and_then(|manifest| manifest.hub_key.clone());
        (
            enrolment.token.clone(),
            name_file(&enrolment.tablet),
            key.ok_or(ExportError::NoKey)?,
        )
    };
    let folder = &stick.folder;
    let place = Place::open(stick).map_err(|error| explain(folder, error))?;
    let (path, part) = (folder.join(&name), format!("{name}.part"));
    if tablet.lock().is_damaged() && place.has(&name).map_err(|error| explain(folder, error))? {
        return Err(ExportError::WouldReplace(path));
    }
    // A stick that takes nothing at all is found out before anything is noted.
    let file = place.create(&part).map_err(|error| explain(folder, error))?;
    let due = tablet.lock().take_along();
    let due = due.inspect_err(|_| place.remove(&part))?;
    let exported = Exported {
        token: token.0.clone(),
        batches: pack_batches(due, rng),
    };
    let bytes = exported.seal(&key, rng);
    if let Err(error) = write(file, &bytes).and_then(|()| place.rename(&part, &name)) {
        place.remove(&part);
        return Err(explain(folder, error));
    }
    match place.read(&name).and_then(|file| is_there(file, &bytes)) {
        Ok(true) => {}
        Ok(false) => {
            // Nobody carries a file about that no hub takes.
            place.remove(&name);
            return Err(ExportError::Differs(folder.to_owned()));
        }
        Err(error) => return Err(explain(folder, error)),
    }
    place.still_there(stick).map_err(|error| explain(folder, error))?;
    Ok(path)
}

fn write(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// The folder on the stick, held open: every name is looked for in it, whatever is mounted over it or taken away meanwhile. Whoever
/// prepared the stick chose what has these names already, so no link is followed.
struct Place(File);

impl Place {
    /// Opens it, if it is still what was mounted there when the stick was found: a stick's empty folder takes nothing.
    fn open(stick: &Stick) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = File::from(rustix::fs::open(&stick.folder, flags, Mode::empty())?);
        if folder.metadata()?.dev() != stick.device {
            return Err(Errno::NODEV.into());
        }
        Ok(Place(folder))
    }

    /// Whether something has this name.
    fn has(&self, name: &str) -> io::Result<bool> {
        match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A new file of this name; what had it is gone.
    fn create(&self, name: &str) -> io::Result<File> {
        match unlinkat(&self.0, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(error) => return Err(error.into()),
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(&self.0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    fn read(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(&self.0, name, flags, Mode::empty())?.into())
    }

    /// Gives a file its name, and waits until everything of the stick's file system lies on the stick, the new name too.
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        renameat(&self.0, from, &self.0, to)?;
        Ok(syncfs(&self.0)?)
    }

    fn remove(&self, name: &str) {
        let _ = unlinkat(&self.0, name, AtFlags::empty());
    }

    /// Whether the folder is to be found where it was: else somebody who looks there finds no file.
    fn still_there(&self, stick: &Stick) -> io::Result<()> {
        let (here, there) = (self.0.metadata()?, fs::metadata(&stick.folder)?);
        match (here.dev(), here.ino()) == (there.dev(), there.ino()) {
            true => Ok(()),
            false => Err(Errno::NODEV.into()),
        }
    }
}

/// Whether the file is what was written, read from the stick as far as the system lets its own copy go.
fn is_there(mut file: File, bytes: &[u8]) -> io::Result<bool> {
    // Where the system keeps its copy it is compared all the same.
    let _ = fadvise(&file, 0, None, Advice::DontNeed);
    let mut chunk = vec![0; CHUNK_BYTES];
    for expected in bytes.chunks(CHUNK_BYTES) {
        let read = &mut chunk[..expected.len()];
        match file.read_exact(read) {
            Ok(()) if read == expected => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(file.read(&mut chunk)? == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_nothing_in_it_that_leads_elsewhere() {
        assert_eq!(name_file("tablet-12ab"), "trykk-tablet-12ab.trykk");
        assert_eq!(name_file("../a b"), "trykk----a-b.trykk");
    }

    #[test]
    fn a_file_that_is_not_what_was_written_is_found_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes: Vec<u8> = (0..200_000_u32).map(|nth| (nth % 251) as u8).collect();
        write(File::create(&path).unwrap(), &bytes).unwrap();
        let is = |bytes: &[u8]| is_there(File::open(&path).unwrap(), bytes).unwrap();
        assert!(is(&bytes));
        let mut other = bytes.clone();
        other[150_000] ^= 1;
        assert!(!is(&other));
        assert!(!is(&bytes[..199_999]));
        assert!(!is(&[&bytes[..], &[0]].concat()));
    }

    #[test]
    fn what_has_a_files_name_on_a_prepared_stick_is_not_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (elsewhere, stick) = (folder.path().join("elsewhere"), folder.path().join("stick"));
        fs::write(&elsewhere, "as it was").unwrap();
        fs::create_dir(&stick).unwrap();
        std::os::unix::fs::symlink(&elsewhere, stick.join("file.part")).unwrap();
        std::os::unix::fs::symlink(&elsewhere, stick.join("file")).unwrap();
        let place = Place::open(&Stick::at(&stick).unwrap()).unwrap();
        assert!(place.has("file").unwrap() && !place.has("nothing").unwrap());
        assert!(place.read("file").is_err(), "a link is not read");
        write(place.create("file.part").unwrap(), b"bytes").unwrap();
        place.rename("file.part", "file").unwrap();
        assert!(is_there(place.read("file").unwrap(), b"bytes").unwrap());
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "as it was");
        assert!(!place.has("file.part").unwrap());
    }

    #[test]
    fn a_pulled_sticks_folder_takes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let stick = Stick::at(folder.path()).unwrap();
        let pulled = Stick {
            device: stick.device + 1,
            ..stick.clone()
        };
        let error = Place::open(&pulled).err().unwrap();
        assert!(explain(&pulled.folder, error).to_string().contains("pulled out"));
        // Or it is pulled while it is written on.
        let place = Place::open(&stick).unwrap();
        place.still_there(&stick).unwrap();
        let aside = folder.path().with_extension("aside");
        fs::rename(folder.path(), &aside).unwrap();
        fs::create_dir(folder.path()).unwrap();
        assert!(place.still_there(&stick).is_err());
        fs::remove_dir(&aside).unwrap();
    }

    #[test]
    fn each_fault_of_a_stick_is_told_from_the_others() {
        let said = |kind: ErrorKind| explain(Path::new("/media/stick"), kind.into()).to_string();
        assert!(said(ErrorKind::StorageFull).contains("is full"));
        assert!(said(ErrorKind::ReadOnlyFilesystem).contains("read-only"));
        assert!(said(ErrorKind::NotFound).contains("not a folder"));
        let pulled = explain(Path::new("/media/stick"), io::Error::from_raw_os_error(5));
        assert!(pulled.to_string().contains("pulled out"), "{pulled}");
    }
}
