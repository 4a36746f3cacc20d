//! A published result beside the one before. Nothing but the cells of two releases goes into it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use crate::figures::before::list_before;
use crate::figures::bounds::bound_questions;
use crate::store::{BoxRow, Store, StoreError};
use crate::web::Pages;
use crate::web::before::{Seen, write};
use crate::web::error::PageError;
use crate::web::visit::Visit;

fn read_released(store: &Store, one: &BoxRow) -> Result<Option<Seen>, StoreError> {
    let Some(release) = store.release(one.id)? else {
        return Ok(None);
    };
    Ok(Some(Seen {
        ballot_box: one.clone(),
        deck: store.round(&one.round)?.deck,
        questions: bound_questions(&release),
    }))
}

/// The page.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let ballot_box = visit.ballot_box()?;
    let found = pages
        .read(move |store| {
            let Some(now) = read_released(store, &ballot_box)? else {
                return Ok(None);
            };
            let (organisation, boxes) = (
                store.organisation_of(&ballot_box.wards)?,
                store.boxes_of(&ballot_box.wards)?,
            );
            let mut before = Vec::new();
            for one in list_before(&boxes, &ballot_box) {
                before.extend(read_released(store, one)?);
            }
            Ok(Some((organisation, now, before)))
        })
        .await?;
    let (organisation, now, before) = found.ok_or(PageError::NotFound)?;
    write(&visit, &organisation, &now, before, false)
}
