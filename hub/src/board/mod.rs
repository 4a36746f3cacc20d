//! The board of a ward: what the staff said and what becomes of it, made of what is published and signed, and of what the staff are
//! answered. Pure; `store/boards.rs`
//! gathers what it is made of, [`trykk_shared::board`] is what tablets and pages show.
//!
//! It has the words that were signed, the replies that were given to the staff, what areas of the report are called, and what a pulse published
//! of the question that a measure names. It has no figure but about how many answered that pulse; whoever is responsible is left out, for that
//! field may hold a name.

mod open_page;

pub use open_page::{OpenPage, OpenToken, OpenTokenError, list_own_published};

use trykk_shared::board::{
    Board, BoardAnswer, BoardArea, BoardMeasure, BoardPulse, BoardReply, MeasureState, PulseSaid,
};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::ids::BoxId;

use crate::analysis::areas::{Area, AreaKind};
use crate::figures::change::Change;
use crate::figures::pulse::Pulse;
use crate::figures::release::Release;
use crate::plan::effect::NamedItem;
use crate::plan::measures::Status;
use crate::plan::proposals::Verdict;
use crate::plan::{BundleRow, MeasureRow, Plan};

/// A published pulse, as far as a board needs it.
#[derive(Clone, Debug)]
pub struct PulseBeside {
    /// The box of the result that it stands beside.
    pub beside: BoxId,
    /// What was asked.
    pub deck: Deck,
    /// What it says.
    pub pulse: Pulse,
    /// What the newest report of that result shows, where one was made.
    pub reported: Option<Release>,
}

impl PulseBeside {
    /// What it says of the question that a measure names, in a word. Nothing where too few answered, or where the report leaves the question
    /// out: what its readers are not told, a board does not tell either.
    fn say_of(&self, item: &NamedItem) -> Option<BoardPulse> {
        let is_left_out = |shown: &Release| shown.questions.iter().all(|question| question.id != item.id);
        if self.beside != item.result || self.reported.as_ref().is_some_and(is_left_out) {
            return None;
        }
        let said = self.pulse.results.iter().find(|result| result.item == item.id)?.said?;
        let asked = self.deck.item(&item.id)?;
        let is_card = asked.question == Question::Card;
        Some(BoardPulse {
            asked: asked.text.clone(),
            said: match (said.word, is_card) {
                (Change::CannotTell, _) => PulseSaid::CannotTell,
                (Change::More, true) => PulseSaid::MoreYes,
                (Change::Fewer, true) => PulseSaid::FewerYes,
                (Change::More, false) => PulseSaid::MoreGood,
                (Change::Fewer, false) => PulseSaid::FewerGood,
            },
            about: u32::try_from(said.about).unwrap_or(u32::MAX),
        })
    }
}

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

fn put_measure(row: &MeasureRow, pulses: &[PulseBeside]) -> BoardMeasure {
    let item = row.measure.item.as_ref();
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
        pulse: item.and_then(|item| pulses.iter().find_map(|pulse| pulse.say_of(item))),
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

/// The whole board on `today`; nothing where nothing stands on it. Of the plan it takes the version that was signed last, and every reply; of
/// pulses what they published of the questions that those measures name.
pub fn make_board(plan: &Plan, areas: &[Area], pulses: &[PulseBeside], today: i64) -> Option<Board> {
    let signed = plan.signed_measures();
    let mut measures: Vec<BoardMeasure> = signed.iter().map(|row| put_measure(row, pulses)).collect();
    measures.sort_by_key(rank);
    // What is owed first: the staff wait for it.
    let (owed, given): (Vec<&BundleRow>, Vec<&BundleRow>) = plan.bundles.iter().partition(|row| row.reply.is_none());
    let replies: Vec<BoardReply> = owed.into_iter().chain(given).map(put_reply).collect();
    let areas: Vec<BoardArea> = areas.iter().map(put_area).collect();
    let is_empty = areas.is_empty() && measures.is_empty() && replies.is_empty();
    (!is_empty).then(|| Board::new(today, areas, measures, replies))
}
