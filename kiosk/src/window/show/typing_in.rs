//! A sheet that is typed in from paper.

use slint::{ComponentHandle, SharedString};

use super::{number, renew, ui};
use crate::flow::{CheckRow, DeliveryError, Identifying, Page, TypedAsk, TypedPart, TypingFault, TypingInPage, View};

fn part(part: TypedPart) -> (ui::TypedPart, i32) {
    match part {
        TypedPart::Own => (ui::TypedPart::Own, 0),
        TypedPart::Table => (ui::TypedPart::Table, 0),
        TypedPart::Member(member) => (ui::TypedPart::Member, number(member)),
    }
}

fn row(row: &CheckRow) -> ui::CheckLook {
    let (part, member) = part(row.part);
    ui::CheckLook {
        part,
        member,
        values: row.values.as_str().into(),
        notes: number(row.notes),
    }
}

fn fault(fault: Option<TypingFault>) -> ui::TypingFault {
    match fault {
        None => ui::TypingFault::None,
        Some(TypingFault::NotTaken) => ui::TypingFault::NotTaken,
        Some(TypingFault::Blank) => ui::TypingFault::Blank,
        Some(TypingFault::WrongCode) => ui::TypingFault::WrongCode,
        Some(TypingFault::NotDelivered(DeliveryError::DiskFull)) => ui::TypingFault::DiskFull,
        Some(TypingFault::NotDelivered(DeliveryError::Damaged)) => ui::TypingFault::Damaged,
        Some(TypingFault::NotDelivered(DeliveryError::TooLate)) => ui::TypingFault::TooLate,
        Some(TypingFault::NotDelivered(DeliveryError::Failed)) => ui::TypingFault::Failed,
    }
}

/// What is typed by a page like this, on a note, and what in it may tell who somebody is.
pub(super) fn written_note(page: &TypingInPage) -> Option<(&str, Option<Identifying>)> {
    match page.ask {
        TypedAsk::Note { identifying, .. } => Some((page.typed.as_str(), identifying)),
        _ => None,
    }
}

pub(super) fn typing_in(app: &ui::App, view: &View) {
    let global = app.global::<ui::TypingIn>();
    let Page::TypingIn(page) = &view.page else {
        // Nothing of a sheet stays in the window.
        global.set_typed(SharedString::new());
        if let Some(none) = renew(&global.get_rows(), Vec::new()) {
            global.set_rows(none);
        }
        return;
    };
    global.set_sheet(number(page.sheet));
    let (whose, member) = part(page.part);
    global.set_part(whose);
    global.set_member(member);
    global.set_of(number(page.members));
    global.set_number(number(page.number));
    global.set_text(page.text.as_str().into());
    global.set_typed(page.typed.as_str().into());
    global.set_fault(fault(page.fault));
    global.set_untouched(page.untouched);
    let (mut labels, mut rows, mut looking) = (Vec::new(), Vec::new(), false);
    let mut range = (0, 0);
    let kind = match &page.ask {
        TypedAsk::Members { least, most } => {
            range = (number(*least), number(*most));
            ui::TypedKind::Members
        }
        TypedAsk::Card => ui::TypedKind::Card,
        TypedAsk::Face(of) => {
            labels = of.iter().map(SharedString::from).collect();
            range = (1, number(of.len()));
            ui::TypedKind::Face
        }
        TypedAsk::Score { min, max } => {
            range = (i32::from(*min), i32::from(*max));
            ui::TypedKind::Score
        }
        TypedAsk::Note { nth, of, left, .. } => {
            global.set_note(number(*nth));
            global.set_notes(number(*of));
            global.set_left(number(*left));
            ui::TypedKind::Note
        }
        TypedAsk::Check(of) => {
            rows = of.iter().map(row).collect();
            ui::TypedKind::Check
        }
        TypedAsk::Code { looking: now } => {
            looking = *now;
            ui::TypedKind::Code
        }
    };
    global.set_kind(kind);
    global.set_lowest(range.0);
    global.set_highest(range.1);
    global.set_looking(looking);
    if let Some(labels) = renew(&global.get_labels(), labels) {
        global.set_labels(labels);
    }
    if let Some(rows) = renew(&global.get_rows(), rows) {
        global.set_rows(rows);
    }
}
