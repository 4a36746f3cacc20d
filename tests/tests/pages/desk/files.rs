//! Every file that a page offers, downloaded through the page, and held against the page's own figures.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use trykk_tests::browser::Browser;

/// One figure: question, answer, fewest, most, how many answered, unit. Of the guide's own figures fewest and most are the one count.
pub type Figure = Vec<String>;

/// The forms in which a page offers its figures.
const FORMS: [&str; 4] = ["csv", "csv-excel", "xlsx", "json"];

/// What the table of a page with published figures says, in the order of its words.
#[track_caller]
pub fn published_on_page(browser: &Browser) -> Vec<Figure> {
    let script = "return [...document.querySelectorAll('section.details table tbody tr')].map(row => \
                  [...row.children].map(cell => cell.textContent.trim()))";
    let rows: Vec<Vec<String>> = serde_json::from_value(browser.run(script, &[])).unwrap();
    let mut figures: Vec<Figure> = rows
        .into_iter()
        .map(|row| match &row[..] {
            [_, _, _, _, _, _] => row,
            // Hidden, with the reason where the answer would stand.
            [text, _, n, unit] => {
                let nothing = String::new;
                vec![text.clone(), nothing(), nothing(), nothing(), n.clone(), unit.clone()]
            }
            other => panic!("{other:?} is no row of the table"),
        })
        .collect();
    assert!(!figures.is_empty(), "no table on {}", browser.path());
    figures.sort();
    figures
}

/// What the charts of the guide's own figures say: question, count, how many answered.
#[track_caller]
pub fn exact_on_page(browser: &Browser) -> Vec<Figure> {
    let script = "return [...document.querySelectorAll('figure.chart.pair')].flatMap(chart => { \
                  const sides = chart.querySelector('.sides'), rows = [...sides.querySelectorAll('.row')]; \
                  const own = sides.querySelector('.side:not(.label)') ? [...sides.firstElementChild.querySelectorAll('.row')] : rows.slice(0, 1); \
                  const text = chart.querySelector('h3').textContent.trim(); \
                  return own.map(row => [text, row.querySelector('.figure strong')?.textContent.trim() ?? '']) })";
    let rows: Vec<[String; 2]> = serde_json::from_value(browser.run(script, &[])).unwrap();
    let mut figures: Vec<Figure> = rows
        .into_iter()
        .map(|[text, figure]| match figure.split_once(" av ") {
            Some((count, n)) => vec![text, count.to_owned(), n.to_owned()],
            None => vec![text, String::new(), "0".to_owned()],
        })
        .collect();
    assert!(!figures.is_empty(), "no charts on {}", browser.path());
    figures.sort();
    figures
}

/// The rows of a file, head and all.
fn rows_of(form: &str, file: &Path) -> Vec<Vec<String>> {
    let bytes = fs::read(file).unwrap();
    match form {
        "xlsx" => in_workbook(bytes),
        "json" => in_json(&bytes),
        form => {
            let text = String::from_utf8(bytes).unwrap();
            let excel = form == "csv-excel";
            assert_eq!(
                text.starts_with('\u{feff}'),
                excel,
                "the mark that Excel knows UTF-8 by"
            );
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(if excel { b';' } else { b',' })
                .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let rows = reader
                .records()
                .map(|row| row.unwrap().iter().map(str::to_owned).collect());
            rows.collect()
        }
    }
}

/// The first sheet: a number must be one, words must be words, and nothing is reckoned.
fn in_workbook(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.sheet_names().first().expect("a sheet").clone();
    let formulas = book.worksheet_formula(&sheet).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "a formula");
    let range = book.worksheet_range(&sheet).unwrap();
    let rows = range.rows().map(|row| {
        let cells = row.iter().map(|cell| match cell {
            Data::Empty => String::new(),
            Data::String(text) => {
                assert!(text.parse::<f64>().is_err(), "{text:?} is a number, written as words");
                text.clone()
            }
            Data::Float(number) => number.to_string(),
            Data::Int(number) => number.to_string(),
            other => panic!("{other:?} is neither words nor a number"),
        });
        cells.collect()
    });
    rows.collect()
}

/// The names of the fields for a head, then the figures.
fn in_json(bytes: &[u8]) -> Vec<Vec<String>> {
    const KEYS: [&str; 7] = ["text", "answer", "count", "at_least", "at_most", "answered", "unit"];
    let json: Value = serde_json::from_slice(bytes).unwrap();
    let figures = json["figures"].as_array().unwrap();
    let keys: Vec<&str> = KEYS.into_iter().filter(|key| figures[0].get(key).is_some()).collect();
    let cells = |figure: &Value| {
        let cell = |key: &&str| match &figure[*key] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            other => panic!("{other} is neither words nor a number"),
        };
        keys.iter().map(cell).collect()
    };
    let head = keys.iter().map(|key| (*key).to_owned()).collect();
    std::iter::once(head).chain(figures.iter().map(cells)).collect()
}

/// What the head of a column is called, in JSON and in bokmål.
const TEXT: [&str; 2] = ["text", "Spørsmål"];
const ANSWER: [&str; 2] = ["answer", "Svar"];
const COUNT: [&str; 2] = ["count", "Antall"];
const LEAST: [&str; 2] = ["at_least", "Minst"];
const MOST: [&str; 2] = ["at_most", "Høyst"];
const ANSWERED: [&str; 2] = ["answered", "Svarte"];
const UNIT: [&str; 2] = ["unit", "Hvem"];

/// These columns of a file's rows.
#[track_caller]
fn columns(rows: &[Vec<String>], names: &[[&str; 2]]) -> Vec<Figure> {
    let (head, rows) = rows.split_first().expect("a head");
    let places: Vec<usize> = names
        .iter()
        .map(|names| {
            let found = head.iter().rposition(|name| names.contains(&name.as_str()));
            found.unwrap_or_else(|| panic!("no {names:?} in {head:?}"))
        })
        .collect();
    let mut figures: Vec<Figure> = rows
        .iter()
        .map(|row| places.iter().map(|place| row[*place].clone()).collect())
        .collect();
    figures.sort();
    figures
}

/// Downloads the page's files through its links, each into a folder of its own below `folder`, and holds every figure against the page's.
#[track_caller]
fn hold(browser: &Browser, folder: &Path, names: &[[&str; 2]], on_page: &[Figure]) {
    for form in FORMS {
        let file = browser.download(&format!(".downloads a[href$='/file/{form}']"), &folder.join(form));
        let ending = form.split('-').next().unwrap();
        assert_eq!(file.extension().unwrap(), ending, "{file:?}");
        assert_eq!(
            columns(&rows_of(form, &file), names),
            on_page,
            "{form} of {}",
            browser.path()
        );
    }
}

/// The files of a page with published figures have those figures and no other.
#[track_caller]
pub fn hold_published(browser: &Browser, folder: &Path) {
    let on_page = published_on_page(browser);
    hold(browser, folder, &[TEXT, ANSWER, LEAST, MOST, ANSWERED, UNIT], &on_page);
}

/// The files of the guide's own figures have those figures and no other.
#[track_caller]
pub fn hold_exact(browser: &Browser, folder: &Path) {
    let on_page = exact_on_page(browser);
    hold(browser, folder, &[TEXT, COUNT, ANSWERED], &on_page);
}
