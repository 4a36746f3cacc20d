//! Pulses: one to three questions of a published round, asked again in the very same wards. What a plan says of one, what is wrong with
//! it, and making one. Pure.

use std::collections::BTreeSet;

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::language::{Language, Texts};

use super::check::Fault;
use super::drafts::{DraftFault, Field, Why};
use super::edit::make_id;
use super::planning::{PlanningError, put};
use super::times::{TimeError, read_closing_time, read_opening_time};
use super::{Change, Organisation, Round, RoundPlan, SettledBox};
use crate::figures::pulse::{MOST_PULSE_ITEMS, PULSE_ANSWERS, is_askable};
use crate::figures::share::is_same;

/// What is wrong with a round that is to be a pulse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PulseFault {
    /// The round that it stands beside is not there.
    #[error("it is a pulse of round {0:?}, which is not in the file")]
    NotThere(String),
    /// It stands beside another pulse.
    #[error("it is a pulse of {0:?}, which is a pulse itself; name the round that asked everything")]
    OfPulse(String),
    /// Tables answered, or are to answer.
    #[error("a pulse is answered one by one, and so was the round that it stands beside")]
    AtTables,
    /// It is for other wards than one box of the earlier round.
    #[error("a pulse is for exactly the wards of one box of round {0:?}, in one box")]
    OtherWards(String),
    /// It asks nothing, or too much.
    #[error("a pulse asks one to {MOST_PULSE_ITEMS} questions")]
    Questions,
    /// A question was not asked before, or is no card and has no faces.
    #[error("a pulse asks cards and faces in the very words of the round before; {0:?} is none of them")]
    OtherQuestion(String),
    /// Too few answered a question before, or none of it is published: no word could be said of it, and its answers would be gone.
    #[error(
        "fewer than {PULSE_ANSWERS} answered {item:?} in what is published of round {before:?}; a pulse could tell too much of a few"
    )]
    TooFewBefore {
        /// The question.
        item: String,
        /// The earlier round.
        before: String,
    },
    /// The floor is too low.
    #[error("the floor of a pulse is {PULSE_ANSWERS} or more")]
    Floor,
    /// It opens before the earlier round has closed.
    #[error("a pulse opens after round {0:?} has closed")]
    TooEarly(String),
    /// There is one already.
    #[error("round {0:?} is a pulse of the same box; a result has one pulse")]
    Second(String),
}

/// The other pulse of the same box, if there is one that was not deleted unread. Of two of them the difference would tell.
fn find_other<'p>(
    organisation: &'p Organisation,
    settled: &[SettledBox],
    id: &str,
    round: &Round,
) -> Option<&'p String> {
    let was_unread = |other: &str| settled.iter().any(|known| known.round == other && known.unread);
    let others = organisation.rounds.iter().filter(|(other, there)| {
        *other != id && there.plan.pulse_of == round.plan.pulse_of && there.box_wards() == round.box_wards()
    });
    let mut others = others.map(|(other, _)| other).filter(|_| !was_unread(id));
    others.find(|other| !was_unread(other))
}

/// What is wrong with a round as a pulse; nothing where it is none. `settled`: what the hub has confirmed and opened.
pub fn find_pulse_faults(organisation: &Organisation, settled: &[SettledBox], id: &str, round: &Round) -> Vec<Fault> {
    let Some(before_id) = &round.plan.pulse_of else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut fault = |why| {
        faults.push(Fault::Pulse {
            round: id.to_owned(),
            why,
        });
    };
    if round.plan.floor < PULSE_ANSWERS {
        fault(PulseFault::Floor);
    }
    if !(1..=MOST_PULSE_ITEMS).contains(&round.deck.items.len()) {
        fault(PulseFault::Questions);
    }
    let Some(before) = organisation.rounds.get(before_id).filter(|_| before_id != id) else {
        fault(PulseFault::NotThere(before_id.clone()));
        return faults;
    };
    if before.plan.pulse_of.is_some() {
        fault(PulseFault::OfPulse(before_id.clone()));
    }
    if round.plan.mode == Mode::Table || before.plan.mode == Mode::Table {
        fault(PulseFault::AtTables);
    }
    let is_one_box = matches!(&round.box_wards()[..], [wards] if before.box_wards().contains(wards));
    if !is_one_box {
        fault(PulseFault::OtherWards(before_id.clone()));
    }
    for item in &round.deck.items {
        let asked = before.deck.item(&item.id).is_some_and(|known| is_same(item, known));
        if !asked || !is_askable(&item.question) {
            fault(PulseFault::OtherQuestion(item.id.clone()));
        }
    }
    // Its closing may have been moved since it was planned.
    let settled_before = settled
        .iter()
        .find(|known| known.round == *before_id && known.wards == round.wards().cloned().collect::<Vec<_>>());
    let closes = settled_before.map_or(Some(before.plan.closes), |known| known.open.map(|(_, closes)| closes));
    if closes.is_some_and(|closes| round.plan.opens < closes) {
        fault(PulseFault::TooEarly(before_id.clone()));
    }
    if let Some(other) = find_other(organisation, settled, id, round) {
        fault(PulseFault::Second(other.clone()));
    }
    faults
}

/// The pulse of a box that stands in the plan, if there is one that was not deleted unread.
pub fn find_pulse_of<'p>(organisation: &'p Organisation, round: &str, wards: &[String]) -> Option<&'p String> {
    let was_unread = |id: &str| {
        organisation
            .settled
            .iter()
            .any(|known| known.round == id && known.unread)
    };
    let wanted: BTreeSet<&String> = wards.iter().collect();
    let mut pulses = organisation.rounds.iter().filter(|(id, there)| {
        there.plan.pulse_of.as_deref() == Some(round)
            && there.wards().collect::<BTreeSet<_>>() == wanted
            && !was_unread(id)
    });
    pulses.next().map(|(id, _)| id)
}

fn name() -> Texts {
    Texts(
        [(Language::Nb, "Puls"), (Language::Nn, "Puls"), (Language::En, "Pulse")]
            .map(|(l, t)| (l, t.to_owned()))
            .into(),
    )
}

/// The deck of a pulse: these questions of another one, in its order. Nobody edits it.
pub fn make_pulse_deck(deck: &Deck, items: &BTreeSet<String>) -> Deck {
    let mut made = deck.clone();
    made.items.retain(|item| items.contains(&item.id));
    made.themes
        .retain(|theme| made.items.iter().any(|item| item.theme.as_ref() == Some(&theme.id)));
    let id = format!("puls-{}", deck.id);
    made.id = id.chars().take(MAX_ID_BYTES).collect();
    made.title = name();
    made.title.0.retain(|language, _| deck.languages.contains(language));
    made
}

/// A pulse as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenPulse {
    /// The questions, by id.
    pub items: BTreeSet<String>,
    /// The day on which it opens.
    pub opens: String,
    /// The day on which it closes.
    pub closes: String,
}

/// Why a pulse was not planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PulseRefusal {
    /// One to three questions of those that can be asked again.
    Items,
    /// Something else of the form.
    At(DraftFault),
    /// The plan does not allow it.
    Plan(PlanningError),
}

fn read_time(
    field: Field,
    written: &str,
    read: impl Fn(&str) -> Result<i64, TimeError>,
    now: i64,
) -> Result<i64, PulseRefusal> {
    let at = |why| PulseRefusal::At(DraftFault { field, why });
    match written.trim() {
        "" => Err(at(Why::Missing)),
        day => match read(day) {
            Err(why) => Err(at(Why::Time(why))),
            Ok(moment) if moment <= now => Err(at(Why::Past)),
            Ok(moment) => Ok(moment),
        },
    }
}

/// What puts a pulse into the plan: its id, and the changes. `before`: the round that it stands beside, in these wards; `offered`: the
/// questions that can be asked again; `by`: the guide who asks for it.
///
/// # Errors
/// Everything that is wrong with it at once.
pub fn plan_pulse(
    organisation: &Organisation,
    (before_id, wards): (&str, &[String]),
    offered: &[String],
    written: &WrittenPulse,
    by: &str,
    now: i64,
) -> Result<(String, Vec<Change>), Vec<PulseRefusal>> {
    let before = organisation.rounds.get(before_id);
    let before = before.ok_or_else(|| {
        vec![PulseRefusal::Plan(PlanningError::Edit(
            super::edit::EditError::NotThere,
        ))]
    })?;
    let zone = organisation.zone();
    let mut refused = Vec::new();
    if !(1..=MOST_PULSE_ITEMS).contains(&written.items.len()) || !written.items.iter().all(|id| offered.contains(id)) {
        refused.push(PulseRefusal::Items);
    }
    let opens = read_time(Field::Opens, &written.opens, |day| read_opening_time(day, &zone), now);
    let closes = read_time(Field::Closes, &written.closes, |day| read_closing_time(day, &zone), now);
    let (opens, closes) = match (opens, closes) {
        (Ok(opens), Ok(closes)) if closes <= opens => {
            let (field, why) = (Field::Closes, Why::ClosesFirst);
            refused.push(PulseRefusal::At(DraftFault { field, why }));
            (opens, closes)
        }
        (Ok(opens), Ok(closes)) => (opens, closes),
        (opens, closes) => {
            refused.extend([opens.err(), closes.err()].into_iter().flatten());
            (0, 0)
        }
    };
    if !refused.is_empty() {
        return Err(refused);
    }
    let round = RoundPlan {
        opens,
        closes,
        floor: before.plan.floor.max(PULSE_ANSWERS),
        pulse_of: Some(before_id.to_owned()),
        ..before.plan.clone()
    };
    let round = Round::new(make_pulse_deck(&before.deck, &written.items), round, [wards.to_vec()]);
    let id = make_id(&format!("puls {before_id}"), |id| organisation.rounds.contains_key(id));
    match put(organisation, &id, round, by) {
        Ok(changes) => Ok((id, changes)),
        Err(why) => Err(vec![PulseRefusal::Plan(why)]),
    }
}
