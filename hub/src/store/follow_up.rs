//! What was made of published results: on which day a report was given and a plan made. And the guides' log of cases shown on.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Params, params};
use trykk_shared::ids::BoxId;

use super::audit::note;
use super::organisation::read_zone;
use super::reach::{read_organisation_of, wards_within, write_ids};
use super::{Store, damage_error, read_box};
use crate::audit::Deed;
use crate::organisation::Places;
use crate::organisation::drafts::guides_all;
use crate::organisation::times::day_of;
use crate::process::passed_on::PassedOn;
use crate::process::silence::FollowUp;
use crate::rounds::NOTES_SECONDS;
use crate::store::StoreError;

/// What was made of a published box, and which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedUp {
    /// The box.
    pub id: BoxId,
    /// Its wards, in order.
    pub wards: Vec<String>,
    /// What was made of it.
    pub follow_up: FollowUp,
}

/// Which rows of `ward_beside` are the wards that were asked together with one in a box, in SQL.
const BESIDE: &str = "ward_beside.ward = mine.ward AND ward_beside.box = mine.box";

fn read_follow_ups(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<FollowedUp>, StoreError> {
    let zone = read_zone(connection)?;
    let sql = format!(
        "SELECT mine.box, mine.ward, mine.published, follow_up.report, follow_up.plan, (SELECT json_group_array(other) FROM ward_beside WHERE {BESIDE})
         FROM {which}
         AND NOT EXISTS (SELECT 1 FROM ward_beside CROSS JOIN ward_box AS later ON later.ward = ward_beside.other
             AND later.published > mine.published WHERE {BESIDE})
         ORDER BY mine.opens, mine.round, mine.ward"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    while let Some(row) = rows.next()? {
        let (id, ward): (BoxId, String) = (BoxId(row.get(0)?), row.get(1)?);
        // Once for each of its wards.
        if !known.insert(id) {
            continue;
        }
        let mut wards: BTreeSet<String> = serde_json::from_str(&row.get::<_, String>(5)?).map_err(damage_error)?;
        wards.insert(ward);
        found.push(FollowedUp {
            id,
            wards: wards.into_iter().collect(),
            follow_up: FollowUp {
                published: day_of(row.get::<_, i64>(2)? - NOTES_SECONDS, &zone),
                report: row.get(3)?,
                plan: row.get(4)?,
            },
        });
    }
    Ok(found)
}

impl Store {
    /// What was made of each box within reach that was published at `since` (Unix seconds) or later, and of which no ward has a later one: that
    /// one is spoken of then. A box of which it is not known any more when it was published is left out. That which opened first comes first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn follow_ups(&self, places: &Places, since: i64) -> Result<Vec<FollowedUp>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        // Of each ward the newest, however many years lie behind.
        let which = "json_each(?1) AS wanted CROSS JOIN ward_box AS mine ON mine.ward = wanted.value
                 AND mine.published = (SELECT max(published) FROM ward_box AS newest WHERE newest.ward = wanted.value)
             LEFT JOIN follow_up ON follow_up.box = mine.box WHERE mine.published >= ?2";
        read_follow_ups(&snapshot, which, params![wards, since.saturating_add(NOTES_SECONDS)])
    }

    /// The same of one box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn follow_up(&self, box_id: BoxId) -> Result<Option<FollowUp>, StoreError> {
        let which = "ward_box AS mine LEFT JOIN follow_up ON follow_up.box = mine.box
             WHERE mine.box = ?1 AND mine.published = (SELECT max(published) FROM ward_box AS newest WHERE newest.ward = mine.ward)";
        let found = read_follow_ups(&*self.snapshot()?, which, [box_id.0])?;
        Ok(found.into_iter().next().map(|found| found.follow_up))
    }

    /// Notes on which day the report of a published box was given, and its plan made. A day can be put right, and nothing takes it away
    /// again: what is left empty stays as it was.
    ///
    /// # Errors
    /// When there is no such box, or it is not published.
    pub fn note_follow_up(&mut self, box_id: BoxId, report: Option<i64>, plan: Option<i64>) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if !ballot_box.has_release() {
            return Err(StoreError::NotFound("published box", box_id.to_string()));
        }
        let sql = "SELECT report, plan FROM follow_up WHERE box = ?1";
        let before: Option<(Option<i64>, Option<i64>)> = transaction
            .query_row(sql, [box_id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let before = before.unwrap_or_default();
        let (report, plan) = (report.or(before.0), plan.or(before.1));
        if before == (report, plan) {
            return Ok(());
        }
        let sql = "INSERT OR REPLACE INTO follow_up (box, report, plan) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![box_id.0, report, plan])?;
        let deed = Deed::FollowUpNoted {
            round: ballot_box.round.clone(),
        };
        note(&transaction, &hand, &ballot_box.wards, &deed)?;
        Ok(transaction.commit()?)
    }

    /// The cases that were shown on at these wards and that this guide wrote down, or could count at that ward when it was; the latest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn passed_on(&self, wards: &[String], guide: &str) -> Result<Vec<PassedOn>, StoreError> {
        let sql = "SELECT id, ward, day, kind, function, account, readers FROM passed_on ORDER BY day DESC, id";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, function): (String, String) = (row.get(3)?, row.get(4)?);
            let one = PassedOn {
                id: row.get(0)?,
                ward: row.get(1)?,
                day: row.get(2)?,
                kind: kind.parse().map_err(damage_error)?,
                function: function.parse().map_err(damage_error)?,
                account: row.get(5)?,
            };
            let readers: Vec<String> = serde_json::from_str(&row.get::<_, String>(6)?).map_err(damage_error)?;
            let reads = one.account == guide || readers.iter().any(|reader| reader == guide);
            if reads && wards.contains(&one.ward) {
                found.push(one);
            }
        }
        Ok(found)
    }

    /// Writes down that a case was shown on, once under its id. The audit log says that the list was changed, and nothing of the case: not the ward either.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn pass_on(&mut self, one: &PassedOn) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let organisation = read_organisation_of(&transaction, std::slice::from_ref(&one.ward), &[])?;
        let accounts = organisation.accounts.iter();
        let readers: Vec<&String> = accounts
            .filter(|(email, account)| account.has_counting_key && guides_all(&organisation, email, [&one.ward]))
            .map(|(email, _)| email)
            .collect();
        let added = transaction.execute(
            "INSERT OR IGNORE INTO passed_on (id, ward, day, kind, function, account, readers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                one.id,
                one.ward,
                one.day,
                one.kind.name(),
                one.function.name(),
                one.account,
                serde_json::to_string(&readers).map_err(damage_error)?
            ],
        )?;
        if added == 1 {
            note(&transaction, &hand, &[], &Deed::PassedOnChanged {})?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes an entry out again that this account wrote. Whether there was one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn take_back_passed_on(&mut self, id: &str, account: &str) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let sql = "DELETE FROM passed_on WHERE id = ?1 AND account = ?2";
        let taken = transaction.execute(sql, [id, account])? == 1;
        if taken {
            note(&transaction, &hand, &[], &Deed::PassedOnChanged {})?;
        }
        transaction.commit()?;
        Ok(taken)
    }
}
