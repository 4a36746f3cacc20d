//! A pulse and the result that it stands beside.

use trykk_shared::deck::{Deck, Mode};

use super::RoundError;
use crate::figures::release::Release;
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
        .filter(|one| one.wards == ballot_box.wards && one.id != ballot_box.id);
    let is_other = |one: &BoxRow| one.pulse_of.as_ref() == Some(before) && one.is_counted();
    if of_these.clone().any(is_other) {
        return Ok(None);
    }
    let Some(known) = of_these.find(|one| one.round == *before && one.has_release()) else {
        return Ok(None);
    };
    let round = store.round(before)?;
    let release = store.release(known.id)?.filter(|_| round.mode == mode);
    Ok(release.map(|release| (round.deck, release)))
}

/// Refuses to count a pulse while something may still come of the result that it stands beside.
pub(super) fn refuse_before_its_result(store: &Store, ballot_box: &BoxRow) -> Result<(), RoundError> {
    let Some(before) = &ballot_box.pulse_of else {
        return Ok(());
    };
    let boxes = store.boxes_of(&ballot_box.wards)?;
    let is_result = |one: &BoxRow| one.round == *before && one.wards == ballot_box.wards;
    // One that never opened has no result to come.
    let waits = |one: &BoxRow| one.state.is_some() && !one.is_over();
    if boxes.iter().any(|one| is_result(one) && waits(one)) {
        return Err(RoundError::ResultNotPublished(ballot_box.round.clone(), before.clone()));
    }
    Ok(())
}
