//! Figures as bounds: what a release or a roll-up says at least and at most. Charts, tables and findings read these, so
//! that they can show nothing that is not published.

use serde::Serialize;
use trykk_shared::kind::Unit;

use crate::figures::release::{Cell, Figure, Release, ReleasedQuestion, end_bounds};

/// The fewest and the most that something can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// The fewest.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Bounds {
    /// What a cell of `n` says.
    pub fn of(cell: Cell, n: u64) -> Self {
        let (least, most) = cell.bounds(n);
        Bounds { least, most }
    }

    /// The interval sum: the fewest of both together, and the most.
    pub fn plus(self, other: Bounds) -> Bounds {
        Bounds {
            least: self.least + other.least,
            most: self.most + other.most,
        }
    }
}

/// What is known of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundedFigure {
    /// No figure.
    Hidden,
    /// How many said yes to a card.
    Yes(Bounds),
    /// How many chose the low end and the high end of a scale. The rest lies between.
    Ends {
        /// The highest value of the low end.
        low_to: i16,
        /// How many chose it.
        low: Bounds,
        /// The lowest value of the high end.
        high_from: i16,
        /// How many chose it.
        high: Bounds,
    },
    /// How many chose the middle of a scale whose middle is best, and its low and high end where that is published.
    Middle {
        /// The highest value of the low end.
        low_to: i16,
        /// The lowest value of the high end.
        high_from: i16,
        /// How many chose what lies between.
        middle: Bounds,
        /// How many chose the low end.
        low: Option<Bounds>,
        /// How many chose the high end.
        high: Option<Bounds>,
    },
}

/// A question with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundedQuestion {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many answered.
    pub n: u64,
    /// What they answered.
    pub figure: BoundedFigure,
}

impl From<&ReleasedQuestion> for BoundedQuestion {
    fn from(question: &ReleasedQuestion) -> Self {
        let bounds_of = |cell| Bounds::of(cell, question.n);
        let figure = match question.figure {
            Figure::Hidden => BoundedFigure::Hidden,
            Figure::Yes(cell) => BoundedFigure::Yes(bounds_of(cell)),
            Figure::Ends {
                low_to,
                low,
                high_from,
                high,
            } => BoundedFigure::Ends {
                low_to,
                low: bounds_of(low),
                high_from,
                high: bounds_of(high),
            },
            Figure::Middle {
                low_to,
                high_from,
                middle,
                low,
            } => {
                let ends = end_bounds(middle, low, question.n);
                let ends = ends.map(|ends| ends.map(|(least, most)| Bounds { least, most }));
                BoundedFigure::Middle {
                    low_to,
                    high_from,
                    middle: bounds_of(middle),
                    low: ends.map(|[low, _]| low),
                    high: ends.map(|[_, high]| high),
                }
            }
        };
        BoundedQuestion {
            id: question.id.clone(),
            unit: question.unit,
            n: question.n,
            figure,
        }
    }
}

/// Every question of a release.
pub fn bound_questions(release: &Release) -> Vec<BoundedQuestion> {
    release.questions.iter().map(BoundedQuestion::from).collect()
}
