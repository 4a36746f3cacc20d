//! The question by which it is noticed whether a measure helps, and what a later result says of it beside the one that it was chosen from.
//! Nothing but what both publish is read, by the rules of [`before`](crate::figures::before) and [`change`](crate::figures::change); why
//! something is more or fewer is never said.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Texts;

use crate::figures::before::pair;
use crate::figures::bounds::{BoundedFigure, BoundedQuestion};
use crate::figures::change::{Change, compare};
use crate::figures::findings::sides;

/// A question of a published result, by which it is noticed whether a measure helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedItem {
    /// The box whose result it was chosen from.
    pub result: BoxId,
    /// The day on which that box opened, counted from 1970-01-01.
    pub opened: i64,
    /// The deck.
    pub deck: String,
    /// Its version.
    pub version: u32,
    /// The item's id.
    pub id: String,
    /// Its words.
    pub words: Texts,
    /// The day on which it was chosen, counted from 1970-01-01. It is not signed: nobody chose it again by signing later.
    pub day: i64,
}

impl NamedItem {
    /// What forms know it by.
    pub fn key(&self) -> String {
        format!("{}.{}", self.result, self.id)
    }

    /// What of it is signed, and told when it changes: all but the day on which it was chosen.
    pub fn parts(&self) -> Vec<String> {
        let mut parts = vec![
            self.result.to_string(),
            self.opened.to_string(),
            self.deck.clone(),
            self.version.to_string(),
            self.id.clone(),
            self.words.0.len().to_string(),
        ];
        for (language, words) in &self.words.0 {
            parts.extend([language.code().to_owned(), words.clone()]);
        }
        parts
    }
}

/// A question that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What the part of the deck that it stands in is called; nothing where it stands in none.
    pub part: Option<Texts>,
    /// The question.
    pub item: NamedItem,
}

/// What is published of one box, as far as measures need it.
#[derive(Clone, Debug)]
pub struct PublishedResult {
    /// The box.
    pub id: BoxId,
    /// Its wards.
    pub wards: Vec<String>,
    /// How it was answered.
    pub mode: Mode,
    /// When it opened, in seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it closed, in seconds since 1970-01-01 UTC.
    pub closes: i64,
    /// The day on which it opened, where its wards are, counted from 1970-01-01.
    pub opened: i64,
    /// The fewest people whose answers were counted at all.
    pub floor: u32,
    /// What was asked.
    pub deck: Deck,
    /// What is published of it.
    pub questions: Vec<BoundedQuestion>,
}

fn is_same_set(wards: &[String], others: &[String]) -> bool {
    let set = |wards: &[String]| wards.iter().cloned().collect::<BTreeSet<String>>();
    set(wards) == set(others)
}

fn is_of(result: &PublishedResult, wards: &[String]) -> bool {
    is_same_set(&result.wards, wards)
}

/// The newest result of exactly these wards.
pub fn find_newest<'r>(results: &'r [PublishedResult], wards: &[String]) -> Option<&'r PublishedResult> {
    let of_them = results.iter().filter(|result| is_of(result, wards));
    of_them.max_by_key(|result| (result.opens, result.id))
}

/// The questions that a measure of these wards can name on `today`: those with a figure in the newest result of exactly these wards, part by
/// part of its deck.
pub fn list_offered(results: &[PublishedResult], wards: &[String], today: i64) -> Vec<Offered> {
    let Some(newest) = find_newest(results, wards) else {
        return Vec::new();
    };
    let deck = &newest.deck;
    let parts = deck.themes.iter().map(|theme| (Some(&theme.id), Some(&theme.name)));
    let offer = |(theme, name): (Option<&String>, Option<&Texts>)| {
        let shown = newest
            .questions
            .iter()
            .filter(|one| one.figure != BoundedFigure::Hidden);
        let items = shown.filter_map(|one| deck.item(&one.id));
        let items = items.filter(|item| item.theme.as_ref() == theme);
        let offered = items.map(|item| Offered {
            part: name.cloned(),
            item: NamedItem {
                result: newest.id,
                opened: newest.opened,
                deck: deck.id.clone(),
                version: deck.version,
                id: item.id.clone(),
                words: item.text.clone(),
                day: today,
            },
        });
        offered.collect::<Vec<_>>()
    };
    parts.chain([(None, None)]).flat_map(offer).collect()
}

/// Since when results are needed, of those that are published: `published` has each one's box, wards and opening. It is the opening of the
/// newest of these very wards, or of the earliest that is named; what opened before changes nothing that is offered or found.
pub fn find_first_needed<'b>(
    published: impl Iterator<Item = (BoxId, &'b [String], i64)>,
    wards: &[String],
    named: &BTreeSet<BoxId>,
) -> i64 {
    let (mut newest, mut first) = (None, None);
    for (id, of, opens) in published {
        if is_same_set(of, wards) {
            newest = newest.max(Some(opens));
        }
        if named.contains(&id) {
            first = Some(first.map_or(opens, |first: i64| first.min(opens)));
        }
    }
    [newest, first].into_iter().flatten().min().unwrap_or(i64::MAX)
}

/// A question in one of two results.
#[derive(Clone, Copy, Debug)]
pub struct Side<'r> {
    /// The result.
    pub result: &'r PublishedResult,
    /// What it says of the question.
    pub question: &'r BoundedQuestion,
}

/// What a later result says of a question.
#[derive(Clone, Copy, Debug)]
pub enum Effect<'r> {
    /// It was asked again, exactly as before.
    Beside {
        /// In the result that it was chosen from.
        before: Side<'r>,
        /// In the newest one since.
        now: Side<'r>,
    },
    /// Nothing was published since.
    NotYet,
    /// What was published since had opened when the question was chosen.
    TooEarly,
    /// What was published since is of other wards.
    OtherWards,
    /// It was answered in another way.
    OtherMode,
    /// The question was not asked in the same words, of the same people, on the same scale.
    OtherText,
    /// The result that it was chosen from is not there any more.
    Gone,
}

/// What the results of the same wards, and of others together with them, say of a question since it was chosen.
pub fn find_effect<'r>(item: &NamedItem, results: &'r [PublishedResult]) -> Effect<'r> {
    let known = |result: &'r PublishedResult| {
        let question = result.questions.iter().find(|one| one.id == item.id)?;
        Some(Side { result, question })
    };
    let before = results.iter().find(|result| result.id == item.result);
    let Some(before) = before.and_then(known) else {
        return Effect::Gone;
    };
    let since = |result: &&PublishedResult| result.id != item.result && result.opens > before.result.opens;
    let mut later: Vec<&PublishedResult> = results.iter().filter(since).collect();
    if later.is_empty() {
        return Effect::NotYet;
    }
    // What was answered before anybody wrote the measure down says nothing of it.
    later.retain(|result| result.opened > item.day);
    if later.is_empty() {
        return Effect::TooEarly;
    }
    later.retain(|result| is_of(result, &before.result.wards));
    if later.is_empty() {
        return Effect::OtherWards;
    }
    later.retain(|result| result.mode == before.result.mode);
    if later.is_empty() {
        return Effect::OtherMode;
    }
    later.sort_by_key(|result| std::cmp::Reverse((result.opens, result.id)));
    let again = later.into_iter().filter_map(known).find(|now| {
        let one = |side: &Side<'r>| std::slice::from_ref(side.question);
        let (now_known, known) = ((&now.result.deck, one(now)), (&before.result.deck, one(&before)));
        !pair(now_known, known).is_empty()
    });
    again.map_or(Effect::OtherText, |now| Effect::Beside { before, now })
}

impl Effect<'_> {
    /// Whether more stand on the good side of the question's scale than before, or fewer on the poor one, and nothing says the opposite. A
    /// card has no good side.
    pub fn is_good(&self) -> bool {
        let Effect::Beside { before, now } = self else {
            return false;
        };
        let sides_of = |side: &Side<'_>| sides(&side.result.deck, side.question);
        let (Some((good, poor)), Some((good_before, poor_before))) = (sides_of(now), sides_of(before)) else {
            return false;
        };
        let (n, n_before) = (now.question.n, before.question.n);
        match (
            compare((good, n), (good_before, n_before)),
            compare((poor, n), (poor_before, n_before)),
        ) {
            (Change::More, poor) => poor != Change::More,
            (good, Change::Fewer) => good != Change::Fewer,
            _ => false,
        }
    }
}
