//! Enrolment: how a tablet and a hub come to trust each other.
//!
//! A link carries the hub's address, the ward, the fingerprint of the hub's own CA and a one-time code.
//! Typed by hand there is no fingerprint: then the hub first proves that it knows the code, by an HMAC over
//! the tablet's nonce and the fingerprint of the CA it shows. Someone in the middle, who shows another CA,
//! cannot; and the tablet sends nothing that follows from the code before that.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use rand::{CryptoRng, RngExt};
use ring::{hkdf, hmac};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::address::{AddressError, HubAddress};

/// Letters and digits that are not mistaken for each other (Crockford's base 32: no I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The length of a code, without hyphens: 80 random bits.
const CODE_CHARS: usize = 16;
/// The name under which tablets ask for the hub's own certificate, whatever its address is.
pub const TABLET_SERVER_NAME: &str = "hub.trykk.internal";
/// What the file with a link is called that is carried to tablets on a stick.
pub const LINK_FILE: &str = "trykk-link.txt";

/// A one-time enrolment code of 16 letters and digits.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Code(String);

/// The text is not an enrolment code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("an enrolment code has {CODE_CHARS} letters and digits, like 7K3M-Q2XA-90TD-VW4F; this one has {0} that count")]
pub struct CodeError(usize);

impl Code {
    /// Draws a code.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        Code(
            (0..CODE_CHARS)
                .map(|_| char::from(ALPHABET[rng.random_range(0..32)]))
                .collect(),
        )
    }

    /// What the hub keeps to prove that it knows the code; it does not tell the code or the ticket.
    pub fn proof_key(&self) -> [u8; 32] {
        self.derive(b"trykk/1 enrolment proof")
    }

    /// What the tablet shows to be enrolled, once the hub has proved itself.
    pub fn ticket(&self) -> [u8; 32] {
        self.derive(b"trykk/1 enrolment ticket")
    }

    fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        let mut key = [0; 32];
        hkdf::Salt::new(hkdf::HKDF_SHA256, b"trykk/1 enrolment")
            .extract(self.0.as_bytes())
            .expand(&[purpose], hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key))
            .expect("32 bytes can be derived");
        key
    }

    /// The code in groups of four, for people to read and type. The only way it is written out.
    pub fn to_text(&self) -> String {
        let groups: Vec<&str> = (0..CODE_CHARS).step_by(4).map(|at| &self.0[at..at + 4]).collect();
        groups.join("-")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// Takes small letters, hyphens and blanks, and mends what the hand mixes up: O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut code = String::new();
        for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            if !letter.is_ascii() || !ALPHABET.contains(&(letter as u8)) {
                return Err(CodeError(code.len()));
            }
            code.push(letter);
        }
        if code.len() == CODE_CHARS {
            Ok(Code(code))
        } else {
            Err(CodeError(code.len()))
        }
    }
}

/// The SHA-256 of the public key (SPKI, DER) of the hub's own CA: what a tablet pins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CaFingerprint(pub [u8; 32]);

impl CaFingerprint {
    /// The fingerprint of a public key in its DER form.
    pub fn of_spki(spki: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, spki);
        CaFingerprint(*digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
    }
}

impl fmt::Display for CaFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for CaFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaFingerprint({self})")
    }
}

/// The text is no fingerprint of a CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the fingerprint of a CA")]
pub struct CaFingerprintError;

impl FromStr for CaFingerprint {
    type Err = CaFingerprintError;

    fn from_str(text: &str) -> Result<Self, CaFingerprintError> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(CaFingerprint).ok_or(CaFingerprintError)
    }
}

/// A tablet's fresh question to a hub that must prove that it knows the code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 16]);

impl Nonce {
    /// Draws a nonce.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        Nonce(nonce)
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// The text is no nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 32 hexadecimal digits")]
pub struct NonceError;

impl FromStr for Nonce {
    type Err = NonceError;

    fn from_str(text: &str) -> Result<Self, NonceError> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(Nonce)
            .ok_or(NonceError)
    }
}

fn proof_message(nonce: Nonce, fingerprint: CaFingerprint) -> Vec<u8> {
    crate::parts::join_parts(&[b"trykk/1 enrolment", &nonce.0, &fingerprint.0])
}

/// The hub's proof that it knows a code and owns the CA with this fingerprint.
pub fn prove(proof_key: &[u8; 32], nonce: Nonce, fingerprint: CaFingerprint) -> [u8; 32] {
    let tag = hmac::sign(
        &hmac::Key::new(hmac::HMAC_SHA256, proof_key),
        &proof_message(nonce, fingerprint),
    );
    *tag.as_ref().first_chunk().expect("HMAC-SHA256 has 32 bytes")
}

/// Whether `proof` is the proof for this code and the CA that was shown.
pub fn proof_holds(code: &Code, nonce: Nonce, fingerprint: CaFingerprint, proof: &[u8]) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &code.proof_key());
    hmac::verify(&key, &proof_message(nonce, fingerprint), proof).is_ok()
}

/// An enrolment link: `trykk://HOST:PORT/WARD?ca=FINGERPRINT&code=CODE`.
/// By hand it is `HOST:PORT/CODE`; then ward and fingerprint are not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The hub's address, `host:port`.
    pub address: String,
    /// The ward, if the link names it.
    pub ward: Option<String>,
    /// The fingerprint of the hub's CA, if the link carries it.
    pub fingerprint: Option<CaFingerprint>,
    /// The one-time code.
    pub code: Code,
}

/// Why a text is not an enrolment link.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Neither form was recognised.
    #[error(
        "this is not an enrolment link; it looks like trykk://hub.example.org:8443/ward?ca=...&code=..., or hub.example.org:8443/CODE when typed by hand"
    )]
    Shape,
    /// The address in it is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The code in it is not a code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The fingerprint in it is damaged.
    #[error("the link's fingerprint (ca=...) is damaged; copy the whole link again")]
    CaFingerprint,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.ward, self.fingerprint) {
            (Some(ward), Some(fingerprint)) => {
                write!(
                    f,
                    "trykk://{}/{ward}?ca={fingerprint}&code={}",
                    self.address,
                    self.code.to_text()
                )
            }
            _ => write!(f, "{}/{}", self.address, self.code.to_text()),
        }
    }
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        let Some(rest) = text.strip_prefix("trykk://") else {
            let (address, code) = text.split_once(['/', ' ']).ok_or(LinkError::Shape)?;
            return Ok(Link {
                address: address.parse::<HubAddress>()?.to_string(),
                ward: None,
                fingerprint: None,
                code: code.parse()?,
            });
        };
        let (address, rest) = rest.split_once('/').ok_or(LinkError::Shape)?;
        let parts = rest.split_once('?').filter(|(ward, _)| !ward.contains('/'));
        let (ward, query) = parts.ok_or(LinkError::Shape)?;
        let value = |key: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
        };
        let fingerprint = match value("ca") {
            Some(text) => Some(text.parse().map_err(|_| LinkError::CaFingerprint)?),
            None => None,
        };
        Ok(Link {
            address: address.parse::<HubAddress>()?.to_string(),
            ward: Some(ward.to_owned()),
            fingerprint,
            code: value("code").ok_or(LinkError::Shape)?.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn rng() -> rand::rngs::StdRng {
        rand::rngs::StdRng::seed_from_u64(7)
    }

    #[test]
    fn a_link_comes_back_from_its_text() {
        let link = Link {
            address: "hub.example.org:8443".into(),
            ward: Some("med-1".into()),
            fingerprint: Some(CaFingerprint([9; 32])),
            code: Code::draw(&mut rng()),
        };
        assert_eq!(link.to_string().parse::<Link>().unwrap(), link);
        let typed: Link = format!("HUB.example.org {}", link.code.to_text().to_lowercase())
            .parse()
            .unwrap();
        assert_eq!(
            (typed.address.as_str(), &typed.code),
            ("HUB.example.org:8443", &link.code)
        );
        assert_eq!(typed.fingerprint, None);
    }

    #[test]
    fn what_the_hand_mixes_up_is_mended() {
        let code: Code = "oil0-1234-5678-9abc".parse().unwrap();
        assert_eq!(code.to_text(), "0110-1234-5678-9ABC");
        assert_eq!("1234".parse::<Code>(), Err(CodeError(4)));
        assert!("1234-5678-9ABC-DEF!".parse::<Code>().is_err());
    }

    #[test]
    fn a_proof_holds_for_its_code_nonce_and_ca_only() {
        let mut rng = rng();
        let (code, other) = (Code::draw(&mut rng), Code::draw(&mut rng));
        let (nonce, ca) = (Nonce::draw(&mut rng), CaFingerprint([1; 32]));
        let proof = prove(&code.proof_key(), nonce, ca);
        assert!(proof_holds(&code, nonce, ca, &proof));
        assert!(!proof_holds(&other, nonce, ca, &proof));
        assert!(!proof_holds(&code, Nonce::draw(&mut rng), ca, &proof));
        assert!(!proof_holds(&code, nonce, CaFingerprint([2; 32]), &proof));
        assert_ne!(code.proof_key(), code.ticket());
    }
}
