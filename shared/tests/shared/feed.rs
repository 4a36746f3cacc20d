//! Feed lines: sheets as JSON, and faults that name the item and what it takes.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use trykk_shared::answers::{AnswerError, Sheet, SheetError};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::feed::{LineError, read_line};

use crate::given::{Case, Plain, PlainAnswers, PlainSheet, a_case, a_mode, station_deck, table_deck};

fn drop_in(line: &str) -> Result<Sheet, LineError> {
    read_line(line, &station_deck(), Mode::DropIn)
}

fn table(line: &str) -> Result<Sheet, LineError> {
    read_line(line, &table_deck(), Mode::Table)
}

/// The fault of a line whose sheet does not fit.
fn sheet_fault(read: Result<Sheet, LineError>) -> SheetError {
    match read {
        Err(LineError::Sheet(fault)) => fault,
        other => panic!("the sheet should not fit: {other:?}"),
    }
}

/// The message about a line that is no feed line.
fn no_line(read: Result<Sheet, LineError>) -> String {
    match read {
        Err(fault @ LineError::NotALine(_)) => fault.to_string(),
        other => panic!("this should not be a feed line: {other:?}"),
    }
}

fn plain(item: &str, given: &[Plain]) -> (String, Vec<Plain>) {
    (item.to_owned(), given.to_vec())
}

#[test]
fn the_example_of_a_drop_in_line_reads() {
    let line = r#"{"answers": {"recognition": 4, "card-silence": true, "note-improve": ["..."]}}"#;
    let expected = PlainSheet {
        mode: Mode::DropIn,
        table: Vec::new(),
        people: vec![vec![
            plain("recognition", &[Plain::Face(4)]),
            plain("card-silence", &[Plain::Card(true)]),
            plain("note-improve", &[Plain::Note("...".to_owned())]),
        ]],
    };
    assert!(drop_in(line).unwrap() == expected.sheet());
}

#[test]
fn the_example_of_a_table_line_reads() {
    let line = r#"{"table": {"card-silence": true, "score-cooperation": 7},
        "members": [{"recognition": 2, "note-keep": ["..."]}, {}, {"note-improve": ["a", "b", "c"]}]}"#;
    let note = |text: &str| Plain::Note(text.to_owned());
    let expected = PlainSheet {
        mode: Mode::Table,
        table: vec![
            plain("card-silence", &[Plain::Card(true)]),
            plain("score-cooperation", &[Plain::Score(7)]),
        ],
        people: vec![
            vec![
                plain("recognition", &[Plain::Face(2)]),
                plain("note-keep", &[note("...")]),
            ],
            Vec::new(),
            vec![plain("note-improve", &[note("a"), note("b"), note("c")])],
        ],
    };
    assert!(table(line).unwrap() == expected.sheet());
}

#[test]
fn a_line_with_everything_skipped_reads() {
    assert!(drop_in(r#"{"answers": {}}"#).unwrap() == PlainSheet::blank(Mode::DropIn, 1).sheet());
    assert!(drop_in(r#"{"answers": {"note-improve": []}}"#).is_ok());
    assert!(table(r#"{"members": [{}, {}]}"#).unwrap() == PlainSheet::blank(Mode::Table, 2).sheet());
}

#[test]
fn a_whole_number_with_decimals_is_that_number_and_null_is_skipped() {
    let plainly = drop_in(r#"{"answers": {"recognition": 4, "note-improve": ["a"]}}"#).unwrap();
    for line in [
        r#"{"answers": {"recognition": 4.0, "card-silence": null, "note-improve": ["a"]}}"#,
        r#"{"answers": {"recognition": 4.000, "workload": null, "note-improve": [null, "a", null]}}"#,
        r#"{"answers": {"recognition": 0.4e1, "note-improve": ["a"]}, "table": null, "members": null}"#,
    ] {
        assert!(drop_in(line).unwrap() == plainly, "{line}");
    }
    let blank = PlainSheet::blank(Mode::DropIn, 1).sheet();
    assert!(drop_in(r#"{"answers": {"recognition": null, "note-improve": null}}"#).unwrap() == blank);
    let scored = table(r#"{"table": {"score-cooperation": 7}, "members": [{}]}"#).unwrap();
    assert!(
        table(r#"{"table": {"score-cooperation": 7.0, "card-silence": null}, "members": [{}]}"#).unwrap() == scored
    );
    // Skipped is said once too, and of items that there are.
    let twice = drop_in(r#"{"answers": {"recognition": null, "recognition": 4}}"#);
    assert!(matches!(twice, Err(LineError::Twice(_))));
    let unknown = drop_in(r#"{"answers": {"recognitoin": null}}"#);
    assert_eq!(sheet_fault(unknown), SheetError::UnknownItem("recognitoin".to_owned()));
}

#[test]
fn an_answer_that_its_item_does_not_take_is_named_with_what_it_takes() {
    let face = || AnswerError::NotAFace(5);
    let too_long = "å".repeat(281);
    for (item, value, fault, takes) in [
        ("recognition", json!(0), face(), "a face from 1 to 5"),
        ("recognition", json!(9), face(), "a face from 1 to 5"),
        ("recognition", json!(257), face(), "a face from 1 to 5"),
        ("recognition", json!(-1), face(), "a face from 1 to 5"),
        ("recognition", json!(2.5), face(), "a face from 1 to 5"),
        ("recognition", json!(6.0), face(), "a face from 1 to 5"),
        ("recognition", json!(1e300), face(), "a face from 1 to 5"),
        ("recognition", json!("4"), face(), "a face from 1 to 5"),
        ("card-silence", json!("yes"), AnswerError::NotACard, "true or false"),
        ("card-silence", json!(1), AnswerError::NotACard, "true or false"),
        ("note-improve", json!("text"), AnswerError::NotANote, "a list of texts"),
        (
            "note-improve",
            json!(["text", 1]),
            AnswerError::NotANote,
            "a list of texts",
        ),
        (
            "note-improve",
            json!([["text"]]),
            AnswerError::NotANote,
            "a list of texts",
        ),
        ("note-improve", json!([""]), AnswerError::NoteBlank, "leave it out"),
        (
            "note-improve",
            json!([" \n\t\u{a0}"]),
            AnswerError::NoteBlank,
            "leave it out",
        ),
        (
            "note-improve",
            json!([too_long]),
            AnswerError::NoteTooLong(281, 280),
            "at most 280",
        ),
        (
            "note-improve",
            json!(["👟".repeat(280)]),
            AnswerError::NoteTooManyBytes(1120),
            "at most 979 fit",
        ),
    ] {
        let line = json!({"answers": {"workload": 3, item: value}}).to_string();
        let found = sheet_fault(drop_in(&line));
        assert_eq!(found, SheetError::Answer(item.to_owned(), fault), "{line}");
        let message = found.to_string();
        assert!(message.contains(item) && message.contains(takes), "{message}");
    }
}

#[test]
fn a_score_takes_only_whole_numbers_of_its_scale() {
    for value in [
        json!(7.5),
        json!(11.0),
        json!(-0.0),
        json!(65_543.0),
        json!(4_294_967_303_i64),
        json!(4_294_967_303.0),
        json!(0),
        json!(11),
        json!(40_000),
        json!("7"),
        json!(true),
    ] {
        let line = json!({"table": {"score-cooperation": value}, "members": [{}]}).to_string();
        let found = sheet_fault(table(&line));
        let fault = AnswerError::NotAScore(1, 10);
        assert_eq!(
            found,
            SheetError::Answer("score-cooperation".to_owned(), fault),
            "{line}"
        );
        let message = found.to_string();
        let named = message.contains("score-cooperation") && message.contains("a whole number from 1 to 10");
        assert!(named, "{message}");
    }
}

#[test]
fn exactly_280_characters_are_taken_whatever_their_bytes() {
    for letter in ["a", "å"] {
        let line = json!({"answers": {"note-improve": [letter.repeat(280)]}}).to_string();
        assert!(drop_in(&line).is_ok(), "{letter}");
    }
}

#[test]
fn what_nobody_sees_is_left_out_of_a_note_and_alone_it_is_none() {
    let line = |text: &str| json!({"answers": {"note-improve": [text]}}).to_string();
    let plainly = drop_in(&line("mer ro\ntil rapport")).unwrap();
    let odd = drop_in(&line("m\u{202e}er\u{200b} ro\r\ntil rapp\u{f702}ort\0")).unwrap();
    assert!(odd == plainly);
    for blank in ["\0", "\u{200b}\u{200d}", "\u{ad}", "\u{f700}", "\u{3164}"] {
        let found = sheet_fault(drop_in(&line(blank)));
        assert_eq!(
            found,
            SheetError::Answer("note-improve".into(), AnswerError::NoteBlank),
            "{blank:?}"
        );
    }
}

#[test]
fn too_many_notes_are_named_with_how_many_are_allowed() {
    let found = sheet_fault(drop_in(r#"{"answers": {"note-improve": ["a", "b"]}}"#));
    assert_eq!(found, SheetError::TooManyNotes("note-improve".to_owned(), 2, 1));
    assert_eq!(found.to_string(), r#""note-improve" has 2 notes; it takes 1 at most"#);
    let found = sheet_fault(table(r#"{"members": [{}, {"note-keep": ["a", "b", "c", "d"]}]}"#));
    assert_eq!(found, SheetError::TooManyNotes("note-keep".to_owned(), 4, 3));
}

#[test]
fn an_unknown_item_is_named() {
    for read in [
        drop_in(r#"{"answers": {"recognitoin": 4}}"#),
        table(r#"{"table": {"recognitoin": 4}, "members": [{}]}"#),
        table(r#"{"members": [{}, {"recognitoin": 4}]}"#),
    ] {
        let found = sheet_fault(read);
        assert_eq!(found, SheetError::UnknownItem("recognitoin".to_owned()));
        assert!(found.to_string().contains("recognitoin"));
    }
}

#[test]
fn an_item_of_the_table_given_by_a_member_is_named() {
    for item in ["card-silence", "score-cooperation"] {
        let value = if item == "card-silence" { json!(true) } else { json!(7) };
        let found = sheet_fault(table(&json!({"members": [{}, {item: value}]}).to_string()));
        assert_eq!(found, SheetError::NotForMembers(item.to_owned()));
        let message = found.to_string();
        assert!(
            message.contains(item) && message.contains("by the table together"),
            "{message}"
        );
    }
}

#[test]
fn an_item_of_the_members_given_by_the_table_is_named() {
    for item in ["recognition", "note-keep"] {
        let value = if item == "recognition" {
            json!(4)
        } else {
            json!(["text"])
        };
        let found = sheet_fault(table(&json!({"table": {item: value}, "members": [{}]}).to_string()));
        assert_eq!(found, SheetError::NotForTheTable(item.to_owned()));
        let message = found.to_string();
        assert!(
            message.contains(item) && message.contains("by each member"),
            "{message}"
        );
    }
}

#[test]
fn a_line_of_the_other_mode_is_told_how_to_write_it() {
    let found = sheet_fault(read_line(r#"{"members": [{}]}"#, &table_deck(), Mode::DropIn));
    assert_eq!(found, SheetError::WrongMode(Mode::DropIn));
    let message = found.to_string();
    assert!(
        message.contains("drop-in") && message.contains(r#"{"answers": {...}}"#),
        "{message}"
    );

    let found = sheet_fault(read_line(
        r#"{"answers": {"recognition": 4}}"#,
        &table_deck(),
        Mode::Table,
    ));
    assert_eq!(found, SheetError::WrongMode(Mode::Table));
    let message = found.to_string();
    assert!(
        message.contains("table mode") && message.contains(r#""members": [{...}, ...]"#),
        "{message}"
    );
}

#[test]
fn a_table_of_nobody_or_of_13_is_told_how_many_it_takes() {
    for members in [0, 13, 100] {
        let line = json!({"table": {"card-silence": true}, "members": vec![json!({}); members]}).to_string();
        let found = sheet_fault(table(&line));
        assert_eq!(found, SheetError::Members(members));
        let message = found.to_string();
        assert!(
            message.contains("1 to 12") && message.contains(&members.to_string()),
            "{message}"
        );
    }
    for members in [1, 12] {
        let line = json!({"table": {}, "members": vec![json!({}); members]}).to_string();
        assert_eq!(table(&line).unwrap().participants(), members);
    }
}

#[test]
fn an_item_answered_twice_is_named() {
    for (read, item) in [
        (
            drop_in(r#"{"answers": {"recognition": 4, "recognition": 5}}"#),
            "recognition",
        ),
        (
            table(r#"{"table": {"card-silence": true, "card-silence": true}, "members": [{}]}"#),
            "card-silence",
        ),
        (
            table(r#"{"members": [{}, {"note-keep": ["a"], "note-keep": ["b"]}]}"#),
            "note-keep",
        ),
    ] {
        let message = match read {
            Err(fault @ LineError::Twice(_)) => fault.to_string(),
            other => panic!("one answer too many should be named: {other:?}"),
        };
        assert!(
            message.contains(item) && message.contains("answered twice"),
            "{message}"
        );
    }
}

#[test]
fn what_is_no_feed_line_is_told_how_to_write_one() {
    for (line, names) in [
        ("", "begin with {"),
        ("recognition: 4", "begin with {"),
        (r#"{"answers": {"recognition": 4}"#, "EOF"),
        (r#"{"answers": {"recognition": 4}} {}"#, "trailing"),
        (r#"{"answers": {}, "note": 1}"#, "another shape"),
        (r#"{"answers": {}, "answers": {}}"#, "another shape"),
        (r#"{"answers": 4}"#, "another shape"),
        (r#"{"answers": [4]}"#, "another shape"),
        (r#"{"members": {}}"#, "another shape"),
        (r#"{"members": [4]}"#, "another shape"),
        (r#"{"answers": {}, "members": [{}]}"#, "mixes"),
        (r#"{"answers": {}, "table": {}}"#, "mixes"),
        (r#"{"table": {"card-silence": true}}"#, "members are missing"),
        ("{}", "nothing is answered"),
        ("null", "begin with {"),
        ("4", "begin with {"),
        ("[{}, null, null]", "begin with {"),
    ] {
        for read in [drop_in(line), table(line)] {
            let message = no_line(read);
            assert!(message.contains(names), "{line}: {message}");
            let shapes = [r#"{"answers": {...}}"#, r#"{"table": {...}, "members": [{...}, ...]}"#];
            assert!(shapes.iter().all(|shape| message.contains(shape)), "{message}");
        }
    }
}

#[test]
fn what_was_written_never_stands_in_the_fault() {
    let fault = table(r#"{"members": ["Sjefen er en tyrann"]}"#).unwrap_err();
    assert!(!format!("{fault} {fault:?}").contains("tyrann"));
}

#[test]
fn nesting_without_end_is_no_line_and_no_overflow() {
    let deep = "[".repeat(100_000);
    no_line(drop_in(&deep));
    let message = no_line(drop_in(&format!("{{\"answers\": {{\"note-improve\": {deep}")));
    assert!(message.contains("recursion limit"), "{message}");
}

fn to_json(given: &PlainAnswers) -> Value {
    let answered = given.iter().filter(|(_, given)| !given.is_empty());
    let pairs = answered.map(|(item, given)| {
        let value = match given.as_slice() {
            [Plain::Card(yes)] => json!(yes),
            [Plain::Face(face)] => json!(face),
            [Plain::Score(score)] => json!(score),
            notes => notes.iter().map(note_text).collect(),
        };
        (item.clone(), value)
    });
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn note_text(plain: &Plain) -> Value {
    match plain {
        Plain::Note(text) => json!(text),
        other => panic!("{other:?} is not a note"),
    }
}

fn to_line(case: &Case) -> String {
    let people: Vec<Value> = case.sheet.people.iter().map(to_json).collect();
    match case.mode() {
        Mode::DropIn => json!({"answers": people[0]}).to_string(),
        Mode::Table => json!({"table": to_json(&case.sheet.table), "members": people}).to_string(),
    }
}

/// The same line as another program may write it: every column, numbers with decimals, null where nothing was answered.
fn spelled_out(case: &Case) -> String {
    let spell = |answers: &Value| -> Value {
        let columns = case.deck.items.iter().map(|item| {
            let value = match answers.get(&item.id) {
                Some(Value::Number(number)) => json!(number.as_f64()),
                value => json!(value),
            };
            (item.id.clone(), value)
        });
        Value::Object(columns.collect())
    };
    let mut line: Value = serde_json::from_str(&to_line(case)).unwrap();
    for (part, value) in line.as_object_mut().unwrap() {
        *value = match &*value {
            Value::Array(members) if part == "members" => members.iter().map(spell).collect(),
            answers => spell(answers),
        };
    }
    line.to_string()
}

/// Any small JSON, of the sorts that answers are made of.
fn a_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|yes| json!(yes)),
        (-3..20_i64).prop_map(|number| json!(number)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::btree_map("[a-z]{0,3}", inner, 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// What reads fits; what does not says so.
fn reads_or_says_why(line: &str, deck: &Deck, mode: Mode) -> Result<(), TestCaseError> {
    match read_line(line, deck, mode) {
        Ok(sheet) => prop_assert_eq!(sheet.check(deck, mode), Ok(())),
        Err(fault) => prop_assert!(!fault.to_string().is_empty()),
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_sheet_comes_back_from_its_line(case in a_case()) {
        let sheet = read_line(&to_line(&case), &case.deck, case.mode()).unwrap();
        prop_assert!(sheet == case.sheet.sheet());
        let spelled = read_line(&spelled_out(&case), &case.deck, case.mode()).unwrap();
        prop_assert!(spelled == sheet, "{}", spelled_out(&case));
    }

    #[test]
    fn arbitrary_text_is_no_line_and_no_panic(line in any::<String>(), mode in a_mode()) {
        prop_assert!(matches!(read_line(&line, &table_deck(), mode), Err(LineError::NotALine(_))));
    }

    #[test]
    fn damaged_lines_read_as_a_fitting_sheet_or_say_why(
        case in a_case(),
        at in any::<Index>(),
        cut in 0..4_usize,
        put in "[\"{}\\[\\],:0-9a-z.\\\\-]{0,3}",
        mode in a_mode(),
    ) {
        let mut line: Vec<char> = to_line(&case).chars().collect();
        let start = at.index(line.len());
        let end = (start + cut).min(line.len());
        line.splice(start..end, put.chars());
        let line: String = line.into_iter().collect();
        reads_or_says_why(&line, &case.deck, mode)?;
    }

    #[test]
    fn any_value_under_any_item_reads_as_a_fitting_sheet_or_says_why(
        item in select(vec!["recognition", "card-silence", "score-cooperation", "note-keep", "unknown"]),
        value in a_value(),
    ) {
        let deck = table_deck();
        for line in [
            json!({"answers": {item: value}}),
            json!({"table": {item: value}, "members": [{}]}),
            json!({"members": [{item: value}]}),
            json!({item: value}),
            json!({"answers": value}),
            json!({"table": value, "members": [{}]}),
            json!({"members": value}),
        ] {
            for mode in [Mode::DropIn, Mode::Table] {
                reads_or_says_why(&line.to_string(), &deck, mode)?;
            }
        }
    }
}
