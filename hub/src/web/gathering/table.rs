//! A table's page: what it does at the step that is open, and what it sees when none is.

use std::sync::{Arc, MutexGuard, Once};

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::diagram::Diagram;
use super::sort::SortView;
use super::writing::{CardLine, EstimateLine, list_cards, list_estimates};
use super::{Joined, Opened, Refused, changes, diagram, join, open, settle};
use crate::gathering::{
    Canvas, CanvasError, IdeaId, JoinCode, PaceError, Position, Rush, Showing, Stage, Step, keeping, read_idea,
};
use crate::plan::Fault;
use crate::plan::proposals::Rating;
use crate::texts::{GatheringTexts, PlanTexts, TableTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::process::plan::form::{Alert, FormField, point_out};
use crate::web::process::plan::read::Refusal;
use crate::web::signing::say;
use crate::web::visit::Visit;

/// A page on which nothing is typed loads itself again after so many seconds, without a script; with one it follows the guide.
const REFRESH_SECONDS: u64 = 10;

/// Ideas that are read, under their bundle.
pub struct Group {
    /// The bundle's title, or that they are in none.
    pub title: String,
    /// What each says, and its area.
    pub ideas: Vec<(String, String)>,
}

/// The form of an idea.
struct IdeaForm {
    /// What it is called.
    name: String,
    lead: &'static str,
    fields: Vec<FormField>,
    alert: Option<Alert>,
    fault: Option<&'static str>,
}

/// What a table sees.
#[derive(Template)]
#[template(path = "gathering_table.html")]
pub struct TablePage {
    page: Page,
    texts: &'static TableTexts,
    plan_texts: &'static PlanTexts,
    heading: String,
    over: String,
    href: String,
    /// Where it follows the guide; nothing where something was refused, and stands in its form.
    follows: Option<String>,
    /// How often it loads itself again without a script, where nothing is typed.
    refresh: Option<u64>,
    /// What is said above everything.
    said: Option<&'static str>,
    done: bool,
    fault: Option<&'static str>,
    /// What was written of an idea that came too late.
    kept: Option<String>,
    ideas: Option<IdeaForm>,
    shown: Vec<Group>,
    sorting: Option<SortView>,
    /// What tables think, at the step and after it; whether it is changed now.
    estimates: Option<(Vec<EstimateLine>, bool)>,
    /// The same, drawn.
    diagram: Option<Diagram>,
    cards: Option<(Vec<CardLine>, bool)>,
    rating_names: [&'static str; 4],
}

/// What a page says of what was sent to it.
#[derive(Default)]
pub struct Said {
    /// What was typed of an idea: its area, and what it says; and why it is not kept.
    pub idea: Option<(String, String, Kept)>,
    /// What became of ideas that were to be moved.
    pub sorting: Option<SortView>,
    /// That something was saved.
    pub done: bool,
}

/// Why an idea is not kept.
pub enum Kept {
    /// Its fields.
    Faults(Vec<Fault>),
    /// The whole of it.
    Not(&'static str),
}

fn groups(joined: &Joined, texts: &TableTexts) -> Vec<Group> {
    let (canvas, areas) = (&joined.canvas, &joined.gathering.prepared.areas);
    let group = |bundle: Option<u32>, title: &str| Group {
        title: title.to_owned(),
        ideas: canvas
            .seen(Showing::Shown)
            .filter(|(_, idea)| idea.bundle == bundle)
            .map(|(_, idea)| (idea.text.clone(), areas.get(idea.area).cloned().unwrap_or_default()))
            .collect(),
    };
    let loose = match canvas.bundles.is_empty() {
        true => texts.all_ideas,
        false => texts.loose,
    };
    let mut groups = vec![group(None, loose)];
    groups.extend(
        canvas
            .bundles
            .iter()
            .map(|bundle| group(Some(bundle.number), &bundle.title)),
    );
    groups.retain(|group| !group.ideas.is_empty());
    groups
}

fn idea_form(joined: &Joined, said: &Said, visit: &Visit) -> IdeaForm {
    let texts = TableTexts::of(visit.language);
    let areas = &joined.gathering.prepared.areas;
    let (mut area, mut text) = (joined.gathering.position.area.to_string(), "");
    let (mut refusal, mut fault) = (None, None);
    if let Some((typed_area, typed, kept)) = &said.idea {
        (area, text) = (typed_area.clone(), typed);
        match kept {
            Kept::Faults(faults) => refusal = Some(Refusal::Faults(faults.clone())),
            Kept::Not(why) => fault = Some(*why),
        }
    }
    let options = areas.iter().enumerate();
    let options = options.map(|(nth, area)| (nth.to_string(), area.clone())).collect();
    let mut fields = vec![
        FormField::choice("area", texts.area, &area, options),
        FormField::line("idea", texts.idea, text).hinted(texts.idea_hint),
    ];
    let alert = point_out(&mut fields, refusal.as_ref(), PlanTexts::of(visit.language));
    IdeaForm {
        name: joined.form.clone(),
        lead: match joined.canvas.has(Showing::Shown) {
            true => texts.idea_late,
            false => texts.idea_lead,
        },
        fields,
        alert,
        fault,
    }
}

fn draw_lines(lines: &[EstimateLine]) -> Option<Diagram> {
    let ratings: Vec<Rating> = lines.iter().map(|line| line.rating).collect();
    diagram::draw(&ratings)
}

/// What stands above everything where nothing is written.
fn say_waiting(position: Position, texts: &'static TableTexts) -> Option<&'static str> {
    match position.stage {
        Stage::Prepared => Some(texts.not_begun),
        Stage::HandedOver => Some(texts.over),
        Stage::GivenUp => Some(texts.given_up),
        Stage::At { open: true, .. } => None,
        Stage::At {
            step: Step::HandOver, ..
        } => Some(texts.handing),
        Stage::At { open: false, .. } => Some(texts.step_closed),
    }
}

/// Writes a table's page.
pub fn write(joined: &Joined, visit: &Visit, said: Said) -> Result<Response, PageError> {
    let texts = TableTexts::of(visit.language);
    let plan_texts = PlanTexts::of(visit.language);
    let Joined { gathering, canvas, .. } = joined;
    let position = gathering.position;
    let is_refused = said.idea.is_some() || said.sorting.as_ref().is_some_and(|view| view.is_refused());
    let step = position.step();
    let open = |step| position.is_open(step);
    let waits = !matches!(position.stage, Stage::At { open: true, .. });
    let kept = said.idea.as_ref().filter(|_| waits).map(|(_, text, _)| text.clone());
    let ideas = open(Step::Ideas).then(|| idea_form(joined, &said, visit));
    // A hub that was put back to before the gathering began shows nothing that lies in a later file.
    let shows_ideas = step.is_some() && !open(Step::Ideas) && !open(Step::Sort);
    let sorting = match open(Step::Sort) {
        true => Some(said.sorting.unwrap_or_default().of(joined)),
        false => None,
    };
    let mut frame = visit.page(texts.title);
    let href = format!("/gathering/{}", gathering.code.as_str());
    frame.path.clone_from(&href);
    let names = GatheringTexts::of(visit.language);
    let estimates = (step >= Some(Step::Prioritise)).then(|| (list_estimates(canvas, &href), open(Step::Prioritise)));
    // Whoever has typed something keeps it; whoever waits sees what is next.
    let refreshes = waits && !is_refused && !position.is_over();
    let template = TablePage {
        follows: (!is_refused && !position.is_over()).then(|| changes::address(gathering, canvas)),
        refresh: refreshes.then_some(REFRESH_SECONDS),
        page: frame,
        texts,
        plan_texts,
        heading: match step {
            Some(step) => names.step_name(step).to_owned(),
            None => texts.title.to_owned(),
        },
        over: match step {
            Some(step) => format!("{} – {}", fill(texts.step_of, &[&step.number()]), joined.wards),
            None => format!("{} – {}", say(visit.language, gathering.prepared.day), joined.wards),
        },
        said: say_waiting(position, texts),
        done: said.done,
        fault: said.idea.as_ref().filter(|_| waits).map(|(.., why)| match why {
            Kept::Not(why) => *why,
            Kept::Faults(_) => texts.idea_closed,
        }),
        kept,
        ideas,
        shown: match shows_ideas {
            true => groups(joined, texts),
            false => Vec::new(),
        },
        sorting,
        diagram: estimates.as_ref().and_then(|(lines, _)| draw_lines(lines)),
        estimates,
        cards: (step >= Some(Step::Concretise)).then(|| (list_cards(canvas, &href), open(Step::Concretise))),
        rating_names: [plan_texts.gain, plan_texts.ease, plan_texts.quality, plan_texts.cost],
        href,
    };
    respond(&template, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let query = query.unwrap_or_default();
    let field = |name: &str| query.split('&').find_map(|field| field.strip_prefix(name));
    let said = Said {
        done: field("done=").is_some(),
        ..Said::default()
    };
    write(&joined, &visit, said)
}

/// Does something on the canvas, in the writer's turn, at a step that is open and no faster than a room of tables writes. What is sent to
/// a step that is closed takes nobody's room, and no turn of the writer. What fails is told to who wrote: nothing that was typed is lost.
///
/// # Errors
/// When nobody may write now.
pub async fn change<T: Send + 'static>(
    pages: &Arc<Pages>,
    joined: &Joined,
    step: Step,
    work: impl FnOnce(&mut Canvas) -> Result<T, CanvasError> + Send + 'static,
) -> Result<Result<T, Refused>, PageError> {
    let (now, gathering) = (pages.now(), &joined.gathering);
    if let Err(fault) = keeping::check_open(gathering, step) {
        return Ok(Err(Refused::Pace(fault)));
    }
    let allows = |mut rush: MutexGuard<'_, Rush>| rush.allows(&gathering.id, now, &mut pages.rng());
    if !pages.rush.lock().is_ok_and(allows) {
        return Ok(Err(Refused::TooFast));
    }
    let (folder, code): (_, JoinCode) = (pages.folder.clone(), gathering.code.clone());
    let (counting, id) = (Arc::clone(pages), gathering.id.clone());
    let done = pages.write(move |store| {
        let mut changed = false;
        let done = settle(keeping::write(store, &folder, &code, step, |canvas| {
            let before = canvas.clone();
            let done = work(canvas);
            changed = *canvas != before;
            done
        }));
        if let (true, Ok(mut rush)) = (changed, counting.rush.lock()) {
            rush.count(&id);
        }
        Ok(done.unwrap_or_else(|error| {
            // Once: the log would say when ideas were written.
            static TOLD: Once = Once::new();
            TOLD.call_once(|| tracing::error!(%error, "what a table wrote could not be kept; it is not said again until the hub is started anew"));
            Err(Refused::NotKept)
        }))
    });
    done.await
}

/// Keeps an idea.
pub async fn write_idea(
    pages: &Arc<Pages>,
    joined: &Joined,
    form: &str,
    area: usize,
    text: String,
) -> Result<Result<(), Refused>, PageError> {
    let id = match form {
        "" => IdeaId::draw(&mut pages.rng()),
        form => IdeaId::of_form(&joined.gathering.id, form, area, &text),
    };
    change(pages, joined, Step::Ideas, move |canvas| canvas.write(id, area, text)).await
}

/// Takes an idea in.
pub async fn take(
    State(pages): State<Arc<Pages>>,
    Path(code): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    let texts = TableTexts::of(visit.language);
    let (area, text) = (form.get("area").to_owned(), form.get("idea").to_owned());
    let kept = match read_idea(&area, &text, joined.gathering.prepared.areas.len()) {
        Err(faults) => Kept::Faults(faults),
        Ok((nth, idea)) => match write_idea(&pages, &joined, form.get("form"), nth, idea).await? {
            Ok(()) => {
                // No area in the address: a browser keeps it, with the time.
                let page = format!("/gathering/{}?done=sent", joined.gathering.code.as_str());
                return Ok(Redirect::to(&page).into_response());
            }
            Err(Refused::Canvas(_)) => Kept::Not(texts.idea_full),
            Err(Refused::Pace(PaceError::Over)) => Kept::Not(texts.over),
            Err(Refused::Pace(_)) => Kept::Not(texts.idea_closed),
            Err(Refused::TooFast) => Kept::Not(texts.too_fast),
            Err(Refused::NotKept) => Kept::Not(texts.not_kept),
        },
    };
    // The step may have been closed since the page was read.
    let mut joined = match open(&pages, &code).await? {
        Opened::Joined(joined) => joined,
        opened => return join::refuse(&visit, &code, &opened),
    };
    // Under its own name again: what was kept all the same is not kept twice.
    if !form.get("form").is_empty() {
        form.get("form").clone_into(&mut joined.form);
    }
    let said = Said {
        idea: Some((area, text, kept)),
        ..Said::default()
    };
    write(&joined, &visit, said)
}
