//! Rounds that a guide is still writing: what was written, and how they look so far. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Mode, ModeError};
use trykk_shared::language::{Language, Texts};

use super::check::USUAL_FLOOR;
use super::decks::{self, in_languages};
use super::times::{TimeError, read_closing_time, read_opening_time, split_time};
use super::{Account, Organisation, Role, Round, RoundPlan};
use crate::written::WrittenError;

/// How many drafts of rounds, or of decks, one guide has begun at most: nobody writes on more, and a script shall not fill the disk.
pub const MOST_DRAFTS: u64 = 40;
/// How long a name, a day or a number of a draft is at most, in characters.
const MOST_NAME_CHARS: usize = 200;
/// How long what is urgent is at most in a draft, in characters: there is room for what has to be shortened before it is planned.
const MOST_URGENT_CHARS: usize = 2000;

/// A round as it was written. Anything may be missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What guides call it.
    pub name: String,
    /// Its deck, as [`decks::offered`] calls it.
    pub deck: String,
    /// How people answer.
    pub mode: Mode,
    /// The languages people can choose from.
    pub languages: Vec<Language>,
    /// Its wards; those with the same text, unless it is empty, share a box.
    pub wards: BTreeMap<String, String>,
    /// When it opens.
    pub opens: DayAndTime,
    /// When it closes.
    pub closes: DayAndTime,
    /// The fewest people whose answers are counted at all.
    pub floor: String,
    /// Where to turn with something urgent.
    pub urgent: Texts,
    /// Whether each sheet takes a start code, where people answer one by one.
    pub codes: bool,
}

/// A day, and a time of day if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayAndTime {
    /// `2026-11-30`.
    pub day: String,
    /// `16:00`; empty for the whole day.
    pub time: String,
}

/// A part of a round's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name.
    Name,
    /// The deck.
    Deck,
    /// How people answer.
    Mode,
    /// The languages.
    Languages,
    /// The wards.
    Wards,
    /// The opening time.
    Opens,
    /// The closing time.
    Closes,
    /// The floor.
    Floor,
    /// Where to turn with something urgent.
    Urgent,
}

/// Why something that was written cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing was written or chosen.
    Missing,
    /// The name cannot be kept.
    Name(WrittenError),
    /// It is so long that not even a draft keeps it.
    TooLong {
        /// How many characters it has.
        chars: usize,
        /// How many it may have.
        most: usize,
    },
    /// The deck does not go with the mode.
    Mode(ModeError),
    /// The ward is not there any more.
    WardGone,
    /// The ward is closed.
    Closed(String),
    /// The ward is not one of the guide's.
    NotYours(String),
    /// A ward is to be pooled with none.
    Alone(String),
    /// The time cannot be understood.
    Time(TimeError),
    /// The time is over.
    Past,
    /// It closes before it opens.
    ClosesFirst,
    /// It is no number, or a lower one than this.
    Floor(u32),
}

/// Something in a draft that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFault {
    /// Where.
    pub field: Field,
    /// Why.
    pub why: Why,
}

impl Draft {
    /// What of it is so long that it is not even kept.
    pub fn find_too_long(&self) -> Vec<DraftFault> {
        let urgent = self
            .urgent
            .0
            .values()
            .map(|text| (Field::Urgent, text, MOST_URGENT_CHARS));
        let short = [
            (Field::Name, &self.name),
            (Field::Deck, &self.deck),
            (Field::Opens, &self.opens.day),
            (Field::Opens, &self.opens.time),
            (Field::Closes, &self.closes.day),
            (Field::Closes, &self.closes.time),
            (Field::Floor, &self.floor),
        ];
        let groups = self
            .wards
            .iter()
            .flat_map(|(ward, group)| [ward, group])
            .map(|text| (Field::Wards, text));
        let short = short
            .into_iter()
            .chain(groups)
            .map(|(field, text)| (field, text, MOST_NAME_CHARS));
        let long = short.chain(urgent).filter_map(|(field, text, most)| {
            let chars = text.chars().count();
            (chars > most).then_some(DraftFault {
                field,
                why: Why::TooLong { chars, most },
            })
        });
        long.collect()
    }
}

impl Default for Draft {
    fn default() -> Self {
        Draft {
            name: String::new(),
            deck: String::new(),
            mode: Mode::DropIn,
            languages: Vec::new(),
            wards: BTreeMap::new(),
            opens: DayAndTime::default(),
            closes: DayAndTime::default(),
            floor: USUAL_FLOOR.to_string(),
            urgent: Texts::default(),
            codes: true,
        }
    }
}

impl DayAndTime {
    /// As times are written, if anything was.
    fn text(&self) -> Option<String> {
        match (self.day.trim(), self.time.trim()) {
            ("", _) => None,
            (day, "") => Some(day.to_owned()),
            (day, time) => Some(format!("{day}T{time}")),
        }
    }
}

/// Whether an account guides every one of these wards.
pub fn guides_all<'w>(organisation: &Organisation, by: &str, wards: impl IntoIterator<Item = &'w String>) -> bool {
    let account = organisation.accounts.get(by);
    account.is_some_and(|account| {
        let mut wards = wards.into_iter();
        wards.all(|ward| account.guides(organisation, std::slice::from_ref(ward)))
    })
}

/// Whether an account sees and changes a draft: whoever guides all its wards, and the guide who made it, whatever wards came to it or
/// went to others since: what was typed is lost to nobody.
pub fn sees(organisation: &Organisation, by: &str, draft: &Draft, made_by: &str) -> bool {
    let mut there = draft
        .wards
        .keys()
        .filter(|id| organisation.wards.contains_key(*id))
        .peekable();
    let made_it = by == made_by && organisation.accounts.get(by).is_some_and(is_guide);
    made_it || there.peek().is_some() && guides_all(organisation, by, there)
}

fn is_guide(account: &Account) -> bool {
    account.role == Role::Guide && !account.blocked
}

/// The lowest floor that a guide can ask for: the usual one, or what a planned round has already.
pub fn least_floor(known: Option<&Round>) -> u32 {
    known.map_or(USUAL_FLOOR, |round| round.plan.floor.min(USUAL_FLOOR))
}

/// What a new draft begins with: as the last round of the guide's wards was.
pub fn propose(organisation: &Organisation, by: &str, wards: &[String]) -> Draft {
    let offered = decks::offered(organisation);
    let mine = organisation.rounds.values().filter(|round| {
        let mut wards = round.wards();
        round.plan.pulse_of.is_none() && wards.any(|ward| guides_all(organisation, by, [ward]))
    });
    let mut draft = match mine.max_by_key(|round| round.plan.opens) {
        Some(last) => copy(organisation, by, last),
        None => Draft {
            deck: offered.first().map(|one| one.key.clone()).unwrap_or_default(),
            languages: Language::ALL.to_vec(),
            ..Draft::default()
        },
    };
    let open = |id: &&String| {
        organisation.wards.get(*id).is_some_and(|ward| !ward.closed) && guides_all(organisation, by, [*id])
    };
    let wards = wards.iter().filter(open);
    draft.wards = wards.map(|id| (id.clone(), String::new())).collect();
    draft
}

/// A draft like a round, for these of its wards that the guide has, at another time.
pub fn copy(organisation: &Organisation, by: &str, round: &Round) -> Draft {
    let mut draft = write_draft(organisation, round);
    let floor = round.plan.floor.max(USUAL_FLOOR);
    draft.wards.retain(|id, _| {
        let open = organisation.wards.get(id).is_some_and(|ward| !ward.closed);
        open && guides_all(organisation, by, [id])
    });
    let alone: Vec<String> = shared_once(&draft.wards);
    draft.wards.iter_mut().for_each(|(id, group)| {
        if alone.contains(id) {
            group.clear();
        }
    });
    Draft {
        opens: DayAndTime::default(),
        closes: DayAndTime::default(),
        floor: floor.to_string(),
        ..draft
    }
}

/// A round as one would write it.
pub fn write_draft(organisation: &Organisation, round: &Round) -> Draft {
    let zone = organisation.zone();
    let mut wards = BTreeMap::new();
    let mut groups = 1..;
    for (together, _) in &round.boxes {
        let group = match &together[..] {
            [] | [_] => String::new(),
            _ => groups.next().map(|n: u32| n.to_string()).unwrap_or_default(),
        };
        wards.extend(together.iter().map(|ward| (ward.clone(), group.clone())));
    }
    let day_and_time = |seconds, ends| {
        let (day, time) = split_time(seconds, &zone, ends);
        DayAndTime { day, time }
    };
    let offered = decks::offered(organisation);
    Draft {
        name: String::new(),
        deck: decks::find(&offered, &round.deck).map_or_else(String::new, |one| one.key.clone()),
        mode: round.plan.mode,
        languages: round.deck.languages.clone(),
        wards,
        opens: day_and_time(round.plan.opens, false),
        closes: day_and_time(round.plan.closes, true),
        floor: round.plan.floor.to_string(),
        urgent: round.plan.urgent.clone(),
        codes: round.plan.codes || round.plan.mode == Mode::Table,
    }
}

/// Wards that are to share a box with none.
pub(super) fn shared_once(wards: &BTreeMap<String, String>) -> Vec<String> {
    let shared = wards.iter().filter(|(_, group)| !group.is_empty());
    let alone = shared.filter(|(_, group)| wards.values().filter(|other| other == group).count() == 1);
    alone.map(|(id, _)| id.clone()).collect()
}

fn boxes(wards: &BTreeMap<String, String>) -> Vec<Vec<String>> {
    let mut pools: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    let mut boxes = Vec::new();
    for (id, group) in wards {
        if group.is_empty() {
            boxes.push(vec![id.clone()]);
        } else {
            pools.entry(group).or_default().push(id.clone());
        }
    }
    boxes.extend(pools.into_values());
    boxes
}

/// As much of the round as there is, for what can be said of it before all is written; nothing without a deck.
pub fn sketch(organisation: &Organisation, draft: &Draft) -> Option<Round> {
    let offered = decks::offered(organisation);
    let chosen = offered.into_iter().find(|one| one.key == draft.deck)?;
    let wards = draft
        .wards
        .iter()
        .filter(|(id, _)| organisation.wards.contains_key(*id));
    let wards: BTreeMap<String, String> = wards.map(|(id, group)| (id.clone(), group.clone())).collect();
    let round = RoundPlan {
        mode: draft.mode,
        opens: 0,
        closes: i64::MAX,
        floor: draft.floor.trim().parse().unwrap_or(USUAL_FLOOR),
        urgent: draft.urgent.clone(),
        codes: draft.codes && draft.mode == Mode::DropIn,
        pulse_of: None,
    };
    Some(Round::new(
        in_languages(&chosen.deck, &draft.languages),
        round,
        boxes(&wards),
    ))
}

/// When a draft opens and closes, as far as that can be understood.
pub fn times(organisation: &Organisation, draft: &Draft) -> [Option<Result<i64, TimeError>>; 2] {
    let zone = organisation.zone();
    [
        draft.opens.text().map(|text| read_opening_time(&text, &zone)),
        draft.closes.text().map(|text| read_closing_time(&text, &zone)),
    ]
}
