//! A proposal's page: the measure card, what each role thinks of it, what was decided.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::form::{Alert, FormField, point_out};
use super::read::{PlanRead, Refusal, read_known, read_number, settle};
use super::words::{self, list_facts, list_ratings, list_signs, say_by, say_decided};
use crate::organisation::Role;
use crate::plan::proposals::{FIGURES, Rating, Verdict, WrittenProposal, read_decision, read_proposal, read_rating};
use crate::plan::{MeasureRow, ProposalRow};
use crate::texts::{EffectTexts, PlanTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::visit::Visit;

/// A form that was refused: what was typed into it, and why.
enum Refused {
    Card(WrittenProposal, Refusal),
    Rating([String; 4], Refusal),
    Decision(String, String, Refusal),
}

#[derive(Template)]
#[template(path = "plan_proposal.html")]
struct ProposalPage {
    page: Page,
    texts: &'static PlanTexts,
    wards: String,
    heading: String,
    /// The card as it is read; nothing where it is new.
    facts: Vec<(&'static str, String)>,
    state: Option<words::State>,
    /// What was decided: the reason, and by whom.
    decided: Option<(String, String)>,
    /// Where a measure is made of it, once it was decided for.
    make: Option<String>,
    /// The measures that were.
    became: Vec<(String, String)>,
    /// Who, and their four figures.
    ratings: Vec<(String, [u8; 4])>,
    rating_names: [&'static str; 4],
    /// The reader's own figures, where they rate.
    rate: Option<Vec<FormField>>,
    rate_alert: Option<Alert>,
    decide: Vec<FormField>,
    decide_alert: Option<Alert>,
    decisions: u32,
    /// The card's fields, where the reader may change it.
    card: Option<Vec<FormField>>,
    card_alert: Option<Alert>,
    revision: u32,
    done: bool,
}

fn card_fields(typed: &WrittenProposal, read: &PlanRead, texts: &'static PlanTexts) -> Vec<FormField> {
    let bundles = read.plan.bundles.iter().map(|row| row.bundle.title.clone());
    vec![
        FormField::line("bundle", texts.in_bundle, &typed.bundle)
            .hinted(texts.in_bundle_hint)
            .proposing(bundles),
        FormField::line("area", texts.area, &typed.area)
            .hinted(texts.area_hint)
            .proposing(read.areas.clone()),
        FormField::lines("what", texts.what, &typed.what),
        FormField::lines("first_step", texts.first_step, &typed.first_step),
        FormField::line("owner", texts.owner, &typed.owner).hinted(texts.owner_hint),
        FormField::day("by", texts.by, &typed.by),
        FormField::lines("indicator", texts.indicator, &typed.indicator),
        FormField::lines("instead", texts.instead, &typed.instead).hinted(texts.instead_hint),
    ]
}

/// The fields of the four figures.
pub fn rating_fields(figures: &[String; 4], texts: &'static PlanTexts) -> Vec<FormField> {
    let labels = [texts.gain, texts.ease, texts.quality, texts.cost];
    let options = || {
        let none = (String::new(), texts.not_rated.to_owned());
        let figures = FIGURES.map(|figure| (figure.to_string(), figure.to_string()));
        [none].into_iter().chain(figures).collect::<Vec<_>>()
    };
    let fields = Rating::NAMES.iter().zip(labels).zip(figures);
    fields
        .map(|((name, label), value)| FormField::choice(*name, label, value, options()))
        .collect()
}

fn decision_fields(verdict: &str, reason: &str, texts: &'static PlanTexts) -> Vec<FormField> {
    let verdicts = Verdict::ALL.map(|one| (one.name().to_owned(), texts.verdict_name(one).to_owned()));
    let none = (String::new(), texts.undecided.to_owned());
    let options = [none].into_iter().chain(verdicts).collect();
    vec![
        FormField::choice("verdict", texts.decision, verdict, options),
        FormField::lines("reason", texts.reason, reason).hinted(texts.reason_hint),
    ]
}

fn name_bundle(row: &ProposalRow, read: &PlanRead) -> String {
    let bundle = read.plan.bundles.iter().find(|one| one.number == row.bundle);
    bundle.map_or(String::new(), |bundle| bundle.bundle.title.clone())
}

fn describe(
    read: &PlanRead,
    number: Option<u32>,
    begin: WrittenProposal,
    visit: &Visit,
    refused: Option<Refused>,
) -> Result<ProposalPage, PageError> {
    let (visitor, language) = (visit.visitor()?, visit.language);
    let texts = PlanTexts::of(language);
    let row = match number {
        Some(number) => {
            let row = read.plan.proposals.iter().find(|row| row.number == number);
            Some(row.ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let leads = matches!(visitor.role, Role::Leader | Role::Guide);
    let rates = matches!(visitor.role, Role::Leader | Role::SafetyRep | Role::UnionRep);
    if row.is_none() && !leads {
        return Err(PageError::NotFound);
    }
    let mine = row.and_then(|row| row.ratings.iter().find(|one| one.account == visitor.email));
    let mut figures = mine.map_or_else(Default::default, |mine| {
        mine.rating.figures().map(|figure| figure.to_string())
    });
    let mut typed = match row {
        Some(row) => WrittenProposal::of(name_bundle(row, read), &row.proposal),
        None => begin,
    };
    let (mut verdict, mut reason) = (String::new(), String::new());
    let (mut card_refusal, mut rate_refusal, mut decide_refusal) = (None, None, None);
    match refused {
        Some(Refused::Card(written, refusal)) => (typed, card_refusal) = (written, Some(refusal)),
        Some(Refused::Rating(written, refusal)) => (figures, rate_refusal) = (written, Some(refusal)),
        Some(Refused::Decision(what, why, refusal)) => {
            (verdict, reason, decide_refusal) = (what, why, Some(refusal));
        }
        None => {}
    }
    let mut card = card_fields(&typed, read, texts);
    let mut rate = rating_fields(&figures, texts);
    let mut decide = decision_fields(&verdict, &reason, texts);
    let (card_alert, rate_alert, decide_alert) = (
        point_out(&mut card, card_refusal.as_ref(), texts),
        point_out(&mut rate, rate_refusal.as_ref(), texts),
        point_out(&mut decide, decide_refusal.as_ref(), texts),
    );
    let decided = row.and_then(|row| row.decided.as_ref());
    let became = read.plan.measures.iter();
    let became = became.filter(|one| row.is_some() && one.measure.proposal == number);
    let mut frame = visit.page(texts.proposal);
    frame.path = match number {
        Some(number) => format!("{}/proposals/{number}", read.href()),
        None => format!("{}/proposals/new", read.href()),
    };
    Ok(ProposalPage {
        page: frame,
        texts,
        wards: read.wards(),
        heading: row.map_or(texts.new_proposal, |_| texts.proposal).to_owned(),
        facts: row.map_or(Vec::new(), |row| {
            list_facts(Some(name_bundle(row, read)), &row.proposal, language)
        }),
        state: row.map(|row| say_decided(row.decided.as_ref(), language)),
        decided: decided.map(|decided| (decided.reason.clone(), say_by(&decided.account, decided.day, language))),
        make: decided
            .filter(|decided| decided.verdict == Verdict::Now)
            .and(number)
            .map(|number| format!("{}/measures/new?from={number}", read.href())),
        became: became
            .map(|one| {
                let href = format!("{}/measures/{}", read.href(), one.number);
                (href, one.measure.what.clone())
            })
            .collect(),
        ratings: row.map_or(Vec::new(), |row| list_ratings(row, language)),
        rating_names: [texts.gain, texts.ease, texts.quality, texts.cost],
        rate: (rates && row.is_some()).then_some(rate),
        rate_alert,
        decide,
        decide_alert,
        decisions: row.map_or(0, |row| row.decisions),
        card: leads.then_some(card),
        card_alert,
        revision: row.map_or(0, |row| row.revision),
        done: false,
    })
}

async fn refuse(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: Option<u32>,
    refused: Refused,
) -> Result<Response, PageError> {
    let read = PlanRead::of(pages, visit, id).await?;
    respond(
        &describe(&read, number, WrittenProposal::default(), visit, Some(refused))?,
        true,
    )
}

/// What a new card begins with: the bundle that the address names, or what a measure has mended.
fn begin(read: &PlanRead, query: &str, visit: &Visit) -> WrittenProposal {
    let number = |name: &str| {
        let mut fields = query.split('&');
        fields.find_map(|field| field.strip_prefix(name)?.parse::<u32>().ok())
    };
    let title = |number: u32| {
        let row = read.plan.bundles.iter().find(|row| row.number == number)?;
        Some(row.bundle.title.clone())
    };
    let mended = number("keep_up=").and_then(|number| read.plan.measures.iter().find(|row| row.number == number));
    let Some(MeasureRow { measure, .. }) = mended else {
        return WrittenProposal {
            bundle: number("bundle=").and_then(title).unwrap_or_default(),
            ..WrittenProposal::default()
        };
    };
    let of = |number: u32| read.plan.proposals.iter().find(|row| row.number == number);
    let bundle = measure.proposal.and_then(of).and_then(|row| title(row.bundle));
    let signs = list_signs(measure, visit.language).into_iter().map(|(_, said)| said);
    let what = fill(EffectTexts::of(visit.language).keep_up_what, &[&measure.what]);
    WrittenProposal::keeping_up(measure, bundle, what, signs.collect::<Vec<_>>().join("\n"))
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let read = PlanRead::of(&pages, &visit, id).await?;
    let begin = begin(&read, query.as_deref().unwrap_or_default(), &visit);
    let mut template = describe(&read, number, begin, &visit, None)?;
    template.done = is_done(query.as_ref());
    respond(&template, false)
}

fn saved(id: &str, number: u32) -> Response {
    Redirect::to(&format!("/process/{id}/plan/proposals/{number}?done=saved")).into_response()
}

/// Saves a card.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number) = (pages.now(), read_number(&number)?);
    let typed = WrittenProposal::typed(|name| form.get(name).to_owned());
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let written = typed.clone();
    let kept = pages
        .write_in(&visit, &id, move |store, read| {
            match read_proposal(&written, read.today) {
                Ok(card) => settle(store.save_proposal(&read.process.id, number, seen, &card, now)),
                Err(faults) => Ok(Err(Refusal::Faults(faults))),
            }
        })
        .await?;
    match kept {
        Ok(number) => Ok(saved(&id, number)),
        Err(refusal) => refuse(&pages, &visit, id, number, Refused::Card(typed, refusal)).await,
    }
}

/// Saves what the reader thinks of it.
pub async fn rate(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number) = (pages.now(), read_known(&number)?);
    let typed = Rating::NAMES.map(|name| form.get(name).to_owned());
    let rating = read_rating([&typed[0], &typed[1], &typed[2], &typed[3]]);
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let kept = pages
        .write_in(&visit, &id, move |store, read| match rating {
            Ok(rating) => settle(store.rate_proposal(&read.process.id, number, seen, &rating, now)),
            Err(faults) => Ok(Err(Refusal::Faults(faults))),
        })
        .await?;
    match kept {
        Ok(()) => Ok(saved(&id, number)),
        Err(refusal) => refuse(&pages, &visit, id, Some(number), Refused::Rating(typed, refusal)).await,
    }
}

/// Decides what becomes of it.
pub async fn decide(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number, email) = (pages.now(), read_known(&number)?, visit.visitor()?.email.clone());
    let (verdict, reason) = (form.get("verdict").to_owned(), form.get("reason").to_owned());
    let seen = form.get("seen").parse().map_err(|_| PageError::NotFound)?;
    let (what, why) = (verdict.clone(), reason.clone());
    let kept = pages
        .write_in(&visit, &id, move |store, read| {
            match read_decision(&what, &why, &email, read.today) {
                Ok(decided) => settle(store.decide_proposal(&read.process.id, number, seen, &decided, now)),
                Err(faults) => Ok(Err(Refusal::Faults(faults))),
            }
        })
        .await?;
    match kept {
        Ok(()) => Ok(saved(&id, number)),
        Err(refusal) => {
            let refused = Refused::Decision(verdict, reason, refusal);
            refuse(&pages, &visit, id, Some(number), refused).await
        }
    }
}
