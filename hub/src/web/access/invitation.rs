//! An invitation: whoever has the link chooses the account's password.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::people::passwords::{PasswordError, hash_password};
use crate::secrets::MIN_SECRET_CHARS;
use crate::secrets::hash_secret;
use crate::texts::Texts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::access::log_in::begin;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

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
    State(pages): State<Arc<Pages>>,
    Path(secret): Path<String>,
    visit: Visit,
) -> Result<Response, PageError> {
    form(&pages, &secret, &visit, None).await
}

async fn form(
    pages: &Arc<Pages>,
    secret: &str,
    visit: &Visit,
    fault: Option<&'static str>,
) -> Result<Response, PageError> {
    let hash = hash_secret(secret.as_bytes());
    let now = pages.now();
    let email = pages.read(move |store| store.find_invited(&hash, now)).await?;
    let template = InvitationPage {
        page: visit.page(visit.texts().choose_password),
        email: email.ok_or(PageError::NotFound)?,
        fault,
        shortest: MIN_SECRET_CHARS,
    };
    let is_refused = fault.is_some();
    respond(&template, is_refused)
}

/// The password is chosen; the invitation is used up and the account is logged in.
pub async fn accept(
    State(pages): State<Arc<Pages>>,
    Path(secret): Path<String>,
    visit: Visit,
    fields: Form,
) -> Result<Response, PageError> {
    let texts = visit.texts();
    if fields.get("password") != fields.get("again") {
        return form(&pages, &secret, &visit, Some(texts.passwords_differ)).await;
    }
    let (invitation, now) = (hash_secret(secret.as_bytes()), pages.now());
    // Nobody without an invitation makes the hub hash.
    pages
        .read(move |store| store.find_invited(&invitation, now))
        .await?
        .ok_or(PageError::NotFound)?;
    let password = zeroize::Zeroizing::new(fields.get("password").to_owned());
    let mut rng = pages.rng();
    let hashed = match pages.run_exclusive(move || hash_password(&password, &mut rng)).await? {
        Ok(hashed) => hashed,
        Err(error) => return form(&pages, &secret, &visit, Some(explain_password(texts, &error))).await,
    };
    let email = pages
        .write(move |store| store.accept_invitation(&invitation, &hashed, now))
        .await?
        .ok_or(PageError::NotFound)?;
    let begun = begin(&pages, email, None, "/").await?;
    begun.ok_or(PageError::LogIn)
}

/// Why a password cannot be kept.
pub fn explain_password(texts: &Texts, error: &PasswordError) -> &'static str {
    match error {
        PasswordError::TooShort(_) => texts.password_short,
        PasswordError::NotPlain(_) => texts.password_odd,
        PasswordError::TooLong => texts.password_long,
    }
}
