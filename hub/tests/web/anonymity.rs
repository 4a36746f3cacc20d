//! The anonymity check on the page of a round that is still to open.

use trykk_hub::organisation::Organisation;

use crate::house::{House, planned, the_plan};

const GUIDE: &str = "guide@example.org";
const ROUND: &str = "2026-autumn";

/// A hub whose ward med-1 has so many people, with start codes; its guide is logged in.
fn with_people(people: u32, change: impl FnOnce(&mut Organisation)) -> House {
    let mut plan = the_plan();
    plan.wards.get_mut("med-1").unwrap().headcount = people;
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    change(&mut plan);
    let mut house = planned(&plan);
    house.enter(GUIDE);
    house
}

async fn page(house: &House, language: &str) -> String {
    let id = house.ballot_box(ROUND, "med-1").id;
    house.get(&format!("/rounds/{id}?lang={language}")).await.body
}

#[tokio::test]
async fn a_round_that_is_still_to_open_says_what_is_weak_and_what_helps_and_an_open_one_does_not() {
    let mut house = with_people(6, |plan| plan.rounds.get_mut(ROUND).unwrap().plan.codes = false);
    for (language, said, pool) in [
        (
            "nb",
            "6 arbeider her, og 7 må svare før noe kan publiseres",
            "Slå den sammen med",
        ),
        (
            "nn",
            "6 arbeider her, og 7 må svare før noko kan publiserast",
            "Slå henne saman med",
        ),
        ("en", "6 work here, and 7 have to answer", "Pool it with"),
    ] {
        let page = page(&house, language).await;
        assert!(page.contains(said) && page.contains(pool), "{language}");
        assert!(
            page.contains("Medisinsk sengepost 2, Medisinsk sengepost 3"),
            "{language}"
        );
    }
    let one = house.ballot_box(ROUND, "med-1");
    house.open(&one);
    assert!(!page(&house, "nb").await.contains("class=\"weak\""));
    let house = with_people(38, |_| {});
    let well = page(&house, "nb").await;
    assert!(well.contains("Ingenting her gjør beskyttelsen svakere"));
    let mut house = with_people(38, |plan| plan.rounds.get_mut(ROUND).unwrap().plan.codes = false);
    let twice = "hindrer at noen svarer flere ganger";
    let weak = page(&house, "nb").await;
    assert!(
        weak.contains(twice) && weak.contains("Kryss av for startkoder") && !weak.contains("gjør beskyttelsen svakere")
    );
    assert_eq!(weak.matches(twice).count(), 1, "it is said once");
    let one = house.ballot_box(ROUND, "med-1");
    house.open(&one);
    assert!(page(&house, "nb").await.contains(twice), "it stays true");
}
