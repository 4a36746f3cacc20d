//! What boards are made of, and the open pages of wards. Nothing here reads a count.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::board::Board;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::bands::{BandsRow, read_bands};
use super::plan_rows::read_plan;
use super::processes::read_process;
use super::reach::write_ids;
use super::reports::newest;
use super::{Store, damage_error};
use crate::analysis::areas::{Area, Evidence};
use crate::audit::Deed;
use crate::board::{OpenPage, OpenToken, PulseBeside, make_board};
use crate::plan::Plan;
use crate::store::StoreError;

fn read_page(row: &Row<'_>) -> Result<OpenPage, StoreError> {
    let token: String = row.get(1)?;
    Ok(OpenPage {
        process: row.get(0)?,
        token: token.parse().map_err(damage_error)?,
        pages: row.get(2)?,
        results: row.get::<_, Option<[u8; 16]>>(3)?.map(BoxId),
    })
}

fn find_page(connection: &Connection, column: &str, value: &str) -> Result<Option<OpenPage>, StoreError> {
    let sql = format!("SELECT process, token, pages, results FROM open_page WHERE {column} = ?1");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([value])?;
    rows.next()?.map(read_page).transpose()
}

fn find_process(connection: &Connection, ward: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT process FROM process_ward WHERE ward = ?1";
    Ok(connection.query_row(sql, [ward], |row| row.get(0)).optional()?)
}

/// The areas of the newest report of a round that these wards are in and none beside `together`: what they were asked together with others
/// belongs to those others too. An area that rests on bands alone goes with them.
fn read_areas(connection: &Connection, wards: &[String], together: &[String]) -> Result<Vec<Area>, StoreError> {
    let sql = "SELECT box.id FROM box JOIN box_ward ON box_ward.box = box.id
               WHERE box_ward.ward IN (SELECT value FROM json_each(?1)) AND +box.state = ?2
                   AND NOT EXISTS (SELECT 1 FROM box_ward AS other
                                   WHERE other.box = box.id AND other.ward NOT IN (SELECT value FROM json_each(?3)))
                   AND EXISTS (SELECT 1 FROM report WHERE report.box = box.id AND report.frozen IS NOT NULL)
               ORDER BY box.closes DESC, box.id LIMIT 1";
    let values = params![write_ids(wards), BoxState::Released.name(), write_ids(together)];
    let found = connection.query_row(sql, values, |row| row.get(0));
    match found.optional()? {
        Some(id) => {
            let mut areas = newest(connection, BoxId(id))?.map_or_else(Vec::new, |frozen| frozen.areas);
            if let Some(BandsRow::Withdrawn) = read_bands(connection, BoxId(id))? {
                areas.retain(|area| area.evidence.iter().any(|one| matches!(one, Evidence::Item(_))));
            }
            Ok(areas)
        }
        None => Ok(Vec::new()),
    }
}

/// The published pulses that stand beside the results whose questions signed measures name, asked in the very same wards.
fn read_pulses(connection: &Connection, plan: &Plan, ward: &str) -> Result<Vec<PulseBeside>, StoreError> {
    let signed = plan.signed_measures();
    let named: BTreeSet<BoxId> = signed
        .iter()
        .filter_map(|row| Some(row.measure.item.as_ref()?.result))
        .collect();
    // The ward finds its boxes by an index.
    let sql = "SELECT (SELECT deck FROM round WHERE id = ballot_box.round), pulse.results FROM box AS beside
               JOIN box_ward ON box_ward.ward = ?2
               JOIN box AS ballot_box ON ballot_box.id = box_ward.box AND ballot_box.wards = beside.wards
               JOIN pulse ON pulse.box = ballot_box.id
               JOIN round_glance AS round ON round.id = ballot_box.round
               WHERE beside.id = ?1 AND ballot_box.state = ?3 AND round.pulse_of = beside.round";
    let mut pulses = Vec::new();
    for beside in named {
        let mut select = connection.prepare_cached(sql)?;
        let mut rows = select.query(params![beside.0, ward, BoxState::Released.name()])?;
        while let Some(row) = rows.next()? {
            pulses.push(PulseBeside {
                beside,
                deck: serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?,
                pulse: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
                reported: newest(connection, beside)?.map(|frozen| frozen.release),
            });
        }
    }
    Ok(pulses)
}

impl Store {
    /// The board of these wards, all of one process or of none, on `today`: what that process decided, and what a round of these wards found
    /// that was asked in its wards alone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn board(&self, wards: &[String], today: i64) -> Result<Option<Board>, StoreError> {
        let snapshot = self.snapshot()?;
        let process = wards.first().map(|ward| find_process(&snapshot, ward));
        let (plan, together) = match process.transpose()?.flatten() {
            Some(process) => (
                read_plan(&snapshot, &process)?,
                read_process(&snapshot, &process)?.wards,
            ),
            None => (Plan::default(), wards.to_vec()),
        };
        let pulses = match wards.first() {
            Some(ward) => read_pulses(&snapshot, &plan, ward)?,
            None => Vec::new(),
        };
        Ok(make_board(
            &plan,
            &read_areas(&snapshot, wards, &together)?,
            &pulses,
            today,
        ))
    }

    /// The open page of the process that a ward is in, where there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_page_at(&self, ward: &str) -> Result<Option<OpenPage>, StoreError> {
        let snapshot = self.snapshot()?;
        match find_process(&snapshot, ward)? {
            Some(process) => find_page(&snapshot, "process", &process),
            None => Ok(None),
        }
    }

    /// The open page of a process, where there is one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_page(&self, process: &str) -> Result<Option<OpenPage>, StoreError> {
        find_page(&self.connection, "process", process)
    }

    /// The open page that a token opens, with the wards of its process.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn open_page_of(&self, token: &OpenToken) -> Result<Option<(OpenPage, Vec<String>)>, StoreError> {
        let snapshot = self.snapshot()?;
        match find_page(&snapshot, "token", token.as_str())? {
            Some(page) => {
                let wards = read_process(&snapshot, &page.process)?.wards;
                Ok(Some((page, wards)))
            }
            None => Ok(None),
        }
    }

    /// Gives a process the open page `next`, or none, in the place of the one that was `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when it has another one by now; when there is no such process.
    pub fn change_open_page(
        &mut self,
        process: &str,
        seen: Option<&OpenPage>,
        next: Option<&OpenPage>,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let wards = read_process(&transaction, process)?.wards;
        let now = find_page(&transaction, "process", process)?;
        if now.as_ref() != seen {
            return Err(StoreError::ChangedMeanwhile("the open page"));
        }
        if now.as_ref() == next {
            return Ok(());
        }
        transaction.execute("DELETE FROM open_page WHERE process = ?1", [process])?;
        if let Some(page) = next {
            transaction.execute(
                "INSERT INTO open_page (process, token, pages, results) VALUES (?1, ?2, ?3, ?4)",
                params![process, page.token.as_str(), page.pages, page.results.map(|id| id.0)],
            )?;
        }
        let deed = Deed::OpenPageChanged {
            process: process.to_owned(),
            open: next.is_some(),
            results: next.is_some_and(|page| page.results.is_some()),
            pages: next.map(|page| page.pages.clone()).unwrap_or_default(),
        };
        note(&transaction, &hand, &wards, &deed)?;
        Ok(transaction.commit()?)
    }
}
