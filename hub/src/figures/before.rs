//! A round beside the one before it in the same wards: the same questions, as far as they are the same. Pure.
//!
//! Nothing is summed or subtracted of the two: what stands here is what each of them shows by itself; `change` says whether that is more or
//! fewer.

use trykk_shared::deck::Deck;

use crate::figures::bounds::{BoundedFigure, BoundedQuestion};
use crate::figures::share::is_same;
use crate::store::BoxRow;

/// Whether a box may stand beside one: it is of the very same wards, answered in the same way, opened before it, and counted.
pub fn is_before(other: &BoxRow, ballot_box: &BoxRow) -> bool {
    let wards = |of: &BoxRow| of.wards.iter().cloned().collect::<std::collections::BTreeSet<_>>();
    // A pulse has no figures that something could stand beside.
    let has_figures = other.is_counted() && other.pulse_of.is_none();
    has_figures
        && other.id != ballot_box.id
        && other.opens < ballot_box.opens
        && other.mode == ballot_box.mode
        && wards(other) == wards(ballot_box)
}

/// Questions with what is known of them, and the deck that they are of.
pub type Known<'q> = (&'q Deck, &'q [BoundedQuestion]);

/// The questions that both rounds asked in the same words, of the same unit, on the same scale with the same cuts; in the order of the
/// later one.
pub fn pair<'q>(
    (deck, now): Known<'q>,
    (deck_before, before): Known<'q>,
) -> Vec<(&'q BoundedQuestion, &'q BoundedQuestion)> {
    let pairs = now.iter().filter_map(|question| {
        let other = before.iter().find(|other| other.id == question.id)?;
        let (asked, asked_before) = (deck.item(&question.id)?, deck_before.item(&question.id)?);
        let same = question.unit == other.unit && is_same(asked, asked_before);
        (same && has_same_cuts(question.figure, other.figure)).then_some((question, other))
    });
    pairs.collect()
}

/// Whether two figures are cut at the same points, as far as they are shown.
fn has_same_cuts(one: BoundedFigure, other: BoundedFigure) -> bool {
    let cuts = |figure| match figure {
        BoundedFigure::Hidden => None,
        BoundedFigure::Yes(_) => Some((false, None)),
        BoundedFigure::Ends { low_to, high_from, .. } => Some((false, Some((low_to, high_from)))),
        BoundedFigure::Middle { low_to, high_from, .. } => Some((true, Some((low_to, high_from)))),
    };
    match (cuts(one), cuts(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::bounds::Bounds;
    use proptest::prelude::*;
    use trykk_shared::kind::Unit;
    use trykk_shared::language::Language;

    fn deck() -> Deck {
        Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
    }

    /// Every question of the deck, with the figures that these numbers make of it.
    fn questions(deck: &Deck, numbers: &[u8]) -> Vec<BoundedQuestion> {
        let asked = deck
            .items
            .iter()
            .zip(numbers)
            .filter(|(item, _)| item.id != "note-keep" && item.id != "note-improve");
        let some = |count: u8| Bounds {
            least: u64::from(count),
            most: u64::from(count) + 1,
        };
        let asked = asked.map(|(item, number)| BoundedQuestion {
            id: item.id.clone(),
            unit: if number % 7 == 6 {
                Unit::Table
            } else {
                Unit::Participant
            },
            n: 40,
            figure: match number % 5 {
                0 => BoundedFigure::Hidden,
                1 => BoundedFigure::Yes(some(*number / 8)),
                2 => BoundedFigure::Middle {
                    low_to: 2,
                    high_from: 4,
                    middle: some(*number / 8),
                    low: None,
                    high: None,
                },
                cut => BoundedFigure::Ends {
                    low_to: i16::from(cut) - 1,
                    low: some(3),
                    high_from: 4,
                    high: some(*number / 8),
                },
            },
        });
        asked.collect()
    }

    proptest! {
        #[test]
        fn only_the_same_question_of_the_same_unit_and_cuts_is_paired_and_each_once(
            now in prop::collection::vec(any::<u8>(), 80),
            before in prop::collection::vec(any::<u8>(), 80),
            worded in any::<prop::sample::Index>(),
        ) {
            let deck = deck();
            let mut older = deck.clone();
            let changed = worded.index(older.items.len());
            older.items[changed].text.0.insert(Language::Nb, "Noe helt annet".to_owned());
            let (one, other) = (questions(&deck, &now), questions(&older, &before));
            let pairs = pair((&deck, &one), (&older, &other));
            let mut ids: Vec<&str> = pairs.iter().map(|(now, _)| now.id.as_str()).collect();
            let many = ids.len();
            ids.dedup();
            prop_assert_eq!(ids.len(), many);
            for (now, before) in &pairs {
                prop_assert_eq!((&now.id, now.unit), (&before.id, before.unit));
                prop_assert!(now.id != older.items[changed].id);
                let hidden = now.figure == BoundedFigure::Hidden || before.figure == BoundedFigure::Hidden;
                let alike = match (now.figure, before.figure) {
                    (BoundedFigure::Yes(_), BoundedFigure::Yes(_)) => true,
                    (BoundedFigure::Middle { .. }, BoundedFigure::Middle { .. }) => true,
                    (BoundedFigure::Ends { low_to: one, .. }, BoundedFigure::Ends { low_to: other, .. }) => one == other,
                    _ => false,
                };
                prop_assert!(hidden || alike);
            }
            // What is hidden in both, and asked in the same words of the same unit, is there.
            for question in one.iter().filter(|question| question.figure == BoundedFigure::Hidden) {
                let same = other.iter().find(|other| other.id == question.id && other.unit == question.unit);
                let there = pairs.iter().any(|(now, _)| now.id == question.id);
                prop_assert_eq!(there, same.is_some() && question.id != older.items[changed].id);
            }
        }
    }
}
