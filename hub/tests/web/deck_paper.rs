//! A deck on paper: from its own page and from a round's, in each of its languages, and nothing on it that tells one sheet from another.

use trykk_hub::organisation::library::library;
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;

use crate::house::{House, house, planned, the_plan};
use crate::paper::ask;

const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";

fn flow(pdf: &[u8]) -> String {
    let text = ask("pdftotext", pdf);
    let flow = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A word that is broken at the end of a line is one word.
    flow.replace("\u{ad} ", "")
}

/// Whether a text's words stand in a file, wherever its lines break.
fn has_words(flow: &str, text: &str) -> bool {
    text.split_whitespace()
        .all(|word| flow.contains(word.trim_matches('-')))
}

async fn table_deck(house: &House) -> (String, Deck) {
    let decks = library(&house.store.organisation().unwrap());
    let one = decks.into_iter().find(|one| one.deck.id.ends_with("table")).unwrap();
    (one.key, one.deck)
}

#[tokio::test]
async fn a_deck_is_printed_in_each_of_its_languages() {
    let mut house = planned(&the_plan());
    house.enter(GUIDE);
    let (key, deck) = table_deck(&house).await;
    let page = house.get(&format!("/decks/{key}")).await.body;
    for sheet in ["table", "member", "single", "notes", "cards"] {
        assert!(page.contains(&format!("name=\"sheet\" value=\"{sheet}\"")), "{sheet}");
        for language in Language::ALL {
            let file = house
                .get(&format!("/decks/{key}/paper?sheet={sheet}&in={language}"))
                .await;
            assert_eq!(
                (file.status.as_u16(), file.headers["content-type"].to_str().unwrap()),
                (200, "application/pdf")
            );
            let again = house
                .get(&format!("/decks/{key}/paper?sheet={sheet}&in={language}"))
                .await;
            assert!(file.bytes == again.bytes, "no sheet is told from another");
            let about = ask("pdfinfo", &file.bytes);
            assert!(
                about.contains("Tagged:          yes") && about.contains("595.276 x 841.89"),
                "{about}"
            );
            let said = flow(&file.bytes);
            for item in &deck.items {
                let stands = match sheet {
                    "table" => item.unit(Mode::Table) == Unit::Table,
                    "member" => item.unit(Mode::Table) == Unit::Participant,
                    "single" => true,
                    "notes" => matches!(item.question, Question::Note { .. }),
                    _ => item.question == Question::Card,
                };
                let text = item.text.get(language);
                assert!(!stands || has_words(&said, text), "{sheet} {language}: {text}: {said}");
                if let (true, Question::Statement { faces, .. }) = (stands, &item.question) {
                    assert!(faces.iter().all(|face| has_words(&said, face.get(language))), "{said}");
                }
            }
        }
    }
    // The fonts are in the file.
    let file = house.get(&format!("/decks/{key}/paper?sheet=table")).await;
    let fonts = ask("pdffonts", &file.bytes);
    let embedded = fonts
        .lines()
        .skip(2)
        .all(|line| line.contains("Inter") && line.contains(" yes "));
    assert!(fonts.lines().count() > 2 && embedded, "{fonts}");
    for (path, status) in [
        (format!("/decks/{key}/paper"), 404),
        (format!("/decks/{key}/paper?sheet=banner"), 404),
        ("/decks/nowhere/paper?sheet=table".to_owned(), 404),
        // One that it is not written in: the reader's own.
        (format!("/decks/{key}/paper?sheet=table&in=se"), 200),
    ] {
        assert_eq!(house.get(&path).await.status, status, "{path}");
    }
    house.enter(LEADER);
    assert_eq!(house.get(&format!("/decks/{key}/paper?sheet=table")).await.status, 403);
}

/// From a round it says for which ward and which deck, never the id of the round, and has the sheets of its way of answering alone.
#[tokio::test]
async fn a_rounds_paper_names_ward_and_deck() {
    let mut house = house(11, 40);
    house.enter(GUIDE);
    let plan = house.store.organisation().unwrap();
    let open = house.ballot_box("2026-autumn", "med-1");
    let round = &plan.rounds[&open.round];
    let (own, other) = match round.plan.mode {
        Mode::Table => ("member", "single"),
        Mode::DropIn => ("single", "member"),
    };
    let page = house.get(&format!("/rounds/{}", open.id)).await.body;
    assert!(
        page.contains(&format!("action=\"/rounds/{}/paper\"", open.id)),
        "{page}"
    );
    assert!(page.contains(&format!("value=\"{own}\"")) && !page.contains(&format!("value=\"{other}\"")));
    let at = |sheet: &str| format!("/rounds/{}/paper?sheet={sheet}", open.id);
    assert_eq!(house.get(&at(other)).await.status, 404);
    let file = house.get(&at(own)).await;
    assert_eq!(file.status, 200);
    let said = flow(&file.bytes);
    assert!(!said.contains(&open.round), "{said}");
    assert!(has_words(&said, round.deck.title.get(Language::Nb)), "{said}");
    assert!(has_words(&said, &plan.ward_names(&open.wards)), "{said}");
    // Who may not read the round prints nothing of it, and over is over.
    let over = format!("/rounds/{}", house.released.id);
    assert!(!house.get(&over).await.body.contains("/paper\""));
    house.enter(LEADER);
    assert_eq!(house.get(&at(own)).await.status, 403);
}
