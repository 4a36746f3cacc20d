//! Areas that guides made of published results.

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::ids::BoxId;

use super::audit::note;
use super::boxes::{state_name, wrong_state};
use super::{Store, StoreError, damage_error, read_box};
use crate::analysis::areas::{Area, AreaKind, MOST_AREAS};
use crate::audit::Deed;
use crate::store::BoxRow;

/// An area that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaRow {
    /// What pages call it by.
    pub id: String,
    /// How often it was saved.
    pub revision: u32,
    /// The area.
    pub area: Area,
}

/// What became of an area that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaKept {
    /// It is kept.
    Saved,
    /// Somebody else saved it meanwhile: how often by now.
    Meanwhile(u32),
    /// It is not there any more.
    Gone,
    /// There are as many as there may be.
    Full,
}

/// What keeps a box from having areas.
pub const NOT_PUBLISHED: &str = "areas are made of what is published";

fn released(connection: &Connection, box_id: BoxId) -> Result<BoxRow, StoreError> {
    let ballot_box = read_box(connection, box_id)?;
    match ballot_box.has_release() {
        true => Ok(ballot_box),
        false => Err(wrong_state(&ballot_box, state_name(&ballot_box, None), NOT_PUBLISHED)),
    }
}

/// A box's areas: those to keep first, else as they were made.
pub(super) fn list_areas(connection: &Connection, box_id: BoxId) -> Result<Vec<AreaRow>, StoreError> {
    let sql = "SELECT id, revision, area FROM area WHERE box = ?1 ORDER BY place, id";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([box_id.0])?;
    let mut areas = Vec::new();
    while let Some(row) = rows.next()? {
        areas.push(AreaRow {
            id: row.get(0)?,
            revision: row.get(1)?,
            area: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
        });
    }
    areas.sort_by_key(|row| row.area.kind);
    Ok(areas)
}

fn revision(connection: &Connection, box_id: BoxId, id: &str) -> Result<Option<u32>, StoreError> {
    let sql = "SELECT revision FROM area WHERE box = ?1 AND id = ?2";
    let found = connection.query_row(sql, params![box_id.0, id], |row| row.get(0));
    Ok(found.optional()?)
}

impl Store {
    /// A box's areas: those to keep first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn areas(&self, box_id: BoxId) -> Result<Vec<AreaRow>, StoreError> {
        list_areas(&self.connection, box_id)
    }

    /// Keeps a new area of a published box.
    ///
    /// # Errors
    /// When the box is not published.
    pub fn add_area(&mut self, box_id: BoxId, id: &str, area: &Area) -> Result<AreaKept, StoreError> {
        self.change_areas(box_id, |connection| {
            if list_areas(connection, box_id)?.len() >= MOST_AREAS {
                return Ok(AreaKept::Full);
            }
            connection.execute(
                "INSERT INTO area VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM area WHERE box = ?1), ?3, 1)",
                params![box_id.0, id, serde_json::to_string(area).map_err(damage_error)?],
            )?;
            Ok(AreaKept::Saved)
        })
    }

    /// Keeps an area as it is now, if nobody has saved it since `seen`.
    ///
    /// # Errors
    /// When the box is not published.
    pub fn change_area(&mut self, box_id: BoxId, id: &str, seen: u32, area: &Area) -> Result<AreaKept, StoreError> {
        self.change_areas(box_id, |connection| match revision(connection, box_id, id)? {
            None => Ok(AreaKept::Gone),
            Some(now) if now != seen => Ok(AreaKept::Meanwhile(now)),
            Some(_) => {
                connection.execute(
                    "UPDATE area SET area = ?3, revision = revision + 1 WHERE box = ?1 AND id = ?2",
                    params![box_id.0, id, serde_json::to_string(area).map_err(damage_error)?],
                )?;
                Ok(AreaKept::Saved)
            }
        })
    }

    /// Removes an area, if nobody has saved it since `seen`.
    ///
    /// # Errors
    /// When the box is not published.
    pub fn remove_area(&mut self, box_id: BoxId, id: &str, seen: u32) -> Result<AreaKept, StoreError> {
        self.change_areas(box_id, |connection| match revision(connection, box_id, id)? {
            None => Ok(AreaKept::Gone),
            Some(now) if now != seen => Ok(AreaKept::Meanwhile(now)),
            Some(_) => {
                connection.execute("DELETE FROM area WHERE box = ?1 AND id = ?2", params![box_id.0, id])?;
                Ok(AreaKept::Saved)
            }
        })
    }

    fn change_areas(
        &mut self,
        box_id: BoxId,
        change: impl FnOnce(&Connection) -> Result<AreaKept, StoreError>,
    ) -> Result<AreaKept, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = released(&transaction, box_id)?;
        let kept = change(&transaction)?;
        if kept == AreaKept::Saved {
            let round = ballot_box.round.clone();
            note(&transaction, &hand, &ballot_box.wards, &Deed::AreasChanged { round })?;
            transaction.commit()?;
        }
        Ok(kept)
    }
}

/// The kinds of areas that are kept.
pub fn kinds(areas: &[AreaRow]) -> Vec<AreaKind> {
    areas.iter().map(|row| row.area.kind).collect()
}
