//! Closing a box unread: its answers and keys are destroyed without being opened. Nothing that enough people have answered is
//! destroyed in one step.

use trykk_shared::ids::BoxId;
use trykk_shared::kind::Unit;
use trykk_shared::protocol::BoxState;

use super::ending::{Failed, each_box, each_of, finish_ending, kept_round, tidy_up};
use super::{GuideProof, RoundError, check_decider, holds_share, unwrap_counting_key};
use crate::clock::SureTime;
use crate::data::DataFolder;
use crate::store::{BoxRow, Ending, Store, StoreError};

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
/// Otherwise whoever has a share of its key must prove it, and nothing is destroyed for a week. `by`: the guide who does it; nobody in
/// particular at the command line.
///
/// # Errors
/// [`RoundError::NotForGood`] and [`RoundError::UnreadNeedsProof`] say what is missing; see [`RoundError`].
pub fn close_unread(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
    proof: Option<&GuideProof<'_>>,
    now: SureTime,
) -> Result<Unread, RoundError> {
    let now = now.seconds();
    // Whatever comes of it: what was given is looked at, and a wrong one is an attempt.
    if let Some(proof) = proof {
        unwrap_counting_key(store, proof.email, proof.passphrase, proof.given_at)?;
    }
    let known = store.ballot_box(ballot_box.id)?;
    check_decider(store, &known, by)?;
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
    if may_be_counted_once_more(store, folder, &known)? {
        let (round, wards) = named();
        return Err(RoundError::CountedOnce(round, wards));
    }
    if is_surely_below_floor(store, folder, &known)? {
        end_unread(store, folder, &known, now)?;
        return Ok(Unread::Destroyed);
    }
    let Some(proof) = proof else {
        let (round, wards) = named();
        return Err(RoundError::UnreadNeedsProof(round, wards));
    };
    if !holds_share(store, &known, proof.email)? {
        return Err(RoundError::NoGuideShare(proof.email.to_owned()));
    }
    let at = now + UNREAD_GRACE_SECONDS;
    let _lock = folder.lock()?;
    if store.ballot_box(known.id)?.state != known.state {
        return Err(StoreError::ChangedMeanwhile("the round").into());
    }
    set_unread_at(store, folder, known.id, Some(at))?;
    Ok(Unread::At(at))
}

/// Notes when a box is closed unread, beside the database first: one from before does not know that it was taken back. Whoever asks
/// for it holds the folder's lock, and has looked at what is there since: otherwise it would be written over what somebody else decided.
fn set_unread_at(store: &mut Store, folder: &DataFolder, box_id: BoxId, at: Option<i64>) -> Result<(), RoundError> {
    folder.keep_unread(box_id, at)?;
    Ok(store.set_unread_at(box_id, at)?)
}

/// How long ago the hub last looked, and how much of that it was off, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SinceLook {
    /// All of it.
    pub gone: i64,
    /// Of that, how long nobody could reach it.
    pub away: i64,
}

/// Lets the weeks of boxes that are to be closed unread last longer, by as long as nobody could take it back: the hub was off, or the
/// record of the box cannot be read. What could not be written yet is owed, and kept in the database in one step with `note`, so that
/// each box gets its time once. Gives the boxes for which it fails, with the reason.
///
/// # Errors
/// When the store fails; nothing is owed then.
pub fn lengthen_unread(
    store: &mut Store,
    folder: &DataFolder,
    since: SinceLook,
    note: Option<(&str, &str)>,
) -> Result<Vec<Failed>, StoreError> {
    store.owe_unread(since.away, note)?;
    let marked: Vec<BoxId> = store.box_ids_to_end_unread()?;
    each_of(store, &marked, |store, seen| {
        // Looked at again once nobody else writes: somebody may have taken it back since.
        let _lock = folder.lock()?;
        let ballot_box = store.ballot_box(seen.id)?;
        let Some(at) = ballot_box
            .unread_at
            .filter(|_| ballot_box.state == Some(BoxState::Open))
        else {
            return Ok(());
        };
        let (id, owed) = (ballot_box.id, ballot_box.unread_owed);
        let longer = at.saturating_add(owed);
        match folder.unread_record(id) {
            Ok(_) if owed == 0 => Ok(()),
            // A kill came between the record and the database.
            Ok(Some(Some(kept))) if kept == longer => Ok(store.set_unread_at(id, Some(longer))?),
            // Of an earlier look, before more was owed.
            Ok(Some(Some(kept))) if (at..longer).contains(&kept) => set_unread_at(store, folder, id, Some(longer)),
            Ok(Some(kept)) if kept != Some(at) => Ok(()),
            Ok(_) => set_unread_at(store, folder, id, Some(longer)),
            Err(error) => {
                store.owe_unread_of(id, since.gone - since.away)?;
                Err(error.into())
            }
        }
    })
}

/// Takes it back that a box is closed unread, while that can be.
///
/// # Errors
/// See [`StoreError`].
pub fn keep_answers(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    set_unread_at(store, folder, ballot_box.id, None)
}

/// Whether a box was counted, by a database that has been replaced since, and everything is here again to count it as it was.
fn may_be_counted_once_more(store: &Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<bool, RoundError> {
    match folder.count(ballot_box.id)? {
        Some(before) => Ok(store.has_envelopes(ballot_box.id, &before.envelopes)?),
        None => Ok(false),
    }
}

/// Whether fewer sheets than the floor are there, and no tablet may have more: also none that came after the copy that this
/// database was put back from.
///
/// # Errors
/// See [`RoundError`].
pub fn is_surely_below_floor(store: &Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<bool, RoundError> {
    if ballot_box.restored || folder.count(ballot_box.id)?.is_some() {
        return Ok(false);
    }
    let sheets = ballot_box
        .shape
        .sheets(Unit::Participant, &store.count_noted_envelopes(ballot_box.id)?);
    let tablets = store.tablets_of(ballot_box.id)?;
    let nothing_left = tablets
        .iter()
        .all(|handed| handed.said_nothing_waits && handed.quarantined == 0);
    Ok(sheets < u64::from(ballot_box.floor) && nothing_left)
}

/// Closes the boxes unread whose week is over, but for those of which the week still has to be lengthened. Gives those for which it failed, with the reason.
///
/// # Errors
/// When the store fails.
pub fn end_due_unread(store: &mut Store, folder: &DataFolder, now: i64) -> Result<Vec<Failed>, StoreError> {
    each_box(store, |store, ballot_box| end_due(store, folder, ballot_box, now))
}

pub(super) fn end_due(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    let is_due = |at| at <= now && ballot_box.unread_owed == 0;
    match (ballot_box.state, ballot_box.unread_at) {
        (Some(BoxState::Open), Some(at)) if is_due(at) && folder.agrees_to_unread(ballot_box.id, at)? => {
            end_at(store, folder, ballot_box, Some(at), now)
        }
        _ => Ok(()),
    }
}

/// Destroys a box's answers and keys without opening it. One that was counted, by a database that has been replaced since, is
/// counted once more instead, if everything is here for it.
///
/// # Errors
/// See [`RoundError`].
pub fn end_unread(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow, now: i64) -> Result<(), RoundError> {
    end_at(store, folder, ballot_box, None, now)
}

/// The same for a box whose week is over; `due`: when it is, unless that was taken back while this waited.
fn end_at(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    due: Option<i64>,
    now: i64,
) -> Result<(), RoundError> {
    if finish_ending(store, folder, ballot_box, BoxState::ClosedUnread, now)? {
        return Ok(());
    }
    let is_open = store.ballot_box(ballot_box.id)?.state == Some(BoxState::Open);
    if is_open && may_be_counted_once_more(store, folder, ballot_box)? {
        return Err(RoundError::CountedOnce(ballot_box.round.clone(), ballot_box.ward_ids()));
    }
    let round = kept_round(folder, ballot_box)?;
    store.close_unread(ballot_box.id, due, || {
        // Taking back writes here first, and may wait for this step to end.
        if let Some(due) = due
            && !folder.agrees_to_unread(ballot_box.id, due)?
        {
            return Err(StoreError::ChangedMeanwhile("when it is closed unread").into());
        }
        let ending = Ending {
            state: BoxState::ClosedUnread,
            release: None,
            pulse: None,
            notes_until: None,
            round: round.clone(),
            departments: None,
            count: None,
            readers: Vec::new(),
        };
        // Within the step that nothing can come into: a count that was first is not undone by it.
        folder.keep_ending(ballot_box.id, &ending).map_err(RoundError::from)
    })?;
    folder.destroy_share(ballot_box.id)?;
    tidy_up(store, now);
    Ok(())
}
