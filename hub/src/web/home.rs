//! The front page: what this visitor can open.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use trykk_shared::protocol::BoxState;

use crate::organisation::Role;
use crate::texts::{AuditTexts, FollowUpTexts, say_period};
use crate::web::Pages;
use crate::web::audit::ShownHead;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::process::follow_up::{SilentList, find_silent};
use crate::web::process::view::Glance;
use crate::web::readers::newest::Newest;
use crate::web::readers::senior;
use crate::web::visit::Visit;

/// A round that is over, in a list.
struct Over {
    /// The page of its result; nothing when nobody counted it.
    href: Option<String>,
    wards: String,
    title: String,
    period: String,
}

/// A round that people answer now.
struct OpenNow {
    wards: String,
    title: String,
    period: String,
    fingerprint: String,
}

#[derive(Template)]
#[template(path = "home_results.html")]
struct ResultsHome {
    page: Page,
    open: Vec<OpenNow>,
    rounds: Vec<Over>,
    /// The newest result that is published.
    newest: Option<Newest>,
    /// The processes of the reader's wards, in one look each.
    processes: Vec<Glance>,
    /// What nobody has followed up, for the leader.
    silent: SilentList,
    follow_texts: &'static FollowUpTexts,
    /// For whom reads the audit log: its texts and its head.
    log: Option<(&'static AuditTexts, Option<ShownHead>)>,
}

/// The front page of each role.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    match visit.visitor()?.role {
        Role::Leader | Role::SafetyRep | Role::UnionRep => Ok(results(&pages, &visit).await?.into_response()),
        Role::Guide => Ok(Redirect::to("/wards").into_response()),
        Role::Admin => Ok(Redirect::to("/accounts").into_response()),
        Role::SeniorLeader => Ok(senior::home(&pages, &visit, query.as_deref()).await?.into_response()),
    }
}

async fn results(pages: &Arc<Pages>, visit: &Visit) -> Result<Html<String>, PageError> {
    let (visitor, language, texts) = (visit.visitor()?.clone(), visit.language, visit.texts());
    let now = pages.now();
    let reads_log = visitor.role == Role::SafetyRep;
    let asked = Arc::clone(pages);
    let (open, rounds, newest, processes, silent, log) = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let zone = organisation.zone();
            let mut boxes = store.boxes_within(&visitor.places)?;
            boxes.sort_by_key(|ballot_box| std::cmp::Reverse(ballot_box.opens));
            let rounds: BTreeSet<&String> = boxes.iter().map(|ballot_box| &ballot_box.round).collect();
            let titles = store.round_titles(&rounds.into_iter().cloned().collect::<Vec<_>>())?;
            let title = |round: &str| titles.get(round).map_or("", |title| title.get(language)).to_owned();
            let period = |opens, closes| say_period(texts.period, language, &zone, opens, closes);
            let open = boxes
                .iter()
                .filter(|ballot_box| ballot_box.state_at(now) == Some(BoxState::Open))
                .filter_map(|ballot_box| {
                    Some(OpenNow {
                        wards: organisation.ward_names(&ballot_box.wards),
                        title: title(&ballot_box.round),
                        period: period(ballot_box.opens, ballot_box.closes),
                        fingerprint: ballot_box.fingerprint()?.to_string(),
                    })
                });
            let over = boxes
                .iter()
                .filter(|ballot_box| ballot_box.state.is_some_and(BoxState::is_over))
                .map(|ballot_box| Over {
                    href: (ballot_box.state == Some(BoxState::Released)).then(|| format!("/results/{}", ballot_box.id)),
                    wards: organisation.ward_names(&ballot_box.wards),
                    title: title(&ballot_box.round),
                    period: period(ballot_box.opens, ballot_box.closes),
                });
            let processes = Glance::all(store, &asked.method.method, &visitor.places, language, now)?;
            let silent = match visitor.role {
                Role::Leader => {
                    let method = &asked.method.method;
                    let silent = find_silent(store, &organisation, method, &visitor.places, false, now)?;
                    SilentList::of(&silent, &organisation, false, language)
                }
                _ => SilentList::default(),
            };
            let newest = Newest::find(store, &organisation, &boxes, language)?;
            let log = match reads_log {
                true => {
                    let texts = AuditTexts::of(language);
                    Some((texts, ShownHead::read(store, texts)?))
                }
                false => None,
            };
            Ok((
                open.collect::<Vec<_>>(),
                over.collect::<Vec<_>>(),
                newest,
                processes,
                silent,
                log,
            ))
        })
        .await?;
    render(&ResultsHome {
        page: visit.page(texts.results),
        open,
        rounds,
        newest,
        processes,
        silent,
        follow_texts: FollowUpTexts::of(language),
        log,
    })
}
