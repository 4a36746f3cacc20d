//! Taking in what tablets deliver: each envelope once, up to a cap, and nothing of one delivery without the others.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction, params};
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::{EnvelopeKind, PerKind};
use trykk_shared::protocol::{BoxState, Outcome};
use trykk_shared::refusal::Refusal;

use super::audit::note;
use super::boxes::read_held;
use super::codes::read_shares;
use super::tablets::{cap, find_by_token};
use super::upkeep::owe_tidying;
use super::{Store, read_box};
use crate::audit::Deed;
use crate::rounds::code_shares::cap_by_codes;
use crate::store::{ArrivedEnvelope, BoxRow, Delivery, DeliveryError, REVIEW, StoreError, TabletRow, TabletState};

/// What the deliveries of one transaction share, looked up once: nothing of it changes before the commit.
struct Found {
    in_review: bool,
    boxes: HashMap<BoxId, Option<BoxRow>>,
    /// Whether something was stored in a closed box.
    after_closing: bool,
    /// Boxes that take nothing but what was counted before.
    bound: Arc<HashMap<BoxId, BTreeSet<EnvelopeId>>>,
}

impl Found {
    fn new(
        transaction: &Transaction<'_>,
        bound: Arc<HashMap<BoxId, BTreeSet<EnvelopeId>>>,
    ) -> Result<Self, StoreError> {
        let in_review = transaction
            .prepare_cached("SELECT 1 FROM setting WHERE key = ?1")?
            .exists([REVIEW])?;
        Ok(Found {
            in_review,
            boxes: HashMap::new(),
            after_closing: false,
            bound,
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

fn caps_by_codes(
    transaction: &Transaction<'_>,
    ballot_box: &BoxRow,
    tablet: &TabletRow,
) -> Result<PerKind<u64>, StoreError> {
    let shares = read_shares(transaction, ballot_box.id)?;
    Ok(PerKind::from_fn(|kind| {
        let per_sheet = ballot_box.shape.of(kind) as u64;
        cap_by_codes(
            &shares,
            (&tablet.id, tablet.state),
            kind,
            per_sheet,
            ballot_box.most_people,
        )
    }))
}

/// What a tablet may still deliver into a box, or why nothing.
fn find_allowance(
    transaction: &Transaction<'_>,
    found: &mut Found,
    tablet: &TabletRow,
    box_id: BoxId,
    now: i64,
) -> Result<Result<Slot, Refusal>, StoreError> {
    let is_bound = found.bound.contains_key(&box_id);
    let Some(ballot_box) = found.read_box(transaction, box_id)? else {
        return Ok(Err(Refusal::UnknownBox));
    };
    let Some(state) = ballot_box.state_at(now) else {
        return Ok(Err(Refusal::UnknownBox));
    };
    if !state.takes_envelopes() {
        return Ok(Err(Refusal::TooLate));
    }
    let caps = if ballot_box.asks_for_codes {
        caps_by_codes(transaction, ballot_box, tablet)?
    } else {
        PerKind::from_fn(|kind| cap(ballot_box, kind))
    };
    let held = transaction
        .prepare_cached("SELECT held_1, held_2, held_3, left_out FROM tablet_box WHERE box = ?1 AND tablet = ?2")?
        .query_row(params![box_id.0, tablet.id], |row| {
            Ok((read_held(row)?, row.get::<_, bool>(3)?))
        })
        .optional()?;
    let held = match held {
        // Counted without it before this database was put back: the next count is the same, and what it had delivered by then is
        // taken.
        Some((_, true)) if !is_bound => return Ok(Err(Refusal::TooLate)),
        Some((held, _)) => Some(held),
        // What is out of use delivers what it may hold of boxes that it was given, and nothing into others.
        // Nor does one from elsewhere that never stood here.
        None if tablet.state != TabletState::Active || !ballot_box.wards.contains(&tablet.ward) => {
            return Ok(Err(Refusal::NotYourBox));
        }
        None => None,
    };
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
    let mut slot = match find_allowance(transaction, found, &tablet, box_id, now)? {
        Ok(slot) => slot,
        Err(refusal) => return Ok(Ok(vec![Outcome::Refused(refusal); delivery.envelopes.len()])),
    };
    debug_assert!(slot.state.takes_envelopes());
    let mut known = transaction.prepare_cached("SELECT 1 FROM envelope WHERE box = ?1 AND id = ?2")?;
    let mut aside =
        transaction.prepare_cached("SELECT 1 FROM quarantine WHERE box = ?1 AND tablet = ?2 AND id = ?3")?;
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO envelope VALUES (?1, ?2, ?3, ?4)")?;
    let mut outcomes = Vec::with_capacity(delivery.envelopes.len());
    let before = slot.held;
    let shape = found.read_box(transaction, box_id)?.map(|ballot_box| ballot_box.shape);
    for envelope in &delivery.envelopes {
        let &ArrivedEnvelope { kind, id, ref sealed } = match envelope {
            Ok(envelope) => envelope,
            Err(refusal) => {
                outcomes.push(Outcome::Refused(*refusal));
                continue;
            }
        };
        let kind = shape.map_or(kind, |shape| shape.kind_here(kind));
        // What was counted once is its own proof: it is taken whoever brings it, and nothing else is.
        let counted = found.bound.get(&box_id).map(|bound| bound.contains(&id));
        let outcome = if counted == Some(false) {
            Outcome::Refused(Refusal::TooLate)
        } else if counted.is_none() && slot.held.of(kind) >= slot.caps.of(kind) {
            // At the cap a repeat is still a repeat, wherever it lies.
            let is_aside = slot.quarantined && aside.exists(params![box_id.0, tablet.id, id.0])?;
            match is_aside || known.exists(params![box_id.0, id.0])? {
                true => Outcome::Known,
                false => Outcome::Refused(Refusal::Full),
            }
        } else if slot.quarantined && counted.is_none() {
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
    if outcomes.contains(&Outcome::Refused(Refusal::Full)) {
        transaction
            .prepare_cached(
                "INSERT INTO tablet_box (box, tablet, refused_full) VALUES (?1, ?2, 1)
                 ON CONFLICT DO UPDATE SET refused_full = 1",
            )?
            .execute(params![box_id.0, tablet.id])?;
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
        if let Some(ballot_box) = found.read_box(transaction, box_id)?
            && ballot_box.asks_for_codes
        {
            note_over(transaction, ballot_box, &tablet)?;
        }
    }
    Ok(Ok(outcomes))
}

/// Notes what came over a tablet's own codes, before slips that are printed for it later hide it.
fn note_over(transaction: &Transaction<'_>, ballot_box: &BoxRow, tablet: &TabletRow) -> Result<(), StoreError> {
    let shares = read_shares(transaction, ballot_box.id)?;
    let share = shares.iter().find(|share| share.tablet == tablet.id);
    if let Some(share) = share {
        let over = share.count_over(&ballot_box.shape);
        if over != share.over {
            transaction
                .prepare_cached(
                    "UPDATE tablet_box SET over_1 = ?3, over_2 = ?4, over_3 = ?5 WHERE box = ?1 AND tablet = ?2",
                )?
                .execute(params![
                    ballot_box.id.0,
                    tablet.id,
                    over.participant_marks,
                    over.participant_notes,
                    over.table_marks
                ])?;
        }
    }
    Ok(())
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
    /// Takes deliveries in, all in one durable commit; gives each its outcomes in order.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing of any of them was stored.
    pub fn store_deliveries(
        &mut self,
        deliveries: &[Delivery],
        now: i64,
    ) -> Result<Vec<Result<Vec<Outcome>, DeliveryError>>, StoreError> {
        let bound = Arc::clone(&self.bound);
        let transaction = self.transaction()?;
        let mut found = Found::new(&transaction, bound)?;
        let outcomes = deliveries
            .iter()
            .map(|delivery| store_delivery(&transaction, &mut found, delivery, now))
            .collect::<Result<Vec<_>, _>>()?;
        let late = found.after_closing;
        drop(found);
        if late {
            owe_tidying(&transaction)?;
        }
        transaction.commit()?;
        self.after_closing |= late;
        Ok(outcomes)
    }

    /// Takes a tablet's file in that somebody brought: what would have been its deliveries, all in one durable commit, and the deed.
    /// Gives what became of each envelope.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing of it was stored.
    pub fn store_file(
        &mut self,
        tablet: &TabletRow,
        deliveries: &[Delivery],
        now: i64,
    ) -> Result<Result<Vec<Outcome>, DeliveryError>, StoreError> {
        let (bound, hand) = (Arc::clone(&self.bound), self.hand.clone());
        let transaction = self.transaction()?;
        let mut found = Found::new(&transaction, bound)?;
        let mut outcomes = Vec::new();
        for delivery in deliveries {
            match store_delivery(&transaction, &mut found, delivery, now)? {
                Ok(of_one) => outcomes.extend(of_one),
                Err(refused) => return Ok(Err(refused)),
            }
        }
        let late = found.after_closing;
        drop(found);
        let deed = Deed::TabletFileTaken {
            tablet: tablet.id.clone(),
        };
        note(&transaction, &hand, std::slice::from_ref(&tablet.ward), &deed)?;
        if late {
            owe_tidying(&transaction)?;
        }
        transaction.commit()?;
        self.after_closing |= late;
        Ok(Ok(outcomes))
    }

    /// Lets a box take nothing but these envelopes from now on: it was counted from them, by a database that has been
    /// replaced since.
    pub fn bind(&mut self, box_id: BoxId, envelopes: BTreeSet<EnvelopeId>) {
        Arc::make_mut(&mut self.bound).insert(box_id, envelopes);
    }

    /// Whether something was stored in a closed box since this was asked last: it lies in the order of its arrival.
    pub fn take_arrived_after_closing(&mut self) -> bool {
        std::mem::take(&mut self.after_closing)
    }
}
