//! What is kept of a box from its confirming to its end (`openings/BOX`), beside the database.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use trykk_shared::ids::BoxId;
use trykk_shared::seal::SealingKey;

use super::files::{read, write};
use super::folder::{DataError, DataFolder};
use crate::keys::shares::Share;
use crate::store::{GuideShare, KeptRound, Opening};

#[derive(Serialize, Deserialize)]
struct OpeningFile {
    key: SealingKey,
    guide_shares: Vec<(String, String)>,
    /// The counting keys that the shares are sealed to, by guide; none in records of earlier versions.
    #[serde(default)]
    sealed_to: BTreeMap<String, SealingKey>,
    recovery_share: String,
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
    /// The round as it was confirmed, with the wards of all its boxes; none in records of earlier versions.
    #[serde(default)]
    round: Option<KeptRound>,
}

/// The same without all that is large.
#[derive(Deserialize)]
struct OpeningTimes {
    #[serde(default)]
    closed_for_good: bool,
    #[serde(default)]
    closes: Option<i64>,
}

/// Before rounds were confirmed, what is kept of an opening was written by it.
fn of_earlier_versions() -> bool {
    true
}

impl DataFolder {
    /// Whether this box was opened by this hub and is not over. A record that cannot be read counts as one.
    pub fn was_opened(&self, box_id: BoxId) -> bool {
        self.opening_file(box_id)
            .map_or(true, |file| file.is_some_and(|file| file.opened))
    }

    /// Keeps the hub's share, then what confirming brought, durably and in this order: with the second file there,
    /// the first one is too. The box is not opened by it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_opening(&self, box_id: BoxId, share: &Share, opening: &Opening) -> Result<(), DataError> {
        self.destroy_left_over_of_keys()?;
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
        self.destroy_left_over_of_keys()?;
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
        self.destroy_left_over_of_keys()?;
        file.closed_for_good = true;
        self.write_opening(box_id, &file)
    }

    /// Whether it is noted that a box is closed for good; nothing where its record is lost or damaged.
    pub fn is_closed_for_good(&self, box_id: BoxId) -> Option<bool> {
        Some(self.opening_times(box_id).ok()??.closed_for_good)
    }

    /// Keeps the closing time of a confirmed box durably. Nothing is kept where the record is lost.
    ///
    /// # Errors
    /// When the record is damaged, or the disk fails.
    pub fn keep_closing(&self, box_id: BoxId, closes: i64) -> Result<(), DataError> {
        let Some(mut file) = self.opening_file(box_id)? else {
            return Ok(());
        };
        self.destroy_left_over_of_keys()?;
        file.closes = Some(closes);
        self.write_opening(box_id, &file)
    }

    /// The closing time that is kept of a box, once it was moved.
    ///
    /// # Errors
    /// When the record is damaged or cannot be read.
    pub fn kept_closing(&self, box_id: BoxId) -> Result<Option<i64>, DataError> {
        Ok(self.opening_times(box_id)?.and_then(|times| times.closes))
    }

    /// What of a record is asked of each open box again and again: reading the keys beside it means reckoning with each.
    fn opening_times(&self, box_id: BoxId) -> Result<Option<OpeningTimes>, DataError> {
        let path = self.opening_path(box_id);
        let Some(text) = read(&path)? else { return Ok(None) };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| DataError::Damaged(path))
    }

    /// Keeps durably when a box is closed unread; `None`: it was taken back. Nothing is kept where the record is lost.
    ///
    /// # Errors
    /// When the record is damaged, or the disk fails.
    pub fn keep_unread(&self, box_id: BoxId, at: Option<i64>) -> Result<(), DataError> {
        let Some(mut file) = self.opening_file(box_id)? else {
            return Ok(());
        };
        self.destroy_left_over_of_keys()?;
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

    /// When a box is closed unread, as its record has it; nothing where the record is lost.
    ///
    /// # Errors
    /// When the record is damaged or cannot be read.
    pub fn unread_record(&self, box_id: BoxId) -> Result<Option<Option<i64>>, DataError> {
        Ok(self.opening_file(box_id)?.map(|file| file.unread_at))
    }

    fn write_opening(&self, box_id: BoxId, file: &OpeningFile) -> Result<(), DataError> {
        // Without spaces: a round of a country's wards is four times as long with them, and each of its boxes has one.
        let text = serde_json::to_vec(file).expect("an opening can be written as JSON");
        write(&self.opening_path(box_id), &text)
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
}
