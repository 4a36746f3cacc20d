//! Publishing what notes are about, in bands of writers: looked over, once, of a whole sorting; and withdrawing it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;

use crate::analysis::bands::{BandNote, Bands, UnsortedError, make_bands};
use crate::figures::release::fewest_to_publish;
use crate::secrets::hash_secret;
use crate::shown::bands::BandsView;
use crate::store::BandsRow;
use crate::texts::{BandTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::notes::find_none;
use crate::web::guide::sorting_page::{Opened, open};
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// How it stands with the bands of a box.
enum Standing {
    /// They are published, or were.
    Over(BandsRow),
    /// They can be published as they are now.
    Ready(Bands),
    /// They cannot, and why.
    NotYet(String),
    /// The notes are locked.
    Locked,
}

#[derive(Template)]
#[template(path = "sorting_bands.html")]
struct BandsPage {
    page: Page,
    texts: &'static BandTexts,
    id: String,
    wards: String,
    state: String,
    fault: Option<&'static str>,
    bands: Option<BandsView>,
    /// What a form that publishes has seen.
    seen: Option<String>,
    published: bool,
}

/// The digest of bands, as a form carries it.
fn digest(bands: &Bands) -> Result<String, PageError> {
    let text = serde_json::to_vec(bands).map_err(|_| PageError::Unavailable)?;
    Ok(HEXLOWER.encode(&hash_secret(&text)))
}

async fn look(pages: &Arc<Pages>, visit: &Visit) -> Result<Standing, PageError> {
    let (ballot_box, texts) = (visit.ballot_box()?, BandTexts::of(visit.language));
    let id = ballot_box.id;
    let (row, release) = pages
        .read(move |store| Ok((store.bands(id)?, store.release(id)?)))
        .await?;
    if let Some(row) = row {
        return Ok(Standing::Over(row));
    }
    let Some(opened) = open(pages, visit).await? else {
        return Ok(Standing::Locked);
    };
    let Some(release) = release else {
        return Ok(Standing::NotYet(texts.not_released.to_owned()));
    };
    if opened.notes.is_empty() && opened.lost == 0 {
        let why = find_none(pages, visit).await?;
        return Ok(Standing::NotYet(why.unwrap_or_else(|| texts.no_notes.to_owned())));
    }
    if opened.lost > 0 {
        return Ok(Standing::NotYet(texts.not_all_yours.to_owned()));
    }
    match make(
        pages,
        &opened,
        release.participants,
        fewest_to_publish(ballot_box.floor),
    ) {
        Ok(bands) => Ok(Standing::Ready(bands)),
        Err(UnsortedError(many)) => Ok(Standing::NotYet(fill(texts.not_sorted, &[&many]))),
    }
}

fn make(pages: &Pages, opened: &Opened, sheets: u64, fewest: u64) -> Result<Bands, UnsortedError> {
    let prompts: Vec<&str> = opened.prompts.iter().map(|(item, _)| item.as_str()).collect();
    let notes = opened.notes.iter().map(|note| BandNote {
        item: &note.item,
        place: note.place,
        marks: opened.sorting.of(&note.id),
    });
    let notes: Vec<BandNote<'_>> = notes.collect();
    make_bands(&pages.codebook.codebook, &prompts, &notes, sheets, fewest)
}

async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    standing: Standing,
    fault: Option<&'static str>,
) -> Result<Response, PageError> {
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let texts = BandTexts::of(language);
    let id = ballot_box.id;
    let (wards, deck) = pages
        .read(move |store| {
            let wards = store.wards_named(&ballot_box.wards)?.ward_names(&ballot_box.wards);
            Ok((wards, store.round(&ballot_box.round)?.deck))
        })
        .await?;
    let view = |bands: &Bands| Some(BandsView::of(bands, &deck, language));
    let (state, bands, seen, published) = match &standing {
        Standing::Locked => return Ok(Redirect::to(&format!("/rounds/{id}/sorting")).into_response()),
        Standing::Over(BandsRow::Published(bands)) => (texts.shown.to_owned(), view(bands), None, true),
        Standing::Over(BandsRow::Withdrawn) => (texts.withdrawn.to_owned(), None, None, false),
        Standing::Ready(bands) => (texts.ready.to_owned(), view(bands), Some(digest(bands)?), false),
        Standing::NotYet(why) => (why.clone(), None, None, false),
    };
    let is_refused = fault.is_some();
    let mut frame = visit.page(texts.page);
    frame.path = format!("/rounds/{id}/sorting/bands");
    let template = BandsPage {
        page: frame,
        texts,
        id: id.to_string(),
        wards,
        state,
        fault,
        bands,
        seen,
        published,
    };
    respond(&template, is_refused)
}

/// What can be published, or is.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    if !visit.ballot_box()?.is_counted() {
        return Err(PageError::NotFound);
    }
    let standing = look(&pages, &visit).await?;
    write(&pages, &visit, standing, None).await
}

/// Publishes what was looked over.
pub async fn publish(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (id, texts, now) = (visit.ballot_box()?.id, BandTexts::of(visit.language), pages.now());
    let bands = match look(&pages, &visit).await? {
        Standing::Ready(bands) => bands,
        other => return write(&pages, &visit, other, None).await,
    };
    let fault = match form.get("sure") {
        "yes" if form.get("seen") == digest(&bands)? => None,
        "yes" => Some(texts.meanwhile),
        _ => Some(texts.not_sure),
    };
    if fault.is_some() {
        return write(&pages, &visit, Standing::Ready(bands), fault).await;
    }
    let by = visit.visitor()?.email.clone();
    // Where another guide was quicker, theirs stand: the page shows them.
    pages
        .write_as(&visit, move |store| store.publish_bands(id, &bands, &by, now))
        .await?;
    Ok(Redirect::to(&format!("/rounds/{id}/sorting/bands")).into_response())
}

/// Withdraws all of it.
pub async fn withdraw(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let id = visit.ballot_box()?.id;
    if form.get("sure") != "yes" {
        let standing = look(&pages, &visit).await?;
        return write(
            &pages,
            &visit,
            standing,
            Some(BandTexts::of(visit.language).not_sure_to_withdraw),
        )
        .await;
    }
    pages.write_as(&visit, move |store| store.withdraw_bands(id)).await?;
    Ok(Redirect::to(&format!("/rounds/{id}/sorting/bands")).into_response())
}
