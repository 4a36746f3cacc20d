//! The admin's page: accounts, without a single figure from the answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};

use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::texts::{fill, moment};
use crate::web::visit::Visit;

struct ShownAccount {
    email: String,
    role: &'static str,
    places: String,
    has_password: bool,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    page: Page,
    accounts: Vec<ShownAccount>,
    /// Why the hub's clock is not believed, if it is not.
    clock_doubt: Option<String>,
}

/// Every account.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (language, texts) = (visit.language, visit.texts());
    let doubt = pages.clock.doubt();
    let (accounts, clock_doubt) = pages
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
            let clock_doubt = doubt.map(|doubt| {
                let [shows, latest] = [doubt.shows, doubt.latest].map(|time| moment(language, &zone, time));
                fill(texts.clock_doubted, &[&shows, &latest])
            });
            Ok((accounts, clock_doubt))
        })
        .await?;
    render(&AccountsPage {
        page: visit.page(texts.admin_home),
        accounts,
        clock_doubt,
    })
}

/// Believes the hub's clock: the admin has looked at it.
pub async fn confirm_clock(State(pages): State<Arc<Pages>>, _: Form) -> Result<Redirect, PageError> {
    let clock = pages.clock.clone();
    pages.write(move |store| clock.confirm(store)).await?;
    Ok(Redirect::to("/accounts"))
}
