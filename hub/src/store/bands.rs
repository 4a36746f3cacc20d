//! What is published of notes, in bands.

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::ids::BoxId;

use super::audit::note;
use super::boxes::{state_name, wrong_state};
use super::{Store, StoreError, damage_error, read_box};
use crate::analysis::bands::Bands;
use crate::audit::Deed;

/// What became of the bands of a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BandsRow {
    /// They are published.
    Published(Bands),
    /// They were published, and withdrawn: none are made again.
    Withdrawn,
}

pub(super) fn read_bands(connection: &Connection, box_id: BoxId) -> Result<Option<BandsRow>, StoreError> {
    let mut select = connection.prepare_cached("SELECT bands FROM bands WHERE box = ?1")?;
    let found: Option<Option<String>> = select.query_row([box_id.0], |row| row.get(0)).optional()?;
    match found {
        None => Ok(None),
        Some(None) => Ok(Some(BandsRow::Withdrawn)),
        Some(Some(bands)) => Ok(Some(BandsRow::Published(
            serde_json::from_str(&bands).map_err(damage_error)?,
        ))),
    }
}

impl Store {
    /// What is published of the notes of a box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn bands(&self, box_id: BoxId) -> Result<Option<BandsRow>, StoreError> {
        read_bands(&self.connection, box_id)
    }

    /// Publishes what the notes of a published box are about, if nobody has done so before. Says whether it was done: another sorting would
    /// give other bands, and the difference of two is of a few writers.
    ///
    /// # Errors
    /// When the box is not published.
    pub fn publish_bands(&mut self, box_id: BoxId, bands: &Bands, by: &str, now: i64) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if !ballot_box.has_release() {
            let wanted = "what notes are about is published after the figures";
            return Err(wrong_state(&ballot_box, state_name(&ballot_box, None), wanted));
        }
        if read_bands(&transaction, box_id)?.is_some() {
            return Ok(false);
        }
        let bands = serde_json::to_string(bands).map_err(damage_error)?;
        transaction.execute(
            "INSERT INTO bands VALUES (?1, ?2, ?3, ?4)",
            params![box_id.0, bands, by, now],
        )?;
        let round = ballot_box.round.clone();
        note(&transaction, &hand, &ballot_box.wards, &Deed::BandsPublished { round })?;
        transaction.commit()?;
        Ok(true)
    }

    /// Withdraws all of them, for good.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn withdraw_bands(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        let sql = "UPDATE bands SET bands = NULL WHERE box = ?1 AND bands IS NOT NULL";
        if transaction.execute(sql, [box_id.0])? > 0 {
            let round = ballot_box.round.clone();
            note(&transaction, &hand, &ballot_box.wards, &Deed::BandsWithdrawn { round })?;
            transaction.commit()?;
        }
        Ok(())
    }
}
