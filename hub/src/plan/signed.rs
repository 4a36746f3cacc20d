//! What of a plan is signed: a digest of all measures, what changed between two versions, and when a version came to be signed.

use super::PlanVersion;
use super::effect::NamedItem;
use super::measures::{Measure, Risk};
use crate::analysis::areas::AreaKind;
use crate::organisation::Organisation;
use crate::signing::{Answer, Asked, Signature, Version, stand};

/// The version of these measures. Status, answers, proposals and ratings are no part of it: they follow what was signed.
pub fn version(process: &str, measures: &[(u32, Measure)]) -> Version {
    let mut parts = vec![process.to_owned()];
    for (number, measure) in measures {
        parts.extend([
            number.to_string(),
            measure.aim.name().to_owned(),
            measure.area.clone(),
            measure.what.clone(),
            measure.responsible.clone(),
            measure.deadline.to_string(),
            measure.indicator.clone(),
            measure.evaluation.to_string(),
            measure.risks.len().to_string(),
        ]);
        for risk in &measure.risks {
            parts.extend([risk.wrong.clone(), risk.prevention.clone(), risk.then.clone()]);
        }
        match &measure.help {
            Some(help) => parts.extend(["help".to_owned(), help.text.clone(), help.answer_by.to_string()]),
            None => parts.push("none".to_owned()),
        }
        // A measure that names no question is signed as it was before there were any: its number is what follows, and never this word.
        if let Some(item) = &measure.item {
            parts.push("item".to_owned());
            parts.extend(item.parts());
        }
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Version::of(&parts)
}

/// A field of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Whether it keeps or improves.
    Aim,
    /// The area.
    Area,
    /// What exactly.
    What,
    /// Who is responsible.
    Responsible,
    /// By when.
    Deadline,
    /// How it will be noticed, in words.
    Indicator,
    /// The question by which it will be noticed.
    Item,
    /// When it is looked at.
    Evaluation,
    /// What can go wrong.
    Risks,
    /// What is asked from above.
    Help,
    /// When that is to be answered.
    HelpBy,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Words.
    Words(String),
    /// A day.
    Day(i64),
    /// An aim.
    Aim(AreaKind),
    /// A question.
    Item(Box<NamedItem>),
    /// Risks.
    Risks(Vec<Risk>),
    /// Nothing.
    Nothing,
}

/// What another version changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A measure that came.
    Added(String),
    /// One that went.
    Gone(String),
    /// A field of a measure says something else.
    Changed {
        /// What the measure was before.
        what: String,
        /// Which field.
        field: Field,
        /// What it said.
        before: Told,
        /// What it says now.
        now: Told,
    },
}

fn tell(measure: &Measure) -> [(Field, Told); 11] {
    let words = |words: &String| Told::Words(words.clone());
    let some_words = |said: &String| if said.is_empty() { Told::Nothing } else { words(said) };
    let help = measure.help.as_ref();
    // The day on which it was chosen is not signed.
    let item = |item: &NamedItem| Told::Item(Box::new(NamedItem { day: 0, ..item.clone() }));
    [
        (Field::Aim, Told::Aim(measure.aim)),
        (Field::Area, words(&measure.area)),
        (Field::What, words(&measure.what)),
        (Field::Responsible, words(&measure.responsible)),
        (Field::Deadline, Told::Day(measure.deadline)),
        (Field::Indicator, some_words(&measure.indicator)),
        (Field::Item, measure.item.as_ref().map_or(Told::Nothing, item)),
        (Field::Evaluation, Told::Day(measure.evaluation)),
        (Field::Risks, Told::Risks(measure.risks.clone())),
        (Field::Help, help.map_or(Told::Nothing, |help| words(&help.text))),
        (
            Field::HelpBy,
            help.map_or(Told::Nothing, |help| Told::Day(help.answer_by)),
        ),
    ]
}

/// What changed from one version to another.
pub fn changes(before: &[(u32, Measure)], after: &[(u32, Measure)]) -> Vec<Change> {
    let find = |list: &[(u32, Measure)], number: u32| {
        let found = list.iter().find(|(other, _)| *other == number);
        found.map(|(_, measure)| measure.clone())
    };
    let gone = before.iter().filter(|(number, _)| find(after, *number).is_none());
    let mut found: Vec<Change> = gone.map(|(_, measure)| Change::Gone(measure.what.clone())).collect();
    for (number, measure) in after {
        let Some(earlier) = find(before, *number) else {
            found.push(Change::Added(measure.what.clone()));
            continue;
        };
        for ((field, was), (_, now)) in tell(&earlier).into_iter().zip(tell(measure)) {
            if was != now {
                found.push(Change::Changed {
                    what: earlier.what.clone(),
                    field,
                    before: was,
                    now,
                });
            }
        }
    }
    found
}

/// Whether the version that is asked came to be signed because somebody who owed an answer left the role. Who is blocked has not left it, and
/// a refusal is not taken along: where one stands, somebody answers anew, or goes on.
pub fn is_signed_by_leaving(organisation: &Organisation, asked: &Asked, signatures: &[Signature], today: i64) -> bool {
    let mut with_all = organisation.clone();
    for account in with_all.accounts.values_mut() {
        account.blocked = false;
    }
    let standing = stand(&with_all, asked, signatures, today);
    let mut answers = standing.posts.iter().flat_map(|post| &post.answers);
    standing.may_go_on() && !answers.any(|one| one.answer == Answer::Refused)
}

/// The numbers of the versions that had come to be signed before that was written down, each with the day: as far as the holders of today
/// and what was answered, in the order in which it came, still tell.
pub fn list_signed_before(
    versions: &[PlanVersion],
    organisation: &Organisation,
    asked: &Asked,
    signatures: &[Signature],
    today: i64,
) -> Vec<(u32, i64)> {
    let of = |nth: usize, one: &PlanVersion| {
        let as_asked = Asked {
            version: one.version,
            ..asked.clone()
        };
        let stood = |came: usize| stand(organisation, &as_asked, &signatures[..came], today).may_go_on();
        let mut answered = (1..=signatures.len()).filter(|came| signatures[came - 1].version == one.version);
        // What was written anew in the same words stands, or does not, by all that was answered until now.
        let is_again = versions[..nth].iter().any(|before| before.version == one.version);
        let completed = match is_again {
            false => answered.find(|came| stood(*came)),
            true => Some(signatures.len()).filter(|came| nth + 1 == versions.len() && stood(*came)),
        };
        let day = completed.and_then(|came| signatures.get(came.checked_sub(1)?))?.day;
        Some((one.number, day.max(one.day)))
    };
    let versions = versions.iter().enumerate();
    versions.filter_map(|(nth, one)| of(nth, one)).collect()
}
