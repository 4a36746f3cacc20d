//! Boxes on their way from plan to release.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::box_lists::list_boxes;
use super::codes::delete_codes;
use super::health::{read_troubles, read_why};
use super::reach::read_organisation_with_round;
use super::tablets::select_tablets;
use super::upkeep::owe_tidying;
use super::{PLANNED, Store, damage_error, read_box, read_mode};
use crate::audit::Deed;
use crate::organisation::{Organisation, RoundPlan};
use crate::store::{BoxRow, GuideShare, HandedTablet, Opening, RoundRow, SealedShares, StoreError, TabletState};

pub(super) fn set_state(connection: &Connection, box_id: BoxId, state: BoxState) -> Result<(), rusqlite::Error> {
    connection
        .execute(
            "UPDATE box SET state = ?2 WHERE id = ?1",
            params![box_id.0, state.name()],
        )
        .map(|_| ())
}

pub(super) fn destroy_shares(connection: &Connection, box_id: BoxId) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM guide_share WHERE box = ?1", [box_id.0])?;
    // Without a key nothing more comes in: the codes open nothing any more.
    delete_codes(connection, box_id)?;
    owe_tidying(connection)?;
    connection
        .execute("UPDATE box SET recovery_share = NULL WHERE id = ?1", [box_id.0])
        .map(|_| ())
}

pub(super) fn delete_envelopes(connection: &Connection, box_id: BoxId) -> Result<(), rusqlite::Error> {
    connection.execute("DELETE FROM envelope WHERE box = ?1", [box_id.0])?;
    connection.execute("DELETE FROM quarantine WHERE box = ?1", [box_id.0])?;
    owe_tidying(connection)?;
    // How much each tablet delivered has served its purpose.
    connection
        .execute(
            "UPDATE tablet_box SET held_1 = 0, held_2 = 0, held_3 = 0 WHERE box = ?1",
            [box_id.0],
        )
        .map(|_| ())
}

/// What can be planned again.
pub const ONLY_CONFIRMED: &str = "only a confirmed round that has not opened can be planned again";

/// Gives a planned box its keys, if it has none yet.
fn put_keys(connection: &Connection, ballot_box: &BoxRow, opening: &Opening) -> Result<(), StoreError> {
    match ballot_box.key {
        // A guide who has given a counting key up since has no share any more, and gets none back.
        Some(key) if key == opening.key.to_bytes() => return Ok(()),
        Some(_) => {
            return Err(StoreError::OtherKey {
                round: ballot_box.round.clone(),
                wards: ballot_box.ward_ids(),
            });
        }
        None => {}
    }
    connection.execute(
        "UPDATE box SET public_key = ?2, recovery_share = ?3, confirmed_people = ?4 WHERE id = ?1",
        params![
            ballot_box.id.0,
            opening.key.to_bytes(),
            opening.recovery_share,
            ballot_box.headcount
        ],
    )?;
    for share in &opening.guide_shares {
        connection.execute(
            "INSERT INTO guide_share VALUES (?1, ?2, ?3, ?4)",
            params![ballot_box.id.0, share.email, share.sealed, share.sealed_to],
        )?;
    }
    Ok(())
}

pub(super) fn wrong_state(ballot_box: &BoxRow, state: &'static str, wanted: &'static str) -> StoreError {
    StoreError::WrongState {
        round: ballot_box.round.clone(),
        wards: ballot_box.ward_ids(),
        state,
        wanted,
    }
}

pub(super) fn state_name(ballot_box: &BoxRow, now: Option<i64>) -> &'static str {
    let state = now.map_or(ballot_box.state, |now| ballot_box.state_at(now));
    let planned = if ballot_box.is_confirmed() {
        "confirmed and not open yet"
    } else {
        "not open yet"
    };
    state.map_or(planned, BoxState::name)
}

/// The departments of a box's wards, in SQL.
pub(super) const DEPARTMENTS: &str =
    "(SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id
    WHERE box_ward.box = box.id)";

/// Departments as they are kept.
pub(super) fn write_list(departments: &[String]) -> String {
    serde_json::Value::from(departments.to_vec()).to_string()
}

/// Keeps for every box of a round to which departments it belongs. A ward that moves before its own box has opened would otherwise come
/// into a sum, or leave one, that was shown without it: the difference is that ward's answers.
pub(super) fn settle_departments(connection: &Connection, round: &str) -> Result<(), rusqlite::Error> {
    let sql = format!("UPDATE box SET departments = {DEPARTMENTS} WHERE round = ?1 AND departments IS NULL");
    connection.execute(&sql, [round]).map(|_| ())
}

impl Store {
    /// The departments that a box belongs to: those its wards had when the first box of its round was confirmed, or have now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn departments_of(&self, box_id: BoxId) -> Result<Vec<String>, StoreError> {
        let sql = format!("SELECT coalesce(departments, {DEPARTMENTS}) FROM box WHERE id = ?1");
        let list: String = self.connection.query_row(&sql, [box_id.0], |row| row.get(0))?;
        serde_json::from_str(&list).map_err(damage_error)
    }

    /// The box with this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn ballot_box(&self, box_id: BoxId) -> Result<BoxRow, StoreError> {
        read_box(&self.connection, box_id)
    }

    /// All boxes, planned ones too, as [`sort_boxes`](super::sort_boxes) orders them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes(&self) -> Result<Vec<BoxRow>, StoreError> {
        list_boxes(&self.connection, "", [])
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
            mode: read_mode(&mode)?,
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
        let snapshot = self.snapshot()?;
        read_tablets(&snapshot, box_id)
    }

    /// Notes that every tablet in use that stands on a box's wards, or has stood there, may have been given its key, and every other
    /// of which this database learnt when it was put back: each is waited for.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn wait_for_active(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO tablet_box (box, tablet)
             SELECT box_ward.box, tablet.id FROM tablet JOIN box_ward
                 ON box_ward.ward = tablet.ward OR box_ward.ward IN (SELECT value FROM json_each(tablet.stood_at))
             WHERE box_ward.box = ?1 AND (tablet.state = ?2 OR tablet.learnt = 1)",
            params![box_id.0, TabletState::Active.name()],
        )?;
        Ok(())
    }

    /// Confirms a planned box: it has its keys from now on. Does nothing to one that was confirmed with the same key. One that was
    /// not is confirmed only if the plan, looked at in the same step, still is what `as_planned` expects: nobody changes it between.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is open or over; [`StoreError::OtherKey`] when it has another key;
    /// [`StoreError::ChangedMeanwhile`] when the plan is another one.
    pub fn confirm_box(
        &mut self,
        box_id: BoxId,
        opening: &Opening,
        as_planned: impl FnOnce(&Organisation) -> bool,
    ) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state.is_some() {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "only a planned round can be confirmed",
            ));
        }
        if !ballot_box.is_confirmed() && !as_planned(&read_organisation_with_round(&transaction, &ballot_box)?) {
            return Err(StoreError::ChangedMeanwhile("the round"));
        }
        put_keys(&transaction, &ballot_box, opening)?;
        if !ballot_box.is_confirmed() {
            let round = ballot_box.round.clone();
            note(&transaction, &hand, &ballot_box.wards, &Deed::RoundConfirmed { round })?;
        }
        settle_departments(&transaction, &ballot_box.round)?;
        transaction.commit()?;
        Ok(())
    }

    /// Makes a box that has not opened be planned as if nobody had confirmed it: its keys go, and its codes.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is open, or over.
    pub fn unconfirm_box(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state.is_some() {
            return Err(wrong_state(&ballot_box, state_name(&ballot_box, None), ONLY_CONFIRMED));
        }
        destroy_shares(&transaction, box_id)?;
        transaction.execute(
            "UPDATE box SET public_key = NULL, confirmed_people = NULL WHERE id = ?1",
            [box_id.0],
        )?;
        // A round of which nothing is settled any more belongs where its wards are.
        transaction.execute(
            "UPDATE box SET departments = NULL WHERE round = ?1 AND NOT EXISTS
                 (SELECT 1 FROM box AS other WHERE other.round = ?1 AND (other.state <> ?2 OR other.public_key IS NOT NULL))",
            params![ballot_box.round, PLANNED],
        )?;
        if ballot_box.is_confirmed() {
            let round = ballot_box.round.clone();
            note(
                &transaction,
                &hand,
                &ballot_box.wards,
                &Deed::RoundUnconfirmed { round },
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Opens a planned box with its keys. Does nothing to a box that is open with the same key.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is neither; [`StoreError::OtherKey`] when it was confirmed with another key.
    pub fn open_box(&mut self, box_id: BoxId, opening: &Opening, now: i64) -> Result<(), StoreError> {
        let hand = self.hand.clone();
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
        put_keys(&transaction, &ballot_box, opening)?;
        transaction.execute(
            &format!(
                "UPDATE box SET state = ?2, opens = min(opens, ?3), departments = coalesce(?4, departments, {DEPARTMENTS}) WHERE id = ?1"
            ),
            params![
                box_id.0,
                BoxState::Open.name(),
                now,
                opening.departments.as_deref().map(write_list)
            ],
        )?;
        settle_departments(&transaction, &ballot_box.round)?;
        let round = ballot_box.round.clone();
        note(&transaction, &hand, &ballot_box.wards, &Deed::RoundOpened { round })?;
        transaction.commit()?;
        Ok(())
    }

    /// The sealed shares of a box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn shares(&self, box_id: BoxId) -> Result<SealedShares, StoreError> {
        let snapshot = self.snapshot()?;
        let mut select = snapshot.prepare("SELECT email, sealed, sealed_to FROM guide_share WHERE box = ?1")?;
        let guides = select
            .query_map([box_id.0], |row| {
                Ok(GuideShare {
                    email: row.get(0)?,
                    sealed: row.get(1)?,
                    sealed_to: row.get(2)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        let recovery: Option<Option<Vec<u8>>> = snapshot
            .query_row("SELECT recovery_share FROM box WHERE id = ?1", [box_id.0], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(SealedShares {
            guides,
            recovery: recovery.flatten(),
        })
    }

    /// Whether every one of these envelopes is in a box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn has_envelopes(&self, box_id: BoxId, ids: &BTreeSet<EnvelopeId>) -> Result<bool, StoreError> {
        let mut known = self
            .connection
            .prepare_cached("SELECT 1 FROM envelope WHERE box = ?1 AND id = ?2")?;
        for id in ids {
            if !known.exists(params![box_id.0, id.0])? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The kind that is stored as a number.
pub(super) fn read_kind(number: u8) -> Result<EnvelopeKind, StoreError> {
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

pub(super) fn read_tablets(connection: &Connection, box_id: BoxId) -> Result<Vec<HandedTablet>, StoreError> {
    let filter = "JOIN tablet_box ON tablet_box.tablet = tablet.id WHERE tablet_box.box = ?1 ORDER BY tablet.id";
    let mut found = Vec::new();
    for tablet in select_tablets(connection, filter, [box_id.0])? {
        let key = params![box_id.0, tablet.id];
        let (said_nothing_waits, troubles, why) = connection.query_row(
            "SELECT clear, troubles, why FROM tablet_box WHERE box = ?1 AND tablet = ?2",
            key,
            |row| Ok((row.get(0)?, read_troubles(row, 1)?, read_why(row, 2)?)),
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
            troubles,
            why,
        });
    }
    Ok(found)
}
