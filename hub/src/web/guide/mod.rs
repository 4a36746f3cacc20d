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
mod deck_items;
pub(super) mod deck_paper;
mod deck_preview;
mod decks;
pub(super) mod drafts;
mod families;
pub(super) mod figures;
pub(super) mod heat_map;
pub(super) mod item;
pub(super) mod notes;
mod overview;
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
pub(super) mod wards;
mod who_counts;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::web::{DECK_FILE, DECK_FILE_BYTES, Pages, SORTING, SORTING_FIND, SORTING_NOTE};

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .merge(deck_routes())
        .merge(area_routes())
        .merge(sorting_routes())
        .route("/wards", get(wards::show))
        .route("/wards/{ward}", get(ward::show))
        .route("/figures", get(heat_map::show))
        .route("/figures/items/{item}", get(item::show))
        .route("/tokens", get(tokens::show).post(tokens::make))
        .route("/tokens/{token}/revoke", post(tokens::revoke))
        .route("/rounds", get(rounds::list))
        .route("/rounds/new", get(drafts::new).post(drafts::add))
        .route("/drafts/{draft}", get(drafts::show).post(drafts::save))
        .route("/drafts/{draft}/plan", post(drafts::plan))
        .route("/drafts/{draft}/delete", post(drafts::delete))
        .route("/rounds/{box}", get(round::show))
        .route("/rounds/{box}/copy", post(drafts::add_copy))
        .route("/rounds/{box}/change", get(planned::show).post(planned::change))
        .route("/rounds/{box}/take-away", post(planned::remove))
        .route("/rounds/{box}/confirm", post(steps::confirm))
        .route("/rounds/{box}/unconfirm", post(steps::unconfirm))
        .route("/rounds/{box}/poster", get(poster::show))
        .route("/rounds/{box}/codes", post(codes::print))
        .route("/rounds/{box}/codes/confirm", post(codes::confirm))
        .route("/rounds/{box}/codes/wake", post(codes::wake))
        .route("/rounds/{box}/open", post(steps::open))
        .route("/rounds/{box}/extend", post(steps::extend))
        .route("/rounds/{box}/close", post(steps::close))
        .route("/rounds/{box}/close-for-good", post(steps::close_for_good))
        .route("/rounds/{box}/close-unread", post(steps::close_unread))
        .route("/rounds/{box}/keep-answers", post(steps::keep_answers))
        .route("/rounds/{box}/count", post(steps::count))
        .route("/rounds/{box}/release", post(steps::release))
        .route("/rounds/{box}/figures", get(figures::show))
        .route("/rounds/{box}/figures/file/{format}", get(figures::file))
        .route("/rounds/{box}/figures/before", get(before::show))
        .route("/rounds/{box}/preview", get(figures::preview))
        .route("/rounds/{box}/notes", get(notes::ask).post(notes::show))
        .route("/passphrase", get(passphrase::show).post(passphrase::set))
        .route("/passphrase/new-key", post(passphrase::new_key))
        .route("/passphrase/prove", post(passphrase::prove))
}

/// The routes of the library of decks.
fn deck_routes() -> Router<Arc<Pages>> {
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
            get(deck_items::show_item).post(deck_items::save_item),
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
fn sorting_routes() -> Router<Arc<Pages>> {
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
fn area_routes() -> Router<Arc<Pages>> {
    Router::new()
        .route("/rounds/{box}/areas", get(area_list::show))
        .route("/rounds/{box}/areas/new", get(areas::new).post(areas::add))
        .route("/rounds/{box}/areas/{area}", get(areas::show_one).post(areas::save))
        .route("/rounds/{box}/areas/{area}/remove", post(areas::remove))
}
