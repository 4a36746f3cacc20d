//! Drafts of rounds: what they become, what they may not be, and whose they are.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use trykk_hub::organisation::decks::{self, in_languages};
use trykk_hub::organisation::drafts::{Draft, DraftFault, Field, Why, copy, least_floor, propose, sees, write_draft};
use trykk_hub::organisation::edit::{EditError, find_faults};
use trykk_hub::organisation::planned::{change_planned, take_away};
use trykk_hub::organisation::planning::{PlanningError, plan_draft, read_draft};
use trykk_hub::organisation::print::print;
use trykk_hub::organisation::{Account, Change, Organisation, Places, Role, Round, changes};
use trykk_shared::deck::Mode;
use trykk_shared::language::{Language, Texts};

use crate::plan_print::an_organisation;

const GUIDE: &str = "guide@example.org";
/// In the summer before the demo's autumn.
const NOW: i64 = 1_782_000_000;

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(Path::new(plan)).unwrap()
}

/// A plan in which one guide has every ward.
fn guided(mut plan: Organisation) -> Organisation {
    let guide = Account {
        role: Role::Guide,
        places: Places::new(Vec::new(), plan.departments.keys().cloned().collect()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(GUIDE.to_owned(), guide);
    plan
}

/// A draft that can be planned as it is.
fn a_draft(plan: &Organisation) -> Draft {
    let mut draft = propose(plan, GUIDE, &["med-3".to_owned(), "surg-1".to_owned()]);
    draft.name = "Vinteren 2027".to_owned();
    draft.opens.day = "2027-02-01".to_owned();
    draft.closes.day = "2027-02-14".to_owned();
    draft.closes.time = "16:00".to_owned();
    draft
}

fn put_of(plan: &Organisation, changes: &[Change]) -> (Organisation, Round) {
    let [Change::PutRound(id, round)] = changes else {
        panic!("{changes:?}")
    };
    let mut after = plan.clone();
    after.rounds.insert(id.clone(), round.clone());
    (after, round.clone())
}

fn faults(result: Result<(String, Vec<Change>), PlanningError>) -> Vec<DraftFault> {
    match result {
        Err(PlanningError::Faults(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_draft_becomes_the_round_that_was_written() {
    let plan = the_plan();
    let (id, steps) = plan_draft(&plan, &a_draft(&plan), GUIDE, NOW).unwrap();
    assert_eq!(id, "vinteren-2027");
    let (after, round) = put_of(&plan, &steps);
    assert_eq!(
        round.boxes,
        [(vec!["med-3".to_owned()], false), (vec!["surg-1".to_owned()], false)]
    );
    let zone = plan.zone();
    let time = |seconds| trykk_hub::organisation::times::write_time(seconds, &zone);
    assert_eq!(time(round.plan.opens), "2027-02-01T00:00+01:00");
    assert_eq!(time(round.plan.closes), "2027-02-14T16:00+01:00");
    let last = &plan.rounds["2026-autumn"];
    assert_eq!(round.plan.urgent, last.plan.urgent, "as the last round's");
    assert_eq!(
        (&round.deck, round.plan.mode, round.plan.codes),
        (&last.deck, last.plan.mode, last.plan.codes)
    );
    // The same name once more is another round.
    let mut again = a_draft(&plan);
    again.opens.day = "2027-03-01".to_owned();
    again.closes.day = "2027-03-02".to_owned();
    assert_eq!(plan_draft(&after, &again, GUIDE, NOW).unwrap().0, "vinteren-2027-2");
}

#[test]
fn everything_that_is_missing_or_wrong_is_said_at_once_and_where() {
    let plan = the_plan();
    let said = faults(plan_draft(&plan, &Draft::default(), GUIDE, NOW));
    let fields: Vec<Field> = said.iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [
            Field::Name,
            Field::Deck,
            Field::Wards,
            Field::Opens,
            Field::Closes,
            Field::Urgent
        ]
    );
    assert!(said.iter().all(|fault| fault.why == Why::Missing));
    type Spoil = fn(&mut Draft);
    let spoilt: [(Spoil, Field, Why); 9] = [
        (|draft| draft.floor = "6".to_owned(), Field::Floor, Why::Floor(7)),
        (|draft| draft.floor = "mange".to_owned(), Field::Floor, Why::Floor(7)),
        (
            |draft| draft.opens.day = "2025-02-01".to_owned(),
            Field::Opens,
            Why::Past,
        ),
        (
            |draft| draft.closes.day = "2027-01-14".to_owned(),
            Field::Closes,
            Why::ClosesFirst,
        ),
        (|draft| draft.languages.clear(), Field::Languages, Why::Missing),
        (|draft| draft.urgent = Texts::default(), Field::Urgent, Why::Missing),
        (
            |draft| drop(draft.wards.insert("med-1".to_owned(), "1".to_owned())),
            Field::Wards,
            Why::Alone("med-1".to_owned()),
        ),
        (
            |draft| drop(draft.wards.insert("nowhere".to_owned(), String::new())),
            Field::Wards,
            Why::WardGone,
        ),
        (
            |draft| drop(draft.wards.insert("closed".to_owned(), String::new())),
            Field::Wards,
            Why::Closed("closed".to_owned()),
        ),
    ];
    let mut plan = plan;
    let mut ward = plan.wards["med-1"].clone();
    ward.closed = true;
    plan.wards.insert("closed".to_owned(), ward);
    plan.accounts
        .get_mut(GUIDE)
        .unwrap()
        .places
        .wards
        .push("closed".to_owned());
    for (spoil, field, why) in spoilt {
        let mut draft = a_draft(&plan);
        spoil(&mut draft);
        let said = faults(plan_draft(&plan, &draft, GUIDE, NOW));
        assert_eq!(said, [DraftFault { field, why }]);
    }
    // The clocks go forward past it.
    let mut draft = a_draft(&plan);
    (draft.opens.day, draft.opens.time) = ("2027-03-28".to_owned(), "02:30".to_owned());
    draft.closes.day = "2027-04-02".to_owned();
    let said = faults(plan_draft(&plan, &draft, GUIDE, NOW));
    assert!(
        matches!(
            &said[..],
            [DraftFault {
                field: Field::Opens,
                why: Why::Time(_)
            }]
        ),
        "{said:?}"
    );
}

#[test]
fn two_rounds_that_meet_are_refused_once_for_each_ward() {
    let plan = the_plan();
    let mut draft = a_draft(&plan);
    draft.wards = [("med-1".to_owned(), String::new())].into();
    draft.opens.day = "2026-12-01".to_owned();
    let refused = plan_draft(&plan, &draft, GUIDE, NOW).unwrap_err();
    let PlanningError::Edit(EditError::Faults(faults)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].to_string().contains("\"2026-autumn\""));
}

#[test]
fn a_guide_plans_changes_and_takes_away_in_the_guides_own_wards_only() {
    let mut plan = the_plan();
    let other = Account {
        role: Role::Guide,
        places: Places::new(vec!["med-1".to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert("other@example.org".to_owned(), other);
    let mut draft = a_draft(&plan);
    let said = faults(plan_draft(&plan, &draft, "other@example.org", NOW));
    let not_yours = |id: &str| DraftFault {
        field: Field::Wards,
        why: Why::NotYours(id.to_owned()),
    };
    assert_eq!(said, [not_yours("med-3"), not_yours("surg-1")]);
    let not_there = PlanningError::Edit(EditError::NotThere);
    // The demo's autumn is in med-1 and med-2.
    for by in [
        "other@example.org",
        "admin@example.org",
        "leader@example.org",
        "nobody@example.org",
    ] {
        assert_eq!(take_away(&plan, "2026-autumn", by), Err(not_there.clone()), "{by}");
        assert_eq!(
            change_planned(&plan, "2026-autumn", &draft, by, NOW),
            Err(not_there.clone()),
            "{by}"
        );
        // Whoever made it sees it as long as they are a guide, whatever wards came to it since.
        assert!(!sees(&plan, by, &draft, GUIDE), "{by}");
        assert_eq!(sees(&plan, by, &draft, by), by == "other@example.org", "{by}");
    }
    assert!(sees(&plan, GUIDE, &draft, "other@example.org"));
    assert_eq!(
        take_away(&plan, "2026-autumn", GUIDE),
        Ok(vec![Change::RemoveRound("2026-autumn".to_owned())])
    );
    // A planned round is not moved into wards of others, and nobody who is blocked does anything.
    draft.wards.insert("med-1".to_owned(), String::new());
    plan.accounts.get_mut("other@example.org").unwrap().places.wards = vec!["med-1".to_owned(), "med-2".to_owned()];
    let moved = change_planned(&plan, "2026-autumn", &draft, "other@example.org", NOW);
    assert_eq!(
        moved,
        Err(PlanningError::Faults(vec![not_yours("med-3"), not_yours("surg-1")]))
    );
    plan.accounts.get_mut(GUIDE).unwrap().blocked = true;
    assert_eq!(take_away(&plan, "2026-autumn", GUIDE), Err(not_there));
    assert!(!sees(&plan, GUIDE, &draft, GUIDE));
}

#[test]
fn what_is_confirmed_is_neither_changed_nor_taken_away() {
    let mut plan = the_plan();
    plan.rounds.get_mut("2026-autumn").unwrap().boxes[1].1 = true;
    let draft = write_draft(&plan, &plan.rounds["2026-autumn"]);
    assert_eq!(take_away(&plan, "2026-autumn", GUIDE), Err(PlanningError::Settled));
    assert_eq!(
        change_planned(&plan, "2026-autumn", &draft, GUIDE, NOW),
        Err(PlanningError::Settled)
    );
}

#[test]
fn a_planned_round_keeps_a_floor_that_was_lower_and_a_copy_does_not() {
    let mut plan = the_plan();
    plan.rounds.get_mut("2026-autumn").unwrap().plan.floor = 5;
    let known = plan.rounds["2026-autumn"].clone();
    assert_eq!((least_floor(None), least_floor(Some(&known))), (7, 5));
    let mut draft = write_draft(&plan, &known);
    assert_eq!(change_planned(&plan, "2026-autumn", &draft, GUIDE, NOW), Ok(Vec::new()));
    draft.floor = "4".to_owned();
    assert!(change_planned(&plan, "2026-autumn", &draft, GUIDE, NOW).is_err());
    let copied = copy(&plan, GUIDE, &known);
    assert_eq!((copied.floor.as_str(), copied.opens.day.as_str()), ("7", ""));
}

/// One that should have opened keeps its time while what kept it from opening is mended.
#[test]
fn a_round_that_is_overdue_can_be_mended_without_another_opening() {
    let mut plan = the_plan();
    let known = plan.rounds.get_mut("2026-autumn").unwrap();
    known.plan.urgent = Texts::default();
    let (known, later) = (known.clone(), known.plan.opens + 3600);
    let mut draft = write_draft(&plan, &known);
    draft.urgent = Texts([(Language::Nb, "Ring 5555.".to_owned())].into());
    let (_, round) = put_of(
        &plan,
        &change_planned(&plan, "2026-autumn", &draft, GUIDE, later).unwrap(),
    );
    assert_eq!(round.plan.opens, known.plan.opens);
    draft.opens.day = "2026-10-30".to_owned();
    assert!(change_planned(&plan, "2026-autumn", &draft, GUIDE, later).is_err());
}

#[test]
fn every_deck_is_offered_once_and_found_again_in_any_of_its_languages() {
    let mut plan = the_plan();
    let station = plan.rounds["2026-autumn"].deck.clone();
    let offered = decks::offered(&plan);
    assert_eq!(
        offered.len(),
        4,
        "Trykk's own in two versions each, one of which the demo uses too"
    );
    let nn = in_languages(&station, &[Language::Nn]);
    assert_eq!(
        (nn.languages.len(), nn.title.get(Language::Nb)),
        (1, station.title.get(Language::Nn))
    );
    plan.rounds.get_mut("2026-autumn").unwrap().deck = nn.clone();
    assert_eq!(decks::offered(&plan), offered);
    assert_eq!(decks::find(&offered, &nn).unwrap().deck, station);
    let mut other = station.clone();
    other.items.pop();
    plan.rounds.get_mut("2026-autumn").unwrap().deck = other.clone();
    assert_eq!(decks::offered(&plan).len(), 5);
    assert!(
        decks::offered(&Organisation::default())
            .iter()
            .all(|one| one.deck.fits(Mode::DropIn).is_ok())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A planned round that is opened in the form and saved as it stands is the same round.
    #[test]
    fn a_round_that_is_written_and_read_again_is_the_same(plan in an_organisation()) {
        let plan = guided(plan);
        for (id, round) in &plan.rounds {
            let mut known = round.clone();
            known.boxes.iter_mut().for_each(|(_, settled)| *settled = false);
            if known.plan.urgent.is_blank() || known.wards().any(|ward| plan.wards[ward].closed) {
                continue;
            }
            let draft = write_draft(&plan, &known);
            let read = read_draft(&plan, &draft, Some(&known), GUIDE, 0);
            // An hour that comes twice is asked about.
            if let Err(faults) = &read
                && faults.iter().all(|fault| matches!(fault.why, Why::Time(_)))
            {
                continue;
            }
            prop_assert_eq!(read, Ok(known), "{}", id);
        }
    }

    /// Whatever is written, the plan gets no fault and loses nothing, and its file says exactly what the page made.
    #[test]
    fn whatever_is_planned_stands_in_the_file_as_it_was_made(
        plan in an_organisation(),
        name in "\\PC{0,20}",
        groups in proptest::collection::vec(select(vec!["", "", "1", "2"]), 6),
        (table, codes) in any::<(bool, bool)>(),
        floor in select(vec!["4", "7", "12", "x"]),
        languages in proptest::sample::subsequence(Language::ALL.to_vec(), 0..=3),
        (opens, lasts) in (1..27_u32, 0..3_u32),
    ) {
        let plan = guided(plan);
        let all: Vec<String> = plan.wards.keys().cloned().collect();
        let mut draft = propose(&plan, GUIDE, &all);
        draft.name = name;
        draft.wards.values_mut().zip(groups).for_each(|(group, to)| *group = to.to_owned());
        draft.mode = if table { Mode::Table } else { Mode::DropIn };
        (draft.codes, draft.floor, draft.languages) = (codes, floor.to_owned(), languages);
        draft.opens.day = format!("2024-01-{opens:02}");
        draft.closes.day = format!("2024-01-{:02}", opens + lasts);
        draft.urgent = Texts([(Language::Nb, "Ring \"5555\"\neller kom.".to_owned())].into());
        prop_assert_eq!(find_faults(&plan), Vec::new());
        let Ok((id, steps)) = plan_draft(&plan, &draft, GUIDE, 0) else { return Ok(()) };
        let (after, round) = put_of(&plan, &steps);
        prop_assert!(!plan.rounds.contains_key(&id) && !round.is_settled());
        prop_assert!(round.plan.floor >= 7);
        prop_assert_eq!(find_faults(&after), Vec::new());
        let read = trykk_hub::organisation::file::read_text(&print(&after), "plan.toml", Path::new("nowhere"));
        prop_assert_eq!(changes(&after, &read.unwrap()), Ok(Vec::new()));
        // And again from the form.
        let again = change_planned(&after, &id, &write_draft(&after, &round), GUIDE, 0);
        prop_assert_eq!(again, Ok(Vec::new()));
    }
}
