//! Calendar feeds: one for each account at most, of whose address only a hash is here.

use rusqlite::{OptionalExtension, params};
use trykk_shared::language::Language;

use super::audit::note;
use super::{Store, damage_error};
use crate::audit::Deed;
use crate::organisation::{Places, Role};
use crate::store::StoreError;

/// Whose calendar feed it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedOwner {
    /// Their role now.
    pub role: Role,
    /// Their places now.
    pub places: Places,
    /// The language that was chosen last.
    pub language: Option<Language>,
}

impl Store {
    /// Keeps the address of an account's calendar feed, hashed, in the place of the one before. `day`: counted from 1970-01-01.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn make_feed(&mut self, email: &str, hash: &[u8; 32], day: i64) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let sql = "INSERT OR REPLACE INTO calendar_feed (email, hash, day) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![email, hash, day])?;
        note(&transaction, &hand, &[], &Deed::CalendarMade {})?;
        Ok(transaction.commit()?)
    }

    /// Ends an account's calendar feed. One that is not there is no fault.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_feed(&mut self, email: &str) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        if transaction.execute("DELETE FROM calendar_feed WHERE email = ?1", [email])? == 1 {
            note(&transaction, &hand, &[], &Deed::CalendarEnded {})?;
        }
        Ok(transaction.commit()?)
    }

    /// On which day the address of an account's calendar feed was made, if there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn feed_since(&self, email: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT day FROM calendar_feed WHERE email = ?1";
        Ok(self.connection.query_row(sql, [email], |row| row.get(0)).optional()?)
    }

    /// Whose feed has this hash, as long as the account is let in.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn find_feed(&self, hash: &[u8; 32]) -> Result<Option<FeedOwner>, StoreError> {
        let sql = "SELECT role, places, language FROM calendar_feed JOIN account USING (email) WHERE hash = ?1 AND blocked = 0";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([hash])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let language: Option<String> = row.get(2)?;
        Ok(Some(FeedOwner {
            role: serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?,
            places: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
            language: language.and_then(|code| code.parse().ok()),
        }))
    }
}
