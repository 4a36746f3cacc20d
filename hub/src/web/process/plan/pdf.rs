//! The signed plan with its risks as a PDF: what the page says, in words.

use trykk_shared::language::Language;

use super::read::PlanRead;
use super::words::list_signs;
use crate::plan::{MeasureRow, PlanVersion};
use crate::report::pdf::{PdfError, write_plan_pdf};
use crate::report::plan::{PlanHeadings, PlanPart, PrintedPlan};
use crate::signing::Signature;
use crate::texts::{MeasureTexts, PlanTexts, SigningTexts, Texts, fill, say_date};
use crate::web::signing::say_answer;

/// A plan ready to be set, on any thread.
pub struct Print {
    language: Language,
    organisation: String,
    wards: String,
    version: String,
    as_of: String,
    measures: Vec<PlanPart>,
    risks: Vec<PlanPart>,
    signed: Vec<String>,
}

impl Print {
    /// Sets it.
    ///
    /// # Errors
    /// When it cannot be set.
    pub fn set(self, ident: &str) -> Result<Vec<u8>, PdfError> {
        let (plan, texts) = (PlanTexts::of(self.language), MeasureTexts::of(self.language));
        let printed = PrintedPlan {
            language: self.language.code(),
            organisation: &self.organisation,
            wards: &self.wards,
            version: self.version,
            as_of: self.as_of,
            headings: PlanHeadings {
                plan: plan.plan,
                measures: plan.measures,
                risks: texts.risks,
                no_risks: texts.no_risks,
                signing: plan.signing,
            },
            measures: self.measures,
            risks: self.risks,
            signed: self.signed,
        };
        write_plan_pdf(&printed, ident)
    }
}

fn print_measure(row: &MeasureRow, language: Language) -> PlanPart {
    let (plan, texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    let measure = &row.measure;
    let set = row.last_set();
    let status = match set {
        Some(set) => format!("{} ({})", texts.status_name(row.status()), say_date(language, set.day)),
        None => texts.status_name(row.status()).to_owned(),
    };
    let mut fields = vec![
        (texts.aim, texts.aim_name(measure.aim).to_owned()),
        (plan.area, measure.area.clone()),
        (texts.responsible, measure.responsible.clone()),
        (texts.deadline, say_date(language, measure.deadline)),
        (texts.status, status),
    ];
    fields.extend(list_signs(measure, language));
    fields.push((texts.evaluation, say_date(language, measure.evaluation)));
    if let Some(reason) = set.map(|set| &set.reason).filter(|reason| !reason.is_empty()) {
        fields.insert(5, (texts.reason, reason.clone()));
    }
    if let Some(help) = &measure.help {
        fields.push((texts.help, help.text.clone()));
        fields.push((texts.help_by, say_date(language, help.answer_by)));
        if let Some(answer) = row.answer_to(&help.text) {
            fields.push((texts.help_answer, answer.words.clone()));
        }
    }
    PlanPart {
        number: row.number,
        what: measure.what.clone(),
        fields,
    }
}

fn print_risks(rows: &[MeasureRow], texts: &MeasureTexts) -> Vec<PlanPart> {
    let of = |row: &MeasureRow| {
        let parts = row.measure.risks.iter().map(|risk| PlanPart {
            number: row.number,
            what: row.measure.what.clone(),
            fields: vec![
                (texts.risk_wrong, risk.wrong.clone()),
                (texts.risk_prevention, risk.prevention.clone()),
                (texts.risk_then, risk.then.clone()),
            ],
        });
        parts.collect::<Vec<_>>()
    };
    rows.iter().flat_map(of).collect()
}

/// A plan in words, and what tells its file from every other.
pub fn print(read: &PlanRead, signed: &PlanVersion, language: Language) -> (Print, String) {
    let (texts, names) = (MeasureTexts::of(language), Texts::of(language));
    let rows = read.plan.signed_measures();
    let given = read.signing.as_ref().map_or(&[][..], |(_, given)| given);
    let in_it = given.iter().filter(|one| one.version == signed.version);
    let line = |one: &Signature| {
        let role = names.role(one.post.role);
        format!("{role}: {}", say_answer(SigningTexts::of(language), language, one))
    };
    let day = signed.signed.unwrap_or(signed.day);
    let print = Print {
        language,
        organisation: read.organisation.name.clone(),
        wards: read.wards(),
        version: fill(texts.version_signed, &[&signed.number, &say_date(language, day)]),
        as_of: fill(texts.as_of, &[&say_date(language, read.today)]),
        measures: rows.iter().map(|row| print_measure(row, language)).collect(),
        risks: print_risks(&rows, texts),
        signed: in_it.map(line).collect(),
    };
    let ident = format!(
        "trykk plan {} {} {} {language}",
        read.process.id, signed.number, read.today
    );
    (print, ident)
}
