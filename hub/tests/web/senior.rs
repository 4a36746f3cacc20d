//! The senior leader: roll-ups of what is published, and never a single ward.

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::{Account, Organisation, Places, Role, Ward};

use crate::house::{House, planned, the_plan};
use crate::numbers::{answers, in_csv, in_json, on_page};

const SENIOR: &str = "senior@example.org";
const SURGERY_ONLY: &str = "surgery@example.org";
pub const ROUND: &str = "2026-winter";

/// The demo's plan with a third ward in medicine, two more in surgery, and a round that all of them answer but one of
/// surgery: three boxes in medicine, two in surgery.
pub fn a_plan() -> Organisation {
    let mut plan = the_plan();
    for (id, department) in [("med-3", "medicine"), ("surg-2", "surgery"), ("surg-3", "surgery")] {
        let ward = Ward {
            name: format!("Sengepost {id}"),
            department: department.to_owned(),
            headcount: 40,
            closed: false,
        };
        plan.wards.insert(id.to_owned(), ward);
    }
    let mut round = plan.rounds["2026-autumn"].clone();
    let boxes = ["med-1", "med-2", "med-3", "surg-2", "surg-3"];
    round.boxes = boxes.map(|ward| (vec![ward.to_owned()], false)).to_vec();
    plan.rounds.insert(ROUND.to_owned(), round);
    let account = Account {
        role: Role::SeniorLeader,
        places: Places {
            wards: Vec::new(),
            departments: vec!["surgery".to_owned()],
        },
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(SURGERY_ONLY.to_owned(), account);
    plan
}

/// Releases a ward's box. The same seed gives the same answers.
pub fn publish(house: &mut House, ward: &str, participant: u64, seed: u64) {
    let sheets = Sheets { participant, table: 0 };
    let mut rng = StdRng::seed_from_u64(seed);
    house.publish(ROUND, ward, sheets, answers(sheets, &mut rng));
}

fn rolled(house: &House, department: Option<&str>, format: &str) -> (String, bool) {
    let mut asked = vec!["results", "--round", ROUND, "--as", "senior-leader", "--format", format];
    asked.extend(department.into_iter().flat_map(|id| ["--department", id]));
    house.command(&asked)
}

/// The fewest and the most of a sum.
fn span(span: &Value, _: u64) -> (u64, u64) {
    (span["least"].as_u64().unwrap(), span["most"].as_u64().unwrap())
}

#[tokio::test]
async fn a_roll_up_comes_when_every_ward_is_done_and_shows_no_single_one() {
    let mut house = planned(&a_plan());
    house.enter(SENIOR);
    assert!(
        house
            .get("/")
            .await
            .body
            .contains("Ingenting er publisert for avdelingene")
    );
    let [whole, medicine, surgery] = ["", "/medicine", "/surgery"].map(|of| format!("/roll-ups/{ROUND}{of}"));
    assert_eq!(house.get(&whole).await.status, 404, "nothing is released");

    publish(&mut house, "med-1", 23, 1);
    publish(&mut house, "med-2", 9, 2);
    let home = house.get("/").await.body;
    assert!(home.contains(&whole) && home.contains(&medicine) && !home.contains(&surgery));
    let waits = house.get(&medicine).await;
    assert!(waits.body.contains("Nå gjenstår 1 av 3") && !waits.body.contains("<table"));
    assert!(!rolled(&house, Some("medicine"), "csv").1);

    // Counted is not released.
    let sheets = Sheets {
        participant: 31,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(3);
    house.count(ROUND, "med-3", sheets, answers(sheets, &mut rng));
    assert!(house.get(&medicine).await.body.contains("Nå gjenstår 1 av 3"));
    house.publish_counted(ROUND, "med-3");
    let page = house.get(&medicine).await.body;
    let shown = on_page(&page);
    assert!(page.contains("<strong>63</strong>") && page.contains("i 3 av 3 enheter"));
    let deck = house.store.round(ROUND).unwrap().deck;
    let json: Value = serde_json::from_str(&rolled(&house, Some("medicine"), "json").0).unwrap();
    assert_eq!(shown, in_json(&deck, &json["rollup"]["questions"], span));
    assert_eq!(shown, in_csv(&deck, &rolled(&house, Some("medicine"), "csv").0));
    assert!(shown.iter().any(|line| line.1.is_empty()) && shown.iter().any(|line| !line.1.is_empty()));
    for one in house.store.boxes().unwrap() {
        for path in ["results", "rounds"] {
            assert_eq!(house.get(&format!("/{path}/{}", one.id)).await.status, 403);
        }
    }

    // The whole waits for surgery; then surgery is two wards, which the whole would show by a difference.
    assert!(house.get(&whole).await.body.contains("Nå gjenstår 2 av 5"));
    publish(&mut house, "surg-2", 40, 4);
    publish(&mut house, "surg-3", 12, 5);
    let few = house.get(&surgery).await.body;
    assert!(few.contains("Færre enn 3 enheter har tall her") && !few.contains("<table"));
    let (said, done) = rolled(&house, Some("surgery"), "json");
    assert!(!done && said.contains("fewer than 3"), "{said}");
    let all = house.get(&whole).await.body;
    assert!(
        all.contains("<strong>63</strong>") && all.contains("i 3 av 5 enheter"),
        "medicine alone"
    );
    assert_eq!(on_page(&all), shown);
    let json: Value = serde_json::from_str(&rolled(&house, None, "json").0).unwrap();
    assert_eq!(json["rollup"]["participation"]["boxes"], 3);
    assert_eq!(shown, in_json(&deck, &json["rollup"]["questions"], span));
}

/// A round of many departments: the whole is seen at once, and each department behind a fold.
#[tokio::test]
async fn many_departments_are_folded_away_behind_the_whole() {
    let mut plan = a_plan();
    let mut all = plan.accounts[SENIOR].clone();
    for nth in 0..6 {
        let id = format!("d-{nth}");
        plan.departments.insert(id.clone(), format!("Avdeling {nth}"));
        let ward = Ward {
            name: format!("Enhet {nth}"),
            department: id.clone(),
            headcount: 40,
            closed: false,
        };
        plan.wards.insert(format!("w-{nth}"), ward);
        let round = plan.rounds.get_mut(ROUND).unwrap();
        round.boxes.push((vec![format!("w-{nth}")], false));
        all.places.departments.push(id);
    }
    plan.accounts.insert(SENIOR.to_owned(), all);
    let mut house = planned(&plan);
    let wards = [
        "med-1", "med-2", "med-3", "surg-2", "surg-3", "w-0", "w-1", "w-2", "w-3", "w-4", "w-5",
    ];
    for (seed, ward) in wards.into_iter().enumerate() {
        publish(&mut house, ward, 20, seed as u64);
    }
    house.enter(SENIOR);
    let home = house.get("/").await.body;
    let (seen, folded) = home
        .split_once("<details><summary>Vis 8 avdelinger</summary>")
        .expect("a fold");
    assert!(seen.contains(&format!("/roll-ups/{ROUND}\"")) && !seen.contains(&format!("/roll-ups/{ROUND}/")));
    let folded = folded.split_once("</details>").unwrap().0;
    assert_eq!(folded.matches(&format!("/roll-ups/{ROUND}/")).count(), 8);
    assert!(folded.contains("Avdeling 5") && folded.contains("Færre enn 3 enheter"));
}

#[tokio::test]
async fn places_decide_which_roll_ups_there_are() {
    let mut house = planned(&a_plan());
    for (seed, ward) in ["med-1", "med-2", "med-3", "surg-2", "surg-3"].into_iter().enumerate() {
        publish(&mut house, ward, 20, seed as u64);
    }
    house.enter(SURGERY_ONLY);
    let home = house.get("/").await.body;
    assert!(home.contains("/surgery") && !home.contains("/medicine"));
    for (of, status) in [("/surgery", 200), ("/medicine", 404), ("", 404), ("/nowhere", 404)] {
        let page = house.get(&format!("/roll-ups/{ROUND}{of}")).await;
        assert_eq!(page.status, status, "{of}");
    }
    house.enter(SENIOR);
    let home = house.get("/").await.body;
    for of in ["\"", "/medicine\"", "/surgery\""] {
        assert!(home.contains(&format!("/roll-ups/{ROUND}{of}")), "{of}");
    }
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    house.publish(
        "2026-spring",
        "surg-1",
        sheets,
        answers(sheets, &mut StdRng::seed_from_u64(1)),
    );
    let home = house.get("/").await.body;
    assert!(
        home.contains("2026-spring/surgery\"") && !home.contains("2026-spring\""),
        "listed once"
    );
    assert_eq!(house.get("/roll-ups/unknown/medicine").await.status, 404);
    let (said, done) = house.command(&["results", "--round", ROUND, "--as", "senior-leader", "--ward", "med-1"]);
    assert!(!done && said.contains("no single ward"), "{said}");
}

#[tokio::test]
async fn tallies_with_the_same_releases_give_the_same_roll_up_byte_by_byte() {
    let mut pages = Vec::new();
    // At most 3 of 20 in each ward.
    for few in [0, 2, 3, 4] {
        let mut house = planned(&a_plan());
        for ward in ["med-1", "med-2", "med-3"] {
            let sheets = Sheets {
                participant: 20,
                table: 0,
            };
            house.publish(ROUND, ward, sheets, |question| {
                let (first, last) = (
                    *question.counts.keys().next().unwrap(),
                    *question.counts.keys().last().unwrap(),
                );
                question.counts.insert(last, few);
                question.counts.insert(first, 20 - few);
            });
        }
        house.enter(SENIOR);
        let page = house.get(&format!("/roll-ups/{ROUND}/medicine")).await;
        assert_eq!(page.status, 200);
        pages.push(page.body);
    }
    assert!(
        pages[0] == pages[1] && pages[1] == pages[2],
        "the page tells more than the releases"
    );
    assert!(pages[0].contains("høyst 9 av 60") && pages[3].contains("12 av 60"));
}
