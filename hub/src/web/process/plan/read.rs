//! A plan as pages read it, and what became of what was typed.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::idea_box::{Themes, list_themes};
use crate::figures::bounds::bound_questions;
use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Places, Role};
use crate::plan::effect::{Offered, PublishedResult, list_offered};
use crate::plan::idea_box::IdeaRow;
use crate::plan::{Fault, Plan, PlanVersion};
use crate::process::Process;
use crate::store::{PlanSigning, Store, StoreError};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::render;
use crate::web::process::view::Read;
use crate::web::pulses::{PublishedPulse, read_pulses};
use crate::web::visit::Visit;

/// A plan as it was read.
pub struct PlanRead {
    /// The organisation.
    pub organisation: Organisation,
    /// The process that it belongs to.
    pub process: Process,
    /// The plan.
    pub plan: Plan,
    /// How far its signing has come, once it was put forward.
    pub signing: Option<PlanSigning>,
    /// The areas of the newest reports of its wards, by name.
    pub areas: Vec<String>,
    /// What the idea box tells of its measures, shown or not yet, and what was withdrawn.
    pub ideas: Vec<IdeaRow>,
    /// The themes of the idea box.
    pub themes: Themes,
    /// What is published of its wards, for those who read it.
    pub results: Vec<PublishedResult>,
    /// The published pulses of its wards, for the same.
    pub pulses: Vec<PublishedPulse>,
    /// The day on which it was read.
    pub today: i64,
}

impl PlanRead {
    /// Reads the plan of a process that a visitor's places reach; another one looks like one that is not there.
    ///
    /// # Errors
    /// When there is none.
    pub async fn of(pages: &Arc<Pages>, visit: &Visit, id: String) -> Result<Self, PageError> {
        let (places, now, asked) = (visit.visitor()?.places.clone(), pages.now(), Arc::clone(pages));
        // A senior leader reads the words that ask for help, and no result of one ward.
        let reads_results = visit.visitor()?.role != Role::SeniorLeader;
        pages
            .read(move |store| {
                let read = Read::of(store, &asked.method.method, &places, &id, now)?;
                Ok(PlanRead {
                    areas: list_areas(store, &read, &places)?,
                    ideas: store.ideas_of(&id)?,
                    themes: list_themes(&asked.codebook.codebook),
                    results: match reads_results {
                        true => read_results(store, &read.organisation, &read.process.wards)?,
                        false => Vec::new(),
                    },
                    pulses: match reads_results {
                        true => read_pulses(store, &read.organisation, &read.process.wards)?,
                        false => Vec::new(),
                    },
                    organisation: read.organisation,
                    process: read.process,
                    plan: read.plan,
                    signing: read.plan_signing,
                    today: read.today,
                })
            })
            .await
    }

    /// The version that was signed last, if one was.
    pub fn signed(&self) -> Option<&PlanVersion> {
        self.plan.signed_version()
    }

    /// The questions that a measure can name.
    pub fn offered(&self) -> Vec<Offered> {
        list_offered(&self.results, &self.process.wards, self.today)
    }

    /// The names of its wards.
    pub fn wards(&self) -> String {
        self.organisation.ward_names(&self.process.wards)
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        format!("/process/{}/plan", self.process.id)
    }
}

/// The areas of the newest report of each box whose wards are all in the process, and which the reader may read.
fn list_areas(store: &Store, read: &Read, places: &Places) -> Result<Vec<String>, StoreError> {
    let mut boxes = store.boxes_of(&read.process.wards)?;
    boxes.retain(|one| {
        one.wards.iter().all(|ward| read.process.wards.contains(ward)) && read.organisation.covers(places, &one.wards)
    });
    boxes.sort_by_key(|one| std::cmp::Reverse(one.opens));
    let mut areas = Vec::new();
    for one in boxes {
        let Some(report) = store.report(one.id)? else {
            continue;
        };
        for area in report.areas {
            if !areas.contains(&area.title) {
                areas.push(area.title);
            }
        }
    }
    Ok(areas)
}

/// What is published of every box that one of these wards is in.
///
/// # Errors
/// See [`StoreError`].
pub fn read_results(
    store: &Store,
    organisation: &Organisation,
    wards: &[String],
) -> Result<Vec<PublishedResult>, StoreError> {
    let zone = organisation.zone();
    let mut results = Vec::new();
    for one in store.boxes_of(wards)? {
        let Some(release) = store.release(one.id)? else {
            continue;
        };
        let round = store.round(&one.round)?;
        results.push(PublishedResult {
            id: one.id,
            mode: round.mode,
            opens: one.opens,
            closes: one.closes,
            opened: day_of(one.opens, &zone),
            floor: one.floor,
            deck: round.deck,
            questions: bound_questions(&release),
            wards: one.wards,
        });
    }
    Ok(results)
}

/// What became of what was typed.
pub enum Done<T> {
    /// It is kept.
    Saved(T),
    /// Somebody else was faster.
    Meanwhile,
    /// It is refused.
    Refused(Vec<Fault>),
}

/// Whether somebody else was faster.
///
/// # Errors
/// What else the store did not do.
pub fn settle<T>(done: Result<T, StoreError>) -> Result<Done<T>, StoreError> {
    match done {
        Ok(kept) => Ok(Done::Saved(kept)),
        Err(StoreError::ChangedMeanwhile(_)) => Ok(Done::Meanwhile),
        Err(StoreError::Resting) => Ok(Done::Refused(vec![Fault::resting()])),
        Err(error) => Err(error),
    }
}

/// What is said of what was typed, when it is shown again.
pub enum Refusal {
    /// Somebody else was faster.
    Meanwhile,
    /// These faults.
    Faults(Vec<Fault>),
}

impl Refusal {
    /// The faults.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Refusal::Meanwhile => &[],
            Refusal::Faults(faults) => faults,
        }
    }
}

/// A page, as it is shown or as it refuses.
///
/// # Errors
/// When it cannot be written.
pub fn answer(template: &impl askama::Template, is_refused: bool) -> Result<Response, PageError> {
    let status = match is_refused {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    Ok((status, render(template)?).into_response())
}

/// The number in an address: `new` is none yet.
///
/// # Errors
/// When it is neither.
pub fn read_number(written: &str) -> Result<Option<u32>, PageError> {
    match written {
        "new" => Ok(None),
        number => number.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

/// The number in an address, of something that is there.
///
/// # Errors
/// When it is none.
pub fn read_known(written: &str) -> Result<u32, PageError> {
    written.parse().map_err(|_| PageError::NotFound)
}

/// Whether the address says that something was saved.
pub fn is_done(query: Option<&String>) -> bool {
    query.is_some_and(|query| query.split('&').any(|field| field == "done=saved"))
}
