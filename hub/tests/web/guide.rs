//! The guide's steps on pages: what is done, and what is refused without anything changing.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rusqlite::{Connection, params};
use trykk_hub::audit::Who;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::keys::opening::OpeningKey;
use trykk_hub::organisation::changes;
use trykk_hub::people::attempts::ATTEMPTS_PER_ACCOUNT;
use trykk_hub::store::{BoxIds, RECOVERY_KEY, TabletState};
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};
use trykk_shared::protocol::{BoxHealth, BoxState, Health};
use trykk_shared::start_code::StartCode;
use trykk_shared::waiting::Waiting;

use crate::counting::{Desk, LATER, PASSPHRASE as COUNTING_PASSPHRASE, a_desk, a_desk_at, find_printing};
use crate::house::{House, NOW, house, planned, the_plan};

const GUIDE: &str = "guide@example.org";
const SECOND: &str = "second@example.org";
const ROUND: &str = "2026-autumn";
const PASSPHRASE: &str = "passphrase=skoen+trykker+litt+overalt";

fn state(house: &House, id: &str) -> Option<BoxState> {
    let boxes = house.store.boxes().unwrap();
    let ballot_box = boxes.iter().find(|ballot_box| ballot_box.id.to_string() == id).unwrap();
    // The hub's clock goes on during the test; an hour later is after "close now" and long before the new closing time.
    ballot_box.state_at(NOW + 3600)
}

#[tokio::test]
async fn a_guide_opens_moves_closes_and_gives_up_a_round() {
    let mut house = house(6, 20);
    let recovery = OpeningKey::draw(&mut rand::rngs::StdRng::seed_from_u64(9)).sealing_key();
    let recovery = data_encoding::BASE64.encode(&recovery.to_bytes());
    house.store.set_setting(RECOVERY_KEY, &recovery).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    let id = house.ballot_box("2026-autumn", "med-1").id.to_string();
    let step = async |house: &House, name: &str, fields: &str| {
        let page = house
            .post(&format!("/rounds/{id}/{name}"), &format!("check={check}&{fields}"))
            .await;
        page.status.as_u16()
    };
    assert_eq!(step(&house, "open", "").await, 422, "nobody could count it yet");
    assert_eq!(state(&house, &id), None);
    let short = house
        .post("/passphrase", &format!("check={check}&passphrase=kort&again=kort"))
        .await;
    assert_eq!(short.status, 422);
    let set = format!("check={check}&{PASSPHRASE}&again=skoen+trykker+litt+overalt");
    assert_eq!(house.post("/passphrase", &set).await.status, 303);
    assert!(house.store.counting_key(GUIDE).unwrap().is_some());
    let other = format!("check={check}&passphrase=noe+helt+annet+her&again=noe+helt+annet+her");
    assert_eq!(
        house.post("/passphrase", &other).await.status,
        422,
        "not without the old one"
    );

    assert_eq!(step(&house, "open", "").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::Open));
    for past in ["", "closes=soon", "closes=2020-01-01T10:00", "closes=2027-01-15T10"] {
        assert_eq!(step(&house, "extend", past).await, 422, "{past}");
    }
    assert_eq!(step(&house, "extend", "closes=2027-01-15T10%3A00").await, 303);
    assert_eq!(
        step(&house, "count", PASSPHRASE).await,
        422,
        "an open round is not counted"
    );
    assert_eq!(step(&house, "close", "").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::Closed));
    assert_eq!(step(&house, "count", "passphrase=feil+ord+her").await, 422);
    assert_eq!(step(&house, "count", PASSPHRASE).await, 422, "nobody has answered");
    assert_eq!(state(&house, &id), Some(BoxState::Closed));
    for path in ["figures", "preview"] {
        let page = house.get(&format!("/rounds/{id}/{path}")).await;
        assert_eq!(page.status, 404, "{path} of a round that is not counted");
    }
    assert_eq!(
        step(&house, "close-unread", "").await,
        422,
        "only when the guide is sure"
    );
    assert_eq!(
        step(&house, "close-unread", "sure=yes").await,
        422,
        "it can be opened again"
    );
    assert_eq!(step(&house, "close-for-good", "").await, 303);
    assert_eq!(step(&house, "close-unread", "sure=yes").await, 303);
    assert_eq!(state(&house, &id), Some(BoxState::ClosedUnread));
}

#[tokio::test]
async fn guide_and_leader_of_a_ward_see_the_fingerprint_of_its_open_box_and_nobody_else() {
    let mut house = house(6, 20);
    let ballot_box = house.ballot_box(ROUND, "med-1");
    house.enter("leader@example.org");
    assert!(!house.get("/").await.body.contains("Kontrolltall:"), "nothing is open");
    house.open(&ballot_box);
    let opened = house.ballot_box(ROUND, "med-1").fingerprint().unwrap().to_string();
    assert!(house.get("/").await.body.contains(&opened));
    house.enter("leder2@example.org");
    assert!(!house.get("/").await.body.contains(&opened), "another ward's");
    house.enter(GUIDE);
    let round = house.get(&format!("/rounds/{}", ballot_box.id)).await;
    assert!(round.body.contains(&opened));
    house
        .store
        .set_closing(ballot_box.id, NOW, NOW, || Ok::<_, trykk_hub::store::StoreError>(()))
        .unwrap();
    house.enter("leader@example.org");
    assert!(!house.get("/").await.body.contains(&opened), "closed");
}

#[tokio::test]
async fn a_round_is_confirmed_taken_back_and_opened_with_the_key_it_was_confirmed_with() {
    let desk = a_desk().await;
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(page(&desk).await.contains("Bekreft kartleggingen"));
    let confirm = async |desk: &Desk| {
        assert_eq!(desk.step(id, "confirm", "").await.status, 303);
        desk.house.ballot_box(ROUND, "med-1").fingerprint().unwrap().to_string()
    };
    let first = confirm(&desk).await;
    assert!(page(&desk).await.contains(&first) && page(&desk).await.contains("Bekreftet"));
    assert_eq!(confirm(&desk).await, first, "a second tap changes nothing");
    assert_eq!(desk.step(id, "unconfirm", "").await.status, 303);
    assert!(page(&desk).await.contains("Bekreft kartleggingen"));
    let second = confirm(&desk).await;
    assert_ne!(second, first, "another key");
    assert_eq!(state(&desk.house, &id.to_string()), None, "it has not opened");
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    let opened = desk.house.ballot_box(ROUND, "med-1");
    assert_eq!(opened.fingerprint().unwrap().to_string(), second);
    for step in ["confirm", "unconfirm"] {
        assert_eq!(desk.step(id, step, "").await.status, 422, "{step}");
    }
    assert_eq!(desk.house.ballot_box(ROUND, "med-1").key, opened.key);
}

/// Whoever takes the confirming back and confirms anew settles who reads: a guide who came later does not.
#[tokio::test]
async fn whoever_becomes_guide_after_the_confirming_does_not_take_it_back() {
    let mut desk = a_desk_with_two_guides().await;
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(page(&desk).await.contains(&format!("Kan telle opp: {GUIDE}.")));
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    let key = desk.house.ballot_box(ROUND, "med-1").key;
    desk.house.enter(SECOND);
    let set = format!("passphrase={COUNTING_PASSPHRASE}&again={COUNTING_PASSPHRASE}");
    assert_eq!(desk.post("/passphrase", &set).await.status, 303);
    let shown = page(&desk).await;
    assert!(shown.contains("Bare de som kan telle den opp, kan angre") && !shown.contains("id=\"unconfirm\""));
    assert!(shown.contains(&format!("Kan telle opp: {GUIDE}.")), "and not {SECOND}");
    let refused = desk.step(id, "unconfirm", "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("role=\"alert\">Du ble prosessveileder her"));
    assert_eq!(desk.house.ballot_box(ROUND, "med-1").key, key);
    // Nor does that guide end it: what has not left the tablets would leave, or what few have answered be deleted.
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    desk.house.enter(SECOND);
    assert!(!page(&desk).await.contains("id=\"close\""));
    assert_eq!(
        desk.step(id, "close", "").await.status,
        422,
        "an hour later it were for good"
    );
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "close", "").await.status, 303);
    desk.house.enter(SECOND);
    assert!(!page(&desk).await.contains("/close-for-good\""));
    let refused = desk.step(id, "close-for-good", "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("avslutte den for godt"));
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "close-for-good", "").await.status, 303);
    desk.house.enter(SECOND);
    let shown = page(&desk).await;
    assert!(shown.contains("slette svarene") && !shown.contains("/close-unread\""));
    assert_eq!(desk.step(id, "close-unread", "sure=yes").await.status, 422);
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "close-unread", "sure=yes").await.status, 303);
}

/// Who was there at the confirming may take it back, and whoever came since can count the next one.
#[tokio::test]
async fn whoever_was_guide_at_the_confirming_takes_it_back() {
    let mut desk = a_desk_with_two_guides().await;
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    desk.house.enter(SECOND);
    let set = format!("passphrase={COUNTING_PASSPHRASE}&again={COUNTING_PASSPHRASE}");
    assert_eq!(desk.post("/passphrase", &set).await.status, 303);
    desk.house.enter(GUIDE);
    assert_eq!(desk.step(id, "unconfirm", "").await.status, 303);
    assert!(
        page(&desk)
            .await
            .contains(&format!("Kan telle opp: {GUIDE}, {SECOND}."))
    );
}

#[tokio::test]
async fn whoever_becomes_guide_after_the_confirming_reads_nothing_unless_let_in_at_the_count() {
    for let_in in [false, true] {
        let mut desk = a_desk_with_two_guides().await;
        let id = desk.answered("med-1").await;
        desk.house.enter(SECOND);
        let set = format!("passphrase={COUNTING_PASSPHRASE}&again={COUNTING_PASSPHRASE}");
        assert_eq!(desk.post("/passphrase", &set).await.status, 303);
        desk.house.enter(GUIDE);
        desk.close(id, "tablet-med-1").await;
        let closed = desk.house.get(&format!("/rounds/{id}")).await.body;
        assert!(closed.contains(&format!("name=\"let-in\" value=\"{SECOND}\"")));
        desk.refused(id, &format!("passphrase=feil+ord+her&let-in={SECOND}"), "checked>")
            .await;
        desk.refused(
            id,
            &format!("passphrase={COUNTING_PASSPHRASE}&let-in=nobody@example.org"),
            "Det gikk ikke",
        )
        .await;
        let ticked = if let_in {
            format!("&let-in={SECOND}")
        } else {
            String::new()
        };
        let count = format!("passphrase={COUNTING_PASSPHRASE}{ticked}");
        assert_eq!(desk.step(id, "count", &count).await.status, 303);
        let logged = format!("{SECOND} ser tallene og lappene fordi {GUIDE} åpnet for det");
        assert_eq!(
            desk.house.get(&format!("/rounds/{id}")).await.body.contains(&logged),
            let_in
        );
        for (reader, reads) in [(GUIDE, true), (SECOND, let_in)] {
            desk.house.enter(reader);
            for path in ["figures", "preview"] {
                let page = desk.house.get(&format!("/rounds/{id}/{path}")).await;
                assert_eq!(page.status == 200, reads, "{reader} {path}");
                assert_eq!(page.location.is_empty(), reads, "led back to the round");
            }
            let notes = desk
                .step(id, "notes", &format!("passphrase={COUNTING_PASSPHRASE}"))
                .await;
            assert_eq!(notes.body.contains("lapp fra"), reads, "{reader}");
            let round = desk.house.get(&format!("/rounds/{id}")).await.body;
            assert_eq!(round.contains("Spør en av dem."), !reads, "{reader}");
            assert_eq!(round.contains(&format!("action=\"/rounds/{id}/release\"")), reads);
            if !reads {
                assert_eq!(desk.step(id, "release", "sure=yes").await.status, 422, "unseen");
                assert_eq!(state(&desk.house, &id.to_string()), Some(BoxState::Counted));
            }
        }
        // The account goes, and the address becomes somebody else's: they read nothing, and the page still says who was let in.
        let account = desk.house.store.organisation().unwrap().accounts[SECOND].clone();
        for there in [false, true] {
            let from = desk.house.store.organisation().unwrap();
            let mut to = from.clone();
            if there {
                to.accounts.insert(SECOND.to_owned(), account.clone());
            } else {
                to.accounts.remove(SECOND);
            }
            let steps = changes(&from, &to).unwrap();
            desk.house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
        }
        assert!(!desk.house.store.may_read_count(id, SECOND).unwrap());
        desk.house.enter(GUIDE);
        let page = desk.house.get(&format!("/rounds/{id}")).await.body;
        assert_eq!(page.contains(&logged), let_in);
    }
}

#[tokio::test]
async fn more_sheets_than_people_are_said_while_it_is_open_and_before_it_is_published() {
    const WARNING: &str = "Det er levert flere svarark enn det arbeider folk her";
    const FULL: &str = "Det har kommet omtrent like mange svar som det arbeider folk her, og et nettbrett kan ha sluttet å ta imot flere";
    let mut plan = the_plan();
    plan.wards.get_mut("med-1").unwrap().headcount = 8;
    let mut desk = a_desk_at(&plan).await;
    let id = desk.answered("med-1").await;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    let open = page(&desk).await;
    assert!(open.contains("Her arbeider det 8 personer.") && !open.contains(WARNING));
    assert!(
        open.contains(FULL),
        "by the coarse form all of the eight may have answered"
    );
    assert!(open.contains("Noe fra tablet-med-1 ble ikke tatt imot"), "the ninth");
    desk.enrol("second", "med-1");
    desk.deliver("second", id, 4);
    assert!(page(&desk).await.contains(WARNING), "twelve or more of eight");
    desk.close(id, "tablet-med-1").await;
    desk.clear("second", id);
    assert!(!page(&desk).await.contains(FULL), "nobody can answer any more");
    assert!(page(&desk).await.contains(WARNING));
    let count = format!("passphrase={COUNTING_PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &count).await.status, 303);
    assert!(page(&desk).await.contains(WARNING), "where it is published");

    let fitting = desk.answered("med-2").await;
    desk.close(fitting, "tablet-med-2").await;
    assert_eq!(desk.step(fitting, "count", &count).await.status, 303);
    let fits = desk.house.get(&format!("/rounds/{fitting}")).await.body;
    assert!(!fits.contains(WARNING));
}

#[tokio::test]
async fn what_was_typed_is_there_again_when_a_count_is_refused_but_never_the_passphrase() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.enrol("stolen", "med-1");
    let rows = desk.house.store.tablets().unwrap();
    let row = rows.into_iter().find(|row| row.id == "stolen").unwrap();
    desk.house.store.boxes_for_tablet(&row, true, NOW).unwrap();
    desk.house
        .store
        .set_tablet_state("stolen", TabletState::Stolen, crate::KEEP_NOWHERE)
        .unwrap();
    desk.deliver("stolen", id, 1);
    assert_eq!(desk.step(id, "close-for-good", "").await.status, 303);
    let calm = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(calm.contains("Er et nettbrett ødelagt eller borte?"));
    assert!(!calm.contains(" checked") && !calm.contains("<details open>"));
    let typed = "passphrase=et+feil+telleord&sheet=TRYKK-1+abc&leave-out=tablet-med-1&quarantine+stolen=leave";
    let page = desk.step(id, "count", typed).await;
    assert_eq!(page.status, 422);
    for kept in [
        "value=\"tablet-med-1\" checked",
        "name=\"quarantine stolen\" value=\"leave\" checked",
    ] {
        assert!(page.body.contains(kept), "{kept}");
    }
    assert_eq!(page.body.matches("<details open>").count(), 2, "sheet and tablet");
    for secret in ["et feil telleord", "TRYKK-1 abc"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    let right = format!("passphrase={COUNTING_PASSPHRASE}&leave-out=tablet-med-1&quarantine+stolen=leave");
    assert_eq!(desk.step(id, "count", &right).await.status, 303);
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert_eq!(page.matches("Telt uten dette nettbrettet").count(), 1);
}

/// A tablet says why something waits on it.
fn say_why(desk: &mut Desk, box_id: BoxId, why: Waiting, now: i64) {
    let rows = desk.house.store.tablets().unwrap();
    let unused = rows.into_iter().find(|row| row.id == "unused").unwrap();
    let health = Health {
        boxes: vec![BoxHealth {
            box_id,
            waits: true,
            why: Some(why),
            troubles: BTreeSet::new(),
        }],
        checks: Vec::new(),
        condition: None,
    };
    let token = trykk_hub::secrets::hash_secret(b"token unused");
    desk.house
        .store
        .note_health(&unused, &token, &health, None, now)
        .unwrap();
}

/// Each tablet that is waited for says when it was heard last, why it is waited for, and what the hub knows of what is missing.
#[tokio::test]
async fn what_a_tablet_is_waited_for_is_said_where_it_can_be_left_out() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.enrol("unused", "med-1");
    let rows = desk.house.store.tablets().unwrap();
    let unused = rows.into_iter().find(|row| row.id == "unused").unwrap();
    desk.house.store.boxes_for_tablet(&unused, true, NOW).unwrap();
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    let of_the_end = ["Ikke hørt fra etter stenging", "er kommet fram herfra"];
    let open = page(&desk).await;
    assert_eq!(open.matches("Sender etter hvert").count(), 2);
    assert!(of_the_end.iter().all(|said| !open.contains(said)));
    // Nor what a tablet says too early, which no tablet of ours does.
    say_why(&mut desk, id, Waiting::Unreadable, NOW);
    assert!(!page(&desk).await.contains("er skadet"));
    // It may be opened again: nothing is said that could change by what somebody answers.
    assert_eq!(desk.step(id, "close", "").await.status, 303);
    let closed = page(&desk).await;
    assert_eq!(closed.matches("Sender etter hvert").count(), 2);
    assert!(of_the_end.iter().all(|said| !closed.contains(said)));
    assert_eq!(desk.step(id, "close-for-good", "").await.status, 303);
    let silent = page(&desk).await;
    let (_, form) = silent.split_once("name=\"leave-out\"").unwrap();
    let form = form.split("</form>").next().unwrap();
    assert_eq!(form.matches("Sist sett: ").count(), 2);
    assert_eq!(form.matches("Ikke hørt fra etter stenging. Slå det på").count(), 2);
    assert_eq!(form.matches("Noe er kommet fram herfra.").count(), 1);
    assert_eq!(form.matches("Ingenting er kommet fram herfra.").count(), 1);
    // Heard of since, it has only to send the rest.
    let token = trykk_hub::secrets::hash_secret(b"token unused");
    let heard = desk.house.store.hear_tablet("unused", &token, None, [1; 16], NOW + 60);
    heard.unwrap();
    let heard = page(&desk).await;
    assert!(heard.contains("Hørt fra etter stenging. Det sender resten"), "{heard}");
    // And what it says itself of why, in the guide's words.
    for (why, words) in [
        (Waiting::OtherQuestions, "Snakk med verneombudet før dere teller."),
        (Waiting::Elsewhere, "hører til en annen enhet"),
        (Waiting::Unreadable, "er skadet og kan ikke sendes"),
        (Waiting::Full, "har sendt så mange svarark som det kan"),
        (Waiting::Slot, "Det sender resten"),
    ] {
        say_why(&mut desk, id, why, LATER);
        let said = page(&desk).await;
        assert!(said.contains(words), "{why:?}: {said}");
    }
    assert_eq!(desk.step(id, "count", "passphrase=et+feil+telleord").await.status, 422);
}

/// For an hour a closed round can be opened again, and is not counted; closed for good it is the other way round.
#[tokio::test]
async fn a_round_closes_in_two_steps() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    let (count, extend) = (format!("/rounds/{id}/count\""), format!("/rounds/{id}/extend\""));
    assert_eq!(desk.step(id, "close", "").await.status, 303);
    let closed = page(&desk).await;
    assert!(closed.contains("kan du åpne igjen. Da stenger kartleggingen for godt av seg selv."));
    assert!(closed.contains(&extend) && !closed.contains(&count));
    let typed = desk.step(id, "extend", "closes=i+fjor").await.body;
    assert!(typed.contains("value=\"i fjor\"") && typed.contains("slik: 2026-11-30 16:00"));
    for (written, said) in [
        ("2020-01-01+10:00", "som ikke er passert"),
        ("2027-03-28T02:30", "klokka stilles fram"),
        ("2027-10-31T02:30", "klokka stilles tilbake"),
        ("2027-01-15T10:00%2B00", "slik: 2026-11-30 16:00"),
    ] {
        let page = desk.step(id, "extend", &format!("closes={written}")).await.body;
        assert!(page.contains(said), "{written}");
    }
    assert_eq!(desk.step(id, "extend", "closes=2027-01-15T10%3A00").await.status, 303);
    assert_eq!(state(&desk.house, &id.to_string()), Some(BoxState::Open));
    for step in ["close", "close-for-good", "close-for-good"] {
        assert_eq!(desk.step(id, step, "").await.status, 303, "{step}");
    }
    let for_good = page(&desk).await;
    assert!(!for_good.contains(&extend) && for_good.contains(&count));
    let late = desk.step(id, "extend", "closes=2027-01-15T10%3A00").await;
    assert_eq!(late.status, 422);
    assert_eq!(state(&desk.house, &id.to_string()), Some(BoxState::Closed));
    desk.clear("tablet-med-1", id);
    let passphrase = format!("passphrase={COUNTING_PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    // A round below the floor has one way on.
    let few = desk.house.ballot_box(ROUND, "med-2").id;
    for step in ["open", "close-for-good"] {
        assert_eq!(desk.step(few, step, "").await.status, 303);
    }
    desk.refused(
        few,
        &passphrase,
        "Kartleggingen er stengt for godt. Slett svarene ulest.",
    )
    .await;
}

/// Enough have answered: nobody destroys it with a click, and for a week it can be taken back.
#[tokio::test]
async fn closing_unread_what_enough_have_answered_takes_name_and_passphrase_and_a_week() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    let said = async |desk: &Desk, fields: &str| {
        let page = desk.step(id, "close-unread", &format!("sure=yes{fields}")).await;
        assert_eq!(page.status, 422, "{fields}");
        let alert = page.body.split("role=\"alert\">").nth(1).unwrap().to_owned();
        alert.split("</p>").next().unwrap().to_owned()
    };
    assert!(
        said(&desk, "")
            .await
            .contains("krever navnet på enheten og telleordet ditt")
    );
    let right = format!("&passphrase={COUNTING_PASSPHRASE}");
    assert!(
        said(&desk, &format!("{right}&name=feil"))
            .await
            .contains("Skriv navnet på enheten slik det står")
    );
    let name = "&name=Medisinsk+sengepost+1";
    assert!(
        said(&desk, &format!("&passphrase=et+feil+ord+her{name}"))
            .await
            .contains("Telleordet stemmer ikke")
    );
    assert!(!page(&desk).await.contains("/keep-answers"), "nothing was done");
    for (step, fields, scheduled) in [
        ("close-unread", format!("sure=yes{right}{name}"), true),
        ("keep-answers", String::new(), false),
        ("close-unread", format!("sure=yes{right}{name}"), true),
    ] {
        assert_eq!(desk.step(id, step, &fields).await.status, 303, "{step}");
        let shown = page(&desk).await;
        assert_eq!(shown.contains("Angre, og behold svarene"), scheduled, "{step}");
        assert_eq!(shown.contains(&format!("/rounds/{id}/close-unread\"")), !scheduled);
        assert_eq!(state(&desk.house, &id.to_string()), Some(BoxState::Closed));
    }
    // A count that comes before the week is over is a count.
    let passphrase = format!("passphrase={COUNTING_PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    assert_eq!(state(&desk.house, &id.to_string()), Some(BoxState::Counted));
}

/// The hub's clock has jumped: the guide is told, nothing is counted by it, and the admin confirms it or sets it right.
#[tokio::test]
async fn a_clock_that_jumped_is_said_and_stops_what_cannot_be_taken_back_until_it_is_confirmed() {
    let mut desk = a_desk().await;
    desk.house.restart_with_clock(NOW + 9000 * 24 * 3600);
    let check = desk.check.clone();
    let said = "Klokka på serveren viser en tid som ikke kan stemme.";
    let list = desk.house.get("/rounds").await;
    assert!(list.body.contains(said));
    let one = desk.house.ballot_box(ROUND, "med-1");
    desk.house.open(&one);
    desk.house.store.close_for_good(one.id, NOW).unwrap();
    let one = one.id;
    let form = format!("check={check}&{PASSPHRASE}");
    let count = desk.house.post(&format!("/rounds/{one}/count"), &form).await;
    assert!(count.body.contains(said));
    let refused = desk.house.post("/clock", &format!("check={check}")).await;
    assert_eq!(refused.status, 403, "a guide does not confirm it");
    desk.house.enter("admin@example.org");
    let page = desk.house.get("/accounts").await;
    assert!(page.body.contains("action=\"/clock\""), "{}", page.body);
    desk.house.post("/clock", &format!("check={check}")).await;
    // Sessions from before are long over now.
    desk.house.enter_until("admin@example.org", NOW + 9001 * 24 * 3600);
    let page = desk.house.get("/accounts").await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("action=\"/clock\""));
}

/// Closing what is closed unread already looks at the passphrase all the same: no wrong one gives attempts back.
#[tokio::test]
async fn attempts_with_a_passphrase_are_not_given_back_by_a_step_that_did_nothing() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let over = desk.house.ballot_box(ROUND, "med-2");
    desk.house.open(&over);
    desk.house
        .store
        .close_unread(over.id, None, || Ok::<_, trykk_hub::store::StoreError>(()))
        .unwrap();
    let wrong = "passphrase=noe+helt+annet+enn+det";
    let unread = format!("sure=yes&name=Medisinsk+sengepost+2&{wrong}");
    for _ in 0..ATTEMPTS_PER_ACCOUNT {
        let page = desk.step(over.id, "close-unread", &unread).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Telleordet"), "{}", page.body);
    }
    let page = desk
        .step(id, "count", &format!("passphrase={COUNTING_PASSPHRASE}"))
        .await;
    assert_eq!(page.status, 422, "too many attempts");
}

#[tokio::test]
async fn a_button_that_is_tapped_twice_is_no_error() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    let closes = |desk: &Desk| desk.house.ballot_box(ROUND, "med-1").closes;
    desk.close(id, "tablet-med-1").await;
    let (closed, tablets) = (closes(&desk), desk.house.store.tablets_of(id).unwrap());
    assert_eq!(
        desk.step(id, "close", "").await.status,
        303,
        "from a page before the closing"
    );
    assert_eq!(closes(&desk), closed);
    assert_eq!(
        desk.house.store.tablets_of(id).unwrap(),
        tablets,
        "what they said is kept"
    );
    let twice = async |name: &str, fields: &str| {
        for _ in 0..2 {
            let page = desk.step(id, name, fields).await;
            assert_eq!(page.location, format!("/rounds/{id}"), "{name}");
        }
    };
    twice("count", &format!("passphrase={COUNTING_PASSPHRASE}")).await;
    twice("close", "").await;
    twice("release", "sure=yes").await;
    twice("close", "").await;
    // What cannot be any more is refused, and the page shows the round as it stands.
    let page = desk.step(id, "extend", "closes=2027-01-15T10%3A00").await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("hvor kartleggingen står nå") && page.body.contains("state-released"));
}

#[tokio::test]
async fn an_attempt_that_tried_no_secret_is_not_counted() {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    assert_eq!(desk.step(id, "close-for-good", "").await.status, 303);
    let passphrase = format!("passphrase={COUNTING_PASSPHRASE}");
    for _ in 0..2 * ATTEMPTS_PER_ACCOUNT {
        desk.refused(id, &passphrase, "Noen nettbrett har ikke sendt").await;
        desk.refused(id, "", "Skriv telleordet, eller bruk").await;
    }
    desk.clear("tablet-med-1", id);
    for _ in 1..ATTEMPTS_PER_ACCOUNT {
        desk.refused(id, "passphrase=et+feil+telleord", "Telleordet stemmer ikke")
            .await;
    }
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    // Too few answered: the passphrase was right.
    let few = desk.house.ballot_box(ROUND, "med-2").id;
    for step in ["open", "close-for-good"] {
        assert_eq!(desk.step(few, step, "").await.status, 303);
    }
    for _ in 0..2 * ATTEMPTS_PER_ACCOUNT {
        desk.refused(few, &passphrase, "det må være minst 7 personer.").await;
    }
}

async fn a_desk_with_two_guides() -> Desk {
    let mut plan = the_plan();
    let guide = plan.accounts[GUIDE].clone();
    plan.accounts.insert(SECOND.to_owned(), guide);
    a_desk_at(&plan).await
}

#[tokio::test]
async fn notes_are_read_by_those_who_had_a_passphrase_at_the_count_and_the_others_are_told() {
    let mut desk = a_desk_with_two_guides().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let passphrase = format!("passphrase={COUNTING_PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}/notes")).await.body;
    assert!(page(&desk).await.contains("name=\"passphrase\""));
    desk.house.enter(SECOND);
    let set = format!("passphrase={COUNTING_PASSPHRASE}&again={COUNTING_PASSPHRASE}");
    assert_eq!(desk.post("/passphrase", &set).await.status, 303);
    let others = page(&desk).await;
    assert!(others.contains("Spør en av dem.") && !others.contains("name=\"passphrase\""));
    let asked = desk.step(id, "notes", &passphrase).await;
    assert!(asked.status == 200 && asked.body.contains("Spør en av dem."));
    // Nobody wrote any.
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    desk.house.count(ROUND, "med-2", sheets, |_| {});
    let none = desk.house.ballot_box(ROUND, "med-2").id;
    let none = desk.house.get(&format!("/rounds/{none}/notes")).await.body;
    assert!(none.contains("Ingen skrev gule lapper her.") && !none.contains("name=\"passphrase\""));
    // Their time is over.
    desk.house.enter(GUIDE);
    desk.house.publish_counted(ROUND, "med-1");
    desk.house.store.tidy(NOW + 2000).unwrap();
    desk.house.restart_at(NOW + 2000);
    assert!(page(&desk).await.contains("Lappene ble slettet "));
    // The clock had gone ahead, and is right again: nobody is told that nobody wrote.
    desk.house.restart_at(NOW + 10);
    let early = page(&desk).await;
    assert!(
        early.contains("men de er slettet for tidlig: klokka til Trykk-serveren viste"),
        "{early}"
    );
    assert!(!early.contains("Ingen skrev"));
}

/// Neither extending, opening early, nor opening again puts a second round on a ward.
#[tokio::test]
async fn a_ward_has_one_open_round_at_a_time() {
    const NEXT: &str = "2027-winter";
    let mut plan = the_plan();
    let mut next = plan.rounds[ROUND].clone();
    next.plan.opens = next.plan.closes + 5 * 86_400;
    next.plan.closes = next.plan.opens + 14 * 86_400;
    plan.rounds.insert(NEXT.to_owned(), next);
    let title = plan.rounds[NEXT].deck.title.get(Language::Nb).to_owned();
    let mut desk = a_desk_at(&plan).await;
    let id = desk.answered("med-1").await;
    let before = desk.house.ballot_box(ROUND, "med-1").closes;
    let over = desk.step(id, "extend", "closes=2027-01-15T10%3A00").await;
    assert_eq!(over.status, 422);
    assert!(
        over.body.contains(&format!("«{title}» (")) && over.body.contains(") er åpen eller skal åpne der"),
        "{}",
        over.body
    );
    assert!(
        !over.body.contains("2027-winter") && over.body.contains("2027) er åpen"),
        "a name and days, and no id: {}",
        over.body
    );
    assert_eq!(desk.house.ballot_box(ROUND, "med-1").closes, before);
    let asked = [
        "round",
        "extend",
        "--round",
        ROUND,
        "--ward",
        "med-1",
        "--closes",
        "2027-01-15T10:00",
    ];
    let (said, done) = desk.house.command(&asked);
    assert!(!done && said.contains("a ward has one open round at a time"), "{said}");
    // Opened early, beside it.
    let next = desk.house.ballot_box(NEXT, "med-1").id;
    let early = desk.step(next, "open", "").await;
    assert!(
        early.status == 422 && early.body.contains("2026) er åpen"),
        "{}",
        early.body
    );
    assert_eq!(desk.house.ballot_box(NEXT, "med-1").state, None);
    // Up to the next one it may be moved. Closed, and the next one open, it is not opened again.
    assert_eq!(desk.step(id, "extend", "closes=2027-01-03T10%3A00").await.status, 303);
    assert_eq!(desk.step(id, "close", "").await.status, 303);
    assert_eq!(desk.step(next, "open", "").await.status, 303);
    let again = desk.step(id, "extend", "closes=2027-01-03T10%3A00").await;
    assert!(
        again.status == 422 && again.body.contains("2027) er åpen"),
        "{}",
        again.body
    );
}

#[tokio::test]
async fn a_round_that_was_confirmed_late_says_that_it_opens_within_a_minute() {
    let mut plan = the_plan();
    // Nothing else is late there.
    plan.rounds.retain(|id, _| id == ROUND || id == "2026-spring");
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    let late = plan.rounds[ROUND].plan.opens + 3600;
    let mut house = planned(&plan);
    house.store.set_counting_key(GUIDE, &[7; 32], b"wrapped").unwrap();
    house.enter_until(GUIDE, late + 3600);
    house.restart_at(late);
    let page = format!("/rounds/{}", house.ballot_box(ROUND, "med-1").id);
    let waits = house.get(&page).await.body;
    assert!(waits.contains("venter på å bli bekreftet") && !waits.contains("innen et minutt"));
    let count_late = async |house: &House| house.get("/wards").await.body.matches("Skulle ha åpnet").count();
    let unconfirmed = count_late(&house).await;
    let one = house.ballot_box(ROUND, "med-1");
    house.store.act_as(Who::Account(GUIDE.to_owned()), late);
    house.confirm(&one);
    let confirmed = house.get(&page).await.body;
    assert!(confirmed.contains("Kartleggingen er bekreftet, og åpner av seg selv innen et minutt."));
    assert!(!confirmed.contains("men kunne ikke"));
    assert!(
        house
            .get("/rounds")
            .await
            .body
            .contains("åpner av seg selv innen et minutt")
    );
    // Nor is it late on the overview, until the hub has had the time to open it and did not.
    assert_eq!(count_late(&house).await + 1, unconfirmed);
    house.restart_at(late + 180);
    let shut = house.get(&page).await.body;
    assert!(
        shut.contains("men kunne ikke") && shut.contains("Si fra til driftsansvarlig."),
        "{shut}"
    );
    assert_eq!(count_late(&house).await, unconfirmed);
}

#[tokio::test]
async fn a_round_that_could_not_open_says_when_it_should_have_and_why() {
    let plan = the_plan();
    let round = &plan.rounds[ROUND];
    let (opens, closes) = (round.plan.opens, round.plan.closes);
    let mut mute = plan.clone();
    mute.rounds.get_mut(ROUND).unwrap().plan.urgent = Texts::default();
    for (plan, has_key, at, said) in [
        (&plan, false, opens - 30, None),
        (&plan, true, opens, None),
        (&plan, false, opens, Some("Velg ett, så kan kartleggingen åpne.")),
        (&plan, true, opens + 60, Some("Si fra til driftsansvarlig.")),
        (&plan, false, closes, Some("Stengetiden gikk ut før")),
        (&mute, true, opens, Some("hvor folk skal henvende seg")),
    ] {
        let mut house = planned(plan);
        if has_key {
            house.store.set_counting_key(GUIDE, &[7; 32], b"wrapped").unwrap();
        }
        house.enter_until(GUIDE, closes + 3600);
        house.restart_at(at);
        let list = house.get("/rounds").await.body;
        let page = house
            .get(&format!("/rounds/{}", house.ballot_box(ROUND, "med-1").id))
            .await
            .body;
        let overdue = "Kartleggingen skulle ha åpnet 1.\u{a0}november 2026 kl.\u{a0}00:00, men kunne ikke.";
        assert_eq!(page.contains(overdue), said.is_some(), "{at}");
        assert_eq!(list.contains(overdue), said.is_some(), "{at}");
        match said {
            Some(reason) => {
                assert!(page.contains(reason), "{reason}");
                // What the guide can mend on a page is not sent to somebody else.
                let by_guide = !reason.contains("driftsansvarlig") && !reason.contains("Velg ett");
                assert_eq!(page.contains("under «Endre kartleggingen»"), by_guide, "{reason}");
                assert!(page.contains(&format!("/rounds/{}/change\"", house.ballot_box(ROUND, "med-1").id)));
            }
            None => assert!(page.contains("Den åpner av seg selv 1.\u{a0}november 2026 kl.\u{a0}00:00.")),
        }
    }
}

/// The codes on a page of slips, in their order.
fn codes_on(page: &str) -> Vec<String> {
    let after = page.split("class=\"code\">").skip(1);
    after.map(|rest| rest[..7].to_owned()).collect()
}

/// The form offers first what slips are of use for: a tablet that was heard of lately. Where none was, somebody has to choose.
#[tokio::test]
async fn slips_are_offered_first_for_a_tablet_that_is_online() {
    let mut plan = the_plan();
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    let mut desk = a_desk_at(&plan).await;
    for id in ["tablet-a", "tablet-b"] {
        desk.enrol(id, "med-1");
    }
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    let offered = async |desk: &Desk, heard: [Option<i64>; 2]| -> String {
        let database = Connection::open(desk.house.data.database()).unwrap();
        for (tablet, at) in ["tablet-a", "tablet-b"].iter().zip(heard) {
            let sql = "UPDATE tablet SET last_seen = ?2 WHERE id = ?1";
            assert_eq!(database.execute(sql, params![tablet, at]).unwrap(), 1);
        }
        let page = desk.house.get(&format!("/rounds/{id}")).await.body;
        let (_, form) = page.split_once("<select id=\"code-tablet\"").expect("a form");
        form.split("</select>").next().unwrap().to_owned()
    };
    const DAY: i64 = 86_400;
    let chosen = |tablet: &str| format!("value=\"{tablet}\" selected");
    let form = offered(&desk, [Some(NOW - 3 * DAY), Some(NOW)]).await;
    assert!(
        form.contains(&chosen("tablet-b")) && !form.contains(&chosen("tablet-a")),
        "{form}"
    );
    assert_eq!(form.matches("ikke klart for koder").count(), 1);
    let form = offered(&desk, [Some(NOW), None]).await;
    assert!(
        form.contains(&chosen("tablet-a")) && !form.contains("Velg nettbrett"),
        "{form}"
    );
    let form = offered(&desk, [Some(NOW - 3 * DAY), None]).await;
    assert!(
        !form.contains(" selected") && form.contains("<option value=\"\">Velg nettbrett"),
        "{form}"
    );
    assert_eq!(form.matches("ikke klart for koder").count(), 2);
}

#[tokio::test]
async fn slips_are_shown_once_are_dead_until_printed_and_a_spare_until_it_is_woken() {
    let mut plan = the_plan();
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    let mut desk = a_desk_at(&plan).await;
    desk.enrol("tablet-med-1", "med-1");
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    let page = async |desk: &Desk| desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(!page(&desk).await.contains("Skriv ut lapper"), "before the confirming");
    let refused = desk.step(id, "open", "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("venter på å bli bekreftet"), "{}", refused.body);
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    assert!(page(&desk).await.contains("Skriv ut lapper"));
    let printed = desk.step(id, "codes", "tablet=tablet-med-1&slips=3&spares=1").await;
    assert_eq!(printed.status, 200);
    assert_eq!(printed.headers["cache-control"], "no-store");
    let codes: Vec<StartCode> = codes_on(&printed.body)
        .iter()
        .map(|code| code.parse().unwrap())
        .collect();
    assert_eq!(codes.len(), 4);
    let found = |desk: &Desk| -> Vec<bool> {
        let kept = desk
            .house
            .store
            .codes(id, "tablet-med-1")
            .unwrap()
            .unwrap()
            .to_list()
            .unwrap();
        codes.iter().map(|code| kept.find(code).is_some()).collect()
    };
    assert_eq!(found(&desk), [false; 4]);
    let address = desk.house.get(&format!("/rounds/{id}/codes")).await;
    assert_ne!(address.status, 200, "no address has them");
    assert!(codes_on(&address.body).is_empty());
    // Another guide prints meanwhile: what the first one holds in the hand is void, and wakes nothing.
    let fields = |printing: &str| format!("tablet=tablet-med-1&printing={printing}");
    let refused = desk.step(id, "codes/confirm", &fields("feil")).await;
    assert_eq!(refused.status, 422);
    assert_eq!(found(&desk), [false; 4]);
    let confirmed = desk
        .step(id, "codes/confirm", &fields(&find_printing(&printed.body)))
        .await;
    assert_eq!(confirmed.status, 303);
    assert_eq!(found(&desk), [true, true, true, false]);
    assert!(!page(&desk).await.contains("kan ha svart to ganger"));
    assert_eq!(desk.step(id, "codes/wake", "spare=tablet-med-1+1").await.status, 303);
    assert_eq!(found(&desk), [true; 4]);
    let now = page(&desk).await;
    assert!(now.contains("Høyst 1 kan ha svart to ganger"), "{now}");
    assert!(codes_on(&now).is_empty());
}
