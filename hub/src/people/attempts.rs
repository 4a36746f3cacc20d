//! How often somebody may try to log in.

use std::collections::HashMap;

use ring::digest;

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
