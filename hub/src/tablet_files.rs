//! Files that tablets wrote on a stick, taken in: what is in them goes the way of a delivery over the network, and counts once,
//! whatever else brings it.

use std::collections::BTreeSet;

use trykk_shared::exported::{Exported, FileFault, INFO, take_apart};
use trykk_shared::protocol::Outcome;
use trykk_shared::refusal::Refusal;

use crate::api::delivery::as_delivery;
use crate::keys::opening::OpeningKey;
use crate::secrets::hash_secret;
use crate::store::{Delivery, DeliveryError, Store, StoreError, TabletRow, TabletState};

/// A file that was opened: whose it says it is, and what would have been deliveries.
#[derive(Clone, Debug)]
pub struct OpenedFile {
    token_hash: [u8; 32],
    deliveries: Vec<Delivery>,
}

/// Why nothing of a file was taken in. Nothing is lost by any of these: the tablet keeps all of it.
#[derive(Debug, thiserror::Error)]
pub enum TakeInError {
    /// No tablet of this hub shows the file's token.
    #[error(
        "no tablet of this hub shows the token of this file; if the tablet was enrolled again since, export from it once more"
    )]
    UnknownTablet,
    /// A restored hub waits for its review.
    #[error("the hub was restored, and waits for its review: trykk-hub review")]
    InReview,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a file. How much of it was new is not said: that would tell how many people have answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// Whose it was.
    pub tablet: TabletRow,
    /// Why something of it was refused, if anything was.
    pub refused: BTreeSet<Refusal>,
}

impl TakenIn {
    /// Whether what came lies in quarantine: the tablet was reported stolen.
    pub fn is_aside(&self) -> bool {
        self.tablet.state == TabletState::Stolen
    }
}

/// Opens a tablet's file.
///
/// # Errors
/// Says what is wrong with it.
pub fn open_file(key: &OpeningKey, file: &[u8]) -> Result<OpenedFile, FileFault> {
    let parts = take_apart(file, &key.sealing_key())?;
    let plain = key.open(INFO, parts.head, parts.sealed);
    let exported = Exported::read(&plain.map_err(|_| FileFault::Changed)?)?;
    let token_hash = hash_secret(exported.token.as_bytes());
    Ok(OpenedFile {
        token_hash,
        deliveries: exported
            .batches
            .iter()
            .map(|batch| as_delivery(token_hash, batch))
            .collect(),
    })
}

impl OpenedFile {
    /// The tablet whose token is in it, if this hub knows it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find_tablet(&self, store: &Store) -> Result<Option<TabletRow>, StoreError> {
        store.tablet_by_token(&self.token_hash)
    }

    /// Takes it in, all of it in one step, as if the tablet had delivered it at `now`.
    ///
    /// # Errors
    /// See [`TakeInError`]; then nothing was taken in.
    pub fn take_in(&self, store: &mut Store, now: i64) -> Result<TakenIn, TakeInError> {
        let tablet = self.find_tablet(store)?.ok_or(TakeInError::UnknownTablet)?;
        let outcomes = match store.store_file(&tablet, &self.deliveries, now)? {
            Ok(outcomes) => outcomes,
            Err(DeliveryError::UnknownTablet) => return Err(TakeInError::UnknownTablet),
            Err(DeliveryError::InReview) => return Err(TakeInError::InReview),
        };
        let refused = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Refused(refusal) => Some(*refusal),
            Outcome::Stored | Outcome::Known => None,
        });
        Ok(TakenIn {
            refused: refused.collect(),
            tablet,
        })
    }
}
