//! A digest of what a deck asks: who has seen a round once sees when other questions are asked in its name, or of other people.

use ring::digest;

use super::{Deck, Item, Mode, Question};
use crate::language::Texts;
use crate::parts::join_parts;

impl Deck {
    /// A digest of what is asked in `mode`, in hexadecimal digits: items, their texts and answers, in order. Frozen: tablets keep it
    /// for the life of a round, over updates.
    pub fn digest_asked(&self, mode: Mode) -> String {
        let mut parts: Vec<Vec<u8>> = ["trykk/1", "asked", mode.name()]
            .iter()
            .map(|part| part.as_bytes().to_vec())
            .collect();
        parts.extend(self.items.iter().map(|item| join(&describe(item))));
        let digest = digest::digest(&digest::SHA256, &join(&parts));
        data_encoding::HEXLOWER.encode(digest.as_ref())
    }
}

fn join(parts: &[Vec<u8>]) -> Vec<u8> {
    join_parts(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn describe(item: &Item) -> Vec<Vec<u8>> {
    let mut parts = vec![item.id.clone().into_bytes(), say(&item.text)];
    let numbers = |numbers: &[i64]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    match &item.question {
        Question::Card => parts.push(b"card".to_vec()),
        Question::Statement { faces, .. } => {
            parts.push(b"statement".to_vec());
            parts.extend(faces.iter().map(say));
        }
        Question::Score { min, max, .. } => {
            parts.push(b"score".to_vec());
            parts.push(numbers(&[i64::from(*min), i64::from(*max)]));
        }
        Question::Note {
            max_chars, max_notes, ..
        } => {
            parts.push(b"note".to_vec());
            parts.push(numbers(&[i64::from(*max_chars), i64::from(*max_notes)]));
        }
    }
    parts
}

fn say(texts: &Texts) -> Vec<u8> {
    let each = texts.0.iter();
    let parts = each.flat_map(|(language, text)| [language.code().as_bytes().to_vec(), text.clone().into_bytes()]);
    join(&parts.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(name: &str) -> Deck {
        let path = format!("{}/../assets/decks/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        Deck::read(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn another_word_another_item_or_another_mode_is_another_digest() {
        let station = deck("station");
        let asked = station.digest_asked(Mode::DropIn);
        assert_eq!(asked.len(), 64);
        assert_ne!(asked, station.digest_asked(Mode::Table));
        let mut fewer = station.clone();
        fewer.items.pop();
        assert_ne!(asked, fewer.digest_asked(Mode::DropIn));
        let mut swapped = station.clone();
        swapped.items.swap(0, 1);
        assert_ne!(asked, swapped.digest_asked(Mode::DropIn));
        let mut reworded = station.clone();
        reworded.items[0].text.0.values_mut().next().unwrap().push('!');
        assert_ne!(asked, reworded.digest_asked(Mode::DropIn));
        // What is only for the guide may be mended.
        let mut renamed = station;
        renamed.themes.clear();
        assert_eq!(asked, renamed.digest_asked(Mode::DropIn));
    }
}
