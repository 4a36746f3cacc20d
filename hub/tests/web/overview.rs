//! Every ward of the guide's in one look.

use std::collections::{BTreeMap, BTreeSet};

use trykk_hub::certificates::Ca;
use trykk_hub::organisation::{Account, Organisation, Places, Role, Ward};

use crate::counting::{Desk, a_desk_at};
use crate::house::{House, Page, planned, the_plan};

const GUIDE: &str = "guide@example.org";
const NEW: &str = "new-guide@example.org";

fn a_plan() -> Organisation {
    let mut plan = the_plan();
    let account = |places| Account {
        role: Role::Guide,
        places,
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(NEW.to_owned(), account(Places::default()));
    plan
}

async fn a_desk() -> Desk {
    let desk = a_desk_at(&a_plan()).await;
    Ca::create(&desk.house.data).unwrap();
    desk
}

/// The row of a ward.
fn row<'p>(page: &'p Page, ward: &str) -> &'p str {
    let (_, rest) = page.body.split_once("<tbody").expect("a list");
    let mut rows = rest.split("<tr role=\"row\">");
    rows.find(|row| row.contains(&format!(">{ward}</a>")))
        .unwrap_or_else(|| panic!("{ward}: {}", page.body))
}

/// What a row says of how far it is, and where the next step leads.
fn next(row: &str) -> (&str, &str) {
    let (_, phase) = row.split_once("<span class=\"state").unwrap();
    let (_, phase) = phase.split_once('>').unwrap();
    let (_, href) = row.split_once("<a class=\"roomy then\" href=\"").unwrap();
    (phase.split('<').next().unwrap(), href.split('"').next().unwrap())
}

#[tokio::test]
async fn every_ward_says_how_far_it_is_and_leads_to_its_next_step() {
    let desk = a_desk().await;
    let page = desk.house.get("/").await;
    assert_eq!(page.location, "/wards");
    let page = desk.house.get("/wards").await;
    let autumn = desk.house.ballot_box("2026-autumn", "med-1").id.to_string();
    // The spring's rounds were never opened and their closing has passed.
    let spring = desk.house.ballot_box("2026-spring", "surg-1").id.to_string();
    assert_eq!(
        next(row(&page, "Kirurgisk sengepost 1")),
        ("Planlagt", format!("/rounds/{spring}").as_str())
    );
    assert!(row(&page, "Kirurgisk sengepost 1").contains("Skulle ha åpnet"));
    desk.post("/rounds/new", "name=Vinter&ward=med-3").await;
    for id in ["2026-spring", "2026-spring-medicine"] {
        for ballot_box in desk
            .house
            .store
            .boxes()
            .unwrap()
            .into_iter()
            .filter(|ballot_box| ballot_box.round == id)
        {
            let form = desk.house.get(&format!("/rounds/{}/change", ballot_box.id)).await.body;
            let seen = form
                .split("name=\"seen\" value=\"")
                .nth(1)
                .map_or("", |rest| &rest[..32]);
            let away = desk.step(ballot_box.id, "take-away", &format!("seen={seen}")).await;
            assert!([303, 404].contains(&away.status.as_u16()));
        }
    }
    let page = desk.house.get("/wards").await;
    let (phase, draft) = next(row(&page, "Medisinsk sengepost 3"));
    assert_eq!(phase, "Utkast");
    assert_eq!(desk.house.get(draft).await.status, 200);
    assert_eq!(
        next(row(&page, "Kirurgisk sengepost 1")),
        ("Ingen kartlegging", "/rounds/new?ward=surg-1")
    );
    let form = desk.house.get("/rounds/new?ward=surg-1").await;
    assert!(form.body.contains("value=\"surg-1\" checked"));
    // Weeks before its opening, what is to be done can wait.
    assert_eq!(
        next(row(&page, "Medisinsk sengepost 1")),
        ("Planlagt", format!("/rounds/{autumn}").as_str())
    );
    assert!(page.body.contains("Én enhet trenger deg nå."));
    let order: Vec<usize> = ["sengepost 3<", "sengepost 2<", "Kirurgisk sengepost 1<"]
        .map(|ward| page.body.find(&format!("{ward}/a>")).unwrap())
        .into();
    assert!(order.is_sorted(), "what needs the guide comes first: {order:?}");
}

/// A round that is planned needs the guide more than one that is open: both are said.
#[tokio::test]
async fn an_open_round_is_not_forgotten_beside_one_that_needs_the_guide() {
    let mut desk = a_desk_at(&a_plan()).await;
    let box_id = desk.house.ballot_box("2026-autumn", "med-2").id;
    desk.enrol("tablet", "med-2");
    assert_eq!(desk.step(box_id, "open", "").await.status, 303);
    desk.deliver("tablet", box_id, 12);
    let page = desk.house.get("/wards").await;
    let shown = row(&page, "Medisinsk sengepost 2");
    assert_ne!(next(shown).0, "Åpen");
    assert!(shown.contains("Åpen nå, stenger ") && shown.contains(&format!("href=\"/rounds/{box_id}\"")));
    assert!(shown.contains("12 eller flere av 31"));
    let ward = desk.house.get("/wards/med-2").await.body;
    assert!(ward.contains("Åpen nå, stenger "));
}

#[tokio::test]
async fn an_open_round_shows_its_participation_coarsely_and_nothing_below_the_floor() {
    let mut pages = Vec::new();
    for people in [0, 6, 7, 11, 12] {
        let mut plan = a_plan();
        plan.rounds.remove("2026-spring-medicine");
        let mut desk = a_desk_at(&plan).await;
        let one = desk.house.ballot_box("2026-autumn", "med-2").id;
        desk.enrol("tablet", "med-2");
        assert_eq!(desk.step(one, "open", "").await.status, 303);
        desk.deliver("tablet", one, people);
        let page = desk.house.get("/wards").await;
        let shown = row(&page, "Medisinsk sengepost 2").to_owned();
        assert!(!next(&shown).1.contains("/tablets"), "a tablet stands there");
        assert_eq!(next(&shown).0, "Åpen");
        pages.push(shown);
    }
    assert!(
        pages[0] == pages[1] && pages[2] == pages[3],
        "no more than the round's own page tells"
    );
    assert!(pages[0].contains("færre enn 7 av 31") && pages[0].contains("class=\"sure\" width=\"0\""));
    assert!(pages[2].contains("7 eller flere av 31") && pages[2].contains("class=\"sure\" width=\"22\""));
    assert!(pages[4].contains("12 eller flere av 31") && pages[4].contains("class=\"sure\" width=\"38\""));
}

#[tokio::test]
async fn a_filter_stands_in_the_address_and_nobody_sees_wards_of_others() {
    let mut desk = a_desk().await;
    let count = |page: &Page| page.body.matches("scope=\"row\"").count();
    assert_eq!(count(&desk.house.get("/wards").await), 4);
    let surgery = desk.house.get("/wards?department=surgery").await;
    assert!(count(&surgery) == 1 && surgery.body.contains("value=\"surgery\" selected"));
    assert!(
        surgery.body.contains("?lang=nn&department=surgery&#38;search=")
            || surgery.body.contains("lang=nn&#38;department=surgery")
    );
    assert_eq!(count(&desk.house.get("/wards?search=MEDISINSK+2").await), 1);
    let none = desk.house.get("/wards?search=%3Cb%3E").await;
    assert!(count(&none) == 0 && none.body.contains("Ingen av enhetene dine passer") && !none.body.contains("<b>"));
    assert!(none.body.contains("href=\"/wards\">Vis alle"));
    desk.house.enter(NEW);
    let empty = desk.house.get("/wards").await;
    assert!(count(&empty) == 0 && empty.body.contains("Driftsansvarlig legger dem til"));
    for other in ["admin@example.org", "leader@example.org"] {
        desk.house.enter(other);
        assert_eq!(desk.house.get("/wards").await.status, 403);
    }
}

/// A hospital with so many wards, each with a round that is open.
fn large(wards: usize) -> House {
    let mut plan = the_plan();
    let round = plan.rounds["2026-autumn"].clone();
    plan.rounds.retain(|id, _| id == "2026-spring");
    for nth in 0..wards {
        let id = format!("w-{nth}");
        let ward = Ward {
            name: format!("Enhet {nth}"),
            department: "medicine".to_owned(),
            headcount: 30,
            closed: false,
        };
        plan.wards.insert(id.clone(), ward);
        let mut round = round.clone();
        round.boxes = vec![(vec![id.clone()], false)];
        plan.rounds.insert(format!("r-{nth}"), round);
    }
    plan.accounts.get_mut(GUIDE).unwrap().places.departments = vec!["medicine".to_owned()];
    let mut house = planned(&plan);
    house.enter(GUIDE);
    house
}

#[tokio::test]
async fn three_hundred_wards_are_shown_in_one_look() {
    let house = large(300);
    let page = house.get("/wards").await;
    assert_eq!(page.body.matches("scope=\"row\"").count(), 304);
    assert!(!page.body.contains("page=2"));
}

/// More than a hospital has stand on pages; what is searched for is found on all of them, and the headings count them all.
#[tokio::test]
async fn a_countrys_wards_stand_on_pages() {
    let house = large(405);
    let (first, second) = (house.get("/wards").await.body, house.get("/wards?page=2").await.body);
    let names = |page: &str| -> BTreeSet<String> {
        let parts = page.split("href=\"/wards/").skip(1);
        parts
            .filter_map(|part| Some(part.split_once('"')?.0.to_owned()))
            .collect()
    };
    assert_eq!((names(&first).len(), names(&second).len()), (400, 9));
    assert!(names(&first).is_disjoint(&names(&second)));
    assert!(first.contains("href=\"/wards?page=2\"") && !first.contains("Til de første enhetene"));
    assert!(second.contains("href=\"/wards?page=1\"") && !second.contains("page=3"));
    let headings = |page: &str| -> BTreeMap<String, usize> {
        let headings = page.split("<h2>").skip(1).filter_map(|heading| heading.split_once(')'));
        let headings = headings.filter_map(|(heading, _)| heading.split_once(" ("));
        headings
            .filter_map(|(name, many)| Some((name.to_owned(), many.parse().ok()?)))
            .collect()
    };
    // What stands on both pages is counted alike on both.
    let (mut all, on_second) = (headings(&first), headings(&second));
    assert!(
        on_second
            .iter()
            .all(|(name, many)| all.get(name).is_none_or(|known| known == many))
    );
    all.extend(on_second);
    assert_eq!(all.values().sum::<usize>(), 409, "of all pages");
    let last = names(&second).into_iter().find(|id| id.starts_with("w-")).unwrap();
    let found = house.get(&format!("/wards?search=Enhet+{}", &last[2..])).await.body;
    assert!(names(&found).contains(&last));
}

#[tokio::test]
async fn a_wards_page_has_its_rounds_tablets_and_people_and_is_for_its_guides_alone() {
    let mut desk = a_desk().await;
    desk.enrol("tablet-1", "med-1");
    desk.house.store.name_tablet("tablet-1", "Pauserom nord").unwrap();
    let page = desk.house.get("/wards/med-1").await;
    assert_eq!(page.status, 200);
    for one in desk.house.store.boxes().unwrap() {
        let here = page.body.contains(&format!("href=\"/rounds/{}\">Der", one.id));
        assert_eq!(
            here,
            one.wards.contains(&"med-1".to_owned()),
            "{} {:?}",
            one.round,
            one.wards
        );
    }
    for said in [
        "Her arbeider det 38 personer.",
        "Medisinsk avdeling",
        "Pauserom nord",
        "<span>leader@example.org</span>",
        "<span>vo@example.org</span>",
        "<span>tv@example.org</span>",
        "<span>guide@example.org</span>",
        "href=\"/rounds/new?ward=med-1\"",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    for other in ["leder2@example.org", "admin@example.org", NEW] {
        assert!(!page.body.contains(other), "{other}");
    }
    assert_eq!(desk.house.get("/wards/nowhere").await.status, 404);
    desk.house.enter(NEW);
    assert_eq!(desk.house.get("/wards/med-1").await.status, 404);
    desk.house.enter("leader@example.org");
    assert_eq!(desk.house.get("/wards/med-1").await.status, 403);
}

#[tokio::test]
async fn a_ward_without_a_tablet_leads_to_the_code_for_one_that_stands_there() {
    let mut plan = a_plan();
    plan.rounds.remove("2026-spring-medicine");
    let desk = a_desk_at(&plan).await;
    let one = desk.house.ballot_box("2026-autumn", "med-2").id;
    assert_eq!(desk.step(one, "open", "").await.status, 303);
    let page = desk.house.get("/wards").await;
    assert_eq!(
        next(row(&page, "Medisinsk sengepost 2")),
        ("Åpen", "/tablets?ward=med-2#enrol")
    );
    let page = desk.house.get("/tablets?ward=med-2").await.body;
    assert!(page.contains("<option value=\"med-2\" selected>") && page.contains("id=\"enrol\""));
    assert!(!desk.house.get("/tablets?ward=nowhere").await.body.contains(" selected"));
}
