//! Whether a deck asks something twice. Two questions with the same words would be cut at different points, or be two looks at one: what is
//! published of both together tells more than the disclosure rule reckons with.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Deck, Item, Question};

/// Letters by their kind that nobody sees.
const FILLERS: [char; 2] = ['\u{115f}', '\u{1160}'];

/// What people read of a text: its letters and figures, in one form. Signs that nobody sees, and how a letter is put together, make no other
/// words of it.
fn words(text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let is_read = |letter: &char| letter.is_alphanumeric() && !FILLERS.contains(letter);
    lower.nfkc().filter(is_read).collect()
}

/// Which of these questions ask, in one of their languages, what one before them asks: the place of each, and the id of the first.
pub(super) fn find_twice<'i>(items: impl Iterator<Item = (usize, &'i Item)>) -> Vec<(usize, String)> {
    let mut asked = BTreeMap::new();
    let mut found = Vec::new();
    for (nth, item) in items.filter(|(_, item)| !matches!(item.question, Question::Note { .. })) {
        let mut first = None;
        for (language, text) in &item.text.0 {
            let before = asked.entry((*language, words(text))).or_insert_with(|| item.id.clone());
            if *before != item.id {
                first.get_or_insert_with(|| before.clone());
            }
        }
        found.extend(first.map(|first| (nth, first)));
    }
    found
}

impl Deck {
    /// The questions that ask what one before them asks: the id of each, and of the first. New decks have none.
    pub fn find_asked_twice(&self) -> Vec<(&str, String)> {
        let found = find_twice(self.items.iter().enumerate()).into_iter();
        found.map(|(nth, first)| (self.items[nth].id.as_str(), first)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ASKED: &str = "Hvor mye har du å gjøre?";

    #[test]
    fn what_reads_alike_is_the_same() {
        for same in [
            "hvor mye  har du\u{a0}å gjøre ?",
            "HVOR MYE HAR DU Å GJØRE",
            "Hvor mye har du a\u{30a} gjøre?",
            "Hvor\u{ad} mye\u{200b} har\u{200d} du\u{2060} å\u{34f} gjøre?\u{feff}\u{fe0f}",
        ] {
            assert_eq!(words(same), words(ASKED), "{same:?}");
        }
        for other in [
            "Hvor mye har du a gjøre?",
            "Hvor mye har vi å gjøre?",
            "Hvor mye har du å gjøre 2?",
        ] {
            assert_ne!(words(other), words(ASKED), "{other}");
        }
    }

    proptest! {
        #[test]
        fn signs_that_nobody_sees_make_no_other_words(text in "[a-zæøå0-9 ?]{1,40}", places in proptest::collection::vec((any::<prop::sample::Index>(), "[\u{ad}\u{200b}-\u{200f}\u{2060}\u{34f}\u{fe00}-\u{fe0f}\u{3164}\u{feff} ,.]"), 0..6)) {
            let mut hidden: Vec<char> = text.nfd().collect();
            for (place, sign) in places {
                // Not between a letter and its ring.
                let at = place.index(hidden.len() + 1);
                if hidden.get(at).is_none_or(|next| next.is_ascii()) {
                    hidden.splice(at..at, sign.chars());
                }
            }
            let hidden: String = hidden.into_iter().collect();
            prop_assert_eq!(words(&hidden), words(&text));
        }
    }
}
