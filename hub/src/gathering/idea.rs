//! What a table writes: ideas, the bundles they are sorted into, what tables think of what could be done, measure cards.
//!
//! An idea has a drawn id, its area and its text, and nothing else of where it came from: no author, no table, no language, no order, no time.

use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use trykk_shared::parts::join_parts;

use crate::plan::proposals::{LONGEST_TITLE, Proposal, Rating};
use crate::plan::{Fault, Fields};

/// The longest idea, in characters.
pub const LONGEST_IDEA: usize = 140;
/// The longest line that says what could be done, in characters.
pub const LONGEST_SHORT: usize = 200;

/// What an idea is called: drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdeaId(u128);

impl IdeaId {
    /// Draws an id.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut drawn = [0; 16];
        rng.fill_bytes(&mut drawn);
        IdeaId(u128::from_be_bytes(drawn))
    }

    /// The id of what a form writes at a gathering, whose drawn name is kept nowhere: the same form, sent twice with the same words, writes
    /// one idea.
    pub fn of_form(gathering: &str, form: &str, area: usize, text: &str) -> Self {
        let named = join_parts(&[
            b"trykk/1",
            b"idea",
            gathering.as_bytes(),
            form.as_bytes(),
            area.to_string().as_bytes(),
            text.as_bytes(),
        ]);
        let digest = ring::digest::digest(&ring::digest::SHA256, &named);
        let mut first = [0; 16];
        first.copy_from_slice(&digest.as_ref()[..16]);
        IdeaId(u128::from_be_bytes(first))
    }
}

impl fmt::Display for IdeaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for IdeaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdeaId(..)")
    }
}

impl FromStr for IdeaId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = text.len() == 32
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let id = u128::from_str_radix(text, 16).ok().filter(|_| is_id);
        id.map(IdeaId).ok_or("it is no id of an idea")
    }
}

impl TryFrom<String> for IdeaId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<IdeaId> for String {
    fn from(id: IdeaId) -> Self {
        id.to_string()
    }
}

/// Who sees an idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Showing {
    /// Nobody yet.
    Waiting,
    /// The guide, who reads it before it is shown.
    Read,
    /// The guide alone, who has held it back.
    Held,
    /// Everybody.
    Shown,
}

/// An idea.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Its area, counted from zero.
    pub area: usize,
    /// What it says.
    pub text: String,
    /// Who sees it.
    pub showing: Showing,
    /// The number of its bundle, if it was sorted.
    pub bundle: Option<u32>,
}

impl fmt::Debug for Idea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Idea(..)")
    }
}

/// A bundle that ideas are sorted into. It is named after they are shown, by the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaBundle {
    /// 1, 2, 3.
    pub number: u32,
    /// What its ideas are about.
    pub title: String,
}

/// What a table thinks of something that could be done about a bundle: four figures, never a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The number of its bundle.
    pub bundle: u32,
    /// What could be done.
    pub what: String,
    /// The four figures.
    pub rating: Rating,
}

/// A measure card that a table has filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The number of its bundle.
    pub bundle: u32,
    /// The card.
    pub proposal: Proposal,
}

/// What was typed of an idea: its area, and what it says on one line.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_idea(area: &str, text: &str, areas: usize) -> Result<(usize, String), Vec<Fault>> {
    let mut fields = Fields::default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = fields.words("idea", &text, LONGEST_IDEA);
    let area = area.parse().ok().filter(|area| *area < areas);
    let area = fields.choice("area", area, 0);
    fields.done((area, text))
}

/// What was typed of a bundle's title.
///
/// # Errors
/// What is wrong with it.
pub fn read_title(written: &str) -> Result<String, Vec<Fault>> {
    let mut fields = Fields::default();
    let title = fields.words("title", &written.replace('\n', " "), LONGEST_TITLE);
    fields.done(title)
}

/// What was typed of what could be done, and the four figures in the order of [`Rating::NAMES`].
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_estimate(what: &str, figures: [&str; 4]) -> Result<(String, Rating), Vec<Fault>> {
    let mut fields = Fields::default();
    let what = fields.words("what", what, LONGEST_SHORT);
    let rating = crate::plan::proposals::read_rating(figures);
    match (fields.done(what), rating) {
        (Ok(what), Ok(rating)) => Ok((what, rating)),
        (what, rating) => Err([what.err(), rating.err()].into_iter().flatten().flatten().collect()),
    }
}
