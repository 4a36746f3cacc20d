//! Planned rounds that nobody has confirmed: what changes them, and what takes them away. Pure.

use data_encoding::HEXLOWER;
use ring::digest;

use super::drafts::{Draft, guides_all};
use super::edit::{By, Edit, EditError, edit};
use super::planning::{PlanningError, put, read_draft};
use super::{Change, Organisation, Round};
use crate::store::KeptRound;

/// What a planned round is recognised by: a form that was made from it says so, and of another one as well. 32 hexadecimal digits.
pub fn mark_round(id: &str, round: &Round) -> String {
    let written = serde_json::to_vec(&KeptRound::of(id, round)).expect("a round can be written as JSON");
    HEXLOWER.encode(&digest::digest(&digest::SHA256, &written).as_ref()[..16])
}

/// What changes a planned round, if the form that asks for it was made from the round that is planned now. `seen`: the round's mark in
/// the form; one without it is older than this version. Whoever may not change the round hears that first.
///
/// # Errors
/// [`PlanningError::Meanwhile`], or what keeps it from being changed.
pub fn as_seen(
    organisation: &Organisation,
    id: &str,
    seen: &str,
    changes: Result<Vec<Change>, PlanningError>,
) -> Result<Vec<Change>, PlanningError> {
    match (changes, organisation.rounds.get(id)) {
        (Err(PlanningError::Edit(EditError::NotThere)), _) => Err(PlanningError::Edit(EditError::NotThere)),
        (_, Some(round)) if mark_round(id, round) != seen && !round.is_settled() => Err(PlanningError::Meanwhile),
        (changes, _) => changes,
    }
}

/// A planned round of which nothing is settled, of a guide of all its wards.
fn find_planned<'p>(organisation: &'p Organisation, id: &str, by: &str) -> Result<&'p Round, PlanningError> {
    let known = organisation
        .rounds
        .get(id)
        .filter(|round| guides_all(organisation, by, round.wards()));
    match known {
        None => Err(PlanningError::Edit(EditError::NotThere)),
        Some(round) if round.is_settled() => Err(PlanningError::Settled),
        Some(round) => Ok(round),
    }
}

/// What changes a planned round into what was written.
///
/// # Errors
/// See [`PlanningError`].
pub fn change_planned(
    organisation: &Organisation,
    id: &str,
    draft: &Draft,
    by: &str,
    now: i64,
) -> Result<Vec<Change>, PlanningError> {
    let known = find_planned(organisation, id, by)?;
    if known.plan.pulse_of.is_some() {
        // The form of a round would make another round of it: it is taken away, and asked for anew.
        return Err(PlanningError::Edit(EditError::NotThere));
    }
    let round = read_draft(organisation, draft, Some(known), by, now).map_err(PlanningError::Faults)?;
    put(organisation, id, round, by)
}

/// What takes a planned round out of the plan.
///
/// # Errors
/// See [`PlanningError`].
pub fn take_away(organisation: &Organisation, id: &str, by: &str) -> Result<Vec<Change>, PlanningError> {
    find_planned(organisation, id, by)?;
    edit(organisation, &Edit::RemoveRound(id.to_owned()), By::Account(by)).map_err(PlanningError::Edit)
}
