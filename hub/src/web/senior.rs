//! The senior leader's pages: roll-ups, and never a single ward. Nothing but sums of published cells goes into them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use super::Rooms;
use super::chart::Chart;
use super::guard::Visit;
use super::home::period;
use super::page::{Page, Refusal, show as page};
use super::result::Published;
use super::words::{SeniorWords, Words, fill};
use crate::figures::bounds::{Sides, Spanned};
use crate::figures::rollup::{FEWEST_BOXES, Gathered, Participation, Rollup, Scope, gather, scopes};
use crate::organisation::Organisation;

/// What a scope is called.
fn name(organisation: &Organisation, scope: &Scope) -> String {
    match scope {
        Scope::Organisation => organisation.name.clone(),
        Scope::Department(id) => organisation.departments.get(id).unwrap_or(id).clone(),
    }
}

/// Why there are no figures, if there are none.
fn missing(s: &SeniorWords, found: &Gathered) -> Option<String> {
    match &found.rollup {
        None => Some(fill(s.waits, &[&found.waiting, &found.boxes])),
        Some(rollup) if rollup.participation.is_none() => Some(fill(s.too_few, &[&FEWEST_BOXES])),
        Some(_) => None,
    }
}

/// A roll-up in a list.
struct Listed {
    href: String,
    name: String,
    title: String,
    period: String,
    missing: Option<String>,
}

#[derive(Template)]
#[template(path = "home_senior.html")]
struct SeniorHome {
    page: Page,
    s: &'static SeniorWords,
    rollups: Vec<Listed>,
}

/// Every round with something released in the visitor's places, the newest first.
pub async fn home(rooms: &Arc<Rooms>, visit: &Visit) -> Result<Html<String>, Refusal> {
    let (visitor, now, language) = (visit.visitor()?.clone(), rooms.now(), visit.language);
    let (s, w) = (SeniorWords::of(language), visit.words());
    let rollups = rooms
        .read(move |store| {
            let organisation = store.organisation()?;
            let zone = organisation.zone();
            let scopes = scopes(&organisation, &visitor.places);
            let boxes = store.boxes()?;
            let mut rounds: Vec<_> = organisation.rounds.iter().collect();
            rounds.sort_by_key(|(_, round)| std::cmp::Reverse(round.plan.opens));
            let mut rollups = Vec::new();
            for (id, round) in rounds {
                let mut gathered = Vec::new();
                for scope in &scopes {
                    gathered.extend(gather(store, &boxes, id, scope, now)?.map(|found| (scope, found)));
                }
                // A round of one department is listed once.
                if let [(Scope::Organisation, whole), (_, first), ..] = &gathered[..]
                    && whole.boxes == first.boxes
                {
                    gathered.remove(0);
                }
                for (scope, found) in gathered {
                    rollups.push(Listed {
                        href: match scope {
                            Scope::Organisation => format!("/roll-ups/{id}"),
                            Scope::Department(department) => format!("/roll-ups/{id}/{department}"),
                        },
                        name: name(&organisation, scope),
                        title: round.deck.title.get(language).to_owned(),
                        period: period(w.period, language, &zone, found.opens, found.closes),
                        missing: missing(s, &found),
                    });
                }
            }
            Ok(rollups)
        })
        .await?;
    page(&SeniorHome {
        page: visit.page(w.results),
        s,
        rollups,
    })
}

#[derive(Template)]
#[template(path = "rollup.html")]
struct RollupPage {
    page: Page,
    s: &'static SeniorWords,
    name: String,
    title: String,
    period: String,
    missing: Option<String>,
    waiting: bool,
    shown: Option<(Published, String)>,
}

/// One round, rolled up.
pub async fn show(
    State(rooms): State<Arc<Rooms>>,
    Path(path): Path<Vec<(String, String)>>,
    visit: Visit,
) -> Result<Html<String>, Refusal> {
    let (scope, now, language) = (visit.scope()?, rooms.now(), visit.language);
    let (s, w) = (SeniorWords::of(language), visit.words());
    let (_, round) = path.into_iter().next().ok_or(Refusal::NotFound)?;
    let mut frame = visit.page("");
    let template = rooms
        .read(move |store| {
            let (organisation, asked) = (store.organisation()?, store.round(&round)?);
            let Some(found) = gather(store, &store.boxes()?, &round, &scope, now)? else {
                return Ok(None);
            };
            let zone = organisation.zone();
            let shown = found.rollup.as_ref().and_then(|rollup| {
                let taken = rollup.participation?;
                let wards = fill(s.in_wards, &[&taken.boxes, &found.boxes]);
                Some((published(&asked.deck, rollup, taken, language, w, s), wards))
            });
            frame.title = name(&organisation, &scope);
            Ok(Some(RollupPage {
                s,
                name: frame.title.clone(),
                page: frame,
                title: asked.deck.title.get(language).to_owned(),
                period: period(w.period, language, &zone, found.opens, found.closes),
                missing: missing(s, &found),
                waiting: found.waiting > 0,
                shown,
            }))
        })
        .await?;
    page(&template.ok_or(Refusal::NotFound)?)
}

/// A roll-up, as the pages show what is published.
fn published(
    deck: &Deck,
    rollup: &Rollup,
    taken: Participation,
    language: Language,
    w: &'static Words,
    s: &'static SeniorWords,
) -> Published {
    let questions: Vec<Spanned> = rollup.questions.iter().map(Spanned::from).collect();
    let tables = w.at_tables(taken.tables);
    let mut published = Published::of_questions(deck, &questions, taken.participants, tables, language, w);
    let lists = [&mut published.well, &mut published.improve, &mut published.cards];
    let groups = published.groups.iter_mut().map(|group| &mut group.charts);
    for chart in lists.into_iter().chain(groups).flatten() {
        let mut asked = rollup.questions.iter();
        if let Some(question) = asked.find(|question| question.id == chart.id) {
            say_boxes(chart, question.boxes, question.hidden, question.figure, s);
        }
    }
    published.too_few = fill(s.too_few, &[&FEWEST_BOXES]);
    published.cards_lead = s.cards_lead;
    published.next = [s.next_1, s.next_2, s.next_3];
    published.unseen = vec![s.unseen_ward, s.unseen_few, w.unseen_1, s.unseen_notes, w.unseen_3];
    published
}

/// Says how many boxes are in a figure, and how many are not.
fn say_boxes(chart: &mut Chart, boxes: u64, hidden: u64, figure: Sides, s: &SeniorWords) {
    if figure == Sides::Hidden {
        chart.answered = fill(s.few_publish, &[&FEWEST_BOXES]);
        chart.n = String::new();
        return;
    }
    let left_out = match hidden {
        0 => String::new(),
        1 => s.one_hidden.to_owned(),
        many => fill(s.hidden, &[&many]),
    };
    chart.boxes = format!("{}{left_out}", fill(s.boxes, &[&boxes]));
}
