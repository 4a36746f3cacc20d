//! The signed plan as a file, for the quality and HSE systems: each measure with its risks, and the status it has today.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use rust_xlsxwriter::XlsxError;
use serde_json::{Value as Json, json};
use trykk_shared::language::Language;

use super::read::PlanRead;
use crate::audit::Deed;
use crate::figures::csv::{Csv, Value};
use crate::figures::file::{Column, Grid, list_json, write_workbook};
use crate::plan::{MeasureRow, Plan, PlanVersion};
use crate::texts::{EffectTexts, MeasureTexts, PlanTexts};
use crate::web::Pages;
use crate::web::error::PageError;
#[cfg(feature = "pdf")]
use crate::web::files::attach;
use crate::web::files::{Format, InForms, send};
#[cfg(feature = "pdf")]
use crate::web::run_in_turn;
use crate::web::visit::Visit;

/// A signed plan, ready to be written.
struct PlanFile {
    measures: Grid,
    risks: Grid,
    about: Grid,
}

impl InForms for PlanFile {
    fn to_csv(&self, csv: Csv) -> String {
        let names = self.measures.columns.iter().map(|column| column.name);
        csv.write(names, self.measures.rows.clone())
    }

    fn to_json(&self) -> Json {
        let about = list_json(&self.about).into_iter().next();
        json!({ "about": about, "measures": list_json(&self.measures), "risks": list_json(&self.risks) })
    }

    fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        write_workbook(&[&self.measures, &self.risks, &self.about])
    }
}

const fn column(key: &'static str, name: &'static str, width: u8) -> Column {
    Column { key, name, width }
}

fn write_measure(row: &MeasureRow, language: Language) -> Vec<Value> {
    let texts = MeasureTexts::of(language);
    let (measure, set) = (&row.measure, row.last_set());
    let risks = measure.risks.iter();
    let risks = risks.map(|risk| [&risk.wrong[..], &risk.prevention, &risk.then].join(" – "));
    let risks = risks.collect::<Vec<_>>().join("; ");
    let (help, item) = (measure.help.as_ref(), measure.item.as_ref());
    // An answer counts for the text that was signed.
    let answer = help.and_then(|help| row.answer_to(&help.text));
    let words = |words: Option<&str>| words.map_or(Value::Nothing, Value::text);
    vec![
        Value::count(u64::from(row.number)),
        Value::text(&measure.what),
        Value::text(texts.aim_name(measure.aim)),
        Value::text(&measure.area),
        Value::text(&measure.responsible),
        Value::Day(measure.deadline),
        Value::text(texts.status_name(row.status())),
        set.map_or(Value::Nothing, |set| Value::Day(set.day)),
        words(set.map(|set| &set.reason[..]).filter(|reason| !reason.is_empty())),
        words((!measure.indicator.is_empty()).then_some(&measure.indicator[..])),
        Value::Day(measure.evaluation),
        words((!risks.is_empty()).then_some(&risks[..])),
        words(help.map(|help| &help.text[..])),
        help.map_or(Value::Nothing, |help| Value::Day(help.answer_by)),
        words(answer.map(|answer| &answer.words[..])),
        item.map_or(Value::Nothing, |item| Value::text(item.words.get(language))),
        item.map_or(Value::Nothing, |item| Value::text(&item.id)),
        item.map_or(Value::Nothing, |item| Value::text(&item.deck)),
        item.map_or(Value::Nothing, |item| Value::count(u64::from(item.version))),
        item.map_or(Value::Nothing, |item| Value::Day(item.opened)),
    ]
}

fn write_plan(kept: &Plan, wards: &str, signed: &PlanVersion, language: Language) -> PlanFile {
    let (plan, texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    let effect = EffectTexts::of(language);
    let signed_rows = kept.signed_measures();
    let rows = signed_rows.iter().map(|row| write_measure(row, language));
    let risks = signed.measures.iter().flat_map(|(number, measure)| {
        measure.risks.iter().map(|risk| {
            vec![
                Value::count(u64::from(*number)),
                Value::text(&measure.what),
                Value::text(&risk.wrong),
                Value::text(&risk.prevention),
                Value::text(&risk.then),
            ]
        })
    });
    PlanFile {
        measures: Grid {
            name: plan.measures,
            columns: vec![
                column("number", texts.number, 8),
                column("what", plan.what, 48),
                column("aim", texts.aim, 28),
                column("area", plan.area, 28),
                column("responsible", texts.responsible, 24),
                column("deadline", texts.deadline, 12),
                column("status", texts.status, 16),
                column("status_since", texts.status_since, 12),
                column("status_reason", texts.reason, 36),
                column("indicator", plan.indicator, 36),
                column("evaluation", texts.evaluation, 12),
                column("risks", texts.risks, 36),
                column("help", texts.help, 36),
                column("help_by", texts.help_by, 12),
                column("help_answer", texts.help_answer, 36),
                column("item", effect.item, 36),
                column("item_id", effect.item_id, 20),
                column("deck", effect.deck, 16),
                column("deck_version", effect.deck_version, 12),
                column("item_round", effect.item_round, 12),
            ],
            rows: rows.collect(),
        },
        risks: Grid {
            name: texts.risks,
            columns: vec![
                column("number", texts.number, 8),
                column("what", plan.what, 48),
                column("wrong", texts.risk_wrong, 36),
                column("prevention", texts.risk_prevention, 36),
                column("then", texts.risk_then, 36),
            ],
            rows: risks.collect(),
        },
        about: Grid {
            name: texts.about,
            columns: vec![
                column("ward", texts.ward, 32),
                column("version", texts.signed_version, 16),
                column("put_forward", plan.signing, 16),
            ],
            rows: vec![vec![
                Value::text(wards),
                Value::count(u64::from(signed.number)),
                Value::Day(signed.day),
            ]],
        },
    }
}

/// A signed plan as JSON, the same as its file: for a system that hears of each plan that is signed.
pub(crate) fn write_plan_json(plan: &Plan, wards: &str, signed: &PlanVersion, language: Language) -> Json {
    write_plan(plan, wards, signed, language).to_json()
}

/// What is handed out: one of the forms of a table, or a PDF.
enum Written {
    Table(Format, PlanFile),
    #[cfg(feature = "pdf")]
    Pdf(Vec<u8>),
}

#[cfg(feature = "pdf")]
async fn write_pdf(
    pages: &Arc<Pages>,
    read: &PlanRead,
    signed: &PlanVersion,
    language: Language,
) -> Result<Written, PageError> {
    let (printed, ident) = super::pdf::print(read, signed, language);
    let set = run_in_turn(&pages.setting, move || printed.set(&ident)).await?;
    set.map(Written::Pdf).map_err(|error| {
        tracing::error!(%error, "a plan could not be set as PDF");
        PageError::Unavailable
    })
}

/// The plan that was signed last, as a file; the audit log says so first.
pub async fn file(
    State(pages): State<Arc<Pages>>,
    Path((id, format)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, PageError> {
    let read = PlanRead::of(&pages, &visit, id.clone()).await?;
    let signed = read.signed().ok_or(PageError::NotFound)?;
    let written = match format.as_str() {
        #[cfg(feature = "pdf")]
        "pdf" => write_pdf(&pages, &read, signed, visit.language).await?,
        format => Written::Table(
            format.parse()?,
            write_plan(&read.plan, &read.wards(), signed, visit.language),
        ),
    };
    let name = format!("trykk-plan-{id}-{}", signed.number);
    let (wards, deed) = (
        read.process.wards.clone(),
        Deed::PlanExported {
            process: id,
            format: format.clone(),
        },
    );
    pages
        .write_as(&visit, move |store| store.note_deed(&wards, &deed))
        .await?;
    match written {
        Written::Table(format, file) => send(&file, format, &name),
        #[cfg(feature = "pdf")]
        Written::Pdf(pdf) => Ok(attach("application/pdf", &name, "pdf", pdf)),
    }
}
