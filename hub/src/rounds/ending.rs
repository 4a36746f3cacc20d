//! The end of a box: published or closed unread, its shares destroyed. How it ended is kept beside the database, so
//! that a database from before cannot make it end another way: two releases of one box, counted from a tablet more and
//! a tablet less, would tell what those few answered.

use trykk_shared::kind::Unit;
use trykk_shared::protocol::BoxState;

use super::code_slips::settle_codes;
use super::{GuideProof, RoundError, holds_share, unwrap_counting_key};
use crate::data::DataFolder;
use crate::figures::release;
use crate::store::{BoxRow, Ending, Store, StoreError};

/// How long notes are kept after the release, or after a count that is never released, in seconds: twelve months.
pub const NOTES_SECONDS: i64 = 365 * 24 * 3600;

/// Publishes a counted box: the release is frozen, the shares are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn publish(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    if finish_ending(store, folder, ballot_box, BoxState::Released, now)? {
        return Ok(());
    }
    // What was handed in may be older than another's step.
    let ballot_box = &store.ballot_box(ballot_box.id)?;
    if ballot_box.state == Some(BoxState::Counted)
        && let Some(tally) = store.tally(ballot_box.id)?
    {
        let deck = store.round(&ballot_box.round)?.deck;
        let release = release::release(&ballot_box.round, &ballot_box.wards, ballot_box.floor, &deck, &tally);
        let until = now + NOTES_SECONDS;
        let ending = Ending {
            state: BoxState::Released,
            release: Some(release.clone()),
            notes_until: Some(until),
        };
        folder.keep_ending(ballot_box.id, &ending)?;
        store.publish(ballot_box.id, &release, until)?;
        folder.destroy_share(ballot_box.id)?;
        tidy_up(store, now);
        return Ok(());
    }
    let state = ballot_box.state_at(now).map_or("not open yet", BoxState::name);
    let wanted = match ballot_box.state {
        Some(state) if state.is_over() => "only a counted round can be released, once",
        _ => "count it first",
    };
    Err(StoreError::WrongState {
        round: ballot_box.round.clone(),
        wards: ballot_box.ward_ids(),
        state,
        wanted,
    }
    .into())
}

/// How long closing a box unread in which enough people may have answered can be taken back, in seconds: a week.
pub const UNREAD_GRACE_SECONDS: i64 = 7 * 24 * 3600;

/// What came of closing a box unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its answers and keys are destroyed.
    Destroyed,
    /// They will be then, unless it is taken back.
    At(i64),
}

/// Closes a box unread that is closed for good. At once where too few people have answered and no tablet has anything left.
/// Otherwise whoever has a share of its key must prove it, and nothing is destroyed for a week.
///
/// # Errors
/// [`RoundError::NotForGood`] and [`RoundError::UnreadNeedsProof`] say what is missing; see [`RoundError`].
pub fn close_unread(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    proof: Option<&GuideProof<'_>>,
    now: i64,
) -> Result<Unread, RoundError> {
    let known = store.ballot_box(ballot_box.id)?;
    let ended = folder.ending(known.id)?.is_some();
    if ended || known.state != Some(BoxState::Open) {
        // Over, or never open: said as ever.
        end_unread(store, folder, &known, now)?;
        return Ok(Unread::Destroyed);
    }
    let named = || (known.round.clone(), known.ward_ids());
    if !known.is_closed_for_good(now) {
        let (round, wards) = named();
        return Err(RoundError::NotForGood(round, wards));
    }
    if is_surely_below_floor(store, &known)? {
        end_unread(store, folder, &known, now)?;
        return Ok(Unread::Destroyed);
    }
    let Some(proof) = proof else {
        let (round, wards) = named();
        return Err(RoundError::UnreadNeedsProof(round, wards));
    };
    unwrap_counting_key(store, proof.email, proof.passphrase)?;
    if !holds_share(store, &known, proof.email)? {
        return Err(RoundError::NoGuideShare(proof.email.to_owned()));
    }
    let at = now + UNREAD_GRACE_SECONDS;
    store.set_unread_at(known.id, Some(at))?;
    Ok(Unread::At(at))
}

/// Takes it back that a box is closed unread, while that can be.
///
/// # Errors
/// See [`StoreError`].
pub fn keep_answers(store: &mut Store, ballot_box: &BoxRow) -> Result<(), RoundError> {
    Ok(store.set_unread_at(ballot_box.id, None)?)
}

/// Whether fewer sheets than the floor are there, and no tablet may have more.
pub fn is_surely_below_floor(store: &Store, ballot_box: &BoxRow) -> Result<bool, StoreError> {
    let sheets = ballot_box
        .shape
        .sheets(Unit::Participant, &store.count_noted_envelopes(ballot_box.id)?);
    let tablets = store.tablets_of(ballot_box.id)?;
    let nothing_left = tablets
        .iter()
        .all(|handed| handed.said_nothing_waits && handed.quarantined == 0);
    Ok(sheets < u64::from(ballot_box.floor) && nothing_left)
}

/// Closes the boxes unread whose week is over. Gives those for which it failed, with the reason.
///
/// # Errors
/// When the store fails.
pub fn end_due_unread(
    store: &mut Store,
    folder: &DataFolder,
    now: i64,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let mut failed = Vec::new();
    for ballot_box in store.boxes()? {
        let due = ballot_box.state == Some(BoxState::Open) && ballot_box.unread_at.is_some_and(|at| at <= now);
        if due && let Err(error) = end_unread(store, folder, &ballot_box, now) {
            failed.push((ballot_box, error));
        }
    }
    Ok(failed)
}

/// Destroys a box's answers and keys without opening it.
///
/// # Errors
/// See [`RoundError`].
pub fn end_unread(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    if finish_ending(store, folder, ballot_box, BoxState::ClosedUnread, now)? {
        return Ok(());
    }
    store.close_unread(ballot_box.id, || {
        let ending = Ending {
            state: BoxState::ClosedUnread,
            release: None,
            notes_until: None,
        };
        // Within the step that nothing can come into: a count that was first is not undone by it.
        folder.keep_ending(ballot_box.id, &ending).map_err(RoundError::from)
    })?;
    folder.destroy_share(ballot_box.id)?;
    tidy_up(store, now);
    Ok(())
}

/// Sets another closing time. A box that was counted before, by a database that has been replaced since, takes nothing more:
/// what people would answer could never be counted.
///
/// # Errors
/// See [`RoundError`].
pub fn extend(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    closes: i64,
    now: i64,
) -> Result<(), RoundError> {
    let is_open = store.ballot_box(ballot_box.id)?.state == Some(BoxState::Open);
    if is_open && folder.count(ballot_box.id)?.is_some() {
        return Err(RoundError::CountedOnce(ballot_box.round.clone(), ballot_box.ward_ids()));
    }
    Ok(store.set_closing(ballot_box.id, closes, now)?)
}

/// Closes an open box now. One that is closed already stays as it is.
///
/// # Errors
/// See [`RoundError`].
pub fn close(store: &mut Store, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    match store.ballot_box(ballot_box.id)?.state_at(now) {
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
        Some(_) => store.set_closing(ballot_box.id, now, now)?,
    }
    tidy_up(store, now);
    Ok(())
}

/// Closes an open or closed box for good: what is left on tablets leaves now, and it never opens again. It is noted beside the
/// database too: one from before opens it for nobody.
///
/// # Errors
/// See [`RoundError`].
pub fn close_for_good(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    note_closed_for_good(store, folder, ballot_box, now)?;
    tidy_up(store, now);
    Ok(())
}

fn note_closed_for_good(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    store.close_for_good(ballot_box.id, now)?;
    Ok(folder.mark_closed_for_good(ballot_box.id)?)
}

/// Notes of boxes whose hour after the closing is over that they are closed for good, in the database and beside it. Gives
/// those that could not be noted, with the reason.
///
/// # Errors
/// When the store fails.
pub fn close_due_for_good(
    store: &mut Store,
    folder: &DataFolder,
    now: i64,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let mut failed = Vec::new();
    let boxes = store.boxes()?;
    for ballot_box in boxes.iter().filter(|row| row.state == Some(BoxState::Open)) {
        let noted = folder.is_closed_for_good(ballot_box.id);
        let due = match ballot_box.closed_for_good {
            // Killed between the two.
            true => noted == Some(false),
            false => ballot_box.is_closed_for_good(now) || noted == Some(true),
        };
        if due && let Err(error) = note_closed_for_good(store, folder, ballot_box, now) {
            failed.push((ballot_box.clone(), error));
        }
    }
    Ok(failed)
}

/// Finishes an end that a kill came into, or that a database from before has forgotten, if it is the one that is wanted.
fn finish_ending(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    wanted: BoxState,
    now: i64,
) -> Result<bool, RoundError> {
    match folder.ending(ballot_box.id)? {
        Some(ending) if ending.state == wanted => {
            let changed = settle(store, folder, ballot_box, &ending)?;
            if changed {
                tidy_up(store, now);
            }
            Ok(changed)
        }
        Some(_) => refuse_if_over(store, folder, ballot_box).map(|()| false),
        None => Ok(false),
    }
}

/// Refuses a step on a box that has ended but for what the database says, and brings the database up to it.
pub(super) fn refuse_if_over(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let Some(ending) = folder.ending(ballot_box.id)? else {
        return Ok(());
    };
    if settle(store, folder, ballot_box, &ending)? {
        return Err(RoundError::EndedBefore(ballot_box.round.clone(), ballot_box.ward_ids()));
    }
    Ok(())
}

/// Lets a box end in the database as it ended before. Says whether that changed anything.
///
/// A box that was counted is never closed unread: closing was cut off, and a count came first. What is left of it goes.
fn settle(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, ending: &Ending) -> Result<bool, RoundError> {
    let now = store.ballot_box(ballot_box.id)?;
    if now.is_counted() && ending.state == BoxState::ClosedUnread {
        folder.drop_ending(ballot_box.id)?;
        return Ok(false);
    }
    let differs = now.state != Some(ending.state);
    if differs {
        store.end(ballot_box.id, ending)?;
    }
    folder.destroy_share(ballot_box.id)?;
    Ok(differs)
}

/// Finishes what a kill may have left, and what a database from before has forgotten: boxes that ended have ended, and
/// the folder's shares of them are destroyed. A file that is damaged keeps its own box from going on, and no other: gives
/// those boxes, with the reason.
///
/// # Errors
/// When the store fails.
pub fn sweep(store: &mut Store, folder: &DataFolder) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let mut failed = Vec::new();
    for ballot_box in store.boxes()? {
        if let Err(error) = sweep_box(store, folder, &ballot_box) {
            failed.push((ballot_box, error));
        }
    }
    Ok(failed)
}

fn sweep_box(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    match folder.ending(ballot_box.id)? {
        Some(ending) => settle(store, folder, ballot_box, &ending).map(drop),
        None if ballot_box.state.is_some_and(BoxState::is_over) => Ok(folder.destroy_share(ballot_box.id)?),
        None => {
            if ballot_box.state == Some(BoxState::Open)
                && let Some(before) = folder.count(ballot_box.id)?
            {
                store.leave_out(ballot_box.id, &before.left_out)?;
                store.bind(ballot_box.id, before.envelopes);
            }
            settle_codes(store, folder, ballot_box)
        }
    }
}

/// Ends what boxes keep that were counted and not released in twelve months: their notes go with the next tidying, and what
/// opened them goes now. They can still be released. Gives those for which it failed, with the reason.
///
/// # Errors
/// When the store fails.
pub fn forget_unreleased(
    store: &mut Store,
    folder: &DataFolder,
    now: i64,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let mut failed = Vec::new();
    for ballot_box in store.boxes()? {
        let due = ballot_box.state == Some(BoxState::Counted)
            && store.kept_notes(ballot_box.id)?.until.is_some_and(|until| until <= now)
            && (store.shares(ballot_box.id)?.recovery.is_some()
                || folder.hub_share(ballot_box.id).is_ok_and(|share| share.is_some()));
        if due {
            store.forget_shares(ballot_box.id)?;
            if let Err(error) = folder.destroy_share(ballot_box.id) {
                failed.push((ballot_box, error.into()));
            }
        }
    }
    Ok(failed)
}

/// What was deleted is still in the log's and the file's old pages. The step is done by now: should the disk not let
/// this be done, the next daily tidying does it.
pub(super) fn tidy_up(store: &mut Store, now: i64) {
    if let Err(error) = store.tidy(now) {
        tracing::warn!(%error, "the database could not be tidied; it will be tried again");
    }
}
