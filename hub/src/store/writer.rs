//! The one writer: a thread that owns the store. Deliveries that wait at the same time share one durable commit.

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

enum Job {
    Deliver(Delivery, DeliveryReply),
    Work(Work),
}

/// A handle to the writer. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct Writer {
    jobs: mpsc::Sender<Job>,
}

/// The writer has ended, because the hub is stopping.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the hub is stopping")]
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

fn run(mut store: Store, clock: &HubClock, inbox: &mpsc::Receiver<Job>) {
    let mut next = inbox.recv().ok();
    while let Some(job) = next.take() {
        match job {
            Job::Work(work) => {
                // Whoever it is done for says so; else it is the hub's own.
                store.act_as(Who::Hub, clock.now());
                work(&mut store);
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
                commit(&mut store, clock, &deliveries, replies);
            }
        }
        if next.is_none() {
            next = inbox.recv().ok();
        }
    }
}

fn commit(store: &mut Store, clock: &HubClock, deliveries: &[Delivery], replies: Vec<DeliveryReply>) {
    // A receiver that is gone has lost its connection; its tablet asks again and is told "known".
    match store.store_deliveries(deliveries, clock.now()) {
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
