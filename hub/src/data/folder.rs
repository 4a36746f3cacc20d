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
//! backups/          copies of the database that were asked for on a page, for a fortnight
//! method.toml       the method in the hospital's own words, if it wrote any
//! codebook.toml     what notes are sorted into, if the hospital has categories of its own; people write no other file here
//! reports/BOX       the newest report of a published box: so that a hub restored from before shows no version that was corrected
//! gatherings/ID    what is written at a gathering: ideas without author, table, order or time, in no backup
//! endings/BOX       how a box ended, with its release: so that a hub restored from before it ends it in the same way
//! ```

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use ring::hmac;
use serde::Deserialize;
use serde::de::IgnoredAny;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::files::{UNFINISHED, destroy, destroy_unfinished, folder_of, read, remove, sync_folder, write};
use crate::analysis::codebook;
use crate::keys::shares::{Holder, Share};
use crate::process::method::OWN_FILE;
use crate::rounds::codes::TabletCodes;
use crate::store::Store;
use crate::store::{BoxIds, CountedFrom, Ending, RECOVERY_KEY, StoreError};

const SHARES: &str = "shares";
const OPENINGS: &str = "openings";
const CODES: &str = "codes";
const COUNTS: &str = "counts";
const ENDINGS: &str = "endings";
/// What is destroyed at the end of a box.
const OF_KEYS: [&str; 4] = [OPENINGS, SHARES, CODES, COUNTS];
/// Frozen reports: one file a box.
pub(super) const REPORTS: &str = "reports";
/// What tablets are: one file each.
pub(super) const TABLETS: &str = "tablets";

/// A hub's data folder.
#[derive(Clone, Debug)]
pub struct DataFolder(pub(super) PathBuf);

/// How a box ended, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndingGlance {
    /// Released or closed unread.
    pub state: BoxState,
    /// Whether the list is kept that tablets check its count by.
    pub has_list: bool,
}

/// Why the data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It was never set up.
    #[error("{0} is not a hub's data folder")]
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

/// Held while nobody else opens boxes or replaces the database: see [`DataFolder::lock`].
#[derive(Debug)]
#[must_use]
pub struct FolderLock {
    _file: File,
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
        for part in [PathBuf::new(), PathBuf::from(SHARES), PathBuf::from(OPENINGS)] {
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

    /// Where copies of the database lie that were asked for on a page.
    pub fn backups(&self) -> PathBuf {
        self.0.join("backups")
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

    /// What the ids of the hub's letters are made with: it follows from the CA's key, so that a letter that is sent again has the same id
    /// whatever database is in place.
    ///
    /// # Errors
    /// When the key is not there or cannot be read.
    pub fn letter_key(&self) -> Result<hmac::Key, DataError> {
        let key = read(&self.ca_key())?.ok_or_else(|| DataError::Damaged(self.ca_key()))?;
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), b"trykk/1 letters");
        Ok(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    /// What tells this hub's events and letters from another's: it follows from the CA's key, and stays with it.
    ///
    /// # Errors
    /// When the key is not there or cannot be read.
    pub fn name(&self) -> Result<String, DataError> {
        let key = read(&self.ca_key())?.ok_or_else(|| DataError::Damaged(self.ca_key()))?;
        let derived = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), b"trykk/1 name");
        Ok(format!(
            "{}.trykk",
            data_encoding::HEXLOWER.encode(&derived.as_ref()[..8])
        ))
    }

    /// The hospital's own file of the method, if there is one; or why it cannot be read.
    pub fn own_method(&self) -> Option<io::Result<String>> {
        self.own_file(OWN_FILE)
    }

    /// The hospital's own codebook, if there is one; or why it cannot be read.
    pub fn own_codebook(&self) -> Option<io::Result<String>> {
        self.own_file(codebook::OWN_FILE)
    }

    fn own_file(&self, name: &str) -> Option<io::Result<String>> {
        match fs::read_to_string(self.0.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            read => Some(read),
        }
    }

    pub(super) fn share_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join(SHARES).join(box_id.to_string())
    }

    pub(super) fn opening_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join(OPENINGS).join(box_id.to_string())
    }

    fn codes_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join(CODES).join(box_id.to_string())
    }

    fn count_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join(COUNTS).join(box_id.to_string())
    }

    fn ending_path(&self, box_id: BoxId) -> PathBuf {
        self.0.join(ENDINGS).join(box_id.to_string())
    }

    /// Boxes that were confirmed or opened by this hub and are not over.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn openings(&self) -> Result<Vec<BoxId>, DataError> {
        self.boxes_in(OPENINGS)
    }

    /// The boxes that have ended.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn endings(&self) -> Result<Vec<BoxId>, DataError> {
        self.boxes_in(ENDINGS)
    }

    pub(super) fn boxes_in(&self, part: &str) -> Result<Vec<BoxId>, DataError> {
        self.boxes_named_in(part, |name| name.parse().ok())
    }

    /// Those whose files were being destroyed when somebody was killed.
    fn boxes_aside_in(&self, part: &str) -> Result<Vec<BoxId>, DataError> {
        self.boxes_named_in(part, |name| name.strip_prefix(UNFINISHED)?.parse().ok())
    }

    fn boxes_named_in(&self, part: &str, read: impl Fn(&str) -> Option<BoxId>) -> Result<Vec<BoxId>, DataError> {
        let path = self.0.join(part);
        let listed = fs::read_dir(&path).and_then(|files| {
            let names = files.map(|file| Ok(read(&file?.file_name().to_string_lossy())));
            names.collect::<io::Result<Vec<Option<BoxId>>>>()
        });
        match listed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(DataError::Disk(path, error)),
            Ok(named) => Ok(named.into_iter().flatten().collect()),
        }
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

    /// Whether how a box ended is kept beside the database, or its codes, or what it was counted from.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn has_ending_codes_or_count(&self, box_id: BoxId) -> Result<bool, DataError> {
        for path in [
            self.ending_path(box_id),
            self.codes_path(box_id),
            self.count_path(box_id),
        ] {
            if path
                .try_exists()
                .map_err(|error| DataError::Disk(path.clone(), error))?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same as [`DataFolder::ending`] without what was published and what was asked, which is most of it.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn ending_glance(&self, box_id: BoxId) -> Result<Option<EndingGlance>, DataError> {
        #[derive(Deserialize)]
        struct Count {
            list: Option<IgnoredAny>,
        }
        #[derive(Deserialize)]
        struct File {
            state: BoxState,
            count: Option<Count>,
        }
        let path = self.ending_path(box_id);
        let Some(text) = read(&path)? else { return Ok(None) };
        match serde_json::from_slice(&text) {
            Ok(File { state, count }) => Ok(Some(EndingGlance {
                state,
                has_list: count.is_some_and(|count| count.list.is_some()),
            })),
            Err(_) => Err(DataError::Damaged(path)),
        }
    }

    /// Keeps everybody else from opening boxes or replacing the database while the guard lives.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn lock(&self) -> Result<FolderLock, DataError> {
        let path = self.0.join("lock");
        let file = File::create(&path).map_err(|error| DataError::Disk(path.clone(), error))?;
        file.lock().map_err(|error| DataError::Disk(path, error))?;
        Ok(FolderLock { _file: file })
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

    /// Destroys what kills left of earlier steps: shares of keys that nothing was ever sealed to, and records that were being
    /// written or destroyed. What somebody is writing is left alone.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn destroy_left_over(&self) -> Result<(), DataError> {
        self.destroy_left_over_of_keys()?;
        for part in [ENDINGS, REPORTS, TABLETS] {
            destroy_unfinished(&self.0.join(part))?;
        }
        Ok(())
    }

    /// The same of what is destroyed at the end of a box, and costs no more than there are boxes that are not over.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn destroy_left_over_of_keys(&self) -> Result<(), DataError> {
        for part in OF_KEYS {
            destroy_unfinished(&self.0.join(part))?;
        }
        Ok(())
    }

    /// The boxes of which the folder holds what [`DataFolder::destroy_share`] destroys, or what a kill left while it did.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn boxes_with_share(&self) -> Result<HashSet<BoxId>, DataError> {
        let mut found = HashSet::new();
        for part in OF_KEYS {
            found.extend(self.boxes_in(part)?);
            found.extend(self.boxes_aside_in(part)?);
        }
        Ok(found)
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
pub(super) fn write_in_new_folder(path: &Path, contents: &[u8]) -> Result<(), DataError> {
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
