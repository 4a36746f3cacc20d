//! Why a page is not shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::store::StoreError;

/// Why a page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Log in first.
    #[error("nobody is logged in")]
    LogIn,
    /// Not for this role.
    #[error("not for this role")]
    Forbidden,
    /// A guide who came in by a new invitation shows first who they are.
    #[error("a guide has not given the counting passphrase since they came in by a new invitation")]
    NotProven,
    /// Nothing here, or nothing for this visitor.
    #[error("there is no such page for this visitor")]
    NotFound,
    /// The form did not come from our own page, or the page was too old.
    #[error("the form did not come from a page of ours, or from one that was too old")]
    Form,
    /// A form came without the visitor's cookie: the browser does not keep it. Safari keeps no `Secure` cookie of a page without TLS,
    /// on loopback neither.
    #[error("the browser does not keep the visitor's cookie")]
    NoCookie,
    /// The hub was restored, and an admin has not confirmed it yet.
    #[error("the hub was restored and is looked through")]
    InReview,
    /// The hub cannot do it at the moment.
    #[error("the hub cannot do it at the moment")]
    Unavailable,
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        if let StoreError::NotFound(..) = error {
            return PageError::NotFound;
        }
        tracing::error!(error = %error, "a page could not be made");
        PageError::Unavailable
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = match self {
            PageError::LogIn => StatusCode::SEE_OTHER,
            PageError::Forbidden | PageError::Form | PageError::NoCookie => StatusCode::FORBIDDEN,
            PageError::NotProven => StatusCode::UNPROCESSABLE_ENTITY,
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::InReview | PageError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        };
        // The guard writes the page, in the visitor's language.
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
