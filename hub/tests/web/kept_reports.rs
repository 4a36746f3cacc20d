//! Reports that lie beside the database: a correction is never undone by what is older, refused, or damaged.

use std::collections::BTreeSet;

use trykk_hub::report::keeping;
use trykk_hub::store::{Copied, Ending, KeptReport, Reader, Store};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use crate::counting::{Desk, PASSPHRASE, a_desk, a_desk_at};
use crate::house::{NOW, Page, field, the_plan};
use crate::plan::{GUIDE, LEADER};

const ROUND: &str = "2026-autumn";

async fn counted() -> (Desk, BoxId) {
    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    assert_eq!(
        desk.step(id, "count", &format!("passphrase={PASSPHRASE}")).await.status,
        303
    );
    (desk, id)
}

async fn a_released_desk() -> Desk {
    let mut desk = a_desk_at(&the_plan()).await;
    let sheets = trykk_hub::figures::tally::Sheets {
        participant: 40,
        table: 11,
    };
    desk.house.released = desk.house.publish("2026-spring", "surg-1", sheets, |question| {
        let n = if question.counts.len() == 2 { 11 } else { 40 };
        let (first, last) = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(last, n - 8);
        question.counts.insert(first, 8);
    });
    desk.house.enter(GUIDE);
    desk
}

async fn freeze(desk: &Desk, fields: &str) -> Page {
    let make = format!("/rounds/{}/report", desk.house.released.id);
    let shown = desk.post(&make, &format!("do=look&{fields}")).await;
    desk.post(&make, &format!("do=freeze&seen={}&{fields}", field(&shown, "seen")))
        .await
}

/// `Kari` stands in version 1; the guide takes her out.
async fn with_kari() -> (Desk, BoxId) {
    let desk = a_released_desk().await;
    let id = desk.house.released.id;
    let area = "kind=improve&title=Nattevakter&sentence=Nattevakten+Kari+er+sliten.&item=score-cooperation";
    assert_eq!(desk.post(&format!("/rounds/{id}/areas/new"), area).await.status, 303);
    assert_eq!(freeze(&desk, "").await.status, 303);
    (desk, id)
}

fn take_out(desk: &mut Desk, id: BoxId) {
    let rows = desk.house.store.areas(id).unwrap();
    let (area, seen) = (rows[0].id.clone(), rows[0].revision);
    desk.house.store.remove_area(id, &area, seen).unwrap();
}

fn reports_file(desk: &Desk, id: BoxId) -> std::path::PathBuf {
    desk.house
        .data
        .database()
        .parent()
        .unwrap()
        .join("reports")
        .join(id.to_string())
}

/// One bad block in the file beside the database, and a sentence with a name in it cannot be corrected until somebody starts the hub anew.
#[tokio::test]
async fn a_damaged_file_beside_the_database_stops_no_correction() {
    let (mut desk, id) = with_kari().await;
    take_out(&mut desk, id);
    std::fs::write(reports_file(&desk, id), b"{").unwrap();
    let done = freeze(&desk, "").await;
    let said = serde_json::to_string(&desk.house.store.report(id).unwrap()).unwrap();
    assert!(
        !said.contains("Kari"),
        "the correction: {}; also after a start: {:?}",
        done.status,
        {
            let mut store = Store::open_existing(&desk.house.data.database()).unwrap();
            let settled = keeping::settle(&mut store, &desk.house.data).is_ok();
            (settled, freeze(&desk, "").await.status)
        }
    );
}

/// A hub and a command freeze at once; the one that is refused puts its old file in the place of the other's.
#[tokio::test]
async fn a_freeze_that_is_refused_leaves_the_others_file() {
    let (mut desk, id) = with_kari().await;
    take_out(&mut desk, id);
    let next = desk.house.store.next_report(id, &BTreeSet::new()).unwrap().unwrap();
    let kept = KeptReport {
        frozen: next.clone(),
        made_by: GUIDE.to_owned(),
        at: NOW,
    };
    let (folder, database) = (desk.house.data.clone(), desk.house.data.database());
    let mut other = None;
    let folder_here = folder.clone();
    let here: Result<(), trykk_hub::data::DataError> = desk.house.store.freeze_report(id, &kept, || {
        // The command begins now, and waits for this transaction.
        let (folder, next) = (folder.clone(), next.clone());
        other = Some(std::thread::spawn(move || {
            let mut store = Store::open_existing(&database).unwrap();
            keeping::freeze(&mut store, &folder, id, &next, GUIDE, NOW).is_ok()
        }));
        std::thread::sleep(std::time::Duration::from_millis(1500));
        folder_here.keep_report(id, &kept)
    });
    here.unwrap();
    let second = other.unwrap().join().unwrap();
    assert!(!second, "the second one is refused");
    let (row, file) = (
        desk.house.store.report(id).unwrap().unwrap(),
        desk.house.data.kept_report(id).unwrap().unwrap(),
    );
    assert_eq!(row.version, 2);
    let healed = {
        let mut store = Store::open_existing(&desk.house.data.database()).unwrap();
        keeping::settle(&mut store, &desk.house.data).unwrap();
        desk.house.data.kept_report(id).unwrap().unwrap().frozen.version
    };
    assert_eq!(
        (file.frozen.version, healed),
        (2, 2),
        "what protects the correction against a restore is the version with Kari: {}",
        serde_json::to_string(&file).unwrap().contains("Kari")
    );
}

/// A folder from a copy: the file is older than the database, and stays so.
#[tokio::test]
async fn an_older_file_is_renewed_at_the_start() {
    let (mut desk, id) = with_kari().await;
    let old = std::fs::read(reports_file(&desk, id)).unwrap();
    take_out(&mut desk, id);
    assert_eq!(freeze(&desk, "").await.status, 303);
    std::fs::write(reports_file(&desk, id), old).unwrap();
    let mut store = Store::open_existing(&desk.house.data.database()).unwrap();
    keeping::settle(&mut store, &desk.house.data).unwrap();
    assert_eq!(desk.house.data.kept_report(id).unwrap().unwrap().frozen.version, 2);
}

/// One damaged report keeps the corrections of all others from being taken up, and the hub serves what was withdrawn.
#[tokio::test]
async fn one_damaged_report_keeps_no_other_correction_away() {
    let mut desk = a_released_desk().await;
    let sheets = trykk_hub::figures::tally::Sheets {
        participant: 40,
        table: 11,
    };
    let other = desk.house.publish(ROUND, "med-1", sheets, |question| {
        question.counts.values_mut().for_each(|count| *count += 10);
    });
    let mut ids = [desk.house.released.id, other.id];
    let folder = desk.house.data.clone();
    let freeze = |desk: &mut Desk, id, out: &[&str]| {
        let out: BTreeSet<String> = out.iter().map(|one| (*one).to_owned()).collect();
        let next = desk.house.store.next_report(id, &out).unwrap().unwrap();
        keeping::freeze(&mut desk.house.store, &folder, id, &next, GUIDE, NOW).unwrap();
    };
    for id in ids {
        freeze(&mut desk, id, &[]);
    }
    let copy = desk.house.data.database().with_file_name("copy.db");
    desk.house.store.back_up(&copy, Copied::Whole, NOW).unwrap();
    let left_out = |desk: &Desk, id| desk.house.store.release(id).unwrap().unwrap().questions[0].id.clone();
    for id in ids {
        let out = left_out(&desk, id);
        freeze(&mut desk, id, &[&out]);
    }
    ids = desk.house.data.boxes_with_reports().unwrap().try_into().unwrap();
    rusqlite::Connection::open(&copy)
        .unwrap()
        .execute("UPDATE report SET frozen = '{' WHERE box = ?1", [ids[0].0])
        .unwrap();
    let mut old = Store::open_existing(&copy).unwrap();
    let settled = keeping::settle(&mut old, &desk.house.data).map_err(|error| error.to_string());
    let version = old.report(ids[1]).unwrap().unwrap().version;
    // And the next correction of the other one, made meanwhile, is written over the newer file.
    let next = old.next_report(ids[1], &BTreeSet::new()).unwrap().unwrap();
    let over = keeping::freeze(&mut old, &desk.house.data, ids[1], &next, GUIDE, NOW);
    let file = desk.house.data.kept_report(ids[1]).unwrap().unwrap().frozen;
    assert_eq!(
        version,
        2,
        "{settled:?}; frozen over it: {} left out {:?}",
        over.is_ok(),
        file.left_out
    );
}

/// The hub is put back to before the count of a published box: its release is there (`endings/`), so is its report (`reports/`), and nobody
/// may correct it any more.
#[tokio::test]
async fn after_a_restore_somebody_can_still_correct_a_report() {
    let (mut desk, id) = counted().await;
    desk.house.publish_counted(ROUND, "med-1");
    let area = "kind=improve&title=Nattevakter&sentence=Nattevakten+Kari+er+sliten.&item=card-silence";
    let added = desk.post(&format!("/rounds/{id}/areas/new"), area).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let make = format!("/rounds/{id}/report");
    let shown = desk.post(&make, "do=look").await;
    assert_eq!(
        desk.post(&make, &format!("do=freeze&seen={}", field(&shown, "seen")))
            .await
            .status,
        303
    );
    let release = desk.house.store.release(id).unwrap().unwrap();
    let kept = desk.house.store.newest_report(id).unwrap().unwrap();

    let mut desk = a_desk().await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    // As the start of a hub does that was put back to here.
    let ending = Ending {
        state: BoxState::Released,
        release: Some(release),
        pulse: None,
        notes_until: Some(NOW + 1000),
        round: None,
        departments: None,
        count: None,
        readers: vec![Reader {
            email: GUIDE.to_owned(),
            added_by: None,
        }],
    };
    desk.house.store.end(id, &ending).unwrap();
    assert!(desk.house.store.take_up_report(id, &kept).unwrap());
    desk.house.enter(LEADER);
    let read = desk.house.get(&format!("/reports/{id}")).await;
    assert!(read.status == 200 && read.body.contains("Kari"));
    desk.house.enter(GUIDE);
    let page = desk.house.get(&format!("/rounds/{id}/report")).await;
    let shell = desk.house.command(&[
        "report", "freeze", "--round", ROUND, "--ward", "med-1", "--guide", GUIDE,
    ]);
    assert_eq!(page.status, 200, "and in the shell: {shell:?}");
}
