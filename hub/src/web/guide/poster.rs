//! The poster for the break room: what is asked, how it is protected, and the number that people compare.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use trykk_shared::deck::Mode;

use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::tablets::qr::{Qr, draw};
use crate::web::texts::{PosterTexts, fill, say_period};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "poster.html")]
struct PosterPage {
    page: Page,
    texts: &'static PosterTexts,
    id: String,
    wards: String,
    when: String,
    table: bool,
    codes: bool,
    fingerprint: String,
    urgent: String,
    /// The address of the ward's open page, and its picture.
    open: Option<(String, Option<Qr>)>,
}

/// The poster of a round that is confirmed or open.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let now = pages.now();
    let over = ballot_box.state_at(now).is_some_and(|state| !state.takes_envelopes());
    let fingerprint = ballot_box.fingerprint().filter(|_| !over).ok_or(PageError::NotFound)?;
    let (texts, frame) = (PosterTexts::of(language), visit.page(PosterTexts::of(language).poster));
    let period = visit.texts().period;
    let page = pages
        .read(move |store| {
            let organisation = store.wards_named(&ballot_box.wards)?;
            let round = store.round(&ballot_box.round)?;
            let zone = organisation.zone();
            let ward = ballot_box.wards.first().map_or("", String::as_str);
            let days = say_period(period, language, &zone, ballot_box.opens, ballot_box.closes);
            Ok(PosterPage {
                page: frame,
                texts,
                id: ballot_box.id.to_string(),
                wards: organisation.ward_names(&ballot_box.wards),
                when: fill(texts.answer_here, &[&days]),
                table: round.mode == Mode::Table,
                codes: ballot_box.asks_for_codes,
                fingerprint: fingerprint.to_string(),
                urgent: round.urgent.get(language).to_owned(),
                open: match store.open_page_at(ward)? {
                    Some(open) => Some((open.address(), draw(&open.address()))),
                    None => None,
                },
            })
        })
        .await?;
    render(&page)
}
