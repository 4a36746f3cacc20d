//! Whether the tablet's answers were counted: it looks for the envelopes that it holds in what the count was made of.

use std::collections::BTreeSet;

use trykk_shared::counted::{CountNumber, CountedList};
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::protocol::{BoxInfo, CountCheck, Manifest, TabletTrouble};
use trykk_shared::protocol_version::PROTOCOL_WITH_CHECKS;

use super::Tablet;
use crate::settings::Checked;
use crate::store::{Kept, StoreError};

/// How long a tablet asks for a list that is not to be had, in seconds: a day.
const WAIT_FOR_LIST_SECONDS: i64 = 24 * 3600;

impl Tablet {
    /// The counts in a manifest that the tablet has not looked at, with their numbers. They follow from no envelope: a tablet that holds
    /// none looks too. Where it has ever heard that a box is over, what it held is forgotten, and it finds nothing anew: a hub that was put
    /// back may count such a box once more.
    pub fn find_unchecked(&self, manifest: &Manifest) -> Vec<(BoxId, CountNumber)> {
        let known = self.settings.manifest.as_ref();
        let is_over = |box_id| {
            let mut boxes = known.iter().flat_map(|manifest| &manifest.boxes);
            let is_kept = self.settings.unlooked.contains_key(&box_id);
            self.settings.forgotten.contains(&box_id)
                || !is_kept && boxes.any(|info| info.id == box_id && info.state.is_over())
        };
        let is_checked = |box_id, number| {
            let found = self.settings.count_checks.get(&box_id);
            found.is_some_and(|checked| checked.number == number)
        };
        let counted = manifest.boxes.iter().filter_map(|info| Some((info.id, info.counted?)));
        counted
            .filter(|(box_id, number)| !is_checked(*box_id, *number) && !is_over(*box_id))
            .collect()
    }

    /// Looks for the envelopes of a box in what its count was made of, and keeps what was found. A list that is not the number's holds
    /// none of them; and of a tablet whose file was damaged nobody knows what is missing.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn check_count(&mut self, box_id: BoxId, number: CountNumber, list: &CountedList) -> Result<(), StoreError> {
        let is_missing = |kept: &Kept| kept.box_id == box_id && !list.holds(kept.envelope.id());
        let misses = self.store.kept().any(is_missing);
        let troubles = self.settings.troubles.get(&box_id);
        let is_damaged = troubles.is_some_and(|troubles| troubles.contains(&TabletTrouble::Damaged));
        let checked = Checked {
            number,
            whole: !misses && !is_damaged && list.number(box_id) == number,
        };
        if checked.whole {
            // What is in the count the hub has, whoever brought it: a stick, say, of which it had told the tablet nothing.
            let of_box = self.store.kept().filter(|kept| kept.box_id == box_id);
            let unsent: BTreeSet<EnvelopeId> = of_box
                .filter(|kept| !kept.sent)
                .map(|kept| kept.envelope.id())
                .collect();
            if !unsent.is_empty() {
                self.store.record_replies(&unsent, &BTreeSet::new())?;
            }
        }
        self.change_settings(|settings| {
            settings.unlooked.remove(&box_id);
            settings.count_checks.insert(box_id, checked);
        })
    }

    /// Whether the tablet has found all that it holds of a box in its count, as the hub tells of it now.
    pub(super) fn was_found_whole(&self, info: &BoxInfo) -> bool {
        let checked = self.settings.count_checks.get(&info.id);
        checked.is_some_and(|checked| checked.whole && info.counted == Some(checked.number))
    }

    /// Notes that the list of a count was not to be had, when it is `now` for the hub. What the tablet holds of the box is kept, and it asks
    /// again; after a day it says that the count does not hold its answers, for all that anybody can see.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn note_unlooked(&mut self, box_id: BoxId, number: CountNumber, now: i64) -> Result<(), StoreError> {
        let since = self.settings.unlooked.get(&box_id).copied().unwrap_or(now);
        self.change_settings(|settings| {
            if now - since >= WAIT_FOR_LIST_SECONDS {
                settings.unlooked.remove(&box_id);
                settings.count_checks.insert(box_id, Checked { number, whole: false });
            } else {
                settings.unlooked.insert(box_id, since);
            }
        })
    }

    /// What the tablet has found, for a hub that takes it.
    pub(super) fn say_checks(&self, manifest: &Manifest) -> Vec<CountCheck> {
        if manifest.protocol < PROTOCOL_WITH_CHECKS {
            return Vec::new();
        }
        let found = self.settings.count_checks.iter().map(|(box_id, checked)| CountCheck {
            box_id: *box_id,
            number: checked.number,
            whole: checked.whole,
        });
        found.collect()
    }
}
