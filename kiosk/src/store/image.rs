//! The bytes of the envelope store's file: a pure function of a set of envelopes, and of which codes are spent.
//!
//! A SQLite database with one table, written as a whole. SQLite itself would do, but its own way of building a tree
//! splits pages over and over, which takes longer than everything else a delivery does, and what it leaves in the
//! gaps of a page is its own affair. Here every byte that is not an envelope is fixed.
//!
//! The format: <https://www.sqlite.org/fileformat2.html>. `rescue` reads it page by page, SQLite as a whole.

use std::ops::Range;
use std::sync::Arc;

use super::kept::{Kept, SpentCodes};

/// Marks the file as Trykk's (`PRAGMA application_id`).
pub const APPLICATION: u32 = 0x5472_796b;
/// The format of the file (`PRAGMA user_version`).
pub const FORMAT: u32 = 2;
/// The format before it, without spent codes, which is read as well.
pub const FORMAT_BEFORE: u32 = 1;
/// The kind of a row that says which codes are spent, beside the kinds of envelopes.
pub const SPENT_CODES: u8 = 16;
/// What stands in the column `sent` of an envelope that waits.
pub const WAITS: u8 = 0;
/// Of one that the hub holds.
pub const SENT: u8 = 1;
/// Of one that has left, over the network or on a stick, and that the hub does not say it holds.
pub const LEFT: u8 = 2;
/// The size of the file's pages, in bytes: every row fits whole into one, several times over.
pub const PAGE_BYTES: usize = 8192;

/// The table.
const SCHEMA: &str = "CREATE TABLE envelope (id BLOB PRIMARY KEY, box BLOB NOT NULL, kind INTEGER NOT NULL, \
                      sent INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID";
/// The page of the table's root; the first page holds the schema.
const ROOT: usize = 2;
/// The size of a page's own header on leaves and, with the last child's number, on inner pages.
const LEAF_HEADER: usize = 8;
const INNER_HEADER: usize = 12;
/// SQLite keeps the page at this byte to itself: a file that reached it would have to leave it out.
const LARGEST: usize = 1 << 30;

/// There are more envelopes than one file takes: about a gigabyte of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more answers wait here than one file takes")]
pub struct ImageError;

/// Puts the file's bytes for rows ([`build_cell`]) in the order of their ids into `file`, in place of what was in it.
///
/// # Errors
/// When there are too many.
pub fn build_image<'c>(cells: impl Iterator<Item = &'c [u8]>, file: &mut Vec<u8>) -> Result<(), ImageError> {
    let cells: Vec<&[u8]> = cells.collect();
    let levels = levels(&cells);
    let count = 1 + levels.iter().map(|level| level.pages.len()).sum::<usize>();
    if count * PAGE_BYTES >= LARGEST {
        return Err(ImageError);
    }
    // Room that was used before is room that need not be asked for again.
    file.clear();
    file.resize(count * PAGE_BYTES, 0);
    let (first, rest) = file.split_at_mut(PAGE_BYTES);
    write_first(first, count);
    // The root comes first, then level by level down to the leaves.
    let mut pages = rest.chunks_exact_mut(PAGE_BYTES);
    let mut number = ROOT;
    for (depth, level) in levels.iter().enumerate().rev() {
        let below = number + level.pages.len();
        for page in &level.pages {
            let here = level.rows[page.clone()].iter().map(|row| cells[*row]);
            let room = pages.next().expect("a page for each was counted");
            if depth == 0 {
                write_page(room, 10, LEAF_HEADER, here.map(|cell| (None, cell)));
            } else {
                // Between each two children stands the row that divides them.
                let children = page.clone().map(|child| Some(below + child));
                write_page(room, 2, INNER_HEADER, children.zip(here));
                put_u32(room, 8, below + page.end);
            }
        }
        number = below;
    }
    Ok(())
}

/// One level of the tree.
struct Level {
    /// The rows that stand on it, or between its pages.
    rows: Vec<usize>,
    /// Which of them stand on which page. Between each two pages one is left out: it divides them, one level up.
    pages: Vec<Range<usize>>,
}

/// The levels of the tree, leaves first, the root last.
fn levels(cells: &[&[u8]]) -> Vec<Level> {
    let mut levels = Vec::new();
    let mut here: Vec<usize> = (0..cells.len()).collect();
    loop {
        let (header, more) = if levels.is_empty() {
            (LEAF_HEADER, 2)
        } else {
            (INNER_HEADER, 6)
        };
        let sizes: Vec<usize> = here.iter().map(|row| cells[*row].len() + more).collect();
        let pages = pages(&sizes, PAGE_BYTES - header);
        let dividers: Vec<usize> = pages.windows(2).map(|two| here[two[0].end]).collect();
        levels.push(Level { rows: here, pages });
        if dividers.is_empty() {
            return levels;
        }
        here = dividers;
    }
}

/// Fills pages with as much as they take, one left out between each two. No page stays empty, unless all is empty.
fn pages(sizes: &[usize], room: usize) -> Vec<Range<usize>> {
    let (mut pages, mut begin, mut used) = (Vec::new(), 0, 0);
    for (nth, size) in sizes.iter().enumerate() {
        if used + size <= room {
            used += size;
            continue;
        }
        // The last one cannot divide: nothing would follow it.
        let (divider, left) = if nth + 1 == sizes.len() {
            (nth - 1, *size)
        } else {
            (nth, 0)
        };
        pages.push(begin..divider);
        (begin, used) = (divider + 1, left);
    }
    pages.push(begin..sizes.len());
    pages
}

/// An envelope's row as it stands on a page.
pub fn build_cell(kept: &Kept) -> Arc<[u8]> {
    build_row(&Row {
        id: &kept.envelope.id().0,
        of_box: &kept.box_id.0,
        kind: kept.envelope.kind().number(),
        sent: match (kept.sent, kept.left) {
            (true, _) => SENT,
            (false, true) => LEFT,
            (false, false) => WAITS,
        },
        bytes: kept.envelope.sealed(),
    })
}

/// The row of a box's spent codes as it stands on a page.
pub fn build_spent_cell(spent: &SpentCodes) -> Arc<[u8]> {
    build_row(&Row {
        id: &spent.id().0,
        of_box: &spent.box_id.0,
        kind: SPENT_CODES,
        sent: WAITS,
        bytes: &spent.to_bytes(),
    })
}

/// The columns of a row.
struct Row<'r> {
    id: &'r [u8; 16],
    of_box: &'r [u8; 16],
    kind: u8,
    sent: u8,
    bytes: &'r [u8],
}

/// Its size, then a record of its columns.
fn build_row(row: &Row<'_>) -> Arc<[u8]> {
    let types = types(row);
    // Nothing is stored for the numbers 0 and 1 but their type.
    let sent: &[u8] = if row.sent > SENT { &[row.sent] } else { &[] };
    let record = listed_length(types) + 16 + 16 + 1 + sent.len() + row.bytes.len();
    let mut cell = vec![0; varint_length(record) + record];
    let mut room = put_varint(&mut cell, record);
    room = put_varint(room, listed_length(types));
    for kind in types {
        room = put_varint(room, kind);
    }
    room = put(room, row.id);
    room = put(room, row.of_box);
    room = put(room, &[row.kind]);
    room = put(room, sent);
    put(room, row.bytes);
    cell.into()
}

/// The length of the list of types, with the number that says it.
fn listed_length(types: [usize; 5]) -> usize {
    1 + types.into_iter().map(varint_length).sum::<usize>()
}

/// The types of a row's columns: bytes, bytes, a small number, 0 or 1 or another small number, bytes.
fn types(row: &Row<'_>) -> [usize; 5] {
    let sent = match row.sent {
        WAITS => 8,
        SENT => 9,
        _ => 1,
    };
    let [id, of_box, bytes] = [16, 16, row.bytes.len()].map(bytes_type);
    [id, of_box, 1, sent, bytes]
}

fn bytes_type(length: usize) -> usize {
    12 + 2 * length
}

fn text_type(text: &str) -> usize {
    13 + 2 * text.len()
}

/// The file's header and the schema.
fn write_first(page: &mut [u8], count: usize) {
    page[..16].copy_from_slice(b"SQLite format 3\0");
    put_u16(page, 16, PAGE_BYTES);
    // A rollback journal, nothing reserved, and three numbers that the format fixes.
    page[18..24].copy_from_slice(&[1, 1, 0, 64, 32, 32]);
    // It was changed once; the number of pages is right as of that change; by a SQLite of that version.
    put_u32(page, 24, 1);
    put_u32(page, 28, count);
    put_u32(page, 92, 1);
    put_u32(page, 96, 3_046_000);
    // The schema was made once, in the newest format; texts are UTF-8.
    put_u32(page, 40, 1);
    put_u32(page, 44, 4);
    put_u32(page, 56, 1);
    put_u32(page, 60, FORMAT as usize);
    put_u32(page, 68, APPLICATION as usize);

    let name = "envelope";
    let types = [
        text_type("table"),
        text_type(name),
        text_type(name),
        1,
        text_type(SCHEMA),
    ];
    let texts = ["table", name, name].concat();
    let record = listed_length(types) + texts.len() + 1 + SCHEMA.len();
    // Its size, its row number, and the record.
    let at = PAGE_BYTES - (varint_length(record) + 1 + record);
    let mut room = put_varint(&mut page[at..], record);
    room = put_varint(room, 1);
    room = put_varint(room, listed_length(types));
    for kind in types {
        room = put_varint(room, kind);
    }
    room = put(room, texts.as_bytes());
    room = put(room, &[u8::try_from(ROOT).expect("a small number")]);
    put(room, SCHEMA.as_bytes());
    page[100] = 13;
    put_u16(page, 103, 1);
    put_u16(page, 105, at);
    put_u16(page, 108, at);
}

/// A page of the tree: its kind, how many cells, where they begin, where each one stands; the cells from the end on.
fn write_page<'c>(page: &mut [u8], kind: u8, header: usize, cells: impl Iterator<Item = (Option<usize>, &'c [u8])>) {
    let (mut end, mut count) = (PAGE_BYTES, 0);
    for (child, cell) in cells {
        end -= cell.len();
        page[end..end + cell.len()].copy_from_slice(cell);
        if let Some(child) = child {
            end -= 4;
            put_u32(page, end, child);
        }
        put_u16(page, header + 2 * count, end);
        count += 1;
    }
    page[0] = kind;
    put_u16(page, 3, count);
    put_u16(page, 5, end);
}

fn put_u16(page: &mut [u8], at: usize, number: usize) {
    let number = u16::try_from(number).expect("a place on a page");
    page[at..at + 2].copy_from_slice(&number.to_be_bytes());
}

fn put_u32(page: &mut [u8], at: usize, number: usize) {
    let number = u32::try_from(number).expect("the file is not so large");
    page[at..at + 4].copy_from_slice(&number.to_be_bytes());
}

/// Puts bytes; gives the room behind them.
fn put<'r>(room: &'r mut [u8], bytes: &[u8]) -> &'r mut [u8] {
    let (here, rest) = room.split_at_mut(bytes.len());
    here.copy_from_slice(bytes);
    rest
}

/// Puts a number in seven bits a byte, the highest first, each but the last one marked; gives the room behind it.
fn put_varint(room: &mut [u8], number: usize) -> &mut [u8] {
    let length = varint_length(number);
    let (here, rest) = room.split_at_mut(length);
    for (nth, byte) in here.iter_mut().rev().enumerate() {
        let seven = (number >> (7 * nth) & 0x7f) as u8;
        *byte = if nth > 0 { seven | 0x80 } else { seven };
    }
    rest
}

fn varint_length(number: usize) -> usize {
    let bits = usize::BITS - number.leading_zeros();
    bits.div_ceil(7).max(1) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prelude::*;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};
    use rusqlite::Connection;
    use trykk_shared::ids::{BoxId, EnvelopeId};
    use trykk_shared::kind::EnvelopeKind;
    use trykk_shared::seal::{Envelope, sealed_bytes};

    use super::*;
    use crate::store::rescue::rescue;

    fn set(count: usize, kinds: &[EnvelopeKind], seed: u64) -> BTreeMap<EnvelopeId, Kept> {
        let mut rng = StdRng::seed_from_u64(seed);
        let some = |_| {
            let kind = kinds[rng.random_range(0..kinds.len())];
            let mut sealed = vec![0; sealed_bytes(kind)];
            rng.fill(&mut sealed[..]);
            let envelope = Arc::new(Envelope::from_sealed(kind, sealed).unwrap());
            let state = rng.random_range(WAITS..=LEFT);
            let kept = Kept {
                box_id: BoxId([rng.random_range(0..3); 16]),
                envelope,
                sent: state == SENT,
                left: state == LEFT,
            };
            (kept.envelope.id(), kept)
        };
        (0..count).map(some).collect()
    }

    /// The image, made where another one stood.
    fn build(set: &BTreeMap<EnvelopeId, Kept>) -> Vec<u8> {
        let cells: Vec<Arc<[u8]>> = set.values().map(build_cell).collect();
        let mut file = vec![7; 3 * PAGE_BYTES];
        build_image(cells.iter().map(|cell| &**cell), &mut file).unwrap();
        file
    }

    /// SQLite finds nothing wrong with it, reads the same rows, and can go on from there.
    fn check(set: &BTreeMap<EnvelopeId, Kept>) {
        let bytes = build(set);
        let mut database = Connection::open_in_memory().unwrap();
        database
            .deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false)
            .unwrap();
        let ask = |database: &Connection, what: &str| -> Vec<String> {
            let mut select = database.prepare(what).unwrap();
            let rows = select
                .query_map([], |row| row.get::<_, rusqlite::types::Value>(0))
                .unwrap();
            rows.map(|value| format!("{:?}", value.unwrap())).collect()
        };
        assert_eq!(ask(&database, "PRAGMA integrity_check"), ["Text(\"ok\")"]);
        assert_eq!(
            ask(&database, "PRAGMA application_id"),
            [format!("Integer({APPLICATION})")]
        );
        assert_eq!(ask(&database, "PRAGMA user_version"), [format!("Integer({FORMAT})")]);
        {
            let mut select = database.prepare("SELECT * FROM envelope ORDER BY id").unwrap();
            let mut rows = select.query([]).unwrap();
            for kept in set.values() {
                let row = rows.next().unwrap().unwrap();
                assert_eq!(row.get::<_, [u8; 16]>(0).unwrap(), kept.envelope.id().0);
                assert_eq!(row.get::<_, [u8; 16]>(1).unwrap(), kept.box_id.0);
                assert_eq!(row.get::<_, u8>(2).unwrap(), kept.envelope.kind().number());
                let state = row.get::<_, u8>(3).unwrap();
                assert_eq!((state == SENT, state == LEFT), (kept.sent, kept.left));
                assert_eq!(row.get::<_, Vec<u8>>(4).unwrap(), kept.envelope.sealed());
            }
            assert!(rows.next().unwrap().is_none());
        }
        // Every row is found by its id too, wherever in the tree it stands.
        for kept in set.values().step_by(37) {
            let found = database.query_row("SELECT 1 FROM envelope WHERE id = ?1", [kept.envelope.id().0], |_| {
                Ok(())
            });
            found.unwrap();
        }
        database
            .execute_batch("DELETE FROM envelope WHERE sent = 1; INSERT INTO envelope SELECT randomblob(16), box, kind, 0, sealed FROM envelope;")
            .unwrap();
        assert_eq!(ask(&database, "PRAGMA integrity_check"), ["Text(\"ok\")"]);
        let mut rescued = rescue(&bytes).envelopes;
        rescued.sort_by_key(|kept| kept.envelope.id());
        assert!(rescued.iter().eq(set.values()), "what can be rescued is everything");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn sqlite_reads_any_set(count in 0usize..900, seed: u64, only in 0usize..4) {
            let kinds = EnvelopeKind::ALL;
            let kinds = kinds.get(only..=only).unwrap_or(&kinds);
            check(&set(count, kinds, seed));
        }
    }

    #[test]
    fn sqlite_reads_trees_of_every_height_and_every_last_page() {
        let notes: Vec<EnvelopeKind> = EnvelopeKind::ALL
            .into_iter()
            .max_by_key(|kind| sealed_bytes(*kind))
            .into_iter()
            .collect();
        // Around each number at which a leaf, an inner page or a level is full.
        for count in (0..70).chain([340, 341, 342, 343, 344, 345, 2000, 2400, 2401, 2402, 2403]) {
            check(&set(count, &notes, count as u64));
        }
        check(&set(20_000, &EnvelopeKind::ALL, 1));
    }

    #[test]
    fn nothing_but_envelopes_differs_between_sets_of_one_shape() {
        let blanked = |seed| {
            // Of one shape are two in which the same ones, in the order of the ids, wait, have left, or are held: the file says that anyway.
            let mut set = set(500, &[EnvelopeKind::ALL[0]], seed);
            for (nth, kept) in set.values_mut().enumerate() {
                (kept.sent, kept.left) = (nth % 3 == 1, nth % 3 == 2);
            }
            let mut bytes = build(&set);
            for kept in set.values() {
                let of = [kept.envelope.id().0, kept.box_id.0].concat();
                let at = bytes.windows(32).position(|window| window == of).unwrap();
                let state = usize::from(kept.left);
                bytes[at..at + 33 + state + kept.envelope.sealed().len()].fill(0);
            }
            bytes
        };
        assert!(blanked(1) == blanked(2));
    }

    #[test]
    fn numbers_are_written_as_sqlite_reads_them() {
        for (number, bytes) in [
            (0, vec![0]),
            (127, vec![0x7f]),
            (128, vec![0x81, 0]),
            (2156, vec![0x90, 0x6c]),
            (1 << 14, vec![0x81, 0x80, 0]),
        ] {
            let mut written = [7; 9];
            let left = put_varint(&mut written, number).len();
            assert_eq!(written[..9 - left], bytes);
        }
    }
}
