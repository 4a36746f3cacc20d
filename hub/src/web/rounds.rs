//! The guide's rounds: how far they have come.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use trykk_shared::deck::Mode;
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use super::Rooms;
use super::due::{Hindrance, hindrance};
use super::guard::Visit;
use super::home::{period, ward_names};
use super::page::{Page, Refusal, show as page};
use super::words::{GuideWords, Words, fill, moment};
use crate::figures::participation::{self, Participation};
use crate::figures::release::FEWEST_TABLES;
use crate::organisation::Organisation;
use crate::store::Store;
use crate::store::{BoxRow, StoreError};

/// A box as the guide's pages show it.
pub struct Shown {
    /// Its id.
    pub id: String,
    /// The names of its wards.
    pub wards: String,
    /// What the round is called.
    pub title: String,
    /// The days from its opening to its closing.
    pub period: String,
    /// How far it has come, for the style sheet.
    pub state: &'static str,
    /// The same in words.
    pub state_name: &'static str,
    /// How many people took part so far, roughly.
    pub people: Option<String>,
    /// How many tables.
    pub tables: Option<String>,
    /// What keeps it from opening though its time has come.
    pub hindrance: Option<Hindrance>,
    /// The same in words, without the reason.
    pub overdue: Option<String>,
}

fn coarse(g: &GuideWords, participation: Participation) -> String {
    match participation {
        Participation::FewerThan(floor) => fill(g.fewer_than, &[&floor]),
        Participation::AtLeast(count) => fill(g.or_more, &[&count]),
    }
}

/// A box as it stands at `now`.
///
/// # Errors
/// When the store fails.
pub fn shown(
    store: &Store,
    organisation: &Organisation,
    one: &BoxRow,
    now: i64,
    language: Language,
) -> Result<Shown, StoreError> {
    let (g, w) = (GuideWords::of(language), Words::of(language));
    let round = organisation.rounds.get(&one.round);
    let zone = organisation.zone();
    let state = one.state_at(now);
    let (mut people, mut tables) = (None, None);
    if state.is_some_and(BoxState::takes_envelopes) {
        let counts = store.noted_in(one.id)?;
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
    let hindrance = hindrance(organisation, one, now);
    Ok(Shown {
        id: one.id.to_string(),
        wards: ward_names(organisation, one),
        title: round.map_or("", |round| round.deck.title.get(language)).to_owned(),
        period: period(w.period, language, &zone, one.opens, one.closes),
        state: state.map_or("planned", BoxState::name),
        state_name,
        people,
        tables,
        hindrance,
        overdue: hindrance.map(|_| fill(g.overdue, &[&moment(language, &zone, one.opens)])),
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
