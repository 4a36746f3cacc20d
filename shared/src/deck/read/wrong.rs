//! What can be wrong with a deck, and how it is said in English. Pages say it in their readers' words.

use crate::deck::MAX_WORD_CHARS;
use crate::deck::{MAX_FACE_CHARS, MAX_ITEMS, MAX_SCALE_NUMBERS, MAX_TEXT_CHARS, MAX_THEME_CHARS, MAX_TITLE_CHARS};
use crate::kind::MAX_ID_BYTES;
use crate::language::Language;

/// Which part of a deck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The deck itself.
    #[default]
    Deck,
    /// A theme, counted from 0.
    Theme(usize),
    /// An item, counted from 0.
    Item(usize),
}

/// The texts of a deck that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// Its title.
    Title,
    /// A theme's name.
    Theme,
    /// A question.
    Question,
    /// The label under a face.
    Face,
}

impl TextKind {
    /// The field it stands in.
    pub fn field(self) -> &'static str {
        match self {
            TextKind::Title => "title",
            TextKind::Theme => "name",
            TextKind::Question => "text",
            TextKind::Face => "faces",
        }
    }

    /// The most characters it may have.
    pub fn most_chars(self) -> usize {
        match self {
            TextKind::Title => MAX_TITLE_CHARS,
            TextKind::Theme => MAX_THEME_CHARS,
            TextKind::Question => MAX_TEXT_CHARS,
            TextKind::Face => MAX_FACE_CHARS,
        }
    }

    fn name(self) -> &'static str {
        match self {
            TextKind::Title => "a title",
            TextKind::Theme => "a theme's name",
            TextKind::Question => "a question",
            TextKind::Face => "a face's label",
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file cannot be read at all; why, in English.
    NotToml(String),
    /// `deck` in a larger file is no table of decks.
    NoDecks,
    /// One of the decks in a larger file is none.
    NotADeck,
    /// There are no items.
    AsksNothing,
    /// An item has the words of another one: both ids.
    AskedTwice(String, String),
    /// There are so many items, too many.
    TooManyItems(usize),
    /// The languages are not said.
    NoLanguages,
    /// A language is named twice.
    LanguageTwice(Language),
    /// This is no language.
    NotALanguage,
    /// The languages are no list, or an empty one.
    LanguagesNotAList,
    /// There is no such key.
    UnknownKey {
        /// What does not have it.
        of: &'static str,
        /// The key.
        key: String,
        /// The keys that there are.
        known: Vec<&'static str>,
    },
    /// Something must be a list of tables.
    NotTables(&'static str),
    /// An entry of such a list is no table.
    NotATable(&'static str),
    /// Something must be a text.
    NotAText {
        /// Its key.
        key: &'static str,
        /// What is expected.
        expected: &'static str,
    },
    /// A number is missing.
    NoNumber {
        /// What does not have it.
        of: &'static str,
        /// Its key.
        key: &'static str,
        /// The lowest.
        least: i64,
        /// The highest.
        most: i64,
    },
    /// A number is out of range, or none.
    NumberOutOfRange {
        /// Its key.
        key: &'static str,
        /// The lowest.
        least: i64,
        /// The highest.
        most: i64,
    },
    /// An id is missing.
    NoId(&'static str),
    /// An id is used twice.
    IdTwice {
        /// The id.
        id: String,
        /// The line of the first.
        first: usize,
    },
    /// This cannot be an id.
    OddId(String),
    /// A text is missing in all languages.
    NoText {
        /// The text.
        kind: TextKind,
        /// How it would be written.
        example: String,
    },
    /// A text is not given per language.
    NotPerLanguage {
        /// The text.
        kind: TextKind,
        /// How it would be written.
        example: String,
    },
    /// A text stands not in quotes.
    NotInQuotes,
    /// A text is in a language that the deck does not have.
    StrangeLanguage(String),
    /// A text is missing in a language.
    MissingIn(TextKind, Language),
    /// A text is blank.
    Blank(TextKind, Language),
    /// A text has a line break or a control character.
    Control(TextKind, Language),
    /// A text is too long.
    TooLong {
        /// The text.
        kind: TextKind,
        /// In this language.
        language: Language,
        /// So many characters.
        chars: usize,
    },
    /// A word does not fit on a line of the tablet.
    LongWord {
        /// The word.
        word: String,
        /// In this language.
        language: Language,
    },
    /// There is no such theme.
    NoSuchTheme(String),
    /// A card or statement has no theme.
    NoTheme,
    /// An item does not say its kind.
    NoKind,
    /// There is no such kind.
    OddKind(String),
    /// A statement has no faces.
    NoFaces,
    /// The faces are no list.
    FacesNotAList,
    /// There are too few faces, or too many.
    CountOfFaces(usize),
    /// The best answer cannot stand there.
    OddFavourable(String),
    /// An even number of faces has no middle.
    NoMiddleFace,
    /// A scale cannot be shown.
    Scale(i64, i64),
    /// A score does not say which numbers are good.
    NoGoodSide,
    /// The good numbers cannot stand there.
    OddGoodSide(String),
    /// Two numbers have no middle.
    NoMiddleNumber,
    /// A note does not say what it is about.
    NoAbout,
}

impl Wrong {
    /// The language of the text that it is about, if it is about one.
    pub fn language(&self) -> Option<Language> {
        match self {
            Wrong::MissingIn(_, language)
            | Wrong::Blank(_, language)
            | Wrong::Control(_, language)
            | Wrong::TooLong { language, .. }
            | Wrong::LongWord { language, .. } => Some(*language),
            _ => None,
        }
    }

    /// What is wrong, in English.
    pub fn what(&self) -> String {
        match self {
            Wrong::NotToml(why) => format!("this is not TOML: {why}"),
            Wrong::NoDecks => "deck must have a table for each deck".to_owned(),
            Wrong::NotADeck => "this is no deck".to_owned(),
            Wrong::AsksNothing => "the deck asks nothing".to_owned(),
            Wrong::TooManyItems(count) => format!("the deck has {count} items; at most {MAX_ITEMS} are allowed"),
            Wrong::NoLanguages => "the deck does not say its languages".to_owned(),
            Wrong::LanguageTwice(language) => format!("{language:?} stands twice"),
            Wrong::NotALanguage => "this is no language of Trykk".to_owned(),
            Wrong::LanguagesNotAList => "languages must be a list with at least one language".to_owned(),
            Wrong::UnknownKey { of, key, .. } => format!("{of} has no {key:?}"),
            Wrong::NotTables(key) => format!("{key} must be a list of tables"),
            Wrong::NotATable(key) => format!("a {key} must be a table"),
            Wrong::NotAText { key, .. } => format!("{key} must be a text"),
            Wrong::NoNumber { of, key, .. } => format!("{of} has no {key}"),
            Wrong::NumberOutOfRange { key, .. } => format!("{key} is out of range"),
            Wrong::NoId(of) => format!("{of} has no id"),
            Wrong::IdTwice { id, first } => format!("the id {id:?} is used twice, first on line {first}"),
            Wrong::OddId(id) => format!("{id:?} cannot be an id"),
            Wrong::NoText { kind, .. } => format!("{} is missing", kind.field()),
            Wrong::NotPerLanguage { kind, .. } => format!("{} must be given per language", kind.name()),
            Wrong::NotInQuotes => "a text must stand in quotes".to_owned(),
            Wrong::StrangeLanguage(key) => format!("{key:?} is not a language of this deck"),
            Wrong::MissingIn(kind, language) => format!("{} is missing in {language}", kind.name()),
            Wrong::Blank(kind, language) => format!("{} is blank in {language}", kind.name()),
            Wrong::Control(kind, language) => {
                format!("{} has a line break or control character in {language}", kind.name())
            }
            Wrong::TooLong { kind, language, chars } => format!(
                "{} is {chars} characters long in {language}, too long for a tablet",
                kind.name()
            ),
            Wrong::LongWord { word, .. } => format!(
                "the word {word:?} is {} characters long, too long for a line of the tablet",
                word.chars().count()
            ),
            Wrong::NoSuchTheme(theme) => format!("there is no theme {theme:?}"),
            Wrong::NoTheme => "the item has no theme".to_owned(),
            Wrong::NoKind => "the item has no kind".to_owned(),
            Wrong::OddKind(kind) => format!("there is no kind of item called {kind:?}"),
            Wrong::NoFaces => "the statement has no faces".to_owned(),
            Wrong::FacesNotAList => "faces must be a list of labels".to_owned(),
            Wrong::CountOfFaces(count) => format!("the statement has {count} faces"),
            Wrong::OddFavourable(place) => format!("the best answer cannot stand at {place:?}"),
            Wrong::NoMiddleFace => "an even number of faces has no middle".to_owned(),
            Wrong::Scale(min, max) => format!("a scale from {min} to {max} cannot be shown"),
            Wrong::NoGoodSide => "the score does not say which numbers are good".to_owned(),
            Wrong::OddGoodSide(place) => format!("the good numbers cannot stand at {place:?}"),
            Wrong::NoMiddleNumber => "two numbers have no middle".to_owned(),
            Wrong::NoAbout => "the note does not say what it is about".to_owned(),
            Wrong::AskedTwice(id, first) => format!("{id:?} asks what {first:?} asks already, in the same words"),
        }
    }

    /// How to mend it, in English.
    pub fn mend(&self) -> String {
        let said = match self {
            Wrong::NotToml(_) => "Mend the line's syntax",
            Wrong::NoDecks | Wrong::NotADeck => "Write each deck as [deck.NAME]",
            Wrong::AsksNothing => "Add at least one [[item]]",
            Wrong::TooManyItems(count) => return format!("Leave out {}", count.saturating_sub(MAX_ITEMS)),
            Wrong::NoLanguages | Wrong::NotALanguage => {
                "Write languages = [\"nb\", \"nn\", \"en\"], or those of them that the deck is written in"
            }
            Wrong::LanguageTwice(_) => "Leave one out",
            Wrong::LanguagesNotAList => {
                "Write languages = [\"nb\", \"nn\", \"en\"], or those of them that the deck is written in"
            }
            Wrong::UnknownKey { known, .. } => {
                return format!("Leave it out, or use one of: {}", known.join(", "));
            }
            Wrong::NotTables(key) => return format!("Write [[{key}]] before each"),
            Wrong::NotATable(key) => return format!("Write [[{key}]] before it"),
            Wrong::NotAText { expected, .. } => return format!("Write {expected} in quotes"),
            Wrong::NoNumber { key, least, most, .. } | Wrong::NumberOutOfRange { key, least, most } => {
                return format!("Write {key} as a whole number from {least} to {most}");
            }
            Wrong::NoId(_) => "Add id = \"...\"",
            Wrong::IdTwice { .. } => "Give one of them another id",
            Wrong::OddId(_) => {
                return format!("Use 1 to {MAX_ID_BYTES} small letters a to z, digits and hyphens");
            }
            Wrong::NoText { kind, example } => return format!("Add {} = {{ {example} }}", kind.field()),
            Wrong::NotPerLanguage { example, .. } => return format!("Write {{ {example} }}"),
            Wrong::NotInQuotes => "Write it as \"...\"",
            Wrong::StrangeLanguage(key) => {
                return format!("Leave it out, or add {key:?} to the deck's languages");
            }
            Wrong::MissingIn(_, language) => return format!("Add {language} = \"...\""),
            Wrong::Blank(..) => "Write it",
            Wrong::Control(..) => "Write it on one line",
            Wrong::TooLong { kind, .. } => return format!("Shorten it to {} characters", kind.most_chars()),
            Wrong::LongWord { .. } => {
                return format!("Use a shorter word, or divide it with a hyphen before {MAX_WORD_CHARS} characters");
            }
            Wrong::NoSuchTheme(theme) => {
                return format!("Add a [[theme]] with id = {theme:?}, or name one that is there");
            }
            Wrong::NoTheme => "Add theme = \"...\" with the id of one of the deck's themes",
            Wrong::NoKind => "Add kind = \"card\", \"statement\", \"score\" or \"note\"",
            Wrong::OddKind(_) => "Write card, statement, score or note",
            Wrong::NoFaces | Wrong::FacesNotAList | Wrong::CountOfFaces(_) => {
                "Give 3 to 7 labels, from one end of the scale to the other"
            }
            Wrong::OddFavourable(_) => "Write favourable = \"last\" or \"middle\"",
            Wrong::NoMiddleFace => "Give 3, 5 or 7 labels",
            Wrong::Scale(..) => {
                return format!("Let max be above min, and the scale have at most {MAX_SCALE_NUMBERS} numbers");
            }
            Wrong::NoGoodSide | Wrong::OddGoodSide(_) => {
                "Write favourable = \"high\", \"low\" or \"middle\": which numbers are good news"
            }
            Wrong::NoMiddleNumber => "Give the scale three numbers or more",
            Wrong::NoAbout => "Write about = \"improve\" or \"keep\"",
            Wrong::AskedTwice(..) => "Leave one of them out: what is published of both would tell more than of one",
        };
        said.to_owned()
    }
}
