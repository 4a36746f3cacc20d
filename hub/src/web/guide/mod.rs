//! The guide's pages.

mod anonymity;
mod area_list;
mod areas;
pub(super) mod before;
pub(super) mod codes;
mod deck_drafts;
mod deck_file;
mod deck_form;
mod deck_item;
pub(super) mod deck_paper;
mod deck_preview;
mod decks;
pub(super) mod drafts;
mod families;
pub(super) mod figures;
pub(super) mod heat_map;
pub(super) mod item;
pub(super) mod notes;
pub(super) mod overview;
pub(super) mod passphrase;
pub(super) mod planned;
pub(super) mod poster;
pub(super) mod repeats;
pub(super) mod round;
mod round_form;
mod round_tablets;
pub(super) mod rounds;
mod sorting;
mod sorting_bands;
mod sorting_counts;
mod sorting_locked;
mod sorting_page;
pub(super) mod steps;
pub(super) mod summary;
pub(super) mod tokens;
pub(super) mod ward;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::web::{DECK_FILE, DECK_FILE_BYTES, Pages, SORTING, SORTING_FIND, SORTING_NOTE};

/// The routes of the library of decks.
pub(super) fn deck_routes() -> Router<Arc<Pages>> {
    let routes = Router::new();
    #[cfg(feature = "pdf")]
    let routes = routes
        .route("/decks/{deck}/paper", get(deck_paper::of_deck))
        .route("/rounds/{box}/paper", get(deck_paper::of_round));
    routes
        .route("/decks", get(decks::list))
        .route("/decks/new", post(deck_drafts::new))
        .route(
            DECK_FILE,
            get(deck_file::ask)
                .post(deck_file::take)
                .layer(DefaultBodyLimit::max(DECK_FILE_BYTES)),
        )
        .route("/decks/drafts/{draft}", get(deck_drafts::show).post(deck_drafts::save))
        .route("/decks/drafts/{draft}/delete", post(deck_drafts::delete))
        .route(
            "/decks/drafts/{draft}/items/{item}",
            get(deck_drafts::show_item).post(deck_drafts::save_item),
        )
        .route("/decks/{deck}", get(decks::show))
        .route("/decks/{deck}/preview", get(deck_preview::show))
        .route("/decks/drafts/{draft}/preview", get(deck_preview::show_draft))
        .route("/decks/{deck}/copy", post(deck_drafts::copy))
        .route("/decks/{deck}/next", post(deck_drafts::next))
        .route("/decks/{deck}/remove", post(deck_drafts::remove))
        .route("/decks/{deck}/file", get(decks::file))
}

/// The routes of notes that are sorted.
pub(super) fn sorting_routes() -> Router<Arc<Pages>> {
    Router::new()
        .route(SORTING, get(sorting::show).post(sorting::unlock))
        .route(SORTING_NOTE, post(sorting::sort))
        .route(SORTING_FIND, post(sorting::find))
        .route("/rounds/{box}/sorting/lock", post(sorting::lock))
        .route("/rounds/{box}/sorting/counts", get(sorting_counts::show))
        .route(
            "/rounds/{box}/sorting/bands",
            get(sorting_bands::show).post(sorting_bands::publish),
        )
        .route("/rounds/{box}/sorting/bands/withdraw", post(sorting_bands::withdraw))
}

/// The routes of areas to keep and to improve.
pub(super) fn area_routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/rounds/{box}/areas", get(area_list::show))
        .route("/rounds/{box}/areas/new", get(areas::new).post(areas::add))
        .route("/rounds/{box}/areas/{area}", get(areas::show_one).post(areas::save))
        .route("/rounds/{box}/areas/{area}/remove", post(areas::remove))
}
