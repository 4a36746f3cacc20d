//! The staff menu, and the page of its PIN.

use slint::ComponentHandle;
use trykk_shared::protocol::Level;

use super::arriving::trouble;
use super::{number, ui, waits};
use crate::flow::{MenuPage, NoTyping, Page, PinFault, PinPage, StickFault, Task, View, Wish};
use crate::panel::Levels;
use crate::tablet::AnswersWait;

fn level(level: Option<Level>) -> ui::Level {
    match level {
        None => ui::Level::None,
        Some(Level::Fine) => ui::Level::Fine,
        Some(Level::Low) => ui::Level::Low,
    }
}

pub(super) fn menu(app: &ui::App, view: &View) {
    match &view.page {
        Page::Pin(page) => pin(app, page),
        Page::Menu(page) => {
            facts(app, page);
            levels(app, page.levels);
        }
        Page::Panel(turned) => levels(app, *turned),
        _ => {}
    }
}

fn pin(app: &ui::App, page: &PinPage) {
    let global = app.global::<ui::StaffMenu>();
    global.set_digits(number(page.digits));
    global.set_dots("•".repeat(page.digits).into());
    global.set_looking(page.looking);
    global.set_pin_fault(match page.fault {
        None => ui::PinFault::None,
        Some(PinFault::NotSet) => ui::PinFault::NotSet,
        Some(PinFault::Wrong) => ui::PinFault::Wrong,
        Some(PinFault::Failed) => ui::PinFault::Failed,
    });
}

fn levels(app: &ui::App, levels: Levels) {
    let global = app.global::<ui::StaffMenu>();
    global.set_light(levels.light.map_or(-1, number));
    global.set_volume(levels.volume.map_or(-1, number));
}

fn facts(app: &ui::App, page: &MenuPage) {
    let global = app.global::<ui::StaffMenu>();
    let facts = &page.facts;
    global.set_ward(facts.ward.as_str().into());
    global.set_rounds(facts.rounds.join(", ").into());
    global.set_pulse(facts.pulse);
    global.set_tablet(facts.tablet.as_str().into());
    global.set_hub(facts.hub.as_str().into());
    global.set_heard(facts.heard_minutes_ago.map_or(-1, number));
    global.set_obstacle(waits(facts.obstacle));
    global.set_waiting(match facts.waits {
        AnswersWait::NoRound => ui::AnswersWait::NoRound,
        AnswersWait::NotSaid => ui::AnswersWait::NotSaid,
        AnswersWait::Yes => ui::AnswersWait::Yes,
        AnswersWait::No => ui::AnswersWait::No,
    });
    global.set_battery(level(facts.condition.battery));
    global.set_disk(level(facts.condition.disk));
    global.set_minutes_behind(number(facts.condition.minutes_behind));
    global.set_version(facts.condition.version.as_str().into());
    global.set_newer_hub(facts.newer_hub.as_deref().unwrap_or_default().into());
    global.set_host(facts.host.as_str().into());
    global.set_wifi(facts.wifi.as_str().into());
    global.set_address(facts.address.as_str().into());
    global.set_task(match page.task {
        Task::Idle => ui::Task::Idle,
        Task::Sending => ui::Task::Sending,
        Task::Sent => ui::Task::Sent,
        Task::NotSent => ui::Task::NotSent,
        Task::Exporting => ui::Task::Exporting,
        Task::Exported => ui::Task::Exported,
        Task::NotExported(StickFault::NoStick) => ui::Task::NoStick,
        Task::NotExported(StickFault::Several) => ui::Task::SeveralSticks,
        Task::NotExported(StickFault::ReadOnly) => ui::Task::ReadOnly,
        Task::NotExported(StickFault::Full) => ui::Task::StickFull,
        Task::NotExported(StickFault::Failed) => ui::Task::StickFailed,
        Task::NotExported(StickFault::WouldReplace) => ui::Task::WouldReplace,
        Task::NotExported(StickFault::NoKey) => ui::Task::NoKey,
    });
    global.set_running(page.task.is_running() || page.moving);
    global.set_typed_in(number(page.told.delivered));
    global.set_thrown(page.told.thrown);
    global.set_no_typing(match page.told.refused {
        None => ui::NoTyping::None,
        Some(NoTyping::NoRound) => ui::NoTyping::NoRound,
        Some(NoTyping::Full) => ui::NoTyping::Full,
        Some(NoTyping::NoCodes) => ui::NoTyping::NoCodes,
    });
    global.set_asked(match page.asked {
        None => ui::Wish::None,
        Some(Wish::Restart) => ui::Wish::Restart,
        Some(Wish::Quit) => ui::Wish::Quit,
        Some(Wish::Move) => ui::Wish::MoveOn,
    });
    global.set_moving(page.moving);
    let (moved, ward, fault) = match &page.moved {
        None => (false, "", None),
        Some(Ok(ward)) => (true, ward.as_str(), None),
        Some(Err(fault)) => (false, "", Some(*fault)),
    };
    global.set_moved(moved);
    global.set_moved_to(ward.into());
    global.set_not_moved(trouble(fault));
}
