//! What guides sorted the notes of a box into, sealed to each.

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::ids::BoxId;

use super::{Store, StoreError};

/// The sorting of a guide, sealed.
fn read_sorting(connection: &Connection, box_id: BoxId, email: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT sealed FROM sorting WHERE box = ?1 AND email = ?2";
    let mut select = connection.prepare_cached(sql)?;
    Ok(select
        .query_row(params![box_id.0, email], |row| row.get(0))
        .optional()?)
}

impl Store {
    /// What a guide sorted the notes of a box into, sealed to that guide; nothing before the first is sorted.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn sorting(&self, box_id: BoxId, email: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read_sorting(&self.connection, box_id, email)
    }

    /// Keeps what a guide sorts the notes of a box into. `change` is given what is kept by now, and gives what is to be; nothing when it
    /// is to stay.
    ///
    /// # Errors
    /// When the guide has no note of the box, or none any more; what `change` gives.
    pub fn change_sorting(
        &mut self,
        box_id: BoxId,
        email: &str,
        change: impl FnOnce(Option<Vec<u8>>) -> Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let sql = "SELECT 1 FROM note WHERE box = ?1 AND email = ?2";
        if !transaction.prepare_cached(sql)?.exists(params![box_id.0, email])? {
            return Err(StoreError::NotFound("note in", box_id.to_string()));
        }
        if let Some(sealed) = change(read_sorting(&transaction, box_id, email)?)? {
            let sql = "INSERT INTO sorting VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET sealed = ?3";
            transaction.execute(sql, params![box_id.0, email, sealed])?;
        }
        Ok(transaction.commit()?)
    }
}
