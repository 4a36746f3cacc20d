//! The chain behind the window: the flow's urn over the real tablet.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use rand::SeedableRng;
use rand::rngs::{StdRng, SysRng};
use tokio::sync::Notify;
use trykk_shared::answers::Sheet;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::ProblemKind;

use crate::flow::{DeliverFault, EnrolFault, Enrolment, OpenRound, Outcome, Standing, TakeBackFault, Urn};
use crate::hub::HubError;
use crate::settings::Settings;
use crate::store::StoreError;
use crate::tablet::{self, DeliverError, OpenError, Receipt, Tablet};
use crate::{enrol, slots, sync};

/// The tablet's chain, with its sync loop running beside the window.
pub struct Chain {
    /// None when the disk does not let the data folder be used.
    tablet: Option<Arc<Mutex<Tablet>>>,
    /// The round that whoever is answering began in.
    begun: Option<Arc<tablet::OpenRound>>,
    enrolment: Arc<Mutex<Enrolment>>,
    wake: Arc<Notify>,
    runtime: Option<tokio::runtime::Handle>,
    rng: StdRng,
}

impl Chain {
    /// Opens the data folder and starts the sync loop on a thread of its own.
    ///
    /// # Errors
    /// When another process works with the folder, or the system gives no randomness or no thread.
    /// A disk that fails is no error here: the window says so.
    pub fn start(folder: &Path, clock: Clock) -> anyhow::Result<Self> {
        let tablet = match Tablet::open(folder, clock) {
            Ok(tablet) => Some(Arc::new(Mutex::new(tablet))),
            Err(error @ OpenError::InUse(_)) => return Err(error.into()),
            Err(error) => {
                tracing::error!(reason = %error, "the data folder cannot be used");
                None
            }
        };
        let mut chain = Self::over(tablet)?;
        if let Some(tablet) = chain.tablet.clone() {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .context("no runtime")?;
            chain.runtime = Some(runtime.handle().clone());
            let wake = Arc::clone(&chain.wake);
            let mut rng = chance()?;
            std::thread::Builder::new()
                .name("sync".into())
                // The window looks for news by itself.
                .spawn(move || runtime.block_on(slots::run(&tablet, &wake, || {}, &mut rng)))
                .context("no thread for the sync loop")?;
        }
        Ok(chain)
    }

    /// The chain without its sync loop.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn over(tablet: Option<Arc<Mutex<Tablet>>>) -> anyhow::Result<Self> {
        Ok(Chain {
            tablet,
            begun: None,
            enrolment: Arc::new(Mutex::new(Enrolment::None)),
            wake: Arc::new(Notify::new()),
            runtime: None,
            rng: chance()?,
        })
    }
}

fn chance() -> anyhow::Result<StdRng> {
    StdRng::try_from_rng(&mut SysRng).context("the system gives no randomness")
}

impl Urn for Chain {
    type Receipt = Receipt;

    fn standing(&self) -> Standing {
        let Some(tablet) = &self.tablet else {
            return Standing::Damaged;
        };
        let tablet = sync::lock(tablet);
        let ward = || {
            let manifest = tablet.settings().manifest.as_ref();
            manifest.map(|manifest| manifest.ward.name.clone()).unwrap_or_default()
        };
        let closed = |outcome| Standing::Closed { ward: ward(), outcome };
        let counted = |too_late| if too_late { Outcome::LeftOut } else { Outcome::Counted };
        match tablet.standing() {
            tablet::Standing::NotEnrolled => Standing::NotEnrolled,
            tablet::Standing::NoRound { .. } => Standing::NoRound { ward: ward() },
            tablet::Standing::Open(round) => Standing::Open(Box::new(shown(&round))),
            tablet::Standing::Closed { .. } => closed(Outcome::Waiting),
            tablet::Standing::Counted { too_late, .. } | tablet::Standing::Released { too_late, .. } => {
                closed(counted(too_late))
            }
            tablet::Standing::ClosedUnread { .. } => closed(Outcome::ClosedUnread),
        }
    }

    fn offline(&self) -> bool {
        let Some(tablet) = &self.tablet else { return false };
        sync::lock(tablet).settings().last_problem.is_some()
    }

    fn deliver(&mut self, into: BoxId, sheet: &Sheet) -> Result<Receipt, DeliverFault> {
        let Some(tablet) = &self.tablet else {
            return Err(DeliverFault::Damaged);
        };
        let round = self.begun.as_ref().filter(|round| round.address.box_id == into);
        let round = round.ok_or(DeliverFault::TooLate)?;
        sync::lock(tablet)
            .deliver(sheet, round, &mut self.rng)
            .map_err(|error| match error {
                DeliverError::NoRound | DeliverError::Closed => DeliverFault::TooLate,
                DeliverError::Store(StoreError::DiskFull) => DeliverFault::DiskFull,
                DeliverError::Sheet(_) | DeliverError::Store(_) => DeliverFault::Failed,
            })
    }

    fn take_back(&mut self, receipt: Receipt) -> Result<(), TakeBackFault> {
        let Some(tablet) = &self.tablet else {
            return Err(TakeBackFault);
        };
        match sync::lock(tablet).take_back(&receipt) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(TakeBackFault),
        }
    }

    fn answering(&mut self, into: Option<BoxId>) {
        let Some(tablet) = &self.tablet else { return };
        let mut tablet = sync::lock(tablet);
        tablet.set_answering(into);
        if let Some(into) = into {
            tablet.forget_receipt();
            self.begun = match tablet.standing() {
                tablet::Standing::Open(round) if round.address.box_id == into => Some(round),
                _ => None,
            };
        }
    }

    fn enrol(&mut self, link: Link) {
        let (Some(tablet), Some(runtime)) = (self.tablet.clone(), &self.runtime) else {
            return;
        };
        set(&self.enrolment, Enrolment::Running);
        let (enrolment, wake) = (Arc::clone(&self.enrolment), Arc::clone(&self.wake));
        let mut rng = StdRng::from_rng(&mut self.rng);
        runtime.spawn(async move {
            let outcome = match enrol::redeem(&link, &mut rng).await {
                Ok((enrolled, _)) => {
                    let mut tablet = sync::lock(&tablet);
                    let slot = sync::next_slot_after(tablet.clock().now(), &Settings::default(), &mut rng);
                    match tablet.take_enrolment(enrolled, slot) {
                        Ok(()) => Enrolment::None,
                        Err(_) => Enrolment::Failed(EnrolFault::Failed),
                    }
                }
                Err(error) => Enrolment::Failed(why(&error)),
            };
            set(&enrolment, outcome);
            wake.notify_one();
        });
    }

    fn enrolment(&self) -> Enrolment {
        *self.enrolment.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn set(enrolment: &Mutex<Enrolment>, to: Enrolment) {
    *enrolment.lock().unwrap_or_else(PoisonError::into_inner) = to;
}

fn why(error: &HubError) -> EnrolFault {
    match error {
        HubError::Offline(_) => EnrolFault::NoAnswer,
        HubError::WrongCertificate => EnrolFault::NotProven,
        HubError::Refused(problem) => match problem.problem {
            ProblemKind::UnknownCode => EnrolFault::NotProven,
            ProblemKind::UsedCode | ProblemKind::ExpiredCode => EnrolFault::Spent,
            _ => EnrolFault::Failed,
        },
        HubError::NewerProtocol(_) | HubError::Strange(_) => EnrolFault::Failed,
    }
}

/// The round as people meet it.
fn shown(round: &tablet::OpenRound) -> OpenRound {
    // It closes at the end of its last day: the second before it is still that day.
    let last = jiff::Timestamp::from_second(round.closes - 1).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let zone = jiff::tz::TimeZone::get(&round.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = last.to_zoned(zone).date();
    OpenRound {
        box_id: round.address.box_id,
        deck: round.deck.clone(),
        mode: round.mode,
        wards: round.wards.iter().map(|ward| ward.name.clone()).collect(),
        last_day: (day.day().unsigned_abs(), day.month().unsigned_abs()),
        floor: round.floor,
        urgent: round.urgent.clone(),
    }
}
