//! What leads from one plan to another. Pure: two plans go in, changes or refusals come out.

use trykk_shared::protocol::MAX_PLACE_WORD_CHARS;

use super::check::{Fault, find_asked_twice, find_overlaps};
use super::lengths::find_unfit;
use super::pulse::find_pulse_faults;
use super::{Account, Organisation, Round, SettledBox, Ward};
use crate::written::WrittenError;

/// One step from one plan to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The organisation's name and time zone.
    Name(String, String),
    /// A department is new or renamed.
    PutDepartment(String, String),
    /// A department goes.
    RemoveDepartment(String),
    /// A ward is new or changed.
    PutWard(String, Ward),
    /// A ward goes.
    RemoveWard(String),
    /// An account is new or changed.
    PutAccount(String, Account),
    /// An account goes.
    RemoveAccount(String),
    /// A round is new, or changed before any of its boxes was confirmed or opened.
    PutRound(String, Round),
    /// A round that was never opened goes.
    RemoveRound(String),
}

impl Change {
    /// What it does, in one line.
    pub fn summary(&self) -> String {
        match self {
            Change::Name(name, _) => format!("organisation {name}"),
            Change::PutDepartment(id, _) => format!("department {id}"),
            Change::RemoveDepartment(id) => format!("department {id} removed"),
            Change::PutWard(id, _) => format!("ward {id}"),
            Change::RemoveWard(id) => format!("ward {id} removed"),
            Change::PutAccount(email, ..) => format!("account {email}"),
            Change::RemoveAccount(email) => format!("account {email} removed"),
            Change::PutRound(id, _) => format!("round {id}"),
            Change::RemoveRound(id) => format!("round {id} removed"),
        }
    }
}

/// What is wrong with rounds that changes put into a plan, and not with those that stand there: others are open in one of their wards, or
/// their decks ask something twice; `settled`: what the hub has confirmed and opened, of which a plan file says nothing.
pub fn find_new_faults(to: &Organisation, settled: &[SettledBox], changes: &[Change]) -> Vec<Fault> {
    let put = changes.iter().filter_map(|change| match change {
        Change::PutRound(id, round) => Some((id, round)),
        _ => None,
    });
    put.flat_map(|(id, round)| {
        let mut faults = find_asked_twice(id, round);
        faults.extend(find_overlaps(to, settled, id, round));
        faults.extend(find_pulse_faults(to, settled, id, round));
        faults
    })
    .collect()
}

/// A change that would lose data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A round that is settled would go.
    #[error("round {0:?} was confirmed or opened and cannot be left out; put it back into the file")]
    RoundLeftOut(String),
    /// Something of a round that is settled would change.
    #[error("round {round:?} was confirmed or opened; its {} cannot change any more. {}", .what.name(), .what.mend())]
    Settled {
        /// The round.
        round: String,
        /// What of it.
        what: Frozen,
    },
    /// A box would have no guide left who can count it. The notes are sealed to the guides too: without one they would be
    /// lost.
    #[error(
        "round {round:?} in {} would be left without a guide who can count it; keep one who was there when it was confirmed, \
         until it is released",
        .wards.join(" + ")
    )]
    NoGuideLeft {
        /// The round.
        round: String,
        /// The box's wards.
        wards: Vec<String>,
    },
    /// A text is too long to be shown.
    #[error("{field} is {chars} characters long; write at most {most}, so that a tablet can show it")]
    TooLong {
        /// Which text.
        field: String,
        /// How long it is.
        chars: usize,
        /// How long it may be.
        most: usize,
    },
    /// A text stands on too many lines.
    #[error("{field} has too many lines; write at most {most}, so that a tablet can show it")]
    TooManyLines {
        /// Which text.
        field: String,
        /// On how many it may stand.
        most: usize,
    },
    /// A word is too long for a line.
    #[error(
        "{field} has the word {word:?}, too long for a line; divide it with a hyphen or a blank after at most {MAX_PLACE_WORD_CHARS} letters"
    )]
    LongWord {
        /// Which text.
        field: String,
        /// The word.
        word: String,
    },
    /// A text has something in it that cannot be shown.
    #[error("{field} cannot be used: {why}")]
    NotPlain {
        /// Which text.
        field: String,
        /// What is wrong with it.
        why: WrittenError,
    },
    /// A ward with a settled round would go.
    #[error("ward {0:?} has a round that was confirmed or opened, and cannot be left out; put it back into the file")]
    WardLeftOut(String),
    /// A ward with something that was written of it would go; another one with its id would inherit it.
    #[error(
        "ward {0:?} has a process, signatures or cases that were shown on, and cannot be left out; put it back into the file, with \
         closed = true"
    )]
    WardBound(String),
    /// A ward that is closed would take part in a new round.
    #[error(
        "ward {ward:?} is closed and takes part in no new round; leave it out of round {round:?}, or open the ward again"
    )]
    ClosedWard {
        /// The round.
        round: String,
        /// The ward.
        ward: String,
    },
}

/// What of a round is settled when a box of it is confirmed or opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frozen {
    /// Its deck.
    Deck,
    /// How people answer.
    Mode,
    /// The floor.
    Floor,
    /// Its boxes.
    Wards,
    /// When it opens and closes.
    Times,
    /// Whether it asks for start codes, as it did.
    Codes(bool),
    /// Where to turn with something urgent.
    Urgent,
    /// Whether it is a pulse, and of which round.
    Pulse,
}

impl Frozen {
    fn name(self) -> &'static str {
        match self {
            Frozen::Deck => "deck",
            Frozen::Mode => "mode",
            Frozen::Floor => "floor",
            Frozen::Wards => "wards",
            Frozen::Times => "times",
            Frozen::Codes(_) => "use of start codes",
            Frozen::Urgent => "urgent route",
            Frozen::Pulse => "being a pulse",
        }
    }

    fn mend(self) -> &'static str {
        match self {
            Frozen::Deck => "Put the old deck back, or plan a new round",
            Frozen::Mode | Frozen::Floor | Frozen::Urgent | Frozen::Pulse => "Plan a new round",
            Frozen::Wards => "Plan a new round for other wards",
            Frozen::Times => "Use trykk-hub round extend or close",
            Frozen::Codes(true) => "Take codes = false out again",
            Frozen::Codes(false) => "Write codes = false for it",
        }
    }
}

/// Changes that would lose data, or texts that cannot be shown; never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing was changed:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ChangesError(pub Vec<Refusal>);

/// What leads from one plan to another, in an order that can be carried out.
///
/// # Errors
/// Every change that would lose data: a round that was confirmed or opened must stay as it was frozen, wards and guides
/// that such rounds depend on must stay.
pub fn changes(from: &Organisation, to: &Organisation) -> Result<Vec<Change>, ChangesError> {
    let mut refused = Vec::new();
    let mut changes = Vec::new();
    if (&from.name, &from.time_zone) != (&to.name, &to.time_zone) {
        changes.push(Change::Name(to.name.clone(), to.time_zone.clone()));
    }
    changes.extend(
        to.departments
            .iter()
            .filter(|(id, name)| from.departments.get(*id) != Some(name))
            .map(|(id, name)| Change::PutDepartment(id.clone(), name.clone())),
    );
    changes.extend(
        to.wards
            .iter()
            .filter(|(id, ward)| from.wards.get(*id) != Some(ward))
            .map(|(id, ward)| Change::PutWard(id.clone(), ward.clone())),
    );
    for (email, account) in &to.accounts {
        let known = from.accounts.get(email);
        let granted = |account: &Account| (account.role, account.places.clone(), account.blocked);
        if known.is_none_or(|known| granted(known) != granted(account)) {
            changes.push(Change::PutAccount(email.clone(), account.clone()));
        }
    }
    for (id, round) in &to.rounds {
        match from.rounds.get(id) {
            Some(known) if known.is_settled() => refused.extend(refuse_changes_to_settled(id, known, round)),
            Some(known) if known == round => {}
            _ => changes.push(Change::PutRound(id.clone(), round.clone())),
        }
        if from.rounds.get(id).is_none_or(|known| !known.is_settled()) {
            let closed = round
                .wards()
                .filter(|ward| is_closed(to, ward) && !stood_in_closed(from, id, ward));
            refused.extend(closed.map(|ward| Refusal::ClosedWard {
                round: id.clone(),
                ward: ward.clone(),
            }));
        }
    }
    for (id, round) in from.rounds.iter().filter(|(id, _)| !to.rounds.contains_key(*id)) {
        if round.is_settled() {
            refused.push(Refusal::RoundLeftOut(id.clone()));
        } else {
            changes.push(Change::RemoveRound(id.clone()));
        }
    }
    for email in from.accounts.keys().filter(|email| !to.accounts.contains_key(*email)) {
        changes.push(Change::RemoveAccount(email.clone()));
    }
    refused.extend(lost_guides(from, to));
    refused.extend(find_unfit(from, to));
    for id in from.wards.keys().filter(|id| !to.wards.contains_key(*id)) {
        if from
            .rounds
            .values()
            .any(|round| round.is_settled() && round.wards().any(|ward| ward == id))
        {
            refused.push(Refusal::WardLeftOut(id.clone()));
        } else if from.bound.contains(id) {
            refused.push(Refusal::WardBound(id.clone()));
        } else {
            changes.push(Change::RemoveWard(id.clone()));
        }
    }
    changes.extend(
        from.departments
            .keys()
            .filter(|id| !to.departments.contains_key(*id))
            .map(|id| Change::RemoveDepartment(id.clone())),
    );
    if refused.is_empty() {
        Ok(changes)
    } else {
        Err(ChangesError(refused))
    }
}

fn is_closed(organisation: &Organisation, ward: &str) -> bool {
    organisation.wards.get(ward).is_some_and(|ward| ward.closed)
}

/// Whether a round is for a closed ward already, as when its confirming was taken back: it does not open there, and whatever else is
/// changed has nothing to do with it.
fn stood_in_closed(organisation: &Organisation, round: &str, ward: &String) -> bool {
    let planned = organisation.rounds.get(round).filter(|round| !round.is_settled());
    is_closed(organisation, ward) && planned.is_some_and(|round| round.wards().any(|there| there == ward))
}

fn refuse_changes_to_settled(id: &str, known: &Round, round: &Round) -> Vec<Refusal> {
    let (was, is) = (&known.plan, &round.plan);
    let frozen = [
        (known.deck != round.deck, Frozen::Deck),
        (was.mode != is.mode, Frozen::Mode),
        (was.floor != is.floor, Frozen::Floor),
        (known.box_wards() != round.box_wards(), Frozen::Wards),
        ((was.opens, was.closes) != (is.opens, is.closes), Frozen::Times),
        (was.codes != is.codes, Frozen::Codes(was.codes)),
        (was.urgent != is.urgent, Frozen::Urgent),
        (was.pulse_of != is.pulse_of, Frozen::Pulse),
    ];
    let changed = frozen.into_iter().filter(|(changed, _)| *changed);
    changed
        .map(|(_, what)| Refusal::Settled {
            round: id.to_owned(),
            what,
        })
        .collect()
}

/// Boxes that a guide can count and none could any more; and those that none can count at present, of which the last account with a
/// share would go.
fn lost_guides(from: &Organisation, to: &Organisation) -> Vec<Refusal> {
    let left = from.keepers.iter().filter(|held| {
        let counts = |organisation: &Organisation, email: &String| {
            let account = organisation.accounts.get(email);
            account.is_some_and(|account| account.guides(organisation, &held.wards))
        };
        let can_be_counted = |organisation| held.guides.iter().any(|email| counts(organisation, email));
        let could_be_again = |organisation: &Organisation| {
            held.guides
                .iter()
                .any(|email| organisation.accounts.contains_key(email))
        };
        can_be_counted(from) && !can_be_counted(to) || could_be_again(from) && !could_be_again(to)
    });
    left.map(|held| Refusal::NoGuideLeft {
        round: held.round.clone(),
        wards: held.wards.clone(),
    })
    .collect()
}
