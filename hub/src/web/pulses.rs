//! A pulse in words: of each question one, and about how many answered. There is nothing else to show.

use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use crate::figures::change::Change;
use crate::figures::pulse::{Pulse, PulseResult};
use crate::organisation::Organisation;
use crate::plan::effect::NamedItem;
use crate::store::{BoxRow, Store, StoreError};
use crate::texts::{PulseTexts, Texts, fill, say_period};

/// A question of a pulse.
pub struct PulseLine {
    /// The item's id.
    pub item: String,
    /// What was asked.
    pub text: String,
    /// More, fewer, cannot tell; or that too few answered.
    pub said: &'static str,
    /// About how many answered, where a word is said.
    pub about: Option<String>,
    /// Whether something can be said.
    pub is_change: bool,
}

impl PulseLine {
    fn of(deck: &Deck, result: &PulseResult, language: Language) -> Self {
        let texts = PulseTexts::of(language);
        let item = deck.item(&result.item);
        let is_card = item.is_some_and(|item| item.question == Question::Card);
        let word = result.said.map(|said| said.word);
        PulseLine {
            item: result.item.clone(),
            text: item.map_or("", |item| item.text.get(language)).to_owned(),
            said: match (word, is_card) {
                (None, _) => texts.too_few,
                (Some(Change::CannotTell), _) => texts.cannot_tell,
                (Some(Change::More), true) => texts.more_yes,
                (Some(Change::Fewer), true) => texts.fewer_yes,
                (Some(Change::More), false) => texts.more_good,
                (Some(Change::Fewer), false) => texts.fewer_good,
            },
            about: result.said.map(|said| fill(texts.about, &[&said.about])),
            is_change: matches!(word, Some(Change::More | Change::Fewer)),
        }
    }

    /// In one line, without the question.
    pub fn in_words(&self, language: Language) -> String {
        match &self.about {
            Some(about) => fill(PulseTexts::of(language).line, &[&self.said, about]),
            None => self.said.to_owned(),
        }
    }
}

/// Every question of a pulse.
pub fn list_lines(deck: &Deck, pulse: &Pulse, language: Language) -> Vec<PulseLine> {
    let lines = pulse.results.iter();
    lines.map(|result| PulseLine::of(deck, result, language)).collect()
}

/// A published pulse, as far as measures need it.
#[derive(Clone, Debug)]
pub struct PublishedPulse {
    /// The box of the result that it stands beside.
    pub beside: BoxId,
    /// When it opened, in seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it closed, in seconds since 1970-01-01 UTC.
    pub closes: i64,
    /// The day on which it opened, where its wards are, counted from 1970-01-01.
    pub opened: i64,
    /// What was asked.
    pub deck: Deck,
    /// What it says.
    pub pulse: Pulse,
}

/// The published pulses of exactly these wards, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub fn read_pulses(
    store: &Store,
    organisation: &Organisation,
    wards: &[String],
) -> Result<Vec<PublishedPulse>, StoreError> {
    let zone = organisation.zone();
    let boxes = store.boxes_of(wards)?;
    let mut pulses = Vec::new();
    for ballot_box in boxes
        .iter()
        .filter(|ballot_box| ballot_box.pulse_of.is_some() && is_of(ballot_box, wards))
        .rev()
    {
        let beside = boxes
            .iter()
            .find(|other| Some(&other.round) == ballot_box.pulse_of.as_ref() && other.wards == ballot_box.wards);
        let (Some(beside), Some(pulse)) = (beside, store.pulse(ballot_box.id)?) else {
            continue;
        };
        pulses.push(PublishedPulse {
            beside: beside.id,
            opens: ballot_box.opens,
            closes: ballot_box.closes,
            opened: crate::organisation::times::day_of(ballot_box.opens, &zone),
            deck: store.round(&ballot_box.round)?.deck,
            pulse,
        });
    }
    Ok(pulses)
}

/// The day on which the newest pulse was opened that says something of the question of a measure.
pub fn find_newest(pulses: &[PublishedPulse], item: &NamedItem) -> Option<i64> {
    let of_it = pulses.iter().filter(|pulse| pulse.says_of((item.result, &item.id)));
    of_it.map(|pulse| pulse.opened).max()
}

/// Whether a box is of exactly these wards.
pub fn is_of(ballot_box: &BoxRow, wards: &[String]) -> bool {
    ballot_box.wards.len() == wards.len() && ballot_box.wards.iter().all(|ward| wards.contains(ward))
}

/// Why no pulse can be asked for, as far as the boxes of its wards tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPulse {
    /// No result of exactly these wards is published.
    NothingPublished,
    /// Tables answered the newest one.
    AtTables,
    /// The newest one has a pulse, which was not deleted unread: this box.
    ThereAlready(BoxId),
}

/// What keeps a pulse of the newest result of exactly these wards from being asked for, if something does. `boxes`: those that any of the
/// wards is in.
pub fn find_no_pulse(boxes: &[BoxRow], wards: &[String]) -> Option<NoPulse> {
    let results = boxes
        .iter()
        .filter(|ballot_box| ballot_box.has_release() && is_of(ballot_box, wards));
    let Some(newest) = results.max_by_key(|ballot_box| (ballot_box.opens, ballot_box.id)) else {
        return Some(NoPulse::NothingPublished);
    };
    if newest.mode == Mode::Table {
        return Some(NoPulse::AtTables);
    }
    let is_there = |ballot_box: &&BoxRow| {
        ballot_box.pulse_of.as_ref() == Some(&newest.round)
            && is_of(ballot_box, wards)
            && ballot_box.state != Some(BoxState::ClosedUnread)
    };
    let there = boxes.iter().find(is_there);
    there.map(|ballot_box| NoPulse::ThereAlready(ballot_box.id))
}

impl NoPulse {
    /// The same in words.
    pub fn say(self, language: Language) -> &'static str {
        let texts = PulseTexts::of(language);
        match self {
            NoPulse::NothingPublished => texts.nothing_published,
            NoPulse::AtTables => texts.at_tables,
            NoPulse::ThereAlready(_) => texts.there_already,
        }
    }

    /// The pulse that is there already, by its page for guides.
    pub fn there(self) -> Option<String> {
        match self {
            NoPulse::ThereAlready(id) => Some(format!("/rounds/{id}")),
            NoPulse::NothingPublished | NoPulse::AtTables => None,
        }
    }
}

/// What a pulse asks, or asked, in the order of its deck.
pub fn list_questions(deck: &Deck, language: Language) -> Vec<String> {
    deck.items
        .iter()
        .map(|item| item.text.get(language).to_owned())
        .collect()
}

impl PublishedPulse {
    /// Whether it says something of the question that a measure names beside the result that the measure names: "cannot tell" is something,
    /// too few answers are not.
    pub fn says_of(&self, (beside, item): (BoxId, &str)) -> bool {
        let is_said = |result: &PulseResult| result.item == item && result.said.is_some();
        self.beside == beside && self.pulse.results.iter().any(is_said)
    }

    /// What it says of the question that a measure names, in a line; nothing where it is of another question, or stands beside another
    /// result.
    pub fn say_of(
        &self,
        (beside, item): (BoxId, &str),
        organisation: &Organisation,
        language: Language,
    ) -> Option<String> {
        let lines = list_lines(&self.deck, &self.pulse, language);
        let line = lines.iter().find(|line| self.beside == beside && line.item == item)?;
        let text = Texts::of(language).period;
        let period = say_period(text, language, &organisation.zone(), self.opens, self.closes);
        let said = line.in_words(language);
        Some(fill(PulseTexts::of(language).of_measure, &[&period, &said]))
    }
}
