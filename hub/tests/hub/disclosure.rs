//! The release rule, attacked. The adversary of the design knows the rule and the code, how many answered and who,
//! and two respondents' own answers (in table mode one table's). Here he is taken at his word: he lists every tally
//! there could be, keeps those that give exactly what was published, takes the answers he knows out of each, and
//! looks whether somebody else then stands on the same side of a cut in all that is left.
//!
//! Nothing here uses the code of the rule: `release` is a black box, and what is published is read from its JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use trykk_hub::figures::release::release;
use trykk_hub::figures::tally::{QuestionTally, Sheets, Tally};
use trykk_shared::deck::{Deck, Favourable, Question};
use trykk_shared::kind::Unit;

use crate::given::{a_deck, best_in_the_middle, score, statement};

/// How many chose each value of a scale.
pub type Counts = Vec<u64>;

/// Every way in which `n` answers fall on `values` values.
pub fn every_tally(n: u64, values: usize) -> Vec<Counts> {
    if values == 1 {
        return vec![vec![n]];
    }
    (0..=n)
        .flat_map(|first| {
            every_tally(n - first, values - 1)
                .into_iter()
                .map(move |rest| [vec![first], rest].concat())
        })
        .collect()
}

/// What the adversary attacks.
pub struct Attack<'a, P> {
    /// What is published of a tally.
    pub publish: P,
    /// The cuts that protect: each with the places of the values on its one side.
    pub cuts: &'a [(&'a str, Vec<usize>)],
    /// How many answers he knows at the most.
    pub knows: u64,
}

impl<P: Fn(&Counts) -> String> Attack<'_, P> {
    /// Somebody who is pinned in one of `tallies`: all of them that there can be for one n.
    ///
    /// Those whose answers he does not know are all alike to him, so somebody is pinned to a side exactly when
    /// they all stand on it, in every tally that fits.
    pub fn somebody_pinned(&self, tallies: &[Counts]) -> Option<String> {
        let mut alike: BTreeMap<String, Vec<&Counts>> = BTreeMap::new();
        for tally in tallies {
            alike.entry((self.publish)(tally)).or_default().push(tally);
        }
        let values = tallies[0].len();
        let known = (0..=self.knows).flat_map(|knows| every_tally(knows, values));
        let known: Vec<Counts> = known.collect();
        alike.iter().find_map(|(published, possible)| {
            known.iter().find_map(|known| {
                let others: Vec<Counts> = possible.iter().filter_map(|tally| without(tally, known)).collect();
                let (cut, side) = pinned(&others, self.cuts)?;
                Some(format!(
                    "{published} with {known:?} known pins everybody else to {side}{cut}"
                ))
            })
        })
    }
}

/// The tally without the known answers; `None` when they do not fit into it.
fn without(tally: &Counts, known: &Counts) -> Option<Counts> {
    tally
        .iter()
        .zip(known)
        .map(|(all, own)| all.checked_sub(*own))
        .collect()
}

fn pinned<'c>(others: &[Counts], cuts: &'c [(&'c str, Vec<usize>)]) -> Option<(&'c str, &'static str)> {
    let people: u64 = others.first()?.iter().sum();
    if people == 0 {
        return None;
    }
    cuts.iter().find_map(|(name, side)| {
        let on_side = |tally: &Counts| side.iter().map(|place| tally[*place]).sum::<u64>();
        if others.iter().all(|tally| on_side(tally) == people) {
            Some((*name, ""))
        } else if others.iter().all(|tally| on_side(tally) == 0) {
            Some((*name, "not "))
        } else {
            None
        }
    })
}

/// A question put to the hub's own rule.
pub struct Asked {
    deck: Deck,
    unit: Unit,
    /// The values that are tried.
    values: Vec<i16>,
    floor: u32,
    /// How many people there were, when tables answered.
    people: u64,
}

impl Asked {
    fn people(question: Question, values: impl IntoIterator<Item = i16>, floor: u32) -> Self {
        Asked {
            deck: a_deck([("q", question)]),
            unit: Unit::Participant,
            values: values.into_iter().collect(),
            floor,
            people: 0,
        }
    }

    fn tables(question: Question, values: impl IntoIterator<Item = i16>, floor: u32, people: u64) -> Self {
        Asked {
            unit: Unit::Table,
            people,
            ..Asked::people(question, values, floor)
        }
    }

    /// The published figure, as everybody reads it.
    fn published(&self, counts: &Counts) -> Value {
        let n: u64 = counts.iter().sum();
        let sheets = match self.unit {
            Unit::Participant => Sheets {
                participant: n,
                table: 0,
            },
            Unit::Table => Sheets {
                participant: self.people,
                table: n,
            },
        };
        let question = QuestionTally {
            id: "q".to_owned(),
            unit: self.unit,
            counts: self.values.iter().copied().zip(counts.iter().copied()).collect(),
        };
        let json = released(&self.deck, sheets, vec![question], self.floor);
        assert_eq!(json["questions"][0]["n"], n, "n is exact");
        json["questions"][0]["figure"].clone()
    }

    /// The cuts of the design: yes / no, low / not low, high / not high; where the middle is best, middle / ends too. Faces: the
    /// outer ones on each side.
    fn cuts(&self) -> Vec<(&'static str, Vec<usize>)> {
        let (low, high) = match &self.deck.items[0].question {
            Question::Card => return vec![("yes", vec![1])],
            Question::Statement { faces, .. } => match faces.len() {
                3 | 4 => (1, faces.len()),
                5 => (2, 4),
                6 => (2, 5),
                _ => (3, 5),
            },
            _ => (4, 8),
        };
        let side = |on: &dyn Fn(usize) -> bool| {
            let places = self.values.iter().enumerate();
            let on_side = places.filter(|(_, value)| on(usize::try_from(**value).unwrap()));
            on_side.map(|(place, _)| place).collect()
        };
        let mut cuts = vec![("low", side(&|v| v <= low)), ("high", side(&|v| v >= high))];
        if self.is_best_in_the_middle() {
            cuts.push(("middle", side(&|v| v > low && v < high)));
        }
        cuts
    }

    fn is_best_in_the_middle(&self) -> bool {
        let question = &self.deck.items[0].question;
        matches!(
            question,
            Question::Statement {
                favourable: Favourable::Middle,
                ..
            }
        )
    }

    fn knows(&self) -> u64 {
        match self.unit {
            Unit::Participant => 2,
            Unit::Table => 1,
        }
    }

    /// Attacks every tally of every n up to `most`; gives how many different figures were published.
    fn attack(&self, most: u64) -> usize {
        let cuts = self.cuts();
        let mut figures = BTreeSet::new();
        for n in 0..=most {
            let tallies = every_tally(n, self.values.len());
            let published: Vec<Value> = tallies.iter().map(|counts| self.published(counts)).collect();
            let texts: BTreeMap<&Counts, String> = tallies.iter().zip(published.iter().map(Value::to_string)).collect();
            let attack = Attack {
                publish: |counts: &Counts| texts[counts].clone(),
                cuts: &cuts,
                knows: self.knows(),
            };
            assert_eq!(attack.somebody_pinned(&tallies), None, "n = {n}, floor {}", self.floor);
            self.says_what_it_does(&tallies, &published, &cuts);
            figures.extend(published.iter().map(|figure| format!("{n} {figure}")));
        }
        figures.len()
    }

    /// What the figure says in words is all there is to know: every tally that fits the words gives the same figure.
    /// So the format does not itself tell what was answered.
    fn says_what_it_does(&self, tallies: &[Counts], published: &[Value], cuts: &[(&str, Vec<usize>)]) {
        let distinct: BTreeMap<String, &Value> = published.iter().map(|one| (one.to_string(), one)).collect();
        for figure in distinct.values() {
            for (tally, other) in tallies.iter().zip(published) {
                assert_eq!(self.fits(figure, tally, cuts), *figure == other, "{figure} {tally:?}");
            }
        }
    }

    fn fits(&self, figure: &Value, tally: &Counts, cuts: &[(&str, Vec<usize>)]) -> bool {
        let n: u64 = tally.iter().sum();
        let figure = match figure {
            Value::String(word) => return word == "hidden",
            figure => figure.get("ends").or_else(|| figure.get("middle")).unwrap_or(figure),
        };
        let count = |name: &str| -> u64 {
            let (_, side) = cuts.iter().find(|(cut, _)| *cut == name).unwrap();
            side.iter().map(|place| tally[*place]).sum()
        };
        if !self.is_best_in_the_middle() {
            return cuts.iter().all(|(name, _)| is_worded(&figure[name], count(name), n));
        }
        // Of the ends, where the middle is exact; of all, where hardly anybody chose it.
        let of = match figure["middle"].get("exactly") {
            Some(middle) => n.saturating_sub(middle.as_u64().unwrap()),
            None => n,
        };
        is_worded(&figure["middle"], count("middle"), n)
            && (figure["low"].is_null() || is_worded(&figure["low"], count("low"), of))
    }
}

/// Whether `count` of `n` is what a cell says.
fn is_worded(cell: &Value, count: u64, n: u64) -> bool {
    let (words, number) = cell.as_object().unwrap().iter().next().unwrap();
    let number = number.as_u64().unwrap();
    match words.as_str() {
        "at-most" => count <= number,
        "exactly" => count == number,
        "all-but-at-most" => n - count <= number,
        other => panic!("{other:?} is no form of the design"),
    }
}

fn released(deck: &Deck, sheets: Sheets, questions: Vec<QuestionTally>, floor: u32) -> Value {
    let tally = Tally {
        sheets,
        questions,
        unreadable: 0,
        answered: None,
    };
    let wards = ["ward".to_owned()];
    serde_json::to_value(release("round", &wards, floor, deck, &tally)).unwrap()
}

const FLOORS: [u32; 3] = [5, 7, 10];

#[test]
fn nobody_is_pinned_by_a_card() {
    for floor in FLOORS {
        let figures = Asked::people(Question::Card, 0..=1, floor).attack(20);
        assert!(figures > 60, "only {figures} figures were attacked");
    }
}

/// Where the middle is best it is a cut of its own: middle, low and high together pin nobody.
#[test]
fn nobody_is_pinned_by_a_statement_that_is_best_in_the_middle() {
    let figures = Asked::people(best_in_the_middle(5), [1, 3, 5], 5).attack(45);
    assert!(figures > 500, "only {figures} figures were attacked");
    Asked::people(best_in_the_middle(3), 1..=3, 10).attack(20);
    Asked::people(best_in_the_middle(5), 1..=5, 7).attack(12);
    Asked::tables(best_in_the_middle(5), [1, 3, 5], 5, 100).attack(40);
}

#[test]
fn nobody_is_pinned_by_both_cuts_of_a_statement_together() {
    for floor in FLOORS {
        for faces in 3..=5_i16 {
            let asked = Asked::people(statement(faces.unsigned_abs().into()), 1..=faces, floor);
            assert!(asked.attack(12) > 20);
        }
    }
    for faces in 6..=7_i16 {
        Asked::people(statement(faces.unsigned_abs().into()), 1..=faces, 5).attack(8);
    }
    // The outermost and the middle faces stand for all of their part.
    Asked::people(statement(5), [1, 3, 5], 5).attack(20);
}

#[test]
fn nobody_is_pinned_by_both_cuts_of_a_score_together() {
    for floor in FLOORS {
        // Both sides of each cut; and a value of each part, for more people.
        assert!(Asked::people(score(), [4, 5, 7, 8], floor).attack(12) > 20);
        assert!(Asked::people(score(), [1, 6, 10], floor).attack(20) > 20);
    }
}

#[test]
fn no_table_is_pinned_by_a_card_or_a_score() {
    for floor in FLOORS {
        for people in [0, u64::from(floor), u64::from(floor.max(7)) - 1] {
            let below = people < u64::from(floor.max(7));
            let figures = Asked::tables(Question::Card, 0..=1, floor, people).attack(12);
            // Without the people only "hidden" is left for each n.
            assert_eq!(
                figures == 13,
                below,
                "{people} people, floor {floor}: {figures} figures"
            );
        }
        assert!(Asked::tables(Question::Card, 0..=1, floor, 48).attack(12) > 30);
        assert!(Asked::tables(score(), [4, 5, 7, 8], floor, 48).attack(12) > 20);
    }
}

/// All questions of a box together say no more than each by itself: the adversary is given the whole release.
#[test]
fn nobody_is_pinned_by_several_questions_together() {
    let deck = a_deck([("card", Question::Card), ("statement", statement(3))]);
    for n in 6..=9 {
        // One list of counts holds both questions: two values of the card, three of the statement.
        let tallies: Vec<Counts> = every_tally(n, 2)
            .into_iter()
            .flat_map(|card| {
                every_tally(n, 3)
                    .into_iter()
                    .map(move |statement| [card.clone(), statement].concat())
            })
            .collect();
        let publish = |counts: &Counts| {
            let tally = |id: &str, first: i16, counts: &[u64]| QuestionTally {
                id: id.to_owned(),
                unit: Unit::Participant,
                counts: (first..).zip(counts.iter().copied()).collect(),
            };
            let questions = vec![tally("card", 0, &counts[..2]), tally("statement", 1, &counts[2..])];
            let sheets = Sheets {
                participant: n,
                table: 0,
            };
            released(&deck, sheets, questions, 5).to_string()
        };
        let mut alike: BTreeMap<String, Vec<&Counts>> = BTreeMap::new();
        for tally in &tallies {
            alike.entry(publish(tally)).or_default().push(tally);
        }
        let both = |card: &Counts| {
            every_tally(2, 3)
                .into_iter()
                .map(move |s| [card.clone(), s].concat())
                .collect()
        };
        let known: Vec<Counts> = every_tally(2, 2)
            .iter()
            .flat_map(|card| -> Vec<Counts> { both(card) })
            .collect();
        for (published, possible) in &alike {
            for known in &known {
                let others: Vec<Counts> = possible.iter().filter_map(|tally| without(tally, known)).collect();
                let part = |from: usize, to: usize| -> Vec<Counts> {
                    others.iter().map(|tally| tally[from..to].to_vec()).collect()
                };
                assert_eq!(pinned(&part(0, 2), &[("yes", vec![1])]), None, "{published}");
                let ends = [("low", vec![0]), ("high", vec![2])];
                assert_eq!(pinned(&part(2, 5), &ends), None, "{published}");
            }
        }
    }
}

/// For equal n the same forms can be published, in every question and at both ends of it.
#[test]
fn which_forms_there_are_follows_from_n_alone() {
    let forms = |asked: &Asked, n: u64, at: &[&str]| -> BTreeSet<String> {
        let tallies = every_tally(n, asked.values.len());
        let figures = tallies.iter().map(|counts| asked.published(counts));
        figures
            .map(|figure| at.iter().fold(figure, |figure, key| figure[*key].clone()).to_string())
            .collect()
    };
    for n in 7..=12 {
        let card = forms(&Asked::people(Question::Card, 0..=1, 5), n, &["yes"]);
        let expected: BTreeSet<String> = ["{\"at-most\":3}".to_owned(), "{\"all-but-at-most\":3}".to_owned()]
            .into_iter()
            .chain((4..n - 3).map(|count| format!("{{\"exactly\":{count}}}")))
            .collect();
        assert_eq!(card, expected, "n = {n}");
        let others = [
            Asked::people(statement(3), 1..=3, 5),
            Asked::people(statement(5), [1, 3, 5], 5),
            Asked::people(score(), [4, 5, 8], 5),
        ];
        for asked in &others {
            for end in ["low", "high"] {
                assert_eq!(forms(asked, n, &["ends", end]), expected, "n = {n}, {end}");
            }
            for cut in ["low_to", "high_from"] {
                assert_eq!(forms(asked, n, &["ends", cut]).len(), 1, "the cuts are fixed");
            }
        }
    }
}

#[test]
fn a_hidden_figure_looks_the_same_whatever_the_reason() {
    let hidden = [
        Asked::people(Question::Card, 0..=1, 5).published(&vec![0, 0]),
        Asked::people(Question::Card, 0..=1, 5).published(&vec![6, 0]),
        Asked::people(Question::Card, 0..=1, 10).published(&vec![4, 5]),
        Asked::people(statement(5), 1..=5, 7).published(&vec![1, 1, 1, 1, 1]),
        Asked::people(score(), 1..=10, 7).published(&vec![0; 10]),
        Asked::tables(Question::Card, 0..=1, 5, 40).published(&vec![2, 2]),
        Asked::tables(Question::Card, 0..=1, 7, 6).published(&vec![3, 3]),
    ];
    for figure in hidden {
        assert_eq!(figure, "hidden");
    }
}
