//! What becomes of a draft: the checker is given what was written, as a deck's file, and ids are settled.

use std::collections::{BTreeMap, BTreeSet};

use trykk_shared::deck::{About, Deck, DeckError, Favourable, Item, MAX_SCALE_NUMBERS, Question, quote};
use trykk_shared::language::{Language, Texts};

use super::{DeckDraft, Kind};
use crate::organisation::Organisation;
use crate::organisation::edit::make_id;
use crate::organisation::library::library;

/// Whether two texts have a language in common.
pub fn shares_language(one: &Texts, other: &Texts) -> bool {
    one.0.keys().any(|language| other.0.contains_key(language))
}

/// Whether two items ask the same of people, in the languages that both have, and the same answers are good. Where no language is
/// shared nobody can tell that it is the same.
pub fn asks_same(one: &Item, other: &Item) -> bool {
    let same = |one: &Texts, other: &Texts| {
        let differs = |(language, text): (&Language, &String)| other.0.get(language).is_some_and(|other| other != text);
        shares_language(one, other) && !one.0.iter().any(differs)
    };
    let answers = match (&one.question, &other.question) {
        (Question::Card, Question::Card) => true,
        (
            Question::Statement {
                faces: one,
                favourable: best,
            },
            Question::Statement {
                faces: other,
                favourable: good,
            },
        ) => best == good && one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other)),
        (
            Question::Score { min, max, favourable },
            Question::Score {
                min: least,
                max: most,
                favourable: good,
            },
        ) => (min, max, favourable) == (least, most, good),
        (Question::Note { about: one, .. }, Question::Note { about: other, .. }) => one == other,
        _ => false,
    };
    answers && same(&one.text, &other.text)
}

/// The deck that a draft becomes: a new one, or the next version of one. Where an item asks something else than before it has
/// another id, that none of the deck's versions has had: what was answered to one question is never taken for another's.
///
/// # Errors
/// Everything that cannot be, with its place in the draft.
pub fn finish(organisation: &Organisation, draft: &DeckDraft) -> Result<Deck, Vec<DeckError>> {
    let known = library(organisation);
    let mut deck = read(&known.iter().map(|one| &one.deck).collect::<Vec<_>>(), draft)?;
    let versions = known.iter().filter(|one| one.deck.id == deck.id);
    deck.version = versions
        .map(|one| one.deck.version)
        .max()
        .unwrap_or(0)
        .saturating_add(1);
    Ok(deck)
}

fn read(known: &[&Deck], draft: &DeckDraft) -> Result<Deck, Vec<DeckError>> {
    let first = draft.languages.first().copied().unwrap_or(Language::Nb);
    let id = match &draft.next_of {
        Some(id) => id.clone(),
        None => make_id(draft.title.get(first), |id| known.iter().any(|deck| deck.id == id)),
    };
    let earlier: Vec<&&Deck> = known.iter().filter(|deck| deck.id == id).collect();
    // In no version, and in no language that any of them has, did it ask something else.
    let always_asked = |item: &Item, id: &str| {
        let mut before = earlier.iter().filter_map(|deck| deck.item(id));
        !before.any(|before| shares_language(&before.text, &item.text) && !asks_same(before, item))
    };
    let mut taken: BTreeSet<String> = earlier
        .iter()
        .flat_map(|deck| deck.items.iter().map(|item| item.id.clone()))
        .collect();
    taken.extend(
        draft
            .items
            .iter()
            .filter_map(|item| Some(item.was.as_ref()?.id.clone())),
    );
    let mut deck = Deck::read_new(&write_toml(&id, draft)).map_err(|errors| errors.0)?;
    for (item, written) in deck.items.iter_mut().zip(&draft.items) {
        item.id = match &written.was {
            Some(was) if asks_same(was, item) && always_asked(item, &was.id) => was.id.clone(),
            _ => make_id(item.text.get(first), |id| taken.contains(id)),
        };
        taken.insert(item.id.clone());
    }
    let mut names: BTreeSet<String> = draft.themes.iter().filter_map(|theme| theme.id.clone()).collect();
    let mut settled = BTreeMap::new();
    for (theme, written) in deck.themes.iter_mut().zip(&draft.themes) {
        let new = || make_id(theme.name.get(first), |id| names.contains(id));
        let id = written.id.clone().unwrap_or_else(new);
        names.insert(id.clone());
        settled.insert(std::mem::replace(&mut theme.id, id.clone()), id);
    }
    for item in &mut deck.items {
        item.theme = item.theme.as_ref().and_then(|theme| settled.get(theme).cloned());
    }
    Ok(deck)
}

/// What the checker is given: numbers stand for the ids of themes and items.
fn write_toml(id: &str, draft: &DeckDraft) -> String {
    let languages = &draft.languages;
    let texts = |texts: &Texts| {
        let written = texts.0.iter();
        let written = written.filter(|(language, text)| languages.contains(language) && !text.trim().is_empty());
        let written: Vec<String> = written
            .map(|(language, text)| format!("{language} = {}", quote(text)))
            .collect();
        format!("{{ {} }}", written.join(", "))
    };
    let codes: Vec<String> = languages.iter().map(|language| quote(language.code())).collect();
    let mut lines = vec![
        format!("id = {}", quote(id)),
        "version = 1".to_owned(),
        format!("languages = [{}]", codes.join(", ")),
        format!("title = {}", texts(&draft.title)),
    ];
    for theme in &draft.themes {
        lines.push(format!("[[theme]]\nid = \"theme-{}\"", theme.number));
        lines.push(format!("name = {}", texts(&theme.name)));
    }
    for item in &draft.items {
        lines.push(format!("[[item]]\nid = \"item-{}\"", item.number));
        lines.push(format!("kind = {}", quote(item.kind.name())));
        let theme = draft.themes.iter().find(|theme| Some(theme.number) == item.theme);
        if let Some(theme) = theme {
            lines.push(format!("theme = \"theme-{}\"", theme.number));
        }
        let factor = item.factor.trim();
        if !factor.is_empty() {
            lines.push(format!("factor = {}", quote(factor)));
        }
        lines.push(format!("text = {}", texts(&item.text)));
        match item.kind {
            Kind::Card => {}
            Kind::Statement => {
                let faces: Vec<String> = item.faces.iter().map(texts).collect();
                lines.push(format!("faces = [{}]", faces.join(", ")));
                lines.push(format!(
                    "favourable = {}",
                    quote(if item.middle { "middle" } else { "last" })
                ));
            }
            Kind::Score => {
                lines.extend([("min", &item.min), ("max", &item.max)].into_iter().filter_map(number));
                lines.extend(item.good.map(|side| format!("favourable = {}", quote(side.name()))));
            }
            Kind::Note => {
                lines.extend(item.about.map(|about| {
                    let about = match about {
                        About::Keep => "keep",
                        About::Improve => "improve",
                    };
                    format!("about = {}", quote(about))
                }));
                let numbers = [("max_chars", &item.max_chars), ("max_notes", &item.max_notes)];
                lines.extend(numbers.into_iter().filter_map(number));
            }
        }
    }
    lines.join("\n")
}

/// A number as the checker reads it; what is none it is told as a text.
fn number((key, written): (&str, &String)) -> Option<String> {
    match written.trim() {
        "" => None,
        written => Some(match written.parse::<i64>() {
            Ok(number) => format!("{key} = {number}"),
            Err(_) => format!("{key} = {}", quote(written)),
        }),
    }
}

/// As much of a deck as is written, to be looked at and for nothing else: what is missing is empty, and a scale that cannot be
/// shown is the usual one.
pub fn sketch(draft: &DeckDraft) -> Deck {
    let items = draft.items.iter().map(|item| Item {
        id: item.number.to_string(),
        theme: None,
        factor: None,
        text: item.text.clone(),
        question: match item.kind {
            Kind::Card => Question::Card,
            Kind::Statement => Question::Statement {
                faces: item.faces.clone(),
                favourable: if item.middle {
                    Favourable::Middle
                } else {
                    Favourable::Last
                },
            },
            Kind::Score => {
                let read = |written: &str| written.trim().parse::<i16>().ok();
                let scale = read(&item.min).zip(read(&item.max));
                let shown = scale.filter(|(min, max)| {
                    let numbers = i64::from(*max) - i64::from(*min) + 1;
                    *min >= 0 && (2..=MAX_SCALE_NUMBERS).contains(&numbers)
                });
                let (min, max) = shown.unwrap_or((1, 10));
                Question::Score {
                    min,
                    max,
                    favourable: item.good,
                }
            }
            Kind::Note => Question::Note {
                about: item.about.unwrap_or(About::Improve),
                max_chars: 1,
                max_notes: 1,
            },
        },
    });
    Deck {
        id: String::new(),
        version: 1,
        languages: draft.languages.clone(),
        title: draft.title.clone(),
        themes: Vec::new(),
        items: items.collect(),
    }
}
