//! Logging in and out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use ring::hmac;

use super::Rooms;
use super::form::Form;
use super::guard::{Visit, token_cookie};
use super::known::{is_known, known_cookie};
use super::page::{Page, Refusal, show as page};
use super::way::Way;
use super::words::fill;
use crate::enrolment::{draw_secret, hash};
use crate::people::passwords::{SESSION_SECONDS, is_password};

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage {
    page: Page,
    fault: Option<&'static str>,
    way: Way,
    email: String,
    session_ends: String,
}

/// The form.
pub async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let way = Way::from_query(&query.unwrap_or_default());
    if visit.visitor.is_some() {
        return Ok(Redirect::to(way.after()).into_response());
    }
    form(&visit, way, None, "")
}

fn form(visit: &Visit, way: Way, fault: Option<&'static str>, email: &str) -> Result<Response, Refusal> {
    let mut frame = visit.page(visit.words().log_in);
    frame.keep = match way.query() {
        query if query.is_empty() => query,
        query => format!("&{query}"),
    };
    let template = LogInPage {
        page: frame,
        fault,
        way,
        email: email.to_owned(),
        session_ends: fill(visit.words().session_ends, &[&(SESSION_SECONDS / 3600)]),
    };
    Ok(page(&template)?.into_response())
}

/// Somebody wants to come in. Who has no account, no password yet, or the wrong one is told the same, after the same
/// work.
pub async fn log_in(
    State(rooms): State<Arc<Rooms>>,
    visit: Visit,
    headers: HeaderMap,
    fields: Form,
) -> Result<Response, Refusal> {
    let email = fields.get("email").trim().to_lowercase();
    // What was lost is said once.
    let way = Way::new(fields.get("to"), false);
    let was_here = browser_key(&rooms).is_some_and(|key| is_known(&key, &headers, &email));
    let counted = if was_here {
        &rooms.known_attempts
    } else {
        &rooms.attempts
    };
    let allowed = match counted.lock() {
        Ok(mut attempts) => attempts.allow(&email, rooms.now()),
        Err(_) => false,
    };
    if !allowed {
        let answer = form(&visit, way, Some(visit.words().too_many_attempts), &email)?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, answer).into_response());
    }
    let asked = email.clone();
    let kept = rooms.read(move |store| store.password(&asked)).await?;
    let password = zeroize::Zeroizing::new(fields.get("password").to_owned());
    let right = rooms.hash(move || is_password(kept.as_deref(), &password)).await?;
    if !right {
        let answer = form(&visit, way, Some(visit.words().wrong_password), &email)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response());
    }
    if let Ok(mut attempts) = counted.lock() {
        attempts.forget(&email);
    }
    begin(&rooms, email, way.after()).await
}

/// Begins a session with a token of its own: what was in the cookie before is worth nothing. Then leads to a page.
pub async fn begin(rooms: &Arc<Rooms>, email: String, to: &str) -> Result<Response, Refusal> {
    let token = draw_secret(&mut rooms.rng()?);
    let (token_hash, now) = (hash(token.as_bytes()), rooms.now());
    let known = browser_key(rooms).and_then(|key| known_cookie(&key, &email));
    rooms
        .write(move |store| store.begin_session(&email, &token_hash, now + SESSION_SECONDS, now))
        .await?;
    let cookies = [Some(token_cookie(&token)), known];
    let cookies = cookies.into_iter().flatten().map(|cookie| (header::SET_COOKIE, cookie));
    Ok((AppendHeaders(cookies), Redirect::to(to)).into_response())
}

/// What the cookies of known browsers are made with. Without it everybody is a stranger, and comes in all the same.
fn browser_key(rooms: &Rooms) -> Option<hmac::Key> {
    rooms.folder.browser_key().unwrap_or_else(|error| {
        tracing::warn!(%error, "browsers cannot be known again");
        None
    })
}

/// Out.
pub async fn log_out(State(rooms): State<Arc<Rooms>>, visit: Visit, _: Form) -> Result<Response, Refusal> {
    let token_hash = hash(visit.token.as_bytes());
    rooms.write(move |store| store.end_session(&token_hash)).await?;
    let token = draw_secret(&mut rooms.rng()?);
    Ok(([(header::SET_COOKIE, token_cookie(&token))], Redirect::to("/log-in")).into_response())
}
