//! A bundle's page: what its ideas are about, by when the staff are told what became of them, and what they are told.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::form::{Alert, FormField, point_out};
use super::read::{PlanRead, Refusal, read_number, settle};
use crate::organisation::times::write_day;
use crate::plan::proposals::{ANSWER_WITHIN_DAYS, Verdict, read_bundle, read_decision};
use crate::texts::PlanTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::visit::Visit;

/// What was typed.
#[derive(Clone, Default)]
struct Typed {
    title: String,
    answer_by: String,
    verdict: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "plan_form.html")]
struct BundlePage {
    page: Page,
    texts: &'static PlanTexts,
    wards: String,
    heading: String,
    lead: Option<&'static str>,
    fields: Vec<FormField>,
    alert: Option<Alert>,
    revision: u32,
    done: bool,
}

fn fields(typed: &Typed, texts: &'static PlanTexts) -> Vec<FormField> {
    let none = (String::new(), texts.verdict_none.to_owned());
    let verdicts = Verdict::ALL.map(|one| (one.name().to_owned(), texts.verdict_name(one).to_owned()));
    let options = [none].into_iter().chain(verdicts).collect();
    vec![
        FormField::line("title", texts.bundle_title, &typed.title).hinted(texts.bundle_hint),
        FormField::day("answer_by", texts.answer_by, &typed.answer_by).hinted(texts.answer_by_hint),
        FormField::choice("verdict", texts.verdict, &typed.verdict, options),
        FormField::lines("reason", texts.reason, &typed.reason).hinted(texts.reason_hint),
    ]
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: Option<u32>,
    refused: Option<(Typed, Refusal)>,
    done: bool,
) -> Result<Response, PageError> {
    let read = PlanRead::of(pages, visit, id).await?;
    let texts = PlanTexts::of(visit.language);
    let row = match number {
        Some(number) => {
            let row = read.plan.bundles.iter().find(|row| row.number == number);
            Some(row.ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let is_refused = refused.is_some();
    let (typed, refusal) = match (refused, row) {
        (Some((typed, refusal)), _) => (typed, Some(refusal)),
        (None, Some(row)) => {
            let reply = row.reply.as_ref();
            let typed = Typed {
                title: row.bundle.title.clone(),
                answer_by: write_day(row.bundle.answer_by),
                verdict: reply.map_or("", |reply| reply.verdict.name()).to_owned(),
                reason: reply.map_or(String::new(), |reply| reply.reason.clone()),
            };
            (typed, None)
        }
        (None, None) => {
            let typed = Typed {
                answer_by: write_day(read.today + ANSWER_WITHIN_DAYS),
                ..Typed::default()
            };
            (typed, None)
        }
    };
    let mut fields = fields(&typed, texts);
    let alert = point_out(&mut fields, refusal.as_ref(), texts);
    let heading = row.map_or_else(|| texts.add_bundle.to_owned(), |row| row.bundle.title.clone());
    let mut frame = visit.page(texts.bundle);
    frame.path = match number {
        Some(number) => format!("{}/bundles/{number}", read.href()),
        None => format!("{}/bundles/new", read.href()),
    };
    let template = BundlePage {
        page: frame,
        texts,
        wards: read.wards(),
        heading,
        lead: Some(texts.replies_lead),
        fields,
        alert,
        revision: row.map_or(0, |row| row.revision),
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
    write(&pages, &visit, id, read_number(&number)?, None, is_done(query.as_ref())).await
}

/// Saves it. A reply has a verdict and a reason, or is none yet; one that stands as it was keeps its day.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number, email) = (pages.now(), read_number(&number)?, visit.visitor()?.email.clone());
    let typed = Typed {
        title: form.get("title").to_owned(),
        answer_by: form.get("answer_by").to_owned(),
        verdict: form.get("verdict").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let written = typed.clone();
    let saved = pages
        .write_in(&visit, &id, move |store, read| {
            let today = read.today;
            let before = read.plan.bundles.iter().find(|row| Some(row.number) == number);
            let bundle = read_bundle(&written.title, &written.answer_by, before.map(|row| &row.bundle), today);
            let replies = !written.verdict.is_empty() || !written.reason.trim().is_empty();
            let reply = replies.then(|| read_decision(&written.verdict, &written.reason, &email, today));
            let (bundle, reply) = match (bundle, reply.transpose()) {
                (Ok(bundle), Ok(reply)) => (bundle, reply),
                (bundle, reply) => {
                    let faults = [bundle.err(), reply.err()].into_iter().flatten().flatten();
                    return Ok(Err(Refusal::Faults(faults.collect())));
                }
            };
            let same = before.and_then(|row| row.reply.clone()).filter(|kept| {
                let now = reply.as_ref();
                now.is_some_and(|now| now.verdict == kept.verdict && now.reason == kept.reason)
            });
            let reply = same.as_ref().or(reply.as_ref());
            settle(store.save_bundle(&read.process.id, number, seen, &bundle, reply, now))
        })
        .await?;
    match saved {
        Ok(_) => Ok(Redirect::to(&format!("/process/{id}/plan?done=saved")).into_response()),
        Err(refusal) => write(&pages, &visit, id, number, Some((typed, refusal)), false).await,
    }
}
