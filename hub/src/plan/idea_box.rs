//! The idea box: measures that helped, for everybody who makes a plan here. Without ward, names and dates, and only once leader, safety rep and
//! union rep agree to the very words.

use std::fmt;

use data_encoding::HEXLOWER;
use trykk_shared::months::{is_month_name, is_shortened_month};
use trykk_shared::parts::join_parts;

use super::MeasureRow;
use super::fields::{Fault, Fields, Wrong};
use super::measures::{NextStep, Status};
use super::proposals::LONGEST_TEXT;
use crate::organisation::Role;
use crate::secrets::hash_secret;
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
    /// How often it was saved or withdrawn. It never goes back.
    pub revision: u32,
    /// The idea; nothing once it was withdrawn.
    pub idea: Option<Idea>,
    /// The roles that agree to these words.
    pub agreed: Vec<Role>,
}

impl IdeaRow {
    /// Whether it stands in the box.
    pub fn is_shown(&self) -> bool {
        self.idea.is_some() && AGREEING.iter().all(|role| self.agreed.contains(role))
    }

    /// The roles that do not agree yet.
    pub fn missing(&self) -> Vec<Role> {
        let mut roles = AGREEING.to_vec();
        roles.retain(|role| !self.agreed.contains(role));
        roles
    }
}

/// What somebody had before them when they saved, agreed or withdrew: the revision, and a digest of it and the words. The words count as well,
/// for a hub that is put back to before gives the same revision to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    revision: u32,
    /// Hexadecimal, in small letters; empty where there are no words.
    digest: String,
}

impl Seen {
    /// What a page that shows this shows; of a measure of which nothing was ever told, `None`.
    pub fn of(kept: Option<&IdeaRow>) -> Self {
        let revision = kept.map_or(0, |row| row.revision);
        let digest = kept.and_then(|row| row.idea.as_ref()).map(|Idea { theme, what, how }| {
            let words = [
                &revision.to_be_bytes()[..],
                theme.as_bytes(),
                what.as_bytes(),
                how.as_bytes(),
            ];
            HEXLOWER.encode(&hash_secret(&join_parts(&words))[..16])
        });
        Seen {
            revision,
            digest: digest.unwrap_or_default(),
        }
    }

    /// Reads it as a form brings it back; nothing where a form never had it.
    pub fn read(written: &str) -> Option<Self> {
        let (revision, digest) = written.split_once('-').unwrap_or((written, ""));
        let revision = revision.parse().ok()?;
        Some(Seen {
            revision,
            digest: digest.to_owned(),
        })
    }

    /// Whether a row is what the very next saving or withdrawal made: then the same form may have made it.
    pub fn is_just_before(&self, row: &IdeaRow) -> bool {
        self.revision.checked_add(1) == Some(row.revision)
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digest.is_empty() {
            true => write!(out, "{}", self.revision),
            false => write!(out, "{}-{}", self.revision, self.digest),
        }
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

/// Shares of a whole, and the whole day: written like a day and a month, and hardly ever meant so.
const SHARES: [[u32; 2]; 6] = [[1, 2], [1, 3], [2, 3], [1, 4], [3, 4], [24, 7]];

fn is_day_and_month(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

/// Whether figures without a blank between them are a date: 12.3., 12/3, 3-3-26, or two of them, from one to the other.
fn is_date_in_figures(piece: &str) -> bool {
    let piece = piece
        .trim_matches(|sign: char| !sign.is_ascii_digit())
        .replace(['–', '—', '−'], "-")
        .replace(".-", "-");
    let parts: Vec<&str> = piece.split(['.', '/', '-']).collect();
    let between: Vec<char> = piece.chars().filter(|sign| ".-/".contains(*sign)).collect();
    let figure = |nth: usize| parts.get(nth).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let is_year = |nth: usize| parts.get(nth).is_some_and(|part| part.len() == 2 || part.len() == 4);
    let is_pair = |nth: usize| is_day_and_month(figure(nth), figure(nth + 1));
    let by_slash = |nth: usize| is_pair(nth) && !SHARES.contains(&[figure(nth), figure(nth + 1)]);
    match between[..] {
        ['/'] => by_slash(0),
        // Not 10-10.30: that is from one time of day to another.
        ['.' | '/' | '-', '-'] | ['/', '/' | '.'] => {
            let (one, two, three) = (figure(0), figure(1), figure(2));
            let has_year_last = is_year(2) && (is_pair(0) || between == ['/', '/'] && is_day_and_month(two, one));
            let has_year_first = between == ['-', '-'] && is_year(0) && is_day_and_month(three, two);
            parts.iter().all(|part| part.parse::<u32>().is_ok()) && (has_year_last || has_year_first)
        }
        // From a day to a day. From a time of day to another one, the last is no day and month, as a rule.
        ['.', '-', '.'] => is_pair(0) && is_pair(2),
        ['/', '-', '/'] => by_slash(0) || by_slash(2),
        ['.', ..] => is_pair(0),
        _ => false,
    }
}

/// Whether a date or a year stands in a text: a year by itself, a day with its month in words, or in figures.
fn has_date(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| word.parse::<u32>().ok();
    let is_year = |word: &&str| word.len() == 4 && (1900..2100).contains(&number(word).unwrap_or(0));
    let is_day = |word: Option<&&str>| {
        word.and_then(|word| number(word))
            .is_some_and(|day| (1..=31).contains(&day))
    };
    let is_in_words = |(nth, word): (usize, &&str)| {
        let is_before = is_day(nth.checked_sub(1).and_then(|nth| words.get(nth)));
        let is_after = is_day(words.get(nth + 1));
        // "jul" is Christmas, too: "til jul 2 vakter" has no date, "Jul 3" has.
        match word.eq_ignore_ascii_case("jul") {
            true => is_before || is_after && is_capital(word),
            false => (is_month_name(word) || is_shortened_month(word)) && (is_before || is_after),
        }
    };
    words.iter().any(is_year)
        || words.iter().enumerate().any(is_in_words)
        || text.split_whitespace().any(is_date_in_figures)
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The words of a text, in the form in which names are compared, and whether each begins with a capital letter.
fn fold_words(text: &str) -> Vec<(String, bool)> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(|word| (fold_name(word), is_capital(word)))
        .collect()
}

/// First names and surnames that are everyday words as well: by themselves, they are names with a capital letter only.
const EVERYDAY: [&str; 56] = [
    "are", "ask", "bakke", "berg", "best", "bjørn", "bonde", "brun", "bye", "dag", "dal", "day", "eng", "even", "foss",
    "fred", "frid", "gran", "gro", "han", "haug", "hill", "holm", "hope", "hus", "joy", "king", "lang", "lie", "lind",
    "liv", "long", "love", "lund", "mai", "may", "odd", "page", "per", "ragn", "rich", "rose", "sand", "siv", "skog",
    "smed", "sol", "stein", "storm", "strand", "sund", "tone", "tor", "vår", "vik", "will",
];

/// Whether a name stands in a text, also as whose something is ("Karis", "Kari's"). `is_far`: whether it is from elsewhere on the hub.
fn is_named(words: &[(String, bool)], name: &str, is_far: bool) -> bool {
    let name = fold_words(name);
    let Some(((last, _), before)) = name.split_last() else {
        return false;
    };
    let is_short = last.chars().count() < 3 && last.chars().all(char::is_alphabetic);
    // Among all addresses and wards of a hub almost every word is a part of one ("vakt.med@", "Mottak").
    let is_everyday = before.is_empty() && (is_far || is_short || EVERYDAY.contains(&&last[..]));
    words.windows(name.len()).any(|some| {
        let (found, is_capital) = &some[before.len()];
        let is_last = found == last || found.strip_suffix('s') == Some(last);
        is_last && (*is_capital || !is_everyday) && some.iter().zip(before).all(|(one, other)| one.0 == other.0)
    })
}

/// How words end that say what somebody is, not who.
const ROLES: [&str; 17] = [
    "leder",
    "leiar",
    "leader",
    "manager",
    "ombud",
    "ombod",
    "tillitsvalgt",
    "tillitsvald",
    "rep",
    "pleier",
    "pleiar",
    "nurse",
    "ansvarlig",
    "ansvarleg",
    "havende",
    "havande",
    "rådgiver",
];

/// What stands for what somebody is.
const SHORT_ROLES: [&str; 6] = ["vo", "hvo", "tv", "htv", "ftv", "ass"];

/// The words of a name that name somebody by themselves: an initial does not, nor does what somebody is.
fn list_telling(words: &[&str]) -> Vec<String> {
    let is_telling = |word: &&&str| {
        let small = word.to_lowercase();
        let is_role = ROLES.iter().any(|role| small.ends_with(role)) || SHORT_ROLES.contains(&&small[..]);
        small.chars().count() > 1 && !is_role
    };
    words.iter().filter(is_telling).map(|word| (*word).to_owned()).collect()
}

fn split_letters(text: &str) -> Vec<&str> {
    let words = text.split(|sign: char| !sign.is_alphabetic());
    words.filter(|word| !word.is_empty()).collect()
}

/// What of who is responsible are people's names, as far as the way in which it is written tells: where two words or more that follow each other
/// begin with a capital letter, each of them, but for what somebody is.
pub fn list_names(responsible: &str) -> Vec<String> {
    let words = split_letters(responsible);
    let runs = words.split(|word| !is_capital(word)).filter(|run| run.len() > 1);
    runs.flat_map(list_telling).collect()
}

/// The names in the part of an address before the @, where it has two words or more: all together, and each.
pub fn list_address_names(address: &str) -> Vec<String> {
    let words = split_letters(address.split('@').next().unwrap_or_default());
    match words.len() > 1 {
        true => std::iter::once(words.join(" ")).chain(list_telling(&words)).collect(),
        false => Vec::new(),
    }
}

/// What was typed of an idea. `is_theme`: whether there is a theme of this id. `near`, `far`: the names that no idea has, of wards, departments
/// and people: of where it is from, and of elsewhere on the hub. Of the latter, one that is a single word is a name with a capital letter only.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_idea(
    written: &WrittenIdea,
    is_theme: impl Fn(&str) -> bool,
    (near, far): (&[String], &[String]),
) -> Result<Idea, Vec<Fault>> {
    let mut fields = Fields::default();
    let known = Some(written.theme.clone()).filter(|theme| is_theme(theme));
    let theme = fields.choice("theme", known, String::new());
    let mut told = |field: &str, text: &str| {
        let text = fields.words(field, text, LONGEST_TEXT);
        let words = fold_words(&text);
        if near.iter().any(|name| is_named(&words, name, false)) || far.iter().any(|name| is_named(&words, name, true))
        {
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
