//! Enrolment codes, device tokens and invitations: drawn here, kept only as hashes.

use data_encoding::BASE64URL_NOPAD;
use rand::CryptoRng;
use ring::digest;
use trykk_shared::enrolment::{Code, Fingerprint, Link};

use crate::store::{NewCode, NewTablet, Store, StoreError};

/// How long an enrolment code can be used unless told otherwise, in hours.
pub const CODE_HOURS: i64 = 24;

/// The hash under which a secret is kept. The secrets are random and long, so a plain hash does.
pub fn hash(secret: &[u8]) -> [u8; 32] {
    *digest::digest(&digest::SHA256, secret)
        .as_ref()
        .first_chunk()
        .expect("SHA-256 has 32 bytes")
}

/// Draws a secret of 256 bits, written in letters.
pub fn draw_secret(rng: &mut impl CryptoRng) -> String {
    let mut secret = [0; 32];
    rng.fill_bytes(&mut secret);
    BASE64URL_NOPAD.encode(&secret)
}

/// Makes an enrolment link for a ward, to be used once within `hours`.
///
/// # Errors
/// When there is no such ward.
pub fn make_link(
    store: &mut Store,
    address: &str,
    ward: &str,
    fingerprint: Fingerprint,
    now: i64,
    hours: i64,
    rng: &mut impl CryptoRng,
) -> Result<Link, StoreError> {
    let code = Code::draw(rng);
    store.add_code(&NewCode {
        ticket_hash: hash(&code.ticket()),
        proof_key: code.proof_key(),
        ward: ward.to_owned(),
        expires: now + hours * 3600,
    })?;
    Ok(Link {
        address: address.to_owned(),
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
            token_hash: hash(token.as_bytes()),
        },
        token,
    )
}
