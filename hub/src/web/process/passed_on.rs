//! The guides' log of cases that were shown on: kind and function, no word of free text, for the guides of the ward alone.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::drafts::guides_all;
use crate::organisation::times::{day_of, read_day, write_day};
use crate::process::passed_on::{CaseKind, Function, PassedOn};
use crate::secrets::{draw_secret, is_secret};
use crate::store::StoreError;
use crate::texts::FollowUpTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::signing::say;
use crate::web::visit::Visit;

/// An entry, in words.
struct Line {
    id: String,
    day: String,
    ward: String,
    kind: &'static str,
    function: &'static str,
    /// Whether the reader wrote it, and can take it out.
    own: bool,
}

/// Something to choose.
struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

/// What is in the form.
#[derive(Clone, Default)]
struct Typed {
    id: String,
    ward: String,
    day: String,
    kind: String,
    function: String,
}

#[derive(Template)]
#[template(path = "passed_on.html")]
struct PassedOnPage {
    page: Page,
    texts: &'static FollowUpTexts,
    lines: Vec<Line>,
    wards: Vec<Choice>,
    kinds: Vec<Choice>,
    functions: Vec<Choice>,
    /// What the entry will be called by: the same form, sent twice, writes one.
    id: String,
    day: String,
    fault: Option<&'static str>,
}

async fn write(pages: &Arc<Pages>, visit: &Visit, typed: Option<Typed>) -> Result<Response, PageError> {
    let (email, language, now) = (visit.visitor()?.email.clone(), visit.language, pages.now());
    let texts = FollowUpTexts::of(language);
    let mut frame = visit.page(texts.passed_on);
    frame.path = "/passed-on".to_owned();
    let fault = typed.as_ref().map(|_| texts.fault_passed_on);
    let (drawn, places) = (draw_secret(&mut pages.rng()), visit.visitor()?.places.clone());
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_within(&places)?;
            let typed = typed.unwrap_or_else(|| Typed {
                id: drawn,
                day: write_day(day_of(now, &organisation.zone())),
                ..Typed::default()
            });
            let mine = organisation.wards.iter();
            let mine = mine.filter(|(id, _)| guides_all(&organisation, &email, [*id]));
            let mut wards: Vec<Choice> = mine
                .map(|(id, ward)| Choice {
                    id: id.clone(),
                    name: ward.name.clone(),
                    chosen: *id == typed.ward,
                })
                .collect();
            wards.sort_by_key(|ward| ward.name.to_lowercase());
            let ids: Vec<String> = wards.iter().map(|ward| ward.id.clone()).collect();
            let lines = store.passed_on(&ids, &email)?.into_iter().map(|one| Line {
                day: say(language, one.day),
                ward: organisation.ward_names(std::slice::from_ref(&one.ward)),
                kind: texts.kind_name(one.kind),
                function: texts.function_name(one.function),
                own: one.account == email,
                id: one.id,
            });
            let choice = |id: &str, name: &str, chosen: &str| Choice {
                id: id.to_owned(),
                name: name.to_owned(),
                chosen: id == chosen,
            };
            let kinds = CaseKind::ALL.map(|kind| choice(kind.name(), texts.kind_name(kind), &typed.kind));
            let functions = Function::ALL.map(|one| choice(one.name(), texts.function_name(one), &typed.function));
            Ok(PassedOnPage {
                page: frame,
                texts,
                lines: lines.collect(),
                wards,
                kinds: kinds.into(),
                functions: functions.into(),
                id: typed.id,
                day: typed.day,
                fault,
            })
        })
        .await?;
    let is_refused = fault.is_some();
    respond(&template, is_refused)
}

/// The list, and the form for another one.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    write(&pages, &visit, None).await
}

/// Writes one down.
pub async fn add(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (account, now) = (visit.visitor()?.email.clone(), pages.now());
    let typed = Typed {
        id: match form.get("id") {
            drawn if is_secret(drawn) => drawn.to_owned(),
            _ => draw_secret(&mut pages.rng()),
        },
        ward: form.get("ward").to_owned(),
        day: form.get("day").to_owned(),
        kind: form.get("kind").to_owned(),
        function: form.get("function").to_owned(),
    };
    let written = typed.clone();
    let added = pages
        .write_as(&visit, move |store| {
            let organisation = store.organisation_of(std::slice::from_ref(&written.ward))?;
            let today = day_of(now, &organisation.zone());
            let day = read_day(&written.day).filter(|day| (today - 3 * 366..=today).contains(day));
            let is_known = organisation.wards.contains_key(&written.ward);
            let is_mine = is_known && guides_all(&organisation, &account, [&written.ward]);
            let kinds = written.kind.parse().ok().zip(written.function.parse().ok());
            let Some((day, (kind, function))) = day.zip(kinds).filter(|_| is_mine) else {
                return Ok(false);
            };
            let one = PassedOn {
                id: written.id,
                ward: written.ward,
                day,
                kind,
                function,
                account,
            };
            store.pass_on(&one).map(|()| true)
        })
        .await?;
    match added {
        true => Ok(Redirect::to("/passed-on").into_response()),
        false => write(&pages, &visit, Some(typed)).await,
    }
}

/// Takes one out again.
pub async fn take_out(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let account = visit.visitor()?.email.clone();
    pages
        .write_as(&visit, move |store| match store.take_back_passed_on(&id, &account)? {
            true => Ok(()),
            false => Err(StoreError::NotFound("entry", id)),
        })
        .await?;
    Ok(Redirect::to("/passed-on"))
}
