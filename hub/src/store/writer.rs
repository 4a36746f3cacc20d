//! The one writer: a thread that owns the store. Deliveries that wait at the same time share one durable commit. And reading beside it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;
use trykk_shared::protocol::Outcome;

use crate::audit::Who;
use crate::clock::HubClock;
use crate::store::Store;
use crate::store::{Delivery, DeliveryError, StoreError};

/// How many deliveries share one commit at the most.
const LARGEST_GROUP: usize = 256;

type Work = Box<dyn FnOnce(&mut Store) + Send>;
type DeliveryReply = oneshot::Sender<Result<Result<Vec<Outcome>, DeliveryError>, StoreError>>;
/// What stores deliveries in one commit, and says what became of each.
type Keep<'k> = dyn FnMut(&[Delivery]) -> Result<Vec<Result<Vec<Outcome>, DeliveryError>>, StoreError> + 'k;

enum Job {
    Deliver(Delivery, DeliveryReply),
    Work(Work),
}

/// A handle to the writer. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

/// It was not done: the hub is stopping, or it broke off.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it was not done: the hub is stopping, or it broke off")]
pub struct WriterError;

impl Writer {
    /// Starts the writer on a store.
    pub fn start(store: Store, clock: HubClock) -> Self {
        let (jobs, inbox) = mpsc::channel();
        thread::spawn(move || run(store, &clock, &inbox));
        Writer { jobs }
    }

    /// Takes a delivery in; the reply comes after the durable commit.
    ///
    /// # Errors
    /// When the store fails, or the hub is stopping.
    pub async fn deliver(&self, delivery: Delivery) -> Result<Result<Vec<Outcome>, DeliveryError>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Deliver(delivery, reply)).map_err(|_| WriterError)?;
        answer.await.map_err(|_| WriterError)?
    }

    /// Does other work on the store, in its turn.
    ///
    /// # Errors
    /// When the hub is stopping.
    pub async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> R + Send + 'static,
    ) -> Result<R, WriterError> {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |store| {
            // Nobody waits any more: the work was done all the same.
            let _ = reply.send(work(store));
        });
        self.jobs.send(Job::Work(work)).map_err(|_| WriterError)?;
        answer.await.map_err(|_| WriterError)
    }
}

/// Reads a database beside the writer, in a thread of its own: nobody who delivers waits for it.
///
/// # Errors
/// When it cannot be opened, what the work says, or [`StoreError::CannotStore`] where it broke off.
pub async fn read_beside<R, E>(
    database: PathBuf,
    work: impl FnOnce(&Store) -> Result<R, E> + Send + 'static,
) -> Result<R, E>
where
    R: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let read = tokio::task::spawn_blocking(move || work(&Store::open_reader(&database)?));
    read.await.unwrap_or_else(|_| Err(StoreError::CannotStore.into()))
}

/// Does one job. What breaks in it is that job's alone: nothing of it is kept, whoever waits for it is told that it was not done, and the
/// writer goes on.
fn guard(job: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(job)).is_err() {
        tracing::error!("a job of the writer broke off; nothing of it was kept, and the writer goes on");
    }
}

fn run(mut store: Store, clock: &HubClock, inbox: &mpsc::Receiver<Job>) {
    let mut next = inbox.recv().ok();
    while let Some(job) = next.take() {
        match job {
            Job::Work(work) => {
                // Whoever it is done for says so; else it is the hub's own.
                store.act_as(Who::Hub, clock.now());
                guard(|| work(&mut store));
            }
            Job::Deliver(delivery, reply) => {
                let (mut deliveries, mut replies) = (vec![delivery], vec![reply]);
                while deliveries.len() < LARGEST_GROUP {
                    match inbox.try_recv() {
                        Ok(Job::Deliver(delivery, reply)) => {
                            deliveries.push(delivery);
                            replies.push(reply);
                        }
                        Ok(work @ Job::Work(_)) => {
                            next = Some(work);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                commit(&deliveries, replies, &mut |deliveries| {
                    store.store_deliveries(deliveries, clock.now())
                });
            }
        }
        if next.is_none() {
            next = inbox.recv().ok();
        }
    }
}

/// Stores deliveries in one commit. Where one of several breaks off, each is stored alone: it takes no other along.
fn commit(deliveries: &[Delivery], replies: Vec<DeliveryReply>, store: &mut Keep<'_>) {
    let mut done = None;
    guard(|| done = Some(store(deliveries)));
    let Some(done) = done else {
        if deliveries.len() > 1 {
            for (delivery, reply) in deliveries.iter().zip(replies) {
                commit(std::slice::from_ref(delivery), vec![reply], store);
            }
        }
        return;
    };
    // A receiver that is gone has lost its connection; its tablet asks again and is told "known".
    match done {
        Ok(outcomes) => {
            for (reply, outcome) in replies.into_iter().zip(outcomes) {
                let _ = reply.send(Ok(outcome));
            }
        }
        Err(error) => {
            tracing::error!(error = %error, "deliveries were not stored");
            for reply in replies {
                let _ = reply.send(Err(StoreError::CannotStore));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use trykk_shared::clock::Clock;

    use super::*;

    /// One of a group of deliveries breaks off, again and again: it alone is not stored, and the others are told that they are.
    #[test]
    fn a_delivery_that_breaks_off_takes_no_other_along() {
        let delivery = |tablet: u8| Delivery {
            token_hash: [tablet; 32],
            box_id: None,
            envelopes: Vec::new(),
        };
        let (deliveries, broken): (Vec<Delivery>, usize) = ((0..5).map(delivery).collect(), 3);
        let (replies, mut answers): (Vec<_>, Vec<_>) = deliveries.iter().map(|_| oneshot::channel()).unzip();
        let mut stored = Vec::new();
        commit(&deliveries, replies, &mut |group| {
            let is_broken = group.iter().any(|one| one.token_hash == deliveries[broken].token_hash);
            assert!(!is_broken, "a fault of the program");
            stored.extend(group.iter().map(|one| one.token_hash[0]));
            Ok(group.iter().map(|_| Ok(Vec::new())).collect())
        });
        for (nth, answer) in answers.iter_mut().enumerate() {
            assert_eq!(matches!(answer.try_recv(), Ok(Ok(Ok(_)))), nth != broken, "{nth}");
        }
        assert_eq!(stored, [0, 1, 2, 4]);
    }

    /// A fault in one job, in the middle of its transaction, ends neither the writer nor what comes after.
    #[test]
    fn a_job_that_breaks_off_keeps_nothing_and_ends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("hub.db")).unwrap();
        let clock = HubClock::read(Clock::default(), &store).unwrap();
        let writer = Writer::start(store, clock);
        let wait = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let broken = wait.block_on(writer.run(|store| {
            let transaction = store.transaction().unwrap();
            transaction
                .execute("INSERT INTO setting VALUES ('half', 'done')", [])
                .unwrap();
            panic!("a fault of the program");
        }));
        assert!(broken.is_err());
        let half = wait
            .block_on(writer.run(|store| store.setting("half").unwrap()))
            .unwrap();
        assert_eq!(half, None);
        let kept = wait.block_on(writer.run(|store| store.set_setting("whole", "done")));
        assert!(matches!(kept, Ok(Ok(()))));
    }
}
