//! The checker of the release rule can fail: rules that are looser by one, or that choose what to publish from the
//! answers, pin somebody, and it finds them. The rule is written here once more, from the text of the design alone.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use trykk_hub::figures::release::Cell;

use crate::disclosure::{Attack, Counts, every_tally};

/// The rule, with everything in it that could be set otherwise.
#[derive(Clone, Copy)]
struct Rule {
    fewest: u64,
    few: u64,
    all_but: u64,
}

const PEOPLE: Rule = Rule {
    fewest: 7,
    few: 3,
    all_but: 3,
};
const TABLES: Rule = Rule {
    fewest: 5,
    few: 2,
    all_but: 2,
};

impl Rule {
    /// The form of `count` of `n`.
    fn form(self, count: u64, n: u64) -> String {
        if n < self.fewest {
            "hidden".to_owned()
        } else if count <= self.few {
            format!("at most {}", self.few)
        } else if count >= n - self.all_but {
            format!("all but at most {}", self.all_but)
        } else {
            count.to_string()
        }
    }
}

/// The first card, by n, that pins somebody.
fn caught(knows: u64, form: impl Fn(u64, u64) -> String) -> Option<String> {
    let attack = Attack {
        publish: |counts: &Counts| form(counts[1], counts.iter().sum()),
        cuts: &[("yes", vec![1])],
        knows,
    };
    (0..=20).find_map(|n| {
        attack
            .somebody_pinned(&every_tally(n, 2))
            .map(|who| format!("n = {n}: {who}"))
    })
}

/// The first statement, by n, that pins somebody low or high.
fn caught_at_the_ends(publish: impl Fn(&Counts) -> String) -> Option<String> {
    let attack = Attack {
        publish,
        cuts: &[("low", vec![0]), ("high", vec![2])],
        knows: 2,
    };
    (0..=12).find_map(|n| attack.somebody_pinned(&every_tally(n, 3)))
}

#[test]
fn the_rule_of_the_design_pins_nobody() {
    assert_eq!(caught(2, |count, n| PEOPLE.form(count, n)), None);
    assert_eq!(caught(1, |count, n| TABLES.form(count, n)), None);
}

#[test]
fn a_rule_looser_by_one_pins_somebody() {
    let looser = [
        (2, Rule { few: 2, ..PEOPLE }),
        (2, Rule { all_but: 2, ..PEOPLE }),
        // Six people: "all but at most 3" then begins at four, and two who said no know that all others said yes.
        (2, Rule { fewest: 6, ..PEOPLE }),
        (1, Rule { few: 1, ..TABLES }),
        (1, Rule { all_but: 1, ..TABLES }),
        (1, Rule { fewest: 4, ..TABLES }),
    ];
    for (knows, rule) in looser {
        let who = caught(knows, |count, n| rule.form(count, n));
        assert!(who.is_some(), "{} {} {}", rule.fewest, rule.few, rule.all_but);
    }
    // One more known answer than the design promises to withstand: three respondents, or two tables, even if only
    // one person sat at each.
    assert!(caught(3, |count, n| PEOPLE.form(count, n)).is_some());
    assert!(caught(2, |count, n| TABLES.form(count, n)).is_some());
}

/// A form of a card by count and n.
type Form = fn(u64, u64) -> String;

#[test]
fn a_form_chosen_from_the_answers_pins_somebody() {
    let chosen: [(&str, Form); 7] = [
        ("exact from two on", |count, n| match count {
            2.. if n >= PEOPLE.fewest && n - count >= 2 => count.to_string(),
            _ => PEOPLE.form(count, n),
        }),
        ("exact when it is three, which looks harmless", |count, n| {
            if count == 3 && n >= PEOPLE.fewest {
                "3".to_owned()
            } else {
                PEOPLE.form(count, n)
            }
        }),
        ("exact when nobody did, which is good news", |count, n| {
            if count == 0 && n >= PEOPLE.fewest {
                "nobody".to_owned()
            } else {
                PEOPLE.form(count, n)
            }
        }),
        ("hidden when all agree", |count, n| {
            if count == 0 || count == n {
                "hidden".to_owned()
            } else {
                PEOPLE.form(count, n)
            }
        }),
        ("coarser when few did, finer otherwise", |count, n| match count {
            0..=1 if n >= PEOPLE.fewest => "at most 1".to_owned(),
            _ => PEOPLE.form(count, n),
        }),
        ("hidden unless there is something to tell", |count, n| {
            if count == n || n < PEOPLE.fewest {
                "hidden".to_owned()
            } else {
                "not all".to_owned()
            }
        }),
        ("published with fewer people when they differ", |count, n| {
            if n == 5 && count == 2 {
                "2".to_owned()
            } else if n == 5 && count == 4 {
                "most".to_owned()
            } else {
                PEOPLE.form(count, n)
            }
        }),
    ];
    for (name, form) in chosen {
        assert!(caught(2, form).is_some(), "{name}");
    }
}

#[test]
fn more_than_the_two_ends_of_a_statement_pins_somebody() {
    let n = |counts: &Counts| counts.iter().sum::<u64>();
    let ends = |counts: &Counts| {
        format!(
            "{}, {}",
            PEOPLE.form(counts[0], n(counts)),
            PEOPLE.form(counts[2], n(counts))
        )
    };
    assert_eq!(caught_at_the_ends(ends), None);
    let enough = |counts: &Counts| n(counts) >= PEOPLE.fewest;
    let with_middle = |counts: &Counts| match enough(counts) {
        true => format!("{}, middle {}", ends(counts), counts[1]),
        false => "hidden".to_owned(),
    };
    assert!(caught_at_the_ends(with_middle).is_some());
    let with_sum = |counts: &Counts| match enough(counts) {
        true => format!("{}, sum {}", ends(counts), counts[1] + 2 * counts[2]),
        false => "hidden".to_owned(),
    };
    assert!(caught_at_the_ends(with_sum).is_some());
    let greater_end = |counts: &Counts| match enough(counts) {
        true if counts[0] == 0 => "nobody low".to_owned(),
        _ => ends(counts),
    };
    assert!(caught_at_the_ends(greater_end).is_some());
}

/// What the rule does not promise where the middle is not best: there it is no cut of its own. Four low and four high of eight
/// say that nobody chose the middle. Where it is best it has a form of its own, for this reason.
#[test]
fn the_middle_of_a_statement_is_not_protected() {
    let n = |counts: &Counts| counts.iter().sum::<u64>();
    let attack = Attack {
        publish: |counts: &Counts| {
            format!(
                "{}, {}",
                PEOPLE.form(counts[0], n(counts)),
                PEOPLE.form(counts[2], n(counts))
            )
        },
        cuts: &[("middle", vec![1])],
        knows: 0,
    };
    assert_eq!(attack.somebody_pinned(&every_tally(7, 3)), None);
    assert!(attack.somebody_pinned(&every_tally(8, 3)).is_some());
}

/// The blocks of counts that look alike, for each place between two counts that is a border in `borders`.
fn blocks(n: u64, borders: u64) -> Vec<u64> {
    (0..=n)
        .map(|count| (borders & ((1 << count) - 1)).count_ones().into())
        .collect()
}

/// The design says that no finer format is safe. Of all ways to cut 0 to n into runs of counts that look alike, those
/// that pin nobody never tell two counts apart that the rule does not tell apart.
#[test]
fn no_finer_format_is_safe() {
    for (knows, rule, most) in [(2, PEOPLE, 11), (1, TABLES, 11)] {
        for n in rule.fewest..=most {
            let tallies = every_tally(n, 2);
            let mut safe_and_finest = false;
            for borders in 0..1_u64 << n {
                let block = blocks(n, borders);
                let nth = |count: u64| block[usize::try_from(count).unwrap()];
                let attack = Attack {
                    publish: |counts: &Counts| nth(counts[1]).to_string(),
                    cuts: &[("yes", vec![1])],
                    knows,
                };
                if attack.somebody_pinned(&tallies).is_some() {
                    continue;
                }
                let finer = (0..n).any(|c| nth(c) != nth(c + 1) && rule.form(c, n) == rule.form(c + 1, n));
                assert!(!finer, "n = {n}: {block:?} is safe and finer");
                safe_and_finest |= (0..n).all(|c| (nth(c) == nth(c + 1)) == (rule.form(c, n) == rule.form(c + 1, n)));
            }
            assert!(safe_and_finest, "n = {n}: the rule's own format was tried");
        }
    }
}

/// A published cell of one ward: what it can be, and how many answered there.
fn a_cell() -> impl Strategy<Value = (Cell, u64)> {
    (7..60_u64)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(count, n)| match count {
            0..=3 => (Cell::AtMost(3), n),
            _ if n - count <= 3 => (Cell::AllButAtMost(3), n),
            _ => (Cell::Exactly(count), n),
        })
}

proptest! {
    /// A higher figure is the sum of the wards' bounds. Every choice of counts that the wards' own cells allow lies
    /// within it, and its ends are reached: it rules out nothing that was possible before.
    #[test]
    fn sums_over_wards_never_narrow_a_wards_own_figure(cells in vec(a_cell(), 1..6)) {
        let bounds: Vec<(u64, u64)> = cells.iter().map(|(cell, n)| cell.bounds(*n)).collect();
        let least: u64 = bounds.iter().map(|(least, _)| least).sum();
        let most: u64 = bounds.iter().map(|(_, most)| most).sum();
        let people: u64 = cells.iter().map(|(_, n)| n).sum();
        prop_assert!(least <= most && most <= people);
        // Every sum that the wards allow, ward by ward.
        let mut sums = BTreeSet::from([0]);
        for (from, to) in &bounds {
            sums = sums.iter().flat_map(|sum| (*from..=*to).map(move |count| sum + count)).collect();
        }
        prop_assert_eq!(sums.first(), Some(&least));
        prop_assert_eq!(sums.last(), Some(&most));
        for nth in 0..bounds.len() {
            let others = |end: fn(&(u64, u64)) -> u64| -> u64 {
                bounds.iter().enumerate().filter(|(other, _)| *other != nth).map(|(_, b)| end(b)).sum()
            };
            let (from, to) = bounds[nth];
            // What the sum leaves possible for this ward, the others being anything they can be.
            let left = (least.saturating_sub(others(|b| b.1)), most - others(|b| b.0));
            prop_assert!(left.0 <= from && to <= left.1, "the sum narrows {from}..{to} to {left:?}");
        }
    }
}
