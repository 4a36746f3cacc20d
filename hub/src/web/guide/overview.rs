//! Every ward in somebody's places in one look: how far it has come, what is to be done next, what is late.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{PerKind, Unit};
use trykk_shared::language::Language;
use trykk_shared::protocol::{BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS};

use crate::figures::participation::Participation;
use crate::organisation::drafts::guides_all;
use crate::organisation::{Organisation, Places, Ward};
use crate::process::method::Method;
use crate::rounds::phase::{BoxFacts, Need, Next, Phase, Standing, WardFacts, stand};
use crate::rounds::{OpeningError, find_obstacle, find_overdue, has_too_few};
use crate::store::{BoxRow, DraftRow, Store, StoreError, TabletRow, TabletState};
use crate::texts::{DraftTexts, GuideTexts, Texts, WardTexts, end_moment, fill, moment, say_period};
use crate::web::first_steps::GuidesFirst;
use crate::web::guide::drafts::seen_drafts;
use crate::web::guide::rounds::{find_confirmed_lately, say_participation};
use crate::web::process::follow_up::{Silent, list_silent};
use crate::web::tablets::{Known, TabletView};

/// How many have answered, as far as it is told.
pub struct Taking {
    /// In words.
    pub said: String,
    /// The part of all that is sure, in hundredths.
    pub part: u64,
}

/// A ward in the list.
pub struct WardView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its department's name.
    pub department: String,
    /// Whether it is closed.
    pub closed: bool,
    /// How far the work has come.
    pub phase: &'static str,
    /// The same for the style sheet.
    pub phase_class: &'static str,
    /// From when to when, of the round that this is about.
    pub period: Option<String>,
    /// The wards that it is counted together with.
    pub together: Option<String>,
    /// How many have answered.
    pub taking: Option<Taking>,
    /// What is to be done next.
    pub next: String,
    /// Where.
    pub href: String,
    /// Why it is late, if it is.
    pub late: Option<String>,
    /// What its tablets need.
    pub care: Vec<String>,
    /// A round that is open there beside the one that this is about: its page, and until when.
    pub open_too: Option<(String, String)>,
    /// A draft that is about it, beside all else: its page and its name.
    pub draft: Option<(String, String)>,
}

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
        let mut of_standing = of_standing.filter(|facts| Some(facts.ballot_box.id) == self.standing.box_id);
        of_standing.next().map(|facts| facts.ballot_box)
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
    pub silent: Vec<Silent>,
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
        let silent = list_silent(store, &organisation, method, places, false, language, now)?;
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

    /// The wards that somebody guides.
    pub fn wards_of(&self, email: &str) -> impl Iterator<Item = &String> {
        let wards = self.organisation.wards.keys();
        wards.filter(move |id| guides_all(&self.organisation, email, [*id]))
    }

    /// How far the work has come with the first round of these wards.
    pub fn first_round(&self, wards: &[&String]) -> GuidesFirst {
        let here = |ballot_box: &&BoxRow| ballot_box.wards.iter().any(|ward| wards.contains(&ward));
        let boxes: Vec<&BoxRow> = self.boxes.iter().filter(here).collect();
        let drafts = || self.drafts.iter().flat_map(|row| row.draft.wards.keys());
        let mut tablets = wards.iter().flat_map(|ward| self.tablets_of(ward));
        GuidesFirst {
            has_key: self.has_key,
            has_begun: !boxes.is_empty() || drafts().any(|ward| wards.contains(&ward)),
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

    /// A ward as the list shows it.
    pub fn describe(&self, stands: &WardStanding<'_>) -> WardView {
        let (id, ward, standing) = (stands.id, stands.ward, stands.standing);
        let ballot_box = stands.ballot_box();
        let silent = self.silent_of.get(id).map(|place| &self.silent[*place]);
        let tablets = self.describe_tablets(id);
        let (texts, zone) = (WardTexts::of(self.language), self.organisation.zone());
        let others: Vec<String> = ballot_box.map_or_else(Vec::new, |ballot_box| {
            let others = ballot_box.wards.iter().filter(|other| *other != id);
            others.cloned().collect()
        });
        let draft = stands.draft.map(|row| {
            let name = match row.draft.name.trim() {
                "" => DraftTexts::of(self.language).unnamed,
                name => name,
            };
            (format!("/drafts/{}", row.id), fill(texts.draft_too, &[&name]))
        });
        let mut open = stands.facts.iter().map(|facts| facts.ballot_box);
        let open = open.find(|ballot_box| {
            ballot_box.state_at(self.now) == Some(BoxState::Open) && Some(ballot_box.id) != standing.box_id
        });
        let to_see = tablets.iter().find(|tablet| tablet.needs.is_some());
        WardView {
            id: id.to_owned(),
            name: ward.name.clone(),
            department: stands.department.to_owned(),
            closed: ward.closed,
            phase: texts.phase(standing.phase),
            phase_class: phase_class(standing.phase),
            period: ballot_box.map(|ballot_box| {
                let period = Texts::of(self.language).period;
                say_period(period, self.language, &zone, ballot_box.opens, ballot_box.closes)
            }),
            together: (!others.is_empty()).then(|| fill(texts.together, &[&self.organisation.ward_names(&others)])),
            taking: ballot_box
                .and_then(|ballot_box| self.say_taking(ballot_box))
                .or_else(|| self.say_taking(open?)),
            open_too: open.map(|ballot_box| {
                let closes = end_moment(self.language, &zone, ballot_box.closes);
                (format!("/rounds/{}", ballot_box.id), fill(texts.open_too, &[&closes]))
            }),
            next: self.say_next(standing, ballot_box, &zone),
            href: match standing.next {
                Next::MakeRound => format!("/rounds/new?ward={id}"),
                Next::FinishDraft => draft.as_ref().map_or_else(String::new, |(href, _)| href.clone()),
                Next::ChoosePassphrase => "/passphrase".to_owned(),
                Next::EnrolTablet => format!("/tablets?ward={id}#enrol"),
                Next::SeeTablet => to_see.map_or("/tablets".to_owned(), |tablet| format!("/tablets/{}", tablet.id)),
                Next::FollowUp => silent.map_or_else(String::new, |silent| silent.href.clone()),
                Next::SeeResult => {
                    ballot_box.map_or_else(String::new, |ballot_box| format!("/results/{}", ballot_box.id))
                }
                Next::PrintCodes => {
                    ballot_box.map_or_else(String::new, |ballot_box| format!("/rounds/{}#codes", ballot_box.id))
                }
                _ => ballot_box.map_or_else(String::new, |ballot_box| format!("/rounds/{}", ballot_box.id)),
            },
            late: match standing.next {
                Next::FollowUp => silent.map(|silent| silent.short.clone()),
                _ => ballot_box
                    .filter(|_| standing.need == Need::Late)
                    .map(|ballot_box| match ballot_box.state {
                        None => fill(
                            texts.should_have_opened,
                            &[&moment(self.language, &zone, ballot_box.opens)],
                        ),
                        Some(_) => fill(texts.closed_on, &[&end_moment(self.language, &zone, ballot_box.closes)]),
                    }),
            },
            care: tablets.into_iter().filter_map(|tablet| tablet.care).collect(),
            draft: draft.filter(|_| standing.phase != Phase::Draft),
        }
    }

    fn say_taking(&self, ballot_box: &BoxRow) -> Option<Taking> {
        let (people, headcount) = (self.participation(ballot_box)?, u64::from(ballot_box.headcount));
        let said = say_participation(GuideTexts::of(self.language), people);
        Some(Taking {
            said: fill(WardTexts::of(self.language).of, &[&said, &headcount]),
            part: people.part_of(headcount),
        })
    }

    fn say_next(&self, standing: Standing, ballot_box: Option<&BoxRow>, zone: &TimeZone) -> String {
        let text = WardTexts::of(self.language).next_step(standing.next);
        let at = |seconds| fill(text, &[&moment(self.language, zone, seconds)]);
        match (standing.next, ballot_box) {
            (Next::WaitToOpen, Some(ballot_box)) => at(ballot_box.opens),
            (Next::WaitForAnswers, Some(ballot_box)) => {
                fill(text, &[&end_moment(self.language, zone, ballot_box.closes)])
            }
            (Next::WaitForGood, Some(ballot_box)) => at(ballot_box.closes + CLOSED_FOR_GOOD_AFTER_SECONDS),
            (Next::WatchUnread, Some(ballot_box)) => at(ballot_box.unread_at.unwrap_or(ballot_box.closes)),
            _ => text.to_owned(),
        }
    }
}

fn phase_class(phase: Phase) -> &'static str {
    match phase {
        Phase::NoRound | Phase::Draft => "planned",
        Phase::Planned => "planned",
        Phase::Confirmed => "confirmed",
        Phase::Open => "open",
        Phase::ToCount => "closed",
        Phase::ToPublish => "counted",
        Phase::Published => "released",
        Phase::ClosedUnread => "closed-unread",
    }
}
