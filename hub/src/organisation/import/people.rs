//! A list of people. Somebody with several places stands on several lines.

use std::collections::BTreeMap;

use trykk_shared::language::Language;

use super::table::{Row, Table};
use super::wards::{find_departments, find_wards};
use super::{Column, Import, LineFault, Note, Wrong};
use crate::organisation::check::{Fault, check_account};
use crate::organisation::edit::{By, Edit, EditError, alter, keys_held, lead_to};
use crate::organisation::{Organisation, Places, Role};
use crate::written::{find_spelling, fold_name, read_email};

/// What people call the roles, in small letters.
const ROLES: &[(&str, Role)] = &[
    ("driftsansvarlig", Role::Admin),
    ("driftsansvarleg", Role::Admin),
    ("administrator", Role::Admin),
    ("prosessveileder", Role::Guide),
    ("prosessrettleiar", Role::Guide),
    ("process guide", Role::Guide),
    ("leder", Role::Leader),
    ("leiar", Role::Leader),
    ("verneombud", Role::SafetyRep),
    ("verneombod", Role::SafetyRep),
    ("vo", Role::SafetyRep),
    ("safety rep", Role::SafetyRep),
    ("tillitsvalgt", Role::UnionRep),
    ("tillitsvald", Role::UnionRep),
    ("tv", Role::UnionRep),
    ("union rep", Role::UnionRep),
    ("overordnet leder", Role::SeniorLeader),
    ("overordna leiar", Role::SeniorLeader),
    ("senior leader", Role::SeniorLeader),
];

/// What people call the languages, in small letters.
const LANGUAGES: &[(&str, Language)] = &[
    ("bokmål", Language::Nb),
    ("norsk", Language::Nb),
    ("nynorsk", Language::Nn),
    ("engelsk", Language::En),
    ("english", Language::En),
];

fn read_role(written: &str) -> Option<Role> {
    let folded = fold_name(written);
    let named = ROLES.iter().find(|(name, _)| *name == folded).map(|(_, role)| *role);
    named.or_else(|| folded.parse().ok())
}

fn read_language(written: &str) -> Option<Language> {
    let folded = fold_name(written);
    let named = LANGUAGES.iter().find(|(name, _)| *name == folded);
    named.map(|(_, language)| *language).or_else(|| folded.parse().ok())
}

/// Somebody, as all their lines say together.
struct Person {
    /// The line they stand on first, as a row of the table.
    first: usize,
    role: Role,
    language: Option<Language>,
    wards: Vec<String>,
    departments: Vec<String>,
}

type Refused = (Column, Wrong);

/// Puts the rows into the plan that is wanted.
pub(super) fn take(
    wanted: &mut Organisation,
    table: &Table,
    by: By<'_>,
    import: &mut Import,
) -> Result<(), Vec<LineFault>> {
    let before = wanted.clone();
    let mut faults = Vec::new();
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for (nth, row) in table.rows.iter().enumerate() {
        if let Err((column, wrong)) = read_row(wanted, table, nth, &mut people) {
            faults.push(table.fault(row, column, wrong));
        }
    }
    for (email, person) in &people {
        let first = &table.rows[person.first];
        let is_new = !wanted.accounts.contains_key(email);
        if let Err((column, wrong)) = put(wanted, email, person, by) {
            faults.push(table.fault(first, column, wrong));
        }
        if let Some(language) = person.language.filter(|_| is_new) {
            import.languages.push((email.clone(), language));
        }
    }
    // Once everybody is where the list wants them: who is left to count is the same for all of it.
    for (email, person) in &people {
        let line = table.rows[person.first].line;
        import.notes.extend(find_lost_keys(&before, wanted, email, line));
    }
    if table.rows.iter().any(|row| !row.cell(Column::Name).is_empty()) {
        import.notes.push(Note::NamesNotKept);
    }
    faults.sort_by_key(|fault| fault.line);
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}

fn read_row(
    organisation: &Organisation,
    table: &Table,
    nth: usize,
    people: &mut BTreeMap<String, Person>,
) -> Result<(), Refused> {
    let row = &table.rows[nth];
    let written = row.cell(Column::Email);
    if written.is_empty() {
        return Err((Column::Email, Wrong::Empty));
    }
    let email = read_email(written);
    let email = email.map_err(|why| (Column::Email, Wrong::Edit(EditError::Faults(vec![Fault::Email(why)]))))?;
    let email = find_spelling(organisation.accounts.keys(), &email)
        .cloned()
        .unwrap_or(email);
    let role = match row.cell(Column::Role) {
        "" => return Err((Column::Role, Wrong::Empty)),
        written => read_role(written).ok_or_else(|| (Column::Role, Wrong::Role(written.to_owned())))?,
    };
    let language = match row.cell(Column::Language) {
        "" => None,
        written => {
            let read = read_language(written);
            Some(read.ok_or_else(|| (Column::Language, Wrong::Language(written.to_owned())))?)
        }
    };
    let (wards, departments) = read_places(organisation, row)?;
    let Some(person) = people.get_mut(&email) else {
        let person = Person {
            first: nth,
            role,
            language,
            wards,
            departments,
        };
        people.insert(email, person);
        return Ok(());
    };
    let line = table.rows[person.first].line;
    if person.role != role {
        return Err((Column::Role, Wrong::Differs(line)));
    }
    if language.is_some() && person.language.is_some_and(|known| Some(known) != language) {
        return Err((Column::Language, Wrong::Differs(line)));
    }
    let known = |id: &String| person.wards.contains(id) || person.departments.contains(id);
    if wards.iter().chain(&departments).all(known) {
        return Err((Column::Email, Wrong::Twice(line)));
    }
    person.language = person.language.or(language);
    person.wards.extend(wards);
    person.departments.extend(departments);
    Ok(())
}

/// The ward of a row, or the department where no ward stands beside it: somebody on a ward is not somebody of all its department.
fn read_places(organisation: &Organisation, row: &Row) -> Result<(Vec<String>, Vec<String>), Refused> {
    let (department, ward) = (row.cell(Column::Department), row.cell(Column::Ward));
    let within = match department {
        "" => None,
        written => match &find_departments(organisation, written)[..] {
            [one] => Some(one.clone()),
            [] => return Err((Column::Department, Wrong::NoDepartment(written.to_owned()))),
            _ => return Err((Column::Department, Wrong::Several(written.to_owned()))),
        },
    };
    if ward.is_empty() {
        return Ok((Vec::new(), within.into_iter().collect()));
    }
    match &find_wards(organisation, within.as_deref(), ward)[..] {
        [one] => Ok((vec![one.clone()], Vec::new())),
        [] => Err((Column::Ward, Wrong::NoWard(ward.to_owned()))),
        _ => Err((Column::Ward, Wrong::Several(ward.to_owned()))),
    }
}

fn put(wanted: &mut Organisation, email: &str, person: &Person, by: By<'_>) -> Result<(), Refused> {
    let places = Places::new(person.wards.clone(), person.departments.clone());
    let (email, role) = (email.to_owned(), person.role);
    let asked = match wanted.accounts.contains_key(&email) {
        true => Edit::ChangeAccount {
            email: email.clone(),
            role,
            places,
        },
        false => Edit::AddAccount {
            email: email.clone(),
            role,
            places,
        },
    };
    alter(wanted, &asked, by).map_err(|why| (Column::Role, Wrong::Edit(why)))?;
    let account = wanted.accounts.get(&email);
    let faults = account.map_or_else(Vec::new, |account| check_account(wanted, &email, account));
    match faults.is_empty() {
        true => Ok(()),
        false => Err((Column::Ward, Wrong::Edit(EditError::Faults(faults)))),
    }
}

/// The boxes that a guide can count in `before` and not in `wanted`, and who can count them there. Where that is nobody, the list is refused.
fn find_lost_keys(before: &Organisation, wanted: &Organisation, email: &str, line: u64) -> Vec<Note> {
    let counts = |organisation: &Organisation, wards: &[String]| {
        let account = organisation.accounts.get(email);
        account.is_some_and(|account| account.guides(organisation, wards))
    };
    let lost = keys_held(wanted, email).into_iter();
    let lost = lost.filter(|(held, _)| counts(before, &held.wards) && !counts(wanted, &held.wards));
    lost.map(|(held, others)| Note::LosesKey {
        line,
        email: email.to_owned(),
        wards: held.wards.clone(),
        others: others.into_iter().cloned().collect(),
    })
    .collect()
}

/// Which lines the plan refuses by themselves: those that would take the last guide from a box. Where it is none alone, it is all.
pub(super) fn find_line(
    organisation: &Organisation,
    wanted: &Organisation,
    table: &Table,
    why: EditError,
) -> Vec<LineFault> {
    let mut faults = Vec::new();
    for row in &table.rows {
        let folded = read_email(row.cell(Column::Email)).unwrap_or_default();
        let Some(email) = find_spelling(organisation.accounts.keys(), &folded) else {
            continue;
        };
        if keys_held(organisation, email).is_empty() {
            continue;
        }
        let mut alone = organisation.clone();
        if let Some(account) = wanted.accounts.get(email) {
            alone.accounts.insert(email.clone(), account.clone());
        }
        if let Err(why) = lead_to(organisation, &alone) {
            faults.push(table.fault(row, Column::Role, Wrong::Edit(why)));
        }
    }
    match faults.is_empty() {
        true => vec![LineFault::of_all(Wrong::Edit(why))],
        false => faults,
    }
}
