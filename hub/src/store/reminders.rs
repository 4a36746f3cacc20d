//! Reminders: what they are made of, what was begun, and who wants none. What is begun is committed before anything is sent.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::language::Language;

use super::audit::note;
use super::organisation::set_setting;
use super::plan_rows::read_plan;
use super::processes::read_process;
use super::reach::read_organisation_of;
use super::signatures::{read_asked, read_signatures};
use super::{PlanSigning, Store, damage_error};
use crate::audit::Deed;
use crate::organisation::Role;
use crate::organisation::times::day_of;
use crate::process::phase_of;
use crate::reminders::{
    Known, Letter, Outcome, Reminder, ReminderKind, ReminderState, Rules, Scene, due_reminders, list_all,
};
use crate::signing::Kind;
use crate::store::{SECONDS_OF_DAY, StoreError};

/// The setting that says that the database was put back: what was sent since the copy is not known.
const PUT_BACK: &str = "reminders-put-back";

/// A reminder that was begun once, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderRow {
    /// Whose.
    pub email: String,
    /// What it is about.
    pub kind: ReminderKind,
    /// The role in which they were reminded.
    pub role: Role,
    /// The letter that it stood in.
    pub letter: String,
    /// How far it is.
    pub state: ReminderState,
    /// When that came about, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// When it is tried again, in seconds since 1970-01-01 UTC, if it is.
    pub again: Option<i64>,
}

/// A letter that was begun: it is in the database, and may be sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunLetter {
    /// What it is kept by.
    pub id: String,
    /// What it says: what of it may still be said.
    pub letter: Letter,
    /// The language of whoever gets it.
    pub language: Language,
    /// The names of the process's wards.
    pub wards: String,
}

/// Everything of a process that is asked to be signed and still takes answers: its next checkpoint, its plan, the reports of its wards.
fn read_signings(connection: &Connection, scene: &Scene) -> Result<Vec<PlanSigning>, StoreError> {
    let sql = "SELECT kind, thing FROM signing WHERE EXISTS (
                   SELECT 1 FROM json_each(signing.wards) JOIN process_ward ON ward = value WHERE process = ?1)
               ORDER BY kind, thing";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map([&scene.process.id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (kind, thing) = row?;
        let kind: Kind = kind.parse().map_err(damage_error)?;
        let Some(asked) = read_asked(connection, kind, &thing)? else {
            continue;
        };
        let process = &scene.process;
        let belongs = match kind {
            Kind::Checkpoint => thing == process.checkpoint(phase_of(&thing)) && process.takes_answers(&asked).is_ok(),
            Kind::Plan => thing == process.id,
            Kind::Report => asked.wards.iter().all(|ward| process.wards.contains(ward)),
        };
        if belongs {
            let given = read_signatures(connection, kind, &thing)?;
            found.push((asked, given));
        }
    }
    Ok(found)
}

/// A process with all that reminders are made of.
pub(super) fn read_scene(connection: &Connection, process: &str) -> Result<Scene, StoreError> {
    let process = read_process(connection, process)?;
    let mut scene = Scene {
        organisation: read_organisation_of(connection, &process.wards, &[])?,
        plan: read_plan(connection, &process.id)?,
        process,
        signings: Vec::new(),
    };
    scene.signings = read_signings(connection, &scene)?;
    Ok(scene)
}

fn read_state(name: &str) -> Result<ReminderState, StoreError> {
    ReminderState::find(name).ok_or_else(|| damage_error(name))
}

fn read_known(connection: &Connection, process: &str) -> Result<BTreeMap<(String, String), Known>, StoreError> {
    let sql = "SELECT email, key, state, again FROM reminder WHERE process = ?1";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([process])?;
    let mut known = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let state = read_state(&row.get::<_, String>(2)?)?;
        let again = row.get(3)?;
        known.insert((row.get(0)?, row.get(1)?), Known { state, again });
    }
    Ok(known)
}

fn read_unreminded(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT email FROM unreminded")?;
    Ok(select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn list_due(
    connection: &Connection,
    process: &str,
    rules: Rules,
    now: i64,
) -> Result<(Scene, Vec<Reminder>), StoreError> {
    let scene = read_scene(connection, process)?;
    let today = day_of(now, &scene.organisation.zone());
    let (known, unreminded) = (read_known(connection, process)?, read_unreminded(connection)?);
    let due = due_reminders(&scene, rules, &known, &unreminded, (today, now));
    Ok((scene, due))
}

fn put(connection: &Connection, letter: &str, one: &Reminder, state: ReminderState, at: i64) -> Result<(), StoreError> {
    let tried = i64::from(state == ReminderState::Begun);
    connection
        .prepare_cached(
            "INSERT INTO reminder (email, key, kind, process, role, letter, state, at, tries, again)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)
             ON CONFLICT (email, key) DO UPDATE SET role = ?5, letter = ?6, state = ?7, at = ?8, tries = tries + ?9, again = NULL",
        )?
        .execute(params![
            one.email,
            one.key(),
            one.kind.name(),
            one.process,
            one.role.name(),
            letter,
            state.name(),
            at,
            tried
        ])?;
    Ok(())
}

/// Forgets what was told to an account, and its calendar feed: whoever gets its address later is somebody else.
pub(super) fn forget_account(connection: &Connection, email: &str) -> Result<(), rusqlite::Error> {
    for table in ["reminder", "unreminded", "calendar_feed"] {
        connection.execute(&format!("DELETE FROM {table} WHERE email = ?1"), [email])?;
    }
    Ok(())
}

/// Notes that the database was put back to a copy: what was sent since then must not be sent again by itself.
pub(super) fn note_put_back(connection: &Connection) -> Result<(), rusqlite::Error> {
    set_setting(connection, PUT_BACK, "yes")
}

impl Store {
    /// What is due of a process at `now`: to be looked through again in the step that begins it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn due_reminders(&self, process: &str, rules: Rules, now: i64) -> Result<Vec<Reminder>, StoreError> {
        let snapshot = self.snapshot()?;
        Ok(list_due(&snapshot, process, rules, now)?.1)
    }

    /// Begins a letter: writes down that what is still due of it is being sent. Nothing where nothing of it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin_letter(
        &mut self,
        letter: &Letter,
        rules: Rules,
        id: &str,
        now: i64,
    ) -> Result<Option<BegunLetter>, StoreError> {
        let transaction = self.transaction()?;
        let (scene, mut due) = list_due(&transaction, &letter.process, rules, now)?;
        due.retain(|one| letter.reminders.contains(one));
        if due.is_empty() {
            return Ok(None);
        }
        for one in &due {
            put(&transaction, id, one, ReminderState::Begun, now)?;
        }
        let sql = "SELECT language FROM account WHERE email = ?1";
        let language: Option<String> = transaction.query_row(sql, [&letter.email], |row| row.get(0))?;
        let begun = BegunLetter {
            id: id.to_owned(),
            letter: Letter {
                reminders: due,
                ..letter.clone()
            },
            language: language.and_then(|code| code.parse().ok()).unwrap_or(Language::Nb),
            wards: scene.organisation.ward_names(&scene.process.wards),
        };
        transaction.commit()?;
        Ok(Some(begun))
    }

    /// Writes down what became of a letter that was begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_letter(&mut self, id: &str, outcome: Outcome, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let tries: Vec<(String, String, u32)> = transaction
            .prepare_cached("SELECT email, key, tries FROM reminder WHERE letter = ?1 AND state = 'begun'")?
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (email, key, tries) in tries {
            let known = outcome.settle(tries, now);
            let sql = "UPDATE reminder SET state = ?3, at = ?4, again = ?5 WHERE email = ?1 AND key = ?2";
            transaction.execute(sql, params![email, key, known.state.name(), now, known.again])?;
        }
        Ok(transaction.commit()?)
    }

    /// What a hub that ended had begun may have been sent: nobody knows, and it is not begun again by itself. To be called before anything is
    /// begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn settle_begun(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("UPDATE reminder SET state = 'maybe' WHERE state = 'begun'", [])?;
        Ok(())
    }

    /// After a restore everything that is due now may have been sent since the copy, whoever wants it and whatever rests by the copy: it counts
    /// as maybe sent, once. To be called by a clock that is sure, before anything is begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn settle_put_back(&mut self, rules: Rules, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let sql = "SELECT 1 FROM setting WHERE key = ?1";
        if transaction.query_row(sql, [PUT_BACK], |_| Ok(())).optional()?.is_none() {
            return Ok(());
        }
        transaction.execute(
            "UPDATE reminder SET state = 'maybe', again = NULL
                 WHERE state = 'asked' OR state = 'begun' OR (state = 'failed' AND again IS NOT NULL)",
            [],
        )?;
        let ids: Vec<String> = transaction
            .prepare("SELECT id FROM process ORDER BY id")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for process in ids {
            let scene = match read_scene(&transaction, &process) {
                Ok(scene) => scene,
                Err(error) => {
                    tracing::error!(process, %error, "what was reminded of in a process cannot be reckoned");
                    continue;
                }
            };
            let known = read_known(&transaction, &process)?;
            let today = day_of(now, &scene.organisation.zone());
            for one in list_all(&scene, rules, today) {
                if !known.contains_key(&(one.email.clone(), one.key())) {
                    put(&transaction, "put-back", &one, ReminderState::Maybe, now)?;
                }
            }
        }
        transaction.execute("DELETE FROM setting WHERE key = ?1", [PUT_BACK])?;
        Ok(transaction.commit()?)
    }

    /// The reminders of a process that were begun, the latest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn reminders(&self, process: &str) -> Result<Vec<ReminderRow>, StoreError> {
        let sql = "SELECT email, kind, role, letter, state, at, again FROM reminder WHERE process = ?1
                   ORDER BY at DESC, email, key";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([process])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, role, state): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
            found.push(ReminderRow {
                email: row.get(0)?,
                kind: ReminderKind::find(&kind).ok_or_else(|| damage_error(&kind))?,
                role: role.parse().map_err(damage_error)?,
                letter: row.get(3)?,
                state: read_state(&state)?,
                at: row.get(5)?,
                again: row.get(6)?,
            });
        }
        Ok(found)
    }

    /// Lets a person's reminders that stood in a letter be sent again, as far as they are still due. Whether there were any.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn ask_again(&mut self, process: &str, email: &str, letter: &str, now: i64) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let sql = "UPDATE reminder SET state = 'asked', at = ?4, again = NULL
                   WHERE process = ?1 AND email = ?2 AND letter = ?3 AND state IN ('sent', 'maybe', 'failed')";
        let asked = transaction.execute(sql, params![process, email, letter, now])? > 0;
        if asked {
            let wards = read_process(&transaction, process)?.wards;
            let process = process.to_owned();
            note(&transaction, &hand, &wards, &Deed::ReminderAsked { process })?;
        }
        transaction.commit()?;
        Ok(asked)
    }

    /// Whether somebody wants reminders.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn is_reminded(&self, email: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM unreminded WHERE email = ?1";
        let found = self.connection.query_row(sql, [email], |_| Ok(())).optional()?;
        Ok(found.is_none())
    }

    /// Keeps whether somebody wants reminders.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn set_reminded(&mut self, email: &str, wants: bool) -> Result<(), StoreError> {
        let sql = match wants {
            true => "DELETE FROM unreminded WHERE email = ?1",
            false => "INSERT OR IGNORE INTO unreminded (email) SELECT email FROM account WHERE email = ?1",
        };
        self.connection.execute(sql, [email])?;
        Ok(())
    }

    /// When the last letter was sent, in seconds since 1970-01-01 UTC, and how many reminders could not be in the month before `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn mail_summary(&self, now: i64) -> Result<(Option<i64>, u64), StoreError> {
        let sql = "SELECT max(at) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'failed' AND at > ?1)
                   FROM reminder";
        let since = now - 30 * SECONDS_OF_DAY;
        Ok(self
            .connection
            .query_row(sql, [since], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}
