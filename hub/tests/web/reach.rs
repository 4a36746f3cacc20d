//! What a page costs follows the wards of its reader, and not those of the hub: counted in steps of SQLite's machine, by no watch.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, params};
use serde_json::json;
use trykk_hub::board::OpenPage;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::gathering::Prepared;
use trykk_hub::organisation::Organisation;
use trykk_hub::plan::measures::Measure;
use trykk_hub::plan::proposals::Bundle;
use trykk_hub::process::goals::Goals;
use trykk_hub::process::meetings::{MeetingKind, Minutes, Part};
use trykk_hub::process::method::Method;
use trykk_hub::rounds::{Depth, NOTES_SECONDS, Upkeep};
use trykk_hub::signing::Needs;
use trykk_hub::store::{BoxForTablet, BoxRow, KeptReport, Store, StoreError};
use trykk_shared::protocol::{BoxHealth, BoxState, Health};

use crate::house::{House, NOW, planned, the_plan};

/// How many wards a department has, and a guide.
const TOGETHER: usize = 10;
const FEW: usize = 20;
const MANY: usize = 160;
/// How many times as much a page may cost with 21 rounds that are over beside three that are not, as with one.
const LITTLE_MORE: u64 = 5;
/// The same of pages that lead to every round there was.
const A_LINE_A_ROUND: u64 = 6;
/// Where those are.
const ALL_ROUNDS: [&str; 2] = [" /figures", " /roll-ups/"];

/// A hospital with so many wards, all in three rounds: one is published, one waits for its count, one is open. And in so many that were
/// published before.
fn plan(wards: usize, past: usize) -> Organisation {
    let mut plan = the_plan();
    let (ward, round) = (plan.wards["med-1"].clone(), plan.rounds["2026-spring"].clone());
    let account = |email: &str| plan.accounts[email].clone();
    let (leader, vo, guide) = (
        account("leader@example.org"),
        account("vo@example.org"),
        account("guide@example.org"),
    );
    let senior = account("senior@example.org");
    plan.wards.clear();
    plan.accounts.clear();
    plan.departments.clear();
    plan.rounds.clear();
    let mut ids = Vec::new();
    for nth in 0..wards {
        let (id, department) = (format!("w{nth:03}"), format!("d{:02}", nth / TOGETHER));
        let mut ward = ward.clone();
        (ward.name, ward.department) = (format!("Sengepost {nth}"), department.clone());
        plan.wards.insert(id.clone(), ward);
        plan.departments
            .insert(department.clone(), format!("Avdeling {department}"));
        for (role, known) in [("leader", &leader), ("vo", &vo)] {
            let mut account = known.clone();
            account.places.wards = vec![id.clone()];
            account.places.departments.clear();
            plan.accounts.insert(format!("{role}-{id}@example.org"), account);
        }
        for (role, known) in [("guide", &guide), ("senior", &senior)] {
            let mut account = known.clone();
            account.places.wards.clear();
            account.places.departments = vec![department.clone()];
            plan.accounts
                .insert(format!("{role}-{department}@example.org"), account);
        }
        ids.push(id);
    }
    let past = (1..).take(past).map(|nth| (format!("past-{nth}"), -60 * nth));
    let rounds = [("2026-spring", 0), ("2026-summer", 30), ("2026-autumn", 60)];
    for (name, days) in rounds
        .map(|(name, days)| (name.to_owned(), days))
        .into_iter()
        .chain(past)
    {
        let mut round = round.clone();
        round.boxes = ids.iter().map(|id| (vec![id.clone()], false)).collect();
        round.plan.opens += days * 86_400;
        round.plan.closes += days * 86_400;
        plan.rounds.insert(name, round);
    }
    plan
}

/// The hub with it, and where its pages count what they read.
fn hub(wards: usize, past: usize) -> (House, Arc<AtomicU64>) {
    let mut house = planned(&plan(wards, past));
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    house.released = house.publish("2026-spring", "w000", sheets, |question| {
        let first = *question.counts.keys().next().unwrap();
        question.counts.insert(first, 11);
    });
    // The others as that one: what they hold is not what this is about.
    let raw = Connection::open(house.data.database()).unwrap();
    raw.execute(
        "UPDATE box SET (state, public_key, closed_for_good) =
             (SELECT state, public_key, 1 FROM box WHERE id = ?1), departments =
             (SELECT json_group_array(department) FROM ward JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id)
         WHERE (round = '2026-spring' OR round LIKE 'past-%') AND id <> ?1",
        [house.released.id.0],
    )
    .unwrap();
    let sql = "UPDATE box SET notes_until = closes + 7 * 86400 + ?1 WHERE state = 'released'";
    raw.execute(sql, [NOTES_SECONDS]).unwrap();
    raw.execute(
        "INSERT INTO figures SELECT box.id, kind, packed FROM box CROSS JOIN figures
         WHERE figures.box = ?1 AND (round = '2026-spring' OR round LIKE 'past-%') AND box.id <> ?1",
        [house.released.id.0],
    )
    .unwrap();
    raw.execute(
        "UPDATE box SET state = 'open', public_key = (SELECT public_key FROM box WHERE id = ?1), opens = ?2,
             closes = ?2 + iif(round = '2026-summer', 3600, 9000000) WHERE round IN ('2026-summer', '2026-autumn')",
        params![house.released.id.0, NOW - 86_400],
    )
    .unwrap();
    for nth in 0..wards {
        let (tablet, ward) = (format!("tablet-{nth}"), format!("w{nth:03}"));
        raw.execute(
            "INSERT INTO tablet (id, ward, token_hash, state, last_seen) VALUES (?1, ?2, ?3, 'active', ?4)",
            params![tablet, ward, [u8::try_from(nth).unwrap(); 32], NOW - 60],
        )
        .unwrap();
        raw.execute(
            "INSERT INTO tablet_box (box, tablet, held_1) SELECT box, ?1, 80 FROM box_ward WHERE ward = ?2",
            params![tablet, ward],
        )
        .unwrap();
    }
    for nth in 0..wards {
        write_plan(&mut house.store, &format!("w{nth:03}"));
    }
    let page = OpenPage {
        process: "w000".to_owned(),
        token: "abcdefghijklmnopqrstuvwxya".parse().unwrap(),
        pages: "https://trykk.example.org".to_owned(),
        results: Some(house.released.id),
    };
    house.store.change_open_page("w000", None, Some(&page)).unwrap();
    let prepared = Prepared {
        day: NOW / 86_400,
        areas: vec!["Pauser".to_owned()],
        tables: 4,
    };
    let drawn = ("0".repeat(32), "AAAAAAAAAA".parse().unwrap());
    house
        .store
        .prepare_gathering("w000", None, 0, &prepared, drawn)
        .unwrap();
    raw.execute(
        "INSERT OR IGNORE INTO box_guide (box, email) SELECT id, 'guide-d00@example.org' FROM box WHERE id = ?1 OR round LIKE 'past-%'",
        [house.released.id.0],
    )
    .unwrap();
    let steps = house.count_steps();
    (house, steps)
}

fn a_measure() -> Measure {
    serde_json::from_value(json!({
        "proposal": null, "aim": "improve", "area": "Pauser", "what": "En fast person tar telefonen.", "responsible": "Ansvarshavende",
        "deadline": NOW / 86_400 + 30, "indicator": "Alle har spist før klokka 13", "evaluation": NOW / 86_400 + 90, "risks": [], "help": null,
    }))
    .unwrap()
}

/// A process, with goals, minutes and a plan that is put forward.
fn write_plan(store: &mut Store, ward: &str) {
    let method = Method::four();
    let today = NOW / 86_400;
    let goals = Goals {
        goals: vec!["Alle får pause".to_owned()],
        how: "Vi spør.".to_owned(),
        look: today + 100,
    };
    let minutes = Minutes {
        kind: MeetingKind::Introductory,
        day: today,
        parts: vec![Part::Leader],
        decided: "To timer.".to_owned(),
        next: Some(today + 20),
        none_needed: None,
    };
    store
        .start_process(&[ward.to_owned()], Needs::One, &method, NOW)
        .unwrap();
    store.save_goals(ward, 0, &goals, &method, NOW).unwrap();
    store.save_meeting(ward, None, 0, &minutes, true).unwrap();
    store.save_measure(ward, None, 0, &a_measure(), NOW).unwrap();
    assert!(store.ask_plan(ward, NOW).unwrap());
}

/// Who reads what.
fn visits(house: &House) -> Vec<(&'static str, String)> {
    let open = house.ballot_box("2026-autumn", "w000").id;
    let waits = house.ballot_box("2026-summer", "w000").id;
    let released = house.released.id;
    let leader = "leader-w000@example.org";
    let guide = "guide-d00@example.org";
    vec![
        (leader, "/".to_owned()),
        (leader, format!("/results/{released}")),
        (leader, format!("/results/{released}/before")),
        (leader, "/fingerprints".to_owned()),
        (leader, "/account".to_owned()),
        ("vo-w000@example.org", "/".to_owned()),
        ("vo-w000@example.org", format!("/results/{released}")),
        (guide, "/wards".to_owned()),
        (guide, "/wards/w000".to_owned()),
        (guide, "/rounds".to_owned()),
        (guide, format!("/rounds/{open}")),
        (guide, format!("/rounds/{waits}")),
        (guide, format!("/rounds/{released}")),
        (guide, format!("/rounds/{released}/figures")),
        (guide, format!("/rounds/{released}/preview")),
        (guide, format!("/rounds/{released}/follow-up")),
        (guide, format!("/rounds/{released}/notes")),
        (guide, format!("/rounds/{open}/poster")),
        (guide, format!("/rounds/{released}/figures/before")),
        (guide, "/figures".to_owned()),
        (guide, "/figures/items/recognition".to_owned()),
        (leader, "/open/abcdefghijklmnopqrstuvwxya".to_owned()),
        (guide, "/tablets".to_owned()),
        (guide, "/tablets/tablet-0".to_owned()),
        (guide, "/passed-on".to_owned()),
        (leader, "/process/w000".to_owned()),
        (leader, "/process/w000/plan".to_owned()),
        (leader, "/process/w000/plan/measures/1".to_owned()),
        (leader, "/process/w000/plan/proposals/new".to_owned()),
        (leader, "/process/w000/meetings/1".to_owned()),
        (leader, "/process/w000/open-page".to_owned()),
        (guide, format!("/rounds/{released}/report")),
        (guide, format!("/rounds/{released}/areas")),
        (guide, format!("/rounds/{released}/sorting")),
        (guide, "/process/w000/reminders".to_owned()),
        (guide, "/process/w000/gatherings/new/prepare".to_owned()),
        (guide, "/process/w000/gatherings/1".to_owned()),
        (leader, "/gathering/AAAAAAAAAA".to_owned()),
        (leader, "/gathering/AAAAAAAAAA/screen".to_owned()),
        ("senior-d00@example.org", "/".to_owned()),
        ("senior-d00@example.org", "/roll-ups/2026-spring/d00".to_owned()),
    ]
}

/// What each page costs, once what is prepared is prepared.
async fn costs(wards: usize, past: usize) -> Vec<(String, u64, String)> {
    let (mut house, steps) = hub(wards, past);
    let (mut costs, mut refused) = (Vec::new(), Vec::<String>::new());
    for (who, path) in visits(&house) {
        house.enter(who);
        house.get(&path).await;
        let before = steps.load(Ordering::Relaxed);
        let page = house.get(&path).await;
        let cost = steps.load(Ordering::Relaxed) - before;
        if page.status != 200 {
            refused.push(format!("{who} {path}: {} {}", page.status, page.location));
        }
        // What is written on it: the ids are another hub's.
        let route = path
            .split('/')
            .filter(|part| part.len() < 40)
            .collect::<Vec<_>>()
            .join("/");
        costs.push((format!("{who} {route}"), cost, page.body));
    }
    assert!(refused.is_empty(), "{refused:?}");
    costs
}

#[tokio::test]
async fn a_page_costs_what_its_readers_wards_cost_however_many_others_there_are() {
    let (few, many) = (costs(FEW, 0).await, costs(MANY, 0).await);
    let mut dear = String::new();
    for ((page, small, shown), (_, large, shown_there)) in few.iter().zip(&many) {
        println!("{page}: {small} with {FEW} wards, {large} with {MANY}");
        assert!(*small > 0, "{page} reads something");
        // How many entries the log has is another thing.
        let tags = |page: &str| page.matches('<').count();
        if tags(shown) != tags(shown_there) {
            let _ = writeln!(dear, "{page} shows something else");
        }
        if *large * 2 > *small * 3 {
            let _ = writeln!(dear, "{page}: {small} with {FEW} wards, {large} with {MANY}");
        }
    }
    assert!(dear.is_empty(), "what follows how many other wards there are:\n{dear}");
}

/// A hub holds ten years and more: what a page shows of today does not cost what it cost to get there. What lists what is over costs what it
/// lists, a page of it at a time.
#[tokio::test]
async fn a_page_costs_little_more_after_years() {
    let (young, old) = (costs(FEW, 1).await, costs(FEW, 21).await);
    let mut dear = String::new();
    for ((page, small, _), (_, large, _)) in young.iter().zip(&old) {
        println!("{page}: {small} with one round before, {large} with 21");
        let leads_to_all = ALL_ROUNDS.iter().any(|path| page.contains(path));
        let most = if leads_to_all { A_LINE_A_ROUND } else { LITTLE_MORE };
        if *large > *small * most {
            let _ = writeln!(dear, "{page}: {small} with one round before, {large} with 21");
        }
    }
    assert!(dear.is_empty(), "what follows how many rounds there were:\n{dear}");
}

/// Whoever writes holds up everybody else who does: no step of one ward's process reads the plan of the whole hospital.
#[test]
fn a_step_costs_what_its_wards_cost_however_many_others_there_are() {
    let costs = |wards: usize| {
        let (mut house, _) = hub(wards, 0);
        let steps = Arc::new(AtomicU64::new(0));
        house.store.count_steps(Arc::clone(&steps)).unwrap();
        let released = house.released.id;
        let store = &mut house.store;
        let (method, mut costs) = (Method::four(), Vec::new());
        let mut note = |what: &'static str, before: u64| costs.push((what, steps.load(Ordering::Relaxed) - before));
        let now = || steps.load(Ordering::Relaxed);
        let mut changed = a_measure();
        changed.what = "Naboenheten tar telefonen.".to_owned();

        let before = now();
        store.save_measure("w000", None, 0, &changed, NOW).unwrap();
        note("a measure of a plan that was put forward", before);
        let before = now();
        let bundle = Bundle {
            title: "Pauser".to_owned(),
            answer_by: NOW / 86_400 + 14,
        };
        store.save_bundle("w000", None, 0, &bundle, None, NOW).unwrap();
        note("a bundle", before);
        let before = now();
        assert!(store.ask_checkpoint("w000", &method, NOW).unwrap());
        note("a checkpoint", before);
        let before = now();
        assert!(store.begin_phase("w000", 1, "map", "", &method, NOW).unwrap().is_err());
        note("a phase", before);
        let before = now();
        let frozen = store.next_report(released, &BTreeSet::new()).unwrap().unwrap();
        let kept = KeptReport {
            frozen,
            made_by: "guide-d00@example.org".to_owned(),
            at: NOW,
        };
        store
            .freeze_report(released, &kept, || Ok::<_, StoreError>(()))
            .unwrap();
        note("a report", before);
        let before = now();
        store.rest_process("w000", true, NOW).unwrap();
        note("a process that rests", before);
        costs
    };
    for ((what, small), (_, large)) in costs(FEW).into_iter().zip(costs(MANY)) {
        println!("{what}: {small} with {FEW} wards, {large} with {MANY}");
        assert!(
            large * 2 <= small * 3 + 20,
            "{what}: {small} with {FEW} wards, {large} with {MANY}"
        );
    }
}

fn a_box_that_waits(ballot_box: &BoxRow) -> BoxHealth {
    BoxHealth {
        box_id: ballot_box.id,
        waits: true,
        why: None,
        troubles: BTreeSet::new(),
    }
}

/// What a tablet's contact costs the hub's one writer, by what is done.
fn contact_costs(wards: usize, past: usize) -> Vec<(&'static str, u64)> {
    let (house, _) = hub(wards, past);
    let mut store = Store::open_existing(&house.data.database()).unwrap();
    let steps = Arc::new(AtomicU64::new(0));
    store.count_steps(Arc::clone(&steps)).unwrap();
    let now = || steps.load(Ordering::Relaxed);
    let mut costs = Vec::new();
    let mut note = |what, before: u64| costs.push((what, now() - before));
    let token = [0; 32];
    let before = now();
    let tablet = store.tablet_by_token(&token).unwrap().expect("a tablet");
    store.end_token_before(&token).unwrap();
    let contact = store.hear_tablet(&tablet.id, &token, None, [1; 16], NOW).unwrap();
    note("a tablet is heard", before);
    let before = now();
    let boxes = house.store.boxes().unwrap();
    let takes = boxes
        .iter()
        .filter(|ballot_box| ballot_box.wards == [tablet.ward.as_str()] && ballot_box.state == Some(BoxState::Open));
    let health = Health {
        boxes: takes.map(a_box_that_waits).collect(),
        checks: Vec::new(),
        condition: None,
    };
    store
        .note_health(&tablet, &token, &health, Some(&contact), NOW)
        .unwrap();
    note("how it is", before);
    let before = now();
    let boxes = store.boxes_for_tablet(&tablet, true, NOW).unwrap();
    let its = |known: &&BoxForTablet| known.ballot_box.wards == [tablet.ward.as_str()];
    assert!(
        boxes.len() >= 2 && boxes.iter().filter(its).count() == boxes.len(),
        "its ward's, and no others"
    );
    note("what it is to know", before);
    let before = now();
    store.board(std::slice::from_ref(&tablet.ward), NOW / 86_400).unwrap();
    note("its board", before);
    let before = now();
    for known in &boxes {
        store.counted_for(known.ballot_box.id, &tablet.id).unwrap();
    }
    note("what was counted of it", before);
    costs
}

/// Fifteen hundred tablets come to one writer: what each costs follows its own ward, and hardly the years that lie behind.
#[test]
fn a_tablets_contact_costs_what_its_ward_costs() {
    let (few, many, old) = (contact_costs(FEW, 1), contact_costs(MANY, 1), contact_costs(FEW, 21));
    for (((what, small), (_, large)), (_, late)) in few.into_iter().zip(many).zip(old) {
        println!("{what}: {small} with {FEW} wards, {large} with {MANY}, {late} after years");
        assert!(
            large * 2 <= small * 3 + 20,
            "{what}: {small} with {FEW} wards, {large} with {MANY}"
        );
        assert!(
            late <= small * LITTLE_MORE + 20,
            "{what}: {small} with one round before, {late} with 21"
        );
    }
}

/// What a look for what is due costs where nothing is.
fn look_costs(wards: usize, past: usize, depth: Depth) -> Vec<(String, u64)> {
    let (house, _) = hub(wards, past);
    let mut store = house.store;
    // Of each state one a ward for which nothing is due: autumn's is open, half of them to be closed unread later; summer's waits for its
    // count, and that it is closed for good is noted; spring's is counted, and its notes are kept; winter's is planned. Of what was before,
    // some was closed unread.
    let raw = Connection::open(house.data.database()).unwrap();
    raw.execute_batch(&format!(
        "UPDATE box SET closed_for_good = 1 WHERE round = '2026-summer';
         UPDATE box SET state = 'counted', notes_until = {later} WHERE round = '2026-spring';
         UPDATE box SET unread_at = {later} WHERE round = '2026-autumn' AND id >= x'80';
         UPDATE box SET state = 'planned', opens = {later}, closes = {later} + 86400 WHERE round = 'past-1';
         UPDATE box SET state = 'closed-unread', unread_at = {NOW} - 86400 WHERE round LIKE 'past-%' AND round <> 'past-1';",
        later = NOW + 30 * 86_400
    ))
    .unwrap();
    let steps = Arc::new(AtomicU64::new(0));
    store.count_steps(Arc::clone(&steps)).unwrap();
    let mut costs = Vec::new();
    for upkeep in Upkeep::ALL {
        let look = || {
            let before = steps.load(Ordering::Relaxed);
            let due = upkeep.list_due(&store, &house.data, NOW, depth).unwrap();
            assert_eq!(due, []);
            steps.load(Ordering::Relaxed) - before
        };
        // The first writes down how it is found.
        look();
        costs.push((format!("{upkeep:?}"), look()));
    }
    let before = steps.load(Ordering::Relaxed);
    assert!(!store.has_closed(NOW - 20, NOW).unwrap());
    costs.push((
        "what the writer asks".to_owned(),
        steps.load(Ordering::Relaxed) - before,
    ));
    costs
}

/// Every twenty seconds, whether anything is due or not.
#[test]
fn looking_for_what_is_due_costs_nothing_for_boxes_that_are_not() {
    let costs = |wards, past| look_costs(wards, past, Depth::Clock);
    let (few, many, old) = (costs(FEW, 1), costs(MANY, 1), costs(FEW, 21));
    for (((what, small), (_, large)), (_, late)) in few.into_iter().zip(many).zip(old) {
        println!("{what}: {small} with {FEW} wards, {large} with {MANY}, {late} after years");
        assert!(
            large <= small + 20,
            "{what}: {small} with {FEW} wards, {large} with {MANY}"
        );
        assert!(
            late <= small + 20,
            "{what}: {small} with one round before, {late} with 21"
        );
    }
}

/// At the start and every ten minutes: of the boxes that are not over each is looked at, of the others none.
#[test]
fn looking_for_what_a_kill_left_costs_nothing_for_boxes_that_are_over() {
    let costs = |past| look_costs(FEW, past, Depth::Unfinished);
    for ((what, small), (_, late)) in costs(1).into_iter().zip(costs(21)) {
        println!("{what}: {small} with one round before, {late} after years");
        assert!(
            late <= small + 20,
            "{what}: {small} with one round before, {late} with 21"
        );
    }
}

/// Before the hub listens, and with each tidying.
#[test]
fn deleting_what_is_kept_for_a_time_costs_nothing_for_boxes_of_which_nothing_is() {
    let costs = |past| {
        let (house, _) = hub(FEW, past);
        let mut store = house.store;
        store.delete_old(NOW).unwrap();
        let steps = Arc::new(AtomicU64::new(0));
        store.count_steps(Arc::clone(&steps)).unwrap();
        store.delete_old(NOW).unwrap();
        steps.load(Ordering::Relaxed)
    };
    let (small, late) = (costs(1), costs(21));
    println!("{small} with one round before, {late} after years");
    assert!(late <= small + 20, "{small} with one round before, {late} with 21");
}
