//! The page of a gathering: where it is, what the guide does next, what was handed over.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use trykk_shared::language::Language;

use super::diagram::Diagram;
use super::list::{is_revealed, say_state};
use super::{changes, diagram, read_canvas};
use crate::gathering::{Canvas, Gathering, Handed, HandedBundle, Showing, Stage, Step};
use crate::organisation::Role;
use crate::plan::proposals::Rating;
use crate::store::StoreError;
use crate::texts::{GatheringTexts, PaperTexts, PlanTexts, TableTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::process::plan::read::read_known;
use crate::web::process::plan::words::list_facts;
use crate::web::process::plan::{OpenLine, list_open};
use crate::web::process::read::Read;
use crate::web::signing::say;
use crate::web::visit::Visit;

/// A step on the path.
struct StepLine {
    name: &'static str,
    class: &'static str,
    state: &'static str,
}

/// An idea that a guide reads: what it is called, its area, what it says.
struct IdeaLine {
    id: String,
    area: String,
    text: String,
}

/// What a guide may do with the pace.
struct PaceView {
    /// What opens the step, or gives it more time.
    open: Option<&'static str>,
    close: bool,
    forward: Option<String>,
    back: Option<String>,
    minutes: String,
    minutes_fault: Option<&'static str>,
    /// The areas, where there are several, and which is spoken of.
    areas: Vec<(usize, String, bool)>,
}

/// A bundle as it was handed over.
struct HandedView {
    title: String,
    ideas: Vec<(String, String)>,
    /// The number of each in the diagram, what could be done, four figures.
    estimates: Vec<(usize, String, [u8; 4])>,
    cards: Vec<Vec<(&'static str, String)>>,
}

/// What the page says of what was asked of it.
#[derive(Default)]
pub struct Said {
    /// Why it was not done.
    pub fault: Option<&'static str>,
    /// The minutes that were typed, and what is wrong with them.
    pub minutes: Option<(String, &'static str)>,
    /// The measures that were ticked.
    pub ticked: Vec<String>,
    /// Whether something was saved.
    pub done: bool,
}

#[derive(Template)]
#[template(path = "gathering.html")]
struct GatheringPage {
    page: Page,
    texts: &'static GatheringTexts,
    plan_texts: &'static PlanTexts,
    wards: String,
    heading: String,
    href: String,
    /// Where it follows what another guide does; nothing where something was refused, and stands in its form.
    follows: Option<String>,
    state: (&'static str, String),
    lead: String,
    /// What was prepared: the areas, how many tables.
    areas: String,
    tables: u8,
    steps: Vec<StepLine>,
    fault: Option<&'static str>,
    done: bool,
    revision: u32,
    /// Before it has begun: the open measures, whether each is ticked.
    begin: Option<Vec<(OpenLine, bool)>>,
    /// The code in groups, and the table's page, while tables can join.
    join: Option<(String, String)>,
    /// What can be printed, where the program sets PDFs.
    paper: Option<&'static PaperTexts>,
    pace: Option<PaceView>,
    to_read: Vec<IdeaLine>,
    held: Vec<IdeaLine>,
    /// At the last step.
    hand_over: bool,
    /// Whether something came too late.
    has_late: bool,
    may_give_up: bool,
    handed: Option<Vec<HandedView>>,
    /// What tables thought of it, drawn.
    diagram: Option<Diagram>,
    table_texts: &'static TableTexts,
    rating_names: [&'static str; 4],
    plan_href: String,
}

fn path(gathering: &Gathering, texts: &'static GatheringTexts) -> Vec<StepLine> {
    let at = match gathering.position.stage {
        Stage::HandedOver => 6,
        _ => gathering.position.step().map_or(0, Step::number),
    };
    let line = |step: Step| {
        let (class, state) = match step.number().cmp(&at) {
            std::cmp::Ordering::Less => ("past", texts.past),
            std::cmp::Ordering::Equal => ("present", texts.present),
            std::cmp::Ordering::Greater => ("to-come", texts.to_come),
        };
        StepLine {
            name: texts.step_name(step),
            class,
            state,
        }
    };
    Step::ALL.map(line).into()
}

fn ideas(gathering: &Gathering, canvas: &Canvas, showing: Showing) -> Vec<IdeaLine> {
    let areas = &gathering.prepared.areas;
    let ideas = canvas.seen(showing).map(|(id, idea)| IdeaLine {
        id: id.to_string(),
        area: areas.get(idea.area).cloned().unwrap_or_default(),
        text: idea.text.clone(),
    });
    ideas.collect()
}

fn describe_pace(
    gathering: &Gathering,
    canvas: &Canvas,
    texts: &'static GatheringTexts,
    said: &Said,
) -> Option<PaceView> {
    let Stage::At { step, open } = gathering.position.stage else {
        return None;
    };
    let beside = |nth: isize| {
        let at = (step as usize).checked_add_signed(nth)?;
        Step::ALL.get(at).map(|step| texts.step_name(*step))
    };
    let waits = step == Step::Ideas && (open || !is_revealed(canvas) || canvas.has(Showing::Read));
    let areas = gathering.prepared.areas.iter().enumerate();
    let (minutes, minutes_fault) = match &said.minutes {
        Some((minutes, fault)) => (minutes.clone(), Some(*fault)),
        None => (String::new(), None),
    };
    Some(PaceView {
        open: match (step, open) {
            (Step::HandOver, _) => None,
            (_, true) => Some(texts.open_again),
            (_, false) => Some(texts.open),
        },
        close: open,
        forward: beside(1).filter(|_| !waits).map(|name| fill(texts.forward, &[&name])),
        back: beside(-1).map(|name| fill(texts.back, &[&name])),
        minutes,
        minutes_fault,
        areas: match gathering.prepared.areas.len() {
            1 => Vec::new(),
            _ => areas
                .map(|(nth, area)| (nth, area.clone(), nth == gathering.position.area))
                .collect(),
        },
    })
}

/// `before`: how many proposals stand in the bundles above.
fn describe_bundle(bundle: &HandedBundle, before: usize, language: Language) -> HandedView {
    let card = |card: &crate::gathering::Card| list_facts(None, &card.proposal, language);
    let estimates = bundle.estimates.iter().enumerate();
    HandedView {
        title: bundle.title.clone(),
        ideas: bundle
            .ideas
            .iter()
            .map(|idea| (idea.text.clone(), idea.area.clone()))
            .collect(),
        estimates: estimates
            .map(|(nth, one)| (before + nth + 1, one.what.clone(), one.rating.figures()))
            .collect(),
        cards: bundle.cards.iter().map(card).collect(),
    }
}

/// What stands above everything: what is to be done now.
fn say_lead(gathering: &Gathering, canvas: &Canvas, leads: bool, language: Language) -> String {
    let texts = GatheringTexts::of(language);
    match (gathering.position.stage, &gathering.handed) {
        (Stage::HandedOver, Some(Handed { day, account, .. })) => {
            let number = gathering.handed.as_ref().map(Handed::number);
            let number = number.map_or(String::new(), |number| number.to_string());
            fill(texts.handed, &[&say(language, *day), account, &number])
        }
        (Stage::GivenUp | Stage::HandedOver, _) => texts.given_up.to_owned(),
        (Stage::Prepared, _) if leads => texts.ready_lead.to_owned(),
        (Stage::Prepared, _) => texts.wait_lead.to_owned(),
        _ if !leads => texts.under_way.to_owned(),
        (Stage::At { step, open }, _) => match (step, open) {
            (Step::Ideas, true) => texts.ideas_open,
            (Step::Ideas, false) if canvas.has(Showing::Read) => texts.to_read_lead,
            (Step::Ideas, false) if canvas.has(Showing::Waiting) => texts.too_few,
            (Step::Ideas, false) if canvas.has(Showing::Shown) => texts.state_revealed_lead,
            (Step::Ideas, false) => texts.ideas_closed,
            (Step::HandOver, _) => texts.hand_lead,
            _ => texts.tables_work,
        }
        .to_owned(),
    }
}

fn describe(
    read: &Read,
    gathering: &Gathering,
    canvas: &Canvas,
    visit: &Visit,
    said: Said,
) -> Result<GatheringPage, PageError> {
    let language = visit.language;
    let texts = GatheringTexts::of(language);
    let plan_texts = PlanTexts::of(language);
    let leads = visit.visitor()?.role == Role::Guide;
    let position = gathering.position;
    let is_prepared = position.stage == Stage::Prepared;
    let reads = leads
        && position.stage
            == Stage::At {
                step: Step::Ideas,
                open: false,
            };
    let mut frame = visit.page(texts.gathering);
    let href = format!("/process/{}/gatherings/{}", gathering.process, gathering.number);
    frame.path.clone_from(&href);
    let agenda = list_open(&read.plan, &read.process.id, read.today, language);
    let ticked = |line: &OpenLine| said.ticked.contains(&line.href);
    Ok(GatheringPage {
        page: frame,
        texts,
        plan_texts,
        table_texts: TableTexts::of(language),
        wards: read.organisation.ward_names(&read.process.wards),
        heading: fill(texts.on_day, &[&say(language, gathering.prepared.day)]),
        href,
        follows: (leads && !position.is_over() && said.fault.is_none() && said.minutes.is_none())
            .then(|| changes::address(gathering, canvas)),
        state: say_state(gathering, is_revealed(canvas), language),
        lead: say_lead(gathering, canvas, leads, language),
        areas: gathering.prepared.areas.join("\n"),
        tables: gathering.prepared.tables,
        steps: path(gathering, texts),
        fault: said.fault,
        done: said.done,
        revision: gathering.revision,
        begin: (leads && is_prepared).then(|| {
            let lines = agenda.into_iter().map(|line| {
                let ticked = ticked(&line);
                (line, ticked)
            });
            lines.collect()
        }),
        join: (leads && !position.is_over()).then(|| {
            let table = format!("/gathering/{}", gathering.code.as_str());
            (gathering.code.to_groups(), table)
        }),
        paper: (leads && !position.is_over() && cfg!(feature = "pdf")).then(|| PaperTexts::of(language)),
        pace: match leads {
            true => describe_pace(gathering, canvas, texts, &said),
            false => None,
        },
        to_read: match reads {
            true => ideas(gathering, canvas, Showing::Read),
            false => Vec::new(),
        },
        held: match leads {
            true => ideas(gathering, canvas, Showing::Held),
            false => Vec::new(),
        },
        hand_over: leads && position.step() == Some(Step::HandOver),
        has_late: canvas.has(Showing::Waiting),
        may_give_up: leads && !position.is_over(),
        diagram: gathering.handed.as_ref().and_then(|handed| {
            let estimates = handed.bundles.iter().flat_map(|bundle| &bundle.estimates);
            let ratings: Vec<Rating> = estimates.map(|one| one.rating).collect();
            diagram::draw(&ratings)
        }),
        handed: gathering.handed.as_ref().map(|handed| {
            let mut before = 0;
            let view = |bundle: &HandedBundle| {
                let view = describe_bundle(bundle, before, language);
                before += bundle.estimates.len();
                view
            };
            handed.bundles.iter().map(view).collect()
        }),
        rating_names: [plan_texts.gain, plan_texts.ease, plan_texts.quality, plan_texts.cost],
        plan_href: format!("/process/{}/plan", gathering.process),
    })
}

/// Writes the page, with what is said of what was asked.
pub async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: u32,
    said: Said,
) -> Result<Response, PageError> {
    let asked = Arc::clone(pages);
    let is_refused = said.fault.is_some() || said.minutes.is_some();
    let (read, gathering, kept) = pages
        .read_in(visit, &id, move |store, read| {
            let gathering = store.gathering(&read.process.id, number)?;
            let kept = match read_canvas(&asked.folder, &gathering) {
                Err(StoreError::Damaged(_)) => None,
                canvas => Some(canvas?),
            };
            Ok((read, gathering, kept))
        })
        .await?;
    let said = Said {
        fault: match kept {
            None => Some(GatheringTexts::of(visit.language).damaged),
            Some(_) => said.fault,
        },
        ..said
    };
    let canvas = kept.unwrap_or_default();
    respond(&describe(&read, &gathering, &canvas, visit, said)?, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let said = Said {
        done: is_done(query.as_ref()),
        ..Said::default()
    };
    write(&pages, &visit, id, read_known(&number)?, said).await
}
