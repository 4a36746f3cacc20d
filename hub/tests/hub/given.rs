//! Decks to ask with, and a database of its own for each test.

use rand::SeedableRng;
use rand::rngs::StdRng;
use tempfile::TempDir;
use trykk_hub::store::Store;
use trykk_shared::deck::{About, Deck, Favourable, GoodSide, Item, Question};
use trykk_shared::language::{Language, Texts};

pub fn a_rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// A new database, and the folder that goes with it when it is dropped.
pub fn a_store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("hub.db")).unwrap();
    (store, folder)
}

pub fn text(text: &str) -> Texts {
    Texts([(Language::Nb, text.to_owned())].into())
}

pub fn statement(faces: usize) -> Question {
    Question::Statement {
        faces: vec![text("ansikt"); faces],
        favourable: Favourable::Last,
    }
}

pub fn score() -> Question {
    Question::Score {
        min: 1,
        max: 10,
        favourable: Some(GoodSide::High),
    }
}

pub fn note(max_notes: u8) -> Question {
    Question::Note {
        about: About::Improve,
        max_chars: 60,
        max_notes,
    }
}

/// A deck that asks these questions, by id.
pub fn a_deck<'q>(questions: impl IntoIterator<Item = (&'q str, Question)>) -> Deck {
    let items = questions.into_iter().map(|(id, question)| Item {
        id: id.to_owned(),
        theme: None,
        factor: None,
        text: text("Hvordan er det?"),
        question,
    });
    Deck {
        id: "deck".to_owned(),
        version: 1,
        languages: vec![Language::Nb],
        title: text("En kortstokk"),
        themes: Vec::new(),
        items: items.collect(),
    }
}

/// A statement with so many faces whose middle is best.
pub fn best_in_the_middle(faces: usize) -> Question {
    match statement(faces) {
        Question::Statement { faces, .. } => Question::Statement {
            faces,
            favourable: Favourable::Middle,
        },
        other => other,
    }
}
