//! A count in one look, for the guide: what weighs most comes first. Pure; a tally goes in, so it is the guide's alone.

use std::cmp::Ordering;

use trykk_shared::deck::{Deck, Favourable, GoodSide, Question};
use trykk_shared::kind::Unit;

use crate::figures::tally::{QuestionTally, Tally};

/// A count in one look. What nobody answered stands last in its list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Statements, the largest share on the poor side first.
    pub statements: Vec<Faces>,
    /// Cards, the largest share that said yes first.
    pub cards: Vec<Yes>,
    /// Scores, the lowest on their scale first.
    pub scores: Vec<Mean>,
}

/// A statement: how many chose each face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many chose each face, from the first label to the last.
    pub counts: Vec<u64>,
}

/// A card: how many recognised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yes {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many said yes.
    pub yes: u64,
    /// How many answered.
    pub n: u64,
}

/// A score: where its mean lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// The mean; `None` when nobody answered.
    pub mean: Option<f64>,
    /// The lowest value of the scale.
    pub min: i16,
    /// The highest.
    pub max: i16,
    /// How many answered.
    pub n: u64,
}

impl Faces {
    /// How many answered.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many chose a face before the middle of the scale.
    pub fn first_half(&self) -> u64 {
        self.counts[..self.counts.len() / 2].iter().sum()
    }

    /// How many chose a face behind the middle of the scale.
    pub fn last_half(&self) -> u64 {
        self.counts[self.counts.len().div_ceil(2)..].iter().sum()
    }
}

impl Mean {
    /// Where the mean lies between the lowest value (0) and the highest (1); `None` when nobody answered.
    pub fn place(&self) -> Option<f64> {
        let (min, max) = (f64::from(self.min), f64::from(self.max));
        self.mean.map(|mean| (mean - min) / (max - min).max(1.0))
    }
}

/// Looks at a tally. Questions that are not in the deck are left out.
pub fn summarise(deck: &Deck, tally: &Tally) -> Summary {
    let mut statements = Vec::new();
    let mut cards = Vec::new();
    let mut scores = Vec::new();
    for question in &tally.questions {
        let (id, n) = (question.id.clone(), question.n());
        match deck.item(&question.id).map(|item| &item.question) {
            Some(Question::Statement { favourable, .. }) => {
                let faces = Faces {
                    id,
                    unit: question.unit,
                    counts: question.counts.values().copied().collect(),
                };
                let poor = match favourable {
                    Favourable::Last => faces.first_half(),
                    // Too little is as bad as too much.
                    Favourable::Middle => faces.first_half() + faces.last_half(),
                };
                statements.push(((poor, n), faces));
            }
            Some(Question::Card) => {
                let yes = count_yes(question);
                cards.push(((yes.yes, n), yes));
            }
            Some(&Question::Score { min, max, favourable }) => {
                let mean = Mean {
                    id,
                    unit: question.unit,
                    mean: question.mean(),
                    min,
                    max,
                    n,
                };
                scores.push((order_score(mean.place(), favourable), mean));
            }
            Some(Question::Note { .. }) | None => {}
        }
    }
    // Stable: what weighs the same keeps the deck's order.
    statements.sort_by(|(one, _), (other, _)| larger_first(*one, *other));
    cards.sort_by(|(one, _), (other, _)| larger_first(*one, *other));
    scores.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    Summary {
        statements: statements.into_iter().map(|(_, one)| one).collect(),
        cards: cards.into_iter().map(|(_, one)| one).collect(),
        scores: scores.into_iter().map(|(_, one)| one).collect(),
    }
}

/// Orders scores: the poorest first, then those that do not say which numbers are good, those of nobody last.
fn order_score(place: Option<f64>, favourable: Option<GoodSide>) -> f64 {
    let Some(place) = place else { return f64::INFINITY };
    match favourable {
        Some(GoodSide::High) => place,
        Some(GoodSide::Low) => 1.0 - place,
        Some(GoodSide::Middle) => 1.0 - 2.0 * (place - 0.5).abs(),
        None => 1.0 + place,
    }
}

fn count_yes(question: &QuestionTally) -> Yes {
    Yes {
        id: question.id.clone(),
        unit: question.unit,
        yes: question.counts.get(&1).copied().unwrap_or(0),
        n: question.n(),
    }
}

/// Orders shares, each a part of a whole: the larger first, of nobody last.
fn larger_first(one: (u64, u64), other: (u64, u64)) -> Ordering {
    (one.1 == 0)
        .cmp(&(other.1 == 0))
        .then((other.0 * one.1).cmp(&(one.0 * other.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trykk_shared::deck::Mode;

    fn deck() -> Deck {
        Deck::read(include_str!("../../../assets/decks/table.toml")).unwrap()
    }

    fn a_tally() -> impl Strategy<Value = Tally> {
        let blank = crate::figures::tally::blank(&deck(), Mode::Table);
        let values = blank.iter().map(|question| question.counts.len()).sum::<usize>();
        proptest::collection::vec(prop_oneof![2 => Just(0), 3 => 0..40_u64], values).prop_map(move |counts| {
            let mut counts = counts.into_iter();
            let mut questions = blank.clone();
            for question in &mut questions {
                let skipped = counts.clone().next() == Some(0);
                for count in question.counts.values_mut() {
                    let drawn = counts.next().unwrap();
                    // Every now and then nobody answers.
                    *count = if skipped { 0 } else { drawn };
                }
            }
            Tally {
                sheets: crate::figures::tally::Sheets {
                    participant: 40,
                    table: 10,
                },
                questions,
                unreadable: 0,
                answered: None,
            }
        })
    }

    proptest! {
        #[test]
        fn every_question_stands_once_with_its_own_counts_and_what_weighs_most_first(tally in a_tally()) {
            let deck = deck();
            let summary = summarise(&deck, &tally);
            let of = |id: &str| tally.questions.iter().find(|question| question.id == id).unwrap();
            let mut ids: Vec<&str> = summary.statements.iter().map(|one| one.id.as_str())
                .chain(summary.cards.iter().map(|one| one.id.as_str()))
                .chain(summary.scores.iter().map(|one| one.id.as_str()))
                .collect();
            ids.sort_unstable();
            let mut all: Vec<&str> = tally.questions.iter().map(|question| question.id.as_str()).collect();
            all.sort_unstable();
            prop_assert_eq!(ids, all);

            let poor = |one: &Faces| {
                let Question::Statement { favourable, .. } = &deck.item(&one.id).unwrap().question else { unreachable!() };
                let middle = (one.counts.len() - 1) as f64 / 2.0;
                one.counts.iter().enumerate().filter(|(place, _)| match favourable {
                    Favourable::Last => (*place as f64) < middle,
                    Favourable::Middle => (*place as f64 - middle).abs() > 0.0,
                }).map(|(_, count)| count).sum::<u64>()
            };
            for one in &summary.statements {
                prop_assert_eq!(&one.counts, &of(&one.id).counts.values().copied().collect::<Vec<_>>());
                let middle = if one.counts.len() % 2 == 1 { one.counts[one.counts.len() / 2] } else { 0 };
                prop_assert_eq!(one.first_half() + middle + one.last_half(), one.n());
            }
            for pair in summary.statements.windows(2) {
                let (one, other) = (&pair[0], &pair[1]);
                let falls = poor(one) * other.n() >= poor(other) * one.n();
                prop_assert!(other.n() == 0 || (one.n() > 0 && falls), "{:?} before {:?}", one, other);
            }
            for pair in summary.cards.windows(2) {
                let (one, other) = (&pair[0], &pair[1]);
                prop_assert!(other.n == 0 || (one.n > 0 && one.yes * other.n >= other.yes * one.n));
                prop_assert_eq!(one.n, of(&one.id).n());
            }
            for pair in summary.scores.windows(2) {
                prop_assert!(pair[1].place().is_none() || pair[0].place() <= pair[1].place());
            }
            for place in summary.scores.iter().filter_map(Mean::place) {
                prop_assert!((0.0..=1.0).contains(&place));
            }
        }
    }
}
