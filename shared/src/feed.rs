//! Feed lines: sheets written as JSON, one a line (paper answers, load tests).
//!
//! `{"answers": {"recognition": 4, "card-silence": true, "note-improve": ["..."]}}` in drop-in mode,
//! `{"table": {...}, "members": [{...}, ...]}` in table mode. What is left out, or null, is skipped.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::answers::{Answer, AnswerError, Answers, Sheet, SheetError};
use crate::deck::{Deck, Mode, Question};

/// Why a line is not a sheet.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// Not the JSON of a feed line.
    #[error(
        "this is not a feed line: {0}; write {{\"answers\": {{...}}}} or {{\"table\": {{...}}, \"members\": [{{...}}, ...]}}"
    )]
    NotALine(String),
    /// One item has two answers.
    #[error("{0:?} is answered twice")]
    Twice(String),
    /// It is, but the sheet does not fit deck and mode.
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    answers: Option<Pairs>,
    table: Option<Pairs>,
    members: Option<Vec<Pairs>>,
}

/// A JSON object in its own order.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of answers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs: Vec<(String, Value)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Reads one line as a sheet for `deck` in `mode`, checked.
///
/// # Errors
/// Says what the line must look like, or which item does not fit and what it takes instead.
pub fn read_line(line: &str, deck: &Deck, mode: Mode) -> Result<Sheet, LineError> {
    if !line.trim_start().starts_with('{') {
        return Err(LineError::NotALine("it does not begin with {".to_owned()));
    }
    let line: Line = serde_json::from_str(line).map_err(|error| LineError::NotALine(describe(&error)))?;
    let sheet = match (line.answers, line.table, line.members) {
        (Some(answers), None, None) => Sheet::DropIn(answers.read(deck)?),
        (None, table, Some(members)) => Sheet::Table {
            table: table.map_or(Ok(Answers::new()), |table| table.read(deck))?,
            members: members
                .into_iter()
                .map(|member| member.read(deck))
                .collect::<Result<_, _>>()?,
        },
        (None, Some(_), None) => return Err(LineError::NotALine("the members are missing".to_owned())),
        (None, None, None) => return Err(LineError::NotALine("nothing is answered".to_owned())),
        _ => return Err(LineError::NotALine("it mixes drop-in and table mode".to_owned())),
    };
    sheet.check(deck, mode)?;
    Ok(sheet)
}

/// What is wrong with the JSON. Where a value has another shape than expected, serde would quote it: an answer.
fn describe(error: &serde_json::Error) -> String {
    if error.is_data() {
        format!(
            "something has another shape than an answer, at column {}",
            error.column()
        )
    } else {
        error.to_string()
    }
}

impl Pairs {
    fn read(self, deck: &Deck) -> Result<Answers, LineError> {
        let mut answers = Answers::new();
        let mut seen = BTreeSet::new();
        for (id, value) in self.0 {
            if !seen.insert(id.clone()) {
                return Err(LineError::Twice(id));
            }
            let item = deck.item(&id).ok_or_else(|| SheetError::UnknownItem(id.clone()))?;
            let fault = |fault| SheetError::Answer(id.clone(), fault);
            // As spreadsheets and statistics programs write what was not answered.
            if value.is_null() {
                continue;
            }
            match &item.question {
                Question::Card => {
                    answers.put(
                        &id,
                        Answer::Card(value.as_bool().ok_or_else(|| fault(AnswerError::NotACard))?),
                    );
                }
                Question::Statement { faces, .. } => {
                    let face = whole_number(&value).and_then(|face| u8::try_from(face).ok());
                    answers.put(
                        &id,
                        Answer::Face(face.ok_or_else(|| fault(AnswerError::NotAFace(faces.len())))?),
                    );
                }
                Question::Score { min, max, .. } => {
                    let score = whole_number(&value).and_then(|score| i16::try_from(score).ok());
                    answers.put(
                        &id,
                        Answer::Score(score.ok_or_else(|| fault(AnswerError::NotAScore(*min, *max)))?),
                    );
                }
                Question::Note { .. } => {
                    let Value::Array(texts) = value else {
                        return Err(fault(AnswerError::NotANote).into());
                    };
                    let texts: Vec<Zeroizing<String>> = texts
                        .into_iter()
                        .filter(|text| !text.is_null())
                        .map(|text| match text {
                            Value::String(text) => Ok(Zeroizing::new(text)),
                            _ => Err(fault(AnswerError::NotANote)),
                        })
                        .collect::<Result<_, _>>()?;
                    answers.put_notes(&id, texts.iter().map(|text| text.as_str()));
                }
            }
        }
        Ok(answers)
    }
}

/// A whole number, also where a program writes every number with decimals: 4.0 is 4, and 4.5 is none.
fn whole_number(value: &Value) -> Option<i64> {
    let decimal = || {
        let number = value.as_f64()?;
        let whole = number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX);
        whole.then_some(number as i64)
    };
    value.as_i64().or_else(decimal)
}
