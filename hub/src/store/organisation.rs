//! Departments, wards, accounts, rounds as planned; settings; counting keys.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::audit::{note, wards_of_account};
use super::decks::finished;
use super::organisation_changes::check_found;
use super::upkeep::owe_tidying;
use super::{Store, damage_error};
use crate::audit::Deed;
use crate::organisation::times::zone_named;
use crate::organisation::{Account, Keepers, Organisation, Round, SettledBox, Ward};
use crate::store::REVIEW;
use crate::store::{CountingKey, StoreError};

pub(super) const NAME: &str = "organisation";
pub(super) const TIME_ZONE: &str = "time_zone";

fn setting(connection: &Connection, key: &str) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row("SELECT value FROM setting WHERE key = ?1", [key], |row| row.get(0))
        .optional()
}

pub(super) fn set_setting(connection: &Connection, key: &str, value: &str) -> Result<(), rusqlite::Error> {
    connection
        .execute("INSERT OR REPLACE INTO setting VALUES (?1, ?2)", [key, value])
        .map(|_| ())
}

/// What belongs to no place: the organisation's name and time zone.
pub(super) fn read_settings(connection: &Connection) -> Result<Organisation, StoreError> {
    Ok(Organisation {
        name: setting(connection, NAME)?.unwrap_or_default(),
        time_zone: setting(connection, TIME_ZONE)?.unwrap_or_default(),
        ..Organisation::default()
    })
}

/// The time zone among them.
pub(super) fn read_zone(connection: &Connection) -> Result<TimeZone, StoreError> {
    Ok(zone_named(&setting(connection, TIME_ZONE)?.unwrap_or_default()))
}

pub(super) fn read_accounts(
    connection: &Connection,
    filter: &str,
    values: impl Params,
) -> Result<BTreeMap<String, Account>, StoreError> {
    let sql = format!("SELECT email, role, places, counting_public IS NOT NULL, blocked FROM account {filter}");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    let mut accounts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let account = Account {
            role: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
            places: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
            has_counting_key: row.get(3)?,
            blocked: row.get(4)?,
        };
        accounts.insert(row.get(0)?, account);
    }
    Ok(accounts)
}

/// `filter`: which boxes, as more of what is asked for.
pub(super) fn read_keepers(
    connection: &Connection,
    filter: &str,
    values: impl Params,
) -> Result<Vec<Keepers>, StoreError> {
    let mut keepers: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let sql = format!(
        "SELECT box.round, box.wards, guide_share.email FROM guide_share JOIN box ON box.id = guide_share.box
         LEFT JOIN account ON account.email = guide_share.email
         WHERE (guide_share.sealed_to IS NULL OR guide_share.sealed_to = account.counting_public) {filter}"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        keepers.entry((row.get(0)?, row.get(1)?)).or_default().push(row.get(2)?);
    }
    let keepers = keepers.into_iter().map(|((round, wards), guides)| {
        let wards = serde_json::from_str(&wards).map_err(damage_error)?;
        Ok(Keepers { round, wards, guides })
    });
    keepers.collect()
}

/// Reads rounds with their boxes, and which of those are settled.
pub(super) fn read_rounds(
    connection: &Connection,
    organisation: &mut Organisation,
    which_boxes: &str,
    which_rounds: &str,
    values: impl Params + Copy,
) -> Result<(), StoreError> {
    let mut boxes: BTreeMap<String, Vec<(Vec<String>, bool)>> = BTreeMap::new();
    let sql = format!(
        "SELECT round, wards, state <> 'planned' OR public_key IS NOT NULL, opens, closes,
             closed_for_good = 1 OR state NOT IN ('planned', 'open'), state = 'closed-unread' FROM box {which_boxes} ORDER BY wards, round"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        let wards: Vec<String> = serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?;
        let (round, settled, is_over): (String, bool, bool) = (row.get(0)?, row.get(2)?, row.get(5)?);
        if settled {
            let times = (row.get(3)?, row.get(4)?);
            organisation.settled.push(SettledBox {
                round: round.clone(),
                wards: wards.clone(),
                open: (!is_over).then_some(times),
                unread: row.get(6)?,
            });
        }
        boxes.entry(round).or_default().push((wards, settled));
    }
    let mut select = connection.prepare_cached(&format!("SELECT id, plan, deck FROM round {which_rounds}"))?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let round = Round {
            plan: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
            deck: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
            boxes: boxes.remove(&id).unwrap_or_default(),
        };
        organisation.rounds.insert(id, round);
    }
    Ok(())
}

pub(super) fn read_ward(row: &Row<'_>) -> Result<(String, Ward), rusqlite::Error> {
    let ward = Ward {
        name: row.get(1)?,
        department: row.get(2)?,
        headcount: row.get(3)?,
        closed: row.get(4)?,
    };
    Ok((row.get(0)?, ward))
}

/// Departments, wards, and who holds which role there since when: nothing of any round.
pub(super) fn read_people(connection: &Connection) -> Result<Organisation, StoreError> {
    let mut organisation = read_settings(connection)?;
    let mut select = connection.prepare("SELECT id, name FROM department")?;
    organisation.departments = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut select = connection.prepare("SELECT id, name, department, headcount, closed FROM ward")?;
    organisation.wards = select.query_map([], read_ward)?.collect::<Result<_, _>>()?;
    organisation.accounts = read_accounts(connection, "", [])?;
    let mut select = connection.prepare("SELECT email, ward, since FROM holding")?;
    let holding = select.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    organisation.holding = holding.collect::<Result<_, _>>()?;
    Ok(organisation)
}

pub(super) fn read_organisation(connection: &Connection) -> Result<Organisation, StoreError> {
    let mut organisation = read_people(connection)?;
    let mut select = connection.prepare(
        "SELECT ward FROM process_ward UNION SELECT ward FROM passed_on UNION SELECT ward FROM signature
         UNION SELECT asked.value FROM signing, json_each(signing.wards) AS asked",
    )?;
    organisation.bound = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    organisation.keepers = read_keepers(connection, "", [])?;
    let mut select = connection.prepare(
        "SELECT DISTINCT department.value FROM box, json_each(box.departments) AS department WHERE box.departments IS NOT NULL",
    )?;
    organisation.rounds_departments = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    read_rounds(connection, &mut organisation, "", "", [])?;
    organisation.decks = finished(connection)?;
    Ok(organisation)
}

impl Store {
    /// The organisation as it stands.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation(&self) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        read_organisation(&snapshot)
    }

    /// A guide's counting key: public, and wrapped by the passphrase.
    ///
    /// # Errors
    /// When there is no such guide.
    pub fn counting_key(&self, email: &str) -> Result<Option<CountingKey>, StoreError> {
        let sql = "SELECT counting_public, counting_wrapped FROM account WHERE email = ?1 AND role = '\"guide\"'";
        let row = self
            .connection
            .query_row(sql, [email], |row| {
                Ok((row.get::<_, Option<[u8; 32]>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
            })
            .optional()?;
        match row {
            None => Err(StoreError::NotFound("guide", email.to_owned())),
            Some((public, wrapped)) => Ok(public
                .zip(wrapped)
                .map(|(public, wrapped)| CountingKey { public, wrapped })),
        }
    }

    /// Keeps a guide's counting key. Where it is another key than before, the shares that were sealed to the old one go.
    ///
    /// # Errors
    /// When there is no such guide.
    pub fn set_counting_key(&mut self, email: &str, public: &[u8; 32], wrapped: &[u8]) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        // Shares that are sealed to a key that is given up open nothing any more.
        transaction.execute(
            "DELETE FROM guide_share WHERE email = ?1 AND EXISTS
                 (SELECT 1 FROM account WHERE email = ?1 AND counting_public IS NOT ?2)",
            params![email, public],
        )?;
        owe_tidying(&transaction)?;
        let changed = transaction.execute(
            "UPDATE account SET counting_public = ?2, counting_wrapped = ?3 WHERE email = ?1 AND role = '\"guide\"'",
            params![email, public, wrapped],
        )?;
        check_found(changed, "guide", email)?;
        let (wards, account) = (wards_of_account(&transaction, email)?, email.to_owned());
        note(&transaction, &hand, &wards, &Deed::CountingKeySet { account })?;
        Ok(transaction.commit()?)
    }

    /// A named setting of the hub.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(setting(&self.connection, key)?)
    }

    /// Keeps a named setting.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        Ok(set_setting(&self.connection, key, value)?)
    }

    /// Forgets a named setting, if it is there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete_setting(&mut self, key: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM setting WHERE key = ?1", [key])?;
        Ok(())
    }

    /// Ends the review of a restored hub; enrolment codes from before are void.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_review(&mut self) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM setting WHERE key = ?1", [REVIEW])?;
        transaction.execute("DELETE FROM enrolment_code WHERE used = 0", [])?;
        // What tablets had been given or had said after the copy was made is not known: each is waited for anew.
        transaction.execute("UPDATE tablet_box SET clear = 0", [])?;
        note(&transaction, &hand, &[], &Deed::ReviewConfirmed {})?;
        transaction.commit()?;
        Ok(())
    }
}
