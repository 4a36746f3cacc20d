//! The plan of measures of a process: bundles, proposals, measures. Each step looks whether somebody else was faster, in the transaction
//! that does it. What is changed of a plan that was put forward is put forward anew: what was signed is void.

use rusqlite::{Connection, params};

use super::Store;
use super::audit::note;
use super::organisation::read_zone;
use super::plan_rows::{PlanSigning, read_bundles, read_measures, read_plan, read_proposals, read_signing, write_json};
use super::plan_versions::put_forward;
use super::processes::{read_process, read_role};
use super::signatures::read_asked;
use crate::audit::Deed;
use crate::organisation::Role;
use crate::organisation::times::day_of;
use crate::plan::measures::{Measure, NextStep, StatusSet};
use crate::plan::proposals::{ANSWER_WITHIN_DAYS, Bundle, Decided, Proposal, Rating};
use crate::plan::{BundleRow, MeasureRow, Plan, ProposalRow};
use crate::signing::Kind;
use crate::store::StoreError;
use crate::written::fold_name;

/// The number of what is saved: one that is there and that nobody has saved since `seen`, or the next one; and how often it was saved then.
/// What a form says is compared, and never reckoned with.
fn settle(
    kept: impl Iterator<Item = (u32, u32)> + Clone,
    number: Option<u32>,
    seen: u32,
    what: &'static str,
) -> Result<(u32, u32), StoreError> {
    let Some(number) = number else {
        return Ok((kept.map(|(number, _)| number).max().unwrap_or(0) + 1, 1));
    };
    let revision = kept
        .clone()
        .find(|(other, _)| *other == number)
        .map(|(_, revision)| revision);
    match revision.ok_or_else(|| StoreError::NotFound(what, number.to_string()))? {
        revision if revision == seen => Ok((number, revision + 1)),
        _ => Err(StoreError::ChangedMeanwhile(what)),
    }
}

pub(super) fn put_bundle(connection: &Connection, process: &str, row: &BundleRow) -> Result<(), StoreError> {
    let reply = row.reply.as_ref().map(write_json).transpose()?;
    connection.execute(
        "INSERT OR REPLACE INTO bundle (process, number, title, answer_by, reply, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![process, row.number, row.bundle.title, row.bundle.answer_by, reply, row.revision],
    )?;
    Ok(())
}

/// The bundle with this title that `fits`, made if there is none.
pub(super) fn find_or_make_bundle(
    connection: &Connection,
    process: &str,
    title: &str,
    today: i64,
    fits: impl Fn(&BundleRow) -> bool,
) -> Result<u32, StoreError> {
    let bundles = read_bundles(connection, process)?;
    let same = |row: &&BundleRow| fits(row) && fold_name(&row.bundle.title) == fold_name(title);
    if let Some(row) = bundles.iter().find(same) {
        return Ok(row.number);
    }
    let row = BundleRow {
        number: bundles.iter().map(|row| row.number).max().unwrap_or(0) + 1,
        revision: 1,
        bundle: Bundle {
            title: title.to_owned(),
            answer_by: today + ANSWER_WITHIN_DAYS,
        },
        reply: None,
    };
    put_bundle(connection, process, &row)?;
    Ok(row.number)
}

impl Store {
    /// All that is kept of a process's plan, and how far its signing has come.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn plan(&self, process: &str) -> Result<(Plan, Option<PlanSigning>), StoreError> {
        let snapshot = self.snapshot()?;
        Ok((read_plan(&snapshot, process)?, read_signing(&snapshot, process)?))
    }

    /// Does something to a process's plan, and notes it. Nothing of it is changed while the process rests: nobody could sign it.
    fn change_measures<T>(
        &mut self,
        process: &str,
        change: impl FnOnce(&Connection, i64) -> Result<(T, Deed), StoreError>,
        now: i64,
    ) -> Result<T, StoreError> {
        let unless_it_rests = |connection: &Connection, today| match read_process(connection, process)?.resting {
            Some(_) => Err(StoreError::Resting),
            None => change(connection, today),
        };
        self.add_to_plan(process, unless_it_rests, now)
    }

    /// Does something to a process's plan that changes nothing of what is signed, and notes it.
    fn add_to_plan<T>(
        &mut self,
        process: &str,
        change: impl FnOnce(&Connection, i64) -> Result<(T, Deed), StoreError>,
        now: i64,
    ) -> Result<T, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let wards = read_process(&transaction, process)?.wards;
        let today = day_of(now, &read_zone(&transaction)?);
        let (done, deed) = change(&transaction, today)?;
        note(&transaction, &hand, &wards, &deed)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Keeps a bundle and what the staff are told of it, a new one where `number` is none, if nobody has saved it since revision `seen`;
    /// gives its number.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn save_bundle(
        &mut self,
        process: &str,
        number: Option<u32>,
        seen: u32,
        bundle: &Bundle,
        reply: Option<&Decided>,
        now: i64,
    ) -> Result<u32, StoreError> {
        let change = |connection: &Connection, _| {
            let bundles = read_bundles(connection, process)?;
            let kept = bundles.iter().map(|row| (row.number, row.revision));
            // The same form, sent twice, writes one.
            let told = |reply: Option<&Decided>| reply.map(|reply| (reply.verdict, reply.reason.clone()));
            let same = |row: &&BundleRow| {
                row.revision == 1 && row.bundle == *bundle && told(row.reply.as_ref()) == told(reply)
            };
            if let (None, Some(row)) = (number, bundles.iter().find(same)) {
                let process = process.to_owned();
                return Ok((row.number, Deed::ProposalsChanged { process }));
            }
            let (number, revision) = settle(kept, number, seen, "bundle")?;
            let row = BundleRow {
                number,
                revision,
                bundle: bundle.clone(),
                reply: reply.cloned(),
            };
            put_bundle(connection, process, &row)?;
            let process = process.to_owned();
            Ok((row.number, Deed::ProposalsChanged { process }))
        };
        self.change_measures(process, change, now)
    }

    /// Keeps a measure card, a new one where `number` is none, if nobody has saved it since revision `seen`; gives its number. Its bundle is
    /// the one with this title, which is made if there is none.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn save_proposal(
        &mut self,
        process: &str,
        number: Option<u32>,
        seen: u32,
        (title, proposal): &(String, Proposal),
        now: i64,
    ) -> Result<u32, StoreError> {
        let change = |connection: &Connection, today| {
            let proposals = read_proposals(connection, process)?;
            let kept = proposals.iter().map(|row| (row.number, row.revision));
            let bundle = find_or_make_bundle(connection, process, title, today, |_| true)?;
            // The same form, sent twice, writes one: to the letter, for two tables may have had the same idea.
            let bundles = read_bundles(connection, process)?;
            let is_titled = |number| {
                bundles
                    .iter()
                    .any(|row| row.number == number && row.bundle.title == *title)
            };
            let same = |row: &&ProposalRow| row.revision == 1 && is_titled(row.bundle) && row.proposal == *proposal;
            if let (None, Some(row)) = (number, proposals.iter().find(same)) {
                let process = process.to_owned();
                return Ok((row.number, Deed::ProposalsChanged { process }));
            }
            let (number, _) = settle(kept, number, seen, "proposal")?;
            let before = proposals.iter().find(|row| row.number == number);
            let is_rewritten = before.is_some_and(|row| row.proposal != *proposal);
            connection.execute(
                "INSERT INTO proposal (process, number, bundle, card, decisions, revision) VALUES (?1, ?2, ?3, ?4, 0, 1)
                 ON CONFLICT (process, number) DO UPDATE SET bundle = ?3, card = ?4, revision = revision + 1",
                params![process, number, bundle, write_json(proposal)?],
            )?;
            if is_rewritten {
                // What was decided and thought of other words is nobody's word on these; whoever has read the old ones is told.
                let sql =
                    "UPDATE proposal SET decided = NULL, decisions = decisions + 1 WHERE process = ?1 AND number = ?2";
                connection.execute(sql, params![process, number])?;
                connection.execute(
                    "DELETE FROM rating WHERE process = ?1 AND proposal = ?2",
                    params![process, number],
                )?;
            }
            let process = process.to_owned();
            Ok((number, Deed::ProposalsChanged { process }))
        };
        self.change_measures(process, change, now)
    }

    /// Keeps what was decided of a proposal, if nobody has decided anything since it had been `seen` times.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn decide_proposal(
        &mut self,
        process: &str,
        number: u32,
        seen: u32,
        decided: &Decided,
        now: i64,
    ) -> Result<(), StoreError> {
        let change = |connection: &Connection, _| {
            let proposals = read_proposals(connection, process)?;
            let kept = proposals.iter().map(|row| (row.number, row.decisions));
            settle(kept, Some(number), seen, "proposal")?;
            let sql = "UPDATE proposal SET decided = ?3, decisions = decisions + 1 WHERE process = ?1 AND number = ?2";
            connection.execute(sql, params![process, number, write_json(decided)?])?;
            let process = process.to_owned();
            Ok(((), Deed::ProposalsChanged { process }))
        };
        self.change_measures(process, change, now)
    }

    /// Keeps what whoever this is done as thinks of a proposal, in their role of this moment, in the place of what they thought before, if
    /// nobody has saved the proposal since revision `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has; when there is no such proposal, or they are neither leader, safety rep nor union rep.
    pub fn rate_proposal(
        &mut self,
        process: &str,
        number: u32,
        seen: u32,
        rating: &Rating,
        now: i64,
    ) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        let change = |connection: &Connection, _| {
            let role = read_role(connection, &who)?;
            let role = role.filter(|role| matches!(role, Role::Leader | Role::SafetyRep | Role::UnionRep));
            let Some(role) = role else {
                return Err(StoreError::NotFound("proposal", number.to_string()));
            };
            let proposals = read_proposals(connection, process)?;
            let kept = proposals.iter().map(|row| (row.number, row.revision));
            settle(kept, Some(number), seen, "proposal")?;
            let [gain, ease, quality, cost] = rating.figures();
            connection.execute(
                "INSERT OR REPLACE INTO rating (process, proposal, account, role, gain, ease, quality, cost)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![process, number, who.name(), role.name(), gain, ease, quality, cost],
            )?;
            let process = process.to_owned();
            Ok(((), Deed::ProposalsChanged { process }))
        };
        self.change_measures(process, change, now)
    }

    /// Keeps a measure, a new one where `number` is none, if nobody has saved it since revision `seen`; gives its number. A plan that was put
    /// forward is put forward anew.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn save_measure(
        &mut self,
        process: &str,
        number: Option<u32>,
        seen: u32,
        measure: &Measure,
        now: i64,
    ) -> Result<u32, StoreError> {
        let hand = self.hand.clone();
        let change = |connection: &Connection, today| {
            let measures = read_measures(connection, process)?;
            let kept = measures.iter().map(|row| (row.number, row.revision));
            let is_new = number.is_none();
            // The same form, sent twice, writes one; what was done or stopped is taken up again by another one.
            let same = |row: &&MeasureRow| row.revision == 1 && row.is_open() && row.measure == *measure;
            if let (None, Some(row)) = (number, measures.iter().find(same)) {
                let (process, number) = (process.to_owned(), row.number);
                return Ok((number, Deed::MeasureSaved { process, number }));
            }
            let (number, revision) = settle(kept, number, seen, "measure")?;
            let sql = "INSERT OR REPLACE INTO measure (process, number, measure, revision) VALUES (?1, ?2, ?3, ?4)";
            connection.execute(sql, params![process, number, write_json(measure)?, revision])?;
            if read_asked(connection, Kind::Plan, process)?.is_some() {
                put_forward(connection, &hand, process, is_new, today)?;
            }
            let process = process.to_owned();
            Ok((number, Deed::MeasureSaved { process, number }))
        };
        self.change_measures(process, change, now)
    }

    /// Gives a measure a status, if nobody has saved it since revision `of`, and it was given none since it had been given `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when it was.
    pub fn set_measure_status(
        &mut self,
        process: &str,
        number: u32,
        (of, seen): (u32, u32),
        set: &StatusSet,
        now: i64,
    ) -> Result<(), StoreError> {
        let change = |connection: &Connection, _| {
            let measures = read_measures(connection, process)?;
            let times = |row: &MeasureRow| u32::try_from(row.set.len()).unwrap_or(u32::MAX);
            let kept = measures.iter().map(|row| (row.number, times(row)));
            settle(kept, Some(number), seen, "measure")?;
            // A status belongs to the words that it was given to.
            settle(
                measures.iter().map(|row| (row.number, row.revision)),
                Some(number),
                of,
                "measure",
            )?;
            connection.execute(
                "INSERT INTO measure_status (process, measure, number, status, reason, account, day, what, next)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    process,
                    number,
                    seen + 1,
                    set.status.name(),
                    set.reason,
                    set.account,
                    set.day,
                    set.what,
                    set.next.map(NextStep::name)
                ],
            )?;
            let process = process.to_owned();
            Ok(((), Deed::MeasureStatusSet { process, number }))
        };
        self.change_measures(process, change, now)
    }

    /// Puts the plan forward to be signed, if it has measures and was not put forward. Whether it was done.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn ask_plan(&mut self, process: &str, now: i64) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        if read_process(&transaction, process)?.resting.is_some() {
            return Err(StoreError::Resting);
        }
        let today = day_of(now, &read_zone(&transaction)?);
        let is_asked = read_asked(&transaction, Kind::Plan, process)?.is_some();
        if is_asked || read_measures(&transaction, process)?.is_empty() {
            return Ok(false);
        }
        put_forward(&transaction, &hand, process, true, today)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Keeps what a senior leader answers, or a guide writes down of it, to a measure that asks for help in the version that was signed last, if nobody has answered since
    /// `seen`, and the text is still the one that was shown.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has; when nothing that was signed asks for it.
    pub fn answer_help(
        &mut self,
        process: &str,
        number: u32,
        (text, seen): (&str, u32),
        words: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        let change = |connection: &Connection, today| {
            let written_down = match read_role(connection, &who)? {
                Some(Role::SeniorLeader) => false,
                Some(Role::Guide) => true,
                _ => return Err(StoreError::NotFound("measure", number.to_string())),
            };
            let signed = read_plan(connection, process)?.signed_measures();
            let row = signed.iter().find(|row| row.number == number);
            let row = row.ok_or_else(|| StoreError::NotFound("measure", number.to_string()))?;
            let asked = row.measure.help.as_ref();
            let asked = asked.ok_or_else(|| StoreError::NotFound("measure", number.to_string()))?;
            // What a senior leader answered to these words stands: nobody writes another answer down over it.
            let mut answers = row.answers.iter().filter(|answer| answer.text == asked.text);
            let stands = answers.any(|answer| !answer.written_down);
            if asked.text != text || row.answered() != seen || written_down && stands {
                return Err(StoreError::ChangedMeanwhile("the answer"));
            }
            connection.execute(
                "INSERT INTO help_answer (process, measure, number, text, words, account, day, written_down)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![process, number, seen + 1, text, words, who.name(), today, written_down],
            )?;
            let process = process.to_owned();
            Ok(((), Deed::HelpAnswered { process, number }))
        };
        self.add_to_plan(process, change, now)
    }
}
