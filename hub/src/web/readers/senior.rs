//! The senior leader's first page: how far each round has come as a whole, and the wards' processes. It reads no figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::response::Html;

use super::roll_ups::{missing, name};
use crate::figures::rollup::{BoxesAlike, Progress, Scope, scopes};
use crate::texts::{FollowUpTexts, SeniorTexts, WardTexts, fill, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, read_page_number, render, take_page};
use crate::web::process::follow_up::{SilentList, find_silent};
use crate::web::process::plan::senior::Above;
use crate::web::visit::Visit;

/// How many rounds stand on a page.
const ROUNDS_ON_A_PAGE: usize = 8;
/// How many sums of one round stand on the page before the others are folded away.
const UNFOLDED: usize = 6;

/// A roll-up in a list.
struct Listed {
    href: String,
    name: String,
    title: String,
    period: String,
    missing: Option<String>,
}

/// A round's roll-ups.
struct ListedRound {
    /// What is seen at once.
    first: Vec<Listed>,
    /// What is folded away, and what the fold says.
    folded: Option<(String, Vec<Listed>)>,
}

#[derive(Template)]
#[template(path = "home_senior.html")]
struct SeniorHome {
    page: Page,
    senior_texts: &'static SeniorTexts,
    rounds: Vec<ListedRound>,
    /// The next page, of older rounds.
    older: Option<usize>,
    /// Whether this is not the first page.
    is_older: bool,
    /// What nobody has followed up, though leader and guide know of it.
    silent: SilentList,
    follow_texts: &'static FollowUpTexts,
    /// What is seen of each ward's process.
    above: Above,
    ward_texts: &'static WardTexts,
}

/// Folds the departments of a round away where they are many: the whole is what is looked for first.
fn fold(mut listed: Vec<Listed>, has_whole: bool, texts: &SeniorTexts) -> ListedRound {
    if !has_whole || listed.len() <= UNFOLDED {
        return ListedRound {
            first: listed,
            folded: None,
        };
    }
    let departments = listed.split_off(1);
    let said = fill(texts.departments, &[&departments.len()]);
    ListedRound {
        first: listed,
        folded: Some((said, departments)),
    }
}

/// The rounds with something released in the visitor's places, the newest first, a page of them; and a page of the wards' processes.
pub async fn home(pages: &Arc<Pages>, visit: &Visit, query: Option<&str>) -> Result<Html<String>, PageError> {
    let (page, wards_page) = (read_page_number(query, "page"), read_page_number(query, "wards"));
    let (visitor, now, language) = (visit.visitor()?.clone(), pages.now(), visit.language);
    let (senior_texts, texts) = (SeniorTexts::of(language), visit.texts());
    let asked = Arc::clone(pages);
    let (listed, more, silent, above) = pages
        .read(move |store| {
            let organisation = store.organisation_above()?;
            let zone = organisation.zone();
            let scopes = scopes(&organisation, &visitor.places);
            let has_whole = scopes.contains(&Scope::Organisation);
            let departments = (!has_whole).then_some(&visitor.places.departments[..]);
            let (names, more) = take_page(store.published_rounds(departments)?, page, ROUNDS_ON_A_PAGE);
            let titles = store.round_titles(&names)?;
            let mut by_round: BTreeMap<String, Vec<BoxesAlike>> = BTreeMap::new();
            for alike in store.boxes_alike(&names, departments)? {
                by_round.entry(alike.round.clone()).or_default().push(alike);
            }
            let mut listed = Vec::new();
            for id in &names {
                let (Some(title), Some(boxes)) = (titles.get(id), by_round.get(id)) else {
                    continue;
                };
                let found = scopes
                    .iter()
                    .filter_map(|scope| Some((scope, Progress::of(boxes, scope, now)?)));
                let mut found: Vec<(&Scope, Progress)> = found.collect();
                // A round of one department is listed once.
                if let [(Scope::Organisation, whole), (_, first), ..] = &found[..]
                    && whole.boxes == first.boxes
                {
                    found.remove(0);
                }
                let has_whole = found.first().is_some_and(|(scope, _)| **scope == Scope::Organisation);
                let rollup = |(scope, progress): (&Scope, Progress)| Listed {
                    href: match scope {
                        Scope::Organisation => format!("/roll-ups/{id}"),
                        Scope::Department(department) => format!("/roll-ups/{id}/{department}"),
                    },
                    name: name(&organisation, scope),
                    title: title.get(language).to_owned(),
                    period: say_period(texts.period, language, &zone, progress.opens, progress.closes),
                    missing: missing(senior_texts, &progress),
                };
                listed.push(fold(found.into_iter().map(rollup).collect(), has_whole, senior_texts));
            }
            let method = &asked.method.method;
            let reached = Arc::new(store.organisation_signing(&visitor.places)?);
            let silent = find_silent(store, &reached, method, &visitor.places, true, now)?;
            let silent = SilentList::of(&silent, &reached, true, language);
            let above = Above::read(store, &reached, method, (&visitor.places, wards_page), language, now)?;
            Ok((listed, more, silent, above))
        })
        .await?;
    render(&SeniorHome {
        page: visit.page(texts.results).on_page(page),
        senior_texts,
        rounds: listed,
        older: more.then(|| page + 1),
        is_older: page > 1,
        silent,
        follow_texts: FollowUpTexts::of(language),
        above,
        ward_texts: WardTexts::of(language),
    })
}
