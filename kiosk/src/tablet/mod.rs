//! The tablet: what is on its disk, and what may be done with it now.

mod board;
mod codes;
mod counted;
mod delivery;
mod error;
mod facts;
mod glance;
mod pace;
mod pin;
mod shared;
mod standing;
mod time;
mod trouble;
mod waiting;

pub use board::Staff;
pub use codes::{CodeError, CodesNeeded, LONGEST_WAIT_MS, wait_before_code};
pub use delivery::{MIN_PARTICIPANTS_PER_DELIVERY, MIN_TABLES_PER_DELIVERY, Replies};
pub use error::{DeliverError, OpenError};
pub use facts::{AnswersWait, Facts, Own};
pub use glance::Glance;
pub use pin::{LONGEST_PIN_WAIT_MS, wait_before_pin};
pub use shared::SharedTablet;
pub use standing::{Found, OpenRound, RoundOutcome, Standing};

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rand::CryptoRng;
use trykk_shared::answers::Sheet;
use trykk_shared::board::ForStaff;
use trykk_shared::clock::Clock;
use trykk_shared::deck::Mode;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::protocol::{BoxState, Manifest};
use trykk_shared::seal::Envelope;
use trykk_shared::slip::{self, NoteFormat};
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::version::is_older;

use crate::hub_time::{HubTime, Reading};
use crate::settings::{Enrolment, Settings, Token};
use crate::store::{EnvelopeStore, StoreError, UsedCode};
use pace::Pace;

/// A tablet's data folder, opened by one process at a time.
#[derive(Debug)]
pub struct Tablet {
    folder: PathBuf,
    store: EnvelopeStore,
    settings: Settings,
    clock: Clock,
    /// Which start of the system this is, or of this opening where that is not known.
    start: String,
    /// What is known of the hub's time, noted or not.
    hub_time: Option<HubTime>,
    set_aside: Vec<PathBuf>,
    /// Whether the envelope store was damaged when the folder was opened.
    lost_answers: bool,
    /// Delivered a moment ago and still to be taken back, until so many seconds after the system's start: it does not leave yet. Lives
    /// in memory only.
    recent: Option<(Receipt, i64)>,
    /// How fast sheets are delivered where no start codes are asked for. Lives in memory only.
    pace: Pace,
    /// Whether somebody is answering into a box right now.
    answering: Option<BoxId>,
    /// Held by whoever works with the folder; who only looks has none.
    _lock: Option<File>,
}

/// How long a delivery can be taken back, in seconds.
pub const TAKE_BACK_SECONDS: i64 = 15;

/// What a delivery can be taken back with. It lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    ids: BTreeSet<EnvelopeId>,
    code: Option<UsedCode>,
    /// How many answers there were.
    answers: usize,
}

impl Tablet {
    /// Opens the data folder, making it if need be, and keeps other processes out until dropped.
    ///
    /// # Errors
    /// When another process has it open, or the disk does not let it be used.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, OpenError> {
        let cannot = |error| OpenError::Folder(folder.to_owned(), error);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(cannot)?;
        let mut lock = File::options();
        // Not written: whoever finds the folder in use has changed nothing in it.
        lock.write(true).create(true).truncate(false);
        let lock = lock.open(folder.join("lock")).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        // Some file systems do not let a file's time be set; nothing depends on it but modesty.
        let _ = lock.set_modified(SystemTime::UNIX_EPOCH);
        let (settings, damaged_settings) = Settings::open(folder).map_err(cannot)?;
        let has_file = EnvelopeStore::is_there(folder);
        let file_is_gone = settings.has_store && !has_file;
        let (mut store, damaged_store) = EnvelopeStore::open(folder)?;
        let damaged = EnvelopeStore::count_damaged(folder);
        // Mended by a start that was cut off before it could note it.
        let not_noted = settings.damage_noted.is_some_and(|noted| noted < damaged) || settings.loss_untold;
        let known = settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        if let Some(manifest) = &settings.manifest {
            codes::take_lists(&mut store, Some(manifest), &settings.replaced_codes, manifest)?;
        }
        let mended = store.mend_boxes(&known.map(|info| info.id).collect::<Vec<_>>())?;
        if mended > 0 {
            tracing::warn!(envelopes = mended, "flipped bits were mended; the disk may be failing");
        }
        let start = clock.start().unwrap_or_else(time::name_opening);
        let reading = Reading {
            own: clock.now(),
            passed: clock.since_start(),
            start: start.clone(),
        };
        let hub_time = settings.hub_time.as_ref().map(|known| known.go_on(&reading));
        let mut tablet = Tablet {
            folder: folder.to_owned(),
            start,
            hub_time,
            store,
            settings,
            clock,
            lost_answers: !damaged_store.is_empty() || file_is_gone || not_noted,
            set_aside: damaged_settings.into_iter().chain(damaged_store).collect(),
            recent: None,
            pace: Pace::default(),
            answering: None,
            _lock: Some(lock),
        };
        if tablet.lost_answers {
            // First of all: what is mended and not noted is forgotten, and nobody hears that answers may be lost.
            tablet.note_damage()?;
        } else if tablet.settings.damage_noted != Some(damaged)
            && let Err(error) = tablet.change_settings(|settings| settings.damage_noted = Some(damaged))
        {
            tracing::error!(reason = %error, "that no file is damaged could not be noted");
        }
        if tablet.settings.enrolment.is_some()
            && let Err(error) = tablet.note_store(has_file)
        {
            tracing::error!(reason = %error, "that the envelope store is there could not be noted");
        }
        Ok(tablet)
    }

    /// Writes the store's file where there is none, and notes that it is there: one that is gone at a later start was lost.
    fn note_store(&mut self, has_file: bool) -> Result<(), StoreError> {
        if !has_file {
            self.store.write_anew()?;
        }
        match self.settings.has_store {
            true => Ok(()),
            false => self.change_settings(|settings| settings.has_store = true),
        }
    }

    /// Damaged files that were moved aside when the folder was opened.
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The version that the hub runs, where it is newer than this program's.
    pub fn newer_hub(&self) -> Option<&str> {
        let hub = self.settings.manifest.as_ref()?.hub_version.as_deref()?;
        is_older(env!("CARGO_PKG_VERSION"), hub).then_some(hub)
    }

    /// What the tablet remembers.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the settings durably: all of the change or, when this fails, nothing.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), StoreError> {
        let mut settings = self.settings.clone();
        change(&mut settings);
        if settings != self.settings {
            settings.save(&self.folder)?;
            self.settings = settings;
        }
        Ok(())
    }

    /// Says that somebody is answering into a box, so that the tablet does not report "nothing waits" meanwhile.
    pub fn set_answering(&mut self, box_id: Option<BoxId>) {
        self.answering = box_id;
    }

    /// Delivers one sheet into the round that it was begun in: sealed in memory, stored durably, then said.
    /// Someone who began before closing may finish. The code that the sheet was begun with is spent in the same step.
    ///
    /// # Errors
    /// Says why nothing of it was stored.
    pub fn deliver(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let mut receipt = self.deliver_one(sheet, round, code, rng)?;
        receipt.answers = sheet.count_answers();
        if code.is_none() && round.mode == Mode::DropIn {
            self.note_pace(round.address.box_id, receipt.answers);
        }
        // The clock shows whole seconds: one more, so that the last second is never cut short.
        self.recent = Some((receipt.clone(), self.clock.since_start() + TAKE_BACK_SECONDS + 1));
        Ok(receipt)
    }

    /// Delivers one sheet that was answered on paper and typed in, as [`Tablet::deliver`] does. It was looked over before, so it cannot be
    /// taken back; and how fast a pile is typed in says nothing of how fast people answered.
    ///
    /// # Errors
    /// Says why nothing of it was stored.
    pub fn deliver_typed(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<(), DeliverError> {
        // The last table that begins comes in whole, as it does when it taps.
        if let Some(room) = round.room.filter(|room| *room == 0) {
            return Err(DeliverError::Full(room));
        }
        self.deliver_one(sheet, round, code, rng).map(drop)
    }

    fn deliver_one(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let taken = self.settings.manifest.as_ref().is_some_and(|manifest| {
            manifest
                .boxes
                .iter()
                .any(|info| info.id == round.address.box_id && info.state.takes_envelopes())
        });
        if !taken {
            return Err(DeliverError::Closed);
        }
        if sheet.is_blank() {
            return Err(DeliverError::Blank);
        }
        if round.codes != CodesNeeded::None && code.is_none() {
            return Err(DeliverError::NoCode);
        }
        self.store_sheets(std::slice::from_ref(sheet), round, code.as_slice(), rng)
    }

    /// Delivers many sheets into the open round: all of them or none. They cannot be taken back. Where the round asks for
    /// codes, all that are given are used up: at least one for each sheet.
    ///
    /// # Errors
    /// Says why nothing was stored.
    pub fn deliver_all(
        &mut self,
        sheets: &[Sheet],
        codes: &[StartCode],
        rng: &mut impl CryptoRng,
    ) -> Result<(), DeliverError> {
        let round = self.open_round()?;
        if sheets.iter().any(Sheet::is_blank) {
            return Err(DeliverError::Blank);
        }
        let people: u64 = sheets.iter().map(|sheet| sheet.participants() as u64).sum();
        if let Some(room) = round.room.filter(|room| *room < people) {
            return Err(DeliverError::Full(room));
        }
        let mut places: Vec<CodePlace> = Vec::new();
        if round.codes == CodesNeeded::NotPrinted {
            return Err(DeliverError::NoCodesYet);
        }
        if round.codes != CodesNeeded::None {
            if codes.len() < sheets.len() {
                return Err(DeliverError::NoCode);
            }
            for (nth, code) in codes.iter().enumerate() {
                let place = self.find_unspent(round.address.box_id, code);
                let place = place.filter(|place| !places.contains(place));
                places.push(place.ok_or(DeliverError::WrongCode(nth + 1))?);
            }
        }
        self.store_sheets(sheets, &round, &places, rng).map(|_| ())
    }

    fn store_sheets(
        &mut self,
        sheets: &[Sheet],
        round: &OpenRound,
        codes: &[CodePlace],
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let mut envelopes = Vec::new();
        for sheet in sheets {
            sheet.check(&round.deck, round.mode)?;
            let slips = slip::split(
                sheet,
                &round.deck,
                NoteFormat::of_protocol(self.settings.newest_protocol),
            );
            envelopes.extend(slips.iter().map(|slip| Envelope::seal(slip, &round.address, rng)));
        }
        let used: Vec<UsedCode> = codes
            .iter()
            .map(|place| UsedCode {
                box_id: round.address.box_id,
                place: *place,
            })
            .collect();
        let ids = envelopes.iter().map(Envelope::id).collect();
        self.store.add(round.address.box_id, envelopes, &used)?;
        Ok(Receipt {
            answers: 0,
            ids,
            code: used.first().copied(),
        })
    }

    /// Takes the last delivery back: deletes those very envelopes and frees the code, durably. Says whether it could still be done.
    ///
    /// # Errors
    /// When the disk does not take the change; then the delivery stands.
    pub fn take_back(&mut self, receipt: &Receipt) -> Result<bool, StoreError> {
        match &self.recent {
            Some((recent, until)) if recent == receipt && self.clock.since_start() < *until => {}
            _ => return Ok(false),
        }
        self.store.remove(&receipt.ids, receipt.code.as_ref())?;
        self.pace.take_back(receipt.answers);
        self.recent = None;
        Ok(true)
    }

    /// Ends the time in which the last delivery can be taken back: the next person begins.
    pub fn forget_receipt(&mut self) {
        self.recent = None;
    }

    fn still_recent(&self, id: EnvelopeId) -> bool {
        self.recent
            .as_ref()
            .is_some_and(|(recent, until)| self.clock.since_start() < *until && recent.ids.contains(&id))
    }

    /// How many envelopes of all boxes wait, and how many the hub holds.
    pub fn waiting_and_sent(&self) -> (usize, usize) {
        let sent = self.store.kept().filter(|kept| kept.sent).count();
        (self.store.kept().count() - sent, sent)
    }

    fn waits(&self, box_id: BoxId) -> bool {
        self.answering == Some(box_id) || self.store.kept().any(|kept| kept.box_id == box_id && !kept.sent)
    }

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

    /// Whether the disk takes what an enrolment changes: asked before a place of a link is used.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn try_keeping(&self) -> Result<(), StoreError> {
        Ok(self.settings.save(&self.folder)?)
    }

    /// Takes up an enrolment. Envelopes that are here already stay.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take_enrolment(&mut self, enrolment: Enrolment, first_slot: i64) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.change_settings(|settings| {
            settings.enrolment = Some(enrolment);
            settings.contact = None;
            settings.last_heard = Some(now);
            settings.manifest = None;
            settings.newest_protocol = 0;
            settings.next_slot = Some(first_slot);
            settings.last_problem = None;
            settings.obstacle = None;
        })
    }
}
