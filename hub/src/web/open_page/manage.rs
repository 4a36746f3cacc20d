//! Switching an open page on and off, for leaders and guides; safety reps and union reps see whether there is one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::board::MOST_ADDRESS_BYTES;
use trykk_shared::ids::BoxId;

use crate::board::{OpenPage, OpenToken, list_own_published};
use crate::organisation::Role;
use crate::store::StoreError;
use crate::texts::{OpenPageTexts, fill, say_period};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::host::find_pages;
use crate::web::page::{Page, is_done, respond};
use crate::web::tablets::qr::{Qr, draw};
use crate::web::visit::Visit;

/// A page that is switched on.
struct Switched {
    address: String,
    path: String,
    picture: Option<Qr>,
    /// Whether it shows the newest result there is.
    results: bool,
    /// Which one it shows, in words.
    shows: Option<String>,
}

#[derive(Template)]
#[template(path = "open_page_manage.html")]
struct ManagePage {
    page: Page,
    texts: &'static OpenPageTexts,
    id: String,
    wards: String,
    open: Option<Switched>,
    /// Whether there is a published result of these wards alone.
    has_result: bool,
    /// What forms say that they have seen.
    seen: String,
    may_change: bool,
    fault: Option<&'static str>,
    done: bool,
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    fault: Option<&'static str>,
    done: bool,
) -> Result<Response, PageError> {
    let visitor = visit.visitor()?;
    let (language, period) = (visit.language, visit.texts().period);
    let (wards, open, newest) = pages
        .read_in(visit, &id, move |store, read| {
            let wards = read.organisation.ward_names(&read.process.wards);
            let boxes = store.boxes_of(&read.process.wards)?;
            let own = list_own_published(&boxes, &read.process.wards);
            let newest = own.last().map(|ballot_box| ballot_box.id);
            let open = store.open_page(&read.process.id)?.map(|open| {
                let chosen = own.iter().find(|ballot_box| Some(ballot_box.id) == open.results);
                let zone = read.organisation.zone();
                let period =
                    chosen.map(|ballot_box| say_period(period, language, &zone, ballot_box.opens, ballot_box.closes));
                (open, period)
            });
            Ok((wards, open, newest))
        })
        .await?;
    let texts = OpenPageTexts::of(visit.language);
    let mut frame = visit.page(texts.open_page);
    frame.path = format!("/process/{id}/open-page");
    let template = ManagePage {
        page: frame,
        texts,
        id,
        wards,
        seen: open.as_ref().map_or(String::new(), |(open, _)| open.mark()),
        has_result: newest.is_some(),
        open: open.map(|(open, period)| Switched {
            picture: draw(&open.address()),
            address: open.address(),
            path: open.path(),
            results: open.results.is_some() && open.results == newest,
            shows: period.map(|period| fill(texts.shows_results, &[&period])),
        }),
        may_change: matches!(visitor.role, Role::Leader | Role::Guide),
        fault,
        done,
    };
    let is_refused = fault.is_some();
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
    write(&pages, &visit, id, None, done).await
}

/// What a form makes of a page that was `seen`: the next one, or none; nothing at all where it asks for nothing that is known.
fn make_next(
    form: &Form,
    process: &str,
    seen: Option<&OpenPage>,
    pages: &str,
    drawn: OpenToken,
    newest: Option<BoxId>,
) -> Option<Option<OpenPage>> {
    let results = newest.filter(|_| form.get("results") == "yes");
    let anew = OpenPage {
        process: process.to_owned(),
        token: drawn,
        pages: pages.to_owned(),
        results,
    };
    Some(match (form.get("do"), seen) {
        ("on", None) => Some(anew),
        ("draw", Some(seen)) => Some(OpenPage {
            results: seen.results,
            ..anew
        }),
        ("save", Some(seen)) => Some(OpenPage {
            results,
            ..seen.clone()
        }),
        ("off", Some(_)) => None,
        _ => return None,
    })
}

/// Switches it on or off, draws it anew, or changes what it shows.
pub async fn change(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let texts = OpenPageTexts::of(visit.language);
    let drawn = OpenToken::draw(&mut pages.rng());
    let at = find_pages(&pages, &headers).unwrap_or_default();
    let done = pages
        .write_in(&visit, &id, move |store, read| {
            let of = &read.process.id;
            let boxes = store.boxes_of(&read.process.wards)?;
            let newest = list_own_published(&boxes, &read.process.wards)
                .last()
                .map(|ballot_box| ballot_box.id);
            let present = store.open_page(of)?;
            let seen = present.as_ref().map(OpenPage::mark).unwrap_or_default();
            let next = make_next(&form, of, present.as_ref(), &at, drawn, newest);
            let Some(next) = next.filter(|_| seen == form.get("seen")) else {
                return Ok(Some(texts.fault_meanwhile));
            };
            if next
                .as_ref()
                .is_some_and(|page| at.is_empty() || page.address().len() > MOST_ADDRESS_BYTES)
            {
                return Ok(Some(texts.fault_host));
            }
            match store.change_open_page(of, present.as_ref(), next.as_ref()) {
                Ok(()) => Ok(None),
                Err(StoreError::ChangedMeanwhile(_)) => Ok(Some(texts.fault_meanwhile)),
                Err(error) => Err(error),
            }
        })
        .await?;
    match done {
        None => Ok(Redirect::to(&format!("/process/{id}/open-page?done=saved")).into_response()),
        Some(fault) => write(&pages, &visit, id, Some(fault), false).await,
    }
}
