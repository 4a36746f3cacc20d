//! What a guide does with a round: open, move the closing time, close, count, release.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::protocol::BoxState;
use zeroize::Zeroizing;

use super::Rooms;
use super::form::Form;
use super::guard::Visit;
use super::page::Refusal;
use super::round::{Typed, state_of, with_fault};
use super::words::{GuideWords, fill};
use crate::figures::release::FEWEST_TABLES;
use crate::keys::passphrase::{Passphrase, PassphraseError};
use crate::keys::recovery::RecoverySheetError;
use crate::organisation::times::{read_closing_time, read_time_zone};
use crate::rounds::{self, CountOrder, GuideProof, RoundError};
use crate::store::StoreError;

/// What is said when it was not done.
pub fn fault(g: &'static GuideWords, error: &RoundError) -> String {
    let said = match error {
        RoundError::Passphrase(PassphraseError::Wrong) => g.wrong_passphrase,
        RoundError::Passphrase(PassphraseError::TooShort(_)) => g.short_passphrase,
        RoundError::TabletsWait(_) => g.tablets_wait,
        RoundError::Quarantine(_) => g.decide_quarantine,
        RoundError::BelowFloor {
            floor, tables: true, ..
        } => {
            return fill(g.below_floor_tables, &[floor, &FEWEST_TABLES]);
        }
        RoundError::BelowFloor { floor, .. } => return fill(g.below_floor, &[floor]),
        RoundError::NoCountingKey(_) => g.no_key_to_use,
        RoundError::NobodyForNotes(_) => g.nobody_for_notes,
        RoundError::ClosingPast(_) => g.closing_past,
        RoundError::NoUrgentRoute(_) => g.no_urgent_route,
        RoundError::RecoverySheet(RecoverySheetError::OtherHub) => g.other_sheet,
        RoundError::RecoverySheet(RecoverySheetError::NoKey | RecoverySheetError::Mistyped) => g.wrong_sheet,
        RoundError::NoGuideShare(_) => g.no_share,
        RoundError::TooFewShares(_) | RoundError::WrongShares => g.need_sheet,
        error => {
            tracing::warn!(reason = %error, "a guide's step was not done");
            g.refused
        }
    };
    said.to_owned()
}

/// What became of a passphrase or recovery sheet that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It was the right one.
    Right,
    /// It was not.
    Wrong,
    /// It was not looked at.
    Nothing,
}

/// What a step did with the secret it was given.
pub fn tried<R>(done: &Result<R, RoundError>) -> Tried {
    match done {
        // These are found with the box's key, or with a share: the secret has opened something.
        Ok(_)
        | Err(
            RoundError::BelowFloor { .. }
            | RoundError::NoGuideShare(_)
            | RoundError::TooFewShares(_)
            | RoundError::WrongShares,
        ) => Tried::Right,
        Err(RoundError::Passphrase(PassphraseError::Wrong) | RoundError::RecoverySheet(_)) => Tried::Wrong,
        Err(_) => Tried::Nothing,
    }
}

/// A step of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Open,
    Extend,
    Close,
    CloseUnread,
    Count,
    Release,
}

impl Step {
    /// Whether a round in this state has come as far as the step leads: a button was tapped twice.
    fn led_to(self, state: Option<BoxState>) -> bool {
        match self {
            Step::Open => state == Some(BoxState::Open),
            Step::Count => matches!(state, Some(BoxState::Counted | BoxState::Released)),
            Step::Release => state == Some(BoxState::Released),
            Step::CloseUnread => state == Some(BoxState::ClosedUnread),
            Step::Close => state.is_some_and(|state| state != BoxState::Open),
            Step::Extend => false,
        }
    }
}

async fn answer(
    rooms: &Arc<Rooms>,
    visit: &Visit,
    step: Step,
    done: Result<(), RoundError>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (id, g) = (visit.one()?.id, GuideWords::of(visit.language));
    let error = match done {
        Ok(()) => return to_round(visit),
        Err(error) => error,
    };
    if let RoundError::Store(StoreError::WrongState(_)) = error
        && step.led_to(state_of(rooms, id).await?)
    {
        return to_round(visit);
    }
    let said = match (step, &error) {
        (Step::Open, RoundError::NoCountingKey(_)) => g.nobody_counts.to_owned(),
        (_, error) => fault(g, error),
    };
    with_fault(rooms, visit, Some(said), typed).await
}

fn to_round(visit: &Visit) -> Result<Response, Refusal> {
    Ok(Redirect::to(&format!("/rounds/{}", visit.one()?.id)).into_response())
}

/// Opens a planned round now.
pub async fn open(State(rooms): State<Arc<Rooms>>, visit: Visit, _: Form) -> Result<Response, Refusal> {
    let (one, now, mut rng) = (visit.one()?, rooms.now(), rooms.rng()?);
    let done = rooms
        .act(move |store, folder| rounds::open(store, folder, &one, now, &mut rng))
        .await?;
    answer(&rooms, &visit, Step::Open, done, Typed::default()).await
}

/// Moves the closing time.
pub async fn extend(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, now, text) = (visit.one()?, rooms.now(), form.get("closes").to_owned());
    let zone = rooms.read(|store| Ok(store.organisation()?.time_zone)).await?;
    let closes = read_time_zone(&zone)
        .and_then(|zone| read_closing_time(&text, &zone))
        .ok()
        .filter(|closes| *closes > now);
    let typed = Typed {
        closes: Some(text),
        ..Typed::default()
    };
    let Some(closes) = closes else {
        let said = GuideWords::of(visit.language).bad_time.to_owned();
        return with_fault(&rooms, &visit, Some(said), typed).await;
    };
    let done = rooms
        .act(move |store, _| Ok(store.set_closing(one.id, closes)?))
        .await?;
    answer(&rooms, &visit, Step::Extend, done, typed).await
}

/// Closes an open round now. One that is closed already stays as it is.
pub async fn close(State(rooms): State<Arc<Rooms>>, visit: Visit, _: Form) -> Result<Response, Refusal> {
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms.act(move |store, _| rounds::close(store, &one, now)).await?;
    answer(&rooms, &visit, Step::Close, done, Typed::default()).await
}

/// Closes a round for good, unread.
pub async fn close_unread(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    if form.get("sure") != "yes" {
        let said = GuideWords::of(visit.language).say_sure.to_owned();
        return with_fault(&rooms, &visit, Some(said), Typed::default()).await;
    }
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms
        .act(move |store, folder| rounds::close_unread(store, folder, &one, now))
        .await?;
    answer(&rooms, &visit, Step::CloseUnread, done, Typed::default()).await
}

/// Counts a closed round, with the guide's passphrase, the recovery sheet, or both.
pub async fn count(State(rooms): State<Arc<Rooms>>, visit: Visit, form: Form) -> Result<Response, Refusal> {
    let (one, now, mut rng) = (visit.one()?, rooms.now(), rooms.rng()?);
    let (email, g) = (visit.visitor()?.email.clone(), GuideWords::of(visit.language));
    let given = |field: &str| Some(form.get(field).trim()).filter(|text| !text.is_empty());
    let passphrase = given("passphrase").map(Passphrase::new);
    let sheet = given("sheet").map(|text| Zeroizing::new(text.to_owned()));
    let typed = Typed {
        sheet: sheet.clone(),
        leave_out: form.all("leave-out"),
        take: decided(&form, "take"),
        leave: decided(&form, "leave"),
        closes: None,
    };
    if passphrase.is_none() && sheet.is_none() {
        return with_fault(&rooms, &visit, Some(g.give_key.to_owned()), typed).await;
    }
    if !rooms.may_try_passphrase(&email) {
        return with_fault(&rooms, &visit, Some(g.too_many.to_owned()), typed).await;
    }
    let (leave_out, take, leave) = (typed.leave_out.clone(), typed.take.clone(), typed.leave.clone());
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
    rooms.passphrase_tried(&email, tried(&done));
    answer(&rooms, &visit, Step::Count, done, typed).await
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
        let said = GuideWords::of(visit.language).say_sure.to_owned();
        return with_fault(&rooms, &visit, Some(said), Typed::default()).await;
    }
    let (one, now) = (visit.one()?, rooms.now());
    let done = rooms
        .act(move |store, folder| rounds::publish(store, folder, &one, now))
        .await?;
    answer(&rooms, &visit, Step::Release, done, Typed::default()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use trykk_shared::language::Language;

    #[test]
    fn how_many_are_needed_is_said_with_the_tables_where_there_are_any() {
        let said = |tables| {
            let error = RoundError::BelowFloor {
                floor: 9,
                tables,
                unreadable: false,
            };
            fault(GuideWords::of(Language::En), &error)
        };
        assert!(said(true).contains("at least 9 people at 5 tables"), "{}", said(true));
        assert!(said(false).contains("at least 9 people are"), "{}", said(false));
    }

    #[test]
    fn a_secret_is_wrong_only_where_it_was_looked_at() {
        let of = |error: RoundError| tried::<()>(&Err(error));
        assert_eq!(tried(&Ok(())), Tried::Right);
        assert_eq!(of(RoundError::WrongShares), Tried::Right);
        assert_eq!(of(PassphraseError::Wrong.into()), Tried::Wrong);
        assert_eq!(of(RecoverySheetError::Mistyped.into()), Tried::Wrong);
        assert_eq!(of(RoundError::TabletsWait(Vec::new())), Tried::Nothing);
        assert_eq!(of(StoreError::WrongState(String::new()).into()), Tried::Nothing);
    }

    #[test]
    fn a_step_that_is_done_already_is_no_error() {
        use BoxState::{Closed, ClosedUnread, Counted, Open, Released};
        for (step, done) in [
            (Step::Open, &[Open][..]),
            (Step::Extend, &[]),
            (Step::Close, &[Closed, Counted, Released, ClosedUnread]),
            (Step::Count, &[Counted, Released]),
            (Step::Release, &[Released]),
            (Step::CloseUnread, &[ClosedUnread]),
        ] {
            assert!(!step.led_to(None), "{step:?}");
            for state in [Open, Closed, Counted, Released, ClosedUnread] {
                assert_eq!(step.led_to(Some(state)), done.contains(&state), "{step:?} {state:?}");
            }
        }
    }
}
