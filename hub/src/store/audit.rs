//! Keeping the audit log: each entry in the transaction that does the deed.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{CLOCK, Store, StoreError, damage_error};
use crate::audit::{Broken, Deed, Entry, Hand, Head, KEPT_SECONDS, Who, follow};
use crate::organisation::Places;

/// What of the log is asked for.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only what concerns one of these wards.
    pub wards: Option<Vec<String>>,
    /// Only what was done by this account, `shell` or `hub`, or to this account.
    pub account: Option<String>,
    /// Only from this time on.
    pub from: Option<i64>,
    /// Only until before this time.
    pub until: Option<i64>,
    /// Only entries before this number.
    pub before: Option<i64>,
}

/// A log that was followed from its start to its end.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Every head, from the start on.
    pub heads: Vec<Head>,
    /// Heads of logs that a restore replaced, and the numbers of the entries that say so.
    pub replaced: Vec<(i64, String)>,
}

impl Followed {
    /// The entry whose head has these digits. Before the first entry there is nothing to note.
    pub fn find(&self, digits: &str) -> Option<&Head> {
        let mut heads = self.heads.iter().filter(|head| head.number > 0);
        heads.find(|head| head.digits() == digits)
    }
}

fn start(connection: &Connection) -> Result<Head, rusqlite::Error> {
    let sql = "SELECT number, hash FROM audit_start";
    connection.query_row(sql, [], |row| {
        Ok(Head {
            number: row.get(0)?,
            hash: row.get(1)?,
        })
    })
}

fn head(connection: &Connection) -> Result<Head, rusqlite::Error> {
    let mut select = connection.prepare_cached("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")?;
    let last = select.query_row([], |row| {
        Ok(Head {
            number: row.get(0)?,
            hash: row.get(1)?,
        })
    });
    last.optional()?.map_or_else(|| start(connection), Ok)
}

/// When something is done: where nobody says, at the latest time that the database knows.
pub(super) fn time_of(connection: &Connection, hand: &Hand) -> Result<i64, StoreError> {
    if let Some(at) = hand.at {
        return Ok(at);
    }
    let sql = "SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?1";
    let known = connection.query_row(sql, [CLOCK], |row| row.get(0)).optional()?;
    Ok(known.unwrap_or(0))
}

/// Writes an entry behind the last one.
pub(super) fn note(connection: &Connection, hand: &Hand, wards: &[String], deed: &Deed) -> Result<(), StoreError> {
    let at = time_of(connection, hand)?;
    let last = head(connection)?;
    let entry = Entry::new(last.number + 1, at, &hand.who, wards, deed);
    let hash = entry.hash(&last.hash);
    connection
        .prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            entry.number,
            entry.at,
            entry.who,
            entry.wards,
            entry.deed,
            entry.about,
            hash
        ])?;
    Ok(())
}

/// The wards that an account is for, those of its departments too.
pub(super) fn wards_of(connection: &Connection, places: &Places) -> Result<Vec<String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT id, department FROM ward ORDER BY id")?;
    let mut rows = select.query([])?;
    let mut wards = places.wards.clone();
    while let Some(row) = rows.next()? {
        if places.departments.contains(&row.get(1)?) {
            wards.push(row.get(0)?);
        }
    }
    wards.sort();
    wards.dedup();
    Ok(wards)
}

/// The wards that an account which is there is for.
pub(super) fn wards_of_account(connection: &Connection, email: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT places FROM account WHERE email = ?1";
    let places: Option<String> = connection.query_row(sql, [email], |row| row.get(0)).optional()?;
    match places {
        Some(places) => wards_of(connection, &serde_json::from_str(&places).map_err(damage_error)?),
        None => Ok(Vec::new()),
    }
}

impl Store {
    /// The boxes that were confirmed at `since` or later, each by its round and its wards, in seconds since 1970-01-01 UTC. It reads the log
    /// from its end, and no further than it must.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn confirmed_since(&self, since: i64) -> Result<BTreeSet<(String, Vec<String>)>, StoreError> {
        let sql = "SELECT at, deed, about, wards FROM audit ORDER BY number DESC";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        let mut confirmed = BTreeSet::new();
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? < since {
                break;
            }
            let (deed, about): (String, String) = (row.get(1)?, row.get(2)?);
            if let Some(Deed::RoundConfirmed { round }) = Deed::read(&deed, &about) {
                let wards: String = row.get(3)?;
                confirmed.insert((round, serde_json::from_str(&wards).map_err(damage_error)?));
            }
        }
        Ok(confirmed)
    }
}

/// Forgets entries whose time is over at `now`, the oldest first: what is left begins where they end.
pub(super) fn forget_old(connection: &Connection, now: i64) -> Result<(), rusqlite::Error> {
    // Up to the first that is young enough: a clock that was wrong once opens no gap.
    connection.execute(
        "UPDATE audit_start SET (number, hash) = (SELECT number, hash FROM audit WHERE number = kept.number)
         FROM (SELECT max(number) AS number FROM audit WHERE number <
                   coalesce((SELECT min(number) FROM audit WHERE at > ?1), 1 + (SELECT max(number) FROM audit))) AS kept
         WHERE kept.number IS NOT NULL",
        [now.saturating_sub(KEPT_SECONDS)],
    )?;
    let sql = "DELETE FROM audit WHERE number <= (SELECT number FROM audit_start)";
    connection.execute(sql, []).map(|_| ())
}

fn entry(row: &Row<'_>) -> Result<Entry, rusqlite::Error> {
    Ok(Entry {
        number: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        wards: row.get(3)?,
        deed: row.get(4)?,
        about: row.get(5)?,
    })
}

impl Store {
    /// Says in whose hand lies what is done through this connection from now on.
    pub fn act_as(&mut self, who: Who, at: i64) {
        self.hand = Hand { who, at: Some(at) };
    }

    /// Writes down what is no change of the database: an export, a copy. `wards`: those that it concerns.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_deed(&mut self, wards: &[String], deed: &Deed) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        note(&transaction, &hand, wards, deed)?;
        Ok(transaction.commit()?)
    }

    /// The log's entries that `filter` asks for, the newest first, at most `most`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn audit(&self, filter: &AuditFilter, most: u32) -> Result<Vec<Entry>, StoreError> {
        let wards = filter
            .wards
            .as_ref()
            .map(|wards| serde_json::Value::from(wards.clone()).to_string());
        let mut select = self.connection.prepare_cached(
            "SELECT number, at, who, wards, deed, about FROM audit
             WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(audit.wards) AS its JOIN json_each(?1) AS asked USING (value)))
                 AND (?2 IS NULL OR who = ?2 OR about ->> '$.account' = ?2)
                 AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR number < ?5)
             ORDER BY number DESC LIMIT ?6",
        )?;
        let rows = select.query_map(
            params![wards, filter.account, filter.from, filter.until, filter.before, most],
            entry,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The end of the log.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn audit_head(&self) -> Result<Head, StoreError> {
        Ok(head(&self.connection)?)
    }

    /// Follows the whole log; where it is broken is the inner error.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn follow_audit(&self) -> Result<Result<Followed, Broken>, StoreError> {
        let snapshot = self.snapshot()?;
        let start = start(&snapshot)?;
        let mut select =
            snapshot.prepare_cached("SELECT number, at, who, wards, deed, about, hash FROM audit ORDER BY number")?;
        let entries: Vec<(Entry, [u8; 32])> = select
            .query_map([], |row| Ok((entry(row)?, row.get(6)?)))?
            .collect::<Result<_, _>>()?;
        let replaced = entries
            .iter()
            .filter_map(|(entry, _)| match Deed::read(&entry.deed, &entry.about) {
                Some(Deed::Restored { replaced, .. }) => Some((entry.number, replaced?)),
                _ => None,
            });
        let replaced = replaced.collect();
        Ok(follow(start, &entries).map(|heads| Followed { heads, replaced }))
    }
}
