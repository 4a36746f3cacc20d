//! Figures of boxes: compressed, so that the database, which is rewritten whole whenever it is tidied, stays small.

use miniz_oxide::deflate::{CompressionLevel, compress_to_vec};
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use trykk_shared::ids::BoxId;

use super::damage_error;
use crate::store::StoreError;

/// The most bytes that figures may have when they are unpacked: a damaged row fills no memory.
const MOST_BYTES: usize = 16 << 20;

/// Which figures of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The guide's, once counted.
    Tally,
    /// What was published.
    Release,
}

impl Kind {
    const ALL: [Kind; 2] = [Kind::Tally, Kind::Release];

    fn name(self) -> &'static str {
        match self {
            Kind::Tally => "tally",
            Kind::Release => "release",
        }
    }
}

/// Keeps a box's figures in the place of what stood there.
pub(super) fn keep_figures<T: Serialize>(
    connection: &Connection,
    kind: Kind,
    box_id: BoxId,
    figures: Option<&T>,
) -> Result<(), StoreError> {
    let Some(figures) = figures else {
        let sql = "DELETE FROM figures WHERE box = ?1 AND kind = ?2";
        connection.execute(sql, params![box_id.0, kind.name()])?;
        return Ok(());
    };
    let text = serde_json::to_vec(figures).map_err(damage_error)?;
    keep_packed(connection, kind, &box_id.0, &text)
}

fn keep_packed(connection: &Connection, kind: Kind, box_id: &[u8], text: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO figures VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![box_id, kind.name(), pack(text)])?;
    Ok(())
}

/// A box's figures, once they are there.
pub(super) fn read_figures<T: DeserializeOwned>(
    connection: &Connection,
    kind: Kind,
    box_id: BoxId,
) -> Result<Option<T>, StoreError> {
    let mut select = connection.prepare_cached("SELECT packed FROM figures WHERE box = ?1 AND kind = ?2")?;
    let packed: Option<Vec<u8>> = select
        .query_row(params![box_id.0, kind.name()], |row| row.get(0))
        .optional()?;
    let Some(packed) = packed else { return Ok(None) };
    let text = unpack(&packed)?;
    serde_json::from_slice(&text).map(Some).map_err(damage_error)
}

/// Packs what an earlier version kept as it was written. Between the migration that makes the table and the one that takes the old one away.
pub(super) fn pack_all(connection: &Connection) -> Result<(), StoreError> {
    for kind in Kind::ALL {
        let column = kind.name();
        let sql = format!("SELECT box, {column} FROM box_figures WHERE {column} IS NOT NULL");
        let mut select = connection.prepare(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            keep_packed(
                connection,
                kind,
                row.get_ref(0)?.as_blob().map_err(damage_error)?,
                row.get_ref(1)?.as_bytes().map_err(damage_error)?,
            )?;
        }
    }
    Ok(())
}

fn pack(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::BestCompression as u8)
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, StoreError> {
    decompress_to_vec_with_limit(packed, MOST_BYTES).map_err(|error| damage_error(format_args!("figures: {error}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked_as_it_was(text in prop::collection::vec(any::<u8>(), 0..4000)) {
            prop_assert_eq!(unpack(&pack(&text)).unwrap(), text);
        }

        #[test]
        fn what_is_damaged_is_told_and_fills_no_memory(packed in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(text) = unpack(&packed) {
                prop_assert!(text.len() <= MOST_BYTES);
            }
        }
    }

    #[test]
    fn what_unpacks_to_more_than_figures_can_be_is_damage() {
        let packed = pack(&vec![b' '; MOST_BYTES + 1]);
        assert!(packed.len() < 100_000);
        assert!(matches!(unpack(&packed), Err(StoreError::Damaged(_))));
        let packed = pack(b"{\"round\":\"spring\"}");
        assert!(matches!(
            unpack(&packed[..packed.len() - 3]),
            Err(StoreError::Damaged(_))
        ));
    }

    #[test]
    fn figures_take_the_place_of_what_stood_there_and_can_go() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(include_str!("../../migrations/051-packed-figures.sql"))
            .unwrap();
        let read = |kind| read_figures::<Vec<u8>>(&connection, kind, BoxId([1; 16])).unwrap();
        let keep = |kind, figures: Option<&Vec<u8>>| keep_figures(&connection, kind, BoxId([1; 16]), figures).unwrap();
        keep(Kind::Tally, Some(&vec![1]));
        keep(Kind::Release, Some(&vec![2]));
        keep(Kind::Tally, Some(&vec![3]));
        assert_eq!((read(Kind::Tally), read(Kind::Release)), (Some(vec![3]), Some(vec![2])));
        keep(Kind::Release, None);
        assert_eq!((read(Kind::Tally), read(Kind::Release)), (Some(vec![3]), None));
    }
}
