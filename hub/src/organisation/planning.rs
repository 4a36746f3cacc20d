//! What a draft becomes: a round, if nothing of it is missing or wrong, put into the organisation. Pure.

use std::collections::BTreeSet;

use super::check::Fault;
use super::drafts::{Draft, DraftFault, Field, Why, guides_all, least_floor, shared_once, sketch, times};
use super::edit::{By, Edit, EditError, edit, make_id};
use super::times::TimeError;
use super::{Change, Organisation, Round};
use crate::written::{WrittenError, read_name};

/// Why a round was not planned, changed or taken away. The plan is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanningError {
    /// What was written cannot be.
    Faults(Vec<DraftFault>),
    /// The plan does not allow it.
    Edit(EditError),
    /// It was confirmed or opened meanwhile.
    Settled,
    /// Somebody else changed it since the form was shown.
    Meanwhile,
}

/// The round that was written. `known`: the planned round that it changes, if it is no new one. `by`: whose draft it is.
///
/// # Errors
/// Everything that cannot be, but for what [`edit`] looks at and the name.
pub fn read_draft(
    organisation: &Organisation,
    draft: &Draft,
    known: Option<&Round>,
    by: &str,
    now: i64,
) -> Result<Round, Vec<DraftFault>> {
    let mut faults = Vec::new();
    let mut fault = |field, why| faults.push(DraftFault { field, why });
    let sketched = sketch(organisation, draft);
    match &sketched {
        None => fault(Field::Deck, Why::Missing),
        Some(round) => {
            if round.deck.languages.is_empty() {
                fault(Field::Languages, Why::Missing);
            }
            if let Err(why) = round.deck.fits(draft.mode) {
                fault(Field::Mode, Why::Mode(why));
            }
        }
    }
    if draft.wards.is_empty() {
        fault(Field::Wards, Why::Missing);
    }
    let alone: BTreeSet<String> = shared_once(&draft.wards).into_iter().collect();
    for id in draft.wards.keys() {
        match organisation.wards.get(id) {
            None => fault(Field::Wards, Why::WardGone),
            Some(_) if !guides_all(organisation, by, [id]) => fault(Field::Wards, Why::NotYours(id.clone())),
            Some(ward) if ward.closed => fault(Field::Wards, Why::Closed(id.clone())),
            Some(_) if alone.contains(id) => fault(Field::Wards, Why::Alone(id.clone())),
            Some(_) => {}
        }
    }
    let [opens, closes] = times(organisation, draft);
    let mut moment = |field, read: Option<Result<i64, TimeError>>| match read {
        None => {
            fault(field, Why::Missing);
            None
        }
        Some(Err(why)) => {
            fault(field, Why::Time(why));
            None
        }
        Some(Ok(moment)) => Some(moment),
    };
    let (opens, closes) = (moment(Field::Opens, opens), moment(Field::Closes, closes));
    // One that should have opened already may keep its time while something else is mended.
    let kept = known.map(|round| round.plan.opens);
    if opens.is_some_and(|opens| opens < now && Some(opens) != kept) {
        fault(Field::Opens, Why::Past);
    }
    if closes.is_some_and(|closes| closes <= now) {
        fault(Field::Closes, Why::Past);
    } else if opens.zip(closes).is_some_and(|(opens, closes)| closes <= opens) {
        fault(Field::Closes, Why::ClosesFirst);
    }
    let least = least_floor(known);
    let floor = draft.floor.trim().parse().ok().filter(|floor: &u32| *floor >= least);
    if floor.is_none() {
        fault(Field::Floor, Why::Floor(least));
    }
    if draft.urgent.is_blank() {
        fault(Field::Urgent, Why::Missing);
    }
    match (sketched, opens, closes, floor) {
        (Some(mut round), Some(opens), Some(closes), Some(floor)) if faults.is_empty() => {
            (round.plan.opens, round.plan.closes, round.plan.floor) = (opens, closes, floor);
            Ok(round)
        }
        _ => Err(faults),
    }
}

/// What makes a draft a round of the plan: the round's id, and the changes.
///
/// # Errors
/// See [`PlanningError`]; every fault of the draft at once.
pub fn plan_draft(
    organisation: &Organisation,
    draft: &Draft,
    by: &str,
    now: i64,
) -> Result<(String, Vec<Change>), PlanningError> {
    let name = read_name(&draft.name).map_err(|why| DraftFault {
        field: Field::Name,
        why: match why {
            WrittenError::Empty => Why::Missing,
            why => Why::Name(why),
        },
    });
    let read = read_draft(organisation, draft, None, by, now);
    let (name, round) = match (name, read) {
        (Ok(name), Ok(round)) => (name, round),
        (name, read) => {
            let faults = name.err().into_iter().chain(read.err().into_iter().flatten());
            return Err(PlanningError::Faults(faults.collect()));
        }
    };
    let id = make_id(&name, |id| organisation.rounds.contains_key(id));
    let changes = put(organisation, &id, round, by)?;
    Ok((id, changes))
}

/// What puts a round into the plan. Of two rounds that meet it is said once, from this one's side.
pub(super) fn put(organisation: &Organisation, id: &str, round: Round, by: &str) -> Result<Vec<Change>, PlanningError> {
    let put = Edit::PutRound {
        id: id.to_owned(),
        round,
    };
    edit(organisation, &put, By::Account(by)).map_err(|error| match error {
        EditError::Faults(mut faults) => {
            faults.retain(|fault| !matches!(fault, Fault::Overlap { round, .. } if round != id));
            PlanningError::Edit(EditError::Faults(faults))
        }
        error => PlanningError::Edit(error),
    })
}
