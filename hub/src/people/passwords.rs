//! How people come in: passwords, sessions, and how often somebody may try.

use std::collections::HashMap;

use argon2::{Algorithm, Argon2, Params, Version};
use rand::CryptoRng;
use ring::{digest, hmac};
use zeroize::Zeroizing;

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
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
    #[error("the password has {0} characters; take at least {SHORTEST}")]
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
    if chars < SHORTEST {
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

/// How many attempts one account gets in a span of time.
pub const ATTEMPTS_PER_ACCOUNT: u32 = 8;
/// How many attempts all accounts get together in a span of time.
pub const ATTEMPTS: u32 = 300;
/// The span of time, in seconds.
pub const ATTEMPTS_SECONDS: i64 = 15 * 60;

/// Attempts to log in, counted in memory: per account and for all together.
#[derive(Debug, Default)]
pub struct Attempts {
    since: i64,
    all: u32,
    accounts: HashMap<[u8; 32], u32>,
}

impl Attempts {
    /// Whether one more attempt is allowed for `account` at `now`; it is then counted. Accounts that do not exist
    /// are counted the same. The map cannot outgrow [`ATTEMPTS`].
    pub fn allow(&mut self, account: &str, now: i64) -> bool {
        if now < self.since || now >= self.since + ATTEMPTS_SECONDS {
            *self = Attempts {
                since: now,
                ..Attempts::default()
            };
        }
        if self.all >= ATTEMPTS {
            return false;
        }
        let tried = self.accounts.entry(key(account)).or_default();
        if *tried >= ATTEMPTS_PER_ACCOUNT {
            return false;
        }
        *tried += 1;
        self.all += 1;
        true
    }

    /// Forgets the attempts of an account that came in.
    pub fn forget(&mut self, account: &str) {
        if let Some(tried) = self.accounts.remove(&key(account)) {
            self.all = self.all.saturating_sub(tried);
        }
    }

    /// Gives back one attempt of an account: nothing was tried.
    pub fn give_back(&mut self, account: &str) {
        if let Some(tried) = self.accounts.get_mut(&key(account))
            && *tried > 0
        {
            *tried -= 1;
            self.all = self.all.saturating_sub(1);
        }
    }
}

fn key(account: &str) -> [u8; 32] {
    let hash = digest::digest(&digest::SHA256, account.as_bytes());
    *hash.as_ref().first_chunk().expect("SHA-256 has 32 bytes")
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

    #[test]
    fn attempts_run_out_per_account_and_for_all_and_come_back_with_time() {
        let mut attempts = Attempts::default();
        assert!((0..ATTEMPTS_PER_ACCOUNT).all(|_| attempts.allow("a@example.org", 1000)));
        assert!(!attempts.allow("a@example.org", 1001));
        assert!(attempts.allow("b@example.org", 1001), "another account goes on");
        attempts.forget("b@example.org");
        let others = (0..ATTEMPTS).filter(|n| attempts.allow(&format!("{n}@example.org"), 1002));
        assert_eq!(others.count() as u32, ATTEMPTS - ATTEMPTS_PER_ACCOUNT);
        assert!(!attempts.allow("new@example.org", 1003));
        assert!(attempts.allow("a@example.org", 1000 + ATTEMPTS_SECONDS));
    }
}
