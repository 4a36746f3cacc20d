//! Every tablet that somebody looks after: what needs care first.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;

use super::{Known, TabletView, keeps, keeps_tablet};
use crate::store::TabletState;
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::texts::{TabletTexts, fill, moment};
use crate::web::visit::Visit;

/// A ward where a tablet can stand.
pub struct WardChoice {
    /// Its id.
    pub id: String,
    /// Its name, with its department's.
    pub name: String,
    /// Whether it is the one that the address asks for.
    pub chosen: bool,
}

/// A link that nobody has used yet.
struct OpenLink {
    handle: String,
    ward: String,
    until: String,
}

#[derive(Template)]
#[template(path = "tablets.html")]
struct TabletsPage {
    page: Page,
    texts: &'static TabletTexts,
    care: Vec<TabletView>,
    tablets: Vec<TabletView>,
    gone: Vec<TabletView>,
    wards: Vec<WardChoice>,
    links: Vec<OpenLink>,
}

/// The list, with the form to enrol one more. `ward` in the address: where it is to stand.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ward");
    let asked = asked.map(|(_, ward)| ward.into_owned());
    let (visitor, now, language) = (visit.visitor()?.clone(), pages.now(), visit.language);
    let texts = TabletTexts::of(language);
    let frame = visit.page(texts.tablets);
    let template = pages
        .read(move |store| {
            let known = Known::read(store, &visitor)?;
            let organisation = &known.organisation;
            let zone = organisation.zone();
            let mut tablets = known.tablets().to_vec();
            tablets.retain(|tablet| keeps_tablet(&known, &visitor, tablet));
            let views = tablets.iter().map(|tablet| known.describe(tablet, now, language));
            let (mut used, gone): (Vec<_>, Vec<_>) = views.partition(|view| view.state == TabletState::Active);
            used.sort_by_key(|view| (view.ward.to_lowercase(), view.name.to_lowercase()));
            let (mut care, tablets): (Vec<_>, Vec<_>) = used.into_iter().partition(|view| view.needs.is_some());
            care.sort_by_key(|view| view.needs);
            let links = store.open_codes(now)?.into_iter();
            let links = links.filter(|code| keeps(organisation, &visitor, &code.ward));
            let links = links.map(|code| OpenLink {
                handle: code.handle(),
                ward: organisation.ward_names(std::slice::from_ref(&code.ward)),
                until: fill(texts.link_until, &[&moment(language, &zone, code.expires)]),
            });
            let open = organisation
                .wards
                .iter()
                .filter(|(id, ward)| !ward.closed && keeps(organisation, &visitor, id));
            let mut wards: Vec<WardChoice> = open
                .map(|(id, ward)| {
                    let department = organisation.departments.get(&ward.department);
                    let department = department.unwrap_or(&ward.department);
                    WardChoice {
                        id: id.clone(),
                        chosen: asked.as_ref() == Some(id),
                        name: format!("{} ({department})", ward.name),
                    }
                })
                .collect();
            wards.sort_by_key(|ward| ward.name.to_lowercase());
            Ok(TabletsPage {
                page: frame,
                texts,
                links: links.collect(),
                care,
                tablets,
                gone,
                wards,
            })
        })
        .await?;
    render(&template)
}
