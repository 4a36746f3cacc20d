//! Results as JSON and CSV: for the guide from tallies, for everybody else from releases.

use serde_json::{Map, Value, json};
use trykk_shared::deck::{Deck, Question};

use crate::release::{Cell, Figure, Release};
use crate::store::BoxRow;
use crate::tally::{QuestionTally, Tally};

/// A counted box for the guide.
pub struct GuideResult<'r> {
    /// The box.
    pub one: &'r BoxRow,
    /// What was asked.
    pub deck: &'r Deck,
    /// What was counted.
    pub tally: &'r Tally,
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
                "ward": result.one.ward_name(),
                "wards": result.one.wards,
                "sheets": result.tally.sheets,
                "unreadable": result.tally.unreadable,
                "questions": questions,
            })
        })
        .collect();
    json!({ "round": round, "wards": wards })
}

/// The guide's figures as CSV, a line for each value of each question.
pub fn guide_csv(round: &str, results: &[GuideResult<'_>]) -> String {
    let mut lines = vec!["round,ward,question,unit,n,value,count".to_owned()];
    for result in results {
        for question in &result.tally.questions {
            for (value, count) in &question.counts {
                lines.push(format!(
                    "{round},{},{},{},{},{},{count}",
                    result.one.ward_name(),
                    question.id,
                    question.unit.name(),
                    question.n(),
                    value_name(result.deck, &question.id, *value)
                ));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Published figures as JSON, exactly as they were frozen.
pub fn released_json(round: &str, releases: &[Release]) -> Value {
    json!({ "round": round, "releases": releases })
}

/// Published figures as CSV, a line for each published cell.
pub fn released_csv(round: &str, releases: &[Release]) -> String {
    let mut lines = vec!["round,ward,question,unit,n,side,at_least,at_most".to_owned()];
    for release in releases {
        for question in &release.questions {
            let mut line = |side: &str, bounds: &str| {
                lines.push(format!(
                    "{round},{},{},{},{},{side},{bounds}",
                    release.wards.join("+"),
                    question.id,
                    question.unit.name(),
                    question.n
                ));
            };
            let bounds = |cell: Cell| {
                let (least, most) = cell.bounds(question.n);
                format!("{least},{most}")
            };
            match &question.figure {
                Figure::Hidden => line("hidden", ","),
                Figure::Yes(cell) => line("yes", &bounds(*cell)),
                Figure::Ends { low, high, .. } => {
                    line("low", &bounds(*low));
                    line("high", &bounds(*high));
                }
            }
        }
    }
    lines.join("\n") + "\n"
}
