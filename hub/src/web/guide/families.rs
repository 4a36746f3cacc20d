//! The guide's counted boxes in families: those that asked the same deck in the same mode, which can stand side by side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::share::exact;
use crate::organisation::{Organisation, Places, Round};
use crate::store::{AskedRound, BoxRow, CountedBox, Store, StoreError};
use crate::texts::{HeatMapTexts, fill};

/// A counted box of the guide's, with what the guide may see of it.
pub struct Column {
    /// The box.
    pub ballot_box: BoxRow,
    /// Its round.
    pub round: Arc<Round>,
    /// Whether the figures are the count's own.
    pub is_exact: bool,
    /// What is known of each question; nothing where the guide may see nothing of it.
    pub questions: Option<Vec<BoundedQuestion>>,
}

/// The boxes of a deck's version in one mode: what can stand side by side.
pub struct Family {
    /// As addresses write it.
    pub key: String,
    /// The rounds with one of its boxes, that with the newest first; never none.
    pub rounds: Vec<AskedRound>,
    /// Its boxes, the newest first.
    pub boxes: Vec<CountedBox>,
}

impl Family {
    /// What it is called, as the newest round called it.
    pub fn describe(&self, language: Language) -> String {
        let (texts, newest) = (HeatMapTexts::of(language), &self.rounds[0]);
        let title = fill(texts.version, &[&newest.title.get(language), &newest.version]);
        let mode = match newest.mode {
            Mode::Table => texts.at_tables,
            Mode::DropIn => texts.one_by_one,
        };
        format!("{title} ({mode})")
    }

    /// The deck, as the newest round asked it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deck(&self, store: &Store) -> Result<Deck, StoreError> {
        Ok(store.round(&self.rounds[0].id)?.deck)
    }
}

/// Groups counted boxes by what was asked in them; the family with the newest box first. `names` gives what the wards of a box are called, for
/// those that opened at one moment. Boxes of no such round are left out.
fn group(rounds: Vec<AskedRound>, mut boxes: Vec<CountedBox>, names: impl Fn(&CountedBox) -> String) -> Vec<Family> {
    let rounds: BTreeMap<String, AskedRound> = rounds.into_iter().map(|round| (round.id.clone(), round)).collect();
    boxes.sort_by_cached_key(|counted| (Reverse(counted.opens), names(counted), counted.id));
    let mut families: Vec<Family> = Vec::new();
    for counted in boxes {
        let Some(round) = rounds.get(&counted.round) else {
            continue;
        };
        let key = format!("{}-{}.{}", round.deck, round.version, round.mode.name());
        let place = families.iter().position(|family| family.key == key);
        let place = place.unwrap_or_else(|| {
            let (rounds, boxes) = (Vec::new(), Vec::new());
            families.push(Family { key, rounds, boxes });
            families.len() - 1
        });
        let family = &mut families[place];
        if family.rounds.iter().all(|known| known.id != round.id) {
            family.rounds.push(round.clone());
        }
        family.boxes.push(counted);
    }
    families
}

/// The families of what was counted in somebody's places.
///
/// # Errors
/// When the store fails.
pub fn families(store: &Store, organisation: &Organisation, places: &Places) -> Result<Vec<Family>, StoreError> {
    let boxes = store.counted_within(places)?;
    let rounds: BTreeSet<&String> = boxes.iter().map(|counted| &counted.round).collect();
    let rounds = store.rounds_asked(&rounds.into_iter().cloned().collect::<Vec<_>>())?;
    Ok(group(rounds, boxes, |counted| {
        organisation.ward_names(&counted.wards.iter().cloned().collect::<Vec<_>>())
    }))
}

/// These boxes with what a guide may see of them, in the same order.
///
/// # Errors
/// When the store fails.
pub fn read_columns(store: &Store, boxes: Vec<BoxRow>, email: &str) -> Result<Vec<Column>, StoreError> {
    let ids: Vec<BoxId> = boxes.iter().map(|ballot_box| ballot_box.id).collect();
    let read_by = store.boxes_read_by(email, &ids)?;
    let rounds: BTreeSet<&String> = boxes.iter().map(|ballot_box| &ballot_box.round).collect();
    let rounds = store.rounds_named(&rounds.into_iter().cloned().collect::<Vec<_>>())?;
    // What many boxes share is read once, and copied for none.
    let rounds: BTreeMap<String, Arc<Round>> = rounds.into_iter().map(|(id, round)| (id, Arc::new(round))).collect();
    let mut columns = Vec::new();
    for ballot_box in boxes {
        if let Some(round) = rounds.get(&ballot_box.round) {
            columns.push(read_column(store, ballot_box, Arc::clone(round), &read_by)?);
        }
    }
    Ok(columns)
}

/// What a guide may see of a box.
fn read_column(
    store: &Store,
    ballot_box: BoxRow,
    round: Arc<Round>,
    read_by: &BTreeSet<BoxId>,
) -> Result<Column, StoreError> {
    let tally = match read_by.contains(&ballot_box.id) {
        true => store.tally(ballot_box.id)?,
        false => None,
    };
    let questions = match &tally {
        Some(tally) => {
            let asked = |id: &str| round.deck.item(id).map(|item| &item.question);
            let questions = tally.questions.iter();
            Some(
                questions
                    .filter_map(|question| Some(exact(question, asked(&question.id)?)))
                    .collect(),
            )
        }
        None => store.release(ballot_box.id)?.map(|release| bound_questions(&release)),
    };
    Ok(Column {
        is_exact: tally.is_some(),
        ballot_box,
        round,
        questions,
    })
}

/// Where a box's own page of figures is.
pub fn page_of(column: &Column) -> String {
    let id = column.ballot_box.id;
    match (column.is_exact, &column.questions) {
        (true, _) => format!("/rounds/{id}/figures"),
        (false, Some(_)) => format!("/results/{id}"),
        (false, None) => format!("/rounds/{id}"),
    }
}
