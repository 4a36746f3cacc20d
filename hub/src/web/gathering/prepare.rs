//! Preparing a gathering: its day, its areas, how many tables.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::gathering::{Gathering, Stage, WrittenPrepared, keeping, read_prepared};
use crate::organisation::times::write_day;
use crate::texts::{GatheringTexts, PlanTexts};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::process::plan::form::{Alert, FormField, point_out};
use crate::web::process::plan::read::{PlanRead, Refusal, read_number, settle};
use crate::web::visit::Visit;

/// A form of a gathering.
#[derive(Template)]
#[template(path = "gathering_form.html")]
pub struct FormPage {
    /// What is around it.
    pub page: Page,
    /// The texts of its fields.
    pub texts: &'static PlanTexts,
    /// Where it leads back to.
    pub back: String,
    /// What that is called.
    pub over: String,
    /// Its heading.
    pub heading: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// What was refused as a whole.
    pub fault: Option<&'static str>,
    /// Its fields.
    pub fields: Vec<FormField>,
    /// What is said above it.
    pub alert: Option<Alert>,
    /// What the form has seen.
    pub revision: u32,
    /// What its button says.
    pub save: &'static str,
}

fn fields(typed: &WrittenPrepared, texts: &'static GatheringTexts) -> Vec<FormField> {
    vec![
        FormField::day("day", texts.day, &typed.day),
        FormField::lines("areas", texts.areas, &typed.areas.join("\n")).hinted(texts.areas_hint),
        FormField::line("tables", texts.tables, &typed.tables).hinted(texts.tables_hint),
    ]
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: Option<u32>,
    refused: Option<(WrittenPrepared, Option<Refusal>, Option<&'static str>)>,
) -> Result<Response, PageError> {
    let (texts, of) = (GatheringTexts::of(visit.language), id.clone());
    let plan = PlanRead::of(pages, visit, id).await?;
    let kept: Option<Gathering> = match number {
        Some(number) => Some(pages.read(move |store| store.gathering(&of, number)).await?),
        None => None,
    };
    let has_begun = kept.as_ref().is_some_and(|kept| kept.position.stage != Stage::Prepared);
    let is_refused = refused.is_some();
    let (typed, refusal, fault) = match (refused, &kept) {
        (Some(refused), _) => refused,
        (None, Some(kept)) => {
            let typed = WrittenPrepared {
                day: write_day(kept.prepared.day),
                areas: kept.prepared.areas.clone(),
                tables: kept.prepared.tables.to_string(),
            };
            (typed, None, has_begun.then_some(texts.has_begun))
        }
        (None, None) => {
            let typed = WrittenPrepared {
                day: write_day(plan.today),
                areas: plan.areas.clone(),
                tables: String::new(),
            };
            (typed, None, None)
        }
    };
    let mut fields = fields(&typed, texts);
    let alert = point_out(&mut fields, refusal.as_ref(), PlanTexts::of(visit.language));
    let mut frame = visit.page(texts.gathering);
    let room = format!("/process/{}", plan.process.id);
    frame.path = match number {
        Some(number) => format!("{room}/gatherings/{number}/prepare"),
        None => format!("{room}/gatherings/new/prepare"),
    };
    let template = FormPage {
        page: frame,
        texts: PlanTexts::of(visit.language),
        back: number.map_or(room.clone(), |number| format!("{room}/gatherings/{number}")),
        over: format!("{}: {}", texts.gathering, plan.wards()),
        heading: number.map_or(texts.add, |_| texts.change),
        lead: texts.prepare_lead,
        fault,
        fields,
        alert,
        revision: kept.map_or(0, |kept| kept.revision),
        save: texts.save,
    };
    respond(&template, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    write(&pages, &visit, id, read_number(&number)?, None).await
}

/// Saves it.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (number, texts) = (read_number(&number)?, GatheringTexts::of(visit.language));
    let typed = WrittenPrepared {
        day: form.get("day").to_owned(),
        areas: vec![form.get("areas").to_owned()],
        tables: form.get("tables").to_owned(),
    };
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let (written, drawn) = (typed.clone(), keeping::draw(&mut pages.rng()));
    let done = pages
        .write_in(&visit, &id, move |store, read| {
            let of = &read.process.id;
            if read.process.resting.is_some() {
                return Ok(Err(texts.resting));
            }
            let before = match number {
                Some(number) => Some(store.gathering(of, number)?.prepared),
                None => None,
            };
            Ok(Ok(match read_prepared(&written, before.as_ref(), read.today) {
                Ok(prepared) => settle(store.prepare_gathering(of, number, seen, &prepared, drawn))?,
                Err(faults) => Err(Refusal::Faults(faults)),
            }))
        })
        .await?;
    let (refusal, fault) = match done {
        Ok(Ok(number)) => {
            let page = format!("/process/{id}/gatherings/{number}?done=saved");
            return Ok(Redirect::to(&page).into_response());
        }
        Ok(Err(refusal)) => (Some(refusal), None),
        Err(fault) => (None, Some(fault)),
    };
    write(&pages, &visit, id, number, Some((typed, refusal, fault))).await
}
