//! The end of a box: published or closed unread, its shares destroyed. How it ended is kept beside the database, so
//! that a database from before cannot make it end another way: two releases of one box, counted from a tablet more and
//! a tablet less, would tell what those few answered.

use trykk_shared::protocol::BoxState;

use super::RoundError;
use crate::data::DataFolder;
use crate::figures::release;
use crate::store::{BoxRow, Ending, Store, StoreError};

/// How long notes are kept after the release, in seconds: twelve months.
pub const NOTES_SECONDS: i64 = 365 * 24 * 3600;

/// Publishes a counted box: the release is frozen, the shares are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn publish(store: &mut Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    if finished(store, folder, one, BoxState::Released, now)? {
        return Ok(());
    }
    // What was handed in may be older than another's step.
    let one = &store.one(one.id)?;
    if one.state == Some(BoxState::Counted)
        && let Some(tally) = store.tally(one.id)?
    {
        let deck = store.round(&one.round)?.deck;
        let release = release::release(&one.round, &one.wards, one.floor, &deck, &tally);
        let until = now + NOTES_SECONDS;
        let ending = Ending {
            state: BoxState::Released,
            release: Some(release.clone()),
            notes_until: Some(until),
        };
        folder.keep_ending(one.id, &ending)?;
        store.publish(one.id, &release, until)?;
        folder.destroy_share(one.id)?;
        tidy_up(store, now);
        return Ok(());
    }
    let state = one.state_at(now).map_or("not open yet", BoxState::name);
    Err(StoreError::WrongState(format!(
        "round {:?} in {} is {state}; {}",
        one.round,
        one.ward_name(),
        if one.state.is_some_and(BoxState::is_over) {
            "only a counted round can be released, once"
        } else {
            "count it first"
        }
    ))
    .into())
}

/// Closes a box for good without opening it.
///
/// # Errors
/// See [`RoundError`].
pub fn close_unread(store: &mut Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    if finished(store, folder, one, BoxState::ClosedUnread, now)? {
        return Ok(());
    }
    if store.one(one.id)?.state == Some(BoxState::Open) {
        let ending = Ending {
            state: BoxState::ClosedUnread,
            release: None,
            notes_until: None,
        };
        folder.keep_ending(one.id, &ending)?;
    }
    store.close_unread(one.id)?;
    folder.destroy_share(one.id)?;
    tidy_up(store, now);
    Ok(())
}

/// Closes an open box now. One that is closed already stays as it is.
///
/// # Errors
/// See [`RoundError`].
pub fn close(store: &mut Store, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    let state = store.one(one.id)?.state_at(now);
    if state != Some(BoxState::Closed) {
        store.set_closing(one.id, now)?;
    }
    tidy_up(store, now);
    Ok(())
}

/// Finishes an end that a kill came into, or that a database from before has forgotten, if it is the one that is wanted.
fn finished(
    store: &mut Store,
    folder: &DataFolder,
    one: &BoxRow,
    wanted: BoxState,
    now: i64,
) -> Result<bool, RoundError> {
    match folder.ending(one.id)? {
        Some(ending) if ending.state == wanted => {
            let changed = settle(store, folder, one, &ending)?;
            if changed {
                tidy_up(store, now);
            }
            Ok(changed)
        }
        Some(_) => refuse_if_over(store, folder, one).map(|()| false),
        None => Ok(false),
    }
}

/// Refuses a step on a box that has ended but for what the database says, and brings the database up to it.
pub(super) fn refuse_if_over(store: &mut Store, folder: &DataFolder, one: &BoxRow) -> Result<(), RoundError> {
    let Some(ending) = folder.ending(one.id)? else {
        return Ok(());
    };
    if settle(store, folder, one, &ending)? {
        return Err(RoundError::EndedBefore(one.round.clone(), one.ward_name()));
    }
    Ok(())
}

/// Lets a box end in the database as it ended before. Says whether that changed anything.
fn settle(store: &mut Store, folder: &DataFolder, one: &BoxRow, ending: &Ending) -> Result<bool, RoundError> {
    let differs = store.one(one.id)?.state != Some(ending.state);
    if differs {
        store.end(one.id, ending)?;
    }
    folder.destroy_share(one.id)?;
    Ok(differs)
}

/// Finishes what a kill may have left, and what a database from before has forgotten: boxes that ended have ended, and
/// the folder's shares of them are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn sweep(store: &mut Store, folder: &DataFolder) -> Result<(), RoundError> {
    for one in store.boxes()? {
        match folder.ending(one.id)? {
            Some(ending) => drop(settle(store, folder, &one, &ending)?),
            None if one.state.is_some_and(BoxState::is_over) => folder.destroy_share(one.id)?,
            None => {}
        }
    }
    Ok(())
}

/// What was deleted is still in the log's and the file's old pages. The step is done by now: should the disk not let
/// this be done, the next daily tidying does it.
pub(super) fn tidy_up(store: &mut Store, now: i64) {
    if let Err(error) = store.tidy(now) {
        tracing::warn!(%error, "the database could not be tidied; it will be tried again");
    }
}
