//! What the guide's overview needs of all boxes of its wards at once, so that it asks a handful of times and not once for each ward.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::PerKind;

use super::Store;
use super::box_lists::{THESE, write_box_ids};
use crate::store::StoreError;

fn held(row: &Row<'_>, from: usize) -> Result<PerKind<i64>, rusqlite::Error> {
    Ok(PerKind {
        participant_marks: row.get(from)?,
        participant_notes: row.get(from + 1)?,
        table_marks: row.get(from + 2)?,
    })
}

fn has_quarantine(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM quarantine LIMIT 1")?
        .exists([])?)
}

impl Store {
    /// For each of some boxes that still take envelopes what [`Store::count_noted_envelopes`] says of it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_noted_of(&self, boxes: &[BoxId]) -> Result<BTreeMap<BoxId, PerKind<u64>>, StoreError> {
        let noted = "SELECT theirs.box, coalesce(sum(held_1), 0), coalesce(sum(held_2), 0), coalesce(sum(held_3), 0)
             FROM (SELECT unhex(value) AS box FROM json_each(?1)) AS theirs
             LEFT JOIN tablet_box ON tablet_box.box = theirs.box GROUP BY theirs.box";
        // What waits in quarantine was noted too, and is not in the box.
        let aside = format!(
            "SELECT box, count(*) FILTER (WHERE kind = 1), count(*) FILTER (WHERE kind = 2),
             count(*) FILTER (WHERE kind = 3) FROM quarantine WHERE box IN {THESE} GROUP BY box"
        );
        let boxes = write_box_ids(boxes);
        let mut counts: BTreeMap<BoxId, PerKind<i64>> = BTreeMap::new();
        let snapshot = self.snapshot()?;
        let mut select = snapshot.prepare_cached(noted)?;
        let mut rows = select.query([&boxes])?;
        while let Some(row) = rows.next()? {
            counts.insert(BoxId(row.get(0)?), held(row, 1)?);
        }
        let mut select = snapshot.prepare_cached(&aside)?;
        // Mostly nothing is there, and then no box is looked for.
        let boxes = if has_quarantine(&snapshot)? {
            boxes
        } else {
            write_box_ids(&[])
        };
        let mut rows = select.query([&boxes])?;
        while let Some(row) = rows.next()? {
            let quarantined = held(row, 1)?;
            if let Some(count) = counts.get_mut(&BoxId(row.get(0)?)) {
                *count = PerKind::from_fn(|kind| count.of(kind) - quarantined.of(kind));
            }
        }
        let count = |count: PerKind<i64>| PerKind::from_fn(|kind| u64::try_from(count.of(kind)).unwrap_or(0));
        Ok(counts.into_iter().map(|(id, held)| (id, count(held))).collect())
    }

    /// Those of some boxes for which start codes have been printed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_with_codes(&self, boxes: &[BoxId]) -> Result<BTreeSet<BoxId>, StoreError> {
        let sql = format!("SELECT DISTINCT box FROM code_list WHERE live > 0 AND box IN {THESE}");
        self.list_box_ids(&sql, boxes)
    }

    /// Those of some boxes of which something waits in quarantine.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_with_quarantine(&self, boxes: &[BoxId]) -> Result<BTreeSet<BoxId>, StoreError> {
        if !has_quarantine(&self.connection)? {
            return Ok(BTreeSet::new());
        }
        self.list_box_ids(
            &format!("SELECT DISTINCT box FROM quarantine WHERE box IN {THESE}"),
            boxes,
        )
    }

    fn list_box_ids(&self, sql: &str, boxes: &[BoxId]) -> Result<BTreeSet<BoxId>, StoreError> {
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([write_box_ids(boxes)], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Those of some boxes of which a guide reads what was counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_read_by(&self, email: &str, boxes: &[BoxId]) -> Result<BTreeSet<BoxId>, StoreError> {
        let sql = format!(
            "SELECT box FROM box_guide WHERE box IN {THESE} AND email = ?2 AND gone = 0
                 AND NOT EXISTS (SELECT 1 FROM account WHERE account.email = ?2 AND unproven = 1)"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let rows = select.query_map(params![write_box_ids(boxes), email], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
