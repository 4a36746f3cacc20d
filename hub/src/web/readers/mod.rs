//! Pages of those who read what is published: leader, safety rep, union rep, senior leader.

pub(super) mod before;
pub(super) mod fingerprints;
pub(super) mod newest;
pub(super) mod pulse;
pub(super) mod result;
pub(super) mod roll_ups;
pub(super) mod senior;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::web::Pages;

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/fingerprints", get(fingerprints::show))
        .route("/results/{box}", get(result::show))
        .route("/results/{box}/before", get(before::show))
        .route("/results/{box}/file/{format}", get(result::file))
        .route("/roll-ups/{round}", get(roll_ups::show))
        .route("/roll-ups/{round}/file/{format}", get(roll_ups::file))
        .route("/roll-ups/{round}/{department}/file/{format}", get(roll_ups::file))
        .route("/roll-ups/{round}/{department}", get(roll_ups::show))
}
