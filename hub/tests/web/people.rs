//! The admin's pages: people and the organisation, from nothing to a ward with a leader.

use data_encoding::BASE64URL_NOPAD;
use trykk_hub::certificates::Ca;
use trykk_hub::organisation::{Organisation, Places, Role, changes};
use trykk_hub::store::BoxIds;

use crate::counting::{Desk, a_desk_at};
use crate::house::{House, NOW, Page, house, planned, the_plan};

const ADMIN: &str = "admin@example.org";
const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";

/// An admin at the demo's hub, and the check of our forms.
async fn an_admin() -> (House, String) {
    let mut house = house(6, 20);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(ADMIN);
    (house, check)
}

fn at(email: &str) -> String {
    format!("/accounts/{}", BASE64URL_NOPAD.encode(email.as_bytes()))
}

fn plan(house: &House) -> Organisation {
    house.store.organisation().unwrap()
}

/// The secret of the invitation that a page shows.
fn invitation_on(page: &Page) -> String {
    let (_, rest) = page.body.split_once("/invitation/").expect("an invitation");
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_admin_adds_a_department_a_ward_and_its_leader_who_then_comes_in() {
    let (mut house, check) = an_admin().await;
    for (path, form) in [
        ("/organisation", "name=Fjellheim+sykehus&time_zone=Europe/Oslo"),
        ("/organisation/departments", "name=%C3%98re-nese-hals"),
        (
            "/organisation/wards",
            "name=Sengepost+%C3%98NH&department=ore-nese-hals&headcount=+27+",
        ),
    ] {
        let done = house.post(path, &format!("check={check}&{form}")).await;
        assert_eq!(done.location, "/organisation?done=saved", "{path}: {}", done.body);
    }
    let page = house.get("/organisation").await.body;
    assert!(page.contains("<h1>Fjellheim sykehus</h1>") && page.contains("Sengepost ØNH") && page.contains(">27<"));
    let form = format!("check={check}&email=+Kari@Sykehuset.no&role=leader&ward=sengepost-onh");
    let added = house.post("/accounts/new", &form).await;
    assert_eq!(added.status, 200);
    let account = plan(&house).accounts["kari@sykehuset.no"].clone();
    assert_eq!(
        (account.role, account.places),
        (Role::Leader, Places::new(vec!["sengepost-onh".to_owned()], Vec::new()))
    );
    // Loading the page again adds nobody twice, and shows no second link.
    let again = house.post("/accounts/new", &form).await;
    assert!(again.status == 422 && again.body.contains("er bruker fra før") && !again.body.contains("/invitation/"));
    house.leave();
    let invited = house.get(&format!("/invitation/{}", invitation_on(&added))).await;
    assert!(invited.body.contains("kari@sykehuset.no"));
}

#[tokio::test]
async fn what_was_written_stays_where_it_is_refused() {
    let (house, check) = an_admin().await;
    let ward = format!("check={check}&name=Ny+post&department=medicine&headcount=mange");
    let refused = house.post("/organisation/wards", &ward).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("med tall")
            && refused.body.contains("value=\"Ny post\"")
            && refused.body.contains("value=\"mange\"")
    );
    let account = format!("check={check}&email=kari&role=safety-rep&ward=med-2&department=surgery");
    let refused = house.post("/accounts/new", &account).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("«kari» er ikke en e-postadresse"));
    for kept in [
        "value=\"kari\"",
        "value=\"safety-rep\" selected",
        "value=\"med-2\" checked",
        "value=\"surgery\" checked",
    ] {
        assert!(refused.body.contains(kept), "{kept}");
    }
    assert_eq!(plan(&house), plan(&an_admin().await.0));
}

#[tokio::test]
async fn role_and_places_change_and_a_page_that_was_open_shows_it_at_once() {
    let (mut house, check) = an_admin().await;
    let changed = house
        .post(
            &format!("{}/change", at(LEADER)),
            &format!("check={check}&role=union-rep&ward=surg-1"),
        )
        .await;
    assert_eq!(changed.location, format!("{}?done=saved", at(LEADER)));
    house.enter(LEADER);
    assert_eq!(house.get(&format!("/results/{}", house.released.id)).await.status, 200);
    house.enter(ADMIN);
    let nowhere = house
        .post(&format!("{}/change", at(LEADER)), &format!("check={check}&role=leader"))
        .await;
    assert!(nowhere.status == 422 && nowhere.body.contains("Velg minst én enhet"));
    assert_eq!(plan(&house).accounts[LEADER].role, Role::UnionRep);
}

#[tokio::test]
async fn who_is_blocked_or_removed_is_out_at_once_and_nobody_does_it_to_themselves() {
    let (mut house, check) = an_admin().await;
    house.store.begin_session(LEADER, &[1; 32], NOW + 100, NOW).unwrap();
    let asked =
        |email: &str, step: &str, fields: &str| (format!("{}/{step}", at(email)), format!("check={check}&{fields}"));
    let (path, form) = asked(LEADER, "block", "blocked=yes");
    assert_eq!(house.post(&path, &form).await.status, 303);
    assert_eq!(house.store.visitor(&[1; 32], NOW).unwrap(), None);
    let page = house.get(&at(LEADER)).await.body;
    assert!(page.contains("Sperret") && page.contains("Åpne for brukeren igjen") && !page.contains("/invite\""));
    let (path, form) = asked(LEADER, "invite", "");
    assert_eq!(house.post(&path, &form).await.status, 404, "nobody is invited past it");
    let (path, form) = asked(LEADER, "block", "blocked=no");
    house.post(&path, &form).await;
    assert!(!plan(&house).accounts[LEADER].blocked);
    let (path, form) = asked(LEADER, "remove", "");
    assert!(house.post(&path, &form).await.body.contains("Kryss av"));
    let (path, form) = asked(LEADER, "remove", "sure=yes");
    assert_eq!(house.post(&path, &form).await.location, "/accounts?done=saved");
    assert!(!plan(&house).accounts.contains_key(LEADER));
    for (step, fields) in [
        ("remove", "sure=yes"),
        ("block", "blocked=yes"),
        ("change", "role=guide&ward=med-1"),
    ] {
        let (path, form) = asked(ADMIN, step, fields);
        let refused = house.post(&path, &form).await;
        assert!(
            refused.status == 422 && refused.body.contains("din egen bruker"),
            "{step}"
        );
    }
    house.enter(ADMIN);
    assert_eq!(house.get("/accounts").await.status, 200);
}

#[tokio::test]
async fn a_new_invitation_ends_the_one_before() {
    let (mut house, check) = an_admin().await;
    let form = format!("check={check}");
    let path = format!("{}/invite", at(LEADER));
    let first = invitation_on(&house.post(&path, &form).await);
    let second = invitation_on(&house.post(&path, &form).await);
    house.leave();
    assert_eq!(house.get(&format!("/invitation/{first}")).await.status, 404);
    assert_eq!(house.get(&format!("/invitation/{second}")).await.status, 200);
}

/// A guide's page says whose keys would be lost, and the last one who can count stays.
#[tokio::test]
async fn a_guide_who_alone_can_count_a_round_cannot_be_removed_and_the_page_says_why() {
    let mut desk: Desk = a_desk_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    desk.house.enter(ADMIN);
    let page = desk.house.get(&at(GUIDE)).await.body;
    assert!(page.contains("Medisinsk sengepost 1: ingen andre kan telle opp"));
    Ca::create(&desk.house.data).unwrap();
    for (step, fields) in [
        ("remove", "sure=yes"),
        ("block", "blocked=yes"),
        ("change", "role=guide&ward=surg-1"),
        ("change", "role=leader&ward=med-1"),
    ] {
        let refused = desk.post(&format!("{}/{step}", at(GUIDE)), fields).await;
        assert_eq!(refused.status, 422, "{step}");
        assert!(refused.body.contains("ville stå uten en prosessveileder"), "{step}");
    }
    assert!(desk.house.store.organisation().unwrap().accounts.contains_key(GUIDE));
    assert!(!desk.house.store.tablets_of(id).unwrap().is_empty());
}

#[tokio::test]
async fn wards_are_renamed_moved_closed_and_departments_go_once_they_are_empty() {
    let (house, check) = an_admin().await;
    let post = |path: &str, fields: &str| {
        let (path, form) = (path.to_owned(), format!("check={check}&{fields}"));
        let house = &house;
        async move { house.post(&path, &form).await }
    };
    let moved = post(
        "/organisation/wards/surg-1/change",
        "name=Kirurgisk+post&department=medicine&headcount=40",
    )
    .await;
    assert_eq!(moved.location, "/organisation/wards/surg-1?done=saved");
    let ward = plan(&house).wards["surg-1"].clone();
    assert_eq!(
        (ward.name.as_str(), ward.department.as_str(), ward.headcount),
        ("Kirurgisk post", "medicine", 40)
    );
    // A senior leader is bound to it still.
    let refused = post("/organisation/departments/surgery/remove", "").await;
    assert!(refused.status == 422 && refused.body.contains("Flytt dem først"));
    post(
        &format!("{}/change", at("senior@example.org")),
        "role=senior-leader&department=medicine",
    )
    .await;
    assert_eq!(post("/organisation/departments/surgery/remove", "").await.status, 303);
    assert!(!plan(&house).departments.contains_key("surgery"));
    let planned = post("/organisation/wards/med-1/close", "closed=yes").await;
    assert!(planned.status == 422 && planned.body.contains("er planlagt i en enhet som er lagt ned"));
    assert_eq!(
        post("/organisation/wards/surg-1/close", "closed=yes").await.status,
        303,
        "its round is settled"
    );
    assert!(house.get("/organisation").await.body.contains("(Lagt ned)"));
    assert_eq!(post("/organisation/wards/surg-1/close", "closed=no").await.status, 303);
    assert!(!plan(&house).wards["surg-1"].closed);
}

#[tokio::test]
async fn people_are_found_by_every_word_that_is_written() {
    let (house, _) = an_admin().await;
    let found = |page: &str| page.matches("href=\"/accounts/").count() - 1;
    for (search, count) in [
        ("", 7),
        ("LEDER", 4),
        ("verneombud", 1),
        ("medisinsk+1", 4),
        ("leder+kirurgisk", 3),
        ("x+y", 0),
    ] {
        let page = house.get(&format!("/accounts?search={search}")).await.body;
        assert_eq!(found(&page), count, "{search}");
    }
}

/// A hub that was only set up: its first admin comes by one command, and is led on.
#[tokio::test]
async fn the_first_admin_of_a_new_hub_begins_with_its_name() {
    let mut house = planned(&the_plan());
    let (from, nothing) = (plan(&house), Organisation::default());
    let emptied = changes(&from, &nothing).unwrap();
    house.store.change(&from, &emptied, &BoxIds::new(b"a test")).unwrap();
    Ca::create(&house.data).unwrap();
    let add = ["account", "add", "--email", "IT@example.org", "--role", "admin"];
    let (said, done) = house.command(&add);
    assert!(
        done && said.starts_with("invitation for it@example.org: /invitation/"),
        "{said}"
    );
    let (said, done) = house.command(&add);
    assert!(!done && said.contains("is there already"), "{said}");
    let (said, done) = house.command(&["account", "add", "--email", "leder@example.org", "--role", "leader"]);
    assert!(!done && said.contains("has nothing to open"), "{said}");
    let check = house.check().await;
    house.enter("it@example.org");
    assert!(house.get("/accounts").await.body.contains("Skriv hva sykehuset heter"));
    let page = house.get("/organisation").await.body;
    assert!(
        page.contains("Skriv først hva")
            && page.contains("value=\"Europe/Oslo\"")
            && !page.contains("/organisation/wards")
    );
    let form = format!("check={check}&name=Fjellheim&time_zone=Europe/Oslo");
    assert_eq!(house.post("/organisation", &form).await.status, 303);
    assert!(house.get("/organisation").await.body.contains("Ingen avdelinger ennå"));
    let (printed, _) = house.command(&["plan"]);
    assert!(
        printed.contains("name = \"Fjellheim\"") && printed.contains("it@example.org"),
        "{printed}"
    );
}
