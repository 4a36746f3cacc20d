//! Invitations: what somebody without a password comes in with, once.

use rand::CryptoRng;

use crate::secrets::{draw_secret, hash_secret};

/// How long an invitation that nobody uses is good for, in seconds: two weeks.
const INVITATION_SECONDS: i64 = 14 * 24 * 3600;

/// An invitation that was just drawn. Only its hash is kept.
pub struct Invitation {
    /// Where it is opened: the path of its page, with the secret.
    pub path: String,
    /// What is kept of it.
    pub hash: [u8; 32],
    /// When it is void, seconds since 1970-01-01 UTC.
    pub until: i64,
}

impl Invitation {
    /// Draws one that is good from `now` on.
    pub fn draw(rng: &mut impl CryptoRng, now: i64) -> Self {
        let secret = draw_secret(rng);
        Invitation {
            path: format!("/invitation/{secret}"),
            hash: hash_secret(secret.as_bytes()),
            until: now + INVITATION_SECONDS,
        }
    }
}
