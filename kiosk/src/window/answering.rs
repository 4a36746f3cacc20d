//! Answers and notes: faces, cards, numbers, letters.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Desk, ui, wire, wire_with};
use crate::flow::{Backend, CaretMove, Event};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let ask = desk.app.global::<ui::Ask>();
    // A number the page cannot mean becomes one that no question takes.
    wire_with!(desk, ask,
        on_face => |nth| Event::Face(u8::try_from(nth).unwrap_or(0)),
        on_card => |yes| Event::Card(yes),
        on_score => |number| Event::Score(i16::try_from(number).unwrap_or(i16::MIN)),
        on_members => |count| Event::Members(usize::try_from(count).unwrap_or(0)),
    );
    let note = desk.app.global::<ui::Note>();
    wire!(desk, note,
        on_write => Event::Write,
        on_erase => Event::Erase,
        on_done => Event::Done,
        on_another => Event::AnotherNote,
        on_go_back => Event::Caret(CaretMove::Back),
        on_go_on => Event::Caret(CaretMove::On),
        on_go_to_start => Event::Caret(CaretMove::Start),
        on_go_to_end => Event::Caret(CaretMove::End),
    );
    wire_with!(desk, note,
        on_type => |text| Event::Type(text.into()),
        on_accent => |base, accent| Event::Accent { base: base.into(), accent: accent.into() },
    );
}
