//! Counting a closed box, once: two shares, tablets that allow it, enough people.

use std::collections::BTreeSet;
use std::num::NonZero;

use jiff::tz::TimeZone;
use rand::CryptoRng;
use trykk_shared::counted::{CountedList, list_size};
use trykk_shared::deck::Mode;
use trykk_shared::kind::{PerKind, Unit};
use trykk_shared::protocol::BoxState;
use trykk_shared::seal::{self, SealingKey};

use super::RoundError;
use super::ending::{NOTES_SECONDS, refuse_if_over, tidy_up};
use super::keys::{GivenAt, counting_keys, recovery_key, share_info, unwrap_counting_key};
use super::notes::seal_notes;
use super::pulse_beside::{read_before, refuse_before_its_result};
use crate::clock::SureTime;
use crate::data::DataFolder;
use crate::figures::pulse::answer_pulse;
use crate::figures::release::MIN_TABLES_TO_PUBLISH;
use crate::keys::opening::OpeningKey;
use crate::keys::passphrase::Passphrase;
use crate::keys::recovery;
use crate::keys::shares::{self, Holder, Share};
use crate::organisation::times::{day_of, write_day};
use crate::rounds::count::{self, SealedSlip, Subject};
use crate::store::{
    AddedGuide, BoxRow, CountStep, Counted, CountedFigures, CountedFrom, HandedTablet, Store, StoreError, TabletState,
};

/// How many more sheets there must be before a count is tried again that was refused because too few had answers.
const SHEETS_BETWEEN_TRIES: u64 = 5;

/// A guide's proof: email and passphrase.
pub struct GuideProof<'p> {
    /// The guide.
    pub email: &'p str,
    /// The guide's passphrase.
    pub passphrase: &'p Passphrase,
    /// Where it is given.
    pub given_at: GivenAt,
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
    /// Later guides who are let in to figures and notes.
    pub let_in: Vec<String>,
    /// Who says so: the guide's email, or what stands for one.
    pub by: String,
}

/// The guides that a box is counted for: those who hold a share of its key and guide its wards still, and later ones
/// who are let in. Whoever writes the plan does not become a reader by it.
fn find_readers(
    store: &Store,
    ballot_box: &BoxRow,
    order: &CountOrder<'_>,
) -> Result<Vec<(String, SealingKey)>, RoundError> {
    let mut guides = counting_keys(store, &store.organisation_of(&ballot_box.wards)?, &ballot_box.wards)?;
    let later = later_guides(store, ballot_box, &guides)?;
    if let Some(unknown) = order.let_in.iter().find(|email| !later.contains(email)) {
        return Err(RoundError::NotALaterGuide(unknown.clone(), say_list(&later)));
    }
    // The sheet gives a count, and no reader: whoever holds a share says who reads, as long as there is one.
    let is_holder =
        |email: &str| guides.iter().any(|(guide, _)| guide == email) && !later.iter().any(|one| one == email);
    let by_holder = order.guide.as_ref().is_some_and(|proof| is_holder(proof.email));
    if !order.let_in.is_empty() && !by_holder && guides.len() > later.len() {
        return Err(RoundError::LetInTakesPassphrase);
    }
    guides.retain(|(email, _)| !later.contains(email) || order.let_in.contains(email));
    if guides.is_empty() {
        return Err(RoundError::NobodyForNotes(ballot_box.ward_ids()));
    }
    Ok(guides)
}

fn say_list(emails: &[String]) -> String {
    match emails {
        [] => "nobody".to_owned(),
        emails => emails.join(", "),
    }
}

/// Of the guides of a box, those who hold no share of its key: they came later, or chose a new passphrase since.
fn later_guides(
    store: &Store,
    ballot_box: &BoxRow,
    guides: &[(String, SealingKey)],
) -> Result<Vec<String>, StoreError> {
    let holders = store.shares(ballot_box.id)?.guides;
    let is_holder = |email: &str, key: &SealingKey| {
        let key = key.to_bytes();
        holders.iter().any(|share| share.is_held_by(email, &key))
    };
    let later = guides.iter().filter(|(email, key)| !is_holder(email, key));
    Ok(later.map(|(email, _)| email.clone()).collect())
}

/// The guides who came after a box was confirmed: whoever counts it may let them in.
///
/// # Errors
/// When the store fails.
pub fn find_later_guides(store: &Store, ballot_box: &BoxRow) -> Result<Vec<String>, StoreError> {
    let guides = counting_keys(store, &store.organisation_of(&ballot_box.wards)?, &ballot_box.wards)?;
    later_guides(store, ballot_box, &guides)
}

/// Puts two shares of a box together.
fn join_box_key(
    store: &Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    order: &CountOrder<'_>,
) -> Result<OpeningKey, RoundError> {
    let sealed_shares = store.shares(ballot_box.id)?;
    let aad = seal::aad(ballot_box.id);
    let mut found: Vec<Share> = Vec::new();
    if let Some(proof) = &order.guide {
        let key = unwrap_counting_key(store, proof.email, proof.passphrase, proof.given_at)?;
        let sealed = sealed_shares.guides.iter().find(|share| share.email == proof.email);
        let opened = sealed.and_then(|share| key.open(&share_info(Holder::Guide), &aad, &share.sealed).ok());
        match opened {
            Some(opened) => found.extend(Share::from_bytes(Holder::Guide, &opened)),
            // With the sheet the hub's share may do.
            None if order.recovery_sheet.is_some() => {}
            None => return Err(RoundError::NoGuideShare(proof.email.to_owned())),
        }
    }
    if let Some(text) = order.recovery_sheet {
        let key = recovery::read(text)?;
        if key.sealing_key() != recovery_key(store)? {
            return Err(recovery::RecoverySheetError::OtherHub.into());
        }
        let sealed = sealed_shares.recovery.ok_or(RoundError::WrongShares)?;
        let opened = key
            .open(&share_info(Holder::Recovery), &aad, &sealed)
            .map_err(|_| RoundError::WrongShares)?;
        found.extend(Share::from_bytes(Holder::Recovery, &opened));
    }
    if found.len() < 2 {
        found.extend(folder.hub_share(ballot_box.id)?);
    }
    let [first, second, ..] = &found[..] else {
        return Err(RoundError::TooFewShares {
            guide: order.guide.is_some(),
            recovery_sheet: order.recovery_sheet.is_some(),
        });
    };
    let key = shares::join(first, second).ok_or(RoundError::WrongShares)?;
    if ballot_box.key == Some(key.sealing_key().to_bytes()) {
        Ok(key)
    } else {
        Err(RoundError::WrongShares)
    }
}

/// Says of tablets that are waited for what people call them, and on which day they were heard of last, for whoever looks for them.
fn describe_waiting(store: &Store, tablets: &[HandedTablet], error: RoundError) -> Result<RoundError, StoreError> {
    let RoundError::TabletsWait(waiting) = error else {
        return Ok(error);
    };
    let names = store.tablet_names_of(&waiting)?;
    let describe = |id: &String| {
        let name = names.get(id).map_or(String::new(), |name| format!(" ({name})"));
        let handed = tablets.iter().find(|handed| handed.tablet.id == *id);
        match handed.and_then(|handed| handed.tablet.last_seen) {
            Some(seen) => format!("{id}{name}, last heard of {}", write_day(day_of(seen, &TimeZone::UTC))),
            None => format!("{id}{name}, never heard of"),
        }
    };
    Ok(RoundError::TabletsWait(waiting.iter().map(describe).collect()))
}

/// Whether the tablets of a box allow it to be counted.
fn check_tablets(tablets: &[HandedTablet], order: &CountOrder<'_>) -> Result<(), RoundError> {
    for named in order.leave_out.iter().chain(&order.take).chain(&order.leave) {
        if !tablets.iter().any(|handed| handed.tablet.id == *named) {
            let known: Vec<&str> = tablets.iter().map(|handed| handed.tablet.id.as_str()).collect();
            return Err(RoundError::NotATablet(named.clone(), known.join(", ")));
        }
    }
    let waiting: Vec<String> = tablets
        .iter()
        .filter(|handed| {
            let tablet = &handed.tablet;
            let is_stolen = tablet.state == TabletState::Stolen;
            !handed.said_nothing_waits && !is_stolen && !order.leave_out.contains(&tablet.id)
        })
        .map(|handed| handed.tablet.id.clone())
        .collect();
    if !waiting.is_empty() {
        return Err(RoundError::TabletsWait(waiting));
    }
    let undecided: Vec<String> = tablets
        .iter()
        .filter(|handed| {
            let id = &handed.tablet.id;
            handed.quarantined > 0 && order.take.contains(id) == order.leave.contains(id)
        })
        .map(|handed| handed.tablet.id.clone())
        .collect();
    if undecided.is_empty() {
        Ok(())
    } else {
        Err(RoundError::Quarantine(undecided))
    }
}

/// What a count is made from. Where a database that has been replaced since counted the box before, it is that, to the last
/// envelope: what a tablet that was left out has delivered meanwhile stays out.
///
/// The difference of two counts is what a tablet more or less holds, down to one person's whole sheet.
fn bind_to_earlier(
    folder: &DataFolder,
    row: &BoxRow,
    order: &CountOrder<'_>,
    envelopes: &mut Vec<SealedSlip>,
) -> Result<CountedFrom, RoundError> {
    let in_order = |tablets: &[String]| {
        let tablets: BTreeSet<String> = tablets.iter().cloned().collect();
        tablets.into_iter().collect::<Vec<_>>()
    };
    let now = CountedFrom {
        left_out: in_order(&order.leave_out),
        taken: in_order(&order.take),
        envelopes: envelopes.iter().map(SealedSlip::id).collect(),
        list: None,
    };
    let Some(before) = folder.count(row.id)? else {
        return Ok(now);
    };
    // One more may be left out: what it holds came after the count, and is none of it.
    let holds = |now: &[String], before: &[String]| before.iter().all(|tablet| now.contains(tablet));
    if !holds(&now.left_out, &before.left_out) || !holds(&now.taken, &before.taken) {
        return Err(RoundError::CountedBefore {
            round: row.round.clone(),
            wards: row.ward_ids(),
            left_out: before.left_out,
            taken: before.taken,
        });
    }
    if !before.envelopes.is_subset(&now.envelopes) {
        return Err(RoundError::CountedMore(row.round.clone(), row.ward_ids()));
    }
    envelopes.retain(|envelope| before.envelopes.contains(&envelope.id()));
    Ok(before)
}

/// Whether enough people, and tables, are there to be counted at all.
fn reaches_floor(ballot_box: &BoxRow, mode: Mode, participants: u64, tables: u64) -> bool {
    let enough_tables = mode == Mode::DropIn || tables >= MIN_TABLES_TO_PUBLISH;
    participants >= u64::from(ballot_box.floor) && enough_tables
}

/// Whether counting a box with so many envelopes would be refused, for too few sheets, or too few more since it was tried.
/// What a stolen tablet sent, or tablets may still hold, is not among them.
pub fn has_too_few(ballot_box: &BoxRow, envelopes: &PerKind<u64>) -> bool {
    let sheets = |unit| ballot_box.shape.sheets(unit, envelopes);
    let (people, tables) = (sheets(Unit::Participant), sheets(Unit::Table));
    !reaches_floor(ballot_box, ballot_box.mode, people, tables) || is_tried_before(ballot_box, people)
}

/// Whether it was tried with too few answers, and too few sheets have come since: trying again after every sheet would tell
/// which one had answers.
fn is_tried_before(ballot_box: &BoxRow, people: u64) -> bool {
    let before = ballot_box.refused_sheets;
    before.is_some_and(|before| people < before + SHEETS_BETWEEN_TRIES)
}

/// Counts a closed box, once. Where there are too few sheets nothing is opened. Where there are enough, and too few of
/// them have answers, that is seen in memory, and nothing of it is kept.
///
/// # Errors
/// See [`RoundError`].
pub fn count(
    store: &mut Store,
    folder: &DataFolder,
    ballot_box: &BoxRow,
    order: &CountOrder<'_>,
    now: SureTime,
    rng: &mut impl CryptoRng,
) -> Result<(), RoundError> {
    let now = now.seconds();
    let round = store.round(&ballot_box.round)?;
    refuse_if_over(store, folder, ballot_box)?;
    refuse_before_its_result(store, ballot_box)?;
    if ballot_box.state_at(now) == Some(BoxState::Closed) {
        if !ballot_box.is_closed_for_good(now) {
            return Err(RoundError::NotForGood(ballot_box.round.clone(), ballot_box.ward_ids()));
        }
        // Once before anything is asked of the passphrase, and once where nothing can change meanwhile.
        let tablets = store.tablets_of(ballot_box.id)?;
        if let Err(error) = check_tablets(&tablets, order) {
            return Err(describe_waiting(store, &tablets, error)?);
        }
    }
    // Only a closed box has shares: the store refuses the others with the state it finds.
    let (key, guides) = match ballot_box.state_at(now) {
        Some(BoxState::Closed) => {
            let key = join_box_key(store, folder, ballot_box, order)?;
            (Some(key), find_readers(store, ballot_box, order)?)
        }
        _ => (None, Vec::new()),
    };
    let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let below = |opened| RoundError::BelowFloor {
        floor: ballot_box.floor,
        tables: round.mode == Mode::Table,
        opened,
    };
    let before = read_before(store, ballot_box, round.mode)?;
    let mut refused = None;
    let counted = store.count_box(
        ballot_box.id,
        now,
        &order.take,
        &order.leave_out,
        &mut |row, tablets, mut envelopes| {
            if let Err(error) = check_tablets(tablets, order) {
                refused = Some(error);
                return CountStep::Nothing;
            }
            let mut from = match bind_to_earlier(folder, row, order, &mut envelopes) {
                Ok(from) => from,
                Err(error) => {
                    refused = Some(error);
                    return CountStep::Nothing;
                }
            };
            let mut counts = PerKind::default();
            for envelope in &envelopes {
                *counts.of_mut(envelope.kind) += 1;
            }
            let sheets = |unit| row.shape.sheets(unit, &counts);
            if !reaches_floor(row, round.mode, sheets(Unit::Participant), sheets(Unit::Table)) {
                refused = Some(below(false));
                return CountStep::Nothing;
            }
            if is_tried_before(row, sheets(Unit::Participant)) {
                refused = Some(RoundError::TriedBefore {
                    floor: row.floor,
                    more: SHEETS_BETWEEN_TRIES,
                });
                return CountStep::Nothing;
            }
            let subject = Subject {
                round: &round.id,
                box_id: row.id,
                deck: &round.deck,
                mode: round.mode,
            };
            let Some(key) = &key else {
                return CountStep::Nothing;
            };
            let opened = count::count(subject, key, &envelopes, cores, rng);
            let answered = opened.tally.answered.unwrap_or_default();
            if !reaches_floor(row, round.mode, answered.participant, answered.table) {
                refused = Some(below(true));
                return CountStep::TooFew(sheets(Unit::Participant));
            }
            let read = envelopes
                .iter()
                .map(SealedSlip::id)
                .filter(|id| !opened.unreadable.contains(id));
            let size = list_size(row.most_people, &row.shape);
            let list = from.list.take().unwrap_or_else(|| CountedList::hide(read, size, rng));
            from.list = Some(list.clone());
            // Before the commit: a kill in between binds the next count to the same tablets and the same list, and does no more.
            if let Err(error) = folder.keep_count(row.id, &from) {
                refused = Some(error.into());
                return CountStep::Nothing;
            }
            let notes = seal_notes(row.id, opened.notes, &guides, rng);
            let added = order.let_in.iter().map(|email| AddedGuide {
                email: email.clone(),
                added_by: order.by.clone(),
            });
            // Of a pulse nothing but its words leaves this step: the tally ends here.
            let figures = match &row.pulse_of {
                None => CountedFigures::Tally(opened.tally),
                Some(_) => {
                    let before = before.as_ref().map(|(deck, release)| (deck, release));
                    let people = (row.floor, row.fewest_people());
                    CountedFigures::Pulse(answer_pulse(&round.deck, people, &opened.tally, before))
                }
            };
            CountStep::Counted(Box::new(Counted {
                figures,
                list,
                notes,
                guides: guides.iter().map(|(email, _)| email.clone()).collect(),
                added: added.collect(),
                notes_until: now + NOTES_SECONDS,
            }))
        },
    )?;
    match refused {
        Some(error) => Err(error),
        None if counted => {
            tidy_up(store, now);
            Ok(())
        }
        None => Err(StoreError::ChangedMeanwhile("the round").into()),
    }
}
