//! The scenes: every screen, and how one gets there.

use std::sync::Arc;

use slint::ComponentHandle;
use trykk_kiosk::aloud::Voice;
use trykk_kiosk::flow::{
    COUNTDOWN_MS, Comfort, DeliveryError, EnrolmentError, EnrolmentProgress, HOLD_MS, Letters, Page, StickFault,
    TYPING_IN_IDLE_MS, Task, TypedAsk,
};
use trykk_kiosk::panel::Levels;
use trykk_kiosk::tablet::{AnswersWait, CodesNeeded, Facts, Found, OpenRound, RoundOutcome, Staff, Standing};
use trykk_kiosk::window::ui;
use trykk_shared::board::{
    Board, BoardAnswer, BoardArea, BoardMeasure, BoardPulse, BoardReply, MOST_ADDRESS_BYTES, MeasureState, PulseSaid,
};
use trykk_shared::counted::CountNumber;
use trykk_shared::deck::{Deck, MAX_TEXT_CHARS, Mode, Question};
use trykk_shared::language::{Language, Texts};
use trykk_shared::protocol::{Condition, Level, MAX_PLACE_NAME_CHARS, MAX_PLACE_WORD_CHARS, MAX_URGENT_CHARS};
use trykk_shared::waiting::Waiting;

use crate::keyboard::hold_key;
use crate::rehearsal::{Glass, Rehearsal, Stage, around_the_table, round_with_codes, station};

const LONG_NOTE: &str = "På kveldsvakt blir vi ofte stående alene med utskrivinger og pårørende samtidig, og da \
     rekker vi ikke rapporten. En fast person på vaktrommet mellom klokka 15 og 17 hadde gjort alt lettere, og det \
     samme gjelder å få vite om ekstravakter før helga. Takk for at noen spør!";

/// As long as a note is, with a made-up number of a pattern that is given to nobody: 80 more in the month.
const NOTE_OF_SOMEBODY: &str = "På kveldsvakt blir vi ofte stående alene med utskrivinger og pårørende samtidig, og da \
     rekker vi ikke rapporten. En fast person på vaktrommet mellom klokka 15 og 17 hadde gjort alt lettere, og det \
     samme gjelder å få vite om ekstravakter før helga. Pasient 10915596784 ventet i to timer på rommet sitt.";

/// Something that changes behind the window.
type Change = fn(&mut Rehearsal);

/// What someone does to get to a screen.
pub enum Do {
    Start,
    How,
    Board,
    NextOfBoard,
    AboutRound,
    Language,
    Contrast,
    Members(i32),
    Face(i32),
    Card(bool),
    Skip,
    Back,
    Next,
    Write,
    Type(&'static str),
    Done,
    TakeTablet,
    Deliver,
    TakeBack,
    Leave,
    Forget,
    /// Skips until this kind of page shows.
    SkipTo(fn(&Page) -> bool),
    Pass(u64),
    Backend(Change),
    Field,
    Hold,
    QuitMenu,
    MoveOn,
    Sure,
    Adjust,
    TypeIn,
    /// A finger stays on this key, and lifts.
    HoldKey(&'static str),
    /// Types, and presses Enter.
    Enter(&'static str),
    /// Presses Enter until this kind of page shows.
    EnterTo(fn(&Page) -> bool),
    ReadAloud,
}

pub struct Scene {
    pub name: &'static str,
    backend: fn() -> Rehearsal,
    steps: Vec<Do>,
}

pub fn drop_in() -> Rehearsal {
    Rehearsal::open(station(), Mode::DropIn)
}

/// The longest words of the button: those of a voice that is borrowed.
fn aloud() -> Rehearsal {
    Rehearsal {
        voice: Some(Voice::OfBokmal),
        ..drop_in()
    }
}

fn with_codes() -> Rehearsal {
    Rehearsal::standing(Standing::Open(Arc::new(round_with_codes())))
}

pub fn table() -> Rehearsal {
    Rehearsal::open(around_the_table(), Mode::Table)
}

fn ward() -> String {
    "Medisinsk sengepost 1".into()
}

fn only(keep: fn(&Question) -> bool) -> Deck {
    let mut deck = around_the_table();
    deck.items.retain(|item| keep(&item.question));
    deck
}

pub fn longest() -> Rehearsal {
    let mut deck = station();
    for item in &mut deck.items {
        for text in item.text.0.values_mut() {
            *text = "Vi får beskjed i god tid når arbeidstidsordningene endres, og da blir vi spurt om hva som passer \
                     for oss som går natt."
                .into();
        }
        if let Question::Statement { faces, .. } = &mut item.question {
            let first = faces[0].clone();
            faces.resize(7, first);
        }
    }
    Rehearsal::open(deck, Mode::DropIn)
}

/// Names and the urgent route as long as the hub takes them.
fn at_the_limits() -> Rehearsal {
    let mut round = round_with_codes();
    round.codes = CodesNeeded::None;
    let words = |first: &str, most: usize| {
        format!("{first} {}", "og enda et sted ".repeat(20))
            .chars()
            .take(most)
            .collect::<String>()
    };
    let longest = "Anestesiogintensivsykepleieravdelingsledd";
    let longest: String = longest.chars().take(MAX_PLACE_WORD_CHARS).collect();
    for ward in &mut round.wards {
        ward.name = words(&longest, MAX_PLACE_NAME_CHARS);
    }
    for text in round.urgent.0.values_mut() {
        *text = words(&longest, MAX_URGENT_CHARS - 7) + "\n1234\n5";
    }
    Rehearsal::standing(Standing::Open(Arc::new(round)))
}

/// A welcome that has much to say: two wards that are counted together, a long title, and no contact.
fn crowded() -> Rehearsal {
    let mut backend = drop_in();
    (backend.offline, backend.waiting) = (true, Some(Waiting::Certificate));
    if let Standing::Open(round) = &mut backend.standing {
        for title in Arc::make_mut(round).deck.title.0.values_mut() {
            *title = "Der skoen trykker i pausene og på vaktskiftet".to_owned();
        }
    }
    backend
}

/// 2026-10-05, counted from 1970-01-01.
pub const TODAY: i64 = 20_731;

fn measure(area: &str, what: &str, in_days: i64, state: MeasureState) -> BoardMeasure {
    BoardMeasure {
        area: area.into(),
        what: what.into(),
        deadline: TODAY + in_days,
        state,
        pulse: None,
    }
}

/// What a pulse of fifteen or more said of this question, in each language alike.
fn told(asked: &str, said: PulseSaid) -> BoardPulse {
    let asked = Language::ALL.map(|language| (language, asked.to_owned()));
    BoardPulse {
        asked: Texts(asked.into()),
        said,
        about: 15,
    }
}

/// A board on which a pulse says something of three measures.
fn a_board_with_a_pulse() -> Board {
    let mut board = a_board();
    let [break_, handover, cupboard] = &mut board.measures[..] else {
        panic!("three measures")
    };
    break_.pulse = Some(told("Hvor ofte får du spist i ro?", PulseSaid::MoreGood));
    handover.pulse = Some(told("Viktige beskjeder går tapt i vaktskiftet.", PulseSaid::FewerYes));
    cupboard.pulse = Some(told("Pausene ryker når det er travelt.", PulseSaid::CannotTell));
    board
}

fn reply(about: &str, answer: BoardAnswer) -> BoardReply {
    BoardReply {
        about: about.into(),
        answer,
    }
}

/// A board as a ward has it.
pub fn a_board() -> Board {
    let area = |keep, words: &str| BoardArea {
        keep,
        words: words.into(),
    };
    Board::new(
        TODAY - 1,
        vec![
            area(true, "Vi hjelper hverandre når det blir travelt"),
            area(false, "Pausene ryker på kveldsvakt"),
            area(false, "Beskjeder går tapt i vaktskiftet"),
        ],
        vec![
            measure(
                "Pausene",
                "En fast person tar telefonen mens de andre spiser.",
                -4,
                MeasureState::UnderWay,
            ),
            measure(
                "Vaktskiftet",
                "Rapporten får et fast skjema, og ti minutter i begge ender av vakta.",
                40,
                MeasureState::NotBegun,
            ),
            measure("Pausene", "Matpakkeskap på pauserommet.", -30, MeasureState::Done),
        ],
        vec![
            reply("Ekstravakt i helgene", BoardAnswer::Owed(TODAY + 9)),
            reply(
                "Stille time etter middag",
                BoardAnswer::Later("Vi prøver det når den nye fløya er åpen.".into()),
            ),
            reply(
                "Egen kantine",
                BoardAnswer::No("Det er ikke plass, men kantina i første etasje har fått lengre åpningstid.".into()),
            ),
        ],
    )
}

fn staff(board: Board) -> Staff {
    Staff {
        board: Some(Arc::new(board)),
        page: Some("https://trykk.helse-fjordvik.example/open/mzxw6ytboi4dqmrtgq2tmnzyhe".into()),
        today: TODAY,
    }
}

/// A backend with a board.
pub fn with_board(mut backend: Rehearsal, board: Board) -> Rehearsal {
    backend.staff = staff(board);
    backend
}

fn no_round() -> Rehearsal {
    Rehearsal::standing(Standing::NoRound { ward: ward() })
}

/// Every text as long as the plan takes it, and more of them than have room.
fn longest_board() -> Board {
    let words = |most: usize| -> String {
        let long =
            "Anestesiogintensivsykepleieravdelingsledd skal få beskjed i god tid før turnusen legges om. ".repeat(10);
        long.chars().take(most).collect()
    };
    let measures = (0..14).map(|nth| BoardMeasure {
        pulse: Some(told(&words(MAX_TEXT_CHARS), PulseSaid::MoreGood)),
        ..measure(&words(120), &words(600 - nth * 40), -1, MeasureState::UnderWay)
    });
    let replies = (0..14).map(|nth| reply(&words(120), BoardAnswer::Later(words(600 - nth * 40))));
    let areas = vec![
        BoardArea {
            keep: false,
            words: words(60)
        };
        8
    ];
    Board::new(TODAY - 400, areas, measures.collect(), replies.collect()).limited()
}

/// The same, whose round is open, at a hub with the longest address.
fn with_longest_board() -> Rehearsal {
    let mut backend = with_board(at_the_limits(), longest_board());
    backend.staff.page = Some(format!("https://{}", "w".repeat(MOST_ADDRESS_BYTES - 8)));
    backend
}

fn long_scale() -> Rehearsal {
    let mut deck = only(|question| !matches!(question, Question::Card));
    for item in &mut deck.items {
        if let Question::Score { min, max, .. } = &mut item.question {
            (*min, *max) = (0, 20);
        }
    }
    Rehearsal::open(deck, Mode::Table)
}

fn is_card(page: &Page) -> bool {
    matches!(page, Page::Question(question) if matches!(question.ask, trykk_kiosk::flow::Ask::Card { .. }))
}
fn is_note(page: &Page) -> bool {
    matches!(page, Page::Note(_))
}
fn is_overview(page: &Page) -> bool {
    matches!(page, Page::Overview(_))
}

fn asks(page: &Page, what: fn(&TypedAsk) -> bool) -> bool {
    matches!(page, Page::TypingIn(page) if what(&page.ask))
}
fn is_typed_face(page: &Page) -> bool {
    asks(page, |ask| matches!(ask, TypedAsk::Face(_)))
}
fn is_typed_score(page: &Page) -> bool {
    asks(page, |ask| matches!(ask, TypedAsk::Score { .. }))
}
fn is_typed_note(page: &Page) -> bool {
    asks(page, |ask| matches!(ask, TypedAsk::Note { .. }))
}
fn is_typed_check(page: &Page) -> bool {
    asks(page, |ask| matches!(ask, TypedAsk::Check(_)))
}

fn closed(outcome: RoundOutcome) -> Rehearsal {
    let round = "2026-autumn".to_owned();
    Rehearsal::standing(Standing::Closed {
        ward: ward(),
        round,
        outcome,
        pulse: false,
    })
}

/// The same, of a pulse.
fn pulse_closed(outcome: RoundOutcome) -> Rehearsal {
    let round = "puls-2026-autumn".to_owned();
    Rehearsal::standing(Standing::Closed {
        ward: ward(),
        round,
        outcome,
        pulse: true,
    })
}

/// A pulse that people answer.
fn a_pulse() -> Rehearsal {
    let mut backend = drop_in();
    if let Standing::Open(round) = &mut backend.standing {
        Arc::make_mut(round).pulse = true;
    }
    backend
}

/// A tablet in use, as its menu shows it.
fn facts() -> Facts {
    Facts {
        ward: ward(),
        rounds: vec!["2026-hoest".into()],
        pulse: false,
        tablet: "nettbrett-7k3mq2".into(),
        hub: "trykk.helse-fjordvik.example:8443".into(),
        heard_minutes_ago: Some(34),
        obstacle: None,
        waits: AnswersWait::NotSaid,
        condition: Condition {
            version: "1.12.0".into(),
            battery: Some(Level::Fine),
            disk: Some(Level::Low),
            minutes_behind: 0,
        },
        newer_hub: None,
        host: "trykk-04".into(),
        address: "10.20.30.40".into(),
        wifi: String::new(),
    }
}

fn in_use() -> Rehearsal {
    let mut backend = drop_in();
    backend.facts = facts();
    backend
}

/// The same, where a pulse is open.
fn in_use_for_a_pulse() -> Rehearsal {
    let mut backend = a_pulse();
    backend.facts = Facts {
        rounds: vec!["puls-2026-hoest".into()],
        pulse: true,
        ..facts()
    };
    backend
}

/// Names as long as the hub takes them, and everything wrong that can be.
fn at_the_menus_limits() -> Rehearsal {
    let mut backend = at_the_limits();
    let ward = match &backend.standing {
        Standing::Open(round) => round.wards[0].name.clone(),
        _ => ward(),
    };
    backend.facts = Facts {
        ward,
        rounds: vec![
            "kartlegging-2026-hoest-medisin".into(),
            "kartlegging-2027-vaar-medisin".into(),
        ],
        pulse: false,
        hub: format!("{}.helse-fjordvik.example:8443", "trykk-i-alle-avdelinger"),
        heard_minutes_ago: Some(60_000),
        obstacle: Some(Waiting::OtherQuestions),
        waits: AnswersWait::Yes,
        condition: Condition {
            version: "10.20.30".into(),
            battery: Some(Level::Low),
            disk: Some(Level::Low),
            minutes_behind: -60_000,
        },
        newer_hub: Some("10.30.40".into()),
        host: "nettbrett-pauserom-nord-med-1".into(),
        address: "192.168.100.200".into(),
        wifi: "sykehus-internt-nettbrett-5ghz-a".into(),
        ..facts()
    };
    backend.levels = Levels {
        light: Some(100),
        volume: Some(100),
    };
    backend
}

/// What the menu may be doing, or have done.
fn tasks() -> [(&'static str, Change); 11] {
    [
        ("b0-menu-sending", |backend| backend.task = Task::Sending),
        ("b1-menu-sent", |backend| backend.task = Task::Sent),
        ("b2-menu-not-sent", |backend| backend.task = Task::NotSent),
        ("b3-menu-exporting", |backend| backend.task = Task::Exporting),
        ("b4-menu-exported", |backend| backend.task = Task::Exported),
        ("b5-menu-no-stick", |backend| {
            backend.task = Task::NotExported(StickFault::NoStick)
        }),
        ("b6-menu-several", |backend| {
            backend.task = Task::NotExported(StickFault::Several)
        }),
        ("b7-menu-read-only", |backend| {
            backend.task = Task::NotExported(StickFault::ReadOnly)
        }),
        ("b8-menu-full", |backend| {
            backend.task = Task::NotExported(StickFault::Full)
        }),
        ("b9-menu-would-replace", |backend| {
            backend.task = Task::NotExported(StickFault::WouldReplace)
        }),
        ("ba-menu-no-key", |backend| {
            backend.task = Task::NotExported(StickFault::NoKey)
        }),
    ]
}

#[rustfmt::skip]
pub fn scenes() -> Vec<Scene> {
    use Do::*;
    let scene = |name, backend, steps| Scene { name, backend, steps };
    let mut scenes = vec![
        scene("01-welcome", drop_in as fn() -> Rehearsal, vec![]),
        scene("02-welcome-crowded", crowded, vec![]),
        scene("02-welcome-crowded-board", || with_board(crowded(), a_board()), vec![]),
        scene("80-welcome-damaged", || { let mut backend = drop_in(); backend.damaged = true; backend }, vec![]),
        scene("02-welcome-offline", || { let mut backend = drop_in(); backend.offline = true; backend.waiting = Some(Waiting::Certificate); backend }, vec![]),
        scene("03-welcome-table", table, vec![]),
        scene("04-how", drop_in, vec![How]),
        scene("05-face", drop_in, vec![Start]),
        scene("06-face-answered", drop_in, vec![Start, Face(4), Back]),
        scene("07-face-middle-best", drop_in, vec![Start, Skip, Skip]),
        scene("08-face-seven-long", longest, vec![Start]),
        scene("09-card", drop_in, vec![Start, SkipTo(is_card)]),
        scene("10-card-long", longest, vec![Start, SkipTo(is_card)]),
        scene("11-note", drop_in, vec![Start, SkipTo(is_note)]),
        scene("12-note-typing", drop_in, vec![Start, SkipTo(is_note), Write]),
        scene("12-note-accents", drop_in, vec![Start, SkipTo(is_note), Write, Type("Caf"), HoldKey("e")]),
        scene("12-note-accents-large", drop_in, vec![Start, SkipTo(is_note), Write, HoldKey("A")]),
        scene("13-note-typing-long", drop_in, vec![Start, SkipTo(is_note), Write, Type(LONG_NOTE)]),
        scene("13-note-telephone", drop_in, vec![Start, SkipTo(is_note), Write, Type("Ring Kari på 912 34 567 om turnusen.")]),
        scene("13-note-identity", drop_in, vec![Start, SkipTo(is_note), Write, Type(NOTE_OF_SOMEBODY)]),
        scene("14-note-date", drop_in, vec![Start, SkipTo(is_note), Write, Type("Det som hendte 12. mars, må vi snakke om."), Done]),
        scene("14-note-identity", drop_in, vec![Start, SkipTo(is_note), Write, Type(NOTE_OF_SOMEBODY), Done]),
        scene("14-note-written", drop_in, vec![Start, SkipTo(is_note), Write, Type(LONG_NOTE), Done]),
        scene("15-overview", drop_in, vec![Start, Face(4), Face(2), Face(3), Skip, Face(5), Face(1), Card(true), Card(false), Card(true), Skip, Card(true), Card(true), Write, Type("Mer ro."), Next]),
        scene("16-overview-long", longest, vec![Start, Face(4), SkipTo(is_overview)]),
        scene("17-overview-closed", drop_in, vec![Start, Face(4), SkipTo(is_overview), Backend(|backend| backend.standing = Standing::NoRound { ward: ward() }), Pass(10)]),
        scene("18-thanks", drop_in, vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(2500)]),
        scene("19-thanks-later", drop_in, vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(20_000)]),
        scene("19-thanks-pulse", a_pulse, vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(2500)]),
        scene("20-taken-back", drop_in, vec![Start, Face(4), SkipTo(is_overview), Deliver, TakeBack]),
        scene("21-not-taken-back", || { let mut backend = drop_in(); backend.sticky = true; backend }, vec![Start, Face(4), SkipTo(is_overview), Deliver, TakeBack]),
        scene("22-leaving", drop_in, vec![Start, Face(4), Leave]),
        scene("23-leaving-table", table, vec![Start, Members(4), Leave]),
        scene("24-countdown", drop_in, vec![Start, Face(4), Pass(53_000)]),
        scene("29-overview-blank", drop_in, vec![Start, SkipTo(is_overview)]),
        scene("48-all-done-blank", table, vec![Start, Members(2), SkipTo(is_overview), Next, TakeTablet, SkipTo(is_overview), Deliver, TakeTablet, SkipTo(is_overview), Deliver]),
        scene("30-how-many", table, vec![Start]),
        scene("31-card-common", table, vec![Start, Members(4)]),
        scene("32-score", table, vec![Start, Members(4), SkipTo(|page| matches!(page, Page::Question(q) if matches!(q.ask, trykk_kiosk::flow::Ask::Score { .. })))]),
        scene("33-score-long", long_scale, vec![Start, Members(4)]),
        scene("34-overview-table", table, vec![Start, Members(4), Card(true), Card(false), SkipTo(is_overview)]),
        scene("35-cover-first", table, vec![Start, Members(4), SkipTo(is_overview), Next]),
        scene("36-note-of-several", table, vec![Start, Members(4), SkipTo(is_overview), Next, TakeTablet, SkipTo(is_note), Write, Type("Vi ler mye."), Done]),
        scene("37-overview-member", table, vec![Start, Members(2), SkipTo(is_overview), Next, TakeTablet, Face(3), SkipTo(is_overview)]),
        scene("38-cover-second", table, vec![Start, Members(2), SkipTo(is_overview), Next, TakeTablet, SkipTo(is_overview), Deliver]),
        scene("39-all-done", table, vec![Start, Members(2), Card(true), SkipTo(is_overview), Next, TakeTablet, SkipTo(is_overview), Deliver, TakeTablet, SkipTo(is_overview), Deliver]),
        scene("40-thanks-table", table, vec![Start, Members(2), Card(true), SkipTo(is_overview), Next, TakeTablet, SkipTo(is_overview), Deliver, TakeTablet, SkipTo(is_overview), Deliver, Deliver]),
        scene("41-contrast-welcome", drop_in, vec![Contrast]),
        scene("42-contrast-face", drop_in, vec![Contrast, Start, Face(4), Back]),
        scene("43-contrast-card", drop_in, vec![Contrast, Start, SkipTo(is_card), Card(true), Back]),
        scene("44-contrast-note", drop_in, vec![Contrast, Start, SkipTo(is_note), Write, Type("Mer ro.")]),
        scene("45-contrast-overview", drop_in, vec![Contrast, Start, Face(4), Face(2), SkipTo(is_overview)]),
        scene("46-contrast-cover", table, vec![Contrast, Start, Members(4), SkipTo(is_overview), Next]),
        scene("47-contrast-score", table, vec![Contrast, Start, Members(4), SkipTo(|page| matches!(page, Page::Question(q) if matches!(q.ask, trykk_kiosk::flow::Ask::Score { .. })))]),
        scene("50-no-round", || Rehearsal::standing(Standing::NoRound { ward: ward() }), vec![Language]),
        scene("56-key-changed", || Rehearsal::standing(Standing::KeyChanged { ward: ward(), round: "2026-autumn".into() }), vec![Language]),
        scene("70-code", with_codes, vec![Start]),
        scene("71-code-typed", with_codes, vec![Start, Type("042917")]),
        scene("72-code-refused", with_codes, vec![Start, Type("042917"), Next, Type("04")]),
        scene("73-code-looked-at", || { let mut backend = with_codes(); backend.code_wait = 10_000; backend }, vec![Start, Type("042917"), Next]),
        scene("74-code-not-printed", || Rehearsal::standing(Standing::Open(Arc::new(OpenRound { codes: CodesNeeded::NotPrinted, ..round_with_codes() }))), vec![Start]),
        scene("75-contrast-code", with_codes, vec![Contrast, Start, Type("0429")]),
        scene("76-code-refused-long", with_codes, vec![Start, Type("042917"), Next]),
        scene("77-limits-welcome", at_the_limits, vec![]),
        scene("78-limits-how", at_the_limits, vec![How]),
        scene("79-limits-thanks", at_the_limits, vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(20_000)]),
        scene("81-out-of-use", || Rehearsal::standing(Standing::OutOfUse { ward: ward() }), vec![Language]),
        scene("57-full", || Rehearsal::standing(Standing::Full { ward: ward(), round: "2026-autumn".into() }), vec![Language]),
        scene("55-damaged", || Rehearsal::standing(Standing::Damaged), vec![Language]),
        scene("60-enrol", || Rehearsal::standing(Standing::NotEnrolled), vec![Language]),
        scene("61-enrol-typed", || Rehearsal::standing(Standing::NotEnrolled), vec![Language, Type("trykk.helse-fjordvik.example:8443"), Field, Type("7K3M-Q2XA-90TD-VW4F")]),
        scene("62-enrolling", || { let mut backend = Rehearsal::standing(Standing::NotEnrolled); backend.enrolment = EnrolmentProgress::Running; backend }, vec![Language]),
    ];
    scenes.extend([
        scene("90-board", || with_board(no_round(), a_board()), vec![]),
        scene("90-board-next", || with_board(no_round(), a_board()), vec![NextOfBoard]),
        scene("91-board-round-open", || with_board(drop_in(), a_board()), vec![Board]),
        scene("92-welcome-board", || with_board(drop_in(), a_board()), vec![]),
        scene("92-welcome-board-table", || with_board(table(), a_board()), vec![]),
        scene("93-thanks-page", || with_board(drop_in(), a_board()), vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(2500)]),
        scene("94-board-after-round", || with_board(closed(RoundOutcome::Released(Found::Unknown)), a_board()), vec![]),
        scene("94-board-about-round", || with_board(closed(RoundOutcome::Released(Found::All(CountNumber([7; 32])))), a_board()), vec![AboutRound]),
        scene("95-closed-board", || with_board(closed(RoundOutcome::Counted(Found::Unknown)), a_board()), vec![]),
        scene("96-board-longest", with_longest_board, vec![Board]),
        scene("96-board-longest-2", with_longest_board, vec![Board, NextOfBoard]),
        scene("96-board-longest-3", with_longest_board, vec![Board, NextOfBoard, NextOfBoard]),
        scene("96-board-longest-last", || { let mut board = longest_board(); board.measures.truncate(1); board.replies.truncate(1); with_board(no_round(), board) }, vec![NextOfBoard]),
        scene("97-limits-board-welcome", with_longest_board, vec![]),
        scene("97-limits-board-thanks", with_longest_board, vec![Start, Face(4), SkipTo(is_overview), Deliver, Pass(20_000)]),
        scene("9a-board-pulse", || with_board(no_round(), a_board_with_a_pulse()), vec![]),
        scene("9a-board-pulse-next", || with_board(no_round(), a_board_with_a_pulse()), vec![NextOfBoard]),
        scene("9b-board-about-pulse", || with_board(pulse_closed(RoundOutcome::Released(Found::Unknown)), a_board_with_a_pulse()), vec![]),
        scene("98-contrast-board", || with_board(no_round(), a_board()), vec![Contrast]),
        scene("99-board-replies-only", || { let mut board = a_board(); board.areas.clear(); board.measures.clear(); with_board(no_round(), board) }, vec![]),
        scene("51-closed", || closed(RoundOutcome::Waiting), vec![Language]),
        scene("51-closed-waits", || { let mut backend = closed(RoundOutcome::Waiting); backend.waiting = Some(Waiting::Elsewhere); backend }, vec![Language]),
        scene("51-closed-unreachable", || { let mut backend = closed(RoundOutcome::Waiting); backend.waiting = Some(Waiting::Unreachable); backend }, vec![]),
        scene("51-closed-pulse", || pulse_closed(RoundOutcome::Waiting), vec![Language]),
        scene("53-unread-pulse", || pulse_closed(RoundOutcome::ClosedUnread), vec![Language]),
        scene("52-counted", || closed(RoundOutcome::Counted(Found::Unknown)), vec![Language]),
        scene("53-unread", || closed(RoundOutcome::ClosedUnread), vec![Language]),
        scene("54-left-out", || closed(RoundOutcome::Counted(Found::TooLate)), vec![Language]),
        scene("54-missing", || closed(RoundOutcome::Counted(Found::Missing)), vec![Language]),
        scene("54-all-counted", || closed(RoundOutcome::Counted(Found::All(CountNumber([7; 32])))), vec![Language]),
    ]);
    scenes.extend([
        scene("a0-pin", drop_in, vec![Hold]),
        scene("a0-pin-typed", || closed(RoundOutcome::Waiting), vec![Hold, Type("42831755550")]),
        scene("a1-pin-wrong", drop_in, vec![Hold, Type("428318"), Next]),
        scene("a1-pin-looked-at", || { let mut backend = no_round(); backend.pin_wait = 60_000; backend }, vec![Hold, Type("428317"), Next]),
        scene("a2-pin-not-set", || { let mut backend = with_board(no_round(), a_board()); backend.pin = None; backend }, vec![Hold]),
        scene("a3-menu", in_use, vec![Hold, Type("428317"), Next]),
        scene("a3-menu-pulse", in_use_for_a_pulse, vec![Hold, Type("428317"), Next]),
        scene("a3-menu-quit", in_use, vec![Hold, Type("428317"), Next, QuitMenu]),
        scene("a3-menu-fresh", || Rehearsal::standing(Standing::NotEnrolled), vec![Hold, Type("428317"), Next]),
        scene("a4-menu-limits", at_the_menus_limits, vec![Hold, Type("428317"), Next, Backend(|backend| backend.task = Task::NotExported(StickFault::Failed)), Pass(10)]),
        scene("a4-menu-limits-sure", at_the_menus_limits, vec![Hold, Type("428317"), Next, QuitMenu]),
        scene("a6-menu-wifi-limits", || { let mut backend = at_the_menus_limits(); backend.facts.wifi = "W".repeat(32); backend }, vec![Hold, Type("428317"), Next]),
        scene("a6-menu-wifi", || { let mut backend = in_use(); backend.facts.wifi = "Helse-Gjest".into(); backend }, vec![Hold, Type("428317"), Next]),
        scene("a6-menu-move", in_use, vec![Hold, Type("428317"), Next, MoveOn]),
        scene("a6-menu-moving", in_use, vec![Hold, Type("428317"), Next, MoveOn, Sure]),
        scene("a6-menu-moved", in_use, vec![Hold, Type("428317"), Next, MoveOn, Sure, Backend(|backend| { backend.enrolled_ward = "Medisinsk sengepost 2".into(); backend.enrolment = EnrolmentProgress::Idle; }), Pass(10)]),
        scene("a6-menu-moved-limits", at_the_menus_limits, vec![Hold, Type("428317"), Next, MoveOn, Sure, Backend(|backend| { backend.enrolled_ward = backend.facts.ward.clone(); backend.enrolment = EnrolmentProgress::Idle; }), Pass(10)]),
        scene("a6-menu-not-moved", at_the_menus_limits, vec![Hold, Type("428317"), Next, MoveOn, Sure, Backend(|backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::NoLink)), Pass(10)]),
        scene("a4-panel", at_the_menus_limits, vec![Hold, Type("428317"), Next, Adjust]),
        scene("a4-panel-light", || Rehearsal { levels: Levels { light: Some(10), volume: None }, ..in_use() }, vec![Hold, Type("428317"), Next, Adjust]),
        scene("a4-panel-volume", || Rehearsal { levels: Levels { light: None, volume: Some(0) }, ..in_use() }, vec![Contrast, Hold, Type("428317"), Next, Adjust]),
        scene("a5-menu-contrast", in_use, vec![Contrast, Hold, Type("428317"), Next]),
    ]);
    const OPEN: [Do; 4] = [Hold, Type("428317"), Next, TypeIn];
    let typing = |name, backend: fn() -> Rehearsal, steps: Vec<Do>| scene(name, backend, OPEN.into_iter().chain(steps).collect());
    scenes.extend([
        typing("c0-paper-members", table, vec![]),
        typing("c0-paper-members-wrong", table, vec![Enter("13")]),
        typing("c1-paper-card", table, vec![Enter("4"), Type("1")]),
        typing("c1-paper-card-wrong", table, vec![Enter("4"), Enter("3")]),
        typing("c2-paper-score", table, vec![Enter("4"), EnterTo(is_typed_score), Type("7")]),
        typing("c3-paper-face", table, vec![Enter("4"), EnterTo(is_typed_face), Type("4")]),
        typing("c3-paper-face-long", longest, vec![Type("7")]),
        typing("c4-paper-note", table, vec![Enter("4"), EnterTo(is_typed_note)]),
        typing("c4-paper-note-telephone", table, vec![Enter("4"), EnterTo(is_typed_note), Type("Ring 22 33 44 55.")]),
        typing("c4-paper-note-identity", drop_in, vec![EnterTo(is_typed_note), Type(NOTE_OF_SOMEBODY)]),
        typing("c4-paper-note-long", drop_in, vec![EnterTo(is_typed_note), Type(LONG_NOTE)]),
        typing("c5-paper-check", table, vec![Enter("4"), Enter("1"), Enter("2"), Enter("1"), Enter("1"), EnterTo(is_typed_face), Enter("4"), Enter("3"), Enter("5"), EnterTo(is_typed_note), Enter("Mer ro."), EnterTo(is_typed_check)]),
        typing("c5-paper-check-twelve", table, vec![Enter("12"), Enter("1"), EnterTo(is_typed_check)]),
        typing("c5-paper-check-single", drop_in, vec![Enter("4"), EnterTo(is_typed_check)]),
        typing("c6-paper-blank", drop_in, vec![EnterTo(is_typed_check), Enter("0")]),
        typing("c6-paper-disk-full", drop_in, vec![Enter("4"), EnterTo(is_typed_check), Backend(|backend| backend.fault = Some(DeliveryError::DiskFull)), Enter("0")]),
        typing("c6-paper-damaged", drop_in, vec![Enter("4"), EnterTo(is_typed_check), Backend(|backend| backend.fault = Some(DeliveryError::Damaged)), Enter("0")]),
        typing("c6-paper-too-late", drop_in, vec![Enter("4"), EnterTo(is_typed_check), Backend(|backend| backend.fault = Some(DeliveryError::TooLate)), Enter("0")]),
        typing("c7-paper-code", with_codes, vec![Enter("4"), EnterTo(is_typed_check), Enter("0"), Type("0429")]),
        typing("c7-paper-code-wrong", with_codes, vec![Enter("4"), EnterTo(is_typed_check), Enter("0"), Enter("042917")]),
        typing("c8-paper-next", drop_in, vec![Enter("4"), EnterTo(is_typed_check), Enter("0")]),
        typing("c8-paper-throwing", drop_in, vec![Enter("4"), Leave]),
        typing("c8-paper-thrown", in_use, vec![Enter("4"), EnterTo(is_typed_check), Enter("0"), Enter("4"), Leave, Forget]),
        typing("c8-paper-left-behind", drop_in, vec![Enter("4"), Pass(TYPING_IN_IDLE_MS + COUNTDOWN_MS)]),
        typing("c9-paper-no-round", no_round, vec![]),
        typing("c9-paper-full", || Rehearsal::standing(Standing::Full { ward: ward(), round: "2026-autumn".into() }), vec![]),
        typing("c9-paper-no-codes", || Rehearsal::standing(Standing::Open(Arc::new(OpenRound { codes: CodesNeeded::NotPrinted, ..round_with_codes() }))), vec![]),
        typing("c9-paper-limits", at_the_menus_limits, vec![Enter("4"), EnterTo(is_typed_check), Enter("0"), Backend(|backend| backend.standing = Standing::Full { ward: ward(), round: "2026-autumn".into() }), Enter("4"), EnterTo(is_typed_check), Enter("0")]),
        scene("c9-paper-contrast", table, vec![Contrast, Hold, Type("428317"), Next, TypeIn, Enter("4"), EnterTo(is_typed_face), Type("4")]),
    ]);
    scenes.extend([
        scene("d0-aloud-face", aloud, vec![Start]),
        scene("d0-aloud-reading", aloud, vec![Start, ReadAloud]),
        scene("d0-aloud-longest", || Rehearsal { voice: Some(Voice::OfBokmal), ..longest() }, vec![Start]),
        scene("d1-aloud-card", || Rehearsal { voice: Some(Voice::Own), ..table() }, vec![Start, Members(4), SkipTo(is_card)]),
        scene("d1-aloud-how-many", || Rehearsal { voice: Some(Voice::OfBokmal), ..table() }, vec![Start]),
        scene("d2-aloud-note", aloud, vec![Start, SkipTo(is_note), Write, Type("Vi ler mye.")]),
        scene("d3-aloud-overview", aloud, vec![Start, Face(4), SkipTo(is_overview)]),
        scene("d3-aloud-cover", || Rehearsal { voice: Some(Voice::OfBokmal), ..table() }, vec![Start, Members(4), SkipTo(is_overview), Next]),
        scene("d3-aloud-thanks", aloud, vec![Start, Face(4), SkipTo(is_overview), Deliver, ReadAloud]),
    ]);
    for (name, change) in tasks() {
        scenes.push(scene(name, in_use, vec![Hold, Type("428317"), Next, Backend(change), Pass(10)]));
    }
    let faults: [(&str, Change); 4] = [
        ("25-disk-full", |backend| backend.fault = Some(DeliveryError::DiskFull)),
        ("26-store-damaged", |backend| backend.fault = Some(DeliveryError::Damaged)),
        ("27-too-late", |backend| backend.fault = Some(DeliveryError::TooLate)),
        ("28-failed", |backend| backend.fault = Some(DeliveryError::Failed)),
    ];
    for (name, fault) in faults {
        scenes.push(scene(name, drop_in, vec![Start, Face(4), SkipTo(is_overview), Backend(fault), Deliver]));
    }
    let faults: [(&str, Change); 11] = [
        ("61-enrol-no-network", |backend| backend.address.clear()),
        ("69-enrol-no-stick", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::NoStick)),
        ("69-enrol-no-link", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::NoLink)),
        ("69-enrol-several", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::SeveralLinks)),
        ("69-enrol-other-hub", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::OtherHub)),
        ("63-enrol-address", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::Address)),
        ("64-enrol-code", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::Code)),
        ("65-enrol-no-answer", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::NoAnswer)),
        ("66-enrol-not-proven", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::NotProven)),
        ("67-enrol-spent", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::Spent)),
        ("68-enrol-failed", |backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::Failed)),
    ];
    for (name, fault) in faults {
        scenes.push(scene(name, || Rehearsal::standing(Standing::NotEnrolled), vec![Language, Backend(fault), Pass(10)]));
    }
    scenes
}

impl Scene {
    /// The scene on a glass, in a language.
    pub fn stage(&self, glass: Glass, language: Language) -> Stage {
        self.stage_over(glass, language, |_| {})
    }

    /// The same for somebody who first asks for larger letters, or for everything low; where that is offered.
    pub fn stage_for(&self, glass: Glass, language: Language, comfort: Comfort) -> Stage {
        self.make(glass, language, comfort, |_| {})
    }

    /// The scene over a backend that was changed beforehand.
    pub fn stage_over(&self, glass: Glass, language: Language, change: impl FnOnce(&mut Rehearsal)) -> Stage {
        self.make(glass, language, Comfort::default(), change)
    }

    fn make(&self, glass: Glass, language: Language, comfort: Comfort, change: impl FnOnce(&mut Rehearsal)) -> Stage {
        let mut backend = (self.backend)();
        change(&mut backend);
        if let Standing::Open(round) = &mut backend.standing {
            // The first language of the deck is the first one shown.
            Arc::make_mut(round).deck.languages.sort_by_key(|one| *one != language);
        }
        let stage = Stage::on(backend, glass);
        stage.app().global::<ui::Hello>().invoke_choose(match language {
            Language::Nb => ui::Language::Nb,
            Language::Nn => ui::Language::Nn,
            Language::En => ui::Language::En,
        });
        ask_for(&stage, comfort);
        perform(&stage, &self.steps);
        stage
    }
}

/// Asks for this on the page that stands there.
pub fn ask_for(stage: &Stage, comfort: Comfort) {
    let hello = stage.app().global::<ui::Hello>();
    for _ in Letters::ALL.iter().take_while(|letters| **letters != comfort.letters) {
        hello.invoke_letters();
    }
    if comfort.low {
        hello.invoke_low();
    }
    if comfort.contrast {
        hello.invoke_contrast();
    }
    stage.pass(1);
}

pub fn perform(stage: &Stage, steps: &[Do]) {
    let app = stage.app();
    let (go, ask, note) = (
        app.global::<ui::Go>(),
        app.global::<ui::Ask>(),
        app.global::<ui::Note>(),
    );
    for step in steps {
        match step {
            Do::Start => go.invoke_start(),
            Do::How => go.invoke_how(),
            Do::Board => go.invoke_board(),
            Do::NextOfBoard => go.invoke_next_of_board(),
            Do::AboutRound => go.invoke_about_round(),
            Do::Language => {}
            Do::Contrast => app.global::<ui::Hello>().invoke_contrast(),
            Do::Members(count) => ask.invoke_members(*count),
            Do::Face(nth) => ask.invoke_face(*nth),
            Do::Card(yes) => ask.invoke_card(*yes),
            Do::Skip => go.invoke_skip(),
            Do::Back => go.invoke_back(),
            Do::Next => go.invoke_next(),
            Do::Write => note.invoke_write(),
            Do::Type(text) => note.invoke_type((*text).into()),
            Do::Done => note.invoke_done(),
            Do::TakeTablet => go.invoke_take_tablet(),
            Do::Deliver => go.invoke_deliver(),
            Do::TakeBack => go.invoke_take_back(),
            Do::Leave => go.invoke_leave(),
            Do::Forget => go.invoke_forget(),
            Do::SkipTo(there) => {
                for _ in 0..100 {
                    if there(&stage.window.view().page) {
                        break;
                    }
                    go.invoke_skip();
                }
            }
            Do::Pass(milliseconds) => stage.pass(*milliseconds),
            Do::Backend(change) => stage.window.with_backend(change),
            Do::Hold => {
                app.global::<ui::StaffMenu>().invoke_hold_began();
                stage.pass(HOLD_MS);
                app.global::<ui::StaffMenu>().invoke_hold_ended();
            }
            Do::HoldKey(key) => hold_key(stage, key),
            Do::TypeIn => app.global::<ui::StaffMenu>().invoke_type_in(),
            Do::Enter(text) => {
                note.invoke_type((*text).into());
                note.invoke_done();
            }
            Do::EnterTo(there) => {
                for _ in 0..200 {
                    if there(&stage.window.view().page) {
                        break;
                    }
                    note.invoke_done();
                }
            }
            Do::ReadAloud => app.global::<ui::Aloud>().invoke_press("Ord".into()),
            Do::Adjust => app.global::<ui::StaffMenu>().invoke_adjust(),
            Do::MoveOn => app.global::<ui::StaffMenu>().invoke_move_on(),
            Do::Sure => app.global::<ui::StaffMenu>().invoke_sure(),
            Do::QuitMenu => app.global::<ui::StaffMenu>().invoke_quit(),
            Do::Field => app.global::<ui::Enrolment>().invoke_at_the_code(),
        }
        stage.pass(1);
    }
    stage.pass(1);
}
