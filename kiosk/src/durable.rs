//! Replacing a file so that after a power cut it is the old one or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a damaged file is called that is kept aside.
const DAMAGED: &str = "damaged";
/// What it is called once what it held is taken up.
const TAKEN_UP: &str = "damaged-taken-up";

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

/// Where the `nth` damaged file of this name is kept aside.
fn aside(path: &Path, nth: u32, state: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{stem}.{state}-{nth}.{extension}"))
}

/// The first number under which no damaged file of this name is kept.
fn free_number(path: &Path) -> u32 {
    (1..)
        .find(|nth| !aside(path, *nth, DAMAGED).exists() && !aside(path, *nth, TAKEN_UP).exists())
        .expect("the numbers do not run out")
}

/// How many damaged files of this name were kept aside.
pub fn count_damaged(path: &Path) -> u32 {
    free_number(path) - 1
}

/// Keeps a damaged file aside under a second name, and says which; it is never deleted. The first name goes on until
/// something takes its place: a kill or a full disk in between costs nothing.
///
/// # Errors
/// As the disk gives them; then the file stands where it stood.
pub fn keep_aside(path: &Path) -> io::Result<PathBuf> {
    let kept = aside(path, free_number(path), DAMAGED);
    if fs::hard_link(path, &kept).is_err() {
        // Some file systems have no second names.
        let copied = fs::copy(path, &kept).and_then(|_| File::open(&kept)?.sync_all());
        if let Err(error) = copied {
            let _ = fs::remove_file(&kept);
            return Err(error);
        }
    }
    sync_folder(path)?;
    Ok(kept)
}

/// The damaged files of this name from which nothing was taken up yet.
pub fn kept_aside(path: &Path) -> Vec<PathBuf> {
    (1..free_number(path))
        .map(|nth| aside(path, nth, DAMAGED))
        .filter(|kept| kept.exists())
        .collect()
}

/// Notes that what a damaged file held is taken up, and says how it is called now.
///
/// # Errors
/// As the disk gives them; then it is taken up once more at the next start, which does no harm.
pub fn mark_taken_up(path: &Path, kept: &Path) -> io::Result<PathBuf> {
    let nth = (1..).find(|nth| aside(path, *nth, DAMAGED) == kept);
    let taken_up = aside(path, nth.expect("it was found by its number"), TAKEN_UP);
    fs::rename(kept, &taken_up)?;
    sync_folder(path)?;
    Ok(taken_up)
}

/// Moves a damaged file aside under a name of its own and says where; it is never deleted.
///
/// # Errors
/// As the disk gives them.
pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let kept = aside(path, free_number(path), DAMAGED);
    fs::rename(path, &kept)?;
    sync_folder(path)?;
    Ok(kept)
}
