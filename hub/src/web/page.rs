//! What every page has around it, and pages that say why something cannot be shown.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use trykk_shared::language::Language;

use super::form;
use super::guard::Visit;
use super::words::Words;
use crate::organisation::Role;
use crate::store::StoreError;

/// Why a page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Log in first.
    LogIn,
    /// Not for this role.
    Forbidden,
    /// Nothing here, or nothing for this visitor.
    NotFound,
    /// The form did not come from our own page, or the page was too old.
    Form,
    /// The hub cannot do it at the moment.
    Unavailable,
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        if let StoreError::NotFound(..) = error {
            return Refusal::NotFound;
        }
        tracing::error!(error = %error, "a page could not be made");
        Refusal::Unavailable
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self {
            Refusal::LogIn => StatusCode::SEE_OTHER,
            Refusal::Forbidden | Refusal::Form => StatusCode::FORBIDDEN,
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
        // The guard writes the page, in the visitor's language.
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What every page has around it.
pub struct Page {
    /// The texts.
    pub w: &'static Words,
    /// The language.
    pub language: Language,
    /// What stands in the window's title.
    pub title: String,
    /// The check that forms carry.
    pub check: String,
    /// Who is logged in.
    pub email: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// This page, for the language links.
    pub path: String,
    /// What else the language links keep of this page's address.
    pub keep: String,
}

impl Visit {
    /// The frame for a page.
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page {
            w: self.words(),
            language: self.language,
            title: title.into(),
            check: form::check(&self.token),
            email: self.visitor.as_ref().map(|visitor| visitor.email.clone()),
            role: self.visitor.as_ref().map(|visitor| visitor.role),
            path: self.path.clone(),
            keep: String::new(),
        }
    }

    /// The texts in the visitor's language.
    pub fn words(&self) -> &'static Words {
        Words::of(self.language)
    }
}

impl Page {
    /// Every language, with its name in itself.
    pub fn languages(&self) -> [(Language, &'static str); 3] {
        [
            (Language::Nb, "Bokmål"),
            (Language::Nn, "Nynorsk"),
            (Language::En, "English"),
        ]
    }

    /// What the visitor's role is called.
    pub fn role_name(&self) -> &'static str {
        self.role.map_or("", |role| self.w.role(role))
    }
}

/// A template as an answer.
pub fn show(template: &impl Template) -> Result<Html<String>, Refusal> {
    template.render().map(Html).map_err(|error| {
        tracing::error!(error = %error, "a page could not be written");
        Refusal::Unavailable
    })
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    page: Page,
    heading: &'static str,
    text: &'static str,
}

/// The page that says why.
pub fn refusal(visit: &Visit, refusal: Refusal) -> Response {
    let w = visit.words();
    let (heading, text) = match refusal {
        Refusal::LogIn | Refusal::Forbidden => (w.forbidden, w.forbidden_text),
        Refusal::NotFound => (w.not_found, w.not_found_text),
        Refusal::Form => (w.form_refused, w.form_refused_text),
        Refusal::Unavailable => (w.unavailable, w.unavailable_text),
    };
    let page = RefusalPage {
        page: visit.page(heading),
        heading,
        text,
    };
    let status = refusal.into_response().status();
    match show(&page) {
        Ok(page) => (status, page).into_response(),
        Err(_) => status.into_response(),
    }
}
