//! Versions of a plan that were put forward to be signed, and when each came to be signed: that is written down once.

use rusqlite::{Connection, params};
use trykk_shared::protocol::BoxState;

use super::damage_error;
use super::organisation::read_organisation;
use super::plan_rows::{read_plan, read_signing, write_json};
use super::processes::read_process;
use super::reach::read_organisation_of_signing;
use super::signatures::{ask, read_signatures};
use crate::audit::Hand;
use crate::organisation::Organisation;
use crate::plan::{PlanVersion, is_signed_by_leaving, list_signed_before, version};
use crate::signing::{Asked, Kind, Version, stand};
use crate::store::StoreError;

/// The versions of a process's plan, the first one first.
pub(super) fn read_versions(connection: &Connection, process: &str) -> Result<Vec<PlanVersion>, StoreError> {
    let sql =
        "SELECT number, version, measures, account, day, signed FROM plan_version WHERE process = ?1 ORDER BY number";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([process])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(PlanVersion {
            number: row.get(0)?,
            version: Version(row.get(1)?),
            measures: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
            account: row.get(3)?,
            day: row.get(4)?,
            signed: row.get(5)?,
        });
    }
    Ok(found)
}

/// Asks leader, safety rep and union rep to sign the plan as it stands now. A version that nobody answered gives way to it. `ends_silence`:
/// the results of its wards that wait for a plan have one from now on.
pub(super) fn put_forward(
    connection: &Connection,
    hand: &Hand,
    process: &str,
    ends_silence: bool,
    today: i64,
) -> Result<(), StoreError> {
    let (process, plan) = (read_process(connection, process)?, read_plan(connection, process)?);
    let measures = plan.content();
    let now = version(&process.id, &measures);
    let last = plan.last_version();
    if last.is_none_or(|last| last.version != now) {
        let given = read_signatures(connection, Kind::Plan, &process.id)?;
        let number = match last {
            None => 1,
            Some(last) if given.iter().any(|one| one.version == last.version) => last.number + 1,
            Some(last) => last.number,
        };
        connection.execute(
            "INSERT OR REPLACE INTO plan_version (process, number, version, measures, account, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                process.id,
                number,
                now.0,
                write_json(&measures)?,
                hand.who.name(),
                today
            ],
        )?;
    }
    if ends_silence {
        // The plus keeps the index by state out of it: that would go through everything that was ever published.
        for ward in &process.wards {
            connection.execute(
                "INSERT INTO follow_up (box, plan)
                     SELECT box.id, ?2 FROM box JOIN box_ward ON box_ward.box = box.id
                     WHERE box_ward.ward = ?1 AND +box.state = ?3 AND box.notes_until IS NOT NULL AND NOT EXISTS (
                         SELECT 1 FROM box_ward AS its JOIN box_ward AS others ON others.ward = its.ward
                         JOIN box AS later ON later.id = others.box
                         WHERE its.box = box.id AND +later.state = ?3 AND later.notes_until > box.notes_until)
                 ON CONFLICT (box) DO UPDATE SET plan = coalesce(plan, ?2)",
                params![ward, today, BoxState::Released.name()],
            )?;
        }
    }
    let asked = Asked {
        kind: Kind::Plan,
        thing: process.id.clone(),
        wards: process.wards.clone(),
        version: now,
        since: today,
        needs: process.needs,
    };
    ask(connection, hand, &asked)?;
    // What was signed before in the very same words, and not taken back since, is signed again.
    note_signed(connection, &process.id, today)
}

fn write_signed(connection: &Connection, process: &str, number: u32, day: i64) -> Result<(), rusqlite::Error> {
    let sql = "UPDATE plan_version SET signed = ?3 WHERE process = ?1 AND number = ?2 AND signed IS NULL";
    connection.prepare_cached(sql)?.execute(params![process, number, day])?;
    Ok(())
}

/// Writes down that the version that is asked came to be signed, if it did: once, in the step that completed it.
pub(super) fn note_signed(connection: &Connection, process: &str, today: i64) -> Result<(), StoreError> {
    let Some((asked, given)) = read_signing(connection, process)? else {
        return Ok(());
    };
    let versions = read_versions(connection, process)?;
    let waits = versions
        .last()
        .filter(|last| last.version == asked.version && last.signed.is_none());
    match waits {
        Some(last) => {
            let organisation = read_organisation_of_signing(connection, &asked.wards, &given, None)?;
            if stand(&organisation, &asked, &given, today).may_go_on() {
                write_signed(connection, process, last.number, today)?;
            }
            Ok(())
        }
        None => Ok(()),
    }
}

/// The processes whose plans are asked to be signed.
fn list_asked(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut select = connection.prepare_cached("SELECT thing FROM signing WHERE kind = ?1 ORDER BY thing")?;
    select.query_map([Kind::Plan.name()], |row| row.get(0))?.collect()
}

/// Writes down which plans came to be signed because somebody who owed an answer has left: in the step in which they leave.
pub(super) fn note_signed_by_leaving(
    connection: &Connection,
    organisation: &Organisation,
    today: i64,
) -> Result<(), StoreError> {
    for process in list_asked(connection)? {
        let Some((asked, given)) = read_signing(connection, &process)? else {
            continue;
        };
        let versions = read_versions(connection, &process)?;
        let waits = versions
            .last()
            .filter(|last| last.version == asked.version && last.signed.is_none());
        if let Some(last) = waits.filter(|_| is_signed_by_leaving(organisation, &asked, &given, today)) {
            write_signed(connection, &process, last.number, today)?;
        }
    }
    Ok(())
}

/// Writes down which versions had come to be signed in a database of before, in which it was reckoned anew each time. A plan that cannot be
/// read keeps no hub from starting.
pub(super) fn note_signed_before(connection: &Connection) -> Result<(), StoreError> {
    let processes = list_asked(connection)?;
    if processes.is_empty() {
        return Ok(());
    }
    let organisation = read_organisation(connection)?;
    for process in processes {
        let read =
            read_signing(connection, &process).and_then(|signing| Ok((signing, read_versions(connection, &process)?)));
        match read {
            Ok((Some((asked, given)), versions)) => {
                let last = given.last().map_or(asked.since, |last| last.day);
                for (number, day) in list_signed_before(&versions, &organisation, &asked, &given, last) {
                    write_signed(connection, &process, number, day)?;
                }
            }
            Ok((None, _)) => {}
            Err(error) => {
                tracing::warn!(process, error = %error, "which version of this plan was signed could not be read")
            }
        }
    }
    Ok(())
}
