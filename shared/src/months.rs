//! The months' names: as they are said, and as people and spreadsheets write them.

use crate::language::Language;

/// In bokmål and nynorsk, from January on.
const NORWEGIAN: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
/// In English, from January on.
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// As they are shortened, in either.
const SHORTENED: [&str; 14] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "des", "dec",
];

/// The months as they are said in a language, from January on.
pub const fn month_names(language: Language) -> &'static [&'static str; 12] {
    match language {
        Language::Nb | Language::Nn => &NORWEGIAN,
        Language::En => &ENGLISH,
    }
}

/// Whether a word is a month's whole name in any language, in capital letters or small ones.
pub fn is_month_name(word: &str) -> bool {
    let mut names = NORWEGIAN.iter().chain(&ENGLISH);
    names.any(|name| word.eq_ignore_ascii_case(name))
}

/// Whether a word is what a month is shortened to in any language, in capital letters or small ones.
pub fn is_shortened_month(word: &str) -> bool {
    SHORTENED.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// Whether a word in small letters begins a month's name in any language.
pub fn begins_month(word: &str) -> bool {
    let begins = |name: &&str| {
        name.get(..word.len())
            .is_some_and(|part| word.eq_ignore_ascii_case(part))
    };
    NORWEGIAN.iter().chain(&ENGLISH).any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_is_known_by_its_names_and_what_they_are_shortened_to() {
        for language in Language::ALL {
            for name in month_names(language) {
                assert!(is_month_name(name) && is_month_name(&name.to_uppercase()), "{name}");
                let short: String = name.to_lowercase().chars().take(3).collect();
                // What has three letters is not shortened.
                assert!(is_shortened_month(&short) || name.len() == 3, "{short}");
                assert!(begins_month(&short) && begins_month(name), "{name}");
            }
        }
        assert!(!is_month_name("jan") && !is_shortened_month("januar") && !begins_month("måned"));
        assert!(is_shortened_month("Dec") && !begins_month("januars"));
    }
}
