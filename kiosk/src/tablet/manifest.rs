//! What the hub says is taken up.

use trykk_shared::board::ForStaff;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BoxState, Manifest};

use super::{Tablet, codes};
use crate::hub_time::HubTime;
use crate::settings::Token;
use crate::store::StoreError;

impl Tablet {
    /// Takes up what the hub says: remembers it, forgets boxes that are over, notes what came too late.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take_manifest(&mut self, mut manifest: Manifest) -> Result<(), StoreError> {
        let mut asked_for_codes = self.settings.asked_for_codes.clone();
        codes::keep_asking(&mut manifest, &mut asked_for_codes);
        let contact = manifest.contact.take().map(Token);
        manifest.for_staff = manifest.for_staff.map(ForStaff::without_padding);
        let over: Vec<BoxId> = manifest
            .boxes
            .iter()
            .filter(|info| info.state.is_over() && !self.settings.unlooked.contains_key(&info.id))
            .map(|info| info.id)
            .collect();
        let late: Vec<(BoxId, String)> = manifest
            .boxes
            .iter()
            .filter(|info| !info.state.takes_envelopes() && info.state != BoxState::ClosedUnread)
            .filter(|info| !self.was_found_whole(info))
            .filter(|info| {
                // What a tablet that was left out had delivered to an earlier life of the hub may be lost with it.
                let doubtful = info.left_out && self.is_new_life(&manifest, info.id);
                let mut of_box = self.store.kept().filter(|kept| kept.box_id == info.id);
                of_box.any(|kept| !kept.sent || doubtful)
            })
            .map(|info| (info.id, info.round.clone()))
            .collect();
        let for_good = manifest.boxes.iter().filter(|info| info.closed_for_good);
        let closed_for_good: Vec<BoxId> = for_good.map(|info| info.id).collect();
        let is_first = self.settings.manifest.is_none();
        let reading = self.reading();
        let heard = HubTime::heard(manifest.now, &reading);
        let mut replaced = codes::find_replaced(&self.store, &self.settings.replaced_codes, &manifest);
        replaced.retain(|id, _| !over.contains(id));
        // First: after a kill in between no used code is good again.
        self.change_settings(|settings| settings.replaced_codes = replaced)?;
        // Before the manifest is remembered: a list without its spent codes is one whose file was lost.
        let known = self.settings.manifest.as_ref();
        codes::take_lists(&mut self.store, known, &self.settings.replaced_codes, &manifest)?;
        self.change_settings(|settings| {
            for info in &manifest.boxes {
                settings.pinned_keys.entry(info.id).or_insert_with(|| info.key.clone());
                if let Some(deck) = &info.deck {
                    let asked = settings.pinned_questions.entry(info.id);
                    asked.or_insert_with(|| deck.digest_asked(info.mode));
                }
            }
            settings.closed_for_good.extend(closed_for_good);
            settings.newest_protocol = settings.newest_protocol.max(manifest.protocol);
            settings.asked_for_codes = asked_for_codes;
            settings.hub_time = Some(heard.clone());
            settings.too_late.extend(late);
            settings.held_elsewhere.retain(|id, _| !over.contains(id));
            settings.delivered_in.retain(|id, _| !over.contains(id));
            settings.troubles.retain(|id, _| !over.contains(id));
            let is_told = |id: &BoxId| manifest.boxes.iter().any(|info| info.id == *id);
            settings.count_checks.retain(|id, _| is_told(id));
            settings.unlooked.retain(|id, _| is_told(id));
            settings.forgotten.retain(is_told);
            settings.forgotten.extend(&over);
            settings.manifest = Some(manifest);
            if contact.is_some() {
                settings.contact = contact;
            }
            settings.last_heard = Some(reading.own);
            settings.last_problem = None;
            settings.obstacle = None;
        })?;
        self.hub_time = Some(heard);
        if is_first && self.lost_answers {
            self.note_damage()?;
        }
        for box_id in over {
            if self.store.kept().any(|kept| kept.box_id == box_id) {
                self.store.forget_box(box_id)?;
            }
        }
        Ok(())
    }
}
