//! The start code, typed with the real buttons.

use std::sync::Arc;

use trykk_kiosk::flow::Page;
use trykk_kiosk::tablet::Standing;

use crate::by_hand::{LANDSCAPE, is_welcome, sheets, type_out};
use crate::glass::{find, says, tap};
use crate::rehearsal::{Rehearsal, Stage, round_with_codes};

fn code_stage(codes: &[&str], wait: u64) -> Stage {
    let mut backend = Rehearsal::standing(Standing::Open(Arc::new(round_with_codes())));
    backend.codes = codes.iter().map(|code| (*code).to_owned()).collect();
    backend.code_wait = wait;
    Stage::new(backend, LANDSCAPE)
}

fn skip_to_the_end(stage: &Stage) {
    while find(stage, "Lever").is_none() {
        tap(stage, "Hopp over");
    }
}

#[test]
fn a_code_opens_one_sheet_and_is_spent_by_delivering_it() {
    let stage = code_stage(&["042 917"], 0);
    tap(&stage, "Begynn");
    assert!(says(&stage, "Skriv koden fra lappen"));
    assert!(find(&stage, "Gå videre").is_none(), "nothing to look at yet");
    type_out(&stage, "04291");
    tap(&stage, "Slett siste tegn");
    type_out(&stage, "1");
    assert!(find(&stage, "Gå videre").is_none());
    type_out(&stage, "8");
    type_out(&stage, "5");
    tap(&stage, "Gå videre");
    assert!(says(&stage, "Denne koden går ikke her"), "a wrong one opens nothing");
    type_out(&stage, "042917");
    tap(&stage, "Gå videre");
    assert!(matches!(stage.window.view().page, Page::Question(_)));
    while find(&stage, "Nei").is_none() {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Nei");
    skip_to_the_end(&stage);
    tap(&stage, "Lever");
    let used = stage.window.with_backend(|backend| backend.used_codes.clone());
    assert_eq!(used, [7], "the place of the code");
    let forgotten = |stage: &Stage| stage.window.with_backend(|backend| backend.forgotten);
    let before = forgotten(&stage);
    stage.pass(trykk_kiosk::flow::TAKE_BACK_MS + 1);
    assert_eq!(
        forgotten(&stage),
        before + 1,
        "code and receipt go when nothing can be taken back any more"
    );
}

#[test]
fn a_code_that_was_typed_and_not_delivered_is_free_again() {
    let stage = code_stage(&["042 917"], 0);
    for leave in ["Tilbake", "Avbryt"] {
        tap(&stage, "Begynn");
        type_out(&stage, "042917");
        if leave == "Tilbake" {
            tap(&stage, leave);
            continue;
        }
        tap(&stage, "Gå videre");
        tap(&stage, leave);
        assert!(is_welcome(&stage));
    }
    tap(&stage, "Begynn");
    assert!(
        matches!(&stage.window.view().page, Page::Code(page) if page.digits.is_empty()),
        "nothing of the last one is left"
    );
    type_out(&stage, "042917");
    stage.pass(trykk_kiosk::flow::IDLE_MS + trykk_kiosk::flow::COUNTDOWN_MS + 1);
    assert!(is_welcome(&stage), "whoever walks away leaves no code behind");
    assert_eq!(sheets(&stage), []);
    assert!(stage.window.with_backend(|backend| backend.used_codes.is_empty()));
}

#[test]
fn after_wrong_codes_one_waits_and_typing_changes_nothing_meanwhile() {
    let stage = code_stage(&["042 917"], 8000);
    tap(&stage, "Begynn");
    type_out(&stage, "042917");
    tap(&stage, "Gå videre");
    assert!(says(&stage, "Vent litt"));
    assert!(find(&stage, "Gå videre").is_none());
    stage.pass(2000);
    tap(&stage, "Slett siste tegn");
    assert!(says(&stage, "Vent litt"));
    stage.pass(8000);
    assert!(
        matches!(stage.window.view().page, Page::Question(_)),
        "and then it is looked at as it was typed"
    );
}

#[test]
fn the_round_that_closes_while_someone_looks_for_their_slip_says_so() {
    let stage = code_stage(&["042 917"], 0);
    tap(&stage, "Begynn");
    type_out(&stage, "04");
    stage.window.with_backend(|backend| {
        backend.standing = Standing::NoRound {
            ward: "Medisinsk sengepost 1".into(),
        };
    });
    stage.pass(1000);
    assert!(matches!(stage.window.view().page, Page::NoRound { .. }));
    assert_eq!(stage.window.with_backend(|backend| backend.answering), None);
}

/// Somebody looked at every question and answered none: they read that there is nothing to deliver, and nothing is. Their
/// code opens a sheet again.
#[test]
fn a_sheet_without_an_answer_is_not_delivered_and_spends_no_code() {
    let stage = code_stage(&["042 917"], 0);
    tap(&stage, "Begynn");
    type_out(&stage, "042917");
    tap(&stage, "Gå videre");
    while find(&stage, "Avslutt").is_none() {
        tap(&stage, "Hopp over");
    }
    assert!(says(&stage, "Du har ikke svart på noe") && find(&stage, "Lever").is_none());
    tap(&stage, "Avslutt");
    assert!(is_welcome(&stage));
    assert_eq!(sheets(&stage), []);
    assert!(stage.window.with_backend(|backend| backend.used_codes.is_empty()));
    tap(&stage, "Begynn");
    type_out(&stage, "042917");
    tap(&stage, "Gå videre");
    assert!(matches!(stage.window.view().page, Page::Question(_)));
}
