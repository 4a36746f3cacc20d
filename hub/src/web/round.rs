//! One round of the guide's: its times, its tablets, and the forms of what can be done now.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;
use zeroize::Zeroizing;

use super::Rooms;
use super::due::Hindrance;
use super::guard::Visit;
use super::page::{Page, Refusal, show as page};
use super::rounds::{Shown, shown};
use super::words::{GuideWords, end_moment, fill, moment};
use crate::organisation::Organisation;
use crate::rounds::Obstacle;
use crate::store::Store;
use crate::store::{BoxRow, StoreError, TabletRow, TabletState};

/// What was written into the page's forms, so that a refusal does not lose it. Never a passphrase.
#[derive(Default)]
pub struct Typed {
    /// The line of the recovery sheet.
    pub sheet: Option<Zeroizing<String>>,
    /// Tablets to be left out.
    pub leave_out: Vec<String>,
    /// Stolen tablets whose envelopes are taken.
    pub take: Vec<String>,
    /// Stolen tablets whose envelopes are left.
    pub leave: Vec<String>,
    /// A closing time.
    pub closes: Option<String>,
}

impl Typed {
    fn decided(&self, these: &[String], tablet: &str) -> bool {
        let holds = |list: &[String]| list.iter().any(|id| id == tablet);
        holds(these) && !(holds(&self.take) && holds(&self.leave))
    }
}

/// A tablet as the guide's pages show it.
struct ShownTablet {
    ward: String,
    id: String,
    retired: bool,
    last_seen: String,
    waits: &'static str,
    late: bool,
    quarantine: bool,
    /// What was chosen for it.
    leave_out: bool,
    take: bool,
    leave: bool,
}

/// When a round opens and closes, in words.
struct Times {
    /// "Closes on ..."; nothing before the opening, and nothing that came to nothing.
    closes: Option<String>,
    /// The same for the field of the form.
    closes_value: String,
    /// What is said of a round that is planned.
    planned: String,
    /// What opening it now does; nothing where it would be closed at once.
    open_now: Option<String>,
}

fn times(g: &GuideWords, language: Language, zone: &TimeZone, one: &BoxRow, typed: &Typed, now: i64) -> Times {
    let at = |text: &str, seconds| fill(text, &[&moment(language, zone, seconds)]);
    let until = |text: &str| fill(text, &[&end_moment(language, zone, one.closes)]);
    Times {
        closes: match one.state_at(now) {
            None | Some(BoxState::ClosedUnread) => None,
            Some(BoxState::Open) => Some(until(g.closes)),
            Some(_) => Some(until(g.closed_on)),
        },
        closes_value: typed.closes.clone().unwrap_or_else(|| local(zone, one.closes)),
        planned: at(g.planned_text, one.opens),
        open_now: (now < one.closes).then(|| until(g.open_text)),
    }
}

/// A time as a `datetime-local` field wants it.
fn local(zone: &TimeZone, seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).map(|time| time.to_zoned(zone.clone()));
    time.map(|time| time.strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}

/// What is said of what keeps a round from opening.
fn reason(g: &GuideWords, hindrance: Hindrance) -> &'static str {
    match hindrance {
        Hindrance::Known(Obstacle::ClosingPast) => g.closing_past,
        Hindrance::Known(Obstacle::NoUrgentRoute) => g.no_urgent_route,
        Hindrance::Known(Obstacle::NobodyCounts) => g.nobody_counts,
        Hindrance::Unknown => g.tell_admin,
    }
}

#[derive(Template)]
#[template(path = "round.html")]
struct RoundPage {
    page: Page,
    g: &'static GuideWords,
    one: Shown,
    reason: &'static str,
    times: Times,
    tablets: Vec<ShownTablet>,
    /// Whether some tablet has not said its last.
    waits: bool,
    sheet: Option<Zeroizing<String>>,
    has_key: bool,
    fault: Option<String>,
}

impl RoundPage {
    /// Whether the form says that tablets are waited for: once is enough.
    fn says_wait(&self) -> bool {
        self.waits && self.fault.as_deref() != Some(self.g.tablets_wait)
    }

    /// Whether a tablet was ticked to be left out.
    fn leaves_out(&self) -> bool {
        self.tablets.iter().any(|tablet| tablet.leave_out)
    }
}

/// One round in one ward.
pub async fn show(State(rooms): State<Arc<Rooms>>, visit: Visit) -> Result<Response, Refusal> {
    with_fault(&rooms, &visit, None, Typed::default()).await
}

/// The state of a box as it is now, whatever it was when its page was asked for.
pub async fn state_of(rooms: &Arc<Rooms>, id: BoxId) -> Result<Option<BoxState>, Refusal> {
    let now = rooms.now();
    rooms.read(move |store| Ok(store.one(id)?.state_at(now))).await
}

/// The page of the round as it stands now, saying what was not done and why, with what was written.
pub async fn with_fault(
    rooms: &Arc<Rooms>,
    visit: &Visit,
    fault: Option<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (id, now, language) = (visit.one()?.id, rooms.now(), visit.language);
    let email = visit.visitor()?.email.clone();
    let g = GuideWords::of(language);
    let mut frame = visit.page("");
    frame.path = format!("/rounds/{id}");
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = rooms
        .read(move |store| {
            let (one, organisation) = (store.one(id)?, store.organisation()?);
            let zone = organisation.zone();
            let tablets = tablets(store, &organisation, &one, &typed, now, language)?;
            let one_shown = shown(store, &organisation, &one, now, language)?;
            frame.title.clone_from(&one_shown.wards);
            Ok(RoundPage {
                page: frame,
                g,
                reason: one_shown.hindrance.map_or("", |hindrance| reason(g, hindrance)),
                one: one_shown,
                times: times(g, language, &zone, &one, &typed, now),
                waits: tablets.iter().any(|tablet| tablet.late),
                tablets,
                sheet: typed.sheet,
                has_key: store.counting_key(&email)?.is_some(),
                fault,
            })
        })
        .await?;
    Ok((status, page(&template)?).into_response())
}

fn tablets(
    store: &Store,
    organisation: &Organisation,
    one: &BoxRow,
    typed: &Typed,
    now: i64,
    language: Language,
) -> Result<Vec<ShownTablet>, StoreError> {
    let g = GuideWords::of(language);
    let zone = organisation.zone();
    let (is_open, left_out) = (one.state_at(now) == Some(BoxState::Open), store.left_out(one.id)?);
    let tablets = store.tablets_of(one.id)?.into_iter();
    let shown = tablets.map(|(tablet, clear, held)| {
        let stolen = tablet.state == TabletState::Stolen;
        let TabletRow { id, ward, .. } = tablet;
        ShownTablet {
            waits: match (stolen, clear) {
                _ if left_out.contains(&id) => g.counted_without,
                (true, _) => g.stolen,
                (false, _) if is_open => g.delivering,
                (false, true) => g.nothing_waits,
                (false, false) => g.not_said,
            },
            last_seen: tablet
                .last_seen
                .map_or(g.never.to_owned(), |seen| moment(language, &zone, seen)),
            late: !clear && !stolen,
            quarantine: held > 0,
            retired: tablet.state == TabletState::Retired,
            leave_out: typed.leave_out.contains(&id),
            take: typed.decided(&typed.take, &id),
            leave: typed.decided(&typed.leave, &id),
            ward: organisation.wards.get(&ward).map_or(ward, |ward| ward.name.clone()),
            id,
        }
    });
    Ok(shown.collect())
}
