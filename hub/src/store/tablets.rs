//! Tablets, and what they deliver.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::protocol::{BoxState, Health, Outcome, Refusal};

use super::boxes::read_held;
use super::{BOX_COLUMNS, Store, box_row, damage_error, read_box};
use crate::store::REVIEW;
use crate::store::{
    ArrivedEnvelope, BoxForTablet, BoxRow, Delivery, DeliveryError, NewCode, NewTablet, RedeemError, StoreError,
    TabletRow, TabletState, Ticket,
};

/// Released boxes are told to tablets for this long, so that even one that was away forgets. Seconds.
const TELL_OVER_SECONDS: i64 = 400 * 24 * 3600;
/// The least cap of one tablet, in sheets.
const LEAST_CAP: u64 = 20;

/// How many envelopes of a kind one tablet may deliver into a box: twice the headcount's sheets.
pub(super) fn cap(ballot_box: &BoxRow, kind: EnvelopeKind) -> u64 {
    (2 * u64::from(ballot_box.headcount)).max(LEAST_CAP) * ballot_box.shape.of(kind) as u64
}

fn tablet_row(row: &Row<'_>) -> Result<TabletRow, StoreError> {
    let state: String = row.get(2)?;
    Ok(TabletRow {
        id: row.get(0)?,
        ward: row.get(1)?,
        state: TabletState::from_name(&state).ok_or_else(|| damage_error(&state))?,
        last_seen: row.get(3)?,
    })
}

pub(super) fn select_tablets<P: rusqlite::Params>(
    connection: &Connection,
    filter: &str,
    params: P,
) -> Result<Vec<TabletRow>, StoreError> {
    let sql = format!("SELECT tablet.id, tablet.ward, tablet.state, tablet.last_seen FROM tablet {filter}");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params)?;
    let mut tablets = Vec::new();
    while let Some(row) = rows.next()? {
        tablets.push(tablet_row(row)?);
    }
    Ok(tablets)
}

fn find_by_token(connection: &Connection, token_hash: &[u8; 32]) -> Result<Option<TabletRow>, StoreError> {
    Ok(select_tablets(connection, "WHERE token_hash = ?1", [token_hash])?.pop())
}

/// What the deliveries of one transaction share, looked up once: nothing of it changes before the commit.
struct Found {
    in_review: bool,
    boxes: HashMap<BoxId, Option<BoxRow>>,
    /// Whether something was stored in a closed box.
    after_closing: bool,
}

impl Found {
    fn new(transaction: &Transaction<'_>) -> Result<Self, StoreError> {
        let in_review = transaction
            .prepare_cached("SELECT 1 FROM setting WHERE key = ?1")?
            .exists([REVIEW])?;
        Ok(Found {
            in_review,
            boxes: HashMap::new(),
            after_closing: false,
        })
    }

    fn read_box(&mut self, transaction: &Transaction<'_>, box_id: BoxId) -> Result<Option<&BoxRow>, StoreError> {
        let row = match self.boxes.entry(box_id) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(empty) => empty.insert(match read_box(transaction, box_id) {
                Ok(ballot_box) => Some(ballot_box),
                Err(StoreError::NotFound(..)) => None,
                Err(error) => return Err(error),
            }),
        };
        Ok(row.as_ref())
    }
}

/// What one transaction needs to know about a tablet and a box.
struct Slot {
    state: BoxState,
    caps: PerKind<u64>,
    held: PerKind<u64>,
    quarantined: bool,
}

fn slot(
    transaction: &Transaction<'_>,
    found: &mut Found,
    tablet: &TabletRow,
    box_id: BoxId,
    now: i64,
) -> Result<Result<Slot, Refusal>, StoreError> {
    let Some(ballot_box) = found.read_box(transaction, box_id)? else {
        return Ok(Err(Refusal::UnknownBox));
    };
    let Some(state) = ballot_box.state_at(now) else {
        return Ok(Err(Refusal::UnknownBox));
    };
    if !ballot_box.wards.contains(&tablet.ward) {
        return Ok(Err(Refusal::NotYourBox));
    }
    if !state.takes_envelopes() {
        return Ok(Err(Refusal::TooLate));
    }
    let caps = PerKind::from_fn(|kind| cap(ballot_box, kind));
    let held = transaction
        .prepare_cached("SELECT held_1, held_2, held_3 FROM tablet_box WHERE box = ?1 AND tablet = ?2")?
        .query_row(params![box_id.0, tablet.id], read_held)
        .optional()?;
    Ok(Ok(Slot {
        state,
        caps,
        held: held.unwrap_or_default(),
        quarantined: tablet.state == TabletState::Stolen,
    }))
}

fn store_delivery(
    transaction: &Transaction<'_>,
    found: &mut Found,
    delivery: &Delivery,
    now: i64,
) -> Result<Result<Vec<Outcome>, DeliveryError>, StoreError> {
    if found.in_review {
        return Ok(Err(DeliveryError::InReview));
    }
    let Some(tablet) = find_by_token(transaction, &delivery.token_hash)? else {
        return Ok(Err(DeliveryError::UnknownTablet));
    };
    let Some(box_id) = delivery.box_id else {
        return Ok(Ok(vec![
            Outcome::Refused(Refusal::UnknownBox);
            delivery.envelopes.len()
        ]));
    };
    let mut slot = match slot(transaction, found, &tablet, box_id, now)? {
        Ok(slot) => slot,
        Err(refusal) => return Ok(Ok(vec![Outcome::Refused(refusal); delivery.envelopes.len()])),
    };
    debug_assert!(slot.state.takes_envelopes());
    let mut known = transaction.prepare_cached("SELECT 1 FROM envelope WHERE box = ?1 AND id = ?2")?;
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO envelope VALUES (?1, ?2, ?3, ?4)")?;
    let mut outcomes = Vec::with_capacity(delivery.envelopes.len());
    let before = slot.held;
    for envelope in &delivery.envelopes {
        let &ArrivedEnvelope { kind, id, ref sealed } = match envelope {
            Ok(envelope) => envelope,
            Err(refusal) => {
                outcomes.push(Outcome::Refused(*refusal));
                continue;
            }
        };
        let outcome = if slot.held.of(kind) >= slot.caps.of(kind) {
            // At the cap a repeat is still a repeat.
            match known.exists(params![box_id.0, id.0])? {
                true => Outcome::Known,
                false => Outcome::Refused(Refusal::Full),
            }
        } else if slot.quarantined {
            quarantine(
                transaction,
                &tablet,
                box_id,
                kind,
                id.0,
                sealed,
                known.exists(params![box_id.0, id.0])?,
            )?
        } else if insert.execute(params![box_id.0, id.0, kind.number(), sealed])? == 1 {
            Outcome::Stored
        } else {
            Outcome::Known
        };
        if outcome == Outcome::Stored {
            *slot.held.of_mut(kind) += 1;
            found.after_closing |= slot.state == BoxState::Closed;
        }
        outcomes.push(outcome);
    }
    if slot.held != before {
        transaction
            .prepare_cached(
                "INSERT INTO tablet_box (box, tablet, held_1, held_2, held_3) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET held_1 = ?3, held_2 = ?4, held_3 = ?5",
            )?
            .execute(params![
                box_id.0,
                tablet.id,
                slot.held.participant_marks,
                slot.held.participant_notes,
                slot.held.table_marks
            ])?;
    }
    Ok(Ok(outcomes))
}

fn quarantine(
    transaction: &Transaction<'_>,
    tablet: &TabletRow,
    box_id: BoxId,
    kind: EnvelopeKind,
    id: [u8; 16],
    sealed: &[u8],
    known: bool,
) -> Result<Outcome, StoreError> {
    if known {
        return Ok(Outcome::Known);
    }
    let stored = transaction
        .prepare_cached("INSERT OR IGNORE INTO quarantine VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![box_id.0, tablet.id, id, kind.number(), sealed])?;
    Ok(if stored == 1 { Outcome::Stored } else { Outcome::Known })
}

impl Store {
    /// Keeps an enrolment code.
    ///
    /// # Errors
    /// When there is no such ward.
    pub fn add_code(&mut self, code: &NewCode) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ward = transaction
            .query_row("SELECT 1 FROM ward WHERE id = ?1", [&code.ward], |_| Ok(()))
            .optional()?;
        if ward.is_none() {
            return Err(StoreError::NotFound("ward", code.ward.clone()));
        }
        transaction.execute(
            "INSERT INTO enrolment_code (ticket_hash, proof_key, ward, expires) VALUES (?1, ?2, ?3, ?4)",
            params![code.ticket_hash, code.proof_key, code.ward, code.expires],
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

    /// Uses a code up and enrols a tablet, at once.
    ///
    /// # Errors
    /// See [`StoreError`]; a code that does not do is the inner error.
    pub fn redeem(
        &mut self,
        ticket: &Ticket,
        tablet: &NewTablet,
        now: i64,
    ) -> Result<Result<TabletRow, RedeemError>, StoreError> {
        let transaction = self.transaction()?;
        let found = transaction
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
        transaction.execute("UPDATE enrolment_code SET used = 1 WHERE ticket_hash = ?1", [ticket.0])?;
        transaction.execute(
            "INSERT INTO tablet VALUES (?1, ?2, ?3, ?4, ?5)",
            params![tablet.id, ward, tablet.token_hash, TabletState::Active.name(), now],
        )?;
        transaction.commit()?;
        Ok(Ok(TabletRow {
            id: tablet.id.clone(),
            ward,
            state: TabletState::Active,
            last_seen: Some(now),
        }))
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

    /// Takes a tablet out of use, or back.
    ///
    /// # Errors
    /// When there is no such tablet.
    pub fn set_tablet_state(&mut self, tablet: &str, state: TabletState) -> Result<(), StoreError> {
        match self
            .connection
            .execute("UPDATE tablet SET state = ?2 WHERE id = ?1", [tablet, state.name()])?
        {
            0 => Err(StoreError::NotFound("tablet", tablet.to_owned())),
            _ => Ok(()),
        }
    }

    /// The opened boxes a tablet should know, newest last. Notes that the keys of open boxes were handed to it, unless it is out of use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_for_tablet(&mut self, tablet: &TabletRow, now: i64) -> Result<Vec<BoxForTablet>, StoreError> {
        let transaction = self.transaction()?;
        transaction.execute(
            "UPDATE tablet SET last_seen = ?2 WHERE id = ?1",
            params![tablet.id, now],
        )?;
        let mut boxes = Vec::new();
        {
            let sql = format!(
                "SELECT {BOX_COLUMNS}, tablet_box.held_1 + tablet_box.held_2 + tablet_box.held_3 AS held,
                     tablet_box.left_out AS left_out, tablet_box.tablet IS NOT NULL AS handed
                 FROM box_ward JOIN box ON box.id = box_ward.box JOIN round ON round.id = box.round
                 LEFT JOIN tablet_box ON tablet_box.box = box.id AND tablet_box.tablet = ?2
                 WHERE box_ward.ward = ?1 AND box.public_key IS NOT NULL AND box.closes > ?3
                 ORDER BY box.opens, box.id"
            );
            let mut select = transaction.prepare_cached(&sql)?;
            let mut rows = select.query(params![tablet.ward, tablet.id, now - TELL_OVER_SECONDS])?;
            let mut hand = transaction.prepare_cached("INSERT INTO tablet_box (box, tablet) VALUES (?1, ?2)")?;
            while let Some(row) = rows.next()? {
                let ballot_box = box_row(row)?;
                let handed: bool = row.get("handed")?;
                if !handed {
                    if tablet.state != TabletState::Active {
                        continue;
                    }
                    if ballot_box.state_at(now) == Some(BoxState::Open) {
                        hand.execute(params![ballot_box.id.0, tablet.id])?;
                    }
                }
                boxes.push(BoxForTablet {
                    ballot_box,
                    held: row.get::<_, Option<u64>>("held")?.unwrap_or(0),
                    left_out: row.get::<_, Option<bool>>("left_out")?.unwrap_or(false),
                });
            }
        }
        transaction.commit()?;
        Ok(boxes)
    }

    /// Takes deliveries in, all in one durable commit; gives each its outcomes in order.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing of any of them was stored.
    pub fn store_deliveries(
        &mut self,
        deliveries: &[Delivery],
        now: i64,
    ) -> Result<Vec<Result<Vec<Outcome>, DeliveryError>>, StoreError> {
        let transaction = self.transaction()?;
        let mut found = Found::new(&transaction)?;
        let outcomes = deliveries
            .iter()
            .map(|delivery| store_delivery(&transaction, &mut found, delivery, now))
            .collect::<Result<Vec<_>, _>>()?;
        let late = found.after_closing;
        drop(found);
        transaction.commit()?;
        self.after_closing |= late;
        Ok(outcomes)
    }

    /// Whether something was stored in a closed box since this was asked last: it lies in the order of its arrival.
    pub fn take_arrived_after_closing(&mut self) -> bool {
        std::mem::take(&mut self.after_closing)
    }

    /// Notes what a tablet says of itself. One that is out of use has then heard of every box that is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_health(&mut self, tablet: &TabletRow, health: &Health, now: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let mut states = HashMap::new();
        for said in &health.boxes {
            let row = read_box(&transaction, said.box_id);
            let closed = matches!(&row, Ok(row) if row.state_at(now) == Some(BoxState::Closed));
            states.insert(said.box_id, closed && !said.waits);
        }
        if tablet.state != TabletState::Active {
            // It has been told that these are over and has forgotten them: nothing is left to say to it.
            transaction.execute(
                "DELETE FROM tablet_box WHERE tablet = ?1 AND box IN (SELECT id FROM box WHERE state IN (?2, ?3))",
                params![tablet.id, BoxState::Released.name(), BoxState::ClosedUnread.name()],
            )?;
        }
        for (box_id, nothing_waits) in states {
            transaction.execute(
                "UPDATE tablet_box SET clear = ?3 WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet.id, nothing_waits],
            )?;
        }
        transaction.execute(
            "UPDATE tablet SET last_seen = ?2 WHERE id = ?1",
            params![tablet.id, now],
        )?;
        transaction.commit()?;
        Ok(())
    }
}
