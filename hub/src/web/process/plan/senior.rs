//! What the senior leader sees of the processes of the department's wards: the phase, what is signed, how many measures are overdue, and what
//! a signed plan asks. Never an area, a measure, or a figure of a ward.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::language::Language;

use super::words::{State, say_asked};
use crate::organisation::{Organisation, Places};
use crate::plan::{MeasureRow, Plan};
use crate::process::method::Method;
use crate::signing::stand;
use crate::store::{Store, StoreError};
use crate::texts::{AboveTexts, fill};
use crate::web::page::take_page;
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
    /// Process by process, a page of them, in the order of their wards' names.
    pub wards: Vec<WardLine>,
    /// The next page of them.
    pub more_wards: Option<usize>,
    /// Whether this is not the first page of them.
    pub is_further: bool,
    /// What is asked, what is late first.
    pub asks: Vec<Ask>,
    /// What is asked beside that and is folded away, and what the fold says.
    pub folded: Option<(String, Vec<Ask>)>,
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
fn list_without(organisation: &Organisation, places: &Places, with_process: &BTreeSet<String>) -> Vec<String> {
    let wards = organisation.wards.iter().filter(|(id, ward)| {
        !ward.closed && !with_process.contains(id.as_str()) && organisation.covers(places, std::slice::from_ref(*id))
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

/// How many processes stand on a page.
const PROCESSES_ON_A_PAGE: usize = 40;
/// How many of the asks are seen before the others are folded away.
const UNFOLDED: usize = 12;

/// Processes by the names of their wards, in order.
fn list_by_name(organisation: &Organisation, processes: &BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let named = processes
        .iter()
        .map(|(id, wards)| (organisation.ward_names(wards), id.clone()));
    let mut named: Vec<(String, String)> = named.collect();
    named.sort_by_cached_key(|(names, id)| (names.to_lowercase(), id.clone()));
    named
}

fn list_asks(read: &Read, language: Language) -> impl Iterator<Item = Ask> {
    let (id, names) = (
        read.process.id.clone(),
        read.organisation.ward_names(&read.process.wards),
    );
    let today = read.today;
    list_asking(&read.plan).into_iter().filter_map(move |row| {
        Some(Ask {
            href: format!("/help/{id}/{}", row.number),
            wards: names.clone(),
            text: row.measure.help.as_ref()?.text.clone(),
            state: say_asked(&row, today, language)?,
        })
    })
}

fn describe_ward(read: &Read, method: &Method, language: Language) -> WardLine {
    let texts = AboveTexts::of(language);
    let stands = read
        .plan_signing
        .as_ref()
        .map(|(asked, given)| stand(&read.organisation, asked, given, read.today).may_go_on());
    WardLine {
        wards: read.organisation.ward_names(&read.process.wards),
        phase: say_phase(read, method, language),
        signed: say_signed(read, stands, texts),
        overdue: read.plan.count_signed_overdue(read.today),
    }
}

impl Above {
    /// Reads it; `organisation` is what these places reach, `page` that of the processes, counted from 1.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn read(
        store: &Store,
        organisation: &Arc<Organisation>,
        method: &Method,
        (places, page): (&Places, usize),
        language: Language,
        now: i64,
    ) -> Result<Self, StoreError> {
        let texts = AboveTexts::of(language);
        let of = |id: &str| match Read::within(store, method, (places, organisation), id, now) {
            Err(StoreError::NotFound(..)) => Ok(None),
            read => read.map(Some),
        };
        let mut asks = Vec::new();
        for id in store.processes_asking_for_help(places)? {
            asks.extend(of(&id)?.iter().flat_map(|read| list_asks(read, language)));
        }
        asks.sort_by_key(|ask| match ask.state.0 {
            "late" => 0,
            "waits" => 1,
            _ => 2,
        });
        let rest = asks.split_off(asks.len().min(UNFOLDED));
        let processes = store.processes_with_wards(places)?;
        let (here, more) = take_page(list_by_name(organisation, &processes), page, PROCESSES_ON_A_PAGE);
        let mut wards = Vec::new();
        for (_, id) in here {
            wards.extend(of(&id)?.iter().map(|read| describe_ward(read, method, language)));
        }
        let with_process: BTreeSet<String> = processes.into_values().flatten().collect();
        let without = say_without(&list_without(organisation, places, &with_process), texts);
        Ok(Above {
            texts,
            wards,
            more_wards: more.then(|| page + 1),
            is_further: page > 1,
            asks,
            folded: (!rest.is_empty()).then(|| (fill(texts.more_asks, &[&rest.len()]), rest)),
            without,
        })
    }
}
