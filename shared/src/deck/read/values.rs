//! The values in a deck: ids, numbers, texts in every language.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Reader, Span};
use crate::deck::MAX_WORD_CHARS;
use crate::kind::MAX_ID_BYTES;
use crate::language::{Language, Texts};

type Value<'t> = Spanned<DeValue<'t>>;

/// The limits of one kind of text.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub what: &'static str,
    pub chars: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn known_keys(&mut self, table: &DeTable<'t>, what: &str, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let mend = format!("Leave it out, or use one of: {}", known.join(", "));
                self.fault(&key.span(), format!("{what} has no {name:?}"), mend);
            }
        }
    }

    pub(super) fn tables<'a>(&mut self, root: &'a DeTable<'t>, key: &str) -> Vec<(&'a DeTable<'t>, Span)> {
        let Some(value) = root.get(key) else { return Vec::new() };
        let mut tables = Vec::new();
        let empty = DeArray::new();
        let array = value.get_ref().as_array();
        if array.is_none() {
            self.fault(
                &value.span(),
                format!("{key} must be a list of tables"),
                format!("Write [[{key}]] before each"),
            );
        }
        for entry in array.unwrap_or(&empty).iter() {
            if entry.get_ref().as_table().is_none() {
                self.fault(
                    &entry.span(),
                    format!("a {key} must be a table"),
                    format!("Write [[{key}]] before it"),
                );
            }
        }
        if let Some(array) = array {
            tables.extend(
                array
                    .iter()
                    .filter_map(|e| e.get_ref().as_table().map(|table| (table, e.span()))),
            );
        }
        tables
    }

    pub(super) fn text(&mut self, table: &DeTable<'t>, key: &str, expected: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(
                &value.span(),
                format!("{key} must be a text"),
                format!("Write {expected} in quotes"),
            );
        }
        text.map(str::to_owned)
    }

    pub(super) fn whole(
        &mut self,
        table: &DeTable<'t>,
        key: &str,
        of: &str,
        at: &Span,
        range: std::ops::RangeInclusive<i64>,
        default: Option<i64>,
    ) -> Option<i64> {
        let mend = format!(
            "Write {key} as a whole number from {} to {}",
            range.start(),
            range.end()
        );
        let Some(value) = table.get(key) else {
            if default.is_none() {
                self.fault(at, format!("{of} has no {key}"), mend);
            }
            return default;
        };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if range.contains(&number) => Some(number),
            _ => {
                self.fault(&value.span(), format!("{key} is out of range"), mend);
                None
            }
        }
    }

    pub(super) fn id(&mut self, table: &DeTable<'t>, of: &str, at: &Span) -> Option<String> {
        let Some(value) = table.get("id") else {
            self.fault(at, format!("{of} has no id"), "Add id = \"...\"");
            return None;
        };
        let id = self.text(table, "id", "an id")?;
        self.check_id(&id, &value.span());
        Some(id)
    }

    pub(super) fn unique_id(
        &mut self,
        table: &DeTable<'t>,
        of: &str,
        at: &Span,
        seen: &mut BTreeMap<String, Span>,
    ) -> Option<String> {
        let id = self.id(table, of, at)?;
        let span = table.get("id").map_or(at.clone(), Spanned::span);
        match seen.get(&id) {
            Some(first) => {
                let line = 1 + self.toml[..first.start].matches('\n').count();
                let what = format!("the id {id:?} is used twice, first on line {line}");
                self.fault(&span, what, "Give one of them another id");
            }
            None => {
                seen.insert(id.clone(), span);
            }
        }
        Some(id)
    }

    pub(super) fn check_id(&mut self, id: &str, at: &Span) {
        let plain = id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if id.is_empty() || id.len() > MAX_ID_BYTES || !plain {
            let mend = format!("Use 1 to {MAX_ID_BYTES} small letters a to z, digits and hyphens");
            self.fault(at, format!("{id:?} cannot be an id"), mend);
        }
    }

    pub(super) fn texts(&mut self, table: &DeTable<'t>, key: &str, limit: Limit, at: &Span) -> Option<Texts> {
        match table.get(key) {
            Some(value) => self.texts_value(value, limit),
            None => {
                let mend = format!("Add {key} = {{ {} }}", self.example());
                self.fault(at, format!("{key} is missing"), mend);
                None
            }
        }
    }

    fn example(&self) -> String {
        let codes: Vec<_> = self.languages.iter().map(|l| format!("{l} = \"...\"")).collect();
        if codes.is_empty() {
            "nb = \"...\"".to_owned()
        } else {
            codes.join(", ")
        }
    }

    pub(super) fn texts_value(&mut self, value: &Value<'t>, limit: Limit) -> Option<Texts> {
        let at = value.span();
        let Some(table) = value.get_ref().as_table() else {
            let mend = format!("Write {{ {} }}", self.example());
            self.fault(&at, format!("{} must be given per language", limit.what), mend);
            return None;
        };
        let mut texts = BTreeMap::new();
        for (key, value) in table {
            match key.get_ref().parse::<Language>() {
                Ok(language) if self.languages.contains(&language) => {
                    let Some(text) = value.get_ref().as_str() else {
                        self.fault(&value.span(), "a text must stand in quotes", "Write it as \"...\"");
                        continue;
                    };
                    self.check_text(text, language, limit, &value.span());
                    texts.insert(language, text.to_owned());
                }
                _ => {
                    let mend = format!("Leave it out, or add {:?} to the deck's languages", key.get_ref());
                    self.fault(
                        &key.span(),
                        format!("{:?} is not a language of this deck", key.get_ref()),
                        mend,
                    );
                }
            }
        }
        for language in self.languages.clone() {
            if !table.contains_key(language.code()) {
                let mend = format!("Add {language} = \"...\"");
                self.fault(&at, format!("{} is missing in {language}", limit.what), mend);
            }
        }
        Some(Texts(texts))
    }

    fn check_text(&mut self, text: &str, language: Language, limit: Limit, at: &Span) {
        let chars = text.chars().count();
        if text.trim().is_empty() {
            self.fault(at, format!("{} is blank in {language}", limit.what), "Write it");
        }
        if text.chars().any(char::is_control) {
            let what = format!("{} has a line break or control character in {language}", limit.what);
            self.fault(at, what, "Write it on one line");
        }
        if chars > limit.chars {
            let what = format!(
                "{} is {chars} characters long in {language}, too long for a tablet",
                limit.what
            );
            self.fault(at, what, format!("Shorten it to {} characters", limit.chars));
        }
        for word in text.split([' ', '-', '\u{ad}', '/']) {
            let chars = word.chars().count();
            if chars > MAX_WORD_CHARS {
                let what = format!("the word {word:?} is {chars} characters long, too long for a line of the tablet");
                let mend = format!("Use a shorter word, or divide it with a hyphen before {MAX_WORD_CHARS} characters");
                self.fault(at, what, mend);
            }
        }
    }
}
