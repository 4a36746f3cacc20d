//! Switching an open page on and off, for leaders and guides; safety reps and union reps see whether there is one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::board::MOST_ADDRESS_BYTES;

use crate::board::{OpenPage, OpenToken};
use crate::organisation::Role;
use crate::store::StoreError;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::host::host;
use crate::web::page::{Page, render};
use crate::web::process::view::Read;
use crate::web::tablets::qr::{Qr, draw};
use crate::web::texts::OpenPageTexts;
use crate::web::visit::Visit;

/// A page that is switched on.
struct Switched {
    address: String,
    path: String,
    picture: Option<Qr>,
    results: bool,
}

#[derive(Template)]
#[template(path = "open_page_manage.html")]
struct ManagePage {
    page: Page,
    texts: &'static OpenPageTexts,
    id: String,
    wards: String,
    open: Option<Switched>,
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
    let (visitor, now, asked, of) = (visit.visitor()?.clone(), pages.now(), Arc::clone(pages), id.clone());
    let places = visitor.places;
    let (wards, open) = pages
        .read(move |store| {
            let read = Read::of(store, &asked.method.method, &places, &of, now)?;
            let wards = read.organisation.ward_names(&read.process.wards);
            Ok((wards, store.open_page(&of)?))
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
        seen: open
            .as_ref()
            .map_or(String::new(), |open| open.token.as_str().to_owned()),
        open: open.map(|open| Switched {
            picture: draw(&open.address()),
            address: open.address(),
            path: open.path(),
            results: open.results,
        }),
        may_change: matches!(visitor.role, Role::Leader | Role::Guide),
        fault,
        done,
    };
    let status = match fault {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok((status, render(&template)?).into_response())
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let done = query.unwrap_or_default().split('&').any(|field| field == "done=saved");
    write(&pages, &visit, id, None, done).await
}

/// What a form makes of a page that was `seen`: the next one, or none; nothing at all where it asks for nothing that is known.
fn make_next(
    form: &Form,
    process: &str,
    seen: Option<&OpenPage>,
    host: &str,
    drawn: OpenToken,
) -> Option<Option<OpenPage>> {
    let results = form.get("results") == "yes";
    let anew = OpenPage {
        process: process.to_owned(),
        token: drawn,
        host: host.to_owned(),
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
    let (now, asked, of) = (pages.now(), Arc::clone(&pages), id.clone());
    let (places, drawn) = (visit.visitor()?.places.clone(), OpenToken::draw(&mut pages.rng()));
    let host = host(&headers).unwrap_or_default().to_owned();
    let done = pages
        .write_as(&visit, move |store| {
            Read::of(store, &asked.method.method, &places, &of, now)?;
            let present = store.open_page(&of)?;
            let seen = present.as_ref().map_or("", |page| page.token.as_str());
            let Some(next) = make_next(&form, &of, present.as_ref(), &host, drawn).filter(|_| seen == form.get("seen"))
            else {
                return Ok(Some(texts.fault_meanwhile));
            };
            if next
                .as_ref()
                .is_some_and(|page| host.is_empty() || page.address().len() > MOST_ADDRESS_BYTES)
            {
                return Ok(Some(texts.fault_host));
            }
            match store.change_open_page(&of, present.as_ref().map(|page| &page.token), next.as_ref()) {
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
