//! The newest published result in one look, for the first page of whoever reads it. Nothing but the release's cells goes into it.

use trykk_shared::language::Language;

use crate::figures::before::is_before;
use crate::organisation::Organisation;
use crate::shown::chart::Chart;
use crate::shown::published::Published;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{BeforeTexts, Texts, say_period};

/// How many questions are named on each side: the whole list is one tap away.
const NAMED: usize = 2;

/// A result in one look.
pub struct Newest {
    /// The names of its wards.
    pub wards: String,
    /// What the round is called, and from when to when.
    pub round: String,
    /// The page of the result.
    pub href: String,
    /// How many people answered.
    pub people: u64,
    /// At how many tables, in words.
    pub tables: Option<String>,
    /// What is said where no figure can be shown.
    pub too_few: Option<String>,
    /// What leans good, the clearest first.
    pub well: Vec<String>,
    /// What leans poor, the clearest first.
    pub improve: Vec<String>,
    /// The card that most recognised, and how many.
    pub card: Option<(String, String)>,
    /// The page of it beside the one before, and what that is called.
    pub before: Option<(String, &'static str)>,
}

impl Newest {
    /// The newest result that is published of these boxes, which stand newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find(
        store: &Store,
        organisation: &Organisation,
        boxes: &[BoxRow],
        language: Language,
    ) -> Result<Option<Self>, StoreError> {
        let texts = Texts::of(language);
        let released = |ballot_box: &&BoxRow| ballot_box.has_release();
        let Some(newest) = boxes.iter().find(released) else {
            return Ok(None);
        };
        let Some(release) = store.release(newest.id)? else {
            return Ok(None);
        };
        let deck = store.round(&newest.round)?.deck;
        let published = Published::of(&deck, &release, newest.floor, language, texts);
        let zone = organisation.zone();
        let period = say_period(texts.period, language, &zone, newest.opens, newest.closes);
        let name = |charts: &[Chart]| charts.iter().take(NAMED).map(|chart| chart.text.clone()).collect();
        let card = published.cards.first().and_then(|card| {
            let row = card.rows.first()?;
            Some((card.text.clone(), format!("{} {}", row.figure, card.unit)))
        });
        let mut before = boxes.iter().filter(|other| is_before(other, newest));
        Ok(Some(Newest {
            wards: organisation.ward_names(&newest.wards),
            round: format!("{}, {period}", deck.title.get(language)),
            href: format!("/results/{}", newest.id),
            people: published.people,
            tables: published.tables.clone(),
            too_few: (!published.has_figures()).then(|| published.too_few.clone()),
            well: name(&published.well),
            improve: name(&published.improve),
            card,
            before: before.any(|one| released(&one)).then(|| {
                (
                    format!("/results/{}/before", newest.id),
                    BeforeTexts::of(language).title,
                )
            }),
        }))
    }
}
