//! Silence on pages, what a guide says was made of a result, and the log of cases shown on.

use trykk_hub::audit::Deed;
use trykk_hub::organisation::changes;
use trykk_hub::store::{AuditFilter, BoxIds};

use crate::house::{NOW, house};

const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leder2@example.org";
const SENIOR: &str = "senior@example.org";
const VO: &str = "vo@example.org";

#[tokio::test]
async fn a_result_that_nobody_follows_up_is_said_until_somebody_has() {
    // Published nearly a year ago, at the leader's ward.
    let mut house = house(6, 20);
    let id = house.released.id;
    let check = house.check().await;
    let silent = "ikke skrevet noen rapport";
    house.enter(LEADER);
    assert!(house.get("/").await.body.contains(silent));
    house.enter("leader@example.org");
    assert!(!house.get("/").await.body.contains(silent), "another ward's");
    house.enter(VO);
    assert!(!house.get("/").await.body.contains("Dette venter på svar"));
    house.enter(SENIOR);
    let senior = house.get("/").await.body;
    assert!(senior.contains(silent) && !senior.contains("/follow-up"));
    house.enter(GUIDE);
    let at = format!("/rounds/{id}/follow-up");
    let wards = house.get("/wards").await.body;
    assert!(wards.contains(silent) && wards.contains(&format!("href=\"{at}\"")));
    // The ward is no ward where nothing is to be done.
    let (needs, idle) = wards.split_once("Ingenting å gjøre nå").unwrap_or((&wards, ""));
    assert!(needs.contains("Følg opp resultatet") && needs.contains(", uten rapport.") && !idle.contains("surg-1"));
    assert!(!wards.contains("Ingen av enhetene trenger deg nå."));
    let post = async |fields: &str| house.post(&at, &format!("check={check}&{fields}")).await;
    for wrong in [
        "report=2026-09-22&plan=",
        "report=2020-01-01&plan=",
        "report=2026-09-20&plan=2026-09-19",
        "report=i+dag&plan=",
    ] {
        let refused = post(wrong).await;
        assert!(
            refused.status == 422 && refused.body.contains("fra publiseringen til i dag"),
            "{wrong}"
        );
    }
    assert!(
        post("report=2026-09-22&plan=")
            .await
            .body
            .contains("value=\"2026-09-22\""),
        "what was typed stays"
    );
    let saved = post("report=2026-09-20&plan=").await;
    // An empty form takes no day away again.
    assert_eq!(post("report=&plan=").await.status, 303);
    let kept = house.store.follow_up(house.released.id).unwrap().unwrap();
    assert!(kept.report.is_some());
    assert_eq!(saved.location, format!("{at}?done=saved"));
    let wards = house.get("/wards").await.body;
    assert!(!wards.contains("Dette venter på svar") && !wards.contains("Følg opp resultatet"));
    let entries = house.store.audit(&AuditFilter::default(), 10).unwrap();
    assert_eq!(entries[0].deed, "follow-up-noted");
}

#[tokio::test]
async fn a_senior_leader_is_told_of_no_leader_who_does_not_exist() {
    let mut house = house(6, 20);
    house.enter(SENIOR);
    let nobody = "Ingen har rollen som leder der";
    let page = house.get("/").await.body;
    assert!(page.contains("ikke skrevet noen rapport") && !page.contains(nobody));
    let from = house.store.organisation().unwrap();
    let mut without = from.clone();
    without.accounts.remove(LEADER);
    let steps = changes(&from, &without).unwrap();
    house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
    let page = house.get("/").await.body;
    assert!(page.contains(nobody) && page.contains("der enheten har dem"), "{page}");
}

#[tokio::test]
async fn a_senior_leader_sees_which_wards_have_no_process() {
    let mut house = house(6, 20);
    let check = house.check().await;
    house.enter(SENIOR);
    let names = |page: &str| {
        let (_, rest) = page
            .split_once("har ingen prosess ennå</summary><p>")
            .expect("wards without");
        rest.split_once("</p>").unwrap().0.to_owned()
    };
    let before = names(&house.get("/").await.body);
    let known = before.split(", ").count();
    assert!(known > 1 && before.contains("Medisinsk sengepost 1"), "{before}");
    house.enter(GUIDE);
    let started = house.post("/wards/med-1/process", &format!("check={check}&")).await;
    assert_eq!(started.status, 303);
    house.enter(SENIOR);
    let after = names(&house.get("/").await.body);
    assert!(
        !after.contains("Medisinsk sengepost 1") && after.split(", ").count() == known - 1,
        "{after}"
    );
}

#[tokio::test]
async fn cases_that_were_shown_on_are_the_guides_alone_and_leave_no_word() {
    let mut house = house(6, 20);
    let check = house.check().await;
    house.enter(GUIDE);
    let post = async |house: &crate::house::House, path: &str, fields: &str| {
        house.post(path, &format!("check={check}&{fields}")).await
    };
    let case = "ward=med-1&day=2026-09-20&kind=harassment&function=chief-safety-rep";
    for wrong in [
        case.replace("med-1", "surg-3"),
        case.replace("med-1", "nowhere"),
        case.replace("2026-09-20", "2026-09-22"),
        case.replace("harassment", "Kari+Nordmann"),
    ] {
        let refused = post(&house, "/passed-on", &wrong).await;
        assert!(
            refused.status == 422 && refused.body.contains("Velg enhet, dag"),
            "{wrong}"
        );
        assert!(!refused.body.contains("Kari Nordmann"));
    }
    let page = house.get("/passed-on").await.body;
    let id = page
        .split_once("name=\"id\" value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    for _ in 0..2 {
        let sent = post(&house, "/passed-on", &format!("id={id}&{case}")).await;
        assert_eq!(sent.location, "/passed-on");
    }
    let wards = ["med-1".to_owned()];
    assert_eq!(
        house.store.passed_on(&wards, GUIDE).unwrap().len(),
        1,
        "the same form, sent twice"
    );
    let page = house.get("/passed-on").await.body;
    let (_, rest) = page.split_once("action=\"/passed-on/").expect("an entry of one's own");
    let id = rest.split('/').next().unwrap().to_owned();
    assert!(page.contains("Trakassering eller mobbing") && page.contains("Hovedverneombudet"));
    let entries = house.store.audit(&AuditFilter::default(), 1).unwrap();
    let entry = &entries[0];
    assert_eq!(Deed::read(&entry.deed, &entry.about), Some(Deed::PassedOnChanged {}));
    assert_eq!((entry.wards.as_str(), entry.about.as_str()), ("[]", "{}"));
    for email in ["leader@example.org", VO, SENIOR, "admin@example.org"] {
        house.enter(email);
        assert_eq!(house.get("/passed-on").await.status, 403, "{email}");
    }
    house.enter(VO);
    assert!(
        !house.get("/audit").await.body.contains("vist videre"),
        "a safety rep hears of no case"
    );
    house.enter(GUIDE);
    let take_out = format!("/passed-on/{id}/take-out");
    assert_eq!(post(&house, &take_out, "").await.location, "/passed-on");
    assert_eq!(post(&house, &take_out, "").await.status, 404);
    house.restart_at(NOW + 60);
    assert!(house.get("/passed-on").await.body.contains("Ingen saker er ført inn"));
}
