//! The count: open, validate, tally, forget. Pure: envelopes and a key go in, tallies and notes come out.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use rand::CryptoRng;
use rand::seq::SliceRandom;
use trykk_shared::answers::Answer;
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::{EnvelopeKind, Unit};
use trykk_shared::seal;
use trykk_shared::slip::{NotePlace, Slip};
use zeroize::Zeroizing;

use crate::figures::tally::{self, QuestionTally, Sheets, Tally};
use crate::keys::opening::OpeningKey;

/// An envelope as it lies in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSlip {
    /// What it shows from outside.
    pub kind: EnvelopeKind,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

impl SealedSlip {
    /// Its id: what a copy of it has too.
    pub fn id(&self) -> EnvelopeId {
        seal::id_of(&self.sealed)
    }
}

/// What is counted: one box of one round.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The round's id.
    pub round: &'s str,
    /// The box.
    pub box_id: BoxId,
    /// What was asked.
    pub deck: &'s Deck,
    /// How people answered.
    pub mode: Mode,
}

/// An opened note: its item, and its text.
pub struct OpenedNote {
    /// The item's id.
    pub item: String,
    /// The text.
    pub text: Zeroizing<String>,
    /// Which of its sheet's notes under the item it is.
    pub place: NotePlace,
}

/// What an open box gives.
pub struct Opened {
    /// The figures.
    pub tally: Tally,
    /// The notes, shuffled.
    pub notes: Vec<OpenedNote>,
    /// What could not be read, and is in none of the figures.
    pub unreadable: BTreeSet<EnvelopeId>,
}

/// What one core found.
#[derive(Default)]
struct Part {
    answers: BTreeMap<(String, i16), u64>,
    slips: BTreeMap<String, u64>,
    notes: Vec<OpenedNote>,
    /// The first slips of each prompt, written or not.
    firsts: BTreeMap<String, u64>,
    /// The prompts under which some slip says nothing of its place, written or not.
    unmarked: BTreeSet<String>,
    unreadable: Vec<EnvelopeId>,
}

/// Opens every envelope of a box and counts what it holds, on every core. What cannot be opened as what it was
/// sent as, or is no answer of the deck, is counted as unreadable and otherwise left out.
pub fn count(
    subject: Subject<'_>,
    key: &OpeningKey,
    envelopes: &[SealedSlip],
    cores: NonZero<usize>,
    rng: &mut impl CryptoRng,
) -> Opened {
    let chunk = envelopes.len().div_ceil(cores.get()).max(1);
    let parts: Vec<Part> = std::thread::scope(|scope| {
        let workers: Vec<_> = envelopes
            .chunks(chunk)
            .map(|chunk| scope.spawn(move || open_part(subject, key, chunk)))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("opening does not panic"))
            .collect()
    });
    let mut whole = Part::default();
    for part in parts {
        part.answers
            .into_iter()
            .for_each(|(answer, count)| *whole.answers.entry(answer).or_default() += count);
        part.slips
            .into_iter()
            .for_each(|(item, count)| *whole.slips.entry(item).or_default() += count);
        part.firsts
            .into_iter()
            .for_each(|(item, count)| *whole.firsts.entry(item).or_default() += count);
        whole.unmarked.extend(part.unmarked);
        whole.notes.extend(part.notes);
        whole.unreadable.extend(part.unreadable);
    }
    whole.notes.shuffle(rng);
    let mut questions = tally::blank(subject.deck, subject.mode);
    for question in &mut questions {
        for (value, count) in &mut question.counts {
            *count = whole.answers.get(&(question.id.clone(), *value)).copied().unwrap_or(0);
        }
    }
    let sheets = Sheets {
        participant: whole_sheets(subject, &whole.slips, Unit::Participant),
        table: whole_sheets(subject, &whole.slips, Unit::Table),
    };
    for note in &mut whole.notes {
        // A sheet has one first slip under each prompt. Where there are more, one person passes for several, and where there are fewer there is
        // room for that, as where a sheet marks nothing: then no place says anything.
        let firsts = whole.firsts.get(&note.item).copied().unwrap_or(0);
        if firsts != sheets.participant || whole.unmarked.contains(&note.item) {
            note.place = NotePlace::Unmarked;
        }
    }
    let answered = Sheets {
        participant: count_answered(subject, &questions, &whole.notes, Unit::Participant).min(sheets.participant),
        table: count_answered(subject, &questions, &whole.notes, Unit::Table).min(sheets.table),
    };
    Opened {
        tally: Tally {
            sheets,
            answered: Some(answered),
            questions,
            unreadable: whole.unreadable.len() as u64,
        },
        unreadable: whole.unreadable.into_iter().collect(),
        notes: whole.notes,
    }
}

/// How many of a unit answered something, at least: as many as answered the question that most of them did. Whoever delivers
/// sheets without an answer is not one of them.
fn count_answered(subject: Subject<'_>, questions: &[QuestionTally], notes: &[OpenedNote], unit: Unit) -> u64 {
    let marks = questions.iter().filter(|question| question.unit == unit);
    let items = subject.deck.items.iter();
    let prompts =
        items.filter(|item| matches!(item.question, Question::Note { .. }) && item.unit(subject.mode) == unit);
    let writers = prompts.map(|item| {
        let written = notes.iter().filter(|note| note.item == item.id).count();
        written.div_ceil(item.slips().max(1)) as u64
    });
    marks.map(QuestionTally::n).chain(writers).max().unwrap_or(0)
}

/// How many whole sheets of a unit the readable slips make up: every sheet has its slips for every question.
fn whole_sheets(subject: Subject<'_>, slips: &BTreeMap<String, u64>, unit: Unit) -> u64 {
    let of_unit = subject.deck.items.iter().filter(|item| item.unit(subject.mode) == unit);
    of_unit
        .map(|item| slips.get(&item.id).copied().unwrap_or(0) / item.slips() as u64)
        .min()
        .unwrap_or(0)
}

fn open_part(subject: Subject<'_>, key: &OpeningKey, envelopes: &[SealedSlip]) -> Part {
    let aad = seal::aad(subject.box_id);
    let infos: BTreeMap<EnvelopeKind, Vec<u8>> = EnvelopeKind::ALL
        .into_iter()
        .map(|kind| (kind, seal::info(subject.round, kind)))
        .collect();
    let shape = subject.deck.shape(subject.mode);
    let mut part = Part::default();
    for envelope in envelopes {
        let kind = shape.kind_here(envelope.kind);
        let Ok(plain) = key.open(&infos[&kind], &aad, &envelope.sealed) else {
            part.unreadable.push(envelope.id());
            continue;
        };
        let read = Slip::read_with_place(&plain, kind, subject.deck, subject.mode);
        let Ok((item, answer, place)) = read else {
            part.unreadable.push(envelope.id());
            continue;
        };
        match part.slips.get_mut(&item.id) {
            Some(count) => *count += 1,
            None => {
                part.slips.insert(item.id.clone(), 1);
            }
        }
        match (place, &item.question) {
            (NotePlace::First, _) => *part.firsts.entry(item.id.clone()).or_default() += 1,
            (NotePlace::Unmarked, Question::Note { .. }) => {
                part.unmarked.insert(item.id.clone());
            }
            _ => {}
        }
        let value = match answer {
            None => continue,
            Some(Answer::Note(text)) => {
                part.notes.push(OpenedNote {
                    item: item.id.clone(),
                    text,
                    place,
                });
                continue;
            }
            Some(Answer::Card(yes)) => i16::from(yes),
            Some(Answer::Face(face)) => i16::from(face),
            Some(Answer::Score(score)) => score,
        };
        *part.answers.entry((item.id.clone(), value)).or_default() += 1;
    }
    part
}
