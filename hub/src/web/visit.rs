//! Who visits a page, and what of the hub they may reach there.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use trykk_shared::language::Language;

use super::error::PageError;
use crate::figures::rollup::Scope;
use crate::store::{BoxRow, Visitor};
use crate::texts::Texts;

/// A visit to a page, once it was permitted.
#[derive(Clone)]
pub struct Visit {
    /// The token in the cookie. Its hash names the session, if there is one.
    pub token: String,
    /// Who it is.
    pub visitor: Option<Visitor>,
    /// The language to write in.
    pub language: Language,
    /// The box that the path names; the visitor's places reach it.
    pub ballot_box: Option<Arc<BoxRow>>,
    /// What the path wants rolled up; the visitor's places reach it.
    pub scope: Option<Scope>,
    /// The path, for links back to the same page.
    pub path: String,
}

/// What a form's check is bound to.
const FORM: &[u8] = b"trykk form";

impl Visit {
    /// What a form's check is made with: the token in the cookie, which no other site can read or guess.
    fn form_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.token.as_bytes())
    }

    /// The check that the visitor's forms carry.
    pub fn form_check(&self) -> String {
        BASE64URL_NOPAD.encode(hmac::sign(&self.form_key(), FORM).as_ref())
    }

    /// Whether a form came from our own page: its check fits the visitor's cookie.
    pub fn is_form_check(&self, given: &str) -> bool {
        let given = BASE64URL_NOPAD.decode(given.as_bytes());
        given.is_ok_and(|given| hmac::verify(&self.form_key(), FORM, &given).is_ok())
    }

    /// The texts in the visitor's language.
    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.language)
    }

    /// Who it is. On a page for known visitors there always is somebody.
    pub fn visitor(&self) -> Result<&Visitor, PageError> {
        self.visitor.as_ref().ok_or(PageError::Forbidden)
    }

    /// What the path wants rolled up.
    pub fn scope(&self) -> Result<Scope, PageError> {
        self.scope.clone().ok_or(PageError::NotFound)
    }

    /// The box that the path names.
    pub fn ballot_box(&self) -> Result<Arc<BoxRow>, PageError> {
        self.ballot_box.clone().ok_or(PageError::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Visit>().cloned().ok_or(PageError::Unavailable)
    }
}
