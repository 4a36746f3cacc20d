//! One pass: manifest, then what is due if it is a slot, then health. Every slot looks the same from outside, whether
//! anyone answered or not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BATCH_BYTES, BatchReply, Counted, HEALTH_BYTES, Manifest, Noted, Outcome, paths};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::Envelope;

use super::batches::pack_batches;
use super::schedule::{draw_slot_after, slot_has_come};
use crate::condition;
use crate::hub::{Hub, HubError};
use crate::settings::Enrolment;
use crate::store::StoreError;
use crate::tablet::{Replies, SharedTablet};

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
    /// Why some were refused, if any.
    pub refused: BTreeMap<Refusal, u64>,
    /// Whether envelopes could leave at all: whether it was a slot.
    pub slot: bool,
}

/// One pass: manifest, then what is due if it is a slot, then health. The tablet is never locked while the hub is
/// waited for, so nobody who answers waits either.
///
/// # Errors
/// See [`SyncError`]; the reason is remembered for the tablet's status.
pub async fn pass(tablet: &SharedTablet, now: bool, rng: &mut impl CryptoRng) -> Result<Pass, SyncError> {
    tablet.lock().note_time()?;
    let due = now || slot_has_come(&tablet.lock());
    if due {
        tablet.lock().forgive_wrong_codes()?;
    }
    let result = try_pass(tablet, due, rng).await;
    if let Err(SyncError::Hub(error)) = &result {
        let mut tablet = tablet.lock();
        tablet.change_settings(|settings| {
            settings.last_problem = Some(error.to_string());
            settings.obstacle = Some(error.obstacle());
        })?;
        if due {
            // Weeks without a network must not leave the last delivery's time on the file.
            tablet.record_replies(&BTreeSet::new(), &BTreeSet::new())?;
        }
    }
    result
}

async fn try_pass(tablet: &SharedTablet, slot: bool, rng: &mut impl CryptoRng) -> Result<Pass, SyncError> {
    let (enrolment, contact, time) = {
        let tablet = tablet.lock();
        let settings = tablet.settings();
        let enrolment = settings.enrolment.clone().ok_or(SyncError::NotEnrolled)?;
        (enrolment, settings.contact.clone(), tablet.clock().now())
    };
    let mut pass = Pass {
        slot,
        ..Pass::default()
    };
    let fingerprint = enrolment
        .fingerprint
        .parse()
        .map_err(|_| HubError::Strange("the pinned fingerprint is damaged".into()))?;
    let mut hub = Hub::pinned(&enrolment.address, fingerprint)?;
    hub.show(contact);
    let manifest: Manifest = hub.get(paths::MANIFEST, Some(&enrolment.token)).await?;
    if manifest
        .boxes
        .iter()
        .filter_map(|info| info.deck.as_ref())
        .any(|deck| !deck.is_sound())
    {
        return Err(HubError::Strange("it has a deck that no tablet can show".into()).into());
    }
    // Before anything is forgotten: what is published is not kept any longer.
    check_counts(tablet, &hub, &enrolment, &manifest).await?;
    tablet.lock().take_manifest(manifest)?;
    if pass.slot {
        // The next slot is drawn before it is known what leaves in this one; a slot that fails stays due. What leaves is noted before it
        // leaves: a lost reply does not say that the hub has it not.
        let (slot, due) = {
            let mut tablet = tablet.lock();
            (draw_slot_after(time, tablet.settings(), rng), tablet.take_along()?)
        };
        let replies = deliver(tablet, &hub, &enrolment, due, rng, &mut pass).await?;
        tablet.lock().end_slot(slot, &replies)?;
    }
    let (folder, ahead) = {
        let tablet = tablet.lock();
        (tablet.folder().to_owned(), tablet.hub_ahead())
    };
    // Beside the lock: a slow battery keeps nobody's finger waiting.
    let condition = condition::look(&folder, ahead);
    let health = {
        let tablet = tablet.lock();
        // Kept by now: what is said of the tablet, whoever was heard last says.
        hub.show(tablet.settings().contact.clone());
        tablet.health(condition)
    };
    let _: Noted = hub
        .post(paths::HEALTH, Some(&enrolment.token), &health, HEALTH_BYTES)
        .await?;
    Ok(pass)
}

/// Looks for the tablet's envelopes in the counts that were not looked at yet, whether it holds any or not.
async fn check_counts(
    tablet: &SharedTablet,
    hub: &Hub,
    enrolment: &Enrolment,
    manifest: &Manifest,
) -> Result<(), SyncError> {
    let unchecked = tablet.lock().find_unchecked(manifest);
    for (box_id, number) in unchecked {
        let path = format!("{}/{box_id}", paths::COUNTED);
        match hub.get::<Counted>(&path, Some(&enrolment.token)).await {
            Ok(counted) => tablet.lock().check_count(box_id, number, &counted.ids)?,
            Err(error @ HubError::Offline(_)) => return Err(error.into()),
            // A list that is not to be had keeps no answer from leaving; the tablet keeps its own of that box, and asks again.
            Err(error) => {
                tracing::warn!(reason = %error, "the count of a box could not be checked");
                tablet.lock().note_unlooked(box_id, number, manifest.now)?;
            }
        }
    }
    Ok(())
}

/// Sends what is due.
async fn deliver(
    tablet: &SharedTablet,
    hub: &Hub,
    enrolment: &Enrolment,
    due: Vec<(BoxId, Vec<Arc<Envelope>>)>,
    rng: &mut impl CryptoRng,
    pass: &mut Pass,
) -> Result<Replies, SyncError> {
    let mut replies = Replies::default();
    for batch in pack_batches(due, rng) {
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
                    if let Some(box_id) = batch.box_id {
                        *replies.stored.entry(box_id).or_insert(0) += 1;
                    }
                }
                Outcome::Known => {}
                Outcome::Refused(refusal) => {
                    *pass.refused.entry(*refusal).or_insert(0) += 1;
                    if let Some(box_id) = batch.box_id {
                        replies.refused.entry(box_id).or_default().insert(*refusal);
                    }
                }
            }
            if outcome.is_held() {
                held.insert(envelope.id);
            } else if *outcome != Outcome::Refused(Refusal::TooLate) {
                // After the count the hub does not look whether it held them: what was known to be held stays so.
                refused.insert(envelope.id);
            }
        }
        tablet.lock().record_replies(&held, &refused)?;
    }
    Ok(replies)
}
