//! Silence on pages, what a guide says was made of a result, and the log of cases shown on.

use trykk_hub::audit::Deed;
use trykk_hub::store::AuditFilter;

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
    assert!(!house.get("/wards").await.body.contains("Dette venter på svar"));
    let entries = house.store.audit(&AuditFilter::default(), 10).unwrap();
    assert_eq!(entries[0].deed, "follow-up-noted");
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
