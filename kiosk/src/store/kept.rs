//! What the store keeps.

use std::sync::Arc;

use ring::digest;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::parts::join_parts;
use trykk_shared::seal::Envelope;
use trykk_shared::start_code::{CODE_PLACES, CodePlace, SALT_BYTES};

/// One envelope of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The box it goes to.
    pub box_id: BoxId,
    /// The envelope.
    pub envelope: Arc<Envelope>,
    /// Whether the hub has said that it holds it.
    pub sent: bool,
    /// Whether it has left, over the network or on a stick, and the hub does not say that it holds it: it leaves again with every
    /// delivery, whoever else waits. Never with `sent`.
    pub left: bool,
}

/// How many bytes hold one bit for each place of a list of codes.
const BITMAP_BYTES: usize = CODE_PLACES / 8;

/// Which start codes of a box are spent on this tablet: a bit for each place of its list, always as many.
#[derive(Clone, PartialEq, Eq)]
pub struct SpentCodes {
    /// The box.
    pub box_id: BoxId,
    /// The salt of the list whose places are meant.
    pub salt: [u8; SALT_BYTES],
    spent: [u8; BITMAP_BYTES],
}

// Two of them in a log, from around one sheet, would say which code it was.
impl std::fmt::Debug for SpentCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpentCodes(..)")
    }
}

impl SpentCodes {
    /// None is spent.
    pub fn none(box_id: BoxId, salt: [u8; SALT_BYTES]) -> Self {
        SpentCodes {
            box_id,
            salt,
            spent: [0; BITMAP_BYTES],
        }
    }

    /// Every one counts as spent: which ones are cannot be read any more.
    pub fn all(box_id: BoxId, salt: [u8; SALT_BYTES]) -> Self {
        SpentCodes {
            box_id,
            salt,
            spent: [0xff; BITMAP_BYTES],
        }
    }

    /// Whether every place counts as spent: nobody has so many codes, so which ones are was lost.
    pub fn is_unreadable(&self) -> bool {
        self.spent.iter().all(|byte| *byte == 0xff)
    }

    /// Whether the code at this place is spent.
    pub fn is_spent(&self, place: usize) -> bool {
        self.spent
            .get(place / 8)
            .is_none_or(|byte| byte >> (place % 8) & 1 == 1)
    }

    /// Spends the code at this place, or frees it.
    pub(super) fn set(&mut self, place: usize, spent: bool) {
        let Some(byte) = self.spent.get_mut(place / 8) else {
            return;
        };
        let bit = 1 << (place % 8);
        *byte = if spent { *byte | bit } else { *byte & !bit };
    }

    /// What is spent in either, of the same list.
    pub(super) fn merge(&mut self, other: &SpentCodes) {
        for (here, there) in self.spent.iter_mut().zip(&other.spent) {
            *here |= there;
        }
    }

    /// The bytes that stand in the file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [&self.salt[..], &self.spent].concat()
    }

    /// The id by which a row proves itself: it covers the box, the salt and every bit.
    pub(super) fn id(&self) -> EnvelopeId {
        let named = join_parts(&[b"trykk/1", b"spent codes", &self.box_id.0, &self.salt, &self.spent]);
        let digest = digest::digest(&digest::SHA256, &named);
        EnvelopeId(*digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
    }

    /// Reads a row, if it proves itself.
    pub(super) fn read(id: [u8; 16], box_id: BoxId, bytes: &[u8]) -> Option<Self> {
        let (salt, spent) = bytes.split_first_chunk::<SALT_BYTES>()?;
        let read = SpentCodes {
            box_id,
            salt: *salt,
            spent: spent.try_into().ok()?,
        };
        (read.id().0 == id).then_some(read)
    }
}

/// What a change of the store does to a code, in the same step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedCode {
    /// The box.
    pub box_id: BoxId,
    /// Where the code stands.
    pub place: CodePlace,
}
