//! Who may open what: the one table. A route that is not in it is shut.

use crate::organisation::Role;

/// Who may open a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anyone,
    /// Whoever is logged in.
    Known,
    /// These roles. Where the path names a box, only those whose places reach one of its wards.
    Roles(&'static [Role]),
}

/// A method on a path, and who may use it.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// GET or POST.
    pub method: &'static str,
    /// The path as the router knows it. `{box}` is a box's id.
    pub path: &'static str,
    /// Who may open it.
    pub who: Who,
}

const fn door(method: &'static str, path: &'static str, who: Who) -> Door {
    Door { method, path, who }
}

/// Who reads what is published of a ward. Guides see more anyway.
const READERS: Who = Who::Roles(&[Role::Leader, Role::SafetyRep, Role::UnionRep, Role::Guide]);

/// Who runs rounds and sees what was counted.
const GUIDE: Who = Who::Roles(&[Role::Guide]);

/// Who reads roll-ups, and nothing else. A path that names a round is open to those whose places reach all of it, or
/// the department that it names.
const SENIOR: Who = Who::Roles(&[Role::SeniorLeader]);

/// Every door.
pub const DOORS: &[Door] = &[
    door("GET", "/", Who::Known),
    door("GET", "/results/{box}", READERS),
    door("GET", "/roll-ups/{round}", SENIOR),
    door("GET", "/roll-ups/{round}/{department}", SENIOR),
    door("GET", "/accounts", Who::Roles(&[Role::Admin])),
    door("GET", "/rounds", GUIDE),
    door("GET", "/rounds/{box}", GUIDE),
    door("POST", "/rounds/{box}/open", GUIDE),
    door("POST", "/rounds/{box}/extend", GUIDE),
    door("POST", "/rounds/{box}/close", GUIDE),
    door("POST", "/rounds/{box}/close-unread", GUIDE),
    door("POST", "/rounds/{box}/count", GUIDE),
    door("POST", "/rounds/{box}/release", GUIDE),
    door("GET", "/rounds/{box}/figures", GUIDE),
    door("GET", "/rounds/{box}/preview", GUIDE),
    door("GET", "/rounds/{box}/notes", GUIDE),
    door("POST", "/rounds/{box}/notes", GUIDE),
    door("GET", "/passphrase", GUIDE),
    door("POST", "/passphrase", GUIDE),
    door("POST", "/passphrase/new-key", GUIDE),
    door("GET", "/log-in", Who::Anyone),
    door("POST", "/log-in", Who::Anyone),
    door("POST", "/log-out", Who::Known),
    door("GET", "/invitation/{secret}", Who::Anyone),
    door("POST", "/invitation/{secret}", Who::Anyone),
];

/// The door at a path, if there is one.
pub fn find(method: &str, path: &str) -> Option<&'static Door> {
    let method = if method == "HEAD" { "GET" } else { method };
    DOORS.iter().find(|door| door.method == method && door.path == path)
}

impl Who {
    /// Whether somebody with this role, or nobody in particular, may open it.
    pub fn admits(self, role: Option<Role>) -> bool {
        match self {
            Who::Anyone => true,
            Who::Known => role.is_some(),
            Who::Roles(roles) => role.is_some_and(|role| roles.contains(&role)),
        }
    }
}
