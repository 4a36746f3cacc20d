//! Logging in and out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use ring::hmac;

use crate::people::passwords::{SESSION_SECONDS, is_password};
use crate::secrets::{draw_secret, hash_secret};
use crate::store::LogIn;
use crate::texts::fill;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::access::guard::token_cookie;
use crate::web::access::known_browser::{is_known, known_cookie};
use crate::web::access::return_to::ReturnTo;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;
use crate::written::fold_email;

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage {
    page: Page,
    fault: Option<&'static str>,
    return_to: ReturnTo,
    email: String,
    session_ends: String,
}

/// The form.
pub async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let return_to = ReturnTo::from_query(&query.unwrap_or_default());
    if visit.visitor.is_some() {
        return Ok(Redirect::to(return_to.after()).into_response());
    }
    form(&visit, return_to, None, "")
}

fn form(visit: &Visit, return_to: ReturnTo, fault: Option<&'static str>, email: &str) -> Result<Response, PageError> {
    let mut frame = visit.page(visit.texts().log_in);
    frame.keep = match return_to.query() {
        query if query.is_empty() => query,
        query => format!("&{query}"),
    };
    let template = LogInPage {
        page: frame,
        fault,
        return_to,
        email: email.to_owned(),
        session_ends: fill(visit.texts().session_ends, &[&(SESSION_SECONDS / 3600)]),
    };
    Ok(render(&template)?.into_response())
}

/// Somebody wants to come in. Who has no account, no password yet, or the wrong one is told the same, after the same
/// work.
pub async fn log_in(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    headers: HeaderMap,
    fields: Form,
) -> Result<Response, PageError> {
    let written = fold_email(fields.get("email"));
    let asked = written.clone();
    let email = pages.read(move |store| store.find_account(&asked)).await?;
    let email = email.unwrap_or(written);
    // What was lost is said once.
    let return_to = ReturnTo::new(fields.get("to"), false);
    let was_here = browser_key(&pages).is_some_and(|key| is_known(&key, &headers, &email));
    let counted = if was_here {
        &pages.known_attempts
    } else {
        &pages.attempts
    };
    let allowed = match counted.lock() {
        Ok(mut attempts) => attempts.allow(&email, pages.now()),
        Err(_) => false,
    };
    if !allowed {
        let answer = form(&visit, return_to, Some(visit.texts().too_many_attempts), &email)?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, answer).into_response());
    }
    let asked = email.clone();
    let kept = pages.read(move |store| store.log_in_of(&asked)).await?;
    let password = zeroize::Zeroizing::new(fields.get("password").to_owned());
    let proved = pages
        .run_exclusive(move || {
            let right = is_password(kept.as_ref().map(|kept| &kept.password[..]), &password);
            kept.filter(|_| right)
        })
        .await?;
    let begun = match proved {
        Some(proved) => begin(&pages, email.clone(), Some(proved), return_to.after()).await?,
        None => None,
    };
    let Some(begun) = begun else {
        let answer = form(&visit, return_to, Some(visit.texts().wrong_password), &email)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response());
    };
    if let Ok(mut attempts) = counted.lock() {
        attempts.forget(&email);
    }
    Ok(begun)
}

/// Begins a session with a token of its own: what was in the cookie before is worth nothing. Then leads to a page. `proved`: what the
/// password was compared with; nothing is begun where that has changed.
pub async fn begin(
    pages: &Arc<Pages>,
    email: String,
    proved: Option<LogIn>,
    to: &str,
) -> Result<Option<Response>, PageError> {
    let token = draw_secret(&mut pages.rng());
    let (token_hash, now) = (hash_secret(token.as_bytes()), pages.now());
    let known = browser_key(pages).and_then(|key| known_cookie(&key, &email));
    let until = now + SESSION_SECONDS;
    let begun = pages
        .write(move |store| match proved {
            Some(proved) => store.begin_proved_session(&email, &proved, &token_hash, until, now),
            None => store.begin_session(&email, &token_hash, until, now).map(|()| true),
        })
        .await?;
    if !begun {
        return Ok(None);
    }
    let cookies = [Some(token_cookie(&token)), known];
    let cookies = cookies.into_iter().flatten().map(|cookie| (header::SET_COOKIE, cookie));
    Ok(Some((AppendHeaders(cookies), Redirect::to(to)).into_response()))
}

/// What the cookies of known browsers are made with. Without it everybody is a stranger, and comes in all the same.
fn browser_key(pages: &Pages) -> Option<hmac::Key> {
    pages.folder.browser_key().unwrap_or_else(|error| {
        tracing::warn!(%error, "browsers cannot be known again");
        None
    })
}

/// Out.
pub async fn log_out(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let token_hash = hash_secret(visit.token.as_bytes());
    pages.write(move |store| store.end_session(&token_hash)).await?;
    pages.end_sitting(&visit);
    let token = draw_secret(&mut pages.rng());
    Ok(([(header::SET_COOKIE, token_cookie(&token))], Redirect::to("/log-in")).into_response())
}
