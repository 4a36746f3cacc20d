//! Results as files: the rows are made from the charts that the page draws, and from nothing else.

use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::Language;

use crate::analysis::bands::Bands;
use crate::figures::csv::Value;
use crate::figures::file::{Column, Grid, ResultFile};
use crate::shown::bands::say_band;
use crate::shown::chart::Chart;
use crate::texts::{BandTexts, FileTexts, Texts};

/// Whose result it is, and how many answered, as the page says it.
pub struct About {
    /// The wards' names.
    pub wards: String,
    /// What the round is called.
    pub title: String,
    /// From when to when.
    pub period: String,
    /// How many people answered.
    pub people: u64,
    /// At how many tables.
    pub tables: u64,
}

/// A chart of the page, and the mean that stands beside it.
pub struct Shown<'p> {
    /// The chart.
    pub chart: &'p Chart,
    /// The mean as the page rounds it; on the guide's page, of scores.
    pub mean: Option<f64>,
}

const fn column(key: &'static str, name: &'static str, width: u8) -> Column {
    Column { key, name, width }
}

/// Whose figures a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'b> {
    /// The guide's own, where a bar is one count.
    Exact,
    /// What is published; of notes too, where it is.
    Published(Option<&'b Bands>),
    /// What is published of several boxes together: figures alone, for notes are never put together.
    RolledUp,
}

/// The file of a page that shows these charts.
pub fn result_file(deck: &Deck, about: &About, shown: &[Shown<'_>], kept: Kept<'_>, language: Language) -> ResultFile {
    let is_exact = kept == Kept::Exact;
    let (texts, words) = (FileTexts::of(language), Texts::of(language));
    let start = [&about.wards, &about.title, &about.period].map(Value::text);
    let places = [
        column("ward", texts.ward, 28),
        column("round", texts.round, 28),
        column("period", texts.period, 32),
    ];
    let counts: &[Column] = match is_exact {
        true => &[column("count", texts.count, 10)],
        false => &[column("at_least", words.least, 10), column("at_most", words.most, 10)],
    };
    let figures = shown.iter().flat_map(|one| {
        list_figures(deck, one.chart, &start, is_exact)
            .into_iter()
            .map(|row| (one.chart, row))
    });
    let question = [column("question", texts.id, 24), column("text", words.question, 48)];
    let answered = [column("answered", words.answered, 10), column("unit", words.unit, 12)];
    let mean: &[Column] = if is_exact {
        &[column("mean", texts.mean, 14)]
    } else {
        &[]
    };
    let kinds = [
        column("theme", texts.theme, 24),
        column("kind", texts.kind, 16),
        column("scale", texts.scale, 48),
    ];
    let rolled = shown.iter().any(|one| !one.chart.boxes.is_empty());
    let boxes: &[Column] = if rolled {
        &[column("boxes", texts.boxes, 36)]
    } else {
        &[]
    };
    let figures = figures.map(|(chart, mut row)| {
        row.extend(rolled.then(|| Value::text(&chart.boxes)));
        row
    });
    let head = [&about.wards, &about.title, &about.period].map(Value::text);
    let what = if is_exact { texts.exact } else { texts.published };
    ResultFile {
        figures: Grid {
            name: texts.figures,
            columns: [
                &places[..],
                &question,
                &[column("answer", words.side, 28)],
                counts,
                &answered,
                &[column("remark", texts.why, 36)],
                boxes,
            ]
            .concat(),
            rows: figures.collect(),
        },
        questions: Grid {
            name: texts.questions,
            columns: [&question[..], &kinds, &answered, mean, boxes].concat(),
            rows: shown
                .iter()
                .map(|one| {
                    let mut row = describe_question(deck, one, is_exact, language);
                    row.extend(rolled.then(|| Value::text(&one.chart.boxes)));
                    row
                })
                .collect(),
        },
        notes: match kept {
            Kept::Exact | Kept::RolledUp => None,
            Kept::Published(bands) => Some(list_notes(deck, &places, &start, bands, language)),
        },
        about: Grid {
            name: texts.about,
            columns: [
                &places[..],
                &[
                    column("people", texts.people, 20),
                    column("tables", texts.tables, 20),
                    column("contents", texts.what, 40),
                ],
            ]
            .concat(),
            rows: vec![
                head.into_iter()
                    .chain([
                        Value::count(about.people),
                        Value::count(about.tables),
                        Value::text(what),
                    ])
                    .collect(),
            ],
        },
    }
}

/// A row for each category that is mentioned under a prompt. Main areas follow from them, and stand in no row of their own.
fn list_notes(deck: &Deck, places: &[Column], start: &[Value], bands: Option<&Bands>, language: Language) -> Grid {
    let (texts, files) = (BandTexts::of(language), FileTexts::of(language));
    let prompts = bands.into_iter().flat_map(|bands| &bands.prompts);
    let rows = prompts.flat_map(|prompt| {
        let asked = deck.item(&prompt.item).map_or("", |item| item.text.get(language));
        let categories = prompt
            .areas
            .iter()
            .flat_map(|area| area.categories.iter().map(move |one| (area, one)));
        categories.map(move |(area, one)| {
            let words = [
                prompt.item.as_str(),
                asked,
                area.name.get(language),
                one.id.as_str(),
                one.name.get(language),
                one.band.name(),
                say_band(texts, one.band),
            ];
            start.iter().cloned().chain(words.map(Value::text)).collect()
        })
    });
    let columns = [
        column("question", files.id, 24),
        column("text", Texts::of(language).question, 48),
        column("area", texts.area, 28),
        column("category", files.id_of_category, 20),
        column("name", texts.category, 28),
        column("band", files.id_of_band, 14),
        column("mentioned_by", texts.band, 32),
    ];
    Grid {
        name: texts.sheet,
        columns: [places, &columns].concat(),
        rows: rows.collect(),
    }
}

/// How many answered, where the page says it.
fn answered(chart: &Chart) -> [Value; 2] {
    [Value::read(chart.n.clone()), Value::text(chart.unit)]
}

/// A row for each bar, or one that says why there is none.
fn list_figures(deck: &Deck, chart: &Chart, start: &[Value], is_exact: bool) -> Vec<Vec<Value>> {
    let is_score = deck
        .item(&chart.id)
        .is_some_and(|item| matches!(item.question, Question::Score { .. }));
    let line = |answer: Value, counts: Vec<Value>, why: &str| {
        let question = [Value::text(&chart.id), Value::text(&chart.text), answer];
        let end = answered(chart).into_iter().chain([Value::text(why)]);
        start.iter().cloned().chain(question).chain(counts).chain(end).collect()
    };
    if chart.rows.is_empty() {
        let none = if is_exact { 1 } else { 2 };
        return vec![line(Value::Nothing, vec![Value::Nothing; none], chart.hidden)];
    }
    // What follows from other rows stands in no table of the page either.
    let rows = chart.rows.iter().filter(|row| !row.derived);
    rows.map(|row| {
        let answer = match is_exact && is_score {
            true => Value::read(row.label.clone()),
            false => Value::text(&row.label),
        };
        let counts = match is_exact {
            true => vec![Value::count(row.least)],
            false => vec![Value::count(row.least), Value::count(row.most)],
        };
        line(answer, counts, row.meaning)
    })
    .collect()
}

fn describe_question(deck: &Deck, one: &Shown<'_>, is_exact: bool, language: Language) -> Vec<Value> {
    let (texts, item) = (FileTexts::of(language), deck.item(&one.chart.id));
    let theme = item.and_then(|item| {
        let theme = deck
            .themes
            .iter()
            .find(|theme| Some(&theme.id) == item.theme.as_ref())?;
        Some(theme.name.get(language))
    });
    let (kind, scale) = match item.map(|item| &item.question) {
        Some(Question::Card) => (texts.card, texts.yes_no.to_owned()),
        Some(Question::Statement { faces, .. }) => {
            let faces: Vec<&str> = faces.iter().map(|face| face.get(language)).collect();
            (texts.statement, faces.join(" / "))
        }
        Some(Question::Score { min, max, .. }) => (texts.score, format!("{min}–{max}")),
        Some(Question::Note { .. }) | None => ("", String::new()),
    };
    let texts = [&one.chart.id, &one.chart.text, theme.unwrap_or(""), kind, &scale].map(Value::text);
    let mean = is_exact.then(|| one.mean.map_or(Value::Nothing, Value::Decimal));
    texts.into_iter().chain(answered(one.chart)).chain(mean).collect()
}
