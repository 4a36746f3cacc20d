//! What is shown once it is answered: that it is delivered, and what came of the round.

use slint::{ComponentHandle, SharedString};

use super::{number, ui, waits};
use crate::flow::{DeliveryError, Page, View};
use crate::tablet::{Found, RoundOutcome};
use crate::window::qr;

pub(super) fn after(app: &ui::App, view: &View) {
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

pub(super) fn rest(app: &ui::App, view: &View) {
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
