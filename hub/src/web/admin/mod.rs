//! The administrator's pages.

pub(super) mod accounts;
mod import;
mod import_words;
pub(super) mod operation;
pub(super) mod organisation;
pub(super) mod people;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::organisation::edit::{By, Edit, edit};
use crate::texts::say_edit_error;
use crate::web::audit;
use crate::web::error::PageError;
use crate::web::visit::Visit;
use crate::web::{LIST, LIST_BYTES, LIST_MADE, Pages};

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .merge(list_routes())
        .route("/accounts", get(accounts::show))
        .route("/accounts/new", get(people::new).post(people::add))
        .route("/accounts/{account}", get(people::show))
        .route("/accounts/{account}/change", post(people::change))
        .route("/accounts/{account}/invite", post(people::invite))
        .route("/accounts/{account}/withdraw", post(people::withdraw))
        .route("/accounts/{account}/block", post(people::block))
        .route("/accounts/{account}/remove", post(people::remove))
        .route("/organisation", get(organisation::show).post(organisation::rename))
        .route("/organisation/wards", post(organisation::add_ward))
        .route("/organisation/wards/{ward}", get(organisation::show_ward))
        .route("/organisation/wards/{ward}/change", post(organisation::change_ward))
        .route("/organisation/wards/{ward}/close", post(organisation::close_ward))
        .route("/organisation/departments", post(organisation::add_department))
        .route(
            "/organisation/departments/{department}",
            get(organisation::show_department),
        )
        .route(
            "/organisation/departments/{department}/rename",
            post(organisation::rename_department),
        )
        .route(
            "/organisation/departments/{department}/remove",
            post(organisation::remove_department),
        )
        .route("/clock", post(accounts::confirm_clock))
        .route("/audit", get(audit::show))
        .route("/operation", get(operation::show))
        .route("/operation/backup", post(operation::back_up))
}

/// The routes of lists that come in.
fn list_routes() -> Router<Arc<Pages>> {
    Router::new()
        .route(LIST, get(import::ask).post(import::look))
        .route(LIST_MADE, post(import::make))
        .layer(DefaultBodyLimit::max(LIST_BYTES))
}

/// Makes a change to the plan, in one step that looks at the plan anew; or says why not, in the visitor's language.
async fn make_change(pages: &Arc<Pages>, visit: &Visit, asked: Edit) -> Result<Result<(), Vec<String>>, PageError> {
    let (by, language, folder) = (visit.visitor()?.email.clone(), visit.language, pages.folder.clone());
    let ids = tokio::task::spawn_blocking(move || folder.box_ids()).await;
    let ids = ids.map_err(|_| PageError::Unavailable)?.map_err(|error| {
        tracing::error!(%error, "the plan cannot be changed");
        PageError::Unavailable
    })?;
    pages
        .write_as(visit, move |store| {
            let decided = store.change_organisation(&ids, |plan| {
                edit(plan, &asked, By::Account(&by)).map_err(|error| say_edit_error(language, plan, &error))
            });
            Ok(decided?.map(|_| ()))
        })
        .await
}

/// Whether a page was asked for after something was saved.
fn is_saved(query: Option<&str>) -> bool {
    let fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    fields
        .into_iter()
        .any(|(name, value)| name == "done" && value == "saved")
}
