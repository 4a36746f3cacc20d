//! The way into the staff menu, and what is done in it.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Desk, ui, wire};
use crate::flow::{Backend, Event, MenuAct, Wish};
use crate::panel::{Knob, Turn};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let menu = desk.app.global::<ui::StaffMenu>();
    wire!(desk, menu,
        on_hold_began => Event::HoldBegan,
        on_hold_ended => Event::HoldEnded,
        on_open => Event::Menu,
        on_send => Event::InMenu(MenuAct::Send),
        on_export => Event::InMenu(MenuAct::Export),
        on_type_in => Event::InMenu(MenuAct::TypeIn),
        on_adjust => Event::InMenu(MenuAct::Adjust),
        on_brighter => Event::InMenu(MenuAct::Turn(Knob::Light, Turn::Up)),
        on_dimmer => Event::InMenu(MenuAct::Turn(Knob::Light, Turn::Down)),
        on_louder => Event::InMenu(MenuAct::Turn(Knob::Volume, Turn::Up)),
        on_quieter => Event::InMenu(MenuAct::Turn(Knob::Volume, Turn::Down)),
        on_restart => Event::InMenu(MenuAct::Ask(Wish::Restart)),
        on_move_on => Event::InMenu(MenuAct::Ask(Wish::Move)),
        on_quit => Event::InMenu(MenuAct::Ask(Wish::Quit)),
        on_sure => Event::InMenu(MenuAct::Sure),
        on_no => Event::InMenu(MenuAct::No),
    );
}
