//! Papers: what one participant, or the table together, has answered so far. In memory only, wiped when dropped.

use std::collections::BTreeMap;
use std::fmt;

use trykk_shared::answers::{Answer, Answers};
use trykk_shared::deck::{Deck, Item, Question};
use trykk_shared::kind::MAX_NOTE_BYTES;
use trykk_shared::note;
use zeroize::{Zeroize, Zeroizing};

/// What was answered on one paper.
#[derive(Default)]
pub struct Paper {
    marks: Answers,
    notes: BTreeMap<String, Vec<Zeroizing<String>>>,
}

impl fmt::Debug for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Paper(..)")
    }
}

impl Paper {
    /// The mark on an item, if there is one.
    pub fn mark(&self, item: &Item) -> Option<&Answer> {
        self.marks.of(&item.id).first()
    }

    /// Puts a mark, if the item takes it. Says whether it does.
    pub fn put(&mut self, item: &Item, answer: Answer) -> bool {
        let taken = answer.check(item).is_ok();
        if taken {
            self.marks.put(&item.id, answer);
        }
        taken
    }

    /// Takes an item's mark, or all its notes, away.
    pub fn skip(&mut self, item: &Item) {
        self.marks.skip(&item.id);
        self.notes.remove(&item.id);
    }

    /// Whether the item is answered.
    pub fn is_answered(&self, item: &Item) -> bool {
        self.mark(item).is_some() || self.count_notes(item) > 0
    }

    /// Whether anything is answered, or half written.
    pub fn is_blank(&self) -> bool {
        self.marks.is_empty() && self.notes.values().flatten().all(|note| note.is_empty())
    }

    /// Whether there is anything to deliver: a mark, or a note that shows more than blanks.
    pub fn has_answers(&self) -> bool {
        !self.marks.is_empty() || self.notes.values().flatten().any(|text| !note::is_blank(text))
    }

    /// The text of an item's note, "" where none is begun.
    pub fn note(&self, item: &Item, nth: usize) -> &str {
        self.notes
            .get(&item.id)
            .and_then(|notes| notes.get(nth))
            .map_or("", |note| note.as_str())
    }

    /// How many of an item's notes show more than blanks.
    pub fn count_notes(&self, item: &Item) -> usize {
        self.notes
            .get(&item.id)
            .map_or(0, |notes| notes.iter().filter(|text| !note::is_blank(text)).count())
    }

    /// Puts text into a note before its letter `at`, counted from 0, or at its end; as far as it fits. Says how many letters that were.
    pub fn type_at(&mut self, item: &Item, nth: usize, at: usize, text: &str) -> usize {
        let Question::Note {
            max_chars, max_notes, ..
        } = item.question
        else {
            return 0;
        };
        if nth >= usize::from(max_notes) {
            return 0;
        }
        let notes = self.notes.entry(item.id.clone()).or_default();
        // Room for the longest note at once: a text that moves while it grows leaves copies behind.
        notes.resize_with(notes.len().max(nth + 1), || {
            Zeroizing::new(String::with_capacity(MAX_NOTE_BYTES))
        });
        let written = &mut notes[nth];
        // Keys that are no letters type characters of private use.
        let letters = text.chars().filter(|letter| note::is_letter(*letter));
        let (before, mut typed) = (written.chars().count(), 0);
        let mut place = find_letter(written, at);
        for letter in letters {
            if before + typed >= usize::from(max_chars) || written.len() + letter.len_utf8() > MAX_NOTE_BYTES {
                break;
            }
            // There is room: nothing moves to another place and leaves a copy.
            written.insert(place, letter);
            place += letter.len_utf8();
            typed += 1;
        }
        typed
    }

    /// Deletes the letter before the letter `at`, or a note's last one.
    pub fn erase_at(&mut self, item: &Item, nth: usize, at: usize) {
        let note = self.notes.get_mut(&item.id).and_then(|notes| notes.get_mut(nth));
        if let (Some(note), Some(before)) = (note, at.checked_sub(1)) {
            let last = note.chars().count().saturating_sub(1);
            let place = find_letter(note, before.min(last));
            if place < note.len() {
                note.remove(place);
            }
        }
    }

    /// Whether these letters stand in a note just before a place, counted in letters.
    pub fn ends_with(&self, item: &Item, nth: usize, at: usize, letters: &str) -> bool {
        let note = self.note(item, nth);
        !letters.is_empty() && note[..find_letter(note, at)].ends_with(letters)
    }

    /// The answers as they will be delivered: blank notes left out, blanks around notes too.
    pub fn answers(&self, deck: &Deck) -> Answers {
        let mut answers = self.marks.clone();
        for item in &deck.items {
            if let Some(notes) = self.notes.get(&item.id) {
                let texts: Vec<_> = notes
                    .iter()
                    .map(|note| note.trim())
                    .filter(|text| !note::is_blank(text))
                    .collect();
                if !texts.is_empty() {
                    answers.put_notes(&item.id, texts);
                }
            }
        }
        answers
    }
}

/// Where a letter begins, in bytes; the end of the text where it has fewer.
fn find_letter(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(place, _)| place)
}

impl Zeroize for Paper {
    fn zeroize(&mut self) {
        self.marks.zeroize();
        for note in self.notes.values_mut().flatten() {
            note.zeroize();
        }
        self.notes.clear();
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        self.zeroize();
    }
}
