//! Processes of wards: their phases and goal sheets. What may be done is [`crate::process`]'s to say; it is asked in the transaction that
//! does it.

use rusqlite::{Connection, OptionalExtension, params};

use super::audit::note;
use super::meetings::read_meetings;
use super::organisation::read_zone;
use super::reach::{read_accounts_named, read_organisation_of, read_organisation_of_signing};
use super::signatures::{ask, read_asked, read_needs, read_signatures, write_needs};
use super::{Store, damage_error};
use crate::audit::{Deed, Who};
use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Role};
use crate::process::goals::Goals;
use crate::process::method::Method;
use crate::process::{
    BeginError, Begun, GoalSheet, Next, Process, find_next_phase, may_begin, phase_of, process_of, stand,
};
use crate::signing::{self, Asked, Kind, Needs, Signature};
use crate::store::StoreError;

/// What is asked at a checkpoint, and what was answered to it.
type Checkpoint = (Asked, Vec<Signature>);

fn read_begun(connection: &Connection, process: &str) -> Result<Vec<Begun>, StoreError> {
    let sql = "SELECT phase, day, account, reason, goals FROM process_phase WHERE process = ?1 ORDER BY number";
    let mut select = connection.prepare_cached(sql)?;
    let rows = select.query_map([process], |row| {
        Ok(Begun {
            phase: row.get(0)?,
            day: row.get(1)?,
            account: row.get(2)?,
            reason: row.get(3)?,
            goals: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read_goals(connection: &Connection, process: &str) -> Result<Vec<GoalSheet>, StoreError> {
    let sql = "SELECT version, goals, how, look, account, day FROM goal_sheet WHERE process = ?1 ORDER BY version";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([process])?;
    let mut sheets = Vec::new();
    while let Some(row) = rows.next()? {
        sheets.push(GoalSheet {
            version: row.get(0)?,
            goals: Goals {
                goals: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
                how: row.get(2)?,
                look: row.get(3)?,
            },
            account: row.get(4)?,
            day: row.get(5)?,
        });
    }
    Ok(sheets)
}

/// A process with its history.
pub(super) fn read_process(connection: &Connection, id: &str) -> Result<Process, StoreError> {
    let sql = "SELECT wards, needs, resting FROM process WHERE id = ?1";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([id])?;
    let row = rows.next()?;
    let row = row.ok_or_else(|| StoreError::NotFound("process", id.to_owned()))?;
    Ok(Process {
        id: id.to_owned(),
        wards: serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?,
        needs: read_needs(&row.get::<_, String>(1)?)?,
        resting: row.get(2)?,
        begun: read_begun(connection, id)?,
        goals: read_goals(connection, id)?,
        meetings: read_meetings(connection, id)?,
    })
}

/// The checkpoint of the phase that comes next, if it was put forward for this time that the phase begins.
fn read_checkpoint(
    connection: &Connection,
    method: &Method,
    process: &Process,
) -> Result<Option<Checkpoint>, StoreError> {
    let next = find_next_phase(method, process).map(|next| &method.phases[next].id);
    let Some(phase) = next else { return Ok(None) };
    let thing = process.checkpoint(phase);
    let asked = read_asked(connection, Kind::Checkpoint, &thing)?;
    let version = process.checkpoint_version(phase);
    match asked.filter(|asked| version == Some(asked.version)) {
        Some(asked) => Ok(Some((asked, read_signatures(connection, Kind::Checkpoint, &thing)?))),
        None => Ok(None),
    }
}

fn begin(connection: &Connection, process: &Process, begun: &Begun) -> Result<(), rusqlite::Error> {
    connection.execute(
        "INSERT INTO process_phase (process, number, phase, day, account, reason, goals) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            process.id,
            process.begun.len() + 1,
            begun.phase,
            begun.day,
            begun.account,
            begun.reason,
            begun.goals
        ],
    )?;
    Ok(())
}

/// The role of whoever something is done as: the plan's, of this very moment.
fn role_of(organisation: &Organisation, who: &Who) -> Option<Role> {
    let account = organisation.accounts.get(who.name())?;
    (!account.blocked).then_some(account.role)
}

/// The same, where nothing else of the plan is needed.
pub(super) fn read_role(connection: &Connection, who: &Who) -> Result<Option<Role>, StoreError> {
    let accounts = read_accounts_named(connection, &[who.name().to_owned()])?;
    let account = accounts.get(who.name()).filter(|account| !account.blocked);
    Ok(account.map(|account| account.role))
}

impl Store {
    /// A process with its history, and the checkpoint of the phase that comes next, where it was put forward.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn process(&self, method: &Method, id: &str) -> Result<(Process, Option<Checkpoint>), StoreError> {
        let snapshot = self.snapshot()?;
        let process = read_process(&snapshot, id)?;
        let checkpoint = read_checkpoint(&snapshot, method, &process)?;
        Ok((process, checkpoint))
    }

    /// The goal sheet that is signed at a checkpoint, in the version that was put forward last; nothing for whatever is no checkpoint.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn signed_sheet(&self, asked: &Asked) -> Result<Option<GoalSheet>, StoreError> {
        if asked.kind != Kind::Checkpoint {
            return Ok(None);
        }
        let snapshot = self.snapshot()?;
        let process = read_process(&snapshot, process_of(&asked.thing))?;
        Ok(process.signed_sheet(phase_of(&asked.thing), asked.version).cloned())
    }

    /// At a checkpoint: the goal sheet of the first of these answers that has one, and the one that is to be signed instead. Nothing where
    /// none has.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn sheets_since_answered(
        &self,
        asked: &Asked,
        answered: &[&Signature],
    ) -> Result<Option<(GoalSheet, GoalSheet)>, StoreError> {
        let snapshot = self.snapshot()?;
        let (process, phase) = (
            read_process(&snapshot, process_of(&asked.thing))?,
            phase_of(&asked.thing),
        );
        let Some(now) = process.signed_sheet(phase, asked.version) else {
            return Ok(None);
        };
        let before = answered.iter().find_map(|one| process.signed_sheet(phase, one.version));
        Ok(before.map(|before| (before.clone(), now.clone())))
    }

    /// The ids of all processes, in order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn processes(&self) -> Result<Vec<String>, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT id FROM process ORDER BY id")?;
        Ok(select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The process that a ward is in.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn process_of(&self, ward: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT process FROM process_ward WHERE ward = ?1";
        Ok(self.connection.query_row(sql, [ward], |row| row.get(0)).optional()?)
    }

    /// Begins the process of these wards with the method's first phase; gives its id. Where one of them is in a process already, nothing
    /// is begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn start_process(
        &mut self,
        wards: &[String],
        needs: Needs,
        method: &Method,
        now: i64,
    ) -> Result<Option<String>, StoreError> {
        let hand = self.hand.clone();
        let mut wards = wards.to_vec();
        wards.sort();
        wards.dedup();
        let transaction = self.transaction()?;
        let organisation = read_organisation_of(&transaction, &wards, &[])?;
        let Some(id) = wards.first().cloned() else {
            return Ok(None);
        };
        for ward in &wards {
            if !organisation.wards.contains_key(ward) {
                return Err(StoreError::NotFound("ward", ward.clone()));
            }
            let sql = "INSERT OR IGNORE INTO process_ward (ward, process) VALUES (?1, ?2)";
            if transaction.execute(sql, [ward, &id])? == 0 {
                return Ok(None);
            }
        }
        let written = serde_json::to_string(&wards).map_err(damage_error)?;
        let sql = "INSERT INTO process (id, wards, needs) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![id, written, write_needs(needs)])?;
        let begun = Begun {
            phase: method.phases[0].id.clone(),
            day: day_of(now, &organisation.zone()),
            account: hand.who.name().to_owned(),
            reason: None,
            goals: None,
        };
        begin(&transaction, &read_process(&transaction, &id)?, &begun)?;
        note(
            &transaction,
            &hand,
            &wards,
            &Deed::ProcessStarted { process: id.clone() },
        )?;
        transaction.commit()?;
        Ok(Some(id))
    }

    /// Keeps another version of the goal sheet, if nobody has saved one since version `seen`. A checkpoint that was put forward is put
    /// forward anew: what was signed is void.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn save_goals(
        &mut self,
        id: &str,
        seen: u32,
        goals: &Goals,
        method: &Method,
        now: i64,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let before = read_process(&transaction, id)?;
        let last = before.goal_sheet();
        let before_it = last.map_or(0, |sheet| sheet.version);
        if before_it != seen {
            return Err(StoreError::ChangedMeanwhile("the goal sheet"));
        }
        if last.is_some_and(|sheet| sheet.goals == *goals) {
            return Ok(());
        }
        let was_asked = read_checkpoint(&transaction, method, &before)?.is_some();
        let (version, written) = (
            before_it + 1,
            serde_json::to_string(&goals.goals).map_err(damage_error)?,
        );
        let day = day_of(now, &read_zone(&transaction)?);
        transaction.execute(
            "INSERT INTO goal_sheet (process, version, goals, how, look, account, day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![id, version, written, goals.how, goals.look, hand.who.name(), day],
        )?;
        let process = id.to_owned();
        note(
            &transaction,
            &hand,
            &before.wards,
            &Deed::GoalsSaved { process, version },
        )?;
        if was_asked {
            put_forward(&transaction, &hand, method, &read_process(&transaction, id)?, day)?;
        }
        Ok(transaction.commit()?)
    }

    /// Puts the checkpoint of the next phase forward to be signed, if that is what is next. Whether it was.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn ask_checkpoint(&mut self, id: &str, method: &Method, now: i64) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let process = read_process(&transaction, id)?;
        let is_asked = read_checkpoint(&transaction, method, &process)?.is_some();
        let day = day_of(now, &read_zone(&transaction)?);
        if is_asked || stand(method, &process, None, day).next != Next::Ask {
            return Ok(false);
        }
        put_forward(&transaction, &hand, method, &process, day)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Begins a phase, if no other has begun since `seen` had. What the rules of [`may_begin`] refuse is the inner error.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when another has.
    pub fn begin_phase(
        &mut self,
        id: &str,
        seen: usize,
        phase: &str,
        reason: &str,
        method: &Method,
        now: i64,
    ) -> Result<Result<(), BeginError>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let process = read_process(&transaction, id)?;
        if process.begun.len() != seen {
            return Err(StoreError::ChangedMeanwhile("the phase"));
        }
        let checkpoint = read_checkpoint(&transaction, method, &process)?;
        let given = checkpoint.as_ref().map_or(&[][..], |(_, given)| given);
        let organisation = read_organisation_of_signing(&transaction, &process.wards, given, Some(&hand.who))?;
        let day = day_of(now, &organisation.zone());
        let standing = checkpoint.map(|(asked, given)| signing::stand(&organisation, &asked, &given, day));
        let Some(role) = role_of(&organisation, &hand.who) else {
            return Ok(Err(BeginError::NotTheirs));
        };
        let reason = match may_begin(method, &process, standing.as_ref(), phase, role, reason) {
            Ok(reason) => reason,
            Err(fault) => return Ok(Err(fault)),
        };
        let begun = Begun {
            phase: phase.to_owned(),
            day,
            account: hand.who.name().to_owned(),
            reason,
            goals: process.goal_sheet().map(|sheet| sheet.version),
        };
        begin(&transaction, &process, &begun)?;
        let deed = Deed::PhaseBegun {
            process: id.to_owned(),
            phase: phase.to_owned(),
            unsigned: begun.reason.is_some(),
        };
        note(&transaction, &hand, &process.wards, &deed)?;
        transaction.commit()?;
        Ok(Ok(()))
    }

    /// Puts a process to rest, or takes it up again.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn rest_process(&mut self, id: &str, rests: bool, now: i64) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let process = read_process(&transaction, id)?;
        if process.resting.is_some() == rests {
            return Ok(());
        }
        let day = day_of(now, &read_zone(&transaction)?);
        let sql = "UPDATE process SET resting = ?2 WHERE id = ?1";
        transaction.execute(sql, params![id, rests.then_some(day)])?;
        let process_id = id.to_owned();
        let deed = match rests {
            true => Deed::ProcessRested { process: process_id },
            false => Deed::ProcessTakenUp { process: process_id },
        };
        note(&transaction, &hand, &process.wards, &deed)?;
        Ok(transaction.commit()?)
    }
}

/// Asks for signatures at the checkpoint of the phase that comes next.
fn put_forward(
    connection: &Connection,
    hand: &crate::audit::Hand,
    method: &Method,
    process: &Process,
    day: i64,
) -> Result<(), StoreError> {
    let next = find_next_phase(method, process).map(|next| &method.phases[next].id);
    let Some((phase, version)) = next.and_then(|phase| Some((phase, process.checkpoint_version(phase)?))) else {
        return Ok(());
    };
    let asked = Asked {
        kind: Kind::Checkpoint,
        thing: process.checkpoint(phase),
        wards: process.wards.clone(),
        version,
        since: day,
        needs: process.needs,
    };
    ask(connection, hand, &asked)
}
