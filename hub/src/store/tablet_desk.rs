//! What people keep of tablets on pages: their names, links that nobody has used yet, and which are waited for.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Params, params};
use trykk_shared::ids::BoxId;
use trykk_shared::pin::PinHash;
use trykk_shared::protocol::TabletTrouble;

use super::Store;
use super::audit::note;
use super::health::read_troubles;
use super::reach::write_ids;
use crate::audit::Deed;
use crate::secrets::hash_secret;
use crate::store::StoreError;

/// An enrolment code, without what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The hash of its ticket.
    pub ticket_hash: [u8; 32],
    /// Where the tablet will stand.
    pub ward: String,
    /// Until when it can be used, seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// Whether as many tablets have used it as it was made for.
    pub used: bool,
    /// How many tablets it enrols.
    pub tablets: u8,
    /// How many it has enrolled.
    pub enrolled: u8,
}

impl CodeRow {
    /// What it is called where it is named: it leads to nothing.
    pub fn handle(&self) -> String {
        data_encoding::HEXLOWER.encode(&hash_secret(&self.ticket_hash)[..16])
    }
}

/// A box whose key a tablet was given, while it can still bring something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedBox {
    /// The tablet.
    pub tablet: String,
    /// The box.
    pub box_id: BoxId,
    /// Whether it has said since closing that nothing waits.
    pub said_nothing_waits: bool,
    /// What has troubled it since the box opened, as it says itself.
    pub troubles: BTreeSet<TabletTrouble>,
}

fn read_handed(connection: &Connection, which: &str, values: impl Params) -> Result<Vec<HandedBox>, StoreError> {
    let sql = format!(
        "SELECT tablet_box.tablet, box.id, tablet_box.clear, tablet_box.troubles FROM tablet_box CROSS JOIN box ON box.id = tablet_box.box
         WHERE box.state = 'open' AND tablet_box.left_out = 0 {which} ORDER BY tablet_box.tablet, box.id"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(values, |row| {
        Ok(HandedBox {
            tablet: row.get(0)?,
            box_id: BoxId(row.get(1)?),
            said_nothing_waits: row.get(2)?,
            troubles: read_troubles(row, 3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// What tablets are called, by their ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablet_names(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT tablet, name FROM tablet_name")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Calls a tablet by a name; "" takes its name away.
    ///
    /// # Errors
    /// When there is no such tablet.
    pub fn name_tablet(&mut self, tablet: &str, name: &str) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let known: Option<String> = transaction
            .query_row("SELECT ward FROM tablet WHERE id = ?1", [tablet], |row| row.get(0))
            .optional()?;
        let Some(ward) = known else {
            return Err(StoreError::NotFound("tablet", tablet.to_owned()));
        };
        transaction.execute("DELETE FROM tablet_name WHERE tablet = ?1", [tablet])?;
        if !name.is_empty() {
            transaction.execute("INSERT INTO tablet_name VALUES (?1, ?2)", [tablet, name])?;
        }
        let deed = Deed::TabletNamed {
            tablet: tablet.to_owned(),
            name: name.to_owned(),
        };
        note(&transaction, &hand, &[ward], &deed)?;
        transaction.commit()?;
        Ok(())
    }

    /// What is kept of the PIN of a ward's staff menu, as a PHC string, if there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn staff_pin(&self, ward: &str) -> Result<Option<String>, StoreError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT hash FROM staff_pin WHERE ward = ?1")?;
        Ok(select.query_row([ward], |row| row.get(0)).optional()?)
    }

    /// Gives the staff menu of a ward's tablets another PIN, or none.
    ///
    /// # Errors
    /// When there is no such ward.
    pub fn set_staff_pin(&mut self, ward: &str, pin: Option<&PinHash>) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let known = transaction
            .prepare_cached("SELECT 1 FROM ward WHERE id = ?1")?
            .exists([ward])?;
        if !known {
            return Err(StoreError::NotFound("ward", ward.to_owned()));
        }
        transaction.execute("DELETE FROM staff_pin WHERE ward = ?1", [ward])?;
        if let Some(pin) = pin {
            transaction.execute("INSERT INTO staff_pin VALUES (?1, ?2)", [ward, &pin.to_string()])?;
        }
        let deed = Deed::StaffPinSet {
            ward: ward.to_owned(),
            is_set: pin.is_some(),
        };
        note(&transaction, &hand, &[ward.to_owned()], &deed)?;
        transaction.commit()?;
        Ok(())
    }

    /// Codes that can still be used at `now`, the first to end first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_codes(&self, now: i64) -> Result<Vec<CodeRow>, StoreError> {
        let sql = "SELECT ticket_hash, ward, expires, used, tablets, enrolled FROM enrolment_code
                   WHERE used = 0 AND expires > ?1 ORDER BY expires, ticket_hash";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([now], |row| {
            Ok(CodeRow {
                ticket_hash: row.get(0)?,
                ward: row.get(1)?,
                expires: row.get(2)?,
                used: row.get(3)?,
                tablets: row.get(4)?,
                enrolled: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many codes an account has made that can still be used at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_open_codes(&self, made_by: &str, now: i64) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM enrolment_code WHERE made_by = ?1 AND used = 0 AND expires > ?2";
        Ok(self
            .connection
            .query_row(sql, params![made_by, now], |row| row.get(0))?)
    }

    /// The code with this ticket's hash, if it was not withdrawn.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn find_code(&self, ticket_hash: &[u8; 32]) -> Result<Option<CodeRow>, StoreError> {
        let sql = "SELECT ward, expires, used, tablets, enrolled FROM enrolment_code WHERE ticket_hash = ?1";
        let found = self.connection.query_row(sql, [ticket_hash], |row| {
            Ok(CodeRow {
                ticket_hash: *ticket_hash,
                ward: row.get(0)?,
                expires: row.get(1)?,
                used: row.get(2)?,
                tablets: row.get(3)?,
                enrolled: row.get(4)?,
            })
        });
        Ok(found.optional()?)
    }

    /// Makes a code void that nobody has used.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn withdraw_code(&mut self, ticket_hash: &[u8; 32]) -> Result<(), StoreError> {
        let sql = "DELETE FROM enrolment_code WHERE ticket_hash = ?1 AND used = 0";
        self.connection.execute(sql, params![ticket_hash])?;
        Ok(())
    }

    /// The same of these tablets.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablet_names_of(&self, tablets: &[String]) -> Result<BTreeMap<String, String>, StoreError> {
        let sql = "SELECT tablet, name FROM tablet_name WHERE tablet IN (SELECT value FROM json_each(?1))";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([write_ids(tablets)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Boxes that are neither counted nor over, with the tablets that were given their keys and are not left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn handed_boxes(&self) -> Result<Vec<HandedBox>, StoreError> {
        read_handed(&self.connection, "", [])
    }

    /// The same of these tablets.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn handed_to(&self, tablets: &[String]) -> Result<Vec<HandedBox>, StoreError> {
        let which = "AND tablet_box.tablet IN (SELECT value FROM json_each(?1))";
        read_handed(&self.connection, which, [write_ids(tablets)])
    }
}
