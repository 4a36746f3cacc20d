//! Made-up answers, and what a count of them must give: any loss or double count shows in the sums.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::kind::Unit;

/// How many chose what: item, value as results write it.
pub type Expected = BTreeMap<(String, String), u64>;

/// Makes feed lines for a deck and keeps account of what they say.
pub struct Answerer {
    deck: Deck,
    mode: Mode,
    rng: StdRng,
    /// What a count of every line made so far must give.
    pub expected: Expected,
    /// How many people answered.
    pub people: u64,
    /// How many tables answered.
    pub tables: u64,
    /// Every note that was written.
    pub notes: Vec<String>,
}

impl Answerer {
    /// Starts with a seed: the same one makes the same lines.
    pub fn new(deck: &Deck, mode: Mode, seed: u64) -> Self {
        Answerer {
            deck: deck.clone(),
            mode,
            rng: StdRng::seed_from_u64(seed),
            expected: Expected::new(),
            people: 0,
            tables: 0,
            notes: Vec::new(),
        }
    }

    /// The feed line of one participant, or of one table of `members`.
    pub fn line(&mut self, members: usize) -> String {
        match self.mode {
            Mode::DropIn => {
                self.people += 1;
                json!({ "answers": self.part(Unit::Participant) }).to_string()
            }
            Mode::Table => {
                self.tables += 1;
                self.people += members as u64;
                let table = self.part(Unit::Table);
                let members: Vec<Value> = (0..members).map(|_| self.part(Unit::Participant)).collect();
                json!({ "table": table, "members": members }).to_string()
            }
        }
    }

    fn part(&mut self, unit: Unit) -> Value {
        let mut answers = Map::new();
        let items: Vec<_> = self
            .deck
            .items
            .iter()
            .filter(|item| item.unit(self.mode) == unit)
            .cloned()
            .collect();
        for item in items {
            // One in six is skipped.
            if self.rng.random_range(0..6) == 0 {
                continue;
            }
            let (value, name) = match &item.question {
                Question::Card => {
                    let yes = self.rng.random_bool(0.6);
                    (json!(yes), if yes { "yes".to_owned() } else { "no".to_owned() })
                }
                Question::Statement { faces, .. } => {
                    let face = self.rng.random_range(1..=faces.len());
                    (json!(face), face.to_string())
                }
                Question::Score { min, max, .. } => {
                    let score = self.rng.random_range(*min..=*max);
                    (json!(score), score.to_string())
                }
                Question::Note { max_notes, .. } => {
                    let count = self.rng.random_range(1..=*max_notes);
                    let texts: Vec<String> = (0..count).map(|_| self.note()).collect();
                    self.notes.extend(texts.iter().cloned());
                    answers.insert(item.id.clone(), json!(texts));
                    continue;
                }
            };
            *self.expected.entry((item.id.clone(), name)).or_default() += 1;
            answers.insert(item.id.clone(), value);
        }
        Value::Object(answers)
    }

    fn note(&mut self) -> String {
        format!("Lappen er blåbærgul nr. {:08x}", self.rng.random::<u32>())
    }
}

/// What a guide's JSON says of one ward, as [`Expected`]; values that nobody chose are left out.
pub fn counted(results: &Value, ward: &str) -> Expected {
    let entry = results["wards"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["ward"] == ward);
    let entry = entry.unwrap_or_else(|| panic!("{ward} is not in the results"));
    let mut counted = Expected::new();
    for question in entry["questions"].as_array().unwrap() {
        for (value, count) in question["counts"].as_object().unwrap() {
            let count = count.as_u64().unwrap();
            if count > 0 {
                counted.insert((question["id"].as_str().unwrap().to_owned(), value.clone()), count);
            }
        }
    }
    counted
}
