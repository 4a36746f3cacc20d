//! What people write: one form for the same letters, and nothing kept that cannot be typed again.

use proptest::prelude::*;
use trykk_hub::organisation::{Account, Organisation, Places, Role, changes};
use trykk_hub::written::{
    EmailError, WrittenError, find_spelling, fold_email, fold_name, read_email, read_name, read_secret, read_text,
};
use unicode_normalization::UnicodeNormalization;

/// Letters with and without marks, blanks of all kinds, and what cannot be seen.
fn a_line() -> impl Strategy<Value = String> {
    let signs = "[a-zA-Z0-9\u{e5}\u{e6}\u{f8}\u{c5}\u{c6}\u{d8}\u{e1}\u{161}\u{167}\u{1e69}\u{212b}\u{fb01}\u{ac01}\u{30a}\u{323}\u{307} \u{a0}\u{2003}\t\u{200b}\u{feff}\u{ad}@.+-]{0,24}";
    signs.prop_map(|line: String| line)
}

fn an_email() -> impl Strategy<Value = String> {
    "[a-z\u{e5}\u{f8}\u{e9}][a-z0-9.+\u{e5}-]{0,8}@[a-z\u{f8}]{1,6}\\.(no|org)".prop_map(|email| email.nfc().collect())
}

/// What nobody can see, in bytes: no text may consist of it.
const UNSEEN: [&str; 8] = [
    "\u{200b}", "\u{2060}", "\u{202e}", "\u{feff}", "\u{ad}", "\u{2800}", "\u{3164}", "\u{2029}",
];

#[test]
fn a_text_of_what_cannot_be_seen_is_empty_and_lines_stay() {
    for unseen in UNSEEN {
        assert_eq!(read_text(unseen), Ok(String::new()), "{unseen:?}");
        assert_eq!(read_text(&format!(" Ja{unseen} ")), Ok("Ja".to_owned()), "{unseen:?}");
    }
    assert_eq!(
        read_text(" En\r\nto\rtre\u{a0}fire\t"),
        Ok("En\nto\ntre fire".to_owned())
    );
    assert_eq!(read_text("a\u{1}b"), Err(WrittenError::Control('\u{1}')));
}

proptest! {
    /// What was read is read for good.
    #[test]
    fn a_text_is_read_once(text in "\\PC{0,30}") {
        let read = read_text(&text).unwrap();
        prop_assert_eq!(read_text(&read), Ok(read.clone()));
        prop_assert!(UNSEEN.iter().all(|unseen| !read.contains(unseen)));
    }

    #[test]
    fn the_same_letters_are_one_secret(line in a_line()) {
        let secret = read_secret(&line).unwrap();
        prop_assert_eq!(&read_secret(&secret).unwrap(), &secret, "read once is read for good");
        for same in [
            line.nfd().collect(),
            line.nfc().collect(),
            format!("\u{feff}{line}\r\n"),
            line.replace(' ', "\u{a0}"),
            format!(" {line}\u{200b}\n\n"),
        ] {
            prop_assert_eq!(&read_secret(&same).unwrap(), &secret, "{:?}", same);
        }
        prop_assert!(!secret.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ')));
        prop_assert_eq!(fold_name(&line.nfd().collect::<String>()), fold_name(&line));
    }

    /// Nothing is taken away that somebody sees: other letters are another secret.
    #[test]
    fn other_letters_are_another_secret(one in "[a-z\u{e5}\u{f8} ]{1,12}", other in "[a-z\u{e5}\u{f8} ]{1,12}") {
        let same = read_secret(&one).unwrap() == read_secret(&other).unwrap();
        prop_assert_eq!(same, one.trim() == other.trim());
    }

    #[test]
    fn a_line_break_or_a_control_character_is_refused(before in "[a-z]{1,8}", after in "[a-z]{1,8}", odd in "[\0\u{1}\u{7}\u{1b}\u{7f}\u{9b}\n\r\u{b}\u{85}\u{2028}]") {
        let fault = read_secret(&format!("{before}{odd}{after}")).unwrap_err();
        let lines = "\n\r\u{b}\u{85}\u{2028}".contains(&odd);
        prop_assert_eq!(fault == WrittenError::Lines, lines);
        prop_assert_eq!(read_name(&format!("{before}{odd}{after}")), Err(fault));
    }

    #[test]
    fn one_address_is_one_account(email in an_email()) {
        let read = read_email(&email).unwrap();
        for same in [
            email.to_uppercase(),
            email.nfd().collect(),
            email.to_uppercase().nfd().collect(),
            format!("\u{feff} {email}\r\n"),
        ] {
            prop_assert_eq!(read_email(&same), Ok(read.clone()), "{:?}", same);
        }
        prop_assert_eq!(fold_email(&read), read.clone());
        // Kept in parts, from before; the one that is written alike goes first.
        let parts: String = email.nfd().collect();
        let kept = [parts.clone(), read.clone()];
        prop_assert_eq!(find_spelling(kept[..1].iter(), &email.to_uppercase()), Some(&parts));
        prop_assert_eq!(find_spelling(kept.iter(), &email.to_uppercase()), Some(&read));
    }
}

#[test]
fn what_is_no_address_is_refused_and_named() {
    for text in [
        "",
        "kari",
        "@example.org",
        "kari@example",
        "kari@.org",
        "kari@example.",
        "kari@example..org",
        "kari@a@example.org",
        "kari berg@example.org",
        "Kari <kari@example.org>",
        "kari@example.org, ola@example.org",
        "kari@example.org;",
        "kari\u{0}@example.org",
        "mailto:kari@example.org",
        "kari\u{ff20}example.org",
    ] {
        let fault = read_email(text).unwrap_err();
        assert_eq!(fault, EmailError(text.to_owned()));
        assert!(fault.to_string().contains("write one like kari@example.org"));
    }
    assert_eq!(read_name(" \u{200b}\n"), Err(WrittenError::Empty));
    assert_eq!(
        read_name("Sengepost\u{a0}A\u{30a}\r\n").as_deref(),
        Ok("Sengepost \u{c5}")
    );
}

/// An account from before is the one that the plan means; its counting key stays.
#[test]
fn another_spelling_in_the_plan_is_the_same_account() {
    let with = |email: &str| {
        let account = Account {
            role: Role::Admin,
            places: Places::default(),
            blocked: false,
            has_counting_key: true,
        };
        Organisation {
            accounts: [(email.to_owned(), account)].into(),
            ..Organisation::default()
        }
    };
    let known = with("ka\u{30a}re@example.org");
    let mut wanted = with("k\u{e5}re@example.org");
    assert!(!changes(&known, &wanted).unwrap().is_empty());
    wanted.keep_spellings(&known);
    assert_eq!(changes(&known, &wanted).unwrap(), []);
}
