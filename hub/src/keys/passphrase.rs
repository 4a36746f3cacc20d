//! A guide's counting key, wrapped by one passphrase.

use std::sync::{Mutex, PoisonError};

use rand::CryptoRng;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use trykk_shared::plural::plural;
use trykk_shared::stretching::{Cost, Memory};
use zeroize::Zeroizing;

use crate::keys::opening::OpeningKey;
use crate::secrets::MIN_SECRET_CHARS;
use crate::written::{WrittenError, read_secret};

const FORMAT: u8 = 1;
const SALT_BYTES: usize = 16;
/// Argon2id with 64 MiB, three passes, one lane: above OWASP's recommended minimum (Password Storage Cheat Sheet).
const COST: Cost = Cost {
    memory_kib: 64 * 1024,
    passes: 3,
};

/// Why a passphrase does not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// It is too short to protect anything.
    #[error(
        "the passphrase has {}; take at least {MIN_SECRET_CHARS}, four ordinary words for example",
        plural(*.0, "character", "characters")
    )]
    TooShort(usize),
    /// It cannot be typed again.
    #[error("the passphrase cannot be used: {0}")]
    NotPlain(WrittenError),
    /// It does not open the counting key.
    #[error("this is not the guide's passphrase; check it, or count with the recovery sheet instead")]
    Wrong,
    /// What is stored is damaged.
    #[error("the stored counting key is damaged; make a new one, and count with the recovery sheet")]
    Damaged,
}

/// A passphrase, wiped when dropped.
pub struct Passphrase {
    /// In the form in which it wraps.
    plain: Result<Zeroizing<String>, WrittenError>,
    /// As it came, without blanks around it: keys were wrapped by this before there was one form.
    raw: Zeroizing<String>,
    /// What it was stretched to last, and with which salt: the boxes of a round that are counted together take it once. It lives no
    /// longer than the passphrase.
    stretched: Mutex<Option<Stretched>>,
}

struct Stretched {
    text: Zeroizing<String>,
    salt: Vec<u8>,
    key: Zeroizing<[u8; 32]>,
}

fn sealing(key: &[u8; 32]) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("the key has 32 bytes");
    LessSafeKey::new(key)
}

fn stretch(text: &str, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, PassphraseError> {
    let mut key = Zeroizing::new([0; 32]);
    // Rarer than passwords, and larger: the memory is given back each time.
    Memory::new()
        .stretch(text.as_bytes(), salt, COST, &mut *key)
        .map_err(|_| PassphraseError::Damaged)?;
    Ok(key)
}

impl Passphrase {
    /// Takes up a passphrase. Blanks and line breaks around it do not count, nor how its letters are put together.
    pub fn new(text: &str) -> Self {
        Passphrase {
            plain: read_secret(text),
            raw: Zeroizing::new(text.trim().to_owned()),
            stretched: Mutex::default(),
        }
    }

    /// The key that one of its forms and a salt give; stretched once for the same.
    fn key(&self, text: &str, salt: &[u8]) -> Result<LessSafeKey, PassphraseError> {
        let mut kept = self.stretched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref().filter(|known| *known.text == *text && known.salt == salt) {
            return Ok(sealing(&known.key));
        }
        let key = stretch(text, salt)?;
        let opened = sealing(&key);
        *kept = Some(Stretched {
            text: Zeroizing::new(text.to_owned()),
            salt: salt.to_vec(),
            key,
        });
        Ok(opened)
    }

    /// Wraps a guide's counting key, and proves by a trial that it can be unwrapped again.
    ///
    /// # Errors
    /// When the passphrase is too short, or cannot be typed again.
    pub fn wrap(&self, key: &OpeningKey, guide: &str, rng: &mut impl CryptoRng) -> Result<Vec<u8>, PassphraseError> {
        let plain = self.plain.as_ref().map_err(|fault| PassphraseError::NotPlain(*fault))?;
        let chars = plain.chars().count();
        if chars < MIN_SECRET_CHARS {
            return Err(PassphraseError::TooShort(chars));
        }
        let wrapped = Self::wrap_under(plain, key, guide, rng)?;
        let trial = self.unwrap(&wrapped, guide)?;
        if trial.expose() != key.expose() {
            return Err(PassphraseError::Damaged);
        }
        Ok(wrapped)
    }

    fn wrap_under(
        text: &str,
        key: &OpeningKey,
        guide: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, PassphraseError> {
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_LEN]);
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(&mut nonce);
        let mut sealed = key.expose().to_vec();
        sealing(&*stretch(text, &salt)?)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(guide), &mut sealed)
            .map_err(|_| PassphraseError::Damaged)?;
        Ok([&[FORMAT][..], &salt, &nonce, &sealed].concat())
    }

    /// Unwraps a guide's counting key.
    ///
    /// # Errors
    /// When the passphrase is wrong or the wrapped key damaged.
    pub fn unwrap(&self, wrapped: &[u8], guide: &str) -> Result<OpeningKey, PassphraseError> {
        let (&format, rest) = wrapped.split_first().ok_or(PassphraseError::Damaged)?;
        let (salt, rest) = rest.split_at_checked(SALT_BYTES).ok_or(PassphraseError::Damaged)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(PassphraseError::Damaged)?;
        if format != FORMAT {
            return Err(PassphraseError::Damaged);
        }
        let open = |text: &str| {
            let mut sealed = Zeroizing::new(sealed.to_vec());
            let opened = self
                .key(text, salt)?
                .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(guide), &mut sealed)
                .map_err(|_| PassphraseError::Wrong)?;
            let bytes = Zeroizing::new(<[u8; 32]>::try_from(&*opened).map_err(|_| PassphraseError::Damaged)?);
            OpeningKey::from_bytes(&bytes).map_err(|_| PassphraseError::Damaged)
        };
        match &self.plain {
            Ok(plain) if *plain == self.raw => open(plain),
            Ok(plain) => open(plain).or_else(|_| open(&self.raw)),
            Err(_) => open(&self.raw),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn only_the_passphrase_and_the_guide_it_was_made_for_unwrap_the_key() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(2);
        let key = OpeningKey::draw(&mut rng);
        let passphrase = Passphrase::new("skoen trykker litt her\n");
        let wrapped = passphrase.wrap(&key, "a@example.org", &mut rng).unwrap();
        let same = Passphrase::new(" skoen trykker litt her")
            .unwrap(&wrapped, "a@example.org")
            .unwrap();
        assert_eq!(same.expose(), key.expose());
        let wrong = |passphrase: &str, guide| Passphrase::new(passphrase).unwrap(&wrapped, guide).unwrap_err();
        assert_eq!(wrong("skoen trykker litt der", "a@example.org"), PassphraseError::Wrong);
        assert_eq!(wrong("skoen trykker litt her", "b@example.org"), PassphraseError::Wrong);
        assert_eq!(
            passphrase.unwrap(&wrapped[..20], "a@example.org").unwrap_err(),
            PassphraseError::Damaged
        );
        let short = Passphrase::new("kort").wrap(&key, "a@example.org", &mut rng);
        assert_eq!(short.unwrap_err(), PassphraseError::TooShort(4));
        let unseen = Passphrase::new(&"\u{200b}".repeat(20)).wrap(&key, "a@example.org", &mut rng);
        assert_eq!(unseen.unwrap_err(), PassphraseError::TooShort(0));
        for odd in ["skoen trykker\nlitt her", "skoen\0trykker litt her"] {
            let odd = Passphrase::new(odd).wrap(&key, "a@example.org", &mut rng).unwrap_err();
            assert!(matches!(odd, PassphraseError::NotPlain(_)));
        }
    }

    /// The boxes of a round that are counted together: the second time takes no stretching, and another key is another key.
    #[test]
    fn what_was_stretched_once_is_not_stretched_again_and_opens_nothing_else() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(8);
        let (one, other) = (OpeningKey::draw(&mut rng), OpeningKey::draw(&mut rng));
        let guide = "a@example.org";
        let wrap =
            |key: &OpeningKey, rng: &mut _| Passphrase::new("skoen trykker litt her").wrap(key, guide, rng).unwrap();
        let (wrapped, wrapped_other) = (wrap(&one, &mut rng), wrap(&other, &mut rng));
        let passphrase = Passphrase::new("skoen trykker litt her");
        let salt = |passphrase: &Passphrase| {
            passphrase
                .stretched
                .lock()
                .unwrap()
                .as_ref()
                .map(|kept| kept.salt.clone())
        };
        assert_eq!(salt(&passphrase), None);
        assert_eq!(passphrase.unwrap(&wrapped, guide).unwrap().expose(), one.expose());
        assert_eq!(salt(&passphrase).as_deref(), Some(&wrapped[1..=SALT_BYTES]));
        // What is kept is used: with something else in its place the right key is not found.
        passphrase.stretched.lock().unwrap().as_mut().unwrap().key = Zeroizing::new([0; 32]);
        assert_eq!(passphrase.unwrap(&wrapped, guide).unwrap_err(), PassphraseError::Wrong);
        for (wrapped, key) in [(&wrapped_other, &other), (&wrapped, &one)] {
            assert_eq!(passphrase.unwrap(wrapped, guide).unwrap().expose(), key.expose());
            assert_eq!(salt(&passphrase).as_deref(), Some(&wrapped[1..=SALT_BYTES]));
        }
        assert_eq!(
            passphrase.unwrap(&wrapped, "b@example.org").unwrap_err(),
            PassphraseError::Wrong
        );
    }

    #[test]
    fn the_same_letters_in_other_bytes_unwrap_and_so_does_what_was_wrapped_before() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(4);
        let key = OpeningKey::draw(&mut rng);
        let guide = "a@example.org";
        let ways = [
            "sk\u{e5}len p\u{e5} g\u{e5}rden",
            "ska\u{30a}len pa\u{30a} ga\u{30a}rden",
            "\u{feff}sk\u{e5}len\u{a0}p\u{e5} g\u{e5}rden\r\n",
        ];
        for wrapping in ways {
            let wrapped = Passphrase::new(wrapping).wrap(&key, guide, &mut rng).unwrap();
            for opening in ways {
                let opened = Passphrase::new(opening).unwrap(&wrapped, guide).unwrap();
                assert_eq!(opened.expose(), key.expose(), "{wrapping:?} {opening:?}");
            }
        }
        // Wrapped as it came, before there was one form for a passphrase.
        for wrapping in [
            "ska\u{30a}len pa\u{30a} ga\u{30a}rden",
            "\u{feff}skoen trykker",
            "to linjer\nmed ord",
        ] {
            let before = Passphrase::wrap_under(wrapping, &key, guide, &mut rng).unwrap();
            let opened = Passphrase::new(wrapping).unwrap(&before, guide).unwrap();
            assert_eq!(opened.expose(), key.expose(), "{wrapping:?}");
        }
    }
}
