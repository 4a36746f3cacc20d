//! Asking again: the form with which a guide makes a pulse of the newest result, and the pulses of a process in its room.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use super::plan::form::FormField;
use super::plan::read_results;
use super::read::Read;
use crate::figures::pulse::{PULSE_ANSWERS, can_stand_beside};
use crate::organisation::drafts::{Draft, Field};
use crate::organisation::planning::PlanningError;
use crate::organisation::pulse::{PulseRefusal, WrittenPulse, plan_pulse};
use crate::organisation::{Organisation, Role};
use crate::plan::effect::{PublishedResult, find_newest};
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{GuideTexts, PulseTexts, Texts, fill, say_not_planned, say_period};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::drafts::box_ids;
use crate::web::page::{Page, respond};
use crate::web::pulses::{NoPulse, find_no_pulse, is_of, list_questions};
use crate::web::visit::Visit;

/// The pulses of a process, in its room.
pub struct PulsesInRoom {
    /// The newest first.
    pub pulses: Vec<PulseInRoom>,
    /// What keeps another one from being asked for, if something does.
    pub none: Option<NoPulse>,
}

/// A pulse in the room of a process.
pub struct PulseInRoom {
    /// When.
    pub period: String,
    /// What it asks.
    pub questions: Vec<String>,
    /// Where it leads: to what it says, or for guides to its round.
    pub href: Option<String>,
    /// How it stands, for the style sheet and in words.
    pub state: (&'static str, &'static str),
}

/// The pulses of exactly these wards, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub fn list_pulses(
    store: &Store,
    organisation: &Organisation,
    wards: &[String],
    (role, language): (Role, Language),
    now: i64,
) -> Result<PulsesInRoom, StoreError> {
    let (zone, texts) = (organisation.zone(), GuideTexts::of(language));
    let boxes = store.boxes_of(wards)?;
    let pulses: Vec<&BoxRow> = boxes
        .iter()
        .filter(|ballot_box| ballot_box.pulse_of.is_some() && is_of(ballot_box, wards))
        .collect();
    let named: Vec<String> = pulses.iter().map(|ballot_box| ballot_box.round.clone()).collect();
    let rounds = store.rounds_named(&named)?;
    let line = |ballot_box: &&BoxRow| {
        let state = ballot_box.state_at(now);
        PulseInRoom {
            period: say_period(
                Texts::of(language).period,
                language,
                &zone,
                ballot_box.opens,
                ballot_box.closes,
            ),
            questions: rounds
                .get(&ballot_box.round)
                .map_or_else(Vec::new, |round| list_questions(&round.deck, language)),
            href: match (state, role) {
                (Some(BoxState::Released), _) => Some(format!("/results/{}", ballot_box.id)),
                (_, Role::Guide) => Some(format!("/rounds/{}", ballot_box.id)),
                _ => None,
            },
            state: match state {
                None => ("waits", texts.planned),
                Some(BoxState::Open) => ("waits", texts.open),
                Some(BoxState::Closed) => ("waits", texts.closed),
                Some(BoxState::Counted) => ("waits", texts.counted),
                Some(BoxState::Released) => ("done", texts.released),
                Some(BoxState::ClosedUnread) => ("late", texts.closed_unread),
            },
        }
    };
    Ok(PulsesInRoom {
        pulses: pulses.iter().rev().map(line).collect(),
        none: find_no_pulse(&boxes, wards),
    })
}

/// A question that can be asked again.
struct OfferedItem {
    id: String,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pulse_form.html")]
struct PulseForm {
    page: Page,
    texts: &'static PulseTexts,
    back: String,
    wards: String,
    /// Why there is nothing to ask.
    none: Option<String>,
    /// The pulse that is there already.
    there: Option<String>,
    /// The result that it stands beside, in words, and as the form names it.
    beside: Option<String>,
    seen: String,
    offered: Vec<OfferedItem>,
    questions_hint: String,
    once: String,
    refused: bool,
    items_fault: bool,
    faults_of_form: Vec<String>,
    days: Vec<FormField>,
}

/// What a pulse can be made of.
struct Source {
    read: Read,
    /// The newest result of exactly these wards, and its box.
    newest: Option<(BoxRow, PublishedResult)>,
    /// What keeps another pulse of it from being asked for.
    none: Option<NoPulse>,
}

impl Source {
    fn offered(&self) -> Vec<String> {
        let Some((_, result)) = self.newest.as_ref().filter(|(_, result)| result.mode == Mode::DropIn) else {
            return Vec::new();
        };
        let can = result
            .questions
            .iter()
            .filter(|one| can_stand_beside(&result.deck, one));
        can.map(|one| one.id.clone()).collect()
    }

    /// What keeps it from being asked.
    fn nothing_to_ask(&self, language: Language) -> Option<String> {
        let texts = PulseTexts::of(language);
        let said = match self.none {
            _ if self.read.process.resting.is_some() => texts.resting,
            Some(none) => none.say(language),
            None if self.offered().is_empty() => return Some(fill(texts.too_few_before, &[&PULSE_ANSWERS])),
            None => return None,
        };
        Some(said.to_owned())
    }
}

fn read_source(store: &Store, read: Read) -> Result<Source, StoreError> {
    let results = read_results(store, &read)?;
    let newest = match find_newest(&results, &read.process.wards) {
        Some(result) => Some((store.ballot_box(result.id)?, result.clone())),
        None => None,
    };
    let none = find_no_pulse(&store.boxes_of(&read.process.wards)?, &read.process.wards);
    Ok(Source { read, newest, none })
}

/// What was refused: what was typed, and why.
type Refused = (WrittenPulse, Organisation, Vec<PulseRefusal>);

fn describe(source: &Source, typed: WrittenPulse, refused: Option<&Refused>, visit: &Visit) -> PulseForm {
    let language = visit.language;
    let (texts, organisation) = (PulseTexts::of(language), &source.read.organisation);
    let zone = organisation.zone();
    let period = |opens, closes| say_period(Texts::of(language).period, language, &zone, opens, closes);
    let offered = source.offered();
    let mut days = vec![
        FormField::day("opens", texts.opens, &typed.opens),
        FormField::day("closes", texts.closes, &typed.closes).hinted(texts.closes_hint),
    ];
    // Refused without a reason: it was about another result than the newest.
    let is_newer = refused.is_some_and(|(_, _, why)| why.is_empty());
    let mut faults_of_form: Vec<String> = is_newer.then(|| texts.newer_result.to_owned()).into_iter().collect();
    let mut items_fault = false;
    for why in refused.into_iter().flat_map(|(_, _, why)| why) {
        let why = match why {
            PulseRefusal::Items => {
                items_fault = true;
                continue;
            }
            PulseRefusal::At(fault) => PlanningError::Faults(vec![fault.clone()]),
            PulseRefusal::Plan(why) => why.clone(),
        };
        let organisation: &Organisation = refused.map_or(organisation, |(_, organisation, _)| organisation);
        for (field, said) in say_not_planned(language, organisation, &Draft::default(), &why, period) {
            match field {
                Some(Field::Opens) => days[0].faults.push(said),
                Some(Field::Closes) => days[1].faults.push(said),
                _ => faults_of_form.push(said),
            }
        }
    }
    let mut frame = visit.page(texts.ask_again);
    let room = format!("/process/{}", source.read.process.id);
    frame.path = format!("{room}/pulse");
    let deck = source.newest.as_ref().map(|(_, result)| &result.deck);
    PulseForm {
        page: frame,
        texts,
        back: room,
        wards: organisation.ward_names(&source.read.process.wards),
        none: source.nothing_to_ask(language),
        there: source.none.and_then(NoPulse::there),
        beside: source.newest.as_ref().map(|(_, result)| {
            let title = result.deck.title.get(language);
            fill(texts.beside, &[&title, &period(result.opens, result.closes)])
        }),
        seen: source
            .newest
            .as_ref()
            .map_or_else(String::new, |(known, _)| known.id.to_string()),
        offered: offered
            .into_iter()
            .map(|id| OfferedItem {
                text: deck
                    .and_then(|deck| deck.item(&id))
                    .map_or("", |item| item.text.get(language))
                    .to_owned(),
                chosen: typed.items.contains(&id),
                id,
            })
            .collect(),
        questions_hint: fill(texts.questions_hint, &[&PULSE_ANSWERS]),
        once: fill(texts.once, &[&PULSE_ANSWERS]),
        refused: refused.is_some(),
        items_fault,
        faults_of_form,
        days,
    }
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    asked_for: WrittenPulse,
    refused: Option<Refused>,
) -> Result<Response, PageError> {
    let source = pages.read_in(visit, &id, read_source).await?;
    let typed = refused.as_ref().map_or(asked_for, |(typed, ..)| typed.clone());
    let template = describe(&source, typed, refused.as_ref(), visit);
    respond(&template, refused.is_some())
}

/// The form; `?item=` ticks a question beforehand.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let items = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "item");
    let items: BTreeSet<String> = items.map(|(_, value)| value.into_owned()).collect();
    let asked_for = WrittenPulse {
        items,
        ..WrittenPulse::default()
    };
    write(&pages, &visit, id, asked_for, None).await
}

/// Plans the pulse.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let now = pages.now();
    let (ids, email, language) = (box_ids(&pages).await?, visit.visitor()?.email.clone(), visit.language);
    let written = WrittenPulse {
        items: form.all("item").into_iter().collect(),
        opens: form.get("opens").to_owned(),
        closes: form.get("closes").to_owned(),
    };
    let (typed, seen) = (written.clone(), form.get("beside").to_owned());
    let planned = pages
        .write_in(&visit, &id, move |store, read| {
            let source = read_source(store, read.clone())?;
            let newest = source
                .newest
                .as_ref()
                .filter(|_| source.nothing_to_ask(language).is_none());
            let Some((known, _)) = newest.filter(|(known, _)| known.id.to_string() == seen) else {
                // The page says what there is now.
                return Ok(Err((typed, store.organisation()?, Vec::new())));
            };
            let beside = (&*known.round, &known.wards[..]);
            let offered = source.offered();
            let mut made = None;
            let done = store.change_organisation(&ids, |organisation| {
                let (round, changes) = plan_pulse(organisation, beside, &offered, &typed, &email, now)?;
                made = Some(round);
                Ok::<_, Vec<PulseRefusal>>(changes)
            })?;
            match (done, made) {
                (Err(why), _) => Ok(Err((typed, store.organisation()?, why))),
                (Ok(_), Some(round)) => Ok(Ok(ids.id(&round, &known.wards))),
                (Ok(_), None) => Err(StoreError::ChangedMeanwhile("the plan")),
            }
        })
        .await?;
    match planned {
        Ok(one) => Ok(Redirect::to(&format!("/rounds/{one}?done=planned")).into_response()),
        Err(refused) => write(&pages, &visit, id, WrittenPulse::default(), Some(refused)).await,
    }
}
