//! The hub's data folder: the database, the CA's key, and one file per box for the hub's own share.
//!
//! ```text
//! hub.db            everything but what follows; this is what a backup holds
//! ca.key            the key of the hub's own CA, under which tablets trust it
//! shares/BOX        the hub's share of a box's key: in no backup, gone after the release
//! openings/BOX      what confirming a box brought, sealed, its round as it was confirmed, whether it was opened, and its
//!                   closing time once that was moved: so that a hub restored from before it opens it with the same key,
//!                   asking the same, for as long
//! codes/BOX         the start codes of its tablets, hashed: so that a hub restored from before takes what was answered
//!                   with slips that are printed since
//! counts/BOX        from which tablets the box was counted: so that a hub restored from before counts it from the same
//! tablets/ID        what a tablet is: where it stands, whether it is in use, its token's hash: so that a hub restored from
//!                   before knows it
//! endings/BOX       how a box ended, with its release: so that a hub restored from before it ends it in the same way
//! ```

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use ring::hmac;
use serde::{Deserialize, Serialize};
use trykk_shared::ids::BoxId;
use trykk_shared::seal::SealingKey;

use super::files::{destroy, destroy_unfinished, folder_of, read, remove, sync_folder, write};
use crate::keys::shares::{Holder, Share};
use crate::rounds::codes::TabletCodes;
use crate::store::Store;
use crate::store::{BoxIds, CountedFrom, Ending, GuideShare, KeptRound, KeptTablet, Opening, RECOVERY_KEY, StoreError};

/// A hub's data folder.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It was never set up.
    #[error("{0} is not a hub's data folder; make one with trykk-hub init --data {0}")]
    NotThere(PathBuf),
    /// It was set up before.
    #[error("{0} is a hub's data folder already; nothing was changed")]
    ThereAlready(PathBuf),
    /// The disk failed.
    #[error("{0}: {1}")]
    Disk(PathBuf, io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file in it is damaged.
    #[error(
        "{0} is damaged; put it back from a copy. A share that is lost is made good by guide and recovery sheet together"
    )]
    Damaged(PathBuf),
}

#[derive(Serialize, Deserialize)]
struct OpeningFile {
    key: SealingKey,
    guide_shares: Vec<(String, String)>,
    /// The counting keys that the shares are sealed to, by guide; none in records of earlier versions.
    #[serde(default)]
    sealed_to: BTreeMap<String, SealingKey>,
    recovery_share: String,
    /// The round as it was confirmed; none in records of earlier versions.
    #[serde(default)]
    round: Option<KeptRound>,
    /// Whether the box was opened, or only confirmed.
    #[serde(default = "of_earlier_versions")]
    opened: bool,
    /// Whether it is closed and never opens again.
    #[serde(default)]
    closed_for_good: bool,
    /// The closing time, once it was moved.
    #[serde(default)]
    closes: Option<i64>,
    /// The departments of its wards when it opened; none in records of earlier versions.
    #[serde(default)]
    departments: Option<Vec<String>>,
    /// When it is closed unread, if somebody has said so and nobody has taken it back.
    #[serde(default)]
    unread_at: Option<i64>,
}

/// Before rounds were confirmed, what is kept of an opening was written by it.
fn of_earlier_versions() -> bool {
    true
}

impl DataFolder {
    /// Makes a new data folder with an empty database.
    ///
    /// # Errors
    /// When there is one already, or the disk fails. What an unfinished set-up left is taken up.
    pub fn create(path: &Path) -> Result<(Self, Store), DataError> {
        let folder = DataFolder(path.to_owned());
        if folder.database().exists() && is_set_up(&Store::open(&folder.database())?)? {
            return Err(DataError::ThereAlready(path.to_owned()));
        }
        for part in [PathBuf::new(), PathBuf::from("shares"), PathBuf::from("openings")] {
            let part = path.join(part);
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&part)
                .map_err(|e| DataError::Disk(part, e))?;
        }
        let store = Store::open(&folder.database())?;
        Ok((folder, store))
    }

    /// Opens a data folder that was set up before.
    ///
    /// # Errors
    /// When it was not, or the database cannot be opened.
    pub fn open(path: &Path) -> Result<(Self, Store), DataError> {
        let folder = DataFolder(path.to_owned());
        if !folder.database().exists() {
            return Err(DataError::NotThere(path.to_owned()));
        }
        let store = Store::open_existing(&folder.database())?;
        Ok((folder, store))
    }

    /// A data folder that was set up before, whatever state its database is in.
    ///
    /// # Errors
    /// When it was not set up.
    pub fn of(path: &Path) -> Result<Self, DataError> {
        let folder = DataFolder(path.to_owned());
        if folder.ca_key().exists() {
            Ok(folder)
        } else {
            Err(DataError::NotThere(path.to_owned()))
        }
    }

    /// Where the database is.
    pub fn database(&self) -> PathBuf {
        self.0.join("hub.db")
    }

    /// Where the key of the hub's own CA is.
    pub fn ca_key(&self) -> PathBuf {
        self.0.join("ca.key")
    }

    /// What gives boxes their ids: it follows from the CA's key, which is in no database and no backup.
    ///
    /// # Errors
    /// When the key is not there or cannot be read.
    pub fn box_ids(&self) -> Result<BoxIds, DataError> {
        let key = read(&self.ca_key())?.ok_or_else(|| DataError::Damaged(self.ca_key()))?;
        Ok(BoxIds::new(&key))
    }

    /// What the cookies of browsers that have logged in before are made with; nothing where there is no CA yet.
    ///
    /// # Errors
    /// When the CA's key cannot be read.
    pub fn browser_key(&self) -> Result<Option<hmac::Key>, DataError> {
        let key = read(&self.ca_key())?.map(|key| hmac::Key::new(hmac::HMAC_SHA256, &key));
        Ok(key.map(|key| {
            let derived = hmac::sign(&key, b"trykk/1 browsers");
            hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref())
        }))
    }

    fn share_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join("shares").join(box_id.to_string())
    }

    fn opening_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join("openings").join(box_id.to_string())
    }

    fn codes_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join("codes").join(box_id.to_string())
    }

    fn count_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join("counts").join(box_id.to_string())
    }

    fn ending_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join("endings").join(box_id.to_string())
    }

    /// Whether this box was opened by this hub and is not over. A record that cannot be read counts as one.
    pub fn was_opened(&self, box_id: BoxId) -> bool {
        self.opening_file(box_id)
            .map_or(true, |file| file.is_some_and(|file| file.opened))
    }

    /// Boxes that were confirmed or opened by this hub and are not over.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn openings(&self) -> Result<Vec<BoxId>, DataError> {
        self.boxes_in("openings")
    }

    /// The boxes that have ended.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn endings(&self) -> Result<Vec<BoxId>, DataError> {
        self.boxes_in("endings")
    }

    fn boxes_in(&self, part: &str) -> Result<Vec<BoxId>, DataError> {
        let path = self.0.join(part);
        let disk = |error| DataError::Disk(path.clone(), error);
        let mut found = Vec::new();
        if !path.exists() {
            return Ok(found);
        }
        for file in fs::read_dir(&path).map_err(disk)? {
            found.extend(file.map_err(disk)?.file_name().to_string_lossy().parse::<BoxId>().ok());
        }
        Ok(found)
    }

    /// Keeps how a box ended, durably, beside the database: a database from before does not make it end otherwise.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_ending(&self, box_id: BoxId, ending: &Ending) -> Result<(), DataError> {
        let text = serde_json::to_vec_pretty(ending).expect("an ending can be written as JSON");
        write_in_new_folder(&self.ending_path(box_id), &text)
    }

    /// Keeps the start codes of a box, hashed, durably, beside the database: one from before would refuse what was
    /// answered with slips that are printed since.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_codes(&self, box_id: BoxId, codes: &BTreeMap<String, TabletCodes>) -> Result<(), DataError> {
        let text = serde_json::to_vec(codes).expect("codes can be written as JSON");
        write_in_new_folder(&self.codes_path(box_id), &text)
    }

    /// Keeps from which tablets a box was counted, durably, beside the database: one from before must not count it from a
    /// tablet more or less.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_count(&self, box_id: BoxId, from: &CountedFrom) -> Result<(), DataError> {
        let text = serde_json::to_vec(from).expect("a count can be written as JSON");
        write_in_new_folder(&self.count_path(box_id), &text)
    }

    /// From which tablets a box was counted, if it was.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn count(&self, box_id: BoxId) -> Result<Option<CountedFrom>, DataError> {
        let path = self.count_path(box_id);
        let Some(text) = read(&path)? else { return Ok(None) };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| DataError::Damaged(path))
    }

    /// The start codes of a box by tablet, if any were printed.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn codes(&self, box_id: BoxId) -> Result<BTreeMap<String, TabletCodes>, DataError> {
        let path = self.codes_path(box_id);
        let Some(text) = read(&path)? else {
            return Ok(BTreeMap::new());
        };
        let codes: BTreeMap<String, TabletCodes> =
            serde_json::from_slice(&text).map_err(|_| DataError::Damaged(path))?;
        Ok(codes
            .into_iter()
            .map(|(tablet, codes)| (tablet, codes.without_traces()))
            .collect())
    }

    /// Keeps what a tablet is, durably, beside the database: one from before knows it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_tablet(&self, kept: &KeptTablet) -> Result<(), DataError> {
        let text = serde_json::to_vec(kept).expect("a tablet can be written as JSON");
        write_in_new_folder(&self.0.join("tablets").join(&kept.id), &text)
    }

    /// Takes back what was kept of a tablet that did not come to be.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn drop_tablet(&self, id: &str) -> Result<(), DataError> {
        let path = self.0.join("tablets").join(id);
        remove(&path)?;
        sync_folder(&path).map_err(|error| DataError::Disk(path, error))
    }

    /// What is kept of tablets. A file that cannot be read says nothing.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn tablets(&self) -> Result<Vec<KeptTablet>, DataError> {
        let path = self.0.join("tablets");
        let disk = |error| DataError::Disk(path.clone(), error);
        let mut found = Vec::new();
        if !path.exists() {
            return Ok(found);
        }
        for file in fs::read_dir(&path).map_err(disk)? {
            let file = file.map_err(disk)?.path();
            let kept = read(&file)?.and_then(|text| serde_json::from_slice::<KeptTablet>(&text).ok());
            match kept.filter(|kept| file.file_name().is_some_and(|name| *name == *kept.id)) {
                Some(kept) => found.push(kept),
                None => tracing::warn!(file = %file.display(), "what is kept of a tablet cannot be read"),
            }
        }
        Ok(found)
    }

    /// Takes back that a box ended, where it did not come to it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn drop_ending(&self, box_id: BoxId) -> Result<(), DataError> {
        let path = self.ending_path(box_id);
        remove(&path)?;
        sync_folder(&path).map_err(|error| DataError::Disk(path, error))
    }

    /// How a box ended, if it did.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn ending(&self, box_id: BoxId) -> Result<Option<Ending>, DataError> {
        let path = self.ending_path(box_id);
        let Some(text) = read(&path)? else { return Ok(None) };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| DataError::Damaged(path))
    }

    /// Keeps everybody else from opening boxes or replacing the database while the guard lives.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn lock(&self) -> Result<File, DataError> {
        let path = self.0.join("lock");
        let file = File::create(&path).map_err(|error| DataError::Disk(path.clone(), error))?;
        file.lock().map_err(|error| DataError::Disk(path, error))?;
        Ok(file)
    }

    /// The hub's share of a box's key, if it is there.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn hub_share(&self, box_id: BoxId) -> Result<Option<Share>, DataError> {
        let path = self.share_path(box_id);
        let Some(bytes) = read(&path)? else { return Ok(None) };
        Share::from_bytes(Holder::Hub, &bytes)
            .map(Some)
            .ok_or(DataError::Damaged(path))
    }

    /// Keeps the hub's share, then what confirming brought, durably and in this order: with the second file there,
    /// the first one is too. The box is not opened by it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_opening(&self, box_id: BoxId, share: &Share, opening: &Opening) -> Result<(), DataError> {
        self.destroy_left_over()?;
        write(&self.share_path(box_id), &*share.expose())?;
        let file = OpeningFile {
            key: opening.key.clone(),
            guide_shares: opening
                .guide_shares
                .iter()
                .map(|share| (share.email.clone(), BASE64.encode(&share.sealed)))
                .collect(),
            sealed_to: opening
                .guide_shares
                .iter()
                .filter_map(|share| Some((share.email.clone(), SealingKey::from_bytes(&share.sealed_to?).ok()?)))
                .collect(),
            recovery_share: BASE64.encode(&opening.recovery_share),
            round: opening.round.clone(),
            opened: false,
            closed_for_good: false,
            closes: None,
            departments: None,
            unread_at: None,
        };
        self.write_opening(box_id, &file)
    }

    /// Notes durably that a confirmed box is opened, and in which departments its wards are. Doing it twice does no harm.
    ///
    /// # Errors
    /// When it was not confirmed, or the disk fails.
    pub fn mark_opened(&self, box_id: BoxId, departments: Vec<String>) -> Result<(), DataError> {
        let path = self.opening_path(box_id);
        let mut file = self.opening_file(box_id)?.ok_or(DataError::Damaged(path))?;
        if file.opened {
            return Ok(());
        }
        self.destroy_left_over()?;
        file.opened = true;
        file.departments = Some(departments);
        self.write_opening(box_id, &file)
    }

    /// Notes durably that an opened box is closed for good. Doing it twice does no harm. Nothing is noted where the record is
    /// lost.
    ///
    /// # Errors
    /// When the record is damaged, or the disk fails.
    pub fn mark_closed_for_good(&self, box_id: BoxId) -> Result<(), DataError> {
        let Some(mut file) = self.opening_file(box_id)? else {
            return Ok(());
        };
        if file.closed_for_good {
            return Ok(());
        }
        self.destroy_left_over()?;
        file.closed_for_good = true;
        self.write_opening(box_id, &file)
    }

    /// Whether it is noted that a box is closed for good; nothing where its record is lost or damaged.
    pub fn is_closed_for_good(&self, box_id: BoxId) -> Option<bool> {
        let file = self.opening_file(box_id).ok()??;
        Some(file.closed_for_good)
    }

    /// Keeps the closing time of a confirmed box durably. Nothing is kept where the record is lost.
    ///
    /// # Errors
    /// When the record is damaged, or the disk fails.
    pub fn keep_closing(&self, box_id: BoxId, closes: i64) -> Result<(), DataError> {
        let Some(mut file) = self.opening_file(box_id)? else {
            return Ok(());
        };
        self.destroy_left_over()?;
        file.closes = Some(closes);
        self.write_opening(box_id, &file)
    }

    /// The closing time that is kept of a box, once it was moved.
    ///
    /// # Errors
    /// When the record is damaged or cannot be read.
    pub fn kept_closing(&self, box_id: BoxId) -> Result<Option<i64>, DataError> {
        Ok(self.opening_file(box_id)?.and_then(|file| file.closes))
    }

    /// Keeps durably when a box is closed unread; `None`: it was taken back. Nothing is kept where the record is lost.
    ///
    /// # Errors
    /// When the record is damaged, or the disk fails.
    pub fn keep_unread(&self, box_id: BoxId, at: Option<i64>) -> Result<(), DataError> {
        let Some(mut file) = self.opening_file(box_id)? else {
            return Ok(());
        };
        self.destroy_left_over()?;
        file.unread_at = at;
        self.write_opening(box_id, &file)
    }

    /// Whether nothing is known of it that a closing unread at `at` was taken back or moved.
    ///
    /// # Errors
    /// When the record is damaged or cannot be read.
    pub fn agrees_to_unread(&self, box_id: BoxId, at: i64) -> Result<bool, DataError> {
        Ok(self.opening_file(box_id)?.is_none_or(|file| file.unread_at == Some(at)))
    }

    fn write_opening(&self, box_id: BoxId, file: &OpeningFile) -> Result<(), DataError> {
        let text = serde_json::to_vec_pretty(file).expect("an opening can be written as JSON");
        write(&self.opening_path(box_id), &text)
    }

    /// Destroys what kills left of earlier steps: shares of keys that nothing was ever sealed to, and records that were being
    /// written or destroyed. Nobody else writes here meanwhile: whoever calls this holds [`DataFolder::lock`].
    ///
    /// # Errors
    /// When the disk fails.
    pub fn destroy_left_over(&self) -> Result<(), DataError> {
        for part in ["shares", "openings", "codes", "tablets"] {
            destroy_unfinished(&self.0.join(part))?;
        }
        Ok(())
    }

    fn opening_file(&self, box_id: BoxId) -> Result<Option<OpeningFile>, DataError> {
        let path = self.opening_path(box_id);
        let Some(text) = read(&path)? else { return Ok(None) };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| DataError::Damaged(path))
    }

    /// What confirming or opening this box brought before, if it was.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn opening(&self, box_id: BoxId) -> Result<Option<Opening>, DataError> {
        let Some(file) = self.opening_file(box_id)? else {
            return Ok(None);
        };
        let damaged = || DataError::Damaged(self.opening_path(box_id));
        let decode = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| damaged());
        let guide_shares = file.guide_shares.iter().map(|(email, sealed)| {
            Ok(GuideShare {
                email: email.clone(),
                sealed: decode(sealed)?,
                sealed_to: file.sealed_to.get(email).map(SealingKey::to_bytes),
            })
        });
        Ok(Some(Opening {
            key: file.key,
            guide_shares: guide_shares.collect::<Result<_, DataError>>()?,
            recovery_share: decode(&file.recovery_share)?,
            round: file.round,
            departments: file.departments,
        }))
    }

    /// Destroys what the folder holds of a box's key and its codes: overwritten, then removed. Doing it twice does no harm.
    /// The record goes first: after a kill in between, no record leads to a key that this hub has no share of.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn destroy_share(&self, box_id: BoxId) -> Result<(), DataError> {
        destroy(&self.opening_path(box_id))?;
        destroy(&self.share_path(box_id))?;
        destroy(&self.codes_path(box_id))?;
        destroy(&self.count_path(box_id))
    }
}

/// Writes a file into a folder that a hub set up by an earlier version does not have yet.
fn write_in_new_folder(path: &Path, contents: &[u8]) -> Result<(), DataError> {
    let disk = |error| DataError::Disk(path.to_owned(), error);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder_of(path))
        .map_err(disk)?;
    sync_folder(folder_of(path)).map_err(disk)?;
    write(path, contents)
}

/// The recovery key is the last thing that setting up stores.
fn is_set_up(store: &Store) -> Result<bool, StoreError> {
    Ok(store.setting(RECOVERY_KEY)?.is_some())
}
