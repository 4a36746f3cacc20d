//! What the tablet shows the staff when nobody answers: the board and the ward's open page, as the hub told them last.

use std::sync::Arc;

use trykk_shared::board::{Board, ForStaff};
use trykk_shared::days::day_of;

use super::Tablet;

/// What there is for the staff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// The board, if the hub told of one.
    pub board: Option<Arc<Board>>,
    /// The address of the ward's open page, if there is one.
    pub page: Option<String>,
    /// The day by the hub's time, as well as the tablet knows it, counted from 1970-01-01 in the wards' time zone: deadlines pass by it
    /// while the hub is away, never before they do.
    pub today: i64,
}

impl Tablet {
    /// What there is for the staff where the tablet stands. A tablet that is out of use, or that its hub believes elsewhere, has nothing.
    pub fn staff(&self) -> Staff {
        let manifest = self.settings.manifest.as_ref();
        let manifest = manifest.filter(|manifest| !manifest.out_of_use && self.believed_at().is_none());
        let Some((manifest, told)) = manifest.and_then(|manifest| Some((manifest, manifest.for_staff.as_ref()?)))
        else {
            return Staff::default();
        };
        let ForStaff { board, page, .. } = told;
        let zone = jiff::tz::TimeZone::get(&manifest.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        Staff {
            board: board.clone().map(Arc::new),
            page: page.clone(),
            today: day_of(self.hub_time(), &zone),
        }
    }
}
