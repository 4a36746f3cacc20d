//! What is done with start codes: slips are printed and confirmed, spares woken; all of it is kept beside the database too.

use rand::CryptoRng;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;
use trykk_shared::start_code::StartCode;
use trykk_shared::stretching::Memory;

use super::RoundError;
use super::check_decider;
use super::code_shares::count_slips_in_use;
use super::codes::{CodeSlips, CodesError, FILLER_BYTES, TabletCodes};
use crate::data::DataFolder;
use crate::store::{BoxRow, Store, StoreError, TabletState};

/// What slips are printed for.
#[derive(Clone, Copy, Debug)]
pub struct SlipOrder<'o> {
    /// The tablet, by id.
    pub tablet: &'o str,
    /// How many slips, one for each person.
    pub slips: usize,
    /// How many spares.
    pub spares: usize,
}

/// Draws start codes for a tablet, to be printed. They are dead until [`confirm_slips`]. `by`: the guide who does it; nobody in
/// particular at the command line. Whoever draws codes can answer with them: it is for those who were guides when it was confirmed.
///
/// # Errors
/// See [`CodesError`], [`check_decider`], and the store's.
pub fn print_slips(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    order: SlipOrder<'_>,
    by: Option<&str>,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<CodeSlips, RoundError> {
    let _lock = folder.lock()?;
    check_box(&store.ballot_box(ballot_box.id)?, now)?;
    check_decider(store, ballot_box, by)?;
    check_tablet(store, ballot_box, order.tablet)?;
    put_back_codes(store, folder, ballot_box.id)?;
    let lists = store.codes_of(ballot_box.id)?;
    check_headcount(store, ballot_box, order.slips)?;
    // A code of another tablet is none here: it must be refused there, not taken for one of its own.
    let others: Vec<&TabletCodes> = lists
        .iter()
        .filter(|(tablet, _)| tablet != order.tablet)
        .map(|(_, codes)| codes)
        .collect();
    let taken = |code: &StartCode, memory: &mut Memory| {
        others
            .iter()
            .any(|other| other.hashes.contains(&code.hash_in(memory, &other.salt)))
    };
    let known = lists.iter().find(|(tablet, _)| tablet == order.tablet);
    let before = known.map(|(_, codes)| codes);
    let mut codes = before.cloned().unwrap_or_else(|| TabletCodes::empty(rng));
    let drawn = codes.print(order.slips, order.spares, taken, rng)?;
    keep(store, folder, ballot_box.id, order.tablet, before, &codes)?;
    Ok(drawn)
}

/// No more people have slips than work there, with `more` of them.
fn check_headcount(store: &Store, ballot_box: &BoxRow, more: usize) -> Result<(), RoundError> {
    let printed = count_slips(store, ballot_box)?;
    if printed.saturating_add(more as u64) <= u64::from(ballot_box.headcount) {
        return Ok(());
    }
    Err(CodesError::TooMany {
        wards: ballot_box.ward_ids(),
        headcount: ballot_box.headcount,
        printed,
        more,
    }
    .into())
}

/// How many people have a slip that is good or was used: see [`count_slips_in_use`].
///
/// # Errors
/// When the store fails.
pub fn count_slips(store: &Store, ballot_box: &BoxRow) -> Result<u64, StoreError> {
    Ok(count_slips_in_use(
        &store.code_shares(ballot_box.id)?,
        &ballot_box.shape,
    ))
}

/// Confirms that slips were printed: from now on they are good, and spares can be woken. `by`: as [`print_slips`].
///
/// # Errors
/// See [`CodesError`], [`check_decider`], and the store's.
pub fn confirm_slips(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    tablet: &str,
    printing: &str,
    by: Option<&str>,
    now: i64,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    let ballot_box = &store.ballot_box(ballot_box.id)?;
    check_box(ballot_box, now)?;
    check_decider(store, ballot_box, by)?;
    put_back_codes(store, folder, ballot_box.id)?;
    let before = read_codes(store, ballot_box.id, tablet)?;
    let mut codes = before.clone();
    let live = codes.live();
    if !codes.confirm(printing) {
        return Err(CodesError::NothingPrinted(tablet.to_owned()).into());
    }
    // Somebody may have printed for another tablet, and confirmed that, meanwhile.
    check_headcount(
        store,
        ballot_box,
        usize::try_from(codes.live() - live).unwrap_or(usize::MAX),
    )?;
    keep(store, folder, ballot_box.id, tablet, Some(&before), &codes)
}

/// Wakes a spare, by the number on its slip: for somebody whose slip is lost. `by`: as [`print_slips`].
///
/// # Errors
/// See [`CodesError`], [`check_decider`], and the store's.
pub fn wake_spare(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    tablet: &str,
    spare: u32,
    by: Option<&str>,
    now: i64,
) -> Result<(), RoundError> {
    let _lock = folder.lock()?;
    check_box(&store.ballot_box(ballot_box.id)?, now)?;
    check_decider(store, ballot_box, by)?;
    // A code of a tablet that is out of use opens nothing on another one.
    check_tablet(store, ballot_box, tablet)?;
    put_back_codes(store, folder, ballot_box.id)?;
    let before = read_codes(store, ballot_box.id, tablet)?;
    let mut codes = before.clone();
    if !codes.wake(spare) {
        let known: Vec<String> = codes.sleeping_spares().iter().map(u32::to_string).collect();
        return Err(CodesError::NoSuchSpare {
            tablet: tablet.to_owned(),
            spare,
            known: if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            },
        }
        .into());
    }
    keep(store, folder, ballot_box.id, tablet, Some(&before), &codes)
}

/// Keeps a tablet's codes beside the database, then in it: what the database knows is never more than the record.
fn keep(
    store: &mut Store,
    folder: &DataFolder,
    box_id: BoxId,
    tablet: &str,
    before: Option<&TabletCodes>,
    codes: &TabletCodes,
) -> Result<(), RoundError> {
    // Never from the database: one from before would take the record along.
    let mut all = folder.codes(box_id)?;
    all.extend(store.codes_of(box_id)?);
    all.insert(tablet.to_owned(), codes.clone());
    folder.keep_codes(box_id, &all)?;
    Ok(store.put_codes(box_id, tablet, before, codes)?)
}

/// Gives a database from before the codes back that were printed since. A kill between record and database is made good
/// by it too. Nobody prints meanwhile.
pub(super) fn settle_codes(store: &mut Store, folder: &DataFolder, ballot_box: &BoxRow) -> Result<(), RoundError> {
    if find_missing(store, folder, ballot_box.id)?.is_empty() {
        return Ok(());
    }
    let _lock = folder.lock()?;
    put_back_codes(store, folder, ballot_box.id)
}

/// The same for whoever holds the folder's lock.
fn put_back_codes(store: &mut Store, folder: &DataFolder, box_id: BoxId) -> Result<(), RoundError> {
    for (tablet, known, codes) in find_missing(store, folder, box_id)? {
        store.put_codes(box_id, &tablet, known.as_ref(), &codes)?;
    }
    Ok(())
}

/// What a tablet's codes are in the database, and beside it.
type Differing = (String, Option<TabletCodes>, TabletCodes);

fn find_missing(store: &Store, folder: &DataFolder, box_id: BoxId) -> Result<Vec<Differing>, RoundError> {
    let mut missing = Vec::new();
    for (tablet, mut codes) in folder.codes(box_id)? {
        let known = store.codes(box_id, &tablet)?;
        // A record of earlier versions has none; the database has drawn one.
        if codes.filler == [0; FILLER_BYTES]
            && let Some(known) = &known
        {
            codes.filler = known.filler;
        }
        if known.as_ref() != Some(&codes) {
            missing.push((tablet, known, codes));
        }
    }
    Ok(missing)
}

fn read_codes(store: &Store, box_id: BoxId, tablet: &str) -> Result<TabletCodes, RoundError> {
    let codes = store.codes(box_id, tablet)?;
    codes.ok_or_else(|| CodesError::NothingPrinted(tablet.to_owned()).into())
}

fn check_box(ballot_box: &BoxRow, now: i64) -> Result<(), CodesError> {
    if !ballot_box.asks_for_codes {
        return Err(CodesError::NotAsked(ballot_box.round.clone()));
    }
    let state = match ballot_box.state_at(now) {
        Some(BoxState::Open) => return Ok(()),
        None if ballot_box.is_confirmed() => return Ok(()),
        None => "not confirmed yet",
        Some(over) => over.name(),
    };
    Err(CodesError::WrongTime {
        round: ballot_box.round.clone(),
        wards: ballot_box.ward_ids(),
        state,
    })
}

fn check_tablet(store: &Store, ballot_box: &BoxRow, named: &str) -> Result<(), RoundError> {
    let tablets = store.tablets_on(&ballot_box.wards, &[])?;
    let here = tablets
        .iter()
        .filter(|tablet| tablet.state == TabletState::Active && ballot_box.wards.contains(&tablet.ward));
    let known: Vec<&str> = here.map(|tablet| tablet.id.as_str()).collect();
    if known.contains(&named) {
        return Ok(());
    }
    Err(CodesError::NotATablet {
        tablet: named.to_owned(),
        wards: ballot_box.ward_ids(),
        known: if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        },
    }
    .into())
}
