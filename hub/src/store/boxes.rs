//! Boxes on their way from plan to release.

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::protocol::BoxState;

use super::tablets::select_tablets;
use super::{BOX_COLUMNS, PLANNED, Store, box_row, damage_error, read_box};
use crate::figures::release::Release;
use crate::figures::tally::Tally;
use crate::organisation::RoundPlan;
use crate::rounds::count::SealedSlip;
use crate::store::{
    BoxRow, Count, Ending, GuideShare, HandedTablet, KeptNotes, NoteRow, Opening, RoundRow, SealedShares, StoreError,
};

fn set_state(connection: &Connection, box_id: BoxId, state: BoxState) -> Result<(), rusqlite::Error> {
    connection
        .execute(
            "UPDATE box SET state = ?2 WHERE id = ?1",
            params![box_id.0, state.name()],
        )
        .map(|_| ())
}

fn destroy_shares(connection: &Connection, box_id: BoxId) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM guide_share WHERE box = ?1", [box_id.0])?;
    connection
        .execute("UPDATE box SET recovery_share = NULL WHERE id = ?1", [box_id.0])
        .map(|_| ())
}

fn delete_envelopes(connection: &Connection, box_id: BoxId) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM envelope WHERE box = ?1", [box_id.0])?;
    connection.execute("DELETE FROM quarantine WHERE box = ?1", [box_id.0])?;
    // How much each tablet delivered has served its purpose.
    connection
        .execute(
            "UPDATE tablet_box SET held_1 = 0, held_2 = 0, held_3 = 0 WHERE box = ?1",
            [box_id.0],
        )
        .map(|_| ())
}

fn wrong_state(ballot_box: &BoxRow, state: &'static str, wanted: &'static str) -> StoreError {
    StoreError::WrongState {
        round: ballot_box.round.clone(),
        wards: ballot_box.ward_ids(),
        state,
        wanted,
    }
}

fn state_name(ballot_box: &BoxRow, now: Option<i64>) -> &'static str {
    let state = now.map_or(ballot_box.state, |now| ballot_box.state_at(now));
    state.map_or("not open yet", BoxState::name)
}

/// The departments of a box's wards, in SQL.
const DEPARTMENTS: &str = "(SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id
    WHERE box_ward.box = box.id)";

impl Store {
    /// The box with this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn ballot_box(&self, box_id: BoxId) -> Result<BoxRow, StoreError> {
        read_box(&self.connection, box_id)
    }

    /// All boxes, planned ones too, by round and ward.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes(&self) -> Result<Vec<BoxRow>, StoreError> {
        let sql = format!(
            "SELECT {BOX_COLUMNS} FROM box JOIN round ON round.id = box.round ORDER BY box.opens, box.round, box.wards"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        let mut boxes = Vec::new();
        while let Some(row) = rows.next()? {
            boxes.push(box_row(row)?);
        }
        Ok(boxes)
    }

    /// The round with this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn round(&self, id: &str) -> Result<RoundRow, StoreError> {
        let row = self
            .connection
            .query_row("SELECT deck, mode, plan FROM round WHERE id = ?1", [id], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            })
            .optional()?;
        let (deck, mode, plan) = row.ok_or_else(|| StoreError::NotFound("round", id.to_owned()))?;
        let plan: RoundPlan = serde_json::from_str(&plan).map_err(damage_error)?;
        Ok(RoundRow {
            id: id.to_owned(),
            deck: serde_json::from_str(&deck).map_err(damage_error)?,
            mode: [Mode::DropIn, Mode::Table]
                .into_iter()
                .find(|known| known.name() == mode)
                .ok_or_else(|| damage_error(format!("the mode {mode:?}")))?,
            urgent: plan.urgent,
        })
    }

    /// How many envelopes lie in a box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_envelopes(&self, box_id: BoxId) -> Result<PerKind<u64>, StoreError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT kind, count(*) FROM envelope WHERE box = ?1 GROUP BY kind")?;
        let mut rows = select.query([box_id.0])?;
        let mut counts = PerKind::default();
        while let Some(row) = rows.next()? {
            *counts.of_mut(read_kind(row.get(0)?)?) += row.get::<_, u64>(1)?;
        }
        Ok(counts)
    }

    /// The same for a box that still takes envelopes, from what the hub notes of each tablet, without looking at the
    /// envelopes: for pages that show many boxes at once.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_noted_envelopes(&self, box_id: BoxId) -> Result<PerKind<u64>, StoreError> {
        // What waits in quarantine was noted too, and is not in the box.
        let mut select = self.connection.prepare_cached(
            "SELECT coalesce(sum(held_1), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND kind = 1),
                    coalesce(sum(held_2), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND kind = 2),
                    coalesce(sum(held_3), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND kind = 3)
             FROM tablet_box WHERE box = ?1",
        )?;
        Ok(select.query_row([box_id.0], read_held)?)
    }

    /// The tablets that were handed a box's key.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablets_of(&self, box_id: BoxId) -> Result<Vec<HandedTablet>, StoreError> {
        read_tablets(&self.connection, box_id)
    }

    /// Notes that every tablet of a box's wards may have been given its key: each is waited for.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn wait_for_all(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO tablet_box (box, tablet)
             SELECT box_ward.box, tablet.id FROM tablet JOIN box_ward ON box_ward.ward = tablet.ward
             WHERE box_ward.box = ?1",
            [box_id.0],
        )?;
        Ok(())
    }

    /// Opens a planned box with its keys. Does nothing to a box that is open with the same key.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is neither.
    pub fn open_box(&mut self, box_id: BoxId, opening: &Opening, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state == Some(BoxState::Open) && ballot_box.key == Some(opening.key.to_bytes()) {
            return Ok(());
        }
        if ballot_box.state.is_some() {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, Some(now)),
                "it cannot be opened again",
            ));
        }
        transaction.execute(
            &format!(
                "UPDATE box SET state = ?2, public_key = ?3, recovery_share = ?4, opens = min(opens, ?5),
             departments = {DEPARTMENTS} WHERE id = ?1"
            ),
            params![
                box_id.0,
                BoxState::Open.name(),
                opening.key.to_bytes(),
                opening.recovery_share,
                now
            ],
        )?;
        for share in &opening.guide_shares {
            transaction.execute(
                "INSERT INTO guide_share VALUES (?1, ?2, ?3)",
                params![box_id.0, share.email, share.sealed],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The sealed shares of a box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn shares(&self, box_id: BoxId) -> Result<SealedShares, StoreError> {
        let mut select = self
            .connection
            .prepare("SELECT email, sealed FROM guide_share WHERE box = ?1")?;
        let guides = select
            .query_map([box_id.0], |row| {
                Ok(GuideShare {
                    email: row.get(0)?,
                    sealed: row.get(1)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        let recovery: Option<Option<Vec<u8>>> = self
            .connection
            .query_row("SELECT recovery_share FROM box WHERE id = ?1", [box_id.0], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(SealedShares {
            guides,
            recovery: recovery.flatten(),
        })
    }

    /// Sets another closing time; a closed box that is not counted opens again when it lies ahead.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is counted or not yet open.
    pub fn set_closing(&mut self, box_id: BoxId, closes: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state != Some(BoxState::Open) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "its closing time cannot change",
            ));
        }
        transaction.execute("UPDATE box SET closes = ?2 WHERE id = ?1", params![box_id.0, closes])?;
        // What tablets said of themselves held for the old closing time.
        transaction.execute("UPDATE tablet_box SET clear = 0 WHERE box = ?1", [box_id.0])?;
        transaction.commit()?;
        Ok(())
    }

    /// Closes a box for good without opening it; its envelopes and shares go.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is counted.
    pub fn close_unread(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        match ballot_box.state {
            Some(BoxState::ClosedUnread) => return Ok(()),
            Some(BoxState::Open) => {}
            _ => {
                return Err(wrong_state(
                    &ballot_box,
                    state_name(&ballot_box, None),
                    "it cannot be closed unread",
                ));
            }
        }
        set_state(&transaction, box_id, BoxState::ClosedUnread)?;
        delete_envelopes(&transaction, box_id)?;
        destroy_shares(&transaction, box_id)?;
        transaction.commit()?;
        Ok(())
    }

    /// Counts a closed box, once, over a set that stays as it is from the first look to the commit.
    /// Quarantined envelopes of `taken` tablets are counted with the others. `count` is given the box, its tablets as
    /// [`Store::tablets_of`] gives them, and its envelopes; when it gives `None` the box stays as it was. After the commit the envelopes are gone.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not closed or counted already.
    pub fn count_box(
        &mut self,
        box_id: BoxId,
        now: i64,
        taken: &[String],
        left_out: &[String],
        count: &mut Count<'_>,
    ) -> Result<bool, StoreError> {
        // One transaction from the first look to the commit: nothing comes in meanwhile, and a kill leaves it uncounted.
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state_at(now) != Some(BoxState::Closed) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, Some(now)),
                "only a closed round that is not counted can be counted",
            ));
        }
        for tablet in taken {
            transaction.execute(
                "INSERT OR IGNORE INTO envelope SELECT box, id, kind, sealed FROM quarantine WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet],
            )?;
        }
        let (tablets, envelopes) = (
            read_tablets(&transaction, box_id)?,
            read_envelopes(&transaction, box_id)?,
        );
        let Some(counted) = count(&ballot_box, &tablets, envelopes) else {
            return Ok(false);
        };
        set_state(&transaction, box_id, BoxState::Counted)?;
        transaction.execute(
            "UPDATE box SET tally = ?2 WHERE id = ?1",
            params![box_id.0, serde_json::to_string(&counted.tally).map_err(damage_error)?],
        )?;
        for note in counted.notes {
            transaction.execute(
                "INSERT INTO note VALUES (?1, ?2, ?3, ?4)",
                params![box_id.0, note.email, note.id, note.sealed],
            )?;
        }
        for tablet in left_out {
            transaction.execute(
                "UPDATE tablet_box SET left_out = 1 WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet],
            )?;
        }
        delete_envelopes(&transaction, box_id)?;
        transaction.commit()?;
        Ok(true)
    }

    /// What a counted box gave.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tally(&self, box_id: BoxId) -> Result<Option<Tally>, StoreError> {
        read_figures(&self.connection, "tally", box_id)
    }

    /// The notes of a box as sealed to one guide, in no order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn notes(&self, box_id: BoxId, email: &str) -> Result<Vec<NoteRow>, StoreError> {
        let sql = "SELECT email, id, sealed FROM note WHERE box = ?1 AND email = ?2 ORDER BY id";
        let mut select = self.connection.prepare(sql)?;
        let notes = select.query_map(params![box_id.0, email], |row| {
            Ok(NoteRow {
                email: row.get(0)?,
                id: row.get(1)?,
                sealed: row.get(2)?,
            })
        })?;
        Ok(notes.collect::<Result<_, _>>()?)
    }

    /// Ends a box for good, whatever state it is in: its release is frozen, if it has one; envelopes and shares go.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end(&mut self, box_id: BoxId, ending: &Ending) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let release = ending.release.as_ref().map(serde_json::to_string);
        // A box that a database from before its opening only plans belongs to the departments that its wards have now.
        transaction.execute(
            &format!(
                "UPDATE box SET release = ?2, notes_until = ?3,
                 departments = CASE state WHEN ?4 THEN {DEPARTMENTS} ELSE departments END WHERE id = ?1"
            ),
            params![
                box_id.0,
                release.transpose().map_err(damage_error)?,
                ending.notes_until,
                PLANNED
            ],
        )?;
        set_state(&transaction, box_id, ending.state)?;
        delete_envelopes(&transaction, box_id)?;
        destroy_shares(&transaction, box_id)?;
        transaction.commit()?;
        Ok(())
    }

    /// Publishes a counted box: the release is frozen and the shares go. `notes_until`: when its notes are deleted.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not counted, or published already.
    pub fn publish(&mut self, box_id: BoxId, release: &Release, notes_until: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state != Some(BoxState::Counted) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "only a counted round can be released, once",
            ));
        }
        set_state(&transaction, box_id, BoxState::Released)?;
        transaction.execute(
            "UPDATE box SET release = ?2, notes_until = ?3 WHERE id = ?1",
            params![
                box_id.0,
                serde_json::to_string(release).map_err(damage_error)?,
                notes_until
            ],
        )?;
        destroy_shares(&transaction, box_id)?;
        transaction.commit()?;
        Ok(())
    }

    /// The release of a published box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn release(&self, box_id: BoxId) -> Result<Option<Release>, StoreError> {
        read_figures(&self.connection, "release", box_id)
    }

    /// What is kept of a box's notes.
    ///
    /// # Errors
    /// When there is no such box.
    pub fn kept_notes(&self, box_id: BoxId) -> Result<KeptNotes, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM note WHERE note.box = box.id), notes_until FROM box WHERE id = ?1";
        let kept = self.connection.query_row(sql, [box_id.0], |row| {
            Ok(KeptNotes {
                count: row.get(0)?,
                until: row.get(1)?,
            })
        });
        kept.optional()?
            .ok_or_else(|| StoreError::NotFound("box", box_id.to_string()))
    }

    /// The tablets that a box was counted without.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn left_out(&self, box_id: BoxId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT tablet FROM tablet_box WHERE box = ?1 AND left_out = 1 ORDER BY tablet";
        let mut select = self.connection.prepare(sql)?;
        let tablets = select.query_map([box_id.0], |row| row.get(0))?;
        Ok(tablets.collect::<Result<_, _>>()?)
    }
}

/// The kind that is stored as a number.
fn read_kind(number: u8) -> Result<EnvelopeKind, StoreError> {
    EnvelopeKind::from_number(number).ok_or_else(|| damage_error("an envelope's kind"))
}

/// Three columns, one for each kind in the order of their numbers.
pub(super) fn read_held(row: &Row<'_>) -> Result<PerKind<u64>, rusqlite::Error> {
    Ok(PerKind {
        participant_marks: row.get(0)?,
        participant_notes: row.get(1)?,
        table_marks: row.get(2)?,
    })
}

/// A figure column of a box, once it is there.
fn read_figures<T: serde::de::DeserializeOwned>(
    connection: &Connection,
    column: &'static str,
    box_id: BoxId,
) -> Result<Option<T>, StoreError> {
    let sql = format!("SELECT {column} FROM box WHERE id = ?1");
    let text: Option<Option<String>> = connection.query_row(&sql, [box_id.0], |row| row.get(0)).optional()?;
    text.flatten()
        .map(|text| serde_json::from_str(&text).map_err(damage_error))
        .transpose()
}

fn read_tablets(connection: &Connection, box_id: BoxId) -> Result<Vec<HandedTablet>, StoreError> {
    let filter = "JOIN tablet_box ON tablet_box.tablet = tablet.id WHERE tablet_box.box = ?1 ORDER BY tablet.id";
    let mut found = Vec::new();
    for tablet in select_tablets(connection, filter, [box_id.0])? {
        let key = params![box_id.0, tablet.id];
        let said_nothing_waits = connection.query_row(
            "SELECT clear FROM tablet_box WHERE box = ?1 AND tablet = ?2",
            key,
            |row| row.get(0),
        )?;
        let quarantined = connection.query_row(
            "SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet = ?2",
            key,
            |row| row.get(0),
        )?;
        found.push(HandedTablet {
            tablet,
            said_nothing_waits,
            quarantined,
        });
    }
    Ok(found)
}

fn read_envelopes(connection: &Connection, box_id: BoxId) -> Result<Vec<SealedSlip>, StoreError> {
    let mut select = connection.prepare("SELECT kind, sealed FROM envelope WHERE box = ?1")?;
    let mut rows = select.query([box_id.0])?;
    let mut envelopes = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = read_kind(row.get(0)?)?;
        envelopes.push(SealedSlip {
            kind,
            sealed: row.get(1)?,
        });
    }
    Ok(envelopes)
}
