//! Quick guides: one printed page for each who works with Trykk.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;

use crate::organisation::Role;
use crate::texts::QuickGuideTexts;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// Whom a quick guide is for, as its address says.
const READERS: [&str; 6] = ["guide", "leader", "safety-rep", "union-rep", "senior-leader", "admin"];

/// What stands out of a line, and the rest of it.
type Line = (&'static str, &'static str);

struct Reader {
    href: String,
    name: &'static str,
    present: bool,
}

#[derive(Template)]
#[template(path = "quick_guide.html")]
struct QuickGuidePage {
    page: Page,
    texts: &'static QuickGuideTexts,
    readers: Vec<Reader>,
    name: &'static str,
    lead: &'static str,
    steps: Vec<Line>,
    mind: Vec<Line>,
    wrong: Vec<Line>,
}

/// The quick guide for a role.
pub fn page_of(role: Role) -> &'static str {
    match role {
        Role::Guide => "/quick-guides/guide",
        Role::SafetyRep => "/quick-guides/safety-rep",
        Role::Admin => "/quick-guides/admin",
        Role::Leader => "/quick-guides/leader",
        Role::UnionRep => "/quick-guides/union-rep",
        Role::SeniorLeader => "/quick-guides/senior-leader",
    }
}

/// Name, lead, steps, what to remember, and what to do when something goes wrong.
fn texts_of(reader: &str, texts: &'static QuickGuideTexts) -> Option<[&'static str; 5]> {
    let t = texts;
    Some(match reader {
        "guide" => [t.guide, t.guide_lead, t.guide_steps, t.guide_mind, t.guide_wrong],
        "leader" => [t.leader, t.leader_lead, t.leader_steps, t.leader_mind, t.leader_wrong],
        "safety-rep" => [
            t.safety_rep,
            t.safety_rep_lead,
            t.safety_rep_steps,
            t.safety_rep_mind,
            t.safety_rep_wrong,
        ],
        "union-rep" => [
            t.union_rep,
            t.union_rep_lead,
            t.union_rep_steps,
            t.union_rep_mind,
            t.union_rep_wrong,
        ],
        "senior-leader" => [
            t.senior_leader,
            t.senior_leader_lead,
            t.senior_leader_steps,
            t.senior_leader_mind,
            t.senior_leader_wrong,
        ],
        "admin" => [t.admin, t.admin_lead, t.admin_steps, t.admin_mind, t.admin_wrong],
        _ => return None,
    })
}

fn read_lines(text: &'static str) -> Vec<Line> {
    text.lines()
        .map(|line| line.split_once('|').unwrap_or((line, "")))
        .collect()
}

/// A quick guide.
pub async fn show(Path(reader): Path<String>, visit: Visit) -> Result<Html<String>, PageError> {
    let texts = QuickGuideTexts::of(visit.language);
    let [name, lead, steps, mind, wrong] = texts_of(&reader, texts).ok_or(PageError::NotFound)?;
    let readers = READERS.into_iter().filter_map(|one| {
        Some(Reader {
            href: format!("/quick-guides/{one}"),
            name: texts_of(one, texts)?[0],
            present: one == reader,
        })
    });
    render(&QuickGuidePage {
        page: visit.page(format!("{}: {name}", texts.title)),
        readers: readers.collect(),
        texts,
        name,
        lead,
        steps: read_lines(steps),
        mind: read_lines(mind),
        wrong: read_lines(wrong),
    })
}

#[cfg(test)]
mod tests {
    use trykk_shared::language::Language;

    use super::*;

    #[test]
    fn nobody_is_given_the_quick_guide_of_another_role() {
        let pages: std::collections::BTreeSet<&str> = Role::ALL.into_iter().map(page_of).collect();
        assert_eq!((pages.len(), READERS.len()), (Role::ALL.len(), Role::ALL.len()));
    }

    #[test]
    fn each_role_has_a_quick_guide_of_as_many_lines_in_every_language() {
        for role in Role::ALL {
            let reader = page_of(role).rsplit('/').next().unwrap();
            let lines = Language::ALL.map(|language| {
                let [_, _, steps, mind, wrong] = texts_of(reader, QuickGuideTexts::of(language)).unwrap();
                [steps, mind, wrong].map(|text| {
                    let lines = read_lines(text);
                    assert!(
                        lines.iter().all(|(head, rest)| !head.is_empty() && !rest.is_empty()),
                        "{text}"
                    );
                    lines.len()
                })
            });
            assert!(lines.iter().all(|many| *many == lines[0]), "{reader}: {lines:?}");
        }
        assert!(texts_of("participant", QuickGuideTexts::of(Language::Nb)).is_none());
    }
}
