//! A published result: what leader, safety rep and union rep read. Nothing but the release's cells goes into it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use trykk_shared::deck::Deck;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::analysis::bands::Bands;
use crate::audit::Reader;
use crate::figures::file::ResultFile;
use crate::organisation::Role;
use crate::shown::bands::BandsView;
use crate::shown::published::Published;
use crate::store::Store;
use crate::store::{BandsRow, BoxRow, StoreError};
use crate::texts::say_period;
use crate::texts::{BeforeTexts, FileTexts, GuideTexts, ReportTexts, Texts};
use crate::web::Pages;
use crate::web::before::find_before;
use crate::web::counted::CountView;
use crate::web::error::PageError;
use crate::web::files::{Downloads, file_name, hand_out};
use crate::web::page::{Page, render};
use crate::web::readers::pulse::{self, PulseView};
use crate::web::result_files::{About, Kept, Shown, result_file};
use crate::web::visit::Visit;

/// Whose result it is, and from when.
pub struct Frame {
    id: BoxId,
    wards: String,
    title: String,
    period: String,
    /// Whether a published round of the same wards came before.
    has_before: bool,
    /// Whether a report of it was frozen.
    has_report: bool,
    /// What tablets found in its count.
    counted: Option<CountView>,
    /// What its notes are about, once that is published.
    bands: Option<BandsView>,
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
        let organisation = store.organisation_of(&ballot_box.wards)?;
        let zone = organisation.zone();
        let before = find_before(store, ballot_box, |other| Ok(other.has_release().then_some(())))?;
        Ok(Frame {
            has_before: before.is_some(),
            has_report: store.report(ballot_box.id)?.is_some(),
            counted: CountView::of(store, ballot_box.id, language)?,
            bands: read_bands(store, ballot_box.id)?.map(|bands| BandsView::of(&bands, deck, language)),
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

/// What is published of a box's notes now.
fn read_bands(store: &Store, id: BoxId) -> Result<Option<Bands>, StoreError> {
    Ok(match store.bands(id)? {
        Some(BandsRow::Published(bands)) => Some(bands),
        _ => None,
    })
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    page: Page,
    frame: Frame,
    published: Published,
    before_texts: &'static BeforeTexts,
    report_texts: &'static ReportTexts,
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
    if ballot_box.pulse_of.is_some() {
        let view = pages
            .read(move |store| PulseView::read(store, &ballot_box, language))
            .await?;
        return pulse::write(&visit, view.ok_or(PageError::NotFound)?);
    }
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
    let bands = read_bands(store, ballot_box.id)?;
    let published = Published::of(&deck, &release, ballot_box.floor, language, texts);
    let shown = published.groups.iter().flat_map(|group| &group.charts);
    let shown: Vec<Shown<'_>> = shown.map(|chart| Shown { chart, mean: None }).collect();
    let about = frame.about(published.people, release.tables);
    let kept = Kept::Published(bands.as_ref());
    let name = file_name(&ballot_box.round, &ballot_box.wards, false);
    Ok(Some((result_file(&deck, &about, &shown, kept, language), name)))
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
        report_texts: ReportTexts::of(visit.language),
        downloads: (!preview).then(|| {
            let texts = FileTexts::of(visit.language);
            let what = match frame.bands {
                Some(_) => texts.published_with_notes,
                None => texts.published_only,
            };
            Downloads::at(&format!("/results/{}", frame.id), what, visit.language)
        }),
        frame,
        published,
        preview,
    })
}
