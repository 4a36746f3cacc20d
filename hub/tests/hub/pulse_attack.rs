//! What a pulse says, attacked. Two adversaries. The first is the design's: he knows the rule, who answered and how many, the result before, and
//! two respondents' own answers. The second knows more than anybody can: that everybody else answers as they did before. So he looks for
//! what changed: one who left between the two, one who came, and two who tell each other everything and answer as they like both times.
//! Neither may learn what somebody else answered. Every case is tried, and rules that are a little looser are found out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use trykk_hub::figures::bounds::{BoundedFigure, Bounds, bound_questions};
use trykk_hub::figures::change::{Change, Gap, compare_by};
use trykk_hub::figures::pulse::{PULSE_ANSWERS, PULSE_GAP, PulseWord, answer_pulse};
use trykk_hub::figures::release::{Release, release};
use trykk_hub::figures::tally::{QuestionTally, Sheets, Tally};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::kind::Unit;

use crate::disclosure::{Attack, Counts, every_tally};
use crate::given::{a_deck, best_in_the_middle, score, statement};

fn tally(first: i16, counts: &[u64]) -> Tally {
    let n = counts.iter().sum();
    let question = QuestionTally {
        id: "q".to_owned(),
        unit: Unit::Participant,
        counts: (first..).zip(counts.iter().copied()).collect(),
    };
    Tally {
        sheets: Sheets {
            participant: n,
            table: 0,
        },
        answered: None,
        questions: vec![question],
        unreadable: 0,
    }
}

/// A question with the value that its answers begin with.
struct Asked {
    deck: Deck,
    first: i16,
    values: usize,
}

impl Asked {
    fn of(question: Question, first: i16, values: usize) -> Self {
        Asked {
            deck: a_deck([("q", question)]),
            first,
            values,
        }
    }

    fn card() -> Self {
        Self::of(Question::Card, 0, 2)
    }

    fn release(&self, counts: &[u64]) -> Release {
        release("r", &[], 7, &self.deck, &tally(self.first, counts))
    }

    fn say(&self, before: &Release, counts: &[u64]) -> Option<PulseWord> {
        let said = answer_pulse(
            &self.deck,
            (PULSE_ANSWERS, 100),
            &tally(self.first, counts),
            Some((&self.deck, before)),
        );
        assert_eq!(said.results.len(), 1);
        said.results[0].said
    }
}

/// Of two, seven, ten and all the earlier results of `n` answers: those that publish something else, once.
fn releases(asked: &Asked, n: u64) -> Vec<Release> {
    let mut seen = BTreeSet::new();
    let all = every_tally(n, asked.values).into_iter();
    let all = all.map(|counts| asked.release(&counts));
    all.filter(|release| seen.insert(serde_json::to_string(release).unwrap()))
        .collect()
}

/// What an attacker may want to know of an answer: on which side it stands.
type Cuts<'c> = &'c [(&'c str, Vec<usize>)];

#[test]
fn whoever_knows_two_answers_and_the_result_before_pins_nobody() {
    let card = [("yes", vec![1])];
    let faces = [("low", vec![0, 1]), ("high", vec![3, 4]), ("middle", vec![2])];
    let asked: [(Asked, Cuts<'_>, RangeInclusive<u64>); 3] = [
        (Asked::card(), &card, 10..=13),
        (Asked::of(statement(5), 1, 5), &faces, 10..=10),
        (Asked::of(best_in_the_middle(5), 1, 5), &faces, 10..=10),
    ];
    for (asked, cuts, people) in &asked {
        for n in people.clone() {
            let tallies = every_tally(n, asked.values);
            for before in people.clone().flat_map(|n| releases(asked, n)) {
                let attack = Attack {
                    publish: |counts: &Counts| serde_json::to_string(&asked.say(&before, counts)).unwrap(),
                    cuts,
                    knows: 2,
                };
                assert_eq!(attack.somebody_pinned(&tallies), None, "{n} beside {before:?}");
            }
        }
    }
}

/// What is said of so many that said yes, out of so many, beside so many before.
type Rule<'r> = dyn Fn((u64, u64), (u64, u64)) -> String + 'r;

/// Somebody of whom more is known than before, where all others answer as they did; how many answered.
fn find_pinned(bounds: &dyn Fn(u64, u64) -> Bounds, say: &Rule<'_>, people: RangeInclusive<u64>) -> Option<(u64, u64)> {
    let there = |present: u64| 0..=present;
    for (left, came) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        for (known_before, known_now) in there(2).flat_map(|one| there(2).map(move |other| (one, other))) {
            for stayed in 5..=*people.end() {
                let (n_before, n) = (stayed + left + known_before, stayed + came + known_now);
                if !people.contains(&n_before) || !people.contains(&n) {
                    continue;
                }
                for (own_before, own) in
                    there(known_before).flat_map(|one| there(known_now).map(move |other| (one, other)))
                {
                    let mut fits: BTreeMap<(u64, u64, String), Vec<[u64; 3]>> = BTreeMap::new();
                    for yes in 0..=stayed {
                        for (gone, new) in there(left).flat_map(|one| there(came).map(move |other| (one, other))) {
                            let (before, now) = ((yes + gone + own_before, n_before), (yes + new + own, n));
                            let seen = bounds(before.0, before.1);
                            let key = (seen.least, seen.most, say(now, before));
                            fits.entry(key).or_default().push([yes, gone, new]);
                        }
                    }
                    let pins = |all: &Vec<[u64; 3]>| {
                        let alike = |place: usize| all.iter().map(|one| one[place]).collect::<BTreeSet<_>>();
                        let stayers = alike(0);
                        let one_side = stayers.len() == 1 && (stayers.contains(&0) || stayers.contains(&stayed));
                        one_side || left == 1 && alike(1).len() == 1 || came == 1 && alike(2).len() == 1
                    };
                    if fits.values().any(pins) {
                        return Some((n_before, n));
                    }
                }
            }
        }
    }
    None
}

const FEW: RangeInclusive<u64> = 10..=16;

/// What is published of so many yes out of so many.
fn every_bounds(asked: &Asked) -> BTreeMap<(u64, u64), Bounds> {
    let known = FEW.flat_map(|n| (0..=n).map(move |yes| (yes, n)));
    let known = known.map(|(yes, n)| {
        let figure = bound_questions(&asked.release(&[n - yes, yes]))[0].figure;
        let BoundedFigure::Yes(bounds) = figure else {
            panic!("{figure:?}")
        };
        ((yes, n), bounds)
    });
    known.collect()
}

fn say_by(gap: Gap, bounds: &BTreeMap<(u64, u64), Bounds>) -> impl Fn((u64, u64), (u64, u64)) -> String {
    move |now, before| {
        let said = compare_by(gap, (bounds[&now], now.1), (bounds[&before], before.1));
        format!("{said:?}, {}", now.1 / 5 * 5)
    }
}

#[test]
fn where_all_others_answer_as_before_nobody_learns_what_one_who_left_or_came_answered() {
    let asked = Asked::card();
    let bounds = every_bounds(&asked);
    let releases: BTreeMap<(u64, u64), Release> = bounds
        .keys()
        .map(|(yes, n)| ((*yes, *n), asked.release(&[n - yes, *yes])))
        .collect();
    let published = |yes, n| bounds[&(yes, n)];
    // The hub's own words, as they are published.
    let say = |now: (u64, u64), before: (u64, u64)| {
        let word = asked
            .say(&releases[&before], &[now.1 - now.0, now.0])
            .expect("ten answers");
        format!("{:?}, {}", word.word, word.about)
    };
    assert_eq!(find_pinned(&published, &say, FEW), None);
    let by_gap = say_by(PULSE_GAP, &bounds);
    for (now, before) in bounds
        .keys()
        .flat_map(|now| bounds.keys().map(move |before| (*now, *before)))
    {
        assert_eq!(say(now, before), by_gap(now, before), "{now:?} {before:?}");
    }
}

/// A tenth; a fifth and nothing more; a fifth and an answer less than it is.
#[test]
fn a_looser_rule_is_found_out() {
    let bounds = every_bounds(&Asked::card());
    let published = |yes, n| bounds[&(yes, n)];
    for gap in [
        Gap { one_in: 10, answers: 0 },
        Gap { one_in: 5, answers: 0 },
        Gap {
            answers: PULSE_GAP.answers - 1,
            ..PULSE_GAP
        },
    ] {
        assert!(find_pinned(&published, &say_by(gap, &bounds), FEW).is_some(), "{gap:?}");
    }
}

#[test]
fn below_ten_answers_nothing_is_said_and_how_many_answered_is_told_in_fives() {
    let asked = Asked::card();
    let before = |n: u64| asked.release(&[n, 0]);
    for (n_before, n, about) in [
        (9, 20, None),
        (20, 9, None),
        (10, 10, Some(10)),
        (20, 14, Some(10)),
        (20, 15, Some(15)),
    ] {
        let said = asked.say(&before(n_before), &[0, n]);
        assert_eq!(said.map(|said| said.about), about, "{n_before}, {n}");
        assert!(said.is_none_or(|said| said.word == Change::More));
    }
    // Without a result of the same question there is nothing to say.
    let deck = a_deck([("q", Question::Card)]);
    let alone = answer_pulse(&deck, (10, 100), &tally(0, &[0, 20]), None);
    assert_eq!(alone.results[0].said, None);
    let mut worded = a_deck([("q", Question::Card)]);
    worded.items[0].text = crate::given::text("Noe helt annet?");
    let other = release("r", &[], 7, &worded, &tally(0, &[20, 0]));
    let said = answer_pulse(&deck, (10, 100), &tally(0, &[0, 20]), Some((&worded, &other)));
    assert_eq!(said.results[0].said, None);
    // A number has no side of its own, whatever it is asked beside.
    let number = Asked::of(score(), 1, 10);
    let mut low = vec![0; 10];
    low[0] = 20;
    let mut high = vec![0; 10];
    high[9] = 20;
    assert_eq!(number.say(&number.release(&low), &high), None);
}

/// Nothing of a pulse's JSON is a count: two of which the same is said are the same to the last byte.
#[test]
fn what_is_kept_is_a_word_and_a_number_in_fives_and_nothing_else() {
    let asked = Asked::of(statement(5), 1, 5);
    let before = asked.release(&[10, 10, 0, 0, 0]);
    let keep = |counts: &[u64]| {
        let pulse = answer_pulse(&asked.deck, (10, 100), &tally(1, counts), Some((&asked.deck, &before)));
        serde_json::to_string(&pulse).unwrap()
    };
    let kept = keep(&[0, 0, 0, 0, 17]);
    assert_eq!(kept, r#"{"results":[{"item":"q","said":{"word":"more","about":15}}]}"#);
    assert_eq!(kept, keep(&[1, 0, 3, 6, 9]));
}
