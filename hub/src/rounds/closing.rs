//! Closing a box, in two steps: closed, it can be opened again; closed for good, tablets send what is left.

use trykk_shared::protocol::BoxState;

use super::deciders::refuse_unproven;
use super::ending::{Failed, each_box, tidy_up};
use super::{RoundError, check_decider, find_beside};
use crate::data::{DataError, DataFolder, FolderLock};
use crate::store::{BoxRow, Store, StoreError};

/// Sets another closing time. `by`: the guide who does it; nobody in particular at the command line. An earlier time ends the round, as
/// [`close`] does, and a later one opens again what somebody closed. A box that was counted before, by a database that has been replaced since, takes nothing more:
/// what people would answer could never be counted. Nor is it moved over another round of its wards.
///
/// # Errors
/// See [`RoundError`].
pub fn extend(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    closes: i64,
    by: Option<&str>,
    now: i64,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let known = store.ballot_box(ballot_box.id)?;
    if let Some(email) = by {
        refuse_unproven(store, email)?;
    }
    // An earlier time ends it, and one that closed was ended.
    if closes < known.closes || known.state_at(now) == Some(BoxState::Closed) {
        check_decider(store, &known, by)?;
    }
    let is_open = known.state == Some(BoxState::Open);
    if is_open && folder.count(ballot_box.id)?.is_some() {
        return Err(RoundError::CountedOnce(ballot_box.round.clone(), ballot_box.ward_ids()));
    }
    if let Some(beside) = find_beside(&store.boxes_of(&known.wards)?, &known, now.max(known.opens), closes) {
        return Err(beside.into());
    }
    move_closing(store, folder, ballot_box, closes, now)
}

/// Sets a closing time under the folder's lock, beside the database first: one from before closes the box neither sooner nor later.
fn move_closing(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    closes: i64,
    now: i64,
) -> Result<(), RoundError> {
    store.set_closing(ballot_box.id, closes, now, || {
        folder.keep_closing(ballot_box.id, closes).map_err(RoundError::from)
    })
}

/// Sets the closing time that is kept beside the database, where this is one from before, or a kill came between.
pub(super) fn take_up_closing(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    if !was_moved(folder, ballot_box)? {
        return Ok(());
    }
    // Nobody moves it meanwhile.
    let _lock = folder.lock()?;
    if let Some(closes) = folder.kept_closing(ballot_box.id)? {
        store.take_up_closing(ballot_box.id, closes)?;
    }
    Ok(())
}

/// Whether the record of a box says another closing time than the database, and one that matters still.
pub(super) fn was_moved(folder: &DataFolder, ballot_box: &BoxRow) -> Result<bool, DataError> {
    let differs = |kept: i64| kept != ballot_box.closes;
    Ok(!ballot_box.closed_for_good && folder.kept_closing(ballot_box.id)?.is_some_and(differs))
}

/// Closes an open box now; an hour later it is closed for good. One that is closed already stays as it is. `by`: the guide who does
/// it; nobody in particular at the command line.
///
/// # Errors
/// See [`RoundError`].
pub fn close(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
    now: i64,
) -> Result<(), RoundError> {
    let lock = folder.lock()?;
    let known = store.ballot_box(ballot_box.id)?;
    check_decider(store, &known, by)?;
    match known.state_at(now) {
        Some(BoxState::Closed) => {}
        None => {
            return Err(StoreError::WrongState {
                round: ballot_box.round.clone(),
                wards: ballot_box.ward_ids(),
                state: "not open yet",
                wanted: "only an open round can be closed",
            }
            .into());
        }
        Some(_) => move_closing(store, folder, ballot_box, now, now)?,
    }
    drop(lock);
    tidy_up(store, now);
    Ok(())
}

/// Closes an open or closed box for good: what is left on tablets leaves now, and it never opens again. It is noted beside the
/// database too: one from before opens it for nobody. `by`: the guide who does it; nobody in particular at the command line.
///
/// # Errors
/// See [`RoundError`].
pub fn close_for_good(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
    now: i64,
) -> Result<(), RoundError> {
    let lock = folder.lock()?;
    check_decider(store, &store.ballot_box(ballot_box.id)?, by)?;
    note_closed_for_good(store, folder, &lock, ballot_box, now)?;
    drop(lock);
    tidy_up(store, now);
    Ok(())
}

/// Under the folder's lock.
pub(super) fn note_closed_for_good(
    store: &mut Store,
    folder: &DataFolder,
    _lock: &FolderLock,
    ballot_box: &BoxRow,
    now: i64,
) -> Result<(), RoundError> {
    store.close_for_good(ballot_box.id, now)?;
    Ok(folder.mark_closed_for_good(ballot_box.id)?)
}

/// Notes of boxes whose hour after the closing is over that they are closed for good, in the database and beside it. Gives
/// those that could not be noted, with the reason.
///
/// # Errors
/// When the store fails.
pub fn close_due_for_good(store: &mut Store, folder: &DataFolder, now: i64) -> Result<Vec<Failed>, StoreError> {
    each_box(store, |store, ballot_box| close_due(store, folder, ballot_box, now))
}

pub(super) fn close_due(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
) -> Result<(), RoundError> {
    if is_to_close(folder, ballot_box, now) {
        note_closed_for_good(store, folder, &folder.lock()?, ballot_box, now)
    } else {
        Ok(())
    }
}

/// Whether a box is to be closed for good: its time has come, or somebody was killed who noted it in one place alone.
pub(super) fn is_to_close(folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> bool {
    if ballot_box.state != Some(BoxState::Open) {
        return false;
    }
    let noted = folder.is_closed_for_good(ballot_box.id);
    match ballot_box.closed_for_good {
        // Killed between the two.
        true => noted == Some(false),
        false => ballot_box.is_closed_for_good(now) || noted == Some(true),
    }
}
