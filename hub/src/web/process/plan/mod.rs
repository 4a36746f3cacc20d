//! The plan of measures on pages: the plan itself, its bundles, proposals and measures, and what the senior leader sees of it. The rules are
//! [`crate::plan`]'s.

mod bundle;
mod effect;
pub(crate) mod files;
pub(in crate::web) mod form;
pub(super) mod help;
pub(in crate::web) mod idea_box;
mod measure;
mod measure_fields;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
pub(in crate::web) mod proposal;
pub(in crate::web) mod read;
pub(in crate::web) mod senior;
pub mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::web::Pages;

pub(in crate::web) use page::describe_changes;
pub(super) use read::{AskedAgain, read_results};
pub(super) use words::list_agenda;
pub(in crate::web) use words::{OpenLine, list_open};

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/process/{process}/plan", get(page::show))
        .route("/process/{process}/plan/ask", post(page::ask))
        .route("/process/{process}/plan/idea-box", get(idea_box::show))
        .route("/process/{process}/plan/file/{format}", get(files::file))
        .route(
            "/process/{process}/plan/bundles/{bundle}",
            get(bundle::show).post(bundle::save),
        )
        .route(
            "/process/{process}/plan/proposals/{proposal}",
            get(proposal::show).post(proposal::save),
        )
        .route(
            "/process/{process}/plan/proposals/{proposal}/rate",
            post(proposal::rate),
        )
        .route(
            "/process/{process}/plan/proposals/{proposal}/decide",
            post(proposal::decide),
        )
        .route(
            "/process/{process}/plan/measures/{measure}",
            get(measure::show).post(measure::save),
        )
        .route(
            "/process/{process}/plan/measures/{measure}/status",
            post(measure::set_status),
        )
        .route(
            "/process/{process}/plan/measures/{measure}/idea",
            post(idea_box::change),
        )
        .route(
            "/process/{process}/plan/measures/{measure}/answer",
            post(measure::write_down),
        )
        .route("/help/{process}/{measure}", get(help::show).post(help::answer))
}
