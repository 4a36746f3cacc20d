//! What leaves the tablet, when, and what of it the hub holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::deck::Mode;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::protocol::{BoxHealth, BoxInfo, BoxState};
use trykk_shared::seal::Envelope;
use trykk_shared::slip::Unit;

use super::Tablet;
use crate::store::{Kept, StoreError};

/// The fewest participants whose envelopes leave together before closing.
pub const FEWEST_PARTICIPANTS: u64 = 5;
/// The fewest tables whose envelopes leave together before closing.
pub const FEWEST_TABLES: u64 = 2;

impl Tablet {
    /// What should leave now, box by box. Before closing only when enough people wait; and everything that was
    /// delivered before, again, when the hub does not hold it any more.
    pub fn due(&self) -> Vec<(BoxId, Vec<Arc<Envelope>>)> {
        let Some(manifest) = &self.settings.manifest else {
            return Vec::new();
        };
        let new_life = self.settings.delivered_to.as_ref() != Some(&manifest.incarnation);
        let mut due = Vec::new();
        for info in manifest.boxes.iter().filter(|info| info.state.takes_envelopes()) {
            let of_box: Vec<&Kept> = self.store.kept().filter(|one| one.box_id == info.id).collect();
            let sent = of_box.iter().filter(|one| one.sent).count() as u64;
            let elsewhere = self.settings.held_elsewhere.get(&info.id).copied().unwrap_or(0);
            let lost = new_life || info.held + elsewhere < sent;
            let waiting = || {
                of_box
                    .iter()
                    .filter(|one| !one.sent && !self.still_recent(one.envelope.id()))
            };
            let mut leaving: Vec<Arc<Envelope>> = Vec::new();
            if self.may_leave(info, waiting().map(|one| &*one.envelope)) {
                leaving.extend(waiting().map(|one| Arc::clone(&one.envelope)));
            }
            if lost {
                leaving.extend(
                    of_box
                        .iter()
                        .filter(|one| one.sent)
                        .map(|one| Arc::clone(&one.envelope)),
                );
            }
            if !leaving.is_empty() {
                due.push((info.id, leaving));
            }
        }
        due
    }

    fn may_leave<'e>(&self, info: &BoxInfo, waiting: impl Iterator<Item = &'e Envelope>) -> bool {
        if info.state != BoxState::Open || self.hub_time() >= info.closes {
            return true;
        }
        let Some(deck) = &info.deck else { return true };
        let mut counts = BTreeMap::new();
        for envelope in waiting {
            *counts.entry(envelope.kind()).or_insert(0_u64) += 1;
        }
        let (unit, fewest) = match info.mode {
            Mode::DropIn => (Unit::Participant, FEWEST_PARTICIPANTS),
            Mode::Table => (Unit::Table, FEWEST_TABLES),
        };
        deck.shape(info.mode)
            .sheets(unit, |kind| counts.get(&kind).copied().unwrap_or(0))
            >= fewest
    }

    /// Notes what the hub holds now.
    ///
    /// # Errors
    /// When the disk does not take it; then it is sent again, and the hub knows it.
    pub fn mark_sent(&mut self, ids: &BTreeSet<EnvelopeId>) -> Result<(), StoreError> {
        self.store.mark_sent(ids)
    }

    /// Notes that everything due was delivered to this life of the hub. `stored` is how many of each box were new to it.
    ///
    /// # Errors
    /// When the disk does not take it; then it is sent again, and the hub knows it.
    pub fn all_delivered(&mut self, stored: &BTreeMap<BoxId, u64>) -> Result<(), StoreError> {
        let Some(manifest) = self.settings.manifest.clone() else {
            return Ok(());
        };
        let elsewhere: Vec<(BoxId, u64)> = manifest
            .boxes
            .iter()
            .filter(|info| info.state.takes_envelopes())
            .map(|info| {
                let sent = self
                    .store
                    .kept()
                    .filter(|one| one.box_id == info.id && one.sent)
                    .count() as u64;
                let held = info.held + stored.get(&info.id).copied().unwrap_or(0);
                (info.id, sent.saturating_sub(held))
            })
            .collect();
        self.change_settings(|settings| {
            settings.delivered_to = Some(manifest.incarnation);
            settings.held_elsewhere.extend(elsewhere);
        })
    }

    /// What the tablet tells about itself: box by box, whether something waits.
    pub fn health(&self) -> Vec<BoxHealth> {
        let boxes = self.settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        boxes
            .filter(|info| info.state.takes_envelopes())
            .map(|info| BoxHealth {
                box_id: info.id,
                waits: self.waits(info.id),
            })
            .collect()
    }
}
