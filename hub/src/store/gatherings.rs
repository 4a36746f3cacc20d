//! Gatherings for measures: what was prepared, how far each is, and what was handed over. Nothing of an idea is here before that.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit::note;
use super::organisation::read_zone;
use super::plan_rows::{read_proposals, write_json};
use super::plans::find_or_make_bundle;
use super::processes::read_process;
use super::{Store, damage_error};
use crate::audit::Deed;
use crate::gathering::{Gathering, Handed, HandedBundle, JoinCode, Position, Prepared, Stage, Step};
use crate::organisation::times::day_of;
use crate::store::StoreError;

const COLUMNS: &str = "process, number, id, code, prepared, stage, open, area, until, handed, revision";

fn read_stage(stage: &str, open: bool) -> Result<Stage, StoreError> {
    Ok(match stage {
        "prepared" => Stage::Prepared,
        "handed-over" => Stage::HandedOver,
        "given-up" => Stage::GivenUp,
        step => Stage::At {
            step: Step::find(step).ok_or_else(|| damage_error("the step of a gathering"))?,
            open,
        },
    })
}

fn write_stage(stage: Stage) -> (&'static str, bool) {
    match stage {
        Stage::Prepared => ("prepared", false),
        Stage::At { step, open } => (step.name(), open),
        Stage::HandedOver => ("handed-over", false),
        Stage::GivenUp => ("given-up", false),
    }
}

fn read_row(row: &Row<'_>) -> Result<Gathering, StoreError> {
    let code: JoinCode = row.get::<_, String>(3)?.parse().map_err(damage_error)?;
    let handed: Option<String> = row.get(9)?;
    let handed = handed.map(|handed| serde_json::from_str(&handed).map_err(damage_error));
    Ok(Gathering {
        process: row.get(0)?,
        number: row.get(1)?,
        id: row.get(2)?,
        code,
        prepared: serde_json::from_str(&row.get::<_, String>(4)?).map_err(damage_error)?,
        position: Position {
            stage: read_stage(&row.get::<_, String>(5)?, row.get(6)?)?,
            area: row.get(7)?,
            until: row.get(8)?,
        },
        handed: handed.transpose()?,
        revision: row.get(10)?,
    })
}

fn read_gatherings(connection: &Connection, process: &str) -> Result<Vec<Gathering>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM gathering WHERE process = ?1 ORDER BY number");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([process])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read_row(row)?);
    }
    Ok(found)
}

fn find(connection: &Connection, process: &str, number: u32) -> Result<Gathering, StoreError> {
    let found = read_gatherings(connection, process)?;
    let found = found.into_iter().find(|one| one.number == number);
    found.ok_or_else(|| StoreError::NotFound("gathering", number.to_string()))
}

fn put(connection: &Connection, gathering: &Gathering) -> Result<(), StoreError> {
    let (stage, open) = write_stage(gathering.position.stage);
    let handed = gathering.handed.as_ref().map(write_json).transpose()?;
    connection.execute(
        "INSERT OR REPLACE INTO gathering (process, number, id, code, prepared, stage, open, area, until, handed, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            gathering.process,
            gathering.number,
            gathering.id,
            gathering.code.as_str(),
            write_json(&gathering.prepared)?,
            stage,
            open,
            gathering.position.area,
            gathering.position.until,
            handed,
            gathering.revision
        ],
    )?;
    Ok(())
}

fn put_into_plan(connection: &Connection, process: &str, bundle: &HandedBundle, today: i64) -> Result<(), StoreError> {
    // What was answered stays answered: it takes nothing more in.
    let in_plan = find_or_make_bundle(connection, process, &bundle.title, today, |row| row.reply.is_none())?;
    for card in &bundle.cards {
        let number = read_proposals(connection, process)?.iter().map(|row| row.number).max();
        connection.execute(
            "INSERT INTO proposal (process, number, bundle, card, decisions, revision) VALUES (?1, ?2, ?3, ?4, 0, 1)",
            params![process, number.unwrap_or(0) + 1, in_plan, write_json(&card.proposal)?],
        )?;
    }
    Ok(())
}

impl Store {
    /// The gatherings of a process, in the order in which they were prepared.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn gatherings(&self, process: &str) -> Result<Vec<Gathering>, StoreError> {
        let snapshot = self.snapshot()?;
        read_gatherings(&snapshot, process)
    }

    /// A gathering of a process.
    ///
    /// # Errors
    /// When there is none of this number.
    pub fn gathering(&self, process: &str, number: u32) -> Result<Gathering, StoreError> {
        let snapshot = self.snapshot()?;
        find(&snapshot, process, number)
    }

    /// The gathering that a table joins with a code, if there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn gathering_of(&self, code: &JoinCode) -> Result<Option<Gathering>, StoreError> {
        let snapshot = self.snapshot()?;
        let sql = "SELECT process, number FROM gathering WHERE code = ?1";
        let place = snapshot.query_row(sql, [code.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
        match place.optional()? {
            Some((process, number)) => find(&snapshot, &process, number).map(Some),
            None => Ok(None),
        }
    }

    /// The wards of the process that a gathering belongs to.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn gathering_wards(&self, process: &str) -> Result<Vec<String>, StoreError> {
        let snapshot = self.snapshot()?;
        Ok(read_process(&snapshot, process)?.wards)
    }

    /// The ids of gatherings that were given up, and of those that were handed over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn gatherings_over(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let snapshot = self.snapshot()?;
        let list = |stage: &str| {
            let mut select = snapshot.prepare("SELECT id FROM gathering WHERE stage = ?1 ORDER BY id")?;
            let ids = select.query_map([stage], |row| row.get(0))?;
            ids.collect::<Result<Vec<String>, _>>()
        };
        Ok((list("given-up")?, list("handed-over")?))
    }

    /// Keeps what was prepared: of a new gathering under this id and code, or of one that has not begun and that nobody has saved since
    /// revision `seen`. Gives its number.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has, or it has begun.
    pub fn prepare_gathering(
        &mut self,
        process: &str,
        number: Option<u32>,
        seen: u32,
        prepared: &Prepared,
        (id, code): (String, JoinCode),
    ) -> Result<u32, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let wards = read_process(&transaction, process)?.wards;
        let kept = read_gatherings(&transaction, process)?;
        let gathering = match number {
            // The same form, sent twice, prepares one.
            None => match kept
                .iter()
                .find(|one| one.revision == 1 && one.prepared == *prepared && one.position == Position::PREPARED)
            {
                Some(same) => return Ok(same.number),
                None => Gathering {
                    id,
                    process: process.to_owned(),
                    number: kept.iter().map(|one| one.number).max().unwrap_or(0) + 1,
                    prepared: prepared.clone(),
                    position: Position::PREPARED,
                    code,
                    revision: 1,
                    handed: None,
                },
            },
            Some(number) => {
                let before = find(&transaction, process, number)?;
                if before.revision != seen || before.position.stage != Stage::Prepared {
                    return Err(StoreError::ChangedMeanwhile("gathering"));
                }
                Gathering {
                    prepared: prepared.clone(),
                    position: Position::PREPARED,
                    revision: before.revision + 1,
                    ..before
                }
            }
        };
        put(&transaction, &gathering)?;
        let (process, number) = (process.to_owned(), gathering.number);
        note(
            &transaction,
            &hand,
            &wards,
            &Deed::GatheringPrepared { process, number },
        )?;
        transaction.commit()?;
        Ok(number)
    }

    /// Leads a gathering on to a position, if nobody has since revision `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has.
    pub fn lead_gathering(
        &mut self,
        process: &str,
        number: u32,
        seen: u32,
        position: Position,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let wards = read_process(&transaction, process)?.wards;
        let before = find(&transaction, process, number)?;
        if before.revision != seen {
            return Err(StoreError::ChangedMeanwhile("gathering"));
        }
        let process = process.to_owned();
        let deed = match position.stage {
            Stage::GivenUp => Deed::GatheringGivenUp { process, number },
            _ => Deed::GatheringLed { process, number },
        };
        put(
            &transaction,
            &Gathering {
                position,
                revision: before.revision + 1,
                ..before
            },
        )?;
        note(&transaction, &hand, &wards, &deed)?;
        transaction.commit()?;
        Ok(())
    }

    /// Hands over what came of a gathering, in one step: its bundles and cards become those of the plan, and what it was stays as it is.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has led it on since revision `seen`.
    pub fn hand_over_gathering(
        &mut self,
        process: &str,
        number: u32,
        seen: u32,
        handed: &Handed,
        now: i64,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let wards = read_process(&transaction, process)?.wards;
        let today = day_of(now, &read_zone(&transaction)?);
        let before = find(&transaction, process, number)?;
        if before.revision != seen || before.position.is_over() {
            return Err(StoreError::ChangedMeanwhile("gathering"));
        }
        for bundle in &handed.bundles {
            put_into_plan(&transaction, process, bundle, today)?;
        }
        let position = Position {
            stage: Stage::HandedOver,
            until: None,
            ..before.position
        };
        put(
            &transaction,
            &Gathering {
                position,
                handed: Some(handed.clone()),
                revision: before.revision + 1,
                ..before
            },
        )?;
        let process = process.to_owned();
        note(
            &transaction,
            &hand,
            &wards,
            &Deed::GatheringHandedOver { process, number },
        )?;
        transaction.commit()?;
        Ok(())
    }
}
