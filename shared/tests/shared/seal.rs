//! Sealing: an envelope opens only as what it was sealed as, and only unchanged.

use hpke::{Deserializable, HpkeError, Kem, OpModeR, Serializable};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_shared::answers::Sheet;
use trykk_shared::deck::Mode;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::parts::join_parts;
use trykk_shared::seal::{
    Address, Envelope, OVERHEAD_BYTES, SealAead, SealKdf, SealKem, SealingKey, aad, info, sealed_bytes,
};
use trykk_shared::slip::{NoteFormat, Slip, split};

use crate::given::{PlainSheet, station_deck, table_deck};

const ROUND: &str = "autumn-2026";
const BOX: BoxId = BoxId([7; 16]);

/// A box's key pair, made here: `shared` has no private keys.
struct KeyPair {
    private: <SealKem as Kem>::PrivateKey,
    public: SealingKey,
}

impl KeyPair {
    fn draw(seed: u8) -> Self {
        let (private, public) = SealKem::gen_keypair_with_rng(&mut StdRng::from_seed([seed; 32]));
        KeyPair {
            private,
            public: SealingKey::from_bytes(&public.to_bytes()).unwrap(),
        }
    }

    fn address(&self) -> Address {
        Address {
            round: ROUND.to_owned(),
            box_id: BOX,
            key: self.public.clone(),
        }
    }

    fn open(&self, sealed: &[u8], info: &[u8], aad: &[u8]) -> Result<Vec<u8>, HpkeError> {
        let (enc, ct) = sealed.split_at(32);
        let enc = <SealKem as Kem>::EncappedKey::from_bytes(enc)?;
        hpke::single_shot_open::<SealAead, SealKdf, SealKem>(&OpModeR::Base, &self.private, &enc, info, ct, aad)
    }
}

fn a_rng() -> StdRng {
    StdRng::from_seed([9; 32])
}

/// A slip of each kind, with an answer on it.
fn a_slip(kind: EnvelopeKind) -> Slip {
    let deck = table_deck();
    let slips = split(
        &PlainSheet::full(&deck, Mode::Table, 1).sheet(),
        &deck,
        NoteFormat::FirstMarked,
    );
    slips.into_iter().find(|slip| slip.kind() == kind).unwrap()
}

#[test]
fn an_envelope_of_every_kind_opens_as_what_it_was_sealed_as() {
    let key = KeyPair::draw(1);
    for kind in EnvelopeKind::ALL {
        let slip = a_slip(kind);
        let envelope = Envelope::seal(&slip, &key.address(), &mut a_rng());
        assert_eq!(envelope.kind(), kind);
        assert_eq!(envelope.sealed().len(), sealed_bytes(kind));
        assert_eq!(envelope.sealed().len(), slip.plain().len() + OVERHEAD_BYTES);
        let opened = key.open(envelope.sealed(), &info(ROUND, kind), &aad(BOX));
        assert_eq!(opened.unwrap(), slip.plain());
    }
}

#[test]
fn kind_round_box_and_key_are_each_bound() {
    let (key, other_key) = (KeyPair::draw(1), KeyPair::draw(2));
    for kind in EnvelopeKind::ALL {
        let envelope = Envelope::seal(&a_slip(kind), &key.address(), &mut a_rng());
        let sealed = envelope.sealed();
        for other in EnvelopeKind::ALL.into_iter().filter(|other| *other != kind) {
            let opened = key.open(sealed, &info(ROUND, other), &aad(BOX));
            assert_eq!(opened, Err(HpkeError::OpenError), "{kind:?} opened as {other:?}");
        }
        for other in ["", "autumn-2027", "autumn-202", "autumn-2026 ", "Autumn-2026"] {
            let opened = key.open(sealed, &info(other, kind), &aad(BOX));
            assert_eq!(opened, Err(HpkeError::OpenError), "opened in round {other:?}");
        }
        let mut near = BOX;
        near.0[15] ^= 1;
        for other in [near, BoxId([0; 16])] {
            let opened = key.open(sealed, &info(ROUND, kind), &aad(other));
            assert_eq!(opened, Err(HpkeError::OpenError), "opened in {other:?}");
        }
        for (info, aad) in [
            (&[][..], &aad(BOX)[..]),
            (&info(ROUND, kind), &[]),
            (&aad(BOX), &info(ROUND, kind)),
        ] {
            assert_eq!(key.open(sealed, info, aad), Err(HpkeError::OpenError));
        }
        let opened = other_key.open(sealed, &info(ROUND, kind), &aad(BOX));
        assert_eq!(opened, Err(HpkeError::OpenError), "opened with another box's key");
    }
}

#[test]
fn info_and_aad_are_bound_as_the_design_writes_them() {
    let expected = b"\0\0\0\x07trykk/1\0\0\0\x0bautumn-2026\0\0\0\x10participant-mark";
    assert_eq!(info(ROUND, EnvelopeKind::ParticipantMark), expected);
    assert_eq!(aad(BOX), [&[0, 0, 0, 16][..], &[7; 16]].concat());
}

#[test]
fn flipping_any_single_bit_of_a_sealed_mark_makes_opening_fail() {
    let key = KeyPair::draw(1);
    for kind in [EnvelopeKind::ParticipantMark, EnvelopeKind::TableMark] {
        let envelope = Envelope::seal(&a_slip(kind), &key.address(), &mut a_rng());
        let (info, aad) = (info(ROUND, kind), aad(BOX));
        let mut sealed = envelope.sealed().to_vec();
        for bit in 0..sealed.len() * 8 {
            sealed[bit / 8] ^= 1 << (bit % 8);
            assert!(key.open(&sealed, &info, &aad).is_err(), "bit {bit} is not sealed");
            sealed[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(key.open(&sealed, &info, &aad).is_ok(), "unchanged, it opens");
    }
}

#[test]
fn flipping_a_bit_in_any_byte_of_a_sealed_note_makes_opening_fail() {
    let (key, kind) = (KeyPair::draw(1), EnvelopeKind::ParticipantNote);
    let envelope = Envelope::seal(&a_slip(kind), &key.address(), &mut a_rng());
    let (info, aad) = (info(ROUND, kind), aad(BOX));
    let mut sealed = envelope.sealed().to_vec();
    for byte in 0..sealed.len() {
        sealed[byte] ^= 1 << (byte % 8);
        assert!(key.open(&sealed, &info, &aad).is_err(), "byte {byte} is not sealed");
        sealed[byte] ^= 1 << (byte % 8);
    }
    assert!(key.open(&sealed, &info, &aad).is_ok(), "unchanged, it opens");
}

#[test]
fn the_highest_bit_of_enc_is_sealed_though_x25519_ignores_it() {
    let (key, kind) = (KeyPair::draw(1), EnvelopeKind::ParticipantMark);
    let envelope = Envelope::seal(&a_slip(kind), &key.address(), &mut a_rng());
    let mut copy = envelope.sealed().to_vec();
    copy[31] ^= 0x80;
    assert_eq!(
        key.open(&copy, &info(ROUND, kind), &aad(BOX)),
        Err(HpkeError::OpenError)
    );
    let copy = Envelope::from_sealed(kind, copy).unwrap();
    assert_ne!(copy.id(), envelope.id());
}

#[test]
fn an_enc_of_small_order_does_not_open() {
    let (key, kind) = (KeyPair::draw(1), EnvelopeKind::ParticipantMark);
    let mut sealed = vec![0; sealed_bytes(kind)];
    assert_eq!(
        key.open(&sealed, &info(ROUND, kind), &aad(BOX)),
        Err(HpkeError::DecapError)
    );
    sealed[0] = 1;
    assert_eq!(
        key.open(&sealed, &info(ROUND, kind), &aad(BOX)),
        Err(HpkeError::DecapError)
    );
}

#[test]
fn two_seals_of_one_slip_differ_in_every_part_and_have_different_ids() {
    let (key, mut rng) = (KeyPair::draw(1), a_rng());
    for kind in EnvelopeKind::ALL {
        let slip = a_slip(kind);
        let first = Envelope::seal(&slip, &key.address(), &mut rng);
        let second = Envelope::seal(&slip, &key.address(), &mut rng);
        assert_ne!(first.id(), second.id());
        assert_ne!(first.sealed()[..32], second.sealed()[..32], "the encapsulated keys");
        assert_ne!(first.sealed()[32..], second.sealed()[32..], "the sealed texts");
        for envelope in [first, second] {
            let opened = key.open(envelope.sealed(), &info(ROUND, kind), &aad(BOX));
            assert_eq!(opened.unwrap(), slip.plain());
        }
    }
}

#[test]
fn an_envelopes_id_is_the_beginning_of_the_sha_256_of_its_bytes() {
    let (key, kind) = (KeyPair::draw(1), EnvelopeKind::ParticipantMark);
    let envelope = Envelope::seal(&a_slip(kind), &key.address(), &mut a_rng());
    let digest = ring::digest::digest(&ring::digest::SHA256, envelope.sealed());
    assert_eq!(envelope.id().0, digest.as_ref()[..16]);
    let copy = Envelope::from_sealed(kind, envelope.sealed().to_vec()).unwrap();
    assert_eq!(copy, envelope);
}

#[test]
fn bytes_of_another_size_are_no_envelope() {
    for kind in EnvelopeKind::ALL {
        let size = sealed_bytes(kind);
        for wrong in [0, 1, 32, size - 1, size + 1] {
            let fault = Envelope::from_sealed(kind, vec![1; wrong]).unwrap_err().to_string();
            assert!(
                fault.contains(kind.name()) && fault.contains(&wrong.to_string()),
                "{fault}"
            );
        }
        assert!(Envelope::from_sealed(kind, vec![1; size]).is_ok());
    }
}

/// Every point to which all private keys give the shared secret zero, with and without the bit that X25519 ignores:
/// u = 0, 1, the two of order 8, and p - 1, p, p + 1 for p = 2^255 - 19.
fn small_order_keys() -> Vec<[u8; 32]> {
    let hex = |text: &str| -> [u8; 32] {
        data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .unwrap()
            .try_into()
            .unwrap()
    };
    let mut one = [0; 32];
    one[0] = 1;
    let near_p = |lowest| {
        let mut key = [0xff; 32];
        (key[0], key[31]) = (lowest, 0x7f);
        key
    };
    let mut keys = vec![
        [0; 32],
        one,
        hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        near_p(0xec),
        near_p(0xed),
        near_p(0xee),
    ];
    for at in 0..keys.len() {
        let mut high = keys[at];
        high[31] |= 0x80;
        keys.push(high);
    }
    keys
}

#[test]
fn public_keys_of_small_order_are_refused() {
    for key in small_order_keys() {
        assert!(SealingKey::from_bytes(&key).is_err(), "{key:?}");
        let json = serde_json::to_string(&data_encoding::BASE64URL_NOPAD.encode(&key)).unwrap();
        assert!(serde_json::from_str::<SealingKey>(&json).is_err(), "{json}");
    }
}

#[test]
fn public_keys_of_another_size_are_refused() {
    for size in [0, 1, 31, 33, 64] {
        assert!(SealingKey::from_bytes(&vec![9; size]).is_err(), "{size} bytes");
    }
    for json in ["\"\"", "\"CQ\"", "\"not base64!\"", "7", "null"] {
        assert!(serde_json::from_str::<SealingKey>(json).is_err(), "{json}");
    }
}

#[test]
fn a_sealing_key_comes_back_from_its_json() {
    let key = KeyPair::draw(1).public;
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<SealingKey>(&json).unwrap(), key);
    assert_eq!(SealingKey::from_bytes(&key.to_bytes()).unwrap(), key);
}

proptest! {
    #[test]
    fn text_that_is_no_id_is_refused_without_panic(text in "[0-9a-zA-Z_-]{0,40}") {
        let json = serde_json::to_string(&text).unwrap();
        if let Ok(id) = serde_json::from_str::<BoxId>(&json) {
            prop_assert_eq!(id.to_string(), text.clone());
        }
        if let Ok(id) = serde_json::from_str::<EnvelopeId>(&json) {
            prop_assert_eq!(id.to_string(), text);
        }
    }

    #[test]
    fn lists_of_parts_never_look_alike_even_when_cut_from_the_same_bytes(
        bytes in vec(0..4_u8, 0..12),
        cuts in vec(any::<Index>(), 0..4),
        other_cuts in vec(any::<Index>(), 0..4),
    ) {
        let cut = |cuts: &[Index]| -> Vec<&[u8]> {
            let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            places.extend([0, bytes.len()]);
            places.sort();
            places.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect()
        };
        let (one, other) = (cut(&cuts), cut(&other_cuts));
        prop_assert_eq!(join_parts(&one) == join_parts(&other), one == other);
    }
}

proptest! {
    // Each case makes four sheets of envelopes.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_that_debug_shows_of_envelopes_and_addresses_follows_from_answers_or_keys(
        text in "zq[a-zæøå]{6,40}",
        seed in any::<u8>(),
    ) {
        let (deck, address) = (station_deck(), KeyPair::draw(seed).address());
        let mut given = trykk_shared::answers::Answers::new();
        given.put_notes("note-improve", [text.as_str()]);
        let shown = |sheet: Sheet, address: &Address| {
            let slips = split(&sheet, &deck, NoteFormat::FirstMarked);
            let seal = |slip| Envelope::seal(slip, address, &mut a_rng());
            let envelopes: Vec<_> = slips.iter().map(seal).collect();
            let ids: Vec<_> = envelopes.iter().map(Envelope::id).collect();
            format!("{envelopes:?} {envelopes:#?} {ids:?} {address:?}")
        };
        let blank = shown(PlainSheet::blank(Mode::DropIn, 1).sheet(), &KeyPair::draw(1).address());
        prop_assert_eq!(shown(Sheet::DropIn(given), &address), blank);
    }
}
