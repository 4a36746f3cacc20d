//! A ward's process on pages: from its start, over a goal sheet and three signatures, into the next phase.

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_hub::audit::Who;
use trykk_hub::organisation::{Organisation, changes};
use trykk_hub::people::passwords::hash_password;
use trykk_hub::store::BoxIds;

use crate::house::{House, NOW, Page, planned, the_plan};

const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";
const ELSEWHERE: &str = "leder2@example.org";
const VO: &str = "vo@example.org";
const TV: &str = "tv@example.org";
const PASSWORD: &str = "et passord til meg";
const SIGNING: &str = "/signatures/checkpoint/med-1.map";
const GOALS: &str = "goals=Alle+f%C3%A5r+pause%0AVi+hilser&how=Vi+sp%C3%B8r&look=2026-12-01";

struct Room {
    house: House,
    check: String,
}

impl Room {
    async fn new() -> Self {
        let mut house = planned(&the_plan());
        let kept = hash_password(PASSWORD, &mut StdRng::seed_from_u64(4)).unwrap();
        for email in [GUIDE, LEADER, VO, TV] {
            house.store.set_password(email, &kept).unwrap();
        }
        let check = house.check().await;
        Room { house, check }
    }

    async fn post(&mut self, who: &str, path: &str, fields: &str) -> Page {
        self.house.enter(who);
        self.house.post(path, &format!("check={}&{fields}", self.check)).await
    }

    async fn get(&mut self, who: &str, path: &str) -> Page {
        self.house.enter(who);
        self.house.get(path).await
    }

    /// The process of med-1, with a goal sheet, its checkpoint put forward.
    async fn asked() -> Self {
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
    async fn link(&mut self, who: &str) -> String {
        let page = self.get(who, "/process/med-1").await.body;
        let (_, rest) = page.split_once(&format!("href=\"{SIGNING}")).expect("a link");
        format!("{SIGNING}{}", rest.split('"').next().unwrap())
    }

    /// An answer on the page of signing.
    async fn answer(&mut self, who: &str, role: &str, answer: &str, words: &str, password: &str) -> Page {
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
            && page.contains("Tatt ut: Vi hilser")
            && page.contains("Nytt mål: Vi spiser sammen")
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

/// The link carries what was read; what was changed since is not signed by it, and the page shows what is signed.
#[tokio::test]
async fn what_is_signed_is_what_was_read() {
    let mut room = Room::asked().await;
    let link = room.link(VO).await;
    let page = room.get(VO, &link).await.body;
    assert!(
        page.contains("<li>Vi hilser</li>") && page.contains("Versjonen har merket") && page.contains("Versjon 1,")
    );
    assert!(page.contains("value=\"signed\""));
    let mark = |page: &str| page.split_once("har merket ").unwrap().1[..8].to_owned();
    assert_eq!(mark(&page), mark(&room.get(GUIDE, "/process/med-1").await.body));
    let changed = GOALS.replace("Vi+hilser", "Vi+jobber+gratis");
    let saved = room
        .post(LEADER, "/process/med-1/goals", &format!("version=1&{changed}"))
        .await;
    assert_eq!(saved.status, 303);
    let page = room.get(VO, &link).await.body;
    assert!(page.contains("ble endret etter at du leste det") && page.contains("href=\"/process/med-1\""));
    assert!(
        !page.contains("name=\"password\""),
        "another version is not signed by the old link"
    );
    let again = room.link(VO).await;
    assert_ne!(again, link);
    let page = room.get(VO, &again).await.body;
    assert!(page.contains("<li>Vi jobber gratis</li>") && page.contains("value=\"signed\""));
    assert_eq!(room.get(VO, &format!("{SIGNING}?version=zz")).await.status, 404);
}

/// The same words, saved again, are another version: whoever has refused in between owes an answer.
#[tokio::test]
async fn a_void_signature_never_comes_back() {
    let mut room = Room::asked().await;
    room.answer(TV, "union-rep", "signed", "", "et+passord+til+meg").await;
    let changed = GOALS.replace("Vi+hilser", "Vi+jobber+gratis");
    room.post(LEADER, "/process/med-1/goals", &format!("version=1&{changed}"))
        .await;
    let refused = room
        .answer(TV, "union-rep", "refused", "Nei", "et+passord+til+meg")
        .await;
    assert_eq!(refused.status, 303);
    room.post(LEADER, "/process/med-1/goals", &format!("version=2&{GOALS}"))
        .await;
    let page = room.get(TV, SIGNING).await.body;
    assert!(page.contains("2 tidligere svar") && page.contains("value=\"signed\""));
    assert!(!page.contains(">Signert<"), "{page}");
}

/// Once the phase has begun its checkpoint is read only, and shows the goal sheet that was signed.
#[tokio::test]
async fn a_past_checkpoint_and_one_that_rests_take_no_answers() {
    let mut room = Room::asked().await;
    room.answer(VO, "safety-rep", "signed", "", "et+passord+til+meg").await;
    let page = room.get(TV, SIGNING).await.body;
    let version = page
        .split_once("name=\"version\" value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let fields = |role: &str, answer: &str| {
        format!("version={version}&post={role}+med-1&answer={answer}&words=Angrer&password=et+passord+til+meg")
    };
    room.post(GUIDE, "/process/med-1/rest", "rest=yes").await;
    let refused = room.post(TV, SIGNING, &fields("union-rep", "signed")).await;
    assert!(refused.status == 422 && refused.body.contains("Prosessen hviler") && refused.body.contains("Angrer"));
    let changed = GOALS.replace("Vi+hilser", "Vi+jobber+gratis");
    let goals = format!("version=1&{changed}");
    let refused = room.post(LEADER, "/process/med-1/goals", &goals).await;
    assert!(
        refused.status == 422 && refused.body.contains("Prosessen hviler") && !refused.body.contains("<li>Vi jobber")
    );
    let meeting = "revision=0&kind=regular&day=2026-09-21&part=leader&decided=x&act=save";
    let refused = room.post(LEADER, "/process/med-1/meetings/new", meeting).await;
    assert!(refused.status == 422 && refused.body.contains("Prosessen hviler"));
    room.post(GUIDE, "/process/med-1/rest", "rest=no").await;
    let begun = room
        .post(GUIDE, "/process/med-1/begin", "seen=1&phase=map&reason=TV+er+syk")
        .await;
    assert_eq!(begun.status, 303);
    assert_eq!(room.post(LEADER, "/process/med-1/goals", &goals).await.status, 303);
    for (who, role, answer) in [
        (TV, "union-rep", "signed"),
        (VO, "safety-rep", "refused"),
        (GUIDE, "union-rep", "on-paper"),
        (GUIDE, "union-rep", "gone-on"),
    ] {
        let late = room.post(who, SIGNING, &fields(role, answer)).await;
        assert!(
            late.status == 422 && late.body.contains("kan du lese svarene"),
            "{answer}: {}",
            late.body
        );
        let page = room.get(who, SIGNING).await.body;
        assert!(page.contains("<li>Vi hilser</li>") && !page.contains("Vi jobber gratis"));
        assert!(!page.contains("name=\"password\"") && page.contains("Signert"));
    }
    let (_, given) = room
        .house
        .store
        .signing(trykk_hub::signing::Kind::Checkpoint, "med-1.map")
        .unwrap();
    assert_eq!(given.len(), 1);
}

fn change_plan(house: &mut House, change: impl FnOnce(&mut Organisation)) {
    let from = house.store.organisation().unwrap();
    let mut to = from.clone();
    change(&mut to);
    let steps = changes(&from, &to).unwrap();
    house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
}

/// A paper speaks over nobody who has refused, and whoever holds the role reads what was written down for them.
#[tokio::test]
async fn a_paper_speaks_over_no_refusal_and_is_shown_to_whose_it_is() {
    let mut room = Room::asked().await;
    room.answer(LEADER, "leader", "signed", "", "et+passord+til+meg").await;
    room.answer(TV, "union-rep", "refused", "Nei", "et+passord+til+meg")
        .await;
    for role in ["safety-rep", "union-rep"] {
        let written = room
            .answer(GUIDE, role, "on-paper", "Signert", "et+passord+til+meg")
            .await;
        assert_eq!(written.status, 303);
    }
    let begun = room
        .post(GUIDE, "/process/med-1/begin", "seen=1&phase=map&reason=")
        .await;
    assert!(begun.status == 422 && begun.body.contains("Skriv hvorfor dere går videre"));
    for who in [VO, TV] {
        assert_eq!(
            room.get(who, SIGNING)
                .await
                .body
                .contains("Noen andre har svart for rollen din"),
            who == VO
        );
    }
    // Nor does an admin who blocks the one who refused.
    change_plan(&mut room.house, |to| to.accounts.get_mut(TV).unwrap().blocked = true);
    let gone = room
        .answer(LEADER, "safety-rep", "signed", "", "et+passord+til+meg")
        .await;
    assert_eq!(gone.status, 422);
    let page = room.get(LEADER, SIGNING).await.body;
    assert!(page.contains("Ville ikke signere") && !page.contains("value=\"gone-on\""));
    let gone = room
        .answer(GUIDE, "union-rep", "gone-on", "Uenige", "et+passord+til+meg")
        .await;
    assert_eq!(gone.status, 303, "a guide goes on, and says why");
}

/// Where each holder signs, the guide says whose the paper is.
#[tokio::test]
async fn a_paper_names_its_holder_where_all_sign() {
    let mut room = Room::new().await;
    change_plan(&mut room.house, |to| {
        let tv = to.accounts[TV].clone();
        to.accounts.insert("tv2@example.org".to_owned(), tv);
    });
    room.post(GUIDE, "/wards/med-1/process", "all=yes").await;
    room.post(LEADER, "/process/med-1/goals", &format!("version=0&{GOALS}"))
        .await;
    room.post(GUIDE, "/process/med-1/ask", "").await;
    let unnamed = room
        .answer(GUIDE, "union-rep", "on-paper", "Kari", "et+passord+til+meg")
        .await;
    assert!(
        unnamed.status == 422
            && unnamed.body.contains("Velg hvem papiret er fra")
            && unnamed.body.contains("Kari</textarea>")
    );
    let named = "et+passord+til+meg&holder=tv2%40example.org";
    assert_eq!(
        room.answer(GUIDE, "union-rep", "on-paper", "Kari", named).await.status,
        303
    );
    let page = room.get(GUIDE, SIGNING).await.body;
    assert!(page.contains("Signert av Kari, for tv2@example.org") && page.contains("<option>tv@example.org</option>"));
    assert!(!page.contains("<option>tv2@example.org</option>") && page.contains("Venter på svar"));
    assert!(
        !room.get(TV, SIGNING).await.body.contains("Noen andre har svart"),
        "it is another's paper"
    );
}

/// Whoever comes into the role late has their time to answer.
#[tokio::test]
async fn nobody_is_silent_before_they_came() {
    let mut room = Room::asked().await;
    let late = NOW + 14 * 86_400;
    room.house.store.act_as(Who::Hub, late);
    change_plan(&mut room.house, |to| {
        let tv = to.accounts.remove(TV).unwrap();
        to.accounts.insert("ny@example.org".to_owned(), tv);
    });
    room.house.restart_at(late);
    room.house.enter_until(LEADER, late + 86_400);
    let page = room.house.get(SIGNING).await.body;
    // Leader and safety rep have been there all the time.
    assert_eq!(page.matches("Ikke svart på to uker").count(), 2);
    assert!(page.contains("value=\"safety-rep med-1\"") && !page.contains("value=\"union-rep med-1\""));
}

/// Every text that people write here: what nobody can see is no text, and a sign that nobody can see is refused at its field.
#[tokio::test]
async fn what_cannot_be_seen_is_no_reason_and_no_name() {
    let mut room = Room::asked().await;
    for unseen in ["%E2%80%8B", "%E2%81%A0", "%E2%80%AE", "%E2%A0%80", "a%01b"] {
        for (who, role, answer) in [
            (TV, "union-rep", "refused"),
            (GUIDE, "safety-rep", "on-paper"),
            (GUIDE, "union-rep", "gone-on"),
        ] {
            let refused = room.answer(who, role, answer, unseen, "et+passord+til+meg").await;
            let told = ["Skriv hvorfor", "Skriv navnet", "ingen kan se"]
                .iter()
                .any(|text| refused.body.contains(text));
            assert!(refused.status == 422 && told, "{unseen} {answer}");
        }
        let begun = room
            .post(
                GUIDE,
                "/process/med-1/begin",
                &format!("seen=1&phase=map&reason={unseen}"),
            )
            .await;
        assert_eq!(begun.status, 422, "{unseen}");
        let meeting = "revision=0&kind=regular&day=2026-09-21&part=leader";
        for texts in [
            format!("decided={unseen}&next=2026-10-10"),
            format!("decided=x&none_needed={unseen}"),
        ] {
            let fields = format!("{meeting}&{texts}&act=close");
            assert_eq!(
                room.post(LEADER, "/process/med-1/meetings/new", &fields).await.status,
                422,
                "{texts}"
            );
        }
        for texts in [format!("goals={unseen}&how=x"), format!("goals=x&how={unseen}")] {
            let fields = format!("version=1&look=2026-12-01&{texts}");
            assert_eq!(
                room.post(LEADER, "/process/med-1/goals", &fields).await.status,
                422,
                "{texts}"
            );
        }
    }
    let signed = room
        .answer(TV, "union-rep", "signed", "%E2%80%AEEnig", "et+passord+til+meg")
        .await;
    assert_eq!(signed.status, 303);
    let page = room.get(VO, "/process/med-1").await.body;
    assert!(page.contains("«Enig»") && !page.contains('\u{202e}'));
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
    let saved = room.post(GUIDE, new, &format!("{meeting}&act=save")).await;
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
