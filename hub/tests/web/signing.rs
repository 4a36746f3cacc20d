//! Signing on pages: what is signed is what was read, and nobody answers for another.

use trykk_hub::audit::Who;
use trykk_hub::organisation::{Organisation, changes};
use trykk_hub::store::BoxIds;

use crate::house::{House, NOW};
use crate::process::{GOALS, GUIDE, LEADER, Room, SIGNING, TV, VO};

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
    let version = link.split_once("version=").unwrap().1;
    assert!(
        page.contains(&format!("?lang=en&amp;version={version}"))
            || page.contains(&format!("?lang=en&#38;version={version}"))
    );
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
    assert!(!page.contains("class=\"changed\""), "nobody had answered anything else");
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
    // What changed since stands beside the button.
    let page = room.get(TV, SIGNING).await.body;
    let (_, told) = page.split_once("class=\"changed\"").expect("what changed");
    let told = told.split("</section>").next().unwrap();
    assert!(
        told.contains("Endret siden versjonen noen svarte på")
            && told.contains("Tatt ut: «Vi hilser»")
            && told.contains("Nytt mål: «Vi jobber gratis»"),
        "{told}"
    );
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

/// What changed is told since what the reader signed, not since what another one refused meanwhile.
#[tokio::test]
async fn what_changed_is_what_changed_since_the_readers_own_answer() {
    let mut room = Room::asked().await;
    let password = "et+passord+til+meg";
    room.answer(LEADER, "leader", "signed", "", password).await;
    let added = GOALS.replace("Vi+hilser", "Vi+hilser%0AVi+jobber+gratis");
    room.post(LEADER, "/process/med-1/goals", &format!("version=1&{added}"))
        .await;
    room.answer(TV, "union-rep", "refused", "Nei", password).await;
    let later = added.replace("2026-12-01", "2026-12-15");
    room.post(LEADER, "/process/med-1/goals", &format!("version=2&{later}"))
        .await;
    for (reader, is_new) in [(LEADER, true), (TV, false), (VO, false)] {
        let page = room.get(reader, SIGNING).await.body;
        let (_, told) = page.split_once("class=\"changed\"").expect("what changed");
        let told = told.split("</section>").next().unwrap();
        assert!(told.contains("Når dere ser etter"), "{told}");
        assert_eq!(
            told.contains("Nytt mål: «Vi jobber gratis»"),
            is_new,
            "{reader}: {told}"
        );
    }
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

fn change_organisation(house: &mut House, change: impl FnOnce(&mut Organisation)) {
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
    change_organisation(&mut room.house, |to| to.accounts.get_mut(TV).unwrap().blocked = true);
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
    change_organisation(&mut room.house, |to| {
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
    change_organisation(&mut room.house, |to| {
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
