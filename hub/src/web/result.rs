//! A published result: what leader, safety rep and union rep read. Nothing but the release's cells goes into it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use trykk_shared::deck::Deck;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use super::Rooms;
use super::chart::{Chart, chart};
use super::guard::Visit;
use super::home::{period, ward_names};
use super::page::{Page, Refusal, show as page};
use super::words::{GuideWords, Words};
use crate::figures::bounds::{Spanned, spanned};
use crate::figures::findings::findings;
use crate::figures::release::Release;
use crate::organisation::Role;
use crate::store::Store;
use crate::store::{BoxRow, StoreError};

/// The questions of one theme.
pub struct Group {
    /// What the theme is called.
    pub name: String,
    /// Its questions.
    pub charts: Vec<Chart>,
}

/// A release as pages show it.
pub struct Published {
    /// How many people answered.
    pub people: u64,
    /// At how many tables, if there were any.
    pub tables: Option<String>,
    /// What is said when not a single figure can be shown.
    pub too_few: String,
    /// What works well.
    pub well: Vec<Chart>,
    /// What must improve.
    pub improve: Vec<Chart>,
    /// Cards, by how many recognised them.
    pub cards: Vec<Chart>,
    /// Every question, by theme.
    pub groups: Vec<Group>,
    /// What is said of the cards.
    pub cards_lead: &'static str,
    /// What happens next.
    pub next: [&'static str; 3],
    /// What the reader cannot see, and why.
    pub unseen: Vec<&'static str>,
}

impl Published {
    /// Shows a release. Takes nothing else that came from an answer.
    pub fn of(deck: &Deck, release: &Release, language: Language, w: &'static Words) -> Self {
        let tables = w.at_tables(release.tables);
        Self::of_questions(deck, &spanned(release), release.participants, tables, language, w)
    }

    /// Shows questions with what is published of them.
    pub fn of_questions(
        deck: &Deck,
        questions: &[Spanned],
        people: u64,
        tables: Option<String>,
        language: Language,
        w: &'static Words,
    ) -> Self {
        let one = |question: &&Spanned| chart(deck, question, language, w);
        let found = findings(deck, questions);
        let theme_of = |id: &str| deck.item(id).and_then(|item| item.theme.clone());
        let mut groups: Vec<Group> = Vec::new();
        let themes = deck
            .themes
            .iter()
            .map(|theme| (Some(&theme.id), theme.name.get(language)));
        for (theme, name) in themes.chain([(None, w.other_questions)]) {
            let charts: Vec<Chart> = questions
                .iter()
                .filter(|question| theme_of(&question.id).as_ref() == theme)
                .map(|question| chart(deck, question, language, w))
                .collect();
            if !charts.is_empty() {
                groups.push(Group {
                    name: name.to_owned(),
                    charts,
                });
            }
        }
        Published {
            people,
            tables,
            too_few: w.too_few.to_owned(),
            well: found.well.iter().map(one).collect(),
            improve: found.improve.iter().map(one).collect(),
            cards: found.cards.iter().map(one).collect(),
            groups,
            cards_lead: w.cards_lead,
            next: [w.next_1, w.next_2, w.next_3],
            unseen: vec![w.unseen_1, w.unseen_2, w.unseen_3],
        }
    }
}

impl Published {
    /// Whether there is a figure at all.
    pub fn has_figures(&self) -> bool {
        let mut charts = self.groups.iter().flat_map(|group| &group.charts);
        charts.any(|chart| !chart.rows.is_empty())
    }
}

/// Whose result it is, and from when.
pub struct Frame {
    id: BoxId,
    wards: String,
    title: String,
    period: String,
}

impl Frame {
    /// The frame around a box's result.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(
        store: &Store,
        one: &BoxRow,
        deck: &Deck,
        language: Language,
        w: &'static Words,
    ) -> Result<Self, StoreError> {
        let organisation = store.organisation()?;
        let zone = organisation.zone();
        Ok(Frame {
            id: one.id,
            wards: ward_names(&organisation, one),
            title: deck.title.get(language).to_owned(),
            period: period(w.period, language, &zone, one.opens, one.closes),
        })
    }
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    page: Page,
    frame: Frame,
    published: Published,
    preview: bool,
    /// Where the reader came from, and what it is called.
    back: (String, &'static str),
}

/// The page of a released box.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Html<String>, Refusal> {
    let (one, language, w) = (visit.one()?, visit.language, visit.words());
    let found = rooms
        .read(move |store| {
            let Some(release) = store.release(one.id)? else {
                return Ok(None);
            };
            let deck = store.round(&one.round)?.deck;
            let frame = Frame::of(store, &one, &deck, language, w)?;
            Ok(Some((frame, Published::of(&deck, &release, language, w))))
        })
        .await?;
    let (frame, published) = found.ok_or(Refusal::NotFound)?;
    write(&visit, frame, published, false)
}

/// Writes the page; `preview` says that it is not published yet.
pub fn write(visit: &Visit, frame: Frame, published: Published, preview: bool) -> Result<Html<String>, Refusal> {
    // A guide came from the round, everybody else from the front page.
    let back = match visit.visitor()?.role {
        Role::Guide => (format!("/rounds/{}", frame.id), GuideWords::of(visit.language).back),
        _ => ("/".to_owned(), visit.words().results),
    };
    page(&ResultPage {
        page: visit.page(frame.wards.clone()),
        back,
        frame,
        published,
        preview,
    })
}
