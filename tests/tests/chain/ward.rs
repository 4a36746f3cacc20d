//! From a tablet to an exact count.

use trykk_shared::deck::{Deck, Mode};
use trykk_tests::hospital::{Hospital, deck_path, plan};
use trykk_tests::sheets::{Answerer, counted};

use crate::programs;

const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

#[test]
fn a_ward_answers_and_the_guide_gets_exact_counts() {
    let plan = plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{OPEN}"));
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station.toml")).unwrap()).unwrap();
    let mut people = Answerer::new(&deck, Mode::DropIn, 1);
    let lines: Vec<String> = (0..40).map(|_| people.line(1)).collect();
    tablet.feed(&lines).done();
    tablet.sync().done();
    hospital.round("close", &[]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    let results = hospital.results();
    assert_eq!(counted(&results, "w1"), people.expected);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 40);
    assert_eq!(results["wards"][0]["unreadable"], 0);
}
