//! What is done with a process: started, its goal sheet saved, a checkpoint put forward, a phase begun, put to rest.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::room::{Said, TypedGoals, write};
use crate::organisation::drafts::guides_all;
use crate::process::BeginError;
use crate::process::goals::{GoalError, read};
use crate::signing::Needs;
use crate::store::StoreError;
use crate::texts::ProcessTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::visit::Visit;

fn saved(id: &str) -> Response {
    Redirect::to(&format!("/process/{id}?done=saved")).into_response()
}

/// Starts the process of a ward, and of those that the form names with it: all the guide's own.
pub async fn start(
    State(pages): State<Arc<Pages>>,
    Path(ward): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (email, now, asked) = (visit.visitor()?.email.clone(), pages.now(), Arc::clone(&pages));
    let mut wards = form.all("with");
    wards.push(ward.clone());
    let needs = match form.get("all") {
        "yes" => Needs::All,
        _ => Needs::One,
    };
    let of = ward.clone();
    let started = pages
        .write_as(&visit, move |store| {
            let organisation = store.organisation_of(&wards)?;
            if !guides_all(&organisation, &email, &wards) {
                return Err(StoreError::NotFound("ward", of));
            }
            match asked.method.may_begin() {
                Ok(()) => store.start_process(&wards, needs, &asked.method.method, now).map(Ok),
                Err(fault) => Ok(Err(fault)),
            }
        })
        .await?;
    // The guidance says what is wrong with the file.
    let Ok(started) = started else {
        return Ok(Redirect::to("/guidance").into_response());
    };
    // Who clicks twice, or comes second, is led to what is there.
    let there = match started {
        Some(id) => Some(id),
        None => pages.read(move |store| store.process_of(&ward)).await?,
    };
    let id = there.ok_or(PageError::NotFound)?;
    Ok(saved(&id))
}

fn say_goal_fault(fault: GoalError, texts: &'static ProcessTexts) -> &'static str {
    match fault {
        GoalError::NoGoals => texts.fault_no_goals,
        GoalError::TooMany => texts.fault_many,
        GoalError::GoalTooLong => texts.fault_goal_long,
        GoalError::NoHow => texts.fault_no_how,
        GoalError::HowTooLong => texts.fault_how_long,
        GoalError::Unseen => texts.fault_unseen,
        GoalError::NoDay => texts.fault_day,
    }
}

/// What became of a step.
enum Done<F> {
    Saved,
    Meanwhile,
    Resting,
    Refused(F),
}

/// Whether somebody else was faster.
fn settle<F>(done: Result<Result<(), F>, StoreError>) -> Result<Done<F>, StoreError> {
    match done {
        Ok(Ok(())) => Ok(Done::Saved),
        Ok(Err(fault)) => Ok(Done::Refused(fault)),
        Err(StoreError::ChangedMeanwhile(_)) => Ok(Done::Meanwhile),
        Err(error) => Err(error),
    }
}

/// Saves another version of the goal sheet.
pub async fn save_goals(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (texts, now, asked) = (ProcessTexts::of(visit.language), pages.now(), Arc::clone(&pages));
    let typed = TypedGoals {
        goals: form.get("goals").to_owned(),
        how: form.get("how").to_owned(),
        look: form.get("look").to_owned(),
    };
    let seen = form.get("version").parse().map_err(|_| PageError::NotFound)?;
    let written = typed.clone();
    let done = pages
        .write_in(&visit, &id, move |store, here| {
            if here.process.resting.is_some() {
                return Ok(Done::Resting);
            }
            let goals = match read(&written.goals, &written.how, &written.look, here.today) {
                Ok(goals) => goals,
                Err(faults) => return Ok(Done::Refused(faults)),
            };
            settle(
                store
                    .save_goals(&here.process.id, seen, &goals, asked.method(), now)
                    .map(Ok),
            )
        })
        .await?;
    let faults = match done {
        Done::Saved => return Ok(saved(&id)),
        Done::Meanwhile => vec![texts.fault_meanwhile],
        Done::Resting => vec![texts.fault_resting],
        Done::Refused(faults) => faults.into_iter().map(|fault| say_goal_fault(fault, texts)).collect(),
    };
    let said = Said {
        goals: Some((typed, faults)),
        ..Said::default()
    };
    write(&pages, &visit, id, said).await
}

/// Puts the checkpoint of the next phase forward. One that is there already is no fault.
pub async fn ask(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    let (now, asked) = (pages.now(), Arc::clone(&pages));
    let asked = pages
        .write_in(&visit, &id, move |store, read| match asked.method.may_begin() {
            Ok(()) => store.ask_checkpoint(&read.process.id, asked.method(), now).map(Ok),
            Err(fault) => Ok(Err(fault)),
        })
        .await?;
    match asked {
        Ok(_) => Ok(saved(&id)),
        Err(_) => refuse_for_method(&pages, &visit, id).await,
    }
}

/// Nothing is put forward or begun while the hospital's own file of the method has a fault.
async fn refuse_for_method(pages: &Arc<Pages>, visit: &Visit, id: String) -> Result<Response, PageError> {
    let said = Said {
        begin: Some((String::new(), ProcessTexts::of(visit.language).fault_method)),
        ..Said::default()
    };
    write(pages, visit, id, said).await
}

/// Begins a phase.
pub async fn begin(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (texts, now, asked) = (ProcessTexts::of(visit.language), pages.now(), Arc::clone(&pages));
    let seen = form.get("seen").parse().map_err(|_| PageError::NotFound)?;
    let (phase, reason) = (form.get("phase").to_owned(), form.get("reason").to_owned());
    let typed = reason.clone();
    let done = pages
        .write_in(&visit, &id, move |store, read| {
            if let Err(fault) = asked.method.may_begin() {
                return Ok(Done::Refused(fault));
            }
            settle(store.begin_phase(&read.process.id, seen, &phase, &reason, asked.method(), now))
        })
        .await?;
    let fault = match done {
        Done::Saved => return Ok(saved(&id)),
        Done::Meanwhile | Done::Refused(BeginError::NotNext) => texts.fault_other_phase,
        Done::Refused(BeginError::NotTheirs) => return Err(PageError::Forbidden),
        Done::Resting | Done::Refused(BeginError::Resting) => texts.fault_resting,
        Done::Refused(BeginError::Unsigned) => texts.fault_unsigned,
        Done::Refused(BeginError::Unknown) => texts.fault_unknown,
        Done::Refused(BeginError::FaultyMethod) => texts.fault_method,
        Done::Refused(BeginError::Unseen) => texts.fault_unseen,
        Done::Refused(BeginError::NoReason) => texts.fault_no_reason,
        Done::Refused(BeginError::TooLong) => texts.fault_reason_long,
    };
    let said = Said {
        begin: Some((typed, fault)),
        ..Said::default()
    };
    write(&pages, &visit, id, said).await
}

/// Puts it to rest, or takes it up again.
pub async fn rest(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, rests) = (pages.now(), form.get("rest") == "yes");
    pages
        .write_in(&visit, &id, move |store, read| {
            store.rest_process(&read.process.id, rests, now)
        })
        .await?;
    Ok(saved(&id))
}
