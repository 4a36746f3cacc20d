//! A question, a note, and the overview of what was answered.
//! `Debug` of what holds answers, notes or codes is in the list of `screen.rs` that shows nothing of it.

use trykk_shared::deck::{About, Favourable};
use zeroize::Zeroizing;

use crate::flow::identifying::Identifying;

/// A question with a mark for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Whether the table answers it together.
    pub common: bool,
    /// What it takes, and what is given.
    pub ask: Ask,
}

/// What a question takes, and what is given.
#[derive(Clone, PartialEq, Eq)]
pub enum Ask {
    /// A face.
    Face {
        /// The labels under the faces.
        labels: Vec<String>,
        /// Where the best one stands.
        favourable: Favourable,
        /// The one placed, counted from 1.
        given: Option<u8>,
    },
    /// Yes or no.
    Card {
        /// What was said.
        given: Option<bool>,
    },
    /// A number.
    Score {
        /// The lowest.
        min: i16,
        /// The highest.
        max: i16,
        /// The number given.
        given: Option<i16>,
    },
}

/// A yellow note.
#[derive(Clone, PartialEq, Eq)]
pub struct NotePage {
    /// The prompt.
    pub prompt: String,
    /// What it is about.
    pub about: About,
    /// What is written; wiped when dropped.
    pub text: Zeroizing<String>,
    /// Which note under the prompt, counted from 1.
    pub nth: usize,
    /// How many the prompt takes.
    pub of: usize,
    /// Letters left.
    pub left: usize,
    /// Whether the keyboard is open.
    pub typing: bool,
    /// Before which letter the caret stands, counted from 0.
    pub caret: usize,
    /// Whether something stands under the prompt.
    pub written: bool,
    /// Whether one more note can be added.
    pub can_add: bool,
    /// Where to turn with something urgent.
    pub urgent: String,
    /// What it seems to hold that may tell who somebody is.
    pub identifying: Option<Identifying>,
}

/// What was answered, before it is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Whose answers.
    pub whose: Whose,
    /// One row a question.
    pub rows: Vec<Row>,
    /// Whether there is nothing to deliver; a part of a table's sheet is never delivered alone.
    pub blank: bool,
    /// Whether the round closed while they answered.
    pub closed_meanwhile: bool,
}

/// Whose answers an overview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One participant's at a station.
    Own,
    /// The table's together.
    Table,
    /// One member's.
    Member {
        /// Whether it is the last member.
        last: bool,
    },
}

/// One row of an overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub text: String,
    /// What was answered.
    pub answer: Given,
}

/// An answer as an overview shows it.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    Skipped,
    /// A face.
    Face {
        /// Which one, counted from 1.
        nth: usize,
        /// Of how many.
        of: usize,
        /// Where the best one stands.
        favourable: Favourable,
        /// Its label.
        label: String,
    },
    /// Yes or no.
    Card(bool),
    /// A number.
    Score(i16),
    /// So many notes.
    Notes(usize),
}
