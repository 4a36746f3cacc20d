//! The guide's page of reminders: what was sent, what could not be, what maybe was. It may be sent again by hand.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use trykk_shared::language::Language;

use crate::reminders::{ReminderKind, ReminderState};
use crate::store::ReminderRow;
use crate::texts::{MailTexts, Texts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, is_done, render};
use crate::web::visit::Visit;
use jiff::tz::TimeZone;

/// What one person was reminded of at once.
struct Line {
    when: String,
    who: &'static str,
    what: String,
    class: &'static str,
    state: String,
    /// Whose, and which letter, where it can be sent again.
    again: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "reminders.html")]
struct RemindersPage {
    page: Page,
    texts: &'static MailTexts,
    wards: String,
    href: String,
    lines: Vec<Line>,
    /// Whether some of it may have been sent.
    is_unsure: bool,
    is_set_up: bool,
    done: bool,
}

fn name_kind(kind: ReminderKind, texts: &MailTexts) -> &'static str {
    match kind {
        ReminderKind::SignatureOwed => texts.what_signature,
        ReminderKind::DeadlineSoon => texts.what_deadline_soon,
        ReminderKind::Overdue => texts.what_overdue,
        ReminderKind::EvaluationDue => texts.what_evaluation,
        ReminderKind::ReplyOverdue => texts.what_reply,
        ReminderKind::HelpOwed => texts.what_help,
        ReminderKind::Quiet => texts.what_quiet,
    }
}

/// Several kinds in one line: the first one begins it.
fn list_kinds(kinds: &[&'static str]) -> String {
    let mut said = kinds.first().map_or(String::new(), |kind| (*kind).to_owned());
    for kind in kinds.iter().skip(1) {
        said.push_str(", ");
        said.push_str(&kind.to_lowercase());
    }
    said
}

fn describe(rows: &[ReminderRow], zone: &TimeZone, language: Language) -> Vec<Line> {
    let (texts, names) = (MailTexts::of(language), Texts::of(language));
    // What stood in one letter, and is as far, is one line.
    let is_with = |one: &ReminderRow, other: &ReminderRow| {
        (&one.letter, &one.email, one.state) == (&other.letter, &other.email, other.state)
    };
    let mut lines: Vec<(&ReminderRow, Vec<&'static str>)> = Vec::new();
    for row in rows {
        let kind = name_kind(row.kind, texts);
        match lines.iter_mut().find(|(first, _)| is_with(first, row)) {
            Some((_, kinds)) if kinds.contains(&kind) => {}
            Some((_, kinds)) => kinds.push(kind),
            None => lines.push((row, vec![kind])),
        }
    }
    let line = |(row, kinds): (&ReminderRow, Vec<&'static str>)| {
        let (class, state) = match (row.state, row.again) {
            (ReminderState::Begun, _) => ("planned", texts.state_begun.to_owned()),
            (ReminderState::Sent, _) => ("done", texts.state_sent.to_owned()),
            (ReminderState::Maybe, _) => ("late", texts.state_maybe.to_owned()),
            (ReminderState::Failed, Some(again)) => {
                ("late", fill(texts.state_again, &[&moment(language, zone, again)]))
            }
            (ReminderState::Failed, None) => ("late", texts.state_failed.to_owned()),
            (ReminderState::Asked, _) => ("planned", texts.state_asked.to_owned()),
        };
        let may_ask = !matches!(row.state, ReminderState::Begun | ReminderState::Asked);
        Line {
            when: moment(language, zone, row.at),
            who: names.role(row.role),
            what: list_kinds(&kinds),
            class,
            state,
            again: may_ask.then(|| (row.email.clone(), row.letter.clone())),
        }
    };
    lines.into_iter().map(line).collect()
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (read, rows) = pages
        .read_in(&visit, &id, |store, read| {
            let rows = store.reminders(&read.process.id)?;
            Ok((read, rows))
        })
        .await?;
    let texts = MailTexts::of(visit.language);
    let mut frame = visit.page(texts.reminders);
    frame.path = format!("/process/{id}/reminders");
    render(&RemindersPage {
        texts,
        wards: read.organisation.ward_names(&read.process.wards),
        href: format!("/process/{id}"),
        lines: describe(&rows, &read.organisation.zone(), visit.language),
        is_unsure: rows.iter().any(|row| row.state == ReminderState::Maybe),
        is_set_up: pages.running.connected().mail.is_some(),
        done: is_done(query.as_ref()),
        page: frame,
    })
}

/// Lets a letter be sent again, as far as what it says still holds.
pub async fn ask_again(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let now = pages.now();
    let (email, letter) = (form.get("email").to_owned(), form.get("letter").to_owned());
    let done = pages
        .write_in(&visit, &id, move |store, read| {
            store.ask_again(&read.process.id, &email, &letter, now)
        })
        .await?;
    if !done {
        return Err(PageError::NotFound);
    }
    pages.running.want_mail();
    Ok(Redirect::to(&format!("/process/{id}/reminders?done=saved")).into_response())
}
