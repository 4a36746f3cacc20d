//! The idea box: measures that helped, for everybody who makes a plan here. Without ward, names and dates, and only once leader, safety rep and
//! union rep agree to the very words.

use super::MeasureRow;
use super::fields::{Fault, Fields, Wrong};
use super::measures::{NextStep, Status};
use super::proposals::LONGEST_TEXT;
use crate::organisation::Role;
use crate::written::fold_name;

/// Who has to agree.
pub const AGREEING: [Role; 3] = [Role::Leader, Role::SafetyRep, Role::UnionRep];

/// What is told of a measure that helped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Idea {
    /// The id of its theme: a category of the codebook.
    pub theme: String,
    /// What was done.
    pub what: String,
    /// What made it work, and how that was noticed.
    pub how: String,
}

/// An idea that is kept, shown or not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdeaRow {
    /// The number of the measure that it tells of.
    pub measure: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The idea.
    pub idea: Idea,
    /// The roles that agree to these words.
    pub agreed: Vec<Role>,
}

impl IdeaRow {
    /// Whether it stands in the box.
    pub fn is_shown(&self) -> bool {
        AGREEING.iter().all(|role| self.agreed.contains(role))
    }

    /// The roles that do not agree yet.
    pub fn missing(&self) -> Vec<Role> {
        let mut roles = AGREEING.to_vec();
        roles.retain(|role| !self.agreed.contains(role));
        roles
    }
}

impl MeasureRow {
    /// Whether it can be told of: it was carried out, or somebody decided to keep it.
    pub fn may_be_told(&self) -> bool {
        let is_kept = self.last_set().is_some_and(|last| last.next == Some(NextStep::Keep));
        self.status() == Status::Done || is_kept && self.status() != Status::Stopped
    }
}

/// What was typed of an idea.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenIdea {
    /// See [`Idea`].
    pub theme: String,
    /// See [`Idea`].
    pub what: String,
    /// See [`Idea`].
    pub how: String,
}

/// The months, in bokmål, nynorsk and English.
const MONTHS: [&str; 22] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "october",
    "december",
    "jan",
    "des",
];

/// Whether a date or a year stands in a text: a year by itself, a day with its month in words, or in figures with a full stop between.
fn has_date(text: &str) -> bool {
    let small = text.to_lowercase();
    let words: Vec<&str> = small
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &&&str| word.parse::<u32>().ok();
    let is_year = |word: &&str| word.len() == 4 && (1900..2100).contains(&number(&word).unwrap_or(0));
    let is_day = |word: Option<&&str>| {
        word.as_ref()
            .and_then(number)
            .is_some_and(|day| (1..=31).contains(&day))
    };
    let is_in_words = |(nth, word): (usize, &&str)| {
        MONTHS.contains(word)
            && (is_day(nth.checked_sub(1).and_then(|nth| words.get(nth))) || is_day(words.get(nth + 1)))
    };
    let is_in_figures = |piece: &str| {
        let piece = piece.trim_matches(|sign: char| !sign.is_ascii_digit());
        let parts: Vec<&str> = piece.split('.').collect();
        let figure = |nth: usize, most: u32| {
            let part: Option<u32> = parts.get(nth).and_then(|part| part.parse().ok());
            part.is_some_and(|figure| (1..=most).contains(&figure))
        };
        parts.len() > 1 && figure(0, 31) && figure(1, 12)
    };
    words.iter().any(is_year)
        || words.iter().enumerate().any(is_in_words)
        || small.split_whitespace().any(is_in_figures)
}

/// The words of a text, in the form in which names are compared.
fn fold_words(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(fold_name).collect()
}

/// What of who is responsible is a person's name, as far as the way in which it is written tells: two words or more that each begin with a
/// capital letter.
pub fn list_names(responsible: &str) -> Vec<String> {
    let words: Vec<&str> = responsible.split_whitespace().collect();
    let is_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    match words.len() > 1 && words.iter().all(is_capital) {
        true => words.into_iter().map(str::to_owned).collect(),
        false => Vec::new(),
    }
}

/// What was typed of an idea. `is_theme`: whether there is a theme of this id. `names`: the names that no idea has, of wards, departments and
/// people.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_idea(written: &WrittenIdea, is_theme: impl Fn(&str) -> bool, names: &[String]) -> Result<Idea, Vec<Fault>> {
    let mut fields = Fields::default();
    let known = Some(written.theme.clone()).filter(|theme| is_theme(theme));
    let theme = fields.choice("theme", known, String::new());
    let mut told = |field: &str, text: &str| {
        let text = fields.words(field, text, LONGEST_TEXT);
        let words = fold_words(&text);
        let is_named = |name: &String| {
            let name = fold_words(name);
            !name.is_empty() && words.windows(name.len()).any(|some| some == name)
        };
        if names.iter().any(is_named) {
            fields.refuse(field, Wrong::Names);
        }
        if has_date(&text) {
            fields.refuse(field, Wrong::Dated);
        }
        text
    };
    let idea = Idea {
        theme,
        what: told("idea_what", &written.what),
        how: told("idea_how", &written.how),
    };
    fields.done(idea)
}
