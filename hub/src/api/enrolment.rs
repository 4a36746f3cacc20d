//! Enrolment: the hub proves that it knows a code, then takes the code for a token.

use std::sync::Arc;

use axum::extract::rejection::BytesRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use trykk_shared::enrolment::prove;
use trykk_shared::protocol::{EnrolRequest, Enrolled, Proofs, WardName, paths};
use trykk_shared::refusal::ProblemKind;

use super::{Api, ApiError, pad_reply, read, token};
use crate::data::DataError;
use crate::enrolment::draw_tablet;
use crate::secrets::{hash_secret, is_secret};
use crate::store::{NewTablet, RedeemError, TabletState, Ticket};
use crate::tablets;

/// Replies are padded to a multiple of this, in bytes.
const REPLY_BYTES: usize = 4096;

/// What a tablet asks before it trusts the hub.
#[derive(Deserialize)]
pub struct Asked {
    nonce: String,
}

/// Proofs that the hub knows the open enrolment codes.
#[utoipa::path(get, path = paths::PROOFS, params(("nonce" = String, Query, description = "16 fresh random bytes as 32 hexadecimal digits")),
    responses((status = 200, body = Proofs)))]
pub async fn proofs(State(api): State<Arc<Api>>, Query(asked): Query<Asked>) -> Result<Response, ApiError> {
    let nonce = asked.nonce.parse().map_err(|_| ApiError::new(ProblemKind::Malformed))?;
    let now = api.clock.now();
    let keys = api.with_store(move |store| store.proof_keys(now)).await?;
    let proofs = keys
        .iter()
        .map(|key| BASE64URL_NOPAD.encode(&prove(key, nonce, api.fingerprint)))
        .collect();
    Ok(pad_reply(&Proofs { proofs }, REPLY_BYTES))
}

/// Takes a one-time code for a device token.
#[utoipa::path(post, path = paths::ENROL, request_body = EnrolRequest,
    responses((status = 200, body = Enrolled), (status = "4XX", body = trykk_shared::refusal::Problem)))]
pub async fn enrol(
    State(api): State<Arc<Api>>,
    headers: HeaderMap,
    body: Result<bytes::Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let (request, _): (EnrolRequest, _) = read(body)?;
    let known = token(&headers).map(|token| hash_secret(token.as_bytes()));
    let ticket = BASE64URL_NOPAD
        .decode(request.ticket.as_bytes())
        .map_err(|_| ApiError::new(ProblemKind::Malformed))?;
    let ticket = Ticket(hash_secret(&ticket));
    let fresh = request.token.clone();
    if fresh.as_deref().is_some_and(|fresh| !is_secret(fresh)) {
        return Err(ApiError::new(ProblemKind::Malformed));
    }
    let (drawn, drawn_token) = draw_tablet(&mut api.rng());
    let (now, folder) = (api.clock.now(), api.folder.clone());
    let redeemed = api
        .with_store(move |store| {
            let (tablet, token, again) = match fresh {
                None => (drawn, drawn_token, None),
                Some(fresh) => {
                    let token_hash = hash_secret(fresh.as_bytes());
                    match store.tablet_by_token(&token_hash)? {
                        None => (NewTablet { token_hash, ..drawn }, fresh, None),
                        Some(known) if known.state == TabletState::Active => (drawn, fresh, Some(known)),
                        // Taken out of use meanwhile: it is enrolled anew.
                        Some(_) => (drawn, drawn_token, None),
                    }
                }
            };
            let enrolled = match again {
                // The reply was lost on its way; whoever knows the token is that tablet.
                Some(known) => Ok(known),
                None => tablets::enrol(store, &folder, &ticket, &tablet, known.as_ref(), now)?,
            };
            Ok::<_, DataError>(match enrolled {
                Ok(tablet) => {
                    let name = store
                        .wards_named(std::slice::from_ref(&tablet.ward))?
                        .wards
                        .get(&tablet.ward)
                        .map(|ward| ward.name.clone());
                    Ok((tablet, token, name.unwrap_or_default()))
                }
                Err(fault) => Err(fault),
            })
        })
        .await?;
    match redeemed {
        Ok((tablet, token, name)) => {
            tracing::info!(tablet = tablet.id, ward = tablet.ward, "tablet enrolled");
            let ward = WardName { id: tablet.ward, name };
            Ok(pad_reply(
                &Enrolled {
                    tablet: tablet.id,
                    token,
                    ward,
                },
                REPLY_BYTES,
            ))
        }
        Err(RedeemError::Unknown) => Err(ApiError::new(ProblemKind::UnknownCode)),
        Err(RedeemError::Used) => Err(ApiError::new(ProblemKind::UsedCode)),
        Err(RedeemError::Expired) => Err(ApiError::new(ProblemKind::ExpiredCode)),
    }
}
