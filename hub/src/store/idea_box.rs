//! The idea box: what is told of measures that helped. Nothing says who agreed, or when; the audit log says that somebody did something.

use rusqlite::{Connection, Row, params};

use super::audit::note;
use super::plan_rows::{read_measures, write_json};
use super::processes::{read_process, read_role};
use super::{Store, damage_error};
use crate::audit::{Deed, Who};
use crate::organisation::Role;
use crate::plan::idea_box::{AGREEING, Idea, IdeaRow};
use crate::store::StoreError;

fn read_row(row: &Row<'_>) -> Result<IdeaRow, StoreError> {
    let agreed: String = row.get(5)?;
    Ok(IdeaRow {
        measure: row.get(0)?,
        revision: row.get(1)?,
        idea: Idea {
            theme: row.get(2)?,
            what: row.get(3)?,
            how: row.get(4)?,
        },
        agreed: serde_json::from_str(&agreed).map_err(damage_error)?,
    })
}

const COLUMNS: &str = "measure, revision, theme, what, how, agreed";

fn read_ideas(connection: &Connection, process: Option<&str>) -> Result<Vec<IdeaRow>, StoreError> {
    // In the order of what they say: where one came from, and when, is nobody's.
    let sql = format!("SELECT {COLUMNS} FROM idea_box WHERE ?1 IS NULL OR process = ?1 ORDER BY theme, what, how");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([process])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read_row(row)?);
    }
    Ok(found)
}

fn find_idea(connection: &Connection, process: &str, measure: u32) -> Result<Option<IdeaRow>, StoreError> {
    let found = read_ideas(connection, Some(process))?;
    Ok(found.into_iter().find(|row| row.measure == measure))
}

/// The role of these three that somebody holds.
fn agreeing_role(connection: &Connection, who: &Who) -> Result<Option<Role>, StoreError> {
    let role = read_role(connection, who)?;
    Ok(role.filter(|role| AGREEING.contains(role)))
}

fn put(connection: &Connection, process: &str, row: &IdeaRow) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO idea_box (process, measure, theme, what, how, agreed, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            process,
            row.measure,
            row.idea.theme,
            row.idea.what,
            row.idea.how,
            write_json(&row.agreed)?,
            row.revision
        ],
    )?;
    Ok(())
}

impl Store {
    /// What is told of the measures of a process, shown or not yet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn ideas_of(&self, process: &str) -> Result<Vec<IdeaRow>, StoreError> {
        read_ideas(&self.connection, Some(process))
    }

    /// Everything that stands in the box, by theme and words.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn shown_ideas(&self) -> Result<Vec<Idea>, StoreError> {
        let mut rows = read_ideas(&self.connection, None)?;
        rows.retain(IdeaRow::is_shown);
        Ok(rows.into_iter().map(|row| row.idea).collect())
    }

    /// Keeps what is told of a measure, if nobody has saved it since revision `seen`, 0 where there was none. Other words are agreed to anew:
    /// by whoever this is done as, where they hold one of the three roles.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has; when the measure cannot be told of.
    pub fn save_idea(&mut self, process: &str, measure: u32, seen: u32, idea: &Idea) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        self.change_idea(process, measure, false, |connection, kept| {
            let rows = read_measures(connection, process)?;
            let may = rows.iter().any(|row| row.number == measure && row.may_be_told());
            if !may {
                return Err(StoreError::NotFound("measure", measure.to_string()));
            }
            let role = agreeing_role(connection, &who)?;
            // The same form, sent twice, writes one.
            if kept
                .as_ref()
                .is_some_and(|row| row.idea == *idea && row.revision == seen + 1)
            {
                return Ok(());
            }
            if kept.as_ref().map_or(0, |row| row.revision) != seen {
                return Err(StoreError::ChangedMeanwhile("idea"));
            }
            let row = IdeaRow {
                measure,
                revision: seen + 1,
                idea: idea.clone(),
                agreed: role.into_iter().collect(),
            };
            put(connection, process, &row)
        })
    }

    /// Notes that whoever this is done as agrees to what is told of a measure, in the words of revision `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when they are others now; when they hold none of the three roles.
    pub fn agree_to_idea(&mut self, process: &str, measure: u32, seen: u32) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        self.change_idea(process, measure, false, |connection, kept| {
            let role = agreeing_role(connection, &who)?;
            let (Some(mut row), Some(role)) = (kept, role) else {
                return Err(StoreError::NotFound("measure", measure.to_string()));
            };
            if row.revision != seen {
                return Err(StoreError::ChangedMeanwhile("idea"));
            }
            let agrees = |one: &Role| *one == role || row.agreed.contains(one);
            row.agreed = AGREEING.into_iter().filter(agrees).collect();
            put(connection, process, &row)
        })
    }

    /// Takes what is told of a measure out of the box: its words are gone. Also while the process rests.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn withdraw_idea(&mut self, process: &str, measure: u32) -> Result<(), StoreError> {
        self.change_idea(process, measure, true, |connection, _| {
            let sql = "DELETE FROM idea_box WHERE process = ?1 AND measure = ?2";
            connection.execute(sql, params![process, measure])?;
            Ok(())
        })
    }

    fn change_idea(
        &mut self,
        process: &str,
        number: u32,
        withdraws: bool,
        change: impl FnOnce(&Connection, Option<IdeaRow>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let read = read_process(&transaction, process)?;
        if read.resting.is_some() && !withdraws {
            return Err(StoreError::Resting);
        }
        let kept = find_idea(&transaction, process, number)?;
        change(&transaction, kept)?;
        let process = process.to_owned();
        let deed = match withdraws {
            true => Deed::IdeaWithdrawn { process, number },
            false => Deed::IdeaChanged { process, number },
        };
        note(&transaction, &hand, &read.wards, &deed)?;
        transaction.commit()?;
        Ok(())
    }
}
