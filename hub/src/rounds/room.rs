//! How many sheets a tablet takes where no start codes say so: one for each who works there, all tablets of the box together.
//!
//! A tablet stops by itself, before somebody begins. Two that are without a network know nothing of each other, and what
//! they took is never refused: then there are more sheets than people, and the guide is told.

use trykk_shared::kind::Unit;

use crate::figures::participation::Participation;
use crate::store::{BoxRow, Store, StoreError};

/// How many participants' sheets a tablet may take for a box. What other tablets delivered is told in fives and only from the
/// floor on: whoever reads a tablet's disk learns no more of them than the guide does.
///
/// # Errors
/// See [`StoreError`].
pub fn count_room(store: &Store, ballot_box: &BoxRow, tablet: &str) -> Result<u64, StoreError> {
    let others = store.count_arrived_of_others(ballot_box.id, tablet)?;
    let sheets = ballot_box.shape.sheets(Unit::Participant, &others);
    Ok(Participation::of(sheets, ballot_box.floor.into()).rest_of(ballot_box.most_people))
}
