//! What a pulse says: of each of its one to three questions one word beside the published result that it stands beside, and about how many
//! answered. Pure. No cell, share or exact number of a pulse leaves this file.
//!
//! A pulse is asked of the same people a month later, most of whom answer as before. So its word must tell nothing where all others do:
//! not what somebody answered who came or stayed away, also to two who tell each other everything and answer as they like both times. Those
//! four can move three answers; so a word takes a fifth of all **and** at least four answers. `hub/tests/hub/pulse_attack.rs` tries every case.

use serde::{Deserialize, Serialize};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::kind::Unit;

use crate::figures::before::pair;
use crate::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds, bound_questions};
use crate::figures::change::{Change, Gap, compare_by};
use crate::figures::findings::sides;
use crate::figures::release::{Release, release};
use crate::figures::tally::Tally;

/// The fewest answers, both times, of which a word is said; and the lowest floor of a pulse.
pub const PULSE_ANSWERS: u32 = 10;
/// How many questions a pulse has at most.
pub const MOST_PULSE_ITEMS: usize = 3;
/// How far apart the two times lie before more or fewer is said.
pub const PULSE_GAP: Gap = Gap { one_in: 5, answers: 4 };
/// How many answered is said in steps of so many, the rest left away.
const FIVES: u64 = 5;

/// What is published of a pulse, and all that is kept of its count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pulse {
    /// Its questions, in its deck's order.
    pub results: Vec<PulseResult>,
    /// Whether more sheets came than there are people: the guide hears it before it is published, and nobody how many.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more_than_people: bool,
}

/// What is published of a question of a pulse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PulseResult {
    /// The item's id.
    pub item: String,
    /// What is said of it; nothing where too few answered, one time or the other.
    pub said: Option<PulseWord>,
}

/// One word, and about how many answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PulseWord {
    /// More, fewer, cannot tell: of a card those who said yes, of faces those on the good side.
    pub word: Change,
    /// How many answered, rounded down to fives.
    pub about: u64,
}

/// Whether a question can be asked in a pulse at all: a card or faces. A note says too much, and a number has no side of its own.
pub fn is_askable(question: &Question) -> bool {
    matches!(question, Question::Card | Question::Statement { .. })
}

/// Whether what is published of a question is enough for a pulse to stand beside it.
pub fn can_stand_beside(deck: &Deck, question: &BoundedQuestion) -> bool {
    let asked = deck.item(&question.id);
    asked.is_some_and(|item| is_askable(&item.question))
        && question.unit == Unit::Participant
        && question.n >= u64::from(PULSE_ANSWERS)
        && find_side(deck, question).is_some()
}

/// The questions of a pulse of which no word could be said beside the published result `before`, however many answer it, by their ids.
pub fn find_unanswered(pulse: &Deck, (deck, before): (&Deck, &Release)) -> Vec<String> {
    let known = bound_questions(before);
    let can = |id: &String| {
        let mut known = known.iter();
        known.any(|one| one.id == *id && can_stand_beside(deck, one))
    };
    let ids = pulse.items.iter().map(|item| item.id.clone());
    ids.filter(|id| !can(id)).collect()
}

/// The side of a question that its word is about.
fn find_side(deck: &Deck, question: &BoundedQuestion) -> Option<Bounds> {
    match question.figure {
        BoundedFigure::Yes(yes) => Some(yes),
        _ => sides(deck, question).map(|(good, _)| good),
    }
}

/// What a count of a pulse says beside the published result `before`; no word where there is none. `floor`: the fewest people whose answers
/// are counted at all. `people`: how many there are.
pub fn answer_pulse(
    deck: &Deck,
    (floor, people): (u32, u32),
    tally: &Tally,
    before: Option<(&Deck, &Release)>,
) -> Pulse {
    let now = bound_questions(&release("", &[], floor.max(PULSE_ANSWERS), deck, tally));
    let results = now.iter().map(|question| PulseResult {
        item: question.id.clone(),
        said: before.and_then(|(deck_before, known)| {
            let known = bound_questions(known);
            say(deck, question, deck_before, &known)
        }),
    });
    Pulse {
        results: results.collect(),
        more_than_people: tally.sheets.participant > u64::from(people),
    }
}

fn say(deck: &Deck, now: &BoundedQuestion, deck_before: &Deck, known: &[BoundedQuestion]) -> Option<PulseWord> {
    let pairs = pair((deck, std::slice::from_ref(now)), (deck_before, known));
    let (_, before) = pairs.first()?;
    if !can_stand_beside(deck, now) || !can_stand_beside(deck_before, before) {
        return None;
    }
    let (side, side_before) = (find_side(deck, now)?, find_side(deck_before, before)?);
    Some(PulseWord {
        word: compare_by(PULSE_GAP, (side, now.n), (side_before, before.n)),
        about: now.n / FIVES * FIVES,
    })
}
