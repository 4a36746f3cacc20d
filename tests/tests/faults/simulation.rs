//! Many faults in a row, drawn by chance and the same for the same seed: at the end every count is exact.

use trykk_shared::deck::Mode;

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
};

/// Ten tables. Fewer than five in a box are not counted, so two of the wards are pooled.
static TABLES: Layout = Layout {
    deck: "table",
    mode: Mode::Table,
    wards: "wards = [\"w3\"]\npooled = [[\"w1\", \"w2\"]]",
    boxes: &["w1+w2", "w3"],
    tablets: &[("w1", 0, 1), ("w1", 0, 2), ("w2", 0, 2), ("w3", 1, 5)],
};

fn simulate(layout: &'static Layout, seed: u64) {
    let mut story = Story::new(layout, seed);
    for nth in 0..LENGTH {
        let op = story.draw();
        // Shown when the test fails: what led there.
        println!("seed {seed}, {nth}: {op:?}");
        story.happens(&op);
    }
    story.ends_well();
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_1() {
    simulate(&STATION, 1);
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_2() {
    simulate(&STATION, 2);
}

#[test]
fn forty_participants_are_counted_exactly_after_the_faults_of_seed_3() {
    simulate(&STATION, 3);
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_4() {
    simulate(&TABLES, 4);
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_5() {
    simulate(&TABLES, 5);
}

#[test]
fn ten_tables_are_counted_exactly_after_the_faults_of_seed_6() {
    simulate(&TABLES, 6);
}
