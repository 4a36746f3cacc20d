//! A published result: what leader, safety rep and union rep read. Nothing but the release's cells goes into it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use trykk_shared::deck::Deck;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use crate::audit::Reader;
use crate::figures::before::list_before;
use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::file::ResultFile;
use crate::figures::findings::findings;
use crate::figures::release::{Release, fewest_to_publish};
use crate::organisation::Role;
use crate::store::Store;
use crate::store::{BoxRow, StoreError};
use crate::web::Pages;
use crate::web::chart::{Chart, chart};
use crate::web::error::PageError;
use crate::web::files::{About, Downloads, Shown, file_name, hand_out, result_file};
use crate::web::page::{Page, render};
use crate::web::texts::say_period;
use crate::web::texts::{BeforeTexts, GuideTexts, Texts};
use crate::web::visit::Visit;

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
    /// At how many tables, if there were any, in words.
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
    /// `floor`: the fewest people whose answers were counted at all.
    pub fn of(deck: &Deck, release: &Release, floor: u32, language: Language, texts: &'static Texts) -> Self {
        let tables = texts.at_tables(release.tables);
        Self::of_questions(
            deck,
            &bound_questions(release),
            release.participants,
            tables,
            fewest_to_publish(floor),
            language,
            texts,
        )
    }

    /// Shows questions with what is published of them. `fewest`: how many participants must have answered for a figure.
    pub fn of_questions(
        deck: &Deck,
        questions: &[BoundedQuestion],
        people: u64,
        tables: Option<String>,
        fewest: u64,
        language: Language,
        texts: &'static Texts,
    ) -> Self {
        let draw = |question: &&BoundedQuestion| chart(deck, question, fewest, language, texts);
        let found = findings(deck, questions);
        let theme_of = |id: &str| deck.item(id).and_then(|item| item.theme.clone());
        let mut groups: Vec<Group> = Vec::new();
        let themes = deck
            .themes
            .iter()
            .map(|theme| (Some(&theme.id), theme.name.get(language)));
        for (theme, name) in themes.chain([(None, texts.other_questions)]) {
            let charts: Vec<Chart> = questions
                .iter()
                .filter(|question| theme_of(&question.id).as_ref() == theme)
                .map(|question| chart(deck, question, fewest, language, texts))
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
            too_few: texts.too_few.to_owned(),
            well: found.well.iter().map(draw).collect(),
            improve: found.improve.iter().map(draw).collect(),
            cards: found.cards.iter().map(draw).collect(),
            groups,
            cards_lead: texts.cards_lead,
            next: [texts.next_1, texts.next_2, texts.next_3],
            unseen: vec![texts.unseen_1, texts.unseen_2, texts.unseen_3],
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
    /// Whether a published round of the same wards came before.
    has_before: bool,
}

impl Frame {
    /// The frame around a box's result.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(
        store: &Store,
        ballot_box: &BoxRow,
        deck: &Deck,
        language: Language,
        texts: &'static Texts,
    ) -> Result<Self, StoreError> {
        let organisation = store.organisation()?;
        let zone = organisation.zone();
        let boxes = store.boxes()?;
        let mut before = list_before(&organisation, &boxes, ballot_box).into_iter();
        Ok(Frame {
            has_before: before.any(|one| one.state == Some(BoxState::Released)),
            id: ballot_box.id,
            wards: organisation.ward_names(&ballot_box.wards),
            title: deck.title.get(language).to_owned(),
            period: say_period(texts.period, language, &zone, ballot_box.opens, ballot_box.closes),
        })
    }

    /// The same for a file.
    pub fn about(&self, people: u64, tables: u64) -> About {
        About {
            wards: self.wards.clone(),
            title: self.title.clone(),
            period: self.period.clone(),
            people,
            tables,
        }
    }
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    page: Page,
    frame: Frame,
    published: Published,
    before_texts: &'static BeforeTexts,
    preview: bool,
    /// The page of it beside the one before, where rounds of the same wards came before.
    before: Option<String>,
    /// Its files, once it is published.
    downloads: Option<Downloads>,
    /// Where the reader came from, and what it is called.
    back: (String, &'static str),
}

/// The page of a released box.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (ballot_box, language, texts) = (visit.ballot_box()?, visit.language, visit.texts());
    let found = pages
        .read(move |store| {
            let Some(release) = store.release(ballot_box.id)? else {
                return Ok(None);
            };
            let deck = store.round(&ballot_box.round)?.deck;
            let frame = Frame::of(store, &ballot_box, &deck, language, texts)?;
            Ok(Some((
                frame,
                Published::of(&deck, &release, ballot_box.floor, language, texts),
            )))
        })
        .await?;
    let (frame, published) = found.ok_or(PageError::NotFound)?;
    write(&visit, frame, published, false)
}

/// The same as a file.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path((_, format)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let format = format.parse()?;
    let found = pages.read(move |store| read_file(store, &ballot_box, language)).await?;
    let file = found.ok_or(PageError::NotFound)?;
    hand_out(&pages, &visit, Reader::Leader, &file, format).await
}

/// A published result ready to be written, and what its file is called; nothing before it is published.
///
/// # Errors
/// When the store fails.
pub fn read_file(
    store: &Store,
    ballot_box: &BoxRow,
    language: Language,
) -> Result<Option<(ResultFile, String)>, StoreError> {
    let Some(release) = store.release(ballot_box.id)? else {
        return Ok(None);
    };
    let texts = Texts::of(language);
    let deck = store.round(&ballot_box.round)?.deck;
    let frame = Frame::of(store, ballot_box, &deck, language, texts)?;
    let published = Published::of(&deck, &release, ballot_box.floor, language, texts);
    let shown = published.groups.iter().flat_map(|group| &group.charts);
    let shown: Vec<Shown<'_>> = shown.map(|chart| Shown { chart, mean: None }).collect();
    let about = frame.about(published.people, release.tables);
    let name = file_name(&ballot_box.round, &ballot_box.wards, false);
    Ok(Some((result_file(&deck, &about, &shown, false, language), name)))
}

/// Writes the page; `preview` says that it is not published yet.
pub fn write(visit: &Visit, frame: Frame, published: Published, preview: bool) -> Result<Html<String>, PageError> {
    // A guide came from the round, everybody else from the front page.
    let back = match visit.visitor()?.role {
        Role::Guide => (format!("/rounds/{}", frame.id), GuideTexts::of(visit.language).back),
        _ => ("/".to_owned(), visit.texts().results),
    };
    render(&ResultPage {
        page: visit.page(frame.wards.clone()),
        back,
        before: frame
            .has_before
            .then(|| format!("/results/{}/before", frame.id))
            .filter(|_| !preview),
        before_texts: BeforeTexts::of(visit.language),
        downloads: (!preview).then(|| Downloads::of(&format!("/results/{}", frame.id), false, visit.language)),
        frame,
        published,
        preview,
    })
}
