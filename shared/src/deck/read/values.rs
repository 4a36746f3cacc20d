//! The values in a deck: ids, numbers, texts in every language.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Reader, Span, TextKind, Wrong};
use crate::deck::MAX_WORD_CHARS;
use crate::kind::MAX_ID_BYTES;
use crate::language::{Language, Texts};

type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Reader<'t> {
    pub(super) fn known_keys(&mut self, table: &DeTable<'t>, of: &'static str, known: &[&'static str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let wrong = Wrong::UnknownKey {
                    of,
                    key: name.to_owned(),
                    known: known.to_vec(),
                };
                self.fault(&key.span(), "", wrong);
            }
        }
    }

    pub(super) fn tables<'a>(&mut self, root: &'a DeTable<'t>, key: &'static str) -> Vec<(&'a DeTable<'t>, Span)> {
        let Some(value) = root.get(key) else { return Vec::new() };
        let mut tables = Vec::new();
        let empty = DeArray::new();
        let array = value.get_ref().as_array();
        if array.is_none() {
            self.fault(&value.span(), key, Wrong::NotTables(key));
        }
        for entry in array.unwrap_or(&empty).iter() {
            if entry.get_ref().as_table().is_none() {
                self.fault(&entry.span(), key, Wrong::NotATable(key));
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

    pub(super) fn text(&mut self, table: &DeTable<'t>, key: &'static str, expected: &'static str) -> Option<String> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.fault(&value.span(), key, Wrong::NotAText { key, expected });
        }
        text.map(str::to_owned)
    }

    pub(super) fn whole(
        &mut self,
        table: &DeTable<'t>,
        key: &'static str,
        of: &'static str,
        at: &Span,
        range: std::ops::RangeInclusive<i64>,
        default: Option<i64>,
    ) -> Option<i64> {
        let (least, most) = (*range.start(), *range.end());
        let Some(value) = table.get(key) else {
            if default.is_none() {
                self.fault(at, key, Wrong::NoNumber { of, key, least, most });
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
                self.fault(&value.span(), key, Wrong::NumberOutOfRange { key, least, most });
                None
            }
        }
    }

    pub(super) fn id(&mut self, table: &DeTable<'t>, of: &'static str, at: &Span) -> Option<String> {
        let Some(value) = table.get("id") else {
            self.fault(at, "id", Wrong::NoId(of));
            return None;
        };
        let id = self.text(table, "id", "an id")?;
        self.check_id("id", &id, &value.span());
        Some(id)
    }

    pub(super) fn unique_id(
        &mut self,
        table: &DeTable<'t>,
        of: &'static str,
        at: &Span,
        seen: &mut BTreeMap<String, Span>,
    ) -> Option<String> {
        let id = self.id(table, of, at)?;
        let span = table.get("id").map_or(at.clone(), Spanned::span);
        match seen.get(&id) {
            Some(first) => {
                let line = 1 + self.toml[..first.start].matches('\n').count();
                let wrong = Wrong::IdTwice {
                    id: id.clone(),
                    first: line,
                };
                self.fault(&span, "id", wrong);
            }
            None => {
                seen.insert(id.clone(), span);
            }
        }
        Some(id)
    }

    pub(super) fn check_id(&mut self, field: &'static str, id: &str, at: &Span) {
        let plain = id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if id.is_empty() || id.len() > MAX_ID_BYTES || !plain {
            self.fault(at, field, Wrong::OddId(id.to_owned()));
        }
    }

    pub(super) fn texts(&mut self, table: &DeTable<'t>, kind: TextKind, at: &Span) -> Option<Texts> {
        match table.get(kind.field()) {
            Some(value) => self.texts_value(value, kind),
            None => {
                let example = self.example();
                self.fault(at, kind.field(), Wrong::NoText { kind, example });
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

    pub(super) fn texts_value(&mut self, value: &Value<'t>, kind: TextKind) -> Option<Texts> {
        let at = value.span();
        let Some(table) = value.get_ref().as_table() else {
            let example = self.example();
            self.fault(&at, kind.field(), Wrong::NotPerLanguage { kind, example });
            return None;
        };
        let mut texts = BTreeMap::new();
        for (key, value) in table {
            match key.get_ref().parse::<Language>() {
                Ok(language) if self.languages.contains(&language) => {
                    let Some(text) = value.get_ref().as_str() else {
                        self.fault(&value.span(), kind.field(), Wrong::NotInQuotes);
                        continue;
                    };
                    self.check_text(text, language, kind, &value.span());
                    texts.insert(language, text.to_owned());
                }
                _ => {
                    let wrong = Wrong::StrangeLanguage(key.get_ref().to_string());
                    self.fault(&key.span(), kind.field(), wrong);
                }
            }
        }
        for language in self.languages.clone() {
            if !table.contains_key(language.code()) {
                self.fault(&at, kind.field(), Wrong::MissingIn(kind, language));
            }
        }
        Some(Texts(texts))
    }

    fn check_text(&mut self, text: &str, language: Language, kind: TextKind, at: &Span) {
        let (field, chars) = (kind.field(), text.chars().count());
        if text.trim().is_empty() {
            self.fault(at, field, Wrong::Blank(kind, language));
        }
        if text.chars().any(char::is_control) {
            self.fault(at, field, Wrong::Control(kind, language));
        }
        if chars > kind.most_chars() {
            self.fault(at, field, Wrong::TooLong { kind, language, chars });
        }
        for word in text.split([' ', '-', '\u{ad}', '/']) {
            if word.chars().count() > MAX_WORD_CHARS {
                let word = word.to_owned();
                self.fault(at, field, Wrong::LongWord { word, language });
            }
        }
    }
}
