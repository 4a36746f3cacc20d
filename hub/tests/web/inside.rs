//! Inside: every door with every role, every page in every language, and nothing on a leader's page but the release.

use trykk_hub::organisation::Role;
use trykk_hub::web::doors::{DOORS, Who};

use crate::house::house;

const PEOPLE: [(&str, Role); 6] = [
    ("admin@example.org", Role::Admin),
    ("guide@example.org", Role::Guide),
    ("leder2@example.org", Role::Leader),
    ("vo@example.org", Role::SafetyRep),
    ("tv@example.org", Role::UnionRep),
    ("senior@example.org", Role::SeniorLeader),
];

/// A door's path, to the released box and its round.
fn at(path: &str, id: &str) -> String {
    let path = path.replace("{box}", id).replace("{secret}", "unknown");
    path.replace("{round}", "2026-spring")
        .replace("{department}", "surgery")
}

#[tokio::test]
async fn every_door_opens_for_whom_the_table_says_and_for_nobody_else() {
    let mut house = house(6, 20);
    let check = house.check().await;
    let id = house.released.id.to_string();
    for door in DOORS {
        let path = at(door.path, &id);
        for person in PEOPLE.iter().map(Some).chain([None]) {
            match person {
                Some((email, _)) => house.enter(email),
                None => house.leave(),
            }
            let page = match door.method {
                "GET" => house.get(&path).await,
                _ => house.post(&path, &format!("check={check}")).await,
            };
            let case = format!("{} {} as {person:?}: {}", door.method, door.path, page.status);
            let admitted = door.who.admits(person.map(|(_, role)| *role));
            match (admitted, person) {
                (false, None) => {
                    assert!(page.location.starts_with("/log-in"), "{case}");
                    let back = house.get(&page.location).await;
                    assert!(back.body.contains("action=\"/log-in\""), "{case}");
                }
                (false, Some(_)) => assert_eq!(page.status, 403, "{case}"),
                // The safety rep and union rep of this plan belong to another ward.
                (true, Some((_, Role::SafetyRep | Role::UnionRep))) if door.path.contains("{box}") => {
                    assert_eq!(page.status, 404, "{case}");
                }
                (true, _) => assert!(page.status != 403 && page.status.as_u16() < 500, "{case}"),
            }
        }
    }
    house.enter("leader@example.org");
    let elsewhere = house.get(&format!("/results/{id}")).await;
    assert_eq!(elsewhere.status, 404, "a leader of another ward");
}

#[tokio::test]
async fn every_page_is_written_in_every_language_without_script_or_inline_style() {
    let mut house = house(6, 20);
    let id = house.released.id.to_string();
    for (email, role) in PEOPLE {
        house.enter(email);
        for door in DOORS
            .iter()
            .filter(|door| door.method == "GET" && door.who != Who::Anyone)
        {
            for language in ["nb", "nn", "en"] {
                let page = house.get(&format!("{}?lang={language}", at(door.path, &id))).await;
                let case = format!("{} as {role:?} in {language}", door.path);
                if page.status == 303 {
                    continue;
                }
                assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{case}");
                for bad in ["{}", "<script", " style=", "onclick", "{{"] {
                    assert!(!page.body.contains(bad), "{case} holds {bad}");
                }
                let policy = page.headers["content-security-policy"].to_str().unwrap();
                assert!(
                    policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
                    "{case}"
                );
            }
        }
    }
}

#[tokio::test]
async fn tallies_with_the_same_release_give_the_same_page_byte_by_byte() {
    let mut pages = Vec::new();
    // At most 2 of 11 tables; all but at most 3 of 40 people. The last one differs in what is published.
    for (yes, high) in [(0, 40), (2, 37), (3, 37)] {
        let mut house = house(yes, high);
        house.enter("leder2@example.org");
        let page = house.get(&format!("/results/{}", house.released.id)).await;
        assert_eq!(page.status, 200);
        pages.push(page.body);
    }
    assert!(pages[0] == pages[1], "the page tells more than the release");
    assert!(pages[0].contains("høyst 2 av 11") && pages[0].contains("minst 37 av 40"));
    assert!(pages[2].contains("3 av 11"));
}

#[tokio::test]
async fn a_page_speaks_the_chosen_language_or_the_browsers() {
    let mut house = house(6, 20);
    assert!(house.get("/log-in").await.body.contains("<html lang=\"nb\">"));
    let chosen = house.get("/log-in?lang=nn").await;
    assert!(
        chosen
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| { cookie.to_str().unwrap().starts_with("lang=nn;") })
    );
    house.enter("leder2@example.org");
    house.get("/?lang=en").await;
    assert!(
        house.get("/").await.body.contains("<html lang=\"en\">"),
        "kept with the account"
    );
    assert!(
        house.get("/?lang=xx").await.body.contains("<html lang=\"en\">"),
        "an unknown one changes nothing"
    );
}

#[tokio::test]
async fn a_refused_form_can_be_read_in_another_language_at_the_page_it_stood_on() {
    let mut house = house(6, 20);
    let id = house.released.id.to_string();
    for (email, path, page) in [
        ("guide@example.org", "/log-out".to_owned(), "/"),
        ("guide@example.org", "/passphrase/new-key".to_owned(), "/passphrase"),
        (
            "leder2@example.org",
            format!("/rounds/{id}/count"),
            &format!("/rounds/{id}"),
        ),
    ] {
        house.enter(email);
        let refused = house.post(&path, "check=AAAA").await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.body.contains(&format!("href=\"{page}?lang=nn\"")), "{path}");
    }
}
