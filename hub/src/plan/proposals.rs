//! Bundles of ideas, the proposals that tables made of them, what leader, safety rep and union rep think of each, and what was decided.

use serde::{Deserialize, Serialize};

use super::fields::{Fault, Fields};
use super::measures::Measure;
use crate::organisation::times::write_day;

/// The longest title of a bundle, in characters.
pub const LONGEST_TITLE: usize = 120;
/// The longest name of an area or a role.
pub const LONGEST_NAME: usize = 120;
/// The longest text of one thing on a card, and of a reason.
pub const LONGEST_TEXT: usize = 600;
/// A bundle is answered within so many days, unless another day is set.
pub const ANSWER_WITHIN_DAYS: i64 = 21;
/// The figures of a rating.
pub const FIGURES: std::ops::RangeInclusive<u8> = 1..=5;

/// Ideas that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// What they are about.
    pub title: String,
    /// The last day on which the staff are told what became of them, counted from 1970-01-01.
    pub answer_by: i64,
}

/// How a bundle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleState {
    /// It has a reply.
    Replied,
    /// It gets one until this day.
    Owed(i64),
    /// It was to get one until this day.
    Overdue(i64),
}

/// What becomes of a proposal or a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is done now.
    Now,
    /// It waits.
    Later,
    /// It is not done.
    No,
}

impl Verdict {
    /// Each, in the order in which they are shown.
    pub const ALL: [Verdict; 3] = [Verdict::Now, Verdict::Later, Verdict::No];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Now => "now",
            Verdict::Later => "later",
            Verdict::No => "no",
        }
    }

    /// The verdict of this name.
    pub fn find(name: &str) -> Option<Self> {
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// What was decided, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who wrote it down.
    pub account: String,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
}

/// A measure card, as a table filled it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The area that it answers, in words.
    pub area: String,
    /// What exactly.
    pub what: String,
    /// The first step.
    pub first_step: String,
    /// Who could own it: a role.
    pub owner: String,
    /// By when, counted from 1970-01-01.
    pub by: i64,
    /// How it will be noticed.
    pub indicator: String,
    /// What is no longer done instead; nothing where nothing is.
    pub instead: String,
}

/// What was typed of a measure card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenProposal {
    /// The title of its bundle: one that is there, or a new one.
    pub bundle: String,
    /// See [`Proposal`].
    pub area: String,
    /// See [`Proposal`].
    pub what: String,
    /// See [`Proposal`].
    pub first_step: String,
    /// See [`Proposal`].
    pub owner: String,
    /// A day.
    pub by: String,
    /// See [`Proposal`].
    pub indicator: String,
    /// See [`Proposal`].
    pub instead: String,
}

impl WrittenProposal {
    /// As a form has it.
    pub fn typed(field: impl Fn(&str) -> String) -> Self {
        WrittenProposal {
            bundle: field("bundle"),
            area: field("area"),
            what: field("what"),
            first_step: field("first_step"),
            owner: field("owner"),
            by: field("by"),
            indicator: field("indicator"),
            instead: field("instead"),
        }
    }

    /// What is kept, to be typed over. `bundle`: what the form calls its bundle.
    pub fn of(bundle: String, proposal: &Proposal) -> Self {
        let proposal = proposal.clone();
        WrittenProposal {
            bundle,
            area: proposal.area,
            what: proposal.what,
            first_step: proposal.first_step,
            owner: proposal.owner,
            by: write_day(proposal.by),
            indicator: proposal.indicator,
            instead: proposal.instead,
        }
    }
}

impl WrittenProposal {
    /// What a proposal begins with that keeps what a measure has mended. `bundle`: where the measure came from, or the area; `what`: what is to
    /// be done, in words. Who could own it and by when is for those who make it.
    pub fn keeping_up(measure: &Measure, bundle: Option<String>, what: String, indicator: String) -> Self {
        WrittenProposal {
            bundle: bundle.unwrap_or_else(|| measure.area.clone()),
            area: measure.area.clone(),
            what,
            indicator,
            ..WrittenProposal::default()
        }
    }
}

/// What was typed of a measure card: the title of its bundle, and the card. A card may be from before, so its day may be over.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_proposal(written: &WrittenProposal, today: i64) -> Result<(String, Proposal), Vec<Fault>> {
    let mut fields = Fields::default();
    let title = fields.words("bundle", &written.bundle, LONGEST_TITLE);
    let proposal = Proposal {
        area: fields.words("area", &written.area, LONGEST_NAME),
        what: fields.words("what", &written.what, LONGEST_TEXT),
        first_step: fields.words("first_step", &written.first_step, LONGEST_TEXT),
        owner: fields.words("owner", &written.owner, LONGEST_NAME),
        by: fields.day("by", &written.by, today),
        indicator: fields.words("indicator", &written.indicator, LONGEST_TEXT),
        instead: fields.some_words("instead", &written.instead, LONGEST_TEXT),
    };
    fields.done((title, proposal))
}

/// What was typed of a bundle. A new day must be one to come; one that was there before may stay.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_bundle(title: &str, answer_by: &str, before: Option<&Bundle>, today: i64) -> Result<Bundle, Vec<Fault>> {
    let mut fields = Fields::default();
    let day_before = before.map(|before| before.answer_by);
    let bundle = Bundle {
        title: fields.words("title", title, LONGEST_TITLE),
        answer_by: fields.day_to_come("answer_by", answer_by, day_before, today),
    };
    fields.done(bundle)
}

/// What was decided: a verdict, and a reason that the staff can read.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_decision(verdict: &str, reason: &str, account: &str, today: i64) -> Result<Decided, Vec<Fault>> {
    let mut fields = Fields::default();
    let decided = Decided {
        verdict: fields.choice("verdict", Verdict::find(verdict), Verdict::No),
        reason: fields.words("reason", reason, LONGEST_TEXT),
        account: account.to_owned(),
        day: today,
    };
    fields.done(decided)
}

/// What one person thinks of a proposal: four figures from 1 to 5, never a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How large the gain for the area is.
    pub gain: u8,
    /// How easy it is to carry out.
    pub ease: u8,
    /// How much it helps quality and patient safety.
    pub quality: u8,
    /// What it costs.
    pub cost: u8,
}

impl Rating {
    /// The names of the four figures, in the order in which they are shown.
    pub const NAMES: [&'static str; 4] = ["gain", "ease", "quality", "cost"];

    /// The four figures, in the same order.
    pub fn figures(&self) -> [u8; 4] {
        [self.gain, self.ease, self.quality, self.cost]
    }
}

/// What was chosen: four figures, in the order of [`Rating::NAMES`].
///
/// # Errors
/// Every figure that is missing.
pub fn read_rating(written: [&str; 4]) -> Result<Rating, Vec<Fault>> {
    let mut fields = Fields::default();
    let mut figure = |nth: usize| {
        let found = written[nth].parse().ok().filter(|figure| FIGURES.contains(figure));
        fields.choice(Rating::NAMES[nth], found, 1)
    };
    let rating = Rating {
        gain: figure(0),
        ease: figure(1),
        quality: figure(2),
        cost: figure(3),
    };
    fields.done(rating)
}
