//! The sealing suite against RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305,
//! base mode. The vectors are those of the RFC's text, <https://www.rfc-editor.org/rfc/rfc9180#appendix-A.2.1>, copied
//! from the authors' last draft before it (cfrg/draft-irtf-cfrg-hpke, auth48/draft-irtf-cfrg-hpke.txt, B.2.1).

use std::convert::Infallible;

use data_encoding::HEXLOWER;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand::{TryCryptoRng, TryRng};
use trykk_shared::seal::{SealAead, SealKdf, SealKem, SealingKey};

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const IKM_E: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
const PK_EM: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const SK_EM: &str = "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600";
const IKM_R: &str = "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df";
const PK_RM: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const SK_RM: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
const ENC: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const PT: &str = "4265617574792069732074727574682c20747275746820626561757479";

/// Sequence number, aad and ct of A.2.1.1; every pt is `PT`.
const ENCRYPTIONS: [(usize, &str, &str); 6] = [
    (
        0,
        "436f756e742d30",
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
    ),
    (
        1,
        "436f756e742d31",
        "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
    ),
    (
        2,
        "436f756e742d32",
        "71146bd6795ccc9c49ce25dda112a48f202ad220559502cef1f34271e0cb4b02b4f10ecac6f48c32f878fae86b",
    ),
    (
        4,
        "436f756e742d34",
        "63357a2aa291f5a4e5f27db6baa2af8cf77427c7c1a909e0b37214dd47db122bb153495ff0b02e9e54a50dbe16",
    ),
    (
        255,
        "436f756e742d323535",
        "18ab939d63ddec9f6ac2b60d61d36a7375d2070c9b683861110757062c52b8880a5f6b3936da9cd6c23ef2a95c",
    ),
    (
        256,
        "436f756e742d323536",
        "7a4a13e9ef23978e2c520fd4d2e757514ae160cd0cd05e556ef692370ca53076214c0c40d4c728d6ed9e727a5b",
    ),
];

/// Exporter context and exported value of A.2.1.2; every L is 32.
const EXPORTS: [(&str, &str); 3] = [
    ("", "4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e"),
    ("00", "8c1df14732580e5501b00f82b10a1647b40713191b7c1240ac80e2b68808ba69"),
    (
        "54657374436f6e74657874",
        "5acb09211139c43b3090489a9da433e8a30ee7188ba8b0a9a1ccf0c229283e53",
    ),
];

fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap()
}

/// What a private key's bytes become when X25519 clamps them: the RFC's vectors are written unclamped.
fn clamped(hex: &str) -> Vec<u8> {
    let mut key = bytes(hex);
    key[0] &= 0b1111_1000;
    key[31] = key[31] & 0b0111_1111 | 0b0100_0000;
    key
}

/// Gives out the vector's `ikmE` once, and nothing else: hpke derives the ephemeral key from it.
struct IkmE(Option<Vec<u8>>);

impl IkmE {
    fn new() -> Self {
        IkmE(Some(bytes(IKM_E)))
    }
}

impl TryRng for IkmE {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("only 32 bytes at once are asked for")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("only 32 bytes at once are asked for")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.copy_from_slice(&self.0.take().expect("randomness is asked for once"));
        Ok(())
    }
}

impl TryCryptoRng for IkmE {}

fn receiver() -> hpke::aead::AeadCtxR<SealAead, SealKdf, SealKem> {
    let private = <SealKem as Kem>::PrivateKey::from_bytes(&bytes(SK_RM)).unwrap();
    let enc = <SealKem as Kem>::EncappedKey::from_bytes(&bytes(ENC)).unwrap();
    hpke::setup_receiver(&OpModeR::Base, &private, &enc, &bytes(INFO)).unwrap()
}

#[test]
fn the_suite_is_that_of_appendix_a_2() {
    use hpke::aead::Aead;
    use hpke::kdf::Kdf;
    assert_eq!(SealKem::KEM_ID, 32);
    assert_eq!(SealKdf::KDF_ID, 1);
    assert_eq!(SealAead::AEAD_ID, 3);
}

#[test]
fn the_keys_of_receiver_and_sender_derive_as_in_the_vector() {
    for (ikm, private, public) in [(IKM_R, SK_RM, PK_RM), (IKM_E, SK_EM, PK_EM)] {
        let (derived_private, derived_public) = SealKem::derive_keypair(&bytes(ikm));
        assert_eq!(derived_private.to_bytes().as_slice(), clamped(private));
        assert_eq!(derived_public.to_bytes().as_slice(), bytes(public));
        let read = <SealKem as Kem>::PrivateKey::from_bytes(&bytes(private)).unwrap();
        assert_eq!(SealKem::sk_to_pk(&read).to_bytes().as_slice(), bytes(public));
    }
}

#[test]
fn the_receiver_opens_encryption_0_of_the_vector() {
    let (number, aad, ct) = ENCRYPTIONS[0];
    assert_eq!(number, 0);
    let private = <SealKem as Kem>::PrivateKey::from_bytes(&bytes(SK_RM)).unwrap();
    let enc = <SealKem as Kem>::EncappedKey::from_bytes(&bytes(ENC)).unwrap();
    let opened = hpke::single_shot_open::<SealAead, SealKdf, SealKem>(
        &OpModeR::Base,
        &private,
        &enc,
        &bytes(INFO),
        &bytes(ct),
        &bytes(aad),
    );
    assert_eq!(opened.unwrap(), bytes(PT));
}

#[test]
fn all_sequence_numbers_of_the_vector_seal_and_open_alike() {
    let public = <SealKem as Kem>::PublicKey::from_bytes(&bytes(PK_RM)).unwrap();
    let (enc, mut sender) = hpke::setup_sender_with_rng::<SealAead, SealKdf, SealKem>(
        &OpModeS::Base,
        &public,
        &bytes(INFO),
        &mut IkmE::new(),
    )
    .unwrap();
    assert_eq!(enc.to_bytes().as_slice(), bytes(ENC));
    let mut receiver = receiver();
    let mut compared = 0;
    for number in 0..=256 {
        let aad = format!("Count-{number}").into_bytes();
        let sealed = sender.seal(&bytes(PT), &aad).unwrap();
        if let Some((_, vector_aad, ct)) = ENCRYPTIONS.iter().find(|(vector, ..)| *vector == number) {
            assert_eq!(aad, bytes(vector_aad));
            assert_eq!(sealed, bytes(ct), "sequence number {number}");
            compared += 1;
        }
        assert_eq!(
            receiver.open(&sealed, &aad).unwrap(),
            bytes(PT),
            "sequence number {number}"
        );
    }
    assert_eq!(compared, ENCRYPTIONS.len());
}

#[test]
fn exported_secrets_are_those_of_the_vector() {
    let receiver = receiver();
    for (context, value) in EXPORTS {
        let mut exported = [0; 32];
        receiver.export(&bytes(context), &mut exported).unwrap();
        assert_eq!(exported.as_slice(), bytes(value));
    }
}

#[test]
fn a_sealing_key_seals_to_exactly_the_enc_and_ct_of_the_vector() {
    let (_, aad, ct) = ENCRYPTIONS[0];
    let key = SealingKey::from_bytes(&bytes(PK_RM)).unwrap();
    let sealed = key.seal(&bytes(INFO), &bytes(aad), &bytes(PT), &mut IkmE::new());
    assert_eq!(sealed, [bytes(ENC), bytes(ct)].concat());
}
