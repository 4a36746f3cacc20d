//! What the senior leader sees of the processes of the department's wards: the phase, what is signed, how many measures are overdue, and what
//! a signed plan asks. Never an area, a measure, or a figure of a ward.

use trykk_shared::language::Language;

use super::words::{State, say_asked};
use crate::organisation::{Organisation, Places};
use crate::plan::{MeasureRow, Plan};
use crate::process::method::Method;
use crate::signing::stand;
use crate::store::{Store, StoreError};
use crate::texts::{AboveTexts, fill};
use crate::web::process::read::Read;
use crate::web::process::view::say_phase;

/// A process, as the senior leader sees it.
pub struct WardLine {
    /// The names of its wards.
    pub wards: String,
    /// The present phase.
    pub phase: String,
    /// What is signed, and what waits.
    pub signed: String,
    /// How many measures are overdue.
    pub overdue: usize,
}

/// What a signed plan asks of the senior leader.
pub struct Ask {
    /// Where it is answered.
    pub href: String,
    /// The names of the wards.
    pub wards: String,
    /// The text that was signed.
    pub text: String,
    /// How it stands.
    pub state: State,
}

/// What the senior leader sees of all processes in these places.
pub struct Above {
    /// The texts.
    pub texts: &'static AboveTexts,
    /// Process by process.
    pub wards: Vec<WardLine>,
    /// What is asked, what is late first.
    pub asks: Vec<Ask>,
    /// The wards that have no process.
    pub without: Option<Without>,
}

/// The wards without a process, by their names.
pub struct Without {
    /// How many there are, in words.
    pub said: String,
    /// Their names.
    pub names: String,
}

/// The wards in somebody's places that are in use and in no process, in the order of their names.
pub fn list_without(organisation: &Organisation, places: &Places, with_process: &[String]) -> Vec<String> {
    let wards = organisation.wards.iter().filter(|(id, ward)| {
        !ward.closed && !with_process.contains(id) && organisation.covers(places, std::slice::from_ref(*id))
    });
    let mut names: Vec<String> = wards.map(|(_, ward)| ward.name.clone()).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    names
}

fn say_without(names: &[String], texts: &AboveTexts) -> Option<Without> {
    Some(Without {
        said: match names.len() {
            0 => return None,
            1 => texts.without_one.to_owned(),
            many => fill(texts.without, &[&many]),
        },
        names: names.join(", "),
    })
}

/// What a signed plan asks for, each measure with what became of it. What was signed is asked until it is answered, whatever status the
/// measure was given since.
pub fn list_asking(plan: &Plan) -> Vec<MeasureRow> {
    let mut asking = plan.signed_measures();
    asking.retain(|row| row.measure.help.is_some());
    asking
}

fn say_signed(read: &Read, plan: Option<bool>, texts: &AboveTexts) -> String {
    let checkpoint = read.checkpoint.as_ref().map(|(asked, given)| {
        match stand(&read.organisation, asked, given, read.today).may_go_on() {
            true => texts.checkpoint_signed,
            false => texts.checkpoint_waits,
        }
    });
    let plan = plan.map(|signed| match signed {
        true => texts.plan_signed,
        false => texts.plan_waits,
    });
    let said: Vec<&str> = [checkpoint, plan].into_iter().flatten().collect();
    match said.is_empty() {
        true => texts.nothing_asked.to_owned(),
        false => said.join(", "),
    }
}

impl Above {
    /// Reads it; `organisation` is what these places reach.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn read(
        store: &Store,
        organisation: &Organisation,
        method: &Method,
        places: &Places,
        language: Language,
        now: i64,
    ) -> Result<Self, StoreError> {
        let texts = AboveTexts::of(language);
        let (mut wards, mut asks) = (Vec::new(), Vec::new());
        for id in store.processes_within(places)? {
            let read = match Read::of(store, method, places, &id, now) {
                Err(StoreError::NotFound(..)) => continue,
                read => read?,
            };
            let (plan, signing) = (&read.plan, &read.plan_signing);
            let names = read.organisation.ward_names(&read.process.wards);
            let stands = signing
                .as_ref()
                .map(|(asked, given)| stand(&read.organisation, asked, given, read.today).may_go_on());
            for row in list_asking(plan) {
                let Some(help) = &row.measure.help else { continue };
                asks.extend(say_asked(&row, read.today, language).map(|state| Ask {
                    href: format!("/help/{id}/{}", row.number),
                    wards: names.clone(),
                    text: help.text.clone(),
                    state,
                }));
            }
            wards.push(WardLine {
                phase: say_phase(&read, method, language),
                signed: say_signed(&read, stands, texts),
                overdue: plan.count_signed_overdue(read.today),
                wards: names,
            });
        }
        asks.sort_by_key(|ask| match ask.state.0 {
            "late" => 0,
            "waits" => 1,
            _ => 2,
        });
        let with_process = store.wards_with_process(places)?;
        let without = say_without(&list_without(organisation, places, &with_process), texts);
        Ok(Above {
            texts,
            wards,
            asks,
            without,
        })
    }
}
