//! What a new plan changes, and what it must not.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use trykk_hub::organisation::{Account, Change, Keepers, Organisation, Places, Role, Round, RoundPlan, Ward, changes};
use trykk_hub::store::StoreError;
use trykk_shared::deck::{Deck, Mode, Question};

use crate::given::{a_deck, a_store, statement, text};

const WARDS: [&str; 4] = ["med-1", "med-2", "sur-1", "tiny-1"];
const DEPARTMENTS: [&str; 2] = ["medicine", "surgery"];
const EMAILS: [&str; 3] = ["a@example.org", "b@example.org", "c@example.org"];
const ROUNDS: [&str; 3] = ["autumn", "spring", "winter"];

fn one_of(names: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    select(names.to_vec()).prop_map(str::to_owned)
}

fn some_of(names: &[&'static str]) -> impl Strategy<Value = Vec<String>> + use<> {
    subsequence(names.to_vec(), 0..=names.len()).prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn a_ward() -> impl Strategy<Value = Ward> {
    ("[A-Z][a-z]{1,4}", one_of(&DEPARTMENTS), 1..60_u32).prop_map(|(name, department, headcount)| Ward {
        name,
        department,
        headcount,
        closed: false,
    })
}

fn an_account(keys: bool) -> impl Strategy<Value = Account> {
    let role = select(vec![Role::Guide, Role::Guide, Role::Leader, Role::Admin]);
    let places = (some_of(&WARDS), some_of(&DEPARTMENTS));
    (role, places, any::<bool>()).prop_map(move |(role, (wards, departments), key)| Account {
        role,
        places: Places { wards, departments },
        blocked: false,
        has_counting_key: keys && key && role == Role::Guide,
    })
}

fn decks() -> Vec<Deck> {
    vec![
        a_deck([("card", Question::Card), ("face", statement(5))]),
        a_deck([("face", statement(3))]),
    ]
}

fn a_round(opened: bool) -> impl Strategy<Value = Round> {
    let wards = btree_set(one_of(&WARDS), 1..=3);
    let plan = (0..3_i64, 10..13_i64, 5..8_u32);
    let boxes = (wards, any::<bool>(), vec(any::<bool>(), 3));
    (select(decks()), plan, boxes).prop_map(move |(deck, (opens, closes, floor), (wards, pooled, states))| {
        let boxes: Vec<Vec<String>> = match pooled {
            true => vec![wards.into_iter().collect()],
            false => wards.into_iter().map(|ward| vec![ward]).collect(),
        };
        Round {
            deck,
            plan: RoundPlan {
                mode: Mode::DropIn,
                opens,
                closes,
                floor,
                urgent: text("Ring 113"),
                codes: false,
                pulse_of: None,
            },
            boxes: boxes
                .into_iter()
                .zip(states.into_iter().map(|state| state && opened))
                .collect(),
        }
    })
}

/// Any organisation; `stored`: as a database may hold it, with opened boxes and counting keys.
pub fn an_organisation(stored: bool) -> impl Strategy<Value = Organisation> {
    (
        "[A-Z][a-z]{1,3}",
        select(vec!["Europe/Oslo", "UTC"]),
        btree_map(one_of(&DEPARTMENTS), "[A-Z][a-z]{1,3}".prop_map(String::from), 0..=2),
        btree_map(one_of(&WARDS), a_ward(), 0..=4),
        btree_map(one_of(&EMAILS), an_account(stored), 0..=3),
        btree_map(one_of(&ROUNDS), a_round(stored), 0..=3),
    )
        .prop_map(|(name, time_zone, departments, wards, accounts, rounds)| Organisation {
            name,
            time_zone: time_zone.to_owned(),
            departments,
            wards,
            accounts,
            rounds,
            keepers: Vec::new(),
            settled: Vec::new(),
            rounds_departments: Default::default(),
            bound: Default::default(),
            holding: Default::default(),
            decks: Vec::new(),
        })
}

fn opened_rounds(organisation: &Organisation) -> impl Iterator<Item = (&String, &Round)> {
    organisation
        .rounds
        .iter()
        .filter(|(_, round)| round.boxes.iter().any(|(_, opened)| *opened))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is planned, nothing that an opened round depends on is touched.
    #[test]
    fn changes_never_touch_an_opened_round(from in an_organisation(true), to in an_organisation(false)) {
        let Ok(changes) = changes(&from, &to) else { return Ok(()) };
        for (id, round) in opened_rounds(&from) {
            let planned = &to.rounds[id];
            prop_assert_eq!((&planned.deck, &planned.plan), (&round.deck, &round.plan));
            for change in &changes {
                let touches = match change {
                    Change::RemoveRound(changed) | Change::PutRound(changed, _) => changed == id,
                    Change::RemoveWard(ward) => round.boxes.iter().any(|(wards, _)| wards.contains(ward)),
                    _ => false,
                };
                prop_assert!(!touches, "{change:?}");
            }
        }
    }

    #[test]
    fn a_plan_that_changes_nothing_is_always_taken(plan in an_organisation(true)) {
        prop_assert_eq!(changes(&plan, &plan), Ok(Vec::new()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Carried out for real: one plan, then another; after each the same plan asks for nothing more.
    #[test]
    fn a_plan_applied_twice_changes_nothing_the_second_time(plans in vec(an_organisation(false), 1..4)) {
        let (mut store, _folder) = a_store();
        for plan in plans {
            let before = store.organisation().unwrap();
            let changes_made = changes(&before, &plan).unwrap();
            store.change(&before, &changes_made, &trykk_hub::store::BoxIds::new(b"a test")).unwrap();
            // Since when somebody is where they are, the plan does not say.
            let after = Organisation {
                holding: Default::default(),
                ..store.organisation().unwrap()
            };
            prop_assert_eq!(&after, &plan);
            prop_assert_eq!(changes(&after, &plan), Ok(Vec::new()));
        }
    }
}

/// A hospital with one guide who can count, and a round that is open in one of its two wards.
fn with_an_open_round() -> Organisation {
    let ward = |name: &str| Ward {
        name: name.to_owned(),
        department: "medicine".to_owned(),
        headcount: 30,
        closed: false,
    };
    let guide = Account {
        role: Role::Guide,
        places: Places {
            wards: Vec::new(),
            departments: vec!["medicine".to_owned()],
        },
        blocked: false,
        has_counting_key: true,
    };
    let round = Round {
        deck: decks().remove(0),
        plan: RoundPlan {
            mode: Mode::DropIn,
            opens: 100,
            closes: 200,
            floor: 7,
            urgent: text("Ring 113"),
            codes: false,
            pulse_of: None,
        },
        boxes: vec![(vec!["med-1".to_owned()], true), (vec!["med-2".to_owned()], false)],
    };
    Organisation {
        name: "Demo hospital".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        departments: [("medicine".to_owned(), "Medicine".to_owned())].into(),
        wards: [("med-1".to_owned(), ward("One")), ("med-2".to_owned(), ward("Two"))].into(),
        accounts: [("guide@example.org".to_owned(), guide)].into(),
        rounds: [("autumn".to_owned(), round)].into(),
        rounds_departments: Default::default(),
        bound: Default::default(),
        holding: Default::default(),
        settled: Vec::new(),
        decks: Vec::new(),
        keepers: vec![Keepers {
            round: "autumn".to_owned(),
            wards: vec!["med-1".to_owned()],
            guides: vec!["guide@example.org".to_owned()],
        }],
    }
}

/// What is refused when the plan is changed like this.
fn refused(change: impl FnOnce(&mut Organisation)) -> Vec<String> {
    let from = with_an_open_round();
    let mut to = from.clone();
    change(&mut to);
    let refused = changes(&from, &to).expect_err("this loses data").0;
    refused.iter().map(ToString::to_string).collect()
}

fn in_the_round(change: impl FnOnce(&mut Round)) -> Vec<String> {
    refused(|plan| change(plan.rounds.get_mut("autumn").unwrap()))
}

#[test]
fn what_was_frozen_at_opening_cannot_change() {
    let frozen = [
        ("its deck", in_the_round(|round| round.deck.version += 1)),
        ("its mode", in_the_round(|round| round.plan.mode = Mode::Table)),
        ("its floor", in_the_round(|round| round.plan.floor = 5)),
        ("its wards", in_the_round(|round| drop(round.boxes.pop()))),
        ("its times", in_the_round(|round| round.plan.opens += 1)),
        ("its times", in_the_round(|round| round.plan.closes += 1)),
        (
            "its urgent route",
            in_the_round(|round| round.plan.urgent = text("Ring 112")),
        ),
    ];
    for (what, refused) in frozen {
        let [only] = &refused[..] else {
            panic!("{what}: {refused:?}")
        };
        assert!(only.contains(what) && only.contains("\"autumn\""), "{only}");
    }
}

/// Another ward with its id would inherit what was written of it.
#[test]
fn a_ward_with_a_process_is_closed_and_never_removed() {
    let mut from = with_an_open_round();
    from.rounds.clear();
    from.keepers.clear();
    from.bound.insert("med-1".to_owned());
    let mut to = from.clone();
    to.wards.remove("med-1");
    to.accounts.clear();
    let refused = changes(&from, &to).unwrap_err().to_string();
    assert!(
        refused.contains("\"med-1\" has a process") && refused.contains("closed = true"),
        "{refused}"
    );
    let mut closed = from.clone();
    closed.wards.get_mut("med-1").unwrap().closed = true;
    assert!(changes(&from, &closed).is_ok());
}

#[test]
fn what_an_opened_round_depends_on_cannot_be_left_out() {
    let depends = [
        (
            "round \"autumn\" was confirmed or opened",
            refused(|plan| plan.rounds.clear()),
        ),
        (
            "ward \"med-1\" has a round that was confirmed",
            refused(|plan| drop(plan.wards.remove("med-1"))),
        ),
        ("without a guide", refused(|plan| plan.accounts.clear())),
        (
            "without a guide",
            refused(|plan| plan.accounts.get_mut("guide@example.org").unwrap().role = Role::Leader),
        ),
    ];
    for (what, refused) in depends {
        assert!(
            refused.iter().any(|refusal| refusal.contains(what)),
            "{what}: {refused:?}"
        );
    }
}

/// Notes are sealed to those who guide the ward when it is counted: without any they would be lost.
#[test]
fn the_last_guide_of_an_opened_round_cannot_be_moved_away() {
    let guide = |plan: &mut Organisation, places: Places| {
        plan.accounts.get_mut("guide@example.org").unwrap().places = places;
    };
    let away = refused(|plan| guide(plan, Places::default()));
    let department = refused(|plan| plan.wards.get_mut("med-1").unwrap().department = "surgery".to_owned());
    for refused in [away, department] {
        assert!(refused[0].contains("without a guide who can count it"), "{refused:?}");
    }
    let from = with_an_open_round();
    let mut to = from.clone();
    let wards = vec!["med-1".to_owned(), "med-2".to_owned()];
    let departments = Vec::new();
    guide(&mut to, Places { wards, departments });
    assert_eq!(changes(&from, &to).unwrap().len(), 1, "another way to say the same");
}

#[test]
fn every_refusal_is_named_at_once() {
    let refused = refused(|plan| {
        let round = plan.rounds.get_mut("autumn").unwrap();
        round.deck.version += 1;
        round.plan.mode = Mode::Table;
        round.plan.floor = 5;
        round.plan.opens += 1;
        round.plan.urgent = text("");
        round.boxes.clear();
        plan.wards.clear();
        plan.accounts.clear();
    });
    // Six of the round, both wards, and its open box without a guide.
    assert_eq!(refused.len(), 9, "{refused:?}");
}

#[test]
fn a_second_guide_who_can_count_lets_the_first_go() {
    let mut from = with_an_open_round();
    let guide = from.accounts["guide@example.org"].clone();
    from.accounts.insert("other@example.org".to_owned(), guide);
    from.keepers[0].guides.push("other@example.org".to_owned());
    let mut to = from.clone();
    to.accounts.remove("guide@example.org");
    let removed = Change::RemoveAccount("guide@example.org".to_owned());
    assert_eq!(changes(&from, &to), Ok(vec![removed]));
    // A key that was made after the opening holds no share.
    from.keepers[0].guides.pop();
    assert!(changes(&from, &to).is_err());
    // Once the box is released nobody is held back.
    from.keepers.clear();
    assert!(changes(&from, &to).is_ok());
}

#[test]
fn a_plan_that_somebody_else_changed_meanwhile_is_not_carried_out() {
    let (mut store, _folder) = a_store();
    let empty = store.organisation().unwrap();
    let mut plan = with_an_open_round();
    plan.rounds.clear();
    let first = changes(&empty, &plan).unwrap();
    store
        .change(&empty, &first, &trykk_hub::store::BoxIds::new(b"a test"))
        .unwrap();
    let late = store.change(
        &empty,
        &[Change::RemoveWard("med-1".to_owned())],
        &trykk_hub::store::BoxIds::new(b"a test"),
    );
    assert!(matches!(late, Err(StoreError::ChangedMeanwhile(_))));
    assert_eq!(store.organisation().unwrap().wards.len(), 2);
}
