//! Shares: how many of those who answered stand where a question's good answers are, side by side for many wards. Pure.

use std::cmp::Ordering;

use trykk_shared::deck::{Deck, GoodSide, Item, Question};

use crate::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds};
use crate::figures::findings::sides;
use crate::figures::release::cuts;
use crate::figures::tally::QuestionTally;

/// The most steps of the fixed scale that shares are coloured by.
pub const MOST_STEPS: u64 = 10;

/// What was counted of a question, cut where a release cuts it, exactly.
pub fn exact(question: &QuestionTally, asked: &Question) -> BoundedQuestion {
    let sum = |range: std::ops::RangeInclusive<i16>| {
        let count = question.counts.range(range).map(|(_, count)| count).sum();
        Bounds {
            least: count,
            most: count,
        }
    };
    let n = question.n();
    let figure = match cuts(asked) {
        _ if n == 0 => BoundedFigure::Hidden,
        None => BoundedFigure::Yes(sum(1..=1)),
        Some((low_to, high_from)) => BoundedFigure::Ends {
            low_to,
            low: sum(i16::MIN..=low_to),
            high_from,
            high: sum(high_from..=i16::MAX),
        },
    };
    BoundedQuestion {
        id: question.id.clone(),
        unit: question.unit,
        n,
        figure,
    }
}

/// Where a share is counted on a scale: its good side; its high end where it does not say which that is. Nothing for a card.
pub fn counted_side(asked: &Question) -> Option<GoodSide> {
    match asked {
        Question::Card | Question::Note { .. } => None,
        scale => Some(scale.good_side().unwrap_or(GoodSide::High)),
    }
}

/// How many recognised a card, or stand on the good side of a scale. Nothing where no figure is.
pub fn part(deck: &Deck, question: &BoundedQuestion) -> Option<Bounds> {
    match question.figure {
        BoundedFigure::Hidden => None,
        BoundedFigure::Yes(yes) => Some(yes),
        BoundedFigure::Ends { high, .. } => Some(sides(deck, question).map_or(high, |(good, _)| good)),
        BoundedFigure::Middle { middle, .. } => Some(middle),
    }
}

/// A share in whole hundredths.
pub fn hundredths(part: u64, n: u64) -> u64 {
    (part * 100 + n / 2) / n.max(1)
}

/// The step of the fixed scale that a share is coloured by: the same share has the same everywhere.
pub fn step(part: u64, n: u64) -> u64 {
    ((part * MOST_STEPS + n / 2) / n.max(1)).min(MOST_STEPS)
}

/// In which order lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they were asked.
    #[default]
    Asked,
    /// The smallest share first.
    Smallest,
    /// The largest share first.
    Largest,
    /// Where shares lie furthest apart first.
    Spread,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 4] = [Order::Asked, Order::Smallest, Order::Largest, Order::Spread];

    /// As addresses write it.
    pub fn name(self) -> &'static str {
        match self {
            Order::Asked => "asked",
            Order::Smallest => "smallest",
            Order::Largest => "largest",
            Order::Spread => "spread",
        }
    }
}

/// The places of lines in an order. A line is the parts of n that are known exactly; lines without one stand last, and lines that weigh
/// the same as they were.
pub fn order_lines(order: Order, lines: &[Vec<(u64, u64)>]) -> Vec<usize> {
    let weigh = |at: usize| -> Option<(u64, u64)> {
        let line = lines[at].iter().copied().filter(|(_, n)| *n > 0);
        let (least, most) = (line.clone().min_by(compare)?, line.max_by(compare)?);
        Some(match order {
            Order::Asked | Order::Smallest => least,
            Order::Largest => most,
            // The difference of two shares, as one.
            Order::Spread => (most.0 * least.1 - least.0 * most.1, most.1 * least.1),
        })
    };
    let mut places: Vec<usize> = (0..lines.len()).collect();
    if order == Order::Asked {
        return places;
    }
    places.sort_by(|one, other| match (weigh(*one), weigh(*other)) {
        (Some(one), Some(other)) if order == Order::Smallest => compare(&one, &other),
        (Some(one), Some(other)) => compare(&other, &one),
        (one, other) => one.is_none().cmp(&other.is_none()),
    });
    places
}

fn compare(one: &(u64, u64), other: &(u64, u64)) -> Ordering {
    (one.0 * other.1).cmp(&(other.0 * one.1))
}

/// Whether two items ask the same in the same way: id, scale, and every text in each language that both have, one at least.
pub fn is_same(one: &Item, other: &Item) -> bool {
    use trykk_shared::language::Texts;
    let said = |one: &Texts, other: &Texts| {
        let mut both = one
            .0
            .iter()
            .filter_map(|(language, text)| Some((text, other.0.get(language)?)));
        let first = both.next();
        first.is_some_and(|(one, other)| one == other) && both.all(|(one, other)| one == other)
    };
    let alike = match (&one.question, &other.question) {
        (
            Question::Statement { faces, favourable },
            Question::Statement {
                faces: others,
                favourable: side,
            },
        ) => {
            let mut labels = faces.iter().zip(others);
            favourable == side && faces.len() == others.len() && labels.all(|(one, other)| said(one, other))
        }
        (one, other) => one == other,
    };
    one.id == other.id && said(&one.text, &other.text) && alike
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::bounds::bound_questions;
    use crate::figures::release::release;
    use crate::figures::tally::{Sheets, Tally, blank};
    use proptest::prelude::*;
    use trykk_shared::deck::Mode;
    use trykk_shared::language::Language;

    fn deck() -> Deck {
        Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
    }

    fn a_tally() -> impl Strategy<Value = Tally> {
        let blank = blank(&deck(), Mode::DropIn);
        let values = blank.iter().map(|question| question.counts.len()).sum::<usize>();
        prop::collection::vec(0..12_u64, values).prop_map(move |counts| {
            let (mut counts, mut questions) = (counts.into_iter(), blank.clone());
            for count in questions.iter_mut().flat_map(|question| question.counts.values_mut()) {
                *count = counts.next().unwrap();
            }
            Tally {
                sheets: Sheets {
                    participant: 60,
                    table: 0,
                },
                questions,
                unreadable: 0,
                answered: None,
            }
        })
    }

    proptest! {
        #[test]
        fn the_part_is_what_was_counted_on_the_good_side_and_lies_in_what_is_published(tally in a_tally()) {
            let deck = deck();
            let published = release("r", &[], 7, &deck, &tally);
            for (question, open) in tally.questions.iter().zip(bound_questions(&published)) {
                let asked = &deck.item(&question.id).unwrap().question;
                let exactly = part(&deck, &exact(question, asked));
                prop_assert_eq!(exactly.is_none(), question.n() == 0);
                let Some(exactly) = exactly else { continue };
                let good = |value: i16| match (asked, cuts(asked)) {
                    (Question::Card, _) => value == 1,
                    (asked, Some((low_to, high_from))) => match counted_side(asked).unwrap() {
                        GoodSide::High => value >= high_from,
                        GoodSide::Low => value <= low_to,
                        GoodSide::Middle => value > low_to && value < high_from,
                    },
                    _ => unreachable!(),
                };
                let count: u64 = question.counts.iter().filter(|(value, _)| good(**value)).map(|(_, count)| count).sum();
                prop_assert_eq!(exactly, Bounds { least: count, most: count });
                if let Some(open) = part(&deck, &open) {
                    prop_assert!(open.least <= count && count <= open.most);
                }
            }
        }

        #[test]
        fn lines_are_put_in_order_and_none_is_lost(
            lines in prop::collection::vec(prop::collection::vec((0..9_u64, 1..30_u64), 0..4), 0..9),
        ) {
            let lines: Vec<Vec<(u64, u64)>> =
                lines.into_iter().map(|line| line.into_iter().map(|(part, n)| (part.min(n), n)).collect()).collect();
            for order in Order::ALL {
                let places = order_lines(order, &lines);
                let mut sorted = places.clone();
                sorted.sort_unstable();
                prop_assert_eq!(sorted, (0..lines.len()).collect::<Vec<_>>());
                let weight = |at: usize| {
                    let shares: Vec<f64> = lines[at].iter().map(|(part, n)| *part as f64 / *n as f64).collect();
                    let (least, most) = (shares.iter().copied().reduce(f64::min)?, shares.iter().copied().reduce(f64::max)?);
                    Some(match order {
                        Order::Asked => -(at as f64),
                        Order::Smallest => -least,
                        Order::Largest => most,
                        Order::Spread => most - least,
                    })
                };
                for pair in places.windows(2).filter(|_| order != Order::Asked) {
                    let (one, other) = (weight(pair[0]), weight(pair[1]));
                    prop_assert!(other.is_none() || one.is_some_and(|one| one >= other.unwrap() - 1e-9), "{:?}", order);
                }
            }
        }

        #[test]
        fn the_same_share_has_the_same_colour_and_more_is_never_lighter(part in 0..50_u64, n in 1..50_u64, times in 1..9_u64) {
            let part = part.min(n);
            prop_assert_eq!(step(part, n), step(part * times, n * times));
            prop_assert!(part == n || step(part, n) <= step(part + 1, n));
            prop_assert!(step(part, n) <= MOST_STEPS && hundredths(part, n) <= 100);
        }
    }

    #[test]
    fn another_wording_scale_or_label_is_another_question() {
        let deck = deck();
        for item in &deck.items {
            assert!(is_same(item, item));
            let mut worded = item.clone();
            worded.text.0.insert(Language::Nb, "Noe helt annet".to_owned());
            assert!(!is_same(item, &worded) && !is_same(&worded, item));
            let mut fewer = item.clone();
            fewer.text.0.remove(&Language::En);
            assert!(is_same(item, &fewer), "in fewer languages it is the same");
            fewer.text.0.retain(|_, _| false);
            assert!(!is_same(item, &fewer));
            let mut scaled = item.clone();
            match &mut scaled.question {
                Question::Statement { faces, .. } => faces.pop().map(|_| ()).unwrap(),
                Question::Score { max, .. } => *max += 1,
                Question::Card | Question::Note { .. } => continue,
            }
            assert!(!is_same(item, &scaled));
        }
    }
}
