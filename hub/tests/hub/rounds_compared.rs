//! Brute force against two rounds of one ward side by side: two who know their own answers in both, and see what both published and whether
//! that is called more or fewer, try to learn what a third answered in either, or whether they changed. Of cards, of the ends of statements,
//! and of bands. A rule that is looser by one, or that reads a count where it may read bounds, is caught at once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use trykk_hub::analysis::bands::{Band, find_band};
use trykk_hub::figures::bounds::{BoundedFigure, Bounds, bound_questions};
use trykk_hub::figures::change::{Change, compare};
use trykk_hub::figures::release::release;
use trykk_hub::figures::tally::{QuestionTally, Sheets, Tally};
use trykk_shared::deck::Deck;
use trykk_shared::kind::Unit;

/// What somebody answered in the first round and in the second.
type Both = (u8, u8);
/// What is seen of two rounds, in words.
type Seen = String;

/// Calls `visit` with every multiset of `size` of these.
fn every_set(from: &[Both], size: usize, chosen: &mut Vec<Both>, visit: &mut impl FnMut(&[Both])) {
    if size == 0 {
        return visit(chosen);
    }
    for (at, one) in from.iter().enumerate() {
        chosen.push(*one);
        every_set(&from[at..], size - 1, chosen, visit);
        chosen.pop();
    }
}

/// Everything that one can answer twice, where there are so many answers.
fn every_pair(answers: u8) -> Vec<Both> {
    (0..answers)
        .flat_map(|first| (0..answers).map(move |second| (first, second)))
        .collect()
}

/// What can be true of somebody: each answer in each round, and that they changed.
fn facts((first, second): Both, answers: u8) -> Vec<bool> {
    let in_rounds = (0..answers).flat_map(|answer| [first == answer, second == answer]);
    in_rounds.chain([first != second]).collect()
}

/// Somebody about whom two others learn one of these for certain, of `n` who answered in both rounds. A middle that is not best is no fact
/// of its own (design.md): of three answers the ends are looked for.
fn find_pinned(n: usize, answers: u8, publish: &impl Fn(&[Both]) -> Seen) -> Option<String> {
    let kinds = every_pair(answers);
    let mut colluders = Vec::new();
    every_set(&kinds, 2, &mut Vec::new(), &mut |two| colluders.push(two.to_vec()));
    colluders.into_iter().find_map(|two| {
        let mut possible: BTreeMap<Seen, Vec<[bool; 2]>> = BTreeMap::new();
        every_set(&kinds, n - 2, &mut two.clone(), &mut |all| {
            let known = possible.entry(publish(all)).or_default();
            for other in &all[2..] {
                let facts = facts(*other, answers);
                known.resize(facts.len(), [false; 2]);
                for (at, is) in facts.into_iter().enumerate() {
                    known[at][usize::from(is)] = true;
                }
            }
        });
        let is_middle = |at: usize| answers == 3 && (2..4).contains(&at);
        let pinned = possible.into_iter().find_map(|(seen, facts)| {
            let at = facts
                .iter()
                .enumerate()
                .position(|(at, fact)| fact[0] != fact[1] && !is_middle(at))?;
            Some((seen, at))
        })?;
        Some(format!("n = {n}, they answered {two:?}, seen {pinned:?}"))
    })
}

fn find_anybody(answers: u8, most: usize, publish: &impl Fn(&[Both]) -> Seen) -> Option<String> {
    (3..=most).find_map(|n| find_pinned(n, answers, publish))
}

fn count(all: &[Both], answer: u8) -> [u64; 2] {
    let first = all.iter().filter(|one| one.0 == answer).count();
    let second = all.iter().filter(|one| one.1 == answer).count();
    [first as u64, second as u64]
}

/// More people than are tried anywhere here.
const MOST: u64 = 12;

/// What the hub's own rule publishes of each count of a card. Each end of a statement is published by the same rule (`disclosure`).
static RULE: LazyLock<BTreeMap<(u64, u64), Option<Bounds>>> = LazyLock::new(|| {
    let deck = Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap();
    let publish = |count: u64, n: u64| {
        let tally = Tally {
            sheets: Sheets {
                participant: n,
                table: 0,
            },
            questions: vec![QuestionTally {
                id: "card-silence".to_owned(),
                unit: Unit::Participant,
                counts: [(0, n - count), (1, count)].into(),
            }],
            unreadable: 0,
            answered: None,
        };
        let released = release("round", &["ward".to_owned()], 7, &deck, &tally);
        match bound_questions(&released)[0].figure {
            BoundedFigure::Yes(bounds) => Some(bounds),
            _ => None,
        }
    };
    let all = (0..=MOST).flat_map(|n| (0..=n).map(move |count| (count, n)));
    all.map(|(count, n)| ((count, n), publish(count, n))).collect()
});

/// What is known of a count.
fn rule(count: u64, n: u64) -> Option<Bounds> {
    RULE[&(count, n)]
}

/// What is seen of one answer in two rounds of the same people: what each shows, and the word for the change.
fn side_by_side(all: &[Both], answer: u8, known: &impl Fn(u64, u64) -> Option<Bounds>) -> Seen {
    let n = all.len() as u64;
    let [first, second] = count(all, answer).map(|count| known(count, n));
    let change = match (first, second) {
        (Some(first), Some(second)) => compare((second, n), (first, n)),
        _ => Change::CannotTell,
    };
    format!("{first:?} {second:?} {change:?}")
}

fn card(known: impl Fn(u64, u64) -> Option<Bounds>) -> impl Fn(&[Both]) -> Seen {
    move |all| side_by_side(all, 1, &known)
}

/// Low, between and high: both ends of a statement.
fn ends(known: impl Fn(u64, u64) -> Option<Bounds>) -> impl Fn(&[Both]) -> Seen {
    move |all| [0, 2].map(|end| side_by_side(all, end, &known)).join(" | ")
}

/// The rule once more, with everything in it that could be set otherwise.
fn loosened(fewest: u64, few: u64) -> impl Fn(u64, u64) -> Option<Bounds> {
    move |count, n| {
        let within = |least, most| Some(Bounds { least, most });
        match count {
            _ if n < fewest => None,
            _ if count <= few => within(0, few),
            _ if n - count <= few => within(n - few, n),
            _ => within(count, count),
        }
    }
}

fn bands(with: u64, of: u64) -> Option<Band> {
    find_band(with, of, 7)
}

fn two_bands(rule: impl Fn(u64, u64) -> Option<Band>) -> impl Fn(&[Both]) -> Seen {
    move |all| format!("{:?}", count(all, 1).map(|with| rule(with, all.len() as u64)))
}

#[test]
fn two_rounds_side_by_side_pin_nobody_in_either() {
    assert_eq!(find_anybody(2, 12, &card(rule)), None);
    assert_eq!(find_anybody(3, 8, &ends(rule)), None);
    assert_eq!(find_anybody(2, 12, &two_bands(bands)), None);
    // All that is published of a card, and bands, together.
    let all = |all: &[Both]| card(rule)(all) + &two_bands(bands)(all);
    assert_eq!(find_anybody(2, 10, &all), None);
}

#[test]
fn a_rule_that_is_looser_by_one_pins_somebody_at_once() {
    assert_eq!(
        find_anybody(2, 10, &card(loosened(7, 3))),
        None,
        "the rule, written once more"
    );
    let few = find_anybody(2, 10, &card(loosened(7, 2))).expect("at most two");
    assert!(few.starts_with("n = 7"), "{few}");
    let fewest = find_anybody(2, 10, &card(loosened(6, 3))).expect("six people");
    assert!(fewest.starts_with("n = 6"), "{fewest}");
    let mentioned = find_anybody(
        2,
        10,
        &two_bands(|with, of| {
            if with == 3 && of >= 7 {
                Some(Band::Mentioned)
            } else {
                bands(with, of)
            }
        }),
    );
    assert!(
        mentioned.is_some_and(|who| who.starts_with("n = 7")),
        "mentioned from three"
    );
}

/// A word for the change that is found in the counts, and not in what is known of them.
#[test]
fn a_change_that_is_read_from_the_counts_pins_somebody_at_once() {
    let from_counts = |all: &[Both]| {
        let (n, [first, second]) = (all.len() as u64, count(all, 1));
        let exactly = |count| Bounds {
            least: count,
            most: count,
        };
        let change = compare((exactly(second), n), (exactly(first), n));
        format!("{:?} {:?} {change:?}", rule(first, n), rule(second, n))
    };
    let who = find_anybody(2, 10, &from_counts).expect("more or fewer of at most three");
    assert!(who.starts_with("n = 7") || who.starts_with("n = 3"), "{who}");
}

/// What is not promised (design.md, "Known to be open"): of whoever comes in between two rounds in which all others are known to have
/// answered the same, exact counts tell the answer.
#[test]
fn whoever_alone_was_away_is_told_by_exact_counts_where_all_others_answered_the_same() {
    let known = |count, n| rule(count, n).unwrap();
    let (before, now) = (known(5, 10), known(4, 9));
    assert_eq!((before.least, before.most, now.least, now.most), (5, 5, 4, 4));
    // No word for the change is said of it.
    assert_eq!(compare((now, 9), (before, 10)), Change::CannotTell);
}
