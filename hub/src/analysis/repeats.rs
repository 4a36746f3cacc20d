//! Whether a guide's sentence says what a note says, word for word. Whoever wrote the note would know it again, and so would a colleague
//! who knows how they write. Pure.

/// From so many words in a row on a sentence repeats a note.
pub const REPEATED_WORDS: usize = 6;

/// A word as it is compared, and where it stands in its text, in bytes.
struct Word {
    folded: String,
    from: usize,
    to: usize,
}

/// Signs that are written and not seen, inside words too: soft hyphens, joiners, marks of direction.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A sign that changes the letter before it.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// The letter without what stands above or below it, so that one letter and a letter with a mark after it are the same. Letters with a
/// stroke (ø, đ, ŧ) and ŋ are letters of their own, in one piece everywhere.
fn without_mark(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'č' | 'ç' | 'ć' => 'c',
        'ž' | 'ź' | 'ż' => 'z',
        'š' | 'ś' => 's',
        'ñ' | 'ń' => 'n',
        'ǧ' => 'g',
        'ǩ' => 'k',
        'ǯ' => 'ʒ',
        letter => letter,
    }
}

/// Letters and digits are words. Whatever stands between them does not matter.
fn split_words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_inside = false;
    for (at, sign) in text.char_indices() {
        if is_unseen(sign) || is_mark(sign) {
            continue;
        }
        if !sign.is_alphanumeric() {
            is_inside = false;
            continue;
        }
        if !is_inside {
            words.push(Word {
                folded: String::new(),
                from: at,
                to: at,
            });
        }
        is_inside = true;
        if let Some(word) = words.last_mut() {
            let letters = sign.to_lowercase().filter(|sign| !is_mark(*sign));
            word.folded.extend(letters.map(without_mark));
            word.to = at + sign.len_utf8();
        }
    }
    words
}

/// What a sentence repeats of a note: its longest run of words that stand in the note in the same order, if it has six or more. Case,
/// punctuation, line breaks and signs that cannot be seen hide nothing.
pub fn find_repeat(sentence: &str, note: &str) -> Option<String> {
    let (said, noted) = (split_words(sentence), split_words(note));
    let mut longest = (0, 0);
    // How many words up to here, in both, are the same: by the place in the note, for the word of the sentence before.
    let mut runs = vec![0; noted.len() + 1];
    for (at, word) in said.iter().enumerate() {
        for (other, note_word) in noted.iter().enumerate().rev() {
            let run = if word.folded == note_word.folded {
                runs[other] + 1
            } else {
                0
            };
            runs[other + 1] = run;
            if run > longest.0 {
                longest = (run, at);
            }
        }
    }
    let (run, last) = longest;
    (run >= REPEATED_WORDS).then(|| sentence[said[last + 1 - run].from..said[last].to].to_owned())
}

/// The longest of what texts repeat of notes, text by text.
pub fn find_repeats<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    notes: impl Iterator<Item = &'t str> + Clone,
) -> Vec<String> {
    let longest = |text: &str| {
        let found = notes.clone().filter_map(|note| find_repeat(text, note));
        found.max_by_key(String::len)
    };
    texts.into_iter().filter_map(longest).collect()
}

/// Whether a text holds one of these words or phrases, or a word that begins with it.
pub fn holds_any(text: &str, wanted: &[String]) -> bool {
    let fold = |text: &str| {
        let words = split_words(text).into_iter();
        words.map(|word| format!(" {}", word.folded)).collect::<String>()
    };
    let text = fold(text);
    let mut wanted = wanted.iter().map(|one| fold(one));
    wanted.any(|one| !one.is_empty() && text.contains(&one))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOTE: &str = "Vi rekker aldri å spise på kveldsvakt når naboen er syk.";

    #[test]
    fn six_words_in_a_row_are_a_repeat_and_five_are_none() {
        let found = find_repeat(
            "Mange sier at de aldri rekker å spise på kveldsvakt når det står på.",
            NOTE,
        );
        assert_eq!(found.as_deref(), None, "å spise på kveldsvakt når: five");
        let found = find_repeat("Vi hører at vi rekker aldri å spise på kveldsvakt.", NOTE);
        assert_eq!(found.as_deref(), Some("vi rekker aldri å spise på kveldsvakt"));
        let apart = "Vi rekker aldri å spise. På kveldsvakt er det verst når naboen er syk.";
        assert_eq!(
            find_repeat(apart, NOTE).as_deref(),
            Some("Vi rekker aldri å spise. På kveldsvakt"),
            "a full stop hides nothing"
        );
        assert_eq!(find_repeat("", NOTE), None);
        assert_eq!(find_repeat(NOTE, ""), None);
    }

    #[test]
    fn case_signs_between_and_what_cannot_be_seen_hide_nothing() {
        for said in [
            "VI REKKER ALDRI Å SPISE PÅ KVELDSVAKT",
            "vi\u{a0}rekker – aldri, «å»\n spise … på kveldsvakt!",
            "Vi rek\u{ad}ker al\u{200b}dri å spi\u{2060}se på kvelds\u{ad}vakt",
            "Vi rekker aldri a\u{30a} spise pa\u{30a} kveldsvakt",
        ] {
            assert!(find_repeat(said, NOTE).is_some(), "{said:?}");
        }
    }

    /// No letter of bokmål, nynorsk or Sami ends a word, however it is written.
    #[test]
    fn letters_of_all_our_languages_are_letters() {
        for (note, said) in [
            (
                "Mii leat čáhppes boazu gos ii leat áigi",
                "mii leat c\u{30c}a\u{301}hppes boazu gos ii",
            ),
            ("Đš ŋŧ žå æø áđ šŋ", "đs\u{30c} ŊŦ z\u{30c}A\u{30a} ÆØ A\u{301}Đ ŠŊ"),
            ("Vi er så få på vakta åleine òg", "vi er så få på vakta"),
        ] {
            assert!(find_repeat(said, note).is_some(), "{said:?}");
        }
        // Were ŋ or đ no letters, these four words would be six and more.
        assert_eq!(find_repeat("aŋa beđđe cuŧu dáŋŋa", "aŋa beđđe cuŧu dáŋŋa"), None);
        assert_eq!(
            find_repeat("sol vind regn snø hagl is", "søl vind regn snø hagl is"),
            None,
            "ø is no o"
        );
    }

    #[test]
    fn a_word_is_held_as_its_beginning_and_never_inside_another() {
        let holds = |wanted: &str| holds_any("Pauserommet brukes som lager, hver dag.", &[wanted.to_owned()]);
        assert!(holds("pause") && holds("SOM LAGER") && holds("lager hver"));
        assert!(!holds("rommet") && !holds("lager brukes") && !holds("") && !holds("…"));
    }

    #[test]
    fn each_text_says_the_longest_that_it_repeats() {
        let notes = [NOTE, "å spise på kveldsvakt når naboen er syk og borte"];
        let texts = [
            "Pauser",
            "Det er vanskelig å spise på kveldsvakt når naboen er syk og borte",
        ];
        assert_eq!(
            find_repeats(texts, notes.into_iter()),
            ["å spise på kveldsvakt når naboen er syk og borte"]
        );
    }

    proptest! {
        /// Whatever stands around them: words of a note in a row are found from six on, and never fewer.
        #[test]
        fn a_run_is_found_from_six_words_on(
            note in prop::collection::vec("[a-zæøåčđŋšŧž]{2,8}", 1..20),
            from in any::<prop::sample::Index>(), many in 1..10_usize,
            between in prop::sample::select(vec![" ", ", ", "\n", " – ", "…"]),
        ) {
            let from = from.index(note.len());
            let part: Vec<String> = note[from..].iter().take(many).map(|word| word.to_uppercase()).collect();
            // Digits stand in no word of the note.
            let said = format!("1234{between}{}{between}5678", part.join(between));
            let found = find_repeat(&said, &note.join(" "));
            if part.len() >= REPEATED_WORDS {
                prop_assert_eq!(found, Some(part.join(between)));
            } else {
                prop_assert_eq!(found, None);
            }
        }
    }
}
