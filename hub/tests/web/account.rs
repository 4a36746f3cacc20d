//! Somebody's own page: their password, and where they are logged in; and the navigation around every page.

use trykk_hub::secrets::hash_secret;

use crate::house::{House, NOW, TOKEN, house, kept_password};

const LEADER: &str = "leder2@example.org";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A house whose leader has a password, and is logged in here and in two other places; and the check of our forms.
async fn logged_in() -> (House, String) {
    let mut house = house(6, 20);
    let hashed = kept_password("en vanlig frase");
    house.store.set_password(LEADER, &hashed).unwrap();
    for token in [[1; 32], [2; 32]] {
        house.store.begin_session(LEADER, &token, NOW + 100, NOW).unwrap();
    }
    house
        .store
        .note_session(&[1; 32], "Safari, iPhone", NOW - 2 * 24 * 3600)
        .unwrap();
    let check = house.check().await;
    house.enter(LEADER);
    (house, check)
}

fn left(house: &House, email: &str) -> usize {
    house.store.sessions(email, NOW).unwrap().len()
}

#[tokio::test]
async fn one_sees_where_one_is_logged_in_and_ends_it_there() {
    let (house, check) = logged_in().await;
    let page = house.get_as(FIREFOX, "/account").await.body;
    assert!(page.contains("Firefox, Windows") && page.contains("I dag"), "this one");
    assert!(
        page.contains("Safari, iPhone") && page.contains("19.\u{a0}september 2026"),
        "another one"
    );
    assert!(page.contains("Ukjent nettleser"), "one that was never used");
    assert_eq!(
        page.matches("name=\"session\"").count(),
        2,
        "one cannot log out here by this"
    );
    assert!(!page.contains(TOKEN) && !page.contains("rv:140"));
    let other = &house.store.sessions(LEADER, NOW).unwrap()[1];
    assert_eq!(other.browser, "Safari, iPhone");
    let done = house
        .post("/account/log-out", &format!("check={check}&session={}", other.id()))
        .await;
    assert_eq!(done.location, "/account?done=out");
    assert_eq!(left(&house, LEADER), 2);
    assert_eq!(house.store.visitor(&[1; 32], NOW).unwrap(), None);
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    let (mut house, check) = logged_in().await;
    house
        .store
        .begin_session("vo@example.org", &[3; 32], NOW + 100, NOW)
        .unwrap();
    let id = house.store.sessions("vo@example.org", NOW).unwrap()[0].id();
    house
        .post("/account/log-out", &format!("check={check}&session={id}"))
        .await;
    assert_eq!(left(&house, "vo@example.org"), 1);
    house
        .post("/account/log-out-everywhere", &format!("check={check}"))
        .await;
    assert_eq!((left(&house, LEADER), left(&house, "vo@example.org")), (0, 1));
    assert_eq!(house.get("/account").await.location, "/log-in?to=%2Faccount");
}

#[tokio::test]
async fn another_password_takes_the_present_one_and_logs_out_everywhere_else() {
    let (house, check) = logged_in().await;
    let change = |old: &str, new: &str, again: &str| format!("check={check}&old={old}&password={new}&again={again}");
    for (form, why) in [
        (
            change("en+vanlig+frase", "en+annen+frase", "en+tredje+frase"),
            "ikke like",
        ),
        (
            change("en+uvanlig+frase", "en+annen+frase", "en+annen+frase"),
            "stemmer ikke",
        ),
        (change("en+vanlig+frase", "kort", "kort"), "for kort"),
    ] {
        let refused = house.post("/account/password", &form).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(why), "{why}");
        assert_eq!(left(&house, LEADER), 3);
    }
    let done = house
        .post(
            "/account/password",
            &change("en+vanlig+frase", "en+annen+frase", "en+annen+frase"),
        )
        .await;
    assert_eq!(
        (done.status.as_u16(), done.location.as_str()),
        (303, "/account?done=password")
    );
    assert_eq!(left(&house, LEADER), 1, "the new one, here");
    assert_eq!(house.store.visitor(&hash_secret(TOKEN.as_bytes()), NOW).unwrap(), None);
    assert!(done.cookie.starts_with("__Host-trykk="));
    let form = format!("check={check}&email={LEADER}&password=");
    assert_eq!(
        house.post("/log-in", &(form.clone() + "en+vanlig+frase")).await.status,
        422
    );
    assert_eq!(house.post("/log-in", &(form + "en+annen+frase")).await.status, 303);
}

#[tokio::test]
async fn guessing_at_a_page_that_was_left_open_ends_soon() {
    let (house, check) = logged_in().await;
    let form = format!("check={check}&old=feil+passord+her&password=en+annen+frase&again=en+annen+frase");
    let mut said = String::new();
    for _ in 0..20 {
        said = house.post("/account/password", &form).await.body;
    }
    assert!(said.contains("for mange forsøk"));
    let right = form.replace("feil+passord+her", "en+vanlig+frase");
    assert_eq!(house.post("/account/password", &right).await.status, 422);
}

#[tokio::test]
async fn the_navigation_shows_what_a_role_can_go_to_and_where_it_is() {
    let mut house = house(6, 20);
    let present = |page: &str| {
        let (_, ways) = page.split_once("<ul class=\"line\">").expect("a navigation");
        let (ways, _) = ways.split_once("</ul>").unwrap();
        let (links, present) = (ways.matches("<a ").count(), ways.matches("aria-current").count());
        let name = ways
            .split("aria-current=\"page\">")
            .nth(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned());
        assert!(present <= 1);
        (links, name)
    };
    let result = format!("/results/{}", house.released.id);
    for (email, path, links, name) in [
        ("guide@example.org", "/figures", 6, Some("Resultater")),
        ("guide@example.org", "/rounds", 6, Some("Kartlegginger")),
        ("guide@example.org", &result, 6, Some("Kartlegginger")),
        ("guide@example.org", "/tablets", 6, Some("Nettbrett")),
        ("guide@example.org", "/tablets/unknown", 6, Some("Nettbrett")),
        ("guide@example.org", "/fingerprints", 6, Some("Kontrolltall")),
        ("guide@example.org", "/passphrase", 6, None),
        (LEADER, "/", 2, Some("Min enhet")),
        (LEADER, &result, 2, Some("Min enhet")),
        (LEADER, "/accounts", 2, None),
        ("senior@example.org", "/", 1, Some("Min avdeling")),
        (
            "admin@example.org",
            "/organisation/wards/med-1",
            5,
            Some("Organisasjon"),
        ),
        ("admin@example.org", "/accounts", 5, Some("Brukere")),
        ("admin@example.org", "/operation", 5, Some("Drift")),
        ("admin@example.org", "/audit?day=2026-09-22", 5, Some("Logg")),
        ("vo@example.org", "/", 3, Some("Min enhet")),
        ("vo@example.org", "/audit", 3, Some("Logg")),
    ] {
        house.enter(email);
        let page = house.get(path).await.body;
        assert_eq!(present(&page), (links, name.map(str::to_owned)), "{email} at {path}");
    }
    house.leave();
    assert!(!house.get("/log-in").await.body.contains("class=\"ways\""));
}
