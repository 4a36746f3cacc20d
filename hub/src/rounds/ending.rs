//! The end of a box: published or closed unread, its shares destroyed.

use trykk_shared::protocol::BoxState;

use super::RoundError;
use crate::data::DataFolder;
use crate::release;
use crate::store::{BoxRow, Store, StoreError};

/// How long notes are kept after the release, in seconds: twelve months.
pub const NOTES_SECONDS: i64 = 365 * 24 * 3600;

/// Publishes a counted box: the release is frozen, the shares are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn publish(store: &mut impl Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    let round = store.round(&one.round)?;
    if one.state.is_some_and(BoxState::is_over) {
        // A kill may have come between the release and the end of its shares.
        folder.destroy_share(one.id)?;
        store.tidy(now)?;
    }
    if let Some(tally) = store.tally(one.id)? {
        let release = release::release(&one.round, &one.wards, one.floor, &round.deck, &tally);
        store.publish(one.id, &release, now + NOTES_SECONDS)?;
        folder.destroy_share(one.id)?;
        store.tidy(now)?;
        return Ok(());
    }
    let state = one.state_at(now).map_or("not open yet", BoxState::name);
    Err(StoreError::WrongState(format!(
        "round {:?} in {} is {state}; count it first",
        one.round,
        one.ward_name()
    ))
    .into())
}

/// Closes a box for good without opening it.
///
/// # Errors
/// See [`RoundError`].
pub fn close_unread(store: &mut impl Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    store.close_unread(one.id)?;
    folder.destroy_share(one.id)?;
    store.tidy(now)?;
    Ok(())
}

/// Finishes what a kill may have left: the folder's shares of boxes that are over are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn sweep(store: &impl Store, folder: &DataFolder) -> Result<(), RoundError> {
    for one in store
        .boxes()?
        .iter()
        .filter(|one| one.state.is_some_and(BoxState::is_over))
    {
        folder.destroy_share(one.id)?;
    }
    Ok(())
}
