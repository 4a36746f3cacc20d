//! Sheets: what one participant, or one table, answered. They live in memory only.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::deck::{Deck, Item, Mode, Question};
use crate::kind::{MAX_NOTE_BYTES, Unit};
use crate::note;
use crate::plural::plural;

/// The most members one table may have.
pub const MAX_MEMBERS: usize = 12;

/// One answer. A skipped question has none.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// "Is it like this with us?" In table mode one member holding it true is enough.
    Card(bool),
    /// A face, counted from 1.
    Face(u8),
    /// A number on the item's scale.
    Score(i16),
    /// A note's text.
    Note(Zeroizing<String>),
}

// Answers must not reach a log or a panic message.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(..)")
    }
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// A card takes yes or no.
    #[error("a card takes true or false")]
    NotACard,
    /// A statement takes a face.
    #[error("this statement takes a face from 1 to {0}")]
    NotAFace(usize),
    /// A score takes a number on its scale.
    #[error("this score takes a whole number from {0} to {1}")]
    NotAScore(i16, i16),
    /// A note takes text.
    #[error("a note takes a list of texts")]
    NotANote,
    /// A note has too many characters.
    #[error("this note is {0} characters long; at most {1} are allowed")]
    NoteTooLong(usize, u16),
    /// A note has too many bytes, though not too many characters.
    #[error("this note takes {0} bytes; at most {MAX_NOTE_BYTES} fit: shorten it")]
    NoteTooManyBytes(usize),
    /// A note is blank.
    #[error("this note is blank; leave it out")]
    NoteBlank,
}

impl Answer {
    /// A note's text, without what nobody sees.
    pub fn note(text: &str) -> Self {
        Answer::Note(note::clean(text))
    }

    /// Whether `item` takes this answer.
    ///
    /// # Errors
    /// Says what the item takes instead.
    pub fn check(&self, item: &Item) -> Result<(), AnswerError> {
        use AnswerError::{NotACard, NotAFace, NotANote, NotAScore, NoteBlank, NoteTooLong, NoteTooManyBytes};
        match (&item.question, self) {
            (Question::Card, Answer::Card(_)) => Ok(()),
            (Question::Card, _) => Err(NotACard),
            (Question::Statement { faces, .. }, Answer::Face(face))
                if (1..=faces.len()).contains(&usize::from(*face)) =>
            {
                Ok(())
            }
            (Question::Statement { faces, .. }, _) => Err(NotAFace(faces.len())),
            (Question::Score { min, max, .. }, Answer::Score(score)) if (min..=max).contains(&score) => Ok(()),
            (Question::Score { min, max, .. }, _) => Err(NotAScore(*min, *max)),
            (Question::Note { max_chars, .. }, Answer::Note(text)) => {
                let chars = text.chars().count();
                if note::is_blank(text) {
                    Err(NoteBlank)
                } else if chars > usize::from(*max_chars) {
                    Err(NoteTooLong(chars, *max_chars))
                } else if text.len() > MAX_NOTE_BYTES {
                    Err(NoteTooManyBytes(text.len()))
                } else {
                    Ok(())
                }
            }
            (Question::Note { .. }, _) => Err(NotANote),
        }
    }
}

/// The answers of one participant, or of one table together.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Vec<Answer>>);

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers(..)")
    }
}

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts an answer to a card, statement or score, in place of an earlier one.
    pub fn put(&mut self, item: &str, answer: Answer) {
        self.0.insert(item.to_owned(), vec![answer]);
    }

    /// Puts the notes under a prompt, in place of earlier ones.
    pub fn put_notes<'t>(&mut self, item: &str, texts: impl IntoIterator<Item = &'t str>) {
        self.0
            .insert(item.to_owned(), texts.into_iter().map(Answer::note).collect());
    }

    /// Takes the answer back: the question is skipped.
    pub fn skip(&mut self, item: &str) {
        self.0.remove(item);
    }

    /// The answers to an item: none when skipped, several only for notes.
    pub fn of(&self, item: &str) -> &[Answer] {
        self.0.get(item).map_or(&[], Vec::as_slice)
    }

    /// How many answers there are, notes among them.
    fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    fn check(&self, deck: &Deck, mode: Mode, unit: Unit) -> Result<(), SheetError> {
        for (id, answers) in &self.0 {
            let item = deck.item(id).ok_or_else(|| SheetError::UnknownItem(id.clone()))?;
            if item.unit(mode) != unit {
                return Err(match unit {
                    Unit::Table => SheetError::NotForTheTable(id.clone()),
                    Unit::Participant => SheetError::NotForMembers(id.clone()),
                });
            }
            if answers.len() > item.slips() {
                return Err(SheetError::TooManyNotes(id.clone(), answers.len(), item.slips()));
            }
            for answer in answers {
                answer
                    .check(item)
                    .map_err(|fault| SheetError::Answer(id.clone(), fault))?;
            }
        }
        Ok(())
    }
}

impl Zeroize for Answers {
    fn zeroize(&mut self) {
        for answer in self.0.values_mut().flatten() {
            match answer {
                Answer::Card(yes) => *yes = false,
                Answer::Face(face) => face.zeroize(),
                Answer::Score(score) => score.zeroize(),
                Answer::Note(text) => text.zeroize(),
            }
        }
        self.0.clear();
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        self.zeroize();
    }
}

/// What one participant, or one table, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// One participant at a station.
    DropIn(Answers),
    /// A table: what it answered together, and each member's own part.
    Table {
        /// Cards and scores.
        table: Answers,
        /// Faces and notes of each member; never empty.
        members: Vec<Answers>,
    },
}

/// Why a sheet cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// The sheet is for the other mode.
    #[error("this round runs in {} mode; {}", .0.name(), match .0 {
        Mode::DropIn => r#"write {"answers": {...}}"#,
        Mode::Table => r#"write {"table": {...}, "members": [{...}, ...]}"#,
    })]
    WrongMode(Mode),
    /// The deck has no such item.
    #[error("the deck has no item {0:?}")]
    UnknownItem(String),
    /// Members answer this item, not the table.
    #[error("{0:?} is answered by each member, not by the table together")]
    NotForTheTable(String),
    /// The table answers this item, not its members.
    #[error("{0:?} is answered by the table together, not by its members")]
    NotForMembers(String),
    /// More notes than the prompt takes.
    #[error("{0:?} has {notes}; it takes {2} at most", notes = plural(*.1, "note", "notes"))]
    TooManyNotes(String, usize, usize),
    /// The item takes no such answer.
    #[error("{0:?}: {1}")]
    Answer(String, AnswerError),
    /// A table needs people.
    #[error("a table has 1 to {MAX_MEMBERS} members, this one {0}")]
    Members(usize),
}

impl Sheet {
    /// The mode it was answered in.
    pub fn mode(&self) -> Mode {
        match self {
            Sheet::DropIn(_) => Mode::DropIn,
            Sheet::Table { .. } => Mode::Table,
        }
    }

    /// How many people answered it.
    pub fn participants(&self) -> usize {
        match self {
            Sheet::DropIn(_) => 1,
            Sheet::Table { members, .. } => members.len(),
        }
    }

    /// How many answers are on it, of all who answered.
    pub fn count_answers(&self) -> usize {
        match self {
            Sheet::DropIn(answers) => answers.count(),
            Sheet::Table { table, members } => table.count() + members.iter().map(Answers::count).sum::<usize>(),
        }
    }

    /// Whether nobody answered anything on it. Such a sheet is not delivered: a box full of them would look like people.
    pub fn is_blank(&self) -> bool {
        match self {
            Sheet::DropIn(answers) => answers.is_empty(),
            Sheet::Table { table, members } => table.is_empty() && members.iter().all(Answers::is_empty),
        }
    }

    /// Whether the sheet fits deck and mode.
    ///
    /// # Errors
    /// Names the first item that does not fit, and what it takes instead.
    pub fn check(&self, deck: &Deck, mode: Mode) -> Result<(), SheetError> {
        if self.mode() != mode {
            return Err(SheetError::WrongMode(mode));
        }
        match self {
            Sheet::DropIn(answers) => answers.check(deck, mode, Unit::Participant),
            Sheet::Table { table, members } => {
                if members.is_empty() || members.len() > MAX_MEMBERS {
                    return Err(SheetError::Members(members.len()));
                }
                table.check(deck, mode, Unit::Table)?;
                members
                    .iter()
                    .try_for_each(|member| member.check(deck, mode, Unit::Participant))
            }
        }
    }
}
