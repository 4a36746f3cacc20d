//! The idea box: what is told of measures that helped. Nothing says who agreed, or when; the audit log says that somebody did something.
//! Of what was withdrawn only the revision is kept: words that come after it are never taken for words that somebody read before.

use rusqlite::{Connection, Row, params};

use super::audit::note;
use super::plan_rows::{read_measures, write_json};
use super::processes::{read_process, read_role};
use super::{Store, damage_error};
use crate::audit::{Deed, Who};
use crate::organisation::Role;
use crate::plan::idea_box::{AGREEING, Idea, IdeaRow, Seen};
use crate::store::StoreError;

fn read_row(row: &Row<'_>) -> Result<IdeaRow, StoreError> {
    let agreed: String = row.get(5)?;
    let idea = Idea {
        theme: row.get(2)?,
        what: row.get(3)?,
        how: row.get(4)?,
    };
    Ok(IdeaRow {
        measure: row.get(0)?,
        revision: row.get(1)?,
        // An idea has words: a row without any is what a withdrawal left.
        idea: Some(idea).filter(|idea| !idea.what.is_empty()),
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

fn may_be_told(connection: &Connection, process: &str, measure: u32) -> Result<bool, StoreError> {
    let rows = read_measures(connection, process)?;
    Ok(rows.iter().any(|row| row.number == measure && row.may_be_told()))
}

fn put(connection: &Connection, process: &str, row: &IdeaRow) -> Result<(), StoreError> {
    let [theme, what, how] = match &row.idea {
        Some(Idea { theme, what, how }) => [&theme[..], what, how],
        None => [""; 3],
    };
    connection.execute(
        "INSERT OR REPLACE INTO idea_box (process, measure, theme, what, how, agreed, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            process,
            row.measure,
            theme,
            what,
            how,
            write_json(&row.agreed)?,
            row.revision
        ],
    )?;
    Ok(())
}

/// Whether a role that did not agree yet does now.
fn agree(connection: &Connection, process: &str, mut row: IdeaRow, role: Option<Role>) -> Result<bool, StoreError> {
    if role.is_none_or(|role| row.agreed.contains(&role)) {
        return Ok(false);
    }
    let agrees = |one: &Role| Some(*one) == role || row.agreed.contains(one);
    row.agreed = AGREEING.into_iter().filter(agrees).collect();
    put(connection, process, &row)?;
    Ok(true)
}

impl Store {
    /// What is told of the measures of a process, shown or not yet; and what of them was withdrawn, without words.
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
        Ok(rows.into_iter().filter_map(|row| row.idea).collect())
    }

    /// What no idea names, of the whole hub: the addresses of its accounts, also of blocked ones; and what its wards, also closed ones, and its
    /// departments are called.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn known_names(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let sql =
            "SELECT email, 1 FROM account UNION ALL SELECT name, 0 FROM ward UNION ALL SELECT name, 0 FROM department";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        let (mut addresses, mut places) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let (name, is_address): (String, bool) = (row.get(0)?, row.get(1)?);
            match is_address {
                true => addresses.push(name),
                false => places.push(name),
            }
        }
        Ok((addresses, places))
    }

    /// Keeps what is told of a measure, if it is still as it was `seen`. Other words are agreed to anew: by whoever this is done as, where they
    /// hold one of the three roles. The same words are agreed to by them as well.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody has saved or withdrawn it since; when the measure cannot be told of.
    pub fn save_idea(&mut self, process: &str, measure: u32, seen: &Seen, idea: &Idea) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        self.change_idea(process, measure, false, |connection, kept| {
            if !may_be_told(connection, process, measure)? {
                return Err(StoreError::NotFound("measure", measure.to_string()));
            }
            let role = agreeing_role(connection, &who)?;
            let is_as_seen = *seen == Seen::of(kept.as_ref());
            match kept {
                // The same form sent twice, or the same words typed by another one, write none anew.
                Some(row) if row.idea.as_ref() == Some(idea) && (is_as_seen || seen.is_just_before(&row)) => {
                    agree(connection, process, row, role)
                }
                kept if is_as_seen => {
                    let row = IdeaRow {
                        measure,
                        revision: kept.map_or(0, |row| row.revision) + 1,
                        idea: Some(idea.clone()),
                        agreed: role.into_iter().collect(),
                    };
                    put(connection, process, &row)?;
                    Ok(true)
                }
                _ => Err(StoreError::ChangedMeanwhile("idea")),
            }
        })
    }

    /// Notes that whoever this is done as agrees to what is told of a measure, in the words that were `seen`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when they are others now, or gone; when they hold none of the three roles, or the measure cannot be told
    /// of any more.
    pub fn agree_to_idea(&mut self, process: &str, measure: u32, seen: &Seen) -> Result<(), StoreError> {
        let who = self.hand.who.clone();
        self.change_idea(process, measure, false, |connection, kept| {
            let role = agreeing_role(connection, &who)?;
            let (Some(row), Some(role)) = (kept, role) else {
                return Err(StoreError::NotFound("measure", measure.to_string()));
            };
            if !may_be_told(connection, process, measure)? {
                return Err(StoreError::NotFound("measure", measure.to_string()));
            }
            if *seen != Seen::of(Some(&row)) || row.idea.is_none() {
                return Err(StoreError::ChangedMeanwhile("idea"));
            }
            agree(connection, process, row, Some(role))
        })
    }

    /// Takes what is told of a measure out of the box, in the words that were `seen`: they are gone. Also while the process rests, and of a
    /// measure that cannot be told of any more.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when they are others now, or were withdrawn by somebody else and written again.
    pub fn withdraw_idea(&mut self, process: &str, measure: u32, seen: &Seen) -> Result<(), StoreError> {
        self.change_idea(process, measure, true, |connection, kept| {
            let is_as_seen = *seen == Seen::of(kept.as_ref());
            match kept {
                None if is_as_seen => Ok(false),
                // The same form, sent twice.
                Some(row) if row.idea.is_none() && (is_as_seen || seen.is_just_before(&row)) => Ok(false),
                Some(row) if is_as_seen => {
                    let row = IdeaRow {
                        revision: row.revision + 1,
                        idea: None,
                        agreed: Vec::new(),
                        ..row
                    };
                    put(connection, process, &row)?;
                    Ok(true)
                }
                _ => Err(StoreError::ChangedMeanwhile("idea")),
            }
        })
    }

    /// `change` says whether it changed anything; where it did not, no deed is noted.
    fn change_idea(
        &mut self,
        process: &str,
        number: u32,
        withdraws: bool,
        change: impl FnOnce(&Connection, Option<IdeaRow>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let read = read_process(&transaction, process)?;
        if read.resting.is_some() && !withdraws {
            return Err(StoreError::Resting);
        }
        let kept = find_idea(&transaction, process, number)?;
        if !change(&transaction, kept)? {
            return Ok(());
        }
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
