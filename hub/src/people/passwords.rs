//! Passwords, and how long invitations and sessions last.

use argon2::{Algorithm, Argon2, Params, Version};
use rand::CryptoRng;
use ring::hmac;
use zeroize::Zeroizing;

use crate::secrets::MIN_SECRET_CHARS;

/// The longest password, in bytes: hashing more would be work for nothing.
pub const LONGEST: usize = 512;
/// How long a session lasts, in seconds: a working day.
pub const SESSION_SECONDS: i64 = 12 * 3600;

/// How long an invitation that nobody uses is good for, in seconds: two weeks.
pub const INVITATION_SECONDS: i64 = 14 * 24 * 3600;

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// Argon2id with 19 MiB and three passes: above OWASP's recommended minimum, small beside what the hub may use.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 3;

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It is too short.
    #[error("the password has {0} characters; take at least {MIN_SECRET_CHARS}")]
    TooShort(usize),
    /// It is too long.
    #[error("the password is longer than {LONGEST} bytes")]
    TooLong,
}

fn stretch(password: &str, salt: &[u8]) -> Zeroizing<[u8; HASH_BYTES]> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(HASH_BYTES)).expect("the parameters are in range");
    let mut hash = Zeroizing::new([0; HASH_BYTES]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut *hash)
        .expect("password and salt are within Argon2's lengths: both are checked before");
    hash
}

/// What is kept of a password.
///
/// # Errors
/// When it is too short or too long.
pub fn hash_password(password: &str, rng: &mut impl CryptoRng) -> Result<Vec<u8>, PasswordError> {
    let chars = password.chars().count();
    if chars < MIN_SECRET_CHARS {
        return Err(PasswordError::TooShort(chars));
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let mut salt = [0; SALT_BYTES];
    rng.fill_bytes(&mut salt);
    Ok([&[FORMAT][..], &salt, &stretch(password, &salt)[..]].concat())
}

/// Whether a password is the one that is kept. Takes as long when nothing is kept, so that the time does not tell
/// which accounts there are.
pub fn is_password(kept: Option<&[u8]>, password: &str) -> bool {
    let known = kept
        .and_then(|kept| kept.strip_prefix(&[FORMAT]))
        .and_then(|rest| rest.split_at_checked(SALT_BYTES))
        .filter(|(_, hash)| hash.len() == HASH_BYTES);
    let (salt, expected) = known.unwrap_or((&[0; SALT_BYTES], &[0; HASH_BYTES]));
    let password = if password.len() > LONGEST { "" } else { password };
    let found = stretch(password, salt);
    same(&*found, expected) && known.is_some()
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
        assert!(!is_password(Some(&kept), "en vanlig frase "));
        assert!(!is_password(None, "en vanlig frase"));
        assert!(!is_password(Some(&[]), ""));
        assert_ne!(
            kept,
            hash_password("en vanlig frase", &mut rng).unwrap(),
            "every password has its own salt"
        );
        assert_eq!(hash_password("kort", &mut rng), Err(PasswordError::TooShort(4)));
        assert_eq!(
            hash_password(&"x".repeat(LONGEST + 1), &mut rng),
            Err(PasswordError::TooLong)
        );
    }
}
