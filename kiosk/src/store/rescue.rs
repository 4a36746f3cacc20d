//! What a damaged envelope store still holds: every page is read on its own, so that one that is torn or missing
//! costs what stood on it and no more. Envelopes and spent codes prove themselves by their ids; anything else is passed over.
//!
//! This reads the b-tree pages of SQLite's file format, <https://www.sqlite.org/fileformat2.html>.

use std::sync::Arc;

use trykk_shared::ids::BoxId;
use trykk_shared::seal::{Envelope, kind_of};

use super::image::{LEFT, PAGE_BYTES, SENT, SPENT_CODES};
use super::kept::{Kept, SpentCodes};

/// The first page's b-tree begins behind the file's header, in bytes.
const FILE_HEADER: usize = 100;

/// What of an image proves itself.
#[derive(Debug, Default)]
pub struct Rescued {
    /// The envelopes.
    pub envelopes: Vec<Kept>,
    /// The spent codes.
    pub spent: Vec<SpentCodes>,
}

/// One row that proves itself.
enum Proven {
    Envelope(Kept),
    Spent(SpentCodes),
}

/// Everything of an image that proves itself.
pub fn rescue(image: &[u8]) -> Rescued {
    let pages = image.chunks(PAGE_BYTES).enumerate();
    let rows = pages.flat_map(|(nth, page)| read_page(page, if nth == 0 { FILE_HEADER } else { 0 }));
    let mut rescued = Rescued::default();
    for row in rows {
        match row {
            Proven::Envelope(kept) => rescued.envelopes.push(kept),
            Proven::Spent(spent) => rescued.spent.push(spent),
        }
    }
    rescued
}

fn read_page(page: &[u8], start: usize) -> Vec<Proven> {
    // A table without rowids is an index: 10 marks its leaves; 2 its inner pages, whose cells begin with a page number.
    let (pointers, skipped) = match page.get(start) {
        Some(10) => (start + 8, 0),
        Some(2) => (start + 12, 4),
        _ => return Vec::new(),
    };
    let number = |at: usize| {
        let bytes = page.get(at..at + 2)?;
        Some(usize::from(u16::from_be_bytes([bytes[0], bytes[1]])))
    };
    let count = number(start + 3).unwrap_or(0);
    (0..count)
        .map_while(|nth| number(pointers + 2 * nth))
        .filter_map(|at| read_row(page.get(at + skipped..)?))
        .collect()
}

/// A row: the size of the record, the size of its header, the type of each column, then the columns.
fn read_row(mut cell: &[u8]) -> Option<Proven> {
    read_varint(&mut cell)?;
    let mut types = cell;
    let header = read_varint(&mut types)?;
    let mut columns = cell.get(header..)?;
    let mut column = || {
        let size = match read_varint(&mut types)? {
            // Nothing is stored for the numbers 0 and 1 but their type.
            8 => return Some(&[0][..]),
            9 => return Some(&[1][..]),
            1 => 1,
            blob if blob >= 12 && blob % 2 == 0 => (blob - 12) / 2,
            _ => return None,
        };
        let (value, rest) = columns.split_at_checked(size)?;
        columns = rest;
        Some(value)
    };
    let (id, box_id, kind, sent, sealed) = (column()?, column()?, column()?, column()?, column()?);
    let box_id = BoxId(box_id.try_into().ok()?);
    if *kind.first()? == SPENT_CODES {
        return SpentCodes::read(id.try_into().ok()?, box_id, sealed).map(Proven::Spent);
    }
    let kind = kind_of(*kind.first()?, sealed.len())?;
    let envelope = Envelope::from_sealed(kind, sealed.to_vec()).ok()?;
    (envelope.id().0 == id).then_some(Proven::Envelope(Kept {
        box_id,
        envelope: Arc::new(envelope),
        sent: sent == [SENT],
        left: sent == [LEFT],
    }))
}

/// A number of one to nine bytes, seven bits in each; none here needs more than four.
fn read_varint(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for _ in 0..4 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value = value << 7 | usize::from(first & 0x7f);
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
