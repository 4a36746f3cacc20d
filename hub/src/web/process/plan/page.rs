//! The page of a plan: its measures, what the staff are told, its signing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::Language;

use super::read::PlanRead;
use super::words::{self, MeasureView, list_ratings, say_bundle, say_by, say_change, say_decided, view};
use crate::organisation::Role;
use crate::plan::{BundleRow, Plan, changes};
use crate::signing::{Signature, list_answered};
use crate::store::StoreError;
use crate::texts::{IdeaBoxTexts, MeasureTexts, PlanTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::files::Downloads;
use crate::web::page::{Page, is_done, respond};
use crate::web::signing::{SigningView, say};
use crate::web::visit::Visit;

/// A bundle with its proposals.
struct BundleView {
    href: String,
    title: String,
    state: words::State,
    reply: Option<(String, String)>,
    /// Page, what, and how each stands.
    proposals: Vec<(String, String, words::State)>,
}

/// A proposal with what each role thinks of it.
struct RatedProposal {
    href: String,
    what: String,
    ratings: Vec<(String, [u8; 4])>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    page: Page,
    texts: &'static PlanTexts,
    measure_texts: &'static MeasureTexts,
    idea_texts: &'static IdeaBoxTexts,
    wards: String,
    href: String,
    lead: String,
    measures: Vec<MeasureView>,
    bundles: Vec<BundleView>,
    /// Proposal by proposal: page and what; then each role's four figures.
    ratings: Vec<RatedProposal>,
    rating_names: [&'static str; 4],
    signing: Option<SigningView>,
    /// Whether the reader may put it forward.
    may_ask: bool,
    /// Whether the reader types in proposals.
    leads: bool,
    /// Whether the process rests.
    rests: bool,
    /// Which version it is.
    version: Option<String>,
    /// Since when it was changed, and what.
    changed: Option<(String, Vec<String>)>,
    downloads: Option<Downloads>,
    done: bool,
    /// Whether it was signed before and has to be again.
    sign_again: bool,
}

fn describe_bundle(read: &PlanRead, row: &BundleRow, language: Language) -> BundleView {
    let proposals = read.plan.proposals.iter().filter(|one| one.bundle == row.number);
    let line = |one: &crate::plan::ProposalRow| {
        let href = format!("{}/proposals/{}", read.href(), one.number);
        (
            href,
            one.proposal.what.clone(),
            say_decided(one.decided.as_ref(), language),
        )
    };
    BundleView {
        href: format!("{}/bundles/{}", read.href(), row.number),
        title: row.bundle.title.clone(),
        state: say_bundle(row, read.today, language),
        reply: row
            .reply
            .as_ref()
            .map(|reply| (reply.reason.clone(), say_by(&reply.account, reply.day, language))),
        proposals: proposals.map(line).collect(),
    }
}

/// What changed in the present version: since the first of these answers whose version is kept, else since the version before, which
/// somebody had answered.
pub fn describe_changes(plan: &Plan, answered: &[&Signature], language: Language) -> Option<(String, Vec<String>)> {
    let texts = PlanTexts::of(language);
    let mut versions = plan.versions.iter().rev();
    let now = versions.next()?;
    let of = |one: &&Signature| versions.clone().find(|version| version.version == one.version);
    let before = answered.iter().find_map(of).or_else(|| versions.clone().next())?;
    let told = changes(&before.measures, &now.measures);
    let lines: Vec<String> = told.iter().map(|change| say_change(change, language)).collect();
    let since = fill(texts.changed_since, &[&say(language, before.day)]);
    (!lines.is_empty()).then_some((since, lines))
}

fn say_lead(read: &PlanRead, texts: &PlanTexts) -> String {
    if read.plan.measures.is_empty() {
        return texts.lead_none.to_owned();
    }
    let open = read.plan.open_measures().len();
    let count = fill(texts.open_count, &[&open, &read.plan.count_overdue(read.today)]);
    match read.signing {
        Some(_) => count,
        None => format!("{count} {}", texts.lead_draft),
    }
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (visitor, language) = (visit.visitor()?, visit.language);
    let read = PlanRead::of(&pages, &visit, id).await?;
    let (texts, process) = (PlanTexts::of(language), &read.process);
    let leads = matches!(visitor.role, Role::Leader | Role::Guide);
    let mut frame = visit.page(texts.plan);
    frame.path = read.href();
    let version = read.plan.last_version().map(|last| {
        let day = say(language, last.day);
        fill(texts.version_by, &[&last.number, &last.account, &day])
    });
    let answered = match (&read.signing, read.plan.last_version()) {
        (Some((_, given)), Some(now)) => list_answered(given, now.version, &visitor.email),
        _ => Vec::new(),
    };
    let measures = read.plan.measures.iter();
    let template = PlanPage {
        page: frame,
        texts,
        measure_texts: MeasureTexts::of(language),
        idea_texts: IdeaBoxTexts::of(language),
        wards: read.wards(),
        href: read.href(),
        lead: say_lead(&read, texts),
        measures: measures.map(|row| view(row, &read, language)).collect(),
        bundles: read
            .plan
            .bundles
            .iter()
            .map(|row| describe_bundle(&read, row, language))
            .collect(),
        ratings: read
            .plan
            .proposals
            .iter()
            .filter(|row| !row.ratings.is_empty())
            .map(|row| RatedProposal {
                href: format!("{}/proposals/{}", read.href(), row.number),
                what: row.proposal.what.clone(),
                ratings: list_ratings(row, language),
            })
            .collect(),
        rating_names: [texts.gain, texts.ease, texts.quality, texts.cost],
        signing: read.signing.as_ref().map(|(asked, given)| {
            SigningView::of(&read.organisation, asked, given, &visitor.email, language, read.today)
        }),
        may_ask: leads && process.resting.is_none() && read.signing.is_none() && !read.plan.measures.is_empty(),
        leads,
        rests: process.resting.is_some(),
        version,
        changed: describe_changes(&read.plan, &answered, language),
        downloads: read
            .signed()
            .map(|_| Downloads::at(&read.href(), texts.files, language))
            .map(|files| files.with_pdf(&read.href(), MeasureTexts::of(language).pdf)),
        done: is_done(query.as_ref()),
        sign_again: read.must_be_signed_again(),
    };
    respond(&template, false)
}

/// Puts the plan forward to be signed. One that is there already is no fault.
pub async fn ask(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    let now = pages.now();
    let rests = pages
        .write_in(&visit, &id, move |store, read| {
            match store.ask_plan(&read.process.id, now) {
                Err(StoreError::Resting) => Ok(true),
                asked => asked.map(|_| false),
            }
        })
        .await?;
    // The page says that it rests.
    let done = if rests { "" } else { "?done=saved" };
    Ok(Redirect::to(&format!("/process/{id}/plan{done}")).into_response())
}
