//! What lists of figures are made of: which boxes were counted, and what their rounds are called, without a row of every box that ever was.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, params};
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Texts;

use super::reach::{wards_within, write_ids};
use super::{ROUND, Store, damage_error, read_mode};
use crate::organisation::Places;
use crate::store::{BoxRow, StoreError};

/// A box that was counted, published or not, as a list finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBox {
    /// Its id.
    pub id: BoxId,
    /// Its round.
    pub round: String,
    /// When it opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// Its wards.
    pub wards: BTreeSet<String>,
}

/// A round, as far as a list of figures says what was asked in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedRound {
    /// Its id.
    pub id: String,
    /// Its deck's id.
    pub deck: String,
    /// The version of the deck.
    pub version: u32,
    /// What the deck is called.
    pub title: Texts,
    /// How it was answered.
    pub mode: Mode,
    /// When it was planned to open, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it was planned to close, likewise.
    pub closes: i64,
}

fn read_asked(row: &Row<'_>) -> Result<AskedRound, StoreError> {
    Ok(AskedRound {
        id: row.get(0)?,
        deck: row.get(1)?,
        version: row.get(2)?,
        title: serde_json::from_str::<Texts>(&row.get::<_, String>(3)?).map_err(damage_error)?,
        mode: read_mode(&row.get::<_, String>(4)?)?,
        opens: row.get(5)?,
        closes: row.get(6)?,
    })
}

impl Store {
    /// The boxes that somebody's places reach and that were counted, pulses too; in no order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn counted_within(&self, places: &Places) -> Result<Vec<CountedBox>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let sql = "SELECT ward_box.box, ward_box.ward, ward_box.round, ward_box.opens FROM json_each(?1) AS mine
                   CROSS JOIN ward_box ON ward_box.ward = mine.value WHERE ward_box.is_counted = 1";
        let mut select = snapshot.prepare_cached(sql)?;
        let mut rows = select.query([&wards])?;
        let mut found: BTreeMap<BoxId, CountedBox> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (id, ward) = (BoxId(row.get(0)?), row.get(1)?);
            match found.get_mut(&id) {
                Some(counted) => {
                    counted.wards.insert(ward);
                }
                None => {
                    let (round, opens) = (row.get(2)?, row.get(3)?);
                    let wards = BTreeSet::from([ward]);
                    found.insert(
                        id,
                        CountedBox {
                            id,
                            round,
                            opens,
                            wards,
                        },
                    );
                }
            }
        }
        // Wards of others that were asked together with one of these.
        let sql = "SELECT ward_beside.box, ward_beside.other FROM json_each(?1) AS mine
                   CROSS JOIN ward_beside ON ward_beside.ward = mine.value";
        let mut select = snapshot.prepare_cached(sql)?;
        let mut rows = select.query([&wards])?;
        while let Some(row) = rows.next()? {
            if let Some(counted) = found.get_mut(&BoxId(row.get(0)?)) {
                counted.wards.insert(row.get(1)?);
            }
        }
        Ok(found.into_values().collect())
    }

    /// The boxes that were counted of a ward that is in a box, and that opened before it, pulses too; the newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn counted_before(&self, ballot_box: &BoxRow) -> Result<Vec<BoxId>, StoreError> {
        let sql = "SELECT box FROM ward_box WHERE ward = ?1 AND is_counted = 1 AND opens < ?2 ORDER BY opens DESC, box";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map(params![ballot_box.wards.first(), ballot_box.opens], |row| {
            Ok(BoxId(row.get(0)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was asked in these rounds, as far as a list says it; of pulses nothing. In the order of their ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn rounds_asked(&self, ids: &[String]) -> Result<Vec<AskedRound>, StoreError> {
        let sql = format!(
            "SELECT id, deck, version, title, mode, opens, closes
             FROM {ROUND} WHERE id IN (SELECT value FROM json_each(?1)) AND pulse_of IS NULL ORDER BY id"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([write_ids(ids)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read_asked(row)?);
        }
        Ok(found)
    }
}
