//! What leaves the tablet, when, and what of it the hub holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::deck::Mode;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::{PerKind, Unit};
use trykk_shared::protocol::{BoxHealth, BoxInfo, BoxState, Condition, Health, Manifest};
use trykk_shared::protocol_version::{PROTOCOL_WITH_CONDITION, PROTOCOL_WITH_TWO_CLOSINGS};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::Envelope;

use super::Tablet;
use crate::store::{Kept, StoreError};

/// The fewest participants whose envelopes leave together before the box is closed for good.
pub const MIN_PARTICIPANTS_PER_DELIVERY: u64 = 5;
/// The fewest tables whose envelopes leave together before the box is closed for good.
pub const MIN_TABLES_PER_DELIVERY: u64 = 2;

/// What leaves, box by box.
pub type Due = Vec<(BoxId, Vec<Arc<Envelope>>)>;

/// What the hub said to the batches of one slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies {
    /// How many envelopes of each box were new to it.
    pub stored: BTreeMap<BoxId, u64>,
    /// The boxes of which it refused something, and why.
    pub refused: BTreeMap<BoxId, BTreeSet<Refusal>>,
}

impl Tablet {
    /// What should leave now, box by box. Before a box is closed for good only when enough people wait; and everything that was
    /// delivered before, again, when the hub does not hold it any more.
    pub fn find_due(&self) -> Due {
        let Some(manifest) = &self.settings.manifest else {
            return Vec::new();
        };
        let mut due = Vec::new();
        let takes = |info: &&BoxInfo| info.state.takes_envelopes() && !self.was_changed(info);
        for info in manifest.boxes.iter().filter(takes) {
            let of_box: Vec<&Kept> = self.store.kept().filter(|kept| kept.box_id == info.id).collect();
            let waiting = || {
                of_box
                    .iter()
                    .filter(|kept| !kept.sent && !kept.left && !self.still_recent(kept.envelope.id()))
            };
            let mut leaving: Vec<Arc<Envelope>> = Vec::new();
            if self.may_leave(info, waiting().map(|kept| &*kept.envelope)) {
                leaving.extend(waiting().map(|kept| Arc::clone(&kept.envelope)));
            }
            // They left together before, enough of them, and may never have arrived: with every delivery, until the hub says that they did.
            let left = of_box.iter().filter(|kept| kept.left);
            leaving.extend(left.map(|kept| Arc::clone(&kept.envelope)));
            if self.may_be_lost(manifest, info) {
                leaving.extend(
                    of_box
                        .iter()
                        .filter(|kept| kept.sent)
                        .map(|kept| Arc::clone(&kept.envelope)),
                );
            }
            if !leaving.is_empty() {
                due.push((info.id, leaving));
            }
        }
        due
    }

    /// What should leave now ([`Tablet::find_due`]), over the network or on a stick. It is noted first, whatever becomes of it: the hub may
    /// hold what it never acknowledged, and what the next delivery brings is then never a few people's more. Noted is it also where
    /// nothing is due, so that a slot takes as many writes, and as long, whether anybody answered or not.
    ///
    /// # Errors
    /// When the disk does not take it; then nothing may leave.
    pub fn take_along(&mut self) -> Result<Due, StoreError> {
        let due = self.find_due();
        let ids = due.iter().flat_map(|(_, leaving)| leaving);
        self.store.note_left(&ids.map(|envelope| envelope.id()).collect())?;
        Ok(due)
    }

    /// Whether the hub may have lost some of what it acknowledged: it begins a new life with every start, for it cannot
    /// know itself whether it was put back to an earlier day; or it says that it holds less.
    fn may_be_lost(&self, manifest: &Manifest, info: &BoxInfo) -> bool {
        let of_box = self.store.kept().filter(|kept| kept.box_id == info.id);
        let sent = of_box.filter(|kept| kept.sent).count() as u64;
        let elsewhere = self.settings.held_elsewhere.get(&info.id).copied().unwrap_or(0);
        sent > 0 && (self.is_new_life(manifest, info.id) || info.held + elsewhere < sent)
    }

    /// Whether the hub has begun a new life since everything of a box was delivered to it.
    pub(super) fn is_new_life(&self, manifest: &Manifest, box_id: BoxId) -> bool {
        self.settings.delivered_in.get(&box_id) != Some(&manifest.incarnation)
    }

    fn may_leave<'e>(&self, info: &BoxInfo, waiting: impl Iterator<Item = &'e Envelope>) -> bool {
        if self.is_closed_for_good(info) {
            // Somebody who began before the closing finishes, and may take it back: their sheet leaves with the others.
            let mut of_box = self.store.kept().filter(|kept| kept.box_id == info.id);
            return self.answering != Some(info.id) && !of_box.any(|kept| self.still_recent(kept.envelope.id()));
        }
        // A hub that does not say what is asked does not say either what five people are.
        let Some(deck) = &info.deck else { return false };
        let mut counts = PerKind::default();
        for envelope in waiting {
            *counts.of_mut(envelope.kind()) += 1;
        }
        let (unit, fewest) = match info.mode {
            Mode::DropIn => (Unit::Participant, MIN_PARTICIPANTS_PER_DELIVERY),
            Mode::Table => (Unit::Table, MIN_TABLES_PER_DELIVERY),
        };
        deck.shape(info.mode).sheets(unit, &counts) >= fewest
    }

    /// Whether a box never opens again, as this tablet has heard: what is left leaves. A hub that says otherwise later is not
    /// believed. An older hub knows one closing only, and may open the box again.
    pub(super) fn is_closed_for_good(&self, info: &BoxInfo) -> bool {
        let manifest = self.settings.manifest.as_ref();
        let older = manifest.is_some() && self.settings.newest_protocol < PROTOCOL_WITH_TWO_CLOSINGS;
        self.settings.closed_for_good.contains(&info.id) || (older && info.state == BoxState::Closed)
    }

    /// Notes what the hub holds now, and what it refused: that waits, even if an earlier life of the hub held it.
    ///
    /// # Errors
    /// When the disk does not take it; then it is sent again, and the hub knows it.
    pub fn record_replies(
        &mut self,
        held: &BTreeSet<EnvelopeId>,
        refused: &BTreeSet<EnvelopeId>,
    ) -> Result<(), StoreError> {
        self.store.record_replies(held, refused)
    }

    /// Ends a slot: the next one is settled, and of each box of which everything due was delivered to this life of the hub, that. All in
    /// one write, whether something was delivered or not: on the network it takes as long.
    ///
    /// # Errors
    /// When the disk does not take it; then it is sent again, and the hub knows it.
    pub fn end_slot(&mut self, next: i64, replies: &Replies) -> Result<(), StoreError> {
        let delivered = self.find_delivered(replies);
        self.change_settings(|settings| {
            settings.next_slot = Some(next);
            settings.refused.clone_from(&replies.refused);
            if let Some((manifest, elsewhere)) = delivered {
                let lives = elsewhere.keys().map(|id| (*id, manifest.incarnation.clone()));
                settings.delivered_in.extend(lives);
                settings.manifest = Some(manifest);
                settings.held_elsewhere.extend(elsewhere);
            }
        })
    }

    /// The manifest with what the hub holds now, and for each box that was wholly delivered what the hub holds of it from elsewhere.
    /// A box that was sent nothing, or of which something was refused, is none of those: what the hub may have lost of it is still to be
    /// made good, and keeps no other box waiting.
    fn find_delivered(&self, replies: &Replies) -> Option<(Manifest, BTreeMap<BoxId, u64>)> {
        let mut manifest = self.settings.manifest.clone()?;
        let mut elsewhere = BTreeMap::new();
        for info in manifest.boxes.iter_mut().filter(|info| info.state.takes_envelopes()) {
            if self.was_changed(info) {
                continue;
            }
            info.held += replies.stored.get(&info.id).copied().unwrap_or(0);
            if !replies.refused.contains_key(&info.id) {
                let of_box = self.store.kept().filter(|kept| kept.box_id == info.id);
                let sent = of_box.filter(|kept| kept.sent).count() as u64;
                elsewhere.insert(info.id, sent.saturating_sub(info.held));
            }
        }
        Some((manifest, elsewhere))
    }

    /// Whether it holds answers of a box that its hub does not tell it of: of a ward where it stood under another id, or of another hub.
    pub fn holds_for_elsewhere(&self) -> bool {
        let Some(manifest) = &self.settings.manifest else {
            return false;
        };
        let is_told = |box_id| manifest.boxes.iter().any(|info| info.id == box_id);
        self.store.kept().any(|kept| !is_told(kept.box_id))
    }

    /// What the tablet tells about itself: box by box, whether something waits. Until the box is closed for good, and as long as
    /// the hub may have lost what it held, it says that something does: nothing may be counted before that is made good, and
    /// nobody hears before it whether something really does. `condition`: how it is.
    pub fn health(&self, condition: Condition) -> Health {
        let Some(manifest) = &self.settings.manifest else {
            return Health {
                boxes: Vec::new(),
                checks: Vec::new(),
                condition: None,
            };
        };
        let takes = |info: &&BoxInfo| info.state.takes_envelopes();
        // An older hub takes no health that has what it does not know.
        let is_understood = manifest.protocol >= PROTOCOL_WITH_CONDITION;
        let boxes = manifest.boxes.iter().filter(takes).map(|info| {
            let waits = self.waits(info.id)
                || !self.is_closed_for_good(info)
                || self.may_be_lost(manifest, info)
                || self.was_changed(info);
            BoxHealth {
                box_id: info.id,
                waits,
                why: self.why_it_waits(info).filter(|_| waits && is_understood),
                troubles: self.troubles(manifest, info.id),
            }
        });
        Health {
            boxes: boxes.collect(),
            checks: self.say_checks(manifest),
            condition: is_understood.then_some(condition),
        }
    }
}
