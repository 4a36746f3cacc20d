//! The page of a process: where it is, what is next, the goal sheet, the checkpoint, what has happened.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use trykk_shared::language::Language;

use super::meetings::{MeetingLine, list};
use super::plan::{OpenLine, list_open};
use super::pulse::{PulseInRoom, PulsesInRoom, list_pulses};
use super::read::Read;
use super::view::Glance;
use crate::gathering::Gathering;
use crate::organisation::Role;
use crate::organisation::times::write_day;
use crate::process::goals::changes;
use crate::process::method::{Method, Reader};
use crate::process::{Begun, GoalSheet, Next, PhaseState, Process};
use crate::texts::{
    CalendarTexts, GatheringTexts, MailTexts, MeetingTexts, OpenPageTexts, PlanTexts, ProcessTexts, PulseTexts, fill,
};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::gathering;
use crate::web::page::{Page, is_done, respond};
use crate::web::signed::say_goal_change;
use crate::web::signing::{SigningView, say};
use crate::web::visit::Visit;

/// A phase on the path.
struct PhaseLine {
    heading: String,
    class: &'static str,
    state: &'static str,
}

/// The present phase, opened.
struct Present {
    purpose: String,
    task: Option<String>,
    activities: Vec<String>,
    succeeds: String,
}

/// The goal sheet as it stands.
struct SheetView {
    goals: Vec<String>,
    how: String,
    look: String,
    look_late: Option<String>,
    by: String,
    changed: Vec<String>,
}

/// What is in the form of the goal sheet.
#[derive(Clone, Default)]
pub struct TypedGoals {
    /// A goal a line.
    pub goals: String,
    /// How they are looked at.
    pub how: String,
    /// When.
    pub look: String,
}

/// What may be done with the next phase.
struct BeginForm {
    phase: String,
    button: String,
    /// Whether a reason is asked for: not everybody has signed.
    asks_reason: bool,
    reason: String,
}

/// What the page says of what was asked of it.
#[derive(Default)]
pub struct Said {
    /// What is wrong with the goal sheet that was typed, and what was typed.
    pub goals: Option<(TypedGoals, Vec<&'static str>)>,
    /// Why a phase does not begin, and the reason that was typed.
    pub begin: Option<(String, &'static str)>,
    /// Whether something was saved.
    pub done: bool,
}

#[derive(Template)]
#[template(path = "process.html")]
struct RoomPage {
    page: Page,
    texts: &'static ProcessTexts,
    glance: Glance,
    id: String,
    back: String,
    phases: Vec<PhaseLine>,
    present: Option<Present>,
    /// The name of the next phase, where it begins with a checkpoint.
    checkpoint: Option<String>,
    signing: Option<SigningView>,
    /// Whether the reader may put it forward now.
    may_ask: bool,
    begin: Option<BeginForm>,
    earlier: Vec<(String, String)>,
    seen: usize,
    sheet: Option<SheetView>,
    /// The version of the goal sheet that the form changes.
    version: u32,
    may_write: bool,
    typed: TypedGoals,
    goal_faults: Vec<&'static str>,
    begin_fault: Option<&'static str>,
    history: Vec<(String, Option<String>)>,
    plan_texts: &'static PlanTexts,
    /// How many measures are open, how many overdue.
    plan_said: String,
    open_measures: Vec<OpenLine>,
    /// How far the signing of the plan has come.
    plan_signing: Option<SigningView>,
    open_texts: &'static OpenPageTexts,
    /// Whether the wards have an open page.
    is_open: bool,
    pulse_texts: &'static PulseTexts,
    pulses: Vec<PulseInRoom>,
    /// What is said where there is no pulse yet.
    no_pulse_yet: &'static str,
    /// Why a guide cannot ask for one now, if so.
    no_pulse: Option<&'static str>,
    gathering_texts: &'static GatheringTexts,
    gatherings: Vec<gathering::GatheringLine>,
    /// Whether the reader prepares one.
    may_prepare: bool,
    meeting_texts: &'static MeetingTexts,
    meetings: Vec<MeetingLine>,
    calendar_texts: &'static CalendarTexts,
    mail_texts: &'static MailTexts,
    may_rest: bool,
    resting: bool,
    done: bool,
}

fn path(read: &Read, method: &Method, texts: &'static ProcessTexts, language: Language) -> Vec<PhaseLine> {
    let phases = method.phases.iter().enumerate();
    let phases = phases.map(|(nth, phase)| {
        let (class, state) = match read.here.state(nth) {
            PhaseState::Past => ("past", texts.past),
            PhaseState::Present => ("present", texts.present),
            PhaseState::ToCome => ("to-come", texts.to_come),
        };
        PhaseLine {
            heading: format!("{}. {}", nth + 1, phase.name.get(language)),
            class,
            state,
        }
    });
    phases.collect()
}

fn describe_sheet(process: &Process, today: i64, texts: &ProcessTexts, language: Language) -> Option<SheetView> {
    let GoalSheet {
        version,
        goals,
        account,
        day,
    } = process.goal_sheet()?;
    let before = process.goals.iter().rev().nth(1);
    let changed = before.map_or(Vec::new(), |before| changes(&before.goals, goals));
    Some(SheetView {
        goals: goals.goals.clone(),
        how: goals.how.clone(),
        look: say(language, goals.look),
        look_late: (goals.look < today).then(|| fill(texts.look_late, &[&say(language, goals.look)])),
        by: fill(texts.version_by, &[version, account, &say(language, *day)]),
        changed: changed.iter().map(|change| say_goal_change(change, language)).collect(),
    })
}

fn describe_begun(
    begun: &Begun,
    method: &Method,
    texts: &ProcessTexts,
    language: Language,
) -> (String, Option<String>) {
    let name = method
        .phase(&begun.phase)
        .map_or(&begun.phase[..], |phase| phase.name.get(language));
    let mut line = fill(texts.began, &[&say(language, begun.day), &name, &begun.account]);
    if let Some(version) = begun.goals {
        line = format!("{line} ({})", fill(texts.began_goals, &[&version]));
    }
    let reason = begun
        .reason
        .as_ref()
        .map(|reason| fill(texts.began_unsigned, &[reason]));
    (line, reason)
}

/// Makes the page of what was read.
fn describe(
    read: &Read,
    (gatherings, is_open, pulses): (&[Gathering], bool, PulsesInRoom),
    method: &Method,
    visit: &Visit,
    said: Said,
) -> Result<RoomPage, PageError> {
    let (visitor, language) = (visit.visitor()?, visit.language);
    let (texts, process) = (ProcessTexts::of(language), &read.process);
    let leads = matches!(visitor.role, Role::Leader | Role::Guide);
    let rests = read.here.next == Next::Rest;
    let present = read.here.position.map(|position| &method.phases[position]);
    let next = read.here.next_phase.map(|next| &method.phases[next]);
    let signed = read.here.next == Next::Begin;
    let (typed, goal_faults) = match (said.goals, process.goal_sheet()) {
        (Some(said), _) => said,
        (None, Some(sheet)) => {
            let typed = TypedGoals {
                goals: sheet.goals.goals.join("\n"),
                how: sheet.goals.how.clone(),
                look: write_day(sheet.goals.look),
            };
            (typed, Vec::new())
        }
        (None, None) => (TypedGoals::default(), Vec::new()),
    };
    let begin = next.filter(|_| leads && !rests && (signed || visitor.role == Role::Guide));
    let begin = begin.map(|phase| BeginForm {
        phase: phase.id.clone(),
        button: match signed {
            true => fill(texts.begin, &[&phase.name.get(language)]),
            false => fill(texts.begin_unsigned, &[&phase.name.get(language)]),
        },
        asks_reason: !signed,
        reason: said.begin.as_ref().map_or(String::new(), |(reason, _)| reason.clone()),
    });
    let earlier = method.phases.iter().take(read.here.position.unwrap_or(0));
    let earlier = earlier.filter(|_| leads && !rests);
    let plan_texts = PlanTexts::of(language);
    let open_measures = list_open(&read.plan, &process.id, read.today, language);
    let mut frame = visit.page(texts.process);
    frame.path = format!("/process/{}", process.id);
    Ok(RoomPage {
        texts,
        glance: Glance::of(read, method, language),
        id: process.id.clone(),
        back: match visitor.role {
            Role::Guide => format!("/wards/{}", process.id),
            _ => "/".to_owned(),
        },
        phases: path(read, method, texts, language),
        present: present.map(|phase| Present {
            purpose: phase.purpose.get(language).to_owned(),
            task: phase
                .task(Reader::Role(visitor.role))
                .map(|task| task.get(language).to_owned()),
            activities: phase
                .activities
                .iter()
                .map(|one| one.get(language).to_owned())
                .collect(),
            succeeds: phase.succeeds.get(language).to_owned(),
        }),
        checkpoint: next
            .filter(|phase| phase.checkpoint && !rests)
            .map(|phase| fill(texts.checkpoint, &[&phase.name.get(language)])),
        signing: read.checkpoint.as_ref().map(|(asked, given)| {
            SigningView::of(&read.organisation, asked, given, &visitor.email, language, read.today)
        }),
        may_ask: leads && read.here.next == Next::Ask,
        begin,
        earlier: earlier
            .map(|phase| (phase.id.clone(), phase.name.get(language).to_owned()))
            .collect(),
        seen: process.begun.len(),
        sheet: describe_sheet(process, read.today, texts, language),
        version: process.goal_sheet().map_or(0, |sheet| sheet.version),
        // What was typed stays on the page, also where the process rests.
        may_write: leads && (!rests || !goal_faults.is_empty()),
        typed,
        goal_faults,
        begin_fault: said.begin.map(|(_, fault)| fault),
        history: process
            .begun
            .iter()
            .rev()
            .map(|begun| describe_begun(begun, method, texts, language))
            .collect(),
        plan_texts,
        plan_said: match read.plan.measures.is_empty() {
            true => plan_texts.lead_none.to_owned(),
            false => fill(
                plan_texts.open_count,
                &[&read.plan.open_measures().len(), &read.plan.count_overdue(read.today)],
            ),
        },
        open_measures,
        plan_signing: read.plan_signing.as_ref().map(|(asked, given)| {
            SigningView::of(&read.organisation, asked, given, &visitor.email, language, read.today)
        }),
        open_texts: OpenPageTexts::of(language),
        is_open,
        pulse_texts: PulseTexts::of(language),
        no_pulse_yet: match visitor.role {
            Role::Guide => PulseTexts::of(language).room_none,
            _ => PulseTexts::of(language).room_none_reader,
        },
        no_pulse: pulses.none.map(|none| none.say(language)),
        pulses: pulses.pulses,
        gathering_texts: GatheringTexts::of(language),
        gatherings: gathering::list(gatherings, language),
        may_prepare: visitor.role == Role::Guide && !rests,
        meeting_texts: MeetingTexts::of(language),
        meetings: list(read, language),
        calendar_texts: CalendarTexts::of(language),
        mail_texts: MailTexts::of(language),
        may_rest: visitor.role == Role::Guide,
        resting: rests,
        done: said.done,
        page: frame,
    })
}

/// Writes the page, with what is said of what was asked.
pub async fn write(pages: &Arc<Pages>, visit: &Visit, id: String, said: Said) -> Result<Response, PageError> {
    let is_refused = said.goals.is_some() || said.begin.is_some();
    let (role, language, now) = (visit.visitor()?.role, visit.language, pages.now());
    let (read, gatherings, is_open, pulses) = pages
        .read_in(visit, &id, move |store, read| {
            let (id, wards) = (&read.process.id, &read.process.wards);
            let pulses = list_pulses(store, &read.organisation, wards, (role, language), now)?;
            let (gatherings, is_open) = (store.gatherings(id)?, store.open_page(id)?.is_some());
            Ok((read, gatherings, is_open, pulses))
        })
        .await?;
    let template = describe(&read, (&gatherings, is_open, pulses), &pages.method.method, visit, said)?;
    respond(&template, is_refused)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let done = is_done(query.as_ref());
    let said = Said {
        done,
        ..Said::default()
    };
    write(&pages, &visit, id, said).await
}
