//! What the hub keeps, in SQLite: WAL with `synchronous = FULL`, `secure_delete`, own migrations on `user_version`.
//!
//! Every method is one transaction and reads the state it depends on inside it, so that commands and server may
//! work on one data folder at the same time. No SQL stands outside this folder.

mod areas;
mod audit;
mod audit_changes;
mod bands;
mod boards;
mod box_lists;
mod boxes;
mod calendar;
mod closing;
mod codes;
mod counted;
mod decks;
mod deliveries;
mod drafts;
mod due;
mod endings;
mod figure_lists;
mod figures;
mod follow_up;
mod gatherings;
mod health;
mod holding;
mod idea_box;
mod kept;
mod meetings;
mod organisation;
mod organisation_changes;
mod overview;
mod people;
mod plan_rows;
mod plan_versions;
mod plans;
mod processes;
mod pulses;
mod reach;
mod reminders;
mod reports;
mod setting_names;
mod signatures;
mod sortings;
mod stages;
mod tablet_desk;
mod tablet_rows;
pub(crate) mod tablets;
mod tokens;
mod types;
mod upkeep;
mod webhook;
pub mod writer;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior};
use trykk_shared::deck::Mode;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::SheetShape;
use trykk_shared::protocol::BoxState;

use crate::audit::{Hand, Who};

pub use areas::{AreaKept, AreaRow, NOT_PUBLISHED, kinds as area_kinds};
pub use audit::{AuditFilter, Followed};
pub use bands::BandsRow;
pub use box_lists::{BoxGlance, sort_boxes};
pub use boxes::ONLY_CONFIRMED;
pub use calendar::FeedOwner;
pub use counted::CountChecks;
pub use decks::DeckDraftRow;
pub use drafts::DraftRow;
pub use due::OverBox;
pub use figure_lists::{AskedRound, CountedBox};
pub use follow_up::FollowedUp;
pub use kept::{CountedFrom, Ending, KeptCount, KeptRound, Reader};
pub use organisation_changes::Newcomer;
pub use people::{LogIn, OpenInvitation};
pub use plan_rows::PlanSigning;
pub use reminders::{BegunLetter, ReminderRow};
pub use reports::{KeptReport, ReportRow};
pub use setting_names::{BACKED_UP, CLOCK, CLOCK_DOUBT, INCARNATION, RECOVERY_KEY, REVIEW, SERVED, TIDYING_OWED};
pub use tablet_desk::{CodeRow, HandedBox};
pub use tablet_rows::{KeptTablet, NewCode, NewTablet, RedeemError, TabletRow, TabletState, Ticket};
pub use tokens::TokenRow;
pub use types::{
    AddedGuide, ArrivedEnvelope, BoxForTablet, BoxIds, BoxRow, Count, CountStep, Counted, CountedFigures, CountingKey,
    Delivery, DeliveryError, GuideShare, HandedTablet, KeptNotes, NoteRow, Opening, RoundRow, SECONDS_OF_DAY,
    SealedShares, SessionRow, Visitor,
};
pub use upkeep::Copied;
pub use webhook::{PlanDelivery, WaitingPlan, WebhookSummary};

/// The migrations, in order. One that has landed never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/001-first.sql"),
    include_str!("../../migrations/002-people.sql"),
    include_str!("../../migrations/003-departments.sql"),
    include_str!("../../migrations/004-wards-of-a-box.sql"),
    include_str!("../../migrations/005-invitations-end.sql"),
    include_str!("../../migrations/006-confirming.sql"),
    include_str!("../../migrations/007-start-codes.sql"),
    include_str!("../../migrations/008-trace-of-readers.sql"),
    include_str!("../../migrations/009-closed-for-good.sql"),
    include_str!("../../migrations/010-woken-spares.sql"),
    include_str!("../../migrations/011-unreleased.sql"),
    include_str!("../../migrations/012-unread-later.sql"),
    include_str!("../../migrations/013-restored.sql"),
    include_str!("../../migrations/014-tablets-beside.sql"),
    include_str!("../../migrations/015-closed-and-blocked.sql"),
    include_str!("../../migrations/016-sessions.sql"),
    include_str!("../../migrations/017-tablet-names.sql"),
    include_str!("../../migrations/018-learnt-tablets.sql"),
    include_str!("../../migrations/019-whose-doing.sql"),
    include_str!("../../migrations/020-notes-gone.sql"),
    include_str!("../../migrations/021-drafts.sql"),
    include_str!("../../migrations/022-tablet-troubles.sql"),
    include_str!("../../migrations/023-decks.sql"),
    include_str!("../../migrations/024-people-at-confirming.sql"),
    include_str!("../../migrations/025-audit.sql"),
    include_str!("../../migrations/026-tokens.sql"),
    include_str!("../../migrations/027-contacts.sql"),
    include_str!("../../migrations/028-signatures.sql"),
    include_str!("../../migrations/029-processes.sql"),
    include_str!("../../migrations/030-areas.sql"),
    include_str!("../../migrations/031-reports.sql"),
    include_str!("../../migrations/032-counted.sql"),
    include_str!("../../migrations/033-plans.sql"),
    include_str!("../../migrations/034-sortings.sql"),
    include_str!("../../migrations/035-holders.sql"),
    include_str!("../../migrations/036-gatherings.sql"),
    SIGNED_PLANS,
    include_str!("../../migrations/038-reach.sql"),
    include_str!("../../migrations/039-conditions.sql"),
    include_str!("../../migrations/040-open-pages.sql"),
    include_str!("../../migrations/041-reminders.sql"),
    include_str!("../../migrations/042-next-steps.sql"),
    include_str!("../../migrations/043-idea-box.sql"),
    include_str!("../../migrations/044-staff-pins.sql"),
    include_str!("../../migrations/045-large-last.sql"),
    include_str!("../../migrations/046-pulses.sql"),
    include_str!("../../migrations/047-links-for-several.sql"),
    include_str!("../../migrations/048-figures.sql"),
    include_str!("../../migrations/049-over-by-kind.sql"),
    include_str!("../../migrations/050-boxes-at-a-glance.sql"),
    PACKED_FIGURES,
    include_str!("../../migrations/052-figures-moved.sql"),
    include_str!("../../migrations/053-rounds-at-a-glance.sql"),
    include_str!("../../migrations/054-figures-at-a-glance.sql"),
    include_str!("../../migrations/055-rounds-beside-decks.sql"),
    include_str!("../../migrations/056-due-by-time.sql"),
    include_str!("../../migrations/057-counts-by-age.sql"),
];
/// The migration after which it is written down which plans were signed.
const SIGNED_PLANS: &str = include_str!("../../migrations/037-signed-plans.sql");
/// The migration after which figures are packed.
const PACKED_FIGURES: &str = include_str!("../../migrations/051-packed-figures.sql");
/// How long one process waits for another one's transaction.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(60);

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
    #[error("round {round:?} in {wards} is {state}; {wanted}")]
    WrongState {
        /// The round.
        round: String,
        /// The box's wards.
        wards: String,
        /// How the box stands.
        state: &'static str,
        /// What it would have to be, or why it cannot be done.
        wanted: &'static str,
    },
    /// It was opened before, and what that brought is lost: nothing may be drawn in its place.
    #[error("round {round:?} in {wards} was opened before; it cannot be opened again")]
    OpenedBefore {
        /// The round.
        round: String,
        /// The box's wards.
        wards: String,
    },
    /// Its key is not the one that this hub drew for it.
    #[error("round {round:?} in {wards} does not have the key that this hub drew for it; nothing was done")]
    OtherKey {
        /// The round.
        round: String,
        /// The box's wards.
        wards: String,
    },
    /// What was reported stolen stays so.
    #[error(
        "tablet {0} was reported stolen and stays so: what it sends is decided at the count. One that was found is enrolled anew"
    )]
    StaysStolen(String),
    /// Its round is open already, as another plan than the one that was confirmed.
    #[error("round {0:?} is open, but not as this hub confirmed it; nothing was done")]
    OtherPlan(String),
    /// The process rests, and what would be changed cannot be signed.
    #[error("the process rests; take it up again first")]
    Resting,
    /// What it was to be done to was changed meanwhile.
    #[error("{0} was changed meanwhile")]
    ChangedMeanwhile(&'static str),
    /// The writer cannot store at the moment.
    #[error("the hub cannot store at the moment")]
    CannotStore,
    /// The writer has ended.
    #[error(transparent)]
    Stopped(#[from] writer::WriterError),
}

/// A connection to the hub's database.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    /// Whether something was stored in a closed box since this was asked last.
    after_closing: bool,
    /// Boxes that were counted before, by a database that has been replaced since: the envelopes that were counted. Others
    /// come too late.
    bound: Arc<HashMap<BoxId, BTreeSet<EnvelopeId>>>,
    /// Whether tidying is put off until several boxes are brought on, and whether it is owed by now.
    put_off: bool,
    owed: bool,
    /// In whose hand lies what is done through this connection, for the audit log.
    hand: Hand,
}

impl Store {
    /// Opens the database, making or migrating it if need be.
    ///
    /// # Errors
    /// When it cannot be opened, or was made by a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::prepare(Connection::open(path)?)
    }

    /// Opens a database that must be there.
    ///
    /// # Errors
    /// When it is not there, cannot be opened, or was made by a newer version.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        // Each connection has one thread at a time, which the type holds: SQLite needs no locks of its own around it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::prepare(Connection::open_with_flags(path, flags)?)
    }

    /// Opens a database that must be there, for reading only: nothing can be changed through it.
    ///
    /// # Errors
    /// As [`Store::open_existing`].
    pub fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let store = Self::open_existing(path)?;
        store.connection.pragma_update(None, "query_only", true)?;
        // In KiB. The guide's list counts the envelopes of every open box: fifty wards of them fit.
        store.connection.pragma_update(None, "cache_size", -12_288)?;
        Ok(store)
    }

    /// Counts into `steps` what reading costs: steps of SQLite's machine, in tens. What a page costs is told by that without a watch.
    ///
    /// # Errors
    /// When SQLite cannot count.
    pub fn count_steps(&mut self, steps: Arc<AtomicU64>) -> Result<(), StoreError> {
        let count = move || {
            steps.fetch_add(1, Ordering::Relaxed);
            false
        };
        Ok(self.connection.progress_handler(10, Some(count))?)
    }

    fn prepare(mut connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(WAIT_FOR_OTHERS)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;",
        )?;
        // Statements stay prepared whatever values are bound to them: planning anew took longer than storing.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate(&mut connection)?;
        Ok(Store {
            connection,
            after_closing: false,
            bound: Arc::default(),
            put_off: false,
            owed: false,
            hand: Hand {
                who: Who::Shell,
                at: None,
            },
        })
    }

    /// As if the disk took nothing more.
    #[cfg(test)]
    pub(crate) fn refuse_writing(&self, refuse: bool) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "query_only", refuse)?)
    }

    fn transaction(&mut self) -> Result<rusqlite::Transaction<'_>, rusqlite::Error> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
    }

    /// What is read through it is of one moment, whatever others store meanwhile.
    fn snapshot(&self) -> Result<rusqlite::Transaction<'_>, rusqlite::Error> {
        self.connection.unchecked_transaction()
    }
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version = |connection: &Connection| connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i32>(0));
    let newest = i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX);
    if version(connection)? == newest {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?;
    let done = usize::try_from(from).unwrap_or(0);
    if from > newest {
        return Err(StoreError::Newer(from));
    }
    for migration in &MIGRATIONS[done..] {
        transaction.execute_batch(migration)?;
        if *migration == PACKED_FIGURES {
            figures::pack_all(&transaction)?;
        }
    }
    if MIGRATIONS[done..].contains(&SIGNED_PLANS) {
        plan_versions::note_signed_before(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", newest)?;
    transaction.commit()?;
    Ok(())
}

const BOX_COLUMNS: &str = "box.id, box.round, box.wards, box.state, box.opens, box.closes, box.floor, box.public_key,
    (SELECT coalesce(sum(headcount), 0) FROM ward JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id),
    round.participant_marks, round.participant_notes, round.table_marks,
    coalesce(box.departments, (SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id
        WHERE box_ward.box = box.id)), box.refused_sheets, round.codes,
    box.closed_for_good, box.unread_at, box.restored, box.most_people, box.unread_owed,
    box.confirmed_people, round.mode, round.pulse_of";
const PLANNED: &str = "planned";
/// Rounds without their decks, which are many times as large, in SQL.
const ROUND: &str = "round_glance AS round";

fn damage_error(what: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(what.to_string())
}

/// The mode of this name.
fn read_mode(name: &str) -> Result<Mode, StoreError> {
    Mode::from_name(name).ok_or_else(|| damage_error(format!("the mode {name:?}")))
}

fn box_row(row: &Row<'_>) -> Result<BoxRow, StoreError> {
    let state: String = row.get(3)?;
    let state = match state.as_str() {
        PLANNED => None,
        name => Some(BoxState::from_name(name).ok_or_else(|| damage_error(name))?),
    };
    let departments: BTreeSet<String> = serde_json::from_str(&row.get::<_, String>(12)?).map_err(damage_error)?;
    Ok(BoxRow {
        id: BoxId(row.get(0)?),
        round: row.get(1)?,
        wards: serde_json::from_str(&row.get::<_, String>(2)?).map_err(damage_error)?,
        departments: departments.into_iter().collect(),
        state,
        opens: row.get(4)?,
        closes: row.get(5)?,
        floor: row.get(6)?,
        key: row.get(7)?,
        headcount: row.get(8)?,
        most_people: row.get::<_, u32>(18)?.max(row.get(8)?),
        confirmed_people: row.get(20)?,
        shape: SheetShape {
            participant_marks: row.get(9)?,
            participant_notes: row.get(10)?,
            table_marks: row.get(11)?,
        },
        refused_sheets: row.get(13)?,
        asks_for_codes: row.get(14)?,
        closed_for_good: row.get(15)?,
        unread_at: row.get(16)?,
        unread_owed: row.get(19)?,
        restored: row.get(17)?,
        mode: read_mode(&row.get::<_, String>(21)?)?,
        pulse_of: row.get(22)?,
    })
}

fn read_box(connection: &Connection, box_id: BoxId) -> Result<BoxRow, StoreError> {
    let sql = format!("SELECT {BOX_COLUMNS} FROM box JOIN {ROUND} ON round.id = box.round WHERE box.id = ?1");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([box_id.0])?;
    match rows.next()? {
        Some(row) => box_row(row),
        None => Err(StoreError::NotFound("box", box_id.to_string())),
    }
}

/// The state of a box at `now`: closing needs no step of its own.
pub fn state_at(stored: BoxState, closes: i64, now: i64) -> BoxState {
    match stored {
        BoxState::Open if now >= closes => BoxState::Closed,
        stored => stored,
    }
}
