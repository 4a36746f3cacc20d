//! One item of a deck: a card, a statement, a score or a note.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;

use super::{Reader, Span, TextKind, Wrong};
use crate::deck::{About, Favourable, GoodSide, Item, MAX_NOTE_CHARS, MAX_NOTES, MAX_SCALE_NUMBERS, Question};

impl<'t> Reader<'t> {
    pub(super) fn item(
        &mut self,
        table: &DeTable<'t>,
        at: &Span,
        themes: &BTreeMap<String, Span>,
        used: &mut BTreeMap<String, Span>,
    ) -> Option<Item> {
        let id = self.unique_id(table, "the item", at, used);
        let text = self.texts(table, TextKind::Question, at);
        let theme = self.text(table, "theme", "a theme's id");
        let factor = self.text(table, "factor", "a short id, as factor = \"climate\"");
        if let (Some(theme), Some(value)) = (&theme, table.get("theme"))
            && !themes.contains_key(theme)
        {
            self.fault(&value.span(), "theme", Wrong::NoSuchTheme(theme.clone()));
        }
        if let (Some(factor), Some(value)) = (&factor, table.get("factor")) {
            self.check_id("factor", factor, &value.span());
        }
        let kind = self.text(table, "kind", "card, statement, score or note");
        let common = ["id", "kind", "theme", "factor", "text"];
        let question = match kind.as_deref() {
            Some("card") => {
                self.known_keys(table, "a card", &common);
                Some(Question::Card)
            }
            Some("statement") => {
                self.known_keys(table, "a statement", &[&common[..], &["faces", "favourable"]].concat());
                self.statement(table, at)
            }
            Some("score") => {
                self.known_keys(table, "a score", &[&common[..], &["min", "max", "favourable"]].concat());
                self.score(table, at)
            }
            Some("note") => {
                self.known_keys(
                    table,
                    "a note",
                    &[&common[..], &["about", "max_chars", "max_notes"]].concat(),
                );
                self.note(table, at)
            }
            Some(other) => {
                let span = table.get("kind").map_or(at.clone(), Spanned::span);
                self.fault(&span, "kind", Wrong::OddKind(other.to_owned()));
                None
            }
            None => {
                if !table.contains_key("kind") {
                    self.fault(at, "kind", Wrong::NoKind);
                }
                None
            }
        };
        if matches!(question, Some(Question::Card | Question::Statement { .. })) && !table.contains_key("theme") {
            self.fault(at, "theme", Wrong::NoTheme);
        }
        Some(Item {
            id: id?,
            theme,
            factor,
            text: text?,
            question: question?,
        })
    }

    fn statement(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let mut faces = Vec::new();
        match table
            .get("faces")
            .map(|value| (value.get_ref().as_array(), value.span()))
        {
            None => self.fault(at, "faces", Wrong::NoFaces),
            Some((None, span)) => self.fault(&span, "faces", Wrong::FacesNotAList),
            Some((Some(labels), span)) => {
                if !(3..=7).contains(&labels.len()) {
                    self.fault(&span, "faces", Wrong::CountOfFaces(labels.len()));
                }
                for (nth, label) in labels.iter().enumerate() {
                    self.face = Some(nth);
                    faces.push(self.texts_value(label, TextKind::Face));
                }
                self.face = None;
            }
        }
        let favourable = match self.text(table, "favourable", "last or middle").as_deref() {
            None | Some("last") => Favourable::Last,
            Some("middle") => {
                if !faces.is_empty() && faces.len() % 2 == 0 {
                    let span = table.get("favourable").map_or(at.clone(), Spanned::span);
                    self.fault(&span, "favourable", Wrong::NoMiddleFace);
                }
                Favourable::Middle
            }
            Some(other) => {
                let span = table.get("favourable").map_or(at.clone(), Spanned::span);
                self.fault(&span, "favourable", Wrong::OddFavourable(other.to_owned()));
                Favourable::Last
            }
        };
        Some(Question::Statement {
            faces: faces.into_iter().collect::<Option<_>>()?,
            favourable,
        })
    }

    fn score(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let min = self.whole(table, "min", "the score", at, 0..=100, None);
        let max = self.whole(table, "max", "the score", at, 0..=100, None);
        let (min, max) = (min?, max?);
        if min >= max || max - min >= MAX_SCALE_NUMBERS {
            let span = table.get("max").map_or(at.clone(), Spanned::span);
            self.fault(&span, "max", Wrong::Scale(min, max));
        }
        let favourable = self.good_side(table, at);
        if favourable == Some(GoodSide::Middle) && max - min < 2 {
            let span = table.get("favourable").map_or(at.clone(), Spanned::span);
            self.fault(&span, "favourable", Wrong::NoMiddleNumber);
        }
        Some(Question::Score {
            min: i16::try_from(min).ok()?,
            max: i16::try_from(max).ok()?,
            favourable,
        })
    }

    /// Which numbers of a score are good ones. A deck that is checked before it is used must say it.
    fn good_side(&mut self, table: &DeTable<'t>, at: &Span) -> Option<GoodSide> {
        let sides = [GoodSide::High, GoodSide::Low, GoodSide::Middle];
        let Some(value) = table.get("favourable") else {
            if self.is_new {
                self.fault(at, "favourable", Wrong::NoGoodSide);
            }
            return None;
        };
        let written = self.text(table, "favourable", "high, low or middle")?;
        let side = sides.into_iter().find(|side| side.name() == written);
        if side.is_none() {
            self.fault(&value.span(), "favourable", Wrong::OddGoodSide(written));
        }
        side
    }

    fn note(&mut self, table: &DeTable<'t>, at: &Span) -> Option<Question> {
        let about = match self.text(table, "about", "improve or keep").as_deref() {
            Some("improve") => Some(About::Improve),
            Some("keep") => Some(About::Keep),
            None if table.contains_key("about") => None,
            _ => {
                let span = table.get("about").map_or(at.clone(), Spanned::span);
                self.fault(&span, "about", Wrong::NoAbout);
                None
            }
        };
        let max_chars = self.whole(
            table,
            "max_chars",
            "the note",
            at,
            1..=i64::from(MAX_NOTE_CHARS),
            Some(280),
        );
        let max_notes = self.whole(table, "max_notes", "the note", at, 1..=i64::from(MAX_NOTES), Some(1));
        Some(Question::Note {
            about: about?,
            max_chars: u16::try_from(max_chars?).ok()?,
            max_notes: u8::try_from(max_notes?).ok()?,
        })
    }
}
