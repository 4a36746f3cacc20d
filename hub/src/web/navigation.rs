//! Finding one's way: what a role can go to, and where one is. Pure.

use crate::organisation::Role;
use crate::web::texts::NavigationTexts;

/// A place in the navigation.
pub struct Way {
    /// Its page.
    pub href: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Whether the page that is shown belongs to it.
    pub present: bool,
}

/// What a role can go to from the page at `path`.
pub fn ways(role: Role, path: &str, texts: &NavigationTexts) -> Vec<Way> {
    let way = |href, name, under: &[&str]| Way {
        href,
        name,
        present: path == href || under.iter().any(|under| is_under(path, under)),
    };
    let numbers = || way("/fingerprints", texts.numbers, &[]);
    let tablets = || way("/tablets", texts.tablets, &["/tablets"]);
    let log = || way("/audit", texts.log, &[]);
    let my_ward = || {
        let below = ["/results", "/reports", "/process", "/signatures", "/guidance"];
        way("/", texts.my_ward, &below)
    };
    match role {
        Role::Guide => vec![
            way(
                "/wards",
                texts.wards,
                &["/wards", "/passed-on", "/process", "/signatures", "/guidance"],
            ),
            way("/rounds", texts.rounds, &["/rounds", "/drafts", "/results", "/reports"]),
            way("/figures", texts.results, &["/figures", "/tokens"]),
            way("/decks", texts.decks, &["/decks"]),
            tablets(),
            numbers(),
        ],
        Role::Leader | Role::UnionRep => vec![my_ward(), numbers()],
        Role::SafetyRep => vec![my_ward(), numbers(), log()],
        Role::SeniorLeader => vec![way("/", texts.my_department, &["/roll-ups", "/guidance", "/help"])],
        Role::Admin => vec![
            way("/accounts", texts.accounts, &["/accounts"]),
            way("/organisation", texts.organisation, &["/organisation"]),
            tablets(),
            way("/operation", texts.operation, &[]),
            log(),
        ],
    }
}

/// Whether the page at `path` is one of somebody's own: account and passphrase.
pub fn is_own(path: &str) -> bool {
    ["/account", "/passphrase"].iter().any(|own| is_under(path, own))
}

fn is_under(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::access::permissions::{PERMISSIONS, Who, find};
    use trykk_shared::language::Language;

    const ROLES: [Role; 6] = [
        Role::Admin,
        Role::Guide,
        Role::Leader,
        Role::SafetyRep,
        Role::UnionRep,
        Role::SeniorLeader,
    ];

    /// Whatever page of theirs somebody opens, one place in the navigation says that they are there.
    #[test]
    fn every_page_of_a_role_has_one_place_and_every_place_is_a_page_of_the_role() {
        let texts = NavigationTexts::of(Language::Nb);
        for role in ROLES {
            for way in ways(role, "/nowhere", texts) {
                let page = find("GET", way.href).unwrap_or_else(|| panic!("{} is no page", way.href));
                assert!(page.who.admits(Some(role)), "{} for {role:?}", way.href);
                assert!(!way.present);
            }
            let pages = PERMISSIONS.iter().filter(|page| page.method == "GET");
            for page in pages.filter(|page| page.who != Who::Anyone && page.who.admits(Some(role))) {
                // The front page leads on to the first place where it is none itself.
                if page.path == "/" && matches!(role, Role::Guide | Role::Admin) {
                    continue;
                }
                let present = ways(role, page.path, texts).iter().filter(|way| way.present).count();
                assert_eq!(
                    present + usize::from(is_own(page.path)),
                    1,
                    "{} for {role:?}",
                    page.path
                );
            }
        }
    }
}
