//! What counts were made of, and what tablets found when they looked for theirs.

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::counted::{CountNumber, CountedList};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::CountCheck;

use super::tablets::TELL_OVER_SECONDS;
use super::{Store, damage_error, read_box};
use crate::audit::Deed;
use crate::store::{KeptCount, StoreError};

/// What tablets found when they looked for their envelopes in a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountChecks {
    /// The number of the count.
    pub number: CountNumber,
    /// How many tablets were given the box's key.
    pub tablets: u32,
    /// How many of them found all that they hold.
    pub whole: u32,
    /// How many of them missed something.
    pub missing: u32,
    /// Whether the audit log says another number of it: then it was changed since.
    pub changed: bool,
}

/// A count's number in a column, if there is one.
pub(super) fn read_number(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<CountNumber>> {
    let kept: Option<[u8; 32]> = row.get(column)?;
    Ok(kept.map(CountNumber))
}

/// Keeps what a box's count was made of; what tablets found of an earlier one is forgotten.
pub(super) fn keep_counted(connection: &Connection, box_id: BoxId, list: &CountedList) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE box SET counted = ?2, count_number = ?3 WHERE id = ?1",
        params![box_id.0, list.to_bytes(), list.number(box_id).0],
    )?;
    connection.execute("UPDATE tablet_box SET checked = NULL WHERE box = ?1", [box_id.0])?;
    Ok(())
}

/// Puts back what a box's count can be checked by, where the database does not know of it.
pub(super) fn put_back_counted(connection: &Connection, box_id: BoxId, count: &KeptCount) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE box SET counted = ?2, count_number = ?3 WHERE id = ?1 AND count_number IS NULL",
        params![box_id.0, count.list.as_ref().map(CountedList::to_bytes), count.number.0],
    )?;
    Ok(())
}

/// What the audit log has of counts in the wards of a box, the newest first: by the index `audit_counted`.
const COUNTS_IN_LOG: &str = "SELECT about FROM audit WHERE deed = 'counted' AND wards = ?1 ORDER BY number DESC";

/// The number that the audit log has of a box's count, as long as it goes back so far.
fn find_number_in_log(connection: &Connection, box_id: BoxId) -> Result<Option<String>, StoreError> {
    let ballot_box = read_box(connection, box_id)?;
    let wards = serde_json::to_string(&ballot_box.wards).map_err(damage_error)?;
    let mut select = connection.prepare_cached(COUNTS_IN_LOG)?;
    let mut rows = select.query([wards])?;
    while let Some(row) = rows.next()? {
        let about: String = row.get(0)?;
        if let Some(Deed::Counted { round, number, .. }) = Deed::read("counted", &about)
            && round == ballot_box.round
        {
            return Ok(number);
        }
    }
    Ok(None)
}

/// Notes what a tablet found. Of another count than the one that stands it says nothing; and what it has missed once it has missed.
pub(super) fn note_check(connection: &Connection, tablet: &str, check: &CountCheck) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE tablet_box SET checked = ?3 WHERE box = ?1 AND tablet = ?2 AND checked IS NOT 0
             AND EXISTS (SELECT 1 FROM box WHERE box.id = ?1 AND box.count_number = ?4)",
        params![check.box_id.0, tablet, check.whole, check.number.0],
    )?;
    Ok(())
}

/// Forgets the lists that no tablet hears of any more.
pub(super) fn forget_counted(connection: &Connection, now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE box INDEXED BY box_counted SET counted = NULL WHERE counted IS NOT NULL AND closes <= ?1";
    connection.execute(sql, [now - TELL_OVER_SECONDS])?;
    Ok(())
}

impl Store {
    /// What a box's count was made of, for a tablet that was given its key.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn counted_for(&self, box_id: BoxId, tablet: &str) -> Result<Option<CountedList>, StoreError> {
        let sql = "SELECT counted FROM box JOIN tablet_box ON tablet_box.box = box.id
                   WHERE box.id = ?1 AND tablet_box.tablet = ?2 AND counted IS NOT NULL";
        let mut select = self.connection.prepare_cached(sql)?;
        let kept: Option<Vec<u8>> = select
            .query_row(params![box_id.0, tablet], |row| row.get(0))
            .optional()?;
        match kept {
            None => Ok(None),
            Some(kept) => match CountedList::from_bytes(&kept) {
                Some(list) => Ok(Some(list)),
                None => Err(StoreError::Damaged(format!(
                    "what the count of box {box_id} was made of"
                ))),
            },
        }
    }

    /// What tablets check a box's count by, if it was counted since counts can be checked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn kept_count(&self, box_id: BoxId) -> Result<Option<KeptCount>, StoreError> {
        let sql = "SELECT counted, count_number FROM box WHERE id = ?1";
        let kept = self.connection.query_row(sql, [box_id.0], |row| {
            let list: Option<Vec<u8>> = row.get(0)?;
            Ok(read_number(row, "count_number")?.map(|number| KeptCount {
                number,
                list: list.as_deref().and_then(CountedList::from_bytes),
            }))
        });
        Ok(kept.optional()?.flatten())
    }

    /// What tablets found in a box's count; `None` where none can be checked: it is not counted, or was before counts were.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_checks(&self, box_id: BoxId) -> Result<Option<CountChecks>, StoreError> {
        let sql = "SELECT count_number, count(tablet), coalesce(sum(checked = 1), 0), coalesce(sum(checked = 0), 0)
                   FROM box LEFT JOIN tablet_box ON tablet_box.box = box.id WHERE box.id = ?1 GROUP BY box.id";
        let found = self.connection.prepare_cached(sql)?.query_row([box_id.0], |row| {
            let number = read_number(row, "count_number")?;
            let (tablets, whole, missing) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(number.map(|number| CountChecks {
                number,
                tablets,
                whole,
                missing,
                changed: false,
            }))
        });
        let Some(checks) = found.optional()?.flatten() else {
            return Ok(None);
        };
        let logged = find_number_in_log(&self.connection, box_id)?;
        Ok(Some(CountChecks {
            changed: logged.is_some_and(|logged| logged != checks.number.to_string()),
            ..checks
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The log grows with every deed of a hospital; a page that asks for a box's count does not read it all.
    #[test]
    fn a_count_is_found_in_the_log_by_its_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("hub.db")).unwrap();
        let asked = format!("EXPLAIN QUERY PLAN {COUNTS_IN_LOG}");
        let plan: String = store.connection.query_row(&asked, ["[]"], |row| row.get(3)).unwrap();
        assert!(plan.contains("USING INDEX audit_counted (wards=?)"), "{plan}");
    }
}
