//! Writes a deck as TOML: what is read from it is the same deck.

use std::fmt::Write;

use super::{About, Deck, Favourable, Item, Question};
use crate::language::Texts;

impl Deck {
    /// The deck as a file of its own.
    pub fn to_toml(&self) -> String {
        self.write_toml("")
    }

    /// The deck as a part of a larger file, under `[name]`. The name is made of letters, digits, hyphens and dots.
    pub fn to_toml_in(&self, name: &str) -> String {
        format!("[{name}]\n{}", self.write_toml(&format!("{name}.")))
    }

    fn write_toml(&self, within: &str) -> String {
        let languages: Vec<String> = self.languages.iter().map(|language| quote(language.code())).collect();
        let mut toml = String::new();
        let mut line = |text: String| {
            toml.push_str(&text);
            toml.push('\n');
        };
        line(format!("id = {}", quote(&self.id)));
        line(format!("version = {}", self.version));
        line(format!("languages = [{}]", languages.join(", ")));
        line(format!("title = {}", write_texts(&self.title)));
        for theme in &self.themes {
            line(format!("\n[[{within}theme]]\nid = {}", quote(&theme.id)));
            line(format!("name = {}", write_texts(&theme.name)));
        }
        for item in &self.items {
            line(format!("\n[[{within}item]]\n{}", write_item(item)));
        }
        toml
    }
}

fn write_item(item: &Item) -> String {
    let kind = match &item.question {
        Question::Card => "card",
        Question::Statement { .. } => "statement",
        Question::Score { .. } => "score",
        Question::Note { .. } => "note",
    };
    let mut lines = vec![format!("id = {}", quote(&item.id)), format!("kind = {}", quote(kind))];
    for (key, value) in [("theme", &item.theme), ("factor", &item.factor)] {
        lines.extend(value.as_ref().map(|value| format!("{key} = {}", quote(value))));
    }
    lines.push(format!("text = {}", write_texts(&item.text)));
    match &item.question {
        Question::Card => {}
        Question::Statement { faces, favourable } => {
            let mut labels = String::new();
            for label in faces {
                let _ = write!(labels, "\n  {},", write_texts(label));
            }
            lines.push(format!("faces = [{labels}\n]"));
            lines.push(match favourable {
                Favourable::Last => "favourable = \"last\"".to_owned(),
                Favourable::Middle => "favourable = \"middle\"".to_owned(),
            });
        }
        Question::Score { min, max, favourable } => {
            lines.push(format!("min = {min}\nmax = {max}"));
            lines.extend(favourable.map(|side| format!("favourable = {}", quote(side.name()))));
        }
        Question::Note {
            about,
            max_chars,
            max_notes,
        } => {
            let about = match about {
                About::Keep => "keep",
                About::Improve => "improve",
            };
            lines.push(format!(
                "about = {}\nmax_chars = {max_chars}\nmax_notes = {max_notes}",
                quote(about)
            ));
        }
    }
    lines.join("\n")
}

/// Texts as an inline table.
pub fn write_texts(texts: &Texts) -> String {
    let texts: Vec<String> = texts
        .0
        .iter()
        .map(|(language, text)| format!("{language} = {}", quote(text)))
        .collect();
    if texts.is_empty() {
        return "{}".to_owned();
    }
    format!("{{ {} }}", texts.join(", "))
}

/// A text in TOML's quotes, on one line.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            sign if sign.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(sign));
            }
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}
