//! One round of the guide's: its times, its tablets, and the forms of what can be done now.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::{BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS};

use crate::organisation::planned::mark_round;
use crate::organisation::{Organisation, Round};
use crate::rounds::{Beside, OpeningError, Overdue, check_decider, find_waiting, is_surely_below_floor, may_unconfirm};
use crate::store::Store;
use crate::store::{BoxRow, StoreError};
use crate::texts::{AnonymityTexts, AreaTexts, CodeTexts, DraftTexts, GuideTexts, HelpTexts, end_moment, fill, moment};
use crate::texts::{PulseTexts, ReportTexts, Texts, say_period};
use crate::web::Pages;
use crate::web::counted::CountView;
use crate::web::error::PageError;
use crate::web::guide::anonymity::list_weak;
use crate::web::guide::codes::{CodesView, describe_codes};
use crate::web::guide::deck_paper::PaperChoice;
use crate::web::guide::drafts::say_done;
use crate::web::guide::planned::may_change;
use crate::web::guide::round_tablets::{ShownTablet, has_full_tablet, list_tablets, say_troubles};
use crate::web::guide::rounds::{BoxFacts, BoxView, describe_box};
use crate::web::guide::who_counts::{LaterGuide, list_added, list_later_guides, say_who_can_count};
use crate::web::page::{Page, respond};
use crate::web::pulses::list_questions;
use crate::web::visit::Visit;

/// What was written into the page's forms, so that a refusal does not lose it. Never a passphrase, nor the recovery sheet.
#[derive(Default)]
pub struct Typed {
    /// Whether the line of the recovery sheet was written. It goes into no page.
    pub sheet: bool,
    /// Tablets to be left out.
    pub leave_out: Vec<String>,
    /// Stolen tablets whose envelopes are taken.
    pub take: Vec<String>,
    /// Stolen tablets whose envelopes are left.
    pub leave: Vec<String>,
    /// Later guides who are let in.
    pub let_in: Vec<String>,
    /// A closing time.
    pub closes: Option<String>,
    /// What was done on another page that led here.
    pub done: Option<&'static str>,
}

impl Typed {
    pub fn is_decided(&self, these: &[String], tablet: &str) -> bool {
        let holds = |list: &[String]| list.iter().any(|id| id == tablet);
        holds(these) && !(holds(&self.take) && holds(&self.leave))
    }
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
    /// Until when a closed round can be opened again, and what happens then.
    until_for_good: String,
}

fn describe_times(
    guide_texts: &GuideTexts,
    language: Language,
    zone: &TimeZone,
    ballot_box: &BoxRow,
    typed: &Typed,
    now: i64,
) -> Times {
    let at = |text: &str, seconds| fill(text, &[&moment(language, zone, seconds)]);
    let until = |text: &str| fill(text, &[&end_moment(language, zone, ballot_box.closes)]);
    Times {
        closes: match ballot_box.state_at(now) {
            None | Some(BoxState::ClosedUnread) => None,
            Some(BoxState::Open) => Some(until(guide_texts.closes)),
            Some(_) => Some(until(guide_texts.closed_on)),
        },
        closes_value: typed
            .closes
            .clone()
            .unwrap_or_else(|| format_local(zone, ballot_box.closes)),
        planned: match find_waiting(ballot_box) {
            None => at(guide_texts.planned_text, ballot_box.opens),
            Some(why) => {
                let opens = at(guide_texts.planned_for, ballot_box.opens);
                format!("{opens} {}", explain_obstacle(guide_texts, &why))
            }
        },
        until_for_good: at(
            guide_texts.until_for_good,
            ballot_box.closes + CLOSED_FOR_GOOD_AFTER_SECONDS,
        ),
        open_now: (now < ballot_box.closes).then(|| until(guide_texts.open_text)),
    }
}

/// A time as a `datetime-local` field wants it.
fn format_local(zone: &TimeZone, seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).map(|time| time.to_zoned(zone.clone()));
    time.map(|time| time.strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}

/// What is said where the closing time passed before the opening.
pub fn explain_closing_past(guide_texts: &GuideTexts, confirmed: bool) -> &'static str {
    if confirmed {
        guide_texts.closing_past_confirmed
    } else {
        guide_texts.closing_past
    }
}

/// What is said of what keeps a round from opening.
fn explain_overdue(organisation: &Organisation, overdue: &Overdue, opens_soon: bool, language: Language) -> String {
    let guide_texts = GuideTexts::of(language);
    match (&overdue.obstacle, &overdue.beside) {
        (Some(obstacle), _) => explain_obstacle(guide_texts, obstacle).to_owned(),
        (None, Some(beside)) => say_beside(&organisation.rounds, &organisation.zone(), beside, language),
        (None, None) if opens_soon => guide_texts.still_shut.to_owned(),
        (None, None) => guide_texts.tell_admin.to_owned(),
    }
}

/// What is said of another round that is open where this one is to be: its name, and when. `rounds`: among which it is looked for.
pub fn say_beside(rounds: &BTreeMap<String, Round>, zone: &TimeZone, beside: &Beside, language: Language) -> String {
    let round = rounds.get(&beside.other);
    let title = round.map_or(&*beside.other, |round| round.deck.title.get(language));
    let when = say_period(Texts::of(language).period, language, zone, beside.opens, beside.closes);
    fill(GuideTexts::of(language).beside, &[&title, &when])
}

/// The same of one obstacle.
pub fn explain_obstacle(guide_texts: &GuideTexts, obstacle: &OpeningError) -> &'static str {
    match obstacle {
        OpeningError::ClosingPast { confirmed, .. } => explain_closing_past(guide_texts, *confirmed),
        OpeningError::NoUrgentRoute(_) => guide_texts.no_urgent_route,
        OpeningError::ClosedWard { .. } => guide_texts.ward_closed,
        OpeningError::NobodyCounts(_) => guide_texts.nobody_counts,
        OpeningError::NotConfirmed(_) => guide_texts.codes_need_confirming,
        OpeningError::PlannedBefore(_) => guide_texts.copy_needs_confirming,
    }
}

#[derive(Template)]
#[template(path = "round.html")]
struct BoxPage {
    page: Page,
    guide_texts: &'static GuideTexts,
    area_texts: &'static AreaTexts,
    report_texts: &'static ReportTexts,
    pulse_texts: &'static PulseTexts,
    ballot_box: BoxView,
    /// What tablets found in its count.
    counted: Option<CountView>,
    reason: String,
    times: Times,
    tablets: Vec<ShownTablet>,
    anonymity: &'static AnonymityTexts,
    /// What of it is weak for those who answer, while that can be mended.
    weak: Vec<String>,
    /// Start codes, where they can be printed or have been.
    codes: Option<CodesView>,
    /// Whether a tablet takes no more, while people can still answer.
    tablet_full: bool,
    /// What is wrong with its tablets, in words.
    troubles: Vec<String>,
    /// What it costs that there are none, while people can still answer.
    without_codes: Option<&'static str>,
    /// Who can count it, until it is counted.
    can_count: Option<String>,
    /// Whether closing it unread takes a passphrase and a week.
    unread_takes_proof: bool,
    /// When it is closed unread, in words, while that can be taken back.
    unread_at: Option<String>,
    /// Whether tablets may stand on the ward that this hub does not know.
    restored: bool,
    drafts: &'static DraftTexts,
    how: &'static HelpTexts,
    /// What was done just now, on the way here.
    notice: Option<&'static str>,
    /// Whether this guide may change the round, or take it away.
    may_change: bool,
    /// What a planned pulse is recognised by, where this guide may take it away.
    pulse_mark: Option<String>,
    /// What a pulse asks; nothing of other rounds.
    pulse_questions: Vec<String>,
    /// Whether this guide may take the confirming back.
    may_unconfirm: bool,
    may_decide: bool,
    /// Guides who came after the confirming, while they can still be let in.
    later: Vec<LaterGuide>,
    /// Those who were, in words.
    added: Vec<String>,
    /// Whether this guide reads what was counted.
    may_read: bool,
    /// Whether it is not known that this is the guide who holds the keys.
    unproven: bool,
    /// Whether some tablet has not said its last.
    waits: bool,
    /// Whether the field for the recovery sheet stands open.
    sheet: bool,
    has_key: bool,
    /// What can be printed of its deck, while people can still answer.
    paper: Option<PaperChoice>,
    fault: Option<String>,
}

impl BoxPage {
    /// Whether the form says that tablets are waited for: once is enough.
    fn says_wait(&self) -> bool {
        self.waits && self.fault.as_deref() != Some(self.guide_texts.tablets_wait)
    }

    /// Whether a tablet was ticked to be left out.
    fn leaves_out(&self) -> bool {
        self.tablets.iter().any(|tablet| tablet.leave_out)
    }
}

/// One round in one ward.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let typed = Typed {
        done: say_done(query.as_deref(), DraftTexts::of(visit.language)),
        ..Typed::default()
    };
    with_fault(&pages, &visit, None, typed).await
}

/// The state of a box as it is now, whatever it was when its page was asked for.
pub async fn state_of(pages: &Arc<Pages>, id: BoxId) -> Result<Option<BoxState>, PageError> {
    let now = pages.now();
    pages.read(move |store| Ok(store.ballot_box(id)?.state_at(now))).await
}

/// The page of the round as it stands now, saying what was not done and why, with what was written.
pub async fn with_fault(
    pages: &Arc<Pages>,
    visit: &Visit,
    fault: Option<String>,
    typed: Typed,
) -> Result<Response, PageError> {
    let (id, now, language) = (visit.ballot_box()?.id, pages.now(), visit.language);
    let (email, folder) = (visit.visitor()?.email.clone(), pages.folder.clone());
    let notice = typed.done;
    let guide_texts = GuideTexts::of(language);
    let mut frame = visit.page("");
    frame.path = format!("/rounds/{id}");
    let is_refused = fault.is_some();
    let template = pages
        .read(move |store| {
            let ballot_box = store.ballot_box(id)?;
            // What is still planned is held against the whole plan: whose its other wards are, and which could be counted together.
            let plan = match ballot_box.state {
                None => store.organisation()?,
                Some(_) => store.organisation_of_box(&ballot_box)?,
            };
            // What is open beside it in its own wards says why it cannot open.
            let facts = BoxFacts::read(store, plan, &ballot_box.wards, now)?;
            let mut shown_box = describe_box(&facts, &ballot_box, now, language);
            let organisation = facts.organisation;
            let zone = organisation.zone();
            let tablets = list_tablets(store, &organisation, &ballot_box, &typed, now, language)?;
            if let Some(tally) = store.tally(id)? {
                shown_box.too_many = tally.sheets.participant > u64::from(ballot_box.fewest_people());
            }
            if let Some(pulse) = store.counted_pulse(id)? {
                shown_box.too_many = pulse.more_than_people;
            }
            frame.title.clone_from(&shown_box.wards);
            Ok(BoxPage {
                page: frame,
                guide_texts,
                area_texts: AreaTexts::of(language),
                report_texts: ReportTexts::of(language),
                pulse_texts: PulseTexts::of(language),
                reason: shown_box.overdue.as_ref().map_or_else(String::new, |overdue| {
                    explain_overdue(&organisation, overdue, shown_box.opens_soon, language)
                }),
                ballot_box: shown_box,
                counted: CountView::of(store, id, language)?,
                times: describe_times(guide_texts, language, &zone, &ballot_box, &typed, now),
                anonymity: AnonymityTexts::of(language),
                weak: list_weak(&organisation, &ballot_box, language),
                codes: match ballot_box.asks_for_codes && takes_slips(&ballot_box, now) {
                    true => Some(describe_codes(store, &organisation, &ballot_box, now, language)?),
                    false => None,
                },
                tablet_full: has_full_tablet(store, &ballot_box, now)?,
                troubles: say_troubles(store, &ballot_box, now, language)?,
                without_codes: tells_without_codes(&ballot_box, now).then_some(CodeTexts::of(language).without),
                can_count: say_who_can_count(&organisation, &ballot_box, guide_texts),
                unread_takes_proof: !is_surely_below_floor(store, &folder, &ballot_box).unwrap_or(false),
                restored: ballot_box.restored,
                unread_at: ballot_box
                    .unread_at
                    .filter(|_| ballot_box.is_closed_for_good(now))
                    .map(|at| fill(guide_texts.unread_at, &[&moment(language, &zone, at)])),
                drafts: DraftTexts::of(language),
                how: HelpTexts::of(language),
                notice,
                may_change: ballot_box.pulse_of.is_none() && may_change(&organisation, &ballot_box, &email),
                pulse_mark: organisation
                    .rounds
                    .get(&ballot_box.round)
                    .filter(|_| ballot_box.pulse_of.is_some() && may_change(&organisation, &ballot_box, &email))
                    .map(|round| mark_round(&ballot_box.round, round)),
                pulse_questions: match ballot_box.pulse_of {
                    Some(_) => list_questions(&store.round(&ballot_box.round)?.deck, language),
                    None => Vec::new(),
                },
                may_unconfirm: may_unconfirm(store, &folder, &ballot_box, &email).unwrap_or(false),
                may_decide: check_decider(store, &ballot_box, Some(&email)).is_ok(),
                later: list_later_guides(store, &ballot_box, &typed, now)?,
                added: list_added(store, &ballot_box, guide_texts)?,
                may_read: store.may_read_count(id, &email)?,
                unproven: store.is_unproven(&email)?,
                waits: tablets.iter().any(|tablet| tablet.late),
                tablets,
                sheet: typed.sheet,
                has_key: store.counting_key(&email)?.is_some(),
                paper: choose_paper(store, &ballot_box, now, language)?,
                fault,
            })
        })
        .await?;
    respond(&template, is_refused)
}

/// What can be printed of a box's deck: until it closes.
fn choose_paper(
    store: &Store,
    ballot_box: &BoxRow,
    now: i64,
    language: Language,
) -> Result<Option<PaperChoice>, StoreError> {
    if ballot_box.state_at(now).is_some_and(|state| state != BoxState::Open) {
        return Ok(None);
    }
    let round = store.round(&ballot_box.round)?;
    let page = format!("/rounds/{}", ballot_box.id);
    Ok(PaperChoice::of(&round.deck, Some(round.mode), &page, language))
}

/// Whether the codes of a box are a matter: from its confirming until it is counted.
fn takes_slips(ballot_box: &BoxRow, now: i64) -> bool {
    ballot_box.is_confirmed() || ballot_box.state_at(now).is_some_and(BoxState::takes_envelopes)
}

/// Whether it is to be said that people answer one by one without codes.
fn tells_without_codes(ballot_box: &BoxRow, now: i64) -> bool {
    let one_by_one = ballot_box.mode == Mode::DropIn;
    // Before the opening it stands among what is weak.
    let takes = ballot_box.state_at(now).is_some_and(BoxState::takes_envelopes);
    one_by_one && !ballot_box.asks_for_codes && takes
}
