//! The library of decks: what it has, what it says of each, and that a deck's file is the deck.

use trykk_hub::organisation::Organisation;
use trykk_hub::organisation::decks::in_languages;
use trykk_hub::organisation::library::library;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;

use crate::house::{House, planned, the_plan};

const GUIDE: &str = "guide@example.org";

/// What the first deck of the library is called in addresses.
pub async fn first_deck(house: &House) -> String {
    let page = house.get("/decks").await.body;
    let (_, rest) = page.split_once("class=\"card\" href=\"/decks/").expect("a deck");
    rest.split('"').next().unwrap().to_owned()
}

/// Every round asks in bokmål alone, but for one that asks something of its own in English.
fn a_plan() -> Organisation {
    let mut plan = the_plan();
    plan.rounds.remove("2026-spring-medicine");
    for round in plan.rounds.values_mut() {
        round.deck = in_languages(&round.deck, &[Language::Nb]);
    }
    let mut own = in_languages(&plan.rounds["2026-autumn"].deck, &[Language::Nb]);
    own.id = "own".to_owned();
    own.version = 7;
    own.title.0.insert(Language::Nb, "Vår egen <kortstokk>".to_owned());
    plan.rounds.get_mut("2026-autumn").unwrap().deck = own;
    plan
}

#[tokio::test]
async fn the_library_has_every_deck_and_says_which_are_in_use() {
    let mut house = planned(&a_plan());
    house.enter(GUIDE);
    let page = house.get("/decks").await;
    assert_eq!(page.status, 200);
    let decks = library(&house.store.organisation().unwrap());
    assert_eq!(
        decks.len(),
        5,
        "two of Trykk's own, each in two versions, and one of a round"
    );
    assert_eq!(page.body.matches("class=\"card\"").count(), 5);
    let own = decks.iter().find(|one| one.deck.id == "own").unwrap();
    assert_eq!(own.rounds, ["2026-autumn"]);
    for said in [
        "Vår egen &#60;kortstokk&#62;",
        "Versjon 7. Bare på bokmål. Kom med en kartlegging.",
        "På bokmål, nynorsk og engelsk. Følger med Trykk.",
        "6 utsagn, 6 kort og 1 gul lapp",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let shown = house.get(&format!("/decks/{}", own.key)).await.body;
    for said in ["I bruk", "<li>2026-autumn</li>", "kan ikke endres", "Bare på bokmål"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(shown.matches("class=\"kind\"").count(), own.deck.items.len());
    for item in &own.deck.items {
        assert!(shown.contains(item.text.get(Language::Nb)), "{}", item.id);
    }
    // One that is used in fewer languages is in use.
    let used = decks.iter().filter(|one| !one.rounds.is_empty()).count();
    assert_eq!(page.body.matches("<span class=\"state\">").count(), used);
    let unused = decks.iter().find(|one| one.rounds.is_empty()).unwrap();
    let shown = house.get(&format!("/decks/{}?lang=nn", unused.key)).await.body;
    assert!(shown.contains("Inga kartlegging bruker han enno.") && !shown.contains("I bruk"));
    for language in Language::ALL {
        let text = unused.deck.items[0].text.get(language);
        assert!(
            shown.contains(&format!("<span lang=\"{language}\">{text}</span>")),
            "{language}"
        );
    }
    // A round of wards that are not the reader's is counted, and not named.
    let mut plan = house.store.organisation().unwrap();
    plan.accounts.get_mut(GUIDE).unwrap().places =
        trykk_hub::organisation::Places::new(vec!["surg-3".to_owned()], Vec::new());
    plan.rounds
        .get_mut("2026-autumn")
        .unwrap()
        .boxes
        .retain(|(wards, _)| !wards.contains(&"surg-3".to_owned()));
    let mut other = planned(&plan);
    other.enter(GUIDE);
    let shown = other.get(&format!("/decks/{}", own.key)).await.body;
    assert!(
        shown.contains("1 i andre enheter enn dine") && !shown.contains("2026-autumn"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_decks_file_is_the_deck() {
    let mut house = planned(&a_plan());
    house.enter(GUIDE);
    for one in library(&house.store.organisation().unwrap()) {
        let file = house.get(&format!("/decks/{}/file", one.key)).await;
        assert_eq!(file.status, 200);
        let name = format!("attachment; filename=\"{}-{}.toml\"", one.deck.id, one.deck.version);
        assert_eq!(file.headers["content-disposition"], name);
        let again = Deck::read(&file.body).unwrap();
        assert_eq!(again, one.deck);
        for mode in [Mode::DropIn, Mode::Table] {
            assert_eq!(again.digest_asked(mode), one.deck.digest_asked(mode));
        }
        assert_eq!(again.to_toml(), file.body, "written again it is the same file");
    }
    house.enter("admin@example.org");
    let first = &library(&house.store.organisation().unwrap())[0];
    assert_eq!(house.get(&format!("/decks/{}/file", first.key)).await.status, 403);
    assert!(!house.get("/accounts").await.body.contains("/decks"));
}
