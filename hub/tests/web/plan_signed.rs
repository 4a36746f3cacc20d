//! A plan once it is signed: what the senior leader is asked, its files, and the silence that it ends.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use trykk_hub::figures::tally::Sheets;

use crate::house::NOW;
use crate::plan::{ELSEWHERE, GUIDE, LEADER, MEASURE, PLAN, Room, SENIOR, TV, VO};

/// The senior leader sees phase, signatures, how many are overdue and what a signed plan asks; nothing else of it.
#[tokio::test]
async fn help_is_asked_of_the_senior_leader_once_it_is_signed_and_its_absence_is_said() {
    let mut room = Room::new().await;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    room.save(GUIDE, "/ask", "").await;
    let home = room.read(SENIOR, "/").await;
    assert!(home.contains("Fase 1 av 4") && home.contains("planen venter") && !home.contains("vikar"));
    assert!(
        room.read(LEADER, PLAN)
            .await
            .contains("Overordnet leder ser dette når planen er signert")
    );
    assert_eq!(room.get(SENIOR, "/help/med-1/1").await.status, 404);
    assert!(
        room.read(VO, "/")
            .await
            .contains("Verneombud: signatur på handlingsplanen")
    );
    assert!(room.read(VO, "/process/med-1").await.contains("Signer handlingsplanen"));
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        room.sign(who, role).await;
    }
    assert!(!room.read(VO, "/").await.contains("signatur på handlingsplanen"));
    let home = room.read(SENIOR, "/").await;
    assert!(home.contains("planen er signert") && home.contains("En vikar i ferien") && home.contains("Svar innen"));
    for hidden in [
        "Egen pausevakt",
        "Samarbeid",
        "Kari Nordmann",
        "Alle har spist",
        "Ingen svarer",
    ] {
        assert!(!home.contains(hidden), "{hidden}");
        assert!(!room.read(SENIOR, "/help/med-1/1").await.contains(hidden), "{hidden}");
    }
    room.house.restart_at(NOW + 60 * 86_400);
    let until = NOW + 61 * 86_400;
    room.house.enter_until(SENIOR, until);
    let home = room.house.get("/").await.body;
    assert!(home.contains("Svaret skulle vært gitt"), "{home}");
    assert!(home.contains("data-label=\"Tiltak over fristen\">1<"));
    room.house.enter_until(LEADER, until);
    assert!(room.house.get(PLAN).await.body.contains("og har ikke svart"));
    room.house.restart_at(NOW);
    assert_eq!(room.get(LEADER, "/help/med-1/1").await.status, 403);
    let post = |words: &str, seen: u32| format!("text=En+vikar+i+ferien&seen={seen}&words={words}");
    let empty = room.post(SENIOR, "/help/med-1/1", &post("+", 0)).await;
    assert!(empty.status == 422 && empty.body.contains("id=\"words-fault\""));
    assert_eq!(
        room.post(SENIOR, "/help/med-1/1", &post("Ja+fra+juni", 0)).await.status,
        303
    );
    let late = room.post(SENIOR, "/help/med-1/1", &post("Nei", 0)).await;
    assert!(late.status == 422 && late.body.contains("Noen andre lagret") && late.body.contains("Nei</textarea>"));
    let page = room.read(TV, PLAN).await;
    assert!(page.contains("Ja fra juni") && page.contains("Svart av senior@example.org"));
    assert_eq!(room.post(SENIOR, "/help/med-1/2", &post("Ja", 0)).await.status, 404);
}

#[tokio::test]
async fn the_signed_plan_is_a_file_with_the_status_of_today_and_the_log_tells_of_it() {
    let mut room = Room::new().await;
    let file = |format: &str| format!("{PLAN}/file/{format}");
    assert_eq!(room.get(LEADER, &file("csv")).await.status, 404, "nothing is signed");
    let mut room = Room::signed().await;
    room.save(
        LEADER,
        "/measures/1/status",
        "given=0&status=under-way&reason=Vi+pr%C3%B8ver",
    )
    .await;
    let changed = MEASURE.replace("Kari+Nordmann", "%3DOla");
    room.save(LEADER, "/measures/1", &format!("revision=1&{changed}")).await;
    let csv = room.read(VO, &file("csv")).await;
    assert!(csv.contains("Ingen svarer – Naboen svarer – Lederen svarer"));
    assert!(csv.contains("Kari Nordmann") && csv.contains("i gang") && csv.contains("2026-11-01"));
    assert!(!csv.contains("Ola"), "that is not signed");
    let json: serde_json::Value = serde_json::from_str(&room.read(TV, &file("json")).await).unwrap();
    assert_eq!(json["measures"][0]["deadline"], "2026-11-01");
    assert_eq!(json["risks"][0]["prevention"], "Naboen svarer");
    assert_eq!(json["about"]["version"], 1);
    let bytes = room.get(GUIDE, &file("xlsx")).await.bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 3);
    let range = book.worksheet_range(&names[0]).unwrap();
    assert_eq!(range.get_value((1, 4)).unwrap().to_string(), "Kari Nordmann");
    for format in ["pdf", "docx"] {
        assert_eq!(room.get(LEADER, &file(format)).await.status, 404);
    }
    for who in [ELSEWHERE, SENIOR, "admin@example.org"] {
        let status = room.get(who, &file("csv")).await.status;
        assert!(status == 403 || status == 404, "{who}: {status}");
    }
    assert!(
        room.read(VO, "/audit")
            .await
            .contains("Hentet ut handlingsplanen som xlsx")
    );
    room.sign(LEADER, "leader").await;
    room.sign(VO, "safety-rep").await;
    room.sign(TV, "union-rep").await;
    let csv = room.read(VO, &file("csv")).await;
    assert!(csv.contains("'=Ola"), "no cell is reckoned: {csv}");
}

/// A plan that is put forward is the plan that a published result waits for; a later change of it is none for a later result.
#[tokio::test]
async fn a_plan_ends_the_silence_about_a_result() {
    let mut room = Room::new().await;
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    let one = room.house.publish("2026-autumn", "med-1", sheets, |question| {
        question.counts.values_mut().for_each(|count| *count += 5);
    });
    let plan_of = |room: &Room| room.house.store.follow_up(one.id).unwrap().unwrap().plan;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    assert_eq!(plan_of(&room), None, "nothing is put forward");
    room.save(GUIDE, "/ask", "").await;
    assert_eq!(plan_of(&room), Some(NOW / 86_400));
    let guided = room.get(GUIDE, &format!("/rounds/{}/follow-up", one.id)).await;
    assert_eq!(guided.status, 200);
}

#[tokio::test]
async fn only_a_new_measure_is_a_new_plan_for_a_later_result() {
    let mut room = Room::signed().await;
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    let one = room.house.publish("2026-autumn", "med-1", sheets, |question| {
        question.counts.values_mut().for_each(|count| *count += 5);
    });
    let plan_of = |room: &Room| room.house.store.follow_up(one.id).unwrap().unwrap().plan;
    let later = MEASURE.replace("2026-11-01", "2026-11-15");
    room.save(LEADER, "/measures/1", &format!("revision=1&{later}")).await;
    assert_eq!(plan_of(&room), None, "a changed deadline answers no result");
    room.save(LEADER, "/measures/new", &format!("revision=0&{MEASURE}"))
        .await;
    assert_eq!(plan_of(&room), Some(NOW / 86_400));
}

/// What was answered on paper is written down by a guide, as that; nobody else does.
#[tokio::test]
async fn an_answer_on_paper_is_written_down_and_ends_the_waiting() {
    let mut room = Room::signed().await;
    let at = format!("{PLAN}/measures/1/answer");
    assert!(
        !room
            .read(LEADER, &format!("{PLAN}/measures/1"))
            .await
            .contains("/answer\"")
    );
    assert!(
        room.read(GUIDE, &format!("{PLAN}/measures/1"))
            .await
            .contains("/answer\"")
    );
    let post = |words: &str, seen: u32| format!("text=En+vikar+i+ferien&seen={seen}&words={words}");
    for who in [LEADER, VO, SENIOR] {
        assert_eq!(room.post(who, &at, &post("Ja", 0)).await.status, 403, "{who}");
    }
    assert!(
        room.refuse(GUIDE, "/measures/1/answer", &post("", 0))
            .await
            .contains("id=\"words-fault\"")
    );
    room.save(GUIDE, "/measures/1/answer", &post("Ja+fra+juni", 0)).await;
    let late = room.refuse(GUIDE, "/measures/1/answer", &post("Nei", 0)).await;
    assert!(late.contains("Noen andre lagret") && late.contains("Nei</textarea>"));
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("Ført inn av guide@example.org") && page.contains("Ja fra juni"));
    assert!(room.read(SENIOR, "/help/med-1/1").await.contains("Ja fra juni"));
    // What the senior leader answers themselves nobody writes another answer over.
    let answered = room.post(SENIOR, "/help/med-1/1", &post("Nei,+dessverre", 1)).await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    let over = room.refuse(GUIDE, "/measures/1/answer", &post("Ja+likevel", 2)).await;
    assert!(over.contains("Noen andre lagret"));
    assert!(room.read(VO, PLAN).await.contains("Nei, dessverre"));
}

/// A number from a form is compared, and never reckoned with; and the same form, sent twice, writes one.
#[tokio::test]
async fn an_odd_revision_and_a_second_click_do_no_harm() {
    let mut room = Room::new().await;
    for _ in 0..2 {
        room.save(VO, "/measures/new", &format!("revision=4294967295&{MEASURE}"))
            .await;
    }
    let (plan, ..) = room.house.store.plan("med-1").unwrap();
    let numbers: Vec<(u32, u32)> = plan.measures.iter().map(|row| (row.number, row.revision)).collect();
    assert_eq!(numbers, [(1, 1)]);
}
