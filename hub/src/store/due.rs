//! Boxes by how far they have come, and those for which the clock brings something: these are found by their times, without reading any other.

use rusqlite::{Connection, Params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS};

use super::box_lists::list_boxes;
use super::{Store, damage_error};
use crate::store::{BoxRow, StoreError};

/// A box of which nothing more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBox {
    /// Its id.
    pub id: BoxId,
    /// How it ended.
    pub state: BoxState,
    /// When it closed, seconds since 1970-01-01 UTC.
    pub closes: i64,
}

/// In the order of their ids.
fn list_ids(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<BoxId>, StoreError> {
    let sql = format!("SELECT id FROM {which} ORDER BY id");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(values, |row| Ok(BoxId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// The boxes that are planned, open or counted, as [`sort_boxes`](super::sort_boxes) orders them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_unfinished(&self) -> Result<Vec<BoxRow>, StoreError> {
        // By the index: of all others there are far more.
        let unfinished = "SELECT id FROM box INDEXED BY box_in_state WHERE state IN ('planned', 'open', 'counted')";
        list_boxes(&self.connection, &format!("WHERE box.id IN ({unfinished})"), [])
    }

    /// Whether there are more than so many boxes of which nothing more comes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_more_over_than(&self, most: usize) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM box INDEXED BY box_in_state WHERE state IN ('released', 'closed-unread') LIMIT 1 OFFSET ?1";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(self.connection.prepare_cached(sql)?.exists([most])?)
    }

    /// The boxes of which nothing more comes, in the order of their ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_over(&self) -> Result<Vec<OverBox>, StoreError> {
        let sql =
            "SELECT id, state, closes FROM box NOT INDEXED WHERE state IN ('released', 'closed-unread') ORDER BY id";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let state: String = row.get(1)?;
            found.push(OverBox {
                id: BoxId(row.get(0)?),
                state: BoxState::from_name(&state).ok_or_else(|| damage_error(&state))?,
                closes: row.get(2)?,
            });
        }
        Ok(found)
    }

    /// The planned boxes between whose opening and closing `now` lies, as [`sort_boxes`](super::sort_boxes) orders them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_open(&self, now: i64) -> Result<Vec<BoxRow>, StoreError> {
        let due = "SELECT id FROM box INDEXED BY box_to_open WHERE state = 'planned' AND opens <= ?1 AND closes > ?1";
        list_boxes(&self.connection, &format!("WHERE box.id IN ({due})"), [now])
    }

    /// The ids of the boxes that have closed for good by `now`, as far as that is not noted, in their order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_to_close_for_good(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        let which = "box INDEXED BY box_to_close WHERE state = 'open' AND closed_for_good = 0 AND closes <= ?1";
        let closed = now.saturating_sub(CLOSED_FOR_GOOD_AFTER_SECONDS);
        list_ids(&self.connection, which, [closed])
    }

    /// The ids of the open boxes that are to be closed unread, in their order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_to_end_unread(&self) -> Result<Vec<BoxId>, StoreError> {
        let which = "box INDEXED BY box_to_end WHERE state = 'open' AND unread_at IS NOT NULL";
        list_ids(&self.connection, which, [])
    }

    /// Those of them whose time has come by `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_to_end_unread_by(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        let which = "box INDEXED BY box_to_end WHERE state = 'open' AND unread_at <= ?1";
        list_ids(&self.connection, which, [now])
    }

    /// The ids of the counted boxes whose notes' time is over by `now`, in their order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_to_forget(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        let which = "box INDEXED BY box_to_forget WHERE state = 'counted' AND notes_until <= ?1";
        list_ids(&self.connection, which, [now])
    }

    /// Whether a box has closed after `after` and until `until` that is not counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_closed(&self, after: i64, until: i64) -> Result<bool, StoreError> {
        // Noted or not: the index begins with that.
        let sql = "SELECT 1 FROM box INDEXED BY box_to_close
                   WHERE state = 'open' AND closed_for_good IN (0, 1) AND closes > ?1 AND closes <= ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([after, until])?)
    }
}
