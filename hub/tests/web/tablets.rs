//! Tablets on pages: enrolling, naming, taking out of use; whose they are, and what is not told of them.

use trykk_hub::enrolment::ADDRESS;
use trykk_hub::organisation::{Account, Organisation, Places, Role};
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{NewTablet, RedeemError, TabletRow, TabletState, Ticket};
use trykk_shared::enrolment::{Code, Link};
use trykk_shared::protocol::{Condition, Health, Level};

use crate::counting::{Desk, a_desk_at};
use crate::house::{NOW, the_plan};

const GUIDE: &str = "guide@example.org";
const OTHER: &str = "other@example.org";
const ADMIN: &str = "admin@example.org";
const DAY: i64 = 24 * 3600;

/// The demo's plan, and a guide of one ward alone.
fn a_plan() -> Organisation {
    let mut plan = the_plan();
    let account = Account {
        role: Role::Guide,
        places: Places::new(vec!["surg-1".to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(OTHER.to_owned(), account);
    plan
}

/// A guide at a hub that tablets reach.
async fn a_desk() -> Desk {
    let mut desk = a_desk_at(&a_plan()).await;
    desk.house.store.set_setting(ADDRESS, "hub.example.org:8443").unwrap();
    trykk_hub::certificates::Ca::create(&desk.house.data).unwrap();
    desk
}

fn state(desk: &Desk, id: &str) -> TabletState {
    let tablets = desk.house.store.tablets().unwrap();
    tablets.into_iter().find(|tablet| tablet.id == id).unwrap().state
}

/// The link that a page shows.
fn link_on(page: &str) -> Link {
    let (_, rest) = page.split_once("<p class=\"link\">").expect("a link");
    let link = rest.split('<').next().unwrap();
    link.replace("&#38;", "&").replace("&amp;", "&").parse().unwrap()
}

/// What a tablet says of itself stands on its page, and what somebody has to see to in the list. A version is shown to people: what is none
/// is not kept; nor is what a stolen one says.
#[tokio::test]
async fn a_tablet_says_how_it_is_and_what_it_needs() {
    let mut desk = a_desk().await;
    desk.enrol("tablet-1", "med-1");
    let mut say = async |state: TabletState, condition: Condition| {
        let health = Health {
            boxes: Vec::new(),
            checks: Vec::new(),
            condition: Some(condition),
        };
        let row = desk.house.store.tablets().unwrap().remove(0);
        let row = TabletRow { state, ..row };
        desk.house
            .store
            .note_health(&row, &[0; 32], &health, None, NOW)
            .unwrap();
        let one = desk.house.get("/tablets/tablet-1").await.body;
        (one, desk.house.get("/tablets").await.body)
    };
    let fine = Condition {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        battery: Some(Level::Fine),
        disk: Some(Level::Fine),
        minutes_behind: 0,
    };
    let (one, all) = say(TabletState::Active, fine.clone()).await;
    assert!(one.contains("<dt>Batteri</dt><dd>Nok</dd>") && one.contains("<dt>Plass</dt><dd>Nok</dd>"));
    assert!(one.contains("<dt>Klokke</dt><dd>Går riktig</dd>"));
    assert!(one.contains(concat!("<dt>Utgave</dt><dd>", env!("CARGO_PKG_VERSION"), "</dd>")));
    assert!(!all.contains("Trenger tilsyn"));
    let low = Condition {
        battery: Some(Level::Low),
        minutes_behind: 90,
        ..fine.clone()
    };
    let (one, all) = say(TabletState::Active, low).await;
    assert!(one.contains("Batteriet er nesten tomt") && one.contains("går 90 minutter etter"));
    assert!(all.contains("Trenger tilsyn") && all.contains("Batteriet er nesten tomt"));
    let far = Condition {
        minutes_behind: -59_617,
        ..fine.clone()
    };
    assert!(say(TabletState::Active, far).await.0.contains("går 41 dager foran"));
    let odd = Condition {
        version: "<script>".to_owned(),
        ..fine.clone()
    };
    let (one, _) = say(TabletState::Active, odd).await;
    assert!(!one.contains("script&") && !one.contains("<dt>Utgave</dt>"));
    let (one, _) = say(TabletState::Stolen, fine).await;
    assert!(!one.contains("<dt>Utgave</dt>"));
}

/// What is kept of a ward's PIN goes to its tablets, by whoever looks after them; nothing else can be set, and the page shows no PIN.
#[tokio::test]
async fn the_pin_of_a_wards_tablets_is_set_by_whoever_looks_after_them() {
    let mut desk = a_desk().await;
    let kept = |desk: &Desk, ward: &str| desk.house.store.staff_pin(ward).unwrap();
    let page = desk.post("/tablets/pin", "ward=med-1&do=save&pin=428317").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("får PIN-koden neste gang") && !page.body.contains("428317"));
    let hash = kept(&desk, "med-1").unwrap();
    let read: trykk_shared::pin::PinHash = hash.parse().unwrap();
    assert!(read.fits(&"428317".parse().unwrap()) && !page.body.contains(&hash));
    for (pin, said) in [
        ("12345", "6 til 12 siffer"),
        ("abcdef", "Bruk bare siffer"),
        ("999999", "prøver alle først"),
        ("", "6 til 12 siffer"),
    ] {
        let page = desk.post("/tablets/pin", &format!("ward=med-1&pin={pin}")).await;
        assert!(page.status == 422 && page.body.contains(said), "{pin}: {}", page.body);
        assert_eq!(kept(&desk, "med-1").as_ref(), Some(&hash));
    }
    assert_eq!(desk.post("/tablets/pin", "ward=nowhere&pin=428317").await.status, 404);
    // A guide of another ward sets none here.
    desk.house.enter(OTHER);
    let page = desk.post("/tablets/pin", "ward=med-1&pin=905511").await;
    assert!(page.status == 404 || page.status == 403, "{}", page.status);
    assert_eq!(kept(&desk, "med-1"), Some(hash));
    desk.house.enter(ADMIN);
    let page = desk.post("/tablets/pin", "ward=med-1&do=remove").await;
    assert!(
        page.status == 200 && page.body.contains("er tatt bort"),
        "{}",
        page.body
    );
    assert_eq!(kept(&desk, "med-1"), None);
}

#[tokio::test]
async fn a_tablet_is_enrolled_with_what_the_page_shows_and_the_page_says_so() {
    let mut desk = a_desk().await;
    let empty = desk.house.get("/tablets").await.body;
    assert!(empty.contains("Ingen nettbrett er meldt inn ennå"));
    let made = desk.post("/tablets/links", "ward=med-1").await;
    assert_eq!(made.status, 303);
    let page = desk.house.get(&made.location).await.body;
    let link = link_on(&page);
    assert_eq!(
        (link.address.as_str(), link.ward.as_deref()),
        ("hub.example.org:8443", Some("med-1"))
    );
    assert!(page.contains(&format!("<strong class=\"code\">{}</strong>", link.code.to_text())));
    assert!(page.contains("<strong>hub.example.org:8443</strong>") && page.contains("24 timer igjen"));
    assert!(page.contains("class=\"qr\""));
    // It looks by itself, until somebody wants it still; what is unfolded stays so.
    let refreshes = async |path: &str| -> Option<String> {
        let page = desk.house.get(path).await;
        page.headers
            .get("refresh")
            .map(|seconds| seconds.to_str().unwrap().to_owned())
    };
    assert_eq!(refreshes(&made.location).await.as_deref(), Some("10"));
    let large = format!("{}?large=yes&still=no", made.location);
    assert!(
        page.contains(&large.replace('&', "&#38;")) && !page.contains("<details open>"),
        "{page}"
    );
    assert!(refreshes(&large).await.is_some() && desk.house.get(&large).await.body.contains("<details open>"));
    let still = format!("{}?large=no&still=yes", made.location);
    assert!(page.contains(&still.replace('&', "&#38;")) && refreshes(&still).await.is_none());
    let listed = desk.house.get("/tablets").await.body;
    assert!(listed.contains("Koder som ikke er brukt ennå") && !listed.contains(&link.code.to_text()));
    // As somebody types it.
    let code: Code = link.code.to_text().to_lowercase().replace('-', " ").parse().unwrap();
    let tablet = NewTablet {
        id: "tablet-new".to_owned(),
        token_hash: [4; 32],
    };
    let ticket = Ticket(hash_secret(&code.ticket()));
    let redeemed = desk
        .house
        .store
        .redeem(&ticket, &tablet, None, NOW, crate::KEEP_NOWHERE);
    assert_eq!(redeemed.unwrap().unwrap().ward, "med-1");
    let page = desk.house.get(&made.location).await.body;
    assert!(page.contains("Koden er brukt") && !page.contains(&code.to_text()));
    let after = desk.house.get(&made.location).await;
    assert!(
        !after.headers.contains_key("refresh"),
        "there is nothing left to look for"
    );
    let listed = desk.house.get("/tablets").await.body;
    assert!(listed.contains("tablet-new") && !listed.contains("Koder som ikke er brukt"));
}

/// A case of tablets, one link: its page says how many have used it, and it ends with the last of them.
#[tokio::test]
async fn a_link_for_several_says_how_many_have_used_it() {
    let mut desk = a_desk().await;
    let made = desk.post("/tablets/links", "ward=med-1&tablets=3").await;
    let code = link_on(&desk.house.get(&made.location).await.body).code;
    let ticket = Ticket(hash_secret(&code.ticket()));
    for nth in 0..3_u8 {
        let page = desk.house.get(&made.location).await.body;
        assert!(
            page.contains(&format!("{nth} av 3 brukt")) && page.contains(&code.to_text()),
            "{page}"
        );
        assert!(page.contains("Koden virker på 3 nettbrett"));
        let listed = desk.house.get("/tablets").await.body;
        assert!(listed.contains(&format!("{nth} av 3 brukt")));
        let tablet = NewTablet {
            id: format!("tablet-new-{nth}"),
            token_hash: [nth + 1; 32],
        };
        let redeemed = desk
            .house
            .store
            .redeem(&ticket, &tablet, None, NOW, crate::KEEP_NOWHERE);
        assert_eq!(redeemed.unwrap().unwrap().ward, "med-1");
    }
    let page = desk.house.get(&made.location).await.body;
    assert!(page.contains("Koden er brukt opp") && !page.contains(&code.to_text()));
    let tablet = NewTablet {
        id: "tablet-too-many".to_owned(),
        token_hash: [9; 32],
    };
    let refused = desk
        .house
        .store
        .redeem(&ticket, &tablet, None, NOW, crate::KEEP_NOWHERE);
    assert_eq!(refused.unwrap().unwrap_err(), RedeemError::Used);
    // Withdrawn in the midst, it enrols nobody more.
    let made = desk.post("/tablets/links", "ward=med-1&tablets=12").await;
    let code = link_on(&desk.house.get(&made.location).await.body).code;
    let ticket = Ticket(hash_secret(&code.ticket()));
    let first = NewTablet {
        id: "tablet-first".to_owned(),
        token_hash: [10; 32],
    };
    let redeemed = desk.house.store.redeem(&ticket, &first, None, NOW, crate::KEEP_NOWHERE);
    assert!(redeemed.unwrap().is_ok());
    desk.post(&format!("{}/withdraw", made.location), "").await;
    let refused = desk
        .house
        .store
        .redeem(&ticket, &tablet, None, NOW, crate::KEEP_NOWHERE);
    assert_eq!(refused.unwrap().unwrap_err(), RedeemError::Unknown);
    for wrong in ["0", "13", "mange", "-1", "256"] {
        let page = desk
            .post("/tablets/links", &format!("ward=med-1&tablets={wrong}"))
            .await;
        assert!(
            page.status == 422 && page.body.contains("Velg et tall fra 1 til 12."),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_link_is_shown_to_nobody_else_and_not_once_it_is_void() {
    let mut desk = a_desk().await;
    let made = desk.post("/tablets/links", "ward=surg-1").await.location;
    for other in [OTHER, ADMIN] {
        desk.house.enter(other);
        assert_eq!(desk.house.get(&made).await.status, 404, "{other}");
        assert_eq!(desk.house.get(&format!("{made}/file")).await.status, 404, "{other}");
        assert_eq!(desk.post(&format!("{made}/withdraw"), "").await.status, 404, "{other}");
    }
    desk.house.enter(GUIDE);
    let link = link_on(&desk.house.get(&made).await.body);
    let file = desk.house.get(&format!("{made}/file")).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.body, format!("{link}\r\n"));
    let code = link.code.to_text();
    assert_eq!(desk.post(&format!("{made}/withdraw"), "").await.location, "/tablets");
    let page = desk.house.get(&made).await.body;
    assert!(page.contains("Koden gjelder ikke lenger") && !page.contains(&code));
    assert_eq!(desk.house.get(&format!("{made}/file")).await.status, 404);
    assert!(desk.house.store.open_codes(NOW).unwrap().is_empty());
    // Nor after a day.
    let made = desk.post("/tablets/links", "ward=surg-1").await.location;
    assert_eq!(desk.house.store.open_codes(NOW).unwrap().len(), 1);
    assert!(desk.house.store.open_codes(NOW + DAY + 600).unwrap().is_empty());
    // A hub that was started anew does not remember it.
    desk.house.restart();
    assert_eq!(desk.house.get(&made).await.status, 404);
}

/// Whoever looks after the ward can make it void, also when nobody can see it any more; and with what somebody may do goes what they
/// have made.
#[tokio::test]
async fn a_link_does_not_outlive_the_rights_that_it_was_made_with() {
    let mut desk = a_desk().await;
    let open = |desk: &Desk| desk.house.store.open_codes(NOW).unwrap();
    desk.post("/tablets/links", "ward=med-1").await;
    desk.house.restart();
    let handle = open(&desk)[0].handle();
    desk.house.enter(OTHER);
    assert_eq!(
        desk.post(&format!("/tablets/links/{handle}/withdraw"), "").await.status,
        404
    );
    assert_eq!(open(&desk).len(), 1);
    desk.house.enter(ADMIN);
    assert!(
        desk.house
            .get("/tablets")
            .await
            .body
            .contains(&format!("/tablets/links/{handle}/withdraw"))
    );
    assert_eq!(
        desk.post(&format!("/tablets/links/{handle}/withdraw"), "")
            .await
            .location,
        "/tablets"
    );
    assert!(open(&desk).is_empty());
    assert_eq!(
        desk.post(&format!("/tablets/links/{handle}/withdraw"), "").await.status,
        404
    );
    let ids = trykk_hub::store::BoxIds::new(b"a test");
    let edits = [
        trykk_hub::organisation::edit::Edit::BlockAccount {
            email: GUIDE.to_owned(),
            blocked: true,
        },
        trykk_hub::organisation::edit::Edit::ChangeAccount {
            email: GUIDE.to_owned(),
            role: trykk_hub::organisation::Role::Guide,
            places: trykk_hub::organisation::Places {
                wards: vec!["surg-1".to_owned()],
                departments: Vec::new(),
            },
        },
    ];
    for asked in edits {
        desk.house.enter(GUIDE);
        assert_eq!(desk.post("/tablets/links", "ward=surg-1").await.status, 303);
        assert_eq!(open(&desk).len(), 1);
        let edit = |plan: &Organisation| {
            trykk_hub::organisation::edit::edit(plan, &asked, trykk_hub::organisation::edit::By::Account(ADMIN))
        };
        desk.house.store.change_organisation(&ids, edit).unwrap().unwrap();
        assert!(open(&desk).is_empty(), "{asked:?}");
        let back = trykk_hub::organisation::edit::Edit::BlockAccount {
            email: GUIDE.to_owned(),
            blocked: false,
        };
        let edit = |plan: &Organisation| {
            trykk_hub::organisation::edit::edit(plan, &back, trykk_hub::organisation::edit::By::Account(ADMIN))
        };
        desk.house.store.change_organisation(&ids, edit).unwrap().unwrap();
    }
    desk.house.enter(GUIDE);
    assert_eq!(desk.post("/tablets/links", "ward=surg-1").await.status, 303);
    desk.house.store.end_sessions(GUIDE).unwrap();
    assert!(open(&desk).is_empty(), "logged out everywhere");
}

#[tokio::test]
async fn one_account_has_at_most_twenty_codes_that_nobody_has_used() {
    let mut desk = a_desk().await;
    for _ in 0..20 {
        assert_eq!(desk.post("/tablets/links", "ward=med-1").await.status, 303);
    }
    let refused = desk.post("/tablets/links", "ward=med-1").await;
    assert!(
        refused.status == 422 && refused.body.contains("Du har 20 koder"),
        "{}",
        refused.body
    );
    desk.house.enter(ADMIN);
    assert_eq!(desk.post("/tablets/links", "ward=med-1").await.status, 303, "another's");
    let handle = desk.house.store.open_codes(NOW).unwrap().into_iter();
    for code in handle.take(3) {
        desk.post(&format!("/tablets/links/{}/withdraw", code.handle()), "")
            .await;
    }
    desk.house.enter(GUIDE);
    assert_eq!(desk.post("/tablets/links", "ward=med-1").await.status, 303);
}

#[tokio::test]
async fn no_link_is_made_elsewhere_for_a_closed_ward_or_without_an_address() {
    let mut desk = a_desk().await;
    desk.house.enter(OTHER);
    for ward in ["med-1", "nowhere", ""] {
        let refused = desk.post("/tablets/links", &format!("ward={ward}")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Velg en av enhetene dine"), "{ward}");
    }
    let page = desk.house.get("/tablets").await.body;
    assert!(page.contains("value=\"surg-1\"") && !page.contains("value=\"med-1\""));
    desk.house.enter(ADMIN);
    assert_eq!(desk.post("/tablets/links", "ward=med-3").await.status, 303);
    let closing = trykk_hub::organisation::edit::Edit::CloseWard {
        id: "med-3".to_owned(),
        closed: true,
    };
    let ids = trykk_hub::store::BoxIds::new(b"a test");
    let edit = |plan: &Organisation| {
        trykk_hub::organisation::edit::edit(plan, &closing, trykk_hub::organisation::edit::By::Account(ADMIN))
    };
    // Its round of last spring was never opened in these tests.
    desk.house
        .store
        .change_organisation(&ids, |_| {
            Ok::<_, ()>(vec![trykk_hub::organisation::Change::RemoveRound(
                "2026-spring-medicine".to_owned(),
            )])
        })
        .unwrap()
        .unwrap();
    desk.house.store.change_organisation(&ids, edit).unwrap().unwrap();
    assert!(desk.house.store.open_codes(NOW).unwrap().is_empty(), "its code is void");
    let refused = desk.post("/tablets/links", "ward=med-3").await;
    assert!(refused.body.contains("Enheten er lagt ned"));
    desk.house.store.delete_setting(ADDRESS).unwrap();
    let refused = desk.post("/tablets/links", "ward=med-1").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("trykk-hub serve --address"));
}

#[tokio::test]
async fn a_tablet_gets_a_name_and_goes_out_of_use_only_by_those_who_look_after_it() {
    let mut desk = a_desk().await;
    desk.enrol("tablet-a", "med-1");
    desk.enrol("tablet-b", "med-2");
    desk.house.enter(OTHER);
    assert!(!desk.house.get("/tablets").await.body.contains("tablet-a"));
    assert_eq!(desk.house.get("/tablets/tablet-a").await.status, 404);
    for (step, fields) in [("name", "name=Mitt"), ("retire", "sure=yes"), ("stolen", "sure=yes")] {
        assert_eq!(
            desk.post(&format!("/tablets/tablet-a/{step}"), fields).await.status,
            404
        );
    }
    assert_eq!(state(&desk, "tablet-a"), TabletState::Active);
    desk.house.enter(GUIDE);
    let named = desk.post("/tablets/tablet-a/name", "name=+Pauserom%C2%A0nord+").await;
    assert_eq!(named.location, "/tablets/tablet-a");
    assert!(desk.house.get("/tablets").await.body.contains(">Pauserom nord</a>"));
    for (name, why) in [("to%0Alinjer", "på én linje"), (&*"x".repeat(61), "for langt")] {
        let refused = desk.post("/tablets/tablet-a/name", &format!("name={name}")).await;
        assert!(refused.status == 422 && refused.body.contains(why), "{why}");
    }
    for step in ["retire", "stolen"] {
        let unsure = desk.post(&format!("/tablets/tablet-a/{step}"), "").await;
        assert!(unsure.status == 422 && unsure.body.contains("Kryss av"), "{step}");
    }
    assert_eq!(state(&desk, "tablet-a"), TabletState::Active);
    assert_eq!(desk.post("/tablets/tablet-a/retire", "sure=yes").await.status, 303);
    assert_eq!(state(&desk, "tablet-a"), TabletState::Retired);
    assert_eq!(desk.post("/tablets/tablet-a/stolen", "sure=yes").await.status, 303);
    let page = desk.house.get("/tablets/tablet-a").await.body;
    assert!(page.contains("Meldt stjålet") && !page.contains("/retire\"") && !page.contains("/stolen\""));
    // It stays so.
    let back = desk.post("/tablets/tablet-a/retire", "sure=yes").await;
    assert_eq!(
        (back.status.as_u16(), state(&desk, "tablet-a")),
        (422, TabletState::Stolen)
    );
    desk.post("/tablets/tablet-a/name", "name=").await;
    assert!(desk.house.get("/tablets").await.body.contains(">tablet-a</a>"));
}

/// Whoever looks at the pages all day learns of nobody's answer.
#[tokio::test]
async fn nothing_that_is_delivered_while_a_round_is_open_changes_a_page_on_tablets() {
    let mut desk = a_desk().await;
    let id = desk.house.ballot_box("2026-autumn", "med-1").id;
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    desk.enrol("tablet-a", "med-1");
    desk.enrol("tablet-b", "med-1");
    desk.deliver("tablet-a", id, 0);
    desk.deliver("tablet-b", id, 0);
    let mut seen = Vec::new();
    for people in [0, 1, 5, 9] {
        if people > 0 {
            desk.deliver("tablet-a", id, people);
        }
        let mut pages = String::new();
        for who in [GUIDE, ADMIN] {
            desk.house.enter(who);
            for path in ["/tablets", "/tablets/tablet-a", "/tablets/tablet-b"] {
                pages += &desk.house.get(path).await.body;
            }
        }
        seen.push(pages);
    }
    assert!(seen[0].contains("Vises ikke mens folk svarer"));
    assert!(seen.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn a_tablet_that_is_silent_in_an_open_round_or_late_after_it_is_said_first() {
    let mut desk = a_desk().await;
    desk.enrol("tablet-idle", "med-3");
    let id = desk.answered("med-1").await;
    let page = desk.house.get("/tablets").await.body;
    assert!(!page.contains("Trenger tilsyn") && page.contains("I dag"));
    for (days, said) in [(1, None), (2, Some("på 2 dager")), (9, Some("på 9 dager"))] {
        desk.house.restart_at(NOW + days * DAY);
        desk.house.enter_until(GUIDE, NOW + 90 * DAY);
        let page = desk.house.get("/tablets").await.body;
        match said {
            None => assert!(!page.contains("Trenger tilsyn") && page.contains("I går")),
            Some(said) => {
                assert!(page.contains("Trenger tilsyn") && page.contains(said), "{days}");
                let (care, rest) = page.split_once("I bruk").unwrap();
                assert!(
                    care.contains("tablet-med-1") && rest.contains("tablet-idle"),
                    "one that no round needs may rest"
                );
            }
        }
    }
    desk.house.restart();
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "close-for-good", "").await.status, 303);
    let page = desk.house.get("/tablets/tablet-med-1").await.body;
    assert!(
        page.contains("<dd>Ja</dd>") && !page.contains("class=\"fault\""),
        "it has an hour or three"
    );
    desk.house.restart_at(NOW + 4 * 3600);
    desk.house.enter_until(GUIDE, NOW + DAY);
    assert!(
        desk.house
            .get("/tablets")
            .await
            .body
            .contains("har ikke sendt det siste")
    );
    desk.clear("tablet-med-1", id);
    let page = desk.house.get("/tablets/tablet-med-1").await.body;
    assert!(page.contains("<dd>Nei</dd>") && !page.contains("class=\"fault\""));
}
