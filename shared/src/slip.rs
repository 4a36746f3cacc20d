//! Slips: the answer to one question, padded so that nothing but its kind shows.
//!
//! A slip's plain text is frozen as format 1: `format | id length | id | tag | value | zeros`,
//! numbers big-endian, padded to the fixed size of its kind. Changing it makes waiting envelopes unreadable.

use std::fmt;

use zeroize::Zeroizing;

use crate::answers::{Answer, AnswerError, Answers, Sheet};
use crate::deck::{Deck, Item, Mode, Question};
use crate::kind::{EnvelopeKind, Unit};

const FORMAT: u8 = 1;
const TAG_SKIPPED: u8 = 0;
const TAG_CARD: u8 = 1;
const TAG_FACE: u8 = 2;
const TAG_SCORE: u8 = 3;
const TAG_NOTE: u8 = 4;

/// The answer to one question, as padded plain text. It is wiped when dropped and never shown by `Debug`.
pub struct Slip {
    kind: EnvelopeKind,
    bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slip({}, ..)", self.kind.name())
    }
}

/// Opened bytes that are not a slip of this deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlipError {
    /// Not a slip of a format known here.
    #[error("not a slip")]
    Malformed,
    /// The deck has no such item, or the item travels in another kind of envelope.
    #[error("not a question of this deck")]
    WrongQuestion,
    /// The item takes no such answer.
    #[error("not an answer to its question")]
    WrongAnswer,
}

impl Slip {
    fn new(item: &Item, kind: EnvelopeKind, answer: Option<&Answer>) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(kind.slip_bytes()));
        bytes.push(FORMAT);
        bytes.push(u8::try_from(item.id.len()).expect("a checked deck's ids are at most 40 bytes"));
        bytes.extend_from_slice(item.id.as_bytes());
        match answer {
            None => bytes.push(TAG_SKIPPED),
            Some(Answer::Card(yes)) => bytes.extend_from_slice(&[TAG_CARD, u8::from(*yes)]),
            Some(Answer::Face(face)) => bytes.extend_from_slice(&[TAG_FACE, *face]),
            Some(Answer::Score(score)) => {
                bytes.push(TAG_SCORE);
                bytes.extend_from_slice(&score.to_be_bytes());
            }
            Some(Answer::Note(text)) => {
                let length = u16::try_from(text.len()).expect("a checked note is at most 979 bytes");
                bytes.push(TAG_NOTE);
                bytes.extend_from_slice(&length.to_be_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
        }
        assert!(bytes.len() <= kind.slip_bytes(), "a checked answer fits its slip");
        bytes.resize(kind.slip_bytes(), 0);
        Slip { kind, bytes }
    }

    /// Its kind.
    pub fn kind(&self) -> EnvelopeKind {
        self.kind
    }

    /// The padded plain text.
    pub fn plain(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads opened plain text of an envelope of `kind`: the item it answers, and the answer, `None` when skipped.
    ///
    /// # Errors
    /// Says which check failed; the bytes themselves never stand in the error.
    pub fn read<'d>(
        plain: &[u8],
        kind: EnvelopeKind,
        deck: &'d Deck,
        mode: Mode,
    ) -> Result<(&'d Item, Option<Answer>), SlipError> {
        use SlipError::{Malformed, WrongAnswer, WrongQuestion};
        if plain.len() != kind.slip_bytes() || plain[0] != FORMAT {
            return Err(Malformed);
        }
        let (id, rest) = plain[2..].split_at_checked(usize::from(plain[1])).ok_or(Malformed)?;
        let id = std::str::from_utf8(id).map_err(|_| Malformed)?;
        let (&tag, rest) = rest.split_first().ok_or(Malformed)?;
        let (answer, padding) = match tag {
            TAG_SKIPPED => (None, rest),
            TAG_CARD => match rest.split_first().ok_or(Malformed)? {
                (0, padding) => (Some(Answer::Card(false)), padding),
                (1, padding) => (Some(Answer::Card(true)), padding),
                _ => return Err(Malformed),
            },
            TAG_FACE => {
                let (&face, padding) = rest.split_first().ok_or(Malformed)?;
                (Some(Answer::Face(face)), padding)
            }
            TAG_SCORE => {
                let (score, padding) = rest.split_first_chunk().ok_or(Malformed)?;
                (Some(Answer::Score(i16::from_be_bytes(*score))), padding)
            }
            TAG_NOTE => {
                let (length, rest) = rest.split_first_chunk().ok_or(Malformed)?;
                let (text, padding) = rest
                    .split_at_checked(usize::from(u16::from_be_bytes(*length)))
                    .ok_or(Malformed)?;
                let text = std::str::from_utf8(text).map_err(|_| Malformed)?;
                (Some(Answer::Note(Zeroizing::new(text.to_owned()))), padding)
            }
            _ => return Err(Malformed),
        };
        if padding.iter().any(|byte| *byte != 0) {
            return Err(Malformed);
        }
        let item = deck.item(id).ok_or(WrongQuestion)?;
        if item.envelope_kind(mode) != kind {
            return Err(WrongQuestion);
        }
        match answer {
            Some(answer) => match (answer.check(item), &answer) {
                (Ok(()), _) => Ok((item, Some(answer))),
                // A tablet of before took what nobody sees for a note: it says nothing.
                (Err(AnswerError::NoteBlank), Answer::Note(text)) if !text.trim().is_empty() => Ok((item, None)),
                (Err(_), _) => Err(WrongAnswer),
            },
            None => Ok((item, None)),
        }
    }
}

/// Splits a checked sheet into slips: every question, skipped ones too.
/// Sheets of one deck and mode give the same number and sizes of slips whatever was answered
/// (in table mode: for the same number of members).
pub fn split(sheet: &Sheet, deck: &Deck) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mode = sheet.mode();
    let mut part = |answers: &Answers, unit: Unit| {
        for item in deck.items.iter().filter(|item| item.unit(mode) == unit) {
            let kind = item.envelope_kind(mode);
            let given = answers.of(&item.id);
            let numbered = match item.question {
                Question::Note { .. } => given.len().max(item.slips()),
                _ => item.slips(),
            };
            slips.extend((0..numbered).map(|nth| Slip::new(item, kind, given.get(nth))));
        }
    };
    match sheet {
        Sheet::DropIn(answers) => part(answers, Unit::Participant),
        Sheet::Table { table, members } => {
            part(table, Unit::Table);
            members.iter().for_each(|member| part(member, Unit::Participant));
        }
    }
    slips
}
