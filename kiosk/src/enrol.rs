//! Enrolling a tablet with a hub.

use std::sync::PoisonError;

use data_encoding::BASE64URL_NOPAD;
use rand::CryptoRng;
use trykk_shared::enrolment::{CaFingerprint, Link, Nonce, proof_holds};
use trykk_shared::protocol::{EnrolRequest, Enrolled, Proofs, paths};
use trykk_shared::refusal::{Problem, ProblemKind};
use zeroize::Zeroizing;

use crate::hub::{Hub, HubError};
use crate::settings::{Enrolment, Token};

/// The size of the request's body, in bytes.
const BODY_BYTES: usize = 1024;
/// How many random bytes a token is made of.
const TOKEN_BYTES: usize = 32;

/// One link, tried as often as it takes. The tablet draws its token itself: where a reply was lost on the way, the hub knows the same request again by it,
/// and no second place of the link is used up. Lives in memory alone.
pub struct Attempt {
    ticket: [u8; 32],
    token: Token,
    /// Of the hub that may have the token: the link named it, or it has proved itself by the code. Nobody else is shown it, whatever is typed
    /// later: a code that is used up is in no hub's proof, and whoever photographed it could prove it.
    shown_to: Option<CaFingerprint>,
}

impl Attempt {
    /// The last attempt again, where it was at this link; another hub learns nothing of its token.
    pub fn at(link: &Link, last: Option<Attempt>, rng: &mut impl CryptoRng) -> Self {
        let ticket = link.code.ticket();
        let is_same = |last: &Attempt| {
            let is_other = |named: CaFingerprint| last.shown_to.is_some_and(|hub| hub != named);
            last.ticket == ticket && !link.fingerprint.is_some_and(is_other)
        };
        last.filter(is_same).unwrap_or_else(|| {
            let mut token = Zeroizing::new([0; TOKEN_BYTES]);
            rng.fill_bytes(token.as_mut());
            Attempt {
                ticket,
                token: Token(BASE64URL_NOPAD.encode(token.as_ref())),
                shown_to: None,
            }
        })
    }

    /// Redeems the enrolment link with the hub that it names. The hub must prove itself first: by the CA that the link
    /// carries or, typed by hand, by knowing the code. A hub that knows the tablet from before moves it: what it holds of the
    /// ward before is delivered on.
    ///
    /// # Errors
    /// See [`HubError`]; the code is not used up unless the hub says so, or its reply was lost.
    pub async fn redeem(
        &mut self,
        link: &Link,
        before: Option<&Enrolment>,
        rng: &mut impl CryptoRng,
    ) -> Result<(Enrolment, Enrolled), HubError> {
        let shown_before = self.shown_to;
        let fingerprint = match link.fingerprint.or(self.shown_to) {
            Some(fingerprint) => fingerprint,
            None => prove_hub(link, Nonce::draw(rng)).await?,
        };
        self.shown_to = Some(fingerprint);
        let hub = Hub::pinned(&link.address, fingerprint)?;
        let mut request = EnrolRequest {
            ticket: BASE64URL_NOPAD.encode(&self.ticket),
            token: Some(self.token.0.clone()),
        };
        // To nobody but the hub that it is of.
        let before = before.filter(|before| before.fingerprint == fingerprint.to_string());
        let token = before.map(|before| &before.token);
        let mut reply = hub.post(paths::ENROL, token, &request, BODY_BYTES).await;
        if reply.as_ref().is_err_and(draws_tokens_itself) {
            request.token = None;
            reply = hub.post(paths::ENROL, token, &request, BODY_BYTES).await;
        } else if matches!(reply, Err(HubError::WrongCertificate)) {
            // Nothing was sent: whoever types the code by hand next is not bound to a hub that is not there.
            self.shown_to = shown_before;
        }
        let enrolled: Enrolled = reply?;
        let enrolment = Enrolment {
            address: link.address.clone(),
            fingerprint: fingerprint.to_string(),
            tablet: enrolled.tablet.clone(),
            ward: enrolled.ward.id.clone(),
            token: Token(enrolled.token.clone()),
        };
        Ok((enrolment, enrolled))
    }
}

/// The attempts whose tokens a hub may know: somebody may type another code between two tries of one. Lives in memory alone.
#[derive(Default)]
pub struct Attempts(Vec<Attempt>);

impl Attempts {
    /// The attempt at this link, again or anew.
    pub fn take(&mut self, link: &Link, rng: &mut impl CryptoRng) -> Attempt {
        let ticket = link.code.ticket();
        let at = self.0.iter().position(|attempt| attempt.ticket == ticket);
        let last = at.map(|at| self.0.swap_remove(at));
        Attempt::at(link, last, rng)
    }

    /// Keeps one for the next try, where a hub may know its token.
    pub fn keep(&mut self, attempt: Attempt) {
        if attempt.shown_to.is_some() {
            self.0.push(attempt);
        }
    }
}

/// Whether a hub is from before tablets drew their tokens: it does not understand the request, and has done nothing.
fn draws_tokens_itself(error: &HubError) -> bool {
    matches!(error, HubError::Refused(problem) if problem.problem == ProblemKind::Malformed)
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

fn unknown_code() -> Problem {
    Problem {
        problem: ProblemKind::UnknownCode,
        message: "the hub at this address does not know the code: it was mistyped, used or is too old, or this is not \
                  the right hub; nothing was sent. Check host and code, or ask for a new code"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn the_same_link_is_tried_with_the_same_token_and_another_with_another() {
        let mut rng = StdRng::seed_from_u64(13);
        let link: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4F".parse().unwrap();
        let other: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4G".parse().unwrap();
        let first = Attempt::at(&link, None, &mut rng);
        let token = first.token.clone();
        assert_eq!(BASE64URL_NOPAD.decode(token.0.as_bytes()).unwrap().len(), TOKEN_BYTES);
        let again = Attempt::at(&link, Some(first), &mut rng);
        assert!(again.token == token);
        assert!(Attempt::at(&other, Some(again), &mut rng).token != token);
        assert!(Attempt::at(&link, None, &mut rng).token != token);
    }

    #[test]
    fn a_code_that_is_typed_between_two_tries_of_a_link_costs_no_other_place_of_it() {
        let mut rng = StdRng::seed_from_u64(17);
        let link: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4F".parse().unwrap();
        let other: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4G".parse().unwrap();
        let hub = CaFingerprint([7; 32]);
        let mut attempts = Attempts::default();
        let mut first = attempts.take(&link, &mut rng);
        first.shown_to = Some(hub);
        let token = first.token.clone();
        attempts.keep(first);
        // Nobody was shown the other one's token.
        let between = attempts.take(&other, &mut rng);
        let unseen = between.token.clone();
        attempts.keep(between);
        assert!(attempts.take(&other, &mut rng).token != unseen);
        let again = attempts.take(&link, &mut rng);
        assert!(again.token == token && again.shown_to == Some(hub));
        assert!(attempts.0.is_empty());
    }
}
