//! The file in which a tablet's envelopes travel on a stick where no network goes. It is sealed to the hub: whoever finds the stick
//! learns which hub it is for, and how many batches of one size it holds, as somebody on the network does.
//!
//! `"trykk tablet 1\r\n"` (16 bytes), the digest of the hub's key (16 bytes), how many bytes follow (8 bytes, big-endian); then,
//! sealed to that key and bound to all before it, [`Exported`] as JSON, padded with blanks to a multiple of [`BATCH_BYTES`].

use std::fmt;

use rand::CryptoRng;
use ring::digest;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::parts::join_parts;
use crate::protocol::{BATCH_BYTES, Batch};
use crate::seal::{OVERHEAD_BYTES, SealingKey};

/// How such files are called behind their last dot.
pub const EXTENSION: &str = "trykk";
/// What such a file begins with. The end of line shows where a program took it for text.
const BEGINS: &[u8; 16] = b"trykk tablet 1\r\n";
/// How long everything before the sealed part is, in bytes.
const HEAD_BYTES: usize = 40;
/// What the seal is bound to beside the head.
pub const INFO: &[u8] = b"trykk/1 tablet file";

/// What such a file holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    /// The tablet's token, as it shows it with a delivery. Wiped when dropped.
    pub token: String,
    /// The batches, as they would be sent.
    pub batches: Vec<Batch>,
}

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exported({} batches)", self.batches.len())
    }
}

impl Drop for Exported {
    fn drop(&mut self) {
        self.token.zeroize();
    }
}

/// Why a file cannot be one of a tablet's for this hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is something else.
    #[error("it is no file of a Trykk tablet; choose the one whose name ends in .{EXTENSION}")]
    NotOurs,
    /// It is for another hub.
    #[error("it is a tablet's file for another hub; take it in there")]
    OtherHub,
    /// Its end is missing.
    #[error("its end is missing; nothing is lost, the tablet has everything still: export once more")]
    Cut,
    /// It is not what the tablet wrote.
    #[error("it was changed on its way; nothing is lost, the tablet has everything still: export once more")]
    Changed,
    /// It is whole, and nothing that this program knows.
    #[error("a newer trykk-kiosk wrote it; update trykk-hub, then take it in")]
    Newer,
}

/// A file's parts, before anything is opened.
#[derive(Clone, Copy, Debug)]
pub struct SealedFile<'f> {
    /// What the seal is bound to.
    pub head: &'f [u8],
    /// The sealed part.
    pub sealed: &'f [u8],
}

/// What of a hub's key stands in a file: it tells hubs apart.
fn digest_key(hub: &SealingKey) -> [u8; 16] {
    let named = join_parts(&[b"trykk/1", b"hub key", &hub.to_bytes()]);
    let digest = digest::digest(&digest::SHA256, &named);
    *digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes")
}

impl Exported {
    /// The file's bytes. Their number follows from how many batches there are, and from nothing else.
    ///
    /// # Panics
    /// When a batch is larger than [`BATCH_BYTES`]: none that is packed to be sent is.
    pub fn seal(&self, hub: &SealingKey, rng: &mut impl CryptoRng) -> Vec<u8> {
        let size = (self.batches.len() + 1) * BATCH_BYTES;
        let mut plain = Zeroizing::new(Vec::with_capacity(size));
        serde_json::to_writer(&mut *plain, self).expect("what is exported is JSON");
        assert!(plain.len() <= size, "a batch is larger than one that is sent");
        plain.resize(size, b' ');
        let length = (size + OVERHEAD_BYTES) as u64;
        let head = [&BEGINS[..], &digest_key(hub), &length.to_be_bytes()].concat();
        let sealed = hub.seal(INFO, &head, &plain, rng);
        [head, sealed].concat()
    }

    /// Reads what was sealed, once it is opened.
    ///
    /// # Errors
    /// When it is nothing that this program knows.
    pub fn read(plain: &[u8]) -> Result<Self, FileFault> {
        serde_json::from_slice(plain).map_err(|_| FileFault::Newer)
    }
}

/// Takes a file apart, as far as that can be done without the hub's private key.
///
/// # Errors
/// Says what is wrong with it.
pub fn take_apart<'f>(file: &'f [u8], hub: &SealingKey) -> Result<SealedFile<'f>, FileFault> {
    let begun = file.len().min(BEGINS.len());
    if file.is_empty() || file[..begun] != BEGINS[..begun] {
        return Err(FileFault::NotOurs);
    }
    let (head, sealed) = file.split_at_checked(HEAD_BYTES).ok_or(FileFault::Cut)?;
    if head[16..32] != digest_key(hub) {
        return Err(FileFault::OtherHub);
    }
    let length = head.last_chunk().map(|bytes| u64::from_be_bytes(*bytes));
    match length.map(|length| (sealed.len() as u64).cmp(&length)) {
        Some(std::cmp::Ordering::Equal) => Ok(SealedFile { head, sealed }),
        Some(std::cmp::Ordering::Less) => Err(FileFault::Cut),
        _ => Err(FileFault::Changed),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn key(seed: u64) -> SealingKey {
        // Any point that is none of small order is a public key.
        let mut bytes = [9; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        SealingKey::from_bytes(&bytes).unwrap()
    }

    fn exported(batches: usize) -> Exported {
        let batch = Batch {
            box_id: None,
            envelopes: Vec::new(),
        };
        Exported {
            token: "abc".to_owned(),
            batches: vec![batch; batches],
        }
    }

    #[test]
    fn a_file_is_as_large_as_its_number_of_batches_says_and_names_its_hub() {
        let mut rng = StdRng::seed_from_u64(1);
        let file = exported(1).seal(&key(1), &mut rng);
        assert_eq!(file.len(), HEAD_BYTES + OVERHEAD_BYTES + 2 * BATCH_BYTES);
        assert!(take_apart(&file, &key(1)).is_ok());
        assert_eq!(take_apart(&file, &key(2)).unwrap_err(), FileFault::OtherHub);
        assert_eq!(exported(3).seal(&key(1), &mut rng).len(), file.len() + 2 * BATCH_BYTES);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_or_grew_is_told_from_one_that_is_something_else() {
        let mut rng = StdRng::seed_from_u64(2);
        let mut file = exported(1).seal(&key(1), &mut rng);
        for end in (1..100).chain([1000, file.len() - 1]) {
            assert_eq!(take_apart(&file[..end], &key(1)).unwrap_err(), FileFault::Cut, "{end}");
        }
        for other in [&b""[..], b"PK\x03\x04", b"trykk tablet 1\n\n and more", &[0; 4096]] {
            assert_eq!(take_apart(other, &key(1)).unwrap_err(), FileFault::NotOurs);
        }
        file.push(0);
        assert_eq!(take_apart(&file, &key(1)).unwrap_err(), FileFault::Changed);
    }

    #[test]
    fn what_was_sealed_is_read_with_its_blanks_and_what_is_unknown_is_newer() {
        let text = serde_json::to_string(&exported(2)).unwrap() + "     ";
        assert_eq!(Exported::read(text.as_bytes()).unwrap(), exported(2));
        assert_eq!(
            Exported::read(br#"{"token":"a","batches":[],"more":1}"#).unwrap_err(),
            FileFault::Newer
        );
        assert!(!format!("{:?}", exported(1)).contains("abc"));
    }
}
