//! The list of fingerprints, for whoever keeps the recovery sheet.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use trykk_shared::protocol::BoxState;

use crate::store::BoxRow;
use crate::texts::{PosterTexts, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A box with its number.
struct Line {
    wards: String,
    title: String,
    period: String,
    fingerprint: String,
}

#[derive(Template)]
#[template(path = "fingerprints.html")]
struct FingerprintsPage {
    page: Page,
    texts: &'static PosterTexts,
    lines: Vec<Line>,
}

/// The number of every box of the visitor's wards, from its confirming until it is over.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Html<String>, PageError> {
    let (visitor, language, period) = (visit.visitor()?.clone(), visit.language, visit.texts().period);
    let texts = PosterTexts::of(language);
    let lines = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let zone = organisation.zone();
            let boxes = store.boxes_within(&visitor.places)?.into_iter();
            let mine: Vec<BoxRow> = boxes
                .filter(|ballot_box| !ballot_box.state.is_some_and(BoxState::is_over))
                .collect();
            let rounds: Vec<String> = mine.iter().map(|ballot_box| ballot_box.round.clone()).collect();
            let titles = store.round_titles(&rounds)?;
            let lines = mine.iter().filter_map(|ballot_box| {
                let title = titles.get(&ballot_box.round);
                Some(Line {
                    fingerprint: ballot_box.fingerprint()?.to_string(),
                    wards: organisation.ward_names(&ballot_box.wards),
                    title: title.map_or("", |title| title.get(language)).to_owned(),
                    period: say_period(period, language, &zone, ballot_box.opens, ballot_box.closes),
                })
            });
            Ok(lines.collect::<Vec<_>>())
        })
        .await?;
    render(&FingerprintsPage {
        page: visit.page(texts.list),
        texts,
        lines,
    })
}
