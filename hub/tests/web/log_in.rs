//! Coming in: invitation, password, session, and what keeps others out.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use trykk_hub::certificates::Ca;
use trykk_hub::people::attempts::ATTEMPTS_PER_ACCOUNT;
use trykk_hub::people::passwords::hash_password;
use trykk_hub::secrets::hash_secret;

use crate::house::{House, NOW, TOKEN, house, kept_password};

const LEADER: &str = "leder2@example.org";

/// A house whose leader has chosen a password.
fn with_a_password() -> House {
    let mut house = house(6, 20);
    house
        .store
        .set_password(LEADER, &kept_password("en vanlig frase"))
        .unwrap();
    house
}

#[tokio::test]
async fn an_invitation_becomes_a_password_and_a_session_once() {
    let mut house = house(6, 20);
    house
        .store
        .set_invitation(LEADER, &hash_secret(b"secret"), NOW + 100, None)
        .unwrap();
    let page = house.get("/invitation/secret").await;
    assert!(page.body.contains(LEADER));
    let check = house.check().await;
    let short = house
        .post("/invitation/secret", &format!("check={check}&password=kort&again=kort"))
        .await;
    assert_eq!(short.status, 422);
    let form = format!("check={check}&password=en+vanlig+frase&again=en+vanlig+frase");
    let done = house.post("/invitation/secret", &form).await;
    assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/"));
    for part in ["__Host-trykk=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(done.cookie.contains(part), "{}", done.cookie);
    }
    let token = done
        .cookie
        .trim_start_matches("__Host-trykk=")
        .split(';')
        .next()
        .unwrap();
    assert_ne!(token, TOKEN, "a session has a token of its own");
    assert_eq!(
        house
            .store
            .visitor(&hash_secret(token.as_bytes()), NOW)
            .unwrap()
            .unwrap()
            .email,
        LEADER
    );
    assert_eq!(
        house
            .store
            .visitor(&hash_secret(token.as_bytes()), NOW + 13 * 3600)
            .unwrap(),
        None
    );
    for file in ["hub.db", "hub.db-wal"] {
        let bytes = std::fs::read(house.data.database().with_file_name(file)).unwrap_or_default();
        assert!(
            !bytes.windows(token.len()).any(|window| window == token.as_bytes()),
            "{file} holds the token"
        );
        assert!(
            !bytes.windows(15).any(|window| window == b"en vanlig frase"),
            "{file} holds the password"
        );
    }
    assert_eq!(house.get("/invitation/secret").await.status, 404);
    let again = house
        .post(
            "/log-in",
            &format!("check={check}&email={LEADER}&password=en+vanlig+frase"),
        )
        .await;
    assert_eq!((again.status.as_u16(), again.location.as_str()), (303, "/"));
}

#[tokio::test]
async fn an_unknown_account_and_a_wrong_password_hear_the_same_and_attempts_run_out() {
    let house = with_a_password();
    let check = house.check().await;
    let attempt = async |email: &str| {
        house
            .post(
                "/log-in",
                &format!("check={check}&email={email}&password=en+annen+frase"),
            )
            .await
    };
    let (wrong, unknown) = (attempt(LEADER).await, attempt("nobody@example.org").await);
    assert_eq!((wrong.status.as_u16(), unknown.status.as_u16()), (422, 422));
    assert_eq!(
        wrong.body.replace(LEADER, ""),
        unknown.body.replace("nobody@example.org", "")
    );
    for _ in 1..ATTEMPTS_PER_ACCOUNT {
        attempt(LEADER).await;
    }
    let right = house
        .post(
            "/log-in",
            &format!("check={check}&email={LEADER}&password=en+vanlig+frase"),
        )
        .await;
    assert_eq!(right.status, 429);
}

#[tokio::test]
async fn the_same_address_and_password_come_in_however_their_letters_are_put_together() {
    let mut house = house(6, 20);
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1);
    let password = hash_password("bl\u{e5}b\u{e6}r p\u{e5} fjellet", &mut rng).unwrap();
    house.store.set_password(LEADER, &password).unwrap();
    let check = house.check().await;
    for (email, password) in [
        ("leder2%40example.org", "bl%C3%A5b%C3%A6r+p%C3%A5+fjellet"),
        (
            "+Leder2%40EXAMPLE.org%E2%80%8B",
            "bla%CC%8Ab%C3%A6r%C2%A0pa%CC%8A+fjellet+",
        ),
    ] {
        let form = format!("check={check}&email={email}&password={password}");
        let inside = house.post("/log-in", &form).await;
        assert_eq!(
            (inside.status.as_u16(), inside.location.as_str()),
            (303, "/"),
            "{email}"
        );
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_and_leaves_everything_as_it_was() {
    let mut house = house(6, 20);
    house.enter(LEADER);
    for form in ["", "check=", "check=AAAA", "check=not base64"] {
        assert_eq!(house.post("/log-out", form).await.status, 403, "{form}");
    }
    assert_eq!(house.get("/").await.status, 200, "still logged in");
    house.leave();
    let check = house.check().await;
    house.enter(LEADER);
    assert_eq!(
        house.post("/log-out", &format!("check={check}")).await.location,
        "/log-in"
    );
    assert_eq!(house.get("/").await.location, "/log-in");
}

#[tokio::test]
async fn whoever_has_to_log_in_first_comes_to_the_page_they_wanted() {
    let mut house = with_a_password();
    let check = house.check().await;
    let wanted = format!("/results/{}", house.released.id);
    let sent = house.get(&wanted).await.location;
    let page = house.get(&sent).await.body;
    assert!(page.contains("siden du ville se") && page.contains(&format!("name=\"to\" value=\"{wanted}\"")));
    assert!(
        page.contains("?lang=nn&#38;to=%2Fresults"),
        "another language keeps the way"
    );
    // A form that came too late is said to be lost, and leads back to its page.
    let late = house
        .post(&format!("/rounds/{}/count", house.released.id), "")
        .await
        .location;
    let page = house.get(&late).await.body;
    assert!(page.contains("det du sendte sist, er ikke gjort"));
    assert!(page.contains(&format!("value=\"/rounds/{}\"", house.released.id)));

    let form = |to: &str, password: &str| format!("check={check}&email={LEADER}&password={password}&to={to}");
    let wrong = house.post("/log-in", &form(&wanted, "en+annen+frase")).await;
    assert!(wrong.body.contains(&format!("value=\"{wanted}\"")), "the way is kept");
    for (to, comes) in [
        (wanted.as_str(), wanted.as_str()),
        ("https%3A%2F%2Fexample.org", "/"),
        ("%2F%2Fexample.org", "/"),
        ("", "/"),
    ] {
        let inside = house.post("/log-in", &form(to, "en+vanlig+frase")).await;
        assert_eq!((inside.status.as_u16(), inside.location.as_str()), (303, comes));
    }
    house.enter(LEADER);
    assert_eq!(house.get(&sent).await.location, wanted, "logged in elsewhere meanwhile");
    // Loading a form's address again leads to its page.
    let again = house
        .get(&format!("{}/count", wanted.replace("results", "rounds")))
        .await;
    assert_eq!(again.location, wanted.replace("results", "rounds"));
}

#[tokio::test]
async fn a_stranger_who_guesses_keeps_nobody_out_who_was_in_before() {
    let house = with_a_password();
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    let form = |password: &str| format!("check={check}&email={LEADER}&password={password}");
    let inside = house.post("/log-in", &form("en+vanlig+frase")).await;
    let cookies: Vec<&str> = inside
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    let known = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-trykk-known="))
        .unwrap();
    let known = known.split(';').next().unwrap();
    assert!(!known.contains("leader"), "{known}");

    for _ in 0..ATTEMPTS_PER_ACCOUNT {
        house.post("/log-in", &form("en+annen+frase")).await;
    }
    assert_eq!(house.post("/log-in", &form("en+vanlig+frase")).await.status, 429);
    let again = house.post_with(known, "/log-in", &form("en+vanlig+frase")).await;
    assert_eq!((again.status.as_u16(), again.location.as_str()), (303, "/"));
    // Another account's cookie, or a made-up one, helps nobody; and a known browser cannot guess without end either.
    let made_up = format!("__Host-trykk-known={}", "A".repeat(43));
    assert_eq!(
        house
            .post_with(&made_up, "/log-in", &form("en+vanlig+frase"))
            .await
            .status,
        429
    );
    for _ in 0..ATTEMPTS_PER_ACCOUNT {
        assert_eq!(
            house.post_with(known, "/log-in", &form("en+annen+frase")).await.status,
            422
        );
    }
    assert_eq!(
        house.post_with(known, "/log-in", &form("en+vanlig+frase")).await.status,
        429
    );
}

/// Safari keeps no `Secure` cookie of a page without TLS, on loopback neither: without a word it would ask for the password for ever.
#[tokio::test]
async fn a_browser_that_keeps_no_cookie_is_told_so_in_its_language() {
    let house = with_a_password();
    let form = "email=leder2%40example.org&password=en+vanlig+frase&check=of-another-visit";
    for (code, said, mend) in [
        (
            "nb",
            "Nettleseren tar ikke vare på innloggingen",
            "adressen med https://",
        ),
        (
            "nn",
            "Nettlesaren tek ikkje vare på innlogginga",
            "adressa med https://",
        ),
        (
            "en",
            "Your browser does not keep the login",
            "the address with https://",
        ),
    ] {
        let request = Request::post("/log-in").header(header::ACCEPT_LANGUAGE, code);
        let refused = house.ask(request.body(Body::from(form)).unwrap()).await;
        assert_eq!(refused.status, 403);
        assert!(
            refused.body.contains(said) && refused.body.contains(mend),
            "{}",
            refused.body
        );
    }
    // With a cookie it is the page that was too old.
    let old = house.post("/log-in", form).await;
    assert!(
        old.status == 403 && old.body.contains("Siden var for gammel"),
        "{}",
        old.body
    );
}
