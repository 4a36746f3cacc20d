//! Guidance: what a role does in each phase, from the method as it is configured. Readable before anything has begun.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use trykk_shared::language::Language;

use crate::organisation::Role;
use crate::process::method::{Method, Reader};
use crate::texts::{GuidanceTexts, Texts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// Who reads guidance: everybody with a part in the process.
pub const READERS: &[Role] = &[
    Role::Guide,
    Role::Leader,
    Role::SafetyRep,
    Role::UnionRep,
    Role::SeniorLeader,
];

/// Another page of guidance that the reader may open.
struct Other {
    href: String,
    name: &'static str,
    present: bool,
}

struct PhaseView<'m> {
    heading: String,
    purpose: &'m str,
    task: &'m str,
    activities: Vec<&'m str>,
    succeeds: &'m str,
    /// Whether it is signed before it begins.
    checkpoint: bool,
}

#[derive(Template)]
#[template(path = "guidance.html")]
struct GuidancePage<'m> {
    page: Page,
    texts: &'static GuidanceTexts,
    name: &'static str,
    others: Vec<Other>,
    phases: Vec<PhaseView<'m>>,
    success: Vec<(&'m str, &'m str)>,
    /// What is wrong with the hospital's own file, for guides.
    fault: Option<String>,
}

/// Who guidance is for, in words.
fn name(reader: Reader, language: Language) -> &'static str {
    match reader {
        Reader::Role(role) => Texts::of(language).role(role),
        Reader::Participant => GuidanceTexts::of(language).participant,
    }
}

fn describe<'m>(method: &'m Method, reader: Reader, texts: &GuidanceTexts, language: Language) -> Vec<PhaseView<'m>> {
    let phases = method.phases.iter().enumerate();
    let phases = phases.filter_map(|(nth, phase)| {
        Some(PhaseView {
            heading: fill(texts.phase, &[&(nth + 1), &phase.name.get(language)]),
            purpose: phase.purpose.get(language),
            task: phase.task(reader)?.get(language),
            activities: phase.activities.iter().map(|one| one.get(language)).collect(),
            succeeds: phase.succeeds.get(language),
            checkpoint: phase.checkpoint,
        })
    });
    phases.collect()
}

/// The reader's own.
pub async fn own(visit: Visit) -> Result<Redirect, PageError> {
    let own = Reader::Role(visit.visitor()?.role);
    Ok(Redirect::to(&format!("/guidance/{}", own.name())))
}

/// What somebody does, phase by phase.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Html<String>, PageError> {
    let (role, language) = (visit.visitor()?.role, visit.language);
    let texts = GuidanceTexts::of(language);
    let reader = Reader::from_name(&id).filter(|reader| reader.is_read_by(role));
    let reader = reader.ok_or(PageError::NotFound)?;
    let readable = Reader::ALL.into_iter().filter(|other| other.is_read_by(role));
    let others = readable.map(|other| Other {
        href: format!("/guidance/{}", other.name()),
        name: name(other, language),
        present: other == reader,
    });
    let in_force = &pages.method;
    render(&GuidancePage {
        page: visit.page(texts.guidance),
        texts,
        name: name(reader, language),
        others: others.collect(),
        phases: describe(&in_force.method, reader, texts, language),
        success: in_force
            .method
            .success
            .iter()
            .map(|one| (one.name.get(language), one.text.get(language)))
            .collect(),
        fault: match &in_force.fault {
            Some(fault) if role == Role::Guide => Some(fill(texts.own_file_faulty, &[fault])),
            _ => None,
        },
    })
}
