//! What the hub keeps, behind narrow traits: one implementation ([`sqlite::SqliteStore`]) and a story test written
//! against the traits, so that another engine can sit behind them one day.
//!
//! Every method is one transaction and reads the state it depends on inside it, so that commands and server may
//! work on one data folder at the same time.

pub mod sqlite;
mod types;

use std::path::Path;

use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::{BoxState, Health, Outcome};

use crate::organisation::{Change, Organisation};
use crate::release::Release;
use crate::tally::Tally;
pub use types::{
    Arrived, BoxIds, BoxRow, CodeFault, Count, Counted, CountingKey, Delivery, DeliveryFault, Ending, HandedTablet,
    INCARNATION, NewCode, NewTablet, NoteRow, Opening, RECOVERY_KEY, REVIEW, RoundRow, SealedShares, TabletRow,
    TabletState, Ticket, Visitor,
};

/// Why the store did not do it. What was stored before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A file beside it failed.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// What is stored cannot be read back.
    #[error("the database holds something that cannot be read ({0}); restore it from a backup")]
    Damaged(String),
    /// It was made by a newer version.
    #[error("the database was made by a newer version of trykk-hub (format {0}); use that version")]
    Newer(i32),
    /// There is no such thing.
    #[error("there is no {0} {1:?}")]
    NotFound(&'static str, String),
    /// The box is not in a state for it.
    #[error("{0}")]
    WrongState(String),
}

/// The store as a whole.
pub trait Store: OrganisationStore + PeopleStore + TabletStore + BoxStore + Upkeep {}

impl<S: OrganisationStore + PeopleStore + TabletStore + BoxStore + Upkeep> Store for S {}

/// Departments, wards, accounts, rounds as planned.
pub trait OrganisationStore {
    /// The organisation as it stands.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn organisation(&self) -> Result<Organisation, StoreError>;

    /// Carries changes out, all or none, if the organisation still is `from`. New boxes get ids from `rng`.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when somebody else changed it meanwhile.
    fn change(&mut self, from: &Organisation, changes: &[Change], ids: &BoxIds) -> Result<(), StoreError>;

    /// Keeps the hash of an account's single-use invitation, in place of an earlier one. `until`: when it is void.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn set_invitation(&mut self, email: &str, hash: &[u8], until: i64) -> Result<(), StoreError>;

    /// A guide's counting key: public, and wrapped by the passphrase.
    ///
    /// # Errors
    /// When there is no such guide.
    fn counting_key(&self, email: &str) -> Result<Option<CountingKey>, StoreError>;

    /// Keeps a guide's counting key. Where it is another key than before, the shares that were sealed to the old one go.
    ///
    /// # Errors
    /// When there is no such guide.
    fn set_counting_key(&mut self, email: &str, public: &[u8; 32], wrapped: &[u8]) -> Result<(), StoreError>;

    /// A named setting of the hub.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn setting(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a named setting.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError>;

    /// Ends the review of a restored hub; enrolment codes from before are void.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn end_review(&mut self) -> Result<(), StoreError>;
}

/// How people come in: passwords, invitations, sessions.
pub trait PeopleStore {
    /// Whose invitation has this hash, if anybody's, and is not void at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn invited(&self, hash: &[u8; 32], now: i64) -> Result<Option<String>, StoreError>;

    /// Uses an invitation up and keeps the account's first password, hashed; gives whose it was.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn accept_invitation(&mut self, hash: &[u8; 32], password: &[u8], now: i64) -> Result<Option<String>, StoreError>;

    /// What is kept of an account's password.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn password(&self, email: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps another password, hashed; the account's sessions end and its invitation is void.
    ///
    /// # Errors
    /// When there is no such account.
    fn set_password(&mut self, email: &str, password: &[u8]) -> Result<(), StoreError>;

    /// Begins a session; those that are over are forgotten.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn begin_session(&mut self, email: &str, token_hash: &[u8; 32], expires: i64, now: i64) -> Result<(), StoreError>;

    /// Ends a session.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn end_session(&mut self, token_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// Ends every session: a restored hub does not go on with those of its backup.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn end_all_sessions(&mut self) -> Result<(), StoreError>;

    /// Who is logged in with this token at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn visitor(&self, token_hash: &[u8; 32], now: i64) -> Result<Option<Visitor>, StoreError>;

    /// Keeps the language an account chose.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn set_language(&mut self, email: &str, language: Language) -> Result<(), StoreError>;
}

/// Tablets, and what they deliver.
pub trait TabletStore {
    /// Keeps an enrolment code.
    ///
    /// # Errors
    /// When there is no such ward.
    fn add_code(&mut self, code: &NewCode) -> Result<(), StoreError>;

    /// The proof keys of codes that can still be used at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn proof_keys(&self, now: i64) -> Result<Vec<[u8; 32]>, StoreError>;

    /// Uses a code up and enrols a tablet, at once.
    ///
    /// # Errors
    /// See [`StoreError`]; a code that does not do is the inner error.
    fn redeem(
        &mut self,
        ticket: &Ticket,
        tablet: &NewTablet,
        now: i64,
    ) -> Result<Result<TabletRow, CodeFault>, StoreError>;

    /// All tablets.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn tablets(&self) -> Result<Vec<TabletRow>, StoreError>;

    /// The tablet with this token, if any.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn tablet_by_token(&self, token_hash: &[u8; 32]) -> Result<Option<TabletRow>, StoreError>;

    /// Takes a tablet out of use, or back.
    ///
    /// # Errors
    /// When there is no such tablet.
    fn set_tablet_state(&mut self, tablet: &str, state: TabletState) -> Result<(), StoreError>;

    /// The opened boxes a tablet should know, newest last, each with how many envelopes are held from it and whether
    /// it was left out. Notes that the keys of open boxes were handed to it, unless it is out of use.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn hand_boxes(&mut self, tablet: &TabletRow, now: i64) -> Result<Vec<(BoxRow, u64, bool)>, StoreError>;

    /// Takes deliveries in, all in one durable commit; gives each its outcomes in order.
    ///
    /// # Errors
    /// See [`StoreError`]; then nothing of any of them was stored.
    fn take(
        &mut self,
        deliveries: &[Delivery],
        now: i64,
    ) -> Result<Vec<Result<Vec<Outcome>, DeliveryFault>>, StoreError>;

    /// Whether something was stored in a closed box since this was asked last: it lies in the order of its arrival.
    fn arrived_after_closing(&mut self) -> bool;

    /// Notes what a tablet says of itself. One that is out of use has then heard of every box that is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn note_health(&mut self, tablet: &TabletRow, health: &Health, now: i64) -> Result<(), StoreError>;
}

/// Boxes on their way from plan to release.
pub trait BoxStore {
    /// All boxes, planned ones too, by round and ward.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn boxes(&self) -> Result<Vec<BoxRow>, StoreError>;

    /// The box with this id.
    ///
    /// # Errors
    /// When there is none.
    fn one(&self, box_id: BoxId) -> Result<BoxRow, StoreError>;

    /// The round with this id.
    ///
    /// # Errors
    /// When there is none.
    fn round(&self, id: &str) -> Result<RoundRow, StoreError>;

    /// How many envelopes lie in a box, by kind's number (1 to 3).
    ///
    /// # Errors
    /// See [`StoreError`].
    fn envelopes_in(&self, box_id: BoxId) -> Result<[u64; 4], StoreError>;

    /// The same for a box that still takes envelopes, from what the hub notes of each tablet, without looking at the
    /// envelopes: for pages that show many boxes at once.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn noted_in(&self, box_id: BoxId) -> Result<[u64; 4], StoreError>;

    /// The tablets that were handed a box's key.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn tablets_of(&self, box_id: BoxId) -> Result<Vec<HandedTablet>, StoreError>;

    /// Notes that every tablet of a box's wards may have been given its key: each is waited for.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn wait_for_all(&mut self, box_id: BoxId) -> Result<(), StoreError>;

    /// Opens a planned box with its keys. Does nothing to a box that is open with the same key.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is neither.
    fn open_box(&mut self, box_id: BoxId, opening: &Opening, now: i64) -> Result<(), StoreError>;

    /// The sealed shares of a box: the guides' by email, and the recovery share.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn shares(&self, box_id: BoxId) -> Result<SealedShares, StoreError>;

    /// Sets another closing time; a closed box that is not counted opens again when it lies ahead.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is counted or not yet open.
    fn set_closing(&mut self, box_id: BoxId, closes: i64) -> Result<(), StoreError>;

    /// Closes a box for good without opening it; its envelopes and shares go.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is counted.
    fn close_unread(&mut self, box_id: BoxId) -> Result<(), StoreError>;

    /// Counts a closed box, once, over a set that stays as it is from the first look to the commit.
    /// Quarantined envelopes of `taken` tablets are counted with the others. `count` is given the box, its tablets as
    /// [`BoxStore::tablets_of`] gives them, and its envelopes; when it gives `None` the box stays as it was. After the commit the envelopes are gone.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not closed or counted already.
    fn count_box(
        &mut self,
        box_id: BoxId,
        now: i64,
        taken: &[String],
        left_out: &[String],
        count: &mut Count<'_>,
    ) -> Result<bool, StoreError>;

    /// What a counted box gave.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn tally(&self, box_id: BoxId) -> Result<Option<Tally>, StoreError>;

    /// The notes of a box as sealed to one guide, in no order.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn notes(&self, box_id: BoxId, email: &str) -> Result<Vec<NoteRow>, StoreError>;

    /// Ends a box for good, whatever state it is in: its release is frozen, if it has one; envelopes and shares go.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn end(&mut self, box_id: BoxId, ending: &Ending) -> Result<(), StoreError>;

    /// Publishes a counted box: the release is frozen and the shares go. `notes_until`: when its notes are deleted.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not counted, or published already.
    fn publish(&mut self, box_id: BoxId, release: &Release, notes_until: i64) -> Result<(), StoreError>;

    /// The release of a published box.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn release(&self, box_id: BoxId) -> Result<Option<Release>, StoreError>;

    /// How many sealed notes a box has for all guides together, and when they are deleted, once that is known.
    ///
    /// # Errors
    /// When there is no such box.
    fn notes_kept(&self, box_id: BoxId) -> Result<(u64, Option<i64>), StoreError>;

    /// The tablets that a box was counted without.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn left_out(&self, box_id: BoxId) -> Result<Vec<String>, StoreError>;
}

/// Keeping the database fit to be stolen.
pub trait Upkeep {
    /// Rewrites every table in key order and empties the log, so that neither keeps the order of arrival;
    /// deletes notes whose time is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    fn tidy(&mut self, now: i64) -> Result<(), StoreError>;

    /// Writes a copy of the whole database, tidied first.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    fn back_up(&mut self, to: &Path, now: i64) -> Result<(), StoreError>;
}

/// The state of a box at `now`: closing needs no step of its own.
pub fn state_at(stored: BoxState, closes: i64, now: i64) -> BoxState {
    match stored {
        BoxState::Open if now >= closes => BoxState::Closed,
        stored => stored,
    }
}
