//! The process of a ward on pages: where it is, what is done with it, and guidance for each role.

pub(super) mod follow_up;
pub(super) mod guidance;
mod meetings;
mod passed_on;
pub(crate) mod plan;
mod pulse;
pub(super) mod read;
mod reminders;
mod room;
mod steps;
pub(super) mod view;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::web::{Pages, calendar};

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .merge(plan::routes())
        .route("/guidance", get(guidance::own))
        .route("/guidance/{reader}", get(guidance::show))
        .route("/wards/{ward}/process", post(steps::start))
        .route("/rounds/{box}/follow-up", get(follow_up::show).post(follow_up::save))
        .route("/passed-on", get(passed_on::show).post(passed_on::add))
        .route("/passed-on/{entry}/take-out", post(passed_on::take_out))
        .route("/process/{process}", get(room::show))
        .route(
            "/process/{process}/reminders",
            get(reminders::show).post(reminders::ask_again),
        )
        .route("/process/{process}/calendar/file/{format}", get(calendar::file))
        .route("/process/{process}/goals", post(steps::save_goals))
        .route("/process/{process}/ask", post(steps::ask))
        .route("/process/{process}/begin", post(steps::begin))
        .route("/process/{process}/rest", post(steps::rest))
        .route("/process/{process}/pulse", get(pulse::show).post(pulse::save))
        .route(
            "/process/{process}/meetings/{meeting}",
            get(meetings::show).post(meetings::save),
        )
}
