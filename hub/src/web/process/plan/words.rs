//! What of a plan is said in words.

use trykk_shared::language::Language;

use super::effect::EffectView;
use super::read::{AskedAgain, PlanRead};
use crate::organisation::Organisation;
use crate::plan::effect::{Effect, NamedItem, find_effect};
use crate::plan::measures::{HelpState, Measure, Status};
use crate::plan::proposals::{BundleState, Decided, Proposal};
use crate::plan::{BundleRow, Change, Field, MeasureRow, Plan, ProposalRow, Told};
use crate::texts::{AboveTexts, EffectTexts, MeasureTexts, PlanTexts, Texts, fill};
use crate::web::process::read::Read;
use crate::web::pulses::{PublishedPulse, find_newest};
use crate::web::signing::say;

/// A state, for the style sheet and in words.
pub type State = (&'static str, String);

/// How a bundle stands.
pub fn say_bundle(row: &BundleRow, today: i64, language: Language) -> State {
    let texts = PlanTexts::of(language);
    match (row.state(today), &row.reply) {
        (BundleState::Owed(day), _) => ("waits", fill(texts.reply_by, &[&say(language, day)])),
        (BundleState::Overdue(day), _) => ("late", fill(texts.reply_late, &[&say(language, day)])),
        (BundleState::Replied, reply) => {
            let verdict = reply.as_ref().map_or("", |reply| texts.verdict_name(reply.verdict));
            ("done", fill(texts.replied, &[&verdict]))
        }
    }
}

/// What stands on a measure card, and in which bundle where that is to be said; what is empty is left out.
pub fn list_facts(bundle: Option<String>, proposal: &Proposal, language: Language) -> Vec<(&'static str, String)> {
    let texts = PlanTexts::of(language);
    let mut facts = vec![
        (texts.bundle, bundle.unwrap_or_default()),
        (texts.area, proposal.area.clone()),
        (texts.what, proposal.what.clone()),
        (texts.first_step, proposal.first_step.clone()),
        (texts.owner, proposal.owner.clone()),
        (texts.by, say(language, proposal.by)),
        (texts.indicator, proposal.indicator.clone()),
        (texts.instead, proposal.instead.clone()),
    ];
    facts.retain(|(_, said)| !said.is_empty());
    facts
}

/// How a proposal stands.
pub fn say_decided(decided: Option<&Decided>, language: Language) -> State {
    let texts = PlanTexts::of(language);
    match decided {
        Some(decided) => ("done", texts.verdict_name(decided.verdict).to_owned()),
        None => ("waits", texts.undecided.to_owned()),
    }
}

/// Who wrote something down, and when.
pub fn say_by(account: &str, day: i64, language: Language) -> String {
    fill(PlanTexts::of(language).decided_by, &[&account, &say(language, day)])
}

/// How a measure stands.
pub fn say_status(row: &MeasureRow, today: i64, language: Language) -> State {
    let texts = MeasureTexts::of(language);
    let name = texts.status_name(row.status());
    match row.status() {
        _ if row.is_overdue(today) => ("late", format!("{name}, {}", texts.overdue)),
        _ if row.is_evaluation_due(today) => ("late", format!("{name}, {}", texts.evaluate)),
        Status::Done => ("done", name.to_owned()),
        _ => ("waits", name.to_owned()),
    }
}

/// What became of help that a measure asks, in words; and whether it is late.
pub fn say_help(row: &MeasureRow, today: i64, language: Language) -> Option<(String, Option<String>, bool)> {
    let texts = MeasureTexts::of(language);
    Some(match row.help(today)? {
        HelpState::Owed(day) => (fill(texts.help_owed, &[&say(language, day)]), None, false),
        HelpState::Overdue(day) => (fill(texts.help_late, &[&say(language, day)]), None, true),
        HelpState::Answered(answer) => {
            let text = match answer.written_down {
                true => texts.help_written_down,
                false => texts.help_answered,
            };
            let said = fill(text, &[&answer.account, &say(language, answer.day)]);
            (said, Some(answer.words.clone()), false)
        }
    })
}

/// A measure as it is read and printed.
pub struct MeasureView {
    /// Its page.
    pub href: String,
    /// What exactly.
    pub what: String,
    /// How it stands.
    pub state: State,
    /// Each field, and what it says.
    pub facts: Vec<(&'static str, String)>,
    /// What can go wrong, prevention, what then.
    pub risks: Vec<[String; 3]>,
    /// What is asked from above, what became of it, the answer, and whether it is late.
    pub help: Option<(String, String, Option<String>, bool)>,
    /// Its question before and now, where it names one.
    pub effect: Option<EffectView>,
}

/// A question that a measure names, and where it is from.
pub fn say_item(item: &NamedItem, language: Language) -> String {
    let words = quote(item.words.get(language), language);
    fill(
        EffectTexts::of(language).item_of,
        &[&words, &say(language, item.opened)],
    )
}

fn quote(words: &str, language: Language) -> String {
    match language {
        Language::En => format!("“{words}”"),
        _ => format!("«{words}»"),
    }
}

/// How a measure will be noticed: the question that it names, and in words.
pub fn list_signs(measure: &Measure, language: Language) -> Vec<(&'static str, String)> {
    let item = measure.item.as_ref().map(|item| say_item(item, language));
    let mut signs = vec![
        (EffectTexts::of(language).item, item.unwrap_or_default()),
        (PlanTexts::of(language).indicator, measure.indicator.clone()),
    ];
    signs.retain(|(_, said)| !said.is_empty());
    signs
}

/// A measure, to be read.
pub fn view(row: &MeasureRow, read: &PlanRead, language: Language) -> MeasureView {
    let (signed, today) = (read.signed(), read.today);
    let (plan, texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    let Measure { help, risks, .. } = &row.measure;
    let measure = &row.measure;
    let mut facts = vec![
        (texts.responsible, measure.responsible.clone()),
        (texts.deadline, say(language, measure.deadline)),
        (plan.area, measure.area.clone()),
        (texts.aim, texts.aim_name(measure.aim).to_owned()),
    ];
    facts.extend(list_signs(measure, language));
    facts.push((texts.evaluation, say(language, measure.evaluation)));
    let effect = measure.item.as_ref().map(|item| find_effect(item, &read.results));
    let pulses = measure.item.as_ref();
    let pulses = pulses.map_or(Vec::new(), |item| {
        say_pulses(&read.pulses, item, &read.organisation, language)
    });
    MeasureView {
        effect: effect.map(|effect| EffectView {
            pulses,
            ..EffectView::of(&effect, &read.organisation.zone(), language)
        }),
        href: format!("{}/measures/{}", read.href(), row.number),
        what: measure.what.clone(),
        state: say_status(row, today, language),
        facts,
        risks: risks
            .iter()
            .map(|risk| [&risk.wrong, &risk.prevention, &risk.then].map(String::clone))
            .collect(),
        help: help.as_ref().and_then(|help| {
            let (said, answer, late) = say_help(row, today, language)?;
            let is_asked = |(number, measure): &(u32, Measure)| {
                *number == row.number && measure.help.as_ref().is_some_and(|asked| asked.text == help.text)
            };
            // Nobody owes an answer to what they cannot see yet.
            if answer.is_none() && !signed.is_some_and(|signed| signed.measures.iter().any(is_asked)) {
                return Some((help.text.clone(), texts.help_unsigned.to_owned(), None, false));
            }
            Some((help.text.clone(), said, answer, late))
        }),
    }
}

/// An open measure, in a list.
pub struct OpenLine {
    /// Its page.
    pub href: String,
    /// What exactly.
    pub what: String,
    /// Who is responsible, and by when.
    pub about: String,
    /// How it stands.
    pub state: State,
    /// What is said of its question since, in a line each; nothing where that is not looked up.
    pub effect: Vec<String>,
}

/// What a meeting begins with, the most urgent first.
pub fn list_open(plan: &Plan, process: &str, today: i64, language: Language) -> Vec<OpenLine> {
    let open = plan.agenda(today).into_iter();
    open.map(|row| write_line(row, process, today, language)).collect()
}

fn write_line(row: &MeasureRow, process: &str, today: i64, language: Language) -> OpenLine {
    OpenLine {
        href: format!("/process/{process}/plan/measures/{}", row.number),
        what: row.measure.what.clone(),
        about: format!("{}, {}", row.measure.responsible, say(language, row.measure.deadline)),
        state: say_status(row, today, language),
        effect: Vec::new(),
    }
}

/// What pulses said of the question of a measure, a line each.
fn say_pulses(
    pulses: &[PublishedPulse],
    item: &NamedItem,
    organisation: &Organisation,
    language: Language,
) -> Vec<String> {
    let said = pulses.iter();
    let said = said.filter_map(|pulse| pulse.say_of((item.result, &item.id), organisation, language));
    said.collect()
}

/// What a follow-up meeting begins with, each measure with its question before and now.
pub fn list_agenda(read: &Read, asked: &AskedAgain, language: Language) -> Vec<OpenLine> {
    let zone = read.organisation.zone();
    let find_pulse = |row: &MeasureRow| find_newest(&asked.pulses, row.measure.item.as_ref()?);
    let agenda = read.plan.agenda_beside(&asked.results, find_pulse, read.today);
    let line = |(row, effect): (&MeasureRow, Option<Effect<'_>>)| {
        let of_item = row.measure.item.as_ref().zip(effect);
        let said = of_item.map(|(item, effect)| {
            let heading = quote(item.words.get(language), language);
            let lines = EffectView::of(&effect, &zone, language).in_lines();
            let pulses = say_pulses(&asked.pulses, item, &read.organisation, language);
            [heading].into_iter().chain(lines).chain(pulses).collect()
        });
        OpenLine {
            effect: said.unwrap_or_default(),
            ..write_line(row, &read.process.id, read.today, language)
        }
    };
    agenda.into_iter().map(line).collect()
}

fn name_field(field: Field, language: Language) -> &'static str {
    let (plan, texts) = (PlanTexts::of(language), MeasureTexts::of(language));
    match field {
        Field::Aim => texts.aim,
        Field::Area => plan.area,
        Field::What => plan.what,
        Field::Responsible => texts.responsible,
        Field::Deadline => texts.deadline,
        Field::Indicator => plan.indicator,
        Field::Item => EffectTexts::of(language).item,
        Field::Evaluation => texts.evaluation,
        Field::Risks => texts.risks,
        Field::Help => texts.help,
        Field::HelpBy => texts.help_by,
    }
}

fn say_told(told: &Told, language: Language) -> String {
    let quote = |words: &str| quote(words, language);
    match told {
        Told::Words(words) => quote(words),
        Told::Day(day) => say(language, *day),
        Told::Item(item) => say_item(item, language),
        Told::Aim(aim) => quote(MeasureTexts::of(language).aim_name(*aim)),
        Told::Risks(risks) if risks.is_empty() => PlanTexts::of(language).change_nothing.to_owned(),
        Told::Risks(risks) => {
            let one = risks.iter().map(|risk| {
                let parts = [&risk.wrong[..], &risk.prevention, &risk.then];
                quote(&parts.join(" – "))
            });
            one.collect::<Vec<_>>().join(", ")
        }
        Told::Nothing => PlanTexts::of(language).change_nothing.to_owned(),
    }
}

/// What another version changed.
pub fn say_change(change: &Change, language: Language) -> String {
    let texts = PlanTexts::of(language);
    match change {
        Change::Added(what) => fill(texts.change_added, &[what]),
        Change::Gone(what) => fill(texts.change_gone, &[what]),
        Change::Changed {
            what,
            field,
            before,
            now,
        } => fill(
            texts.change_field,
            &[
                what,
                &name_field(*field, language),
                &say_told(before, language),
                &say_told(now, language),
            ],
        ),
    }
}

/// Help that a signed plan asks of the senior leader, as it stands.
pub fn say_asked(row: &MeasureRow, today: i64, language: Language) -> Option<State> {
    let texts = AboveTexts::of(language);
    let (state, said) = match row.help(today)? {
        HelpState::Owed(day) => ("waits", fill(texts.owed, &[&say(language, day)])),
        HelpState::Overdue(day) => ("late", fill(texts.late, &[&say(language, day)])),
        HelpState::Answered(answer) => ("done", fill(texts.answered, &[&say(language, answer.day)])),
    };
    let status = MeasureTexts::of(language).status_name(row.status());
    Some(match row.is_open() {
        true => (state, said),
        false => (state, format!("{said} {}", fill(texts.measure_is, &[&status]))),
    })
}

/// Each role's figures, side by side.
pub fn list_ratings(row: &ProposalRow, language: Language) -> Vec<(String, [u8; 4])> {
    let names = Texts::of(language);
    let several = |role| row.ratings.iter().filter(|one| one.role == role).count() > 1;
    let line = row.ratings.iter().map(|one| {
        let name = match several(one.role) {
            true => format!("{}, {}", names.role(one.role), one.account),
            false => names.role(one.role).to_owned(),
        };
        (name, one.rating.figures())
    });
    line.collect()
}
