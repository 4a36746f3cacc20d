//! A count in one look, as the guide's page draws it.

use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::Language;

use crate::figures::summary::{Faces, Summary};
use crate::shown::chart::{Face, face, percent};
use crate::texts::{Texts, decimal, fill};

/// A line for each question.
pub struct SummaryLines {
    /// Statements.
    pub statements: Vec<StatementLine>,
    /// Cards.
    pub cards: Vec<CardLine>,
    /// Scores.
    pub scores: Vec<ScoreLine>,
}

/// A statement: its faces side by side, and how many stand at either end.
pub struct StatementLine {
    /// The question's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// How many answered, with the unit.
    pub answered: String,
    /// The first half of the scale.
    pub first: End,
    /// The last half.
    pub last: End,
    /// How wide each face's part is.
    pub parts: Vec<Part>,
}

/// One end of a scale.
pub struct End {
    /// Its outermost face.
    pub face: Option<Face>,
    /// The labels that are counted here.
    pub labels: String,
    /// How many chose one of them.
    pub count: u64,
}

/// One face's part of a bar.
pub struct Part {
    /// The face's colour.
    pub colour: String,
    /// Where it begins.
    pub from: String,
    /// How wide it is.
    pub width: String,
}

/// A card: how many recognised it.
pub struct CardLine {
    /// The question's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// How long the bar is.
    pub width: String,
    /// "61 of 89".
    pub figure: String,
    /// The unit's name.
    pub unit: &'static str,
}

/// A score: where its mean lies on the scale.
pub struct ScoreLine {
    /// The question's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Where the mean lies; nothing when nobody answered.
    pub place: Option<String>,
    /// The mean in words.
    pub figure: String,
    /// The ends of the scale.
    pub scale: (i16, i16),
    /// How many answered, with the unit.
    pub answered: String,
}

/// The lines for a look at a tally.
pub fn describe_summary(
    deck: &Deck,
    summary: &Summary,
    language: Language,
    texts: &'static Texts,
    mean: &str,
) -> SummaryLines {
    let text = |id: &str| deck.item(id).map_or("", |item| item.text.get(language)).to_owned();
    let statements = summary
        .statements
        .iter()
        .map(|faces| describe_statement(deck, faces, text(&faces.id), language, texts));
    let cards = summary.cards.iter().map(|card| CardLine {
        id: card.id.clone(),
        text: text(&card.id),
        width: percent(card.yes, card.n),
        figure: match card.n {
            0 => texts.answered_of(card.unit, 0),
            n => fill(texts.exactly, &[&card.yes, &n]),
        },
        unit: if card.n == 0 { "" } else { texts.unit_name(card.unit) },
    });
    let scores = summary.scores.iter().map(|score| ScoreLine {
        id: score.id.clone(),
        text: text(&score.id),
        place: score.place().map(|place| format!("{:.1}%", place * 100.0)),
        figure: score
            .mean
            .map_or(String::new(), |value| fill(mean, &[&decimal(language, value)])),
        scale: (score.min, score.max),
        answered: texts.answered_of(score.unit, score.n),
    });
    SummaryLines {
        statements: statements.collect(),
        cards: cards.collect(),
        scores: scores.collect(),
    }
}

fn describe_statement(deck: &Deck, faces: &Faces, text: String, language: Language, texts: &Texts) -> StatementLine {
    let asked = deck.item(&faces.id).map(|item| &item.question);
    let labels = |from: usize, to: usize| match asked {
        Some(Question::Statement { faces, .. }) => {
            let labels: Vec<&str> = faces[from..to].iter().map(|label| label.get(language)).collect();
            labels.join(" / ")
        }
        _ => String::new(),
    };
    let count = faces.counts.len();
    let value = |place: usize| i16::try_from(place + 1).unwrap_or(i16::MAX);
    let face_at = |place: usize| asked.and_then(|asked| face(asked, value(place)));
    StatementLine {
        id: faces.id.clone(),
        text,
        answered: texts.answered_of(faces.unit, faces.n()),
        first: End {
            face: face_at(0),
            labels: labels(0, count / 2),
            count: faces.first_half(),
        },
        last: End {
            face: face_at(count.saturating_sub(1)),
            labels: labels(count.div_ceil(2), count),
            count: faces.last_half(),
        },
        parts: split_parts(faces, face_at),
    }
}

fn split_parts(faces: &Faces, face_at: impl Fn(usize) -> Option<Face>) -> Vec<Part> {
    let n = faces.n();
    let mut before = 0;
    let mut parts = Vec::new();
    for (place, count) in faces.counts.iter().enumerate() {
        if *count > 0 {
            parts.push(Part {
                colour: face_at(place).map_or_else(String::new, |face| face.ground),
                from: percent(before, n),
                width: percent(*count, n),
            });
        }
        before += count;
    }
    parts
}
