//! A ward of the overview in words: how far it has come, what is to be done next and where, why it is late.

use jiff::tz::TimeZone;
use trykk_shared::protocol::{BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS};

use super::{Overview, WardStanding};
use crate::rounds::phase::{Need, Next, Phase, Standing};
use crate::store::BoxRow;
use crate::texts::{DraftTexts, GuideTexts, Texts, WardTexts, end_moment, fill, moment, say_period};
use crate::web::guide::rounds::say_participation;
use crate::web::process::follow_up::SilentResult;

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

impl Overview {
    /// A ward as the list shows it.
    pub fn describe(&self, of: &WardStanding<'_>) -> WardView {
        let (id, ward, standing) = (of.id, of.ward, of.standing);
        let ballot_box = of.ballot_box();
        let silent = self.silent_of.get(id).map(|place| &self.silent[*place]);
        let tablets = self.describe_tablets(id);
        let (texts, zone) = (WardTexts::of(self.language), self.organisation.zone());
        let others: Vec<String> = ballot_box.map_or_else(Vec::new, |ballot_box| {
            let others = ballot_box.wards.iter().filter(|other| *other != id);
            others.cloned().collect()
        });
        let draft = of.draft.map(|row| {
            let name = match row.draft.name.trim() {
                "" => DraftTexts::of(self.language).unnamed,
                name => name,
            };
            (format!("/drafts/{}", row.id), fill(texts.draft_too, &[&name]))
        });
        let mut open = of.facts.iter().map(|facts| facts.ballot_box);
        let open = open.find(|ballot_box| {
            ballot_box.state_at(self.now) == Some(BoxState::Open) && Some(ballot_box.id) != standing.box_id
        });
        let to_see = tablets.iter().find(|tablet| tablet.needs.is_some());
        WardView {
            id: id.to_owned(),
            name: ward.name.clone(),
            department: of.department.to_owned(),
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
                Next::FollowUp => silent.map_or_else(String::new, SilentResult::href),
                Next::SeeResult => {
                    ballot_box.map_or_else(String::new, |ballot_box| format!("/results/{}", ballot_box.id))
                }
                Next::PrintCodes => {
                    ballot_box.map_or_else(String::new, |ballot_box| format!("/rounds/{}#codes", ballot_box.id))
                }
                _ => ballot_box.map_or_else(String::new, |ballot_box| format!("/rounds/{}", ballot_box.id)),
            },
            late: match standing.next {
                Next::FollowUp => silent.map(|silent| silent.say_short(self.language)),
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
