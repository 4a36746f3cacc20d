//! Deliveries, and whether something waits.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use trykk_shared::protocol::{Batch, BatchReply, HEALTH_BYTES, Health, Noted, SentEnvelope, paths, reply_bytes};
use trykk_shared::refusal::{ProblemKind, Refusal};
use trykk_shared::seal::Envelope;

use super::{Api, ApiError, pad_reply, read, shown_contact, token_hash};
use crate::store::{ArrivedEnvelope, Delivery, DeliveryError};

/// Takes a batch of envelopes; the reply comes after they are durable.
#[utoipa::path(post, path = paths::ENVELOPES, request_body = Batch,
    responses((status = 200, body = BatchReply), (status = "4XX", body = trykk_shared::refusal::Problem)))]
pub async fn envelopes(
    State(api): State<Arc<Api>>,
    headers: HeaderMap,
    body: Result<bytes::Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let token_hash = token_hash(&headers)?;
    let (batch, size): (Batch, _) = read(body)?;
    let taken = api
        .writer
        .deliver(as_delivery(token_hash, &batch))
        .await
        .map_err(|_| ApiError::new(ProblemKind::Unavailable))?;
    match taken {
        Ok(results) => Ok(pad_reply(&BatchReply { results }, reply_bytes(size))),
        Err(DeliveryError::UnknownTablet) => Err(ApiError::new(ProblemKind::UnknownTablet)),
        Err(DeliveryError::InReview) => Err(ApiError::new(ProblemKind::InReview)),
    }
}

/// A batch as the store takes it, however it came: each envelope is looked at by itself.
pub(crate) fn as_delivery(token_hash: [u8; 32], batch: &Batch) -> Delivery {
    Delivery {
        token_hash,
        box_id: batch.box_id,
        envelopes: batch.envelopes.iter().map(check_envelope).collect(),
    }
}

/// An envelope whose size is that of its kind and whose id is that of its bytes.
fn check_envelope(sent: &SentEnvelope) -> Result<ArrivedEnvelope, Refusal> {
    let sealed = BASE64URL_NOPAD
        .decode(sent.sealed.as_bytes())
        .map_err(|_| Refusal::Malformed)?;
    let envelope = Envelope::from_sealed(sent.kind, sealed).map_err(|_| Refusal::Malformed)?;
    if envelope.id() != sent.id {
        return Err(Refusal::WrongId);
    }
    Ok(ArrivedEnvelope {
        kind: sent.kind,
        id: sent.id,
        sealed: envelope.into_sealed(),
    })
}

/// Notes whether something waits on the tablet.
#[utoipa::path(post, path = paths::HEALTH, request_body = Health,
    responses((status = 200, body = Noted), (status = "4XX", body = trykk_shared::refusal::Problem)))]
pub async fn health(
    State(api): State<Arc<Api>>,
    headers: HeaderMap,
    body: Result<bytes::Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let (tablet, token_hash) = (api.tablet(&headers).await?, token_hash(&headers)?);
    let (health, _): (Health, _) = read(body)?;
    let (now, shown) = (api.clock.now(), shown_contact(&headers));
    api.with_store(move |store| store.note_health(&tablet, &token_hash, &health, shown.as_ref(), now))
        .await?;
    Ok(pad_reply(&Noted {}, HEALTH_BYTES))
}
