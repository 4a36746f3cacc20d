//! The tablet: what is on its disk, and what may be done with it now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rand::CryptoRng;
use trykk_shared::answers::{Sheet, SheetFault};
use trykk_shared::clock::Clock;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::language::Texts;
use trykk_shared::protocol::{BoxHealth, BoxInfo, BoxState, Manifest, WardName};
use trykk_shared::seal::{Address, Envelope};
use trykk_shared::slip::{self, Unit};

use crate::settings::{Enrolment, Settings};
use crate::store::{EnvelopeStore, Kept, StoreError};

/// The fewest participants whose envelopes leave together before closing.
pub const FEWEST_PARTICIPANTS: u64 = 5;
/// The fewest tables whose envelopes leave together before closing.
pub const FEWEST_TABLES: u64 = 2;

/// A tablet's data folder, opened by one process at a time.
#[derive(Debug)]
pub struct Tablet {
    folder: PathBuf,
    store: EnvelopeStore,
    settings: Settings,
    clock: Clock,
    set_aside: Vec<PathBuf>,
    /// Delivered a moment ago and still to be taken back: it does not leave yet. Lives in memory only.
    recent: Option<(Receipt, i64)>,
    /// Whether somebody is answering into a box right now.
    answering: Option<BoxId>,
    _lock: File,
}

/// How long a delivery can be taken back, in seconds.
pub const TAKE_BACK_SECONDS: i64 = 15;

/// What a delivery can be taken back with. It lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    ids: BTreeSet<EnvelopeId>,
}

/// What the tablet can do right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to no ward yet.
    NotEnrolled,
    /// No round is open on its ward, and none waits for its count.
    NoRound {
        /// The ward, once the hub was heard of.
        ward: Option<WardName>,
        /// When the next round opens is not known to a tablet; whether something came too late is.
        too_late: bool,
    },
    /// People can answer.
    Open(Arc<OpenRound>),
    /// The round has closed and waits for its count.
    Closed {
        /// The round's id.
        round: String,
        /// Whether something still waits on this tablet.
        waits: bool,
    },
    /// The round is counted and waits for its release.
    Counted {
        /// The round's id.
        round: String,
        /// Whether something on this tablet came too late.
        too_late: bool,
    },
    /// The last round was closed without being opened.
    ClosedUnread {
        /// The round's id.
        round: String,
    },
    /// The last round's result is published.
    Released {
        /// The round's id.
        round: String,
        /// Whether something on this tablet came too late.
        too_late: bool,
    },
}

/// A round that people can answer on this tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRound {
    /// Where envelopes go.
    pub address: Address,
    /// What is asked.
    pub deck: Deck,
    /// How people answer.
    pub mode: Mode,
    /// The wards in the box; more than one when small wards are pooled.
    pub wards: Vec<WardName>,
    /// When it closes, seconds since 1970-01-01 UTC by the hub's clock.
    pub closes: i64,
    /// The wards' time zone.
    pub time_zone: String,
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// Where to turn with something urgent.
    pub urgent: Texts,
}

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process works with it.
    #[error("another trykk-kiosk is working with {0}; stop it first, or wait until it is done")]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("the data folder {0} cannot be used: {1}")]
    Folder(PathBuf, io::Error),
    /// The envelope store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a sheet was not delivered. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// There is no open round.
    #[error("no round is open on this tablet")]
    NoRound,
    /// The round has closed.
    #[error("the round has closed; no more answers are taken")]
    Closed,
    /// The sheet does not fit the round.
    #[error(transparent)]
    Sheet(#[from] SheetFault),
    /// The disk did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
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
        let lock = File::create(folder.join("lock")).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        // Some file systems do not let a file's time be set; nothing depends on it but modesty.
        let _ = lock.set_modified(SystemTime::UNIX_EPOCH);
        let (settings, damaged_settings) = Settings::open(folder).map_err(cannot)?;
        let (store, damaged_store) = EnvelopeStore::open(folder)?;
        Ok(Tablet {
            folder: folder.to_owned(),
            store,
            settings,
            clock,
            set_aside: damaged_settings.into_iter().chain(damaged_store).collect(),
            recent: None,
            answering: None,
            _lock: lock,
        })
    }

    /// Damaged files that were moved aside when the folder was opened.
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// What the tablet remembers.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The tablet's own clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The hub's time, as well as the tablet knows it: seconds since 1970-01-01 UTC.
    pub fn hub_time(&self) -> i64 {
        self.clock.now() + self.settings.hub_ahead
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

    /// What the tablet can do right now.
    pub fn standing(&self) -> Standing {
        if self.settings.enrolment.is_none() {
            return Standing::NotEnrolled;
        }
        let Some(manifest) = &self.settings.manifest else {
            return Standing::NoRound {
                ward: None,
                too_late: !self.settings.too_late.is_empty(),
            };
        };
        if let Some((info, deck)) = self.open_box(manifest) {
            return Standing::Open(Arc::new(open_round(info, deck, manifest)));
        }
        let latest = manifest
            .boxes
            .iter()
            .filter(|info| info.opens <= self.hub_time())
            .max_by_key(|info| info.opens);
        let Some(info) = latest else {
            let too_late = !self.settings.too_late.is_empty();
            return Standing::NoRound {
                ward: Some(manifest.ward.clone()),
                too_late,
            };
        };
        let round = info.round.clone();
        let too_late = self.settings.too_late.contains_key(&info.id);
        match info.state {
            BoxState::Open | BoxState::Closed => Standing::Closed {
                round,
                waits: self.waits(info.id),
            },
            BoxState::Counted => Standing::Counted {
                round,
                too_late: too_late || self.waits(info.id),
            },
            BoxState::ClosedUnread => Standing::ClosedUnread { round },
            BoxState::Released => Standing::Released { round, too_late },
        }
    }

    fn open_box<'m>(&self, manifest: &'m Manifest) -> Option<(&'m BoxInfo, &'m Deck)> {
        let now = self.hub_time();
        manifest
            .boxes
            .iter()
            .filter(|info| info.state == BoxState::Open && info.opens <= now && now < info.closes)
            .min_by_key(|info| info.opens)
            .and_then(|info| Some((info, info.deck.as_ref()?)))
    }

    /// Says that somebody is answering into a box, so that the tablet does not report "nothing waits" meanwhile.
    pub fn set_answering(&mut self, box_id: Option<BoxId>) {
        self.answering = box_id;
    }

    /// Delivers one sheet into the round that it was begun in: sealed in memory, stored durably, then said.
    /// Someone who began before closing may finish.
    ///
    /// # Errors
    /// Says why nothing of it was stored.
    pub fn deliver(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
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
        let receipt = self.store_sheets(std::slice::from_ref(sheet), round, rng)?;
        // The clock shows whole seconds: one more, so that the last second is never cut short.
        self.recent = Some((receipt.clone(), self.clock.now() + TAKE_BACK_SECONDS + 1));
        Ok(receipt)
    }

    /// Delivers many sheets into the open round: all of them or none. They cannot be taken back.
    ///
    /// # Errors
    /// Says why nothing was stored.
    pub fn deliver_all(&mut self, sheets: &[Sheet], rng: &mut impl CryptoRng) -> Result<(), DeliverError> {
        match self.standing() {
            Standing::Open(round) => self.store_sheets(sheets, &round, rng).map(|_| ()),
            Standing::Closed { .. } => Err(DeliverError::Closed),
            _ => Err(DeliverError::NoRound),
        }
    }

    fn store_sheets(
        &mut self,
        sheets: &[Sheet],
        round: &OpenRound,
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let mut envelopes = Vec::new();
        for sheet in sheets {
            sheet.check(&round.deck, round.mode)?;
            let slips = slip::split(sheet, &round.deck);
            envelopes.extend(slips.iter().map(|slip| Envelope::seal(slip, &round.address, rng)));
        }
        let ids = envelopes.iter().map(Envelope::id).collect();
        self.store.add(round.address.box_id, envelopes)?;
        Ok(Receipt { ids })
    }

    /// Takes the last delivery back: deletes those very envelopes, durably. Says whether it could still be done.
    ///
    /// # Errors
    /// When the disk does not take the change; then the delivery stands.
    pub fn take_back(&mut self, receipt: &Receipt) -> Result<bool, StoreError> {
        match &self.recent {
            Some((recent, until)) if recent == receipt && self.clock.now() < *until => {}
            _ => return Ok(false),
        }
        self.store.remove(&receipt.ids)?;
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
            .is_some_and(|(recent, until)| self.clock.now() < *until && recent.ids.contains(&id))
    }

    /// How many envelopes of all boxes wait, and how many the hub holds.
    pub fn waiting_and_sent(&self) -> (usize, usize) {
        let sent = self.store.kept().filter(|one| one.sent).count();
        (self.store.kept().count() - sent, sent)
    }

    fn waits(&self, box_id: BoxId) -> bool {
        self.answering == Some(box_id) || self.store.kept().any(|one| one.box_id == box_id && !one.sent)
    }

    /// Takes up what the hub says: remembers it, forgets boxes that are over, notes what came too late.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take_manifest(&mut self, manifest: Manifest) -> Result<(), StoreError> {
        let over: Vec<BoxId> = manifest
            .boxes
            .iter()
            .filter(|info| info.state.is_over())
            .map(|info| info.id)
            .collect();
        let late: Vec<(BoxId, String)> = manifest
            .boxes
            .iter()
            .filter(|info| !info.state.takes_envelopes() && info.state != BoxState::ClosedUnread)
            .filter(|info| self.store.kept().any(|one| one.box_id == info.id && !one.sent))
            .map(|info| (info.id, info.round.clone()))
            .collect();
        let now = self.clock.now();
        self.change_settings(|settings| {
            settings.hub_ahead = manifest.now - now;
            settings.too_late.extend(late);
            settings.held_elsewhere.retain(|id, _| !over.contains(id));
            settings.manifest = Some(manifest);
            settings.last_problem = None;
        })?;
        for box_id in over {
            if self.store.kept().any(|one| one.box_id == box_id) {
                self.store.forget_box(box_id)?;
            }
        }
        Ok(())
    }

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

    /// Takes up an enrolment. Envelopes that are here already stay.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn take_enrolment(&mut self, enrolment: Enrolment, first_slot: i64) -> Result<(), StoreError> {
        self.change_settings(|settings| {
            settings.enrolment = Some(enrolment);
            settings.manifest = None;
            settings.next_slot = Some(first_slot);
            settings.last_problem = None;
        })
    }
}

fn open_round(info: &BoxInfo, deck: &Deck, manifest: &Manifest) -> OpenRound {
    OpenRound {
        address: Address {
            round: info.round.clone(),
            box_id: info.id,
            key: info.key.clone(),
        },
        deck: deck.clone(),
        mode: info.mode,
        wards: info.wards.clone(),
        closes: info.closes,
        time_zone: manifest.time_zone.clone(),
        floor: info.floor,
        urgent: info.urgent.clone(),
    }
}
