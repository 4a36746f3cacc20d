//! A process as it was read, and how a page reads or changes what belongs to one.

use std::sync::Arc;

use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Places};
use crate::plan::Plan;
use crate::process::method::Method;
use crate::process::{Process, Where, stand};
use crate::signing::{self, Asked, Signature};
use crate::store::{PlanSigning, Store, StoreError};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::visit::Visit;

/// A process as it was read, and where it is.
#[derive(Clone)]
pub struct Read {
    /// What there is around its wards.
    pub organisation: Arc<Organisation>,
    /// The process.
    pub process: Process,
    /// The checkpoint of the next phase, once it is put forward.
    pub checkpoint: Option<(Asked, Vec<Signature>)>,
    /// Where it is.
    pub here: Where,
    /// Its plan of measures.
    pub plan: Plan,
    /// How far the signing of the plan has come, once it was put forward.
    pub plan_signing: Option<PlanSigning>,
    /// The day on which it was read.
    pub today: i64,
}

impl Read {
    /// Reads a process that somebody's places reach; another one looks like one that is not there.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(store: &Store, method: &Method, places: &Places, id: &str, now: i64) -> Result<Self, StoreError> {
        Self::assemble(store, method, (places, None), id, now)
    }

    /// The same where all that these places reach was read already, for many processes.
    ///
    /// # Errors
    /// When there is none.
    pub fn within(
        store: &Store,
        method: &Method,
        (places, reached): (&Places, &Arc<Organisation>),
        id: &str,
        now: i64,
    ) -> Result<Self, StoreError> {
        Self::assemble(store, method, (places, Some(reached)), id, now)
    }

    fn assemble(
        store: &Store,
        method: &Method,
        (places, reached): (&Places, Option<&Arc<Organisation>>),
        id: &str,
        now: i64,
    ) -> Result<Self, StoreError> {
        let (process, checkpoint) = store.process(method, id)?;
        let (plan, plan_signing) = store.plan(id)?;
        let of_checkpoint = checkpoint.iter().flat_map(|(_, given)| given);
        let of_plan = plan_signing.iter().flat_map(|(_, given)| given);
        let given: Vec<Signature> = of_checkpoint.chain(of_plan).cloned().collect();
        // Whoever answered and is elsewhere by now is read beside it.
        let knows_all = |reached: &&Arc<Organisation>| {
            let has = |ward| reached.wards.contains_key(ward);
            process.wards.iter().all(has) && given.iter().all(|one| reached.accounts.contains_key(&one.account))
        };
        let organisation = match reached.filter(knows_all) {
            Some(reached) => Arc::clone(reached),
            None => Arc::new(store.organisation_of_signing(&process.wards, &given)?),
        };
        if !organisation.covers(places, &process.wards) {
            return Err(StoreError::NotFound("process", id.to_owned()));
        }
        let today = day_of(now, &organisation.zone());
        let standing = checkpoint
            .as_ref()
            .map(|(asked, given)| signing::stand(&organisation, asked, given, today));
        Ok(Read {
            here: stand(method, &process, standing.as_ref(), today),
            organisation,
            process,
            checkpoint,
            plan,
            plan_signing,
            today,
        })
    }
}

impl Pages {
    /// Reads a process that a visitor's places reach, and what `work` wants beside it; another one looks like one that is not there.
    pub(in crate::web) async fn read_in<R: Send + 'static>(
        self: &Arc<Self>,
        visit: &Visit,
        id: &str,
        work: impl FnOnce(&Store, Read) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, PageError> {
        let (places, now) = (visit.visitor()?.places.clone(), self.now());
        let (pages, id) = (Arc::clone(self), id.to_owned());
        self.read(move |store| {
            let read = Read::of(store, pages.method(), &places, &id, now)?;
            work(store, read)
        })
        .await
    }

    /// Changes something of a process that a visitor's places reach, in the writer's turn, by what is read there; another one looks like
    /// one that is not there.
    pub(in crate::web) async fn write_in<R: Send + 'static>(
        self: &Arc<Self>,
        visit: &Visit,
        id: &str,
        work: impl FnOnce(&mut Store, &Read) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, PageError> {
        let (places, now) = (visit.visitor()?.places.clone(), self.now());
        let (pages, id) = (Arc::clone(self), id.to_owned());
        self.write_as(visit, move |store| {
            let read = Read::of(store, pages.method(), &places, &id, now)?;
            work(store, &read)
        })
        .await
    }
}
