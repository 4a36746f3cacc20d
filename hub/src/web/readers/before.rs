//! A published result beside the one before. Nothing but the cells of two releases goes into it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use crate::figures::bounds::bound_questions;
use crate::store::{BoxRow, Store, StoreError};
use crate::web::Pages;
use crate::web::before::{Seen, find_beside, write};
use crate::web::error::PageError;
use crate::web::visit::Visit;

fn read_released(store: &Store, ballot_box: BoxRow) -> Result<Option<Seen>, StoreError> {
    let Some(release) = store.release(ballot_box.id)? else {
        return Ok(None);
    };
    Ok(Some(Seen {
        deck: store.round(&ballot_box.round)?.deck,
        questions: bound_questions(&release),
        ballot_box,
    }))
}

/// The page.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let ballot_box = visit.ballot_box()?;
    let found = pages
        .read(move |store| {
            let organisation = store.organisation_of(&ballot_box.wards)?;
            let Some(now) = read_released(store, BoxRow::clone(&ballot_box))? else {
                return Ok(None);
            };
            let before = find_beside(store, &now, |other| read_released(store, other))?;
            Ok(Some((organisation, now, before)))
        })
        .await?;
    let (organisation, now, before) = found.ok_or(PageError::NotFound)?;
    write(&visit, &organisation, &now, before, false)
}
