//! The fields of a measure's forms.

use trykk_shared::language::Language;

use super::form::FormField;
use super::read::PlanRead;
use super::words::say_item;
use crate::analysis::areas::AreaKind;
use crate::plan::MeasureRow;
use crate::plan::effect::{NamedItem, Offered};
use crate::plan::measures::{MOST_RISKS, NextStep, Risk, Status, WrittenMeasure, risk_field};
use crate::texts::{EffectTexts, MeasureTexts, PlanTexts, Texts};
use crate::web::access::form::Form;

/// The questions that can be chosen, under the parts of their deck; the one that is named already, where it is of an earlier result. Nothing
/// where there is none of either.
fn item_field(typed: &str, kept: Option<&NamedItem>, offered: &[Offered], language: Language) -> Option<FormField> {
    let texts = EffectTexts::of(language);
    let kept = kept.filter(|kept| offered.iter().all(|one| one.item.key() != kept.key()));
    if offered.is_empty() && kept.is_none() {
        return None;
    }
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for Offered { part, item } in offered {
        let part = part
            .as_ref()
            .map_or(Texts::of(language).other_questions, |part| part.get(language));
        let option = (item.key(), item.words.get(language).to_owned());
        match groups.last_mut() {
            Some((name, options)) if name == part => options.push(option),
            _ => groups.push((part.to_owned(), vec![option])),
        }
    }
    let none = (String::new(), texts.item_none.to_owned());
    let kept = kept.map(|kept| (kept.key(), say_item(kept, language)));
    let options = [none].into_iter().chain(kept).collect();
    let field = FormField::choice("item", texts.item, typed, options);
    Some(field.grouped(groups).hinted(texts.item_hint))
}

/// What a measure is, by when, and how it will be noticed.
pub fn main_fields(
    typed: &WrittenMeasure,
    row: Option<&MeasureRow>,
    read: &PlanRead,
    language: Language,
) -> Vec<FormField> {
    let (plan, texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    let none = (String::new(), plan.not_rated.to_owned());
    let aims = AreaKind::ALL.map(|aim| (aim.name().to_owned(), texts.aim_name(aim).to_owned()));
    let aims = [none].into_iter().chain(aims).collect();
    let kept = row.and_then(|row| row.measure.item.as_ref());
    let mut fields = vec![
        FormField::lines("what", plan.what, &typed.what).hinted(plan.bundle_hint),
        FormField::choice("aim", texts.aim, &typed.aim, aims),
        FormField::line("area", plan.area, &typed.area)
            .hinted(plan.area_hint)
            .proposing(read.areas.clone()),
        FormField::line("responsible", texts.responsible, &typed.responsible).hinted(texts.responsible_hint),
        FormField::day("deadline", texts.deadline, &typed.deadline),
    ];
    fields.extend(item_field(&typed.item, kept, &read.offered(), language));
    fields.extend([
        FormField::lines("indicator", plan.indicator, &typed.indicator).hinted(texts.indicator_hint),
        FormField::day("evaluation", texts.evaluation, &typed.evaluation).hinted(texts.evaluation_hint),
    ]);
    fields
}

/// The fields of a risk.
pub fn risk_fields(nth: usize, risk: &Risk, texts: &'static MeasureTexts) -> Vec<FormField> {
    let line = |part, label, value| FormField::lines(risk_field(nth, part), label, value);
    vec![
        line("wrong", texts.risk_wrong, &risk.wrong),
        line("prevention", texts.risk_prevention, &risk.prevention),
        line("then", texts.risk_then, &risk.then),
    ]
}

/// A status, and what is said of it.
pub fn status_fields(status: &str, reason: &str, texts: &'static MeasureTexts) -> Vec<FormField> {
    let statuses = Status::ALL.map(|one| (one.name().to_owned(), texts.status_name(one).to_owned()));
    vec![
        FormField::choice("status", texts.status, status, statuses.into()),
        FormField::lines("reason", texts.reason, reason).hinted(texts.status_hint),
    ]
}

/// What is done with a measure after it was looked at.
pub fn next_fields(next: &str, sentence: &str, language: Language) -> Vec<FormField> {
    let (texts, plan) = (EffectTexts::of(language), PlanTexts::of(language));
    let none = (String::new(), plan.not_rated.to_owned());
    let steps = NextStep::ALL.map(|one| (one.name().to_owned(), texts.next_long(one).to_owned()));
    let steps = [none].into_iter().chain(steps).collect();
    vec![
        FormField::choice("next", texts.next, next, steps),
        FormField::lines("sentence", texts.sentence, sentence).hinted(texts.sentence_hint),
    ]
}

/// What was typed of a measure.
pub fn read_typed(form: &Form) -> WrittenMeasure {
    let field = |name: &str| form.get(name).to_owned();
    let risk = |nth: usize| Risk {
        wrong: field(&risk_field(nth, "wrong")),
        prevention: field(&risk_field(nth, "prevention")),
        then: field(&risk_field(nth, "then")),
    };
    let mut risks: Vec<Risk> = (1..=MOST_RISKS).map(risk).collect();
    while risks.last().is_some_and(|last| *last == Risk::default()) {
        risks.pop();
    }
    WrittenMeasure {
        proposal: form.get("proposal").parse().ok(),
        aim: field("aim"),
        area: field("area"),
        what: field("what"),
        responsible: field("responsible"),
        deadline: field("deadline"),
        indicator: field("indicator"),
        item: field("item"),
        evaluation: field("evaluation"),
        risks,
        help: field("help"),
        help_by: field("help_by"),
    }
}
