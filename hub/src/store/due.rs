//! Of which boxes the clock brings something: found by their times, without reading the others.

use rusqlite::{Connection, Params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::CLOSED_FOR_GOOD_AFTER_SECONDS;

use super::box_lists::list_boxes;
use super::{PLANNED, Store};
use crate::store::{BoxRow, StoreError};

fn list_ids(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<BoxId>, StoreError> {
    let sql = format!("SELECT id FROM {which} ORDER BY id");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(values, |row| Ok(BoxId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// The boxes that are planned, open or counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_unfinished(&self) -> Result<Vec<BoxId>, StoreError> {
        list_ids(
            &self.connection,
            "box WHERE state IN ('planned', 'open', 'counted')",
            [],
        )
    }

    /// The boxes of which nothing more comes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_over(&self) -> Result<Vec<BoxId>, StoreError> {
        list_ids(&self.connection, "box WHERE state IN ('released', 'closed-unread')", [])
    }

    /// The boxes that are open, or have closed and are not counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids_open(&self) -> Result<Vec<BoxId>, StoreError> {
        list_ids(&self.connection, "box WHERE state = 'open'", [])
    }

    /// The planned boxes between whose opening and closing `now` lies, as [`Store::boxes`] orders them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_open(&self, now: i64) -> Result<Vec<BoxRow>, StoreError> {
        let which = format!("WHERE box.state = '{PLANNED}' AND box.opens <= ?1 AND box.closes > ?1");
        list_boxes(&self.connection, &which, [now])
    }

    /// The boxes that have closed for good by `now`, as far as that is not noted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_close_for_good(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        let which = "box WHERE state = 'open' AND closed_for_good = 0 AND closes <= ?1";
        list_ids(
            &self.connection,
            which,
            [now.saturating_sub(CLOSED_FOR_GOOD_AFTER_SECONDS)],
        )
    }

    /// The open boxes that are to be closed unread.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_end_unread(&self) -> Result<Vec<BoxId>, StoreError> {
        list_ids(
            &self.connection,
            "box INDEXED BY box_to_end WHERE state = 'open' AND unread_at IS NOT NULL",
            [],
        )
    }

    /// Those of them whose time has come by `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_end_unread_by(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        list_ids(
            &self.connection,
            "box INDEXED BY box_to_end WHERE state = 'open' AND unread_at <= ?1",
            [now],
        )
    }

    /// The counted boxes whose notes' time is over by `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_forget(&self, now: i64) -> Result<Vec<BoxId>, StoreError> {
        list_ids(
            &self.connection,
            "box WHERE state = 'counted' AND notes_until <= ?1",
            [now],
        )
    }

    /// Whether a box has closed after `after` and until `until` that is not counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_closed(&self, after: i64, until: i64) -> Result<bool, StoreError> {
        // Both by name, so that the index leads to the times.
        let sql =
            "SELECT 1 FROM box WHERE state = 'open' AND closed_for_good IN (0, 1) AND closes > ?1 AND closes <= ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([after, until])?)
    }
}
