//! From a [`View`] to the window's properties. What the page does not show is overwritten.

mod after;
mod answering;
mod arriving;
mod board;
mod menu;
mod typing_in;

use std::rc::Rc;

use slint::{Color, ComponentHandle, Model, ModelRc, VecModel};
use trykk_shared::deck::{Favourable, Mode};
use trykk_shared::face::face;
use trykk_shared::waiting::Waiting;

use super::ui;
use crate::aloud::Voice;
use crate::flow::{Ask, Page, Question, View, Welcome};
use after::{after, rest};
use answering::{note, overview, question, table};
use arriving::{enrolment, start_code, welcome};
use board::board;
use menu::menu;
use typing_in::typing_in;

/// Shows a view.
pub(super) fn show(app: &ui::App, view: &View) {
    if slint::select_bundled_translation(view.language.code()).is_err() {
        // The texts in the pages are bokmål already.
        tracing::debug!(language = view.language.code(), "no catalogue for this language");
    }
    let theme = app.global::<ui::Theme>();
    theme.set_high_contrast(view.comfort.contrast);
    theme.set_letters(view.comfort.letters.eighths().into());
    theme.set_low(view.comfort.low);
    let shown = app.global::<ui::Shown>();
    let sent = view.sent.as_ref();
    shown.set_sent(sent.map_or(
        ui::Side::None,
        |sent| if sent.yes { ui::Side::Yes } else { ui::Side::No },
    ));
    shown.set_sent_text(sent.map_or("", |sent| &sent.text).into());
    shown.set_progress(view.progress.map_or(-1.0, |(done, of)| done as f32 / of.max(1) as f32));
    shown.set_countdown(view.countdown.map_or(-1, number));
    shown.set_dark(view.dark);
    shown.set_moved_right(view.moved.0.into());
    shown.set_moved_down(view.moved.1.into());
    shown.set_can_leave(view.can_leave);
    shown.set_can_go_back(view.can_go_back);
    shown.set_to_board(view.to_board);
    let aloud = app.global::<ui::Aloud>();
    aloud.set_offered(view.voice.is_some());
    aloud.set_borrowed(view.voice == Some(Voice::OfBokmal));
    aloud.set_reading(view.reading);
    if let Some(table) = is_table(&view.page) {
        shown.set_table(table);
    }
    question(app, view);
    note(app, view);
    overview(app, view);
    table(app, view);
    after(app, view);
    rest(app, view);
    board(app, view);
    welcome(app, view);
    enrolment(app, view);
    start_code(app, view);
    menu(app, view);
    typing_in(app, view);
    shown.set_screen(screen_of(&view.page));
    if let Some(serial) = renew(&shown.get_serial(), vec![number(view.serial % 1_000_000)]) {
        shown.set_serial(serial);
    }
}

fn number(value: impl TryInto<i32>) -> i32 {
    value.try_into().unwrap_or(i32::MAX)
}

fn screen_of(page: &Page) -> ui::Screen {
    match page {
        Page::Enrol(_) => ui::Screen::Enrol,
        Page::Board(_) => ui::Screen::Board,
        Page::NoRound { .. } => ui::Screen::NoRound,
        Page::Full { .. } => ui::Screen::Full,
        Page::Closed { .. } => ui::Screen::Closed,
        Page::KeyChanged { .. } => ui::Screen::KeyChanged,
        Page::OutOfUse { .. } => ui::Screen::OutOfUse,
        Page::Damaged => ui::Screen::Damaged,
        Page::Welcome(_) => ui::Screen::Welcome,
        Page::How { .. } => ui::Screen::How,
        Page::Code(_) => ui::Screen::Code,
        Page::HowMany { .. } => ui::Screen::HowMany,
        Page::Question(Question {
            ask: Ask::Face { .. }, ..
        }) => ui::Screen::Face,
        Page::Question(Question {
            ask: Ask::Card { .. }, ..
        }) => ui::Screen::Card,
        Page::Question(Question {
            ask: Ask::Score { .. }, ..
        }) => ui::Screen::Tiles,
        Page::Note(_) => ui::Screen::Note,
        Page::Overview(_) => ui::Screen::Overview,
        Page::Cover { .. } => ui::Screen::Cover,
        Page::AllDone { .. } => ui::Screen::AllDone,
        Page::NotDelivered(_) => ui::Screen::NotDelivered,
        Page::Thanks { .. } => ui::Screen::Thanks,
        Page::TakenBack { .. } => ui::Screen::TakenBack,
        Page::Leaving { .. } => ui::Screen::Leaving,
        Page::Pin(_) => ui::Screen::Pin,
        Page::Menu(_) => ui::Screen::Menu,
        Page::Panel(_) => ui::Screen::Panel,
        Page::TypingIn(_) => ui::Screen::TypingIn,
        Page::Throwing => ui::Screen::Throwing,
        Page::LeftBehind => ui::Screen::LeftBehind,
    }
}

fn is_table(page: &Page) -> Option<bool> {
    match page {
        Page::Welcome(Welcome { mode, .. }) | Page::Thanks { mode, .. } | Page::Leaving { mode } => {
            Some(*mode == Mode::Table)
        }
        _ => None,
    }
}

/// Replaces a model only when something in it changed, so that a page keeps its elements under the finger.
fn renew<T: Clone + PartialEq + 'static>(old: &ModelRc<T>, new: Vec<T>) -> Option<ModelRc<T>> {
    let same = old.row_count() == new.len() && old.iter().zip(&new).all(|(old, new)| old == *new);
    (!same).then(|| ModelRc::from(Rc::new(VecModel::from(new))))
}

fn colour(rgb: u32) -> Color {
    Color::from_argb_encoded(0xFF00_0000 | rgb)
}

fn look(nth: usize, of: usize, favourable: Favourable, label: &str, chosen: bool) -> ui::FaceLook {
    let face = face(nth, of, favourable);
    ui::FaceLook {
        label: label.into(),
        ground: colour(face.ground),
        line: colour(face.line),
        head: face.head.into(),
        eyes: face.eyes.into(),
        strokes: face.strokes.into(),
        chosen,
    }
}

/// Why answers wait, as the window's files call it. A copy of the tablet the hub alone knows of.
fn waits(waiting: Option<Waiting>) -> ui::Waits {
    match waiting {
        None | Some(Waiting::InTime | Waiting::Copied) => ui::Waits::None,
        Some(Waiting::Unreachable) => ui::Waits::Unreachable,
        Some(Waiting::Certificate) => ui::Waits::Certificate,
        Some(Waiting::Outdated) => ui::Waits::Outdated,
        Some(Waiting::Unknown) => ui::Waits::Unknown,
        Some(Waiting::InReview) => ui::Waits::InReview,
        Some(Waiting::HubFails) => ui::Waits::HubFails,
        Some(Waiting::OtherQuestions) => ui::Waits::OtherQuestions,
        Some(Waiting::OtherWard) => ui::Waits::OtherWard,
        Some(Waiting::Elsewhere) => ui::Waits::Elsewhere,
        Some(Waiting::Full) => ui::Waits::Full,
        Some(Waiting::TooLate) => ui::Waits::TooLate,
        Some(Waiting::Unreadable) => ui::Waits::Unreadable,
        Some(Waiting::Answering) => ui::Waits::Answering,
        Some(Waiting::Slot) => ui::Waits::Slot,
    }
}
