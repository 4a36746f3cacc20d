//! Start codes, hashed: a list for each tablet and box.

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::start_code::{CODE_PLACES, HASH_BYTES};

use super::boxes::read_held;
use super::{Store, damage_error};
use crate::rounds::codes::{KeptCode, TabletCodes};
use crate::store::{StoreError, TabletRow, TabletState};

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

/// What a tablet may deliver into a box that asks for codes, and has.
pub(super) struct CodeShare {
    pub tablet: String,
    pub state: TabletState,
    /// How many sheets its codes open.
    pub live: u64,
    pub held: PerKind<u64>,
}

impl CodeShare {
    /// Of a tablet that has no codes, and has delivered nothing.
    pub fn none(tablet: &TabletRow) -> Self {
        CodeShare {
            tablet: tablet.id.clone(),
            state: tablet.state,
            live: 0,
            held: PerKind::default(),
        }
    }
}

/// How many envelopes of a kind a tablet may deliver into a box that asks for codes; `per_sheet` is how many each sheet has.
///
/// A tablet's codes are its cap. One that is out of use leaves what it has not delivered to the others: enrolled anew a tablet has
/// another id, and none of the slips that were used on it. A stolen one leaves nothing; its slips are printed anew.
pub(super) fn cap_by_codes(shares: &[CodeShare], tablet: &TabletRow, kind: EnvelopeKind, per_sheet: u64) -> u64 {
    let may = |share: &CodeShare| share.live * per_sheet;
    let held = |share: &CodeShare| share.held.of(kind);
    let room = |share: &CodeShare| may(share).saturating_sub(held(share));
    let retired = shares.iter().filter(|share| share.state == TabletState::Retired);
    let left: u64 = retired.map(room).sum();
    let taken: u64 = shares.iter().map(|share| held(share).saturating_sub(may(share))).sum();
    let left = left.saturating_sub(taken);
    let none = CodeShare::none(tablet);
    let own = shares.iter().find(|share| share.tablet == tablet.id).unwrap_or(&none);
    held(own)
        + match tablet.state {
            TabletState::Active => room(own) + left,
            TabletState::Retired => room(own).min(left),
            TabletState::Stolen => room(own),
        }
}

/// The share of each tablet that has codes for a box, or has delivered into it.
pub(super) fn read_shares(connection: &Connection, box_id: BoxId) -> Result<Vec<CodeShare>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT coalesce(held_1, 0), coalesce(held_2, 0), coalesce(held_3, 0), tablet.id, tablet.state, coalesce(code_list.live, 0)
         FROM tablet
         LEFT JOIN code_list ON code_list.box = ?1 AND code_list.tablet = tablet.id
         LEFT JOIN tablet_box ON tablet_box.box = ?1 AND tablet_box.tablet = tablet.id
         WHERE code_list.tablet IS NOT NULL OR tablet_box.tablet IS NOT NULL",
    )?;
    let mut rows = select.query([box_id.0])?;
    let mut shares = Vec::new();
    while let Some(row) = rows.next()? {
        shares.push(CodeShare {
            tablet: row.get(3)?,
            state: TabletState::from_name(&row.get::<_, String>(4)?).ok_or_else(|| damage_error("a tablet's state"))?,
            live: row.get(5)?,
            held: read_held(row)?,
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
        transaction.commit()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whoever delivers first and whoever goes out of use when: all tablets together deliver no more than there are codes, and
        /// a tablet that others leave alone delivers as many as it has.
        #[test]
        fn tablets_share_what_those_out_of_use_have_not_delivered_and_no_more(
            live in proptest::collection::vec(0_u64..9, 4),
            steps in proptest::collection::vec((0_usize..4, 0_u64..6, any::<bool>()), 0..40),
        ) {
            const KIND: EnvelopeKind = EnvelopeKind::ParticipantMark;
            let mut shares: Vec<CodeShare> = live.iter().enumerate().map(|(nth, &live)| CodeShare {
                tablet: nth.to_string(),
                state: TabletState::Active,
                live,
                held: PerKind::default(),
            }).collect();
            for (nth, wanted, retire) in steps {
                let row = TabletRow { id: nth.to_string(), ward: "w".into(), state: shares[nth].state, last_seen: None };
                let cap = cap_by_codes(&shares, &row, KIND, 3);
                let held = shares[nth].held.of(KIND);
                prop_assert!(cap >= held);
                let nobody_left = shares.iter().all(|share| share.state == TabletState::Active);
                if nobody_left {
                    prop_assert_eq!(cap, live[nth] * 3);
                }
                *shares[nth].held.of_mut(KIND) = (held + wanted * 3).min(cap);
                if retire {
                    shares[nth].state = TabletState::Retired;
                }
                let all: u64 = shares.iter().map(|share| share.held.of(KIND)).sum();
                prop_assert!(all <= live.iter().sum::<u64>() * 3);
            }
        }
    }
}
