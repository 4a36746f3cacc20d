//! A planned round that nobody has confirmed: its guides change it, or take it away.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::Organisation;
use crate::organisation::drafts::{Draft, guides_all, write_draft};
use crate::organisation::edit::EditError;
use crate::organisation::planned::{as_seen, change_planned, mark_round, take_away};
use crate::organisation::planning::PlanningError;
use crate::store::BoxRow;
use crate::texts::DraftTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::drafts::{box_ids, page_of_round};
use crate::web::guide::round_form::{Said, Writing, read_form, render_form};
use crate::web::visit::Visit;

/// Whether a guide may change a box's round: it is planned, nothing of it is settled, and all its wards are the guide's.
pub fn may_change(organisation: &Organisation, ballot_box: &BoxRow, email: &str) -> bool {
    let round = organisation
        .rounds
        .get(&ballot_box.round)
        .filter(|_| ballot_box.state.is_none());
    round.is_some_and(|round| !round.is_settled() && guides_all(organisation, email, round.wards()))
}

/// The form, with the round as it is planned.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    let (ballot_box, email) = (visit.ballot_box()?, visit.visitor()?.email.clone());
    let organisation = pages.read(|store| store.organisation()).await?;
    let round = organisation.rounds.get(&ballot_box.round).ok_or(PageError::NotFound)?;
    if !guides_all(&organisation, &email, round.wards()) {
        return Err(PageError::NotFound);
    }
    // A pulse is taken away on its page, and asked for anew.
    if round.is_settled() || round.plan.pulse_of.is_some() {
        return Ok(Redirect::to(&format!("/rounds/{}", ballot_box.id)).into_response());
    }
    let mark = mark_round(&ballot_box.round, round);
    let (draft, writing) = (
        write_draft(&organisation, round),
        Writing::Planned(ballot_box.id.to_string(), mark),
    );
    render_form(&visit, &organisation, writing, draft, Some(round), &Said::default())
}

fn refuse(
    visit: &Visit,
    organisation: &Organisation,
    ballot_box: &BoxRow,
    draft: Option<Draft>,
    why: &PlanningError,
) -> Result<Response, PageError> {
    if *why == PlanningError::Edit(EditError::NotThere) {
        return Err(PageError::NotFound);
    }
    let texts = DraftTexts::of(visit.language);
    let round = organisation.rounds.get(&ballot_box.round).ok_or(PageError::NotFound)?;
    let said = Said {
        notice: None,
        refusal: Some(match why {
            PlanningError::Meanwhile => texts.round_changed_meanwhile,
            _ => texts.not_changed,
        }),
        why: Some(why),
    };
    let draft = draft.unwrap_or_else(|| write_draft(organisation, round));
    let writing = Writing::Planned(ballot_box.id.to_string(), mark_round(&ballot_box.round, round));
    render_form(visit, organisation, writing, draft, Some(round), &said)
}

/// Makes the round what was written.
pub async fn change(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, email, now) = (visit.ballot_box()?, visit.visitor()?.email.clone(), pages.now());
    let (draft, ids, round) = (read_form(&form)?, box_ids(&pages).await?, ballot_box.round.clone());
    let (asked, seen) = (draft.clone(), form.get("seen").to_owned());
    let changed = pages
        .write_as(&visit, move |store| {
            match store.change_organisation(&ids, |organisation| {
                as_seen(
                    organisation,
                    &round,
                    &seen,
                    change_planned(organisation, &round, &asked, &email, now),
                )
            })? {
                Ok(_) => page_of_round(store, &ids, &round, "saved").map(Ok),
                Err(why) => Ok(Err((store.organisation()?, why))),
            }
        })
        .await?;
    match changed {
        Ok(page) => Ok(Redirect::to(&page).into_response()),
        Err((organisation, why)) => refuse(&visit, &organisation, &ballot_box, Some(draft), &why),
    }
}

/// Takes the round out of the plan.
pub async fn remove(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, email) = (visit.ballot_box()?, visit.visitor()?.email.clone());
    let seen = form.get("seen").to_owned();
    let (ids, round) = (box_ids(&pages).await?, ballot_box.round.clone());
    let removed = pages
        .write_as(&visit, move |store| {
            match store.change_organisation(&ids, |organisation| {
                as_seen(organisation, &round, &seen, take_away(organisation, &round, &email))
            })? {
                Ok(_) => Ok(Ok(())),
                Err(why) => Ok(Err((store.organisation()?, why))),
            }
        })
        .await?;
    match removed {
        Ok(()) => Ok(Redirect::to("/rounds?done=away").into_response()),
        Err((organisation, why)) => refuse(&visit, &organisation, &ballot_box, None, &why),
    }
}
