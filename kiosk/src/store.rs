//! The envelope store: history-independent, write-only in effect, since nothing here can open an envelope.
//!
//! SQLite keeps the order of arrival inside its pages and counts its writes. So the file is never changed:
//! every change writes it anew from the set of envelopes, sorted by id ([`crate::image`]), and puts it in the
//! old one's place. The same set gives the same bytes, whatever came before.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::seal::Envelope;
use trykk_shared::slip::EnvelopeKind;

use crate::durable;
use crate::image::{FORMAT, TooMany, image};
use crate::rescue::rescue;

/// The store's file in the data folder.
pub const FILE: &str = "envelopes.db";
/// One envelope of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The box it goes to.
    pub box_id: BoxId,
    /// The envelope.
    pub envelope: Arc<Envelope>,
    /// Whether the hub has said that it holds it.
    pub sent: bool,
}

/// The envelopes of a tablet, on the disk and in memory.
#[derive(Debug)]
pub struct EnvelopeStore {
    path: PathBuf,
    kept: BTreeMap<EnvelopeId, Kept>,
    /// The room in which the file's bytes are made.
    room: Vec<u8>,
}

/// Why the store could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space is left.
    #[error("the tablet's disk is full; nothing that was delivered before is lost")]
    DiskFull,
    /// Another fault of the disk.
    #[error("the tablet's disk does not take the answers ({0}); nothing that was delivered before is lost")]
    Disk(io::Error),
    /// The file cannot grow further.
    #[error("{0}; nothing that was delivered before is lost")]
    TooMany(#[from] TooMany),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                StoreError::DiskFull
            }
            _ => StoreError::Disk(error),
        }
    }
}

impl EnvelopeStore {
    /// Opens the store in `folder`, empty if there is none. A damaged file is moved aside and kept;
    /// what of it still proves itself is taken over, and the second value says where the file went.
    ///
    /// # Errors
    /// As the disk gives them.
    pub fn open(folder: &Path) -> Result<(Self, Option<PathBuf>), StoreError> {
        let path = folder.join(FILE);
        durable::clear_unfinished(&path)?;
        let image = match fs::read(&path) {
            Ok(image) => image,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok((
                    EnvelopeStore {
                        path,
                        kept: BTreeMap::new(),
                        room: Vec::new(),
                    },
                    None,
                ));
            }
            Err(error) => return Err(error.into()),
        };
        let (kept, whole) = read_image(&image);
        if whole {
            let room = Vec::new();
            return Ok((EnvelopeStore { path, kept, room }, None));
        }
        let aside = durable::set_aside(&path)?;
        let mut store = EnvelopeStore {
            path,
            kept: BTreeMap::new(),
            room: Vec::new(),
        };
        store.replace(kept)?;
        Ok((store, Some(aside)))
    }

    /// Everything kept, by id.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.kept.values()
    }

    /// Stores envelopes durably: all of them or, when this fails, none.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn add(&mut self, box_id: BoxId, envelopes: Vec<Envelope>) -> Result<(), StoreError> {
        let mut before = BTreeMap::new();
        for envelope in envelopes {
            let (id, kept) = (
                envelope.id(),
                Kept {
                    box_id,
                    envelope: Arc::new(envelope),
                    sent: false,
                },
            );
            before.insert(id, self.kept.insert(id, kept));
        }
        let written = write(&self.path, &self.kept, &mut self.room);
        if written.is_err() {
            for (id, kept) in before {
                match kept {
                    Some(kept) => self.kept.insert(id, kept),
                    None => self.kept.remove(&id),
                };
            }
            self.put_back();
        }
        written
    }

    /// Removes envelopes by id, durably.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are still there.
    pub fn remove(&mut self, ids: &BTreeSet<EnvelopeId>) -> Result<(), StoreError> {
        let mut kept = self.kept.clone();
        kept.retain(|id, _| !ids.contains(id));
        self.replace(kept)
    }

    /// Removes every envelope of a box, durably.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are still there.
    pub fn forget_box(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let mut kept = self.kept.clone();
        kept.retain(|_, one| one.box_id != box_id);
        self.replace(kept)
    }

    /// Notes that the hub holds these envelopes. The file is written even when nothing changes,
    /// so that its age on the disk tells the last slot, not the last delivery.
    ///
    /// # Errors
    /// When the disk does not take the change.
    pub fn mark_sent(&mut self, ids: &BTreeSet<EnvelopeId>) -> Result<(), StoreError> {
        let mut kept = self.kept.clone();
        for id in ids {
            if let Some(one) = kept.get_mut(id) {
                one.sent = true;
            }
        }
        self.replace(kept)
    }

    fn replace(&mut self, kept: BTreeMap<EnvelopeId, Kept>) -> Result<(), StoreError> {
        let written = write(&self.path, &kept, &mut self.room);
        match written {
            Ok(()) => self.kept = kept,
            Err(_) => self.put_back(),
        }
        written
    }

    /// After a change that failed: the new contents may stand there already, not surely durable. What was said to be
    /// refused must not come back after a restart, so the old contents are put back as well as the disk lets them.
    fn put_back(&mut self) {
        let _ = write(&self.path, &self.kept, &mut self.room);
    }
}

fn write(path: &Path, kept: &BTreeMap<EnvelopeId, Kept>, room: &mut Vec<u8>) -> Result<(), StoreError> {
    image(kept.values(), room)?;
    Ok(durable::replace(path, room)?)
}

/// Reads a file's bytes: every envelope that proves itself by its id, and whether the file was whole.
fn read_image(image: &[u8]) -> (BTreeMap<EnvelopeId, Kept>, bool) {
    let mut kept = BTreeMap::new();
    let whole = read_rows(image, &mut kept).unwrap_or(false);
    if !whole {
        for one in rescue(image) {
            kept.entry(one.envelope.id()).or_insert(one);
        }
    }
    (kept, whole)
}

fn read_rows(image: &[u8], kept: &mut BTreeMap<EnvelopeId, Kept>) -> Result<bool, rusqlite::Error> {
    let mut memory = Connection::open_in_memory()?;
    memory.deserialize_read_exact("main", image, image.len(), true)?;
    let mut whole = memory.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))? == FORMAT
        && memory.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))? == "ok";
    let mut select = memory.prepare("SELECT id, box, kind, sent, sealed FROM envelope ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let one = (|| {
            let kind = EnvelopeKind::from_number(row.get(2).ok()?)?;
            let envelope = Envelope::from_sealed(kind, row.get(4).ok()?).ok()?;
            let same = row.get::<_, [u8; 16]>(0).ok()? == envelope.id().0;
            let box_id = BoxId(row.get(1).ok()?);
            same.then_some(Kept {
                box_id,
                envelope: Arc::new(envelope),
                sent: row.get(3).ok()?,
            })
        })();
        match one {
            Some(one) => {
                kept.insert(one.envelope.id(), one);
            }
            None => whole = false,
        }
    }
    Ok(whole)
}
