//! The front page: what this visitor can open.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use trykk_shared::protocol::BoxState;

use super::Rooms;
use super::guard::Visit;
use super::page::{Page, Refusal, show as page};
use super::senior;
use super::words::{day, fill};
use crate::organisation::{Organisation, Role};
use crate::store::BoxRow;

/// A round that is over, in a list.
struct Over {
    /// The page of its result; nothing when nobody counted it.
    href: Option<String>,
    wards: String,
    title: String,
    period: String,
}

#[derive(Template)]
#[template(path = "home_results.html")]
struct ResultsHome {
    page: Page,
    rounds: Vec<Over>,
}

/// The front page of each role.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Response, Refusal> {
    match visit.visitor()?.role {
        Role::Leader | Role::SafetyRep | Role::UnionRep => Ok(results(&rooms, &visit).await?.into_response()),
        Role::Guide => Ok(Redirect::to("/rounds").into_response()),
        Role::Admin => Ok(Redirect::to("/accounts").into_response()),
        Role::SeniorLeader => Ok(senior::home(&rooms, &visit).await?.into_response()),
    }
}

async fn results(rooms: &Arc<Rooms>, visit: &Visit) -> Result<Html<String>, Refusal> {
    let (visitor, language, w) = (visit.visitor()?.clone(), visit.language, visit.words());
    let rounds = rooms
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = organisation.zone();
            let mut boxes = store.boxes()?;
            boxes.retain(|one| {
                one.state.is_some_and(BoxState::is_over) && organisation.covers(&visitor.places, &one.wards)
            });
            boxes.sort_by_key(|one| std::cmp::Reverse(one.opens));
            let rounds = boxes.iter().map(|one| Over {
                href: (one.state == Some(BoxState::Released)).then(|| format!("/results/{}", one.id)),
                wards: ward_names(&organisation, one),
                title: organisation
                    .rounds
                    .get(&one.round)
                    .map_or("", |round| round.deck.title.get(language))
                    .to_owned(),
                period: period(w.period, language, &zone, one.opens, one.closes),
            });
            Ok(rounds.collect::<Vec<_>>())
        })
        .await?;
    page(&ResultsHome {
        page: visit.page(w.results),
        rounds,
    })
}

/// The names of a box's wards.
pub fn ward_names(organisation: &Organisation, one: &BoxRow) -> String {
    let names = one.wards.iter().map(|id| {
        organisation
            .wards
            .get(id)
            .map_or(id.as_str(), |ward| ward.name.as_str())
    });
    names.collect::<Vec<_>>().join(" + ")
}

/// The days from an opening to a closing.
pub fn period(
    text: &str,
    language: trykk_shared::language::Language,
    zone: &jiff::tz::TimeZone,
    opens: i64,
    closes: i64,
) -> String {
    // What closes at midnight closes with the day before.
    fill(text, &[&day(language, zone, opens), &day(language, zone, closes - 1)])
}
