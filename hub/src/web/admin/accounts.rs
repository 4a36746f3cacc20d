//! The admin's first page: accounts, without a single figure from the answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{Html, Redirect};

use super::is_saved;
use super::people::{id_of, say_invitation};
use crate::audit::Deed;
use crate::texts::{PeopleTexts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::first_steps::{FirstSteps, for_admin};
use crate::web::page::{Page, render};
use crate::web::visit::Visit;
use crate::written::fold_name;

struct ShownAccount {
    id: String,
    email: String,
    role: &'static str,
    places: String,
    state: &'static str,
    /// An invitation that nobody has used, in words.
    invited: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    page: Page,
    texts: &'static PeopleTexts,
    accounts: Vec<ShownAccount>,
    /// What is searched for.
    search: String,
    /// Whether the organisation has no name yet.
    first: Option<FirstSteps>,
    saved: bool,
    /// Why the hub's clock is not believed, if it is not.
    clock_doubt: Option<String>,
}

/// Every account, or those that a search finds.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (language, texts, names) = (visit.language, PeopleTexts::of(visit.language), visit.texts());
    let saved = is_saved(query.as_deref());
    let query = query.unwrap_or_default();
    let search = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "search");
    let search = search.map(|(_, search)| search.trim().to_owned()).unwrap_or_default();
    let (doubt, now) = (pages.clock.doubt(), pages.now());
    let mut frame = visit.page(texts.people);
    if !search.is_empty() {
        frame.keep = format!(
            "&{}",
            form_urlencoded::Serializer::new(String::new())
                .append_pair("search", &search)
                .finish()
        );
    }
    let template = pages
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = organisation.zone();
            let words = fold_name(&search);
            let invitations = store.open_invitations(now)?;
            let mut accounts = Vec::new();
            for (email, account) in &organisation.accounts {
                let shown = ShownAccount {
                    id: id_of(email),
                    email: email.clone(),
                    role: names.role(account.role),
                    places: organisation.place_names(&account.places),
                    invited: invitations
                        .get(email)
                        .map(|invitation| say_invitation(language, &organisation, invitation)),
                    state: match (account.blocked, store.password(email)?.is_some()) {
                        (true, _) => texts.blocked,
                        (false, true) => texts.active,
                        (false, false) => texts.invited,
                    },
                };
                let found = fold_name(&format!("{email} {} {}", shown.role, shown.places));
                if words.split_whitespace().all(|word| found.contains(word)) {
                    accounts.push(shown);
                }
            }
            let clock_doubt = doubt.map(|doubt| {
                let [shows, latest] = [doubt.shows, doubt.latest].map(|time| moment(language, &zone, time));
                fill(names.clock_doubted, &[&shows, &latest])
            });
            Ok(AccountsPage {
                page: frame,
                texts,
                accounts,
                search,
                first: for_admin(&organisation, language),
                saved,
                clock_doubt,
            })
        })
        .await?;
    render(&template)
}

/// Believes the hub's clock: the admin has looked at it.
pub async fn confirm_clock(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Redirect, PageError> {
    let clock = pages.clock.clone();
    pages
        .write_as(&visit, move |store| {
            clock.confirm(store)?;
            store.note_deed(&[], &Deed::ClockConfirmed {})
        })
        .await?;
    Ok(Redirect::to("/accounts"))
}
