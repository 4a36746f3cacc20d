//! A plan once it is signed: what the senior leader is asked, its files, and the silence that it ends.

use std::io::Cursor;
use std::sync::atomic::Ordering;

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
        "revision=1&given=0&status=under-way&reason=Vi+pr%C3%B8ver",
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
    for format in ["docx", "ics"] {
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

/// Signed by all, changed, and refused by the union rep, who takes it all back: the first words do not come back signed.
#[tokio::test]
async fn a_plan_that_was_refused_does_not_come_back_signed() {
    let mut room = Room::signed().await;
    let other = MEASURE.replace("Egen+pausevakt", "To+pausevakter");
    room.save(LEADER, "/measures/1", &format!("revision=1&{other}")).await;
    let plan = room.read(TV, PLAN).await;
    let (_, link) = plan.split_once("href=\"/signatures/plan/med-1").expect("a link");
    let read = link.split('"').next().unwrap().replace("&#38;", "&");
    let page = room.read(TV, &format!("/signatures/plan/med-1{read}")).await;
    let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a form");
    let version = rest.split('"').next().unwrap().to_owned();
    let fields = format!(
        "version={version}&post=union-rep+med-1&answer=refused&words=Nei.+Jeg+trekker+alt&password=et+passord+til+meg"
    );
    assert_eq!(room.post(TV, "/signatures/plan/med-1", &fields).await.status, 303);
    room.save(LEADER, "/measures/1", &format!("revision=2&{MEASURE}")).await;
    let page = room.read(LEADER, PLAN).await;
    assert!(!page.contains("Planen gjelder") && page.contains("Versjon 3"));
    assert!(
        room.read(TV, "/")
            .await
            .contains("Tillitsvalgt: signatur på handlingsplanen")
    );
    // Leader and safety rep have signed these words, and are not asked again.
    room.sign(TV, "union-rep").await;
    assert!(room.read(LEADER, PLAN).await.contains("Planen gjelder"));
}

/// A process that rests takes no signatures: then nothing makes them void either. What is asked from above is answered all the same.
#[tokio::test]
async fn a_resting_process_keeps_what_was_signed() {
    let mut room = Room::signed().await;
    let card = "revision=0&bundle=Pauser&area=A&what=B&first_step=C&owner=D&by=2026-12-01&indicator=E&instead=";
    room.save(LEADER, "/proposals/new", card).await;
    let rested = room
        .post(
            GUIDE,
            "/process/med-1/rest",
            "resting=yes&rest=yes&reason=Ferie&act=rest",
        )
        .await;
    assert_eq!(rested.status, 303);
    let later = MEASURE.replace("2026-11-01", "2026-11-15");
    let bundle = "revision=1&title=Pauser&answer_by=2026-11-01&verdict=no&reason=Nei";
    for (who, path, fields) in [
        (LEADER, "/measures/1", format!("revision=1&{later}")),
        (LEADER, "/measures/new", format!("revision=0&{later}")),
        (
            LEADER,
            "/measures/1/status",
            "revision=1&given=0&status=stopped&reason=Nei".to_owned(),
        ),
        (GUIDE, "/proposals/1", card.replace("revision=0", "revision=1")),
        (
            VO,
            "/proposals/1/rate",
            "revision=1&gain=5&ease=4&quality=3&cost=2".to_owned(),
        ),
        (TV, "/proposals/1/decide", "seen=0&verdict=no&reason=Nei".to_owned()),
        (LEADER, "/bundles/1", bundle.to_owned()),
    ] {
        let page = room.refuse(who, path, &fields).await;
        assert!(
            page.contains("Prosessen hviler, og ingenting ble lagret"),
            "{path}: {page}"
        );
    }
    let page = room.refuse(LEADER, "/measures/1", &format!("revision=1&{later}")).await;
    assert!(page.contains("2026-11-15"), "what was typed is there");
    let page = room.read(TV, PLAN).await;
    assert!(page.contains("Planen gjelder") && page.contains("Ingenting i planen endres"));
    let answer = "text=En+vikar+i+ferien&seen=0&words=Ja";
    assert_eq!(room.post(SENIOR, "/help/med-1/1", answer).await.status, 303);
    room.post(GUIDE, "/process/med-1/rest", "resting=no&rest=no&act=rest")
        .await;
    room.save(LEADER, "/measures/1", &format!("revision=1&{later}")).await;

    // A plan that nobody has put forward is not put forward then either.
    let mut room = Room::new().await;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    room.post(
        GUIDE,
        "/process/med-1/rest",
        "resting=yes&rest=yes&reason=Ferie&act=rest",
    )
    .await;
    let asked = room.post(GUIDE, &format!("{PLAN}/ask"), "").await;
    assert_eq!(asked.location, PLAN);
    assert_eq!(room.get(LEADER, "/signatures/plan/med-1").await.status, 404);
}

/// Eighty changes with a signature of two of three each: which version was signed last is not reckoned anew on every page. Counted in steps
/// of SQLite's machine, by no watch.
#[tokio::test]
async fn the_page_of_a_plan_with_many_versions_costs_no_more_for_each_of_them() {
    let mut room = Room::new().await;
    for nth in 0..8 {
        let measure = MEASURE.replace("Egen+pausevakt", &format!("Tiltak+{nth}"));
        room.save(VO, "/measures/new", &format!("revision=0&{measure}")).await;
    }
    room.save(GUIDE, "/ask", "").await;
    let connection = rusqlite::Connection::open(room.house.data.database()).unwrap();
    let measures: String = connection
        .query_row("SELECT measures FROM plan_version", [], |row| row.get(0))
        .unwrap();
    let steps = room.house.count_steps();
    let mut costs = Vec::new();
    let mut number: u32 = 0;
    for many in [20_u32, 80] {
        for nth in number..many {
            let version = [&[7_u8; 28][..], &nth.to_be_bytes()].concat();
            connection
                .execute(
                    "INSERT INTO plan_version VALUES ('med-1', ?1, ?2, ?3, ?4, 20717, NULL)",
                    rusqlite::params![nth + 2, version, measures, LEADER],
                )
                .unwrap();
            for (role, who) in [("leader", LEADER), ("safety-rep", VO)] {
                connection
                    .execute(
                        "INSERT INTO signature (number, kind, thing, version, ward, role, answer, words, account, day)
                         VALUES ((SELECT coalesce(max(number), 0) + 1 FROM signature), 'plan', 'med-1', ?1, 'med-1', ?2,
                             'signed', 'Enig', ?3, 20717)",
                        rusqlite::params![version, role, who],
                    )
                    .unwrap();
            }
        }
        number = many;
        room.house.enter(TV);
        let before = steps.load(Ordering::Relaxed);
        assert_eq!(room.house.get(PLAN).await.status, 200);
        costs.push(steps.load(Ordering::Relaxed) - before);
    }
    assert!(
        costs[0] > 0 && costs[1] <= 4 * costs[0],
        "for 20 and 80 versions: {costs:?}"
    );
}
