//! Decks: what is asked, and how.
//!
//! A deck is written as TOML ([`Deck::read`] checks it and names every fault) and travels as JSON in the manifest.

mod asked;
mod read;
mod twice;
mod write;

use serde::{Deserialize, Serialize};

pub use read::{DeckError, DeckErrors, MAX_VERSION, Part, TextKind, Wrong};
pub use write::{quote, write_texts};

use crate::kind::{EnvelopeKind, MAX_ID_BYTES, SheetShape, Unit};
use crate::language::{Language, Texts};

/// The longest text of a card, statement, score or note prompt, in characters: what a tablet shows in large type.
pub const MAX_TEXT_CHARS: usize = 120;
/// The longest label under a face, in characters.
pub const MAX_FACE_CHARS: usize = 24;
/// The longest title of a deck, in characters.
pub const MAX_TITLE_CHARS: usize = 60;
/// The longest name of a theme, in characters.
pub const MAX_THEME_CHARS: usize = 40;
/// The longest single word, in characters: one line of the tablet.
pub const MAX_WORD_CHARS: usize = 26;
/// The longest note a deck may allow, in characters. Norwegian letters take up to two bytes, so it fits its slip.
pub const MAX_NOTE_CHARS: u16 = 470;
/// The most notes one prompt may take from one person.
pub const MAX_NOTES: u8 = 5;
/// The most numbers on a score's scale: 0 to 20.
pub const MAX_SCALE_NUMBERS: i64 = 21;
/// The most items in one deck.
pub const MAX_ITEMS: usize = 80;

/// A survey definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deck {
    /// Its id, the same through all versions.
    pub id: String,
    /// Counts up when anything in it changes.
    pub version: u32,
    /// The languages every text is written in; never empty.
    pub languages: Vec<Language>,
    /// What it is called.
    pub title: Texts,
    /// What its cards and statements are about.
    pub themes: Vec<Theme>,
    /// What is asked, in this order.
    pub items: Vec<Item>,
}

/// What a group of items is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    /// Its id, unique in the deck.
    pub id: String,
    /// What it is called.
    pub name: Texts,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// Its id, unique in the deck.
    pub id: String,
    /// The theme it belongs to. Notes have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The legal or research factor it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// The question's text.
    pub text: Texts,
    /// How it is answered.
    #[serde(flatten)]
    pub question: Question,
}

/// How an item is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Question {
    /// "Is it like this with us?" yes or no.
    Card,
    /// "How is it for you?" a face.
    Statement {
        /// The labels under the faces, 3 to 7.
        faces: Vec<Texts>,
        /// Where the best answer stands.
        favourable: Favourable,
    },
    /// One number.
    Score {
        /// The lowest number.
        min: i16,
        /// The highest number, above `min`.
        max: i16,
        /// Which numbers are good ones. Decks of earlier versions do not say it: such a score stands among no findings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        favourable: Option<GoodSide>,
    },
    /// A short free text.
    Note {
        /// What the note is about.
        about: About,
        /// The longest text, in characters.
        max_chars: u16,
        /// How many notes one person may write; every sheet carries this many note slips, blank or not.
        max_notes: u8,
    },
}

/// Where the best answer stands among a statement's faces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Favourable {
    /// The last face is the best.
    #[default]
    Last,
    /// The middle face is the best: too little is as bad as too much.
    Middle,
}

/// Where the good answers of a scale stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GoodSide {
    /// High is good: "how well do we work together?"
    High,
    /// Low is good: "how heavy is the work?"
    Low,
    /// The middle is good: too little is as bad as too much.
    Middle,
}

impl GoodSide {
    /// As written in deck files.
    pub fn name(self) -> &'static str {
        match self {
            GoodSide::High => "high",
            GoodSide::Low => "low",
            GoodSide::Middle => "middle",
        }
    }
}

impl Question {
    /// Where the good answers of its scale stand; nothing for one that has none, or does not say it.
    pub fn good_side(&self) -> Option<GoodSide> {
        match self {
            Question::Statement { favourable, .. } => Some(match favourable {
                Favourable::Last => GoodSide::High,
                Favourable::Middle => GoodSide::Middle,
            }),
            Question::Score { favourable, .. } => *favourable,
            Question::Card | Question::Note { .. } => None,
        }
    }
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// What works well and should be kept.
    Keep,
    /// What must improve.
    Improve,
}

/// How people answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// One by one, at a station.
    DropIn,
    /// A table answers cards and scores together; each member places own faces and writes own notes.
    Table,
}

impl Mode {
    /// As written in files and commands.
    pub fn name(self) -> &'static str {
        match self {
            Mode::DropIn => "drop-in",
            Mode::Table => "table",
        }
    }

    /// The mode of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Mode::DropIn, Mode::Table].into_iter().find(|mode| mode.name() == name)
    }
}

/// Why a deck cannot be used in a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModeError {
    /// Tables could not be counted.
    #[error("table mode needs at least one card or score for the table to answer; add one, or use drop-in mode")]
    NothingForTheTable,
    /// People could not be counted.
    #[error("table mode needs at least one statement or note for each member to answer; add one, or use drop-in mode")]
    NothingForMembers,
}

impl Item {
    /// Who answers this item in `mode`: each participant, or the table together.
    pub fn unit(&self, mode: Mode) -> Unit {
        match (mode, &self.question) {
            (Mode::Table, Question::Card | Question::Score { .. }) => Unit::Table,
            _ => Unit::Participant,
        }
    }

    /// How many slips every sheet of its unit carries for this item.
    pub fn slips(&self) -> usize {
        match self.question {
            Question::Note { max_notes, .. } => usize::from(max_notes),
            _ => 1,
        }
    }

    /// The kind of envelope its slips travel in, in `mode`.
    pub fn envelope_kind(&self, mode: Mode) -> EnvelopeKind {
        match (self.unit(mode), &self.question) {
            (Unit::Table, _) => EnvelopeKind::TableMark,
            (Unit::Participant, Question::Note { .. }) => EnvelopeKind::ParticipantNote,
            (Unit::Participant, _) => EnvelopeKind::ParticipantMark,
        }
    }
}

impl Deck {
    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The theme with this id.
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }

    /// How long one sheet takes, in seconds, about: a card 4 seconds, a statement or number 6, a note 20. A table talks over each
    /// card a minute and each number two; then each of its four places a smiley in 8 seconds and writes a note in 45.
    pub fn seconds_to_answer(&self, mode: Mode) -> u32 {
        let seconds = self.items.iter().map(|item| match (mode, &item.question) {
            (Mode::DropIn, Question::Card) => 4,
            (Mode::DropIn, Question::Statement { .. } | Question::Score { .. }) => 6,
            (Mode::DropIn, Question::Note { .. }) => 20,
            (Mode::Table, Question::Card) => 60,
            (Mode::Table, Question::Score { .. }) => 120,
            (Mode::Table, Question::Statement { .. }) => 4 * 8,
            (Mode::Table, Question::Note { .. }) => 4 * 45,
        });
        seconds.sum()
    }

    /// Whether every id and note of a deck that came from elsewhere fits its slip.
    pub fn is_sound(&self) -> bool {
        self.items.len() <= MAX_ITEMS
            && self.items.iter().all(|item| {
                let fits = match &item.question {
                    Question::Card | Question::Score { .. } => true,
                    Question::Statement { faces, .. } => (3..=7).contains(&faces.len()),
                    Question::Note {
                        max_chars, max_notes, ..
                    } => *max_chars <= MAX_NOTE_CHARS && (1..=MAX_NOTES).contains(max_notes),
                };
                fits && !item.id.is_empty() && item.id.len() <= MAX_ID_BYTES
            })
    }

    /// How many envelopes of each kind one sheet gives in `mode`.
    pub fn shape(&self, mode: Mode) -> SheetShape {
        let mut shape = SheetShape::default();
        for item in &self.items {
            *shape.of_mut(item.envelope_kind(mode)) += item.slips();
        }
        shape
    }

    /// Whether the deck can be put to people in `mode`.
    ///
    /// # Errors
    /// In table mode both the table and its members need something to answer, else tables or people could not be counted.
    pub fn fits(&self, mode: Mode) -> Result<(), ModeError> {
        let has = |unit| self.items.iter().any(|item| item.unit(mode) == unit);
        match mode {
            Mode::Table if !has(Unit::Table) => Err(ModeError::NothingForTheTable),
            Mode::Table if !has(Unit::Participant) => Err(ModeError::NothingForMembers),
            _ => Ok(()),
        }
    }
}
