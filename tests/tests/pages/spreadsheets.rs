//! The files of a result in a real spreadsheet that thinks in Norwegian: LibreOffice opens each, and says what every cell became.
//! scripts/spreadsheets runs it; ./check does not, for LibreOffice is large.

use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use trykk_shared::deck::{Deck, Mode};
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, deck_path};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::scene::PASSWORD;

/// What people write that a spreadsheet would make a formula, a date, a number or a truth of.
const ODD: [&str; 14] = [
    "=1+1",
    "1-2",
    "3/4",
    "1. mai",
    "@SUMMER(A1:A9)",
    "SANN",
    "1,5",
    "0012",
    "12:30",
    "10 %",
    "+4790000000",
    "-5",
    "1e5",
    "kr 100",
];
/// As many of them as the deck has questions with figures.
const ASKED: usize = 10;
/// Words with what Norwegian has of its own, and with what cuts cells apart: a question, the round, an answer.
const WORDS: [&str; 3] = ["Blåbær på ØNH", "Ærlig; ikke sant, du?", "Vi sa \"nei\", da"];

/// The wards, each counted by itself.
const WARDS: [(&str, &str); 3] = [("a", "1-2"), ("b", "=1+1"), ("c", "3/4")];

/// The station's deck with odd words in its questions and answers.
fn odd_deck() -> String {
    let mut deck = fs::read_to_string(deck_path("station-2.toml")).unwrap();
    let escaped = |words: &str| words.replace('"', "\\\"");
    let mut odd = WORDS[..1].iter().chain(&ODD[..ASKED]);
    let mut from = 0;
    // Each question's text in bokmål, one after the other.
    while let Some(at) = deck[from..].find("\ntext = { nb = \"") {
        let start = from + at + "\ntext = { nb = \"".len();
        let end = start + deck[start..].find("\", nn").unwrap();
        if let Some(words) = odd.next() {
            deck.replace_range(start..end, &escaped(words));
        }
        from = start;
    }
    for (was, words) in [
        ("Der skoen trykker – i pausen", WORDS[1]),
        ("Sjelden", WORDS[2]),
        ("Nesten aldri", "1/2"),
    ] {
        deck = deck.replacen(&format!("nb = \"{was}\""), &format!("nb = \"{}\"", escaped(words)), 1);
    }
    deck.replacen("id = \"der-skoen-trykker-station\"", "id = \"odd\"", 1)
}

/// A hub with a published result of three wards, serving.
fn published() -> (Hospital, String) {
    let mut hospital = Hospital::empty(programs());
    fs::create_dir(hospital.path("decks")).unwrap();
    fs::write(hospital.path("decks").join("odd.toml"), odd_deck()).unwrap();
    let mut plan = "[organisation]\nname = \"Sykehuset\"\n[[department]]\nid = \"d\"\nname = \"2-3\"\n".to_owned();
    for (id, name) in WARDS {
        plan += &format!("[[ward]]\nid = \"{id}\"\nname = \"{name}\"\ndepartment = \"d\"\nheadcount = 20\n");
    }
    plan += &format!("[[account]]\nemail = \"{GUIDE}\"\nrole = \"guide\"\ndepartments = [\"d\"]\n");
    plan += "[[round]]\nid = \"odd\"\ndeck = \"decks/odd.toml\"\nmode = \"drop-in\"\ncodes = false\nwards = [\"a\", \"b\", \"c\"]\n\
             opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7\nurgent = { nb = \"Ring.\", nn = \"Ring.\", en = \"Call.\" }\n";
    hospital.apply(&plan).done();
    fs::write(hospital.path("passphrase"), trykk_tests::hospital::PASSPHRASE).unwrap();
    hospital.set_passphrase().done();
    let file = hospital.path("password");
    fs::write(&file, PASSWORD).unwrap();
    let password = [
        "account",
        "password",
        "--email",
        GUIDE,
        "--password-file",
        file.to_str().unwrap(),
    ];
    hospital.hub(&password).done();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let web = hospital.web().to_string();
    let deck = Deck::read(&odd_deck()).unwrap();
    let mut answerer = Answerer::new(&deck, Mode::DropIn, 5);
    let tablets = WARDS.map(|(id, _)| hospital.tablet(&format!("tablet-{id}"), id, None));
    for tablet in &tablets {
        let lines: Vec<String> = (0..12).map(|_| answerer.line(1)).collect();
        tablet.feed(&lines).done();
        tablet.sync().done();
    }
    let round = |action: &str, rest: &[&str]| {
        hospital
            .hub(&[&["round", action, "--round", "odd"], rest].concat())
            .done();
    };
    round("close", &["--for-good"]);
    for tablet in &tablets {
        tablet.sync().done();
    }
    let passphrase = hospital.path("passphrase");
    round(
        "count",
        &["--guide", GUIDE, "--passphrase-file", passphrase.to_str().unwrap()],
    );
    round("release", &[]);
    (hospital, web)
}

/// Lets LibreOffice open a file as a double click does on a Norwegian desk, and save what it made of it as a workbook.
fn open_in_libreoffice(file: &Path, filter: Option<&str>, folder: &Path) -> Vec<u8> {
    let profile = folder.join("profile");
    let out = folder.join("opened");
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args([
            "--headless",
            "--norestore",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
        ])
        .arg(&out)
        .env("HOME", folder)
        .env("LANG", "nb_NO.UTF-8")
        .env("LC_ALL", "nb_NO.UTF-8");
    command.args(filter.map(|filter| format!("--infilter={filter}")));
    let said = command
        .arg(file)
        .output()
        .expect("soffice; scripts/spreadsheets installs it");
    let made = out.join(file.file_stem().unwrap()).with_extension("xlsx");
    fs::read(&made).unwrap_or_else(|error| panic!("{error}: {said:?}"))
}

/// The first sheet, after its head, as JSON has cells. A date, a truth or a formula is nothing that a file of ours may become.
fn cells(bytes: Vec<u8>) -> Vec<Vec<Value>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.sheet_names().remove(0);
    let formulas = book.worksheet_formula(&sheet).unwrap();
    let formulas: Vec<_> = formulas.cells().filter(|(_, _, formula)| !formula.is_empty()).collect();
    assert!(formulas.is_empty(), "formulas: {formulas:?}");
    let range = book.worksheet_range(&sheet).unwrap();
    let cell = |cell: &Data| match cell {
        Data::Empty => Value::Null,
        Data::String(text) => Value::String(text.clone()),
        Data::Float(number) if number.fract() == 0.0 => Value::from(*number as i64),
        Data::Int(number) => Value::from(*number),
        other => panic!("{other:?} is neither words nor a whole number"),
    };
    range.rows().skip(1).map(|row| row.iter().map(cell).collect()).collect()
}

/// Words, without the apostrophes that stand in a file of commas where words would be reckoned.
fn unguarded(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('\'', "")),
        other => other.clone(),
    }
}

/// The columns of published figures, and of the guide's own, in their order.
const PUBLISHED: [&str; 11] = [
    "ward", "round", "period", "question", "text", "answer", "at_least", "at_most", "answered", "unit", "remark",
];
const EXACT: [&str; 10] = [
    "ward", "round", "period", "question", "text", "answer", "count", "answered", "unit", "remark",
];

/// Downloads a page's files, lets LibreOffice open each, and compares every cell with the JSON.
fn compare(browser: &Browser, page: &str, columns: &[&str], folder: &Path) {
    browser.goto(page);
    let get = |form: &str| browser.download(&format!(".downloads a[href$='/file/{form}']"), &folder.join(form));
    let json: Value = serde_json::from_slice(&fs::read(get("json")).unwrap()).unwrap();
    let figures = json["figures"].as_array().unwrap();
    let wanted: Vec<Vec<Value>> = figures
        .iter()
        .map(|figure| columns.iter().map(|key| figure[*key].clone()).collect())
        .collect();
    for odd in ODD[..ASKED].iter().chain(&WORDS[..1]) {
        assert!(
            figures.iter().any(|figure| figure["text"] == *odd),
            "nobody is asked {odd}"
        );
    }
    let ward = figures[0]["ward"].as_str().unwrap();
    assert!(WARDS.iter().any(|(_, name)| *name == ward), "{ward}");
    // Separator, quotation mark, UTF-8, from line 1, no column set, the system's language, no cell forced to be words, numbers of every
    // kind looked for: what Calc proposes.
    for (form, filter) in [
        ("csv-excel", Some("CSV:59,34,76,1,,0,false,true")),
        ("csv", Some("CSV:44,34,76,1,,0,false,true")),
        ("xlsx", None),
    ] {
        let file = get(form);
        let cells = cells(open_in_libreoffice(
            &file,
            filter,
            &folder.join(format!("{form}-opened")),
        ));
        assert_eq!(cells.len(), wanted.len(), "{form}");
        for (nth, (row, wanted)) in cells.iter().zip(&wanted).enumerate() {
            for (column, key) in columns.iter().enumerate() {
                let (became, was) = (row.get(column).unwrap_or(&Value::Null), &wanted[column]);
                let same = match form {
                    "xlsx" => became == was,
                    _ => unguarded(became) == unguarded(was),
                };
                assert!(same, "{form}, line {}, {key}: {was} became {became}", nth + 2);
            }
        }
        let (lines, of) = (cells.len(), columns.len());
        println!(
            "{ward}: {}: {lines} lines of {of} cells, each as in JSON",
            file.file_name().unwrap().to_string_lossy()
        );
    }
}

#[test]
#[ignore = "takes LibreOffice: scripts/spreadsheets"]
fn in_a_norwegian_libreoffice_numbers_are_numbers_and_words_are_words() {
    let (hospital, web) = published();
    let browser = Browser::start();
    browser.goto(&format!("http://{web}/log-in?lang=nb"));
    browser.log_in(GUIDE, PASSWORD);
    browser.goto("/rounds");
    let script = "return [...document.querySelectorAll('a.card')].map(card => card.pathname)";
    let rounds: Vec<String> = serde_json::from_value(browser.run(script, &[])).unwrap();
    assert_eq!(rounds.len(), WARDS.len());
    for (nth, round) in rounds.iter().enumerate() {
        let folder = hospital.path(&nth.to_string());
        compare(
            &browser,
            &round.replace("/rounds/", "/results/"),
            &PUBLISHED,
            &folder.join("published"),
        );
        compare(&browser, &format!("{round}/figures"), &EXACT, &folder.join("exact"));
    }
}

/// The check above sees what it is there for: without its guards the same file becomes dates, formulas and numbers.
#[test]
#[ignore = "takes LibreOffice: scripts/spreadsheets"]
fn an_unguarded_list_would_become_dates_and_sums() {
    let folder = tempfile::Builder::new().prefix("trykk-").tempdir().unwrap();
    let file = folder.path().join("plain.csv");
    fs::write(
        &file,
        format!("text\n{}\n", ODD.map(|odd| format!("\"{odd}\"")).join("\n")),
    )
    .unwrap();
    let opened = open_in_libreoffice(&file, Some("CSV:59,34,76,1,,0,false,true"), folder.path());
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(opened)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let became: Vec<&Data> = range.rows().skip(1).map(|row| &row[0]).collect();
    let words = became.iter().filter(|cell| matches!(cell, Data::String(_))).count();
    println!("unguarded: {became:?}");
    assert!(words < ODD.len() / 2, "{became:?}");
}
