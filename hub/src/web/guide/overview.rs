//! Every ward in somebody's places in one look: how far it has come, what is to be done next, what is late.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::ids::BoxId;
use trykk_shared::kind::{PerKind, Unit};
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

pub use words::WardView;

use crate::figures::participation::Participation;
use crate::organisation::drafts::guides_all;
use crate::organisation::{Organisation, Places, Ward};
use crate::process::method::Method;
use crate::rounds::phase::{BoxFacts, Need, Standing, WardFacts, stand};
use crate::rounds::{OpeningError, find_obstacle, find_overdue, has_too_few};
use crate::store::{BoxRow, DraftRow, Store, StoreError, TabletRow, TabletState};
use crate::web::first_steps::GuidesFirst;
use crate::web::guide::drafts::seen_drafts;
use crate::web::guide::rounds::find_confirmed_lately;
use crate::web::process::follow_up::{SilentList, SilentResult, find_silent};
use crate::web::tablets::{Known, TabletView};

/// How a ward stands, before it is put into words: a list is sorted by it, and only what is shown of it is described.
pub struct WardStanding<'o> {
    id: &'o str,
    /// The ward.
    pub ward: &'o Ward,
    /// Its department's name.
    pub department: &'o str,
    facts: Vec<BoxFacts<'o>>,
    standing: Standing,
    draft: Option<&'o DraftRow>,
}

impl WardStanding<'_> {
    /// How much it needs the guide.
    pub fn need(&self) -> Need {
        self.standing.need
    }

    /// Whether a round or a draft is there.
    pub fn has_begun(&self) -> bool {
        self.standing.box_id.is_some() || self.draft.is_some()
    }

    /// When the round that this is about opens, in seconds since 1970-01-01 UTC.
    pub fn opens(&self) -> i64 {
        self.ballot_box().map_or(i64::MAX, |ballot_box| ballot_box.opens)
    }

    /// The box that this is about.
    fn ballot_box(&self) -> Option<&BoxRow> {
        let of_standing = self.facts.iter();
        let mut of_standing = of_standing.map(|facts| facts.ballot_box);
        of_standing.find(|ballot_box| Some(ballot_box.id) == self.standing.box_id)
    }
}

/// All that is asked of the store: as many queries for three hundred wards as for one, and only of the wards that places reach.
pub struct Overview {
    /// The plan, as far as the list needs it: of the people those whom a planned round depends on.
    pub organisation: Arc<Organisation>,
    /// The boxes there of which something more comes, and of each ward without one the newest of the others.
    boxes: Vec<BoxRow>,
    /// Which of them each ward is in, in the same order.
    by_ward: BTreeMap<String, Vec<usize>>,
    counts: BTreeMap<BoxId, PerKind<u64>>,
    with_codes: BTreeSet<BoxId>,
    read_by: BTreeSet<BoxId>,
    waiting: BTreeSet<BoxId>,
    set_aside: BTreeSet<BoxId>,
    /// What was confirmed so lately that the hub may not have looked since.
    confirmed: BTreeSet<BoxId>,
    drafts: Vec<DraftRow>,
    known: Known,
    /// Which of its tablets stand on each ward.
    tablets: BTreeMap<String, Vec<usize>>,
    /// What nobody has followed up there.
    silent: Vec<SilentResult>,
    /// The first of it for each ward.
    silent_of: BTreeMap<String, usize>,
    /// Whether any of the reader's wards was in a box of which nothing more comes.
    any_over: bool,
    /// Whether whoever reads it can count.
    pub has_key: bool,
    language: Language,
    now: i64,
}

impl Overview {
    /// Reads it, for a guide.
    ///
    /// # Errors
    /// When the store fails.
    pub fn read(
        store: &Store,
        method: &Method,
        (places, email): (&Places, &str),
        language: Language,
        now: i64,
    ) -> Result<Self, StoreError> {
        let mut organisation = store.organisation_listed(places, email)?;
        let around: Vec<String> = organisation.wards.keys().cloned().collect();
        let boxes = store.current_boxes_of(&around)?;
        // Whether these open depends on who is there.
        let planned: Vec<&BoxRow> = boxes.iter().filter(|ballot_box| ballot_box.state.is_none()).collect();
        if !planned.is_empty() {
            let wards: BTreeSet<&String> = planned.iter().flat_map(|ballot_box| &ballot_box.wards).collect();
            store.add_people(&mut organisation, &wards.into_iter().cloned().collect::<Vec<_>>())?;
            let rounds: Vec<String> = planned.iter().map(|ballot_box| ballot_box.round.clone()).collect();
            organisation.rounds = store.rounds_named(&rounds)?;
        }
        let organisation = Arc::new(organisation);
        let silent = find_silent(store, &organisation, method, places, false, now)?;
        let known = Known::beside(store, places, &organisation, &boxes)?;
        let mut tablets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut stolen = BTreeSet::new();
        for (place, tablet) in known.tablets().iter().enumerate() {
            if tablet.state == TabletState::Stolen {
                stolen.insert(&tablet.id);
            }
            tablets.entry(tablet.ward.clone()).or_default().push(place);
        }
        let drafts = seen_drafts(store, email)?;
        let handed = known.handed().iter();
        let waiting = handed.filter(|handed| !handed.said_nothing_waits && !stolen.contains(&handed.tablet));
        let waiting = waiting.map(|handed| handed.box_id).collect();
        let ids: Vec<BoxId> = boxes.iter().map(|ballot_box| ballot_box.id).collect();
        let mut by_ward: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, ballot_box) in boxes.iter().enumerate() {
            for ward in &ballot_box.wards {
                by_ward.entry(ward.clone()).or_default().push(place);
            }
        }
        let own: Vec<String> = around
            .into_iter()
            .filter(|ward| guides_all(&organisation, email, [ward]))
            .collect();
        let mut silent_of: BTreeMap<String, usize> = BTreeMap::new();
        for (place, silent) in silent.iter().enumerate() {
            for ward in &silent.wards {
                silent_of.entry(ward.clone()).or_insert(place);
            }
        }
        let open = boxes
            .iter()
            .filter(|ballot_box| ballot_box.state == Some(BoxState::Open));
        let open: Vec<BoxId> = open.map(|ballot_box| ballot_box.id).collect();
        let counted = boxes.iter().filter(|ballot_box| ballot_box.is_counted());
        let counted: Vec<BoxId> = counted.map(|ballot_box| ballot_box.id).collect();
        Ok(Overview {
            by_ward,
            silent_of,
            counts: store.count_noted_of(&open)?,
            set_aside: store.boxes_with_quarantine(&ids)?,
            confirmed: find_confirmed_lately(store, &boxes, now)?,
            with_codes: store.boxes_with_codes(&ids)?,
            read_by: store.boxes_read_by(email, &counted)?,
            any_over: store.has_any_over(&own)?,
            boxes,
            waiting,
            drafts,
            known,
            tablets,
            silent,
            has_key: store.counting_key(email)?.is_some(),
            organisation,
            language,
            now,
        })
    }

    /// What nobody has followed up there, in words.
    pub fn list_silent(&self) -> SilentList {
        SilentList::of(&self.silent, &self.organisation, false, self.language)
    }

    /// The wards that somebody guides.
    pub fn wards_of(&self, email: &str) -> impl Iterator<Item = &String> {
        let wards = self.organisation.wards.keys();
        wards.filter(move |id| guides_all(&self.organisation, email, [*id]))
    }

    /// How far the work has come with the first round of these wards.
    pub fn first_round(&self, wards: &[&String]) -> GuidesFirst {
        let of_wards = wards.iter().filter_map(|ward| self.by_ward.get(*ward)).flatten();
        let boxes: BTreeSet<usize> = of_wards.copied().collect();
        let boxes: Vec<&BoxRow> = boxes.into_iter().map(|place| &self.boxes[place]).collect();
        let has_draft = |ward: &&String| self.drafts.iter().any(|row| row.draft.wards.contains_key(*ward));
        let mut tablets = wards.iter().flat_map(|ward| self.tablets_of(ward));
        GuidesFirst {
            has_key: self.has_key,
            has_begun: !boxes.is_empty() || wards.iter().any(has_draft),
            is_planned: !boxes.is_empty(),
            has_tablet: tablets.next().is_some(),
            is_confirmed: boxes.iter().any(|ballot_box| ballot_box.fingerprint().is_some()),
            was_open: self.any_over || boxes.iter().any(|ballot_box| ballot_box.state.is_some()),
        }
    }

    /// The tablets of a ward that are in use.
    fn tablets_of(&self, ward: &str) -> impl Iterator<Item = &TabletRow> {
        let places = self.tablets.get(ward).into_iter().flatten();
        let tablets = places.map(|place| &self.known.tablets()[*place]);
        tablets.filter(|tablet| tablet.state == TabletState::Active)
    }

    /// The same, as they are shown.
    pub fn describe_tablets(&self, ward: &str) -> Vec<TabletView> {
        let tablets = self.tablets_of(ward);
        tablets
            .map(|tablet| self.known.describe(tablet, self.now, self.language))
            .collect()
    }

    /// How many have answered in a box, coarsely, while it takes answers.
    fn participation(&self, ballot_box: &BoxRow) -> Option<Participation> {
        let takes = ballot_box.state_at(self.now).is_some_and(BoxState::takes_envelopes);
        let counts = self.counts.get(&ballot_box.id).filter(|_| takes)?;
        let sheets = ballot_box.shape.sheets(Unit::Participant, counts);
        Some(Participation::of(sheets, u64::from(ballot_box.floor)))
    }

    /// Whether a count would be refused for too few answers. What a stolen tablet sent is decided about at the count, and after
    /// a restore more may be there.
    fn has_too_few(&self, ballot_box: &BoxRow) -> bool {
        let counts = self.counts.get(&ballot_box.id);
        let few = counts.is_some_and(|counts| has_too_few(ballot_box, counts));
        few && !ballot_box.restored && !self.set_aside.contains(&ballot_box.id)
    }

    fn facts<'b>(&self, ballot_box: &'b BoxRow) -> BoxFacts<'b> {
        let (plan, now) = (&self.organisation, self.now);
        // That nobody can count is said as what mends it.
        let has_obstacle = || {
            let obstacle = find_obstacle(plan, ballot_box, now);
            obstacle.is_some_and(|obstacle| !matches!(obstacle, OpeningError::NobodyCounts(_)))
        };
        let overdue = find_overdue(plan, &self.boxes, ballot_box, now);
        let lately = self.confirmed.contains(&ballot_box.id);
        let opens_soon = overdue.as_ref().is_some_and(|one| one.opens_soon(ballot_box, lately));
        let is_overdue = || overdue.is_some() && !opens_soon && !ballot_box.waits_for_confirming();
        BoxFacts {
            ballot_box,
            hindered: ballot_box.state.is_none() && (has_obstacle() || is_overdue()),
            opens_soon,
            too_few: self.has_too_few(ballot_box),
            tablets_wait: self.waiting.contains(&ballot_box.id),
            has_codes: self.with_codes.contains(&ballot_box.id),
            may_read: self.read_by.contains(&ballot_box.id),
        }
    }

    /// How a ward stands.
    pub fn stand(&self, id: &str) -> Option<WardStanding<'_>> {
        let (id, ward) = self.organisation.wards.get_key_value(id)?;
        let boxes = self.by_ward.get(id).into_iter().flatten();
        let facts: Vec<BoxFacts<'_>> = boxes.map(|place| self.facts(&self.boxes[*place])).collect();
        let draft = self.drafts.iter().find(|row| row.draft.wards.contains_key(id));
        let mut tablets = self.tablets_of(id).peekable();
        let standing = stand(
            &WardFacts {
                boxes: &facts,
                has_draft: draft.is_some(),
                has_tablet: tablets.peek().is_some(),
                tablet_needs_care: tablets.any(|tablet| self.known.find_care(tablet, self.now).is_some()),
                has_key: self.has_key,
                owes_follow_up: self.silent_of.contains_key(id),
            },
            self.now,
        );
        let departments = &self.organisation.departments;
        Some(WardStanding {
            id,
            department: departments.get(&ward.department).unwrap_or(&ward.department),
            ward,
            facts,
            standing,
            draft,
        })
    }
}
