//! The guide's counted boxes in families: those that asked the same deck in the same mode, which can stand side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;

use crate::figures::bounds::{BoundedQuestion, bound_questions};
use crate::figures::share::exact;
use crate::organisation::decks::name;
use crate::organisation::{Organisation, Round};
use crate::store::{BoxRow, Store, StoreError, Visitor};
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
    /// Its boxes, the newest first.
    pub boxes: Vec<(BoxRow, Arc<Round>)>,
}

impl Family {
    /// The deck, as the newest round asked it.
    pub fn deck(&self) -> &Deck {
        &self.boxes[0].1.deck
    }

    /// How it was answered.
    pub fn mode(&self) -> Mode {
        self.boxes[0].1.plan.mode
    }

    /// What it is called.
    pub fn describe(&self, language: Language) -> String {
        let (texts, deck) = (HeatMapTexts::of(language), self.deck());
        let title = fill(texts.version, &[&deck.title.get(language), &deck.version]);
        let mode = match self.mode() {
            Mode::Table => texts.at_tables,
            Mode::DropIn => texts.one_by_one,
        };
        format!("{title} ({mode})")
    }
}

/// Rounds by id: what many boxes share is read once, and copied for none.
pub type Rounds = BTreeMap<String, Arc<Round>>;

/// The rounds of boxes.
///
/// # Errors
/// When the store fails.
pub fn read_rounds(store: &Store, boxes: &[BoxRow]) -> Result<Rounds, StoreError> {
    let ids: BTreeSet<&String> = boxes.iter().map(|ballot_box| &ballot_box.round).collect();
    let rounds = store.rounds_named(&ids.into_iter().cloned().collect::<Vec<_>>())?;
    Ok(rounds.into_iter().map(|(id, round)| (id, Arc::new(round))).collect())
}

/// What the guide's boxes are that were counted, the family with the newest box first.
pub fn families(organisation: &Organisation, rounds: &Rounds, boxes: Vec<BoxRow>, visitor: &Visitor) -> Vec<Family> {
    let mut counted: Vec<(BoxRow, Arc<Round>)> = boxes
        .into_iter()
        .filter(|ballot_box| ballot_box.is_counted() && ballot_box.pulse_of.is_none())
        .filter(|ballot_box| organisation.covers(&visitor.places, &ballot_box.wards))
        .filter_map(|ballot_box| {
            let round = Arc::clone(rounds.get(&ballot_box.round)?);
            Some((ballot_box, round))
        })
        .collect();
    counted.sort_by_cached_key(|(ballot_box, _)| {
        (
            std::cmp::Reverse(ballot_box.opens),
            organisation.ward_names(&ballot_box.wards),
        )
    });
    let mut families: Vec<Family> = Vec::new();
    for (ballot_box, round) in counted {
        let key = format!("{}.{}", name(&round.deck), round.plan.mode.name());
        match families.iter_mut().find(|family| family.key == key) {
            Some(family) => family.boxes.push((ballot_box, round)),
            None => families.push(Family {
                key,
                boxes: vec![(ballot_box, round)],
            }),
        }
    }
    families
}

/// What a guide may see of a box.
///
/// # Errors
/// When the store fails.
pub fn read_column(
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
