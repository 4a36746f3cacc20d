//! The guide's rounds: how far they have come.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{PerKind, Unit};
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use crate::figures::participation::Participation;
use crate::figures::release::MIN_TABLES_TO_PUBLISH;
use crate::organisation::{Organisation, Places};
use crate::rounds::{CONFIRMED_LATELY, Overdue, find_overdue};
use crate::store::Store;
use crate::store::{BoxGlance, BoxRow, StoreError};
use crate::texts::say_period;
use crate::texts::{DraftTexts, GuideTexts, Texts, fill, moment};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::drafts::{DraftView, list_drafts, say_done};
use crate::web::page::{Page, read_page_number, render, take_page};
use crate::web::visit::Visit;

/// A box as the guide's pages show it.
pub struct BoxView {
    /// Its id.
    pub id: String,
    /// The names of its wards.
    pub wards: String,
    /// What the round is called.
    pub title: String,
    /// The days from its opening to its closing.
    pub period: String,
    /// What people compare with the tablet; nothing while planned.
    pub fingerprint: Option<String>,
    /// How far it has come; `None` while planned.
    pub state: Option<BoxState>,
    /// The same in words.
    pub state_name: &'static str,
    /// Whether it never opens again.
    pub closed_for_good: bool,
    /// How many people took part so far, roughly.
    pub people: Option<String>,
    /// How many work there.
    pub headcount: String,
    /// Whether more answered than work there.
    pub too_many: bool,
    /// How many tables.
    pub tables: Option<String>,
    /// Whether it should have opened, and what keeps it from that.
    pub overdue: Option<Overdue>,
    /// The same in words, without the reason.
    pub overdue_since: Option<String>,
    /// Whether the hub is about to open it.
    pub opens_soon: bool,
    /// Whether it is a pulse: of what was answered there is nothing to see but what is published.
    pub is_pulse: bool,
}

impl BoxView {
    /// How far it has come, for the style sheet.
    pub fn state_class(&self) -> &'static str {
        let planned = if self.is_confirmed() { "confirmed" } else { "planned" };
        self.state.map_or(planned, BoxState::name)
    }

    /// Whether its key is drawn, and it is still to open.
    pub fn is_confirmed(&self) -> bool {
        self.is_planned() && self.fingerprint.is_some()
    }

    /// Whether it is still to open.
    pub fn is_planned(&self) -> bool {
        self.state.is_none()
    }

    /// Whether people answer now.
    pub fn is_open(&self) -> bool {
        self.state == Some(BoxState::Open)
    }

    /// Whether it has closed and is still to be counted.
    pub fn is_closed(&self) -> bool {
        self.state == Some(BoxState::Closed)
    }

    /// Whether it is counted and still to be published.
    pub fn is_counted(&self) -> bool {
        self.state == Some(BoxState::Counted)
    }

    /// Whether nothing more is counted of it.
    pub fn is_over(&self) -> bool {
        self.state.is_some_and(BoxState::is_over) || self.is_counted()
    }

    /// Whether its result is published.
    pub fn is_released(&self) -> bool {
        self.state == Some(BoxState::Released)
    }

    /// Whether it was closed for good without being opened.
    pub fn is_closed_unread(&self) -> bool {
        self.state == Some(BoxState::ClosedUnread)
    }
}

/// How many took part, coarsely, in words.
pub fn say_participation(guide_texts: &GuideTexts, participation: Participation) -> String {
    match participation {
        Participation::FewerThan(floor) => fill(guide_texts.fewer_than, &[&floor]),
        Participation::AtLeast(count) => fill(guide_texts.or_more, &[&count]),
    }
}

/// What is said of every box is made of this, read once for a page.
pub struct BoxFacts {
    /// The plan.
    pub organisation: Organisation,
    /// The boxes there.
    pub boxes: Vec<BoxRow>,
    /// How many envelopes came for those that still take some.
    arrived: BTreeMap<BoxId, PerKind<u64>>,
    /// What was confirmed so lately that the hub may not have looked since.
    confirmed: BTreeSet<BoxId>,
}

/// Those of the boxes that wait to open though their time has come, and were confirmed so short a time ago that the hub may not have looked
/// since.
///
/// # Errors
/// When the store fails.
pub fn find_confirmed_lately(store: &Store, boxes: &[BoxRow], now: i64) -> Result<BTreeSet<BoxId>, StoreError> {
    let waits =
        |ballot_box: &&BoxRow| ballot_box.state.is_none() && ballot_box.is_confirmed() && ballot_box.opens <= now;
    let mut waiting = boxes.iter().filter(waits).peekable();
    if waiting.peek().is_none() {
        return Ok(BTreeSet::new());
    }
    let lately = store.confirmed_since(now - CONFIRMED_LATELY)?;
    let is_one = |ballot_box: &&BoxRow| lately.contains(&(ballot_box.round.clone(), ballot_box.wards.clone()));
    Ok(waiting.filter(is_one).map(|ballot_box| ballot_box.id).collect())
}

impl BoxFacts {
    /// Reads it for some of a plan's wards: as many queries for a country's boxes as for one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(store: &Store, organisation: Organisation, wards: &[String], now: i64) -> Result<Self, StoreError> {
        let boxes = store.boxes_of(wards)?;
        Self::of(store, organisation, boxes, now)
    }

    /// Reads it for some of the boxes, those among them of which something more comes.
    ///
    /// # Errors
    /// When the store fails.
    fn of(store: &Store, organisation: Organisation, boxes: Vec<BoxRow>, now: i64) -> Result<Self, StoreError> {
        let open = boxes
            .iter()
            .filter(|ballot_box| ballot_box.state == Some(BoxState::Open));
        let open: Vec<BoxId> = open.map(|ballot_box| ballot_box.id).collect();
        Ok(BoxFacts {
            confirmed: find_confirmed_lately(store, &boxes, now)?,
            boxes,
            arrived: store.count_noted_of(&open)?,
            organisation,
        })
    }

    /// Describes some of the boxes as they stand at `now`, with the rounds that they belong to.
    ///
    /// # Errors
    /// When the store fails.
    pub fn describe(
        mut self,
        store: &Store,
        shown: &[BoxRow],
        now: i64,
        language: Language,
    ) -> Result<Vec<BoxView>, StoreError> {
        let rounds: BTreeSet<&String> = shown.iter().map(|ballot_box| &ballot_box.round).collect();
        let rounds: Vec<String> = rounds.into_iter().cloned().collect();
        self.organisation.rounds = store.rounds_named(&rounds)?;
        let views = shown
            .iter()
            .map(|ballot_box| describe_box(&self, ballot_box, now, language));
        Ok(views.collect())
    }
}

/// How many people work in a box, and how many did when it was confirmed, where that was fewer.
pub(super) fn say_headcount(texts: &GuideTexts, ballot_box: &BoxRow) -> String {
    let now = match ballot_box.headcount {
        1 => fill(texts.headcount_one, &[&1]),
        people => fill(texts.headcount, &[&people]),
    };
    match ballot_box.fewest_people() {
        fewest if fewest < ballot_box.headcount => format!("{now} {}", fill(texts.headcount_before, &[&fewest])),
        _ => now,
    }
}

/// A box as it stands at `now`.
pub fn describe_box(facts: &BoxFacts, ballot_box: &BoxRow, now: i64, language: Language) -> BoxView {
    let organisation = &facts.organisation;
    let (guide_texts, texts) = (GuideTexts::of(language), Texts::of(language));
    let round = organisation.rounds.get(&ballot_box.round);
    let zone = organisation.zone();
    let state = ballot_box.state_at(now);
    let (mut people, mut tables, mut too_many) = (None, None, false);
    if state.is_some_and(BoxState::takes_envelopes) {
        let counts = facts.arrived.get(&ballot_box.id).copied().unwrap_or_default();
        let sheets = |unit, floor| Participation::of(ballot_box.shape.sheets(unit, &counts), floor);
        let participation = sheets(Unit::Participant, u64::from(ballot_box.floor));
        too_many = participation.exceeds(ballot_box.fewest_people());
        let said = say_participation(guide_texts, participation);
        people = Some(fill(guide_texts.people, &[&said]));
        if ballot_box.mode == Mode::Table {
            tables = Some(fill(
                guide_texts.tables,
                &[&say_participation(
                    guide_texts,
                    sheets(Unit::Table, MIN_TABLES_TO_PUBLISH),
                )],
            ));
        }
    }
    let state_name = match state {
        None if ballot_box.is_confirmed() => guide_texts.confirmed,
        None => guide_texts.planned,
        Some(BoxState::Open) => guide_texts.open,
        Some(BoxState::Closed) => guide_texts.closed,
        Some(BoxState::Counted) => guide_texts.counted,
        Some(BoxState::Released) => guide_texts.released,
        Some(BoxState::ClosedUnread) => guide_texts.closed_unread,
    };
    let overdue = find_overdue(organisation, &facts.boxes, ballot_box, now);
    let lately = facts.confirmed.contains(&ballot_box.id);
    let opens_soon = overdue
        .as_ref()
        .is_some_and(|overdue| overdue.opens_soon(ballot_box, lately));
    BoxView {
        id: ballot_box.id.to_string(),
        wards: organisation.ward_names(&ballot_box.wards),
        title: round.map_or("", |round| round.deck.title.get(language)).to_owned(),
        period: say_period(texts.period, language, &zone, ballot_box.opens, ballot_box.closes),
        fingerprint: ballot_box.fingerprint().map(|fingerprint| fingerprint.to_string()),
        state,
        closed_for_good: ballot_box.is_closed_for_good(now),
        state_name,
        headcount: say_headcount(guide_texts, ballot_box),
        too_many,
        people,
        tables,
        overdue_since: overdue.as_ref().map(|_| match opens_soon {
            true => guide_texts.opens_soon.to_owned(),
            false => fill(guide_texts.overdue, &[&moment(language, &zone, ballot_box.opens)]),
        }),
        opens_soon,
        overdue,
        is_pulse: ballot_box.pulse_of.is_some(),
    }
}

#[derive(Template)]
#[template(path = "rounds.html")]
struct RoundsPage {
    page: Page,
    guide_texts: &'static GuideTexts,
    draft_texts: &'static DraftTexts,
    drafts: Vec<DraftView>,
    notice: Option<&'static str>,
    rounds: Vec<BoxView>,
    /// The next page, of older ones.
    older: Option<usize>,
    /// Whether this is not the first page.
    is_older: bool,
    has_key: bool,
    clock_doubted: bool,
}

/// How many rounds that are over stand on a page.
const OVER_ON_A_PAGE: usize = 40;
/// How many rounds of which something more comes stand on a page: a large hospital's, and not a country's.
const ALIVE_ON_A_PAGE: usize = 200;

/// The wards of each box in a list, and when it opens.
type Glanced = BTreeMap<BoxId, (i64, BTreeSet<String>)>;

fn by_box(glances: Vec<BoxGlance>) -> Glanced {
    let mut boxes = Glanced::new();
    for glance in glances {
        let (_, wards) = boxes.entry(glance.id).or_insert((glance.opens, BTreeSet::new()));
        wards.insert(glance.ward);
    }
    boxes
}

/// The newest first, and by their wards where they open at one moment.
fn in_order(boxes: &Glanced, is_own: impl Fn(&String) -> bool) -> Vec<BoxId> {
    let own = boxes.iter().filter(|(_, (_, wards))| wards.iter().any(&is_own));
    let mut ordered: Vec<_> = own.map(|(id, (opens, wards))| (Reverse(*opens), wards, *id)).collect();
    ordered.sort();
    ordered.into_iter().map(|(.., id)| id).collect()
}

/// What stands on a page, counted from 1: first all of which something more comes, on as many pages as they need, then those that are over, on
/// the last of these pages and further ones; each the newest first. And whether there is a next page.
fn read_page(
    store: &Store,
    places: &Places,
    page: usize,
    now: i64,
) -> Result<(BoxFacts, Vec<BoxRow>, bool), StoreError> {
    let organisation = store.organisation_within(places)?;
    let is_own = |ward: &String| organisation.covers(places, std::slice::from_ref(ward));
    let around: Vec<String> = organisation.wards.keys().cloned().collect();
    let alive = by_box(store.glance_at_alive(&around)?);
    let own_alive = in_order(&alive, is_own);
    let before_over = own_alive.len().div_ceil(ALIVE_ON_A_PAGE).saturating_sub(1);
    let (here, mut more) = take_page(own_alive, page, ALIVE_ON_A_PAGE);
    let mut over = BTreeSet::new();
    if let Some(page @ 1..) = page.checked_sub(before_over) {
        let own: Vec<String> = around.into_iter().filter(is_own).collect();
        let glances = store.glance_at_over(&own, page.saturating_mul(OVER_ON_A_PAGE).saturating_add(1))?;
        let (shown, further) = take_page(in_order(&by_box(glances), is_own), page, OVER_ON_A_PAGE);
        (over, more) = (shown.into_iter().collect(), further);
    }
    // Those around say why one of these cannot open.
    let wards: BTreeSet<&String> = here
        .iter()
        .filter_map(|id| alive.get(id))
        .flat_map(|(_, wards)| wards)
        .collect();
    let beside = alive
        .iter()
        .filter(|(_, (_, its))| its.iter().any(|ward| wards.contains(ward)));
    let ids: BTreeSet<BoxId> = beside.map(|(id, _)| *id).chain(over.iter().copied()).collect();
    let boxes = store.boxes_named(&ids.into_iter().collect::<Vec<_>>())?;
    let here: BTreeSet<BoxId> = here.into_iter().collect();
    let is_shown = |ballot_box: &&BoxRow| here.contains(&ballot_box.id) || over.contains(&ballot_box.id);
    let mut shown: Vec<BoxRow> = boxes.iter().filter(is_shown).cloned().collect();
    shown.sort_by_key(|ballot_box| (over.contains(&ballot_box.id), Reverse(ballot_box.opens)));
    Ok((BoxFacts::of(store, organisation, boxes, now)?, shown, more))
}

/// The rounds of the guide's wards.
pub async fn list(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, now, language) = (visit.visitor()?.clone(), pages.now(), visit.language);
    let draft_texts = DraftTexts::of(language);
    let page = read_page_number(query.as_deref(), "page");
    let (drafts, rounds, more, has_key) = pages
        .read(move |store| {
            let (facts, shown, more) = read_page(store, &visitor.places, page, now)?;
            let rounds = facts.describe(store, &shown, now, language)?;
            let drafts = list_drafts(store, &visitor.email, draft_texts)?;
            Ok((drafts, rounds, more, store.counting_key(&visitor.email)?.is_some()))
        })
        .await?;
    let guide_texts = GuideTexts::of(visit.language);
    render(&RoundsPage {
        page: visit.page(guide_texts.rounds).on_page(page),
        guide_texts,
        draft_texts,
        drafts,
        notice: say_done(query.as_deref(), draft_texts),
        rounds,
        older: more.then(|| page + 1),
        is_older: page > 1,
        has_key,
        clock_doubted: pages.clock.doubt().is_some(),
    })
}
