//! Tokens of guides for the API of results. Only their hashes are here.

use rusqlite::{Connection, Row, params};

use super::audit::note;
use super::{Store, damage_error};
use crate::audit::Deed;
use crate::organisation::Organisation;
use crate::organisation::drafts::guides_all;
use crate::store::{SECONDS_OF_DAY, StoreError};

/// A token, as its maker sees it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// What pages call it by.
    pub id: String,
    /// The guide who made it.
    pub email: String,
    /// What the guide calls it.
    pub name: String,
    /// The wards it reads, by id.
    pub wards: Vec<String>,
    /// When it is void, seconds since 1970-01-01 UTC.
    pub until: i64,
    /// The last day on which it was used, counted from 1970-01-01 UTC.
    pub last_day: Option<i64>,
}

const COLUMNS: &str = "id, email, name, wards, until, last_day";

fn token_row(row: &Row<'_>) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        wards: serde_json::from_str(&row.get::<_, String>(3)?).map_err(damage_error)?,
        until: row.get(4)?,
        last_day: row.get(5)?,
    })
}

/// Ends every token of an account.
pub(super) fn void_tokens(connection: &Connection, email: &str) -> Result<(), rusqlite::Error> {
    let sql = "DELETE FROM token WHERE email = ?1";
    connection.execute(sql, [email]).map(|_| ())
}

/// Deletes the tokens whose makers do not guide all of their wards any more, whatever was changed: an account, a ward or a department. What
/// is given back later brings none back.
pub(super) fn void_lost_tokens(connection: &Connection, organisation: &Organisation) -> Result<(), StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM token");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([])?;
    let mut lost = Vec::new();
    while let Some(row) = rows.next()? {
        let token = token_row(row)?;
        if !guides_all(organisation, &token.email, &token.wards) {
            lost.push(token.id);
        }
    }
    for id in lost {
        connection.execute("DELETE FROM token WHERE id = ?1", [&id])?;
    }
    Ok(())
}

fn list_tokens(connection: &Connection, email: &str) -> Result<Vec<TokenRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM token WHERE email = ?1 ORDER BY until, name, id");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([email])?;
    let mut tokens = Vec::new();
    while let Some(row) = rows.next()? {
        tokens.push(token_row(row)?);
    }
    Ok(tokens)
}

impl Store {
    /// Keeps a token, unless its maker has `most` already; those that are void are forgotten. Whether it was kept.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add_token(&mut self, token: &TokenRow, hash: &[u8; 32], most: usize, now: i64) -> Result<bool, StoreError> {
        let wards = serde_json::to_string(&token.wards).map_err(damage_error)?;
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM token WHERE until <= ?1", [now])?;
        if list_tokens(&transaction, &token.email)?.len() >= most {
            return Ok(false);
        }
        transaction.execute(
            "INSERT INTO token (id, hash, email, name, wards, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![token.id, hash, token.email, token.name, wards, token.until],
        )?;
        note(&transaction, &hand, &token.wards, &Deed::TokenMade {})?;
        transaction.commit()?;
        Ok(true)
    }

    /// The tokens that an account has made and that are not void at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tokens(&self, email: &str, now: i64) -> Result<Vec<TokenRow>, StoreError> {
        let mut tokens = list_tokens(&self.connection, email)?;
        tokens.retain(|token| token.until > now);
        Ok(tokens)
    }

    /// The token with this hash, as long as nobody has ended it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn find_token(&self, hash: &[u8; 32]) -> Result<Option<TokenRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM token WHERE hash = ?1");
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([hash])?;
        rows.next()?.map(token_row).transpose()
    }

    /// Ends one of an account's tokens. Whether it had such a one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn revoke_token(&mut self, email: &str, id: &str) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let known = list_tokens(&transaction, email)?;
        let Some(token) = known.into_iter().find(|token| token.id == id) else {
            return Ok(false);
        };
        transaction.execute("DELETE FROM token WHERE id = ?1", [id])?;
        note(&transaction, &hand, &token.wards, &Deed::TokenEnded {})?;
        transaction.commit()?;
        Ok(true)
    }

    /// Notes that a token is used on the day of `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_token(&mut self, id: &str, now: i64) -> Result<(), StoreError> {
        let sql = "UPDATE token SET last_day = ?2 WHERE id = ?1";
        self.connection.execute(sql, params![id, now / SECONDS_OF_DAY])?;
        Ok(())
    }
}
