//! Private keys, and opening with them. The only place in Trykk where anything sealed is opened.

use std::fmt;

use hpke::{Deserializable, Kem, OpModeR, Serializable};
use rand::CryptoRng;
use trykk_shared::seal::{OVERHEAD_BYTES, SealAead, SealKdf, SealKem, SealingKey};
use zeroize::Zeroizing;

/// A private key that opens what was sealed to its [`SealingKey`].
pub struct OpeningKey(<SealKem as Kem>::PrivateKey);

/// Sealed bytes that this key, info and aad do not open: garbled, or sealed for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed to another key or for another purpose, or garbled")]
pub struct UnsealError;

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(..)")
    }
}

impl OpeningKey {
    /// Draws a key pair.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        OpeningKey(SealKem::gen_keypair_with_rng(rng).0)
    }

    /// Takes up a key from its 32 bytes.
    ///
    /// # Errors
    /// When they are not a private key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, UnsealError> {
        <SealKem as Kem>::PrivateKey::from_bytes(bytes)
            .map(OpeningKey)
            .map_err(|_| UnsealError)
    }

    /// The key's 32 bytes, for splitting, wrapping or printing it.
    pub fn expose(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public key that seals to it.
    pub fn sealing_key(&self) -> SealingKey {
        let public = SealKem::sk_to_pk(&self.0).to_bytes();
        SealingKey::from_bytes(&public).expect("the public key of a private key is one")
    }

    /// Opens sealed bytes: the encapsulated key followed by the sealed text.
    ///
    /// # Errors
    /// When they were not sealed to this key with this `info` and `aad`.
    pub fn open(&self, info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        if sealed.len() < OVERHEAD_BYTES {
            return Err(UnsealError);
        }
        let (encapsulated, text) = sealed.split_at(32);
        let encapsulated = <SealKem as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| UnsealError)?;
        hpke::single_shot_open::<SealAead, SealKdf, SealKem>(&OpModeR::Base, &self.0, &encapsulated, info, text, aad)
            .map(Zeroizing::new)
            .map_err(|_| UnsealError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_key_comes_back_from_its_bytes_and_opens_what_was_sealed_to_it() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let key = OpeningKey::draw(&mut rng);
        let sealed = key.sealing_key().seal(b"i", b"a", b"hello", &mut rng);
        let again = OpeningKey::from_bytes(&key.expose()).unwrap();
        assert_eq!(&**again.open(b"i", b"a", &sealed).unwrap(), b"hello");
        assert_eq!(again.open(b"i", b"b", &sealed), Err(UnsealError));
        assert_eq!(OpeningKey::draw(&mut rng).open(b"i", b"a", &sealed), Err(UnsealError));
        assert_eq!(again.open(b"i", b"a", &sealed[..40]), Err(UnsealError));
    }
}
