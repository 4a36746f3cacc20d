//! A signed plan as the template of the PDF reads it: texts, and nothing else.

use serde::Serialize;

/// What the headings say.
#[derive(Serialize)]
pub struct PlanHeadings {
    /// The plan itself.
    pub plan: &'static str,
    /// The measures.
    pub measures: &'static str,
    /// Their risks.
    pub risks: &'static str,
    /// That there are none.
    pub no_risks: &'static str,
    /// Who signed.
    pub signing: &'static str,
}

/// A measure, or a risk of one: what each field is called, and what it says.
#[derive(Serialize)]
pub struct PlanPart {
    /// The measure's number.
    pub number: u32,
    /// What the measure is.
    pub what: String,
    /// Name and text, in order.
    pub fields: Vec<(&'static str, String)>,
}

/// A signed plan ready to be set.
#[derive(Serialize)]
pub struct PrintedPlan<'p> {
    /// The language's code.
    pub language: &'static str,
    /// The organisation's name.
    pub organisation: &'p str,
    /// The wards' names.
    pub wards: &'p str,
    /// Which version was signed, and when.
    pub version: String,
    /// Of which day the statuses are.
    pub as_of: String,
    /// The headings.
    pub headings: PlanHeadings,
    /// The measures.
    pub measures: Vec<PlanPart>,
    /// The risks.
    pub risks: Vec<PlanPart>,
    /// Who signed, a line each.
    pub signed: Vec<String>,
}
