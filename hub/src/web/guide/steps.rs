//! What a guide does with a round: confirm, open, move the closing time, close, count, release.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::protocol::BoxState;
use zeroize::Zeroizing;

use crate::figures::pulse::PULSE_ANSWERS;
use crate::figures::release::MIN_TABLES_TO_PUBLISH;
use crate::keys::passphrase::{Passphrase, PassphraseError};
use crate::keys::recovery::RecoverySheetError;
use crate::organisation::times::{TimeError, read_closing_time};
use crate::rounds::{self, CountOrder, GivenAt, GuideProof, RoundError};
use crate::store::StoreError;
use crate::texts::{GuideTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::figures::may_read;
use crate::web::guide::round::{Typed, explain_obstacle, say_beside, state_of, with_fault};
use crate::web::visit::Visit;
use crate::written::fold_name;

/// What is said when it was not done.
pub fn explain(guide_texts: &'static GuideTexts, error: &RoundError) -> String {
    let said = match error {
        RoundError::Beside(beside) => return fill(guide_texts.beside, &[&beside.other, &"–"]),
        RoundError::Passphrase(PassphraseError::Wrong) => guide_texts.wrong_passphrase,
        RoundError::Passphrase(PassphraseError::TooShort(_)) => guide_texts.short_passphrase,
        RoundError::Passphrase(PassphraseError::NotPlain(_)) => guide_texts.odd_passphrase,
        RoundError::TabletsWait(_) => guide_texts.tablets_wait,
        RoundError::Quarantine(_) => guide_texts.decide_quarantine,
        RoundError::BelowFloor { floor, tables, opened } => {
            let few = if *tables {
                fill(guide_texts.below_floor_tables, &[floor, &MIN_TABLES_TO_PUBLISH])
            } else {
                fill(guide_texts.below_floor, &[floor])
            };
            let seen = if *opened {
                guide_texts.opened_and_forgotten
            } else {
                guide_texts.nothing_opened
            };
            return format!("{few} {seen} {}", guide_texts.only_unread);
        }
        RoundError::CountedBefore { left_out, .. } => {
            let left_out = if left_out.is_empty() {
                "–".to_owned()
            } else {
                left_out.join(", ")
            };
            return fill(guide_texts.counted_before, &[&left_out]);
        }
        RoundError::CountedMore(..) => guide_texts.counted_more,
        RoundError::NoGuideKey(_) => guide_texts.no_key_to_use,
        RoundError::NobodyForNotes(_) => guide_texts.nobody_for_notes,
        RoundError::Opening(obstacle) => explain_obstacle(guide_texts, obstacle),
        RoundError::ResultNotPublished(..) => guide_texts.result_first,
        RoundError::TooFewBefore(..) => return fill(guide_texts.pulse_of_few, &[&PULSE_ANSWERS]),
        RoundError::TriedBefore { .. } => {
            return format!("{} {}", guide_texts.tried_before, guide_texts.only_unread);
        }
        RoundError::RecoverySheet(RecoverySheetError::OtherHub) => guide_texts.other_sheet,
        RoundError::RecoverySheet(RecoverySheetError::NoKey | RecoverySheetError::Mistyped) => guide_texts.wrong_sheet,
        RoundError::Store(StoreError::OtherKey { .. }) => guide_texts.other_key,
        RoundError::Clock(_) => guide_texts.clock_doubted,
        RoundError::NotForGood(..) => guide_texts.not_for_good,
        RoundError::UnreadNeedsProof(..) => guide_texts.unread_needs_proof,
        RoundError::ConfirmedOtherwise(..) => guide_texts.confirmed_otherwise,
        RoundError::ShareLost(..) => guide_texts.share_lost,
        RoundError::LetInTakesPassphrase => guide_texts.let_in_takes_passphrase,
        RoundError::NotProven(_) => guide_texts.not_proven,
        RoundError::CameLater(_) => guide_texts.came_later_to_confirmed,
        RoundError::MayNotDecide(_) => guide_texts.came_later_to_decide,
        RoundError::NoGuideShare(_) => guide_texts.no_share,
        RoundError::TooFewShares { .. } | RoundError::WrongShares => guide_texts.need_sheet,
        error => {
            tracing::warn!(reason = %error, "a guide's step was not done");
            guide_texts.refused
        }
    };
    said.to_owned()
}

/// What became of a passphrase or recovery sheet that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretOutcome {
    /// It was the right one.
    Right,
    /// It was not.
    Wrong,
    /// It was not looked at.
    Nothing,
}

/// What a step did with the secret it was given.
pub fn judge_secret<R>(done: &Result<R, RoundError>) -> SecretOutcome {
    match done {
        // These are found with the box's key, or with a share: the secret has opened something.
        Ok(_)
        | Err(
            RoundError::BelowFloor { .. }
            | RoundError::TriedBefore { .. }
            | RoundError::NoGuideShare(_)
            | RoundError::TooFewShares { .. }
            | RoundError::WrongShares,
        ) => SecretOutcome::Right,
        Err(RoundError::Passphrase(PassphraseError::Wrong) | RoundError::RecoverySheet(_)) => SecretOutcome::Wrong,
        Err(_) => SecretOutcome::Nothing,
    }
}

/// A step of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Confirm,
    Unconfirm,
    Open,
    Extend,
    Close,
    CloseForGood,
    CloseUnread,
    KeepAnswers,
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
            Step::Confirm | Step::Unconfirm | Step::Extend | Step::CloseForGood | Step::KeepAnswers => false,
        }
    }
}

async fn answer_step(
    pages: &Arc<Pages>,
    visit: &Visit,
    step: Step,
    done: Result<(), RoundError>,
    typed: Typed,
) -> Result<Response, PageError> {
    let (id, guide_texts) = (visit.ballot_box()?.id, GuideTexts::of(visit.language));
    let error = match done {
        Ok(()) => return redirect_to_round(visit),
        Err(error) => error,
    };
    if let RoundError::Store(StoreError::WrongState { .. }) = error
        && step.led_to(state_of(pages, id).await?)
    {
        return redirect_to_round(visit);
    }
    let beside = match &error {
        RoundError::Beside(beside) => Some(beside.clone()),
        _ => None,
    };
    let said = match beside {
        Some(beside) => {
            let language = visit.language;
            let said = pages.read(move |store| {
                let rounds = store.rounds_named(std::slice::from_ref(&beside.other))?;
                Ok(say_beside(&rounds, &store.time_zone()?, &beside, language))
            });
            said.await?
        }
        None => explain(guide_texts, &error),
    };
    with_fault(pages, visit, Some(said), typed).await
}

fn redirect_to_round(visit: &Visit) -> Result<Response, PageError> {
    Ok(Redirect::to(&format!("/rounds/{}", visit.ballot_box()?.id)).into_response())
}

/// Confirms a planned round.
pub async fn confirm(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, now, mut rng) = (visit.ballot_box()?, pages.now(), pages.rng());
    let email = visit.visitor()?.email.clone();
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::confirm(store, folder, &ballot_box, Some(&email), now, &mut rng)
        })
        .await?;
    answer_step(&pages, &visit, Step::Confirm, done, Typed::default()).await
}

/// Takes the confirming of a round back.
pub async fn unconfirm(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, email) = (visit.ballot_box()?, visit.visitor()?.email.clone());
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::unconfirm(store, folder, &ballot_box, Some(&email))
        })
        .await?;
    answer_step(&pages, &visit, Step::Unconfirm, done, Typed::default()).await
}

/// Opens a planned round now.
pub async fn open(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, now, mut rng) = (visit.ballot_box()?, pages.now(), pages.rng());
    let email = visit.visitor()?.email.clone();
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::open(store, folder, &ballot_box, Some(&email), now, &mut rng)
        })
        .await?;
    answer_step(&pages, &visit, Step::Open, done, Typed::default()).await
}

/// Moves the closing time.
pub async fn extend(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, now, text) = (visit.ballot_box()?, pages.now(), form.get("closes").to_owned());
    let email = visit.visitor()?.email.clone();
    let zone = pages.read(|store| store.time_zone()).await?;
    let (guide_texts, closes) = (GuideTexts::of(visit.language), read_closing_time(&text, &zone));
    let typed = Typed {
        closes: Some(text),
        ..Typed::default()
    };
    let fault = match closes {
        Ok(closes) if closes > now => None,
        Ok(_) => Some(guide_texts.bad_time),
        Err(TimeError::Skipped { .. }) => Some(guide_texts.time_skipped),
        Err(TimeError::Twice { .. }) => Some(guide_texts.time_twice),
        Err(_) => Some(guide_texts.not_a_time),
    };
    let (Ok(closes), None) = (closes, fault) else {
        return with_fault(&pages, &visit, fault.map(str::to_owned), typed).await;
    };
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::extend(store, folder, &ballot_box, closes, Some(&email), now)
        })
        .await?;
    answer_step(&pages, &visit, Step::Extend, done, typed).await
}

/// Closes an open round now. One that is closed already stays as it is.
pub async fn close(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, now, email) = (visit.ballot_box()?, pages.now(), visit.visitor()?.email.clone());
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::close(store, folder, &ballot_box, Some(&email), now)
        })
        .await?;
    answer_step(&pages, &visit, Step::Close, done, Typed::default()).await
}

/// Closes a round for good: it never opens again, and tablets send what is left.
pub async fn close_for_good(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, now, email) = (visit.ballot_box()?, pages.now(), visit.visitor()?.email.clone());
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::close_for_good(store, folder, &ballot_box, Some(&email), now)
        })
        .await?;
    answer_step(&pages, &visit, Step::CloseForGood, done, Typed::default()).await
}

/// Closes a round, unread.
pub async fn close_unread(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    if form.get("sure") != "yes" {
        let said = GuideTexts::of(visit.language).say_sure.to_owned();
        return with_fault(&pages, &visit, Some(said), Typed::default()).await;
    }
    let (ballot_box, now) = (visit.ballot_box()?, pages.sure_now());
    let (email, guide_texts) = (visit.visitor()?.email.clone(), GuideTexts::of(visit.language));
    let typed_name = fold_name(form.get("name"));
    let given = Zeroizing::new(form.get("passphrase").trim().to_owned());
    drop(form);
    let passphrase = (!given.is_empty()).then(|| Passphrase::new(&given));
    if passphrase.is_some() {
        let wards = ballot_box.wards.clone();
        let name = pages
            .read(move |store| Ok(store.wards_named(&wards)?.ward_names(&wards)))
            .await?;
        if typed_name != fold_name(&name) {
            let said = fill(guide_texts.write_name, &[&name]);
            return with_fault(&pages, &visit, Some(said), Typed::default()).await;
        }
        if !pages.may_try_passphrase(&email) {
            return with_fault(&pages, &visit, Some(guide_texts.too_many.to_owned()), Typed::default()).await;
        }
    }
    let (guide, tried) = (email.clone(), passphrase.is_some());
    let done = pages
        .run_action(&visit, move |store, folder| {
            let proof = passphrase.as_ref().map(|passphrase| GuideProof {
                email: &guide,
                passphrase,
                given_at: GivenAt::Page,
            });
            rounds::close_unread(store, folder, &ballot_box, Some(&guide), proof.as_ref(), now?).map(|_| ())
        })
        .await?;
    if tried {
        pages.note_passphrase_outcome(&email, judge_secret(&done));
    }
    answer_step(&pages, &visit, Step::CloseUnread, done, Typed::default()).await
}

/// Takes it back that a round is closed unread.
pub async fn keep_answers(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let ballot_box = visit.ballot_box()?;
    let done = pages
        .run_action(&visit, move |store, folder| {
            rounds::keep_answers(store, folder, &ballot_box)
        })
        .await?;
    answer_step(&pages, &visit, Step::KeepAnswers, done, Typed::default()).await
}

/// Counts a closed round, with the guide's passphrase, the recovery sheet, or both.
pub async fn count(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, now, mut rng) = (visit.ballot_box()?, pages.sure_now(), pages.rng());
    let (email, guide_texts) = (visit.visitor()?.email.clone(), GuideTexts::of(visit.language));
    let given = |field: &str| Some(form.get(field).trim()).filter(|text| !text.is_empty());
    let passphrase = given("passphrase").map(Passphrase::new);
    let sheet = given("sheet").map(|text| Zeroizing::new(text.to_owned()));
    let typed = Typed {
        sheet: sheet.is_some(),
        leave_out: form.all("leave-out"),
        take: tablets_decided(&form, "take"),
        leave: tablets_decided(&form, "leave"),
        let_in: form.all("let-in"),
        ..Typed::default()
    };
    if passphrase.is_none() && sheet.is_none() {
        return with_fault(&pages, &visit, Some(guide_texts.give_key.to_owned()), typed).await;
    }
    if !pages.may_try_passphrase(&email) {
        return with_fault(&pages, &visit, Some(guide_texts.too_many.to_owned()), typed).await;
    }
    let (leave_out, take, leave) = (typed.leave_out.clone(), typed.take.clone(), typed.leave.clone());
    let let_in = typed.let_in.clone();
    let guide = email.clone();
    let done = pages
        .run_action(&visit, move |store, folder| {
            let order = CountOrder {
                guide: passphrase.as_ref().map(|passphrase| GuideProof {
                    email: &guide,
                    passphrase,
                    given_at: GivenAt::Page,
                }),
                recovery_sheet: sheet.as_ref().map(|sheet| sheet.as_str()),
                leave_out,
                take,
                leave,
                let_in,
                by: guide.clone(),
            };
            rounds::count(store, folder, &ballot_box, &order, now?, &mut rng)
        })
        .await?;
    pages.note_passphrase_outcome(&email, judge_secret(&done));
    answer_step(&pages, &visit, Step::Count, done, typed).await
}

/// The tablets whose quarantine was decided like this.
fn tablets_decided(form: &Form, how: &str) -> Vec<String> {
    let decisions = form.fields_named("quarantine ");
    let these = decisions.filter(|(_, decision)| *decision == how);
    these.map(|(tablet, _)| tablet.to_owned()).collect()
}

/// Publishes a counted round: only those who have seen what was counted do.
pub async fn release(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    if form.get("sure") != "yes" {
        let said = GuideTexts::of(visit.language).say_sure.to_owned();
        return with_fault(&pages, &visit, Some(said), Typed::default()).await;
    }
    if !may_read(&pages, &visit).await? && visit.ballot_box()?.is_counted() {
        let email = visit.visitor()?.email.clone();
        let unproven = pages.read(move |store| store.is_unproven(&email)).await?;
        let texts = GuideTexts::of(visit.language);
        let said = if unproven { texts.not_proven } else { texts.came_later }.to_owned();
        return with_fault(&pages, &visit, Some(said), Typed::default()).await;
    }
    let (ballot_box, now) = (visit.ballot_box()?, pages.sure_now());
    let email = visit.visitor()?.email.clone();
    let done = pages
        .run_action(&visit, move |store, folder| {
            // A count may have ended since this was asked.
            let counted = store.ballot_box(ballot_box.id)?.state == Some(BoxState::Counted);
            if counted && !store.may_read_count(ballot_box.id, &email)? {
                return Err(StoreError::ChangedMeanwhile("the round").into());
            }
            rounds::publish(store, folder, &ballot_box, now?)
        })
        .await?;
    answer_step(&pages, &visit, Step::Release, done, Typed::default()).await
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
                opened: false,
            };
            explain(GuideTexts::of(Language::En), &error)
        };
        assert!(said(true).contains("at least 9 people at 5 tables"), "{}", said(true));
        assert!(said(false).contains("at least 9 people are"), "{}", said(false));
    }

    #[test]
    fn a_secret_is_wrong_only_where_it_was_looked_at() {
        let of = |error: RoundError| judge_secret::<()>(&Err(error));
        assert_eq!(judge_secret(&Ok(())), SecretOutcome::Right);
        assert_eq!(of(RoundError::WrongShares), SecretOutcome::Right);
        assert_eq!(of(PassphraseError::Wrong.into()), SecretOutcome::Wrong);
        assert_eq!(of(RecoverySheetError::Mistyped.into()), SecretOutcome::Wrong);
        assert_eq!(of(RoundError::TabletsWait(Vec::new())), SecretOutcome::Nothing);
        assert_eq!(
            of(StoreError::ChangedMeanwhile("the round").into()),
            SecretOutcome::Nothing
        );
    }

    #[test]
    fn a_step_that_is_done_already_is_no_error() {
        use BoxState::{Closed, ClosedUnread, Counted, Open, Released};
        for (step, done) in [
            (Step::Open, &[Open][..]),
            (Step::Confirm, &[]),
            (Step::Unconfirm, &[]),
            (Step::Extend, &[]),
            (Step::Close, &[Closed, Counted, Released, ClosedUnread]),
            (Step::Count, &[Counted, Released]),
            (Step::Release, &[Released]),
            (Step::CloseUnread, &[ClosedUnread]),
            (Step::CloseForGood, &[]),
            (Step::KeepAnswers, &[]),
        ] {
            assert!(!step.led_to(None), "{step:?}");
            for state in [Open, Closed, Counted, Released, ClosedUnread] {
                assert_eq!(step.led_to(Some(state)), done.contains(&state), "{step:?} {state:?}");
            }
        }
    }
}
