//! Bars, as templates draw them. A bar shows how many of n: solid what is certain, hatched what is not.

use trykk_shared::deck::{Deck, GoodSide, Question};
use trykk_shared::face;
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds};
use crate::figures::findings::sides;
use crate::figures::release::{MIN_TABLES_TO_PUBLISH, cuts};
use crate::figures::share::counted_side;
use crate::texts::{Texts, fill};

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

/// A face as the charts draw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The colour of the head.
    pub ground: String,
    /// The colour of eyes, brows and mouth.
    pub line: String,
    /// The head: a filled path.
    pub head: String,
    /// The eyes: a filled path.
    pub eyes: String,
    /// Brows and mouth: a stroked path.
    pub strokes: String,
    /// Whether it stands on the good side of its scale, or on the poor one.
    pub tone: Tone,
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
    pub fn certain_width(&self) -> String {
        percent(self.least, self.n)
    }

    /// How wide the uncertain part is.
    pub fn uncertain_width(&self) -> String {
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
    /// What is said where it has none.
    pub hidden: &'static str,
    /// Whether nobody answered: then there is nothing to hide.
    pub unanswered: bool,
}

/// Why a question has no figure, as far as what is published says it: how many answered is published exactly. `fewest`: how many
/// participants must have answered.
fn why_hidden(unit: Unit, n: u64, fewest: u64, texts: &'static Texts) -> &'static str {
    let fewest = match unit {
        Unit::Participant => fewest,
        Unit::Table => MIN_TABLES_TO_PUBLISH,
    };
    match n {
        0 => texts.hidden_nobody,
        few if few < fewest => texts.hidden_few,
        _ => texts.hidden,
    }
}

/// How many of n, in words, and what that means where it is not exact.
pub fn say_bounds(Bounds { least, most }: Bounds, n: u64, texts: &'static Texts) -> (String, &'static str) {
    match (least, most) {
        _ if least == most => (fill(texts.exactly, &[&least, &n]), ""),
        (0, _) => (fill(texts.at_most, &[&most, &n]), texts.few),
        _ if most == n => (fill(texts.at_least, &[&least, &n]), texts.nearly_all),
        _ => (fill(texts.between, &[&least, &most, &n]), ""),
    }
}

/// Which answers a share of a question counts.
pub fn part_label(question: &Question, language: Language, texts: &Texts) -> String {
    let (Some(side), Some((low_to, high_from))) = (counted_side(question), cuts(question)) else {
        return texts.recognise.to_owned();
    };
    let (first, last) = ends(question);
    let (from, to) = match side {
        GoodSide::Low => (first, low_to),
        GoodSide::Middle => (low_to + 1, high_from - 1),
        GoodSide::High => (high_from, last),
    };
    end_label(question, from, to, language)
}

/// A published question, or a rolled up one, as bars. `fewest`: how many participants must have answered for a figure.
pub fn chart(deck: &Deck, question: &BoundedQuestion, fewest: u64, language: Language, texts: &'static Texts) -> Chart {
    let item = deck.item(&question.id);
    let row = |Bounds { least, most }, faces, label, tone| {
        let n = question.n;
        let (figure, meaning) = say_bounds(Bounds { least, most }, n, texts);
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
    let rows = match (question.figure, item.map(|item| &item.question)) {
        (BoundedFigure::Yes(yes), _) => vec![row(yes, Vec::new(), texts.recognise.to_owned(), Tone::Plain)],
        (
            BoundedFigure::Ends {
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
                    list_faces(asked, low_to + 1, high_from - 1),
                    end_label(asked, low_to + 1, high_from - 1, language),
                    Tone::Cool,
                )
            });
            let ends = [
                row(
                    high,
                    list_faces(asked, high_from, last),
                    end_label(asked, high_from, last, language),
                    good,
                ),
                row(
                    low,
                    list_faces(asked, first, low_to),
                    end_label(asked, first, low_to, language),
                    poor,
                ),
            ];
            middle.into_iter().chain(ends).collect()
        }
        (
            BoundedFigure::Middle {
                low_to,
                high_from,
                middle,
                low,
                high,
            },
            Some(asked),
        ) => {
            let (first, last) = ends(asked);
            let part = |bounds: Bounds, from, to, tone| {
                row(
                    bounds,
                    list_faces(asked, from, to),
                    end_label(asked, from, to, language),
                    tone,
                )
            };
            let middle = part(middle, low_to + 1, high_from - 1, Tone::Cool);
            let high = high.map(|high| part(high, high_from, last, Tone::Warm));
            let low = low.map(|low| part(low, first, low_to, Tone::Warm));
            [Some(middle), high, low].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    };
    Chart {
        id: question.id.clone(),
        text: item.map_or("", |item| item.text.get(language)).to_owned(),
        answered: texts.answered_of(question.unit, question.n),
        boxes: String::new(),
        unit: texts.unit_name(question.unit),
        n: question.n.to_string(),
        rows,
        hidden: why_hidden(question.unit, question.n, fewest, texts),
        unanswered: question.n == 0,
    }
}

/// How many lie in the middle of a scale whose middle is its good side, as far as the published ends say.
fn good_middle(deck: &Deck, question: &BoundedQuestion, asked: &Question) -> Option<Bounds> {
    (asked.good_side() == Some(GoodSide::Middle))
        .then(|| sides(deck, question))
        .flatten()
        .map(|(middle, _)| middle)
}

/// The colours of a scale's low and high end.
fn tones(question: &Question) -> (Tone, Tone) {
    match question.good_side() {
        Some(GoodSide::Middle) => (Tone::Warm, Tone::Warm),
        Some(GoodSide::High) => (Tone::Warm, Tone::Cool),
        Some(GoodSide::Low) => (Tone::Cool, Tone::Warm),
        None => (Tone::Plain, Tone::Plain),
    }
}

fn ends(question: &Question) -> (i16, i16) {
    match question {
        Question::Statement { faces, .. } => (1, i16::try_from(faces.len()).unwrap_or(i16::MAX)),
        Question::Score { min, max, .. } => (*min, *max),
        _ => (0, 1),
    }
}

/// A face whose mood is nearer to nothing than this stands on neither side.
const MILD: f32 = 0.1;

/// The face of one value of a scale: the tablet's own.
pub fn face(question: &Question, value: i16) -> Option<Face> {
    let Question::Statement { faces, favourable } = question else {
        return None;
    };
    let nth = usize::try_from(value).ok()?;
    let (face, mood) = (
        face::face(nth, faces.len(), *favourable),
        face::mood(nth, faces.len(), *favourable),
    );
    Some(Face {
        ground: write_colour(face.ground),
        line: write_colour(face.line),
        head: face.head,
        eyes: face.eyes,
        strokes: face.strokes,
        tone: if mood < -MILD {
            Tone::Warm
        } else if mood > MILD {
            Tone::Cool
        } else {
            Tone::Plain
        },
    })
}

/// A colour as SVG writes it.
fn write_colour(colour: u32) -> String {
    format!("#{colour:06X}")
}

fn list_faces(question: &Question, from: i16, to: i16) -> Vec<Face> {
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

#[cfg(test)]
mod tests {
    use trykk_shared::language::Texts;

    use trykk_shared::deck::Favourable;

    use super::*;

    #[test]
    fn charts_colour_faces_as_the_tablet_does_however_many_there_are() {
        for of in 3..=7_u8 {
            for favourable in [Favourable::Last, Favourable::Middle] {
                let question = Question::Statement {
                    faces: vec![Texts::default(); usize::from(of)],
                    favourable,
                };
                for value in 1..=of {
                    let drawn = face(&question, i16::from(value)).unwrap();
                    let asked = face::face(usize::from(value), usize::from(of), favourable);
                    assert_eq!(drawn.ground, format!("#{:06X}", asked.ground), "{value} of {of}");
                    assert_eq!(drawn.strokes, asked.strokes, "{value} of {of}");
                }
                let ends = [1, of].map(|value| face(&question, i16::from(value)).unwrap().ground);
                assert_eq!(ends[0] == ends[1], favourable == Favourable::Middle);
            }
        }
    }
}
