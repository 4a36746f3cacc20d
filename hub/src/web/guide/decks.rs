//! The library of decks: what each asks, who uses it, and its file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use trykk_shared::deck::{About, Deck, GoodSide, Item, Question};
use trykk_shared::language::{Language, Texts as Translations};

use crate::organisation::Organisation;
use crate::organisation::library::{Kinds, LibraryDeck, file_name, library};
use crate::store::{Store, StoreError};
use crate::texts::{DeckDraftTexts, DeckTexts, PreviewPageTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::deck_drafts::say_done;
use crate::web::guide::deck_paper::PaperChoice;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A deck in the list.
struct DeckView {
    key: String,
    title: String,
    version: String,
    kinds: String,
    languages: String,
    origin: &'static str,
    frozen: bool,
}

/// A text in one language.
pub struct Said {
    /// The language.
    pub language: Language,
    /// The text.
    pub text: String,
}

/// A question in words.
pub struct QuestionView {
    /// Its kind.
    pub kind: &'static str,
    /// What it is about.
    pub theme: Option<String>,
    /// What is asked, in each language.
    pub texts: Vec<Said>,
    /// The answers, from one end to the other, in each language.
    pub answers: Vec<Said>,
    /// The answers in other words: numbers, lengths, and which are good ones.
    pub facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "decks.html")]
struct DecksPage {
    page: Page,
    texts: &'static DeckTexts,
    writing: &'static DeckDraftTexts,
    decks: Vec<DeckView>,
    drafts: Vec<DraftView>,
    notice: Option<&'static str>,
    refusal: Option<&'static str>,
}

/// So much of a draft's title stands in the list: nothing checks it before the deck is finished.
const MOST_LISTED_CHARS: usize = 120;

/// A draft in the list.
struct DraftView {
    id: String,
    title: String,
    kinds: String,
    made_by: String,
}

#[derive(Template)]
#[template(path = "deck.html")]
struct DeckPage {
    page: Page,
    texts: &'static DeckTexts,
    view: DeckView,
    titles: Vec<Said>,
    questions: Vec<QuestionView>,
    /// Rounds of the visitor's wards.
    rounds: Vec<String>,
    /// How many rounds of other wards use it, in words.
    elsewhere: Option<String>,
    writing: &'static DeckDraftTexts,
    /// What the link to the preview is called.
    look: &'static str,
    notice: Option<&'static str>,
    may_have_next: bool,
    can_go: bool,
    paper: Option<PaperChoice>,
}

fn view(one: &LibraryDeck, language: Language) -> DeckView {
    let texts = DeckTexts::of(language);
    DeckView {
        key: one.key.clone(),
        title: one.deck.title.get(language).to_owned(),
        version: fill(texts.version, &[&one.deck.version]),
        kinds: texts.say_kinds(Kinds::of(&one.deck.items)),
        languages: texts.say_languages(&one.deck.languages),
        origin: texts.origin(one.origin),
        frozen: !one.rounds.is_empty(),
    }
}

/// The reader's own language first.
pub fn in_order(languages: &[Language], first: Language) -> Vec<Language> {
    let mut languages = languages.to_vec();
    languages.sort_by_key(|language| (*language != first, *language));
    languages
}

fn say(texts: &Translations, languages: &[Language]) -> Vec<Said> {
    let said = languages.iter().filter_map(|language| {
        let text = texts.0.get(language)?.clone();
        Some(Said {
            language: *language,
            text,
        })
    });
    said.collect()
}

/// A deck's question in words, the reader's language first.
pub fn describe_question(deck: &Deck, item: &Item, language: Language) -> QuestionView {
    let texts = DeckTexts::of(language);
    let languages = in_order(&deck.languages, language);
    let theme = item.theme.as_deref().and_then(|id| deck.theme(id));
    let mut view = QuestionView {
        kind: texts.card,
        theme: theme.map(|theme| theme.name.get(language).to_owned()),
        texts: say(&item.text, &languages),
        answers: Vec::new(),
        facts: Vec::new(),
    };
    let good = |high, low, middle| match item.question.good_side() {
        Some(GoodSide::High) => high,
        Some(GoodSide::Low) => low,
        Some(GoodSide::Middle) => middle,
        None => texts.not_said_good,
    };
    match &item.question {
        Question::Card => view.facts.push(texts.yes_no.to_owned()),
        Question::Statement { faces, .. } => {
            view.kind = texts.statement;
            let answers = languages.iter().map(|language| {
                let labels: Vec<&str> = faces.iter().map(|face| face.get(*language)).collect();
                Said {
                    language: *language,
                    text: labels.join(" – "),
                }
            });
            view.answers = answers.collect();
            view.facts
                .push(good(texts.last_best, texts.last_best, texts.middle_best).to_owned());
        }
        Question::Score { min, max, .. } => {
            view.kind = texts.score;
            view.facts.push(fill(texts.scale, &[min, max]));
            view.facts
                .push(good(texts.high_good, texts.low_good, texts.middle_good).to_owned());
        }
        Question::Note {
            about,
            max_chars,
            max_notes,
        } => {
            view.kind = texts.note;
            view.facts.push(match about {
                About::Keep => texts.about_keep.to_owned(),
                About::Improve => texts.about_improve.to_owned(),
            });
            view.facts.push(match max_notes {
                1 => fill(texts.note_size_one, &[max_chars]),
                many => fill(texts.note_size, &[many, max_chars]),
            });
        }
    }
    view
}

/// The deck that a page is about.
pub fn find_deck(store: &Store, key: &str) -> Result<(Organisation, LibraryDeck), StoreError> {
    let organisation = store.organisation()?;
    let deck = library(&organisation).into_iter().find(|one| one.key == key);
    let deck = deck.ok_or_else(|| StoreError::NotFound("deck", key.to_owned()))?;
    Ok((organisation, deck))
}

/// Every deck.
pub async fn list(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let notice = say_done(query.as_deref(), DeckDraftTexts::of(visit.language));
    render_list(&pages, &visit, notice, None).await
}

/// The list, with what was done, or why it was not.
pub async fn render_list(
    pages: &Arc<Pages>,
    visit: &Visit,
    notice: Option<&'static str>,
    refusal: Option<&'static str>,
) -> Result<Html<String>, PageError> {
    let (organisation, drafts) = pages
        .read(|store| Ok((store.organisation()?, store.deck_drafts()?)))
        .await?;
    let (texts, writing) = (DeckTexts::of(visit.language), DeckDraftTexts::of(visit.language));
    let decks = library(&organisation);
    let drafts = drafts.into_iter().map(|row| DraftView {
        title: match row.draft.title.get(visit.language) {
            "" => writing.unnamed.to_owned(),
            title => title.chars().take(MOST_LISTED_CHARS).collect(),
        },
        kinds: texts.say_kinds(row.draft.kinds()),
        made_by: fill(writing.begun_by, &[&row.made_by]),
        id: row.id,
    });
    let mut page = visit.page(texts.decks);
    page.path = "/decks".to_owned();
    render(&DecksPage {
        page,
        texts,
        writing,
        decks: decks.iter().map(|one| view(one, visit.language)).collect(),
        drafts: drafts.collect(),
        notice,
        refusal,
    })
}

/// All that a deck asks, and who uses it.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(key): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let visitor = visit.visitor()?.clone();
    let (organisation, one) = pages.read(move |store| find_deck(store, &key)).await?;
    let (language, texts) = (visit.language, DeckTexts::of(visit.language));
    let mine = |id: &&String| {
        let round = organisation.rounds.get(*id);
        round.is_some_and(|round| {
            round
                .wards()
                .any(|ward| organisation.covers(&visitor.places, std::slice::from_ref(ward)))
        })
    };
    let rounds: Vec<String> = one.rounds.iter().filter(mine).cloned().collect();
    let elsewhere = match one.rounds.len() - rounds.len() {
        0 => None,
        count => Some(fill(texts.used_elsewhere, &[&count])),
    };
    let (view, writing) = (view(&one, language), DeckDraftTexts::of(language));
    let languages = in_order(&one.deck.languages, language);
    let questions = one.deck.items.iter();
    let mut page = visit.page(view.title.clone());
    page.path = format!("/decks/{}", one.key);
    render(&DeckPage {
        page,
        texts,
        titles: say(&one.deck.title, &languages),
        questions: questions
            .map(|item| describe_question(&one.deck, item, language))
            .collect(),
        view,
        rounds,
        elsewhere,
        writing,
        look: PreviewPageTexts::of(language).preview,
        notice: say_done(query.as_deref(), writing),
        may_have_next: one.may_have_next(),
        can_go: one.can_go(),
        paper: PaperChoice::of(&one.deck, None, &format!("/decks/{}", one.key), language),
    })
}

/// A deck as a file.
pub async fn file(State(pages): State<Arc<Pages>>, Path(key): Path<String>) -> Result<Response, PageError> {
    let (_, one) = pages.read(move |store| find_deck(store, &key)).await?;
    let name = format!("attachment; filename=\"{}\"", file_name(&one.deck));
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, one.deck.to_toml()).into_response())
}
