//! Boxes by ward, round, department and state, in one order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::reach::{WITHIN, wards_within, write_ids};
use super::{BOX_COLUMNS, PLANNED, Store, box_row};
use crate::organisation::Places;
use crate::store::{BoxRow, StoreError};

/// The boxes in ?1, in SQL. ?1 is a list as [`write_box_ids`] writes it.
pub(super) const THESE: &str = "(SELECT unhex(value) FROM json_each(?1))";

/// The boxes of the departments in ?1, in SQL, as roll-ups take them. ?1 is a list as [`write_ids`] writes it.
pub(super) const OF_DEPARTMENTS: &str =
    "(SELECT box FROM box_department WHERE department IN (SELECT value FROM json_each(?1))
    UNION SELECT box_ward.box FROM ward CROSS JOIN box_ward ON box_ward.ward = ward.id
    CROSS JOIN box AS its ON its.id = box_ward.box
    WHERE its.departments IS NULL AND ward.department IN (SELECT value FROM json_each(?1)))";

/// Ids of boxes, as SQL takes them.
pub(super) fn write_box_ids(boxes: &[BoxId]) -> String {
    let ids: Vec<String> = boxes.iter().map(BoxId::to_string).collect();
    serde_json::Value::from(ids).to_string()
}

/// Boxes, as [`Store::boxes`] orders them.
pub(super) fn list_boxes(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<BoxRow>, StoreError> {
    let sql = format!(
        "SELECT {BOX_COLUMNS} FROM box JOIN round ON round.id = box.round {which} ORDER BY box.opens, box.round, box.wards"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    let mut boxes = Vec::new();
    while let Some(row) = rows.next()? {
        boxes.push(box_row(row)?);
    }
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

    /// Where each box of these wards stands, in no order, and once for each of these wards that is in it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn box_glances(&self, wards: &[String]) -> Result<Vec<BoxGlance>, StoreError> {
        let sql = "SELECT box_ward.ward, box.id, box.state IN ('released', 'closed-unread'), box.opens
                   FROM json_each(?1) AS mine CROSS JOIN box_ward ON box_ward.ward = mine.value
                   CROSS JOIN box INDEXED BY box_glance ON box.id = box_ward.box";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([write_ids(wards)], |row| {
            Ok(BoxGlance {
                ward: row.get(0)?,
                id: BoxId(row.get(1)?),
                is_over: row.get(2)?,
                opens: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Of the boxes that any of these wards is in those of which something more comes, and of each ward the newest of the others that is no
    /// pulse; in the same order. However many years a hub has held, a ward has few of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn current_boxes_of(&self, wards: &[String]) -> Result<Vec<BoxRow>, StoreError> {
        let (over, alive): (Vec<BoxGlance>, Vec<BoxGlance>) =
            self.box_glances(wards)?.into_iter().partition(|glance| glance.is_over);
        let mut by_ward: BTreeMap<&str, Vec<&BoxGlance>> = BTreeMap::new();
        for glance in &over {
            by_ward.entry(&glance.ward).or_default().push(glance);
        }
        for of_ward in by_ward.values_mut() {
            of_ward.sort_by_key(|glance| (Reverse(glance.opens), glance.id));
        }
        let mut current: BTreeSet<BoxId> = alive.iter().map(|glance| glance.id).collect();
        // A pulse follows its result: two are nearly always enough.
        let mut looked_at = 2;
        while !by_ward.is_empty() {
            let candidates = by_ward.values().flat_map(|of_ward| of_ward.iter().take(looked_at));
            let candidates: BTreeSet<BoxId> = candidates.map(|glance| glance.id).collect();
            let rows = self.boxes_named(&candidates.into_iter().collect::<Vec<_>>())?;
            let rounds: BTreeSet<BoxId> = rows
                .iter()
                .filter(|row| row.pulse_of.is_none())
                .map(|row| row.id)
                .collect();
            by_ward.retain(|_, of_ward| {
                let newest = of_ward
                    .iter()
                    .take(looked_at)
                    .find(|glance| rounds.contains(&glance.id));
                current.extend(newest.map(|glance| glance.id));
                newest.is_none() && of_ward.len() > looked_at
            });
            looked_at *= 4;
        }
        self.boxes_named(&current.into_iter().collect::<Vec<_>>())
    }

    /// The boxes that still take envelopes, of places and of those whose keys these tablets hold; in the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_boxes_of(&self, tablets: &[String], places: &Places) -> Result<Vec<BoxRow>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let which = "WHERE +box.state = 'open' AND box.id IN (
                 SELECT box FROM box_ward WHERE ward IN (SELECT value FROM json_each(?1))
                 UNION SELECT box FROM tablet_box WHERE tablet IN (SELECT value FROM json_each(?2)))";
        list_boxes(&snapshot, which, [wards, write_ids(tablets)])
    }

    /// The boxes of a round, in the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_of_round(&self, round: &str) -> Result<Vec<BoxRow>, StoreError> {
        list_boxes(&self.connection, "WHERE box.round = ?1", [round])
    }

    /// The boxes that belong to departments, as roll-ups take them: by what was settled when the first box of a round was confirmed, or as
    /// their wards are now. In the same order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_of_departments(&self, departments: &[String]) -> Result<Vec<BoxRow>, StoreError> {
        let which = &format!("WHERE box.id IN {OF_DEPARTMENTS}");
        list_boxes(&self.connection, which, [write_ids(departments)])
    }

    /// The boxes that are planned, open or counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn unfinished_boxes(&self) -> Result<Vec<BoxRow>, StoreError> {
        let mut boxes = self.boxes_in(None)?;
        boxes.extend(self.boxes_in(Some(BoxState::Open))?);
        boxes.extend(self.boxes_in(Some(BoxState::Counted))?);
        Ok(boxes)
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

    /// The open boxes that are to be closed unread.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_to_end_unread(&self) -> Result<Vec<BoxId>, StoreError> {
        let sql = "SELECT id FROM box WHERE state = 'open' AND unread_at IS NOT NULL ORDER BY id";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a box has closed after `after` and until `until` that is not counted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_closed(&self, after: i64, until: i64) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM box WHERE state = 'open' AND closes > ?1 AND closes <= ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([after, until])?)
    }

    /// The boxes in a state, in the same order; `None`: those that are planned.
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
