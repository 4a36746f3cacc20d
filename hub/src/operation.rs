//! How the hub is doing, for the admin's page: what a running hub knows of itself, and when something wants a look.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::certificates::{Ends, WARN_BEFORE};
use crate::data::DataFolder;

/// Less free space than this wants a look, in bytes.
const LOW_SPACE: u64 = 1 << 30;
/// A copy that is older than this wants a look, in seconds.
const LATE_BACKUP: i64 = 2 * 24 * 3600;

/// What a running hub knows of itself. Copies share it.
#[derive(Clone, Default)]
pub struct Running {
    /// Counts the connections that are open.
    connections: Option<Arc<dyn Fn() -> usize + Send + Sync>>,
    /// When the certificates end that are shown.
    ends: Arc<Mutex<Option<Ends>>>,
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("ends", &self.ends())
            .finish_non_exhaustive()
    }
}

impl Running {
    /// Of a hub whose connections `connections` counts.
    pub fn new(connections: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        Running {
            connections: Some(Arc::new(connections)),
            ends: Arc::default(),
        }
    }

    /// How many connections are open; nothing where nobody counts them.
    pub fn connections(&self) -> Option<usize> {
        self.connections.as_ref().map(|count| count())
    }

    /// When the certificates end.
    pub fn ends(&self) -> Option<Ends> {
        *self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that others are shown from now on.
    pub fn note_ends(&self, ends: Ends) {
        *self.ends.lock().unwrap_or_else(PoisonError::into_inner) = Some(ends);
    }
}

/// How much room a hub takes and has, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What the database takes, its log included.
    pub database: u64,
    /// What is free for the hub on its disk.
    pub free: u64,
}

impl Room {
    /// Measures it.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn measure(folder: &DataFolder) -> std::io::Result<Self> {
        let database = folder.database();
        let mut log = database.clone().into_os_string();
        log.push("-wal");
        // There is none when nobody has written for a while.
        let log = std::fs::metadata(Path::new(&log)).map_or(0, |file| file.len());
        let disk = rustix::fs::statvfs(&database)?;
        Ok(Room {
            database: std::fs::metadata(&database)?.len() + log,
            free: disk.f_bavail.saturating_mul(disk.f_frsize),
        })
    }

    /// Whether it is little: tidying and copying write the database once more.
    pub fn is_low(self) -> bool {
        self.free < LOW_SPACE.max(self.database.saturating_mul(3))
    }
}

/// Whether the last copy, made at `made`, is so old at `now` that somebody should look.
pub fn is_backup_late(made: Option<i64>, now: i64) -> bool {
    made.is_none_or(|made| now.saturating_sub(made) > LATE_BACKUP)
}

/// How a certificate stands that ends at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// For a good while.
    Long,
    /// It ends within thirty days.
    EndsSoon,
    /// It has ended.
    Ended,
}

/// How a certificate that ends at `ends` stands at `now`.
pub fn lasts(ends: i64, now: i64) -> Lasts {
    match ends.saturating_sub(now) {
        ..=0 => Lasts::Ended,
        left if left <= WARN_BEFORE => Lasts::EndsSoon,
        _ => Lasts::Long,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;

    #[test]
    fn what_wants_a_look_is_said_from_its_bound_on() {
        assert_eq!(lasts(31 * DAY, 0), Lasts::Long);
        assert_eq!(lasts(30 * DAY, 0), Lasts::EndsSoon);
        assert_eq!(lasts(1, 0), Lasts::EndsSoon);
        assert_eq!(lasts(0, 0), Lasts::Ended);
        assert!(is_backup_late(None, 0) && is_backup_late(Some(0), 2 * DAY + 1));
        assert!(!is_backup_late(Some(0), 2 * DAY) && !is_backup_late(Some(10), 0));
        let room = |database, free| Room { database, free }.is_low();
        assert!(room(0, LOW_SPACE - 1) && !room(0, LOW_SPACE));
        assert!(room(LOW_SPACE, 3 * LOW_SPACE - 1) && !room(LOW_SPACE, 3 * LOW_SPACE));
    }

    #[test]
    fn room_is_what_the_disk_has() {
        let place = tempfile::tempdir().unwrap();
        let (folder, store) = DataFolder::create(&place.path().join("hub")).unwrap();
        let room = Room::measure(&folder).unwrap();
        assert!(room.free > 0 && room.database >= std::fs::metadata(folder.database()).unwrap().len());
        drop(store);
    }
}
