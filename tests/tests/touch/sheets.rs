//! One sheet by hand among others: exactly what was tapped comes out of the count.

use serde_json::Value;
use trykk_kiosk::flow::{Ask, Page};
use trykk_shared::deck::{Deck, Mode, Question};
use trykk_shared::language::Language;
use trykk_tests::hospital::{Hospital, deck_path, plan};
use trykk_tests::sheets::{Answerer, Expected, counted};

use crate::hands::Hands;
use crate::programs;

const OPEN: &str = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";

/// Who answers: chooses what to tap on what is shown, and keeps account of it.
pub struct Person<'d> {
    deck: &'d Deck,
    expected: &'d mut Expected,
    /// Counts up, so that choices differ.
    nth: usize,
}

impl<'d> Person<'d> {
    pub fn new(deck: &'d Deck, expected: &'d mut Expected) -> Self {
        Person { deck, expected, nth: 0 }
    }

    /// The name of the button to tap on a question, or none on another page.
    pub fn choose(&mut self, page: &Page) -> Option<String> {
        let Page::Question(question) = page else { return None };
        self.nth += 1;
        let item = self
            .deck
            .items
            .iter()
            .find(|item| item.text.get(Language::Nb) == question.text);
        let item = item.expect("the question is in the deck");
        let (name, value) = match (&item.question, &question.ask) {
            (Question::Statement { faces, .. }, _) => {
                let face = self.nth % faces.len();
                (faces[face].get(Language::Nb).to_owned(), (face + 1).to_string())
            }
            (Question::Card, _) if self.nth.is_multiple_of(3) => ("Nei".to_owned(), "no".to_owned()),
            (Question::Card, _) => ("Ja, slik er det".to_owned(), "yes".to_owned()),
            (_, Ask::Score { min, max, .. }) => {
                let score = (min + max) / 2;
                (score.to_string(), score.to_string())
            }
            (question, _) => panic!("{question:?} is no question with buttons"),
        };
        *self.expected.entry((item.id.clone(), value)).or_default() += 1;
        Some(name)
    }

    /// Answers every question with a finger, writes a note, and delivers.
    pub fn answer(&mut self, hands: &mut Hands, note: &str) {
        loop {
            let page = hands.twin().view().page;
            if let Some(name) = self.choose(&page) {
                hands.tap(&name);
            } else if matches!(page, Page::Note(_)) {
                hands.tap("Skriv på lappen");
                hands.type_out(note);
                hands.tap("Ferdig");
                hands.tap("Neste");
            } else {
                break;
            }
        }
        hands.tap("Lever");
        hands.see_almost();
    }
}

pub fn hospital(deck: &str, mode: &str) -> (Hospital, Deck) {
    let plan = plan(1, 60, deck, mode, &format!("wards = [\"w1\"]\n{OPEN}"));
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.serve();
    let deck = std::fs::read_to_string(deck_path(&format!("{deck}.toml"))).unwrap();
    (hospital, Deck::read(&deck).unwrap())
}

/// Ends the round and counts it.
pub fn counted_after(hospital: &Hospital, tablet: &trykk_tests::hospital::Kiosk) -> Value {
    tablet.sync().done();
    hospital.round("close", &["--for-good"]).done();
    tablet.sync().done();
    hospital.count(&[]).done();
    hospital.results()
}

#[test]
fn a_person_answers_at_the_station_and_the_count_has_exactly_what_was_tapped() {
    let (hospital, deck) = hospital("station", "drop-in");
    let tablet = hospital.tablet("t1", "w1", None);
    let mut others = Answerer::new(&deck, Mode::DropIn, 5);
    let lines: Vec<String> = (0..9).map(|_| others.line(1)).collect();
    tablet.feed(&lines).done();
    let mut expected = others.expected.clone();

    let mut hands = Hands::at(&tablet, 1280, 800);
    let mut person = Person::new(&deck, &mut expected);
    hands.tap("Begynn");
    // What is no tap answers nothing, and every answer after it would stand under the wrong question.
    hands.palm_and_finger("Sjelden", "Ofte");
    hands.slide_off("Ofte");
    person.answer(&mut hands, "Blåbær i kantina");
    // Delivered is delivered, even when the power goes the moment it is said.
    hands.kill();

    let results = counted_after(&hospital, &tablet);
    assert_eq!(counted(&results, "w1"), expected);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 10);
    assert_eq!(results["wards"][0]["unreadable"], 0);
}

#[test]
fn a_table_answers_together_then_each_alone_and_the_count_has_exactly_what_was_tapped() {
    let (hospital, deck) = hospital("table", "table");
    let tablet = hospital.tablet("t1", "w1", None);
    let mut others = Answerer::new(&deck, Mode::Table, 6);
    let lines: Vec<String> = (0..5).map(|_| others.line(3)).collect();
    tablet.feed(&lines).done();
    let mut expected = others.expected.clone();

    let mut hands = Hands::at(&tablet, 800, 1280);
    let mut person = Person::new(&deck, &mut expected);
    hands.tap("Begynn");
    hands.tap("2");
    loop {
        let page = hands.twin().view().page;
        if let Some(name) = person.choose(&page) {
            hands.tap(&name);
            continue;
        }
        let next = [
            "Hopp over",
            "Gi nettbrettet videre",
            "Jeg har nettbrettet",
            "Jeg er ferdig",
        ];
        match next.into_iter().find(|name| hands.twin().has(name)) {
            Some(name) => hands.tap(name),
            None => break,
        }
    }
    hands.tap("Lever for bordet");
    hands.see_almost();
    hands.tap_unseen("Ferdig");
    // The next table stands before a clean welcome.
    hands.see();
    hands.kill();

    let results = counted_after(&hospital, &tablet);
    assert_eq!(counted(&results, "w1"), expected);
    assert_eq!(results["wards"][0]["sheets"]["table"], 6);
    assert_eq!(results["wards"][0]["sheets"]["participant"], 17);
}
