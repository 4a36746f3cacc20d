//! What stands out in a release or a roll-up. Computed from published cells alone, so that it tells nothing new.

use trykk_shared::deck::{Deck, GoodSide};

use crate::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds};

/// What stands out.
pub struct Findings<'r> {
    /// Certainly and clearly more on the good side than on the poor side; the clearest first.
    pub well: Vec<&'r BoundedQuestion>,
    /// Certainly and clearly more on the poor side than on the good side; the clearest first.
    pub improve: Vec<&'r BoundedQuestion>,
    /// Cards by the share that said yes, the largest first. A card has no good side of its own.
    pub cards: Vec<&'r BoundedQuestion>,
}

/// How many lie on the good side and on the poor side of a scale, as far as is published. `None` for a card, a hidden figure, a
/// score that does not say which numbers are good, or a question that is not in the deck.
pub fn sides(deck: &Deck, question: &BoundedQuestion) -> Option<(Bounds, Bounds)> {
    let n = question.n;
    let (low, high) = match question.figure {
        BoundedFigure::Ends { low, high, .. } => (low, high),
        BoundedFigure::Middle { middle, .. } => {
            let ends = Bounds {
                least: n.saturating_sub(middle.most),
                most: n.saturating_sub(middle.least),
            };
            return Some((middle, ends));
        }
        BoundedFigure::Hidden | BoundedFigure::Yes(_) => return None,
    };
    match deck.item(&question.id)?.question.good_side()? {
        GoodSide::Middle => {
            let ends = Bounds {
                least: low.least + high.least,
                most: (low.most + high.most).min(n),
            };
            let middle = Bounds {
                least: n - ends.most,
                most: n - ends.least.min(n),
            };
            Some((middle, ends))
        }
        GoodSide::High => Some((high, low)),
        GoodSide::Low => Some((low, high)),
    }
}

/// What stands out among questions.
pub fn findings<'r>(deck: &Deck, questions: &'r [BoundedQuestion]) -> Findings<'r> {
    let mut well = Vec::new();
    let mut improve = Vec::new();
    let mut cards = Vec::new();
    for question in questions {
        if let BoundedFigure::Yes(yes) = question.figure {
            cards.push((share(yes.least + yes.most, 2 * question.n), question));
        }
        if let Some((good, poor)) = sides(deck, question) {
            if is_clear(good, poor, question.n) {
                well.push((share(good.least - poor.most, question.n), question));
            } else if is_clear(poor, good, question.n) {
                improve.push((share(poor.least - good.most, question.n), question));
            }
        }
    }
    Findings {
        well: sort_by_weight(well),
        improve: sort_by_weight(improve),
        cards: sort_by_weight(cards),
    }
}

/// Whether `more` is certainly larger than `fewer`, by a tenth of all who answered or more: one answer that fell the
/// other way shall not decide what a ward works with.
fn is_clear(more: Bounds, fewer: Bounds, n: u64) -> bool {
    more.least > fewer.most && (more.least - fewer.most) * 10 >= n
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn sort_by_weight(mut found: Vec<(f64, &BoundedQuestion)>) -> Vec<&BoundedQuestion> {
    // Stable: what is equally clear keeps the deck's order.
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    found.into_iter().map(|(_, question)| question).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::deck::{Item, Question};
    use trykk_shared::kind::Unit;
    use trykk_shared::language::Texts;

    use super::*;

    fn of_a_score(favourable: Option<GoodSide>, (low, high, n): (u64, u64, u64)) -> (usize, usize) {
        let item = Item {
            id: "heavy".into(),
            theme: None,
            factor: None,
            text: Texts::default(),
            question: Question::Score {
                min: 1,
                max: 10,
                favourable,
            },
        };
        let deck = Deck {
            id: "d".into(),
            version: 1,
            languages: Vec::new(),
            title: Texts::default(),
            themes: Vec::new(),
            items: vec![item],
        };
        let exact = |many| Bounds {
            least: many,
            most: many,
        };
        let questions = [BoundedQuestion {
            id: "heavy".into(),
            unit: Unit::Participant,
            n,
            figure: BoundedFigure::Ends {
                low_to: 4,
                low: exact(low),
                high_from: 8,
                high: exact(high),
            },
        }];
        let found = findings(&deck, &questions);
        (found.well.len(), found.improve.len())
    }

    proptest! {
        /// What stands out as good where high is good stands out as poor where low is, and nowhere where nobody says.
        #[test]
        fn a_score_stands_on_the_side_that_its_deck_says(low in 0_u64..30, rest in 0_u64..30, high in 0_u64..30) {
            let cells = (low, high, low + rest + high);
            let (well, improve) = of_a_score(Some(GoodSide::High), cells);
            prop_assert_eq!(of_a_score(Some(GoodSide::Low), cells), (improve, well));
            prop_assert_eq!(of_a_score(None, cells), (0, 0));
            prop_assert!(well == 0 || high > low);
            let (well, improve) = of_a_score(Some(GoodSide::Middle), cells);
            prop_assert!(well == 0 || rest > low + high);
            prop_assert!(improve == 0 || rest < low + high);
        }
    }

    #[test]
    fn what_may_overlap_and_what_differs_by_little_does_not_stand_out() {
        let span = |least, most| Bounds { least, most };
        assert!(is_clear(span(14, 14), span(8, 8), 41));
        assert!(is_clear(span(5, 5), span(0, 2), 11));
        assert!(!is_clear(span(14, 14), span(13, 13), 40), "one person more");
        assert!(!is_clear(span(0, 3), span(0, 3), 7), "may be either way");
        assert!(!is_clear(span(8, 11), span(8, 11), 11));
    }
}
