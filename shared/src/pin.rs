//! The PIN of a ward's staff menu. It opens nothing secret: what the tablet is and how it stands, sending what may leave, and the way
//! out. Its hash lies on every tablet of the ward, and a million PINs of six digits are tried in a day: whoever has the disk has the PIN.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64_NOPAD;
use rand::CryptoRng;
use ring::hmac;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::stretching::{Cost, Memory};

/// The fewest digits of a PIN.
pub const MIN_PIN_DIGITS: usize = 6;
/// The most digits of a PIN.
pub const MAX_PIN_DIGITS: usize = 12;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// OWASP's recommended minimum for Argon2id: a cheap tablet needs a good part of a second.
const COST: Cost = Cost {
    memory_kib: 19 * 1024,
    passes: 2,
};
/// No hash from elsewhere makes a tablet work longer than this.
const MOST: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 8,
};

/// A PIN: digits, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

/// Why something is no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Something in it is no digit.
    #[error("a PIN has digits alone")]
    NotDigits,
    /// It has too few digits, or too many.
    #[error("a PIN has {MIN_PIN_DIGITS} to {MAX_PIN_DIGITS} digits")]
    Length,
    /// It is one that everybody tries first.
    #[error("everybody tries this PIN first; take another one")]
    Plain,
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

impl FromStr for Pin {
    type Err = PinError;

    fn from_str(text: &str) -> Result<Self, PinError> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PinError::NotDigits);
        }
        if !(MIN_PIN_DIGITS..=MAX_PIN_DIGITS).contains(&text.len()) {
            return Err(PinError::Length);
        }
        // The same digit throughout, or each one more or one less than the one before.
        let steps = |by: i16| {
            text.as_bytes()
                .windows(2)
                .all(|two| i16::from(two[1]) - i16::from(two[0]) == by)
        };
        if [0, 1, -1].into_iter().any(steps) {
            return Err(PinError::Plain);
        }
        Ok(Pin(Zeroizing::new(text.to_owned())))
    }
}

/// What is kept of a PIN, as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
#[derive(Clone, PartialEq, Eq)]
pub struct PinHash {
    cost: Cost,
    salt: [u8; SALT_BYTES],
    hash: [u8; HASH_BYTES],
}

/// The text is no hash of a PIN that is taken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of a PIN; make one with trykk-kiosk pin")]
pub struct PinHashError;

// It leads to the PIN.
impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(..)")
    }
}

fn stretch(pin: &Pin, salt: &[u8], cost: Cost) -> Zeroizing<[u8; HASH_BYTES]> {
    let mut hash = Zeroizing::new([0; HASH_BYTES]);
    Memory::new()
        .stretch(pin.0.as_bytes(), salt, cost, &mut *hash)
        .expect("a PIN, a salt and costs within bounds are what Argon2 takes");
    hash
}

impl PinHash {
    /// What is kept of a PIN.
    pub fn of(pin: &Pin, rng: &mut impl CryptoRng) -> Self {
        let mut salt = [0; SALT_BYTES];
        rng.fill_bytes(&mut salt);
        PinHash {
            cost: COST,
            hash: *stretch(pin, &salt, COST),
            salt,
        }
    }

    /// Whether it is this PIN.
    pub fn fits(&self, pin: &Pin) -> bool {
        // Compared in a time that does not depend on where they differ.
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"compare");
        let found = stretch(pin, &self.salt, self.cost);
        hmac::verify(&key, &self.hash, hmac::sign(&key, &*found).as_ref()).is_ok()
    }
}

impl fmt::Display for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { memory_kib, passes } = self.cost;
        let (salt, hash) = (BASE64_NOPAD.encode(&self.salt), BASE64_NOPAD.encode(&self.hash));
        write!(f, "$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${hash}")
    }
}

impl FromStr for PinHash {
    type Err = PinHashError;

    fn from_str(text: &str) -> Result<Self, PinHashError> {
        read_hash(text).ok_or(PinHashError)
    }
}

fn read_hash(text: &str) -> Option<PinHash> {
    let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
    let (costs, salt, hash) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (memory, rest) = costs.strip_prefix("m=")?.split_once(",t=")?;
    let cost = Cost {
        memory_kib: memory.parse().ok()?,
        passes: rest.strip_suffix(",p=1")?.parse().ok()?,
    };
    let fits = (8..=MOST.memory_kib).contains(&cost.memory_kib) && (1..=MOST.passes).contains(&cost.passes);
    fits.then_some(PinHash {
        cost,
        salt: BASE64_NOPAD.decode(salt.as_bytes()).ok()?.try_into().ok()?,
        hash: BASE64_NOPAD.decode(hash.as_bytes()).ok()?.try_into().ok()?,
    })
}

impl Serialize for PinHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PinHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_pin_has_six_digits_or_more_and_is_none_of_the_first_guesses() {
        let read = |text: &str| text.parse::<Pin>().map(|_| ());
        assert_eq!(read("428317"), Ok(()));
        assert_eq!(read(" 4283175555 "), Ok(()));
        for (text, error) in [
            ("12345", PinError::Length),
            ("", PinError::Length),
            ("1234567890123", PinError::Length),
            ("42831a", PinError::NotDigits),
            ("4283 17", PinError::NotDigits),
            ("٤٢٨٣١٧", PinError::NotDigits),
            ("000000", PinError::Plain),
            ("123456", PinError::Plain),
            ("987654", PinError::Plain),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn only_its_own_pin_fits_a_hash_also_once_it_was_written_and_read() {
        let mut rng = StdRng::seed_from_u64(4);
        let pin: Pin = "428317".parse().unwrap();
        let hash = PinHash::of(&pin, &mut rng);
        let text = hash.to_string();
        assert!(text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{text}");
        let read: PinHash = text.parse().unwrap();
        assert_eq!(read, hash);
        assert!(read.fits(&pin) && !read.fits(&"428318".parse().unwrap()));
        assert!(!read.fits(&"4283170".parse().unwrap()));
        assert_ne!(PinHash::of(&pin, &mut rng), hash, "each has its own salt");
    }

    proptest! {
        /// Whatever stands there, it is read or refused, and never costs more than a tablet may spend.
        #[test]
        fn no_text_is_a_hash_that_costs_too_much(memory in any::<u32>(), passes in any::<u32>(), rest in "[$a-zA-Z0-9+/,=]{0,80}") {
            let text = format!("$argon2id$v=19$m={memory},t={passes},p=1${rest}");
            if let Ok(hash) = text.parse::<PinHash>() {
                prop_assert!(hash.cost.memory_kib <= MOST.memory_kib && hash.cost.passes <= MOST.passes);
            }
        }
    }
}
