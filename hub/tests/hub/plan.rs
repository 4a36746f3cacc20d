//! The plan of measures, pure: what is refused at which field, what is signed, what changed, what became of everything.

use proptest::prelude::*;
use trykk_hub::analysis::areas::AreaKind;
use trykk_hub::organisation::Role;
use trykk_hub::organisation::times::write_day;
use trykk_hub::plan::effect::{NamedItem, Offered};
use trykk_hub::plan::measures::{
    HelpAnswer, HelpAsked, HelpState, Measure, NextStep, Risk, Status, StatusSet, WrittenMeasure, read_answer,
    read_measure, read_next, read_status,
};
use trykk_hub::plan::proposals::{
    Bundle, BundleState, Decided, Verdict, WrittenProposal, read_bundle, read_decision, read_proposal, read_rating,
};
use trykk_hub::plan::{BundleRow, Change, Fault, Field, MeasureRow, Owing, Plan, Told, Wrong, changes, version};
use trykk_hub::signing::{Post, PostStanding, Standing, State};
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};

/// The day of these tests.
pub const TODAY: i64 = 20_000;

/// A measure with everything.
pub fn measure() -> Measure {
    Measure {
        proposal: Some(1),
        aim: AreaKind::Improve,
        area: "Pauser".to_owned(),
        what: "Alle får pause på kveldsvakt".to_owned(),
        responsible: "Ansvarshavende".to_owned(),
        deadline: TODAY + 30,
        indicator: "Pauselista er full".to_owned(),
        item: None,
        evaluation: TODAY + 90,
        risks: vec![Risk {
            wrong: "Ingen tar vakttelefonen".to_owned(),
            prevention: "Naboenheten svarer".to_owned(),
            then: "Lederen tar den".to_owned(),
        }],
        help: Some(HelpAsked {
            text: "En vikar i høysesongen".to_owned(),
            answer_by: TODAY + 14,
        }),
    }
}

/// A question of a published result.
pub fn item() -> NamedItem {
    let words = [
        (Language::Nb, "Hvor ofte får du pause?"),
        (Language::En, "How often do you get a break?"),
    ];
    NamedItem {
        result: BoxId([7; 16]),
        opened: TODAY - 100,
        deck: "station".to_owned(),
        version: 3,
        id: "breaks".to_owned(),
        words: Texts(words.map(|(language, words)| (language, words.to_owned())).into()),
        day: TODAY,
    }
}

fn row(measure: Measure, set: &[Status]) -> MeasureRow {
    let set = set.iter().map(|status| StatusSet {
        what: measure.what.clone(),
        status: *status,
        next: None,
        reason: String::new(),
        account: "leader@example.org".to_owned(),
        day: TODAY,
    });
    MeasureRow {
        number: 1,
        revision: 1,
        set: set.collect(),
        measure,
        answers: Vec::new(),
    }
}

fn measure_day(plan: &Plan) -> i64 {
    plan.measures[0].measure.evaluation
}

fn fields(faults: &[Fault]) -> Vec<(&str, Wrong)> {
    faults.iter().map(|fault| (&fault.field[..], fault.wrong)).collect()
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", " ", "Pauser", "Nye vaktlister", "\u{200b}", "To\r\nlinjer"]).prop_map(str::to_owned)
}

fn day() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (-40..120_i64).prop_map(|day| write_day(TODAY + day)),
        1 => prop::sample::select(vec!["", "i morgen", "2099-01-01"]).prop_map(str::to_owned),
    ]
}

fn risk() -> impl Strategy<Value = Risk> {
    (words(), words(), words()).prop_map(|(wrong, prevention, then)| Risk {
        wrong,
        prevention,
        then,
    })
}

prop_compose! {
    fn written()(
        aim in prop::sample::select(vec!["keep", "improve", "improve", ""]), area in words(), what in words(),
        responsible in words(), deadline in day(), indicator in words(), evaluation in day(),
        item in prop::sample::select(vec![String::new(), item().key(), "another".to_owned()]),
        risks in prop::collection::vec(risk(), 0..3), help in words(), help_by in day(),
    ) -> WrittenMeasure {
        WrittenMeasure {
            proposal: None, aim: aim.to_owned(), area, what, responsible, deadline, indicator, item, evaluation, risks, help,
            help_by,
        }
    }
}

fn known() -> impl Strategy<Value = Measure> {
    let change = (0..11_usize, 0..3_i64);
    prop::collection::vec(change, 0..4).prop_map(|list| {
        let mut measure = measure();
        for (which, by) in list {
            let more = "!".repeat(usize::try_from(by).unwrap_or(0));
            match which {
                0 => measure.area += &more,
                1 => measure.what += &more,
                2 => measure.responsible += &more,
                3 => measure.deadline += by,
                4 => measure.evaluation += by,
                5 => measure.risks[0].then += &more,
                6 => measure.risks.push(Risk::default()),
                7 => measure.item = Some(item()),
                8 => measure.item.iter_mut().for_each(|item| item.id += &more),
                9 => measure.indicator = String::new(),
                _ => measure.help = None,
            }
        }
        measure
    })
}

proptest! {
    /// A measure that is read has every field; every field that is empty or no day is refused, at itself.
    #[test]
    fn a_measure_has_everything_or_is_refused_at_the_field(written in written()) {
        let is_empty = |text: &str| text.replace('\u{200b}', "").trim().is_empty();
        let offered = [Offered { part: None, item: item() }];
        match read_measure(&written, None, &offered, TODAY) {
            Ok(read) => {
                for words in [&read.area, &read.what, &read.responsible] {
                    prop_assert!(!words.is_empty() && words.trim() == words);
                }
                prop_assert!(!read.indicator.is_empty() || read.item.is_some());
                prop_assert_eq!(read.item.is_some(), !written.item.is_empty());
                prop_assert!(TODAY <= read.deadline && read.deadline <= read.evaluation);
                let empty = |risk: &Risk| [&risk.wrong, &risk.prevention, &risk.then].iter().any(|part| part.is_empty());
                prop_assert!(!read.risks.iter().any(empty));
                prop_assert!(read.help.as_ref().is_none_or(|help| !help.text.is_empty() && help.answer_by >= TODAY));
                // What was kept is typed again as it is, also when its days are over and its question is offered no more.
                let again = WrittenMeasure::again(&read);
                prop_assert_eq!(read_measure(&again, Some(&read), &[], TODAY + 200), Ok(read));
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for (field, text) in [
                    ("area", &written.area), ("what", &written.what), ("responsible", &written.responsible),
                    ("deadline", &written.deadline), ("evaluation", &written.evaluation),
                ] {
                    let missing = fields(&faults).contains(&(field, Wrong::Missing));
                    prop_assert_eq!(missing, is_empty(text), "{}: {:?}", field, &faults);
                }
                let no_sign = is_empty(&written.indicator) && written.item.is_empty();
                prop_assert_eq!(fields(&faults).contains(&("indicator", Wrong::NoSign)), no_sign);
                prop_assert_eq!(fields(&faults).contains(&("item", Wrong::NotChosen)), written.item == "another");
            }
        }
    }

    /// Two versions are the same exactly where nothing changed in words.
    #[test]
    fn another_version_says_what_changed(before in prop::collection::vec(known(), 0..3), after in prop::collection::vec(known(), 0..3)) {
        let number = |list: Vec<Measure>| -> Vec<(u32, Measure)> { (1..).zip(list).collect() };
        let (before, after) = (number(before), number(after));
        let same = version("med-1", &before) == version("med-1", &after);
        prop_assert_eq!(same, changes(&before, &after).is_empty());
        prop_assert_eq!(same, before == after);
        prop_assert_ne!(version("med-1", &before), version("med-2", &before));
    }

    /// Four figures from 1 to 5, or each that is missing is said.
    #[test]
    fn a_rating_has_four_figures(written in prop::array::uniform4(prop::sample::select(vec!["", "0", "1", "3", "5", "6", "x"]))) {
        let good = |text: &&str| matches!(*text, "1" | "3" | "5");
        match read_rating(written) {
            Ok(rating) => {
                prop_assert!(written.iter().all(|text| matches!(*text, "1" | "3" | "5")));
                prop_assert_eq!(rating.figures().map(|figure| figure.to_string()), written.map(str::to_owned));
            }
            Err(faults) => prop_assert_eq!(faults.len(), written.iter().filter(|text| !good(text)).count()),
        }
    }

    /// A bundle without a reply is answered by a day, and overdue afterwards; one with a reply is neither.
    #[test]
    fn a_bundle_without_a_reply_turns_overdue(by in -30..30_i64, has_reply: bool) {
        let reply = has_reply.then(|| Decided {
            verdict: Verdict::Later,
            reason: "Etter ferien".to_owned(),
            account: "leader@example.org".to_owned(),
            day: TODAY,
        });
        let bundle = Bundle { title: "Pauser".to_owned(), answer_by: TODAY + by };
        let row = BundleRow { number: 1, revision: 1, bundle, reply };
        let state = row.state(TODAY);
        prop_assert_eq!(state == BundleState::Replied, has_reply);
        prop_assert_eq!(state == BundleState::Overdue(TODAY + by), !has_reply && by < 0);
    }

    /// Only what is open can be overdue; only what ends well or with a reason is closed.
    #[test]
    fn an_overdue_measure_is_open(deadline in -30..30_i64, set in prop::collection::vec(prop::sample::select(Status::ALL.to_vec()), 0..4)) {
        let mut measure = measure();
        measure.deadline = TODAY + deadline;
        let row = row(measure, &set);
        let last = set.last().copied().unwrap_or(Status::NotBegun);
        prop_assert_eq!(row.is_open(), !matches!(last, Status::Done | Status::Stopped));
        prop_assert_eq!(row.is_overdue(TODAY), row.is_open() && deadline < 0);
        let plan = Plan { measures: vec![row], ..Plan::default() };
        prop_assert!(plan.count_overdue(TODAY) <= plan.open_measures().len());
        // On the day of its evaluation it is taken up again, unless it was stopped, until it is given a status.
        let (day, one) = (measure_day(&plan), &plan.measures[0]);
        prop_assert!(!one.is_evaluation_due(day - 1));
        prop_assert_eq!(one.is_evaluation_due(day), last != Status::Stopped);
        prop_assert_eq!(plan.agenda(day).len(), usize::from(last != Status::Stopped));
        let mut seen = plan.clone();
        let what = seen.measures[0].measure.what.clone();
        seen.measures[0].set.push(StatusSet { what, status: Status::Done, next: None, reason: String::new(), account: String::new(), day });
        prop_assert!(seen.agenda(day + 300).is_empty());
    }
}

#[test]
fn a_card_without_its_fields_says_which_and_one_from_before_is_taken() {
    let faults = read_proposal(&WrittenProposal::default(), TODAY).unwrap_err();
    let missing: Vec<&str> = faults.iter().map(|fault| &fault.field[..]).collect();
    assert_eq!(
        missing,
        ["bundle", "area", "what", "first_step", "owner", "by", "indicator"]
    );
    let text = |text: &str| text.to_owned();
    let card = WrittenProposal {
        bundle: text(" Pauser "),
        area: text("Samarbeid"),
        what: text("Pausevakt"),
        first_step: text("Spør naboenheten"),
        owner: text("Ansvarshavende"),
        by: write_day(TODAY - 3),
        indicator: text("Alle har spist"),
        instead: String::new(),
    };
    let (title, proposal) = read_proposal(&card, TODAY).unwrap();
    assert_eq!(
        (&title[..], proposal.by, &proposal.instead[..]),
        ("Pauser", TODAY - 3, "")
    );
    let long = WrittenProposal {
        what: "x".repeat(601),
        ..card.clone()
    };
    let faults = read_proposal(&long, TODAY).unwrap_err();
    assert_eq!(fields(&faults), [("what", Wrong::TooLong(600))]);
    let from = WrittenMeasure::from_proposal(7, &proposal);
    assert_eq!((from.proposal, &from.responsible[..]), (Some(7), "Ansvarshavende"));
}

#[test]
fn days_that_are_over_are_refused_where_they_are_new() {
    let mut typed = WrittenMeasure::again(&measure());
    typed.deadline = write_day(TODAY - 1);
    let refused = |typed: &WrittenMeasure, before: Option<&Measure>| {
        let faults = read_measure(typed, before, &[], TODAY).unwrap_err();
        faults
            .into_iter()
            .map(|fault| (fault.field, fault.wrong))
            .collect::<Vec<_>>()
    };
    assert_eq!(refused(&typed, None), [("deadline".to_owned(), Wrong::Past)]);
    typed.deadline = write_day(TODAY + 100);
    assert_eq!(
        refused(&typed, None),
        [("evaluation".to_owned(), Wrong::BeforeDeadline)]
    );
    typed = WrittenMeasure::again(&measure());
    typed.help_by = String::new();
    assert_eq!(refused(&typed, None), [("help_by".to_owned(), Wrong::Missing)]);
    typed.help_by = write_day(TODAY);
    typed.risks[0].then = String::new();
    assert_eq!(refused(&typed, None), [("risk-1-then".to_owned(), Wrong::Missing)]);
    let bundle = Bundle {
        title: "Pauser".to_owned(),
        answer_by: TODAY - 9,
    };
    assert!(read_bundle("Pauser", &write_day(TODAY - 9), None, TODAY).is_err());
    assert_eq!(
        read_bundle("Pauser", &write_day(TODAY - 9), Some(&bundle), TODAY),
        Ok(bundle)
    );
}

#[test]
fn deciding_and_stopping_want_a_reason() {
    let faults = read_decision("perhaps", " ", "leader@example.org", TODAY).unwrap_err();
    assert_eq!(
        fields(&faults),
        [("verdict", Wrong::NotChosen), ("reason", Wrong::Missing)]
    );
    assert!(read_decision("no", "For dyrt i år", "leader@example.org", TODAY).is_ok());
    let faults = read_status("", ("stopped", ""), "leader@example.org", TODAY).unwrap_err();
    assert_eq!(fields(&faults), [("reason", Wrong::Missing)]);
    for status in ["not-begun", "under-way", "done"] {
        assert!(
            read_status("", (status, ""), "leader@example.org", TODAY).is_ok(),
            "{status}"
        );
    }
    assert!(read_status("", ("gone", ""), "leader@example.org", TODAY).is_err());
    assert_eq!(fields(&read_answer(" ").unwrap_err()), [("words", Wrong::Missing)]);
}

#[test]
fn who_owes_the_plan_something_is_said_until_it_is_done() {
    let late = |number, by: i64| BundleRow {
        number,
        revision: 1,
        bundle: Bundle {
            title: "Pauser".to_owned(),
            answer_by: TODAY + by,
        },
        reply: None,
    };
    let mut over = measure();
    over.deadline = TODAY - 1;
    let post = |role, state| PostStanding {
        post: Post {
            ward: "med-1".to_owned(),
            role,
        },
        state,
        answers: Vec::new(),
        owed_by: Vec::new(),
    };
    let signing = Standing {
        posts: vec![post(Role::Leader, State::Signed), post(Role::SafetyRep, State::Silent)],
        void: Vec::new(),
    };
    let mut plan = Plan {
        bundles: vec![late(1, -2), late(2, -5), late(3, 0)],
        measures: vec![row(over.clone(), &[])],
        ..Plan::default()
    };
    let owing = plan.owing(Some(&signing), TODAY);
    let open = signing.posts[1].post.clone();
    let signature = Owing::Signature(open, State::Silent);
    assert_eq!(owing, [signature, Owing::Replies(2, TODAY - 5), Owing::Measures(1)]);
    plan.bundles.truncate(0);
    plan.measures = vec![row(over, &[Status::Done])];
    assert_eq!(plan.owing(None, TODAY), []);
}

#[test]
fn help_that_nobody_answers_is_said_and_an_answer_is_to_one_text() {
    let mut asking = row(measure(), &[]);
    assert_eq!(asking.help(TODAY), Some(HelpState::Owed(TODAY + 14)));
    assert_eq!(asking.help(TODAY + 15), Some(HelpState::Overdue(TODAY + 14)));
    asking.answers.push(HelpAnswer {
        text: "En vikar i høysesongen".to_owned(),
        words: "Ja, fra juni".to_owned(),
        account: "senior@example.org".to_owned(),
        day: TODAY,
        written_down: false,
        number: 1,
    });
    assert!(matches!(asking.help(TODAY + 15), Some(HelpState::Answered(_))));
    asking.measure.help.as_mut().unwrap().text = "To vikarer".to_owned();
    assert!(matches!(asking.help(TODAY), Some(HelpState::Owed(_))));
    asking.measure.help = None;
    assert_eq!(asking.help(TODAY), None);
}

#[test]
fn a_change_says_what_it_was_and_what_it_is() {
    let mut after = measure();
    after.deadline = TODAY + 40;
    let told = changes(&[(1, measure()), (2, measure())], &[(1, after), (3, measure())]);
    let moved = Change::Changed {
        what: measure().what,
        field: Field::Deadline,
        before: Told::Day(TODAY + 30),
        now: Told::Day(TODAY + 40),
    };
    assert_eq!(
        told,
        [Change::Gone(measure().what), moved, Change::Added(measure().what)]
    );
}

/// What plans were signed as before a measure could name a question: the bytes that are kept, and the digest that was signed.
#[test]
fn a_plan_that_was_signed_before_questions_is_read_and_stays_signed() {
    let kept = r#"[[1,{"proposal":1,"aim":"improve","area":"Pauser","what":"Alle får pause på kveldsvakt",
        "responsible":"Ansvarshavende","deadline":20030,"indicator":"Pauselista er full","evaluation":20090,
        "risks":[{"wrong":"Ingen tar vakttelefonen","prevention":"Naboenheten svarer","then":"Lederen tar den"}],
        "help":{"text":"En vikar i høysesongen","answer_by":20014}}]]"#;
    let read: Vec<(u32, Measure)> = serde_json::from_str(kept).unwrap();
    assert_eq!(read, [(1, measure())]);
    // SHA-256 of its parts, reckoned apart from this program.
    let signed = "96b3a88764cca8dc8358e32b6acfb73681d0a60293703d51300302260fb33fe2";
    assert_eq!(version("med-1", &read).written(), signed);
    // What is written today without a question can be read by a program from before.
    assert!(!serde_json::to_string(&read).unwrap().contains("item"));
}

#[test]
fn a_question_is_signed_and_the_day_on_which_it_was_chosen_is_not() {
    let naming = |item: NamedItem| Measure {
        item: Some(item),
        ..measure()
    };
    let of = |item: NamedItem| version("med-1", &[(1, naming(item))]);
    let mut others = vec![item(); 6];
    others[0].result = BoxId([8; 16]);
    others[1].opened += 1;
    others[2].deck = "table".to_owned();
    others[3].version += 1;
    others[4].id = "rest".to_owned();
    others[5].words.0.remove(&Language::En);
    for other in others {
        assert_ne!(of(other.clone()), of(item()), "{other:?}");
        let told = changes(&[(1, naming(item()))], &[(1, naming(other))]);
        let is_item = |change: &Change| matches!(change, Change::Changed { field: Field::Item, .. });
        assert!(told.len() == 1 && is_item(&told[0]), "{told:?}");
    }
    let later = NamedItem {
        day: TODAY + 5,
        ..item()
    };
    assert_eq!(of(later.clone()), of(item()));
    assert_eq!(changes(&[(1, naming(item()))], &[(1, naming(later))]), []);
    // A measure with a question is not two measures, one of which is called "item".
    assert_ne!(of(item()), version("med-1", &[(1, measure()), (2, measure())]));
}

#[test]
fn what_is_done_next_gives_a_status_and_wants_a_sentence() {
    let decide = |status, next: &str, sentence: &str| {
        read_next(("Pausevakt", status), (next, sentence), "vo@example.org", TODAY)
    };
    let faults = decide(Status::Done, "", " ").unwrap_err();
    assert_eq!(
        fields(&faults),
        [("next", Wrong::NotChosen), ("sentence", Wrong::Missing)]
    );
    for (status, next, then) in [
        (Status::UnderWay, NextStep::Keep, Status::UnderWay),
        (Status::Done, NextStep::Keep, Status::Done),
        (Status::Done, NextStep::Adjust, Status::UnderWay),
        (Status::UnderWay, NextStep::Adjust, Status::UnderWay),
        (Status::UnderWay, NextStep::Close, Status::Done),
        (Status::Done, NextStep::Close, Status::Done),
        (Status::NotBegun, NextStep::Close, Status::Stopped),
    ] {
        let set = decide(status, next.name(), "Alle spiser").unwrap();
        assert_eq!((set.status, set.next, set.day), (then, Some(next), TODAY));
        assert_eq!((&set.what[..], &set.reason[..]), ("Pausevakt", "Alle spiser"));
    }
}
