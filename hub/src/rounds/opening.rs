//! Opening a planned box.

use rand::CryptoRng;
use trykk_shared::seal::{self, SealingKey};

use super::RoundError;
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
    let round = store.round(&one.round)?;
    if one.state.is_none() && one.closes <= now {
        return Err(RoundError::ClosingPast(one.round.clone()));
    }
    if round.urgent.is_blank() {
        return Err(RoundError::NoUrgentRoute(one.round.clone()));
    }
    let opening = match folder.opening(one.id)? {
        Some(opening) => opening,
        None => {
            let organisation = store.organisation()?;
            let guides = counting_keys(store, &organisation, &one.wards)?;
            if guides.is_empty() {
                return Err(RoundError::NoCountingKey(one.ward_name()));
            }
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
    let due = store
        .boxes()?
        .into_iter()
        .filter(|one| one.state.is_none() && one.opens <= now && now < one.closes);
    let mut failed = Vec::new();
    for one in due {
        if let Err(error) = open(store, folder, &one, now, rng) {
            failed.push((one, error));
        }
    }
    Ok(failed)
}
