//! What a guide does with a round: open, move the closing time, close, count, release.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use zeroize::Zeroizing;

use super::Rooms;
use super::form::Form;
use super::guard::Visit;
use super::page::Refusal;
use super::rounds::with_fault;
use super::words::GuideWords;
use crate::apply::{closing_time, time_zone};
use crate::keys::passphrase::{Passphrase, PassphraseFault};
use crate::keys::recovery::SheetFault;
use crate::rounds::{self, CountOrder, GuideProof, RoundError};
use crate::store::{BoxStore, OrganisationStore, Upkeep};

/// What is said when it was not done.
pub fn fault(g: &'static GuideWords, error: &RoundError) -> &'static str {
    match error {
        RoundError::Passphrase(PassphraseFault::Wrong) => g.wrong_passphrase,
        RoundError::Passphrase(PassphraseFault::TooShort(_)) => g.short_passphrase,
        RoundError::TabletsWait(_) => g.tablets_wait,
        RoundError::Quarantine(_) => g.decide_quarantine,
        RoundError::BelowFloor { .. } => g.below_floor,
        RoundError::NoCountingKey(_) => g.no_key,
        RoundError::NobodyForNotes(_) => g.nobody_for_notes,
        RoundError::ClosingPast(_) => g.closing_past,
        RoundError::NoUrgentRoute(_) => g.no_urgent_route,
        RoundError::RecoverySheet(SheetFault::OtherHub) => g.other_sheet,
        RoundError::RecoverySheet(SheetFault::NoKey | SheetFault::Mistyped) => g.wrong_sheet,
        RoundError::NoGuideShare(_) => g.no_share,
        RoundError::TooFewShares(_) | RoundError::WrongShares => g.need_sheet,
        error => {
            tracing::warn!(reason = %error, "a guide's step was not done");
            g.refused
        }
    }
}

async fn answer(rooms: &Arc<Rooms>, visit: &Visit, done: Result<(), RoundError>) -> Result<Response, Refusal> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/rounds/{}", visit.one()?.id)).into_response()),
        Err(error) => with_fault(rooms, visit, Some(fault(GuideWords::of(visit.language), &error))).await,
    }
}

/// Opens a planned round now.
pub async fn open(State(rooms): State<Arc<Rooms>>, visit: Visit, _: Form) -> Result<Response, Refusal> {
    let (one, now, mut rng) = (visit.one()?, rooms.now(), rooms.rng()?);
    let done = rooms
        .act(move |store, folder| rounds::open(store, folder, &one, now, &mut rng))
        .await?;
    answer(&rooms, &visit, done).await
}

/// Moves the closing time.
pub async fn extend(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, now, text) = (visit.one()?, rooms.now(), form.get("closes").to_owned());
    let zone = rooms.read(|store| Ok(store.organisation()?.time_zone)).await?;
    let closes = time_zone(&zone)
        .and_then(|zone| closing_time(&text, &zone))
        .ok()
        .filter(|closes| *closes > now);
    let Some(closes) = closes else {
        return with_fault(&rooms, &visit, Some(GuideWords::of(visit.language).bad_time)).await;
    };
    let done = rooms
        .act(move |store, _| Ok(store.set_closing(one.id, closes)?))
        .await?;
    answer(&rooms, &visit, done).await
}

/// Closes an open round now.
pub async fn close(State(rooms): State<Arc<Rooms>>, visit: Visit, _: Form) -> Result<Response, Refusal> {
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms
        .act(move |store, _| {
            store.set_closing(one.id, now)?;
            Ok(store.tidy(now)?)
        })
        .await?;
    answer(&rooms, &visit, done).await
}

/// Closes a round for good, unread.
pub async fn close_unread(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    if form.get("sure") != "yes" {
        return with_fault(&rooms, &visit, Some(GuideWords::of(visit.language).say_sure)).await;
    }
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms
        .act(move |store, folder| rounds::close_unread(store, folder, &one, now))
        .await?;
    answer(&rooms, &visit, done).await
}

/// Counts a closed round, with the guide's passphrase, the recovery sheet, or both.
pub async fn count(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, now, mut rng) = (visit.one()?, rooms.now(), rooms.rng()?);
    let email = visit.visitor()?.email.clone();
    if !rooms.may_try_passphrase(&email) {
        return with_fault(&rooms, &visit, Some(GuideWords::of(visit.language).too_many)).await;
    }
    let given = |field: &str| Some(form.get(field).trim()).filter(|text| !text.is_empty());
    let passphrase = given("passphrase").map(Passphrase::new);
    let sheet = given("sheet").map(|text| Zeroizing::new(text.to_owned()));
    if passphrase.is_none() && sheet.is_none() {
        return with_fault(&rooms, &visit, Some(GuideWords::of(visit.language).give_key)).await;
    }
    let (leave_out, take, leave) = (form.all("leave-out"), decided(&form, "take"), decided(&form, "leave"));
    let guide = email.clone();
    let done = rooms
        .act(move |store, folder| {
            let order = CountOrder {
                guide: passphrase.as_ref().map(|passphrase| GuideProof {
                    email: &guide,
                    passphrase,
                }),
                recovery_sheet: sheet.as_ref().map(|sheet| sheet.as_str()),
                leave_out,
                take,
                leave,
            };
            rounds::count(store, folder, &one, &order, now, &mut rng)
        })
        .await?;
    if done.is_ok() {
        rooms.passphrase_was_right(&email);
    }
    answer(&rooms, &visit, done).await
}

/// The tablets whose quarantine was decided like this.
fn decided(form: &Form, how: &str) -> Vec<String> {
    let decisions = form.named("quarantine ");
    let these = decisions.filter(|(_, decision)| *decision == how);
    these.map(|(tablet, _)| tablet.to_owned()).collect()
}

/// Publishes a counted round.
pub async fn release(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    if form.get("sure") != "yes" {
        return with_fault(&rooms, &visit, Some(GuideWords::of(visit.language).say_sure)).await;
    }
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms
        .act(move |store, folder| rounds::publish(store, folder, &one, now))
        .await?;
    answer(&rooms, &visit, done).await
}
