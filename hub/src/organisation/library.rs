//! The decks that the hub has, and the rounds that use them. Pure.

use trykk_shared::deck::{Deck, Item, Question};

use super::Organisation;
use super::decks::{find, is_own, offered};

/// Where a deck is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It comes with Trykk.
    Trykk,
    /// It came with the plan of a round.
    Plan,
}

/// A deck of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryDeck {
    /// What its page is called: follows from all that it says.
    pub key: String,
    /// The deck.
    pub deck: Deck,
    /// Where it is from.
    pub origin: Origin,
    /// The rounds that use it, in all its languages or some, by id. It is frozen where there is one.
    pub rounds: Vec<String>,
}

/// How many items of each kind a deck has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Statements.
    pub statements: usize,
    /// Cards.
    pub cards: usize,
    /// Scores.
    pub scores: usize,
    /// Prompts for notes.
    pub notes: usize,
}

impl Kinds {
    /// Of these items.
    pub fn of(items: &[Item]) -> Self {
        let mut kinds = Kinds::default();
        for item in items {
            match item.question {
                Question::Statement { .. } => kinds.statements += 1,
                Question::Card => kinds.cards += 1,
                Question::Score { .. } => kinds.scores += 1,
                Question::Note { .. } => kinds.notes += 1,
            }
        }
        kinds
    }
}

/// Every deck, once; those of one id together, the newest version first.
pub fn library(plan: &Organisation) -> Vec<LibraryDeck> {
    let offered = offered(plan);
    let mut decks: Vec<LibraryDeck> = offered
        .iter()
        .map(|one| {
            let uses = plan
                .rounds
                .iter()
                .filter(|(_, round)| find(&offered, &round.deck).is_some_and(|used| used.key == one.key));
            LibraryDeck {
                key: one.key.clone(),
                origin: if is_own(&one.deck) { Origin::Trykk } else { Origin::Plan },
                rounds: uses.map(|(id, _)| id.clone()).collect(),
                deck: one.deck.clone(),
            }
        })
        .collect();
    let place = |id: &String| offered.iter().position(|one| one.deck.id == *id);
    decks.sort_by_key(|one| (place(&one.deck.id), std::cmp::Reverse(one.deck.version)));
    decks
}

/// What a deck's file is called.
pub fn file_name(deck: &Deck) -> String {
    format!("{}-{}.toml", deck.id, deck.version)
}
