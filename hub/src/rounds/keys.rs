//! The keys that boxes are opened to: the recovery key, and the guides' counting keys under their passphrases.

use rand::CryptoRng;
use trykk_shared::parts::join_parts;
use trykk_shared::seal::SealingKey;

use super::RoundError;
use super::deciders::refuse_unproven;
use super::ending::tidy_up;
use crate::keys::opening::OpeningKey;
use crate::keys::passphrase::Passphrase;
use crate::keys::shares::Holder;
use crate::organisation::Organisation;
use crate::store::{RECOVERY_KEY, Store, StoreError};

/// What a sealed share is bound to.
pub(super) fn share_info(holder: Holder) -> Vec<u8> {
    join_parts(&[b"trykk/1", b"share", holder.name().as_bytes()])
}

pub(super) fn recovery_key(store: &Store) -> Result<SealingKey, RoundError> {
    let text = store.setting(RECOVERY_KEY)?.ok_or(RoundError::NoRecoveryKey)?;
    let bytes = data_encoding::BASE64
        .decode(text.as_bytes())
        .map_err(|_| RoundError::NoRecoveryKey)?;
    SealingKey::from_bytes(&bytes).map_err(|_| RoundError::NoRecoveryKey)
}

/// The counting keys of the guides of these wards, as they are now.
pub(super) fn counting_keys(
    store: &Store,
    organisation: &Organisation,
    wards: &[String],
) -> Result<Vec<(String, SealingKey)>, StoreError> {
    let mut keys = Vec::new();
    for email in organisation.guides_of(wards) {
        if let Some(known) = store.counting_key(email)? {
            let key =
                SealingKey::from_bytes(&known.public).map_err(|_| StoreError::Damaged(format!("{email}'s key")))?;
            keys.push((email.clone(), key));
        }
    }
    Ok(keys)
}

/// Where a passphrase is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenAt {
    /// On a page, in a session of that account.
    Page,
    /// At the hub's command line. It says nothing of whoever is logged in.
    CommandLine,
}

/// A guide's counting key, unwrapped by the passphrase.
///
/// # Errors
/// When the guide has none, or the passphrase is wrong; [`RoundError::NotProven`] on a page, as long as [`prove_guide`] was not done
/// there: whoever made the invitation may sit in the account too.
pub fn unwrap_counting_key(
    store: &Store,
    email: &str,
    passphrase: &Passphrase,
    given_at: GivenAt,
) -> Result<OpeningKey, RoundError> {
    if given_at == GivenAt::Page {
        refuse_unproven(store, email)?;
    }
    unwrap(store, email, passphrase)
}

fn unwrap(store: &Store, email: &str, passphrase: &Passphrase) -> Result<OpeningKey, RoundError> {
    let known = store
        .counting_key(email)?
        .ok_or_else(|| RoundError::NoGuideKey(email.to_owned()))?;
    Ok(passphrase.unwrap(&known.wrapped, email)?)
}

/// Shows that it is the guide who came in by a new invitation: by the passphrase. Whoever let them in may know the password that they
/// came in with, or be in the account already: it gets another one, hashed, and everybody is logged out.
///
/// # Errors
/// When the guide has no counting key, or the passphrase is wrong; then nothing is changed.
pub fn prove_guide(
    store: &mut Store,
    email: &str,
    passphrase: &Passphrase,
    password_hash: &[u8],
) -> Result<(), RoundError> {
    unwrap(store, email, passphrase)?;
    Ok(store.note_proof(email, password_hash)?)
}

/// What is asked for with a guide's counting passphrase.
#[derive(Clone, Copy)]
pub struct PassphraseOrder<'o> {
    /// The guide.
    pub email: &'o str,
    /// The passphrase from now on.
    pub new: &'o Passphrase,
    /// The one until now, if it is given.
    pub old: Option<&'o Passphrase>,
    /// Whether there is to be another key, since the one until now is forgotten.
    pub new_key: bool,
    /// Where they are given.
    pub given_at: GivenAt,
}

/// Makes a guide's counting key, or wraps it anew. What it was wrapped by before is gone from the database and its log.
///
/// # Errors
/// When there is no such guide, the old passphrase is wrong, or the new one too short; [`RoundError::NotProven`] where it is not known
/// that it is the guide who forgot.
pub fn set_passphrase(
    store: &mut Store,
    order: PassphraseOrder<'_>,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<PassphraseSet, RoundError> {
    let PassphraseOrder {
        email,
        new,
        old,
        new_key,
        given_at,
    } = order;
    if given_at == GivenAt::Page {
        refuse_unproven(store, email)?;
    }
    let known = store.counting_key(email)?;
    let (key, set) = match (&known, old) {
        (Some(_), Some(old)) => (
            unwrap_counting_key(store, email, old, given_at)?,
            PassphraseSet::Rewrapped,
        ),
        (Some(_), None) if !new_key => {
            // The same passphrase again does no harm; another one without the old one would.
            unwrap_counting_key(store, email, new, given_at)?;
            return Ok(PassphraseSet::Unchanged);
        }
        _ => (OpeningKey::draw(rng), PassphraseSet::New),
    };
    let wrapped = new.wrap(&key, email, rng)?;
    store.set_counting_key(email, &key.sealing_key().to_bytes(), &wrapped)?;
    // A passphrase that is given up, since somebody knows it perhaps, must open nothing that is left on the disk.
    tidy_up(store, now);
    Ok(set)
}

/// What became of a guide's counting key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseSet {
    /// A new key was made.
    New,
    /// The same key, under another passphrase.
    Rewrapped,
    /// The passphrase was this one already.
    Unchanged,
}
