//! A board in words. What stands on it, [`crate::board`] says.

use trykk_shared::board::{Board, BoardAnswer, BoardMeasure, BoardPulse, BoardReply, MeasureState, PulseSaid};
use trykk_shared::language::Language;

use crate::texts::{BoardTexts, PulseTexts, fill};
use crate::web::signing::say;

/// A line of the board: what stands over it, the text, how it stands (for the style sheet and in words).
pub struct Line {
    /// An area, or what ideas are about.
    pub above: String,
    /// What is done, or why.
    pub text: String,
    /// How it stands, for the style sheet.
    pub class: &'static str,
    /// The same in words.
    pub state: String,
    /// What a pulse says of it.
    pub pulse: Option<Told>,
}

/// What a pulse says of a measure.
pub struct Told {
    /// What was asked.
    pub asked: String,
    /// What is said of it, and about how many answered.
    pub said: String,
}

/// A board as a page shows it.
pub struct BoardView {
    /// When it is like this.
    pub as_of: String,
    /// Areas, under their headings; no heading stands alone.
    pub areas: Vec<(&'static str, Vec<String>)>,
    /// The measures.
    pub measures: Vec<Line>,
    /// What became of bundles of ideas.
    pub replies: Vec<Line>,
}

fn say_pulse(pulse: &BoardPulse, language: Language) -> Told {
    let texts = PulseTexts::of(language);
    let said = match pulse.said {
        PulseSaid::MoreYes => texts.more_yes,
        PulseSaid::FewerYes => texts.fewer_yes,
        PulseSaid::MoreGood => texts.more_good,
        PulseSaid::FewerGood => texts.fewer_good,
        PulseSaid::CannotTell => texts.cannot_tell,
    };
    Told {
        asked: pulse.asked.get(language).to_owned(),
        said: fill(texts.on_board, &[&said, &fill(texts.about, &[&pulse.about])]),
    }
}

fn say_measure(measure: &BoardMeasure, today: i64, texts: &BoardTexts, language: Language) -> Line {
    let day = say(language, measure.deadline);
    let (class, state) = match measure.state {
        _ if measure.is_overdue(today) => ("late", fill(texts.overdue, &[&day])),
        MeasureState::NotBegun => ("waits", fill(texts.not_begun, &[&day])),
        MeasureState::UnderWay => ("waits", fill(texts.under_way, &[&day])),
        MeasureState::Done => ("done", texts.done.to_owned()),
        MeasureState::Stopped => ("waits", texts.stopped.to_owned()),
    };
    Line {
        above: measure.area.clone(),
        text: measure.what.clone(),
        class,
        state,
        pulse: measure.pulse.as_ref().map(|pulse| say_pulse(pulse, language)),
    }
}

fn say_reply(reply: &BoardReply, today: i64, texts: &BoardTexts, language: Language) -> Line {
    let (class, state, why) = match &reply.answer {
        BoardAnswer::Owed(by) if reply.is_overdue(today) => ("late", fill(texts.owed_late, &[&say(language, *by)]), ""),
        BoardAnswer::Owed(by) => ("waits", fill(texts.owed, &[&say(language, *by)]), ""),
        BoardAnswer::Now(why) => ("done", texts.now.to_owned(), why.as_str()),
        BoardAnswer::Later(why) => ("done", texts.later.to_owned(), why.as_str()),
        BoardAnswer::No(why) => ("done", texts.no.to_owned(), why.as_str()),
    };
    Line {
        above: reply.about.clone(),
        text: why.to_owned(),
        class,
        state,
        pulse: None,
    }
}

impl BoardView {
    /// Whether a pulse says something of any measure.
    pub fn has_pulse(&self) -> bool {
        self.measures.iter().any(|line| line.pulse.is_some())
    }

    /// A board on `today`.
    pub fn of(board: &Board, today: i64, language: Language) -> Self {
        let texts = BoardTexts::of(language);
        let areas = |keep: bool| -> Vec<String> {
            let of_kind = board.areas.iter().filter(|area| area.keep == keep);
            of_kind.map(|area| area.words.clone()).collect()
        };
        let mut headed = vec![(texts.keep, areas(true)), (texts.improve, areas(false))];
        headed.retain(|(_, areas)| !areas.is_empty());
        let measures = board.measures.iter();
        let replies = board.replies.iter();
        BoardView {
            as_of: fill(texts.as_of, &[&say(language, board.as_of)]),
            areas: headed,
            measures: measures.map(|one| say_measure(one, today, texts, language)).collect(),
            replies: replies.map(|one| say_reply(one, today, texts, language)).collect(),
        }
    }
}
