//! Who may open what: the one table. A route that is not in it is shut.

use crate::organisation::Role;

/// Who may use it.
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
pub struct Permission {
    /// GET or POST.
    pub method: &'static str,
    /// The path as the router knows it. `{box}` is a box's id.
    pub path: &'static str,
    /// Who may open it.
    pub who: Who,
}

const fn permit(method: &'static str, path: &'static str, who: Who) -> Permission {
    Permission { method, path, who }
}

/// Who reads what is published of a ward. Guides see more anyway.
const READERS: Who = Who::Roles(&[Role::Leader, Role::SafetyRep, Role::UnionRep, Role::Guide]);

/// Who runs rounds and sees what was counted.
const GUIDE: Who = Who::Roles(&[Role::Guide]);

/// Who looks after people and the organisation.
const ADMIN: Who = Who::Roles(&[Role::Admin]);

/// Who reads who did what: admins, and safety reps of their own wards, which the page looks at itself.
const LOG: Who = Who::Roles(&[Role::Admin, Role::SafetyRep]);

/// Who looks after tablets: guides in their own wards, which the pages look at themselves, and admins.
const TABLETS: Who = Who::Roles(&[Role::Guide, Role::Admin]);

/// Who reads roll-ups, and answers where a plan asks for help. A path that names a round is open to those whose places reach all of it, or
/// the department that it names.
const SENIOR: Who = Who::Roles(&[Role::SeniorLeader]);

/// Who reads what to do in the process; which of it, the page looks at itself.
const GUIDED: Who = Who::Roles(crate::web::process::guidance::READERS);

/// Who sees a ward's process, and signs or writes signatures down. Which wards, the pages look at themselves.
const PARTIES: Who = Who::Roles(crate::web::signing::SIGNING_ROLES);

/// Who is reminded by mail, and may want none.
const REMINDED: Who = Who::Roles(crate::reminders::REMINDED);

/// Who leads a process on.
const LEADS: Who = Who::Roles(&[Role::Leader, Role::Guide]);

/// Who rates a proposal: each for their own role.
const RATERS: Who = Who::Roles(&[Role::Leader, Role::SafetyRep, Role::UnionRep]);

/// A ward's open page: who reads it is nobody in particular, whoever it is. It takes no cookie and gives none.
pub const OPEN_PAGE: &str = "/open/{token}";

/// Every permission.
pub const PERMISSIONS: &[Permission] = &[
    permit("GET", "/", Who::Known),
    permit("GET", "/quick-guides/{reader}", Who::Known),
    permit("GET", "/account", Who::Known),
    permit("POST", "/account/password", Who::Known),
    permit("POST", "/account/log-out", Who::Known),
    permit("POST", "/account/log-out-everywhere", Who::Known),
    permit("POST", "/account/reminders", REMINDED),
    permit("POST", "/account/calendar", PARTIES),
    permit("POST", "/account/calendar/end", PARTIES),
    permit("GET", "/calendar/{secret}", Who::Anyone),
    permit("GET", "/results/{box}", READERS),
    permit("GET", "/results/{box}/before", READERS),
    permit("GET", "/results/{box}/file/{format}", READERS),
    permit("GET", "/reports/{box}", READERS),
    permit("GET", "/reports/{box}/file/{format}", READERS),
    permit("GET", "/fingerprints", READERS),
    permit("GET", "/signatures/{kind}/{thing}", PARTIES),
    permit("POST", "/signatures/{kind}/{thing}", PARTIES),
    permit("POST", "/wards/{ward}/process", GUIDE),
    permit("GET", "/process/{process}", PARTIES),
    permit("GET", "/process/{process}/reminders", GUIDE),
    permit("POST", "/process/{process}/reminders", GUIDE),
    permit("GET", "/process/{process}/calendar/file/{format}", PARTIES),
    permit("POST", "/process/{process}/goals", LEADS),
    permit("POST", "/process/{process}/ask", LEADS),
    permit("POST", "/process/{process}/begin", LEADS),
    permit("POST", "/process/{process}/rest", GUIDE),
    permit("GET", "/process/{process}/pulse", GUIDE),
    permit("POST", "/process/{process}/pulse", GUIDE),
    permit("GET", "/process/{process}/meetings/{meeting}", PARTIES),
    permit("POST", "/process/{process}/meetings/{meeting}", LEADS),
    permit("GET", "/process/{process}/open-page", PARTIES),
    permit("POST", "/process/{process}/open-page", LEADS),
    permit("GET", "/process/{process}/plan", PARTIES),
    permit("POST", "/process/{process}/plan/ask", LEADS),
    permit("GET", "/process/{process}/plan/idea-box", PARTIES),
    permit("GET", "/process/{process}/plan/file/{format}", PARTIES),
    permit("GET", "/process/{process}/plan/bundles/{bundle}", PARTIES),
    permit("POST", "/process/{process}/plan/bundles/{bundle}", PARTIES),
    permit("GET", "/process/{process}/plan/proposals/{proposal}", PARTIES),
    permit("POST", "/process/{process}/plan/proposals/{proposal}", LEADS),
    permit("POST", "/process/{process}/plan/proposals/{proposal}/rate", RATERS),
    permit("POST", "/process/{process}/plan/proposals/{proposal}/decide", PARTIES),
    permit("GET", "/process/{process}/plan/measures/{measure}", PARTIES),
    permit("POST", "/process/{process}/plan/measures/{measure}", PARTIES),
    permit("POST", "/process/{process}/plan/measures/{measure}/status", PARTIES),
    permit("POST", "/process/{process}/plan/measures/{measure}/idea", PARTIES),
    permit("POST", "/process/{process}/plan/measures/{measure}/answer", GUIDE),
    permit("GET", "/process/{process}/gatherings/{gathering}", PARTIES),
    permit("GET", "/process/{process}/gatherings/{gathering}/prepare", GUIDE),
    permit("POST", "/process/{process}/gatherings/{gathering}/prepare", GUIDE),
    permit("POST", "/process/{process}/gatherings/{gathering}/pace", GUIDE),
    permit("POST", "/process/{process}/gatherings/{gathering}/unseen", GUIDE),
    permit("POST", "/process/{process}/gatherings/{gathering}/hand-over", GUIDE),
    permit("GET", "/process/{process}/gatherings/{gathering}/paper/{sheet}", GUIDE),
    permit("GET", "/help/{process}/{measure}", SENIOR),
    permit("POST", "/help/{process}/{measure}", SENIOR),
    permit("GET", "/rounds/{box}/follow-up", GUIDE),
    permit("POST", "/rounds/{box}/follow-up", GUIDE),
    permit("GET", "/passed-on", GUIDE),
    permit("POST", "/passed-on", GUIDE),
    permit("POST", "/passed-on/{entry}/take-out", GUIDE),
    permit("GET", "/guidance", GUIDED),
    permit("GET", "/guidance/{reader}", GUIDED),
    permit("GET", "/roll-ups/{round}", SENIOR),
    permit("GET", "/roll-ups/{round}/{department}", SENIOR),
    permit("GET", "/roll-ups/{round}/file/{format}", SENIOR),
    permit("GET", "/roll-ups/{round}/{department}/file/{format}", SENIOR),
    permit("GET", "/accounts", ADMIN),
    permit("GET", "/accounts/new", ADMIN),
    permit("POST", "/accounts/new", ADMIN),
    permit("GET", "/accounts/{account}", ADMIN),
    permit("POST", "/accounts/{account}/change", ADMIN),
    permit("POST", "/accounts/{account}/invite", ADMIN),
    permit("POST", "/accounts/{account}/withdraw", ADMIN),
    permit("POST", "/accounts/{account}/block", ADMIN),
    permit("POST", "/accounts/{account}/remove", ADMIN),
    permit("GET", "/organisation", ADMIN),
    permit("POST", "/organisation", ADMIN),
    permit("GET", "/organisation/import", ADMIN),
    permit("POST", "/organisation/import", ADMIN),
    permit("POST", "/organisation/import/make", ADMIN),
    permit("POST", "/organisation/wards", ADMIN),
    permit("GET", "/organisation/wards/{ward}", ADMIN),
    permit("POST", "/organisation/wards/{ward}/change", ADMIN),
    permit("POST", "/organisation/wards/{ward}/close", ADMIN),
    permit("POST", "/organisation/departments", ADMIN),
    permit("GET", "/organisation/departments/{department}", ADMIN),
    permit("POST", "/organisation/departments/{department}/rename", ADMIN),
    permit("POST", "/organisation/departments/{department}/remove", ADMIN),
    permit("POST", "/clock", ADMIN),
    permit("GET", "/audit", LOG),
    permit("GET", "/operation", ADMIN),
    permit("POST", "/operation/backup", ADMIN),
    permit("GET", "/tablets", TABLETS),
    permit("POST", "/tablets/links", TABLETS),
    permit("POST", "/tablets/pin", TABLETS),
    permit("GET", "/tablets/links/{link}", TABLETS),
    permit("GET", "/tablets/links/{link}/file", TABLETS),
    permit("POST", "/tablets/links/{link}/withdraw", TABLETS),
    permit("GET", "/tablets/import", TABLETS),
    permit("POST", "/tablets/import", TABLETS),
    permit("GET", "/tablets/{tablet}", TABLETS),
    permit("POST", "/tablets/{tablet}/name", TABLETS),
    permit("POST", "/tablets/{tablet}/retire", TABLETS),
    permit("POST", "/tablets/{tablet}/stolen", TABLETS),
    permit("GET", "/wards", GUIDE),
    permit("GET", "/wards/{ward}", GUIDE),
    permit("GET", "/figures", GUIDE),
    permit("GET", "/figures/items/{item}", GUIDE),
    permit("GET", "/tokens", GUIDE),
    permit("POST", "/tokens", GUIDE),
    permit("POST", "/tokens/{token}/revoke", GUIDE),
    permit("GET", "/decks", GUIDE),
    permit("POST", "/decks/new", GUIDE),
    permit("GET", "/decks/import", GUIDE),
    permit("POST", "/decks/import", GUIDE),
    permit("GET", "/decks/drafts/{draft}", GUIDE),
    permit("POST", "/decks/drafts/{draft}", GUIDE),
    permit("POST", "/decks/drafts/{draft}/delete", GUIDE),
    permit("GET", "/decks/drafts/{draft}/items/{item}", GUIDE),
    permit("POST", "/decks/drafts/{draft}/items/{item}", GUIDE),
    permit("GET", "/decks/{deck}/preview", GUIDE),
    permit("GET", "/decks/drafts/{draft}/preview", GUIDE),
    permit("POST", "/decks/{deck}/copy", GUIDE),
    permit("POST", "/decks/{deck}/next", GUIDE),
    permit("POST", "/decks/{deck}/remove", GUIDE),
    permit("GET", "/decks/{deck}", GUIDE),
    permit("GET", "/decks/{deck}/file", GUIDE),
    permit("GET", "/decks/{deck}/paper", GUIDE),
    permit("GET", "/rounds", GUIDE),
    permit("GET", "/rounds/new", GUIDE),
    permit("POST", "/rounds/new", GUIDE),
    permit("GET", "/drafts/{draft}", GUIDE),
    permit("POST", "/drafts/{draft}", GUIDE),
    permit("POST", "/drafts/{draft}/plan", GUIDE),
    permit("POST", "/drafts/{draft}/delete", GUIDE),
    permit("POST", "/rounds/{box}/copy", GUIDE),
    permit("GET", "/rounds/{box}/change", GUIDE),
    permit("POST", "/rounds/{box}/change", GUIDE),
    permit("POST", "/rounds/{box}/take-away", GUIDE),
    permit("GET", "/rounds/{box}", GUIDE),
    permit("POST", "/rounds/{box}/confirm", GUIDE),
    permit("POST", "/rounds/{box}/unconfirm", GUIDE),
    permit("GET", "/rounds/{box}/poster", GUIDE),
    permit("GET", "/rounds/{box}/paper", GUIDE),
    permit("POST", "/rounds/{box}/codes", GUIDE),
    permit("POST", "/rounds/{box}/codes/confirm", GUIDE),
    permit("POST", "/rounds/{box}/codes/wake", GUIDE),
    permit("POST", "/rounds/{box}/open", GUIDE),
    permit("POST", "/rounds/{box}/extend", GUIDE),
    permit("POST", "/rounds/{box}/close", GUIDE),
    permit("POST", "/rounds/{box}/close-for-good", GUIDE),
    permit("POST", "/rounds/{box}/close-unread", GUIDE),
    permit("POST", "/rounds/{box}/keep-answers", GUIDE),
    permit("POST", "/rounds/{box}/count", GUIDE),
    permit("POST", "/rounds/{box}/release", GUIDE),
    permit("GET", "/rounds/{box}/figures", GUIDE),
    permit("GET", "/rounds/{box}/figures/file/{format}", GUIDE),
    permit("GET", "/rounds/{box}/figures/before", GUIDE),
    permit("GET", "/rounds/{box}/preview", GUIDE),
    permit("GET", "/rounds/{box}/report", GUIDE),
    permit("POST", "/rounds/{box}/report", GUIDE),
    permit("GET", "/rounds/{box}/areas", GUIDE),
    permit("GET", "/rounds/{box}/areas/new", GUIDE),
    permit("POST", "/rounds/{box}/areas/new", GUIDE),
    permit("GET", "/rounds/{box}/areas/{area}", GUIDE),
    permit("POST", "/rounds/{box}/areas/{area}", GUIDE),
    permit("POST", "/rounds/{box}/areas/{area}/remove", GUIDE),
    permit("GET", "/rounds/{box}/notes", GUIDE),
    permit("POST", "/rounds/{box}/notes", GUIDE),
    permit("GET", "/rounds/{box}/sorting", GUIDE),
    permit("POST", "/rounds/{box}/sorting", GUIDE),
    permit("POST", "/rounds/{box}/sorting/note", GUIDE),
    permit("POST", "/rounds/{box}/sorting/find", GUIDE),
    permit("POST", "/rounds/{box}/sorting/lock", GUIDE),
    permit("GET", "/rounds/{box}/sorting/counts", GUIDE),
    permit("GET", "/rounds/{box}/sorting/bands", GUIDE),
    permit("POST", "/rounds/{box}/sorting/bands", GUIDE),
    permit("POST", "/rounds/{box}/sorting/bands/withdraw", GUIDE),
    permit("GET", "/passphrase", GUIDE),
    permit("POST", "/passphrase", GUIDE),
    permit("POST", "/passphrase/new-key", GUIDE),
    permit("POST", "/passphrase/prove", GUIDE),
    // Tables join without logging in: the code in the path opens what they may do.
    permit("GET", "/gathering", Who::Anyone),
    permit("POST", "/gathering", Who::Anyone),
    permit("GET", "/gathering/{code}", Who::Anyone),
    permit("POST", "/gathering/{code}/ideas", Who::Anyone),
    permit("POST", "/gathering/{code}/sort", Who::Anyone),
    permit("POST", "/gathering/{code}/rename", Who::Anyone),
    permit("GET", "/gathering/{code}/estimates/{estimate}", Who::Anyone),
    permit("POST", "/gathering/{code}/estimates/{estimate}", Who::Anyone),
    permit("GET", "/gathering/{code}/cards/{card}", Who::Anyone),
    permit("POST", "/gathering/{code}/cards/{card}", Who::Anyone),
    permit("GET", "/gathering/{code}/screen", Who::Anyone),
    permit("GET", "/gathering/{code}/changes", Who::Anyone),
    // Whoever has the address of a ward's open page reads it.
    permit("GET", OPEN_PAGE, Who::Anyone),
    permit("GET", "/log-in", Who::Anyone),
    permit("POST", "/log-in", Who::Anyone),
    permit("POST", "/log-out", Who::Known),
    permit("GET", "/invitation/{secret}", Who::Anyone),
    permit("POST", "/invitation/{secret}", Who::Anyone),
];

/// What a guide may send who has not shown yet that they are who they were: the proof, and what ends sessions. Whoever made the invitation
/// may sit there, and everything else is a guide's doing.
const BEFORE_THE_PROOF: &[&str] = &[
    "/passphrase/prove",
    "/account/password",
    "/account/log-out",
    "/account/log-out-everywhere",
    "/log-out",
];

/// What a guide may read before that: what is planned and asked, where tablets stand, how far rounds are. No figure, be it published, no
/// words of a ward's people, no case: what is not here waits. Exact figures and notes send to the round's page, which asks for the proof.
const READ_BEFORE_THE_PROOF: &[&str] = &[
    "/",
    "/account",
    "/audit",
    "/decks",
    "/decks/import",
    "/decks/drafts/{draft}",
    "/decks/drafts/{draft}/items/{item}",
    "/decks/drafts/{draft}/preview",
    "/decks/{deck}",
    "/decks/{deck}/file",
    "/decks/{deck}/paper",
    "/decks/{deck}/preview",
    "/drafts/{draft}",
    "/fingerprints",
    "/gathering",
    "/guidance",
    "/guidance/{reader}",
    "/invitation/{secret}",
    "/log-in",
    "/passphrase",
    "/quick-guides/{reader}",
    "/rounds",
    "/rounds/new",
    "/rounds/{box}",
    "/rounds/{box}/change",
    "/rounds/{box}/figures",
    "/rounds/{box}/figures/before",
    "/rounds/{box}/notes",
    "/rounds/{box}/paper",
    "/rounds/{box}/poster",
    "/rounds/{box}/preview",
    "/tablets",
    "/tablets/links/{link}",
    "/tablets/links/{link}/file",
    "/tablets/{tablet}",
    "/tokens",
    "/wards",
    "/wards/{ward}",
];

/// Whether something waits for the proof.
pub fn waits_for_proof(method: &str, path: &str) -> bool {
    let before = match method {
        "POST" => BEFORE_THE_PROOF,
        _ => READ_BEFORE_THE_PROOF,
    };
    !before.contains(&path)
}

/// Whether a path of a box is for the guides who read its count: areas that are still written, and the report before it is frozen, are made
/// with the notes at hand and of their words. What came of them everybody reads who reads the result.
pub fn is_for_readers_of_the_count(path: &str) -> bool {
    let made = ["report", "areas", "sorting"];
    let rest = path.strip_prefix("/rounds/{box}/");
    rest.is_some_and(|rest| made.iter().any(|one| rest.split('/').next() == Some(*one)))
}

/// The permission for a path, if there is one. A file is asked for as a whole: that somebody has it is written down.
pub fn find(method: &str, path: &str) -> Option<&'static Permission> {
    let method = match method {
        "HEAD" if path.ends_with("/file/{format}") => return None,
        "HEAD" => "GET",
        method => method,
    };
    PERMISSIONS
        .iter()
        .find(|permission| permission.method == method && permission.path == path)
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
