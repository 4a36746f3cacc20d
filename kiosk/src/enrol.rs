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

/// The attempts whose tokens a hub may know and this tablet does not have: somebody may try another link between two tries of one, and the reply
/// that was lost is asked for again. All of them end once one link has enrolled the tablet. Lives in memory alone.
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

    /// Keeps one that did not enrol, where a hub may know its token; the oldest one gives way.
    pub fn keep(&mut self, attempt: Attempt) {
        if attempt.shown_to.is_none() {
            return;
        }
        if self.0.len() >= MOST_ATTEMPTS {
            self.0.remove(0);
        }
        self.0.push(attempt);
    }

    /// The tablet is enrolled. What another link was tried with is another tablet to the hub: shown again, it would make this one the other, and
    /// what it holds by then would never leave.
    pub fn end(&mut self) {
        self.0.clear();
    }
}

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
    /// The first attempt at this link.
    pub fn at(link: &Link, rng: &mut impl CryptoRng) -> Self {
        let mut token = Zeroizing::new([0; TOKEN_BYTES]);
        rng.fill_bytes(token.as_mut());
        Attempt {
            ticket: link.code.ticket(),
            token: Token(BASE64URL_NOPAD.encode(token.as_ref())),
            shown_to: None,
        }
    }

    /// Whether it is one at this link, and at no other hub than the one that may know its token.
    fn is_at(&self, link: &Link) -> bool {
        let is_other = |named: CaFingerprint| self.shown_to.is_some_and(|hub| hub != named);
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
        }
        match &reply {
            // Nothing was sent: whoever types the code by hand next is not bound to a hub that is not there.
            Err(HubError::WrongCertificate) => self.shown_to = shown_before,
            // The hub knows neither the token nor a place for it: there is nothing to ask for again.
            Err(error) if refuses_link(error) => self.shown_to = None,
            _ => {}
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

/// A link that came on a stick, as it may be used; none where it is of another hub. A tablet that belongs to a hub moves within that one: it is held
/// to that hub's own certificate, whatever the link names, so that what it holds for the hub goes nowhere else. Where a hub is decided for the
/// tablet it is asked there, under whatever name the link knows it.
pub fn hold_to_hub(mut link: Link, decided: Option<&str>, before: Option<&Enrolment>) -> Option<Link> {
    if let Some(before) = before {
        let ours: CaFingerprint = before.fingerprint.parse().ok()?;
        if link.fingerprint.is_some_and(|named| named != ours) {
            return None;
        }
        link.fingerprint = Some(ours);
    }
    if let Some(decided) = decided {
        decided.clone_into(&mut link.address);
    }
    Some(link)
}

/// Whether a hub is from before tablets drew their tokens: it does not understand the request, and has done nothing.
fn draws_tokens_itself(error: &HubError) -> bool {
    matches!(error, HubError::Refused(problem) if problem.problem == ProblemKind::Malformed)
}

/// Whether a hub says of a link that it enrols nobody with this token, now or later.
fn refuses_link(error: &HubError) -> bool {
    let HubError::Refused(problem) = error else {
        return false;
    };
    matches!(
        problem.problem,
        ProblemKind::UnknownCode | ProblemKind::UsedCode | ProblemKind::ExpiredCode
    )
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

    fn link(code: &str) -> Link {
        format!("hub.example.org:8443/{code}").parse().unwrap()
    }

    /// An attempt whose token the hub may know.
    fn shown(attempts: &mut Attempts, link: &Link, rng: &mut StdRng) -> Attempt {
        let mut attempt = attempts.take(link, rng);
        attempt.shown_to = Some(CaFingerprint([7; 32]));
        attempt
    }

    #[test]
    fn the_same_link_is_tried_with_the_same_token_and_another_with_another() {
        let mut rng = StdRng::seed_from_u64(13);
        let (link, other) = (link("7K3M-Q2XA-90TD-VW4F"), link("7K3M-Q2XA-90TD-VW4G"));
        let mut attempts = Attempts::default();
        let first = shown(&mut attempts, &link, &mut rng);
        let token = first.token.clone();
        assert_eq!(BASE64URL_NOPAD.decode(token.0.as_bytes()).unwrap().len(), TOKEN_BYTES);
        attempts.keep(first);
        // Two links in turn: each keeps its own.
        let second = shown(&mut attempts, &other, &mut rng);
        let others = second.token.clone();
        assert!(others != token);
        attempts.keep(second);
        let again = attempts.take(&link, &mut rng);
        assert!(again.token == token && again.shown_to == Some(CaFingerprint([7; 32])));
        assert!(attempts.take(&other, &mut rng).token == others);
        // What was taken and not put back is not kept.
        assert!(attempts.0.is_empty());
        assert!(Attempt::at(&link, &mut rng).token != token);
    }

    #[test]
    fn once_a_tablet_is_enrolled_no_link_is_tried_with_a_token_from_before() {
        let mut rng = StdRng::seed_from_u64(18);
        let (link, other) = (link("7K3M-Q2XA-90TD-VW4F"), link("7K3M-Q2XA-90TD-VW4G"));
        let mut attempts = Attempts::default();
        let lost = shown(&mut attempts, &link, &mut rng);
        let token = lost.token.clone();
        attempts.keep(lost);
        let _enrolled = shown(&mut attempts, &other, &mut rng);
        attempts.end();
        assert!(attempts.take(&link, &mut rng).token != token);
    }

    #[test]
    fn a_link_from_a_stick_leads_to_no_other_hub() {
        let (ours, theirs) = (CaFingerprint([1; 32]), CaFingerprint([2; 32]));
        let before = Enrolment {
            address: "hub.example.org:8443".into(),
            fingerprint: ours.to_string(),
            tablet: "tablet-1".into(),
            ward: "med-1".into(),
            token: Token("x".into()),
        };
        for address in ["hub.example.org:8443", "other.example.org:8443"] {
            for named in [None, Some(ours), Some(theirs)] {
                let mut link = link("7K3M-Q2XA-90TD-VW4F");
                (link.fingerprint, link.address) = (named, address.to_owned());
                let held = |decided, before| {
                    let held = hold_to_hub(link.clone(), decided, before);
                    held.map(|link| (link.address, link.fingerprint))
                };
                assert_eq!(held(None, None), Some((address.to_owned(), named)));
                // Where a hub is decided it is asked there, and by nobody's word but its own.
                assert_eq!(held(Some("hub:1"), None), Some(("hub:1".to_owned(), named)));
                // A tablet in use is held to its hub's certificate, also where the link names none.
                let moves = named != Some(theirs);
                assert_eq!(
                    held(None, Some(&before)),
                    moves.then(|| (address.to_owned(), Some(ours)))
                );
                let decided = held(Some("hub:1"), Some(&before));
                assert_eq!(decided, moves.then(|| ("hub:1".to_owned(), Some(ours))));
            }
        }
    }

    #[test]
    fn no_more_links_are_remembered_than_a_case_has() {
        let mut rng = StdRng::seed_from_u64(14);
        let links: Vec<Link> = (0..MOST_ATTEMPTS + 1)
            .map(|_| link(&Code::draw(&mut rng).to_text()))
            .collect();
        let mut attempts = Attempts::default();
        let mut tokens = Vec::new();
        for link in &links {
            let attempt = shown(&mut attempts, link, &mut rng);
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

    #[test]
    fn what_no_hub_was_shown_is_not_kept_and_another_hub_is_shown_another_token() {
        let mut rng = StdRng::seed_from_u64(17);
        let link = link("7K3M-Q2XA-90TD-VW4F");
        let mut attempts = Attempts::default();
        let unseen = attempts.take(&link, &mut rng);
        let token = unseen.token.clone();
        attempts.keep(unseen);
        assert!(attempts.0.is_empty());
        let seen = shown(&mut attempts, &link, &mut rng);
        assert!(seen.token != token);
        let token = seen.token.clone();
        attempts.keep(seen);
        let mut elsewhere = link.clone();
        elsewhere.fingerprint = Some(CaFingerprint([8; 32]));
        assert!(attempts.take(&elsewhere, &mut rng).token != token);
        assert!(attempts.take(&link, &mut rng).token == token);
    }

    #[test]
    fn a_refusal_of_the_link_ends_an_attempt_and_one_of_the_moment_does_not() {
        let ends = |problem| {
            refuses_link(&HubError::Refused(Problem {
                problem,
                message: String::new(),
            }))
        };
        assert!(ends(ProblemKind::UsedCode) && ends(ProblemKind::ExpiredCode) && ends(ProblemKind::UnknownCode));
        assert!(!ends(ProblemKind::Malformed) && !refuses_link(&HubError::Offline(String::new())));
    }
}
