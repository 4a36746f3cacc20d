//! What a running hub does for its boxes without being asked: found by reading, done box by box in steps of a few boxes, so that nobody
//! waits behind all of them.

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::closing::{close_due, is_to_close};
use super::ending::{Failed, each_of, forget_due, forget_list, list_unsettled, sweep_box};
use super::opening::{confirm_recorded, find_missing, is_due, open};
use super::unread::end_due;
use crate::data::DataFolder;
use crate::store::{REVIEW, Store, StoreError};

/// What is looked after. In this order: what a database from before has forgotten is made good before anything is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Upkeep {
    /// Rounds whose time has come open.
    Opening,
    /// What a kill left, and what a database from before has forgotten, is made good.
    Settling,
    /// What closed an hour ago is closed for good.
    ClosingForGood,
    /// What was to be closed unread is, once its week is over.
    EndingUnread,
    /// What opened a count that was never published goes after twelve months.
    Forgetting,
}

/// How far a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What the clock brings.
    Clock,
    /// And what a kill or a restore has left of boxes that are not over, in the database or in their files. For those that are over:
    /// [`OverBoxes`](super::OverBoxes).
    Unfinished,
}

impl Upkeep {
    /// All of it, in its order.
    pub const ALL: [Upkeep; 5] = [
        Upkeep::Opening,
        Upkeep::Settling,
        Upkeep::ClosingForGood,
        Upkeep::EndingUnread,
        Upkeep::Forgetting,
    ];

    /// Whether it cannot be taken back, and waits until somebody has looked at what a copy believes.
    fn is_final(self) -> bool {
        matches!(self, Upkeep::ClosingForGood | Upkeep::EndingUnread | Upkeep::Forgetting)
    }

    /// The boxes for which something is to be done, as far as a look goes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_due(
        self,
        store: &Store,
        folder: &DataFolder,
        now: i64,
        depth: Depth,
    ) -> Result<Vec<BoxId>, StoreError> {
        let thorough = depth == Depth::Unfinished;
        let in_review = store.setting(REVIEW)?.is_some();
        if self.is_final() && in_review {
            return Ok(Vec::new());
        }
        match self {
            Upkeep::Opening => {
                let mut planned = match thorough {
                    true => store.boxes_in(None)?,
                    false => store.boxes_to_open(now)?,
                };
                planned.retain(|ballot_box| {
                    let recorded =
                        || !ballot_box.is_confirmed() && folder.opening(ballot_box.id).ok().flatten().is_some();
                    is_due(ballot_box, now, in_review) || thorough && (folder.was_opened(ballot_box.id) || recorded())
                });
                Ok(planned.into_iter().map(|ballot_box| ballot_box.id).collect())
            }
            Upkeep::Settling if !thorough => Ok(Vec::new()),
            Upkeep::Settling => list_unsettled(store, folder),
            Upkeep::ClosingForGood if thorough => {
                let mut open = store.boxes_in(Some(BoxState::Open))?;
                open.retain(|ballot_box| is_to_close(folder, ballot_box, now));
                Ok(open.into_iter().map(|ballot_box| ballot_box.id).collect())
            }
            Upkeep::ClosingForGood => store.box_ids_to_close_for_good(now),
            Upkeep::EndingUnread => store.box_ids_to_end_unread_by(now),
            Upkeep::Forgetting => store.box_ids_to_forget(now),
        }
    }

    /// Does it for these boxes, and goes on with the others where it fails for one: gives those, with the reason. What has come otherwise
    /// since they were listed is left as it is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bring_on(
        self,
        store: &mut Store,
        folder: &DataFolder,
        boxes: &[BoxId],
        now: i64,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<Failed>, StoreError> {
        let in_review = store.setting(REVIEW)?.is_some();
        if self.is_final() && in_review {
            return Ok(Vec::new());
        }
        each_of(store, boxes, |store, ballot_box| match self {
            Upkeep::Opening => {
                if ballot_box.state.is_none() && !ballot_box.is_confirmed() {
                    confirm_recorded(store, folder, ballot_box)?;
                }
                let ballot_box = &store.ballot_box(ballot_box.id)?;
                match ballot_box.state {
                    None if is_due(ballot_box, now, in_review) || folder.was_opened(ballot_box.id) => {
                        open(store, folder, ballot_box, None, now, rng)
                    }
                    _ => Ok(()),
                }
            }
            Upkeep::Settling => {
                sweep_box(store, folder, ballot_box)?;
                forget_list(folder, ballot_box.id, ballot_box.closes, now)
            }
            Upkeep::ClosingForGood => close_due(store, folder, ballot_box, now),
            Upkeep::EndingUnread => end_due(store, folder, ballot_box, now),
            Upkeep::Forgetting => forget_due(store, folder, ballot_box, now),
        })
    }
}

/// Whether rounds were opened or are over that the database does not know: [`super::put_back_missing`] has something to do.
///
/// # Errors
/// When store or disk fail.
pub fn misses_rounds(store: &Store, folder: &DataFolder) -> Result<bool, super::RoundError> {
    Ok(!find_missing(store, folder)?.is_empty())
}
