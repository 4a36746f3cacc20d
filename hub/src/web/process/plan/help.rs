//! The page on which a senior leader answers what a signed plan asks. Nothing else of the plan is on it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::form::{Alert, FormField, point_out};
use super::read::{PlanRead, Refusal, read_known, settle};
use super::senior::list_asking;
use super::words::{State as Said, say_asked, say_by};
use crate::plan::measures::read_answer;
use crate::texts::{AboveTexts, PlanTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "help_from_above.html")]
struct HelpPage {
    page: Page,
    texts: &'static AboveTexts,
    plan_texts: &'static PlanTexts,
    heading: String,
    /// What is asked, in the words that were signed.
    text: String,
    state: Said,
    /// What was answered, and by whom.
    given: Option<(String, String)>,
    fields: Vec<FormField>,
    alert: Option<Alert>,
    seen: u32,
    done: bool,
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    (id, number): (String, u32),
    refused: Option<(String, Refusal)>,
    done: bool,
) -> Result<Response, PageError> {
    let language = visit.language;
    let (texts, plan_texts) = (AboveTexts::of(language), PlanTexts::of(language));
    let read = PlanRead::of(pages, visit, id.clone()).await?;
    let row = list_asking(&read.plan).into_iter().find(|row| row.number == number);
    let row = row.ok_or(PageError::NotFound)?;
    let help = row.measure.help.as_ref().ok_or(PageError::NotFound)?;
    let state = say_asked(&row, read.today, language).ok_or(PageError::NotFound)?;
    let is_refused = refused.is_some();
    let kept = row.answer_to(&help.text);
    let (typed, refusal) = match refused {
        Some((typed, refusal)) => (typed, Some(refusal)),
        None => (kept.map_or(String::new(), |kept| kept.words.clone()), None),
    };
    let mut fields = vec![FormField::lines("words", texts.answer, &typed).hinted(texts.answer_hint)];
    let alert = point_out(&mut fields, refusal.as_ref(), plan_texts);
    let mut frame = visit.page(texts.asks);
    frame.path = format!("/help/{id}/{number}");
    let template = HelpPage {
        page: frame,
        texts,
        plan_texts,
        heading: fill(texts.ask_of, &[&read.wards()]),
        text: help.text.clone(),
        state,
        given: kept.map(|kept| (kept.words.clone(), say_by(&kept.account, kept.day, language))),
        fields,
        alert,
        seen: row.answered(),
        done,
    };
    respond(&template, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    write(
        &pages,
        &visit,
        (id, read_known(&number)?),
        None,
        is_done(query.as_ref()),
    )
    .await
}

/// Saves what was answered to the text that the form shows, as whoever is logged in: a senior leader, or a guide who was told.
///
/// # Errors
/// When the process is not theirs, or the form is none of ours.
pub async fn save_answer(
    pages: &Arc<Pages>,
    visit: &Visit,
    (id, number): (&str, u32),
    form: &Form,
) -> Result<Result<(), Refusal>, PageError> {
    let now = pages.now();
    let (words, text) = (form.get("words").to_owned(), form.get("text").replace("\r\n", "\n"));
    let seen = form.get("seen").parse().map_err(|_| PageError::NotFound)?;
    pages
        .write_in(visit, id, move |store, read| match read_answer(&words) {
            Ok(words) => settle(store.answer_help(&read.process.id, number, (&text, seen), &words, now)),
            Err(faults) => Ok(Err(Refusal::Faults(faults))),
        })
        .await
}

/// An answer.
pub async fn answer(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let number = read_known(&number)?;
    let typed = form.get("words").to_owned();
    match save_answer(&pages, &visit, (&id, number), &form).await? {
        Ok(()) => Ok(Redirect::to(&format!("/help/{id}/{number}?done=saved")).into_response()),
        Err(refusal) => write(&pages, &visit, (id, number), Some((typed, refusal)), false).await,
    }
}
