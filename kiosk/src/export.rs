//! Envelopes that leave on a stick, where no network goes: one file, sealed to the hub. What may be in it is what may leave over the
//! network now, and all of it stays on the tablet until the hub says that it has it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use rand::CryptoRng;
use rustix::fs::{Advice, fadvise, syncfs};
use trykk_shared::exported::{EXTENSION, Exported};

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

/// Writes what may leave now into one file in `folder`, and says where. The file is whole, on the stick, and was read back when this
/// returns: the stick may be pulled out.
///
/// # Errors
/// See [`ExportError`].
pub fn export(tablet: &SharedTablet, folder: &Path, rng: &mut impl CryptoRng) -> Result<PathBuf, ExportError> {
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
    if !folder.is_dir() {
        return Err(ExportError::NotAFolder(folder.to_owned()));
    }
    let (path, new) = (folder.join(&name), folder.join(format!("{name}.part")));
    // A stick that takes nothing at all is found out before anything is noted.
    let file = File::create(&new).map_err(|error| explain(folder, error))?;
    let due = tablet.lock().take_along();
    let due = due.inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })?;
    let exported = Exported {
        token: token.0.clone(),
        batches: pack_batches(due, rng),
    };
    let bytes = exported.seal(&key, rng);
    let written = write(file, &bytes).and_then(|()| {
        fs::rename(&new, &path)?;
        sync_all_of(folder)
    });
    if let Err(error) = written {
        let _ = fs::remove_file(&new);
        return Err(explain(folder, error));
    }
    match is_there(&path, &bytes) {
        Ok(true) => Ok(path),
        Ok(false) => {
            // Nobody carries a file about that no hub takes.
            let _ = fs::remove_file(&path);
            Err(ExportError::Differs(folder.to_owned()))
        }
        Err(error) => Err(explain(folder, error)),
    }
}

fn write(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Waits until everything of the stick's file system lies on the stick, the new name too.
fn sync_all_of(folder: &Path) -> io::Result<()> {
    Ok(syncfs(File::open(folder)?)?)
}

/// Whether the file is what was written, read from the stick as far as the system lets its own copy go.
fn is_there(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
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
        assert!(is_there(&path, &bytes).unwrap());
        let mut other = bytes.clone();
        other[150_000] ^= 1;
        assert!(!is_there(&path, &other).unwrap());
        assert!(!is_there(&path, &bytes[..199_999]).unwrap());
        assert!(!is_there(&path, &[&bytes[..], &[0]].concat()).unwrap());
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
