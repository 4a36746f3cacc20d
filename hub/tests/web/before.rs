//! A round beside the one before: what each of them shows by itself, and no more.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::figures::before::pair;
use trykk_hub::figures::bounds::{BoundedFigure, BoundedQuestion, bound_questions};
use trykk_hub::figures::change::{Change, compare};
use trykk_hub::figures::tally::Sheets;

use crate::house::{House, planned, the_plan};
use crate::numbers::answers;

const FIRST: &str = "2026-spring-medicine";
const SECOND: &str = "2026-autumn";

/// Both rounds of a ward counted, the second one published too.
fn two_rounds(seed: u64) -> House {
    let mut house = planned(&the_plan());
    let mut rng = StdRng::seed_from_u64(seed);
    for (round, participant) in [(FIRST, 19), (SECOND, 24)] {
        let sheets = Sheets { participant, table: 0 };
        house.count(round, "med-1", sheets, answers(sheets, &mut rng));
    }
    house.publish_counted(SECOND, "med-1");
    house
}

/// Every figure in words, with the text before it, on a page.
fn figures(page: &str) -> BTreeSet<String> {
    let all = page.split("<p class=\"figure\"><strong>").skip(1);
    all.map(|rest| rest.split("</strong>").next().unwrap().to_owned())
        .collect()
}

/// What can be said of every row that both rounds have, from what is published of them.
fn said_of(house: &House, now: &str, before: &str) -> Vec<Change> {
    let known = |round: &str| {
        let release = house
            .store
            .release(house.ballot_box(round, "med-1").id)
            .unwrap()
            .unwrap();
        (house.store.round(round).unwrap().deck, bound_questions(&release))
    };
    let ((deck, now), (deck_before, before)) = (known(now), known(before));
    let rows = |question: &BoundedQuestion| match question.figure {
        BoundedFigure::Hidden => vec![],
        BoundedFigure::Yes(yes) => vec![(0, yes)],
        BoundedFigure::Ends { low, high, .. } => vec![(1, low), (3, high)],
        BoundedFigure::Middle { low, middle, high, .. } => {
            let ends = [(1, low), (3, high)]
                .into_iter()
                .filter_map(|(place, end)| Some((place, end?)));
            ends.chain([(2, middle)]).collect()
        }
    };
    let pairs = pair((&deck, &now), (&deck_before, &before));
    let said = pairs.iter().flat_map(|(one, other)| {
        let earlier = rows(other);
        let both = rows(one).into_iter().filter_map(move |(place, bounds)| {
            let (_, found) = earlier.iter().find(|(other, _)| *other == place)?;
            Some((bounds, *found))
        });
        both.map(|(bounds, found)| compare((bounds, one.n), (found, other.n)))
    });
    said.collect()
}

#[tokio::test]
async fn readers_see_both_rounds_as_far_as_both_are_published() {
    let mut changes = 0;
    for seed in 0..3 {
        let mut house = two_rounds(seed);
        let (first, second) = (
            house.ballot_box(FIRST, "med-1").id,
            house.ballot_box(SECOND, "med-1").id,
        );
        let (result, beside) = (format!("/results/{second}"), format!("/results/{second}/before"));
        house.enter("leader@example.org");
        // The one before is counted and not published: it is not there, and nothing is said of it.
        assert!(!house.get(&result).await.body.contains(&beside));
        let none = house.get(&beside).await;
        assert!(none.status == 200 && none.body.contains("Det er ingen tidligere kartlegging"));
        house.publish_counted(FIRST, "med-1");
        assert!(house.get(&result).await.body.contains(&format!("href=\"{beside}\"")));
        let page = house.get(&beside).await.body;
        let mut each = figures(&house.get(&result).await.body);
        each.extend(figures(&house.get(&format!("/results/{first}")).await.body));
        let both = figures(&page);
        assert!(
            !both.is_empty() && both.is_subset(&each),
            "{:?}",
            both.difference(&each)
        );
        assert!(
            both.iter().any(|figure| figure.ends_with("av 19")) && both.iter().any(|figure| figure.ends_with("av 24"))
        );
        for word in ["økt", "sunket", "forbedr"] {
            assert!(!page.contains(word), "{word}");
        }
        let said = said_of(&house, SECOND, FIRST);
        let times = |word: &str| page.matches(&format!("<strong>{word}</strong>")).count();
        let found = [Change::More, Change::Fewer, Change::CannotTell]
            .map(|change| said.iter().filter(|one| **one == change).count());
        assert_eq!(
            [
                times("Flere enn sist"),
                times("Færre enn sist"),
                times("Kan ikke si om det er flere eller færre")
            ],
            found
        );
        changes += found[0] + found[1];
        // The first one has none before it; of another ward nobody sees either.
        let none = house.get(&format!("/results/{first}/before")).await.body;
        assert!(none.contains("Det er ingen tidligere kartlegging"));
        house.enter("leder2@example.org");
        assert_eq!(house.get(&beside).await.status, 404);
    }
    assert!(changes > 0);
}

#[tokio::test]
async fn the_guide_sees_both_counts_exactly_where_both_are_the_guides() {
    let mut house = two_rounds(5);
    let (first, second) = (
        house.ballot_box(FIRST, "med-1").id,
        house.ballot_box(SECOND, "med-1").id,
    );
    let beside = format!("/rounds/{second}/figures/before");
    house.enter("guide@example.org");
    assert!(
        house
            .get(&format!("/rounds/{second}/figures"))
            .await
            .body
            .contains(&beside)
    );
    let page = house.get(&beside).await.body;
    assert!(
        !page.contains("høyst") && !page.contains("class=\"uncertain\""),
        "exactly"
    );
    let deck = house.store.round(SECOND).unwrap().deck;
    for (round, id) in [(FIRST, first), (SECOND, second)] {
        let tally = house.store.tally(id).unwrap().unwrap();
        for question in tally.questions.iter().filter(|question| question.n() > 0) {
            if deck.item(&question.id).unwrap().question == trykk_shared::deck::Question::Card {
                let said = format!("<strong>{} av {}</strong>", question.counts[&1], question.n());
                assert!(page.contains(&said), "{round} {}: {said}", question.id);
            }
        }
    }
    // A count that is not this guide's.
    let connection = rusqlite::Connection::open(house.data.database()).unwrap();
    let forget = |id: trykk_shared::ids::BoxId| {
        connection
            .execute("DELETE FROM box_guide WHERE box = ?1", [id.0])
            .unwrap()
    };
    forget(first);
    let page = house.get(&beside).await.body;
    assert!(page.contains("Det er ingen tidligere kartlegging"));
    assert!(
        !house
            .get(&format!("/rounds/{second}/figures"))
            .await
            .body
            .contains(&beside)
    );
    forget(second);
    assert_eq!(house.get(&beside).await.location, format!("/rounds/{second}"));
}
