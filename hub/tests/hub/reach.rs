//! What is read for somebody's places says of them what the whole plan says, and nothing of others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::{Connection, params};
use trykk_hub::figures::rollup::{BoxesAlike, Progress, Scope, group_boxes};
use trykk_hub::organisation::{Organisation, changes};
use trykk_hub::rounds::{find_obstacle, find_overdue};
use trykk_hub::signing::{Post, SIGNERS, all_holders, holders};
use trykk_hub::store::{BoxIds, BoxRow, Opening, Store};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use crate::given::{a_rng, a_store};
use crate::organisation::an_organisation;

/// Between the times of the rounds.
const NOW: i64 = 5;

fn apply(store: &mut Store, plan: &Organisation) {
    let before = store.organisation().unwrap();
    let mut plan = plan.clone();
    // As a plan that is taken in: rounds are in wards that are there.
    let wards = plan.wards.clone();
    plan.rounds
        .retain(|_, round| round.wards().all(|ward| wards.contains_key(ward)));
    // One that is refused leaves what is there.
    if let Ok(changes) = changes(&before, &plan) {
        store.change(&before, &changes, &BoxIds::new(b"a test")).unwrap();
    }
}

fn ids(boxes: &[BoxRow]) -> Vec<BoxId> {
    boxes.iter().map(|ballot_box| ballot_box.id).collect()
}

/// What is said of a box by a plan.
fn said_of(plan: &Organisation, boxes: &[BoxRow], ballot_box: &BoxRow) -> Vec<String> {
    let posts = ballot_box.wards.iter().flat_map(|ward| {
        SIGNERS.map(|role| Post {
            ward: ward.clone(),
            role,
        })
    });
    let signs: Vec<String> = posts
        .map(|post| {
            let (here, all): (Vec<_>, Vec<_>) = (holders(plan, &post).collect(), all_holders(plan, &post).collect());
            format!("{post:?} {here:?} {all:?}")
        })
        .collect();
    let round = &plan.rounds[&ballot_box.round];
    vec![
        plan.ward_names(&ballot_box.wards),
        format!("{:?}", plan.guides_of(&ballot_box.wards).collect::<Vec<_>>()),
        format!("{:?}", find_obstacle(plan, ballot_box, NOW)),
        format!("{:?}", find_overdue(plan, boxes, ballot_box, NOW)),
        format!("{:?} {:?}", round.deck, round.plan),
        signs.join(" "),
        format!(
            "{:?}",
            plan.keepers
                .iter()
                .find(|held| held.round == ballot_box.round && held.wards == ballot_box.wards)
        ),
        plan.zone().iana_name().unwrap_or_default().to_owned(),
    ]
}

/// Those of which something more comes, and of each ward without one the newest of the others.
fn list_current(boxes: &[BoxRow], wards: &[String]) -> Vec<BoxRow> {
    let is_over = |ballot_box: &&BoxRow| ballot_box.state.is_some_and(BoxState::is_over);
    let has_alive = |ward: &String| {
        boxes
            .iter()
            .any(|ballot_box| !is_over(&ballot_box) && ballot_box.wards.contains(ward))
    };
    let newest = wards.iter().filter(|ward| !has_alive(ward)).filter_map(|ward| {
        let over = boxes
            .iter()
            .filter(is_over)
            .filter(|ballot_box| ballot_box.wards.contains(ward));
        over.min_by_key(|ballot_box| (Reverse(ballot_box.opens), ballot_box.id))
            .map(|ballot_box| ballot_box.id)
    });
    let newest: BTreeSet<BoxId> = newest.collect();
    let current = boxes
        .iter()
        .filter(|ballot_box| !is_over(ballot_box) || newest.contains(&ballot_box.id));
    current.cloned().collect()
}

fn look(store: &Store) -> Result<(), TestCaseError> {
    let (whole, boxes) = (store.organisation().unwrap(), store.boxes().unwrap());
    for account in whole.accounts.values() {
        let places = &account.places;
        let mine: Vec<BoxRow> = boxes
            .iter()
            .filter(|ballot_box| whole.covers(places, &ballot_box.wards))
            .cloned()
            .collect();
        prop_assert_eq!(&store.boxes_within(places).unwrap(), &mine);
        let mut part = store.organisation_within(places).unwrap();
        prop_assert!(part.rounds.is_empty(), "rounds are read by whoever needs them");
        let rounds: BTreeSet<String> = mine.iter().map(|ballot_box| ballot_box.round.clone()).collect();
        part.rounds = store.rounds_named(&rounds.into_iter().collect::<Vec<_>>()).unwrap();
        let around: Vec<String> = part.wards.keys().cloned().collect();
        let boxes_around = store.boxes_of(&around).unwrap();
        for ballot_box in &mine {
            prop_assert_eq!(
                said_of(&part, &boxes_around, ballot_box),
                said_of(&whole, &boxes, ballot_box)
            );
            let of_box = store.organisation_of_box(ballot_box).unwrap();
            prop_assert_eq!(of_box.rounds.keys().collect::<Vec<_>>(), [&ballot_box.round]);
            let beside = store.boxes_of(&ballot_box.wards).unwrap();
            prop_assert_eq!(
                said_of(&of_box, &beside, ballot_box),
                said_of(&whole, &boxes, ballot_box)
            );
            let with_round = store.organisation_with_round(ballot_box).unwrap();
            prop_assert_eq!(&with_round.rounds[&ballot_box.round], &whole.rounds[&ballot_box.round]);
        }
        for ballot_box in &boxes {
            let reached = whole.covers(places, &ballot_box.wards);
            prop_assert_eq!(store.reaches(places, &ballot_box.wards).unwrap(), reached);
            prop_assert_eq!(store.box_within(places, ballot_box.id).unwrap().is_some(), reached);
        }
        // Nothing of others: only wards of theirs, and those that are in a box with one.
        let together: BTreeSet<&String> = mine.iter().flat_map(|ballot_box| &ballot_box.wards).collect();
        for ward in part.wards.keys() {
            let own = whole.covers(places, std::slice::from_ref(ward));
            prop_assert!(own || together.contains(ward), "{ward}");
        }
        let current = store.current_boxes_of(&around).unwrap();
        prop_assert_eq!(current, list_current(&boxes_around, &around));
        let own: Vec<String> = around
            .iter()
            .filter(|ward| whole.covers(places, std::slice::from_ref(*ward)))
            .cloned()
            .collect();
        look_at_glances(store, &boxes_around, &own)?;
        // The sums of departments take the same boxes.
        for department in &places.departments {
            let scope = Scope::Department(department.clone());
            let groups = |boxes: &[BoxRow]| -> Vec<Vec<BoxId>> {
                let groups = group_boxes(boxes, &scope).into_iter();
                groups
                    .map(|group| group.into_iter().map(|ballot_box| ballot_box.id).collect())
                    .collect()
            };
            let rounds: BTreeSet<&String> = boxes.iter().map(|ballot_box| &ballot_box.round).collect();
            for round in rounds {
                let found = store.boxes_of_department(round, department).unwrap();
                let inside: Vec<BoxRow> = boxes
                    .iter()
                    .filter(|ballot_box| ballot_box.round == *round)
                    .cloned()
                    .collect();
                prop_assert_eq!(groups(&found), groups(&inside));
            }
        }
        look_at_sums(
            &store.published_rounds(Some(&places.departments)).unwrap(),
            store,
            &boxes,
            Some(&places.departments),
        )?;
    }
    look_at_sums(&store.published_rounds(None).unwrap(), store, &boxes, None)?;
    let by_round: BTreeMap<&String, Vec<BoxId>> = boxes.iter().fold(BTreeMap::new(), |mut found, ballot_box| {
        found
            .entry(&ballot_box.round)
            .or_insert_with(Vec::new)
            .push(ballot_box.id);
        found
    });
    for (round, inside) in by_round {
        prop_assert_eq!(ids(&store.boxes_of_round(round).unwrap()), inside);
    }
    Ok(())
}

/// What stands in a list of rounds: all of which something more comes, and the newest of the others.
fn look_at_glances(store: &Store, boxes: &[BoxRow], wards: &[String]) -> Result<(), TestCaseError> {
    let is_over = |ballot_box: &BoxRow| matches!(ballot_box.state, Some(BoxState::Released | BoxState::ClosedUnread));
    let of_wards = |over: bool| {
        let boxes = boxes.iter().filter(move |ballot_box| is_over(ballot_box) == over);
        boxes.filter(|ballot_box| ballot_box.wards.iter().any(|ward| wards.contains(ward)))
    };
    let alive: BTreeSet<BoxId> = store
        .glance_at_alive(wards)
        .unwrap()
        .iter()
        .map(|glance| glance.id)
        .collect();
    prop_assert_eq!(
        alive,
        of_wards(false).map(|ballot_box| ballot_box.id).collect::<BTreeSet<_>>()
    );
    let over: BTreeSet<(Reverse<i64>, BoxId)> = of_wards(true)
        .map(|ballot_box| (Reverse(ballot_box.opens), ballot_box.id))
        .collect();
    for most in [1, 2, 5] {
        let found = store.glance_at_over(wards, most).unwrap();
        let found: BTreeSet<(Reverse<i64>, BoxId)> =
            found.iter().map(|glance| (Reverse(glance.opens), glance.id)).collect();
        prop_assert!(found.is_subset(&over));
        let newest: Vec<_> = over.iter().take(most).collect();
        prop_assert_eq!(found.iter().take(most).collect::<Vec<_>>(), newest);
    }
    Ok(())
}

/// What a list of sums says of each round, read box by box and in one question: of the whole, or of departments.
fn look_at_sums(
    listed: &[String],
    store: &Store,
    boxes: &[BoxRow],
    departments: Option<&[String]>,
) -> Result<(), TestCaseError> {
    let scopes: Vec<Scope> = match departments {
        None => vec![Scope::Organisation],
        Some(departments) => departments.iter().cloned().map(Scope::Department).collect(),
    };
    let of_round = |round: &str| -> Vec<BoxesAlike> {
        let boxes = boxes.iter().filter(|ballot_box| ballot_box.round == round);
        boxes.map(BoxesAlike::from).collect()
    };
    let progress = |boxes: &[BoxesAlike]| -> Vec<Option<Progress>> {
        scopes.iter().map(|scope| Progress::of(boxes, scope, NOW)).collect()
    };
    let rounds: BTreeSet<&String> = boxes.iter().map(|ballot_box| &ballot_box.round).collect();
    let with_sums: BTreeSet<&String> = rounds
        .iter()
        .copied()
        .filter(|round| progress(&of_round(round)).iter().any(Option::is_some))
        .collect();
    prop_assert_eq!(listed.iter().collect::<BTreeSet<_>>(), with_sums);
    let alike = store.boxes_alike(listed, departments).unwrap();
    for round in listed {
        let here: Vec<BoxesAlike> = alike
            .iter()
            .filter(|ballot_box| ballot_box.round == *round)
            .cloned()
            .collect();
        prop_assert_eq!(progress(&here), progress(&of_round(round)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is planned, opened, and planned otherwise afterwards: wards that move, places that change, accounts that go.
    #[test]
    fn what_is_read_for_places_says_what_the_whole_plan_says(plans in vec(an_organisation(false), 1..4), open in any::<u8>(), over in any::<u8>()) {
        let (mut store, folder) = a_store();
        for (nth, plan) in plans.iter().enumerate() {
            apply(&mut store, plan);
            look(&store)?;
            for (place, ballot_box) in store.boxes().unwrap().iter().enumerate() {
                if nth == 0 && open >> (place % 8) & 1 == 1 {
                    let opening = Opening {
                        key: trykk_hub::keys::opening::OpeningKey::draw(&mut a_rng(3)).sealing_key(),
                        guide_shares: Vec::new(),
                        recovery_share: Vec::new(),
                        round: None,
                        departments: None,
                    };
                    store.open_box(ballot_box.id, &opening, NOW).unwrap();
                }
            }
            look(&store)?;
            // Some are over by now, whatever came of them.
            let raw = Connection::open(folder.path().join("hub.db")).unwrap();
            for (place, ballot_box) in store.boxes().unwrap().iter().enumerate() {
                if over >> (place % 8) & 1 == 1 && ballot_box.state.is_some() {
                    let state = if place % 3 == 0 { "closed-unread" } else { "released" };
                    raw.execute("UPDATE box SET state = ?2 WHERE id = ?1", params![ballot_box.id.0, state]).unwrap();
                }
            }
            look(&store)?;
        }
    }
}
