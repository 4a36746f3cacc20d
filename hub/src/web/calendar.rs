//! Calendars: a feed for each person, whose address is a secret, and the file of a process to download.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use trykk_shared::language::Language;

use crate::audit::Deed;
use crate::calendar::{Entry, EntryKind, Shown, list_entries, write_calendar};
use crate::organisation::Places;
use crate::secrets::hash_secret;
use crate::store::{Store, StoreError};
use crate::texts::{CalendarTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::host::find_pages;
use crate::web::process::read::Read;
use crate::web::signing::SIGNING_ROLES;
use crate::web::visit::Visit;

const KIND: &str = "text/calendar; charset=utf-8";

fn show(read: &Read, entry: Entry, base: &str, tells: bool, language: Language) -> Shown {
    let texts = CalendarTexts::of(language);
    let (title, page) = match entry.kind {
        EntryKind::Meeting => (texts.event_meeting, format!("meetings/{}", entry.number)),
        EntryKind::Gathering => (texts.event_gathering, format!("gatherings/{}", entry.number)),
        EntryKind::Deadline => (texts.event_deadline, format!("plan/measures/{}", entry.number)),
        EntryKind::Evaluation => (texts.event_evaluation, format!("plan/measures/{}", entry.number)),
    };
    Shown {
        process: read.process.id.clone(),
        title: fill(title, &[&read.organisation.ward_names(&read.process.wards)]),
        href: format!("{base}/process/{}/{page}", read.process.id),
        tells,
        entry,
    }
}

/// The calendar of the processes that somebody's places reach.
fn list_shown(
    store: &Store,
    pages: &Pages,
    places: &Places,
    only: Option<&str>,
    (base, language): (&str, Language),
) -> Result<Vec<Shown>, StoreError> {
    let now = pages.now();
    let ids = match only {
        Some(id) => vec![id.to_owned()],
        None => store.processes_within(places)?,
    };
    let mut shown = Vec::new();
    for id in ids {
        let read = Read::of(store, pages.method(), places, &id, now)?;
        let entries = list_entries(&read.process, &read.plan, &store.gatherings(&id)?);
        shown.extend(
            entries
                .into_iter()
                .map(|entry| show(&read, entry, base, only.is_some(), language)),
        );
    }
    Ok(shown)
}

/// What tells this hub's events from another's.
fn name_hub(pages: &Pages) -> Result<String, PageError> {
    pages.folder.name().map_err(|error| {
        tracing::error!(%error, "a calendar could not be written");
        PageError::Unavailable
    })
}

/// A person's feed: whoever has its address reads days and wards. An address that is none looks like any page that is not there.
pub async fn feed(
    State(pages): State<Arc<Pages>>,
    Path(secret): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let hash = hash_secret(secret.trim_end_matches(".ics").as_bytes());
    let (base, asked) = (find_pages(&pages, &headers).unwrap_or_default(), Arc::clone(&pages));
    let shown = pages
        .read(move |store| {
            let owner = store.find_feed(&hash)?;
            let Some(owner) = owner.filter(|owner| SIGNING_ROLES.contains(&owner.role)) else {
                return Ok(None);
            };
            let language = owner.language.unwrap_or(visit.language);
            list_shown(store, &asked, &owner.places, None, (&base, language)).map(Some)
        })
        .await?;
    let shown = shown.ok_or(PageError::NotFound)?;
    let text = write_calendar(&shown, &name_hub(&pages)?, pages.now());
    Ok(([(header::CONTENT_TYPE, KIND)], text).into_response())
}

/// The calendar of one process as a file, with the measures' own words; the audit log says so first.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path((id, format)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if format != "ics" {
        return Err(PageError::NotFound);
    }
    let (places, language) = (visit.visitor()?.places.clone(), visit.language);
    let (base, asked, of) = (
        find_pages(&pages, &headers).unwrap_or_default(),
        Arc::clone(&pages),
        id.clone(),
    );
    let (shown, wards) = pages
        .read(move |store| {
            let shown = list_shown(store, &asked, &places, Some(&of), (&base, language))?;
            Ok((shown, store.process(asked.method(), &of)?.0.wards))
        })
        .await?;
    let text = write_calendar(&shown, &name_hub(&pages)?, pages.now());
    let name = format!("attachment; filename=\"trykk-calendar-{id}.ics\"");
    let deed = Deed::PlanExported { process: id, format };
    pages
        .write_as(&visit, move |store| store.note_deed(&wards, &deed))
        .await?;
    Ok((
        [
            (header::CONTENT_TYPE, KIND.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response())
}
