//! What the audit log says of changes of the plan.

use rusqlite::Connection;

use super::audit::{wards_of, wards_of_account};
use crate::audit::Deed;
use crate::organisation::Change;
use crate::store::StoreError;

/// The wards that a change concerns before it is carried out: whom an account that goes was for is not known afterwards.
pub(super) fn concerned_before(connection: &Connection, change: &Change) -> Result<Vec<String>, StoreError> {
    match change {
        Change::PutAccount(email, _) | Change::RemoveAccount(email) => wards_of_account(connection, email),
        Change::PutRound(id, _) | Change::RemoveRound(id) => wards_of_round(connection, id),
        _ => Ok(Vec::new()),
    }
}

fn wards_of_round(connection: &Connection, round: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT ward FROM box_ward JOIN box ON box.id = box_ward.box WHERE round = ?1";
    let mut select = connection.prepare_cached(sql)?;
    Ok(select.query_map([round], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What the audit log says of a change that was carried out, and which wards it concerns. `before`: those that it concerned before.
pub(super) fn describe(
    connection: &Connection,
    change: &Change,
    before: Vec<String>,
) -> Result<(Vec<String>, Deed), StoreError> {
    let mut wards = before;
    let deed = match change {
        Change::Name(name, _) => Deed::OrganisationNamed { name: name.clone() },
        Change::PutDepartment(department, name) => Deed::DepartmentPut {
            department: department.clone(),
            name: name.clone(),
        },
        Change::RemoveDepartment(department) => Deed::DepartmentRemoved {
            department: department.clone(),
        },
        Change::PutWard(id, ward) => {
            wards.push(id.clone());
            Deed::WardPut {
                ward: id.clone(),
                name: ward.name.clone(),
                department: ward.department.clone(),
                headcount: ward.headcount,
                closed: ward.closed,
            }
        }
        Change::RemoveWard(ward) => {
            wards.push(ward.clone());
            Deed::WardRemoved { ward: ward.clone() }
        }
        Change::PutAccount(email, account) => {
            wards.extend(wards_of(connection, &account.places)?);
            Deed::AccountPut {
                account: email.clone(),
                role: account.role,
                places: account.places.clone(),
                blocked: account.blocked,
            }
        }
        Change::RemoveAccount(account) => Deed::AccountRemoved {
            account: account.clone(),
        },
        Change::PutRound(round, put) => {
            wards.extend(put.boxes.iter().flat_map(|(wards, _)| wards.clone()));
            Deed::RoundPlanned { round: round.clone() }
        }
        Change::RemoveRound(round) => Deed::RoundTakenAway { round: round.clone() },
    };
    wards.sort();
    wards.dedup();
    Ok((wards, deed))
}
