//! Inside: every door with every role, every page in every language, and nothing on a leader's page but the release.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::certificates::Ca;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::Role;
use trykk_hub::store::StoreError;
use trykk_hub::web::access::permissions::{PERMISSIONS, Who};

use crate::house::{house, planned, the_plan};
use crate::numbers::answers;

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
    let path = path
        .replace("{box}", id)
        .replace("{secret}", "unknown")
        .replace("{link}", "unknown")
        .replace("{tablet}", "unknown")
        .replace("{draft}", "unknown")
        .replace("{format}", "xlsx")
        .replace("{item}", "recognition")
        .replace("{token}", "unknown")
        .replace("{reader}", "participant")
        .replace("{process}", "unknown")
        .replace("{meeting}", "new")
        .replace("{bundle}", "new")
        .replace("{proposal}", "new")
        .replace("{measure}", "new")
        .replace("{entry}", "unknown")
        .replace("{kind}", "checkpoint")
        .replace("{thing}", "unknown")
        .replace("{account}", "dW5rbm93bg")
        .replace("{ward}", "med-1");
    path.replace("{round}", "2026-spring")
        .replace("{department}", "surgery")
}

#[tokio::test]
async fn every_door_opens_for_whom_the_table_says_and_for_nobody_else() {
    let mut house = house(6, 20);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    let id = house.released.id.to_string();
    for permission in PERMISSIONS {
        let path = at(permission.path, &id);
        for person in PEOPLE.iter().map(Some).chain([None]) {
            match person {
                Some((email, _)) => house.enter(email),
                None => house.leave(),
            }
            let page = match permission.method {
                "GET" => house.get(&path).await,
                _ => house.post(&path, &format!("check={check}")).await,
            };
            let case = format!(
                "{} {} as {person:?}: {}",
                permission.method, permission.path, page.status
            );
            let admitted = permission.who.admits(person.map(|(_, role)| *role));
            match (admitted, person) {
                (false, None) => {
                    assert!(page.location.starts_with("/log-in"), "{case}");
                    let back = house.get(&page.location).await;
                    assert!(back.body.contains("action=\"/log-in\""), "{case}");
                }
                (false, Some(_)) => assert_eq!(page.status, 403, "{case}"),
                // The safety rep and union rep of this plan belong to another ward.
                (true, Some((_, Role::SafetyRep | Role::UnionRep))) if permission.path.contains("{box}") => {
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
        for permission in PERMISSIONS
            .iter()
            .filter(|permission| permission.method == "GET" && permission.who != Who::Anyone)
        {
            for language in ["nb", "nn", "en"] {
                let page = house
                    .get(&format!("{}?lang={language}", at(permission.path, &id)))
                    .await;
                let case = format!("{} as {role:?} in {language}", permission.path);
                // A file has no frame.
                if page.status == 303 || page.headers.contains_key("content-disposition") {
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

/// What stands on a page under a heading.
fn under<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("<h2>{heading}</h2>")).expect(heading);
    rest.split("</section>").next().unwrap()
}

#[tokio::test]
async fn a_scale_whose_middle_is_good_shows_its_middle_and_its_ends_only_where_that_pins_nobody() {
    for (middle, low, high, figure, ends) in [
        (30, 5, 5, "30 av 40", 2),
        (35, 3, 2, "35 av 40", 0),
        (38, 0, 2, "minst 37 av 40", 0),
        (10, 30, 0, "10 av 40", 2),
        (2, 20, 18, "høyst 3 av 40", 2),
    ] {
        let mut house = planned(&the_plan());
        let sheets = Sheets {
            participant: 40,
            table: 0,
        };
        let one = house.publish("2026-autumn", "med-1", sheets, |question| {
            if question.id == "workload" {
                question.counts.insert(3, middle);
                question.counts.insert(2, low);
                question.counts.insert(5, high);
            }
        });
        house.enter("leader@example.org");
        let page = house.get(&format!("/results/{}", one.id)).await.body;
        let (well, improve) = (
            under(&page, "Her heller det mot bra"),
            under(&page, "Her heller det mot dårlig"),
        );
        let found = if middle > 20 { well } else { improve };
        let first = found.split("<div class=\"row\">").nth(1).expect("a row");
        assert!(
            first.contains("<span>Passe</span>") && first.contains("bar-cool"),
            "{first}"
        );
        assert!(first.contains(&format!("<strong>{figure}</strong>")), "{first}");
        assert_eq!(found.matches("bar-warm").count(), ends, "{figure}");
        let (_, table) = page.split_once("<table").unwrap();
        assert!(table.contains("Passe"), "{figure}");
    }
}

#[tokio::test]
async fn a_result_without_a_figure_says_so_once_and_a_round_closed_unread_stands_in_the_list() {
    let mut house = planned(&the_plan());
    let sheets = Sheets {
        participant: 6,
        table: 0,
    };
    let mut rng = StdRng::seed_from_u64(1);
    house.count("2026-autumn", "med-1", sheets, answers(sheets, &mut rng));
    let one = house.publish_counted("2026-autumn", "med-1");
    for (email, path) in [("guide@example.org", "rounds"), ("leader@example.org", "results")] {
        house.enter(email);
        let rest = if path == "rounds" { "/preview" } else { "" };
        let page = house.get(&format!("/{path}/{}{rest}", one.id)).await.body;
        assert!(page.contains("For få svarte til at tallene kan vises"), "{path}");
        for gone in ["peker seg tydelig ut", "Slik leser du", "Her heller det mot bra"] {
            assert!(!page.contains(gone), "{path}: {gone}");
        }
        let back = match path {
            "rounds" => format!("<a href=\"/rounds/{}\">Kartleggingen", one.id),
            _ => "<a href=\"/\">Resultater".to_owned(),
        };
        assert!(page.contains(&back), "{path}");
    }
    let home = house.get("/").await.body;
    assert!(home.contains("href=\"/results/") && !home.contains("Avsluttet uten opptelling"));

    let mut house = planned(&the_plan());
    let unread = house.ballot_box("2026-autumn", "med-1");
    house.open(&unread);
    house
        .store
        .close_unread(unread.id, None, || Ok::<_, StoreError>(()))
        .unwrap();
    house.enter("leader@example.org");
    let home = house.get("/").await.body;
    assert!(home.contains("Avsluttet uten opptelling") && !home.contains(&unread.id.to_string()));
    assert_eq!(house.get(&format!("/results/{}", unread.id)).await.status, 404);
}
