//! Enrolling tablets: links with one-time codes, and device tokens.

use rand::CryptoRng;
use trykk_shared::address::HubAddress;
use trykk_shared::enrolment::{CaFingerprint, Code, Link};

use crate::secrets::{draw_secret, hash_secret};
use crate::store::{NewCode, NewTablet, Store, StoreError};

/// The setting that holds the address tablets reach the hub at.
pub const ADDRESS: &str = "address";
/// How long an enrolment code can be used unless told otherwise, in hours.
pub const CODE_HOURS: i64 = 24;

/// Makes an enrolment link for a ward, to be used once within `hours`.
///
/// # Errors
/// When there is no such ward.
pub fn make_link(
    store: &mut Store,
    address: &HubAddress,
    ward: &str,
    fingerprint: CaFingerprint,
    now: i64,
    hours: i64,
    rng: &mut impl CryptoRng,
) -> Result<Link, StoreError> {
    let code = Code::draw(rng);
    store.add_code(&NewCode {
        ticket_hash: hash_secret(&code.ticket()),
        proof_key: code.proof_key(),
        ward: ward.to_owned(),
        expires: now + hours * 3600,
    })?;
    Ok(Link {
        address: address.to_string(),
        ward: Some(ward.to_owned()),
        fingerprint: Some(fingerprint),
        code,
    })
}

/// Draws a tablet's id and token.
pub fn draw_tablet(rng: &mut impl CryptoRng) -> (NewTablet, String) {
    let token = draw_secret(rng);
    let mut id = [0; 5];
    rng.fill_bytes(&mut id);
    let id = format!("tablet-{}", data_encoding::BASE32_NOPAD.encode(&id).to_lowercase());
    (
        NewTablet {
            id,
            token_hash: hash_secret(token.as_bytes()),
        },
        token,
    )
}
