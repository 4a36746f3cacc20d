//! Versions of a plan that were put forward to be signed.

use rusqlite::{Connection, params};
use trykk_shared::protocol::BoxState;

use super::damage_error;
use super::plan_rows::{read_plan, write_json};
use super::processes::read_process;
use super::signatures::{ask, read_signatures};
use crate::audit::Hand;
use crate::plan::{PlanVersion, version};
use crate::signing::{Asked, Kind, Version};
use crate::store::StoreError;

/// The versions of a process's plan, the first one first.
pub(super) fn read_versions(connection: &Connection, process: &str) -> Result<Vec<PlanVersion>, StoreError> {
    let sql = "SELECT number, version, measures, account, day FROM plan_version WHERE process = ?1 ORDER BY number";
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
        for ward in &process.wards {
            connection.execute(
                "INSERT INTO follow_up (box, plan)
                     SELECT box.id, ?2 FROM box JOIN box_ward ON box_ward.box = box.id
                     WHERE box_ward.ward = ?1 AND box.state = ?3 AND box.notes_until IS NOT NULL AND NOT EXISTS (
                         SELECT 1 FROM box_ward AS its JOIN box_ward AS others ON others.ward = its.ward
                         JOIN box AS later ON later.id = others.box
                         WHERE its.box = box.id AND later.state = ?3 AND later.notes_until > box.notes_until)
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
    ask(connection, hand, &asked)
}
