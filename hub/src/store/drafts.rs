//! Rounds that guides are still writing.

use rusqlite::{Connection, Row, params};

use super::organisation::read_organisation;
use super::organisation_changes::carry_out_all;
use super::{Store, damage_error};
use crate::organisation::drafts::Draft;
use crate::organisation::{Change, Organisation};
use crate::store::{BoxIds, StoreError};

/// A round that is still being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// What its page is called.
    pub id: String,
    /// What was written.
    pub draft: Draft,
    /// Who began it.
    pub made_by: String,
    /// When it was saved last, seconds since 1970-01-01 UTC.
    pub saved: i64,
    /// How often it was saved.
    pub revision: u32,
}

const COLUMNS: &str = "id, written, made_by, saved, revision";

fn row(row: &Row<'_>) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        id: row.get(0)?,
        draft: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
        made_by: row.get(2)?,
        saved: row.get(3)?,
        revision: row.get(4)?,
    })
}

fn find(connection: &Connection, id: &str) -> Result<DraftRow, StoreError> {
    let mut select = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE id = ?1"))?;
    let mut rows = select.query([id])?;
    match rows.next()? {
        Some(found) => row(found),
        None => Err(StoreError::NotFound("draft", id.to_owned())),
    }
}

/// Forgets the drafts of somebody who is removed that are for no ward that is there: nobody sees them, and nobody will. What is for a ward
/// stays: a colleague goes on with it, or whoever comes next.
pub(super) fn forget_unseen(
    connection: &Connection,
    organisation: &Organisation,
    email: &str,
) -> Result<(), StoreError> {
    let mut select = connection.prepare(&format!("SELECT {COLUMNS} FROM draft WHERE made_by = ?1"))?;
    let mut rows = select.query([email])?;
    while let Some(found) = rows.next()? {
        let one = row(found)?;
        if !one.draft.wards.keys().any(|ward| organisation.wards.contains_key(ward)) {
            connection.execute("DELETE FROM draft WHERE id = ?1", [one.id])?;
        }
    }
    Ok(())
}

impl Store {
    /// Every draft, the one that was saved last first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn drafts(&self) -> Result<Vec<DraftRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM draft ORDER BY saved DESC, id");
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        let mut drafts = Vec::new();
        while let Some(found) = rows.next()? {
            drafts.push(row(found)?);
        }
        Ok(drafts)
    }

    /// How many drafts of rounds somebody has begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_drafts(&self, by: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM draft WHERE made_by = ?1";
        Ok(self.connection.query_row(sql, [by], |row| row.get(0))?)
    }

    /// One draft.
    ///
    /// # Errors
    /// When there is none with this id.
    pub fn draft(&self, id: &str) -> Result<DraftRow, StoreError> {
        find(&self.connection, id)
    }

    /// Keeps a new draft.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add_draft(&mut self, id: &str, draft: &Draft, by: &str, now: i64) -> Result<(), StoreError> {
        let written = serde_json::to_string(draft).map_err(damage_error)?;
        let sql = "INSERT INTO draft (id, written, made_by, saved, revision) VALUES (?1, ?2, ?3, ?4, 1)";
        self.connection.execute(sql, params![id, written, by, now])?;
        Ok(())
    }

    /// Keeps what was written, in place of `revision` of it; says whether it did, or somebody else had saved meanwhile.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn save_draft(&mut self, id: &str, revision: u32, draft: &Draft, now: i64) -> Result<bool, StoreError> {
        let written = serde_json::to_string(draft).map_err(damage_error)?;
        let sql = "UPDATE draft SET written = ?3, saved = ?4, revision = revision + 1 WHERE id = ?1 AND revision = ?2";
        let changed = self.connection.execute(sql, params![id, revision, written, now])?;
        Ok(changed == 1)
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete_draft(&mut self, id: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM draft WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Lets `decide` make a draft a round of the plan as it stands, and forgets the draft, in one step: it becomes one round
    /// at most. New boxes get ids from `ids`.
    ///
    /// # Errors
    /// When there is no such draft; what `decide` refuses is the inner error, and nothing is changed.
    pub fn plan_draft<E>(
        &mut self,
        id: &str,
        ids: &BoxIds,
        decide: impl FnOnce(&Organisation, &Draft) -> Result<(String, Vec<Change>), E>,
    ) -> Result<Result<String, E>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let written = find(&transaction, id)?;
        let (round, changes) = match decide(&read_organisation(&transaction)?, &written.draft) {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        carry_out_all(&transaction, &changes, ids, &hand)?;
        transaction.execute("DELETE FROM draft WHERE id = ?1", [id])?;
        transaction.commit()?;
        Ok(Ok(round))
    }
}
