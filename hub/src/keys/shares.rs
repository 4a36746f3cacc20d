//! A box's private key in three shares, any two of which give it back and any one of which tells nothing.
//!
//! For each of the three pairs of holders the key is masked by a pad of its own (a one-time pad each way), so a
//! single holder has two strings that are random whatever the key is. No arithmetic, nothing to get wrong.

use std::fmt;

use rand::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::keys::opening::OpeningKey;

/// Who keeps a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The hub: a file of its own, outside the database and in no backup.
    Hub,
    /// Each guide of the ward: in the database, sealed to the guide's counting key.
    Guide,
    /// The chief safety rep: in the database, sealed to the organisation's recovery key.
    Recovery,
}

impl Holder {
    /// As bound into the seal of the share.
    pub fn name(self) -> &'static str {
        match self {
            Holder::Hub => "hub",
            Holder::Guide => "guide",
            Holder::Recovery => "recovery",
        }
    }

    /// The holder that follows round the table: hub, guide, recovery.
    fn next(self) -> Holder {
        match self {
            Holder::Hub => Holder::Guide,
            Holder::Guide => Holder::Recovery,
            Holder::Recovery => Holder::Hub,
        }
    }
}

/// The size of a share, in bytes.
pub const SHARE_BYTES: usize = 64;

/// One of the three shares of a key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Share {
    #[zeroize(skip)]
    holder: Holder,
    /// The pad of the pair with the next holder.
    pad: [u8; 32],
    /// The key under the pad of the pair with the previous holder.
    masked: [u8; 32],
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share({}, ..)", self.holder.name())
    }
}

impl Share {
    /// Who keeps it.
    pub fn holder(&self) -> Holder {
        self.holder
    }

    /// The share's bytes, for keeping it.
    pub fn expose(&self) -> Zeroizing<[u8; SHARE_BYTES]> {
        let mut bytes = Zeroizing::new([0; SHARE_BYTES]);
        bytes[..32].copy_from_slice(&self.pad);
        bytes[32..].copy_from_slice(&self.masked);
        bytes
    }

    /// Takes up a share from its bytes; `None` when there are not 64.
    pub fn from_bytes(holder: Holder, bytes: &[u8]) -> Option<Self> {
        let (pad, masked) = bytes.split_first_chunk()?;
        Some(Share {
            holder,
            pad: *pad,
            masked: masked.try_into().ok()?,
        })
    }
}

/// Splits a key for hub, guides and recovery, in this order.
pub fn split(key: &OpeningKey, rng: &mut impl CryptoRng) -> [Share; 3] {
    let secret = key.expose();
    let mut pads = Zeroizing::new([[0; 32]; 3]);
    pads.iter_mut().for_each(|pad| rng.fill_bytes(pad));
    let [hub, guide, recovery] = &*pads;
    [
        Share {
            holder: Holder::Hub,
            pad: *hub,
            masked: *xor(&secret, recovery),
        },
        Share {
            holder: Holder::Guide,
            pad: *guide,
            masked: *xor(&secret, hub),
        },
        Share {
            holder: Holder::Recovery,
            pad: *recovery,
            masked: *xor(&secret, guide),
        },
    ]
}

/// Puts two shares of different holders together. Shares of different boxes give some other key:
/// the caller compares the public key. `None` for two shares of one holder.
pub fn join(one: &Share, other: &Share) -> Option<OpeningKey> {
    let (first, second) = match (one.holder.next() == other.holder, other.holder.next() == one.holder) {
        (true, _) => (one, other),
        (_, true) => (other, one),
        _ => return None,
    };
    OpeningKey::from_bytes(&xor(&first.pad, &second.masked)).ok()
}

fn xor(one: &[u8; 32], other: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(std::array::from_fn(|at| one[at] ^ other[at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    proptest! {
        #[test]
        fn any_two_shares_give_the_key_back(seed: u64) {
            let mut rng = StdRng::seed_from_u64(seed);
            let key = OpeningKey::draw(&mut rng);
            let shares = split(&key, &mut rng);
            for one in 0..3 {
                for other in 0..3 {
                    let joined = join(&shares[one], &shares[other]);
                    prop_assert_eq!(joined.is_some(), one != other);
                    if let Some(joined) = joined {
                        prop_assert_eq!(joined.expose(), key.expose());
                    }
                }
            }
        }

        /// For every share and every other key there are pads that give exactly this share: it tells nothing.
        #[test]
        fn one_share_fits_every_key(seed: u64, other: [u8; 32]) {
            let mut rng = StdRng::seed_from_u64(seed);
            let key = OpeningKey::draw(&mut rng);
            for share in split(&key, &mut rng) {
                // The pad of the previous pair that would have given this share, had the key been `other`.
                let pad_before = xor(&share.masked, &other);
                let rebuilt = Share { holder: share.holder, pad: share.pad, masked: *xor(&other, &pad_before) };
                prop_assert_eq!(rebuilt.expose(), share.expose());
            }
        }
    }

    #[test]
    fn shares_of_two_boxes_do_not_open_either() {
        let mut rng = StdRng::seed_from_u64(3);
        let (one, other) = (OpeningKey::draw(&mut rng), OpeningKey::draw(&mut rng));
        let mixed = join(&split(&one, &mut rng)[0], &split(&other, &mut rng)[1]).unwrap();
        assert_ne!(mixed.sealing_key(), one.sealing_key());
        assert_ne!(mixed.sealing_key(), other.sealing_key());
    }

    #[test]
    fn a_share_comes_back_from_its_bytes() {
        let mut rng = StdRng::seed_from_u64(4);
        let [share, ..] = split(&OpeningKey::draw(&mut rng), &mut rng);
        assert_eq!(
            Share::from_bytes(Holder::Hub, &*share.expose()).unwrap().expose(),
            share.expose()
        );
        assert!(Share::from_bytes(Holder::Hub, &[0; 63]).is_none());
        assert!(!format!("{share:?}").contains(char::is_numeric));
    }
}
