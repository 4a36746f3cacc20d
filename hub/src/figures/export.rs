//! Results as JSON and CSV: for the guide from tallies, for everybody else from releases.

use serde_json::{Map, Value, json};
use trykk_shared::deck::{Deck, Question};

use crate::figures::bounds::{BoundedFigure, Bounds, bound_questions};
use crate::figures::csv::{Csv, Value as Cell};
use crate::figures::release::Release;
use crate::figures::rollup::{Rollup, Scope};
use crate::figures::tally::{QuestionTally, Tally};
use crate::store::BoxRow;

/// A counted box for the guide.
pub struct GuideResult<'r> {
    /// The box.
    pub ballot_box: &'r BoxRow,
    /// What was asked.
    pub deck: &'r Deck,
    /// What was counted.
    pub tally: &'r Tally,
}

/// Writes a table of ids, words of ours and counts.
fn write(csv: Csv, names: &str, rows: Vec<Vec<String>>) -> String {
    let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::read).collect());
    csv.write(names.split(','), rows)
}

fn value_name(deck: &Deck, id: &str, value: i16) -> String {
    match deck.item(id).map(|item| &item.question) {
        Some(Question::Card) => if value == 1 { "yes" } else { "no" }.to_owned(),
        _ => value.to_string(),
    }
}

fn mean(deck: &Deck, question: &QuestionTally) -> Option<f64> {
    let is_card = deck
        .item(&question.id)
        .is_some_and(|item| item.question == Question::Card);
    if is_card { None } else { question.mean() }
}

/// The guide's figures as JSON. Pooled wards are one entry with all their ids.
pub fn guide_json(round: &str, results: &[GuideResult<'_>]) -> Value {
    let wards: Vec<Value> = results
        .iter()
        .map(|result| {
            let questions: Vec<Value> = result
                .tally
                .questions
                .iter()
                .map(|question| {
                    let counts: Map<String, Value> = question
                        .counts
                        .iter()
                        .map(|(value, count)| (value_name(result.deck, &question.id, *value), json!(count)))
                        .collect();
                    json!({
                        "id": question.id,
                        "unit": question.unit.name(),
                        "n": question.n(),
                        "counts": counts,
                        "mean": mean(result.deck, question),
                    })
                })
                .collect();
            json!({
                "ward": result.ballot_box.ward_ids(),
                "wards": result.ballot_box.wards,
                "sheets": result.tally.sheets,
                "unreadable": result.tally.unreadable,
                "questions": questions,
            })
        })
        .collect();
    json!({ "round": round, "wards": wards })
}

/// The guide's figures as CSV, a line for each value of each question.
pub fn guide_csv(round: &str, results: &[GuideResult<'_>], csv: Csv) -> String {
    let mut rows = Vec::new();
    for result in results {
        for question in &result.tally.questions {
            for (value, count) in &question.counts {
                rows.push(vec![
                    round.to_owned(),
                    result.ballot_box.ward_ids(),
                    question.id.clone(),
                    question.unit.name().to_owned(),
                    question.n().to_string(),
                    value_name(result.deck, &question.id, *value),
                    count.to_string(),
                ]);
            }
        }
    }
    write(csv, "round,ward,question,unit,n,value,count", rows)
}

/// Published figures as JSON, exactly as they were frozen.
pub fn release_json(round: &str, releases: &[Release]) -> Value {
    json!({ "round": round, "releases": releases })
}

/// Published figures as CSV, a line for each published cell.
pub fn release_csv(round: &str, releases: &[Release], csv: Csv) -> String {
    let mut rows = Vec::new();
    for release in releases {
        let wards = release.wards.join("+");
        for question in bound_questions(release) {
            let unit = question.unit.name().to_owned();
            let start = [
                round.to_owned(),
                wards.clone(),
                question.id,
                unit,
                question.n.to_string(),
            ];
            let cut = cut(question.figure);
            rows.extend(cells(question.figure).map(|cells| [&start[..], &cells, &cut].concat()));
        }
    }
    write(
        csv,
        "round,ward,question,unit,n,side,at_least,at_most,low_to,high_from",
        rows,
    )
}

/// Side, fewest and most of each cell.
fn cells(sides: BoundedFigure) -> impl Iterator<Item = [String; 3]> {
    let line = |side: &str, Bounds { least, most }| [side.to_owned(), least.to_string(), most.to_string()];
    let lines = match sides {
        BoundedFigure::Hidden => [Some(["hidden".to_owned(), String::new(), String::new()]), None, None],
        BoundedFigure::Yes(yes) => [Some(line("yes", yes)), None, None],
        BoundedFigure::Ends { low, high, .. } => [Some(line("low", low)), Some(line("high", high)), None],
        BoundedFigure::Middle { middle, low, high, .. } => [
            Some(line("middle", middle)),
            low.map(|low| line("low", low)),
            high.map(|high| line("high", high)),
        ],
    };
    lines.into_iter().flatten()
}

/// Where the scale is cut: the highest value of the low end and the lowest of the high end, as the JSON has them.
fn cut(figure: BoundedFigure) -> [String; 2] {
    match figure {
        BoundedFigure::Hidden | BoundedFigure::Yes(_) => Default::default(),
        BoundedFigure::Ends { low_to, high_from, .. } | BoundedFigure::Middle { low_to, high_from, .. } => {
            [low_to.to_string(), high_from.to_string()]
        }
    }
}

fn department(scope: &Scope) -> Option<&str> {
    match scope {
        Scope::Organisation => None,
        Scope::Department(id) => Some(id),
    }
}

/// A roll-up as JSON. Without a department it is the whole organisation's.
pub fn rollup_json(round: &str, scope: &Scope, rollup: &Rollup) -> Value {
    json!({ "round": round, "department": department(scope), "rollup": rollup })
}

/// A roll-up as CSV, a line for each sum; what is hidden has no n either.
pub fn rollup_csv(round: &str, scope: &Scope, rollup: &Rollup, csv: Csv) -> String {
    let mut rows = Vec::new();
    for question in &rollup.questions {
        let n = match question.figure {
            BoundedFigure::Hidden => String::new(),
            _ => question.n.to_string(),
        };
        let department = department(scope).unwrap_or("").to_owned();
        let unit = question.unit.name().to_owned();
        let start = [round.to_owned(), department, question.id.clone(), unit, n];
        let end = [question.boxes.to_string(), question.hidden.to_string()];
        let cut = cut(question.figure);
        rows.extend(cells(question.figure).map(|cells| [&start[..], &cells, &end, &cut].concat()));
    }
    write(
        csv,
        "round,department,question,unit,n,side,at_least,at_most,boxes,hidden,low_to,high_from",
        rows,
    )
}
