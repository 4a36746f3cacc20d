//! Confirming a planned box, and opening it.

use std::collections::BTreeMap;

use rand::CryptoRng;
use trykk_shared::seal::{self, SealingKey};

use super::deciders::{check_decider, holds_share, is_holder, refuse_unproven};
use super::ending::refuse_if_over;
use super::keys::{counting_keys, recovery_key, share_info};
use super::pulse_beside::refuse_of_few;
use super::{OpeningError, RoundError, find_beside, find_obstacle};
use crate::data::DataFolder;
use crate::keys::opening::OpeningKey;
use crate::keys::shares::{self, Share};
use crate::organisation::Organisation;
use crate::store::{BoxRow, GuideShare, KeptRound, ONLY_CONFIRMED, Opening, REVIEW, Store, StoreError};

/// Confirms a planned box: draws its key pair, splits the private key three ways and forgets it. From now on it is
/// settled who can count it; it opens at its time. A kill between any two steps, or a hub restored from before,
/// confirms it with the same key the next time. `by`: the guide who does it; nobody in particular at the command line.
///
/// # Errors
/// See [`RoundError`].
pub fn confirm(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    if let Some(email) = by {
        refuse_unproven(store, email)?;
    }
    let ballot_box = &read_unless_over(store, folder, ballot_box)?;
    let ballot_box = &take_up_record(store, folder, ballot_box)?;
    let opening = settle(store, folder, ballot_box, now, rng)?;
    match ballot_box.state {
        None => Ok(()),
        // Refused by name.
        Some(_) => Ok(store.confirm_box(ballot_box.id, &opening, |_| true)?),
    }
}

/// Whether a box's round is planned as its record has it. Records of earlier versions say nothing of it.
fn is_as_recorded(opening: &Opening, ballot_box: &BoxRow, organisation: &Organisation) -> bool {
    let planned = organisation.rounds.get(&ballot_box.round);
    let planned = planned.map(|round| KeptRound::of(&ballot_box.round, round));
    opening.round.is_none() || opening.round == planned
}

/// Finds or draws the keys of a box, and confirms it with them if nobody has: only as it was planned when they were drawn, and
/// with the guides it had. What somebody changed meanwhile stands, and what was drawn for the plan of before is destroyed.
fn settle(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Opening, RoundError> {
    let is_drawn = folder.opening(ballot_box.id)?.is_some();
    let opening = find_or_draw(store, folder, ballot_box, now, rng)?;
    if ballot_box.state.is_some() {
        return Ok(opening);
    }
    let as_planned = |organisation: &Organisation| {
        let mut holders: Vec<&String> = opening.guide_shares.iter().map(|share| &share.email).collect();
        holders.sort();
        let has_key = |email: &&String| organisation.accounts[*email].has_counting_key;
        let mut guides: Vec<&String> = organisation.guides_of(&ballot_box.wards).filter(has_key).collect();
        guides.sort();
        is_as_recorded(&opening, ballot_box, organisation) && (is_drawn || holders == guides)
    };
    let confirmed = store.confirm_box(ballot_box.id, &opening, as_planned);
    if let Err(StoreError::ChangedMeanwhile(_) | StoreError::NotFound(..)) = confirmed
        && !is_drawn
    {
        folder.destroy_share(ballot_box.id)?;
    }
    confirmed?;
    Ok(opening)
}

/// Takes the confirming of a box back that has not opened: its key is destroyed, and it can be planned differently. `by`: the
/// guide who does it; nobody in particular at the command line.
///
/// # Errors
/// See [`RoundError`].
pub fn unconfirm(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let record = folder.opening(ballot_box.id)?;
    let recorded = record.is_some();
    // Tablets may hold answers to a key that a database from before only knows as confirmed.
    if recorded && folder.was_opened(ballot_box.id) {
        return Err(StoreError::OpenedBefore {
            round: ballot_box.round.clone(),
            wards: ballot_box.ward_ids(),
        }
        .into());
    }
    let ballot_box = store.ballot_box(ballot_box.id)?;
    if let Some(email) = by {
        // The record has the last word: a database from before the confirming has no shares, or others.
        let holds = match record {
            Some(record) => is_holder(store, &record.guide_shares, email)?,
            None => !ballot_box.is_confirmed() || holds_share(store, &ballot_box, email)?,
        };
        if !holds {
            return Err(RoundError::CameLater(email.to_owned()));
        }
        refuse_unproven(store, email)?;
    }
    // A database from before the confirming does not know of it.
    if ballot_box.state.is_none() && !recorded && !ballot_box.is_confirmed() {
        return Err(StoreError::WrongState {
            round: ballot_box.round.clone(),
            wards: ballot_box.ward_ids(),
            state: "not open yet",
            wanted: ONLY_CONFIRMED,
        }
        .into());
    }
    if ballot_box.state.is_none() {
        // First: after a kill in between it has a key that nothing knows, does not open, and can be taken back again.
        folder.destroy_share(ballot_box.id)?;
    }
    Ok(store.unconfirm_box(ballot_box.id)?)
}

/// Opens a planned box, and confirms it where nobody has. `by`: the guide who opens it, perhaps before its time: as that cannot be
/// taken back, it is one of those who decide. No person is needed when its time has come.
///
/// # Errors
/// See [`RoundError`].
pub fn open(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    by: Option<&str>,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    if let Some(email) = by {
        refuse_unproven(store, email)?;
        check_decider(store, &store.ballot_box(ballot_box.id)?, by)?;
    }
    let ballot_box = &read_unless_over(store, folder, ballot_box)?;
    let ballot_box = &take_up_record(store, folder, ballot_box)?;
    if ballot_box.state.is_none() {
        if ballot_box.asks_for_codes && !ballot_box.is_confirmed() && folder.opening(ballot_box.id)?.is_none() {
            return Err(OpeningError::NotConfirmed(ballot_box.round.clone()).into());
        }
        if folder.was_opened(ballot_box.id) {
            // A database from before its opening has forgotten it. It opens again whatever the clock says: tablets hold
            // what was sealed to this key, and each is waited for.
            store.wait_for_active(ballot_box.id)?;
            store.note_older_box(ballot_box.id)?;
        } else if let Some(obstacle) = find_obstacle(&store.organisation_of_box(ballot_box)?, ballot_box, now) {
            return Err(obstacle.into());
        } else if let Some(beside) = find_beside(
            &store.boxes_of(&ballot_box.wards)?,
            ballot_box,
            now,
            open_until(ballot_box, now),
        ) {
            return Err(beside.into());
        }
    }
    let opening = settle(store, folder, ballot_box, now, rng)?;
    if ballot_box.state.is_none() {
        // Confirmed: its plan changes no more. And before a tablet can see it: it is then never taken for one that was only confirmed.
        folder.mark_opened(ballot_box.id, store.departments_of(ballot_box.id)?)?;
    }
    store.open_box(ballot_box.id, &opening, now)?;
    Ok(())
}

/// Until when an opening at `now` keeps other rounds of its wards from opening: before its own time it must not stand in the way of one
/// that is planned in between.
fn open_until(ballot_box: &BoxRow, now: i64) -> i64 {
    if now < ballot_box.opens {
        ballot_box.closes
    } else {
        now + 1
    }
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

/// A planned box as its record has it. The record is of the confirming, and beside the database: what was opened opens as it
/// was, whatever plan or key a database from before has; what was only confirmed is not confirmed as something else.
fn take_up_record(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<BoxRow, RoundError> {
    let record = match ballot_box.state {
        None => folder.opening(ballot_box.id)?,
        Some(_) => None,
    };
    let Some(record) = record else {
        return Ok(ballot_box.clone());
    };
    let as_planned = is_as_recorded(&record, ballot_box, &store.organisation_with_round(ballot_box)?);
    if !folder.was_opened(ballot_box.id) {
        if !as_planned {
            return Err(RoundError::ConfirmedOtherwise(
                ballot_box.round.clone(),
                ballot_box.ward_ids(),
            ));
        }
        if folder.hub_share(ballot_box.id)?.is_none() {
            return Err(RoundError::ShareLost(ballot_box.round.clone(), ballot_box.ward_ids()));
        }
        return Ok(ballot_box.clone());
    }
    let other_key = ballot_box.key.is_some_and(|key| key != record.key.to_bytes());
    match record.round {
        Some(round) if !as_planned => store.put_back_round(&round, &folder.box_ids()?)?,
        _ if other_key => store.unconfirm_box(ballot_box.id)?,
        _ => {}
    }
    Ok(store.ballot_box(ballot_box.id)?)
}

/// Puts the rounds back that were opened or are over, and that a database from before does not plan, or plans with other wards
/// together. One that cannot be put back keeps no other from it: gives those, with the reason.
///
/// # Errors
/// When store or disk fail.
pub fn put_back_missing(store: &mut Store, folder: &DataFolder) -> Result<Vec<(String, StoreError)>, RoundError> {
    let mut failed: Vec<(String, StoreError)> = Vec::new();
    for round in find_missing(store, folder)?.into_values() {
        let _lock = folder.lock()?;
        if let Err(error) = store.put_back_round(&round, &folder.box_ids()?) {
            failed.push((round.id, error));
        }
    }
    Ok(failed)
}

/// Those rounds, by id.
pub(super) fn find_missing(store: &Store, folder: &DataFolder) -> Result<BTreeMap<String, KeptRound>, RoundError> {
    let known = store.box_ids()?;
    // A record that cannot be read belongs to a box that can be said by name once its round is planned again.
    let opened = |box_id| {
        let opening = folder.opening(box_id).ok().flatten();
        opening
            .filter(|_| folder.was_opened(box_id))
            .and_then(|opening| opening.round)
    };
    let over = |box_id| {
        let ending = folder.ending(box_id).ok().flatten();
        ending.and_then(|ending| ending.round)
    };
    let mut missing = BTreeMap::new();
    for box_id in folder.openings()?.into_iter().chain(folder.endings()?) {
        if !known.contains(&box_id)
            && let Some(round) = opened(box_id).or_else(|| over(box_id))
        {
            missing.entry(round.id.clone()).or_insert(round);
        }
    }
    Ok(missing)
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
    refuse_of_few(store, ballot_box)?;
    // Confirmed, and the record is lost, or the confirming was taken back after this database was copied.
    if ballot_box.key.is_some() {
        return Err(other_key().into());
    }
    let organisation = store.organisation_with_round(ballot_box)?;
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
    let round = organisation.rounds.get(&ballot_box.round);
    let opening = Opening {
        key: key.sealing_key(),
        guide_shares,
        recovery_share,
        round: round.map(|round| KeptRound::of(&ballot_box.round, round)),
        departments: None,
    };
    folder.keep_opening(ballot_box.id, &hub, &opening)?;
    Ok(opening)
}

/// Confirms a planned box again that was confirmed before, by a database that has been replaced since, as its record has it: who reads a sum over
/// several boxes is told that it waits for them. What was planned otherwise since, or taken back, stays as it is.
pub(super) fn confirm_recorded(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), StoreError> {
    if folder.opening(ballot_box.id).ok().flatten().is_none() {
        return Ok(());
    }
    // Nobody takes it back meanwhile: it would be confirmed without the hub's share.
    let Ok(_lock) = folder.lock() else { return Ok(()) };
    let opening = folder.opening(ballot_box.id).ok().flatten();
    let Some(opening) = opening.filter(|_| !folder.was_opened(ballot_box.id)) else {
        return Ok(());
    };
    let has_share = folder.hub_share(ballot_box.id).is_ok_and(|share| share.is_some());
    if has_share && take_up_record(store, folder, ballot_box).is_ok() {
        let as_recorded = |organisation: &Organisation| is_as_recorded(&opening, ballot_box, organisation);
        match store.confirm_box(ballot_box.id, &opening, as_recorded) {
            // Somebody changed it or took it away; looked at again in twenty seconds.
            Err(StoreError::ChangedMeanwhile(_) | StoreError::NotFound(..)) => {}
            confirmed => confirmed?,
        }
    }
    Ok(())
}

/// Whether a planned box opens by itself at `now`. While a restored hub waits for its review nothing does that its copy only planned.
pub(super) fn is_due(ballot_box: &BoxRow, now: i64, in_review: bool) -> bool {
    let its_time = ballot_box.opens <= now && now < ballot_box.closes;
    // One with codes that nobody has confirmed is refused, and the log says why.
    let only_in_copy = ballot_box.waits_for_confirming() && !ballot_box.asks_for_codes;
    its_time && !in_review && !only_in_copy
}

/// Opens every planned box whose time has come; gives those that could not be opened, with the reason. While a restored hub waits
/// for its review, only those that were open before: what its copy planned may have come otherwise.
///
/// # Errors
/// When the store fails.
pub fn open_due(
    store: &mut Store,
    folder: &DataFolder,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    match put_back_missing(store, folder) {
        Ok(failed) => failed.into_iter().for_each(|(round, error)| {
            tracing::error!(round, reason = %error, "a round that was open before cannot be put back");
        }),
        Err(error) => tracing::error!(reason = %error, "the rounds that were open before cannot be looked through"),
    }
    for ballot_box in store.boxes_in(None)? {
        if !ballot_box.is_confirmed() {
            confirm_recorded(store, folder, &ballot_box)?;
        }
    }
    let in_review = store.setting(REVIEW)?.is_some();
    let mut due = store.boxes_in(None)?;
    due.retain(|ballot_box| is_due(ballot_box, now, in_review) || folder.was_opened(ballot_box.id));
    let mut failed = Vec::new();
    for ballot_box in due {
        if let Err(error) = open(store, folder, &ballot_box, None, now, rng) {
            failed.push((ballot_box, error));
        }
    }
    Ok(failed)
}
