//! The fields of the plan's forms, with what is wrong with each.

use super::read::Refusal;
use crate::plan::Fault;
use crate::texts::PlanTexts;

/// A field.
pub struct FormField {
    /// What it is called, for forms.
    pub name: String,
    /// What it is called, for people.
    pub label: &'static str,
    /// What helps to fill it in; "" where nothing does.
    pub hint: &'static str,
    /// What is in it.
    pub value: String,
    /// `line`, `lines`, `day` or `choice`.
    pub kind: &'static str,
    /// What can be chosen; what is proposed where it is a line.
    pub options: Vec<(String, String)>,
    /// What can be chosen besides, under headings.
    pub groups: Vec<(String, Vec<(String, String)>)>,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

impl FormField {
    fn new(kind: &'static str, name: impl Into<String>, label: &'static str, value: &str) -> Self {
        FormField {
            name: name.into(),
            label,
            hint: "",
            value: value.to_owned(),
            kind,
            options: Vec::new(),
            groups: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// One line.
    pub fn line(name: impl Into<String>, label: &'static str, value: &str) -> Self {
        Self::new("line", name, label, value)
    }

    /// Several lines.
    pub fn lines(name: impl Into<String>, label: &'static str, value: &str) -> Self {
        Self::new("lines", name, label, value)
    }

    /// A day.
    pub fn day(name: impl Into<String>, label: &'static str, value: &str) -> Self {
        Self::new("day", name, label, value)
    }

    /// One of several.
    pub fn choice(name: impl Into<String>, label: &'static str, value: &str, options: Vec<(String, String)>) -> Self {
        FormField {
            options,
            ..Self::new("choice", name, label, value)
        }
    }

    /// One of several, most of them under headings.
    pub fn grouped(self, groups: Vec<(String, Vec<(String, String)>)>) -> Self {
        FormField { groups, ..self }
    }

    /// With a hint.
    pub fn hinted(self, hint: &'static str) -> Self {
        FormField { hint, ..self }
    }

    /// A line with these proposals.
    pub fn proposing(self, options: impl IntoIterator<Item = String>) -> Self {
        let options = options.into_iter().map(|option| (option.clone(), option));
        FormField {
            options: options.collect(),
            ..self
        }
    }

    /// What describes it, for who hears it.
    pub fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let fault = (!self.faults.is_empty()).then(|| format!("{}-fault", self.name));
        [fault, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What its faults are called.
    pub fn fault_id(&self) -> String {
        format!("{}-fault", self.name)
    }
}

/// What a form says above itself.
pub struct Alert {
    /// In words.
    pub text: &'static str,
    /// Whether somebody else was faster: then there is something to look at first.
    pub meanwhile: bool,
}

/// Puts what is wrong at the fields, and says above the form that something is.
pub fn point_out(fields: &mut [FormField], refusal: Option<&Refusal>, texts: &'static PlanTexts) -> Option<Alert> {
    let refusal = refusal?;
    for field in fields {
        let faults = refusal.faults().iter().filter(|fault| fault.field == field.name);
        field.faults = faults.map(|fault| texts.wrong(fault.wrong)).collect();
    }
    Some(match refusal {
        Refusal::Meanwhile => Alert {
            text: texts.meanwhile,
            meanwhile: true,
        },
        Refusal::Faults(faults) if faults.contains(&Fault::resting()) => Alert {
            text: texts.resting_typed,
            meanwhile: false,
        },
        Refusal::Faults(_) => Alert {
            text: texts.refused,
            meanwhile: false,
        },
    })
}
