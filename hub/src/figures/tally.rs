//! Tallies: how many chose what. They are the guide's: every other page, export and API takes a
//! [`crate::figures::release::Release`], and no function there can name a type of this module.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::kind::Unit;

/// What a count found in one box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many whole sheets were counted.
    pub sheets: Sheets,
    /// How many answered something, at least: as many as answered the question that most of them did. Sheets without an
    /// answer are none of them. Not known of counts that an earlier version made.
    #[serde(default)]
    pub answered: Option<Sheets>,
    /// Every card, statement and score of the deck, in its order.
    pub questions: Vec<QuestionTally>,
    /// How many envelopes could not be opened as what they were sent as, or held no answer of the deck.
    pub unreadable: u64,
}

impl Tally {
    /// How many of a unit took part, at least: as many as answered something or, where parts of sheets are missing (a tablet
    /// was left out, or lost between two batches), as many as answered the question that most of them did. No question has
    /// more answers than this.
    pub fn took_part(&self, unit: Unit) -> u64 {
        let answered = self.answered.unwrap_or(self.sheets);
        let answered = match unit {
            Unit::Participant => answered.participant,
            Unit::Table => answered.table,
        };
        let of_unit = self.questions.iter().filter(|question| question.unit == unit);
        of_unit.map(QuestionTally::n).max().unwrap_or(0).max(answered)
    }

    /// How many people answered something, at least.
    pub fn people_who_answered(&self) -> u64 {
        self.answered.unwrap_or(self.sheets).participant
    }
}

/// How many sheets of each unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheets {
    /// Participants.
    pub participant: u64,
    /// Tables; none in drop-in mode.
    pub table: u64,
}

/// How many chose what, for one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionTally {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many chose each value: for a card 0 (no) and 1 (yes), for a statement the face from 1, for a score the
    /// number. Every value of the scale is there.
    pub counts: BTreeMap<i16, u64>,
}

impl QuestionTally {
    /// How many answered. A skip is not an answer.
    pub fn n(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The mean value; `None` when nobody answered.
    pub fn mean(&self) -> Option<f64> {
        let n = self.n();
        #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
        let sum: f64 = self
            .counts
            .iter()
            .map(|(value, count)| f64::from(*value) * *count as f64)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        (n > 0).then(|| sum / n as f64)
    }
}

/// The values that a question's answers can take, in order; `None` for a note.
pub fn scale(question: &Question) -> Option<std::ops::RangeInclusive<i16>> {
    match question {
        Question::Card => Some(0..=1),
        Question::Statement { faces, .. } => Some(1..=i16::try_from(faces.len()).unwrap_or(i16::MAX)),
        Question::Score { min, max, .. } => Some(*min..=*max),
        Question::Note { .. } => None,
    }
}

/// Every question of the deck with nothing counted yet.
pub fn blank(deck: &Deck, mode: Mode) -> Vec<QuestionTally> {
    deck.items
        .iter()
        .filter_map(|item| {
            let counts = scale(&item.question)?.map(|value| (value, 0)).collect();
            Some(QuestionTally {
                id: item.id.clone(),
                unit: item.unit(mode),
                counts,
            })
        })
        .collect()
}
