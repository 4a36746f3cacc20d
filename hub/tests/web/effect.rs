//! A measure that names a question of the result, and what a later result says of it, on pages.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use trykk_hub::figures::tally::{QuestionTally, Sheets};
use trykk_shared::ids::BoxId;

use crate::house::NOW;
use crate::plan::{GUIDE, LEADER, MEASURE, PLAN, Room, SENIOR, TV, VO};

const FIRST: &str = "2026-spring-medicine";
const SECOND: &str = "2026-autumn";
const ITEM: &str = "recognition";
const LATER: i64 = NOW + 120 * 86_400;

/// Of so many sheets `high` have the last face everywhere, the others the first.
fn faces(n: u64, high: u64) -> impl FnMut(&mut QuestionTally) {
    move |question: &mut QuestionTally| {
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, high);
        question.counts.insert(first, n - high);
    }
}

fn publish(room: &mut Room, round: &str, n: u64, high: u64) -> BoxId {
    let sheets = Sheets {
        participant: n,
        table: 0,
    };
    room.house.publish(round, "med-1", sheets, faces(n, high)).id
}

/// The fields of a measure that names a question of a result and has no words of its own.
fn naming(result: BoxId) -> String {
    MEASURE.replace("indicator=Alle+har+spist", &format!("indicator=&item={result}.{ITEM}"))
}

/// A signed plan with a measure that names a question of the spring's result.
async fn signed() -> (Room, BoxId) {
    let mut room = Room::new().await;
    let result = publish(&mut room, FIRST, 24, 6);
    room.save(VO, "/measures/new", &format!("revision=0&{}", naming(result)))
        .await;
    room.save(GUIDE, "/ask", "").await;
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        room.sign(who, role).await;
    }
    (room, result)
}

#[tokio::test]
async fn a_question_is_chosen_from_the_newest_published_result_and_is_part_of_what_is_signed() {
    let mut room = Room::new().await;
    let new = room.read(VO, &format!("{PLAN}/measures/new")).await;
    assert!(!new.contains("name=\"item\""), "nothing is published");
    let without = format!(
        "revision=0&{}",
        MEASURE.replace("indicator=Alle+har+spist", "indicator=")
    );
    let refused = room.refuse(VO, "/measures/new", &without).await;
    assert!(refused.contains("id=\"indicator-fault\"") && refused.contains("Naboen svarer</textarea>"));
    let result = publish(&mut room, FIRST, 24, 6);
    let new = room.read(VO, &format!("{PLAN}/measures/new")).await;
    assert!(new.contains("<optgroup label=\"Å bli sett\">"), "{new}");
    assert!(new.contains(&format!(
        "<option value=\"{result}.{ITEM}\">Du merker at jobben du gjør"
    )));
    assert!(!new.contains("note-keep"), "a note has no figure");
    for strange in [
        format!("{result}.note-keep"),
        format!("{}.{ITEM}", BoxId([9; 16])),
        "x".to_owned(),
    ] {
        let fields = naming(result).replace(&format!("{result}.{ITEM}"), &strange);
        let refused = room.refuse(VO, "/measures/new", &format!("revision=0&{fields}")).await;
        assert!(
            refused.contains("id=\"item-fault\"") && refused.contains("Naboen svarer</textarea>"),
            "{strange}"
        );
    }
    let (mut room, result) = signed().await;
    let page = room.read(TV, PLAN).await;
    assert!(page.contains("Planen gjelder") && page.contains("Spørsmålet dere følger"));
    assert!(page.contains(
        "«Du merker at jobben du gjør, blir satt pris på.», fra kartleggingen som åpnet 13.\u{a0}april 2026"
    ));
    assert!(!page.contains("Slik merker vi det"), "no words, no line");
    let csv = room.read(VO, &format!("{PLAN}/file/csv")).await;
    assert!(csv.contains("Du merker at jobben du gjør") && csv.contains(ITEM));
    let json: serde_json::Value = serde_json::from_str(&room.read(VO, &format!("{PLAN}/file/json")).await).unwrap();
    let measure = &json["measures"][0];
    assert_eq!(
        (&measure["item_id"], &measure["indicator"]),
        (&ITEM.into(), &serde_json::Value::Null)
    );
    assert_eq!(
        (&measure["deck"], &measure["item_round"]),
        (&"der-skoen-trykker-station".into(), &"2026-04-13".into())
    );
    let bytes = room.get(GUIDE, &format!("{PLAN}/file/xlsx")).await.bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    assert!(range.used_cells().any(|(_, _, cell)| *cell == *ITEM));
    #[cfg(feature = "pdf")]
    {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.pdf");
        std::fs::write(&path, room.get(VO, &format!("{PLAN}/file/pdf")).await.bytes).unwrap();
        let text = std::process::Command::new("pdftotext")
            .arg(&path)
            .arg("-")
            .output()
            .unwrap();
        let text = String::from_utf8(text.stdout).unwrap().replace('\n', " ");
        assert!(
            text.contains("Spørsmålet dere følger") && text.contains("Du merker at jobben du gjør"),
            "{text}"
        );
    }
    // Words instead of the question: another version, and the page says what it was.
    room.save(LEADER, "/measures/1", &format!("revision=1&{MEASURE}")).await;
    let page = room.read(VO, PLAN).await;
    assert!(page.contains("3 tidligere svar gjelder ikke lenger"), "{page}");
    assert!(
        page.contains("«Egen pausevakt», Spørsmålet dere følger: «Du merker at jobben du gjør, blir satt pris på.»")
    );
    assert!(
        page.contains("«Egen pausevakt», Slik merker vi det: ingenting ble til «Alle har spist»"),
        "{page}"
    );
    // What was signed is in the files until the new version is.
    assert!(room.read(VO, &format!("{PLAN}/file/csv")).await.contains(ITEM));
    let _ = result;
}

#[tokio::test]
async fn a_question_of_an_earlier_result_stays_when_a_newer_one_is_published() {
    let (mut room, first) = signed().await;
    let second = publish(&mut room, SECOND, 30, 24);
    let page = room.read(VO, &format!("{PLAN}/measures/1")).await;
    assert!(
        page.contains(&format!("<option value=\"{first}.{ITEM}\" selected>«Du merker")),
        "{page}"
    );
    assert!(page.contains(&format!("<option value=\"{second}.{ITEM}\">Du merker")));
    let fields = naming(first).replace("Kari+Nordmann", "Ola+Nordmann");
    room.save(VO, "/measures/1", &format!("revision=1&{fields}")).await;
    let (plan, _) = room.house.store.plan("med-1").unwrap();
    let item = plan.measures[0].measure.item.clone().unwrap();
    assert_eq!((item.result, &item.id[..]), (first, ITEM));
}

#[tokio::test]
async fn before_and_now_stand_by_the_measure_and_on_the_agenda_for_those_who_read_the_plan() {
    let (mut room, _) = signed().await;
    for who in [GUIDE, LEADER, VO, TV] {
        let page = room.read(who, PLAN).await;
        assert!(page.contains("Før og nå") && page.contains("Det er ikke publisert noen kartlegging siden"));
    }
    let meeting = room.read(GUIDE, "/process/med-1/meetings/new").await;
    assert!(meeting.contains("Det er ikke publisert noen kartlegging siden"));
    publish(&mut room, SECOND, 30, 24);
    for who in [GUIDE, LEADER, VO, TV] {
        let page = room.read(who, PLAN).await;
        assert!(
            page.contains("Ofte / Nesten alltid: før 6 av 24, nå 24 av 30"),
            "{page}"
        );
        assert!(page.contains("Nesten aldri / Sjelden: før 18 av 24, nå 6 av 30"));
        assert!(page.contains("<strong>Flere enn før</strong>") && page.contains("<strong>Færre enn før</strong>"));
        assert!(page.contains("24 personer svarte") && page.contains("30 personer svarte"));
        assert!(!page.contains("«Kan ikke si» betyr"), "everything can be told");
        let one = room.read(who, &format!("{PLAN}/measures/1")).await;
        assert!(one.contains("<strong>Flere enn før</strong>") && one.contains("Hva gjør dere nå?"));
        for because in ["fordi", "skyldes", "på grunn av", "takket være", "effekt"] {
            let (_, told) = one.split_once("<dd class=\"effect\">").unwrap();
            let told = told.split_once("</dd>").unwrap().0.to_lowercase();
            assert!(!told.contains(because), "{because}");
        }
    }
    let meeting = room.read(GUIDE, "/process/med-1/meetings/new").await;
    assert!(
        meeting.contains("Ofte / Nesten alltid (før 6 av 24, nå 24 av 30): Flere enn før"),
        "{meeting}"
    );
    // The senior leader reads nothing of it.
    for path in ["/", "/help/med-1/1"] {
        let page = room.read(SENIOR, path).await;
        for hidden in ["Før og nå", "24 av 30", "jobben du gjør", "enn før"] {
            assert!(!page.contains(hidden), "{path}: {hidden}");
        }
    }
}

#[tokio::test]
async fn where_it_cannot_be_told_the_page_says_what_that_means() {
    let (mut room, _) = signed().await;
    publish(&mut room, SECOND, 30, 9);
    let page = room.read(LEADER, PLAN).await;
    assert!(page.contains("<strong>Kan ikke si</strong>") && !page.contains("Flere enn før"));
    assert!(page.contains("«Kan ikke si» betyr at det som er publisert"));
    assert!(page.contains("Det betyr ikke at alt er som før."));
}

#[tokio::test]
async fn a_measure_is_kept_adjusted_or_closed_with_a_sentence_and_a_good_one_leads_to_upkeep() {
    let (mut room, _) = signed().await;
    let one = format!("{PLAN}/measures/1");
    let decide = |given: u32, next: &str, sentence: &str| {
        format!("about=next&revision=1&given={given}&next={next}&sentence={sentence}")
    };
    assert!(!room.read(VO, &one).await.contains("Hva gjør dere nå?"));
    room.save(VO, "/measures/1/status", "revision=1&given=0&status=under-way&reason=")
        .await;
    publish(&mut room, SECOND, 30, 24);
    let bare = room.refuse(TV, "/measures/1/status", &decide(1, "keep", "+")).await;
    assert!(bare.contains("id=\"sentence-fault\"") && bare.contains("value=\"keep\" selected"));
    let none = room
        .refuse(TV, "/measures/1/status", &decide(1, "", "Det+virker"))
        .await;
    assert!(none.contains("id=\"next-fault\"") && none.contains("Det virker</textarea>"));
    room.save(TV, "/measures/1/status", &decide(1, "keep", "Det+virker"))
        .await;
    let page = room.read(LEADER, &one).await;
    assert!(page.contains("i gang, tv@example.org – beholdes") && page.contains("Det virker"));
    assert!(!page.contains("Fra reparasjon til vedlikehold"));
    let late = room
        .refuse(VO, "/measures/1/status", &decide(1, "close", "For+sent"))
        .await;
    assert!(late.contains("Noen andre lagret") && late.contains("For sent</textarea>"));
    room.save(VO, "/measures/1/status", &decide(2, "adjust", "Litt+til"))
        .await;
    assert!(
        room.read(VO, &one)
            .await
            .contains("Dere har bestemt å justere tiltaket")
    );
    room.save(LEADER, "/measures/1/status", &decide(3, "close", "Alle+merker+det"))
        .await;
    // What was signed stays signed.
    assert!(room.read(VO, PLAN).await.contains("Planen gjelder"));
    let page = room.read(VO, &one).await;
    assert!(
        page.contains("gjennomført, leader@example.org – avsluttes")
            && page.contains("Leder eller prosessveileder kan lage det")
    );
    assert!(!page.contains("keep_up=1"), "the safety rep makes no proposals");
    let page = room.read(LEADER, &one).await;
    assert!(page.contains("Fra reparasjon til vedlikehold") && page.contains("proposals/new?keep_up=1"));
    let card = room.read(LEADER, &format!("{PLAN}/proposals/new?keep_up=1")).await;
    assert!(
        card.contains("Ta vare på det vi har fått til: Egen pausevakt</textarea>"),
        "{card}"
    );
    assert!(card.contains("value=\"Samarbeid\"") && card.contains("jobben du gjør, blir satt pris på"));
    let strange = room.read(LEADER, &format!("{PLAN}/proposals/new?keep_up=7")).await;
    assert!(!strange.contains("Ta vare på det"));
}

/// What looks worse is closed like everything else, and nothing is offered to be kept.
#[tokio::test]
async fn what_is_no_better_is_not_offered_to_be_kept() {
    let (mut room, _) = signed().await;
    room.save(VO, "/measures/1/status", "revision=1&given=0&status=done&reason=")
        .await;
    publish(&mut room, SECOND, 30, 0);
    let fields = "about=next&revision=1&given=1&next=close&sentence=Det+hjalp+ikke";
    room.save(LEADER, "/measures/1/status", fields).await;
    let page = room.read(LEADER, &format!("{PLAN}/measures/1")).await;
    assert!(page.contains("avsluttes") && !page.contains("Fra reparasjon til vedlikehold"));
}

/// Without a question there is the day of the evaluation.
#[tokio::test]
async fn a_measure_with_words_alone_is_decided_on_when_its_evaluation_is_due() {
    let mut room = Room::new().await;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    let page = room.read(LEADER, &format!("{PLAN}/measures/1")).await;
    assert!(!page.contains("Før og nå") && !page.contains("Hva gjør dere nå?"));
    room.house.restart_at(LATER);
    room.house.enter_until(LEADER, LATER + 86_400);
    let page = room.house.get(&format!("{PLAN}/measures/1")).await.body;
    assert!(page.contains("Hva gjør dere nå?") && !page.contains("Før og nå"));
}
