//! Reading a screen aloud.

use std::rc::Rc;

use slint::ComponentHandle;

use super::{Desk, ui, wire_with};
use crate::flow::{Backend, Event};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let aloud = desk.app.global::<ui::Aloud>();
    wire_with!(desk, aloud, on_press => |words| Event::ReadAloud(words.into()));
}
