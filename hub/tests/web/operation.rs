//! The admin's page on operation: how the server stands, and a backup at the press of a button.

use trykk_hub::audit::{Deed, Who};
use trykk_hub::store::{AuditFilter, Store};

use crate::house::{NOW, house};

const ADMIN: &str = "admin@example.org";

#[tokio::test]
async fn a_backup_is_made_at_the_press_of_a_button_and_says_where_it_lies() {
    let mut house = house(6, 20);
    let check = house.check().await;
    house.enter("guide@example.org");
    let form = format!("check={check}");
    assert_eq!(house.post("/operation/backup", &form).await.status, 403);
    assert_eq!(house.get("/operation").await.status, 403);
    house.enter(ADMIN);
    let page = house.get("/operation").await.body;
    assert!(page.contains("Ingen er tatt ennå") && page.contains("ingen sikkerhetskopi fra de siste to dagene"));
    assert_eq!(house.post("/operation/backup", "check=").await.status, 403);
    assert!(!house.data.backups().exists());
    let done = house.post("/operation/backup", &form).await;
    assert_eq!(
        (done.status.as_u16(), done.location.as_str()),
        (303, "/operation?done=backup")
    );
    let copy = house.data.backups().join("hub-2026-09-21T1413Z.db");
    let page = house.get(&done.location).await.body;
    assert!(page.contains(&format!("Sikkerhetskopien er tatt: {}", copy.display())));
    assert!(page.contains("21.\u{a0}september 2026 kl.\u{a0}16:13") && !page.contains("de siste to dagene"));
    // What it holds is the database, and the log says whose doing it was.
    let copied = Store::open_existing(&copy).unwrap();
    assert_eq!(copied.organisation().unwrap(), house.store.organisation().unwrap());
    drop(copied);
    let last = house.store.audit(&AuditFilter::default(), 1).unwrap().remove(0);
    assert_eq!(Who::from_name(&last.who), Who::Account(ADMIN.to_owned()));
    assert_eq!(Deed::read(&last.deed, &last.about), Some(Deed::BackedUp {}));
    // Once a minute.
    let again = house.post("/operation/backup", &form).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("mindre enn et minutt siden"));
    assert_eq!(std::fs::read_dir(house.data.backups()).unwrap().count(), 1);
}

#[tokio::test]
async fn what_fails_is_said_with_its_place() {
    let mut house = house(6, 20);
    let check = house.check().await;
    house.enter(ADMIN);
    std::fs::write(house.data.backups(), b"no folder").unwrap();
    let refused = house.post("/operation/backup", &format!("check={check}")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Det ble ikke tatt noen sikkerhetskopi"));
    assert!(refused.body.contains(&house.data.backups().display().to_string()));
}

#[tokio::test]
async fn a_clock_that_nobody_believes_and_a_log_that_was_changed_stand_first() {
    let mut house = house(6, 20);
    house.restart_with_clock(NOW + 30 * 24 * 3600);
    house.enter(ADMIN);
    let connection = rusqlite::Connection::open(house.data.database()).unwrap();
    connection
        .execute_batch("DROP TRIGGER audit_never_changes; UPDATE audit SET who = 'hub' WHERE number = 2")
        .unwrap();
    let page = house.get("/operation").await.body;
    assert!(page.contains("action=\"/clock\"") && page.contains("Serveren stoler ikke på den"));
    assert!(page.contains("Loggen henger ikke sammen: innførsel 2"));
    assert!(!page.contains("Ingenting her trenger deg nå"));
}
