//! The open page of a ward: what is asked, how it is protected, what came of it. Whoever has its address reads it, without logging in; leaders
//! and guides switch it on and off. The address is drawn, and nothing logs it.

mod board;
mod manage;
mod show;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::web::Pages;
use crate::web::access::permissions::OPEN_PAGE;

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/process/{process}/open-page", get(manage::show).post(manage::change))
        .route(OPEN_PAGE, get(show::show))
}
