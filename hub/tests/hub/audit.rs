//! The audit log: deeds are written with what they do, and a rewriting shows.

use std::path::Path;

use rusqlite::Connection;
use trykk_hub::audit::{Deed, Entry, KEPT_SECONDS, Who};
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::changes;
use trykk_hub::store::{AuditFilter, LogIn, Store, StoreError, TabletState};
use trykk_hub::tablets;

use crate::story::given::{GUIDE, the_plan};

const NOW: i64 = 1_790_000_000;
const ADMIN: &str = "it@example.org";

fn a_hub() -> (tempfile::TempDir, DataFolder, Store) {
    let place = tempfile::tempdir().unwrap();
    let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
    trykk_hub::certificates::Ca::create(&folder).unwrap();
    let empty = store.organisation().unwrap();
    let ids = folder.box_ids().unwrap();
    store.act_as(Who::Account(ADMIN.to_owned()), NOW);
    store
        .change(&empty, &changes(&empty, &the_plan()).unwrap(), &ids)
        .unwrap();
    (place, folder, store)
}

fn entries(store: &Store) -> Vec<Entry> {
    let mut entries = store.audit(&AuditFilter::default(), 10_000).unwrap();
    entries.reverse();
    entries
}

fn deeds(store: &Store) -> Vec<Deed> {
    let read = |entry: &Entry| Deed::read(&entry.deed, &entry.about).unwrap();
    entries(store).iter().map(read).collect()
}

fn head(store: &Store) -> String {
    let followed = store.follow_audit().unwrap().unwrap();
    let head = followed.heads.last().unwrap().digits();
    assert_eq!(head, store.audit_head().unwrap().digits());
    head
}

fn open(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

#[test]
fn every_change_of_the_plan_is_an_entry_with_its_wards() {
    let (_place, folder, mut store) = a_hub();
    let plan = the_plan();
    let written = deeds(&store);
    assert_eq!(written.len(), entries(&store).len());
    for (id, ward) in &plan.wards {
        let headcount = ward.headcount;
        let put = written
            .iter()
            .find(|deed| matches!(deed, Deed::WardPut { ward, .. } if ward == id));
        assert!(matches!(put, Some(Deed::WardPut { headcount: said, .. }) if *said == headcount));
    }
    let planned = Deed::RoundPlanned { round: "autumn".into() };
    assert!(written.contains(&planned));
    let by = entries(&store);
    assert!(by.iter().all(|entry| entry.who == ADMIN && entry.at == NOW - NOW % 60));
    // What is refused is not written: the plan is another one by now.
    let before = head(&store);
    let empty = trykk_hub::organisation::Organisation::default();
    let refused = store.change(&empty, &changes(&empty, &plan).unwrap(), &folder.box_ids().unwrap());
    assert!(matches!(refused, Err(StoreError::ChangedMeanwhile(_))));
    assert_eq!(head(&store), before);
    // Only what concerns a ward.
    let of = |ward: &str| {
        let filter = AuditFilter {
            wards: Some(vec![ward.to_owned()]),
            ..AuditFilter::default()
        };
        store.audit(&filter, 1000).unwrap()
    };
    assert!(!of("med-1").is_empty() && of("nowhere").is_empty());
    assert!(of("med-1").iter().all(|entry| entry.wards.contains("\"med-1\"")));
    assert!(of("med-1").len() < by.len());
}

#[test]
fn logging_in_is_the_accounts_own_deed_and_holds_no_secret() {
    let (place, _, mut store) = a_hub();
    let invitation = *b"the hash of an invitation 123456";
    store.set_invitation(GUIDE, &invitation, NOW + 60, Some(ADMIN)).unwrap();
    store.accept_invitation(&invitation, b"$argon2id$hashed", NOW).unwrap();
    let proved: LogIn = store.log_in_of(GUIDE).unwrap().unwrap();
    let token = *b"the hash of a session's token 12";
    assert!(
        store
            .begin_proved_session(GUIDE, &proved, &token, NOW + 3600, NOW + 61)
            .unwrap()
    );
    // What was proved is no longer so: nobody comes in, and nothing is written.
    store.set_password(GUIDE, b"another").unwrap();
    let number = store.audit_head().unwrap().number;
    assert!(
        !store
            .begin_proved_session(GUIDE, &proved, &token, NOW + 3600, NOW)
            .unwrap()
    );
    assert_eq!(store.audit_head().unwrap().number, number);
    let account = || GUIDE.to_owned();
    let last: Vec<(String, Deed)> = entries(&store)
        .iter()
        .map(|entry| entry.who.clone())
        .zip(deeds(&store))
        .collect();
    let expected = [
        (ADMIN, Deed::Invited { account: account() }),
        (GUIDE, Deed::PasswordSet { account: account() }),
        (GUIDE, Deed::LoggedIn {}),
        (ADMIN, Deed::PasswordSet { account: account() }),
    ];
    let expected = expected.map(|(who, deed)| (who.to_owned(), deed));
    assert_eq!(last[last.len() - 4..], expected);
    let connection = open(&place.path().join("hub").join("hub.db"));
    let everything: String = connection
        .query_row(
            "SELECT group_concat(who || wards || deed || about) FROM audit",
            [],
            |row| row.get(0),
        )
        .unwrap();
    for secret in ["argon2id", "hash of", "another"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

/// A tablet's own doing is written when it is enrolled, and never again.
#[test]
fn tablets_are_written_down_and_what_they_do_is_not() {
    let (_place, folder, mut store) = a_hub();
    let ticket = trykk_hub::store::NewCode {
        ticket_hash: [7; 32],
        proof_key: [8; 32],
        ward: "med-1".to_owned(),
        expires: NOW + 60,
        tablets: 1,
        made_by: None,
    };
    store.add_code(&ticket).unwrap();
    let new = trykk_hub::store::NewTablet {
        id: "hanne".into(),
        token_hash: [9; 32],
    };
    let ticket = trykk_hub::store::Ticket([7; 32]);
    let hanne = tablets::enrol(&mut store, &folder, &ticket, &new, None, NOW)
        .unwrap()
        .unwrap();
    let number = store.audit_head().unwrap().number;
    store.boxes_for_tablet(&hanne, true, NOW).unwrap();
    store.end_token_before(&[9; 32]).unwrap();
    assert_eq!(store.audit_head().unwrap().number, number);
    tablets::set_state(&mut store, &folder, "hanne", TabletState::Stolen).unwrap();
    // Once more is nothing new.
    tablets::set_state(&mut store, &folder, "hanne", TabletState::Stolen).unwrap();
    let last = deeds(&store);
    let ward = || "med-1".to_owned();
    let expected = [
        Deed::EnrolmentLinkMade { ward: ward() },
        Deed::TabletEnrolled {
            tablet: "hanne".into(),
            ward: ward(),
        },
        Deed::TabletStolen { tablet: "hanne".into() },
    ];
    assert_eq!(last[last.len() - 3..], expected);
}

#[test]
fn the_database_refuses_to_change_an_entry_and_a_rewriting_shows() {
    let (place, _, store) = a_hub();
    let path = place.path().join("hub").join("hub.db");
    let noted = head(&store);
    let connection = open(&path);
    for refused in [
        "UPDATE audit SET who = 'somebody' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT number, at, 'somebody', wards, deed, about, hash FROM audit WHERE number = 2",
        "INSERT INTO audit SELECT number + 100, at, who, wards, deed, about, hash FROM audit WHERE number = 2",
        "DELETE FROM audit_start",
    ] {
        assert!(connection.execute(refused, []).is_err(), "{refused}");
    }
    assert_eq!(head(&store), noted);
    // Whoever can write to the file can take the triggers away.
    connection
        .execute_batch("DROP TRIGGER audit_never_changes; DROP TRIGGER audit_stays")
        .unwrap();
    connection
        .execute("UPDATE audit SET who = 'somebody' WHERE number = 2", [])
        .unwrap();
    assert_eq!(store.follow_audit().unwrap().unwrap_err().number, 2);
    // With every hash made anew it is a whole log again, and another one.
    let start = [0_u8; 32];
    let mut before = start;
    for entry in entries(&store) {
        let hash = entry.hash(&before);
        let sql = "UPDATE audit SET hash = ?2 WHERE number = ?1";
        connection.execute(sql, rusqlite::params![entry.number, hash]).unwrap();
        before = hash;
    }
    let followed = store.follow_audit().unwrap().unwrap();
    assert!(followed.heads.iter().all(|head| head.digits() != noted));
}

#[test]
fn after_two_years_the_oldest_go_and_the_rest_still_proves_itself() {
    let (_place, _, mut store) = a_hub();
    let old = store.audit_head().unwrap();
    store.act_as(Who::Shell, NOW + KEPT_SECONDS / 2);
    store.note_deed(&[], &Deed::BackedUp {}).unwrap();
    let young = store.audit_head().unwrap();
    store.tidy(NOW + KEPT_SECONDS - 3600).unwrap();
    assert_eq!(entries(&store)[0].number, 1, "nothing is old enough");
    store.tidy(NOW + KEPT_SECONDS + 3600).unwrap();
    let followed = store.follow_audit().unwrap().unwrap();
    assert_eq!(
        followed.heads,
        [old, young],
        "what was forgotten last is where it begins"
    );
    // All of it goes, and the next entry follows on.
    store.tidy(NOW + 2 * KEPT_SECONDS).unwrap();
    assert_eq!(store.follow_audit().unwrap().unwrap().heads, [young]);
    store.note_deed(&[], &Deed::BackedUp {}).unwrap();
    assert_eq!(entries(&store)[0].number, young.number + 1);
    assert_eq!(store.follow_audit().unwrap().unwrap().heads.len(), 2);
}

/// A copy knows the log up to its making; the copying itself is written behind it.
#[test]
fn a_copy_has_the_log_as_it_was() {
    let (place, _, mut store) = a_hub();
    let noted = head(&store);
    let copy = place.path().join("copy.db");
    store.back_up(&copy, trykk_hub::store::Copied::Whole, NOW).unwrap();
    assert_eq!(deeds(&store).last(), Some(&Deed::BackedUp {}));
    let copied = Store::open_existing(&copy).unwrap();
    assert_eq!(head(&copied), noted);
    assert_ne!(head(&store), noted);
}

/// Runs the program; gives its exit code and what it said.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_trykk-hub"));
    command.args(arguments).arg("--data").arg(folder);
    let done = command.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap(), String::from_utf8(said).unwrap())
}

/// The digits of a head that the program shows.
fn shown_head(said: &str) -> String {
    said.split("Its head: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn the_command_line_shows_the_log_and_says_what_became_of_a_head() {
    let place = tempfile::tempdir().unwrap();
    let hub = place.path().join("hub");
    let sheet = place.path().join("sheet.txt");
    let (code, said) = run(&hub, &["init", "--recovery-sheet", sheet.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(run(&hub, &["audit", "verify"]).1.contains("The log is empty."));
    let add = |email: &str| run(&hub, &["account", "add", "--role", "admin", "--email", email]);
    assert_eq!(add(ADMIN).0, 0);
    let (code, said) = run(&hub, &["audit", "list"]);
    assert_eq!(code, 0, "{said}");
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("shell  -  it@example.org invited"), "{said}");
    assert!(lines[1].contains("shell  -  account it@example.org: admin"), "{said}");
    assert_eq!(lines.len(), 2);
    assert!(run(&hub, &["audit", "list", "--since", "2199-01-01"]).1.is_empty());
    let (code, said) = run(&hub, &["audit", "list", "--since", "yesterday"]);
    assert!(code == 1 && said.contains("\"yesterday\" is not a time"), "{said}");
    let copied = shown_head(&run(&hub, &["audit", "verify"]).1);
    let copy = place.path().join("copy.db");
    assert_eq!(run(&hub, &["backup", copy.to_str().unwrap()]).0, 0);
    assert_eq!(add("other@example.org").0, 0);
    let lost = shown_head(&run(&hub, &["audit", "verify"]).1);
    let verify = |head: &str| run(&hub, &["audit", "verify", "--head", head]);
    for head in [&copied, &lost] {
        let (code, said) = verify(head);
        assert!(
            code == 0 && said.contains("The head that was noted is that of entry"),
            "{said}"
        );
    }
    let (code, said) = verify("1234 5678");
    assert!(code == 1 && said.contains("takes the 24 digits of a head"), "{said}");
    // Put back: what was before the copy is as it was, what came after it is gone, and the log says so.
    let (code, said) = run(&hub, &["restore", copy.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(verify(&copied).0, 0);
    let (code, said) = verify(&lost);
    assert!(
        code == 1 && said.contains("Entry 3 says that it ended a log which was replaced when a copy was restored"),
        "{said}"
    );
    let (code, said) = verify(&"0".repeat(24));
    assert!(code == 1 && said.contains("no entry has the head"), "{said}");
    let (_, said) = run(&hub, &["audit", "list"]);
    let lost = lost.replace(' ', "");
    assert!(
        said.contains("restored from a copy of 20") && said.contains(&lost),
        "{said}"
    );
    // Somebody who writes to the file.
    let connection = open(&hub.join("hub.db"));
    connection
        .execute_batch("DROP TRIGGER audit_never_changes; UPDATE audit SET at = 0 WHERE number = 2")
        .unwrap();
    let (code, said) = run(&hub, &["audit", "verify"]);
    assert!(
        code == 1 && said.contains("the audit log is broken: entry 2 does not follow"),
        "{said}"
    );
}

/// A backup is written down, and leaves neither a log nor an order behind for it: the database is as after any tidying.
#[test]
fn a_backup_leaves_the_database_tidied() {
    let (place, _, mut store) = a_hub();
    let path = place.path().join("hub").join("hub.db");
    // Somebody else has it open, as the running hub has: the log stays where it is.
    let other = Store::open_existing(&path).unwrap();
    for nth in 0..400 {
        let name = format!("Hospital {nth}");
        store.note_deed(&[], &Deed::OrganisationNamed { name }).unwrap();
    }
    store
        .back_up(&place.path().join("copy.db"), trykk_hub::store::Copied::Whole, NOW)
        .unwrap();
    let log = std::fs::metadata(place.path().join("hub").join("hub.db-wal"));
    assert_eq!(log.map_or(0, |log| log.len()), 0);
    let pages = |path: &Path| {
        let mut bytes = std::fs::read(path).unwrap();
        [18..20, 24..28, 40..44, 92..96]
            .into_iter()
            .for_each(|counter| bytes[counter].fill(0));
        bytes
    };
    for file in [path, place.path().join("copy.db")] {
        let again = place.path().join("again.db");
        std::fs::copy(&file, &again).unwrap();
        Store::open_existing(&again).unwrap().tidy(0).unwrap();
        assert!(pages(&file) == pages(&again), "{}", file.display());
    }
    drop(other);
}
