//! The board.

use slint::ComponentHandle;

use super::arriving::chips;
use super::{number, renew, ui};
use crate::flow::{BoardKind, BoardLine, Page, TextSize, View};

fn kind(kind: BoardKind) -> ui::BoardKind {
    match kind {
        BoardKind::Keep => ui::BoardKind::Keep,
        BoardKind::Improve => ui::BoardKind::Improve,
        BoardKind::Measures => ui::BoardKind::Measures,
        BoardKind::Replies => ui::BoardKind::Replies,
        BoardKind::Area => ui::BoardKind::Area,
        BoardKind::Part => ui::BoardKind::Part,
        BoardKind::NotBegun => ui::BoardKind::NotBegun,
        BoardKind::UnderWay => ui::BoardKind::UnderWay,
        BoardKind::Done => ui::BoardKind::Done,
        BoardKind::Stopped => ui::BoardKind::Stopped,
        BoardKind::Overdue => ui::BoardKind::Overdue,
        BoardKind::MoreYes => ui::BoardKind::MoreYes,
        BoardKind::FewerYes => ui::BoardKind::FewerYes,
        BoardKind::MoreGood => ui::BoardKind::MoreGood,
        BoardKind::FewerGood => ui::BoardKind::FewerGood,
        BoardKind::CannotTell => ui::BoardKind::CannotTell,
        BoardKind::Owed => ui::BoardKind::Owed,
        BoardKind::OwedLate => ui::BoardKind::OwedLate,
        BoardKind::Now => ui::BoardKind::Now,
        BoardKind::Later => ui::BoardKind::Later,
        BoardKind::No => ui::BoardKind::No,
        BoardKind::MoreMeasures => ui::BoardKind::MoreMeasures,
        BoardKind::MoreReplies => ui::BoardKind::MoreReplies,
    }
}

fn look(line: &BoardLine) -> ui::BoardLook {
    let (day, month, year) = line.day;
    ui::BoardLook {
        kind: kind(line.kind),
        above: line.above.as_str().into(),
        text: line.text.as_str().into(),
        size: match line.size {
            TextSize::Body => 0,
            TextSize::Small => 1,
            TextSize::Fine => 2,
            TextSize::Finest => 3,
        },
        grown: 1.0 + f32::from(line.grown) / 8.0,
        day: day.into(),
        month: month.into(),
        year: year.into(),
        count: number(line.count),
    }
}

pub(super) fn board(app: &ui::App, view: &View) {
    let Page::Board(page) = &view.page else { return };
    let global = app.global::<ui::Board>();
    global.set_nth(number(page.nth));
    global.set_of(number(page.of));
    let (day, month, year) = page.as_of;
    global.set_day(day.into());
    global.set_month(month.into());
    global.set_year(year.into());
    global.set_old(page.old);
    global.set_can_answer(page.can_answer);
    global.set_about_round(page.about_round);
    global.set_about_pulse(page.about_pulse);
    global.set_open_page(page.has_open_page);
    let [first, second] = &page.columns;
    if let Some(lines) = renew(&global.get_first(), first.iter().map(look).collect()) {
        global.set_first(lines);
    }
    if let Some(lines) = renew(&global.get_second(), second.iter().map(look).collect()) {
        global.set_second(lines);
    }
    let hello = app.global::<ui::Hello>();
    if let Some(model) = renew(&hello.get_languages(), chips(&page.languages, view.language)) {
        hello.set_languages(model);
    }
}
