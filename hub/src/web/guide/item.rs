//! One question in all of the guide's wards.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Html;

use crate::figures::release::fewest_to_publish;
use crate::figures::share::is_same;
use crate::shown::chart::{Chart, chart};
use crate::texts::{HeatMapTexts, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::families::{families, page_of, read_column, read_rounds};
use crate::web::guide::figures::chart_tally;
use crate::web::guide::heat_map::Asked;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// The question in one box.
struct InWard {
    wards: String,
    period: String,
    href: String,
    is_exact: bool,
    /// Nothing where the guide may see nothing of it.
    chart: Option<Chart>,
}

#[derive(Template)]
#[template(path = "item_wards.html")]
struct ItemPage {
    page: Page,
    texts: &'static HeatMapTexts,
    back: String,
    deck: String,
    theme: Option<String>,
    wards: Vec<InWard>,
}

/// The page of an item.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, language) = (visit.visitor()?.clone(), visit.language);
    let (texts, words) = (HeatMapTexts::of(language), visit.texts());
    let asked = Asked::read(query.as_deref());
    let mut frame = visit.page("");
    frame.keep = asked.keep();
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let boxes = store.boxes_within(&visitor.places)?;
            let read_by = store.boxes_read_by(&visitor.email, &boxes)?;
            let families = families(&organisation, &read_rounds(store, &boxes)?, boxes, &visitor);
            let found = families.iter().find_map(|family| {
                let item = family.deck().item(&id)?;
                let wanted = asked.get("deck").is_empty() || family.key == asked.get("deck");
                wanted.then_some((family, item))
            });
            let Some((family, item)) = found else { return Ok(None) };
            let zone = organisation.zone();
            let mut wards = Vec::new();
            for (one, round) in &family.boxes {
                if !round.deck.item(&id).is_some_and(|other| is_same(item, other)) {
                    continue;
                }
                let column = read_column(store, one.clone(), round.clone(), &read_by)?;
                let exactly = match column.is_exact {
                    true => store.tally(one.id)?,
                    false => None,
                };
                let counted = exactly
                    .as_ref()
                    .and_then(|tally| tally.questions.iter().find(|one| one.id == id));
                let published = column.questions.iter().flatten().find(|one| one.id == id);
                let fewest = fewest_to_publish(one.floor);
                wards.push(InWard {
                    wards: organisation.ward_names(&one.wards),
                    period: say_period(words.period, language, &zone, one.opens, one.closes),
                    href: page_of(&column),
                    is_exact: column.is_exact,
                    chart: match counted {
                        Some(counted) => Some(chart_tally(&round.deck, counted, language, words)),
                        None => published.map(|open| chart(&round.deck, open, fewest, language, words)),
                    },
                });
            }
            frame.title = item.text.get(language).to_owned();
            let theme = family
                .deck()
                .themes
                .iter()
                .find(|theme| Some(&theme.id) == item.theme.as_ref());
            Ok(Some(ItemPage {
                page: frame,
                texts,
                back: format!("/figures?deck={}", family.key),
                deck: family.describe(language),
                theme: theme.map(|theme| theme.name.get(language).to_owned()),
                wards,
            }))
        })
        .await?;
    render(&template.ok_or(PageError::NotFound)?)
}
