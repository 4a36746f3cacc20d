//! Tokens for the API of results: what they read, who makes them, and everything that ends them.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use tower::ServiceExt;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::{Account, Organisation, Places, Role, changes};
use trykk_hub::people::attempts::ATTEMPTS_PER_ACCOUNT;
use trykk_hub::people::tokens::LONGEST_SECONDS;
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{AuditFilter, BoxIds};

use crate::house::{House, NOW, TOKEN, planned, the_plan};
use crate::numbers::answers;

const GUIDE: &str = "guide@example.org";
const OTHER: &str = "other@example.org";
const PATH: &str = "/api/v1/results";

fn guide(wards: &[&str], departments: &[&str]) -> Account {
    let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Account {
        role: Role::Guide,
        places: Places::new(all(wards), all(departments)),
        blocked: false,
        has_counting_key: false,
    }
}

/// Two wards that are published, a third one that is only counted; another guide of the first.
fn a_house() -> House {
    let mut plan = the_plan();
    plan.accounts.insert(OTHER.to_owned(), guide(&["med-1"], &[]));
    let mut house = planned(&plan);
    let mut rng = StdRng::seed_from_u64(3);
    for ward in ["med-1", "med-2", "med-3"] {
        let sheets = Sheets {
            participant: 20,
            table: 0,
        };
        house.count("2026-spring-medicine", ward, sheets, answers(sheets, &mut rng));
    }
    for ward in ["med-1", "med-2"] {
        house.publish_counted("2026-spring-medicine", ward);
    }
    house
}

/// The check that the forms of the one who is logged in carry.
async fn check_of(house: &House) -> String {
    let page = house.get("/tokens").await.body;
    let (_, rest) = page.split_once("name=\"check\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

/// Makes a token as the one who is logged in; gives it, as the page shows it.
async fn make(house: &House, wards: &str) -> String {
    let check = check_of(house).await;
    let page = house
        .post(
            "/tokens",
            &format!("check={check}&name=Portalen&until=2027-03-01&{wards}"),
        )
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, rest) = page.body.split_once("<code>").expect("the token");
    rest.split("</code>").next().unwrap().to_owned()
}

async fn ask_as(house: &House, method: Method, token: &str, path: &str) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let answer = house
        .app
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

async fn ask(house: &House, token: &str, path: &str) -> (StatusCode, Value) {
    ask_as(house, Method::GET, token, path).await
}

/// The plan as `edit` makes it of today's.
fn change(house: &mut House, edit: impl FnOnce(&mut Organisation)) {
    let from = house.store.organisation().unwrap();
    let mut to = from.clone();
    edit(&mut to);
    let steps = changes(&from, &to).unwrap();
    house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
}

#[tokio::test]
async fn a_token_reads_what_is_published_of_its_wards_and_nothing_else() {
    let mut house = a_house();
    house.enter(GUIDE);
    let token = make(&house, "ward=med-1&ward=med-3").await;
    let id = |house: &House, ward: &str| house.ballot_box("2026-spring-medicine", ward).id.to_string();
    let (status, list) = ask(&house, &token, PATH).await;
    assert_eq!(status, 200);
    let results = list["results"].as_array().unwrap();
    assert_eq!(
        results.len(),
        1,
        "med-2 is not its ward, med-3 is not published: {list}"
    );
    assert_eq!(results[0]["id"], id(&house, "med-1"));
    assert_eq!(
        (&results[0]["participants"], &results[0]["mode"]),
        (&Value::from(20), &Value::from("drop-in"))
    );
    // One result is what the page of the result gives as a file.
    let (status, one) = ask(&house, &token, &format!("{PATH}/{}?lang=nb", id(&house, "med-1"))).await;
    let file = house
        .get(&format!("/results/{}/file/json?lang=nb", id(&house, "med-1")))
        .await;
    assert_eq!(
        (status, one),
        (StatusCode::OK, serde_json::from_str(&file.body).unwrap())
    );
    for other in [
        id(&house, "med-2"),
        id(&house, "med-3"),
        house.released.id.to_string(),
        "nonsense".to_owned(),
    ] {
        let (status, refused) = ask(&house, &token, &format!("{PATH}/{other}")).await;
        assert_eq!(
            (status.as_u16(), &refused["problem"]),
            (404, &Value::from("not-found")),
            "{other}"
        );
    }
    // It writes nothing, and opens no page.
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let (status, _) = ask_as(&house, method, &token, PATH).await;
        assert_eq!(status, 405);
    }
    house.leave();
    for path in ["/figures", "/tokens", "/api/v1/manifest"] {
        assert_ne!(ask(&house, &token, path).await.0, 200, "{path}");
    }
    // Nor is a session a token.
    house.enter(GUIDE);
    assert_eq!(ask(&house, TOKEN, PATH).await.0, 401);
}

#[tokio::test]
async fn a_token_is_shown_once_kept_as_a_hash_listed_and_revoked_by_its_maker() {
    let mut house = a_house();
    house.enter(GUIDE);
    let token = make(&house, "ward=med-1").await;
    let list = house.get("/tokens").await.body;
    assert!(!list.contains(&token) && list.contains("Portalen") && list.contains("Medisinsk sengepost 1"));
    assert!(list.contains("Aldri brukt"));
    assert_eq!(ask(&house, &token, PATH).await.0, 200);
    assert!(
        !house.get("/tokens").await.body.contains("Aldri brukt"),
        "the day of its last use"
    );
    let folder = house.data.database().parent().unwrap().to_owned();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(
                !bytes.windows(token.len()).any(|part| part == token.as_bytes()),
                "{path:?}"
            );
        }
    }
    let (_, rest) = list.split_once("/tokens/").unwrap();
    let revoke = format!("/tokens/{}/revoke", rest.split('/').next().unwrap());
    let check = check_of(&house).await;
    house.enter(OTHER);
    assert!(!house.get("/tokens").await.body.contains("Portalen"));
    assert_eq!(
        house.post(&revoke, &format!("check={check}")).await.status,
        404,
        "another guide's"
    );
    assert_eq!(ask(&house, &token, PATH).await.0, 200);
    house.enter(GUIDE);
    assert_eq!(
        house.post(&revoke, &format!("check={check}")).await.location,
        "/tokens?done=revoked"
    );
    let entries = house.store.audit(&AuditFilter::default(), 9).unwrap();
    let deeds = entries.iter().map(|one| (one.deed.as_str(), one.wards.as_str()));
    let of_tokens: Vec<(&str, &str)> = deeds.filter(|(deed, _)| deed.starts_with("token")).collect();
    assert_eq!(
        of_tokens,
        [("token-ended", "[\"med-1\"]"), ("token-made", "[\"med-1\"]")]
    );
    let (status, refused) = ask(&house, &token, PATH).await;
    assert_eq!(
        (status.as_u16(), &refused["problem"]),
        (401, &Value::from("unknown-token"))
    );
}

#[tokio::test]
async fn wards_that_are_not_the_guides_and_ends_too_far_off_are_refused_and_what_was_written_stays() {
    let mut house = a_house();
    house.enter(OTHER);
    let check = check_of(&house).await;
    for (fields, said) in [
        ("name=A&until=2027-03-01", "Velg minst én"),
        ("name=A&until=2027-03-01&ward=med-2", "Velg minst én"),
        ("name=A&until=2027-03-01&ward=med-1&ward=nowhere", "Velg minst én"),
        ("name=+&until=2027-03-01&ward=med-1", "Skriv et navn"),
        ("name=A&until=2031-03-01&ward=med-1", "høyst ett år"),
        ("name=A&until=2020-03-01&ward=med-1", "Skriv en dag som kommer"),
        ("name=A&until=i+morgen&ward=med-1", "Skriv en dag som kommer"),
    ] {
        let page = house.post("/tokens", &format!("check={check}&{fields}")).await;
        assert!(page.status == 422 && page.body.contains(said), "{fields}");
        assert!(!page.body.contains("<code>") && page.body.contains("Du har ingen API-nøkler"));
        let until = fields
            .split('&')
            .find_map(|field| field.strip_prefix("until="))
            .unwrap();
        assert!(
            page.body.contains(&format!("value=\"{}\"", until.replace('+', " "))),
            "{fields}"
        );
    }
    for _ in 0..20 {
        make(&house, "ward=med-1").await;
    }
    let page = house
        .post("/tokens", &format!("check={check}&name=A&until=2027-03-01&ward=med-1"))
        .await;
    assert!(page.status == 422 && page.body.contains("så mange nøkler"));
}

#[tokio::test]
async fn whatever_ends_the_makers_rights_ends_the_token_and_it_does_not_come_back_with_them() {
    type End = fn(&mut House);
    let ends: [(&str, End); 9] = [
        ("blocked", |house| {
            change(house, |plan| plan.accounts.get_mut(OTHER).unwrap().blocked = true)
        }),
        ("removed", |house| {
            change(house, |plan| drop(plan.accounts.remove(OTHER)))
        }),
        ("another role", |house| {
            change(house, |plan| plan.accounts.get_mut(OTHER).unwrap().role = Role::Leader)
        }),
        ("lost the ward", |house| {
            change(house, |plan| {
                drop(plan.accounts.insert(OTHER.to_owned(), guide(&["med-2"], &[])))
            })
        }),
        ("invited anew", |house| {
            house
                .store
                .set_invitation(OTHER, &hash_secret(b"anew"), NOW + 100, None)
                .unwrap()
        }),
        ("another password", |house| {
            house.store.set_password(OTHER, b"another").unwrap()
        }),
        ("logged out everywhere", |house| {
            house.store.end_sessions(OTHER).unwrap()
        }),
        ("restored", |house| house.store.shut_everybody_out().unwrap()),
        ("its day has come", |house| house.restart_at(NOW + LONGEST_SECONDS)),
    ];
    for (why, end) in ends {
        let mut house = a_house();
        house.enter(OTHER);
        let token = make(&house, "ward=med-1").await;
        assert_eq!(ask(&house, &token, PATH).await.0, 200, "{why}");
        // More wards take nothing away.
        change(&mut house, |plan| {
            drop(plan.accounts.insert(OTHER.to_owned(), guide(&["med-1", "med-3"], &[])))
        });
        assert_eq!(ask(&house, &token, PATH).await.0, 200, "{why}");
        end(&mut house);
        assert_eq!(ask(&house, &token, PATH).await.0, 401, "{why}");
        if why != "its day has come" {
            change(&mut house, |plan| {
                drop(plan.accounts.insert(OTHER.to_owned(), guide(&["med-1"], &[])))
            });
            assert_eq!(ask(&house, &token, PATH).await.0, 401, "{why}, and given back");
        }
    }
}

#[tokio::test]
async fn a_ward_that_moves_away_from_its_guide_takes_the_token_along() {
    let mut house = a_house();
    change(&mut house, |plan| {
        drop(plan.accounts.insert(OTHER.to_owned(), guide(&[], &["medicine"])))
    });
    house.enter(OTHER);
    let token = make(&house, "ward=med-1&ward=med-2").await;
    assert_eq!(
        ask(&house, &token, PATH).await.1["results"].as_array().unwrap().len(),
        2
    );
    change(&mut house, |plan| {
        plan.wards.get_mut("med-2").unwrap().department = "surgery".to_owned()
    });
    assert_eq!(ask(&house, &token, PATH).await.0, 401);
    change(&mut house, |plan| {
        plan.wards.get_mut("med-2").unwrap().department = "medicine".to_owned()
    });
    assert_eq!(
        ask(&house, &token, PATH).await.0,
        401,
        "what comes back brings none back"
    );
    assert!(!house.get("/tokens").await.body.contains("Portalen"));
}

#[tokio::test]
async fn guesses_are_limited_and_keep_no_good_token_waiting() {
    let mut house = a_house();
    house.enter(GUIDE);
    let token = make(&house, "ward=med-1").await;
    for nth in 0..ATTEMPTS_PER_ACCOUNT {
        assert_eq!(ask(&house, "a guess", PATH).await.0, 401, "{nth}");
    }
    let (status, refused) = ask(&house, "a guess", PATH).await;
    assert_eq!(
        (status.as_u16(), &refused["problem"]),
        (429, &Value::from("too-many-attempts"))
    );
    let mut limited = 0;
    for nth in 0..trykk_hub::people::attempts::ATTEMPTS {
        limited += u32::from(ask(&house, &format!("guess {nth}"), PATH).await.0 == 429);
    }
    assert!(limited >= ATTEMPTS_PER_ACCOUNT, "all together: {limited}");
    assert_eq!(ask(&house, &token, PATH).await.0, 200);
    // While a restored hub is looked through, nothing is given.
    house.store.set_setting(trykk_hub::store::REVIEW, "yes").unwrap();
    assert_eq!(ask(&house, &token, PATH).await.0, 503);
}
