//! What pulses say. A pulse's box has no tally and no release: whoever reads those finds nothing, whatever page or file asks.

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::boxes::{destroy_shares, set_state, state_name, wrong_state};
use super::{Store, damage_error, read_box};
use crate::audit::Deed;
use crate::figures::pulse::Pulse;
use crate::store::StoreError;

/// Keeps what a pulse says, in place of the same from before.
pub(super) fn keep_pulse(connection: &Connection, box_id: BoxId, pulse: &Pulse) -> Result<(), StoreError> {
    let results = serde_json::to_string(pulse).map_err(damage_error)?;
    connection.execute(
        "INSERT OR REPLACE INTO pulse VALUES (?1, ?2)",
        params![box_id.0, results],
    )?;
    Ok(())
}

fn read_pulse(connection: &Connection, sql: &str, box_id: BoxId) -> Result<Option<Pulse>, StoreError> {
    let text: Option<String> = connection.query_row(sql, [box_id.0], |row| row.get(0)).optional()?;
    let pulse = text.map(|text| serde_json::from_str(&text).map_err(damage_error));
    pulse.transpose()
}

impl Store {
    /// What a published pulse says; nothing of one that is counted and not published, nor of any other box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn pulse(&self, box_id: BoxId) -> Result<Option<Pulse>, StoreError> {
        let sql = "SELECT pulse.results FROM pulse JOIN box ON box.id = pulse.box WHERE box.id = ?1 AND box.state = 'released'";
        read_pulse(&self.connection, sql, box_id)
    }

    /// The same of one that is counted, published or not: for the step that publishes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn counted_pulse(&self, box_id: BoxId) -> Result<Option<Pulse>, StoreError> {
        read_pulse(&self.connection, "SELECT results FROM pulse WHERE box = ?1", box_id)
    }

    /// Publishes a counted pulse: its shares go. There are no notes of it to be deleted later.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not counted, published already, or no pulse.
    pub fn publish_pulse(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        let sql = "SELECT results FROM pulse WHERE box = ?1";
        let is_there = read_pulse(&transaction, sql, box_id)?.is_some();
        if ballot_box.state != Some(BoxState::Counted) || !is_there {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "only a counted pulse can be released, once",
            ));
        }
        set_state(&transaction, box_id, BoxState::Released)?;
        transaction.execute("UPDATE box SET notes_until = NULL WHERE id = ?1", [box_id.0])?;
        destroy_shares(&transaction, box_id)?;
        let round = ballot_box.round.clone();
        note(&transaction, &hand, &ballot_box.wards, &Deed::Released { round })?;
        transaction.commit()?;
        Ok(())
    }
}
