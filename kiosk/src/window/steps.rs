//! The way through a session: back, skip, next, deliver, and out.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Desk, ui, wire, wire_with};
use crate::flow::{Backend, Event};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let go = desk.app.global::<ui::Go>();
    wire!(desk, go,
        on_start => Event::Start,
        on_how => Event::How,
        on_board => Event::Board,
        on_next_of_board => Event::NextOfBoard,
        on_about_round => Event::AboutRound,
        on_back => Event::Back,
        on_skip => Event::Skip,
        on_next => Event::Next,
        on_deliver => Event::Deliver,
        on_take_back => Event::TakeBack,
        on_take_tablet => Event::TakeTablet,
        on_finish => Event::Finish,
        on_leave => Event::Leave,
        on_stay => Event::Stay,
        on_forget => Event::Forget,
        on_more_time => Event::MoreTime,
    );
    wire_with!(desk, go, on_change => |row| Event::Change(usize::try_from(row).unwrap_or(usize::MAX)));
}
