//! The page itself, for whoever has its address.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use super::board::BoardView;
use crate::board::{OpenToken, list_own_published};
use crate::figures::release::Release;
use crate::organisation::Organisation;
use crate::organisation::times::day_of;
use crate::shown::published::Published;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{BoardTexts, PosterTexts, PulseTexts, Texts, fill, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::pulses::{PulseLine, list_lines, read_pulses};
use crate::web::visit::Visit;

/// A round that people can answer now.
struct Asked {
    title: String,
    wards: String,
    when: String,
    table: bool,
    codes: bool,
    fingerprint: Option<String>,
    urgent: String,
    /// Whether it is a pulse.
    pulse: bool,
}

/// What is published of the round that was chosen.
struct Shown {
    title: String,
    wards: String,
    period: String,
    published: Published,
    /// The newest published pulse that stands beside it: when, and a line a question that is shown here.
    pulse: Option<(String, Vec<PulseLine>)>,
}

#[derive(Template)]
#[template(path = "open_page.html")]
struct OpenPageTemplate {
    page: Page,
    texts: &'static BoardTexts,
    posters: &'static PosterTexts,
    pulses: &'static PulseTexts,
    wards: String,
    by: String,
    board: Option<BoardView>,
    asked: Vec<Asked>,
    result: Option<Shown>,
}

impl OpenPageTemplate {
    /// Whether what people can answer now is a pulse: a ward has one open round at a time.
    fn is_pulse(&self) -> bool {
        self.asked.iter().any(|one| one.pulse)
    }
}

#[derive(Template)]
#[template(path = "open_page_none.html")]
struct NoPage {
    page: Page,
    heading: &'static str,
    text: &'static str,
}

fn describe_asked(
    store: &Store,
    organisation: &Organisation,
    ballot_box: &BoxRow,
    texts: &Texts,
    language: Language,
) -> Result<Asked, StoreError> {
    let round = store.round(&ballot_box.round)?;
    let (opens, closes) = (ballot_box.opens, ballot_box.closes);
    let days = say_period(texts.period, language, &organisation.zone(), opens, closes);
    Ok(Asked {
        title: round.deck.title.get(language).to_owned(),
        wards: organisation.ward_names(&ballot_box.wards),
        when: fill(PosterTexts::of(language).answer_here, &[&days]),
        table: round.mode == Mode::Table,
        codes: ballot_box.asks_for_codes,
        fingerprint: ballot_box.fingerprint().map(|number| number.to_string()),
        urgent: round.urgent.get(language).to_owned(),
        pulse: ballot_box.pulse_of.is_some(),
    })
}

/// What is published of a box, and what was asked: where a report was made, what that shows and nothing more.
fn read_published(store: &Store, ballot_box: &BoxRow) -> Result<Option<(Deck, Release)>, StoreError> {
    if let Some(report) = store.report(ballot_box.id)? {
        return Ok(Some((report.deck, report.release)));
    }
    match store.release(ballot_box.id)? {
        Some(release) => Ok(Some((store.round(&ballot_box.round)?.deck, release))),
        None => Ok(None),
    }
}

fn describe_result(
    store: &Store,
    organisation: &Organisation,
    chosen: &BoxRow,
    texts: &'static Texts,
    language: Language,
) -> Result<Option<Shown>, StoreError> {
    let Some((deck, release)) = read_published(store, chosen)? else {
        return Ok(None);
    };
    let (opens, closes) = (chosen.opens, chosen.closes);
    let period = |opens, closes| say_period(texts.period, language, &organisation.zone(), opens, closes);
    // Of a question that the page does not show a pulse says nothing here either.
    let is_shown = |line: &PulseLine| release.questions.iter().any(|question| question.id == line.item);
    let pulses = read_pulses(store, organisation, &chosen.wards)?;
    let pulse = pulses.iter().find(|pulse| pulse.beside == chosen.id).map(|pulse| {
        let mut lines = list_lines(&pulse.deck, &pulse.pulse, language);
        lines.retain(is_shown);
        (period(pulse.opens, pulse.closes), lines)
    });
    Ok(Some(Shown {
        title: deck.title.get(language).to_owned(),
        wards: organisation.ward_names(&chosen.wards),
        period: period(opens, closes),
        pulse: pulse.filter(|(_, lines)| !lines.is_empty()),
        published: Published::of(&deck, &release, chosen.floor, language, texts),
    }))
}

fn describe(store: &Store, token: &OpenToken, visit: &Visit, now: i64) -> Result<Option<OpenPageTemplate>, StoreError> {
    let Some((open, wards)) = store.open_page_of(token)? else {
        return Ok(None);
    };
    let (language, texts) = (visit.language, visit.texts());
    let boxes = store.boxes_of(&wards)?;
    // Wards that were counted together with these are named too.
    let named: Vec<String> = boxes
        .iter()
        .flat_map(|ballot_box| &ballot_box.wards)
        .chain(&wards)
        .cloned()
        .collect();
    let organisation = store.wards_named(&named)?;
    let today = day_of(now, &organisation.zone());
    let asked = boxes
        .iter()
        .filter(|ballot_box| ballot_box.state_at(now) == Some(BoxState::Open));
    let asked = asked.map(|ballot_box| describe_asked(store, &organisation, ballot_box, texts, language));
    let asked: Vec<Asked> = asked.collect::<Result<_, _>>()?;
    let by = match asked.iter().any(|one| one.pulse) {
        true => PulseTexts::of(language).by,
        false => BoardTexts::of(language).by,
    };
    let board = store.board(&wards, today)?;
    let own = list_own_published(&boxes, &wards);
    let chosen = own.into_iter().find(|ballot_box| Some(ballot_box.id) == open.results);
    Ok(Some(OpenPageTemplate {
        texts: BoardTexts::of(language),
        posters: PosterTexts::of(language),
        pulses: PulseTexts::of(language),
        wards: organisation.ward_names(&wards),
        by: fill(by, &[&organisation.name]),
        board: board.map(|board| BoardView::of(&board, today, language)),
        asked,
        result: match chosen {
            Some(chosen) => describe_result(store, &organisation, chosen, texts, language)?,
            None => None,
        },
        page: visit.page(BoardTexts::of(language).title),
    }))
}

/// An answer that no search engine keeps.
fn answer(template: &impl Template, status: StatusCode) -> Result<Response, PageError> {
    let mut response = (status, render(template)?).into_response();
    let (name, value) = (
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response.headers_mut().insert(name, value);
    Ok(response)
}

/// The page. The right address is always answered; wrong ones are counted, for all together.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(written): Path<String>,
    visit: Visit,
) -> Result<Response, PageError> {
    let (now, texts) = (pages.now(), BoardTexts::of(visit.language));
    if let Ok(token) = written.parse::<OpenToken>() {
        let reader = visit.clone();
        let found = pages.read(move |store| describe(store, &token, &reader, now)).await?;
        if let Some(template) = found {
            return answer(&template, StatusCode::OK);
        }
    }
    let allowed = pages
        .open_pages
        .lock()
        .is_ok_and(|mut tried| tried.allow(&written, now));
    let (text, status) = match allowed {
        true => (texts.none_text, StatusCode::NOT_FOUND),
        false => (texts.too_many, StatusCode::TOO_MANY_REQUESTS),
    };
    let template = NoPage {
        page: visit.page(texts.none),
        heading: texts.none,
        text,
    };
    answer(&template, status)
}
