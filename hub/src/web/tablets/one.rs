//! One tablet: its name, and taking it out of use.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::{Known, TabletView, keeps_tablet};
use crate::store::{Store, StoreError, TabletRow, TabletState, Visitor};
use crate::tablets;
use crate::texts::TabletTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;
use crate::written::{WrittenError, read_secret};

/// The longest name of a tablet, in characters.
const MAX_TABLET_NAME_CHARS: usize = 60;

#[derive(Template)]
#[template(path = "tablet.html")]
struct TabletPage {
    page: Page,
    texts: &'static TabletTexts,
    tablet: TabletView,
    /// What was written as its name.
    written: String,
    longest: usize,
    fault: Option<&'static str>,
}

impl TabletPage {
    fn may_retire(&self) -> bool {
        self.tablet.state == TabletState::Active
    }

    fn may_be_stolen(&self) -> bool {
        self.tablet.state != TabletState::Stolen
    }
}

/// The tablet, if the visitor looks after it.
fn find(store: &Store, visitor: &Visitor, id: &str) -> Result<TabletRow, StoreError> {
    let known = Known::read(store, visitor)?;
    let mut tablets = known.tablets().iter();
    let tablet = tablets.find(|tablet| tablet.id == id && keeps_tablet(&known, visitor, tablet));
    tablet
        .cloned()
        .ok_or_else(|| StoreError::NotFound("tablet", id.to_owned()))
}

/// The tablet's page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, PageError> {
    render_tablet(&pages, &visit, id, None).await
}

async fn render_tablet(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    fault: Option<(&'static str, Option<String>)>,
) -> Result<Response, PageError> {
    let (visitor, now, language) = (visit.visitor()?.clone(), pages.now(), visit.language);
    let mut frame = visit.page("");
    frame.path = format!("/tablets/{id}");
    let is_refused = fault.is_some();
    let (fault, written) = fault.unzip();
    let template = pages
        .read(move |store| {
            let tablet = find(store, &visitor, &id)?;
            let tablet = Known::read(store, &visitor)?.describe(&tablet, now, language);
            frame.title.clone_from(&tablet.name);
            Ok(TabletPage {
                page: frame,
                texts: TabletTexts::of(language),
                written: written.flatten().unwrap_or_else(|| tablet.given.clone()),
                tablet,
                longest: MAX_TABLET_NAME_CHARS,
                fault,
            })
        })
        .await?;
    respond(&template, is_refused)
}

/// Calls it by a name.
pub async fn name(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let texts = TabletTexts::of(visit.language);
    let (visitor, written) = (visit.visitor()?.clone(), form.get("name").to_owned());
    let fault = match read_secret(&written) {
        Ok(name) if name.chars().count() <= MAX_TABLET_NAME_CHARS => {
            let (name, tablet) = (name.to_string(), id.clone());
            pages
                .write_as(&visit, move |store| {
                    let tablet = find(store, &visitor, &tablet)?;
                    store.name_tablet(&tablet.id, &name)
                })
                .await?;
            return Ok(Redirect::to(&format!("/tablets/{id}")).into_response());
        }
        Ok(_) => texts.long_name,
        Err(WrittenError::Lines | WrittenError::Control(_) | WrittenError::Empty) => texts.odd_name,
    };
    render_tablet(&pages, &visit, id, Some((fault, Some(written)))).await
}

/// Takes it out of use.
pub async fn retire(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    change_state(&pages, &visit, id, &form, TabletState::Retired).await
}

/// Notes that it was stolen.
pub async fn stolen(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    change_state(&pages, &visit, id, &form, TabletState::Stolen).await
}

async fn change_state(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    form: &Form,
    state: TabletState,
) -> Result<Response, PageError> {
    let texts = TabletTexts::of(visit.language);
    if form.get("sure") != "yes" {
        return render_tablet(pages, visit, id, Some((texts.say_sure, None))).await;
    }
    let (visitor, tablet, folder) = (visit.visitor()?.clone(), id.clone(), pages.folder.clone());
    let done = pages
        .write_as(visit, move |store| {
            let tablet = find(store, &visitor, &tablet)?;
            if state == TabletState::Stolen && !tablets::may_report_stolen(store, &tablet.id, &visitor)? {
                return Ok(None);
            }
            Ok(Some(tablets::set_state(store, &folder, &tablet.id, state)))
        })
        .await?;
    let Some(done) = done else {
        return render_tablet(pages, visit, id, Some((texts.others_decide, None))).await;
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/tablets/{id}")).into_response()),
        Err(error) => {
            tracing::warn!(%error, "a tablet could not be taken out of use");
            render_tablet(pages, visit, id, Some((texts.not_done, None))).await
        }
    }
}
