//! A pulse and the result that it stands beside.

use trykk_shared::deck::{Deck, Mode};

use super::RoundError;
use crate::figures::pulse::find_unanswered;
use crate::figures::release::Release;
use crate::organisation::check::Fault;
use crate::organisation::pulse::PulseFault;
use crate::organisation::{Change, Round};
use crate::store::{BoxRow, Store, StoreError};

/// The published result that a pulse stands beside: of the very same wards, answered in the same way. None of anything else, nor where
/// another pulse of it was counted: the difference of two would tell.
pub(super) fn read_before(
    store: &Store,
    ballot_box: &BoxRow,
    mode: Mode,
) -> Result<Option<(Deck, Release)>, StoreError> {
    let Some(before) = &ballot_box.pulse_of else {
        return Ok(None);
    };
    let boxes = store.boxes_of(&ballot_box.wards)?;
    let mut of_these = boxes
        .iter()
        .filter(|other| other.wards == ballot_box.wards && other.id != ballot_box.id);
    let is_other = |other: &BoxRow| other.pulse_of.as_ref() == Some(before) && other.is_counted();
    if of_these.clone().any(is_other) {
        return Ok(None);
    }
    let Some(known) = of_these.find(|other| other.round == *before && other.has_release()) else {
        return Ok(None);
    };
    let round = store.round(before)?;
    let release = store.release(known.id)?.filter(|_| round.mode == mode);
    Ok(release.map(|release| (round.deck, release)))
}

/// The questions of a pulse that too few answered in the published result beside it. None where that is not published yet: nobody knows then.
fn find_too_few(store: &Store, pulse: &Deck, before: &str, wards: &[String]) -> Result<Vec<String>, StoreError> {
    let boxes = store.boxes_of(wards)?;
    let mut known = boxes
        .iter()
        .filter(|ballot_box| ballot_box.round == before && ballot_box.has_release());
    let Some(known) = known.find(|ballot_box| ballot_box.wards == wards) else {
        return Ok(Vec::new());
    };
    let deck = store.round(before)?.deck;
    let release = store.release(known.id)?;
    Ok(release.map_or_else(Vec::new, |release| find_unanswered(pulse, (&deck, &release))))
}

/// What is wrong with the pulses that are put into a plan, as far as what is published tells: the form of a pulse does not offer such
/// questions at all.
///
/// # Errors
/// See [`StoreError`].
pub fn find_pulses_of_few(store: &Store, changes: &[Change]) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let put = changes.iter().filter_map(|change| match change {
        Change::PutRound(id, round) => Some((id, round)),
        _ => None,
    });
    for (id, round) in put {
        let Round { deck, plan, .. } = round;
        let Some(before) = &plan.pulse_of else { continue };
        for wards in round.box_wards() {
            let few = find_too_few(store, deck, before, wards)?;
            faults.extend(few.into_iter().map(|item| Fault::Pulse {
                round: id.clone(),
                why: PulseFault::TooFewBefore {
                    item,
                    before: before.clone(),
                },
            }));
        }
    }
    Ok(faults)
}

/// Refuses to confirm a pulse of which nothing could be said: people would answer for nothing.
pub(super) fn refuse_of_few(store: &Store, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let Some(before) = &ballot_box.pulse_of else {
        return Ok(());
    };
    let deck = store
        .organisation_with_round(ballot_box)?
        .rounds
        .remove(&ballot_box.round)
        .map(|round| round.deck);
    let Some(deck) = deck else { return Ok(()) };
    match find_too_few(store, &deck, before, &ballot_box.wards)?.first() {
        Some(item) => Err(RoundError::TooFewBefore(
            ballot_box.round.clone(),
            before.clone(),
            item.clone(),
        )),
        None => Ok(()),
    }
}

/// Refuses to count a pulse while something may still come of the result that it stands beside.
pub(super) fn refuse_before_its_result(store: &Store, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let Some(before) = &ballot_box.pulse_of else {
        return Ok(());
    };
    let boxes = store.boxes_of(&ballot_box.wards)?;
    let is_result = |other: &BoxRow| other.round == *before && other.wards == ballot_box.wards;
    // One that never opened has no result to come.
    let waits = |other: &BoxRow| other.state.is_some() && !other.is_over();
    if boxes.iter().any(|other| is_result(other) && waits(other)) {
        return Err(RoundError::ResultNotPublished(ballot_box.round.clone(), before.clone()));
    }
    Ok(())
}
