//! Silence: what nobody has followed up is said, and stops being said once somebody has.

use proptest::prelude::*;
use trykk_hub::organisation::{Organisation, Role};
use trykk_hub::process::method::Method;
use trykk_hub::process::passed_on::{CaseKind, Function};
use trykk_hub::process::silence::{
    FollowUp, Hearers, Missing, RAISED_AFTER_DAYS, SPOKEN_OF_DAYS, Unheard, find_silence,
};

const PUBLISHED: i64 = 20_000;

fn follow_up(report: Option<i64>, plan: Option<i64>) -> FollowUp {
    FollowUp {
        published: PUBLISHED,
        report: report.map(|days| PUBLISHED + days),
        plan: plan.map(|days| PUBLISHED + days),
    }
}

proptest! {
    /// What is missing is said from the day after it was due, the senior leader hears two weeks later, and nobody before; a plan ends it.
    #[test]
    fn silence_is_said_in_time_and_not_before(
        report in prop::option::of(0..200_i64), plan in prop::option::of(0..200_i64), days in 0..500_i64,
    ) {
        let method = Method::four();
        let silence = find_silence(&follow_up(report, plan), &method, PUBLISHED + days);
        let within = report.map_or(method.report_within_days, |report| report + method.plan_within_days);
        let is_late = plan.is_none() && days > within && days <= SPOKEN_OF_DAYS;
        prop_assert_eq!(silence.is_some(), is_late);
        if let Some(silence) = silence {
            prop_assert_eq!(silence.missing, if report.is_some() { Missing::Plan } else { Missing::Report });
            prop_assert_eq!(silence.due, PUBLISHED + within);
            prop_assert_eq!(silence.raised, days > within + RAISED_AFTER_DAYS);
        }
    }

    /// Days are in order when none is to come, none is from before the publishing, and no plan is older than its report.
    #[test]
    fn days_are_in_order(report in prop::option::of(-5..50_i64), plan in prop::option::of(-5..50_i64), days in 0..40_i64) {
        let in_order = follow_up(report, plan).is_in_order(PUBLISHED + days);
        let possible = [report, plan].into_iter().flatten().all(|day| (0..=days).contains(&day));
        let follows = match (report, plan) {
            (Some(report), Some(plan)) => report <= plan,
            _ => true,
        };
        prop_assert_eq!(in_order, possible && follows);
    }
}

#[test]
fn names_are_read_back_and_others_are_none() {
    for kind in CaseKind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
    }
    for function in Function::ALL {
        assert_eq!(function.name().parse(), Ok(function));
    }
    assert!("Kari Nordmann".parse::<CaseKind>().is_err() && "".parse::<Function>().is_err());
}

fn the_plan() -> Organisation {
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/demo/hospital.toml");
    trykk_hub::organisation::file::read(std::path::Path::new(plan)).unwrap()
}

#[test]
fn nobody_is_said_to_know_who_does_not_exist() {
    let med = ["med-1".to_owned()];
    let without = |roles: &[Role], block: bool| {
        let mut plan = the_plan();
        if block {
            for account in plan.accounts.values_mut().filter(|one| roles.contains(&one.role)) {
                account.blocked = true;
            }
        } else {
            plan.accounts.retain(|_, account| !roles.contains(&account.role));
        }
        Hearers::of(&plan).find_unheard(&med)
    };
    assert_eq!(without(&[], false), None);
    for block in [false, true] {
        assert_eq!(without(&[Role::Leader], block), Some(Unheard::NoLeader));
        assert_eq!(without(&[Role::Guide], block), Some(Unheard::NoGuide));
        assert_eq!(without(&[Role::Leader, Role::Guide], block), Some(Unheard::Nobody));
    }
    // A leader elsewhere is none here.
    let mut plan = the_plan();
    plan.accounts
        .retain(|email, account| account.role != Role::Leader || email == "leder2@example.org");
    let own = plan.accounts["leder2@example.org"].places.wards.clone();
    assert!(!own.contains(&med[0]) && !own.is_empty());
    assert_eq!(Hearers::of(&plan).find_unheard(&med), Some(Unheard::NoLeader));
    assert_eq!(Hearers::of(&plan).find_unheard(&own), None);
}
