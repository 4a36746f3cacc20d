//! What tablets say of themselves.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{OptionalExtension, Row, Transaction, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxState, Health, TabletTrouble};

use super::{Store, read_box};
use crate::store::{StoreError, TabletRow, TabletState};

/// What a column says of a tablet's troubles. What this version does not know is passed over.
pub(super) fn read_troubles(row: &Row<'_>, column: usize) -> rusqlite::Result<BTreeSet<TabletTrouble>> {
    let names: String = row.get(column)?;
    let named: Vec<serde_json::Value> = serde_json::from_str(&names).unwrap_or_default();
    let known = named.into_iter().filter_map(|name| serde_json::from_value(name).ok());
    Ok(known.collect())
}

/// Notes what a tablet says troubles it, beside what it has said before.
fn add_troubles(
    transaction: &Transaction<'_>,
    box_id: BoxId,
    tablet: &str,
    said: &BTreeSet<TabletTrouble>,
) -> Result<(), StoreError> {
    let key = params![box_id.0, tablet];
    let sql = "SELECT troubles FROM tablet_box WHERE box = ?1 AND tablet = ?2";
    let Some(known) = transaction
        .query_row(sql, key, |row| read_troubles(row, 0))
        .optional()?
    else {
        return Ok(());
    };
    if !said.is_subset(&known) {
        let all: BTreeSet<TabletTrouble> = known.union(said).copied().collect();
        let names = serde_json::to_string(&all).map_err(|error| StoreError::Damaged(error.to_string()))?;
        transaction.execute(
            "UPDATE tablet_box SET troubles = ?3 WHERE box = ?1 AND tablet = ?2",
            params![box_id.0, tablet, names],
        )?;
    }
    Ok(())
}

/// Whether a box can give a tablet this trouble: with codes nobody answers too fast, and without there are none to go wrong.
fn can_have(trouble: TabletTrouble, asks_for_codes: bool) -> bool {
    match trouble {
        TabletTrouble::Damaged => true,
        TabletTrouble::CodesUnreadable | TabletTrouble::ManyWrongCodes => asks_for_codes,
        TabletTrouble::TooFast => !asks_for_codes,
    }
}

impl Store {
    /// Notes what a tablet says of itself. One that is out of use has then heard of every box that is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_health(&mut self, tablet: &TabletRow, health: &Health, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let mut states = HashMap::new();
        for said in &health.boxes {
            let row = read_box(&transaction, said.box_id);
            let closed = matches!(&row, Ok(row) if row.state_at(now) == Some(BoxState::Closed));
            states.insert(said.box_id, closed && !said.waits);
            let asks_for_codes = row.as_ref().is_ok_and(|row| row.asks_for_codes);
            let troubles: BTreeSet<TabletTrouble> = said
                .troubles
                .iter()
                .copied()
                .filter(|trouble| can_have(*trouble, asks_for_codes))
                .collect();
            // Whoever has a stolen tablet's token says nothing about anybody's answers.
            if !troubles.is_empty() && tablet.state != TabletState::Stolen {
                add_troubles(&transaction, said.box_id, &tablet.id, &troubles)?;
            }
        }
        if tablet.state != TabletState::Active {
            // It has been told that these are over and has forgotten them: nothing is left to say to it.
            transaction.execute(
                "DELETE FROM tablet_box WHERE tablet = ?1 AND box IN (SELECT id FROM box WHERE state IN (?2, ?3))",
                params![tablet.id, BoxState::Released.name(), BoxState::ClosedUnread.name()],
            )?;
        }
        for (box_id, nothing_waits) in states {
            transaction.execute(
                "UPDATE tablet_box SET clear = ?3 WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet.id, nothing_waits],
            )?;
        }
        transaction.execute(
            "UPDATE tablet SET last_seen = ?2 WHERE id = ?1",
            params![tablet.id, now],
        )?;
        transaction.commit()?;
        Ok(())
    }
}
