//! Areas to keep and to improve: made of what is published alone, by the guides of the ward.

use trykk_hub::store::AuditFilter;

use crate::counting::{Desk, PASSPHRASE, a_desk_at};
use crate::house::{House, the_plan};

const ROUND: &str = "2026-spring";

/// A desk at a hub with a published round of surg-1: whose answers lean to one side.
async fn a_desk() -> Desk {
    let mut desk = a_desk_at(&the_plan()).await;
    publish(&mut desk.house);
    desk.house.enter("guide@example.org");
    desk
}

fn publish(house: &mut House) {
    let sheets = trykk_hub::figures::tally::Sheets {
        participant: 40,
        table: 11,
    };
    house.released = house.publish(ROUND, "surg-1", sheets, |question| {
        let n = if question.counts.len() == 2 { 11 } else { 40 };
        let last = *question.counts.keys().last().unwrap();
        question.counts.insert(last, n - 8);
        let first = *question.counts.keys().next().unwrap();
        question.counts.insert(first, 8);
    });
}

fn areas(desk: &Desk) -> String {
    format!("/rounds/{}/areas", desk.house.released.id)
}

/// The deeds that the log has, the newest first.
fn deeds(desk: &Desk) -> Vec<String> {
    let entries = desk.house.store.audit(&AuditFilter::default(), 100).unwrap();
    entries.into_iter().map(|entry| entry.deed).collect()
}

#[tokio::test]
async fn a_guide_makes_changes_and_removes_an_area_and_the_log_says_so() {
    let desk = a_desk().await;
    let list = areas(&desk);
    let page = desk.house.get(&list).await.body;
    assert!(
        page.contains("Dette skiller seg ut") && page.contains(&format!("{list}/new?from=0")),
        "{page}"
    );
    // A candidate fills the form but for the sentence, which is the guide's.
    let form = desk.house.get(&format!("{list}/new?from=0")).await.body;
    assert!(
        form.contains("value=\"keep\" checked") && form.matches("name=\"item\"").count() > 1,
        "{form}"
    );
    assert!(
        form.contains("name=\"item\" value=\"score-cooperation\" checked>") && form.contains("value=\"Samarbeid\"")
    );
    let refused = desk
        .post(&format!("{list}/new"), "kind=keep&title=Samarbeid&item=recognition")
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Skriv en setning om området.") && refused.body.contains("value=\"Samarbeid\""));
    assert!(desk.house.store.areas(desk.house.released.id).unwrap().is_empty());

    let made = "kind=keep&title=Samarbeid&sentence=Vi+hjelper+hverandre.&item=recognition&item=nowhere";
    let saved = desk.post(&format!("{list}/new"), made).await;
    assert_eq!(saved.location, format!("{list}?done=saved"));
    let row = desk.house.store.areas(desk.house.released.id).unwrap().remove(0);
    assert_eq!(
        (row.revision, row.area.evidence.len()),
        (1, 1),
        "only published questions"
    );
    let one = format!("{list}/{}", row.id);
    let changed = made.replace("Samarbeid", "Godt+samarbeid");
    assert_eq!(
        desk.post(&one, &format!("{changed}&revision=1")).await.location,
        format!("{list}?done=saved")
    );
    assert!(desk.house.get(&list).await.body.contains("Godt samarbeid"));

    // Another guide still has the form as it was.
    let stale = desk.post(&one, &format!("{made}&revision=1")).await;
    assert_eq!(stale.status, 422);
    assert!(stale.body.contains("Noen andre lagret") && stale.body.contains("value=\"Samarbeid\""));
    assert!(stale.body.contains("name=\"revision\" value=\"2\""));
    let refused = desk.post(&format!("{one}/remove"), "revision=1").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("det er ikke fjernet") && refused.body.contains("Godt samarbeid"));
    assert_eq!(desk.post(&format!("{one}/remove"), "revision=2").await.status, 303);
    assert!(desk.house.store.areas(desk.house.released.id).unwrap().is_empty());
    // What was written is not lost with the area: it becomes a new one.
    let gone = desk.post(&one, &format!("{made}&revision=2")).await;
    assert!(
        gone.status == 422 && gone.body.contains(&format!("action=\"{list}/new\"")),
        "{}",
        gone.body
    );
    let changes = deeds(&desk).into_iter().filter(|deed| deed == "areas-changed").count();
    assert_eq!(changes, 3, "made, changed, removed");
}

#[tokio::test]
async fn what_is_weak_in_areas_together_is_said_and_not_refused() {
    let desk = a_desk().await;
    let list = areas(&desk);
    for nth in 0..4 {
        let made = format!("kind=improve&title=Nummer+{nth}&sentence=B.&item=workload");
        assert_eq!(desk.post(&format!("{list}/new"), &made).await.status, 303);
    }
    let page = desk.house.get(&list).await.body;
    assert!(page.contains("Det er bare forbedringsområder her.") && page.contains("Det er 4 forbedringsområder."));
    assert!(
        page.contains("Fra forskningen, generelt: Krav og rollekonflikt")
            && page.contains("Johannessen et al. 2013, 2018")
    );
}

#[tokio::test]
async fn nobody_but_the_guides_of_the_ward_makes_areas_and_only_of_what_is_published() {
    let mut desk = a_desk().await;
    let list = areas(&desk);
    for email in [
        "leder2@example.org",
        "vo@example.org",
        "admin@example.org",
        "senior@example.org",
    ] {
        desk.house.enter(email);
        assert!(
            matches!(desk.house.get(&list).await.status.as_u16(), 403 | 404),
            "{email}"
        );
    }
    desk.house.enter("guide@example.org");
    let open = desk.house.ballot_box("2026-autumn", "med-1").id;
    for path in ["", "/new"] {
        assert_eq!(desk.house.get(&format!("/rounds/{open}/areas{path}")).await.status, 404);
    }
    let made = "kind=keep&title=A&sentence=B.&item=recognition";
    assert_eq!(desk.post(&format!("/rounds/{open}/areas/new"), made).await.status, 404);
    // A guide who came later reads no draft, made with notes that are not theirs, and freezes no report.
    assert_eq!(desk.house.get(&list).await.status, 200);
    let connection = rusqlite::Connection::open(desk.house.data.database()).unwrap();
    connection.execute("DELETE FROM box_guide", []).unwrap();
    assert_eq!(desk.house.get(&list).await.status, 403);
    for made in ["/sorting", "/sorting/counts", "/sorting/bands"] {
        let path = list.replace("/areas", made);
        assert_eq!(desk.house.get(&path).await.status, 403, "{made}");
        assert_eq!(desk.post(&path, "").await.status.as_u16() / 100, 4, "{made}");
    }
    let report = list.replace("/areas", "/report");
    assert_eq!(desk.house.get(&report).await.status, 403);
    assert_eq!(desk.post(&report, "do=freeze").await.status, 403);
}

/// Shown and not refused; and only while the guide's notes are unlocked, for nothing of it is kept.
#[tokio::test]
async fn words_that_stand_in_a_note_are_said_to_the_guide_who_has_unlocked_it() {
    let mut desk = a_desk_at(&the_plan()).await;
    let id = desk.house.ballot_box("2026-autumn", "med-1").id;
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    desk.enrol("tablet-med-1", "med-1");
    desk.deliver_saying("tablet-med-1", id, 9, "Vi rekker aldri å spise, på kvelds\u{ad}vakt!");
    desk.close(id, "tablet-med-1").await;
    let passphrase = format!("passphrase={PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    desk.house.publish_counted("2026-autumn", "med-1");
    let said = "sentence=Noen+sier+at+VI+REKKER+ALDRI+%C3%85+SPISE+P%C3%85+KVELDSVAKT.";
    let area = format!("kind=improve&title=Pauser&{said}&item=card-silence");
    assert_eq!(desk.step(id, "areas/new", &area).await.status, 303);
    let five = "kind=keep&title=Aldri+%C3%A5+spise+p%C3%A5+kveldsvakt&sentence=Vi+ler.&item=card-silence";
    assert_eq!(desk.step(id, "areas/new", five).await.status, 303);
    let pages = [format!("/rounds/{id}/areas"), format!("/rounds/{id}/report")];
    let repeats =
        "«Pauser»: her står det seks eller flere ord på rad fra en lapp: «VI REKKER ALDRI Å SPISE PÅ KVELDSVAKT».";
    for page in &pages {
        let locked = desk.house.get(page).await.body;
        assert!(!locked.contains("ord på rad fra en lapp:"), "{page}");
    }
    assert!(
        desk.house
            .get(&pages[0])
            .await
            .body
            .contains("Lås opp lappene, så sier siden fra")
    );
    assert_eq!(desk.step(id, "sorting", &passphrase).await.status, 303);
    for page in &pages {
        let unlocked = desk.house.get(page).await.body;
        assert_eq!(unlocked.matches("ord på rad fra en lapp:").count(), 1, "{page}");
        assert!(unlocked.contains(repeats), "{page}: {unlocked}");
    }
    let seen = crate::house::field(&desk.house.get(&pages[1]).await, "seen");
    let frozen = desk.step(id, "report", &format!("do=freeze&seen={seen}")).await;
    assert_eq!(frozen.status, 303, "it is the guide's to decide");
    assert_eq!(desk.step(id, "sorting/lock", "").await.status, 303);
    assert!(!desk.house.get(&pages[1]).await.body.contains("ord på rad fra en lapp:"));
    let entries = desk.house.store.audit(&AuditFilter::default(), 100).unwrap();
    let log = format!("{entries:?}").to_lowercase();
    assert!(!log.contains("kveldsvakt") && log.contains("notes-opened"));
}
