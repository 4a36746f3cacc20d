//! What a kill or a restore has left of boxes that are over. In ten years a country has sixty thousand of them: which are to be settled is
//! told by what lies beside the database, so that its one writer is asked for those alone.

use std::collections::HashSet;
use std::vec::IntoIter;

use trykk_shared::ids::BoxId;

use super::RoundError;
use crate::data::{DataError, DataFolder};
use crate::store::tablets::TELL_OVER_SECONDS;
use crate::store::{OverBox, Store};

/// The boxes that the database holds to be over, each to be looked at once.
#[derive(Debug)]
pub struct OverBoxes {
    over: IntoIter<OverBox>,
    /// The boxes, over or not, of which the folder holds what is destroyed at the end of one; nothing where that cannot be listed.
    with_share: Option<HashSet<BoxId>>,
}

impl OverBoxes {
    /// Lists what is to be looked at.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(store: &Store, folder: &DataFolder) -> Result<Self, RoundError> {
        // In this order: a box that ends meanwhile is not listed, and a share that goes meanwhile does no harm.
        let over = store.boxes_over()?.into_iter();
        let with_share = folder.boxes_with_share().ok();
        Ok(OverBoxes { over, with_share })
    }

    /// How many are still to be looked at.
    pub fn count(&self) -> usize {
        self.over.len()
    }

    /// Looks at the next `most`, and gives those that are to be settled: all, where it cannot be seen which have a share. What is the matter
    /// is said when they are.
    pub fn find_unsettled(&mut self, folder: &DataFolder, most: usize, now: i64) -> Vec<BoxId> {
        let OverBoxes { over, with_share } = self;
        let may_have_share = |id: &BoxId| with_share.as_ref().is_none_or(|with| with.contains(id));
        let unsettled = over
            .take(most)
            .filter(|over| may_have_share(&over.id) || !is_settled(folder, over, now).unwrap_or(false));
        unsettled.map(|over| over.id).collect()
    }
}

/// Whether a box ended as the database says, as far as that is kept beside it, and nothing is there whose time is over.
fn is_settled(folder: &DataFolder, over: &OverBox, now: i64) -> Result<bool, DataError> {
    Ok(folder.ending_glance(over.id)?.is_none_or(|ending| {
        ending.state == over.state && !(ending.has_list && over.closes <= now - TELL_OVER_SECONDS)
    }))
}
