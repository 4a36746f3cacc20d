//! The organisation as planned: departments, wards, accounts, rounds.

use super::times::zone_named;
use crate::written::find_spelling;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Texts;

/// The organisation, by ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its time zone (IANA name).
    pub time_zone: String,
    /// Departments by id: their names.
    pub departments: BTreeMap<String, String>,
    /// Wards by id.
    pub wards: BTreeMap<String, Ward>,
    /// Accounts by email.
    pub accounts: BTreeMap<String, Account>,
    /// Rounds by id.
    pub rounds: BTreeMap<String, Round>,
    /// Who can count each box that is not released yet. A plan says nothing of it; the store does.
    pub keepers: Vec<Keepers>,
    /// The boxes that are settled, with their own times. A plan says nothing of it; the store does.
    pub settled: Vec<SettledBox>,
    /// Departments that rounds belong to, also those that are not there any more. A plan says nothing of it; the store does.
    pub rounds_departments: BTreeSet<String>,
    /// Wards with a process, a signature or a case that was shown on. A plan says nothing of it; the store does.
    pub bound: BTreeSet<String>,
    /// Since which day somebody holds a role that signs at a ward, by address and ward. A plan says nothing of it; the store does.
    pub holding: BTreeMap<(String, String), i64>,
    /// Decks that were finished on pages. A plan may name them and leaves them as they are; the store keeps them.
    pub decks: Vec<Deck>,
}

/// The guides who hold a share of a box's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepers {
    /// The round.
    pub round: String,
    /// The box's wards.
    pub wards: Vec<String>,
    /// The guides, by email.
    pub guides: Vec<String>,
}

/// A box that is confirmed or was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledBox {
    /// The round.
    pub round: String,
    /// The box's wards.
    pub wards: Vec<String>,
    /// From when until when it is open, seconds since 1970-01-01 UTC: its closing may have been moved. None once nobody can answer
    /// any more.
    pub open: Option<(i64, i64)>,
    /// Whether its answers were deleted unread: nothing was ever seen of it.
    pub unread: bool,
}

/// A unit that is mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    /// What it is called.
    pub name: String,
    /// The department it belongs to.
    pub department: String,
    /// How many people work there. Where no start codes say so, its tablets together take as many sheets.
    pub headcount: u32,
    /// Whether it takes part in no new round. What it has stays.
    pub closed: bool,
}

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Accounts, tablets, operation; no figures.
    Admin,
    /// Runs the method for several wards.
    Guide,
    /// Owns the process on the ward; sees published figures only.
    Leader,
    /// Sees what the leader sees, and co-signs.
    SafetyRep,
    /// Sees what the leader sees, and co-signs.
    UnionRep,
    /// Sees roll-ups only.
    SeniorLeader,
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(name: &str) -> Result<Self, RoleError> {
        let found = Role::ALL.into_iter().find(|role| role.name() == name);
        found.ok_or(RoleError)
    }
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such role; write admin, guide, leader, safety-rep, union-rep or senior-leader")]
pub struct RoleError;

impl Role {
    /// Every role.
    pub const ALL: [Role; 6] = [
        Role::Admin,
        Role::Guide,
        Role::Leader,
        Role::SafetyRep,
        Role::UnionRep,
        Role::SeniorLeader,
    ];

    /// As written in files and commands.
    pub fn name(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Guide => "guide",
            Role::Leader => "leader",
            Role::SafetyRep => "safety-rep",
            Role::UnionRep => "union-rep",
            Role::SeniorLeader => "senior-leader",
        }
    }
}

/// An account: a role at some places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What it may do.
    pub role: Role,
    /// Where.
    pub places: Places,
    /// Whether it opens nothing at present. What it did stays, and it can be let in again.
    pub blocked: bool,
    /// Whether a guide has a counting key.
    pub has_counting_key: bool,
}

/// Wards and departments that an account is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Wards by id.
    pub wards: Vec<String>,
    /// Departments by id: all their wards.
    pub departments: Vec<String>,
}

/// A round as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What is asked.
    pub deck: Deck,
    /// What is fixed when the first box is confirmed or opens.
    pub plan: RoundPlan,
    /// The boxes: wards, and whether the box is settled, that is confirmed or opened.
    pub boxes: Vec<(Vec<String>, bool)>,
}

/// What of a round is fixed when its first box is confirmed or opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundPlan {
    /// How people answer.
    pub mode: Mode,
    /// When it opens, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it closes, seconds since 1970-01-01 UTC.
    pub closes: i64,
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// Where to turn with something urgent.
    pub urgent: Texts,
    /// Whether each sheet takes a start code. Rounds from before there were any ask for none.
    #[serde(default)]
    pub codes: bool,
    /// The round that this one is a pulse of, if it is one: it asks one to three of its questions again, and publishes a word of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse_of: Option<String>,
}

impl Account {
    /// Whether this is a guide of any of these wards who is let in.
    pub fn guides(&self, organisation: &Organisation, wards: &[String]) -> bool {
        self.role == Role::Guide && !self.blocked && organisation.covers(&self.places, wards)
    }
}

impl Places {
    /// These wards and departments, each once and in order.
    pub fn new(wards: Vec<String>, departments: Vec<String>) -> Self {
        Places {
            wards: sort_ids(wards),
            departments: sort_ids(departments),
        }
    }
}

fn sort_ids(ids: Vec<String>) -> Vec<String> {
    ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

impl Round {
    /// A round that nobody has confirmed, with these wards in each of its boxes.
    pub fn new(deck: Deck, mut plan: RoundPlan, boxes: impl IntoIterator<Item = Vec<String>>) -> Self {
        plan.urgent.0.retain(|_, text| !text.trim().is_empty());
        let mut boxes: Vec<Vec<String>> = boxes.into_iter().map(sort_ids).collect();
        // The order of the database, so that a plan that is applied twice compares equal.
        boxes.sort_by_key(|wards| serde_json::to_string(wards).unwrap_or_default());
        Round {
            deck,
            plan,
            boxes: boxes.into_iter().map(|wards| (wards, false)).collect(),
        }
    }

    /// Whether any box of it was confirmed or opened: what is asked, and of whom, is settled.
    pub fn is_settled(&self) -> bool {
        self.boxes.iter().any(|(_, settled)| *settled)
    }

    /// The wards of all its boxes.
    pub fn wards(&self) -> impl Iterator<Item = &String> {
        self.boxes.iter().flat_map(|(wards, _)| wards)
    }

    /// The wards of each of its boxes.
    pub fn box_wards(&self) -> Vec<&Vec<String>> {
        self.boxes.iter().map(|(wards, _)| wards).collect()
    }
}

impl Organisation {
    /// Writes the accounts' addresses as `known` has them: another way to put the same letters together is not another
    /// account.
    pub fn keep_spellings(&mut self, known: &Organisation) {
        let accounts = std::mem::take(&mut self.accounts).into_iter();
        self.accounts = accounts
            .map(|(email, account)| {
                let kept = find_spelling(known.accounts.keys(), &email).cloned();
                (kept.unwrap_or(email), account)
            })
            .collect();
    }

    /// The wards' time zone. A name that this version of the time zone database does not know reads as UTC.
    pub fn zone(&self) -> TimeZone {
        zone_named(&self.time_zone)
    }

    /// The names of wards, as they stand together on a page.
    pub fn ward_names(&self, wards: &[String]) -> String {
        let names = wards
            .iter()
            .map(|id| self.wards.get(id).map_or(id.as_str(), |ward| ward.name.as_str()));
        names.collect::<Vec<_>>().join(" + ")
    }

    /// The names of an account's places, as they stand together on a page.
    pub fn place_names(&self, places: &Places) -> String {
        let departments = places.departments.iter();
        let departments = departments.map(|id| self.departments.get(id).unwrap_or(id).clone());
        let wards = places.wards.iter().map(|id| self.ward_names(std::slice::from_ref(id)));
        departments.chain(wards).collect::<Vec<_>>().join(", ")
    }

    /// The guides of any of these wards, by email.
    pub fn guides_of<'o>(&'o self, wards: &'o [String]) -> impl Iterator<Item = &'o String> {
        self.accounts
            .iter()
            .filter(|(_, account)| account.guides(self, wards))
            .map(|(email, _)| email)
    }

    /// Whether any of these wards lies within the places.
    pub fn covers(&self, places: &Places, wards: &[String]) -> bool {
        wards.iter().any(|ward| {
            places.wards.contains(ward)
                || self
                    .wards
                    .get(ward)
                    .is_some_and(|ward| places.departments.contains(&ward.department))
        })
    }
}
