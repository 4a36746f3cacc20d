//! The form of a draft of a deck: its title, languages, themes, and the list of its questions.

use askama::Template;
use axum::response::Response;
use data_encoding::HEXLOWER;
use serde::Serialize;
use trykk_shared::deck::{DeckError, MAX_ITEMS, Part};
use trykk_shared::language::{Language, Texts as Translations};

use crate::organisation::deck_drafts::{DeckDraft, Head, Kind};
use crate::secrets::hash_secret;
use crate::store::DeckDraftRow;
use crate::texts::{DeckDraftTexts, DeckTexts, PreviewPageTexts, fill, say_wrong};
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::decks::Said;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// How many new themes there is room for at a time.
const NEW_THEMES: u32 = 3;

/// A field in one language.
pub struct TextField {
    /// The language.
    pub language: Language,
    /// What the field is called, for forms.
    pub name: String,
    /// What it is called, for people.
    pub label: String,
    /// What was written.
    pub value: String,
    /// What is wrong with it, in words.
    pub faults: Vec<String>,
}

impl TextField {
    /// What the faults of the field are called, for who hears them.
    pub fn fault_id(&self) -> String {
        format!("{}-fault", self.name)
    }
}

/// A theme's fields.
struct ThemeFields {
    number: u32,
    names: Vec<TextField>,
}

/// A question in the list.
struct ItemView {
    number: u32,
    kind: &'static str,
    text: Said,
    faults: Option<String>,
}

struct LanguageChoice {
    code: &'static str,
    name: &'static str,
    chosen: bool,
}

/// What a page of a draft says above itself.
#[derive(Default)]
pub struct Told {
    /// What was done.
    pub notice: Option<&'static str>,
    /// That it was not done.
    pub refusal: Option<&'static str>,
}

/// Whether the draft whose page it is is still there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    There,
    /// It is, and who visits it may delete it.
    MayGo,
    /// It is finished or deleted: what is saved becomes a new one.
    Gone,
}

#[derive(Template)]
#[template(path = "deck_form.html")]
struct DeckFormPage {
    page: Page,
    texts: &'static DeckDraftTexts,
    /// What the link to the preview is called.
    look: &'static str,
    told: Told,
    action: String,
    there: bool,
    may_delete: bool,
    id: String,
    seen: String,
    made_by: String,
    next: bool,
    missing: bool,
    languages: Vec<LanguageChoice>,
    language_faults: Vec<String>,
    titles: Vec<TextField>,
    themes: Vec<ThemeFields>,
    new_themes: Vec<ThemeFields>,
    items: Vec<ItemView>,
    item_faults: Vec<String>,
    full: bool,
}

/// What stands for what a form was filled from: whoever saves a form that is older overwrites nothing in silence.
pub fn mark(written: &impl Serialize) -> String {
    let text = serde_json::to_vec(written).unwrap_or_default();
    HEXLOWER.encode(&hash_secret(&text)[..8])
}

/// The same of a draft: of its head, and of all of it.
pub fn mark_draft(draft: &DeckDraft) -> String {
    format!("{}-{}", mark(&draft.head()), mark(draft))
}

/// Whether a draft is as its form was filled: all of it, or its head.
pub fn is_as_seen(draft: &DeckDraft, seen: &str, all: bool) -> bool {
    match seen.split_once('-') {
        Some((head, whole)) => mark(&draft.head()) == head && (!all || mark(draft) == whole),
        None => false,
    }
}

/// Every language with its name in itself.
pub fn names() -> [(Language, &'static str); 3] {
    [
        (Language::Nb, "Bokmål"),
        (Language::Nn, "Nynorsk"),
        (Language::En, "English"),
    ]
}

/// What was written into fields that are called `name-LANGUAGE`.
pub fn read_texts(form: &Form, name: &str) -> Translations {
    let written = Language::ALL.into_iter().map(|language| {
        // A large field may have lines; a text has none.
        let text = form.get(&format!("{name}-{language}")).trim();
        (language, text.lines().map(str::trim).collect::<Vec<_>>().join(" "))
    });
    Translations(written.filter(|(_, text)| !text.is_empty()).collect())
}

/// What was written into the form of a draft's own page.
pub fn read_head(form: &Form) -> Head {
    let mut themes: Vec<(u32, Translations)> = Vec::new();
    for number in form.all("theme").iter().filter_map(|number| number.parse().ok()) {
        themes.push((number, read_texts(form, &format!("theme-{number}"))));
    }
    let new = (1..=NEW_THEMES).map(|nth| (0, read_texts(form, &format!("theme-new{nth}"))));
    themes.extend(new.filter(|(_, name)| !name.is_blank()));
    let languages = form.all("language");
    Head {
        languages: Language::ALL
            .into_iter()
            .filter(|language| languages.iter().any(|code| code == language.code()))
            .collect(),
        title: read_texts(form, "title"),
        themes,
    }
}

/// The faults of a part, in words.
pub fn say(faults: &[DeckError], part: Part, language: Language) -> impl Iterator<Item = (&DeckError, String)> {
    let here = faults.iter().filter(move |fault| fault.part == part);
    here.map(move |fault| (fault, say_wrong(language, &fault.wrong)))
}

/// A field of a text in one language, with what is wrong with it.
pub fn text_field(
    faults: &[DeckError],
    (part, field): (Part, &str),
    (language, reader): (Language, Language),
    name: &str,
    label: String,
    texts: &Translations,
) -> TextField {
    let here = say(faults, part, reader).filter(|(fault, _)| {
        let of = fault.wrong.language();
        fault.field == field && of == Some(language)
    });
    TextField {
        language,
        name: format!("{name}-{language}"),
        label,
        value: texts.0.get(&language).cloned().unwrap_or_default(),
        faults: here.map(|(_, said)| said).collect(),
    }
}

/// Faults of a part that are about no language, at a field.
fn plain_faults(faults: &[DeckError], part: Part, field: &str, reader: Language) -> Vec<String> {
    let here = say(faults, part, reader).filter(|(fault, _)| fault.field == field && fault.wrong.language().is_none());
    here.map(|(_, said)| said).collect()
}

fn list_items(row: &DeckDraftRow, faults: &[DeckError], reader: Language) -> Vec<ItemView> {
    let (texts, decks) = (DeckDraftTexts::of(reader), DeckTexts::of(reader));
    let items = row.draft.items.iter().enumerate().map(|(place, item)| {
        let missing = faults.iter().filter(|fault| fault.part == Part::Item(place)).count();
        let written = item.text.0.get_key_value(&reader).or_else(|| item.text.0.iter().next());
        let (language, text) = match written {
            Some((language, text)) => (*language, text.clone()),
            None => (reader, texts.no_words.to_owned()),
        };
        ItemView {
            number: item.number,
            kind: kind_name(decks, item.kind),
            text: Said { language, text },
            faults: match missing {
                0 => None,
                1 => Some(texts.faults_one.to_owned()),
                many => Some(fill(texts.faults_many, &[&many])),
            },
        }
    });
    items.collect()
}

/// What a kind of question is called.
pub fn kind_name(texts: &DeckTexts, kind: Kind) -> &'static str {
    match kind {
        Kind::Card => texts.card,
        Kind::Statement => texts.statement,
        Kind::Score => texts.score,
        Kind::Note => texts.note,
    }
}

/// The page of a draft: `row` with what was written, `seen` what the form is filled from, `faults` what cannot be yet.
pub fn render_draft(
    visit: &Visit,
    row: &DeckDraftRow,
    seen: String,
    standing: Standing,
    faults: &[DeckError],
    told: Told,
) -> Result<Response, PageError> {
    let (reader, draft) = (visit.language, &row.draft);
    let texts = DeckDraftTexts::of(reader);
    let title = match draft.title.get(reader) {
        "" => texts.unnamed.to_owned(),
        title => title.to_owned(),
    };
    let there = standing != Standing::Gone;
    let action = if there {
        format!("/decks/drafts/{}", row.id)
    } else {
        "/decks/new".to_owned()
    };
    let mut page = visit.page(title);
    page.path = if there { action.clone() } else { "/decks".to_owned() };
    // A language that is not chosen keeps what was written in it.
    let shown: Vec<(Language, &str)> = match &draft.languages[..] {
        [] => names().to_vec(),
        chosen => names()
            .into_iter()
            .filter(|(language, _)| chosen.contains(language))
            .collect(),
    };
    let theme = |place: usize, called: (u32, String), label: &str, name: &Translations| ThemeFields {
        number: called.0,
        names: shown
            .iter()
            .map(|(language, spoken)| {
                let label = match label {
                    "" => fill(texts.new_theme, &[spoken]),
                    _ => fill(texts.theme_nth, &[&label, spoken]),
                };
                let (part, field) = (Part::Theme(place), format!("theme-{}", called.1));
                text_field(faults, (part, "name"), (*language, reader), &field, label, name)
            })
            .collect(),
    };
    let themes = draft.themes.iter().enumerate();
    let template = DeckFormPage {
        texts,
        look: PreviewPageTexts::of(reader).preview,
        action,
        there,
        may_delete: standing == Standing::MayGo,
        id: row.id.clone(),
        seen,
        made_by: fill(texts.begun_by, &[&row.made_by]),
        next: draft.next_of.is_some(),
        missing: told.refusal.is_none() && !faults.is_empty(),
        languages: names()
            .into_iter()
            .map(|(language, name)| LanguageChoice {
                code: language.code(),
                name,
                chosen: draft.languages.contains(&language),
            })
            .collect(),
        language_faults: plain_faults(faults, Part::Deck, "languages", reader),
        titles: shown
            .iter()
            .map(|(language, called)| {
                let label = (*called).to_owned();
                text_field(
                    faults,
                    (Part::Deck, "title"),
                    (*language, reader),
                    "title",
                    label,
                    &draft.title,
                )
            })
            .collect(),
        themes: themes
            .map(|(place, one)| {
                theme(
                    place,
                    (one.number, one.number.to_string()),
                    &(place + 1).to_string(),
                    &one.name,
                )
            })
            .collect(),
        new_themes: (1..=NEW_THEMES)
            .map(|nth| theme(usize::MAX, (0, format!("new{nth}")), "", &Translations::default()))
            .collect(),
        items: list_items(row, faults, reader),
        item_faults: plain_faults(faults, Part::Deck, "item", reader),
        full: draft.items.len() >= MAX_ITEMS,
        page,
        told,
    };
    let refused = template.told.refusal.is_some();
    respond(&template, refused)
}
