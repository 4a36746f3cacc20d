//! Reads a deck from TOML and names every fault with its line and its mend.

mod item;
mod values;
mod wrong;

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

pub use wrong::{Part, TextKind, Wrong};

use super::twice::find_twice;
use super::{Deck, Item, MAX_ITEMS, Theme};
use crate::language::Language;

/// The highest version of a deck: there is always a next one.
pub const MAX_VERSION: u32 = 9999;
/// So many faults are named; with more of them a file is something else than a deck.
const MOST_FAULTS: usize = 50;

/// One fault of a deck file: where it stands, what is wrong, how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}. {mend}.")]
pub struct DeckError {
    /// The line, counted from 1.
    pub line: usize,
    /// The part of the deck.
    pub part: Part,
    /// Its field.
    pub field: &'static str,
    /// The face, counted from 0, where it is about one.
    pub face: Option<usize>,
    /// What is wrong.
    pub wrong: Wrong,
    /// What is wrong, in English.
    pub what: String,
    /// How to mend it, in English.
    pub mend: String,
}

/// Every fault of a deck file, in the order of its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct DeckErrors(pub Vec<DeckError>);

impl Deck {
    /// Reads and checks a deck.
    ///
    /// # Errors
    /// Names every fault in the file, not only the first.
    pub fn read(toml: &str) -> Result<Deck, DeckErrors> {
        read(Reader::new(toml))
    }

    /// Reads and checks a deck that is written now: it says all that decks of earlier versions need not.
    ///
    /// # Errors
    /// Names every fault in the file, not only the first.
    pub fn read_new(toml: &str) -> Result<Deck, DeckErrors> {
        read(Reader {
            is_new: true,
            ..Reader::new(toml)
        })
    }

    /// Reads and checks the decks that stand in a larger file as `[deck.NAME]`, by their names.
    ///
    /// # Errors
    /// Names every fault of the decks, with its line in the file.
    pub fn read_all(toml: &str) -> Result<BTreeMap<String, Deck>, DeckErrors> {
        let mut reader = Reader::new(toml);
        let Some(root) = reader.root() else {
            return Err(DeckErrors(reader.faults));
        };
        let mut decks = Some(BTreeMap::new());
        let Some(named) = root.get_ref().get("deck") else {
            return reader.end(decks);
        };
        let Some(named) = named.get_ref().as_table() else {
            reader.fault(&named.span(), "deck", Wrong::NoDecks);
            return reader.end(None);
        };
        for (name, value) in named {
            match value.get_ref().as_table() {
                Some(table) => match (reader.deck(table, &name.span()), &mut decks) {
                    (Some(deck), Some(decks)) => drop(decks.insert(name.get_ref().to_string(), deck)),
                    _ => decks = None,
                },
                None => reader.fault(&value.span(), "deck", Wrong::NotADeck),
            }
        }
        reader.end(decks)
    }
}

fn read(mut reader: Reader<'_>) -> Result<Deck, DeckErrors> {
    let Some(root) = reader.root() else {
        return Err(DeckErrors(reader.faults));
    };
    let deck = reader.deck(root.get_ref(), &(0..0));
    reader.end(deck)
}

struct Reader<'t> {
    toml: &'t str,
    /// Where its lines begin.
    lines: Vec<usize>,
    /// Whether it is to say all that decks of earlier versions need not.
    is_new: bool,
    faults: Vec<DeckError>,
    languages: Vec<Language>,
    /// What is being read.
    part: Part,
    /// The face that is being read.
    face: Option<usize>,
}

type Span = Range<usize>;
impl<'t> Reader<'t> {
    fn new(toml: &'t str) -> Self {
        Reader {
            toml,
            lines: std::iter::once(0)
                .chain(toml.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            is_new: false,
            faults: Vec::new(),
            languages: Vec::new(),
            part: Part::Deck,
            face: None,
        }
    }

    /// The whole file, if it is TOML at all.
    fn root(&mut self) -> Option<Spanned<DeTable<'t>>> {
        match DeTable::parse(self.toml) {
            Ok(root) => Some(root),
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                self.fault(&at, "", Wrong::NotToml(error.message().to_owned()));
                None
            }
        }
    }

    /// What was read, if it has no fault.
    fn end<R>(mut self, read: Option<R>) -> Result<R, DeckErrors> {
        self.faults
            .sort_by(|one, other| (one.line, &one.what, &one.mend).cmp(&(other.line, &other.what, &other.mend)));
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => Err(DeckErrors(self.faults)),
        }
    }

    fn fault(&mut self, at: &Span, field: &'static str, wrong: Wrong) {
        if self.faults.len() == MOST_FAULTS {
            return;
        }
        let line = self.lines.partition_point(|begins| *begins <= at.start);
        self.faults.push(DeckError {
            line,
            part: self.part,
            field,
            face: self.face,
            what: wrong.what(),
            mend: wrong.mend(),
            wrong,
        });
    }

    fn deck(&mut self, root: &DeTable<'t>, at: &Span) -> Option<Deck> {
        self.known_keys(
            root,
            "the deck",
            &["id", "version", "languages", "title", "theme", "item"],
        );
        self.languages = self.languages(root, at);
        let id = self.id(root, "the deck", at);
        let version = self.whole(root, "version", "the deck", at, 1..=i64::from(MAX_VERSION), None);
        let title = self.texts(root, TextKind::Title, at);

        let mut themes = Vec::new();
        let mut seen = BTreeMap::new();
        for (nth, (table, at)) in self.tables(root, "theme").into_iter().enumerate() {
            self.part = Part::Theme(nth);
            themes.push(self.theme(table, &at, &mut seen));
        }
        let mut items = Vec::new();
        let mut used = BTreeMap::new();
        self.part = Part::Deck;
        let tables = self.tables(root, "item");
        for (nth, (table, at)) in tables.iter().enumerate() {
            self.part = Part::Item(nth);
            items.push(self.item(table, at, &seen, &mut used));
        }
        if self.is_new {
            let places: Vec<Span> = tables.into_iter().map(|(_, at)| at).collect();
            self.asked_twice(&items, &places);
        }
        self.part = Part::Deck;
        if items.is_empty() {
            self.fault(at, "item", Wrong::AsksNothing);
        }
        if items.len() > MAX_ITEMS {
            self.fault(at, "item", Wrong::TooManyItems(items.len()));
        }
        Some(Deck {
            id: id?,
            version: u32::try_from(version?).ok()?,
            languages: self.languages.clone(),
            title: title?,
            themes: themes.into_iter().collect::<Option<_>>()?,
            items: items.into_iter().collect::<Option<_>>()?,
        })
    }

    fn asked_twice(&mut self, items: &[Option<Item>], places: &[Span]) {
        let known = items
            .iter()
            .enumerate()
            .filter_map(|(nth, item)| Some((nth, item.as_ref()?)));
        for (nth, first) in find_twice(known) {
            let id = items[nth].as_ref().map(|item| item.id.clone()).unwrap_or_default();
            self.part = Part::Item(nth);
            self.fault(&places[nth], "text", Wrong::AskedTwice(id, first));
        }
    }

    fn languages(&mut self, root: &DeTable<'t>, at: &Span) -> Vec<Language> {
        let Some(value) = root.get("languages") else {
            self.fault(at, "languages", Wrong::NoLanguages);
            return Vec::new();
        };
        let mut languages = Vec::new();
        match value.get_ref().as_array() {
            Some(array) if !array.is_empty() => {
                for entry in array.iter() {
                    match entry.get_ref().as_str().map(str::parse) {
                        Some(Ok(language)) if languages.contains(&language) => {
                            self.fault(&entry.span(), "languages", Wrong::LanguageTwice(language));
                        }
                        Some(Ok(language)) => languages.push(language),
                        _ => self.fault(&entry.span(), "languages", Wrong::NotALanguage),
                    }
                }
            }
            _ => self.fault(&value.span(), "languages", Wrong::LanguagesNotAList),
        }
        languages
    }

    fn theme(&mut self, table: &DeTable<'t>, at: &Span, seen: &mut BTreeMap<String, Span>) -> Option<Theme> {
        self.known_keys(table, "a theme", &["id", "name"]);
        let id = self.unique_id(table, "the theme", at, seen);
        let name = self.texts(table, TextKind::Theme, at);
        Some(Theme { id: id?, name: name? })
    }
}
