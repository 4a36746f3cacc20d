//! A count beside the one before, for a guide who reads both.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use trykk_shared::ids::BoxId;

use crate::figures::before::list_before;
use crate::figures::share::exact;
use crate::store::{BoxRow, Store, StoreError};
use crate::web::Pages;
use crate::web::before::{Seen, write};
use crate::web::error::PageError;
use crate::web::guide::figures::{lead_back, may_read};
use crate::web::visit::Visit;

fn read_counted(store: &Store, one: &BoxRow, read_by: &BTreeSet<BoxId>) -> Result<Option<Seen>, StoreError> {
    if !read_by.contains(&one.id) {
        return Ok(None);
    }
    let Some(tally) = store.tally(one.id)? else {
        return Ok(None);
    };
    let deck = store.round(&one.round)?.deck;
    let questions = tally.questions.iter();
    let questions = questions.filter_map(|question| Some(exact(question, &deck.item(&question.id)?.question)));
    Ok(Some(Seen {
        ballot_box: one.clone(),
        questions: questions.collect(),
        deck,
    }))
}

/// The page.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    if visit.ballot_box()?.is_counted() && !may_read(&pages, &visit).await? {
        return lead_back(&visit);
    }
    let (ballot_box, email) = (visit.ballot_box()?, visit.visitor()?.email.clone());
    let found = pages
        .read(move |store| {
            let boxes = store.boxes_of(&ballot_box.wards)?;
            let read_by = store.boxes_read_by(&email, &boxes)?;
            let Some(now) = read_counted(store, &ballot_box, &read_by)? else {
                return Ok(None);
            };
            let organisation = store.organisation_of(&ballot_box.wards)?;
            let mut before = Vec::new();
            for one in list_before(&boxes, &ballot_box) {
                before.extend(read_counted(store, one, &read_by)?);
            }
            Ok(Some((organisation, now, before)))
        })
        .await?;
    let (organisation, now, before) = found.ok_or(PageError::NotFound)?;
    Ok(write(&visit, &organisation, &now, before, true)?.into_response())
}
