//! What may be done with a box, and doing it: open, close, count, release.

use std::num::NonZero;

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;
use trykk_shared::seal::{self, SealingKey};
use trykk_shared::slip::Unit;

use crate::count::{self, Subject};
use crate::data::{DataError, DataFolder};
use crate::keys::opening::OpeningKey;
use crate::keys::passphrase::{Passphrase, PassphraseFault};
use crate::keys::recovery;
use crate::keys::shares::{self, Holder, Share};
use crate::organisation::Organisation;
use crate::participation;
use crate::release::{self, FEWEST_TABLES};
use crate::store::{BoxRow, Counted, NoteRow, Opening, RoundRow, Store, StoreError, TabletState};

/// The setting that holds the organisation's public recovery key.
pub const RECOVERY_KEY: &str = "recovery_key";
/// The setting that holds the hub's incarnation.
pub const INCARNATION: &str = "incarnation";
/// The setting that says that a restored hub waits for an admin.
pub const REVIEW: &str = "review";
/// How long notes are kept after the release, in seconds: twelve months.
pub const NOTES_SECONDS: i64 = 365 * 24 * 3600;

/// Why a box was not opened, counted or released. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The data folder failed.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Nobody could count it.
    #[error(
        "no guide of {0} has a counting passphrase yet; set one with trykk-hub guide passphrase, then open the round"
    )]
    NoCountingKey(String),
    /// Nobody could read the notes.
    #[error(
        "no guide of {0} has a counting passphrase, so the notes would be lost; set one with trykk-hub guide passphrase, then count"
    )]
    NobodyForNotes(String),
    /// It would be closed at once.
    #[error(
        "round {0:?} should have closed already; plan another closing time in the file and apply it, then open the round"
    )]
    ClosingPast(String),
    /// The urgent route is missing.
    #[error("round {0:?} does not say where to turn with something urgent; add urgent = {{ nb = \"...\" }} to it")]
    NoUrgentRoute(String),
    /// The hub has no recovery key.
    #[error("this hub has no recovery key; set it up anew with trykk-hub init")]
    NoRecoveryKey,
    /// A passphrase does not do.
    #[error(transparent)]
    Passphrase(#[from] PassphraseFault),
    /// A recovery sheet does not do.
    #[error(transparent)]
    RecoverySheet(#[from] recovery::SheetFault),
    /// The guide has no share of this box.
    #[error(
        "{0} has no share of this box: not a guide of the ward when it opened, or without a counting key then; another guide can count, or the recovery sheet"
    )]
    NoGuideShare(String),
    /// Two shares are needed.
    #[error("counting needs two of three: the hub's share, a guide's passphrase, the recovery sheet. {0}")]
    TooFewShares(String),
    /// The shares do not fit the box.
    #[error("the shares do not open this box; use another two of hub, guide and recovery sheet")]
    WrongShares,
    /// Tablets may still hold answers.
    #[error("tablets that have not said since closing that nothing waits: {}; wait for them, or leave them out with --leave-out TABLET; what they have not delivered is then not counted", .0.join(", "))]
    TabletsWait(Vec<String>),
    /// A stolen tablet's envelopes wait for a decision.
    #[error("tablets reported stolen have envelopes in quarantine: {}; take them all with --take TABLET or leave them all with --leave TABLET", .0.join(", "))]
    Quarantine(Vec<String>),
    /// A named tablet is not one of this box.
    #[error("{0} is not a tablet of this box; its tablets are: {1}")]
    NotATablet(String, String),
    /// Too few answered.
    #[error("fewer than {floor} people{} answered{}; nothing was opened. Extend the round, or close it unread", if *.tables { format!(" at {FEWEST_TABLES} tables") } else { String::new() }, if *.unreadable { " in a way that can be read" } else { "" })]
    BelowFloor {
        /// The fewest people.
        floor: u32,
        /// Whether tables are counted too.
        tables: bool,
        /// Whether envelopes had to be opened to see it.
        unreadable: bool,
    },
}

/// What a sealed share is bound to.
fn share_info(holder: Holder) -> Vec<u8> {
    seal::parts(&[b"trykk/1", b"share", holder.name().as_bytes()])
}

/// What a note sealed to a guide is bound to.
fn note_info() -> Vec<u8> {
    seal::parts(&[b"trykk/1", b"note"])
}

fn recovery_key(store: &impl Store) -> Result<SealingKey, RoundError> {
    let text = store.setting(RECOVERY_KEY)?.ok_or(RoundError::NoRecoveryKey)?;
    let bytes = data_encoding::BASE64
        .decode(text.as_bytes())
        .map_err(|_| RoundError::NoRecoveryKey)?;
    SealingKey::from_bytes(&bytes).map_err(|_| RoundError::NoRecoveryKey)
}

/// The counting keys of the guides of a box.
fn counting_keys(
    store: &impl Store,
    organisation: &Organisation,
    wards: &[String],
) -> Result<Vec<(String, SealingKey)>, RoundError> {
    let mut keys = Vec::new();
    for email in organisation.guides_of(wards) {
        if let Some((public, _)) = store.counting_key(email)? {
            let key = SealingKey::from_bytes(&public).map_err(|_| StoreError::Damaged(format!("{email}'s key")))?;
            keys.push((email.clone(), key));
        }
    }
    Ok(keys)
}

/// Opens a planned box: draws its key pair, splits the private key three ways and forgets it. No person is needed.
/// A kill between any two steps, or a hub restored from before, opens it with the same key the next time.
///
/// # Errors
/// See [`RoundError`].
pub fn open(
    store: &mut impl Store,
    folder: &DataFolder,
    one: &BoxRow,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let round = store.round(&one.round)?;
    if one.state.is_none() && one.closes <= now {
        return Err(RoundError::ClosingPast(one.round.clone()));
    }
    if round.urgent.is_blank() {
        return Err(RoundError::NoUrgentRoute(one.round.clone()));
    }
    let opening = match folder.opening(one.id)? {
        Some(opening) => opening,
        None => {
            let organisation = store.organisation()?;
            let guides = counting_keys(store, &organisation, &one.wards)?;
            if guides.is_empty() {
                return Err(RoundError::NoCountingKey(one.ward_name()));
            }
            let key = OpeningKey::draw(rng);
            let [hub, guide, recovery] = shares::split(&key, rng);
            let aad = seal::aad(one.id);
            let seal_to = |to: &SealingKey, share: &Share, rng: &mut _| {
                to.seal(&share_info(share.holder()), &aad, &*share.expose(), rng)
            };
            let recovery_share = seal_to(&recovery_key(store)?, &recovery, rng);
            let guide_shares = guides
                .iter()
                .map(|(email, to)| (email.clone(), seal_to(to, &guide, rng)))
                .collect();
            let opening = Opening {
                key: key.sealing_key(),
                guide_shares,
                recovery_share,
            };
            folder.keep_opening(one.id, &hub, &opening)?;
            opening
        }
    };
    store.open_box(one.id, &opening, now)?;
    Ok(())
}

/// Opens every planned box whose time has come; gives those that could not be opened, with the reason.
///
/// # Errors
/// When the store fails.
pub fn open_due(
    store: &mut impl Store,
    folder: &DataFolder,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Vec<(BoxRow, RoundError)>, StoreError> {
    let due = store
        .boxes()?
        .into_iter()
        .filter(|one| one.state.is_none() && one.opens <= now && now < one.closes);
    let mut failed = Vec::new();
    for one in due {
        if let Err(error) = open(store, folder, &one, now, rng) {
            failed.push((one, error));
        }
    }
    Ok(failed)
}

/// A guide's proof: email and passphrase.
pub struct GuideProof<'p> {
    /// The guide.
    pub email: &'p str,
    /// The guide's passphrase.
    pub passphrase: &'p Passphrase,
}

/// What counting is told by the guide.
#[derive(Default)]
pub struct CountOrder<'o> {
    /// The guide who counts, if one does.
    pub guide: Option<GuideProof<'o>>,
    /// The text of the recovery sheet, if it is used.
    pub recovery_sheet: Option<&'o str>,
    /// Tablets to be left out.
    pub leave_out: Vec<String>,
    /// Stolen tablets whose quarantined envelopes are counted.
    pub take: Vec<String>,
    /// Stolen tablets whose quarantined envelopes are not counted.
    pub leave: Vec<String>,
}

/// Puts two shares of a box together.
fn box_key(
    store: &impl Store,
    folder: &DataFolder,
    one: &BoxRow,
    order: &CountOrder<'_>,
) -> Result<OpeningKey, RoundError> {
    let (guide_shares, recovery_share) = store.shares(one.id)?;
    let aad = seal::aad(one.id);
    let mut found: Vec<Share> = Vec::new();
    if let Some(proof) = &order.guide {
        let key = unwrap_counting_key(store, proof.email, proof.passphrase)?;
        let (_, sealed) = guide_shares
            .iter()
            .find(|(email, _)| email == proof.email)
            .ok_or_else(|| RoundError::NoGuideShare(proof.email.to_owned()))?;
        let opened = key.open(&share_info(Holder::Guide), &aad, sealed);
        let opened = opened.map_err(|_| RoundError::NoGuideShare(proof.email.to_owned()))?;
        found.extend(Share::from_bytes(Holder::Guide, &opened));
    }
    if let Some(text) = order.recovery_sheet {
        let key = recovery::read(text)?;
        if key.sealing_key() != recovery_key(store)? {
            return Err(recovery::SheetFault::OtherHub.into());
        }
        let sealed = recovery_share.ok_or(RoundError::WrongShares)?;
        let opened = key
            .open(&share_info(Holder::Recovery), &aad, &sealed)
            .map_err(|_| RoundError::WrongShares)?;
        found.extend(Share::from_bytes(Holder::Recovery, &opened));
    }
    if found.len() < 2 {
        found.extend(folder.hub_share(one.id)?);
    }
    let [first, second, ..] = &found[..] else {
        return Err(RoundError::TooFewShares(missing(order).to_owned()));
    };
    let key = shares::join(first, second).ok_or(RoundError::WrongShares)?;
    if one.key == Some(key.sealing_key().to_bytes()) {
        Ok(key)
    } else {
        Err(RoundError::WrongShares)
    }
}

fn missing(order: &CountOrder<'_>) -> &'static str {
    match (&order.guide, order.recovery_sheet) {
        (None, None) => "Give --guide with --passphrase-file, or --recovery-file",
        (Some(_), None) => "The hub's own share is not on its disk; add --recovery-file",
        _ => "The hub's own share is not on its disk; add --guide with --passphrase-file",
    }
}

/// A guide's counting key, unwrapped by the passphrase.
///
/// # Errors
/// When the guide has none, or the passphrase is wrong.
pub fn unwrap_counting_key(store: &impl Store, email: &str, passphrase: &Passphrase) -> Result<OpeningKey, RoundError> {
    let (_, wrapped) = store
        .counting_key(email)?
        .ok_or_else(|| RoundError::NoCountingKey(email.to_owned()))?;
    Ok(passphrase.unwrap(&wrapped, email)?)
}

/// Whether the tablets of a box allow it to be counted.
fn tablets_allow(store: &impl Store, one: &BoxRow, order: &CountOrder<'_>) -> Result<(), RoundError> {
    let tablets = store.tablets_of(one.id)?;
    for named in order.leave_out.iter().chain(&order.take).chain(&order.leave) {
        if !tablets.iter().any(|(tablet, ..)| tablet.id == *named) {
            let known: Vec<&str> = tablets.iter().map(|(tablet, ..)| tablet.id.as_str()).collect();
            return Err(RoundError::NotATablet(named.clone(), known.join(", ")));
        }
    }
    let waiting: Vec<String> = tablets
        .iter()
        .filter(|(tablet, clear, _)| {
            !clear && tablet.state != TabletState::Stolen && !order.leave_out.contains(&tablet.id)
        })
        .map(|(tablet, ..)| tablet.id.clone())
        .collect();
    if !waiting.is_empty() {
        return Err(RoundError::TabletsWait(waiting));
    }
    let undecided: Vec<String> = tablets
        .iter()
        .filter(|(tablet, _, held)| *held > 0 && order.take.contains(&tablet.id) == order.leave.contains(&tablet.id))
        .map(|(tablet, ..)| tablet.id.clone())
        .collect();
    if undecided.is_empty() {
        Ok(())
    } else {
        Err(RoundError::Quarantine(undecided))
    }
}

/// Whether enough people, and tables, are there to be counted at all.
fn reaches_floor(one: &BoxRow, round: &RoundRow, participants: u64, tables: u64) -> bool {
    let enough_tables = round.mode == trykk_shared::deck::Mode::DropIn || tables >= FEWEST_TABLES;
    participants >= u64::from(one.floor) && enough_tables
}

/// Counts a closed box, once. Below the floor nothing is opened.
///
/// # Errors
/// See [`RoundError`].
pub fn count(
    store: &mut impl Store,
    folder: &DataFolder,
    one: &BoxRow,
    order: &CountOrder<'_>,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let round = store.round(&one.round)?;
    if one.state_at(now) == Some(BoxState::Closed) {
        tablets_allow(store, one, order)?;
    }
    let organisation = store.organisation()?;
    let guides = counting_keys(store, &organisation, &one.wards)?;
    if guides.is_empty() {
        return Err(RoundError::NobodyForNotes(one.ward_name()));
    }
    let key = match one.state_at(now) {
        Some(BoxState::Closed) => Some(box_key(store, folder, one, order)?),
        // The store refuses with the state it finds.
        _ => None,
    };
    let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let below = |unreadable| RoundError::BelowFloor {
        floor: one.floor,
        tables: round.mode == trykk_shared::deck::Mode::Table,
        unreadable,
    };
    let mut refused = None;
    let counted = store.count_box(one.id, now, &order.take, &order.leave_out, &mut |row, envelopes| {
        let mut counts = [0; 4];
        envelopes
            .iter()
            .for_each(|envelope| counts[usize::from(envelope.kind.number())] += 1);
        let sheets = |unit| participation::sheets(&row.shape, unit, &counts);
        if !reaches_floor(row, &round, sheets(Unit::Participant), sheets(Unit::Table)) {
            refused = Some(below(false));
            return None;
        }
        let subject = Subject {
            round: &round.id,
            box_id: row.id,
            deck: &round.deck,
            mode: round.mode,
        };
        let opened = count::count(subject, key.as_ref()?, &envelopes, cores, rng);
        if !reaches_floor(row, &round, opened.tally.sheets.participant, opened.tally.sheets.table) {
            refused = Some(below(true));
            return None;
        }
        let notes = seal_notes(row.id, opened.notes, &guides, rng);
        Some(Counted {
            tally: opened.tally,
            notes,
        })
    })?;
    match refused {
        Some(error) => Err(error),
        None if counted => {
            // What the count has deleted is still in the log's and the file's old pages.
            store.tidy(now)?;
            Ok(())
        }
        None => Err(StoreError::WrongState("the round changed meanwhile; count again".to_owned()).into()),
    }
}

fn seal_notes(
    box_id: BoxId,
    notes: Vec<count::OpenedNote>,
    guides: &[(String, SealingKey)],
    rng: &mut impl CryptoRng,
) -> Vec<NoteRow> {
    let (info, aad) = (note_info(), seal::aad(box_id));
    let mut rows = Vec::new();
    for note in notes {
        let plain = zeroize::Zeroizing::new(seal::parts(&[note.item.as_bytes(), note.text.as_bytes()]));
        for (email, key) in guides {
            let mut id = [0; 16];
            rng.fill_bytes(&mut id);
            rows.push(NoteRow {
                email: email.clone(),
                id,
                sealed: key.seal(&info, &aad, &plain, rng),
            });
        }
    }
    rows
}

/// The notes of a counted box, opened with a guide's counting key: item and text, in random order.
pub fn open_notes(key: &OpeningKey, box_id: BoxId, rows: &[NoteRow]) -> Vec<(String, zeroize::Zeroizing<String>)> {
    let (info, aad) = (note_info(), seal::aad(box_id));
    let read = |row: &NoteRow| {
        let plain = key.open(&info, &aad, &row.sealed).ok()?;
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (item, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let text = rest.get(4..)?;
        let text = zeroize::Zeroizing::new(String::from_utf8(text.to_vec()).ok()?);
        Some((String::from_utf8(item.to_vec()).ok()?, text))
    };
    rows.iter().filter_map(read).collect()
}

/// Publishes a counted box: the release is frozen, the shares are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn publish(store: &mut impl Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    let round = store.round(&one.round)?;
    if one.state.is_some_and(BoxState::is_over) {
        // A kill may have come between the release and the end of its shares.
        folder.destroy_share(one.id)?;
        store.tidy(now)?;
    }
    if let Some(tally) = store.tally(one.id)? {
        let release = release::release(&one.round, &one.wards, one.floor, &round.deck, &tally);
        store.publish(one.id, &release, now + NOTES_SECONDS)?;
        folder.destroy_share(one.id)?;
        store.tidy(now)?;
        return Ok(());
    }
    let state = one.state_at(now).map_or("not open yet", BoxState::name);
    Err(StoreError::WrongState(format!(
        "round {:?} in {} is {state}; count it first",
        one.round,
        one.ward_name()
    ))
    .into())
}

/// Closes a box for good without opening it.
///
/// # Errors
/// See [`RoundError`].
pub fn close_unread(store: &mut impl Store, folder: &DataFolder, one: &BoxRow, now: i64) -> Result<(), RoundError> {
    store.close_unread(one.id)?;
    folder.destroy_share(one.id)?;
    store.tidy(now)?;
    Ok(())
}

/// Finishes what a kill may have left: the folder's shares of boxes that are over are destroyed.
///
/// # Errors
/// See [`RoundError`].
pub fn sweep(store: &impl Store, folder: &DataFolder) -> Result<(), RoundError> {
    for one in store
        .boxes()?
        .iter()
        .filter(|one| one.state.is_some_and(BoxState::is_over))
    {
        folder.destroy_share(one.id)?;
    }
    Ok(())
}

/// Makes a guide's counting key, or wraps it anew.
///
/// # Errors
/// When there is no such guide, the old passphrase is wrong, or the new one too short.
pub fn set_passphrase(
    store: &mut impl Store,
    email: &str,
    new: &Passphrase,
    old: Option<&Passphrase>,
    new_key: bool,
    rng: &mut impl CryptoRng,
) -> Result<PassphraseSet, RoundError> {
    let known = store.counting_key(email)?;
    let (key, set) = match (&known, old) {
        (Some(_), Some(old)) => (unwrap_counting_key(store, email, old)?, PassphraseSet::Rewrapped),
        (Some((_, wrapped)), None) if !new_key => {
            // The same passphrase again does no harm; another one without the old one would.
            new.unwrap(wrapped, email)?;
            return Ok(PassphraseSet::Unchanged);
        }
        _ => (OpeningKey::draw(rng), PassphraseSet::New),
    };
    let wrapped = new.wrap(&key, email, rng)?;
    store.set_counting_key(email, &key.sealing_key().to_bytes(), &wrapped)?;
    Ok(set)
}

/// What became of a guide's counting key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseSet {
    /// A new key was made.
    New,
    /// The same key, under another passphrase.
    Rewrapped,
    /// The passphrase was this one already.
    Unchanged,
}
