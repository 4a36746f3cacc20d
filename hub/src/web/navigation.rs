//! Finding one's way: what a role can go to, where one is, and what lies above. Pure.

use crate::organisation::Role;
use crate::texts::NavigationTexts;

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
    ["/account", "/passphrase", "/quick-guides"]
        .iter()
        .any(|own| is_under(path, own))
}

/// A page above another one.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub name: &'static str,
}

/// The pages above the one at `path`, from the role's place in the navigation down. Nothing where that place is all that lies above: it is
/// marked already.
pub fn trail(role: Role, path: &str, texts: &NavigationTexts) -> Vec<Step> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let Some(mut above) = steps_above(role, &parts, texts) else {
        return Vec::new();
    };
    let first = ways(role, path, texts).into_iter().find(|way| way.present);
    let first = first.map(|way| Step {
        href: way.href.to_owned(),
        name: way.name,
    });
    above.splice(0..0, first);
    above
}

/// What lies between a role's place and a page that lies deep.
fn steps_above(role: Role, parts: &[&str], texts: &NavigationTexts) -> Option<Vec<Step>> {
    // The first `many` parts of the path.
    let up_to = |many: usize, name| Step {
        href: format!("/{}", parts[..many].join("/")),
        name,
    };
    let at = |href: String, name| Step { href, name };
    let steps = match parts {
        ["rounds", _, "figures", "before"] => vec![up_to(2, texts.round), up_to(3, texts.exact)],
        ["rounds", one, "sorting"] => {
            let notes = at(format!("/rounds/{one}/notes"), texts.notes);
            vec![up_to(2, texts.round), notes]
        }
        ["rounds", one, "sorting", ..] => {
            let notes = at(format!("/rounds/{one}/notes"), texts.notes);
            vec![up_to(2, texts.round), notes, up_to(3, texts.sorting)]
        }
        ["rounds", _, "areas", _, ..] => vec![up_to(2, texts.round), up_to(3, texts.areas)],
        ["rounds", _, _, ..] => vec![up_to(2, texts.round)],
        ["results", one, rest @ ..] => {
            let round = (role == Role::Guide).then(|| at(format!("/rounds/{one}"), texts.round));
            let result = (!rest.is_empty()).then(|| up_to(2, texts.result));
            round.into_iter().chain(result).collect()
        }
        ["reports", one] => match role {
            Role::Guide => vec![at(format!("/rounds/{one}"), texts.round)],
            _ => vec![at(format!("/results/{one}"), texts.result)],
        },
        ["process", _, "plan", "idea-box"] | ["process", _, "plan", _, _, ..] => {
            vec![up_to(2, texts.process), up_to(3, texts.plan)]
        }
        ["process", _, "gatherings", gathering, "prepare"] if *gathering != "new" => {
            vec![up_to(2, texts.process), up_to(4, texts.gathering)]
        }
        ["process", _, _, ..] => vec![up_to(2, texts.process)],
        ["signatures", "report", one] => vec![at(format!("/reports/{one}"), texts.report)],
        ["signatures", "plan", one] => {
            let process = format!("/process/{one}");
            let plan = at(format!("{process}/plan"), texts.plan);
            vec![at(process, texts.process), plan]
        }
        // A checkpoint is called by its process and its phase.
        ["signatures", "checkpoint", one] => {
            let (process, _) = one.split_once('.').unwrap_or((one, ""));
            vec![at(format!("/process/{process}"), texts.process)]
        }
        ["decks", "drafts", _, _, ..] => vec![up_to(3, texts.draft)],
        ["decks", deck, "preview" | "paper"] if *deck != "drafts" => vec![up_to(2, texts.deck)],
        _ => return None,
    };
    (!steps.is_empty()).then_some(steps)
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

    /// Whoever opens a deep page sees the pages above it, each of which they may open; pages that lie right under a place have the place.
    #[test]
    fn every_deep_page_of_a_role_has_a_trail_of_pages_that_the_role_may_open() {
        let texts = NavigationTexts::of(Language::Nb);
        // The guide's result and everybody's report have short addresses.
        let is_deep = |page: &str, role| {
            let short = page == "/reports/{box}" || page == "/results/{box}" && role == Role::Guide;
            short || page.matches('/').count() > 2
        };
        // Of signatures the address says what is signed, which has a page under another name.
        let named = |page: &str, kind: &str| page.replace("{kind}", kind);
        for role in ROLES {
            let pages = PERMISSIONS
                .iter()
                .filter(|page| page.method == "GET" && !page.path.contains("/file"));
            for page in pages.filter(|page| page.who != Who::Anyone && page.who.admits(Some(role))) {
                let kinds = ["checkpoint", "plan", "report"].map(|kind| named(page.path, kind));
                for path in kinds {
                    let trail = trail(role, &path, texts);
                    for step in &trail {
                        let route = step.href.replace("{thing}", "{process}");
                        let routes = [route.clone(), route.replace("{process}", "{box}")];
                        let found = routes.iter().find_map(|route| find("GET", route));
                        let found = found.unwrap_or_else(|| panic!("{} above {path} is no page", step.href));
                        assert!(found.who.admits(Some(role)), "{} above {path} for {role:?}", step.href);
                        assert_ne!(step.href, path);
                    }
                    let hrefs: std::collections::BTreeSet<&String> = trail.iter().map(|step| &step.href).collect();
                    assert_eq!(hrefs.len(), trail.len(), "{path} names a page twice");
                    assert!(trail.len() != 1, "{path}: one page above is the place that is marked");
                    // These lie right under a place, however long their addresses.
                    let shallow = [
                        "/tablets/",
                        "/accounts/",
                        "/organisation/",
                        "/roll-ups/",
                        "/help/",
                        "/figures/",
                        "/quick-guides/",
                    ];
                    let shallow =
                        shallow.iter().any(|place| path.starts_with(place)) || path == "/decks/drafts/{draft}";
                    assert_eq!(
                        trail.is_empty(),
                        shallow || !is_deep(&path, role),
                        "{path} for {role:?}: {trail:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_trail_leads_from_the_place_down_to_the_page_above() {
        let texts = NavigationTexts::of(Language::Nb);
        let names = |role, path| -> Vec<(String, &str)> {
            let steps = trail(role, path, texts).into_iter();
            steps.map(|step| (step.href, step.name)).collect()
        };
        let step = |href: &str, name| (href.to_owned(), name);
        assert_eq!(
            names(Role::Guide, "/rounds/ab/sorting/bands"),
            [
                step("/rounds", "Kartlegginger"),
                step("/rounds/ab", "Kartleggingen"),
                step("/rounds/ab/notes", "Gule lapper"),
                step("/rounds/ab/sorting", "Sortering"),
            ]
        );
        assert_eq!(
            names(Role::Leader, "/signatures/checkpoint/surg-1.map"),
            [step("/", "Min enhet"), step("/process/surg-1", "Prosessen")]
        );
        assert_eq!(names(Role::Leader, "/results/ab"), []);
        assert_eq!(
            names(Role::Guide, "/results/ab"),
            [step("/rounds", "Kartlegginger"), step("/rounds/ab", "Kartleggingen")]
        );
    }
}
