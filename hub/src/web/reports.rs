//! Reports: the guide looks one over and freezes it; leader, safety rep and union rep read the newest. Nothing here reads a count.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;
use trykk_shared::deck::{Deck, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::analysis::areas::warn;
use crate::data::DataError;
use crate::organisation::times::day_of;
use crate::report::frozen::{BandsSince, Frozen};
use crate::report::keeping;
use crate::report::page::write_body;
use crate::signing::Kind;
use crate::store::{BandsRow, ReportRow, Store, StoreError, area_kinds};
use crate::texts::{AreaTexts, FileTexts, ReportTexts, fill, say_day};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
#[cfg(feature = "pdf")]
use crate::web::files::{file_name, hand_out_pdf};
use crate::web::guide::repeats::{list_repeats, read_notes};
use crate::web::page::{Page, render, respond};
#[cfg(feature = "pdf")]
use crate::web::run_in_turn;
use crate::web::signing::SigningView;
use crate::web::visit::Visit;

/// What would be frozen now, and what was before.
struct Next {
    before: Option<Frozen>,
    versions: Vec<ReportRow>,
    next: Frozen,
    warnings: Vec<String>,
    /// Every question of the release, and every prompt of which bands are published: id and text.
    items: Vec<(String, String)>,
}

impl Next {
    /// Nothing where nothing is published.
    fn read(
        store: &Store,
        id: BoxId,
        left_out: &BTreeSet<String>,
        language: Language,
    ) -> Result<Option<Self>, StoreError> {
        let (Some(release), Some(next)) = (store.release(id)?, store.next_report(id, left_out)?) else {
            return Ok(None);
        };
        let deck = store.round(&store.ballot_box(id)?.round)?.deck;
        let texts = AreaTexts::of(language);
        let (bands, before, report_texts) = (store.bands(id)?, store.report(id)?, ReportTexts::of(language));
        let had_bands = before.as_ref().is_some_and(|before| before.bands.is_some());
        let about_bands = match (&bands, &before) {
            (None, None) if has_prompts(&deck) => Some(report_texts.bands_missing),
            (Some(BandsRow::Withdrawn), Some(_)) if had_bands => Some(report_texts.bands_now_out),
            _ => None,
        };
        let kinds = area_kinds(&store.areas(id)?);
        let warnings = warn(&kinds).into_iter().map(|one| texts.warning(one));
        let warnings = about_bands.map(str::to_owned).into_iter().chain(warnings);
        let text = |id: &str| deck.item(id).map_or("", |item| item.text.get(language)).to_owned();
        let prompts = match &bands {
            Some(BandsRow::Published(bands)) => bands.prompts.as_slice(),
            _ => &[],
        };
        let ids = release.questions.iter().map(|question| &question.id);
        let ids = ids.chain(prompts.iter().map(|prompt| &prompt.item));
        Ok(Some(Next {
            next,
            versions: store.report_versions(id)?,
            warnings: warnings.collect(),
            items: ids.map(|id| (id.clone(), text(id))).collect(),
            before,
        }))
    }

    /// Whether it says what the version before says.
    fn is_unchanged(&self) -> bool {
        let same = |before: &Frozen| self.next.says_the_same_as(before);
        self.before.as_ref().is_some_and(same)
    }
}

/// Whether people could write notes.
fn has_prompts(deck: &Deck) -> bool {
    deck.items
        .iter()
        .any(|item| matches!(item.question, Question::Note { .. }))
}

struct Choice {
    id: String,
    text: String,
    out: bool,
    /// Whether an earlier version left it out.
    stays: bool,
}

#[derive(Template)]
#[template(path = "report_make.html")]
struct MakePage {
    page: Page,
    texts: &'static ReportTexts,
    id: String,
    wards: String,
    done: Option<&'static str>,
    refusal: Option<&'static str>,
    /// Every version, the newest first: what it is called, and who froze it when.
    versions: Vec<(String, String)>,
    warnings: Vec<String>,
    has_no_areas: bool,
    unchanged: bool,
    items: Vec<Choice>,
    leaves_out: bool,
    /// What the form shows: its digest.
    seen: String,
    version: String,
    body: String,
}

fn digest(frozen: &Frozen) -> Result<String, PageError> {
    let digest = frozen.digest().map_err(|error| unwritten(&error))?;
    Ok(HEXLOWER.encode(&digest))
}

fn unwritten(error: &dyn std::fmt::Display) -> PageError {
    tracing::error!(%error, "a report could not be written");
    PageError::Unavailable
}

fn name_version(texts: &ReportTexts, version: u32, digest: &[u8]) -> String {
    fill(texts.version, &[&version, &HEXLOWER.encode(&digest[..4])])
}

async fn write_make(
    pages: &Arc<Pages>,
    visit: &Visit,
    mut next: Next,
    done: Option<&'static str>,
    refusal: Option<&'static str>,
) -> Result<Response, PageError> {
    let (language, texts) = (visit.language, ReportTexts::of(visit.language));
    let ballot_box = visit.ballot_box()?;
    let notes = read_notes(pages, visit).await?;
    let repeats = list_repeats(next.next.areas.iter(), notes.as_ref(), AreaTexts::of(language));
    next.warnings.extend(repeats);
    let mut page = visit.page(texts.report);
    page.path = format!("/rounds/{}/report", ballot_box.id);
    let zone = next.next.around.zone();
    let versions = next.versions.iter().map(|row| {
        let when = say_day(language, &zone, row.at);
        (
            name_version(texts, row.version, &row.digest),
            fill(texts.frozen_by, &[&when, &row.made_by]),
        )
    });
    let stays = |id: &String| next.before.as_ref().is_some_and(|before| before.left_out.contains(id));
    let items = next.items.iter().map(|(id, text)| Choice {
        out: next.next.left_out.contains(id),
        stays: stays(id),
        id: id.clone(),
        text: text.clone(),
    });
    let template = MakePage {
        texts,
        id: ballot_box.id.to_string(),
        wards: next.next.around.wards.clone(),
        done,
        refusal,
        versions: versions.collect(),
        has_no_areas: next.next.areas.is_empty(),
        unchanged: next.is_unchanged(),
        items: items.collect(),
        leaves_out: !next.next.left_out.is_empty(),
        seen: digest(&next.next)?,
        version: fill(texts.version, &[&next.next.version, &next.next.mark()]),
        body: write_body(&next.next, BandsSince::Stand, language).map_err(|error| unwritten(&error))?,
        warnings: next.warnings,
        page,
    };
    let is_refused = refusal.is_some();
    respond(&template, is_refused)
}

/// What would be frozen now.
pub async fn preview(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Response, PageError> {
    let (id, language) = (visit.ballot_box()?.id, visit.language);
    let done = query.unwrap_or_default().split('&').any(|field| field == "done=frozen");
    let next = pages
        .read(move |store| Next::read(store, id, &BTreeSet::new(), language))
        .await?
        .ok_or(PageError::NotFound)?;
    let done = done.then_some(ReportTexts::of(language).frozen);
    write_make(&pages, &visit, next, done, None).await
}

/// What the folder says, in the store's words.
fn as_store_error(error: DataError) -> StoreError {
    match error {
        DataError::Store(error) => error,
        DataError::Disk(path, error) => StoreError::File(path.display().to_string(), error),
        other => StoreError::Damaged(other.to_string()),
    }
}

/// What became of a report that was to be frozen.
enum Done {
    Frozen,
    Refused(Box<Next>, &'static str),
    Shown(Box<Next>),
}

/// Shows the report with other questions left out, or freezes it if it is the one that was shown.
pub async fn freeze(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (id, language, now) = (visit.ballot_box()?.id, visit.language, pages.now());
    let (email, folder) = (visit.visitor()?.email.clone(), pages.folder.clone());
    let texts = ReportTexts::of(language);
    let left_out: BTreeSet<String> = form.all("out").into_iter().collect();
    let (seen, freezes) = (form.get("seen").to_owned(), form.get("do") == "freeze");
    let done = pages
        .write_as(&visit, move |store| {
            let Some(next) = Next::read(store, id, &left_out, language)? else {
                return Ok(None);
            };
            if !freezes {
                return Ok(Some(Done::Shown(Box::new(next))));
            }
            if next.is_unchanged() {
                return Ok(Some(Done::Refused(Box::new(next), texts.unchanged)));
            }
            // A correction may take everything back; nothing ends a silence that tells nothing, and can never tell more.
            if next.before.is_none() && next.next.is_empty() {
                return Ok(Some(Done::Refused(Box::new(next), texts.empty)));
            }
            if digest(&next.next).is_ok_and(|now| now != seen) {
                return Ok(Some(Done::Refused(Box::new(next), texts.changed)));
            }
            keeping::freeze(store, &folder, id, &next.next, &email, now).map_err(as_store_error)?;
            Ok(Some(Done::Frozen))
        })
        .await?;
    match done.ok_or(PageError::NotFound)? {
        Done::Frozen => Ok(Redirect::to(&format!("/rounds/{id}/report?done=frozen")).into_response()),
        Done::Refused(next, why) => write_make(&pages, &visit, *next, None, Some(why)).await,
        Done::Shown(next) => write_make(&pages, &visit, *next, None, None).await,
    }
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    page: Page,
    texts: &'static ReportTexts,
    heading: String,
    version: String,
    download: &'static str,
    /// Where its files are, and what each is called.
    files: Vec<(String, &'static str)>,
    body: String,
    /// Who has seen it. Reports from before anybody was asked have none.
    seen: Option<SigningView>,
}

/// The newest version, for all who read what is published.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (id, language, now) = (visit.ballot_box()?.id, visit.language, pages.now());
    let email = visit.visitor()?.email.clone();
    let (frozen, since, seen) = pages
        .read(move |store| {
            let seen = read_seen(store, id, &email, language, now)?;
            Ok((store.report(id)?, store.bands_since(id)?, seen))
        })
        .await?;
    let frozen = frozen.ok_or(PageError::NotFound)?;
    let texts = ReportTexts::of(language);
    render(&ReportPage {
        page: visit.page(texts.report),
        texts,
        heading: frozen.around.wards.clone(),
        version: fill(texts.version, &[&frozen.version, &frozen.mark()]),
        download: FileTexts::of(language).download,
        files: list_files(id, texts),
        body: write_body(&frozen, since, language).map_err(|error| unwritten(&error))?,
        seen,
    })
}

fn read_seen(
    store: &Store,
    id: BoxId,
    reader: &str,
    language: Language,
    now: i64,
) -> Result<Option<SigningView>, StoreError> {
    let (asked, given) = match store.signing(Kind::Report, &id.to_string()) {
        Err(StoreError::NotFound(..)) => return Ok(None),
        signing => signing?,
    };
    let organisation = store.organisation_of(&asked.wards)?;
    let today = day_of(now, &organisation.zone());
    let seen = SigningView::of(&organisation, &asked, &given, reader, language, today);
    Ok(Some(seen))
}

/// The files of a report; none in a program that was built without them.
fn list_files(id: BoxId, texts: &ReportTexts) -> Vec<(String, &'static str)> {
    if !cfg!(feature = "pdf") {
        return Vec::new();
    }
    let files = [("pdf", texts.pdf), ("slides", texts.slides)];
    files
        .map(|(format, name)| (format!("/reports/{id}/file/{format}"), name))
        .into()
}

/// The newest version as a PDF: to read, or for a meeting.
#[cfg(feature = "pdf")]
pub async fn file(
    State(pages): State<Arc<Pages>>,
    axum::extract::Path((_, format)): axum::extract::Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    use crate::report::pdf::{Shape, write_pdf};
    let shape = match format.as_str() {
        "pdf" => Shape::Report,
        "slides" => Shape::Slides,
        _ => return Err(PageError::NotFound),
    };
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let id = ballot_box.id;
    let (frozen, since) = pages
        .read(move |store| Ok((store.report(id)?, store.bands_since(id)?)))
        .await?;
    let frozen = frozen.ok_or(PageError::NotFound)?;
    let name = file_name(&ballot_box.round, &ballot_box.wards, false);
    let name = format!("{name}-report-{}-{language}", frozen.version);
    let name = match shape {
        Shape::Report => name,
        Shape::Slides => format!("{name}-slides"),
    };
    let set = run_in_turn(&pages.setting, move || write_pdf(&frozen, since, language, shape)).await?;
    let pdf = set.map_err(|error| unwritten(&error))?;
    hand_out_pdf(&pages, &visit, &format!("report-{format}"), (pdf, name)).await
}

/// A program that was built without PDF has none.
#[cfg(not(feature = "pdf"))]
pub async fn file(_: Visit) -> Result<Response, PageError> {
    Err(PageError::NotFound)
}
