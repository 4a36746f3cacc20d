//! Confirming a planned box, and opening it.

use rand::CryptoRng;
use trykk_shared::seal::{self, SealingKey};

use super::RoundError;
use super::ending::refuse_if_over;
use super::keys::{counting_keys, recovery_key, share_info};
use crate::data::DataFolder;
use crate::keys::opening::OpeningKey;
use crate::keys::shares::{self, Share};
use crate::organisation::Organisation;
use crate::store::{BoxRow, GuideShare, Opening, Store, StoreError};

/// Confirms a planned box: draws its key pair, splits the private key three ways and forgets it. From now on it is
/// settled who can count it; it opens at its time. A kill between any two steps, or a hub restored from before,
/// confirms it with the same key the next time.
///
/// # Errors
/// See [`RoundError`].
pub fn confirm(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let ballot_box = &read_unless_over(store, folder, ballot_box)?;
    let opening = find_or_draw(store, folder, ballot_box, now, rng)?;
    Ok(store.confirm_box(ballot_box.id, &opening)?)
}

/// Takes the confirming of a box back that has not opened: its key is destroyed, and it can be planned differently.
///
/// # Errors
/// See [`RoundError`].
pub fn unconfirm(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    // Tablets may hold answers to a key that a database from before only knows as confirmed.
    if folder.opening(ballot_box.id)?.is_some() && folder.was_opened(ballot_box.id) {
        return Err(StoreError::OpenedBefore {
            round: ballot_box.round.clone(),
            wards: ballot_box.ward_ids(),
        }
        .into());
    }
    let ballot_box = store.ballot_box(ballot_box.id)?;
    if ballot_box.is_confirmed() {
        // First: after a kill in between it has a key that nothing knows, does not open, and can be taken back again.
        folder.destroy_share(ballot_box.id)?;
    }
    Ok(store.unconfirm_box(ballot_box.id)?)
}

/// Opens a planned box, and confirms it where nobody has. No person is needed.
///
/// # Errors
/// See [`RoundError`].
pub fn open(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let ballot_box = &read_unless_over(store, folder, ballot_box)?;
    if ballot_box.state.is_none() {
        if ballot_box.asks_for_codes && !ballot_box.is_confirmed() && folder.opening(ballot_box.id)?.is_none() {
            return Err(OpeningError::NotConfirmed(ballot_box.round.clone()).into());
        }
        if folder.was_opened(ballot_box.id) {
            // A database from before its opening has forgotten it. It opens again whatever the clock says: tablets hold
            // what was sealed to this key, and each is waited for.
            store.wait_for_all(ballot_box.id)?;
        } else if let Some(obstacle) = find_obstacle(&store.organisation()?, ballot_box, now) {
            return Err(obstacle.into());
        }
    }
    let opening = find_or_draw(store, folder, ballot_box, now, rng)?;
    if ballot_box.state.is_none() {
        // Before a tablet can see it: it is then never taken for one that was only confirmed.
        folder.mark_opened(ballot_box.id)?;
    }
    store.open_box(ballot_box.id, &opening, now)?;
    Ok(())
}

/// A box as it is now: what was handed in may be older than another's step. Refused where it has ended, and a database
/// from before has forgotten that.
fn read_unless_over(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<BoxRow, RoundError> {
    let ballot_box = store.ballot_box(ballot_box.id)?;
    if ballot_box.state.is_none() {
        refuse_if_over(store, folder, &ballot_box)?;
    }
    Ok(ballot_box)
}

/// The keys of a box: those that were drawn before, or new ones for one that has none.
fn find_or_draw(
    store: &Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Opening, RoundError> {
    let other_key = || StoreError::OtherKey {
        round: ballot_box.round.clone(),
        wards: ballot_box.ward_ids(),
    };
    if let Some(opening) = folder.opening(ballot_box.id)? {
        // Somebody put another key in its place: nothing may open with it, and nothing is noted as opened.
        if ballot_box.state.is_none() && ballot_box.key.is_some_and(|key| key != opening.key.to_bytes()) {
            return Err(other_key().into());
        }
        return Ok(opening);
    }
    // Nothing may be drawn in the place of a key that answers are sealed to, even if its record is lost.
    if ballot_box.state.is_some() {
        return Err(StoreError::OpenedBefore {
            round: ballot_box.round.clone(),
            wards: ballot_box.ward_ids(),
        }
        .into());
    }
    // Confirmed, and the record is lost, or the confirming was taken back after this database was copied.
    if ballot_box.key.is_some() {
        return Err(other_key().into());
    }
    let organisation = store.organisation()?;
    if let Some(obstacle) = find_obstacle(&organisation, ballot_box, now) {
        return Err(obstacle.into());
    }
    let guides = counting_keys(store, &organisation, &ballot_box.wards)?;
    let key = OpeningKey::draw(rng);
    let [hub, guide, recovery] = shares::split(&key, rng);
    let aad = seal::aad(ballot_box.id);
    let seal_to =
        |to: &SealingKey, share: &Share, rng: &mut _| to.seal(&share_info(share.holder()), &aad, &*share.expose(), rng);
    let recovery_share = seal_to(&recovery_key(store)?, &recovery, rng);
    let guide_shares = guides
        .iter()
        .map(|(email, to)| GuideShare {
            email: email.clone(),
            sealed: seal_to(to, &guide, rng),
            sealed_to: Some(to.to_bytes()),
        })
        .collect();
    let opening = Opening {
        key: key.sealing_key(),
        guide_shares,
        recovery_share,
    };
    folder.keep_opening(ballot_box.id, &hub, &opening)?;
    Ok(opening)
}

/// What keeps a planned box from opening.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// It would be closed at once.
    #[error("round {round:?} should have closed already")]
    ClosingPast {
        /// The round.
        round: String,
        /// Whether it is confirmed: its plan can no longer change, its closing time can.
        confirmed: bool,
    },
    /// It asks for start codes, which are printed between confirming and opening.
    #[error("round {0:?} asks for start codes and is not confirmed yet; confirm it, then print the slips")]
    NotConfirmed(String),
    /// The urgent route is missing.
    #[error("round {0:?} does not say where to turn with something urgent")]
    NoUrgentRoute(String),
    /// Nobody could count it.
    #[error("no guide of {0} has a counting passphrase yet")]
    NobodyCounts(String),
}

/// What keeps a planned box from opening at `now`, if anything does.
pub fn find_obstacle(organisation: &Organisation, ballot_box: &BoxRow, now: i64) -> Option<OpeningError> {
    let round = organisation.rounds.get(&ballot_box.round);
    let has_key = |guide: &String| {
        let account = organisation.accounts.get(guide);
        account.is_some_and(|account| account.has_counting_key)
    };
    if ballot_box.closes <= now {
        Some(OpeningError::ClosingPast {
            round: ballot_box.round.clone(),
            confirmed: ballot_box.is_confirmed(),
        })
    } else if round.is_some_and(|round| round.plan.urgent.is_blank()) {
        Some(OpeningError::NoUrgentRoute(ballot_box.round.clone()))
    } else if !organisation.guides_of(&ballot_box.wards).any(has_key) {
        Some(OpeningError::NobodyCounts(ballot_box.ward_ids()))
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
    let is_due =
        |ballot_box: &BoxRow| ballot_box.opens <= now && now < ballot_box.closes || folder.was_opened(ballot_box.id);
    let planned = store
        .boxes()?
        .into_iter()
        .filter(|ballot_box| ballot_box.state.is_none());
    let due = planned.filter(is_due);
    let mut failed = Vec::new();
    for ballot_box in due {
        if let Err(error) = open(store, folder, &ballot_box, now, rng) {
            failed.push((ballot_box, error));
        }
    }
    Ok(failed)
}
