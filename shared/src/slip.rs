//! Slips: the answer to one question, padded so that nothing but its kind shows.
//!
//! A slip's plain text is frozen as format 1: `format | id length | id | tag | value | zeros`,
//! numbers big-endian, padded to the fixed size of its kind. Changing it makes waiting envelopes unreadable.
//!
//! Slips of notes have formats of their own, frozen too: the same, but that the first slip of a sheet under its prompt has a tag of its own,
//! written or not. So first notes count writers, and there is one first slip a sheet: whoever sends more of them is found out by the sum.
//! Nothing ties two notes together. In format 2 only a written first note was marked; it is read, and says nothing of places.

use std::fmt;

use zeroize::Zeroizing;

use crate::answers::{Answer, AnswerError, Answers, Sheet};
use crate::deck::{Deck, Item, Mode, Question};
use crate::kind::{EnvelopeKind, Unit};
use crate::protocol_version::PROTOCOL_WITH_FIRST_NOTES;

const FORMAT: u8 = 1;
const FORMAT_WITH_FIRST_WRITTEN: u8 = 2;
const FORMAT_WITH_FIRST: u8 = 3;
const TAG_SKIPPED: u8 = 0;
const TAG_CARD: u8 = 1;
const TAG_FACE: u8 = 2;
const TAG_SCORE: u8 = 3;
const TAG_NOTE: u8 = 4;
const TAG_FIRST_NOTE: u8 = 5;
const TAG_FIRST_SKIPPED: u8 = 6;

/// How slips of notes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteFormat {
    /// As hubs read them that know no other: nothing says which note is a sheet's first.
    Unmarked,
    /// The first slip of a sheet and prompt is marked.
    FirstMarked,
}

impl NoteFormat {
    /// The format for a hub that has spoken this protocol, and is not believed any more when it speaks an older one. A hub that nobody has
    /// heard yet may know the first format alone.
    pub fn of_protocol(newest: u16) -> Self {
        if newest >= PROTOCOL_WITH_FIRST_NOTES {
            NoteFormat::FirstMarked
        } else {
            NoteFormat::Unmarked
        }
    }
}

/// Which of a sheet's notes under its prompt a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotePlace {
    /// It does not say: it was written in the first format.
    Unmarked,
    /// The first one: there is one for each sheet.
    First,
    /// One more.
    Further,
}

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
    fn new(item: &Item, kind: EnvelopeKind, answer: Option<&Answer>, place: NotePlace) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(kind.slip_bytes()));
        let is_marked = kind == EnvelopeKind::ParticipantNote && place != NotePlace::Unmarked;
        bytes.push(if is_marked { FORMAT_WITH_FIRST } else { FORMAT });
        bytes.push(u8::try_from(item.id.len()).expect("a checked deck's ids are at most 40 bytes"));
        bytes.extend_from_slice(item.id.as_bytes());
        match answer {
            None if is_marked && place == NotePlace::First => bytes.push(TAG_FIRST_SKIPPED),
            None => bytes.push(TAG_SKIPPED),
            Some(Answer::Card(yes)) => bytes.extend_from_slice(&[TAG_CARD, u8::from(*yes)]),
            Some(Answer::Face(face)) => bytes.extend_from_slice(&[TAG_FACE, *face]),
            Some(Answer::Score(score)) => {
                bytes.push(TAG_SCORE);
                bytes.extend_from_slice(&score.to_be_bytes());
            }
            Some(Answer::Note(text)) => {
                let length = u16::try_from(text.len()).expect("a checked note is at most 979 bytes");
                bytes.push(if place == NotePlace::First {
                    TAG_FIRST_NOTE
                } else {
                    TAG_NOTE
                });
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
    /// See [`Slip::read_with_place`].
    pub fn read<'d>(
        plain: &[u8],
        kind: EnvelopeKind,
        deck: &'d Deck,
        mode: Mode,
    ) -> Result<(&'d Item, Option<Answer>), SlipError> {
        Slip::read_with_place(plain, kind, deck, mode).map(|(item, answer, _)| (item, answer))
    }

    /// The same, and which of a sheet's notes it is.
    ///
    /// # Errors
    /// Says which check failed; the bytes themselves never stand in the error.
    pub fn read_with_place<'d>(
        plain: &[u8],
        kind: EnvelopeKind,
        deck: &'d Deck,
        mode: Mode,
    ) -> Result<(&'d Item, Option<Answer>, NotePlace), SlipError> {
        use SlipError::{Malformed, WrongAnswer, WrongQuestion};
        if plain.len() != kind.slip_bytes() {
            return Err(Malformed);
        }
        let (is_marked, is_marked_written) = match (plain[0], kind) {
            (FORMAT, _) => (false, false),
            (FORMAT_WITH_FIRST_WRITTEN, EnvelopeKind::ParticipantNote) => (false, true),
            (FORMAT_WITH_FIRST, EnvelopeKind::ParticipantNote) => (true, false),
            _ => return Err(Malformed),
        };
        let (id, rest) = plain[2..].split_at_checked(usize::from(plain[1])).ok_or(Malformed)?;
        let id = std::str::from_utf8(id).map_err(|_| Malformed)?;
        let (&tag, rest) = rest.split_first().ok_or(Malformed)?;
        let (answer, padding) = match tag {
            TAG_FIRST_SKIPPED if !is_marked => return Err(Malformed),
            TAG_SKIPPED | TAG_FIRST_SKIPPED => (None, rest),
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
            TAG_FIRST_NOTE if !is_marked && !is_marked_written => return Err(Malformed),
            TAG_NOTE | TAG_FIRST_NOTE => {
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
        let place = match (is_marked, tag) {
            (false, _) => NotePlace::Unmarked,
            (true, TAG_FIRST_NOTE | TAG_FIRST_SKIPPED) => NotePlace::First,
            (true, _) => NotePlace::Further,
        };
        match answer {
            Some(answer) => match (answer.check(item), &answer) {
                (Ok(()), _) => Ok((item, Some(answer), place)),
                // A tablet of before took what nobody sees for a note: it says nothing.
                (Err(AnswerError::NoteBlank), Answer::Note(text)) if !text.trim().is_empty() => Ok((item, None, place)),
                (Err(_), _) => Err(WrongAnswer),
            },
            None => Ok((item, None, place)),
        }
    }
}

/// Splits a checked sheet into slips: every question, skipped ones too.
/// Sheets of one deck and mode give the same number and sizes of slips whatever was answered
/// (in table mode: for the same number of members).
pub fn split(sheet: &Sheet, deck: &Deck, notes: NoteFormat) -> Vec<Slip> {
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
            let place = |nth| match notes {
                NoteFormat::Unmarked => NotePlace::Unmarked,
                NoteFormat::FirstMarked if nth == 0 => NotePlace::First,
                NoteFormat::FirstMarked => NotePlace::Further,
            };
            slips.extend((0..numbered).map(|nth| Slip::new(item, kind, given.get(nth), place(nth))));
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
