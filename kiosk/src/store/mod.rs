//! The envelope store: history-independent, write-only in effect, since nothing here can open an envelope.
//!
//! SQLite keeps the order of arrival inside its pages and counts its writes. So the file is never changed:
//! every change writes it anew from the set of envelopes and of spent codes, sorted by id ([`image`]), and puts it in
//! the old one's place. The same set gives the same bytes, whatever came before.

pub mod image;
mod kept;
mod open;
mod rescue;

pub use kept::{Kept, SpentCodes, UsedCode};

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::seal::{Envelope, kind_of};

use crate::durable;
use image::{
    FORMAT, FORMAT_BEFORE, ImageError, LEFT, SENT, SPENT_CODES, WAITS, build_cell, build_image, build_spent_cell,
};
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
type Spent = BTreeMap<BoxId, SpentCodes>;

/// What stands in the file.
#[derive(Clone, Debug, Default)]
struct Contents {
    rows: Rows,
    spent: Spent,
}

impl Contents {
    /// Takes what an image holds over, beside what is here already.
    fn take_over(&mut self, other: Contents) {
        for (id, row) in other.rows {
            self.rows.entry(id).or_insert(row);
        }
        for (box_id, spent) in other.spent {
            match self.spent.get_mut(&box_id) {
                // What was spent once stays so, whichever file says it.
                Some(here) if here.salt == spent.salt => here.merge(&spent),
                Some(_) => {}
                None => {
                    self.spent.insert(box_id, spent);
                }
            }
        }
    }

    /// Spends a code, or frees it. Where the tablet has another list by now, the code is none of it.
    fn set_spent(&mut self, code: &UsedCode, spent: bool) {
        if let Some(of_box) = self.spent.get_mut(&code.box_id)
            && of_box.salt == code.place.salt
        {
            of_box.set(code.place.place, spent);
        }
    }
}

/// The envelopes of a tablet, on the disk and in memory.
#[derive(Debug)]
pub struct EnvelopeStore {
    path: PathBuf,
    contents: Contents,
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
    /// Whether there is a store's file in `folder`.
    pub fn is_there(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    /// How many damaged files of it were kept aside in `folder`.
    pub fn count_damaged(folder: &Path) -> u32 {
        durable::count_damaged(&folder.join(FILE))
    }

    /// Writes the file as it is.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write_anew(&mut self) -> Result<(), StoreError> {
        self.replace(self.contents.clone())
    }

    /// Everything kept, by id.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.contents.rows.values().map(|row| &row.kept)
    }

    /// Which codes of a box are spent, if the tablet has codes for it.
    pub fn spent_codes(&self, box_id: BoxId) -> Option<&SpentCodes> {
        self.contents.spent.get(&box_id)
    }

    /// Notes durably which codes of a box are spent, in place of what was noted.
    ///
    /// # Errors
    /// When the disk does not take it; then all is as it was.
    pub fn put_spent_codes(&mut self, spent: SpentCodes) -> Result<(), StoreError> {
        let mut contents = self.contents.clone();
        contents.spent.insert(spent.box_id, spent);
        self.replace(contents)
    }

    /// Stores envelopes durably, and in the same step spends the codes they were answered with: all of it or, when this
    /// fails, nothing.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn add(&mut self, box_id: BoxId, envelopes: Vec<Envelope>, codes: &[UsedCode]) -> Result<(), StoreError> {
        let mut before = BTreeMap::new();
        let spent_before = self.contents.spent.clone();
        for envelope in envelopes {
            let id = envelope.id();
            let kept = Kept {
                box_id,
                envelope: Arc::new(envelope),
                sent: false,
                left: false,
            };
            before.insert(id, self.contents.rows.insert(id, kept.into()));
        }
        for code in codes {
            self.contents.set_spent(code, true);
        }
        let written = write(&self.path, &self.contents, &mut self.room);
        if written.is_err() {
            for (id, row) in before {
                match row {
                    Some(row) => self.contents.rows.insert(id, row),
                    None => self.contents.rows.remove(&id),
                };
            }
            self.contents.spent = spent_before;
            self.put_back();
        }
        written
    }

    /// Removes envelopes by id, and in the same step frees the code they were answered with, durably.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are still there.
    pub fn remove(&mut self, ids: &BTreeSet<EnvelopeId>, code: Option<&UsedCode>) -> Result<(), StoreError> {
        let mut contents = self.contents.clone();
        contents.rows.retain(|id, _| !ids.contains(id));
        if let Some(code) = code {
            contents.set_spent(code, false);
        }
        self.replace(contents)
    }

    /// Puts envelopes back into their box whose box's id has lost a few bits on the disk. An envelope proves itself by its
    /// own id, but that says nothing of its box. Says how many there were.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are as they were.
    pub fn mend_boxes(&mut self, known: &[BoxId]) -> Result<usize, StoreError> {
        let mut contents = self.contents.clone();
        let mut mended = 0;
        for row in contents.rows.values_mut() {
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
            self.replace(contents)?;
        }
        Ok(mended)
    }

    /// Removes every envelope of a box, and what is known of its codes, durably.
    ///
    /// # Errors
    /// When the disk does not take the change; then all are still there.
    pub fn forget_box(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let mut contents = self.contents.clone();
        contents.rows.retain(|_, row| row.kept.box_id != box_id);
        contents.spent.remove(&box_id);
        self.replace(contents)
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
        let mut contents = self.contents.clone();
        let marks = held.iter().map(|id| (id, true));
        for (id, sent) in marks.chain(refused.iter().map(|id| (id, false))) {
            if let Some(row) = contents.rows.get_mut(id) {
                // What was refused has left all the same: it never waits again for the fewest that leave together.
                let kept = Kept {
                    sent,
                    left: !sent && (row.kept.left || row.kept.sent),
                    ..row.kept.clone()
                };
                *row = kept.into();
            }
        }
        self.replace(contents)
    }

    /// Notes durably that envelopes leave, as far as the hub does not hold them. The file is written even when nothing changes.
    ///
    /// # Errors
    /// When the disk does not take the change; then none of them is noted.
    pub fn note_left(&mut self, ids: &BTreeSet<EnvelopeId>) -> Result<(), StoreError> {
        let mut contents = self.contents.clone();
        for id in ids {
            if let Some(row) = contents.rows.get_mut(id).filter(|row| !row.kept.sent) {
                let kept = Kept {
                    left: true,
                    ..row.kept.clone()
                };
                *row = kept.into();
            }
        }
        self.replace(contents)
    }

    fn replace(&mut self, contents: Contents) -> Result<(), StoreError> {
        let written = write(&self.path, &contents, &mut self.room);
        match written {
            Ok(()) => self.contents = contents,
            Err(_) => self.put_back(),
        }
        written
    }

    /// After a change that failed: the new contents may stand there already, not surely durable. What was said to be
    /// refused must not come back after a restart, so the old contents are put back as well as the disk lets them.
    fn put_back(&mut self) {
        let _ = write(&self.path, &self.contents, &mut self.room);
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

fn write(path: &Path, contents: &Contents, room: &mut Vec<u8>) -> Result<(), StoreError> {
    let mut cells: Vec<(EnvelopeId, &[u8])> = contents.rows.iter().map(|(id, row)| (*id, &*row.cell)).collect();
    let spent = contents
        .spent
        .values()
        .map(|spent| (spent.id(), build_spent_cell(spent)));
    let spent: Vec<(EnvelopeId, Arc<[u8]>)> = spent.collect();
    for (id, cell) in &spent {
        let at = cells.partition_point(|(before, _)| before < id);
        cells.insert(at, (*id, cell));
    }
    build_image(cells.into_iter().map(|(_, cell)| cell), room)?;
    Ok(durable::replace(path, room)?)
}

/// Reads a file's bytes: every envelope, and every box's spent codes, that prove themselves by their id, and whether the
/// file was whole.
fn read_image(image: &[u8]) -> (Contents, bool) {
    let mut found = Contents::default();
    let whole = read_rows(image, &mut found).unwrap_or(false);
    if !whole {
        let rescued = rescue(image);
        for one in rescued.envelopes {
            found.rows.entry(one.envelope.id()).or_insert_with(|| one.into());
        }
        for spent in rescued.spent {
            found.spent.entry(spent.box_id).or_insert(spent);
        }
    }
    (found, whole)
}

fn read_rows(image: &[u8], found: &mut Contents) -> Result<bool, rusqlite::Error> {
    let mut memory = Connection::open_in_memory()?;
    memory.deserialize_read_exact("main", image, image.len(), true)?;
    let format = memory.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0))?;
    let mut whole = matches!(format, FORMAT | FORMAT_BEFORE)
        && memory.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))? == "ok";
    let mut select = memory.prepare("SELECT id, box, kind, sent, sealed FROM envelope ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        whole &= read_row(row, found).is_some();
    }
    Ok(whole)
}

/// Takes a row up, if it proves itself.
fn read_row(row: &rusqlite::Row<'_>, found: &mut Contents) -> Option<()> {
    let id: [u8; 16] = row.get(0).ok()?;
    let box_id = BoxId(row.get(1).ok()?);
    let kind: u8 = row.get(2).ok()?;
    let bytes: Vec<u8> = row.get(4).ok()?;
    if kind == SPENT_CODES {
        let spent = SpentCodes::read(id, box_id, &bytes)?;
        found.spent.insert(box_id, spent);
        return Some(());
    }
    let envelope = Envelope::from_sealed(kind_of(kind, bytes.len())?, bytes).ok()?;
    let same = envelope.id().0 == id;
    let sent: u8 = row.get(3).ok().filter(|sent| [WAITS, SENT, LEFT].contains(sent))?;
    let kept = Kept {
        box_id,
        envelope: Arc::new(envelope),
        sent: sent == SENT,
        left: sent == LEFT,
    };
    same.then(|| {
        found.rows.insert(kept.envelope.id(), kept.into());
    })
}
