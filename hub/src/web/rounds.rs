//! The guide's rounds: how far they have come, and what can be done now.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::tz::TimeZone;
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;
use trykk_shared::slip::Unit;

use super::Rooms;
use super::guard::Visit;
use super::home::{period, ward_names};
use super::page::{Page, Refusal, show as page};
use super::words::{GuideWords, Words, fill, moment};
use crate::apply::time_zone;
use crate::organisation::Organisation;
use crate::participation::{self, Participation};
use crate::release::FEWEST_TABLES;
use crate::store::sqlite::SqliteStore;
use crate::store::{BoxRow, BoxStore, OrganisationStore, StoreError, TabletState};

/// A box as the guide's pages show it.
pub struct Shown {
    id: String,
    wards: String,
    title: String,
    period: String,
    state: &'static str,
    state_name: &'static str,
    people: Option<String>,
    tables: Option<String>,
}

fn coarse(g: &GuideWords, participation: Participation) -> String {
    match participation {
        Participation::FewerThan(floor) => fill(g.fewer_than, &[&floor]),
        Participation::AtLeast(count) => fill(g.or_more, &[&count]),
    }
}

fn shown(
    store: &SqliteStore,
    organisation: &Organisation,
    one: &BoxRow,
    now: i64,
    language: Language,
) -> Result<Shown, StoreError> {
    let (g, w) = (GuideWords::of(language), Words::of(language));
    let round = organisation.rounds.get(&one.round);
    let zone = time_zone(&organisation.time_zone).unwrap_or(TimeZone::UTC);
    let state = one.state_at(now);
    let (mut people, mut tables) = (None, None);
    if state.is_some_and(BoxState::takes_envelopes) {
        let counts = store.envelopes_in(one.id)?;
        let sheets = |unit, floor| Participation::of(participation::sheets(&one.shape, unit, &counts), floor);
        let said = coarse(g, sheets(Unit::Participant, u64::from(one.floor)));
        people = Some(fill(g.people, &[&said]));
        if round.is_some_and(|round| round.plan.mode == Mode::Table) {
            tables = Some(fill(g.tables, &[&coarse(g, sheets(Unit::Table, FEWEST_TABLES))]));
        }
    }
    let state_name = match state {
        None => g.planned,
        Some(BoxState::Open) => g.open,
        Some(BoxState::Closed) => g.closed,
        Some(BoxState::Counted) => g.counted,
        Some(BoxState::Released) => g.released,
        Some(BoxState::ClosedUnread) => g.closed_unread,
    };
    Ok(Shown {
        id: one.id.to_string(),
        wards: ward_names(organisation, one),
        title: round.map_or("", |round| round.deck.title.get(language)).to_owned(),
        period: period(w.period, language, &zone, one.opens, one.closes),
        state: state.map_or("planned", BoxState::name),
        state_name,
        people,
        tables,
    })
}

#[derive(Template)]
#[template(path = "rounds.html")]
struct RoundsPage {
    page: Page,
    g: &'static GuideWords,
    rounds: Vec<Shown>,
    has_key: bool,
}

/// Every round of the guide's wards.
pub async fn list(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Html<String>, Refusal> {
    let (visitor, now, language) = (visit.visitor()?.clone(), rooms.now(), visit.language);
    let (rounds, has_key) = rooms
        .read(move |store| {
            let organisation = store.organisation()?;
            let mut boxes = store.boxes()?;
            boxes.retain(|one| organisation.covers(&visitor.places, &one.wards));
            boxes.sort_by_key(|one| std::cmp::Reverse(one.opens));
            let rounds: Result<Vec<Shown>, StoreError> = boxes
                .iter()
                .map(|one| shown(store, &organisation, one, now, language))
                .collect();
            Ok((rounds?, store.counting_key(&visitor.email)?.is_some()))
        })
        .await?;
    let g = GuideWords::of(visit.language);
    page(&RoundsPage {
        page: visit.page(g.rounds),
        g,
        rounds,
        has_key,
    })
}

/// A tablet as the guide's pages show it.
struct ShownTablet {
    id: String,
    last_seen: String,
    waits: &'static str,
    late: bool,
    quarantine: bool,
}

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage {
    page: Page,
    g: &'static GuideWords,
    one: Shown,
    tablets: Vec<ShownTablet>,
    has_key: bool,
    fault: Option<&'static str>,
}

/// One round in one ward.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Response, Refusal> {
    with_fault(&rooms, &visit, None).await
}

/// The same page, saying what was not done and why.
pub async fn with_fault(rooms: &Arc<Rooms>, visit: &Visit, fault: Option<&'static str>) -> Result<Response, Refusal> {
    let (one, now, language) = (visit.one()?, rooms.now(), visit.language);
    let email = visit.visitor()?.email.clone();
    let g = GuideWords::of(language);
    let (shown, tablets, has_key) = rooms
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = time_zone(&organisation.time_zone).unwrap_or(TimeZone::UTC);
            let is_open = one.state_at(now) == Some(BoxState::Open);
            let tablets = store.tablets_of(one.id)?.into_iter().map(|(tablet, clear, held)| {
                let stolen = tablet.state == TabletState::Stolen;
                ShownTablet {
                    last_seen: tablet
                        .last_seen
                        .map_or(g.never.to_owned(), |seen| moment(language, &zone, seen)),
                    id: tablet.id,
                    waits: match (stolen, clear) {
                        (true, _) => g.stolen,
                        (false, _) if is_open => g.delivering,
                        (false, true) => g.nothing_waits,
                        (false, false) => g.not_said,
                    },
                    late: !clear && !stolen,
                    quarantine: held > 0,
                }
            });
            Ok((
                shown(store, &organisation, &one, now, language)?,
                tablets.collect(),
                store.counting_key(&email)?.is_some(),
            ))
        })
        .await?;
    let mut frame = visit.page(shown.wards.clone());
    frame.path = format!("/rounds/{}", shown.id);
    let shown_page = page(&RoundPage {
        page: frame,
        g,
        one: shown,
        tablets,
        has_key,
        fault,
    })?;
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, shown_page).into_response())
}
