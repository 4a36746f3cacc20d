//! The form of a question of a deck that is being written.

use askama::Template;
use axum::response::Response;
use trykk_shared::deck::{About, DeckError, GoodSide, Part};
use trykk_shared::language::{Language, Texts as Translations};

use crate::organisation::deck_drafts::{DraftItem, Kind, MOST_FACES};
use crate::store::DeckDraftRow;
use crate::texts::{DeckDraftTexts, DeckFaultTexts, DeckTexts, fill};
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::deck_form::{Standing, TextField, Told, kind_name, names, read_texts, say, text_field};
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// A language's fields of a question.
struct LanguageFields {
    language: Language,
    name: &'static str,
    text: TextField,
    answers: Vec<TextField>,
    answer_faults: Vec<String>,
}

impl LanguageFields {
    fn fault_id(&self) -> String {
        format!("answers-{}-fault", self.language)
    }
}

struct ThemeChoice {
    number: u32,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "deck_item.html")]
struct DeckItemPage {
    page: Page,
    texts: &'static DeckDraftTexts,
    told: Told,
    action: String,
    there: bool,
    seen: String,
    place: String,
    missing: bool,
    kinds: Vec<(Kind, &'static str, bool)>,
    item: DraftItem,
    languages: Vec<LanguageFields>,
    themes: Vec<ThemeChoice>,
    /// What is wrong, by field.
    faults: Vec<(&'static str, String)>,
}

impl DeckItemPage {
    fn at(&self, field: &str) -> Vec<&str> {
        let here = self.faults.iter().filter(|(at, _)| *at == field);
        here.map(|(_, said)| said.as_str()).collect()
    }

    fn is(&self, kind: &str) -> bool {
        self.item.kind.name() == kind
    }

    fn is_good(&self, side: &str) -> bool {
        self.item.good.is_some_and(|good| good.name() == side)
    }

    fn is_about(&self, keep: bool) -> bool {
        self.item.about == Some(if keep { About::Keep } else { About::Improve })
    }
}

/// What was written into the form of a question. Fields that the form did not have keep what `before` has.
pub fn read_item(form: &Form, before: &DraftItem) -> DraftItem {
    let shown = Kind::find(form.get("shown")).unwrap_or(before.kind);
    let mut item = DraftItem {
        kind: Kind::find(form.get("kind")).unwrap_or(before.kind),
        text: read_texts(form, "text"),
        ..before.clone()
    };
    let text = |name: &str| form.get(name).trim().to_owned();
    if shown != Kind::Note {
        item.theme = form.get("theme").parse().ok();
        item.factor = text("factor");
    }
    match shown {
        Kind::Card => {}
        Kind::Statement => {
            item.faces = (1..=MOST_FACES)
                .map(|nth| read_texts(form, &format!("answer{nth}")))
                .collect();
            while item.faces.last().is_some_and(Translations::is_blank) {
                item.faces.pop();
            }
            item.middle = form.get("best") == "middle";
        }
        Kind::Score => {
            item.min = text("min");
            item.max = text("max");
            let sides = [GoodSide::High, GoodSide::Low, GoodSide::Middle];
            item.good = sides.into_iter().find(|side| side.name() == form.get("good"));
        }
        Kind::Note => {
            item.about = match form.get("about") {
                "keep" => Some(About::Keep),
                "improve" => Some(About::Improve),
                _ => None,
            };
            item.max_chars = text("max_chars");
            item.max_notes = text("max_notes");
        }
    }
    item
}

/// The page of a question, `item` as it was written.
pub fn render_item(
    visit: &Visit,
    row: &DeckDraftRow,
    item: DraftItem,
    seen: String,
    standing: Standing,
    faults: &[DeckError],
    told: Told,
) -> Result<Response, PageError> {
    let (reader, draft) = (visit.language, &row.draft);
    let (texts, decks, fault_texts) = (
        DeckDraftTexts::of(reader),
        DeckTexts::of(reader),
        DeckFaultTexts::of(reader),
    );
    let place = draft.items.iter().position(|one| one.number == item.number);
    let part = place.map_or(Part::Item(usize::MAX), Part::Item);
    let there = standing != Standing::Gone;
    let back = if there {
        format!("/decks/drafts/{}", row.id)
    } else {
        "/decks".to_owned()
    };
    let action = if there {
        format!("{back}/items/{}", item.number)
    } else {
        "/decks/new".to_owned()
    };
    let mut page = visit.page(fill(
        texts.question_nth,
        &[&place.map_or(draft.items.len(), |place| place + 1), &draft.items.len()],
    ));
    page.path = if there { action.clone() } else { back.clone() };
    let chosen = |language: &Language| draft.languages.is_empty() || draft.languages.contains(language);
    let languages = names().into_iter().filter(|(language, _)| chosen(language));
    let languages = languages.map(|(language, name)| {
        let blank = Translations::default();
        let answers = (1..=MOST_FACES).map(|nth| {
            let label = fill(texts.answer_nth, &[&nth]);
            let written = item.faces.get(nth - 1).unwrap_or(&blank);
            text_field(
                &[],
                (part, "faces"),
                (language, reader),
                &format!("answer{nth}"),
                label,
                written,
            )
        });
        let wrong = say(faults, part, reader);
        let wrong = wrong.filter(|(fault, _)| fault.field == "faces" && fault.wrong.language() == Some(language));
        LanguageFields {
            language,
            name,
            text: text_field(
                faults,
                (part, "text"),
                (language, reader),
                "text",
                texts.text.to_owned(),
                &item.text,
            ),
            answers: answers.collect(),
            answer_faults: wrong
                .map(|(fault, said)| match fault.face {
                    Some(face) => fill(fault_texts.face, &[&(face + 1), &said]),
                    None => said,
                })
                .collect(),
        }
    });
    let general = say(faults, part, reader).filter(|(fault, _)| fault.wrong.language().is_none());
    let themes = draft.themes.iter().map(|theme| ThemeChoice {
        number: theme.number,
        name: theme.name.get(reader).to_owned(),
        chosen: item.theme == Some(theme.number),
    });
    let template = DeckItemPage {
        texts,
        action,
        there,
        seen,
        place: page.title.clone(),
        missing: told.refusal.is_none() && faults.iter().any(|fault| fault.part == part),
        kinds: Kind::ALL
            .into_iter()
            .map(|kind| (kind, kind_name(decks, kind), kind == item.kind))
            .collect(),
        languages: languages.collect(),
        themes: themes.collect(),
        faults: general.map(|(fault, said)| (fault.field, said)).collect(),
        item,
        page,
        told,
    };
    let refused = template.told.refusal.is_some();
    respond(&template, refused)
}
