//! Tokens for the API of results: made, listed, revoked. A token is shown once, on the page that answers its making.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::Organisation;
use crate::organisation::drafts::guides_all;
use crate::organisation::times::{read_closing_time, split_time};
use crate::people::tokens::{LONGEST_SECONDS, MOST_TOKENS, TokenError, TokenOrder, order_token};
use crate::secrets::{draw_secret, hash_secret};
use crate::store::{SECONDS_OF_DAY, StoreError};
use crate::texts::{TokenTexts, end_moment, fill, say_day};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::results_api::PATH;
use crate::web::visit::Visit;

/// A token in the list.
struct Listed {
    id: String,
    name: String,
    wards: String,
    until: String,
    last_used: String,
}

struct WardChoice {
    id: String,
    name: String,
    chosen: bool,
}

/// What is in the form.
struct Typed {
    name: String,
    until: String,
    wards: Vec<String>,
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    page: Page,
    texts: &'static TokenTexts,
    tokens: Vec<Listed>,
    wards: Vec<WardChoice>,
    name: String,
    until: String,
    how: String,
    /// A token that was made just now.
    made: Option<String>,
    faults: Vec<&'static str>,
    done: Option<&'static str>,
}

fn list_wards(organisation: &Organisation, email: &str, chosen: &[String]) -> Vec<WardChoice> {
    let wards = organisation.wards.iter();
    let mine = wards.filter(|(id, _)| guides_all(organisation, email, [*id]));
    let mut wards: Vec<WardChoice> = mine
        .map(|(id, ward)| WardChoice {
            id: id.clone(),
            name: ward.name.clone(),
            chosen: chosen.contains(id),
        })
        .collect();
    wards.sort_by_key(|ward| ward.name.to_lowercase());
    wards
}

/// The wards' names, one by one: joined by a plus they would have answered together.
fn name_each(organisation: &Organisation, wards: &[String]) -> String {
    let names = wards
        .iter()
        .map(|ward| organisation.ward_names(std::slice::from_ref(ward)));
    names.collect::<Vec<_>>().join(", ")
}

/// What the page says beside the list.
#[derive(Default)]
struct Said {
    typed: Option<Typed>,
    made: Option<String>,
    faults: Vec<&'static str>,
    done: Option<&'static str>,
}

async fn write(pages: &Arc<Pages>, visit: &Visit, said: Said) -> Result<Response, PageError> {
    let (email, language, now) = (visit.visitor()?.email.clone(), visit.language, pages.now());
    let texts = TokenTexts::of(language);
    let mut frame = visit.page(texts.tokens);
    frame.path = "/tokens".to_owned();
    let template = pages
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = organisation.zone();
            let tokens = store.tokens(&email, now)?.into_iter().map(|token| Listed {
                wards: name_each(&organisation, &token.wards),
                until: end_moment(language, &zone, token.until),
                last_used: token.last_day.map_or(texts.never.to_owned(), |day| {
                    say_day(language, &zone, day * SECONDS_OF_DAY)
                }),
                id: token.id,
                name: token.name,
            });
            let typed = said.typed.unwrap_or_else(|| Typed {
                name: String::new(),
                until: split_time(now + LONGEST_SECONDS / 2, &zone, true).0,
                wards: Vec::new(),
            });
            Ok(TokensPage {
                page: frame,
                texts,
                tokens: tokens.collect(),
                wards: list_wards(&organisation, &email, &typed.wards),
                name: typed.name,
                until: typed.until,
                how: fill(texts.how, &[&PATH]),
                made: said.made,
                faults: said.faults,
                done: said.done,
            })
        })
        .await?;
    let status = if template.faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, render(&template)?).into_response())
}

/// The list, and the form for another one.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let revoked = query
        .unwrap_or_default()
        .split('&')
        .any(|field| field == "done=revoked");
    let done = revoked.then_some(TokenTexts::of(visit.language).revoked);
    write(
        &pages,
        &visit,
        Said {
            done,
            ..Said::default()
        },
    )
    .await
}

/// Makes one, and shows it.
pub async fn make(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (email, now, texts) = (
        visit.visitor()?.email.clone(),
        pages.now(),
        TokenTexts::of(visit.language),
    );
    let typed = Typed {
        name: form.get("name").to_owned(),
        until: form.get("until").trim().to_owned(),
        wards: form.all("ward"),
    };
    let (name, until, wards) = (typed.name.clone(), typed.until.clone(), typed.wards.clone());
    let (token, id) = (draw_secret(&mut pages.rng()), draw_secret(&mut pages.rng()));
    let hash = hash_secret(token.as_bytes());
    let made = pages
        .write_as(&visit, move |store| {
            let organisation = store.organisation()?;
            let until = read_closing_time(&until, &organisation.zone()).ok();
            let order = TokenOrder { name, wards, until };
            let row = match order_token(&organisation, &email, &id, &order, now) {
                Ok(row) => row,
                Err(faults) => return Ok(Err(faults)),
            };
            Ok::<_, StoreError>(Ok(store.add_token(&row, &hash, MOST_TOKENS, now)?))
        })
        .await?;
    let said = match made {
        Ok(true) => Said {
            made: Some(token),
            ..Said::default()
        },
        Ok(false) => Said {
            typed: Some(typed),
            faults: vec![texts.too_many],
            ..Said::default()
        },
        Err(faults) => {
            let say = |fault| match fault {
                TokenError::Name => texts.wrong_name,
                TokenError::Wards => texts.wrong_wards,
                TokenError::Until => texts.wrong_until,
            };
            Said {
                typed: Some(typed),
                faults: faults.into_iter().map(say).collect(),
                ..Said::default()
            }
        }
    };
    write(&pages, &visit, said).await
}

/// Ends one of the guide's own.
pub async fn revoke(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let email = visit.visitor()?.email.clone();
    let revoked = pages
        .write_as(&visit, move |store| store.revoke_token(&email, &id))
        .await?;
    match revoked {
        true => Ok(Redirect::to("/tokens?done=revoked")),
        false => Err(PageError::NotFound),
    }
}
