//! Measures of the plan: what was decided, who is responsible, by when, how it will be noticed, what can go wrong, which help is asked from
//! above. And how each stands.

use serde::{Deserialize, Serialize};

use super::effect::{NamedItem, Offered};
use super::fields::{Fault, Fields, Wrong, is_blank};
use super::proposals::{LONGEST_NAME, LONGEST_TEXT, Proposal};
use crate::analysis::areas::AreaKind;
use crate::organisation::times::write_day;

/// The most risks of a measure.
pub const MOST_RISKS: usize = 5;

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The proposal that it came from.
    pub proposal: Option<u32>,
    /// Whether it keeps a strength or improves something.
    pub aim: AreaKind,
    /// The area, in words.
    pub area: String,
    /// What exactly.
    pub what: String,
    /// Who is responsible: a name, or a role.
    pub responsible: String,
    /// By when, counted from 1970-01-01.
    pub deadline: i64,
    /// How it will be noticed, in words; nothing where a question says it.
    pub indicator: String,
    /// The question by which it will be noticed, if one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<NamedItem>,
    /// When it is looked at whether it helped, counted from 1970-01-01.
    pub evaluation: i64,
    /// What can go wrong.
    pub risks: Vec<Risk>,
    /// What is asked from above.
    pub help: Option<HelpAsked>,
}

/// The three questions of systematic work with risks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// What can go wrong.
    pub wrong: String,
    /// How it is prevented.
    pub prevention: String,
    /// What is done if it goes wrong all the same.
    pub then: String,
}

/// Help that is asked of the senior leader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpAsked {
    /// What is asked.
    pub text: String,
    /// The day by which an answer is owed, counted from 1970-01-01.
    pub answer_by: i64,
}

/// What a senior leader answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpAnswer {
    /// The text that was answered.
    pub text: String,
    /// The answer.
    pub words: String,
    /// Whose.
    pub account: String,
    /// On which day.
    pub day: i64,
    /// Whether a guide wrote down what was answered on paper or in a meeting.
    pub written_down: bool,
    /// 1, 2, 3: which answer it is, of all that were given for the measure.
    pub number: u32,
}

/// What became of help that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpState<'a> {
    /// It was answered.
    Answered(&'a HelpAnswer),
    /// An answer is owed until this day.
    Owed(i64),
    /// An answer was owed until this day, and there is none.
    Overdue(i64),
}

/// How far a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has begun.
    NotBegun,
    /// It is under way.
    UnderWay,
    /// It is carried out.
    Done,
    /// It was stopped, with a reason.
    Stopped,
}

impl Status {
    /// Each, in the order in which they are shown.
    pub const ALL: [Status; 4] = [Status::NotBegun, Status::UnderWay, Status::Done, Status::Stopped];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            Status::NotBegun => "not-begun",
            Status::UnderWay => "under-way",
            Status::Done => "done",
            Status::Stopped => "stopped",
        }
    }

    /// The status of this name.
    pub fn find(name: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// What is done with a measure after it was looked at whether it helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// It goes on as it is.
    Keep,
    /// It is changed.
    Adjust,
    /// It is over.
    Close,
}

impl NextStep {
    /// Each, in the order in which they are shown.
    pub const ALL: [NextStep; 3] = [NextStep::Keep, NextStep::Adjust, NextStep::Close];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            NextStep::Keep => "keep",
            NextStep::Adjust => "adjust",
            NextStep::Close => "close",
        }
    }

    /// The step of this name.
    pub fn find(name: &str) -> Option<Self> {
        NextStep::ALL.into_iter().find(|step| step.name() == name)
    }

    /// What status it gives a measure that has `status`. What nobody had begun is stopped when it is closed; what is adjusted is under way
    /// again.
    pub fn status(self, status: Status) -> Status {
        match (self, status) {
            (NextStep::Close, Status::UnderWay) => Status::Done,
            (NextStep::Close, Status::NotBegun) => Status::Stopped,
            (NextStep::Adjust, Status::Done | Status::Stopped) => Status::UnderWay,
            (_, status) => status,
        }
    }
}

/// A status that was given. Nothing of it changes afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSet {
    /// What was to be done, in the words that it was given to.
    pub what: String,
    /// Which.
    pub status: Status,
    /// What is done with it from then on, where that was decided.
    pub next: Option<NextStep>,
    /// Why, or what became of it.
    pub reason: String,
    /// Who said so.
    pub account: String,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
}

/// What was typed of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenMeasure {
    /// The number of the proposal it comes from.
    pub proposal: Option<u32>,
    /// The aim's name.
    pub aim: String,
    /// See [`Measure`].
    pub area: String,
    /// See [`Measure`].
    pub what: String,
    /// See [`Measure`].
    pub responsible: String,
    /// A day.
    pub deadline: String,
    /// See [`Measure`].
    pub indicator: String,
    /// See [`NamedItem::key`]; nothing where none is chosen.
    pub item: String,
    /// A day.
    pub evaluation: String,
    /// Risks; those that are empty are none.
    pub risks: Vec<Risk>,
    /// What is asked from above.
    pub help: String,
    /// The day by which an answer is owed.
    pub help_by: String,
}

impl WrittenMeasure {
    /// A measure, as it is typed again.
    pub fn again(measure: &Measure) -> Self {
        let help = measure.help.as_ref();
        WrittenMeasure {
            proposal: measure.proposal,
            aim: measure.aim.name().to_owned(),
            area: measure.area.clone(),
            what: measure.what.clone(),
            responsible: measure.responsible.clone(),
            deadline: write_day(measure.deadline),
            indicator: measure.indicator.clone(),
            item: measure.item.as_ref().map_or(String::new(), NamedItem::key),
            evaluation: write_day(measure.evaluation),
            risks: measure.risks.clone(),
            help: help.map_or(String::new(), |help| help.text.clone()),
            help_by: help.map_or(String::new(), |help| write_day(help.answer_by)),
        }
    }

    /// What a proposal gives a measure to begin with.
    pub fn from_proposal(number: u32, proposal: &Proposal) -> Self {
        WrittenMeasure {
            proposal: Some(number),
            area: proposal.area.clone(),
            what: proposal.what.clone(),
            responsible: proposal.owner.clone(),
            deadline: write_day(proposal.by),
            indicator: proposal.indicator.clone(),
            ..WrittenMeasure::default()
        }
    }
}

/// The field of a risk: `risk-1-wrong`.
pub fn risk_field(nth: usize, part: &str) -> String {
    format!("risk-{nth}-{part}")
}

fn read_risks(fields: &mut Fields, written: &[Risk]) -> Vec<Risk> {
    let mut risks = Vec::new();
    for (nth, risk) in (1..).zip(written) {
        if [&risk.wrong, &risk.prevention, &risk.then]
            .iter()
            .all(|part| is_blank(part))
        {
            continue;
        }
        risks.push(Risk {
            wrong: fields.words(&risk_field(nth, "wrong"), &risk.wrong, LONGEST_TEXT),
            prevention: fields.words(&risk_field(nth, "prevention"), &risk.prevention, LONGEST_TEXT),
            then: fields.words(&risk_field(nth, "then"), &risk.then, LONGEST_TEXT),
        });
    }
    if risks.len() > MOST_RISKS {
        fields.refuse(&risk_field(1, "wrong"), Wrong::TooMany(MOST_RISKS));
    }
    risks
}

/// How it will be noticed: a question that is offered or was there before, or words, or both.
fn read_sign(
    fields: &mut Fields,
    written: &WrittenMeasure,
    before: Option<&Measure>,
    offered: &[Offered],
) -> (String, Option<NamedItem>) {
    let indicator = fields.some_words("indicator", &written.indicator, LONGEST_TEXT);
    let kept = before.and_then(|before| before.item.as_ref());
    let mut known = kept.into_iter().chain(offered.iter().map(|one| &one.item));
    let item = match &written.item[..] {
        "" => None,
        key => {
            let found = known.find(|item| item.key() == key).cloned();
            fields.choice("item", found.map(Some), None)
        }
    };
    let is_refused = fields.is_refused("indicator") || fields.is_refused("item");
    if indicator.is_empty() && item.is_none() && !is_refused {
        fields.refuse("indicator", Wrong::NoSign);
    }
    (indicator, item)
}

/// What was typed of a measure. A new day must be one to come; one that was there before may stay, and so may a question. `offered`: the
/// questions that can be chosen.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_measure(
    written: &WrittenMeasure,
    before: Option<&Measure>,
    offered: &[Offered],
    today: i64,
) -> Result<Measure, Vec<Fault>> {
    let mut fields = Fields::default();
    let aim = fields.choice("aim", AreaKind::find(&written.aim), AreaKind::Improve);
    let area = fields.words("area", &written.area, LONGEST_NAME);
    let what = fields.words("what", &written.what, LONGEST_TEXT);
    let responsible = fields.words("responsible", &written.responsible, LONGEST_NAME);
    let deadline_before = before.map(|before| before.deadline);
    let deadline = fields.day_to_come("deadline", &written.deadline, deadline_before, today);
    let (indicator, item) = read_sign(&mut fields, written, before, offered);
    let evaluation = fields.day("evaluation", &written.evaluation, today);
    if !fields.is_refused("deadline") && !fields.is_refused("evaluation") && evaluation < deadline {
        fields.refuse("evaluation", Wrong::BeforeDeadline);
    }
    let risks = read_risks(&mut fields, &written.risks);
    let asks = !is_blank(&written.help) || !written.help_by.trim().is_empty();
    let help_before = before.and_then(|before| before.help.as_ref());
    let help = asks.then(|| HelpAsked {
        text: fields.words("help", &written.help, LONGEST_TEXT),
        answer_by: fields.day_to_come(
            "help_by",
            &written.help_by,
            help_before.map(|help| help.answer_by),
            today,
        ),
    });
    fields.done(Measure {
        proposal: written.proposal,
        aim,
        area,
        what,
        responsible,
        deadline,
        indicator,
        item,
        evaluation,
        risks,
        help,
    })
}

/// A status that somebody gives to `what` is to be done. Stopping wants a reason.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_status(
    what: &str,
    (status, reason): (&str, &str),
    account: &str,
    today: i64,
) -> Result<StatusSet, Vec<Fault>> {
    let mut fields = Fields::default();
    let status = fields.choice("status", Status::find(status), Status::NotBegun);
    let reason = match status {
        Status::Stopped => fields.words("reason", reason, LONGEST_TEXT),
        _ => fields.some_words("reason", reason, LONGEST_TEXT),
    };
    fields.done(StatusSet {
        what: what.to_owned(),
        status,
        next: None,
        reason,
        account: account.to_owned(),
        day: today,
    })
}

/// What somebody decides of `what` is to be done, which has `status`, after it was looked at whether it helped: a step, and a sentence on what
/// was seen.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_next(
    (what, status): (&str, Status),
    (next, sentence): (&str, &str),
    account: &str,
    today: i64,
) -> Result<StatusSet, Vec<Fault>> {
    let mut fields = Fields::default();
    let next = fields.choice("next", NextStep::find(next), NextStep::Keep);
    let reason = fields.words("sentence", sentence, LONGEST_TEXT);
    fields.done(StatusSet {
        what: what.to_owned(),
        status: next.status(status),
        next: Some(next),
        reason,
        account: account.to_owned(),
        day: today,
    })
}

/// What a senior leader answers.
///
/// # Errors
/// When nothing is written, or too much.
pub fn read_answer(words: &str) -> Result<String, Vec<Fault>> {
    let mut fields = Fields::default();
    let words = fields.words("words", words, LONGEST_TEXT);
    fields.done(words)
}
