//! The anonymity check: what of a round is weak before it opens.

use std::path::Path;

use proptest::prelude::*;
use trykk_hub::organisation::anonymity::{Weak, find_weak};
use trykk_hub::organisation::{Organisation, Round};
use trykk_shared::deck::{Mode, Question};

use crate::plan_print::an_organisation;

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(Path::new(plan)).unwrap()
}

/// What is weak about a round of the demo in med-1, after a change.
fn weak(round: &str, change: impl FnOnce(&mut Organisation, &mut Round)) -> Vec<Weak> {
    let mut plan = the_plan();
    let mut asked = plan.rounds[round].clone();
    // What the demo's ward answered before there were any start codes is no example to follow.
    asked.plan.codes = asked.plan.mode == Mode::DropIn;
    change(&mut plan, &mut asked);
    find_weak(&plan, &asked, &["med-1".to_owned()])
}

fn of(people: u32) -> impl FnOnce(&mut Organisation, &mut Round) {
    move |plan, _| plan.wards.get_mut("med-1").unwrap().headcount = people
}

#[test]
fn an_ordinary_ward_with_the_usual_deck_has_nothing_weak() {
    assert_eq!(weak("2026-autumn", of(38)), []);
    assert_eq!(weak("2026-spring", of(38)), []);
    let round = the_plan().rounds["2026-autumn"].clone();
    assert!(
        (60..=120).contains(&round.deck.seconds_to_answer(Mode::DropIn)),
        "a minute and a half"
    );
}

#[test]
fn a_ward_that_can_publish_nothing_is_told_with_whom_to_pool() {
    let found = weak("2026-autumn", of(6));
    let pool_with = vec!["med-2".to_owned(), "med-3".to_owned()];
    assert_eq!(
        found,
        [
            Weak::NothingToPublish {
                headcount: 6,
                needed: 7,
                pool_with
            },
            Weak::NotesOfFew { headcount: 6 }
        ]
    );
    // A closed ward is none to pool with.
    let found = weak("2026-autumn", |plan, round| {
        of(6)(plan, round);
        plan.wards.get_mut("med-2").unwrap().closed = true;
    });
    assert!(matches!(&found[0], Weak::NothingToPublish { pool_with, .. } if pool_with == &["med-3".to_owned()]));
}

#[test]
fn a_floor_that_will_hardly_be_reached_few_tables_and_few_writers_are_named() {
    let hard = |people| Weak::HardToReach {
        headcount: people,
        needed: 7,
    };
    assert!(weak("2026-autumn", of(7)).contains(&hard(7)));
    assert!(weak("2026-autumn", of(11)).contains(&hard(11)));
    assert!(!weak("2026-autumn", of(12)).contains(&hard(12)));
    let strict = weak("2026-autumn", |_, round| round.plan.floor = 30);
    assert_eq!(
        strict,
        [Weak::HardToReach {
            headcount: 38,
            needed: 30
        }]
    );
    assert!(weak("2026-spring", of(19)).contains(&Weak::FewTables { tables: 4, needed: 5 }));
    assert_eq!(weak("2026-spring", of(20)), []);
    assert!(weak("2026-autumn", of(15)).contains(&Weak::NotesOfFew { headcount: 15 }));
    let without_notes = weak("2026-autumn", |plan, round| {
        of(15)(plan, round);
        round
            .deck
            .items
            .retain(|item| !matches!(item.question, Question::Note { .. }));
    });
    assert_eq!(without_notes, []);
}

#[test]
fn a_round_in_which_people_can_answer_twice_says_so_and_a_table_does_not() {
    let without = |round| weak(round, |_, asked| asked.plan.codes = false);
    assert_eq!(without("2026-autumn"), [Weak::AnswersTwice { pulse: false }]);
    assert_eq!(without("2026-spring"), [], "a guide leads the tables");
}

#[test]
fn a_deck_that_takes_too_long_in_a_break_is_named() {
    let long = |mode| {
        weak("2026-autumn", move |_, round| {
            let more: Vec<_> = std::iter::repeat_n(round.deck.items[0].clone(), 40).collect();
            round.deck.items.extend(more);
            round.plan.mode = mode;
        })
    };
    assert!(matches!(&long(Mode::DropIn)[..], [Weak::LongDeck { minutes: 6 }]));
    assert_eq!(long(Mode::Table), [], "a table takes the time it needs");
}

#[test]
fn a_name_that_everybody_reads_does_not_name_somebody() {
    let named = |name: &str| {
        weak("2026-autumn", |plan, _| {
            let leader = plan.accounts["leader@example.org"].clone();
            plan.accounts.insert("kari.nordmann@example.org".to_owned(), leader);
            plan.wards.get_mut("med-1").unwrap().name = name.to_owned();
        })
    };
    for (name, word) in [
        ("Karis enhet", "Karis"),
        ("Med 1 (KARI N.)", "KARI"),
        ("Team-Nordmann", "Nordmann"),
    ] {
        let found = Weak::NamesSomebody {
            name: name.to_owned(),
            word: word.to_owned(),
        };
        assert_eq!(named(name), [found], "{name}");
    }
    // The word of a role's address is nobody's name.
    for name in ["Medisinsk sengepost 1", "Karianlegget", "Leader", "Guide"] {
        assert_eq!(named(name), [], "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// More people never make a round weaker, and a stricter floor never stronger.
    #[test]
    fn more_people_help(plan in an_organisation(), more in 0..60_u32) {
        for round in plan.rounds.values() {
            for (wards, _) in &round.boxes {
                let before = find_weak(&plan, round, wards);
                let mut larger = plan.clone();
                larger.wards.get_mut(&wards[0]).unwrap().headcount += more;
                prop_assert!(find_weak(&larger, round, wards).len() <= before.len());
                let mut stricter = round.clone();
                stricter.plan.floor += more;
                prop_assert!(find_weak(&plan, &stricter, wards).len() >= before.len());
            }
        }
    }
}
