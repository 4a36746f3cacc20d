//! The page of a published pulse: one word a question, and nothing else.

use askama::Template;
use axum::response::Html;

use crate::organisation::Role;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{GuideTexts, PulseTexts, Texts, say_period};
use crate::web::counted::CountView;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::pulses::{PulseLine, list_lines};
use crate::web::visit::Visit;
use trykk_shared::language::Language;

/// A published pulse in words.
pub struct PulseView {
    id: String,
    wards: String,
    title: String,
    period: String,
    /// The result that it stands beside: its page, and when that was.
    beside: Option<(String, String)>,
    lines: Vec<PulseLine>,
    counted: Option<CountView>,
}

impl PulseView {
    /// Reads it; nothing where the box is no published pulse.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn read(store: &Store, ballot_box: &BoxRow, language: Language) -> Result<Option<Self>, StoreError> {
        let (Some(pulse), Some(before)) = (store.pulse(ballot_box.id)?, &ballot_box.pulse_of) else {
            return Ok(None);
        };
        let organisation = store.wards_named(&ballot_box.wards)?;
        let zone = organisation.zone();
        let period = |of: &BoxRow| say_period(Texts::of(language).period, language, &zone, of.opens, of.closes);
        let deck = store.round(&ballot_box.round)?.deck;
        let boxes = store.boxes_of(&ballot_box.wards)?;
        let beside = boxes
            .iter()
            .find(|other| other.round == *before && other.wards == ballot_box.wards && other.has_release());
        let titles = store.round_titles(std::slice::from_ref(before))?;
        Ok(Some(PulseView {
            id: ballot_box.id.to_string(),
            wards: organisation.ward_names(&ballot_box.wards),
            title: deck.title.get(language).to_owned(),
            period: period(ballot_box),
            beside: beside.map(|beside| {
                let title = titles.get(&beside.round).map_or("", |title| title.get(language));
                (
                    format!("/results/{}", beside.id),
                    format!("{title}, {}", period(beside)),
                )
            }),
            lines: list_lines(&deck, &pulse, language),
            counted: CountView::of(store, ballot_box.id, language)?,
        }))
    }
}

#[derive(Template)]
#[template(path = "pulse.html")]
struct PulsePage {
    page: Page,
    texts: &'static PulseTexts,
    view: PulseView,
    /// Where the reader came from, and what it is called.
    back: (String, &'static str),
}

/// Writes the page.
pub fn write(visit: &Visit, view: PulseView) -> Result<Html<String>, PageError> {
    let back = match visit.visitor()?.role {
        Role::Guide => (format!("/rounds/{}", view.id), GuideTexts::of(visit.language).back),
        _ => ("/".to_owned(), visit.texts().results),
    };
    render(&PulsePage {
        page: visit.page(format!("{}, {}", view.title, view.wards)),
        texts: PulseTexts::of(visit.language),
        back,
        view,
    })
}
