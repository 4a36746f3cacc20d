//! Tokens of guides for the API of results. Only their hashes are here.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, damage_error};
use crate::organisation::{Account, Role};
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

/// Ends the tokens of an account that it could not make as it is now: those with a ward that it has lost, all of one that is no guide.
pub(super) fn void_lost_tokens(connection: &Connection, email: &str, account: &Account) -> Result<(), StoreError> {
    if account.role != Role::Guide || account.blocked {
        return Ok(void_tokens(connection, email)?);
    }
    let mut select = connection.prepare_cached("SELECT department FROM ward WHERE id = ?1")?;
    let mut is_lost = |ward: &String| -> Result<bool, rusqlite::Error> {
        let department: Option<String> = select.query_row([ward], |row| row.get(0)).optional()?;
        let named = department.is_some_and(|department| account.places.departments.contains(&department));
        Ok(!named && !account.places.wards.contains(ward))
    };
    for token in list_tokens(connection, email)? {
        let mut lost = false;
        for ward in &token.wards {
            lost |= is_lost(ward)?;
        }
        if lost {
            connection.execute("DELETE FROM token WHERE id = ?1", [&token.id])?;
        }
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
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM token WHERE until <= ?1", [now])?;
        if list_tokens(&transaction, &token.email)?.len() >= most {
            return Ok(false);
        }
        transaction.execute(
            "INSERT INTO token (id, hash, email, name, wards, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![token.id, hash, token.email, token.name, wards, token.until],
        )?;
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
        let sql = "DELETE FROM token WHERE email = ?1 AND id = ?2";
        Ok(self.connection.execute(sql, [email, id])? > 0)
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
