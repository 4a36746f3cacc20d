//! Joining a gathering with its code, typed by hand.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::{JOIN, Opened, open};
use crate::texts::TableTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "gathering_join.html")]
struct JoinPage {
    page: Page,
    texts: &'static TableTexts,
    fault: Option<&'static str>,
    code: String,
}

/// The page, with what is wrong with a code that was brought.
pub fn write(
    visit: &Visit,
    code: &str,
    fault: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let texts = TableTexts::of(visit.language);
    let mut frame = visit.page(texts.join);
    frame.path = JOIN.to_owned();
    let template = JoinPage {
        page: frame,
        texts,
        fault,
        code: code.to_owned(),
    };
    Ok((status, render(&template)?).into_response())
}

/// What whoever brought a code that opens nothing is told.
pub fn refuse(visit: &Visit, code: &str, opened: &Opened) -> Result<Response, PageError> {
    let texts = TableTexts::of(visit.language);
    match opened {
        Opened::TooMany => write(visit, code, Some(texts.too_many), StatusCode::TOO_MANY_REQUESTS),
        _ => write(visit, code, Some(texts.wrong_code), StatusCode::NOT_FOUND),
    }
}

/// The page.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    write(&visit, "", None, StatusCode::OK)
}

/// Leads to the gathering of a code.
pub async fn join(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let code = form.get("code");
    match open(&pages, code).await? {
        Opened::Joined(joined) => {
            let page = format!("{JOIN}/{}", joined.gathering.code.as_str());
            Ok(Redirect::to(&page).into_response())
        }
        Opened::TooMany => refuse(&visit, code, &Opened::TooMany),
        Opened::Wrong => {
            let fault = TableTexts::of(visit.language).wrong_code;
            write(&visit, code, Some(fault), StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}
