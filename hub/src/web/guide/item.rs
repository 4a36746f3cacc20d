//! One question in all of the guide's wards.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Html;
use trykk_shared::ids::BoxId;

use crate::figures::release::fewest_to_publish;
use crate::figures::share::is_same;
use crate::shown::chart::{Chart, chart};
use crate::texts::{HeatMapTexts, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::families::{families, page_of, read_columns};
use crate::web::guide::figures::chart_tally;
use crate::web::guide::heat_map::Asked;
use crate::web::page::{Page, read_page_number, render, take_page};
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
    /// The next page, of older ones, and the first one where this is another.
    older: Option<String>,
    newest: Option<String>,
}

/// How many boxes stand on a page.
const ON_A_PAGE: usize = 40;

/// The page of an item.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, language) = (visit.visitor()?.clone(), visit.language);
    let (texts, words) = (HeatMapTexts::of(language), visit.texts());
    let (asked, number) = (
        Asked::read(query.as_deref()),
        read_page_number(query.as_deref(), "page"),
    );
    let kept = asked.keep();
    let mut frame = visit.page("").on_page(number);
    frame.keep.push_str(&kept);
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let wanted = families(store, &organisation, &visitor.places)?.into_iter();
            let wanted = wanted.filter(|family| asked.get("deck").is_empty() || family.key == asked.get("deck"));
            let mut found = None;
            for family in wanted {
                let deck = family.deck(store)?;
                if deck.item(&id).is_some() {
                    found = Some((family, deck));
                    break;
                }
            }
            let Some((mut family, deck)) = found else {
                return Ok(None);
            };
            let Some(item) = deck.item(&id) else { return Ok(None) };
            let zone = organisation.zone();
            let (shown, more) = take_page(std::mem::take(&mut family.boxes), number, ON_A_PAGE);
            let shown: Vec<BoxId> = shown.into_iter().map(|counted| counted.id).collect();
            let mut boxes = store.boxes_named(&shown)?;
            boxes.sort_by_cached_key(|ballot_box| shown.iter().position(|id| *id == ballot_box.id));
            let mut wards = Vec::new();
            for column in read_columns(store, boxes, &visitor.email)? {
                let (ballot_box, round) = (&column.ballot_box, &column.round);
                if !round.deck.item(&id).is_some_and(|other| is_same(item, other)) {
                    continue;
                }
                let exactly = match column.is_exact {
                    true => store.tally(ballot_box.id)?,
                    false => None,
                };
                let counted = exactly
                    .as_ref()
                    .and_then(|tally| tally.questions.iter().find(|one| one.id == id));
                let published = column.questions.iter().flatten().find(|one| one.id == id);
                let fewest = fewest_to_publish(ballot_box.floor);
                wards.push(InWard {
                    wards: organisation.ward_names(&ballot_box.wards),
                    period: say_period(words.period, language, &zone, ballot_box.opens, ballot_box.closes),
                    href: page_of(&column),
                    is_exact: column.is_exact,
                    chart: match counted {
                        Some(counted) => Some(chart_tally(&round.deck, counted, language, words)),
                        None => published.map(|open| chart(&round.deck, open, fewest, language, words)),
                    },
                });
            }
            frame.title = item.text.get(language).to_owned();
            let theme = deck.themes.iter().find(|theme| Some(&theme.id) == item.theme.as_ref());
            Ok(Some(ItemPage {
                page: frame,
                texts,
                back: format!("/figures?deck={}", family.key),
                deck: family.describe(language),
                theme: theme.map(|theme| theme.name.get(language).to_owned()),
                wards,
                older: more.then(|| format!("/figures/items/{id}?page={}{kept}", number + 1)),
                newest: (number > 1).then(|| format!("/figures/items/{id}?page=1{kept}")),
            }))
        })
        .await?;
    render(&template.ok_or(PageError::NotFound)?)
}
