//! Opening a planned box.

use rand::CryptoRng;
use trykk_shared::seal::{self, SealingKey};

use super::RoundError;
use super::ending::refuse_if_over;
use super::keys::{counting_keys, recovery_key, share_info};
use crate::data::DataFolder;
use crate::keys::opening::OpeningKey;
use crate::keys::shares::{self, Share};
use crate::organisation::Organisation;
use crate::store::{BoxRow, Opening, Store, StoreError};

/// Opens a planned box: draws its key pair, splits the private key three ways and forgets it. No person is needed.
/// A kill between any two steps, or a hub restored from before, opens it with the same key the next time.
///
/// # Errors
/// See [`RoundError`].
pub fn open(
    store: &mut Store,
    folder: &DataFolder,
    one: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    // What was handed in may be older than another's step.
    let one = &store.one(one.id)?;
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
        // Nothing may be drawn in the place of a key that answers are sealed to, even if its record is lost.
        None if one.state.is_some() => {
            return Err(StoreError::WrongState(format!(
                "round {:?} in {} was opened before; it cannot be opened again",
                one.round,
                one.ward_name()
            ))
            .into());
        }
        None => {
            let organisation = store.organisation()?;
            if let Some(obstacle) = obstacle(&organisation, one, now) {
                return Err(obstacle.of(one));
            }
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

/// What keeps a planned box from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It should have closed already.
    ClosingPast,
    /// The urgent route is missing.
    NoUrgentRoute,
    /// No guide of its wards has a counting key.
    NobodyCounts,
}

impl Obstacle {
    fn of(self, one: &BoxRow) -> RoundError {
        match self {
            Obstacle::ClosingPast => RoundError::ClosingPast(one.round.clone()),
            Obstacle::NoUrgentRoute => RoundError::NoUrgentRoute(one.round.clone()),
            Obstacle::NobodyCounts => RoundError::NoCountingKey(one.ward_name()),
        }
    }
}

/// What keeps a planned box from opening at `now`, if anything does.
pub fn obstacle(organisation: &Organisation, one: &BoxRow, now: i64) -> Option<Obstacle> {
    let round = organisation.rounds.get(&one.round);
    let has_key = |guide: &String| {
        let account = organisation.accounts.get(guide);
        account.is_some_and(|account| account.has_counting_key)
    };
    if one.closes <= now {
        Some(Obstacle::ClosingPast)
    } else if round.is_some_and(|round| round.plan.urgent.is_blank()) {
        Some(Obstacle::NoUrgentRoute)
    } else if !organisation.guides_of(&one.wards).any(has_key) {
        Some(Obstacle::NobodyCounts)
    } else {
        None
    }
}

/// Opens every planned box whose time has come; gives those that could not be opened, with the reason.
///
/// # Errors
/// When the store fails.
pub fn open_due(
    store: &mut Store,
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
