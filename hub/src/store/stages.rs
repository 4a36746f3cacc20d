//! Rounds, and how far their boxes have come: what lists of sums are made of, without a row of every box that ever was.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};
use trykk_shared::protocol::BoxState;

use super::box_lists::OF_DEPARTMENTS;
use super::reach::write_ids;
use super::{PLANNED, Store, damage_error};
use crate::figures::rollup::BoxesAlike;
use crate::store::StoreError;

/// The departments of a box's wards, in SQL: as they were settled, or as its wards are now.
const DEPARTMENTS: &str = "coalesce(box.departments, (SELECT json_group_array(department) FROM ward
    JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id))";

fn read_departments(written: &str) -> Result<Vec<String>, StoreError> {
    let departments: BTreeSet<String> = serde_json::from_str(written).map_err(damage_error)?;
    Ok(departments.into_iter().collect())
}

fn read_alike(row: &Row<'_>) -> Result<BoxesAlike, StoreError> {
    let state: String = row.get(2)?;
    Ok(BoxesAlike {
        round: row.get(0)?,
        departments: read_departments(&row.get::<_, String>(1)?)?,
        state: match state.as_str() {
            PLANNED => None,
            name => Some(BoxState::from_name(name).ok_or_else(|| damage_error(name))?),
        },
        has_key: row.get(3)?,
        are_pulses: row.get(4)?,
        closes: row.get(5)?,
        opens: row.get(6)?,
        boxes: row.get(7)?,
    })
}

/// The newest opening of a published box in each round, of all boxes or of those whose wards are all in one of these departments.
fn list_published(connection: &Connection, departments: Option<&[String]>) -> Result<Vec<(String, i64)>, StoreError> {
    let no_pulse = "round.plan ->> '$.pulse_of' IS NULL";
    let Some(departments) = departments else {
        let sql = format!(
            "SELECT round.id, (SELECT max(opens) FROM box WHERE box.round = round.id AND box.state = 'released') AS newest
             FROM round WHERE newest IS NOT NULL AND {no_pulse}"
        );
        let mut select = connection.prepare_cached(&sql)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        return Ok(rows.collect::<Result<_, _>>()?);
    };
    let sql = format!(
        "SELECT box.round, {DEPARTMENTS} AS its, max(box.opens) FROM box JOIN round ON round.id = box.round
         WHERE box.id IN {OF_DEPARTMENTS} AND +box.state = 'released' AND {no_pulse} GROUP BY box.round, its"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([write_ids(departments)])?;
    let mut newest: BTreeMap<String, i64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        // One that is pooled across several is in the sum of none of them.
        if let [department] = &read_departments(&row.get::<_, String>(1)?)?[..]
            && departments.contains(department)
        {
            let opened = newest.entry(row.get(0)?).or_insert(i64::MIN);
            *opened = row.get::<_, i64>(2)?.max(*opened);
        }
    }
    Ok(newest.into_iter().collect())
}

impl Store {
    /// The rounds that have a published result with figures in the sum of the whole organisation, or of one of these departments; that whose
    /// newest was opened last first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn published_rounds(&self, departments: Option<&[String]>) -> Result<Vec<String>, StoreError> {
        let mut rounds = list_published(&*self.snapshot()?, departments)?;
        rounds.sort_by(|(one, opened), (other, others)| (others, other).cmp(&(opened, one)));
        Ok(rounds.into_iter().map(|(id, _)| id).collect())
    }

    /// The boxes of these rounds, those that stand alike together; with `departments`, only of those that have to do with one of them. In the
    /// order of the rounds' ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_alike(
        &self,
        rounds: &[String],
        departments: Option<&[String]>,
    ) -> Result<Vec<BoxesAlike>, StoreError> {
        let within = match departments {
            None => "?1 IS NOT NULL AND box.round".to_owned(),
            // Few boxes are theirs, and many are in the rounds.
            Some(_) => format!("box.id IN {OF_DEPARTMENTS} AND +box.round"),
        };
        let sql = format!(
            "SELECT box.round, {DEPARTMENTS} AS its, box.state, box.public_key IS NOT NULL AS has_key,
                    round.plan ->> '$.pulse_of' IS NOT NULL, box.closes, min(box.opens), count(*)
             FROM box JOIN round ON round.id = box.round
             WHERE {within} IN (SELECT value FROM json_each(?2))
             GROUP BY box.round, its, box.state, has_key, box.closes ORDER BY box.round"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params![write_ids(departments.unwrap_or(&[])), write_ids(rounds)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read_alike(row)?);
        }
        Ok(found)
    }
}
