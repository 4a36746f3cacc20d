//! What a count was made of, so that tablets can check that theirs was: the ids of the envelopes that were counted.
//!
//! Ids are digests of sealed bytes and say nothing of what is in them. How many there are says how many answered, so they stand among
//! drawn ones, which nobody can tell from them who does not hold the envelopes, up to a size that follows from the box.

use std::collections::BTreeSet;
use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use rand::{CryptoRng, RngExt};
use ring::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digits::{last_digits, write_groups};
use crate::ids::{BoxId, EnvelopeId};
use crate::kind::{EnvelopeKind, SheetShape};
use crate::parts::join_parts;

/// Lists have a multiple of so many ids.
const STEP: usize = 256;
/// The size of one id, in bytes.
const ID_BYTES: usize = size_of::<EnvelopeId>();
/// How many digits people compare.
const DIGITS: u32 = 24;

/// How many ids stand in the list of a box of so many people, whose sheets have this shape: room for all of them, whoever came.
pub fn list_size(people: u32, shape: &SheetShape) -> usize {
    let sheet: usize = EnvelopeKind::ALL.into_iter().map(|kind| shape.of(kind)).sum();
    (people as usize).saturating_mul(sheet).max(1).next_multiple_of(STEP)
}

/// The ids of the envelopes that were counted, among drawn ones.
#[derive(Clone, PartialEq, Eq)]
pub struct CountedList(BTreeSet<EnvelopeId>);

// Which of them were counted is nobody's to read in a log.
impl fmt::Debug for CountedList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CountedList({} ids)", self.0.len())
    }
}

impl CountedList {
    /// The list of what was counted, with at least `size` ids. Where more was counted, the next multiple has room.
    pub fn hide(counted: impl IntoIterator<Item = EnvelopeId>, size: usize, rng: &mut impl CryptoRng) -> Self {
        let mut ids: BTreeSet<EnvelopeId> = counted.into_iter().collect();
        let size = size.max(ids.len()).max(1).next_multiple_of(STEP);
        while ids.len() < size {
            ids.insert(EnvelopeId(rng.random()));
        }
        CountedList(ids)
    }

    /// Whether an envelope is in it.
    pub fn holds(&self, id: EnvelopeId) -> bool {
        self.0.contains(&id)
    }

    /// The number of the count that this list of a box stands for.
    pub fn number(&self, box_id: BoxId) -> CountNumber {
        let covered = join_parts(&[b"trykk/1", b"counted", &box_id.0, &self.to_bytes()]);
        let digest = digest::digest(&digest::SHA256, &covered);
        CountNumber(*digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
    }

    /// As it is kept: the ids in their order.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|id| id.0).collect()
    }

    /// What was kept, unless it is none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (ids, rest) = bytes.as_chunks::<ID_BYTES>();
        let rising = ids.windows(2).all(|pair| pair[0] < pair[1]);
        (rest.is_empty() && rising && !ids.is_empty())
            .then(|| CountedList(ids.iter().map(|id| EnvelopeId(*id)).collect()))
    }
}

impl Serialize for CountedList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64URL_NOPAD.encode(&self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for CountedList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        let list = bytes.and_then(|bytes| CountedList::from_bytes(&bytes));
        list.ok_or_else(|| serde::de::Error::custom("not a list of ids"))
    }
}

/// What a count is known by: whoever changes which envelopes were counted changes it. People compare its last digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CountNumber(pub [u8; 32]);

impl fmt::Display for CountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, last_digits(&self.0, DIGITS), DIGITS)
    }
}

impl fmt::Debug for CountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CountNumber({self})")
    }
}

impl Serialize for CountNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for CountNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let bytes = HEXLOWER.decode(text.as_bytes()).ok();
        let number = bytes.and_then(|bytes| bytes.try_into().ok());
        number
            .map(CountNumber)
            .ok_or_else(|| serde::de::Error::custom("not a count's number"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_set;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn ids() -> impl Strategy<Value = BTreeSet<[u8; 16]>> {
        btree_set(any::<[u8; 16]>(), 0..600)
    }

    proptest! {
        #[test]
        fn every_counted_one_is_found_and_no_other(counted in ids(), others in ids(), size in 0..900_usize, seed: u64) {
            let list = CountedList::hide(counted.iter().map(|id| EnvelopeId(*id)), size, &mut StdRng::seed_from_u64(seed));
            for id in &counted {
                prop_assert!(list.holds(EnvelopeId(*id)));
            }
            for id in others.difference(&counted) {
                prop_assert!(!list.holds(EnvelopeId(*id)));
            }
        }

        /// As long as people are no more than the box has, its size tells nothing of them.
        #[test]
        fn how_many_answered_does_not_show(people in 1..80_u32, came in 0..=80_u32, marks in 1..14_usize, notes in 0..7_usize, seed: u64) {
            let shape = SheetShape { participant_marks: marks, participant_notes: notes, table_marks: 0 };
            let size = list_size(people, &shape);
            let mut rng = StdRng::seed_from_u64(seed);
            let counted = came.min(people) as usize * (marks + notes);
            let ids: Vec<EnvelopeId> = (0..counted).map(|_| EnvelopeId(rng.random())).collect();
            let list = CountedList::hide(ids, size, &mut rng);
            prop_assert_eq!(list.to_bytes().len(), size * 16);
            prop_assert_eq!(CountedList::from_bytes(&list.to_bytes()), Some(list));
        }

        #[test]
        fn one_envelope_more_or_less_and_another_box_give_another_number(counted in ids(), at: prop::sample::Index, id: [u8; 16], seed: u64) {
            let list = CountedList::hide(counted.iter().map(|id| EnvelopeId(*id)), 1, &mut StdRng::seed_from_u64(seed));
            let number = list.number(BoxId(id));
            let mut fewer = list.clone();
            let gone = *at.get(&list.0.iter().collect::<Vec<_>>());
            fewer.0.remove(gone);
            prop_assert_ne!(fewer.number(BoxId(id)), number);
            let mut other = id;
            other[0] ^= 1;
            prop_assert_ne!(list.number(BoxId(other)), number);
            let sent = serde_json::to_string(&(&list, number)).unwrap();
            let (read, read_number): (CountedList, CountNumber) = serde_json::from_str(&sent).unwrap();
            prop_assert_eq!((&read, read_number), (&list, number));
            prop_assert_eq!(read.number(BoxId(id)), number);
        }

        #[test]
        fn what_is_no_list_is_none(mut bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let rising = bytes.chunks(16).collect::<Vec<_>>().windows(2).all(|pair| pair[0] < pair[1]);
            let is_list = !bytes.is_empty() && bytes.len() % 16 == 0 && rising;
            prop_assert_eq!(CountedList::from_bytes(&bytes).is_some(), is_list);
            bytes.push(0);
            if is_list {
                prop_assert!(CountedList::from_bytes(&bytes).is_none());
            }
        }
    }

    /// Shown on tablets and pages, and written down: it never changes.
    #[test]
    fn a_number_is_six_groups_of_four_digits() {
        let list = CountedList((0..4).map(|n| EnvelopeId([n; 16])).collect());
        assert_eq!(
            list.number(BoxId([7; 16])).to_string().replace('\u{a0}', " "),
            "5751 6965 6471 0046 5186 8588"
        );
    }
}
