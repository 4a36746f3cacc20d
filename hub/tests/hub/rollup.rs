//! Roll-ups, tried against every tally that gives the same releases, and against whoever takes one from another.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use trykk_hub::figures::bounds::{BoundedFigure, Bounds};
use trykk_hub::figures::release::{Figure, Release, ReleasedQuestion, release};
use trykk_hub::figures::rollup::{FEWEST_BOXES, RolledQuestion, Rollup, Scope, roll_up, scopes};
use trykk_hub::figures::tally::{QuestionTally, Sheets, Tally};
use trykk_hub::organisation::{Account, Organisation, Places, Role};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::kind::Unit;

use crate::disclosure::every_tally;
use crate::given::{a_deck, best_in_the_middle, score, statement};

fn the_deck() -> Deck {
    a_deck([
        ("card", Question::Card),
        ("face", statement(5)),
        ("score", score()),
        ("workload", best_in_the_middle(5)),
    ])
}

/// A box of drop-in answers: how many chose each value of card, face, score and workload.
type Box4 = [Vec<u64>; 4];

fn tally(counts: &Box4) -> Tally {
    let firsts = [("card", 0_i16), ("face", 1), ("score", 1), ("workload", 1)];
    let questions = firsts.iter().zip(counts).map(|((id, first), counts)| QuestionTally {
        id: (*id).to_owned(),
        unit: Unit::Participant,
        counts: (*first..).zip(counts.iter().copied()).collect(),
    });
    let participant = counts.iter().map(|counts| counts.iter().sum()).max().unwrap_or(0);
    Tally {
        sheets: Sheets { participant, table: 0 },
        questions: questions.collect(),
        unreadable: 0,
        answered: None,
    }
}

fn released(counts: &Box4) -> Release {
    release("round", &["ward".to_owned()], 7, &the_deck(), &tally(counts))
}

fn a_box() -> impl Strategy<Value = Box4> {
    let counts = |values| vec(prop_oneof![Just(0_u64), 0..6_u64], values..=values);
    (counts(2), counts(5), counts(10), counts(5))
        .prop_map(|(card, face, score, workload)| [card, face, score, workload])
}

/// Departments of boxes.
fn a_hospital() -> impl Strategy<Value = Vec<Vec<Box4>>> {
    vec(vec(a_box(), 0..6), 1..4)
}

fn groups(releases: &[Vec<Release>]) -> Vec<Vec<&Release>> {
    releases.iter().map(|group| group.iter().collect()).collect()
}

fn releases(hospital: &[Vec<Box4>]) -> Vec<Vec<Release>> {
    hospital
        .iter()
        .map(|group| group.iter().map(released).collect())
        .collect()
}

fn is_inside(span: Bounds, count: u64) -> bool {
    span.least <= count && count <= span.most
}

/// The spans of a figure with the values that each counts.
fn sides(figure: BoundedFigure) -> Vec<(Bounds, std::ops::RangeInclusive<i16>)> {
    match figure {
        BoundedFigure::Hidden => Vec::new(),
        BoundedFigure::Yes(yes) => vec![(yes, 1..=1)],
        BoundedFigure::Ends {
            low_to,
            low,
            high_from,
            high,
        } => vec![(low, i16::MIN..=low_to), (high, high_from..=i16::MAX)],
        BoundedFigure::Middle {
            low_to,
            high_from,
            middle,
            low,
            high,
        } => {
            let ends = [(low, i16::MIN..=low_to), (high, high_from..=i16::MAX)];
            let ends = ends.into_iter().filter_map(|(span, values)| Some((span?, values)));
            [(middle, low_to + 1..=high_from - 1)].into_iter().chain(ends).collect()
        }
    }
}

/// Whether a release publishes a figure of a question.
fn publishes(release: &Release, id: &str) -> bool {
    release
        .questions
        .iter()
        .any(|question| question.id == id && question.figure != Figure::Hidden)
}

fn question<'r>(rollup: &'r Rollup, id: &str) -> &'r RolledQuestion {
    rollup.questions.iter().find(|question| question.id == id).unwrap()
}

/// Every card that three boxes of seven to nine can have answered: the sum lies within, and reaches both ends, so
/// that the interval says neither too much nor too little.
#[test]
fn the_true_sum_lies_within_and_the_interval_is_no_wider_than_what_is_unknown() {
    let deck = a_deck([("card", Question::Card)]);
    let one = |n: u64, yes: u64| {
        let tally = Tally {
            sheets: Sheets {
                participant: n,
                table: 0,
            },
            questions: vec![QuestionTally {
                id: "card".to_owned(),
                unit: Unit::Participant,
                counts: [(0, n - yes), (1, yes)].into(),
            }],
            unreadable: 0,
            answered: None,
        };
        release("round", &["ward".to_owned()], 7, &deck, &tally)
    };
    let mut seen: std::collections::BTreeMap<String, (Bounds, BTreeSet<u64>)> = std::collections::BTreeMap::new();
    for sizes in [[7, 7, 7], [7, 8, 9], [9, 9, 7]] {
        for yes in every_tally(9, 4) {
            let yes = &yes[..3];
            if yes.iter().zip(sizes).any(|(yes, n)| *yes > n) {
                continue;
            }
            // As many again on the other side, so that every count of each box is tried.
            for flipped in 0..8_usize {
                let counts: Vec<u64> = (0..3)
                    .map(|at| {
                        if flipped >> at & 1 == 1 {
                            sizes[at] - yes[at]
                        } else {
                            yes[at]
                        }
                    })
                    .collect();
                let releases: Vec<Release> = (0..3).map(|at| one(sizes[at], counts[at])).collect();
                let rollup = roll_up(&[releases.iter().collect()]);
                let card = question(&rollup, "card");
                assert_eq!((card.n, card.boxes, card.hidden), (sizes.iter().sum(), 3, 0));
                let BoundedFigure::Yes(span) = card.figure else {
                    panic!("{card:?}")
                };
                let key = serde_json::to_string(&releases).unwrap();
                let found = seen.entry(key).or_insert((span, BTreeSet::new()));
                assert_eq!(found.0, span, "the same releases, the same roll-up");
                found.1.insert(counts.iter().sum());
            }
        }
    }
    for (span, sums) in seen.values() {
        assert!(sums.iter().all(|sum| is_inside(*span, *sum)), "{span:?} {sums:?}");
    }
    assert!(seen.len() > 50, "{}", seen.len());
    let whole = seen
        .values()
        .filter(|(span, sums)| span.most - span.least + 1 == sums.len() as u64 && sums.first() == Some(&span.least));
    assert!(whole.count() > 10, "intervals are reached from end to end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_true_sum_lies_within_the_interval(hospital in a_hospital()) {
        let releases = releases(&hospital);
        // One group: which boxes are in a sum is then plain.
        let all: Vec<&Release> = releases.iter().flatten().collect();
        let rollup = roll_up(std::slice::from_ref(&all));
        let tallies: Vec<Tally> = hospital.iter().flatten().map(tally).collect();
        for question in &rollup.questions {
            for (span, values) in sides(question.figure) {
                let inside = tallies.iter().zip(&all).filter(|(_, release)| publishes(release, &question.id));
                let mine = inside.flat_map(|(tally, _)| tally.questions.iter().filter(|one| one.id == question.id));
                let sum: u64 = mine
                    .flat_map(|one| one.counts.iter().filter(|(value, _)| values.contains(value)))
                    .map(|(_, count)| count)
                    .sum();
                prop_assert!(is_inside(span, sum), "{} {span:?} {sum}", question.id);
                prop_assert!(span.most <= question.n);
            }
        }
    }

    /// Nothing in it that is not in the releases: n and both ends are sums of theirs, and each box is in it or not.
    #[test]
    fn a_roll_up_holds_no_more_than_the_releases(hospital in a_hospital()) {
        let releases = releases(&hospital);
        let rollup = roll_up(&groups(&releases));
        let all: Vec<&Release> = releases.iter().flatten().collect();
        let ids: Vec<&str> = rollup.questions.iter().map(|question| question.id.as_str()).collect();
        prop_assert_eq!(ids, if all.is_empty() { vec![] } else { vec!["card", "face", "score", "workload"] });
        for question in &rollup.questions {
            prop_assert_eq!(question.boxes + question.hidden, all.len() as u64);
            let publishing = all.iter().filter(|release| publishes(release, &question.id)).count() as u64;
            prop_assert!(question.boxes <= publishing);
            prop_assert!(question.boxes == 0 || question.boxes >= FEWEST_BOXES as u64);
            prop_assert_eq!(question.boxes == 0, question.figure == BoundedFigure::Hidden);
            prop_assert_eq!(question.boxes == 0, question.n == 0, "what is hidden has no n either");
            if question.boxes == publishing {
                let mut exact = (0, vec![Bounds::default(); 2]);
                for one in all.iter().flat_map(|release| &release.questions).filter(|one| one.id == question.id) {
                    let cells = match one.figure {
                        Figure::Hidden => continue,
                        Figure::Yes(yes) => vec![yes],
                        Figure::Ends { low, high, .. } => vec![low, high],
                        Figure::Middle { middle, .. } => vec![middle],
                    };
                    exact.0 += one.n;
                    for (sum, cell) in exact.1.iter_mut().zip(cells) {
                        *sum = sum.plus(Bounds::of(cell, one.n));
                    }
                }
                prop_assert_eq!(question.n, exact.0);
                // Ends that one box does not publish are bounded by it: see above.
                let published = if matches!(question.figure, BoundedFigure::Middle { .. }) { 1 } else { 2 };
                for (at, (span, _)) in sides(question.figure).into_iter().enumerate().take(published) {
                    prop_assert_eq!(span, exact.1[at]);
                }
            }
        }
    }

    /// Tallies that give the same releases give the same roll-up: nothing else can come in.
    #[test]
    fn it_is_made_of_published_cells_alone(hospital in a_hospital(), moved in vec(any::<bool>(), 32)) {
        let mut other = hospital.clone();
        for (counts, moved) in other.iter_mut().flatten().zip(moved) {
            // Two of a card's few on one side, if that is published the same.
            let (before, mut after) = (released(counts), counts.clone());
            if moved && after[0][1] > 0 {
                after[0] = vec![after[0][0] + 1, after[0][1] - 1];
            }
            if released(&after) == before {
                *counts = after;
            }
        }
        prop_assert_eq!(roll_up(&groups(&releases(&hospital))), roll_up(&groups(&releases(&other))));
    }

    #[test]
    fn the_order_of_boxes_and_departments_does_not_matter(hospital in a_hospital(), turn in 0..6_usize) {
        let releases = releases(&hospital);
        let mut turned = groups(&releases);
        for group in &mut turned {
            group.reverse();
        }
        let by = turn % turned.len();
        turned.rotate_left(by);
        prop_assert_eq!(roll_up(&groups(&releases)), roll_up(&turned));
    }

    /// Whoever is shown every roll-up of a round, of each department and of the whole, cannot take one from the others
    /// and be left with fewer than three boxes. Each box is known by its n, a power of two.
    #[test]
    fn no_difference_of_roll_ups_is_fewer_than_three_boxes(
        sizes in vec(0..5_usize, 1..5),
        silent in subsequence((0..16_usize).collect::<Vec<_>>(), 0..8),
    ) {
        let mut next = 0;
        let hospital: Vec<Vec<Release>> = sizes.iter().map(|size| {
            (0..*size).map(|_| {
                let figure = if silent.contains(&next) { Figure::Hidden } else { Figure::Yes(trykk_hub::figures::release::Cell::AtMost(3)) };
                let n = 1 << next;
                next += 1;
                let asked = ReleasedQuestion { id: "card".to_owned(), unit: Unit::Participant, n, figure };
                Release { round: "round".to_owned(), wards: Vec::new(), participants: n, tables: 0, questions: vec![asked] }
            }).collect()
        }).collect();
        let seen = |groups: &[Vec<&Release>]| {
            let rollup = roll_up(groups);
            (rollup.questions.first().map_or(0, |card| card.n), rollup.participation.map_or(0, |all| all.participants))
        };
        let groups = groups(&hospital);
        let whole = seen(&groups);
        let parts: Vec<(u64, u64)> = groups.iter().map(|group| seen(std::slice::from_ref(group))).collect();
        let enough = |boxes: u64| boxes == 0 || boxes.count_ones() >= FEWEST_BOXES as u32;
        for subset in 0..1_u32 << parts.len() {
            let taken = parts.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
            let (cards, people) = taken.fold((0, 0), |sum, (_, part)| (sum.0 | part.0, sum.1 | part.1));
            prop_assert!(enough(whole.0 & !cards) && enough(whole.1 & !people), "{whole:?} {parts:?}");
            prop_assert_eq!(cards & !whole.0, 0, "the whole has every part in it");
        }
    }
}

/// Figures with other units or other cut points are other questions.
#[test]
fn units_and_cut_points_are_never_mixed() {
    let one = |unit, high_from| Release {
        round: "round".to_owned(),
        wards: Vec::new(),
        participants: 9,
        tables: 0,
        questions: vec![ReleasedQuestion {
            id: "q".to_owned(),
            unit,
            n: 9,
            figure: Figure::Ends {
                low_to: 2,
                low: trykk_hub::figures::release::Cell::Exactly(4),
                high_from,
                high: trykk_hub::figures::release::Cell::Exactly(4),
            },
        }],
    };
    let kinds = [
        one(Unit::Participant, 4),
        one(Unit::Participant, 5),
        one(Unit::Table, 4),
    ];
    let releases: Vec<&Release> = kinds.iter().flat_map(|kind| [kind; 3]).collect();
    let rollup = roll_up(&[releases]);
    assert_eq!(rollup.questions.len(), 3);
    for question in &rollup.questions {
        assert_eq!((question.n, question.boxes), (27, 3));
        assert!(question.figure != BoundedFigure::Hidden);
    }
    let mixed = roll_up(&[kinds.iter().collect()]);
    assert!(
        mixed
            .questions
            .iter()
            .all(|question| question.figure == BoundedFigure::Hidden)
    );
}

#[test]
fn places_reach_departments_and_the_whole_only_when_all_are_named() {
    let account = |departments: &[&str], wards: &[&str]| Account {
        role: Role::SeniorLeader,
        places: Places {
            wards: wards.iter().map(|&id| id.to_owned()).collect(),
            departments: departments.iter().map(|&id| id.to_owned()).collect(),
        },
        blocked: false,
        has_counting_key: false,
    };
    let organisation = Organisation {
        departments: ["medicine", "surgery"].map(|id| (id.to_owned(), id.to_owned())).into(),
        ..Organisation::default()
    };
    let reach = |departments: &[&str], wards: &[&str]| scopes(&organisation, &account(departments, wards).places);
    let department = |id: &str| Scope::Department(id.to_owned());
    assert_eq!(
        reach(&["surgery", "medicine"], &[]),
        [Scope::Organisation, department("medicine"), department("surgery")]
    );
    assert_eq!(reach(&["surgery", "elsewhere"], &[]), [department("surgery")]);
    assert_eq!(reach(&[], &["med-1", "med-2"]), []);
}
