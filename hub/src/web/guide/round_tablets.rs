//! The tablets of one round, as its page shows them.

use std::collections::BTreeMap;

use trykk_shared::kind::Unit;
use trykk_shared::language::Language;
use trykk_shared::protocol::{BoxState, TabletTrouble};
use trykk_shared::waiting::Waiting;

use crate::figures::participation::Participation;
use crate::organisation::Organisation;
use crate::rounds::waiting::find_reason;
use crate::store::{BoxRow, HandedTablet, Store, StoreError, TabletRow, TabletState};
use crate::texts::{GuideTexts, TabletTexts, fill, moment};
use crate::web::guide::round::Typed;
use crate::web::tablets::{label_tablet, say_trouble};

/// A tablet as the guide's pages show it.
pub struct ShownTablet {
    /// The ward it stands on.
    pub ward: String,
    /// Its id.
    pub id: String,
    /// What people call it, beside its id.
    pub label: String,
    /// Whether it is out of use.
    pub retired: bool,
    /// When it was last heard of, in words.
    pub last_seen: String,
    /// Whether something waits on it, and why, in words.
    pub waits: &'static str,
    /// What of it is missing at the count, as far as the hub may know, in words.
    pub missing: &'static str,
    /// Whether it is waited for.
    pub late: bool,
    /// Whether something of it lies in quarantine.
    pub quarantine: bool,
    /// Whether it was ticked to be left out.
    pub leave_out: bool,
    /// Whether what lies in quarantine was ticked to be taken.
    pub take: bool,
    /// Whether it was ticked to be left.
    pub leave: bool,
}

/// Whether a tablet takes no more sheets, where no codes say how many it takes.
///
/// # Errors
/// When the store fails.
pub fn has_full_tablet(store: &Store, ballot_box: &BoxRow, now: i64) -> Result<bool, StoreError> {
    if ballot_box.asks_for_codes || ballot_box.state_at(now) != Some(BoxState::Open) {
        return Ok(false);
    }
    let arrived = store.count_envelopes(ballot_box.id)?;
    let sheets = ballot_box.shape.sheets(Unit::Participant, &arrived);
    Ok(Participation::of(sheets, ballot_box.floor.into()).may_be_all(ballot_box.most_people))
}

/// What tablets are called.
fn names_of(store: &Store, tablets: &[HandedTablet]) -> Result<BTreeMap<String, String>, StoreError> {
    let ids: Vec<String> = tablets.iter().map(|handed| handed.tablet.id.clone()).collect();
    store.tablet_names_of(&ids)
}

/// What is wrong with a round's tablets, in words, until its result is published: what was refused because a tablet had delivered as
/// many sheets as it may, and what tablets say themselves. That sheets came too fast is said of none of them.
///
/// # Errors
/// When the store fails.
pub fn say_troubles(
    store: &Store,
    ballot_box: &BoxRow,
    now: i64,
    language: Language,
) -> Result<Vec<String>, StoreError> {
    let (guide_texts, tablet_texts) = (GuideTexts::of(language), TabletTexts::of(language));
    let Some(state) = ballot_box.state_at(now).filter(|state| !state.is_over()) else {
        return Ok(Vec::new());
    };
    let tablets = store.tablets_of(ballot_box.id)?;
    let names = names_of(store, &tablets)?;
    let mut said = Vec::new();
    if state.takes_envelopes() {
        let refused = store.refused_full(ballot_box.id)?;
        said.extend(
            refused
                .iter()
                .map(|id| fill(guide_texts.refused_full, &[&label_tablet(&names, id)])),
        );
    }
    for trouble in TabletTrouble::ALL {
        // It takes five sheets to be said: while people answer, that would tell more than how many have answered.
        if trouble == TabletTrouble::TooFast && state == BoxState::Open {
            continue;
        }
        let troubled = tablets.iter().filter(|handed| handed.troubles.contains(&trouble));
        let labels: Vec<String> = troubled.map(|handed| label_tablet(&names, &handed.tablet.id)).collect();
        match (labels.is_empty(), trouble) {
            (true, _) => {}
            (false, TabletTrouble::TooFast) => said.push(say_trouble(tablet_texts, trouble).to_owned()),
            (false, _) => said.push(format!("{}: {}", labels.join(", "), say_trouble(tablet_texts, trouble))),
        }
    }
    Ok(said)
}

/// The tablets that were given a round's key.
///
/// # Errors
/// When the store fails.
pub fn list_tablets(
    store: &Store,
    organisation: &Organisation,
    ballot_box: &BoxRow,
    typed: &Typed,
    now: i64,
    language: Language,
) -> Result<Vec<ShownTablet>, StoreError> {
    let guide_texts = GuideTexts::of(language);
    let zone = organisation.zone();
    let (is_open, left_out) = (
        ballot_box.state_at(now) == Some(BoxState::Open),
        store.left_out(ballot_box.id)?,
    );
    let tablets = store.tablets_of(ballot_box.id)?;
    let (names, refused) = (names_of(store, &tablets)?, store.refused_full(ballot_box.id)?);
    let shown = tablets.into_iter().map(|handed| {
        let reason = find_reason(ballot_box, &handed, refused.contains(&handed.tablet.id), now);
        // Only once the box is closed for good: before that it would tell when somebody answered.
        let has_delivered =
            ballot_box.is_closed_for_good(now) && store.count_arrived_of(ballot_box.id, &handed.tablet.id)?.total() > 0;
        let HandedTablet {
            tablet,
            said_nothing_waits,
            quarantined,
            ..
        } = handed;
        let stolen = tablet.state == TabletState::Stolen;
        let TabletRow { id, ward, .. } = tablet;
        Ok(ShownTablet {
            waits: match (stolen, said_nothing_waits) {
                _ if left_out.contains(&id) => guide_texts.counted_without,
                (true, _) => guide_texts.stolen,
                (false, true) if !is_open => guide_texts.nothing_waits,
                (false, _) => match reason {
                    Some(reason) => say_reason(guide_texts, reason),
                    None if is_open => guide_texts.delivering,
                    None => guide_texts.not_said,
                },
            },
            missing: match has_delivered {
                true => guide_texts.rest_missing,
                false => guide_texts.all_missing,
            },
            last_seen: tablet
                .last_seen
                .map_or(guide_texts.never.to_owned(), |seen| moment(language, &zone, seen)),
            late: !said_nothing_waits && !stolen,
            quarantine: quarantined > 0,
            retired: tablet.state == TabletState::Retired,
            leave_out: typed.leave_out.contains(&id),
            take: typed.is_decided(&typed.take, &id),
            leave: typed.is_decided(&typed.leave, &id),
            label: label_tablet(&names, &id),
            ward: organisation.wards.get(&ward).map_or(ward, |ward| ward.name.clone()),
            id,
        })
    });
    shown.collect()
}

/// Why answers may wait on a tablet, as the guide reads it.
fn say_reason(guide_texts: &GuideTexts, reason: Waiting) -> &'static str {
    match reason {
        Waiting::InTime => guide_texts.delivering,
        Waiting::Copied => guide_texts.waits_for_copy,
        Waiting::Full => guide_texts.waits_full,
        Waiting::Slot | Waiting::Answering => guide_texts.waits_for_slot,
        Waiting::OtherQuestions => guide_texts.waits_other_questions,
        Waiting::Elsewhere => guide_texts.waits_elsewhere,
        Waiting::Unreadable => guide_texts.waits_unreadable,
        // In these nothing reaches the hub, or no tablet says it of a box: its own screen says which it is.
        Waiting::Unreachable
        | Waiting::OtherWard
        | Waiting::Certificate
        | Waiting::Outdated
        | Waiting::Unknown
        | Waiting::InReview
        | Waiting::HubFails
        | Waiting::TooLate => guide_texts.not_said,
    }
}
