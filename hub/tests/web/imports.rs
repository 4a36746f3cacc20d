//! Lists that come in on the admin's page: looked over first, then made, all or nothing.

use axum::body::Body;
use axum::http::{Request, header};
use trykk_hub::certificates::Ca;
use trykk_hub::organisation::Organisation;

use crate::house::{House, Page, TOKEN, field, house};

const ADMIN: &str = "admin@example.org";
const BOUNDARY: &str = "----trykk-boundary";

async fn an_admin() -> (House, String) {
    let mut house = house(6, 20);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(ADMIN);
    (house, check)
}

fn plan(house: &House) -> Organisation {
    house.store.organisation().unwrap()
}

/// Sends the form of the page as a browser does where a file is chosen.
async fn upload(house: &House, check: &str, file: &[u8], list: &str) -> Page {
    let part = |head: &str, bytes: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), bytes, b"\r\n"].concat()
    };
    let body = [
        part("name=\"check\"", check.as_bytes()),
        part(
            "name=\"file\"; filename=\"enheter.csv\"\r\nContent-Type: text/csv",
            file,
        ),
        part("name=\"list\"", list.as_bytes()),
        format!("--{BOUNDARY}--\r\n").into_bytes(),
    ];
    let request = Request::post("/organisation/import")
        .header(header::COOKIE, format!("__Host-trykk={TOKEN}"))
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        );
    house.ask(request.body(Body::from(body.concat())).unwrap()).await
}

fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

async fn make(house: &House, check: &str, list: &str, digest: &str) -> Page {
    let form = form(&[("check", check), ("list", list), ("digest", digest)]);
    house.post("/organisation/import/make", &form).await
}

#[tokio::test]
async fn a_file_of_norwegian_excel_is_looked_over_and_then_made() {
    let (house, check) = an_admin().await;
    let before = plan(&house);
    let list =
        "Avdeling;Enhet;Ansatte\r\nMedisinsk avdeling;Medisinsk sengepost 1;41\r\nØre-nese-hals;ØNH-posten;12\r\n";
    let windows: Vec<u8> = list
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    let page = upload(&house, &check, &windows, "").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for said in [
        "Ny avdeling: Øre-nese-hals",
        "Ny enhet: ØNH-posten i Øre-nese-hals, 12 ansatte",
        "Medisinsk sengepost 1 i Medisinsk avdeling: fra 38 til 41 ansatte",
        "Ingenting er endret ennå",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(plan(&house), before, "looking changes nothing");
    let made = make(&house, &check, list, &field(&page, "digest")).await;
    assert!(
        made.status == 200 && made.body.contains("Endringene er gjort: 3"),
        "{}",
        made.body
    );
    let after = plan(&house);
    assert_eq!(
        (after.wards["med-1"].headcount, after.wards["onh-posten"].headcount),
        (41, 12)
    );
    // Sent twice it makes nothing twice.
    let again = make(&house, &check, list, &field(&page, "digest")).await;
    assert!(
        again.status == 422 && again.body.contains("Listen endrer ingenting"),
        "{}",
        again.body
    );
    assert_eq!(plan(&house), after);
}

#[tokio::test]
async fn one_faulty_line_keeps_everything_out_and_what_was_written_stays() {
    let (house, check) = an_admin().await;
    let before = plan(&house);
    let list = "Avdeling;Enhet;Ansatte\nNy avdeling;Ny post;20\nNy avdeling;Nest nyeste;tjue\n";
    for page in [
        upload(&house, &check, list.as_bytes(), "").await,
        upload(&house, &check, b"", list).await,
        make(&house, &check, list, "0123").await,
    ] {
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Linje 3, kolonnen «Ansatte»:") && page.body.contains("med tall: fra 1 til 2000"));
        assert!(page.body.contains("Nest nyeste;tjue\n</textarea>"), "{}", page.body);
        assert!(!page.body.contains("name=\"digest\""), "there is nothing to confirm");
    }
    assert_eq!(plan(&house), before);
    let empty = upload(&house, &check, b"", " ").await;
    assert!(empty.status == 422 && empty.body.contains("Velg en fil, eller lim inn listen."));
    let strange = upload(&house, "another", list.as_bytes(), "").await;
    assert_eq!(strange.status, 403, "a form with a file has its check too");
    let large = upload(&house, &check, "Avdeling;Enhet;Ansatte\n".repeat(8000).as_bytes(), "").await;
    assert!(large.status == 422 && large.body.contains("høyst 160 kilobyte"));
}

#[tokio::test]
async fn people_come_in_with_invitations_that_are_shown_once_and_in_their_language() {
    let (mut house, check) = an_admin().await;
    let list = "E-post;Rolle;Avdeling;Enhet;Språk;Navn\nkari@sykehuset.no;leder;;Medisinsk sengepost 2;engelsk;Kari\n\
                leader@example.org;leder;;Medisinsk sengepost 2;;\n";
    let page = house
        .post("/organisation/import", &form(&[("check", &check), ("list", list)]))
        .await;
    for said in [
        "Ny bruker: kari@sykehuset.no, leder (Medisinsk sengepost 2), møter sidene på English",
        "leader@example.org: fra leder (Medisinsk sengepost 1) til leder (Medisinsk sengepost 2)",
        "Navn på folk lagres ikke",
    ] {
        assert!(
            page.body.to_lowercase().contains(&said.to_lowercase()),
            "{said}: {}",
            page.body
        );
    }
    let made = make(&house, &check, list, &field(&page, "digest")).await;
    assert_eq!(
        made.body.matches("/invitation/").count(),
        1,
        "whoever is there already is not invited anew"
    );
    let (_, rest) = made.body.split_once("/invitation/").unwrap();
    let secret = rest.split('<').next().unwrap().to_owned();
    house.leave();
    let invited = house.get(&format!("/invitation/{secret}")).await;
    assert!(invited.status == 200 && invited.body.contains("kari@sykehuset.no"));
    house.enter("kari@sykehuset.no");
    let home = house.get("/").await;
    assert!(home.body.contains("<html lang=\"en\">"), "{}", home.body);
}

#[tokio::test]
async fn what_changed_since_it_was_looked_over_is_looked_over_again() {
    let (house, check) = an_admin().await;
    let list = "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Medisinsk sengepost 1;41\n";
    let page = house
        .post("/organisation/import", &form(&[("check", &check), ("list", list)]))
        .await;
    let other = format!("check={check}&name=Medisinsk+sengepost+1&department=medicine&headcount=39");
    assert_eq!(house.post("/organisation/wards/med-1/change", &other).await.status, 303);
    let refused = make(&house, &check, list, &field(&page, "digest")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Noe er endret imens") && refused.body.contains("fra 39 til 41 ansatte"));
    assert_eq!(plan(&house).wards["med-1"].headcount, 39);
    let made = make(&house, &check, list, &field(&refused, "digest")).await;
    assert_eq!(made.status, 200);
    assert_eq!(plan(&house).wards["med-1"].headcount, 41);
}

#[tokio::test]
async fn an_invitation_is_a_whole_link() {
    let (house, check) = an_admin().await;
    let list = "E-post;Rolle;Enhet\nkari@sykehuset.no;leder;Medisinsk sengepost 2";
    let asked = form(&[("check", &check), ("list", list)]);
    let page = house.post("/organisation/import", &asked).await;
    let made = make(&house, &check, list, &field(&page, "digest")).await;
    let added = form(&[
        ("check", &check),
        ("email", "ola@sykehuset.no"),
        ("role", "leader"),
        ("ward", "med-2"),
    ]);
    let added = house.post("/accounts/new", &added).await;
    for page in [made, added] {
        assert!(
            page.body.contains(">https://trykk.example.org/invitation/"),
            "{}",
            page.body
        );
    }
}
