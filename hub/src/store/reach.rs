//! What lies within somebody's reach: of the organisation, and of the boxes, what is of their wards. What a page costs follows from it, and never
//! from what the whole hub holds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use rusqlite::{Connection, params};
use trykk_shared::language::Texts;

use super::organisation::{read_accounts, read_keepers, read_rounds, read_settings, read_ward, read_zone};
use super::tablets::select_tablets;
use super::{DraftRow, ROUND, Store, TabletRow, damage_error};
use crate::audit::Who;
use crate::organisation::{Account, Organisation, Places, Round, Ward};
use crate::signing::Signature;
use crate::store::{BoxRow, StoreError};

/// The boxes of the wards in ?1, in SQL. ?1 is a list as [`write_ids`] writes it.
pub(super) const WITHIN: &str = "(SELECT box FROM box_ward WHERE ward IN (SELECT value FROM json_each(?1)))";

/// Those of them of which something more comes: the others have no keys.
const ALIVE_WITHIN: &str = "(SELECT box FROM ward_box WHERE ward IN (SELECT value FROM json_each(?1)) AND is_over = 0)";

/// Ids, as SQL takes them.
pub(super) fn write_ids(ids: &[String]) -> String {
    serde_json::Value::from(ids.to_vec()).to_string()
}

fn read_ids(connection: &Connection, sql: &str, lists: &[&str]) -> Result<Vec<String>, StoreError> {
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map(rusqlite::params_from_iter(lists), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The wards that places reach: those they name, and those of the departments they name. Each once, in order.
pub(super) fn wards_within(connection: &Connection, places: &Places) -> Result<Vec<String>, StoreError> {
    let mut wards = places.wards.clone();
    if !places.departments.is_empty() {
        let sql = "SELECT id FROM ward WHERE department IN (SELECT value FROM json_each(?1))";
        wards.append(&mut read_ids(connection, sql, &[&write_ids(&places.departments)])?);
    }
    wards.sort_unstable();
    wards.dedup();
    Ok(wards)
}

fn read_wards(connection: &Connection, ids: &str) -> Result<BTreeMap<String, Ward>, StoreError> {
    let sql = "SELECT id, name, department, headcount, closed FROM ward WHERE id IN (SELECT value FROM json_each(?1))";
    let mut select = connection.prepare_cached(sql)?;
    Ok(select.query_map([ids], read_ward)?.collect::<Result<_, _>>()?)
}

/// Wards with those that are counted together with them, and the departments of all of these and others; nobody yet. And the wards' ids, as
/// SQL takes them, with those of the departments.
fn read_around(
    connection: &Connection,
    wards: &[String],
    departments: &[String],
) -> Result<(Organisation, String, String), StoreError> {
    let mut organisation = read_settings(connection)?;
    let reached = write_ids(wards);
    // Those that are counted together with them stand on the same pages, and so do tablets of theirs that have moved since.
    let sql = "SELECT value FROM json_each(?1) UNION SELECT other FROM ward_beside WHERE ward IN (SELECT value FROM json_each(?1))
               UNION SELECT tablet.ward FROM box_ward AS mine JOIN tablet_box ON tablet_box.box = mine.box
               JOIN tablet ON tablet.id = tablet_box.tablet WHERE mine.ward IN (SELECT value FROM json_each(?1))
               UNION SELECT tablet.ward FROM box_ward AS mine JOIN code_list ON code_list.box = mine.box
               JOIN tablet ON tablet.id = code_list.tablet WHERE mine.ward IN (SELECT value FROM json_each(?1))";
    // Around all of them there is nothing.
    let all = "SELECT NOT EXISTS (SELECT 1 FROM ward WHERE id NOT IN (SELECT value FROM json_each(?1)))";
    let around = match connection
        .prepare_cached(all)?
        .query_row([&reached], |row| row.get(0))?
    {
        true => reached,
        false => write_ids(&read_ids(connection, sql, &[&reached])?),
    };
    organisation.wards = read_wards(connection, &around)?;
    let mut above: BTreeSet<String> = departments.iter().cloned().collect();
    above.extend(organisation.wards.values().map(|ward| ward.department.clone()));
    let above = write_ids(&above.into_iter().collect::<Vec<_>>());
    let mut select =
        connection.prepare_cached("SELECT id, name FROM department WHERE id IN (SELECT value FROM json_each(?1))")?;
    organisation.departments = select
        .query_map([&above], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok((organisation, around, above))
}

/// [`read_organisation_of`] without who keeps the keys of boxes, on which no signature depends.
fn read_signing(connection: &Connection, wards: &[String], departments: &[String]) -> Result<Organisation, StoreError> {
    let (mut organisation, around, above) = read_around(connection, wards, departments)?;
    let filter = "WHERE email IN (
            SELECT email FROM account_place WHERE place IN (SELECT value FROM json_each(?1)) AND is_department = 0
            UNION SELECT email FROM account_place WHERE place IN (SELECT value FROM json_each(?2)) AND is_department = 1)";
    organisation.accounts = read_accounts(connection, filter, params![around, above])?;
    let mut select = connection
        .prepare_cached("SELECT email, ward, since FROM holding WHERE ward IN (SELECT value FROM json_each(?1))")?;
    let holding = select.query_map([&around], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    organisation.holding = holding.collect::<Result<_, _>>()?;
    Ok(organisation)
}

pub(super) fn read_organisation_of(
    connection: &Connection,
    wards: &[String],
    departments: &[String],
) -> Result<Organisation, StoreError> {
    let mut organisation = read_signing(connection, wards, departments)?;
    let alive = format!("AND box.id IN {ALIVE_WITHIN}");
    organisation.keepers = read_keepers(connection, &alive, params![write_ids(wards)])?;
    Ok(organisation)
}

/// Accounts by address, those that are there.
pub(super) fn read_accounts_named(
    connection: &Connection,
    emails: &[String],
) -> Result<BTreeMap<String, Account>, StoreError> {
    let filter = "WHERE email IN (SELECT value FROM json_each(?1))";
    read_accounts(connection, filter, [write_ids(emails)])
}

/// What signatures under something of these wards are held against: what reaches the wards, and whoever answered or is about to, wherever
/// they are by now.
pub(super) fn read_organisation_of_signing(
    connection: &Connection,
    wards: &[String],
    given: &[Signature],
    who: Option<&Who>,
) -> Result<Organisation, StoreError> {
    let mut organisation = read_organisation_of(connection, wards, &[])?;
    let answered = given.iter().map(|signature| signature.account.as_str());
    let emails: Vec<String> = answered.chain(who.map(Who::name)).map(str::to_owned).collect();
    organisation
        .accounts
        .append(&mut read_accounts_named(connection, &emails)?);
    Ok(organisation)
}

/// See [`Store::organisation_with_round`].
pub(super) fn read_organisation_with_round(
    connection: &Connection,
    ballot_box: &BoxRow,
) -> Result<Organisation, StoreError> {
    let mut organisation = read_organisation_of(connection, &ballot_box.wards, &[])?;
    let mut whole = Organisation::default();
    read_rounds(
        connection,
        &mut whole,
        "WHERE round = ?1",
        "WHERE id = ?1",
        params![ballot_box.round],
    )?;
    organisation.rounds.append(&mut whole.rounds);
    Ok(organisation)
}

impl Store {
    /// What of the organisation somebody's places reach: their wards with those that are counted together with them, the departments of
    /// those, and the accounts that reach them. No rounds are in it: there are more of them every year, and whoever needs some reads those
    /// ([`Store::rounds_named`]). Nor is what only a change of it looks at: it is never compared with a whole one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_within(&self, places: &Places) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        read_organisation_of(&snapshot, &wards_within(&snapshot, places)?, &places.departments)
    }

    /// The same without who keeps the keys of boxes: for signatures, and for whoever guides no round.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_signing(&self, places: &Places) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        read_signing(&snapshot, &wards_within(&snapshot, places)?, &places.departments)
    }

    /// The same for a list of all these wards, where of the accounts only that of whoever reads it matters. Whoever else reaches some of them
    /// comes with [`Store::add_people`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_listed(&self, places: &Places, email: &str) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        let (mut organisation, ..) = read_around(&snapshot, &wards_within(&snapshot, places)?, &places.departments)?;
        organisation.accounts = read_accounts(&snapshot, "WHERE email = ?1", [email])?;
        Ok(organisation)
    }

    /// Adds to what was read for a list whoever reaches these wards of it, and who keeps the keys of their boxes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add_people(&self, organisation: &mut Organisation, wards: &[String]) -> Result<(), StoreError> {
        let mut around = self.organisation_of(wards)?;
        organisation.accounts.append(&mut around.accounts);
        organisation.holding.append(&mut around.holding);
        organisation.keepers.append(&mut around.keepers);
        Ok(())
    }

    /// The same around wards: those of a box, of a process, of a tablet. With everybody who reaches them, as [`Store::organisation_within`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_of(&self, wards: &[String]) -> Result<Organisation, StoreError> {
        read_organisation_of(&*self.snapshot()?, wards, &[])
    }

    /// The same for signatures under something of these wards: with whoever answered, wherever they are by now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_of_signing(&self, wards: &[String], given: &[Signature]) -> Result<Organisation, StoreError> {
        read_organisation_of_signing(&*self.snapshot()?, wards, given, None)
    }

    /// The same around a box, and its round, without the round's boxes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_of_box(&self, ballot_box: &BoxRow) -> Result<Organisation, StoreError> {
        let mut organisation = self.organisation_of(&ballot_box.wards)?;
        organisation.rounds = self.rounds_named(std::slice::from_ref(&ballot_box.round))?;
        Ok(organisation)
    }

    /// The same around a box, and its round whole, with its boxes everywhere: what is planned is held against that.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_with_round(&self, ballot_box: &BoxRow) -> Result<Organisation, StoreError> {
        read_organisation_with_round(&*self.snapshot()?, ballot_box)
    }

    /// Wards by id, with the organisation's name and time zone: what is needed to call them by their names.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn wards_named(&self, ids: &[String]) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        let mut organisation = read_settings(&snapshot)?;
        organisation.wards = read_wards(&snapshot, &write_ids(ids))?;
        Ok(organisation)
    }

    /// The wards of drafts, with who writes them, for what a draft is held against: whether somebody sees it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_of_drafts(&self, drafts: &[DraftRow], email: &str) -> Result<Organisation, StoreError> {
        let mut organisation = Organisation::default();
        if drafts.is_empty() {
            return Ok(organisation);
        }
        let wards: Vec<String> = drafts.iter().flat_map(|row| row.draft.wards.keys().cloned()).collect();
        let snapshot = self.snapshot()?;
        organisation.wards = read_wards(&snapshot, &write_ids(&wards))?;
        organisation.accounts = read_accounts(&snapshot, "WHERE email = ?1", [email])?;
        Ok(organisation)
    }

    /// The time zone of the organisation.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn time_zone(&self) -> Result<TimeZone, StoreError> {
        read_zone(&self.connection)
    }

    /// The organisation's name, time zone and departments, and nothing else of it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn organisation_above(&self) -> Result<Organisation, StoreError> {
        let snapshot = self.snapshot()?;
        let mut organisation = read_settings(&snapshot)?;
        let mut select = snapshot.prepare_cached("SELECT id, name FROM department")?;
        organisation.departments = select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(organisation)
    }

    /// The processes of the wards that somebody's places reach.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn processes_within(&self, places: &Places) -> Result<Vec<String>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let sql = "SELECT DISTINCT process FROM process_ward WHERE ward IN (SELECT value FROM json_each(?1)) ORDER BY process";
        read_ids(&snapshot, sql, &[&wards])
    }

    /// The same, each with its wards.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn processes_with_wards(&self, places: &Places) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let sql = "SELECT process, ward FROM process_ward WHERE process IN (
                       SELECT process FROM process_ward WHERE ward IN (SELECT value FROM json_each(?1))) ORDER BY process, ward";
        let mut select = snapshot.prepare_cached(sql)?;
        let mut rows = select.query([wards])?;
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(found)
    }

    /// Those of them whose plan, as it was signed, may ask a senior leader for help: none that does is left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn processes_asking_for_help(&self, places: &Places) -> Result<Vec<String>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        // As serde writes a measure's help. In a text of somebody's the quotes would stand behind a backslash.
        let sql = r#"SELECT DISTINCT process FROM process_ward WHERE ward IN (SELECT value FROM json_each(?1)) AND EXISTS (
                         SELECT 1 FROM plan_version WHERE plan_version.process = process_ward.process
                         AND signed IS NOT NULL AND instr(measures, '"help":{') > 0) ORDER BY process"#;
        read_ids(&snapshot, sql, &[&wards])
    }

    /// The tablets that stand on wards or on those that are counted together with them, and those that hold the key of an open box there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablets_within(&self, places: &Places) -> Result<Vec<TabletRow>, StoreError> {
        let snapshot = self.snapshot()?;
        let wards = write_ids(&wards_within(&snapshot, places)?);
        let filter = format!(
            "WHERE tablet.id IN (
                 SELECT id FROM tablet AS here WHERE here.ward IN (
                     SELECT value FROM json_each(?1)
                     UNION SELECT other FROM ward_beside WHERE ward IN (SELECT value FROM json_each(?1)))
                 UNION SELECT tablet_box.tablet FROM tablet_box CROSS JOIN box ON box.id = tablet_box.box
                 WHERE tablet_box.box IN {ALIVE_WITHIN} AND box.state = 'open' AND tablet_box.left_out = 0)
             ORDER BY tablet.ward, tablet.id"
        );
        select_tablets(&snapshot, &filter, [wards])
    }

    /// The tablets that stand on wards, and these others.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablets_on(&self, wards: &[String], others: &[String]) -> Result<Vec<TabletRow>, StoreError> {
        let which =
            "WHERE tablet.id IN (SELECT id FROM tablet AS here WHERE here.ward IN (SELECT value FROM json_each(?1))
                 UNION SELECT value FROM json_each(?2))
             ORDER BY tablet.ward, tablet.id";
        select_tablets(&self.connection, which, [write_ids(wards), write_ids(others)])
    }

    /// Rounds by id, without their boxes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn rounds_named(&self, ids: &[String]) -> Result<BTreeMap<String, Round>, StoreError> {
        let (mut organisation, which) = (Organisation::default(), "WHERE id IN (SELECT value FROM json_each(?1))");
        let ids = write_ids(ids);
        // No box has the id of a round.
        read_rounds(&self.connection, &mut organisation, which, which, params![ids])?;
        Ok(organisation.rounds)
    }

    /// What the decks of rounds are called, by the rounds' ids, and nothing else of them: a list of many years says no more of most.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn round_titles(&self, ids: &[String]) -> Result<BTreeMap<String, Texts>, StoreError> {
        let sql = format!("SELECT id, title FROM {ROUND} WHERE id IN (SELECT value FROM json_each(?1))");
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([write_ids(ids)])?;
        let mut titles = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let title = serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?;
            titles.insert(row.get(0)?, title);
        }
        Ok(titles)
    }

    /// Whether any of these wards lies within the places, as [`Organisation::covers`] says it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn reaches(&self, places: &Places, wards: &[String]) -> Result<bool, StoreError> {
        if wards.iter().any(|ward| places.wards.contains(ward)) {
            return Ok(true);
        }
        let sql = "SELECT DISTINCT department FROM ward WHERE id IN (SELECT value FROM json_each(?1))";
        let departments = read_ids(&self.connection, sql, &[&write_ids(wards)])?;
        Ok(departments
            .iter()
            .any(|department| places.departments.contains(department)))
    }
}
