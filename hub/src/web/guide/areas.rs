//! Writing areas to keep and to improve: the guide makes them of what is published. Nothing here reads a count.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::analysis::areas::{Area, AreaField, AreaKind, Candidate, Written, list_supports, read_area, write_mention};
use crate::analysis::bands::Bands;
use crate::secrets::draw_secret;
use crate::shown::chart::Chart;
use crate::store::{AreaKept, AreaRow};
use crate::texts::{AreaTexts, BandTexts};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::area_list::Source;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// A question that an area can rest on.
struct Support {
    id: String,
    chosen: bool,
    chart: Chart,
}

#[derive(Template)]
#[template(path = "area.html")]
struct AreaPage {
    page: Page,
    texts: &'static AreaTexts,
    id: String,
    wards: String,
    /// Which area it is, and how often it was saved; nothing for a new one.
    area: Option<(String, u32)>,
    refusal: Option<&'static str>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    written: Written,
    /// The questions, by theme.
    supports: Vec<(String, Vec<Support>)>,
    /// What the notes are about: as forms carry it, in words, and whether it is chosen.
    mentions: Vec<(String, String, bool)>,
    band_texts: &'static BandTexts,
    faults: Vec<(AreaField, String)>,
}

impl AreaPage {
    fn at(&self, field: AreaField) -> Vec<&str> {
        let here = self.faults.iter().filter(|(at, _)| *at == field);
        here.map(|(_, said)| said.as_str()).collect()
    }

    fn kind_faults(&self) -> Vec<&str> {
        self.at(AreaField::Kind)
    }

    fn title_faults(&self) -> Vec<&str> {
        self.at(AreaField::Title)
    }

    fn sentence_faults(&self) -> Vec<&str> {
        self.at(AreaField::Sentence)
    }

    fn evidence_faults(&self) -> Vec<&str> {
        self.at(AreaField::Evidence)
    }
}

/// The form as it is shown: which area it is of, what stands in it, and what is said of it.
struct Shown {
    area: Option<(String, u32)>,
    written: Written,
    refusal: Option<&'static str>,
    faults: Vec<(AreaField, String)>,
}

fn group_supports(source: &Source, written: &Written, language: Language) -> Vec<(String, Vec<Support>)> {
    let mut groups: Vec<(Option<String>, Vec<Support>)> = Vec::new();
    for question in list_supports(&source.questions) {
        let theme = source.deck.item(&question.id).and_then(|item| item.theme.clone());
        let support = Support {
            id: question.id.clone(),
            chosen: written.items.contains(&question.id),
            chart: source.chart(question, language),
        };
        match groups.iter_mut().find(|(known, _)| *known == theme) {
            Some((_, group)) => group.push(support),
            None => groups.push((theme, vec![support])),
        }
    }
    let named = groups
        .into_iter()
        .map(|(theme, group)| (source.theme_name(theme.as_ref(), language), group));
    named.collect()
}

fn list_mentions(source: &Source, written: &Written, language: Language) -> Vec<(String, String, bool)> {
    let mentions = source.bands.iter().flat_map(Bands::mentioned);
    let mentions = mentions.filter_map(|(prompt, one)| {
        let value = write_mention(prompt, &one.id);
        let chosen = written.mentions.contains(&value);
        Some((value, source.mention(prompt, &one.id, language)?, chosen))
    });
    mentions.collect()
}

fn write_form(visit: &Visit, source: &Source, shown: Shown) -> Result<Response, PageError> {
    let texts = AreaTexts::of(visit.language);
    let mut page = visit.page(match shown.area {
        Some(_) => texts.change_title,
        None => texts.new,
    });
    let areas = format!("/rounds/{}/areas", source.ballot_box.id);
    page.path = match &shown.area {
        Some((area, _)) => format!("{areas}/{area}"),
        None => format!("{areas}/new"),
    };
    let is_refused = shown.refusal.is_some();
    let template = AreaPage {
        page,
        texts,
        id: source.ballot_box.id.to_string(),
        wards: source.wards(),
        kinds: AreaKind::ALL
            .map(|kind| (kind.name(), texts.one(kind), shown.written.kind == kind.name()))
            .into(),
        supports: group_supports(source, &shown.written, visit.language),
        mentions: list_mentions(source, &shown.written, visit.language),
        band_texts: BandTexts::of(visit.language),
        area: shown.area,
        refusal: shown.refusal,
        written: shown.written,
        faults: shown.faults,
    };
    respond(&template, is_refused)
}

async fn read_source(pages: &Arc<Pages>, id: BoxId) -> Result<Source, PageError> {
    let found = pages.read(move |store| Source::read(store, id)).await?;
    found.ok_or(PageError::NotFound)
}

/// The form of a new area. `from` in the address: the candidate that it begins with.
pub async fn new(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let source = read_source(&pages, visit.ballot_box()?.id).await?;
    let query = query.unwrap_or_default();
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let from = fields
        .find(|(name, _)| name == "from")
        .and_then(|(_, place)| place.parse::<usize>().ok());
    let candidate = from.and_then(|place| source.candidates().into_iter().nth(place));
    let written = candidate.map_or_else(Written::default, |one| begin(&source, one, visit.language));
    let shown = Shown {
        area: None,
        written,
        refusal: None,
        faults: Vec::new(),
    };
    write_form(&visit, &source, shown)
}

/// What the form of a candidate begins with: the sentence is the guide's.
fn begin(source: &Source, candidate: Candidate, language: Language) -> Written {
    Written {
        kind: candidate.kind.name().to_owned(),
        title: match &candidate.theme {
            Some(theme) => source.theme_name(Some(theme), language),
            None => String::new(),
        },
        sentence: String::new(),
        mentions: candidate
            .mentions
            .iter()
            .map(|(prompt, category)| write_mention(prompt, category))
            .collect(),
        items: candidate.items,
    }
}

fn read_form(form: &Form) -> Written {
    Written {
        kind: form.get("kind").to_owned(),
        title: form.get("title").to_owned(),
        sentence: form.get("sentence").to_owned(),
        items: form.all("item"),
        mentions: form.all("mention"),
    }
}

/// The area that was written, or its form with what is wrong.
fn check(visit: &Visit, source: &Source, area: Option<&(String, u32)>, written: &Written) -> Result<Area, Box<Shown>> {
    let texts = AreaTexts::of(visit.language);
    read_area(written, &source.questions, source.bands.as_ref()).map_err(|faults| {
        let said = faults
            .into_iter()
            .map(|(field, fault)| (field, texts.fault(field, fault)));
        Box::new(Shown {
            area: area.cloned(),
            written: written.clone(),
            refusal: Some(texts.not_saved),
            faults: said.collect(),
        })
    })
}

/// What was done leads to the list; what was not, back to the form with what was written.
fn answer(
    visit: &Visit,
    source: &Source,
    kept: AreaKept,
    area: Option<(String, u32)>,
    written: Written,
    done: &str,
) -> Result<Response, PageError> {
    let texts = AreaTexts::of(visit.language);
    let (area, refusal) = match (kept, area) {
        (AreaKept::Saved, _) => {
            let list = format!("/rounds/{}/areas?done={done}", source.ballot_box.id);
            return Ok(Redirect::to(&list).into_response());
        }
        (AreaKept::Meanwhile(now), Some((id, _))) => (Some((id, now)), texts.meanwhile),
        (AreaKept::Full, area) => (area, texts.full),
        (AreaKept::Gone | AreaKept::Meanwhile(_), _) => (None, texts.gone),
    };
    let shown = Shown {
        area,
        written,
        refusal: Some(refusal),
        faults: Vec::new(),
    };
    write_form(visit, source, shown)
}

/// Keeps a new area.
pub async fn add(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let id = visit.ballot_box()?.id;
    let (source, written) = (read_source(&pages, id).await?, read_form(&form));
    let area = match check(&visit, &source, None, &written) {
        Ok(area) => area,
        Err(shown) => return write_form(&visit, &source, *shown),
    };
    let key = draw_secret(&mut pages.rng());
    let kept = pages
        .write_as(&visit, move |store| store.add_area(id, &key, &area))
        .await?;
    answer(&visit, &source, kept, None, written, "saved")
}

/// The form of an area that is there.
pub async fn show_one(
    State(pages): State<Arc<Pages>>,
    Path((_, area)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    let id = visit.ballot_box()?.id;
    let source = read_source(&pages, id).await?;
    let row = find_area(&pages, id, &area).await?.ok_or(PageError::NotFound)?;
    write_form(&visit, &source, show_row(row, None))
}

fn show_row(row: AreaRow, refusal: Option<&'static str>) -> Shown {
    Shown {
        area: Some((row.id, row.revision)),
        written: row.area.into(),
        refusal,
        faults: Vec::new(),
    }
}

async fn find_area(pages: &Arc<Pages>, id: BoxId, area: &str) -> Result<Option<AreaRow>, PageError> {
    let areas = pages.read(move |store| store.areas(id)).await?;
    Ok(areas.into_iter().find(|row| row.id == area))
}

/// How often the area had been saved when its form was opened.
fn seen(form: &Form) -> u32 {
    form.get("revision").parse().unwrap_or(0)
}

/// Keeps an area as it is written now.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path((_, area)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let id = visit.ballot_box()?.id;
    let (source, written) = (read_source(&pages, id).await?, read_form(&form));
    let which = (area.clone(), seen(&form));
    let changed = match check(&visit, &source, Some(&which), &written) {
        Ok(changed) => changed,
        Err(shown) => return write_form(&visit, &source, *shown),
    };
    let revision = which.1;
    let kept = pages
        .write_as(&visit, move |store| store.change_area(id, &area, revision, &changed))
        .await?;
    answer(&visit, &source, kept, Some(which), written, "saved")
}

/// Removes an area, if it is as it was seen.
pub async fn remove(
    State(pages): State<Arc<Pages>>,
    Path((_, area)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (id, revision, asked) = (visit.ballot_box()?.id, seen(&form), area.clone());
    let source = read_source(&pages, id).await?;
    let kept = pages
        .write_as(&visit, move |store| store.remove_area(id, &asked, revision))
        .await?;
    if let AreaKept::Meanwhile(_) = kept
        && let Some(row) = find_area(&pages, id, &area).await?
    {
        let refusal = AreaTexts::of(visit.language).changed_before_removal;
        return write_form(&visit, &source, show_row(row, Some(refusal)));
    }
    // What somebody else has removed is removed.
    Ok(Redirect::to(&format!("/rounds/{}/areas?done=removed", source.ballot_box.id)).into_response())
}
