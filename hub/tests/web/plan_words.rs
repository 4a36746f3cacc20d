//! What somebody said of words stays with those words: ratings, statuses, answers from above, and a deadline that all have signed.

use crate::house::{NOW, field};
use crate::plan::{GUIDE, LEADER, MEASURE, PLAN, Room, SENIOR, TV, VO};

const CARD: &str =
    "bundle=Pauser&area=Samarbeid&first_step=Sp%C3%B8r&owner=Ansvarshavende&by=2026-12-01&indicator=Alle&instead=";

async fn sign_all(room: &mut Room) {
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        room.sign(who, role).await;
    }
}

#[tokio::test]
async fn a_rating_is_of_the_words_that_were_read() {
    let mut room = Room::new().await;
    room.save(
        LEADER,
        "/proposals/new",
        &format!("revision=0&what=En+ekstra+nattevakt&{CARD}"),
    )
    .await;
    let page = room.get(VO, &format!("{PLAN}/proposals/1")).await;
    assert!(page.body.contains("En ekstra nattevakt"));
    let read = field(&page, "revision");
    room.save(
        LEADER,
        "/proposals/1",
        &format!("revision=1&what=F%C3%A6rre+pauser&{CARD}"),
    )
    .await;
    let rating = format!("revision={read}&gain=5&ease=5&quality=5&cost=1");
    let late = room.refuse(VO, "/proposals/1/rate", &rating).await;
    assert!(late.contains("Noen andre lagret") && late.contains("value=\"5\" selected"));
    let (plan, _) = room.house.store.plan("med-1").unwrap();
    assert!(plan.proposals[0].ratings.is_empty());
    room.save(VO, "/proposals/1/rate", "revision=2&gain=5&ease=5&quality=5&cost=1")
        .await;
}

#[tokio::test]
async fn a_status_is_of_the_words_that_were_read() {
    let mut room = Room::signed().await;
    let page = room.get(VO, &format!("{PLAN}/measures/1")).await;
    let (read, given) = (field(&page, "revision"), field(&page, "given"));
    let other = MEASURE.replace("Egen+pausevakt", "Ny+turnus");
    room.save(LEADER, "/measures/1", &format!("revision=1&{other}")).await;
    let status = format!("revision={read}&given={given}&status=done&reason=Pausevakten+er+p%C3%A5+plass");
    let late = room.refuse(VO, "/measures/1/status", &status).await;
    assert!(late.contains("Noen andre lagret") && late.contains("Pausevakten er på plass</textarea>"));
}

/// A measure that is done is rewritten into another: the other has not begun. What was signed keeps its status, and comes back with it; and
/// what it asks is asked until it is answered.
#[tokio::test]
async fn a_status_stays_with_the_words_that_it_was_given_to() {
    let mut room = Room::signed().await;
    let done = "revision=1&given=0&status=done&reason=Pausevakten+er+p%C3%A5+plass";
    room.save(VO, "/measures/1/status", done).await;
    let asked = room.read(SENIOR, "/").await;
    assert!(asked.contains("En vikar i ferien") && asked.contains("Tiltaket er gjennomført."));
    let other = MEASURE.replace("Egen+pausevakt", "To+nye+stillinger");
    room.save(LEADER, "/measures/1", &format!("revision=1&{other}")).await;
    let csv = room.read(LEADER, &format!("{PLAN}/file/csv")).await;
    assert!(csv.contains("Egen pausevakt") && csv.contains("gjennomført"), "{csv}");
    sign_all(&mut room).await;
    let csv = room.read(LEADER, &format!("{PLAN}/file/csv")).await;
    assert!(csv.contains("To nye stillinger") && csv.contains("ikke påbegynt") && !csv.contains("på plass"));
    let asked = room.read(SENIOR, "/").await;
    assert!(asked.contains("En vikar i ferien") && !asked.contains("Tiltaket er"));
    let page = room.read(TV, &format!("{PLAN}/measures/1")).await;
    assert!(page.contains("vo@example.org, mens tiltaket var «Egen pausevakt»"));
    room.save(LEADER, "/measures/1", &format!("revision=2&{MEASURE}")).await;
    assert!(room.read(TV, PLAN).await.contains("gjennomført"));
}

/// A leader stops a measure by themselves: what all have signed to ask is not gone from above.
#[tokio::test]
async fn what_was_signed_is_asked_until_it_is_answered_also_where_the_measure_was_stopped() {
    let mut room = Room::signed().await;
    let stopped = "revision=1&given=0&status=stopped&reason=Ingen+penger";
    room.save(LEADER, "/measures/1/status", stopped).await;
    for path in ["/", "/help/med-1/1"] {
        let page = room.read(SENIOR, path).await;
        assert!(
            page.contains("En vikar i ferien") && page.contains("Tiltaket er stoppet."),
            "{path}"
        );
        assert!(
            !page.contains("Egen pausevakt") && !page.contains("Ingen penger"),
            "{path}"
        );
    }
    let answer = "text=En+vikar+i+ferien&seen=0&words=Ja";
    assert_eq!(room.post(SENIOR, "/help/med-1/1", answer).await.status, 303);
    assert!(room.read(VO, PLAN).await.contains("Svart av senior@example.org"));
}

/// What a senior leader answered is not written over by way of other words that ask.
#[tokio::test]
async fn what_a_senior_leader_answered_stands_when_the_words_come_back() {
    let mut room = Room::signed().await;
    let said = "text=En+vikar+i+ferien&seen=0&words=Nei,+dessverre";
    assert_eq!(room.post(SENIOR, "/help/med-1/1", said).await.status, 303);
    let other = MEASURE.replace("En+vikar+i+ferien", "En+vikar+i+ferien.");
    room.save(LEADER, "/measures/1", &format!("revision=1&{other}")).await;
    sign_all(&mut room).await;
    room.save(
        GUIDE,
        "/measures/1/answer",
        "text=En+vikar+i+ferien.&seen=1&words=Vet+ikke",
    )
    .await;
    let page = room.read(VO, PLAN).await;
    assert!(
        page.contains("Vet ikke") && !page.contains("Nei, dessverre"),
        "each answer is to its words"
    );
    room.save(LEADER, "/measures/1", &format!("revision=2&{MEASURE}")).await;
    let over = room
        .refuse(GUIDE, "/measures/1/answer", "text=En+vikar+i+ferien&seen=2&words=Ja")
        .await;
    assert!(over.contains("Noen andre lagret"));
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("Nei, dessverre") && !page.contains("Vet ikke"));
    let (plan, _) = room.house.store.plan("med-1").unwrap();
    let words: Vec<&str> = plan.measures[0]
        .answers
        .iter()
        .map(|answer| &answer.words[..])
        .collect();
    assert_eq!(words, ["Nei, dessverre", "Vet ikke"]);
}

/// The senior leader sees how many measures are overdue of the plan that was signed; the ward sees them as they stand now.
#[tokio::test]
async fn a_leader_alone_moves_no_signed_deadline_out_of_the_senior_leaders_sight() {
    const ONE: &str = "data-label=\"Tiltak over fristen\">1<";
    let mut room = Room::signed().await;
    let (later, until) = (NOW + 60 * 86_400, NOW + 61 * 86_400);
    room.house.restart_at(later);
    room.house.enter_until(SENIOR, until);
    assert!(room.house.get("/").await.body.contains(ONE));
    room.house.enter_until(LEADER, until);
    let check = field(&room.house.get(&format!("{PLAN}/measures/1")).await, "check");
    let moved = MEASURE
        .replace("2026-11-01", "2027-10-01")
        .replace("2027-01-15", "2027-11-01");
    let saved = room
        .house
        .post(
            &format!("{PLAN}/measures/1"),
            &format!("check={check}&revision=1&{moved}"),
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = room.house.get(PLAN).await.body;
    assert!(page.contains("Over fristen: 0."));
    room.house.enter_until(SENIOR, until);
    assert!(
        room.house.get("/").await.body.contains(ONE),
        "nobody has signed the new deadline"
    );
}

/// What people write passes one reader: what nobody can see is nothing, and a control character is refused at its field.
#[tokio::test]
async fn a_reason_that_nobody_can_see_is_none() {
    let mut room = Room::signed().await;
    for (blank, said) in [("%E2%A0%80", "Dette mangler"), ("Nei%07", "et tegn som ikke kan ses")] {
        let page = room
            .refuse(
                LEADER,
                "/measures/1/status",
                &format!("revision=1&given=0&status=stopped&reason={blank}"),
            )
            .await;
        assert!(page.contains("id=\"reason-fault\"") && page.contains(said), "{page}");
        let fields = format!("revision=0&title={blank}&answer_by=2026-11-01&verdict=no&reason={blank}");
        let page = room.refuse(LEADER, "/bundles/new", &fields).await;
        assert!(page.contains("id=\"reason-fault\"") && page.contains("id=\"title-fault\"") && page.contains(said));
        let answer = format!("text=En+vikar+i+ferien&seen=0&words={blank}");
        let page = room.post(SENIOR, "/help/med-1/1", &answer).await;
        assert!(page.status == 422 && page.body.contains("id=\"words-fault\"") && page.body.contains(said));
    }
    // A risk of which nothing can be seen is none; one with a control character is refused, not lost.
    let blank = MEASURE
        .replace("Ingen+svarer", "%E2%A0%80")
        .replace("Naboen+svarer", "")
        .replace("Lederen+svarer", "");
    room.save(LEADER, "/measures/1", &format!("revision=1&{blank}")).await;
    assert!(
        room.house.store.plan("med-1").unwrap().0.measures[0]
            .measure
            .risks
            .is_empty()
    );
    let odd = blank.replace("%E2%A0%80", "%07");
    let page = room.refuse(LEADER, "/measures/1", &format!("revision=2&{odd}")).await;
    assert!(page.contains("id=\"risk-1-wrong-fault\""));
}
