//! Tablets, for guides in their own wards and for admins everywhere: enrolling, naming, taking out of use.
//!
//! No page says when or how much a tablet delivers: when it was last heard of is said by the day, and a tablet that is on
//! talks to the hub every hour whether anybody answers or not.

pub mod care;
mod file;
pub mod links;
pub mod list;
pub mod one;
pub(super) mod qr;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use care::{AnswersWait, Care, Needed};
use jiff::tz::TimeZone;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::{BoxState, Condition, Level, TabletTrouble};

use crate::organisation::{Organisation, Places, Role};
use crate::store::{BoxRow, HandedBox, Store, StoreError, TabletRow, TabletState, Visitor, sort_boxes};
use crate::texts::{TabletTexts, fill, say_day};
use crate::web::{Pages, TABLET_FILE, TABLET_FILE_BYTES};

/// The routes.
pub(super) fn routes() -> Router<Arc<Pages>> {
    Router::new()
        .merge(file_routes())
        .route("/tablets", get(list::show))
        .route("/tablets/links", post(links::make))
        .route("/tablets/pin", post(list::set_pin))
        .route("/tablets/links/{link}", get(links::show))
        .route("/tablets/links/{link}/file", get(links::hand_out))
        .route("/tablets/links/{link}/withdraw", post(links::withdraw))
        .route("/tablets/{tablet}", get(one::show))
        .route("/tablets/{tablet}/name", post(one::name))
        .route("/tablets/{tablet}/retire", post(one::retire))
        .route("/tablets/{tablet}/stolen", post(one::stolen))
}

/// The routes of what tablets wrote on sticks.
fn file_routes() -> Router<Arc<Pages>> {
    Router::new()
        .route(TABLET_FILE, get(file::ask).post(file::take_in))
        .layer(DefaultBodyLimit::max(TABLET_FILE_BYTES))
}

/// Whether somebody looks after the tablets of a ward.
fn keeps(organisation: &Organisation, visitor: &Visitor, ward: &str) -> bool {
    visitor.role == Role::Admin || organisation.covers(&visitor.places, &[ward.to_owned()])
}

/// Whether somebody looks after a tablet: where it stands, or where it was given the key of a box that it can still bring something
/// for.
fn keeps_tablet(known: &Known, visitor: &Visitor, tablet: &TabletRow) -> bool {
    let needed = || known.needed(tablet);
    keeps(&known.organisation, visitor, &tablet.ward)
        || needed()
            .iter()
            .any(|needed| known.organisation.covers(&visitor.places, &needed.ballot_box.wards))
}

/// Open boxes, and how those of a ward or of a tablet are found among many.
struct OpenBoxes {
    boxes: Vec<BoxRow>,
    by_ward: BTreeMap<String, Vec<usize>>,
    by_id: BTreeMap<BoxId, usize>,
}

impl OpenBoxes {
    fn of(boxes: Vec<BoxRow>) -> Self {
        let (mut by_ward, mut by_id) = (BTreeMap::<String, Vec<usize>>::new(), BTreeMap::new());
        for (place, ballot_box) in boxes.iter().enumerate() {
            by_id.insert(ballot_box.id, place);
            for ward in &ballot_box.wards {
                by_ward.entry(ward.clone()).or_default().push(place);
            }
        }
        OpenBoxes { boxes, by_ward, by_id }
    }

    /// Where those of a ward and these others stand, each once and in order.
    fn places(&self, ward: &str, others: impl Iterator<Item = BoxId>) -> BTreeSet<usize> {
        let of_ward = self.by_ward.get(ward).into_iter().flatten().copied();
        of_ward
            .chain(others.filter_map(|id| self.by_id.get(&id).copied()))
            .collect()
    }
}

/// Everything that pages say of tablets is made of this.
pub struct Known {
    organisation: Arc<Organisation>,
    names: BTreeMap<String, String>,
    boxes: OpenBoxes,
    handed: Vec<HandedBox>,
    /// Which of them each tablet was handed.
    handed_of: BTreeMap<String, Vec<usize>>,
    tablets: Vec<TabletRow>,
    /// Whether whoever reads it is an administrator, who is not told to ask one.
    is_admin: bool,
}

/// A tablet, as pages show it.
pub struct TabletView {
    /// Its id, as `status` and the tablet itself show it.
    pub id: String,
    /// What people call it; its id when it has no name.
    pub name: String,
    /// What it was named; "" when nobody has.
    pub given: String,
    /// The ward it stands on.
    pub ward: String,
    /// When it was last heard of, by the day.
    pub last_seen: String,
    /// Whether answers wait on it.
    pub waits: &'static str,
    /// What it needs, in words.
    pub care: Option<String>,
    /// What it says of itself: of what, and how that is.
    pub condition: Vec<(&'static str, String)>,
    /// Why it is out of use, if it is.
    pub gone: Option<&'static str>,
    /// What it needs.
    pub needs: Option<Care>,
    /// Whether it is in use.
    pub state: TabletState,
}

impl Known {
    fn of(
        organisation: Arc<Organisation>,
        names: BTreeMap<String, String>,
        boxes: Vec<BoxRow>,
        handed: Vec<HandedBox>,
        tablets: Vec<TabletRow>,
        is_admin: bool,
    ) -> Self {
        let mut handed_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, one) in handed.iter().enumerate() {
            handed_of.entry(one.tablet.clone()).or_default().push(place);
        }
        Known {
            organisation,
            names,
            boxes: OpenBoxes::of(boxes),
            handed,
            handed_of,
            tablets,
            is_admin,
        }
    }

    /// Reads what a visitor may look after: an admin everywhere, others as far as their places reach.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(store: &Store, visitor: &Visitor) -> Result<Self, StoreError> {
        match visitor.role {
            Role::Admin => Ok(Known::of(
                Arc::new(store.organisation()?),
                store.tablet_names()?,
                store.boxes_in(Some(BoxState::Open))?,
                store.handed_boxes()?,
                store.tablets()?,
                true,
            )),
            _ => {
                let reached = Arc::new(store.organisation_within(&visitor.places)?);
                Known::beside(store, &visitor.places, &reached, &[])
            }
        }
    }

    /// Reads what places reach, where what they reach of the organisation is read already, and some of the boxes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn beside(
        store: &Store,
        places: &Places,
        reached: &Arc<Organisation>,
        boxes: &[BoxRow],
    ) -> Result<Self, StoreError> {
        let tablets = store.tablets_within(places)?;
        let ids: Vec<String> = tablets.iter().map(|tablet| tablet.id.clone()).collect();
        // What a tablet needs may be elsewhere too, where it stood before.
        let stand: BTreeSet<String> = tablets.iter().map(|tablet| tablet.ward.clone()).collect();
        let around = Places::new(
            places.wards.iter().cloned().chain(stand).collect(),
            places.departments.clone(),
        );
        let is_reached = |ward: &String| reached.covers(places, std::slice::from_ref(ward));
        let organisation = match around.wards.iter().all(is_reached) {
            true => Arc::clone(reached),
            false => Arc::new(store.organisation_within(&around)?),
        };
        let mut wanted = store.alive_boxes_of(&ids, &around)?;
        let mut open: Vec<BoxRow> = boxes
            .iter()
            .filter(|ballot_box| wanted.remove(&ballot_box.id))
            .cloned()
            .collect();
        if !wanted.is_empty() {
            open.extend(store.boxes_named(&wanted.into_iter().collect::<Vec<_>>())?);
            sort_boxes(&mut open);
        }
        open.retain(|ballot_box| ballot_box.state == Some(BoxState::Open));
        let (names, handed) = (store.tablet_names_of(&ids)?, store.handed_to(&ids)?);
        Ok(Known::of(organisation, names, open, handed, tablets, false))
    }

    /// The tablets.
    pub fn tablets(&self) -> &[TabletRow] {
        &self.tablets
    }

    /// The boxes whose keys they hold and that are neither counted nor over.
    pub fn handed(&self) -> &[HandedBox] {
        &self.handed
    }

    /// The boxes that need a tablet: those of its ward, and those whose keys it was given elsewhere.
    fn needed(&self, tablet: &TabletRow) -> Vec<Needed<'_>> {
        let mine = self.handed_of.get(&tablet.id).into_iter().flatten();
        let mine: Vec<&HandedBox> = mine.map(|place| &self.handed[*place]).collect();
        let places = self.boxes.places(&tablet.ward, mine.iter().map(|handed| handed.box_id));
        let needed = places.into_iter().map(|place| {
            let ballot_box = &self.boxes.boxes[place];
            let handed = mine.iter().find(|handed| handed.box_id == ballot_box.id);
            Needed {
                ballot_box,
                handed: handed.is_some(),
                said_nothing_waits: handed.is_some_and(|handed| handed.said_nothing_waits),
                troubles: handed.map(|handed| handed.troubles.clone()).unwrap_or_default(),
            }
        });
        needed.collect()
    }

    /// What a tablet needs, if it needs something.
    pub fn find_care(&self, tablet: &TabletRow, now: i64) -> Option<Care> {
        care::care(tablet, &self.needed(tablet), now)
    }

    /// A tablet as pages show it.
    pub fn describe(&self, tablet: &TabletRow, now: i64, language: Language) -> TabletView {
        let texts = TabletTexts::of(language);
        let needed = self.needed(tablet);
        let needs = care::care(tablet, &needed, now);
        let given = self.names.get(&tablet.id).cloned().unwrap_or_default();
        TabletView {
            id: tablet.id.clone(),
            name: if given.is_empty() {
                tablet.id.clone()
            } else {
                given.clone()
            },
            given,
            ward: self.organisation.ward_names(std::slice::from_ref(&tablet.ward)),
            last_seen: say_last_seen(texts, language, &self.organisation.zone(), tablet.last_seen, now),
            waits: match care::answers_wait(&needed, now) {
                AnswersWait::NoRound => texts.no_round,
                AnswersWait::NotSaid => texts.not_said,
                AnswersWait::Yes => texts.yes,
                AnswersWait::No => texts.no,
            },
            care: needs.map(|needs| match needs {
                Care::Troubled(TabletTrouble::Damaged) if self.is_admin => texts.damaged_admin.to_owned(),
                Care::Troubled(trouble) => say_trouble(texts, trouble).to_owned(),
                Care::Silent(days) => fill(texts.silent, &[&days]),
                Care::Waits => texts.late.to_owned(),
                Care::Battery => texts.low_battery.to_owned(),
                Care::Disk if self.is_admin => texts.low_disk_admin.to_owned(),
                Care::Disk => texts.low_disk.to_owned(),
                Care::Clock(minutes) => say_clock(texts, minutes, self.is_admin),
                Care::Outdated if self.is_admin => texts.outdated_admin.to_owned(),
                Care::Outdated => texts.outdated.to_owned(),
            }),
            condition: describe_condition(texts, tablet.condition.as_ref(), self.is_admin),
            gone: match tablet.state {
                TabletState::Active => None,
                TabletState::Retired => Some(texts.retired),
                TabletState::Stolen => Some(texts.stolen),
            },
            needs,
            state: tablet.state,
        }
    }
}

/// By how much its clock is wrong, in the largest unit of which there are two.
fn say_clock(texts: &TabletTexts, minutes_behind: i64, is_admin: bool) -> String {
    let minutes = minutes_behind.unsigned_abs();
    let span = match minutes {
        0..120 => fill(texts.minutes, &[&minutes]),
        120..2_880 => fill(texts.hours, &[&(minutes / 60)]),
        _ => fill(texts.days, &[&(minutes / 1_440)]),
    };
    match minutes_behind {
        // A minute or two matter to nobody, and one is not said as several.
        -1..=1 => texts.clock_right.to_owned(),
        2.. if is_admin => fill(texts.clock_behind_admin, &[&span]),
        2.. => fill(texts.clock_behind, &[&span]),
        _ if is_admin => fill(texts.clock_ahead_admin, &[&span]),
        _ => fill(texts.clock_ahead, &[&span]),
    }
}

/// What a tablet says of itself, a line each.
fn describe_condition(
    texts: &'static TabletTexts,
    condition: Option<&Condition>,
    is_admin: bool,
) -> Vec<(&'static str, String)> {
    let Some(condition) = condition else {
        return Vec::new();
    };
    let level = |level: Level| match level {
        Level::Fine => texts.fine.to_owned(),
        Level::Low => texts.low.to_owned(),
    };
    let battery = condition.battery.map(|battery| (texts.battery, level(battery)));
    let disk = condition.disk.map(|disk| (texts.disk, level(disk)));
    let mut lines: Vec<_> = battery.into_iter().chain(disk).collect();
    lines.push((texts.clock, say_clock(texts, condition.minutes_behind, is_admin)));
    lines.push((texts.version, condition.version.clone()));
    lines
}

/// What a tablet is called where it is to be told from others: its name beside its id, if it has one.
pub fn label_tablet(names: &BTreeMap<String, String>, id: &str) -> String {
    match names.get(id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    }
}

/// What a tablet's trouble is, and what helps.
pub fn say_trouble(texts: &TabletTexts, trouble: TabletTrouble) -> &'static str {
    match trouble {
        TabletTrouble::Damaged => texts.damaged,
        TabletTrouble::CodesUnreadable => texts.codes_unreadable,
        TabletTrouble::ManyWrongCodes => texts.many_wrong_codes,
        TabletTrouble::Copied => texts.copied,
        TabletTrouble::TooFast => texts.too_fast,
    }
}

/// By the day: the hour would say nothing more that a guide needs.
pub fn say_last_seen(texts: &TabletTexts, language: Language, zone: &TimeZone, seen: Option<i64>, now: i64) -> String {
    let Some(seen) = seen else {
        return texts.never.to_owned();
    };
    let date = |seconds| {
        let time = jiff::Timestamp::from_second(seconds);
        time.map(|time| time.to_zoned(zone.clone()).date()).ok()
    };
    let days = date(now).zip(date(seen)).and_then(|(now, seen)| seen.until(now).ok());
    match days.map(|days| days.get_days()) {
        Some(..=0) => texts.today.to_owned(),
        Some(1) => texts.yesterday.to_owned(),
        _ => say_day(language, zone, seen),
    }
}
