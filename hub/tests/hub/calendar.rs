//! Calendars, pure: an event keeps its UID, and its SEQUENCE rises with every change.

use std::collections::BTreeMap;

use proptest::prelude::*;
use trykk_hub::calendar::{Entry, EntryKind, Shown, list_entries, write_calendar};
use trykk_hub::plan::measures::{Measure, Status, StatusSet};
use trykk_hub::plan::{MeasureRow, Plan, PlanVersion, version};
use trykk_hub::process::Process;
use trykk_hub::signing::Needs;

use crate::plan::{TODAY, measure};

fn process() -> Process {
    Process {
        id: "w1".to_owned(),
        wards: vec!["w1".to_owned()],
        needs: Needs::One,
        resting: None,
        begun: Vec::new(),
        goals: Vec::new(),
        meetings: Vec::new(),
    }
}

/// What somebody does to a plan.
#[derive(Clone, Debug)]
enum Step {
    Add(i64),
    Save(usize, i64),
    Set(usize, usize),
    Sign,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_i64..40).prop_map(Step::Add),
        (0_usize..4, 0_i64..40).prop_map(|(nth, day)| Step::Save(nth, day)),
        (0_usize..4, 0_usize..4).prop_map(|(nth, status)| Step::Set(nth, status)),
        Just(Step::Sign),
    ]
}

fn with_days(days: i64) -> Measure {
    let mut measure = measure();
    measure.deadline = TODAY + days;
    measure.evaluation = TODAY + 2 * days;
    measure
}

fn take(plan: &mut Plan, step: &Step) {
    let many = plan.measures.len();
    match step {
        Step::Add(days) => plan.measures.push(MeasureRow {
            number: u32::try_from(many).unwrap() + 1,
            revision: 1,
            measure: with_days(*days),
            set: Vec::new(),
            answers: Vec::new(),
        }),
        Step::Save(nth, days) if *nth < many => {
            plan.measures[*nth].measure = with_days(*days);
            plan.measures[*nth].revision += 1;
        }
        Step::Set(nth, status) if *nth < many => {
            let what = plan.measures[*nth].measure.what.clone();
            plan.measures[*nth].set.push(StatusSet {
                what,
                status: Status::ALL[*status],
                next: None,
                reason: String::new(),
                account: String::new(),
                day: TODAY,
            });
        }
        Step::Sign if many > 0 => {
            let measures = plan.content();
            plan.versions.push(PlanVersion {
                number: u32::try_from(plan.versions.len()).unwrap() + 1,
                version: version("w1", &measures),
                measures,
                account: String::new(),
                day: TODAY,
                signed: Some(TODAY),
            });
        }
        _ => {}
    }
}

fn by_number(plan: &Plan) -> BTreeMap<(String, u32), Entry> {
    let entries = list_entries(&process(), plan, &[]).into_iter();
    entries
        .map(|one| ((format!("{:?}", one.kind), one.number), one))
        .collect()
}

proptest! {
    /// Whatever is done to a plan: an event that says something else has a higher SEQUENCE, none goes down, and none that was in the calendar
    /// is missing afterwards, or it would stay in everybody's.
    #[test]
    fn an_event_that_changes_has_a_higher_sequence(steps in prop::collection::vec(step(), 1..25)) {
        let mut plan = Plan::default();
        let mut before = by_number(&plan);
        for step in &steps {
            take(&mut plan, step);
            let now = by_number(&plan);
            for (key, was) in &before {
                let is = now.get(key);
                // Measures that nobody has signed yet leave the calendar when others are signed: they were all signed then.
                prop_assert!(is.is_some(), "{key:?} is gone after {step:?}");
                let is = is.unwrap();
                let differs = (is.day, is.cancelled, &is.words) != (was.day, was.cancelled, &was.words);
                prop_assert!(is.sequence >= was.sequence, "{was:?} {is:?}");
                prop_assert!(!differs || is.sequence > was.sequence, "{was:?} {is:?} after {step:?}");
            }
            before = now;
        }
    }

    /// Whatever a ward is called, the file has as many lines of each kind as it has events, and no line longer than 75 bytes.
    #[test]
    fn no_name_breaks_the_file(title in "(\\PC|\r|\n|END:VEVENT){0,60}", words in "(\\PC|\r|\n|;|,|\\\\){0,60}") {
        let one = Shown {
            process: "w1".to_owned(),
            entry: Entry {
                kind: EntryKind::Deadline,
                number: 1,
                day: TODAY,
                sequence: 3,
                cancelled: false,
                words: Some(words),
            },
            title,
            href: "https://trykk.example.org/process/w1/plan/measures/1".to_owned(),
            tells: true,
        };
        let text = write_calendar(&[one], "hub", 1_790_000_000);
        let lines: Vec<&str> = text.split("\r\n").collect();
        for line in ["BEGIN:VEVENT", "END:VEVENT", "UID:w1-deadline-1@hub", "SEQUENCE:3", "DTSTAMP:20260921T141320Z"] {
            prop_assert_eq!(lines.iter().filter(|one| **one == line).count(), 1, "{}", &text);
        }
        prop_assert!(lines.iter().all(|line| line.len() <= 76 && !line.contains(['\r', '\n'])), "{}", &text);
    }
}
