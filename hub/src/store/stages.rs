//! Rounds, and how far their boxes have come: what lists of sums are made of, without a row of every box that ever was.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};
use trykk_shared::protocol::BoxState;

use super::reach::write_ids;
use super::{PLANNED, ROUND, Store, damage_error};
use crate::figures::rollup::BoxesAlike;
use crate::store::StoreError;

/// The departments that a box's wards are in now, in SQL.
const DEPARTMENTS_NOW: &str = "(SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id
    WHERE box_ward.box = box.id)";

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
        closes: row.get(4)?,
        opens: row.get(5)?,
        boxes: row.get(6)?,
        are_pulses: row.get(7)?,
    })
}

/// The newest opening of a published box in each round, of all boxes or of those whose wards are all in one of these departments.
fn list_published(connection: &Connection, departments: Option<&[String]>) -> Result<Vec<(String, i64)>, StoreError> {
    let newest = match departments {
        None => format!(
            "SELECT id, (SELECT max(opens) FROM box WHERE box.round = round.id AND box.state = 'released') AS newest
             FROM {ROUND} WHERE ?1 IS NOT NULL AND newest IS NOT NULL"
        ),
        // One that is pooled across several is in the sum of none of them.
        Some(_) => "SELECT round AS id, max(opens) AS newest FROM box_department
                    WHERE department IN (SELECT value FROM json_each(?1)) AND is_published = 1 AND is_alone = 1 GROUP BY round"
            .to_owned(),
    };
    let sql = format!(
        "SELECT found.id, found.newest FROM ({newest}) AS found JOIN {ROUND} ON round.id = found.id WHERE round.pulse_of IS NULL"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([write_ids(departments.unwrap_or(&[]))], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
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
        let (settled, others) = match departments {
            // Of those that have begun, which are many, nothing is read but an index. None of them waits for a key.
            None => (
                "SELECT box.round, box.departments AS its, box.state, 1 AS has_key, box.closes, min(box.opens), count(*)
                 FROM box WHERE box.round IN (SELECT value FROM json_each(?2)) AND box.departments IS NOT NULL AND box.state <> 'planned'
                 GROUP BY box.round, its, box.state, box.closes",
                "box.state = 'planned' AND ?1 IS NOT NULL",
            ),
            // Few boxes are theirs, and many are in the rounds.
            Some(_) => (
                "SELECT box.round, box.departments AS its, box.state, box.public_key IS NOT NULL AS has_key, box.closes, min(box.opens), count(*)
                 FROM (SELECT DISTINCT box AS id FROM box_department WHERE department IN (SELECT value FROM json_each(?1))
                           AND round IN (SELECT value FROM json_each(?2))) AS theirs CROSS JOIN box ON box.id = theirs.id
                 GROUP BY box.round, its, box.state, box.closes, has_key",
                "box.departments IS NULL AND box.id IN (
                     SELECT ward_box.box FROM ward CROSS JOIN ward_box ON ward_box.ward = ward.id AND ward_box.is_over = 0
                     WHERE ward.department IN (SELECT value FROM json_each(?1)))",
            ),
        };
        // A planned box whose departments are not settled belongs where its wards are now; there are few of them.
        let sql = format!(
            "SELECT found.*, round.pulse_of IS NOT NULL FROM (
                 {settled}
                 UNION ALL
                 SELECT box.round, coalesce(box.departments, {DEPARTMENTS_NOW}) AS its, box.state, box.public_key IS NOT NULL AS has_key,
                     box.closes, min(box.opens), count(*)
                 FROM box WHERE {others} AND box.round IN (SELECT value FROM json_each(?2))
                 GROUP BY box.round, its, box.state, box.closes, has_key) AS found
             JOIN {ROUND} ON round.id = found.round ORDER BY found.round"
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
