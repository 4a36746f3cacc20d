//! People's pages. [`doors`] says who may open what, [`guard`] asks it before every page; the other files are one
//! resource each: they read a form, call what knows the rules, and show a template.
//!
//! Nothing here logs a body, a token or a client's address. Pages work without script; none is sent.

mod accounts;
mod assets;
mod chart;
mod counting;
pub mod doors;
mod due;
mod form;
mod glance;
mod guard;
mod home;
mod invitation;
mod known;
mod log_in;
mod notes;
mod page;
mod passphrase;
mod result;
mod round;
mod rounds;
mod senior;
mod tally;
mod way;
mod words;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use rand::SeedableRng;
use rand::rngs::{StdRng, SysRng};
use tokio::sync::Semaphore;
use trykk_shared::clock::Clock;

use crate::data::DataFolder;
use crate::people::passwords::Attempts;
use crate::rounds::RoundError;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::writer::Writer;
use counting::Tried;
use page::Refusal;

/// The largest form.
const FORM_BYTES: usize = 64 * 1024;
/// How many connections for reading are kept.
const SPARE_READERS: usize = 4;

/// What the pages work with.
pub struct Rooms {
    writer: Writer,
    folder: DataFolder,
    clock: Clock,
    /// Attempts to log in, by anybody.
    attempts: Mutex<Attempts>,
    /// Attempts to log in from browsers in which the account was in before.
    known_attempts: Mutex<Attempts>,
    /// Attempts with a passphrase, by guides who are logged in: nobody outside can use these up.
    passphrases: Mutex<Attempts>,
    /// Hashing a password takes memory: one at a time.
    hashing: Arc<Semaphore>,
    readers: Mutex<Vec<Store>>,
}

impl Rooms {
    /// The pages of the hub that keeps its data in `folder`.
    pub fn new(writer: Writer, folder: DataFolder, clock: Clock) -> Self {
        Rooms {
            writer,
            folder,
            clock,
            attempts: Mutex::default(),
            known_attempts: Mutex::default(),
            passphrases: Mutex::default(),
            hashing: Arc::new(Semaphore::new(1)),
            readers: Mutex::default(),
        }
    }

    fn now(&self) -> i64 {
        self.clock.now()
    }

    fn rng(&self) -> Result<StdRng, Refusal> {
        StdRng::try_from_rng(&mut SysRng).map_err(|_| Refusal::Unavailable)
    }

    /// Reads, on a connection that cannot write.
    async fn read<R: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, Refusal> {
        let rooms = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || {
            let spare = rooms.readers.lock().ok().and_then(|mut spare| spare.pop());
            let reader = match spare {
                Some(reader) => reader,
                None => Store::open_reader(&rooms.folder.database())?,
            };
            let read = work(&reader);
            if let Ok(mut spare) = rooms.readers.lock()
                && spare.len() < SPARE_READERS
            {
                spare.push(reader);
            }
            read
        });
        read.await.map_err(|_| Refusal::Unavailable)?.map_err(Refusal::from)
    }

    /// Writes something short, in the writer's turn.
    async fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, Refusal> {
        let written = self.writer.run(work).await;
        written.map_err(|_| Refusal::Unavailable)?.map_err(Refusal::from)
    }

    /// Does what takes long or opens something, on a connection of its own, so that tablets need not wait for it.
    async fn act<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store, &DataFolder) -> Result<R, RoundError> + Send + 'static,
    ) -> Result<Result<R, RoundError>, Refusal> {
        let folder = self.folder.clone();
        self.hash(move || {
            let mut store = Store::open_existing(&folder.database())?;
            work(&mut store, &folder)
        })
        .await
    }

    /// Whether a guide may try a passphrase once more.
    fn may_try_passphrase(&self, email: &str) -> bool {
        let now = self.now();
        self.passphrases
            .lock()
            .is_ok_and(|mut attempts| attempts.allow(email, now))
    }

    /// Says what became of an attempt that was allowed.
    fn passphrase_tried(&self, email: &str, tried: Tried) {
        if let Ok(mut attempts) = self.passphrases.lock() {
            match tried {
                Tried::Right => attempts.forget(email),
                Tried::Nothing => attempts.give_back(email),
                Tried::Wrong => {}
            }
        }
    }

    /// Hashes a password or compares one, beside the other work. The turn belongs to the work: whoever hangs up
    /// meanwhile does not let the next one begin beside it.
    async fn hash<R: Send + 'static>(&self, work: impl FnOnce() -> R + Send + 'static) -> Result<R, Refusal> {
        let turn = Arc::clone(&self.hashing).acquire_owned().await;
        let turn = turn.map_err(|_| Refusal::Unavailable)?;
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        worked.await.map_err(|_| Refusal::Unavailable)
    }
}

/// The pages' routes. Each stands in [`doors::DOORS`] too; one that does not is shut.
pub fn routes(rooms: Arc<Rooms>) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/accounts", get(accounts::show))
        .route("/rounds", get(rounds::list))
        .route("/rounds/{box}", get(round::show))
        .route("/rounds/{box}/open", post(counting::open))
        .route("/rounds/{box}/extend", post(counting::extend))
        .route("/rounds/{box}/close", post(counting::close))
        .route("/rounds/{box}/close-unread", post(counting::close_unread))
        .route("/rounds/{box}/count", post(counting::count))
        .route("/rounds/{box}/release", post(counting::release))
        .route("/rounds/{box}/figures", get(tally::show))
        .route("/rounds/{box}/preview", get(tally::preview))
        .route("/rounds/{box}/notes", get(notes::ask).post(notes::show))
        .route("/passphrase", get(passphrase::show).post(passphrase::set))
        .route("/passphrase/new-key", post(passphrase::new_key))
        .route("/results/{box}", get(result::show))
        .route("/roll-ups/{round}", get(senior::show))
        .route("/roll-ups/{round}/{department}", get(senior::show))
        .route("/log-in", get(log_in::show).post(log_in::log_in))
        .route("/log-out", post(log_in::log_out))
        .route("/invitation/{secret}", get(invitation::show).post(invitation::accept))
        // Everything else: the guard finds no door and says so on a page.
        .route("/{*rest}", get(async || Refusal::NotFound))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .route_layer(from_fn_with_state(Arc::clone(&rooms), guard::admit))
        .with_state(rooms)
        .merge(assets::routes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::passwords::ATTEMPTS;

    const GUIDE: &str = "guide@example.org";

    fn rooms(folder: &tempfile::TempDir) -> Arc<Rooms> {
        let (data, store) = DataFolder::create(&folder.path().join("hub")).unwrap();
        let clock = Clock::starting_at(1_790_000_000);
        Arc::new(Rooms::new(Writer::start(store, clock), data, clock))
    }

    #[tokio::test]
    async fn nobody_outside_uses_up_a_guides_attempts_and_what_tried_no_secret_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let rooms = rooms(&folder);
        let outside = (0..2 * ATTEMPTS).filter(|n| {
            let mut attempts = rooms.attempts.lock().unwrap();
            attempts.allow(&format!("{n}@example.org"), rooms.now())
        });
        assert_eq!(outside.count(), ATTEMPTS as usize);
        let may_try = || rooms.may_try_passphrase(GUIDE);
        for _ in 0..100 {
            assert!(may_try());
            rooms.passphrase_tried(GUIDE, Tried::Nothing);
        }
        while may_try() {
            rooms.passphrase_tried(GUIDE, Tried::Wrong);
        }
        rooms.passphrase_tried(GUIDE, Tried::Right);
        assert!(may_try());
    }

    #[tokio::test]
    async fn whoever_hangs_up_does_not_let_the_next_one_hash_beside_their_work() {
        let folder = tempfile::tempdir().unwrap();
        let rooms = rooms(&folder);
        let (begun, beginning) = tokio::sync::oneshot::channel();
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let asked = Arc::clone(&rooms);
        let client = tokio::spawn(async move {
            let work = move || {
                let _ = begun.send(());
                let _ = held.recv();
            };
            asked.hash(work).await.is_ok()
        });
        beginning.await.unwrap();
        client.abort();
        assert!(client.await.unwrap_err().is_cancelled());
        assert_eq!(rooms.hashing.available_permits(), 0, "the work goes on");
        let_go.send(()).unwrap();
        assert!(rooms.hash(|| ()).await.is_ok());
    }
}
