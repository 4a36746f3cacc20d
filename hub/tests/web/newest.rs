//! The newest published result in one look, on the first page of whoever reads it.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::figures::tally::Sheets;

use crate::house::{planned, the_plan};
use crate::numbers::answers;

/// What stands between two marks of a page; nothing where the first is not there.
fn between<'p>(page: &'p str, from: &str, to: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(from)?;
    rest.split(to).next()
}

/// What stands in every element of this kind.
fn each<'p>(page: &'p str, tag: &str) -> Vec<&'p str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let parts = page.split(open.as_str()).skip(1);
    parts.filter_map(|part| part.split(close.as_str()).next()).collect()
}

#[tokio::test]
async fn the_first_page_names_what_the_newest_result_shows_first() {
    let mut seen = [false; 2];
    for seed in 0..12 {
        let mut house = planned(&the_plan());
        let mut rng = StdRng::seed_from_u64(seed);
        house.enter("leader@example.org");
        assert!(
            !house.get("/").await.body.contains("class=\"step newest\""),
            "before anything is published"
        );
        let sheets = Sheets {
            participant: 23,
            table: 0,
        };
        let one = house.publish("2026-autumn", "med-1", sheets, answers(sheets, &mut rng));
        let home = house.get("/").await.body;
        let newest = between(&home, "<section class=\"step newest\">", "</section>").expect("a result in one look");
        assert!(newest.contains(&format!("href=\"/results/{}\"", one.id)) && newest.contains("23 personer svarte"));
        let result = house.get(&format!("/results/{}", one.id)).await.body;
        for (side, class, title) in [
            (0, "well", "Her heller det mot bra"),
            (1, "improve", "Her heller det mot dårlig"),
        ] {
            let shown = between(&result, &format!("<section class=\"finding {class}\">"), "</section>").unwrap_or("");
            let shown: Vec<&str> = each(shown, "h3").into_iter().take(2).collect();
            let named =
                between(newest, &format!("<h3>{title}</h3>"), "</ul>").map_or(Vec::new(), |list| each(list, "li"));
            assert_eq!(named, shown, "{seed} {class}");
            seen[side] |= !named.is_empty();
        }
    }
    assert_eq!(seen, [true; 2], "something leans each way, somewhere");
}

#[tokio::test]
async fn a_result_of_too_few_has_no_figure_in_one_look_either() {
    let mut house = planned(&the_plan());
    let sheets = Sheets {
        participant: 6,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(1);
    house.publish("2026-autumn", "med-1", sheets, answers(sheets, &mut rng));
    house.enter("leader@example.org");
    let home = house.get("/").await.body;
    let newest = between(&home, "<section class=\"step newest\">", "</section>").expect("a result in one look");
    assert!(!newest.contains("<h3>"), "{newest}");
}
