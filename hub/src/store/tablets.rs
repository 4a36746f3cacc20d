//! Tablets, and what they deliver.

use rusqlite::{Connection, OptionalExtension, Row, params};
use trykk_shared::answers::MAX_MEMBERS;
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::codes::read_codes;
use super::counted::read_number;
use super::health::read_condition;
use super::{BOX_COLUMNS, ROUND, Store, box_row, damage_error};
use crate::audit::{Deed, Hand, Who};
use crate::store::{
    BoxForTablet, BoxRow, KeptTablet, NewCode, NewTablet, RedeemError, StoreError, TabletRow, TabletState, Ticket,
};

/// Released boxes are told to tablets for this long, so that even one that was away forgets. Seconds.
pub(crate) const TELL_OVER_SECONDS: i64 = 400 * 24 * 3600;
/// How many envelopes of a kind one tablet may deliver into a box without start codes: a sheet for each who works there.
/// The tablet stops there by itself; only the last table that begins may go over it, with all its members.
pub(super) fn cap(ballot_box: &BoxRow, kind: EnvelopeKind) -> u64 {
    let last_table = if ballot_box.shape.table_marks > 0 {
        MAX_MEMBERS as u64
    } else {
        0
    };
    (u64::from(ballot_box.most_people) + last_table) * ballot_box.shape.of(kind) as u64
}

fn tablet_row(row: &Row<'_>) -> Result<TabletRow, StoreError> {
    let state: String = row.get(2)?;
    Ok(TabletRow {
        id: row.get(0)?,
        ward: row.get(1)?,
        state: TabletState::from_name(&state).ok_or_else(|| damage_error(&state))?,
        last_seen: row.get(3)?,
        condition: read_condition(row, 4)?,
    })
}

pub(super) fn select_tablets<P: rusqlite::Params>(
    connection: &Connection,
    filter: &str,
    params: P,
) -> Result<Vec<TabletRow>, StoreError> {
    let sql =
        format!("SELECT tablet.id, tablet.ward, tablet.state, tablet.last_seen, tablet.condition FROM tablet {filter}");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params)?;
    let mut tablets = Vec::new();
    while let Some(row) = rows.next()? {
        tablets.push(tablet_row(row)?);
    }
    Ok(tablets)
}

pub(super) fn find_by_token(connection: &Connection, token_hash: &[u8; 32]) -> Result<Option<TabletRow>, StoreError> {
    Ok(select_tablets(connection, "WHERE token_hash = ?1 OR token_before = ?1", [token_hash])?.pop())
}

/// The columns of [`kept_row`].
const KEPT_COLUMNS: &str = "id, ward, state, token_hash, token_before, changes, stood_at";

fn kept_row(row: &Row<'_>) -> Result<KeptTablet, StoreError> {
    let state: String = row.get(2)?;
    Ok(KeptTablet {
        id: row.get(0)?,
        ward: row.get(1)?,
        state: TabletState::from_name(&state).ok_or_else(|| damage_error(&state))?,
        token_hash: row.get(3)?,
        token_before: row.get(4)?,
        changes: row.get(5)?,
        stood_at: serde_json::from_str(&row.get::<_, String>(6)?).map_err(damage_error)?,
    })
}

fn read_kept(connection: &Connection, tablet: &str) -> Result<KeptTablet, StoreError> {
    let mut select = connection.prepare_cached(&format!("SELECT {KEPT_COLUMNS} FROM tablet WHERE id = ?1"))?;
    let mut rows = select.query([tablet])?;
    let row = rows
        .next()?
        .ok_or_else(|| StoreError::NotFound("tablet", tablet.to_owned()))?;
    kept_row(row)
}

fn put_kept(connection: &Connection, kept: &KeptTablet) -> Result<(), rusqlite::Error> {
    let stood_at = serde_json::Value::from(kept.stood_at.clone()).to_string();
    connection
        .execute(
            "INSERT INTO tablet (id, ward, state, token_hash, token_before, changes, stood_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE
             SET ward = ?2, state = ?3, token_hash = ?4, token_before = ?5, changes = ?6, stood_at = ?7",
            params![
                kept.id,
                kept.ward,
                kept.state.name(),
                kept.token_hash,
                kept.token_before,
                kept.changes,
                stood_at
            ],
        )
        .map(|_| ())
}

/// Uses an enrolment code, for one of the tablets that it was made for; gives its ward.
fn use_code(connection: &Connection, ticket: &Ticket, now: i64) -> Result<Result<String, RedeemError>, StoreError> {
    let found = connection
        .query_row(
            "SELECT ward, expires, used FROM enrolment_code WHERE ticket_hash = ?1",
            [ticket.0],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, bool>(2)?)),
        )
        .optional()?;
    let ward = match found {
        None => return Ok(Err(RedeemError::Unknown)),
        Some((_, _, true)) => return Ok(Err(RedeemError::Used)),
        Some((_, expires, _)) if expires <= now => return Ok(Err(RedeemError::Expired)),
        Some((ward, ..)) => ward,
    };
    let sql =
        "UPDATE enrolment_code SET enrolled = enrolled + 1, used = (enrolled + 1 >= tablets) WHERE ticket_hash = ?1";
    connection.execute(sql, [ticket.0])?;
    Ok(Ok(ward))
}

impl Store {
    /// Keeps an enrolment code.
    ///
    /// # Errors
    /// When there is no such ward.
    pub fn add_code(&mut self, code: &NewCode) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ward = transaction
            .query_row("SELECT 1 FROM ward WHERE id = ?1", [&code.ward], |_| Ok(()))
            .optional()?;
        if ward.is_none() {
            return Err(StoreError::NotFound("ward", code.ward.clone()));
        }
        transaction.execute(
            "INSERT INTO enrolment_code (ticket_hash, proof_key, ward, expires, made_by, tablets)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                code.ticket_hash,
                code.proof_key,
                code.ward,
                code.expires,
                code.made_by,
                code.tablets
            ],
        )?;
        let ward = code.ward.clone();
        note(
            &transaction,
            &hand,
            std::slice::from_ref(&code.ward),
            &match code.tablets {
                1 => Deed::EnrolmentLinkMade { ward },
                tablets => Deed::EnrolmentLinkForSeveralMade { ward, tablets },
            },
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The proof keys of codes that can still be used at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn proof_keys(&self, now: i64) -> Result<Vec<[u8; 32]>, StoreError> {
        let sql = "SELECT proof_key FROM enrolment_code WHERE used = 0 AND expires > ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        Ok(select.query_map([now], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Uses a code and enrols a tablet, at once. One that shows its token from before (`known`: its hash) and was not reported
    /// stolen is moved: its id, its codes and what it was handed stay its own. `keep` is given what it is from now on, where nothing
    /// can come between.
    ///
    /// # Errors
    /// See [`StoreError`], or those of `keep`; a code that does not do is the inner error.
    pub fn redeem<E: From<StoreError>>(
        &mut self,
        ticket: &Ticket,
        tablet: &NewTablet,
        known: Option<&[u8; 32]>,
        now: i64,
        keep: impl FnOnce(&KeptTablet) -> Result<(), E>,
    ) -> Result<Result<TabletRow, RedeemError>, E> {
        let transaction = self.transaction().map_err(StoreError::from)?;
        let ward = match use_code(&transaction, ticket, now)? {
            Ok(ward) => ward,
            Err(fault) => return Ok(Err(fault)),
        };
        let before = match known {
            Some(token_hash) => find_by_token(&transaction, token_hash)?.zip(known),
            None => None,
        };
        let before = before.filter(|(before, _)| before.state != TabletState::Stolen);
        let kept = match before {
            Some((before, shown)) => {
                let before = read_kept(&transaction, &before.id)?;
                before.moved_to(&ward, *shown, tablet.token_hash)
            }
            None => KeptTablet::new(tablet, &ward),
        };
        keep(&kept)?;
        (|| {
            put_kept(&transaction, &kept)?;
            transaction.execute("UPDATE tablet SET last_seen = ?2 WHERE id = ?1", params![kept.id, now])?;
            let deed = Deed::TabletEnrolled {
                tablet: kept.id.clone(),
                ward: ward.clone(),
            };
            // Nobody is logged in on a tablet: the hub lets it in, with a link that somebody made.
            let hand = Hand {
                who: Who::Hub,
                at: Some(now),
            };
            note(&transaction, &hand, std::slice::from_ref(&ward), &deed)?;
            Ok::<(), StoreError>(transaction.commit()?)
        })()?;
        Ok(Ok(TabletRow {
            id: kept.id,
            ward,
            state: kept.state,
            last_seen: Some(now),
            condition: None,
        }))
    }

    /// What is to lie beside the database of every tablet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn kept_tablets(&self) -> Result<Vec<KeptTablet>, StoreError> {
        let mut select = self
            .connection
            .prepare(&format!("SELECT {KEPT_COLUMNS} FROM tablet ORDER BY id"))?;
        let mut rows = select.query([])?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            kept.push(kept_row(row)?);
        }
        Ok(kept)
    }

    /// Takes up what lies beside the database of a tablet, and notes that it was learnt: it may hold what this database knows nothing of.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn take_up_tablet(&mut self, kept: &KeptTablet) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        put_kept(&transaction, kept)?;
        transaction.execute("UPDATE tablet SET learnt = 1 WHERE id = ?1", [&kept.id])?;
        transaction.commit()?;
        Ok(())
    }

    /// All tablets.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablets(&self) -> Result<Vec<TabletRow>, StoreError> {
        select_tablets(&self.connection, "ORDER BY ward, id", [])
    }

    /// The tablet with this token, if any.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tablet_by_token(&self, token_hash: &[u8; 32]) -> Result<Option<TabletRow>, StoreError> {
        find_by_token(&self.connection, token_hash)
    }

    /// A tablet shows its newest token: the one before is good no more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end_token_before(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        let has_two = "SELECT 1 FROM tablet WHERE token_hash = ?1 AND token_before IS NOT NULL";
        if self.connection.prepare_cached(has_two)?.exists([token_hash])? {
            let sql = "UPDATE tablet SET token_before = NULL WHERE token_hash = ?1";
            self.connection.execute(sql, [token_hash])?;
        }
        Ok(())
    }

    /// Takes a tablet out of use. `keep` is given what it is from now on, where nothing can come between.
    ///
    /// # Errors
    /// When there is no such tablet; [`StoreError::StaysStolen`] when it was reported stolen, and would be trusted again; those of
    /// `keep`.
    pub fn set_tablet_state<E: From<StoreError>>(
        &mut self,
        tablet: &str,
        state: TabletState,
        keep: impl FnOnce(&KeptTablet) -> Result<(), E>,
    ) -> Result<(), E> {
        let hand = self.hand.clone();
        let transaction = self.transaction().map_err(StoreError::from)?;
        let known = read_kept(&transaction, tablet)?;
        if !known.state.leads_to(state) {
            return Err(StoreError::StaysStolen(tablet.to_owned()).into());
        }
        if known.state == state {
            return Ok(());
        }
        let kept = known.in_state(state);
        keep(&kept)?;
        let named = tablet.to_owned();
        let deed = match state {
            TabletState::Retired => Some(Deed::TabletRetired { tablet: named }),
            TabletState::Stolen => Some(Deed::TabletStolen { tablet: named }),
            TabletState::Active => None,
        };
        if let Some(deed) = deed {
            note(&transaction, &hand, std::slice::from_ref(&kept.ward), &deed)?;
        }
        let done = put_kept(&transaction, &kept).and_then(|()| transaction.commit());
        Ok(done.map_err(StoreError::from)?)
    }

    /// The opened boxes a tablet should know, newest last. Notes that the keys of open boxes were handed to it, unless it
    /// is out of use. One whose program does not know start codes yet is told nothing of boxes that ask for them: it
    /// would let people answer without.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_for_tablet(
        &mut self,
        tablet: &TabletRow,
        knows_codes: bool,
        now: i64,
    ) -> Result<Vec<BoxForTablet>, StoreError> {
        let transaction = self.transaction()?;
        let mut boxes = Vec::new();
        {
            let sql = format!(
                "SELECT {BOX_COLUMNS}, tablet_box.held_1 + tablet_box.held_2 + tablet_box.held_3 AS held,
                     tablet_box.left_out AS left_out, tablet_box.tablet IS NOT NULL AS handed,
                     CASE WHEN tablet_box.tablet IS NOT NULL AND (box.counted IS NOT NULL OR box.closes > ?3)
                         THEN box.count_number END AS counted,
                     EXISTS (SELECT 1 FROM box_ward WHERE box_ward.box = box.id AND box_ward.ward = ?1) AS here
                 FROM box JOIN {ROUND} ON round.id = box.round
                 LEFT JOIN tablet_box ON tablet_box.box = box.id AND tablet_box.tablet = ?2
                 WHERE box.id IN (SELECT box FROM box_ward WHERE ward = ?1 UNION SELECT box FROM tablet_box WHERE tablet = ?2)
                     AND (+box.state IN ('open', 'counted') OR (+box.state <> 'planned' AND box.closes > ?3))
                 ORDER BY box.opens, box.id"
            );
            let mut select = transaction.prepare_cached(&sql)?;
            let mut rows = select.query(params![tablet.ward, tablet.id, now - TELL_OVER_SECONDS])?;
            let mut hand = transaction.prepare_cached("INSERT INTO tablet_box (box, tablet) VALUES (?1, ?2)")?;
            while let Some(row) = rows.next()? {
                let ballot_box = box_row(row)?;
                let handed: bool = row.get("handed")?;
                if ballot_box.asks_for_codes && !knows_codes {
                    continue;
                }
                if !handed {
                    if tablet.state != TabletState::Active {
                        continue;
                    }
                    if ballot_box.state_at(now) == Some(BoxState::Open) {
                        hand.execute(params![ballot_box.id.0, tablet.id])?;
                    }
                }
                let codes = match ballot_box.asks_for_codes {
                    true => read_codes(&transaction, ballot_box.id, &tablet.id)?,
                    false => None,
                };
                boxes.push(BoxForTablet {
                    ballot_box,
                    codes,
                    held: row.get::<_, Option<u64>>("held")?.unwrap_or(0),
                    left_out: row.get::<_, Option<bool>>("left_out")?.unwrap_or(false),
                    counted: read_number(row, "counted")?,
                    // On one that is out of use nobody answers; it delivers what it holds.
                    here: row.get::<_, bool>("here")? && tablet.state == TabletState::Active,
                });
            }
        }
        transaction.commit()?;
        Ok(boxes)
    }
}
