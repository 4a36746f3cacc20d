//! Decks that a guide is still writing: what was written, what of it cannot be yet, and the deck that it becomes. Pure. What a
//! deck may be is asked of the one checker that reads decks' files.

mod finish;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{About, Deck, Favourable, GoodSide, Item, MAX_ITEMS, Question};
use trykk_shared::language::{Language, Texts};

pub use finish::{asks_same, finish, shares_language, sketch};

use super::library::Kinds;

/// The most faces of a statement.
pub const MOST_FACES: usize = 7;
/// The most themes of one draft.
pub const MOST_THEMES: usize = 40;

/// How long a text of a draft is at most, in characters: there is room for what has to be shortened before the deck is finished.
pub const MOST_TEXT_CHARS: usize = 1000;

/// A deck as it was written. Anything may be missing or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeckDraft {
    /// The id of the deck whose next version it is, if it is not a new one.
    pub next_of: Option<String>,
    /// The languages it is written in.
    pub languages: Vec<Language>,
    /// Its title.
    pub title: Texts,
    /// Its themes.
    pub themes: Vec<DraftTheme>,
    /// What it asks.
    pub items: Vec<DraftItem>,
    /// How many themes and items it ever had: what their numbers follow from.
    pub made: u32,
}

/// A theme as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftTheme {
    /// Its number in the draft.
    pub number: u32,
    /// The id that it had in the deck that the draft is made from.
    pub id: Option<String>,
    /// Its name.
    pub name: Texts,
}

/// The kinds of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A card.
    #[default]
    Card,
    /// A statement.
    Statement,
    /// A score.
    Score,
    /// A note.
    Note,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Statement, Kind::Card, Kind::Score, Kind::Note];

    /// As decks and forms call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Card => "card",
            Kind::Statement => "statement",
            Kind::Score => "score",
            Kind::Note => "note",
        }
    }

    /// The kind with this name.
    pub fn find(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An item as it was written. It keeps the fields of every kind, so that another kind loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftItem {
    /// Its number in the draft.
    pub number: u32,
    /// What it was in the deck that the draft is made from.
    pub was: Option<Item>,
    /// How it is answered.
    pub kind: Kind,
    /// The number of its theme.
    pub theme: Option<u32>,
    /// The legal or research factor.
    pub factor: String,
    /// What is asked.
    pub text: Texts,
    /// A statement's answers.
    pub faces: Vec<Texts>,
    /// Whether a statement's best answer stands in the middle.
    pub middle: bool,
    /// A score's lowest number.
    pub min: String,
    /// A score's highest number.
    pub max: String,
    /// Which numbers of a score are good.
    pub good: Option<GoodSide>,
    /// What a note is about.
    pub about: Option<About>,
    /// The longest note.
    pub max_chars: String,
    /// How many notes one person may write.
    pub max_notes: String,
}

/// A step in a draft, besides writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A new item, at the end.
    Add(Kind),
    /// An item goes one place up.
    Up(u32),
    /// An item goes one place down.
    Down(u32),
    /// An item goes away.
    Remove(u32),
}

/// The part of a draft that is written on its own page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The languages it is written in.
    pub languages: Vec<Language>,
    /// Its title.
    pub title: Texts,
    /// The names of its themes, by number; 0 is a new one.
    pub themes: Vec<(u32, Texts)>,
}

impl DeckDraft {
    /// An empty draft, in every language.
    pub fn new() -> Self {
        DeckDraft {
            languages: Language::ALL.to_vec(),
            ..DeckDraft::default()
        }
    }

    /// A draft that says what a deck says: its next version, or a deck of its own.
    pub fn from_deck(deck: &Deck, next: bool) -> Self {
        let mut draft = DeckDraft {
            next_of: next.then(|| deck.id.clone()),
            languages: deck.languages.clone(),
            title: deck.title.clone(),
            ..DeckDraft::default()
        };
        for theme in &deck.themes {
            let number = draft.number();
            draft.themes.push(DraftTheme {
                number,
                id: Some(theme.id.clone()),
                name: theme.name.clone(),
            });
        }
        for item in &deck.items {
            let (number, mut written) = (draft.number(), write_item(item));
            let theme = draft.themes.iter().find(|theme| theme.id == item.theme);
            written.theme = theme.filter(|_| item.theme.is_some()).map(|theme| theme.number);
            written.number = number;
            draft.items.push(written);
        }
        draft
    }

    /// Whether some text of it is so long that not even a draft keeps it.
    pub fn is_too_long(&self) -> bool {
        let items = self.items.iter().flat_map(|item| {
            let words = [&item.factor, &item.min, &item.max, &item.max_chars, &item.max_notes];
            let texts = item.faces.iter().chain([&item.text]).flat_map(|texts| texts.0.values());
            texts.chain(words)
        });
        let themes = self.themes.iter().map(|theme| &theme.name).chain([&self.title]);
        let mut all = themes.flat_map(|texts| texts.0.values()).chain(items);
        all.any(|text| text.chars().count() > MOST_TEXT_CHARS)
    }

    fn number(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    /// How many items of each kind it has.
    pub fn kinds(&self) -> Kinds {
        let count = |kind| self.items.iter().filter(|item| item.kind == kind).count();
        Kinds {
            statements: count(Kind::Statement),
            cards: count(Kind::Card),
            scores: count(Kind::Score),
            notes: count(Kind::Note),
        }
    }

    /// The item with this number, and its place.
    pub fn item(&self, number: u32) -> Option<(usize, &DraftItem)> {
        self.items.iter().enumerate().find(|(_, item)| item.number == number)
    }

    /// What is written on the draft's own page.
    pub fn head(&self) -> Head {
        Head {
            languages: self.languages.clone(),
            title: self.title.clone(),
            themes: self
                .themes
                .iter()
                .map(|theme| (theme.number, theme.name.clone()))
                .collect(),
        }
    }

    /// Puts what was written on the draft's own page in its place. A theme without a name goes, and a new one comes.
    pub fn put_head(&mut self, head: &Head) {
        self.languages.clone_from(&head.languages);
        self.title.clone_from(&head.title);
        for (number, name) in &head.themes {
            if let Some(theme) = self.themes.iter_mut().find(|theme| theme.number == *number) {
                theme.name.clone_from(name);
            } else if !name.is_blank() && self.themes.len() < MOST_THEMES {
                let number = self.number();
                self.themes.push(DraftTheme {
                    number,
                    id: None,
                    name: name.clone(),
                });
            }
        }
        self.themes.retain(|theme| !theme.name.is_blank());
        for item in &mut self.items {
            item.theme = item
                .theme
                .filter(|number| self.themes.iter().any(|theme| theme.number == *number));
        }
    }

    /// Puts what was written of an item in its place; one that is gone meanwhile comes back at the end.
    pub fn put_item(&mut self, number: u32, written: DraftItem) {
        if let Some(item) = self.items.iter_mut().find(|item| item.number == number) {
            let was = item.was.take();
            *item = DraftItem { number, was, ..written };
        } else if self.items.len() < MAX_ITEMS {
            self.items.push(DraftItem {
                number,
                was: None,
                ..written
            });
        }
    }

    /// Takes a step; gives the number of an item that is new. What cannot be done changes nothing.
    pub fn act(&mut self, act: Act) -> Option<u32> {
        let place = |number| self.items.iter().position(|item| item.number == number);
        match act {
            Act::Add(_) if self.items.len() >= MAX_ITEMS => None,
            Act::Add(kind) => {
                let item = self.propose(kind);
                let number = self.number();
                self.items.push(DraftItem { number, ..item });
                Some(number)
            }
            Act::Up(number) => {
                if let Some(at) = place(number).filter(|at| *at > 0) {
                    self.items.swap(at - 1, at);
                }
                None
            }
            Act::Down(number) => {
                if let Some(at) = place(number).filter(|at| at + 1 < self.items.len()) {
                    self.items.swap(at, at + 1);
                }
                None
            }
            Act::Remove(number) => {
                self.items.retain(|item| item.number != number);
                None
            }
        }
    }

    /// What a new item begins with: answers like those of the last statement, and usual numbers.
    fn propose(&self, kind: Kind) -> DraftItem {
        let last = self.items.iter().rfind(|item| item.kind == Kind::Statement);
        DraftItem {
            kind,
            faces: last.map(|item| item.faces.clone()).unwrap_or_default(),
            middle: last.is_some_and(|item| item.middle),
            min: "1".to_owned(),
            max: "10".to_owned(),
            max_chars: "280".to_owned(),
            max_notes: "1".to_owned(),
            ..DraftItem::default()
        }
    }
}

/// An item as one would write it.
fn write_item(item: &Item) -> DraftItem {
    let mut written = DraftItem {
        was: Some(item.clone()),
        factor: item.factor.clone().unwrap_or_default(),
        text: item.text.clone(),
        ..DeckDraft::default().propose(Kind::Card)
    };
    match &item.question {
        Question::Card => {}
        Question::Statement { faces, favourable } => {
            written.kind = Kind::Statement;
            written.faces.clone_from(faces);
            written.middle = *favourable == Favourable::Middle;
        }
        Question::Score { min, max, favourable } => {
            written.kind = Kind::Score;
            written.min = min.to_string();
            written.max = max.to_string();
            written.good = *favourable;
        }
        Question::Note {
            about,
            max_chars,
            max_notes,
        } => {
            written.kind = Kind::Note;
            written.about = Some(*about);
            written.max_chars = max_chars.to_string();
            written.max_notes = max_notes.to_string();
        }
    }
    written
}
