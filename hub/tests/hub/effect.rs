//! A measure's question before and now, pure: which results may stand side by side, and why none does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trykk_hub::analysis::areas::AreaKind;
use trykk_hub::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds};
use trykk_hub::plan::effect::{Effect, NamedItem, PublishedResult, find_effect, find_first_needed, list_offered};
use trykk_hub::plan::measures::{Measure, NextStep, Status, StatusSet};
use trykk_hub::plan::{MeasureRow, Plan};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::plan::{TODAY, measure};

const DAY: i64 = 86_400;

fn deck() -> Deck {
    Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
}

fn exactly(many: u64) -> Bounds {
    Bounds {
        least: many,
        most: many,
    }
}

/// So many of forty at the low end and at the high end of a statement.
fn statement(id: &str, low: u64, high: u64) -> BoundedQuestion {
    BoundedQuestion {
        id: id.to_owned(),
        unit: Unit::Participant,
        n: 40,
        figure: BoundedFigure::Ends {
            low_to: 2,
            low: exactly(low),
            high_from: 4,
            high: exactly(high),
        },
    }
}

/// What ward `a` said of recognition, in a box that opened on a day.
fn result(id: u8, opened: i64, (low, high): (u64, u64)) -> PublishedResult {
    PublishedResult {
        id: BoxId([id; 16]),
        wards: vec!["a".to_owned()],
        mode: Mode::DropIn,
        opens: opened * DAY,
        closes: (opened + 14) * DAY,
        opened,
        floor: 7,
        deck: deck(),
        questions: vec![statement("recognition", low, high)],
    }
}

/// Recognition, as it was chosen from the first result.
fn chosen() -> NamedItem {
    let offered = list_offered(&[result(1, TODAY - 100, (20, 5))], &["a".to_owned()], TODAY);
    offered.into_iter().next().unwrap().item
}

fn name(effect: &Effect<'_>) -> &'static str {
    match effect {
        Effect::Beside { .. } => "beside",
        Effect::NotYet => "not yet",
        Effect::TooEarly => "too early",
        Effect::OtherWards => "other wards",
        Effect::OtherMode => "other mode",
        Effect::OtherText => "other text",
        Effect::Gone => "gone",
    }
}

#[test]
fn why_there_is_nothing_to_show_is_said() {
    let (before, item) = (result(1, TODAY - 100, (20, 5)), chosen());
    let said = |later: Vec<PublishedResult>| {
        let all: Vec<PublishedResult> = [before.clone()].into_iter().chain(later).collect();
        name(&find_effect(&item, &all))
    };
    let later = result(2, TODAY + 30, (5, 20));
    assert_eq!(said(vec![]), "not yet");
    assert_eq!(
        said(vec![result(2, TODAY - 150, (5, 20))]),
        "not yet",
        "that was before"
    );
    assert_eq!(said(vec![result(2, TODAY, (5, 20))]), "too early");
    assert_eq!(said(vec![later.clone()]), "beside");
    let mut pooled = later.clone();
    pooled.wards.push("b".to_owned());
    assert_eq!(said(vec![pooled.clone()]), "other wards");
    let mut at_tables = later.clone();
    at_tables.mode = Mode::Table;
    assert_eq!(said(vec![at_tables.clone(), pooled]), "other mode");
    let mut worded = later.clone();
    let nth = worded
        .deck
        .items
        .iter()
        .position(|item| item.id == "recognition")
        .unwrap();
    worded.deck.items[nth]
        .text
        .0
        .insert(Language::Nb, "Noe helt annet".to_owned());
    assert_eq!(said(vec![worded.clone(), at_tables]), "other text");
    let mut of_tables = later.clone();
    of_tables.questions[0].unit = Unit::Table;
    assert_eq!(said(vec![of_tables]), "other text");
    let mut cut = later.clone();
    if let BoundedFigure::Ends { low_to, .. } = &mut cut.questions[0].figure {
        *low_to = 1;
    }
    assert_eq!(said(vec![cut]), "other text");
    // The newest in which it was asked again, whatever was asked since.
    worded.opens = (TODAY + 90) * DAY;
    assert_eq!(said(vec![worded, later.clone()]), "beside");
    assert_eq!(name(&find_effect(&item, &[later])), "gone");
}

#[test]
fn what_can_be_chosen_is_what_the_newest_result_of_exactly_these_wards_shows() {
    let wards = ["a".to_owned()];
    let (mut old, mut new) = (result(1, TODAY - 200, (20, 5)), result(2, TODAY - 100, (20, 5)));
    old.questions.push(statement("workload", 3, 4));
    let mut pooled = result(3, TODAY - 10, (20, 5));
    pooled.wards.push("b".to_owned());
    let hidden = BoundedQuestion {
        figure: BoundedFigure::Hidden,
        ..statement("organisation-of-work", 0, 0)
    };
    new.questions.extend([
        statement("use-of-competence", 3, 4),
        statement("say-in-decisions", 3, 4),
        hidden,
    ]);
    let results = [old, new, pooled];
    let offered = list_offered(&results, &wards, TODAY);
    // By part, in the order in which the deck has its parts.
    let said: Vec<(&str, &str)> = offered
        .iter()
        .map(|one| {
            let part = one.part.as_ref().map_or("", |part| part.get(Language::Nb));
            (part, &one.item.id[..])
        })
        .collect();
    assert_eq!(
        said,
        [
            ("Å bli sett", "recognition"),
            ("Medvirkning", "say-in-decisions"),
            ("Faglig utvikling", "use-of-competence")
        ]
    );
    for one in &offered {
        assert_eq!((one.item.result, one.item.day), (BoxId([2; 16]), TODAY));
        assert_eq!(one.item.opened, TODAY - 100);
        assert_eq!(one.item.words, deck().item(&one.item.id).unwrap().text);
    }
    assert_eq!(list_offered(&results, &["b".to_owned()], TODAY), []);
}

/// A result with what may be different of it: its day, whether it is of other wards too, at tables, in other words, of another unit.
fn later() -> impl Strategy<Value = (i64, [bool; 4])> {
    (-150..150_i64, prop::array::uniform4(prop::bool::weighted(0.25)))
}

proptest! {
    /// What stands beside is of the very same wards and mode, in the same words, of the same people, from after the day on which the question
    /// was chosen; and nothing newer is like that.
    #[test]
    fn only_the_newest_result_that_asked_the_same_of_the_same_stands_beside(list in prop::collection::vec(later(), 0..6)) {
        let mut results = vec![result(1, TODAY - 100, (20, 5))];
        for ((days, [pooled, at_tables, worded, of_tables]), id) in list.iter().zip(2..) {
            let mut one = result(id, TODAY + days, (5, 20));
            if *pooled { one.wards.push("b".to_owned()); }
            if *at_tables { one.mode = Mode::Table; }
            if *worded { one.deck.items.iter_mut().for_each(|item| { item.text.0.insert(Language::Nb, "Annet".to_owned()); }); }
            if *of_tables { one.questions[0].unit = Unit::Table; }
            results.push(one);
        }
        let fits = list.iter().filter(|(days, other)| *days > 0 && *other == [false; 4]);
        let newest = fits.map(|(days, _)| TODAY + days).max();
        let found = match find_effect(&chosen(), &results) {
            Effect::Beside { before, now } => {
                prop_assert_eq!(before.result.id, BoxId([1; 16]));
                Some(now.result.opened)
            }
            _ => None,
        };
        prop_assert_eq!(found, newest);
    }

    /// What is called good is good: more on the good side or fewer on the poor one, and never both ways round. A card is never.
    #[test]
    fn what_is_good_is_not_good_the_other_way_round(ends: [u64; 4]) {
        let split = |low: u64, high: u64| { let low = low % 41; (low, high % (41 - low)) };
        let (before, now) = (split(ends[0], ends[1]), split(ends[2], ends[3]));
        let is_good = |before, now| {
            let results = [result(1, TODAY - 100, before), result(2, TODAY + 30, now)];
            find_effect(&chosen(), &results).is_good()
        };
        prop_assert!(!(is_good(before, now) && is_good(now, before)));
        if is_good(before, now) {
            prop_assert!(now.1 >= before.1 + 4 || before.0 >= now.0 + 4);
            prop_assert!(now.1 + 4 > before.1 && before.0 + 4 > now.0);
        }
    }
}

#[test]
fn a_card_has_no_good_side() {
    let card = |id, opened, yes| {
        let mut one = result(id, opened, (0, 0));
        one.questions = vec![BoundedQuestion {
            id: "card-welcome".to_owned(),
            unit: Unit::Participant,
            n: 40,
            figure: BoundedFigure::Yes(exactly(yes)),
        }];
        one
    };
    assert_eq!(deck().item("card-welcome").unwrap().question, Question::Card);
    for (before, now) in [(5, 35), (35, 5)] {
        let results = [card(1, TODAY - 100, before), card(2, TODAY + 30, now)];
        let item = list_offered(&results[..1], &["a".to_owned()], TODAY).remove(0).item;
        let effect = find_effect(&item, &results);
        assert_eq!(name(&effect), "beside");
        assert!(!effect.is_good());
    }
}

/// A measure that is done comes up once more when its question was asked again, until somebody says how it stands.
#[test]
fn a_done_measure_is_on_the_agenda_when_its_question_was_asked_again() {
    let measure = Measure {
        item: Some(chosen()),
        evaluation: TODAY + 20,
        ..measure()
    };
    let set = |day| StatusSet {
        what: measure.what.clone(),
        status: Status::Done,
        next: None,
        reason: String::new(),
        account: String::new(),
        day,
    };
    let row = MeasureRow {
        number: 1,
        revision: 1,
        measure: measure.clone(),
        set: vec![set(TODAY + 20)],
        answers: Vec::new(),
    };
    let mut plan = Plan {
        measures: vec![row],
        ..Plan::default()
    };
    let before = [result(1, TODAY - 100, (20, 5))];
    let both = [before[0].clone(), result(2, TODAY + 60, (5, 20))];
    let today = TODAY + 90;
    assert_eq!(plan.agenda_beside(&before, |_| None, today).len(), 0);
    let pulse = |row: &MeasureRow| Some(row.number).filter(|number| *number == 1).map(|_| TODAY + 30);
    let agenda = plan.agenda_beside(&before, pulse, today);
    assert_eq!(agenda.len(), 1, "a pulse asked it again");
    let earlier = plan.agenda_beside(&before, |_| Some(TODAY + 10), today);
    assert_eq!(earlier.len(), 0, "somebody has looked at it since");
    let agenda = plan.agenda_beside(&both, |_| None, today);
    assert_eq!((agenda.len(), name(agenda[0].1.as_ref().unwrap())), (1, "beside"));
    let effect = find_effect(&chosen(), &both);
    assert!(plan.measures[0].waits_for_next(Some(&effect), None, today));
    plan.measures[0].set.push(set(today));
    assert_eq!(
        plan.agenda_beside(&both, |_| None, today).len(),
        0,
        "somebody has looked"
    );
    // One that is closed since is not asked about again, and is worth keeping; one that was closed before is.
    let close = |day| StatusSet {
        next: Some(NextStep::Close),
        ..set(day)
    };
    plan.measures[0].set.push(close(TODAY + 50));
    assert!(plan.measures[0].waits_for_next(Some(&effect), None, today));
    plan.measures[0].set.push(close(today));
    assert!(!plan.measures[0].waits_for_next(Some(&effect), None, today));
    assert!(plan.measures[0].may_be_kept_up(Some(&effect)));
    assert!(!plan.measures[0].may_be_kept_up(Some(&find_effect(&chosen(), &before))));
    plan.measures[0].measure.aim = AreaKind::Keep;
    assert!(
        !plan.measures[0].may_be_kept_up(Some(&effect)),
        "it keeps something already"
    );
}

#[derive(Clone, Debug)]
struct Published {
    opened: i64,
    pooled: bool,
    at_tables: bool,
    low: u64,
}

fn published() -> impl Strategy<Value = Vec<Published>> {
    let one = (-900_i64..100, any::<bool>(), any::<bool>(), 0_u64..20).prop_map(|(opened, pooled, at_tables, low)| {
        Published {
            opened: TODAY + opened,
            pooled,
            at_tables,
            low,
        }
    });
    prop::collection::vec(one, 1..12)
}

proptest! {
    /// As few results as a plan needs are read: what is older changes nothing that is offered, and nothing that is found.
    #[test]
    fn what_is_older_than_the_first_that_is_needed_changes_nothing(published in published(), named in any::<prop::sample::Index>()) {
        let results: Vec<PublishedResult> = (1..).zip(&published).map(|(id, one)| {
            let mut made = result(id, one.opened, (one.low, 5));
            if one.pooled {
                made.wards.push("b".to_owned());
            }
            if one.at_tables {
                made.mode = Mode::Table;
            }
            made
        }).collect();
        let mut item = chosen();
        item.result = named.get(&results).id;
        let wards = ["a".to_owned()];
        let facts = results.iter().map(|one| (one.id, &one.wards[..], one.opens));
        let first = find_first_needed(facts, &wards, &BTreeSet::from([item.result]));
        let mut needed = results.clone();
        needed.retain(|one| one.opens >= first);
        prop_assert!(needed.iter().any(|one| one.id == item.result));
        prop_assert_eq!(list_offered(&needed, &wards, TODAY), list_offered(&results, &wards, TODAY));
        prop_assert_eq!(format!("{:?}", find_effect(&item, &needed)), format!("{:?}", find_effect(&item, &results)));
    }
}
