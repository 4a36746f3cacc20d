//! The one sync loop: at slots drawn beforehand it asks for the manifest, delivers what is due, and says whether
//! something waits. Every slot looks the same from outside, whether anyone answered or not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::seq::SliceRandom;
use rand::{CryptoRng, RngExt};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{
    BATCH_BYTES, Batch, BatchReply, HEALTH_BYTES, Health, Manifest, Noted, Outcome, Refusal, SentEnvelope, paths,
};
use trykk_shared::seal::Envelope;

use crate::hub::{Hub, HubError};
use crate::settings::{Enrolment, Settings};
use crate::store::StoreError;
use crate::tablet::Tablet;

/// How much of a batch its frame may take, in bytes.
const FRAME_BYTES: usize = 128;
/// What an envelope's entry takes beside its sealed bytes, in bytes.
const ENTRY_BYTES: usize = 96;
/// The interval before the hub has said one, in seconds.
const FIRST_INTERVAL_SECONDS: i64 = 3600;
/// No slot is drawn further ahead than this many intervals.
const FURTHEST_INTERVALS: i64 = 2;
/// The slot after closing is drawn within this many seconds of it.
const AFTER_CLOSING_SECONDS: i64 = 600;

/// Why a pass did not come to its end. Nothing on the tablet is lost by any of these.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The tablet belongs to no hub yet.
    #[error("this tablet is not enrolled; run trykk-kiosk enrol with the link from the hub")]
    NotEnrolled,
    /// The hub could not be talked to, or refused.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// The tablet's disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a pass did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// How many envelopes the hub holds now that it did not before.
    pub stored: u64,
    /// How many the hub held already.
    pub known: u64,
    /// Why some were refused, if any.
    pub refused: BTreeMap<Refusal, u64>,
    /// Whether envelopes could leave at all: whether it was a slot.
    pub slot: bool,
}

/// Locks the tablet. A panic elsewhere leaves it as it was: every change is whole or not at all.
pub fn lock(tablet: &Mutex<Tablet>) -> MutexGuard<'_, Tablet> {
    tablet.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One pass: manifest, then what is due if it is a slot, then health. The tablet is never locked while the hub is
/// waited for, so nobody who answers waits either.
///
/// # Errors
/// See [`SyncError`]; the reason is remembered for the tablet's status.
pub async fn pass(tablet: &Mutex<Tablet>, now: bool, rng: &mut impl CryptoRng) -> Result<Pass, SyncError> {
    let due = now || slot_has_come(&lock(tablet));
    let result = try_pass(tablet, due, rng).await;
    if let Err(SyncError::Hub(error)) = &result {
        let mut tablet = lock(tablet);
        tablet.change_settings(|settings| settings.last_problem = Some(error.to_string()))?;
        if due {
            // Weeks without a network must not leave the last delivery's time on the file.
            tablet.mark(&BTreeSet::new(), &BTreeSet::new())?;
        }
    }
    result
}

/// Whether the slot drawn beforehand has come. One that is further off than any that is drawn was drawn by a clock that
/// has been set back since (or was ahead then): it would never come.
pub fn slot_has_come(tablet: &Tablet) -> bool {
    is_due(tablet.settings(), tablet.clock().now())
}

fn is_due(settings: &Settings, now: i64) -> bool {
    let furthest = now + FURTHEST_INTERVALS * interval(settings).max(FIRST_INTERVAL_SECONDS);
    settings.next_slot.is_none_or(|slot| slot <= now || slot > furthest)
}

async fn try_pass(tablet: &Mutex<Tablet>, slot: bool, rng: &mut impl CryptoRng) -> Result<Pass, SyncError> {
    let (enrolment, time) = {
        let tablet = lock(tablet);
        let enrolment = tablet.settings().enrolment.clone().ok_or(SyncError::NotEnrolled)?;
        (enrolment, tablet.clock().now())
    };
    let mut pass = Pass {
        slot,
        ..Pass::default()
    };
    let fingerprint = enrolment
        .fingerprint
        .parse()
        .map_err(|()| HubError::Strange("the pinned fingerprint is damaged".into()))?;
    let hub = Hub::pinned(&enrolment.address, fingerprint)?;
    let manifest: Manifest = hub.get(paths::MANIFEST, Some(&enrolment.token)).await?;
    if manifest
        .boxes
        .iter()
        .filter_map(|info| info.deck.as_ref())
        .any(|deck| !deck.is_sound())
    {
        return Err(HubError::Strange("it has a deck that no tablet can show".into()).into());
    }
    lock(tablet).take_manifest(manifest)?;
    if pass.slot {
        // The next slot is drawn before it is known what leaves in this one; a slot that fails stays due.
        let (slot, due) = {
            let tablet = lock(tablet);
            (next_slot_after(time, tablet.settings(), rng), tablet.due())
        };
        deliver(tablet, &hub, &enrolment, due, rng, &mut pass).await?;
        lock(tablet).change_settings(|settings| settings.next_slot = Some(slot))?;
    }
    let boxes = lock(tablet).health();
    let _: Noted = hub
        .post(paths::HEALTH, Some(&enrolment.token), &Health { boxes }, HEALTH_BYTES)
        .await?;
    Ok(pass)
}

async fn deliver(
    tablet: &Mutex<Tablet>,
    hub: &Hub,
    enrolment: &Enrolment,
    due: Vec<(BoxId, Vec<Arc<Envelope>>)>,
    rng: &mut impl CryptoRng,
    pass: &mut Pass,
) -> Result<(), SyncError> {
    let mut stored = BTreeMap::new();
    for batch in batches(due, rng) {
        let reply: BatchReply = hub
            .post(paths::ENVELOPES, Some(&enrolment.token), &batch, BATCH_BYTES)
            .await?;
        if reply.results.len() != batch.envelopes.len() {
            return Err(HubError::Strange("it does not answer for every envelope".into()).into());
        }
        let (mut held, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (envelope, outcome) in batch.envelopes.iter().zip(&reply.results) {
            match outcome {
                Outcome::Stored => {
                    pass.stored += 1;
                    *stored.entry(batch.box_id.unwrap_or(BoxId([0; 16]))).or_insert(0) += 1;
                }
                Outcome::Known => pass.known += 1,
                Outcome::Refused(refusal) => *pass.refused.entry(*refusal).or_insert(0) += 1,
            }
            if outcome.is_held() {
                held.insert(envelope.id);
            } else if *outcome != Outcome::Refused(Refusal::TooLate) {
                // After the count the hub does not look whether it held them: what was known to be held stays so.
                refused.insert(envelope.id);
            }
        }
        lock(tablet).mark(&held, &refused)?;
    }
    if pass.refused.is_empty() {
        lock(tablet).all_delivered(&stored)?;
    }
    Ok(())
}

/// Packs what is due into shuffled batches of the fixed size. With nothing due there is one empty batch.
fn batches(due: Vec<(BoxId, Vec<Arc<Envelope>>)>, rng: &mut impl CryptoRng) -> Vec<Batch> {
    let mut batches = Vec::new();
    for (box_id, mut envelopes) in due {
        envelopes.shuffle(rng);
        let mut open = Batch {
            box_id: Some(box_id),
            envelopes: Vec::new(),
        };
        let mut room = BATCH_BYTES - FRAME_BYTES;
        for envelope in envelopes {
            let size = ENTRY_BYTES + envelope.sealed().len().div_ceil(3) * 4;
            if size > room {
                batches.push(std::mem::replace(
                    &mut open,
                    Batch {
                        box_id: Some(box_id),
                        envelopes: Vec::new(),
                    },
                ));
                room = BATCH_BYTES - FRAME_BYTES;
            }
            room -= size;
            open.envelopes.push(SentEnvelope::from(&*envelope));
        }
        batches.push(open);
    }
    if batches.is_empty() {
        batches.push(Batch {
            box_id: None,
            envelopes: Vec::new(),
        });
    }
    batches
}

/// The time between two slots, on average, in seconds.
fn interval(settings: &Settings) -> i64 {
    let manifest = settings.manifest.as_ref();
    manifest.map_or(FIRST_INTERVAL_SECONDS, |manifest| {
        i64::from(manifest.slot_seconds.max(60))
    })
}

/// Draws the slot after the one at `now`: one interval on, give or take half of it; sooner when a round closes
/// before that. It follows from the clock, the manifest and chance, from nothing that was answered.
pub fn next_slot_after(now: i64, settings: &Settings, rng: &mut impl CryptoRng) -> i64 {
    let interval = interval(settings);
    let slot = now + interval / 2 + rng.random_range(0..=interval);
    let after_closing = rng.random_range(1..=AFTER_CLOSING_SECONDS);
    let closings = settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
    closings
        .filter(|info| info.state.takes_envelopes())
        .map(|info| info.closes - settings.hub_ahead)
        .filter(|closes| now < *closes && *closes < slot)
        .map(|closes| closes + after_closing)
        .fold(slot, i64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use trykk_shared::kind::EnvelopeKind;

    #[test]
    fn every_batch_fits_its_fixed_size_and_nothing_is_left_out() {
        let mut rng = StdRng::seed_from_u64(5);
        let envelopes: Vec<Arc<Envelope>> = (0..2000_u32)
            .map(|nth| {
                let kind = if nth % 5 == 0 {
                    EnvelopeKind::ParticipantNote
                } else {
                    EnvelopeKind::ParticipantMark
                };
                let mut sealed = vec![0; trykk_shared::seal::sealed_bytes(kind)];
                sealed[..4].copy_from_slice(&nth.to_be_bytes());
                Arc::new(Envelope::from_sealed(kind, sealed).unwrap())
            })
            .collect();
        let ids: BTreeSet<_> = envelopes.iter().map(|envelope| envelope.id()).collect();
        let batches = batches(vec![(BoxId([1; 16]), envelopes)], &mut rng);
        assert!(batches.len() > 1);
        for batch in &batches {
            let body = trykk_shared::protocol::pad(serde_json::to_vec(batch).unwrap(), BATCH_BYTES);
            assert_eq!(body.len(), BATCH_BYTES);
        }
        let sent: Vec<_> = batches
            .iter()
            .flat_map(|batch| &batch.envelopes)
            .map(|one| one.id)
            .collect();
        assert_eq!(sent.len(), 2000);
        assert_eq!(sent.into_iter().collect::<BTreeSet<_>>(), ids);
    }

    #[test]
    fn with_nothing_due_a_batch_is_sent_all_the_same() {
        assert_eq!(batches(Vec::new(), &mut StdRng::seed_from_u64(1)).len(), 1);
    }

    #[test]
    fn a_slot_drawn_by_a_clock_that_was_set_back_since_has_come() {
        let mut settings = Settings::default();
        let mut rng = StdRng::seed_from_u64(9);
        assert!(is_due(&settings, 1_000_000), "none was drawn yet");
        for _ in 0..1000 {
            let slot = next_slot_after(1_000_000, &settings, &mut rng);
            settings.next_slot = Some(slot);
            assert!(!is_due(&settings, 1_000_000) && !is_due(&settings, slot - 1) && is_due(&settings, slot));
            assert!(is_due(&settings, 1_000), "the clock's battery died");
        }
    }

    #[test]
    fn slots_come_about_hourly_and_never_at_once() {
        let mut rng = StdRng::seed_from_u64(9);
        for _ in 0..1000 {
            let slot = next_slot_after(1_000_000, &Settings::default(), &mut rng);
            assert!((1_001_800..=1_005_400).contains(&slot));
        }
    }
}
