//! How people come in: passwords, invitations, sessions.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::language::Language;

use super::audit::{note, wards_of_account};
use super::reminders::note_put_back;
use super::tokens::void_tokens;
use super::{Store, damage_error};
use crate::audit::{Deed, Hand, Who};
use crate::organisation::Role;
use crate::store::{SECONDS_OF_DAY, SessionRow, StoreError, Visitor};
use crate::written::find_spelling;

/// Ends every session and every token of an account; the enrolment codes and the invitations that were made in them are void, and so is an
/// invitation to the account itself: whoever sat there a moment would come in by one.
pub(super) fn log_out(connection: &Connection, email: &str) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM session WHERE email = ?1", [email])?;
    connection.execute(
        "UPDATE account SET logged_out = logged_out + 1 WHERE email = ?1",
        [email],
    )?;
    let sql = "UPDATE account SET invitation = NULL WHERE email = ?1 OR invited_by = ?1";
    connection.execute(sql, [email])?;
    void_tokens(connection, email)?;
    // Whoever sat there a moment would go on reading a calendar made then.
    connection.execute("DELETE FROM calendar_feed WHERE email = ?1", [email])?;
    void_codes(connection, email)
}

/// Makes every invitation void that an account has made and nobody has used: it may make none any more.
pub(super) fn void_invitations(connection: &Connection, email: &str) -> Result<(), rusqlite::Error> {
    let sql = "UPDATE account SET invitation = NULL WHERE invited_by = ?1";
    connection.execute(sql, [email]).map(|_| ())
}

/// What a log-in is proved against.
#[derive(Clone, PartialEq, Eq)]
pub struct LogIn {
    /// The password's hash.
    pub password: Vec<u8>,
    /// How often everybody was logged out.
    logged_out: i64,
}

/// An invitation that nobody has used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    /// When it is void, seconds since 1970-01-01 UTC.
    pub until: i64,
    /// Who made it on a page; nobody in particular at the command line.
    pub by: Option<String>,
}

/// Makes the enrolment codes void that an account has made and nobody has used.
pub(super) fn void_codes(connection: &Connection, email: &str) -> Result<(), rusqlite::Error> {
    let sql = "DELETE FROM enrolment_code WHERE made_by = ?1 AND used = 0";
    connection.execute(sql, [email]).map(|_| ())
}

fn log_in_of(connection: &Connection, email: &str) -> Result<Option<LogIn>, rusqlite::Error> {
    let sql = "SELECT password, logged_out FROM account WHERE email = ?1 AND blocked = 0 AND password IS NOT NULL";
    let found = connection.query_row(sql, [email], |row| {
        Ok(LogIn {
            password: row.get(0)?,
            logged_out: row.get(1)?,
        })
    });
    found.optional()
}

/// Whether what a password was proved against is still so.
pub(super) fn is_proved(connection: &Connection, email: &str, proved: &LogIn) -> Result<bool, rusqlite::Error> {
    Ok(log_in_of(connection, email)?.as_ref() == Some(proved))
}

/// Whoever has proved that an account is theirs, by a password or an invitation.
fn owner(email: &str, at: Option<i64>) -> Hand {
    Hand {
        who: Who::Account(email.to_owned()),
        at,
    }
}

fn note_password(connection: &Connection, hand: &Hand, email: &str) -> Result<(), StoreError> {
    let account = email.to_owned();
    note(connection, hand, &[], &Deed::PasswordSet { account })
}

fn set_password(connection: &Connection, email: &str, password: &[u8]) -> Result<(), StoreError> {
    let sql = "UPDATE account SET password = ?2, invitation = NULL WHERE email = ?1";
    if connection.execute(sql, params![email, password])? == 0 {
        return Err(StoreError::NotFound("account", email.to_owned()));
    }
    Ok(log_out(connection, email)?)
}

fn begin_session(
    connection: &Connection,
    email: &str,
    token_hash: &[u8; 32],
    expires: i64,
    now: i64,
) -> Result<(), StoreError> {
    connection.execute("DELETE FROM session WHERE expires <= ?1", [now])?;
    let sql = "INSERT INTO session (token_hash, email, expires) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![token_hash, email, expires])?;
    note(connection, &owner(email, Some(now)), &[], &Deed::LoggedIn {})
}

impl Store {
    /// The account of an email address, as it is kept, however its letters are put together. Accounts from before there
    /// was one form for an address keep their spelling: their counting keys are bound to it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn find_account(&self, written: &str) -> Result<Option<String>, StoreError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT email FROM account ORDER BY email")?;
        let kept: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(find_spelling(kept.iter(), written).cloned())
    }

    /// Whose invitation has this hash, if anybody's, and is not void at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn find_invited(&self, hash: &[u8; 32], now: i64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT email FROM account WHERE invitation = ?1 AND invitation_until > ?2 AND blocked = 0";
        let found = self.connection.query_row(sql, params![hash, now], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// The invitations that can be used at `now`, by the addresses that they are for.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_invitations(&self, now: i64) -> Result<BTreeMap<String, OpenInvitation>, StoreError> {
        let sql = "SELECT email, invitation_until, invited_by FROM account
                   WHERE invitation IS NOT NULL AND invitation_until > ?1 AND blocked = 0";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([now], |row| {
            let (until, by) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, OpenInvitation { until, by }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The same of one account.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_invitation_of(&self, email: &str, now: i64) -> Result<Option<OpenInvitation>, StoreError> {
        let sql = "SELECT invitation_until, invited_by FROM account
                   WHERE email = ?1 AND invitation IS NOT NULL AND invitation_until > ?2 AND blocked = 0";
        let mut select = self.connection.prepare_cached(sql)?;
        let found = select.query_row(params![email, now], |row| {
            let (until, by) = (row.get(0)?, row.get(1)?);
            Ok(OpenInvitation { until, by })
        });
        Ok(found.optional()?)
    }

    /// Makes an account's invitation void.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn withdraw_invitation(&mut self, email: &str) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let sql = "UPDATE account SET invitation = NULL WHERE email = ?1 AND invitation IS NOT NULL";
        if transaction.execute(sql, [email])? == 1 {
            let (wards, account) = (wards_of_account(&transaction, email)?, email.to_owned());
            note(&transaction, &hand, &wards, &Deed::InvitationWithdrawn { account })?;
        }
        Ok(transaction.commit()?)
    }

    /// Uses an invitation up and keeps the account's password, hashed; gives whose it was. It may have been used by whoever made it: see
    /// [`Store::is_unproven`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn accept_invitation(
        &mut self,
        hash: &[u8; 32],
        password: &[u8],
        now: i64,
    ) -> Result<Option<String>, StoreError> {
        let transaction = self.transaction()?;
        let sql = "UPDATE account SET password = ?2, invitation = NULL,
                       unproven = unproven OR counting_public IS NOT NULL
                   WHERE invitation = ?1 AND invitation_until > ?3 AND blocked = 0 RETURNING email";
        let email: Option<String> = transaction
            .query_row(sql, params![hash, password, now], |row| row.get(0))
            .optional()?;
        if let Some(email) = &email {
            log_out(&transaction, email)?;
            note_password(&transaction, &owner(email, Some(now)), email)?;
        }
        transaction.commit()?;
        Ok(email)
    }

    /// Whether an account with a counting key came in by an invitation, and has not given the counting passphrase on a page since: it is
    /// not known to be the person who chose it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn is_unproven(&self, email: &str) -> Result<bool, StoreError> {
        let sql = "SELECT unproven FROM account WHERE email = ?1";
        let found = self.connection.query_row(sql, [email], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or(false))
    }

    /// Notes that an account's counting passphrase was given, and keeps another password for it, hashed, in the same step; everybody is
    /// logged out of it.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn note_proof(&mut self, email: &str, password: &[u8]) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        set_password(&transaction, email, password)?;
        transaction.execute("UPDATE account SET unproven = 0 WHERE email = ?1", [email])?;
        transaction.commit()?;
        Ok(())
    }

    /// What is kept of an account's password; nothing while the account is blocked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn password(&self, email: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT password FROM account WHERE email = ?1 AND blocked = 0";
        let found = self.connection.query_row(sql, [email], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }

    /// Keeps another password, hashed; the account's sessions end and its invitation is void.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn set_password(&mut self, email: &str, password: &[u8]) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        set_password(&transaction, email, password)?;
        note_password(&transaction, &hand, email)?;
        transaction.commit()?;
        Ok(())
    }

    /// What a log-in is proved against; nothing while the account is blocked, or has no password.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn log_in_of(&self, email: &str) -> Result<Option<LogIn>, StoreError> {
        Ok(log_in_of(&self.connection, email)?)
    }

    /// Begins a session that was proved against `log_in`, if that is still so: nobody comes in with what was changed, or with an account
    /// that was logged out everywhere or blocked, while the password was compared.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_proved_session(
        &mut self,
        email: &str,
        log_in: &LogIn,
        token_hash: &[u8; 32],
        expires: i64,
        now: i64,
    ) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        if log_in_of(&transaction, email)?.as_ref() != Some(log_in) {
            return Ok(false);
        }
        begin_session(&transaction, email, token_hash, expires, now)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Keeps another password, if the one that was proved is still the account's, and logs everybody out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn change_password(&mut self, email: &str, proved: &LogIn, password: &[u8]) -> Result<bool, StoreError> {
        let hand = owner(email, self.hand.at);
        let transaction = self.transaction()?;
        if log_in_of(&transaction, email)?.as_ref() != Some(proved) {
            return Ok(false);
        }
        set_password(&transaction, email, password)?;
        note_password(&transaction, &hand, email)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Begins a session; those that are over are forgotten.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_session(
        &mut self,
        email: &str,
        token_hash: &[u8; 32],
        expires: i64,
        now: i64,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        begin_session(&transaction, email, token_hash, expires, now)?;
        transaction.commit()?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM session WHERE token_hash = ?1", [token_hash])?;
        Ok(())
    }

    /// Ends every session of an account, and what was made in them and not used.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_sessions(&mut self, email: &str) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        log_out(&transaction, email)?;
        let account = email.to_owned();
        note(&transaction, &hand, &[], &Deed::LoggedOutEverywhere { account })?;
        Ok(transaction.commit()?)
    }

    /// Notes in which kind of browser a session is used, and that it is used on the day of `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_session(&mut self, token_hash: &[u8; 32], browser: &str, now: i64) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE session SET browser = ?2, last_day = ?3 WHERE token_hash = ?1",
            params![token_hash, browser, now / SECONDS_OF_DAY],
        )?;
        Ok(())
    }

    /// Where an account is logged in at `now`, what was used last first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn sessions(&self, email: &str, now: i64) -> Result<Vec<SessionRow>, StoreError> {
        let sql = "SELECT token_hash, browser, last_day FROM session WHERE email = ?1 AND expires > ?2
                   ORDER BY last_day DESC, browser, token_hash";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map(params![email, now], |row| {
            Ok(SessionRow {
                token_hash: row.get(0)?,
                browser: row.get(1)?,
                last_day: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Who is logged in with this token at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn visitor(&self, token_hash: &[u8; 32], now: i64) -> Result<Option<Visitor>, StoreError> {
        let sql =
            "SELECT account.email, role, places, language, last_day, unproven FROM session JOIN account USING (email)
                   WHERE token_hash = ?1 AND expires > ?2 AND blocked = 0";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query(params![token_hash, now])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let language: Option<String> = row.get(3)?;
        let role: Role = serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?;
        Ok(Some(Visitor {
            email: row.get(0)?,
            role,
            unproven: role == Role::Guide && row.get(5)?,
            places: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
            language: language.and_then(|code| code.parse().ok()),
            last_day: row.get(4)?,
        }))
    }

    /// Keeps the language an account chose.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn set_language(&mut self, email: &str, language: Language) -> Result<(), StoreError> {
        let sql = "UPDATE account SET language = ?2 WHERE email = ?1";
        self.connection.execute(sql, params![email, language.code()])?;
        Ok(())
    }

    /// Shuts everybody out: sessions, passwords, invitations and enrolment codes are void. Somebody who was removed, or an invitation
    /// or a code that was used, must not come back with a database from before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn shut_everybody_out(&mut self) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM session", [])?;
        // One that was revoked since must not come back.
        transaction.execute("DELETE FROM token", [])?;
        transaction.execute("DELETE FROM calendar_feed", [])?;
        note_put_back(&transaction)?;
        let sql = "UPDATE account SET unproven = unproven OR counting_public IS NOT NULL,
                       password = NULL, invitation = NULL";
        transaction.execute(sql, [])?;
        transaction.execute("DELETE FROM enrolment_code WHERE used = 0", [])?;
        transaction.commit()?;
        Ok(())
    }
}
