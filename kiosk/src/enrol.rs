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

/// How many links are remembered that were tried: of a case's, somebody tries one after the other.
const MOST_ATTEMPTS: usize = 16;

/// The links that were tried and did not enrol yet, the last one at the end. Lives in memory alone.
#[derive(Default)]
pub struct Attempts(Vec<Attempt>);

impl Attempts {
    /// The attempt at this link again, or a new one; another hub learns nothing of its token.
    pub fn take(&mut self, link: &Link, rng: &mut impl CryptoRng) -> Attempt {
        match self.0.iter().position(|attempt| attempt.is_at(link)) {
            Some(place) => self.0.remove(place),
            None => Attempt::at(link, rng),
        }
    }

    /// Keeps one that did not enrol: its reply may have been lost on the way.
    pub fn keep(&mut self, attempt: Attempt) {
        if self.0.len() >= MOST_ATTEMPTS {
            self.0.remove(0);
        }
        self.0.push(attempt);
    }
}

/// One link, tried as often as it takes. The tablet draws its token itself: where a reply was lost on the way, the hub knows the same request again by it,
/// and no second place of the link is used up. Lives in memory alone.
pub struct Attempt {
    ticket: [u8; 32],
    token: Token,
    /// Of the hub that has proved itself by the code, where the link named none.
    proven: Option<CaFingerprint>,
}

impl Attempt {
    /// The first attempt at this link.
    pub fn at(link: &Link, rng: &mut impl CryptoRng) -> Self {
        let mut token = Zeroizing::new([0; TOKEN_BYTES]);
        rng.fill_bytes(token.as_mut());
        Attempt {
            ticket: link.code.ticket(),
            token: Token(BASE64URL_NOPAD.encode(token.as_ref())),
            proven: None,
        }
    }

    /// Whether it is one at this link, and at no other hub than the one that has proved itself.
    fn is_at(&self, link: &Link) -> bool {
        let is_other = |named: CaFingerprint| self.proven.is_some_and(|proven| proven != named);
        self.ticket == link.code.ticket() && !link.fingerprint.is_some_and(is_other)
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
        let fingerprint = match link.fingerprint.or(self.proven) {
            Some(fingerprint) => fingerprint,
            None => *self.proven.insert(prove_hub(link, Nonce::draw(rng)).await?),
        };
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

/// Whether a link that came on a stick may be used: it is of the hub that is decided for the tablet, and a tablet that belongs to a hub moves
/// within that one. What it holds for a hub goes nowhere else, and whoever puts a stick in is not whoever decides.
pub fn may_use(link: &Link, decided: Option<&str>, before: Option<&Enrolment>) -> bool {
    decided.is_none_or(|hub| hub == link.address)
        && before.is_none_or(|before| match link.fingerprint {
            Some(fingerprint) => before.fingerprint == fingerprint.to_string(),
            None => before.address == link.address,
        })
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

    use trykk_shared::enrolment::Code;

    use super::*;

    #[test]
    fn the_same_link_is_tried_with_the_same_token_and_another_with_another() {
        let mut rng = StdRng::seed_from_u64(13);
        let link: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4F".parse().unwrap();
        let other: Link = "hub.example.org:8443/7K3M-Q2XA-90TD-VW4G".parse().unwrap();
        let mut attempts = Attempts::default();
        let first = attempts.take(&link, &mut rng);
        let token = first.token.clone();
        assert_eq!(BASE64URL_NOPAD.decode(token.0.as_bytes()).unwrap().len(), TOKEN_BYTES);
        attempts.keep(first);
        // Two links in turn: each keeps its own.
        let second = attempts.take(&other, &mut rng);
        let others = second.token.clone();
        assert!(others != token);
        attempts.keep(second);
        let again = attempts.take(&link, &mut rng);
        assert!(again.token == token);
        assert!(attempts.take(&other, &mut rng).token == others);
        // What enrolled is not kept.
        assert!(attempts.take(&other, &mut rng).token != others);
        assert!(Attempt::at(&link, &mut rng).token != token);
    }

    #[test]
    fn a_link_from_a_stick_leads_to_no_other_hub() {
        let ours = CaFingerprint([1; 32]);
        let mut link: Link = "hub.example.org/7K3M-Q2XA-90TD-VW4F".parse().unwrap();
        let before = Enrolment {
            address: "hub.example.org:8443".into(),
            fingerprint: ours.to_string(),
            tablet: "tablet-1".into(),
            ward: "med-1".into(),
            token: Token("x".into()),
        };
        for (fingerprint, address, fresh, moves) in [
            (None, "hub.example.org:8443", true, true),
            (None, "other.example.org:8443", false, false),
            (Some(ours), "hub.example.org:8443", true, true),
            // Its hub, by another name.
            (Some(ours), "other.example.org:8443", false, true),
            (Some(CaFingerprint([2; 32])), "hub.example.org:8443", true, false),
        ] {
            (link.fingerprint, link.address) = (fingerprint, address.to_owned());
            assert_eq!(may_use(&link, Some("hub.example.org:8443"), None), fresh, "{link:?}");
            assert!(may_use(&link, None, None));
            assert_eq!(may_use(&link, None, Some(&before)), moves, "{link:?}");
        }
    }

    #[test]
    fn no_more_links_are_remembered_than_a_case_has() {
        let mut rng = StdRng::seed_from_u64(14);
        let links: Vec<Link> = (0..MOST_ATTEMPTS + 1)
            .map(|_| {
                format!("hub.example.org/{}", Code::draw(&mut rng).to_text())
                    .parse()
                    .unwrap()
            })
            .collect();
        let mut attempts = Attempts::default();
        let mut tokens = Vec::new();
        for link in &links {
            let attempt = attempts.take(link, &mut rng);
            tokens.push(attempt.token.clone());
            attempts.keep(attempt);
        }
        assert!(
            attempts.take(&links[0], &mut rng).token != tokens[0],
            "the oldest is forgotten"
        );
        for (link, token) in links.iter().zip(&tokens).skip(1) {
            assert!(attempts.take(link, &mut rng).token == *token);
        }
    }
}
