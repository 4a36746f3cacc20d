//! What a table writes of what could be done: four figures, then a measure card.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::prepare::FormPage;
use super::table::change;
use super::{Joined, Opened, Refused, join, open};
use crate::gathering::{Canvas, CanvasError, Card, Estimate, Step, fault_at, read_estimate};
use crate::plan::proposals::{Rating, WrittenProposal, read_proposal};
use crate::plan::{Fault, Wrong};
use crate::texts::{PlanTexts, TableTexts};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::respond;
use crate::web::process::plan::form::{FormField, point_out};
use crate::web::process::plan::proposal::rating_fields;
use crate::web::process::plan::read::{Refusal, read_number};
use crate::web::visit::Visit;

/// What a table thinks of something, in a list.
pub struct EstimateLine {
    /// Its number in the diagram.
    pub number: usize,
    /// Where it is changed.
    pub href: String,
    /// What could be done.
    pub what: String,
    /// Its bundle.
    pub bundle: String,
    /// What the table thinks.
    pub rating: Rating,
    /// The four figures.
    pub figures: [u8; 4],
}

/// A measure card, in a list.
pub struct CardLine {
    /// Where it is changed.
    pub href: String,
    /// What exactly.
    pub what: String,
    /// Its bundle, and who could own it.
    pub about: String,
}

fn title(canvas: &Canvas, number: u32) -> String {
    let bundle = canvas.bundles.iter().find(|bundle| bundle.number == number);
    bundle.map_or(String::new(), |bundle| bundle.title.clone())
}

/// What tables think, bundle by bundle.
pub fn list_estimates(canvas: &Canvas, href: &str) -> Vec<EstimateLine> {
    let mut estimates: Vec<&Estimate> = canvas.estimates.iter().collect();
    estimates.sort_by_key(|one| (one.bundle, one.number));
    let line = |(nth, one): (usize, &Estimate)| EstimateLine {
        number: nth + 1,
        href: format!("{href}/estimates/{}", one.number),
        what: one.what.clone(),
        bundle: title(canvas, one.bundle),
        rating: one.rating,
        figures: one.rating.figures(),
    };
    estimates.into_iter().enumerate().map(line).collect()
}

/// The measure cards, bundle by bundle.
pub fn list_cards(canvas: &Canvas, href: &str) -> Vec<CardLine> {
    let mut cards: Vec<&Card> = canvas.cards.iter().collect();
    cards.sort_by_key(|one| (one.bundle, one.number));
    let line = |one: &Card| CardLine {
        href: format!("{href}/cards/{}", one.number),
        what: one.proposal.what.clone(),
        about: format!("{} – {}", title(canvas, one.bundle), one.proposal.owner),
    };
    cards.into_iter().map(line).collect()
}

/// Why a form is shown again.
enum Again {
    Refusal(Refusal),
    Fault(&'static str),
}

/// What is refused of what was saved, in the form in which it is shown again.
fn again(refused: Refused, texts: &'static TableTexts) -> Again {
    match refused {
        Refused::TooFast => Again::Fault(texts.too_fast),
        Refused::NotKept => Again::Fault(texts.not_kept),
        Refused::Pace(_) => Again::Fault(texts.closed_kept),
        Refused::Canvas(CanvasError::Meanwhile) => Again::Refusal(Refusal::Meanwhile),
        Refused::Canvas(fault) => match fault_at("bundle", fault) {
            Some(fault) => Again::Refusal(Refusal::Faults(vec![fault])),
            None => Again::Fault(texts.full),
        },
    }
}

/// What is shown in a form.
struct Shown {
    heading: &'static str,
    lead: &'static str,
    path: String,
    fields: Vec<FormField>,
    revision: u32,
}

fn write(joined: &Joined, visit: &Visit, shown: Shown, refused: Option<Again>) -> Result<Response, PageError> {
    let (texts, plan_texts) = (TableTexts::of(visit.language), PlanTexts::of(visit.language));
    let is_refused = refused.is_some();
    let (refusal, fault) = match refused {
        Some(Again::Refusal(refusal)) => (Some(refusal), None),
        Some(Again::Fault(fault)) => (None, Some(fault)),
        None => (None, None),
    };
    let mut fields = shown.fields;
    let alert = point_out(&mut fields, refusal.as_ref(), plan_texts);
    let mut frame = visit.page(shown.heading);
    let back = format!("/gathering/{}", joined.gathering.code.as_str());
    frame.path = format!("{back}{}", shown.path);
    let template = FormPage {
        page: frame,
        texts: plan_texts,
        back,
        over: format!("{} – {}", texts.title, joined.wards),
        heading: shown.heading,
        lead: shown.lead,
        fault,
        fields,
        alert,
        revision: shown.revision,
        save: texts.save,
    };
    respond(&template, is_refused)
}

fn bundles(joined: &Joined, chosen: &str, visit: &Visit) -> FormField {
    let texts = TableTexts::of(visit.language);
    let none = (String::new(), texts.choose.to_owned());
    let bundles = joined.canvas.bundles.iter();
    let bundles = bundles.map(|bundle| (bundle.number.to_string(), bundle.title.clone()));
    let options = [none].into_iter().chain(bundles).collect();
    FormField::choice("bundle", texts.bundle, chosen, options)
}

/// The number of a bundle that was chosen; another one is refused at its field.
fn read_bundle(written: &str) -> Result<u32, Fault> {
    written.parse().map_err(|_| Fault {
        field: "bundle".to_owned(),
        wrong: Wrong::NotChosen,
    })
}

/// What was typed of a line: its bundle, what could be done, four figures.
type TypedEstimate = (String, String, [String; 4]);

fn estimate_page(
    joined: &Joined,
    visit: &Visit,
    number: Option<u32>,
    typed: Option<(TypedEstimate, Again)>,
) -> Result<Response, PageError> {
    let (texts, plan_texts) = (TableTexts::of(visit.language), PlanTexts::of(visit.language));
    let kept = joined.canvas.estimates.iter().find(|one| Some(one.number) == number);
    if number.is_some() && kept.is_none() {
        return Err(PageError::NotFound);
    }
    let ((bundle, what, figures), refused) = match (typed, kept) {
        (Some((typed, again)), _) => (typed, Some(again)),
        (None, Some(kept)) => {
            let figures = kept.rating.figures().map(|figure| figure.to_string());
            ((kept.bundle.to_string(), kept.what.clone(), figures), None)
        }
        (None, None) => (TypedEstimate::default(), None),
    };
    let mut fields = vec![
        bundles(joined, &bundle, visit),
        FormField::lines("what", texts.estimate, &what),
    ];
    fields.extend(rating_fields(&figures, plan_texts));
    let shown = Shown {
        heading: number.map_or(texts.estimate_add, |_| texts.estimate_change),
        lead: texts.estimate_lead,
        path: number.map_or("/estimates/new".to_owned(), |number| format!("/estimates/{number}")),
        fields,
        revision: kept.map_or(0, |kept| kept.revision),
    };
    write(joined, visit, shown, refused)
}

/// A form of a step that is open; otherwise what stands there now.
async fn show_form(
    pages: &Arc<Pages>,
    code: &str,
    visit: &Visit,
    step: Step,
    page: impl FnOnce(&Joined) -> Result<Response, PageError>,
) -> Result<Response, PageError> {
    match open(pages, code).await? {
        Opened::Joined(joined) if joined.gathering.position.is_open(step) => page(&joined),
        Opened::Joined(joined) => Ok(back(&joined)),
        opened => join::refuse(visit, code, &opened),
    }
}

/// The page of a line.
pub async fn show_estimate(
    State(pages): State<Arc<Pages>>,
    Path((code, number)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    show_form(&pages, &code, &visit, Step::Prioritise, |joined| {
        estimate_page(joined, &visit, read_number(&number)?, None)
    })
    .await
}

/// A form whose step is closed leads back to the table's page.
fn back(joined: &Joined) -> Response {
    Redirect::to(&format!("/gathering/{}", joined.gathering.code.as_str())).into_response()
}

fn saved(joined: &Joined) -> Response {
    Redirect::to(&format!("/gathering/{}?done=saved", joined.gathering.code.as_str())).into_response()
}

/// Saves a line.
pub async fn save_estimate(
    State(pages): State<Arc<Pages>>,
    Path((code, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let number = read_number(&number)?;
    let seen: u32 = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let figures = Rating::NAMES.map(|name| form.get(name).to_owned());
    let typed = (form.get("bundle").to_owned(), form.get("what").to_owned(), figures);
    let read = read_estimate(&typed.1, typed.2.each_ref().map(String::as_str));
    let again = match (read_bundle(&typed.0), read) {
        (Ok(bundle), Ok(estimate)) => {
            let done = change(&pages, &joined, Step::Prioritise, move |canvas| {
                canvas.save_estimate(number, seen, bundle, estimate)
            });
            match done.await? {
                Ok(_) => return Ok(saved(&joined)),
                Err(refused) => again(refused, TableTexts::of(visit.language)),
            }
        }
        (bundle, estimate) => {
            let faults = bundle.err().into_iter().chain(estimate.err().into_iter().flatten());
            Again::Refusal(Refusal::Faults(faults.collect()))
        }
    };
    estimate_page(&joined, &visit, number, Some((typed, again)))
}

fn card_fields(typed: &WrittenProposal, joined: &Joined, visit: &Visit) -> Vec<FormField> {
    let texts = PlanTexts::of(visit.language);
    vec![
        bundles(joined, &typed.bundle, visit),
        FormField::line("area", texts.area, &typed.area).proposing(joined.gathering.prepared.areas.clone()),
        FormField::lines("what", texts.what, &typed.what),
        FormField::lines("first_step", texts.first_step, &typed.first_step),
        FormField::line("owner", texts.owner, &typed.owner).hinted(texts.owner_hint),
        FormField::day("by", texts.by, &typed.by),
        FormField::lines("indicator", texts.indicator, &typed.indicator),
        FormField::lines("instead", texts.instead, &typed.instead).hinted(texts.instead_hint),
    ]
}

fn card_page(
    joined: &Joined,
    visit: &Visit,
    number: Option<u32>,
    typed: Option<(WrittenProposal, Again)>,
) -> Result<Response, PageError> {
    let texts = TableTexts::of(visit.language);
    let kept = joined.canvas.cards.iter().find(|one| Some(one.number) == number);
    if number.is_some() && kept.is_none() {
        return Err(PageError::NotFound);
    }
    let (typed, refused) = match (typed, kept) {
        (Some((typed, again)), _) => (typed, Some(again)),
        (None, Some(kept)) => (WrittenProposal::of(kept.bundle.to_string(), &kept.proposal), None),
        (None, None) => {
            let areas = &joined.gathering.prepared.areas;
            let area = areas.get(joined.gathering.position.area).cloned();
            let typed = WrittenProposal {
                area: area.unwrap_or_default(),
                ..WrittenProposal::default()
            };
            (typed, None)
        }
    };
    let shown = Shown {
        heading: number.map_or(texts.card_add, |_| texts.card_change),
        lead: texts.card_lead,
        path: number.map_or("/cards/new".to_owned(), |number| format!("/cards/{number}")),
        fields: card_fields(&typed, joined, visit),
        revision: kept.map_or(0, |kept| kept.revision),
    };
    write(joined, visit, shown, refused)
}

/// The page of a measure card.
pub async fn show_card(
    State(pages): State<Arc<Pages>>,
    Path((code, number)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    show_form(&pages, &code, &visit, Step::Concretise, |joined| {
        card_page(joined, &visit, read_number(&number)?, None)
    })
    .await
}

/// Saves a measure card.
pub async fn save_card(
    State(pages): State<Arc<Pages>>,
    Path((code, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let number = read_number(&number)?;
    let seen: u32 = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let typed = WrittenProposal::typed(|name| form.get(name).to_owned());
    let again = match (read_bundle(&typed.bundle), read_proposal(&typed, joined.today)) {
        (Ok(bundle), Ok((_, proposal))) => {
            let done = change(&pages, &joined, Step::Concretise, move |canvas| {
                canvas.save_card(number, seen, bundle, &proposal)
            });
            match done.await? {
                Ok(_) => return Ok(saved(&joined)),
                Err(refused) => again(refused, TableTexts::of(visit.language)),
            }
        }
        (bundle, card) => {
            let faults = card.err().into_iter().flatten();
            let mut faults: Vec<Fault> = faults.filter(|fault| fault.field != "bundle").collect();
            faults.extend(bundle.err());
            Again::Refusal(Refusal::Faults(faults))
        }
    };
    card_page(&joined, &visit, number, Some((typed, again)))
}
