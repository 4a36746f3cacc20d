//! What a count was made of: tablets look for their envelopes in it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{COUNTED_STEP_BYTES, Counted};
use trykk_shared::refusal::ProblemKind;

use super::{Api, ApiError, pad_reply};

/// What the count of a box was made of, for a tablet that was given its key.
#[utoipa::path(get, path = "/api/v1/counted/{box}", params(("box" = String, Path, description = "The box.")),
    responses((status = 200, body = Counted), (status = "4XX", body = trykk_shared::refusal::Problem)))]
pub async fn counted(
    State(api): State<Arc<Api>>,
    headers: HeaderMap,
    Path(asked): Path<String>,
) -> Result<Response, ApiError> {
    let tablet = api.tablet(&headers).await?;
    let box_id: BoxId = asked.parse().map_err(|_| ApiError::new(ProblemKind::NotFound))?;
    let found = api
        .with_store(move |store| store.counted_for(box_id, &tablet.id))
        .await?;
    let ids = found.ok_or_else(|| ApiError::new(ProblemKind::NotFound))?;
    Ok(pad_reply(&Counted { ids }, COUNTED_STEP_BYTES))
}
