//! What is to be signed, and what was answered: each answer is judged and kept in one transaction.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit::note;
use super::holding::note_holding;
use super::people::is_proved;
use super::plan_versions::note_signed;
use super::processes::read_process;
use super::reach::{read_organisation_of, read_organisation_of_signing};
use super::{Store, damage_error};
use crate::audit::{Deed, Hand, Who};
use crate::organisation::Role;
use crate::organisation::times::day_of;
use crate::process::process_of;
use crate::signing::{Asked, Kind, Needs, NewSignature, Post, Signature, SigningError, Version, judge, read_words};
use crate::store::{LogIn, StoreError};

pub(super) fn read_needs(name: &str) -> Result<Needs, StoreError> {
    match name {
        "one" => Ok(Needs::One),
        "all" => Ok(Needs::All),
        other => Err(damage_error(other)),
    }
}

pub(super) fn write_needs(needs: Needs) -> &'static str {
    match needs {
        Needs::One => "one",
        Needs::All => "all",
    }
}

/// What is asked for of something, if anything is.
pub(super) fn read_asked(connection: &Connection, kind: Kind, thing: &str) -> Result<Option<Asked>, StoreError> {
    let sql = "SELECT wards, version, since, needs FROM signing WHERE kind = ?1 AND thing = ?2";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query(params![kind.name(), thing])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Asked {
        kind,
        thing: thing.to_owned(),
        wards: serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?,
        version: Version(row.get(1)?),
        since: row.get(2)?,
        needs: read_needs(&row.get::<_, String>(3)?)?,
    }))
}

fn signature(row: &Row<'_>) -> Result<Signature, StoreError> {
    let role: String = row.get(2)?;
    let answer: String = row.get(3)?;
    Ok(Signature {
        version: Version(row.get(0)?),
        post: Post {
            ward: row.get(1)?,
            role: role.parse::<Role>().map_err(damage_error)?,
        },
        answer: answer.parse().map_err(damage_error)?,
        words: row.get(4)?,
        account: row.get(5)?,
        day: row.get(6)?,
        holder: row.get(7)?,
    })
}

/// All that was ever answered to something, in the order in which it came.
pub(super) fn read_signatures(connection: &Connection, kind: Kind, thing: &str) -> Result<Vec<Signature>, StoreError> {
    let sql = "SELECT version, ward, role, answer, words, account, day, holder FROM signature
               WHERE kind = ?1 AND thing = ?2 ORDER BY number";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query(params![kind.name(), thing])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(signature(row)?);
    }
    Ok(found)
}

/// Whether what is asked still takes answers: what it is made of says it.
fn takes_answers(connection: &Connection, asked: &Asked) -> Result<Result<(), SigningError>, StoreError> {
    match asked.kind {
        Kind::Checkpoint => Ok(read_process(connection, process_of(&asked.thing))?.takes_answers(asked)),
        // A report is asked for anew in the step that freezes it.
        Kind::Report => Ok(Ok(())),
        // A plan is asked for anew in the step that changes it.
        Kind::Plan if read_process(connection, &asked.thing)?.resting.is_some() => Ok(Err(SigningError::Resting)),
        Kind::Plan => Ok(Ok(())),
    }
}

/// Asks for signatures: to be called in the transaction that changes what is signed. The same version is not asked for anew.
pub(super) fn ask(connection: &Connection, hand: &Hand, asked: &Asked) -> Result<(), StoreError> {
    let before = read_asked(connection, asked.kind, &asked.thing)?;
    if before.is_some_and(|before| {
        before.version == asked.version && before.wards == asked.wards && before.needs == asked.needs
    }) {
        return Ok(());
    }
    let organisation = read_organisation_of(connection, &asked.wards, &[])?;
    note_holding(connection, &organisation, Some(&asked.wards), asked.since)?;
    let wards = serde_json::to_string(&asked.wards).map_err(damage_error)?;
    connection.execute(
        "INSERT OR REPLACE INTO signing (kind, thing, wards, version, since, needs) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            asked.kind.name(),
            asked.thing,
            wards,
            asked.version.0,
            asked.since,
            write_needs(asked.needs)
        ],
    )?;
    let (kind, thing) = (asked.kind, asked.thing.clone());
    note(connection, hand, &asked.wards, &Deed::SignaturesAsked { kind, thing })
}

impl Store {
    /// Asks for signatures under something, in a version of it. What was signed of another version is void from now on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn ask_signatures(&mut self, asked: &Asked) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        ask(&transaction, &hand, asked)?;
        Ok(transaction.commit()?)
    }

    /// What is asked for of something, and all that was ever answered to it.
    ///
    /// # Errors
    /// When nothing of it is asked.
    pub fn signing(&self, kind: Kind, thing: &str) -> Result<(Asked, Vec<Signature>), StoreError> {
        let snapshot = self.snapshot()?;
        let asked = read_asked(&snapshot, kind, thing)?;
        let asked = asked.ok_or_else(|| StoreError::NotFound("thing to sign", thing.to_owned()))?;
        Ok((asked, read_signatures(&snapshot, kind, thing)?))
    }

    /// Whether something that is asked still takes answers; the inner error says why not.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn takes_answers(&self, asked: &Asked) -> Result<Result<(), SigningError>, StoreError> {
        let snapshot = self.snapshot()?;
        takes_answers(&snapshot, asked)
    }

    /// Keeps an answer of whoever this is done as, if the password that was proved is still the account's, and the rules of
    /// [`judge`] allow it at `now`. What they refuse is the inner error, and nothing is kept.
    ///
    /// # Errors
    /// When nothing of it is asked, or the password was changed meanwhile.
    pub fn sign(
        &mut self,
        kind: Kind,
        thing: &str,
        new: &NewSignature,
        proved: &LogIn,
        now: i64,
    ) -> Result<Result<(), SigningError>, StoreError> {
        let hand = self.hand.clone();
        let Who::Account(account) = &hand.who else {
            return Ok(Err(SigningError::NotTheirs));
        };
        let transaction = self.transaction()?;
        if !is_proved(&transaction, account, proved)? {
            return Err(StoreError::ChangedMeanwhile("the password"));
        }
        let asked = read_asked(&transaction, kind, thing)?;
        let asked = asked.ok_or_else(|| StoreError::NotFound("thing to sign", thing.to_owned()))?;
        if let Err(fault) = takes_answers(&transaction, &asked)? {
            return Ok(Err(fault));
        }
        let signatures = read_signatures(&transaction, kind, thing)?;
        let organisation = read_organisation_of_signing(&transaction, &asked.wards, &signatures, Some(&hand.who))?;
        let day = day_of(now, &organisation.zone());
        if let Err(fault) = judge(&organisation, &asked, &signatures, new, account, day) {
            return Ok(Err(fault));
        }
        let words = match read_words(new.answer, &new.words) {
            Ok(words) => words,
            Err(fault) => return Ok(Err(fault)),
        };
        let last: Option<i64> = transaction
            .query_row("SELECT max(number) FROM signature", [], |row| row.get(0))
            .optional()?
            .flatten();
        transaction.execute(
            "INSERT INTO signature (number, kind, thing, version, ward, role, answer, words, account, day, holder)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                last.unwrap_or(0) + 1,
                kind.name(),
                thing,
                new.version.0,
                new.post.ward,
                new.post.role.name(),
                new.answer.name(),
                words,
                account,
                day,
                new.holder
            ],
        )?;
        let deed = Deed::SignatureGiven {
            kind,
            thing: thing.to_owned(),
            role: new.post.role,
            answer: new.answer,
        };
        note(&transaction, &hand, std::slice::from_ref(&new.post.ward), &deed)?;
        if kind == Kind::Plan {
            note_signed(&transaction, thing, day)?;
        }
        transaction.commit()?;
        Ok(Ok(()))
    }
}
