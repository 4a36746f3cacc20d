//! A meeting's page: its form as long as it is open, its minutes, to be printed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::Language;

use super::plan::{AskedAgain, OpenLine, list_agenda};
use super::read::Read;
use crate::organisation::Role;
use crate::organisation::times::write_day;
use crate::process::meetings::{Meeting, MeetingKind, Minutes, Part, WrittenMinutes, read};
use crate::store::StoreError;
use crate::texts::{MeetingTexts, PlanTexts, Texts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, respond};
use crate::web::signing::say;
use crate::web::visit::Visit;

/// A meeting in a list.
pub struct MeetingLine {
    /// Its page.
    pub href: String,
    /// Its day.
    pub day: String,
    /// Its kind.
    pub kind: &'static str,
    /// The state for the style sheet.
    pub class: &'static str,
    /// The state in words.
    pub state: &'static str,
}

/// The meetings of a process, the latest first.
pub fn list(read: &Read, language: Language) -> Vec<MeetingLine> {
    let texts = MeetingTexts::of(language);
    let mut meetings: Vec<&Meeting> = read.process.meetings.iter().collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse((meeting.minutes.day, meeting.number)));
    let line = |meeting: &Meeting| {
        let (class, state) = match meeting.closed {
            true => ("done", texts.held),
            false if meeting.minutes.day < read.today => ("late", texts.late),
            false => ("waits", texts.planned),
        };
        MeetingLine {
            href: format!("/process/{}/meetings/{}", read.process.id, meeting.number),
            day: say(language, meeting.minutes.day),
            kind: texts.kind_name(meeting.minutes.kind),
            class,
            state,
        }
    };
    meetings.into_iter().map(line).collect()
}

/// Something to choose.
struct Choice {
    name: &'static str,
    text: &'static str,
    chosen: bool,
}

/// The minutes as they are read and printed.
struct MinutesView {
    kind: &'static str,
    day: String,
    parts: String,
    decided: String,
    next: Option<String>,
    none_needed: Option<String>,
    by: String,
}

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    page: Page,
    texts: &'static MeetingTexts,
    wards: String,
    /// What was decided last, and on which day.
    last: Option<(String, String)>,
    /// The open measures, which a meeting begins with.
    agenda: Vec<OpenLine>,
    plan_texts: &'static PlanTexts,
    minutes: Option<MinutesView>,
    /// Whether the reader may write it.
    open: bool,
    kinds: Vec<Choice>,
    parts: Vec<Choice>,
    typed: WrittenMinutes,
    revision: u32,
    faults: Vec<&'static str>,
    done: bool,
}

fn describe_minutes(meeting: &Meeting, visit: &Visit) -> MinutesView {
    let (language, names) = (visit.language, visit.texts());
    let (texts, minutes) = (MeetingTexts::of(language), &meeting.minutes);
    let parts = minutes.parts.iter().map(|part| texts.part_name(names, *part));
    MinutesView {
        kind: texts.kind_name(minutes.kind),
        day: say(language, minutes.day),
        parts: parts.collect::<Vec<_>>().join(", "),
        decided: minutes.decided.clone(),
        next: minutes.next.map(|day| say(language, day)),
        none_needed: minutes.none_needed.clone(),
        by: fill(texts.written_by, &[&meeting.account]),
    }
}

fn type_again(minutes: &Minutes) -> WrittenMinutes {
    WrittenMinutes {
        kind: minutes.kind.name().to_owned(),
        day: write_day(minutes.day),
        parts: minutes.parts.iter().map(|part| part.name().to_owned()).collect(),
        decided: minutes.decided.clone(),
        next: minutes.next.map_or(String::new(), write_day),
        none_needed: minutes.none_needed.clone().unwrap_or_default(),
    }
}

/// What was typed, and what is wrong with it.
type Refused = (WrittenMinutes, Vec<&'static str>);

fn describe(
    (read, asked): (&Read, &AskedAgain),
    number: Option<u32>,
    visit: &Visit,
    refused: Option<Refused>,
) -> Result<MeetingPage, PageError> {
    let (language, process) = (visit.language, &read.process);
    let (texts, names): (_, &'static Texts) = (MeetingTexts::of(language), visit.texts());
    let meeting = match number {
        Some(number) => {
            let kept = process.meetings.iter().find(|meeting| meeting.number == number);
            Some(kept.ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let leads = matches!(visit.visitor()?.role, Role::Leader | Role::Guide);
    if meeting.is_none() && !leads {
        return Err(PageError::NotFound);
    }
    let (typed, faults) = match (refused, meeting) {
        (Some(refused), _) => refused,
        (None, Some(meeting)) => (type_again(&meeting.minutes), Vec::new()),
        (None, None) => {
            let day = write_day(read.today);
            (
                WrittenMinutes {
                    day,
                    ..WrittenMinutes::default()
                },
                Vec::new(),
            )
        }
    };
    let before = |one: &&Meeting| {
        meeting.is_none_or(|meeting| one.minutes.day <= meeting.minutes.day && one.number != meeting.number)
    };
    let last = process.meetings.iter().filter(|one| one.closed).filter(before);
    let last = last.max_by_key(|one| (one.minutes.day, one.number));
    let mut frame = visit.page(texts.meeting);
    frame.path = match number {
        Some(number) => format!("/process/{}/meetings/{number}", process.id),
        None => format!("/process/{}/meetings/new", process.id),
    };
    Ok(MeetingPage {
        page: frame,
        texts,
        wards: read.organisation.ward_names(&process.wards),
        last: last.map(|one| {
            let day = say(language, one.minutes.day);
            (fill(texts.begin_with, &[&day]), one.minutes.decided.clone())
        }),
        // What leads up to the mapping has no plan behind it.
        agenda: match typed.kind == MeetingKind::Introductory.name() {
            true => Vec::new(),
            false => list_agenda(read, asked, language),
        },
        plan_texts: PlanTexts::of(language),
        minutes: meeting.map(|meeting| describe_minutes(meeting, visit)),
        // What was typed stays on the page, also where somebody else has closed the meeting meanwhile.
        open: leads && (!faults.is_empty() || meeting.is_none_or(|meeting| !meeting.closed)),
        kinds: MeetingKind::ALL
            .map(|kind| Choice {
                name: kind.name(),
                text: texts.kind_name(kind),
                chosen: typed.kind == kind.name(),
            })
            .into(),
        parts: Part::ALL
            .map(|part| Choice {
                name: part.name(),
                text: texts.part_name(names, part),
                chosen: typed.parts.iter().any(|name| name == part.name()),
            })
            .into(),
        typed,
        revision: meeting.map_or(0, |meeting| meeting.revision),
        faults,
        done: false,
    })
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    number: Option<u32>,
    refused: Option<Refused>,
    done: bool,
) -> Result<Response, PageError> {
    let (read, asked) = pages
        .read_in(visit, &id, |store, read| {
            let asked = AskedAgain::read(store, &read)?;
            Ok((read, asked))
        })
        .await?;
    let is_refused = refused.is_some();
    let mut template = describe((&read, &asked), number, visit, refused)?;
    template.done = done;
    respond(&template, is_refused)
}

/// The number in an address: `new` is none yet.
fn read_number(written: &str) -> Result<Option<u32>, PageError> {
    match written {
        "new" => Ok(None),
        number => number.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let done = is_done(query.as_ref());
    write(&pages, &visit, id, read_number(&number)?, None, done).await
}

/// Saves it, or closes it.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (texts, number) = (MeetingTexts::of(visit.language), read_number(&number)?);
    let written = WrittenMinutes {
        kind: form.get("kind").to_owned(),
        day: form.get("day").to_owned(),
        parts: form.all("part"),
        decided: form.get("decided").to_owned(),
        next: form.get("next").to_owned(),
        none_needed: form.get("none_needed").to_owned(),
    };
    let seen = form.get("revision").parse().map_err(|_| PageError::NotFound)?;
    let closes = form.get("act") == "close";
    let typed = written.clone();
    let done = pages
        .write_in(&visit, &id, move |store, Read { process, today, .. }| {
            if process.resting.is_some() {
                return Ok(Err(vec![texts.resting]));
            }
            let minutes = match read(&written, closes, *today) {
                Ok(minutes) => minutes,
                Err(faults) => return Ok(Err(faults.into_iter().map(|fault| texts.fault(fault)).collect())),
            };
            match store.save_meeting(&process.id, number, seen, &minutes, closes) {
                Ok(number) => Ok(Ok(number)),
                Err(StoreError::ChangedMeanwhile(_)) => Ok(Err(vec![texts.meanwhile])),
                Err(error) => Err(error),
            }
        })
        .await?;
    match done {
        Ok(number) => Ok(Redirect::to(&format!("/process/{id}/meetings/{number}?done=saved")).into_response()),
        Err(faults) => write(&pages, &visit, id, number, Some((typed, faults)), false).await,
    }
}
