//! What is kept of frozen reports (`reports/BOX`), beside the database.

use trykk_shared::ids::BoxId;

use super::files::{read, remove, sync_folder};
use super::folder::{DataError, DataFolder, REPORTS, write_in_new_folder};
use crate::store::KeptReport;

impl DataFolder {
    /// Keeps a box's newest report, durably, beside the database: one from before shows no version that was corrected since.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_report(&self, box_id: BoxId, kept: &KeptReport) -> Result<(), DataError> {
        let text = serde_json::to_vec(kept).expect("a report can be written as JSON");
        write_in_new_folder(&self.0.join(REPORTS).join(box_id.to_string()), &text)
    }

    /// Takes back what was kept of a report that did not come to be.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn drop_report(&self, box_id: BoxId) -> Result<(), DataError> {
        let path = self.0.join(REPORTS).join(box_id.to_string());
        remove(&path)?;
        sync_folder(&path).map_err(|error| DataError::Disk(path, error))
    }

    /// The boxes of which a report is kept.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn boxes_with_reports(&self) -> Result<Vec<BoxId>, DataError> {
        self.boxes_in(REPORTS)
    }

    /// A box's newest report, if one was frozen.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn kept_report(&self, box_id: BoxId) -> Result<Option<KeptReport>, DataError> {
        let path = self.0.join(REPORTS).join(box_id.to_string());
        let Some(text) = read(&path)? else { return Ok(None) };
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| DataError::Damaged(path))
    }
}
