//! Many faults in a row, drawn by chance and the same for the same seed: at the end every count is exact.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rand::RngExt;
use trykk_shared::deck::Mode;
use trykk_shared::randomness::system_rng;

use crate::story::{Layout, Story};

/// How many things happen in one story.
const LENGTH: usize = 40;

/// Forty participants, one by one.
static STATION: Layout = Layout {
    deck: "station",
    mode: Mode::DropIn,
    wards: "wards = [\"w1\", \"w2\", \"w3\"]",
    boxes: &["w1", "w2", "w3"],
    tablets: &[("w1", 0, 10), ("w1", 0, 10), ("w2", 1, 10), ("w3", 2, 10)],
    codes: false,
};

/// The same forty, each with a start code from a slip.
static CODES: Layout = Layout { codes: true, ..STATION };

/// Ten tables. Fewer than five in a box are not counted, so two of the wards are pooled.
static TABLES: Layout = Layout {
    deck: "table",
    mode: Mode::Table,
    wards: "wards = [\"w3\"]\npooled = [[\"w1\", \"w2\"]]",
    boxes: &["w1+w2", "w3"],
    tablets: &[("w1", 0, 1), ("w1", 0, 2), ("w2", 0, 2), ("w3", 1, 5)],
    codes: false,
};

/// Lets a story happen; counts what happened, by kind, and gives how many sheets were filled in.
fn simulate(layout: &'static Layout, seed: u64, happened: &mut BTreeMap<String, u64>) -> u64 {
    let mut story = Story::new(layout, seed);
    for nth in 0..LENGTH {
        let op = story.draw();
        // Shown when the test fails: what led there.
        println!("seed {seed}, {nth}: {op:?}");
        story.happens(&op);
        *happened.entry(op.name()).or_default() += 1;
    }
    story.ends_well();
    story.sheets()
}

/// As many stories as come to their end in the minutes that `TRYKK_SOAK_MINUTES` says, each with a seed of its own. `scripts/soak
/// stories` runs it; docs/reliability.md has what came of it.
#[test]
#[ignore = "takes as long as it is told to: scripts/soak stories"]
fn stories_until_the_time_is_over() {
    let minutes =
        std::env::var("TRYKK_SOAK_MINUTES").map_or(10, |minutes| minutes.parse().expect("a number of minutes"));
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    let (mut stories, mut sheets, mut happened) = (0_u64, 0, BTreeMap::new());
    while Instant::now() < end {
        let layouts = [&STATION, &TABLES, &CODES];
        sheets += simulate(
            layouts[stories as usize % layouts.len()],
            system_rng().random_range(100..u64::from(u32::MAX)),
            &mut happened,
        );
        stories += 1;
        eprintln!("{stories} stories, {sheets} sheets, 0 lost, 0 doubled; {happened:?}");
    }
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_1() {
    simulate(&STATION, 1, &mut BTreeMap::new());
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_2() {
    simulate(&STATION, 2, &mut BTreeMap::new());
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_3() {
    simulate(&STATION, 3, &mut BTreeMap::new());
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_4() {
    simulate(&TABLES, 4, &mut BTreeMap::new());
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_5() {
    simulate(&TABLES, 5, &mut BTreeMap::new());
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_6() {
    simulate(&TABLES, 6, &mut BTreeMap::new());
}

#[test]
fn forty_participants_with_codes_are_counted_exactly_after_the_faults_of_seed_7() {
    simulate(&CODES, 7, &mut BTreeMap::new());
}
