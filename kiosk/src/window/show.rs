//! From a [`View`] to the window's properties. What the page does not show is overwritten.

mod arriving;
mod board;
mod menu;
mod typing_in;

use std::rc::Rc;

use slint::{Color, ComponentHandle, Model, ModelRc, SharedString, VecModel};
use trykk_shared::deck::{About, Favourable, Mode};
use trykk_shared::face::face;
use trykk_shared::note::is_read_from_right;
use trykk_shared::waiting::Waiting;
use zeroize::Zeroizing;

use super::{qr, ui};
use crate::aloud::Voice;
use crate::flow::{
    Ask, DeliveryError, Given, Identifying, NotePage, Overview, Page, Question, Row, View, Welcome, Whose,
};
use crate::tablet::{Found, RoundOutcome};
use arriving::{enrolment, start_code, welcome};
use board::board;
use menu::menu;
use typing_in::{typing_in, written_note};

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

fn question(app: &ui::App, view: &View) {
    let global = app.global::<ui::Ask>();
    let mut faces = Vec::new();
    let (mut text, mut common, mut answered) = (SharedString::new(), false, false);
    let mut choices = String::new();
    let (mut yes, mut no) = (false, false);
    let mut scale = (0, 0, 0);
    if let Page::Question(question) = &view.page {
        text = question.text.as_str().into();
        common = question.common;
        match &question.ask {
            Ask::Face {
                labels,
                favourable,
                given,
            } => {
                answered = given.is_some();
                choices = labels.join("\n");
                faces = (1..)
                    .zip(labels)
                    .map(|(nth, label)| look(nth, labels.len(), *favourable, label, *given == u8::try_from(nth).ok()))
                    .collect();
            }
            Ask::Card { given } => {
                answered = given.is_some();
                (yes, no) = (*given == Some(true), *given == Some(false));
            }
            Ask::Score { min, max, given, .. } => {
                answered = given.is_some();
                scale = (i32::from(*min), i32::from(*max), given.map_or(0, i32::from));
            }
        }
    }
    global.set_text(text);
    global.set_common(common);
    global.set_choices(choices.into());
    global.set_answered(answered);
    global.set_yes(yes);
    global.set_no(no);
    global.set_lowest(scale.0);
    global.set_highest(scale.1);
    global.set_number(scale.2);
    if let Some(faces) = renew(&global.get_faces(), faces) {
        global.set_faces(faces);
    }
}

fn note(app: &ui::App, view: &View) {
    let global = app.global::<ui::Note>();
    let blank = NotePage {
        prompt: String::new(),
        about: About::Keep,
        text: Zeroizing::default(),
        nth: 1,
        of: 1,
        left: 0,
        typing: false,
        caret: 0,
        written: false,
        can_add: false,
        urgent: String::new(),
        identifying: None,
    };
    let page = match &view.page {
        Page::Note(page) => page,
        _ => &blank,
    };
    global.set_prompt(page.prompt.as_str().into());
    global.set_keep(page.about == About::Keep);
    // The keyboard begins a note with a capital letter, also one that is typed in from paper.
    let typed_in = match &view.page {
        Page::TypingIn(page) => written_note(page),
        _ => None,
    };
    let (text, identifying) = typed_in.unwrap_or((page.text.as_str(), page.identifying));
    global.set_text(text.into());
    global.set_identifying(match identifying {
        None => ui::Identifying::None,
        Some(Identifying::IdentityNumber) => ui::Identifying::IdentityNumber,
        Some(Identifying::Telephone) => ui::Identifying::Telephone,
        Some(Identifying::Date) => ui::Identifying::Date,
    });
    global.set_read_from_right(is_read_from_right(&page.text));
    global.set_nth(number(page.nth));
    global.set_of(number(page.of));
    global.set_left(number(page.left));
    global.set_typing(page.typing);
    let letters = page.text.chars().count();
    let place = page.text.char_indices().nth(page.caret);
    let (before, behind) = page.text.split_at(place.map_or(page.text.len(), |(place, _)| place));
    let with_caret = match page.typing {
        true => Zeroizing::new([before, "|", behind].concat()),
        false => Zeroizing::default(),
    };
    global.set_with_caret(with_caret.as_str().into());
    global.set_can_go_on(page.caret < letters);
    // On paper that is typed in the caret is always at the end.
    global.set_can_erase(if typed_in.is_some() {
        !text.is_empty()
    } else {
        page.caret > 0
    });
    global.set_written(page.written);
    global.set_can_add(page.can_add);
    global.set_urgent(page.urgent.as_str().into());
}

fn row(row: &Row) -> ui::RowLook {
    let mut look_of_row = ui::RowLook {
        text: row.text.as_str().into(),
        kind: ui::RowKind::Skipped,
        ..Default::default()
    };
    match &row.answer {
        Given::Skipped => {}
        Given::Face {
            nth,
            of,
            favourable,
            label,
        } => {
            look_of_row.kind = ui::RowKind::Face;
            look_of_row.face = look(*nth, *of, *favourable, label, false);
        }
        Given::Card(yes) => look_of_row.kind = if *yes { ui::RowKind::Yes } else { ui::RowKind::No },
        Given::Score(score) => {
            look_of_row.kind = ui::RowKind::Score;
            look_of_row.number = i32::from(*score);
        }
        Given::Notes(notes) => {
            look_of_row.kind = ui::RowKind::Notes;
            look_of_row.number = number(*notes);
        }
    }
    look_of_row
}

fn overview(app: &ui::App, view: &View) {
    let global = app.global::<ui::Summary>();
    let (rows, whose, blank, closed) = match &view.page {
        Page::Overview(Overview {
            whose,
            rows,
            blank,
            closed_meanwhile,
        }) => {
            let whose = match whose {
                Whose::Own => ui::Whose::Own,
                Whose::Table => ui::Whose::Table,
                Whose::Member { last: false } => ui::Whose::Member,
                Whose::Member { last: true } => ui::Whose::LastMember,
            };
            (rows.iter().map(row).collect(), whose, *blank, *closed_meanwhile)
        }
        Page::AllDone {
            blank,
            closed_meanwhile,
            ..
        } => (Vec::new(), ui::Whose::Own, *blank, *closed_meanwhile),
        _ => (Vec::new(), ui::Whose::Own, false, false),
    };
    global.set_whose(whose);
    global.set_blank(blank);
    global.set_closed_meanwhile(closed);
    if let Some(rows) = renew(&global.get_rows(), rows) {
        global.set_rows(rows);
    }
}

fn table(app: &ui::App, view: &View) {
    let global = app.global::<ui::Table>();
    match &view.page {
        Page::Cover { member, of } => {
            global.set_member(number(*member));
            global.set_of(number(*of));
        }
        Page::AllDone { members, .. } => global.set_of(number(*members)),
        Page::HowMany { least, most } => {
            global.set_least(number(*least));
            global.set_most(number(*most));
        }
        _ => {}
    }
}

fn after(app: &ui::App, view: &View) {
    let global = app.global::<ui::After>();
    let (mut take_back, mut urgent, mut address) = (-1, "", "");
    match &view.page {
        Page::Thanks {
            take_back: left,
            urgent: text,
            open_page,
            pulse,
            ..
        } => {
            global.set_pulse(*pulse);
            take_back = left.map_or(-1, number);
            urgent = text;
            address = open_page.as_deref().unwrap_or_default();
        }
        Page::TakenBack { gone } => global.set_gone(*gone),
        Page::NotDelivered(fault) => global.set_trouble(match fault {
            DeliveryError::DiskFull => ui::Trouble::DiskFull,
            DeliveryError::Damaged => ui::Trouble::Damaged,
            DeliveryError::TooLate => ui::Trouble::TooLate,
            DeliveryError::Failed => ui::Trouble::Failed,
        }),
        _ => {}
    }
    global.set_take_back(take_back);
    global.set_urgent(urgent.into());
    // Without its code an address is not shown: nobody types it from a glass that goes away.
    if global.get_open_page() != address {
        let code = qr::draw(address);
        global.set_open_page(if code.is_some() {
            address.into()
        } else {
            SharedString::new()
        });
        global.set_open_code(code.unwrap_or_default());
    }
}

fn rest(app: &ui::App, view: &View) {
    let global = app.global::<ui::Rest>();
    match &view.page {
        Page::NoRound { ward } | Page::Full { ward } | Page::KeyChanged { ward } | Page::OutOfUse { ward } => {
            global.set_ward(ward.as_str().into())
        }
        Page::Closed {
            ward,
            outcome,
            waiting,
            pulse,
        } => {
            global.set_pulse(*pulse);
            global.set_waits(waits(*waiting));
            global.set_ward(ward.as_str().into());
            let mut number = String::new();
            global.set_outcome(match outcome {
                RoundOutcome::Waiting => ui::Outcome::Waiting,
                RoundOutcome::ClosedUnread => ui::Outcome::Unread,
                RoundOutcome::Counted(found) | RoundOutcome::Released(found) => match found {
                    Found::Unknown => ui::Outcome::Counted,
                    Found::TooLate => ui::Outcome::LeftOut,
                    Found::Missing => ui::Outcome::Missing,
                    Found::All(counted) => {
                        number = counted.to_string();
                        ui::Outcome::AllCounted
                    }
                },
            });
            global.set_count_number(number.into());
        }
        _ => {}
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
