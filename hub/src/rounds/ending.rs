//! The end of a box: published or closed unread (`unread.rs`), its shares destroyed. How it ended is kept beside the database, so
//! that a database from before cannot make it end another way: two releases of one box, counted from a tablet more and
//! a tablet less, would tell what those few answered.

use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::RoundError;
use super::closing::{note_closed_for_good, take_up_closing, was_moved};
use super::code_slips::settle_codes;
use crate::clock::SureTime;
use crate::data::{DataError, DataFolder};
use crate::figures::pulse::Pulse;
use crate::figures::release::{self, Release};
use crate::store::tablets::TELL_OVER_SECONDS;
use crate::store::{BoxRow, Ending, KeptRound, Store, StoreError};

/// How long notes are kept after the release, or after a count that is never released, in seconds: twelve months.
pub const NOTES_SECONDS: i64 = 365 * 24 * 3600;

/// What is published of a box.
enum Published {
    /// Figures, and when its notes are deleted.
    Release(Release, i64),
    /// Words, of a pulse.
    Pulse(Pulse),
}

fn make_published(store: &Store, ballot_box: &BoxRow, now: i64) -> Result<Option<Published>, StoreError> {
    if ballot_box.pulse_of.is_some() {
        return Ok(store.counted_pulse(ballot_box.id)?.map(Published::Pulse));
    }
    let Some(tally) = store.tally(ballot_box.id)? else {
        return Ok(None);
    };
    let deck = store.round(&ballot_box.round)?.deck;
    let release = release::release(&ballot_box.round, &ballot_box.wards, ballot_box.floor, &deck, &tally);
    Ok(Some(Published::Release(release, now + NOTES_SECONDS)))
}

/// Publishes a counted box: the release is frozen, the shares are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn publish(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: SureTime) -> Result<(), RoundError> {
    let now = now.seconds();
    if finish_ending(store, folder, ballot_box, BoxState::Released, now)? {
        return Ok(());
    }
    // What was handed in may be older than another's step.
    let ballot_box = &store.ballot_box(ballot_box.id)?;
    if ballot_box.state == Some(BoxState::Counted)
        && let Some(published) = make_published(store, ballot_box, now)?
    {
        let (release, pulse, notes_until) = match &published {
            Published::Release(release, until) => (Some(release.clone()), None, Some(*until)),
            Published::Pulse(pulse) => (None, Some(pulse.clone()), None),
        };
        let ending = Ending {
            state: BoxState::Released,
            release,
            pulse,
            notes_until,
            round: kept_round(folder, ballot_box)?,
            departments: Some(ballot_box.departments.clone()),
            count: store.kept_count(ballot_box.id)?,
            readers: store.readers(ballot_box.id)?,
        };
        folder.keep_ending(ballot_box.id, &ending)?;
        match &published {
            Published::Release(release, until) => store.publish(ballot_box.id, release, *until)?,
            Published::Pulse(_) => store.publish_pulse(ballot_box.id)?,
        }
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

/// Finishes an end that a kill came into, or that a database from before has forgotten, if it is the one that is wanted.
pub(super) fn finish_ending(
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
        if let (None, Some(round)) = (now.state, &ending.round) {
            // What was published stands under what was asked, whatever a draft says.
            let planned = store.organisation_with_round(&now)?.rounds.remove(&now.round);
            if planned.map(|planned| KeptRound::of(&now.round, &planned)).as_ref() != Some(round) {
                store.put_back_round(round, &folder.box_ids()?)?;
            }
        }
        store.end(ballot_box.id, ending)?;
    }
    folder.destroy_share(ballot_box.id)?;
    Ok(differs)
}

/// The round of a box as it was confirmed, where its record has it.
pub(super) fn kept_round(folder: &DataFolder, ballot_box: &BoxRow) -> Result<Option<KeptRound>, RoundError> {
    Ok(folder.opening(ballot_box.id)?.and_then(|opening| opening.round))
}

/// Finishes what a kill may have left, and what a database from before has forgotten: boxes that ended have ended, and
/// the folder's shares of them are destroyed. A file that is damaged keeps its own box from going on, and no other: gives
/// those boxes, with the reason.
///
/// # Errors
/// When the store fails.
pub fn sweep(store: &mut Store, folder: &DataFolder) -> Result<Vec<Failed>, StoreError> {
    each_box(store, |store, ballot_box| sweep_box(store, folder, ballot_box))
}

/// A box for which something failed, and why.
pub type Failed = (BoxRow, RoundError);

/// Does something for each box, and goes on with the others where it fails.
pub(super) fn each_box(
    store: &mut Store,
    mut act: impl FnMut(&mut Store, &BoxRow) -> Result<(), RoundError>,
) -> Result<Vec<Failed>, StoreError> {
    let boxes: Vec<BoxId> = store.boxes()?.into_iter().map(|ballot_box| ballot_box.id).collect();
    each_of(store, &boxes, &mut act)
}

/// The same for these boxes, as each is when it comes to it. One that is not there any more is left out.
pub(super) fn each_of(
    store: &mut Store,
    boxes: &[BoxId],
    mut act: impl FnMut(&mut Store, &BoxRow) -> Result<(), RoundError>,
) -> Result<Vec<Failed>, StoreError> {
    let mut failed = Vec::new();
    for id in boxes {
        let ballot_box = match store.ballot_box(*id) {
            Err(StoreError::NotFound(..)) => continue,
            found => found?,
        };
        if let Err(error) = act(store, &ballot_box) {
            failed.push((ballot_box, error));
        }
    }
    Ok(failed)
}

/// [`sweep`] of what the database does not hold to be over: what must be settled before anybody delivers.
///
/// # Errors
/// When the store fails.
pub fn sweep_unfinished(store: &mut Store, folder: &DataFolder) -> Result<Vec<Failed>, StoreError> {
    let boxes = list_unsettled(store, folder)?;
    each_of(store, &boxes, |store, ballot_box| sweep_box(store, folder, ballot_box))
}

/// The boxes that are not over and of which [`sweep_box`] may find something to do: of most nothing lies beside the database that says
/// otherwise than the database.
///
/// # Errors
/// When the store fails.
pub(super) fn list_unsettled(store: &Store, folder: &DataFolder) -> Result<Vec<BoxId>, StoreError> {
    let mut boxes = store.boxes_unfinished()?;
    // What cannot be read is said when it is settled.
    boxes.retain(|ballot_box| !is_settled(folder, ballot_box).unwrap_or(false));
    Ok(boxes.into_iter().map(|ballot_box| ballot_box.id).collect())
}

fn is_settled(folder: &DataFolder, ballot_box: &BoxRow) -> Result<bool, DataError> {
    Ok(!folder.has_ending_codes_or_count(ballot_box.id)?
        && (!has_closing(ballot_box) || !was_moved(folder, ballot_box)?))
}

/// Whether a closing time is kept of a box.
fn has_closing(ballot_box: &BoxRow) -> bool {
    ballot_box.state == Some(BoxState::Open) || ballot_box.is_confirmed()
}

pub(super) fn sweep_box(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    match folder.ending(ballot_box.id)? {
        Some(ending) => settle(store, folder, ballot_box, &ending).map(drop),
        None if ballot_box.state.is_some_and(BoxState::is_over) => Ok(folder.destroy_share(ballot_box.id)?),
        None => {
            if ballot_box.state == Some(BoxState::Open)
                && let Some(before) = folder.count(ballot_box.id)?
            {
                // Counted means closed for good, whatever a database from before says.
                if !ballot_box.closed_for_good {
                    note_closed_for_good(store, folder, &folder.lock()?, ballot_box, ballot_box.closes)?;
                }
                store.leave_out(ballot_box.id, &before.left_out)?;
                store.bind(ballot_box.id, before.envelopes);
            }
            if has_closing(ballot_box) {
                take_up_closing(store, folder, ballot_box)?;
            }
            settle_codes(store, folder, ballot_box)
        }
    }
}

/// Forgets the ids that a count was made of beside the database too, once no tablet hears of them any more. The number stays.
pub(super) fn forget_list(folder: &DataFolder, box_id: BoxId, closes: i64, now: i64) -> Result<(), RoundError> {
    if closes > now - TELL_OVER_SECONDS {
        return Ok(());
    }
    if let Some(mut ending) = folder.ending(box_id)?
        && let Some(count) = &mut ending.count
        && count.list.take().is_some()
    {
        folder.keep_ending(box_id, &ending)?;
    }
    Ok(())
}

/// Ends what boxes keep that were counted and not released in twelve months: their notes go with the next tidying, and what
/// opened them goes now. They can still be released. Gives those for which it failed, with the reason.
///
/// # Errors
/// When the store fails.
pub fn forget_unreleased(store: &mut Store, folder: &DataFolder, now: i64) -> Result<Vec<Failed>, StoreError> {
    each_box(store, |store, ballot_box| forget_due(store, folder, ballot_box, now))
}

pub(super) fn forget_due(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
) -> Result<(), RoundError> {
    let is_over = |store: &Store| -> Result<bool, StoreError> {
        let until = store.kept_notes(ballot_box.id)?.until;
        Ok(until.is_some_and(|until| until <= now))
    };
    if ballot_box.state != Some(BoxState::Counted) || !is_over(store)? {
        return Ok(());
    }
    let sealed = store.shares(ballot_box.id)?.recovery.is_some();
    if sealed || folder.hub_share(ballot_box.id)?.is_some() {
        store.forget_shares(ballot_box.id)?;
        folder.destroy_share(ballot_box.id)?;
    }
    Ok(())
}

/// What was deleted is still in the log's and the file's old pages. The step is done by now: should the disk not let
/// this be done, the next daily tidying does it.
pub(super) fn tidy_up(store: &mut Store, now: i64) {
    if let Err(error) = store.tidy_in_turn(now) {
        tracing::warn!(%error, "the database could not be tidied; it will be tried again");
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use trykk_shared::counted::CountedList;
    use trykk_shared::ids::EnvelopeId;

    use super::*;
    use crate::store::KeptCount;

    #[test]
    fn the_ids_of_a_count_go_beside_the_database_when_they_go_in_it_and_its_number_stays() {
        let path = tempfile::tempdir().unwrap();
        let (folder, _) = DataFolder::create(&path.path().join("hub")).unwrap();
        let (box_id, closes) = (BoxId([3; 16]), 1_000);
        let list = CountedList::hide([EnvelopeId([1; 16])], 8, &mut rand::rngs::StdRng::seed_from_u64(1));
        let number = list.number(box_id);
        let ending = Ending {
            state: BoxState::Released,
            release: None,
            pulse: None,
            notes_until: None,
            round: None,
            departments: None,
            count: Some(KeptCount {
                number,
                list: Some(list.clone()),
            }),
            readers: Vec::new(),
        };
        folder.keep_ending(box_id, &ending).unwrap();
        let kept = || folder.ending(box_id).unwrap().unwrap().count.unwrap();
        forget_list(&folder, box_id, closes, closes + TELL_OVER_SECONDS - 1).unwrap();
        assert_eq!(kept().list, Some(list));
        forget_list(&folder, box_id, closes, closes + TELL_OVER_SECONDS).unwrap();
        assert_eq!(kept(), KeptCount { number, list: None });
    }
}
