//! A round beside the one before: what readers see of both is what is published of both, what the guide sees is what was counted.

use askama::Template;
use axum::response::Html;
use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::figures::before::{is_before, pair};
use crate::figures::bounds::{BoundedQuestion, Bounds};
use crate::figures::change::{Change, compare};
use crate::figures::release::fewest_to_publish;
use crate::organisation::Organisation;
use crate::shown::chart::{Chart, Row, chart};
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{BeforeTexts, Texts, fill, say_period};
use crate::web::error::PageError;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// A box with what the visitor may see of it.
pub struct Seen {
    /// The box.
    pub ballot_box: BoxRow,
    /// What was asked.
    pub deck: Deck,
    /// What is known of it.
    pub questions: Vec<BoundedQuestion>,
}

impl Seen {
    fn draw(&self, question: &BoundedQuestion, language: Language) -> Chart {
        let fewest = fewest_to_publish(self.ballot_box.floor);
        chart(&self.deck, question, fewest, language, Texts::of(language))
    }
}

/// A question in both rounds.
struct Pair {
    now: Chart,
    before: Chart,
    changes: Vec<Line>,
}

/// What can be said of one row of both.
pub struct Line {
    /// Which row.
    pub label: String,
    /// What can be said.
    pub said: &'static str,
    /// Whether something can be said.
    pub is_change: bool,
}

/// The words for what can be said.
#[derive(Clone, Copy)]
pub struct Said {
    /// The share is larger now.
    pub more: &'static str,
    /// The share is smaller now.
    pub fewer: &'static str,
    /// Neither can be said.
    pub cannot_tell: &'static str,
}

/// What can be said of the rows that both have; what follows from others is not said once more.
pub fn list_changes(now: &Chart, before: &Chart, words: Said) -> Vec<Line> {
    let rows = now.rows.iter().filter(|row| !row.derived).filter_map(|row| {
        let earlier = before.rows.iter().find(|other| other.label == row.label)?;
        let bounds = |row: &Row| {
            let (least, most) = (row.least, row.most);
            (Bounds { least, most }, row.n)
        };
        let change = compare(bounds(row), bounds(earlier));
        Some(Line {
            label: row.label.clone(),
            said: match change {
                Change::More => words.more,
                Change::Fewer => words.fewer,
                Change::CannotTell => words.cannot_tell,
            },
            is_change: change != Change::CannotTell,
        })
    });
    rows.collect()
}

#[derive(Template)]
#[template(path = "before.html")]
struct BeforePage {
    page: Page,
    texts: &'static BeforeTexts,
    wards: String,
    what: &'static str,
    periods: Option<[String; 2]>,
    pairs: Vec<Pair>,
    left_out: Option<String>,
    says_changes: bool,
}

/// Looks through the boxes that may stand beside one, the newest first, until `read` gives something of one.
///
/// # Errors
/// When the store fails.
pub fn find_before<R>(
    store: &Store,
    now: &BoxRow,
    mut read: impl FnMut(BoxRow) -> Result<Option<R>, StoreError>,
) -> Result<Option<R>, StoreError> {
    for id in store.counted_before(now)? {
        let other = store.ballot_box(id)?;
        if is_before(&other, now)
            && let Some(found) = read(other)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Of what is known of the boxes before, that with at least one question that is the same. Older ones are not read.
///
/// # Errors
/// When the store fails.
pub fn find_beside(
    store: &Store,
    now: &Seen,
    mut read: impl FnMut(BoxRow) -> Result<Option<Seen>, StoreError>,
) -> Result<Option<Seen>, StoreError> {
    let known = (&now.deck, &now.questions[..]);
    find_before(store, &now.ballot_box, |other| {
        let seen = read(other)?;
        Ok(seen.filter(|other| !pair(known, (&other.deck, &other.questions)).is_empty()))
    })
}

/// The page.
///
/// # Errors
/// When it cannot be written.
pub fn write(
    visit: &Visit,
    organisation: &Organisation,
    now: &Seen,
    other: Option<Seen>,
    is_exact: bool,
) -> Result<Html<String>, PageError> {
    let (language, texts) = (visit.language, BeforeTexts::of(visit.language));
    let zone = organisation.zone();
    let period = |ballot_box: &BoxRow| {
        say_period(
            visit.texts().period,
            language,
            &zone,
            ballot_box.opens,
            ballot_box.closes,
        )
    };
    let words = Said {
        more: texts.more,
        fewer: texts.fewer,
        cannot_tell: texts.cannot_tell,
    };
    let pairs: Vec<Pair> = other.as_ref().map_or_else(Vec::new, |other| {
        let pairs = pair((&now.deck, &now.questions), (&other.deck, &other.questions)).into_iter();
        let pairs = pairs.map(|(one, earlier)| {
            let (now, before) = (now.draw(one, language), other.draw(earlier, language));
            Pair {
                // Of exact figures one person makes a tenth of ten: what is said is said of what is published.
                changes: match is_exact {
                    true => Vec::new(),
                    false => list_changes(&now, &before, words),
                },
                now,
                before,
            }
        });
        pairs.collect()
    });
    let left_out = now.questions.len() - pairs.len();
    render(&BeforePage {
        page: visit.page(texts.title),
        texts,
        wards: organisation.ward_names(&now.ballot_box.wards),
        what: if is_exact { texts.exact } else { texts.published },
        periods: other
            .as_ref()
            .map(|other| [period(&now.ballot_box), period(&other.ballot_box)]),
        left_out: (left_out > 0 && !pairs.is_empty()).then(|| fill(texts.left_out, &[&left_out])),
        says_changes: !is_exact,
        pairs,
    })
}
