//! Boxes by ward, round, department and state, in one order.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::reach::{WITHIN, wards_within, write_ids};
use super::{BOX_COLUMNS, PLANNED, ROUND, Store, box_row};
use crate::organisation::Places;
use crate::store::{BoxRow, StoreError};

/// The boxes in ?1, in SQL. ?1 is a list as [`write_box_ids`] writes it.
pub(super) const THESE: &str = "(SELECT unhex(value) FROM json_each(?1))";

/// Ids of boxes, as SQL takes them.
pub(super) fn write_box_ids(boxes: &[BoxId]) -> String {
    let ids: Vec<String> = boxes.iter().map(BoxId::to_string).collect();
    serde_json::Value::from(ids).to_string()
}

/// Boxes in the order of pages: that which opened first comes first.
pub fn sort_boxes(boxes: &mut [BoxRow]) {
    boxes.sort_by(|ballot_box, other| {
        (ballot_box.opens, &ballot_box.round, &ballot_box.wards).cmp(&(other.opens, &other.round, &other.wards))
    });
}

/// Boxes, as [`sort_boxes`] orders them. Not sorted by SQLite, which writes each row down once more for that.
pub(super) fn list_boxes(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<BoxRow>, StoreError> {
    let sql = format!("SELECT {BOX_COLUMNS} FROM box JOIN {ROUND} ON round.id = box.round {which}");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    let mut boxes = Vec::new();
    while let Some(row) = rows.next()? {
        boxes.push(box_row(row)?);
    }
    sort_boxes(&mut boxes);
    Ok(boxes)
}

fn list_boxes_of(connection: &Connection, wards: &[String]) -> Result<Vec<BoxRow>, StoreError> {
    list_boxes(connection, &format!("WHERE box.id IN {WITHIN}"), [write_ids(wards)])
}

/// Where a box stands in a list of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxGlance {
    /// A ward of it.
    pub ward: String,
    /// The box.
    pub id: BoxId,
    /// Whether nothing more comes of it.
    pub is_over: bool,
    /// When it opens, seconds since 1970-01-01 UTC.
    pub opens: i64,
}

fn read_glance(row: &Row<'_>, is_over: bool) -> Result<BoxGlance, rusqlite::Error> {
    Ok(BoxGlance {
        ward: row.get(0)?,
        id: BoxId(row.get(1)?),
        is_over,
        opens: row.get(2)?,
    })
}

impl Store {
    /// The boxes that somebody's places reach, planned ones too, as [`Store::boxes`] orders them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_within(&self, places: &Places) -> Result<Vec<BoxRow>, StoreError> {
        let snapshot = self.snapshot()?;
        list_boxes_of(&snapshot, &wards_within(&snapshot, places)?)
    }

    /// The boxes that any of these wards is in, in the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_of(&self, wards: &[String]) -> Result<Vec<BoxRow>, StoreError> {
        list_boxes_of(&self.connection, wards)
    }

    /// These boxes, in the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_named(&self, ids: &[BoxId]) -> Result<Vec<BoxRow>, StoreError> {
        list_boxes(
            &self.connection,
            &format!("WHERE box.id IN {THESE}"),
            [write_box_ids(ids)],
        )
    }

    /// Where the boxes of these wards stand of which something more comes, in no order, and once for each of these wards that is in it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn glance_at_alive(&self, wards: &[String]) -> Result<Vec<BoxGlance>, StoreError> {
        let sql = "SELECT ward_box.ward, ward_box.box, ward_box.opens FROM json_each(?1) AS mine
                   CROSS JOIN ward_box ON ward_box.ward = mine.value AND ward_box.is_over = 0";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([write_ids(wards)], |row| read_glance(row, false))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the boxes of these wards stand of which nothing more comes: the newest `most` of them, and some more. Once for each of these
    /// wards that is in it. It costs what it gives, however many years lie behind.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn glance_at_over(&self, wards: &[String], most: usize) -> Result<Vec<BoxGlance>, StoreError> {
        let snapshot = self.snapshot()?;
        let (since, each) = match wards.len() > most {
            // Every ward's newest are more than are asked for: what is older than the last of those is not among them.
            true => {
                // One that several wards were asked in together is one.
                let sql = "SELECT opens FROM (
                               SELECT DISTINCT (SELECT box FROM ward_box WHERE ward = mine.value AND is_over = 1 ORDER BY opens DESC, box LIMIT 1),
                                   (SELECT max(opens) FROM ward_box WHERE ward = mine.value AND is_over = 1) AS opens FROM json_each(?1) AS mine)
                           WHERE opens IS NOT NULL ORDER BY opens DESC LIMIT 1 OFFSET ?2";
                let values = params![write_ids(wards), i64::try_from(most).unwrap_or(i64::MAX)];
                let since: Option<i64> = snapshot.query_row(sql, values, |row| row.get(0)).optional()?;
                (since.unwrap_or(i64::MIN), i64::MAX)
            }
            false => (i64::MIN, i64::try_from(most).unwrap_or(i64::MAX)),
        };
        let sql = "SELECT ward, box, opens FROM ward_box WHERE ward = ?1 AND is_over = 1 AND opens >= ?2 ORDER BY opens DESC, box LIMIT ?3";
        let mut select = snapshot.prepare_cached(sql)?;
        let mut found = Vec::new();
        for ward in wards {
            let rows = select.query_map(params![ward, since, each], |row| read_glance(row, true))?;
            found.extend(rows.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    /// Of the boxes that any of these wards is in those of which something more comes, and of each ward without one the newest of the others
    /// that is no pulse; in the same order. However many years a hub has held, a ward has few of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn current_boxes_of(&self, wards: &[String]) -> Result<Vec<BoxRow>, StoreError> {
        let snapshot = self.snapshot()?;
        let sql = format!(
            "SELECT ward_box.box FROM json_each(?1) AS mine CROSS JOIN ward_box ON ward_box.ward = mine.value AND ward_box.is_over = 0
                   UNION ALL SELECT (
                       SELECT box FROM ward_box WHERE ward = mine.value AND is_over = 1
                           AND round NOT IN (SELECT id FROM {ROUND} WHERE pulse_of IS NOT NULL)
                           ORDER BY opens DESC, box LIMIT 1) FROM json_each(?1) AS mine
                       WHERE NOT EXISTS (SELECT 1 FROM ward_box WHERE ward = mine.value AND is_over = 0)"
        );
        list_boxes(&snapshot, &format!("WHERE box.id IN ({sql})"), [write_ids(wards)])
    }

    /// Whether any of these wards was in a box of which nothing more comes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_any_over(&self, wards: &[String]) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM json_each(?1) AS mine CROSS JOIN ward_box ON ward_box.ward = mine.value AND ward_box.is_over = 1";
        Ok(self.connection.prepare_cached(sql)?.exists([write_ids(wards)])?)
    }

    /// The boxes of places, and of those whose keys these tablets hold, of which something more may come; in no order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn alive_boxes_of(&self, tablets: &[String], places: &Places) -> Result<BTreeSet<BoxId>, StoreError> {
        let snapshot = self.snapshot()?;
        let sql = "SELECT box FROM ward_box WHERE ward IN (SELECT value FROM json_each(?1)) AND is_over = 0
                   UNION SELECT tablet_box.box FROM tablet_box WHERE tablet IN (SELECT value FROM json_each(?2))
                       AND EXISTS (SELECT 1 FROM ward_box WHERE ward_box.box = tablet_box.box AND is_over = 0)";
        let mut select = snapshot.prepare_cached(sql)?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let rows = select.query_map([wards, write_ids(tablets)], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The boxes of a round, in the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_of_round(&self, round: &str) -> Result<Vec<BoxRow>, StoreError> {
        list_boxes(&self.connection, "WHERE box.round = ?1", [round])
    }

    /// The boxes of a round that belong to a department, as roll-ups take them: by what was settled when the first box of the round was
    /// confirmed, or as their wards are now. In the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_of_department(&self, round: &str, department: &str) -> Result<Vec<BoxRow>, StoreError> {
        let which = "WHERE box.id IN (
                 SELECT box FROM box_department WHERE department = ?2 AND round = ?1
                 UNION SELECT its.id FROM ward CROSS JOIN ward_box ON ward_box.ward = ward.id AND ward_box.is_over = 0 AND ward_box.round = ?1
                 CROSS JOIN box AS its ON its.id = ward_box.box WHERE ward.department = ?2 AND its.departments IS NULL)";
        list_boxes(&self.connection, which, [round, department])
    }

    /// The ids of all boxes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_ids(&self) -> Result<BTreeSet<BoxId>, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT id FROM box")?;
        let rows = select.query_map([], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The boxes in a state, as [`sort_boxes`] orders them; `None`: those that are planned.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_in(&self, state: Option<BoxState>) -> Result<Vec<BoxRow>, StoreError> {
        let state = state.map_or(PLANNED, BoxState::name);
        list_boxes(&self.connection, "WHERE box.state = ?1", [state])
    }

    /// The box with this id, if it is there and the places reach one of its wards.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_within(&self, places: &Places, box_id: BoxId) -> Result<Option<BoxRow>, StoreError> {
        match self.ballot_box(box_id) {
            Ok(ballot_box) => Ok(self.reaches(places, &ballot_box.wards)?.then_some(ballot_box)),
            Err(StoreError::NotFound(..)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
