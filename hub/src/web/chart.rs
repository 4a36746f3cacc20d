//! Bars, as templates draw them. A bar shows how many of n: solid what is certain, hatched what is not.

use trykk_shared::deck::{Deck, Favourable, Question};
use trykk_shared::language::Language;

use super::words::{Words, fill};
use crate::figures::bounds::{Sides, Span, Spanned};
use crate::figures::findings::sides;

/// Up to this many, every single one gets a place of its own on the bar.
const COUNTABLE: u64 = 40;

/// What a bar's colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The good side of a scale.
    Cool,
    /// The poor side of a scale.
    Warm,
    /// Neither.
    Plain,
}

impl Tone {
    /// The name that style sheet and patterns know.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Cool => "cool",
            Tone::Warm => "warm",
            Tone::Plain => "plain",
        }
    }
}

/// A face in front of a bar.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    /// Its colour, from 1 (warm) to 5 (cool).
    pub colour: i16,
    /// How far its mouth bends: down below zero, up above.
    pub bend: i16,
}

/// One bar with its label and its figure in words.
pub struct Row {
    /// Faces, if it is about faces.
    pub faces: Vec<Face>,
    /// What it counts.
    pub label: String,
    /// The fewest that it can be.
    pub least: u64,
    /// The most that it can be.
    pub most: u64,
    /// Of how many.
    pub n: u64,
    /// What its colour says.
    pub tone: Tone,
    /// The figure, in words.
    pub figure: String,
    /// What that means, if it is not exact.
    pub meaning: &'static str,
    /// Whether it follows from the other rows: it is drawn, and stands in no table.
    pub derived: bool,
}

/// A part of a whole, as style sheets write it.
pub fn percent(part: u64, whole: u64) -> String {
    // Tenths of a percent, in whole numbers: the same text on every machine.
    let tenths = (part * 1000 + whole / 2) / whole.max(1);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

impl Row {
    /// Where the certain part ends.
    pub fn certain(&self) -> String {
        percent(self.least, self.n)
    }

    /// How wide the uncertain part is.
    pub fn uncertain(&self) -> String {
        percent(self.most - self.least, self.n)
    }

    /// Whether there is an uncertain part.
    pub fn is_uncertain(&self) -> bool {
        self.most > self.least
    }

    /// Where one place ends and the next begins, when they can be counted.
    pub fn places(&self) -> Vec<String> {
        if self.n > COUNTABLE {
            return Vec::new();
        }
        (1..self.n).map(|place| percent(place, self.n)).collect()
    }
}

/// A question with its bars.
pub struct Chart {
    /// The question's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// How many answered, with the unit.
    pub answered: String,
    /// How many boxes are in it, if it is a roll-up.
    pub boxes: String,
    /// The unit's name.
    pub unit: &'static str,
    /// How many answered; nothing where it is not said.
    pub n: String,
    /// Its bars; none when its figure is hidden.
    pub rows: Vec<Row>,
}

/// A published question, or a rolled up one, as bars.
pub fn chart(deck: &Deck, question: &Spanned, language: Language, w: &'static Words) -> Chart {
    let item = deck.item(&question.id);
    let row = |Span { least, most }, faces, label, tone| {
        let n = question.n;
        let (figure, meaning) = match (least, most) {
            _ if least == most => (fill(w.exactly, &[&least, &n]), ""),
            (0, _) => (fill(w.at_most, &[&most, &n]), w.few),
            _ if most == n => (fill(w.at_least, &[&least, &n]), w.nearly_all),
            _ => (fill(w.between, &[&least, &most, &n]), ""),
        };
        Row {
            faces,
            label,
            least,
            most,
            n,
            tone,
            figure,
            meaning,
            derived: false,
        }
    };
    let rows = match (question.sides, item.map(|item| &item.question)) {
        (Sides::Yes(yes), _) => vec![row(yes, Vec::new(), w.recognise.to_owned(), Tone::Plain)],
        (
            Sides::Ends {
                low_to,
                low,
                high_from,
                high,
            },
            Some(asked),
        ) => {
            let (poor, good) = tones(asked);
            let (first, last) = ends(asked);
            let middle = good_middle(deck, question, asked).map(|middle| Row {
                derived: true,
                ..row(
                    middle,
                    faces(asked, low_to + 1, high_from - 1),
                    end_label(asked, low_to + 1, high_from - 1, language),
                    Tone::Cool,
                )
            });
            let ends = [
                row(
                    high,
                    faces(asked, high_from, last),
                    end_label(asked, high_from, last, language),
                    good,
                ),
                row(
                    low,
                    faces(asked, first, low_to),
                    end_label(asked, first, low_to, language),
                    poor,
                ),
            ];
            middle.into_iter().chain(ends).collect()
        }
        _ => Vec::new(),
    };
    Chart {
        id: question.id.clone(),
        text: item.map_or("", |item| item.text.get(language)).to_owned(),
        answered: w.answered_of(question.unit, question.n),
        boxes: String::new(),
        unit: w.unit_name(question.unit),
        n: question.n.to_string(),
        rows,
    }
}

/// How many lie in the middle of a scale whose middle is its good side, as far as the published ends say.
fn good_middle(deck: &Deck, question: &Spanned, asked: &Question) -> Option<Span> {
    let Question::Statement {
        favourable: Favourable::Middle,
        ..
    } = asked
    else {
        return None;
    };
    sides(deck, question).map(|(middle, _)| middle)
}

/// The colours of a scale's low and high end.
fn tones(question: &Question) -> (Tone, Tone) {
    match question {
        Question::Statement {
            favourable: Favourable::Middle,
            ..
        } => (Tone::Warm, Tone::Warm),
        _ => (Tone::Warm, Tone::Cool),
    }
}

fn ends(question: &Question) -> (i16, i16) {
    match question {
        Question::Statement { faces, .. } => (1, i16::try_from(faces.len()).unwrap_or(i16::MAX)),
        Question::Score { min, max } => (*min, *max),
        _ => (0, 1),
    }
}

/// The face of one value of a scale.
pub fn face(question: &Question, value: i16) -> Option<Face> {
    let Question::Statement { faces, favourable } = question else {
        return None;
    };
    let last = i16::try_from(faces.len()).unwrap_or(i16::MAX) - 1;
    let place = match favourable {
        Favourable::Last => (value - 1) * 4 / last.max(1),
        // Too little is as bad as too much: the middle smiles.
        Favourable::Middle => 4 - ((value - 1) * 2 - last).abs() * 4 / last.max(1),
    };
    Some(Face {
        colour: place + 1,
        bend: (place - 2) * 2,
    })
}

fn faces(question: &Question, from: i16, to: i16) -> Vec<Face> {
    (from..=to).filter_map(|value| face(question, value)).collect()
}

fn end_label(question: &Question, from: i16, to: i16, language: Language) -> String {
    match question {
        Question::Statement { faces, .. } => {
            let range = usize::try_from(from - 1).unwrap_or(0)..usize::try_from(to).unwrap_or(0);
            let labels = faces.get(range).unwrap_or_default();
            let labels: Vec<&str> = labels.iter().map(|label| label.get(language)).collect();
            labels.join(" / ")
        }
        _ => format!("{from}–{to}"),
    }
}
