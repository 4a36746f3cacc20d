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

/// The most tablets that one link enrols: a case of them.
pub const MOST_TABLETS: u8 = 12;

/// What an enrolment link is made for.
#[derive(Clone, Copy, Debug)]
pub struct LinkOrder<'o> {
    /// Where tablets reach the hub.
    pub address: &'o HubAddress,
    /// Where the tablet will stand.
    pub ward: &'o str,
    /// Within how many hours it can be used.
    pub hours: i64,
    /// How many tablets it enrols, 1 to [`MOST_TABLETS`].
    pub tablets: u8,
    /// Who makes it on a page; nobody in particular at the command line.
    pub made_by: Option<&'o str>,
}

/// Makes an enrolment link for a ward, to be used once by each of so many tablets.
///
/// # Errors
/// When there is no such ward.
pub fn make_link(
    store: &mut Store,
    order: LinkOrder<'_>,
    fingerprint: CaFingerprint,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Link, StoreError> {
    let code = Code::draw(rng);
    store.add_code(&NewCode {
        ticket_hash: hash_secret(&code.ticket()),
        proof_key: code.proof_key(),
        ward: order.ward.to_owned(),
        expires: now + order.hours * 3600,
        tablets: order.tablets.clamp(1, MOST_TABLETS),
        made_by: order.made_by.map(str::to_owned),
    })?;
    Ok(Link {
        address: order.address.to_string(),
        ward: Some(order.ward.to_owned()),
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
