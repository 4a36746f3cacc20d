//! The form that unlocks notes to be sorted.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use zeroize::Zeroizing;

use crate::texts::{GuideTexts, SortingTexts};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::notes::find_none;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "sorting_locked.html")]
struct LockedPage<'p> {
    page: Page,
    texts: &'static SortingTexts,
    guide_texts: &'static GuideTexts,
    id: String,
    wards: String,
    /// Why there is nothing to unlock.
    none: Option<String>,
    fault: Option<String>,
    /// What was chosen before the notes were locked again, as the form carries it.
    carried: &'p [(String, Zeroizing<String>)],
}

/// The form that asks for the passphrase. What somebody was about to send goes with it.
pub async fn write_locked(
    pages: &Arc<Pages>,
    visit: &Visit,
    carried: &[(String, Zeroizing<String>)],
    fault: Option<String>,
) -> Result<Response, PageError> {
    let ballot_box = visit.ballot_box()?;
    let is_refused = fault.is_some();
    let wards = ballot_box.wards.clone();
    let wards = pages
        .read(move |store| Ok(store.wards_named(&wards)?.ward_names(&wards)))
        .await?;
    let texts = SortingTexts::of(visit.language);
    let mut frame = visit.page(texts.title);
    frame.path = format!("/rounds/{}/sorting", ballot_box.id);
    let template = LockedPage {
        page: frame,
        texts,
        guide_texts: GuideTexts::of(visit.language),
        id: ballot_box.id.to_string(),
        wards,
        none: find_none(pages, visit).await?,
        fault,
        carried,
    };
    respond(&template, is_refused)
}
