//! Paper for a gathering, as PDF: the canvas, slips for ideas, measure cards. What is written on it is typed in through the table's forms.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use trykk_shared::language::Language;

use crate::gathering::Gathering;
use crate::report::paper::{PaperWords, PrintedPaper, Sheet};
use crate::report::pdf::write_paper_pdf;
use crate::texts::{GatheringTexts, PaperTexts, PlanTexts, TableTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::files::attach;
use crate::web::process::plan::read::read_known;
use crate::web::run_in_turn;
use crate::web::signing::say;
use crate::web::visit::Visit;

/// What stands on a sheet.
pub fn words(sheet: Sheet, language: Language) -> PaperWords {
    let (texts, table, plan) = (
        PaperTexts::of(language),
        TableTexts::of(language),
        PlanTexts::of(language),
    );
    let names = GatheringTexts::of(language);
    let steps = [
        (names.ideas, texts.do_ideas),
        (names.sort, texts.do_sort),
        (names.prioritise, texts.do_prioritise),
        (names.concretise, texts.do_concretise),
    ];
    let mut nth = 0;
    PaperWords {
        title: match sheet {
            Sheet::Canvas => texts.canvas,
            Sheet::Slips => texts.slips,
            Sheet::Cards => texts.cards,
        },
        cut: texts.cut,
        steps: steps.map(|(name, how)| {
            nth += 1;
            (format!("{nth} {name}"), how)
        }),
        idea: texts.an_idea,
        idea_hint: table.idea_hint,
        proposal: table.estimate,
        gain: plan.gain,
        ease: plan.ease,
        figures: [plan.gain, plan.ease, plan.quality, plan.cost],
        scale: texts.scale,
        card: texts.a_card,
        bundle: table.bundle,
        area: plan.area,
        what: plan.what,
        first_step: plan.first_step,
        owner: plan.owner,
        by: plan.by,
        indicator: plan.indicator,
        instead: plan.instead,
    }
}

/// Paper for a gathering of these wards, in an organisation.
pub fn print(
    gathering: &Gathering,
    (organisation, wards): (&str, &str),
    sheet: Sheet,
    language: Language,
) -> PrintedPaper {
    PrintedPaper {
        sheet,
        heading: sheet.heading(),
        language: language.code(),
        organisation: organisation.to_owned(),
        wards: wards.to_owned(),
        day: fill(
            GatheringTexts::of(language).on_day,
            &[&say(language, gathering.prepared.day)],
        ),
        areas: gathering.prepared.areas.clone(),
        words: words(sheet, language),
    }
}

/// A sheet of a gathering.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path((id, number, sheet)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    let sheet = Sheet::find(&sheet).ok_or(PageError::NotFound)?;
    let (number, language) = (read_known(&number)?, visit.language);
    let printed = pages
        .read_in(&visit, &id, move |store, read| {
            let gathering = store.gathering(&read.process.id, number)?;
            let wards = read.organisation.ward_names(&read.process.wards);
            Ok(print(&gathering, (&read.organisation.name, &wards), sheet, language))
        })
        .await?;
    let name = format!("trykk-{}-{id}-{number}", sheet.name());
    let ident = format!("{name} {language}");
    let set = run_in_turn(&pages.setting, move || write_paper_pdf(&printed, &ident)).await?;
    match set {
        Ok(pdf) => Ok(attach("application/pdf", &name, "pdf", pdf)),
        Err(error) => {
            tracing::error!(%error, "paper for a gathering could not be set as PDF");
            Err(PageError::Unavailable)
        }
    }
}
