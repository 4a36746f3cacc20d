//! Figures as spans: what a release or a roll-up says at least and at most. Charts, tables and findings read these, so
//! that they can show nothing that is not published.

use serde::Serialize;
use trykk_shared::kind::Unit;

use crate::figures::release::{Cell, Figure, Release, ReleasedQuestion};

/// The fewest and the most that something can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The fewest.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Span {
    /// What a cell of `n` says.
    pub fn of(cell: Cell, n: u64) -> Self {
        let (least, most) = cell.bounds(n);
        Span { least, most }
    }

    /// The interval sum: the fewest of both together, and the most.
    pub fn plus(self, other: Span) -> Span {
        Span {
            least: self.least + other.least,
            most: self.most + other.most,
        }
    }
}

/// What is known of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// No figure.
    Hidden,
    /// How many said yes to a card.
    Yes(Span),
    /// How many chose the low end and the high end of a scale. The rest lies between.
    Ends {
        /// The highest value of the low end.
        low_to: i16,
        /// How many chose it.
        low: Span,
        /// The lowest value of the high end.
        high_from: i16,
        /// How many chose it.
        high: Span,
    },
}

/// A question with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many answered.
    pub n: u64,
    /// What they answered.
    pub sides: Sides,
}

impl From<&ReleasedQuestion> for Spanned {
    fn from(question: &ReleasedQuestion) -> Self {
        let span = |cell| Span::of(cell, question.n);
        let sides = match question.figure {
            Figure::Hidden => Sides::Hidden,
            Figure::Yes(cell) => Sides::Yes(span(cell)),
            Figure::Ends {
                low_to,
                low,
                high_from,
                high,
            } => Sides::Ends {
                low_to,
                low: span(low),
                high_from,
                high: span(high),
            },
        };
        Spanned {
            id: question.id.clone(),
            unit: question.unit,
            n: question.n,
            sides,
        }
    }
}

/// Every question of a release.
pub fn spanned(release: &Release) -> Vec<Spanned> {
    release.questions.iter().map(Spanned::from).collect()
}
