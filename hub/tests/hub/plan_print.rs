//! The plan as it is printed, and what applying a file would take back.

use std::path::Path;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use trykk_hub::organisation::file::read_text;
use trykk_hub::organisation::print::print;
use trykk_hub::organisation::{Account, Organisation, Places, Role, Round, RoundPlan, Ward, changes, undone};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::{Language, Texts};

const DAY: i64 = 24 * 3600;

fn decks() -> Vec<Deck> {
    let read = |name: &str| {
        let file = format!("{}/../assets/decks/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        Deck::read(&std::fs::read_to_string(file).unwrap()).unwrap()
    };
    let (station, table) = (read("station"), read("table"));
    // Of one id and version, and yet another.
    let mut edited = table.clone();
    edited.items.pop();
    let mut later = table.clone();
    later.version = 2;
    vec![station, table, edited, later]
}

pub fn a_name() -> impl Strategy<Value = String> + Clone {
    "[A-ZÆØÅ\"\\\\'#{}][a-zæøå0-9 \"\\\\'=.–👟]{0,12}[a-z]"
}

fn an_id() -> impl Strategy<Value = String> {
    "[a-z0-9-]{1,12}"
}

fn texts() -> impl Strategy<Value = Texts> {
    btree_map(select(Language::ALL.to_vec()), a_name(), 0..=3).prop_map(Texts)
}

fn an_account(wards: Vec<String>, departments: Vec<String>) -> impl Strategy<Value = Account> {
    let roles = vec![
        Role::Admin,
        Role::Guide,
        Role::Leader,
        Role::SafetyRep,
        Role::UnionRep,
        Role::SeniorLeader,
    ];
    let (some_wards, some_departments) = (0..=wards.len(), 1..=departments.len());
    let places = (
        subsequence(wards, some_wards),
        subsequence(departments, some_departments),
    );
    (select(roles), places, any::<bool>(), any::<bool>()).prop_map(
        |(role, (wards, departments), blocked, has_counting_key)| Account {
            role,
            places: Places::new(wards, departments),
            blocked,
            has_counting_key,
        },
    )
}

/// A round of its own time: `nth` of several that do not meet.
fn a_round(nth: usize, wards: Vec<String>) -> impl Strategy<Value = Round> {
    let some = 1..=wards.len();
    let boxes = (subsequence(wards, some), vec(any::<bool>(), 8), vec(0..3_usize, 8));
    let begins = 1_700_000_000 + 30 * DAY * i64::try_from(nth).unwrap();
    let plan = (0..10 * DAY, 1..20 * DAY, 5..12_u32, texts(), any::<bool>());
    (select(decks()), any::<bool>(), boxes, plan).prop_map(
        move |(deck, table, (wards, settled, pools), (opens, lasts, floor, urgent, codes))| {
            let mode = if table && deck.fits(Mode::Table).is_ok() {
                Mode::Table
            } else {
                Mode::DropIn
            };
            let plan = RoundPlan {
                mode,
                opens: begins + opens,
                closes: begins + opens + lasts,
                floor,
                urgent,
                codes: codes && mode == Mode::DropIn,
                pulse_of: None,
            };
            // Wards with the same number share a box.
            let mut boxes = vec![Vec::new(); 3];
            for (ward, pool) in wards.into_iter().zip(pools) {
                boxes[pool].push(ward);
            }
            boxes.retain(|wards| !wards.is_empty());
            let mut round = Round::new(deck, plan, boxes);
            for ((_, is), settled) in round.boxes.iter_mut().zip(settled) {
                *is = settled;
            }
            round
        },
    )
}

/// Any organisation that a hub can have, with rounds that were opened and guides who have keys.
pub fn an_organisation() -> impl Strategy<Value = Organisation> {
    let places = (
        btree_map(an_id(), a_name(), 1..4),
        btree_set(an_id(), 1..6),
        btree_set(an_id(), 0..4),
    );
    places.prop_flat_map(|(departments, wards, rounds)| {
        let department_ids: Vec<String> = departments.keys().cloned().collect();
        let ward_ids: Vec<String> = wards.iter().cloned().collect();
        let ward = (a_name(), select(department_ids.clone()), 1..90_u32, any::<bool>());
        let wards: Vec<_> = wards.into_iter().map(|id| (Just(id), ward.clone())).collect();
        let accounts = btree_map(
            "[a-z]{1,6}@[a-z]{1,6}\\.no",
            an_account(ward_ids.clone(), department_ids),
            0..5,
        );
        let rounds: Vec<_> = rounds
            .into_iter()
            .enumerate()
            .map(|(nth, id)| (Just(id), a_round(nth, ward_ids.clone())))
            .collect();
        let zone = select(vec!["Europe/Oslo", "UTC", "America/St_Johns", "Australia/Lord_Howe"]);
        (a_name(), zone, Just(departments), wards, accounts, rounds).prop_map(
            |(name, zone, departments, wards, accounts, rounds)| {
                without_rounds_in_closed_wards(Organisation {
                    name,
                    time_zone: zone.to_owned(),
                    departments,
                    wards: wards
                        .into_iter()
                        .map(|(id, (name, department, headcount, closed))| {
                            (
                                id,
                                Ward {
                                    name,
                                    department,
                                    headcount,
                                    closed,
                                },
                            )
                        })
                        .collect(),
                    accounts,
                    rounds: rounds.into_iter().collect(),
                    keepers: Vec::new(),
                    settled: Vec::new(),
                    rounds_departments: Default::default(),
                    bound: Default::default(),
                    holding: Default::default(),
                    decks: Vec::new(),
                })
            },
        )
    })
}

fn without_rounds_in_closed_wards(mut organisation: Organisation) -> Organisation {
    let planned = organisation.rounds.values().filter(|round| !round.is_settled());
    let planned: Vec<String> = planned.flat_map(Round::wards).cloned().collect();
    for (id, ward) in &mut organisation.wards {
        ward.closed &= !planned.contains(id);
    }
    organisation
}

fn read(file: &str) -> Organisation {
    read_text(file, "plan.toml", Path::new("nowhere")).unwrap_or_else(|faults| panic!("{faults}\n{file}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_printed_and_applied_changes_nothing(organisation in an_organisation()) {
        let file = print(&organisation);
        let again = read(&file);
        prop_assert_eq!(changes(&organisation, &again), Ok(Vec::new()), "{}", file);
        prop_assert_eq!(print(&again), file);
    }

    /// Whatever is taken back is said; what is only added is not.
    #[test]
    fn what_is_only_added_undoes_nothing_and_all_else_is_said(from in an_organisation(), to in an_organisation()) {
        let empty = Organisation::default();
        if let Ok(steps) = changes(&empty, &to) {
            prop_assert_eq!(undone(&empty, &steps), Vec::<String>::new());
        }
        let Ok(steps) = changes(&from, &to) else { return Ok(()) };
        let said = undone(&from, &steps);
        prop_assert!(said.iter().all(|line| !line.ends_with(": ")), "{said:?}");
        let kept = |organisation: &Organisation| {
            from.name == organisation.name
                && from.time_zone == organisation.time_zone
                && from.departments.iter().all(|(id, name)| organisation.departments.get(id) == Some(name))
                && from.wards.iter().all(|(id, ward)| organisation.wards.get(id) == Some(ward))
                && from.accounts.iter().all(|(email, account)| {
                    organisation.accounts.get(email).is_some_and(|there| (there.role, &there.places, there.blocked) == (account.role, &account.places, account.blocked))
                })
                && from.rounds.iter().all(|(id, round)| organisation.rounds.get(id) == Some(round))
        };
        prop_assert_eq!(said.is_empty(), kept(&to), "{:?}", said);
    }
}

#[test]
fn an_older_file_says_what_it_would_take_back() {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    let old = trykk_hub::organisation::file::read(Path::new(plan)).unwrap();
    let mut now = old.clone();
    now.wards.get_mut("med-1").unwrap().name = "Medisin nord".to_owned();
    now.wards.get_mut("med-1").unwrap().headcount = 40;
    let leader = now.accounts["leader@example.org"].clone();
    now.accounts.insert("ny@example.org".to_owned(), leader);
    now.accounts.get_mut("vo@example.org").unwrap().role = Role::UnionRep;
    now.rounds.get_mut("2026-autumn").unwrap().plan.closes += DAY;
    let said = undone(&now, &changes(&now, &old).unwrap());
    assert_eq!(
        said,
        [
            "ward \"med-1\": name \"Medisin nord\" becomes \"Medisinsk sengepost 1\", headcount \"40\" becomes \"38\"",
            "account \"vo@example.org\": role \"union-rep\" becomes \"safety-rep\"",
            "round \"2026-autumn\": closing \"2027-01-02T00:00+01:00\" becomes \"2027-01-01T00:00+01:00\"",
            "account \"ny@example.org\": goes",
        ]
    );
}
