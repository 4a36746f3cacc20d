//! Before anyone answers: the welcome and enrolment.

use std::rc::Rc;

use slint::ComponentHandle;
use trykk_shared::language::Language;

use super::{Desk, ui, wire, wire_with};
use crate::flow::{Backend, Event, Field};

pub(super) fn wire<U: Backend + 'static>(desk: &Rc<Desk<U>>) {
    let hello = desk.app.global::<ui::Hello>();
    wire_with!(desk, hello,
        on_choose => |language| Event::Language(match language {
            ui::Language::Nb => Language::Nb,
            ui::Language::Nn => Language::Nn,
            ui::Language::En => Language::En,
        }),
    );
    wire!(desk, hello,
        on_contrast => Event::Contrast,
        on_letters => Event::Letters,
        on_low => Event::Low,
    );
    let enrolment = desk.app.global::<ui::Enrolment>();
    wire!(desk, enrolment,
        on_at_host => Event::Field(Field::Host),
        on_at_the_code => Event::Field(Field::Code),
        on_enrol => Event::Enrol,
        on_by_stick => Event::EnrolByStick,
    );
}
