//! The admin's page: accounts and tablets, without a single figure from the answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::Rooms;
use super::guard::Visit;
use super::page::{Page, Refusal, show as page};
use super::words::{GuideWords, moment};
use crate::store::TabletState;

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
    g: &'static GuideWords,
    accounts: Vec<ShownAccount>,
    tablets: Vec<ShownTablet>,
}

/// Every account and every tablet.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Html<String>, Refusal> {
    let (language, w, g) = (visit.language, visit.words(), GuideWords::of(visit.language));
    let (accounts, tablets) = rooms
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
                    role: w.role(account.role),
                    places: wards.chain(departments).collect::<Vec<_>>().join(", "),
                    has_password: store.password(email)?.is_some(),
                });
            }
            let tablets = store.tablets()?.into_iter().map(|tablet| ShownTablet {
                ward: ward(&tablet.ward),
                last_seen: tablet
                    .last_seen
                    .map_or(g.never.to_owned(), |seen| moment(language, &zone, seen)),
                gone: match tablet.state {
                    TabletState::Active => None,
                    TabletState::Retired => Some(g.retired),
                    TabletState::Stolen => Some(g.stolen),
                },
                id: tablet.id,
            });
            Ok((accounts, tablets.collect()))
        })
        .await?;
    page(&AccountsPage {
        page: visit.page(w.admin_home),
        g,
        accounts,
        tablets,
    })
}
