//! What is shown while somebody answers: a question, a note, the overview, and a table's turns.

use slint::{ComponentHandle, SharedString};
use trykk_shared::deck::About;
use trykk_shared::note::is_read_from_right;
use zeroize::Zeroizing;

use super::typing_in::written_note;
use super::{look, number, renew, ui};
use crate::flow::{Ask, Given, Identifying, NotePage, Overview, Page, Row, View, Whose};

pub(super) fn question(app: &ui::App, view: &View) {
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

pub(super) fn note(app: &ui::App, view: &View) {
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

pub(super) fn overview(app: &ui::App, view: &View) {
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

pub(super) fn table(app: &ui::App, view: &View) {
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
