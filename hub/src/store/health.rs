//! What tablets say of themselves.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{OptionalExtension, Row, Transaction, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxState, Condition, Health, TabletTrouble};
use trykk_shared::waiting::Waiting;

use super::counted::note_check;
use super::{Store, read_box};
use crate::contacts::{Contact, Contacts};
use crate::store::{StoreError, TabletRow, TabletState};

/// The longest version of a program that is shown, in characters.
const LONGEST_VERSION: usize = 24;

/// What a column says of a tablet's troubles. What this version does not know is passed over.
pub(super) fn read_troubles(row: &Row<'_>, column: usize) -> rusqlite::Result<BTreeSet<TabletTrouble>> {
    let names: String = row.get(column)?;
    let named: Vec<serde_json::Value> = serde_json::from_str(&names).unwrap_or_default();
    let known = named.into_iter().filter_map(|name| serde_json::from_value(name).ok());
    Ok(known.collect())
}

/// What a column says of how a tablet is. What this version cannot read is not known.
pub(super) fn read_condition(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Condition>> {
    let said: Option<String> = row.get(column)?;
    Ok(said.and_then(|said| serde_json::from_str(&said).ok()))
}

/// The same of why something waits on it.
pub(super) fn read_why(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Waiting>> {
    let said: Option<String> = row.get(column)?;
    Ok(said.and_then(|said| serde_json::from_value(said.into()).ok()))
}

/// Notes how a tablet says that it is. A version is shown to people: what is none is not kept.
fn note_condition(transaction: &Transaction<'_>, tablet: &str, said: Option<&Condition>) -> Result<(), StoreError> {
    let is_version = |version: &str| {
        version.len() <= LONGEST_VERSION
            && version
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(&byte))
    };
    let kept = said.filter(|said| is_version(&said.version)).map(serde_json::to_string);
    let kept = kept
        .transpose()
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    transaction
        .prepare_cached("UPDATE tablet SET condition = ?2 WHERE id = ?1 AND condition IS NOT ?2")?
        .execute(params![tablet, kept])?;
    Ok(())
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

fn read_contacts(transaction: &Transaction<'_>, tablet: &str, token_hash: &[u8; 32]) -> Result<Contacts, StoreError> {
    let kept: Option<String> = transaction
        .prepare_cached("SELECT contacts FROM tablet WHERE id = ?1")?
        .query_row([tablet], |row| row.get(0))
        .optional()?;
    // What cannot be read is begun anew: a tablet is never kept out by it.
    let kept: Contacts = kept
        .and_then(|kept| serde_json::from_str(&kept).ok())
        .unwrap_or_default();
    Ok(kept.with_token(token_hash))
}

/// Notes that a tablet has a copy, of every box whose key it was given and that is not counted yet.
fn note_copy(transaction: &Transaction<'_>, tablet: &str) -> Result<(), StoreError> {
    let boxes: Vec<BoxId> = {
        let sql = "SELECT box.id FROM tablet_box JOIN box ON box.id = tablet_box.box
                   WHERE tablet_box.tablet = ?1 AND box.state = 'open'";
        let mut select = transaction.prepare_cached(sql)?;
        let found = select.query_map([tablet], |row| row.get(0).map(BoxId))?;
        found.collect::<Result<_, _>>()?
    };
    for box_id in boxes {
        add_troubles(transaction, box_id, tablet, &[TabletTrouble::Copied].into())?;
        transaction.execute(
            "UPDATE tablet_box SET clear = 0 WHERE box = ?1 AND tablet = ?2 AND clear <> 0",
            params![box_id.0, tablet],
        )?;
    }
    Ok(())
}

/// Whether a tablet can say that it has this trouble in such a box: with codes nobody answers too fast, and without there are none to go wrong.
fn can_have(trouble: TabletTrouble, asks_for_codes: bool) -> bool {
    match trouble {
        TabletTrouble::Damaged => true,
        TabletTrouble::CodesUnreadable | TabletTrouble::ManyWrongCodes => asks_for_codes,
        TabletTrouble::TooFast => !asks_for_codes,
        TabletTrouble::Copied => false,
    }
}

impl Store {
    /// A tablet shows this at a contact, with its token; gives what it shows at the next one, of what was `drawn`. Where a copy of it is found out, that is
    /// noted of every box that it may hold something of.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn hear_tablet(
        &mut self,
        tablet: &str,
        token_hash: &[u8; 32],
        shown: Option<&Contact>,
        drawn: [u8; 16],
        now: i64,
    ) -> Result<Contact, StoreError> {
        let transaction = self.transaction()?;
        let mut contacts = read_contacts(&transaction, tablet, token_hash)?;
        let next = contacts.hear(shown, drawn);
        let kept = serde_json::to_string(&contacts).map_err(|error| StoreError::Damaged(error.to_string()))?;
        transaction
            .prepare_cached("UPDATE tablet SET contacts = ?2, last_seen = ?3 WHERE id = ?1")?
            .execute(params![tablet, kept, now])?;
        if contacts.is_copied() {
            note_copy(&transaction, tablet)?;
        }
        transaction.commit()?;
        Ok(next)
    }

    /// Notes what a tablet says of itself, that shows this contact. One that is out of use has then heard of every box that is over.
    /// Of one that has a copy, or is not the one that was heard last, it is not believed that nothing waits.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_health(
        &mut self,
        tablet: &TabletRow,
        token_hash: &[u8; 32],
        health: &Health,
        shown: Option<&Contact>,
        now: i64,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let contacts = read_contacts(&transaction, &tablet.id, token_hash)?;
        let believed = contacts.believes(shown);
        if contacts.is_copied() {
            note_copy(&transaction, &tablet.id)?;
        }
        if tablet.state != TabletState::Stolen && believed {
            note_condition(&transaction, &tablet.id, health.condition.as_ref())?;
        }
        let mut states = HashMap::new();
        for said in &health.boxes {
            let row = read_box(&transaction, said.box_id);
            let closed = matches!(&row, Ok(row) if row.state_at(now) == Some(BoxState::Closed));
            let for_good = row.as_ref().is_ok_and(|row| row.is_closed_for_good(now));
            let why = said.why.filter(|_| for_good && said.waits && believed);
            states.insert(said.box_id, (closed && !said.waits && believed, why));
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
        if tablet.state != TabletState::Stolen {
            for check in &health.checks {
                note_check(&transaction, &tablet.id, check)?;
            }
        }
        if tablet.state != TabletState::Active {
            // It has been told that these are over and has forgotten them: nothing is left to say to it. What it found in a count stands.
            transaction.execute(
                "DELETE FROM tablet_box WHERE tablet = ?1
                     AND box IN (SELECT id FROM box WHERE state IN (?2, ?3) AND count_number IS NULL)",
                params![tablet.id, BoxState::Released.name(), BoxState::ClosedUnread.name()],
            )?;
        }
        for (box_id, (nothing_waits, why)) in states {
            let why = why.map(serde_json::to_value).transpose();
            let why = why.map_err(|error| StoreError::Damaged(error.to_string()))?;
            let why = why.as_ref().and_then(|why| why.as_str());
            transaction.execute(
                "UPDATE tablet_box SET clear = ?3, why = ?4 WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet.id, nothing_waits, why],
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
