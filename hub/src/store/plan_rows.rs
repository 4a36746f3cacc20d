//! A plan as it is read: bundles, proposals with their ratings, measures with their statuses and answers.

use rusqlite::{Connection, Row};

use super::damage_error;
use super::plan_versions::read_versions;
use super::signatures::{read_asked, read_signatures};
use crate::plan::measures::{HelpAnswer, NextStep, Status, StatusSet};
use crate::plan::proposals::{Bundle, Decided, Rating};
use crate::plan::{BundleRow, MeasureRow, Plan, ProposalRow, RatingRow};
use crate::signing::{Asked, Kind, Signature};
use crate::store::StoreError;

/// What is asked of a plan, and what was answered to it.
pub type PlanSigning = (Asked, Vec<Signature>);

fn read_json<T: serde::de::DeserializeOwned>(written: &str) -> Result<T, StoreError> {
    serde_json::from_str(written).map_err(damage_error)
}

pub(super) fn write_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damage_error)
}

/// The rows of a process, in the order of their numbers.
fn list<T>(
    connection: &Connection,
    sql: &str,
    process: &str,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([process])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read_decided(written: Option<String>) -> Result<Option<Decided>, StoreError> {
    written.as_deref().map(read_json).transpose()
}

pub(super) fn read_bundles(connection: &Connection, process: &str) -> Result<Vec<BundleRow>, StoreError> {
    let sql = "SELECT number, revision, title, answer_by, reply FROM bundle WHERE process = ?1 ORDER BY number";
    list(connection, sql, process, |row| {
        Ok(BundleRow {
            number: row.get(0)?,
            revision: row.get(1)?,
            bundle: Bundle {
                title: row.get(2)?,
                answer_by: row.get(3)?,
            },
            reply: read_decided(row.get(4)?)?,
        })
    })
}

pub(super) fn read_proposals(connection: &Connection, process: &str) -> Result<Vec<ProposalRow>, StoreError> {
    let sql = "SELECT proposal, role, account, gain, ease, quality, cost FROM rating WHERE process = ?1
               ORDER BY proposal, role, account";
    let ratings = list(connection, sql, process, |row| {
        let role: String = row.get(1)?;
        let rating = RatingRow {
            role: role.parse().map_err(damage_error)?,
            account: row.get(2)?,
            rating: Rating {
                gain: row.get(3)?,
                ease: row.get(4)?,
                quality: row.get(5)?,
                cost: row.get(6)?,
            },
        };
        Ok((row.get::<_, u32>(0)?, rating))
    })?;
    let sql =
        "SELECT number, revision, bundle, card, decided, decisions FROM proposal WHERE process = ?1 ORDER BY number";
    list(connection, sql, process, |row| {
        let number = row.get(0)?;
        let of = ratings.iter().filter(|(proposal, _)| *proposal == number);
        Ok(ProposalRow {
            number,
            revision: row.get(1)?,
            bundle: row.get(2)?,
            proposal: read_json(&row.get::<_, String>(3)?)?,
            decided: read_decided(row.get(4)?)?,
            decisions: row.get(5)?,
            ratings: of.map(|(_, rating)| rating.clone()).collect(),
        })
    })
}

pub(super) fn read_measures(connection: &Connection, process: &str) -> Result<Vec<MeasureRow>, StoreError> {
    let sql = "SELECT measure, status, reason, account, day, what, next FROM measure_status WHERE process = ?1 ORDER BY measure, number";
    let set = list(connection, sql, process, |row| {
        let (status, next): (String, Option<String>) = (row.get(1)?, row.get(6)?);
        let next = next.map(|next| NextStep::find(&next).ok_or_else(|| damage_error(&next)));
        let set = StatusSet {
            what: row.get(5)?,
            status: Status::find(&status).ok_or_else(|| damage_error(&status))?,
            next: next.transpose()?,
            reason: row.get(2)?,
            account: row.get(3)?,
            day: row.get(4)?,
        };
        Ok((row.get::<_, u32>(0)?, set))
    })?;
    let sql = "SELECT measure, text, words, account, day, written_down, number FROM help_answer WHERE process = ?1
               ORDER BY measure, number";
    let answers = list(connection, sql, process, |row| {
        let answer = HelpAnswer {
            text: row.get(1)?,
            words: row.get(2)?,
            account: row.get(3)?,
            day: row.get(4)?,
            written_down: row.get(5)?,
            number: row.get(6)?,
        };
        Ok((row.get::<_, u32>(0)?, answer))
    })?;
    let sql = "SELECT number, revision, measure FROM measure WHERE process = ?1 ORDER BY number";
    list(connection, sql, process, |row| {
        let number = row.get(0)?;
        let (given, answered) = (
            set.iter().filter(|(measure, _)| *measure == number),
            answers.iter().filter(|(measure, _)| *measure == number),
        );
        Ok(MeasureRow {
            number,
            revision: row.get(1)?,
            measure: read_json(&row.get::<_, String>(2)?)?,
            set: given.map(|(_, one)| one.clone()).collect(),
            answers: answered.map(|(_, answer)| answer.clone()).collect(),
        })
    })
}

/// All that is kept of a process's plan.
pub(super) fn read_plan(connection: &Connection, process: &str) -> Result<Plan, StoreError> {
    Ok(Plan {
        bundles: read_bundles(connection, process)?,
        proposals: read_proposals(connection, process)?,
        measures: read_measures(connection, process)?,
        versions: read_versions(connection, process)?,
    })
}

/// What was asked of the plan of a process, if anything was.
pub(super) fn read_signing(connection: &Connection, process: &str) -> Result<Option<PlanSigning>, StoreError> {
    match read_asked(connection, Kind::Plan, process)? {
        Some(asked) => Ok(Some((asked, read_signatures(connection, Kind::Plan, process)?))),
        None => Ok(None),
    }
}
