//! The decks that the hub has, and the rounds that use them. Pure.

use trykk_shared::deck::{Deck, DeckError, Item, Question};

use super::Organisation;
use super::deck_drafts::{asks_same, shares_language};
use super::decks::{find, is_own, is_part, key, name, offered};

/// Where a deck is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It comes with Trykk.
    Trykk,
    /// It was finished on pages, or came in as a file.
    Here,
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
pub fn library(organisation: &Organisation) -> Vec<LibraryDeck> {
    let offered = offered(organisation);
    let mut decks: Vec<LibraryDeck> = offered
        .iter()
        .map(|one| {
            let uses = organisation
                .rounds
                .iter()
                .filter(|(_, round)| find(&offered, &round.deck).is_some_and(|used| used.key == one.key));
            LibraryDeck {
                key: one.key.clone(),
                origin: match &one.deck {
                    deck if is_own(deck) => Origin::Trykk,
                    deck if organisation.decks.contains(deck) => Origin::Here,
                    _ => Origin::Plan,
                },
                rounds: uses.map(|(id, _)| id.clone()).collect(),
                deck: one.deck.clone(),
            }
        })
        .collect();
    let place = |id: &String| offered.iter().position(|one| one.deck.id == *id);
    decks.sort_by_key(|one| (place(&one.deck.id), std::cmp::Reverse(one.deck.version)));
    decks
}

impl LibraryDeck {
    /// Whether its next version is made here: a deck that comes from elsewhere may get another next version there.
    pub fn may_have_next(&self) -> bool {
        self.origin == Origin::Here
    }

    /// Whether it may be forgotten: it was finished here, and no round uses it.
    pub fn can_go(&self) -> bool {
        self.origin == Origin::Here && self.rounds.is_empty()
    }
}

/// Why a deck is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryError {
    /// What is wrong with its file.
    Faults(Vec<DeckError>),
    /// It is there: its key.
    There(String),
    /// Another one has its id and version: its key, unless that one was forgotten.
    Another(Option<String>),
    /// A question has the id of one that asks something else, in a version that is there: the id, and that version's key.
    AsksOtherwise(String, String),
}

/// A deck's file, read: what can be done before it is anybody's turn.
#[derive(Clone, Debug)]
pub struct DeckFile {
    /// The deck, also where it does not say all that a new deck has to: what came from here is known again.
    known: Option<Deck>,
    new: Result<Deck, Vec<DeckError>>,
}

impl DeckFile {
    /// Reads one.
    pub fn read(toml: &str) -> Self {
        DeckFile {
            known: Deck::read(toml).ok(),
            new: Deck::read_new(toml).map_err(|faults| faults.0),
        }
    }
}

/// The deck that a file gives, beside those that are there and those that were forgotten. One that came with a plan in fewer languages
/// keeps nobody from taking in the whole.
///
/// # Errors
/// See [`LibraryError`].
pub fn take_in(organisation: &Organisation, forgotten: &[ForgottenDeck], file: DeckFile) -> Result<Deck, LibraryError> {
    let offered = offered(organisation);
    if let Some(there) = file.known.and_then(|deck| find(&offered, &deck)) {
        return Err(LibraryError::There(there.key.clone()));
    }
    let deck = file.new.map_err(LibraryError::Faults)?;
    let is_narrower = |other: &Deck| !is_own(other) && !organisation.decks.contains(other) && is_part(other, &deck);
    for one in offered.iter().filter(|one| one.deck.id == deck.id) {
        if one.deck.version == deck.version && !is_narrower(&one.deck) {
            return Err(LibraryError::Another(Some(one.key.clone())));
        }
        if let Some(item) = find_reused(&one.deck, &deck) {
            return Err(LibraryError::AsksOtherwise(item.to_owned(), one.key.clone()));
        }
    }
    if forgotten
        .iter()
        .any(|gone| gone.has_number_of(&deck) && gone.key != key(&deck))
    {
        return Err(LibraryError::Another(None));
    }
    Ok(deck)
}

/// The first id that a deck gives to another question than an earlier version did.
fn find_reused<'d>(earlier: &Deck, deck: &'d Deck) -> Option<&'d str> {
    let differs = |item: &&Item| {
        earlier
            .item(&item.id)
            .is_some_and(|was| !asks_same(was, item) && shares_language(&was.text, &item.text))
    };
    deck.items.iter().find(differs).map(|item| item.id.as_str())
}

/// A finished deck that was forgotten. Its number is not given to another one: plans may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgottenDeck {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What its page was called.
    pub key: String,
}

impl ForgottenDeck {
    fn has_number_of(&self, deck: &Deck) -> bool {
        (&self.id, self.version) == (&deck.id, deck.version)
    }
}

/// What a deck's file is called.
pub fn file_name(deck: &Deck) -> String {
    name(deck) + ".toml"
}
