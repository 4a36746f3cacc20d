//! The admin's page: accounts and tablets, without a single figure from the answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};

use crate::store::TabletState;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::texts::{GuideTexts, fill, moment};
use crate::web::visit::Visit;

struct ShownAccount {
    email: String,
    role: &'static str,
    places: String,
    has_password: bool,
}

struct ShownTablet {
    id: String,
    ward: String,
    last_seen: String,
    /// Why it is out of use, if it is.
    gone: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    page: Page,
    guide_texts: &'static GuideTexts,
    accounts: Vec<ShownAccount>,
    tablets: Vec<ShownTablet>,
    /// Why the hub's clock is not believed, if it is not.
    clock_doubt: Option<String>,
}

/// Every account and every tablet.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (language, texts, guide_texts) = (visit.language, visit.texts(), GuideTexts::of(visit.language));
    let doubt = pages.clock.doubt();
    let (accounts, tablets, clock_doubt) = pages
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = organisation.zone();
            let ward = |id: &String| organisation.wards.get(id).map_or(id.clone(), |ward| ward.name.clone());
            let mut accounts = Vec::new();
            for (email, account) in &organisation.accounts {
                let wards = account.places.wards.iter().map(ward);
                let departments = account.places.departments.iter();
                let departments = departments.map(|id| organisation.departments.get(id).unwrap_or(id).clone());
                accounts.push(ShownAccount {
                    email: email.clone(),
                    role: texts.role(account.role),
                    places: wards.chain(departments).collect::<Vec<_>>().join(", "),
                    has_password: store.password(email)?.is_some(),
                });
            }
            let tablets = store.tablets()?.into_iter().map(|tablet| ShownTablet {
                ward: ward(&tablet.ward),
                last_seen: tablet
                    .last_seen
                    .map_or(guide_texts.never.to_owned(), |seen| moment(language, &zone, seen)),
                gone: match tablet.state {
                    TabletState::Active => None,
                    TabletState::Retired => Some(guide_texts.retired),
                    TabletState::Stolen => Some(guide_texts.stolen),
                },
                id: tablet.id,
            });
            let clock_doubt = doubt.map(|doubt| {
                let [shows, latest] = [doubt.shows, doubt.latest].map(|time| moment(language, &zone, time));
                fill(texts.clock_doubted, &[&shows, &latest])
            });
            Ok((accounts, tablets.collect(), clock_doubt))
        })
        .await?;
    render(&AccountsPage {
        page: visit.page(texts.admin_home),
        guide_texts,
        accounts,
        tablets,
        clock_doubt,
    })
}

/// Believes the hub's clock: the admin has looked at it.
pub async fn confirm_clock(State(pages): State<Arc<Pages>>, _: Form) -> Result<Redirect, PageError> {
    let clock = pages.clock.clone();
    pages.write(move |store| clock.confirm(store)).await?;
    Ok(Redirect::to("/accounts"))
}
