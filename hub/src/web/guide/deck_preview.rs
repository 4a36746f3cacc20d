//! A deck as the tablet shows it: every question, lying and upright. Faces are those of the tablet; sizes stand in `preview.css`.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Html;
use trykk_shared::deck::{About, Deck, Item, Mode, Question};
use trykk_shared::face::face;
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::organisation::deck_drafts::sketch;
use crate::texts::{DeckDraftTexts, PreviewPageTexts, PreviewTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::deck_form::names;
use crate::web::guide::decks::{find_deck, in_order};
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A face with its label; colours as a page writes them.
struct FaceView {
    head: String,
    eyes: String,
    strokes: String,
    ground: String,
    line: String,
    label: String,
}

/// What is answered with.
enum Shown {
    Faces(Vec<FaceView>),
    Card,
    Tiles {
        numbers: Vec<i32>,
        /// How many stand side by side.
        lying: usize,
        standing: usize,
    },
    /// Which note of how many, where a prompt takes several.
    Note(Option<String>),
}

/// One screen.
struct ScreenView {
    nth: usize,
    progress: usize,
    eyebrow: &'static str,
    text: String,
    /// Short questions stand larger.
    size: &'static str,
    shown: Shown,
    /// Whether one can go back from it: a member of a table does not, to what another one was asked.
    back: bool,
}

/// What holds for every screen.
struct Screen {
    language: Language,
    table: bool,
}

struct Choice {
    href: String,
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "deck_preview.html")]
struct PreviewPage {
    page: Page,
    texts: &'static PreviewPageTexts,
    words: &'static PreviewTexts,
    screen: Screen,
    screens: Vec<ScreenView>,
    languages: Vec<Choice>,
    modes: Vec<Choice>,
}

/// As the tablet chooses it (`Theme.question-size`).
fn question_size(text: &str) -> &'static str {
    match text.chars().count() {
        0..=48 => "large",
        49..=84 => "medium",
        _ => "small",
    }
}

/// How many numbers stand side by side: a dozen in one row, more in two; upright one row more.
fn columns(count: usize, upright: bool) -> usize {
    let rows = if count > 12 { 2 } else { 1 } + usize::from(upright);
    count.div_ceil(rows).clamp(1, 12)
}

fn colour(colour: u32) -> String {
    format!("#{colour:06x}")
}

fn view(item: &Item, (nth, of): (usize, usize), back: bool, mode: Mode, language: Language) -> ScreenView {
    let words = PreviewTexts::of(language);
    let together = item.unit(mode) == Unit::Table;
    let (eyebrow, shown) = match &item.question {
        Question::Card => (if together { words.card_together } else { words.card }, Shown::Card),
        Question::Statement { faces, favourable } => {
            let views = faces.iter().enumerate().map(|(place, label)| {
                let drawn = face(place + 1, faces.len(), *favourable);
                FaceView {
                    head: drawn.head,
                    eyes: drawn.eyes,
                    strokes: drawn.strokes,
                    ground: colour(drawn.ground),
                    line: colour(drawn.line),
                    label: label.get(language).to_owned(),
                }
            });
            (words.statement, Shown::Faces(views.collect()))
        }
        Question::Score { min, max, .. } => {
            let numbers: Vec<i32> = (i32::from(*min)..=i32::from(*max)).collect();
            let shown = Shown::Tiles {
                lying: columns(numbers.len(), false),
                standing: columns(numbers.len(), true),
                numbers,
            };
            (if together { words.score_together } else { words.score }, shown)
        }
        Question::Note { about, max_notes, .. } => {
            let eyebrow = match about {
                About::Keep => words.note_keep,
                About::Improve => words.note_improve,
            };
            let many = (*max_notes > 1).then(|| fill(words.note_first, &[max_notes]));
            (eyebrow, Shown::Note(many))
        }
    };
    let text = item.text.get(language).to_owned();
    ScreenView {
        nth,
        progress: 100 * (nth - 1) / of.max(1),
        eyebrow,
        size: question_size(&text),
        text,
        shown,
        back,
    }
}

fn render_preview(visit: &Visit, deck: &Deck, back: String, query: Option<&str>) -> Result<Html<String>, PageError> {
    let texts = PreviewPageTexts::of(visit.language);
    let asked = |name: &str| {
        let mut fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
        fields
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.into_owned())
    };
    let order = in_order(&deck.languages, visit.language);
    let wanted = asked("in").and_then(|code| code.parse().ok());
    let language = wanted
        .filter(|language| order.contains(language))
        .or(order.first().copied());
    let language = language.unwrap_or(visit.language);
    let table = asked("mode").as_deref() == Some("table");
    let mode = if table { Mode::Table } else { Mode::DropIn };
    let here = format!("{back}/preview");
    let address = |language: Language, mode: Mode| format!("{here}?in={language}&mode={}", mode.name());
    let title = match deck.title.get(visit.language) {
        "" => DeckDraftTexts::of(visit.language).unnamed,
        title => title,
    };
    let mut page = visit.page(title);
    page.path.clone_from(&here);
    page.keep = format!("&in={language}&mode={}", mode.name());
    let of = deck.items.len();
    let mut members = deck.items.iter().map(|item| item.unit(mode) == Unit::Participant);
    let first_of_member = members.position(|own| own).filter(|_| table);
    let screens = deck.items.iter().enumerate();
    render(&PreviewPage {
        page,
        texts,
        words: PreviewTexts::of(language),
        screens: screens
            .map(|(place, item)| view(item, (place + 1, of), first_of_member != Some(place), mode, language))
            .collect(),
        languages: names()
            .into_iter()
            .filter(|(language, _)| deck.languages.contains(language))
            .map(|(one, name)| Choice {
                href: address(one, mode),
                name,
                chosen: one == language,
            })
            .collect(),
        modes: [(Mode::DropIn, texts.one_by_one), (Mode::Table, texts.at_tables)]
            .into_iter()
            .map(|(one, name)| Choice {
                href: address(language, one),
                name,
                chosen: one == mode,
            })
            .collect(),
        screen: Screen { language, table },
    })
}

/// A deck of the library.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(key): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (_, one) = pages.read(move |store| find_deck(store, &key)).await?;
    render_preview(&visit, &one.deck, format!("/decks/{}", one.key), query.as_deref())
}

/// A draft, as far as it is written.
pub async fn show_draft(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let row = pages.read(move |store| store.deck_draft(&id)).await?;
    let back = format!("/decks/drafts/{}", row.id);
    render_preview(&visit, &sketch(&row.draft), back, query.as_deref())
}
