//! A count beside the one before, for a guide who reads both.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::figures::share::exact;
use crate::store::{BoxRow, Store, StoreError};
use crate::web::Pages;
use crate::web::before::{Seen, find_beside, write};
use crate::web::error::PageError;
use crate::web::guide::figures::{lead_back, may_read};
use crate::web::visit::Visit;

fn read_counted(store: &Store, ballot_box: BoxRow, email: &str) -> Result<Option<Seen>, StoreError> {
    if !store.may_read_count(ballot_box.id, email)? {
        return Ok(None);
    }
    let Some(tally) = store.tally(ballot_box.id)? else {
        return Ok(None);
    };
    let deck = store.round(&ballot_box.round)?.deck;
    let questions = tally.questions.iter();
    let questions = questions.filter_map(|question| Some(exact(question, &deck.item(&question.id)?.question)));
    Ok(Some(Seen {
        questions: questions.collect(),
        ballot_box,
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
            let organisation = store.organisation_of(&ballot_box.wards)?;
            let Some(now) = read_counted(store, BoxRow::clone(&ballot_box), &email)? else {
                return Ok(None);
            };
            let before = find_beside(store, &now, |other| read_counted(store, other, &email))?;
            Ok(Some((organisation, now, before)))
        })
        .await?;
    let (organisation, now, before) = found.ok_or(PageError::NotFound)?;
    Ok(write(&visit, &organisation, &now, before, true)?.into_response())
}
