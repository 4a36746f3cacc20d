//! The API of results: what is published, for programs that show a guide's token. It reads, and nothing else; no count and no note is
//! named here.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::people::tokens::{is_good, reads};
use crate::secrets::hash_secret;
use crate::store::{BoxRow, REVIEW, SECONDS_OF_DAY, StoreError, TokenRow};
use crate::web::Pages;
use crate::web::readers::result::read_file;

/// Where the list is.
pub const PATH: &str = "/api/v1/results";
/// Where one result is.
const ONE: &str = "/api/v1/results/{box}";

/// The results that a token reads.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ResultList {
    results: Vec<ResultSummary>,
}

/// A published result, in the list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ResultSummary {
    /// The box's id, for its own address.
    id: String,
    /// The round's id.
    round: String,
    /// The wards' ids; several where they answered together.
    wards: Vec<String>,
    /// How people answered: `drop-in` or `table`.
    mode: &'static str,
    /// When it opened, seconds since 1970-01-01 UTC.
    opens: i64,
    /// When it closed, seconds since 1970-01-01 UTC.
    closes: i64,
    /// How many people answered.
    participants: u64,
    /// At how many tables.
    tables: u64,
}

/// A refused request: for the program the kind, for a person the message.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Refused {
    /// `unknown-token`, `too-many-attempts`, `not-found`, `in-review` or `unavailable`.
    problem: &'static str,
    /// What happened and what to do, in English.
    message: &'static str,
}

/// Why nothing is given.
#[derive(Clone, Copy)]
pub enum Refusal {
    /// No token, or one that opens nothing.
    Unknown,
    /// Too many of those.
    TooMany,
    /// Nothing is there for this token.
    NotFound,
    /// The hub was restored.
    InReview,
    /// The hub cannot do it at the moment.
    Unavailable,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, problem, message) = match self {
            Refusal::Unknown => (
                StatusCode::UNAUTHORIZED,
                "unknown-token",
                "the hub does not know this token, or it has ended: a guide makes another one on the page of API tokens",
            ),
            Refusal::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-attempts",
                "there were too many requests with tokens that open nothing: wait a quarter of an hour",
            ),
            Refusal::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "there is nothing published under this id that the token reads",
            ),
            Refusal::InReview => (
                StatusCode::SERVICE_UNAVAILABLE,
                "in-review",
                "the hub was restored from a backup and waits for its administrator",
            ),
            Refusal::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "the hub cannot read at the moment: ask again later",
            ),
        };
        dress((status, Json(Refused { problem, message })))
    }
}

/// Nobody on the way keeps what is answered.
fn dress(response: impl IntoResponse) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, response).into_response()
}

/// The routes. They ask for a token themselves.
pub fn routes() -> Router<Arc<Pages>> {
    Router::new().route(PATH, get(list)).route(ONE, get(show))
}

/// Whose token it is, if it opens anything. Tokens that open nothing are counted like wrong passwords; one that does is never kept
/// waiting by others.
async fn let_in(pages: &Arc<Pages>, headers: &HeaderMap) -> Result<TokenRow, Refusal> {
    let now = pages.now();
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = shown.and_then(|shown| shown.strip_prefix("Bearer ")).unwrap_or("");
    let hash = hash_secret(token.as_bytes());
    let (in_review, found) = pages
        .read(move |store| {
            let found = match store.find_token(&hash)? {
                Some(token) => {
                    let organisation = store.organisation_of(&token.wards)?;
                    is_good(&organisation, &token, now).then_some(token)
                }
                None => None,
            };
            Ok((store.setting(REVIEW)?.is_some(), found))
        })
        .await
        .map_err(|_| Refusal::Unavailable)?;
    if in_review {
        return Err(Refusal::InReview);
    }
    let Some(token) = found else {
        let name = data_encoding::BASE64URL_NOPAD.encode(&hash);
        let allowed = pages.tokens.lock().is_ok_and(|mut attempts| attempts.allow(&name, now));
        return Err(if allowed { Refusal::Unknown } else { Refusal::TooMany });
    };
    if token.last_day != Some(now / SECONDS_OF_DAY) {
        let id = token.id.clone();
        if pages.write(move |store| store.note_token(&id, now)).await.is_err() {
            tracing::warn!("the use of a token could not be noted");
        }
    }
    Ok(token)
}

/// What is published for the token's wards, the newest first.
#[utoipa::path(get, path = PATH, operation_id = "list_results", tag = "results", security(("guide_token" = [])),
    responses((status = 200, body = ResultList), (status = "4XX", body = Refused), (status = "5XX", body = Refused)))]
pub async fn list(State(pages): State<Arc<Pages>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let token = let_in(&pages, &headers).await?;
    let read = pages.read(move |store| {
        let mut boxes: Vec<BoxRow> = store.boxes_of(&token.wards)?;
        boxes.retain(|ballot_box| reads(&token, &ballot_box.wards));
        boxes.sort_by_key(|ballot_box| (std::cmp::Reverse(ballot_box.opens), ballot_box.id));
        let mut results = Vec::new();
        for ballot_box in boxes {
            let Some(release) = store.release(ballot_box.id)? else {
                continue;
            };
            results.push(ResultSummary {
                id: ballot_box.id.to_string(),
                mode: ballot_box.mode.name(),
                round: ballot_box.round,
                wards: ballot_box.wards,
                opens: ballot_box.opens,
                closes: ballot_box.closes,
                participants: release.participants,
                tables: release.tables,
            });
        }
        Ok::<_, StoreError>(ResultList { results })
    });
    Ok(dress(Json(read.await.map_err(|_| Refusal::Unavailable)?)))
}

/// One published result: what the page shows and its JSON file has.
#[utoipa::path(get, path = ONE, operation_id = "show_result", tag = "results", security(("guide_token" = [])),
    params(("box" = String, Path, description = "The id in the list"),
        ("lang" = Option<String>, Query, description = "nb, nn or en: the language of its texts, nb if none is said")),
    responses((status = 200, body = serde_json::Value, description = "about, questions, figures, and what notes are about in bands, as in the file that the page of the result gives"),
        (status = "4XX", body = Refused), (status = "5XX", body = Refused)))]
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let token = let_in(&pages, &headers).await?;
    let id: BoxId = id.parse().map_err(|_| Refusal::NotFound)?;
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
    let language = asked.and_then(|(_, code)| code.parse().ok()).unwrap_or(Language::Nb);
    let read = pages.read(move |store| {
        let found = store
            .boxes_of(&token.wards)?
            .into_iter()
            .find(|ballot_box| ballot_box.id == id && reads(&token, &ballot_box.wards));
        match found {
            Some(ballot_box) => read_file(store, &ballot_box, language),
            None => Ok(None),
        }
    });
    let (file, _) = read.await.map_err(|_| Refusal::Unavailable)?.ok_or(Refusal::NotFound)?;
    Ok(dress(Json(file.to_json())))
}
