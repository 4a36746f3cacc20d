//! Databases of other versions: every older one is brought up, a newer one is left alone.

use rusqlite::Connection;
use serde_json::json;
use trykk_hub::store::Store;
use trykk_hub::store::StoreError;

/// Each migration that has landed, with something that a database of that version holds.
const VERSIONS: &[(&str, &str)] = &[
    (
        include_str!("../../migrations/001-first.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO department VALUES ('medicine', 'Medicine');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/002-people.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO account (email, role, places, password, language)
             VALUES ('guide@example.org', '\"guide\"', '{\"wards\":[],\"departments\":[]}', x'01', 'nn');
         INSERT INTO session VALUES (zeroblob(32), 'guide@example.org', 1);",
    ),
    (
        include_str!("../../migrations/003-departments.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/004-wards-of-a-box.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/005-invitations-end.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO account (email, role, places, invitation, invitation_until)
             VALUES ('guide@example.org', '\"guide\"', '{\"wards\":[],\"departments\":[]}', x'01', 7);",
    ),
    (
        include_str!("../../migrations/006-confirming.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO box_guide VALUES (x'01', 'guide@example.org', NULL);",
    ),
    (
        include_str!("../../migrations/007-start-codes.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO code_list VALUES (x'01', 'tablet-1', zeroblob(16), zeroblob(8192), '[]', 0);",
    ),
    (
        include_str!("../../migrations/008-trace-of-readers.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO box_guide VALUES (x'01', 'guide@example.org', 'other@example.org', 1);",
    ),
    (
        include_str!("../../migrations/009-closed-for-good.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/010-woken-spares.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO code_list VALUES (x'01', 'tablet-1', zeroblob(16), zeroblob(8192), '[]', 0, 2, zeroblob(16));",
    ),
    (
        include_str!("../../migrations/011-unreleased.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/012-unread-later.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/013-restored.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO tablet VALUES ('tablet-1', 'med-1', zeroblob(32), 'retired', 7);",
    ),
    (
        include_str!("../../migrations/014-tablets-beside.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/015-closed-and-blocked.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38, 0);",
    ),
    (
        include_str!("../../migrations/016-sessions.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38, 0);
         INSERT INTO session VALUES (zeroblob(32), 'guide@example.org', 1, 'Firefox, Windows', 20000);",
    ),
    (
        include_str!("../../migrations/017-tablet-names.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38, 0);
         INSERT INTO tablet_name VALUES ('tablet-1', 'Break room, north');",
    ),
    (
        include_str!("../../migrations/018-learnt-tablets.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/019-whose-doing.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/020-notes-gone.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/021-drafts.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO draft VALUES ('d', '{}', 'guide@example.org', 7, 1);",
    ),
    (
        include_str!("../../migrations/022-tablet-troubles.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/023-decks.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO deck_draft VALUES ('d', '{}', 'guide@example.org', 7);",
    ),
    (
        include_str!("../../migrations/024-people-at-confirming.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/025-audit.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO audit VALUES (1, 60, 'shell', '[]', 'backed-up', '{}', zeroblob(32));",
    ),
    (
        include_str!("../../migrations/026-tokens.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO token VALUES ('t', x'01', 'guide@example.org', 'portal', '[\"med-1\"]', 7, NULL);",
    ),
    (
        include_str!("../../migrations/027-contacts.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO tablet (id, ward, token_hash, state, contacts) VALUES ('t', 'med-1', zeroblob(32), 'active', '{}');",
    ),
    (
        include_str!("../../migrations/028-signatures.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO signing VALUES ('report', 'r', '[\"med-1\"]', zeroblob(32), 7, 'one');
         INSERT INTO signature VALUES (1, 'report', 'r', zeroblob(32), 'med-1', 'leader', 'signed', '', 'leader@example.org', 8);",
    ),
    (
        include_str!("../../migrations/029-processes.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO process VALUES ('med-1', '[\"med-1\"]', 'one', NULL);
         INSERT INTO process_ward VALUES ('med-1', 'med-1');
         INSERT INTO process_phase VALUES ('med-1', 1, 'anchor', 7, 'guide@example.org', NULL, NULL);",
    ),
    (
        include_str!("../../migrations/030-areas.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO area VALUES (x'01', 'a', 1, '{}', 1);",
    ),
    (
        include_str!("../../migrations/031-reports.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO report VALUES (x'01', 1, zeroblob(32), '{}', 'guide@example.org', 7);",
    ),
    (
        include_str!("../../migrations/032-counted.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO box (id, round, wards, state, opens, closes, floor, counted, count_number)
             VALUES (x'01', 'autumn', '[]', 'counted', 1, 2, 7, zeroblob(4096), zeroblob(32));",
    ),
    (
        include_str!("../../migrations/033-plans.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO measure VALUES ('med-1', 1, '{}', 1);
         INSERT INTO plan_version VALUES ('med-1', 1, zeroblob(32), '[]', 'leader@example.org', 7);",
    ),
    (
        include_str!("../../migrations/034-sortings.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO sorting VALUES (x'01', 'guide@example.org', x'02');
         INSERT INTO bands VALUES (x'01', '{}', 'guide@example.org', 7);",
    ),
    (
        include_str!("../../migrations/035-holders.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO signature VALUES (1, 'report', 'a', zeroblob(32), 'med-1', 'leader', 'on-paper', 'Kari', 'guide@example.org', 7, NULL);
         INSERT INTO holding VALUES ('leader@example.org', 'leader', 'med-1', 7);",
    ),
    (
        include_str!("../../migrations/036-gatherings.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO gathering VALUES ('med-1', 1, 'abc', 'ABCDEFGHJK', '{}', 'prepared', 0, 0, NULL, NULL, 1);",
    ),
    (
        include_str!("../../migrations/037-signed-plans.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO plan_version VALUES ('med-1', 1, zeroblob(32), '[]', 'leader@example.org', 7, 8);
         INSERT INTO measure_status VALUES ('med-1', 1, 1, 'done', '', 'vo@example.org', 9, 'Pausevakt');
         INSERT INTO help_answer VALUES ('med-1', 1, 1, 'En vikar', 'Nei', 'senior@example.org', 9, 0);",
    ),
    (
        include_str!("../../migrations/038-reach.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO account (email, role, places) VALUES ('leader@example.org', '\"leader\"', '{\"wards\":[\"med-1\"],\"departments\":[]}');",
    ),
    (
        include_str!("../../migrations/039-conditions.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/040-open-pages.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO open_page VALUES ('med-1', 'aaaaaaaaaaaaaaaaaaaaaaaaaa', 'https://trykk.example.org', zeroblob(16));",
    ),
    (
        include_str!("../../migrations/041-reminders.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO reminder VALUES ('leader@example.org', 'overdue/med-1/1/7', 'overdue', 'med-1', 'leader', 'a', 'sent', 7, 1, NULL);
         INSERT INTO unreminded VALUES ('vo@example.org');
         INSERT INTO calendar_feed VALUES ('leader@example.org', zeroblob(32), 7);
         INSERT INTO webhook_delivery VALUES ('med-1', 1, 'a', '{}', 'waiting', 7, 0, 7);",
    ),
    (
        include_str!("../../migrations/042-next-steps.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO measure_status VALUES ('med-1', 1, 1, 'done', 'Alle spiser', 'vo@example.org', 9, 'Pausevakt', 'close');",
    ),
    (
        include_str!("../../migrations/043-idea-box.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO idea_box VALUES ('med-1', 1, 'busyness', 'Egen pausevakt', 'Alle har spist', '[\"leader\"]', 1);",
    ),
    (
        include_str!("../../migrations/044-staff-pins.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO staff_pin VALUES ('med-1', 'a');",
    ),
    (
        include_str!("../../migrations/045-large-last.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO box (id, round, wards, state, opens, closes, floor, tally)
             VALUES (zeroblob(16), 'r', '[\"med-1\"]', 'counted', 1, 2, 7, '{}');",
    ),
    (
        include_str!("../../migrations/046-pulses.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO pulse VALUES (zeroblob(16), '{\"results\":[]}');",
    ),
    (
        include_str!("../../migrations/047-links-for-several.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO enrolment_code VALUES (zeroblob(32), zeroblob(32), 'med-1', 1, 0, NULL, 5, 3);",
    ),
    (
        include_str!("../../migrations/048-figures.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO box (id, round, wards, state, opens, closes, floor)
             VALUES (zeroblob(16), 'r', '[\"med-1\"]', 'counted', 1, 2, 7);
         INSERT INTO box_figures (box, tally) VALUES (zeroblob(16), '{}');",
    ),
    (
        include_str!("../../migrations/049-over-by-kind.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO tablet_box (box, tablet, held_1, over_1) VALUES (zeroblob(16), 'tablet-1', 11, 11);",
    ),
    (
        include_str!("../../migrations/050-boxes-at-a-glance.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/051-packed-figures.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO figures VALUES (zeroblob(16), 'tally', x'00');",
    ),
    (
        include_str!("../../migrations/052-figures-moved.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);
         INSERT INTO figures VALUES (zeroblob(16), 'release', x'00');",
    ),
    (
        include_str!("../../migrations/053-rounds-at-a-glance.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/054-figures-at-a-glance.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/055-rounds-beside-decks.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/056-due-by-time.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
    (
        include_str!("../../migrations/057-counts-by-age.sql"),
        "INSERT INTO setting VALUES ('organisation', 'Demo hospital');
         INSERT INTO ward (id, name, department, headcount) VALUES ('med-1', 'Medical ward 1', 'medicine', 38);",
    ),
];

fn version(connection: &Connection) -> i32 {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

fn schema(connection: &Connection) -> Vec<String> {
    let mut select = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap();
    select
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_database_of_every_older_version_is_brought_up_with_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.db");
    drop(Store::open(&new).unwrap());
    let newest = Connection::open(&new).unwrap();
    assert_eq!(version(&newest), i32::try_from(VERSIONS.len()).unwrap());
    for nth in 1..=VERSIONS.len() {
        let path = folder.path().join(format!("{nth}.db"));
        let old = Connection::open(&path).unwrap();
        VERSIONS[..nth]
            .iter()
            .for_each(|(migration, _)| old.execute_batch(migration).unwrap());
        old.execute_batch(VERSIONS[nth - 1].1).unwrap();
        old.pragma_update(None, "user_version", i32::try_from(nth).unwrap())
            .unwrap();
        drop(old);
        let store = Store::open_existing(&path).unwrap();
        let organisation = store.organisation().unwrap();
        assert_eq!(organisation.name, "Demo hospital");
        assert_eq!(organisation.wards["med-1"].headcount, 38);
        drop(store);
        let upgraded = Connection::open(&path).unwrap();
        assert_eq!(
            (version(&upgraded), schema(&upgraded)),
            (version(&newest), schema(&newest))
        );
    }
}

/// Boxes that were counted before readers were settled stay open to the guides of their wards, and to no others.
#[test]
fn boxes_that_are_counted_are_read_by_the_guides_of_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..5] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        r#"INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38), ('surg-1', 'Surgical ward 1', 'surgery', 40);
         INSERT INTO account (email, role, places) VALUES
             ('ward@example.org', '"guide"', '{"wards":["med-1"],"departments":[]}'),
             ('department@example.org', '"guide"', '{"wards":[],"departments":["medicine"]}'),
             ('elsewhere@example.org', '"guide"', '{"wards":["surg-1"],"departments":[]}'),
             ('leader@example.org', '"leader"', '{"wards":["med-1"],"departments":[]}');
         INSERT INTO box (id, round, wards, state, opens, closes, floor) VALUES
             (x'01', 'autumn', '[]', 'counted', 1, 2, 7), (x'02', 'autumn', '[]', 'open', 1, 2, 7);
         INSERT INTO box_ward VALUES ('med-1', x'01'), ('med-1', x'02'), ('med-1', x'03');
         INSERT INTO note VALUES (x'01', 'moved@example.org', x'05', x'06');
         PRAGMA user_version = 5"#,
    )
    .unwrap();
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let new = Connection::open(&path).unwrap();
    let mut select = new
        .prepare("SELECT hex(box) || ' ' || email FROM box_guide ORDER BY box, email")
        .unwrap();
    let found = select.query_map([], |row| row.get(0)).unwrap();
    let found: Vec<String> = found.collect::<Result<_, _>>().unwrap();
    assert_eq!(
        found,
        [
            "01 department@example.org",
            "01 moved@example.org",
            "01 ward@example.org"
        ]
    );
}

/// Boxes that were opened before departments were frozen belong to those that their wards are in at the upgrade, and so do the others of
/// their rounds.
#[test]
fn boxes_of_rounds_that_are_open_get_the_departments_of_the_day_and_others_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..2] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        "INSERT INTO ward VALUES ('med-1', 'Medical ward 1', 'medicine', 38), ('surg-1', 'Surgical ward 1', 'surgery', 40);
         INSERT INTO box (id, round, wards, state, opens, closes, floor) VALUES
             (x'01', 'autumn', '[]', 'open', 1, 2, 7), (x'02', 'autumn', '[]', 'planned', 1, 2, 7),
             (x'03', 'spring', '[]', 'planned', 3, 4, 7);
         INSERT INTO box_ward VALUES ('med-1', x'01'), ('surg-1', x'01'), ('med-1', x'02');
         PRAGMA user_version = 2",
    )
    .unwrap();
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let new = Connection::open(&path).unwrap();
    let mut select = new.prepare("SELECT departments FROM box ORDER BY id").unwrap();
    let found = select.query_map([], |row| row.get(0)).unwrap();
    let found: Vec<Option<String>> = found.collect::<Result<_, _>>().unwrap();
    assert_eq!(found[2], None);
    assert_eq!(found[1].as_deref(), Some("[\"medicine\"]"));
    let mut departments: Vec<String> = serde_json::from_str(found[0].as_ref().unwrap()).unwrap();
    departments.sort();
    assert_eq!(departments, ["medicine", "surgery"]);
}

/// Of a plan that had come to be signed it is written down at the upgrade, once; a version that was given up, or taken back since, is not
/// signed by that. What was answered, and the words that a status was given to, are there.
#[test]
fn plans_that_were_signed_before_are_written_down_as_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..35] {
        old.execute_batch(migration).unwrap();
    }
    let sign = |number: u8, thing: &str, version: u8, role: &str, answer: &str| {
        format!(
            "INSERT INTO signature VALUES ({number}, 'plan', '{thing}', x'{}', '{thing}', '{role}', '{answer}', '',
                 '{role}@example.org', {number}, NULL);",
            format!("{version:02x}").repeat(32)
        )
    };
    let version = |thing: &str, number: u8, version: u8| {
        let version = format!("{version:02x}").repeat(32);
        format!("INSERT INTO plan_version VALUES ('{thing}', {number}, x'{version}', '[]', 'leader@example.org', 1);")
    };
    let asked = |thing: &str, version: u8| {
        let version = format!("{version:02x}").repeat(32);
        format!("INSERT INTO signing VALUES ('plan', '{thing}', '[\"{thing}\"]', x'{version}', 1, 'one');")
    };
    let all = |first: u8, thing: &str, of: u8| {
        let roles = ["leader", "safety-rep", "union-rep"];
        let lines = (first..)
            .zip(roles)
            .map(|(number, role)| sign(number, thing, of, role, "signed"));
        lines.collect::<String>()
    };
    let written = [
        r#"INSERT INTO ward (id, name, department, headcount) VALUES ('a', 'A', 'd', 20), ('b', 'B', 'd', 20);
           INSERT INTO account (email, role, places) VALUES
               ('leader@example.org', '"leader"', '{"wards":["a", "b"],"departments":[]}'),
               ('safety-rep@example.org', '"safety-rep"', '{"wards":["a", "b"],"departments":[]}'),
               ('union-rep@example.org', '"union-rep"', '{"wards":["a", "b"],"departments":[]}');
           INSERT INTO measure VALUES ('a', 1, '{"what": "Pausevakt"}', 3), ('a', 2, '{', 1);
           INSERT INTO measure_status VALUES ('a', 1, 1, 'done', '', 'x', 9), ('a', 2, 1, 'done', '', 'x', 9);
           INSERT INTO help_answer VALUES ('a', 1, 'En vikar', 'Nei', 'senior@example.org', 9, 0, 4);
           PRAGMA user_version = 35;"#
            .to_owned(),
        // Signed, then another one that only the leader has signed.
        asked("a", 2)
            + &version("a", 1, 1)
            + &all(1, "a", 1)
            + &version("a", 2, 2)
            + &sign(4, "a", 2, "leader", "signed"),
        // Signed, taken back with another version, and written again in the first words.
        asked("b", 1)
            + &version("b", 1, 1)
            + &all(10, "b", 1)
            + &version("b", 2, 2)
            + &sign(13, "b", 2, "union-rep", "refused"),
        version("b", 3, 1),
    ];
    old.execute_batch(&written.concat()).unwrap();
    drop(old);
    for _ in 0..2 {
        drop(Store::open_existing(&path).unwrap());
        let new = Connection::open(&path).unwrap();
        let signed = |thing: &str| -> Vec<Option<i64>> {
            let mut select = new
                .prepare("SELECT signed FROM plan_version WHERE process = ?1 ORDER BY number")
                .unwrap();
            let found = select.query_map([thing], |row| row.get(0)).unwrap();
            found.collect::<Result<_, _>>().unwrap()
        };
        assert_eq!(signed("a"), [Some(3), None]);
        assert_eq!(signed("b"), [Some(12), None, None]);
    }
    let new = Connection::open(&path).unwrap();
    let told = |sql: &str| -> String { new.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(
        told("SELECT group_concat(what, '|') FROM measure_status ORDER BY measure"),
        "Pausevakt|"
    );
    assert_eq!(told("SELECT number || words FROM help_answer"), "4Nei");
}

/// What was there before is found by its place, and follows what becomes of it afterwards.
#[test]
fn accounts_and_boxes_of_before_are_found_by_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..35] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        r#"INSERT INTO account (email, role, places) VALUES
             ('both@example.org', '"guide"', '{"wards":["med-1","med-2"],"departments":["surgery"]}'),
             ('none@example.org', '"admin"', '{"wards":[],"departments":[]}');
         INSERT INTO box (id, round, wards, state, opens, closes, floor, departments) VALUES
             (x'01', 'autumn', '[]', 'open', 1, 2, 7, '["medicine","medicine","surgery"]'),
             (x'02', 'spring', '[]', 'planned', 3, 4, 7, NULL);
         PRAGMA user_version = 35"#,
    )
    .unwrap();
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let new = Connection::open(&path).unwrap();
    let list = |sql: &str| -> Vec<String> {
        let mut select = new.prepare(sql).unwrap();
        let found = select.query_map([], |row| row.get(0)).unwrap();
        found.collect::<Result<_, _>>().unwrap()
    };
    let places = || list("SELECT email || ' ' || is_department || ' ' || place FROM account_place ORDER BY 1");
    let departments = || list("SELECT hex(box) || ' ' || department FROM box_department ORDER BY 1");
    let both = [
        "both@example.org 0 med-1",
        "both@example.org 0 med-2",
        "both@example.org 1 surgery",
    ];
    assert_eq!(places(), both);
    assert_eq!(departments(), ["01 medicine", "01 surgery"]);
    new.execute_batch(
        r#"UPDATE account SET places = '{"wards":["med-3"],"departments":[]}' WHERE email = 'both@example.org';
         UPDATE account SET language = 'nn';
         UPDATE box SET departments = '["surgery"]' WHERE id = x'01';
         UPDATE box SET departments = '["medicine"]', state = 'open' WHERE id = x'02'"#,
    )
    .unwrap();
    assert_eq!(places(), ["both@example.org 0 med-3"]);
    assert_eq!(departments(), ["01 surgery", "02 medicine"]);
    new.execute_batch("DELETE FROM account; DELETE FROM box WHERE id = x'01'")
        .unwrap();
    assert_eq!(places(), Vec::<String>::new());
    assert_eq!(departments(), ["02 medicine"]);
}

#[test]
fn an_empty_file_becomes_a_database_and_opening_it_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    drop(Connection::open(&path).unwrap());
    drop(Store::open(&path).unwrap());
    let once = schema(&Connection::open(&path).unwrap());
    drop(Store::open(&path).unwrap());
    assert_eq!(schema(&Connection::open(&path).unwrap()), once);
    assert!(once.iter().any(|table| table.contains("envelope")));
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch("CREATE TABLE later (what TEXT); PRAGMA user_version = 99")
        .unwrap();
    let before = schema(&newer);
    drop(newer);
    for opened in [Store::open(&path), Store::open_existing(&path)] {
        let error = opened.unwrap_err();
        assert!(matches!(error, StoreError::Newer(99)), "{error}");
        assert!(error.to_string().contains("newer version"));
    }
    let after = Connection::open(&path).unwrap();
    assert_eq!((version(&after), schema(&after)), (99, before));
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    assert!(Store::open_existing(&path).is_err());
    assert!(!path.exists());
}

/// Nothing that came from an answer has a rowid, which would tell the order in which it came.
#[test]
fn no_table_has_a_rowid() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    drop(Store::open(&path).unwrap());
    let mut schema = schema(&Connection::open(&path).unwrap());
    // An index keeps what its table has for a key.
    schema.retain(|made| made.starts_with("CREATE TABLE"));
    assert!(schema.len() > 10);
    for table in schema {
        assert!(table.contains("STRICT, WITHOUT ROWID"), "{table}");
        assert!(!table.to_uppercase().contains("AUTOINCREMENT"), "{table}");
    }
}

/// Whatever stands behind a large text in a row is found by reading all of it: a list of boxes would read every figure ever counted.
#[test]
fn what_is_large_stands_last_in_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    drop(Store::open(&path).unwrap());
    let database = Connection::open(&path).unwrap();
    for (table, large) in [
        ("box", &["counted"][..]),
        ("figures", &["packed"]),
        ("round", &["deck"]),
    ] {
        let mut select = database.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
        let columns: Vec<String> = select
            .query_map([table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(
            columns.ends_with(&large.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
            "{columns:?}"
        );
    }
}

/// Every column of every box and round is what it was once its row is written anew, and the departments of boxes are still followed.
#[test]
fn rows_that_are_written_anew_hold_what_they_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..41] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        "INSERT INTO box (id, round, wards, state, opens, closes, floor, public_key, recovery_share, tally, release, notes_until, departments,
             refused_sheets, closed_for_good, unread_at, restored, most_people, unread_owed, notes_written, notes_deleted, confirmed_people,
             counted, count_number)
         VALUES (x'01', 'spring', '[\"med-1\"]', 'released', 11, 12, 7, x'02', x'03', 'tally', 'release', 13, '[\"medicine\"]',
             14, 1, 15, 1, 16, 1, 17, 18, 19, x'04', x'05');
         INSERT INTO round (id, plan, deck, mode, participant_marks, participant_notes, table_marks)
         VALUES ('spring', '{\"codes\":true}', '{\"id\":\"deck\"}', 'table', 21, 22, 23);",
    )
    .unwrap();
    old.pragma_update(None, "user_version", 41).unwrap();
    let columns = |connection: &Connection, table: &str| -> Vec<String> {
        let mut select = connection
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY name")
            .unwrap();
        select
            .query_map([table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let read = |connection: &Connection, table: &'static str| -> Vec<(String, String)> {
        let read = |column: String| {
            let sql = format!("SELECT quote({column}) FROM {table}");
            let value = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            (column, value)
        };
        columns(connection, table).into_iter().map(read).collect()
    };
    // Figures stand in a table of their own by now, packed.
    let figures = |connection: &Connection| -> Vec<(String, String)> {
        let Ok(mut select) = connection.prepare("SELECT kind, packed FROM figures WHERE box = x'01'") else {
            return Vec::new();
        };
        let unpack = |packed: Vec<u8>| {
            let text = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap();
            format!("'{}'", String::from_utf8(text).unwrap())
        };
        let found = select
            .query_map([], |row| Ok((row.get(0)?, unpack(row.get(1)?))))
            .unwrap();
        found.map(Result::unwrap).collect()
    };
    let held = |connection: &Connection| {
        let mut of_box = read(connection, "box");
        of_box.extend(figures(connection));
        of_box.sort();
        [of_box, read(connection, "round")]
    };
    let before = held(&old);
    assert!(
        before[0]
            .iter()
            .all(|(column, value)| value != "NULL" && value != "0" || panic!("{column}"))
    );
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let upgraded = Connection::open(&path).unwrap();
    assert_eq!(held(&upgraded), before);
    let above = |connection: &Connection| -> Vec<String> {
        let mut select = connection
            .prepare("SELECT department FROM box_department ORDER BY department")
            .unwrap();
        select
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    assert_eq!(above(&upgraded), ["medicine"]);
    upgraded
        .execute("UPDATE box SET departments = '[\"surgery\"]'", [])
        .unwrap();
    assert_eq!(above(&upgraded), ["surgery"]);
    upgraded.execute("DELETE FROM box", []).unwrap();
    assert!(above(&upgraded).is_empty());
}

/// A migration that some database has run is never edited: what that database lacks then would be missed for ever. Whoever adds one
/// writes its digest here, once it has landed.
#[test]
fn migrations_that_have_landed_are_as_they_were() {
    let digest = |text: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        data_encoding::HEXLOWER.encode(&digest.as_ref()[..4])
    };
    let found: Vec<String> = VERSIONS.iter().map(|(migration, _)| digest(migration)).collect();
    assert_eq!(found, LANDED);
}

/// The first eight digits of each migration's SHA-256.
const LANDED: [&str; 57] = [
    "7abd8fcc", "581102c7", "cce3c44e", "5743ab82", "9ecd5321", "b3a35bc1", "b4780b95", "5a2e6913", "8f9e4894",
    "5ba5c141", "67f1479e", "b0f10de1", "b073eb5e", "308f90a4", "04862b43", "2f15573a", "cc9a9b0c", "6a83ba55",
    "eabe8c45", "91b697c4", "16622e5f", "781c0f56", "ae8132d8", "07caeedb", "903ba630", "5fc48ab6", "42d63a98",
    "0c8ad19d", "f681a9d3", "cba01e0f", "7b47b8db", "12ba795f", "e9955ebc", "b9aee14f", "6d05ad10", "b9ddb1bb",
    "3dc5735f", "21c85848", "9acee773", "45024183", "80868dec", "7800af36", "12d7e7e6", "6dd9c029", "410b2ea9",
    "bbaf29f3", "0ae3ce13", "d70feaa4", "18240a96", "f3cbeec5", "50f58d07", "28a39ff9", "4784ad28", "8e1b7a77",
    "ec4f355a", "f23333ce", "c62a73e6",
];

/// What came over a tablet's codes was counted in sheets: it is as many envelopes, and no more than came.
#[test]
fn what_came_over_a_tablets_codes_is_kept_in_envelopes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..48] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        "INSERT INTO round (id, plan, deck, mode, participant_marks, participant_notes, table_marks)
             VALUES ('spring', '{}', '{}', 'drop-in', 4, 1, 0);
         INSERT INTO box (id, round, wards, state, opens, closes, floor) VALUES (x'01', 'spring', '[\"med-1\"]', 'open', 11, 12, 7);
         INSERT INTO tablet_box (box, tablet, held_1, held_2, over) VALUES (x'01', 'tablet-1', 11, 7, 3);
         INSERT INTO tablet_box (box, tablet, held_1, over) VALUES (x'02', 'of a box that is gone', 11, 3);",
    )
    .unwrap();
    old.pragma_update(None, "user_version", 48).unwrap();
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let sql = "SELECT over_1, over_2, over_3 FROM tablet_box ORDER BY box";
    let upgraded = Connection::open(&path).unwrap();
    let mut select = upgraded.prepare(sql).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Vec<(u32, u32, u32)> = rows.unwrap().map(Result::unwrap).collect();
    assert_eq!(rows, [(11, 3, 0), (0, 0, 0)]);
}

/// What lists say of a round is what the round says: after the upgrade, and whatever becomes of it.
#[test]
fn a_round_at_a_glance_says_what_the_round_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let old = Connection::open(&path).unwrap();
    for (migration, _) in &VERSIONS[..54] {
        old.execute_batch(migration).unwrap();
    }
    let round = |id: &str, codes: bool, pulse_of: &str, deck: &str| {
        let plan =
            json!({"opens": 11, "closes": 12, "codes": codes, "pulse_of": (!pulse_of.is_empty()).then_some(pulse_of)});
        let deck = json!({"id": deck, "version": 2, "title": {"nb": "Slik er det"}, "items": "x".repeat(9_000)});
        format!(
            "INSERT INTO round (id, plan, deck, mode, participant_marks, participant_notes, table_marks)
                 VALUES ('{id}', '{plan}', '{deck}', 'drop-in', 4, 1, 0);"
        )
    };
    old.execute_batch(&round("before", true, "", "station")).unwrap();
    old.pragma_update(None, "user_version", 54).unwrap();
    drop(old);
    drop(Store::open_existing(&path).unwrap());
    let database = Connection::open(&path).unwrap();
    let glance = |sql: &str| -> Vec<String> {
        let mut select = database.prepare(sql).unwrap();
        let rows = select.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let says = |step: &str| {
        let beside = glance(
            "SELECT json_array(id, mode, participant_marks, participant_notes, table_marks, codes, pulse_of, opens, closes, deck, version, title)
             FROM round_glance ORDER BY id",
        );
        let itself = glance(
            "SELECT json_array(id, mode, participant_marks, participant_notes, table_marks, coalesce(plan ->> '$.codes', 0),
                 plan ->> '$.pulse_of', plan ->> '$.opens', plan ->> '$.closes', deck ->> '$.id', deck ->> '$.version', deck ->> '$.title')
             FROM round ORDER BY id",
        );
        assert_eq!(beside, itself, "{step}");
        beside.len()
    };
    assert_eq!(says("after the upgrade"), 1);
    let written = glance(
        "SELECT json_array(id, mode, participant_marks, participant_notes, table_marks, codes, pulse_of, opens, closes, deck, version, title)
         FROM round_glance",
    );
    let title = r#""{\"nb\":\"Slik er det\"}""#;
    assert_eq!(
        written,
        [format!(
            r#"["before","drop-in",4,1,0,1,null,11,12,"station",2,{title}]"#
        )]
    );
    database
        .execute_batch(&round("pulse", false, "before", "pulse"))
        .unwrap();
    assert_eq!(says("another one"), 2);
    let changed = "UPDATE round SET plan = json_set(plan, '$.opens', 21), deck = json_set(deck, '$.version', 3), mode = 'table', table_marks = 9
                   WHERE id = 'before'";
    database.execute_batch(changed).unwrap();
    assert_eq!(says("changed"), 2);
    database
        .execute_batch("UPDATE round SET id = 'renamed' WHERE id = 'before'")
        .unwrap();
    assert_eq!(says("renamed"), 2);
    database.execute_batch("DELETE FROM round WHERE id = 'pulse'").unwrap();
    assert_eq!(says("taken away"), 1);
}
