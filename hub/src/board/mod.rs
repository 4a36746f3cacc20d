//! The board of a ward: what the staff said and what becomes of it, made of what is published and signed, and of what the staff are
//! answered. Pure; `store/boards.rs`
//! gathers what it is made of, [`trykk_shared::board`] is what tablets and pages show.
//!
//! It has the words that were signed, the replies that were given to the staff, and what areas of the report are called. It has no figure;
//! whoever is responsible is left out, for that field may hold a name.

mod open_page;

pub use open_page::{OpenPage, OpenToken, OpenTokenError, list_own_published};

use trykk_shared::board::{Board, BoardAnswer, BoardArea, BoardMeasure, BoardReply, MeasureState};

use crate::analysis::areas::{Area, AreaKind};
use crate::plan::measures::Status;
use crate::plan::proposals::Verdict;
use crate::plan::{BundleRow, MeasureRow, Plan};

/// As one line: a board has no room for paragraphs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn put_area(area: &Area) -> BoardArea {
    BoardArea {
        keep: area.kind == AreaKind::Keep,
        words: one_line(&area.title),
    }
}

fn put_measure(row: &MeasureRow) -> BoardMeasure {
    BoardMeasure {
        area: one_line(&row.measure.area),
        what: one_line(&row.measure.what),
        deadline: row.measure.deadline,
        state: match row.status() {
            Status::NotBegun => MeasureState::NotBegun,
            Status::UnderWay => MeasureState::UnderWay,
            Status::Done => MeasureState::Done,
            Status::Stopped => MeasureState::Stopped,
        },
    }
}

fn put_reply(row: &BundleRow) -> BoardReply {
    let answer = row.reply.as_ref().map(|reply| {
        let reason = one_line(&reply.reason);
        match reply.verdict {
            Verdict::Now => BoardAnswer::Now(reason),
            Verdict::Later => BoardAnswer::Later(reason),
            Verdict::No => BoardAnswer::No(reason),
        }
    });
    BoardReply {
        about: one_line(&row.bundle.title),
        answer: answer.unwrap_or(BoardAnswer::Owed(row.bundle.answer_by)),
    }
}

/// Open measures by their deadlines, then what is done, then what was stopped.
fn rank(measure: &BoardMeasure) -> (u8, i64) {
    let rank = match measure.state {
        MeasureState::NotBegun | MeasureState::UnderWay => 0,
        MeasureState::Done => 1,
        MeasureState::Stopped => 2,
    };
    (rank, measure.deadline)
}

/// The whole board on `today`; nothing where nothing stands on it. Of the plan it takes the version that was signed last, and every reply.
pub fn make_board(plan: &Plan, areas: &[Area], today: i64) -> Option<Board> {
    let mut measures: Vec<BoardMeasure> = plan.signed_measures().iter().map(put_measure).collect();
    measures.sort_by_key(rank);
    // What is owed first: the staff wait for it.
    let (owed, given): (Vec<&BundleRow>, Vec<&BundleRow>) = plan.bundles.iter().partition(|row| row.reply.is_none());
    let replies: Vec<BoardReply> = owed.into_iter().chain(given).map(put_reply).collect();
    let areas: Vec<BoardArea> = areas.iter().map(put_area).collect();
    let is_empty = areas.is_empty() && measures.is_empty() && replies.is_empty();
    (!is_empty).then(|| Board::new(today, areas, measures, replies))
}
