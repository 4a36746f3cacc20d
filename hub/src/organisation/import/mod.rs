//! A list of wards or of people, as a spreadsheet writes it, made into changes of the plan. Pure: the plan as it stands and a text go in;
//! what would be changed comes out, or every line that cannot be taken. The rules are those of pages and plan files.

mod people;
mod table;
mod wards;

use trykk_shared::language::Language;

use super::edit::{By, EditError, lead_to, may_look_after};
use super::{Change, Organisation};

pub use table::decode;

/// How many rows a list has at most. A hospital of a whole region has fewer wards, and its leaders and representatives fit in some lists.
pub const MOST_ROWS: usize = 500;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Departments and wards.
    Wards,
    /// People's accounts.
    People,
}

/// A column that Trykk knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The department of a ward; of somebody, all of it where no ward stands beside it.
    Department,
    /// The ward.
    Ward,
    /// How many people work on the ward.
    Headcount,
    /// Somebody's address.
    Email,
    /// What they may do.
    Role,
    /// The language that pages greet somebody new in.
    Language,
    /// What somebody is called: not kept.
    Name,
}

/// What is wrong somewhere in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// On which line of the text, from 1, where it is on one.
    pub line: Option<u64>,
    /// In which column, as the list calls it, where it is in one.
    pub column: Option<String>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl LineFault {
    fn of_all(wrong: Wrong) -> Self {
        LineFault {
            line: None,
            column: None,
            wrong,
        }
    }
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is nothing in it.
    Nothing,
    /// It has more rows than [`MOST_ROWS`].
    TooManyRows,
    /// No column is called so.
    UnknownColumn,
    /// Two columns are called so.
    ColumnTwice,
    /// A list of this kind has no such column.
    NotInThisList(Kind),
    /// A column is not there that has to be.
    NoColumn(Column),
    /// Something stands behind the last column, or under none.
    BesideColumns(String),
    /// A cell has several lines: mostly a quotation mark is left open.
    SeveralLines,
    /// A cell is empty that must not be.
    Empty,
    /// The same stands on an earlier line.
    Twice(u64),
    /// Nobody has this role.
    Role(String),
    /// Trykk does not speak this language.
    Language(String),
    /// Another role or language than on an earlier line for the same address.
    Differs(u64),
    /// There is no such department.
    NoDepartment(String),
    /// There is no such ward.
    NoWard(String),
    /// Several are called so.
    Several(String),
    /// The plan does not take it.
    Edit(EditError),
}

/// Something that is said before the changes are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// People's names stand in the list; they are not kept.
    NamesNotKept,
    /// A new ward is called like one in another department: perhaps it was to be moved.
    LikeAnother {
        /// The line.
        line: u64,
        /// The ward's name.
        ward: String,
        /// The other department's name.
        department: String,
    },
    /// A guide who holds a key of a box that is not published yet could not count it any more.
    LosesKey {
        /// The line on which the list says of the guide first.
        line: u64,
        /// The guide.
        email: String,
        /// The wards of the box.
        wards: Vec<String>,
        /// The guides who could still count it.
        others: Vec<String>,
    },
}

/// What a list would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What the list is of.
    pub kind: Kind,
    /// How many rows it has.
    pub rows: usize,
    /// The changes, in an order that can be carried out.
    pub changes: Vec<Change>,
    /// The languages of people who are new, by address.
    pub languages: Vec<(String, Language)>,
    /// What is said beside them.
    pub notes: Vec<Note>,
}

impl Import {
    /// The accounts that are new in `plan`.
    pub fn newcomers<'i>(&'i self, organisation: &'i Organisation) -> impl Iterator<Item = &'i String> {
        self.changes.iter().filter_map(|change| match change {
            Change::PutAccount(email, _) => (!organisation.accounts.contains_key(email)).then_some(email),
            _ => None,
        })
    }
}

/// What a list would change in `plan`.
///
/// # Errors
/// Everything that is wrong with it; then nothing of it is to be made.
pub fn read_import(organisation: &Organisation, text: &str, by: By<'_>) -> Result<Import, Vec<LineFault>> {
    if !may_look_after(organisation, by) {
        return Err(vec![LineFault::of_all(Wrong::Edit(EditError::NotAllowed))]);
    }
    let table = table::read_table(text)?;
    let mut wanted = organisation.clone();
    let mut import = Import {
        kind: table.kind,
        rows: table.rows.len(),
        changes: Vec::new(),
        languages: Vec::new(),
        notes: Vec::new(),
    };
    match table.kind {
        Kind::Wards => wards::take(&mut wanted, &table, by, &mut import)?,
        Kind::People => people::take(&mut wanted, &table, by, &mut import)?,
    }
    match lead_to(organisation, &wanted) {
        Ok(changes) => {
            import.changes = changes;
            Ok(import)
        }
        Err(why) => Err(match table.kind {
            Kind::Wards => vec![LineFault::of_all(Wrong::Edit(why))],
            Kind::People => people::find_line(organisation, &wanted, &table, why),
        }),
    }
}
