//! The poster for the break room: what is asked, how it is protected, and the number that people compare.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;

use crate::board::OpenPage;
use crate::organisation::Places;
use crate::store::{Store, StoreError, TabletState};
use crate::texts::{PosterTexts, PulseTexts, Texts, fill, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::decks::in_order;
use crate::web::page::{Page, render};
use crate::web::tablets::qr::{Qr, draw};
use crate::web::visit::Visit;

/// What the poster says in one language.
struct Saying {
    language: Language,
    texts: &'static PosterTexts,
    /// What is asked, and why; of a pulse something else than of a round.
    question: &'static str,
    why: &'static str,
    /// What is published.
    sums: &'static str,
    when: String,
    /// Where the tablet stands, where somebody has said it by its name.
    stands: Option<String>,
    urgent: String,
}

/// A size or a choice of languages, as a link to it.
struct Choice {
    href: String,
    name: &'static str,
    present: bool,
}

#[derive(Template)]
#[template(path = "poster.html")]
struct PosterPage {
    page: Page,
    texts: &'static PosterTexts,
    wards: String,
    /// In the reader's language, or in all that the round speaks, the reader's first.
    sayings: Vec<Saying>,
    a5: bool,
    table: bool,
    codes: bool,
    fingerprint: String,
    /// The address of the ward's open page, and its picture.
    open: Option<(String, Option<Qr>)>,
    sizes: [Choice; 2],
    languages: Vec<Choice>,
}

/// What of a poster is chosen in its address.
#[derive(Clone, Copy)]
struct Chosen {
    a5: bool,
    all: bool,
}

impl Chosen {
    fn read(query: &str) -> Self {
        let has = |name: &str, value: &str| {
            let mut fields = form_urlencoded::parse(query.as_bytes());
            fields.any(|(field, chosen)| field == name && chosen == value)
        };
        Chosen {
            a5: has("size", "a5"),
            all: has("languages", "all"),
        }
    }

    fn write(self) -> String {
        let size = if self.a5 { "a5" } else { "a4" };
        let languages = if self.all { "all" } else { "one" };
        format!("size={size}&languages={languages}")
    }

    fn link(self, path: &str, name: &'static str, present: bool) -> Choice {
        Choice {
            href: format!("{path}?{}", self.write()),
            name,
            present,
        }
    }
}

/// The open page that all these wards share, if they share one.
fn find_open_page(store: &Store, wards: &[String]) -> Result<Option<OpenPage>, StoreError> {
    let mut pages = wards.iter().map(|ward| store.open_page_at(ward));
    let Some(first) = pages.next().transpose()?.flatten() else {
        return Ok(None);
    };
    for other in pages {
        if other?.as_ref() != Some(&first) {
            return Ok(None);
        }
    }
    Ok(Some(first))
}

/// What the tablets in use on these wards are called, of those that have a name.
fn find_places(store: &Store, wards: &[String]) -> Result<Vec<String>, StoreError> {
    let tablets = store.tablets_within(&Places::new(wards.to_vec(), Vec::new()))?;
    let here = tablets
        .into_iter()
        .filter(|tablet| tablet.state == TabletState::Active && wards.contains(&tablet.ward));
    let ids: Vec<String> = here.map(|tablet| tablet.id).collect();
    let mut places: Vec<String> = store.tablet_names_of(&ids)?.into_values().collect();
    places.sort();
    Ok(places)
}

/// The poster of a round that is confirmed or open.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (ballot_box, language) = (visit.ballot_box()?, visit.language);
    let now = pages.now();
    let over = ballot_box.state_at(now).is_some_and(|state| !state.takes_envelopes());
    let fingerprint = ballot_box.fingerprint().filter(|_| !over).ok_or(PageError::NotFound)?;
    let chosen = Chosen::read(query.as_deref().unwrap_or(""));
    let (texts, mut frame) = (PosterTexts::of(language), visit.page(PosterTexts::of(language).poster));
    frame.keep = format!("&{}", chosen.write());
    let page = pages
        .read(move |store| {
            let organisation = store.wards_named(&ballot_box.wards)?;
            let round = store.round(&ballot_box.round)?;
            let zone = organisation.zone();
            let open = find_open_page(store, &ballot_box.wards)?;
            let spoken = in_order(&round.deck.languages, language);
            let said = match chosen.all {
                true => &spoken[..],
                false => std::slice::from_ref(&language),
            };
            let is_pulse = ballot_box.pulse_of.is_some();
            let places = find_places(store, &ballot_box.wards)?.join(", ");
            let sayings = said.iter().map(|language| {
                let (texts, period) = (PosterTexts::of(*language), Texts::of(*language).period);
                let pulses = PulseTexts::of(*language);
                let days = say_period(period, *language, &zone, ballot_box.opens, ballot_box.closes);
                Saying {
                    language: *language,
                    texts,
                    question: if is_pulse {
                        pulses.poster_question
                    } else {
                        texts.question
                    },
                    why: if is_pulse { pulses.poster_why } else { texts.why },
                    sums: if is_pulse { pulses.one_word } else { texts.sums },
                    when: fill(texts.answer_here, &[&days]),
                    stands: (!places.is_empty()).then(|| fill(texts.stands, &[&places])),
                    urgent: round.urgent.get(*language).to_owned(),
                }
            });
            let path = format!("/rounds/{}/poster", ballot_box.id);
            let size = |a5, name| Chosen { a5, ..chosen }.link(&path, name, chosen.a5 == a5);
            let speaks = |all, name| Chosen { all, ..chosen }.link(&path, name, chosen.all == all);
            Ok(PosterPage {
                page: frame,
                texts,
                wards: organisation.ward_names(&ballot_box.wards),
                sayings: sayings.collect(),
                a5: chosen.a5,
                table: round.mode == Mode::Table,
                codes: ballot_box.asks_for_codes,
                fingerprint: fingerprint.to_string(),
                open: open.map(|open| (open.address(), draw(&open.address()))),
                sizes: [size(false, "A4"), size(true, "A5")],
                // A round in one language has nothing to choose.
                languages: match spoken.len() {
                    0 | 1 => Vec::new(),
                    _ => vec![speaks(false, language.name()), speaks(true, texts.all_languages)],
                },
            })
        })
        .await?;
    render(&page)
}
