//! Decks that come in from a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::library::{DeckFile, LibraryError, take_in};
use crate::texts::{DeckDraftTexts, DeckFaultTexts, fill, say_wrong};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::deck_drafts::page_of;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// The largest file of a deck: more than eighty long questions in three languages.
const MOST_KILOBYTES: usize = 192;

#[derive(Template)]
#[template(path = "deck_import.html")]
struct ImportPage {
    page: Page,
    texts: &'static DeckDraftTexts,
    file: String,
    refusal: Option<&'static str>,
    faults: Vec<String>,
    /// A deck that is there already.
    there: Option<String>,
}

/// The form for a deck's file.
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    let texts = DeckDraftTexts::of(visit.language);
    let page = ImportPage {
        page: visit.page(texts.import),
        texts,
        file: String::new(),
        refusal: None,
        faults: Vec::new(),
        there: None,
    };
    Ok(render(&page)?.into_response())
}

/// Takes a deck in from its file, or shows what is wrong with it.
pub async fn take(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let texts = DeckDraftTexts::of(visit.language);
    let (file, email) = (form.get("file").to_owned(), visit.visitor()?.email.clone());
    let mut page = ImportPage {
        page: visit.page(texts.import),
        texts,
        file: file.clone(),
        refusal: Some(texts.not_taken),
        faults: Vec::new(),
        there: None,
    };
    if file.trim().is_empty() {
        page.refusal = Some(texts.nothing_pasted);
    } else if file.len() > MOST_KILOBYTES * 1024 {
        page.faults.push(fill(texts.too_large, &[&MOST_KILOBYTES]));
    } else {
        // Read before it is anybody's turn: nobody waits for it.
        let file = pages.run_exclusive(move || DeckFile::read(&file)).await?;
        let taken = pages
            .write_as(&visit, move |store| {
                match store.add_deck(&email, |plan, forgotten| take_in(plan, forgotten, file))? {
                    Ok(deck) => Ok(Ok(page_of(&store.organisation()?, &deck))),
                    Err(why) => Ok(Err(why)),
                }
            })
            .await?;
        match taken {
            Ok(page) => return Ok(Redirect::to(&format!("{page}?done=taken-in")).into_response()),
            Err(LibraryError::There(key)) => {
                page.refusal = Some(texts.there);
                page.there = Some(key);
            }
            Err(LibraryError::Another(key)) => {
                page.refusal = Some(texts.another);
                page.there = key;
            }
            Err(LibraryError::AsksOtherwise(item, key)) => {
                page.faults.push(fill(texts.asks_otherwise, &[&item]));
                page.there = Some(key);
            }
            Err(LibraryError::Faults(faults)) => {
                let line = DeckFaultTexts::of(visit.language).line;
                let said = faults.iter();
                page.faults = said
                    .map(|fault| fill(line, &[&fault.line, &say_wrong(visit.language, &fault.wrong)]))
                    .collect();
            }
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}
