//! The areas that there are of a result, those that could be, and what a guide is warned of.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use trykk_shared::deck::Deck;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::analysis::areas::{AreaKind, Candidate, Evidence, list_candidates, list_supports, warn};
use crate::analysis::bands::Bands;
use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::release::fewest_to_publish;
use crate::organisation::Organisation;
use crate::report::content::say_mention;
use crate::shown::chart::{Chart, chart};
use crate::shown::knowledge::CardView;
use crate::store::{AreaRow, BandsRow, BoxRow, Store, StoreError, area_kinds};
use crate::texts::{AreaTexts, SortingTexts, Texts};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::repeats::{list_repeats, read_notes};
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// What is published of a box.
pub struct Source {
    pub organisation: Organisation,
    pub ballot_box: BoxRow,
    pub deck: Deck,
    pub questions: Vec<BoundedQuestion>,
    /// What is published of its notes.
    pub bands: Option<Bands>,
}

impl Source {
    /// Nothing where nothing is published.
    pub fn read(store: &Store, id: BoxId) -> Result<Option<Self>, StoreError> {
        let Some(release) = store.release(id)? else {
            return Ok(None);
        };
        let ballot_box = store.ballot_box(id)?;
        Ok(Some(Source {
            organisation: store.wards_named(&ballot_box.wards)?,
            deck: store.round(&ballot_box.round)?.deck,
            questions: bound_questions(&release),
            bands: match store.bands(id)? {
                Some(BandsRow::Published(bands)) => Some(bands),
                _ => None,
            },
            ballot_box,
        }))
    }

    pub fn wards(&self) -> String {
        self.organisation.ward_names(&self.ballot_box.wards)
    }

    pub fn chart(&self, question: &BoundedQuestion, language: Language) -> Chart {
        let fewest = fewest_to_publish(self.ballot_box.floor);
        chart(&self.deck, question, fewest, language, Texts::of(language))
    }

    pub fn item_text(&self, id: &str, language: Language) -> String {
        let item = self.deck.item(id);
        item.map_or("", |item| item.text.get(language)).to_owned()
    }

    /// What a theme is called, or a category of notes.
    pub fn theme_name(&self, theme: Option<&String>, language: Language) -> String {
        let Some(theme) = theme else {
            return AreaTexts::of(language).other_theme.to_owned();
        };
        let named = self.deck.themes.iter().find(|one| one.id == *theme);
        let mut mentioned = self.bands.iter().flat_map(Bands::mentioned);
        let name = match named {
            Some(named) => Some(named.name.get(language).to_owned()),
            None => mentioned
                .find(|(_, one)| one.id == *theme)
                .map(|(_, one)| one.name.get(language).to_owned()),
        };
        name.unwrap_or_else(|| AreaTexts::of(language).other_theme.to_owned())
    }

    /// What could be.
    pub fn candidates(&self) -> Vec<Candidate> {
        list_candidates(&self.deck, &self.questions, self.bands.as_ref())
    }

    /// A category that is mentioned, in words.
    pub fn mention(&self, prompt: &str, category: &str, language: Language) -> Option<String> {
        say_mention(&self.deck, self.bands.as_ref()?, (prompt, category), language)
    }

    /// What something rests on, in words. What was withdrawn is none any more.
    fn say_evidence(&self, one: &Evidence, language: Language) -> Option<String> {
        match one {
            Evidence::Item(id) => Some(self.item_text(id, language)),
            Evidence::Category { prompt, category } => self.mention(prompt, category, language),
        }
    }
}

struct AreaView {
    id: String,
    title: String,
    sentence: String,
    /// What it rests on.
    evidence: Vec<String>,
    knowledge: Vec<CardView>,
}

struct CandidateView {
    /// Its place among all.
    place: usize,
    kind: &'static str,
    theme: String,
    items: Vec<String>,
}

#[derive(Template)]
#[template(path = "areas.html")]
struct AreasPage {
    page: Page,
    texts: &'static AreaTexts,
    id: String,
    wards: String,
    done: Option<&'static str>,
    warnings: Vec<String>,
    /// That notes are locked, so that nobody is warned of words of theirs; and what the way to unlock them is called.
    locked: Option<(&'static str, &'static str)>,
    /// What each kind is called, and its areas.
    kinds: Vec<(&'static str, Vec<AreaView>)>,
    candidates: Vec<CandidateView>,
    has_figures: bool,
}

fn view_area(source: &Source, row: AreaRow, language: Language) -> AreaView {
    let cards = row.area.find_knowledge(&source.deck, source.bands.as_ref());
    AreaView {
        id: row.id,
        knowledge: cards.into_iter().map(|card| CardView::of(card, language)).collect(),
        evidence: row
            .area
            .evidence
            .iter()
            .filter_map(|one| source.say_evidence(one, language))
            .collect(),
        title: row.area.title,
        sentence: row.area.sentence,
    }
}

/// The areas that there are, and those that could be.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (id, language) = (visit.ballot_box()?.id, visit.language);
    let texts = AreaTexts::of(language);
    let query = query.unwrap_or_default();
    let is_done = |what: &str| query.split('&').any(|field| field == format!("done={what}"));
    let done = match (is_done("saved"), is_done("removed")) {
        (true, _) => Some(texts.saved),
        (_, true) => Some(texts.removed),
        _ => None,
    };
    let (frame, email) = (visit.page(texts.title), visit.visitor()?.email.clone());
    let notes = read_notes(&pages, &visit).await?;
    let template = pages
        .read(move |store| {
            let Some(source) = Source::read(store, id)? else {
                return Ok(None);
            };
            let mut areas = store.areas(id)?;
            let mut warnings: Vec<String> = warn(&area_kinds(&areas))
                .into_iter()
                .map(|one| texts.warning(one))
                .collect();
            let locked = notes.is_none() && !areas.is_empty() && !store.notes(id, &email)?.is_empty();
            warnings.extend(list_repeats(areas.iter().map(|row| &row.area), notes.as_ref(), texts));
            let kinds = AreaKind::ALL.map(|kind| {
                let of_kind = areas.extract_if(.., |row| row.area.kind == kind);
                let views = of_kind.map(|row| view_area(&source, row, language)).collect();
                (texts.kinds(kind), views)
            });
            let candidates = source.candidates().into_iter().enumerate();
            let has_mentions = source.bands.iter().flat_map(Bands::mentioned).next().is_some();
            Ok(Some(AreasPage {
                page: frame,
                texts,
                id: id.to_string(),
                wards: source.wards(),
                done,
                warnings,
                kinds: kinds.into(),
                locked: locked.then_some((texts.locked, SortingTexts::of(language).unlock)),
                has_figures: has_mentions || list_supports(&source.questions).next().is_some(),
                candidates: candidates
                    .map(|(place, one)| CandidateView {
                        place,
                        kind: texts.one(one.kind),
                        theme: source.theme_name(one.theme.as_ref(), language),
                        items: list_reasons(&source, &one, language),
                    })
                    .collect(),
            }))
        })
        .await?;
    render(&template.ok_or(PageError::NotFound)?)
}

/// What a candidate rests on, in words.
fn list_reasons(source: &Source, one: &Candidate, language: Language) -> Vec<String> {
    let items = one.items.iter().map(|item| source.item_text(item, language));
    let mentions = one.mentions.iter();
    let mentions = mentions.filter_map(|(prompt, category)| source.mention(prompt, category, language));
    items.chain(mentions).collect()
}
