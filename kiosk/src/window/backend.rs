//! The flow's backend over the real tablet.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use anyhow::Context;
use trykk_shared::answers::Sheet;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::randomness::system_rng;
use trykk_shared::refusal::ProblemKind;
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::waiting::Waiting;

use crate::aloud::{Speaker, Voice};
use crate::carried::{CarriedError, find_link};
use crate::condition;
use crate::enrol::{Attempts, hold_to_hub};
use crate::export::{ExportError, export};
use crate::flow::{
    Backend, DeliveryError, EnrolmentError, EnrolmentProgress, PinFault, StickFault, TakeBackError, Task,
    TypedCodeError,
};
use crate::hub::HubError;
use crate::panel::{Knob, Levels, Panel, Turn};
use crate::settings::Enrolment;
use crate::sticks::{find_sticks, host_name, own_address};
use crate::store::StoreError;
use crate::sync::{self, Bell, draw_first_slot};
use crate::tablet::{
    CodeError, DeliverError, Facts, OpenError, OpenRound, Own, Receipt, SharedTablet, Staff, Standing, Tablet,
};
use crate::wifi::find_wifi;

/// How long a stick is looked at before it is given up.
const STICK_PATIENCE: Duration = Duration::from_secs(10);
/// How long an enrolment waits for the line, and then for the hub, before it is given up.
const LINE_PATIENCE: Duration = Duration::from_secs(60);

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

    /// Enrols beside the window by the link that `find` gives, which is told how the tablet is enrolled so far.
    fn begin_enrolling<F>(&self, find: impl FnOnce(Option<Enrolment>) -> F + Send + 'static)
    where
        F: Future<Output = Result<Link, EnrolmentError>> + Send + 'static,
    {
        let (Some(tablet), Some(runtime)) = (self.tablet.clone(), &self.runtime) else {
            return set(&self.enrolment, EnrolmentProgress::Failed(EnrolmentError::Failed));
        };
        set(&self.enrolment, EnrolmentProgress::Running);
        let (attempts, bell, ward) = (
            Arc::clone(&self.attempts),
            Arc::clone(&self.bell),
            Arc::clone(&self.ward),
        );
        // A task that does not come to its end locks nobody in.
        let mut ending = Ending {
            shown: Arc::clone(&self.enrolment),
            becomes: EnrolmentProgress::Failed(EnrolmentError::Failed),
        };
        runtime.spawn(async move {
            let outcome = enrol_once(&tablet, &attempts, &bell, LINE_PATIENCE, find).await;
            ending.becomes = match outcome {
                Ok(name) => {
                    set(&ward, name);
                    EnrolmentProgress::Idle
                }
                Err(error) => EnrolmentProgress::Failed(error),
            };
            drop(ending);
            bell.ring();
        });
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
        let sticks = find_sticks(places);
        let (Some(tablet), [stick]) = (self.tablet.clone(), &sticks[..]) else {
            let fault = match sticks.len() {
                0 => StickFault::NoStick,
                1 => StickFault::NoKey,
                _ => StickFault::Several,
            };
            return set(&self.task, Task::NotExported(fault));
        };
        set(&self.task, Task::Exporting);
        let (task, stick) = (Arc::clone(&self.task), stick.clone());
        let begun = std::thread::Builder::new().name("export".into()).spawn(move || {
            // A thread that does not come to its end locks nobody out.
            let mut ending = Ending {
                shown: task,
                becomes: Task::NotExported(StickFault::Failed),
            };
            let done = export(&tablet, &stick, &mut system_rng());
            ending.becomes = done.map_or_else(|error| Task::NotExported(explain_stick(&error)), |_| Task::Exported);
        });
        if begun.is_err() {
            set(&self.task, Task::NotExported(StickFault::Failed));
        }
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
        let (places, decided) = (places.to_owned(), decided.map(str::to_owned));
        self.begin_enrolling(move |before| async move {
            // Beside everything else: a stick may take its time, or never answer.
            let looking = tokio::task::spawn_blocking(move || find_link(&places));
            let found = tokio::time::timeout(STICK_PATIENCE, looking).await;
            let link = found.map_err(|_| EnrolmentError::NoLink)?;
            let link = link.map_err(|_| EnrolmentError::Failed)?.map_err(explain_carried)?;
            hold_to_hub(link, decided.as_deref(), before.as_ref()).ok_or(EnrolmentError::OtherHub)
        });
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

/// Enrols by the link that `find` gives, and keeps it; waits so long for the line, and again for the hub. Gives the ward's name; "" where the hub
/// told none.
async fn enrol_once<F>(
    tablet: &SharedTablet,
    attempts: &Mutex<Attempts>,
    bell: &Bell,
    patience: Duration,
    find: impl FnOnce(Option<Enrolment>) -> F,
) -> Result<String, EnrolmentError>
where
    F: Future<Output = Result<Link, EnrolmentError>>,
{
    let before = {
        let tablet = tablet.lock();
        // What could not be kept would use a place of the link all the same, and again at each start.
        let kept = tablet.try_keeping().map(|()| tablet.settings().enrolment.clone());
        kept.map_err(|error| {
            tracing::error!(%error, "nothing can be kept on this tablet's disk");
            EnrolmentError::NotKept
        })?
    };
    let link = find(before.clone()).await?;
    // A pass over a dead line ends late, and whoever moves the tablet cannot leave the menu meanwhile.
    let alone = tokio::time::timeout(patience, bell.talk_alone()).await;
    let _alone = alone.map_err(|_| EnrolmentError::Failed)?;
    let mut rng = system_rng();
    let mut attempt = attempts
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take(&link, &mut rng);
    let redeemed = tokio::time::timeout(patience, attempt.redeem(&link, before.as_ref(), &mut rng)).await;
    let outcome = match redeemed {
        Ok(Ok((enrolled, told))) => {
            let mut tablet = tablet.lock();
            let slot = draw_first_slot(tablet.clock().now(), &mut rng);
            let kept = tablet.take_enrolment(enrolled, slot);
            kept.map(|()| told.ward.name).map_err(|_| EnrolmentError::NotKept)
        }
        Ok(Err(error)) => Err(explain(&error)),
        Err(_) => Err(EnrolmentError::NoAnswer),
    };
    let mut attempts = attempts.lock().unwrap_or_else(PoisonError::into_inner);
    match outcome {
        Ok(_) => attempts.end(),
        // A reply that was lost, or could not be kept, is asked for again with the same token.
        Err(_) => attempts.keep(attempt),
    }
    outcome
}

fn set<T>(shared: &Mutex<T>, to: T) {
    *shared.lock().unwrap_or_else(PoisonError::into_inner) = to;
}

/// What is shown of something done beside the window once it ends, however that comes.
struct Ending<T: Copy> {
    shown: Arc<Mutex<T>>,
    becomes: T,
}

impl<T: Copy> Drop for Ending<T> {
    fn drop(&mut self) {
        set(&self.shown, self.becomes);
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

fn explain_stick(error: &ExportError) -> StickFault {
    match error {
        ExportError::NotEnrolled | ExportError::NoKey => StickFault::NoKey,
        ExportError::NotAFolder(_) => StickFault::NoStick,
        ExportError::ReadOnly(_) => StickFault::ReadOnly,
        ExportError::Full(_) => StickFault::Full,
        ExportError::WouldReplace(_) => StickFault::WouldReplace,
        ExportError::Failed(..) | ExportError::Differs(_) | ExportError::Store(_) => StickFault::Failed,
    }
}

fn explain_carried(error: CarriedError) -> EnrolmentError {
    match error {
        CarriedError::NoStick => EnrolmentError::NoStick,
        CarriedError::NoFile | CarriedError::NoLink => EnrolmentError::NoLink,
        CarriedError::Several => EnrolmentError::SeveralLinks,
    }
}

fn explain(error: &HubError) -> EnrolmentError {
    match error {
        HubError::Offline(_) => EnrolmentError::NoAnswer,
        HubError::WrongCertificate => EnrolmentError::NotProven,
        HubError::Refused(problem) => match problem.problem {
            ProblemKind::UnknownCode => EnrolmentError::NotProven,
            ProblemKind::UsedCode | ProblemKind::ExpiredCode => EnrolmentError::Spent,
            _ => EnrolmentError::Failed,
        },
        HubError::NewerProtocol(_) | HubError::Strange(_) => EnrolmentError::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_that_a_long_pass_keeps_waiting_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let tablet = SharedTablet::new(Tablet::open(folder.path(), Clock::default()).unwrap());
        let (attempts, bell) = (Mutex::default(), Bell::default());
        let link: Link = "hub.example.org/7K3M-Q2XA-90TD-VW4F".parse().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let outcome = runtime.block_on(async {
            let _pass = bell.talk_alone().await;
            let find = |_| std::future::ready(Ok(link));
            enrol_once(&tablet, &attempts, &bell, Duration::ZERO, find).await
        });
        assert_eq!(outcome, Err(EnrolmentError::Failed));
    }

    #[test]
    fn an_enrolment_that_ends_half_way_is_told_of() {
        let shown = Arc::new(Mutex::new(EnrolmentProgress::Running));
        let ending = Ending {
            shown: Arc::clone(&shown),
            becomes: EnrolmentProgress::Failed(EnrolmentError::Failed),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        // The runtime ends under it.
        runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(ending);
        });
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(*shown.lock().unwrap(), EnrolmentProgress::Running);
        drop(runtime);
        let failed = EnrolmentProgress::Failed(EnrolmentError::Failed);
        assert_eq!(*shown.lock().unwrap(), failed);
    }

    #[test]
    fn an_export_that_ends_half_way_is_told_of() {
        let task = Arc::new(Mutex::new(Task::Exporting));
        let exporting = Ending {
            shown: Arc::clone(&task),
            becomes: Task::NotExported(StickFault::Failed),
        };
        let thread = std::thread::spawn(move || {
            let _exporting = exporting;
            panic!("on purpose");
        });
        assert!(thread.join().is_err());
        assert_eq!(*task.lock().unwrap(), Task::NotExported(StickFault::Failed));
    }
}
