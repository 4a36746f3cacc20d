//! Decks: the real ones read, and every fault of a bad one is named with its line and its mend.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use trykk_shared::deck::{
    Deck, DeckError, GoodSide, MAX_FACE_CHARS, MAX_ITEMS, MAX_TEXT_CHARS, MAX_THEME_CHARS, MAX_TITLE_CHARS,
    MAX_WORD_CHARS, Mode, ModeError, Part, Question, TextKind, Wrong,
};
use trykk_shared::kind::{MAX_ID_BYTES, SheetShape};
use trykk_shared::language::Language;

use crate::given::{STATION_TOML, TABLE_TOML, a_deck, station_deck, table_deck};

/// A deck with every kind of item and no fault. The tests below name its lines.
const GOOD: &str = r#"id = "deck"
version = 1
languages = ["nb", "en"]
title = { nb = "Kortstokk", en = "Deck" }

[[theme]]
id = "speaking-up"
name = { nb = "Å si fra", en = "Speaking up" }

[[item]]
id = "card-silence"
kind = "card"
theme = "speaking-up"
factor = "climate"
text = { nb = "Vi tier.", en = "We keep silent." }

[[item]]
id = "workload"
kind = "statement"
theme = "speaking-up"
text = { nb = "Arbeidsmengden", en = "The workload" }
faces = [
  { nb = "Liten", en = "Light" },
  { nb = "Passe", en = "Right" },
  { nb = "Stor", en = "Heavy" },
]
favourable = "middle"

[[item]]
id = "score-cooperation"
kind = "score"
text = { nb = "Hvor godt?", en = "How well?" }
min = 1
max = 10

[[item]]
id = "note-improve"
kind = "note"
about = "improve"
text = { nb = "Hva trykker?", en = "What pinches?" }
max_chars = 280
max_notes = 3
"#;

/// `GOOD` with each first text, which stands in it once, in place of its second.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut toml = GOOD.to_owned();
    for (from, to) in edits {
        assert_eq!(toml.matches(from).count(), 1, "{from:?} stands once in\n{toml}");
        toml = toml.replace(from, to);
    }
    toml
}

fn faults_of(toml: &str) -> Vec<DeckError> {
    Deck::read(toml).expect_err("the deck is bad").0
}

/// The deck has exactly these faults: line, and a part of what is wrong.
#[track_caller]
fn assert_faults(toml: &str, expected: &[(usize, &str)]) {
    let found = faults_of(toml);
    let fits = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(fault, (line, what))| fault.line == *line && fault.what.contains(what));
    assert!(fits, "expected {expected:#?}, found {found:#?}");
    for fault in found {
        assert!(!fault.mend.trim().is_empty(), "{fault:?} says no mend");
        let shown = fault.to_string();
        assert!(shown.contains(&format!("line {}", fault.line)), "{shown}");
        assert!(shown.contains(&fault.what) && shown.contains(&fault.mend), "{shown}");
    }
}

#[test]
fn the_station_deck_reads_and_asks_for_ninety_seconds() {
    let deck = station_deck();
    assert_eq!(deck.languages, Language::ALL);
    assert_eq!(deck.fits(Mode::DropIn), Ok(()));
    let shape = SheetShape {
        participant_marks: 12,
        participant_notes: 1,
        table_marks: 0,
    };
    assert_eq!(deck.shape(Mode::DropIn), shape);
}

#[test]
fn the_table_deck_reads_and_asks_the_table_and_its_members() {
    let deck = table_deck();
    assert_eq!(deck.languages, Language::ALL);
    assert_eq!(deck.fits(Mode::Table), Ok(()));
    let asked = |kind: fn(&Question) -> bool| deck.items.iter().filter(|item| kind(&item.question)).count();
    assert_eq!(asked(|question| matches!(question, Question::Statement { .. })), 6);
    assert_eq!(asked(|question| matches!(question, Question::Card)), 18);
    assert_eq!(asked(|question| matches!(question, Question::Score { .. })), 1);
    assert_eq!(asked(|question| matches!(question, Question::Note { .. })), 2);
    let notes = deck
        .items
        .iter()
        .filter(|item| matches!(item.question, Question::Note { .. }));
    let shape = SheetShape {
        participant_marks: 6,
        participant_notes: notes.map(|item| item.slips()).sum(),
        table_marks: 18 + 1,
    };
    assert_eq!(deck.shape(Mode::Table), shape);
}

#[test]
fn the_two_decks_have_different_ids_and_ask_the_same_statements() {
    let (station, table) = (station_deck(), table_deck());
    assert_ne!(station.id, table.id);
    let statements = |deck: &Deck| -> Vec<_> {
        let statements = deck
            .items
            .iter()
            .filter(|item| matches!(item.question, Question::Statement { .. }));
        statements.cloned().collect()
    };
    assert_eq!(statements(&station), statements(&table));
}

#[test]
fn the_good_deck_of_these_tests_has_no_fault() {
    let deck = Deck::read(GOOD).unwrap();
    assert_eq!(deck.items.len(), 4);
    assert_eq!(deck.item("workload").unwrap().text.get(Language::En), "The workload");
    assert_eq!(deck.theme("speaking-up").unwrap().name.get(Language::Nb), "Å si fra");
}

#[test]
fn a_fault_of_the_deck_itself_is_named() {
    for (from, to, line, what) in [
        ("id = \"deck\"\n", "", 1, "the deck has no id"),
        ("id = \"deck\"", "id = \"Deck\"", 1, "\"Deck\" cannot be an id"),
        ("id = \"deck\"", "id = \"\"", 1, "\"\" cannot be an id"),
        ("id = \"deck\"", "id = \"å\"", 1, "\"å\" cannot be an id"),
        ("id = \"deck\"", "id = \"my deck\"", 1, "\"my deck\" cannot be an id"),
        ("id = \"deck\"", "id = 7", 1, "id must be a text"),
        ("version = 1\n", "", 1, "the deck has no version"),
        ("version = 1", "version = 0", 2, "version is out of range"),
        ("version = 1", "version = 4_294_967_296", 2, "version is out of range"),
        ("version = 1", "version = \"1\"", 2, "version"),
        ("version = 1", "version = 1.5", 2, "version"),
        ("[\"nb\", \"en\"]", "[\"nb\", \"en\", \"en\"]", 3, "stands twice"),
        (
            "[\"nb\", \"en\"]",
            "[\"nb\", \"en\", \"sv\"]",
            3,
            "no language of Trykk",
        ),
        ("[\"nb\", \"en\"]", "[\"nb\", \"en\", 1]", 3, "no language of Trykk"),
        ("nb = \"Kortstokk\", ", "", 4, "a title is missing in nb"),
        (
            "en = \"Deck\" }",
            "en = \"Deck\", nn = \"Stokk\" }",
            4,
            "\"nn\" is not a language of this deck",
        ),
        (
            "en = \"Deck\" }",
            "en = \"Deck\", se = \"Stohkka\" }",
            4,
            "\"se\" is not a language of this deck",
        ),
        ("\"Deck\"", "\" \"", 4, "a title is blank in en"),
        (
            "\"Deck\"",
            "\"Deck\\n\"",
            4,
            "a title has a line break or control character in en",
        ),
        ("\"Deck\"", "5", 4, "a text must stand in quotes"),
        (
            "{ nb = \"Kortstokk\", en = \"Deck\" }",
            "\"Deck\"",
            4,
            "a title must be given per language",
        ),
        (
            "title = { nb = \"Kortstokk\", en = \"Deck\" }\n",
            "",
            1,
            "title is missing",
        ),
        (
            "\n[[theme]]",
            "colour = \"red\"\n[[theme]]",
            5,
            "the deck has no \"colour\"",
        ),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
}

#[test]
fn a_fault_of_a_theme_is_named() {
    let name = "name = { nb = \"Å si fra\", en = \"Speaking up\" }";
    let second = format!("{name}\n[[theme]]\nid = \"speaking-up\"\nname = {{ nb = \"a\", en = \"a\" }}");
    for (from, to, line, what) in [
        (name, "", 6, "name is missing"),
        (", en = \"Speaking up\"", "", 8, "a theme's name is missing in en"),
        (
            "\nname = {",
            "\ncolour = \"red\"\nname = {",
            8,
            "a theme has no \"colour\"",
        ),
        (
            name,
            second.as_str(),
            10,
            "the id \"speaking-up\" is used twice, first on line 7",
        ),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
}

#[test]
fn a_fault_of_an_item_is_named() {
    let climate = "factor = \"climate\"";
    for (from, to, line, what) in [
        ("id = \"card-silence\"\n", "", 10, "the item has no id"),
        (
            "\"workload\"",
            "\"card-silence\"",
            18,
            "the id \"card-silence\" is used twice, first on line 11",
        ),
        ("\"workload\"", "\"Work_load\"", 18, "\"Work_load\" cannot be an id"),
        ("\"workload\"", "12", 18, "id must be a text"),
        (
            "kind = \"card\"",
            "kind = \"cards\"",
            12,
            "there is no kind of item called \"cards\"",
        ),
        ("kind = \"card\"\n", "", 10, "the item has no kind"),
        ("kind = \"card\"", "kind = 1", 12, "kind must be a text"),
        (climate, "colour = \"red\"", 14, "a card has no \"colour\""),
        (climate, "min = 1", 14, "a card has no \"min\""),
        (
            climate,
            "factor = \"The climate\"",
            14,
            "\"The climate\" cannot be an id",
        ),
        (climate, "factor = 3", 14, "factor must be a text"),
        (", en = \"We keep silent.\"", "", 15, "a question is missing in en"),
        (
            "text = { nb = \"Vi tier.\", en = \"We keep silent.\" }\n",
            "",
            10,
            "text is missing",
        ),
        (
            "text = { nb = \"Vi tier.\", en = \"We keep silent.\" }",
            "text = 5",
            15,
            "a question must be given per language",
        ),
        (
            "\"We keep silent.\"",
            "\"We keep\\u0007 silent.\"",
            15,
            "line break or control character",
        ),
        ("\"Vi tier.\"", "\"\"", 15, "a question is blank in nb"),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
}

#[test]
fn an_unknown_missing_or_wrongly_typed_theme_is_named() {
    let theme = |to: &str| edited(&[("theme = \"speaking-up\"\nfactor", &format!("{to}factor"))]);
    assert_faults(
        &theme("theme = \"speaking\"\n"),
        &[(13, "there is no theme \"speaking\"")],
    );
    assert_faults(&theme("theme = 5\n"), &[(13, "theme must be a text")]);
    assert_faults(&theme(""), &[(10, "the item has no theme")]);
    let statement = edited(&[("theme = \"speaking-up\"\ntext", "text")]);
    assert_faults(&statement, &[(17, "the item has no theme")]);
}

#[test]
fn a_fault_of_a_statement_is_named() {
    let middle = "favourable = \"middle\"";
    let one_more = "  { nb = \"Stor\", en = \"Heavy\" },\n";
    let faces = |number: usize| one_more.repeat(number - 2);
    assert_faults(
        &edited(&[(one_more, ""), (middle, "")]),
        &[(22, "the statement has 2 faces")],
    );
    assert_faults(
        &edited(&[(one_more, &faces(8)), (middle, "favourable = \"last\"")]),
        &[(22, "the statement has 8 faces")],
    );
    for even in [4, 6] {
        let toml = edited(&[(one_more, &faces(even))]);
        assert_faults(&toml, &[(24 + even, "an even number of faces has no middle")]);
    }
    for number in [3, 4, 5, 6, 7] {
        let toml = edited(&[(one_more, &faces(number)), (middle, "")]);
        assert!(Deck::read(&toml).is_ok(), "{number} faces");
    }
    for (from, to, line, what) in [
        (
            middle,
            "favourable = \"first\"",
            27,
            "the best answer cannot stand at \"first\"",
        ),
        (middle, "favourable = 3", 27, "favourable must be a text"),
        (", en = \"Right\"", "", 24, "a face's label is missing in en"),
        (
            "{ nb = \"Passe\", en = \"Right\" }",
            "\"Right\"",
            24,
            "a face's label must be given per language",
        ),
        (middle, "favorable = \"middle\"", 27, "a statement has no \"favorable\""),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
}

#[test]
fn faces_that_are_missing_or_no_list_are_named() {
    let start = GOOD.find("faces = [").unwrap();
    let end = GOOD.find("favourable = \"middle\"").unwrap();
    let without = |instead: &str| format!("{}{instead}{}", &GOOD[..start], &GOOD[end..]).replace("middle", "last");
    assert_faults(&without(""), &[(17, "the statement has no faces")]);
    assert_faults(&without("faces = 5\n"), &[(22, "faces must be a list of labels")]);
}

#[test]
fn missing_faces_are_one_fault_with_the_middle_too() {
    let start = GOOD.find("faces = [").unwrap();
    let end = GOOD.find("favourable = \"middle\"").unwrap();
    let without = format!("{}{}", &GOOD[..start], &GOOD[end..]);
    assert_faults(&without, &[(17, "the statement has no faces")]);
}

#[test]
fn a_fault_of_a_score_is_named() {
    for (from, to, line, what) in [
        ("min = 1\n", "", 29, "the score has no min"),
        ("max = 10\n", "", 29, "the score has no max"),
        ("max = 10", "max = 1", 34, "a scale from 1 to 1 cannot be shown"),
        ("max = 10", "max = 0", 34, "a scale from 1 to 0 cannot be shown"),
        ("max = 10", "max = 22", 34, "a scale from 1 to 22 cannot be shown"),
        ("max = 10", "max = 101", 34, "max is out of range"),
        ("min = 1\n", "min = -1\n", 33, "min is out of range"),
        ("min = 1\n", "min = \"1\"\n", 33, "min"),
        ("min = 1\n", "min = 99999999999999999999\n", 33, "min is out of range"),
        ("max = 10", "max = 10\nfaces = []", 35, "a score has no \"faces\""),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
    let longest = edited(&[("min = 1\n", "min = 0\n"), ("max = 10", "max = 20")]);
    assert!(Deck::read(&longest).is_ok(), "0 to 20 can be shown");
}

/// "How heavy is the work?" is no strength when it is high: whoever writes a deck says which numbers are good.
#[test]
fn a_new_deck_says_which_numbers_of_a_score_are_good() {
    let side = |toml: &str| match Deck::read(toml).unwrap().item("score-cooperation").unwrap().question {
        Question::Score { favourable, .. } => favourable,
        _ => panic!("no score"),
    };
    assert_eq!(side(GOOD), None, "decks of earlier versions stay readable");
    let refused = Deck::read_new(GOOD).unwrap_err().0;
    assert_eq!(refused.len(), 1);
    assert_eq!(
        (refused[0].line, refused[0].what.as_str()),
        (29, "the score does not say which numbers are good")
    );
    for (written, read) in [
        ("high", GoodSide::High),
        ("low", GoodSide::Low),
        ("middle", GoodSide::Middle),
    ] {
        let toml = edited(&[("max = 10", &format!("max = 10\nfavourable = \"{written}\""))]);
        assert_eq!(side(&toml), Some(read));
        assert!(Deck::read_new(&toml).is_ok());
        let digest = |toml: &str| Deck::read(toml).unwrap().digest_asked(Mode::DropIn);
        assert_eq!(digest(&toml), digest(GOOD), "people are asked the same");
    }
    for (to, what) in [
        ("favourable = \"last\"", "the good numbers cannot stand at \"last\""),
        ("favourable = 10", "favourable"),
    ] {
        assert_faults(&edited(&[("max = 10", &format!("max = 10\n{to}"))]), &[(35, what)]);
    }
    let two = edited(&[("max = 10", "max = 2\nfavourable = \"middle\"")]);
    assert_faults(&two, &[(35, "two numbers have no middle")]);
    // The decks that come with Trykk are new ones.
    for name in ["station.toml", "station-2.toml", "table.toml", "table-3.toml"] {
        let deck = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/decks/");
        Deck::read_new(&std::fs::read_to_string(format!("{deck}{name}")).unwrap()).unwrap();
    }
}

#[test]
fn a_score_without_min_and_max_lacks_both() {
    let toml = edited(&[("min = 1\nmax = 10\n", "")]);
    assert_faults(&toml, &[(29, "the score has no max"), (29, "the score has no min")]);
}

#[test]
fn a_fault_of_a_note_is_named() {
    for (from, to, line, what) in [
        ("about = \"improve\"\n", "", 36, "does not say what it is about"),
        (
            "about = \"improve\"",
            "about = \"other\"",
            39,
            "does not say what it is about",
        ),
        ("max_chars = 280", "max_chars = 471", 41, "max_chars is out of range"),
        ("max_chars = 280", "max_chars = 0", 41, "max_chars is out of range"),
        ("max_chars = 280", "max_chars = \"280\"", 41, "max_chars"),
        ("max_notes = 3", "max_notes = 6", 42, "max_notes is out of range"),
        ("max_notes = 3", "max_notes = 0", 42, "max_notes is out of range"),
        ("max_notes = 3", "max_note = 3", 42, "a note has no \"max_note\""),
    ] {
        assert_faults(&edited(&[(from, to)]), &[(line, what)]);
    }
    assert!(
        Deck::read(&edited(&[
            ("max_chars = 280", "max_chars = 470"),
            ("max_notes = 3", "max_notes = 5")
        ]))
        .is_ok()
    );
}

#[test]
fn an_about_that_is_no_text_is_named_once() {
    assert_faults(
        &edited(&[("about = \"improve\"", "about = 5")]),
        &[(39, "about must be a text")],
    );
}

#[test]
fn texts_are_as_long_as_a_tablet_shows_and_no_longer() {
    let letters = |chars: usize| "åb c".chars().cycle().take(chars - 1).chain(['d']).collect::<String>();
    for (word, line, what, limit) in [
        ("Deck", 4, "a title", MAX_TITLE_CHARS),
        ("Speaking up", 8, "a theme's name", MAX_THEME_CHARS),
        ("We keep silent.", 15, "a question", MAX_TEXT_CHARS),
        ("The workload", 21, "a question", MAX_TEXT_CHARS),
        ("Right", 24, "a face's label", MAX_FACE_CHARS),
        ("How well?", 32, "a question", MAX_TEXT_CHARS),
        ("What pinches?", 40, "a question", MAX_TEXT_CHARS),
    ] {
        let text = |chars| edited(&[(&format!("\"{word}\""), &format!("\"{}\"", letters(chars)))]);
        assert!(Deck::read(&text(limit)).is_ok(), "{what} of {limit}");
        let fault = format!("{what} is {} characters long in en, too long for a tablet", limit + 1);
        assert_faults(&text(limit + 1), &[(line, &fault)]);
        assert!(faults_of(&text(limit + 1))[0].mend.contains(&limit.to_string()));
    }
}

#[test]
fn words_are_as_long_as_a_line_and_no_longer() {
    let word = |word: &str| edited(&[("\"We keep silent.\"", &format!("\"We {word} it.\""))]);
    let longest = "ø".repeat(MAX_WORD_CHARS);
    for fits in [
        longest.clone(),
        format!("{longest}-{longest}"),
        format!("{longest}\u{ad}{longest}"),
        format!("{longest}/{longest}"),
    ] {
        assert!(Deck::read(&word(&fits)).is_ok(), "{fits}");
    }
    let too_long = format!("{longest}ø");
    let fault = format!("the word \"{too_long}\" is 27 characters long");
    assert_faults(&word(&too_long), &[(15, &fault)]);
}

#[test]
fn ids_are_as_long_as_every_slip_holds_and_no_longer() {
    let id = |bytes: usize| edited(&[("\"workload\"", &format!("\"{}\"", "i".repeat(bytes)))]);
    assert!(Deck::read(&id(MAX_ID_BYTES)).is_ok());
    assert_faults(&id(MAX_ID_BYTES + 1), &[(18, "cannot be an id")]);
}

#[test]
fn a_deck_has_at_most_80_items() {
    let items = |number: usize| {
        let mut toml = GOOD.to_owned();
        for nth in 4..number {
            let text = "text = { nb = \"Vi tier.\", en = \"We keep silent.\" }";
            toml += &format!("[[item]]\nid = \"card-{nth}\"\nkind = \"card\"\ntheme = \"speaking-up\"\n{text}\n");
        }
        toml
    };
    assert_eq!(Deck::read(&items(MAX_ITEMS)).unwrap().items.len(), MAX_ITEMS);
    assert_faults(
        &items(MAX_ITEMS + 1),
        &[(1, "the deck has 81 items; at most 80 are allowed")],
    );
}

#[test]
fn tables_that_are_written_as_something_else_are_named() {
    let themes = GOOD.find("[[theme]]").unwrap();
    let items = GOOD.find("[[item]]").unwrap();
    let no_themes = format!("{}theme = 5\n{}", &GOOD[..themes], &GOOD[items..]);
    let faults = faults_of(&no_themes);
    assert!(
        faults
            .iter()
            .any(|f| f.line == 6 && f.what == "theme must be a list of tables"),
        "{faults:#?}"
    );
    let one_theme = edited(&[("[[theme]]", "[theme]")]);
    let faults = faults_of(&one_theme);
    assert!(
        faults
            .iter()
            .any(|f| f.line == 6 && f.what == "theme must be a list of tables"),
        "{faults:#?}"
    );
    let loose_item = format!("{}item = [5]\n", &GOOD[..themes]);
    let faults = faults_of(&loose_item);
    assert!(
        faults.iter().any(|f| f.line == 6 && f.what == "a item must be a table"),
        "{faults:#?}"
    );
}

#[test]
fn a_deck_without_items_asks_nothing() {
    let items = GOOD.find("[[item]]").unwrap();
    assert_faults(&GOOD[..items], &[(1, "the deck asks nothing")]);
}

#[test]
fn an_empty_deck_lacks_everything() {
    for toml in ["", "\n", "# nothing but a comment\n"] {
        assert_faults(
            toml,
            &[
                (1, "the deck asks nothing"),
                (1, "the deck does not say its languages"),
                (1, "the deck has no id"),
                (1, "the deck has no version"),
                (1, "title is missing"),
            ],
        );
    }
}

#[test]
fn a_deck_that_does_not_say_its_languages_is_told_so() {
    for (to, line) in [
        ("", 1),
        ("languages = []\n", 3),
        ("languages = \"nb\"\n", 3),
        ("languages = 2\n", 3),
    ] {
        let faults = faults_of(&edited(&[("languages = [\"nb\", \"en\"]\n", to)]));
        let named = faults
            .iter()
            .any(|f| f.line == line && f.what.contains("language") && f.mend.contains("nb"));
        assert!(named, "{faults:#?}");
    }
}

#[test]
fn what_is_not_toml_is_told_where() {
    for (toml, line) in [
        ("Der skoen trykker", 1),
        ("id = \"deck\"\nversion = \n", 2),
        ("id = \"deck\"\nid = \"deck\"\n", 2),
        ("{\"id\": \"deck\"}", 1),
        ("id = \"deck\"\n\n[[item]\n", 3),
        ("id = \"deck\"\ntitle = { nb = \"Kort }\n", 2),
    ] {
        assert_faults(toml, &[(line, "this is not TOML")]);
    }
}

#[test]
fn nesting_without_end_is_refused_without_overflow() {
    let deep = format!("id = \"deck\"\nversion = {}", "[".repeat(100_000));
    assert_faults(&deep, &[(2, "this is not TOML")]);
    let deep = format!("id = \"deck\"\ntitle = {}", "{ nb = ".repeat(100_000));
    assert_faults(&deep, &[(2, "this is not TOML")]);
}

#[test]
fn several_faults_in_one_file_are_all_named_in_the_order_of_their_lines() {
    let toml = edited(&[
        ("\"deck\"", "\"DECK\""),
        ("version = 1", "version = \"one\""),
        (", en = \"Speaking up\"", ""),
        ("\"workload\"", "\"card-silence\""),
        ("max = 10", "max = 1"),
        ("about = \"improve\"\n", "about = \"improve\"\ncolour = \"red\"\n"),
        ("max_chars = 280", "max_chars = 9999"),
        ("\"What pinches?\"", "\"\""),
    ]);
    let expected = [
        (1, "cannot be an id"),
        (2, "version"),
        (8, "a theme's name is missing in en"),
        (18, "is used twice"),
        (34, "a scale from 1 to 1"),
        (40, "a note has no \"colour\""),
        (41, "blank in en"),
        (42, "max_chars is out of range"),
    ];
    assert_faults(&toml, &expected);
    let shown = Deck::read(&toml).unwrap_err().to_string();
    assert_eq!(shown.lines().count(), expected.len(), "one line a fault:\n{shown}");
    for (line, what) in shown.lines().zip(expected) {
        assert!(
            line.starts_with(&format!("line {}: ", what.0)) && line.contains(what.1),
            "{line}"
        );
    }
}

#[test]
fn two_faults_of_one_text_are_both_named() {
    let toml = edited(&[("\"Right\"", &format!("\"{}\"", "y".repeat(MAX_WORD_CHARS + 1)))]);
    assert_faults(&toml, &[(24, "a face's label is 27 characters long"), (24, "the word")]);
}

#[test]
fn lines_are_counted_alike_with_windows_line_ends() {
    let toml = edited(&[("max_notes = 3", "max_notes = 6")]).replace('\n', "\r\n");
    assert_faults(&toml, &[(42, "max_notes is out of range")]);
    assert_eq!(Deck::read(&GOOD.replace('\n', "\r\n")), Deck::read(GOOD));
}

#[test]
fn faults_of_decks_within_a_file_have_the_files_lines() {
    let deck = station_deck().to_toml_in("deck.a");
    let lines = deck.matches('\n').count();
    let file = format!(
        "{deck}\n{}",
        deck.replace("deck.a", "deck.b").replace("version = 1", "version = 0")
    );
    let faults = Deck::read_all(&file).unwrap_err();
    assert_eq!(faults.0.len(), 1, "{faults}");
    assert_eq!(faults.0[0].line, lines + 2 + 2, "{faults}");
    assert_eq!(Deck::read_all("[organisation]\nname = \"A\"\n"), Ok([].into()));
    for (file, line) in [("deck = 1", 1), ("\n[deck]\na = 2", 3), ("[[deck]]\nid = \"a\"", 1)] {
        let faults = Deck::read_all(file).unwrap_err();
        assert_eq!(faults.0[0].line, line, "{faults}");
        assert!(faults.0[0].mend.contains("[deck.NAME]"), "{faults}");
    }
}

#[test]
fn a_deck_in_only_one_language_is_valid() {
    let toml = r#"id = "kort"
version = 1
languages = ["nn"]
title = { nn = "Ein stokk" }
[[theme]]
id = "a"
name = { nn = "A" }
[[item]]
id = "b"
kind = "card"
theme = "a"
text = { nn = "Kva no?" }
"#;
    let deck = Deck::read(toml).unwrap();
    assert_eq!(deck.languages, [Language::Nn]);
    for language in Language::ALL {
        assert_eq!(deck.items[0].text.get(language), "Kva no?");
    }
    for language in Language::ALL {
        let toml = toml.replace("nn", language.code());
        assert_eq!(Deck::read(&toml).unwrap().languages, [language]);
    }
}

#[test]
fn what_a_deck_leaves_out_gets_its_defaults() {
    let shortest = edited(&[
        ("favourable = \"middle\"\n", ""),
        ("max_chars = 280\n", ""),
        ("max_notes = 3\n", ""),
        ("factor = \"climate\"\n", ""),
    ]);
    let full = edited(&[
        ("\"middle\"", "\"last\""),
        ("max_notes = 3", "max_notes = 1"),
        ("factor = \"climate\"\n", ""),
    ]);
    assert_eq!(Deck::read(&shortest), Deck::read(&full));
}

#[test]
fn a_deck_that_only_one_side_of_the_table_could_answer_does_not_fit_table_mode() {
    let mut deck = Deck::read(GOOD).unwrap();
    assert_eq!((deck.fits(Mode::DropIn), deck.fits(Mode::Table)), (Ok(()), Ok(())));
    let all = deck.items.clone();
    let for_table = |item: &&trykk_shared::deck::Item| matches!(item.question, Question::Card | Question::Score { .. });
    deck.items = all.iter().filter(for_table).cloned().collect();
    assert_eq!(deck.fits(Mode::Table), Err(ModeError::NothingForMembers));
    assert_eq!(deck.fits(Mode::DropIn), Ok(()));
    deck.items = all.iter().filter(|item| !for_table(item)).cloned().collect();
    assert_eq!(deck.fits(Mode::Table), Err(ModeError::NothingForTheTable));
    assert_eq!(deck.fits(Mode::DropIn), Ok(()));
}

#[test]
fn a_deck_that_travels_keeps_the_names_of_its_json() {
    let json = serde_json::to_value(Deck::read(GOOD).unwrap()).unwrap();
    assert_eq!(json["languages"], serde_json::json!(["nb", "en"]));
    assert_eq!(json["items"][0]["kind"], "card");
    assert_eq!(json["items"][1]["favourable"], "middle");
    assert_eq!(json["items"][1]["faces"][1]["nb"], "Passe");
    assert_eq!(json["items"][2]["max"], 10);
    assert_eq!(json["items"][3]["about"], "improve");
    assert_eq!(json["items"][3]["max_notes"], 3);
    assert_eq!(json["items"][3].get("theme"), None);
}

/// The deck as a file: its JSON as TOML, with the two lists named as in files.
fn to_toml(deck: &Deck) -> String {
    let mut value = serde_json::to_value(deck).unwrap();
    let root = value.as_object_mut().unwrap();
    for (from, to) in [("themes", "theme"), ("items", "item")] {
        let list = root.remove(from).unwrap();
        root.insert(to.to_owned(), list);
    }
    toml::to_string(&value).unwrap()
}

/// Reads without panic, and either a deck that is its own JSON, or faults one can find and mend.
fn reads_or_says_why(toml: &str) -> Result<(), TestCaseError> {
    match Deck::read(toml) {
        Ok(deck) => {
            prop_assert_eq!(Deck::read(&to_toml(&deck)).unwrap(), deck);
        }
        Err(faults) => {
            prop_assert!(!faults.0.is_empty());
            prop_assert!(faults.0.is_sorted_by_key(|fault| fault.line), "{:?}", faults);
            let lines = 1 + toml.matches('\n').count();
            for fault in faults.0 {
                prop_assert!((1..=lines).contains(&fault.line), "{:?}", fault);
                prop_assert!(
                    !fault.what.trim().is_empty() && !fault.mend.trim().is_empty(),
                    "{:?}",
                    fault
                );
            }
        }
    }
    Ok(())
}

/// Text that is put into a deck file by mistake.
fn a_slip_of_the_pen() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\[\\]{}\"'=.,# \\n\\\\0-9a-zå-]{0,6}",
        select(vec![
            "\"\"",
            "[]",
            "{}",
            "[[item]]\n",
            "[[theme]]\n",
            "5",
            "-1",
            "1e9",
            "true",
            "1979-05-27",
            "nn = \"a\"",
            "text.nb = \"a\"\n",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn every_valid_deck_reads_from_its_file(deck in a_deck()) {
        prop_assert_eq!(Deck::read(&to_toml(&deck)), Ok(deck));
    }

    #[test]
    fn a_deck_comes_back_from_its_toml(deck in a_deck(), other in a_deck()) {
        prop_assert_eq!(Deck::read(&deck.to_toml()), Ok(deck.clone()));
        let file = format!("{}\n{}", deck.to_toml_in("deck.one-1"), other.to_toml_in("deck.two"));
        let decks = [("one-1".to_owned(), deck), ("two".to_owned(), other)];
        prop_assert_eq!(Deck::read_all(&file), Ok(decks.into()));
    }

    #[test]
    fn a_deck_comes_back_from_its_json(deck in a_deck()) {
        let json = serde_json::to_string(&deck).unwrap();
        prop_assert_eq!(serde_json::from_str::<Deck>(&json).unwrap(), deck);
    }

    #[test]
    fn arbitrary_text_is_refused_without_panic(toml in any::<String>()) {
        reads_or_says_why(&toml)?;
        prop_assert!(Deck::read(&toml).is_err());
    }

    #[test]
    fn damaged_decks_read_or_say_why(
        damages in vec((any::<Index>(), 0..40_usize, a_slip_of_the_pen()), 1..4),
        file in select(vec![GOOD, STATION_TOML, TABLE_TOML]),
    ) {
        let mut toml: Vec<char> = file.chars().collect();
        for (at, cut, put) in damages {
            let start = at.index(toml.len());
            let end = (start + cut).min(toml.len());
            toml.splice(start..end, put.chars());
        }
        reads_or_says_why(&toml.into_iter().collect::<String>())?;
    }

    #[test]
    fn decks_with_lines_lost_or_moved_read_or_say_why(
        lines in vec((any::<Index>(), any::<Index>(), any::<bool>()), 1..6),
        file in select(vec![GOOD, STATION_TOML]),
    ) {
        let mut toml: Vec<&str> = file.lines().collect();
        for (from, to, lost) in lines {
            let line = toml.remove(from.index(toml.len()));
            if !lost {
                toml.insert(to.index(toml.len() + 1), line);
            }
        }
        reads_or_says_why(&toml.join("\n"))?;
    }
}

/// A page shows a fault at the field that it is about, in its reader's words: neither follows from the English text.
#[test]
fn a_fault_says_where_it_is_and_what_it_is_without_words() {
    let long = "a".repeat(MAX_TITLE_CHARS + 1);
    let toml = format!(
        "id = \"a\"\nversion = 1\nlanguages = [\"nb\", \"en\"]\ntitle = {{ nb = {long:?}, en = \"A\" }}\n\
         [[theme]]\nid = \"one\"\nname = {{ nb = \"\", en = \"One\" }}\n\
         [[item]]\nid = \"a\"\nkind = \"card\"\ntheme = \"two\"\ntext = {{ nb = \"A\" }}\n\
         [[item]]\nid = \"b\"\nkind = \"statement\"\ntheme = \"one\"\ntext = {{ nb = \"A\", en = \"A\" }}\n\
         faces = [{{ nb = \"A\", en = \"A\" }}, {{ nb = \"A\", en = \"A\\nB\" }}, {{ nb = \"A\", en = \"A\" }}, {{ nb = \"A\", en = \"A\" }}]\n\
         favourable = \"middle\"\n\
         [[item]]\nid = \"c\"\nkind = \"score\"\ntext = {{ nb = \"A\", en = \"A\" }}\nmin = 3\nmax = 101\n"
    );
    let faults = Deck::read_new(&toml).unwrap_err().0;
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.part, fault.field, fault.face, fault.wrong.language()))
        .collect();
    let (nb, en) = (Some(Language::Nb), Some(Language::En));
    for place in [
        (Part::Deck, "title", None, nb),
        (Part::Theme(0), "name", None, nb),
        (Part::Item(0), "theme", None, None),
        (Part::Item(0), "text", None, en),
        (Part::Item(1), "faces", Some(1), en),
        (Part::Item(1), "favourable", None, None),
        (Part::Item(2), "max", None, None),
    ] {
        assert!(found.contains(&place), "{place:?} in {found:?}");
    }
    let title = faults.iter().find(|fault| fault.field == "title" && fault.line == 4);
    let wrong = &title.unwrap().wrong;
    let (kind, language) = (TextKind::Title, Language::Nb);
    let chars = MAX_TITLE_CHARS + 1;
    assert!(
        [
            Wrong::TooLong { kind, language, chars },
            Wrong::LongWord { word: long, language }
        ]
        .contains(wrong)
    );
}
