//! Small changes to the plan: what they carry out, and what they refuse.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use trykk_hub::organisation::edit::{By, Edit, EditError, WardFields, edit, find_faults, keys_held, make_id};
use trykk_hub::organisation::{Change, Keepers, Organisation, Places, Refusal, Role, SettledBox, find_new_faults};
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::BoxIds;

use crate::given::a_store;
use crate::plan_print::{a_name, an_organisation};

const ADMIN: &str = "admin@example.org";
const BY: By<'_> = By::Account(ADMIN);

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(Path::new(plan)).unwrap()
}

fn ward(name: &str, department: &str, headcount: u32) -> WardFields {
    WardFields {
        name: name.to_owned(),
        department: department.to_owned(),
        headcount,
    }
}

/// Any change, of things that are there and of things that are not.
fn an_edit(plan: &Organisation) -> impl Strategy<Value = Edit> + use<> {
    let or = |mut ids: Vec<String>| {
        ids.push("nowhere".to_owned());
        select(ids)
    };
    let departments = plan.departments.keys().cloned().collect::<Vec<_>>();
    let wards = plan.wards.keys().cloned().collect::<Vec<_>>();
    let rounds = plan.rounds.clone();
    let round_ids = rounds.keys().cloned().collect::<Vec<_>>();
    let mut emails = plan.accounts.keys().cloned().collect::<Vec<_>>();
    emails.push(ADMIN.to_owned());
    let fields = (
        prop_oneof![a_name(), Just(String::new())],
        or(departments.clone()),
        0..90_u32,
    )
        .prop_map(|(name, department, headcount)| WardFields {
            name,
            department,
            headcount,
        });
    let places = (or(wards.clone()), or(departments.clone()), any::<bool>())
        .prop_map(|(ward, department, both)| Places::new(if both { vec![ward] } else { Vec::new() }, vec![department]));
    let role = select(vec![Role::Admin, Role::Guide, Role::Leader, Role::SeniorLeader]);
    let email = || or(emails.clone());
    let put = (or(round_ids.clone()), or(round_ids.clone())).prop_map(move |(id, from)| match rounds.get(&from) {
        Some(round) => Edit::PutRound {
            id,
            round: round.clone(),
        },
        None => Edit::RemoveRound(id),
    });
    prop_oneof![
        a_name().prop_map(Edit::AddDepartment),
        (or(departments.clone()), a_name()).prop_map(|(id, name)| Edit::RenameDepartment { id, name }),
        or(departments).prop_map(Edit::RemoveDepartment),
        fields.clone().boxed().prop_map(Edit::AddWard),
        (or(wards.clone()), fields).prop_map(|(id, fields)| Edit::ChangeWard { id, fields }),
        (or(wards), any::<bool>()).prop_map(|(id, closed)| Edit::CloseWard { id, closed }),
        (email(), role.clone(), places.clone().boxed()).prop_map(|(email, role, places)| Edit::AddAccount {
            email,
            role,
            places
        }),
        (email(), role, places).prop_map(|(email, role, places)| Edit::ChangeAccount { email, role, places }),
        (email(), any::<bool>()).prop_map(|(email, blocked)| Edit::BlockAccount { email, blocked }),
        email().prop_map(Edit::RemoveAccount),
        put,
        or(round_ids).prop_map(Edit::RemoveRound),
    ]
}

fn an_edited_plan() -> impl Strategy<Value = (Organisation, Edit)> {
    an_organisation().prop_flat_map(|plan| {
        let edit = an_edit(&plan);
        (Just(plan), edit)
    })
}

/// The plan once changes are carried out, as the store does it.
fn carried_out(plan: &Organisation, steps: &[Change]) -> Organisation {
    let mut plan = plan.clone();
    for step in steps.iter().cloned() {
        match step {
            Change::Name(name, zone) => (plan.name, plan.time_zone) = (name, zone),
            Change::PutDepartment(id, name) => drop(plan.departments.insert(id, name)),
            Change::RemoveDepartment(id) => drop(plan.departments.remove(&id)),
            Change::PutWard(id, ward) => drop(plan.wards.insert(id, ward)),
            Change::RemoveWard(id) => drop(plan.wards.remove(&id)),
            Change::PutAccount(email, account) => drop(plan.accounts.insert(email, account)),
            Change::RemoveAccount(email) => drop(plan.accounts.remove(&email)),
            Change::PutRound(id, round) => drop(plan.rounds.insert(id, round)),
            Change::RemoveRound(id) => drop(plan.rounds.remove(&id)),
        }
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is asked for, a plan without faults stays one, a settled round stays as it is, and at most one thing changes.
    #[test]
    fn no_change_brings_a_fault_or_touches_a_settled_round((plan, asked) in an_edited_plan()) {
        prop_assert_eq!(find_faults(&plan), Vec::new(), "the plan has none to begin with");
        let Ok(steps) = edit(&plan, &asked, By::CommandLine) else { return Ok(()) };
        prop_assert!(steps.len() <= 1, "{steps:?}");
        let after = carried_out(&plan, &steps);
        prop_assert_eq!(find_faults(&after), Vec::new());
        for (id, round) in plan.rounds.iter().filter(|(_, round)| round.is_settled()) {
            prop_assert_eq!(after.rounds.get(id), Some(round));
        }
        // What was printed of it is the same plan again.
        let file = trykk_hub::organisation::print::print(&after);
        let again = trykk_hub::organisation::file::read_text(&file, "plan.toml", Path::new("nowhere"));
        prop_assert!(again.is_ok(), "{:?}", again.err());
    }

    /// Rounds are a guide's, in places of their own; everything else is an administrator's; nobody who is blocked or gone does anything.
    #[test]
    fn a_change_is_made_by_whom_it_is_for((plan, asked) in an_edited_plan(), nth in any::<prop::sample::Index>()) {
        let emails: Vec<&str> = plan.accounts.keys().map(String::as_str).chain(["nobody@example.org"]).collect();
        let email = *nth.get(&emails);
        let account = plan.accounts.get(email).filter(|account| !account.blocked);
        match edit(&plan, &asked, By::Account(email)) {
            Err(EditError::NotAllowed) => {}
            other => {
                let role = account.map(|account| account.role);
                let is_round = matches!(asked, Edit::PutRound { .. } | Edit::RemoveRound(_));
                prop_assert_eq!(role, Some(if is_round { Role::Guide } else { Role::Admin }));
                for step in other.unwrap_or_default() {
                    let wards: Vec<String> = match step {
                        Change::PutRound(_, round) => round.wards().cloned().collect(),
                        Change::RemoveRound(id) => plan.rounds[&id].wards().cloned().collect(),
                        _ => Vec::new(),
                    };
                    for ward in wards {
                        prop_assert!(plan.covers(&plan.accounts[email].places, &[ward]));
                    }
                }
            }
        }
    }

    #[test]
    fn an_id_is_one_that_nothing_has(name in "\\PC{0,80}", taken in proptest::collection::btree_set("[a-z]{1}(-[2-4])?", 0..30)) {
        let id = make_id(&name, |id| taken.contains(id));
        prop_assert_eq!(trykk_hub::organisation::check::check_id(trykk_hub::organisation::check::Kind::Ward, &id), None);
        prop_assert!(!taken.contains(&id));
    }
}

#[test]
fn ids_are_made_of_names() {
    let id = |name| make_id(name, |_| false);
    assert_eq!(id("Medisinsk sengepost 1"), "medisinsk-sengepost-1");
    assert_eq!(id("Øre-nese-hals, Ålesund & Særbø"), "ore-nese-hals-alesund-saerbo");
    assert_eq!(id("漢字"), "x");
    assert_eq!(make_id("Akutt", |id| id == "akutt" || id == "akutt-2"), "akutt-3");
}

#[test]
fn a_change_is_refused_with_the_reason_that_apply_would_give() {
    let plan = the_plan();
    let refused = |asked: Edit| edit(&plan, &asked, BY).unwrap_err().to_string();
    let said = refused(Edit::AddWard(ward("Ny", "nowhere", 0)));
    assert!(
        said.contains("names department \"nowhere\"") && said.contains("has headcount 0"),
        "{said}"
    );
    let said = refused(Edit::AddAccount {
        email: "kari".to_owned(),
        role: Role::Leader,
        places: Places::default(),
    });
    assert!(said.contains("is not an email address"), "{said}");
    let said = refused(Edit::AddAccount {
        email: "kari@example.org".to_owned(),
        role: Role::SeniorLeader,
        places: Places::default(),
    });
    assert!(said.contains("is a senior leader's"), "{said}");
    let said = refused(Edit::AddAccount {
        email: "VO@Example.org".to_owned(),
        role: Role::Leader,
        places: Places::new(vec!["med-1".to_owned()], Vec::new()),
    });
    assert!(said.contains("is there already"), "{said}");
    let said = refused(Edit::RemoveDepartment("medicine".to_owned()));
    assert!(said.contains("still has wards"), "{said}");
    let said = refused(Edit::CloseWard {
        id: "med-1".to_owned(),
        closed: true,
    });
    assert!(said.contains("leave it out of round \"2026-autumn\""), "{said}");
}

#[test]
fn nobody_takes_their_own_rights_away() {
    let plan = the_plan();
    let (email, role, places) = (ADMIN.to_owned(), Role::Guide, Places::default());
    for asked in [
        Edit::RemoveAccount(email.clone()),
        Edit::BlockAccount {
            email: email.clone(),
            blocked: true,
        },
        Edit::ChangeAccount { email, role, places },
    ] {
        assert_eq!(edit(&plan, &asked, BY), Err(EditError::Yourself), "{asked:?}");
    }
}

#[test]
fn a_guide_who_alone_can_count_a_box_is_neither_removed_nor_blocked_nor_moved() {
    let mut plan = the_plan();
    let (guide, wards) = ("guide@example.org", vec!["med-1".to_owned()]);
    plan.keepers.push(Keepers {
        round: "2026-autumn".to_owned(),
        wards: wards.clone(),
        guides: vec![guide.to_owned()],
    });
    let asked = |email: &str| {
        [
            Edit::RemoveAccount(email.to_owned()),
            Edit::BlockAccount {
                email: email.to_owned(),
                blocked: true,
            },
            Edit::ChangeAccount {
                email: email.to_owned(),
                role: Role::Guide,
                places: Places::new(vec!["surg-1".to_owned()], Vec::new()),
            },
        ]
    };
    let lost = Refusal::NoGuideLeft {
        round: "2026-autumn".to_owned(),
        wards,
    };
    for asked in asked(guide) {
        assert_eq!(edit(&plan, &asked, BY), Err(EditError::Refused(vec![lost.clone()])));
    }
    assert_eq!(keys_held(&plan, guide), [(&plan.keepers[0], Vec::new())]);
    // With a second one who holds the key any of it can be done.
    let second = plan.accounts[guide].clone();
    plan.accounts.insert("second@example.org".to_owned(), second);
    plan.keepers[0].guides.push("second@example.org".to_owned());
    for asked in asked(guide) {
        assert!(edit(&plan, &asked, BY).is_ok(), "{asked:?}");
    }
    let second = "second@example.org".to_owned();
    assert_eq!(keys_held(&plan, guide), [(&plan.keepers[0], vec![&second])]);
    // But not once that one is blocked.
    plan.accounts.get_mut("second@example.org").unwrap().blocked = true;
    assert!(edit(&plan, &asked(guide)[0], BY).is_err());
    // Nobody can count it at present: everything else goes on, and the last who could again stays an account.
    plan.accounts.get_mut(guide).unwrap().blocked = true;
    plan.keepers[0].guides = vec![guide.to_owned()];
    assert_eq!(edit(&plan, &asked(guide)[0], BY), Err(EditError::Refused(vec![lost])));
    let renamed = Edit::RenameDepartment {
        id: "medicine".to_owned(),
        name: "Medisin".to_owned(),
    };
    let let_in = Edit::BlockAccount {
        email: guide.to_owned(),
        blocked: false,
    };
    for asked in [renamed, let_in, Edit::RemoveAccount("second@example.org".to_owned())] {
        assert!(edit(&plan, &asked, BY).is_ok(), "{asked:?}");
    }
}

/// As when wards were closed while a round was confirmed, and the confirming was taken back.
#[test]
fn a_round_for_closed_wards_keeps_nothing_else_from_changing() {
    let mut plan = the_plan();
    let (id, round) = plan
        .rounds
        .first_key_value()
        .map(|(id, round)| (id.clone(), round.clone()))
        .unwrap();
    let wards: Vec<String> = round.wards().take(2).cloned().collect();
    wards
        .iter()
        .for_each(|ward| plan.wards.get_mut(ward).unwrap().closed = true);
    let (guide, open) = ("guide@example.org".to_owned(), |id: &String| Edit::CloseWard {
        id: id.clone(),
        closed: false,
    });
    for asked in [
        open(&wards[0]),
        open(&wards[1]),
        Edit::AddDepartment("Ny".to_owned()),
        Edit::ChangeAccount {
            email: guide,
            role: Role::Guide,
            places: Places::new(wards.clone(), Vec::new()),
        },
    ] {
        assert!(
            edit(&plan, &asked, BY).is_ok(),
            "{asked:?}: {:?}",
            edit(&plan, &asked, BY)
        );
    }
    // What is printed of it is taken, and changes nothing.
    assert_eq!(trykk_hub::organisation::changes(&plan, &plan), Ok(Vec::new()));
    // Another closed ward is not put into it, and no other round is made for one.
    let other = round.wards().nth(2).map(|id| Edit::CloseWard {
        id: id.clone(),
        closed: true,
    });
    for asked in other.into_iter().chain([Edit::PutRound {
        id: format!("{id}-2"),
        round,
    }]) {
        let refused = edit(&plan, &asked, By::CommandLine).unwrap_err().to_string();
        assert!(
            refused.contains("is closed") || refused.contains("at the same time"),
            "{refused}"
        );
    }
}

/// What is settled has times of its own: a round that was ended keeps nobody from the next one, and one that was extended does.
#[test]
fn a_round_that_was_ended_blocks_no_ward_and_one_that_was_extended_does() {
    let mut plan = the_plan();
    let (id, known) = plan.rounds.iter().next().unwrap();
    let (id, mut next) = (id.clone(), known.clone());
    let wards = known.boxes[0].0.clone();
    next.boxes = vec![(wards.clone(), false)];
    let (opens, closes) = (known.plan.opens, known.plan.closes);
    plan.rounds.get_mut(&id).unwrap().boxes[0].1 = true;
    let mut meets = |open: Option<(i64, i64)>, at: (i64, i64)| {
        plan.settled = vec![SettledBox {
            round: id.clone(),
            wards: wards.clone(),
            open,
            unread: false,
        }];
        (next.plan.opens, next.plan.closes) = at;
        let put = Edit::PutRound {
            id: "next".to_owned(),
            round: next.clone(),
        };
        let refused = edit(&plan, &put, By::CommandLine).err();
        // A file says nothing of what is settled: the plan that is there does.
        let mut file = plan.clone();
        file.rounds.insert("next".to_owned(), next.clone());
        file.settled.clear();
        let steps = trykk_hub::organisation::changes(&plan, &file).unwrap();
        let by_file = find_new_faults(&file, &plan.settled, &steps);
        assert_eq!(refused.is_some(), !by_file.is_empty(), "{refused:?} {by_file:?}");
        refused.is_some()
    };
    assert!(meets(Some((opens, closes)), (opens + 10, closes)));
    assert!(!meets(None, (opens + 10, closes)), "ended");
    assert!(!meets(Some((opens, closes)), (closes, closes + 100)));
    assert!(meets(Some((opens, closes + 50)), (closes, closes + 100)), "extended");
}

#[test]
fn a_department_that_rounds_belong_to_lends_its_id_to_no_other() {
    let mut plan = the_plan();
    plan.rounds_departments.insert("kirurgi".to_owned());
    let added = edit(&plan, &Edit::AddDepartment("Kirurgi".to_owned()), BY).unwrap();
    assert_eq!(
        added,
        [Change::PutDepartment("kirurgi-2".to_owned(), "Kirurgi".to_owned())]
    );
}

#[test]
fn a_headcount_is_one_that_a_ward_can_have() {
    let plan = the_plan();
    let ward = |people| Edit::AddWard(ward("Ny", "medicine", people));
    for people in [0, 2001, u32::MAX] {
        assert!(
            matches!(edit(&plan, &ward(people), BY), Err(EditError::Faults(_))),
            "{people}"
        );
    }
    assert!(edit(&plan, &ward(1), BY).is_ok() && edit(&plan, &ward(2000), BY).is_ok());
}

#[test]
fn what_is_blocked_comes_in_no_more_and_comes_back_with_its_password() {
    let (mut store, _folder) = a_store();
    let ids = BoxIds::new(b"a test");
    let empty = Organisation::default();
    let plan = the_plan();
    let steps = trykk_hub::organisation::changes(&empty, &plan).unwrap();
    store.change(&store.organisation().unwrap(), &steps, &ids).unwrap();
    let (email, token) = ("leader@example.org", [7; 32]);
    store.set_password(email, b"hashed").unwrap();
    store.begin_session(email, &token, 100, 0).unwrap();
    store.set_invitation(email, &hash_secret(b"secret"), 100, None).unwrap();
    let mut block = |blocked| {
        let asked = Edit::BlockAccount {
            email: email.to_owned(),
            blocked,
        };
        let done = store.change_organisation(&ids, |plan| edit(plan, &asked, BY)).unwrap();
        assert_eq!(done.unwrap().len(), 1);
        let visitor = store.visitor(&token, 1).unwrap();
        let invited = store.find_invited(&hash_secret(b"secret"), 1).unwrap();
        (store.password(email).unwrap(), visitor.is_some(), invited.is_some())
    };
    assert_eq!(block(true), (None, false, false));
    assert_eq!(block(false), (Some(b"hashed".to_vec()), false, false));
    let refused = store.change_organisation(&ids, |plan| {
        edit(plan, &Edit::RemoveAccount("nobody@example.org".to_owned()), BY)
    });
    assert_eq!(refused.unwrap(), Err(EditError::NotThere));
}
