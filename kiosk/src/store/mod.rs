//! The envelope store: history-independent, write-only in effect, since nothing here can open an envelope.
//!
//! SQLite keeps the order of arrival inside its pages and counts its writes. So the file is never changed:
//! every change writes it anew from the set of envelopes, sorted by id ([`image`]), and puts it in the
//! old one's place. The same set gives the same bytes, whatever came before.

pub mod image;
mod kept;
mod rescue;

pub use kept::Kept;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::seal::Envelope;

use crate::durable;
use image::{FORMAT, ImageError, build_cell, build_image};
use rescue::rescue;

/// So many flipped bits of a box's id are mended.
const FLIPPED_BITS: u32 = 8;
/// The store's file in the data folder.
pub const FILE: &str = "envelopes.db";

/// An envelope, and its row as it stands in the file: made once, copied with every change of another.
#[derive(Clone, Debug)]
struct Row {
    kept: Kept,
    cell: Arc<[u8]>,
}

impl From<Kept> for Row {
    fn from(kept: Kept) -> Self {
        Row {
            cell: build_cell(&kept),
            kept,
        }
    }
}

type Rows = BTreeMap<EnvelopeId, Row>;

/// The envelopes of a tablet, on the disk and in memory.
#[derive(Debug)]
pub struct EnvelopeStore {
    path: PathBuf,
    rows: Rows,
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
    TooLarge(#[from] ImageError),
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
    /// Opens the store in `folder`, empty if there is none. A damaged file is kept aside; what of it still proves itself
    /// is taken over, also at a later start if a kill or a full disk came between. The second value says where files are
    /// kept from which something was taken over now.
    ///
    /// # Errors
    /// As the disk gives them; then everything stands where it stood.
    pub fn open(folder: &Path) -> Result<(Self, Vec<PathBuf>), StoreError> {
        let path = folder.join(FILE);
        durable::clear_unfinished(&path)?;
        let image = match fs::read(&path) {
            Ok(image) => Some(image),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let (mut rows, whole) = image.as_deref().map_or((Rows::new(), true), read_image);
        let mut aside = durable::kept_aside(&path);
        let is_kept = |aside: &PathBuf| fs::read(aside).is_ok_and(|kept| Some(kept) == image);
        if !whole && !aside.iter().any(is_kept) {
            aside.push(durable::keep_aside(&path)?);
        }
        let mut store = EnvelopeStore {
            path,
            rows: Rows::new(),
            room: Vec::new(),
        };
        if aside.is_empty() {
            store.rows = rows;
            return Ok((store, Vec::new()));
        }
        let mut read = Vec::new();
        for kept in &aside {
            // One that the disk does not give is tried again at the next start; the others must not wait for it.
            let Ok(image) = fs::read(kept) else { continue };
            for (id, row) in read_image(&image).0 {
                rows.entry(id).or_insert(row);
            }
            read.push(kept);
        }
        store.replace(rows)?;
        let taken_up = read.into_iter().map(|kept| durable::mark_taken_up(&store.path, kept));
        let taken_up = taken_up.collect::<Result<_, _>>()?;
        Ok((store, taken_up))
    }

    /// Everything kept, by id.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.rows.values().map(|row| &row.kept)
    }

    /// Stores envelopes durably: all of them or, when this fails, none.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn add(&mut self, box_id: BoxId, envelopes: Vec<Envelope>) -> Result<(), StoreError> {
        let mut before = BTreeMap::new();
        for envelope in envelopes {
            let id = envelope.id();
            let kept = Kept {
                box_id,
                envelope: Arc::new(envelope),
                sent: false,
            };
            before.insert(id, self.rows.insert(id, kept.into()));
        }
        let written = write(&self.path, &self.rows, &mut self.room);
        if written.is_err() {
            for (id, row) in before {
                match row {
                    Some(row) => self.rows.insert(id, row),
                    None => self.rows.remove(&id),
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
        let mut rows = self.rows.clone();
        rows.retain(|id, _| !ids.contains(id));
        self.replace(rows)
    }

    /// Puts envelopes back into their box whose box's id has lost a few bits on the disk. An envelope proves itself by its
    /// own id, but that says nothing of its box. Says how many there were.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are as they were.
    pub fn mend_boxes(&mut self, known: &[BoxId]) -> Result<usize, StoreError> {
        let mut rows = self.rows.clone();
        let mut mended = 0;
        for row in rows.values_mut() {
            if let Some(box_id) = find_flipped(row.kept.box_id, known) {
                let kept = Kept {
                    box_id,
                    ..row.kept.clone()
                };
                *row = kept.into();
                mended += 1;
            }
        }
        if mended > 0 {
            self.replace(rows)?;
        }
        Ok(mended)
    }

    /// Removes every envelope of a box, durably.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are still there.
    pub fn forget_box(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let mut rows = self.rows.clone();
        rows.retain(|_, row| row.kept.box_id != box_id);
        self.replace(rows)
    }

    /// Notes which envelopes the hub holds and which it refused. The file is written even when nothing changes,
    /// so that its age on the disk tells the last slot, not the last delivery.
    ///
    /// # Errors
    /// When the disk does not take the change.
    pub fn record_replies(
        &mut self,
        held: &BTreeSet<EnvelopeId>,
        refused: &BTreeSet<EnvelopeId>,
    ) -> Result<(), StoreError> {
        let mut rows = self.rows.clone();
        let marks = held.iter().map(|id| (id, true));
        for (id, sent) in marks.chain(refused.iter().map(|id| (id, false))) {
            if let Some(row) = rows.get_mut(id) {
                let kept = Kept {
                    sent,
                    ..row.kept.clone()
                };
                *row = kept.into();
            }
        }
        self.replace(rows)
    }

    fn replace(&mut self, rows: Rows) -> Result<(), StoreError> {
        let written = write(&self.path, &rows, &mut self.room);
        match written {
            Ok(()) => self.rows = rows,
            Err(_) => self.put_back(),
        }
        written
    }

    /// After a change that failed: the new contents may stand there already, not surely durable. What was said to be
    /// refused must not come back after a restart, so the old contents are put back as well as the disk lets them.
    fn put_back(&mut self) {
        let _ = write(&self.path, &self.rows, &mut self.room);
    }
}

/// Which known box is meant by the id of one that is not known: the one that differs in a few of the 128 bits. Ids of
/// different boxes differ in about half of them.
fn find_flipped(found: BoxId, known: &[BoxId]) -> Option<BoxId> {
    let apart = |one: &BoxId| -> u32 {
        let bits = one
            .0
            .iter()
            .zip(&found.0)
            .map(|(one, found)| (one ^ found).count_ones());
        bits.sum()
    };
    if known.contains(&found) {
        return None;
    }
    known.iter().copied().find(|one| apart(one) <= FLIPPED_BITS)
}

fn write(path: &Path, rows: &Rows, room: &mut Vec<u8>) -> Result<(), StoreError> {
    build_image(rows.values().map(|row| &*row.cell), room)?;
    Ok(durable::replace(path, room)?)
}

/// Reads a file's bytes: every envelope that proves itself by its id, and whether the file was whole.
fn read_image(image: &[u8]) -> (Rows, bool) {
    let mut found = Rows::new();
    let whole = read_rows(image, &mut found).unwrap_or(false);
    if !whole {
        for one in rescue(image) {
            found.entry(one.envelope.id()).or_insert_with(|| one.into());
        }
    }
    (found, whole)
}

fn read_rows(image: &[u8], found: &mut Rows) -> Result<bool, rusqlite::Error> {
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
                found.insert(one.envelope.id(), one.into());
            }
            None => whole = false,
        }
    }
    Ok(whole)
}
