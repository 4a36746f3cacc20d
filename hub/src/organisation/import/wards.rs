//! A list of departments and wards.

use std::collections::BTreeMap;

use trykk_shared::protocol::MAX_PLACE_NAME_CHARS;

use super::table::{Row, Table};
use super::{Column, Import, LineFault, Note, Wrong};
use crate::organisation::check::check_ward;
use crate::organisation::edit::{By, Edit, EditError, WardFields, alter};
use crate::organisation::{Organisation, lengths};
use crate::written::fold_name;

/// The departments that are called so, or whose id this is.
pub(super) fn find_departments(organisation: &Organisation, written: &str) -> Vec<String> {
    let folded = fold_name(written);
    let named = organisation
        .departments
        .iter()
        .filter(|(_, name)| fold_name(name) == folded);
    let named: Vec<String> = named.map(|(id, _)| id.clone()).collect();
    match organisation.departments.contains_key(written) {
        true if named.is_empty() => vec![written.to_owned()],
        _ => named,
    }
}

/// The wards that are called so, or whose id this is; in a department if one is given.
pub(super) fn find_wards(organisation: &Organisation, department: Option<&str>, written: &str) -> Vec<String> {
    let folded = fold_name(written);
    let there = organisation.wards.iter();
    let there = there.filter(|(_, ward)| department.is_none_or(|department| ward.department == department));
    let (mut named, mut known) = (Vec::new(), Vec::new());
    for (id, ward) in there {
        if fold_name(&ward.name) == folded {
            named.push(id.clone());
        } else if id == written {
            known.push(id.clone());
        }
    }
    if named.is_empty() { known } else { named }
}

/// Puts the rows into the plan that is wanted.
pub(super) fn take(
    wanted: &mut Organisation,
    table: &Table,
    by: By<'_>,
    import: &mut Import,
) -> Result<(), Vec<LineFault>> {
    let mut faults = Vec::new();
    let mut seen = BTreeMap::new();
    for row in &table.rows {
        if let Err((column, wrong)) = take_row(wanted, row, by, &mut seen, &mut import.notes) {
            faults.push(table.fault(row, column, wrong));
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}

fn take_row(
    wanted: &mut Organisation,
    row: &Row,
    by: By<'_>,
    seen: &mut BTreeMap<(String, String), u64>,
    notes: &mut Vec<Note>,
) -> Result<(), (Column, Wrong)> {
    let (department, ward) = (row.cell(Column::Department), row.cell(Column::Ward));
    let department = find_or_add(wanted, department, by).map_err(|wrong| (Column::Department, wrong))?;
    let headcount = row.cell(Column::Headcount);
    if ward.is_empty() {
        return match headcount.is_empty() {
            true => Ok(()),
            false => Err((Column::Ward, Wrong::Empty)),
        };
    }
    let known = match &find_wards(wanted, Some(&department), ward)[..] {
        [] => None,
        [one] => Some(one.clone()),
        _ => return Err((Column::Ward, Wrong::Several(ward.to_owned()))),
    };
    let name = known.as_ref().and_then(|id| wanted.wards.get(id));
    let name = name.map_or_else(|| ward.to_owned(), |known| known.name.clone());
    if let Some(line) = seen.insert((department.clone(), fold_name(&name)), row.line) {
        return Err((Column::Ward, Wrong::Twice(line)));
    }
    if known.is_none() {
        fit(&name).map_err(|wrong| (Column::Ward, wrong))?;
        let like = find_wards(wanted, None, ward).into_iter().next();
        let like = like.and_then(|id| wanted.wards.get(&id));
        notes.extend(like.map(|like| Note::LikeAnother {
            line: row.line,
            ward: like.name.clone(),
            department: wanted.departments.get(&like.department).cloned().unwrap_or_default(),
        }));
    }
    let fields = WardFields {
        name,
        department: department.clone(),
        headcount: read_count(headcount),
    };
    let asked = match known {
        Some(id) => Edit::ChangeWard { id, fields },
        None => Edit::AddWard(fields),
    };
    alter(wanted, &asked, by).map_err(|why| (Column::Ward, Wrong::Edit(why)))?;
    for id in find_wards(wanted, Some(&department), ward) {
        if let Some(put) = wanted.wards.get(&id) {
            let faults = check_ward(wanted, &id, put);
            if !faults.is_empty() {
                return Err((Column::Headcount, Wrong::Edit(EditError::Faults(faults))));
            }
        }
    }
    Ok(())
}

/// How many people; what is no number is nobody, and is refused. Excel parts thousands with a blank.
fn read_count(written: &str) -> u32 {
    let figures: String = written.chars().filter(|sign| !sign.is_whitespace()).collect();
    figures.parse().unwrap_or(0)
}

fn find_or_add(wanted: &mut Organisation, written: &str, by: By<'_>) -> Result<String, Wrong> {
    if written.is_empty() {
        return Err(Wrong::Empty);
    }
    match &find_departments(wanted, written)[..] {
        [one] => return Ok(one.clone()),
        [] => {}
        _ => return Err(Wrong::Several(written.to_owned())),
    }
    fit(written)?;
    alter(wanted, &Edit::AddDepartment(written.to_owned()), by).map_err(Wrong::Edit)?;
    let added = find_departments(wanted, written).into_iter().next();
    added.ok_or_else(|| Wrong::NoDepartment(written.to_owned()))
}

/// Whether a tablet can show a name.
fn fit(name: &str) -> Result<(), Wrong> {
    match lengths::check(name, name, MAX_PLACE_NAME_CHARS) {
        Some(refusal) => Err(Wrong::Edit(EditError::Refused(vec![refusal]))),
        None => Ok(()),
    }
}
