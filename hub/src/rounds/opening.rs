//! Opening a planned box.

use rand::CryptoRng;
use trykk_shared::seal::{self, SealingKey};

use super::RoundError;
use super::ending::refuse_if_over;
use super::keys::{counting_keys, recovery_key, share_info};
use crate::data::DataFolder;
use crate::keys::opening::OpeningKey;
use crate::keys::shares::{self, Share};
use crate::store::{BoxRow, Opening, Store, StoreError};

/// Opens a planned box: draws its key pair, splits the private key three ways and forgets it. No person is needed.
/// A kill between any two steps, or a hub restored from before, opens it with the same key the next time.
///
/// # Errors
/// See [`RoundError`].
pub fn open(
    store: &mut impl Store,
    folder: &DataFolder,
    one: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    if one.state.is_none() {
        refuse_if_over(store, folder, one)?;
    }
    let opening = match folder.opening(one.id)? {
        // A database from before its opening has forgotten it. It opens again whatever the clock says: tablets hold
        // what was sealed to this key, and each is waited for.
        Some(opening) => {
            if one.state.is_none() {
                store.wait_for_all(one.id)?;
            }
            opening
        }
        None => {
            if let Some(obstacle) = obstacle(store, one, now)? {
                return Err(obstacle);
            }
            let organisation = store.organisation()?;
            let guides = counting_keys(store, &organisation, &one.wards)?;
            let key = OpeningKey::draw(rng);
            let [hub, guide, recovery] = shares::split(&key, rng);
            let aad = seal::aad(one.id);
            let seal_to = |to: &SealingKey, share: &Share, rng: &mut _| {
                to.seal(&share_info(share.holder()), &aad, &*share.expose(), rng)
            };
            let recovery_share = seal_to(&recovery_key(store)?, &recovery, rng);
            let guide_shares = guides
                .iter()
                .map(|(email, to)| (email.clone(), seal_to(to, &guide, rng)))
                .collect();
            let opening = Opening {
                key: key.sealing_key(),
                guide_shares,
                recovery_share,
            };
            folder.keep_opening(one.id, &hub, &opening)?;
            opening
        }
    };
    store.open_box(one.id, &opening, now)?;
    Ok(())
}

/// Why a planned box cannot open, if something stands in its way.
///
/// # Errors
/// When the store fails.
pub fn obstacle(store: &impl Store, one: &BoxRow, now: i64) -> Result<Option<RoundError>, RoundError> {
    if one.state.is_none() && one.closes <= now {
        return Ok(Some(RoundError::ClosingPast(one.round.clone())));
    }
    if store.round(&one.round)?.urgent.is_blank() {
        return Ok(Some(RoundError::NoUrgentRoute(one.round.clone())));
    }
    let guides = counting_keys(store, &store.organisation()?, &one.wards)?;
    Ok(guides.is_empty().then(|| RoundError::NoCountingKey(one.ward_name())))
}

/// Opens every planned box whose time has come; gives those that could not be opened, with the reason.
///
/// # Errors
/// When the store fails.
pub fn open_due(
    store: &mut impl Store,
    folder: &DataFolder,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let is_due = |one: &BoxRow| one.opens <= now && now < one.closes || folder.was_opened(one.id);
    let planned = store.boxes()?.into_iter().filter(|one| one.state.is_none());
    let due = planned.filter(is_due);
    let mut failed = Vec::new();
    for one in due {
        if let Err(error) = open(store, folder, &one, now, rng) {
            failed.push((one, error));
        }
    }
    Ok(failed)
}
