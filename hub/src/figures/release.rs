//! Releases: the frozen figures that pass the disclosure rules. All that anyone but the guide ever reads.
//!
//! The rule is a pure function of a box's tallies, and what a figure looks like follows from n alone, never from
//! what was answered: choosing a coarser form because of the answers would itself tell. Whoever knows this text,
//! n, who answered, and two respondents' answers (in table mode: one table's), cannot pin any other respondent to
//! one side of any cut.

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Deck, Favourable, Question};
use trykk_shared::kind::Unit;

use crate::figures::tally::{QuestionTally, Tally};

/// The fewest answers of people that publish a figure.
pub const MIN_ANSWERS_TO_PUBLISH: u64 = 7;
/// The fewest answers of tables that publish a figure.
pub const MIN_TABLES_TO_PUBLISH: u64 = 5;

/// A box's published result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The round's id.
    pub round: String,
    /// The wards, together when they were pooled.
    pub wards: Vec<String>,
    /// How many people's sheets were counted.
    pub participants: u64,
    /// How many tables' sheets were counted.
    pub tables: u64,
    /// Every card, statement and score, in the deck's order.
    pub questions: Vec<ReleasedQuestion>,
}

/// A question's published figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedQuestion {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many answered, exactly.
    pub n: u64,
    /// What they answered.
    pub figure: Figure,
}

/// What is published of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Too few answered.
    Hidden,
    /// How many said yes to a card.
    Yes(Cell),
    /// How many chose the low end and the high end of a scale. The rest lies between.
    Ends {
        /// The highest value of the low end.
        low_to: i16,
        /// How many chose it.
        low: Cell,
        /// The lowest value of the high end.
        high_from: i16,
        /// How many chose it.
        high: Cell,
    },
    /// How many chose the middle of a scale whose middle is best, and how the others divide, as far as that pins nobody: low,
    /// middle and high together would, in every form of their own.
    Middle {
        /// The highest value of the low end.
        low_to: i16,
        /// The lowest value of the high end.
        high_from: i16,
        /// How many chose what lies between.
        middle: Cell,
        /// How many chose the low end: of all who answered where hardly anybody chose the middle, else of those at the ends.
        low: Option<Cell>,
    },
}

/// How many of n lie on one side of a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// At most this many.
    AtMost(u64),
    /// Exactly this many.
    Exactly(u64),
    /// All but at most this many.
    AllButAtMost(u64),
}

impl Cell {
    /// The fewest and the most that it can be, of `n`.
    pub fn bounds(self, n: u64) -> (u64, u64) {
        match self {
            Cell::AtMost(most) => (0, most),
            Cell::Exactly(count) => (count, count),
            Cell::AllButAtMost(most) => (n.saturating_sub(most), n),
        }
    }
}

/// How many of a unit are hidden at each end of a cut.
fn margin(unit: Unit) -> u64 {
    match unit {
        Unit::Participant => 3,
        Unit::Table => 2,
    }
}

/// The published form of `count` of `n`.
pub(super) fn publish_cell(count: u64, n: u64, unit: Unit) -> Cell {
    let margin = margin(unit);
    if count <= margin {
        Cell::AtMost(margin)
    } else if n - count <= margin {
        Cell::AllButAtMost(margin)
    } else {
        Cell::Exactly(count)
    }
}

/// The two fixed points at which a scale is cut: the highest value of its low end, the lowest of its high end.
/// Faces: the outer ones on each side, two of five. Scores: the lowest two fifths, the highest three tenths.
pub fn cuts(question: &Question) -> Option<(i16, i16)> {
    match question {
        Question::Card | Question::Note { .. } => None,
        Question::Statement { faces, .. } => {
            let faces = i16::try_from(faces.len()).unwrap_or(i16::MAX);
            let outer = (faces - 1) / 2;
            Some((outer, faces - outer + 1))
        }
        Question::Score { min, max, .. } => {
            let values = max - min + 1;
            Some((min + (values * 2 / 5).max(1) - 1, max - (values * 3 / 10).max(1) + 1))
        }
    }
}

/// Whether a scale is best in its middle.
fn is_best_in_the_middle(question: &Question) -> bool {
    matches!(
        question,
        Question::Statement {
            favourable: Favourable::Middle,
            ..
        }
    )
}

/// The figure of a scale whose middle is best. The middle against the ends comes first. Where hardly anybody chose the middle,
/// the low end against the rest follows; where the middle is exact and enough stand at the ends, the low end against the high
/// one among those. Nothing finer is safe: `hub/tests/hub/disclosure.rs` tries every tally.
fn publish_middle((low, middle, high): (u64, u64, u64), (low_to, high_from): (i16, i16), unit: Unit) -> Figure {
    let n = low + middle + high;
    let cell = publish_cell(middle, n, unit);
    Figure::Middle {
        low_to,
        high_from,
        middle: cell,
        low: low_of(cell, n, unit).map(|of| publish_cell(low, of, unit)),
    }
}

/// Of how many the low end is published beside a middle of `n`, if it is.
fn low_of(middle: Cell, n: u64, unit: Unit) -> Option<u64> {
    let fewest = match unit {
        Unit::Participant => MIN_ANSWERS_TO_PUBLISH,
        Unit::Table => MIN_TABLES_TO_PUBLISH,
    };
    match middle {
        Cell::AtMost(_) => Some(n),
        Cell::Exactly(count) => Some(n - count).filter(|ends| *ends >= fewest),
        Cell::AllButAtMost(_) => None,
    }
}

/// The fewest and the most at the low end and at the high end beside a published middle of `n`; `None` where only the middle is
/// published.
pub fn end_bounds(middle: Cell, low: Option<Cell>, n: u64) -> Option<[(u64, u64); 2]> {
    let low = low?;
    let (fewest, most) = middle.bounds(n);
    let ends = match middle {
        Cell::Exactly(count) => n - count,
        _ => n,
    };
    let (low_least, low_most) = low.bounds(ends);
    let high = (
        (n - most).saturating_sub(low_most),
        (n - fewest).saturating_sub(low_least),
    );
    Some([(low_least, low_most), high])
}

/// What may be published of a box. `floor`: the fewest people whose answers are counted at all.
pub fn release(round: &str, wards: &[String], floor: u32, deck: &Deck, tally: &Tally) -> Release {
    let questions = tally.questions.iter().filter_map(|question| {
        let item = deck.item(&question.id)?;
        let n = question.n();
        let figure = if is_enough(question.unit, n, tally, floor) {
            publish_figure(question, &item.question)
        } else {
            Figure::Hidden
        };
        Some(ReleasedQuestion {
            id: question.id.clone(),
            unit: question.unit,
            n,
            figure,
        })
    });
    Release {
        round: round.to_owned(),
        wards: wards.to_vec(),
        participants: tally.took_part(Unit::Participant),
        tables: tally.took_part(Unit::Table),
        questions: questions.collect(),
    }
}

/// How many participants must have answered a question for a figure of it.
pub fn fewest_to_publish(floor: u32) -> u64 {
    MIN_ANSWERS_TO_PUBLISH.max(u64::from(floor))
}

fn is_enough(unit: Unit, n: u64, tally: &Tally, floor: u32) -> bool {
    let people = fewest_to_publish(floor);
    match unit {
        Unit::Participant => n >= people,
        Unit::Table => n >= MIN_TABLES_TO_PUBLISH && tally.people_who_answered() >= people,
    }
}

fn publish_figure(tally: &QuestionTally, question: &Question) -> Figure {
    let n = tally.n();
    let of = |chosen: &dyn Fn(i16) -> bool| {
        let count = tally
            .counts
            .iter()
            .filter(|(value, _)| chosen(**value))
            .map(|(_, count)| count)
            .sum();
        publish_cell(count, n, tally.unit)
    };
    match cuts(question) {
        None => Figure::Yes(of(&|value| value == 1)),
        Some(cuts @ (low_to, high_from)) if is_best_in_the_middle(question) => {
            let sum = |range: std::ops::RangeInclusive<i16>| tally.counts.range(range).map(|(_, count)| count).sum();
            let low = sum(i16::MIN..=low_to);
            let high = sum(high_from..=i16::MAX);
            publish_middle((low, n - low - high, high), cuts, tally.unit)
        }
        Some((low_to, high_from)) => Figure::Ends {
            low_to,
            low: of(&|value| value <= low_to),
            high_from,
            high: of(&|value| value >= high_from),
        },
    }
}
