//! What a plan must be. Pure; the same for the plan's file, for commands and for pages.

use std::collections::{BTreeMap, BTreeSet};

use trykk_shared::deck::{Mode, ModeError};
use trykk_shared::kind::MAX_ID_BYTES;

use super::pulse::PulseFault;
use super::times::TimeError;
use super::{Account, Organisation, Role, Round, SettledBox, Ward};
use crate::written::{EmailError, WrittenError, read_name};

/// The lowest floor.
pub const LOWEST_FLOOR: u32 = 5;
/// The floor, unless another one is asked for.
pub const USUAL_FLOOR: u32 = 7;

/// How many people work on one ward at most: no ward has more, and a telephone number in the wrong field is found.
pub const MOST_PEOPLE: u32 = 2000;

/// What can stand in a plan under an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A department.
    Department,
    /// A ward.
    Ward,
    /// A round.
    Round,
}

impl Kind {
    /// As the plan's file calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Department => "department",
            Kind::Ward => "ward",
            Kind::Round => "round",
        }
    }
}

/// Something in a plan that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An id is not written as ids are.
    #[error("{id:?} cannot be the id of a {}; use 1 to {MAX_ID_BYTES} small letters a to z, digits and hyphens", .kind.name())]
    Id {
        /// Of what.
        kind: Kind,
        /// The id.
        id: String,
    },
    /// A name cannot be used.
    #[error("the name of {whose} cannot be used: {why}")]
    Name {
        /// Whose name, as the file calls it.
        whose: String,
        /// What is wrong with it.
        why: WrittenError,
    },
    /// An id or address stands twice.
    #[error("{} {id:?} stands twice; give one of them another id", .kind.name())]
    Twice {
        /// Of what.
        kind: Kind,
        /// The id.
        id: String,
    },
    /// A ward's department is not there.
    #[error("ward {ward:?} names department {department:?}, which is not in the file")]
    WardsDepartment {
        /// The ward.
        ward: String,
        /// The department.
        department: String,
    },
    /// Nobody works on a ward, or more people than on any.
    #[error("ward {0:?} has headcount {1}; write how many people work there, 1 to {MOST_PEOPLE}")]
    Headcount(String, u32),
    /// An address is none.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// An address has two accounts.
    #[error("account {0:?} stands twice; keep one of them")]
    AccountTwice(String),
    /// An account's place is not there.
    #[error("account {email:?} names {} {id:?}, which is not in the file", .kind.name())]
    AccountsPlace {
        /// The account.
        email: String,
        /// What it names.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A senior leader has no department.
    #[error("account {0:?} is a senior leader's, who reads departments rolled up; add departments = [\"...\"]")]
    SeniorWithoutDepartment(String),
    /// An account has no place.
    #[error("account {0:?} has nothing to open; add wards = [\"...\"] or departments = [\"...\"]")]
    NoPlace(String),
    /// The deck does not go with the mode.
    #[error("round {round:?}: {why}")]
    Mode {
        /// The round.
        round: String,
        /// What is missing.
        why: ModeError,
    },
    /// A deck asks something twice: what is published of both would tell more than of one.
    #[error("round {round:?}: its deck asks {item:?} in the same words as {first:?}; leave one of them out")]
    AskedTwice {
        /// The round.
        round: String,
        /// The later question.
        item: String,
        /// The first one.
        first: String,
    },
    /// A table is asked for start codes.
    #[error("round {0:?} asks for start codes at a table, which a guide leads; leave codes out")]
    CodesAtTable(String),
    /// The floor is too low.
    #[error("round {round:?} has floor {floor}; it can be {LOWEST_FLOOR} or more")]
    Floor {
        /// The round.
        round: String,
        /// The floor.
        floor: u32,
    },
    /// A pool has one ward or none.
    #[error("round {round:?} pools {ward} alone; a pool has at least two wards")]
    PoolOfOne {
        /// The round.
        round: String,
        /// The ward, if there is one.
        ward: String,
    },
    /// A round is for nobody.
    #[error("round {0:?} is for no ward; add wards = [\"...\"]")]
    NoWard(String),
    /// A round's ward is not there.
    #[error("round {round:?} names ward {ward:?}, which is not in the file")]
    RoundsWard {
        /// The round.
        round: String,
        /// The ward.
        ward: String,
    },
    /// A ward is in a round twice.
    #[error("round {round:?} names ward {ward:?} twice")]
    WardTwice {
        /// The round.
        round: String,
        /// The ward.
        ward: String,
    },
    /// The opening time cannot be understood.
    #[error("round {round:?}: opens: {why}")]
    Opens {
        /// The round.
        round: String,
        /// What is wrong with it.
        why: TimeError,
    },
    /// The closing time cannot be understood.
    #[error("round {round:?}: closes: {why}")]
    Closes {
        /// The round.
        round: String,
        /// What is wrong with it.
        why: TimeError,
    },
    /// It closes before it opens.
    #[error("round {0:?} closes before it opens")]
    ClosesFirst(String),
    /// Two rounds are open in one ward at the same time.
    #[error("rounds {other:?} and {round:?} are open in ward {ward:?} at the same time; move one of them")]
    Overlap {
        /// The other round.
        other: String,
        /// The round.
        round: String,
        /// The ward.
        ward: String,
    },
    /// A round cannot be the pulse that it is said to be.
    #[error("round {round:?}: {why}")]
    Pulse {
        /// The round.
        round: String,
        /// Why.
        why: PulseFault,
    },
    /// There is no such time zone.
    #[error(transparent)]
    TimeZone(TimeError),
    /// A deck's file, as its faults are told.
    #[error("{0}")]
    Deck(String),
}

/// What is wrong with an id, if anything is.
pub fn check_id(kind: Kind, id: &str) -> Option<Fault> {
    let plain = id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let fits = !id.is_empty() && id.len() <= MAX_ID_BYTES && plain;
    (!fits).then(|| Fault::Id {
        kind,
        id: id.to_owned(),
    })
}

/// A name in the form in which it is kept. `whose`: as the plan's file calls it.
///
/// # Errors
/// [`Fault::Name`].
pub fn check_name(whose: impl Into<String>, written: &str) -> Result<String, Fault> {
    read_name(written).map_err(|why| Fault::Name {
        whose: whose.into(),
        why,
    })
}

/// What is wrong with a ward in a plan.
pub fn check_ward(organisation: &Organisation, id: &str, ward: &Ward) -> Vec<Fault> {
    let mut faults: Vec<Fault> = check_id(Kind::Ward, id).into_iter().collect();
    if !organisation.departments.contains_key(&ward.department) {
        faults.push(Fault::WardsDepartment {
            ward: id.to_owned(),
            department: ward.department.clone(),
        });
    }
    if !(1..=MOST_PEOPLE).contains(&ward.headcount) {
        faults.push(Fault::Headcount(id.to_owned(), ward.headcount));
    }
    faults
}

/// What is wrong with an account in a plan.
pub fn check_account(organisation: &Organisation, email: &str, account: &Account) -> Vec<Fault> {
    let places = &account.places;
    let missing = |kind, id: &String| Fault::AccountsPlace {
        email: email.to_owned(),
        kind,
        id: id.clone(),
    };
    let wards = places.wards.iter().filter(|id| !organisation.wards.contains_key(*id));
    let departments = places.departments.iter();
    let departments = departments.filter(|id| !organisation.departments.contains_key(*id));
    let mut faults: Vec<Fault> = wards.map(|id| missing(Kind::Ward, id)).collect();
    faults.extend(departments.map(|id| missing(Kind::Department, id)));
    match account.role {
        Role::Admin => {}
        Role::SeniorLeader if places.departments.is_empty() => {
            faults.push(Fault::SeniorWithoutDepartment(email.to_owned()));
        }
        _ if places.wards.is_empty() && places.departments.is_empty() => faults.push(Fault::NoPlace(email.to_owned())),
        _ => {}
    }
    faults
}

/// What is wrong with a round in a plan, but for [`find_overlaps`].
pub fn check_round(organisation: &Organisation, id: &str, round: &Round) -> Vec<Fault> {
    let mut faults: Vec<Fault> = check_id(Kind::Round, id).into_iter().collect();
    let round_id = || id.to_owned();
    if let Err(why) = round.deck.fits(round.plan.mode) {
        faults.push(Fault::Mode { round: round_id(), why });
    }
    if round.plan.mode == Mode::Table && round.plan.codes {
        faults.push(Fault::CodesAtTable(round_id()));
    }
    if round.plan.floor < LOWEST_FLOOR {
        faults.push(Fault::Floor {
            round: round_id(),
            floor: round.plan.floor,
        });
    }
    if round.boxes.is_empty() {
        faults.push(Fault::NoWard(round_id()));
    }
    let mut seen = BTreeSet::new();
    for ward in round.wards() {
        if !organisation.wards.contains_key(ward) {
            faults.push(Fault::RoundsWard {
                round: round_id(),
                ward: ward.clone(),
            });
        }
        if !seen.insert(ward) {
            faults.push(Fault::WardTwice {
                round: round_id(),
                ward: ward.clone(),
            });
        }
    }
    if round.plan.closes <= round.plan.opens {
        faults.push(Fault::ClosesFirst(round_id()));
    }
    faults
}

/// Questions that the deck of a round asks twice. Of rounds that are planned now: one that was opened stays as it is.
pub fn find_asked_twice(id: &str, round: &Round) -> Vec<Fault> {
    let found = round.deck.find_asked_twice().into_iter();
    let found = found.map(|(item, first)| Fault::AskedTwice {
        round: id.to_owned(),
        item: item.to_owned(),
        first,
    });
    found.collect()
}

/// Rounds of a plan that are open in one of a round's wards at the same time. What is settled has times of its own: one that was
/// extended is open longer than it was planned, and one that was ended is not open any more.
pub fn find_overlaps(organisation: &Organisation, settled: &[SettledBox], id: &str, round: &Round) -> Vec<Fault> {
    let wards: BTreeSet<&String> = round.wards().collect();
    // A hub of a country has thousands of them.
    let own_times: BTreeMap<(&str, &str), Option<(i64, i64)>> = settled
        .iter()
        .flat_map(|known| {
            let wards = known.wards.iter();
            wards.map(|ward| ((known.round.as_str(), ward.as_str()), known.open))
        })
        .collect();
    let find_times = |id: &str, round: &Round, ward: &String| {
        let own = own_times.get(&(id, ward.as_str())).copied();
        own.unwrap_or(Some((round.plan.opens, round.plan.closes)))
    };
    let is_open_then = |other: &String, there: &Round, ward: &String| {
        let times = find_times(id, round, ward).zip(find_times(other, there, ward));
        times.is_some_and(|(here, there)| here.0 < there.1 && there.0 < here.1)
    };
    let beside = organisation.rounds.iter().filter(|(other, _)| *other != id);
    let shared = beside.flat_map(|(other, there)| {
        let shared = there.wards().filter(|ward| wards.contains(ward));
        let shared: BTreeSet<&String> = shared.filter(|ward| is_open_then(other, there, ward)).collect();
        shared.into_iter().map(move |ward| (other, ward))
    });
    shared
        .map(|(other, ward)| Fault::Overlap {
            other: other.clone(),
            round: id.to_owned(),
            ward: ward.clone(),
        })
        .collect()
}
