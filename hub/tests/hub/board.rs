//! What stands on a ward's board, pure: nothing but what is signed, what the staff are told, and what areas of a report are called.

use std::path::Path;

use proptest::prelude::*;
use trykk_hub::analysis::areas::{Area, AreaKind, Evidence};
use trykk_hub::board::{PulseBeside, make_board};
use trykk_hub::figures::change::Change;
use trykk_hub::figures::pulse::{Pulse, PulseResult, PulseWord};
use trykk_hub::figures::release::Release;
use trykk_hub::organisation::file;
use trykk_hub::plan::effect::NamedItem;
use trykk_hub::plan::measures::{Measure, Status, StatusSet};
use trykk_hub::plan::proposals::{Bundle, Decided, Verdict};
use trykk_hub::plan::{BundleRow, MeasureRow, Plan, PlanVersion, version};
use trykk_shared::board::{BoardAnswer, BoardPulse, FOR_STAFF_BYTES, ForStaff, MOST_MEASURES, MeasureState, PulseSaid};
use trykk_shared::deck::Question;
use trykk_shared::ids::BoxId;

use crate::plan::{TODAY, item, measure};
use crate::report::{freeze, some_counted};

fn row(number: u32, measure: Measure) -> MeasureRow {
    MeasureRow {
        number,
        revision: 1,
        measure,
        set: Vec::new(),
        answers: Vec::new(),
    }
}

fn bundle(number: u32, title: &str, reply: Option<(Verdict, &str)>) -> BundleRow {
    BundleRow {
        number,
        revision: 1,
        bundle: Bundle {
            title: title.to_owned(),
            answer_by: TODAY + 21,
        },
        reply: reply.map(|(verdict, reason)| Decided {
            verdict,
            reason: reason.to_owned(),
            account: "leader@example.org".to_owned(),
            day: TODAY,
        }),
    }
}

fn put_forward(number: u32, rows: &[MeasureRow], signed: Option<i64>) -> PlanVersion {
    let measures: Vec<(u32, Measure)> = rows.iter().map(|row| (row.number, row.measure.clone())).collect();
    PlanVersion {
        number,
        version: version("med-1", &measures),
        measures,
        account: "leader@example.org".to_owned(),
        day: TODAY,
        signed,
    }
}

fn area(kind: AreaKind, title: &str) -> Area {
    Area {
        kind,
        title: title.to_owned(),
        sentence: "61 av 89 bord sier at pausen ryker.".to_owned(),
        evidence: vec![Evidence::Item("recognition".to_owned())],
    }
}

#[test]
fn only_what_was_signed_and_told_to_the_staff_stands_on_it_and_no_name() {
    let mut rows = vec![row(1, measure()), row(2, measure())];
    rows[1].measure.what = "Noe som ingen har signert".to_owned();
    let mut plan = Plan {
        bundles: vec![
            bundle(1, "Matpakkeskap", Some((Verdict::No, "Ingen\n plass"))),
            bundle(2, "Stille time", None),
        ],
        measures: rows.clone(),
        ..Plan::default()
    };
    // Put forward and not signed: nothing of a plan, which may never come.
    plan.versions = vec![put_forward(1, &rows, None)];
    assert!(make_board(&plan, &[], &[], TODAY).unwrap().measures.is_empty());
    plan.versions = vec![put_forward(1, &rows[..1], Some(TODAY)), put_forward(2, &rows, None)];
    plan.measures[0].measure.what = "Andre ord, ikke signert".to_owned();
    plan.measures[0].set.push(StatusSet {
        what: measure().what,
        status: Status::UnderWay,
        next: None,
        reason: "Kari er i gang".to_owned(),
        account: "vo@example.org".to_owned(),
        day: TODAY,
    });
    let areas = [area(AreaKind::Improve, "Pausene"), area(AreaKind::Keep, "Laget")];
    let board = make_board(&plan, &areas, &[], TODAY).unwrap();
    assert_eq!(board.as_of, TODAY);
    assert_eq!(board.measures.len(), 1);
    assert_eq!(board.measures[0].what, measure().what);
    assert_eq!(board.measures[0].state, MeasureState::UnderWay);
    // The one that is owed first.
    assert_eq!(board.replies[0].answer, BoardAnswer::Owed(TODAY + 21));
    assert_eq!(board.replies[1].answer, BoardAnswer::No("Ingen plass".to_owned()));
    let said = serde_json::to_string(&ForStaff::new(Some(board), None)).unwrap();
    assert!(said.contains("Pausene") && said.contains("Laget"));
    for hidden in [
        "Ansvarshavende",
        "example.org",
        "Kari",
        "89 bord",
        "ikke signert",
        "ingen har signert",
        "vikar",
    ] {
        assert!(!said.contains(hidden), "{hidden}");
    }
    assert_eq!(
        make_board(&Plan::default(), &[], &[], TODAY),
        None,
        "nothing is said of nothing"
    );
}

/// A pulse that says this of a card, beside the result that the measures of these tests name.
fn pulse(item: &NamedItem, word: Option<Change>) -> PulseBeside {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/hospital.toml");
    let mut deck = file::read(&plan).unwrap().rounds.pop_first().unwrap().1.deck;
    deck.items.retain(|asked| asked.question == Question::Card);
    deck.items.truncate(1);
    deck.items[0].id.clone_from(&item.id);
    deck.items[0].text = item.words.clone();
    let said = word.map(|word| PulseWord { word, about: 15 });
    let item = item.id.clone();
    PulseBeside {
        beside: BoxId([7; 16]),
        deck,
        pulse: Pulse {
            results: vec![PulseResult { item, said }],
            more_than_people: false,
        },
        reported: None,
    }
}

#[test]
fn a_published_word_of_a_pulse_stands_beside_the_measure_that_names_its_question_and_no_other() {
    let named = measure_of(Some(item()));
    let another = measure_of(Some(NamedItem {
        result: BoxId([8; 16]),
        ..item()
    }));
    let rows = vec![row(1, named), row(2, another), row(3, measure())];
    let plan = Plan {
        versions: vec![put_forward(1, &rows, Some(TODAY))],
        measures: rows,
        ..Plan::default()
    };
    let said = |pulse: &PulseBeside| -> Vec<Option<BoardPulse>> {
        let board = make_board(&plan, &[], std::slice::from_ref(pulse), TODAY).unwrap();
        board.measures.into_iter().map(|one| one.pulse).collect()
    };
    let told = |said| BoardPulse {
        asked: item().words,
        said,
        about: 15,
    };
    let more = pulse(&item(), Some(Change::More));
    assert_eq!(said(&more), [Some(told(PulseSaid::MoreYes)), None, None]);
    assert_eq!(
        said(&pulse(&item(), Some(Change::CannotTell)))[0],
        Some(told(PulseSaid::CannotTell))
    );
    assert_eq!(said(&pulse(&item(), None)), [None, None, None], "too few answered");
    // A report that leaves the question out leaves the word out, too.
    let none = PulseBeside {
        reported: Some(Release {
            round: String::new(),
            wards: Vec::new(),
            participants: 20,
            tables: 0,
            questions: Vec::new(),
        }),
        ..more
    };
    assert_eq!(said(&none), [None, None, None]);
    assert!(
        make_board(&plan, &[], &[], TODAY)
            .unwrap()
            .measures
            .iter()
            .all(|one| one.pulse.is_none())
    );
}

fn measure_of(item: Option<NamedItem>) -> Measure {
    Measure { item, ..measure() }
}

#[test]
fn the_most_urgent_stands_first_and_what_has_no_room_on_a_tablet_is_counted() {
    let mut rows: Vec<MeasureRow> = (1..=20).map(|number| row(number, measure())).collect();
    for row in &mut rows {
        row.measure.deadline = TODAY + 100 - i64::from(row.number);
    }
    let of = rows[19].measure.what.clone();
    rows[19].set.push(StatusSet {
        what: of,
        status: Status::Done,
        next: None,
        reason: String::new(),
        account: "vo@example.org".to_owned(),
        day: TODAY,
    });
    let plan = Plan {
        versions: vec![put_forward(1, &rows, Some(TODAY))],
        measures: rows,
        ..Plan::default()
    };
    let board = make_board(&plan, &[], &[], TODAY).unwrap();
    let days: Vec<i64> = board.measures.iter().map(|one| one.deadline).collect();
    assert_eq!(days.len(), 20);
    assert!(days[..19].is_sorted() && board.measures[19].state == MeasureState::Done);
    let shown = ForStaff::new(Some(board), None).board.unwrap();
    assert_eq!(
        (shown.measures.len(), shown.more_measures),
        (MOST_MEASURES, 20 - MOST_MEASURES as u32)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whoever compares the boards of two counts of which the same is published finds no difference, not even in their size.
    #[test]
    fn two_counts_of_which_the_same_is_published_give_the_same_board(counted in some_counted()) {
        let board = |counted| {
            let report = freeze(counted);
            let made = ForStaff::new(make_board(&Plan::default(), &report.areas, &[], TODAY), None);
            serde_json::to_vec(&made).unwrap()
        };
        let (one, other) = (board(&counted), board(&counted.twin()));
        prop_assert_eq!(one.len(), FOR_STAFF_BYTES);
        prop_assert_eq!(one, other);
    }
}
