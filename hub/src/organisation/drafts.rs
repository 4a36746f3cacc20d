//! Rounds that a guide is still writing: what was written, what of it cannot be yet, and what it becomes in the plan. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Mode, ModeError};
use trykk_shared::language::{Language, Texts};

use super::check::{Fault, USUAL_FLOOR};
use super::decks::{self, in_languages};
use super::edit::{By, Edit, EditError, edit, make_id};
use super::times::{TimeError, read_closing_time, read_opening_time, split_time};
use super::{Account, Change, Organisation, Role, Round, RoundPlan};
use crate::written::{WrittenError, read_name};

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

/// Why a round was not planned, changed or taken away. The plan is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanningError {
    /// What was written cannot be.
    Faults(Vec<DraftFault>),
    /// The plan does not allow it.
    Edit(EditError),
    /// It was confirmed or opened meanwhile.
    Settled,
    /// Somebody else changed it since the form was shown.
    Meanwhile,
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
pub fn guides_all<'w>(plan: &Organisation, by: &str, wards: impl IntoIterator<Item = &'w String>) -> bool {
    let account = plan.accounts.get(by);
    account.is_some_and(|account| {
        let mut wards = wards.into_iter();
        wards.all(|ward| account.guides(plan, std::slice::from_ref(ward)))
    })
}

/// Whether an account sees and changes a draft: whoever guides all its wards, and the guide who made it, whatever wards came to it or
/// went to others since: what was typed is lost to nobody.
pub fn sees(plan: &Organisation, by: &str, draft: &Draft, made_by: &str) -> bool {
    let mut there = draft.wards.keys().filter(|id| plan.wards.contains_key(*id)).peekable();
    let made_it = by == made_by && plan.accounts.get(by).is_some_and(is_guide);
    made_it || there.peek().is_some() && guides_all(plan, by, there)
}

fn is_guide(account: &Account) -> bool {
    account.role == Role::Guide && !account.blocked
}

/// The lowest floor that a guide can ask for: the usual one, or what a planned round has already.
pub fn least_floor(known: Option<&Round>) -> u32 {
    known.map_or(USUAL_FLOOR, |round| round.plan.floor.min(USUAL_FLOOR))
}

/// What a new draft begins with: as the last round of the guide's wards was.
pub fn propose(plan: &Organisation, by: &str, wards: &[String]) -> Draft {
    let offered = decks::offered(plan);
    let mine = plan.rounds.values().filter(|round| {
        let mut wards = round.wards();
        round.plan.pulse_of.is_none() && wards.any(|ward| guides_all(plan, by, [ward]))
    });
    let mut draft = match mine.max_by_key(|round| round.plan.opens) {
        Some(last) => copy(plan, by, last),
        None => Draft {
            deck: offered.first().map(|one| one.key.clone()).unwrap_or_default(),
            languages: Language::ALL.to_vec(),
            ..Draft::default()
        },
    };
    let open = |id: &&String| plan.wards.get(*id).is_some_and(|ward| !ward.closed) && guides_all(plan, by, [*id]);
    let wards = wards.iter().filter(open);
    draft.wards = wards.map(|id| (id.clone(), String::new())).collect();
    draft
}

/// A draft like a round, for these of its wards that the guide has, at another time.
pub fn copy(plan: &Organisation, by: &str, round: &Round) -> Draft {
    let mut draft = write_draft(plan, round);
    let floor = round.plan.floor.max(USUAL_FLOOR);
    draft.wards.retain(|id, _| {
        let open = plan.wards.get(id).is_some_and(|ward| !ward.closed);
        open && guides_all(plan, by, [id])
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
pub fn write_draft(plan: &Organisation, round: &Round) -> Draft {
    let zone = plan.zone();
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
    let offered = decks::offered(plan);
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
fn shared_once(wards: &BTreeMap<String, String>) -> Vec<String> {
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
pub fn sketch(plan: &Organisation, draft: &Draft) -> Option<Round> {
    let offered = decks::offered(plan);
    let chosen = offered.into_iter().find(|one| one.key == draft.deck)?;
    let wards = draft.wards.iter().filter(|(id, _)| plan.wards.contains_key(*id));
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
pub fn times(plan: &Organisation, draft: &Draft) -> [Option<Result<i64, TimeError>>; 2] {
    let zone = plan.zone();
    [
        draft.opens.text().map(|text| read_opening_time(&text, &zone)),
        draft.closes.text().map(|text| read_closing_time(&text, &zone)),
    ]
}

/// The round that was written. `known`: the planned round that it changes, if it is no new one. `by`: whose draft it is.
///
/// # Errors
/// Everything that cannot be, but for what [`edit`] looks at and the name.
pub fn read_draft(
    plan: &Organisation,
    draft: &Draft,
    known: Option<&Round>,
    by: &str,
    now: i64,
) -> Result<Round, Vec<DraftFault>> {
    let mut faults = Vec::new();
    let mut fault = |field, why| faults.push(DraftFault { field, why });
    let sketched = sketch(plan, draft);
    match &sketched {
        None => fault(Field::Deck, Why::Missing),
        Some(round) => {
            if round.deck.languages.is_empty() {
                fault(Field::Languages, Why::Missing);
            }
            if let Err(why) = round.deck.fits(draft.mode) {
                fault(Field::Mode, Why::Mode(why));
            }
        }
    }
    if draft.wards.is_empty() {
        fault(Field::Wards, Why::Missing);
    }
    let alone: BTreeSet<String> = shared_once(&draft.wards).into_iter().collect();
    for id in draft.wards.keys() {
        match plan.wards.get(id) {
            None => fault(Field::Wards, Why::WardGone),
            Some(_) if !guides_all(plan, by, [id]) => fault(Field::Wards, Why::NotYours(id.clone())),
            Some(ward) if ward.closed => fault(Field::Wards, Why::Closed(id.clone())),
            Some(_) if alone.contains(id) => fault(Field::Wards, Why::Alone(id.clone())),
            Some(_) => {}
        }
    }
    let [opens, closes] = times(plan, draft);
    let mut moment = |field, read: Option<Result<i64, TimeError>>| match read {
        None => {
            fault(field, Why::Missing);
            None
        }
        Some(Err(why)) => {
            fault(field, Why::Time(why));
            None
        }
        Some(Ok(moment)) => Some(moment),
    };
    let (opens, closes) = (moment(Field::Opens, opens), moment(Field::Closes, closes));
    // One that should have opened already may keep its time while something else is mended.
    let kept = known.map(|round| round.plan.opens);
    if opens.is_some_and(|opens| opens < now && Some(opens) != kept) {
        fault(Field::Opens, Why::Past);
    }
    if closes.is_some_and(|closes| closes <= now) {
        fault(Field::Closes, Why::Past);
    } else if opens.zip(closes).is_some_and(|(opens, closes)| closes <= opens) {
        fault(Field::Closes, Why::ClosesFirst);
    }
    let least = least_floor(known);
    let floor = draft.floor.trim().parse().ok().filter(|floor: &u32| *floor >= least);
    if floor.is_none() {
        fault(Field::Floor, Why::Floor(least));
    }
    if draft.urgent.is_blank() {
        fault(Field::Urgent, Why::Missing);
    }
    match (sketched, opens, closes, floor) {
        (Some(mut round), Some(opens), Some(closes), Some(floor)) if faults.is_empty() => {
            (round.plan.opens, round.plan.closes, round.plan.floor) = (opens, closes, floor);
            Ok(round)
        }
        _ => Err(faults),
    }
}

/// What makes a draft a round of the plan: the round's id, and the changes.
///
/// # Errors
/// See [`PlanningError`]; every fault of the draft at once.
pub fn plan_draft(
    plan: &Organisation,
    draft: &Draft,
    by: &str,
    now: i64,
) -> Result<(String, Vec<Change>), PlanningError> {
    let name = read_name(&draft.name).map_err(|why| DraftFault {
        field: Field::Name,
        why: match why {
            WrittenError::Empty => Why::Missing,
            why => Why::Name(why),
        },
    });
    let read = read_draft(plan, draft, None, by, now);
    let (name, round) = match (name, read) {
        (Ok(name), Ok(round)) => (name, round),
        (name, read) => {
            let faults = name.err().into_iter().chain(read.err().into_iter().flatten());
            return Err(PlanningError::Faults(faults.collect()));
        }
    };
    let id = make_id(&name, |id| plan.rounds.contains_key(id));
    let changes = put(plan, &id, round, by)?;
    Ok((id, changes))
}

/// What puts a round into the plan. Of two rounds that meet it is said once, from this one's side.
pub(super) fn put(plan: &Organisation, id: &str, round: Round, by: &str) -> Result<Vec<Change>, PlanningError> {
    let put = Edit::PutRound {
        id: id.to_owned(),
        round,
    };
    edit(plan, &put, By::Account(by)).map_err(|error| match error {
        EditError::Faults(mut faults) => {
            faults.retain(|fault| !matches!(fault, Fault::Overlap { round, .. } if round != id));
            PlanningError::Edit(EditError::Faults(faults))
        }
        error => PlanningError::Edit(error),
    })
}
