//! What is kept of tablets (`tablets/ID`), beside the database.

use std::fs;

use super::files::{read, remove, sync_folder};
use super::folder::{DataError, DataFolder, TABLETS, write_in_new_folder};
use crate::store::KeptTablet;

impl DataFolder {
    /// Keeps what a tablet is, durably, beside the database: one from before knows it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep_tablet(&self, kept: &KeptTablet) -> Result<(), DataError> {
        let text = serde_json::to_vec(kept).expect("a tablet can be written as JSON");
        write_in_new_folder(&self.0.join(TABLETS).join(&kept.id), &text)
    }

    /// Takes back what was kept of a tablet that did not come to be.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn drop_tablet(&self, id: &str) -> Result<(), DataError> {
        let path = self.0.join(TABLETS).join(id);
        remove(&path)?;
        sync_folder(&path).map_err(|error| DataError::Disk(path, error))
    }

    /// What is kept of tablets. A file that cannot be read says nothing.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn tablets(&self) -> Result<Vec<KeptTablet>, DataError> {
        let path = self.0.join(TABLETS);
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
}
