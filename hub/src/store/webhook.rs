//! Signed plans on their way to another system: what waits, and what became of it. A body is kept until it has arrived, so that a repeat is
//! the same.

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::organisation::set_setting;
use super::processes::read_process;
use crate::store::StoreError;
use crate::webhook::{GIVEN_UP_AFTER, pause_after};

/// The setting that says that signed plans are sent: those that were signed before it are not.
const SINCE: &str = "webhook-since";

/// A signed plan that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDelivery {
    /// Of which process.
    pub process: String,
    /// Which version.
    pub version: u32,
    /// What a repeat is known by.
    pub id: String,
    /// What is sent.
    pub body: String,
}

/// One that waits, and whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingPlan {
    /// What is sent.
    pub delivery: PlanDelivery,
    /// How often it was tried.
    pub tries: u32,
}

/// How many have come how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebhookSummary {
    /// The other system has them.
    pub arrived: u64,
    /// They wait.
    pub waiting: u64,
    /// They were given up.
    pub given_up: u64,
}

/// The version of each process that was signed last, where nothing was written down of it yet. An earlier one is past.
fn list_unsent(connection: &Connection) -> Result<Vec<(String, u32)>, rusqlite::Error> {
    let sql = "SELECT process, last FROM (
                   SELECT process, max(number) AS last FROM plan_version WHERE signed IS NOT NULL GROUP BY process) AS newest
               WHERE NOT EXISTS (SELECT 1 FROM webhook_delivery AS sent
                                 WHERE sent.process = newest.process AND sent.version = newest.last)
               ORDER BY process";
    let mut select = connection.prepare_cached(sql)?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Store {
    /// The first time that signed plans are sent: what was signed before is not.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_webhook(&mut self, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let known = transaction.query_row("SELECT 1 FROM setting WHERE key = ?1", [SINCE], |_| Ok(()));
        if known.optional()?.is_some() {
            return Ok(());
        }
        for (process, version) in list_unsent(&transaction)? {
            transaction.execute(
                "INSERT INTO webhook_delivery (process, version, id, body, state, at, tries, again)
                 VALUES (?1, ?2, ?1 || '/' || ?2, '', 'before', ?3, 0, 0)",
                params![process, version, now],
            )?;
        }
        set_setting(&transaction, SINCE, &now.to_string())?;
        Ok(transaction.commit()?)
    }

    /// The processes of which a version was signed that is to be sent.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn unsent_plans(&self) -> Result<Vec<String>, StoreError> {
        let unsent = list_unsent(&self.connection)?.into_iter();
        Ok(unsent.map(|(process, _)| process).collect())
    }

    /// The wards of a process.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn wards_of_process(&self, process: &str) -> Result<Vec<String>, StoreError> {
        Ok(read_process(&*self.snapshot()?, process)?.wards)
    }

    /// Keeps what is to be sent. What is kept already stays as it is; an earlier version that has not arrived is not sent any more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add_delivery(&mut self, new: &PlanDelivery, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute(
            "UPDATE webhook_delivery SET state = 'passed', body = '', at = ?3
                 WHERE process = ?1 AND version < ?2 AND state = 'waiting'",
            params![new.process, new.version, now],
        )?;
        transaction.execute(
            "INSERT OR IGNORE INTO webhook_delivery (process, version, id, body, state, at, tries, again)
             VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, 0, ?5)",
            params![new.process, new.version, new.id, new.body, now],
        )?;
        Ok(transaction.commit()?)
    }

    /// What waits and whose time has come at `now`, the earliest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn due_deliveries(&self, now: i64) -> Result<Vec<WaitingPlan>, StoreError> {
        let sql =
            "SELECT process, version, id, body, tries FROM webhook_delivery WHERE state = 'waiting' AND again <= ?1
                   ORDER BY again, process, version";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([now], |row| {
            Ok(WaitingPlan {
                delivery: PlanDelivery {
                    process: row.get(0)?,
                    version: row.get(1)?,
                    id: row.get(2)?,
                    body: row.get(3)?,
                },
                tries: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes down what became of an attempt: whether the other system has it. What has not arrived for a month is given up.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_delivery(&mut self, id: &str, arrived: bool, now: i64) -> Result<(), StoreError> {
        if arrived {
            let sql =
                "UPDATE webhook_delivery SET state = 'arrived', body = '', at = ?2, tries = tries + 1 WHERE id = ?1";
            self.connection.execute(sql, params![id, now])?;
            return Ok(());
        }
        let transaction = self.transaction()?;
        let sql = "SELECT tries, at FROM webhook_delivery WHERE id = ?1 AND state = 'waiting'";
        let kept: Option<(u32, i64)> = transaction
            .query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((tries, since)) = kept {
            let state = if now - since >= GIVEN_UP_AFTER {
                "given-up"
            } else {
                "waiting"
            };
            // Names are not kept without an end.
            let sql = "UPDATE webhook_delivery SET state = ?2, tries = ?3, again = ?4,
                           body = CASE ?2 WHEN 'waiting' THEN body ELSE '' END WHERE id = ?1";
            transaction.execute(
                sql,
                params![id, state, tries + 1, now.saturating_add(pause_after(tries + 1))],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// How many have come how far.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn webhook_summary(&self) -> Result<WebhookSummary, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE state = 'arrived'), count(*) FILTER (WHERE state = 'waiting'),
                       count(*) FILTER (WHERE state = 'given-up') FROM webhook_delivery";
        Ok(self.connection.query_row(sql, [], |row| {
            Ok(WebhookSummary {
                arrived: row.get(0)?,
                waiting: row.get(1)?,
                given_up: row.get(2)?,
            })
        })?)
    }
}
