//! Whether something is more or fewer than in the round before, as far as what is known of both says it. Pure.
//!
//! Shares of different people are compared, so only a clear distance counts: a tenth between the two at the least. Where bounds merely do not
//! overlap, one person out of twelve who was away makes a change of most statements.

use serde::{Deserialize, Serialize};

use crate::figures::bounds::Bounds;

/// How far apart two shares lie before more or fewer is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// At least one in so many of all who answered. Never 0.
    pub one_in: u64,
    /// And at least so many answers, of the smaller of the two.
    pub answers: u64,
}

/// What is said of two published results: a tenth.
pub const TENTH: Gap = Gap { one_in: 10, answers: 0 };

/// What can be said of two rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The share is larger now.
    More,
    /// The share is smaller now.
    Fewer,
    /// Neither can be said.
    CannotTell,
}

/// What can be said of `now` out of so many, beside `before` out of so many: a tenth apart.
pub fn compare(now: (Bounds, u64), before: (Bounds, u64)) -> Change {
    compare_by(TENTH, now, before)
}

/// The same of two that lie as far apart as `gap` says.
pub fn compare_by(gap: Gap, (now, n): (Bounds, u64), (before, n_before): (Bounds, u64)) -> Change {
    let clearly_above = |low: u64, of_low: u64, high: u64, of_high: u64| {
        let (low, high) = (
            u128::from(low) * u128::from(of_high),
            u128::from(high) * u128::from(of_low),
        );
        // Both shares were multiplied by both numbers; so many answers of the smaller one are so many times the larger one then.
        let answers = u128::from(gap.answers) * u128::from(of_low.max(of_high));
        low > high
            && (low - high) * u128::from(gap.one_in) >= u128::from(of_low) * u128::from(of_high)
            && low - high >= answers
    };
    if n == 0 || n_before == 0 {
        Change::CannotTell
    } else if clearly_above(now.least, n, before.most, n_before) {
        Change::More
    } else if clearly_above(before.least, n_before, now.most, n) {
        Change::Fewer
    } else {
        Change::CannotTell
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::figures::release::publish_cell;
    use trykk_shared::kind::Unit;

    fn within(n: u64, one: u64, other: u64) -> Bounds {
        let (one, other) = (one % (n + 1), other % (n + 1));
        Bounds {
            least: one.min(other),
            most: one.max(other),
        }
    }

    proptest! {
        /// Whatever lies behind the bounds, what is said is true of it, and by as much as the gap says; and it is said the other way round too.
        #[test]
        fn what_is_said_is_true_of_everything_within_the_bounds(
            n in 1..60_u64, m in 1..60_u64, ends: [u64; 4], at: prop::sample::Index, at_before: prop::sample::Index,
            one_in in 2..12_u64, answers in 0..6_u64,
        ) {
            let gap = Gap { one_in, answers };
            let (now, before) = (within(n, ends[0], ends[1]), within(m, ends[2], ends[3]));
            let inside = |bounds: Bounds, at: prop::sample::Index| bounds.least + at.index((bounds.most - bounds.least + 1) as usize) as u64;
            let share = inside(now, at) as f64 / n as f64 - inside(before, at_before) as f64 / m as f64;
            let said = compare_by(gap, (now, n), (before, m));
            let least = (1.0 / one_in as f64).max(answers as f64 / n.min(m) as f64) - 1e-9;
            match said {
                Change::More => prop_assert!(share >= least),
                Change::Fewer => prop_assert!(share <= -least),
                Change::CannotTell => {}
            }
            let turned = compare_by(gap, (before, m), (now, n));
            prop_assert_eq!(turned, match said {
                Change::More => Change::Fewer,
                Change::Fewer => Change::More,
                Change::CannotTell => Change::CannotTell,
            });
        }

    }

    /// One is away the second time, and everybody else answers as before: nothing has changed, whatever they answered.
    #[test]
    fn one_who_is_away_makes_no_change() {
        for n in 8..=60_u64 {
            for (chosen, away_chose) in (0..=n).flat_map(|chosen| [(chosen, false), (chosen, true)]) {
                if (away_chose && chosen == 0) || (!away_chose && chosen == n) {
                    continue;
                }
                let known = |count, n| (Bounds::of(publish_cell(count, n, Unit::Participant), n), n);
                let (now, before) = (known(chosen - u64::from(away_chose), n - 1), known(chosen, n));
                assert_eq!(
                    compare(now, before),
                    Change::CannotTell,
                    "{chosen} of {n}, {away_chose}"
                );
            }
        }
    }

    #[test]
    fn a_tenth_apart_is_said_and_less_is_not() {
        let exactly = |count| Bounds {
            least: count,
            most: count,
        };
        assert_eq!(compare((exactly(30), 40), (exactly(26), 40)), Change::More);
        assert_eq!(compare((exactly(30), 40), (exactly(27), 40)), Change::CannotTell);
        assert_eq!(compare((exactly(26), 40), (exactly(30), 40)), Change::Fewer);
        assert_eq!(compare((exactly(0), 0), (exactly(7), 7)), Change::CannotTell);
    }
}
