//! People's pages. [`access`] says who may open what and asks it before every page; `guide`, `readers` and `admin` are a
//! role's pages, `tablets` those of guides and admins, one resource a file; `process`, `gathering` and `open_page` are a ward's, `audit` the log's;
//! `counted` what guides and readers are told of a count, `texts` what is written on them. Pages read a form, call what knows the rules, and render a template.
//!
//! Nothing here logs a body, a token or a client's address. Pages work without script; one page alone is sent one, for the keyboard.

pub mod access;
mod account;
mod acting;
mod admin;
mod assets;
mod audit;
mod before;
mod calendar;
mod counted;
mod error;
mod files;
mod first_steps;
pub(crate) mod gathering;
mod guide;
mod help;
mod home;
mod host;
mod navigation;
mod open_page;
mod page;
pub(crate) mod process;
pub(crate) mod pulses;
mod quick_guides;
mod readers;
mod reports;
mod result_files;
pub mod results_api;
mod signed;
mod signing;
mod sittings;
mod tablets;
mod visit;

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tokio::sync::Semaphore;
use trykk_shared::randomness::{SystemRng, system_rng};

use crate::analysis::codebook;
use crate::clock::{ClockDoubt, HubClock, SureTime};
use crate::data::DataFolder;
use crate::gathering::Rush;
use crate::keys::sitting::Sittings;
use crate::operation::Running;
use crate::people::attempts::Attempts;
use crate::process::method::{InForce, Method};
use crate::store::Store;
use crate::store::StoreError;
use crate::store::writer::Writer;
use error::PageError;
use guide::steps::SecretOutcome;
use tablets::links::ShownLinks;

/// The largest form.
const FORM_BYTES: usize = 64 * 1024;
/// Where notes are sorted, and where the forms of that page are sent.
const SORTING: &str = "/rounds/{box}/sorting";
const SORTING_NOTE: &str = "/rounds/{box}/sorting/note";
const SORTING_FIND: &str = "/rounds/{box}/sorting/find";
/// Where the file of a deck comes in.
const DECK_FILE: &str = "/decks/import";
/// The largest form with the file of a deck in it: some letters take six bytes there.
const DECK_FILE_BYTES: usize = 512 * 1024;
/// Where a list of wards or people comes in, and where what it changes is made.
const LIST: &str = "/organisation/import";
const LIST_MADE: &str = "/organisation/import/make";
/// The largest form with a list in it: some letters take six bytes there.
const LIST_BYTES: usize = 1024 * 1024;
/// Where what a tablet wrote on a stick comes in.
const TABLET_FILE: &str = "/tablets/import";
/// The largest form with such a file: some four thousand sheets. A larger one is for the command.
const TABLET_FILE_BYTES: usize = 32 * 1024 * 1024;
/// How many forms larger than [`FORM_BYTES`] are taken in at once: each may fill the memory that it may have.
const MOST_LARGE_FORMS: usize = 2;
/// How many connections for reading are kept.
const SPARE_READERS: usize = 4;

/// What the pages work with.
pub struct Pages {
    writer: Writer,
    folder: DataFolder,
    clock: HubClock,
    /// Attempts to log in, by anybody.
    attempts: Mutex<Attempts>,
    /// Attempts to log in from browsers in which the account was in before.
    known_attempts: Mutex<Attempts>,
    /// Attempts with a passphrase, by guides who are logged in: nobody outside can use these up.
    passphrases: Mutex<Attempts>,
    /// Attempts with the log-in password by those who are logged in.
    own_passwords: Mutex<Attempts>,
    /// Requests with tokens that open nothing.
    tokens: Mutex<Attempts>,
    /// Codes of gatherings that open nothing.
    join_codes: Mutex<Attempts>,
    /// Addresses of open pages that open nothing.
    open_pages: Mutex<Attempts>,
    /// How fast tables write.
    rush: Mutex<Rush>,
    /// Screens that follow gatherings.
    changes: gathering::Changes,
    /// Hashing a password takes memory: one at a time.
    hashing: Arc<Semaphore>,
    /// Steps of rounds come one after the other, beside the hashing: a count must not keep anybody from logging in.
    actions: Arc<Semaphore>,
    /// Large forms come in two at a time, the others in their turn.
    large_forms: Arc<Semaphore>,
    /// Reports are set as PDF one after the other.
    #[cfg(feature = "pdf")]
    setting: Arc<Semaphore>,
    readers: Mutex<Vec<Store>>,
    /// Where what reading costs is counted, if somebody wants to know.
    steps: Option<Arc<AtomicU64>>,
    /// What the running hub knows of itself.
    running: Running,
    /// Enrolment links that can be shown again to those who made them.
    links: Mutex<ShownLinks>,
    /// The method, as it was when the hub started.
    method: InForce,
    /// What notes are sorted into, as it was when the hub started.
    codebook: codebook::InForce,
    /// The keys of guides who have unlocked notes.
    sittings: Mutex<Sittings>,
}

impl Pages {
    /// The pages of the hub that keeps its data in `folder`.
    pub fn new(writer: Writer, folder: DataFolder, clock: HubClock) -> Self {
        let method = InForce::of(folder.own_method());
        if let Some(fault) = &method.fault {
            tracing::warn!(%fault, "the hospital's own method cannot be read; the one that is built in is used");
        }
        let codebook = codebook::InForce::of(folder.own_codebook());
        if let Some(fault) = &codebook.fault {
            tracing::warn!(%fault, "the hospital's own codebook cannot be read; the one that is built in is used");
        }
        Pages {
            writer,
            folder,
            clock,
            attempts: Mutex::default(),
            known_attempts: Mutex::default(),
            passphrases: Mutex::default(),
            own_passwords: Mutex::default(),
            tokens: Mutex::default(),
            join_codes: Mutex::default(),
            open_pages: Mutex::default(),
            rush: Mutex::default(),
            changes: gathering::Changes::default(),
            hashing: Arc::new(Semaphore::new(1)),
            actions: Arc::new(Semaphore::new(1)),
            large_forms: Arc::new(Semaphore::new(MOST_LARGE_FORMS)),
            #[cfg(feature = "pdf")]
            setting: Arc::new(Semaphore::new(1)),
            readers: Mutex::default(),
            steps: None,
            links: Mutex::default(),
            running: Running::default(),
            method,
            codebook,
            sittings: Mutex::default(),
        }
    }

    /// The same, of a hub that runs.
    #[must_use]
    pub fn of(self, running: Running) -> Self {
        Pages { running, ..self }
    }

    /// The same, counting what reading costs ([`Store::count_steps`]).
    #[must_use]
    pub fn counting(self, steps: Arc<AtomicU64>) -> Self {
        Pages {
            steps: Some(steps),
            ..self
        }
    }

    /// The method in force.
    pub fn method(&self) -> &Method {
        &self.method.method
    }

    fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The time, for what cannot be taken back.
    fn sure_now(&self) -> Result<SureTime, ClockDoubt> {
        self.clock.sure()
    }

    fn rng(&self) -> SystemRng {
        system_rng()
    }

    /// Reads, on a connection that cannot write.
    async fn read<R: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, PageError> {
        let pages = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || {
            let spare = pages.readers.lock().ok().and_then(|mut spare| spare.pop());
            let mut reader = match spare {
                Some(reader) => reader,
                None => Store::open_reader(&pages.folder.database())?,
            };
            if let Some(steps) = &pages.steps {
                reader.count_steps(Arc::clone(steps))?;
            }
            let read = work(&reader);
            if let Ok(mut spare) = pages.readers.lock()
                && spare.len() < SPARE_READERS
            {
                spare.push(reader);
            }
            read
        });
        read.await.map_err(|_| PageError::Unavailable)?.map_err(PageError::from)
    }

    /// Writes something short, in the writer's turn.
    async fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, PageError> {
        let written = self.writer.run(work).await;
        written.map_err(|_| PageError::Unavailable)?.map_err(PageError::from)
    }

    /// Whether a guide may try a passphrase once more.
    fn may_try_passphrase(&self, email: &str) -> bool {
        let now = self.now();
        self.passphrases
            .lock()
            .is_ok_and(|mut attempts| attempts.allow(email, now))
    }

    /// Whether somebody who is logged in may try the log-in password once more: another secret, counted by itself.
    fn may_try_own_password(&self, email: &str) -> bool {
        let now = self.now();
        self.own_passwords
            .lock()
            .is_ok_and(|mut attempts| attempts.allow(email, now))
    }

    /// Attempts with the log-in password before a right one count no more.
    fn forget_own_password(&self, email: &str) {
        if let Ok(mut attempts) = self.own_passwords.lock() {
            attempts.forget(email);
        }
    }

    /// Says what became of an attempt that was allowed.
    fn note_passphrase_outcome(&self, email: &str, outcome: SecretOutcome) {
        if let Ok(mut attempts) = self.passphrases.lock() {
            match outcome {
                SecretOutcome::Right => attempts.forget(email),
                SecretOutcome::Nothing => attempts.give_back(email),
                SecretOutcome::Wrong => {}
            }
        }
    }

    /// Hashes a password or compares one, beside the other work, one at a time.
    async fn run_exclusive<R: Send + 'static>(
        &self,
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, PageError> {
        run_in_turn(&self.hashing, work).await
    }
}

/// Does work that takes long, one at a time. The turn belongs to the work: whoever hangs up meanwhile does not let the
/// next one begin beside it.
async fn run_in_turn<R: Send + 'static>(
    turns: &Arc<Semaphore>,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, PageError> {
    let turn = Arc::clone(turns).acquire_owned().await;
    let turn = turn.map_err(|_| PageError::Unavailable)?;
    let worked = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    worked.await.map_err(|_| PageError::Unavailable)
}

/// The pages' routes. Each stands in [`access::permissions::PERMISSIONS`] too; one that does not is shut.
pub fn routes(pages: Arc<Pages>) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/quick-guides/{reader}", get(quick_guides::show))
        .route("/calendar/{secret}", get(calendar::feed))
        .route("/signatures/{kind}/{thing}", get(signing::show).post(signing::answer))
        .route("/reports/{box}", get(reports::show))
        .route("/reports/{box}/file/{format}", get(reports::file))
        .route("/rounds/{box}/report", get(reports::preview).post(reports::freeze))
        .merge(access::routes())
        .merge(account::routes())
        .merge(admin::routes())
        .merge(gathering::routes())
        .merge(guide::routes())
        .merge(open_page::routes())
        .merge(process::routes())
        .merge(readers::routes())
        .merge(tablets::routes())
        // Everything else: the guard finds no permission and says so on a page.
        .route("/{*rest}", get(async || PageError::NotFound))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .route_layer(from_fn_with_state(Arc::clone(&pages), access::guard::admit))
        .merge(results_api::routes())
        .with_state(pages)
        .merge(assets::routes())
}

#[cfg(test)]
mod tests {
    use trykk_shared::clock::Clock;

    use super::*;
    use crate::people::attempts::ATTEMPTS;

    const GUIDE: &str = "guide@example.org";

    fn pages(folder: &tempfile::TempDir) -> Arc<Pages> {
        let (data, store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let clock = HubClock::confirmed(Clock::starting_at(1_790_000_000));
        Arc::new(Pages::new(Writer::start(store, clock.clone()), data, clock))
    }

    #[tokio::test]
    async fn nobody_outside_uses_up_a_guides_attempts_and_what_tried_no_secret_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(&folder);
        let outside = (0..2 * ATTEMPTS).filter(|n| {
            let mut attempts = pages.attempts.lock().unwrap();
            attempts.allow(&format!("{n}@example.org"), pages.now())
        });
        assert_eq!(outside.count(), ATTEMPTS as usize);
        let may_try = || pages.may_try_passphrase(GUIDE);
        for _ in 0..100 {
            assert!(may_try());
            pages.note_passphrase_outcome(GUIDE, SecretOutcome::Nothing);
        }
        while may_try() {
            pages.note_passphrase_outcome(GUIDE, SecretOutcome::Wrong);
        }
        pages.note_passphrase_outcome(GUIDE, SecretOutcome::Right);
        assert!(may_try());
    }

    #[tokio::test]
    async fn whoever_hangs_up_does_not_let_the_next_one_hash_beside_their_work() {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(&folder);
        let (begun, beginning) = tokio::sync::oneshot::channel();
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let asked = Arc::clone(&pages);
        let client = tokio::spawn(async move {
            let work = move || {
                let _ = begun.send(());
                let _ = held.recv();
            };
            asked.run_exclusive(work).await.is_ok()
        });
        beginning.await.unwrap();
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());
        assert_eq!(pages.hashing.available_permits(), 0, "the work goes on");
        let_go.send(()).unwrap();
        assert!(pages.run_exclusive(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn a_count_that_takes_its_time_keeps_nobody_from_logging_in() {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(&folder);
        let (begun, beginning) = tokio::sync::oneshot::channel();
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let asked = Arc::clone(&pages);
        let count = tokio::spawn(async move {
            let work = move || {
                let _ = begun.send(());
                let _ = held.recv();
            };
            run_in_turn(&asked.actions, work).await.is_ok()
        });
        beginning.await.unwrap();
        assert_eq!(pages.actions.available_permits(), 0, "the count is under way");
        assert!(
            pages.run_exclusive(|| ()).await.is_ok(),
            "a password is hashed meanwhile"
        );
        let_go.send(()).unwrap();
        assert!(count.await.unwrap());
    }
}
