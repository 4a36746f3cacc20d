//! An invitation: whoever has the link chooses the account's password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::Rooms;
use super::form::Form;
use super::guard::Visit;
use super::log_in::begin;
use super::page::{Page, Refusal, show as page};
use crate::enrolment::hash;
use crate::people::passwords::{PasswordError, SHORTEST, hash_password};

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    page: Page,
    email: String,
    fault: Option<&'static str>,
    shortest: usize,
}

/// The form, if the invitation was not used before.
pub async fn show(
    State(rooms): State<Arc<Rooms>>,
    Path(secret): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    form(&rooms, &secret, &visit, None).await
}

async fn form(
    rooms: &Arc<Rooms>,
    secret: &str,
    visit: &Visit,
    fault: Option<&'static str>,
) -> Result<Response, Refusal> {
    let hash = hash(secret.as_bytes());
    let now = rooms.now();
    let email = rooms.read(move |store| store.invited(&hash, now)).await?;
    let template = InvitationPage {
        page: visit.page(visit.words().choose_password),
        email: email.ok_or(Refusal::NotFound)?,
        fault,
        shortest: SHORTEST,
    };
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, page(&template)?).into_response())
}

/// The password is chosen; the invitation is used up and the account is logged in.
pub async fn accept(
    State(rooms): State<Arc<Rooms>>,
    Path(secret): Path<String>,
    visit: Visit,
    fields: Form,
) -> Result<Response, Refusal> {
    let w = visit.words();
    if fields.get("password") != fields.get("again") {
        return form(&rooms, &secret, &visit, Some(w.passwords_differ)).await;
    }
    let (invitation, now) = (hash(secret.as_bytes()), rooms.now());
    // Nobody without an invitation makes the hub hash.
    rooms
        .read(move |store| store.invited(&invitation, now))
        .await?
        .ok_or(Refusal::NotFound)?;
    let password = zeroize::Zeroizing::new(fields.get("password").to_owned());
    let mut rng = rooms.rng()?;
    let hashed = match rooms.hash(move || hash_password(&password, &mut rng)).await? {
        Ok(hashed) => hashed,
        Err(PasswordError::TooShort(_)) => return form(&rooms, &secret, &visit, Some(w.password_short)).await,
        Err(PasswordError::TooLong) => return form(&rooms, &secret, &visit, Some(w.password_long)).await,
    };
    let email = rooms
        .write(move |store| store.accept_invitation(&invitation, &hashed, now))
        .await?
        .ok_or(Refusal::NotFound)?;
    begin(&rooms, email, "/").await
}
