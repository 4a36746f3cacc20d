//! What troubles the tablet, and what of it the hub is told.

use std::collections::BTreeSet;

use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxInfo, Manifest, TabletTrouble};
use trykk_shared::protocol_version::PROTOCOL_WITH_TROUBLES;

use super::Tablet;
use crate::store::{EnvelopeStore, SpentCodes, StoreError};

impl Tablet {
    /// Notes for every box that still takes envelopes that answers which waited for it may be lost.
    pub(super) fn note_damage(&mut self) -> Result<(), StoreError> {
        let boxes = self.settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        // Of a count that it has not looked at it does not know any more what it held.
        let is_unlooked =
            |info: &&BoxInfo| info.counted.is_some() && !self.settings.count_checks.contains_key(&info.id);
        let taking = boxes.filter(|info| info.state.takes_envelopes() || is_unlooked(info));
        let taking = taking.map(|info| info.id);
        let taking: Vec<BoxId> = taking.collect();
        let damaged = EnvelopeStore::count_damaged(&self.folder);
        // Just enrolled again it knows no box to say it of: it stays to be noted, with the first manifest.
        let knows_boxes = self.settings.manifest.is_some();
        self.change_settings(|settings| {
            settings.damage_noted = match knows_boxes {
                true => Some(damaged),
                false => Some(settings.damage_noted.unwrap_or(0)),
            };
            settings.loss_untold = !knows_boxes;
            for box_id in taking {
                let troubles = settings.troubles.entry(box_id).or_default();
                troubles.insert(TabletTrouble::Damaged);
            }
        })
    }

    /// Whether answers that waited here may be lost, in a round that is not counted yet.
    pub fn is_damaged(&self) -> bool {
        let mut troubles = self.settings.troubles.values();
        troubles.any(|troubles| troubles.contains(&TabletTrouble::Damaged))
    }

    /// Notes how fast sheets come. What it says is no reason to refuse one, and what the disk does not take is lost.
    pub(super) fn note_pace(&mut self, box_id: BoxId, answers: usize) {
        if !self.pace.note(answers, self.clock.since_start()) {
            return;
        }
        let noted = self.change_settings(|settings| {
            settings
                .troubles
                .entry(box_id)
                .or_default()
                .insert(TabletTrouble::TooFast);
        });
        if let Err(error) = noted {
            tracing::warn!(reason = %error, "that sheets came too fast could not be noted");
        }
    }

    /// What the hub is told of the tablet's troubles with a box: that sheets came too fast once all of them have left.
    pub(super) fn troubles(&self, manifest: &Manifest, box_id: BoxId) -> BTreeSet<TabletTrouble> {
        if manifest.protocol < PROTOCOL_WITH_TROUBLES {
            return BTreeSet::new();
        }
        let mut troubles = self.settings.troubles.get(&box_id).cloned().unwrap_or_default();
        if self.waits(box_id) {
            troubles.remove(&TabletTrouble::TooFast);
        }
        if self.store.spent_codes(box_id).is_some_and(SpentCodes::is_unreadable) {
            troubles.insert(TabletTrouble::CodesUnreadable);
        }
        troubles
    }
}
