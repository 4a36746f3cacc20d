//! The admin's page: accounts and tablets, without a single figure from the answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::store::TabletState;
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::texts::{GuideTexts, moment};
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
}

/// Every account and every tablet.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (language, texts, guide_texts) = (visit.language, visit.texts(), GuideTexts::of(visit.language));
    let (accounts, tablets) = pages
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
            Ok((accounts, tablets.collect()))
        })
        .await?;
    render(&AccountsPage {
        page: visit.page(texts.admin_home),
        guide_texts,
        accounts,
        tablets,
    })
}
