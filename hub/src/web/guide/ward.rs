//! One ward of the guide's: where it stands, its rounds over time, its tablets, its people.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;

use crate::organisation::drafts::guides_all;
use crate::organisation::{Organisation, Places, Role};
use crate::store::{BoxRow, StoreError};
use crate::texts::{DraftTexts, ProcessTexts, TabletTexts, Texts, WardTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::overview::{Overview, WardView};
use crate::web::guide::rounds::{BoxFacts, BoxView};
use crate::web::page::{Page, render};
use crate::web::process::read::Read;
use crate::web::process::view::Glance;
use crate::web::tablets::TabletView;
use crate::web::visit::Visit;

/// Those whose work is on a ward, in the order in which they are shown.
const ROLES: [Role; 4] = [Role::Leader, Role::SafetyRep, Role::UnionRep, Role::Guide];

/// Who has a role on a ward.
struct RoleView {
    role: &'static str,
    people: Vec<String>,
}

#[derive(Template)]
#[template(path = "guides_ward.html")]
struct WardPage {
    page: Page,
    texts: &'static WardTexts,
    tablet_texts: &'static TabletTexts,
    draft_texts: &'static DraftTexts,
    ward: WardView,
    /// Its process in one look, once it is started.
    process: Option<Glance>,
    process_texts: &'static ProcessTexts,
    /// The wards that it was last counted together with: id and name.
    together: Vec<(String, String)>,
    works_here: String,
    rounds: Vec<BoxView>,
    tablets: Vec<TabletView>,
    people: Vec<RoleView>,
}

/// Who has which role on a ward and is let in.
fn list_people(organisation: &Organisation, ward: &str, names: &'static Texts) -> Vec<RoleView> {
    let ward = [ward.to_owned()];
    let of = |role| {
        let accounts = organisation.accounts.iter();
        let here = accounts.filter(|(_, account)| {
            account.role == role && !account.blocked && organisation.covers(&account.places, &ward)
        });
        here.map(|(email, _)| email.clone()).collect()
    };
    let roles = ROLES.into_iter().map(|role| RoleView {
        role: names.role(role),
        people: of(role),
    });
    roles.collect()
}

/// A ward's page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Html<String>, PageError> {
    let (email, language, now) = (visit.visitor()?.email.clone(), visit.language, pages.now());
    let (texts, names) = (WardTexts::of(language), visit.texts());
    let (places, asked) = (visit.visitor()?.places.clone(), Arc::clone(&pages));
    let mut frame = visit.page("");
    let template = pages
        .read(move |store| {
            // Nothing of her other wards stands here.
            let here = Places::new(vec![id.clone()], Vec::new());
            let overview = Overview::read(store, asked.method(), (&here, &email), language, now)?;
            let organisation = &store.organisation_within(&here)?;
            let mine = organisation
                .wards
                .get(&id)
                .filter(|_| guides_all(organisation, &email, [&id]));
            let shown = mine.and_then(|known| Some((known, overview.describe(&overview.stand(&id)?))));
            let (known, ward) = shown.ok_or_else(|| StoreError::NotFound("ward", id.clone()))?;
            frame.title.clone_from(&ward.name);
            let around: Vec<String> = organisation.wards.keys().cloned().collect();
            let facts = BoxFacts::read(store, organisation.clone(), &around, now)?;
            let here = facts.boxes.iter().filter(|ballot_box| ballot_box.wards.contains(&id));
            let mut boxes: Vec<BoxRow> = here.cloned().collect();
            boxes.sort_by_key(|ballot_box| std::cmp::Reverse(ballot_box.opens));
            let together = boxes.first().map_or(Vec::new(), |ballot_box| {
                let others = ballot_box.wards.iter().filter(|ward| **ward != id);
                let mine = others.filter(|ward| guides_all(organisation, &email, [*ward]));
                mine.map(|ward| (ward.clone(), organisation.ward_names(std::slice::from_ref(ward))))
                    .collect()
            });
            let rounds = facts.describe(store, &boxes, now, language)?;
            Ok(WardPage {
                page: frame,
                texts,
                tablet_texts: TabletTexts::of(language),
                draft_texts: DraftTexts::of(language),
                process: match store.process_of(&id)? {
                    Some(process) => {
                        let method = &asked.method.method;
                        Some(Glance::of(
                            &Read::of(store, method, &places, &process, now)?,
                            method,
                            language,
                        ))
                    }
                    None => None,
                },
                process_texts: ProcessTexts::of(language),
                together,
                works_here: match known.headcount {
                    1 => texts.works_here_one.to_owned(),
                    people => fill(texts.works_here, &[&people]),
                },
                rounds,
                people: list_people(organisation, &id, names),
                tablets: overview.describe_tablets(&id),
                ward,
            })
        })
        .await?;
    render(&template)
}
