//! The plan of measures on pages: from a card that is typed in to a signed plan.

use crate::house::{House, NOW, Page, kept_password, planned, the_plan};

pub const GUIDE: &str = "guide@example.org";
pub const LEADER: &str = "leader@example.org";
pub const ELSEWHERE: &str = "leder2@example.org";
pub const VO: &str = "vo@example.org";
pub const TV: &str = "tv@example.org";
pub const SENIOR: &str = "senior@example.org";
const PASSWORD: &str = "et passord til meg";
pub const PLAN: &str = "/process/med-1/plan";
const CARD: &str = "revision=0&bundle=Pauser&area=Samarbeid&what=Egen+pausevakt&first_step=Sp%C3%B8r+naboenheten&owner=Ansvarshavende\
                    &by=2026-12-01&indicator=Alle+har+spist&instead=";
pub const MEASURE: &str = "what=Egen+pausevakt&aim=improve&area=Samarbeid&responsible=Kari+Nordmann&deadline=2026-11-01\
                       &indicator=Alle+har+spist&evaluation=2027-01-15&risk-1-wrong=Ingen+svarer&risk-1-prevention=Naboen+svarer\
                       &risk-1-then=Lederen+svarer&help=En+vikar+i+ferien&help_by=2026-10-10";

/// A house in which the process of med-1 has begun.
pub struct Room {
    pub house: House,
    check: String,
}

impl Room {
    /// The process of med-1 has begun, and nothing of its plan is there.
    pub async fn new() -> Self {
        Room::begun_with("").await
    }

    /// The same, of the process of med-1 with other wards, as the form names them.
    pub async fn begun_with(others: &str) -> Self {
        let mut house = planned(&the_plan());
        let kept = kept_password(PASSWORD);
        for email in [GUIDE, LEADER, VO, TV] {
            house.store.set_password(email, &kept).unwrap();
        }
        let check = house.check().await;
        let mut room = Room { house, check };
        assert_eq!(room.post(GUIDE, "/wards/med-1/process", others).await.status, 303);
        room
    }

    pub async fn post(&mut self, who: &str, path: &str, fields: &str) -> Page {
        self.house.enter(who);
        self.house.post(path, &format!("check={}&{fields}", self.check)).await
    }

    /// What somebody sends who is not logged in.
    pub async fn post_unknown(&mut self, path: &str, fields: &str) -> Page {
        self.house.leave();
        self.house.post(path, &format!("check={}&{fields}", self.check)).await
    }

    /// What somebody opens who is not logged in.
    pub async fn get_unknown(&mut self, path: &str) -> Page {
        self.house.leave();
        self.house.get(path).await
    }

    pub async fn get(&mut self, who: &str, path: &str) -> Page {
        self.house.enter(who);
        self.house.get(path).await
    }

    pub async fn read(&mut self, who: &str, path: &str) -> String {
        let page = self.get(who, path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.body
    }

    pub async fn save(&mut self, who: &str, path: &str, fields: &str) {
        let saved = self.post(who, &format!("{PLAN}{path}"), fields).await;
        assert_eq!(saved.status, 303, "{path}: {}", saved.body);
    }

    pub async fn refuse(&mut self, who: &str, path: &str, fields: &str) -> String {
        let refused = self.post(who, &format!("{PLAN}{path}"), fields).await;
        assert_eq!(refused.status, 422, "{path}");
        refused.body
    }

    pub async fn sign(&mut self, who: &str, role: &str) {
        // The plan is signed from its own page, in the version that was read.
        let unread = self.read(who, "/signatures/plan/med-1").await;
        assert!(unread.contains("Åpne det du signerer først") && !unread.contains("name=\"password\""));
        let plan = self.read(who, PLAN).await;
        let (_, link) = plan
            .split_once("href=\"/signatures/plan/med-1")
            .expect("a link to sign");
        let read = link.split('"').next().unwrap().replace("&#38;", "&");
        let page = self.read(who, &format!("/signatures/plan/med-1{read}")).await;
        let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a form");
        let version = rest.split('"').next().unwrap().to_owned();
        let fields = format!(
            "version={version}&post={role}+med-1&answer=signed&words=&password={}",
            PASSWORD.replace(' ', "+")
        );
        let signed = self.post(who, "/signatures/plan/med-1", &fields).await;
        assert_eq!(signed.location, PLAN, "{}", signed.body);
    }

    /// A plan with one measure that asks for help, signed by all three.
    pub async fn signed() -> Self {
        let mut room = Room::new().await;
        room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
        room.save(GUIDE, "/ask", "").await;
        for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
            room.sign(who, role).await;
        }
        room
    }
}

#[tokio::test]
async fn a_card_is_typed_in_rated_decided_and_becomes_a_measure() {
    let mut room = Room::new().await;
    assert!(room.read(LEADER, PLAN).await.contains("Planen har ingen tiltak ennå"));
    assert_eq!(room.post(TV, &format!("{PLAN}/proposals/new"), CARD).await.status, 403);
    assert_eq!(room.get(TV, &format!("{PLAN}/proposals/new")).await.status, 404);
    let empty = room
        .refuse(GUIDE, "/proposals/new", "revision=0&what=Egen+pausevakt")
        .await;
    assert!(empty.contains("id=\"owner-fault\"") && empty.contains("Fyll ut feltet"));
    assert!(empty.contains("Egen pausevakt</textarea>") && !empty.contains("id=\"what-fault\""));
    room.save(GUIDE, "/proposals/new", CARD).await;
    let half = room
        .refuse(VO, "/proposals/1/rate", "revision=1&gain=5&ease=4&quality=")
        .await;
    assert!(
        half.contains("id=\"quality-fault\"") && half.contains("id=\"cost-fault\"") && !half.contains("gain-fault")
    );
    room.save(VO, "/proposals/1/rate", "revision=1&gain=5&ease=4&quality=3&cost=2")
        .await;
    room.save(LEADER, "/proposals/1/rate", "revision=1&gain=1&ease=2&quality=3&cost=5")
        .await;
    let guides = room
        .post(
            GUIDE,
            &format!("{PLAN}/proposals/1/rate"),
            "revision=1&gain=1&ease=1&quality=1&cost=1",
        )
        .await;
    assert_eq!(guides.status, 403);
    let page = room.read(TV, &format!("{PLAN}/proposals/1")).await;
    assert!(page.contains("<table class=\"stacks ratings\"") && page.contains("Verneombud") && page.contains("Leder"));
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("<table class=\"stacks side-by-side\"") && page.contains("data-label=\"Kostnad\">5<"));
    let bare = room
        .refuse(LEADER, "/proposals/1/decide", "seen=0&verdict=now&reason=+")
        .await;
    assert!(bare.contains("id=\"reason-fault\"") && bare.contains("value=\"now\" selected"));
    room.save(
        TV,
        "/proposals/1/decide",
        "seen=0&verdict=now&reason=Lett+%C3%A5+f%C3%A5+til",
    )
    .await;
    let late = room
        .refuse(LEADER, "/proposals/1/decide", "seen=0&verdict=no&reason=For+dyrt")
        .await;
    assert!(late.contains("Noen andre lagret mens du skrev") && late.contains("For dyrt</textarea>"));
    let page = room.read(LEADER, &format!("{PLAN}/proposals/1")).await;
    assert!(page.contains("Lett å få til") && page.contains("/measures/new?from=1"));
    let begun = room.read(VO, &format!("{PLAN}/measures/new?from=1")).await;
    assert!(begun.contains("Egen pausevakt</textarea>") && begun.contains("name=\"proposal\" value=\"1\""));
    let wrong = format!(
        "revision=0&{}",
        MEASURE.replace("2027-01-15", "2026-10-15").replace("&aim=improve", "")
    );
    let refused = room.refuse(VO, "/measures/new", &wrong).await;
    assert!(refused.contains("Evalueringen kan ikke være før fristen") && refused.contains("id=\"aim-fault\""));
    assert!(refused.contains("Naboen svarer</textarea>") && refused.contains("id=\"risk-2-wrong\""));
    room.save(VO, "/measures/new", &format!("revision=0&proposal=1&{MEASURE}"))
        .await;
    let page = room.read(LEADER, &format!("{PLAN}/proposals/1")).await;
    assert!(page.contains("Tiltak av forslaget") && page.contains("/measures/1\""));
    for path in [
        PLAN,
        &format!("{PLAN}/measures/1"),
        &format!("{PLAN}/proposals/1"),
        &format!("{PLAN}/bundles/1"),
    ] {
        assert_eq!(room.get(ELSEWHERE, path).await.status, 404, "{path}");
        assert_eq!(room.get(SENIOR, path).await.status, 403, "{path}");
    }
    assert_eq!(
        room.post(ELSEWHERE, &format!("{PLAN}/measures/1"), "revision=1")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_bundle_without_a_reply_turns_overdue_and_a_reply_has_a_reason() {
    let mut room = Room::new().await;
    room.save(GUIDE, "/proposals/new", CARD).await;
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("Pauser") && page.contains("Svar innen"));
    room.house.restart_at(NOW + 40 * 86_400);
    room.house.enter_until(LEADER, NOW + 41 * 86_400);
    let page = room.house.get(PLAN).await.body;
    assert!(page.contains("Skulle vært besvart"), "{page}");
    let home = room.house.get("/").await.body;
    assert!(home.contains("Leder: svar til de ansatte på en bunke"), "{home}");
    room.house.restart_at(NOW);
    let bare = "revision=1&title=Pauser&answer_by=2026-10-12&verdict=later&reason=";
    let refused = room.refuse(LEADER, "/bundles/1", bare).await;
    assert!(refused.contains("id=\"reason-fault\""));
    room.save(TV, "/bundles/1", &format!("{bare}N%C3%A5r+vi+er+flere"))
        .await;
    let refused = room.refuse(LEADER, "/bundles/1", &format!("{bare}Aldri")).await;
    assert!(refused.contains("Noen andre lagret") && refused.contains("Aldri</textarea>"));
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("Besvart: senere") && page.contains("Når vi er flere"));
    let past = "revision=0&title=Vakter&answer_by=2026-01-01&verdict=&reason=";
    assert!(room.refuse(VO, "/bundles/new", past).await.contains("Dagen har vært"));
}

#[tokio::test]
async fn three_sign_a_change_voids_and_the_page_says_what_changed() {
    let mut room = Room::new().await;
    assert!(room.read(GUIDE, PLAN).await.contains("når den har minst ett tiltak"));
    room.save(GUIDE, "/ask", "").await;
    assert_eq!(
        room.get(LEADER, "/signatures/plan/med-1").await.status,
        404,
        "there is nothing to sign"
    );
    let mut room = Room::signed().await;
    let page = room.read(TV, PLAN).await;
    assert!(page.contains("Planen gjelder") && page.contains("/plan/file/xlsx"));
    // A status is no change of what was signed.
    room.save(TV, "/measures/1/status", "revision=1&given=0&status=under-way&reason=")
        .await;
    assert!(room.read(TV, PLAN).await.contains("Planen gjelder"));
    let saved = room.read(TV, &format!("{PLAN}/measures/1?done=saved")).await;
    assert!(
        saved.contains("Lagret.") && !saved.contains("må signeres på nytt"),
        "a status voids nothing"
    );
    let later = MEASURE.replace("2026-11-01", "2026-11-15");
    room.save(LEADER, "/measures/1", &format!("revision=1&{later}")).await;
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("3 tidligere svar gjelder ikke lenger"), "{page}");
    let told = "«Egen pausevakt», Frist: 1.\u{a0}november 2026 ble til 15.\u{a0}november 2026";
    assert!(page.contains(told) && page.contains("må signeres på nytt"));
    // Whoever saved it hears so at once, and whoever signs reads what changed beside the button.
    let saved = room.read(LEADER, &format!("{PLAN}/measures/1?done=saved")).await;
    assert!(saved.contains("Lagret.") && saved.contains("må signeres på nytt") && saved.contains("#signing\""));
    let link = page
        .split_once("href=\"/signatures/plan/med-1")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let signing = room.read(VO, &format!("/signatures/plan/med-1{link}")).await;
    let (before, after) = signing.split_once(told).expect("what changed");
    assert!(
        !before.contains("type=\"password\"") && after.contains("type=\"password\""),
        "above the form"
    );
    let stale = room
        .refuse(GUIDE, "/measures/1", &format!("revision=1&{MEASURE}"))
        .await;
    assert!(stale.contains("Noen andre lagret") && stale.contains("Kari Nordmann"));
    room.sign(VO, "safety-rep").await;
    let log = room.read(VO, "/audit").await;
    for told in [
        "Lagret tiltak nr. 1",
        "Satte status på tiltak nr. 1",
        "Signerte handlingsplanen som verneombud",
    ] {
        assert!(log.contains(told), "{told}");
    }
    assert!(
        !log.contains("pausevakt") && !log.contains("vikar"),
        "the log keeps no words"
    );
}

#[tokio::test]
async fn a_status_is_dated_and_kept_and_meetings_begin_with_what_is_open() {
    let mut room = Room::signed().await;
    let bare = room
        .refuse(
            LEADER,
            "/measures/1/status",
            "revision=1&given=0&status=stopped&reason=",
        )
        .await;
    assert!(bare.contains("id=\"reason-fault\"") && bare.contains("value=\"stopped\" selected"));
    room.save(
        LEADER,
        "/measures/1/status",
        "revision=1&given=0&status=under-way&reason=Vi+pr%C3%B8ver",
    )
    .await;
    let late = room
        .refuse(VO, "/measures/1/status", "revision=1&given=0&status=done&reason=Ferdig")
        .await;
    assert!(late.contains("Noen andre lagret") && late.contains("Ferdig</textarea>"));
    let page = room.read(TV, &format!("{PLAN}/measures/1")).await;
    assert!(page.contains("i gang, leader@example.org") && page.contains("Vi prøver"));
    let meeting = room.read(GUIDE, "/process/med-1/meetings/new").await;
    assert!(meeting.contains("Gå gjennom tiltakene først") && meeting.contains("/plan/measures/1\""));
    let planned = "revision=0&kind=introductory&day=2026-09-21&part=leader&decided=x&act=save";
    let saved = room.post(GUIDE, "/process/med-1/meetings/new", planned).await;
    assert_eq!(saved.status, 303);
    let meeting = room.read(GUIDE, "/process/med-1/meetings/1").await;
    assert!(!meeting.contains("Gå gjennom tiltakene først"));
    let home = room.read(LEADER, "/process/med-1").await;
    assert!(home.contains("Åpne tiltak: 1. Over fristen: 0.") && home.contains("Egen pausevakt"));
    room.save(VO, "/measures/1/status", "revision=1&given=1&status=done&reason=")
        .await;
    let meeting = room.read(GUIDE, "/process/med-1/meetings/new").await;
    assert!(!meeting.contains("Gå gjennom tiltakene først"));
}

/// A measure that is done is taken up again on the day of its evaluation, until somebody says what was seen.
#[tokio::test]
async fn a_measure_is_evaluated_when_its_day_has_come() {
    let mut room = Room::new().await;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    room.save(VO, "/measures/1/status", "revision=1&given=0&status=done&reason=")
        .await;
    let later = NOW + 130 * 86_400;
    room.house.restart_at(later);
    room.house.enter_until(LEADER, later + 86_400);
    assert!(room.house.get("/").await.body.contains("Tiltak som skal evalueres: 1"));
    let measure = room.house.get(&format!("{PLAN}/measures/1")).await.body;
    assert!(measure.contains("gjennomført, skal evalueres") && measure.contains("Dagen for evalueringen har kommet"));
    let meeting = room.house.get("/process/med-1/meetings/new").await.body;
    assert!(meeting.contains("Gå gjennom tiltakene først"));
    let fields = format!("check={}&revision=1&given=1&status=done&reason=Alle+spiser", room.check);
    let saved = room.house.post(&format!("{PLAN}/measures/1/status"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(!room.house.get("/").await.body.contains("skal evalueres"));
}

/// A ward stops a measure and takes the same one up again: that is no second click.
#[tokio::test]
async fn a_measure_typed_again_after_it_was_stopped_is_there() {
    let mut room = Room::signed().await;
    let stopped = "revision=1&given=0&status=stopped&reason=Ingen+penger";
    room.save(LEADER, "/measures/1/status", stopped).await;
    for _ in 0..2 {
        room.save(LEADER, "/measures/new", &format!("revision=0&{MEASURE}"))
            .await;
    }
    let (plan, _) = room.house.store.plan("med-1").unwrap();
    let open: Vec<u32> = plan.open_measures().iter().map(|row| row.number).collect();
    assert_eq!((open, plan.measures.len()), (vec![2], 2));
}

#[tokio::test]
async fn a_bundle_sent_twice_is_one() {
    let mut room = Room::new().await;
    let bundle = |title: &str| format!("revision=0&title={title}&answer_by=2026-11-01&verdict=no&reason=Nei");
    for title in ["Pauser", "Pauser", "Turnus"] {
        room.save(LEADER, "/bundles/new", &bundle(title)).await;
    }
    let (plan, _) = room.house.store.plan("med-1").unwrap();
    assert_eq!(plan.bundles.len(), 2);
}
