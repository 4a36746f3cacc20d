//! Results as files: the same figures as on the page, in every form, and words that stay words.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::store::AuditFilter;
use trykk_shared::deck::Question;
use trykk_shared::language::{Language, Texts};

use crate::house::{House, Page, planned, the_plan};
use crate::numbers::{Line, answers, on_page};
use crate::senior;

/// The rows of a CSV file, as a spreadsheet takes it apart.
fn in_csv(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => quoted = !quoted,
            sign if quoted => cell.push(sign),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign if sign == separator => row.push(std::mem::take(&mut cell)),
            sign => cell.push(sign),
        }
    }
    rows
}

/// A sheet of a workbook, head and all: a number must be one, and words must be words.
fn in_xlsx(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let formulas = book.worksheet_formula(sheet).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "no formula");
    let range = book.worksheet_range(sheet).unwrap();
    let rows = range.rows().map(|row| {
        let cells = row.iter().map(|cell| match cell {
            Data::Empty => String::new(),
            Data::String(text) => {
                assert!(text.parse::<f64>().is_err(), "{text:?} is a number");
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

/// The figures of a JSON file, in the order of the columns.
fn in_json(text: &str, keys: &[&str]) -> Vec<Vec<String>> {
    let json: Value = serde_json::from_str(text).unwrap();
    let figures = json["figures"].as_array().unwrap();
    let row = |figure: &Value| {
        assert_eq!(figure.as_object().unwrap().len(), keys.len(), "{figure}");
        let cell = |key: &&str| match &figure[*key] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            other => panic!("{other}"),
        };
        keys.iter().map(cell).collect()
    };
    figures.iter().map(row).collect()
}

const PUBLISHED: [&str; 11] = [
    "ward", "round", "period", "question", "text", "answer", "at_least", "at_most", "answered", "unit", "remark",
];
const EXACT: [&str; 10] = [
    "ward", "round", "period", "question", "text", "answer", "count", "answered", "unit", "remark",
];

/// A file in every form, which must all have the same rows; those rows, without the head.
async fn every_form(house: &House, page: &str, keys: &[&str]) -> Vec<Vec<String>> {
    let get = async |format: &str| -> Page {
        let file = house.get(&format!("{page}/file/{format}")).await;
        assert_eq!(file.status, 200, "{page} {format}");
        let ending = if format == "csv-excel" { "csv" } else { format };
        let kept = file.headers["content-disposition"].to_str().unwrap();
        assert!(
            kept.starts_with("attachment; filename=\"trykk-") && kept.ends_with(&format!(".{ending}\"")),
            "{kept}"
        );
        assert_eq!(file.headers["cache-control"], "no-store");
        file
    };
    let commas = in_csv(&get("csv").await.body, ',');
    let excel = get("csv-excel").await.body;
    assert!(excel.starts_with('\u{feff}') && excel.ends_with("\r\n"));
    assert_eq!(in_csv(&excel, ';'), commas);
    assert_eq!(in_xlsx(&get("xlsx").await.bytes, "Tall"), commas);
    let rows = commas[1..].to_vec();
    assert_eq!(in_json(&get("json").await.body, keys), rows);
    assert!(rows.iter().all(|row| row.len() == keys.len()));
    rows
}

/// A row of published figures as the page's table has it.
fn as_line(row: &[String]) -> Line {
    let unit = match row[9].as_str() {
        "personer" => "participant",
        "bord" => "table",
        other => panic!("{other}"),
    };
    let [text, side, least, most, n] = [4, 5, 6, 7, 8].map(|at: usize| row[at].clone());
    (text, side, least, most, n, unit)
}

#[tokio::test]
async fn a_published_result_as_a_file_is_what_the_page_shows_and_no_figure_more() {
    let boxes = [
        ("2026-spring", "surg-1", "leder2@example.org", 40, 11),
        ("2026-autumn", "med-1", "leader@example.org", 23, 0),
        ("2026-autumn", "med-2", "guide@example.org", 8, 0),
    ];
    for seed in 0..4 {
        let mut house = planned(&the_plan());
        let mut rng = StdRng::seed_from_u64(seed);
        for (round, ward, reader, participant, table) in boxes {
            let sheets = Sheets { participant, table };
            let one = house.publish(round, ward, sheets, answers(sheets, &mut rng));
            house.enter(reader);
            let page = format!("/results/{}", one.id);
            let shown = house.get(&page).await.body;
            let rows = every_form(&house, &page, &PUBLISHED).await;
            let lines: BTreeSet<Line> = rows.iter().map(|row| as_line(row)).collect();
            assert_eq!(lines.len(), rows.len());
            assert_eq!(lines, on_page(&shown), "{round} {ward} {seed}");
            for format in ["xlsx", "csv-excel", "csv", "json"] {
                assert!(shown.contains(&format!("href=\"{page}/file/{format}\"")), "{format}");
            }
            // The other sheets: every question with its n, how many took part.
            let book = house.get(&format!("{page}/file/xlsx")).await.bytes;
            let questions = in_xlsx(&book, "Spørsmål");
            let asked: BTreeSet<_> = rows.iter().map(|row| (&row[4], &row[8], &row[9])).collect();
            let described: BTreeSet<_> = questions[1..].iter().map(|row| (&row[1], &row[5], &row[6])).collect();
            assert_eq!(described, asked);
            let about = in_xlsx(&book, "Om filen");
            assert_eq!(about[1][3..5], [participant.to_string(), table.to_string()]);
        }
    }
}

#[tokio::test]
async fn the_guides_exact_figures_as_a_file_are_what_was_counted_and_what_the_page_shows() {
    for seed in 0..4 {
        let mut house = planned(&the_plan());
        let mut rng = StdRng::seed_from_u64(seed);
        let sheets = Sheets {
            participant: 31,
            table: 8,
        };
        house.count("2026-spring", "surg-1", sheets, answers(sheets, &mut rng));
        let one = house.ballot_box("2026-spring", "surg-1");
        house.enter("guide@example.org");
        let page = format!("/rounds/{}/figures", one.id);
        let shown = house.get(&page).await.body;
        let rows = every_form(&house, &page, &EXACT).await;
        let log = house.store.audit(&AuditFilter::default(), 100).unwrap();
        let noted = log.iter().filter(|entry| {
            entry.deed == "exported" && entry.who == "guide@example.org" && entry.wards == "[\"surg-1\"]"
        });
        assert_eq!(noted.count(), 4, "the log says of each who took it");
        let (deck, tally) = (
            house.store.round("2026-spring").unwrap().deck,
            house.store.tally(one.id).unwrap().unwrap(),
        );
        let mut expected = Vec::new();
        for question in &tally.questions {
            let is_card = deck.item(&question.id).unwrap().question == Question::Card;
            let counts = question.counts.iter().filter(|(value, _)| !is_card || **value == 1);
            let counts: Vec<String> = counts.map(|(_, count)| count.to_string()).collect();
            match question.n() {
                0 => expected.push((question.id.clone(), String::new(), "0".to_owned())),
                n => expected.extend(
                    counts
                        .into_iter()
                        .map(|count| (question.id.clone(), count, n.to_string())),
                ),
            }
        }
        let written = rows.iter().map(|row| (row[3].clone(), row[6].clone(), row[7].clone()));
        assert_eq!(written.collect::<Vec<_>>(), expected, "{seed}");
        for row in rows.iter().filter(|row| !row[6].is_empty()) {
            assert!(
                shown.contains(&format!("<strong>{} av {}</strong>", row[6], row[7])),
                "{row:?}"
            );
        }
        // Means stand with the questions, rounded as the page rounds them.
        let questions = in_xlsx(&house.get(&format!("{page}/file/xlsx")).await.bytes, "Spørsmål");
        let means: Vec<&String> = questions[1..]
            .iter()
            .map(|row| &row[7])
            .filter(|mean| !mean.is_empty())
            .collect();
        for mean in &means {
            let said = format!("{:.1}", mean.parse::<f64>().unwrap()).replace('.', ",");
            assert!(shown.contains(&format!("snitt {said}")), "{mean}");
        }
        let answered_scores = tally.questions.iter().filter(|question| {
            question.n() > 0 && matches!(deck.item(&question.id).unwrap().question, Question::Score { .. })
        });
        assert_eq!(means.len(), answered_scores.count());
    }
}

/// Whoever may not read the page reads no file of it either, also where only this count is shut to them.
#[tokio::test]
async fn a_file_has_the_doors_of_its_page() {
    let mut house = planned(&the_plan());
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(1);
    house.count("2026-autumn", "med-1", sheets, answers(sheets, &mut rng));
    let id = house.ballot_box("2026-autumn", "med-1").id;
    let status = async |house: &mut House, email: &str, path: &str| {
        house.enter(email);
        house.get(path).await.status.as_u16()
    };
    let (released, exact) = (
        format!("/results/{id}/file/csv"),
        format!("/rounds/{id}/figures/file/csv"),
    );
    // Counted and not published: nothing for the readers, and the guide's page of the result is none yet.
    for email in ["leader@example.org", "guide@example.org"] {
        assert_eq!(status(&mut house, email, &released).await, 404, "{email}");
    }
    assert_eq!(status(&mut house, "guide@example.org", &exact).await, 200);
    assert_eq!(status(&mut house, "leader@example.org", &exact).await, 403);
    house.publish_counted("2026-autumn", "med-1");
    for (email, code) in [
        ("leader@example.org", 200),
        ("guide@example.org", 200),
        ("leder2@example.org", 404),
        ("senior@example.org", 403),
        ("admin@example.org", 403),
    ] {
        assert_eq!(status(&mut house, email, &released).await, code, "{email}");
    }
    // A guide of the ward who is not let in to this count.
    let connection = rusqlite::Connection::open(house.data.database()).unwrap();
    connection.execute_batch("DELETE FROM box_guide").unwrap();
    for path in [&exact, &format!("/rounds/{id}/figures")] {
        assert_eq!(status(&mut house, "guide@example.org", path).await, 303, "{path}");
    }
}

const ROLLED: [&str; 12] = [
    "ward", "round", "period", "question", "text", "answer", "at_least", "at_most", "answered", "unit", "remark",
    "boxes",
];

/// The senior leader's files have what the page has, and are there when the page has figures.
#[tokio::test]
async fn a_roll_up_as_a_file_is_what_its_page_shows_and_has_its_doors() {
    let mut house = planned(&senior::a_plan());
    let page = |of: &str| format!("/roll-ups/{}{of}", senior::ROUND);
    let (medicine, surgery, whole) = (page("/medicine"), page("/surgery"), page(""));
    house.enter("senior@example.org");
    for (ward, people) in [("med-1", 23), ("med-2", 9)] {
        senior::publish(&mut house, ward, people, people);
    }
    let waits = house.get(&medicine).await;
    assert!(
        waits.status == 200 && !waits.body.contains("/file/"),
        "no file while a ward is missing"
    );
    assert_eq!(house.get(&format!("{medicine}/file/csv")).await.status, 404);
    for (ward, people) in [("med-3", 31), ("surg-2", 40), ("surg-3", 12)] {
        senior::publish(&mut house, ward, people, people);
    }
    for (page, name) in [(&medicine, "Medisinsk avdeling"), (&whole, "Fjordvik sykehus")] {
        let shown = house.get(page).await.body;
        let rows = every_form(&house, page, &ROLLED).await;
        let lines: BTreeSet<Line> = rows.iter().map(|row| as_line(row)).collect();
        assert_eq!(lines, on_page(&shown), "{page}");
        assert!(rows.iter().all(|row| row[0] == name), "{page}");
        let counted = rows.iter().filter(|row| !row[6].is_empty());
        assert!(counted.clone().count() > 0);
        assert!(
            counted
                .clone()
                .all(|row| !row[11].is_empty() && shown.contains(&row[11])),
            "{page}"
        );
        for format in ["xlsx", "csv-excel", "csv", "json"] {
            assert!(shown.contains(&format!("href=\"{page}/file/{format}\"")), "{format}");
        }
    }
    // Two wards are too few for a sum: neither page nor file.
    assert_eq!(house.get(&format!("{surgery}/file/xlsx")).await.status, 404);
    assert_eq!(house.get(&format!("{medicine}/file/pdf")).await.status, 404);
    let logged = house.store.audit(&AuditFilter::default(), 100).unwrap();
    let exports = logged
        .iter()
        .filter(|entry| entry.deed == "exported" && entry.who == "senior@example.org" && entry.wards == "[]");
    assert_eq!(exports.count(), 8, "each file that was handed out, and no refusal");
    for (email, status) in [
        ("surgery@example.org", 404),
        ("leader@example.org", 403),
        ("guide@example.org", 403),
    ] {
        house.enter(email);
        assert_eq!(
            house.get(&format!("{medicine}/file/csv")).await.status,
            status,
            "{email}"
        );
    }
}

/// Texts of a deck are people's own: none of them is reckoned, and in a workbook each is a text.
#[tokio::test]
async fn a_question_that_looks_like_a_formula_or_a_date_stays_words() {
    let mut plan = the_plan();
    let strange = [
        "=1+1", "+47 22", "-3", "@SUM(A1)", "\u{a0}=2", "1/2", "10-12", "5. mai", "12:30", "2026-10",
    ];
    let round = plan.rounds.get_mut("2026-autumn").unwrap();
    let mut texts = strange.iter();
    for item in &mut round.deck.items {
        if let Some(text) = texts.next() {
            item.text = Texts([(Language::Nb, (*text).to_owned())].into());
        }
    }
    let mut house = planned(&plan);
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(1);
    let one = house.publish("2026-autumn", "med-1", sheets, answers(sheets, &mut rng));
    house.enter("leader@example.org");
    let page = format!("/results/{}/file", one.id);
    for (format, separator) in [("csv", ','), ("csv-excel", ';')] {
        let rows = in_csv(&house.get(&format!("{page}/{format}")).await.body, separator);
        let texts: BTreeSet<&str> = rows[1..].iter().map(|row| row[4].as_str()).collect();
        for text in strange {
            assert!(
                texts.contains(format!("'{text}").as_str()) && !texts.contains(text),
                "{text} in {texts:?}"
            );
        }
    }
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(house.get(&format!("{page}/xlsx")).await.bytes)).unwrap();
    let range = book.worksheet_range("Tall").unwrap();
    for text in strange {
        let stands = range.rows().any(|row| row[4] == Data::String(text.to_owned()));
        assert!(stands, "{text}");
    }
}
