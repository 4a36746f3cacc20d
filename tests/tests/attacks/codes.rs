//! One person, one sheet: what start codes keep people, tablets and thieves of tokens from.

use std::fs;

use trykk_shared::protocol::Outcome;
use trykk_shared::refusal::Refusal;
use trykk_tests::hospital::{Hospital, Kiosk, ROUND, Said, plan};
use trykk_tests::sheets::Answerer;

use crate::scene::{OPEN, Sender, address, copy_folder, envelopes, lines, opened, people, says, sealed, serving};

/// A plan for one ward of so many people whose round asks for start codes.
pub fn with_codes(headcount: u32) -> String {
    let round = format!("codes = true\nwards = [\"w1\"]\n{OPEN}");
    plan(1, headcount, "station", "drop-in", &round)
}

/// A hospital with a confirmed round that asks for codes.
pub fn confirmed(headcount: u32) -> Hospital {
    let hospital = serving(&with_codes(headcount));
    hospital.round("confirm", &[]).done();
    hospital
}

pub fn print(hospital: &Hospital, tablet: &str, slips: usize, spares: usize) -> Said {
    let (slips, spares) = (slips.to_string(), spares.to_string());
    let arguments = ["codes", "print", "--round", ROUND, "--tablet", tablet];
    hospital.hub(&[&arguments[..], &["--slips", &slips, "--spares", &spares]].concat())
}

/// The codes on printed slips, spares apart.
pub fn read_slips(printed: &str) -> (Vec<String>, Vec<String>) {
    let slips = printed
        .lines()
        .filter(|line| line.len() == 7 && !line.starts_with("spare"));
    let spares = printed.lines().filter_map(|line| line.strip_prefix("spare "));
    let spares = spares.filter_map(|line| line.split_once(": ").map(|(_, code)| code.to_owned()));
    (slips.map(str::to_owned).collect(), spares.collect())
}

pub fn feed(tablet: &Kiosk, lines: &[String], codes: &[&str]) -> Said {
    let file = tablet.feed_file(lines);
    let list = tablet.data.with_extension("codes");
    let mut codes = codes.to_vec();
    codes.sort_unstable();
    fs::write(&list, codes.join("\n")).unwrap();
    tablet.run(&["feed", file.to_str().unwrap(), "--codes", list.to_str().unwrap()])
}

pub fn as_strs(codes: &[String]) -> Vec<&str> {
    codes.iter().map(String::as_str).collect()
}

/// A ward with an open round, a tablet, and its codes.
struct Scene {
    hospital: Hospital,
    tablet: Kiosk,
    people: Answerer,
    slips: Vec<String>,
    spares: Vec<String>,
}

fn scene(slips: usize, spares: usize) -> Scene {
    let hospital = confirmed(40);
    let tablet = hospital.tablet("t1", "w1", None);
    let printed = print(&hospital, &tablet.id(), slips, spares).done();
    let (slips, spares) = read_slips(&printed);
    hospital.round("open", &[]).done();
    tablet.sync().done();
    Scene {
        hospital,
        tablet,
        people: people(1),
        slips,
        spares,
    }
}

#[test]
fn a_code_is_good_for_one_sheet_on_one_tablet() {
    let mut scene = scene(9, 0);
    assert_eq!(scene.slips.len(), 9);
    let second = scene.hospital.tablet("t2", "w1", None);
    second.sync().done();
    let one = lines(&mut scene.people, 1);
    says(
        &scene.tablet.feed(&one).refused(),
        "give one unused code for each sheet with --codes FILE (0 codes here for 1 sheet)",
    );
    says(
        &feed(&second, &one, &[&scene.slips[0]]).refused(),
        "this tablet has no start codes yet",
    );
    let printed = print(&scene.hospital, &second.id(), 9, 0).done();
    let (theirs, _) = read_slips(&printed);
    second.sync().done();
    // Typed on the other tablet, wrong, twice in one list: refused, and nothing of the file was taken.
    says(
        &feed(&second, &one, &[&scene.slips[0]]).refused(),
        "not one of this tablet's",
    );
    says(
        &feed(&scene.tablet, &one, &[&theirs[0]]).refused(),
        "not one of this tablet's",
    );
    let two = lines(&mut scene.people, 2);
    let twice = [scene.slips[0].as_str(), &scene.slips[0]];
    says(&feed(&scene.tablet, &two, &twice).refused(), "stands twice");
    assert_eq!(envelopes(&scene.tablet.status()), (0, 0));
    // Each once, and then never again.
    feed(&scene.tablet, &two, &[&scene.slips[0], &scene.slips[1]]).done();
    let again = lines(&mut scene.people, 1);
    says(
        &feed(&scene.tablet, &again, &[&scene.slips[1]]).refused(),
        "or it is used",
    );
    let rest = lines(&mut scene.people, 7);
    feed(&scene.tablet, &rest, &as_strs(&scene.slips[2..])).done();
    scene.tablet.sync().done();
    assert_eq!(envelopes(&scene.tablet.status()), (0, 9 * 13));
}

/// Somebody with the tablet's token, and without a single code, fills no box: the hub takes as many sheets as there are
/// codes of this tablet.
#[test]
fn a_stolen_token_delivers_no_more_sheets_than_there_are_codes() {
    let mut scene = scene(7, 3);
    let to = address(&scene.tablet);
    let stuffed = sealed(&lines(&mut scene.people, 10), &to, 3);
    let outcomes = Sender::with_token_of(&scene.tablet).send(to.box_id, &stuffed);
    let stored = outcomes.iter().filter(|outcome| **outcome == Outcome::Stored).count();
    assert_eq!(stored, 7 * 13);
    assert_eq!(outcomes[7 * 13..], vec![Outcome::Refused(Refusal::Full); 3 * 13]);
    // The honest ones behind them are refused: the guide is told, before the tablet is counted without.
    let (_, store) = opened(&scene.hospital.data());
    assert_eq!(store.refused_full(to.box_id).unwrap(), [scene.tablet.id()]);
}

/// Whoever can write to the database turns codes off in the middle of a round: a tablet that has asked for them asks on.
#[test]
fn a_tablet_that_has_asked_for_codes_lets_nobody_turn_them_off() {
    let mut scene = scene(9, 0);
    let one = lines(&mut scene.people, 1);
    let (folder, _) = opened(&scene.hospital.data());
    let database = rusqlite::Connection::open(folder.database()).unwrap();
    database
        .execute("UPDATE round SET plan = json_set(plan, '$.codes', json('false'))", [])
        .unwrap();
    scene.tablet.sync().done();
    says(&scene.tablet.feed(&one).refused(), "the round asks for start codes");
}

/// Three spares in one hand would read a small ward: they are dead until the guide wakes one, each for a lost slip.
#[test]
fn a_spare_opens_nothing_until_the_guide_wakes_it() {
    let mut scene = scene(7, 3);
    let one = lines(&mut scene.people, 1);
    for spare in &scene.spares {
        says(
            &feed(&scene.tablet, &one, &[spare]).refused(),
            "not one of this tablet's",
        );
    }
    let id = scene.tablet.id();
    let wake = |spare: &str| {
        let arguments = ["codes", "wake", "--round", ROUND, "--tablet", &id, "--spare", spare];
        scene.hospital.hub(&arguments)
    };
    wake("2").done();
    says(&wake("2").refused(), "those are: 1, 3");
    scene.tablet.sync().done();
    says(
        &feed(&scene.tablet, &one, &[&scene.spares[0]]).refused(),
        "not one of this tablet's",
    );
    feed(&scene.tablet, &one, &[&scene.spares[1]]).done();
}

#[test]
fn there_are_no_slips_before_the_confirming_none_without_codes_and_no_more_than_people() {
    let hospital = serving(&with_codes(9));
    let tablet = hospital.tablet("t1", "w1", None);
    let id = tablet.id();
    says(&print(&hospital, &id, 5, 0).refused(), "not confirmed yet");
    says(
        &hospital.round("open", &[]).refused(),
        "is not confirmed yet; confirm it, then print the slips",
    );
    hospital.round("confirm", &[]).done();
    says(&print(&hospital, "tablet-none", 5, 0).refused(), "there is no tablet");
    let (first, _) = read_slips(&print(&hospital, &id, 5, 0).done());
    says(
        &print(&hospital, &id, 5, 0).refused(),
        "w1 has 9 people, and 5 slips are printed for them",
    );
    let (more, _) = read_slips(&print(&hospital, &id, 4, 0).done());
    hospital.round("open", &[]).done();
    tablet.sync().done();
    let mut people = people(1);
    let all = lines(&mut people, 9);
    feed(&tablet, &all, &as_strs(&[first, more].concat())).done();
    let plain = serving(&plan(1, 9, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}")));
    let other = plain.tablet("t1", "w1", None);
    says(&print(&plain, &other.id(), 5, 0).refused(), "asks for no start codes");
}

/// What is spent stays so when the file that says it is gone or damaged, and when the tablet is put back to yesterday's
/// settings: what cannot be read counts as spent.
#[test]
fn whoever_loses_what_is_spent_gets_no_second_sheet() {
    let mut scene = scene(9, 0);
    let one = lines(&mut scene.people, 1);
    feed(&scene.tablet, &one, &[&scene.slips[0]]).done();
    let store = scene.tablet.data.join("envelopes.db");
    let whole = fs::read(&store).unwrap();
    let refused = |what: &str| {
        for code in &scene.slips[..2] {
            says(&feed(&scene.tablet, &one, &[code]).refused(), "or it is used");
        }
        println!("{what}");
    };
    fs::remove_file(&store).unwrap();
    refused("gone");
    // What was noted then stands in the file: a new start does not forget it.
    refused("gone, and started again");
    let mut torn = whole.clone();
    for byte in &mut torn[8192..] {
        *byte = 0;
    }
    fs::write(&store, &torn).unwrap();
    refused("damaged");
}

/// The hub's disk is put back to before the printing. Tablets hold sheets for which it has no codes any more: it takes
/// them all the same, and the codes go on being good.
#[test]
fn a_hub_restored_from_before_the_printing_loses_no_sheet() {
    let mut hospital = confirmed(40);
    let tablet = hospital.tablet("t1", "w1", None);
    hospital.round("open", &[]).done();
    let backup = hospital.path("backup");
    hospital.hub(&["backup", backup.to_str().unwrap()]).done();
    let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 9, 0).done());
    tablet.sync().done();
    let mut people = people(1);
    feed(&tablet, &lines(&mut people, 8), &as_strs(&slips[..8])).done();
    tablet.sync().done();
    hospital.kill();
    hospital.hub(&["restore", backup.to_str().unwrap()]).done();
    hospital.hub(&["review", "--confirm"]).done();
    hospital.serve();
    tablet.sync().done();
    assert_eq!(envelopes(&tablet.status()), (0, 8 * 13));
    says(
        &feed(&tablet, &lines(&mut people, 1), &[&slips[0]]).refused(),
        "or it is used",
    );
    feed(&tablet, &lines(&mut people, 1), &[&slips[8]]).done();
}

/// Two images of a tablet's disk, from around one person: what the thief sees is that one code more is spent. The size of
/// nothing changes with it.
#[test]
fn what_is_spent_has_a_fixed_size_and_a_fixed_place_in_a_set() {
    let mut scene = scene(9, 0);
    let lines = lines(&mut scene.people, 2);
    let before = scene.tablet.data.with_file_name("before");
    copy_folder(&scene.tablet.data, &before);
    let after_one_and_two = |first: usize, second: usize| {
        let tablet = scene.hospital.bare_tablet(&first.to_string());
        copy_folder(&before, &tablet.data);
        for (nth, line) in [(first, &lines[0]), (second, &lines[1])] {
            feed(&tablet, std::slice::from_ref(line), &[&scene.slips[nth]]).done();
        }
        trykk_kiosk::store::EnvelopeStore::open(&tablet.data).unwrap().0
    };
    let (one, other) = (after_one_and_two(0, 1), after_one_and_two(1, 0));
    let box_id = address(&scene.tablet).box_id;
    assert_eq!(
        one.spent_codes(box_id),
        other.spent_codes(box_id),
        "the order leaves nothing"
    );
    let size = |tablet: &str| {
        fs::metadata(scene.tablet.data.with_file_name(tablet).join("tablet.json"))
            .unwrap()
            .len()
    };
    assert_eq!(size("0"), size("before"), "settings say nothing of it");
}

/// Somebody photographs a colleague's slip and answers first. The colleague is refused, gets a spare that the guide wakes,
/// and the guide's page says that one may have answered twice.
#[test]
fn whoever_is_robbed_of_a_slip_answers_all_the_same_and_the_guide_sees_it() {
    let mut scene = scene(7, 1);
    let lines = lines(&mut scene.people, 2);
    feed(&scene.tablet, &lines[..1], &[&scene.slips[0]]).done();
    says(
        &feed(&scene.tablet, &lines[1..], &[&scene.slips[0]]).refused(),
        "or it is used",
    );
    let id = scene.tablet.id();
    let wake = ["codes", "wake", "--round", ROUND, "--tablet", &id, "--spare", "1"];
    scene.hospital.hub(&wake).done();
    scene.tablet.sync().done();
    feed(&scene.tablet, &lines[1..], &[&scene.spares[0]]).done();
    let (_, store) = opened(&scene.hospital.data());
    let codes = store.codes(address(&scene.tablet).box_id, &id).unwrap().unwrap();
    assert_eq!((codes.counts().woken, codes.live()), (1, 8));
}

/// A tablet dies with sheets on it that never came. Once it is reported, the people whose sheets did not come get slips for
/// another one, and not one person more.
#[test]
fn the_slips_of_a_dead_tablet_are_printed_again_for_another_one() {
    let hospital = confirmed(9);
    let dead = hospital.tablet("t1", "w1", None);
    let (slips, _) = read_slips(&print(&hospital, &dead.id(), 9, 0).done());
    hospital.round("open", &[]).done();
    dead.sync().done();
    let mut people = people(1);
    feed(&dead, &lines(&mut people, 5), &as_strs(&slips[..5])).done();
    dead.sync().done();
    feed(&dead, &lines(&mut people, 2), &as_strs(&slips[5..7])).done();
    let next = hospital.tablet("t2", "w1", None);
    says(
        &print(&hospital, &next.id(), 1, 0).refused(),
        "9 slips are printed for them",
    );
    hospital.hub(&["tablet", "stolen", "--tablet", &dead.id()]).done();
    says(
        &print(&hospital, &next.id(), 5, 0).refused(),
        "5 slips are printed for them",
    );
    let (again, _) = read_slips(&print(&hospital, &next.id(), 4, 0).done());
    next.sync().done();
    feed(&next, &lines(&mut people, 4), &as_strs(&again)).done();
    // What the dead one delivers after all is not counted unseen.
    hospital.round("close", &["--for-good"]).done();
    dead.sync().done();
    let (_, store) = opened(&hospital.data());
    let box_id = address(&next).box_id;
    let arrived = store.count_arrived_of(box_id, &dead.id()).unwrap();
    assert_eq!(arrived.participant_marks + arrived.participant_notes, 5 * 13);
    let handed = store.tablets_of(box_id).unwrap();
    let quarantined: Vec<u64> = handed
        .iter()
        .map(|handed| handed.quarantined)
        .filter(|waits| *waits > 0)
        .collect();
    assert_eq!(quarantined, [2 * 13]);
}

/// What the leader reads of one card, of a ward where the leader's own sheets lie beside one colleague's.
fn read_by_leader(codes: &str, colleague_says: bool) -> Result<String, String> {
    const CARD: &str = "card-silence";
    let round = format!("{codes}wards = [\"w1\"]\n{OPEN}");
    let hospital = serving(&plan(1, 9, "station", "drop-in", &round));
    let tablet = hospital.tablet("t1", "w1", None);
    let sheet = |says: bool| format!("{{\"answers\": {{\"{CARD}\": {says}}}}}");
    let own: Vec<String> = (0..6).map(|nth| sheet(nth % 2 == 0)).collect();
    if codes.contains("true") {
        hospital.round("confirm", &[]).done();
        let (slips, _) = read_slips(&print(&hospital, &tablet.id(), 9, 0).done());
        hospital.round("open", &[]).done();
        tablet.sync().done();
        // One slip each. The leader tries it for every sheet.
        let taken = own
            .iter()
            .filter(|one| feed(&tablet, std::slice::from_ref(one), &[&slips[0]]).ok);
        assert_eq!(taken.count(), 1);
        feed(&tablet, &[sheet(colleague_says)], &[&slips[1]]).done();
    } else {
        tablet.feed(&[own, vec![sheet(colleague_says)]].concat()).done();
    }
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    let counted = hospital.count(&[]);
    if !counted.ok {
        return Err(counted.err);
    }
    hospital.round("release", &[]).done();
    let published = hospital.hub(&["results", "--round", ROUND, "--as", "leader", "--format", "csv"]);
    let published = published.done();
    let line = published.lines().find(|line| line.contains(CARD)).unwrap();
    Ok(line.to_owned())
}

/// Six sheets of one's own read the one colleague who answered: that is what codes are for. It stays true where a round
/// asks for none, and is said on its page.
#[test]
fn sheets_of_ones_own_read_a_colleague_only_where_no_codes_are_asked_for() {
    let [yes, no] = [true, false].map(|says| read_by_leader("codes = false\n", says).unwrap());
    assert_ne!(yes, no, "published, it says what the colleague said");
    for says_yes in [true, false] {
        let refused = read_by_leader("codes = true\n", says_yes).unwrap_err();
        says(&refused, "fewer than 7 people answered; nothing was opened");
    }
}
