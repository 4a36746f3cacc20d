//! Small changes to the plan, as pages make them. Pure: the plan as it stands and a change go in; what is to be carried
//! out, or why not, comes out. The checks are those of a whole plan: a change may bring no fault that was not there.

use unicode_normalization::UnicodeNormalization;

use trykk_shared::kind::MAX_ID_BYTES;

use super::check::{Fault, check_account, check_name, check_round, check_ward, find_asked_twice, find_overlaps};
use super::pulse::find_pulse_faults;
use super::times::read_time_zone;
use super::{Account, Change, Keepers, Organisation, Places, Refusal, Role, Round, Ward, changes};
use crate::written::{find_spelling, read_email};

/// A change to the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// What the organisation is called, and its time zone.
    Name {
        /// The name.
        name: String,
        /// The time zone's IANA name.
        time_zone: String,
    },
    /// A new department.
    AddDepartment(String),
    /// Another name for a department.
    RenameDepartment {
        /// The department.
        id: String,
        /// Its name.
        name: String,
    },
    /// A department that has no wards and no people goes.
    RemoveDepartment(String),
    /// A new ward.
    AddWard(WardFields),
    /// Another name, department or headcount for a ward.
    ChangeWard {
        /// The ward.
        id: String,
        /// What it is to be.
        fields: WardFields,
    },
    /// A ward takes part in no new round, or does again.
    CloseWard {
        /// The ward.
        id: String,
        /// Whether it is closed.
        closed: bool,
    },
    /// A new account.
    AddAccount {
        /// The address.
        email: String,
        /// What it may do.
        role: Role,
        /// Where.
        places: Places,
    },
    /// Another role or other places for an account.
    ChangeAccount {
        /// The address.
        email: String,
        /// What it may do.
        role: Role,
        /// Where.
        places: Places,
    },
    /// An account opens nothing any more, or does again.
    BlockAccount {
        /// The address.
        email: String,
        /// Whether it is blocked.
        blocked: bool,
    },
    /// An account goes.
    RemoveAccount(String),
    /// A round is new, or another one than before, while none of its boxes is settled.
    PutRound {
        /// Its id.
        id: String,
        /// The round.
        round: Round,
    },
    /// A round of which no box is settled goes.
    RemoveRound(String),
}

/// What people write of a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardFields {
    /// Its name.
    pub name: String,
    /// Its department.
    pub department: String,
    /// How many people work there.
    pub headcount: u32,
}

/// Why the plan stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The plan would not be as plans must be.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
    /// It would lose data.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// What is to be changed is not there (any more).
    #[error("this is not there any more")]
    NotThere,
    /// There is an account with this address.
    #[error("account {0:?} is there already")]
    AccountThere(String),
    /// A department still has wards or people.
    #[error("department {0:?} still has wards, or people who are bound to it")]
    DepartmentInUse(String),
    /// Nobody takes their own rights away: somebody has to be left who can give them back.
    #[error("this is your own account; ask another administrator")]
    Yourself,
    /// Whoever asks for it may not, or not any more.
    #[error("you may not do this any more; log in again")]
    NotAllowed,
}

/// Who changes a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Somebody at the hub's command line, who may do everything.
    CommandLine,
    /// An account, by its address.
    Account(&'a str),
}

/// What carries a change out. What an account may do is looked up in the same plan, so that nobody does what they might a moment before.
///
/// # Errors
/// See [`EditError`]; the plan then stays as it is.
pub fn edit(organisation: &Organisation, edit: &Edit, by: By<'_>) -> Result<Vec<Change>, EditError> {
    if !may_make(organisation, edit, by) {
        return Err(EditError::NotAllowed);
    }
    let mut wanted = organisation.clone();
    alter(&mut wanted, edit, by)?;
    lead_to(organisation, &wanted)
}

/// What leads from a plan to one that was made of it by [`alter`].
///
/// # Errors
/// See [`EditError`]; a change may bring no fault that was not there.
pub(super) fn lead_to(organisation: &Organisation, wanted: &Organisation) -> Result<Vec<Change>, EditError> {
    let known = find_faults(organisation);
    let faults: Vec<Fault> = find_faults(wanted)
        .into_iter()
        .filter(|fault| !known.contains(fault))
        .collect();
    if !faults.is_empty() {
        return Err(EditError::Faults(faults));
    }
    changes(organisation, wanted).map_err(|refused| EditError::Refused(refused.0))
}

/// Whether somebody may change departments, wards and people.
pub(super) fn may_look_after(organisation: &Organisation, by: By<'_>) -> bool {
    let By::Account(email) = by else { return true };
    let account = organisation.accounts.get(email).filter(|account| !account.blocked);
    account.is_some_and(|account| account.role == Role::Admin)
}

/// Whether somebody may make a change: rounds are made by a guide of all their wards, everything else by an administrator.
fn may_make(organisation: &Organisation, edit: &Edit, by: By<'_>) -> bool {
    let By::Account(email) = by else { return true };
    let Some(account) = organisation.accounts.get(email).filter(|account| !account.blocked) else {
        return false;
    };
    let guides = |round: &Round| {
        let mut wards = round.wards();
        wards.all(|ward| account.guides(organisation, std::slice::from_ref(ward)))
    };
    match edit {
        Edit::PutRound { id, round } => guides(round) && organisation.rounds.get(id).is_none_or(guides),
        Edit::RemoveRound(id) => account.role == Role::Guide && organisation.rounds.get(id).is_none_or(guides),
        _ => may_look_after(organisation, by),
    }
}

/// Everything that is wrong with a plan, but for names: those are kept in one form as they come in.
pub fn find_faults(organisation: &Organisation) -> Vec<Fault> {
    let wards = organisation
        .wards
        .iter()
        .flat_map(|(id, ward)| check_ward(organisation, id, ward));
    let accounts = organisation.accounts.iter();
    let accounts = accounts.flat_map(|(email, account)| check_account(organisation, email, account));
    let rounds = organisation.rounds.iter().flat_map(|(id, round)| {
        let overlaps = find_overlaps(organisation, &organisation.settled, id, round);
        let twice = find_asked_twice(id, round);
        let pulse = find_pulse_faults(organisation, &organisation.settled, id, round);
        let found = check_round(organisation, id, round).into_iter();
        found.chain(overlaps).chain(twice).chain(pulse)
    });
    wards.chain(accounts).chain(rounds).collect()
}

/// Boxes whose keys this account holds, and the other guides who could count each of them without it.
pub fn keys_held<'p>(organisation: &'p Organisation, email: &str) -> Vec<(&'p Keepers, Vec<&'p String>)> {
    let held = organisation
        .keepers
        .iter()
        .filter(|held| held.guides.iter().any(|guide| guide == email));
    let others = |held: &'p Keepers| {
        let guides = held.guides.iter().filter(|guide| *guide != email);
        let can = guides.filter(|guide| {
            let account = organisation.accounts.get(*guide);
            account.is_some_and(|account| account.guides(organisation, &held.wards))
        });
        can.collect()
    };
    held.map(|held| (held, others(held))).collect()
}

/// Changes a plan, without a look at what it must be as a whole ([`lead_to`]).
///
/// # Errors
/// When the change cannot be made, or somebody would take away their own rights.
pub(super) fn alter(organisation: &mut Organisation, edit: &Edit, by: By<'_>) -> Result<(), EditError> {
    let fault = |fault: Fault| EditError::Faults(vec![fault]);
    let is_own = |email: &String| by == By::Account(email.as_str());
    match edit {
        Edit::Name { name, time_zone } => {
            organisation.name = check_name("the organisation", name).map_err(fault)?;
            read_time_zone(time_zone).map_err(|why| fault(Fault::TimeZone(why)))?;
            organisation.time_zone.clone_from(time_zone);
        }
        Edit::AddDepartment(name) => {
            let name = check_name("the department", name).map_err(fault)?;
            let id = make_id(&name, |id| {
                // What was published of a department that is gone is not another one's of the same name.
                organisation.departments.contains_key(id) || organisation.rounds_departments.contains(id)
            });
            organisation.departments.insert(id, name);
        }
        Edit::RenameDepartment { id, name } => {
            let known = organisation.departments.get_mut(id).ok_or(EditError::NotThere)?;
            *known = check_name("the department", name).map_err(fault)?;
        }
        Edit::RemoveDepartment(id) => {
            let wards = organisation.wards.values().any(|ward| ward.department == *id);
            let people = organisation
                .accounts
                .values()
                .any(|account| account.places.departments.contains(id));
            if wards || people {
                return Err(EditError::DepartmentInUse(id.clone()));
            }
            organisation.departments.remove(id).ok_or(EditError::NotThere)?;
        }
        Edit::AddWard(fields) => {
            let ward = read_ward(fields, false).map_err(fault)?;
            let id = make_id(&ward.name, |id| organisation.wards.contains_key(id));
            organisation.wards.insert(id, ward);
        }
        Edit::ChangeWard { id, fields } => {
            let known = organisation.wards.get_mut(id).ok_or(EditError::NotThere)?;
            *known = read_ward(fields, known.closed).map_err(fault)?;
        }
        Edit::CloseWard { id, closed } => {
            organisation.wards.get_mut(id).ok_or(EditError::NotThere)?.closed = *closed;
        }
        Edit::AddAccount { email, role, places } => {
            let email = read_email(email).map_err(|why| fault(Fault::Email(why)))?;
            if find_spelling(organisation.accounts.keys(), &email).is_some() {
                return Err(EditError::AccountThere(email));
            }
            let account = Account {
                role: *role,
                places: places.clone(),
                blocked: false,
                has_counting_key: false,
            };
            organisation.accounts.insert(email, account);
        }
        Edit::ChangeAccount { email, role, places } => {
            let known = organisation.accounts.get_mut(email).ok_or(EditError::NotThere)?;
            if is_own(email) && known.role != *role {
                return Err(EditError::Yourself);
            }
            known.role = *role;
            known.places = places.clone();
        }
        Edit::BlockAccount { email, blocked } => {
            let known = organisation.accounts.get_mut(email).ok_or(EditError::NotThere)?;
            if is_own(email) {
                return Err(EditError::Yourself);
            }
            known.blocked = *blocked;
        }
        Edit::RemoveAccount(email) => {
            if is_own(email) {
                return Err(EditError::Yourself);
            }
            organisation.accounts.remove(email).ok_or(EditError::NotThere)?;
        }
        Edit::PutRound { id, round } => drop(organisation.rounds.insert(id.clone(), round.clone())),
        Edit::RemoveRound(id) => drop(organisation.rounds.remove(id).ok_or(EditError::NotThere)?),
    }
    Ok(())
}

fn read_ward(fields: &WardFields, closed: bool) -> Result<Ward, Fault> {
    Ok(Ward {
        name: check_name("the ward", &fields.name)?,
        department: fields.department.clone(),
        headcount: fields.headcount,
        closed,
    })
}

/// An id for something with this name, that nothing else has: `Medisinsk sengepost 1` is `medisinsk-sengepost-1`.
pub fn make_id(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    // Room for a number behind it.
    let most = MAX_ID_BYTES - 6;
    let mut id = String::new();
    for sign in name.to_lowercase().nfd() {
        match sign {
            'a'..='z' | '0'..='9' => id.push(sign),
            'æ' => id.push_str("ae"),
            'ø' => id.push('o'),
            'ß' => id.push_str("ss"),
            // What stands above or below a letter.
            '\u{300}'..='\u{36f}' => {}
            _ if id.ends_with('-') || id.is_empty() => {}
            _ => id.push('-'),
        }
        if id.len() >= most {
            break;
        }
    }
    let id = match id.trim_end_matches('-') {
        "" => "x".to_owned(),
        id => id.to_owned(),
    };
    let numbered = (2..).map(|nth| format!("{id}-{nth}"));
    let mut ids = std::iter::once(id.clone()).chain(numbered);
    ids.find(|id| !is_taken(id)).unwrap_or(id)
}
