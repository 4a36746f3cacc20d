//! A ward's process on pages: from its start, over a goal sheet and three signatures, into the next phase.

use trykk_hub::organisation::changes;

use crate::house::{House, NOW, Page, kept_password, planned, the_plan};

pub const GUIDE: &str = "guide@example.org";
pub const LEADER: &str = "leader@example.org";
pub const ELSEWHERE: &str = "leder2@example.org";
pub const VO: &str = "vo@example.org";
pub const TV: &str = "tv@example.org";
pub const PASSWORD: &str = "et passord til meg";
pub const SIGNING: &str = "/signatures/checkpoint/med-1.map";
pub const GOALS: &str = "goals=Alle+f%C3%A5r+pause%0AVi+hilser&how=Vi+sp%C3%B8r&look=2026-12-01";

pub struct Room {
    pub house: House,
    check: String,
}

impl Room {
    /// A hospital where the ward's people have a password.
    pub async fn new() -> Self {
        let mut house = planned(&the_plan());
        let kept = kept_password(PASSWORD);
        for email in [GUIDE, LEADER, VO, TV] {
            house.store.set_password(email, &kept).unwrap();
        }
        let check = house.check().await;
        Room { house, check }
    }

    pub async fn post(&mut self, who: &str, path: &str, fields: &str) -> Page {
        self.house.enter(who);
        self.house.post(path, &format!("check={}&{fields}", self.check)).await
    }

    pub async fn get(&mut self, who: &str, path: &str) -> Page {
        self.house.enter(who);
        self.house.get(path).await
    }

    /// The process of med-1, with a goal sheet, its checkpoint put forward.
    pub async fn asked() -> Self {
        let mut room = Room::new().await;
        let started = room.post(GUIDE, "/wards/med-1/process", "").await;
        assert_eq!(started.location, "/process/med-1?done=saved");
        let saved = room
            .post(LEADER, "/process/med-1/goals", &format!("version=0&{GOALS}"))
            .await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        assert_eq!(room.post(GUIDE, "/process/med-1/ask", "").await.status, 303);
        room
    }

    /// The link to the page of signing, as the process's page has it for this reader.
    pub async fn link(&mut self, who: &str) -> String {
        let page = self.get(who, "/process/med-1").await.body;
        let (_, rest) = page.split_once(&format!("href=\"{SIGNING}")).expect("a link");
        format!("{SIGNING}{}", rest.split('"').next().unwrap())
    }

    /// An answer on the page of signing.
    pub async fn answer(&mut self, who: &str, role: &str, answer: &str, words: &str, password: &str) -> Page {
        let page = self.get(who, SIGNING).await;
        let (_, rest) = page.body.split_once("name=\"version\" value=\"").expect("a form");
        let version = rest.split('"').next().unwrap().to_owned();
        let fields = format!("version={version}&post={role}+med-1&answer={answer}&words={words}&password={password}");
        self.post(who, SIGNING, &fields).await
    }
}

#[tokio::test]
async fn three_sign_for_themselves_and_the_next_phase_begins() {
    let mut room = Room::asked().await;
    let begin = "seen=1&phase=map&reason=";
    let early = room.post(LEADER, "/process/med-1/begin", begin).await;
    assert!(early.status == 422 && early.body.contains("har ikke signert"));
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        let home = room.get(who, "/").await.body;
        assert!(home.contains("Fase 1 av 4") && home.contains("Venter på"), "{home}");
        let signed = room.answer(who, role, "signed", "Fint", "et+passord+til+meg").await;
        assert_eq!(signed.location, "/process/med-1", "{}", signed.body);
    }
    let page = room.get(TV, "/process/med-1").await.body;
    assert!(page.contains("Dere kan gå videre") && page.contains("«Fint»") && !page.contains("/begin\""));
    let begun = room.post(LEADER, "/process/med-1/begin", begin).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let page = room.get(GUIDE, "/wards/med-1").await.body;
    assert!(page.contains("Fase 2 av 4"));
    let again = room.post(LEADER, "/process/med-1/begin", begin).await;
    assert!(again.status == 422 && again.body.contains("en annen fase"));
    // Who comes second is led to what is there.
    let started = room.post(GUIDE, "/wards/med-1/process", "").await;
    assert_eq!(started.location, "/process/med-1?done=saved");
    let log = room.get(VO, "/audit").await.body;
    for told in [
        "Startet prosessen",
        "Lagret måldokumentet, versjon 1",
        "Signerte et stoppunkt som verneombud",
        "Begynte på fasen «Kartlegge og analysere»",
    ] {
        assert!(log.contains(told), "{told}");
    }
    assert!(
        !log.contains("«Fint»") && !log.contains("Alle får pause"),
        "the log keeps no words"
    );
}

#[tokio::test]
async fn nobody_signs_with_a_wrong_password_or_for_another_and_what_was_written_stays() {
    let mut room = Room::asked().await;
    let wrong = room
        .answer(VO, "safety-rep", "refused", "Vi+trenger+mer+tid", "feil")
        .await;
    assert!(wrong.status == 422 && wrong.body.contains("Passordet stemmer ikke"));
    assert!(wrong.body.contains("Vi trenger mer tid</textarea>"));
    let others = room.answer(VO, "union-rep", "signed", "", "et+passord+til+meg").await;
    assert!(others.status == 422 && others.body.contains("Bare den som har rollen"));
    let empty = room
        .answer(VO, "safety-rep", "refused", "+", "et+passord+til+meg")
        .await;
    assert!(empty.status == 422 && empty.body.contains("Skriv hvorfor"));
    let refused = room
        .answer(VO, "safety-rep", "refused", "Vi+trenger+mer+tid", "et+passord+til+meg")
        .await;
    assert_eq!(refused.location, "/process/med-1");
    let page = room.get(LEADER, "/process/med-1").await.body;
    assert!(page.contains("Verneombud: ville ikke signere") && page.contains("«Vi trenger mer tid»"));
    for _ in 0..8 {
        room.answer(TV, "union-rep", "signed", "", "feil").await;
    }
    let stopped = room.answer(TV, "union-rep", "signed", "", "et+passord+til+meg").await;
    assert!(
        stopped.status == 422 && stopped.body.contains("for mange"),
        "{}",
        stopped.body
    );
    for path in ["/process/med-1", SIGNING] {
        assert_eq!(room.get(ELSEWHERE, path).await.status, 404, "{path}");
    }
    assert_eq!(
        room.post(ELSEWHERE, "/process/med-1/goals", "version=1").await.status,
        404
    );
}

#[tokio::test]
async fn a_changed_goal_sheet_is_signed_anew_and_a_guide_goes_on_with_a_reason() {
    let mut room = Room::asked().await;
    room.answer(LEADER, "leader", "signed", "", "et+passord+til+meg").await;
    let page = room.get(VO, SIGNING).await.body;
    let (_, rest) = page.split_once("name=\"version\" value=\"").unwrap();
    let old = rest.split('"').next().unwrap().to_owned();
    let changed = GOALS.replace("Vi+hilser", "Vi+spiser+sammen");
    let saved = room
        .post(GUIDE, "/process/med-1/goals", &format!("version=1&{changed}"))
        .await;
    assert_eq!(saved.status, 303);
    let stale = room
        .post(LEADER, "/process/med-1/goals", &format!("version=1&{GOALS}"))
        .await;
    assert!(
        stale.status == 422 && stale.body.contains("Noen andre lagret") && stale.body.contains("Vi hilser</textarea>")
    );
    let fields = format!("version={old}&post=safety-rep+med-1&answer=signed&words=&password=et+passord+til+meg");
    let late = room.post(VO, SIGNING, &fields).await;
    assert!(late.status == 422 && late.body.contains("ble endret etter at du leste det"));
    let page = room.get(LEADER, "/process/med-1").await.body;
    assert!(
        page.contains("1 tidligere svar")
            && page.contains("Tatt ut: «Vi hilser»")
            && page.contains("Nytt mål: «Vi spiser sammen»")
    );
    let begin = |reason: &str| format!("seen=1&phase=map&reason={reason}");
    let silent = room.post(GUIDE, "/process/med-1/begin", &begin("")).await;
    assert!(silent.status == 422 && silent.body.contains("Skriv hvorfor dere går videre"));
    assert_eq!(
        room.post(GUIDE, "/process/med-1/begin", &begin("TV+er+syk"))
            .await
            .status,
        303
    );
    let page = room.get(TV, "/process/med-1").await.body;
    assert!(page.contains("Gikk videre uten alle signaturene: «TV er syk»") && page.contains("Fase 2 av 4"));
    let page = room.post(GUIDE, "/process/med-1/rest", "rest=yes").await;
    assert_eq!(page.status, 303);
    assert!(room.get(LEADER, "/").await.body.contains("Prosessen hviler"));
    room.house.restart_at(NOW + 60);
    assert_eq!(room.post(GUIDE, "/process/med-1/rest", "rest=no").await.status, 303);
}

/// Another method of the hospital's, or a slip in it, opens no checkpoint.
#[tokio::test]
async fn another_method_opens_no_checkpoint() {
    let mut room = Room::asked().await;
    room.answer(TV, "union-rep", "refused", "Nei", "et+passord+til+meg")
        .await;
    let own = include_str!("../../../assets/method/four.toml").replace("id = \"anchor\"", "id = \"forankring\"");
    let path = room.house.data.database().parent().unwrap().join("method.toml");
    std::fs::write(&path, &own).unwrap();
    room.house.restart();
    for phase in ["forankring", "measures", "map"] {
        let refused = room
            .post(
                LEADER,
                "/process/med-1/begin",
                &format!("seen=1&phase={phase}&reason=x"),
            )
            .await;
        assert!(
            refused.status == 422 && refused.body.contains("har ikke denne fasen"),
            "{phase}"
        );
    }
    assert!(
        room.get(LEADER, "/process/med-1")
            .await
            .body
            .contains("Metoden er endret")
    );
    let silent = room
        .post(GUIDE, "/process/med-1/begin", "seen=1&phase=forankring&reason=")
        .await;
    assert!(silent.status == 422 && silent.body.contains("Skriv hvorfor dere går videre"));
    std::fs::write(&path, own.replacen("purpose", "porpoise", 1)).unwrap();
    room.house.restart();
    for who in [LEADER, GUIDE] {
        let refused = room
            .post(who, "/process/med-1/begin", "seen=1&phase=map&reason=x")
            .await;
        assert!(
            refused.status == 422 && refused.body.contains("metodefil har en feil"),
            "{who}"
        );
        let refused = room.post(who, "/process/med-1/ask", "").await;
        assert!(
            refused.status == 422 && refused.body.contains("metodefil har en feil"),
            "{who}"
        );
    }
    assert_eq!(room.post(GUIDE, "/wards/med-2/process", "").await.location, "/guidance");
    std::fs::write(&path, own).unwrap();
    room.house.restart();
    let begun = room
        .post(
            GUIDE,
            "/process/med-1/begin",
            "seen=1&phase=forankring&reason=Ny+metode",
        )
        .await;
    assert_eq!(begun.status, 303);
    assert!(room.get(TV, "/process/med-1").await.body.contains("«Ny metode»"));
}

/// A ward with a process or a case that was shown on stays in the plan: another one with its id would inherit it.
#[tokio::test]
async fn a_ward_with_a_process_or_a_case_stays() {
    let mut room = Room::new().await;
    let remove = |room: &Room, ward: &str| {
        let mut from = room.house.store.organisation().unwrap();
        from.rounds.clear();
        let mut to = from.clone();
        to.wards.remove(ward);
        changes(&from, &to).map_err(|refused| refused.to_string())
    };
    assert!(remove(&room, "med-1").is_ok() && remove(&room, "med-2").is_ok());
    room.post(GUIDE, "/wards/med-1/process", "").await;
    let case = "ward=med-2&day=2026-09-20&kind=harassment&function=chief-safety-rep";
    room.post(GUIDE, "/passed-on", case).await;
    for ward in ["med-1", "med-2"] {
        let refused = remove(&room, ward).unwrap_err();
        assert!(refused.contains("closed = true"), "{refused}");
    }
    assert!(remove(&room, "med-3").is_ok());
}

/// The same form, sent twice, writes one meeting.
#[tokio::test]
async fn a_meeting_that_is_sent_twice_is_one() {
    let mut room = Room::asked().await;
    let fields = "revision=0&kind=regular&day=2026-09-21&part=leader&decided=x&next=2026-10-10&act=close";
    for _ in 0..2 {
        let closed = room.post(LEADER, "/process/med-1/meetings/new", fields).await;
        assert_eq!(closed.location, "/process/med-1/meetings/1?done=saved");
    }
    assert_eq!(room.get(LEADER, "/process/med-1/meetings/3").await.status, 404);
}

/// A paper is written down by a guide; a leader goes on without who is silent, after two weeks and not before.
#[tokio::test]
async fn paper_counts_and_silence_ends() {
    let mut room = Room::asked().await;
    let page = room.get(LEADER, SIGNING).await.body;
    assert!(!page.contains("value=\"gone-on\"") && !page.contains("value=\"on-paper\""));
    let paper = room
        .answer(GUIDE, "safety-rep", "on-paper", "Kari+Nordmann", "et+passord+til+meg")
        .await;
    assert_eq!(paper.location, "/process/med-1");
    room.answer(LEADER, "leader", "signed", "", "et+passord+til+meg").await;
    room.house.restart_at(NOW + 14 * 86_400);
    let until = NOW + 15 * 86_400;
    room.house.enter_until(LEADER, until);
    let page = room.house.get(SIGNING).await.body;
    assert!(
        page.contains("Ikke svart på to uker") && page.contains("value=\"gone-on\"") && page.contains("Kari Nordmann")
    );
}

#[tokio::test]
async fn a_meeting_is_closed_with_a_next_one_and_printed_as_minutes() {
    let mut room = Room::asked().await;
    let meeting =
        "revision=0&kind=introductory&day=2026-09-21&part=leader&part=guide&decided=Vi+begynner%0AKari+lager+plan";
    let new = "/process/med-1/meetings/new";
    assert_eq!(room.get(VO, new).await.status, 404, "leader and guide write minutes");
    assert_eq!(room.post(VO, new, meeting).await.status, 403);
    let refused = room.post(GUIDE, new, &format!("{meeting}&act=close")).await;
    assert!(
        refused.status == 422 && refused.body.contains("Sett en dag for neste møte"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("Kari lager plan</textarea>") && refused.body.contains("value=\"leader\" checked"));
    // Of a new one nobody has seen a revision, whatever a form says: a number from outside is compared, and never reckoned with.
    let odd = meeting.replace("revision=0", "revision=4294967295");
    let saved = room.post(GUIDE, new, &format!("{odd}&act=save")).await;
    assert_eq!(saved.location, "/process/med-1/meetings/1?done=saved");
    let at = "/process/med-1/meetings/1";
    let meeting = meeting.replace("revision=0", "revision=1");
    let closed = room
        .post(LEADER, at, &format!("{meeting}&next=2026-10-20&act=close"))
        .await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let again = room
        .post(GUIDE, at, &format!("{meeting}&next=2026-10-20&act=close"))
        .await;
    assert!(again.status == 422 && again.body.contains("Noen andre lagret eller avsluttet"));
    let minutes = room.get(TV, at).await.body;
    assert!(minutes.contains("Referat") && minutes.contains("20.\u{a0}oktober 2026") && !minutes.contains("<textarea"));
    let next = room.get(GUIDE, "/process/med-1/meetings/2").await.body;
    assert!(next.contains("Begynn med det dere bestemte sist") && next.contains("Kari lager plan"));
    let page = room.get(VO, "/process/med-1").await.body;
    assert!(page.contains("Planlagt") && page.contains("Avsluttet"));
    assert_eq!(room.get(ELSEWHERE, at).await.status, 404);
    room.house.restart_at(NOW + 60 * 86_400);
    room.house.enter_until(GUIDE, NOW + 61 * 86_400);
    let page = room.house.get("/process/med-1").await.body;
    assert!(page.contains("er ikke avsluttet") && page.contains("Ikke avsluttet"));
}
