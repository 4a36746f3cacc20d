//! A plan as pages read it, and what became of what was typed.

use std::sync::Arc;

use super::idea_box::{Themes, list_themes};
use crate::figures::bounds::bound_questions;
use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Places, Role};
use crate::plan::effect::{Offered, PublishedResult, find_first_needed, list_offered};
use crate::plan::idea_box::IdeaRow;
use crate::plan::{Fault, Plan, PlanVersion};
use crate::process::Process;
use crate::signing::{Answer, Signature, stand};
use crate::store::{BoxRow, PlanSigning, Store, StoreError};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::process::read::Read;
use crate::web::pulses::{NoPulse, PublishedPulse, find_no_pulse, read_pulses};
use crate::web::visit::Visit;

/// A plan as it was read.
pub struct PlanRead {
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// The process that it belongs to.
    pub process: Process,
    /// The plan.
    pub plan: Plan,
    /// How far its signing has come, once it was put forward.
    pub signing: Option<PlanSigning>,
    /// The areas of the newest reports of its wards, by name.
    pub areas: Vec<String>,
    /// What the idea box tells of its measures, shown or not yet, and what was withdrawn.
    pub ideas: Vec<IdeaRow>,
    /// The themes of the idea box.
    pub themes: Themes,
    /// What is published of its wards, for those who read it.
    pub results: Vec<PublishedResult>,
    /// The published pulses of its wards, for the same.
    pub pulses: Vec<PublishedPulse>,
    /// What keeps another pulse from being asked for, if something does.
    pub no_pulse: Option<NoPulse>,
    /// The day on which it was read.
    pub today: i64,
}

impl PlanRead {
    /// Reads the plan of a process that a visitor's places reach; another one looks like one that is not there.
    ///
    /// # Errors
    /// When there is none.
    pub async fn of(pages: &Arc<Pages>, visit: &Visit, id: String) -> Result<Self, PageError> {
        let (places, asked) = (visit.visitor()?.places.clone(), Arc::clone(pages));
        // A senior leader reads the words that ask for help, and no result of one ward.
        let reads_results = visit.visitor()?.role != Role::SeniorLeader;
        pages
            .read_in(visit, &id, move |store, read| {
                Ok(PlanRead {
                    areas: list_areas(store, &read, &places)?,
                    ideas: store.ideas_of(&read.process.id)?,
                    themes: list_themes(&asked.codebook.codebook),
                    results: match reads_results {
                        true => read_results(store, &read)?,
                        false => Vec::new(),
                    },
                    pulses: match reads_results {
                        true => read_pulses(store, &read.organisation, &read.process.wards)?,
                        false => Vec::new(),
                    },
                    no_pulse: find_no_pulse(&store.boxes_of(&read.process.wards)?, &read.process.wards),
                    organisation: read.organisation,
                    process: read.process,
                    plan: read.plan,
                    signing: read.plan_signing,
                    today: read.today,
                })
            })
            .await
    }

    /// The version that was signed last, if one was.
    pub fn signed(&self) -> Option<&PlanVersion> {
        self.plan.signed_version()
    }

    /// Whether somebody signed an earlier version, and the present one is not signed.
    pub fn must_be_signed_again(&self) -> bool {
        self.signing.as_ref().is_some_and(|(asked, given)| {
            let standing = stand(&self.organisation, asked, given, self.today);
            let signed = |one: &Signature| matches!(one.answer, Answer::Signed | Answer::OnPaper);
            !standing.may_go_on() && standing.void.iter().any(signed)
        })
    }

    /// The questions that a measure can name.
    pub fn offered(&self) -> Vec<Offered> {
        list_offered(&self.results, &self.process.wards, self.today)
    }

    /// The names of its wards.
    pub fn wards(&self) -> String {
        self.organisation.ward_names(&self.process.wards)
    }

    /// Where its page is.
    pub fn href(&self) -> String {
        format!("/process/{}/plan", self.process.id)
    }
}

/// The areas of the newest report of each box whose wards are all in the process, and which the reader may read.
fn list_areas(store: &Store, read: &Read, places: &Places) -> Result<Vec<String>, StoreError> {
    let mut boxes = store.boxes_of(&read.process.wards)?;
    boxes.retain(|ballot_box| {
        ballot_box.wards.iter().all(|ward| read.process.wards.contains(ward))
            && read.organisation.covers(places, &ballot_box.wards)
    });
    boxes.sort_by_key(|ballot_box| std::cmp::Reverse(ballot_box.opens));
    let mut areas = Vec::new();
    for ballot_box in boxes {
        let Some(report) = store.report(ballot_box.id)? else {
            continue;
        };
        for area in report.areas {
            if !areas.contains(&area.title) {
                areas.push(area.title);
            }
        }
    }
    Ok(areas)
}

/// What is published of the boxes that a process's wards are in, as far back as its plan needs it.
///
/// # Errors
/// See [`StoreError`].
pub fn read_results(store: &Store, read: &Read) -> Result<Vec<PublishedResult>, StoreError> {
    let (zone, wards) = (read.organisation.zone(), &read.process.wards);
    let mut boxes = store.boxes_of(wards)?;
    boxes.retain(BoxRow::has_release);
    let published = boxes
        .iter()
        .map(|ballot_box| (ballot_box.id, &ballot_box.wards[..], ballot_box.opens));
    let first = find_first_needed(published, wards, &read.plan.named_results());
    boxes.retain(|ballot_box| ballot_box.opens >= first);
    let mut results = Vec::new();
    for ballot_box in boxes {
        let Some(release) = store.release(ballot_box.id)? else {
            continue;
        };
        let round = store.round(&ballot_box.round)?;
        results.push(PublishedResult {
            id: ballot_box.id,
            mode: round.mode,
            opens: ballot_box.opens,
            closes: ballot_box.closes,
            opened: day_of(ballot_box.opens, &zone),
            floor: ballot_box.floor,
            deck: round.deck,
            questions: bound_questions(&release),
            wards: ballot_box.wards,
        });
    }
    Ok(results)
}

/// What was asked again beside the measures of a process, and published.
pub struct AskedAgain {
    /// By rounds.
    pub results: Vec<PublishedResult>,
    /// By pulses.
    pub pulses: Vec<PublishedPulse>,
}

impl AskedAgain {
    /// Reads both.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn read(store: &Store, read: &Read) -> Result<Self, StoreError> {
        Ok(AskedAgain {
            results: read_results(store, read)?,
            pulses: read_pulses(store, &read.organisation, &read.process.wards)?,
        })
    }
}

/// What is said of what was typed, when it is shown again.
pub enum Refusal {
    /// Somebody else was faster.
    Meanwhile,
    /// These faults.
    Faults(Vec<Fault>),
}

impl Refusal {
    /// The faults.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Refusal::Meanwhile => &[],
            Refusal::Faults(faults) => faults,
        }
    }
}

/// What became of what was typed: it is kept, or what is said of it.
///
/// # Errors
/// What else the store did not do.
pub fn settle<T>(done: Result<T, StoreError>) -> Result<Result<T, Refusal>, StoreError> {
    match done {
        Ok(kept) => Ok(Ok(kept)),
        Err(StoreError::ChangedMeanwhile(_)) => Ok(Err(Refusal::Meanwhile)),
        Err(StoreError::Resting) => Ok(Err(Refusal::Faults(vec![Fault::resting()]))),
        Err(error) => Err(error),
    }
}

/// The number in an address: `new` is none yet.
///
/// # Errors
/// When it is neither.
pub fn read_number(written: &str) -> Result<Option<u32>, PageError> {
    match written {
        "new" => Ok(None),
        number => number.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

/// The number in an address, of something that is there.
///
/// # Errors
/// When it is none.
pub fn read_known(written: &str) -> Result<u32, PageError> {
    written.parse().map_err(|_| PageError::NotFound)
}
