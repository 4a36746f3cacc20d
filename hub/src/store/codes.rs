//! Start codes, hashed: a list for each tablet and box.

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::PerKind;
use trykk_shared::start_code::{CODE_PLACES, HASH_BYTES};

use super::audit::note;
use super::boxes::read_held;
use super::{Store, damage_error, read_box};
use crate::audit::Deed;
use crate::rounds::code_shares::CodeShare;
use crate::rounds::codes::{KeptCode, TabletCodes};
use crate::store::{StoreError, TabletState};

fn codes_row(row: &Row<'_>) -> Result<TabletCodes, StoreError> {
    let hashes: Vec<u8> = row.get("hashes")?;
    let (hashes, rest) = hashes.as_chunks::<HASH_BYTES>();
    let codes: Vec<KeptCode> = serde_json::from_str(&row.get::<_, String>("codes")?).map_err(damage_error)?;
    let whole = hashes.len() == CODE_PLACES && rest.is_empty() && codes.iter().all(|code| code.place < CODE_PLACES);
    if !whole {
        return Err(damage_error("a list of start codes"));
    }
    Ok(TabletCodes {
        salt: row.get("salt")?,
        hashes: hashes.to_vec(),
        codes,
        woken: row.get("woken")?,
        filler: row.get("filler")?,
    }
    .without_traces())
}

pub(super) fn read_codes(
    connection: &Connection,
    box_id: BoxId,
    tablet: &str,
) -> Result<Option<TabletCodes>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT salt, hashes, codes, woken, filler FROM code_list WHERE box = ?1 AND tablet = ?2")?;
    let mut rows = select.query(params![box_id.0, tablet])?;
    rows.next()?.map(codes_row).transpose()
}

/// The share of each tablet that has codes for a box, or has delivered into it: also of those that are not known any more.
pub(super) fn read_shares(connection: &Connection, box_id: BoxId) -> Result<Vec<CodeShare>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT coalesce(held_1, 0), coalesce(held_2, 0), coalesce(held_3, 0), share.tablet, tablet.state,
             coalesce(code_list.live, 0), coalesce(code_list.woken, 0), coalesce(over_1, 0), coalesce(over_2, 0), coalesce(over_3, 0)
         FROM (SELECT tablet FROM code_list WHERE box = ?1 UNION SELECT tablet FROM tablet_box WHERE box = ?1) AS share
         LEFT JOIN tablet ON tablet.id = share.tablet
         LEFT JOIN code_list ON code_list.box = ?1 AND code_list.tablet = share.tablet
         LEFT JOIN tablet_box ON tablet_box.box = ?1 AND tablet_box.tablet = share.tablet",
    )?;
    let mut quarantined = connection.prepare_cached(
        "SELECT count(*) FILTER (WHERE kind = 1), count(*) FILTER (WHERE kind = 2), count(*) FILTER (WHERE kind = 3)
         FROM quarantine WHERE box = ?1 AND tablet = ?2",
    )?;
    let mut rows = select.query([box_id.0])?;
    let mut shares = Vec::new();
    while let Some(row) = rows.next()? {
        let tablet: String = row.get(3)?;
        let state: Option<String> = row.get(4)?;
        let state = state.map(|state| TabletState::from_name(&state).ok_or_else(|| damage_error("a tablet's state")));
        let state = state.transpose()?;
        let quarantined = match state {
            Some(TabletState::Stolen) => quarantined.query_row(params![box_id.0, tablet], read_held)?,
            _ => PerKind::default(),
        };
        shares.push(CodeShare {
            tablet,
            state,
            live: row.get(5)?,
            woken: row.get(6)?,
            held: read_held(row)?,
            quarantined,
            over: PerKind {
                participant_marks: row.get(7)?,
                participant_notes: row.get(8)?,
                table_marks: row.get(9)?,
            },
        });
    }
    Ok(shares)
}

pub(super) fn delete_codes(connection: &Connection, box_id: BoxId) -> Result<(), rusqlite::Error> {
    connection
        .execute("DELETE FROM code_list WHERE box = ?1", [box_id.0])
        .map(|_| ())
}

impl Store {
    /// The codes of a tablet for a box, if slips were ever printed for it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn codes(&self, box_id: BoxId, tablet: &str) -> Result<Option<TabletCodes>, StoreError> {
        read_codes(&self.connection, box_id, tablet)
    }

    /// The codes of every tablet for a box, by tablet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn codes_of(&self, box_id: BoxId) -> Result<Vec<(String, TabletCodes)>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT tablet, salt, hashes, codes, woken, filler FROM code_list WHERE box = ?1 ORDER BY tablet",
        )?;
        let mut rows = select.query([box_id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get("tablet")?, codes_row(row)?));
        }
        Ok(found)
    }

    /// What each tablet may deliver into a box that asks for codes, and has.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn code_shares(&self, box_id: BoxId) -> Result<Vec<CodeShare>, StoreError> {
        read_shares(&self.connection, box_id)
    }

    /// How many envelopes of a tablet lie in a box; what waits in quarantine does not.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_arrived_of(&self, box_id: BoxId, tablet: &str) -> Result<PerKind<u64>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT held_1 - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet = ?2 AND kind = 1),
                    held_2 - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet = ?2 AND kind = 2),
                    held_3 - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet = ?2 AND kind = 3)
             FROM tablet_box WHERE box = ?1 AND tablet = ?2",
        )?;
        let held = select.query_row(params![box_id.0, tablet], read_held).optional()?;
        Ok(held.unwrap_or_default())
    }

    /// How many envelopes of each kind lie in a box that came from other tablets than this one, but for stolen ones: whoever took all
    /// the sheets of a ward on one of them keeps nobody from answering once it is reported.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_arrived_of_others(&self, box_id: BoxId, tablet: &str) -> Result<PerKind<u64>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "WITH others AS MATERIALIZED (SELECT tablet FROM tablet_box WHERE box = ?1 AND tablet <> ?2
                 AND tablet NOT IN (SELECT id FROM tablet WHERE state = 'stolen'))
             SELECT coalesce(sum(held_1), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet IN others AND kind = 1),
                    coalesce(sum(held_2), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet IN others AND kind = 2),
                    coalesce(sum(held_3), 0) - (SELECT count(*) FROM quarantine WHERE box = ?1 AND tablet IN others AND kind = 3)
             FROM tablet_box WHERE box = ?1 AND tablet IN others",
        )?;
        Ok(select.query_row(params![box_id.0, tablet], read_held)?)
    }

    /// The tablets of which something was refused because they had delivered as many sheets as they may.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn refused_full(&self, box_id: BoxId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT tablet FROM tablet_box WHERE box = ?1 AND refused_full = 1 ORDER BY tablet";
        let mut select = self.connection.prepare_cached(sql)?;
        let tablets = select.query_map([box_id.0], |row| row.get(0))?;
        Ok(tablets.collect::<Result<_, _>>()?)
    }

    /// Keeps a tablet's codes for a box, in place of `before`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when something else is kept by now: printing takes a while, and two may print.
    pub fn put_codes(
        &mut self,
        box_id: BoxId,
        tablet: &str,
        before: Option<&TabletCodes>,
        codes: &TabletCodes,
    ) -> Result<(), StoreError> {
        let kept = serde_json::to_string(&codes.codes).map_err(damage_error)?;
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        if read_codes(&transaction, box_id, tablet)?.as_ref() != before {
            return Err(StoreError::ChangedMeanwhile("the start codes"));
        }
        transaction.execute(
            "INSERT INTO code_list (box, tablet, salt, hashes, codes, live, woken, filler)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT DO UPDATE SET salt = ?3, hashes = ?4, codes = ?5, live = ?6, woken = ?7, filler = ?8",
            params![
                box_id.0,
                tablet,
                codes.salt,
                codes.hashes.as_flattened(),
                kept,
                codes.live(),
                codes.woken,
                codes.filler
            ],
        )?;
        // Of a spare that is woken no time is kept: somebody answers with it then.
        let known = |place| before.is_some_and(|before| before.codes.iter().any(|code| code.place == place));
        if codes.codes.iter().any(|code| !known(code.place)) {
            let ballot_box = read_box(&transaction, box_id)?;
            let deed = Deed::CodesPrinted {
                round: ballot_box.round,
                tablet: tablet.to_owned(),
            };
            note(&transaction, &hand, &ballot_box.wards, &deed)?;
        }
        transaction.commit()?;
        Ok(())
    }
}
