//! Results as JSON and CSV: for the guide from tallies, for everybody else from releases.

use serde_json::{Map, Value, json};
use trykk_shared::deck::{Deck, Question};

use crate::figures::bounds::{BoundedFigure, Bounds, bound_questions};
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

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Csv {
    /// For programs: commas.
    Commas,
    /// For Excel where the comma is in decimals, as in Norway: semicolons, a byte-order mark so that it reads UTF-8, and no
    /// cell that it would reckon.
    Excel,
}

impl Csv {
    /// Writes a table, the names of its columns first.
    fn write(self, names: &str, rows: impl IntoIterator<Item = Vec<String>>) -> String {
        let names = names.split(',').map(str::to_owned).collect();
        let (before, separator, end) = match self {
            Csv::Commas => ("", ",", "\n"),
            Csv::Excel => ("\u{feff}", ";", "\r\n"),
        };
        let lines = std::iter::once(names).chain(rows).map(|row: Vec<String>| {
            let cells: Vec<String> = row.into_iter().map(|cell| self.write_cell(cell)).collect();
            cells.join(separator) + end
        });
        before.to_owned() + &lines.collect::<String>()
    }

    fn write_cell(self, cell: String) -> String {
        if self == Csv::Commas {
            return quote(cell, ',');
        }
        // An apostrophe before it makes it text. A number is a number, also one below zero.
        let reckons = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<i64>().is_err();
        quote(if reckons { format!("'{cell}") } else { cell }, ';')
    }
}

fn quote(cell: String, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
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
    csv.write("round,ward,question,unit,n,value,count", rows)
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
            rows.extend(cells(question.figure).map(|cells| [&start[..], &cells].concat()));
        }
    }
    csv.write("round,ward,question,unit,n,side,at_least,at_most", rows)
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
        rows.extend(cells(question.figure).map(|cells| [&start[..], &cells, &end].concat()));
    }
    csv.write(
        "round,department,question,unit,n,side,at_least,at_most,boxes,hidden",
        rows,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells of a file, as a spreadsheet takes it apart.
    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
                '"' => quoted = !quoted,
                sign if quoted => cell.push(sign),
                '\r' if signs.peek() == Some(&'\n') => {}
                '\n' => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                sign if sign == separator => row.push(std::mem::take(&mut cell)),
                sign => cell.push(sign),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn whatever_a_cell_holds_it_comes_back_and_is_never_reckoned(
            cells in prop::collection::vec("[=+@a-z0-9;,\"' \t\r\n-]{0,6}", 3),
        ) {
            for (csv, separator) in [(Csv::Commas, ','), (Csv::Excel, ';')] {
                let rows = read(&csv.write("a,b,c", [cells.clone()]), separator);
                prop_assert_eq!(rows.len(), 2);
                prop_assert_eq!(&rows[0], &["a", "b", "c"]);
                for (read, written) in rows[1].iter().zip(&cells) {
                    prop_assert!(read == written || *read == format!("'{written}"), "{:?}", read);
                    let begins = read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    prop_assert!(csv == Csv::Commas || !begins || read.parse::<i64>().is_ok(), "{:?}", read);
                }
            }
        }
    }
}
