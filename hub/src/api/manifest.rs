//! The manifest: what a tablet should show and do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use rand::RngExt;
use trykk_shared::board::ForStaff;
use trykk_shared::days::day_of;
use trykk_shared::protocol::{BoxInfo, MANIFEST_STEP_BYTES, Manifest, WardName, paths};
use trykk_shared::protocol_version::{OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_WITH_CODES};
use trykk_shared::refusal::ProblemKind;
use trykk_shared::seal::SealingKey;

use super::{Api, ApiError, pad_reply, shown_contact, spoken_protocol, token_hash};
use crate::organisation::Organisation;
use crate::rounds::room::count_room;
use crate::store::INCARNATION;
use crate::store::Store;
use crate::store::{BoxForTablet, StoreError, TabletRow, TabletState};

/// What the tablet should show and do.
#[utoipa::path(get, path = paths::MANIFEST,
    responses((status = 200, body = Manifest), (status = "4XX", body = trykk_shared::refusal::Problem)))]
pub async fn manifest(State(api): State<Arc<Api>>, headers: HeaderMap) -> Result<Response, ApiError> {
    let (tablet, token_hash) = (api.tablet(&headers).await?, token_hash(&headers)?);
    let (now, slot_seconds) = (api.clock.now(), api.slot_seconds);
    let protocol = spoken_protocol(&headers).unwrap_or(OLDEST_PROTOCOL).min(PROTOCOL);
    let out_of_use = tablet.state != TabletState::Active;
    let (shown, drawn) = (shown_contact(&headers), api.rng().random());
    let hub_key = api.hub_key.clone();
    let manifest = api
        .with_store(move |store| {
            let contact = store.hear_tablet(&tablet.id, &token_hash, shown.as_ref(), drawn, now)?;
            let manifest = build(store, &tablet, protocol, now, slot_seconds)?;
            Ok::<_, StoreError>(Manifest {
                contact: Some(contact.to_string()),
                hub_key: Some(hub_key),
                ..manifest
            })
        })
        .await?;
    if out_of_use && manifest.boxes.is_empty() {
        return Err(ApiError::new(ProblemKind::RetiredTablet));
    }
    Ok(pad_reply(&manifest, MANIFEST_STEP_BYTES))
}

fn build(
    store: &mut Store,
    tablet: &TabletRow,
    protocol: u16,
    now: i64,
    slot_seconds: u32,
) -> Result<Manifest, StoreError> {
    let handed = store.boxes_for_tablet(tablet, protocol >= PROTOCOL_WITH_CODES, now)?;
    let wards = handed.iter().flat_map(|known| known.ballot_box.wards.iter());
    let wards: Vec<String> = wards.chain([&tablet.ward]).cloned().collect();
    let organisation = store.wards_named(&wards)?;
    let mut boxes = Vec::new();
    for known in handed {
        boxes.extend(box_info(store, &organisation, tablet, &known, now)?);
    }
    Ok(Manifest {
        protocol,
        incarnation: store.setting(INCARNATION)?.unwrap_or_default(),
        now,
        ward: ward_name(&organisation, &tablet.ward),
        tablet: tablet.id.clone(),
        time_zone: organisation.time_zone.clone(),
        out_of_use: tablet.state != TabletState::Active,
        slot_seconds,
        contact: None,
        hub_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        hub_key: None,
        staff_pin: find_staff_pin(store, tablet)?,
        for_staff: Some(for_staff(store, tablet, day_of(now, &organisation.zone()))),
        boxes,
    })
}

/// What is kept of the PIN of a ward's staff menu, for a tablet in use: whoever has a stolen one finds out no PIN with it.
fn find_staff_pin(store: &Store, tablet: &TabletRow) -> Result<Option<String>, StoreError> {
    match tablet.state {
        TabletState::Active => store.staff_pin(&tablet.ward),
        TabletState::Retired | TabletState::Stolen => Ok(None),
    }
}

/// What came of the answers, for the staff of a tablet's ward. Where it cannot be read there is none: answers are delivered all the same.
fn for_staff(store: &Store, tablet: &TabletRow, today: i64) -> ForStaff {
    if tablet.state != TabletState::Active {
        return ForStaff::new(None, None);
    }
    let board = store.board(std::slice::from_ref(&tablet.ward), today);
    let read = board.and_then(|board| Ok((board, store.open_page_at(&tablet.ward)?)));
    match read {
        Ok((board, page)) => ForStaff::new(board, page.map(|page| page.address())),
        Err(error) => {
            tracing::warn!(error = %error, "the board of a ward could not be read");
            ForStaff::new(None, None)
        }
    }
}

fn box_info(
    store: &Store,
    organisation: &Organisation,
    tablet: &TabletRow,
    known: &BoxForTablet,
    now: i64,
) -> Result<Option<BoxInfo>, StoreError> {
    let ballot_box = &known.ballot_box;
    let (Some(state), Some(key)) = (ballot_box.state_at(now), ballot_box.key) else {
        return Ok(None);
    };
    let key =
        SealingKey::from_bytes(&key).map_err(|_| StoreError::Damaged(format!("the key of box {}", ballot_box.id)))?;
    let round = store.round(&ballot_box.round)?;
    Ok(Some(BoxInfo {
        id: ballot_box.id,
        round: ballot_box.round.clone(),
        state,
        key,
        wards: ballot_box.wards.iter().map(|id| ward_name(organisation, id)).collect(),
        mode: round.mode,
        deck: state.takes_envelopes().then_some(round.deck),
        opens: ballot_box.opens,
        closes: ballot_box.closes,
        floor: ballot_box.floor,
        urgent: round.urgent,
        asks_for_code: ballot_box.asks_for_codes,
        codes: match &known.codes {
            Some(codes) if state.takes_envelopes() => Some(codes.to_list()?),
            _ => None,
        },
        most_sheets: match ballot_box.asks_for_codes {
            true => None,
            false => Some(count_room(store, ballot_box, &tablet.id)?),
        },
        // What was counted takes nothing more either.
        closed_for_good: ballot_box.is_closed_for_good(now) || !state.takes_envelopes(),
        held: known.held,
        left_out: known.left_out,
        counted: known.counted,
        here: known.here,
        pulse: ballot_box.pulse_of.is_some(),
    }))
}

fn ward_name(organisation: &Organisation, id: &str) -> WardName {
    let name = organisation.wards.get(id).map_or(id, |ward| &ward.name);
    WardName {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}
