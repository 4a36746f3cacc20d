//! What is shown before anyone answers: the welcome, enrolment, the start code.

use slint::ComponentHandle;
use trykk_shared::deck::{Favourable, Mode};
use trykk_shared::language::Language;
use trykk_shared::start_code::CODE_DIGITS;

use super::{look, number, renew, ui, waits};
use crate::flow::{CodePage, EnrolPage, EnrolmentError, Field, Page, TypedCodeError, View};

/// A language as the window's files call it.
fn show_language(language: Language) -> ui::Language {
    match language {
        Language::Nb => ui::Language::Nb,
        Language::Nn => ui::Language::Nn,
        Language::En => ui::Language::En,
    }
}

pub(super) fn chips(languages: &[Language], chosen: Language) -> Vec<ui::Chip> {
    languages
        .iter()
        .map(|language| ui::Chip {
            language: show_language(*language),
            name: language.name().into(),
            chosen: *language == chosen,
        })
        .collect()
}

pub(super) fn welcome(app: &ui::App, view: &View) {
    let global = app.global::<ui::Hello>();
    match &view.page {
        Page::Welcome(page) => {
            global.set_title(page.title.as_str().into());
            global.set_wards(page.wards.join(" · ").into());
            global.set_pooled(page.wards.len() > 1);
            global.set_minutes(number(page.minutes));
            global.set_day(i32::from(page.last_day.0));
            global.set_month(i32::from(page.last_day.1));
            global.set_offline(page.offline);
            global.set_waits(waits(page.waiting));
            global.set_damaged(page.damaged);
            if let Some(model) = renew(&global.get_languages(), chips(&page.languages, view.language)) {
                global.set_languages(model);
            }
            let row = (1..=5).map(|nth| look(nth, 5, Favourable::Last, "", false)).collect();
            if let Some(model) = renew(&global.get_faces(), row) {
                global.set_faces(model);
            }
        }
        Page::How {
            floor,
            mode,
            fingerprint,
        } => {
            global.set_floor(number(*floor));
            global.set_fingerprint(fingerprint.as_str().into());
            app.global::<ui::Shown>().set_table(*mode == Mode::Table);
        }
        _ => {}
    }
}

pub(super) fn enrolment(app: &ui::App, view: &View) {
    let global = app.global::<ui::Enrolment>();
    let blank = EnrolPage::default();
    let page = match &view.page {
        Page::Enrol(page) => page,
        _ => &blank,
    };
    global.set_host(page.host.as_str().into());
    global.set_code(page.code.as_str().into());
    global.set_at_code(page.field == Field::Code);
    global.set_running(page.running);
    if matches!(view.page, Page::Enrol(_)) {
        let hello = app.global::<ui::Hello>();
        if let Some(model) = renew(&hello.get_languages(), chips(&page.languages, view.language)) {
            hello.set_languages(model);
        }
    }
    global.set_own_address(page.address.as_str().into());
    global.set_trouble(trouble(page.fault));
}

/// Why a tablet was not enrolled, as the window's files call it.
pub(super) fn trouble(fault: Option<EnrolmentError>) -> ui::EnrolTrouble {
    match fault {
        None => ui::EnrolTrouble::None,
        Some(EnrolmentError::NoStick) => ui::EnrolTrouble::NoStick,
        Some(EnrolmentError::NoLink) => ui::EnrolTrouble::NoLink,
        Some(EnrolmentError::SeveralLinks) => ui::EnrolTrouble::SeveralLinks,
        Some(EnrolmentError::OtherHub) => ui::EnrolTrouble::OtherHub,
        Some(EnrolmentError::Address) => ui::EnrolTrouble::Address,
        Some(EnrolmentError::Code) => ui::EnrolTrouble::Code,
        Some(EnrolmentError::NoAnswer) => ui::EnrolTrouble::NoAnswer,
        Some(EnrolmentError::NotProven) => ui::EnrolTrouble::NotProven,
        Some(EnrolmentError::Spent) => ui::EnrolTrouble::Spent,
        Some(EnrolmentError::Failed) => ui::EnrolTrouble::Failed,
        Some(EnrolmentError::NotKept) => ui::EnrolTrouble::NotKept,
    }
}

pub(super) fn start_code(app: &ui::App, view: &View) {
    let global = app.global::<ui::StartCode>();
    let blank = CodePage::default();
    let page = match &view.page {
        Page::Code(page) => page,
        _ => &blank,
    };
    global.set_digits(page.digits.as_str().into());
    let digit = |nth| page.digits.get(nth..=nth).unwrap_or("").into();
    if let Some(places) = renew(&global.get_places(), (0..CODE_DIGITS).map(digit).collect()) {
        global.set_places(places);
    }
    global.set_looking(page.looking);
    global.set_fault(match page.fault {
        None => ui::CodeFault::None,
        Some(TypedCodeError::Refused) => ui::CodeFault::Refused,
        Some(TypedCodeError::NotPrinted) => ui::CodeFault::NotPrinted,
        Some(TypedCodeError::Failed) => ui::CodeFault::Failed,
    });
}
