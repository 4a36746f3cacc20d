//! A measure's page: what it is, how it stands, the form that changes it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::Language;

use super::form::{Alert, FormField, point_out};
use super::help::save_answer;
use super::idea_box::IdeaView;
use super::measure_fields::{main_fields, next_fields, read_typed, risk_fields, status_fields};
use super::read::{PlanRead, Refusal, read_known, read_number, read_results, settle};
use super::words::{MeasureView, view};
use crate::organisation::Role;
use crate::plan::MeasureRow;
use crate::plan::effect::{find_effect, list_offered};
use crate::plan::idea_box::WrittenIdea;
use crate::plan::measures::{MOST_RISKS, NextStep, Risk, WrittenMeasure, read_measure, read_next, read_status};
use crate::store::StoreError;
use crate::texts::{EffectTexts, MeasureTexts, PlanTexts, PulseTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::process::read::Read;
use crate::web::pulses::find_newest;
use crate::web::signing::say;
use crate::web::visit::Visit;

/// A form that was refused: what was typed into it, and why.
enum Refused {
    Measure(Box<WrittenMeasure>, Refusal),
    Status(String, String, Refusal),
    Next(String, String, Refusal),
    Answer(String, Refusal),
    Idea(Option<WrittenIdea>, Refusal),
}

/// The fields of a risk.
struct RiskFields {
    heading: String,
    fields: Vec<FormField>,
}

#[derive(Template)]
#[template(path = "plan_measure.html")]
struct MeasurePage {
    page: Page,
    texts: &'static PlanTexts,
    measure_texts: &'static MeasureTexts,
    wards: String,
    /// The measure as it is kept; nothing where it is new.
    measure: Option<MeasureView>,
    /// Whether it is to be evaluated.
    evaluates: bool,
    /// Every status until now, the latest first, each with its reason.
    history: Vec<(String, String)>,
    status: Vec<FormField>,
    status_alert: Option<Alert>,
    given: usize,
    effect_texts: &'static EffectTexts,
    pulse_texts: &'static PulseTexts,
    /// Where a guide asks its question again; or why not, and where the pulse is that is there.
    ask_again: Option<String>,
    no_pulse: Option<(&'static str, Option<String>)>,
    /// What is done with it after it was looked at, where that can be decided now.
    next: Option<Vec<FormField>>,
    next_alert: Option<Alert>,
    /// Whether it was decided to change it.
    adjusts: bool,
    /// Whether what it mended is worth keeping; and where whoever may makes a proposal of that.
    keeps_up: bool,
    keep_up: Option<String>,
    /// Where a guide writes down what was answered: the field, the text that is answered, and how often it was.
    answer: Option<(Vec<FormField>, String, u32)>,
    answer_alert: Option<Alert>,
    /// What the idea box tells of it.
    idea: Option<IdeaView>,
    fields: Vec<FormField>,
    risks: Vec<RiskFields>,
    help: Vec<FormField>,
    alert: Option<Alert>,
    /// The proposal that a new one is made of.
    proposal: Option<u32>,
    revision: u32,
    done: bool,
    /// Whether what was saved makes signatures void, and where it says what was changed.
    sign_again: bool,
    plan: String,
}

fn list_history(row: &MeasureRow, language: Language) -> Vec<(String, String)> {
    let texts = MeasureTexts::of(language);
    let line = row.set.iter().rev().map(|set| {
        let (name, day) = (texts.status_name(set.status), say(language, set.day));
        let line = match set.what == row.measure.what {
            true => fill(texts.history_line, &[&day, &name, &set.account]),
            false => fill(texts.history_other, &[&day, &name, &set.account, &set.what]),
        };
        let line = match set.next {
            Some(next) => format!("{line} – {}", EffectTexts::of(language).next_name(next)),
            None => line,
        };
        (line, set.reason.clone())
    });
    line.collect()
}

/// What a guide writes down of an answer to the text that was signed.
fn describe_answer(
    read: &PlanRead,
    row: &MeasureRow,
    typed: Option<String>,
    texts: &'static MeasureTexts,
) -> Option<(Vec<FormField>, String, u32)> {
    let signed = read
        .signed()?
        .measures
        .iter()
        .find(|(number, _)| *number == row.number)?;
    let asked = signed.1.help.as_ref()?;
    let current = row.answer_to(&asked.text);
    let words = typed.unwrap_or_else(|| current.map_or(String::new(), |answer| answer.words.clone()));
    let field = FormField::lines("words", texts.help_answer, &words).hinted(texts.write_down_hint);
    Some((vec![field], asked.text.clone(), row.answered()))
}

/// What a new measure begins with: what the address names a proposal by, if it does.
fn begin(read: &PlanRead, from: Option<u32>) -> WrittenMeasure {
    let row = from.and_then(|from| read.plan.proposals.iter().find(|row| row.number == from));
    row.map_or_else(WrittenMeasure::default, |row| {
        WrittenMeasure::from_proposal(row.number, &row.proposal)
    })
}

fn describe(
    read: &PlanRead,
    number: Option<u32>,
    from: Option<u32>,
    visit: &Visit,
    refused: Option<Refused>,
) -> Result<MeasurePage, PageError> {
    let (visitor, language) = (visit.visitor()?, visit.language);
    let (texts, measure_texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    let row = match number {
        Some(number) => {
            let row = read.plan.measures.iter().find(|row| row.number == number);
            Some(row.ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let mut typed = row.map_or_else(|| begin(read, from), |row| WrittenMeasure::again(&row.measure));
    let mut status = row.map_or("", |row| row.status().name()).to_owned();
    let (mut reason, mut refusal, mut status_refusal) = (String::new(), None, None);
    let (mut next, mut sentence, mut next_refusal) = (String::new(), String::new(), None);
    let (mut answered, mut told) = (None, None);
    match refused {
        Some(Refused::Measure(written, why)) => (typed, refusal) = (*written, Some(why)),
        Some(Refused::Status(set, why, fault)) => (status, reason, status_refusal) = (set, why, Some(fault)),
        Some(Refused::Next(step, why, fault)) => (next, sentence, next_refusal) = (step, why, Some(fault)),
        Some(Refused::Idea(written, why)) => told = Some((written, why)),
        Some(Refused::Answer(words, why)) => answered = Some((words, why)),
        None => {}
    }
    let (words, answer_refusal) = answered.map_or((None, None), |(words, why)| (Some(words), Some(why)));
    let mut answer = row
        .filter(|_| visitor.role == Role::Guide)
        .and_then(|row| describe_answer(read, row, words, measure_texts));
    let answer_alert = answer
        .as_mut()
        .and_then(|(fields, ..)| point_out(fields, answer_refusal.as_ref(), texts));
    let mut fields = main_fields(&typed, row, read, language);
    let mut help = vec![
        FormField::lines("help", measure_texts.help, &typed.help).hinted(measure_texts.help_hint),
        FormField::day("help_by", measure_texts.help_by, &typed.help_by),
    ];
    let alert = point_out(&mut fields, refusal.as_ref(), texts);
    point_out(&mut help, refusal.as_ref(), texts);
    // What is there, and room for one more.
    let room = (typed.risks.len() + 1).min(MOST_RISKS);
    typed.risks.resize_with(room.max(typed.risks.len()), Risk::default);
    let risks = (1..).zip(&typed.risks).map(|(nth, risk)| {
        let mut fields = risk_fields(nth, risk, measure_texts);
        point_out(&mut fields, refusal.as_ref(), texts);
        RiskFields {
            heading: fill(measure_texts.risk, &[&nth]),
            fields,
        }
    });
    let risks = risks.collect();
    let mut status = status_fields(&status, &reason, measure_texts);
    let status_alert = point_out(&mut status, status_refusal.as_ref(), texts);
    let item = row.and_then(|row| row.measure.item.as_ref());
    let effect = item.map(|item| find_effect(item, &read.results));
    // What was typed stays on the page, whoever was faster.
    let pulse = item.and_then(|item| find_newest(&read.pulses, item));
    let asks_next = row.is_some_and(|row| row.waits_for_next(effect.as_ref(), pulse, read.today));
    let asks_next = asks_next || next_refusal.is_some();
    let mut steps = next_fields(&next, &sentence, language);
    let next_alert = point_out(&mut steps, next_refusal.as_ref(), texts);
    let leads = matches!(visitor.role, Role::Leader | Role::Guide);
    let keeps_up = row.is_some_and(|row| row.may_be_kept_up(effect.as_ref()));
    let keep_up = number.filter(|_| keeps_up && leads);
    let mut frame = visit.page(measure_texts.measure);
    frame.path = match number {
        Some(number) => format!("{}/measures/{number}", read.href()),
        None => format!("{}/measures/new", read.href()),
    };
    Ok(MeasurePage {
        page: frame,
        texts,
        measure_texts,
        wards: read.wards(),
        measure: row.map(|row| view(row, read, language)),
        evaluates: row.is_some_and(|row| row.is_evaluation_due(read.today)),
        history: row.map_or(Vec::new(), |row| list_history(row, language)),
        status,
        status_alert,
        given: row.map_or(0, |row| row.set.len()),
        effect_texts: EffectTexts::of(language),
        pulse_texts: PulseTexts::of(language),
        no_pulse: read
            .no_pulse
            .filter(|_| item.is_some() && visitor.role == Role::Guide)
            .map(|none| (none.say(language), none.there())),
        ask_again: item
            .filter(|_| visitor.role == Role::Guide && read.no_pulse.is_none())
            .map(|item| format!("/process/{}/pulse?item={}", read.process.id, item.id)),
        next: asks_next.then_some(steps),
        next_alert,
        adjusts: row
            .and_then(MeasureRow::last_set)
            .is_some_and(|last| last.next == Some(NextStep::Adjust)),
        keeps_up,
        keep_up: keep_up.map(|number| format!("{}/proposals/new?keep_up={number}", read.href())),
        answer,
        answer_alert,
        idea: row.and_then(|row| IdeaView::of(read, row, visitor.role, language, told)),
        fields,
        risks,
        help,
        alert,
        proposal: typed.proposal,
        revision: row.map_or(0, |row| row.revision),
        done: false,
        sign_again: false,
        plan: format!("{}#signing", read.href()),
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
    respond(&describe(&read, number, None, visit, Some(refused))?, true)
}

/// The page again, with what was typed of what the idea box is to tell.
///
/// # Errors
/// When there is no such measure.
pub async fn refuse_idea(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: u32,
    (typed, why): (Option<WrittenIdea>, Refusal),
) -> Result<Response, PageError> {
    refuse(pages, visit, id, Some(number), Refused::Idea(typed, why)).await
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
    let query_text = query.clone().unwrap_or_default();
    let from = query_text.split('&').find_map(|field| field.strip_prefix("from="));
    let from = from.and_then(|from| from.parse().ok());
    let mut template = describe(&read, number, from, &visit, None)?;
    template.done = is_done(query.as_ref());
    template.sign_again = template.done && read.must_be_signed_again();
    respond(&template, false)
}

fn saved(id: &str, number: u32) -> Response {
    Redirect::to(&format!("/process/{id}/plan/measures/{number}?done=saved")).into_response()
}

/// Saves it. What was signed is void from then on.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number) = (pages.now(), read_number(&number)?);
    let typed = read_typed(&form);
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let mut written = typed.clone();
    let kept = pages
        .write_in(&visit, &id, move |store, read| {
            let Read { process, plan, .. } = read;
            let results = read_results(store, read)?;
            let offered = list_offered(&results, &process.wards, read.today);
            let before = plan.measures.iter().find(|row| Some(row.number) == number);
            // Only a proposal that is there: a form can name any.
            let known = |proposal: &u32| plan.proposals.iter().any(|row| row.number == *proposal);
            written.proposal = written.proposal.filter(known);
            match read_measure(&written, before.map(|row| &row.measure), &offered, read.today) {
                Ok(measure) => settle(store.save_measure(&process.id, number, seen, &measure, now)),
                Err(faults) => Ok(Err(Refusal::Faults(faults))),
            }
        })
        .await?;
    match kept {
        Ok(number) => Ok(saved(&id, number)),
        Err(refusal) => {
            let refused = Refused::Measure(Box::new(typed), refusal);
            refuse(&pages, &visit, id, number, refused).await
        }
    }
}

/// Gives it a status: as it was chosen, or as what is done with it now gives it.
pub async fn set_status(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (now, number, email) = (pages.now(), read_known(&number)?, visit.visitor()?.email.clone());
    let decides = form.get("about") == "next";
    let (name, why) = match decides {
        true => ("next", "sentence"),
        false => ("status", "reason"),
    };
    let (status, reason) = (form.get(name).to_owned(), form.get(why).to_owned());
    let seen = form.get("given").parse().map_err(|_| PageError::NotFound)?;
    let revision = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let (name, why) = (status.clone(), reason.clone());
    let kept = pages
        .write_in(&visit, &id, move |store, read| {
            let row = read.plan.measures.iter().find(|row| row.number == number);
            let row = row.ok_or_else(|| StoreError::NotFound("measure", number.to_string()))?;
            let (what, typed) = (&row.measure.what[..], (&name[..], &why[..]));
            let set = match decides {
                true => read_next((what, row.status()), typed, &email, read.today),
                false => read_status(what, typed, &email, read.today),
            };
            match set {
                Ok(set) => settle(store.set_measure_status(&read.process.id, number, (revision, seen), &set, now)),
                Err(faults) => Ok(Err(Refusal::Faults(faults))),
            }
        })
        .await?;
    let refused = match (kept, decides) {
        (Ok(()), _) => return Ok(saved(&id, number)),
        (Err(refusal), true) => Refused::Next(status, reason, refusal),
        (Err(refusal), false) => Refused::Status(status, reason, refusal),
    };
    refuse(&pages, &visit, id, Some(number), refused).await
}

/// Writes down what a senior leader answered on paper or in a meeting.
pub async fn write_down(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let number = read_known(&number)?;
    let words = form.get("words").to_owned();
    match save_answer(&pages, &visit, (&id, number), &form).await? {
        Ok(()) => Ok(saved(&id, number)),
        Err(refusal) => refuse(&pages, &visit, id, Some(number), Refused::Answer(words, refusal)).await,
    }
}
