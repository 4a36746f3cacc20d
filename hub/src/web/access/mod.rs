//! Who may open which page, and how people come in.

pub(super) mod form;
pub(super) mod guard;
pub(super) mod invitation;
mod known_browser;
pub(super) mod log_in;
mod multipart;
pub(super) mod own_password;
pub mod permissions;
mod return_to;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::web::Pages;

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/log-in", get(log_in::show).post(log_in::log_in))
        .route("/log-out", post(log_in::log_out))
        .route("/invitation/{secret}", get(invitation::show).post(invitation::accept))
}
