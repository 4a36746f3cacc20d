//! The file for `trykk-hub apply`: the organisation as it should be.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use trykk_shared::deck::{Deck, DeckErrors, Mode};
use trykk_shared::language::Texts;

use crate::organisation::check::{
    Fault, Kind, USUAL_FLOOR, check_account, check_id, check_name, check_round, check_ward,
};
use crate::organisation::times;
use crate::organisation::{Account, Organisation, Places, Role, Round, RoundPlan, Ward};
use crate::written::read_email;

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
    /// Decks that stand in the file itself, by name: read by [`Deck::read_all`].
    #[serde(default)]
    deck: BTreeMap<String, IgnoredAny>,
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
    #[serde(default)]
    closed: bool,
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
    #[serde(default)]
    blocked: bool,
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
    /// The round that this one is a pulse of.
    pulse_of: Option<String>,
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
    USUAL_FLOOR
}

/// Reads a plan file and the decks that it names or holds.
///
/// # Errors
/// Names every fault, with the file and how to mend it.
pub fn read(path: &Path) -> Result<Organisation, PlanErrors> {
    read_with_decks(path, &BTreeMap::new())
}

/// The same where the hub has these decks, by name: a round may name one that is neither in the file nor beside it.
///
/// # Errors
/// As [`read`].
pub fn read_with_decks(path: &Path, known: &BTreeMap<String, Deck>) -> Result<Organisation, PlanErrors> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| PlanErrors(vec![format!("{name} cannot be read: {error}")]))?;
    read_all(&text, &name, path.parent().unwrap_or(Path::new(".")), known)
}

/// Reads a plan. `name`: what the file is called, `folder`: where the decks' files are that it names.
///
/// # Errors
/// As [`read`].
pub fn read_text(text: &str, name: &str, folder: &Path) -> Result<Organisation, PlanErrors> {
    read_all(text, name, folder, &BTreeMap::new())
}

fn read_all(text: &str, name: &str, folder: &Path, known: &BTreeMap<String, Deck>) -> Result<Organisation, PlanErrors> {
    let said = |fault: &dyn std::fmt::Display| format!("{name}: {fault}");
    let file: File = toml::from_str(text).map_err(|error| PlanErrors(vec![said(&error)]))?;
    let mut faults = Vec::new();
    let mut decks = Deck::read_all(text).unwrap_or_else(|errors| {
        faults.push(Fault::Deck(tell_deck_faults(name, &errors)));
        BTreeMap::new()
    });
    for entry in &file.round {
        // One of the file's own decks that has a fault is named already.
        if decks.contains_key(&entry.deck) || file.deck.contains_key(&entry.deck) {
            continue;
        }
        let path = folder.join(&entry.deck);
        if let Some(deck) = known.get(&entry.deck).filter(|_| !path.exists()) {
            decks.insert(entry.deck.clone(), deck.clone());
            continue;
        }
        match read_deck(&path) {
            Ok(deck) => drop(decks.insert(entry.deck.clone(), deck)),
            Err(error) => faults.push(Fault::Deck(error.to_string())),
        }
    }
    match plan(file, &decks, &mut faults) {
        Some(plan) if faults.is_empty() => Ok(plan),
        _ => Err(PlanErrors(
            faults
                .iter()
                .map(|fault| match fault {
                    // These name their file and line.
                    Fault::Deck(lines) => lines.clone(),
                    fault => said(fault),
                })
                .collect(),
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
    read(&text).map_err(|faults| DeckFileError::Faults(tell_deck_faults(&name.to_string(), &faults)))
}

/// A line for each fault, with file, line and mend.
fn tell_deck_faults(name: &str, faults: &DeckErrors) -> String {
    let lines = faults.0.iter();
    let lines = lines.map(|fault| format!("{name}:{}: {}. {}.", fault.line, fault.what, fault.mend));
    lines.collect::<Vec<String>>().join("\n")
}

fn plan(file: File, decks: &BTreeMap<String, Deck>, faults: &mut Vec<Fault>) -> Option<Organisation> {
    let mut plan = Organisation {
        name: name("the organisation", &file.organisation.name, faults),
        time_zone: file.organisation.time_zone,
        ..Organisation::default()
    };
    let zone = times::read_time_zone(&plan.time_zone)
        .map_err(|why| faults.push(Fault::TimeZone(why)))
        .ok();
    for entry in file.department {
        faults.extend(check_id(Kind::Department, &entry.id));
        let name = name(format!("department {:?}", entry.id), &entry.name, faults);
        if plan.departments.insert(entry.id.clone(), name).is_some() {
            faults.push(twice(Kind::Department, entry.id));
        }
    }
    for entry in file.ward {
        let ward = Ward {
            name: name(format!("ward {:?}", entry.id), &entry.name, faults),
            department: entry.department,
            headcount: entry.headcount,
            closed: entry.closed,
        };
        faults.extend(check_ward(&plan, &entry.id, &ward));
        if plan.wards.insert(entry.id.clone(), ward).is_some() {
            faults.push(twice(Kind::Ward, entry.id));
        }
    }
    for entry in file.account {
        let email = read_email(&entry.email).unwrap_or_else(|fault| {
            faults.push(fault.into());
            entry.email.clone()
        });
        let account = Account {
            role: entry.role,
            places: Places::new(entry.wards, entry.departments),
            blocked: entry.blocked,
            has_counting_key: false,
        };
        faults.extend(check_account(&plan, &email, &account));
        if plan.accounts.insert(email.clone(), account).is_some() {
            faults.push(Fault::AccountTwice(email));
        }
    }
    for entry in file.round {
        let id = entry.id.clone();
        if plan.rounds.contains_key(&id) {
            faults.push(twice(Kind::Round, id));
            continue;
        }
        let (Some(zone), Some(deck)) = (&zone, decks.get(&entry.deck)) else {
            continue;
        };
        let before = faults.len();
        let round = round(entry, deck, zone, faults);
        faults.extend(check_round(&plan, &id, &round));
        if faults.len() == before {
            plan.rounds.insert(id, round);
        }
    }
    Some(plan)
}

fn twice(kind: Kind, id: String) -> Fault {
    Fault::Twice { kind, id }
}

fn name(whose: impl Into<String>, written: &str, faults: &mut Vec<Fault>) -> String {
    check_name(whose, written).unwrap_or_else(|fault| {
        faults.push(fault);
        String::new()
    })
}

fn round(entry: RoundEntry, deck: &Deck, zone: &jiff::tz::TimeZone, faults: &mut Vec<Fault>) -> Round {
    let id = &entry.id;
    for pool in &entry.pooled {
        if pool.len() < 2 {
            faults.push(Fault::PoolOfOne {
                round: id.clone(),
                ward: pool.concat(),
            });
        }
    }
    let opens = times::read_opening_time(&entry.opens.text(), zone).map_err(|why| {
        faults.push(Fault::Opens { round: id.clone(), why });
    });
    let closes = times::read_closing_time(&entry.closes.text(), zone).map_err(|why| {
        faults.push(Fault::Closes { round: id.clone(), why });
    });
    let plan = RoundPlan {
        mode: entry.mode,
        // Whatever stands for a time that was not understood, everything else is checked too.
        opens: opens.unwrap_or(0),
        closes: closes.unwrap_or(i64::MAX),
        floor: entry.floor,
        urgent: entry.urgent,
        codes: entry.codes.unwrap_or(entry.mode == Mode::DropIn),
        pulse_of: entry.pulse_of,
    };
    let alone = entry.wards.into_iter().map(|ward| vec![ward]);
    Round::new(deck.clone(), plan, alone.chain(entry.pooled))
}
