//! Every ward beside the others: a cell is what was counted or published there, and nothing of what the guide may not see.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::figures::bounds::bound_questions;
use trykk_hub::figures::share::{exact, hundredths, part};
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::{Account, Places, Role};
use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::house::{House, planned, the_plan};
use crate::numbers::answers;

const ROUND: &str = "2026-autumn";
const GUIDE: &str = "guide@example.org";
const LATER: &str = "later@example.org";

/// The cells of the table, by the question's text: what stands in each, in one line.
fn cells(page: &str) -> Vec<(String, Vec<String>)> {
    let (_, table) = page.split_once("<tbody>").expect("a table");
    let (table, _) = table.split_once("</tbody>").unwrap();
    let bare = |html: &str| {
        let mut text = String::new();
        let mut inside = false;
        for sign in html.chars() {
            match sign {
                '<' => inside = true,
                '>' => inside = false,
                sign if !inside => text.push(sign),
                _ => {}
            }
        }
        text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&")
    };
    let lines = table.split("<tr>").skip(1).map(|line| {
        let (head, rest) = line.split_once("</th>").unwrap();
        let (_, text) = head.split_once("\">").unwrap();
        let (_, text) = text.split_once('>').unwrap();
        let (text, _) = text.split_once("</a>").unwrap();
        let cells = rest.split("</td>").filter(|cell| cell.contains("<td"));
        (bare(text), cells.map(|cell| bare(cell).trim().to_owned()).collect())
    });
    lines.collect()
}

/// Two wards that were counted, the second one published too; and a guide of both who reads neither count.
fn two_wards(seed: u64) -> House {
    let mut plan = the_plan();
    let wards = ["med-1", "med-2"].map(str::to_owned).to_vec();
    plan.accounts.insert(
        LATER.to_owned(),
        Account {
            role: Role::Guide,
            places: Places::new(wards, Vec::new()),
            blocked: false,
            has_counting_key: false,
        },
    );
    let mut house = planned(&plan);
    let mut rng = StdRng::seed_from_u64(seed);
    for (ward, participant) in [("med-1", 23), ("med-2", 12)] {
        let sheets = Sheets { participant, table: 0 };
        house.count(ROUND, ward, sheets, answers(sheets, &mut rng));
    }
    house.publish_counted(ROUND, "med-2");
    let connection = rusqlite::Connection::open(house.data.database()).unwrap();
    connection
        .execute("DELETE FROM box_guide WHERE email = ?1", [LATER])
        .unwrap();
    house
}

fn said(part: u64, n: u64) -> String {
    match n {
        0 => "Ingen svarte".to_owned(),
        n => format!("{} % {part} av {n}", hundredths(part, n)),
    }
}

fn texts(deck: &Deck) -> Vec<String> {
    let asked = deck.items.iter();
    let asked = asked.filter(|item| !matches!(item.question, trykk_shared::deck::Question::Note { .. }));
    asked.map(|item| item.text.get(Language::Nb).to_owned()).collect()
}

#[tokio::test]
async fn a_guide_of_the_counts_sees_each_of_them_exactly() {
    for seed in 0..3 {
        let mut house = two_wards(seed);
        house.enter(GUIDE);
        let page = house.get("/figures").await.body;
        let deck = house.store.round(ROUND).unwrap().deck;
        let tallies =
            ["med-1", "med-2"].map(|ward| house.store.tally(house.ballot_box(ROUND, ward).id).unwrap().unwrap());
        let shown = cells(&page);
        assert_eq!(
            shown.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>(),
            texts(&deck)
        );
        for (text, line) in shown {
            let item = deck
                .items
                .iter()
                .find(|item| item.text.get(Language::Nb) == text)
                .unwrap();
            let expected = tallies.iter().map(|tally| {
                let question = tally.questions.iter().find(|one| one.id == item.id).unwrap();
                let exactly = part(&deck, &exact(question, &item.question));
                said(exactly.map_or(0, |part| part.least), question.n())
            });
            assert_eq!(line, expected.collect::<Vec<_>>(), "{text}");
        }
        // Another order has the same lines.
        let sorted = cells(&house.get("/figures?order=spread").await.body);
        let mut both = [cells(&page), sorted];
        both.iter_mut().for_each(|lines| lines.sort());
        assert_eq!(both[0], both[1]);
    }
}

#[tokio::test]
async fn a_guide_who_is_in_no_count_sees_what_is_published_and_nothing_of_the_rest() {
    let mut kinds = std::collections::BTreeSet::new();
    for seed in 0..3 {
        let mut house = two_wards(seed);
        house.enter(LATER);
        let page = house.get("/figures").await.body;
        let deck = house.store.round(ROUND).unwrap().deck;
        let release = house
            .store
            .release(house.ballot_box(ROUND, "med-2").id)
            .unwrap()
            .unwrap();
        let open = bound_questions(&release);
        for (text, line) in cells(&page) {
            let item = deck
                .items
                .iter()
                .find(|item| item.text.get(Language::Nb) == text)
                .unwrap();
            let question = open.iter().find(|one| one.id == item.id).unwrap();
            let expected = match (question.n, part(&deck, question)) {
                (0, _) => "Ingen svarte".to_owned(),
                (_, None) => "For få svarte".to_owned(),
                (n, Some(bounds)) if bounds.least == bounds.most => said(bounds.least, n),
                (n, Some(bounds)) if bounds.least == 0 => format!("høyst {} av {n}", bounds.most),
                (n, Some(bounds)) if bounds.most == n => format!("minst {} av {n}", bounds.least),
                (n, Some(bounds)) => format!("{} til {} av {n}", bounds.least, bounds.most),
            };
            kinds.insert(expected.split(' ').next().unwrap().to_owned());
            assert_eq!(line, ["Ikke publisert".to_owned(), expected], "{text}");
        }
        // A question's own page says no more.
        let item = deck
            .items
            .iter()
            .find(|item| texts(&deck)[0] == item.text.get(Language::Nb))
            .unwrap();
        let own = house.get(&format!("/figures/items/{}", item.id)).await.body;
        assert!(own.contains("Tallene er ikke publisert") && !own.contains("Nøyaktige tall"));
        assert!(own.contains("Medisinsk sengepost 1") && own.contains("Medisinsk sengepost 2"));
    }
    assert!(kinds.len() > 3, "{kinds:?}");
}

#[tokio::test]
async fn only_the_guides_own_wards_of_one_deck_and_one_mode_stand_side_by_side() {
    let mut house = two_wards(1);
    let sheets = Sheets {
        participant: 30,
        table: 9,
    };
    let mut rng = StdRng::seed_from_u64(1);
    house.publish("2026-spring", "surg-1", sheets, answers(sheets, &mut rng));
    house.enter(GUIDE);
    let newest = house.get("/figures").await.body;
    assert!(newest.contains("<th scope=\"col\"><a") && !newest.contains(">Kirurgisk sengepost 1</a>"));
    let deck = house.store.round("2026-spring").unwrap().deck;
    let key = format!("{}-{}.table", deck.id, deck.version);
    let tables = house.get(&format!("/figures?deck={key}")).await.body;
    assert!(tables.contains(">Kirurgisk sengepost 1</a>") && !tables.contains(">Medisinsk sengepost 1</a>"));
    // A guide of other wards is not offered it, also where the address names it.
    house.enter(LATER);
    let page = house.get(&format!("/figures?deck={key}")).await.body;
    assert!(!page.contains("Kirurgisk") && !page.contains(&format!("value=\"{key}\"")));
    let item = deck
        .items
        .iter()
        .find(|item| house.store.round(ROUND).unwrap().deck.item(&item.id).is_none());
    if let Some(item) = item {
        assert_eq!(house.get(&format!("/figures/items/{}", item.id)).await.status, 404);
    }
    assert_eq!(
        house
            .get(&format!("/figures/items/recognition?deck={key}"))
            .await
            .status,
        404
    );
}
