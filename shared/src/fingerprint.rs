//! The fingerprint of a box: what people compare to see that every tablet seals to the same key.

use std::fmt;

use ring::digest;

use crate::digits::{last_digits, write_groups};
use crate::ids::BoxId;
use crate::parts::join_parts;
use crate::seal::SealingKey;

/// How many digits there are in all.
const DIGITS: u32 = 20;

/// The fingerprint of a box's public key, shown as five groups of four digits.
///
/// It follows from the box's id and its key. Two keys with the same fingerprint take about 2^66 tries to find, for
/// one box and not for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxFingerprint(u128);

impl BoxFingerprint {
    /// The fingerprint of a box with this key.
    pub fn new(box_id: BoxId, key: &SealingKey) -> Self {
        Self::from_key_bytes(box_id, &key.to_bytes())
    }

    /// The same from the bytes of the key, which need not be proved to be one.
    pub fn from_key_bytes(box_id: BoxId, key: &[u8; 32]) -> Self {
        let named = join_parts(&[b"trykk/1", b"box fingerprint", &box_id.0, key]);
        let digest = digest::digest(&digest::SHA256, &named);
        BoxFingerprint(last_digits(digest.as_ref(), DIGITS))
    }
}

impl fmt::Display for BoxFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, self.0, DIGITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fingerprint_is_five_groups_of_four_digits() {
        let text = BoxFingerprint::from_key_bytes(BoxId([7; 16]), &[9; 32]).to_string();
        let groups: Vec<&str> = text.split('\u{a0}').collect();
        assert_eq!(groups.len(), 5, "{text}");
        assert!(
            groups
                .iter()
                .all(|group| group.len() == 4 && group.bytes().all(|digit| digit.is_ascii_digit()))
        );
        // Printed on posters: it never changes.
        assert_eq!(groups.concat(), FROZEN);
        assert_eq!(
            BoxFingerprint(42).to_string(),
            "0000\u{a0}0000\u{a0}0000\u{a0}0000\u{a0}0042"
        );
    }

    const FROZEN: &str = "70231530221583574211";

    proptest! {
        #[test]
        fn another_box_or_another_key_has_another_fingerprint(id: [u8; 16], key: [u8; 32], at in 0..32_usize, bit in 0..8_u8) {
            let here = BoxFingerprint::from_key_bytes(BoxId(id), &key);
            let mut other_key = key;
            other_key[at] ^= 1_u8 << bit;
            prop_assert_ne!(here, BoxFingerprint::from_key_bytes(BoxId(id), &other_key));
            let mut other_id = id;
            other_id[at % 16] ^= 1_u8 << bit;
            prop_assert_ne!(here, BoxFingerprint::from_key_bytes(BoxId(other_id), &key));
        }
    }
}
