//! Enrolling a tablet, and moving it to another ward, beside the window.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use trykk_shared::enrolment::Link;
use trykk_shared::randomness::system_rng;
use trykk_shared::refusal::ProblemKind;

use super::TabletBackend;
use super::tasks::{Ending, set};
use crate::carried::{CarriedError, find_link};
use crate::enrol::{Attempts, hold_to_hub};
use crate::flow::{EnrolmentError, EnrolmentProgress};
use crate::hub::HubError;
use crate::settings::Enrolment;
use crate::sync::{Bell, draw_first_slot};
use crate::tablet::SharedTablet;

/// How long a stick is looked at before it is given up.
const STICK_PATIENCE: Duration = Duration::from_secs(10);
/// How long an enrolment waits for the line, and then for the hub, before it is given up.
const LINE_PATIENCE: Duration = Duration::from_secs(60);

impl TabletBackend {
    /// Enrols beside the window by the link that `find` gives, which is told how the tablet is enrolled so far.
    pub(super) fn begin_enrolling<F>(&self, find: impl FnOnce(Option<Enrolment>) -> F + Send + 'static)
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

    /// Enrols beside the window by the link on the stick that is in: to the hub that was decided on, or the one it has.
    pub(super) fn begin_enrolling_by_stick(&self, places: &[PathBuf], decided: Option<&str>) {
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
    use trykk_shared::clock::Clock;

    use super::*;
    use crate::tablet::Tablet;

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
}
