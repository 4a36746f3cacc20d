//! Every tablet that somebody looks after: what needs care first.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use trykk_shared::pin::{Pin, PinError, PinHash};

use super::{Known, TabletView, keeps, keeps_tablet};
use crate::enrolment::MOST_TABLETS;
use crate::store::{StoreError, TabletState};
use crate::texts::{TabletTexts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A ward where a tablet can stand.
pub struct WardChoice {
    /// Its id.
    pub id: String,
    /// Its name, with its department's.
    pub name: String,
    /// Whether it is the one that the address asks for.
    pub chosen: bool,
    /// Whether the staff menu of its tablets has a PIN.
    pub has_pin: bool,
}

/// A link that nobody has used yet.
struct OpenLink {
    handle: String,
    ward: String,
    until: String,
    /// How many of several tablets have used it, in words.
    so_far: Option<String>,
}

#[derive(Template)]
#[template(path = "tablets.html")]
struct TabletsPage {
    page: Page,
    /// What is said where there is no ward.
    no_wards: &'static str,
    /// The most tablets that one link enrols.
    most_tablets: u8,
    texts: &'static TabletTexts,
    care: Vec<TabletView>,
    tablets: Vec<TabletView>,
    gone: Vec<TabletView>,
    wards: Vec<WardChoice>,
    links: Vec<OpenLink>,
    any_pin: bool,
    pin_done: Option<String>,
    pin_fault: Option<&'static str>,
}

/// What became of a PIN.
#[derive(Clone, Copy)]
enum PinOutcome {
    Saved,
    Removed,
    Refused(&'static str),
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
    render_list(&pages, &visit, asked, None).await
}

/// Gives the staff menu of a ward's tablets another PIN, or none.
pub async fn set_pin(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let texts = TabletTexts::of(visit.language);
    let (ward, visitor, mut rng) = (form.get("ward").to_owned(), visit.visitor()?.clone(), pages.rng());
    let pin = match (form.get("do"), form.get("pin").parse::<Pin>()) {
        ("remove", _) => None,
        (_, Ok(pin)) => Some(pin),
        (_, Err(error)) => {
            let fault = match error {
                PinError::NotDigits => texts.pin_not_digits,
                PinError::Length => texts.pin_length,
                PinError::Plain => texts.pin_plain,
            };
            let refused = Some(PinOutcome::Refused(fault));
            let page = render_list(&pages, &visit, Some(ward), refused).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let hash = pages
        .run_exclusive(move || pin.map(|pin| PinHash::of(&pin, &mut rng)))
        .await?;
    let (named, outcome) = (
        ward.clone(),
        if hash.is_some() {
            PinOutcome::Saved
        } else {
            PinOutcome::Removed
        },
    );
    pages
        .write_as(&visit, move |store| {
            let known = Known::read(store, &visitor)?;
            if !known.organisation.wards.contains_key(&named) || !keeps(&known.organisation, &visitor, &named) {
                return Err(StoreError::NotFound("ward", named));
            }
            store.set_staff_pin(&named, hash.as_ref())
        })
        .await?;
    Ok(render_list(&pages, &visit, Some(ward), Some(outcome))
        .await?
        .into_response())
}

async fn render_list(
    pages: &Arc<Pages>,
    visit: &Visit,
    asked: Option<String>,
    pin: Option<PinOutcome>,
) -> Result<Html<String>, PageError> {
    let (visitor, now, language) = (visit.visitor()?.clone(), pages.now(), visit.language);
    let texts = TabletTexts::of(language);
    let mut frame = visit.page(texts.tablets);
    frame.path = "/tablets".to_owned();
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
                so_far: (code.tablets > 1).then(|| fill(texts.so_far, &[&code.enrolled, &code.tablets])),
            });
            let open = organisation
                .wards
                .iter()
                .filter(|(id, ward)| !ward.closed && keeps(organisation, &visitor, id));
            let mut with_pin = BTreeSet::new();
            for id in organisation.wards.keys() {
                if store.staff_pin(id)?.is_some() {
                    with_pin.insert(id.clone());
                }
            }
            let mut wards: Vec<WardChoice> = open
                .map(|(id, ward)| {
                    let department = organisation.departments.get(&ward.department);
                    let department = department.unwrap_or(&ward.department);
                    WardChoice {
                        id: id.clone(),
                        chosen: asked.as_ref() == Some(id),
                        has_pin: with_pin.contains(id),
                        name: format!("{} ({department})", ward.name),
                    }
                })
                .collect();
            wards.sort_by_key(|ward| ward.name.to_lowercase());
            let chosen = wards.iter().find(|ward| ward.chosen);
            let chosen = chosen.map_or("", |ward| &ward.name);
            Ok(TabletsPage {
                most_tablets: MOST_TABLETS,
                any_pin: wards.iter().any(|ward| ward.has_pin),
                pin_done: match pin {
                    Some(PinOutcome::Saved) => Some(fill(texts.pin_saved, &[&chosen])),
                    Some(PinOutcome::Removed) => Some(fill(texts.pin_removed, &[&chosen])),
                    _ => None,
                },
                pin_fault: match pin {
                    Some(PinOutcome::Refused(fault)) => Some(fault),
                    _ => None,
                },
                page: frame,
                no_wards: if known.is_admin {
                    texts.no_wards_admin
                } else {
                    texts.no_wards
                },
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
