//! Style, type and two scripts, built into the program.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// One style sheet, written in files by concern. Later ones win.
const STYLE: &str = concat!(
    include_str!("../../static/styles/base.css"),
    include_str!("../../static/styles/forms.css"),
    include_str!("../../static/styles/navigation.css"),
    include_str!("../../static/styles/tablets.css"),
    include_str!("../../static/styles/plan.css"),
    include_str!("../../static/styles/results.css"),
    include_str!("../../static/styles/small-screens.css"),
    include_str!("../../static/styles/print.css"),
    include_str!("../../static/styles/guide.css"),
    include_str!("../../static/styles/summary.css"),
    include_str!("../../static/styles/wards.css"),
    include_str!("../../static/styles/heat.css"),
    include_str!("../../static/styles/decks.css"),
    include_str!("../../static/styles/preview.css"),
    include_str!("../../static/styles/audit.css"),
    include_str!("../../static/styles/process.css"),
    include_str!("../../static/styles/areas.css"),
    include_str!("../../static/styles/sorting.css"),
    include_str!("../../static/styles/gathering.css"),
    include_str!("../../static/styles/board.css"),
    include_str!("../../static/styles/sheets.css"),
);
/// The keys of the page on which notes are sorted; without it that page works by its form.
const SORTING_KEYS: &str = include_str!("../../static/sorting.js");
/// What pages of a gathering follow the guide with; without it they load themselves again now and then.
const FOLLOWING: &str = include_str!("../../static/following.js");
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/inter-pages-regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/inter-pages-semibold.woff2");

/// The routes of what every page uses. They tell nothing of anybody and need no guard.
pub fn routes() -> Router {
    Router::new()
        .route(
            "/static/trykk.css",
            get(async || asset("text/css; charset=utf-8", STYLE)),
        )
        .route(
            "/static/sorting.js",
            get(async || asset("text/javascript; charset=utf-8", SORTING_KEYS)),
        )
        .route(
            "/static/following.js",
            get(async || asset("text/javascript; charset=utf-8", FOLLOWING)),
        )
        .route(
            "/static/inter-regular.woff2",
            get(async || asset("font/woff2", REGULAR)),
        )
        .route(
            "/static/inter-semibold.woff2",
            get(async || asset("font/woff2", SEMIBOLD)),
        )
}

fn asset(kind: &'static str, contents: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, contents).into_response()
}
