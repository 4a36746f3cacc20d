//! Reads a deck from TOML and names every fault with its line and its mend.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{
    About, Deck, Favourable, Item, MAX_FACE_CHARS, MAX_ID_BYTES, MAX_ITEMS, MAX_NAME_CHARS, MAX_NOTE_CHARS, MAX_NOTES,
    MAX_TEXT_CHARS, MAX_TITLE_CHARS, MAX_WORD_CHARS, Question, Theme,
};
use crate::language::{Language, Texts};

/// One fault of a deck file: where it stands, what is wrong, how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}. {}.", self.line, self.what, self.mend)
    }
}

/// Every fault of a deck file, in the order of its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Faults(pub Vec<Fault>);

impl Deck {
    /// Reads and checks a deck.
    ///
    /// # Errors
    /// Names every fault in the file, not only the first.
    pub fn read(toml: &str) -> Result<Deck, Faults> {
        let mut reader = Reader {
            toml,
            faults: Vec::new(),
            languages: Vec::new(),
        };
        let root = match DeTable::parse(toml) {
            Ok(root) => root,
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                reader.fault(
                    &at,
                    format!("this is not TOML: {}", error.message()),
                    "Mend the line's syntax",
                );
                return Err(Faults(reader.faults));
            }
        };
        let deck = reader.deck(root.get_ref(), &(0..0));
        reader.faults.sort();
        match deck {
            Some(deck) if reader.faults.is_empty() => Ok(deck),
            _ => Err(Faults(reader.faults)),
        }
    }
}

struct Reader<'t> {
    toml: &'t str,
    faults: Vec<Fault>,
    languages: Vec<Language>,
}

type Span = Range<usize>;
type Value<'t> = Spanned<DeValue<'t>>;

/// The limits of one kind of text.
#[derive(Clone, Copy)]
struct Limit {
    what: &'static str,
    chars: usize,
}

impl<'t> Reader<'t> {
    fn fault(&mut self, at: &Span, what: impl Into<String>, mend: impl Into<String>) {
        let line = 1 + self.toml.as_bytes()[..at.start.min(self.toml.len())]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        self.faults.push(Fault {
            line,
            what: what.into(),
            mend: mend.into(),
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
        let version = self.whole(root, "version", "the deck", at, 1..=i64::from(u32::MAX), None);
        let title = self.texts(
            root,
            "title",
            Limit {
                what: "a title",
                chars: MAX_TITLE_CHARS,
            },
            at,
        );

        let mut themes = Vec::new();
        let mut seen = BTreeMap::new();
        for (table, at) in self.tables(root, "theme", at) {
            themes.push(self.theme(table, &at, &mut seen));
        }
        let mut items = Vec::new();
        let mut used = BTreeMap::new();
        for (table, at) in self.tables(root, "item", at) {
            items.push(self.item(table, &at, &seen, &mut used));
        }
        if items.is_empty() {
            self.fault(at, "the deck asks nothing", "Add at least one [[item]]");
        }
        if items.len() > MAX_ITEMS {
            let mend = format!("Leave out {}", items.len() - MAX_ITEMS);
            self.fault(
                at,
                format!("the deck has {} items; at most {MAX_ITEMS} are allowed", items.len()),
                mend,
            );
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

    fn languages(&mut self, root: &DeTable<'t>, at: &Span) -> Vec<Language> {
        let mend = "Write languages = [\"nb\", \"nn\", \"en\"], or those of them that the deck is written in";
        let Some(value) = root.get("languages") else {
            self.fault(at, "the deck does not say its languages", mend);
            return Vec::new();
        };
        let mut languages = Vec::new();
        match value.get_ref().as_array() {
            Some(array) if !array.is_empty() => {
                for entry in array.iter() {
                    match entry.get_ref().as_str().map(str::parse) {
                        Some(Ok(language)) if languages.contains(&language) => {
                            self.fault(&entry.span(), format!("{language:?} stands twice"), "Leave one out");
                        }
                        Some(Ok(language)) => languages.push(language),
                        _ => self.fault(&entry.span(), "this is no language of Trykk", mend),
                    }
                }
            }
            _ => self.fault(
                &value.span(),
                "languages must be a list with at least one language",
                mend,
            ),
        }
        languages
    }

    fn theme(&mut self, table: &DeTable<'t>, at: &Span, seen: &mut BTreeMap<String, Span>) -> Option<Theme> {
        self.known_keys(table, "a theme", &["id", "name"]);
        let id = self.unique_id(table, "the theme", at, seen);
        let name = self.texts(
            table,
            "name",
            Limit {
                what: "a theme's name",
                chars: MAX_NAME_CHARS,
            },
            at,
        );
        Some(Theme { id: id?, name: name? })
    }

    fn item(
        &mut self,
        table: &DeTable<'t>,
        at: &Span,
        themes: &BTreeMap<String, Span>,
        used: &mut BTreeMap<String, Span>,
    ) -> Option<Item> {
        let id = self.unique_id(table, "the item", at, used);
        let text = self.texts(
            table,
            "text",
            Limit {
                what: "a question",
                chars: MAX_TEXT_CHARS,
            },
            at,
        );
        let theme = self.text(table, "theme", "a theme's id");
        let factor = self.text(table, "factor", "a short id, as factor = \"climate\"");
        if let (Some(theme), Some(value)) = (&theme, table.get("theme"))
            && !themes.contains_key(theme)
        {
            let mend = format!("Add a [[theme]] with id = {theme:?}, or name one that is there");
            self.fault(&value.span(), format!("there is no theme {theme:?}"), mend);
        }
        if let (Some(factor), Some(value)) = (&factor, table.get("factor")) {
            self.check_id(factor, &value.span());
        }
        let kind = self.text(table, "kind", "card, statement, score or note");
        let common = ["id", "kind", "theme", "factor", "text"];
        let question = match kind.as_deref() {
            Some("card") => {
                self.known_keys(table, "a card", &common);
                Some(Question::Card)
            }
            Some("statement") => {
                self.known_keys(table, "a statement", &[&common[..], &["faces", "favourable"]].concat());
                self.statement(table, at)
            }
            Some("score") => {
                self.known_keys(table, "a score", &[&common[..], &["min", "max"]].concat());
                self.score(table, at)
            }
            Some("note") => {
                self.known_keys(
                    table,
                    "a note",
                    &[&common[..], &["about", "max_chars", "max_notes"]].concat(),
                );
                self.note(table, at)
            }
            Some(other) => {
                let span = table.get("kind").map_or(at.clone(), Spanned::span);
                let mend = "Write card, statement, score or note";
                self.fault(&span, format!("there is no kind of item called {other:?}"), mend);
                None
            }
            None => {
                if !table.contains_key("kind") {
                    self.fault(
                        at,
                        "the item has no kind",
                        "Add kind = \"card\", \"statement\", \"score\" or \"note\"",
                    );
                }
                None
            }
        };
        if matches!(question, Some(Question::Card | Question::Statement { .. })) && !table.contains_key("theme") {
            self.fault(
                at,
                "the item has no theme",
                "Add theme = \"...\" with the id of one of the deck's themes",
            );
        }
        Some(Item {
            id: id?,
            theme,
            factor,
            text: text?,
            question: question?,
        })
    }

    fn statement(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let mend = "Give 3 to 7 labels, from one end of the scale to the other";
        let mut faces = Vec::new();
        match table
            .get("faces")
            .map(|value| (value.get_ref().as_array(), value.span()))
        {
            None => self.fault(at, "the statement has no faces", mend),
            Some((None, span)) => self.fault(&span, "faces must be a list of labels", mend),
            Some((Some(labels), span)) => {
                if !(3..=7).contains(&labels.len()) {
                    self.fault(&span, format!("the statement has {} faces", labels.len()), mend);
                }
                for label in labels.iter() {
                    faces.push(self.texts_value(
                        label,
                        Limit {
                            what: "a face's label",
                            chars: MAX_FACE_CHARS,
                        },
                    ));
                }
            }
        }
        let favourable = match self.text(table, "favourable", "last or middle").as_deref() {
            None | Some("last") => Favourable::Last,
            Some("middle") => {
                if !faces.is_empty() && faces.len() % 2 == 0 {
                    let span = table.get("favourable").map_or(at.clone(), Spanned::span);
                    self.fault(&span, "an even number of faces has no middle", "Give 3, 5 or 7 labels");
                }
                Favourable::Middle
            }
            Some(other) => {
                let span = table.get("favourable").map_or(at.clone(), Spanned::span);
                let what = format!("the best answer cannot stand at {other:?}");
                self.fault(&span, what, "Write favourable = \"last\" or \"middle\"");
                Favourable::Last
            }
        };
        Some(Question::Statement {
            faces: faces.into_iter().collect::<Option<_>>()?,
            favourable,
        })
    }

    fn score(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let min = self.whole(table, "min", "the score", at, 0..=100, None);
        let max = self.whole(table, "max", "the score", at, 0..=100, None);
        let (min, max) = (min?, max?);
        if min >= max || max - min > 10 {
            let span = table.get("max").map_or(at.clone(), Spanned::span);
            let what = format!("a scale from {min} to {max} cannot be shown");
            self.fault(&span, what, "Let max be above min, and the scale have at most 11 steps");
        }
        Some(Question::Score {
            min: i16::try_from(min).ok()?,
            max: i16::try_from(max).ok()?,
        })
    }

    fn note(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let about = match self.text(table, "about", "improve or keep").as_deref() {
            Some("improve") => Some(About::Improve),
            Some("keep") => Some(About::Keep),
            None if table.contains_key("about") => None,
            _ => {
                let span = table.get("about").map_or(at.clone(), Spanned::span);
                self.fault(
                    &span,
                    "the note does not say what it is about",
                    "Write about = \"improve\" or \"keep\"",
                );
                None
            }
        };
        let max_chars = self.whole(
            table,
            "max_chars",
            "the note",
            at,
            1..=i64::from(MAX_NOTE_CHARS),
            Some(280),
        );
        let max_notes = self.whole(table, "max_notes", "the note", at, 1..=i64::from(MAX_NOTES), Some(1));
        Some(Question::Note {
            about: about?,
            max_chars: u16::try_from(max_chars?).ok()?,
            max_notes: u8::try_from(max_notes?).ok()?,
        })
    }

    fn known_keys(&mut self, table: &DeTable<'t>, what: &str, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let mend = format!("Leave it out, or use one of: {}", known.join(", "));
                self.fault(&key.span(), format!("{what} has no {name:?}"), mend);
            }
        }
    }

    fn tables<'a>(&mut self, root: &'a DeTable<'t>, key: &str, _at: &Span) -> Vec<(&'a DeTable<'t>, Span)> {
        let Some(value) = root.get(key) else { return Vec::new() };
        let mut tables = Vec::new();
        let empty = DeArray::new();
        let array = value.get_ref().as_array();
        if array.is_none() {
            self.fault(
                &value.span(),
                format!("{key} must be a list of tables"),
                format!("Write [[{key}]] before each"),
            );
        }
        for entry in array.unwrap_or(&empty).iter() {
            if entry.get_ref().as_table().is_none() {
                self.fault(
                    &entry.span(),
                    format!("a {key} must be a table"),
                    format!("Write [[{key}]] before it"),
                );
            }
        }
        if let Some(array) = array {
            tables.extend(
                array
                    .iter()
                    .filter_map(|e| e.get_ref().as_table().map(|table| (table, e.span()))),
            );
        }
        tables
    }

    fn text(&mut self, table: &DeTable<'t>, key: &str, expected: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(
                &value.span(),
                format!("{key} must be a text"),
                format!("Write {expected} in quotes"),
            );
        }
        text.map(str::to_owned)
    }

    fn whole(
        &mut self,
        table: &DeTable<'t>,
        key: &str,
        of: &str,
        at: &Span,
        range: std::ops::RangeInclusive<i64>,
        default: Option<i64>,
    ) -> Option<i64> {
        let mend = format!(
            "Write {key} as a whole number from {} to {}",
            range.start(),
            range.end()
        );
        let Some(value) = table.get(key) else {
            if default.is_none() {
                self.fault(at, format!("{of} has no {key}"), mend);
            }
            return default;
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                self.fault(&value.span(), format!("{key} is out of range"), mend);
                None
            }
        }
    }

    fn id(&mut self, table: &DeTable<'t>, of: &str, at: &Span) -> Option<String> {
        let Some(value) = table.get("id") else {
            self.fault(at, format!("{of} has no id"), "Add id = \"...\"");
            return None;
        };
        let id = self.text(table, "id", "an id")?;
        self.check_id(&id, &value.span());
        Some(id)
    }

    fn unique_id(
        &mut self,
        table: &DeTable<'t>,
        of: &str,
        at: &Span,
        seen: &mut BTreeMap<String, Span>,
    ) -> Option<String> {
        let id = self.id(table, of, at)?;
        let span = table.get("id").map_or(at.clone(), Spanned::span);
        match seen.get(&id) {
            Some(first) => {
                let line = 1 + self.toml[..first.start].matches('\n').count();
                let what = format!("the id {id:?} is used twice, first on line {line}");
                self.fault(&span, what, "Give one of them another id");
            }
            None => {
                seen.insert(id.clone(), span);
            }
        }
        Some(id)
    }

    fn check_id(&mut self, id: &str, at: &Span) {
        let plain = id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if id.is_empty() || id.len() > MAX_ID_BYTES || !plain {
            let mend = format!("Use 1 to {MAX_ID_BYTES} small letters a to z, digits and hyphens");
            self.fault(at, format!("{id:?} cannot be an id"), mend);
        }
    }

    fn texts(&mut self, table: &DeTable<'t>, key: &str, limit: Limit, at: &Span) -> Option<Texts> {
        match table.get(key) {
            Some(value) => self.texts_value(value, limit),
            None => {
                let mend = format!("Add {key} = {{ {} }}", self.example());
                self.fault(at, format!("{key} is missing"), mend);
                None
            }
        }
    }

    fn example(&self) -> String {
        let codes: Vec<_> = self.languages.iter().map(|l| format!("{l} = \"...\"")).collect();
        if codes.is_empty() {
            "nb = \"...\"".to_owned()
        } else {
            codes.join(", ")
        }
    }

    fn texts_value(&mut self, value: &Value<'t>, limit: Limit) -> Option<Texts> {
        let at = value.span();
        let Some(table) = value.get_ref().as_table() else {
            let mend = format!("Write {{ {} }}", self.example());
            self.fault(&at, format!("{} must be given per language", limit.what), mend);
            return None;
        };
        let mut texts = BTreeMap::new();
        for (key, value) in table {
            match key.get_ref().parse::<Language>() {
                Ok(language) if self.languages.contains(&language) => {
                    let Some(text) = value.get_ref().as_str() else {
                        self.fault(&value.span(), "a text must stand in quotes", "Write it as \"...\"");
                        continue;
                    };
                    self.check_text(text, language, limit, &value.span());
                    texts.insert(language, text.to_owned());
                }
                _ => {
                    let mend = format!("Leave it out, or add {:?} to the deck's languages", key.get_ref());
                    self.fault(
                        &key.span(),
                        format!("{:?} is not a language of this deck", key.get_ref()),
                        mend,
                    );
                }
            }
        }
        for language in self.languages.clone() {
            if !table.contains_key(language.code()) {
                let mend = format!("Add {language} = \"...\"");
                self.fault(&at, format!("{} is missing in {language}", limit.what), mend);
            }
        }
        Some(Texts(texts))
    }

    fn check_text(&mut self, text: &str, language: Language, limit: Limit, at: &Span) {
        let chars = text.chars().count();
        if text.trim().is_empty() {
            self.fault(at, format!("{} is blank in {language}", limit.what), "Write it");
        }
        if text.chars().any(char::is_control) {
            let what = format!("{} has a line break or control character in {language}", limit.what);
            self.fault(at, what, "Write it on one line");
        }
        if chars > limit.chars {
            let what = format!(
                "{} is {chars} characters long in {language}, too long for a tablet",
                limit.what
            );
            self.fault(at, what, format!("Shorten it to {} characters", limit.chars));
        }
        for word in text.split([' ', '-', '\u{ad}', '/']) {
            let chars = word.chars().count();
            if chars > MAX_WORD_CHARS {
                let what = format!("the word {word:?} is {chars} characters long, too long for a line of the tablet");
                let mend = format!("Use a shorter word, or divide it with a hyphen before {MAX_WORD_CHARS} characters");
                self.fault(at, what, mend);
            }
        }
    }
}
