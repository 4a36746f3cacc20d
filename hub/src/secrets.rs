//! Secrets that the hub draws and keeps only as hashes: enrolment codes, device tokens, invitations, sessions.

use data_encoding::BASE64URL_NOPAD;
use rand::CryptoRng;
use ring::digest;

/// The shortest password or counting passphrase, in characters.
pub const MIN_SECRET_CHARS: usize = 12;

/// The hash under which a secret is kept. The secrets are random and long, so a plain hash does.
pub fn hash_secret(secret: &[u8]) -> [u8; 32] {
    *digest::digest(&digest::SHA256, secret)
        .as_ref()
        .first_chunk()
        .expect("SHA-256 has 32 bytes")
}

/// Whether a text is written as [`draw_secret`] writes.
pub fn is_secret(text: &str) -> bool {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .is_ok_and(|bytes| bytes.len() == 32)
}

/// Draws a secret of 256 bits, written in letters.
pub fn draw_secret(rng: &mut impl CryptoRng) -> String {
    let mut secret = [0; 32];
    rng.fill_bytes(&mut secret);
    BASE64URL_NOPAD.encode(&secret)
}
