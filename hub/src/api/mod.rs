//! The tablets' API. A handler reads a request, hands it to the writer, and pads the reply; rules live elsewhere.
//!
//! Nothing here logs a body, a code, a token or a client's address.

mod counted;
pub(crate) mod delivery;
mod enrolment;
mod manifest;
mod problem;
mod steps;
mod turns;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Router, middleware};
use serde::Serialize;
use trykk_shared::enrolment::CaFingerprint;
use trykk_shared::protocol::{self, CONTACT_HEADER, MAX_BODY_BYTES, PROTOCOL_HEADER, paths};
use trykk_shared::protocol_version::OLDEST_PROTOCOL;
use trykk_shared::randomness::{SystemRng, system_rng};
use trykk_shared::refusal::ProblemKind;
use trykk_shared::seal::SealingKey;
use utoipa::OpenApi;

pub use problem::ApiError;

use crate::clock::HubClock;
use crate::contacts::Contact;
use crate::data::DataFolder;
use crate::secrets::hash_secret;
use crate::store::writer::Writer;
use crate::store::{StoreError, TabletRow};

/// Where the API is described.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";

/// What handlers work with.
#[derive(Clone)]
pub struct Api {
    /// The way to the store.
    pub writer: Writer,
    /// What lies beside the store.
    pub folder: DataFolder,
    /// The hub's clock.
    pub clock: HubClock,
    /// What tablets pin.
    pub fingerprint: CaFingerprint,
    /// What they seal files on a stick to.
    pub hub_key: SealingKey,
    /// Seconds between two delivery slots.
    pub slot_seconds: u32,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Trykk hub: the API of tablets and of results",
        description = "Every body of the tablets' paths is padded with blanks, so that its size tells nothing. Under `results` other programs read what is published, with a token that a guide makes: it reads the wards it was made for, changes nothing, and sees no exact figures and no notes."
    ),
    paths(
        enrolment::proofs,
        enrolment::enrol,
        manifest::manifest,
        delivery::envelopes,
        delivery::health,
        counted::counted,
        crate::web::results_api::list,
        crate::web::results_api::show
    ),
    modifiers(&Tokens)
)]
struct Description;

/// How programs show a guide's token.
struct Tokens;

impl utoipa::Modify for Tokens {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("guide_token", SecurityScheme::Http(bearer));
    }
}

/// The API's description, as served.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The routes of the tablets' API.
pub fn routes(api: Api) -> Router {
    let api = Arc::new(api);
    Router::new()
        .route(paths::PROOFS, get(enrolment::proofs))
        .route(paths::ENROL, post(enrolment::enrol))
        .route(paths::MANIFEST, get(manifest::manifest))
        .route(
            paths::ENVELOPES,
            post(delivery::envelopes)
                .layer(middleware::from_fn_with_state(turns::Turns::new(), turns::take_in_turn))
                .layer(middleware::from_fn_with_state(Arc::clone(&api), known_tablet_first))
                .layer(middleware::from_fn(steps::reply_in_steps)),
        )
        .route(
            paths::HEALTH,
            post(delivery::health).layer(middleware::from_fn_with_state(Arc::clone(&api), known_tablet_first)),
        )
        .route(&format!("{}/{{box}}", paths::COUNTED), get(counted::counted))
        .route(DESCRIPTION, get(async || axum::Json(description())))
        .route("/api/{*rest}", any(async || ApiError::new(ProblemKind::NotFound)))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(api)
}

/// Looks at the token before a body is waited for: strangers hold no connection with one that never ends.
async fn known_tablet_first(State(api): State<Arc<Api>>, request: Request, next: Next) -> Result<Response, ApiError> {
    api.tablet(request.headers()).await?;
    Ok(next.run(request).await)
}

impl Api {
    /// Fresh randomness for one request.
    fn rng(&self) -> SystemRng {
        system_rng()
    }

    /// Does work on the store.
    async fn with_store<R: Send + 'static, E: std::fmt::Display + Send + 'static>(
        &self,
        work: impl FnOnce(&mut crate::store::Store) -> Result<R, E> + Send + 'static,
    ) -> Result<R, ApiError> {
        let done = self
            .writer
            .run(work)
            .await
            .map_err(|_| ApiError::new(ProblemKind::Unavailable))?;
        done.map_err(|error| {
            tracing::error!(error = %error, "the store failed");
            ApiError::new(ProblemKind::Unavailable)
        })
    }

    /// The tablet that shows its token, once both sides speak the same protocol and the hub is not in review.
    async fn tablet(&self, headers: &HeaderMap) -> Result<TabletRow, ApiError> {
        let token_hash = token_hash(headers)?;
        let found = self
            .with_store(move |store| {
                let in_review = store.setting(crate::store::REVIEW)?.is_some();
                store.end_token_before(&token_hash)?;
                Ok::<_, StoreError>((in_review, store.tablet_by_token(&token_hash)?))
            })
            .await?;
        match found {
            (true, _) => Err(ApiError::new(ProblemKind::InReview)),
            (false, None) => Err(ApiError::new(ProblemKind::UnknownTablet)),
            (false, Some(tablet)) => Ok(tablet),
        }
    }
}

/// The newest protocol version that a tablet speaks, if it says so.
fn spoken_protocol(headers: &HeaderMap) -> Option<u16> {
    let said = headers.get(PROTOCOL_HEADER)?;
    said.to_str().ok()?.parse().ok()
}

/// The contact that a tablet shows, if it shows one that can be read.
fn shown_contact(headers: &HeaderMap) -> Option<Contact> {
    headers.get(CONTACT_HEADER)?.to_str().ok()?.parse().ok()
}

/// The hash of the token in a request's headers, after the protocol was agreed on.
fn token_hash(headers: &HeaderMap) -> Result<[u8; 32], ApiError> {
    if spoken_protocol(headers).is_none_or(|version| version < OLDEST_PROTOCOL) {
        return Err(ApiError::new(ProblemKind::Protocol));
    }
    let token = token(headers).ok_or_else(|| ApiError::new(ProblemKind::UnknownTablet))?;
    Ok(hash_secret(token.as_bytes()))
}

/// The token in a request's headers, if there is one.
fn token(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(axum::http::header::AUTHORIZATION)?;
    header.to_str().ok()?.strip_prefix("Bearer ")
}

/// A reply as padded JSON.
fn pad_reply(body: &impl Serialize, size: usize) -> Response {
    match serde_json::to_vec(body) {
        Ok(json) => (
            [(axum::http::header::CONTENT_TYPE, "application/json")],
            protocol::pad(json, size),
        )
            .into_response(),
        Err(_) => ApiError::new(ProblemKind::Unavailable).into_response(),
    }
}

/// Reads a request's body.
fn read<R: serde::de::DeserializeOwned>(
    body: Result<bytes::Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(R, usize), ApiError> {
    let body = body.map_err(|error| {
        let too_large = error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
        ApiError::new(if too_large {
            ProblemKind::TooLarge
        } else {
            ProblemKind::Malformed
        })
    })?;
    let value = serde_json::from_slice(&body).map_err(|_| ApiError::new(ProblemKind::Malformed))?;
    Ok((value, body.len()))
}
