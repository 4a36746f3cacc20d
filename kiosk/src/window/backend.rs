//! The flow's backend over the real tablet.

mod enrolling;
mod tasks;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError};

use anyhow::Context;
use trykk_shared::answers::Sheet;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::randomness::system_rng;
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::waiting::Waiting;

use crate::aloud::{Speaker, Voice};
use crate::condition;
use crate::enrol::Attempts;
use crate::flow::{Backend, DeliveryError, EnrolmentProgress, PinFault, TakeBackError, Task, TypedCodeError};
use crate::panel::{Knob, Levels, Panel, Turn};
use crate::sticks::{host_name, own_address};
use crate::store::StoreError;
use crate::sync::{self, Bell};
use crate::tablet::{
    CodeError, DeliverError, Facts, OpenError, OpenRound, Own, Receipt, SharedTablet, Staff, Standing, Tablet,
};
use crate::wifi::find_wifi;
use tasks::set;

/// The tablet's backend, with its sync loop running beside the window.
pub struct TabletBackend {
    /// None when the disk does not let the data folder be used.
    tablet: Option<SharedTablet>,
    /// The round that whoever is answering began in.
    begun: Option<Arc<OpenRound>>,
    enrolment: Arc<Mutex<EnrolmentProgress>>,
    /// The links that were tried, until one enrols it.
    attempts: Arc<Mutex<Attempts>>,
    /// What the ward is called that the last enrolment led to; "" before one.
    ward: Arc<Mutex<String>>,
    bell: Arc<Bell>,
    task: Arc<Mutex<Task>>,
    runtime: Option<tokio::runtime::Handle>,
    /// None where nothing is read aloud.
    speaker: Option<Speaker>,
    /// None where nobody looks after light and volume.
    panel: Option<Panel>,
    /// What the Wi-Fi was called when the menu was asked for last; "" where there is none.
    wifi: Arc<Mutex<String>>,
}

impl TabletBackend {
    /// Opens the data folder and starts the sync loop on a thread of its own.
    ///
    /// # Errors
    /// When another process works with the folder, or the system gives no thread.
    /// A disk that fails is no error here: the window says so.
    pub fn start(folder: &Path, clock: Clock) -> anyhow::Result<Self> {
        let tablet = match Tablet::open(folder, clock) {
            Ok(tablet) => Some(SharedTablet::new(tablet)),
            Err(error @ OpenError::InUse(_)) => return Err(error.into()),
            Err(error) => {
                tracing::error!(reason = %error, "the data folder cannot be used");
                None
            }
        };
        let mut backend = Self::over(tablet);
        if let Some(tablet) = backend.tablet.clone() {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .context("no runtime")?;
            backend = backend.with_runtime(runtime.handle().clone());
            let bell = Arc::clone(&backend.bell);
            std::thread::Builder::new()
                .name("sync".into())
                // The window looks for news by itself.
                .spawn(move || runtime.block_on(sync::run(&tablet, &bell, &mut system_rng())))
                .context("no thread for the sync loop")?;
        }
        Ok(backend)
    }

    /// The backend without its sync loop.
    pub fn over(tablet: Option<SharedTablet>) -> Self {
        TabletBackend {
            tablet,
            begun: None,
            enrolment: Arc::new(Mutex::new(EnrolmentProgress::Idle)),
            attempts: Arc::default(),
            ward: Arc::default(),
            bell: Arc::default(),
            task: Arc::default(),
            runtime: None,
            speaker: None,
            panel: None,
            wifi: Arc::default(),
        }
    }

    /// The backend with what its enrolments run on.
    #[must_use]
    pub fn with_runtime(self, runtime: tokio::runtime::Handle) -> Self {
        TabletBackend {
            runtime: Some(runtime),
            ..self
        }
    }

    /// The backend with the screen's light and the volume.
    #[must_use]
    pub fn with_panel(self, panel: Option<Panel>) -> Self {
        TabletBackend { panel, ..self }
    }

    /// The backend with something that reads aloud.
    #[must_use]
    pub fn with_speaker(self, speaker: Option<Speaker>) -> Self {
        TabletBackend { speaker, ..self }
    }

    /// The tablet, and the round in which whoever delivers into it began.
    fn find_begun(&self, into: BoxId) -> Result<(&SharedTablet, &OpenRound), DeliveryError> {
        let tablet = self.tablet.as_ref().ok_or(DeliveryError::Damaged)?;
        let round = self.begun.as_deref().filter(|round| round.address.box_id == into);
        Ok((tablet, round.ok_or(DeliveryError::TooLate)?))
    }
}

impl Backend for TabletBackend {
    type Receipt = Receipt;

    fn standing(&self) -> Standing {
        let tablet = self.tablet.as_ref();
        tablet.map_or(Standing::Damaged, |tablet| tablet.lock().standing())
    }

    fn staff(&self) -> Staff {
        let tablet = self.tablet.as_ref();
        tablet.map_or_else(Staff::default, |tablet| tablet.lock().staff())
    }

    fn offline(&self) -> bool {
        self.tablet.as_ref().is_some_and(|tablet| tablet.lock().is_offline())
    }

    fn waiting(&self) -> Option<Waiting> {
        let tablet = self.tablet.as_ref();
        tablet.and_then(|tablet| tablet.lock().shown_waiting())
    }

    fn damaged(&self) -> bool {
        self.tablet.as_ref().is_some_and(|tablet| tablet.lock().is_damaged())
    }

    fn wait_before_code(&self) -> u64 {
        let tablet = self.tablet.as_ref();
        tablet.map_or(0, |tablet| tablet.lock().wait_before_code())
    }

    fn check_code(&mut self, into: BoxId, code: &StartCode) -> Result<CodePlace, TypedCodeError> {
        let tablet = self.tablet.as_ref().ok_or(TypedCodeError::Failed)?;
        tablet.lock().check_code(into, code).map_err(|error| match error {
            CodeError::Refused => TypedCodeError::Refused,
            CodeError::NoRound | CodeError::Store(_) => TypedCodeError::Failed,
        })
    }

    fn deliver(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<Receipt, DeliveryError> {
        let (tablet, round) = self.find_begun(into)?;
        let delivered = tablet.lock().deliver(sheet, round, code, &mut system_rng());
        delivered.map_err(|error| explain_delivery(&error))
    }

    fn deliver_typed(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<(), DeliveryError> {
        let (tablet, round) = self.find_begun(into)?;
        let delivered = tablet.lock().deliver_typed(sheet, round, code, &mut system_rng());
        delivered.map_err(|error| explain_delivery(&error))
    }

    fn take_back(&mut self, receipt: Receipt) -> Result<(), TakeBackError> {
        let Some(tablet) = &self.tablet else {
            return Err(TakeBackError);
        };
        match tablet.lock().take_back(&receipt) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(TakeBackError),
        }
    }

    fn forget_receipt(&mut self) {
        if let Some(tablet) = &self.tablet {
            tablet.lock().forget_receipt();
        }
    }

    fn set_answering(&mut self, into: Option<BoxId>) {
        let Some(tablet) = &self.tablet else { return };
        let mut tablet = tablet.lock();
        tablet.set_answering(into);
        if let Some(into) = into {
            tablet.forget_receipt();
            self.begun = match tablet.standing() {
                Standing::Open(round) if round.address.box_id == into => Some(round),
                _ => None,
            };
        }
    }

    fn minute_of_day(&self) -> Option<u16> {
        self.tablet.as_ref().and_then(|tablet| tablet.lock().minute_of_day())
    }

    fn pin_of_ward(&self) -> Option<PinHash> {
        self.tablet.as_ref().and_then(|tablet| tablet.lock().pin_of_ward())
    }

    fn wait_before_pin(&self) -> u64 {
        let tablet = self.tablet.as_ref();
        tablet.map_or(0, |tablet| tablet.lock().wait_before_pin())
    }

    fn check_pin(&mut self, pin: &Pin, kept: &PinHash) -> Result<bool, PinFault> {
        let tablet = self.tablet.as_ref().ok_or(PinFault::Failed)?;
        tablet.lock().check_pin(pin, kept).map_err(|_| PinFault::Failed)
    }

    fn facts(&self) -> Facts {
        let Some(tablet) = &self.tablet else {
            return Facts::default();
        };
        let (folder, ahead) = {
            let tablet = tablet.lock();
            (tablet.folder().to_owned(), tablet.hub_ahead())
        };
        let condition = condition::look(&folder, ahead);
        let wifi = self.wifi.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let own = Own {
            host: host_name(),
            address: own_address(),
            wifi,
        };
        tablet.lock().facts(condition, own)
    }

    fn send_now(&mut self) {
        set(&self.task, Task::Sending);
        self.bell.ring_to_deliver();
    }

    fn export(&mut self, places: &[PathBuf]) {
        self.begin_export(places);
    }

    fn task(&self) -> Task {
        let task = *self.task.lock().unwrap_or_else(PoisonError::into_inner);
        match (task, self.bell.outcome()) {
            (Task::Sending, Some(true)) => Task::Sent,
            (Task::Sending, Some(false)) => Task::NotSent,
            (task, _) => task,
        }
    }

    fn clear_task(&mut self) {
        if !self.task().is_running() {
            set(&self.task, Task::Idle);
        }
    }

    fn enrol(&mut self, link: Link) {
        self.begin_enrolling(|_| std::future::ready(Ok(link)));
    }

    fn enrol_by_stick(&mut self, places: &[PathBuf], decided: Option<&str>) {
        self.begin_enrolling_by_stick(places, decided);
    }

    fn address(&self) -> String {
        own_address()
    }

    fn enrolment(&self) -> EnrolmentProgress {
        *self.enrolment.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enrolled_ward(&self) -> String {
        self.ward.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn levels(&self) -> Levels {
        self.panel.as_ref().map_or_else(Levels::default, Panel::levels)
    }

    fn look_for_knobs(&mut self) {
        if let Some(panel) = &self.panel {
            panel.look_again();
        }
        let wifi = Arc::clone(&self.wifi);
        // Beside the window: it asks a program. Where there is no thread for it the row is missing.
        let asked = std::thread::Builder::new().name("wifi".into());
        let _ = asked.spawn(move || set(&wifi, find_wifi().unwrap_or_default()));
    }

    fn turn(&mut self, knob: Knob, turn: Turn) {
        if let Some(panel) = &mut self.panel {
            panel.turn(knob, turn);
        }
    }

    fn darken(&mut self, dark: bool) {
        if let Some(panel) = &mut self.panel {
            panel.darken(dark);
        }
    }

    fn is_lit(&self) -> bool {
        self.panel.as_ref().is_none_or(Panel::is_lit)
    }

    fn voice(&self, language: Language) -> Option<Voice> {
        self.speaker.as_ref()?.voice(language)
    }

    fn read_aloud(&mut self, language: Language, words: &str) {
        if let Some(speaker) = &mut self.speaker
            && let Err(error) = speaker.read(language, words)
        {
            // Once: the log would say when somebody answers.
            static TOLD: Once = Once::new();
            TOLD.call_once(|| tracing::warn!(%error, "nothing can be read aloud; it is not said again until the program is started anew"));
        }
    }

    fn stop_reading(&mut self) {
        if let Some(speaker) = &mut self.speaker {
            speaker.stop();
        }
    }

    fn is_reading(&mut self) -> bool {
        self.speaker.as_mut().is_some_and(Speaker::is_reading)
    }
}

fn explain_delivery(error: &DeliverError) -> DeliveryError {
    match error {
        DeliverError::NoRound
        | DeliverError::Closed
        | DeliverError::Over
        | DeliverError::KeyChanged
        | DeliverError::OutOfUse
        | DeliverError::Full(_) => DeliveryError::TooLate,
        DeliverError::Store(StoreError::DiskFull) => DeliveryError::DiskFull,
        DeliverError::Sheet(_)
        | DeliverError::Store(_)
        | DeliverError::Blank
        | DeliverError::NoCode
        | DeliverError::NoCodesYet
        | DeliverError::WrongCode(_) => DeliveryError::Failed,
    }
}
