//! Replacing a file so that after a power cut it is the old one or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where the new contents stand until they take the file's place.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Replaces the file's contents: written beside, synced, renamed, the folder synced.
/// The times of file and folder say nothing afterwards: they would tell when somebody answered.
///
/// # Errors
/// As the disk gives them; then the old contents still stand.
pub fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let new = beside(path);
    let written = write_new(&new, contents).and_then(|()| fs::rename(&new, path));
    if let Err(error) = written {
        // The attempt is given up; what it left behind would only take space.
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    sync_folder(path)
}

fn write_new(new: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(new)?;
    file.write_all(contents)?;
    file.set_modified(SystemTime::UNIX_EPOCH)?;
    file.sync_all()
}

/// Syncs the folder that holds `path`, so that a rename in it lasts.
///
/// # Errors
/// As the disk gives them.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    // A bare name lies in the folder that the program was started in.
    let named = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = File::open(named.unwrap_or(Path::new(".")))?;
    // Some file systems do not let a folder's time be set; nothing depends on it but modesty.
    let _ = folder.set_modified(SystemTime::UNIX_EPOCH);
    folder.sync_all()
}

/// Removes what a power cut left of an unfinished [`replace`].
///
/// # Errors
/// As the disk gives them.
pub fn clear_unfinished(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Moves a damaged file aside under a name of its own and says where; it is never deleted.
///
/// # Errors
/// As the disk gives them.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let aside = (1..)
        .map(|nth| path.with_file_name(format!("{stem}.damaged-{nth}.{extension}")))
        .find(|aside| !aside.exists())
        .expect("the numbers do not run out");
    fs::rename(path, &aside)?;
    sync_folder(path)?;
    Ok(aside)
}
