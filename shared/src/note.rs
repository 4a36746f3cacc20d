//! What a note may hold, and when it says something: one rule for what is typed, read from a file, opened and shown.
//!
//! Letters of every language, signs, emoji and line breaks stay. What nobody sees goes: control characters, keys of a keyboard that
//! are no letters, characters without width (which could also mark whose note it is), and what turns text round.

use unicode_bidi::{Direction, get_base_direction};
use zeroize::Zeroizing;

/// A note's text as it is kept and shown: without what nobody sees. Every way to break a line is one line break, a tab is a space. Never
/// longer than `text`, in characters or in bytes.
pub fn clean(text: &str) -> Zeroizing<String> {
    // All the room at once: a text that moves while it grows leaves copies behind.
    let mut kept = Zeroizing::new(String::with_capacity(text.len()));
    let mut before = None;
    for letter in text.chars() {
        match letter {
            '\n' if before == Some('\r') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\t' => kept.push(' '),
            letter if is_letter(letter) => kept.push(letter),
            _ => {}
        }
        before = Some(letter);
    }
    kept
}

/// Whether a note says nothing: there is nothing in it that can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| !can_be_seen(letter))
}

/// Whether a note is read from the right: its first letter that has a direction says so (Unicode's bidirectional algorithm, P2 and P3).
pub fn is_read_from_right(text: &str) -> bool {
    get_base_direction(text) == Direction::Rtl
}

/// Whether a note may hold this character, line breaks aside.
pub fn is_letter(letter: char) -> bool {
    !(letter.is_control() || is_nobodys(letter) || has_no_use(letter))
}

/// Characters of private use, which keyboards send for keys that are no letters, and those that are none.
fn is_nobodys(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}')
        || (letter as u32) & 0xfffe == 0xfffe
}

/// What has no width and no use in a note, and what turns the text after it round. The joiners stay, which Persian, the languages of
/// India and emoji are written with, and the marks that only say which way one letter goes.
fn has_no_use(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}')
}

fn can_be_seen(letter: char) -> bool {
    let is_empty = matches!(letter,
        // Joiners, marks of direction, variants of the letter before, and letters that are drawn empty.
        '\u{200c}'..='\u{200f}' | '\u{61c}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}');
    is_letter(letter) && !letter.is_whitespace() && !is_empty
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_cleaned_is_clean_is_no_longer_and_says_as_much(text in ".*|[\u{0}-\u{2fff}\u{e000}-\u{10ffff}]*") {
            let cleaned = clean(&text);
            prop_assert_eq!(clean(&cleaned), cleaned.clone());
            prop_assert!(cleaned.len() <= text.len() && cleaned.chars().count() <= text.chars().count());
            prop_assert_eq!(is_blank(&cleaned), is_blank(&text));
            prop_assert!(cleaned.chars().all(|letter| letter == '\n' || is_letter(letter)));
            let seen = |text: &str| text.chars().filter(|letter| can_be_seen(*letter)).collect::<String>();
            prop_assert_eq!(seen(&cleaned), seen(&text), "nothing that can be seen goes");
        }

        /// There is none among all that Unicode calls letters, digits, signs and marks that a note may not hold.
        #[test]
        fn letters_of_every_language_stay_as_they_are(text in "[\\p{L}\\p{N}\\p{P}\\p{S}\\p{M} \n]*") {
            let cleaned = clean(&text);
            prop_assert_eq!(cleaned.as_str(), text.as_str());
        }
    }

    #[test]
    fn what_nobody_sees_goes() {
        for (text, cleaned) in [
            ("Vi \u{f702}\u{f703}er få\u{f704}", "Vi er få"),
            ("hemme\u{ad}lig\u{200b}\u{feff}\u{2060}", "hemmelig"),
            ("\u{202e}tfik\u{202c} er \u{2066}bra\u{2069}", "tfik er bra"),
            ("\u{1b}[31mrødt\u{0}", "[31mrødt"),
            ("Én\u{e0041}\u{e007f}", "Én"),
            (
                "én\r\nto\rtre\u{2028}fire\n\nfem\tseks",
                "én\nto\ntre\nfire\n\nfem seks",
            ),
        ] {
            assert_eq!(clean(text).as_str(), cleaned, "{text:?}");
        }
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "Vi er for få på natt – og «ingen» spør, né?",
            "نحن قليلون جدا في الليل",
            "می‌خواهم",
            "👩‍⚕️👍🏽 🇳🇴",
            "e\u{301}t, \u{200f}(א)",
            "क्‍ष",
            "- én\n- to",
        ] {
            assert_eq!(clean(text).as_str(), text);
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn the_first_letter_says_from_where_a_note_is_read() {
        for (text, from_right) in [
            ("", false),
            ("Vi er for få", false),
            ("نحن قليلون", true),
            ("2 – עייפים", true),
            ("Vakt: نحن", false),
            ("نحن er for få", true),
            ("123", false),
        ] {
            assert_eq!(is_read_from_right(text), from_right, "{text}");
        }
    }

    #[test]
    fn a_note_of_what_cannot_be_seen_is_blank() {
        for text in [
            "",
            " \n\t",
            "\u{0}",
            "\u{ad}\u{ad}",
            "\u{200b}\u{200d}",
            "\u{f700}",
            "\u{a0}\u{3000}",
            "\u{2800}\u{3164}",
            "\u{200e}\u{fe0f}",
            "\u{202e}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
    }
}
