//! The numbers on a page and those of `trykk-hub results` are the same: read from the page's table and from what the
//! program prints.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use trykk_hub::figures::tally::{QuestionTally, Sheets};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::house::{House, planned, the_plan};

/// A line of the table: question, what was answered, fewest, most, how many answered, unit. A hidden figure has
/// neither answer nor ends.
pub type Line = (String, String, String, String, String, &'static str);

/// The lines of a page's table.
pub fn on_page(page: &str) -> BTreeSet<Line> {
    let (_, table) = page.split_once("<tbody").expect("a table");
    let (table, after) = table.split_once("</tbody>").unwrap();
    assert!(!after.contains("<tbody"), "one table");
    let lines = table.split("<tr ").skip(1).map(|line| {
        let cells: Vec<String> = line
            .split("</t")
            .filter_map(|cell| cell.rsplit_once('>').filter(|(tag, _)| tag.contains("<t")))
            .map(|(_, text)| text.replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'"))
            .collect();
        let unit = |text: &str| match text {
            "personer" => "participant",
            "bord" => "table",
            other => panic!("{other}"),
        };
        match &cells[..] {
            [text, side, least, most, n, who] => (
                text.clone(),
                side.clone(),
                least.clone(),
                most.clone(),
                n.clone(),
                unit(who),
            ),
            [text, hidden, n, who] => {
                let why = match (n.parse::<u64>(), unit(who)) {
                    (Ok(0), _) => "Ingen svarte på dette.",
                    (Ok(..7), "participant") | (Ok(..5), "table") => "Så få svarte at det ikke vises noe tall.",
                    _ => "Her vises det ikke noe tall",
                };
                assert!(hidden.starts_with(why), "{hidden} of {n}");
                let nothing = String::new;
                (text.clone(), nothing(), nothing(), nothing(), n.clone(), unit(who))
            }
            other => panic!("{other:?}"),
        }
    });
    let lines: Vec<Line> = lines.collect();
    let distinct: BTreeSet<Line> = lines.iter().cloned().collect();
    assert_eq!(lines.len(), distinct.len());
    distinct
}

/// What the side of a question is called on the page.
fn label(deck: &Deck, id: &str, side: &str) -> String {
    match (&deck.item(id).unwrap().question, side) {
        (Question::Card, "yes") => "Kjente seg igjen".to_owned(),
        (Question::Statement { faces, .. }, side) => {
            let outer = (faces.len() - 1) / 2;
            let faces = match side {
                "low" => &faces[..outer],
                "middle" => &faces[outer..faces.len() - outer],
                _ => &faces[faces.len() - outer..],
            };
            let labels: Vec<&str> = faces.iter().map(|face| face.get(Language::Nb)).collect();
            labels.join(" / ")
        }
        // The scores of the decks go from 1 to 10.
        (Question::Score { .. }, "low") => "1–4".to_owned(),
        (Question::Score { .. }, _) => "8–10".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn unit(name: &str) -> &'static str {
    match name {
        "participant" => "participant",
        "table" => "table",
        other => panic!("{other}"),
    }
}

/// One line of what is printed, in the words of the page.
fn line(deck: &Deck, [id, who, n, side]: [&str; 4], least: &str, most: &str) -> Line {
    let text = deck.item(id).unwrap().text.get(Language::Nb).to_owned();
    let side = match side {
        "hidden" => String::new(),
        side => label(deck, id, side),
    };
    (text, side, least.to_owned(), most.to_owned(), n.to_owned(), unit(who))
}

/// The lines of a CSV file: question, unit, n, side, fewest and most stand third to eighth.
pub fn in_csv(deck: &Deck, csv: &str) -> BTreeSet<Line> {
    let lines = csv.lines().skip(1).map(|text| {
        let cells: Vec<&str> = text.split(',').collect();
        line(deck, [cells[2], cells[3], cells[4], cells[5]], cells[6], cells[7])
    });
    lines.collect()
}

/// The fewest and the most on one side. Where the middle is best a release has the middle, and the low end of those that are left:
/// the high end follows.
fn bounds(sides: &Value, side: &str, n: u64, ends: fn(&Value, u64) -> (u64, u64)) -> Option<(u64, u64)> {
    let cell = |side: &str, n| sides.get(side).filter(|cell| !cell.is_null()).map(|cell| ends(cell, n));
    if side == "middle" || sides.get("middle").is_none() || sides.get("high").is_some() {
        return cell(side, n);
    }
    let (fewest, most) = cell("middle", n)?;
    let (least_low, most_low) = cell("low", if fewest == most { n - most } else { n })?;
    match side {
        "low" => Some((least_low, most_low)),
        "high" => Some((
            (n - most).saturating_sub(most_low),
            (n - fewest).saturating_sub(least_low),
        )),
        _ => None,
    }
}

/// The lines of questions in JSON; `ends` reads a cell.
pub fn in_json(deck: &Deck, questions: &Value, ends: fn(&Value, u64) -> (u64, u64)) -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for question in questions.as_array().unwrap() {
        let n = question["n"].as_u64().unwrap();
        let (id, who) = (question["id"].as_str().unwrap(), question["unit"].as_str().unwrap());
        let mut put = |side: &str, least: &str, most: &str| {
            // A roll-up has no n where it has no figure.
            let n = match (side, question.get("boxes")) {
                ("hidden", Some(_)) => String::new(),
                _ => n.to_string(),
            };
            lines.insert(line(deck, [id, who, &n, side], least, most));
        };
        match &question["figure"] {
            Value::String(word) => put(word, "", ""),
            figure => {
                let sides = figure.get("ends").or_else(|| figure.get("middle")).unwrap_or(figure);
                for side in ["yes", "middle", "low", "high"] {
                    if let Some((least, most)) = bounds(sides, side, n, ends) {
                        put(side, &least.to_string(), &most.to_string());
                    }
                }
            }
        }
    }
    lines
}

/// A published cell, as the design writes it.
fn cell(cell: &Value, n: u64) -> (u64, u64) {
    let (form, number) = cell.as_object().unwrap().iter().next().unwrap();
    let number = number.as_u64().unwrap();
    match form.as_str() {
        "at-most" => (0, number),
        "exactly" => (number, number),
        "all-but-at-most" => (n - number, n),
        other => panic!("{other}"),
    }
}

/// Answers of some of those who were there: mostly spread, sometimes all the same, sometimes too few.
pub fn answers(sheets: Sheets, rng: &mut StdRng) -> impl FnMut(&mut QuestionTally) {
    move |question| {
        let all = match question.unit {
            Unit::Participant => sheets.participant,
            Unit::Table => sheets.table,
        };
        let n = *[all, all, all - all / 4, 6.min(all), 0].choose(rng).unwrap();
        let values: Vec<i16> = question.counts.keys().copied().collect();
        let favourite = values[rng.next_u32() as usize % values.len()];
        let loyal = *[0_u64, 1, 2, 3].choose(rng).unwrap();
        for _ in 0..n {
            let other = values[rng.next_u32() as usize % values.len()];
            let chosen = if rng.next_u64() % 4 < loyal { favourite } else { other };
            *question.counts.get_mut(&chosen).unwrap() += 1;
        }
    }
}

fn results(house: &House, round: &str, ward: &str, format: &str) -> String {
    let asked = [
        "results", "--round", round, "--ward", ward, "--as", "leader", "--format", format,
    ];
    let (said, done) = house.command(&asked);
    assert!(done, "{said}");
    said
}

/// One question that nobody answered, and one that three did: why no figure is there follows from how many answered, which is
/// published, and is never put down to another reason.
#[tokio::test]
async fn a_question_without_a_figure_says_why() {
    let mut house = planned(&the_plan());
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    let mut nth = 0;
    let one = house.publish("2026-autumn", "med-1", sheets, |question| {
        nth += 1;
        let few = match nth {
            1 => 0,
            2 => 3,
            _ => 20,
        };
        *question.counts.values_mut().next().unwrap() = few;
    });
    house.enter("leader@example.org");
    let leaders = house.get(&format!("/results/{}", one.id)).await.body;
    house.enter("guide@example.org");
    let guides = house.get(&format!("/rounds/{}/figures", one.id)).await.body;
    let times = |page: &str, text: &str| page.matches(text).count();
    // The leader's in the list and in the table, the guide's on both sides.
    for page in [&leaders, &guides] {
        assert_eq!(times(page, "Ingen svarte på dette."), 2);
        assert!(times(page, "Ingen svarte<") > 0 && times(page, "3 personer svarte") > 0);
        assert_eq!(times(page, ">0 personer") + times(page, ">0 av 0"), 0);
        assert_eq!(times(page, "Her vises det ikke noe tall"), 0);
    }
    assert_eq!(times(&leaders, "Så få svarte at det ikke vises noe tall."), 2);
    assert_eq!(times(&guides, "Så få svarte at det ikke vises noe tall."), 1);
}

#[tokio::test]
async fn results_as_leader_are_what_the_leaders_page_shows() {
    let boxes = [
        ("2026-spring", "surg-1", "leder2@example.org", 40, 11),
        ("2026-autumn", "med-1", "leader@example.org", 23, 0),
        ("2026-autumn", "med-2", "guide@example.org", 8, 0),
    ];
    let mut kinds = BTreeSet::new();
    for seed in 0..3 {
        let mut house = planned(&the_plan());
        let mut rng = StdRng::seed_from_u64(seed);
        for (round, ward, reader, participant, table) in boxes {
            let sheets = Sheets { participant, table };
            let one = house.publish(round, ward, sheets, answers(sheets, &mut rng));
            house.enter(reader);
            let page = house.get(&format!("/results/{}", one.id)).await;
            assert_eq!(page.status, 200);
            let shown = on_page(&page.body);
            let deck = house.store.round(round).unwrap().deck;
            let json: Value = serde_json::from_str(&results(&house, round, ward, "json")).unwrap();
            let questions = &json["releases"][0]["questions"];
            assert_eq!(shown, in_json(&deck, questions, cell), "{round} {ward} {seed}");
            assert_eq!(
                shown,
                in_csv(&deck, &results(&house, round, ward, "csv")),
                "{round} {ward} {seed}"
            );
            let commas = results(&house, round, ward, "csv");
            let excel = format!("\u{feff}{}", commas.replace(',', ";").replace('\n', "\r\n"));
            assert_eq!(results(&house, round, ward, "csv-excel"), excel);

            for figure in questions.as_array().unwrap().iter().map(|one| &one["figure"]) {
                for kind in ["hidden", "at-most", "exactly", "all-but-at-most"] {
                    if figure.to_string().contains(kind) {
                        kinds.insert((kind, figure.get("ends").is_some()));
                    }
                }
            }
        }
    }
    assert_eq!(kinds.len(), 7, "every form, of cards and of scales: {kinds:?}");
}
