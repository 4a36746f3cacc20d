//! What in a note looks as if it told who somebody is: a national identity number, a telephone number, a date. Only the one who
//! writes is told, beneath the note. Nothing is refused for it, and nothing of it is kept.
//!
//! It looks at how things are written, and nobody asks a register. Sources: numbers of the national registry, D-numbers and those
//! made for tests as in NAV's `navikt/fnrvalidator`; telephone numbers as in the Norwegian numbering plan (eight digits, 2 to 9
//! first) in the groups that Språkrådet recommends.

use trykk_shared::months::{is_month_name, is_shortened_month};
use zeroize::Zeroize;

/// What a note seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifying {
    /// Eleven digits whose two control digits are right.
    IdentityNumber,
    /// A Norwegian telephone number.
    Telephone,
    /// A day, with its month and mostly its year.
    Date,
}

/// The first of these that the text seems to hold, what tells most first.
pub fn find_identifying(text: &str) -> Option<Identifying> {
    let digits = Digits::of(text);
    let places = || 0..digits.groups.len();
    if places().any(|at| digits.is_identity_number(at)) {
        Some(Identifying::IdentityNumber)
    } else if places().any(|at| digits.is_telephone(at)) {
        Some(Identifying::Telephone)
    } else if places().any(|at| digits.is_date(at)) {
        Some(Identifying::Date)
    } else {
        None
    }
}

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Blank,
    Dot,
    DotBlank,
    Hyphen,
    Slash,
    Other,
}

/// A text as its groups of digits, which only point into it: no copy of a note is made.
struct Digits<'a> {
    text: &'a str,
    /// Where each begins and ends, in bytes.
    groups: Vec<(usize, usize)>,
}

impl<'a> Digits<'a> {
    fn of(text: &'a str) -> Self {
        let mut groups: Vec<(usize, usize)> = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            if byte.is_ascii_digit() {
                match groups.last_mut() {
                    Some((_, end)) if *end == at => *end += 1,
                    _ => groups.push((at, at + 1)),
                }
            }
        }
        Digits { text, groups }
    }

    fn group(&self, at: usize) -> Option<&'a str> {
        self.groups.get(at).map(|(from, to)| &self.text[*from..*to])
    }

    /// What stands behind a group, up to the next one.
    fn between(&self, at: usize) -> Option<Between> {
        let ((_, from), (to, _)) = (*self.groups.get(at)?, *self.groups.get(at + 1)?);
        Some(match &self.text[from..to] {
            " " | "\u{a0}" | "\u{2009}" | "\u{202f}" => Between::Blank,
            "." => Between::Dot,
            ". " => Between::DotBlank,
            "-" | "\u{2011}" | "–" => Between::Hyphen,
            "/" => Between::Slash,
            _ => Between::Other,
        })
    }

    fn before(&self, at: usize) -> &'a str {
        &self.text[..self.groups[at].0]
    }

    fn after(&self, at: usize) -> &'a str {
        &self.text[self.groups[at].1..]
    }

    /// Whether the groups from `first` on are as long as this, with the same mark between all of them, which is one of `marks`, and the
    /// last is no part of something longer that is written in the same way.
    fn is_grouped(&self, first: usize, lengths: &[usize], marks: &[Between]) -> bool {
        let last = first + lengths.len() - 1;
        let fits = (first..).zip(lengths);
        if !fits
            .into_iter()
            .all(|(at, length)| self.group(at).is_some_and(|group| group.len() == *length))
        {
            return false;
        }
        let Some(mark) = (lengths.len() > 1).then(|| self.between(first)).flatten() else {
            return lengths.len() == 1;
        };
        marks.contains(&mark)
            && (first..last).all(|at| self.between(at) == Some(mark))
            && self.stands_alone(first, last, mark)
    }

    /// Whether nothing is joined to these groups in the way in which they are joined themselves. Blanks join nothing: the words of a
    /// sentence have them too.
    fn stands_alone(&self, first: usize, last: usize, mark: Between) -> bool {
        let before = first.checked_sub(1).and_then(|at| self.between(at));
        mark == Between::Blank || (before != Some(mark) && self.between(last) != Some(mark))
    }

    fn is_identity_number(&self, at: usize) -> bool {
        let shapes: [(&[usize], &[Between]); 3] = [
            (&[11], &[]),
            (&[6, 5], &[Between::Blank, Between::Hyphen]),
            (&[2, 2, 2, 5], &[Between::Blank]),
        ];
        let matching = shapes
            .into_iter()
            .find(|(lengths, marks)| self.is_grouped(at, lengths, marks));
        matching.is_some_and(|(lengths, _)| {
            let mut digits = [0; 11];
            let written = (at..at + lengths.len())
                .filter_map(|at| self.group(at))
                .flat_map(str::bytes);
            for (digit, byte) in digits.iter_mut().zip(written) {
                *digit = u32::from(byte - b'0');
            }
            let is_one = has_right_control_digits(&digits);
            digits.zeroize();
            is_one
        })
    }

    fn is_telephone(&self, at: usize) -> bool {
        let Some(group) = self.group(at) else { return false };
        // With the country's code glued to it a group is longer; standing before it, it is a group of its own.
        let number = match (group.strip_prefix("0047"), group.strip_prefix("47")) {
            (Some(number), _) if !number.is_empty() => number,
            (_, Some(number)) if !number.is_empty() && self.before(at).ends_with('+') => number,
            _ => group,
        };
        let begins_like_one = number.starts_with(|digit: char| ('2'..='9').contains(&digit));
        let glued = group.len() - number.len();
        // With hyphens, shifts are written: 07-15-23-07.
        let shapes: [(&[usize], &[Between]); 3] = [
            (&[8], &[]),
            (&[2, 2, 2, 2], &[Between::Blank, Between::Dot]),
            (&[3, 2, 3], &[Between::Blank, Between::Dot, Between::Hyphen]),
        ];
        begins_like_one
            && shapes.into_iter().any(|(lengths, marks)| {
                let mut lengths = lengths.to_vec();
                lengths[0] += glued;
                self.is_grouped(at, &lengths, marks)
            })
    }

    fn is_date(&self, at: usize) -> bool {
        self.is_date_in_digits(at) || self.has_month_behind(at) || self.has_month_before(at)
    }

    fn is_date_in_digits(&self, at: usize) -> bool {
        let (Some(one), Some(two), Some(three)) = (self.group(at), self.group(at + 1), self.group(at + 2)) else {
            return false;
        };
        let (Some(first), Some(second)) = (self.between(at), self.between(at + 1)) else {
            return false;
        };
        let is_dated = is_day(one) && is_month(two);
        let is_written = match (first, second) {
            (Between::Dot, Between::Dot)
            | (Between::DotBlank, Between::DotBlank)
            | (Between::Slash, Between::Hyphen) => is_dated && is_year(three),
            // Others write the month first.
            (Between::Slash, Between::Slash) => (is_dated || (is_month(one) && is_day(two))) && is_year(three),
            (Between::Slash, Between::Blank) => is_dated && is_long_year(three),
            // With a short year it may be hours: 08-12-16.
            (Between::Hyphen, Between::Hyphen) => {
                (is_dated && is_long_year(three)) || (is_long_year(one) && is_month(two) && is_day(three))
            }
            _ => false,
        };
        is_written && self.stands_alone(at, at + 2, first)
    }

    /// `12. mars`, `12 March`, `the 12th of March`.
    fn has_month_behind(&self, at: usize) -> bool {
        if !self.group(at).is_some_and(is_day) {
            return false;
        }
        let mut rest = self.after(at);
        let ordinal = ["st", "nd", "rd", "th"]
            .into_iter()
            .find_map(|end| rest.strip_prefix(end));
        rest = ordinal
            .or(rest.strip_prefix('.'))
            .unwrap_or(rest)
            .trim_start_matches(is_blank);
        rest = rest.strip_prefix("of ").unwrap_or(rest);
        let (word, behind) = rest.split_at(rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len()));
        match find_month(word) {
            Some(Name::Whole) => true,
            // "12 may leave" is no date; "12 May" is one.
            Some(Name::Verb) => ordinal.is_some() || word.starts_with('M'),
            // "jan" is somebody's name too.
            Some(Name::Short) => behind.starts_with('.') || begins_with_year(behind),
            None => false,
        }
    }

    /// `March 12th`, `March 12, 2026`.
    fn has_month_before(&self, at: usize) -> bool {
        if !self.group(at).is_some_and(is_day) {
            return false;
        }
        let before = self.before(at).trim_end_matches(is_blank);
        let word = before
            .rsplit(|letter: char| !letter.is_alphabetic())
            .next()
            .unwrap_or("");
        let rest = self.after(at);
        let is_ordinal = ["st", "nd", "rd", "th"].into_iter().any(|end| rest.starts_with(end));
        find_month(word).is_some() && (is_ordinal || begins_with_year(rest.strip_prefix(',').unwrap_or(rest)))
    }
}

/// The weights of the first nine digits for the first control digit, and of the first ten for the second.
const FIRST_WEIGHTS: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const SECOND_WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

fn control_digit(digits: &[u32], weights: &[u32]) -> u32 {
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    // 10 is none: such a number is given to nobody.
    (11 - sum % 11) % 11
}

/// Whether eleven digits are a number of the national registry, a D-number (40 more in the day), a help number (40 more in the month) or
/// one made for tests (80 more in the month).
fn has_right_control_digits(digits: &[u32; 11]) -> bool {
    let (day, month) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]);
    let is_day = matches!(day, 1..=31 | 41..=71);
    let is_month = matches!(month, 1..=12 | 41..=52 | 81..=92);
    is_day
        && is_month
        && control_digit(digits, &FIRST_WEIGHTS) == digits[9]
        && control_digit(digits, &SECOND_WEIGHTS) == digits[10]
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

fn is_number_to(most: u8, group: &str) -> bool {
    group.len() <= 2 && group.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
}

fn is_day(group: &str) -> bool {
    is_number_to(31, group)
}

fn is_month(group: &str) -> bool {
    is_number_to(12, group)
}

fn is_long_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

fn is_year(group: &str) -> bool {
    group.len() == 2 || is_long_year(group)
}

fn begins_with_year(rest: &str) -> bool {
    let rest = rest.trim_start_matches(is_blank);
    let year = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    is_long_year(&rest[..year])
}

/// How a month is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Whole,
    /// In English a verb too.
    Verb,
    Short,
}

/// In bokmål, nynorsk and English, whatever the screen's language is: people write in theirs.
fn find_month(word: &str) -> Option<Name> {
    if word.eq_ignore_ascii_case("may") {
        Some(Name::Verb)
    } else if is_month_name(word) {
        Some(Name::Whole)
    } else if is_shortened_month(word) {
        Some(Name::Short)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::language::Language;
    use trykk_shared::months::month_names;

    use super::Identifying::{Date, IdentityNumber, Telephone};
    use super::*;

    /// Sums up to the control digits of nine digits, by trying all pairs of them: none for numbers that are given to nobody.
    fn complete(nine: [u32; 9]) -> Option<String> {
        let weigh = |digits: &[u32], weights: &[u32]| -> u32 { digits.iter().zip(weights).map(|(a, b)| a * b).sum() };
        let pairs = (0..10).flat_map(|first| (0..10).map(move |second| (first, second)));
        let right = pairs.map(|(first, second)| {
            let mut all = nine.to_vec();
            all.extend([first, second]);
            all
        });
        // As the rule is told to people: weighed with the control digit at 1, both sums are multiples of eleven.
        let mut right = right.filter(|all| {
            weigh(all, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0
                && weigh(all, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
        });
        let found = right.next()?;
        Some(found.iter().map(ToString::to_string).collect())
    }

    fn group(digits: &str, lengths: &[usize], mark: &str) -> String {
        let mut rest = digits;
        let parts: Vec<&str> = lengths
            .iter()
            .map(|length| {
                let (part, behind) = rest.split_at(*length);
                rest = behind;
                part
            })
            .collect();
        parts.join(mark)
    }

    const BLANKS: [&str; 4] = [" ", "\u{a0}", "\u{2009}", "\u{202f}"];

    /// What may stand around it in a sentence.
    fn sentences(what: &str) -> [String; 6] {
        [
            what.to_owned(),
            format!("Ring {what}."),
            format!("({what})"),
            format!("Vi er 3 av 10, {what}, på natt"),
            format!("tlf:{what}\nTakk"),
            format!("«{what}» – én gang"),
        ]
    }

    proptest! {
        #[test]
        fn every_telephone_number_is_seen_however_it_is_grouped(number in "[2-9][0-9]{7}", code in 0..5_usize) {
            let codes = ["", "+47", "+47 ", "0047", "0047 "];
            let mut written = vec![number.clone()];
            written.extend(BLANKS.iter().chain(&["."]).map(|mark| group(&number, &[2, 2, 2, 2], mark)));
            written.extend(BLANKS.iter().chain(&[".", "-"]).map(|mark| group(&number, &[3, 2, 3], mark)));
            for number in written {
                for sentence in sentences(&format!("{}{number}", codes[code])) {
                    prop_assert_eq!(find_identifying(&sentence), Some(Telephone), "{}", sentence);
                }
            }
        }

        #[test]
        fn every_identity_number_is_seen_however_it_is_grouped(
            day in prop_oneof![1..=31_u32, 41..=71_u32],
            month in prop_oneof![1..=12_u32, 41..=52_u32, 81..=92_u32],
            year in 0..100_u32,
            person in 0..1000_u32,
        ) {
            let nine = [
                day / 10, day % 10, month / 10, month % 10, year / 10, year % 10,
                person / 100, person / 10 % 10, person % 10,
            ];
            let Some(number) = complete(nine) else { return Ok(()) };
            let mut written = vec![number.clone(), group(&number, &[6, 5], "-")];
            written.extend(BLANKS.map(|mark| group(&number, &[6, 5], mark)));
            written.extend(BLANKS.map(|mark| group(&number, &[2, 2, 2, 5], mark)));
            for written in written {
                for sentence in sentences(&written) {
                    prop_assert_eq!(find_identifying(&sentence), Some(IdentityNumber), "{}", sentence);
                }
            }
            // One digit wrong, and it is none: the control digits find every one.
            for place in 0..11 {
                let other = number.as_bytes()[place];
                let other = char::from(if other == b'9' { b'0' } else { other + 1 });
                let wrong = format!("{}{other}{}", &number[..place], &number[place + 1..]);
                prop_assert_ne!(find_identifying(&wrong), Some(IdentityNumber), "{}", wrong);
            }
        }

        #[test]
        fn every_day_is_seen_in_digits_and_in_words(day in 1..=31_u32, month in 1..=12_usize, year in 1900..=2099_u32) {
            let [norwegian, english] = [Language::Nb, Language::En].map(|language| month_names(language)[month - 1]);
            let short = year % 100;
            let written = [
                format!("{day}.{month}.{year}"),
                format!("{day:02}.{month:02}.{year}"),
                format!("{day}.{month}.{short:02}"),
                format!("{day}. {month}. {year}"),
                format!("{day}/{month}-{short:02}"),
                format!("{day}/{month}-{year}"),
                format!("{day}/{month}/{year}"),
                format!("{month}/{day}/{year}"),
                format!("{day}/{month} {year}"),
                format!("{day:02}-{month:02}-{year}"),
                format!("{year}-{month:02}-{day:02}"),
                format!("{day}. {norwegian}"),
                format!("{day}. {norwegian} {year}"),
                format!("{day} {norwegian}"),
                format!("{day}. {}", &norwegian.to_uppercase()),
                format!("{day} {english}"),
                format!("{day}th of {english}"),
                format!("{english} {day}th"),
                format!("{english} {day}, {year}"),
                format!("{day}. {}.", &norwegian[..3]),
                format!("{day} {} {year}", &english[..3]),
            ];
            for written in written {
                for sentence in sentences(&written) {
                    prop_assert_eq!(find_identifying(&sentence), Some(Date), "{}", sentence);
                }
            }
        }

        /// Hours, shares, rooms and amounts, as people write of their shifts.
        #[test]
        fn what_people_write_of_their_shifts_is_none(
            from in 0..24_u32, to in 0..24_u32, half in 0..2_u32, few in 1..10_u32, many in 10..100_u32, room in 1..9999_u32,
        ) {
            let minutes = half * 30;
            for text in [
                format!("Kl {from:02}-{to:02} er vi {few} av {many}."),
                format!("kl. {from:02}.{minutes:02}-{to:02}.{minutes:02}"),
                format!("kl {from}:{minutes:02} til {to}:{minutes:02}, {few} til {many}"),
                format!("{from:02}-{to:02}-{from:02}-{to:02}"),
                format!("{from:02}-{to:02}-{from:02}"),
                format!("Rom {room} og rom {few}{many} mangler {few} stoler"),
                format!("{few},{many} timer, {many} prosent, {few}/{many} stilling"),
                format!("{few} {many} {few}"),
                format!("in May {few} nurses left, and {few} may leave"),
                format!("20{many}-20{many}, 20{many}/{many}, uke {few} og {many}"),
            ] {
                prop_assert_eq!(find_identifying(&text), None, "{}", text);
            }
        }

        /// Nothing that anybody writes brings it down.
        #[test]
        fn any_text_can_be_looked_at(text in "(?s)[0-9+./ \u{a0}–-]{0,40}|.{0,60}|([0-9]{1,4}|[ ./-]|mars|may|æ|א|th|of ){0,20}") {
            let _ = find_identifying(&text);
        }
    }

    #[test]
    fn what_tells_most_is_told() {
        for (text, found) in [
            ("12. mars ringte jeg 912 34 567", Telephone),
            ("01.01.26 og 22 33 44 55", Telephone),
            ("+47 912 34 567", Telephone),
            ("(+47) 91234567", Telephone),
            ("004791234567", Telephone),
            ("+4791234567", Telephone),
            ("+47912 34 567", Telephone),
            ("tlf91234567", Telephone),
            ("Født 12/3-26", Date),
            ("12.03.2026-15.03.2026", Date),
            ("on the 1st of May", Date),
            ("12 May", Date),
            ("den 3. des. var verst", Date),
            ("3. Mars", Date),
            ("17. mai-vakta", Date),
        ] {
            assert_eq!(find_identifying(text), Some(found), "{text}");
        }
    }

    #[test]
    fn ordinary_sentences_tell_nobody() {
        for text in [
            "",
            "Vi er for få på kveldsvakt kl 07-15.",
            "3 av 10 sier det samme",
            "2 til 3 ganger i uka",
            "Rom 412, 413 og 4014 er kalde",
            "Rom 4012 4013 4014",
            "24/7, 1/2 stilling, 12 %",
            "Vaktene 07-15-23-07 er hardest",
            "kl 08.10-15 og 08.10-15.30",
            "08-12-16",
            "2024-2025 var bedre",
            "10.12.20.26",
            "konto 1234.56.78903",
            "Vi var 2. Jan ringte.",
            "12 may leave",
            "12345678",
            "123 45 678",
            "12 34 56 78",
            "1 000 000 kroner",
            "99 999 999 999",
            "Versjon 1.2.3",
            "Rundskriv 3/2024",
            "٠١٢٣٤٥٦٧٨٩١",
            "12. marsj",
        ] {
            assert_eq!(find_identifying(text), None, "{text}");
        }
    }
}
