//! Passwords, and how long invitations and sessions last.

use std::sync::{Mutex, PoisonError};

use rand::CryptoRng;
use ring::hmac;
use trykk_shared::plural::plural;
use trykk_shared::stretching::{Cost, Memory};
use zeroize::Zeroizing;

use crate::secrets::MIN_SECRET_CHARS;
use crate::written::{WrittenError, read_secret};

/// The longest password, in bytes: hashing more would be work for nothing.
pub const LONGEST_PASSWORD: usize = 512;
/// And as it may come, before its letters are put together.
const LONGEST_WRITTEN: usize = 4 * LONGEST_PASSWORD;
/// How long a session lasts, in seconds: a working day.
pub const SESSION_SECONDS: i64 = 12 * 3600;

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// Argon2id with 19 MiB and three passes: above OWASP's recommended minimum, small beside what the hub may use.
const COST: Cost = Cost {
    memory_kib: 19 * 1024,
    passes: 3,
};

/// Passwords are hashed one after the other, in the same memory: each attempt of a stranger in memory of its own made the hub grow.
static MEMORY: Mutex<Memory> = Mutex::new(Memory::new());

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It is too short.
    #[error("the password has {}; take at least {MIN_SECRET_CHARS}", plural(*.0, "character", "characters"))]
    TooShort(usize),
    /// It is too long.
    #[error("the password is longer than {LONGEST_PASSWORD} bytes")]
    TooLong,
    /// It cannot be typed again.
    #[error("the password cannot be used: {0}")]
    NotPlain(WrittenError),
}

fn stretch(password: &str, salt: &[u8]) -> Zeroizing<[u8; HASH_BYTES]> {
    let mut hash = Zeroizing::new([0; HASH_BYTES]);
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    memory
        .stretch(password.as_bytes(), salt, COST, &mut *hash)
        .expect("password and salt are within Argon2's lengths: both are checked before");
    hash
}

/// What is kept of a password.
///
/// # Errors
/// When it is too short or too long, or cannot be typed again.
pub fn hash_password(password: &str, rng: &mut impl CryptoRng) -> Result<Vec<u8>, PasswordError> {
    if password.len() > LONGEST_WRITTEN {
        return Err(PasswordError::TooLong);
    }
    let password = read_secret(password).map_err(PasswordError::NotPlain)?;
    let chars = password.chars().count();
    if chars < MIN_SECRET_CHARS {
        return Err(PasswordError::TooShort(chars));
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(PasswordError::TooLong);
    }
    let mut salt = [0; SALT_BYTES];
    rng.fill_bytes(&mut salt);
    Ok([&[FORMAT][..], &salt, &stretch(&password, &salt)[..]].concat())
}

/// Whether a password is the one that is kept. Takes as long when nothing is kept, so that the time does not tell
/// which accounts there are. One that was kept before there was one form for a password is good as it was typed then.
pub fn is_password(kept: Option<&[u8]>, password: &str) -> bool {
    let known = kept
        .and_then(|kept| kept.strip_prefix(&[FORMAT]))
        .and_then(|rest| rest.split_at_checked(SALT_BYTES))
        .filter(|(_, hash)| hash.len() == HASH_BYTES);
    let (salt, expected) = known.unwrap_or((&[0; SALT_BYTES], &[0; HASH_BYTES]));
    let raw = if password.len() > LONGEST_PASSWORD {
        ""
    } else {
        password
    };
    let written = if password.len() > LONGEST_WRITTEN { "" } else { password };
    let plain = read_secret(written)
        .ok()
        .filter(|plain| plain.len() <= LONGEST_PASSWORD);
    let plain = plain.unwrap_or_default();
    let fits = |password: &str| same(&*stretch(password, salt), expected);
    let mut right = fits(&plain);
    if *plain != *raw {
        right |= fits(raw);
    }
    right && known.is_some()
}

/// Compares two secrets in a time that does not depend on where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"compare");
    hmac::verify(&key, other, hmac::sign(&key, one).as_ref()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn only_the_password_itself_comes_in() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(3);
        let kept = hash_password("en vanlig frase", &mut rng).unwrap();
        assert!(is_password(Some(&kept), "en vanlig frase"));
        assert!(!is_password(Some(&kept), "en vanlig  frase"));
        assert!(!is_password(None, "en vanlig frase"));
        assert!(!is_password(Some(&[]), ""));
        assert_ne!(
            kept,
            hash_password("en vanlig frase", &mut rng).unwrap(),
            "every password has its own salt"
        );
        assert_eq!(hash_password("kort", &mut rng), Err(PasswordError::TooShort(4)));
        assert_eq!(
            hash_password(&"x".repeat(LONGEST_PASSWORD + 1), &mut rng),
            Err(PasswordError::TooLong)
        );
    }

    #[test]
    fn the_same_letters_in_other_bytes_come_in_and_so_does_what_was_kept_before() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(6);
        let ways = [
            "bl\u{e5}b\u{e6}r p\u{e5} fjellet",
            "bla\u{30a}b\u{e6}r pa\u{30a} fjellet",
            "\u{feff}bl\u{e5}b\u{e6}r\u{a0}p\u{e5} fjellet \r\n",
        ];
        for chosen in ways {
            let kept = hash_password(chosen, &mut rng).unwrap();
            for typed in ways {
                assert!(is_password(Some(&kept), typed), "{chosen:?} {typed:?}");
            }
        }
        // Kept as it came, before there was one form for a password.
        for chosen in [
            "bla\u{30a}b\u{e6}r pa\u{30a} fjellet",
            "med blank etter ",
            "to linjer\nmed ord",
        ] {
            let before = [&[FORMAT][..], &[3; SALT_BYTES], &stretch(chosen, &[3; SALT_BYTES])[..]].concat();
            assert!(is_password(Some(&before), chosen), "{chosen:?}");
            assert!(!is_password(Some(&before), "noe annet enn det"));
        }
        for odd in ["to linjer\nmed ord", "en tone\u{7} for mye her"] {
            assert!(matches!(hash_password(odd, &mut rng), Err(PasswordError::NotPlain(_))));
        }
        // Letters of several parts, at the longest: put together they are shorter.
        let longest = "a\u{30a}".repeat(LONGEST_PASSWORD / 2);
        let kept = hash_password(&longest, &mut rng).unwrap();
        assert!(is_password(Some(&kept), &longest) && is_password(Some(&kept), &"\u{e5}".repeat(LONGEST_PASSWORD / 2)));
    }
}
