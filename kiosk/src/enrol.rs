//! Enrolling a tablet with a hub.

use std::sync::PoisonError;

use data_encoding::BASE64URL_NOPAD;
use rand::CryptoRng;
use trykk_shared::enrolment::{CaFingerprint, Link, Nonce, proof_holds};
use trykk_shared::protocol::{EnrolRequest, Enrolled, Proofs, paths};

use crate::hub::{Hub, HubError};
use crate::settings::{Enrolment, Token};

/// The size of the request's body, in bytes.
const BODY_BYTES: usize = 1024;

/// Redeems an enrolment link with the hub that it names. The hub must prove itself first: by the CA that the link
/// carries or, typed by hand, by knowing the code. A hub that knows the tablet from before moves it: what it holds of the
/// ward before is delivered on.
///
/// # Errors
/// See [`HubError`]; the code is not used up unless the hub says so.
pub async fn redeem(
    link: &Link,
    before: Option<&Enrolment>,
    rng: &mut impl CryptoRng,
) -> Result<(Enrolment, Enrolled), HubError> {
    let fingerprint = match link.fingerprint {
        Some(fingerprint) => fingerprint,
        None => prove_hub(link, Nonce::draw(rng)).await?,
    };
    let hub = Hub::pinned(&link.address, fingerprint)?;
    let request = EnrolRequest {
        ticket: BASE64URL_NOPAD.encode(&link.code.ticket()),
    };
    // To nobody but the hub that it is of.
    let before = before.filter(|before| before.fingerprint == fingerprint.to_string());
    let token = before.map(|before| &before.token);
    let enrolled: Enrolled = hub.post(paths::ENROL, token, &request, BODY_BYTES).await?;
    let enrolment = Enrolment {
        address: link.address.clone(),
        fingerprint: fingerprint.to_string(),
        tablet: enrolled.tablet.clone(),
        ward: enrolled.ward.id.clone(),
        token: Token(enrolled.token.clone()),
    };
    Ok((enrolment, enrolled))
}

/// The fingerprint of the CA that the hub shows, once it has proved that it knows the code.
async fn prove_hub(link: &Link, nonce: Nonce) -> Result<CaFingerprint, HubError> {
    let (hub, shown) = Hub::unverified(&link.address)?;
    let proofs: Proofs = hub.get(&format!("{}?nonce={nonce}", paths::PROOFS), None).await?;
    let proofs: Vec<Vec<u8>> = proofs
        .proofs
        .iter()
        .filter_map(|proof| BASE64URL_NOPAD.decode(proof.as_bytes()).ok())
        .collect();
    let shown = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    shown
        .into_iter()
        .find(|ca| proofs.iter().any(|proof| proof_holds(&link.code, nonce, *ca, proof)))
        .ok_or_else(|| HubError::Refused(unknown_code()))
}

fn unknown_code() -> trykk_shared::refusal::Problem {
    trykk_shared::refusal::Problem {
        problem: trykk_shared::refusal::ProblemKind::UnknownCode,
        message: "the hub at this address does not know the code: it was mistyped, used or is too old, or this is not \
                  the right hub; nothing was sent. Check host and code, or ask for a new code"
            .to_owned(),
    }
}
