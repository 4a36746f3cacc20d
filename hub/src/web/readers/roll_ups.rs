//! A round rolled up for a senior leader, and never a single ward. Nothing but sums of published cells goes into it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::figures::bounds::{BoundedFigure, BoundedQuestion};
use crate::figures::file::ResultFile;
use crate::figures::release::fewest_to_publish;
use crate::figures::rollup::{FEWEST_BOXES, Participation, Progress, Rollup, Scope, gather};
use crate::organisation::Organisation;
use crate::shown::chart::Chart;
use crate::shown::published::Published;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::say_period;
use crate::texts::{SeniorTexts, Texts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::files::{Downloads, Format, hand_out_rollup};
use crate::web::page::{Page, render};
use crate::web::result_files::{About, Kept, Shown, result_file};
use crate::web::visit::Visit;

/// What a scope is called.
pub(super) fn name(organisation: &Organisation, scope: &Scope) -> String {
    match scope {
        Scope::Organisation => organisation.name.clone(),
        Scope::Department(id) => organisation.departments.get(id).unwrap_or(id).clone(),
    }
}

/// Why there are no figures, if there are none.
pub(super) fn missing(senior_texts: &SeniorTexts, progress: &Progress) -> Option<String> {
    match progress {
        Progress { waiting: 1.., .. } => Some(fill(senior_texts.waits, &[&progress.waiting, &progress.boxes])),
        Progress { is_enough: false, .. } => Some(fill(senior_texts.too_few, &[&FEWEST_BOXES])),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "rollup.html")]
struct RollupPage {
    page: Page,
    senior_texts: &'static SeniorTexts,
    name: String,
    title: String,
    period: String,
    missing: Option<String>,
    waiting: bool,
    shown: Option<(Published, String)>,
    /// Its files, where it shows figures.
    downloads: Option<Downloads>,
}

/// A round as it is rolled up for somebody: what page and files are made of.
struct Rolled {
    deck: Deck,
    name: String,
    title: String,
    period: String,
    missing: Option<String>,
    waiting: bool,
    /// The figures, at how many tables, and in how many wards.
    shown: Option<(Published, u64, String)>,
}

impl Rolled {
    fn read(
        store: &Store,
        round: &str,
        scope: &Scope,
        language: Language,
        now: i64,
    ) -> Result<Option<Self>, StoreError> {
        let (senior_texts, texts) = (SeniorTexts::of(language), Texts::of(language));
        let (organisation, asked) = (store.organisation_above()?, store.round(round)?);
        let Some(found) = gather(store, &boxes_in(store, round, scope)?, round, scope, now)? else {
            return Ok(None);
        };
        let zone = organisation.zone();
        let shown = found.rollup.as_ref().and_then(|rollup| {
            let taken = rollup.participation?;
            let wards = fill(senior_texts.in_wards, &[&taken.boxes, &found.progress.boxes]);
            let published = describe_rollup(&asked.deck, rollup, taken, language, texts, senior_texts);
            Some((published, taken.tables, wards))
        });
        Ok(Some(Rolled {
            name: name(&organisation, scope),
            title: asked.deck.title.get(language).to_owned(),
            period: say_period(
                texts.period,
                language,
                &zone,
                found.progress.opens,
                found.progress.closes,
            ),
            missing: missing(senior_texts, &found.progress),
            waiting: found.progress.waiting > 0,
            shown,
            deck: asked.deck,
        }))
    }

    /// The same as a file: the charts of the page, and nothing else. Nothing where the page shows no figure.
    fn to_file(&self, language: Language) -> Option<ResultFile> {
        let (published, tables, _) = self.shown.as_ref()?;
        let shown = published.groups.iter().flat_map(|group| &group.charts);
        let shown: Vec<Shown<'_>> = shown.map(|chart| Shown { chart, mean: None }).collect();
        let about = About {
            wards: self.name.clone(),
            title: self.title.clone(),
            period: self.period.clone(),
            people: published.people,
            tables: *tables,
        };
        Some(result_file(&self.deck, &about, &shown, Kept::RolledUp, language))
    }
}

/// One round, rolled up.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(path): Path<Vec<(String, String)>>,
    visit: Visit,
) -> Result<Html<String>, PageError> {
    let (scope, now, language) = (visit.scope()?, pages.now(), visit.language);
    let (_, round) = path.into_iter().next().ok_or(PageError::NotFound)?;
    let rolled = pages
        .read(move |store| Rolled::read(store, &round, &scope, language, now))
        .await?;
    let rolled = rolled.ok_or(PageError::NotFound)?;
    let downloads = Downloads::of(&visit.path, false, language);
    render(&RollupPage {
        page: visit.page(rolled.name.clone()),
        senior_texts: SeniorTexts::of(language),
        name: rolled.name,
        title: rolled.title,
        period: rolled.period,
        missing: rolled.missing,
        waiting: rolled.waiting,
        downloads: rolled.shown.is_some().then_some(downloads),
        shown: rolled.shown.map(|(published, _, wards)| (published, wards)),
    })
}

/// The same as a file, through the same gate.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path(path): Path<Vec<(String, String)>>,
    visit: Visit,
) -> Result<Response, PageError> {
    let (scope, now, language) = (visit.scope()?, pages.now(), visit.language);
    let part = |wanted: &str| {
        path.iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, part)| part.clone())
    };
    let (round, format) = part("round").zip(part("format")).ok_or(PageError::NotFound)?;
    let format: Format = format.parse()?;
    let place = match &scope {
        Scope::Organisation => "all".to_owned(),
        Scope::Department(id) => id.clone(),
    };
    let asked = round.clone();
    let file = pages
        .read(move |store| {
            let rolled = Rolled::read(store, &asked, &scope, language, now)?;
            Ok(rolled.and_then(|rolled| rolled.to_file(language)))
        })
        .await?;
    let file = file.ok_or(PageError::NotFound)?;
    let named = (file, format!("trykk-{round}-{place}"));
    hand_out_rollup(&pages, &visit, round, &named, format).await
}

/// The boxes of a round that a scope may take.
fn boxes_in(store: &Store, round: &str, scope: &Scope) -> Result<Vec<BoxRow>, StoreError> {
    match scope {
        Scope::Organisation => store.boxes_of_round(round),
        Scope::Department(id) => store.boxes_of_department(round, id),
    }
}

/// A roll-up, as the pages show what is published.
fn describe_rollup(
    deck: &Deck,
    rollup: &Rollup,
    taken: Participation,
    language: Language,
    texts: &'static Texts,
    senior_texts: &'static SeniorTexts,
) -> Published {
    let questions: Vec<BoundedQuestion> = rollup.questions.iter().map(BoundedQuestion::from).collect();
    let tables = texts.at_tables(taken.tables);
    let mut published = Published::of_questions(
        deck,
        &questions,
        taken.participants,
        tables,
        fewest_to_publish(0),
        language,
        texts,
    );
    let lists = [&mut published.well, &mut published.improve, &mut published.cards];
    let groups = published.groups.iter_mut().map(|group| &mut group.charts);
    for chart in lists.into_iter().chain(groups).flatten() {
        let mut asked = rollup.questions.iter();
        if let Some(question) = asked.find(|question| question.id == chart.id) {
            say_boxes(chart, question.boxes, question.hidden, question.figure, senior_texts);
            if question.figure == BoundedFigure::Hidden {
                // Too few boxes have a figure; how many answered is not said.
                chart.hidden = texts.hidden;
                chart.unanswered = false;
            }
        }
    }
    published.too_few = fill(senior_texts.too_few, &[&FEWEST_BOXES]);
    published.cards_lead = match published.tables {
        Some(_) => senior_texts.cards_lead_tables,
        None => senior_texts.cards_lead,
    };
    published.next = [senior_texts.next_1, senior_texts.next_2, senior_texts.next_3];
    published.unseen = vec![
        senior_texts.unseen_ward,
        senior_texts.unseen_few,
        texts.unseen_1,
        senior_texts.unseen_notes,
        texts.unseen_3,
    ];
    published
}

/// Says how many boxes are in a figure, and how many are not.
fn say_boxes(chart: &mut Chart, boxes: u64, hidden: u64, figure: BoundedFigure, senior_texts: &SeniorTexts) {
    if figure == BoundedFigure::Hidden {
        chart.answered = fill(senior_texts.few_publish, &[&FEWEST_BOXES]);
        chart.n = String::new();
        return;
    }
    let left_out = match hidden {
        0 => String::new(),
        1 => senior_texts.one_hidden.to_owned(),
        many => fill(senior_texts.hidden, &[&many]),
    };
    chart.boxes = format!("{}{left_out}", fill(senior_texts.boxes, &[&boxes]));
}
