//! The board on the window: where it stands, where one tap leads, and what time makes of it.

use std::sync::Arc;

use trykk_kiosk::flow::{BoardKind, COUNTDOWN_MS, Flow, IDLE_MS, Page};
use trykk_kiosk::tablet::{Found, RoundOutcome, SharedTablet, Staff, Standing, Tablet};
use trykk_kiosk::window::TabletBackend;
use trykk_shared::board::{BoardPulse, FOR_STAFF_BYTES, ForStaff, PulseSaid};
use trykk_shared::clock::Clock;
use trykk_shared::language::{Language, Texts};
use trykk_shared::protocol::{BoxState, Manifest};

use crate::backend::{CLOSES, enrolment, manifest};
use crate::by_hand::LANDSCAPE;
use crate::glass::{says, tap};
use crate::rehearsal::{Rehearsal, Stage};
use crate::scenes::{TODAY, a_board, drop_in, with_board};

fn no_round() -> Rehearsal {
    let ward = "Medisinsk sengepost 1".to_owned();
    with_board(Rehearsal::standing(Standing::NoRound { ward }), a_board())
}

#[test]
fn it_is_the_idle_screen_and_goes_back_to_its_first_page() {
    let stage = Stage::new(no_round(), LANDSCAPE);
    assert!(says(&stage, "Dette sa dere, dette gjør vi") && says(&stage, "Side 1 av"));
    tap(&stage, "Vis mer");
    stage.pass(1000);
    assert!(says(&stage, "Side 2 av"));
    tap(&stage, "English");
    assert!(says(&stage, "You said, we do"));
    stage.pass(IDLE_MS + COUNTDOWN_MS);
    assert!(says(&stage, "Dette sa dere") && says(&stage, "Side 1 av"));
}

#[test]
fn with_an_open_round_it_is_one_tap_away_and_one_tap_leads_on_to_answering() {
    let stage = Stage::new(with_board(drop_in(), a_board()), LANDSCAPE);
    assert!(!says(&stage, "Dette sa dere"), "the welcome stands first");
    tap(&stage, "Hva ble det til?");
    stage.pass(1000);
    assert!(says(&stage, "Dette sa dere"));
    tap(&stage, "Tilbake");
    stage.pass(1000);
    assert!(matches!(stage.window.view().page, Page::Welcome(_)));
    tap(&stage, "Hva ble det til?");
    stage.pass(IDLE_MS + COUNTDOWN_MS);
    assert!(
        matches!(stage.window.view().page, Page::Welcome(_)),
        "nobody reads it any more"
    );
    tap(&stage, "Hva ble det til?");
    stage.pass(1000);
    tap(&stage, "Begynn");
    assert!(matches!(stage.window.view().page, Page::Question(_)));
    // No board, no tap.
    assert!(!says(&Stage::new(drop_in(), LANDSCAPE), "Hva ble det til?"));
}

/// What a pulse said stands under its measure, the question in the language that was chosen; what it was called, it is called afterwards.
#[test]
fn a_word_of_a_pulse_stands_under_its_measure_in_the_chosen_language() {
    let mut backend = no_round();
    let mut board = a_board();
    board.areas.clear();
    board.replies.clear();
    let asked = [
        (Language::Nb, "Pausene ryker når det er travelt."),
        (Language::En, "Breaks go when it is busy."),
    ];
    board.measures[0].pulse = Some(BoardPulse {
        asked: Texts(asked.map(|(language, words)| (language, words.to_owned())).into()),
        said: PulseSaid::FewerYes,
        about: 15,
    });
    let asked_of = board.measures[0].clone();
    backend.staff.board = Some(Arc::new(board));
    backend.standing = Standing::Closed {
        ward: "Medisinsk sengepost 1".to_owned(),
        round: "puls-2026-autumn".to_owned(),
        outcome: RoundOutcome::Released(Found::Unknown),
        pulse: true,
    };
    let stage = Stage::new(backend, LANDSCAPE);
    assert!(says(&stage, "Pausene ryker når det er travelt."));
    assert!(says(&stage, "Puls: Færre enn før sier ja. 15 eller flere svarte."));
    assert!(says(&stage, "Om pulsen") && !says(&stage, "Om kartleggingen"));
    let Page::Board(page) = stage.window.view().page else {
        panic!("no board")
    };
    let lines = page.columns.concat();
    let at = lines.iter().position(|line| line.text == asked_of.what).unwrap();
    assert_eq!(lines[at + 1].kind, BoardKind::FewerYes);
    tap(&stage, "English");
    assert!(says(&stage, "Breaks go when it is busy.") && says(&stage, "Pulse: Fewer say yes than before."));
}

/// Somebody reads the board when the round opens, closes, or the board goes: what stands there is what is so.
#[test]
fn what_changes_behind_it_changes_what_stands_there() {
    let stage = Stage::new(no_round(), LANDSCAPE);
    let open = drop_in().standing;
    stage.window.with_backend(|backend| backend.standing = open);
    stage.pass(500);
    assert!(matches!(stage.window.view().page, Page::Welcome(_)));
    tap(&stage, "Hva ble det til?");
    stage.pass(1000);
    stage
        .window
        .with_backend(|backend| backend.standing = Standing::Damaged);
    stage.pass(500);
    assert!(matches!(stage.window.view().page, Page::Damaged));
    stage.window.with_backend(|backend| {
        *backend = no_round();
        backend.staff = Staff::default();
    });
    stage.pass(500);
    assert!(matches!(stage.window.view().page, Page::NoRound { .. }));
}

/// Whether the board on a tablet has this kind of line, on any page.
fn has(tablet: &SharedTablet, kind: BoardKind) -> bool {
    let flow = Flow::new(TabletBackend::over(Some(tablet.clone())), 0);
    let Page::Board(page) = flow.view().page else {
        panic!("no board")
    };
    page.columns.iter().flatten().any(|line| line.kind == kind)
}

fn told(for_staff: ForStaff) -> Manifest {
    let mut told = manifest(BoxState::Open);
    told.now = TODAY * 86_400;
    told.boxes.clear();
    Manifest {
        for_staff: Some(for_staff),
        ..told
    }
}

/// The hub is gone; the tablet is switched off and on again, and its days go by.
#[test]
fn a_deadline_passes_by_itself_on_a_tablet_that_is_offline_and_was_restarted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |days: i64| Clock::starting_at((TODAY + days) * 86_400 + 3600);
    let mut tablet = Tablet::open(folder.path(), at(0)).unwrap();
    tablet.take_enrolment(enrolment(), 0).unwrap();
    let mut board = a_board();
    board.measures.retain(|measure| measure.deadline == TODAY + 40);
    board.areas.clear();
    let sent = ForStaff::new(Some(board.clone()), Some("https://hub.example.org/open/abc".to_owned()));
    tablet.take_manifest(told(sent)).unwrap();
    let kept = std::fs::read_to_string(folder.path().join("tablet.json")).unwrap();
    assert!(
        !kept.contains(&" ".repeat(FOR_STAFF_BYTES / 4)),
        "blanks are for the network"
    );
    let staff = tablet.staff();
    assert_eq!((staff.board.as_deref(), staff.today), (Some(&board), TODAY));
    assert!(staff.page.is_some());
    for (days, overdue, old) in [(7, false, false), (40, false, true), (41, true, true)] {
        drop(tablet);
        tablet = Tablet::open(folder.path(), at(days)).unwrap();
        let staff = tablet.staff();
        assert_eq!(staff.today, TODAY + days, "{days}");
        let board = staff.board.unwrap();
        assert_eq!(board.is_old(staff.today), old, "{days}");
        let shared = SharedTablet::new(tablet);
        assert_eq!(has(&shared, BoardKind::Overdue), overdue, "{days}");
        drop(shared);
        tablet = Tablet::open(folder.path(), at(days)).unwrap();
    }
}

#[test]
fn a_tablet_that_is_out_of_use_or_believed_elsewhere_shows_no_board() {
    let folder = tempfile::tempdir().unwrap();
    let mut tablet = Tablet::open(folder.path(), Clock::starting_at(CLOSES)).unwrap();
    tablet.take_enrolment(enrolment(), 0).unwrap();
    assert_eq!(tablet.staff(), Staff::default());
    let here = told(ForStaff::new(Some(a_board()), None));
    tablet.take_manifest(here.clone()).unwrap();
    assert_eq!(tablet.staff().board, Some(Arc::new(a_board())));
    let mut elsewhere = here.clone();
    elsewhere.ward.id = "med-2".to_owned();
    tablet.take_manifest(elsewhere).unwrap();
    assert_eq!(tablet.staff(), Staff::default());
    let unused = Manifest {
        out_of_use: true,
        ..here.clone()
    };
    tablet.take_manifest(unused).unwrap();
    assert_eq!(tablet.staff(), Staff::default());
    // A hub of before says nothing of a board.
    let before = Manifest {
        for_staff: None,
        ..here
    };
    tablet.take_manifest(before).unwrap();
    assert_eq!(tablet.staff(), Staff::default());
}
