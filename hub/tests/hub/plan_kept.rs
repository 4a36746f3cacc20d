//! The plan of measures, kept: two at once, whose rating it is, what a change voids.

use trykk_hub::audit::Who;
use trykk_hub::certificates::Ca;
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::times::write_day;
use trykk_hub::organisation::{Account, Places, Role, changes as plan_changes};
use trykk_hub::plan::measures::{HelpState, Status, read_status};
use trykk_hub::plan::proposals::{Proposal, WrittenProposal, read_decision, read_proposal, read_rating};
use trykk_hub::plan::version;
use trykk_hub::process::method::Method;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post};
use trykk_hub::store::{LogIn, Store, StoreError};

use crate::plan::{TODAY, measure};
use crate::story::given::the_plan;

const NOW: i64 = 1_790_000_000;
const SENIOR: &str = "senior@example.org";

fn account(role: Role) -> Account {
    Account {
        role,
        places: Places::new(vec!["med-1".to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    }
}

fn a_hub() -> (tempfile::TempDir, Store, LogIn) {
    let place = tempfile::tempdir().unwrap();
    let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
    Ca::create(&folder).unwrap();
    let mut plan = the_plan();
    plan.accounts.retain(|_, account| account.role == Role::Guide);
    for (email, role) in [("leader@example.org", Role::Leader), (SENIOR, Role::SeniorLeader)] {
        plan.accounts.insert(email.to_owned(), account(role));
    }
    let empty = store.organisation().unwrap();
    store
        .change(
            &empty,
            &plan_changes(&empty, &plan).unwrap(),
            &folder.box_ids().unwrap(),
        )
        .unwrap();
    store.set_password("leader@example.org", b"kept").unwrap();
    let proved = store.log_in_of("leader@example.org").unwrap().unwrap();
    act(&mut store, "leader@example.org");
    let wards = ["med-1".to_owned()];
    store.start_process(&wards, Needs::One, &Method::four(), NOW).unwrap();
    (place, store, proved)
}

fn act(store: &mut Store, who: &str) {
    store.act_as(Who::Account(who.to_owned()), NOW);
}

fn card() -> (String, Proposal) {
    let text = |text: &str| text.to_owned();
    let card = WrittenProposal {
        bundle: text("Pauser"),
        area: text("Samarbeid"),
        what: text("Pausevakt"),
        first_step: text("Spør naboenheten"),
        owner: text("Ansvarshavende"),
        by: write_day(TODAY),
        indicator: text("Alle har spist"),
        instead: String::new(),
    };
    read_proposal(&card, TODAY).unwrap()
}

/// Leader signs; the other two posts are vacant, and gone on without.
fn sign(store: &mut Store, proved: &LogIn) {
    let (asked, _) = store.signing(Kind::Plan, "med-1").unwrap();
    for (role, answer) in [
        (Role::Leader, Answer::Signed),
        (Role::SafetyRep, Answer::GoneOn),
        (Role::UnionRep, Answer::GoneOn),
    ] {
        let new = NewSignature {
            post: Post {
                ward: "med-1".to_owned(),
                role,
            },
            version: asked.version,
            answer,
            words: "Ingen har rollen".to_owned(),
            holder: None,
        };
        let done = store.sign(Kind::Plan, "med-1", &new, proved, NOW).unwrap();
        assert_eq!(done, Ok(()), "{role:?}");
    }
}

#[test]
fn two_who_save_at_once_are_told_and_nothing_is_lost() {
    let (_folder, mut store, _) = a_hub();
    let number = store.save_proposal("med-1", None, 0, &card(), NOW).unwrap();
    let mut second = card();
    second.0 = "PAUSER".to_owned();
    let other = store.save_proposal("med-1", None, 0, &second, NOW).unwrap();
    let (plan, asked) = store.plan("med-1").unwrap();
    assert_eq!((number, other, plan.bundles.len(), asked), (1, 2, 1, None));
    assert!(store.save_proposal("med-1", Some(1), 1, &card(), NOW).is_ok());
    let late = |error: Result<u32, StoreError>| matches!(error, Err(StoreError::ChangedMeanwhile(_)));
    assert!(late(store.save_proposal("med-1", Some(1), 1, &card(), NOW)));
    let bundle = plan.bundles[0].clone();
    assert!(
        store
            .save_bundle("med-1", Some(1), 1, &bundle.bundle, None, NOW)
            .is_ok()
    );
    assert!(late(store.save_bundle("med-1", Some(1), 1, &bundle.bundle, None, NOW)));
    store.save_measure("med-1", None, 0, &measure(), NOW).unwrap();
    store.save_measure("med-1", Some(1), 1, &measure(), NOW).unwrap();
    assert!(late(store.save_measure("med-1", Some(1), 1, &measure(), NOW)));
    let begun = read_status(&measure().what, ("under-way", ""), "leader@example.org", TODAY).unwrap();
    let mut set = |of, seen| {
        store
            .set_measure_status("med-1", 1, (of, seen), &begun, NOW)
            .map(|()| 1)
    };
    assert!(late(set(1, 0)), "another revision was read");
    set(2, 0).unwrap();
    assert!(late(set(2, 0)));
    let yes = read_decision("now", "Lett å få til", "leader@example.org", TODAY).unwrap();
    store.decide_proposal("med-1", 2, 0, &yes, NOW).unwrap();
    assert!(late(store.decide_proposal("med-1", 2, 0, &yes, NOW).map(|()| 1)));
    // A later card does not take the decision away.
    store.save_proposal("med-1", Some(2), 1, &second, NOW).unwrap();
    let (plan, _) = store.plan("med-1").unwrap();
    assert_eq!(plan.proposals[1].decided, Some(yes.clone()));
    // Other words do: nobody has decided of them, and whoever read the old ones is told.
    let mut other = second.clone();
    other.1.what.push_str(", men bare om natta");
    store.save_proposal("med-1", Some(2), 2, &other, NOW).unwrap();
    let (rewritten, _) = store.plan("med-1").unwrap();
    assert_eq!(
        (&rewritten.proposals[1].decided, rewritten.proposals[1].ratings.len()),
        (&None, 0)
    );
    assert!(late(store.decide_proposal("med-1", 2, 1, &yes, NOW).map(|()| 1)));
    store.decide_proposal("med-1", 2, 2, &yes, NOW).unwrap();
    assert_eq!(
        (plan.measures[0].status(), plan.measures[0].revision),
        (Status::UnderWay, 2)
    );
    assert!(store.save_measure("med-1", Some(9), 1, &measure(), NOW).is_err());
}

#[test]
fn each_rates_for_themselves_and_a_guide_or_a_stranger_rates_nothing() {
    let (_folder, mut store, _) = a_hub();
    store.save_proposal("med-1", None, 0, &card(), NOW).unwrap();
    let rating = read_rating(["1", "2", "3", "4"]).unwrap();
    store.rate_proposal("med-1", 1, 1, &rating, NOW).unwrap();
    let other = read_rating(["5", "2", "3", "4"]).unwrap();
    store.rate_proposal("med-1", 1, 1, &other, NOW).unwrap();
    assert!(store.rate_proposal("med-1", 2, 1, &other, NOW).is_err());
    act(&mut store, "guide@example.org");
    assert!(store.rate_proposal("med-1", 1, 1, &rating, NOW).is_err());
    let ratings = &store.plan("med-1").unwrap().0.proposals[0].ratings;
    assert_eq!(
        (ratings.len(), ratings[0].role, ratings[0].rating),
        (1, Role::Leader, other)
    );
}

#[test]
fn a_change_voids_what_was_signed_and_help_is_answered_as_it_was_signed() {
    let (_folder, mut store, proved) = a_hub();
    assert!(
        !store.ask_plan("med-1", NOW).unwrap(),
        "a plan without measures is none"
    );
    store.save_measure("med-1", None, 0, &measure(), NOW).unwrap();
    assert!(store.ask_plan("med-1", NOW).unwrap() && !store.ask_plan("med-1", NOW).unwrap());
    // Nobody has answered: another version takes its place.
    let mut later = measure();
    later.deadline += 1;
    store.save_measure("med-1", Some(1), 1, &later, NOW).unwrap();
    assert_eq!(store.plan("med-1").unwrap().0.versions.len(), 1);
    let help = later.help.as_ref().unwrap().text.clone();
    let answer = |store: &mut Store, seen| store.answer_help("med-1", 1, (&help, seen), "Ja", NOW);
    assert!(answer(&mut store, 0).is_err(), "nothing is signed");
    sign(&mut store, &proved);
    store.save_measure("med-1", Some(1), 2, &measure(), NOW).unwrap();
    let (plan, signing) = store.plan("med-1").unwrap();
    let (asked, given) = signing.unwrap();
    assert_eq!((plan.versions.len(), given.len()), (2, 3));
    assert_eq!(asked.version, version("med-1", &plan.content()));
    assert!(given.iter().all(|one| one.version != asked.version));
    let signed = plan.signed_version();
    assert_eq!(signed.map(|signed| &signed.measures), Some(&vec![(1, later)]));
    assert!(answer(&mut store, 0).is_err(), "a leader answers for nobody else");
    act(&mut store, SENIOR);
    answer(&mut store, 0).unwrap();
    assert!(matches!(answer(&mut store, 0), Err(StoreError::ChangedMeanwhile(_))));
    answer(&mut store, 1).unwrap();
    let row = &store.plan("med-1").unwrap().0.measures[0];
    assert!(matches!(row.help(TODAY), Some(HelpState::Answered(_))));
    // One of them refuses what all had signed: it was agreed then, and the version before it is not agreed again.
    let agreed = store.plan("med-1").unwrap().0.versions.len();
    act(&mut store, "leader@example.org");
    sign(&mut store, &proved);
    let (asked, _) = store.signing(Kind::Plan, "med-1").unwrap();
    let refused = NewSignature {
        post: Post {
            ward: "med-1".to_owned(),
            role: Role::Leader,
        },
        version: asked.version,
        answer: Answer::Refused,
        words: "Nei".to_owned(),
        holder: None,
    };
    let done = store.sign(Kind::Plan, "med-1", &refused, &proved, NOW).unwrap();
    assert_eq!(done, Ok(()));
    let (plan, _) = store.plan("med-1").unwrap();
    let signed = plan.signed_version().unwrap();
    assert_eq!((signed.number as usize, signed.signed.is_some()), (agreed, true));
}
