//! What a tablet wrote on a stick comes in. The page never says how much of it was new: that would tell how many people have answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use trykk_shared::exported::FileFault;
use trykk_shared::refusal::Refusal;

use super::{Known, keeps_tablet, label_tablet};
use crate::certificates::Ca;
use crate::store::{Store, StoreError, Visitor};
use crate::tablet_files::{OpenedFile, TakeInError, TakenIn, open_file};
use crate::texts::{TabletFileTexts, TabletTexts, fill};
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;
use crate::web::{Pages, TABLET_FILE};

#[derive(Template)]
#[template(path = "tablet_file.html")]
struct FilePage {
    page: Page,
    texts: &'static TabletFileTexts,
    tablets: &'static str,
    done: Option<String>,
    faults: Vec<String>,
}

/// What became of a file, with what people call its tablet.
enum Outcome {
    Taken(TakenIn, String),
    Unknown,
    NotYours,
}

/// The form.
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    show(&visit, None, Vec::new())
}

fn show(visit: &Visit, done: Option<String>, faults: Vec<String>) -> Result<Response, PageError> {
    let texts = TabletFileTexts::of(visit.language);
    let mut frame = visit.page(texts.title);
    frame.path = TABLET_FILE.to_owned();
    let is_refused = !faults.is_empty();
    let page = FilePage {
        page: frame,
        texts,
        tablets: TabletTexts::of(visit.language).tablets,
        done,
        faults,
    };
    respond(&page, is_refused)
}

/// Takes a file in, as if its tablet had delivered what is in it.
pub async fn take_in(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let texts = TabletFileTexts::of(visit.language);
    let Some(file) = form.file("file").map(<[u8]>::to_vec) else {
        return show(&visit, None, vec![texts.none_chosen.to_owned()]);
    };
    let (folder, visitor, now) = (pages.folder.clone(), visit.visitor()?.clone(), pages.now());
    let opened = tokio::task::spawn_blocking(move || Ca::open(&folder).map(|ca| open_file(ca.file_key(), &file)));
    let opened = opened.await.map_err(|_| PageError::Unavailable)?.map_err(|error| {
        tracing::error!(%error, "a tablet's file cannot be opened");
        PageError::Unavailable
    })?;
    let opened = match opened {
        Ok(opened) => opened,
        Err(fault) => return show(&visit, None, vec![say_fault(texts, fault).to_owned()]),
    };
    let outcome = pages
        .write_as(&visit, move |store| take_in_now(store, &visitor, &opened, now))
        .await?;
    match outcome {
        Outcome::Taken(taken, name) if !taken.refused.is_empty() => {
            let reasons = taken
                .refused
                .iter()
                .map(|refusal| say_refusal(texts, *refusal).to_owned());
            let mut faults = vec![fill(texts.partly, &[&name])];
            faults.extend(reasons);
            faults.dedup();
            show(&visit, None, faults)
        }
        Outcome::Taken(taken, name) => {
            let said = if taken.is_aside() { texts.aside } else { texts.done };
            show(&visit, Some(fill(said, &[&name])), Vec::new())
        }
        Outcome::Unknown => show(&visit, None, vec![texts.unknown.to_owned()]),
        Outcome::NotYours => show(&visit, None, vec![texts.not_yours.to_owned()]),
    }
}

/// For somebody who looks after the tablet, as they stand now.
fn take_in_now(store: &mut Store, visitor: &Visitor, opened: &OpenedFile, now: i64) -> Result<Outcome, StoreError> {
    let Some(tablet) = opened.find_tablet(store)? else {
        return Ok(Outcome::Unknown);
    };
    let known = Known::read(store, visitor)?;
    let is_known = known.tablets().iter().any(|one| one.id == tablet.id);
    if !is_known || !keeps_tablet(&known, visitor, &tablet) {
        return Ok(Outcome::NotYours);
    }
    match opened.take_in(store, now) {
        Ok(taken) => Ok(Outcome::Taken(taken, label_tablet(&known.names, &tablet.id))),
        // No page opens during a review.
        Err(TakeInError::UnknownTablet | TakeInError::InReview) => Ok(Outcome::Unknown),
        Err(TakeInError::Store(error)) => Err(error),
    }
}

fn say_fault(texts: &TabletFileTexts, fault: FileFault) -> &'static str {
    match fault {
        FileFault::NotOurs => texts.not_ours,
        FileFault::OtherHub => texts.other_hub,
        FileFault::Cut => texts.cut,
        FileFault::Changed => texts.changed,
        FileFault::Newer => texts.newer,
    }
}

fn say_refusal(texts: &TabletFileTexts, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooLate => texts.too_late,
        Refusal::Full => texts.full,
        Refusal::UnknownBox | Refusal::NotYourBox => texts.elsewhere,
        Refusal::Malformed | Refusal::WrongId => texts.malformed,
    }
}
