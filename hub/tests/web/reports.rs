//! Reports: looked over and frozen by a guide, read by leader, safety rep and union rep of the ward, corrected by a coarser version.

use trykk_hub::process::method::Method;
use trykk_hub::report::keeping;
use trykk_hub::signing::Needs;
use trykk_hub::store::{Copied, Store};

use crate::counting::{Desk, a_desk_at};
use crate::house::{NOW, Page, kept_password, the_plan};

const PASSWORD: &str = "fire vanlige ord her";
const ROUND: &str = "2026-spring";

async fn a_desk() -> Desk {
    let mut desk = a_desk_at(&the_plan()).await;
    let sheets = trykk_hub::figures::tally::Sheets {
        participant: 40,
        table: 11,
    };
    desk.house.released = desk.house.publish(ROUND, "surg-1", sheets, |question| {
        let n = if question.counts.len() == 2 { 11 } else { 40 };
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, n - 8);
        question.counts.insert(first, 8);
    });
    desk.house.enter("guide@example.org");
    desk
}

/// What the guide's form has seen.
fn seen(page: &Page) -> String {
    let (_, rest) = page.body.split_once("name=\"seen\" value=\"").expect("the form");
    rest.split('"').next().unwrap().to_owned()
}

async fn freeze(desk: &Desk, fields: &str) -> Page {
    let make = format!("/rounds/{}/report", desk.house.released.id);
    let shown = desk.post(&make, &format!("do=look&{fields}")).await;
    assert_eq!(shown.status, 200);
    desk.post(&make, &format!("do=freeze&seen={}&{fields}", seen(&shown)))
        .await
}

#[tokio::test]
async fn what_a_guide_freezes_the_ward_reads_and_nobody_else() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let (make, read) = (format!("/rounds/{id}/report"), format!("/reports/{id}"));
    let area = "kind=keep&title=Godt+samarbeid&sentence=Vi+hjelper+hverandre.&item=score-cooperation";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), area).await.status, 303);
    let preview = desk.house.get(&make).await;
    assert!(preview.body.contains("Godt samarbeid") && preview.body.contains("Rapporten er ikke låst ennå."));
    desk.house.enter("leder2@example.org");
    assert_eq!(desk.house.get(&read).await.status, 404, "not before it is frozen");
    assert!(!desk.house.get(&format!("/results/{id}")).await.body.contains(&read));
    assert_eq!(desk.house.get(&make).await.status, 403);

    desk.house.enter("guide@example.org");
    // Somebody adds an area after it was looked over.
    let stale = seen(&preview);
    let other = "kind=improve&title=Travle+vakter&sentence=Vi+rekker+ikke+alt.&item=workload";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), other).await.status, 303);
    let refused = desk.post(&make, &format!("do=freeze&seen={stale}")).await;
    assert!(
        refused.status == 422
            && refused.body.contains("en annen enn den du så på")
            && refused.body.contains("Travle vakter")
    );
    assert!(desk.house.store.report(id).unwrap().is_none());
    assert_eq!(freeze(&desk, "").await.location, format!("{make}?done=frozen"));
    let again = freeze(&desk, "").await;
    assert!(again.status == 422 && again.body.contains("ingenting nytt"));
    assert!(
        desk.house.store.follow_up(id).unwrap().unwrap().report.is_some(),
        "the report is given"
    );

    for email in ["leder2@example.org", "guide@example.org"] {
        desk.house.enter(email);
        let page = desk.house.get(&read).await;
        assert_eq!(page.status, 200, "{email}");
        for part in [
            "Godt samarbeid",
            "Vi rekker ikke alt.",
            "Det som skjer nå",
            "Versjon 1",
            "Johannessen",
        ] {
            assert!(page.body.contains(part), "{email} misses {part}");
        }
    }
    desk.house.enter("leder2@example.org");
    assert!(desk.house.get(&format!("/results/{id}")).await.body.contains(&read));
    for email in ["leader@example.org", "admin@example.org", "senior@example.org"] {
        desk.house.enter(email);
        assert!(
            matches!(desk.house.get(&read).await.status.as_u16(), 403 | 404),
            "{email}"
        );
    }
}

/// A hub that is put back to before a correction shows the corrected report, not the one with the sentence that was taken out, and what was
/// left out stays out.
#[tokio::test]
async fn a_hub_that_is_put_back_brings_no_withdrawn_report_back() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let area = "kind=improve&title=Nattevakter&sentence=Nattevakten+Kari+er+sliten.&item=score-cooperation";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), area).await.status, 303);
    assert_eq!(freeze(&desk, "").await.status, 303);
    let copy = desk.house.data.database().with_file_name("copy.db");
    desk.house
        .store
        .back_up(&copy, Copied::Whole, crate::house::NOW)
        .unwrap();
    let (area, seen) = {
        let rows = desk.house.store.areas(id).unwrap();
        (rows[0].id.clone(), rows[0].revision)
    };
    desk.house.store.remove_area(id, &area, seen).unwrap();
    assert_eq!(freeze(&desk, "out=card-silence").await.status, 303);
    let mut old = Store::open_existing(&copy).unwrap();
    let said = |store: &Store| serde_json::to_string(&store.report(id).unwrap()).unwrap();
    assert!(said(&old).contains("Kari"));
    assert_eq!(keeping::settle(&mut old, &desk.house.data).unwrap(), [id]);
    assert!(!said(&old).contains("Kari"));
    let kept = old.report(id).unwrap().unwrap();
    assert_eq!(kept, desk.house.store.report(id).unwrap().unwrap());
    let next = old
        .next_report(id, &std::collections::BTreeSet::new())
        .unwrap()
        .unwrap();
    assert!(next.version == 3 && next.left_out.contains("card-silence"));
    assert!(keeping::settle(&mut old, &desk.house.data).unwrap().is_empty(), "once");
    let older: i64 = rusqlite::Connection::open(&copy)
        .unwrap()
        .query_row("SELECT count(frozen) FROM report", [], |row| row.get(0))
        .unwrap();
    assert_eq!(older, 1, "the words of the one before are gone there too");
    // What is refused comes into force at no later start.
    let refused = keeping::freeze(
        &mut desk.house.store,
        &desk.house.data,
        id,
        &kept,
        "guide@example.org",
        crate::house::NOW,
    );
    assert!(refused.is_err());
    assert_eq!(desk.house.data.kept_report(id).unwrap().unwrap().frozen, kept);
}

/// The plan offers the areas of a report that is frozen, to whoever may read it: not to the leader of another ward of the same process.
#[tokio::test]
async fn the_areas_of_a_report_are_offered_to_the_plan() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let area = "kind=keep&title=Godt+samarbeid&sentence=Vi+hjelper+hverandre.&item=score-cooperation";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), area).await.status, 303);
    let wards = ["med-1".to_owned(), "surg-1".to_owned()];
    let store = &mut desk.house.store;
    let process = store.start_process(&wards, Needs::One, &Method::four(), NOW).unwrap();
    assert_eq!(process.as_deref(), Some("med-1"));
    let form = "/process/med-1/plan/measures/new";
    let offered = "<option value=\"Godt samarbeid\">";
    assert!(!desk.house.get(form).await.body.contains(offered), "it is not frozen");
    assert_eq!(freeze(&desk, "").await.status, 303);
    for (email, is_offered) in [
        ("guide@example.org", true),
        ("leder2@example.org", true),
        ("leader@example.org", false),
    ] {
        desk.house.enter(email);
        let page = desk.house.get(form).await;
        assert_eq!(
            (page.status.as_u16(), page.body.contains(offered)),
            (200, is_offered),
            "{email}"
        );
    }
}

/// Each is noted in the audit log, and is for the ward's readers alone.
#[cfg(feature = "pdf")]
#[tokio::test]
async fn a_report_is_downloaded_as_pdf_and_the_log_says_so() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let file = |format: &str| format!("/reports/{id}/file/{format}");
    desk.house.enter("leder2@example.org");
    assert_eq!(
        desk.house.get(&file("pdf")).await.status,
        404,
        "not before it is frozen"
    );
    desk.house.enter("guide@example.org");
    assert_eq!(freeze(&desk, "").await.status, 303);
    desk.house.enter("leder2@example.org");
    let page = desk.house.get(&format!("/reports/{id}")).await.body;
    for (format, ending) in [("pdf", "1-nb.pdf"), ("slides", "1-nb-slides.pdf")] {
        assert!(page.contains(&file(format)), "{format}");
        let pdf = desk.house.get(&file(format)).await;
        assert_eq!((pdf.status.as_u16(), &pdf.bytes[..5]), (200, &b"%PDF-"[..]), "{format}");
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        let kept = pdf.headers["content-disposition"].to_str().unwrap();
        assert!(kept.ends_with(&format!("-report-{ending}\"")), "{kept}");
    }
    desk.house.enter("leader@example.org");
    assert_eq!(desk.house.get(&file("pdf")).await.status, 404, "another ward's");
    let entries = desk
        .house
        .store
        .audit(&trykk_hub::store::AuditFilter::default(), 10)
        .unwrap();
    let exported: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.deed == "exported")
        .map(|entry| entry.who.as_str())
        .collect();
    assert_eq!(exported, ["leder2@example.org", "leder2@example.org"]);
}

#[tokio::test]
async fn a_correction_is_a_new_version_that_shows_less_and_the_one_before_is_gone() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let read = format!("/reports/{id}");
    let text = desk
        .house
        .store
        .round(ROUND)
        .unwrap()
        .deck
        .item("card-silence")
        .map(|item| item.text.get(trykk_shared::language::Language::Nb).to_owned());
    let text = text.expect("the deck asks it");
    assert_eq!(freeze(&desk, "").await.status, 303);
    assert!(desk.house.get(&read).await.body.contains(&text));
    assert_eq!(freeze(&desk, "out=card-silence").await.status, 303);
    let page = desk.house.get(&read).await.body;
    assert!(!page.contains(&text) && page.contains("Versjon 2") && page.contains("Ett spørsmål er utelatt"));
    // It does not come back, whatever the form says.
    let make = format!("/rounds/{id}/report");
    let area = "kind=keep&title=Samarbeid&sentence=B.&item=score-cooperation&item=card-silence";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), area).await.status, 303);
    assert_eq!(freeze(&desk, "").await.location, format!("{make}?done=frozen"));
    let page = desk.house.get(&read).await.body;
    assert!(!page.contains(&text) && page.contains("Versjon 3"));
    let versions = desk.house.store.report_versions(id).unwrap();
    assert_eq!(versions.iter().map(|row| row.version).collect::<Vec<_>>(), [3, 2, 1]);
    let kept: i64 = rusqlite::Connection::open(desk.house.data.database())
        .unwrap()
        .query_row("SELECT count(frozen) FROM report", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 1, "only the newest can be read");
    desk.house.enter("admin@example.org");
    let log = desk.house.get("/audit").await.body;
    assert!(log.contains("Låste rapporten") && log.contains("versjon 3"));
}

/// Leader, safety rep and union rep each sign that they have seen it; a correction is another report.
#[tokio::test]
async fn those_who_read_a_report_sign_that_they_have_seen_it() {
    let mut desk = a_desk().await;
    let id = desk.house.released.id;
    let kept = kept_password(PASSWORD);
    desk.house.store.set_password("leder2@example.org", &kept).unwrap();
    assert_eq!(freeze(&desk, "").await.status, 303);
    let (read, sign) = (format!("/reports/{id}"), format!("/signatures/report/{id}"));
    desk.house.enter("leder2@example.org");
    let page = desk.house.get(&read).await;
    assert!(page.body.contains("Venter på svar"));
    let find_link = |page: &str| {
        let (_, rest) = page.split_once(&format!("href=\"{sign}")).expect("a link");
        format!("{sign}{}", rest.split('"').next().unwrap())
    };
    let link = find_link(&page.body);
    let unread = desk.house.get(&sign).await;
    assert!(unread.body.contains("Åpne det du signerer først") && !unread.body.contains("name=\"password\""));
    let page = desk.house.get(&link).await;
    assert!(page.status == 200 && page.body.contains(&format!("href=\"{read}\"")));
    let field = |name: &str| {
        let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
        rest.split('"').next().unwrap().replace(' ', "+")
    };
    let answer = format!(
        "version={}&post={}&answer=signed&words=Fin+lesning.&password={}",
        field("version"),
        field("post"),
        PASSWORD.replace(' ', "+")
    );
    let wrong = desk.post(&sign, &answer.replace("&password=", "&password=x")).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(desk.post(&sign, &answer).await.status, 303);
    let page = desk.house.get(&read).await;
    assert!(page.body.contains("Signert") && page.body.contains("Fin lesning."));
    desk.house.enter("leader@example.org");
    assert_eq!(desk.house.get(&sign).await.status, 404, "another ward's");

    desk.house.enter("guide@example.org");
    assert_eq!(freeze(&desk, "out=workload").await.status, 303);
    desk.house.enter("leder2@example.org");
    let page = desk.house.get(&read).await;
    assert!(!page.body.contains("Fin lesning.") && page.body.contains("gjelder ikke lenger"));
    // The link of the report before signs nothing of this one.
    let stale = desk.house.get(&link).await.body;
    assert!(stale.contains("ble endret etter at du leste det") && !stale.contains("name=\"password\""));
    let late = desk.post(&sign, &answer).await;
    assert!(
        late.status == 422
            && late.body.contains("ble endret etter at du leste det")
            && late.body.contains("Fin lesning.")
    );
    let again = desk.house.get(&find_link(&page.body)).await.body;
    assert!(again.contains("name=\"password\""));
    assert!(
        again.contains("Endret siden versjonen noen svarte på")
            && again.contains("Les hele rapporten før du signerer på nytt."),
        "{again}"
    );
}

/// A report in which every question is left out tells nothing and can never tell more: it is none that was owed. A correction may take
/// everything back.
#[tokio::test]
async fn a_report_of_nothing_ends_no_silence() {
    let desk = a_desk().await;
    let id = desk.house.released.id;
    let deck = desk.house.store.round(ROUND).unwrap().deck;
    let all: Vec<String> = deck.items.iter().map(|item| format!("out={}", item.id)).collect();
    let nothing = freeze(&desk, &all.join("&")).await;
    assert!(nothing.status == 422 && nothing.body.contains("du har utelatt alle spørsmålene"));
    let given = desk.house.store.follow_up(id).unwrap().and_then(|one| one.report);
    assert_eq!((given, desk.house.store.report(id).unwrap().is_none()), (None, true));
    assert_eq!(freeze(&desk, &all[1..].join("&")).await.status, 303);
    assert_eq!(
        freeze(&desk, &all.join("&")).await.status,
        303,
        "it takes back what it said"
    );
}
