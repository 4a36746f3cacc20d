//! The file for `trykk-hub apply`: the organisation as it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use trykk_shared::deck::{Deck, DeckErrors, Mode};
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::language::Texts;

use crate::organisation::times;
use crate::organisation::{Account, Organisation, Places, Role, Round, RoundPlan, Ward};
use crate::written::{read_email, read_name};

/// The lowest floor.
const LOWEST_FLOOR: u32 = 5;

/// Why a deck's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DeckFileError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    /// A line for each fault, with file, line and mend.
    #[error("{0}")]
    Faults(String),
}

/// Every fault of a plan file; never empty.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct PlanErrors(pub Vec<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    organisation: OrganisationEntry,
    #[serde(default)]
    department: Vec<DepartmentEntry>,
    #[serde(default)]
    ward: Vec<WardEntry>,
    #[serde(default)]
    account: Vec<AccountEntry>,
    #[serde(default)]
    round: Vec<RoundEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationEntry {
    name: String,
    #[serde(default = "oslo")]
    time_zone: String,
}

fn oslo() -> String {
    "Europe/Oslo".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentEntry {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WardEntry {
    id: String,
    name: String,
    department: String,
    headcount: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountEntry {
    email: String,
    role: Role,
    #[serde(default)]
    wards: Vec<String>,
    #[serde(default)]
    departments: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundEntry {
    id: String,
    deck: String,
    mode: Mode,
    #[serde(default)]
    wards: Vec<String>,
    #[serde(default)]
    pooled: Vec<Vec<String>>,
    opens: TimeEntry,
    closes: TimeEntry,
    #[serde(default = "default_floor")]
    floor: u32,
    #[serde(default)]
    urgent: Texts,
    /// Drop-in rounds ask for start codes unless it is said that they do not.
    codes: Option<bool>,
}

/// A time in quotes, or as TOML writes times without.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a time like \"2026-11-30T16:00\"")]
enum TimeEntry {
    Text(String),
    Toml(toml::value::Datetime),
}

impl TimeEntry {
    fn text(self) -> String {
        match self {
            TimeEntry::Text(text) => text,
            TimeEntry::Toml(time) => time.to_string(),
        }
    }
}

fn default_floor() -> u32 {
    7
}

/// Reads a plan file and the decks that it names.
///
/// # Errors
/// Names every fault, with the file and how to mend it.
pub fn read(path: &Path) -> Result<Organisation, PlanErrors> {
    let name = path.display().to_string();
    let one = |fault: String| PlanErrors(vec![fault]);
    let text = std::fs::read_to_string(path).map_err(|error| one(format!("{name} cannot be read: {error}")))?;
    let file: File = toml::from_str(&text).map_err(|error| one(format!("{name}: {error}")))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut faults = Vec::new();
    let mut decks = BTreeMap::new();
    for entry in &file.round {
        if !decks.contains_key(&entry.deck) {
            match read_deck(&folder.join(&entry.deck)) {
                Ok(deck) => drop(decks.insert(entry.deck.clone(), deck)),
                Err(error) => faults.push(error.to_string()),
            }
        }
    }
    match plan(file, &decks, &mut faults) {
        Some(plan) if faults.is_empty() => Ok(plan),
        _ => Err(PlanErrors(
            faults.into_iter().map(|fault| format!("{name}: {fault}")).collect(),
        )),
    }
}

/// Reads and checks a deck's file.
///
/// # Errors
/// Names every fault with file, line and mend.
pub fn read_deck(path: &Path) -> Result<Deck, DeckFileError> {
    read_with(path, Deck::read)
}

/// Reads a deck that is written now: it says all that decks of earlier versions need not.
///
/// # Errors
/// Names every fault with file and line.
pub fn check_deck(path: &Path) -> Result<Deck, DeckFileError> {
    read_with(path, Deck::read_new)
}

fn read_with(path: &Path, read: fn(&str) -> Result<Deck, DeckErrors>) -> Result<Deck, DeckFileError> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| DeckFileError::Unreadable(name.to_string(), error))?;
    read(&text).map_err(|faults| {
        let lines: Vec<String> = faults
            .0
            .iter()
            .map(|fault| format!("{name}:{}: {}. {}.", fault.line, fault.what, fault.mend))
            .collect();
        DeckFileError::Faults(lines.join("\n"))
    })
}

fn plan(file: File, decks: &BTreeMap<String, Deck>, faults: &mut Vec<String>) -> Option<Organisation> {
    let mut plan = Organisation {
        name: name("the organisation", &file.organisation.name, faults),
        time_zone: file.organisation.time_zone,
        ..Organisation::default()
    };
    let zone = times::read_time_zone(&plan.time_zone)
        .map_err(|error| faults.push(error.to_string()))
        .ok();
    for entry in file.department {
        check_id("department", &entry.id, faults);
        let name = name(&format!("department {:?}", entry.id), &entry.name, faults);
        if plan.departments.insert(entry.id.clone(), name).is_some() {
            faults.push(format!(
                "department {:?} stands twice; give one of them another id",
                entry.id
            ));
        }
    }
    for entry in file.ward {
        check_id("ward", &entry.id, faults);
        if !plan.departments.contains_key(&entry.department) {
            faults.push(format!(
                "ward {:?} names department {:?}, which is not in the file",
                entry.id, entry.department
            ));
        }
        if entry.headcount == 0 {
            faults.push(format!(
                "ward {:?} has headcount 0; write how many people work there",
                entry.id
            ));
        }
        let ward = Ward {
            name: name(&format!("ward {:?}", entry.id), &entry.name, faults),
            department: entry.department,
            headcount: entry.headcount,
        };
        if plan.wards.insert(entry.id.clone(), ward).is_some() {
            faults.push(format!("ward {:?} stands twice; give one of them another id", entry.id));
        }
    }
    for entry in file.account {
        account(&mut plan, entry, faults);
    }
    let mut busy: Vec<(String, String, i64, i64)> = Vec::new();
    for entry in file.round {
        check_id("round", &entry.id, faults);
        let id = entry.id.clone();
        if plan.rounds.contains_key(&id) {
            faults.push(format!("round {id:?} stands twice; give one of them another id"));
            continue;
        }
        let (Some(zone), Some(deck)) = (&zone, decks.get(&entry.deck)) else {
            continue;
        };
        let Some(round) = round(&plan, entry, deck, zone, faults) else {
            continue;
        };
        for (wards, _) in &round.boxes {
            for ward in wards {
                let times = (round.plan.opens, round.plan.closes);
                for (other, taken, opens, closes) in &busy {
                    if taken == ward && times.0 < *closes && *opens < times.1 {
                        faults.push(format!(
                            "rounds {other:?} and {id:?} are open in ward {ward:?} at the same time; move one of them"
                        ));
                    }
                }
                busy.push((id.clone(), ward.clone(), times.0, times.1));
            }
        }
        plan.rounds.insert(id, round);
    }
    Some(plan)
}

fn check_id(what: &str, id: &str, faults: &mut Vec<String>) {
    let plain = id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if id.is_empty() || id.len() > MAX_ID_BYTES || !plain {
        faults.push(format!(
            "{id:?} cannot be the id of a {what}; use 1 to {MAX_ID_BYTES} small letters a to z, digits and hyphens"
        ));
    }
}

fn name(whose: &str, written: &str, faults: &mut Vec<String>) -> String {
    read_name(written).unwrap_or_else(|fault| {
        faults.push(format!("the name of {whose} cannot be used: {fault}"));
        String::new()
    })
}

fn account(plan: &mut Organisation, entry: AccountEntry, faults: &mut Vec<String>) {
    let email = read_email(&entry.email).unwrap_or_else(|fault| {
        faults.push(fault.to_string());
        entry.email.clone()
    });
    for ward in entry.wards.iter().filter(|ward| !plan.wards.contains_key(*ward)) {
        faults.push(format!(
            "account {email:?} names ward {ward:?}, which is not in the file"
        ));
    }
    for department in entry
        .departments
        .iter()
        .filter(|one| !plan.departments.contains_key(*one))
    {
        faults.push(format!(
            "account {email:?} names department {department:?}, which is not in the file"
        ));
    }
    match entry.role {
        Role::Admin => {}
        Role::SeniorLeader if entry.departments.is_empty() => faults.push(format!(
            "account {email:?} is a senior leader's, who reads departments rolled up; add departments = [\"...\"]"
        )),
        _ if entry.wards.is_empty() && entry.departments.is_empty() => faults.push(format!(
            "account {email:?} has nothing to open; add wards = [\"...\"] or departments = [\"...\"]"
        )),
        _ => {}
    }
    let places = Places {
        wards: sort_ids(entry.wards),
        departments: sort_ids(entry.departments),
    };
    let account = Account {
        role: entry.role,
        places,
        has_counting_key: false,
    };
    if plan.accounts.insert(email.clone(), account).is_some() {
        faults.push(format!("account {email:?} stands twice; keep one of them"));
    }
}

fn sort_ids(ids: Vec<String>) -> Vec<String> {
    ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

fn round(
    plan: &Organisation,
    entry: RoundEntry,
    deck: &Deck,
    zone: &jiff::tz::TimeZone,
    faults: &mut Vec<String>,
) -> Option<Round> {
    let id = &entry.id;
    let before = faults.len();
    if let Err(fault) = deck.fits(entry.mode) {
        faults.push(format!("round {id:?}: {fault}"));
    }
    if entry.mode == Mode::Table && entry.codes == Some(true) {
        faults.push(format!(
            "round {id:?} asks for start codes at a table, which a guide leads; leave codes out"
        ));
    }
    if entry.floor < LOWEST_FLOOR {
        faults.push(format!(
            "round {id:?} has floor {}; it can be {LOWEST_FLOOR} or more",
            entry.floor
        ));
    }
    let mut urgent = entry.urgent;
    urgent.0.retain(|_, text| !text.trim().is_empty());
    let mut boxes: Vec<Vec<String>> = entry.wards.into_iter().map(|ward| vec![ward]).collect();
    for pool in entry.pooled {
        if pool.len() < 2 {
            faults.push(format!(
                "round {id:?} pools {} alone; a pool has at least two wards",
                pool.join("")
            ));
        }
        boxes.push(sort_ids(pool));
    }
    if boxes.is_empty() {
        faults.push(format!("round {id:?} is for no ward; add wards = [\"...\"]"));
    }
    let mut seen = BTreeSet::new();
    for ward in boxes.iter().flatten() {
        if !plan.wards.contains_key(ward) {
            faults.push(format!("round {id:?} names ward {ward:?}, which is not in the file"));
        }
        if !seen.insert(ward) {
            faults.push(format!("round {id:?} names ward {ward:?} twice"));
        }
    }
    let opens = times::read_opening_time(&entry.opens.text(), zone)
        .map_err(|fault| faults.push(format!("round {id:?}: opens: {fault}")))
        .ok();
    let closes = times::read_closing_time(&entry.closes.text(), zone)
        .map_err(|fault| faults.push(format!("round {id:?}: closes: {fault}")))
        .ok();
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        faults.push(format!("round {id:?} closes before it opens"));
    }
    // The order of the database, so that a plan that is applied twice compares equal.
    boxes.sort_by_key(|wards| serde_json::to_string(wards).unwrap_or_default());
    let round = Round {
        deck: deck.clone(),
        plan: RoundPlan {
            mode: entry.mode,
            opens: opens?,
            closes: closes?,
            floor: entry.floor,
            urgent,
            codes: entry.mode == Mode::DropIn && entry.codes.unwrap_or(true),
        },
        boxes: boxes.into_iter().map(|wards| (wards, false)).collect(),
    };
    (faults.len() == before).then_some(round)
}
