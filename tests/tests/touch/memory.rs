//! An administrator of the tablet reads the window's memory: nothing in it opens what was delivered.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use hpke::{Deserializable, Kem, Serializable};
use rand::rngs::StdRng;
use rand::{CryptoRng, SeedableRng};
use ring::{aead, hmac};
use trykk_hub::data::DataFolder;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::keys::passphrase::Passphrase;
use trykk_hub::keys::shares::{Holder, Share, join};
use trykk_hub::rounds::{self, GivenAt};
use trykk_kiosk::settings::Settings;
use trykk_kiosk::store::EnvelopeStore;
use trykk_shared::ids::BoxId;
use trykk_shared::parts::join_parts;
use trykk_shared::seal::{self, Address, SealKem};
use trykk_tests::hospital::{GUIDE, Hospital, Kiosk, PASSPHRASE, ROUND};
use trykk_tests::memory::Memory;
use trykk_tests::sheets::Expected;

use crate::hands::Hands;
use crate::sheets::{Person, hospital};

/// How many keys of a generator are tried.
const FIRST_KEYS: usize = 2;

/// What opens one sealed text, and the text itself.
struct Secrets {
    named: Vec<(&'static str, Vec<u8>)>,
}

fn extract(salt: &[u8], suite: &[u8], label: &[u8], ikm: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let mut context = hmac::Context::with_key(&key);
    for part in [b"HPKE-v1", suite, label, ikm] {
        context.update(part);
    }
    context.sign().as_ref().to_vec()
}

/// One block of expanding, which is enough for every length here.
fn expand(prk: &[u8], suite: &[u8], label: &[u8], info: &[u8], length: u16) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, prk);
    let mut context = hmac::Context::with_key(&key);
    for part in [&length.to_be_bytes()[..], b"HPKE-v1", suite, label, info, &[1]] {
        context.update(part);
    }
    context.sign().as_ref()[..usize::from(length)].to_vec()
}

/// RFC 9180's key schedule of base mode, step by step, with the box's private key: what the one who sealed had in their hands.
fn secrets(key: &OpeningKey, info: &[u8], aad: &[u8], sealed: &[u8]) -> Secrets {
    let suite = [&b"HPKE"[..], &[0, 0x20, 0, 1, 0, 3]].concat();
    let private = <SealKem as Kem>::PrivateKey::from_bytes(&*key.expose()).unwrap();
    let encapsulated = <SealKem as Kem>::EncappedKey::from_bytes(&sealed[..32]).unwrap();
    let shared = SealKem::decap(&private, None, &encapsulated).unwrap().0.to_vec();
    let mut schedule = vec![0];
    schedule.extend(extract(b"", &suite, b"psk_id_hash", b""));
    schedule.extend(extract(b"", &suite, b"info_hash", info));
    let secret = extract(&shared, &suite, b"secret", b"");
    let sealing = expand(&secret, &suite, b"key", &schedule, 32);
    let nonce = expand(&secret, &suite, b"base_nonce", &schedule, 12);
    // What was derived is what sealed this: it opens it.
    let opening = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::CHACHA20_POLY1305, &sealing).unwrap());
    let nonce = aead::Nonce::try_assume_unique_for_key(&nonce).unwrap();
    let mut text = sealed[32..].to_vec();
    let plain = opening.open_in_place(nonce, aead::Aad::from(aad), &mut text).unwrap();
    // The answer with its question: what stands after it is zeros.
    let written = plain.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    Secrets {
        named: vec![
            ("the shared secret", shared),
            ("the secret of the schedule", secret),
            ("the sealing key", sealing),
            ("the slip", plain[..written].to_vec()),
        ],
    }
}

/// The public key of 32 bytes, were they a private one.
fn public(private: &[u8; 32]) -> [u8; 32] {
    let private = <SealKem as Kem>::PrivateKey::from_bytes(private).unwrap();
    SealKem::sk_to_pk(&private).to_bytes().into()
}

/// The private keys that a generator with this seed gave out first.
fn given_out(seed: [u8; 32]) -> Vec<[u8; 32]> {
    let mut generator = StdRng::from_seed(seed);
    let draw = |_| SealKem::gen_keypair_with_rng(&mut generator).1.to_bytes().into();
    (0..FIRST_KEYS).map(draw).collect()
}

/// A box's private key, as hub and guide put it together.
fn opening_key(hospital: &Hospital, box_id: BoxId) -> OpeningKey {
    let (folder, store) = DataFolder::open(&hospital.data()).unwrap();
    let sealed = store.shares(box_id).unwrap();
    let info = join_parts(&[b"trykk/1", b"share", Holder::Guide.name().as_bytes()]);
    let passphrase = Passphrase::new(PASSPHRASE);
    let counting = rounds::unwrap_counting_key(&store, GUIDE, &passphrase, GivenAt::CommandLine).unwrap();
    let of_guide = counting
        .open(&info, &seal::aad(box_id), &sealed.guides[0].sealed)
        .unwrap();
    let of_guide = Share::from_bytes(Holder::Guide, &of_guide).unwrap();
    join(&folder.hub_share(box_id).unwrap().unwrap(), &of_guide).unwrap()
}

/// Where the tablet's envelopes go.
fn address(tablet: &Kiosk) -> Address {
    let manifest = Settings::open(&tablet.data).unwrap().0.manifest.unwrap();
    let info = manifest.boxes.into_iter().find(|info| info.round == ROUND).unwrap();
    Address {
        round: info.round,
        box_id: info.id,
        key: info.key,
    }
}

/// 32 bytes none of which is zero, so that they can stand in a process's environment.
fn without_zeros(rng: &mut impl CryptoRng) -> [u8; 32] {
    std::array::from_fn(|_| 1 + (rng.next_u32() % 255) as u8)
}

#[test]
fn nothing_in_the_windows_memory_opens_what_was_delivered() {
    let (hospital, deck) = hospital("station", "drop-in");
    let tablet = hospital.tablet("t1", "w1", None);
    // What the search must find: a private key and a generator, which stand in the window's environment.
    let mut rng = StdRng::from_seed([9; 32]);
    let planted = [without_zeros(&mut rng), without_zeros(&mut rng)];
    let variables = ["PLANTED_KEY", "PLANTED_GENERATOR"];
    let environment: Vec<(&str, OsString)> = variables
        .into_iter()
        .zip(planted.map(|bytes| OsString::from_vec(bytes.to_vec())))
        .collect();

    let mut hands = Hands::at_with(&tablet, 1280, 800, &environment);
    hands.tap("Begynn");
    Person::new(&deck, &mut Expected::new()).answer(&mut hands, "Nattarbeid");
    let memory = Memory::of(hands.process());
    hands.kill();

    let (store, _) = EnvelopeStore::open(&tablet.data).unwrap();
    let address = address(&tablet);
    let key = opening_key(&hospital, address.box_id);
    let mut left = Vec::new();
    let mut keys = Vec::new();
    for kept in store.kept() {
        let (info, aad) = (
            seal::info(&address.round, kept.envelope.kind()),
            seal::aad(address.box_id),
        );
        let sealed = kept.envelope.sealed();
        assert_ne!(
            memory.find(sealed),
            Vec::<String>::new(),
            "the window holds what it has sealed"
        );
        for (name, bytes) in secrets(&key, &info, &aad, sealed).named {
            left.extend(memory.find(&bytes).into_iter().map(|place| format!("{name}: {place}")));
        }
        keys.push(<[u8; 32]>::try_from(&sealed[..32]).unwrap());
    }
    assert_eq!(keys.len(), deck.items.len());
    assert_eq!(left, Vec::<String>::new());

    keys.extend([public(&planted[0]), given_out(planted[1])[1]]);
    let (mut by_key, mut by_generator) = (Vec::new(), Vec::new());
    for bytes in memory.drawn() {
        by_key.extend(keys.iter().position(|key| *key == public(&bytes)));
        let given = given_out(bytes);
        by_generator.extend(keys.iter().position(|key| given.contains(key)));
    }
    assert_eq!((by_key, by_generator), (vec![keys.len() - 2], vec![keys.len() - 1]));
}
