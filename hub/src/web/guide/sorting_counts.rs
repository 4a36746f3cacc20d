//! What sorted notes come to: counts and percent by prompt, for the guide who sorted them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::analysis::codebook::Codebook;
use crate::analysis::sorting::{NoteId, PromptCounts, Share, count_prompt};
use crate::texts::{BandTexts, SortingTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::sorting_page::{Opened, open};
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A line of the table.
struct Line {
    name: String,
    /// Whether it is a main area.
    is_area: bool,
    notes: u64,
    percent: String,
}

/// What the notes under one prompt come to.
struct Prompt {
    text: String,
    progress: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "sorting_counts.html")]
struct CountsPage {
    page: Page,
    texts: &'static SortingTexts,
    id: String,
    wards: String,
    prompts: Vec<Prompt>,
    codebook: String,
    /// What the link to publishing is called.
    publish: &'static str,
}

/// The counts; who has locked the notes unlocks them first.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    let id = visit.ballot_box()?.id.to_string();
    let Some(opened) = open(&pages, &visit).await? else {
        return Ok(Redirect::to(&format!("/rounds/{id}/sorting")).into_response());
    };
    let (texts, codebook) = (SortingTexts::of(visit.language), &pages.codebook.codebook);
    let prompts = opened.prompts.iter();
    let prompts = prompts.map(|(item, text)| view(&visit, text, &count(&opened, item, codebook), codebook));
    let template = CountsPage {
        page: visit.page(texts.counts),
        texts,
        id,
        wards: opened.wards.clone(),
        publish: BandTexts::of(visit.language).page,
        prompts: prompts.collect(),
        codebook: fill(texts.codebook, &[&codebook.name.get(visit.language), &codebook.version]),
    };
    Ok(render(&template)?.into_response())
}

fn count(opened: &Opened, item: &str, codebook: &Codebook) -> PromptCounts {
    let notes = opened.notes.iter().filter(|note| note.item == item);
    let notes: Vec<NoteId> = notes.map(|note| note.id).collect();
    count_prompt(item, &notes, &opened.sorting, codebook)
}

fn view(visit: &Visit, text: &str, counts: &PromptCounts, codebook: &Codebook) -> Prompt {
    let texts = SortingTexts::of(visit.language);
    let line = |name: &str, is_area, share: Share| Line {
        name: name.to_owned(),
        is_area,
        notes: share.notes,
        percent: fill(texts.percent_of, &[&share.percent]),
    };
    let mut lines = Vec::new();
    for (area, known) in counts.areas.iter().zip(&codebook.areas) {
        lines.push(line(known.name.get(visit.language), true, area.share));
        for ((_, share), category) in area.categories.iter().zip(&known.categories) {
            lines.push(line(category.name.get(visit.language), false, *share));
        }
    }
    lines.push(line(texts.fits_none, true, counts.fits_none));
    Prompt {
        text: text.to_owned(),
        progress: fill(texts.progress, &[&counts.sorted, &counts.notes]),
        lines,
    }
}
