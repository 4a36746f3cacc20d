//! What of a round could be weak for those who answer, before it opens. Pure; it warns, and forbids nothing: what must not
//! happen is refused by the rules of counting and publishing.

use std::collections::BTreeSet;

use trykk_shared::deck::{Deck, Mode, Question};

use super::{Organisation, Round};
use crate::figures::release::{MIN_ANSWERS_TO_PUBLISH, MIN_TABLES_TO_PUBLISH};
use crate::written::fold_name;

/// How many people sit at a table, about.
const PEOPLE_AT_A_TABLE: u32 = 4;
/// The most people in a box in whom a note's wording is easily known, roughly: those of one shift.
const FEW_WRITERS: u32 = 15;
/// The longest that people answer in a break before many give up, in seconds.
const LONG_SECONDS: u32 = 240;
/// The most wards that are named as ones to pool with.
const MOST_TO_POOL_WITH: usize = 3;

/// Something that is weak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Even if everybody answers, nothing can be published.
    NothingToPublish {
        /// How many work there.
        headcount: u32,
        /// How many have to answer.
        needed: u32,
        /// Wards of the department to pool it with, the smallest first, by id.
        pool_with: Vec<String>,
    },
    /// So many of all have to answer that it will hardly be reached.
    HardToReach {
        /// How many work there.
        headcount: u32,
        /// How many have to answer.
        needed: u32,
    },
    /// At tables of about four, too few tables come together for cards and scores to be published.
    FewTables {
        /// How many tables there would be if everybody came.
        tables: u32,
        /// How many there have to be.
        needed: u32,
    },
    /// People answer one by one without start codes: the same person can answer several times.
    AnswersTwice {
        /// Whether it is a pulse, which is asked as the round beside it was.
        pulse: bool,
    },
    /// Yellow notes from so few people that a wording is easily known.
    NotesOfFew {
        /// How many work there.
        headcount: u32,
    },
    /// So much is asked that few finish.
    LongDeck {
        /// How many minutes it takes, about.
        minutes: u32,
    },
    /// A name that everybody reads has the name of somebody in it.
    NamesSomebody {
        /// The name.
        name: String,
        /// What of it.
        word: String,
    },
}

/// What is weak about a round in a box of these wards.
pub fn find_weak(organisation: &Organisation, round: &Round, wards: &[String]) -> Vec<Weak> {
    let known = || wards.iter().filter_map(|id| organisation.wards.get(id));
    let headcount: u32 = known().map(|ward| ward.headcount).sum();
    let needed = round
        .plan
        .floor
        .max(u32::try_from(MIN_ANSWERS_TO_PUBLISH).unwrap_or(u32::MAX));
    let mut weak = Vec::new();
    if headcount < needed {
        weak.push(Weak::NothingToPublish {
            headcount,
            needed,
            pool_with: pool_with(organisation, wards),
        });
    } else if u64::from(needed) * 10 > u64::from(headcount) * 6 {
        weak.push(Weak::HardToReach { headcount, needed });
    }
    if round.plan.mode == Mode::Table {
        let needed = u32::try_from(MIN_TABLES_TO_PUBLISH).unwrap_or(u32::MAX);
        let tables = headcount / PEOPLE_AT_A_TABLE;
        if tables < needed {
            weak.push(Weak::FewTables { tables, needed });
        }
    }
    if round.plan.mode == Mode::DropIn && !round.plan.codes {
        weak.push(Weak::AnswersTwice {
            pulse: round.plan.pulse_of.is_some(),
        });
    }
    let asks_for_notes = |deck: &Deck| {
        deck.items
            .iter()
            .any(|item| matches!(item.question, Question::Note { .. }))
    };
    if headcount <= FEW_WRITERS && asks_for_notes(&round.deck) {
        weak.push(Weak::NotesOfFew { headcount });
    }
    let seconds = round.deck.seconds_to_answer(round.plan.mode);
    if round.plan.mode == Mode::DropIn && seconds > LONG_SECONDS {
        weak.push(Weak::LongDeck {
            minutes: seconds.div_ceil(60),
        });
    }
    let mut names: BTreeSet<&str> = known().map(|ward| ward.name.as_str()).collect();
    names.extend(round.deck.title.0.values().map(String::as_str));
    weak.extend(names.into_iter().filter_map(|name| {
        let word = names_somebody(organisation, name)?;
        let name = name.to_owned();
        Some(Weak::NamesSomebody { name, word })
    }));
    weak
}

fn pool_with(organisation: &Organisation, wards: &[String]) -> Vec<String> {
    let departments: BTreeSet<&String> = wards
        .iter()
        .filter_map(|id| organisation.wards.get(id))
        .map(|ward| &ward.department)
        .collect();
    let mut others: Vec<_> = organisation
        .wards
        .iter()
        .filter(|(id, ward)| !ward.closed && !wards.contains(id) && departments.contains(&ward.department))
        .collect();
    others.sort_by_key(|(id, ward)| (ward.headcount, *id));
    others
        .into_iter()
        .take(MOST_TO_POOL_WITH)
        .map(|(id, _)| id.clone())
        .collect()
}

/// A word of a name that stands in somebody's address too, in a part before the @ that has first and last name.
fn names_somebody(organisation: &Organisation, name: &str) -> Option<String> {
    let known: BTreeSet<String> = organisation
        .accounts
        .keys()
        .filter_map(|email| email.split('@').next())
        .filter(|local| local.contains(['.', '_', '-']))
        .flat_map(|local| local.split(['.', '_', '-']))
        .filter(|part| part.chars().count() >= 3)
        .map(fold_name)
        .collect();
    let words = name.split(|sign: char| !sign.is_alphanumeric());
    words
        .filter(|word| {
            let word = fold_name(word);
            // Kari's ward, Karis enhet.
            known.contains(&word) || word.strip_suffix('s').is_some_and(|word| known.contains(word))
        })
        .map(str::to_owned)
        .next()
}
