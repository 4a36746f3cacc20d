//! Start codes: six digits on a slip of paper, good for one sheet on one tablet.
//!
//! A tablet knows its codes as hashes under a salt of its own, in a list of fixed length. There are only a million codes:
//! whoever holds the list finds them all within an hour or so (`docs/threat-model.md`). The hashes keep them from
//! somebody who sees a file in passing, not from a thief.

use std::fmt;
use std::str::FromStr;

use rand::{CryptoRng, RngExt};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::stretching::{Cost, Memory};

/// How many digits a code has.
pub const CODE_DIGITS: usize = 6;
/// How many codes a tablet's list has room for. The list is always as long, so that its size tells nothing.
pub const CODE_PLACES: usize = 512;
/// The size of a salt, in bytes.
pub const SALT_BYTES: usize = 16;
/// The size of a hash, in bytes.
pub const HASH_BYTES: usize = 16;

/// Argon2id with 19 MiB and two passes, OWASP's recommended minimum: at most a second on a slow tablet.
const COST: Cost = Cost {
    memory_kib: 19 * 1024,
    passes: 2,
};

/// A start code. It is wiped when dropped and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct StartCode([u8; CODE_DIGITS]);

impl fmt::Debug for StartCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StartCode(..)")
    }
}

/// What was typed is no start code: it must have six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a start code has {CODE_DIGITS} digits")]
pub struct StartCodeError;

impl FromStr for StartCode {
    type Err = StartCodeError;

    /// Reads six digits, however they are spaced.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut digits = [0; CODE_DIGITS];
        let mut typed = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
        for digit in &mut digits {
            *digit = typed.next().filter(u8::is_ascii_digit).ok_or(StartCodeError)?;
        }
        typed.next().map_or(Ok(StartCode(digits)), |_| Err(StartCodeError))
    }
}

impl StartCode {
    /// Draws a code.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        StartCode(std::array::from_fn(|_| b'0' + rng.random_range(0..10)))
    }

    /// Its digits, in two groups of three: as they stand on the slip. This is the one way to see them.
    pub fn to_groups(&self) -> String {
        let digit = |nth: usize| char::from(self.0[nth]);
        format!(
            "{}{}{} {}{}{}",
            digit(0),
            digit(1),
            digit(2),
            digit(3),
            digit(4),
            digit(5)
        )
    }

    /// Its hash under a tablet's salt. Takes 19 MiB and a good part of a second on a slow machine.
    pub fn hash(&self, salt: &[u8; SALT_BYTES]) -> [u8; HASH_BYTES] {
        self.hash_in(&mut Memory::new(), salt)
    }

    /// The same in memory that is kept, for whoever hashes many.
    pub fn hash_in(&self, memory: &mut Memory, salt: &[u8; SALT_BYTES]) -> [u8; HASH_BYTES] {
        let mut hash = [0; HASH_BYTES];
        memory
            .stretch(&self.0, salt, COST, &mut hash)
            .expect("code and salt are within Argon2's lengths");
        hash
    }
}

/// Where a code stands in which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePlace {
    /// The salt of the list.
    pub salt: [u8; SALT_BYTES],
    /// The place in it: 0 to [`CODE_PLACES`] - 1.
    pub place: usize,
}

/// The codes of one tablet for one box, hashed. Places without a living code hold something that no code gives.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeList {
    /// The salt, base64url without padding.
    #[serde(serialize_with = "write_bytes", deserialize_with = "read_salt")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    salt: [u8; SALT_BYTES],
    /// The hashes one after the other, base64url without padding.
    #[serde(serialize_with = "write_hashes", deserialize_with = "read_hashes")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    hashes: Vec<[u8; HASH_BYTES]>,
}

impl fmt::Debug for CodeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeList(..)")
    }
}

impl CodeList {
    /// A list, if it has exactly [`CODE_PLACES`] hashes.
    pub fn new(salt: [u8; SALT_BYTES], hashes: Vec<[u8; HASH_BYTES]>) -> Option<Self> {
        (hashes.len() == CODE_PLACES).then_some(CodeList { salt, hashes })
    }

    /// Its salt.
    pub fn salt(&self) -> &[u8; SALT_BYTES] {
        &self.salt
    }

    /// Where a code stands, if it does. Takes as long whether it does or not.
    pub fn find(&self, code: &StartCode) -> Option<CodePlace> {
        let hash = code.hash(&self.salt);
        let mut found = None;
        for (place, known) in self.hashes.iter().enumerate() {
            let differs = known.iter().zip(&hash).fold(0, |differs, (a, b)| differs | (a ^ b));
            if differs == 0 {
                found = Some(place);
            }
        }
        found.map(|place| CodePlace { salt: self.salt, place })
    }
}

fn write_bytes<S: Serializer>(bytes: &[u8; SALT_BYTES], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&data_encoding::BASE64URL_NOPAD.encode(bytes))
}

fn read_base64<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(serde::de::Error::custom)
}

fn read_salt<'d, D: Deserializer<'d>>(from: D) -> Result<[u8; SALT_BYTES], D::Error> {
    let bytes = read_base64(from)?;
    bytes
        .try_into()
        .map_err(|_| serde::de::Error::custom("a salt has 16 bytes"))
}

fn write_hashes<S: Serializer>(hashes: &[[u8; HASH_BYTES]], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&data_encoding::BASE64URL_NOPAD.encode(hashes.as_flattened()))
}

fn read_hashes<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<[u8; HASH_BYTES]>, D::Error> {
    let bytes = read_base64(from)?;
    let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
    if hashes.len() != CODE_PLACES || !rest.is_empty() {
        return Err(serde::de::Error::custom("a list of codes has 512 hashes"));
    }
    Ok(hashes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    #[test]
    fn six_digits_are_read_however_they_are_spaced() {
        let code: StartCode = "042 917".parse().unwrap();
        assert_eq!(code.to_groups(), "042 917");
        assert_eq!("042917".parse(), Ok(code));
        for wrong in ["", "04291", "0429171", "04291x", "０42917"] {
            assert_eq!(wrong.parse::<StartCode>(), Err(StartCodeError), "{wrong}");
        }
        assert_eq!(format!("{:?}", "042917".parse::<StartCode>()), "Ok(StartCode(..))");
    }

    #[test]
    fn a_code_is_found_in_its_own_list_and_in_no_other() {
        let mut rng = StdRng::seed_from_u64(5);
        let (here, there) = (StartCode::draw(&mut rng), StartCode::draw(&mut rng));
        let salt = rng.random();
        let mut hashes: Vec<[u8; HASH_BYTES]> = (0..CODE_PLACES).map(|_| rng.random()).collect();
        hashes[77] = here.hash(&salt);
        let list = CodeList::new(salt, hashes.clone()).unwrap();
        assert_eq!(list.find(&here), Some(CodePlace { salt, place: 77 }));
        assert_eq!(list.find(&there), None);
        let other = CodeList::new(rng.random(), hashes).unwrap();
        assert_eq!(other.find(&here), None, "every list has a salt of its own");
        let json = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<CodeList>(&json).unwrap(), list);
        assert!(serde_json::from_str::<CodeList>(&json.replacen("\"hashes\":\"", "\"hashes\":\"AAAA", 1)).is_err());
    }

    /// Lists lie on tablets for weeks: what a code hashes to never changes.
    #[test]
    fn the_hash_of_a_code_is_frozen() {
        let code: StartCode = "123456".parse().unwrap();
        let hash = data_encoding::HEXLOWER.encode(&code.hash(&[7; SALT_BYTES]));
        assert_eq!(hash, FROZEN);
    }

    const FROZEN: &str = "97c9effe3e173abf72d713249fb4c42d";
}
