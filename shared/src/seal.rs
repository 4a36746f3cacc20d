//! Sealing: a slip goes into an envelope that only the box's private key opens.
//!
//! HPKE (RFC 9180) base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
//! `info` is `"trykk/1" | round id | kind` and `aad` is the box id, each part with its length before it,
//! so an envelope opens only as what it was sealed as.

use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable};
use rand::{CryptoRng, SeedableRng};
use ring::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{BoxId, EnvelopeId};
use crate::kind::EnvelopeKind;
use crate::parts::join_parts;
use crate::slip::Slip;

/// The KEM of every seal.
pub type SealKem = X25519HkdfSha256;
/// The KDF of every seal.
pub type SealKdf = HkdfSha256;
/// The AEAD of every seal.
pub type SealAead = ChaCha20Poly1305;

/// What a seal adds to the plain text, in bytes: the encapsulated key and the tag.
pub const OVERHEAD_BYTES: usize = 32 + 16;

/// The size of a sealed envelope of `kind`, in bytes.
pub fn sealed_bytes(kind: EnvelopeKind) -> usize {
    kind.slip_bytes() + OVERHEAD_BYTES
}

/// A public key one can seal to: a box's, a guide's counting key, or the recovery key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(<SealKem as Kem>::PublicKey);

/// The bytes are not a public key.
#[derive(Debug, thiserror::Error)]
#[error("not a public key")]
pub struct KeyError;

impl SealingKey {
    /// Reads the key's 32 bytes.
    ///
    /// # Errors
    /// When the bytes are not an X25519 public key, or one of small order, to which anyone could open.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let key = <SealKem as Kem>::PublicKey::from_bytes(bytes).map_err(|_| KeyError)?;
        // A trial with fixed randomness: encapsulating to a key of small order is refused.
        let mut trial = rand::rngs::StdRng::from_seed([1; 32]);
        hpke::setup_sender_with_rng::<SealAead, SealKdf, SealKem>(&OpModeS::Base, &key, b"", &mut trial)
            .map_err(|_| KeyError)?;
        Ok(SealingKey(key))
    }

    /// The key's 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// Seals `plain`; gives the encapsulated key followed by the sealed text.
    pub fn seal(&self, info: &[u8], aad: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Vec<u8> {
        let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<SealAead, SealKdf, SealKem>(
            &OpModeS::Base,
            &self.0,
            info,
            plain,
            aad,
            rng,
        )
        // Fails only for a key of small order, which `from_bytes` refuses, and for texts beyond 2^36 bytes.
        .expect("sealing to a checked key succeeds");
        let mut bytes = Vec::with_capacity(32 + sealed.len());
        bytes.extend_from_slice(&encapsulated.to_bytes());
        bytes.extend_from_slice(&sealed);
        bytes
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(..)")
    }
}

impl Serialize for SealingKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&data_encoding::BASE64URL_NOPAD.encode(&self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for SealingKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = data_encoding::BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map_err(serde::de::Error::custom)?;
        SealingKey::from_bytes(&bytes).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for SealingKey {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for SealingKey {}

/// Where envelopes go: one box of one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The round's id.
    pub round: String,
    /// The box.
    pub box_id: BoxId,
    /// The box's public key.
    pub key: SealingKey,
}

/// One slip, sealed. Nothing but its kind can be told from it.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    kind: EnvelopeKind,
    id: EnvelopeId,
    sealed: Vec<u8>,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({}, ..)", self.kind.name())
    }
}

/// Sealed bytes that cannot be an envelope of their kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} bytes cannot be a sealed {}: it has {}", kind.name(), sealed_bytes(*kind))]
pub struct EnvelopeError {
    kind: EnvelopeKind,
    found: usize,
}

impl Envelope {
    /// Seals a slip to a box.
    pub fn seal(slip: &Slip, address: &Address, rng: &mut impl CryptoRng) -> Self {
        let sealed = address.key.seal(
            &info(&address.round, slip.kind()),
            &aad(address.box_id),
            slip.plain(),
            rng,
        );
        Envelope {
            kind: slip.kind(),
            id: id_of(&sealed),
            sealed,
        }
    }

    /// Takes up sealed bytes that came from elsewhere; its id is computed here.
    ///
    /// # Errors
    /// When the size is not that of its kind.
    pub fn from_sealed(kind: EnvelopeKind, sealed: Vec<u8>) -> Result<Self, EnvelopeError> {
        if sealed.len() != sealed_bytes(kind) {
            return Err(EnvelopeError {
                kind,
                found: sealed.len(),
            });
        }
        Ok(Envelope {
            kind,
            id: id_of(&sealed),
            sealed,
        })
    }

    /// Its kind.
    pub fn kind(&self) -> EnvelopeKind {
        self.kind
    }

    /// Its id.
    pub fn id(&self) -> EnvelopeId {
        self.id
    }

    /// The sealed bytes.
    pub fn sealed(&self) -> &[u8] {
        &self.sealed
    }

    /// The sealed bytes, without the rest.
    pub fn into_sealed(self) -> Vec<u8> {
        self.sealed
    }
}

/// The id of sealed bytes: the first 16 bytes of their SHA-256.
pub fn id_of(sealed: &[u8]) -> EnvelopeId {
    let digest = digest::digest(&digest::SHA256, sealed);
    EnvelopeId(*digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
}

/// The kind of a kept envelope of so many bytes that is called by this number. No id covers the number: where it cannot be, the size says what
/// it is, as far as a size can.
pub fn kind_of(number: u8, sealed: usize) -> Option<EnvelopeKind> {
    let fits = |kind: &EnvelopeKind| sealed_bytes(*kind) == sealed;
    let called = EnvelopeKind::from_number(number).filter(fits);
    called.or_else(|| EnvelopeKind::ALL.into_iter().find(fits))
}

/// The `info` that a seal of this round and kind is bound to.
pub fn info(round: &str, kind: EnvelopeKind) -> Vec<u8> {
    join_parts(&[b"trykk/1", round.as_bytes(), kind.name().as_bytes()])
}

/// The `aad` that a seal for this box is bound to.
pub fn aad(box_id: BoxId) -> Vec<u8> {
    join_parts(&[&box_id.0])
}
