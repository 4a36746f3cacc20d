//! The manifest: what a tablet should show and do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use trykk_shared::protocol::{BoxInfo, MANIFEST_STEP_BYTES, Manifest, PROTOCOL, ProblemKind, WardName, paths};
use trykk_shared::seal::SealingKey;

use super::{Api, Refused, padded};
use crate::organisation::Organisation;
use crate::store::INCARNATION;
use crate::store::Store;
use crate::store::{BoxRow, StoreError, TabletRow, TabletState};

/// What the tablet should show and do.
#[utoipa::path(get, path = paths::MANIFEST,
    responses((status = 200, body = Manifest), (status = "4XX", body = trykk_shared::protocol::Problem)))]
pub async fn manifest(State(api): State<Arc<Api>>, headers: HeaderMap) -> Result<Response, Refused> {
    let tablet = api.tablet(&headers).await?;
    let (now, slot_seconds) = (api.clock.now(), api.slot_seconds);
    let out_of_use = tablet.state != TabletState::Active;
    let manifest = api
        .with_store(move |store| build(store, &tablet, now, slot_seconds))
        .await?;
    if out_of_use && manifest.boxes.is_empty() {
        return Err(Refused::new(ProblemKind::RetiredTablet));
    }
    Ok(padded(&manifest, MANIFEST_STEP_BYTES))
}

fn build(store: &mut Store, tablet: &TabletRow, now: i64, slot_seconds: u32) -> Result<Manifest, StoreError> {
    let organisation = store.organisation()?;
    let mut boxes = Vec::new();
    for (one, held, left_out) in store.hand_boxes(tablet, now)? {
        boxes.extend(info(store, &organisation, &one, now, held, left_out)?);
    }
    Ok(Manifest {
        protocol: PROTOCOL,
        incarnation: store.setting(INCARNATION)?.unwrap_or_default(),
        now,
        ward: ward_name(&organisation, &tablet.ward),
        tablet: tablet.id.clone(),
        time_zone: organisation.time_zone.clone(),
        slot_seconds,
        boxes,
    })
}

fn info(
    store: &Store,
    organisation: &Organisation,
    one: &BoxRow,
    now: i64,
    held: u64,
    left_out: bool,
) -> Result<Option<BoxInfo>, StoreError> {
    let (Some(state), Some(key)) = (one.state_at(now), one.key) else {
        return Ok(None);
    };
    let key = SealingKey::from_bytes(&key).map_err(|_| StoreError::Damaged(format!("the key of box {}", one.id)))?;
    let round = store.round(&one.round)?;
    Ok(Some(BoxInfo {
        id: one.id,
        round: one.round.clone(),
        state,
        key,
        wards: one.wards.iter().map(|id| ward_name(organisation, id)).collect(),
        mode: round.mode,
        deck: state.takes_envelopes().then_some(round.deck),
        opens: one.opens,
        closes: one.closes,
        floor: one.floor,
        urgent: round.urgent,
        held,
        left_out,
    }))
}

fn ward_name(organisation: &Organisation, id: &str) -> WardName {
    let name = organisation.wards.get(id).map_or(id, |ward| &ward.name);
    WardName {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}
