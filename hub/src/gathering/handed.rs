//! What a gathering handed over: frozen, with a number that its print carries.

use std::fmt;

use ring::digest;
use serde::{Deserialize, Serialize};
use trykk_shared::digits::{last_digits, write_groups};

use super::{Canvas, Card, Estimate, Prepared, Showing};

/// How many digits the number has.
const NUMBER_DIGITS: u32 = 8;

/// An idea that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIdea {
    /// Its area, in words.
    pub area: String,
    /// What it says.
    pub text: String,
}

/// A bundle that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedBundle {
    /// What it is about.
    pub title: String,
    /// Its ideas.
    pub ideas: Vec<HandedIdea>,
    /// What tables thought of what could be done.
    pub estimates: Vec<Estimate>,
    /// The measure cards.
    pub cards: Vec<Card>,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// What was prepared.
    pub prepared: Prepared,
    /// The bundles that hold something.
    pub bundles: Vec<HandedBundle>,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
    /// Who did it.
    pub account: String,
}

/// The number of what was handed over: who has two papers sees whether they say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedNumber(u128);

impl fmt::Display for HandedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_groups(f, self.0, NUMBER_DIGITS)
    }
}

impl Handed {
    /// What is shown on a canvas, as it is handed over.
    pub fn of(canvas: &Canvas, prepared: &Prepared, day: i64, account: &str) -> Self {
        let area = |nth: usize| prepared.areas.get(nth).cloned().unwrap_or_default();
        let bundles = canvas.bundles.iter().map(|bundle| {
            let ideas = canvas.seen(Showing::Shown);
            let ideas = ideas.filter(|(_, idea)| idea.bundle == Some(bundle.number));
            HandedBundle {
                title: bundle.title.clone(),
                ideas: ideas
                    .map(|(_, idea)| HandedIdea {
                        area: area(idea.area),
                        text: idea.text.clone(),
                    })
                    .collect(),
                estimates: canvas
                    .estimates
                    .iter()
                    .filter(|one| one.bundle == bundle.number)
                    .cloned()
                    .collect(),
                cards: canvas
                    .cards
                    .iter()
                    .filter(|one| one.bundle == bundle.number)
                    .cloned()
                    .collect(),
            }
        });
        let holds = |bundle: &HandedBundle| {
            !bundle.ideas.is_empty() || !bundle.estimates.is_empty() || !bundle.cards.is_empty()
        };
        Handed {
            prepared: prepared.clone(),
            bundles: bundles.filter(holds).collect(),
            day,
            account: account.to_owned(),
        }
    }

    /// Its number.
    pub fn number(&self) -> HandedNumber {
        let text = serde_json::to_vec(self).expect("what is handed over can be written as JSON");
        let digest = digest::digest(&digest::SHA256, &text);
        HandedNumber(last_digits(digest.as_ref(), NUMBER_DIGITS))
    }
}
