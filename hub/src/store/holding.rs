//! Since when somebody holds a role that signs.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params, params_from_iter};

use super::organisation::read_people;
use super::reach::write_ids;
use super::{Store, StoreError};
use crate::organisation::Organisation;
use crate::organisation::times::day_of;
use crate::signing::SIGNERS;

/// Notes from `day` on who holds a role that signs, where it was not known before, and forgets who does not any more: in these wards, with
/// whoever reaches them, or in all of the whole organisation.
pub(super) fn note_holding(
    connection: &Connection,
    organisation: &Organisation,
    of: Option<&[String]>,
    day: i64,
) -> Result<(), rusqlite::Error> {
    let is_of = |ward: &&String| of.is_none_or(|wards| wards.contains(*ward));
    let mut in_department: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (id, ward) in &organisation.wards {
        in_department.entry(&ward.department).or_default().push(id);
    }
    // What the places of each reach, and not each ward held against each account: there are thousands of both.
    let signers = organisation
        .accounts
        .iter()
        .filter(|(_, account)| SIGNERS.contains(&account.role));
    let held = signers.flat_map(|(email, account)| {
        let named = account.places.wards.iter();
        let named = named.filter_map(|ward| organisation.wards.get_key_value(ward));
        let below = account.places.departments.iter();
        let below = below
            .filter_map(|department| in_department.get(department))
            .flatten()
            .copied();
        let wards = named.map(|(id, _)| id).chain(below).filter(is_of);
        wards.map(move |ward| (email, account.role.name(), ward))
    });
    let held: BTreeSet<_> = held.collect();
    // Two statements: one that serves both cases would read all of the table in either.
    let (which, wards) = match of {
        Some(wards) => (
            "WHERE ward IN (SELECT value FROM json_each(?1))",
            vec![write_ids(wards)],
        ),
        None => ("", Vec::new()),
    };
    let known: Vec<(String, String, String)> = connection
        .prepare_cached(&format!("SELECT email, role, ward FROM holding {which}"))?
        .query_map(params_from_iter(wards), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (email, role, ward) in known
        .iter()
        .filter(|(email, role, ward)| !held.contains(&(email, role, ward)))
    {
        let sql = "DELETE FROM holding WHERE email = ?1 AND role = ?2 AND ward = ?3";
        connection.prepare_cached(sql)?.execute([email, role, ward])?;
    }
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO holding (email, role, ward, since) VALUES (?1, ?2, ?3, ?4)")?;
    for (email, role, ward) in held {
        insert.execute(params![email, role, ward, day])?;
    }
    Ok(())
}

impl Store {
    /// Notes who holds a role that signs and was not known to: a database of before kept no days.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_holding(&mut self, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let organisation = read_people(&transaction)?;
        note_holding(&transaction, &organisation, None, day_of(now, &organisation.zone()))?;
        Ok(transaction.commit()?)
    }
}
