//! How the hub is doing, for the admin's page: what a running hub knows of itself, and when something wants a look.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, watch};

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
    /// What the hub is connected with.
    connected: Arc<Mutex<Connected>>,
    /// Wakes whoever sends reminders.
    mail_wanted: Arc<Notify>,
    /// Whether the hub is ending.
    ending: Arc<watch::Sender<bool>>,
}

/// What of other systems the hub is connected with, and what is wrong there at the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connected {
    /// Where people open the pages, if that was said.
    pub pages: Option<String>,
    /// The mail server, if there is one.
    pub mail: Option<String>,
    /// Why it cannot be used at present.
    pub mail_fault: Option<String>,
    /// Whether signed plans are sent on.
    pub webhook: bool,
    /// Why they are not taken at present.
    pub webhook_fault: Option<String>,
    /// Files with secrets that anybody on the hub's machine can read or write.
    pub exposed: Vec<String>,
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
            ..Running::default()
        }
    }

    /// The same, connected with these.
    #[must_use]
    pub fn connected_with(self, connected: Connected) -> Self {
        self.note_connected(|now| *now = connected);
        self
    }

    /// What it is connected with.
    pub fn connected(&self) -> Connected {
        self.connected.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says what is so from now on.
    pub fn note_connected(&self, change: impl FnOnce(&mut Connected)) {
        change(&mut self.connected.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Lets reminders be looked for at once.
    pub fn want_mail(&self) {
        self.mail_wanted.notify_one();
    }

    /// Waits until somebody wants that.
    pub async fn mail_wanted(&self) {
        self.mail_wanted.notified().await;
    }

    /// Says that the hub is ending: whoever is waiting for something else than an answer goes.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    /// Waits until the hub is ending.
    pub async fn ended(&self) {
        // The sender is held here: it cannot go while it is waited for.
        let _ = self.ending.subscribe().wait_for(|ending| *ending).await;
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

/// In which steps the database's size is said, in bytes: no ward's answers move it, and nobody who looks at it often learns when some came.
const DATABASE_STEP: u64 = 10_000_000;
/// In which steps free space is said, in bytes, for the same reason.
const FREE_STEP: u64 = 100_000_000;

/// How much room a hub takes and has, in bytes, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What the database takes at most.
    pub database: u64,
    /// What is free for the hub on its disk at least.
    pub free: u64,
}

impl Room {
    /// Measures it.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn measure(folder: &DataFolder) -> std::io::Result<Self> {
        let database = folder.database();
        let disk = rustix::fs::statvfs(&database)?;
        Ok(Room::coarse(
            std::fs::metadata(&database)?.len(),
            disk.f_bavail.saturating_mul(disk.f_frsize),
        ))
    }

    fn coarse(database: u64, free: u64) -> Self {
        Room {
            database: (database / DATABASE_STEP + 1).saturating_mul(DATABASE_STEP),
            free: free / FREE_STEP * FREE_STEP,
        }
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

    #[test]
    fn no_size_tells_how_much_was_delivered() {
        let sizes = [135_000, 184_000, 229_000, 9_999_999];
        assert!(
            sizes
                .into_iter()
                .all(|bytes| Room::coarse(bytes, 0).database == DATABASE_STEP)
        );
        assert_eq!(Room::coarse(10_000_000, 0).database, 2 * DATABASE_STEP);
        assert_eq!(Room::coarse(0, 999_999_999).free, 900_000_000);
        assert_eq!(Room::coarse(0, 99_999_999).free, 0);
    }
}
