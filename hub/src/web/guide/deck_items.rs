//! The questions of a deck that a guide writes, one page each.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::deck_drafts::{DeckDraft, DraftItem, finish};
use crate::store::{DeckDraftRow, StoreError};
use crate::texts::DeckDraftTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::deck_drafts::{read, say_done};
use crate::web::guide::deck_form::{Standing, Told, mark};
use crate::web::guide::deck_item::{read_item, render_item};
use crate::web::visit::Visit;

/// The number of a question in an address.
fn read_number(number: &str) -> Result<u32, PageError> {
    number.parse().map_err(|_| PageError::NotFound)
}

/// A question of a draft.
pub async fn show_item(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let (organisation, row) = pages.read(move |store| read(store, &id)).await?;
    let item = row.draft.item(number).map(|(_, item)| item.clone());
    let item = item.ok_or(PageError::NotFound)?;
    let notice = say_done(query.as_deref(), DeckDraftTexts::of(visit.language));
    let faults = match item.text.is_blank() && notice.is_none() {
        true => Vec::new(),
        false => finish(&organisation, &row.draft).err().unwrap_or_default(),
    };
    let (seen, told) = (mark(&item), Told { notice, refusal: None });
    render_item(&visit, &row, item, seen, Standing::There, &faults, told)
}

/// What became of a question that was to be saved.
enum Kept {
    Saved,
    Meanwhile(String),
    TooLong,
    Removed,
}

/// Keeps what was written of a question.
pub async fn save_item(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let (seen, now, kept_id) = (form.get("seen").to_owned(), pages.now(), id.clone());
    // A form that says that its question is gone brings it back.
    let back = seen == "gone";
    let form = Arc::new(form);
    let written = Arc::clone(&form);
    let saved = pages
        .write_as(&visit, move |store| {
            let saved = store.change_deck_draft(&kept_id, now, |draft| {
                let known = draft.item(number).map(|(_, item)| item.clone());
                match known {
                    None if !back => Err(Kept::Removed),
                    Some(item) if mark(&item) != seen => Err(Kept::Meanwhile(mark(&item))),
                    known => {
                        draft.put_item(number, read_item(&written, &known.unwrap_or_default()));
                        match draft.is_too_long() {
                            true => Err(Kept::TooLong),
                            false => Ok(()),
                        }
                    }
                }
            });
            match saved {
                Ok(Ok(())) => Ok(Some((Kept::Saved, store.deck_draft(&kept_id)?))),
                Ok(Err(kept)) => Ok(Some((kept, store.deck_draft(&kept_id)?))),
                Err(StoreError::NotFound(..)) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await?;
    let texts = DeckDraftTexts::of(visit.language);
    let before = |row: &DeckDraftRow| row.draft.item(number).map(|(_, item)| item.clone()).unwrap_or_default();
    let (row, refusal, seen, standing) = match saved {
        Some((Kept::Saved, row)) => {
            let here = format!("/decks/drafts/{id}/items/{number}?done=saved");
            let place = row.draft.item(number).map_or(0, |(place, _)| place);
            let page = match (form.get("act"), row.draft.items.get(place + 1)) {
                ("next", Some(next)) => format!("/decks/drafts/{id}/items/{}", next.number),
                ("next", None) => format!("/decks/drafts/{id}?done=saved#questions"),
                _ => here,
            };
            return Ok(Redirect::to(&page).into_response());
        }
        Some((Kept::Meanwhile(seen), row)) => (row, texts.meanwhile, seen, Standing::There),
        // It was as it was seen, or it would be another outcome.
        Some((Kept::TooLong, row)) => (row, texts.too_long, form.get("seen").to_owned(), Standing::There),
        Some((Kept::Removed, row)) => (row, texts.gone, "gone".to_owned(), Standing::There),
        None => {
            let row = DeckDraftRow {
                id,
                draft: DeckDraft::new(),
                made_by: visit.visitor()?.email.clone(),
            };
            (row, texts.draft_gone, "new".to_owned(), Standing::Gone)
        }
    };
    let item = DraftItem {
        number,
        ..read_item(&form, &before(&row))
    };
    let told = Told {
        notice: None,
        refusal: Some(refusal),
    };
    render_item(&visit, &row, item, seen, standing, &[], told)
}
